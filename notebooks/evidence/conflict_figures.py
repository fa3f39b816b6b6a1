"""Drawings and words of chapter 05. Each drawing takes tidy values and returns a finished figure."""

from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from evidence.figures import ARMENIA, AZERBAIJAN, GREY, INK, PALE, RUSSIA, canvas

SOFT = "#F2A878"
HATCH = "#E8E8E8"
WORDS = {"fontsize": 9, "color": INK}
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.2}
LANES = {"asks": 3.0, "answers": 2.0, "elsewhere": 1.0}
STEPS = {
    "K01": ("elsewhere", "Oct 2020: Russia says\nKarabakh lies outside\nits CSTO duties", 20, -36),
    "K04": ("asks", "May 2021: Article 2\n(consultations)", -52, 30),
    "K05": ("asks", "Nov 2021: treaty\nof 1997", 0, 30),
    "K06": ("answers", "same day: Russia\nmediates a ceasefire", -64, -33),
    "K08": ("elsewhere", "Jan 2022: troops to\nKazakhstan, Article 4", 0, -36),
    "K10": ("asks", "13 Sept 2022: Article 4\nand treaty of 1997", 24, 30),
    "K11": ("answers", "same day: mission\nto find facts", -34, -33),
    "K13": ("answers", "Nov 2022: Armenia declines\ndraft on aid", 78, -33),
    "K16": ("elsewhere", "April 2024: peacekeepers\nleave Karabakh", -20, -36),
}


def share_in_armenia(values: pd.DataFrame) -> Figure:
    """Part of each spell's deaths that lies on Armenia's territory, with the part in doubt hatched.

    Args:
        values: columns spell, armenia, both, armenia_most, percent, percent_in_doubt.
    """
    fig, ax = canvas(height=3.9)
    rows = values.iloc[::-1].reset_index(drop=True)
    ax.barh(rows["spell"], 100, color="#F3F3F3", height=0.62, zorder=0)
    ax.barh(rows["spell"], rows["percent"], color=ARMENIA, height=0.62)
    ax.barh(
        rows["spell"],
        rows["percent_in_doubt"],
        left=rows["percent"],
        color="white",
        edgecolor=SOFT,
        hatch="////",
        linewidth=0,
        height=0.62,
    )
    for y, row in rows.iterrows():
        doubt = f"; up to {row['armenia_most']:,}" if row["armenia_most"] > row["armenia"] else ""
        text = f"{row['armenia']:,} of {row['both']:,}{doubt}"
        inside = row["percent"] + row["percent_in_doubt"] > 75
        x = 2 if inside else row["percent"] + row["percent_in_doubt"] + 1.2
        ax.annotate(text, (x, y), va="center", fontsize=9.5, bbox=PAPER if inside else None)
    ax.set(xlim=(0, 100), xlabel="percent of the deaths that UCDP counts in Armenia and Azerbaijan")
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_title("Deaths on Armenia's own territory; hatched: placing in doubt")
    return fig


def deaths_by_year(values: pd.DataFrame) -> Figure:
    """Deaths of either territory by year on a scale of powers of ten, with UCDP's low and high counts.

    Args:
        values: columns year, and armenia, azerbaijan with _low and _high.
    """
    fig, ax = canvas(height=4.4)
    for name, colour, shift, mark in (("azerbaijan", AZERBAIJAN, -0.12, "s"), ("armenia", ARMENIA, 0.12, "o")):
        ax.vlines(values["year"] + shift, values[f"{name}_low"], values[f"{name}_high"], color=colour, linewidth=1.2)
        ax.plot(values["year"] + shift, values[name], color=colour, linewidth=0.9, alpha=0.55)
        ax.scatter(values["year"] + shift, values[name], color=colour, marker=mark, s=26, zorder=3)
    ax.set_yscale("symlog", linthresh=1, linscale=0.5)
    ax.set(yticks=[0, 1, 10, 100, 1000, 10000], ylim=(-0.4, 16000), xlim=(1990.3, 2027.6), xticks=range(1995, 2025, 5))
    ax.set_yticklabels(["0", "1", "10", "100", "1,000", "10,000"])
    ax.set_ylabel("deaths (scale of powers of ten)")
    ax.annotate("in Azerbaijan,\nKarabakh included", (1996.9, 110), **WORDS)
    ax.annotate("in Armenia", (2005.6, 2.9), **WORDS)
    for x, y, text, side in (
        (1992.5, 5200, "first war", "left"),
        (2016, 330, "April 2016", "center"),
        (2019.7, 7800, "44-day war", "right"),
    ):
        ax.annotate(text, (x, y), ha=side, fontsize=9, color=INK)
    for year, y, text in ((2023, 900, "Sept 2023"), (2022, 160, "Sept 2022")):
        ax.annotate(
            text,
            (year + 0.12, values.set_index("year").loc[year, "azerbaijan"]),
            xytext=(2024.4, y),
            va="center",
            fontsize=9,
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.7},
        )
    ax.set_title("Deaths in fighting, by the country where they happened")
    return fig


def map_2021(outlines: pd.DataFrame, events: pd.DataFrame) -> Figure:
    """Fighting of 2021 on a map; hollow marks stand for an area, not a place.

    Args:
        outlines: map/outlines.
        events: places with columns lon, lat, deaths, exact, in_armenia, label, dx, dy.
    """
    fig, ax = canvas(height=4.9)
    for (feature, _, ring), points in outlines.groupby(["feature", "part", "ring"], sort=True):
        xy = points.sort_values("point", kind="stable")[["lon", "lat"]].to_numpy()
        held = feature.startswith("Area")
        fill = {"Armenia": "#FCEBDD", "Azerbaijan": "#E4F3EC", "Georgia": "#F4F4F4"}.get(feature, "none")
        ax.add_patch(
            Polygon(
                xy,
                facecolor="white" if ring > 1 else fill,
                edgecolor="#B5B5B5" if held else INK,
                hatch="//" if held else None,
                linewidth=0.6 if held else 0.8,
                zorder=1.5 if held else 1,
            )
        )
    for exact, marks in events.groupby("exact"):
        ax.scatter(
            marks["lon"],
            marks["lat"],
            s=24 + 16 * marks["deaths"],
            facecolor=[(ARMENIA if a else AZERBAIJAN) if exact else "white" for a in marks["in_armenia"]],
            edgecolor=[ARMENIA if a else AZERBAIJAN for a in marks["in_armenia"]],
            linewidth=1.6,
            zorder=3,
        )
    for row in events.itertuples():
        ax.annotate(
            row.label,
            (row.lon, row.lat),
            xytext=(row.dx, row.dy),
            textcoords="offset points",
            va="center",
            ha="left" if row.dx >= 0 else "right",
            fontsize=8.5,
            zorder=4,
            bbox=PAPER,
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.7} if abs(row.dy) > 20 else None,
        )
    for text, x, y in (
        ("ARMENIA", 44.35, 40.62),
        ("AZERBAIJAN", 48.2, 40.95),
        ("GEORGIA", 44.3, 41.3),
        ("(Nakhchivan)", 45.25, 39.32),
    ):
        ax.annotate(text, (x, y), ha="center", fontsize=9, color=GREY)
    ax.annotate(
        "area held by Armenian forces\nbefore September 2020",
        (46.98, 39.32),
        xytext=(47.45, 39.1),
        fontsize=8.5,
        bbox=PAPER,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.7},
    )
    ax.set(xlim=(43.3, 49.0), ylim=(38.75, 41.45), xticks=[], yticks=[], aspect=1.31)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_title("Deaths of 2021, where UCDP's candidate file puts them")
    return fig


def dated_line(values: pd.DataFrame) -> Figure:
    """Appeals, answers and other acts in lanes along the years.

    Args:
        values: columns when, lane, height, label, dx, dy; lanes asks, answers, elsewhere.
    """
    fig, ax = canvas(height=4.5)
    colours = {"asks": ARMENIA, "answers": RUSSIA, "elsewhere": GREY}
    for height in LANES.values():
        ax.axhline(height, color=PALE, linewidth=1.0, zorder=0)
    for lane, rows in values.groupby("lane", sort=False):
        ax.scatter(rows["when"], rows["height"], s=46, color=colours[lane], zorder=3)
    for row in values.itertuples():
        ax.annotate(
            row.label,
            (row.when, row.height),
            xytext=(row.dx, row.dy),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=8.6,
            arrowprops={"arrowstyle": "-", "color": PALE, "linewidth": 0.7, "shrinkB": 3},
        )
    first, last = pd.Timestamp("2020-07-01"), pd.Timestamp("2024-09-30")
    ax.set(xlim=(first, last), ylim=(0.15, 3.95))
    ax.set_yticks(list(LANES.values()), ["Armenia asks\nover its territory", "what followed", "elsewhere"])
    ax.xaxis.set_major_locator(mdates.YearLocator())
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_title("Appeals, answers and other acts, 2020–2024")
    return fig


def kept_when_tested(values: pd.DataFrame) -> Figure:
    """Rates of commitments kept with exact intervals.

    Args:
        values: columns group, kept, tested, percent, low_percent, high_percent, row, highlight.
    """
    fig, ax = canvas(height=4.9)
    for row in values.itertuples():
        colour = RUSSIA if row.highlight else GREY
        ax.hlines(row.row, row.low_percent, row.high_percent, color=colour, linewidth=2.2)
        ax.annotate(
            f"{row.percent:.0f}%  ({row.kept:.0f} of {row.tested:.0f})",
            (101, row.row),
            va="center",
            fontsize=9.5,
            annotation_clip=False,
        )
    ax.scatter(
        values["percent"], values["row"], s=44, color=[RUSSIA if h else GREY for h in values["highlight"]], zorder=3
    )
    ax.set_yticks(values["row"], values["group"])
    ax.set(xlim=(0, 100), xlabel="percent of tested commitments that were kept, with exact 95 % interval")
    ax.axvline(50, color=PALE, linewidth=0.8, zorder=0)
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    fig.get_layout_engine().set(rect=(0, 0, 0.86, 1))
    ax.set_title("Commitments kept when war put them to the test")
    return fig


def arrivals(counted: pd.DataFrame, rival: pd.DataFrame, others: pd.DataFrame) -> Figure:
    """Cumulative arrivals by report, and beside them the figures that count something else.

    Args:
        counted: columns when, arrived, hour_known.
        rival: columns end_of, arrived, reported_as; running totals by rival day sums.
        others: columns what, persons, counts_arrivals; in reading order.
    """
    fig, (left, right) = canvas(columns=2, height=4.3, width_ratios=[1.25, 1])
    left.plot(counted["when"], counted["arrived"], color=ARMENIA, linewidth=1.8, zorder=2)
    for known, rows in counted.groupby("hour_known"):
        left.scatter(
            rows["when"], rows["arrived"], s=28, facecolor=ARMENIA if known else "white", edgecolor=ARMENIA, zorder=3
        )
    for (_, sums), mark in zip(rival.groupby("reported_as"), ("x", "+"), strict=True):
        ends = sums["end_of"] + pd.Timedelta(days=1)
        left.scatter(ends, sums["arrived"], marker=mark, s=52, color=INK, linewidth=1.5, zorder=4)
    left.annotate("rival day sums:\n× one agency\n+ other agencies", (0.05, 0.66), xycoords="axes fraction", fontsize=9)
    left.set(ylim=(0, 150_000), xlim=(pd.Timestamp("2023-09-24"), pd.Timestamp("2023-10-03")), ylabel="persons")
    left.yaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
    left.xaxis.set_major_locator(mdates.DayLocator(interval=2))
    left.xaxis.set_major_formatter(lambda v, _: f"{mdates.num2date(v):%-d %b}")
    left.annotate("hollow: hour not reported", (0.97, 0.06), xycoords="axes fraction", ha="right", fontsize=9)
    left.set_title("Arrivals, as announced")
    rows = others.iloc[::-1]
    bars = right.barh(
        rows["what"], rows["persons"], color=[ARMENIA if a else PALE for a in rows["counts_arrivals"]], height=0.66
    )
    right.bar_label(bars, [f"{v:,.0f}" for v in rows["persons"]], padding=3, fontsize=9, color=INK)
    right.set(xlim=(0, rows["persons"].max() * 1.32), xticks=[])
    right.tick_params(left=False, labelsize=9)
    right.spines["bottom"].set_visible(False)
    right.set_title("Beside other counts")
    return fig


def share_values(bounded: pd.DataFrame) -> pd.DataFrame:
    """Plotted values of the first figure."""
    frame = bounded.reset_index()
    doubt = (frame["share_most"] - frame["share"]) * 100
    return frame.assign(percent=frame["share"] * 100, percent_in_doubt=doubt, whole=100.0)


def rate_values(found: pd.DataFrame) -> pd.DataFrame:
    """Plotted values of the rates; the first group on top."""
    frame = found.reset_index()
    return frame.assign(
        percent=frame["share"] * 100,
        low_percent=frame["low"] * 100,
        high_percent=frame["high"] * 100,
        row=range(len(frame), 0, -1),
        highlight=frame["group"].str.startswith("defence"),
    )


def step_values(timeline: pd.DataFrame) -> pd.DataFrame:
    """Plotted values of the dated line."""
    entries = timeline.set_index("entry_id")
    return pd.DataFrame(
        [
            {
                "entry_id": key,
                "when": entries.loc[key, "date"],
                "lane": lane,
                "height": LANES[lane],
                "label": label,
                "dx": dx,
                "dy": dy,
                "what": entries.loc[key, "what"],
            }
            for key, (lane, label, dx, dy) in STEPS.items()
        ]
    )


def arrival_values(counted: pd.DataFrame, rival: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Plotted values of both panels, one under the other."""
    beside = others.assign(what=others["what"].str.replace("\n", " "))
    return pd.concat(
        [counted.assign(panel="left"), rival.assign(panel="left, day sums"), beside.assign(panel="right")],
        ignore_index=True,
    )


PLACED = {
    "Yeraskh village": ("Yeraskh", -12, 0),
    "Geghark’unik’ province": ("Gegharkunik province", -16, 2),
    "Nagorno-Karabakh": ("16 Nov: 13 deaths placed\nat Karabakh's centre;\nreports say the border", 22, 74),
    "Kelbajar rayon": ("Kalbajar district", -12, -4),
    "Shusha town": ("Shusha (Shushi)", -12, -8),
    "Agdara town": ("Aghdara (Martakert)", 10, 4),
    "Agdam rayon": ("Aghdam district", 11, 0),
    "Yukhari Yaglivand village": ("Yukhari Yaglivand", 10, 3),
    "Fizuli rayon": ("Fuzuli district", 10, -6),
}


def place_values(events: pd.DataFrame) -> pd.DataFrame:
    """Deaths of 2021 by place; events known to no more than a country are left out, and so are those without deaths."""
    known = events[events["where_precision"].lt(6) & events["deaths_best"].gt(0)]
    frame = (
        known.groupby(["place", "lon", "lat"], as_index=False)
        .agg(deaths=("deaths_best", "sum"), in_armenia=("in_armenia", "first"), exact=("where_precision", "max"))
        .sort_values(["deaths", "place"], ascending=[False, True])
    )
    frame["exact"] = frame["exact"].le(2)
    frame["label"] = [PLACED.get(p, (p, 8, 0))[0] for p in frame["place"]]
    frame["dx"] = [PLACED.get(p, (p, 8, 0))[1] for p in frame["place"]]
    frame["dy"] = [PLACED.get(p, (p, 8, 0))[2] for p in frame["place"]]
    return frame.reset_index(drop=True)


def share_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the shares."""
    at = values.set_index("spell")
    listed = "; ".join(f"{s}: {r['armenia']:,.0f} of {r['both']:,.0f} ({r['percent']:.1f}%)" for s, r in at.iterrows())
    return {
        "title": "How much of the fighting was on Armenia's own territory?",
        "sources": ["conflict/deaths_by_location", "conflict/events_2021", "conflict/casualties"],
        "caption": (
            f"UCDP's best estimates. Hatched: in 2021 the {at.loc['2021', 'armenia_most'] - at.loc['2021', 'armenia']:,.0f}"
            " deaths of 16 November, placed at Karabakh's centre; in 2022 up to all deaths that both governments reported"
            " for 13 and 14 September. No confidence interval."
        ),
        "description": (
            f"Horizontal bars, one a spell of fighting, from zero to a hundred percent. Deaths on Armenia's territory: {listed}."
            f" With the doubtful deaths the share of 2021 reaches {at.loc['2021', 'share_most']:.1%} and that of 2022"
            f" {at.loc['2022', 'share_most']:.1%}."
        ),
    }


def year_words(counts: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the deaths by year."""
    armenia, azerbaijan = counts["armenia"], counts["azerbaijan"]
    return {
        "title": "When and where did people die?",
        "sources": ["conflict/deaths_by_location"],
        "caption": (
            "State-based violence; Nagorno-Karabakh counts as Azerbaijan. Vertical lines run from UCDP's low to its high count,"
            " which are no confidence interval. Deaths of 1989 and 1990 stand under the Soviet Union and are not drawn."
        ),
        "description": (
            f"Two rows of dots from {counts.index.min()} to {counts.index.max()} on a scale of powers of ten. On Azerbaijan's"
            f" territory the deaths are {azerbaijan[1992]:,} in 1992, {azerbaijan[2016]:,} in 2016, {azerbaijan[2020]:,} in 2020,"
            f" {azerbaijan[2022]:,} in 2022 and {azerbaijan[2023]:,} in 2023. On Armenia's they are {armenia[1992]:,} in 1992,"
            f" never above {armenia.loc[1995:2021].max():,} from 1995 to 2021, {armenia[2022]:,} in 2022 and {armenia[2023]:,}"
            f" in 2023. In {counts.index.max()} both are {armenia.iloc[-1]:,}."
        ),
    }


def map_words(places: pd.DataFrame, events: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the map."""
    left_out = events[events["where_precision"].ge(6)]
    exact = places.loc[places["exact"], "deaths"].sum()
    return {
        "title": "What can a map of 2021 show?",
        "sources": ["conflict/events_2021", "map/outlines"],
        "caption": (
            f"Marks grow with deaths. Filled: a place known to about 25 km ({exact} deaths); hollow: the middle of a district,"
            f" province or region ({places['deaths'].sum() - exact} deaths). {left_out['deaths_best'].sum()} deaths known by"
            " country only are not drawn. No such file is at hand for 2022 and 2023. Lines show no view on status."
        ),
        "description": (
            "Map of Armenia, Azerbaijan and part of Georgia. In Armenia marks stand at Yeraskh in the west and in the"
            " province of Gegharkunik in the east; the others lie in or near the hatched area that Armenian forces held before"
            f" September 2020. The largest mark, {places['deaths'].max()} deaths of 16 November, stands hollow at Karabakh's"
            " centre, though press reports put that fighting at the border with Armenia."
        ),
    }


def line_words(steps: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the dated line."""
    told = " ".join(f"{r.when:%B %Y}: {r.what}" for r in steps.itertuples())
    return {
        "title": "Who asked, and what followed?",
        "sources": ["conflict/commitment_timeline"],
        "caption": (
            "Top: Armenia's appeals over its own territory. Middle: what followed. Bottom: acts about Karabakh and Kazakhstan."
            " A selection; positions are recorded, not adopted."
        ),
        "description": f"Three lanes of dots from 2020 to 2024. {told}",
    }


def rate_words(found: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the rates."""
    told = "; ".join(
        f"{group} {r['kept']:.0f} of {r['tested']:.0f}, {r['share']:.0%} ({r['low']:.0%} to {r['high']:.0%})"
        for group, r in found.iterrows()
    )
    return {
        "title": "How often are commitments kept when war tests them?",
        "sources": ["alliances/wartime_commitments"],
        "caption": (
            "Our replication of Berkemeier and Fuhrmann (2018). Lines: exact 95 % intervals, as if cases were independent."
            " Defence in colour. An alliance can hold several promises, so the groups overlap."
        ),
        "description": f"Dots with horizontal lines for their intervals. Kept when tested: {told}.",
    }


def arrival_words(counted: pd.DataFrame, rival: pd.DataFrame, others: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the arrivals."""
    first, last = counted.iloc[0], counted.iloc[-1]
    sums = "; ".join(f"{r.reported_as}, end of {r.end_of:%-d %B} {r.arrived:,}" for r in rival.itertuples())
    listed = "; ".join(
        f"{' '.join(w.split())} {p:,.0f}" for w, p in zip(others["what"], others["persons"], strict=True)
    )
    return {
        "title": "How fast did people arrive, and what do other figures count?",
        "sources": ["conflict/arrivals_2023", "conflict/displaced_stock", "conflict/displaced_flow"],
        "caption": (
            f"Left: {len(counted)} cumulative counts of Armenia's officials. Right: the end of that curve in colour; registrations"
            " and UNHCR's figures in grey count other people too."
        ),
        "description": (
            f"A line rises from {first['arrived']:,} on {first['when']:%-d %B} 2023 to {last['arrived']:,} on"
            f" {last['when']:%-d %B}, steepest from 26 to 29 September. Beside it stand the"
            f" running totals by rival day sums: {sums}. Bars beside it: {listed}."
        ),
    }
