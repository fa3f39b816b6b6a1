"""Drawings and words of chapter 01."""

from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.chronology import OPEN, STRAIN, TIE, decimal, laned
from evidence.figures import ARMENIA, GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event

LANES = {"media": 0.0, "debt": 0.75, "icc": 1.75, "arms": 3.0, "alignment": 4.25, "conflict": 5.4, "alliances": 6.6}
NAMES = {"icc": "Rome Statute", "alliances": "alliance", "alignment": "alignment", "media": "broadcasting"}
CRISIS = ("2022-08-01", "2024-03-01")
OVERVIEW = {
    "E002": ("treaty with Article 4", -8, 14, "left"),
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
    "E112": ("broadcast of 24 Nov", -8, 16, "right"),
    "E071": ("government approves", 0, 13, "center"),
    "E079": ("warrant", -6, 13, "center"),
    "E098": ("vote", -8, 14, "right"),
}
TWO = {"tie": RUSSIA, "strain": ARMENIA, "open": PALE}


def chronology(events: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """All events in lanes by theme, and the crisis months below on a scale of their own.

    Args:
        events: from `chronology.spanned`, only those that count.

    Returns:
        The figure and what is drawn in it.
    """
    edges = decimal(pd.Series(pd.to_datetime(CRISIS)))
    near = events[events["end"].ge(edges[0]) & events["start"].lt(edges[1])]
    far = laned(events, LANES, 0.36, 0.115).assign(panel="1991-2026")
    near = laned(near, LANES, 0.026, 0.15).assign(panel="crisis months")
    fig, (top, low) = canvas(2, height=8.2, gridspec_kw={"height_ratios": [1, 1.08]})
    for ax, drawn, labels, size in ((top, far, OVERVIEW, 3.6), (low, near, CLOSE, 4.8)):
        _lanes(ax, drawn, size)
        _say(ax, drawn, labels)
    top.axvspan(*edges, color=PALE, alpha=0.35, linewidth=0, zorder=0)
    top.annotate("enlarged below", (edges[0] - 0.2, LANES["debt"]), ha="right", va="center", fontsize=9)
    top.set(xlim=(1990.8, 2026.9), xticks=range(1991, 2027, 5))
    months = pd.Series(pd.date_range(CRISIS[0], CRISIS[1], freq="MS"))
    shown = months[months.dt.month.isin([1, 4, 7, 10])]
    low.set(xlim=(edges[0] - 0.01, edges[1] + 0.01), xticks=list(decimal(shown)))
    low.set_xticklabels([f"{d:%b}\n{d:%Y}" if d.month == 1 else f"{d:%b}" for d in shown])
    top.set_title(f"{len(events)} dated events, 1991 to 2026")
    low.set_title("August 2022 to February 2024")
    return fig, pd.concat([far, near])[
        ["panel", "event_id", "date_known", "precision", "theme", "source_grade", "start", "end", "height"]
    ]


def _lanes(ax: Axes, drawn: pd.DataFrame, size: float) -> None:
    middles = list(LANES.values())
    for lower, upper in pairwise(middles):
        ax.axhline((lower + upper) / 2, color=PALE, linewidth=0.5, zorder=0)
    exact = drawn[drawn["precision"] == "day"]
    for part, fill in ((exact[exact["theme"] != "arms"], INK), (exact[exact["theme"] == "arms"], ARMENIA)):
        ax.plot(part["start"], part["height"], "o", color=fill, markersize=size, markeredgewidth=0)
    for row in drawn[drawn["precision"] != "day"].itertuples():
        colour = ARMENIA if row.theme == "arms" else INK
        ax.plot([row.start, row.end], [row.height] * 2, color=colour, linewidth=1.3, marker="|", markersize=size + 1)
    ax.set(ylim=(-0.45, 7.35), yticks=list(LANES.values()))
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
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 2},
        )


def chronology_words(events: pd.DataFrame, drawn: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the chronology."""
    vague = events["precision"].value_counts()
    crisis = drawn[drawn["panel"] == "crisis months"]
    arms_from = events.loc[events["theme"] == "arms", "first"].min().year
    crowded = crisis["theme"].map(NAMES).fillna(crisis["theme"]).value_counts().sort_index()
    lanes = ", ".join(f"{name} {n}" for name, n in crowded.sort_values(ascending=False, kind="stable").items())
    return {
        "title": "What happened, and when?",
        "sources": ["narrative/events"],
        "caption": (
            f"A dot is an event dated to the day ({vague['day']}); a bar with ends is one of which only the month"
            f" ({vague['month']}) or the year ({vague['year']}) is known, and covers all of it. Arms are in colour. A lane"
            " has no scale: marks are moved up or down so that they do not hide each other. The words on debt of"
            " 24 November 2023 are part of the broadcast and not counted apart. The long bar in the lower panel is E118: its"
            " page names a Monday, which leaves 27 November or 4 December, and the table keeps to the year."
        ),
        "description": (
            f"Two timelines with seven lanes. Above, {len(events)} events from 1991 to 2026: few and scattered until 2012,"
            f" then denser, and crowded in 2022 to 2024. Below, the {len(crisis)} events from August 2022 to February 2024"
            f" by lane: {lanes}. They bunch in September 2022, September 2023 and November 2023; the"
            " Rome Statute events among them start in December 2022 with the government's approval, before the warrant of"
            f" March 2023, and end with membership in February 2024. Arms, in colour, are in the list from {arms_from} on."
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


def two_sides(years: pd.DataFrame) -> Figure:
    """Ties above the line, strains below it, open events further below."""
    fig, ax = canvas(height=4.4)
    ax.bar(years["year"], years[TIE], color=TWO[TIE], width=0.8)
    ax.bar(years["year"], years["below"], color=TWO[STRAIN], width=0.8)
    ax.bar(
        years["year"], years["further"], bottom=years["below"], color="white", edgecolor=GREY, hatch="////", width=0.8,
        linewidth=0.6,
    )  # fmt: skip
    ax.axhline(0, color=INK, linewidth=0.8)
    deepest = int((years["below"] + years["further"]).min())
    ax.annotate("ties: concluded, renewed, delivered", (1991.6, years[TIE].max() * 0.92), fontsize=9.5)
    ax.annotate("strains: refused, protested, withdrawn", (1991.6, deepest * 0.30), fontsize=9.5)
    ax.annotate(
        "hatched: open to either reading,\nsuch as Russian arms for Azerbaijan", (1991.6, deepest * 0.60), fontsize=9.5
    )
    mark_event(ax, 2018.35, "Pashinyan\nelected", height=0.10)
    ax.set(xlim=(1991, 2027), ylabel="events a year")
    ax.set_yticks(range(-20, 6, 5), [str(abs(v)) for v in range(-20, 6, 5)])
    ax.set_ylim(deepest - 1, years[TIE].max() + 1.5)
    ax.set_title("Events between Armenia and Russia, coded by hand")
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
            f"{by_year[[TIE, STRAIN, OPEN]].to_numpy().sum()} events that name Armenia with Russia or its blocs, or Russia with"
            " Azerbaijan. The codes are ours. Heights show what was collected, not all that happened."
        ),
        "description": (
            f"Bars by year. Above the line ties, {before[TIE]:.0f} of them to 2017, at most {by_year[TIE].max()} a year, with"
            f" few after 2021. Below the line strains: none coded before {strained.min()}, and {by_year[STRAIN].max()} in"
            f" {worst}. Hatched events, open to either reading, appear from {by_year[by_year[OPEN] > 0].index.min()} on:"
            f" {before[OPEN]:.0f} to 2017, mostly Russian arms for Azerbaijan."
        ),
    }


PANELS = (
    ("cb_main_friend", "name Russia as\nmain friend"),
    ("iri_relations", "call relations with\nRussia good"),
    ("gallup_leadership", "approve of Russia's\nleadership"),
)


def opinion(waves: pd.DataFrame) -> Figure:
    """Three questions, one panel each: only waves of one format are joined."""
    fig, axes = canvas(1, 3, height=3.9, sharey=True)
    for ax, (group, text) in zip(axes, PANELS, strict=True):
        part = waves[waves["group"] == group]
        joined = part[part["is_joined"]]
        ax.plot(joined["when"], joined["percent"], color=RUSSIA, linewidth=2, marker="o", markersize=5)
        for row in part.itertuples():
            ax.plot([row.when] * 2, [row.low, row.high], color=RUSSIA, linewidth=1.2)
            if not row.is_joined:
                ax.plot([row.when], [row.percent], "o", markerfacecolor="white", color=RUSSIA, markersize=6)
        for row, dx, dy in ((joined.iloc[0], -9 if group == "iri_relations" else 2, 10), (joined.iloc[-1], 6, -20)):
            ax.annotate(
                f"{row['percent']:.0f}",
                (row["when"], row["percent"]),
                xytext=(dx, dy),
                textcoords="offset points",
                ha="center",
            )
        ax.set(ylim=(0, 100), xlim=(2009.2, 2026.4), xticks=[2010, 2015, 2020, 2025])
        ax.set_title(text, fontsize=10.5, fontweight="normal")
    axes[0].set_ylabel("per cent of respondents in Armenia")
    return fig


def opinion_words(waves: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the polls."""
    said = []
    for group, text in PANELS:
        part = waves[(waves["group"] == group) & waves["is_joined"]]
        values = ", ".join(f"{r.percent:.0f} in {r.asked}" for r in part.itertuples())
        said.append(f"{text.replace(chr(10), ' ')}: {values}")
    return {
        "title": "What did people in Armenia say of Russia?",
        "sources": ["opinion/polls"],
        "caption": (
            "A line joins waves of one question in one format. Upright lines: what sampling alone makes of it (95%), with"
            " 1,000 respondents assumed where none are reported. Hollow: a wave of 2019 whose month is not reported; it"
            " disagrees with that of May. Wave 2021-22 is drawn at the turn of the year. No wave of the right panel"
            " between 2010 and 2021 is in the table."
        ),
        "description": f"Three panels, per cent of respondents. {'; '.join(said)}. All three fall; the last one of the"
        " middle panel recovers in part from its low of December 2023.",
    }


STATES = (("FRA", "France", GREY), ("USA", "United States", OTHER), ("RUS", "Russia", RUSSIA))


def attention(months: pd.DataFrame) -> Figure:
    """Reported contact with three states by month; months covered in part are hollow."""
    fig, ax = canvas(height=4.3)
    for iso3, name, colour in STATES:
        part = months[months["state"] == iso3]
        width = 2.2 if iso3 == "RUS" else 1.1
        dashes = (0, (3, 1.5)) if iso3 == "USA" else "-"
        ax.plot(part["when"], part["daily_mean"], color=colour, linewidth=width, linestyle=dashes)
        last = part.iloc[-1]
        dy = {"FRA": 10, "USA": -7, "RUS": 2}[iso3]
        ax.annotate(
            name,
            (last["when"], last["daily_mean"]),
            xytext=(6, dy),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
        )
        if iso3 == "RUS":
            thin = part[part["is_partial"]]
            ax.plot(thin["when"], thin["daily_mean"], "o", markerfacecolor="white", color=colour, markersize=5)
    for month, text, side in (("2020-11", "war ends", "left"), ("2022-09", "border fighting", "left")):
        when = months.loc[months["month"] == month, "when"].iloc[0]
        mark_event(ax, when, text, side=side)
    mark_event(ax, 2023 + 327 / 365, "broadcast of\n24 Nov 2023", side="left", height=0.97)
    peak = months[(months["month"] == "2023-09") & (months["state"] == "RUS")].iloc[0]
    ax.annotate(
        "Sept 2023",
        (peak["when"], peak["daily_mean"]),
        xytext=(4, 6),
        textcoords="offset points",
        ha="right",
        fontsize=9,
    )
    ax.hlines(0, 2018, months["when"].max(), color=INK, linewidth=0.8)
    ax.set(xlim=(2018, 2025.3), xticks=range(2018, 2025), ylabel="signed weight of news events a day")
    ax.set_title("Armenia in the news with Russia and two other states")
    return fig


def attention_words(months: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the attention series."""
    russia = months[months["state"] == "RUS"].set_index("month")["daily_mean"]
    thin = months[(months["state"] == "RUS") & months["is_partial"]]
    return {
        "title": "Did the broadcast bring new attention?",
        "sources": ["opinion/media_attention"],
        "caption": (
            f"Daily mean by month, January 2018 to February 2024. Hollow: the {len(thin)} months of which under 90% of the"
            " days are covered. The measure adds friendly and subtracts hostile events: contact, not warmth, and not"
            " the number of reports."
        ),
        "description": (
            f"Three lines. Armenia with Russia peaks in {pd.Timestamp(russia.idxmax() + '-01'):%B %Y} at"
            f" {russia.max():.0f}, and again in September 2022 ({russia['2022-09']:.0f}) and September 2023"
            f" ({russia['2023-09']:.0f}). In October, November and December 2023 it reads {russia['2023-10']:.0f},"
            f" {russia['2023-11']:.0f} and {russia['2023-12']:.0f}, well below its peaks. The lines of the United"
            " States and France lie far below most of the time; France rises above Russia in October 2023."
        ),
    }
