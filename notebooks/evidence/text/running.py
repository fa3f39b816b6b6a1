"""Run a chapter's code in this process, drawing off: to turn its knobs, and to perturb the tables behind its statements.

Statements that draw are left out, and so is what only they make; everything that the text leans on is computed as in the
notebook, in a tenth of the time.
"""

import ast
import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from evidence import book, show, tables
from evidence.text.grounds import DRAWING, Source

Change = Callable[[str, pd.DataFrame], pd.DataFrame]
KEYS = ("year", "covers", "release", "edition", "session", "month", "quarter", "id", "order", "rank", "cow", "paragraph")
SWAPS = {
    "Armenia": "Azerbaijan", "ARM": "AZE", "Russia": "United States", "RUS": "USA", "Russian Federation": "Germany, Fed. Rep. of",
    "India": "France", "IND": "FRA",
}  # fmt: skip


def source_of(path: Path) -> Source:
    """The code cells of a notebook with their tags."""
    cells = [c for c in book.cells(path) if c["cell_type"] == "code"]
    return Source([c["source"] for c in cells], [c["metadata"].get("tags", []) for c in cells])


def without_drawing(cell: str, drawn: set[str]) -> ast.Module:
    """The statements of a cell that draw nothing.

    Args:
        cell: source.
        drawn: names that drawing made so far; names made here are added.
    """
    kept = []
    for statement in ast.parse(cell).body:
        used = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        if used & (DRAWING | drawn) and not isinstance(statement, ast.Import | ast.ImportFrom):
            drawn |= {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        else:
            kept.append(statement)
    return ast.Module(kept, [])


def run(
    source: Source,
    settings: dict[str, str] | None = None,
    change: Change | None = None,
    go_on: bool = False,
    drawing: bool = False,
    before: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Variables of a chapter after all its cells but the last, which closes it.

    Args:
        source: the code of the chapter.
        settings: knob -> expression that stands in place of what the notebook says.
        change: what happens to each table as it is loaded.
        go_on: a statement that fails is passed over, and so what it would have made is missing.
        drawing: charts are drawn and published too.
        before: variables of a run with no other settings; then only statements run that the settings reach.

    Raises:
        Exception: whatever a cell raises, unless `go_on`.
    """
    names = dict(before or {})
    touched = _reached(source, set(settings or {})) if before else None
    drawn: set[str] = set()
    with _changed_tables(change), contextlib.redirect_stdout(io.StringIO()), _quiet_display(), warnings.catch_warnings():
        if go_on:
            warnings.simplefilter("ignore")  # a world without debt divides by zero
        for cell in source.cells[:-1]:
            text = _set(cell, settings or {})
            module = ast.parse(text) if drawing else without_drawing(text, drawn)
            for statement in module.body:
                if touched is not None and not touched & _named(statement):
                    continue
                try:
                    exec(compile(ast.Module([statement], []), "<cell>", "exec"), names)
                except Exception:
                    if not go_on:
                        raise
    return names


def _reached(source: Source, settings: set[str]) -> set[str]:
    """Names that hang on some settings, in any number of steps; rather one too many than one too few.

    A statement that names one of them may change everything that it binds, and what it writes into in place.
    """
    statements = [(_named(s), _changed(s)) for tree in source.trees for s in tree.body]
    found, known = set(settings), 0
    while len(found) > known:
        known = len(found)
        for named, changed in statements:
            found |= changed if named & found else set()
    return found


def _named(statement: ast.stmt) -> set[str]:
    """Every name in a statement, those in the text of a query (`@name`) and in a string's braces included."""
    found = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
    texts = [n.value for n in ast.walk(statement) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return found | {name for text in texts for name in re.findall(r"@(\w+)", text)} | _changed(statement)


def _changed(statement: ast.stmt) -> set[str]:
    """Names that a statement binds, or whose values it may change: `a = `, `a[...] = `, `a.loc[...] = `, `a.append(...)`."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return set()
    if isinstance(statement, ast.Expr):
        return {_root(statement.value.func)} - {""} if isinstance(statement.value, ast.Call) else set()
    targets = (n for n in ast.walk(statement) if isinstance(getattr(n, "ctx", None), ast.Store))
    made = {statement.name} if isinstance(statement, ast.FunctionDef) else set()
    return made | {_root(target) for target in targets} - {""}


def _root(node: ast.AST) -> str:
    """The name at the head of `a.b[c].d`, or nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def perturbations(source: Source) -> Iterator[tuple[str, Change]]:
    """Worlds in which the tables say something else, each with a name in words."""
    loaded = sorted(
        {
            a.value
            for tree in source.trees
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "load"
            for a in n.args
            if isinstance(a, ast.Constant)
        }
    )
    for table in loaded:
        for name, change in ONE_TABLE.items():
            yield f"{table} {name}", lambda t, frame, one=table, do=change: do(frame) if t == one else frame
    for name, change in {"actors swapped": swapped, "records turned": turned, **ONE_TABLE}.items():
        yield f"all tables: {name}", lambda _, frame, do=change: do(frame)


def scaled(frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Every measure times a factor; years, keys and ranks stay."""
    measures = [
        c for c in frame.select_dtypes("number") if not any(k in c.split("_") for k in KEYS) and frame[c].dtype != bool
    ]
    return frame.assign(**{c: (frame[c] * factor).astype(frame[c].dtype) for c in measures})


def reversed_in_time(frame: pd.DataFrame) -> pd.DataFrame:
    """The last year takes the first one's place, and so on."""
    years = [c for c in frame.columns if c == "year" or c.endswith("_year")]
    changed = {c: frame[c].max() + frame[c].min() - frame[c] for c in years}
    dates = [c for c in frame.columns if c == "date" and pd.api.types.is_datetime64_any_dtype(frame[c])]
    return frame.assign(**changed, **{c: frame[c].max() - (frame[c] - frame[c].min()) for c in dates})


def swapped(frame: pd.DataFrame) -> pd.DataFrame:
    """Each actor under another's name."""
    both = SWAPS | {v: k for k, v in SWAPS.items()}
    texts = [c for c in frame.columns if pd.api.types.is_string_dtype(frame[c])]
    return frame.assign(**{c: frame[c].map(lambda v: both.get(v, v)) for c in texts})


def turned(frame: pd.DataFrame) -> pd.DataFrame:
    """What counted counts no longer: flags inverted, confidence low, every second measure ten times as large."""
    flags = {c: ~frame[c] for c in frame.columns if pd.api.types.is_bool_dtype(frame[c]) and not frame[c].isna().any()}
    graded = {"confidence": "low"} if "confidence" in frame else {}
    every_second = scaled(frame, 10.0).where(pd.Series(range(len(frame)), index=frame.index).mod(2).eq(0), frame)
    return every_second.assign(**flags, **graded)


ONE_TABLE: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "times 0": lambda frame: scaled(frame, 0.0),
    "times 10": lambda frame: scaled(frame, 10.0),
    "reversed in time": reversed_in_time,
    "turned": turned,
    "swapped": swapped,
}


def _set(cell: str, settings: dict[str, str]) -> str:
    lines = [
        f"{name} = {settings[name]}" if (name := line.partition(" = ")[0]) in settings else line for line in cell.splitlines()
    ]
    return "\n".join(lines)


@contextlib.contextmanager
def _changed_tables(change: Change | None) -> Iterator[None]:
    """While it holds, every table that a cell loads is changed on the way."""
    whole = tables.load
    if change:
        tables.load = lambda name: change(name, whole(name))
    try:
        yield
    finally:
        tables.load = whole


@contextlib.contextmanager
def _quiet_display() -> Iterator[None]:
    whole = show.display
    show.display = lambda *_, **__: None
    try:
        yield
    finally:
        show.display = whole
