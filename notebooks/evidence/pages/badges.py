"""Small labels for the top of the README, drawn from what the repository holds, with no service behind them."""

from xml.sax.saxutils import escape

from evidence import book
from evidence.places import FIGURES
from evidence.tables import load
from evidence.text import prose

FOLDER = FIGURES / "badges"
PER_LETTER, PAD, HEIGHT = 6.6, 12, 20


def values() -> dict[str, tuple[str, str]]:
    """File name -> label and value, counted now."""
    read = [*book.guides(), *book.notebooks()]
    bound = sum(len(list(prose.bindings(text))) for path in read for text in book.markdown_cells(path))
    return {
        "claims": ("claims judged", str(len(load("narrative/claims")))),
        "numbers": ("numbers in prose bound to code", f"{bound:,}"),
        "notebooks": ("notebooks under strict nbval", str(len(book.notebooks()))),
        "python": ("Python", "3.11, 3.12, 3.13"),
        "licence": ("licence", "code MIT, text CC BY 4.0"),
    }


def svg(label: str, value: str) -> str:
    """A label: dark text on grey, then white text on blue."""
    left, right = (round(len(t) * PER_LETTER) + PAD for t in (label, value))
    text = 'font-family="DejaVu Sans,Verdana,sans-serif" font-size="11" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" role="img"'
        f' aria-label="{escape(label)}: {escape(value)}">\n'
        f"<title>{escape(label)}: {escape(value)}</title>\n"
        f'<rect width="{left}" height="{HEIGHT}" fill="#E4E4E4"/>'
        f'<rect x="{left}" width="{right}" height="{HEIGHT}" fill="#14406B"/>\n'
        f'<text x="{left / 2}" y="14" fill="#222222" {text}>{escape(label)}</text>'
        f'<text x="{left + right / 2}" y="14" fill="#FFFFFF" {text}>{escape(value)}</text>\n</svg>\n'
    )


def write() -> None:
    """Write figures/badges."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (label, value) in values().items():
        (FOLDER / f"{name}.svg").write_text(svg(label, value), encoding="utf-8", newline="\n")
