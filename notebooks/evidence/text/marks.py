"""Value marks: what stands between two hidden comments is said by the data.

- `<!--=EXPR-->text<!--/-->`: the text is what EXPR gives through a helper of `evidence.forms`;
- `<!--?EXPR-->words<!--/-->`: EXPR is true, and these words say so;
- `<!--src:F08-->400 million dollars<!--/-->`: reported, by its key in the narrative tables; several keys with commas;
- `<!--=02.name-->text<!--/-->` and `<!--?02.name-->words<!--/-->`: a finding that another page recorded.

A number or a report may stand inside a statement; nothing else nests.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from evidence import book

TOKEN = re.compile(r"<!--(?:(?P<kind>=|\?|src:)(?P<expr>(?:(?!--).)*)|(?P<end>/))-->", re.DOTALL)
HALF = re.compile(r"<!--\s*(?:[=?/]|src:)")
ELSEWHERE = re.compile(r"(\d\d)\.([a-zA-Z_]\w*)\Z")
OPENS_LINE = re.compile(r"\s*(?:>\s*)?(?:[-*+]\s+|\d+[.)]\s+)?<!--")
BREAK = re.compile(r"(?<=[.!?:])[\0*)”\"]*\s+(?=[\0*\[(“\"]*[A-Z])|\n\s*\n|\n(?=\s*(?:[-*|#>]|\d+\.) ?)")
MAX_EXPRESSION = 80


class MarkProblem(Exception):
    """A mark that is malformed, cannot be told, or no longer holds."""

    def _render_traceback_(self) -> list[str]:
        """In a notebook the message alone; what called what is of no help here."""
        return [f"{type(self).__name__}: {self}"]


@dataclass
class Mark:
    """One mark of a page.

    Args:
        kind: "=", "?" or "src:".
        expr: the expression, or the keys of the sources.
        text: what stands between the comments, inner comments included.
        start, end: place of that text.
        sentence: the sentence around it, without comments.
        cell: number of the cell, or of the paragraph in a page that is no notebook.
        heading: the last heading above it.
    """

    kind: str
    expr: str
    text: str
    start: int
    end: int
    sentence: str = ""
    cell: int = 0
    heading: str = ""
    now: Any = field(default=None, compare=False)

    @property
    def words(self) -> str:
        """What a reader sees of it."""
        return bare(self.text)


def bare(text: str) -> str:
    """Text without comments, white space folded."""
    return re.sub(r"\s+", " ", TOKEN.sub("", text)).strip()


def parse(markdown: str, cell: int = 0, heading: str = "") -> list[Mark]:
    """Marks of a text, inner ones before the one around them.

    Raises:
        MarkProblem: a comment that is never closed, closes nothing, nests wrongly, or looks like a mark and is none.
    """
    found: list[Mark] = []
    stack: list[tuple[str, str, int]] = []
    for token in TOKEN.finditer(markdown):
        if token["end"] is None:
            if stack and (stack[-1][0] != "?" or token["kind"] == "?"):
                raise MarkProblem(f"cell {cell}: {token[0]} stands inside another mark")
            stack.append((token["kind"], token["expr"].strip(), token.end()))
            continue
        if not stack:
            raise MarkProblem(f"cell {cell}: <!--/--> closes nothing: ...{markdown[max(0, token.start() - 40) : token.start()]}")
        kind, expr, start = stack.pop()
        above = [line.lstrip("# ") for line in markdown[:start].splitlines() if line.startswith("#")]
        found.append(
            Mark(kind, expr, markdown[start : token.start()], start, token.start(), sentence(markdown, start), cell,
                 bare(above[-1]) if above else heading)
        )  # fmt: skip
    if stack:
        raise MarkProblem(f"cell {cell}: <!--{stack[-1][0]}{stack[-1][1]}--> is never closed")
    if len(HALF.findall(markdown)) != len(TOKEN.findall(markdown)):
        raise MarkProblem(f"cell {cell}: a comment looks like a mark and is none; no '--' may stand inside")
    return found


def sentence(markdown: str, at: int) -> str:
    """The sentence around a place, without comments."""
    left, right = sentence_span(markdown, at)
    return bare(markdown[left:right])


def sentence_span(markdown: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends."""
    breaks = _breaks(markdown)
    return max((b for b in breaks if b <= at), default=0), min((b for b in breaks if b > at), default=len(markdown))


@cache
def _breaks(markdown: str) -> list[int]:
    """Where sentences begin, read once for all the marks of a text."""
    hidden = TOKEN.sub(lambda m: "\0" * len(m[0]), markdown)
    return [m.end() for m in BREAK.finditer(hidden)]


def is_marked(path: Path) -> bool:
    """True for a notebook whose chapter is closed by its marks."""
    return "from evidence.chapter import" in path.read_text(encoding="utf-8") if path.suffix == ".ipynb" else False


def markdown_of(path: Path) -> list[tuple[int, str]]:
    """Number and source of each Markdown cell of a notebook; a .md file is one text."""
    if path.suffix == ".md":
        return [(0, path.read_text(encoding="utf-8"))]
    return [(n, cell["source"]) for n, cell in enumerate(book.cells(path)) if cell["cell_type"] == "markdown"]


def marks_of(texts: list[tuple[int, str]]) -> list[Mark]:
    """All marks of a page in order, each knowing the heading above it."""
    found: list[Mark] = []
    heading = ""
    for number, text in texts:
        found += sorted(parse(text, number, heading), key=lambda m: (m.start, -m.end))
        heads = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
        heading = bare(heads[-1]) if heads else heading
    return found


def malformed(texts: list[tuple[int, str]]) -> list[str]:
    """What the syntax forbids, in words: it would break rendering, or hide a typed number."""
    wrong: list[str] = []
    for number, text in texts:
        wrong += [
            f"cell {number}: a line begins with a mark, which turns it into raw HTML: {line.strip()[:60]}"
            for line in text.splitlines()
            if OPENS_LINE.match(line) and TOKEN.search(line)
        ]
        try:
            found = parse(text, number)
        except MarkProblem as problem:
            wrong.append(str(problem))
            continue
        wrong += [f"cell {number}: {mark.expr}: {fault}" for mark in found for fault in _faults(mark)]
    return wrong


def _faults(mark: Mark) -> list[str]:
    faults = []
    if not mark.words:
        faults.append("no words stand between the comments")
    if mark.kind == "src:":
        return faults
    if len(mark.expr) > MAX_EXPRESSION:
        faults.append(f"{len(mark.expr)} characters; at most {MAX_EXPRESSION}: compute it in a cell")
    if set(mark.expr) & set("|$`\n"):
        faults.append("'|', '$', '`' and line breaks break Markdown renderers")
    if ELSEWHERE.match(mark.expr):
        return faults
    try:
        tree = ast.parse(mark.expr, mode="eval")
    except SyntaxError as cause:
        return [*faults, f"is no expression: {cause.msg}"]
    return faults + [f"{literal} was typed; compute it in a cell" for literal in typed_numbers(tree, mark.kind)]


def typed_numbers(tree: ast.AST, kind: str) -> list[str]:
    """Numeric literals that stand where none may: subscripts, the digits of a helper, and thresholds of `?` are free."""
    free: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(slice=inner):
                free |= {id(n) for n in ast.walk(inner)}
            case ast.Call(func=ast.Name(), args=[_, *more], keywords=named):
                free |= {id(n) for part in [*more, *(k.value for k in named)] for n in ast.walk(part)}
            case ast.Compare(left=left, comparators=others) if kind == "?":
                for side in (left, *others):
                    bare_side = side.operand if isinstance(side, ast.UnaryOp) else side
                    free.add(id(bare_side))
    literals = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, int | float | complex)]
    return [ast.unparse(n) for n in literals if id(n) not in free and not isinstance(n.value, bool)]
