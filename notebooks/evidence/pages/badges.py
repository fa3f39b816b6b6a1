"""Small labels for the top of the README, drawn from what the repository holds, with no service behind them."""

from evidence import book
from evidence.places import FIGURES
from evidence.tables import load
from evidence.templates import render
from evidence.text import commands, prose
from evidence.text.marks import marks_of

FOLDER = FIGURES / "badges"
PER_LETTER, PAD = 6.6, 12


def values() -> dict[str, tuple[str, str]]:
    """File name -> label and value, counted now."""
    marked = commands.marked()
    bound = sum(mark.kind == "=" for path in marked for mark in marks_of(commands.texts_of(path)))
    others = [path for path in (*book.guides(), *book.notebooks()) if path not in marked]
    bound += sum(found.kind == "=" for path in others for text in book.markdown_cells(path) for found in prose.bindings(text))
    return {
        "claims": ("claims judged", str(len(load("narrative/claims")))),
        "numbers": ("numbers in prose bound to code", f"{bound:,}"),
        "notebooks": ("notebooks under strict nbval", str(len(book.notebooks()))),
        "python": ("Python", "3.11 to 3.14"),
        "licence": ("licence", "code MIT, text CC BY 4.0"),
    }


def svg(label: str, value: str) -> str:
    """A label: dark text on grey, then white text on blue."""
    left, right = (round(len(t) * PER_LETTER) + PAD for t in (label, value))
    return render("badge.svg.j2", label=label, value=value, left=left, right=right)


def write() -> None:
    """Write figures/badges."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (label, value) in values().items():
        (FOLDER / f"{name}.svg").write_text(svg(label, value), encoding="utf-8", newline="\n")
