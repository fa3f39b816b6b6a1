"""Where title, subtitle and source stand: above and below the drawing, at the left edge of the canvas, wrapped to fit."""

from functools import cache

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import AutoLocator, MaxNLocator, ScalarFormatter

from evidence.house.labels import push_apart, thousands
from evidence.house.look import INK, QUIET, SIZE, WIDTH

_MARGIN = 0.07  # inches around everything
_LEADING = 1.28
_TALLEST_ON_SLIDE = 6.6  # inches; above, rows of text would run into each other
_BALANCED = (0.6, 0.7, 0.8, 0.9)  # shares of the width that are tried for a title
_YEARS = (1900, 2100)
Line = tuple[str, float, str, str]


def lay_out(fig: Figure, title: str, subtitle: str, source: str, slide: bool = False) -> None:
    """Make the canvas taller by title, subtitle and source, and place the panels between them, once for all files.

    Args:
        slide: the whole is to fill a slide, 4:3; what is far taller keeps its height.
    """
    room = (WIDTH - 2 * _MARGIN) * 72
    head: list[Line] = [(line, 16, "bold", INK) for line in balanced(title, 16, "bold", room)]
    head += [(line, 12, "normal", INK) for line in wrapped(subtitle, 12, "normal", room)]
    foot: list[Line] = [(line, SIZE, "normal", QUIET) for line in wrapped(source, SIZE, "normal", room)]
    top = _MARGIN + _tall(head) + 0.1
    bottom = 0.04 + _tall(foot) + _MARGIN
    height = fig.get_figheight() + top + bottom
    if slide and height <= _TALLEST_ON_SLIDE:
        height = WIDTH * 3 / 4
    fig.set_size_inches(WIDTH, height)
    drawing = (0, bottom / height, 1, 1 - (top + bottom) / height)
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            _number_well(axis)
    fig.set_layout_engine("constrained", rect=drawing, w_pad=_MARGIN, h_pad=0.05)
    _write(fig, head, height - _MARGIN)
    _write(fig, foot, bottom - 0.04)
    fig.get_layout_engine().execute(fig)
    fig.set_layout_engine("none")  # laid out now, and not once more, a little differently, for each kind of file
    for ax in fig.axes:
        push_apart(ax)


def tops(fig: Figure) -> list[float]:
    """Where the rows of panels of a figure begin, as parts of its height from the top; by these it is cut for slides.

    Of a single row it is where the panels themselves begin, under the names of columns, which every piece then needs.
    """
    rows: dict[int, list[Axes]] = {}
    for ax in fig.axes:
        if ax.get_subplotspec() is not None:  # not an inset
            rows.setdefault(ax.get_subplotspec().rowspan.start, []).append(ax)
    if len(rows) == 1:
        return [1 - max(ax.get_position().y1 for ax in fig.axes)]
    height = fig.get_window_extent().height
    return [1 - max(ax.get_tightbbox().y1 for ax in rows[row]) / height for row in sorted(rows)]


def _number_well(axis: Axis) -> None:
    """Years are whole numbers, and thousands have separators; ticks that the chart set itself stay."""
    if type(axis.get_major_formatter()) is not ScalarFormatter or axis.get_scale() != "linear":
        return
    low, high = sorted(axis.get_view_interval())
    if _YEARS[0] <= low and high <= _YEARS[1]:
        if type(axis.get_major_locator()) is AutoLocator:
            axis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
    elif max(-low, high) >= 1000:
        thousands(axis.axes, axis.axis_name)


def _tall(block: list[Line]) -> float:
    return sum(size for _, size, *_ in block) * _LEADING / 72


def _write(fig: Figure, block: list[Line], y: float) -> None:
    for line, size, weight, colour in block:
        place = (_MARGIN / WIDTH, y / fig.get_figheight())
        fig.text(*place, line, fontsize=size, fontweight=weight, color=colour, va="top")
        y -= _tall([(line, size, weight, colour)])


def wrapped(text: str, size: float, weight: str, room: float) -> list[str]:
    """Lines no wider than `room` points."""
    rows: list[list[str]] = [[]]
    for word in text.split():
        if rows[-1] and _width(" ".join([*rows[-1], word]), size, weight) > room:
            rows.append([])
        rows[-1].append(word)
    return [" ".join(row) for row in rows]


def balanced(text: str, size: float, weight: str, room: float) -> list[str]:
    """As few lines as fit, of about the same length, so that no word stands alone."""
    fewest = wrapped(text, size, weight, room)
    tighter = (wrapped(text, size, weight, room * share) for share in _BALANCED)
    return next((lines for lines in tighter if len(lines) == len(fewest)), fewest)


def _width(text: str, size: float, weight: str) -> float:
    """In points; the sum of the words, each measured once."""
    words = text.split(" ")
    return sum(_word_width(word, size, weight) for word in words) + (len(words) - 1) * _space(size, weight)


def _space(size: float, weight: str) -> float:
    return _word_width("n n", size, weight) - _word_width("nn", size, weight)


@cache
def _word_width(word: str, size: float, weight: str) -> float:
    properties = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(word, properties, ismath=False)[0]
