"""The gallery of all figures with their descriptions, for reading, printing and for readers who cannot see them."""

import json

from evidence.places import FIGURES
from evidence.templates import render


def text() -> str:
    """The gallery as Markdown, from the records of the chapters."""
    paths = sorted((FIGURES / "findings").glob("[0-9][0-9]*.json"))
    records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return render("gallery.md.j2", figures=[f for r in records for f in [*r["figures"], *r.get("companions", [])]])


def write() -> None:
    """Write figures/README.md."""
    (FIGURES / "README.md").write_text(text(), encoding="utf-8", newline="\n")
