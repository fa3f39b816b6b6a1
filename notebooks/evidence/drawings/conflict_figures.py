"""Drawings and words of chapter 05. Each drawing takes tidy values and returns a finished figure."""

from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from evidence import event_lists
from evidence.house.figures import ARMENIA, AZERBAIJAN, GREY, INK, PALE, RUSSIA, canvas

WORDS = {"fontsize": 9, "color": INK}
LEADER = {"arrowprops": {"arrowstyle": "-", "color": GREY, "linewidth": 0.7, "shrinkB": 4}}
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.2}
LANES = {"asks": 3.0, "answers": 2.0, "elsewhere": 1.0}
DEFENCE = (
    "defence, 1816–1944",
    "defence, 1945–2003",
    "defence, 1945–2003, two members",
    "defence, 1945–2003, more members",
)
MARKS = {"asks": "o", "answers": "s", "elsewhere": "D"}
LAND = {"Armenia": "#FAE0CC", "Azerbaijan": "#EDF7F3"}
HELD = "#B4CBC1"
SIZES_SHOWN = (1, 5, 13)
COUNTRY_NAMES = (
    ("ARMENIA", 44.35, 40.62),
    ("AZERBAIJAN", 48.2, 40.95),
    ("GEORGIA", 44.3, 41.27),
    ("TÜRKİYE", 43.62, 39.86),
    ("IRAN", 45.35, 38.85),
    ("Nakhchivan\n(Azerbaijan)", 45.5, 39.3),
)
CONSULTED = "consulted_in_2020"  # a list of narrative/event_lists; the other steps are of the dated line
STEPS = (
    ("K01", "elsewhere", "7 Oct 2020: Russia says\nKarabakh lies outside\nits CSTO duties", 28, -36),
    (CONSULTED, "asks", "31 Oct 2020: talks\nunder treaty of 1997", -6, 28),
    (CONSULTED, "answers", "Russia: help if fighting\nreaches Armenia", 4, -33),
    ("K04", "asks", "May 2021: Article 2\n(consultations)", 0, 54),
    ("K18", "answers", "July 2021: \"a border\nincident\"", -4, 31),
    ("K05", "asks", "Nov 2021: treaty\nof 1997", 0, 28),
    ("K06", "answers", "same day: Russia\nmediates a ceasefire", -4, -33),
    ("K08", "elsewhere", "Jan 2022: troops to\nKazakhstan, Article 4", 0, -36),
    ("K10", "asks", "13 Sept 2022: Article 4\nand treaty of 1997", 24, 28),
    ("K11", "answers", "same day: mission\nto find facts", 0, -33),
    ("K13", "answers", "Nov 2022: Armenia declines\ndraft on aid", 96, -33),
    ("K16", "elsewhere", "April 2024: peacekeepers\nleave Karabakh", -20, -36),
)


def share_in_armenia(values: pd.DataFrame) -> Figure:
    """Part of each spell's deaths that lies on Armenia's territory, with what a second reading adds hatched.

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
        edgecolor=ARMENIA,
        hatch="////",
        linewidth=0,
        height=0.62,
    )
    for y, row in rows.iterrows():
        doubt = f"; second reading {row['armenia_most']:,}" if row["armenia_most"] > row["armenia"] else ""
        text = f"{row['armenia']:,} of {row['both']:,}{doubt}"
        inside = row["percent"] + row["percent_in_doubt"] > 75
        x = 2 if inside else row["percent"] + row["percent_in_doubt"] + 1.2
        ax.annotate(text, (x, y), va="center", fontsize=9.5, bbox=PAPER if inside else None)
    ax.set(xlim=(0, 100), xlabel="percent of the deaths that UCDP counts in Armenia and Azerbaijan")
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_title("Deaths on Armenia's own territory; hatched: second reading")
    return fig


def deaths_by_year(values: pd.DataFrame) -> Figure:
    """Deaths of either territory by year on a scale of powers of ten with zero below it, and UCDP's low and high counts.

    Args:
        values: columns year, is_active, and armenia, azerbaijan with _low and _high.
    """
    fig, ax = canvas(height=4.6)
    active = values["is_active"]
    for name, colour, shift, mark in (("azerbaijan", AZERBAIJAN, -0.12, "s"), ("armenia", ARMENIA, 0.12, "o")):
        in_order = values[values[f"{name}_low"].le(values[f"{name}_high"])]
        ax.vlines(in_order["year"] + shift, in_order[f"{name}_low"], in_order[f"{name}_high"], color=colour, linewidth=1.2)
        ax.plot(values["year"] + shift, values[name], color=colour, linewidth=0.9, alpha=0.55)
        for rows, fill in ((values[active], colour), (values[~active], "white")):
            ax.scatter(
                rows["year"] + shift, rows[name], facecolor=fill, edgecolor=colour, linewidth=1.3, marker=mark, s=26, zorder=3
            )
    ax.set_yscale("symlog", linthresh=1, linscale=0.5)
    ax.set(yticks=[0, 1, 10, 100, 1000, 10000], ylim=(-0.4, 16000), xlim=(1990.3, 2025.4), xticks=range(1995, 2025, 5))
    ax.set_yticklabels(["0", "1", "10", "100", "1,000", "10,000"])
    ax.set_ylabel("deaths (powers of ten; zero set below one)")
    ax.axhline(0.5, color=PALE, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0)
    at = values.set_index("year")
    for text, name, shift, year, x, y in (
        ("squares: in Azerbaijan,\nKarabakh included", "azerbaijan", -0.12, 1998, 1998.6, 200),
        ("circles:\nin Armenia", "armenia", 0.12, 2006, 2007.6, 2.3),
    ):
        ax.annotate(text, (year + shift, at.loc[year, name]), xytext=(x, y), **WORDS, **LEADER)
    for x, y, text, side in (
        (1992.5, 5200, "first war", "left"),
        (2016, 330, "April 2016", "center"),
        (2019.5, 7400, "44-day war", "right"),
    ):
        ax.annotate(text, (x, y), ha=side, fontsize=9, color=INK)
    ax.annotate("hollow: year in which UCDP does not count\nthe conflict over Karabakh as active", (2003.4, 1900), **WORDS)
    ax.set_title("Deaths in fighting, by the country where they happened")
    return fig


def map_2021(outlines: pd.DataFrame, events: pd.DataFrame) -> Figure:
    """Fighting of 2021 on a map; hollow marks stand for an area, not a place; the size of a mark for deaths.

    Args:
        outlines: map/outlines.
        events: places with columns lon, lat, deaths, exact, in_armenia, label, dx, dy.
    """
    fig, ax = canvas(height=4.7)
    for (feature, _, ring), points in outlines.groupby(["feature", "part", "ring"], sort=True):
        xy = points.sort_values("point", kind="stable")[["lon", "lat"]].to_numpy()
        held = feature.startswith("Area")
        ax.add_patch(
            Polygon(
                xy,
                facecolor=HELD if held else "white" if ring > 1 else LAND.get(feature, "none"),
                edgecolor=GREY if held else INK,
                linewidth=0.6 if held else 0.8,
                zorder=1.5 if held else 1,
            )
        )
    for (exact, inside), marks in events.groupby(["exact", "in_armenia"]):
        colour = ARMENIA if inside else AZERBAIJAN
        ax.scatter(
            marks["lon"],
            marks["lat"],
            s=_mark_size(marks["deaths"]),
            marker="o" if inside else "s",
            facecolor=colour if exact else "white",
            edgecolor=colour,
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
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.7} if abs(row.dy) > 15 else None,
        )
    for text, x, y in COUNTRY_NAMES:
        ax.annotate(text, (x, y), ha="center", va="center", fontsize=8.2, color="#5F5F5F")
    ax.annotate(
        "shaded: held by Armenian\nforces to September 2020",
        (46.78, 39.12),
        xytext=(46.64, 38.87),
        va="center",
        fontsize=8.5,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.7},
    )
    sizes = [
        Line2D([], [], linestyle="", marker="o", markersize=_mark_size(n) ** 0.5, markerfacecolor="white", color=INK)
        for n in SIZES_SHOWN
    ]
    ax.legend(
        sizes, [f"{n}" for n in SIZES_SHOWN], title="deaths; circle: in Armenia,\nsquare: in Azerbaijan", loc="lower left",
        ncols=3, fontsize=8.5, title_fontsize=8.5, frameon=False, alignment="left", columnspacing=1.2, handletextpad=0.5,
    )
    ax.set(xlim=(43.3, 49.0), ylim=(38.75, 41.35), xticks=[], yticks=[], aspect=1.31)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_title("Deaths of 2021, where UCDP's candidate file puts them")
    return fig


def _mark_size(deaths: Any) -> Any:
    """Area of a mark in square points."""
    return 24 + 16 * deaths


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
        ax.scatter(rows["when"], rows["height"], s=46, color=colours[lane], marker=MARKS[lane], zorder=3)
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
    ax.set_yticks(list(LANES.values()), ["Armenia asks", "what followed", "elsewhere"])
    ax.xaxis.set_major_locator(mdates.YearLocator())
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    ax.set_title("Appeals, answers and other acts, 2020–2024")
    return fig


def kept_when_tested(values: pd.DataFrame) -> Figure:
    """Rates of commitments kept with exact intervals, in blocks; defence in filled squares and thick lines.

    Args:
        values: columns group, kept, tested, percent, low_percent, high_percent, row, highlight.
    """
    fig, ax = canvas(height=5.2)
    ax.axvline(50, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    ax.annotate("half kept", (51, values["row"].max() + 0.75), va="center", fontsize=9)
    for row in values.itertuples():
        colour, width = (RUSSIA, 3.6) if row.highlight else (GREY, 1.4)
        ax.hlines(row.row, row.low_percent, row.high_percent, color=colour, linewidth=width)
        ax.annotate(
            f"{row.percent:.0f}%  ({row.kept:.0f} of {row.tested:.0f})",
            (101, row.row),
            va="center",
            fontsize=9.5,
            annotation_clip=False,
        )
    for highlight, rows in values.groupby("highlight"):
        ax.scatter(
            rows["percent"],
            rows["row"],
            s=44,
            marker="s" if highlight else "o",
            facecolor=RUSSIA if highlight else "white",
            edgecolor=RUSSIA if highlight else GREY,
            linewidth=1.4,
            zorder=3,
            clip_on=False,
        )
    ax.set_yticks(values["row"], values["group"])
    ax.set(
        xlim=(0, 100),
        ylim=(values["row"].min() - 0.7, values["row"].max() + 1.1),
        xlabel="percent of tested cases kept, with exact 95 % interval",
    )
    ax.tick_params(left=False)
    ax.spines["left"].set_visible(False)
    fig.get_layout_engine().set(rect=(0, 0, 0.86, 1))
    ax.set_title("Commitments kept when war put them to the test")
    return fig


def arrivals(counted: pd.DataFrame, rival: pd.DataFrame, others: pd.DataFrame) -> Figure:
    """Cumulative arrivals by report, and beside them the figures that count something else.

    Args:
        counted: columns when, earliest, latest, arrived, hour_known.
        rival: columns end_of, arrived, reported_as; running totals by rival day sums.
        others: columns what, persons, counts_arrivals; in reading order.
    """
    fig, (left, right) = canvas(columns=2, height=4.3, width_ratios=[1.25, 1])
    left.plot(counted["when"], counted["arrived"], color=ARMENIA, linewidth=1.8, zorder=2)
    left.hlines(counted["arrived"], counted["earliest"], counted["latest"], color=ARMENIA, linewidth=1.1, zorder=2)
    for known, rows in counted.groupby("hour_known"):
        left.scatter(
            rows["when"], rows["arrived"], s=28, facecolor=ARMENIA if known else "white", edgecolor=ARMENIA, zorder=3
        )
    for (_, sums), mark in zip(rival.groupby("reported_as"), ("x", "+"), strict=True):
        ends = sums["end_of"] + pd.Timedelta(days=1)
        left.scatter(ends, sums["arrived"], marker=mark, s=52, color=INK, linewidth=1.5, zorder=4)
    left.annotate("rival day sums:\n× one agency\n+ other agencies", (0.04, 0.76), xycoords="axes fraction", fontsize=9)
    days = pd.date_range("2023-09-25", "2023-10-02")
    left.set(ylim=(0, 120_000), xlim=(days[0], days[-1]), ylabel="persons")
    left.yaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
    left.set_xticks(days[:-1] + pd.Timedelta(hours=12), [f"{d:%-d}" for d in days[:-1]])
    left.set_xticks(days, minor=True)
    left.tick_params(axis="x", which="major", length=0)
    left.tick_params(axis="x", which="minor", length=6)
    left.set_xlabel("day, 25 September to 1 October 2023")
    left.annotate(
        "hollow: hour not reported;\nline: when it may have been", (0.98, 0.05), xycoords="axes fraction", ha="right", fontsize=9
    )
    left.set_title("Arrivals, as announced")
    rows = others.iloc[::-1]
    bars = right.barh(
        rows["what"], rows["persons"], color=[ARMENIA if a else PALE for a in rows["counts_arrivals"]], height=0.66
    )
    right.bar_label(bars, [f"{v:,.0f}" for v in rows["persons"]], padding=3, fontsize=9, color=INK)
    right.set(xlim=(0, rows["persons"].max() * 1.36), xticks=[], xlabel="persons")
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
    """Plotted values of the rates; the first group on top, a gap between any promise, kinds of promise and defence."""
    frame = found.reset_index()
    block = frame["group"].str.startswith("any").map({True: 0, False: 1}).add(frame["group"].isin(DEFENCE).astype(int))
    return frame.assign(
        percent=frame["share"] * 100,
        low_percent=frame["low"] * 100,
        high_percent=frame["high"] * 100,
        row=[len(frame) - i - 0.6 * b for i, b in enumerate(block)],
        highlight=frame["group"].str.startswith("defence"),
    )


def step_values(timeline: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Plotted values of the dated line.

    Args:
        timeline: conflict/commitment_timeline.
        events: narrative/events; holds the request of 2020.
    """
    told = {r.entry_id: (r.date, r.what) for r in timeline.itertuples()}
    (event,) = event_lists.keys("finding", CONSULTED)
    consulted = events.set_index("event_id").loc[event]
    request, promise = consulted["description"].split("; ")
    in_2020 = {"asks": (consulted["date"], f"{request}."), "answers": (consulted["date"], promise)}
    rows = []
    for key, lane, label, dx, dy in STEPS:
        when, what = in_2020[lane] if key == CONSULTED else told[key]
        rows.append(
            {
                "entry_id": event if key == CONSULTED else key,
                "when": when,
                "lane": lane,
                "height": LANES[lane],
                "label": label,
                "dx": dx,
                "dy": dy,
                "what": what,
            }
        )
    return pd.DataFrame(rows)


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
    "Nagorno-Karabakh": ("16 Nov: {deaths} deaths (high count {high})\nat Karabakh's centre;\nreports say the border", 30, 74),
    "Kelbajar rayon": ("Kalbajar district", 2, 50),
    "Shusha town": ("Shusha\n(Shushi)", -12, -2),
    "Agdara town": ("Aghdara (Martakert)", 66, 18),
    "Agdam rayon": ("Aghdam district", 54, 17),
    "Yukhari Yaglivand village": ("Yukhari Yaglivand", 30, 22),
    "Fizuli rayon": ("Fuzuli district", 20, -20),
}


def place_values(events: pd.DataFrame) -> pd.DataFrame:
    """Deaths of 2021 by place; events known to no more than a country are left out, and so are those without deaths."""
    known = events[events["where_precision"].lt(6) & events["deaths_best"].gt(0)]
    frame = (
        known.groupby(["place", "lon", "lat"], as_index=False)
        .agg(
            deaths=("deaths_best", "sum"),
            high=("deaths_high", "sum"),
            in_armenia=("in_armenia", "first"),
            exact=("where_precision", "max"),
        )
        .sort_values(["deaths", "place"], ascending=[False, True])
        .reset_index(drop=True)
    )
    placed = pd.DataFrame([PLACED.get(p, (p, 8, 0)) for p in frame["place"]], columns=["label", "dx", "dy"])
    labels = [t.format(deaths=r.deaths, high=r.high) for t, r in zip(placed["label"], frame.itertuples(), strict=True)]
    return frame.assign(exact=frame["exact"].le(2), label=labels, dx=placed["dx"], dy=placed["dy"])


def share_words(values: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the shares."""
    at = values.set_index("spell")
    listed = "; ".join(f"{s}: {r['armenia']:,.0f} of {r['both']:,.0f} ({r['percent']:.1f}%)" for s, r in at.iterrows())
    return {
        "title": "How much of the fighting was on Armenia's own territory?",
        "sources": ["conflict/deaths_by_location", "conflict/events_2021", "conflict/casualties"],
        "caption": (
            f"UCDP's best estimates, all state-based violence. Hatched, a second reading: in 2021 the"
            f" {at.loc['2021', 'armenia_most'] - at.loc['2021', 'armenia']:,.0f} deaths of 16 November, placed at Karabakh's"
            " centre, moved to Armenia; in 2022 all deaths that both governments reported for 13 and 14 September, as if"
            " all lay in Armenia. Neither end is a bound or a confidence interval."
        ),
        "description": (
            f"Horizontal bars, one a spell of fighting, from zero to a hundred percent. Deaths on Armenia's territory: {listed}."
            f" By the second reading the share of 2021 is {at.loc['2021', 'share_most']:.1%} and that of 2022"
            f" {at.loc['2022', 'share_most']:.1%}."
        ),
    }


def year_words(counts: pd.DataFrame, active: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the deaths by year."""
    armenia, azerbaijan = counts["armenia"], counts["azerbaijan"]
    return {
        "title": "When and where did people die?",
        "sources": ["conflict/deaths_by_location", "conflict/conflict_388"],
        "caption": (
            "All state-based violence in a whole year; Nagorno-Karabakh counts as Azerbaijan. Vertical lines run from UCDP's low"
            " to its high count, which are no confidence interval; for Armenia in 2022, where the low lies above the high, none"
            " is drawn. Deaths of 1989 and 1990 stand under the Soviet Union and are not drawn."
        ),
        "description": (
            f"Two rows of marks from {counts.index.min()} to {counts.index.max()} on a scale of powers of ten, with zero set"
            f" below it; filled in the {len(active)} years in which the conflict over Karabakh is active, hollow in the others."
            f" On Azerbaijan's territory the deaths are {azerbaijan[1992]:,} in 1992, {azerbaijan[1995]:,} in 1995, a hollow"
            f" year, {azerbaijan[2016]:,} in 2016, {azerbaijan[2020]:,} in 2020, {azerbaijan[2022]:,} in 2022 and"
            f" {azerbaijan[2023]:,} in 2023. On Armenia's they are {armenia[1992]:,} in 1992, never above"
            f" {armenia.loc[1995:2021].max():,} from 1995 to 2021, {armenia[2022]:,} in 2022 and {armenia[2023]:,} in 2023. In"
            f" {counts.index.max()} both are {armenia.iloc[-1]:,}."
        ),
    }


def map_words(places: pd.DataFrame, events: pd.DataFrame, final: int) -> dict[str, Any]:
    """Title, caption, description and sources of the map.

    Args:
        places: from `place_values`.
        events: conflict/events_2021.
        final: deaths of 2021 in UCDP's yearly file.
    """
    left_out = events[events["where_precision"].ge(6)]
    exact = places.loc[places["exact"], "deaths"].sum()
    widest = events.sort_values(["deaths_best", "event_id"]).iloc[-1]
    return {
        "title": "What can a map of 2021 show?",
        "sources": ["conflict/events_2021", "map/outlines"],
        "caption": (
            f"Filled: a place known to about 25 km ({exact} deaths); hollow: the middle of a district, province or region"
            f" ({places['deaths'].sum() - exact} deaths). {left_out['deaths_best'].sum()} deaths known by country only are not"
            f" drawn. That makes {events['deaths_best'].sum()}; the yearly file, made later, has {final}. No such file is at"
            " hand for 2022 and 2023. Lines show no view on status."
        ),
        "description": (
            "Map of Armenia, Azerbaijan and parts of Georgia, Türkiye and Iran. In Armenia circles stand at Yeraskh in the west"
            " and in the province of Gegharkunik in the east; the squares lie in or near the shaded area that Armenian forces"
            f" held before September 2020. The largest, {widest['deaths_best']} deaths of 16 November with a high count of"
            f" {widest['deaths_high']}, stands hollow at Karabakh's centre and is flagged by UCDP for checking; press reports"
            " put that fighting at the border with Armenia."
        ),
    }


def line_words(steps: pd.DataFrame) -> dict[str, Any]:
    """Title, caption, description and sources of the dated line."""
    told = " ".join(f"{r.when:%B %Y}: {r.what}" for r in steps.itertuples())
    return {
        "title": "Who asked, and what followed?",
        "sources": ["conflict/commitment_timeline", "narrative/events"],
        "caption": (
            "Top: Armenia's appeals to Russia and the CSTO. Middle: what followed. Bottom: acts about Karabakh and Kazakhstan."
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
            "Our replication of Berkemeier and Fuhrmann (2018); a case is one alliance in one war. Lines: exact 95 % intervals, as"
            " if cases were independent. Squares and thick lines: defence. An alliance can hold several promises, so groups"
            " overlap."
        ),
        "description": f"Marks with horizontal lines for their intervals, in three blocks. Kept when tested: {told}.",
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
            f"Left: {len(counted)} cumulative counts of Armenia's officials, {len(counted) - counted['hour_known'].sum()} of them"
            " without an hour, which stand in the middle of the time left open. Right: the end of that curve in colour;"
            " registrations and UNHCR's figures in grey count other people too."
        ),
        "description": (
            f"A line rises from {first['arrived']:,} on {first['when']:%-d %B} 2023 to {last['arrived']:,} on"
            f" {last['when']:%-d %B}, steepest from 26 to 29 September. Beside it stand the"
            f" running totals by rival day sums: {sums}. Bars beside it: {listed}."
        ),
    }
