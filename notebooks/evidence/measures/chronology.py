"""Measures of chapter 01: dated events, years and spans on record, comparable poll waves, net friendly news."""

from collections.abc import Iterable, Mapping

import pandas as pd

from evidence import event_lists, show
from evidence.measures import record as searched

ASSUMED_RESPONDENTS = 1000
FULL_MONTH = 0.9


class ChronologyProblem(Exception):
    """A date that cannot be read, or a span that has no years."""


def on_record(events: pd.DataFrame) -> pd.DataFrame:
    """The rows of `occasions` of the searched record in order of time, with the year.

    Args:
        events: table narrative/events.
    """
    kept = searched.occasions(events)
    return kept.assign(year=kept["date"].dt.year).sort_values("date", kind="stable")


def by_year(record: pd.DataFrame, neutral: Iterable[str]) -> pd.DataFrame:
    """Whether a year has a tie and a strain on record, and how many rows the neutral queries brought.

    Whether there is any is asked, not how many: what a search brings mirrors the pages that it could see.

    Args:
        record: from `on_record`, with the code on which two coders agree.
        neutral: search_id of the queries written before looking.

    Returns:
        year, tie, strain (true or false), found (rows); one row for each year from the first to the last.
    """
    years = range(int(record["year"].min()), int(record["year"].max()) + 1)
    has = pd.crosstab(record["year"], record["code"]).gt(0).reindex(index=years, columns=["tie", "strain"], fill_value=False)
    found = record[record["search_id"].isin(list(neutral))].groupby("year").size().reindex(years, fill_value=0)
    return has.assign(found=found).rename_axis(index="year", columns=None).reset_index()


def spans_with(record: pd.DataFrame, code: str, spans: Mapping[str, tuple[str, str]]) -> pd.Series:
    """For each span of days, first and last included, whether the record has an event of this code in it.

    Args:
        record: from `on_record`.
        code: "tie", "strain" or "open".
        spans: name -> first and last day.

    Raises:
        ChronologyProblem: a span ends before it begins.
    """
    coded = record.loc[record["code"].eq(code), "date"]
    if wrong := [name for name, (first, last) in spans.items() if first > last]:
        raise ChronologyProblem(f"no days in {', '.join(wrong)}")
    return pd.Series({name: bool(coded.between(*span).any()) for name, span in spans.items()})


def agreed(codes: pd.DataFrame, column: str) -> pd.Series:
    """What both coders say alike of an event, by event_id; where they differ, or say nothing, there is no row.

    Args:
        codes: table narrative/event_codes.
        column: one of its columns, such as code, ground or step_back.
    """
    return searched.agreed(codes, [column])[column].dropna().infer_objects()


def turning_events(events: pd.DataFrame) -> pd.DataFrame:
    """The events that the timeline names: year, side ("tie" or "strain"), words, event_id.

    Args:
        events: table narrative/events.
    """
    year = events.set_index("event_id")["date"].dt.year
    sides = {"tie": "timeline of ties", "strain": "timeline of strains"}
    rows = [
        {"year": int(year[key]), "side": side, "words": words, "event_id": key}
        for side, purpose in sides.items()
        for words, (key,) in event_lists.groups(purpose).items()
    ]
    return pd.DataFrame(rows)


def held_for_years(waves: pd.DataFrame, years: float, until: float) -> float:
    """The largest per cent that two waves of one question reach, both of them, at least so many years apart.

    Args:
        waves: from `waves`, of one or several questions.
        years: least distance of the two waves.
        until: only waves asked before this decimal year count.

    Returns:
        The per cent; not a number where no two waves lie so far apart.
    """
    pairs = [
        min(early.percent, late)
        for _, asked in waves[waves["end"].lt(until)].groupby("group")
        for early in asked.itertuples()
        for late in asked.loc[asked["when"].ge(early.when + years), "percent"]
    ]
    return max(pairs, default=float("nan"))


def spanned(events: pd.DataFrame) -> pd.DataFrame:
    """Events with the first and last day that their date allows, and both as decimal years.

    A day is itself; a month or a year is all of it, since nothing says where in it the event fell. How much is known
    is read from date_known; an inferred day does not count.
    """
    precision = events["date_known"].str.len().map({4: "year", 7: "month", 10: "day"})
    first = pd.to_datetime(events["date_known"], format="ISO8601")
    ends = {
        "day": first,
        "month": first + pd.offsets.MonthEnd(0),
        "year": first + pd.offsets.YearEnd(0),
    }
    last = first.copy()
    for known, end in ends.items():
        chosen = precision == known
        last[chosen] = end[chosen]
    return events.assign(precision=precision, first=first, last=last, start=decimal(first), end=decimal(last))


def decimal(days: pd.Series) -> pd.Series:
    """Days as decimal years: 2 July 2023 is close to 2023.5."""
    length = days.dt.is_leap_year.map({True: 366, False: 365})
    return days.dt.year + (days.dt.day_of_year - 1) / length


def days_between(events: pd.DataFrame, earlier: str, later: str) -> tuple[int, int]:
    """Fewest and most days from one event to another that their dates allow; negative if the order may be reversed.

    Args:
        events: from `spanned`, indexed by event_id.
        earlier, later: event keys.
    """
    a, b = events.loc[earlier], events.loc[later]
    return (b["first"] - a["last"]).days, (b["last"] - a["first"]).days


def waves(polls: pd.DataFrame, group: str, answer: str, about_iso3: str = "RUS") -> pd.DataFrame:
    """Waves of one comparable group: when, per cent, other report, and the sampling margin.

    Args:
        polls: table opinion/polls.
        group: comparable_group.
        answer: the answer counted.
        about_iso3: whom the answer is about.
    """
    chosen = polls[
        (polls["comparable_group"] == group)
        & (polls["answer"] == answer)
        & (polls["about_iso3"] == about_iso3)
        & (polls["respondents_iso3"] == "ARM")
    ].copy()
    chosen["start"], chosen["end"] = chosen["field_start"].map(_opening), chosen["field_end"].map(_closing)
    size = chosen["n"].astype("Float64").fillna(ASSUMED_RESPONDENTS).astype(float)
    share = chosen["percent"] / 100
    chosen["margin"] = 196 * (share * (1 - share) / size) ** 0.5
    chosen["low"], chosen["high"] = chosen["percent"] - chosen["margin"], chosen["percent"] + chosen["margin"]
    chosen["when"] = (chosen["start"] + chosen["end"]) / 2
    chosen["is_undated_in_year"] = chosen["field_start"].str.len() == 4
    chosen["asked"] = [
        wave_name(first, last) for first, last in zip(chosen["field_start"], chosen["field_end"], strict=True)
    ]
    columns = [
        "asked",
        "when",
        "start",
        "end",
        "percent",
        "percent_other_report",
        "margin",
        "low",
        "high",
        "is_undated_in_year",
    ]
    return chosen.sort_values(["when", "percent"])[columns].assign(group=group).reset_index(drop=True)


def wave_name(first: str, last: str) -> str:
    """The time of a wave in words, as exactly as it is known: 2011, 2021-22, August 2018."""
    if len(first) > 4:
        return f"{pd.Timestamp(first):%B %Y}"
    return first if first == last else f"{first}-{last[2:]}"


def with_every_page(events: pd.DataFrame) -> pd.DataFrame:
    """`show.reports` with a link to each further page, so that the other side's wording can be read.

    Args:
        events: rows of narrative/events, indexed by event_id.
    """
    further = events["further_urls"].fillna("").str.split(";")
    links = ["".join(f", [{n}]({url})" for n, url in enumerate(urls, 2) if url) for urls in further]
    return show.reports(events).assign(source=lambda table: table["source"] + links)


def _opening(text: str) -> float:
    return _decimal_of(text, ("-01-01", "-01", ""))


def _closing(text: str) -> float:
    if len(text) == 4:
        return float(text) + 1
    day = pd.Timestamp(text) + (pd.offsets.MonthEnd(0) if len(text) == 7 else pd.Timedelta(0))
    return float(decimal(pd.Series([day])).iloc[0])


def _decimal_of(text: str, fill: tuple[str, str, str]) -> float:
    if len(text) not in (4, 7, 10):
        raise ChronologyProblem(f"{text!r} is neither a year, a month nor a day")
    return float(decimal(pd.Series([pd.Timestamp(text + fill[(len(text) - 4) // 3])])).iloc[0])


def net_news(attention: pd.DataFrame, iso3: str) -> pd.DataFrame:
    """Friendly less hostile news events of Armenia with one state by month, with a mark on months covered in part only.

    Args:
        attention: table opinion/media_attention.
        iso3: the other state.
    """
    chosen = attention[attention["b_iso3"] == iso3].sort_values(["month", "b_iso3"])
    start = pd.to_datetime(chosen["month"] + "-01")
    return pd.DataFrame(
        {
            "month": chosen["month"],
            "state": iso3,
            "when": decimal(start) + 1 / 24,
            "daily_mean": chosen["daily_mean"],
            "is_partial": chosen["days_covered"].astype(float) < FULL_MONTH * start.dt.days_in_month,
        }
    ).reset_index(drop=True)


def changes(series: pd.Series, before: int, after: int) -> pd.Series:
    """Mean of the months from one on, less the mean of the months before it, for every month where both exist."""
    ahead = series[::-1].rolling(after).mean()[::-1]
    return (ahead - series.shift().rolling(before).mean()).dropna()
