"""One change in one place of one file, and how it is made.

A place in a notebook has a path into its JSON (`part`), such as ("cells", 5, "source"); a place in any other file has none.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Part = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """Where something may be changed, and into what.

    Args:
        start: offset in the text of the part.
        before: what stands there.
        afters: what may stand there instead, all different from `before`.
        part: path into a notebook's JSON; empty for other files.
    """

    start: int
    before: str
    afters: tuple[str, ...]
    part: Part = ()


@dataclass(frozen=True)
class Mutant:
    """One change: `before` at `start` of the part of the file becomes `after`."""

    kind: str
    file: str
    part: Part
    start: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """A name that stays as long as the change does, whatever stands around it in a plan."""
        told = json.dumps([self.kind, self.file, *self.part, self.start, self.before, self.after])
        return hashlib.sha256(told.encode()).hexdigest()[:10]

    @property
    def where(self) -> str:
        """File and place in words."""
        inside = " ".join(str(step) for step in self.part)
        return f"{self.file} {inside} at {self.start}".replace("  ", " ")

    def as_row(self) -> dict[str, Any]:
        """A JSON value."""
        return {**asdict(self), "part": list(self.part), "key": self.key}


Kind = Callable[[Path, str], Iterator[Place]]  # from root and file to the places of a kind in it


def read(path: Path) -> str:
    """Text of a file, line ends untouched."""
    return path.read_bytes().decode("utf-8")


def applied(text: str, mutant: Mutant) -> str:
    """The text of the file after the change.

    Raises:
        ValueError: something else stands at the place.
    """
    if not mutant.part:
        return _changed(text, mutant)
    document = json.loads(text)
    holder = document
    for step in mutant.part[:-1]:
        holder = holder[step]
    held = holder[mutant.part[-1]]
    if isinstance(held, list):
        holder[mutant.part[-1]] = _changed("".join(held), mutant).splitlines(keepends=True)
    else:
        holder[mutant.part[-1]] = _changed(held, mutant)
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _changed(text: str, mutant: Mutant) -> str:
    end = mutant.start + len(mutant.before)
    if text[mutant.start : end] != mutant.before:
        raise ValueError(f"{mutant.where}: expected {mutant.before!r}, found {text[mutant.start : end]!r}")
    return text[: mutant.start] + mutant.after + text[end:]


def cells_of(root: Path, file: str) -> list[dict[str, Any]]:
    """Cells of a notebook as its file has them, each source in one piece."""
    found = json.loads(read(root / file))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in found]
