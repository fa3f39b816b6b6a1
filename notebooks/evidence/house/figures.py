"""House style of the figures, and the one call that saves, captions and describes a figure.

Armenia has one highlight colour throughout; other actors have theirs; context is grey. Labels stand beside what they
name, in dark text, so that no reader needs a legend or colour vision.
"""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.dates
import numpy as np
import pandas as pd
from cycler import cycler
from IPython.display import Markdown, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from evidence.house import pictures
from evidence.house.pictures import FigureProblem
from evidence.places import FIGURES, checking, output_folder
from evidence.tables import source_line
from evidence.text.findings import Chapter

ARMENIA = "#D55E00"
RUSSIA = "#0072B2"
AZERBAIJAN = "#009E73"
OTHER = "#CC79A7"
INK = "#222222"
GREY = "#767676"
PALE = "#C8C8C8"

HOUSE = [int(c[1:], 16) for c in (ARMENIA, RUSSIA, AZERBAIJAN, OTHER, INK, GREY, PALE, "#FFFFFF", "#9F9F9F", "#4C4C4C")]

WIDTH_PX = 800
LIMIT_BYTES = 60_000
COLOURS = (64, 32, 16, 10)  # a picture full of text gets fewer, so that it stays light


# What `seaborn.set_theme(style="ticks")` sets, held against it by tests/test_figures.py: to import seaborn takes a second.
TICKS = {
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.linewidth": 1.25,
    "axes.prop_cycle": cycler(
        color=["#4C72B0", "#DD8452", "#55A868", "#C44E52", "#8172B3", "#937860", "#DA8BC3", "#8C8C8C", "#CCB974", "#64B5CD"]
    ),
    "axes.spines.bottom": True,
    "axes.spines.left": True,
    "font.sans-serif": ["Arial", "DejaVu Sans", "Liberation Sans", "Bitstream Vera Sans", "sans-serif"],
    "grid.color": ".8",
    "grid.linestyle": "-",
    "grid.linewidth": 1,
    "legend.fontsize": 11,
    "legend.title_fontsize": 12,
    "lines.linewidth": 1.5,
    "lines.markersize": 6,
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "w",
    "patch.force_edgecolor": True,
    "patch.linewidth": 1,
    "xtick.bottom": True,
    "xtick.direction": "out",
    "xtick.major.size": 6,
    "xtick.major.width": 1.25,
    "xtick.minor.size": 4,
    "xtick.minor.width": 1,
    "xtick.top": False,
    "ytick.direction": "out",
    "ytick.left": True,
    "ytick.major.size": 6,
    "ytick.major.width": 1.25,
    "ytick.minor.size": 4,
    "ytick.minor.width": 1,
    "ytick.right": False,
}


def house_style() -> None:
    """Set the look of every figure of the collection."""
    matplotlib.rcParams.update(
        TICKS
        | {
            "font.family": "DejaVu Sans",
            "font.size": 10.5,
            "axes.labelsize": 10.5,
            "axes.labelcolor": INK,
            "axes.edgecolor": GREY,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 12,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.titlepad": 12,
            "xtick.labelsize": 10,
            "ytick.labelsize": 10,
            "xtick.color": INK,
            "ytick.color": INK,
            "text.color": INK,
            "figure.facecolor": "white",
            "axes.facecolor": "white",
            "savefig.facecolor": "white",
            "svg.hashsalt": "the-price-of-an-alliance",
            "svg.fonttype": "none",
        }
    )


def canvas(rows: int = 1, columns: int = 1, height: float = 4.5, **kwargs: Any) -> tuple[Figure, Any]:
    """An empty figure at the width of a GitHub page.

    Args:
        rows, columns: panels.
        height: in inches; the width is always 8.
        **kwargs: passed to `matplotlib.pyplot.subplots`.
    """
    import matplotlib.pyplot as plt

    house_style()
    return plt.subplots(rows, columns, figsize=(8, height), layout="constrained", **kwargs)


def mark_event(ax: Axes, when: float | date, text: str, height: float = 0.97, side: str = "left") -> None:
    """A thin labelled line for an event.

    Args:
        ax: the panel.
        when: position on the x axis.
        text: label; keep it under five words.
        height: where the label stands, as a share of the panel's height.
        side: the label stands left or right of the line.
    """
    ax.axvline(when, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    ax.annotate(
        text,
        (when, height),
        xycoords=("data", "axes fraction"),
        xytext=(-4 if side == "left" else 4, 0),
        textcoords="offset points",
        ha="right" if side == "left" else "left",
        va="top",
        fontsize=9,
        color=INK,
    )


def name_line(ax: Axes, x: Any, y: float, text: str, colour: str, dx: float = 6, dy: float = 0, **kwargs: Any) -> None:
    """Dark text beside a line's end, with a dot in the line's colour as leader."""
    ax.plot([x], [y], marker="o", markersize=4.5, color=colour, label="_leader", clip_on=False)
    ax.annotate(
        text, (x, y), xytext=(dx, dy), textcoords="offset points", va="center", fontsize=9.5, color=INK, **kwargs
    )


def publish(
    chapter: Chapter,
    fig: Figure,
    name: str,
    title: str,
    caption: str,
    description: str,
    data: pd.DataFrame,
    sources: list[str],
) -> None:
    """Save a figure as png, svg and csv, and show it with caption, source line and description.

    Args:
        chapter: receives the figure; numbers run 6.1, 6.2, ... in the order of the calls. A draft saves nothing.
        fig: the finished figure.
        name: file name without number or ending ("debt_to_russia"); files are NN_name.png, .svg, .csv.
        title: what the figure answers.
        caption: what it shows, with computed numbers.
        description: what a reader who cannot see it must know, with computed numbers.
        data: the plotted values, tidy; every drawn value must be in it.
        sources: names of the tables behind it.

    Raises:
        FigureProblem: a drawn value is not in `data`, the picture is too heavy, or (under test) it differs from the
            committed one.
    """
    number = f"{int(chapter.number)}.{len(chapter.figures) + 1}"
    record = _record(f"{chapter.number}_{name}", number, title, caption, description, sources)
    png = _save(chapter, fig, record["file"], data)
    chapter.figures.append(record)
    metadata = {"image/png": {"alt": description, "width": WIDTH_PX}}
    display({"image/png": png, "text/plain": f"Figure {number}. {title}"}, metadata=metadata, raw=True)
    text = f"**Figure {number}. {title}** {caption}\n\n*Source:* {record['source']}.\n\n*In words:* {description}"
    display(Markdown(text))


def keep(
    chapter: Chapter,
    fig: Figure | Callable[[], Figure],
    name: str,
    number: str,
    title: str,
    caption: str,
    description: str,
    data: pd.DataFrame,
    sources: list[str],
) -> None:
    """`publish` for a figure that goes to the gallery and is not shown in the notebook.

    Args:
        fig: the finished figure, or what draws it. In the latter case a notebook under test compares the values alone:
            tests/test_partners.py draws these figures and holds them against the committed files.
        number: its own number.
    """
    record = _record(f"{chapter.number}_{name}", number, title, caption, description, sources)
    if isinstance(fig, Figure) or pictures.wanted():
        _save(chapter, fig if isinstance(fig, Figure) else fig(), record["file"], data)
    else:
        _write(output_folder() / f"{record['file']}.csv", pictures.csv_bytes(data))
        pictures.compare_values(output_folder(), FIGURES, record["file"])
    chapter.companions.append(record)


def _record(stem: str, number: str, title: str, caption: str, description: str, sources: list[str]) -> dict[str, str]:
    return {
        "file": stem,
        "number": number,
        "title": title,
        "caption": caption,
        "description": description,
        "source": source_line(*sources),
    }


def _save(chapter: Chapter, fig: Figure, stem: str, data: pd.DataFrame) -> bytes:
    """Write the three files and return the picture; a draft writes none, and is compared only with what is committed."""
    import matplotlib.pyplot as plt

    _refuse_values_not_listed(fig, data, stem)
    png, size = _png_under_test(fig, FIGURES / f"{stem}.png") if checking() else _png_and_size(fig)
    svg, values = _svg(fig), pictures.csv_bytes(data)
    plt.close(fig)
    if size > LIMIT_BYTES:
        raise FigureProblem(f"{stem}.png has {size:,} bytes; the limit is {LIMIT_BYTES:,}: draw less")
    if not chapter.draft or (checking() and (FIGURES / f"{stem}.csv").exists()):
        for ending, content in (("png", png), ("svg", svg), ("csv", values)):
            _write(output_folder() / f"{stem}.{ending}", content)
        if checking():
            compare(output_folder(), FIGURES, stem)
    return png


def compare(made: Path, committed: Path, stem: str) -> None:
    """Hold a new figure against the committed one: values exactly, the drawing by its words, colours and shapes, and the
    picture within a small tolerance.

    Raises:
        FigureProblem: which file differs, and how.
    """
    for ending in ("png", "svg", "csv"):
        if not (committed / f"{stem}.{ending}").exists():
            raise FigureProblem(f"figures/{stem}.{ending} is not committed; run `python notebooks/evidence sync`")
    pictures.compare(made, committed, stem)
    pictures.compare_png(made, committed, stem)


def _png_under_test(fig: Figure, committed: Path) -> tuple[bytes, int]:
    """The picture in as many colours as the committed one, packed quickly, and the size of the committed one.

    How many colours fit was tried when that was made, and the pixels are compared whatever the packing.
    """
    number = pictures.colours_in(committed) if committed.exists() else 0
    if number not in COLOURS:
        return _png_and_size(fig)
    picture = _in_few_colours(*pictures.pixels(fig), number)
    return pictures.packed_bytes(picture, quickly=True), committed.stat().st_size


def _png_and_size(fig: Figure) -> tuple[bytes, int]:
    png = _png(fig)
    return png, len(png)


def _png(fig: Figure) -> bytes:
    drawn = pictures.pixels(fig)
    packed = b""
    for number in COLOURS:
        packed = pictures.packed_bytes(_in_few_colours(*drawn, number))
        if len(packed) <= LIMIT_BYTES:
            break
    return packed


def _in_few_colours(colours: np.ndarray, index: np.ndarray, counts: np.ndarray, number: int) -> Image.Image:
    """The most frequent colours: flat areas keep theirs exactly, however small; only soft edges are merged.

    Where few colours are allowed, those of the house come first, so that no line loses its own.

    Args:
        colours, index, counts: from `pictures.pixels`.
        number: colours that may stay.
    """
    channels = pictures.channels(colours)
    order = np.lexsort((colours, -counts))
    if number < COLOURS[0]:
        of_house = np.isin(colours[order], HOUSE)
        order = np.concatenate([order[of_house], order[~of_house]])
    kept = channels[order[:number]]
    return pictures.indexed(kept, pictures.nearest(channels, kept), index)


def _svg(fig: Figure) -> bytes:
    buffer = io.BytesIO()
    fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    drawn = re.sub(rb"[ \t]+\n", b"\n", buffer.getvalue())
    return drawn.replace(b"'DejaVu Sans'", b"'DejaVu Sans', Verdana, sans-serif")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _refuse_values_not_listed(fig: Figure, data: pd.DataFrame, stem: str) -> None:
    """Every line point, bar and marker must be a value of the csv, so that the csv is the figure."""
    listed = _numbers(data)
    for ax in fig.axes:
        for drawn in (*_line_values(ax), *_bar_values(ax), *_marker_values(ax)):
            gap = np.abs(listed - drawn).min() if listed.size else np.inf
            if gap > 1e-6 * max(1.0, abs(drawn)):
                raise FigureProblem(f"{stem}: the figure draws {drawn:.6g}, which is not among the values of its csv")


def _numbers(data: pd.DataFrame) -> np.ndarray:
    parts = []
    for column in data:
        values = data[column]
        if pd.api.types.is_datetime64_any_dtype(values):
            parts.append(matplotlib.dates.date2num(values.dropna()))
        elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            parts.append(values.dropna().to_numpy(dtype=float))
    return np.concatenate([np.asarray(p, dtype=float) for p in parts]) if parts else np.array([])


def _line_values(ax: Axes) -> list[float]:
    lines = [line for line in ax.lines if line.get_transform() == ax.transData]
    values = [np.asarray(line.get_ydata(orig=False), dtype=float) for line in lines]
    return [float(v) for part in values for v in part[np.isfinite(part)]]


def _bar_values(ax: Axes) -> list[float]:
    values = []
    for container in ax.containers:
        for patch in getattr(container, "patches", []):
            if isinstance(patch, Rectangle):
                values.append(patch.get_height() if container.orientation == "vertical" else patch.get_width())
    return [float(v) for v in values if np.isfinite(v) and v]


def _marker_values(ax: Axes) -> list[float]:
    values = []
    for collection in ax.collections:
        offsets = np.ma.getdata(collection.get_offsets())
        if len(offsets) and type(collection).__name__ == "PathCollection":
            values += [float(v) for v in offsets[:, 1] if np.isfinite(v)]
    return values
