"""Lets `pytest notebooks` run with the same safeguards as the whole test suite."""

import harness
import warm_kernels

harness.prepare()
warm_kernels.prepare()
