"""Text that answers to the notebook's own variables: marks, checks, pins, and runs without a kernel."""
