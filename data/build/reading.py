"""Open a publisher's file and hand back typed columns, or say exactly what is wrong with it."""

import csv
import gzip
import io
import zlib
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from build.problems import SourceProblem
from build.schema import DTYPES, Field, checked

BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
DOWNLOAD = "download the file again from the address that --list prints"


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Whole text of a plain or gzip-compressed file, byte-order mark removed."""
    try:
        raw = path.read_bytes()
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
    except (EOFError, zlib.error, gzip.BadGzipFile) as cause:
        raise SourceProblem(path, "the compressed stream", "a complete gzip file", str(cause), DOWNLOAD) from cause
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


def read_rows(
    path: Path,
    encoding: str = "utf-8",
    skip: int = 0,
    delimiter: str = ",",
    trailing: str = "",
) -> pd.DataFrame:
    """Every cell as text; the index is the line number in the file (the first line is 1).

    Args:
        path: a .csv or .csv.gz file.
        encoding: the publisher's encoding.
        skip: lines of preamble before the header.
        delimiter: field separator.
        trailing: a character that the publisher puts at the end of each line, to be dropped.

    Raises:
        SourceProblem: undecodable or truncated file, no header, or a row with another number of fields.
    """
    text = read_text(path, encoding).replace("\r\n", "\n")
    if trailing:
        text = text.replace(f"{trailing}\n", "\n")
    for _ in range(skip):
        text = text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = next(reader, None)
    if not header:
        raise SourceProblem(path, f"row {skip + 1}", "a header row", "the end of the file", DOWNLOAD)
    rows, lines = [], []
    for row in reader:
        if not row:
            continue
        if len(row) != len(header):
            raise SourceProblem(
                path,
                f"row {skip + reader.line_num}",
                f"{len(header)} fields",
                f"{len(row)} fields, beginning {','.join(row)[:60]!r}",
                "the file is cut short or was edited: " + DOWNLOAD,
            )
        rows.append(row)
        lines.append(skip + reader.line_num)
    return pd.DataFrame(rows, columns=header, index=pd.Index(lines, name="row"), dtype=str)


def typed(frame: pd.DataFrame, fields: tuple[Field, ...], path: Path, key: tuple[str, ...] = ()) -> pd.DataFrame:
    """Pick the described columns from a frame of text, rename them and turn them into their types.

    Columns that are not described are left out, so a publisher may add some.

    Raises:
        SourceProblem: a column is missing, or a cell breaks its description, or `key` does not identify a row.
    """
    missing = [f.header or f.name for f in fields if (f.header or f.name) not in frame.columns]
    if missing:
        raise SourceProblem(
            path,
            "the header row",
            "the columns " + ", ".join(missing),
            ", ".join(map(str, frame.columns))[:300],
            "the publisher's format changed, or the wrong file stands here: compare with --list",
        )
    columns = {}
    for field in fields:
        text = frame[field.header or field.name].astype(str).str.strip()
        text = text.mask(text.isin(("", *field.missing)))
        columns[field.name] = _parsed(text, field)
    picked = pd.DataFrame(columns, index=frame.index)
    try:
        found = checked(picked, fields)
    except pa.errors.SchemaErrors as cause:
        raise _first_failure(cause, fields, path) from cause
    if key:
        repeated = found[found.duplicated(list(key), keep=False)]
        if not repeated.empty:
            first = repeated.iloc[0]
            raise SourceProblem(
                path,
                f"row {repeated.index[1]}, fields {', '.join(key)}",
                "each combination once",
                "again " + ", ".join(str(first[k]) for k in key),
                "remove the repeated row, or " + DOWNLOAD,
            )
    return found


def _parsed(text: pd.Series, field: Field) -> pd.Series:
    """Values where they parse; the text stays where they do not, so that the check can name the cell."""
    if field.type == "boolean":
        values = text.str.lower().map(BOOLEANS)
        broken = values.isna() & text.notna()
        return text.where(broken, values).astype(object) if broken.any() else values.astype("boolean")
    if field.type not in ("integer", "year", "number"):
        return text
    values = pd.to_numeric(text, errors="coerce")
    whole = field.type in ("integer", "year")
    broken = (values.isna() & text.notna()) | (whole & values.notna() & (values % 1 != 0))
    if broken.any():
        return text.where(broken, values).astype(object)
    return values.astype(DTYPES[field.type])


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
