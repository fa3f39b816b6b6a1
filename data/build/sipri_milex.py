"""SIPRI's military expenditure workbooks: an excerpt for fifteen states."""

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from build.countries import iso3
from build.problems import SourceProblem, told
from build.reading import DOWNLOAD, read_bytes
from build.schema import EDITION, ISO3, Field
from build.shelf import Shelf

STATES = (
    "ARM", "AZE", "BLR", "DZA", "GEO", "IND", "IRN", "KAZ", "KGZ", "RUS", "SRB", "TJK", "TUR", "UZB", "VNM",
)  # fmt: skip
SINCE = 1990
SHEETS = {
    "constant_usd_million": r"Constant \((\d{4})\) US\$",
    "current_usd_million": r"Current US\$",
    "share_of_gdp": r"Share of GDP",
}
UNKNOWN = {"...", ". .", ".."}
NO_STATE = {"xxx", ""}
BLUE, RED = "FF0000FF", "FFFF0000"
PALETTE = {12: BLUE, 10: RED}  # numbers of the same colours in the older indexed palette
ISSUED = 4  # April


def military_expenditure(shelf: Shelf) -> pd.DataFrame:
    """Every edition on the shelf; columns as in `MILEX`."""
    read = {path: read_milex(path) for path in shelf.files("sipri_milex")}
    editions = {path: frame["edition"].iloc[0] for path, frame in read.items()}
    newest = {edition: path for path, edition in editions.items()}
    for path, edition in editions.items():
        shelf.set_aside([path], newest[edition])
    return pd.concat([read[newest[e]] for e in sorted(newest)], ignore_index=True)


def read_milex(path: Path) -> pd.DataFrame:
    """Excerpt of one workbook; constant and current US$ in millions, shares as fractions of GDP.

    Raises:
        SourceProblem: not a workbook, a sheet, a state or the header is missing, or a cell that is no number.

    Source: SIPRI Military Expenditure Database, yearly workbook.
    """
    raw = io.BytesIO(read_bytes(path))
    try:
        book = openpyxl.load_workbook(raw, read_only=True, data_only=True)
        try:
            parts = [_sheet(book, path, measure, pattern) for measure, pattern in SHEETS.items()]
            frame = pd.concat(parts, ignore_index=True)
            return frame.assign(edition=_edition(book.properties.created, int(frame["year"].max())))
        finally:
            book.close()
    except SourceProblem:
        raise
    except Exception as cause:  # a damaged archive or sheet: the readers of zip and XML meet it with a dozen kinds of error
        raise SourceProblem(path, "the whole file", "an .xlsx workbook that is whole", told(cause), DOWNLOAD) from cause


def _edition(created: datetime | None, last_year: int) -> str:
    """Each April's workbook ends with the year before; a later correction shows in its date of making."""
    month = created.month if created and created.year == last_year + 1 else ISSUED
    return f"{last_year + 1}-{month:02}"


def _sheet(book: Any, path: Path, measure: str, pattern: str) -> pd.DataFrame:
    name = next((n for n in book.sheetnames if re.fullmatch(pattern, n.strip())), None)
    if name is None:
        raise SourceProblem(
            path, "the sheets", f"one named like {pattern}", ", ".join(book.sheetnames), "compare with --list"
        )
    sheet = book[name]
    sheet.reset_dimensions()  # one edition says that its sheets have no size
    base = re.fullmatch(pattern, name.strip()).groups()
    years: dict[int, int] = {}
    rows, found = [], set()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if not cells or not isinstance(cells[0].value, str):
            continue
        label = cells[0].value.strip()
        if not years:
            years = _years(cells) if label == "Country" else {}
            continue
        code = iso3(label)
        if code in STATES:
            found.add(code)
            rows += _row(cells, years, {"country": label, "iso3": code}, path, f"sheet {name}, row {number}")
    missing = sorted(set(STATES) - found)
    if not years or missing:
        wanted = "a header that begins with Country" if not years else "rows for " + ", ".join(missing)
        raise SourceProblem(path, f"sheet {name}", wanted, "none", "the file is cut short or its format changed")
    frame = pd.DataFrame(rows).assign(measure=measure, base_year=int(base[0]) if base else None)
    return frame.astype({"base_year": "Int64", "is_estimate": "boolean", "is_highly_uncertain": "boolean"})


def _years(cells: tuple) -> dict[int, int]:
    """Position -> year of the columns that hold years from 1990."""
    numbers = {i: cell.value for i, cell in enumerate(cells) if isinstance(cell.value, int | float)}
    return {i: int(year) for i, year in numbers.items() if year >= SINCE}


def _row(cells: tuple, years: dict[int, int], state: dict, path: Path, where: str) -> list[dict]:
    if len(cells) <= max(years):
        found = f"{len(cells)} cells"
        raise SourceProblem(path, where, f"{max(years) + 1} cells", found, "the file is cut short: " + DOWNLOAD)
    rows = []
    for position, year in years.items():
        cell = cells[position]
        value = cell.value.strip() if isinstance(cell.value, str) else cell.value
        if value is None or value in NO_STATE:
            continue
        known = isinstance(value, int | float)
        if not known and value not in UNKNOWN:
            wanted = 'a number, "..." or "xxx"'
            raise SourceProblem(path, f"{where}, field {year}", wanted, repr(value), "mend the cell, or " + DOWNLOAD)
        colour = _colour(cell) if known else ""
        rows.append(
            {
                **state,
                "year": year,
                "value": float(value) if known else None,
                "is_estimate": colour in (BLUE, RED) if known else None,
                "is_highly_uncertain": colour == RED if known else None,
            }
        )
    return rows


def _colour(cell: Any) -> str:
    """Font colour as ARGB; empty for the default."""
    colour = cell.font.color if cell.font else None
    if colour is None:
        return ""
    if colour.type == "indexed":
        return PALETTE.get(colour.indexed, "")
    return colour.rgb if colour.type == "rgb" else ""


MILEX = (
    Field("edition", "string", "SIPRI's edition as year and month; it ends with the year before", pattern=EDITION),
    Field("country", "string", "state as SIPRI names it in that edition"),
    Field("iso3", "string", "code of the state", pattern=ISO3),
    Field("year", "year", "calendar year"),
    Field(
        "measure",
        "string",
        "constant_usd_million: million US$ at the prices and exchange rates of base_year; current_usd_million: million"
        " US$ at those of the year itself; share_of_gdp: part of gross domestic product (0.05 is 5 per cent)",
        enum=tuple(SHEETS),
    ),
    Field("base_year", "year", "year whose prices and exchange rates are used; only for constant US$", required=False),
    Field("value", "number", "expenditure; empty where SIPRI has no figure", "see measure", required=False, minimum=0),
    Field("is_estimate", "boolean", "SIPRI's own estimate (printed in blue or red)", required=False),
    Field("is_highly_uncertain", "boolean", "SIPRI calls the figure highly uncertain (printed in red)", required=False),
)
