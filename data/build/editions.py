"""Which edition a file is, by its name; and whether two files say the same."""

import gzip
import hashlib
import re
import zlib
from datetime import date
from pathlib import Path

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = re.compile(
    r"(?<!\d)((?:18|19|20|21)\d\d)(?!\d)"
    rf"(?:-(0[1-9]|1[0-2])(?!\d)(?:-(0[1-9]|[12]\d|3[01])(?!\d))?|[ _-]?({'|'.join(MONTHS)}))?",
    re.IGNORECASE,
)
VERSION = re.compile(r"(?<![a-z\d])v(\d+)(?:[._](\d+))?|(?<![\d.])(\d{1,2})\.(\d{1,2})(?![\d.])", re.IGNORECASE)
NUMBER = re.compile(r"\d+")


def order(path: Path) -> tuple:
    """Sorting key of an edition: its version, its latest date, else its largest number; the name decides between equals.

    `ids_disbursements_1990-2026` is newer than `ids_disbursements_2000-2022`, and `ucdp_brd_v25_1` than `ucdp_brd_v9_2`,
    whichever name sorts first.
    """
    name = path.name
    version = max((tuple(int(part) for part in found.groups() if part) for found in VERSION.finditer(name)), default=())
    latest = max(_dates(name), default=())
    numbers = () if version or latest else (max(map(int, NUMBER.findall(name)), default=0),)
    return version, latest, numbers, name


def _dates(name: str) -> list[tuple[int, int, int]]:
    found = []
    for year, month, day, word in DAY.findall(name):
        spelt = MONTHS.index(word.casefold()) + 1 if word else 0
        found.append((int(year), int(month or spelt), int(day or 0)))
    return found


def is_of_the_future(path: Path, today: date) -> bool:
    """Whether a file's name gives a date after today; a year alone is of the future once it has not begun."""
    return any(found > (today.year, today.month, today.day) for found in _dates(path.name))


def content(path: Path, raw: bytes) -> str:
    """Digest of what a file says, whatever its packing and its line ends."""
    if path.suffix == ".gz":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error):  # damaged: the parser says so, with the place
            return hashlib.sha256(raw).hexdigest()
    if not path.name.endswith((".xlsx", ".zip", ".dta")):
        raw = raw.replace(b"\r\n", b"\n").rstrip(b"\n")
    return hashlib.sha256(raw).hexdigest()
