"""What every test run sets up: no network, and a temporary folder for what notebooks write."""

import atexit
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent


def prepare() -> None:
    """Idempotent; child processes, kernels among them, inherit all of it."""
    if os.environ.get("ALLIANCE_CHECK"):
        return
    folder = tempfile.mkdtemp(prefix="alliance-check-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ALLIANCE_CHECK"] = folder
    paths = [str(TESTS / "offline"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    spec = importlib.util.spec_from_file_location("alliance_offline", TESTS / "offline" / "sitecustomize.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
