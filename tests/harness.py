"""What every test run sets up: no network, a temporary folder for what notebooks write, and Matplotlib's list of fonts."""

import atexit
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
CHECK = "ALLIANCE_CHECK"
PICTURES = "ALLIANCE_PNG"  # set to nothing, it spares a run the pictures
REBUILD = "test_build"  # files whose names begin so share one rebuild of the tables, and so one worker
TOLD = "told"  # the property under which a test leaves a line for the summary


def prepare() -> None:
    """Idempotent; child processes, kernels among them, inherit all of it. A worker of xdist gets a folder of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if os.environ.get(CHECK):
        folder = Path(os.environ[CHECK])
        if worker and folder.name != worker:
            (folder / worker).mkdir(exist_ok=True)
            os.environ[CHECK] = str(folder / worker)
        return
    folder = tempfile.mkdtemp(prefix="alliance-check-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[CHECK] = folder
    os.environ.setdefault(PICTURES, "1")
    paths = [str(TESTS / "offline"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    spec = importlib.util.spec_from_file_location("alliance_offline", TESTS / "offline" / "sitecustomize.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    _list_fonts()


def _list_fonts() -> None:
    """On its first run Matplotlib lists the fonts and says so on stderr, which would fail a notebook: let it do so here."""
    importlib.import_module("matplotlib.font_manager")
