"""Polls and news attention: parsers on synthetic samples, bad input, known values of real files."""

import contextlib
from pathlib import Path

import pandas as pd
import pytest
import rebuilt
from build import countries_table, polls
from build.problems import SourceProblem
from build.reading import typed
from build.shelf import CURATED, Shelf
from build.writing import finish
from sources_here import SAMPLES, SOURCES, needs_sources, records, says

KEYS = {s.key: s for m in (countries_table, polls) for s in m.SOURCES}
TABLES = {t.name: t for t in polls.TABLES}
TYPED = CURATED / "polls.csv"
BAROMETER = SAMPLES / "opinion" / "caucasus_barometer_2029_main_friend_weighted.csv"
DYADS = SAMPLES / "media" / "gdelt_dyads_monthly_2030.csv"


def made(name: str, folder: Path) -> pd.DataFrame:
    table = TABLES[name]
    return finish(table.build(Shelf(folder, KEYS)), table)


def only(frame: pd.DataFrame, column: str, **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return frame[column].iloc[0]


@pytest.fixture(scope="module")
def typed_in() -> pd.DataFrame:
    return polls.read_reported(TYPED)


# --- the hand-kept file ---


def test_known_figures(typed_in):
    relations = {"question_id": "iri_relations", "about": "Russia", "answer": "good (very or somewhat)"}
    series = typed_in.query("about == 'Russia' and question_id == 'iri_relations' and answer.str.startswith('good')")
    assert only(typed_in, "percent", field_start="2023-01-23", **relations) == 50
    assert only(typed_in, "percent", field_start="2023-12", **relations) == 31
    assert series.sort_values("field_start")["percent"].tolist() == [87, 93, 88, 64, 50, 31, 35, 43]
    friend = {"question_id": "cb_main_friend", "about": "Russia"}
    assert only(typed_in, "percent", field_start="2013", **friend) == 83
    assert only(typed_in, "percent_other_report", field_start="2013", **friend) == 84
    assert only(typed_in, "percent", field_start="2021", **friend) == 35


def test_a_new_format_begins_a_new_group(typed_in):
    partners = typed_in[typed_in["question_id"].str.startswith(("iri_partner", "iri_threat"))]
    by_year = partners["field_start"].str[:4].astype(int)
    expected = by_year.map(lambda y: "2019" if y < 2021 else "2021" if y < 2023 else "2023")
    assert (partners["comparable_group"] == partners["question_id"] + "_" + expected).all()
    assert partners["comparable_group"].str[-4:].nunique() == 3
    groups = typed_in.groupby("comparable_group")[["poll", "question_id"]].nunique()
    assert (groups == 1).all(axis=None), "a group joins one pollster's answers to one question"


def test_mpg_is_not_gallup(typed_in):
    assert not typed_in["poll"].str.contains("International").any()
    mpg = typed_in[typed_in["poll"] == "MPG"]
    assert mpg["question_id"].str.startswith("mpg_").all()
    ordered = mpg[mpg["commissioned_by"].notna()]
    assert len(ordered) == 4 and set(ordered["field_start"]) == {"2020-11-17"}
    described = next(f.description for f in polls.POLLS if f.name == "poll")
    assert "no part of Gallup Inc." in described


def test_every_figure_has_an_address_that_stands_alone(typed_in):
    assert not typed_in["url"].str.contains(r"[\s()]").any()
    assert typed_in["url"].str.startswith("http").all()
    assert typed_in["percent_other_report"].notna().sum() == 5


def test_dates_say_how_exact_they_are(typed_in):
    length = typed_in["field_start"].str.len().map({4: "year", 7: "month", 10: "day"})
    assert (length == typed_in["date_precision"]).all()
    assert set(typed_in["date_precision"]) == {"year", "month", "day"}


# --- samples ---


def test_barometer_answers_become_countries():
    frame = polls.read_barometer(BAROMETER)
    assert only(frame, "percent", respondents="Armenia", about="Russia", question_id="cb_main_friend") == 25.5
    assert only(frame, "about_iso3", percent=0.5) == "BLR"
    assert only(frame, "about", percent=13.0) == "none"
    assert only(frame, "answer", percent=13.0) == "don't know"
    assert pd.isna(only(frame, "about_iso3", about="Nagorno-Karabakh"))
    assert set(frame.loc[frame["respondents"] == "Georgia", "question"]) == {
        "which country is the main enemy of Georgia"
    }
    assert frame["is_own_calculation"].all()


def test_media_attention_holds_armenia_on_one_side_and_counts_the_days():
    media = made("opinion/media_attention", SAMPLES)
    assert set(media["a_iso3"]) == {"ARM"}
    assert only(media, "weighted_sum", month="2030-02", b_iso3="FRA") == 60
    assert only(media, "days_covered", month="2030-02", b_iso3="AZE") == 20
    assert only(media, "days_covered", month="2030-01", b_iso3="FJI") == 31
    assert only(media, "weighted_sum", month="2030-01", b_iso3="AZE") == -62
    assert len(media) == 5


def test_every_spelling_and_every_answer_without_a_state_is_known(tmp_path):
    said = {
        "Belorussia": ("Belarus", "BLR"), "Czek republic": ("Czechia", "CZE"), "Great Britain": ("United Kingdom", "GBR"),
        "Holland": ("Netherlands", "NLD"), "USA": ("United States", "USA"), "Venesuella": ("Venezuela", "VEN"),
        "Mountainous Karabakh": ("Nagorno-Karabakh", None), "All muslim countries": ("all Muslim countries", None),
        "Abkhazia": ("Abkhazia", None), "Ossetia": ("Ossetia", None), "Europe": ("Europe", None), "Don't know": ("none", None),
        "No one": ("none", None), "Refuse to answer": ("none", None), "Interviewer error": ("none", None), "Everyone": ("none", None),
    }  # fmt: skip
    rows = [f"Armenia,2029,FRNDCNTR,{name},6.25,1000" for name in said]
    path = tmp_path / BAROMETER.name
    path.write_text("\n".join(["country,wave,variable,answer,weighted_pct,n", *rows]), encoding="utf-8")
    frame = polls.read_barometer(path)
    assert records(frame, "about", "about_iso3") == [*said.values()]
    assert frame["answer"].tolist() == ["named"] * 11 + [name.lower() for name in [*said][11:]]


# --- bad input ---


def spoiled(tmp_path: Path, source: Path, change) -> Path:
    text = source.read_text(encoding="utf-8")
    wrong = change(text)
    assert wrong != text
    path = tmp_path / source.name
    path.write_bytes(wrong if isinstance(wrong, bytes) else wrong.encode())
    return path


def media_of(path: Path) -> pd.DataFrame:
    shelf = Shelf(path.parent, KEYS)
    shelf.file = lambda key: path
    return polls.media_attention(shelf)


PARSERS = {TYPED.name: polls.read_reported, BAROMETER.name: polls.read_barometer, DYADS.name: media_of}
BAD = {
    "polls: a column gone": (TYPED, "question_id,", "question_key,", ("the header row", "question_id")),
    "polls: over 100": (TYPED, ",RUS,83,", ",RUS,183,", ("row 3", "field percent", "not above 100")),
    "polls: a pollster": (TYPED, "Gallup World Poll,,2010", "Gallup International,,2010", ("field poll", "one of")),
    "polls: no address": (TYPED, "https://interfax.com/newsroom/top-stories/85491/", "Interfax", ("field url",)),
    "polls: another country's code": (TYPED, ",France,FRA,5,", ",France,GBR,5,", ("row 2", "field about_iso3")),
    "polls: precision": (TYPED, "2018-08,2018-08,month", "2018-08,2018-08,day", ("field date_precision",)),
    "polls: the end first": (TYPED, "2021-11-22,2021-12-05", "2021-11-22,2021-10-05", ("field field_end",)),
    "polls: two reports, one address": (
        TYPED,
        ",cb_main_friend,84,",
        ",cb_main_friend,,",
        ("row 3", "field other_report_url"),
    ),
    "polls: more than everyone": (TYPED, "definitely yes,CSTO,,27.1", "definitely yes,CSTO,,77.1", ("field percent",)),
    "barometer: a column gone": (BAROMETER, "weighted_pct", "pct", ("the header row", "weighted_pct")),
    "barometer: a row gone": (
        BAROMETER,
        "Armenia,2029,FRNDCNTR,France,60.0,1000\n",
        "",
        ("Armenia, 2029, FRNDCNTR", "add up to 100"),
    ),
    "barometer: a country": (BAROMETER, "Belorussia", "Belorus", ("field about", "Belorus")),
    "barometer: a variable": (BAROMETER, "ENEMCNTR", "ENEMY", ("row 7", "field variable")),
    "barometer: text": (BAROMETER, "60.0", "sixty", ("row 2", "field weighted_pct", "sixty")),
    "media: a column gone": (DYADS, "daily_mean", "mean", ("the header row", "daily_mean")),
    "media: a changed sum": (DYADS, "310.0,10.0", "410.0,10.0", ("rows of 2030-01", "days covered")),
    "media: a month": (DYADS, "2030-02,ARM", "2030-Feb,ARM", ("row 6", "field month")),
    "media: a pair twice": (DYADS, "2030-01,ARM,RUS", "2030-01,ARM,AZE", ("row 3", "each combination once")),
    "media: no Armenia": (DYADS, "ARM", "XKX", ("fields a and b", "ARM")),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named(case, tmp_path):
    source, old, new, words = BAD[case]
    path = spoiled(tmp_path, source, lambda text: text.replace(old, new, 1 if case != "media: no Armenia" else -1))
    with pytest.raises(SourceProblem) as caught:
        PARSERS[source.name](path)
    for word in (path.name, *words):
        assert says(caught.value, word), str(caught.value)


@pytest.mark.parametrize(("percent", "is_taken"), [("60.5", True), ("59.5", True), ("60.52", False), ("59.48", False)])
def test_answers_may_miss_a_hundred_by_half_a_point(tmp_path, percent, is_taken):
    path = spoiled(tmp_path, BAROMETER, lambda text: text.replace("60.0", percent))
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="add up to 100"):
        polls.read_barometer(path)


@pytest.mark.parametrize(("asked", "second", "is_taken"), [
    *((name, "40.6", False) for name in ("iri_relations", "mpg_leave_csto", "mpg_csto_freeze", "mpg_security_path", "iri_eu_referendum",
                                         "gallup_leadership")),
    ("iri_relations", "40.5", True), ("iri_threats", "40.6", True),  # the second allows several answers
])  # fmt: skip
def test_one_question_has_one_hundred_per_cent(tmp_path, asked, second, is_taken):
    head, row = TYPED.read_text(encoding="utf-8").splitlines()[:2]
    both = [row.replace("cb_main_friend,", f"{asked},", 1).replace("named", a).replace(",5,", f",{p},") for a, p in (("a", "60"), ("b", second))]
    path = spoiled(tmp_path, TYPED, lambda text: "\n".join([head, *both]))
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="row 2, field percent"):
        polls.read_reported(path)


@pytest.mark.parametrize(("mean", "is_taken"), [("10.003", True), ("10.0035", False)])
def test_days_of_a_month_may_differ_by_rounding(tmp_path, mean, is_taken):
    """310.0 over 10.003 is 30.9907, over 10.0035 it is 30.9892; the other pairs give 31."""
    path = spoiled(tmp_path, DYADS, lambda text: text.replace("310.0,10.0", f"310.0,{mean}"))
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="days covered"):
        media_of(path)


def test_days_that_differ_by_a_hundredth_are_one_number():
    frame = pd.DataFrame({"month": "2030-01", "weighted_sum": [0.0, 0.01, 5.0], "daily_mean": [1.0, 1.0, 0.0]})
    assert polls._days(frame, DYADS).tolist() == [0, 0, 0]


@pytest.mark.parametrize(("percent", "is_taken"), [("0", True), ("-0.5", False), ("100", True), ("100.5", False)])
def test_a_percentage_lies_within_a_hundred(percent, is_taken):
    frame = pd.DataFrame({"percent": [percent]}, index=[2])
    for fields in (polls.REPORTED, polls.RAW_BAROMETER, polls.POLLS):
        field = next(f for f in fields if f.name == "percent")
        with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="row 2"):
            typed(frame.rename(columns={"percent": field.header or field.name}), (field,), Path("f"))


@pytest.mark.parametrize("source", [TYPED, BAROMETER, DYADS], ids=lambda p: p.name)
def test_a_cut_file_and_a_wrong_encoding_are_named(source, tmp_path):
    cut = spoiled(tmp_path, source, lambda text: text.rstrip("\n").rsplit(",", 2)[0])
    with pytest.raises(SourceProblem, match="fields"):
        PARSERS[source.name](cut)
    wrong = spoiled(tmp_path, source, lambda text: text.encode() + "é".encode("latin-1"))
    with pytest.raises(SourceProblem, match="0xe9"):
        PARSERS[source.name](wrong)


@pytest.mark.parametrize("source", [s for s in KEYS.values() if s.known], ids=lambda s: s.key)
def test_a_known_edition_with_other_content_is_refused(source, tmp_path):
    name, digest = source.known[0]
    path = tmp_path / Path(source.pattern).parent / name
    path.parent.mkdir()
    path.write_text("altered", encoding="utf-8")
    with pytest.raises(SourceProblem) as caught:
        Shelf(tmp_path, KEYS).files(source.key)
    assert digest in str(caught.value) and name in str(caught.value)


# --- real sources ---


@needs_sources
def test_typed_figures_are_those_of_the_collected_file(typed_in):
    collected = pd.read_csv(SOURCES / "opinion" / "polls_armenia_russia.csv")
    collected = collected[~collected["url"].str.startswith("extracts/")]
    assert len(collected) == 122, "two rows of 2011 come from the microdata instead"
    short = {"EU": "European Union", "none": "no alliance", "No one": "none"}
    theirs = collected.assign(
        about=collected["country"].replace(short),
        url=collected["url"].str.replace(r" \(mirror.*", "", regex=True),
        month=collected["field_start"].str[:7],
        percent=collected["value"].astype(float),
    )
    ours = typed_in.assign(month=typed_in["field_start"].str[:7])
    columns = ["month", "about", "url", "percent"]
    theirs_counted, ours_counted = theirs.value_counts(columns), ours.value_counts(columns)
    missing = theirs_counted.index.difference(ours_counted.index)
    assert missing.empty, missing
    assert (ours_counted.reindex(theirs_counted.index) >= theirs_counted).all()
    assert len(typed_in) == 136


@needs_sources
def test_the_barometer_of_2011():
    table = rebuilt.table("opinion/polls")
    computed = table[table["is_own_calculation"]]
    friend = {"question_id": "cb_main_friend", "field_start": "2011"}
    assert only(computed, "percent", respondents="Armenia", about="Russia", **friend) == 80.65
    assert only(computed, "percent", respondents="Georgia", about="Russia", **friend) == 3.7
    assert only(computed, "n", respondents="Azerbaijan", about="Turkey", **friend) == 1481
    assert (computed.groupby(["respondents", "question_id"])["percent"].sum() - 100).abs().max() < 0.1
    assert table["about"].notna().all(), "about is part of the key"


@needs_sources
def test_months_of_news_that_are_incomplete():
    media = rebuilt.table("opinion/media_attention")
    assert len(media) == 1258 and media["b_iso3"].nunique() == 17
    days = media.groupby("month")["days_covered"].first()
    assert days["2023-05"] == 15 and days["2022-11"] == 24 and days["2020-12"] == 22 and days["2024-02"] == 23
    short = set(days[days < 27].index)
    assert short == {"2020-12", "2024-02", "2022-11", "2022-12", *(f"2023-0{m}" for m in range(1, 7))}
    assert only(media, "weighted_sum", month="2020-10", b_iso3="AZE") == pytest.approx(-35501.61)
