"""Slides of a chapter in one file that needs no network: 4:3, figures at full height, text of at least 18 points.

`python notebooks/evidence slides 03` writes `03.slides.html`. The player, reveal.js, comes from a package that
`notebooks/seminar/slides/requirements.txt` pins. Figures are drawn anew for the slide; what is not drawn by a retold
chapter is shown as it is committed.
"""

import base64
import importlib.util
import io
import itertools
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from evidence import book
from evidence.places import FIGURES, PROJECT_FOLDER
from evidence.seminar import sheets
from evidence.templates import render
from evidence.text import running
from evidence.text.findings import read_record
from evidence.text.marks import is_marked

PACKAGE = "sphinx_revealjs"
PLAYER = Path("_static", "revealjs")
MOST_ROWS = 6
PAPER = 245  # lighter pixels are paper
MOST_WORDS = 75  # on a slide of words
SHORT = 9  # words of a doubt that is no sentence yet
REMEDY = "no player for slides; run once: .venv/bin/python -m pip install --no-deps -r notebooks/seminar/slides/requirements.txt"


class SlidesProblem(Exception):
    """Slides that cannot be made; the message says what to do."""


def player() -> dict[str, str]:
    """Scripts and style of reveal.js, from the installed package, which is not imported.

    Raises:
        SlidesProblem: the package is not installed.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise SlidesProblem(REMEDY)
    folder = Path(found.submodule_search_locations[0]) / PLAYER
    files = {"script": "dist/reveal.js", "notes": "plugin/notes/notes.js", "style": "dist/reveal.css"}
    return {name: (folder / file).read_text(encoding="utf-8").replace("</script", "<\\/script") for name, file in files.items()}


def slides(path: Path, pictures: dict[str, list[bytes]]) -> list[dict[str, Any]]:
    """The slides of a chapter in order: title, text, picture, table, notes for the speaker.

    Args:
        path: the chapter.
        pictures: figure -> png of each of its pieces; a figure without one is shown as committed.
    """
    sheet = sheets.of_chapter(path)
    figures = {f"Figure {f['number']}. {f['title']}": f for f in read_record(book.number(path))["figures"]}
    deck = [_slide("words", sheet["title"], paragraphs=[sheet["answer"]])]
    for cell in book.cells(path)[1:]:
        if cell["cell_type"] == "markdown":
            deck[-1]["notes"] += f"{sheets.plain(cell['source'])}\n\n"
            continue
        for output in cell.get("outputs", []):
            told = "".join(output.get("data", {}).get("text/plain", ""))
            figure = figures.get(told)
            if figure is None and "image/png" in output.get("data", {}):
                figure = next((f for f in figures.values() if told.startswith(f"Figure {f['number']}.")), None)
            if figure:
                deck += _figure(figure, pictures.get(figure["file"], [(FIGURES / f"{figure['file']}.png").read_bytes()]))
    return [*deck, *_ends(path, sheet)]


def _figure(figure: dict[str, str], parts: list[bytes]) -> list[dict[str, Any]]:
    """Slides of a figure; its description in words where no slide has room for it."""
    alt = figure.get("alt", figure["title"])
    if not parts:
        return [_slide("words", figure["title"], paragraphs=[alt, f"Figure {figure['number']} has too many words for a screen: hand it round from the gallery."])]
    return [_slide("figure", figure["title"], png=base64.b64encode(png).decode(), alt=alt) for png in parts]


def _slide(kind: str, title: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "title": title, "notes": "", "paragraphs": [], "points": [], **more}


def _ends(path: Path, sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """How sure, the verdicts, and what to discuss."""
    cells = book.markdown_cells(path)
    found = []
    reasons = _short(re.findall(r"(?m)^- (.*)$", "\n".join(book.section(cells, "## How sure is this?"))))
    if sheet["doubt"]:
        doubt = sheets.SENTENCE.split(sheet["doubt"])[0].rstrip(".")
        title = f"The doubt: {doubt[:1].lower()}{doubt[1:]}" if len(doubt.split()) < SHORT else doubt
        found.append(_slide("words", title, points=reasons, notes=sheet["doubt"]))
    if sheet["head"]:
        rows = sheet["table"][:MOST_ROWS]
        while len(" ".join(cell for row in rows for cell in row).split()) > MOST_WORDS + 15:
            rows = rows[:-1]
        flip = f"{'What would flip it?' if sheet['flips'] else 'What this does not show:'} {sheet['flip']}"
        of_all = len(sheet["verdicts"])
        more = [f"The first {len(rows)} of {of_all}; the ledger has all."] if len(rows) < of_all else []
        beside = [*([flip] if len(rows) <= 3 else []), *more]
        found.append(_slide("table", _count(sheet["verdicts"]), head=sheet["head"], rows=rows, paragraphs=beside))
        if len(rows) > 3:
            found.append(_slide("words", "What would flip it?" if sheet["flips"] else "What this does not show", paragraphs=[sheet["flip"]]))
    elif sheet["flip"]:
        found.append(_slide("words", "What this does not show", paragraphs=[sheet["flip"]]))
    questions = _short(re.findall(r"(?m)^\d+\. (.*)$", "\n".join(book.section(cells, "## To discuss"))))
    found.append(_slide("words", "To discuss", points=questions))
    return found


def _count(verdicts: list[str]) -> str:
    """What came out, as the title of a table of verdicts."""
    if len(verdicts) == 1:
        return f"The claim that this chapter judges is {verdicts[0]}"
    return f"{verdicts.count('supported')} of {len(verdicts)} claims stand in full"


def _short(lines: list[str]) -> list[str]:
    """As many lines as fit on a slide, each cut to its first sentence where it is long."""
    kept: list[str] = []
    for line in lines:
        parts = sheets.SENTENCE.split(sheets.plain(line))
        told = " ".join(parts if len(line.split()) <= 25 else parts[: 2 if line.startswith("**") else 1])
        if len(" ".join([*kept, told]).split()) > MOST_WORDS:
            break
        kept.append(told)
    return kept


def drawn(path: Path) -> dict[str, list[bytes]]:
    """The figures of a chapter drawn for slides, in pieces of 4:3; none of a chapter that has not been retold."""
    if not is_marked(path):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ[PROJECT_FOLDER] = folder
        try:
            running.run(running.source_of(path), drawing=True)
        finally:
            del os.environ[PROJECT_FOLDER]
        pictures = sorted(Path(folder).glob("*.png"))
        return {p.stem: pieces(p.read_bytes(), json.loads(p.with_suffix(".json").read_text(encoding="utf-8"))) for p in pictures}


def pieces(png: bytes, tops: list[float]) -> list[bytes]:
    """A picture that is taller than a slide in pieces that are not, each under its title, so that text stays large.

    Args:
        png: the picture.
        tops: where its rows of panels begin, as parts of its height. Panels stay whole; a single one is cut where least
            is drawn, and what stands above it is repeated.

    Returns:
        The pieces; none where so much stands above the panel that a slide has no room for it.
    """
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    wide, tall, room = whole.width, whole.height, whole.width * 3 // 4
    if tall <= room:
        return [png]
    top = round(tops[0] * tall)
    if top > room / 2:
        return []
    number = -(-(tall - top) // int(0.93 * (room - top)))
    reach = max(1, (room - top - (tall - top) // number) // 2)  # how far a cut may move before a piece outgrows its slide
    ink = (np.asarray(whole.convert("L")) < PAPER).sum(axis=1)
    between = [round(t * tall) for t in tops[1:]] or [_least(ink, top + k * (tall - top) // number, min(reach, room // 8)) for k in range(1, number)]
    made = []
    for first, last in itertools.pairwise([top, *between, tall]):
        piece = Image.new("RGB", (wide, max(room, top + last - first)), "white")
        piece.paste(whole.crop((0, 0, wide, top)), (0, 0))
        piece.paste(whole.crop((0, first, wide, last)), (0, top))
        buffer = io.BytesIO()
        piece.quantize(128).save(buffer, "PNG", optimize=True)
        made.append(buffer.getvalue())
    return made


def _least(ink: np.ndarray, near: int, reach: int) -> int:
    """The middle of the emptiest rows of pixels near a place, the nearest where several are as empty."""
    rows = np.arange(near - reach, near + reach)
    held = ink[rows]
    empty = rows[held == held.min()]
    return int(empty[np.abs(empty - near).argmin()])


def page(path: Path, deck: list[dict[str, Any]], reveal: dict[str, str]) -> str:
    """The file that a browser shows."""
    return render("slides.html.j2", title=deck[0]["title"], deck=deck, player=reveal, number=book.number(path))


def main(number: str, folder: Path) -> int:
    """Write the slides of a chapter; 2 and one line where that cannot be."""
    path = book.notebook(number)
    try:
        if path is None:
            raise SlidesProblem(f"no chapter {number}; there are {', '.join(book.number(p) for p in sorted(book.chapters()))}")
        reveal = player()
        deck = slides(path, drawn(path))
    except SlidesProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    made = folder / f"{number}.slides.html"
    made.write_text(page(path, deck, reveal), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(deck)} slides in {made.name}; open it in a browser, no network needed\n")
    return 0
