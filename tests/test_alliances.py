"""Alliance measures on made-up treaties whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence.measures import alliances

NOT = {promise: False for promise in alliances.PROMISES}


def member(
    atop_id, iso3, entry, left=None, cause=None, went_on=None, phase_change=False, defense=True, bilateral=False
):
    return {
        "atop_id": atop_id,
        "iso3": iso3,
        "entry": entry,
        "exit": left,
        "exit_date": f"{left}-05-01" if left else None,
        "exit_cause_code": cause,
        "alliance_went_on": went_on,
        "is_phase_change": phase_change,
        "is_bilateral": bilateral,
        **NOT,
        "defense": defense,
        "consultation": True,
    }


MEMBERS = pd.DataFrame(
    [
        member(1, "AAA", 2000, 2002, 1, phase_change=True),
        member(1, "AAA", 2002),
        member(1, "BBB", 2000, 2010, 4, True),
        member(1, "CCC", 2000, 2010, 4, True),
        member(1, "DDD", 2000, 2012, 6, True),
        member(2, "AAA", 1990, 1995, 4, False),
        member(2, "EEE", 1990, 1995, 4, False),
        member(2, "FFF", 1990, 1995, 4, False),
        member(3, "AAA", 2005, bilateral=True),
        member(3, "GGG", 2005, bilateral=True),
        member(4, "AAA", 2001, defense=False, bilateral=True),
        member(4, "HHH", 2001, defense=False, bilateral=True),
    ]
).astype({"exit": "Int64", "exit_cause_code": "Int64", "alliance_went_on": "boolean"})
ALLIANCES = pd.DataFrame(
    {
        "atop_id": [1, 2, 3, 4],
        "label": ["Great Pact", "Old Pact", "Ahland and Geeland", "Ahland and Hland"],
        "begin": [2000, 1990, 2005, 2001],
        "begin_date": ["2000-01-01", "1990-01-01", "2005-01", "2001-01-01"],
        "end": pd.array([None, 1995, None, None], dtype="Int64"),
        "end_date": [None, "1995-01-01", None, None],
        "is_in_force": [True, False, True, True],
        "termination": ["in force", "broken by a member", "in force", "in force"],
        "is_bilateral": [False, False, True, True],
        **{promise: [False] * 4 for promise in alliances.PROMISES},
    }
).assign(defense=[True, True, True, False], consultation=True)


def test_a_change_of_phase_is_no_exit_and_a_war_is_no_policy_dispute():
    left = alliances.departures(MEMBERS)
    assert left["iso3"].tolist() == ["BBB", "CCC", "AAA", "EEE", "FFF"]
    assert alliances.departures(MEMBERS, since=2000)["iso3"].tolist() == ["BBB", "CCC"]


def test_leaving_together_is_one_decision():
    assert alliances.decisions(alliances.departures(MEMBERS)) == 2


def test_member_years_end_with_coverage_and_start_with_the_window():
    pact = MEMBERS[MEMBERS["atop_id"].eq(1)]
    assert alliances.member_years(pact) == 2 + 16 + 10 + 10 + 12
    assert alliances.member_years(pact, since=2010) == 0 + 8 + 0 + 0 + 2
    assert alliances.member_years(pact, until=2026) == 2 + 24 + 10 + 10 + 12


def test_a_pact_lasts_from_its_first_entry_to_its_last_exit_whatever_its_size():
    pact = MEMBERS[MEMBERS["atop_id"].eq(1)]
    assert alliances.pact_years(pact) == 18
    assert alliances.pact_years(MEMBERS[MEMBERS["atop_id"].isin([1, 2])]) == 18 + 5
    assert alliances.pact_years(pact, since=2010) == 8


def test_exact_intervals_match_published_values():
    assert alliances.poisson_interval(4) == pytest.approx((1.0899, 10.2416), abs=1e-4)
    assert alliances.poisson_interval(0) == pytest.approx((0.0, 3.6889), abs=1e-4)
    assert alliances.binomial_interval(2, 10) == pytest.approx((0.0252, 0.5561), abs=1e-4)
    assert alliances.binomial_interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert alliances.binomial_interval(10, 10)[1] == 1.0


def test_ratio_of_equal_rates_is_one_and_its_interval_mirrors():
    ratio, low, high = alliances.ratio_interval(5, 100, 5, 100)
    assert ratio == 1.0
    assert low * high == pytest.approx(1.0)
    assert alliances.ratio_interval(4, 100, 8, 400)[0] == pytest.approx(2.0)


def test_exit_rates_keep_the_pact_out_of_the_late_window():
    pact = MEMBERS[MEMBERS["atop_id"].eq(1)]
    reports = pd.DataFrame(
        {
            "from_year": [2000, 2000, 2000],
            "to_year": pd.array([None, 2010, 2010], dtype="Int64"),
            "country": list("abc"),
        }
    )
    rows = alliances.exit_rates(pact, reports, MEMBERS[~MEMBERS["is_bilateral"]], 1992, 2026).set_index("row")
    assert rows["events"].tolist() == [2, 2, 5, 2, 0, 1, 1, 0]
    assert rows["years"].tolist() == [50, 46, 65, 65, 9, 18, 23, 3]
    assert rows["unit"].tolist() == ["member-years"] * 5 + ["pact-years"] * 3
    assert rows.loc[0, "rate"] == 4.0
    assert (rows["lower"] <= rows["rate"]).all() and (rows["rate"] <= rows["upper"]).all()


def test_lifetimes_stop_at_the_end_of_coverage_without_a_cause():
    lives = alliances.lifetimes(ALLIANCES).set_index("atop_id")
    assert lives.loc[2, ["years", "ended", "cause"]].tolist() == [
        pytest.approx(5, abs=0.01),
        True,
        "broken by a member",
    ]
    assert not lives.loc[1, "ended"] and pd.isna(lives.loc[1, "cause"])
    assert lives.loc[1, "years"] == pytest.approx(19, abs=0.01)
    assert lives.loc[3, "years"] == pytest.approx(13.96, abs=0.01)
    assert lives["kind"].tolist()[-1] == "no defence promised"
    assert lives["era"].tolist() == ["formed 1991–2018", "formed 1945–1990", "formed 1991–2018", "formed 1991–2018"]


def test_kaplan_meier_by_hand():
    steps = alliances.kaplan_meier(pd.Series([1.0, 2.0, 2.0, 3.0]), pd.Series([True, True, False, True]))
    assert steps["in_force"].tolist() == pytest.approx([1.0, 0.75, 0.5, 0.0])
    assert alliances.at_age(steps, 2.9)["in_force"] == pytest.approx(0.5)
    assert (steps["lower"] <= steps["in_force"]).all() and (steps["in_force"] <= steps["upper"]).all()


def test_no_breach_in_many_years_still_allows_some():
    lives = pd.DataFrame({"years": [10.0] * 10})
    bound = alliances.poisson_interval(0)[1] / 100
    assert alliances.breach_bound(lives, 20) == pytest.approx(1 - np.exp(-20 * bound))
    assert alliances.breach_bound(lives, 20) < alliances.breach_bound(lives, 30)


def test_ends_in_some_years_can_be_taken_as_the_end_of_observation():
    spared = alliances.without_ends_in(alliances.lifetimes(ALLIANCES), ALLIANCES, 1994, 1996).set_index("atop_id")
    assert not spared.loc[2, "ended"] and pd.isna(spared.loc[2, "cause"])
    kept = alliances.without_ends_in(alliances.lifetimes(ALLIANCES), ALLIANCES, 1996, 1999).set_index("atop_id")
    assert kept.loc[2, "ended"] and kept.loc[2, "cause"] == "broken by a member"


def test_curves_count_who_was_seen_in_force_at_an_age():
    lives = pd.DataFrame(
        {"kind": "k", "era": "e", "years": [1.0, 20.0, 25.0], "ended": [True, False, False], "atop_id": [1, 2, 3]}
    )
    curves = alliances.survival_curves(lives, 60)
    assert set(curves["alliances"]) == {3} and set(curves["watched"]) == {2}


def test_causes_and_survivors_add_up_to_one():
    first, second = list(alliances.CAUSES.values())[:2]
    lives = pd.DataFrame(
        {
            "kind": "k",
            "era": "e",
            "years": [1.0, 2.0, 3.0, 4.0],
            "ended": [True, True, True, False],
            "cause": [first, second, first, None],
        }
    )
    shares = alliances.incidence_curves(lives, np.arange(0, 11, 1.0))
    assert shares["years"].max() == 4.0
    at_three = shares[shares["years"].eq(3)].set_index("cause")["share"]
    assert at_three[first] == pytest.approx(0.5)
    assert at_three[second] == pytest.approx(0.25)
    assert at_three.sum() == pytest.approx(0.75)


def test_promises_are_those_of_the_state_oldest_first():
    grid = alliances.promises(ALLIANCES, MEMBERS, "AAA", "Ahland")
    assert grid.drop_duplicates("row")["label"].tolist() == ["Old Pact", "Great Pact", "Hland", "Geeland"]
    promised = grid[grid["promised"] & grid["promise"].eq("defence")]["label"].tolist()
    assert promised == ["Old Pact", "Great Pact", "Geeland"]


def test_defence_ties_leave_out_who_left_and_who_promised_less():
    ties = alliances.defence_ties(MEMBERS, ["AAA"], ["AAA", "BBB", "GGG", "HHH"])
    assert ties.to_dict("records") == [{"one": "AAA", "other": "GGG", "alliances": [3], "is_bilateral": True}]


def test_terms_are_in_years_and_aid_with_its_code():
    table = ALLIANCES.assign(
        promised_months=pd.array([60, None, 300, None], dtype="Int64"),
        renunciation="not mentioned",
        integrated_command=False,
        bases="none",
        military_aid=["none", "none", "training", "none"],
        military_aid_code=[0, 0, 3, 0],
        arms="none",
    )
    told = alliances.terms(table, [1, 3]).set_index("in ATOP 5.1")
    assert told.loc["agreed term"].tolist() == ["5 years", "25 years"]
    assert told.loc["military aid (code)"].tolist() == ["none (0)", "training (3)"]


def test_old_promises_in_words():
    assert alliances.old_promises(ALLIANCES, MEMBERS, "AAA", "GGG") == "defence, consultation (2005)"
    assert alliances.old_promises(ALLIANCES, MEMBERS, "AAA", "BBB") == "none"
    joined = pd.concat([MEMBERS, pd.DataFrame([member(1, "GGG", 2005)])], ignore_index=True)
    assert "(Great Pact, 2000)" in alliances.old_promises(ALLIANCES, joined, "AAA", "GGG")


def test_spells_put_founders_first_and_one_row_a_state():
    reports = pd.DataFrame(
        {
            "country": ["Zed", "Ash", "Ash", "Bee"],
            "from_year": [1992, 1992, 2006, 1993],
            "to_year": pd.array([None, 1999, 2012, None], dtype="Int64"),
        }
    )
    bars = alliances.spells(reports, 2026)
    assert bars[["country", "row", "length"]].values.tolist() == [
        ["Ash", 0, 7],
        ["Ash", 0, 6],
        ["Zed", 1, 34],
        ["Bee", 2, 33],
    ]


def test_parties_on_a_day_leave_out_who_withdrew():
    statute = pd.DataFrame(
        {
            "in_force": pd.to_datetime(["2002-07-01", "2002-07-01", None, "2024-02-01"]),
            "withdrawn": pd.to_datetime([None, "2017-10-27", None, None]),
        }
    )
    assert alliances.parties_on(statute, "2017-01-01") == 2
    assert alliances.parties_on(statute, "2024-02-01") == 2


def test_ratios_keep_their_counts_and_their_order():
    told = alliances.ratios({"exits": (4, 100, 8, 400), "decisions": (2, 20, 4, 400)})
    assert told["label"].tolist() == ["exits", "decisions"]
    assert told["ratio"].tolist() == [2.0, 10.0]
    assert told.loc[0, ["lower", "upper"]].tolist() == list(alliances.ratio_interval(4, 100, 8, 400)[1:])


def test_regard_moves_against_russia_when_good_falls_and_threat_rises():
    def wave(question, group, start, end, answer, percent):
        names = ("question_id", "comparable_group", "field_start", "field_end", "answer", "percent", "question")
        return dict(zip(names, (question, group, start, end, answer, percent, "?"), strict=True))

    polls = pd.DataFrame(
        [
            wave("iri_relations", "r", "2019", "2019", "good (very or somewhat)", 90.0),
            wave("iri_relations", "r", "2023-01-23", "2023-03-04", "good (very or somewhat)", 50.0),
            wave("iri_relations", "r", "2023-01-23", "2023-03-04", "bad (very or somewhat)", 49.0),
            wave("iri_relations", "r", "2023-12", "2023-12", "good (very or somewhat)", 31.0),
            wave("iri_threat_political", "t", "2023-01-23", "2023-03-04", "named", 24.0),
            wave("iri_threat_political", "t", "2023-12", "2023-12", "named", 40.0),
            wave("cb_main_friend", "f", "2013", "2013", "named", 83.0),
        ]
    )
    moved = alliances.regard_across(polls, "2023-09-19", "2023-09-19", "2024-03-31")
    assert moved["against"].tolist() == [19.0, 16.0]
    long = alliances.regard_across(polls, "2020-09-27", "2023-09-19", "2024-03-31")
    assert long[["earlier_wave", "later_wave", "against"]].values.tolist() == [["2019", "2023-12", 59.0]]
    assert alliances.regard_across(polls, "2010", "2023-09-19", "2024-03-31").empty
