"""Alignment measures on made-up figures whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence import event_lists
from evidence.drawings import alignment_figures
from evidence.measures import alignment, alignment_findings

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
    assert moved["iso3"].tolist() == ["ARM", "RUS"]
    assert moved["move"].median() == pytest.approx(-0.5)
    drawn = alignment_figures.drawn_moves({"one": moved, "two": moved}, ["ARM"])
    assert drawn[["series", "country"]].to_numpy().tolist() == [
        ["one", "ARM"],
        ["one", "median of 2"],
        ["two", "ARM"],
        ["two", "median of 2"],
    ]
    assert drawn["row"].tolist() == pytest.approx([0.84, -0.16, 1.16, 0.16])


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
    table = alignment.readable_distances(distances(), "Aland")
    assert table.columns[5] == "Aland moved" and len(table) == 6


def test_an_interval_over_zero_is_undecided():
    rows = distances()
    found = {name: value for name, (value, _) in alignment_findings.distances(rows).items()}
    assert found["west_undecided"] and found["no_nearer_to_France"] and found["usa_moved_it"]
    assert not found["usa_decided_if_independent"]
    assert found["nearer_USA_fp"] == pytest.approx(0.4)
    assert found["west_range"] == "0.10"
    france = rows["iso3"].eq("FRA") & rows["series"].eq("whole resolutions")
    decided = alignment_findings.distances(rows.assign(low=rows["low"].mask(france, 0.05)))
    assert not decided["no_nearer_to_France"][0] and not decided["west_undecided"][0]


def test_parts_are_named_after_the_state():
    rows = alignment.by_period(points(MADE), [(2020, 2021), (2022, 2024)])
    assert "Armenia moved" in alignment.readable_parts(rows)
    other = alignment.readable_parts(rows.assign(series="s"), "Belarus")
    assert other.columns.tolist()[:3] == ["series", "years before", "years after"]
    assert "Belarus moved" in other and "change of gap" in other


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
    families = [
        (day, family, state, "yes")
        for day in ("2021-01-01", "2023-01-01")
        for family in alignment.FAMILIES
        for state in ("ARM", "RUS")
    ]
    still = alignment.stance_changes(recurring(families), ["ARM", "RUS"])
    table = alignment.who_moved(still.assign(moved=still["iso3"].eq("ARM")), still)
    assert set(table["moved"]) == {"Armenia"} and set(table["moved, absences left out"]) == {"neither"}


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
    table = alignment.statute_table(rome, ["C", "E"], pd.Series({"C": "Cee", "E": "Eee"}))
    assert table.iloc[0].tolist() == ["Cee", "1999-01-01", "no", "no"]
    assert table.iloc[1].tolist() == ["Eee", "no", "no", "no"]


def test_agreement_joins_at_the_seam():
    rows = [("own, roll calls", 73), ("own, roll calls", 74), ("own, resolutions", 74), ("published", 73)]
    frame = pd.DataFrame(rows, columns=["basis", "session"]).assign(
        iso3="ARM", partner="Russia", partner_iso3="RUS", agreement=[0.5, 0.6, 0.7, 0.8], votes_compared=9
    )
    frame["year"] = frame["session"] + 1945
    assert alignment.joined_agreement(frame, "ARM", ["RUS"])["agreement"].tolist() == [0.5, 0.7]
    change = alignment.with_russia(frame, ["ARM"], (2018, 2018), (2019, 2019))
    assert change["change"].item() == pytest.approx(0.2)


def test_agreement_of_the_newest_sessions_beside_the_other_states():
    states = ["ARM", *alignment.COMPARED, "IND", "FRA"]
    rows = [
        ("own, resolutions", state, partner, year, 0.6 - (0.1 if year > 2021 else 0.0) - 0.01 * number)
        for number, state in enumerate(states)
        for partner in ("RUS", "USA")
        for year in (2019, 2021, 2023, 2024)
    ]
    frame = pd.DataFrame(rows, columns=["basis", "iso3", "partner_iso3", "year", "agreement"])
    frame = frame.assign(session=frame["year"] - 1945, partner=frame["partner_iso3"], votes_compared=50)
    own = alignment.joined_agreement(frame, "ARM", ["RUS", "USA"])
    found = {name: value for name, (value, _) in alignment_findings.agreement(frame, own).items()}
    assert found["others_compared"] == found["others_fell"] == 6
    assert found["others_median"] == pytest.approx(-10)
    assert found["alike_USA_2024"] == pytest.approx(25)
    assert found["newest_RUS"] == pytest.approx(50)


def test_words_are_sought_where_all_actors_act():
    events = pd.DataFrame(
        {
            "actors": ["Armenia;Russia", "Armenia", "Russia;Armenia;ICC"],
            "date": pd.to_datetime(["2023-01-01", "2023-02-01", "2023-03-01"]),
            "description": ["Asks for help", "asks for help", "Threat"],
        }
    )
    assert alignment.mentions(events, ["Russia", "Armenia"], "asks|threat", None, None) == 2
    assert alignment.mentions(events, ["Russia", "Armenia"], "asks|threat", pd.Timestamp("2023-02-01"), None) == 1
    assert len(alignment.acting(events, ["Russia", "Armenia"], None, None)) == 2


def test_a_complaint_sorted_otherwise_can_be_left_out():
    keys = [k for listed in event_lists.groups("complaint").values() for k in listed]
    events = pd.DataFrame({"description": "x"}, index=keys)
    every, narrow = (alignment.grounds_of_complaint(events, out) for out in ((), ("E097",)))
    assert (every - narrow).to_dict() == {g: int("E097" in k) for g, k in event_lists.groups("complaint").items()}


def test_unknown_values_make_no_sum():
    deals = pd.DataFrame(
        {
            "supplier_country": ["France", "India", "India", "Russia", "India"],
            "date": pd.to_datetime(["2023-10-23"] * 5),
            "kind": ["purchase", "purchase", "purchase", "purchase", "denied"],
            "counts_in_totals": [True, True, True, True, False],
            "value_low": [np.nan, 1e6, 2e6, 9e6, 9e9],
            "value_currency": [None, "USD", "USD", "USD", "USD"],
        }
    )
    ties = alignment.new_ties(deals).set_index("from")
    assert ties["at least, million dollars"].isna().to_dict() == {"India": False, "France": True}
    assert ties.loc["India"].tolist() == [2, 2, 3.0, "none listed"]


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
    assert alignment.by_wave(made.reset_index())["Russia_2019_05"] == 0.88
    assert alignment.poll_points(polls(), "q", "bad", ["Russia"])["is_second_report"].tolist() == [True]


def test_margin_is_unknown_where_the_number_asked_is():
    margins = alignment.sampling_margin(pd.Series([50.0, 50.0]), pd.array([2500, None], dtype="Int64"))
    assert margins.iloc[0] == pytest.approx(1.96) and np.isnan(margins.iloc[1])


def test_spans_and_lists_use_a_proper_minus():
    assert alignment.span([-0.61, 0.2]) == "−0.61 to 0.20"
    assert alignment.listed([1, 2, 3], ".0f") == "1, 2 and 3"


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
