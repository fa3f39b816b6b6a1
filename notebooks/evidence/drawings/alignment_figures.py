"""Drawings of chapter 07, and the words that go with them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.forms import written
from evidence.house.figures import ARMENIA, GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event
from evidence.measures.alignment import FAMILIES

WAR_YEAR = 2022.0
COLOURS = {"ARM": ARMENIA, "RUS": RUSSIA}
DASHES = {"KAZ": (0, (5, 2)), "AZE": (0, (1, 1.4)), "BLR": (0, (6, 2, 1, 2))}
BANDS = {"ARM": "#FAE1D2", "RUS": "#D3E5F1"}
SHADES = {
    "ARM": {"yes": "#FBE3D3", "abstain": "#F0A877", "no": ARMENIA},
    "RUS": {"yes": "#D6E8F4", "abstain": "#7FB5D8", "no": RUSSIA},
    "": {"yes": "#ECECEC", "abstain": "#BDBDBD", "no": "#6E6E6E"},
}
LETTERS = {"yes": "Y", "abstain": "A", "no": "N", "absent": "–", "no vote taken": "="}
MODES = {"face-to-face": "f", "telephone": "t", "unknown": "?"}
KEY = "Y yes, A abstain, N no, – absent"


def _apart(heights: list[float], gap: float) -> list[float]:
    """Ascending heights pushed apart, each pair by the same amount up and down, until none is closer than the gap."""
    placed = list(heights)
    for _ in range(200):
        for low in range(len(placed) - 1):
            lacking = gap - (placed[low + 1] - placed[low])
            if lacking > 1e-9:
                placed[low] -= lacking / 2
                placed[low + 1] += lacking / 2
    return placed


def _label_ends(ax: Axes, ends: pd.DataFrame, gap: float) -> None:
    """Names at the right end of lines, pushed apart where they would overlap; a thin leader to the end."""
    ordered = ends.sort_values(["y", "name"])
    for end, height in zip(ordered.itertuples(), _apart(ordered["y"].tolist(), gap), strict=True):
        ax.annotate(
            end.name,
            (end.x, end.y),
            xytext=(end.x + end.reach, height),
            textcoords="data",
            va="center",
            fontsize=9,
            fontweight="bold" if end.colour in (ARMENIA, RUSSIA) else "normal",
            arrowprops={
                "arrowstyle": "-",
                "color": end.colour,
                "linestyle": getattr(end, "style", "-"),
                "linewidth": 1.2,
                "shrinkA": 0,
                "shrinkB": 1,
                "relpos": (0, 0.5),
            },
        )


def ideal_points(values: pd.DataFrame) -> Figure:
    """Ideal points by year in two published series, bands for Armenia and Russia.

    Args:
        values: columns panel, iso3, country, year, ideal_point, lower, upper.
    """
    panels = list(dict.fromkeys(values["panel"]))
    fig, axes = canvas(columns=len(panels), height=3.25, sharey=True)
    for ax, panel in zip(axes, panels, strict=True):
        rows = values[values["panel"].eq(panel)]
        ends = []
        for iso3, line in rows.groupby("iso3"):
            colour = COLOURS.get(iso3, GREY)
            line = line.set_index("year").reindex(range(rows["year"].min(), rows["year"].max() + 1))
            if iso3 in COLOURS:
                ax.fill_between(line.index, line["lower"], line["upper"], color=BANDS[iso3], linewidth=0, zorder=0)
            style, width = DASHES.get(iso3, "-"), 2.0 if iso3 in COLOURS else 1.2
            ax.plot(line.index, line["ideal_point"], color=colour, linewidth=width, linestyle=style)
            last, name = line["ideal_point"].dropna(), line["country"].dropna().iloc[0]
            ends.append({"x": last.index[-1], "y": last.iloc[-1], "name": name, "colour": colour, "style": style})
        _label_ends(ax, pd.DataFrame(ends).assign(reach=4.2), 0.21)
        mark_event(ax, WAR_YEAR, "2022", height=0.99)
        ax.set(xlim=(1991.5, 2039.5), ylim=(-1.75, 1.75), xticks=[1992, 2000, 2008, 2016, 2024])
        ax.set_title(panel, fontsize=10.5)
    axes[0].set_ylabel("ideal point")
    return fig


def ideal_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the ideal points."""
    at = values.set_index(["panel", "iso3", "year"])["ideal_point"].sort_index()
    named = values.drop_duplicates("iso3").set_index("iso3")["country"]
    said = []
    for panel in dict.fromkeys(values["panel"]):
        last = int(values.loc[values["panel"].eq(panel), "year"].max())
        ends = [
            f"{n} {written(at[panel, s, 2021], '.2f')} and {written(at[panel, s, last], '.2f')}"
            for s, n in named.items()
        ]
        gap = (at[panel, "ARM"] - at[panel, "RUS"]).abs()
        said.append(
            f"{panel}, 2021 and {last}: {', '.join(ends)}. In 1992 Russia stands at"
            f" {written(at[panel, 'RUS', 1992], '.2f')} and Armenia at {written(at[panel, 'ARM', 1992], '.2f')}; from 2000"
            f" to 2018 they are at most {gap.loc[2000:2018].max():.2f} apart, in 2021 {gap.loc[2021]:.2f} and in {last}"
            f" {gap.loc[last]:.2f}"
        )
    return {
        "title": "Where do the votes place Armenia, Russia and their neighbours?",
        "sources": ["alignment/ideal_points"],
        "caption": (
            "The upper end is the one at which the United States stand; the height is a place on the scale, not a distance to"
            " them. Bands: 5 to 95 per cent quantiles as published. The panels are two series of one edition and must not be"
            " read into each other; the right one ends a year earlier."
        ),
        "description": (
            f"A pair of panels of lines from 1992. {'; '.join(said)}. On the left Russia leaves Armenia's line after 2021; on"
            " the right it lies below in several years before. Belarus drops with Russia, Armenia's line stays near zero,"
            " Georgia's stays high."
        ),
    }


def drawn_moves(every: dict[str, pd.DataFrame], states: Sequence[str]) -> pd.DataFrame:
    """Moves of some states in several series stacked, with row numbers for drawing; the first series sets the order.

    Args:
        every: series -> moves of all states, whose median is drawn as a row of its own, without an interval.
        states: ISO codes of those that are drawn.
    """
    whole = {}
    for name, rows in every.items():
        middle = pd.DataFrame([{"iso3": "", "country": f"median of {len(rows)}", "move": rows["move"].median()}])
        whole[name] = pd.concat([rows[rows["iso3"].isin(states)], middle], ignore_index=True).assign(series=name)
    order = list(next(iter(whole.values())).sort_values(["move", "iso3"])["iso3"])
    offset = dict(zip(every, (-0.16, 0.16), strict=True))
    stacked = pd.concat(whole.values(), ignore_index=True)
    stacked["row"] = stacked["iso3"].map(order.index) + stacked["series"].map(offset)
    return stacked


def moves(values: pd.DataFrame) -> Figure:
    """How far each state moved, a dot a series, with the widest interval thin and the independent one thick.

    Args:
        values: from `drawn_moves`.
    """
    fig, ax = canvas(height=4.9)
    ax.axvline(0, color=GREY, linewidth=0.9, zorder=0)
    for (name, rows), face in zip(values.groupby("series", sort=False), (None, "white"), strict=True):
        colours = [COLOURS.get(s, GREY) if s else INK for s in rows["iso3"]]
        ax.hlines(rows["row"], rows["low"], rows["high"], color=colours, linewidth=1.0)
        ax.hlines(rows["row"], rows["low_independent"], rows["high_independent"], color=colours, linewidth=3.2)
        ax.scatter(rows["move"], rows["row"], s=46, c=face or colours, edgecolors=colours, linewidths=1.6, zorder=3)
        first = rows.sort_values(["row", "iso3"]).iloc[0]
        ax.annotate(
            name, (first["high"], first["row"]), xytext=(8, 0), textcoords="offset points", va="center", fontsize=9
        )
    rows = values.groupby("country")["row"].mean().sort_values(kind="stable")
    ax.set_yticks(rows, rows.index)
    for text in ax.get_yticklabels():
        text.set_fontweight("bold" if text.get_text() == "Armenia" else "normal")
    ax.set(
        ylim=(len(rows) - 0.4, -0.6),
        xlabel="change of the ideal point (right: up the scale, to the end of the United States)",
    )
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_title("How far each state moved, 2019–21 to the years since 2022")
    return fig


def moves_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the moves."""
    by = values.set_index(["series", "iso3"])["move"]
    said = [
        f"{name}: "
        + ", ".join(f"{c} {written(by[name, s], '.2f')}" for s, c in rows[["iso3", "country"]].itertuples(index=False))
        for name, rows in values.groupby("series", sort=False)
    ]
    return {
        "title": "Who moved: Armenia, Russia or everybody?",
        "sources": ["alignment/ideal_points"],
        "caption": (
            "Thick: nine tenths if the estimates are independent. Thin: the widest interval that any correlation from 0 to 1"
            " allows. Filled and hollow dots are two published series. The median is that of all states in the table, a chosen"
            " set: what it moves is common drift. The United States stand at the upper end and moved down the scale themselves."
        ),
        "description": (
            f"Dots with intervals, one row a state, two dots a row. {'. '.join(said)}. Russia, Belarus and the United States stand farthest left;"
            " Armenia's dots lie a little left of zero and of the median."
        ),
    }


def _cells(ax: Axes, values: pd.DataFrame, x: str, size: float) -> None:
    """Squares shaded by vote, with a letter in each; an absence is a white square with a dash, no vote a sign alone."""
    for cell in values.itertuples():
        shades = SHADES.get(cell.iso3, SHADES[""])
        fill = shades.get(cell.vote, "white")
        edge = PALE if cell.vote == "absent" else "none"
        at = (getattr(cell, x), cell.row)
        ax.scatter(*at, marker="s", s=size, color=fill, edgecolors=edge, linewidths=1.1)
        dark = fill in (RUSSIA, ARMENIA, "#6E6E6E")
        ax.annotate(LETTERS[cell.vote], at, ha="center", va="center", fontsize=8.5, color="white" if dark else INK)


def _bare(ax: Axes) -> None:
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)


def war_votes(values: pd.DataFrame) -> Figure:
    """Votes on the six resolutions on Ukraine, state by state.

    Args:
        values: from `alignment.vote_grid`.
    """
    fig, ax = canvas(height=5.2)
    _cells(ax, values, "column", 260)
    columns = values.drop_duplicates("column").set_index("column").sort_index()
    heads = [f"{r.resolution}\n{r.date:%d %b %Y}".replace("\n0", "\n") for r in columns.itertuples()]
    ax.set_xticks(columns.index, heads)
    rows = values.drop_duplicates("row").set_index("row").sort_index()
    ax.set_yticks(rows.index, rows["country"])
    ax.xaxis.tick_top()
    ax.tick_params(labelsize=9)
    ax.axhline(5.5, color=GREY, linewidth=0.8, xmin=0.0)
    ax.vlines(5.5, -0.3, 5.3, color=GREY, linewidth=0.8)
    ax.annotate("members\nof the\nCSTO", (5.6, 2.5), fontsize=9, va="center", annotation_clip=False)
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlim=(-0.6, 6.35))
    ax.set_xlabel(KEY, fontsize=9.5)
    _bare(ax)
    return fig


def war_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the votes on Ukraine."""
    said = []
    for _, line in values.groupby("row"):
        votes = line.set_index("resolution")["vote"]
        alike = votes.eq(votes.iloc[0]).all()
        each = f"{votes.iloc[0]} on all" if alike else ", ".join(f"{v} on {r}" for r, v in votes.items())
        said.append(f"{line['country'].iloc[0]}: {each}")
    return {
        "title": "How did Russia's allies and neighbours vote on Ukraine?",
        "sources": ["alignment/ukraine_votes"],
        "caption": (
            "A white square with a dash is an absence, which is not an abstention: it may be choice, chance or unpaid dues."
        ),
        "description": f"A grid of states by six resolutions. {'; '.join(said)}.",
    }


def agreement(values: pd.DataFrame, published: pd.DataFrame, seam: int) -> Figure:
    """Share of identical votes by session, a line a partner; published shares as small dots.

    Lines break where the source changes; the last session, which is not over, is dotted.

    Args:
        values: from `alignment.joined_agreement`, with `percent`.
        published: columns partner_iso3, year, percent.
        seam: opening year of the first session from resolutions.
    """
    fig, ax = canvas(height=4.5)
    colours = {"RUS": RUSSIA, "FRA": INK, "IND": OTHER, "USA": GREY}
    newest = values["year"].max()
    ends = []
    for iso3, line in values.groupby("partner_iso3"):
        line = line.set_index("year")["percent"]
        pieces = (line.loc[: seam - 1], line.loc[seam : newest - 1], line.loc[newest - 1 :])
        for piece, style in zip(pieces, ("-", "-", (0, (1, 1.3))), strict=True):
            width = 2.4 if iso3 == "RUS" else 1.5
            ax.plot(piece.index, piece, color=colours[iso3], linewidth=width, linestyle=style)
        name = values.loc[values["partner_iso3"].eq(iso3), "partner"].iloc[0]
        ends.append({"x": newest, "y": line.loc[newest], "name": name, "colour": colours[iso3]})
    for iso3, line in published.groupby("partner_iso3"):
        ax.scatter(
            line["year"], line["percent"], s=16, facecolors="white", edgecolors=colours[iso3], linewidths=1.0, zorder=3
        )
    _label_ends(ax, pd.DataFrame(ends).assign(reach=0.9), 5.5)
    counted = values[values["partner_iso3"].eq("RUS")].set_index("year")["votes_compared"]
    ax.annotate(
        f"{newest}: not over,\n{counted[newest]:.0f} votes",
        (newest + 0.9, 45),
        va="center",
        fontsize=9,
        annotation_clip=False,
    )
    mark_event(ax, seam - 0.5, "source\nchanges", height=0.12)
    mark_event(ax, WAR_YEAR, "2022", height=0.99, side="right")
    ax.set(
        ylim=(0, 100), xlim=(1991.5, 2031.5), ylabel="per cent of votes that were the same", xticks=range(1992, 2026, 4)
    )
    ax.set_title("Armenia's agreement with four states, by the session's opening year")
    return fig


def agreement_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the agreement by session."""
    at = values.set_index(["partner", "year"])["percent"]
    counted = values[values["partner_iso3"].eq("RUS")].set_index("year")["votes_compared"]
    years = sorted(values["year"].unique())
    before = counted.loc[: years[-1] - 1]
    said = "; ".join(
        f"{p}: {at[p, 2019]:.0f} in 2019, {at[p, 2023]:.0f} in 2023, {at[p, years[-1]]:.0f} in {years[-1]}"
        for p in sorted(values["partner"].unique())
    )
    return {
        "title": "How often did Armenia vote like others?",
        "sources": ["alignment/agreement"],
        "caption": (
            "Our own counts: roll-call data to the session of 2018, resolutions from that of 2019. White dots: published"
            " shares. Votes that either state missed drop out; abstaining is a third answer. Votes compared with Russia:"
            f" {before.min():.0f} to {before.max():.0f} a session to {years[-1] - 1}, {counted[years[-1]]:.0f} in that of"
            f" {years[-1]}, which is not over and is dotted."
        ),
        "description": (
            f"Four lines from {years[0]} to {years[-1]}, in per cent. {said}. In the last session, not over, three lines jump"
            " up together and the one of the United States falls near zero."
        ),
    }


def recurring(values: pd.DataFrame, per_family: int) -> Figure:
    """Votes on resolutions that come back: a block a family, a line a state.

    Args:
        values: from `alignment.recurring_grid`.
        per_family: states in each block.
    """
    fig, ax = canvas(height=5.2)
    _cells(ax, values, "year", 125)
    rows = values.drop_duplicates("row").set_index("row").sort_index()
    ax.set_yticks(rows.index, rows["country"])
    years = range(int(values["year"].min()), int(values["year"].max()) + 1)
    ax.set_xticks(list(years), [str(y) for y in years])
    ax.xaxis.tick_top()
    ax.tick_params(labelsize=9)
    for number, label in enumerate(FAMILIES.values()):
        at = number * (per_family + 0.6)
        ax.annotate(
            label.replace(" of ", "\nof ", 1)
            .replace(" in ", "\nin ", 1)
            .replace(" and ", "\nand ", 1)
            .replace("'s d", "'s\nd"),
            (years[-1] + 0.75, at + (per_family - 1) / 2),
            va="center",
            fontsize=9,
            fontweight="bold",
            annotation_clip=False,
        )
        if number:
            ax.axhline(at - 0.8, color=PALE, linewidth=0.8)
    ax.set(ylim=(values["row"].max() + 0.7, -0.7), xlim=(years[0] - 0.6, years[-1] + 3.6))
    ax.set_xlabel(f"{KEY}, = adopted without a vote", fontsize=9.5)
    _bare(ax)
    return fig


def recurring_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the recurring votes."""
    said = []
    for family, label in FAMILIES.items():
        lines = values[values["family"].eq(family) & values["iso3"].isin(["ARM", "RUS"])]
        each = []
        for _, line in lines.groupby("row"):
            runs = line.assign(run=line["vote"].ne(line["vote"].shift()).cumsum()).groupby("run")
            spans = [
                f"{g['vote'].iloc[0]} {g['year'].iloc[0]}" + (f"–{g['year'].iloc[-1]}" if len(g) > 1 else "")
                for _, g in runs
            ]
            each.append(f"{line['country'].iloc[0]} {', '.join(spans)}")
        said.append(f"{label}: {'; '.join(each)}")
    return {
        "title": "Who moved on resolutions that come back?",
        "sources": ["alignment/recurring_votes"],
        "caption": (
            "Years of adoption. A white square with a dash is an absence. Where no sign stands there was no such resolution, or"
            " our data lack it, which cannot be told apart here: before 2019 the list is incomplete, and Georgia's texts of"
            " 2018–20 are not in it. A text adopted without a vote had nobody asking for one."
        ),
        "description": f"Six blocks of small squares, with Armenia, Russia, Belarus and Kazakhstan in each. {'. '.join(said)}.",
    }


def _poll_colour(about: str, answer: str) -> str:
    return GREY if answer.startswith("bad") else RUSSIA if about == "Russia" else "#444444"


def polls(panels: dict[str, pd.DataFrame]) -> Figure:
    """Poll figures in panels; only waves of one comparable group are joined, undated years stand alone.

    A line breaks at a wave for which the answer was not reported. A letter under each wave tells how it was asked.

    Args:
        panels: title -> points from `alignment.poll_points`.
    """
    fig, axes = canvas(columns=len(panels), height=4.4, sharey=True)
    for ax, (title, values) in zip(axes, panels.items(), strict=True):
        for (about, answer, group), line in values.groupby(["about", "answer", "comparable_group"]):
            colour = _poll_colour(about, answer)
            joined, main = line[~line["is_second_report"]], colour == RUSSIA
            waves = values[values["comparable_group"].eq(group) & ~values["is_second_report"]]["when"].unique()
            whole = joined.set_index("when")["percent"].reindex(sorted(waves))
            ax.plot(whole.index, whole, color=colour, linewidth=1.8, linestyle="-" if main else (0, (4, 2)))
            low, high = (line["percent"] + side * line["margin"] for side in (-1, 1))
            ax.vlines(line["when"], low, high, color=colour, linewidth=1.0)
            marker = "o" if main else "s"
            ax.scatter(joined["when"], joined["percent"], s=28, marker=marker, color=colour, zorder=3)
            alone = line.drop(joined.index)
            ax.scatter(
                alone["when"], alone["percent"], s=26, marker=marker, facecolors="white", edgecolors=colour, zorder=3
            )
        ends = []
        for (about, answer), mine in values.groupby(["about", "answer"]):
            last = mine.sort_values(["when", "percent"]).iloc[-1]
            name = answer.split(" ")[0] if values["about"].eq(about).all() else about
            ends.append({"x": last["when"], "y": last["percent"], "name": name, "colour": _poll_colour(about, answer)})
        for wave in values[~values["is_second_report"]].drop_duplicates("when").itertuples():
            ax.annotate(MODES[wave.mode], (wave.when, -6), ha="center", va="center", fontsize=9)
        first, end = values["when"].min(), values["when"].max()
        _label_ends(ax, pd.DataFrame(ends).assign(reach=0.06 * (end - first)), 7)
        ax.set_title(title, fontsize=10.5)
        step = 2 if end - first < 8 else 4
        ax.set_xticks(range(int(first), int(end) + 1, step))
        ax.set(ylim=(-11, 100), yticks=range(0, 101, 20), xlim=(first - 0.8, end + 0.36 * (end - first)))
    axes[0].set_ylabel("per cent of respondents")
    return fig


def poll_words(panels: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Title, caption, description and sources of the polls."""
    said = []
    for title, values in panels.items():
        lines = []
        for (about, answer, _), line in values.groupby(["about", "answer", "comparable_group"]):
            points = ", ".join(f"{p.percent:.0f} ({p.field_start})" for p in line.itertuples())
            lines.append(f"{about} {'' if answer == 'named' else answer + ' '}{points}")
        said.append(f"{title.replace(chr(10), ' ')}: {'; '.join(lines)}")
    return {
        "title": "What did people in Armenia say?",
        "sources": ["opinion/polls"],
        "caption": (
            "Waves are joined where the question and its answer options stayed the same; the way of asking did not always:"
            " f face to face, t telephone, ? not reported. Round and solid: Russia, or good. Thin bars: sampling margin (95 per"
            " cent) where the number of respondents is known. White: another wave of 2019, without a month. Where an answer"
            " was not reported the line breaks. A partner could be named beside others, so shares add up to more than 100."
        ),
        "description": f"Three panels, in per cent. {'. '.join(said)}.",
    }


def stacked_polls(panels: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All panels under each other, for the csv, with the ends of the margins."""
    both = pd.concat([p.assign(panel=t.replace("\n", " ")) for t, p in panels.items()], ignore_index=True)
    return both.assign(low=both["percent"] - both["margin"], high=both["percent"] + both["margin"])


def chosen(points: pd.DataFrame, panels: dict[str, tuple[str, str]], states: Sequence[str], first: int) -> pd.DataFrame:
    """Ideal points of some states for the panels of a figure."""
    kept = ["iso3", "country", "year", "ideal_point", "lower", "upper"]
    rows = points[points["iso3"].isin(states) & points["year"].ge(first)]
    parts = [
        rows[rows["edition"].eq(e) & rows["series"].eq(s)][kept].assign(panel=name) for name, (e, s) in panels.items()
    ]
    return pd.concat(parts, ignore_index=True)
