"""How long a chapter takes to read, counted from its words and figures."""

import re
from pathlib import Path

from evidence.findings import read_record
from evidence.pages import markdown_cells
from evidence.places import FIGURES

WORDS_A_MINUTE = 180
MINUTES_A_FIGURE = 0.75
INVISIBLE = re.compile(r"<!--.*?-->|\]\([^)]*\)|<https?://[^>]*>|[|#*_`>-]+", re.DOTALL)


def words(path: Path) -> int:
    """Words of prose in a notebook; comments and link targets do not count."""
    return sum(len(INVISIBLE.sub(" ", text).split()) for text in markdown_cells(path))


def minutes(path: Path) -> int:
    """Reading time in whole minutes: an estimate for attentive reading of text and figures."""
    recorded = FIGURES / "findings" / f"{path.name[:2]}.json"
    figures = len(read_record(path.name[:2])["figures"]) if recorded.exists() else 0
    return round(words(path) / WORDS_A_MINUTE + figures * MINUTES_A_FIGURE)
