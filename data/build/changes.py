"""What a rebuild changed, in one line a table."""

import pandas as pd

from build.completeness import beyond_tenfold, refuse_another_unit, stamp_of
from build.schema import Table

SHOWN = 3  # revisions named one by one


def describe(old: pd.DataFrame | None, new: pd.DataFrame, table: Table) -> str:
    """Rows added, removed and changed since the tables on disk; both frames hold text cells."""
    if old is None:
        return "new"
    if list(old.columns) != list(new.columns):
        return "columns changed"
    key = list(table.key)
    before, after = old.set_index(key), new.set_index(key)
    if not before.index.is_unique:
        return "old table has no clean key"
    added = after.index.difference(before.index)
    removed = before.index.difference(after.index)
    both = after.index.intersection(before.index)
    changed = int((before.loc[both].fillna("") != after.loc[both].fillna("")).any(axis=1).sum()) if len(both) else 0
    if not (len(added) or len(removed) or changed):
        return "unchanged"
    return f"+{len(added)} rows, -{len(removed)}, {changed} changed"


def tenfold(old: pd.DataFrame | None, new: pd.DataFrame, table: Table) -> list[str]:
    """Values that a rebuild moved more than tenfold, a line a column; both frames hold text cells.

    Raises:
        SourceProblem: most values of a column moved so, as when its unit changes.
    """
    key = list(table.key)
    if old is None or list(old.columns) != list(new.columns) or old.duplicated(key).any() or new.duplicated(key).any():
        return []
    lines = []
    for column in (f.name for f in table.fields if f.type in ("number", "integer") and f.name not in key):
        sides = {"before": old.set_index(key)[column], "after": new.set_index(key)[column]}
        pairs = pd.concat({k: pd.to_numeric(v, errors="coerce") for k, v in sides.items()}, axis=1, join="inner").dropna()
        refuse_another_unit(pairs, table, column)
        lines += _named(beyond_tenfold(pairs), column)
    return lines


def _named(moved: pd.DataFrame, column: str) -> list[str]:
    if moved.empty:
        return []
    first = [
        f"{', '.join(map(str, key if isinstance(key, tuple) else (key,)))}: {row.before:,.12g} -> {row.after:,.12g}"
        for key, row in zip(moved.index[:SHOWN], moved.head(SHOWN).itertuples(), strict=True)
    ]
    more = f" (and {len(moved) - SHOWN} more)" if len(moved) > SHOWN else ""
    return [f"{column} moved beyond tenfold: {'; '.join(first)}{more}"]


def between_editions(frame: pd.DataFrame, table: Table) -> str:
    """How the newest release or edition in a table differs from the one before it; empty where there is one only."""
    stamp = stamp_of(table)
    if not stamp or frame[stamp].nunique() < 2:
        return ""
    *_, earlier, latest = sorted(frame[stamp].dropna().unique())
    rest = [c for c in table.key if c != stamp]
    numbers = [f.name for f in table.fields if f.type == "number"]
    if not rest or not numbers:
        return ""
    pair = [
        frame[frame[stamp] == which].drop_duplicates(rest).set_index(rest)[numbers[-1]] for which in (earlier, latest)
    ]
    joined = pd.concat(pair, axis=1, keys=["earlier", "latest"], join="inner").dropna()
    revised = (joined["earlier"] - joined["latest"]).abs() > 1e-9
    only_new = len(pair[1].index.difference(pair[0].index))
    only_old = len(pair[0].index.difference(pair[1].index))
    moved = _named(beyond_tenfold(joined.set_axis(["before", "after"], axis=1)), numbers[-1])
    return (
        f"{stamp} {earlier} -> {latest}: {only_new} rows new, {only_old} gone,"
        f" {int(revised.sum())} of {len(joined)} shared values of {numbers[-1]} revised"
    ) + "".join(f"; {line}" for line in moved)
