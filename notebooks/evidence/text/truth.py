"""Do the marks of a page hold? Evaluate them over the notebook's variables, and say in words which do not."""

import ast
import builtins
import re
from collections.abc import Mapping
from numbers import Integral
from typing import Any

import pandas as pd

from evidence import book
from evidence.forms import HELPERS
from evidence.text import findings, reading
from evidence.text.marks import ELSEWHERE, Mark, MarkProblem, marks_of
from evidence.text.reported import differs

SAFE = {
    name: getattr(builtins, name)
    for name in ["abs", "all", "any", "bool", "dict", "float", "int", "len", "list", "max", "min", "range", "round", "set", "sorted", "str", "sum", "tuple", "zip"]
}
SIGNS = {"Gt": ">", "Lt": "<", "GtE": ">=", "LtE": "<=", "Eq": "==", "NotEq": "!=", "In": "in", "NotIn": "not in"}
Names = Mapping[str, Any]
Wrong = list[tuple[Mark, str]]


def evaluate(mark: Mark, names: Names) -> str | bool:
    """What a mark says now: a text for `=`, True or False for `?`.

    Raises:
        MarkProblem: the expression fails, or gives something that no reader can be shown.
    """
    elsewhere = ELSEWHERE.match(mark.expr)
    if elsewhere:
        return _recorded(*elsewhere.groups(), mark.kind)
    try:
        value = eval(compile(mark.expr, "<mark>", "eval"), _scope(names))
    except Exception as cause:
        raise MarkProblem(f"{type(cause).__name__}: {cause}") from None
    if mark.kind == "?":
        return _truth(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Integral) and not isinstance(value, bool):
        return str(int(value))
    raise MarkProblem(f"gives {type(value).__name__}, which is no text: use a helper ({', '.join(HELPERS)})")


def check(texts: list[tuple[int, str]], names: Names) -> tuple[list[Mark], Wrong]:
    """Marks of a page, and those that no longer hold with what would be true now."""
    marks = marks_of(texts)
    wrong: Wrong = []
    for mark in marks:
        if mark.kind == "src:":
            wrong += [(mark, fault) for fault in differs(mark)]
            continue
        try:
            mark.now = evaluate(mark, names)
        except MarkProblem as cause:
            wrong.append((mark, f"cannot be told: {cause}"))
            continue
        if mark.now is False:
            wrong.append((mark, f"no longer true{sides(mark.expr, names)}"))
        elif mark.kind == "=" and not _alike(mark.words, str(mark.now)):
            wrong.append((mark, str(mark.now)))
    return marks, wrong


def rewritten(text: str, names: Names, cell: int = 0) -> str:
    """The text with every number as its expression gives it now; statements and reports are left to a person."""
    marks, _ = check([(cell, text)], names)
    for mark in sorted((m for m in marks if m.kind == "=" and m.now is not None), key=lambda m: -m.start):
        if not _alike(mark.words, str(mark.now)):
            text = text[: mark.start] + _cased(str(mark.now), mark.words) + text[mark.end :]
    return text


def report(marks: list[Mark], wrong: Wrong) -> str:
    """One line where all holds; otherwise the sentences that do not, under their headings, beside what is true now."""
    numbers, statements = (sum(m.kind == kind for m in marks) for kind in "=?")
    if not wrong:
        return f"{numbers} numbers and {statements} statements in the text agree with the data"
    sentences: dict[tuple[int, str, str], Wrong] = {}
    for mark, now in wrong:
        sentences.setdefault((mark.cell, mark.heading, mark.sentence), []).append((mark, now))
    lines = [f"{len(wrong)} of {len(marks)} marks, in {len(sentences)} sentences, no longer hold:"]
    under = ""
    for (_, heading, sentence), pairs in sentences.items():
        if heading != under:
            under = heading
            lines += ["", f"## {heading}"]
        lines += ["", f"  {sentence}"]
        lines += [f"    \u201c{m.words}\u201d {'-> ' if m.kind == '=' and m.now is not None else 'is '}{now}" for m, now in pairs]
    return "\n".join(lines)


def sides(expr: str, names: Names) -> str:
    """Both sides of a comparison that failed: ' (121 < 64)'; nothing where there is none to show."""
    tree = ast.parse(expr, mode="eval").body
    if not isinstance(tree, ast.Compare):
        return ""
    values = [
        eval(compile(ast.Expression(n), "<mark>", "eval"), _scope(names)) for n in (tree.left, *tree.comparators)
    ]
    signs = [SIGNS.get(type(o).__name__, type(o).__name__) for o in tree.ops]
    return f" ({_short(values[0])}" + "".join(f" {s} {_short(v)}" for s, v in zip(signs, values[1:], strict=True)) + ")"


def _scope(names: Names) -> dict[str, Any]:
    return {**names, **HELPERS, "__builtins__": SAFE}


def _truth(value: Any) -> bool:
    if getattr(value, "shape", ()) != () or str(value) not in ("True", "False"):
        raise MarkProblem(f"is neither true nor false but {type(value).__name__} {str(value)[:40]!r}")
    return bool(value)


def _recorded(chapter: str, name: str, kind: str) -> str | bool:
    if name == "reading_minutes":
        return str(reading.minutes(book.notebook(chapter)))
    try:
        found = findings.read(chapter)
    except findings.FindingProblem as cause:
        raise MarkProblem(str(cause)) from None
    if name not in found:
        raise MarkProblem(f"chapter {chapter} recorded no finding {name}")
    return _truth(found[name]["value"]) if kind == "?" else found[name]["text"]


def _short(value: Any) -> str:
    if isinstance(value, str | bool):
        return repr(str(value)) if isinstance(value, str) else str(value)
    if not hasattr(value, "__float__") or pd.isna(value):
        return repr(value)[:60]
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def _alike(words: str, now: str) -> bool:
    """Same text; a capital at the head of a sentence is no difference, and neither is a line that was wrapped."""
    now = re.sub(r"\s+", " ", now).strip()
    return words == now or words == _cased(now, words)


def _cased(now: str, like: str) -> str:
    return now[:1].upper() + now[1:] if like[:1].isupper() and now[:1].islower() else now
