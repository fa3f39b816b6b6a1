"""The evidence matrix and the forecasts, on cases worked out by hand and on the real ones."""

import pandas as pd
import pytest
from evidence.judging import forecasts, ledger, rivals
from evidence.tables import load

PREDICTIONS = pd.DataFrame(
    [
        ("first", "V01", "M01", "yes", "hoop"), ("first", "V01", "M02", "no", "straw in the wind"),
        ("first", "V02", "M01", "silent", "none"), ("first", "V02", "M02", "yes", "straw in the wind"),
    ],
    columns=["coder", "reading_id", "item_id", "prediction", "test"],
)
ANSWERS = pd.Series({"M01": "no", "M02": "yes"})


def test_scores_by_hand():
    assert rivals.scored(PREDICTIONS, ANSWERS)["score"].tolist() == [-1, -1, 0, 1]


def test_an_undecided_answer_silences_every_reading():
    undecided = rivals.scored(PREDICTIONS, pd.Series({"M01": rivals.UNDECIDED, "M02": "yes"}))
    assert undecided["score"].tolist() == [0, -1, 0, 1]
    assert rivals.standing(undecided).set_index("reading_id").loc["V01", "failed_hoops"] == "none"


def test_strong_tests_if_an_answer_were_decided():
    table = rivals.if_decided(PREDICTIONS, "M01")
    assert table.to_dict("records") == [
        {"coder": "first", "reading": "abandoned ally", "test": "hoop", "if_yes": "passed", "if_no": "failed"}
    ]
    gun = PREDICTIONS.assign(test="smoking gun")
    assert rivals.if_decided(gun, "M01")["if_no"].tolist() == ["not passed"] * 2


def test_members_are_served_only_in_years_with_a_volume():
    rows = [("BLR", 2023, 5.0), ("BLR", 2024, 1.0), ("KAZ", 2023, 0.0), ("KAZ", 2024, 2.0), ("KGZ", 2022, 9.0)]
    table = pd.DataFrame(rows, columns=["recipient_iso3", "year", "tiv_million"]).assign(supplier_iso3="RUS", release=2025)
    assert rivals.served_years(table) == {"BLR": [2023, 2024], "KAZ": [2024], "KGZ": [], "TJK": []}


def test_standing_by_hand():
    table = rivals.standing(rivals.scored(PREDICTIONS, ANSWERS)).set_index("reading_id")
    assert table.loc["V01", ["fits", "against", "share", "failed_hoops"]].tolist() == [0, 2, 1.0, "M01"]
    assert table.loc["V02", ["fits", "against", "share", "failed_hoops"]].tolist() == [1, 0, 0.0, "none"]


def test_leaving_out_the_only_failure_clears_a_reading():
    one = PREDICTIONS[PREDICTIONS["reading_id"].eq("V01")].assign(prediction=["no", "no"])
    left = rivals.without_each(rivals.scored(one, ANSWERS)).set_index("left_out")["share"]
    assert left.to_dict() == {"M01": 1.0, "M02": 0.0}


def test_coders_who_expect_opposite_answers_are_counted():
    other = PREDICTIONS.assign(coder="second", prediction=["no", "no", "silent", "yes"])
    assert rivals.agreement(pd.concat([PREDICTIONS, other])) == {"cells": 4, "same": 3, "opposite": 1, "spoken": 3, "same_spoken": 2}


def test_every_question_is_answered_by_a_recorded_finding():
    found = ledger.records()["09"]
    items = load("narrative/rival_evidence")
    answers = rivals.answered(items, found)
    assert len(answers) == 20 and set(answers) == {"yes", "no", rivals.UNDECIDED}
    assert sorted(answers.index[answers.eq(rivals.UNDECIDED)]) == ["M04", "M19", "M20"]
    events = load("narrative/events").set_index("event_id")
    again = rivals.computed(
        ledger.records(), events, load("narrative/deals"), load("arms/transfers"), load("economy/reported")
    )
    assert {name: found[name]["value"] for name in again} == again and set(items["finding"]) <= set(again)


def test_a_changed_table_changes_an_answer():
    events = load("narrative/events").set_index("event_id")
    dear = load("economy/reported")
    dear.loc[dear["period"].eq("2024-04") & dear["topic"].eq("gas price"), "value"] = 300
    again = rivals.computed(ledger.records(), events, load("narrative/deals"), load("arms/transfers"), dear)
    assert again["gas_price_rose"]


@pytest.mark.parametrize(
    ("events_for", "events_against", "score"),
    [(2, 0, "came true"), (0, 2, "did not"), (1, 1, "mixed"), (5, 1, "mixed"), (1, 0, "open"), (0, 1, "open"), (0, 0, "open")],
)
def test_scores_of_forecasts(events_for, events_against, score):
    assert forecasts.score(events_for, events_against) == score


def test_weak_pages_do_not_count():
    events = load("narrative/events").set_index("event_id")
    assert "E117" not in forecasts.usable(events) and "E154" in forecasts.usable(events)
    assert max(events.loc[sorted(forecasts.usable(events, until=2024)), "date"]).year == 2024
