"""Measures of the fighting on made-up figures whose answers are known by hand, and the published counts recomputed."""

import pandas as pd
import pytest
from evidence import conflict
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
    "all, 1816–2003": (73, 146),
    "all, 1816–1944": (61, 92),
    "all, 1945–2003": (12, 54),
    "defence": (42, 102),
    "offence": (31, 42),
    "neutrality": (35, 45),
    "nonaggression": (18, 49),
    "defence, 1816–1944": (36, 59),
    "defence, 1945–2003": (6, 43),
}


@pytest.mark.parametrize("group", PUBLISHED)
def test_rates_of_berkemeier_and_fuhrmann_come_out(group):
    found = conflict.rates(conflict.tested(load("alliances/wartime_commitments")))
    assert tuple(found.loc[group, ["kept", "tested"]]) == PUBLISHED[group]


def test_older_file_comes_out():
    cases = conflict.tested(load("alliances/wartime_commitments"))
    other = conflict.other_ways(cases, load("alliances/wartime_commitments_leeds"))
    assert tuple(other.loc["2005 file: all its cases", ["kept", "tested"]]) == (95, 137)
    assert tuple(other.loc["2005 file: wars to 1944", ["kept", "tested"]]) == (88, 109)


def test_deaths_that_the_chapter_rests_on():
    counts = conflict.by_country(load("conflict/deaths_by_location"))
    found = conflict.shares(counts, {"2020": (2020, 2020), "2022": (2022, 2022), "2021-23": (2021, 2023)})
    assert found[["armenia", "both"]].to_numpy().tolist() == [[10, 7646], [154, 308], [184, 810]]
