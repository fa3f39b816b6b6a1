"""Opinion polls on Russia and other states, typed from reports or computed from microdata; news by pair of states."""

from pathlib import Path

import pandas as pd

from build.countries import add_iso3, iso3
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

SOURCES = (
    Source(
        key="polls_reported",
        publisher="IRI, Gallup, MPG; as reported",
        title="poll figures, typed from press reports and releases",
        url="https://www.iri.org/iri-polls/",
        pattern="curated:polls.csv",
        licence="facts",
        allows="single figures with the address of each report",
    ),
    Source(
        key="caucasus_barometer",
        publisher="Caucasus Research Resource Centers",
        title="Caucasus Barometer, main friend and main enemy, weighted percentages from the microdata",
        url="https://caucasusbarometer.org/",
        query="variables FRNDCNTR and ENEMCNTR of one wave, every country, weighted with INDWT; columns country, wave,"
        " variable, answer, weighted_pct, n; save it as caucasus_barometer_YYYY_main_friend_weighted.csv",
        pattern="opinion/caucasus_barometer_*_main_friend_weighted.csv",
        licence="free use with citation",
        licence_url="https://caucasusbarometer.org/",
        allows="own calculations from the microdata, with citation",
        credit="The Caucasus Research Resource Centers, Caucasus Barometer, https://caucasusbarometer.org/",
        known=(
            (
                "caucasus_barometer_2011_main_friend_weighted.csv",
                "a4182c665b05cfc4f22732a56b896a26d8434bde55a8a481bf775e5819f57bf9",
            ),
        ),
        several=True,
    ),
    Source(
        key="gdelt_dyads",
        publisher="The GDELT Project",
        title="events between pairs of states, monthly sums",
        url="https://www.gdeltproject.org/",
        query="weights of events summed by pair of states, day and month; columns month, a, b (ISO3), edge_sum,"
        " daily_mean (edge_sum over the days covered), days_nonzero; save it as gdelt_dyads_monthly*.csv",
        pattern="media/gdelt_dyads_monthly*.csv",
        licence="free use with citation",
        licence_url="https://www.gdeltproject.org/about.html#termsofuse",
        allows="everything, with credit and a link",
        credit="The GDELT Project, https://www.gdeltproject.org/",
        known=(("gdelt_dyads_monthly.csv", "52b2b8f934138d7f677b823d0e22bbf63b66ad6e5ab0b63b943fa5da4b43d5fe"),),
    ),
)

POLLSTERS = ("Caucasus Barometer", "Gallup World Poll", "IRI", "MPG")
PRECISION = {4: "year", 7: "month", 10: "day"}
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
LINK = r"^https?://\S+$"
_PERCENT = {"unit": "per cent of respondents", "minimum": 0, "maximum": 100, "decimals": 2}
REPORTED = (
    Field("poll", "string", enum=POLLSTERS),
    Field("commissioned_by", "string", required=False),
    Field("field_start", "string", pattern=PARTIAL_DATE),
    Field("field_end", "string", pattern=PARTIAL_DATE),
    Field("date_precision", "string", enum=tuple(PRECISION.values())),
    Field("n", "integer", required=False, minimum=100, maximum=100_000),
    Field("mode", "string", required=False, enum=("telephone", "face-to-face")),
    Field("question_id", "string", pattern=r"^[a-z_]+$"),
    Field("question", "string"),
    Field("answer", "string"),
    Field("about", "string"),
    Field("about_iso3", "string", required=False, pattern=ISO3),
    Field("percent", "number", **_PERCENT),
    Field("comparable_group", "string", pattern=r"^[a-z_]+(_\d{4})?$"),
    Field("percent_other_report", "number", required=False, **_PERCENT),
    Field("url", "string", pattern=LINK),
    Field("other_report_url", "string", required=False, pattern=LINK),
    Field("note", "string", required=False),
)
WAVE_KEY = ("poll", "field_start", "question_id", "answer", "about")
SUMMED = (
    "iri_relations",
    "mpg_leave_csto",
    "mpg_csto_freeze",
    "mpg_security_path",
    "iri_eu_referendum",
    "gallup_leadership",
)


def polls(shelf: Shelf) -> pd.DataFrame:
    """Reported figures and those from microdata; columns as in `POLLS`, about 220 rows, per cent."""
    typed_in = read_reported(shelf.file("polls_reported"))
    computed = [read_barometer(path) for path in shelf.files("caucasus_barometer")]
    return pd.concat([typed_in, *computed], ignore_index=True)[[f.name for f in POLLS]]


def read_reported(path: Path) -> pd.DataFrame:
    """The hand-kept file, with the respondents' country added.

    Raises:
        SourceProblem: a cell breaks its description, a figure stands twice, a code does not fit its country, a date has
            another precision than it says, a second figure has no address, or one question has over 100 per cent.
    """
    frame = typed(read_rows(path), REPORTED, path, key=WAVE_KEY)
    known = frame["about"].map(iso3, na_action="ignore")
    _refuse(
        frame, known.notna() & (known != frame["about_iso3"]), path, "about_iso3", "the code of the country in about"
    )
    precision = frame["field_start"].str.len().map(PRECISION)
    _refuse(frame, precision != frame["date_precision"], path, "date_precision", "the precision of field_start")
    _refuse(frame, frame["field_end"] < frame["field_start"], path, "field_end", "an end not before field_start")
    alone = frame["percent_other_report"].notna() != frame["other_report_url"].notna()
    _refuse(frame, alone, path, "other_report_url", "a figure and its address together, or neither")
    closed = frame[frame["question_id"].isin(SUMMED)]
    sums = closed.groupby(["poll", "field_start", "question_id", "about_iso3"], dropna=False)["percent"].transform(
        "sum"
    )
    _refuse(closed, sums > 100.5, path, "percent", "answers of one question within 100 per cent")
    return frame.assign(respondents="Armenia", respondents_iso3="ARM", is_own_calculation=False)


def _refuse(frame: pd.DataFrame, wrong: pd.Series, path: Path, field: str, expected: str) -> None:
    bad = frame[wrong.fillna(False).astype(bool)]
    if not bad.empty:
        raise SourceProblem(
            path, f"row {bad.index[0]}, field {field}", expected, repr(bad[field].iloc[0]), "mend the row"
        )


VARIABLES = {
    "FRNDCNTR": ("cb_main_friend", "which country is the main friend of {}"),
    "ENEMCNTR": ("cb_main_enemy", "which country is the main enemy of {}"),
}
RAW_BAROMETER = (
    Field("respondents", "string", header="country"),
    Field("wave", "year", minimum=2008, maximum=2100),
    Field("variable", "string", enum=tuple(VARIABLES)),
    Field("said", "string", header="answer"),
    Field("percent", "number", header="weighted_pct", minimum=0, maximum=100),
    Field("n", "integer", minimum=100, maximum=100_000),
)
NO_COUNTRY = ("Don't know", "No one", "Refuse to answer", "Interviewer error", "Everyone")
NOBODY = "none"
NOT_A_STATE = ("Mountainous Karabakh", "Abkhazia", "Ossetia", "Europe", "All muslim countries")
SPELLED = {
    "Belorussia": "Belarus",
    "Czek republic": "Czechia",
    "Great Britain": "United Kingdom",
    "Holland": "Netherlands",
    "Mountainous Karabakh": "Nagorno-Karabakh",
    "All muslim countries": "all Muslim countries",
    "USA": "United States",
    "Venesuella": "Venezuela",
}
ROUNDING = 0.5  # per cent: thirty answers with two decimals each


def read_barometer(path: Path) -> pd.DataFrame:
    """One wave of the Caucasus Barometer: weighted per cent by respondents' country, question and answer.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, an answer stands twice, a country is
            unknown, or the answers to a question do not add up to 100.

    Source: Caucasus Research Resource Centers, microdata; our weighted percentages.
    """
    frame = typed(read_rows(path), RAW_BAROMETER, path, key=("respondents", "wave", "variable", "said"))
    sums = frame.groupby(["respondents", "wave", "variable"])["percent"].sum()
    odd = sums[(sums - 100).abs() > ROUNDING]
    if not odd.empty:
        where = "rows of " + ", ".join(map(str, odd.index[0]))
        raise SourceProblem(
            path, where, "answers that add up to 100", f"{odd.iloc[0]:g}", "rows are missing: " + DOWNLOAD
        )
    about = frame["said"].replace(SPELLED)
    frame = frame.assign(about=about.mask(frame["said"].isin(NO_COUNTRY), NOBODY))
    frame = add_iso3(frame, "respondents", path, into="respondents_iso3", without=())
    frame = add_iso3(
        frame, "about", path, into="about_iso3", without=(NOBODY, *(SPELLED.get(n, n) for n in NOT_A_STATE))
    )
    asked = [VARIABLES[v][1].format(c) for v, c in zip(frame["variable"], frame["respondents"], strict=True)]
    return frame.assign(
        poll="Caucasus Barometer",
        commissioned_by=None,
        field_start=frame["wave"].astype(str),
        field_end=frame["wave"].astype(str),
        date_precision="year",
        mode="face-to-face",
        question_id=frame["variable"].map({k: v[0] for k, v in VARIABLES.items()}),
        question=asked,
        answer=frame["said"].str.lower().where(frame["said"].isin(NO_COUNTRY), "named"),
        comparable_group=frame["variable"].map({k: v[0] for k, v in VARIABLES.items()}),
        is_own_calculation=True,
        percent_other_report=pd.array([None] * len(frame), dtype="Float64"),
        other_report_url=None,
        url="https://caucasusbarometer.org/",
        note=None,
    )


POLLS = (
    Field(
        "poll",
        "string",
        "IRI: International Republican Institute; Caucasus Barometer: of the Caucasus Research Resource Centers;"
        " Gallup World Poll: of Gallup Inc.; MPG: the Armenian member of the Gallup International Association, which"
        " is no part of Gallup Inc.",
        enum=POLLSTERS,
    ),
    Field("commissioned_by", "string", "who ordered the poll, where a report names someone else", required=False),
    Field("respondents", "string", "country whose adults were asked"),
    Field("respondents_iso3", "string", "its code", pattern=ISO3),
    Field("field_start", "string", "first day, month or year of the fieldwork", pattern=PARTIAL_DATE),
    Field("field_end", "string", "last day, month or year of the fieldwork", pattern=PARTIAL_DATE),
    Field("date_precision", "string", "how exact field_start is", enum=tuple(PRECISION.values())),
    Field(
        "n", "integer", "respondents; empty where the report does not say", unit="persons", required=False, minimum=100
    ),
    Field(
        "mode", "string", "how they were asked; empty where unknown", required=False, enum=("telephone", "face-to-face")
    ),
    Field("question_id", "string", "the same for the same subject, whatever the format", pattern=r"^[a-z_]+$"),
    Field("question", "string", "subject of the question in our words, not its wording"),
    Field("answer", "string", "the answer counted; named: the respondent named the one in the column about"),
    Field(
        "about", "string", "country, organisation or person that the figure is about; none where the answer names none"
    ),
    Field("about_iso3", "string", "code of the country asked about; empty for others", required=False, pattern=ISO3),
    Field("percent", "number", "part of the respondents who gave the answer", **_PERCENT),
    Field(
        "comparable_group",
        "string",
        "join figures over time only within one group: a new format of a question begins a new group",
        pattern=r"^[a-z_]+(_\d{4})?$",
    ),
    Field(
        "is_own_calculation",
        "boolean",
        "true where we computed the figure from microdata, false where a report gives it",
    ),
    Field("percent_other_report", "number", "the same figure as another report gives it", required=False, **_PERCENT),
    Field("url", "string", "where the figure was read", pattern=LINK),
    Field("other_report_url", "string", "where the other report's figure was read", required=False, pattern=LINK),
    Field("note", "string", "what else is known about the figure, in our words", required=False),
)

RAW_DYADS = (
    Field("month", "string", pattern=r"^\d{4}-\d{2}$"),
    Field("a_iso3", "string", header="a", pattern=ISO3),
    Field("b_iso3", "string", header="b", pattern=ISO3),
    Field("weighted_sum", "number", header="edge_sum", minimum=-1e7, maximum=1e7),
    Field("daily_mean", "number", minimum=-1e6, maximum=1e6),
    Field("days_with_events", "integer", header="days_nonzero", minimum=0, maximum=31),
)
HERE = "ARM"


def media_attention(shelf: Shelf) -> pd.DataFrame:
    """Pairs with Armenia by month; columns as in `MEDIA`, about 1,260 rows, no unit.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a pair stands twice in a month, a code is
            unknown, Armenia is missing, or sums and means of one month imply different numbers of days.

    Source: The GDELT Project.
    """
    path = shelf.file("gdelt_dyads")
    frame = typed(read_rows(path), RAW_DYADS, path, key=("month", "a_iso3", "b_iso3"))
    frame = frame.assign(days_covered=_days(frame, path))
    ours = frame[(frame["a_iso3"] == HERE) | (frame["b_iso3"] == HERE)]
    if ours.empty:
        raise SourceProblem(path, "fields a and b", f"pairs with {HERE}", "none", DOWNLOAD)
    swapped = ours["b_iso3"] == HERE
    partner = ours["a_iso3"].where(swapped, ours["b_iso3"])
    return ours.assign(a_iso3=HERE, b_iso3=partner)[[f.name for f in MEDIA]]


def _days(frame: pd.DataFrame, path: Path) -> pd.Series:
    """Days that a month's sums rest on: the file gives the sum and the mean, so their quotient tells."""
    implied = (frame["weighted_sum"] / frame["daily_mean"].where(frame["daily_mean"] != 0)).round(3)
    by_month = implied.groupby(frame["month"])
    odd = (by_month.max() - by_month.min()).loc[lambda spread: spread > 0.01]
    if not odd.empty:
        expected = "edge_sum over daily_mean equal for every pair: the days covered"
        found = "several numbers of days"
        raise SourceProblem(path, f"rows of {odd.index[0]}", expected, found, "a cell was altered: " + DOWNLOAD)
    return by_month.transform("max").round().astype("Int64")


MEDIA = (
    Field("month", "string", "calendar month, YYYY-MM", pattern=r"^\d{4}-\d{2}$"),
    Field("a_iso3", "string", "Armenia", pattern=ISO3),
    Field("b_iso3", "string", "the other state", pattern=ISO3),
    Field("weighted_sum", "number", "sum of the signed weights of the month's events; see the notes", decimals=2),
    Field("daily_mean", "number", "weighted_sum over days_covered", decimals=3),
    Field("days_with_events", "integer", "days on which the pair had events", unit="days", minimum=0, maximum=31),
    Field(
        "days_covered",
        "integer",
        "days of the month that the file covers at all",
        unit="days",
        required=False,
        minimum=1,
        maximum=31,
    ),
)

TABLES = (
    Table(
        name="opinion/polls",
        title="What people said about Russia and other states",
        description=(
            "Poll figures from Armenia on friends, partners, threats, relations and alliances, each typed from a"
            " report with its address; and the Caucasus Barometer of 2011 in Armenia, Azerbaijan and Georgia,"
            " computed from the microdata. Most figures come from press reports, which pick what they print: an"
            " answer without a row was not reported, it is not zero. No margins of error were reported; for 1,500"
            " respondents sampling alone makes about 2.5 points."
        ),
        fields=POLLS,
        key=("poll", "respondents", "field_start", "question_id", "answer", "about"),
        sources=("polls_reported", "caucasus_barometer"),
        build=polls,
        edition="polls of 2010 to February 2026",
        foreign_keys=(("respondents_iso3", "map/countries", "iso3"), ("about_iso3", "map/countries", "iso3")),
        notes=(
            "IRI's question on partners changed its format in 2021 (two answers allowed) and again in 2023: three"
            " groups. Its question on threats has the same form and is split likewise, to be safe. Whether the mode"
            " was telephone or face-to-face changed between waves of one group. Reports disagree on the relations"
            " with Russia in 2019 (88 in May, 93 in an undated wave), by one point in several Caucasus Barometer"
            " waves, and by three on Iran in June 2025. A poll ordered by Sputnik in 2020 is marked."
        ),
    ),
    Table(
        name="opinion/media_attention",
        title="How much the news had of Armenia with other states",
        description=(
            "Monthly sums of news events between Armenia and seventeen states, from GDELT, which reads the world's"
            " news by machine. Friendly events count up and hostile ones down, so the sum is a balance, nearer to tone than to"
            " attention; it weighs reports, not what happened."
        ),
        fields=MEDIA,
        key=("month", "a_iso3", "b_iso3"),
        sources=("gdelt_dyads",),
        build=media_attention,
        edition="January 2018 to February 2024",
        foreign_keys=(("a_iso3", "map/countries", "iso3"), ("b_iso3", "map/countries", "iso3")),
        notes=(
            "The weights have a sign: hostile events pull a sum below zero (Armenia and Azerbaijan in October 2020),"
            " so much friendly and much hostile contact cancel out, and a sum near zero may hide many events. The"
            " exact weighting is not documented with the file. From November 2022 to June 2023 only 15 to 26 days of"
            " each month are covered, and December 2020 and February 2024 are incomplete too: compare daily_mean,"
            " not the sums. Who compiled the monthly file is not recorded."
        ),
    ),
)
