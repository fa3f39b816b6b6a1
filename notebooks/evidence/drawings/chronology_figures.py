"""Drawings and words of chapter 01."""

from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.house.figures import GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event
from evidence.measures.chronology import OPEN, STRAIN, TIE, decimal, laned, peaks

LANES = {"media": 0.0, "debt": 0.75, "icc": 1.75, "arms": 3.0, "alignment": 4.25, "conflict": 5.4, "alliances": 6.6}
NAMES = {"icc": "Rome Statute", "alliances": "alliance", "alignment": "alignment", "media": "broadcasting"}
CRISIS = ("2022-08-01", "2024-03-01")
OVERVIEW = {
    "E002": ("treaty with Article 4", -10, 16, "left"),
    "E020": ("base to 2044", 0, 14, "center"),
    "E034": ("four-day war", 0, 14, "center"),
    "E028": ("Eurasian union", -6, 14, "right"),
    "E036": ("arms for both sides", -10, 15, "right"),
    "E011": ("signed, not ratified", 0, 13, "center"),
}
CLOSE = {
    "E065": ("Article 4 invoked", 0, 14, "center"),
    "E070": ("will not sign", 0, -14, "center"),
    "E111": ("Minsk without Armenia", -12, 13, "right"),
    "E130": ("“frozen”", 8, 14, "right"),
    "E064": ("border fighting", 0, 14, "center"),
    "E090": ("19 Sept", -10, 11, "right"),
    "E088": ("ambassador summoned", -8, 10, "right"),
    "E062": ("first complaint", 0, 13, "center"),
    "E112": ("broadcast of 24 Nov: arms", -8, 16, "right"),
    "E071": ("government approves", 0, 13, "center"),
    "E079": ("warrant", -6, 13, "center"),
    "E098": ("vote", -8, 14, "right"),
    "E113": ("the broadcast: debt", -8, 10, "right"),
    "E114": ("the broadcast: television", 0, -13, "center"),
}
LEADERS = {"left": 0.04, "center": 0.5, "right": 0.96}


def chronology(events: pd.DataFrame, parts: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """All events in lanes by theme, and the crisis months below on a scale of their own.

    Args:
        events: from `chronology.spanned`, only those that count.
        parts: from `chronology.spanned`, rows on an occasion that has a row among the events; hollow, below only.

    Returns:
        The figure and what is drawn in it.
    """
    edges = decimal(pd.Series(pd.to_datetime(CRISIS)))
    everything = pd.concat([events.assign(is_part=False), parts.assign(is_part=True)], ignore_index=True)
    near = everything[everything["end"].ge(edges[0]) & everything["start"].lt(edges[1])]
    far = laned(events.assign(is_part=False), LANES, 0.36, 0.115).assign(panel="1991-2026")
    near = laned(near, LANES, 0.026, 0.15).assign(panel="crisis months")
    fig, (top, low) = canvas(2, height=8.2, gridspec_kw={"height_ratios": [1, 1.08]})
    for ax, drawn, labels, size in ((top, far, OVERVIEW, 3.6), (low, near, CLOSE, 4.8)):
        _lanes(ax, drawn, size)
        _say(ax, drawn, labels)
    top.axvspan(*edges, color=PALE, alpha=0.35, linewidth=0, zorder=0)
    top.annotate("shaded: enlarged below", (edges[0] - 0.2, 7.15), ha="right", va="center", fontsize=9)
    top.set(xlim=(1990.8, 2026.9), xticks=range(1991, 2027, 5))
    months = pd.Series(pd.date_range(CRISIS[0], CRISIS[1], freq="MS"))
    shown = months[months.dt.month.isin([1, 4, 7, 10])]
    low.set(xlim=(edges[0] - 0.01, edges[1] + 0.01), xticks=list(decimal(shown)))
    low.set_xticklabels([f"{d:%b}\n{d:%Y}" if d.month == 1 else f"{d:%b}" for d in shown])
    top.set_title(f"{len(events)} dated events, 1991 to 2026")
    low.set_title("August 2022 to February 2024")
    return fig, pd.concat([far, near])[
        ["panel", "event_id", "date_known", "precision", "theme", "source_grade", "is_part", "start", "end", "height"]
    ]


def _lanes(ax: Axes, drawn: pd.DataFrame, size: float) -> None:
    middles = list(LANES.values())
    for lower, upper in pairwise(middles):
        ax.axhline((lower + upper) / 2, color=PALE, linewidth=0.5, zorder=0)
    exact = drawn[drawn["precision"] == "day"]
    for is_part, fill in ((False, INK), (True, "white")):
        part = exact[exact["is_part"] == is_part]
        ax.plot(
            part["start"], part["height"], "o", color=INK, markerfacecolor=fill, markersize=size, markeredgewidth=0.8
        )
    for row in drawn[drawn["precision"] != "day"].itertuples():
        ax.plot([row.start, row.end], [row.height] * 2, color=INK, linewidth=1.3, marker="|", markersize=size + 1)
    ax.set(ylim=(-0.65, 7.35), yticks=list(LANES.values()))
    ax.set_yticklabels([NAMES.get(theme, theme) for theme in LANES])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _say(ax: Axes, drawn: pd.DataFrame, labels: dict[str, tuple[str, float, float, str]]) -> None:
    at = drawn.set_index("event_id")
    for key, (text, dx, dy, side) in labels.items():
        row = at.loc[key]
        where = ((row["start"] + row["end"]) / 2, row["height"])
        ax.annotate(
            text,
            where,
            xytext=(dx, dy),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=8.6,
            arrowprops={
                "arrowstyle": "-",
                "color": GREY,
                "linewidth": 0.6,
                "shrinkA": 0,
                "shrinkB": 2,
                "relpos": (LEADERS[side], 0 if dy > 0 else 1),
            },
        )


def chronology_words(events: pd.DataFrame, drawn: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the chronology."""
    vague = events["precision"].value_counts()
    crisis = drawn[(drawn["panel"] == "crisis months") & ~drawn["is_part"]]
    arms_from = events.loc[events["theme"] == "arms", "first"].min().year
    crowded = crisis["theme"].map(NAMES).fillna(crisis["theme"]).value_counts().sort_index()
    lanes = ", ".join(f"{name} {n}" for name, n in crowded.sort_values(ascending=False, kind="stable").items())
    return {
        "title": "What happened, and when?",
        "sources": ["narrative/events"],
        "caption": (
            f"A dot is an event dated to the day ({vague['day']}); a bar with ends is one of which only the month"
            f" ({vague['month']}) or the year ({vague['year']}) is known, and covers all of it. A lane has no"
            " scale: marks are moved up or down so that they do not hide each other. Hollow: words on an occasion that has"
            " a dot already, such as those on debt and television in the broadcast of 24 November 2023; they are not"
            " counted. The long bar in the lower panel is E118: its"
            " page names a Monday, which leaves 27 November or 4 December, and the table keeps to the year."
        ),
        "description": (
            f"Two timelines with seven lanes. Above, {len(events)} events from 1991 to 2026: few and scattered until 2012,"
            f" then denser, and crowded in 2022 to 2024. Below, the {len(crisis)} events from August 2022 to February 2024"
            f" by lane: {lanes}. They bunch in September 2022, September 2023 and November 2023; the"
            " Rome Statute events among them start in December 2022 with the government's approval, before the warrant of"
            f" March 2023, and end with membership in February 2024. Arms are in the list from {arms_from} on."
        ),
    }


def themes(counts: pd.DataFrame) -> Figure:
    """Events by theme; the dark part has a source of grade A or B."""
    fig, ax = canvas(height=3.4)
    shown = counts[::-1].reset_index(drop=True)
    names = shown["theme"].map(lambda t: NAMES.get(t, t))
    ax.barh(names, shown["total"], color=PALE, height=0.68)
    ax.barh(names, shown["grade A or B"], color=GREY, height=0.68)
    for y, row in enumerate(shown.itertuples()):
        ax.annotate(
            f"{row.total}", (row.total, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9.5
        )
    top = shown.iloc[-1]
    y = len(shown) - 1
    ax.annotate("source of grade A or B", (1, y), xytext=(2, 0), textcoords="offset points", va="center", color="white")
    ax.annotate("C or D", ((top["grade A or B"] + top["total"]) / 2, y), va="center", ha="center", fontsize=9.5)
    ax.set(xlabel="events", xlim=(0, shown["total"].max() * 1.1))
    ax.set_title("Events of the chronology by theme and grade of source")
    return fig


def named(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with the names of themes that the figures use."""
    return counts.assign(theme=counts["theme"].map(lambda t: NAMES.get(t, t)))


def theme_words(counts: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the counts by theme."""
    named = ", ".join(f"{NAMES.get(r.theme, r.theme)} {r.total}" for r in counts.itertuples())
    whole, good = counts["total"].sum(), counts["grade A or B"].sum()
    return {
        "title": "What is the chronology made of?",
        "sources": ["narrative/events"],
        "caption": (
            f"{good} of {whole} events rest on an official text or an established outlet (grades A and B), the rest on"
            " regional or partisan outlets, reposts and mirrors (C and D)."
        ),
        "description": f"Horizontal bars by theme: {named}. In each bar a darker part marks sources of grade A or B.",
    }


KINDS = (
    (TIE, "ties: concluded, renewed, carried out", {"color": INK}),
    (OPEN, "open to either reading, such as Russian arms for Azerbaijan", {"facecolor": "white", "hatch": "////"}),
    (STRAIN, "strains: refused, protested, withdrawn", {"color": GREY}),
)
MARKS = ((2018.35, "Pashinyan in office", 0.62), (2020.82, "44-day war", 0.48))


def two_sides(years: pd.DataFrame) -> Figure:
    """Ties, open events and strains by year, each in a panel of its own, on one scale.

    Args:
        years: from `chronology.yearly`.
    """
    heights = [years[kind].max() + 2 for kind, _, _ in KINDS]
    fig, axes = canvas(3, height=5.4, sharex=True, gridspec_kw={"height_ratios": heights})
    for ax, top, (kind, text, look) in zip(axes, heights, KINDS, strict=True):
        ax.bar(years["year"], years[kind], width=0.8, edgecolor=GREY, linewidth=0.6, **look)
        ax.annotate(text, (1991.4, top - 0.2), fontsize=9.5, va="top")
        ax.set(ylim=(0, top), yticks=range(0, int(top), 5 if top > 10 else 2))
        for when, _, _ in MARKS:
            ax.axvline(when, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    for when, text, height in MARKS:
        axes[2].annotate(
            text, (when, height), xycoords=("data", "axes fraction"), xytext=(-4, 0), textcoords="offset points",
            ha="right", va="center", fontsize=9, bbox={"color": "white", "pad": 1},
        )  # fmt: skip
    axes[2].set(xlim=(1991, 2027))
    fig.supylabel("rows of the list a year", fontsize=10.5)
    axes[0].set_title("Steps between Armenia and Russia, coded by hand")
    return fig


def two_sides_words(years: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of ties and strains."""
    by_year = years.set_index("year")
    strained = by_year[by_year[STRAIN] > 0].index
    worst = by_year[STRAIN].idxmax()
    before = by_year.loc[:2017].sum()
    return {
        "title": "What bound the two, and what strained them?",
        "sources": ["narrative/events"],
        "caption": (
            f"{by_year.to_numpy().sum()} rows that name Armenia with Russia or its blocs, or Russia with Azerbaijan; rows in"
            " which Russia mediates are left out. The codes are ours, and an act of several steps has several rows. Heights"
            " show what was collected, not all that happened. The scale is the same in all panels."
        ),
        "description": (
            f"Three panels of bars by year. Ties: {before[TIE]:.0f} to 2017, at most {by_year[TIE].max()} a year, with few"
            f" after 2021. Open to either reading: from {by_year[by_year[OPEN] > 0].index.min()} on, {before[OPEN]:.0f} to"
            f" 2017, mostly Russian arms for Azerbaijan, and at most {by_year[OPEN].max()} a year. Strains: none coded before"
            f" {strained.min()}, {by_year.loc[2022, STRAIN]} in 2022, {by_year[STRAIN].max()} in {worst} and"
            f" {by_year.loc[2024, STRAIN]} in 2024. Dashed lines mark May 2018, when Pashinyan took office, and the war of"
            " autumn 2020."
        ),
    }


PANELS = (
    ("cb_main_friend", "name Russia as\nmain friend"),
    ("iri_relations", "call relations with\nRussia good"),
    ("gallup_leadership", "approve of Russia's\nleadership"),
)


JOINED_OVER = 5
BESIDE = {
    "cb_main_friend": {81: (0, -13)},
    "iri_relations": {31: (0, -13), 35: (13, -4), 43: (0, 13), 50: (-14, -3), 87: (-13, 0), 88: (13, 0), 93: (13, 2)},
}


def opinion(waves: pd.DataFrame) -> Figure:
    """Three questions, one panel each: only waves of one format are joined, and none over a gap of more than five years.

    Args:
        waves: from `chronology.waves`, all questions, with is_joined.
    """
    fig, axes = canvas(1, 3, height=3.9, sharey=True)
    for ax, (group, text) in zip(axes, PANELS, strict=True):
        part = waves[waves["group"] == group]
        for earlier, later in pairwise(part[part["is_joined"]].itertuples()):
            if later.when - earlier.when <= JOINED_OVER:
                ax.plot([earlier.when, later.when], [earlier.percent, later.percent], color=RUSSIA, linewidth=2)
        for row in part.itertuples():
            ax.plot([row.when] * 2, [row.low, row.high], color=RUSSIA, linewidth=1.2)
            fill = RUSSIA if row.is_joined else "white"
            ax.plot([row.when], [row.percent], "o", markerfacecolor=fill, color=RUSSIA, markersize=5.5)
            ax.annotate(
                f"{row.percent:.0f}",
                (row.when, row.percent),
                xytext=BESIDE.get(group, {}).get(round(row.percent), (13, 4)),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=9.5,
            )
        ax.set(ylim=(0, 100), xlim=(2009.2, 2027.4), xticks=[2010, 2015, 2020, 2025])
        ax.set_title(text, fontsize=10.5, fontweight="normal")
    axes[0].set_ylabel("per cent of respondents in Armenia")
    return fig


def opinion_words(waves: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the polls."""
    said = []
    for group, text in PANELS:
        part = waves[(waves["group"] == group) & waves["is_joined"]]
        values = ", ".join(f"{r.percent:.0f} in {r.asked}" for r in part.itertuples())
        said.append(f"{text.replace(chr(10), ' ').capitalize().replace('russia', 'Russia')}: {values}")
    apart = waves[~waves["is_joined"]].iloc[0]
    return {
        "title": "What did people in Armenia say of Russia?",
        "sources": ["opinion/polls"],
        "caption": (
            "A line joins waves of one question in one format. Upright lines: the 95% interval from sampling alone, with"
            f" 1,000 respondents assumed where none are reported. Hollow: a wave of {apart['asked']} ({apart['percent']:.0f})"
            " whose month is not reported; it disagrees with that of May. Wave 2021-22 is drawn at the turn of the year."
            " Between 2010 and 2021 the table has no wave of the right panel, so no line is drawn."
        ),
        "description": (
            f"Three panels, per cent of respondents. {'. '.join(said)}. In each panel the first wave reads higher than the"
            " last. Answers on relations are at their lowest in December 2023 and somewhat higher in the waves after it."
            f" One wave of {apart['asked']}, drawn hollow, has {apart['percent']:.0f} for good relations."
        ),
    }


STATES = (("FRA", "France", GREY), ("USA", "United States", OTHER), ("RUS", "Russia", RUSSIA))


PEAKS = {"2021-11": ("Nov 2021", -6, "right"), "2023-09": ("Sept 2023", -6, "right")}


def attention(months: pd.DataFrame) -> Figure:
    """Net friendly news with three states by month; months covered in part are hollow.

    Args:
        months: from `chronology.net_news`, all three states.
    """
    fig, ax = canvas(height=4.3)
    for iso3, name, colour in STATES:
        part = months[months["state"] == iso3]
        width = 2.2 if iso3 == "RUS" else 1.1
        dashes = (0, (3, 1.5)) if iso3 == "USA" else "-"
        ax.plot(part["when"], part["daily_mean"], color=colour, linewidth=width, linestyle=dashes)
        if iso3 == "RUS":
            thin = part[part["is_partial"]]
            ax.plot(thin["when"], thin["daily_mean"], "o", markerfacecolor="white", color=colour, markersize=5)
        last = part.iloc[-1]
        ax.annotate(
            name,
            (last["when"], last["daily_mean"]),
            xytext=(18, {"FRA": 15, "USA": -13, "RUS": 2}[iso3]),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": width, "linestyle": dashes, "shrinkB": 4},
        )
    for month, text, side in (("2020-11", "war ends", "left"), ("2022-09", "border fighting", "left")):
        when = months.loc[months["month"] == month, "when"].iloc[0]
        mark_event(ax, when, text, side=side)
    mark_event(ax, 2023 + 327 / 365, "broadcast of\n24 Nov 2023", side="left", height=0.97)
    for month, (text, dx, side) in PEAKS.items():
        row = months[(months["month"] == month) & (months["state"] == "RUS")].iloc[0]
        at = (row["when"], row["daily_mean"])
        ax.annotate(text, at, xytext=(dx, 2), textcoords="offset points", ha=side, fontsize=9)
    ax.hlines(0, 2018, months["when"].max(), color=INK, linewidth=0.8)
    ax.set(xlim=(2018, 2025.5), xticks=range(2018, 2025), ylabel="friendly less hostile events, weighted, a day")
    ax.set_title("Armenia in the news with Russia and two other states")
    return fig


def attention_words(months: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the news series."""
    table = months.pivot(index="month", columns="state", values="daily_mean")
    russia = table["RUS"]
    thin = months[(months["state"] == "RUS") & months["is_partial"]]
    high = [f"{pd.Timestamp(month):%B %Y} ({value:.0f})" for month, value in peaks(russia, 4).items()]
    before, after = table[:"2020-09"], table["2020-10":]
    return {
        "title": "Did the broadcast bring new attention?",
        "sources": ["opinion/media_attention"],
        "caption": (
            f"Daily mean by month, January 2018 to February 2024. Hollow: the {len(thin)} months of which under 90% of the"
            " days are covered. The measure adds friendly and subtracts hostile events: a balance, neither the number of"
            " reports nor the number of contacts."
        ),
        "description": (
            f"Three lines. Armenia with Russia is highest in {high[0]}; the next peaks are {high[1]}, {high[2]} and"
            f" {high[3]}. In October, November and December 2023 it reads {russia['2023-10']:.0f},"
            f" {russia['2023-11']:.0f} and {russia['2023-12']:.0f}. It is never below zero. To September 2020 the lines are"
            f" close: that of the United States is above Russia's in {(before['USA'] > before['RUS']).sum()} of"
            f" {len(before)} months, that of France in {(before['FRA'] > before['RUS']).sum()}. From October 2020 on that of"
            f" the United States is above it in {(after['USA'] > after['RUS']).sum()} of {len(after)} months, that of France"
            f" in {(after['FRA'] > after['RUS']).sum()}."
        ),
    }
