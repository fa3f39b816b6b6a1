"""Every run has the safeguards, the shares and the summary of `harness.py`."""

from harness import configure as pytest_configure  # noqa: F401 (a hook)
