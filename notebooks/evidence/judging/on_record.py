"""Findings that rest on dated rows: which events, texts and reported figures bear a finding out, and who looked where none does.

The table narrative/rule_evidence holds, for each such finding, its definition in words, its period, the keys of the rows that
bear it out, and the queries that looked for them. A row counts if it is no rumour, has a source better than a mirror, and lies
inside the period. That nobody said or did a thing is a finding only where queries are named.
"""

from functools import cache

import pandas as pd

from evidence import show
from evidence.tables import load, near

ROWS, NONE = "rows", "none found"
WORST_GRADE = "D"


class RecordProblem(Exception):
    """A finding that the table does not hold."""


@cache
def listed() -> pd.DataFrame:
    """The table narrative/rule_evidence by finding, its lists of keys as tuples."""
    rows = load("narrative/rule_evidence").set_index("finding")
    split = {c: rows[c].map(lambda cell: tuple(str(cell).split(";")) if pd.notna(cell) else ()) for c in ("keys", "searches")}
    return rows.assign(**split)


@cache
def _counting() -> pd.DataFrame:
    """Every row that may bear a finding out, by key: date and whether it counts."""
    events = load("narrative/events").set_index("event_id")
    texts = load("narrative/texts").set_index("text_id")
    figures = load("narrative/reported_figures").set_index("figure_id")
    deals = load("narrative/deals").set_index("deal_id")
    return pd.concat([
        pd.DataFrame({"date": events["date"], "counts": events["in_totals"] & events["source_grade"].ne(WORST_GRADE)}),
        pd.DataFrame({"date": texts["date"], "counts": texts["source_grade"].ne(WORST_GRADE)}),
        pd.DataFrame({"date": pd.NaT, "counts": figures["in_totals"] & figures["confidence"].ne("low")}),
        pd.DataFrame({"date": deals["date"], "counts": deals["kind"].ne("rumour") & deals["kind"].ne("denied")}),
    ])  # fmt: skip


def bearing(finding: str) -> list[str]:
    """Keys of the rows that bear a finding out: of its list those that count and lie inside its period.

    Raises:
        RecordProblem: no such finding; the message has near matches.
    """
    if finding not in listed().index:
        raise RecordProblem(f"narrative/rule_evidence has no finding {finding!r}; near: {near(finding, [*listed().index])}")
    row, rows = listed().loc[finding], _counting()
    found = rows.loc[[key for key in row["keys"] if key in rows.index]]
    outside = found["date"].gt(row["until"]) | found["date"].lt(row["since"])  # nothing lies outside a bound that is not set
    return [*found.index[found["counts"] & ~outside]]


def holds(finding: str) -> bool:
    """Whether a finding holds: a row bears it out; or, of a finding that something was not found, somebody looked and nothing did."""
    found = bool(bearing(finding))
    return bool(listed().loc[finding, "searches"]) and not found if is_of_silence(finding) else found


def is_of_silence(finding: str) -> bool:
    """Whether a finding says that something was not found."""
    return bool(listed().loc[finding, "kind"] == NONE)


def of_claim(claim_id: str) -> dict[str, bool]:
    """All findings on record that belong to a claim."""
    rows = listed()
    return {finding: holds(finding) for finding in rows.index[rows["claim_id"].eq(claim_id)]}


def told(*claim_ids: str) -> pd.DataFrame:
    """What bears out the findings of some claims, for `show.table`: finding in words, answer, rows with dates.

    Returns:
        One row a finding: asked, answer, borne out by.
    """
    rows = listed()
    chosen = rows[rows["claim_id"].isin(claim_ids)]
    return pd.DataFrame({
        "asked": chosen["definition"],
        "answer": ["yes" if holds(finding) else "no" for finding in chosen.index],
        "borne out by": [_named(bearing(finding)) or _looked(row) for finding, row in chosen.iterrows()],
    })  # fmt: skip


def _named(keys: list[str]) -> str:
    dates = _counting()["date"]
    return "; ".join(f"{key} ({show.day(dates[key])})" if pd.notna(dates[key]) else key for key in keys[:4])


def _looked(row: pd.Series) -> str:
    number = len(row["searches"])
    return f"nothing in {show.word(number)} {'query' if number == 1 else 'queries'}" if number else "not searched for"
