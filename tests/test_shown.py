"""A net for what pages show and no sentence quotes: tables and paragraphs of cells, values, words and places of drawings, findings.

Sync makes all of them anew from whatever the code then says, so nothing is red after it. shown.csv is kept by hand: no command
writes it. It says what each of them was when somebody last looked, in the order of the pages:

- rows: how many, with the first and the last;
- sum: of the numbers in a column's cells as they are printed, so that a processor's last digit does not count; of columns in
  which most cells begin with a number, the first left out, and of paragraphs;
- checksum: CRC-32 of every cell and word in order. Where it alone moves, a word changed, or cells changed places.

A table is named after the heading above it, the second below one heading "HEADING, 2". NAME.csv are the values of a drawing and
NAME.svg its words, colours and widths of lines, and the sum of its coordinates, both in figures/. Findings are what a chapter
records for others: one checksum, since `python notebooks/evidence moved HEAD` lists them.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain, count, product
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from evidence import book
from evidence.places import FIGURES
from sources_here import checksum

PATH = Path(__file__).with_name("shown.csv")
PAGES = [*book.chapters(), *book.appendices()]
CHECKSUM = "checksum"
DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
ADDRESS = re.compile(r"https?://[^\s)]+")
NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z][-−])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?(?!\w)")
BEGINS = re.compile(rf"[(≥≤<>~±]*{NUMBER.pattern}")
BETWEEN = re.compile(r"(?<!\\)\|")
SVG_WORDS = re.compile(r"<(?:text|title|desc)\b[^>]*>([^<]+)<")
SVG_LOOKS = re.compile(r' style="([^"]*)"')
SVG_PLACES = re.compile(r'\b(?:x|y|d)="([^"]+)"')
SVG_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LONGEST = 40  # characters of a row's name

Told = dict[tuple[str, str], str]  # column and what is told of it -> what it is


@dataclass(frozen=True)
class Table:
    """What one output shows.

    Args:
        columns: their names.
        rows: their cells.
        beside: title, note or other words of the same output.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    beside: str = ""


def of_html(text: str) -> Table:
    """A cell that spans several places stands in each of them; names of columns may have several lines."""
    cells: dict[tuple[int, int], str] = {}
    heads, lines = 0, BeautifulSoup(text, "html.parser").find_all("tr")
    for row, line in enumerate(lines):
        heads += line.parent.name == "thead"
        for cell in line.find_all(["td", "th"]):
            column = next(n for n in count() if (row, n) not in cells)
            spans = (range(at, at + int(cell.get(span, 1))) for at, span in ((row, "rowspan"), (column, "colspan")))
            cells |= dict.fromkeys(product(*spans), cell.get_text().strip())
    width = 1 + max(column for _, column in cells)
    filled = [tuple(cells.get((row, column), "") for column in range(width)) for row in range(len(lines))]
    names = [" ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*filled[:heads], strict=True)]
    return Table(tuple(names), tuple(filled[heads:]))


def of_markdown(text: str) -> Table:
    """A table in Markdown, or a paragraph as a column of lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    piped = [line for line in lines if line.startswith("|")]
    if not piped:
        return Table(("words",), tuple((line,) for line in lines))
    names, _, *rows = [tuple(cell.strip() for cell in BETWEEN.split(line)[1:-1]) for line in piped]
    return Table(names, tuple(rows), "\n".join(line for line in lines if line not in piped))


def of_lines(text: str) -> Table:
    """A series as pandas prints it: names and values."""
    lines = [line for line in text.splitlines() if line.strip()]
    beside = [line for line in lines if line.startswith(("dtype:", "Name:"))]
    parts = [re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in lines if line not in beside]
    return Table(("name", "value"), tuple((name, *(value or [""])) for name, *value in parts), "\n".join(beside))


def of_csv(text: str) -> Table:
    names, *rows = csv.reader(io.StringIO(text))
    return Table(tuple(names), tuple(map(tuple, rows)))


def stored(cells: list[dict[str, Any]]) -> Iterator[tuple[str, Table]]:
    """Name and content of everything that a notebook's cells show, pictures apart. What they print is the count of marks alone."""
    heading, nth = "", 0
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for line in cell["source"].splitlines():
                if line.startswith(("# ", "## ")):
                    heading, nth = line.lstrip("# "), 0
        for output in cell.get("outputs", []):
            data = {kind: "".join(text) for kind, text in output.get("data", {}).items() if kind.startswith("text/")}
            if not data or "image/png" in output["data"]:
                continue
            nth += 1
            name = f"{heading}, {nth}" if nth > 1 else heading
            if "text/html" in data:
                yield name, of_html(data["text/html"])
            elif "text/markdown" in data:
                yield name, of_markdown(data["text/markdown"])
            else:
                yield name, of_lines(data["text/plain"])


def sum_of(cells: list[str]) -> str:
    """The sum of all numbers in some cells; addresses, dates and names such as T-72 do not count."""
    found = (number for cell in cells for number in NUMBER.findall(DATE.sub("", ADDRESS.sub("", cell))))
    return f"{sum((Decimal(number.replace(',', '').replace('−', '-')) for number in found), Decimal()):f}"


def holds_numbers(cells: list[str]) -> bool:
    begin = [bool(BEGINS.match(DATE.sub("", cell))) for cell in cells if cell]
    return 2 * sum(begin) > len(begin)


def told(table: Table) -> Told:
    """What is told of one table or paragraph."""
    found: Told = {}
    columns = [[row[n] for row in table.rows] for n in range(len(table.columns))]
    if len(columns) > 1:
        ends = [shortened(columns[0][n]) for n in (0, -1) if table.rows]
        found["", "rows"] = f"{len(table.rows)}: {' to '.join(ends)}"
        named = zip(names_apart(table.columns), columns, strict=True)
        found |= {(name, "sum"): sum_of(cells) for name, cells in [*named][1:] if holds_numbers(cells)}
    else:
        found[table.columns[0], "sum"] = sum_of(columns[0])
    found["", CHECKSUM] = checksum([table.beside, *table.columns, *chain(*table.rows)])
    return found


def of_drawing(svg: str) -> Told:
    """Words and looks in order, and the sum of all coordinates in whole points: where labels stand is no plotted value.

    A dot is drawn around a point of its own, left and right of it, so signs do not count.
    """
    places = (abs(float(number)) for found in SVG_PLACES.findall(svg) for number in SVG_NUMBER.findall(found))
    return {("places", "sum"): f"{math.fsum(places):.0f}", ("", CHECKSUM): checksum([*SVG_WORDS.findall(svg), *SVG_LOOKS.findall(svg)])}


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def names_apart(names: tuple[str, ...]) -> list[str]:
    """Names of columns, a repeated one with its number."""
    return [f"{name} ({again})" if (again := names[: n + 1].count(name)) > 1 else name for n, name in enumerate(names)]


@cache
def shown(path: Path) -> dict[str, Told]:
    """What a page shows: its cells, its drawings, its findings."""
    page = book.number(path)
    found = {name: told(table) for name, table in stored(book.cells(path))}
    for file in sorted(FIGURES.glob(f"{page}_*.csv")):
        found[file.name] = told(of_csv(file.read_text(encoding="utf-8")))
        drawing = file.with_suffix(".svg")
        found[drawing.name] = of_drawing(drawing.read_text(encoding="utf-8"))
    findings = json.loads((FIGURES / "findings" / f"{page}.json").read_text(encoding="utf-8"))["findings"]
    found["findings"] = {("", CHECKSUM): checksum(f"{name}: {held['text']}" for name, held in findings.items())}
    return found


@cache
def typed() -> dict[str, dict[str, Told]]:
    """Page -> table -> what is typed of it."""
    found: dict[str, dict[str, Told]] = {}
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of_table = found.setdefault(row["page"], {}).setdefault(row["table"], {})
            key = (row["column"], row["what"])
            assert key not in of_table, f"{PATH.name} has two rows for {row}"
            of_table[key] = row["expected"]
    return found


def moved(page: str, now: dict[str, Told], held: dict[str, Told], checksums: bool) -> list[str]:
    """Rows of shown.csv that are not as typed: the typed one after a minus, then as it has to be typed after a plus."""
    lines = []
    for table in [*now, *(gone for gone in held if gone not in now)]:
        new, old = now.get(table, {}), held.get(table, {})
        for key in [*new, *(gone for gone in old if gone not in new)]:
            if (key[1] == CHECKSUM) == checksums and new.get(key) != old.get(key):
                rows = [(sign, value[key]) for sign, value in (("-", old), ("+", new)) if key in value]
                lines += [f"{sign} {as_line(page, table, *key, value)}" for sign, value in rows]
    return lines


def as_line(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


LOOK = "look at what moved; if it is right, type into tests/shown.csv:\n"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_rows_and_sums_of_what_a_page_shows_are_as_last_seen(path):
    page = book.number(path)
    lines = moved(page, shown(path), typed().get(page, {}), checksums=False)
    assert not lines, LOOK + "\n".join(lines)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_what_a_page_shows_has_the_typed_checksums(path):
    page = book.number(path)
    lines = moved(page, shown(path), typed().get(page, {}), checksums=True)
    assert not lines, LOOK + "\n".join(lines)


def test_no_column_shown_is_zero_throughout():
    """A column of millions, divided by a million once more, was: readers saw 0, 0, 0, 0."""
    empty = {(page, table, column) for page, of in typed().items() for table, held in of.items() for (column, what), sum_ in held.items()
             if what == "sum" and float(sum_) == 0}  # fmt: skip
    assert empty == set()


def test_only_pages_that_exist_are_typed():
    assert set(typed()) == {book.number(path) for path in PAGES}


# planted faults ----------------------------------------------------------------------------------------------------------

HTML = """<table><thead><tr><th>period</th><th>2006–10</th><th>share</th></tr><tr><th>supplier</th><th></th><th></th></tr></thead><tbody>
<tr><th>Russia</th><td>189</td><td>12 %</td></tr>
<tr><th>Israel</th><td>1,033</td><td>3 to 5</td></tr>
<tr><th>Ukraine</th><td>401</td><td>—</td></tr>
</tbody></table>"""
MARKDOWN = """**Who delivered**

| supplier | 2006–10 | share |
| :--- | ---: | ---: |
| Russia | 189 | 12 % |
| Israel | 1,033 | 3 to 5 |
| Ukraine | 401 | — |

*Two sources.*"""
SERIES = "gap before    0.15\ngap after     0.63\nNaN  \ndtype: float64"


def page_of(**data: str) -> list[dict[str, Any]]:
    output = {"data": {f"text/{kind}": text.splitlines(keepends=True) for kind, text in data.items()}}
    return [{"cell_type": "markdown", "source": "## Who sold?"}, {"cell_type": "code", "source": "", "outputs": [output]}]


def lines_moved(before: dict[str, str], after: dict[str, str], checksums: bool) -> list[str]:
    old, new = ({name: told(table) for name, table in stored(page_of(**data))} for data in (before, after))
    return moved("02", new, old, checksums)


@pytest.mark.parametrize(("kind", "text"), [("html", HTML), ("markdown", MARKDOWN)])
@pytest.mark.parametrize("change", [("1,033", "1,034"), ("3 to 5", "3 to 6"), ("189", "−189")])
def test_a_changed_number_moves_a_sum(kind, text, change):
    assert len(lines_moved({kind: text}, {kind: text.replace(*change)}, checksums=False)) == 2
    assert lines_moved({kind: text}, {kind: text}, checksums=False) == []


def test_what_is_told_can_be_read():
    (table,) = (table for _, table in stored(page_of(html=HTML)))
    seen = told(table)
    assert seen.pop(("", CHECKSUM))
    assert seen == {("", "rows"): "3: Russia to Ukraine", ("2006–10", "sum"): "1623", ("share", "sum"): "20"}
    lines = lines_moved({"html": HTML}, {"html": HTML.replace("401", "402")}, checksums=False)
    assert lines == ["- 02,Who sold?,2006–10,sum,1623", "+ 02,Who sold?,2006–10,sum,1624"]


@pytest.mark.parametrize("lost", ["Russia", "Israel", "Ukraine"])
def test_a_dropped_and_an_added_row_are_found(lost):
    fewer = "\n".join(line for line in MARKDOWN.splitlines() if lost not in line)
    for before, after in ((MARKDOWN, fewer), (fewer, MARKDOWN)):
        assert any(",rows," in line for line in lines_moved({"markdown": before}, {"markdown": after}, checksums=False))


@pytest.mark.parametrize(
    "change",
    [
        ("| Russia | 189 | 12 % |\n| Israel | 1,033 | 3 to 5 |", "| Israel | 1,033 | 3 to 5 |\n| Russia | 189 | 12 % |"),
        ("Israel", "Iran"),
        ("share", "part"),
        ("Who delivered", "Who bought"),
        ("Two sources", "One source"),
        ("| 189 | 12 % |", "| 12 % | 189 |"),
    ],
)
def test_rows_that_change_places_and_changed_words_move_the_checksum(change):
    assert change[0] in MARKDOWN
    assert len(lines_moved({"markdown": MARKDOWN}, {"markdown": MARKDOWN.replace(*change)}, checksums=True)) == 2


@pytest.mark.parametrize("change", [("0.63", "0.64"), ("after", "since")])
def test_a_series_is_held_too(change):
    assert lines_moved({"plain": SERIES}, {"plain": SERIES.replace(*change)}, checksums=True) != []


@pytest.mark.parametrize(("cells", "total"), [
    (["12 %", "1,234", "3 to 5"], "1254"), (["−31", "-1.5", "(0.27–0.76)"], "-31.47"), (["2020–24", "07, 09"], "2060"),
    (["T-72", "2K11 Krug", "2023-10-03", "https://a.am/12"], "0"), (["1e-05", "NaN", "—"], "0.00001"),
])  # fmt: skip
def test_numbers_are_summed_as_printed(cells, total):
    assert sum_of(cells) == total


def test_a_stored_digit_of_a_real_page_moves_what_is_typed():
    cells = book.cells(book.notebook("06"))
    output = next(o for cell in cells for o in cell.get("outputs", []) if "text/html" in o.get("data", {}))
    stored_now = "".join(output["data"]["text/html"])
    output["data"]["text/html"] = re.sub(r"<td>(\d)", lambda found: f"<td>{(int(found[1]) + 1) % 10}", stored_now, count=1)
    assert output["data"]["text/html"] != stored_now
    now = shown(book.notebook("06")) | {name: told(table) for name, table in stored(cells)}
    for checksums in (False, True):
        assert len(moved("06", now, typed()["06"], checksums)) == 2


@pytest.mark.parametrize(("change", "columns"), [
    (("2,209", "2,210"), {""}), (("fill: #003d6b", "fill: #003d6c"), {""}), (('y="91.2', 'y="96.2'), {"places"}), (("L 209", "L 203"), {"places"}),
])  # fmt: skip
def test_a_label_that_changes_or_moves_and_another_shape_are_found(change, columns):
    svg = (FIGURES / "02_to_azerbaijan.svg").read_text(encoding="utf-8")
    assert change[0] in svg
    before, after = of_drawing(svg), of_drawing(svg.replace(*change, 1))
    assert {key[0] for key in before if before[key] != after[key]} == columns


def test_a_table_that_is_new_or_gone_is_told():
    assert lines_moved({"markdown": "Armenia paid."}, {}, checksums=True) != []
    assert lines_moved({}, {"markdown": "Armenia paid 7."}, checksums=False) == ["+ 02,Who sold?,words,sum,7"]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_nothing_that_a_page_stores_is_passed_over(path):
    """Every output but pictures and the count of marks is read, and under a name of its own."""
    outputs = [o for cell in book.cells(path) for o in cell.get("outputs", [])]
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    printed = ["".join(o["text"]) for o in outputs if o["output_type"] == "stream"]
    assert all(text.endswith("in the text agree with the data\n") and text.count("\n") == 1 for text in printed)
    names = [name for name, _ in stored(book.cells(path))]
    assert len(set(names)) == len(names) == len(outputs) - len(pictures) - len(printed)


def test_every_drawing_is_held():
    drawn = {name for tables in typed().values() for name in tables if name.endswith((".csv", ".svg"))}
    assert drawn == {file.name for ending in ("csv", "svg") for file in FIGURES.glob(f"*.{ending}")}
