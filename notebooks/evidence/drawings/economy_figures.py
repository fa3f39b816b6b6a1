"""Drawings and words of chapter 08. Each drawing takes tidy values in the unit that its axis names."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.house.figures import ARMENIA, GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event, name_line

WAR = 2022.0
PANELS = (
    ("same votes at the UN", ("same votes at the UN", "same votes, own count")),
    ("exports", ("exports",)),
    ("imports", ("imports",)),
    ("labour transfers", ("labour transfers",)),
    ("all transfers", ("all transfers",)),
    ("gas", ("gas",)),
    ("external public debt", ("external public debt",)),
    ("arms, five years", ("arms, five years",)),
)
LIGHT = "#6FAFDA"
PARTNERS = {
    "Russia": (RUSSIA, "-", 3.0, "o"),
    "Russia, by sender": (LIGHT, (0, (2, 1)), 1.6, "o"),
    "European Union": (GREY, (0, (5, 2)), 1.8, "s"),
    "Emirates and Hong Kong": (OTHER, "-", 1.8, "D"),
    "China": (INK, (0, (1, 1.3)), 1.8, "^"),
}


def dashboard(values: pd.DataFrame) -> Figure:
    """Small multiples on one scale: agreement in votes, which is no share of a total, and Russia's part in seven totals.

    Args:
        values: from `economy.dashboard`; columns panel, year, percent.
    """
    fig, axes = canvas(2, 4, height=5.2, sharey=True)
    for ax, (title, lines) in zip(axes.flat, PANELS, strict=True):
        first = title == PANELS[0][0]
        colour = ARMENIA if first else RUSSIA
        for name, tone, style in zip(lines, (colour, INK), ("-", (0, (3, 1.5))), strict=False):
            line = values[values["panel"] == name].set_index("year")["percent"]
            _years(ax, line, tone, 2.2 if tone == colour else 1.5, style)
            ax.plot([line.index[-1]], [line.iloc[-1]], marker="o", markersize=4.5, color=tone)
            below = first and tone == colour
            ax.annotate(
                f"{line.iloc[-1]:.0f}",
                (line.index[-1], line.iloc[-1]),
                xytext=(0, -8) if below else (6, 0),
                textcoords="offset points",
                ha="center" if below else "left",
                va="top" if below else "center",
                fontsize=9.5,
                fontweight="bold" if tone == colour else "normal",
            )
        ax.axvline(WAR, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        ax.set_title(title, fontsize=10, pad=6)
        ax.set(ylim=(-4, 104), xlim=(2006, 2031), xticks=(2010, 2022), yticks=(0, 25, 50, 75, 100))
        ax.tick_params(labelsize=9.5)
    axes[0, 0].set_facecolor("#F3F3F3")
    axes[0, 0].annotate("no share\nof a total", (2007.5, 4), fontsize=9)
    own = values[values["panel"] == PANELS[0][1][1]].iloc[-1]
    axes[0, 0].annotate(
        "own\ncount",
        (own["year"], own["percent"]),
        xytext=(3, 9),
        textcoords="offset points",
        va="bottom",
        fontsize=8.5,
    )
    for ax in axes[:, 0]:
        ax.set_ylabel("percent")
    return fig


def partners(values: pd.DataFrame) -> Figure:
    """Shares of partners in exports and in imports, side by side on one scale.

    Args:
        values: columns flow, partner, year, percent.
    """
    fig, axes = canvas(1, 2, height=4.2, sharey=True)
    shift = {("imports", "Russia"): -10, ("imports", "Russia, by sender"): 10, ("exports", "Russia"): 2}
    shift |= {("exports", "Emirates and Hong Kong"): 2, ("imports", "European Union"): -10, ("imports", "China"): 10}
    for ax, flow in zip(axes, ("exports", "imports"), strict=True):
        rows = values[values["flow"] == flow]
        for name, line in rows.groupby("partner", sort=False):
            colour, style, width, marker = PARTNERS[name]
            line = line.set_index("year")["percent"]
            ax.plot(line.index, line, color=colour, linestyle=style, linewidth=width)
            ax.plot(line.index[-1:], line.iloc[-1:], color=colour, marker=marker, markersize=5, clip_on=False)
            text = name.replace(" and ", "\nand ").replace("European ", "European\n").replace(", ", ",\n")
            ax.annotate(
                text,
                (line.index[-1], line.iloc[-1]),
                xytext=(7, shift.get((flow, name), 0)),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
                fontweight="bold" if name == "Russia" else "normal",
            )
        ax.axvline(WAR, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        ax.set(ylim=(0, 60), xlim=(2007, 2031), xticks=(2010, 2015, 2020, 2024))
        ax.set_title(f"Part in Armenia's {flow}", fontsize=11)
    axes[0].set_ylabel("percent")
    return fig


def gold(values: pd.DataFrame) -> Figure:
    """Russia's share as recorded, and the bounds once chapter 71 is taken out.

    Args:
        values: from `economy.gold_bounds`.
    """
    fig, axes = canvas(1, 2, height=4.0, sharey=True)
    for ax, (flow, title) in zip(axes, (("export", "exports"), ("import_origin", "imports")), strict=True):
        rows = values[values["flow"] == flow]
        ax.vlines(rows["year"], rows["lowest"], rows["highest"], color=PALE, linewidth=16)
        ax.scatter(rows["year"], rows["recorded"], color=RUSSIA, s=60, zorder=3)
        for row in rows.itertuples():
            for level in (row.lowest, row.highest):
                ax.annotate(
                    f"{level:.0f}",
                    (row.year, level),
                    xytext=(-13, 0),
                    textcoords="offset points",
                    ha="right",
                    va="center",
                    fontsize=9.5,
                )
            ax.annotate(
                f"{row.recorded:.0f}",
                (row.year, row.recorded),
                xytext=(13, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
                fontweight="bold",
            )
        ax.set(ylim=(0, 78), xlim=(2021.4, 2024.7), xticks=(2022, 2023, 2024))
        ax.set_title(f"Russia's part in {title}", fontsize=11)
    axes[0].set_ylabel("percent")
    axes[1].annotate("dot: as recorded", (2021.5, 73), fontsize=9.5, va="center")
    axes[1].annotate("bar: without chapter 71, bounds", (2021.5, 67.5), fontsize=9.5, va="center")
    return fig


def transfers(values: pd.DataFrame) -> Figure:
    """Money that individuals sent to Armenia, in million US dollars.

    Args:
        values: columns line, year, value_musd.
    """
    fig, ax = canvas(height=4.1)
    styles = {"all from Russia": (GREY, 1.8, "-"), "non-commercial from Russia": (RUSSIA, 2.6, "-")}
    styles |= {"non-commercial from elsewhere": (INK, 1.8, (0, (4, 2)))}
    shift = {"non-commercial from Russia": -6, "non-commercial from elsewhere": 8}
    for name, (colour, width, style) in styles.items():
        line = values[values["line"] == name].set_index("year")["value_musd"]
        ax.plot(line.index, line, color=colour, linewidth=width, linestyle=style)
        text = name.replace("commercial from ", "commercial\nfrom ") + f": {line.iloc[-1]:,.0f}"
        name_line(ax, line.index[-1], line.iloc[-1], text, colour, dy=shift.get(name, 0))
    mark_event(ax, WAR, "2022", height=0.97)
    ax.set(ylim=(0, 4300), xlim=(2013, 2027), xticks=range(2014, 2025, 2), ylabel="million US dollars a year")
    ax.set_title("Money sent to Armenia by individuals through banks")
    return fig


def index(band: pd.DataFrame, last_full: int) -> Figure:
    """The index with equal weights, with and without arms, over the range of all weightings.

    Args:
        band: from `economy.index_band`, with arms left out of the second mean.
        last_full: last year in which no component was carried forward.
    """
    fig, ax = canvas(height=4.2)
    ax.fill_between(band["year"], band["lowest"], band["highest"], color=PALE, alpha=0.35, linewidth=0)
    known, carried = band[band["year"] <= last_full], band[band["year"] >= last_full]
    last = band.iloc[-1]
    for column, colour, width, dy in (("equal", RUSSIA, 2.6, -11), ("without", INK, 1.6, 11)):
        ax.plot(known["year"], known[column], color=colour, linewidth=width)
        ax.plot(carried["year"], carried[column], color=colour, linewidth=width, linestyle=(0, (2, 1.6)))
        text = f"all five ties: {last[column]:.0f}" if column == "equal" else f"without arms: {last[column]:.0f}"
        name_line(ax, last["year"], last[column], text, colour, dy=dy)
    ax.annotate(
        "grey: range over\nall weightings",
        (last["year"], last["highest"]),
        xytext=(8, -4),
        textcoords="offset points",
        va="top",
        fontsize=9.5,
    )
    mark_event(ax, WAR, "2022", height=0.06)
    ax.set(ylim=(0, 102), xlim=(band["year"].min(), last["year"] + 3), ylabel="index of exposure, percent")
    ax.set_xticks(range(int(band["year"].min()) + 1, int(last["year"]) + 1, 2))
    ax.set_title("Russia's part in five totals, averaged with equal weights")
    return fig


def dashboard_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the dashboard."""
    said = []
    for name, line in values.groupby("panel", sort=False):
        line = line.set_index("year")["percent"]
        at = 2021 if 2021 in line.index else line.index[0]
        said.append(f"{name}: {line[at]:.0f} in {at}, {line.iloc[-1]:.0f} in {line.index[-1]}")
    return {
        "title": "Which ties with Russia rose as the votes moved apart?",
        "sources": [
            "alignment/agreement",
            "economy/trade",
            "economy/transfers",
            "economy/gas",
            "debt/owed_to_russia",
            "debt/armenia_totals",
            "arms/deliveries",
        ],
        "caption": (
            "First panel, shaded: part of the votes that Armenia and Russia cast alike, as published (orange) and in our own"
            " count (dashed). All others: Russia's part in Armenia's total. The upright line marks 2022, the year of the"
            " invasion of Ukraine. Gas of 2010 covers ten months and of 2023 nine; debt of 2007, 2008 and 2014 is unknown, and"
            " was nothing at the end of 2013. Arms: the span of years that ends with the year shown."
        ),
        "description": f"Eight small panels with nine lines, on one scale from 0 to 100 percent. {'; '.join(said)}.",
    }


def partners_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the shares by partner."""
    at = values.set_index(["flow", "partner", "year"])["percent"]
    said = [
        f"{name} in {flow}: {at[flow, name, 2007]:.0f} in 2007, {at[flow, name, 2021]:.0f} in 2021 and"
        f" {at[flow, name, 2024]:.0f} in 2024"
        for flow, name in dict.fromkeys(zip(values["flow"], values["partner"], strict=True))
    ]
    return {
        "title": "With whom does Armenia trade?",
        "sources": ["economy/trade"],
        "caption": (
            "Imports by the country where the goods were made; pale and dashed, over Russia's line in 2024: by the country that"
            " they were sent from. Goods that only pass through count. The upright line marks 2022. Shares of a total that grew:"
            " a falling share need not be a falling amount."
        ),
        "description": f"Two panels of lines from 2007 to 2024, in percent. {'; '.join(said)}.",
    }


def gold_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the bounds."""
    names = {"export": "exports", "import_origin": "imports"}
    said = [
        f"{names[r.flow]} of {r.year}: recorded {r.recorded:.0f}, bounds {r.lowest:.0f} to {r.highest:.0f}"
        for r in values.itertuples()
    ]
    return {
        "title": "What is Russia's share without gold and diamonds?",
        "sources": ["economy/trade", "economy/reported", "economy/gold"],
        "caption": (
            "Bars are bounds under stated assumptions, not intervals of confidence; every value in a bar is possible."
            " Amounts of chapter 71 are rounded in the reports."
        ),
        "description": f"Two panels, exports and imports of goods, 2022 to 2024, in percent. {'; '.join(said)}.",
    }


def transfers_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the transfers."""
    at = values.set_index(["line", "year"])["value_musd"]
    said = [
        f"{name}: {at[name, 2013]:,.0f} in 2013, {at[name, 2021]:,.0f} in 2021, {at[name, 2022]:,.0f} in 2022 and"
        f" {at[name, 2024]:,.0f} in 2024"
        for name in dict.fromkeys(values["line"])
    ]
    return {
        "title": "How much money do individuals send from Russia?",
        "sources": ["economy/transfers"],
        "caption": "Gross inflow through banks. Non-commercial transfers are the part that stands for labour remittances here.",
        "description": f"Three lines from 2013 to 2024 in million US dollars. {'; '.join(said)}.",
    }


def index_words(band: pd.DataFrame, weightings: int) -> dict[str, Any]:
    """Title, caption, description and sources of the index."""
    at = band.set_index("year")
    said = [
        f"{y}: {at.loc[y, 'equal']:.0f}, without arms {at.loc[y, 'without']:.0f}"
        for y in (2015, 2021, 2022, 2023, 2024)
    ]
    return {
        "title": "Is exposure to Russia rising or falling?",
        "sources": [
            "economy/trade",
            "economy/transfers",
            "economy/gas",
            "debt/owed_to_russia",
            "debt/armenia_totals",
            "arms/deliveries",
        ],
        "caption": (
            "Mean of Russia's shares in trade, labour transfers, gas, external public debt and arms, with and without arms."
            f" The grey area is the range of {weightings:,} sets of weights, no interval of confidence. Dashed: gas of 2024 is"
            " not known and is held at the first nine months of 2023. Trade holds the gold, and gas once more."
        ),
        "description": (
            f"A pair of lines in a wide grey area, from 2015 to 2024. {'; '.join(said)}. The grey area reaches from the"
            f" lowest to the highest share: {at.loc[2024, 'lowest']:.0f} to {at.loc[2024, 'highest']:.0f} in 2024."
        ),
    }


def _years(ax: Axes, line: pd.Series, colour: str, width: float, style: Any = "-") -> None:
    """A line that breaks where a year has no figure."""
    whole = line.reindex(range(int(line.index.min()), int(line.index.max()) + 1))
    ax.plot(whole.index, whole, color=colour, linewidth=width, linestyle=style)
