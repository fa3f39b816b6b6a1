"""Which cells of a chapter are projected: headings with their figures and tables, no code, prose as speaker's notes."""

from typing import Any

import nbformat

FEWEST, MOST = 8, 15
TEXT_ON_SLIDE = ("## To discuss", "## How sure is this?")
NEVER = ("## Sources",)
NEW, SAME, NOTES, HIDDEN = "slide", "-", "notes", "skip"


def mark(notebook: nbformat.NotebookNode) -> None:
    """Set the slide type of every cell; code itself is hidden by the exporter."""
    for cell, kind in zip(notebook.cells, types(notebook.cells), strict=True):
        cell.metadata["slideshow"] = {"slide_type": kind}


def types(cells: list[nbformat.NotebookNode]) -> list[str]:
    """Slide types in the order of the cells.

    The opening is a slide. A section begins one with its heading and its first figure or table; every further figure or
    table is one more, as far as the limit allows, figures before tables. What is discussed, and the reasons for doubt,
    are shown in words. Other prose becomes speaker's notes.
    """
    found = [NEW, NOTES, *(_shown_or_hidden(cell) for cell in cells[2:])]
    sections = _sections(cells)
    for heading, body in sections:
        _mark_section(cells, found, heading, body)
    _stay_within(cells, found)
    _reach_least(cells, found, sections)
    return found


def _sections(cells: list[nbformat.NotebookNode]) -> list[tuple[int, list[int]]]:
    starts = [n for n, c in enumerate(cells) if c.cell_type == "markdown" and c.source.startswith("## ")]
    ends = [*starts[1:], len(cells)]
    return [(start, list(range(start + 1, end))) for start, end in zip(starts, ends, strict=True)]


def _shown_or_hidden(cell: nbformat.NotebookNode) -> str:
    if cell.cell_type == "markdown":
        return NOTES
    return NEW if has_figure(cell) or has_table(cell) else HIDDEN


def _mark_section(cells: list, found: list[str], heading: int, body: list[int]) -> None:
    title = cells[heading].source.splitlines()[0].strip()
    if title in NEVER:
        for n in (heading, *body):
            found[n] = HIDDEN
        return
    first = next((n for n in body if found[n] == NEW), None)
    if title in TEXT_ON_SLIDE and len(cells[heading].source.splitlines()) > 2:
        found[heading] = NEW
        return
    if title in TEXT_ON_SLIDE:
        words = next((n for n in body if cells[n].cell_type == "markdown"), None)
        if words is not None:
            found[words] = NEW
            first = words if first is None else min(first, words)
    found[heading] = HIDDEN if first is None else NEW
    if first is not None:
        found[first] = SAME


def _stay_within(cells: list, found: list[str]) -> None:
    """Hide tables that begin a slide of their own, from the last, until the limit holds."""
    for n in reversed(range(len(cells))):
        if found.count(NEW) <= MOST:
            return
        if found[n] == NEW and cells[n].cell_type == "code" and not has_figure(cells[n]):
            found[n] = HIDDEN


def _reach_least(cells: list, found: list[str], sections: list[tuple[int, list[int]]]) -> None:
    """Show the first text of sections that have no slide, from the first, until there are enough."""
    for heading, body in sections:
        text = next((n for n in body if found[n] == NOTES), None)
        if found.count(NEW) >= FEWEST:
            return
        if found[heading] == HIDDEN and text is not None:
            found[heading], found[text] = NEW, SAME


def has_figure(cell: Any) -> bool:
    """Whether a cell shows a picture."""
    return any("image/png" in o.get("data", {}) for o in cell.get("outputs", []))


def has_table(cell: Any) -> bool:
    """Whether a cell shows a table or a computed text."""
    return any("text/markdown" in o.get("data", {}) for o in cell.get("outputs", []))
