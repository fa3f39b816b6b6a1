"""The record behind the chronology: what was searched for, what was found, who read it again, and how two coders read it.

Kept by hand in `curated/`; here it is checked and laid out. Silence counts only as far as somebody looked, so every query
stands here, also those that found nothing.
"""

import pandas as pd

from build.narrative import (
    CONFIDENCE,
    EVENT,
    FURTHER,
    PRECISIONS,
    SEARCH,
    URL,
    expect,
    hand_kept,
    list_table,
    read_list,
)
from build.schema import Field
from build.shelf import Shelf

CODES = ("tie", "strain", "open")
GROUNDS = ("protection", "arms", "interference", "economy", "other")
TITLES = {
    "searches": "queries that were run, and what they brought",
    "second_reading": "what a second reader made of each row found",
    "event_codes": "codes of the events by two coders",
    "texts": "decisive texts, with their words",
}
SOURCES = tuple(
    hand_kept(name, title, "https://en.odkb-csto.org/documents/documents/dogovor_o_kollektivnoy_bezopasnosti/")
    for name, title in TITLES.items()
)
SEARCHES = (
    Field("search_id", "string", "span's letter and the query's number", pattern=SEARCH),
    Field("part", "string", "what was looked for: dated acts and statements of a span, or decisive texts",
          enum=("1991-2017", "2018-2022", "2022-2023", "2023-2026", "texts")),
    Field("kind", "string", "neutral: of a list written before looking, the same words for ties and for strains;"
          " targeted: after a lead, and so in no count", enum=("neutral", "targeted")),
    Field("about", "string", "months or years that the query was meant for, or why it was put", required=False),
    Field("query", "string", "the words of the query"),
    Field("corpus", "string", "where: stored public pages, or files by exact string", enum=("pages", "find_string")),
    Field("run_on", "date", "day"),
    Field("looked_at", "integer", "hits looked at", minimum=0),
    Field("kept", "integer", "hits that gave a row", minimum=0),
    Field("rejected", "integer", "hits set aside", minimum=0),
    Field("reasons", "string", "why, with a count each", required=False),
)
SECOND_READING = (
    Field("candidate_id", "string", "N and a number: a row as first found", pattern=r"^N\d{4}$"),
    Field("verdict", "string", "confirmed: page met, date, actor and act stand there; corrected: met, and the row was put"
          " right; not met: the page did not come up again; rejected: the page does not bear it out, or it is no dated act"
          " or public statement of an official body",
          enum=("confirmed", "corrected", "not met", "rejected")),
    Field("event_id", "string", "the event that it became, or was joined to; empty: it entered nothing", required=False,
          pattern=EVENT),
    Field("words", "string", "deciding words of the page, quoted", required=False),
    Field("reason", "string", "in a few words", required=False),
    Field("read_a_third_time", "string", "for rows drawn by a printed seed: what a third reader found", required=False,
          enum=("right", "wrong")),
)
EVENT_CODES = (
    Field("event_id", "string", "event", pattern=EVENT),
    Field("coder", "string", "first or second; neither saw the other's codes", enum=("first", "second")),
    Field("code", "string", "tie: concluded, renewed, carried out, granted, or praised in public; strain: refused, withdrawn,"
          " ended, threatened, or blamed in public; open: both, or neither", enum=CODES),
    Field("kind", "string", "an act, or words alone", enum=("act", "words")),
    Field("side", "string", "who acts or speaks", enum=("Armenia", "Russia", "CSTO", "both", "other")),
    Field("ground", "string", "where an office-holder of Armenia complains of Russia or the CSTO: of what", required=False,
          enum=GROUNDS),
    Field("asks", "boolean", "Armenia asks Russia or the CSTO for help, arms, guarantees or repair"),
    Field("step_back", "boolean", "Armenia freezes, leaves, stays away, refuses, or removes something of its ties with them"),
    Field("west", "string", "where an office-holder of Russia or the CSTO speaks of Armenia's ties with the West or the court",
          required=False, enum=("danger", "concern", "welcome")),
)
TEXTS = (
    Field("text_id", "string", "X and a number", pattern=r"^X\d{3}$"),
    Field("subject", "string", "what the search was for"),
    Field("what", "string", "what the text says or who said it, in our words"),
    Field("date", "date", "day; the first of the month or year where only that is known"),
    Field("date_precision", "string", "how far to trust the date", enum=PRECISIONS),
    Field("actor", "string", "who says so"),
    Field("words", "string", "deciding words as the page has them; a translation in brackets", required=False),
    Field("source_name", "string", "outlet"),
    Field("url", "string", "page", pattern=URL),
    Field("source_grade", "string", "as in narrative/events", enum=tuple("ABCD")),
    FURTHER,
    Field("confidence", "string", "how sure the statement itself is", enum=CONFIDENCE),
    Field("note", "string", "what to mind", required=False),
    Field("search_id", "string", "query that found it", pattern=SEARCH),
)


def searches(shelf: Shelf) -> pd.DataFrame:
    """Every query; shape (561, 11).

    Raises:
        SourceProblem: more kept or rejected than was looked at.
    """
    frame = read_list(shelf, "searches", SEARCHES, ("search_id",))
    fits = frame[["kept", "rejected"]].max(axis=1) <= frame["looked_at"]
    expect(fits, frame, shelf.file("searches"), "looked_at", "not below kept or rejected")
    return frame


def second_reading(shelf: Shelf) -> pd.DataFrame:
    """What a second reader made of each row found; shape (568, 6).

    Raises:
        SourceProblem: a row that entered although it was not confirmed, or an event that the chronology does not hold.
    """
    frame = read_list(shelf, "second_reading", SECOND_READING, ("candidate_id",))
    path = shelf.file("second_reading")
    known = frame["event_id"].isna() | frame["event_id"].isin(shelf.table("narrative/events")["event_id"])
    expect(known, frame, path, "event_id", "an event of narrative/events")
    entered = frame["event_id"].isna() | frame["verdict"].isin(["confirmed", "corrected"])
    expect(entered, frame, path, "event_id", "empty where the row was not confirmed")
    return frame


def event_codes(shelf: Shelf) -> pd.DataFrame:
    """Two rows an event, one a coder; columns as in `EVENT_CODES`.

    Raises:
        SourceProblem: an event that one coder left out, or a ground where no Armenian speaks.
    """
    frame = read_list(shelf, "event_codes", EVENT_CODES, ("event_id", "coder"))
    path = shelf.file("event_codes")
    known = set(shelf.table("narrative/events")["event_id"])
    expect(frame["event_id"].isin(known), frame, path, "event_id", "an event of narrative/events")
    expect(frame.groupby("event_id")["coder"].transform("size").eq(2), frame, path, "coder", "a row by each coder")
    return frame


def texts(shelf: Shelf) -> pd.DataFrame:
    """Decisive texts; shape (about 115, 14).

    Raises:
        SourceProblem: a query that narrative/searches does not hold.
    """
    frame = read_list(shelf, "texts", TEXTS, ("text_id",))
    known = frame["search_id"].isin(shelf.table("narrative/searches")["search_id"])
    expect(known, frame, shelf.file("texts"), "search_id", "a query of narrative/searches")
    return frame


REACH = (
    "The store of pages ranks by meaning and hardly by date, so what it brings mirrors the store, not history: counts by year"
    " or of ties against strains say little. Only openings of pages were read. There is almost no press of 1991-99; Russian"
    " queries gave little and Armenian ones were not run; RFE/RL and its reposts lead, and they report complaints readily."
    " Russian criticism of Armenia is thinly covered before 2022. No event later than 30 May 2026 and no text later than"
    " 1 July 2026 was met, so silence after that is no evidence."
)
SIMULATED = "Readers and coders were programs that did not see each other's work."
TABLES = (
    list_table("searches", "Queries that were run",
           "One query a row, with the hits looked at, kept and set aside, and why. A page that says that something was not"
           " found names these rows.", SEARCHES, ("search_id",), searches, REACH),
    list_table("second_reading", "What a second reader made of each row found",
           "One row as first found a row: a second reader looked for its page again and held date, actor and act against it."
           " Rows that were confirmed or put right entered narrative/events, each act once.",
           SECOND_READING, ("candidate_id",), second_reading, SIMULATED),
    list_table("event_codes", "Codes of the events by two coders",
           "One event and coder a row, from one written definition that treats praise and complaint alike. Where the two"
           " differ, narrative/events says open.", EVENT_CODES, ("event_id", "coder"), event_codes, SIMULATED),
    list_table("texts", "Decisive texts, with their words",
           "One text or statement a row, found by queries put for it: treaties, findings of third parties, officials' words on"
           " arms and payments. Targeted, and so in no count. A statement is evidence that it was made, not that it is true.",
           TEXTS, ("text_id",), texts, REACH),
)
