"""Pins: a statement's words were read by a person beside its expression, and neither has changed since.

Data cannot tell whether "rose" is the right word. So every `?` mark is pinned: a digest of its expression and its whole
sentence, numbers blanked, stands in pins.csv with the reason, and only `python notebooks/evidence approve` writes it, one
mark a call. What is reported (`src:`) is pinned the same way, for only a person can hold words against a source; so are
titles and alt texts of figures, with what they claim to hold.
"""

import ast
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence.text import running
from evidence.text.marks import Mark, bare, marks_of, sentence_span
from evidence.text.truth import MarkProblem, evaluate

FILE = Path(__file__).with_name("pins.csv")
COLUMNS = ("page", "mark", "words", "digest", "turned_false_by", "because")
PUBLISHED = ("chapter", "drawn", "name", "data", "title", "subtitle", "source", "alt", "holds")  # of house.publish
INNER = re.compile(r"(<!--=(?:(?!-->).)*-->).*?(<!--/-->)", re.DOTALL)


@dataclass(frozen=True)
class Pin:
    """What is held fast: page, expression, the words that it answers for, and the digest of both with their sentence."""

    page: str
    mark: str
    words: str
    digest: str


def of_text(page: str, texts: list[tuple[int, str]]) -> list[tuple[Pin, Mark]]:
    """One pin a statement and a report of the text."""
    blank = [(cell, INNER.sub(r"\1#\2", text)) for cell, text in texts]
    by_cell = dict(blank)
    found = []
    for mark in marks_of(blank):
        if mark.kind == "=":
            continue
        left, right = sentence_span(by_cell[mark.cell], mark.start)
        words = bare(mark.text)
        found.append((Pin(page, mark.expr, words, digest(mark.expr, words, bare(by_cell[mark.cell][left:right]))), mark))
    return found


def of_figures(page: str, cells: list[str]) -> list[Pin]:
    """One pin a figure that claims to hold something: its title and alt text as they are written, and the claim."""
    found = []
    for cell in cells:
        tree = ast.parse(cell)
        made = {t.id: n.value for n in ast.walk(tree) if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
        for name, given in published(tree):
            told = [_made(given[k], made) if k in given else None for k in ("title", "subtitle", "alt", "holds")]
            parts = [as_written(cell, node) for node in told]
            found.append(Pin(page, f"figure {name}", parts[0].strip("f'\""), digest(*parts)))
    return found


def kept() -> dict[tuple[str, str, str], dict[str, str]]:
    """The rows of pins.csv by page, mark and words."""
    return {(r["page"], r["mark"], r["words"]): r for r in rows_of(FILE)}


def problems(pins: list[Pin]) -> list[str]:
    """Statements that nobody approved as they stand, and approvals of statements that are gone."""
    known = kept()
    wrong = [
        f"{p.page}: {p.mark} \u201c{p.words}\u201d: "
        + ("its sentence was changed since it was approved" if (p.page, p.mark, p.words) in known else "was never approved")
        for p in pins
        if known.get((p.page, p.mark, p.words), {}).get("digest") != p.digest
    ]
    pages = {p.page for p in pins}
    left = {k for k in known if k[0] in pages} - {(p.page, p.mark, p.words) for p in pins}
    return wrong + [f"{page}: {mark} \u201c{words}\u201d is approved and no longer stands there" for page, mark, words in sorted(left)]


def worlds(path: Path, marks: list[Mark]) -> dict[str, str]:
    """Expression -> a perturbed world in which the statement is false, for those that have one.

    Args:
        path: the notebook; its code runs once a world, drawing off.
        marks: statements to try.
    """
    source = running.source_of(path)
    found: dict[str, str] = {}
    for name, change in running.perturbations(source):
        open_marks = [m for m in marks if m.expr not in found]
        if not open_marks:
            break
        names = running.run(source, change=change, go_on=True)
        for mark in open_marks:
            try:
                if evaluate(mark, names) is False:
                    found[mark.expr] = name
            except MarkProblem:
                continue
    return found


def approve(pin: Pin, turned_false_by: str, because: str, gone: set[tuple[str, str, str]]) -> None:
    """Write one pin, and drop those of its page that stand nowhere any more."""
    rows = {k: v for k, v in kept().items() if k not in gone}
    rows[pin.page, pin.mark, pin.words] = {
        "page": pin.page, "mark": pin.mark, "words": pin.words, "digest": pin.digest,
        "turned_false_by": turned_false_by, "because": because,
    }  # fmt: skip
    store(FILE, COLUMNS, (rows[key] for key in sorted(rows)))


def published(tree: ast.AST) -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Name and arguments of each call of house.publish in a cell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "publish":
            given = dict(zip(PUBLISHED, node.args, strict=False)) | {k.arg: k.value for k in node.keywords}
            yield ast.literal_eval(given["name"]), given


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a reviewed list; none where there is no such file."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def store(file: Path, columns: Iterable[str], rows: Iterable[dict[str, str]]) -> None:
    """Write a reviewed list."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8", newline="\n")


def _made(node: ast.expr, made: dict[str, ast.expr]) -> ast.expr:
    return made.get(node.id, node) if isinstance(node, ast.Name) else node


def as_written(cell: str, node: ast.expr | None) -> str:
    """A piece of code as it stands in its cell; what `ast.unparse` gives depends on the version of Python."""
    return " ".join((ast.get_source_segment(cell, node) or "").split()) if node else ""


def digest(*parts: str) -> str:
    """What a reviewed list keeps of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
