"""Drawings of chapter 06. Each takes tidy values in million US dollars and returns a finished figure."""

from datetime import date
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from evidence.debt import share_of_year
from evidence.figures import ARMENIA, GREY, INK, PALE, RUSSIA, canvas, mark_event, name_line

LOANS = {
    "nuclear_plant_2015": ("nuclear\nplant loan", PALE),
    "arms_credit_2015": ("arms credit\nof 2015", ARMENIA),
    "arms_credit_2017": ("arms credit\nof 2017", "#F2A878"),
}
NAMES = {
    "Egypt, Arab Rep.": "Egypt",
    "Yemen, Rep.": "Yemen",
    "Germany, Fed. Rep. of": "Germany",
    "Bondholders": "bondholders (many)",
    "World Bank-IBRD": "World Bank, IBRD",
    "World Bank-IDA": "World Bank, IDA",
    "Asian Dev. Bank": "Asian Development Bank",
    "Russian Federation": "Russia",
}
MOMENTS = {
    "credits of the first years": (1996, 122, "center"),
    "crisis loan": (2010.5, 508, "center"),
    "arms credits and\nnuclear plant loan": (2020.6, 405, "center"),
}


def break_even(values: pd.DataFrame, low: float, high: float, said: date) -> Figure:
    """What is owed along the payment schedule, against the sums reported as undelivered.

    Args:
        values: columns when (decimal year), owed_musd, service_musd, arms_musd, is_scheduled.
        low, high: reported sums in million US dollars.
        said: day of the proposal.
    """
    fig, ax = canvas(height=4.6)
    seam = values.loc[~values["is_scheduled"], "when"].max()
    known, ahead = values[values["when"] <= seam], values[values["when"] >= seam]
    ax.fill_between(values["when"], values["owed_musd"], color=ARMENIA, alpha=0.13, linewidth=0)
    for column, colour, width in (("service_musd", GREY, 1.4), ("arms_musd", GREY, 1.4), ("owed_musd", ARMENIA, 2.6)):
        ax.plot(known["when"], known[column], color=colour, linewidth=width)
        ax.plot(ahead["when"], ahead[column], color=colour, linewidth=width, linestyle=(0, (2, 1.6)))
    for text, level in (("lower reported sum", low), ("higher reported sum", high)):
        ax.axhline(level, color=INK, linewidth=1.0)
        ax.annotate(
            f"{text}: {level:,.0f} million",
            (1, level),
            xycoords=("axes fraction", "data"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            fontsize=9.5,
        )
    when = said.year + share_of_year(said)
    mark_event(ax, when, "proposal,\n24 Nov 2023", height=0.12)
    that_day = values.set_index("when").loc[when]
    ax.plot([when], [that_day["owed_musd"]], marker="o", markersize=6, color=ARMENIA)
    ax.annotate(
        f"{that_day['owed_musd']:,.1f} million dollars",
        (when, that_day["owed_musd"]),
        xytext=(-8, -12),
        textcoords="offset points",
        ha="right",
        fontsize=9.5,
        fontweight="bold",
    )
    for column, at, dy, text in (
        ("owed_musd", 2021.0, -19, "principal owed"),
        ("service_musd", 2021.3, 12, "with all interest to come"),
        ("arms_musd", 2021.0, -21, "arms credits only (inferred)"),
    ):
        y = np.interp(at, values["when"], values[column])
        ax.annotate(text, (at, y), xytext=(4, dy), textcoords="offset points", fontsize=9.5, va="center")
    ax.set(ylim=(0, 480), xlim=(values["when"].min(), values["when"].max()), ylabel="million US dollars")
    ends = range(2021, int(values["when"].max()) + 1, 2)
    ax.set_xticks(ends, [f"end of\n{end - 1}" for end in ends])
    ax.annotate(
        "reported",
        (seam, 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(-5, 0),
        textcoords="offset points",
        ha="right",
        fontsize=9,
    )
    ax.annotate(
        "as scheduled",
        (seam, 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(5, 0),
        textcoords="offset points",
        fontsize=9,
    )
    ax.axvline(seam, color=PALE, linewidth=0.8, zorder=0)
    ax.set_title("What Armenia owed Russia, beside the sums reported as undelivered")
    return fig


def debt_since_independence(values: pd.DataFrame, unknown: list[tuple[int, int]]) -> Figure:
    """Debt outstanding at year ends as bars; years without a figure are marked as unknown, not as zero.

    Args:
        values: columns year, owed_musd.
        unknown: first and last year of each gap.
    """
    fig, ax = canvas(height=4.3)
    ax.bar(values["year"], values["owed_musd"], color=ARMENIA, width=0.8)
    for first, last in unknown:
        ax.axvspan(first - 0.5, last + 0.5, facecolor="white", edgecolor=PALE, hatch="////", linewidth=0)
        ax.annotate("no figure", ((first + last) / 2, 12), ha="center", rotation=90, fontsize=8.5, color=INK)
    for text, (x, y, side) in MOMENTS.items():
        ax.annotate(text, (x, y), ha=side, va="bottom", fontsize=9.5)
    for year, text in ((2004, "settled with property"), (2013, "repaid early")):
        ax.annotate(text, (year, 12), ha="center", rotation=90, fontsize=8.5)
    ax.set(ylabel="million US dollars at year end", ylim=(0, 600), xlim=(1992.3, 2024.7))
    ax.set_title("Armenia's debt to Russia at the end of each year")
    return fig


def by_loan(values: pd.DataFrame) -> Figure:
    """Inferred loans stacked, with the published stock as dots.

    Args:
        values: from `debt.long_loans`.
    """
    fig, ax = canvas(height=4.3)
    floor = pd.Series(0.0, index=sorted(values["year"].unique()))
    first = floor.index.min()
    for loan, (text, colour) in LOANS.items():
        part = values[values["loan"] == loan].set_index("year")["owed_musd"]
        hatch = "///" if loan == "arms_credit_2017" else None
        ax.bar(part.index, part, bottom=floor, color=colour, width=0.8, edgecolor="white", linewidth=0.6, hatch=hatch)
        ax.annotate(text, (first - 0.6, floor[first] + part[first] / 2), fontsize=9.5, va="center", ha="right")
        floor = floor + part
    published = values.dropna().drop_duplicates("year").set_index("year")["published_musd"]
    ax.scatter(published.index, published, color=INK, s=22, zorder=3)
    ax.annotate("published total", (2019, published[2019]), xytext=(12, 2), textcoords="offset points", fontsize=9.5)
    ax.axvline(2024.5, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.annotate("as scheduled", (2024.6, 400), fontsize=9)
    ax.set(ylabel="million US dollars at year end", ylim=(0, 430), xlim=(first - 2.4, floor.index.max() + 0.7))
    ax.set_xticks(range(int(first) + 1, int(floor.index.max()) + 1, 2))
    ax.set_title("The debt by loan, as inferred from its payment schedule")
    return fig


def who_owes_whom(debtors: pd.DataFrame, creditors: pd.DataFrame) -> Figure:
    """Two rankings: Russia's debtors, Armenia's creditors, with ranks; a gap where ranks are left out.

    Args:
        debtors, creditors: columns name, owed_musd, rank, highlight; largest first.
    """
    fig, axes = canvas(columns=2, height=4.8)
    for ax, rows, colour, title in (
        (axes[0], debtors, ARMENIA, "Who owes Russia"),
        (axes[1], creditors, RUSSIA, "Whom Armenia owes"),
    ):
        skipped = rows["rank"].diff().gt(1).cumsum()
        places = -(rows.index + skipped).to_numpy(dtype=float)
        bars = ax.barh(
            places, rows["owed_musd"], color=[colour if h else PALE for h in rows["highlight"]], height=0.78
        )
        ax.bar_label(bars, [f"{v:,.0f}" for v in rows["owed_musd"]], padding=3, fontsize=9, color=INK)
        names = [f"{n}. {NAMES.get(name, name)}" for n, name in zip(rows["rank"], rows["name"], strict=True)]
        ax.set_yticks(places, [fill(name, 22) for name in names])
        for place in places[rows["rank"].diff().gt(1).to_numpy()]:
            ax.annotate("others left out", (0, place + 1), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8.5)
        ax.set_title(title)
        ax.set(xlim=(0, rows["owed_musd"].max() * 1.25), xticks=[])
        ax.tick_params(labelsize=9)
        ax.spines["bottom"].set_visible(False)
        ax.tick_params(left=False)
    fig.supxlabel("million US dollars, end of 2024; each panel has a scale of its own", fontsize=9.5)
    return fig


def share_of_total(values: pd.DataFrame) -> Figure:
    """Debt to Russia as a share of three totals, one line each, with gaps where a year is unknown.

    Args:
        values: columns year, measure, percent.
    """
    fig, ax = canvas(height=4.0)
    styles = ((ARMENIA, "-", 0), (GREY, "-", 5), (GREY, (0, (2, 1.2)), -5))
    for (measure, rows), (colour, style, dy) in zip(values.groupby("measure", sort=False), styles, strict=True):
        line = rows.set_index("year")["percent"].reindex(
            range(int(values["year"].min()), int(values["year"].max()) + 1)
        )
        ax.plot(line.index, line, color=colour, linewidth=2.2, linestyle=style)
        name_line(ax, line.index[-1], line.iloc[-1], f"{line.iloc[-1]:.1f}% {measure}", colour, dy=dy)
    ax.set(ylabel="percent", ylim=(0, None), xlim=(2000, 2024), yticks=range(0, 21, 5))
    ax.set_title("Debt to Russia as a share of three totals")
    return fig


def break_even_words(path: pd.DataFrame, that_day: float, closes: int, low: float, high: float) -> dict[str, Any]:
    """Title, caption, description and sources of the break-even figure."""
    known = path[~path["is_scheduled"]]
    year_end = path.set_index(path["when"].astype(int) - 1)["service_musd"]
    reached, covered = (year_end[year_end >= value / 1e6].index.max() for value in (high, low))
    return {
        "title": "For which undelivered value did the debt suffice, and until when?",
        "sources": ["debt/owed_to_russia", "debt/service_to_russia"],
        "caption": (
            "Under the orange line the debt covers an undelivered value. Solid: reported; dashed: as scheduled. Only year ends"
            " are published; between them the lines are drawn straight. On 24 November 2023 the debt stood at about"
            f" {that_day / 1e6:,.1f} million dollars."
        ),
        "description": (
            f"The principal that Armenia owes Russia falls from {known['owed_musd'].iloc[0]:,.0f} million dollars at the end of"
            f" 2020 to {known['owed_musd'].iloc[-1]:,.0f} million dollars at the end of 2024 and, as scheduled, to"
            f" {path['owed_musd'].iloc[-1]:,.0f} million dollars at the end of 2030. It passes below the lower reported sum of"
            f" {low / 1e6:,.0f} million dollars in the course of {closes} and lies below the higher one of {high / 1e6:,.0f} million dollars"
            f" throughout. Counted with all interest still to come, it passes below the higher sum after the end of {reached}"
            f" and below the lower one after the end of {covered}. The two arms credits alone stay at or below"
            f" {path['arms_musd'].max():,.0f} million dollars."
        ),
    }


def history_words(history: pd.DataFrame, missing: list[int]) -> dict[str, Any]:
    """Title, caption, description and sources of the debt since 1993."""
    owed = history.set_index("year")["owed_musd"]
    return {
        "title": "How much did Armenia owe Russia?",
        "sources": ["debt/owed_to_russia"],
        "caption": f"Hatched years have no figure ({', '.join(map(str, missing))}); a year without a bar is a reported zero.",
        "description": (
            f"Bars from {owed.index.min()} to {owed.index.max()}. The debt stands near {owed[1993]:,.0f} to"
            f" {owed.loc[:1999].max():,.0f} million dollars in the 1990s, is zero by {owed[owed == 0].index.min()}, jumps to {owed[2009]:,.0f}"
            f" million dollars from 2009 to 2012, is zero in 2013, and rises again from 2015 to {owed.loc[2015:].max():,.0f}"
            f" million dollars in {owed.loc[2015:].idxmax()}; at the end of 2024 it is {owed[2024]:,.0f} million dollars."
        ),
    }


def share_words(shares: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the shares."""
    last = shares[shares["year"] == shares["year"].max()].set_index("measure")["percent"]
    first = shares[shares["year"] == shares["year"].min()].set_index("measure")["percent"]
    named = "; ".join(f"{p:.1f}% {m}" for m, p in last.items())
    then = "; ".join(f"{p:.1f}% {m}" for m, p in first.items())
    widest = shares[shares["measure"] == shares["measure"].iloc[0]].set_index("year")["percent"]
    zero, peak = widest[widest == 0].index.min(), widest.loc[2015:].idxmax()
    return {
        "title": "How large is the debt to Russia beside other totals?",
        "sources": ["debt/owed_to_russia", "debt/armenia_totals", "economy/macro"],
        "caption": f"At the end of {shares['year'].max()}: {named}. Lines break where a year is unknown.",
        "description": (
            f"Three lines from {shares['year'].min()} to {shares['year'].max()}. They start at {then}, reach zero in"
            f" {zero}, jump with the crisis loan of 2009, vanish with its repayment in 2013, rise again; the first peaks at"
            f" {widest[peak]:.1f}% in {peak}. At the end they stand at {named}."
        ),
    }


def ranking_words(debtors: pd.DataFrame, creditors: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the two rankings."""
    armenia = debtors[debtors["highlight"]].iloc[0]
    russia = creditors[creditors["highlight"]].iloc[0]
    listed = [
        "; ".join(f"{r.rank}. {NAMES.get(r.name, r.name)} {r.owed_musd:,.0f}" for r in rows.itertuples(index=False))
        for rows in (debtors, creditors)
    ]
    return {
        "title": "Who owes Russia, and whom does Armenia owe?",
        "sources": ["debt/owed_to_russia", "debt/armenia_creditors"],
        "caption": (
            f"Armenia is number {armenia['rank']} of {armenia['of']} countries that owed Russia; Russia is number"
            f" {russia['rank']} of Armenia's {russia['of']} creditors, where the World Bank's list takes all bondholders as one"
            " and its own two arms as two."
        ),
        "description": (
            f"Bars by rank, in million dollars. Left, Russia's debtors at the end of 2024: {listed[0]}. Right, Armenia's"
            f" creditors: {listed[1]}. Armenia and Russia are highlighted."
        ),
    }


def loan_words(loans: pd.DataFrame, misfit: float) -> dict[str, Any]:
    """Title, caption, description and sources of the inferred loans."""
    first, at = loans.loc[2019] / 1e6, loans.loc[2024] / 1e6
    paid_off = (loans > 1).idxmin()
    return {
        "title": "What is the debt made of?",
        "sources": ["debt/owed_to_russia", "debt/service_to_russia", "debt/disbursed_by_russia"],
        "caption": (
            f"Inferred, not published. The three loans add up to the published total within {misfit:,.0f} dollars in every"
            " year from 2019 to 2024."
        ),
        "description": (
            f"Stacked bars from 2019 to 2030. In 2019 the nuclear plant loan is {first['nuclear_plant_2015']:,.0f}"
            f" million dollars, the arms credit of 2015 {first['arms_credit_2015']:,.0f} million dollars and that of 2017"
            f" {first['arms_credit_2017']:,.0f} million dollars; in 2024 they are {at['nuclear_plant_2015']:,.0f},"
            f" {at['arms_credit_2015']:,.0f} and {at['arms_credit_2017']:,.0f} million dollars. As scheduled, the credit of 2015"
            f" is paid off in {paid_off['arms_credit_2015']}, the nuclear loan in {paid_off['nuclear_plant_2015']}; that of"
            f" 2017 still stands at {loans['arms_credit_2017'].iloc[-1] / 1e6:,.0f} million dollars in {loans.index[-1]}. Dots mark the published total;"
            " they sit on top of the bars."
        ),
    }
