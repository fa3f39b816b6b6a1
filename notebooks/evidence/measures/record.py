"""The searched record: which dated acts and statements may be counted, and how both coders read them.

Rows that a targeted query brought were looked for because of a lead, so they can be told and cannot be counted. What is left
still mirrors the store of pages that was searched, not history.
"""

from collections.abc import Sequence

import pandas as pd

ARTICLE = pd.Timestamp("2023-11-30")  # the last day of which the article could know
CODED = ("code", "kind", "side", "ground", "asks", "step_back", "west")


def occasions(events: pd.DataFrame) -> pd.DataFrame:
    """Rows that stand for an act or statement: no rumour, no further row of one occasion, no grade D.

    Args:
        events: narrative/events.
    """
    return events[events["in_totals"].astype(bool) & events["part_of"].isna() & events["source_grade"].ne("D")]


def counted(events: pd.DataFrame, codes: pd.DataFrame, searches: pd.DataFrame, targeted: bool = False) -> pd.DataFrame:
    """Occasions that may be counted, each once, with what both coders agree on.

    Args:
        events: narrative/events, a column event_id.
        codes: narrative/event_codes.
        searches: narrative/searches.
        targeted: include rows that targeted queries brought, to see what they would change.

    Returns:
        narrative/events without rumours, mirrors and further rows of one occasion; code, kind, side, ground, asks, step_back
        and west where both coders say the same, missing where they differ.
    """
    kinds = searches.set_index("search_id")["kind"]
    whole = occasions(events)
    chosen = whole[targeted | whole["search_id"].map(kinds).ne("targeted")].drop(columns=["code", "coder"])
    return chosen.join(agreed(codes), on="event_id").reset_index(drop=True)


def agreed(codes: pd.DataFrame, columns: Sequence[str] = CODED) -> pd.DataFrame:
    """What both coders say of each event, missing where they differ; one row an event.

    Args:
        codes: narrative/event_codes.
        columns: which of its columns.
    """
    codes = codes.pivot(index="event_id", columns="coder", values=[*columns])
    return pd.DataFrame({c: codes[c, "first"].where(codes[c, "first"].eq(codes[c, "second"])) for c in columns})


def between(events: pd.DataFrame, since: str, until: str | pd.Timestamp = "2026-07-01") -> pd.DataFrame:
    """Rows dated inside a span, both ends included."""
    return events[events["date"].between(pd.Timestamp(since), pd.Timestamp(until))]


def complaints(events: pd.DataFrame) -> pd.DataFrame:
    """Public complaints of Armenia's office-holders up to the article, since the war of 2020, with their ground.

    Args:
        events: from `counted`.
    """
    return between(events[events["ground"].notna()], "2020-09-01", ARTICLE)


def by_ground(events: pd.DataFrame) -> pd.Series:
    """Complaints by ground, most frequent first.

    Args:
        events: from `counted`.
    """
    return complaints(events)["ground"].value_counts().sort_index().sort_values(ascending=False, kind="stable")


def on_the_west(events: pd.DataFrame, word: str) -> pd.DataFrame:
    """Occasions up to the article on which officials of Russia or the CSTO spoke of Armenia's ties with the West.

    Args:
        events: from `counted`.
        word: "danger", "concern" or "welcome".
    """
    return between(events[events["west"].eq(word)], "2022-01-01", ARTICLE)


def after_the_article(events: pd.DataFrame) -> pd.DataFrame:
    """Requests to Russia or the CSTO, and steps back from them, after the article; a row that is neither is left out.

    Args:
        events: from `counted`.
    """
    later = between(events, "2023-12-01")
    return later[later["asks"].eq(True) | later["step_back"].eq(True)]
