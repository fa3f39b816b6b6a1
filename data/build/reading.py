"""Open a publisher's file and hand back typed columns, or say exactly what is wrong with it."""

import csv
import gzip
import io
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from build.layouts import refuse_foreign, refuse_no_table
from build.problems import SourceProblem, unreadable
from build.schema import DATE, DTYPES, Field, checked

LONGEST_RECORD = 40  # lines; a cell may hold line ends, but a quote that stays open swallows the rest of the file
WHOLE = 2**53  # beyond it a float no longer tells whole numbers apart
SEPARATORS = {";": "semicolons", "\t": "tabulators", "|": "upright strokes"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
DOWNLOAD = "download the file again from the address that --list prints"


def read_bytes(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        SourceProblem: a folder, a link that leads nowhere, no permission, or a disk that cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as cause:
        raise unreadable(path, cause) from cause


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Whole text of a plain or gzip-compressed file, byte-order mark removed.

    Raises:
        SourceProblem: unreadable, cut short, no text at all (a workbook, a web page), in another encoding, or with lines
            that end as on computers of the last century.
    """
    raw = read_bytes(path)
    if path.suffix == ".gz":
        try:
            raw = gzip.decompress(raw)
        except (EOFError, zlib.error, gzip.BadGzipFile) as cause:
            raise SourceProblem(path, "the compressed stream", "a complete gzip file", str(cause), DOWNLOAD) from cause
    refuse_no_table(path, raw)
    if raw.startswith(UTF_16) or b"\0" in raw[:1000]:
        found = "text encoded as UTF-16" if raw.startswith(UTF_16) else "zero bytes, as in UTF-16 or in no text at all"
        raise SourceProblem(path, "row 1, byte 0", f"text encoded as {encoding}", found, f"save it as {encoding}, or " + DOWNLOAD)
    if b"\r" in raw and b"\n" not in raw:
        raise SourceProblem(
            path, "row 1", "lines that end with \\n or \\r\\n", "lines that end with \\r alone, as in CSV (Macintosh)",
            "save it again as plain CSV in UTF-8, or " + DOWNLOAD,
        )  # fmt: skip
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as cause:
        line = raw[: cause.start].count(b"\n") + 1
        raise SourceProblem(
            path,
            f"row {line}, byte {cause.start}",
            f"text encoded as {encoding}",
            f"byte 0x{raw[cause.start]:02x}",
            "save it again in the publisher's encoding, or " + DOWNLOAD,
        ) from cause


def records(lines: Iterable[str], path: Path, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """(number of the line on which it ends, cells) of each record of a CSV.

    Args:
        lines: the text.
        path: file to name in an error.
        before: lines that stand before these in the file.

    Raises:
        SourceProblem: a quote that is not closed, or another fault of the quoting.
    """
    reader = csv.reader(lines, strict=True)
    ended = 0
    try:
        for cells in reader:
            if reader.line_num - ended > LONGEST_RECORD:
                raise _open_quote(path, before + ended + 1, f"a cell of {reader.line_num - ended} lines")
            ended = reader.line_num
            yield before + ended, cells
    except csv.Error as cause:
        raise _open_quote(path, before + ended + 1, str(cause)) from cause


def _open_quote(path: Path, row: int, found: str) -> SourceProblem:
    return SourceProblem(
        path, f"row {row}", "quotation marks that are closed", found,
        "a quotation mark was opened there, or a line end lost: mend the row, or " + DOWNLOAD,
    )  # fmt: skip


def refuse_repeated(header: Iterable[str], path: Path, row: int) -> None:
    """Refuse two columns of one name; columns without a name may be many.

    Raises:
        SourceProblem: names the column.
    """
    twice = [name for name, times in Counter(header).items() if name.strip() and times > 1]
    if twice:
        raise SourceProblem(
            path, f"the header row (row {row})", "each column once", f"{twice[0]!r} more than once",
            "take the column out that is not meant, or " + DOWNLOAD,
        )  # fmt: skip


def read_rows(path: Path) -> pd.DataFrame:
    """Every cell as text; the index is the line number in the file (the first line is 1).

    Args:
        path: a .csv or .csv.gz file in UTF-8.

    Raises:
        SourceProblem: undecodable or truncated file, the layout of a publisher's site that is not the one read here, no
            header or one that names a column twice, or a row with another number of fields.
    """
    text = read_text(path).replace("\r\n", "\n")
    refuse_foreign(path, text)
    found = records(io.StringIO(text), path)
    ended, header = next(found, (1, []))
    if not header:
        raise SourceProblem(path, f"row {ended}", "a header row", "the end of the file", DOWNLOAD)
    refuse_repeated(header, path, ended)
    rows, lines = [], []
    for number, row in found:
        if not row:
            continue
        if len(row) != len(header):
            raise SourceProblem(
                path,
                f"row {number}",
                f"{len(header)} fields",
                f"{len(row)} fields, beginning {','.join(row)[:60]!r}",
                "the file is cut short or was edited: " + DOWNLOAD,
            )
        rows.append(row)
        lines.append(number)
    return pd.DataFrame(rows, columns=header, index=pd.Index(lines, name="row"), dtype=str)


def typed(frame: pd.DataFrame, fields: tuple[Field, ...], path: Path, key: tuple[str, ...] = ()) -> pd.DataFrame:
    """Pick the described columns from a frame of text, rename them and turn them into their types.

    Columns that are not described are left out, so a publisher may add some.

    Raises:
        SourceProblem: a column is missing, or a cell breaks its description, or `key` does not identify a row.
    """
    missing = [f.header or f.name for f in fields if (f.header or f.name) not in frame.columns]
    if missing:
        header = ", ".join(map(str, frame.columns))
        other = next((word for sign, word in SEPARATORS.items() if len(frame.columns) == 1 and sign in header), None)
        raise SourceProblem(
            path,
            "the header row",
            "the columns " + ", ".join(missing),
            header[:300],
            f"the fields are separated by {other}: save it with commas"
            if other
            else "the publisher's format changed, or the wrong file stands here: compare with --list",
        )
    columns = {f.name: _parsed(_texts(frame[f.header or f.name], f), f, frame.index) for f in fields}
    picked = pd.DataFrame(columns, index=frame.index)
    try:
        found = checked(picked, fields)
    except pa.errors.SchemaErrors as cause:
        raise _first_failure(cause, fields, path) from cause
    if key:
        repeated = found.loc[found.duplicated(list(key)), list(key)]
        if not repeated.empty:
            raise SourceProblem(
                path,
                f"row {repeated.index[0]}, fields {', '.join(key)}",
                "each combination once",
                "again " + ", ".join(map(str, repeated.iloc[0])),
                "remove the repeated row, or " + DOWNLOAD,
            )
    return found


Texts = list[str | None]


def _texts(column: pd.Series, field: Field) -> Texts:
    """Cells without the spaces around them, None for those that hold nothing."""
    empty = {"", *field.missing}
    texts = (cell.strip() if isinstance(cell, str) else "" if pd.isna(cell) else str(cell) for cell in column.tolist())
    return [None if text in empty else text for text in texts]


def _parsed(texts: Texts, field: Field, rows: pd.Index) -> pd.Series:
    """Values where they parse; the text stays where they do not, so that the check can name the cell.

    Most files are small, and on lists this takes a fifth of what it takes on columns.
    """
    if field.type == "boolean":
        truths = [None if text is None else BOOLEANS.get(text.lower(), text) for text in texts]
        return pd.Series(truths, index=rows, dtype=object if any(isinstance(t, str) for t in truths) else "boolean")
    if field.type == "date":
        texts = [text if text is None or _is_day(text) else f"{text} (no such day)" for text in texts]
    if field.type not in ("integer", "year", "number"):
        return pd.Series(texts, index=rows, dtype=str)
    values = pd.to_numeric(np.array(texts, dtype=object), errors="coerce").astype("float64")
    whole = field.type in ("integer", "year")
    far = np.abs(values) > (WHOLE if whole else sys.float_info.max)
    broken = far | (np.isnan(values) & np.array([text is not None for text in texts], dtype=bool))
    if whole:
        with np.errstate(invalid="ignore"):  # an infinite number leaves no rest
            broken |= ~np.isnan(values) & (values % 1 != 0)
    if broken.any():  # a number that is too large is marked, or else the check would read it as a number again
        told = zip(texts, values, broken, far, strict=True)
        cells = [(f"{text} (too large)" if beyond else text) if wrong else value for text, value, wrong, beyond in told]
        return pd.Series(cells, index=rows, dtype=object)
    return pd.Series(values, index=rows).astype(DTYPES[field.type])


def _is_day(text: str) -> bool:
    """False for a date that no calendar has; what is not written as a date is left to the check."""
    try:
        return not re.match(DATE, text) or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _first_failure(cause: pa.errors.SchemaErrors, fields: tuple[Field, ...], path: Path) -> SourceProblem:
    cases = cause.failure_cases
    cases = cases[cases["index"].notna()].sort_values(["index", "column"], kind="stable")
    case = cases.iloc[0]
    field = next(f for f in fields if f.name == case["column"])
    found = "an empty cell" if pd.isna(case["failure_case"]) else repr(case["failure_case"])
    more = cases["index"].nunique() - 1
    return SourceProblem(
        path,
        f"row {int(case['index'])}, field {field.header or field.name}",
        field.expectation(),
        found + (f" (and {more} more rows like it)" if more else ""),
        "the file was altered, or the publisher's format changed: " + DOWNLOAD,
    )


def expect_no_shorter(editions: list[tuple[Path, int]]) -> None:
    """Refuse an edition with clearly fewer rows than the one before it.

    Args:
        editions: (file, its number of rows), oldest first.
    """
    for (_, before), (path, rows) in zip(editions, editions[1:], strict=False):
        if rows < 0.9 * before:
            raise SourceProblem(
                path,
                "the number of rows",
                f"about as many as the edition before it ({before:,})",
                f"{rows:,}",
                "the file is cut short or was queried for fewer countries: " + DOWNLOAD,
            )


def expect_present(path: Path, found: Iterable[str], column: str, wanted: Iterable[str]) -> None:
    """Refuse a file that lacks what the collection is about.

    Args:
        path: the file.
        found: values of the column.
        column: its name, for the message.
        wanted: states or series that must stand there.

    Raises:
        SourceProblem: names what is missing.
    """
    wanted = list(wanted)
    absent = sorted(set(wanted) - set(found))
    if absent:
        raise SourceProblem(
            path, f"field {column}", "rows for " + ", ".join(wanted), "none for " + ", ".join(absent),
            "what the collection is about is missing: the download was limited, or rows were lost; " + DOWNLOAD,
        )  # fmt: skip


def expect_no_fewer(editions: list[tuple[Path, pd.Series]], wanted: Iterable[str]) -> None:
    """Refuse an edition with clearly fewer rows of the subject than the one before it, however long it is.

    Args:
        editions: (file, the column that names states), oldest first.
        wanted: the states that the collection is about.

    Raises:
        SourceProblem: names the state and both counts.
    """
    counts = [(path, names.value_counts()) for path, names in editions]
    for (older, before), (path, now) in zip(counts, counts[1:], strict=False):
        for name in wanted:
            had, has = int(before.get(name, 0)), int(now.get(name, 0))
            if has < 0.9 * had and had - has > 1:
                raise SourceProblem(
                    path, f"the rows of {name}", f"about as many as {older.name} has ({had})", str(has),
                    "rows were lost or the download was limited: " + DOWNLOAD,
                )  # fmt: skip


def expect_none_lost(editions: list[tuple[Path, pd.Series]], column: str) -> None:
    """Refuse an edition that lacks a state which the one before it has.

    Args:
        editions: (file, the column that names states), oldest first.
        column: what these states are, for the message.

    Raises:
        SourceProblem: names the states.
    """
    for (older, before), (path, now) in zip(editions, editions[1:], strict=False):
        lost = sorted(set(before.dropna()) - set(now.dropna()))
        if lost:
            raise SourceProblem(
                path, f"field {column}", f"every state that {older.name} has", "none of " + ", ".join(lost[:12]),
                "the download was limited to other states, or rows were lost: " + DOWNLOAD,
            )  # fmt: skip
