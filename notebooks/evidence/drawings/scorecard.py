"""The article's argument as a scorecard: its steps under each other, each claim in a few words on a tile that tells its verdict.

Fill and sign say the same, so that it can be read without colour; what is contradicted is the loudest.
"""

import pandas as pd
from matplotlib.figure import Figure

from evidence import house
from evidence.judging.ledger import LOUDEST_FIRST, MARK, counts
from evidence.judging.rules import CONTRADICTED, NOT_TESTABLE, PARTLY, SUPPORTED

FILL = {CONTRADICTED: "#8E1B2F", PARTLY: "#EBDCC0", SUPPORTED: "#D5E2E8", NOT_TESTABLE: "#FFFFFF"}
TILES = ((0.0, 49.5), (50.5, 100.0))  # where the two columns of tiles begin and end, of a hundred
HIGH = 0.86  # of a tile, of a row
INCHES_A_ROW = 0.285
BLANK = "\u25a1"


def placed(book: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Where the heading of every step and the tile of every claim stand, a row each.

    Args:
        book: claim_id, short, step and verdict, in the order of the article.
        steps: narrative/argument.

    Returns:
        step, claim_id (none on a heading), words, verdict, left, right (of a hundred), row (from the top).
    """
    rows, at = [], 2.0
    for number, step in enumerate(steps.itertuples(), start=1):
        goes_on = f"  \u2192 {step.leads_to.replace('S', '').replace(';', ', ')}" if isinstance(step.leads_to, str) else ""
        rows.append((step.step, None, f"{number}  {step.title}{goes_on}", None, *TILES[0], at))
        claims = book[book["step"] == step.step]
        for place, claim in enumerate(claims.itertuples()):
            rows.append((step.step, claim.claim_id, claim.short, claim.verdict, *TILES[place % 2], at + 1 + place // 2))
        at += 2.25 + (len(claims) - 1) // 2
    return pd.DataFrame(rows, columns=["step", "claim_id", "words", "verdict", "left", "right", "row"])


def draw(tiles: pd.DataFrame, marked: bool = True) -> Figure:
    """The scorecard.

    Args:
        tiles: from `placed`.
        marked: False leaves a box for a verdict before each claim, for a class that has not judged yet.
    """
    last = tiles["row"].max()
    fig, ax = house.canvas(INCHES_A_ROW * (last + 1.2))
    for tile in tiles.itertuples():
        if pd.isna(tile.claim_id):
            house.label(ax, tile.left, tile.row + 0.1, tile.words, va="center", fontweight="bold", fontsize=12)
            continue
        loud = marked and tile.verdict == CONTRADICTED
        fill = FILL[tile.verdict] if marked else FILL[NOT_TESTABLE]
        ax.barh(tile.row, tile.right - tile.left, left=tile.left, height=HIGH, color=fill, edgecolor=house.PALE, linewidth=0.8)
        sign = MARK[tile.verdict] if marked else BLANK
        colour = "#FFFFFF" if loud else house.INK
        house.label(ax, tile.left + 1.2, tile.row, sign, colour=colour, va="center", fontweight="bold")
        house.label(ax, tile.left + 5.6, tile.row, tile.words, colour=colour, va="center", fontweight="bold" if loud else "normal")
    if marked:
        _key(fig, ax, tiles)
    ax.set(xlim=(-0.5, 100.5), ylim=(last + 0.6, 0.3 if marked else 1.3), xticks=[], yticks=[])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    return fig


def _key(fig: Figure, ax, tiles: pd.DataFrame) -> None:
    number = counts(tiles.dropna(subset=["claim_id"]))
    for verdict, x in zip(LOUDEST_FIRST, (0.0, 28.5, 48.5, 73.0), strict=True):
        look = {"facecolor": FILL[verdict], "edgecolor": house.PALE, "pad": 3}
        colour = "#FFFFFF" if verdict == CONTRADICTED else house.INK
        house.label(ax, x + 1, 0.85, f"{MARK[verdict]} {number[verdict]}", colour=colour, va="center", fontweight="bold", bbox=look)
        house.label(ax, x + 9.5, 0.85, verdict.replace(" supported", ""), va="center")


def in_words(tiles: pd.DataFrame, steps: pd.DataFrame) -> str:
    """The scorecard for who cannot see it: each step with its claims and their verdicts."""
    told = []
    for step in steps.itertuples():
        claims = tiles[tiles["step"].eq(step.step)].dropna(subset=["claim_id"])
        told.append(f"{step.title}: " + ", ".join(f"\u201c{c.words}\u201d {c.verdict}" for c in claims.itertuples()))
    return "; ".join(told)
