"""Figures and acts typed from reports: arrivals of 2023, casualties, ceasefire violations, treaty obligations, findings.

No publisher issues these as a file. Each row keeps the address it was read at; reports that disagree stand side by
side, and rows that may not be added to others say so.
"""

from pathlib import Path

import pandas as pd

from build.problems import SourceProblem
from build.reading import read_rows, typed
from build.schema import Field, Source, Table
from build.shelf import Shelf

URL = r"^https?://\S+$"
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
CUMULATIVE, PERIOD, REGISTERED = "cumulative arrivals", "arrivals in a period", "registrations"
COMPILED = {
    "publisher": "This project, from reports",
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "allows": "everything, with credit; the figures are facts stated by those named in each row",
}

SOURCES = (
    Source(
        key="arrivals_reports",
        title="arrivals from Nagorno-Karabakh as announced in September and October 2023; each row names its report",
        url="https://news.am/eng/news/783649.html",
        pattern="curated:arrivals_2023.csv",
        **COMPILED,
    ),
    Source(
        key="casualty_reports",
        title="people killed, wounded and missing as reported by the sides; each row names its report",
        url="https://kyivindependent.com/azerbaijan-says-it-lost-192-troops-in-karabakh-offensive",
        pattern="curated:casualties.csv",
        **COMPILED,
    ),
    Source(
        key="ceasefire_reports",
        title="ceasefire violations as counted by either side; each row names its report",
        url="https://nkobserver.com/?p=3344",
        pattern="curated:ceasefire_violations.csv",
        **COMPILED,
    ),
    Source(
        key="commitment_reports",
        title="appeals to allies and their answers, 2020-2024; each row names its report",
        url="https://tass.com/politics/1776731",
        pattern="curated:commitment_timeline.csv",
        **COMPILED,
    ),
    Source(
        key="third_party_reports",
        title="what third parties said of September 2022, coded; each row names its report, event or text",
        url="https://press.un.org/en/2022/sc15031.doc.htm",
        pattern="curated:third_parties_2022.csv",
        **COMPILED,
    ),
)


def _persons(name: str, description: str) -> Field:
    return Field(name, "integer", description, unit="persons", required=False, minimum=0)


LINK = Field("url", "string", "address of the report", pattern=URL)
MORE = Field("url_more", "string", "address of another report that the row draws on", required=False, pattern=URL)
NEVER = Field("never_in_totals", "boolean", "the row may not be added to others")
WHY = Field("why_not_in_totals", "string", "the reason, where never_in_totals is true", required=False)

ARRIVALS = (
    Field("report_id", "string", "number of the row; rows 22 and later count single days", pattern=r"^A\d\d$"),
    Field("date", "date", "day that the figure is for; for a period its last day"),
    Field("local_time", "string", "Yerevan time, where the report gives the hour", required=False, pattern=CLOCK),
    Field("time_as_reported", "string", "the time in words", required=False),
    Field(
        "basis",
        "string",
        "cumulative arrivals since 24 September 2023; arrivals in a period alone; or registrations, which lag behind"
        " and count other people too",
        enum=(CUMULATIVE, PERIOD, REGISTERED),
    ),
    _persons("arrivals_cumulative", "people who had crossed into Armenia by then, on the cumulative basis only"),
    _persons("arrivals_in_period", "people who crossed from period_start to date, on the period basis only"),
    Field("period_start", "date", "first day of the period", required=False),
    _persons("registered_cumulative", "people registered by then, where the same report says so"),
    Field("vehicles_cumulative", "integer", "vehicles that had crossed by then", "vehicles", required=False, minimum=0),
    Field("is_rounded", "boolean", "the figure was plainly rounded by whoever gave it"),
    Field(
        "date_is_inferred",
        "boolean",
        "the report leaves the day open or misprints it; the sequence of figures implies it",
    ),
    Field("is_secondary", "boolean", "read in an encyclopedia instead of a report of the day"),
    Field("in_series", "boolean", "belongs to the one series of official cumulative counts, fit for a line"),
    Field("reported_by", "string", "who gave the figure"),
    LINK,
    MORE,
)
CASUALTIES = (
    Field("figure_id", "string", "number of the row", pattern=r"^C\d\d$"),
    Field("event", "string", "the fighting or accident"),
    Field("event_start", "date", "first day"),
    Field("event_end", "date", "last day"),
    Field("fought_in", "string", "where, in neutral words"),
    Field(
        "side",
        "string",
        "whose people the figure counts",
        enum=("Armenia", "Armenia and Karabakh Armenians", "Azerbaijan", "Karabakh Armenians", "Russia", "both"),
    ),
    Field("measure", "string", "what is counted"),
    Field("unit", "string", "unit of value", enum=("persons", "square kilometres")),
    Field("value", "number", "the figure", unit="see the column unit", minimum=0),
    Field(
        "value_low",
        "number",
        "lower end where a range was reported",
        unit="see the column unit",
        required=False,
        minimum=0,
    ),
    Field(
        "value_high",
        "number",
        "upper end where a range was reported",
        unit="see the column unit",
        required=False,
        minimum=0,
    ),
    Field("is_lower_bound", "boolean", "reported as at least so many"),
    Field("as_of", "date", "day on which the figure was given, where known", required=False),
    Field("reported_by", "string", "who gave the figure"),
    Field(
        "reporting_side",
        "string",
        "whose officials or sources gave it; none for the press",
        enum=("Armenian", "Azerbaijani", "none"),
    ),
    Field("is_secondary", "boolean", "read in a copy of an encyclopedia instead of the announcement or a news report"),
    NEVER,
    WHY,
    LINK,
)
VIOLATIONS = (
    Field("report_id", "string", "number of the row", pattern=r"^V\d\d$"),
    Field("period", "string", "period in words"),
    Field("period_start", "date", "first day"),
    Field("period_end", "date", "last day; empty where the report counts in weeks", required=False),
    Field("reported_by", "string", "who counted"),
    Field("attributed_to", "string", "whose fire is counted: each ministry counts that of the other side"),
    Field("violations", "integer", "number reported", unit="see the column unit", minimum=0),
    Field("unit", "string", "violations of the ceasefire, or events of any kind", enum=("events", "violations")),
    Field("is_approximate", "boolean", "the report says about"),
    Field("period_is_approximate", "boolean", "first and last day follow from the words of the report only roughly"),
    NEVER,
    WHY,
    LINK,
)
COMMITMENTS = (
    Field("entry_id", "string", "number of the row", pattern=r"^K\d\d$"),
    Field("date", "date", "day; the first of the month where only the month is known"),
    Field(
        "date_precision",
        "string",
        "day; month; or report, where only the day of the report is known",
        enum=("day", "month", "report"),
    ),
    Field("actor", "string", "who acted or spoke"),
    Field(
        "step",
        "string",
        "what kind of act it was",
        enum=("agreement", "answer", "other", "refusal", "report", "request", "statement", "withdrawal"),
    ),
    Field(
        "territory", "string", "territory that the act is about, as the actor presents it; none where it is about none"
    ),
    Field("basis", "string", "treaty, article or agreement named, or the kind of answer"),
    Field("answers", "string", "entry_id of the request that it answers", required=False, pattern=r"^K\d\d$"),
    Field("what", "string", "the act, in our words"),
    Field("is_one_sides_account", "boolean", "known only from one side's account"),
    LINK,
    MORE,
)
STRUCK = "names Azerbaijan, on Armenia's territory"
THIRD_PARTIES = (
    Field("statement_id", "string", "number of the row", pattern=r"^T\d\d$"),
    Field(
        "key",
        "string",
        "event_id of narrative/events or text_id of narrative/texts, where the words, the date and the page stand; empty:"
        " in neither, and they stand in this row",
        required=False,
        pattern=r"^(E|X)\d{3}$",
    ),
    Field("party", "string", "state or body that spoke"),
    Field(
        "kind",
        "string",
        "what kind of body it is",
        enum=("EU institution", "United Nations", "organisation", "parliament", "state", "the alliance asked"),
    ),
    Field(
        "finding",
        "string",
        "what the words say of who struck or held whose ground, coded by one reader",
        enum=(STRUCK, "names Armenia", "asks Azerbaijan to stop or withdraw", "names no side", "cannot verify"),
    ),
    Field("limits", "string", "what weakens the statement as evidence"),
    Field("words", "string", "the words, as the page has them", required=False),
    Field("source_name", "string", "where they were read", required=False),
    Field("url", "string", "address of the page", required=False, pattern=URL),
    Field("said_on", "date", "day of the statement", required=False),
)


def arrivals(shelf: Shelf) -> pd.DataFrame:
    """Reported arrivals and registrations; 25 rows, columns as in `ARRIVALS`, persons.

    Raises:
        SourceProblem: a broken cell, a figure in the column of another basis, or an official count that falls.
    """
    path = shelf.file("arrivals_reports")
    frame = typed(read_rows(path), ARRIVALS, path, key=("report_id",))
    columns = {
        CUMULATIVE: "arrivals_cumulative",
        PERIOD: "arrivals_in_period",
        REGISTERED: "registered_cumulative",
    }
    for basis, column in columns.items():
        empty = frame[(frame["basis"] == basis) & frame[column].isna()]
        _refuse(empty, path, column, f"a figure, because the basis is {basis}", "an empty cell")
    series = frame[frame["in_series"]]
    _refuse(series[series["basis"] != CUMULATIVE], path, "in_series", f"false unless the basis is {CUMULATIVE}", "true")
    falling = series[series["arrivals_cumulative"].diff() < 0]
    _refuse(falling, path, "arrivals_cumulative", "no fewer than in the row before it in the series", "a lower figure")
    return frame


def casualties(shelf: Shelf) -> pd.DataFrame:
    """Reported casualties; 32 rows, columns as in `CASUALTIES`."""
    path = shelf.file("casualty_reports")
    frame = typed(read_rows(path), CASUALTIES, path, key=("figure_id",))
    outside = (frame["value"] < frame["value_low"]) | (frame["value"] > frame["value_high"])
    _refuse(frame[outside], path, "value", "a figure within value_low and value_high", "one outside")
    return _reasons(frame, path)


def violations(shelf: Shelf) -> pd.DataFrame:
    """Ceasefire violations as either side counted them; 10 rows, columns as in `VIOLATIONS`."""
    path = shelf.file("ceasefire_reports")
    return _reasons(typed(read_rows(path), VIOLATIONS, path, key=("report_id",)), path)


def commitments(shelf: Shelf) -> pd.DataFrame:
    """Appeals and answers; 21 rows, columns as in `COMMITMENTS`."""
    path = shelf.file("commitment_reports")
    frame = typed(read_rows(path), COMMITMENTS, path, key=("entry_id",))
    requests = frame.loc[frame["step"] == "request", "entry_id"]
    astray = frame[frame["answers"].notna() & ~frame["answers"].isin(requests)]
    _refuse(astray, path, "answers", "the entry_id of a request", "another one")
    return frame


def third_parties(shelf: Shelf) -> pd.DataFrame:
    """Statements of third parties on September 2022; 21 rows, columns as in `THIRD_PARTIES`."""
    path = shelf.file("third_party_reports")
    frame = typed(read_rows(path), THIRD_PARTIES, path, key=("statement_id",))
    for column in ("words", "source_name", "url", "said_on"):
        both = frame[frame["key"].notna() == frame[column].notna()]
        _refuse(both, path, column, "a cell exactly where key is empty", "the contrary")
    return frame


def _reasons(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    unexplained = frame[frame["never_in_totals"] != frame["why_not_in_totals"].notna()]
    _refuse(unexplained, path, "why_not_in_totals", "a reason exactly where never_in_totals is true", "the contrary")
    return frame


def _refuse(rows: pd.DataFrame, path: Path, field: str, expected: str, found: str) -> None:
    if not rows.empty:
        raise SourceProblem(path, f"row {rows.index[0]}, field {field}", expected, found, "mend the row")


TABLES = (
    Table(
        name="conflict/arrivals_2023",
        title="Arrivals in Armenia from Nagorno-Karabakh, September and October 2023",
        description=(
            "How many people had crossed into Armenia, as its officials announced from hour to hour, with the day sums"
            " that an official gave later and the registrations that followed. Hours are Yerevan time."
        ),
        fields=ARRIVALS,
        key=("report_id",),
        sources=("arrivals_reports",),
        build=arrivals,
        edition="reports of September 2023 to February 2024",
        notes=(
            "Draw only rows with in_series. Two sets of day sums disagree and stand side by side: agencies attach"
            " 26,600 to 26 September or, with 22,800 on the 26th, to the 27th; both fit between the cumulative counts"
            " around them. Registrations (101,848 by 20 October 2023; 115,183 by February 2024) are another thing than"
            " arrivals and include others."
        ),
    ),
    Table(
        name="conflict/casualties",
        title="Casualties as the sides reported them",
        description=(
            "People killed, wounded, missing or captured in the fighting of 2016, 2020, 2021, 2022 and 2023, one"
            " reported figure a row, with who reported it. Each side's figures stand as that side gave them; none is"
            " verified here."
        ),
        fields=CASUALTIES,
        key=("figure_id",),
        sources=("casualty_reports",),
        build=casualties,
        edition="reports of 2016 to 2023",
        notes=(
            "Add only rows with the same measure, and none with never_in_totals: some count the same dead twice, are no"
            " casualties of fighting or no people at all. Missing people may be among the dead of a later count. Rows"
            " with is_secondary come from copies of an encyclopedia. UCDP's counts (conflict/deaths_by_location)"
            " follow other rules."
        ),
    ),
    Table(
        name="conflict/ceasefire_violations",
        title="Ceasefire violations as either side counted them, 2018-2020",
        description=(
            "Numbers of ceasefire violations that the ministries on either side of the line of contact announced. Each"
            " counts the other side's fire and decides what one violation is, so the series show a trend within one"
            " reporter at most."
        ),
        fields=VIOLATIONS,
        key=("report_id",),
        sources=("ceasefire_reports",),
        build=violations,
        edition="reports of 2018 to 2020",
        notes="Periods overlap. Never compare the level of one side's count with the other's.",
    ),
    Table(
        name="conflict/commitment_timeline",
        title="Armenia's appeals to its allies and the answers, 2020-2024",
        description=(
            "Who asked whom for help under which treaty, about which territory, and what followed; with the CSTO's"
            " operation in Kazakhstan for comparison and the coming and going of Russia's peacekeepers. Sentences are"
            " ours."
        ),
        fields=COMMITMENTS,
        key=("entry_id",),
        sources=("commitment_reports",),
        build=commitments,
        edition="reports of 2020 to 2024",
        notes=(
            "Whether an attack took place on Armenia's territory, and whether a treaty then obliged an ally, is what"
            " the parties dispute; the table records positions and adopts none. A selection, not every appeal or"
            " statement."
        ),
    ),
    Table(
        name="conflict/third_parties_2022",
        title="What third parties said of the fighting of September 2022",
        description=(
            "Statements of states, organisations and parliaments, and of the alliance, on the fighting of 13 and 14"
            " September 2022: what each says of who struck or held whose ground, Armenia's or Azerbaijan's, and what weakens it."
        ),
        fields=THIRD_PARTIES,
        key=("statement_id",),
        sources=("third_party_reports",),
        build=third_parties,
        edition="reports of 2022 to 2025",
        notes=(
            "A selection from a documented search (narrative/searches); the coding is one reader's. None of these is a"
            " court, and none published its evidence."
        ),
    ),
)
