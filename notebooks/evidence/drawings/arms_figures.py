"""Drawings of chapter 02 and their words. Volumes are million TIV, which is no money."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.house.figures import ARMENIA, AZERBAIJAN, GREY, INK, OTHER, PALE, RUSSIA, canvas, name_line
from evidence.measures.arms import MEASURES, window_name

GROUPS = {
    "Russia": {"color": RUSSIA},
    "India": {"color": OTHER},
    "Ukraine and Belarus": {"color": "#9A9A9A", "hatch": "////"},
    "Israel": {"color": GREY},
    "China": {"color": "#3A3A3A"},
    "Pakistan": {"color": "#E4E4E4", "hatch": "xx"},
    "others": {"color": PALE},
}
GROUP_OF = {s: s for s in ("Russia", "Israel", "India", "China", "Pakistan")}
GROUP_OF |= dict.fromkeys(("Ukraine", "Belarus"), "Ukraine and Belarus")
STATES = {"Armenia": ARMENIA, "Azerbaijan": AZERBAIJAN}
LINES = {"items": ("#9A9A9A", 1.8), "deals": (INK, 1.0), "volume": (RUSSIA, 2.6)}
BESIDE = {5: {"volume": 5, "deals": -2, "items": -2}, 10: {"volume": 4, "deals": -6, "items": 2}}
SUPPLIER_MARKERS = {"Russia": "o", "India": "s"}
SUPPLIER_COLOURS = {"Russia": RUSSIA, "India": OTHER}
STYLES = {2024: (0, (1, 1)), 2025: (0, (4, 1.5)), 2026: "-"}
CATEGORIES = ["Aircraft", "Air-defence systems", "Missiles", "Armoured vehicles", "Artillery", "Sensors"]
SMALLEST = 14.0
PLAIN = {
    "9M723 Iskander": "Iskander",
    "2K11 Krug": "Krug",
    "T-72M1": "T-72",
    "Akash SAMS": "Akash",
    "Il-76M": "Il-76",
    "Pinaka 214mm": "Pinaka",
    "Bastion APC": "Bastion",
}


def russia_share(shares: pd.DataFrame) -> Figure:
    """Russia's share over every window by volume, by deals and by items; a line a measure and a release.

    Args:
        shares: `arms.window_shares` of both lengths.
    """
    fig, axes = canvas(columns=2, height=4.6, sharey=True)
    for ax, length, word in zip(axes, (5, 10), ("five", "ten"), strict=True):
        part = shares[shares["years"] == length]
        newest = part[part["release"] == part["release"].max()].iloc[-1]
        for measure, (colour, width) in LINES.items():
            for _, rows in part.groupby("release"):
                ax.plot(rows["last"], rows[measure], color=colour, linewidth=width)
            text = f"{measure} {newest[measure]:.0f}%"
            name_line(ax, newest["last"], newest[measure], text, colour, dy=BESIDE[length][measure])
        thin = part[part["is_thin"]].drop_duplicates("last")
        ax.plot(thin["last"], thin["volume"], "o", markersize=6, markerfacecolor="white", markeredgecolor=INK)
        ax.set_xticks(range(2005 if length == 10 else 2000, 2026, 5))
        ax.set(xlim=(part["last"].min(), 2034.5 if length == 5 else 2032), ylim=(-3, 104))
        ax.set(xlabel="last year of the window")
        ax.set_title(f"Windows of {word} years")
    axes[0].set_ylabel("Russia's part of deliveries to Armenia, per cent")
    axes[0].annotate("hardly anything came", (2003.9, 2.2), fontsize=9, va="center")
    return fig


def russia_share_words(shares: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the shares over windows."""
    newest = shares[shares["release"] == shares["release"].max()].groupby("years").last()
    low, high = (shares.groupby("years")[list(MEASURES)].agg(f) for f in ("min", "max"))
    thin = shares[shares["is_thin"]]
    gaps = shares.groupby(["years", "last"])["volume"].agg(lambda values: values.max() - values.min())
    widest = {years: gaps.loc[years].idxmax() for years in (5, 10)}
    return {
        "name": "russia_share",
        "title": "How much of what came to Armenia was Russian?",
        "caption": (
            "Each point is a window that ends in that year and lies wholly inside one SIPRI release. Thick: by volume;"
            " thin and dark: by deals; pale: by items. Where the releases of 2024, 2025 and 2026 differ, a measure has more"
            " than one line. Hollow marks: under ten million TIV came in the whole window. The newest windows end"
            f" in {shares['last'].max()}."
        ),
        "description": (
            f"Two panels. Over windows of five years Russia's part of the volume runs from {low.loc[5, 'volume']:.0f}% to"
            f" {high.loc[5, 'volume']:.0f}%: it is {low.loc[5, 'volume']:.0f}% only in windows that end in"
            f" {thin['last'].min()} to {thin['last'].max()}, when hardly anything came, stays high in windows ending between"
            f" 2009 and 2023, and is {newest.loc[5, 'volume']:.0f}% in the window that ends in 2025. Over windows of ten"
            f" years it runs from {low.loc[10, 'volume']:.0f}% to {high.loc[10, 'volume']:.0f}% and stands at"
            f" {newest.loc[10, 'volume']:.0f}% at the end. By deals and by items the lines lie lower most of the time, down"
            f" to {low.loc[10, 'deals']:.0f}% by deals and {low.loc[10, 'items']:.0f}% by items in windows of ten years. By"
            f" volume the releases differ by at most {gaps.loc[5].max():.0f} points in windows of five years (the one that"
            f" ends in {widest[5]}) and {gaps.loc[10].max():.0f} in windows of ten ({widest[10]})."
        ),
    }


def volumes(values: pd.DataFrame) -> Figure:
    """Whole volume of both states on one scale, and below the suppliers of each on a scale of its own.

    Args:
        values: `arms.volumes` with totals; the first release is older than the second, and the seam is marked.
    """
    fig, axes = canvas(2, 2, height=7.2, gridspec_kw={"height_ratios": [1, 1.15], "width_ratios": [1, 1.16]})
    grid = axes[0, 0].get_gridspec()
    for ax in axes[0]:
        ax.remove()
    top = fig.add_subplot(grid[0, :])
    _totals(top, values)
    for ax, recipient in zip(axes[1], STATES, strict=True):
        _suppliers(ax, values[values["recipient"] == recipient])
        ax.set_title(f"To {recipient}, by supplier")
    axes[1, 0].set_ylabel("million TIV\n(each panel its own scale)")
    return fig


def _totals(ax: Axes, values: pd.DataFrame) -> None:
    once = values.drop_duplicates(["recipient", "window"])
    for shift, (state, colour) in zip((-0.2, 0.2), STATES.items(), strict=True):
        totals = once.loc[once["recipient"] == state, "total_tiv_million"].tolist()
        places = [place + shift for place in range(len(totals))]
        ax.bar(places, totals, width=0.38, color=colour)
        for place, total in zip(places, totals, strict=True):
            _above(ax, place, total)
    ax.annotate("Azerbaijan", (4.45, 2000), fontsize=9.5, va="center")
    ax.annotate("Armenia", (-0.2, 500), fontsize=9.5, va="center", ha="center")
    ax.set(ylabel="million TIV", ylim=(0, once["total_tiv_million"].max() * 1.15))
    ax.set_title("Both states on one scale")
    _windows(ax, once)


def _suppliers(ax: Axes, values: pd.DataFrame) -> None:
    table = values.pivot(index="window", columns="group", values="tiv_million").loc[values["window"].unique()]
    floor = pd.Series(0.0, index=table.index)
    middles = {}
    for group, look in GROUPS.items():
        ax.bar(range(len(table)), table[group], bottom=floor, width=0.74, edgecolor="white", linewidth=0.5, **look)
        middles[group] = float((floor + table[group] / 2).iloc[-1])
        floor = floor + table[group]
    for place, total in enumerate(floor):
        _above(ax, place, total)
    top = floor.max() * 1.13
    last, height = len(table) - 1, -0.02 * top
    for group, middle in middles.items():
        if table[group].iloc[-1] > 0:
            height = max(height + 0.055 * top, middle)
            _name_part(ax, group.replace(" and", ","), (last + 0.38, middle), (last + 0.75, height))
    if table["Russia"].iloc[-1] == 0:
        most = int(table["Russia"].argmax())
        middle = float(table["Russia"].max()) * 0.8
        _name_part(ax, "Russia", (most + 0.38, middle), (most + 0.6, middle))
    ax.set(ylim=(0, top))
    _windows(ax, values)
    ax.set_xlim(-0.6, last + (2.2 if table["Russia"].iloc[-1] else 3.5))


def _name_part(ax: Axes, text: str, edge: tuple[float, float], at: tuple[float, float]) -> None:
    arrow = {"arrowstyle": "-", "color": GREY, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0.5)}
    ax.annotate(text, edge, xytext=at, va="center", fontsize=9, arrowprops=arrow)


def _above(ax: Axes, place: float, total: float) -> None:
    ax.annotate(f"{total:,.0f}", (place, total), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8.5)


def _windows(ax: Axes, values: pd.DataFrame) -> None:
    """Name the windows under their bars, in two lines, and mark the seam between the releases."""
    names = list(values["window"].unique())
    short = {window_name(1993, 1995): "\n(3 years)"}
    labels = [name.replace("–", "\n–") + short.get(name, "") for name in names]
    ax.set_xticks(range(len(names)), labels, fontsize=8.2)
    ax.tick_params(axis="x", length=0)
    old = values.loc[values["release"] == values["release"].min(), "window"].nunique()
    ax.axvline(old - 0.5, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    for text, side, dx in ((f"release {values['release'].min()}", "right", -4), ("2026", "left", 4)):
        ax.annotate(
            text,
            (old - 0.5, 0.99),
            xycoords=("data", "axes fraction"),
            xytext=(dx, 0),
            textcoords="offset points",
            ha=side,
            va="top",
            fontsize=9,
        )


def with_totals(values: pd.DataFrame) -> pd.DataFrame:
    """Add the whole volume of each window, which the figure prints on top of the bars."""
    total = values.groupby(["recipient", "window"])["tiv_million"].transform("sum")
    return values.assign(total_tiv_million=total)


def stacked(volume: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """Both multiples in one table: what, release or edition, year (the last of a window), multiple."""
    left = volume.rename(columns={"last": "year"})[["release", "year", "multiple"]].assign(what="volume delivered")
    right = money.assign(what="military spending, " + money["measure"], release=money["edition"])
    return pd.concat([left, right[["release", "year", "multiple", "what", "is_estimate"]]])


def volume_words(values: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the volumes."""
    total = values.groupby(["recipient", "window"], sort=False)["tiv_million"].sum()
    russia = values[values["group"] == "Russia"].set_index(["recipient", "window"])["tiv_million"]
    top, most = total["Azerbaijan"].idxmax(), total["Armenia"].idxmax()
    last = total["Armenia"].index[-1]
    newest = values[(values["recipient"] == "Azerbaijan") & (values["window"] == last) & (values["tiv_million"] > 0)]
    parts = newest.set_index("group")["tiv_million"].sort_values(ascending=False, kind="stable").drop("others")
    named = ", ".join(f"{group} {tiv:,.0f}" for group, tiv in parts.items())
    return {
        "name": "volumes",
        "title": "How much came to Armenia, and how much to Azerbaijan?",
        "caption": (
            "Above, both states on one scale, Armenia left and Azerbaijan right; below, the suppliers of each on a scale of its own: compare shapes there, not"
            " heights. The number on top of a bar is the whole volume. The first window has three years, the others five. The"
            " dashed line is a seam: years before 2004 are not in the release of 2026, so the windows left of it come from"
            " the release of 2024."
        ),
        "description": (
            f"Three panels of bars. Deliveries to Armenia peak at {total['Armenia'][most]:,.0f} million TIV in {most}, of which"
            f" Russia {russia['Armenia'][most]:,.0f}; in {last} they are {total['Armenia'][last]:,.0f}, of which Russia"
            f" {russia['Armenia'][last]:,.0f} and India most of the rest. Deliveries to Azerbaijan start small, peak at"
            f" {total['Azerbaijan'][top]:,.0f} in {top}, of which Russia {russia['Azerbaijan'][top]:,.0f}, fall to"
            f" {total['Azerbaijan'].iloc[-2]:,.0f} in {total['Azerbaijan'].index[-2]} with Israel in the lead, and to"
            f" {total['Azerbaijan'][last]:,.0f} in {last} without Russia, of which {named}."
        ),
    }


def systems(values: pd.DataFrame) -> Figure:
    """What came to Armenia and when, a mark a deal, its area the volume.

    Args:
        values: `arms.systems` with the column row, from `with_rows`.
    """
    fig, ax = canvas(height=6.3)
    ax.set(xlim=(1991.6, 2029.4), ylim=(values["row"].min() - 0.6, values["row"].max() + 0.7))
    for supplier, rows in values.groupby("supplier"):
        colour = SUPPLIER_COLOURS.get(supplier, GREY)
        marker = SUPPLIER_MARKERS.get(supplier, "^")
        ax.scatter(
            rows["first"],
            rows["row"],
            s=_area(rows["tiv_million"]),
            marker=marker,
            color=colour,
            alpha=0.75,
            linewidth=0,
        )
    for row in values.itertuples():
        if row.label:
            away = _area(row.tiv_million) ** 0.5 / 2 + 3
            ax.annotate(
                row.label, (row.first, row.row), xytext=(away, 0), textcoords="offset points", va="center", fontsize=8.5
            )
    for category, rows in values.groupby("category"):
        ax.axhline(rows["row"].max() + 0.75, color=PALE, linewidth=0.7, zorder=0) if category != CATEGORIES[0] else None
    centres = values.groupby("category")["row"].mean()
    ax.set_yticks(centres.tolist(), [c.replace(" ", "\n") for c in centres.index])
    ax.axvline(2003.5, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    for text, side, dx in (("release 2024", "right", -4), ("release 2026", "left", 4)):
        ax.annotate(
            text,
            (2003.5, 0.005),
            xycoords=("data", "axes fraction"),
            xytext=(dx, 0),
            textcoords="offset points",
            ha=side,
            fontsize=9,
        )
    ax.tick_params(axis="y", length=0)
    for text, colour, x in (("Russia", RUSSIA, 0.56), ("India", OTHER, 0.72), ("others", GREY, 0.86)):
        marker = SUPPLIER_MARKERS.get(text, "^")
        ax.plot([x], [1.035], marker, color=colour, alpha=0.75, markersize=9, transform=ax.transAxes, clip_on=False)
        ax.annotate(text, (x + 0.018, 1.035), xycoords="axes fraction", fontsize=9.5, va="center")
    for tiv, x in ((10, 0.07), (100, 0.15)):
        ax.plot([x], [0.955], "o", color=GREY, alpha=0.5, markersize=_area(tiv) ** 0.5, transform=ax.transAxes)
        ax.annotate(f"{tiv}", (x, 0.905), xycoords="axes fraction", ha="center", va="center", fontsize=8.5)
    ax.annotate("million TIV", (0.2, 0.905), xycoords="axes fraction", va="center", fontsize=8.5)
    ax.set_title("What came, by first year of delivery")
    return fig


def _area(tiv_million: Any) -> Any:
    """Area of a mark in square points: four a million TIV, and never too small to be seen."""
    return np.maximum(tiv_million * 4, SMALLEST)


def with_rows(values: pd.DataFrame, named_from: float = 8.0) -> pd.DataFrame:
    """Give each deal a row inside its category so that names do not meet, and a name if its volume is large enough."""
    placed, top = [], 0.0
    for category in reversed(CATEGORIES):
        ends: list[float] = []
        rows = values[values["category"] == category].sort_values(["first", "designation"])
        for deal in rows.itertuples():
            name = f"{deal.number} {PLAIN.get(deal.designation, deal.designation)}"
            label = name if deal.tiv_million >= named_from or deal.supplier == "France" else ""
            start = deal.first - deal.tiv_million**0.5 * 0.1
            lane = next((i for i, end in enumerate(ends) if end < start), len(ends))
            ends += [0.0] * (lane + 1 - len(ends))
            ends[lane] = deal.first + 0.6 + deal.tiv_million**0.5 * 0.1 + 0.43 * len(label)
            placed.append(deal._asdict() | {"row": top + lane * 1.0, "label": label})
        top += max(1, len(ends)) * 1.0 + 0.5
    return pd.DataFrame(placed).drop(columns="Index")


def system_words(values: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the systems."""
    by = values.groupby("category")["tiv_million"].sum().sort_values(ascending=False, kind="stable")
    largest = values.sort_values(["tiv_million", "designation"], ascending=[False, True]).head(3)
    named = "; ".join(f"{r.number} {r.designation} from {r.supplier} in {r.first}" for r in largest.itertuples())
    return {
        "name": "systems",
        "title": "Which weapons came to Armenia?",
        "caption": (
            f"{len(values)} deals; the area of a mark is its volume (under {SMALLEST / 4:.1f} million TIV all are alike),"
            " and deals of at least eight million TIV carry a name, as do the French vehicles. The dashed line is the seam between releases. Many numbers are SIPRI's estimates."
        ),
        "description": (
            f"A timeline by kind of weapon. The largest deals by volume are {named}. {by.index[0]} make up"
            f" {by.iloc[0] / by.sum():.0%} of all volume, {by.index[1].lower()} {by.iloc[1] / by.sum():.0%}. Marks cluster in"
            " 1993 to 1996, thin out to almost none until 2004, and cluster again in 2016, 2017 and 2019, all mostly"
            " Russian. From 2021 on the new marks are Indian, with one Russian and one small French one."
        ),
    }


def concentration(values: pd.DataFrame) -> Figure:
    """Concentration of suppliers by recipient: a dot for 2011-20, a line for all windows.

    Args:
        values: `arms.concentration`.
    """
    fig, ax = canvas(height=5.4)
    for r in values.itertuples():
        colour = ARMENIA if r.recipient == "Armenia" else AZERBAIJAN if r.recipient == "Azerbaijan" else GREY
        ax.plot(
            [r.index_low, r.index_high], [r.row, r.row], color=colour, linewidth=3, alpha=0.4, solid_capstyle="butt"
        )
        ax.scatter([r.index], [r.row], s=60, color=colour, zorder=3)
        for text, x, side in (
            (f"{r.russia_percent:.0f}%", 1.17, "right"),
            (f"{r.suppliers}", 1.33, "right"),
            (f"{r.tiv_million:,.0f}", 1.53, "right"),
        ):
            ax.annotate(text, (x, r.row), fontsize=9, va="center", ha=side)
    for text, x in (("Russia's\npart", 1.17), ("suppliers", 1.35), ("million\nTIV", 1.53)):
        ax.annotate(text, (x, len(values) - 0.45), fontsize=9, va="bottom", ha="right")
    ax.set_yticks(values["row"].tolist(), values["recipient"].tolist())
    ax.set(xlim=(0, 1.55), xticks=[0, 0.25, 0.5, 0.75, 1], xlabel="Herfindahl-Hirschman index (1: a single supplier)")
    ax.spines["bottom"].set_bounds(0, 1)
    ax.tick_params(axis="y", length=0)
    ax.set_title("How concentrated were the suppliers? 2011-20")
    return fig


def concentration_words(values: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the concentration."""
    rows = values.set_index("recipient")
    listed = "; ".join(
        f"{n} {r['index']:.2f} ({r['index_low']:.2f} to {r['index_high']:.2f})" for n, r in rows.iterrows()
    )
    return {
        "name": "concentration",
        "title": "Did others depend on one supplier as much?",
        "caption": (
            f"All {len(rows)} states that got arms from Russia in 2011-20 and whose suppliers the table lists in full. Dot:"
            f" 2011-20 by the release of {values['release'].max()}, the newest that has them all. Line: lowest to highest"
            " value over all windows of ten years and all releases, which is no margin of error. Beside it the part of Russia"
            " in the volume, the number of suppliers and the whole volume of 2011-20."
        ),
        "description": (
            f"One row a state, most concentrated first, with the index in 2011-20 and its range over windows: {listed}."
            f" Armenia, highlighted, had {rows.loc['Armenia', 'suppliers']} suppliers and Azerbaijan"
            f" {rows.loc['Azerbaijan', 'suppliers']}."
        ),
    }


def beside_azerbaijan(volume: pd.DataFrame, money: pd.DataFrame, published: float) -> Figure:
    """Azerbaijan as a multiple of Armenia: volume delivered on the left, military spending on the right.

    Args:
        volume: `arms.multiples` over ten-year windows.
        money: `arms.spending_multiples`.
        published: the multiple that was published.
    """
    fig, axes = canvas(columns=2, height=4.4)
    for release, rows in volume.groupby("release"):
        axes[0].plot(rows["last"], rows["multiple"], color=AZERBAIJAN, linewidth=2, linestyle=STYLES[release])
        at = rows[rows["last"] == 2020].iloc[0]
        axes[0].plot([2020], [at["multiple"]], "o", markersize=6, color=AZERBAIJAN)
    axes[0].axhline(published, color=INK, linewidth=1)
    axes[0].annotate(f"published: over {published:.0f}", (2001.5, published + 0.5), fontsize=9.5)
    at_2020 = volume[volume["last"] == 2020].set_index("release")["multiple"]
    leader = {"arrowstyle": "-", "color": GREY, "linewidth": 0.7, "shrinkB": 3}
    axes[0].annotate(
        f"2011-20:\n{at_2020[2024]:.2f} and {at_2020[2025]:.2f},\nthen {at_2020[2026]:.2f}",
        (2020, at_2020[2024]),
        xytext=(2019.0, 18.5),
        fontsize=9,
        arrowprops=leader | {"relpos": (0.12, 0)},
    )
    axes[0].annotate("releases\n2024, 2025", (2013.6, 24.6), fontsize=9.5, ha="right", va="center")
    newest = volume[(volume["release"] == 2026) & (volume["last"] == 2017)].iloc[0]
    axes[0].annotate(
        "release 2026",
        (2017, newest["multiple"]),
        xytext=(2016, 3.2),
        fontsize=9.5,
        va="center",
        ha="center",
        arrowprops=leader,
    )
    axes[0].set(
        ylim=(0, 30),
        xlim=(2001, 2027),
        xlabel="last year of the window of ten years",
        ylabel="times Armenia's volume (TIV)",
    )
    axes[0].set_title("Deliveries")
    for (edition, measure), rows in money.groupby(["edition", "measure"]):
        current = measure == "current_usd_million"
        if current and edition != money["edition"].max():
            continue
        style = "-" if edition == money["edition"].max() else STYLES[2024]
        axes[1].plot(rows["year"], rows["multiple"], color=GREY if current else INK, linewidth=1.8, linestyle=style)
    marked = money[money["is_estimate"]]
    axes[1].axvspan(marked["year"].min() - 0.5, marked["year"].max() + 0.5, color=PALE, alpha=0.35, linewidth=0)
    axes[1].annotate("SIPRI's\nestimates", (marked["year"].min() + 0.3, 6.2), fontsize=9.5)
    last = money[(money["edition"] == money["edition"].max()) & (money["measure"] == "constant_usd_million")].iloc[-1]
    name_line(axes[1], last["year"], last["multiple"], f"{last['multiple']:.1f}", INK)
    axes[1].annotate("current dollars", (2012.6, 8.75), fontsize=9.5, va="center")
    constant = money[(money["edition"] == money["edition"].max()) & (money["measure"] == "constant_usd_million")]
    axes[1].annotate(
        "constant dollars\n(dotted: edition of 2024)",
        (2010, constant.set_index("year")["multiple"][2010]),
        xytext=(2015.2, 1.1),
        fontsize=9.5,
        va="center",
        ha="center",
        arrowprops=leader | {"relpos": (0.2, 1)},
    )
    axes[1].set(ylim=(0, 9.6), xlim=(1994.5, 2026.5), ylabel="times Armenia's spending")
    axes[1].set_title("Military spending")
    return fig


def beside_words(volume: pd.DataFrame, money: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the multiples."""
    ends = volume[volume["last"] == 2020].set_index("release")["multiple"]
    now = volume[volume["release"] == volume["release"].max()].iloc[-1]
    newest = money[(money["edition"] == money["edition"].max()) & (money["measure"] == "constant_usd_million")]
    spent = newest.set_index("year")["multiple"]
    listed = ", ".join(f"{v:.2f} in release {r}" for r, v in ends.items())
    return {
        "name": "beside_azerbaijan",
        "title": "How many times as much as Armenia did Azerbaijan import and spend?",
        "caption": (
            f"Left: volume delivered in ten years, Azerbaijan's as a multiple of Armenia's; 2011-20 makes {listed}."
            " Right: military spending of single years; shaded years rest on SIPRI's own estimates for Azerbaijan. The"
            " panels measure different things and have scales of their own."
        ),
        "description": (
            f"Left: the multiple is {volume['multiple'].min():.1f} in the lowest window, climbs to"
            f" {volume['multiple'].max():.1f} in the window that ends in 2015 and falls to {now['multiple']:.1f} in the one"
            f" that ends in {now['last']:.0f}; the line of release 2026 lies below the others around 2015. Right: spending"
            f" in constant dollars was level in 1995 ({spent[1995]:.1f}), reached {spent.max():.1f} in {spent.idxmax()}"
            f" and was {spent.iloc[-1]:.1f} in {spent.index[-1]}; in current dollars the peak is higher. The edition of"
            " 2024 lies far above that of 2025 in 2007 to 2009 only."
        ),
    }


def replaced(values: pd.DataFrame) -> Figure:
    """Deliveries before and after 2020 and open orders by supplier, on one scale.

    Args:
        values: `arms.replaced` with a column supplier_note.
    """
    fig, axes = canvas(columns=3, height=3.4, sharey=True, sharex=True)
    panels = {"delivered_2016_20": "Came 2016-20", "delivered_2021_25": "Came 2021-25", "on_order": "Still on order"}
    rows = values.iloc[::-1]
    for ax, (column, title) in zip(axes, panels.items(), strict=True):
        colours = [SUPPLIER_COLOURS.get(s, GREY) for s in rows["supplier"]]
        bars = ax.barh(rows["supplier_note"], rows[column], color=colours, hatch="" if column != "on_order" else "///")
        for bar, colour in zip(bars, colours, strict=True):
            bar.set_edgecolor("white" if column == "on_order" else colour)
            bar.set_linewidth(1.5 if column != "on_order" and bar.get_width() else 0)
        ax.bar_label(bars, [f"{v:,.0f}" for v in rows[column]], padding=3, fontsize=9.5)
        ax.set_title(title)
        ax.tick_params(left=False)
        ax.spines["bottom"].set_visible(False)
        ax.set(xticks=[], xlim=(0, values[list(panels)].max().max() * 1.25))
    fig.supxlabel("million TIV; open orders count only where SIPRI has set a volume", fontsize=9.5)
    return fig


def replaced_words(values: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of what replaced Russia."""
    parts = []
    for column, words in (
        ("delivered_2016_20", "In 2016-20 came"),
        ("delivered_2021_25", "In 2021-25 came"),
        ("on_order", "On order at the end of 2025 were"),
    ):
        some = values[values[column] > 0].sort_values([column, "supplier"], ascending=[False, True])
        parts.append(
            f"{words} " + ", ".join(f"{v:,.0f} from {s}" for s, v in zip(some["supplier"], some[column], strict=True))
        )
    return {
        "name": "after_2020",
        "title": "Who replaced Russia?",
        "caption": "Million TIV by supplier, release of 2026. Hatched: ordered and not delivered by the end of 2025.",
        "description": f"Three panels of bars on one scale, in million TIV. {'. '.join(parts)}.",
    }
