"""Words that no mark answers for, held as a person last read them: sentences without a finding, captions, descriptions, guides.

A sentence at a statement or a report is pinned with its mark (pins.csv); this is about the rest. Data cannot tell whether "grew"
should be "shrank" where no expression stands behind it, nor whether a month or a name is the right one. So words.csv keeps a
digest of every paragraph of a page, pinned sentences left out, of the words and colours that a cell or a module draws with, and
of the code that gives truth values their meaning: `rose > 0` says little while `rose` may be the largest of some changes or the
smallest. What `sync` rewrites is left out: numbers at marks, alt texts of pictures, the scorecard of the front page. After a
change of words, `python notebooks/evidence approve PAGE words --because "..."` keeps the page as it stands.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from evidence import book
from evidence.places import NOTEBOOKS
from evidence.text import pins, prose, running
from evidence.text.descriptions import all_text
from evidence.text.grounds import names_in
from evidence.text.marks import ELSEWHERE, MarkProblem, bare, is_marked, marks_of, parse, sentence_span

FILE = Path(__file__).with_name("words.csv")
COLUMNS = ("page", "opening", "digest", "because")
NAME = "words"  # what `approve` takes in place of a mark
FRONT, SEMINAR, DRAWINGS = "README", "seminar", "drawings"
NUMBER = re.compile(r"(<!--=(?:(?!-->).)*-->)(?:(?!<!--/-->).)*(<!--/-->)", re.DOTALL)
PICTURE = re.compile(r"!\[[^\]]*\](?=\(\.\./figures/)")
MADE = re.compile(r"<!--verdicts-->.*?<!--/verdicts-->", re.DOTALL)
PART = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )")  # paragraphs and items of lists
OPENING = 7  # words that tell a reader which paragraph is meant


@dataclass(frozen=True)
class Paragraph:
    """Some words of a page, told by how they open, and their digest."""

    page: str
    opening: str
    digest: str


def pages() -> list[str]:
    """Every page whose words are held: chapters and appendices by number, the two guides, and the code that draws."""
    marked = [book.number(p) for p in (*book.chapters(), *book.appendices()) if is_marked(p)]
    return [*sorted(marked), FRONT, SEMINAR, DRAWINGS]


def of_page(page: str) -> list[Paragraph]:
    """The paragraphs of a page as they stand."""
    if page == DRAWINGS:
        modules = [*sorted((NOTEBOOKS / "evidence" / "drawings").glob("*.py")), NOTEBOOKS / "evidence" / "house" / "look.py"]
        return [_drawn(page, f"module {p.stem}", p.read_text(encoding="utf-8")) for p in modules]
    if page in (FRONT, SEMINAR):
        text = dict(zip((FRONT, SEMINAR), book.GUIDES, strict=True))[page].read_text(encoding="utf-8")
        return _paragraphs(page, _without_findings(MADE.sub("", text)))
    path = book.notebook(page)
    texts, cells = all_text(path, page), running.source_of(path).cells
    found = [p for _, text in texts for p in _paragraphs(page, text)]
    found += [_drawn(page, f"figure {name}", cell) for name, cell in _publishing(cells)]
    return [*found, *of_code(page, cells, [mark.expr for mark in marks_of(texts) if mark.kind == "?" and not ELSEWHERE.match(mark.expr)])]


def of_texts(page: str, texts: list[str]) -> list[Paragraph]:
    """The paragraphs of some Markdown."""
    return [p for text in texts for p in _paragraphs(page, text)]


def of_code(page: str, cells: list[str], expressions: list[str]) -> list[Paragraph]:
    """What the names of statements stand for, and what is recorded as a finding: one entry a name.

    Args:
        cells: the code of the page.
        expressions: of its statements.
    """
    asked = {name for expression in expressions for name in names_in(expression)}
    meant: dict[str, list[str]] = {}
    for cell in cells:
        for statement in ast.parse(cell).body:
            made = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)} & asked
            for name in made if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign) else ():
                meant.setdefault(f"what {name} stands for", []).append(pins.as_written(cell, statement))
            for call in (n for n in ast.walk(statement) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "record"):
                for keyword in call.keywords:
                    meant.setdefault(f"finding {keyword.arg or 'of several'}", []).append(pins.as_written(cell, keyword.value))
    return [Paragraph(page, name, pins.digest(name, *code)) for name, code in sorted(meant.items())]


def problems(page: str, paragraphs: list[Paragraph] | None = None) -> list[str]:
    """Paragraphs of a page that nobody read as they stand, and such as were read and are gone.

    Args:
        page: from `pages`.
        paragraphs: what stands on it; read from the tree if not given.
    """
    stands = of_page(page) if paragraphs is None else paragraphs
    known = {row["digest"]: row["opening"] for row in kept() if row["page"] == page}
    found = {p.digest for p in stands}
    remedy = f"read it, then `python notebooks/evidence approve {page} {NAME} --because ...`"
    wrong = [f"{page}: words were changed since they were read, \u201c{p.opening}\u201d: {remedy}" for p in stands if p.digest not in known]
    gone = [] if wrong else [opening for digest, opening in known.items() if digest not in found]
    return wrong + [f"{page}: words that were read are gone, \u201c{opening}\u201d: {remedy}" for opening in gone]


def approve(page: str, because: str) -> list[str]:
    """Keep the words of a page as they stand.

    Returns:
        How the paragraphs open that are new or changed.
    """
    stands = {p.digest: p for p in of_page(page)}
    before = {row["digest"]: row for row in kept() if row["page"] == page}
    rows = [row for row in kept() if row["page"] != page]
    rows += [before.get(p.digest) or {"page": page, "opening": p.opening, "digest": p.digest, "because": because} for p in stands.values()]
    order = {name: n for n, name in enumerate(pages())}
    pins.store(FILE, COLUMNS, sorted(rows, key=lambda row: order.get(row["page"], len(order))))
    return [p.opening for digest, p in stands.items() if digest not in before]


def kept() -> list[dict[str, str]]:
    """The rows of words.csv."""
    return pins.rows_of(FILE)


def _paragraphs(page: str, text: str) -> list[Paragraph]:
    told = PICTURE.sub("![]", NUMBER.sub(r"\1#\2", text))
    found = []
    for part in PART.split(told):
        left = " ".join(_unpinned(part).split())
        if left:
            found.append(Paragraph(page, " ".join(bare(part).split()[:OPENING]), pins.digest(left)))
    return found


def _unpinned(text: str) -> str:
    """A paragraph without the sentences that pins.csv holds."""
    try:
        spans = {sentence_span(text, mark.start) for mark in parse(text) if mark.kind != "="}
    except MarkProblem:  # a guide, whose comments stand behind what they bind
        return text
    for left, right in sorted(spans, reverse=True):
        text = text[:left] + text[right:]
    return text


def _without_findings(text: str) -> str:
    """A guide's text, in which a finding stands before its comment, without the findings."""
    pieces, done = [], 0
    for bound in prose.bindings(text):
        before, home = text[done : bound.start], bound.key.rpartition(".")
        now = prose.current(home[0] or "00", home[2]) if bound.kind == "=" else None
        if now and before.casefold().endswith(now.casefold()):
            before = before[: len(before) - len(now)] + "#"
        pieces.append(before)
        done = bound.start
    return "".join(pieces) + text[done:]


def _publishing(cells: list[str]) -> list[tuple[str, str]]:
    """Name of a figure and the cell that publishes it."""
    return [(name, cell) for cell in cells for name, _ in pins.published(ast.parse(cell))]


def _drawn(page: str, name: str, code: str) -> Paragraph:
    """The texts in a piece of code, colours and keys among them; docstrings are not drawn."""
    tree = ast.parse(code)
    silent = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in silent]
    return Paragraph(page, name, pins.digest(*texts))
