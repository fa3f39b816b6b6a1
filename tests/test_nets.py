"""Nets for what no other test holds: cells of the tables column by column, words that no mark answers for, stored alt texts.

columns.csv is typed: no command writes it. Where a table changes, `anchors.csv` and this file say which columns moved; a row
that moved for a good reason is typed anew, as the failure prints it. Sums of numbers stand in anchors.csv. Here are

- count of VALUE: how often a category stands in a column of at most eight, cells without a value included;
- sum of days: of a column of dates, counted from 1 January 1970; sum of years;
- keys listed: in a column of keys joined by ;
- checksum: CRC-32 of all cells of a column of free text, one a line.

numbers.csv is kept by hand, too: what each number of a chapter's text was when somebody last held it against its table. Sync
rewrites such numbers, and pins let them pass; here a change shows.
"""

import csv
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from evidence import book
from evidence.places import DATA, FIGURES
from evidence.text import commands, marks, words
from evidence.text.findings import read_record
from mutation import table_kinds
from sources_here import ROOT, checksum

PATH = Path(__file__).with_name("columns.csv")
MOST_CATEGORIES = 8
CHECKSUM = "checksum"
KEYS = re.compile(r"(?:[A-Z]\d+[a-z]?(?:;[A-Z]\d+[a-z]?)*)?")
DESCRIBED = {r["name"]: r for r in json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]}
ON_PAGES = sorted({t for p in (FIGURES / "findings").glob("*.json") for t in json.loads(p.read_text(encoding="utf-8"))["tables"]})


@cache
def typed() -> dict[str, dict[tuple[str, str], str]]:
    """Table -> column and what is told of it -> the typed value."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["table"], {})[row["column"], row["what"]] = row["expected"]
    return found


def told(table: str, rows: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """What is told of each column of a table that holds no numbers."""
    found: dict[tuple[str, str], str] = {}
    for field in DESCRIBED[table]["schema"]["fields"]:
        name, cells = field["name"], [row[field["name"]] for row in rows]
        counts = Counter(cells)
        if field["type"] == "date":
            found[name, "sum of days"] = str(sum((date.fromisoformat(c) - date(1970, 1, 1)).days for c in cells if c))
        elif field["type"] == "year":
            found[name, "sum of years"] = str(sum(int(c) for c in cells if c))
        elif field["type"] in ("string", "boolean"):
            if len(counts) <= MOST_CATEGORIES:
                found |= {(name, f"count of {value}"): str(number) for value, number in sorted(counts.items())}
            else:
                if all(KEYS.fullmatch(c) for c in counts):
                    found[name, "keys listed"] = str(sum(c.count(";") + 1 for c in cells if c))
                found[name, CHECKSUM] = checksum(cells)
    return found


def read(table: str) -> list[dict[str, str]]:
    with (DATA / DESCRIBED[table]["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moved(table: str, found: dict[tuple[str, str], str], checksums: bool) -> list[str]:
    """Rows of columns.csv that are not as typed, as they would have to be typed."""
    held = typed().get(table, {})
    keys = [k for k in sorted({*found, *held}) if (k[1] == CHECKSUM) == checksums and found.get(k) != held.get(k)]
    return [f"{table},{column},{what},{found.get((column, what), 'no longer there')}" for column, what in keys]


@pytest.mark.parametrize("table", ON_PAGES)
def test_categories_and_dates_of_a_table_are_as_typed(table):
    assert moved(table, told(table, read(table)), checksums=False) == []


@pytest.mark.parametrize("table", ON_PAGES)
def test_free_text_of_a_table_has_the_typed_checksum(table):
    assert moved(table, told(table, read(table)), checksums=True) == []


def test_a_changed_cell_of_any_kind_moves_a_row():
    rows = read("narrative/events")
    for column, new in (("date", "1999-01-01"), ("confidence", "none"), ("actors", "nobody")):
        changed = [{**rows[0], column: new}, *rows[1:]]
        found = told("narrative/events", changed)
        assert moved("narrative/events", found, False) + moved("narrative/events", found, True) != []


def test_tables_kept_by_hand_agree_with_their_lists():
    """A cell changed in one of the two places alone is noticed; where both change, the rows of columns.csv move."""
    by_hand = table_kinds.kept_by_hand(ROOT)
    assert len(by_hand) > 30
    for table, path in by_hand.items():
        with (ROOT / path).open(encoding="utf-8", newline="") as file:
            listed = list(csv.DictReader(file))
        columns = [*listed[0]]
        laid_out = Counter(tuple(row[c] for c in columns) for row in read(table))
        assert laid_out == Counter(tuple(row[c] for c in columns) for row in listed), f"data/{table}.csv and {path} part ways"


@pytest.mark.parametrize("path", [*book.chapters(), *book.appendices()], ids=lambda p: p.stem)
def test_stored_pictures_carry_the_alt_text_of_their_figures(path):
    record = read_record(book.number(path))
    stored = [o["metadata"]["image/png"]["alt"] for c in book.cells(path) for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
    figures, pages = ([f["alt"] for f in record.get(part, [])] for part in ("figures", "companions"))
    assert [alt for alt in stored if alt not in pages] == figures


@pytest.mark.parametrize("page", [words.FRONT, words.SEMINAR, words.DRAWINGS])
def test_words_of_guides_and_drawings_are_those_that_were_read(page):
    assert words.problems(page) == []


def test_words_are_kept_for_every_page_and_for_no_other():
    assert {row["page"] for row in words.kept()} == set(words.pages())
    assert all(row["because"] for row in words.kept())


NUMBERS = Path(__file__).with_name("numbers.csv")


def numbers(texts: list[tuple[int, str]]) -> set[tuple[str, str]]:
    """Expression and number of each mark, as it stands in the text."""
    held = (mark for mark in marks.marks_of(texts) if mark.kind == "=" and not mark.expr.endswith("reading_minutes"))
    return {(mark.expr, marks.bare(mark.text).casefold()) for mark in held}


@pytest.mark.parametrize("path", commands.marked(), ids=lambda p: p.stem)
def test_numbers_of_a_page_are_as_they_were_read(path):
    with NUMBERS.open(encoding="utf-8", newline="") as file:
        held = {(row["expression"], row["number"]) for row in csv.DictReader(file) if row["page"] == book.number(path)}
    now = numbers(commands.texts_of(path))
    moved = [f"{book.number(path)}: {expr}: {number}" for expr, number in sorted(now - held)]
    assert now == held, f"held against the tables, these become rows of numbers.csv: {moved}; gone: {sorted(held - now)}"


def test_a_number_that_sync_rewrote_is_found():
    before, after = ([(0, f"It fell to <!--=musd(owed)-->{n} million dollars<!--/-->.")] for n in (279, 278))
    assert numbers(before) == {("musd(owed)", "279 million dollars")} != numbers(after)


NAMED = {"country": "iso3", "debtor": "iso3", "member": "iso3", "state": "iso3", "supplier": "supplier_iso3", "recipient": "recipient_iso3",
         "partner": "partner_iso3", "origin": "origin_iso3", "asylum": "asylum_iso3", "about": "about_iso3"}  # fmt: skip
NOBODY = "not disclosed"  # a seller whom a report leaves open


@pytest.mark.parametrize("table", DESCRIBED)
def test_a_state_has_one_code(table):
    fields = {field["name"] for field in DESCRIBED[table]["schema"]["fields"]}
    for name, code in NAMED.items():
        if {name, code} <= fields:
            pairs = {(row[name], row[code]) for row in read(table)} - {("", "")}
            twice = [n for n, times in Counter(n for n, c in pairs if c and n != NOBODY).items() if times > 1]
            assert twice == [], f"{table}: {name} with two codes"


def test_totals_of_a_resolution_are_stated_alike_in_every_row():
    stated: dict[str, set[tuple[str, str, str]]] = {}
    for row in read("alignment/ukraine_votes"):
        stated.setdefault(row["resolution"], set()).add((row["yes"], row["no"], row["abstain"]))
    assert all(len(totals) == 1 for totals in stated.values())


WORDS = "The debt grew in May 2019, to <!--=musd(owed)-->396 million dollars<!--/-->.\n\n![falls](../figures/06_covered.png)"


@pytest.mark.parametrize("change", [("grew", "shrank"), ("May", "June"), ("debt", "credit"), ("musd(owed)", "musd(paid)")])
def test_changed_words_are_found(change, monkeypatch):
    monkeypatch.setattr(words, "kept", lambda: [vars(p) | {"because": "x"} for p in words.of_texts("06", [WORDS])])
    assert words.problems("06", words.of_texts("06", [WORDS])) == []
    assert words.problems("06", words.of_texts("06", [WORDS.replace(*change)])) != []


@pytest.mark.parametrize("change", [("396 million", "397 million"), ("![falls]", "![rises]")])
def test_what_sync_rewrites_needs_no_reading(change, monkeypatch):
    monkeypatch.setattr(words, "kept", lambda: [vars(p) | {"because": "x"} for p in words.of_texts("06", [WORDS])])
    assert words.problems("06", words.of_texts("06", [WORDS.replace(*change)])) == []


def test_words_that_are_gone_are_told(monkeypatch):
    monkeypatch.setattr(words, "kept", lambda: [vars(p) | {"because": "x"} for p in words.of_texts("06", [WORDS, "More words."])])
    assert words.problems("06", words.of_texts("06", [WORDS])) != []


def test_sentences_with_a_statement_are_left_to_their_pins():
    before, after = ("It <!--?a > b-->rose<!--/--> once. It was so.", "It <!--?a > b-->fell<!--/--> once. It was so.")
    assert words.of_texts("06", [before])[0].digest == words.of_texts("06", [after])[0].digest
    assert words.of_texts("06", [before.replace("was so", "was not so")])[0].digest != words.of_texts("06", [before])[0].digest


CELL = "rose = change.max()\nchapter.record(fell=change.min() < 0, **{name: change[name] for name in told})"


@pytest.mark.parametrize("change", [("max", "min"), ("< 0", "<= 0"), ("in told", "in others")])
def test_the_code_behind_statements_and_findings_is_held(change):
    before, after = ({p.digest for p in words.of_code("06", [cell], ["rose > 0"])} for cell in (CELL, CELL.replace(*change)))
    assert len(before) == 3 and len(before - after) == 1
    assert words.of_code("06", ["rose = 1"], ["fell > 0"]) == []


def test_approving_words_keeps_a_page_and_no_other(tmp_path, monkeypatch, capsys):
    from evidence.pages import sync

    copy = tmp_path / "words.csv"
    copy.write_text("".join(line for line in words.FILE.open(encoding="utf-8") if not line.startswith("drawings,")), encoding="utf-8")
    monkeypatch.setattr(words, "FILE", copy)
    others = [row for row in words.kept()]
    assert words.problems(words.DRAWINGS) != []
    assert sync.main(["approve", "drawings", "words", "--because", "labels read"]) == 0
    assert "module scorecard" in capsys.readouterr().out
    assert words.problems(words.DRAWINGS) == [] and [r for r in words.kept() if r["page"] != "drawings"] == others
