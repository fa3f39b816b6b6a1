"""The searched record: what good lists give, what a damaged one is told, and what the chronology owes to them."""

import pandas as pd
import pytest
from build import judging, narrative, record
from build.problems import SourceProblem
from build.shelf import Shelf
from build.writing import finish

BY_KEY = {s.key: s for module in (narrative, record, judging) for s in module.SOURCES}
TABLES = {t.name.split("/")[1]: t for t in (*record.TABLES, *narrative.TABLES)}
NAMES = ("searches", "second_reading", "event_codes", "texts", "events")
SEED = 20261129  # with it the rows for a third reader were drawn


def build(name):
    return finish(TABLES[name].build(Shelf(None, BY_KEY)), TABLES[name])


@pytest.fixture(scope="module")
def made():
    return {name: build(name) for name in NAMES}


def test_every_row_found_was_read_again(made):
    read = made["second_reading"]
    assert len(read) == 568
    assert read["verdict"].value_counts().to_dict() == {"confirmed": 457, "corrected": 103, "not met": 4, "rejected": 4}
    entered = read.loc[read["event_id"].notna(), "event_id"]
    new = made["events"].set_index("event_id")["search_id"].dropna().index
    assert set(new) <= set(entered)


def test_a_third_reader_found_at_most_two_of_forty_wrong(made):
    read = made["second_reading"]
    entered = read[read["verdict"].isin(["confirmed", "corrected"])].sort_values("candidate_id")
    drawn = entered.sample(40, random_state=SEED)
    assert set(drawn["candidate_id"]) == set(read.loc[read["read_a_third_time"].notna(), "candidate_id"])
    assert drawn["read_a_third_time"].eq("wrong").sum() <= 2


def test_events_carry_the_code_on_which_both_coders_agree(made):
    codes = made["event_codes"].pivot(index="event_id", columns="coder", values="code")
    agreed = codes["first"].where(codes["first"].eq(codes["second"]), "open")
    events = made["events"].set_index("event_id")
    assert events["code"].astype(str).to_dict() == agreed.astype(str).to_dict()
    assert events["coder"].eq("both").to_dict() == codes["first"].eq(codes["second"]).to_dict()


def test_every_event_found_names_its_query(made):
    known = set(made["searches"]["search_id"])
    assert set(made["events"]["search_id"].dropna()) <= known
    assert made["searches"]["part"].value_counts().to_dict() == {
        "2023-2026": 121, "2022-2023": 120, "1991-2017": 110, "2018-2022": 110, "texts": 109,
    }  # fmt: skip


EDITS = {  # list: (its row's first cell, column, new cell, what the message must say)
    "a query that is none": ("texts", "X001", "search_id", "E-q999", "a query of narrative/searches"),
    "more kept than seen": ("searches", "A-Q001", "kept", "99", "not below kept or rejected"),
    "a row that entered unread": ("second_reading", "N1001", "verdict", "not met", "empty where the row was not confirmed"),
    "an event that is none": ("second_reading", "N1001", "event_id", "E999", "an event of narrative/events"),
    "a code that is none": ("event_codes", "E001", "code", "warm", "one of tie, strain, open"),
    "an event coded that is none": ("event_codes", "E001", "event_id", "E999", "an event of narrative/events"),
    "more set aside than seen": ("searches", "A-Q001", "rejected", "9", "not below kept or rejected"),
    "an event coded once": ("event_codes", "E001", "coder", "second", "unique|twice|once"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_damage_is_named(edit, curated):
    name, row, column, cell, says = EDITS[edit]
    path = curated / f"{name}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    first = frame.index[frame.iloc[:, 0].eq(row)][0]
    frame.loc[first, column] = cell
    frame.to_csv(path, index=False)
    with pytest.raises(SourceProblem, match=says):
        build(name)


@pytest.mark.parametrize(("kept", "rejected"), [("8", "4"), ("4", "8")])
def test_all_that_was_looked_at_may_be_kept_or_set_aside(curated, kept, rejected):
    text = (curated / "searches.csv").read_text(encoding="utf-8")
    (curated / "searches.csv").write_text(text.replace(",8,4,4,", f",8,{kept},{rejected},", 1), encoding="utf-8")
    assert len(build("searches")) == 570


def test_a_row_that_was_put_right_may_enter(curated):
    text = (curated / "second_reading.csv").read_text(encoding="utf-8")
    (curated / "second_reading.csv").write_text(text.replace("N1001,confirmed", "N1001,corrected"), encoding="utf-8")
    assert len(build("second_reading")) == 568
