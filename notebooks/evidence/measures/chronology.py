"""Measures of chapter 01: dated events, what binds and what strains, comparable poll waves, net friendly news."""

from collections.abc import Mapping, Sequence

import pandas as pd

from evidence import event_lists, show

TIE, STRAIN, OPEN, OTHER = "tie", "strain", "open", "neither"
RUSSIAN_SIDE = {"Russia", "CSTO", "EAEU"}
ASSUMED_RESPONDENTS = 1000
FULL_MONTH = 0.9


class ChronologyProblem(Exception):
    """An event that the coding does not know, or a date that cannot be read."""


def occasions(events: pd.DataFrame) -> pd.DataFrame:
    """Events that count: no rumours, and one row for an occasion that several rows describe.

    Args:
        events: table narrative/events.
    """
    return events[events["in_totals"].astype(bool) & events["part_of"].isna()]


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


def laned(events: pd.DataFrame, lanes: dict[str, float], gap: float, step: float) -> pd.DataFrame:
    """Events with a height each: their theme's lane, moved up or down so that marks do not cover each other.

    Args:
        events: from `spanned`.
        lanes: theme -> middle of its lane.
        gap: least distance of two marks on one height, in years.
        step: distance of two heights.
    """
    rows = []
    for theme, middle in lanes.items():
        free: list[float] = []
        for row in events[events["theme"] == theme].sort_values(["start", "event_id"]).itertuples():
            level = next((i for i, until in enumerate(free) if until <= row.start), len(free))
            free[level : level + 1] = [max(row.end, row.start) + gap]
            rows.append((row.Index, middle + step * ((level + 1) // 2) * (1 if level % 2 else -1)))
    heights = pd.Series(dict(rows), dtype=float)
    return events.assign(height=heights.reindex(events.index))


def by_theme(counted: pd.DataFrame, periods: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Counts by theme and period, with a total and the part whose source has grade A or B; most frequent theme first."""
    year = counted["date"].dt.year
    columns = {name: year.between(*span) for name, span in periods.items()}
    good = counted["source_grade"].isin(["A", "B"])
    table = pd.DataFrame(
        {name: counted[chosen].groupby("theme").size() for name, chosen in columns.items()}
        | {"total": counted.groupby("theme").size(), "grade A or B": counted[good].groupby("theme").size()}
    )
    table = table.fillna(0).astype(int).rename_axis("theme").reset_index()
    return table.sort_values(["total", "theme"], ascending=[False, True]).reset_index(drop=True)


def between_the_two(counted: pd.DataFrame) -> pd.DataFrame:
    """Events that name Armenia with Russia or a bloc that it leads, or Russia with Azerbaijan, each with its code.

    Raises:
        ChronologyProblem: an event of this kind has no code, or a code has no such event.
    """
    actors = counted["actors"].str.split(";").map(set)
    about = actors.map(lambda s: ("Armenia" in s and bool(s & RUSSIAN_SIDE)) or {"Russia", "Azerbaijan"} <= s)
    codes = {key: code for code, keys in event_lists.groups("code").items() for key in keys}
    chosen = counted[about].copy()
    unknown = sorted(set(chosen["event_id"]) ^ set(codes))
    if unknown:
        raise ChronologyProblem(f"coded or in the frame, not both: {', '.join(unknown)}")
    return chosen.assign(code=chosen["event_id"].map(codes), year=chosen["date"].dt.year)


def acts(coded: pd.DataFrame) -> pd.DataFrame:
    """One row an act: the steps of one agreement, purchase, refusal or regret count once, at the first; a parade is none."""
    later = {key for steps in event_lists.groups("steps of one act").values() for key in steps[1:]}
    return coded[~coded["event_id"].isin({*later, *event_lists.keys("no act", "no act")})]


def recoded(coded: pd.DataFrame, codes: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The events with other codes for some of them.

    Args:
        coded: from `between_the_two`.
        codes: code -> keys of events, such as the list "code against ties", the reading least friendly to ties.
    """
    other = {key: code for code, keys in codes.items() for key in keys}
    return coded.assign(code=coded["event_id"].map(other).fillna(coded["code"]))


def ways_of_counting(coded: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The coded events whole, in parts, with each act once, and with the codes that others may hold against the ties."""
    return {
        "all": coded,
        "grade A or B only": coded[coded["source_grade"].isin(["A", "B"])],
        "without 2026": coded[coded["year"] < 2026],
        "sure ones only (confidence high)": coded[coded["confidence"] == "high"],
        "without Russia and Azerbaijan alone": coded[coded["actors"].str.contains("Armenia")],
        "each act once": acts(coded),
        "each act once, coded against ties": recoded(acts(coded), event_lists.groups("code against ties")),
    }


def last_leads(codings: dict[str, pd.DataFrame], years: int, until: int) -> pd.DataFrame:
    """When ties last led: for each way of counting the end of the last window in which they outnumber all else.

    Args:
        codings: from `ways_of_counting`.
        years: length of the windows, which overlap.
        until: last year that a window may end in.

    Returns:
        One row a way of counting: way, years, last (a year).
    """
    rows = []
    for way, coded in codings.items():
        ends = range(int(coded["year"].min()) + years - 1, until + 1)
        led = [end for end in ends if ties_lead(coded, end - years + 1, end)]
        rows.append({"way": way, "years": years, "last": max(led)})
    return pd.DataFrame(rows)


def yearly(coded: pd.DataFrame) -> pd.DataFrame:
    """Ties, open events and strains a year, with a row for each year between the first and the last event."""
    counts = coded.groupby(["year", "code"]).size().unstack(fill_value=0)
    counts = counts.reindex(range(int(coded["year"].min()), int(coded["year"].max()) + 1), fill_value=0)
    return counts.reindex(columns=[TIE, OPEN, STRAIN], fill_value=0).rename_axis(columns=None).reset_index()


def tally(coded: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Number of ties, strains and open events in a span of years."""
    chosen = coded[coded["year"].between(first, last)]
    return chosen["code"].value_counts().reindex([TIE, STRAIN, OPEN, OTHER], fill_value=0)


def tally_table(codings: dict[str, pd.DataFrame], spans: list[tuple[int, int]]) -> pd.DataFrame:
    """Ties, strains and open events as "25 : 0 (7)" for every span, one row a way of counting."""
    rows = []
    for name, coded in codings.items():
        cells = {}
        for first, last in spans:
            t = tally(coded, first, last)
            cells[f"{first}-{str(last)[2:]}"] = f"{t[TIE]} : {t[STRAIN]} ({t[OPEN]})"
        rows.append({"events counted": name} | cells)
    return pd.DataFrame(rows)


def ties_lead(coded: pd.DataFrame, first: int, last: int) -> bool:
    """More ties than strains even if every open event is taken for a strain."""
    t = tally(coded, first, last)
    return bool(t[TIE] > t[STRAIN] + t[OPEN])


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


def peaks(series: pd.Series, number: int) -> pd.Series:
    """The highest values that exceed both of their neighbours, highest first."""
    inner = series[(series > series.shift()) & (series > series.shift(-1))]
    return inner.sort_values(ascending=False, kind="stable").head(number)


def changes(series: pd.Series, before: int, after: int) -> pd.Series:
    """Mean of the months from one on, less the mean of the months before it, for every month where both exist."""
    ahead = series[::-1].rolling(after).mean()[::-1]
    return (ahead - series.shift().rolling(before).mean()).dropna()
