"""Lets `pytest notebooks` run with the same safeguards as the whole test suite."""

import harness

harness.prepare()
