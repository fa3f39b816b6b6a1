"""SIPRI's terms: less than a tenth of its register may stand here, and none of its sentences.

The count is an upper bound on purpose. A deal is counted again for every release and every table, figure or notebook
that shows it, so no spelling and no rerun can hide one.
"""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from sources_here import ROOT, SOURCES, needs_sources

DATA = ROOT / "data"
TENTH = 0.10
DEAL_COLUMNS = {"designation", "order_year"}
NAMES_OF_A_DEAL = ("release", "deal_key", "deal_id", "supplier", "recipient", "order_year", "designation")


def folded(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip().lower())


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        names = [folded(name) for name in next(lines, [])]
        return [dict(zip(names, line, strict=False)) for line in lines if line]


def deals_in(rows: list[dict[str, str]]) -> int:
    """Distinct deals, each release apart; 0 for rows that do not tell one deal from another."""
    if not rows or not set(rows[0]) >= DEAL_COLUMNS:
        return 0
    named = [tuple(row.get(column) for column in NAMES_OF_A_DEAL) for row in rows]
    # Without SIPRI's number or our key, like rows may be different deals: each counts.
    told_apart = {"deal_key", "deal_id"} & set(rows[0])
    return len(set(named)) if told_apart else len(named)


class HtmlTables(HTMLParser):
    """Header names and number of body rows of each table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[tuple[set[str], int]] = []
        self.names: set[str] = set()
        self.rows, self.inside, self.text = 0, "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.names, self.rows, self.inside = set(), 0, ""
        elif tag in ("thead", "tbody"):
            self.inside = tag
        elif tag == "tr":
            self.rows += self.inside != "thead"
        elif tag in ("th", "td"):
            self.text = ""

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "th":
            self.names.add(folded(self.text))
        elif tag == "table":
            self.tables.append((self.names, self.rows))


def deals_in_notebook(path: Path) -> int:
    """Rows of output tables with a designation and an order year, printed as HTML or as text."""
    outputs = [o for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for o in cell.get("outputs", [])]
    count = 0
    for output in outputs:
        shown = {mime: "".join(text) for mime, text in output.get("data", {}).items() if mime.startswith("text/")}
        if "text/html" in shown:
            count += sum(rows for names, rows in HtmlTables(shown["text/html"]).tables if names >= DEAL_COLUMNS)
        else:
            lines = (shown.get("text/plain") or shown.get("text/markdown") or "".join(output.get("text", ""))).split(
                "\n"
            )
            heads = [i for i, line in enumerate(lines) if all(c in folded(line) for c in DEAL_COLUMNS)]
            count += sum(bool(line.strip()) for line in lines[heads[0] + 1 :]) if heads else 0
    return count


def census(root: Path) -> dict[str, int]:
    """Deals shown by each table, figure and notebook below a folder."""
    tables = [p for p in (root / "data").rglob("*.csv") if "build" not in p.relative_to(root / "data").parts]
    figures = sorted((root / "figures").glob("**/*.csv"))
    notebooks = [p for p in (root / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    found = {p: deals_in(rows_of(p)) for p in [*sorted(tables), *figures]}
    found |= {p: deals_in_notebook(p) for p in sorted(notebooks)}
    return {p.relative_to(root).as_posix(): count for p, count in found.items() if count}


@pytest.fixture(scope="module")
def register():
    rows = rows_of(DATA / "arms" / "register.csv")
    assert len(rows) > 100, "data/arms/register.csv is empty: build the tables first"
    return rows


def smallest_release(register) -> int:
    """Deals in the smallest of SIPRI's registers, as the table itself records it."""
    return min(int(row["register_deals"]) for row in register)


def test_under_a_tenth_of_the_deals_is_published(register):
    found = census(ROOT)
    assert {"data/arms/register.csv", "data/arms/deliveries.csv"} <= set(found), "the census must see the deal tables"
    assert sum(found.values()) < TENTH * smallest_release(register), found


def test_each_release_is_under_a_tenth_of_its_own_register(register):
    for release in {row["release"] for row in register}:
        mine = [row for row in register if row["release"] == release]
        sizes = {int(row["register_deals"]) for row in mine}
        assert len(sizes) == 1 and len(mine) < TENTH * sizes.pop(), release


def test_no_column_of_comments_anywhere():
    paths = [*DATA.rglob("*.csv"), *(ROOT / "figures").glob("**/*.csv")]
    assert paths
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            header = {folded(name) for name in next(csv.reader(file), [])}
        assert not header & {"comment", "comments", "remarks"}, path.name


@needs_sources
def test_the_recorded_size_is_that_of_the_files(register):
    """Lines counted straight from the files, not by the parser that the tables came from."""
    counted = {}
    for path in sorted((SOURCES / "arms").glob("sipri_trade_register_*.csv")):
        lines = path.read_text(encoding="latin-1").splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("Recipient,"))
        tails = sum(line.startswith(",") for line in lines[start + 1 :])  # second halves of broken deals
        counted[path.name] = sum(bool(line) for line in lines[start + 1 :]) - tails
    assert set(counted.values()) == {int(row["register_deals"]) for row in register}
    assert min(counted.values()) == smallest_release(register)


@needs_sources
def test_none_of_sipris_comments_is_repeated():
    comments = set()
    for path in (SOURCES / "arms").glob("sipri_trade_register_*.csv"):
        for row in csv.reader(path.read_text(encoding="latin-1").splitlines()):
            if len(row) == 16 and len(row[12]) > 30:
                comments.add(row[12])
    assert len(comments) > 5000
    for path in (DATA / "arms").glob("*.csv"):
        cells = {cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))) for cell in row}
        assert not cells & comments, path.name


@needs_sources
def test_under_a_tenth_of_each_expenditure_workbook_is_published():
    rows = rows_of(DATA / "arms" / "military_expenditure.csv")
    sheets = {"constant_usd_million": "Constant", "current_usd_million": "Current US$", "share_of_gdp": "Share of GDP"}
    for path in (SOURCES / "arms").glob("sipri_milex_*.xlsx"):
        edition = str(int(path.stem[-4:]) + 1)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for measure, title in sheets.items():
            sheet = book[next(n for n in book.sheetnames if n.startswith(title))]
            sheet.reset_dimensions()
            theirs = sum(
                isinstance(value, int | float)
                for row in sheet.iter_rows(values_only=True)
                if row and row[0] != "Country"
                for value in row[1:]
            )
            ours = sum(r["edition"].startswith(edition) and r["measure"] == measure and r["value"] != "" for r in rows)
            assert 0 < ours < TENTH * theirs, (path.name, measure)
        book.close()


@needs_sources
def test_the_samples_are_invented():
    published = set()
    for path in (SOURCES / "arms").glob("sipri_*.csv"):
        published |= {line.rstrip(";") for line in path.read_text(encoding="latin-1").splitlines()}
    for path in (ROOT / "tests" / "samples" / "arms").glob("*.csv"):
        deals = {x for x in path.read_text(encoding="utf-8").splitlines() if "Sample " in x or x[:4].isdigit()}
        assert deals and not deals & published, path.name


# The census itself must be able to see -----------------------------------------------------------------------


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def notebook(*outputs: dict) -> str:
    return json.dumps({"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": list(outputs)}]})


def test_the_census_counts_tables_figures_and_outputs(tmp_path):
    write(tmp_path / "data/arms/a.csv", "release,deal_key,designation,order_year\n1,x,T,2000\n1,x,T,2000\n2,x,T,2000\n")
    write(tmp_path / "data/arms/sums.csv", "release,supplier,year\n1,Russia,2000\n")
    write(tmp_path / "data/build/curated/b.csv", "designation,order_year\nT,2000\n")
    write(tmp_path / "figures/02_open.csv", "Designation,Order year,ordered\nT,2000,1\nT,2000,1\n")
    html = "<table><thead><tr><th></th><th>designation</th><th>order_year</th></tr></thead><tbody>"
    html += "<tr><th>0</th><td>T</td><td>2000</td></tr><tr><th>1</th><td>U</td><td>2001</td></tr></tbody></table>"
    sums = "<table><thead><tr><th>year</th></tr></thead><tbody><tr><td>2000</td></tr></tbody></table>"
    plain = {"text/plain": ["  designation  order_year\n", "0  T  2000\n", "1  U  2001\n", "2  V  2002"]}
    write(
        tmp_path / "notebooks/03.ipynb",
        notebook(
            {"data": {"text/html": [html], "text/plain": ["designation order_year\n", "x"]}},
            {"data": {"text/html": sums}},
            {"data": plain},
            {"output_type": "stream", "text": ["Designation | Order year\n", "T | 2000\n"]},
        ),
    )
    assert census(tmp_path) == {"data/arms/a.csv": 2, "figures/02_open.csv": 2, "notebooks/03.ipynb": 2 + 3 + 1}


def test_a_whole_register_would_be_noticed(tmp_path):
    rows = "".join(f"2026,k{i},T-{i},2000\n" for i in range(3000))
    write(tmp_path / "data/arms/a.csv", "release,deal_key,designation,order_year\n" + rows)
    assert sum(census(tmp_path).values()) == 3000
