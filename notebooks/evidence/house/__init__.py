"""The house of the figures: a chart is drawn in the notebook with seaborn, labelled with the helpers, and published.

>>> fig, ax = house.canvas()
>>> sns.lineplot(owed, x="year", y="owed_musd", color=house.COLOURS["Armenia"], errorbar=None, ax=ax)
>>> house.event(ax, 2013, "repaid early")
>>> house.publish(chapter, ax, "debt", owed, title, subtitle, house.credit("debt/owed_to_russia", table), alt)

Text is never under 11 points, so that it can be read on a telephone; colour is never the only key.
"""

import json
import math
import sys
from collections.abc import Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from evidence import show
from evidence.house import pictures
from evidence.house.credits import credit
from evidence.house.guard import refuse
from evidence.house.labels import (
    event,
    gap,
    hide_legend,
    label,
    label_bubbles,
    label_ends,
    legend_on_top,
    level,
    percents,
    thousands,
    values_on_bars,
)
from evidence.house.layout import lay_out, tops
from evidence.house.look import (
    COLOURS,
    GREY,
    GRID,
    INK,
    PALE,
    QUIET,
    SIZE,
    STYLE,
    TEXT,
    axes_of,
    canvas,
    figure_of,
    highlight,
    style,
    theme,
)
from evidence.house.pictures import FigureProblem
from evidence.places import FIGURES, checking, output_folder, slides_folder, syncing

__all__ = [
    "COLOURS",
    "GREY",
    "GRID",
    "INK",
    "PALE",
    "QUIET",
    "TEXT",
    "FigureProblem",
    "axes_of",
    "canvas",
    "credit",
    "event",
    "gap",
    "hide_legend",
    "highlight",
    "label",
    "label_bubbles",
    "label_ends",
    "legend_on_top",
    "level",
    "percents",
    "publish",
    "style",
    "theme",
    "thousands",
    "values_on_bars",
]

WIDTH_PX = 800
LONGEST_TITLE = 76
MOST_ALT_WORDS = 25


def publish(
    chapter: Any,
    drawn: Any,
    name: str,
    data: pd.DataFrame,
    title: str,
    subtitle: str,
    source: str | list[str],
    alt: str,
    holds: bool | Iterable[bool] = True,
    tall: bool = False,
) -> None:
    """Set title, subtitle and source, show the figure, and save it (sync) or hold it against the committed one (tests).

    A reader's run only shows it, and prints as a note what would stop a test. A draft is neither saved nor compared.

    Args:
        chapter: has `number` ("06"), `figures` (receives the record; numbers run 6.1, 6.2, ...) and `draft`.
        drawn: Axes, array of Axes, Figure, grid or objects Plotter.
        name: file name without number or ending ("debt_to_russia").
        data: the plotted values, tidy; every drawn value must be in it. It becomes the csv.
        title: the finding, made from the data, at most 76 characters.
        subtitle: measure, unit and period.
        source: from `credit`; a list is joined with "; ".
        alt: what the chart shows, for who cannot see it, at most 25 words.
        holds: what title and alt assert, as computed truth values.
        tall: for a map, timeline or scorecard, which may be heavier.

    Raises:
        FigureProblem: under test or sync: too long, a title that does not hold, text under 11 points, a drawn value that
            is not in `data`, a picture too heavy or unlike the committed one.
    """
    number = f"{chapter.number.removeprefix('0')}.{len(chapter.figures) + 1}"
    told = {"title": title, "subtitle": subtitle, "source": source, "alt": alt, "holds": holds, "tall": tall}
    record, png = finish(drawn, f"{chapter.number}_{name}", number, data, **told, is_draft=chapter.draft)
    chapter.figures.append(record)
    display(record, png)


def finish(
    drawn: Any,
    stem: str,
    number: str,
    data: pd.DataFrame,
    title: str,
    subtitle: str,
    source: str | list[str],
    alt: str,
    holds: bool | Iterable[bool] = True,
    tall: bool = False,
    is_draft: bool = False,
) -> tuple[dict[str, str], bytes | None]:
    """`publish` without showing: the record and, where pictures are wanted, the png. A draft is not kept or compared."""
    sources = source if isinstance(source, str) else "; ".join(dict.fromkeys(source))
    proving = checking() or syncing()
    fig = figure_of(drawn)
    axisgrid = sys.modules.get("seaborn.axisgrid")  # whoever has no seaborn has no grid either
    if axisgrid and isinstance(drawn, axisgrid.Grid):
        drawn.despine(left=True)  # a grid of seaborn's draws the left edge whatever the style says
    with plt.rc_context(STYLE):
        try:
            _object(_word_problems(title, alt, holds, number), proving and not is_draft)
            _object(_unlisted(fig, data, stem), proving)
            lay_out(fig, title, subtitle, f"Source: {sources}", slide=slides_folder() is not None)
            _object(_small_text(fig, stem), proving)
            if folder := slides_folder():
                (folder / f"{stem}.png").write_bytes(pictures.png_bytes(fig, stem, math.inf))
                (folder / f"{stem}.json").write_text(json.dumps(tops(fig)), encoding="utf-8")
            kept, first = proving and not is_draft, number.endswith(".1")
            png = None if folder else _files(fig, stem, data, title, alt, tall, kept, first)
        finally:
            plt.close(fig)  # or the notebook would show it a second time
    return {"file": stem, "number": number, "title": title, "subtitle": subtitle, "alt": alt, "source": sources}, png


def display(record: dict[str, str], png: bytes | None) -> None:
    """Show a finished figure; without a picture, its number and title."""
    shown = {"text/plain": f"Figure {record['number']}. {record['title']}"} | ({"image/png": png} if png else {})
    show.display(shown, metadata={"image/png": {"alt": record["alt"], "width": WIDTH_PX}} if png else {}, raw=True)


def _object(problems: list[str], loud: bool) -> None:
    """Stop with what is wrong, or only say it."""
    if problems and loud:
        raise FigureProblem("; ".join(problems))
    sys.stdout.writelines(f"{problem}\n" for problem in problems)


def _word_problems(title: str, alt: str, holds: bool | Iterable[bool], number: str) -> list[str]:
    problems = []
    if len(title) > LONGEST_TITLE:
        problems.append(f"the title of figure {number} has {len(title)} characters, {LONGEST_TITLE} at most")
    if len(alt.split()) > MOST_ALT_WORDS:
        problems.append(f"the alt text of figure {number} has {len(alt.split())} words, {MOST_ALT_WORDS} at most")
    held = list(holds) if isinstance(holds, Iterable) else [holds]
    if any(pd.isna(fact) or not isinstance(fact, bool | np.bool_) for fact in held):
        problems.append(f"what the title of figure {number} asserts is not true or false: {held}")
    elif not all(held):
        problems.append(f"the title of figure {number} no longer holds")
    return problems


def _unlisted(fig: Figure, data: pd.DataFrame, stem: str) -> list[str]:
    try:
        refuse(fig, data, stem)
    except FigureProblem as problem:
        return [str(problem)]
    return []


def _small_text(fig: Figure, stem: str) -> list[str]:
    texts = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip()]
    small = sorted({t.get_text() for t in texts if t.get_fontsize() < SIZE})
    return [f"{stem}: text under {SIZE} points: {', '.join(small)}"] if small else []


def _files(
    fig: Figure, stem: str, data: pd.DataFrame, title: str, alt: str, tall: bool, kept: bool, first: bool
) -> bytes | None:
    """Write and compare what the mode asks for; the picture, where it is to be shown."""
    limit = pictures.LIMIT_TALL if tall else pictures.LIMIT
    comparing = kept and checking()
    png = None if checking() else pictures.png_bytes(fig, stem, limit if kept else math.inf)
    if kept:
        made = {"svg": pictures.svg_bytes(fig, title, alt), "csv": pictures.csv_bytes(data)}
        for ending, content in (made | ({"png": png} if png else {})).items():
            path = output_folder() / f"{stem}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if png:
            pictures.note_sums(output_folder(), stem)
    if comparing:
        pictures.compare(output_folder(), FIGURES, stem)
        if pictures.compared(output_folder(), FIGURES, stem, first):
            pictures.compare_png(fig, FIGURES, stem, limit)
    return png
