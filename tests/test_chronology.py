"""Measures of the chronology on made-up events whose answers are known by hand; links of chapter 01 against the table."""

import math
import re

import nbformat
import pandas as pd
import pytest
from evidence.drawings import timeline
from evidence.measures import chronology
from evidence.places import NOTEBOOKS
from evidence.tables import load

EVENTS = pd.DataFrame(
    {
        "event_id": ["E1", "E2", "E3", "E4", "E5"],
        "date": pd.to_datetime(["2022-12-01", "2023-03-17", "2023-01-01", "2023-03-17", "2023-03-17"]),
        "date_known": ["2022-12", "2023-03-17", "2023", "2023-03-17", "2023-03-17"],
        "theme": ["icc", "icc", "arms", "icc", "arms"],
        "source_grade": ["A", "C", "B", "B", "D"],
        "in_totals": [True, True, True, True, False],
        "part_of": [None, None, None, "E2", None],
    }
)


RECORD = pd.DataFrame(
    {
        "date": pd.to_datetime(["2000-04-01", "2000-09-01", "2001-01-01", "2003-06-01"]),
        "year": [2000, 2000, 2001, 2003],
        "code": ["tie", "strain", "open", "strain"],
        "search_id": ["A-Q1", "A-F1", "A-Q1", None],
    }
)
CODES = pd.DataFrame(
    {
        "event_id": ["E1", "E1", "E2", "E2", "E3", "E3"],
        "coder": ["first", "second"] * 3,
        "ground": ["arms", "arms", "arms", "economy", None, None],
    }
)


def test_rumours_parts_of_an_occasion_and_grade_d_are_not_on_record():
    record = chronology.on_record(EVENTS)
    assert record["event_id"].tolist() == ["E1", "E3", "E2"]
    assert record["year"].tolist() == [2022, 2023, 2023]
    worse = EVENTS.assign(source_grade=["D", "C", "B", "B", "B"])
    assert chronology.on_record(worse)["event_id"].tolist() == ["E3", "E2"]


def test_a_year_says_whether_there_was_any_and_what_neutral_queries_brought():
    years = chronology.by_year(RECORD, ["A-Q1"]).set_index("year")
    assert years.index.tolist() == [2000, 2001, 2002, 2003]
    assert years.loc[2000].to_dict() == {"tie": True, "strain": True, "found": 1}
    assert years.loc[2001].to_dict() == {"tie": False, "strain": False, "found": 1}
    assert years.loc[2002].to_dict() == {"tie": False, "strain": False, "found": 0}
    assert years.loc[2003].to_dict() == {"tie": False, "strain": True, "found": 0}


def test_a_span_has_its_first_and_its_last_day():
    spans = {"to the day": ("2000-09-01", "2000-09-01"), "after": ("2000-09-02", "2003-05-31"), "all": ("2000-01-01", "2003-12-31")}
    assert chronology.spans_with(RECORD, "strain", spans).tolist() == [True, False, True]
    with pytest.raises(chronology.ChronologyProblem, match="turned"):
        chronology.spans_with(RECORD, "strain", {"turned": ("2001-01-01", "2000-01-01")})


def test_only_what_both_coders_say_alike_is_agreed():
    assert chronology.agreed(CODES, "ground").to_dict() == {"E1": "arms"}


def test_every_event_of_the_timeline_is_coded_or_open_and_stands_beside_a_mark_of_its_side():
    record = chronology.on_record(load("narrative/events"))
    years = chronology.by_year(record, []).set_index("year")
    named = chronology.turning_events(load("narrative/events"))
    assert len(named) > 15
    assert not named.duplicated(["year", "side"]).any()
    for event in named.itertuples():
        assert years.loc[event.year, event.side], event.words
    codes = load("narrative/events").set_index("event_id")["code"]
    assert (codes[named["event_id"]].to_numpy() == named["side"]).all()


def test_the_timeline_draws_a_square_for_each_year_with_one_and_no_other():
    years = chronology.by_year(RECORD, ["A-Q1"])
    named = pd.DataFrame({"year": [2003], "side": ["strain"], "words": ["gas"]})
    drawn = timeline.plotted(years, named)
    marks = drawn[drawn["place"].notna()]
    assert marks[["year", "place"]].to_numpy().tolist() == [[2000, -1], [2000, 1], [2003, 1]]
    assert drawn["words"].dropna().tolist() == ["gas"]
    assert drawn.loc[drawn["kind"].eq("found"), "found"].tolist() == [1, 1, 0, 0]


def test_a_share_held_for_years_is_the_lesser_of_a_distant_pair():
    waves = pd.DataFrame(
        {"group": ["g"] * 4 + ["h"], "when": [2011.5, 2013.5, 2015.5, 2021.5, 2019.0], "end": [2012, 2014, 2016, 2022, 2019.5],
         "percent": [80.0, 83.0, 74.0, 90.0, 99.0]}
    )  # fmt: skip
    assert chronology.held_for_years(waves, 3, 2020) == 74.0
    assert chronology.held_for_years(waves, 2, 2020) == 80.0
    assert chronology.held_for_years(waves, 3, 2030) == 83.0
    assert math.isnan(chronology.held_for_years(waves, 9, 2020))


def test_a_month_and_a_year_span_all_their_days():
    spans = chronology.spanned(EVENTS)
    assert spans["last"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2022-12-31", "2023-03-17", "2023-12-31"]
    assert spans["start"].iloc[2] == 2023.0


def test_days_between_events_are_a_range_when_a_date_is_vague():
    spans = chronology.spanned(EVENTS).set_index("event_id")
    assert chronology.days_between(spans, "E1", "E2") == (76, 106)
    assert chronology.days_between(spans, "E3", "E2") == (-289, 75)




def test_every_further_page_has_a_link():
    events = pd.DataFrame(
        {"date_known": "2023", "description": "d", "source_name": "s", "url": "u", "further_urls": ["v;w", None]},
        index=pd.Index(["E1", "E2"], name="event_id"),
    )
    assert chronology.with_every_page(events)["source"].tolist() == ["[s](u), [2](v), [3](w)", "[s](u)"]


def test_waves_are_named_as_exactly_as_they_are_known():
    spans = [("2011", "2011"), ("2021", "2022"), ("2018-08", "2018-08"), ("2020-02-21", "2020-03-15")]
    assert [chronology.wave_name(*span) for span in spans] == ["2011", "2021-22", "August 2018", "February 2020"]


def test_waves_stand_in_the_middle_of_their_fieldwork():
    polls = pd.DataFrame(
        {
            "comparable_group": ["g", "g", "h"],
            "answer": ["named"] * 3,
            "about_iso3": ["RUS"] * 3,
            "respondents_iso3": ["ARM"] * 3,
            "field_start": ["2021", "2019-01", "2019"],
            "field_end": ["2022", "2019-01", "2019"],
            "n": pd.array([pd.NA, 2500, 100], dtype="Int64"),
            "percent": [50.0, 20.0, 1.0],
            "percent_other_report": [None, 21.0, None],
        }
    )
    found = chronology.waves(polls, "g", "named")
    assert found["percent"].tolist() == [20.0, 50.0]
    assert found["when"].iloc[1] == 2022.0
    assert found["margin"].round(2).tolist() == [1.57, 3.1]
    assert found["is_undated_in_year"].tolist() == [False, True]


def test_net_news_marks_months_that_are_covered_in_part():
    attention = pd.DataFrame(
        {"month": ["2023-01", "2023-02"], "b_iso3": "RUS", "daily_mean": [1.0, 2.0], "days_covered": [22, 28]}
    )
    assert chronology.net_news(attention, "RUS")["is_partial"].tolist() == [True, False]


def test_changes_compare_a_stretch_with_the_one_before():
    series = pd.Series([1.0, 3.0, 6.0, 8.0], index=list("abcd"))
    assert chronology.changes(series, 2, 2).to_dict() == {"c": 5.0}


def test_links_of_the_story_are_pages_of_the_record():
    notebook = nbformat.read(NOTEBOOKS / "01_the_rupture.ipynb", as_version=4)
    (story,) = [c.source for c in notebook.cells if c.cell_type == "markdown" and "**Bound, 1992" in c.source]
    events = load("narrative/events")
    known = {url for column in ("url", "further_urls") for urls in events[column].dropna() for url in urls.split(";")}
    links = re.findall(r"\]\((https?://[^)]+)\)", story)
    assert len(links) >= 30
    assert sorted(set(links) - known) == []
