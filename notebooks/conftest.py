"""Lets `pytest notebooks` run with the same safeguards as the whole test suite."""

from harness import configure as pytest_configure  # noqa: F401 (a hook)
