"""What SIPRI's text exports share: a preamble of changing length, broken lines, a stamp that tells the release."""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from build.editions import order
from build.layouts import refuse_foreign
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_text, records, refuse_repeated

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STAMP = re.compile(r"Data generated:\s*\d{1,2} ([A-Z][a-z]{2})[a-z]* (\d{4})")
YEARLY_UPDATE = 3  # SIPRI issues each year's release in March

NO_CODE = (
    "Biafra",
    "Czechoslovakia",
    "East Germany (GDR)",
    "Katanga",
    "Libya GNC",
    "North Yemen",
    "Northern Cyprus",
    "South Vietnam",
    "South Yemen",
    "Soviet Union",
    "Yemen Arab Republic (North Yemen)",
    "Yugoslavia",
    "unknown recipient(s)",
    "unknown supplier(s)",
)


def read_export(path: Path, needed: tuple[str, ...]) -> tuple[pd.DataFrame, str]:
    """Rows of an export as text, and its preamble.

    The header is the first line that holds all `needed` names, however many lines stand before it. A line end that
    SIPRI left inside a comment is taken out, so that one deal is one row. A column without a name carries the flag
    of the column before it and is called after it ("Year of order ?").

    Returns:
        (every cell as text, indexed by the line number in the file; text before the header).

    Raises:
        SourceProblem: no header, a row that stays incomplete, or no rows at all.
    """
    lines = _text(path).replace("\r\n", "\n").split("\n")
    header_at = next((i for i, line in enumerate(lines) if _names(line).issuperset(needed)), None)
    if header_at is None:
        refuse_foreign(path, "\n".join(lines))
        raise SourceProblem(
            path,
            "the header row",
            "a line with the columns " + ", ".join(needed),
            repr(next((line for line in lines if line.strip()), ""))[:120],
            "the wrong file stands here, or it was saved in another encoding or with another separator: " + DOWNLOAD,
        )
    preamble = "\n".join(lines[:header_at])
    if lines[header_at].endswith(";"):
        lines = [line.removesuffix(";") for line in lines]
    header = _named(_cells(lines[header_at]))
    refuse_repeated(header, path, header_at + 1)
    rows = list(_whole_rows(path, lines[header_at + 1 :], header_at + 1, len(header)))
    if not rows:
        raise SourceProblem(path, f"row {header_at + 2}", "at least one deal", "the end of the file", DOWNLOAD)
    index = pd.Index([number for number, _ in rows], name="row")
    return pd.DataFrame([row for _, row in rows], columns=header, index=index, dtype=str), preamble


def _text(path: Path) -> str:
    """SIPRI writes latin-1; a copy that was saved again as UTF-8 is read as what it is."""
    latin = read_text(path, "latin-1")
    try:
        return latin.encode("latin-1").decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return latin


def _names(line: str) -> set[str]:
    return {cell.strip() for cell in _cells(line.removesuffix(";"))}


def _cells(line: str) -> list[str]:
    """Cells of one line, with or without quotation marks around them."""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # a line before the header is no CSV
        return []


def _named(header: list[str]) -> list[str]:
    names: list[str] = []
    for cell in header:
        names.append(cell.strip() or f"{names[-1] if names else ''} ?")
    return names


def _whole_rows(path: Path, lines: list[str], before: int, width: int) -> Iterator[tuple[int, list[str]]]:
    """(line number of the first piece, cells) of each deal; pieces of a broken deal are joined where they broke."""
    start, cells = 0, []
    for number, piece in records(lines, path, before):
        if not piece:
            continue
        if cells:
            cells = [*cells[:-1], f"{cells[-1]} {piece[0]}".strip(), *piece[1:]]
        else:
            start, cells = number, piece
        if len(cells) > width:
            raise _wrong_width(path, start, cells, width)
        if len(cells) == width:
            # The same few names and flags fill most cells: one copy of each keeps a long register small.
            yield start, [sys.intern(cell) for cell in cells]
            cells = []
    if cells:
        raise _wrong_width(path, start, cells, width)


def _wrong_width(path: Path, row: int, cells: list[str], width: int) -> SourceProblem:
    return SourceProblem(
        path,
        f"row {row}",
        f"{width} fields, on one line or continued on the next",
        f"{len(cells)} fields, beginning {','.join(cells)[:60]!r}",
        "the file is cut short or was edited: " + DOWNLOAD,
    )


def release_of(path: Path, preamble: str, last_year: int, named: int | None = None) -> int:
    """Year of SIPRI's release that a file belongs to.

    The release of a year comes out in March and ends with the deliveries of the year before, so a file stamped in
    January or February still belongs to the release of the year before the stamp.

    Args:
        path: file to name in an error.
        preamble: text before the header, with the stamp "Data generated: 12 Feb 2026".
        last_year: last year of delivery in the file.
        named: release that the file name says, for excerpts without a preamble.

    Raises:
        SourceProblem: no stamp, or a stamp that does not fit the last year of delivery.
    """
    stamp = STAMP.search(preamble)
    if stamp and stamp[1] in MONTHS:
        release = int(stamp[2]) - (MONTHS.index(stamp[1]) + 1 < YEARLY_UPDATE)
    elif named is not None:
        release = named
    else:
        raise SourceProblem(
            path,
            "the preamble",
            'a line like "Data generated: 18 May 2026"',
            "none" if not preamble else repr(preamble[-80:]),
            "keep SIPRI's preamble in the file: " + DOWNLOAD,
        )
    if release != last_year + 1:
        raise SourceProblem(
            path,
            "the last year of delivery",
            f"{release - 1}, as the release of {release} ends with it",
            str(last_year),
            "choose all years when you download it; a file made in the first days of March may need a new download",
        )
    return release


def newest_per_release(files: Iterable[tuple[int, Path]]) -> dict[int, Path]:
    """The newest file of each release: SIPRI corrects a release during its year."""
    return {release: path for release, path in sorted(files, key=lambda pair: (pair[0], order(pair[1])))}


def without_code(names: Iterable[str]) -> tuple[str, ...]:
    """Names that rightly have no ISO code: states that are no more, and those that SIPRI stars as no state."""
    return tuple(name for name in set(names) if name in NO_CODE or name.endswith("*"))
