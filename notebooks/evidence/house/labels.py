"""Labels that stand beside what they name, so that no reader needs a legend or colour vision.

Lines and labels drawn here carry a gid that begins with "house-", by which `evidence.house.guard` knows them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text
from matplotlib.transforms import ScaledTranslation

from evidence.house.figures import FigureProblem
from evidence.house.look import GREY, INK, PALE, QUIET, SIZE, TEXT, axes_of, figure_of

# Behind a label: hides gridlines and hatching, and lies under the data, which it must not hide.
_BEHIND = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.8}, "zorder": 1.5}
_MOVED = 8  # points from its line at which a label gets a leader


def values_on_bars(
    drawn: Any,
    form: str | Callable[[float], str] = "{:,.0f}",
    least: float = 0.0,
    hide_axis: bool = True,
    **kwargs: Any,
) -> None:
    """Write its value on each bar.

    Args:
        drawn: a panel, several, or a figure.
        form: a format string, or a function from number to text.
        least: bars smaller than this get no text.
        hide_axis: take away the ticks and gridlines that the written values make needless.
        **kwargs: passed to `Axes.bar_label`, such as label_type="center".
    """
    for ax in axes_of(drawn):
        lies = any(getattr(bars, "orientation", "") == "horizontal" for bars in ax.containers)
        for bars in ax.containers:
            values = np.asarray(getattr(bars, "datavalues", []), dtype=float)
            labels = [written(v, form) if np.isfinite(v) and abs(v) >= least else "" for v in values]
            if labels:
                texts = ax.bar_label(bars, labels, **{"padding": 3, "fontsize": SIZE, "color": INK, **kwargs})
                plt.setp(texts, va="center_baseline" if lies else texts[0].get_va())
        ax.margins(**({"x": 0.14} if lies else {"y": 0.1}))
        if hide_axis:
            _hide_values(ax, lies)


def _hide_values(ax: Axes, lies: bool) -> None:
    axis = ax.xaxis if lies else ax.yaxis
    axis.set_tick_params(labelbottom=False, labelleft=False)
    axis.grid(False)
    ax.spines["left" if lies else "bottom"].set_visible(True)
    ax.spines["bottom" if lies else "left"].set_visible(False)


def label_ends(
    ax: Axes,
    data: pd.DataFrame,
    x: str,
    y: str,
    by: str,
    names: Mapping[str, str] | Callable[[str], str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> None:
    """Name each line at its last point; `publish` pushes names apart where they would overlap.

    Args:
        ax: the panel.
        data: the plotted rows; x, y, by: its columns for place, value and line.
        names: text of each line, as a dict or a function; else the values of `by`. Lines that a dict leaves out
            get no label.
        colours: text colour of each line; else that of the actor, else dark grey.
    """
    for line, rows in data.dropna(subset=[y]).groupby(by, sort=False, observed=True):
        if isinstance(names, Mapping) and line not in names:
            continue
        text = names[line] if isinstance(names, Mapping) else names(line) if names else str(line)
        last = rows.loc[rows[x] == rows[x].max()].iloc[-1]
        label = ax.annotate(
            text,
            (last[x], last[y]),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=SIZE,
            color={**TEXT, **(colours or {})}.get(line, INK),
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": GREY,
                "linewidth": 0.8,
                "relpos": (0, 0.5),
                "shrinkA": 1,
                "shrinkB": 2,
                "visible": False,
            },
        )
        _tag(ax, label, "end")


def event(
    ax: Axes, when: float | date | str, text: str, side: str = "right", height: float = 1.0, colour: str = INK
) -> None:
    """A thin vertical line with a label, for something that happened.

    Args:
        ax: the panel.
        when: where on the x axis; a year on an axis of years, a date on an axis of dates.
        text: the label; under five words, "\\n" breaks it.
        side: the label stands "right" or "left" of the line.
        height: where the label hangs, as a share of the panel's height.
        colour: of the text.
    """
    line = ax.axvline(when, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0.9)
    label = ax.annotate(
        text,
        (when, height),
        xycoords=("data", "axes fraction"),
        xytext=(5 if side == "right" else -5, -1),
        textcoords="offset points",
        ha="left" if side == "right" else "right",
        va="top",
        fontsize=SIZE,
        color=colour,
        **_BEHIND,
    )
    _tag(ax, line, "event")
    _tag(ax, label, "event-text")


def level(ax: Axes, y: float, text: str, side: str = "right", below: bool = False, colour: str = INK) -> None:
    """A thin horizontal line with a label, for a sum or a threshold; `y` must be among the figure's values.

    Args:
        ax: the panel.
        y: where on the y axis.
        text: the label, which stands on the line, or under it if `below`.
        side: at which end of the line the label stands, "right" or "left".
        colour: of line and text.
    """
    line = ax.axhline(y, color=colour, linewidth=1.1, zorder=1.6)
    label = ax.annotate(
        text,
        (1 if side == "right" else 0, y),
        xycoords=("axes fraction", "data"),
        xytext=(0, -4 if below else 3),
        textcoords="offset points",
        ha=side,
        va="top" if below else "bottom",
        fontsize=SIZE,
        color=colour,
        **_BEHIND,
    )
    _tag(ax, line, "level")
    _tag(ax, label, "level-text")


def gap(ax: Axes, first: float | date, last: float | date, text: str = "no figure") -> None:
    """A hatched span from `first` to `last` on the x axis, for years without a figure: unknown, not zero."""
    span = ax.axvspan(first, last, facecolor="white", edgecolor=PALE, hatch="////", linewidth=0, zorder=0.8)
    label = ax.annotate(
        text,
        (first + (last - first) / 2, 0.04),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="bottom",
        rotation=90,
        fontsize=SIZE,
        color=QUIET,
        **_BEHIND,
    )
    _tag(ax, span, "gap")
    _tag(ax, label, "gap-text")


def label(ax: Axes, x: Any, y: float, text: str, colour: str = INK, **kwargs: Any) -> Text:
    """Text at a place given in the units of the axes.

    Args:
        **kwargs: passed to `Axes.annotate`, such as ha="right", va="top", fontweight="bold", or xytext=(6, 0), an offset
            in points from the place.
    """
    offset = {"textcoords": "offset points"} if "xytext" in kwargs else {}
    written = ax.annotate(
        text, (x, y), **{"fontsize": SIZE, "color": colour, "annotation_clip": False, **offset, **kwargs}
    )
    _tag(ax, written, "label")
    return written


def label_bubbles(ax: Axes, rows: pd.DataFrame, x: str, y: str, size: str, scale: float, tall: float = 40.0) -> None:
    """Write its number beside each bubble, and above the bubbles that are wide.

    Args:
        ax: the panel.
        rows: the plotted rows.
        x, y, size: its columns for place and number.
        scale: square points that one counts for.
        tall: bubbles wider than so many points have their number above.
    """
    for row in rows.to_dict("records"):
        radius = (row[size] * scale) ** 0.5 / 2
        wide = 2 * radius > tall
        place = {"xytext": (0, radius + 2), "ha": "center"} if wide else {"xytext": (radius + 4, 0), "va": "center_baseline"}
        label(ax, row[x], row[y], written(row[size], "{:,.0f}"), **place)


def thousands(drawn: Any, axis: str = "y", form: str = "{:,.0f}") -> None:
    """Write the numbers on an axis with separators of thousands (1,500) and a proper minus sign."""
    for ax in axes_of(drawn):
        getattr(ax, f"{axis}axis").set_major_formatter(lambda value, _: written(value, form))


def percents(drawn: Any, axis: str = "y", form: str = "{:,.0f}%") -> None:
    """Write the numbers on an axis with a percent sign; the values are percentages (94), not shares (0.94)."""
    thousands(drawn, axis, form)


def hide_legend(drawn: Any) -> None:
    """Take away the legends of panels and figure, where labels at the data say the same."""
    for legend in [ax.get_legend() for ax in axes_of(drawn)] + list(figure_of(drawn).legends):
        if legend:
            _take_away(drawn, legend)


def legend_on_top(drawn: Any, columns: int = 5, names: Mapping[str, str] | None = None) -> None:
    """Lay the legend as a row above the first panel, left, without a title, each name in its actor's colour.

    Args:
        drawn: a panel, or a figure whose legend stands beside its panels.
        columns: entries a row.
        names: other words for the entries.

    Raises:
        FigureProblem: there is no legend.
    """
    ax = axes_of(drawn)[0]
    shown = ax.get_legend() or next(iter(figure_of(drawn).legends), None)
    if shown is None:
        raise FigureProblem("there is no legend to lay on top: draw with hue=..., and with legend=True")
    raised = (
        20 if any(ax.get_title(loc) for loc in ("left", "center", "right")) else 2
    )  # points, above the panel's name
    handles, texts = shown.legend_handles, [text.get_text() for text in shown.get_texts()]
    _take_away(drawn, shown)
    row = ax.legend(
        handles,
        [(names or {}).get(text, text) for text in texts],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        bbox_transform=ax.transAxes + ScaledTranslation(0, raised / 72, figure_of(ax).dpi_scale_trans),
        ncols=columns,
        borderaxespad=0,
        borderpad=0,
        handlelength=1.0,
        handleheight=0.9,
        handletextpad=0.5,
        columnspacing=1.4,
    )
    for text, name in zip(row.get_texts(), texts, strict=True):
        text.set_color(TEXT.get(name, INK))


def _take_away(drawn: Any, legend: Any) -> None:
    """`legend.remove()` does not know the legends that `seaborn.objects` hangs on the figure."""
    hung = figure_of(drawn).legends
    if legend in hung:
        hung.remove(legend)
    else:
        legend.remove()


def written(value: float, form: str | Callable[[float], str]) -> str:
    """A number as it stands in a figure, with a proper minus sign."""
    return form(value) if callable(form) else form.format(value).replace("-", "−")


def push_apart(ax: Axes) -> None:
    """Move the labels at line ends up and down until none overlaps, as little as possible, within the panel."""
    labels = [t for t in ax.texts if isinstance(t, Annotation) and str(t.get_gid()).startswith("house-end")]
    if len(labels) < 2:
        return
    point = 72 / figure_of(ax).dpi
    places = [(ax.convert_xunits(t.xy[0]), ax.convert_yunits(t.xy[1])) for t in labels]
    at = ax.transData.transform(np.array(places, dtype=float))[:, 1] * point
    tall = np.array([1.22 * SIZE * (1 + t.get_text().count("\n")) for t in labels])
    order = np.argsort(at, kind="stable")
    need = (tall[order][1:] + tall[order][:-1]) / 2
    low, high = (edge * point for edge in (ax.bbox.y0, ax.bbox.y1))
    for i, new in zip(order, _spread(at[order], need, low, high), strict=True):
        moved = new - at[i]
        labels[i].set_position((16 if abs(moved) > _MOVED else 7, moved))
        labels[i].arrow_patch.set_visible(abs(moved) > _MOVED)


def _spread(wanted: np.ndarray, need: np.ndarray, low: float, high: float) -> np.ndarray:
    """Places at least `need` apart with the smallest sum of squared moves, between `low` and `high` where they fit.

    Args:
        wanted: places in ascending order; need: the distance of each from the one before it.
    """
    offset = np.concatenate([[0.0], np.cumsum(need)])
    blocks: list[list[float]] = []  # neighbours that push each other share a mean: regression under order
    for value in wanted - offset:
        blocks.append([value, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (before, several), (mean, count) = blocks.pop(-2), blocks.pop()
            blocks.append([(before * several + mean * count) / (several + count), several + count])
    places = np.repeat([mean for mean, _ in blocks], [int(count) for _, count in blocks])
    return (places.clip(low, high - offset[-1]) if low <= high - offset[-1] else places) + offset


def _tag(ax: Axes, artist: Artist, kind: str) -> None:
    """Mark an artist of this module; the numbers keep ids in the svg apart."""
    panels = figure_of(ax).axes
    panel = panels.index(ax) if ax in panels else "inset"
    artist.set_gid(f"house-{kind}-{panel}-{len(ax.get_children())}")
