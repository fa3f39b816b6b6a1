"""Reported sums, dates and speakers: does the text say what the row of the narrative tables says?"""

import re
from functools import cache

import pandas as pd

from evidence.tables import load, near
from evidence.text.marks import Mark

KEYED = {
    "narrative/reported_figures": "figure_id",
    "narrative/events": "event_id",
    "narrative/deals": "deal_id",
    "narrative/published_checks": "check_id",
    "narrative/claims": "claim_id",
    "narrative/texts": "text_id",
}
SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
PLAIN = r"[\u2212-]?\d[\d,]*(?:\.\d+)?"
UNIT = r"(million|billion|trillion)"
AMOUNT = re.compile(rf"({PLAIN})(?:\s+{UNIT}|(?=\s+to\s+{PLAIN}\s+{UNIT}))?")


@cache
def rows() -> dict[str, dict[str, object]]:
    """Every keyed row of the narrative tables, by key; unknown cells are left out."""
    found = {}
    for table, column in KEYED.items():
        for record in load(table).to_dict("records"):
            found[record[column]] = {k: v for k, v in record.items() if not _unknown(v)}
    return found


def keys_of(mark: Mark) -> list[str]:
    """Keys that a report names."""
    return [key.strip() for key in mark.expr.split(",")]


def differs(mark: Mark) -> list[str]:
    """What a report says that none of its rows says: an unknown key, or an amount that stands in no row."""
    unknown = [key for key in keys_of(mark) if key not in rows()]
    if unknown:
        return [f"cannot be told: no row {key} in the narrative tables; near: {near(key, [*rows()])}" for key in unknown]
    known = {amount for key in keys_of(mark) for amount in amounts(key)}
    said = [_amount(m) for m in AMOUNT.finditer(_without_dates(mark.words)) if m[1].strip("−-")]
    missing = [value for value in said if not any(abs(value - k) <= 1e-9 * max(1, abs(k)) for k in known)]
    return [f"in none of {mark.expr}: {value:,.10g}" for value in missing]


def amounts(key: str) -> set[float]:
    """Numbers that a row holds: in its columns, and in its words."""
    found: set[float] = set()
    for column, value in rows()[key].items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.add(float(value))
        elif isinstance(value, str) and "url" not in column:
            found |= {_amount(m) for m in AMOUNT.finditer(value) if m[1].strip("−-")}
    return found


@cache
def text_of(key: str) -> str:
    """All words of a row, for names and places."""
    return " ".join(str(v) for c, v in rows()[key].items() if isinstance(v, str) and "url" not in c)


@cache
def dates_of(key: str) -> frozenset[pd.Timestamp]:
    """Dates that a row carries: of the event, of the statement, of the page."""
    row = rows()[key]
    columns = ("date", "as_of", "source_date", "published", "date_known", "status_as_of")
    parsed = (pd.to_datetime(str(row[c])[:10], errors="coerce") for c in columns if c in row)
    return frozenset(d for d in parsed if not pd.isna(d))


@cache
def by_address() -> dict[str, list[str]]:
    """Key of the rows that a page is cited for, by its address."""
    found: dict[str, list[str]] = {}
    for key, row in rows().items():
        for column in ("url", "further_urls", "urls"):
            for address in str(row.get(column, "")).split(";"):
                if address.startswith("http"):
                    found.setdefault(address, []).append(key)
    return found


def _amount(match: re.Match[str]) -> float:
    return float(match[1].replace(",", "").replace("\u2212", "-")) * SCALES.get(match[2] or match[3] or "", 1.0)


def _without_dates(text: str) -> str:
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    text = re.sub(rf"\b\d{{1,2}} (?:{months})\b(?: \d{{4}})?", " ", text)
    return re.sub(r"\b(?:1[89]|20)\d\d(?:[–-]\d{2,4})?\b", " ", text)


def _unknown(value: object) -> bool:
    return bool(pd.isna(value)) if not isinstance(value, list | tuple) else False
