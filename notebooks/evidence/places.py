"""Where things are, whatever folder a notebook is started from."""

import os
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1]
ROOT = NOTEBOOKS.parent
DATA = ROOT / "data"
FIGURES = ROOT / "figures"
CHECK_FOLDER = "ALLIANCE_CHECK"
SYNC_FOLDER = "ALLIANCE_SYNC"
PROJECT_FOLDER = "ALLIANCE_SLIDES"


def output_folder() -> Path:
    """Folder that receives figures and findings: `figures/`, or a temporary one while tests run."""
    return Path(os.environ[CHECK_FOLDER]) if checking() else FIGURES


def checking() -> bool:
    """True while tests run: nothing is written to the tree, and what is made is compared with what is committed."""
    return bool(os.environ.get(CHECK_FOLDER))


def syncing() -> bool:
    """True while the program that makes the pages runs a notebook; a reader's own run writes nothing."""
    return bool(os.environ.get(SYNC_FOLDER))


def slides_folder() -> Path | None:
    """Folder that receives figures drawn for slides, while slides are made."""
    return Path(os.environ[PROJECT_FOLDER]) if os.environ.get(PROJECT_FOLDER) else None


def handover_folder() -> Path:
    """Folder in which a notebook that is being made leaves its current text for the program that makes it."""
    return Path(os.environ[SYNC_FOLDER])
