"""Alignment measures on made-up figures whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence.measures import alignment
from evidence.tables import load

SD = 1 / alignment.NINE_TENTHS


def points(values):
    rows = [
        {
            "edition": "e",
            "series": "s",
            "country": c,
            "iso3": c,
            "year": y,
            "ideal_point": v,
            "lower": v - 1,
            "upper": v + 1,
        }
        for (c, y), v in values.items()
    ]
    return alignment.series_of(pd.DataFrame(rows), "e", "s")


MADE = {
    ("ARM", 2020): 0.0,
    ("ARM", 2021): 0.2,
    ("ARM", 2022): 0.0,
    ("RUS", 2020): 0.1,
    ("RUS", 2021): -0.1,
    ("RUS", 2022): -0.9,
}


def test_half_width_between_bounds():
    weights, deviations = [1.0, -1.0], [SD, SD]
    assert alignment.half_width(weights, deviations, 0.0) == pytest.approx(np.sqrt(2))
    assert alignment.half_width(weights, deviations, 1.0) == pytest.approx(0.0)
    assert alignment.half_width([0.5, 0.5, -1.0], [SD] * 3, None) == pytest.approx(np.sqrt(2))


def test_no_correlation_gives_a_wider_interval_than_the_widest():
    generator = np.random.default_rng(1)
    for _ in range(50):
        weights, deviations = generator.normal(size=5), generator.uniform(0.1, 1, size=5)
        widest = alignment.half_width(weights, deviations, None)
        assert all(alignment.half_width(weights, deviations, c) <= widest + 1e-12 for c in (0, 0.3, 0.7, 1))


def test_deviation_is_read_off_the_quantiles():
    assert points(MADE)["deviation"].tolist() == pytest.approx([SD] * 6)


def test_moves_are_differences_of_means():
    moved = alignment.moves(points(MADE), ["ARM", "RUS"], (2020, 2021), (2022, 2024)).set_index("iso3")
    assert moved["move"].to_dict() == pytest.approx({"ARM": -0.1, "RUS": -0.9})
    assert moved.loc["ARM", "high"] - moved.loc["ARM", "move"] == pytest.approx(np.sqrt(2))
    assert moved.loc["ARM", "high_independent"] - moved.loc["ARM", "move"] == pytest.approx(np.sqrt(1.5))


def test_parts_of_the_gap_add_up():
    parts = alignment.gap_parts(points(MADE), "ARM", "RUS", (2020, 2021), (2022, 2024))
    assert parts["widened"] == pytest.approx(0.8)
    assert parts["by_one"] + parts["by_other"] == pytest.approx(parts["widened"])
    assert parts["gap_after"] - parts["gap_before"] == pytest.approx(parts["widened"])
    assert parts["high"] - parts["widened"] == pytest.approx(np.sqrt(8))


def test_last_period_is_cut_where_the_series_ends():
    rows = alignment.by_period(points(MADE), [(2020, 2021), (2022, 2024)])
    assert rows[["from", "to"]].iloc[0].tolist() == ["2020–21", "2022–22"]


def test_moves_of_all_leave_out_states_without_a_window():
    with_gap = MADE | {("UKR", 2020): 0.5}
    moved = alignment.moves_of_all(points(with_gap), (2020, 2021), (2022, 2024))
    assert moved[["iso3", "rank"]].to_numpy().tolist() == [["RUS", 1], ["ARM", 2]]
    assert moved["move"].median() == pytest.approx(-0.5)


WEST = MADE | {("USA", 2020): 2.0, ("USA", 2021): 2.0, ("USA", 2022): 1.5}
WEST |= {("FRA", y): 1.0 for y in (2020, 2021, 2022)}


def distances():
    series = {("2025-07", "fp"): points(WEST), ("2025-07", "all"): points(WEST), ("2024-06", "all"): points(WEST)}
    return alignment.distances(series, ("USA", "FRA"), "ARM", (2020, 2021), (2022, 2024))


def test_distances_split_into_what_each_moved():
    row = distances().set_index(["iso3", "edition", "series"]).loc[("USA", "2025-07", "whole resolutions")]
    assert row[["before", "after", "change", "own", "theirs"]].tolist() == pytest.approx([1.9, 1.5, -0.4, -0.1, -0.5])
    assert row["change"] == pytest.approx(row["theirs"] - row["own"])
    assert row["high"] - row["change"] == pytest.approx(np.sqrt(8))
    assert row["high_independent"] - row["change"] == pytest.approx(np.sqrt(3))


def recurring(rows):
    frame = pd.DataFrame(rows, columns=["date", "family", "iso3", "vote"])
    return frame.assign(date=pd.to_datetime(frame["date"]), part="whole", country=frame["iso3"], symbol="x")


VOTES = [
    ("2021-12-16", "crimea human rights", "ARM", "no"),
    ("2025-12-16", "crimea human rights", "ARM", "abstain"),
    ("2021-12-16", "crimea human rights", "RUS", "no"),
    ("2025-12-16", "crimea human rights", "RUS", "no"),
    ("2021-11-11", "icc report", "ARM", "no vote taken"),
    ("2023-11-01", "icc report", "ARM", "yes"),
    ("2021-11-11", "icc report", "RUS", "no vote taken"),
    ("2023-11-01", "icc report", "RUS", "no"),
]


def test_consensus_counts_as_yes():
    changes = alignment.stance_changes(recurring(VOTES), ["ARM", "RUS"]).set_index(["family", "iso3"])["moved"]
    assert changes.to_dict() == {
        ("crimea human rights", "ARM"): True,
        ("crimea human rights", "RUS"): False,
        ("icc report", "ARM"): False,
        ("icc report", "RUS"): True,
    }


ABSENT = [
    ("2017-06-01", "georgia idps", "ARM", "no"),
    ("2021-06-16", "georgia idps", "ARM", "absent"),
    ("2024-06-04", "georgia idps", "ARM", "yes"),
    ("2021-04-28", "un-csto", "ARM", "no vote taken"),
    ("2022-11-21", "un-csto", "ARM", "yes"),
    ("2024-11-18", "un-csto", "ARM", "absent"),
]


def test_moves_with_and_without_absences():
    with_them, without = (alignment.stance_changes(recurring(ABSENT), ["ARM"], absences=kept) for kept in (True, False))
    assert with_them.set_index("family")["moved"].to_dict() == {"georgia idps": True, "un-csto": True}
    assert without.set_index("family")[["before", "now"]].to_numpy().tolist() == [
        ["no", "yes"],
        ["no vote taken", "yes"],
    ]
    assert without.set_index("family")["moved"].to_dict() == {"georgia idps": True, "un-csto": False}


def test_absence_stays_apart_from_abstention():
    rows = [
        {"resolution": "r", "iso3": c, "vote": v, "yes": 1, "no": 0, "abstain": 1, "basis": "UN record"}
        for c, v in (("A", "yes"), ("B", "abstain"), ("C", "absent"))
    ]
    totals = alignment.counted_totals(pd.DataFrame([*rows, rows[0] | {"iso3": "D", "vote": "no", "no": 0}]))
    assert totals.loc["r", ["yes", "no", "abstain", "absent"]].tolist() == [1, 1, 1, 1]
    assert not alignment.totals_agree(totals)


def test_parties_leave_out_states_that_left():
    rome = pd.DataFrame(
        {
            "iso3": ["A", "B", "C", "D"],
            "signed": pd.to_datetime(["1999-01-01"] * 4),
            "ratified": pd.to_datetime(["2001-01-01", "2001-01-01", None, "2023-01-01"]),
            "in_force": pd.to_datetime(["2002-07-01", "2002-07-01", None, "2024-02-01"]),
            "withdrawn": pd.to_datetime([None, "2017-10-27", None, None]),
            "basis": ["treaty data"] * 3 + ["dated report"],
        }
    )
    assert alignment.parties(rome)["iso3"].tolist() == ["A", "D"]
    assert alignment.parties(rome, "treaty data")["iso3"].tolist() == ["A"]


def test_agreement_joins_at_the_seam():
    rows = [("own, roll calls", 73), ("own, roll calls", 74), ("own, resolutions", 74), ("published", 73)]
    frame = pd.DataFrame(rows, columns=["basis", "session"]).assign(
        iso3="ARM", partner="Russia", partner_iso3="RUS", agreement=[0.5, 0.6, 0.7, 0.8], votes_compared=9
    )
    frame["year"] = frame["session"] + 1945
    assert alignment.joined_agreement(frame, "ARM", ["RUS"])["agreement"].tolist() == [0.5, 0.7]
    change = alignment.with_russia(frame, ["ARM"], (2018, 2018), (2019, 2019))
    assert change["change"].item() == pytest.approx(0.2)
    everybody = pd.concat([frame, frame.assign(iso3="KAZ"), frame.assign(iso3="IND", partner_iso3="FRA")])
    assert alignment.with_russia(everybody)["iso3"].tolist() == ["ARM", "KAZ"]


def polls():
    return pd.DataFrame(
        {
            "question_id": "q",
            "answer": ["good", "good", "good", "bad"],
            "about": "Russia",
            "comparable_group": "g",
            "field_start": ["2019", "2019-05", "2021", "2019"],
            "percent": [93.0, 88.0, 50.0, 6.0],
            "n": pd.array([None, None, 2500, None], dtype="Int64"),
            "mode": [None, None, "telephone", None],
        }
    )


def test_a_second_report_of_the_same_year_is_marked_for_every_answer():
    made = alignment.poll_points(polls(), "q", "good", ["Russia"]).set_index("field_start")
    assert made["is_second_report"].to_dict() == {"2019": True, "2019-05": False, "2021": False}
    assert made.loc["2021", ["when", "margin"]].tolist() == pytest.approx([2021 + 6.5 / 12, 1.96])
    assert made["mode"].tolist() == ["unknown", "unknown", "telephone"]
    assert alignment.poll_points(polls(), "q", "bad", ["Russia"])["is_second_report"].tolist() == [True]


def test_margin_is_unknown_where_the_number_asked_is():
    margins = alignment.sampling_margin(pd.Series([50.0, 50.0]), pd.array([2500, None], dtype="Int64"))
    assert margins.iloc[0] == pytest.approx(1.96) and np.isnan(margins.iloc[1])


def two_states(gap_before, gap_after, deviation):
    """Two states, a year in each window, with the same deviation in both."""
    rows = [("AAA", 2020, gap_before, deviation), ("AAA", 2023, gap_after, deviation), ("BBB", 2020, 0.0, deviation), ("BBB", 2023, 0.0, deviation)]
    points = pd.DataFrame(rows, columns=["iso3", "year", "ideal_point", "deviation"]).assign(country=lambda t: t["iso3"])
    return points, alignment.distance_change(points, "AAA", "BBB", (2020, 2020), (2023, 2023))


WIDEST = alignment.NINE_TENTHS * 0.1 * np.sqrt(8)  # two pairs of errors of 0.1, each pair alike: 0.2 and 0.2


@pytest.mark.parametrize(("before", "after", "grew"), [(0.5, 1.0, 0.5), (-1.0, -0.4, -0.6), (-0.6, 0.1, -0.5), (0.1, -0.4, 0.3)])
def test_a_distance_is_counted_whatever_the_side(before, after, grew):
    _, found = two_states(before, after, 0.1)
    assert found["grew"] == pytest.approx(grew)
    assert (found["low"], found["high"]) == (pytest.approx(grew - WIDEST), pytest.approx(grew + WIDEST))


def test_a_distance_and_a_gap_have_one_interval():
    """Chapter 07 tells of the gap and chapter 10 of the distance: the same number has the same ends."""
    points, found = two_states(0.2, 0.6, 0.1)
    parts = alignment.gap_parts(points, "AAA", "BBB", (2020, 2020), (2023, 2023))
    assert [found[k] for k in ("grew", "low", "high")] == pytest.approx([parts[k] for k in ("widened", "low", "high")])
    points, found = two_states(-0.6, -0.2, 0.1)
    parts = alignment.gap_parts(points, "AAA", "BBB", (2020, 2020), (2023, 2023))
    assert [found[k] for k in ("grew", "low", "high")] == pytest.approx([-parts["widened"], -parts["high"], -parts["low"]])


def test_the_level_is_the_one_that_is_named():
    from scipy.stats import norm

    assert norm.cdf(alignment.NINE_TENTHS) - norm.cdf(-alignment.NINE_TENTHS) == pytest.approx(alignment.LEVEL)


def test_texts_that_come_back_are_listed_in_order_with_consensus_in_words():
    rows = recurring(VOTES).assign(country=lambda v: v["iso3"], symbol="A/1", part="whole")
    made = alignment.recurring(rows, ["RUS", "ARM"], 2022)
    assert made[["text", "iso3", "year", "vote"]].to_numpy().tolist() == [
        ["Human rights in Crimea", "RUS", 2025, "no"],
        ["Human rights in Crimea", "ARM", 2025, "abstain"],
        ["Report of the ICC", "RUS", 2023, "no"],
        ["Report of the ICC", "ARM", 2023, "yes"],
    ]
    assert set(alignment.recurring(rows, ["ARM"], 2021).query("year == 2021")["vote"]) == {"no", "consensus"}


def test_a_text_is_named_with_who_moved_on_it():
    texts = ["Human rights in Crimea", "Report of the ICC", "UN and CSTO"]
    panel = pd.DataFrame({"text": [t for t in texts for _ in "ab"], "iso3": ["ARM", "RUS"] * 3})
    panel["country"] = panel["iso3"].map({"ARM": "Armenia", "RUS": "Russia"})
    moved = [("crimea human rights", "ARM", True), ("crimea human rights", "RUS", False), ("crimea human rights", "GEO", True)]
    moved += [("icc report", "ARM", True), ("icc report", "RUS", True), ("un-csto", "ARM", False)]
    named = alignment.who_moved(panel, pd.DataFrame(moved, columns=["family", "iso3", "moved"]))["text"].unique()
    assert [n.split(": ")[1] for n in named] == ["Armenia moved", "Armenia and Russia moved", "neither moved"]


DAYS = ["2022-11-23", "2023-02-20", "2023-05-01", "2024-02-22", "2025-12-18", "2024-03-01"]
ACTORS = ["Armenia;CSTO", "Russia;Armenia", "Armenia;Russia", "Armenia;CSTO", "Armenia;Russia", "Armenia;CSTO"]


def record():
    """Six events: a refusal, a Russian warning, two acts and a request of Armenia, and a rumour."""
    events = pd.DataFrame(
        {
            "date": pd.to_datetime(DAYS),
            "actors": ACTORS,
            "description": list("abcdef"),
            "theme": "alliances",
            "confidence": ["high", "high", "medium", "high", "high", "low"],
            "in_totals": True,
            "part_of": None,
            "search_id": ["n", "t", "n", None, "n", "n"],
        },
        index=pd.Index([f"X{i}" for i in range(6)], name="event_id"),
    )
    codes = pd.DataFrame({"event_id": [*events.index] * 2, "coder": ["first"] * 6 + ["second"] * 6})
    codes["code"] = ["strain", "open", "tie", "strain", "open", "strain"] * 2
    codes["kind"] = ["act", "words", "act", "act", "words", "act"] * 2
    codes["side"] = ["Armenia", "Russia", "both", "Armenia", "Armenia", "Armenia"] * 2
    codes["ground"] = ["protection", None, "arms", "protection", None, None] + ["protection", None, "protection", None, None, "arms"]
    codes["asks"] = [i == 4 for i in range(6)] * 2
    codes["step_back"] = [i in (0, 3, 5) for i in range(6)] * 2
    codes["west"] = [None, "danger", None, None, None, None, None, "concern", None, None, None, None]
    return events, codes


def test_codes_hold_where_both_coders_give_them_and_rumours_are_left_out():
    rows = alignment.coded(*record())
    assert rows.index.tolist() == ["X0", "X1", "X2", "X3", "X4"]
    assert rows["ground"].fillna("").tolist() == ["protection", "", "", "", ""]
    assert rows.loc["X1", ["danger", "concern"]].tolist() == [False, True]
    after = pd.Timestamp("2023-11-28")
    assert alignment.steps_back(rows, after).index.tolist() == ["X3"]
    assert alignment.asked_for_more(rows, after).index.tolist() == ["X4"]
    assert alignment.objections(rows, after).index.tolist() == ["X1"]
    assert alignment.objections(rows, after, "icc").empty


def test_deeds_are_sorted_into_fields():
    orders = pd.DataFrame(
        {
            "deal_id": ["D1", "D2", "D3"],
            "supplier_country": ["India", "Russia", "France"],
            "system": "guns",
            "date": pd.to_datetime(["2023-01-01", "2023-01-01", "2019-01-01"]),
            "date_precision": ["year", "day", "day"],
            "counts_in_totals": True,
        }
    )
    made = alignment.deeds(alignment.coded(*record()), orders, 2020)
    assert made[["field", "key"]].to_numpy().tolist() == [
        ["arms from others", "D1"], ["alliance", "X0"], ["alliance", "X3"], ["still with Russia", "X2"]
    ]
    assert made["when"].iloc[0] == 2023.5  # known by its year


def test_relations_leave_out_second_reports_and_draw_no_margin_that_is_unknown():
    asked = polls().assign(question_id="iri_relations", answer="good (very or somewhat)").iloc[:3]
    rows = alignment.relations(asked)
    assert rows["field_start"].tolist() == ["2019-05", "2021"]
    assert rows["high"].tolist() == pytest.approx([88.0, 51.96])


def test_a_move_up_the_scale_is_no_move_away_from_russia():
    """Counts of an independent recount: by distance Russia came nearer to about as many states as it went away from."""
    series = alignment.series_of(load("alignment/ideal_points"), "2025-07", "fp")
    spans = {"before": (2019, 2021), "after": (2022, 2024)}
    means = pd.DataFrame({k: series[series["year"].between(*span)].groupby("iso3")["ideal_point"].mean() for k, span in spans.items()})
    from_russia = (means - means.loc["RUS"]).drop("RUS").dropna()
    assert (from_russia["after"] > from_russia["before"]).sum() == 191
    farther = from_russia["after"].abs() > from_russia["before"].abs()
    assert (farther.sum(), (~farther).sum()) == (95, 96)
    assert not farther[["KAZ", "AZE"]].any() and farther[["ARM", "GEO"]].all()
