"""Long descriptions of figures: written once, with marks, in figures/descriptions/NN.md; shown once, in the gallery."""

import re
from pathlib import Path

from evidence.places import FIGURES
from evidence.text.marks import bare, markdown_of

FOLDER = FIGURES / "descriptions"
CELL = -1  # the place of this file among the numbered cells of its chapter
PART = re.compile(r"(?m)^## (\w+)\n")


def path(chapter: str) -> Path:
    """Where the descriptions of a chapter's figures are written."""
    return FOLDER / f"{chapter}.md"


def of(chapter: str) -> list[tuple[int, str]]:
    """The file as one more text of the chapter; empty where it draws nothing."""
    file = path(chapter)
    return [(CELL, file.read_text(encoding="utf-8"))] if file.exists() else []


def all_text(page: Path, chapter: str) -> list[tuple[int, str]]:
    """All text that a chapter answers for: its Markdown, and the descriptions of its figures.

    Args:
        page: the notebook.
        chapter: its number.
    """
    return [*markdown_of(page), *of(chapter)]


def sections(texts: list[tuple[int, str]]) -> dict[str, str]:
    """Name of a figure -> its description as readers see it."""
    parts = [p for cell, text in texts if cell == CELL for p in PART.split(text)[1:]]
    return {name: bare(words) for name, words in zip(parts[::2], parts[1::2], strict=True)}
