"""The gallery of all figures with their descriptions, for reading, printing and for readers who cannot see them."""

import json

from evidence.places import FIGURES

HEAD = """# Gallery

Every figure of the collection with its caption and a description in words. Each picture stands here as `.png` and
`.svg`, with the plotted values as `.csv`. Made by `python notebooks/evidence sync`; do not edit by hand.
"""


def text() -> str:
    """The gallery as Markdown, from the records of the chapters."""
    parts = [HEAD]
    for path in sorted((FIGURES / "findings").glob("[0-9][0-9]*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        parts += [_entry(figure) for figure in [*record["figures"], *record.get("companions", [])]]
    return "\n".join(parts)


def write() -> None:
    """Write figures/README.md."""
    (FIGURES / "README.md").write_text(text(), encoding="utf-8", newline="\n")


def _entry(figure: dict[str, str]) -> str:
    stem = figure["file"]
    alt = figure.get("alt", figure["description"]).replace("[", "(").replace("]", ")")
    return f"""
## Figure {figure["number"]}. {figure["title"]}

![{alt}]({stem}.png)

{figure["caption"]}

*In words:* {figure["description"]}

*Source:* {figure["source"]}. [Vector]({stem}.svg), [plotted values]({stem}.csv).
"""
