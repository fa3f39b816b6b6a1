"""Changes in tables: a used cell, an event's date or confidence, a rule's row, a threshold.

A table that is kept by hand is changed in its list (data/build/curated) and built anew; any other is changed where it lies,
and the descriptor is given its new hash. `kept_by_hand` tells which is which.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mutation import words
from mutation.mutants import Place, read

CURATED = "data/build/curated/"
CELL = re.compile(r"(?P<cell>\"(?:[^\"]|\"\")*\"|[^,\n]*)(?P<end>,|\n|\Z)")
SUBJECTS = {
    "Armenia", "ARM", "Russia", "RUS", "Russian Federation", "Azerbaijan", "AZE", "India", "IND", "France", "FRA", "Belarus", "BLR",
    "Kazakhstan", "KAZ", "United States", "USA", "Ukraine", "UKR", "Georgia", "GEO", "Iran", "IRN", "China", "CHN",
}  # fmt: skip
SMALL = 300  # rows; of a larger table only rows about the states of the story count as used
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?P<rest>-\d\d)?")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
NEEDS_MORE = ("opinion/polls", "narrative/published_checks")  # made from a list and from publishers' files
GRADES = ("high", "medium", "low")
OPERATORS = re.compile(r"<=|>=|==|!=|(?<![<>=])[<>](?!=)|\b(?:and|or)\b|\bnot (?=\w|\()")
TURNED = {
    "<=": "<", ">=": ">", "==": "!=", "!=": "==", "<": "<=", ">": ">=", "and": "or", "or": "and", "not ": "",
}  # fmt: skip
VERDICTS = ("supported", "partly supported", "contradicted", "not testable")


@cache
def described(root: Path) -> dict[str, dict]:
    """Descriptors of all tables by name."""
    found = json.loads(read(root / "data/datapackage.json"))["resources"]
    return {resource["name"]: resource for resource in found}


@cache
def kept_by_hand(root: Path) -> dict[str, str]:
    """Table -> the list in data/build/curated that it is made from, column by column."""
    lists = {path.stem: path for path in (root / CURATED).glob("*.csv")}
    found = {}
    for name in described(root):
        stem = name.partition("/")[2]
        path = lists.get({"sources": "pages", "reported": "reported_economy_figures"}.get(stem, stem))
        if path and name not in NEEDS_MORE and _header(read(path)) <= _header(read(root / "data" / f"{name}.csv")):
            found[name] = CURATED + path.name
    return found


@cache
def on_pages(root: Path) -> set[str]:
    """Tables that a chapter loads, as the chapters recorded it."""
    records = [json.loads(read(path)) for path in sorted((root / "figures/findings").glob("*.json"))]
    return {table for record in records for table in record["tables"]}


@cache
def named_in_code(root: Path) -> set[str]:
    """Words in the code of chapters and of evidence: a column that is not among them is used by no page."""
    texts = [read(path) for path in (root / "notebooks/evidence").rglob("*.py")]
    for path in (root / "notebooks").glob("*.ipynb"):
        cells = json.loads(read(path))["cells"]
        texts += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return {word for text in texts for word in re.findall(r"\w+", text)}


def table_of(root: Path, file: str) -> str:
    """Name of the table that a file holds or is the list of."""
    by_list = {path: name for name, path in kept_by_hand(root).items()}
    return by_list.get(file) or file.removeprefix("data/").removesuffix(".csv")


def cell(root: Path, file: str) -> Iterator[Place]:
    """A cell that a page, rule or figure uses: of a loaded table, in a column that code names, in a row about the states of the story."""
    rows = list(_rows(read(root / file)))
    header = [text for _, text in rows[0]]
    columns = {n for n, name in enumerate(header) if name in named_in_code(root)}
    pools: dict[int, dict[str, None]] = {n: {} for n in columns}
    for row in rows[1:]:
        for n in columns:
            pools[n].setdefault(row[n][1])
    for row in rows[1:]:
        if len(rows) > SMALL and not any(text in SUBJECTS for _, text in row):
            continue
        for n in sorted(columns):
            start, text = row[n]
            afters = _other(text, [*pools[n]])
            if text and afters:
                yield Place(start, text, afters)


def event(root: Path, file: str) -> Iterator[Place]:
    """The date of an event, in both of its columns where they agree, or how sure it is."""
    rows = list(_rows(read(root / file)))
    header = [text for _, text in rows[0]]
    date, precision, known, confidence = (header.index(name) for name in ("date", "date_precision", "date_known", "confidence"))
    for row in rows[1:]:
        both = ",".join(text for _, text in row[date : known + 1])
        kept = f",{row[precision][1]}," if row[date][1] == row[known][1] and known == date + 2 else ""
        if kept:
            yield Place(row[date][0], both, tuple(f"{day}{kept}{day}" for day in _other(row[date][1], [])))
        else:
            yield Place(*row[date], _other(row[date][1], []))
        yield Place(*row[confidence], tuple(g for g in GRADES if g != row[confidence][1]))


def rule(root: Path, file: str) -> Iterator[Place]:
    """The condition or the verdict of a branch, or what bears out a finding that a rule asks for."""
    rows = list(_rows(read(root / file)))
    header = [text for _, text in rows[0]]
    if "condition" not in header:
        for row in rows[1:]:
            start, text = row[header.index("keys")]
            for match in re.finditer(r"[A-Z]\d+;?", text):
                yield Place(start + match.start(), match[0], ("",))
        return
    for row in rows[1:]:
        start, text = row[header.index("condition")]
        for match in OPERATORS.finditer(text):
            yield Place(start + match.start(), match[0], (TURNED[match[0]],))
        start, text = row[header.index("verdict")]
        yield Place(start, text, tuple(v for v in VERDICTS if v != text))


def threshold(root: Path, file: str) -> Iterator[Place]:
    """A number in a rule's condition, or among the trials of thresholds."""
    text = read(root / file)
    if file.endswith(".py"):
        for match in re.finditer(r"(?m)^    Trial\(.*?, (?P<used>[\d.]+), \"", text):
            yield Place(match.start("used"), match["used"], _further(match["used"]))
        return
    rows = list(_rows(text))
    at = [cell for _, cell in rows[0]].index("condition")
    for row in rows[1:]:
        start, condition = row[at]
        for match in re.finditer(r"(?<=[<>=] )\d+(?:\.\d+)?", condition):
            yield Place(start + match.start(), match[0], _further(match[0]))


def _further(number: str) -> tuple[str, ...]:
    """A share ten points, a count one, any other number a tenth lower and higher."""
    value = float(number)
    step = 0.1 if value < 1 else 1 if value < 10 else value / 10
    spelt = [f"{n:.10g}" for n in (value + step, value - step) if n >= 0]
    return tuple(spelt)


def _header(text: str) -> set[str]:
    return set(text.partition("\n")[0].strip().split(","))


def _rows(text: str) -> Iterator[list[tuple[int, str]]]:
    """Offset and content of each cell, row by row; of a quoted cell what stands between the quotes."""
    row: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        match = CELL.match(text, at)
        quoted = match["cell"].startswith('"')
        row.append((at + quoted, match["cell"][1:-1] if quoted else match["cell"]))
        at = match.end()
        if match["end"] != ",":
            yield row
            row = []


def _other(text: str, pool: list[str]) -> tuple[str, ...]:
    """What a cell might hold instead: another truth value, month, number, word of a short list, or a changed word."""
    if text in ("true", "false"):
        return ({"true": "false", "false": "true"}[text],)
    if dated := ISO_DATE.fullmatch(text):
        month = int(dated["month"])
        rest = "-15" if dated["rest"] and int(dated["rest"][1:]) > 28 else dated["rest"] or ""
        return tuple(f"{dated['year']}-{m:02}{rest}" for m in (month % 12 + 1, (month + 5) % 12 + 1))
    if NUMBER.fullmatch(text):
        return words.other_number(text)
    if 1 < len(pool) <= 20:
        return tuple(value for value in pool if value not in (text, "") and '"' not in value and ("," in value) <= ("," in text))
    found = [*words.names(text), *words.directions(text), *words.digits(text)]
    return tuple(text[: p.start] + p.afters[0] + text[p.start + len(p.before) :] for p in found if p.afters)
