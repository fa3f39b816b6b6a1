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


def test_intervals_of_defence_do_not_touch():
    found = conflict.rates(conflict.tested(load("alliances/wartime_commitments")))
    assert found.loc["defence, 1945–2003", "high"] < found.loc["defence, 1816–1944", "low"]


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
    assert appeals["keys"].str.split(", ").str[0].tolist() == ["E049", "K04", "K19", "K05", "K10"]
    assert appeals["what followed"].str.len().gt(0).all()
    assert "border incident" in appeals["what followed"][1]
    assert appeals["what followed"][2] == conflict.NO_ANSWER


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


def test_the_dead_are_counted_by_side_without_the_missing_and_without_doubles():
    rows = [
        ("Armenia", "soldiers killed", False, 5), ("Karabakh Armenians", "civilians killed", False, 2),
        ("Azerbaijan", "soldiers killed", False, 4), ("both", "civilians killed", False, 3), ("Russia", "soldiers killed", False, 1),
        ("Armenia", "missing", False, 90), ("Armenia", "soldiers and civilians killed", True, 7),
    ]  # fmt: skip
    casualties = pd.DataFrame(rows, columns=["side", "measure", "never_in_totals", "value"])
    casualties = casualties.assign(event_start=pd.Timestamp("2023-09-19"))
    whose = conflict.whose_dead(casualties, 2020).set_index("side")["deaths"]
    assert whose.to_dict() == {"Armenia's and\nKarabakh's": 7, "Azerbaijan's": 4, "others": 4}
    assert conflict.whose_dead(casualties, 2024).empty


def test_bubbles_hold_both_panels_and_the_colour_of_whose_they_are():
    by_place = pd.DataFrame({"Armenia": [1, 2], "Azerbaijan": [3, 4]}, index=pd.Index([2022, 2023], name="year"))
    whose = pd.DataFrame({"year": [2022], "side": ["Azerbaijan's"], "deaths": [9]})
    dead = conflict.bubbles(by_place, whose)
    assert len(dead) == 5 and dead["deaths"].sum() == 19
    assert dead.loc[dead["deaths"].eq(9), "actor"].item() == "Azerbaijan"
    assert dead["panel"].nunique() == 2
    assert set(dead.loc[dead["panel"].str.contains("UCDP"), "actor"]) == {"others"}


SQUARE = pd.DataFrame({"lon": [0.0, 4, 4, 0, 0], "lat": [0.0, 0, 4, 4, 0]})


def test_inside_a_closed_line():
    assert conflict.inside(SQUARE, 1, 1)
    assert not conflict.inside(SQUARE, 5, 1)
    assert not conflict.inside(SQUARE, 1, -1)


def test_an_exclave_belongs_to_its_country_and_a_hole_does_not():
    far = SQUARE.assign(lon=SQUARE["lon"] + 10)
    hole = pd.DataFrame({"lon": [1.0, 2, 2, 1, 1], "lat": [1.0, 1, 2, 2, 1]})
    rings = [SQUARE.assign(part=1, ring=1), hole.assign(part=1, ring=2), far.assign(part=2, ring=1)]
    outlines = pd.concat(rings).assign(feature="Here")
    places = pd.DataFrame({"lon": [3.0, 1.5, 12, 7], "lat": [3.0, 1.5, 2, 2]})
    assert conflict.lies_in(outlines, "Here", places).tolist() == [True, False, True, False]


def test_a_mark_in_the_lake_is_set_on_land_and_others_stay():
    events = pd.DataFrame(
        {
            "place": ["wet", "dry", "dry", "country"],
            "lon": [3.5, 9.0, 9.0, 2.0],
            "lat": [2.0, 9.0, 9.0, 2.0],
            "country": "Armenia",
            "deaths_best": [1, 2, 3, 8],
            "where_precision": [5, 1, 2, 6],
        }
    )
    shore = pd.DataFrame({"lon": [0.0, 4, 4, 4, 0, 0], "lat": [0.0, 0, 2, 4, 4, 0]})
    found = conflict.placed(events, shore).set_index("place")
    assert found["deaths"].to_dict() == {"dry": 5, "wet": 1}
    assert found["known"].to_dict() == {"dry": "place", "wet": "area"}
    assert found.loc["wet", ["lon", "lat"]].tolist() == [4.3, 2.0] and found.loc["wet", "ashore"]
    assert not conflict.inside(shore, *found.loc["wet", ["lon", "lat"]])
    assert found.loc["dry", ["lon", "lat"]].tolist() == [9.0, 9.0]


def test_only_the_middle_of_gegharkunik_lies_in_the_lake():
    found = conflict.placed(load("conflict/events_2021"), load("map/lake"))
    assert found.loc[found["ashore"], "place"].str.contains("Geghark").all() and found["ashore"].sum() == 1
    assert found["deaths"].sum() == 33


def test_each_side_named_places_on_its_own_side():
    outlines, places = load("map/outlines"), load("map/places")
    for role, country in (("named by Yerevan", "Armenia"), ("named by Baku", "Azerbaijan")):
        assert conflict.lies_in(outlines, country, places[places["role"].eq(role)]).all()


def test_dots_lose_nobody():
    days = conflict.by_day(ARRIVALS)
    assert days["total"].tolist() == [100, 250, 500] and days["crossed"].tolist() == [100, 150, 250]
    dots = conflict.crowd(days, people=20, wide=4)
    assert dots.groupby("day").size().tolist() == [5, 7, 13]  # 250 people are twelve dots and a half, rounded to twelve
    assert dots["x"].max() < 3 * 7 and dots.groupby("day")["x"].nunique().max() == 4
    assert len(conflict.crowd(conflict.by_day(load("conflict/arrivals_2023")), 100, 8)) == 1005


CODED = pd.DataFrame(
    {
        "statement_id": ["T1", "T2", "T3", "T4"],
        "key": ["X1", None, "E1", "E2"],
        "party": ["one", "two", "one", "three"],
        "kind": ["state", "state", "state", "state"],
        "finding": [conflict.STRUCK, conflict.STRUCK, "names no side", conflict.STRUCK],
        "limits": "none",
        "words": [None, "own words", None, None],
        "url": [None, "http://own", None, None],
        "said_on": pd.to_datetime([None, "2022-09-13", None, None]),
    }
)


def test_words_come_from_wherever_they_stand():
    events = pd.DataFrame({"event_id": ["E1", "E2"], "description": ["an act", "late"], "url": ["http://e", "http://l"]})
    events = events.assign(date=pd.to_datetime(["2022-09-12", "2025-01-01"]))
    texts = pd.DataFrame({"text_id": ["X1"], "what": ["a text"], "url": ["http://x"], "date": pd.to_datetime(["2022-10-04"])})
    said = conflict.witnesses(CODED, events, texts)
    assert said["said"].tolist() == ["an act", "own words", "a text", "late"]
    assert said["url"].tolist() == ["http://e", "http://own", "http://x", "http://l"]
    assert conflict.found_struck(said, "2023-11-30").tolist() == ["two", "one"]
    assert conflict.found_struck(said, "2025-12-31").tolist() == ["two", "one", "three"]


def test_third_parties_on_record_by_the_day_of_the_article():
    said = conflict.witnesses(load("conflict/third_parties_2022"), load("narrative/events"), load("narrative/texts"))
    assert said[["date", "said", "url"]].notna().all().all()
    found = conflict.found_struck(said, "2023-11-30").tolist()
    assert found == ["United States", "European Union", "France", "Council of Europe", "European Parliament"]


def test_steps_of_the_dated_figure_are_in_the_timeline():
    steps = conflict.steps(load("conflict/commitment_timeline"))
    assert steps["date"].notna().all() and set(steps["actor"]) == {"Armenia", "Russia", "CSTO"}
