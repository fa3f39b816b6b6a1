"""Drawings and words of chapter 03 on exports. Volumes are million SIPRI trend-indicator values (TIV)."""

from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.house.figures import ARMENIA, GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event, name_line
from evidence.measures.exports import GROUPS, MARGIN, REST, Turn

SHADES = {"other CSTO members": RUSSIA, "Armenia": ARMENIA, "India": GREY, "China": OTHER, REST: PALE}
LEFT_OF_DOT = {"China": 0.035}
MOMENTS = {
    "war of\n2020": date(2020, 9, 27),
    "full-scale\nwar": date(2022, 2, 24),
    "the charge,\nNov 2023": date(2023, 11, 24),
}


def _decimal(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365


def _mid(years: pd.Index | pd.Series | int) -> pd.Index | pd.Series | float:
    """Where a year's total stands on an axis of time: in the middle of the year."""
    return years + 0.5


def _year_ticks(ax: Axes, years: range) -> None:
    ax.set_xticks([_mid(y) for y in years], [str(y) for y in years])


def arrivals(values: pd.DataFrame) -> Figure:
    """What reached Armenia each year: Russia below, everyone else on top.

    Args:
        values: columns year, when (middle of the year), russia, others, total.
    """
    fig, ax = canvas(height=4.2)
    ax.bar(values["when"], values["russia"], color=RUSSIA, width=0.8, linewidth=0)
    ax.bar(values["when"], values["others"], bottom=values["russia"], color=PALE, width=0.8, linewidth=0)
    for text, day in MOMENTS.items():
        mark_event(ax, _decimal(day), text, side="right")
    peak = values.set_index("year")["russia"]
    ax.annotate("from Russia", (2016.5, peak[2016]), xytext=(0, 5), textcoords="offset points", ha="center")
    top = values.set_index("year")
    ax.annotate(
        "from others",
        (2024.5, top.loc[2024, "total"]),
        xytext=(14, 6),
        textcoords="offset points",
        ha="center",
        fontsize=9.5,
    )
    ax.annotate(
        "last Russian\ndelivery listed",
        (2022.5, peak[2022]),
        xytext=(0, 22),
        textcoords="offset points",
        ha="center",
        fontsize=9,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.8},
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )
    ax.set(xlim=(2010, 2026.1), ylabel="million TIV", ylim=(0, 285))
    _year_ticks(ax, range(2010, 2026, 3))
    ax.set_title("Major arms delivered to Armenia, by year")
    return fig


def arrival_words(values: pd.DataFrame, open_orders: dict[str, int]) -> dict[str, str]:
    """Title, caption and description of the deliveries to Armenia."""
    years = values.set_index("year")
    last = years.index[years["russia"] > 0].max()
    peak = years["russia"].idxmax()
    listed = ", ".join(f"{n} from {supplier}" for supplier, n in open_orders.items())
    return {
        "title": "When did Russian arms last reach Armenia?",
        "caption": (
            f"The last Russian delivery that SIPRI lists came in {last}. Open orders in the same release: {listed};"
            " from Russia none. Volume, not money."
        ),
        "description": (
            f"Bars from {years.index.min()} to {years.index.max()}. Russian deliveries come in lumps, the largest in"
            f" {peak} with {years.loc[peak, 'russia']:,.0f} million TIV; the last is {years.loc[last, 'russia']:,.0f} in"
            f" {last}, and there is none from {last + 1} to {years.index.max()}. Other suppliers deliver"
            f" {years.loc[last + 1 :, 'others'].sum():,.0f} million TIV from {last + 1} on. Dashed lines mark the war of"
            " September 2020, the invasion of Ukraine in February 2022 and the Armenian charge of November 2023."
        ),
    }


def fall(values: pd.DataFrame, found: Turn) -> Figure:
    """Russia's exports with two fitted lines that meet; the next release stands apart.

    Args:
        values: columns year, tiv_million, fitted, next_split, next_level (empty where unknown).
        found: the turn and its interval.
    """
    fig, ax = canvas(height=4.5)
    rows = values.set_index("year")
    when = _mid(rows.index)
    ax.axvspan(_mid(found.lower), _mid(found.upper), color=RUSSIA, alpha=0.13, linewidth=0)
    ax.plot(when, rows["tiv_million"], color=RUSSIA, linewidth=2.4)
    ax.plot(when, rows["fitted"], color=INK, linewidth=1.1, linestyle=(0, (4, 2)))
    ax.plot(when, rows["next_split"], color=GREY, linewidth=1.3, linestyle=(0, (1, 1.2)))
    last = rows["next_level"].dropna()
    ax.scatter(_mid(last.index), last, s=38, facecolor="white", edgecolor=RUSSIA, linewidth=1.8, zorder=4)
    ax.annotate(
        f"{last.iloc[-1]:,.0f} in\nrelease\n2026",
        (_mid(last.index[-1]), last.iloc[-1]),
        xytext=(-2, 44),
        textcoords="offset points",
        ha="center",
        fontsize=9,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.8},
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )
    ax.annotate(
        "release 2025",
        (_mid(2011), rows.loc[2011, "tiv_million"]),
        xytext=(-6, 2),
        textcoords="offset points",
        ha="right",
    )
    ax.annotate(
        "fitted", (_mid(2005), rows.loc[2005, "fitted"]), xytext=(0, 8), textcoords="offset points", fontsize=9.5
    )
    ax.annotate(
        "release 2026,\neven split",
        (_mid(2022), rows.loc[2022, "next_split"]),
        xytext=(-42, -42),
        textcoords="offset points",
        ha="center",
        fontsize=9,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.8},
    )
    mark_event(ax, _decimal(date(2022, 2, 24)), "full-scale war", height=0.99, side="right")
    ax.annotate(
        f"turn {found.lower}–{found.upper}",
        (_mid((found.lower + found.upper) / 2), 0.99),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="top",
        fontsize=9,
    )
    ax.set(ylim=(0, 10200), xlim=(2000, 2026.9), ylabel="million TIV")
    _year_ticks(ax, range(2000, 2026, 5))
    ax.set_title("Russia's exports of major arms")
    return fig


def fall_words(values: pd.DataFrame, found: Turn) -> dict[str, str]:
    """Title, caption and description of Russia's exports."""
    rows = values.set_index("year")
    known = rows["tiv_million"].dropna()
    return {
        "title": "When did Russia's exports begin to fall?",
        "caption": (
            f"Shaded: 95 % interval for the last year before the fall, {found.lower} to {found.upper}, if there was one turn;"
            f" best estimate {found.year}. Totals stand at mid-year. The circle for 2025 and the dotted line come from"
            " another release and were not fitted."
        ),
        "description": (
            f"A line from {known.index.min()} to {known.index.max()} that peaks at {known.max():,.0f} million TIV in"
            f" {known.idxmax()}, stands at {known[2014]:,.0f} in 2014, {known[2018]:,.0f} in 2018, {known[2021]:,.0f} in 2021 and {known[2024]:,.0f} in"
            f" 2024. Two fitted lines meet in {found.year}. Release 2026, split evenly over the years of each deal, lies"
            f" higher at the end: {rows.loc[2024, 'next_split']:,.0f} for 2024; its exact value for 2025 is"
            f" {rows['next_level'].dropna().iloc[-1]:,.0f}."
        ),
    }


def when(table: pd.DataFrame) -> Figure:
    """Best year and interval of each series, one row each.

    Args:
        table: columns series, year, lower, upper, chance, row (1 at the bottom).
    """
    fig, ax = canvas(height=5.0)
    ax.set_yticks(table["row"], table["series"].map(_named))
    for row in table.itertuples():
        clear = row.chance < 0.05
        colour = RUSSIA if row.series.startswith("Russia") else ARMENIA if row.series == "to Armenia" else GREY
        ax.hlines(row.row, _mid(row.lower), _mid(row.upper), color=colour, linewidth=3 if clear else 1.2)
        ax.scatter(
            [_mid(row.year)], [row.row], s=46, zorder=3, edgecolor=colour, facecolor=colour if clear else "white"
        )
        ax.annotate(
            "under 0.1 %" if row.chance < 0.001 else f"{row.chance:.1%}".replace("%", " %"),
            (1.01, row.row),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9.5,
        )
    ax.annotate("chance", (1.01, 0.99), xycoords="axes fraction", fontsize=9.5, va="top", fontweight="bold")
    mark_event(ax, _decimal(date(2022, 2, 24)), "full-scale\nwar", height=0.99, side="right")
    limit = _mid(int(table["last"].max()) - MARGIN)
    ax.axvline(limit, color=PALE, linewidth=1, zorder=0)
    ax.annotate(
        "last year tried",
        (limit, 0.99),
        xycoords=("data", "axes fraction"),
        xytext=(-4, 0),
        textcoords="offset points",
        fontsize=9,
        ha="right",
        va="top",
    )
    ax.set(xlim=(2002, 2026), ylim=(0.4, len(table) + 1.4))
    _year_ticks(ax, range(2005, 2026, 5))
    ax.tick_params(left=False)
    ax.set_title("The year in which each series turned, with its 95 % interval")
    return fig


def _named(series: str) -> str:
    """A series as a reader needs it: deliveries "to" somebody are Russia's, a bare name is an exporter."""
    names = {"World": "all exporters", "Russia": "Russia, all exports"}
    return names.get(series, f"Russia {series}" if series.startswith("to ") else series)


def when_words(table: pd.DataFrame) -> dict[str, str]:
    """Title, caption and description of the turning points."""
    clear = table[table["chance"] < 0.05]["series"].map(_named).tolist()
    listed = "; ".join(f"{_named(r.series)}: {r.year} ({r.lower} to {r.upper})" for r in table.itertuples())
    return {
        "title": "Is the turn Russia's alone, and in which deliveries?",
        "caption": (
            "Filled: a series without any turn would seldom gain as much from one (chance under 5 %, right). An interval"
            " across the whole span means that no year stands out. A dot at the last year tried may belong later."
        ),
        "description": f"Dots with intervals, best year and range: {listed}. Filled dots: {', '.join(clear)}.",
    }


def window_lines(values: pd.DataFrame, main: str) -> Figure:
    """Share of each group of recipients in three windows; bars span all sources.

    Args:
        values: result of `exports.window_shares`, with a column low and high per window and group.
        main: the source that the line follows.
    """
    fig, ax = canvas(height=4.6)
    names = list(dict.fromkeys(values["window"]))
    for group in [*GROUPS, REST]:
        rows = values[(values["group"] == group) & (values["source"] == main)]
        ax.plot(range(len(names)), rows["percent"], color=SHADES[group], linewidth=2.4)
        at = [*range(len(names) - 1), len(names) - 1 - LEFT_OF_DOT.get(group, 0)]
        ax.vlines(at, rows["low"], rows["high"], color=SHADES[group] if group in LEFT_OF_DOT else INK, linewidth=2)
        end = rows.iloc[-1]
        shift = {"India": 0, REST: 0}.get(group, 6 if group == "China" else -4 if group == "other CSTO members" else 0)
        name_line(ax, len(names) - 1, end["percent"], f"{group} {end['percent']:.1f} %", SHADES[group], dy=shift)
    ax.set_xticks(range(len(names)), names)
    ax.set(ylim=(0, 55), xlim=(-0.1, len(names) - 1), ylabel="percent of Russia's exports")
    ax.set_title("Who received Russia's exports")
    return fig


def window_words(values: pd.DataFrame, main: str) -> dict[str, str]:
    """Title, caption and description of the shares."""
    rows = values[values["source"] == main]
    told = "; ".join(
        f"{group} {', '.join(f'{p:.1f}' for p in part['percent'])}" for group, part in rows.groupby("group", sort=False)
    )
    return {
        "title": "Who received Russia's exports?",
        "caption": (
            "Lines: release 2025. Upright bars: range over the releases that cover the window, release 2026 as an even"
            " split. China's, in the colour of its line, stands left of its last dot."
        ),
        "description": f"Percent of Russia's exports in the windows {', '.join(dict.fromkeys(rows['window']))}: {told}.",
    }
