"""Drawings of chapter 04, and the words that go with them."""

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.house.figures import ARMENIA, AZERBAIJAN, GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event
from evidence.measures.alliances import CAUSES, ERAS, LAST_YEAR, SHORT, at_age

PLACES = {
    "ARM": ("Armenia", 0.24, 0.20),
    "AZE": ("Azerbaijan", 0.76, 0.20),
    "RUS": ("Russia", 0.50, 0.84),
    "TUR": ("Türkiye", 0.98, 0.06),
    "BLR": ("Belarus", 0.04, 0.88),
    "KAZ": ("Kazakhstan", 0.93, 0.84),
    "KGZ": ("Kyrgyzstan", 1.00, 0.62),
    "TJK": ("Tajikistan", 0.04, 0.52),
    "UZB": ("Uzbekistan", 1.00, 0.40),
    "GEO": ("Georgia", 0.30, 0.00),
    "IRN": ("Iran", 0.64, 0.00),
}
ERA_STYLES = {"formed 1815–1944": PALE, "formed 1945–1990": GREY, "formed 1991–2018": RUSSIA}
CAUSE_FILLS = dict(zip(CAUSES.values(), (OTHER, "#A9C7DD", "#E6E6E6", "#B4B4B4"), strict=True))


def ties(pairs: pd.DataFrame, csto: int, charter: int) -> pd.DataFrame:
    """Pairs of states with the places of their ends and the strongest treaty between them."""
    kinds = [
        "treaty of the two alone" if b else "CSTO" if csto in by else "CIS Charter only" if by == [charter] else "other"
        for by, b in zip(pairs["alliances"], pairs["is_bilateral"], strict=True)
    ]
    placed = pairs.assign(
        kind=kinds,
        x1=[PLACES[s][1] for s in pairs["one"]],
        y1=[PLACES[s][2] for s in pairs["one"]],
        x2=[PLACES[s][1] for s in pairs["other"]],
        y2=[PLACES[s][2] for s in pairs["other"]],
    )
    return placed.assign(alliances=["; ".join(map(str, by)) for by in pairs["alliances"]])


def obligations(values: pd.DataFrame) -> Figure:
    """Alliances by promise: a filled square where the state gave the promise.

    Args:
        values: from `alliances.promises`.
    """
    fig, ax = canvas(height=5.0)
    for promised, in_force, fill_colour, edge in (
        (False, None, "#EFEFEF", "#EFEFEF"),
        (True, True, ARMENIA, ARMENIA),
        (True, False, "white", ARMENIA),
    ):
        cells = values[values["promised"].eq(promised)]
        cells = cells if in_force is None else cells[cells["in_force"].eq(in_force)]
        ax.scatter(
            cells["column"], cells["row"], marker="s", s=150, facecolor=fill_colour, edgecolor=edge, linewidths=1.6
        )
    rows = values.drop_duplicates("row").set_index("row")
    names = [
        f"{SHORT.get(r.label, r.label)}, {r.begin}" + ("" if r.in_force else f" (replaced {r.end})")
        for r in rows.itertuples()
    ]
    columns = values.drop_duplicates("column").set_index("column")["promise"]
    ax.set_yticks(rows.index, names)
    ax.set_xticks(columns.index, columns)
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlim=(-0.6, len(columns) - 0.4))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_title("What Armenia promised and was promised, treaty by treaty", loc="left")
    return fig


def obligation_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the matrix."""
    total, ended = values["row"].nunique(), values.loc[~values["in_force"], "row"].nunique()
    per = values.groupby("promise")["promised"].sum()
    defence = values[values["promised"] & values["promise"].eq("defence")]
    named = ", ".join(f"{SHORT.get(r.label, r.label)} ({r.begin})" for r in defence.itertuples())
    return {
        "title": "What do Armenia's alliances promise?",
        "sources": ["alliances/alliances", "alliances/members"],
        "caption": (
            f"Filled: Armenia is party to that promise; outlined: the treaty was replaced since. ATOP stops at the end of"
            f" {LAST_YEAR}: what is in force or new after that is unknown to it. A year is that of signature."
        ),
        "description": (
            f"A grid of {total} treaties by five promises. Defence is promised in {per['defence']}: {named}. Neutrality in"
            f" {per['neutrality']}, nonaggression in {per['nonaggression']}, consultation in {per['consultation']}, offence in"
            f" {'none' if per['offence'] == 0 else per['offence']}. {ended} treaties were replaced by later ones."
        ),
    }


def network(values: pd.DataFrame) -> Figure:
    """States as points, promises of defence as lines; the layout is no map.

    Args:
        values: from `ties`.
    """
    fig, ax = canvas(height=4.6)
    styles = {
        "CIS Charter only": ("#9A9A9A", 1.2, (0, (2, 1.6)), 1),
        "CSTO": (RUSSIA, 1.6, "-", 2),
        "treaty of the two alone": (INK, 3.4, "-", 3),
        "other": (GREY, 1.0, "-", 1),
    }
    for tie in values.itertuples():
        colour, width, dash, order = styles[tie.kind]
        trap = {tie.one, tie.other} == {"ARM", "AZE"}
        ax.plot(
            [tie.x1, tie.x2],
            [tie.y1, tie.y2],
            color=ARMENIA if trap else colour,
            linewidth=2.6 if trap else width,
            linestyle=dash,
            zorder=order,
        )
    colours = {"ARM": ARMENIA, "AZE": AZERBAIJAN, "RUS": RUSSIA}
    drawn = set(values["one"]) | set(values["other"])
    for state in PLACES:
        name, x, y = PLACES[state]
        ax.annotate(
            name if state in drawn else f"{name} (no such tie)",
            (x, y),
            ha="center",
            va="center",
            fontsize=10 if state in colours else 9,
            fontweight="bold" if state in colours else "normal",
            zorder=5,
            bbox={
                "facecolor": "white",
                "edgecolor": colours.get(state, GREY if state in drawn else "white"),
                "linewidth": 2.0 if state in colours else 0.8,
                "boxstyle": "round,pad=0.35",
            },
        )
    for text, x, y in (
        ("by the CIS Charter alone:\na coding trap", 0.50, 0.125),
        ("CIS Charter only", 0.575, 0.66),
        ("treaty of the two alone", 0.385, 0.53),
        ("CSTO", 0.135, 0.39),
    ):
        ax.annotate(
            text, (x, y), ha="center", va="center", fontsize=9, zorder=6, bbox={"fc": "white", "ec": "none", "pad": 1.2}
        )
    ax.set(xlim=(-0.06, 1.10), ylim=(-0.07, 0.97))
    ax.set_axis_off()
    ax.set_title("Promises of defence around Armenia at the end of 2018, as ATOP codes them")
    return fig


def network_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the network."""
    of = values["kind"].value_counts()
    alone = values[values["kind"].eq("treaty of the two alone")]
    named = "; ".join(f"{PLACES[r.one][0]} and {PLACES[r.other][0]}" for r in alone.itertuples())
    return {
        "title": "Who had promised to defend whom?",
        "sources": ["alliances/alliances", "alliances/members"],
        "caption": (
            "Only ties of Armenia, Azerbaijan and Russia are drawn, each with its strongest treaty; the layout is no map. Thick:"
            " a treaty of the two alone; blue: the CSTO; dashed: nothing but the CIS Charter. The orange line is a coding trap."
        ),
        "description": (
            f"A network with {len(values)} lines. {of['treaty of the two alone']} pairs have a defence treaty of their own"
            f" ({named}); {of['CSTO']} are tied by the CSTO, {of['CIS Charter only']} by the CIS Charter alone, among them"
            " Armenia and Azerbaijan, and Russia and Azerbaijan. Georgia and Iran have no such tie in ATOP."
        ),
    }


def membership(bars: pd.DataFrame, frozen: int) -> Figure:
    """Spells of membership in the treaty of 1992 as bars.

    Args:
        bars: from `alliances.spells`.
        frozen: year since which Armenia calls its part frozen.
    """
    fig, ax = canvas(height=4.2)
    for bar in bars.itertuples():
        colour = ARMENIA if bar.country == "Armenia" else RUSSIA if bar.country == "Russia" else PALE
        ax.barh(bar.row, bar.length, left=bar.from_year, color=colour, height=0.56)
        if not bar.is_member:
            ax.annotate(
                f"left {bar.to_year}",
                (bar.to_year, bar.row),
                xytext=(-5, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=9,
            )
    armenia = bars[bars["country"].eq("Armenia")].iloc[0]
    ax.fill_between(
        [frozen, armenia["to_year"]],
        armenia["row"] - 0.28,
        armenia["row"] + 0.28,
        facecolor="white",
        edgecolor=ARMENIA,
        hatch="/////",
        linewidth=1.0,
    )
    ax.annotate(
        f'hatched, from {frozen}: member, says "frozen"',
        (armenia["to_year"], armenia["row"] + 0.51),
        ha="right",
        va="center",
        fontsize=9,
    )
    rows = bars.drop_duplicates("row")
    ax.set_yticks(rows["row"], rows["country"])
    for when, text, side in ((1999, "protocol of 1999", "left"), (2002, "treaty becomes the CSTO", "right")):
        mark_event(ax, when, text, height=0.045, side=side)
    ax.set(ylim=(len(rows) + 0.2, -0.6), xlim=(1991, armenia["to_year"] + 0.4))
    ax.tick_params(axis="y", length=0)
    ax.set_title("Members of the Collective Security Treaty, 1992 to 2026")
    return fig


def membership_words(bars: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the membership chart."""
    left, stay = bars[~bars["is_member"]], bars[bars["is_member"]]
    named = "; ".join(f"{r.country} in {r.to_year}" for r in left.itertuples())
    return {
        "title": "Who joined, who left, who stayed?",
        "sources": ["alliances/csto_membership"],
        "caption": (
            f"{len(left)} spells ended, {len(stay)} go on. Hatched: Armenia is a member and says that its part is frozen, a"
            " standing that by Moscow's account the rules do not know. From dated reports, by year: bars and lines stand at"
            " the start of a year."
        ),
        "description": (
            f"Bars for {bars['country'].nunique()} states. Left: {named}. Still members in {bars['to_year'].max()}:"
            f" {', '.join(stay['country'])}. Uzbekistan has two bars, with a gap from 1999 to 2006. The founding of the CSTO"
            " in 2002 neither starts nor ends a bar."
        ),
    }


def exit_rates(rows: pd.DataFrame) -> Figure:
    """Rates with exact intervals on a logarithmic scale: exits by member-years above, decisions by pact-years below.

    Args:
        rows: from `alliances.exit_rates`.
    """
    units = {
        "member-years": "Exits over a policy dispute, per hundred member-years",
        "pact-years": "Decisions to leave, per hundred pact-years",
    }
    parts = [rows[rows["unit"].eq(unit)] for unit in units]
    fig, axes = canvas(rows=2, height=5.0, height_ratios=[len(part) for part in parts], sharex=True)
    for ax, part, title in zip(axes, parts, units.values(), strict=True):
        for row in part.itertuples():
            colour = RUSSIA if row.group == "pact" else GREY
            ax.hlines(row.row, row.lower, row.upper, color=colour, linewidth=2.2)
            ax.scatter([row.rate], [row.row], color=colour, s=44, zorder=3)
            ax.annotate(
                f"{row.rate:.2f}   ({row.events} in {row.years:,})",
                (1.01, row.row),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=9.5,
            )
        ax.set_yticks(part["row"], part["label"])
        ax.set(ylim=(part["row"].max() + 0.6, part["row"].min() - 0.6), xscale="log", xlim=(0.05, 40))
        ax.set_title(title, fontsize=10.5)
        ax.tick_params(axis="y", length=0, labelsize=9.5)
    axes[1].set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes[1].set_xlabel("rate, logarithmic scale")
    return fig


def exit_words(rows: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the exit rates."""
    told = "; ".join(
        f"{r.label}, {'exits' if r.unit == 'member-years' else 'decisions'}: {r.rate:.2f} ({r.lower:.2f} to {r.upper:.2f})"
        for r in rows.itertuples()
    )
    return {
        "title": "How often do members leave?",
        "sources": ["alliances/members", "alliances/csto_membership"],
        "caption": (
            f"Dots: rates; lines: exact 95% Poisson intervals; in brackets events and years of exposure. ATOP's counts end in"
            f" {LAST_YEAR}. Leaving together on one day is one decision, and it befalls a pact, so decisions are divided by the"
            " years that pacts lasted. The scale is logarithmic: equal steps are equal ratios."
        ),
        "description": f"Rates per hundred member-years (exits) or pact-years (decisions) with their intervals: {told}.",
    }


def survival(curves: pd.DataFrame, marks: pd.DataFrame) -> Figure:
    """Share of alliances still in force by age, by promise and era of formation.

    Args:
        curves: from `alliances.survival_curves`.
        marks: columns label, kind, years, in_force: alliances to be shown on their curve.
    """
    fig, axes = canvas(columns=2, height=4.5, sharey=True)
    for ax, (kind, group) in zip(axes, curves.groupby("kind"), strict=True):
        for era, steps in group.groupby("era"):
            colour = ERA_STYLES[era]
            ax.fill_between(
                steps["years"], steps["lower"], steps["upper"], step="post", color=colour, alpha=0.22, linewidth=0
            )
            ax.plot(steps["years"], steps["in_force"], color=colour, linewidth=2.2, drawstyle="steps-post")
        _name_eras(ax, group)
        here = marks[marks["kind"].eq(kind)]
        ax.scatter(here["years"], here["in_force"], color=ARMENIA, s=46, zorder=4)
        for mark, (dx, dy) in zip(here.itertuples(), ((6, 30), (-26, -34)), strict=False):
            ax.annotate(
                mark.label,
                (mark.years, mark.in_force),
                xytext=(dx, dy),
                textcoords="offset points",
                fontsize=9,
                va="center",
                arrowprops={"arrowstyle": "-", "color": ARMENIA, "linewidth": 0.8},
            )
        ax.set(xlim=(0, 60), ylim=(0, 1.02), xlabel="age in years")
        ax.set_title(f"{kind} ({int(group.drop_duplicates('era')['alliances'].sum())})")
    axes[0].yaxis.set_major_formatter("{x:.0%}")
    axes[0].set_ylabel("still in force")
    return fig


def _name_eras(ax: Axes, group: pd.DataFrame) -> None:
    for era, age, dx, dy in (("formed 1815–1944", 21, 6, 10), ("formed 1945–1990", 32, 5, 12)):
        share = at_age(group[group["era"].eq(era)], age)["in_force"]
        ax.annotate(era, (age, share), xytext=(dx, dy), textcoords="offset points", fontsize=9, va="center")
    last = group[group["era"].eq("formed 1991–2018")].iloc[-1]
    ax.plot([last["years"]], [last["in_force"]], marker="|", markersize=13, markeredgewidth=2, color=RUSSIA)
    ax.annotate(
        f"formed 1991–2018;\ndata end in {LAST_YEAR}",
        (last["years"], last["in_force"]),
        xytext=(10, 2),
        textcoords="offset points",
        fontsize=9,
        va="top",
    )


def survival_words(curves: pd.DataFrame, marks: pd.DataFrame, age: int) -> dict[str, Any]:
    """Title, caption, description and sources of the survival curves."""
    told = "; ".join(
        f"{kind}, {era}: {at_age(steps, age)['in_force']:.0%} (of {int(steps['alliances'].iloc[0])} formed,"
        f" {int(steps['watched'].iloc[0])} seen in force at that age)"
        for (kind, era), steps in curves.groupby(["kind", "era"])
    )
    stood = "; ".join(f"{m.label} at {m.years:.1f} years" for m in marks.itertuples())
    return {
        "title": "How long do alliances last?",
        "sources": ["alliances/alliances"],
        "caption": (
            f"Kaplan-Meier: the share in force by age, with 95% bands. The youngest group can be watched for {curves.loc[curves['era'].eq(list(ERAS)[-1]), 'years'].max():.0f}"
            f" years only; the bar marks the end of coverage in {LAST_YEAR}, not of the alliances. A treaty replaced by a new"
            " one counts as ended. Both dots belong to the curve on which they lie."
        ),
        "description": (
            f"Two panels of falling step curves, one an era. Still in force at age {age}: {told}. Two dots show where Armenia's"
            f" treaties with Russia stood when coverage ended: {stood}."
        ),
    }


def causes(values: pd.DataFrame) -> Figure:
    """Shares ended by each cause, by age, stacked; what is left white is still in force.

    Args:
        values: from `alliances.incidence_curves`.
    """
    eras, kinds = list(ERAS), sorted(values["kind"].unique())
    fig, axes = canvas(rows=len(kinds), columns=len(eras), height=4.9, sharex=True, sharey=True)
    for i, kind in enumerate(kinds):
        for j, era in enumerate(eras):
            ax = axes[i, j]
            here = values[values["kind"].eq(kind) & values["era"].eq(era)]
            shares = here.pivot(index="years", columns="cause", values="share")[list(CAUSE_FILLS)]
            ax.stackplot(
                shares.index, shares.T.to_numpy(), colors=list(CAUSE_FILLS.values()), edgecolor="white", linewidth=0.8
            )
            _name_areas(ax, shares)
            if shares.iloc[-1].max() < 0.11:
                _name_thin_area(ax, shares)
            if shares.index.max() < values["years"].max():
                ax.axvline(shares.index.max(), color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
                ax.annotate(
                    f"data end\nin {LAST_YEAR}",
                    (shares.index.max(), 0.72),
                    xytext=(5, 0),
                    textcoords="offset points",
                    fontsize=9,
                )
            ax.set(xlim=(0, values["years"].max()), ylim=(0, 1))
            if i == 0:
                ax.set_title(era, fontsize=10.5)
        axes[i, 0].set_ylabel(fill(kind, 12))
        axes[i, 0].yaxis.set_major_formatter("{x:.0%}")
    fig.supxlabel("age in years", fontsize=10)
    return fig


def _name_areas(ax: Axes, shares: pd.DataFrame) -> None:
    """Name every area where it is high enough for a line of text."""
    age = shares.index[int(len(shares) * 0.6)]
    floor = 0.0
    for cause, share in shares.loc[age].items():
        if share > 0.11:
            ax.annotate(
                cause.replace("replaced by a new treaty", "replaced").replace("a member state", "member"),
                (age, floor + share / 2),
                ha="center",
                va="center",
                fontsize=8.5,
            )
        floor += share
    if 1 - floor > 0.12:
        ax.annotate("in force", (age, (1 + floor) / 2), ha="center", va="center", fontsize=8.5)


def _name_thin_area(ax: Axes, shares: pd.DataFrame) -> None:
    """Name the largest area of a panel in which none is high enough for a line of text."""
    age, largest = shares.index[int(len(shares) * 0.6)], shares.iloc[-1].idxmax()
    floor = shares.loc[age].loc[:largest].iloc[:-1].sum()
    ax.annotate(
        largest.replace("replaced by a new treaty", "replaced"),
        (age, floor + shares.loc[age, largest] / 2),
        xytext=(0, 26),
        textcoords="offset points",
        ha="center",
        fontsize=8.5,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.8},
    )


def cause_words(values: pd.DataFrame, age: int) -> dict[str, Any]:
    """Title, caption, description and sources of the causes."""
    at = values[values["years"].eq(age)]
    told = "; ".join(
        f"{kind}, {era}: " + ", ".join(f"{r.cause} {r.share:.0%}" for r in rows.itertuples())
        for (kind, era), rows in at.groupby(["kind", "era"])
    )
    return {
        "title": "How do alliances end?",
        "sources": ["alliances/alliances"],
        "caption": (
            "Share ended by each cause up to an age; the causes compete (Aalen-Johansen). Pink: a member broke it. Blue:"
            " replaced by a new treaty. Pale grey: fulfilled or run out. Darker grey: a member state ceased to be. White: in force."
        ),
        "description": f"Six panels of stacked areas. Ended by age {age}: {told}. The panels of 1991–2018 stop where coverage stops.",
    }
