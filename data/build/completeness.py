"""Whether an edition is whole, judged by the subject: Armenia, Azerbaijan and Russia there and not shrunk, nobody lost.

A count of all rows hides what matters: a register of thirty thousand deals without Armenia is hardly shorter.
"""

from collections.abc import Callable

import pandas as pd

from build.problems import SourceProblem
from build.schema import Table

SUBJECT = ("ARM", "AZE", "RUS")
STAMPS = ("release", "edition")
LEAST = 0.9  # of the rows that the subject had before
UNIT = 10  # half of the values beyond tenfold: another unit, no revision
LARGE = 10  # smaller values move tenfold by rounding alone


def newest(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Rows of the newest release or edition in a table; all rows where the key has neither."""
    stamp = stamp_of(table)
    return frame[frame[stamp] == frame[stamp].max()] if stamp and len(frame) else frame


def stamp_of(table: Table) -> str | None:
    """The key column that tells editions apart."""
    return next((name for name in STAMPS if name in table.key), None)


def refuse_losses(old: pd.DataFrame, new: pd.DataFrame, table: Table, against: str) -> None:
    """Refuse a table whose newest edition has clearly less of the subject than an earlier one, or has lost a state.

    Args:
        old, new: rows of the two editions, cells as text.
        table: its description. Columns of codes are those called iso3 or ..._iso3; series are told apart by columns of
            the key that have a closed list of values.
        against: where the old rows stand, for the message.

    Raises:
        SourceProblem: names what is missing or shorter, with both counts.
    """
    if old.empty:
        return
    series = [f.name for f in table.fields if f.name in table.key and f.enum]
    for column in (f.name for f in table.fields if f.name.endswith("iso3")):
        by = [column, *series]
        before, after = (rows[rows[column].isin(SUBJECT)].groupby(by).size() for rows in (old, new))
        shorter = pd.DataFrame({"before": before, "after": after.reindex(before.index, fill_value=0)})
        shorter = shorter[(shorter["after"] < LEAST * shorter["before"]) & (shorter["before"] - shorter["after"] > 1)]
        if not shorter.empty:
            worst = shorter.sort_values("after", kind="stable").iloc[0]
            name = worst.name if isinstance(worst.name, tuple) else (worst.name,)
            more = f" (and {len(shorter) - 1} more such series)" if len(shorter) > 1 else ""
            raise _lost(
                table, f"field {column}", f"about as many rows of {', '.join(map(str, name))} as {against} ({worst['before']})",
                f"{worst['after']}{more}",
            )  # fmt: skip
    if "iso3" in old.columns:
        lost = sorted(set(old["iso3"]) - set(new["iso3"]) - {""})
        if lost:
            raise _lost(table, "field iso3", f"every state that {against} has", f"none of {', '.join(lost[:12])}")


def _lost(table: Table, where: str, expected: str, found: str) -> SourceProblem:
    return SourceProblem(
        table.path, where, expected, found,
        "the newest file is limited to some countries, years or series, or is cut short: download it again with the settings"
        f" that --list prints; to accept it, delete data/{table.path} first",
    )  # fmt: skip


def refuse_another_unit(pairs: pd.DataFrame, table: Table, column: str) -> None:
    """Refuse values of which most moved more than tenfold, as when thousands become units.

    Args:
        pairs: columns before and after, numbers, one row a key that both editions have.
    """
    large = pairs[pairs.abs().max(axis=1) >= LARGE]
    moved = beyond_tenfold(large)
    if len(moved) > UNIT and len(moved) > len(large) / 2:
        first = moved.iloc[0]
        raise SourceProblem(
            table.path, f"field {column}", "values of the size that the edition before has", f"{len(moved)} of {len(large)}"
            f" shared values beyond tenfold, such as {first['before']:,.12g} -> {first['after']:,.12g}",
            "the unit changed, or columns are shifted: compare the file with --list",
        )  # fmt: skip


def beyond_tenfold(pairs: pd.DataFrame) -> pd.DataFrame:
    """Rows whose value was revised more than tenfold, up or down, or changed its sign while large; the largest first."""
    large = pairs[pairs.abs().max(axis=1) >= LARGE]
    small, big = large.abs().min(axis=1), large.abs().max(axis=1)
    moved = large[big > UNIT * small]
    return moved.loc[(moved["after"] - moved["before"]).abs().sort_values(ascending=False, kind="stable").index]


def refuse_more_twins(editions: list[tuple[object, pd.DataFrame]], chosen: Callable[[pd.DataFrame], pd.Series]) -> None:
    """Refuse a register in which rows stand twice that did not before.

    A few deals of a register are exactly alike and yet two deals, so some twins are right. Many more of them, or some
    more among the rows of the subject, are rows pasted twice.

    Args:
        editions: (file, rows), oldest first.
        chosen: which rows are of Armenia and Azerbaijan.

    Raises:
        SourceProblem: names the counts before and now, and the first such row.
    """
    counts = []
    for _, rows in editions:
        twins = rows[rows.duplicated()]
        ours = chosen(twins)
        counts.append((len(twins), int(ours.sum())))
    before = tuple(map(max, zip(*counts[:-1], strict=True))) if len(counts) > 1 else (len(rows) // 1000, 0)
    if counts[-1][0] > 2 * before[0] + 5 or counts[-1][1] > before[1] + 2:
        first = twins.index[ours.to_numpy().argmax()]
        raise SourceProblem(
            editions[-1][0], f"row {first}", f"exact duplicates about as rare as before ({before[0]}, {before[1]} of them of Armenia and"
            " Azerbaijan)", f"{counts[-1][0]} exact duplicates, {counts[-1][1]} of them of Armenia and Azerbaijan",
            "rows were pasted twice: take the second copy out, or download the file again",
        )  # fmt: skip
