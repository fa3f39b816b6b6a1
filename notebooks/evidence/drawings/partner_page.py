"""The page of one partner of Russia: arms, position in UN votes and debt under each other, with nothing for what is unknown."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence import house, tables
from evidence.forms import num, pct
from evidence.measures import alignment, partners
from evidence.measures.partners import Partner
from evidence.places import checking, syncing

CAPTION = (
    "Percentages over the bars are Russia's share of the volume; thin means under ten million TIV in all. The release is the"
    " newest that lists every delivery of the years. Sums of arms are our calculation."
)
SOURCES = ("arms/transfers", "alignment/ideal_points", "debt/owed_to_russia")


def values(partner: Partner) -> pd.DataFrame:
    """Everything that a page draws, one value a row: panel, series, label, x, value, low, high."""
    rows = []
    windows = partners.by_window(partners.of(tables.load("arms/transfers"), partner))
    for place, w in enumerate(windows.itertuples()):
        share = "" if pd.isna(w.share) else pct(w.share)
        note = "nothing" if w.russia + w.others <= 0 else f"{share} (thin)" if share and w.is_thin else share
        rows.append(("arms", "Russia", w.window, place, w.russia, None, None, note))
        rows.append(("arms", "others", w.window, place, w.others, None, None, ""))
        rows.append(("arms", "all", w.window, place, w.russia + w.others, None, None, ""))
    series = alignment.series_of(tables.load("alignment/ideal_points"), *partners.VOTES)
    for p in partners.points(series, partner).itertuples():
        rows.append(("votes", p.country, str(p.year), p.year, p.ideal_point, p.lower, p.upper, ""))
    owed = partners.debt(tables.load("debt/owed_to_russia"), partner.iso3)
    for year, dollars in owed[(owed.index >= 2000) & (owed > 0)].items():
        rows.append(("debt", "owed", str(year), year, dollars / 1e9, None, None, ""))
    return pd.DataFrame(rows, columns=["panel", "series", "label", "x", "value", "low", "high", "note"])


def draw(partner: Partner, page: pd.DataFrame) -> Figure:
    """The page.

    Args:
        partner: whose page.
        page: from `values`.
    """
    fig, axes = house.canvas(6.2, rows=3, gridspec_kw={"height_ratios": [1.15, 1.2, 0.8]})
    by = dict(list(page.groupby("panel")))
    _arms(axes[0], by["arms"])
    _votes(axes[1], by["votes"], partner)
    _debt(axes[2], by.get("debt"))
    return fig


def _arms(ax: Axes, rows: pd.DataFrame) -> None:
    russia, others, whole = (rows[rows["series"] == s].reset_index(drop=True) for s in ("Russia", "others", "all"))
    ax.bar(russia["x"], russia["value"], color=house.COLOURS["Russia"], width=0.66, label="Russia")
    if others["value"].any():
        ax.bar(others["x"], others["value"], bottom=russia["value"], color=house.PALE, width=0.66, label="others")
    for top, bar in zip(whole["value"], russia.itertuples(), strict=True):
        house.label(ax, bar.x, top, bar.note, xytext=(0, 3), ha="center", va="bottom")
    ax.set_xticks(russia["x"], russia["label"])
    has_others = bool(others["value"].any())
    title = "Major arms received, million TIV, and Russia's share" if has_others else "Major arms received from Russia, million TIV"
    ax.set(title=title, ylim=(0, max(whole["value"].max(), 1) * 1.18))
    house.thousands(ax)
    if has_others:
        ax.legend()
        house.legend_on_top(ax)


def _votes(ax: Axes, rows: pd.DataFrame, partner: Partner) -> None:
    ax.set(title="Position in UN votes (up: like the United States)", xlim=(1993, 2034), xticks=range(1995, 2026, 5))
    colours = {"Russia": house.COLOURS["Russia"], "Armenia": house.COLOURS["Armenia"], partner.name: house.COLOURS.get(partner.name, house.INK)}
    for name, line in rows.groupby("series", sort=False):
        line = line.set_index("x").sort_index()
        line = line.reindex(range(int(line.index.min()), int(line.index.max()) + 1))
        ax.plot(line.index, line["value"], color=colours[name], linewidth=2.6 if name == partner.name else 1.8)
    house.label_ends(ax, rows, "x", "value", "series")
    house.event(ax, 2022, "2022", side="left")
    if partner.name not in set(rows["series"]):
        house.label(ax, 1994, rows["value"].max(), f"no estimates for {partner.name}", colour=house.QUIET, va="top")


def _debt(ax: Axes, rows: pd.DataFrame | None) -> None:
    ax.set_title("Public debt to Russia at year ends, billion dollars")
    if rows is None:
        house.label(ax, 0.0, 0.5, "None on the World Bank's list since 2000:\nthere is none, or it is not reported.", colour=house.QUIET, va="center")
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        ax.spines["bottom"].set_visible(False)
        return
    ax.bar(rows["x"], rows["value"], color=house.GREY, width=0.75)
    last = rows.iloc[-1]
    digits = 1 if last["value"] >= 1 else 2
    house.label(ax, last["x"] + 0.5, last["value"], str(num(last["value"], digits)), xytext=(3, 0), ha="left", va="center")
    ax.set(xlim=(1999.4, 2026.6), ylim=(0, rows["value"].max() * 1.25), xticks=range(2000, 2026, 5))


def made(partner: Partner, page: pd.DataFrame, is_draft: bool = False) -> tuple[dict[str, str], bytes | None]:
    """A page and its record, kept or compared like a figure; without caption and description.

    Args:
        partner: whose page.
        page: from `values`.
        is_draft: it is only to be looked at.
    """
    name = partner.name
    title, holds = _title(partner, page)
    return house.finish(
        draw(partner, page), f"10_summary_{partner.slug}", f"10, page of {name}", page, title=title,
        subtitle=f"What ties {name} to Russia: arms, votes and debt", source=_credits(),
        alt=f"Three panels on {name} and Russia: bars of arms by five years, lines of positions in UN votes, bars of debt.",
        holds=holds, tall=True, is_draft=is_draft,
    )  # fmt: skip


def record(partner: Partner) -> dict[str, str]:
    """A page for the gallery: kept or compared, with caption and description in words."""
    page = values(partner)
    kept, _ = made(partner, page)
    lacking = " ".join(partners.missing(partner))
    words = partners.in_words(partner).split("** ", 1)[1]
    return kept | {"caption": CAPTION, "description": f"{words} {_bars_in_words(page)} What is missing: {lacking}"}


def show(partner: Partner) -> None:
    """Show a partner's page in the chapter; under test the page is compared elsewhere and nothing is drawn here."""
    if not checking():
        kept, png = made(partner, values(partner), is_draft=not syncing())
        house.display(kept, png)
    else:
        house.display({"number": f"10, page of {partner.name}", "title": _title(partner, values(partner))[0], "alt": ""}, None)


def _credits() -> list[str]:
    transfers, points, owed = (tables.load(name) for name in SOURCES)
    series = alignment.series_of(points, *partners.VOTES)
    return [
        house.credit(SOURCES[0], transfers[transfers["release"].le(partners.RELEASE)]),
        house.credit(SOURCES[1], series),
        house.credit(SOURCES[2], owed[owed["edition"].eq(partners.DEBT)]),
    ]


def _bars_in_words(page: pd.DataFrame) -> str:
    bars = page[page["panel"].eq("arms")].pivot(index="label", columns="series", values="value")
    told = ", ".join(f"{w}: {num(r['Russia'])} of {num(r['all'])}" for w, r in bars.iterrows())
    return f"Bars, million TIV from Russia of all: {told}."


def _title(partner: Partner, page: pd.DataFrame) -> tuple[str, list[bool]]:
    arms = page[page["panel"].eq("arms")].pivot(index="label", columns="series", values="value")
    thin = page.loc[page["note"].str.endswith("(thin)"), "label"].tolist()
    first, last = arms.iloc[-2], arms.iloc[-1]
    name, span = partner.name, arms.index[-1]
    before = f"({arms.index[-2]}: {pct(first['Russia'] / first['all']) if first['all'] else 'none came'})"
    if not arms["others"].any() and name not in partners.TEN:
        if max(first["Russia"], last["Russia"]) < 1:
            return f"{name} received hardly any Russian arms from {arms.index[-2][:4]} on", [True]
        change = f"{num(first['Russia'])} to {num(last['Russia'])} million TIV"
        return f"{name}: Russian arms went from {change}", [True]
    if last["Russia"] <= 0:
        return f"{name} received no Russian arms in {span} {before}", [last["Russia"] == 0]
    few = "its few arms" if span in thin else "its arms"
    return f"{name} got {pct(last['Russia'] / last['all'])} of {few} from Russia in {span} {before}", [0 < last["Russia"] <= last["all"]]
