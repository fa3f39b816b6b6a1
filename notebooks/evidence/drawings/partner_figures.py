"""Drawings and words of chapter 10: one page a partner, and eleven partners side by side."""

from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.forms import written
from evidence.house import figures
from evidence.house.figures import ARMENIA, AZERBAIJAN, GREY, INK, OTHER, PALE, RUSSIA, canvas, mark_event, name_line
from evidence.measures import arms, partners
from evidence.measures.partners import AFTER, BEFORE, Partner
from evidence.text.findings import Chapter

LETTERS = {"yes": "Y", "abstain": "A", "no": "N", "absent": "–"}
VOTE_FILL = {"no": RUSSIA, "abstain": PALE, "yes": "white", "absent": "white"}
SHOWN_ORDERS = 6
SOURCES = [
    "arms/transfers", "arms/register", "alliances/alliances", "alliances/memberships", "alliances/rome_statute",
    "alignment/ideal_points", "alignment/ukraine_votes", "debt/owed_to_russia",
]  # fmt: skip


def colour(partner: Partner) -> str:
    """The partner's colour: Armenia and Azerbaijan have theirs throughout, the rest share one."""
    return {"ARM": ARMENIA, "AZE": AZERBAIJAN}.get(partner.iso3, OTHER)


def summary_values(partner: Partner) -> pd.DataFrame:
    """Everything that the one-page summary draws, one value a row: panel, series, label, x, value, low, high."""
    windows = partners.by_window(partner)
    parts = []
    for n, w in enumerate(windows.itertuples()):
        note = "none" if w.whole <= 0 else "" if pd.isna(w.share) else f"{w.share:.0%}{' (thin)' if w.is_thin else ''}"
        parts.append(("arms", "Russia", w.window, n, w.russia_a_year, None, None, note))
        parts.append(("arms", "others", w.window, n, w.others_a_year, None, None, ""))
    orders = partners.open_orders(partner).head(SHOWN_ORDERS).reset_index(drop=True)
    for n, o in enumerate(orders.itertuples()):
        part = 0.0 if pd.isna(o.ordered) else 100 * o.delivered / o.ordered
        number = "number unknown" if pd.isna(o.ordered) else f"{o.delivered:,} of {o.ordered:,}"
        parts.append(("orders", "delivered, %", f"{o.designation} ({o.order_year})", n, part, None, None, number))
    for p in partners.points(partner).itertuples():
        parts.append(("votes", p.iso3, p.country, p.year, p.ideal_point, p.lower, p.upper, ""))
    for v in partners.war_votes(list(dict.fromkeys([partner.iso3, "ARM", "RUS"]))).itertuples():
        name = partner.name if v.iso3 == partner.iso3 else v.country
        parts.append(("Ukraine", v.iso3, name, v.column, float(v.row), None, None, v.vote))
    owed = partners.debt(partner)
    for year, value in owed[(owed.index >= 2000) & (owed > 0)].items():
        parts.append(("debt", "owed, billion dollars", str(year), year, value / 1e9, None, None, ""))
    return pd.DataFrame(parts, columns=["panel", "series", "label", "x", "value", "low", "high", "note"])


def summary(partner: Partner, values: pd.DataFrame) -> Figure:
    """One page: arms, open orders, ideal points, votes on Ukraine, debt, and ties in words.

    Args:
        partner: whose page.
        values: from `summary_values`.
    """
    fig, axes = canvas(3, 2, height=7.4, gridspec_kw={"height_ratios": [1.0, 1.05, 0.8]})
    by = dict(list(values.groupby("panel")))
    _arms(axes[0, 0], by["arms"])
    _orders(axes[0, 1], by.get("orders"), len(partners.open_orders(partner)))
    _points(axes[1, 0], by.get("votes"), partner)
    _votes(axes[1, 1], by.get("Ukraine"))
    _debt(axes[2, 0], by.get("debt"))
    _ties(axes[2, 1], partner)
    fig.suptitle(f"{partner.name} and Russia", x=0.01, ha="left", fontsize=14, fontweight="bold")
    return fig


def _title(ax: Axes, text: str) -> None:
    ax.set_title(text, fontsize=10.5, pad=8)


def _arms(ax: Axes, rows: pd.DataFrame) -> None:
    russia, others = (rows[rows["series"] == s].reset_index(drop=True) for s in ("Russia", "others"))
    ax.bar(russia["x"], russia["value"], color=RUSSIA, width=0.66)
    ax.bar(others["x"], others["value"], bottom=russia["value"], color=PALE, width=0.66)
    tops = russia["value"] + others["value"]
    for top, bar in zip(tops, russia.itertuples(), strict=True):
        ax.annotate(bar.note, (bar.x, top), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9, color=INK)
    ax.set_xticks(russia["x"], [w[2:] for w in russia["label"]], fontsize=9)
    ax.set(ylim=(0, max(tops.max(), 0.1) * 1.16), ylabel="million TIV a year")
    _title(ax, "Arms: Russia (blue, its share), others (grey)")


def _orders(ax: Axes, rows: pd.DataFrame | None, number: int) -> None:
    _title(ax, "Open Russian orders: % delivered")
    if rows is None:
        _say(ax, "SIPRI's register lists none.\nIt lists deals that are verified,\nso this is no proof of none.")
        return
    ax.barh(rows["x"], rows["value"], color=RUSSIA, height=0.55)
    for row in rows.itertuples():
        ax.annotate(row.note, (row.value + 2, row.x), va="center", fontsize=8.5, color=INK, annotation_clip=False)
    ax.set_yticks(rows["x"], rows["label"], fontsize=8.5)
    more = f"the {len(rows)} largest of {number}" if number > len(rows) else ""
    ax.set(xlim=(0, 100), ylim=(max(len(rows), 4) - 0.4, -0.6), xticks=[0, 50, 100], xlabel=more)
    ax.tick_params(axis="y", length=0)


def _points(ax: Axes, rows: pd.DataFrame | None, partner: Partner) -> None:
    _title(ax, "Ideal points in UN votes")
    if rows is None:
        _say(ax, "No estimates for this state.")
        return
    colours = {"ARM": ARMENIA, "RUS": RUSSIA, partner.iso3: colour(partner)}
    ends = []
    for iso3, line in rows.groupby("series"):
        line = line.set_index("x").sort_index()
        line = line.reindex(range(int(line.index.min()), int(line.index.max()) + 1))
        if iso3 == partner.iso3:
            ax.fill_between(line.index, line["low"], line["high"], color=PALE, alpha=0.45, linewidth=0)
        ax.plot(line.index, line["value"], color=colours[iso3], linewidth=1.8)
        ends.append((float(line["value"].dropna().iloc[-1]), line["label"].dropna().iloc[0], colours[iso3], int(line.index[-1])))
    ends.sort(key=lambda e: e[0])
    heights = _spread([e[0] for e in ends], 0.26)
    for (y, name, ink, x), height in zip(ends, heights, strict=True):
        name_line(ax, x, y, name, ink, dx=7, dy=(height - y) * 38, annotation_clip=False)
    mark_event(ax, 2022.0, "2022", height=0.99)
    low, high = rows["value"].min(), rows["value"].max()
    ax.set(xlim=(1994, 2033), ylim=(min(-1.4, low - 0.1), max(1.4, high + 0.1)), xticks=[1995, 2005, 2015, 2024], ylabel="ideal point")


def _spread(heights: list[float], gap: float) -> list[float]:
    """Heights in rising order, moved apart so that labels do not touch."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    return placed


def _votes(ax: Axes, rows: pd.DataFrame | None) -> None:
    _title(ax, "Votes on Ukraine, ES-11/1 to /6")
    if rows is None:
        _say(ax, "Not in the tables.")
        return
    for cell in rows.itertuples():
        ax.scatter(cell.x, cell.value, marker="s", s=330, color=VOTE_FILL[cell.note], edgecolors=GREY, linewidths=0.9)
        ink = "white" if cell.note == "no" else INK
        ax.annotate(LETTERS[cell.note], (cell.x, cell.value), ha="center", va="center", fontsize=9, color=ink)
    names = rows.drop_duplicates("value").sort_values(["value", "label"])
    ax.set_yticks(names["value"], names["label"])
    ax.set_xticks(range(6), [f"/{n}" for n in range(1, 7)])
    ax.xaxis.tick_top()
    ax.set(xlim=(-0.6, 5.6), ylim=(3.2, -0.7))
    ax.set_xlabel("Y yes, A abstain, N no, – absent", fontsize=9)
    ax.xaxis.set_label_position("bottom")
    _bare(ax)


def _debt(ax: Axes, rows: pd.DataFrame | None) -> None:
    _title(ax, "Debt to Russia, billion dollars")
    if rows is None:
        _say(ax, "None recorded since 2000:\nthere is none, or it is not reported.")
        return
    ax.bar(rows["x"], rows["value"], color=RUSSIA, width=0.75)
    last = rows.iloc[-1]
    text = f"{last['label']}: {last['value']:.2f}"
    ax.annotate(text, (last["x"] + 0.5, last["value"]), xytext=(3, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set(xlim=(1999.3, 2030), ylim=(0, rows["value"].max() * 1.18), xticks=[2000, 2010, 2020], xlabel="end of year")


def _ties(ax: Axes, partner: Partner) -> None:
    _title(ax, "Ties in words")
    member = ", ".join(partners.organisations(partner)) or "none of those listed"
    lines = [
        ("Promise of defence with Russia, end of 2018", partners.defence(partner)),
        ("Member of (CSTO, EAEU, SCO, CoE, ICC)", member),
        ("International Criminal Court", partners.court(partner)),
    ]
    for n, (head, text) in enumerate(lines):
        ax.annotate(head, (0.0, 0.92 - 0.32 * n), xycoords="axes fraction", fontsize=9, color=GREY)
        ax.annotate(text, (0.0, 0.79 - 0.32 * n), xycoords="axes fraction", fontsize=10.5, color=INK)
    ax.set_xticks([])
    ax.set_yticks([])
    _bare(ax)


def _say(ax: Axes, text: str) -> None:
    ax.annotate(text, (0.03, 0.6), xycoords="axes fraction", fontsize=10, color=INK, va="center")
    ax.set_xticks([])
    ax.set_yticks([])
    _bare(ax)


def _bare(ax: Axes) -> None:
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)


def summary_words(partner: Partner, values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of a partner's page."""
    bars = values[values["panel"] == "arms"].pivot(index="label", columns="series", values="value")
    notes = values[values["panel"].eq("arms") & values["series"].eq("Russia")].set_index("label")["note"]
    told = ", ".join(f"{w} {r['Russia']:,.0f} of {r['Russia'] + r['others']:,.0f}" for w, r in bars.iterrows())
    votes = values[values["panel"] == "Ukraine"]
    mine = votes[votes["series"] == partner.iso3]["note"].tolist()
    shares = ", ".join(f"{w} {s}" for w, s in notes.items() if s and s != "none") or "unknown"
    lacking = " ".join(partners.missing(partner))
    return {
        "title": f"What ties {partner.name} to Russia?",
        "caption": (
            "Percentages over the bars: Russia's share of the volume (thin: under ten million TIV in all). The shaded band encloses"
            f" nine tenths of the published uncertainty of {partner.name}'s ideal points. Sums of arms are our calculation."
        ),
        "description": (
            f"Six small panels. Arms from Russia, million TIV a year, of all arms: {told} (Russia's share: {shares})."
            f" {partners.in_words(partner).split('** ', 1)[1]} Votes on the six resolutions on Ukraine in their order:"
            f" {', '.join(mine) or 'unknown'}. What is missing: {lacking}"
        ),
        "sources": SOURCES,
    }


def show_summary(chapter: Chapter, partner: Partner) -> None:
    """Publish a partner's page as a figure of the chapter."""
    values = summary_values(partner)
    figures.publish(
        chapter, summary(partner, values), f"summary_{partner.slug}", data=values, **summary_words(partner, values)
    )


def keep_summaries(chapter: Chapter) -> None:
    """Save the pages of the other partners for the gallery, without showing them; a draft needs none."""
    if chapter.draft:
        return
    for name in partners.TEN:
        partner = partners.find(name)
        if not partner.is_default:
            values = summary_values(partner)
            figures.keep(
                chapter, partial(summary, partner, values), f"summary_{partner.slug}", f"{int(chapter.number)}.1 for {partner.name}",
                data=values, **summary_words(partner, values),
            )  # fmt: skip


def slopes(rows: pd.DataFrame) -> pd.DataFrame:
    """Russia's share in two windows, one row a partner and window: country, x, percent, is_thin."""
    ends = [(0.0, "share_before", "before_is_thin"), (1.0, "share_after", "after_is_thin")]
    return pd.concat(
        [
            pd.DataFrame({"country": rows["country"], "x": x, "percent": 100 * rows[share], "is_thin": rows[thin]})
            for x, share, thin in ends
        ],
        ignore_index=True,
    )


def dependence(values: pd.DataFrame) -> Figure:
    """Lines from the earlier to the later share of Russia; a thin volume has a hollow end.

    Args:
        values: from `slopes`.
    """
    fig, ax = canvas(height=5.2)
    for country, line in values.groupby("country"):
        ink = {partners.ARMENIA: ARMENIA, "Azerbaijan": AZERBAIJAN}.get(country, GREY)
        strong = country in (partners.ARMENIA, "Azerbaijan")
        ax.plot(line["x"], line["percent"], color=ink, linewidth=2.6 if strong else 1.2, zorder=3 if strong else 1)
        for end in line.itertuples():
            face = "white" if end.is_thin else ink
            ax.scatter(end.x, end.percent, s=34, facecolor=face, edgecolor=ink, zorder=4)
    for x, side in ((0.0, "right"), (1.0, "left")):
        ends = values[values["x"] == x].sort_values(["percent", "country"])
        for row, height in zip(ends.itertuples(), _spread(list(ends["percent"]), 4.6), strict=True):
            text = f"{row.country} {row.percent:.0f}" + (" (thin)" if row.is_thin else "")
            ax.annotate(
                text, (x, row.percent), xytext=(x + (0.06 if side == "left" else -0.06), height), textcoords="data", ha=side, va="center",
                fontsize=9.5, color=INK, fontweight="bold" if row.country == partners.ARMENIA else "normal",
                arrowprops={"arrowstyle": "-", "color": PALE, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 4},
            )  # fmt: skip
    ax.set_xticks([0, 1], [arms.window_name(*BEFORE), arms.window_name(*AFTER)])
    ax.set(xlim=(-0.55, 1.55), ylim=(-4, 116), ylabel="Russia's share of the volume of arms, %", yticks=range(0, 101, 25))
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    return fig


def dependence_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the lines of dependence."""
    wide = values.pivot(index="country", columns="x", values="percent").sort_values([0.0, 1.0], ascending=False)
    told = ", ".join(f"{c} {r[0.0]:.0f} and {r[1.0]:.0f}" for c, r in wide.iterrows())
    fell = int((wide[1.0] < wide[0.0]).sum())
    return {
        "title": "Whose arms still came from Russia?",
        "caption": (
            f"Russia's part of the volume that each partner received. It fell for {fell} of {len(wide)}. Hollow dots: under ten"
            " million TIV came in all. Release 2025 for all; sums are our calculation."
        ),
        "description": f"A line for each partner from 2015–19 to 2020–24, in per cent: {told}.",
        "sources": ["arms/transfers"],
    }


def own_moves(values: pd.DataFrame) -> Figure:
    """How far each partner's ideal point moved, with the widest and the independent interval.

    Args:
        values: from `partners.own_moves`.
    """
    fig, ax = canvas(height=4.3)
    colours = {"ARM": ARMENIA, "RUS": RUSSIA, "AZE": AZERBAIJAN}
    inks = [colours.get(s, GREY) for s in values["iso3"]]
    ax.axvline(0, color=GREY, linewidth=0.9, zorder=0)
    ax.hlines(values["row"], values["low"], values["high"], color=inks, linewidth=1.0)
    ax.hlines(values["row"], values["low_independent"], values["high_independent"], color=inks, linewidth=3.4)
    ax.scatter(values["move"], values["row"], s=44, color=inks, zorder=3)
    ax.set_yticks(values["row"], values["country"])
    for text in ax.get_yticklabels():
        text.set_fontweight("bold" if text.get_text() == partners.ARMENIA else "normal")
    ax.set(ylim=(len(values) - 0.4, -0.6), xlabel="change of the ideal point, 2019–21 to 2022–24")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return fig


def own_moves_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the moves."""
    told = ", ".join(f"{r.country} {written(r.move, '.2f')}" for r in values.itertuples())
    return {
        "title": "Who moved in the General Assembly: Russia or its partners?",
        "caption": (
            "Left: away from the end of the scale where the United States stood. Thick: nine tenths if the estimates are"
            " independent. Thin: the widest interval that any correlation from 0 to 1 allows."
        ),
        "description": f"Dots with intervals, one row a state, from the largest move to the left: {told}.",
        "sources": ["alignment/ideal_points"],
    }
