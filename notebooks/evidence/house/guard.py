"""What a figure draws, read back from its artists: every drawn value must be among the values of its csv.

The guard fails closed. An artist that it cannot read is refused by name; only labels and lines that the helpers of
`evidence.house` drew, known by a gid that begins with "house-", pass unread, and of these a `level` must be a value too.

Numbers are held against the csv on each axis that carries numbers or dates; an axis of names carries none.
- Lines, points, ranges: every coordinate.
- Bars: their length. A bar that does not start at zero is a stack, and must start where another at its place ends; or it
  is a range, and both its ends are values. Along the other axis a value must lie under the bar.
- Areas: every edge is zero, a value, or in a stack a value above another edge at the same place.
- Heatmaps and points coloured by a number: every cell and every colour's number. Sizes of points are not read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import collections, dates, lines, patches
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryConverter
from matplotlib.figure import FigureBase
from matplotlib.legend import Legend
from matplotlib.path import Path
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text

from evidence.house.pictures import FigureProblem

OURS = "house-"
_STRAIGHT = {Path.MOVETO, Path.LINETO, Path.CLOSEPOLY, Path.STOP}
_WITHOUT_ZERO = {"log", "logit"}  # scales on which a bar cannot start at zero


def refuse(fig: FigureBase, data: pd.DataFrame, stem: str) -> None:
    """Stop a figure that draws what its csv does not list.

    Args:
        fig: the finished figure.
        data: what becomes the csv; its numbers and dates count, in whatever column.
        stem: the figure's file name, for the message.

    Raises:
        FigureProblem: a value that is not listed, or an artist that cannot be read.
    """
    listed = np.unique(_numbers(data))
    for artist in fig.get_children():
        if not isinstance(artist, Axes | Text | Legend | FigureBase) and artist is not fig.patch:
            _pass_ours_only(artist, stem)
    for inner in getattr(fig, "subfigs", []):
        refuse(inner, data, stem)
    for ax in fig.axes:
        _Panel(ax, listed, stem).check()


def _numbers(data: pd.DataFrame) -> np.ndarray:
    """Every number and date of a table."""
    parts = []
    for column in data:
        values = data[column]
        if pd.api.types.is_datetime64_any_dtype(values):
            parts.append(dates.date2num(values.dropna()))
        elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            parts.append(values.dropna().to_numpy(dtype=float))
    return np.concatenate([np.asarray(p, dtype=float) for p in parts]) if parts else np.array([])


def _pass_ours_only(artist: Artist, stem: str, why: str = "cannot be read") -> None:
    if not _is_ours(artist):
        raise FigureProblem(
            f"{stem}: a {type(artist).__name__} {why}; draw it in another way, or with a helper of house"
        )


def _is_ours(artist: Artist) -> bool:
    return str(artist.get_gid()).startswith(OURS)


def _fits(listed: np.ndarray, value: float) -> bool:
    return bool(listed.size) and bool((np.abs(listed - value) <= 1e-6 * abs(value) + 1e-12).any())


class _Panel:
    """One panel, its artists read by kind."""

    def __init__(self, ax: Axes, listed: np.ndarray, stem: str) -> None:
        self.ax, self.listed, self.stem = ax, listed, stem
        self.numeric = [not isinstance(axis.get_converter(), StrCategoryConverter) for axis in (ax.xaxis, ax.yaxis)]
        self.bars: list[tuple[int, np.ndarray]] = []
        self.areas: list[np.ndarray] = []
        held = [(c.orientation, p) for c in ax.containers for p in getattr(c, "patches", [])]
        self.value_axis = {id(patch): 1 if orientation == "vertical" else 0 for orientation, patch in held}
        groups = sum(1 for c in ax.containers if getattr(c, "patches", []))
        self.groups = max(1, groups)

    def check(self) -> None:
        if hasattr(self.ax, "_colorbar"):
            return
        for artist in self.ax.get_children():
            self._check(artist)
        self._check_bars()
        self._check_areas()

    def _check(self, artist: Artist) -> None:
        if artist is self.ax.patch or not artist.get_visible():
            return
        if isinstance(artist, Axes):  # an inset
            _Panel(artist, self.listed, self.stem).check()
        elif isinstance(artist, Spine | Axis | Legend) or type(artist) in (Text, Annotation):
            return
        elif _is_ours(artist):
            if str(artist.get_gid()).startswith(f"{OURS}level-"):
                self._listed("level", float(np.ravel(artist.get_ydata(orig=False))[0]))
        else:
            read = _READERS.get(type(artist))
            if read is None:
                _pass_ours_only(artist, self.stem)
            read(self, artist)

    def _listed(self, kind: str, value: float) -> None:
        if np.isfinite(value) and not _fits(self.listed, value):
            raise FigureProblem(
                f"{self.stem}: the figure draws {value:.6g} ({kind}), which is not among the values of its csv"
            )

    def _in_data(self, artist: Artist, transform: Any = None) -> tuple[bool, bool]:
        """Which coordinates are data and numbers; neither being data, nobody could say what is drawn."""
        in_data = (transform or artist.get_transform()).contains_branch_seperately(self.ax.transData)
        if not any(in_data):
            _pass_ours_only(artist, self.stem, "does not stand in the units of the axes")
        return tuple(a and b for a, b in zip(in_data, self.numeric, strict=True))

    def _points(self, kind: str, points: Iterable[Any], which: tuple[bool, bool]) -> None:
        for point in np.unique(np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2), axis=0):
            for value, counts in zip(point, which, strict=True):
                if counts:
                    self._listed(kind, float(value))

    def line(self, artist: lines.Line2D) -> None:
        xy = np.column_stack([np.asarray(v, dtype=float) for v in artist.get_data(orig=False)])
        if xy.size:
            self._points("line", xy, self._in_data(artist))

    def dots(self, artist: collections.PathCollection) -> None:
        offsets = artist.get_offsets()
        if len(offsets):
            self._points("point", offsets, self._in_data(artist, artist.get_offset_transform()))
        if artist.get_array() is not None:
            self.cells(artist)

    def segments(self, artist: collections.LineCollection) -> None:
        which = self._in_data(artist)
        for segment in artist.get_segments():
            self._points("range", segment, which)

    def cells(self, artist: collections.Collection) -> None:
        for value in np.ma.masked_invalid(artist.get_array()).compressed():
            self._listed("cell", float(value))

    def area(self, artist: collections.PolyCollection) -> None:
        self._in_data(artist)
        for path in artist.get_paths():
            self._add_area(path, artist)

    def rectangles(self, artist: collections.PatchCollection) -> None:
        """The bars of `so.Bars`; those of one collection are equally wide across."""
        self._in_data(artist)
        boxes = [path.get_extents().get_points() for path in artist.get_paths()]
        if any(len(path.vertices) != 5 for path in artist.get_paths()):
            _pass_ours_only(artist, self.stem)
        sizes = np.array([np.ptp(box, axis=0) for box in boxes])
        alike = [bool(np.allclose(sizes[:, i], sizes[0, i], rtol=1e-6)) for i in (0, 1)]
        starts_at_zero = [any(box[0, i] == 0 or box[1, i] == 0 for box in boxes) for i in (0, 1)]
        values = 1 if alike[0] and (not alike[1] or starts_at_zero[1]) else 0
        if not alike[1 - values]:
            _pass_ours_only(artist, self.stem)
        self.bars += [(values, box) for box in boxes]

    def rectangle(self, artist: patches.Rectangle) -> None:
        corners = np.array(
            [artist.get_xy(), np.add(artist.get_xy(), (artist.get_width(), artist.get_height()))], dtype=float
        )
        if not np.isfinite(corners).all() or not np.ptp(corners, axis=0).all():
            return  # seaborn leaves empty ones behind for its legend; a bar of zero is not seen
        which = self._in_data(artist)
        if id(artist) in self.value_axis:
            self.bars.append((self.value_axis[id(artist)], corners))
        else:
            self._points("span", corners, which)

    def patch(self, artist: patches.Patch) -> None:
        self._in_data(artist)
        self._add_area(artist.get_patch_transform().transform_path(artist.get_path()), artist)

    def _add_area(self, path: Path, artist: Artist) -> None:
        if path.codes is not None and not set(path.codes.tolist()) <= _STRAIGHT:
            _pass_ours_only(artist, self.stem, "has curves, which cannot be read")
        if len(path.vertices):
            closed = path.codes is not None and path.codes[-1] == Path.CLOSEPOLY
            self.areas.append(path.vertices[: -1 if closed else None])

    def _check_bars(self) -> None:
        for values, box in self.bars:
            place, (start, end) = box[:, 1 - values], box[:, values]
            if end == 0 or (start < 0 and end < 0 and abs(end) < abs(start)):
                start, end = end, start  # one that hangs below zero, or below another
            scale = (self.ax.get_xscale, self.ax.get_yscale)[values]()
            if start == 0 or scale in _WITHOUT_ZERO:
                self._listed("bar", end)
            elif self._is_stacked(start, box, values):
                self._listed("part of a stacked bar", end - start)
            else:
                self._listed("start of a bar", start)
                self._listed("end of a bar", end)
            if self.numeric[1 - values]:
                self._under(place)

    def _is_stacked(self, start: float, bar: np.ndarray, values: int) -> bool:
        """Whether a bar begins where another one at the same place ends."""
        middle = bar[:, 1 - values].mean()
        for axis, other in self.bars:
            same = axis == values and other is not bar and abs(other[:, 1 - values].mean() - middle) < 1e-6
            if same and np.isclose(other[:, values], start, rtol=1e-9, atol=1e-12).any():
                return True
        return False

    def _under(self, place: np.ndarray) -> None:
        """A value of the csv lies under the bar, or, where bars stand side by side, under its group."""
        low, high = sorted(place)
        slack = (high - low) * (self.groups - 1) + 1e-9
        if not ((self.listed >= low - slack) & (self.listed <= high + slack)).any():
            self._listed("place of a bar", (low + high) / 2)

    def _check_areas(self) -> None:
        for value_axis in (1, 0):
            if self._areas_fit(value_axis):
                return
        self._areas_fit(1, loud=True)

    def _areas_fit(self, values: int, loud: bool = False) -> bool:
        """Whether all edges of areas are values; `values` is the axis along which they may be stacked."""
        edges: dict[float, set[float]] = defaultdict(set)
        for vertices in self.areas:
            for vertex in vertices:
                edges[float(vertex[1 - values])].add(float(vertex[values]))
        for place, heights in edges.items():
            unlisted = [] if not self.numeric[1 - values] or _fits(self.listed, place) else [place]
            if self.numeric[values]:
                bases = [0.0, *heights]
                unlisted += [
                    h for h in heights if h and not any(_fits(self.listed, h - b) for b in bases if b < h or b == 0)
                ]
            for value in unlisted:
                if loud:
                    self._listed("area", value)
                    raise FigureProblem(
                        f"{self.stem}: the figure draws {value:.6g} (area), which its csv does not list"
                    )
                return False
        return True


_READERS: dict[type, Callable[[_Panel, Any], None]] = {
    lines.Line2D: _Panel.line,
    patches.Rectangle: _Panel.rectangle,
    patches.Polygon: _Panel.patch,
    patches.PathPatch: _Panel.patch,
    collections.PathCollection: _Panel.dots,
    collections.LineCollection: _Panel.segments,
    collections.PolyCollection: _Panel.area,
    collections.FillBetweenPolyCollection: _Panel.area,
    collections.PatchCollection: _Panel.rectangles,
    collections.QuadMesh: _Panel.cells,
}
