"""The three files of a figure (png, svg, csv): how they are made, and how a new one is held against the committed one.

`SHA256SUMS` lists the files that sync wrote together. Where a new svg is the committed one to the last byte, the png that
was written with it is right too, and need not be drawn again.
"""

import hashlib
import io
import os
import re
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

LOUD = 32  # of 255: a pixel that differs by more is another one
MAY_DIFFER = 1e-4  # of all pixels
RENDER = "ALLIANCE_PNG"
EVERY = "all"
SUMS = "SHA256SUMS"
ENDINGS = ("csv", "png", "svg")
PIXELS = 1600
LIMIT = 80_000  # bytes
LIMIT_TALL = 180_000
COLOURS = (64, 48, 32, 24, 16)  # a picture full of text gets fewer, so that it stays light
SHAPE_MAY_DIFFER = 0.05  # points; drawn paths carry six decimals, of which fonts and compilers move the last ones
TILE, TILE_MAY_DIFFER = 40, 24  # pixels: a digit is 24 by 30 of them, and another digit changes about 100
SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"id", "clip-path", "{http://www.w3.org/1999/xlink}href"}  # made from the shapes they name, which are compared
COORDINATES = {"d", "transform", "x", "y", "width", "height", "viewBox", "points"}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
# Luma and the two colour differences, these weighted up: an edge may turn a little lighter, but not into another colour.
_SEEN = np.array([[0.299, 0.587, 0.114], [-0.506, -0.994, 1.5], [1.5, -1.256, -0.244]])


class FigureProblem(Exception):
    """A figure that does not match its values, its description or the committed picture."""


def compared(made: Path, committed: Path, stem: str, first: bool) -> bool:
    """Whether a test draws a figure's pixels to hold them against the committed picture, which takes longer than all the rest.

    The whole suite sets `ALLIANCE_PNG` to 1: the first figure of a chapter is drawn, and of the others those whose svg is not
    the committed one byte for byte, as on another system, or whose files are not as sync left them. `all` draws every one.

    Args:
        made, committed: folders with the figure's new svg and its committed files; stem: its name.
        first: it is the chapter's first figure.
    """
    asked = os.environ.get(RENDER)
    return bool(asked) and (asked == EVERY or first or not _as_synced(made, committed, stem))


def _as_synced(made: Path, committed: Path, stem: str) -> bool:
    new, old = (_read(folder / f"{stem}.svg") for folder in (made, committed))
    return new == old and not altered(committed, stem)


def note_sums(folder: Path, stem: str) -> None:
    """Write down what the three files of a figure are, and leave out files that are no longer there."""
    known = {name: value for name, value in sums(folder).items() if (folder / name).exists()}
    known |= {f"{stem}.{ending}": digest(folder / f"{stem}.{ending}") for ending in ENDINGS}
    text = "".join(f"{value}  {name}\n" for name, value in sorted(known.items()))
    (folder / SUMS).write_text(text, encoding="utf-8", newline="\n")


def sums(folder: Path) -> dict[str, str]:
    """File -> SHA-256 of what sync wrote, in hexadecimal digits; empty where nothing was written."""
    path = folder / SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {name: value for value, _, name in (line.partition("  ") for line in lines)}


def altered(folder: Path, stem: str) -> list[str]:
    """Files of a figure that are not those that sync wrote."""
    known = sums(folder)
    return [n for n in (f"{stem}.{e}" for e in ENDINGS) if not (folder / n).exists() or known.get(n) != digest(folder / n)]


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def csv_bytes(data: pd.DataFrame) -> bytes:
    """The plotted values as csv, floats to ten digits, so that the last bits of a processor do not show."""
    rounded = data.copy()
    for column in rounded.select_dtypes("float"):
        rounded[column] = rounded[column].map(lambda v: float(f"{v:.10g}"), na_action="ignore")
    return rounded.to_csv(index=False, lineterminator="\n").encode()


def svg_bytes(fig: Figure, title: str, description: str) -> bytes:
    """The figure as svg: words stay words, and the first two elements are `<title>` and `<desc>` for who cannot see it."""
    buffer = io.BytesIO()  # straight from the canvas: savefig would draw twice, the first time to lay out what is laid out
    FigureCanvasSVG(fig).print_svg(buffer, metadata={"Date": None, "Creator": None})
    drawn = re.sub(r"[ \t]+\n", "\n", buffer.getvalue().decode("utf-8"))
    head = f"<title>{escape(title, quote=False)}</title>\n <desc>{escape(description, quote=False)}</desc>\n"
    drawn = re.sub(r"(<svg\b[^>]*>\n?)", lambda found: f"{found[1]} {head}", drawn, count=1)
    return drawn.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif").encode("utf-8")


def png_bytes(fig: Figure, stem: str, limit: float = LIMIT) -> bytes:
    """The figure as an opaque png, 1600 pixels wide, in as many colours as fit into `limit` bytes.

    Raises:
        FigureProblem: not even 16 colours fit.
    """
    drawn = pixels(fig)
    packed = b""
    for number in COLOURS:
        packed = packed_bytes(few_colours(*drawn, number))
        if len(packed) <= limit:
            return packed
    raise FigureProblem(f"{stem}.png has {len(packed):,} bytes; the limit is {limit:,}: draw less")


def pixels(fig: Figure) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The figure drawn 1600 pixels wide: its colours as 0xRRGGBB in rising order, which of them each pixel has, how often each occurs."""
    dpi = fig.get_dpi()
    fig.set_dpi(PIXELS / fig.get_figwidth())
    try:
        canvas = FigureCanvasAgg(fig)
        canvas.draw()
    finally:
        fig.set_dpi(dpi)
    codes, found = pd.factorize(np.asarray(canvas.buffer_rgba()).view("<u4").ravel() & 0xFFFFFF)  # 0xBBGGRR: the figure is opaque
    colours = (found & 0xFF) << 16 | found & 0xFF00 | found >> 16
    order = np.argsort(colours)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return colours[order], place[codes].reshape(-1, PIXELS), np.bincount(codes)[order]


def packed_bytes(picture: Image.Image, quickly: bool = False) -> bytes:
    """The picture as a png file, as small as Pillow makes it; or quickly, with the same pixels in more bytes."""
    packed = io.BytesIO()
    picture.save(packed, format="png", **({"compress_level": 1} if quickly else {"optimize": True}))
    return packed.getvalue()


def few_colours(colours: np.ndarray, index: np.ndarray, counts: np.ndarray, number: int) -> Image.Image:
    """The flat colours exactly, then the most frequent soft edges; what is left goes to the nearest of the same hue.

    Args:
        colours, index, counts: from `pixels`.
        number: colours that may stay.
    """
    kept = channels(colours[np.lexsort((colours, -counts))[:number]])
    return indexed(kept, nearest(channels(colours) @ _SEEN.T, kept @ _SEEN.T), index)


def nearest(seen: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """Which colour of a palette lies nearest to each colour, by the sum of the differences of three numbers."""
    return np.abs(seen[:, None] - palette[None]).sum(axis=2).argmin(axis=1).astype(np.uint8)


def indexed(kept: np.ndarray, near: np.ndarray, index: np.ndarray) -> Image.Image:
    """A picture in the kept colours.

    Args:
        kept: red, green and blue of each.
        near: which of them stands for each colour of the picture; index: which colour each pixel has.
    """
    picture = Image.fromarray(near[index], mode="P")
    picture.putpalette(kept.astype(np.uint8).tobytes())
    return picture


def channels(colours: np.ndarray) -> np.ndarray:
    """Red, green and blue of each colour."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(int)


def compare(made: Path, committed: Path, stem: str) -> None:
    """Hold a new figure's csv and svg against the committed ones.

    csv exactly; in the svg words, colours, line widths and all else exactly, but coordinates within 0.05 points.

    Raises:
        FigureProblem: which file differs, and how.
    """
    compare_values(made, committed, stem)
    new, old = (_read(folder / f"{stem}.svg") for folder in (made, committed))
    if new != old and (difference := _difference(ElementTree.fromstring(new), ElementTree.fromstring(old))):
        raise FigureProblem(f"figures/{stem}.svg: {difference}")


def compare_values(made: Path, committed: Path, stem: str) -> None:
    """Hold a new figure's csv against the committed one.

    Raises:
        FigureProblem: the row from which they differ.
    """
    ours, theirs = (_read(folder / f"{stem}.csv").decode("utf-8") for folder in (made, committed))
    if ours != theirs:
        pairs = zip(ours.splitlines(), theirs.splitlines(), strict=False)
        row = next((i for i, (a, b) in enumerate(pairs, 1) if a != b), min(ours.count("\n"), theirs.count("\n")) + 1)
        raise FigureProblem(f"figures/{stem}.csv: the plotted values differ from the committed ones from row {row} on")


def compare_png(fig: Figure, committed: Path, stem: str, limit: float = LIMIT) -> None:
    """Hold a figure against the committed picture: hardly a pixel may differ, and nowhere enough of them for a digit.

    The figure is drawn in as many colours as the picture has and not packed, which would take as long as drawing it.

    Raises:
        FigureProblem: the picture is heavier than `limit` bytes, its size differs, or how much of it does.
    """
    packed = _read(committed / f"{stem}.png")
    if len(packed) > limit:
        raise FigureProblem(f"figures/{stem}.png has {len(packed):,} bytes; the limit is {limit:,}: draw less")
    picture = Image.open(io.BytesIO(packed))
    number = len(picture.palette.palette) // 3 if picture.palette else COLOURS[0]
    new, old = (np.asarray(p.convert("RGB")) for p in (few_colours(*pixels(fig), number), picture))
    if new.shape != old.shape:
        raise FigureProblem(f"figures/{stem}.png: size {new.shape[:2]}, committed {old.shape[:2]}")
    if np.array_equal(new, old):
        return
    loud = np.abs(new.astype(np.int16) - old).max(axis=2) > LOUD
    if loud.mean() > MAY_DIFFER or _densest(loud) > TILE_MAY_DIFFER:
        raise FigureProblem(f"figures/{stem}.png: {loud.mean():.3%} of the picture differs from the committed one")


def description_problems(record: dict[str, Any], folder: Path) -> list[str]:
    """Where a figure's record and the title and description in its svg part ways.

    Args:
        record: with file, title and alt.
        folder: where the svg lies.
    """
    root = ElementTree.fromstring(_read(folder / f"{record['file']}.svg"))
    found = {"title": root.findtext(f"{SVG}title"), "alt": root.findtext(f"{SVG}desc")}
    return [
        f"{record['file']}.svg says {found[key]!r}, its record {key} {record[key]!r}"
        for key in found
        if found[key] != record[key]
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        name = f"figures/{path.name}"
        raise FigureProblem(f"{name} is not committed; run `python notebooks/evidence sync`") from None


def _densest(loud: np.ndarray) -> int:
    """The most loud pixels in any tile."""
    rows, columns = (-(-length // TILE) * TILE for length in loud.shape)
    padded = np.pad(loud, [(0, rows - loud.shape[0]), (0, columns - loud.shape[1])])
    return int(padded.reshape(rows // TILE, TILE, columns // TILE, TILE).sum(axis=(1, 3)).max())


def _difference(ours: Element, theirs: Element) -> str | None:
    """The first difference of two drawings in words, or None."""
    new, old = list(ours.iter()), list(theirs.iter())
    words = [[" ".join(t for t in (e.text, e.tail) if t and t.strip()) for e in drawing] for drawing in (new, old)]
    said = [[w for w in part if w] for part in words]
    for a, b in zip_longest(*said, fillvalue="nothing"):
        if a != b:
            return f"the text differs from the committed one: “{a.strip()}”, committed “{b.strip()}”"
    if len(new) != len(old):
        return f"it has {len(new)} shapes, the committed one {len(old)}"
    for a, b in zip(new, old, strict=True):
        if a.tag != b.tag or a.keys() != b.keys():
            return f"a shape differs from the committed one: {_named(a)}, committed {_named(b)}"
        for key in a.keys():  # noqa: SIM118 (an Element iterates over its children)
            if not _alike(key, a.get(key, ""), b.get(key, "")):
                return f"a shape differs from the committed one: {_named(a)} {key} {a.get(key)[:80]!r}, committed {b.get(key)[:80]!r}"
    return None


def _alike(key: str, ours: str, theirs: str) -> bool:
    if ours == theirs or key in NAMES:
        return True
    if key not in COORDINATES:
        return False
    if NUMBER.sub("", ours) != NUMBER.sub("", theirs):
        return False
    new, old = (np.array(NUMBER.findall(text), dtype=float) for text in (ours, theirs))
    return bool((np.abs(new - old) <= SHAPE_MAY_DIFFER).all())


def _named(element: Element) -> str:
    return element.tag.removeprefix(SVG)
