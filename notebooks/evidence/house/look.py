"""Colours, type and canvas of the figures. Armenia has one colour throughout, other actors theirs, context is grey."""

from collections.abc import Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evidence.house.pictures import FigureProblem

INK = "#222222"
GREY = "#767676"
QUIET = "#5F5F5F"  # text that steps back: 6.4:1 on white
PALE = "#C8C8C8"
GRID = "#E3E3E3"
# Fills and lines. Armenia, Russia and Azerbaijan stay apart in greyscale and for colour-blind readers.
COLOURS = {
    "Armenia": "#A83F00",
    "Russia": "#003D6B",
    "Azerbaijan": "#10A881",
    "India": "#E3B505",
    "others": PALE,
}
# The same actors as text, dark enough on white.
TEXT = {
    "Armenia": "#A84300",
    "Russia": "#005A8C",
    "Azerbaijan": "#00694C",
    "India": "#7A5C00",
    "others": QUIET,
}

WIDTH = 6.0  # inches; 800 pixels on a page, so that 11 points are 20 pixels there and 9 on a telephone
SIZE = 11
STYLE = {
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.transparent": False,
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "axes.labelsize": SIZE,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "legend.fontsize": SIZE,
    "legend.title_fontsize": SIZE,
    "legend.frameon": False,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 6.0,
    "text.color": INK,
    "text.parse_math": False,  # "$" is a dollar
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.9,
    "xtick.bottom": False,
    "ytick.left": False,
    "lines.linewidth": 2.4,
    "hatch.color": PALE,
    "hatch.linewidth": 0.8,
    "svg.hashsalt": "the-price-of-an-alliance",
    "svg.fonttype": "none",
}
_GREYS = [QUIET, "#A0A0A0", PALE]  # without `hue` a chart is grey: actor colours mean actors only


def theme() -> None:
    """Set the look of every seaborn and matplotlib chart that follows; `canvas` does it too."""
    import seaborn as sns  # takes a second, which chapters with figures of old need not spend

    sns.set_theme(style="white", palette=_GREYS, rc=STYLE)


def style() -> dict[str, Any]:
    """The same look for `seaborn.objects`, which ignores `sns.set_theme`: `so.Plot(...).theme(house.style())`."""
    import seaborn as sns

    return {**sns.axes_style("white"), **STYLE}


def canvas(height: float = 3.2, columns: int = 1, rows: int = 1, **kwargs: Any) -> tuple[Figure, Any]:
    """An empty figure of the house's width.

    Args:
        height: of the drawing in inches, without title and source; the width is always 6.
        columns, rows: panels; with more than one, `ax` is an array of them.
        **kwargs: passed to `matplotlib.pyplot.subplots`, such as sharey=True.
    """
    theme()
    return plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **kwargs)


def highlight(names: Iterable[str], *chosen: str, colour: str | None = None) -> dict[str, str]:
    """A palette in which the chosen names have their colour (or `colour`) and all others are pale grey."""
    return {name: (colour or COLOURS.get(name, INK)) if name in chosen else PALE for name in names}


def axes_of(drawn: Any) -> list[Axes]:
    """The panels of what seaborn or matplotlib returned: Axes, array of Axes, Figure, grid or objects Plotter."""
    if isinstance(drawn, Axes):
        return [drawn]
    if isinstance(drawn, (list, tuple, np.ndarray)):
        return list(np.ravel(drawn))
    figure = drawn if isinstance(drawn, Figure) else getattr(drawn, "figure", None) or getattr(drawn, "_figure", None)
    if not isinstance(figure, Figure):
        raise FigureProblem(f"cannot find panels in a {type(drawn).__name__}; hand over the Axes or the Figure")
    return list(figure.axes)


def figure_of(drawn: Any) -> Figure:
    """The figure that the panels stand on."""
    return axes_of(drawn)[0].get_figure(root=True)
