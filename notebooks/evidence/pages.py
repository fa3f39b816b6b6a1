"""The pages that readers see: notebooks and guides, and the prose in them."""

from pathlib import Path

import nbformat

from evidence.places import NOTEBOOKS, ROOT

LAST = ("10", "09", "00")
GUIDES = (ROOT / "README.md", NOTEBOOKS / "seminar" / "README.md")


def notebooks() -> list[Path]:
    """Notebooks in the order in which findings flow: 01 to 08, then 10, 09, 00, then the seminar's."""
    numbered = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    numbered.sort(key=lambda p: (LAST.index(p.name[:2]) + 100 if p.name[:2] in LAST else 0, p.name))
    return numbered + sorted(NOTEBOOKS.glob("seminar/**/*.ipynb"))


def notebook(number: str) -> Path | None:
    """The chapter with a number, if it is written."""
    return next(iter(sorted(NOTEBOOKS.glob(f"{number}_*.ipynb"))), None)


def guides() -> list[Path]:
    """README files whose numbers are bound."""
    return [p for p in GUIDES if p.exists()]


def markdown_cells(path: Path) -> list[str]:
    """Sources of the Markdown cells of a notebook, or the one text of a .md file."""
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    """Code cells of a notebook."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
