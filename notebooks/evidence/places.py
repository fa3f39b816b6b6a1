"""Where things are, whatever folder a notebook is started from."""

import os
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1]
ROOT = NOTEBOOKS.parent
DATA = ROOT / "data"
FIGURES = ROOT / "figures"
CHECK_FOLDER = "ALLIANCE_CHECK"


def output_folder() -> Path:
    """Folder that receives figures and findings: `figures/`, or a temporary one while tests run."""
    return Path(os.environ[CHECK_FOLDER]) if checking() else FIGURES


def checking() -> bool:
    """True while tests run: nothing is written to the tree, and what is made is compared with what is committed."""
    return bool(os.environ.get(CHECK_FOLDER))
