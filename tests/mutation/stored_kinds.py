"""Changes in what the collection stores beside its code: outputs of cells, alt texts, words and colours of drawings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mutation import words
from mutation.mutants import Part, Place, cells_of, read

TAG = re.compile(r"<[^>]*>")
STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
SVG_TEXT = re.compile(r"<text\b[^>]*>(?P<text>[^<]+)</text>|<(?:title|desc)>(?P<told>[^<]+)</(?:title|desc)>")
FILL = re.compile(r"(?:fill|stroke): (?P<colour>#[0-9a-f]{6})\b")
ALT = re.compile(r"!\[(?P<alt>[^\]]{20,})\]\(\.\./figures/")


def output(root: Path, file: str) -> Iterator[Place]:
    """A number or word in the stored output of a cell."""
    for number, cell in enumerate(cells_of(root, file)):
        for which, stored in enumerate(cell.get("outputs", [])):
            here: Part = ("cells", number, "outputs", which)
            parts = [((*here, "data", kind), held) for kind, held in stored.get("data", {}).items() if kind.startswith("text/")]
            parts += [((*here, "text"), stored["text"])] if "text" in stored else []
            for part, held in parts:
                text = words.hidden("".join(held), STYLE, TAG, *words.OUT_OF_SIGHT)
                for finder in (words.digits, words.names, words.directions):
                    for place in finder(text):
                        yield replace(place, part=part)


def alt(root: Path, file: str) -> Iterator[Place]:
    """A number or word in the alt text of a picture: in the output's metadata, or in Markdown."""
    for number, cell in enumerate(cells_of(root, file)):
        for which, stored in enumerate(cell.get("outputs", [])):
            told = stored.get("metadata", {}).get("image/png", {}).get("alt", "")
            part: Part = ("cells", number, "outputs", which, "metadata", "image/png", "alt")
            yield from _told(told, 0, part)
        if cell["cell_type"] == "markdown":
            for match in ALT.finditer(cell["source"]):
                yield from _told(match["alt"], match.start("alt"), ("cells", number, "source"))


def svg(root: Path, file: str) -> Iterator[Place]:
    """A word, number or colour in a committed drawing."""
    text = read(root / file)
    for match in SVG_TEXT.finditer(text):
        group = "text" if match["text"] else "told"
        yield from _told(match[group], match.start(group), ())
    colours = sorted({m["colour"] for m in FILL.finditer(text)})
    for match in FILL.finditer(text):
        others = tuple(c for c in colours if c != match["colour"])
        if others:
            yield Place(match.start("colour"), match["colour"], others)


def _told(text: str, start: int, part: Part) -> Iterator[Place]:
    for finder in (words.digits, words.names, words.directions, lambda t: words.directions(t, words.MEASURES)):
        for place in finder(text):
            yield replace(place, start=start + place.start, part=part)
