"""What is true, typed by hand in anchors.csv, against what the collection says.

No command writes anchors.csv. A row that fails is a reason to look: either the collection went wrong, or a source changed
and the row is typed anew with a reason in the commit. Kinds:

- verdict: a claim or a part of one, in words;
- finding: chapter.name as recorded in figures/findings;
- sum: group/table.column, or group/table.column[filter] with a filter as pandas' `query` takes it; true counts as 1;
- rows: group/table, or group/table[filter], and the number of rows;
- event: event_id.column of narrative/events;
- threshold: claim/finding@value, the verdict if that value had been measured and the other findings were as recorded.

Paths in `source` are relative to the folder of the publishers' files. `note` begins with "recomputed" where the figure
was worked out from the publisher's file, or by hand, without this project's code, and with "as recorded" where it only keeps
what the collection holds. In the filters of sums and rows dates are texts such as "2024-02-01".
"""

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from evidence.judging import ledger, thresholds
from evidence.judging.rules import committed, judge
from evidence.places import DATA, FIGURES
from evidence.tables import TableProblem, load
from evidence.text import findings

PATH = Path(__file__).with_name("anchors.csv")
COLUMNS = ["kind", "key", "expected", "tolerance", "source", "note"]
TABLE = re.compile(r"(?P<table>[a-z]+/[a-z0-9_]+)(?:\.(?P<column>[a-z_0-9]+))?(?:\[(?P<filter>.+)\])?")
RECORDED = ledger.records()


@dataclass(frozen=True)
class Anchor:
    """One typed row, all cells as text; `tolerance` is empty where the value has to be equal."""

    kind: str
    key: str
    expected: str
    tolerance: str
    source: str
    note: str


def read(path: Path = PATH) -> list[Anchor]:
    """The rows of the file.

    Raises:
        ValueError: another header, or a row with too few or too many cells.
    """
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if header != COLUMNS:
        raise ValueError(f"{path.name}: expected the columns {', '.join(COLUMNS)}, found {', '.join(header)}")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS):
            raise ValueError(f"{path.name} line {number}: {len(row)} cells, expected {len(COLUMNS)}")
    return [Anchor(*row) for row in rows]


ANCHORS = read()
KINDS = sorted({anchor.kind for anchor in ANCHORS})


# what the collection says --------------------------------------------------------------------------------------------


@cache
def table(name: str) -> pd.DataFrame:
    """A table with dates as texts, read once."""
    frame = load(name)
    dates = {c: frame[c].dt.strftime("%Y-%m-%d") for c in frame if pd.api.types.is_datetime64_any_dtype(frame[c])}
    return frame.assign(**dates)


def parts(key: str) -> re.Match[str]:
    """Table, column and filter of a key."""
    match = TABLE.fullmatch(key)
    if match is None:
        raise ValueError(f"{key}: expected group/table, then .column and [filter] if wanted")
    return match


def chosen(key: str) -> pd.DataFrame:
    """The rows that a key speaks of."""
    match = parts(key)
    frame = table(match["table"])
    return frame if match["filter"] is None else frame.query(match["filter"], engine="python")


def total(key: str) -> float:
    """Sum of a column; whole numbers are added as such, so that large ones stay exact."""
    column = parts(key)["column"]
    if column is None:
        raise ValueError(f"{key}: a sum needs a column")
    return chosen(key)[column].dropna().sum()


def at(key: str) -> str:
    """The verdict if a trial had measured another value."""
    name, value = key.split("@")
    trial = {f"{t.claim_id}/{t.finding}": t for t in thresholds.TRIALS}[name]
    turned = {trial.finding: {"value": trial.holds(float(value), trial.used)}}
    return judge(trial.claim_id, dict(RECORDED[trial.chapter]) | turned)


def event(key: str) -> str:
    """A cell of the chronology."""
    event_id, column = key.split(".")
    return table("narrative/events").set_index("event_id").loc[event_id, column]


def recorded_finding(key: str) -> Any:
    """The recorded value of a finding."""
    chapter, name = key.split(".", 1)
    return RECORDED[chapter][name]["value"]


FOUND = {
    "verdict": lambda key: ledger.recomputed(key, RECORDED),
    "finding": recorded_finding,
    "sum": total,
    "rows": lambda key: len(chosen(key)),
    "event": event,
    "threshold": at,
}


def problem(anchor: Anchor) -> str | None:
    """What is wrong with a row, in words; None if the collection agrees with it."""
    try:
        found = FOUND[anchor.kind](anchor.key)
    except (KeyError, TableProblem) as cause:
        return f"{anchor.kind} {anchor.key}: nothing of that name ({cause})"
    if agrees(anchor, found):
        return None
    return f"{anchor.kind} {anchor.key}: expected {anchor.expected}, found {found} ({anchor.source})"


def agrees(anchor: Anchor, found: Any) -> bool:
    """Equal texts and truth values, and numbers within the tolerance; a number without a tolerance never agrees."""
    if isinstance(found, bool | str):
        return anchor.expected == (found if isinstance(found, str) else str(found).lower())
    try:
        return abs(float(found) - float(anchor.expected)) <= float(anchor.tolerance)
    except ValueError:
        return False


def rows_of(kind: str) -> list[Any]:
    return [pytest.param(anchor, id=anchor.key) for anchor in ANCHORS if anchor.kind == kind]


# one test a kind -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anchor", rows_of("verdict"))
def test_verdict(anchor):
    assert problem(anchor) is None


@pytest.mark.parametrize("anchor", rows_of("finding"))
def test_finding(anchor):
    assert problem(anchor) is None


@pytest.mark.parametrize("anchor", rows_of("sum"))
def test_sum(anchor):
    assert problem(anchor) is None


@pytest.mark.parametrize("anchor", rows_of("rows"))
def test_rows(anchor):
    assert problem(anchor) is None


@pytest.mark.parametrize("anchor", rows_of("event"))
def test_event(anchor):
    assert problem(anchor) is None


@pytest.mark.parametrize("anchor", rows_of("threshold"))
def test_threshold(anchor):
    assert problem(anchor) is None


# the check itself ----------------------------------------------------------------------------------------------------


def planted(anchor: Anchor) -> Anchor:
    """The row with an expected value that is wrong by as little as its kind allows."""
    if anchor.tolerance:
        return replace(anchor, expected=repr(float(anchor.expected) + 2.5 * (float(anchor.tolerance) or 0.4)))
    if anchor.expected in ("true", "false"):
        return replace(anchor, expected="false" if anchor.expected == "true" else "true")
    if anchor.kind in ("verdict", "threshold"):
        return replace(anchor, expected=next(v for v in ledger.ORDER if v != anchor.expected))
    return replace(anchor, expected=anchor.expected[:-1] + ("1" if anchor.expected[-1] != "1" else "2"))


@pytest.mark.parametrize("kind", sorted(FOUND))
def test_a_planted_wrong_value_is_found(kind):
    held = [anchor for anchor in ANCHORS if anchor.kind == kind]
    assert held, f"no anchors of the kind {kind}"
    silent = [anchor.key for anchor in held if problem(planted(anchor)) is None]
    assert not silent, f"a wrong value would pass: {', '.join(silent)}"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("finding", "02.no_such"), ("finding", "99.no_such"), ("event", "E999.date"), ("rows", "arms/no_such"),
        ("sum", "arms/deliveries.no_such"), ("threshold", "C30/no_such@0.5"),
    ],
)
def test_a_name_that_is_gone_is_no_silent_pass(kind, key):
    assert "nothing of that name" in problem(Anchor(kind, key, "1", "0", "", ""))


def test_a_changed_cell_moves_its_sum(monkeypatch):
    frame = table("debt/owed_to_russia").copy()
    anchor = next(a for a in ANCHORS if a.key == "debt/owed_to_russia.outstanding_usd")
    assert problem(anchor) is None
    frame.loc[7, "outstanding_usd"] += 10
    monkeypatch.setattr(f"{__name__}.table", lambda name: frame)
    assert problem(anchor) is not None


# the file covers what it should --------------------------------------------------------------------------------------


def keys(kind: str) -> set[str]:
    return {anchor.key for anchor in ANCHORS if anchor.kind == kind}


def on_pages() -> set[str]:
    """Tables that a chapter loads."""
    return {name for chapter in RECORDED for name in findings.read_record(chapter, FIGURES)["tables"]}


def test_rows_are_complete_and_stand_once():
    assert set(KINDS) == set(FOUND)
    assert [key for key, times in Counter((a.kind, a.key) for a in ANCHORS).items() if times > 1] == []
    for anchor in ANCHORS:
        assert anchor.expected and anchor.source and anchor.note, anchor
        numeric = anchor.kind in ("sum", "rows")
        assert not numeric or anchor.tolerance, f"{anchor.key}: a number needs a tolerance"
        if anchor.kind in ("finding", "sum", "rows", "event"):
            assert anchor.note.startswith(("recomputed", "as recorded")), anchor


def test_every_claim_and_part_has_its_verdict():
    assert keys("verdict") == set(load("narrative/claims")["claim_id"]) | set(committed())


def test_every_trial_has_values_on_both_sides_of_its_threshold():
    for trial in thresholds.TRIALS:
        name = f"{trial.claim_id}/{trial.finding}@"
        tried = [float(key.removeprefix(name)) for key in keys("threshold") if key.startswith(name)]
        held = {trial.holds(value, trial.used) for value in tried}
        assert len(tried) >= 2 and held == {True, False}, f"{name}: {tried}"
    named = {(t.claim_id, t.finding) for t in thresholds.TRIALS}
    assert {tuple(key.split("@")[0].split("/")) for key in keys("threshold")} == named


def test_every_table_of_a_page_has_its_number_of_rows():
    assert on_pages() - keys("rows") == set()


def test_every_column_of_numbers_is_summed_over_its_whole_table():
    described = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    columns = {
        f"{resource['name']}.{field['name']}"
        for resource in described
        if resource["name"] in on_pages()
        for field in resource["schema"]["fields"]
        if field["type"] in ("integer", "number")
    }
    assert columns - keys("sum") == set()


def test_every_chapter_has_headline_findings():
    chapters = Counter(key.split(".")[0] for key in keys("finding"))
    assert set(chapters) == set(RECORDED) and sum(chapters.values()) >= 60


def test_events_of_the_rules_are_held():
    assert len({key.split(".")[0] for key in keys("event")}) >= 25
    assert "E113.date" in keys("event") and "E113.confidence" in keys("event")
