"""Which mutants a seed chooses: the same for everyone who has the same commit."""

import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutation import code_kinds, prose_kinds, stored_kinds, table_kinds
from mutation.mutants import Kind, Mutant, Place

EACH = 20
PARSERS = re.compile(r"data/build/(?!__|changes|cli|measure|package|problems|schema|shelf|writing|published_checks)\w+\.py")
CHAPTERS = re.compile(r"notebooks/\d\d[a-z]?_\w+\.ipynb")
PROSE = re.compile(f"{prose_kinds.PAGES.pattern}")


@dataclass(frozen=True)
class Operator:
    """A kind of change: what it is, the files it may hit, and its places in one of them."""

    what: str
    files: re.Pattern[str]
    places: Kind


KINDS = {
    "cell": Operator("a used cell of a table, its hash updated", re.compile(r"data/(?!build/)\w+/\w+\.csv"), table_kinds.cell),
    "measure": Operator("operator, constant or function in measures and rules",
                        re.compile(r"notebooks/evidence/(?:measures|judging)/\w+\.py"), code_kinds.measure),
    "filter": Operator("operator, constant or function in a cell", CHAPTERS, code_kinds.filter_in_cell),
    "output": Operator("a number or word of a stored output", re.compile(r"notebooks/(?:seminar/\w+/)?\d\d[a-z]?_\w+\.ipynb"), stored_kinds.output),
    "alt": Operator("a number or word of an alt text", CHAPTERS, stored_kinds.alt),
    "bound": Operator("a number that a mark answers for", PROSE, prose_kinds.bound),
    "word": Operator("a word of direction outside marks", PROSE, prose_kinds.word),
    "date": Operator("the month of a date outside marks", PROSE, prose_kinds.date),
    "name": Operator("a state or an official outside marks", PROSE, prose_kinds.name),
    "clause": Operator("the words of a statement turned round", PROSE, prose_kinds.clause),
    "caption": Operator("a word of a caption or a description", re.compile(f"{CHAPTERS.pattern}|{prose_kinds.DESCRIPTIONS.pattern}"), prose_kinds.caption),
    "drawing": Operator("a label, unit or colour in code",
                        re.compile(f"{CHAPTERS.pattern}|notebooks/evidence/(?:house|drawings)/\\w+\\.py"), code_kinds.drawing),
    "svg": Operator("a word, number or colour of a committed drawing", re.compile(r"figures/\w+\.svg"), stored_kinds.svg),
    "rule": Operator("the condition, verdict or evidence of a rule", re.compile(r"data/build/curated/(?:rules|rule_evidence)\.csv"), table_kinds.rule),
    "threshold": Operator("a threshold of a rule",
                          re.compile(r"data/build/curated/rules\.csv|notebooks/evidence/judging/thresholds\.py"), table_kinds.threshold),
    "event": Operator("an event's date or confidence", re.compile(r"data/build/curated/events\.csv"), table_kinds.event),
    "parser": Operator("an operator or constant of a parser", PARSERS, code_kinds.parser),
}  # fmt: skip


def files(root: Path) -> list[str]:
    """Committed files, in alphabetical order."""
    told = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, encoding="utf-8", check=True)
    return sorted(told.stdout.split())


def plan(root: Path, seed: str, kinds: tuple[str, ...] = tuple(KINDS), each: int = EACH) -> list[Mutant]:
    """`each` mutants of each kind: a file at random, a place of it at random, none twice.

    A kind whose files have fewer places gives what there is. A smaller plan is the beginning of a larger one.
    """
    return [mutant for kind in kinds for mutant in _of_kind(root, seed, kind, each)]


def places(root: Path, kind: str, file: str) -> tuple[Place, ...]:
    """Every place of a kind in a file."""
    return _places(root.resolve(), kind, file)


def _of_kind(root: Path, seed: str, kind: str, each: int) -> Iterator[Mutant]:
    chosen = random.Random(f"{seed} {kind}")
    left = [_file_of(root, kind, file) for file in files(root) if KINDS[kind].files.fullmatch(file)]
    left = [file for file in left if file]
    used: set[tuple] = set()
    for _ in range(each):
        while left:
            file = chosen.choice(left)
            open_places = [p for p in places(root, kind, file) if p.afters and (file, p.part, p.start) not in used]
            if open_places:
                place = chosen.choice(open_places)
                used.add((file, place.part, place.start))
                yield Mutant(kind, file, place.part, place.start, place.before, chosen.choice(place.afters))
                break
            left.remove(file)


def _file_of(root: Path, kind: str, file: str) -> str:
    """Of a table that is kept by hand its list; nothing for a table that no page loads."""
    if kind != "cell":
        return file
    name = table_kinds.table_of(root, file)
    return table_kinds.kept_by_hand(root).get(name, file) if name in table_kinds.on_pages(root) else ""


@cache
def _places(root: Path, kind: str, file: str) -> tuple[Place, ...]:
    return tuple(KINDS[kind].places(root, file))
