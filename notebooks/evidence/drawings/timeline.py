"""The dated record of a relation as a timeline that runs down the page: what binds on the left, what strains on the right."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from evidence import house

PLACE = {"tie": -1, "strain": 1}
COLOUR = {"tie": house.GREY, "strain": house.INK}
WORDS_FROM = 1.55  # where the names of events begin, in the units of the places
ROOM = 7.4


def plotted(years: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """What the timeline draws, a row a mark or bar.

    Args:
        years: year, tie, strain, found, from `chronology.by_year`.
        named: year, side, words, from `chronology.turning_events`.

    Returns:
        year, kind ("tie", "strain" or "found"), place (of a mark across the page), found (length of a bar), words.
    """
    marks = years.melt(["year"], ["tie", "strain"], "kind", "there").query("there").drop(columns="there")
    marks = marks.assign(place=marks["kind"].map(PLACE))
    marks = marks.merge(named.rename(columns={"side": "kind"})[["year", "kind", "words"]], how="left", on=["year", "kind"])
    bars = years[["year", "found"]].assign(kind="found")
    return pd.concat([marks, bars], ignore_index=True)[["year", "kind", "place", "found", "words"]]


def relation(drawn: pd.DataFrame) -> Figure:
    """The timeline, and beside it how many acts and statements the search brought for each year.

    Args:
        drawn: from `plotted`.
    """
    fig, (ax, beside) = house.canvas(6.9, columns=2, sharey=True, gridspec_kw={"width_ratios": [6, 1]})
    marks, bars = drawn[drawn["place"].notna()], drawn[drawn["kind"].eq("found")]
    for kind, part in marks.groupby("kind"):
        sns.scatterplot(part, x="place", y="year", marker="s", s=75, color=COLOUR[kind], linewidth=0, legend=False, ax=ax)
    for row in marks[marks["words"].notna()].itertuples():
        side = "right" if row.place < 0 else "left"
        house.label(ax, row.place * WORDS_FROM, row.year, row.words, ha=side, va="center")
    for year in bars["year"]:
        house.label(ax, 0, year, f"{year}", colour=house.QUIET, ha="center", va="center")
    sns.barplot(bars, x="found", y="year", orient="h", native_scale=True, color=house.PALE, saturation=1, errorbar=None, ax=beside)
    first, last = bars["year"].min(), bars["year"].max()
    for at, words, side in ((-1, "ties", "right"), (1, "strains", "left")):
        house.label(ax, at * WORDS_FROM, first - 1.3, words, ha=side, va="center", fontweight="bold")
    house.label(beside, 0, first - 1.3, "found", ha="left", va="center", fontweight="bold", colour=house.QUIET)
    house.values_on_bars(beside)
    ax.set(xlim=(-ROOM, ROOM), ylim=(last + 0.7, first - 1.9), xlabel="", ylabel="", xticks=[], yticks=[])
    beside.set(xlabel="", ylabel="", xticks=[])
    for panel in (ax, beside):
        panel.grid(visible=False)
        panel.spines[["left", "bottom"]].set_visible(False)
    return fig
