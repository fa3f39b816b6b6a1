"""Findings that rest on dated rows: a row counts inside its period and from a page good enough; silence, where somebody looked."""

import pandas as pd
import pytest
from evidence.judging import on_record, rules
from evidence.measures import record
from evidence.tables import load

TABLES = [load(f"narrative/{name}") for name in ("events", "event_codes", "searches")]
CLAIMS = sorted(set(on_record.listed()["claim_id"]))


@pytest.fixture
def planted(monkeypatch):
    """Change one row of the table for the length of a test."""
    whole = on_record.listed()

    def change(finding: str, **cells: object) -> None:
        rows = whole.copy()
        for column, value in cells.items():
            rows[column] = [value if name == finding else cell for name, cell in rows[column].items()]
        monkeypatch.setattr(on_record, "listed", lambda: rows)

    return change


def test_a_finding_without_its_rows_does_not_hold(planted):
    assert on_record.holds("armenia_appealed_under_a_treaty_in_2022")
    planted("armenia_appealed_under_a_treaty_in_2022", keys=())
    assert not on_record.holds("armenia_appealed_under_a_treaty_in_2022")


def test_taking_the_rows_away_moves_the_verdict(planted):
    def verdict(claim_id):
        return rules.judge(claim_id, {name: {"value": held} for name, held in on_record.of_claim(claim_id).items()})

    assert (verdict("C19a"), verdict("C19b"), verdict("C18a")) == ("supported", "contradicted", "supported")
    planted("pashinyan_named_set_off", keys=())
    assert verdict("C19a") == "not testable"
    planted("set_off_only_one_option_in_talks", keys=())
    assert verdict("C19b") == "not testable"


@pytest.mark.parametrize(
    ("finding", "cells"),
    [
        ("pashinyan_named_set_off", {"keys": ("E113",), "until": pd.Timestamp("2023-11-23")}),  # after its period
        ("pashinyan_named_set_off", {"keys": ("E113",), "since": pd.Timestamp("2023-11-25")}),  # before it
        ("pashinyan_named_set_off", {"keys": ("E101",)}),  # a rumour
        ("pashinyan_named_set_off", {"keys": ("E117",)}),  # a mirror
    ],
)
def test_a_row_that_cannot_count_does_not(planted, finding, cells):
    planted(finding, **cells)
    assert not on_record.holds(finding)


def test_silence_counts_only_where_somebody_looked(planted):
    assert on_record.holds("search_found_no_observer_proposal")
    planted("search_found_no_observer_proposal", searches=())
    assert not on_record.holds("search_found_no_observer_proposal")
    planted("search_found_no_observer_proposal", keys=("E108",))
    assert not on_record.holds("search_found_no_observer_proposal")


def test_an_unknown_finding_names_near_ones():
    with pytest.raises(on_record.RecordProblem, match="near: pashinyan_named_set_off"):
        on_record.bearing("pashinyan_named_setoff")


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_every_finding_on_record_is_one_that_its_rule_asks_for(claim_id):
    assert set(on_record.of_claim(claim_id)) <= set(rules.needs(claim_id))


def test_every_search_that_is_named_could_have_found_something():
    looked = load("narrative/searches").set_index("search_id")["looked_at"]
    for finding, row in on_record.listed().iterrows():
        if row["kind"] == on_record.NONE and not row["keys"]:
            assert sum(looked[list(row["searches"])]) >= 20, finding


def test_readers_see_what_bears_a_finding_out():
    table = on_record.told("C19b").set_index("asked")
    assert set(table["answer"]) == {"yes", "no"}
    assert any("E113" in cell for cell in table["borne out by"])


# counts --------------------------------------------------------------------------------------------------------------


def test_targeted_rows_mirrors_and_second_rows_of_an_occasion_are_not_counted():
    rows, whole = record.counted(*TABLES), record.counted(*TABLES, targeted=True)
    kinds = load("narrative/searches").set_index("search_id")["kind"]
    assert not rows["search_id"].map(kinds).eq("targeted").any() and len(rows) < len(whole)
    assert whole["part_of"].isna().all() and whole["in_totals"].all() and whole["source_grade"].ne("D").all()


def test_what_coders_differ_on_is_missing():
    codes = load("narrative/event_codes").pivot(index="event_id", columns="coder", values="code")
    differ = codes.index[codes["first"].ne(codes["second"])]
    assert len(differ) and record.agreed(TABLES[1]).loc[differ, "code"].isna().all()


def test_counts_by_hand():
    rows = record.counted(*TABLES)
    assert record.by_ground(rows).to_dict() == {"protection": 10, "arms": 4, "interference": 2}
    later = record.after_the_article(rows)
    assert (later["asks"].eq(True).sum(), later["step_back"].eq(True).sum()) == (0, 8)
    assert record.on_the_west(rows, "danger").empty and len(record.on_the_west(rows, "concern")) == 7
