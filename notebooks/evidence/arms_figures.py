"""Drawings of chapter 02 and their words. Volumes are million TIV, which is no money."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.arms import MEASURES
from evidence.figures import ARMENIA, AZERBAIJAN, GREY, INK, OTHER, PALE, RUSSIA, canvas, name_line

GROUPS = {"Russia": RUSSIA, "Israel": GREY, "Ukraine and Belarus": "#9A9A9A", "India": OTHER, "others": PALE}
NAMES = {
    "Armenia": {"Russia": ((4.35, 260), (4.6, 260)), "India": ((6.65, 75), (6.4, 75))},
    "Azerbaijan": {
        "Russia": ((3.35, 1300), (3.6, 1300)),
        "Israel": ((5.65, 780), (5.4, 780)),
        "Ukraine and Belarus": ((2.35, 450), (2.6, 450)),
        "others": ((6.65, 380), (6.4, 380)),
    },
}
GROUP_OF = {s: s for s in ("Russia", "Israel", "India")} | dict.fromkeys(("Ukraine", "Belarus"), "Ukraine and Belarus")
SUPPLIER_MARKERS = {"Russia": "o", "India": "s"}
SUPPLIER_COLOURS = {"Russia": RUSSIA, "India": OTHER}
STYLES = {2024: (0, (1, 1)), 2025: (0, (4, 1.5)), 2026: "-"}
CATEGORIES = ["Aircraft", "Air-defence systems", "Missiles", "Armoured vehicles", "Artillery", "Sensors"]
PLAIN = {
    "9M723 Iskander": "Iskander",
    "2K11 Krug": "Krug",
    "T-72M1": "T-72",
    "Akash SAMS": "Akash",
    "Il-76M": "Il-76",
    "Pinaka 214mm": "Pinaka",
    "Bastion APC": "Bastion",
}


def with_band(shares: pd.DataFrame) -> pd.DataFrame:
    """Add the lowest and highest share of each window over releases and measures."""
    every = shares.melt(["years", "last"], list(MEASURES)).groupby(["years", "last"])["value"]
    band = pd.DataFrame({"low": every.min(), "high": every.max()}).reset_index()
    return shares.merge(band, on=["years", "last"])


def russia_share(shares: pd.DataFrame) -> Figure:
    """Russia's share over every window: the line is volume, the band the range over releases and measures.

    Args:
        shares: `arms.window_shares` of both lengths with `with_band`.
    """
    fig, axes = canvas(columns=2, height=4.4, sharey=True)
    for ax, length, word in zip(axes, (5, 10), ("five", "ten"), strict=True):
        part = shares[shares["years"] == length]
        band = part.drop_duplicates("last").set_index("last").sort_index()
        ax.fill_between(band.index, band["low"], band["high"], color=RUSSIA, alpha=0.16, linewidth=0)
        for release, rows in part.groupby("release"):
            ax.plot(rows["last"], rows["volume"], color=RUSSIA, linewidth=2.0, linestyle=STYLES[release])
        thin = part[part["is_thin"]].drop_duplicates("last")
        ax.plot(thin["last"], thin["volume"], "o", markersize=6, markerfacecolor="white", markeredgecolor=INK)
        newest = part[part["release"] == part["release"].max()].iloc[-1]
        name_line(ax, newest["last"], newest["volume"], f"{newest['volume']:.0f}%", RUSSIA)
        ax.set(xlim=(part["last"].min(), 2027.8), ylim=(-3, 104), xlabel="last year of the window")
        ax.set_title(f"Windows of {word} years")
    axes[0].set_ylabel("Russia's part of deliveries to Armenia, percent")
    axes[0].annotate("hardly anything came", (2003.7, 3), fontsize=9.5, va="center")
    axes[1].annotate("line: by volume", (2005.2, 90), fontsize=9.5, va="center")
    axes[1].annotate("band: by deals,\nby items,\nby release", (2010.3, 22), fontsize=9.5, va="center")
    return fig


def russia_share_words(shares: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the shares over windows."""
    newest = shares[shares["release"] == shares["release"].max()].groupby("years").last()["volume"]
    low, high = (shares.groupby("years")["volume"].agg(f) for f in ("min", "max"))
    band_low = shares.groupby("years")["low"].min()
    thin = shares[shares["is_thin"]]
    return {
        "name": "russia_share",
        "title": "How much of what came to Armenia was Russian?",
        "caption": (
            "Each point is a window that ends in that year and lies wholly inside one SIPRI release (2024 dotted, 2025"
            f" dashed, 2026 solid). Hollow dots: under ten million TIV came in the whole window. The newest windows end"
            f" in {shares['last'].max()}."
        ),
        "description": (
            f"Two panels. Over windows of five years Russia's part of the volume runs from {low[5]:.0f}% to"
            f" {high[5]:.0f}%: it is {low[5]:.0f}% only in windows that end in {thin['last'].min()} to"
            f" {thin['last'].max()}, when hardly anything came, stays high in windows ending between 2009 and 2023, and"
            f" drops to {newest[5]:.0f}% in the window that ends in 2025. Over windows of ten years it runs from"
            f" {low[10]:.0f}% to {high[10]:.0f}% and stands at {newest[10]:.0f}% at the end. A band around the lines takes"
            f" in counts by deals and by items; its lowest point is {band_low[10]:.0f}% for windows of ten years. The"
            " lines of the releases lie nearly on each other."
        ),
    }


def volumes(values: pd.DataFrame) -> Figure:
    """Volume by group of suppliers, Armenia beside Azerbaijan on one scale.

    Args:
        values: `arms.volumes`; the first release is older than the second, and the seam is marked.
    """
    fig, axes = canvas(columns=2, height=4.7, sharey=True)
    order = list(dict.fromkeys(values["window"]))
    old = values.loc[values["release"] == values["release"].min(), "window"].nunique()
    for ax, recipient in zip(axes, ("Armenia", "Azerbaijan"), strict=True):
        table = values[values["recipient"] == recipient].pivot(index="window", columns="group", values="tiv_million")
        table, floor = table.loc[order], pd.Series(0.0, index=order)
        for group, colour in GROUPS.items():
            hatch = "////" if group == "Ukraine and Belarus" else ""
            ax.bar(
                order,
                table[group],
                bottom=floor,
                color=colour,
                width=0.78,
                edgecolor="white",
                linewidth=0.5,
                hatch=hatch,
            )
            floor = floor + table[group]
        for place, total in enumerate(floor):
            ax.annotate(
                f"{total:,.0f}", (place, total), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9
            )
        ax.axvline(old - 0.5, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
        for text, side, dx in ((f"release {values['release'].min()}", "right", -4), ("2026", "left", 4)):
            ax.annotate(
                text,
                (old - 0.5, 0.97),
                xycoords=("data", "axes fraction"),
                xytext=(dx, 0),
                textcoords="offset points",
                ha=side,
                va="top",
                fontsize=9,
            )
        ax.set(xlim=(-0.7, 8.2))
        ax.set_title(f"To {recipient}")
        ax.tick_params(axis="x", rotation=60, labelsize=9)
        _name_parts(ax, recipient)
    axes[0].set(
        ylabel="million TIV", ylim=(0, values.groupby(["recipient", "window"])["tiv_million"].sum().max() * 1.17)
    )
    return fig


def with_totals(values: pd.DataFrame) -> pd.DataFrame:
    """Add the whole volume of each window, which the figure prints on top of the bars."""
    total = values.groupby(["recipient", "window"])["tiv_million"].transform("sum")
    return values.assign(total_tiv_million=total)


def stacked(volume: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """Both multiples in one table: what, release or edition, year (the last of a window), multiple."""
    left = volume.rename(columns={"last": "year"})[["release", "year", "multiple"]].assign(what="volume delivered")
    right = money.assign(what="military spending, " + money["measure"], release=money["edition"])
    return pd.concat([left, right[["release", "year", "multiple", "what", "is_estimate"]]])


def _name_parts(ax: Axes, recipient: str) -> None:
    """Name each group once, with a leader to the bar in which it is largest."""
    for group, (text, edge) in NAMES[recipient].items():
        ax.annotate(
            group.replace(" and ", "\nand "),
            edge,
            xytext=text,
            ha="right" if text[0] < edge[0] else "left",
            va="center",
            fontsize=9,
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0},
        )


def volume_words(values: pd.DataFrame) -> dict[str, str]:
    """Name, title, caption and description of the volumes."""
    total = values.groupby(["recipient", "window"], sort=False)["tiv_million"].sum()
    russia = values[values["group"] == "Russia"].set_index(["recipient", "window"])["tiv_million"]
    top, most = total["Azerbaijan"].idxmax(), total["Armenia"].idxmax()
    last = total["Armenia"].index[-1]
    return {
        "name": "volumes",
        "title": "How much came to Armenia, and how much to Azerbaijan?",
        "caption": (
            "Same scale in both panels; the number on top is the whole volume. The dashed line is a seam: years before"
            " 2004 are not in the release of 2026, so the windows left of it come from the release of 2024."
        ),
        "description": (
            f"Stacked bars. Deliveries to Armenia peak at {total['Armenia'][most]:,.0f} million TIV in {most}, of which"
            f" Russia {russia['Armenia'][most]:,.0f}; in {last} they are {total['Armenia'][last]:,.0f}, of which Russia"
            f" {russia['Armenia'][last]:,.0f} and India most of the rest. Deliveries to Azerbaijan start small, peak at"
            f" {total['Azerbaijan'][top]:,.0f} in {top}, of which Russia {russia['Azerbaijan'][top]:,.0f}, fall to"
            f" {total['Azerbaijan'].iloc[-2]:,.0f} in {total['Azerbaijan'].index[-2]} with Israel in the lead, and to"
            f" {total['Azerbaijan'][last]:,.0f} in {last} without Russia."
        ),
    }


def systems(values: pd.DataFrame) -> Figure:
    """What came to Armenia and when, a mark a deal, its area the volume.

    Args:
        values: `arms.systems` with the column row, from `with_rows`.
    """
    fig, ax = canvas(height=6.3)
    ax.set(xlim=(1991.6, 2027.8), ylim=(values["row"].min() - 0.6, values["row"].max() + 0.7))
    for supplier, rows in values.groupby("supplier"):
        colour = SUPPLIER_COLOURS.get(supplier, GREY)
        marker = SUPPLIER_MARKERS.get(supplier, "^")
        size = rows["tiv_million"] * 4 + 10
        ax.scatter(rows["first"], rows["row"], s=size, marker=marker, color=colour, alpha=0.75, linewidth=0)
    for row in values.itertuples():
        if row.label:
            away = (row.tiv_million * 4 + 10) ** 0.5 / 2 + 3
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
    ax.set_title("What came, by first year of delivery")
    return fig


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
            f"{len(values)} deals; the area of a mark is its volume, and deals of at least eight million TIV carry a name,"
            " as do the French vehicles. The dashed line is the seam between releases. Many numbers are SIPRI's estimates."
        ),
        "description": (
            f"A timeline by kind of weapon. The largest deals by volume are {named}. {by.index[0]} make up"
            f" {by.iloc[0] / by.sum():.0%} of all volume, {by.index[1].lower()} {by.iloc[1] / by.sum():.0%}. Dots cluster in"
            " 1993 to 1996, thin out to almost none until 2004, and cluster again in 2016, 2017 and 2019, all mostly"
            " Russian. From 2021 on the new dots are Indian, with one Russian and one small French one."
        ),
    }


def concentration(values: pd.DataFrame, main: str) -> Figure:
    """Concentration of suppliers by recipient: a dot for the main window, a line for all windows.

    Args:
        values: `arms.concentration` with a column row.
        main: the main window in words.
    """
    fig, ax = canvas(height=4.4)
    for r in values.itertuples():
        colour = ARMENIA if r.recipient == "Armenia" else AZERBAIJAN if r.recipient == "Azerbaijan" else GREY
        ax.plot(
            [r.index_low, r.index_high], [r.row, r.row], color=colour, linewidth=3, alpha=0.4, solid_capstyle="butt"
        )
        ax.scatter([r.index], [r.row], s=60, color=colour, zorder=3)
        text = f"Russia {r.russia_percent:.0f}%, {r.suppliers} supplier{'s' if r.suppliers > 1 else ''}, {r.tiv_million:,.0f} million"
        ax.annotate(text, (1.04, r.row), fontsize=9, va="center")
    ax.set_yticks(values["row"].tolist(), values["recipient"].tolist())
    ax.set(xlim=(0, 1.55), xticks=[0, 0.25, 0.5, 0.75, 1], xlabel="Herfindahl-Hirschman index (1: a single supplier)")
    ax.spines["bottom"].set_bounds(0, 1)
    ax.tick_params(axis="y", length=0)
    ax.set_title(f"How concentrated were the suppliers? {main}")
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
            "Dot: 2011-20 by the latest release at delivery level (2026 for Armenia and Azerbaijan, 2025 for the others)."
            " Line: lowest to highest value over all windows of ten years and all releases. Beside it the part of Russia"
            " in volume and the whole volume in million TIV, 2011-20."
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
    axes[0].annotate(f"{published:.0f} times", (2002.2, published + 0.5), fontsize=9.5)
    axes[0].annotate("2011-20", (2020, 9.2), xytext=(4, 4), textcoords="offset points", fontsize=9.5)
    axes[0].annotate(
        "releases\n2024, 2025", (2014.6, 25.2), fontsize=9.5, ha="right", va="center", xytext=(2013.6, 24.6)
    )
    axes[0].annotate("2026", (2015.5, 20.2), fontsize=9.5)
    axes[0].set(ylim=(0, 30), xlabel="last year of the window of ten years", ylabel="times Armenia's volume (TIV)")
    axes[0].set_title("Deliveries")
    for (edition, measure), rows in money.groupby(["edition", "measure"]):
        current = measure == "current_usd_million"
        if current and edition != money["edition"].max():
            continue
        style = "-" if edition == money["edition"].max() else STYLES[2024]
        axes[1].plot(rows["year"], rows["multiple"], color=GREY if current else INK, linewidth=1.8, linestyle=style)
    marked = money[money["is_estimate"]]
    axes[1].axvspan(marked["year"].min() - 0.5, marked["year"].max() + 0.5, color=PALE, alpha=0.35, linewidth=0)
    axes[1].annotate("SIPRI's estimates", (marked["year"].min(), 6.2), fontsize=9.5)
    last = money[(money["edition"] == money["edition"].max()) & (money["measure"] == "constant_usd_million")].iloc[-1]
    name_line(axes[1], last["year"], last["multiple"], f"{last['multiple']:.1f}", INK)
    axes[1].annotate("current dollars", (2012.6, 8.75), fontsize=9.5, va="center")
    axes[1].annotate(
        "constant dollars\n(dotted: edition of 2024)", (2015.6, 1.1), fontsize=9.5, va="center", ha="center"
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
        "title": "How many times Armenia's imports and spending were Azerbaijan's?",
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
        for bar in bars:
            bar.set_edgecolor("white")
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
