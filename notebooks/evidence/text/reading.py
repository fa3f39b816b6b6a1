"""How long a chapter takes to read, counted from its words and figures."""

import re
from pathlib import Path

import pandas as pd

from evidence.book import markdown_cells, notebook
from evidence.places import FIGURES, ROOT
from evidence.text.findings import read_record

WORDS_A_MINUTE = 180
MINUTES_A_FIGURE = 0.75
INVISIBLE = re.compile(r"<!--.*?-->|\]\([^)]*\)|<https?://[^>]*>|[|#*_`>-]+", re.DOTALL)


def words(path: Path) -> int:
    """Words of prose in a notebook; comments and link targets do not count."""
    return sum(len(INVISIBLE.sub(" ", text).split()) for text in markdown_cells(path))


def minutes(path: Path) -> int:
    """Reading time in whole minutes: an estimate for attentive reading of text and figures."""
    recorded = FIGURES / "findings" / f"{path.name[:2]}.json"  # a guide such as README.md has none
    figures = len(read_record(path.name[:2])["figures"]) if recorded.exists() else 0
    return round(words(path) / WORDS_A_MINUTE + figures * MINUTES_A_FIGURE)


def routes(plan: dict[str, list[str]]) -> pd.DataFrame:
    """Ways through the collection with their reading times.

    Args:
        plan: name of the way -> "README" or two-digit chapters, in order.

    Returns:
        One row a way: way, read, minutes.
    """
    pages = {name: ROOT / "README.md" if name == "README" else notebook(name) for names in plan.values() for name in names}
    return pd.DataFrame(
        [(way, ", ".join(names), sum(minutes(pages[name]) for name in names)) for way, names in plan.items()],
        columns=["way", "read", "minutes"],
    )
