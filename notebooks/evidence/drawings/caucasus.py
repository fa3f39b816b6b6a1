"""The ground of a map of Armenia and Azerbaijan: land, lake, towns, scale and locator; the marks are the notebook's."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from evidence import house

WINDOW = (44.15, 47.75, 39.02, 40.78)  # degrees: west, east, south, north
AROUND = (43.3, 50.6, 38.3, 42.1)
STRETCH = 1.305  # a degree of latitude in degrees of longitude, at 40 degrees north
KM_A_DEGREE = 85.3  # of longitude, at 40 degrees north
SCALE_KM = 50
LAND = {"Armenia": "#E9C3A5", "Azerbaijan": "#E2F1EC", "Georgia": "#F4F4F4"}
HELD, WATER = "#BFD3CB", "#9DB4C7"
NAMES = (("ARMENIA", 44.62, 40.55), ("AZERBAIJAN", 47.3, 40.62))
FELL = {  # UCDP's place -> words, offset
    "Nagorno-Karabakh": ("13, set at\nKarabakh's centre", -10, -15),
    "Geghark’unik’ province": ("5 in Gegharkunik\nprovince", -4, -20),
    "Kelbajar rayon": ("5 in Kalbajar\ndistrict", 4, 18),
    "Yeraskh village": ("4 at Yeraskh", 9, 5),
    "Shusha town": ("2 at Shusha\n(Shushi)", -8, -17),
}
NAMED = {
    "Artanish": ("Artanish", -4, 11), "Sotk": ("Sotk", 8, 2), "Vardenis": ("Vardenis", -9, -7), "Jermuk": ("Jermuk", -9, 0),
    "Goris": ("Goris", -9, 0), "Kapan": ("Kapan", -9, 0), "Gadabay": ("Gadabay", 9, 7), "Dashkasan": ("Dashkasan", 9, -6),
    "Kalbajar": ("Kalbajar", 9, -2), "Lachin": ("Lachin", 9, 0),
}  # fmt: skip


def ground(ax: Axes, outlines: pd.DataFrame, lake: pd.DataFrame, places: pd.DataFrame, title: str, locator: bool) -> None:
    """Countries, the area held by Armenian forces to September 2020, Lake Sevan, towns and a scale bar.

    Args:
        ax: the panel.
        outlines, lake: map/outlines and map/lake.
        places: map/places; its towns are drawn.
        title: of the panel.
        locator: whether a small map of the region stands in the corner.
    """
    _land(ax, outlines)
    _shape(ax, lake, facecolor=WATER, edgecolor="none", zorder=1.1)
    west, east, south, north = WINDOW
    ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], aspect=STRETCH, title=title)
    ax.grid(False)
    for name, lon, lat in NAMES:
        house.label(ax, lon, lat, name, colour=house.QUIET, ha="center")
    house.label(ax, 45.35, 39.3, "Nakhchivan\n(Azerbaijan)", colour=house.QUIET, ha="center", va="center", linespacing=0.95)
    house.label(ax, 44.92, 40.3, "Lake\nSevan", colour="#3F5A70", ha="center", va="center", linespacing=0.9)
    _towns(ax, places[places["role"].eq("town")])
    _scale(ax, west + 0.12, south + 0.12)
    if locator:
        _locator(ax, outlines)
    else:
        house.label(ax, 46.42, 39.32, "held by Armenian\nforces until\nSept 2020", ha="left", va="center", linespacing=0.95)


def names(axes: Iterable[Axes], marks: pd.DataFrame) -> None:
    """Words beside the marks of both panels, once the marks are drawn.

    Args:
        axes: the panel of deaths and that of named places.
        marks: columns place, lon, lat.
    """
    for ax, texts in zip(axes, (FELL, NAMED), strict=True):
        ax.set(xlabel="", ylabel="")
        for row in marks[marks["place"].isin(list(texts))].itertuples():
            words, dx, dy = texts[row.place]
            side = "left" if dx > 0 else "right"
            house.label(ax, row.lon, row.lat, words, xytext=(dx, dy), ha=side, va="center", linespacing=0.95, zorder=4)


def _towns(ax: Axes, towns: pd.DataFrame) -> None:
    for row in towns.itertuples():
        dot = Rectangle((row.lon - 0.018, row.lat - 0.014), 0.036, 0.028, facecolor=house.INK, edgecolor="none", zorder=2)
        _ours(ax.add_patch(dot), "town", row.Index)
        name = f"{row.place}\n({row.also_called})" if pd.notna(row.also_called) else row.place
        house.label(ax, row.lon, row.lat, name, colour=house.QUIET, xytext=(6, 0), va="center", linespacing=0.95)


def _land(ax: Axes, outlines: pd.DataFrame) -> None:
    parts = [(feature, points) for (feature, _, ring), points in outlines.groupby(["feature", "part", "ring"]) if ring == 1]
    for feature, points in sorted(parts, key=lambda part: -np.ptp(part[1]["lon"]) * np.ptp(part[1]["lat"])):
        held = feature not in LAND  # an exclave is smaller than what it lies in, and is drawn after it
        fill = HELD if held else LAND[feature]
        _shape(ax, points, facecolor=fill, edgecolor="none" if held else house.GREY, linewidth=0.9, zorder=1 if held else 0.9)


def _shape(ax: Axes, points: pd.DataFrame, **look: Any) -> None:
    xy = points.sort_values("point", kind="stable")[["lon", "lat"]].to_numpy()
    _ours(ax.add_patch(Polygon(xy, **look)), "land", len(ax.patches))


def _scale(ax: Axes, lon: float, lat: float) -> None:
    wide = SCALE_KM / KM_A_DEGREE
    _ours(ax.add_patch(Rectangle((lon, lat), wide, 0.022, facecolor=house.INK, edgecolor="none", zorder=2)), "scale", 0)
    house.label(ax, lon + wide / 2, lat + 0.05, f"{SCALE_KM} km", ha="center", va="bottom")


def _locator(ax: Axes, outlines: pd.DataFrame) -> None:
    small = ax.inset_axes((0.76, 0.02, 0.235, 0.27))
    _land(small, outlines)
    west, east, south, north = WINDOW
    frame = Rectangle((west, south), east - west, north - south, facecolor="none", edgecolor=house.INK, linewidth=1.4, zorder=3)
    _ours(small.add_patch(frame), "frame", 0)
    small.set(xlim=AROUND[:2], ylim=AROUND[2:], xticks=[], yticks=[], aspect=STRETCH)
    small.grid(False)
    for side in small.spines.values():
        side.set(visible=True, color=house.GREY)


def _ours(artist: Any, kind: str, number: int) -> None:
    """The ground carries no value of the figure; a gid tells the guard, which reads the marks."""
    artist.set_gid(f"house-ground-{kind}-{number}")
