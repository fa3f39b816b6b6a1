"""The pages that readers see: notebooks and guides, and the prose in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.places import NOTEBOOKS, ROOT

if TYPE_CHECKING:
    from nbformat import NotebookNode

LAST = ("10", "09", "00")
SEMINAR_GUIDE = NOTEBOOKS / "seminar" / "README.md"
GUIDES = (ROOT / "README.md", SEMINAR_GUIDE)


def notebooks() -> list[Path]:
    """Notebooks in the order in which findings flow: 01 to 08, then 10, 09, 00, appendices, then the seminar's."""
    return [*chapters(), *appendices(), *in_class(), *sorted(NOTEBOOKS.glob("seminar/[a-z]*/*.ipynb"))]


def in_class() -> list[Path]:
    """Notebooks that a class works through together."""
    return sorted(NOTEBOOKS.glob("seminar/*.ipynb"))


def chapters() -> list[Path]:
    """The numbered notebooks in the order in which findings flow: 01 to 08, then 10, 09, 00."""
    numbered = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return sorted(numbered, key=lambda p: (LAST.index(p.name[:2]) + 100 if p.name[:2] in LAST else 0, p.name))


def appendices() -> list[Path]:
    """Notebooks that hold what only specialists need of a chapter: 06a and so on."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9][a-z]_*.ipynb"))


def number(path: Path) -> str:
    """The number that a notebook's file name begins with: "06", "06a"."""
    return path.name.partition("_")[0]


def notebook(number: str) -> Path | None:
    """The chapter or appendix with a number, if it is written."""
    return next(iter(sorted(NOTEBOOKS.glob(f"{number}_*.ipynb"))), None)


def guides() -> list[Path]:
    """README files whose numbers are bound."""
    return [p for p in GUIDES if p.exists()]


def cells(path: Path) -> list[dict[str, Any]]:
    """Cells of a notebook as its file has them, each source in one piece.

    A chapter reads its own text in its kernel, and to import nbformat there would take two seconds.
    """
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in found]


def markdown_cells(path: Path) -> list[str]:
    """Sources of the Markdown cells of a notebook, or the one text of a .md file."""
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    return [cell["source"] for cell in cells(path) if cell["cell_type"] == "markdown"]


def section(cells: list[str], heading: str) -> list[str]:
    """Markdown from a heading to the next one of the same rank, in as many parts as there are cells."""
    parts: list[str] = []
    inside = False
    for text in cells:
        for piece in re.split(r"(?m)^(?=## )", text):
            if piece.startswith("## "):
                inside = piece.splitlines()[0].strip() == heading
            if inside and piece.strip():
                parts.append(piece)
    return parts


def headings(path: Path) -> list[str]:
    """Headings of the second rank of a notebook, in order."""
    return [line for text in markdown_cells(path) for line in text.splitlines() if line.startswith("## ")]


def code_cells(path: Path) -> list[NotebookNode]:
    """Code cells of a notebook."""
    import nbformat

    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading of a .md file."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Anchors of all headings of a .md file."""
    return {slug(line.lstrip("#")) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")}
