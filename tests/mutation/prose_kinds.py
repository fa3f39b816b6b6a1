"""Changes in what readers read: bound numbers, words, dates and names that no mark covers, clauses at marks, captions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from mutation import words
from mutation.mutants import Part, Place, cells_of, read

CAPTION = re.compile(r"\A\*\*Figure \d+[a-z]?\.\d+\.\*\*")
MADE = re.compile(r"(?s)<!--verdicts-->.*?<!--/verdicts-->")  # the scorecard of the front page, which sync writes
BOUND_OLD = re.compile(r"(?P<text>[^\s>(*|]+)<!--=[A-Za-z0-9_.]+-->")  # guides: `94%<!--=share-->`
PAGES = re.compile(r"notebooks/\d\d[a-z]?_\w+\.ipynb|README\.md|notebooks/seminar/README\.md")
DESCRIPTIONS = re.compile(r"figures/descriptions/\w+\.md")
Finder = Callable[[str], Iterator[Place]]


def _texts(root: Path, file: str) -> Iterator[tuple[Part, str]]:
    """Part and text of everything written in Markdown in a file, captions left out."""
    if file.endswith(".md"):
        yield (), words.hidden(read(root / file), MADE)
        return
    for number, cell in enumerate(cells_of(root, file)):
        if cell["cell_type"] == "markdown" and not CAPTION.match(cell["source"]):
            yield ("cells", number, "source"), cell["source"]


def _among(root: Path, file: str, *finders: Finder, covered: Callable[[str], str] = words.unmarked) -> Iterator[Place]:
    for part, text in _texts(root, file):
        for finder in finders:
            for place in finder(covered(text)):
                yield replace(place, part=part)


def word(root: Path, file: str) -> Iterator[Place]:
    """A word of direction or comparison outside every mark."""
    yield from _among(root, file, words.directions)


def date(root: Path, file: str) -> Iterator[Place]:
    """The month of a date outside every mark."""
    yield from _among(root, file, words.dates)


def name(root: Path, file: str) -> Iterator[Place]:
    """A state or an official outside every mark."""
    yield from _among(root, file, words.names)


def bound(root: Path, file: str) -> Iterator[Place]:
    """A number that a mark answers for."""
    for part, text in _texts(root, file):
        spans = [m.span("text") for m in words.MARK.finditer(text) if m["kind"] != "?"]
        spans += [m.span("text") for m in BOUND_OLD.finditer(text)] if file.endswith("README.md") else []
        for start, end in spans:
            for finder in (words.digits, words.number_words):
                for place in finder(text[start:end]):
                    yield replace(place, start=start + place.start, part=part)


def clause(root: Path, file: str) -> Iterator[Place]:
    """The words of a statement turned round: its direction, its negation or its state."""
    for part, text in _texts(root, file):
        for match in words.STATEMENT.finditer(text):
            inside = words.hidden(match["text"], *words.OUT_OF_SIGHT)
            for finder in (words.directions, words.negations, words.names):
                for place in finder(inside):
                    yield replace(place, start=match.start("text") + place.start, part=part)


def caption(root: Path, file: str) -> Iterator[Place]:
    """A word, name, date, unit or colour in the caption below a figure or in its long description."""
    finders = (
        words.directions, words.names, words.dates, lambda t: words.directions(t, words.MEASURES), lambda t: words.directions(t, words.SEEN),
    )  # fmt: skip
    if file.endswith(".md"):
        texts: list[tuple[Part, str]] = [((), read(root / file))]
    else:
        cells = cells_of(root, file)
        texts = [(("cells", n, "source"), c["source"]) for n, c in enumerate(cells) if CAPTION.match(c["source"])]
    for part, text in texts:
        for finder in finders:
            for place in finder(words.hidden(words.unmarked(text), re.compile(r"(?m)^#.*$"))):
                yield replace(place, part=part)
