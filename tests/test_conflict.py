"""Measures of the fighting on made-up figures whose answers are known by hand, and the published counts recomputed."""

import pandas as pd
import pytest
from evidence.measures import conflict
from evidence.tables import load


def deaths(rows):
    return pd.DataFrame(
        [
            {
                "iso3": iso3,
                "year": year,
                "violence": violence,
                "deaths_best": best,
                "deaths_low": best - 1,
                "deaths_high": best + 2,
            }
            for iso3, year, violence, best in rows
        ]
    )


MADE_UP = deaths(
    [
        ("ARM", 2021, "state_based", 10),
        ("AZE", 2021, "state_based", 30),
        ("ARM", 2021, "one_sided", 500),
        ("GEO", 2021, "state_based", 900),
        ("ARM", 2022, "state_based", 50),
        ("AZE", 2022, "state_based", 50),
    ]
)
SPELLS = {"2021": (2021, 2021), "2022": (2022, 2022), "both": (2021, 2022)}


def test_only_state_based_deaths_of_the_two_countries_count():
    counts = conflict.by_country(MADE_UP)
    assert counts.loc[2021, ["armenia", "azerbaijan", "both"]].tolist() == [10, 30, 40]
    assert counts.loc[2022, ["armenia_low", "armenia_high"]].tolist() == [49, 52]


def test_shares_and_their_bounds():
    shared = conflict.shares(conflict.by_country(MADE_UP), SPELLS)
    assert shared["share"].tolist() == [0.25, 0.5, pytest.approx(60 / 140)]
    bounded = conflict.with_bounds(shared, moved=13, reported=95)
    assert bounded["armenia_most"].tolist() == [23, 95, 60]
    assert conflict.with_bounds(shared, 0, reported=400).loc["2022", "share_most"] == 1.0
    assert conflict.with_bounds(shared, 0, reported=20).loc["2022", "armenia_most"] == 50


def test_wars_in_a_row_count_once():
    years = pd.DataFrame({"year": [1991, 1992, 1993, 1994, 2016, 2020], "intensity_level": [1, 2, 2, 2, 1, 2]})
    assert conflict.spells_of_war(years) == 2


def test_exact_interval():
    none = conflict.rate(pd.Series([False] * 10))
    assert (none["kept"], none["tested"], none["low"]) == (0, 10, 0.0)
    assert none["high"] == pytest.approx(1 - 0.025 ** (1 / 10))
    assert conflict.rate(pd.Series([True, None, False], dtype="boolean"))["tested"] == 2


def test_reported_deaths_leave_out_what_may_not_be_added():
    casualties = pd.DataFrame(
        {
            "event_start": pd.to_datetime(["2022-09-13"] * 4 + ["2020-09-27"]),
            "measure": [
                "soldiers killed",
                "soldiers wounded",
                "civilians killed",
                "soldiers and civilians killed",
                "killed",
            ],
            "never_in_totals": [False, False, False, True, False],
            "value": [222.0, 293.0, 3.0, 225.0, 1.0],
        }
    )
    assert conflict.reported_deaths(casualties, "2022-09-13")["value"].tolist() == [222.0, 3.0]


ARRIVALS = pd.DataFrame(
    {
        "report_id": ["A1", "A2", "A3", "A4", "A5", "A6"],
        "date": pd.to_datetime(["2023-09-25", "2023-09-26", "2023-09-27", "2023-09-27", "2023-09-26", "2023-09-27"]),
        "local_time": [None, "20:00", "08:00", None, None, None],
        "time_as_reported": ["end of day", "20:00", "08:00", None, "the whole day", "the whole day"],
        "arrivals_cumulative": pd.array([100, 250, 400, 500, None, None], dtype="Int64"),
        "arrivals_in_period": pd.array([None, None, None, None, 200, 350], dtype="Int64"),
        "in_series": [True, True, True, True, False, False],
    }
)


def test_arrivals_stand_in_order_of_time():
    counted = conflict.curve(ARRIVALS)
    assert counted["arrived"].tolist() == [100, 250, 400, 500]
    assert counted["when"].is_monotonic_increasing
    assert counted["hour_known"].tolist() == [False, True, True, False]


def test_a_count_without_an_hour_stands_in_the_middle_of_what_is_open():
    counted = conflict.curve(ARRIVALS)
    first, last = counted.iloc[0], counted.iloc[-1]
    assert first["earliest"] == first["when"] == first["latest"] == pd.Timestamp("2023-09-25 23:59")
    assert (last["earliest"], last["latest"]) == (pd.Timestamp("2023-09-27 08:00"), pd.Timestamp("2023-09-27 23:59"))
    assert last["earliest"] < last["when"] < last["latest"]


def test_day_sums_fit_or_do_not():
    counted = conflict.curve(ARRIVALS)
    one_day = conflict.day_sums(ARRIVALS, ["A5"], first=100)
    assert one_day["arrived"].tolist() == [300]
    assert conflict.fits(one_day, counted)
    assert not conflict.fits(conflict.day_sums(ARRIVALS, ["A6"], first=100), counted)
    assert not conflict.fits(conflict.day_sums(ARRIVALS, ["A5"], first=250), counted)


def test_rival_day_sums_of_the_table_both_fit():
    arrivals = load("conflict/arrivals_2023")
    rival = conflict.rival_day_sums(arrivals)
    assert rival["arrived"].tolist() == [31_800, 58_400, 35_600]
    assert all(conflict.fits(sums, conflict.curve(arrivals)) for _, sums in rival.groupby("reported_as"))


def test_requests_and_answers():
    timeline = pd.DataFrame(
        {
            "step": ["request", "request", "answer", "statement"],
            "territory": ["Armenia", "Armenia", "Kazakhstan", "Karabakh"],
            "basis": ["treaty, Article 4", "treaty, Article 2", "treaty, Article 4", "treaty"],
            "what": ["Armenia asks.", "Armenia asks.", "The CSTO sends troops.", "A statement."],
        }
    )
    assert len(conflict.asked(timeline, "Armenia")) == 2
    assert len(conflict.asked(timeline, "Armenia", "Article 4")) == 1
    assert conflict.asked(timeline, "Karabakh").empty
    assert conflict.answered_with_troops(timeline)["territory"].tolist() == ["Kazakhstan"]


PUBLISHED = {
    "any promise, 1816–2003": (73, 146),
    "any promise, 1816–1944": (61, 92),
    "any promise, 1945–2003": (12, 54),
    "defence, 1816–2003": (42, 102),
    "offence, 1816–2003": (31, 42),
    "neutrality, 1816–2003": (35, 45),
    "nonaggression, 1816–2003": (18, 49),
    "defence, 1816–1944": (36, 59),
    "defence, 1945–2003": (6, 43),
}


@pytest.mark.parametrize("group", PUBLISHED)
def test_rates_of_berkemeier_and_fuhrmann_come_out(group):
    found = conflict.rates(conflict.tested(load("alliances/wartime_commitments")))
    assert tuple(found.loc[group, ["kept", "tested"]]) == PUBLISHED[group]


def test_defence_since_1945_splits_by_members():
    found = conflict.rates(conflict.tested(load("alliances/wartime_commitments")))
    two, more = (found.loc[f"defence, 1945–2003, {members} members"] for members in ("two", "more"))
    assert (two["kept"], two["tested"], more["kept"], more["tested"]) == (6, 22, 0, 21)
    assert conflict.apart(found, "defence, 1945–2003", "defence, 1816–1944")
    assert not conflict.apart(found, "defence, 1816–1944", "defence, 1945–2003")


def test_leaving_each_war_out():
    cases = pd.DataFrame({"war": ["a", "a", "b"], "honoured": [True, False, False]})
    assert conflict.without_each_war(cases).to_dict() == {"a": 0.0, "b": 0.5}


def test_older_file_comes_out():
    cases = conflict.tested(load("alliances/wartime_commitments"))
    other = conflict.other_ways(cases, load("alliances/wartime_commitments_leeds"))
    assert tuple(other.loc["2005 file: all its cases", ["kept", "tested"]]) == (95, 137)
    assert tuple(other.loc["2005 file: wars to 1944", ["kept", "tested"]]) == (88, 109)


def test_deaths_that_the_chapter_rests_on():
    counts = conflict.by_country(load("conflict/deaths_by_location"))
    found = conflict.shares(counts, {"2020": (2020, 2020), "2022": (2022, 2022), "2021-23": (2021, 2023)})
    assert found[["armenia", "both"]].to_numpy().tolist() == [[10, 7646], [154, 308], [184, 810]]


def test_one_sided_deaths_are_counted_apart():
    assert conflict.one_sided(MADE_UP).to_dict() == {2021: 500}
    assert conflict.one_sided(load("conflict/deaths_by_location")).to_dict() == {1992: 774, 2015: 7}


def test_the_country_files_hold_more_than_the_conflict_in_two_years_only():
    counts = conflict.by_country(load("conflict/deaths_by_location"))
    beside = conflict.beside_the_conflict(counts, load("conflict/conflict_388"))
    assert beside.loc[beside["surplus"].ne(0), "surplus"].to_dict() == {1993: 60, 1994: 12}
    assert beside.loc[1991:1994, ["country", "conflict", "conflict_high"]].sum().tolist() == [4952, 4880, 9408]
    shares = conflict.first_war_shares(counts, beside, pd.Series({1992: 774}))
    assert shares.round(4).to_dict() == {"by_country": 0.0307, "of_the_conflict": 0.0311, "with_one_sided": 0.0265}


def test_only_active_years_are_marked_active():
    counts = conflict.by_country(MADE_UP)
    assert conflict.with_activity(counts, pd.DataFrame({"year": [2022]}))["is_active"].tolist() == [False, True]


def test_readings_of_2022_and_placings_of_2021():
    casualties, events = load("conflict/casualties"), load("conflict/events_2021")
    counts = conflict.by_country(load("conflict/deaths_by_location"))
    shared = conflict.with_bounds(conflict.shares(counts), moved=13, reported=305)
    readings = conflict.readings_of_2022(casualties, shared)
    assert (readings * 308).round().to_dict() == {"even": 154, "own_side": 225, "all_in_armenia": 305}
    assert conflict.placings_of_2021(events, counts, shared).to_dict() == {
        "candidate": 36,
        "yearly": 40,
        "moved": 13,
        "moved_high": 37,
        "armenia": 10,
        "armenia_moved": 23,
    }


def test_every_appeal_has_what_followed():
    appeals = conflict.appeals(load("conflict/commitment_timeline"), load("narrative/events"))
    assert appeals["keys"].str.split(", ").str[0].tolist() == ["E049", "K04", "K05", "K10"]
    assert appeals["what followed"].str.len().gt(0).all()
    assert "border incident" in appeals["what followed"][1]


def test_members_of_both_sides_are_told_apart():
    tables = (load("alliances/wartime_commitments"), load("alliances/alliances"), load("alliances/members"))
    rows = conflict.cases_of(tables[0], "Azeri-Armenian", *tables[1:])
    broken = rows[rows["in the file"].eq("broken")]
    assert (len(rows), len(broken), broken["both fighting states in it"].eq("yes").sum()) == (8, 4, 3)


def test_the_displaced_of_the_first_war_are_counted_on_both_sides():
    rows = [("Azerbaijan", "Azerbaijan", 1993, 0, 7), ("Azerbaijan", "Azerbaijan", 2023, 0, 6), ("Armenia", "Azerbaijan", 1993, 2, 0),
            ("Azerbaijan", "Armenia", 1993, 3, 0), ("Armenia", "Armenia", 1993, 0, 4)]  # fmt: skip
    stock = pd.DataFrame(rows, columns=["origin", "asylum", "year", "refugees", "idps"])
    assert conflict.displaced_in_the_1990s(stock).to_dict() == {
        "within_azerbaijan_1993": 7, "within_azerbaijan_2023": 6, "within_armenia_1993": 4, "from_armenia_1993": 2, "from_azerbaijan_1993": 3,
    }  # fmt: skip
