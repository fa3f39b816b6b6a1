"""Measures of the chronology on made-up events whose answers are known by hand; links of chapter 01 against the table."""

import re

import nbformat
import pandas as pd
import pytest
from evidence import event_lists
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


def test_rumours_and_parts_of_an_occasion_do_not_count():
    assert chronology.occasions(EVENTS)["event_id"].tolist() == ["E1", "E2", "E3"]


def test_a_month_and_a_year_span_all_their_days():
    spans = chronology.spanned(EVENTS)
    assert spans["last"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2022-12-31", "2023-03-17", "2023-12-31"]
    assert spans["start"].iloc[2] == 2023.0


def test_days_between_events_are_a_range_when_a_date_is_vague():
    spans = chronology.spanned(EVENTS).set_index("event_id")
    assert chronology.days_between(spans, "E1", "E2") == (76, 106)
    assert chronology.days_between(spans, "E3", "E2") == (-289, 75)


def test_marks_of_one_day_stand_on_different_heights():
    heights = chronology.laned(chronology.spanned(EVENTS), {"arms": 0.0, "icc": 1.0}, 0.1, 0.2)["height"]
    assert heights[1] != heights[3]
    assert heights[0] == heights[1] == 1.0
    assert heights[2] != heights[4]


def test_counts_by_theme():
    table = chronology.by_theme(chronology.occasions(EVENTS), {"2022": (2022, 2022), "2023": (2023, 2023)})
    assert table.set_index("theme").loc["icc"].to_dict() == {"2022": 1, "2023": 1, "total": 2, "grade A or B": 1}


def test_every_event_of_the_frame_has_a_code():
    coded = chronology.between_the_two(chronology.occasions(load("narrative/events")))
    assert coded["code"].notna().all()
    with pytest.raises(chronology.ChronologyProblem, match="E002"):
        chronology.between_the_two(coded[coded["event_id"] != "E002"])
    keys = [key for group in event_lists.groups("code").values() for key in group]
    assert len(keys) == len(set(keys))


CODED = pd.DataFrame({"year": [2000, 2000, 2001, 2003], "code": ["tie", "tie", "open", "strain"]})


def test_ties_lead_only_if_they_outnumber_strains_and_open_events():
    assert chronology.ties_lead(CODED, 2000, 2001)
    assert not chronology.ties_lead(CODED, 2000, 2003)


def test_yearly_counts_fill_empty_years():
    years = chronology.yearly(CODED).set_index("year")
    assert years.loc[2002].to_dict() == {"tie": 0, "open": 0, "strain": 0}
    assert (years.loc[2000, "tie"], years.loc[2003, "strain"], years.loc[2001, "open"]) == (2, 1, 1)


def test_steps_of_one_act_count_once_and_at_the_first():
    steps = pd.DataFrame({"event_id": ["E020", "E021", "E037", "E002"], "year": [2010, 2011, 2016, 1992]})
    assert chronology.acts(steps)["event_id"].tolist() == ["E020", "E002"]


def test_steps_of_one_act_have_one_code_and_stand_in_the_order_of_time():
    coded = chronology.between_the_two(chronology.occasions(load("narrative/events"))).set_index("event_id")
    for steps in event_lists.groups("steps of one act").values():
        rows = coded.loc[list(steps)]
        assert len(set(rows["code"])) == 1
        assert rows["date"].is_monotonic_increasing


def test_other_codes_replace_only_those_named():
    coded = pd.DataFrame({"event_id": ["E1", "E2"], "code": ["tie", "open"]})
    assert chronology.recoded(coded, {"strain": ("E2", "E3")})["code"].tolist() == ["tie", "strain"]


def test_the_last_window_in_which_ties_lead():
    leads = chronology.last_leads({"all": CODED}, years=2, until=2003)
    assert leads.to_dict("records") == [{"way": "all", "years": 2, "last": 2001}]


def test_every_further_page_has_a_link():
    events = pd.DataFrame(
        {"date_known": "2023", "description": "d", "source_name": "s", "url": "u", "further_urls": ["v;w", None]},
        index=pd.Index(["E1", "E2"], name="event_id"),
    )
    assert chronology.with_every_page(events)["source"].tolist() == ["[s](u), [2](v), [3](w)", "[s](u)"]


def test_waves_are_named_as_exactly_as_they_are_known():
    spans = [("2011", "2011"), ("2021", "2022"), ("2018-08", "2018-08"), ("2020-02-21", "2020-03-15")]
    assert [chronology.wave_name(*span) for span in spans] == ["2011", "2021-22", "August 2018", "February 2020"]


def test_peaks_exceed_both_neighbours():
    series = pd.Series([9.0, 1.0, 5.0, 2.0, 7.0, 7.5, 3.0], index=list("abcdefg"))
    assert chronology.peaks(series, 5).to_dict() == {"f": 7.5, "c": 5.0}


def test_tally_table_writes_ties_strains_and_open():
    table = chronology.tally_table({"all": CODED}, [(2000, 2003)])
    assert table["2000-03"].tolist() == ["2 : 1 (1)"]


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


def test_links_of_the_chapter_are_those_of_the_table():
    notebook = nbformat.read(NOTEBOOKS / "01_the_rupture.ipynb", as_version=4)
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    events = load("narrative/events").set_index("event_id")
    known = events["url"] + ";" + events["further_urls"].fillna("")
    links = re.findall(r"\[(E\d{3})\]\(([^)]+)\)", text)
    assert len(links) >= 15
    assert [(key, url) for key, url in links if url not in known[key].split(";")] == []
