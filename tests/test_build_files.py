"""What all parsers share, at its limits: lists of names, layouts, reading, editions, strays, the folder of a build.

Each case stands on one side of a limit, its neighbour on the other.
"""

import contextlib
import gzip
import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from build import (
    atop,
    layouts,
    macro,
    sipri_deliveries,
    sipri_files,
    sipri_lags,
    sipri_milex,
    strays,
    ucdp,
    unga_agreement,
    unga_ideal_points,
    workplace,
    worldbank_debt,
)
from build.cli import catalogue
from build.completeness import beyond_tenfold, newest, refuse_another_unit, refuse_losses, stamp_of
from build.countries import iso3
from build.editions import content, order
from build.problems import SourceProblem
from build.reading import expect_no_fewer, expect_no_shorter, read_rows, read_text, records, typed
from build.schema import Field, Table
from build.shelf import Shelf
from sources_here import ROOT

DATA = ROOT / "data"


def refused(where: str | None = None):
    return pytest.raises(SourceProblem, match=where)


def taken_if(is_taken: bool, where: str | None = None):
    return contextlib.nullcontext() if is_taken else refused(where)


def column(table: str, name: str) -> pd.Series:
    return pd.read_csv(DATA / f"{table}.csv", usecols=[name])[name]


# What a list asks for is what the committed table has ----------------------------------------------------------------

LISTS = {
    "alignment/agreement iso3": unga_agreement.STATES,
    "alignment/agreement partner_iso3": unga_agreement.PARTNERS,
    "alignment/recurring_votes iso3": unga_ideal_points.WATCHED,
    "arms/military_expenditure iso3": sipri_milex.STATES,
    "arms/military_expenditure measure": sipri_milex.SHEETS,
    "conflict/deaths_by_location iso3": ucdp.STATES,
    "conflict/deaths_by_location violence": ucdp.VIOLENCE,
    "debt/armenia_totals series": {*worldbank_debt.TOTALS, *worldbank_debt.BY_CREDITOR},
    "economy/macro iso3": macro.STATES,
    "economy/macro indicator": macro.INDICATORS,
    "arms/delivery_lags supplier_group": sipri_lags.GROUPS.values(),
}


@pytest.mark.parametrize("where", LISTS)
def test_a_list_names_what_its_table_has_and_nothing_else(where):
    assert set(LISTS[where]) == set(column(*where.split()))


SOME = {
    "alliances/alliances atop_id": atop.LABELS,
    "arms/transfers recipient_iso3": sipri_deliveries.PARTNERS,
    "arms/exports supplier": sipri_lags.GROUPS,
    "alignment/agreement partner_iso3": unga_ideal_points.PUBLISHED_PARTNERS,
}


@pytest.mark.parametrize("where", SOME)
def test_a_list_names_nothing_that_its_table_lacks(where):
    assert not set(SOME[where]) - set(column(*where.split()))


def test_the_states_of_the_union_are_those_that_the_list_of_countries_marks():
    countries = pd.read_csv(DATA / "map/countries.csv", keep_default_na=False)
    assert set(sipri_deliveries.POST_SOVIET) == set(countries.loc[countries["post_soviet"], "iso3"])


FIRST = {
    "arms/military_expenditure": sipri_milex.SINCE,
    "arms/transfers": sipri_deliveries.SINCE,
    "economy/macro": macro.SINCE,
    "alignment/ideal_points": unga_ideal_points.FIRST_YEAR,
}


@pytest.mark.parametrize("table", FIRST)
def test_a_table_begins_where_its_parser_says(table):
    assert column(table, "year").min() == FIRST[table]


def test_cohorts_of_orders_begin_where_the_parser_says():
    assert column("arms/delivery_lags", "order_year").min() == sipri_lags.ORDERED_SINCE


STATED = {  # decimals of publishers who state fewer than a table could hold
    "arms/register tiv_unit_million": 2, "arms/register tiv_ordered_million": 2, "arms/register tiv_delivered_million": 2,
    "arms/deliveries tiv_unit_million": 2, "arms/deliveries tiv_million": 2, "debt/public_debt amd_per_usd": 2,
    "economy/exchange_rate amd_per_usd_end": 2, "opinion/polls percent_other_report": 0,
}  # fmt: skip


def with_decimals() -> list[tuple[str, Field]]:
    return [(t.name, f) for t in catalogue()[1] for f in t.fields if f.type == "number" and f.decimals != Field.decimals]


@pytest.mark.parametrize("table", sorted({name for name, _ in with_decimals()}))
def test_numbers_have_as_many_decimals_as_their_description_says(table):
    fields = [f for name, f in with_decimals() if name == table]
    cells = pd.read_csv(DATA / f"{table}.csv", usecols=[f.name for f in fields], dtype=str)
    found = {f.name: int(cells[f.name].str.partition(".")[2].str.len().max()) for f in fields}
    assert found == {f.name: min(f.decimals, STATED.get(f"{table} {f.name}", f.decimals)) for f in fields}


@pytest.mark.parametrize(
    ("codes", "first", "last"),
    [(atop.TERMINATION, 0, 3), (atop.EXIT_MODE, 1, 6), (atop.EXIT_CAUSE, 1, 8), (atop.MILITARY_AID, 0, 4), (atop.ORGANISATION, 0, 3),
     (atop.BASES, 0, 3), (atop.ARMS, 0, 2), (atop.MILITARY_CONTACT, 0, 3), (atop.RENUNCIATION, 0, 4), (ucdp.CONFLICT_TYPES, 1, 4)],
)  # fmt: skip
def test_codes_of_a_codebook_are_a_row_of_numbers(codes, first, last):
    assert list(codes) == list(range(first, last + 1))


@pytest.mark.parametrize("name", [
    "Biafra", "Czechoslovakia", "East Germany (GDR)", "Katanga", "Libya GNC", "North Yemen", "Northern Cyprus", "South Vietnam",
    "South Yemen", "Soviet Union", "Yemen Arab Republic (North Yemen)", "Yugoslavia", "unknown recipient(s)", "Hezbollah (Lebanon)*",
])  # fmt: skip
def test_a_former_state_goes_without_a_code_and_a_misspelt_one_does_not(name):
    assert iso3(name) is None and sipri_files.without_code([name]) == (name,)
    assert sipri_files.without_code(["Armenia", f"{name.rstrip('*')}x"]) == ()


@pytest.mark.parametrize(("month", "year"), [(m, 2029 if m in ("Jan", "Feb") else 2030) for m in (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)])  # fmt: skip
def test_a_release_begins_in_march(month, year):
    stamp = f"Data generated: 1 {month} 2030"
    assert sipri_files.release_of(Path("f"), stamp, year - 1) == year
    for last_year in (year - 2, year):
        with refused("the last year of delivery"):
            sipri_files.release_of(Path("f"), stamp, last_year)


# Layouts -------------------------------------------------------------------------------------------------------------

SIGN = "2024 [YR2024]"


@pytest.mark.parametrize(("characters", "is_taken"), [(4000, False), (4001, True)])
def test_a_layout_shows_itself_in_the_first_characters(characters, is_taken):
    with taken_if(is_taken, "own layout"):
        layouts.refuse_foreign(Path("f.csv"), " " * (characters - len(SIGN)) + SIGN)
    with taken_if(is_taken, "a web page"):
        layouts.refuse_no_table(Path("f.csv"), b" " * (characters - len("<html")) + b"<html")


@pytest.mark.parametrize(
    ("text", "name", "becomes"),
    [
        (SIGN, "ids_armenia_totals_2037.csv", "rename Series Code"),
        (SIGN, "ids_disbursements_2037.csv", "where indicator is bilateral_concessional"),
        (SIGN, "ids_bilateral_2037.csv", "counterpart_area, series, series_code, year"),
        (SIGN, "ids_stocks_2037.csv", "time (the year)"),
        (SIGN, "worldbank_gdp_2037.csv", "columns Country Name, Country Code, Year and Value"),
        (SIGN, "worldbank_population_2037.csv", "iso_code"),
        (SIGN, "worldbank_wdi_2037.csv", "name the columns iso3, year, indicator and value"),
        ('"Data Source",', "worldbank_gdp_2037.csv", "columns Country Name, Country Code, Year and Value"),
        ('"Data Source",', "worldbank_population_2037.csv", "iso_code"),
        ('"Data Source",', "worldbank_wdi_2037.csv", "indicator (its code)"),
        ("Extracted:,", "unhcr_flows_2037.csv", "refugees and refugee_like"),
        ("Extracted:,", "unhcr_population_2037.csv", "asylum_seekers"),
    ],
)
def test_each_kind_of_file_is_told_its_own_way(text, name, becomes):
    with refused() as told:
        layouts.refuse_foreign(Path(name), f"\ufeff{text}")
    assert becomes in str(told.value)


# Reading -------------------------------------------------------------------------------------------------------------


def put(folder: Path, text: str | bytes, name: str = "f.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("raw", "is_taken"),
    [(b"\xff\xfea,b", False), (b"\xfe\xffa,b", False), (b"a" * 999 + b"\0", False), (b"a" * 1000 + b"\0", True),
     (b"a\rb", False), (b"a\r\nb", True), (b"ab", True)],
)  # fmt: skip
def test_text_of_another_kind_is_told_by_its_first_bytes(tmp_path, raw, is_taken):
    with taken_if(is_taken, "row 1"):
        read_text(put(tmp_path, raw))


def test_a_byte_that_is_no_text_is_found_on_its_line(tmp_path):
    with refused("row 3, byte 4\n.*\n.*byte 0xe9"):
        read_text(put(tmp_path, b"a\nb\n\xe9"))


@pytest.mark.parametrize(("lines", "is_taken"), [(40, True), (41, False)])
def test_a_cell_may_hold_forty_lines(lines, is_taken):
    text = ["a\n", *(['"' + "x\n"] + ["x\n"] * (lines - 2) + ['x"\n'])]
    with taken_if(is_taken, r"row 2\n.*\n.*a cell of 41 lines"):
        assert [row for row, _ in records(text, Path("f"))] == [1, 1 + lines]


@pytest.mark.parametrize("before", [0, 7])
def test_rows_are_counted_from_the_top_of_the_file(before):
    assert [row for row, _ in records(["a\n", "b\n"], Path("f"), before)] == [before + 1, before + 2]
    with refused(f"row {before + 2}"):
        list(records(["a\n", '"b\n'], Path("f"), before))
    with refused(f"row {before + 1}\n.*\n.*a cell of 41 lines"):
        list(records(['"a\n', *["a\n"] * 39, 'a"\n'], Path("f"), before))


def test_empty_lines_and_columns_without_a_name_are_taken(tmp_path):
    frame = read_rows(put(tmp_path, "a,b\n\n1,2\n"))
    assert list(frame.columns) == ["a", "b"] and frame.index.tolist() == [3] and frame.to_numpy().tolist() == [["1", "2"]]
    with refused("row 1\n.*a header row"):
        read_rows(put(tmp_path, ""))
    with refused(r"the header row \(row 1\)"):
        read_rows(put(tmp_path, "a,a\n"))
    assert len(read_rows(put(tmp_path, "a,,\n1,2,3\n"))) == 1


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabulators"), ("|", "upright strokes")])
def test_another_separator_is_named(sign, word):
    with refused(f"separated by {word}: save"):
        typed(pd.DataFrame({sign.join("ab"): []}), (Field("a", "string"),), Path("f"))
    with refused("the publisher's format changed"):
        typed(pd.DataFrame({f"b{sign}": [], "c": []}), (Field("a", "string"),), Path("f"))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        *(("boolean", text, True) for text in ("true", "TRUE", "yes", "1")),
        *(("boolean", text, False) for text in ("false", "no", "0")),
        ("boolean", "truex", None), ("boolean", "2", None),
        ("integer", "9007199254740992", 2**53), ("integer", "9007199254740994", None), ("integer", "1.5", None), ("integer", "-1", -1),
        ("number", "1.5", 1.5), ("number", "inf", None), ("number", "-inf", None), ("number", "1e400", None),
        ("date", "2028-02-29", "2028-02-29"), ("date", "2027-02-29", None), ("date", "2027-2-28", None),
    ],
)  # fmt: skip
def test_a_cell_is_of_its_type_or_refused(kind, text, value):
    frame = pd.DataFrame({"a": [text]}, index=[7])
    with taken_if(value is not None, "row 7, field a"):
        assert typed(frame, (Field("a", kind),), Path("f"))["a"].tolist() == [value]


def test_of_many_faults_the_first_row_is_named_and_the_others_counted():
    frame = pd.DataFrame({"a": ["1", "x", "", "y"], "b": ["1", "1", "1", "y"]}, index=[2, 3, 4, 5])
    with refused(r"row 3, field a\n.*\n.*'x' \(and 2 more rows like it\)"):
        typed(frame, (Field("a", "integer"), Field("b", "integer")), Path("f"))
    with refused(r"row 3, field a\n.*\n.*an empty cell\n"):
        typed(pd.DataFrame({"a": ["1", " "]}, index=[2, 3]), (Field("a", "integer"),), Path("f"))


def test_one_broken_cell_among_whole_ones_is_refused_even_where_a_cell_may_be_empty():
    with refused(r"row 3, field a\n.*\n.*'perhaps'\n"):
        typed(pd.DataFrame({"a": ["yes", "perhaps", ""]}, index=[2, 3, 4]), (Field("a", "boolean", required=False),), Path("f"))


def test_the_second_of_two_like_rows_is_named_with_what_they_share():
    frame = pd.DataFrame({"a": ["1", "2", "2", "1"], "b": ["x"] * 4}, index=[2, 3, 4, 5])
    with refused("row 4, fields a, b\n.*\n.*again 2, x"):
        typed(frame, (Field("a", "integer"), Field("b", "string")), Path("f"), key=("a", "b"))


@pytest.mark.parametrize(("now", "is_taken"), [(90, True), (89, False)])
def test_a_tenth_may_be_lost(now, is_taken):
    with taken_if(is_taken, "the number of rows"):
        expect_no_shorter([(Path("a"), 100), (Path("b"), now)])
    with taken_if(is_taken, "the rows of ARM"):
        expect_no_fewer([(Path("a"), pd.Series(["ARM"] * 100)), (Path("b"), pd.Series(["ARM"] * now))], ["ARM"])


@pytest.mark.parametrize(("now", "is_taken"), [(1, True), (0, False)])
def test_of_very_few_rows_one_may_be_lost(now, is_taken):
    with taken_if(is_taken, "the rows of ARM"):
        expect_no_fewer([(Path("a"), pd.Series(["ARM"] * 2)), (Path("b"), pd.Series(["ARM"] * now + ["AZE"]))], ["ARM"])


# Editions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "version", "latest"),
    [
        ("a_v25_1.csv", (25, 1), ()),
        ("a_v9.csv", (9,), ()),
        ("atop_5.10_csv.zip", (5, 10), ()),
        ("a_2028_2030.csv", (), (2030, 0, 0)),
        ("a_2030-2_2028-11.csv", (), (2030, 0, 0)),
        ("a_2030-05-20_2029-12-31.csv", (), (2030, 5, 20)),
        ("a_2030jul.csv", (), (2030, 7, 0)),
        ("a_1799_1800.csv", (), (1800, 0, 0)),
        ("a_2199_2200.csv", (), (2199, 0, 0)),
        ("av7.csv", (), ()),
    ],
)
def test_version_and_date_are_read_from_a_name(name, version, latest):
    assert order(Path(name))[:2] == (version, latest)


def test_numbers_decide_only_where_there_is_neither_version_nor_date():
    assert order(Path("a_7_12.csv"))[2] == (12,) and order(Path("a.csv"))[2] == (0,)
    assert order(Path("a_12_2030.csv"))[2] == () == order(Path("a_12_v3.csv"))[2]


def test_line_ends_count_in_what_is_no_text():
    for ending in (".xlsx", ".zip", ".dta"):
        assert content(Path(f"a{ending}"), b"a\r\n") != content(Path(f"a{ending}"), b"a\n")
    assert content(Path("a.gz"), gzip.compress(b"a\r\n")) == content(Path("b.csv"), b"a")


# Whether an edition is whole -----------------------------------------------------------------------------------------

FIELDS = (Field("release", "year"), Field("iso3", "string"), Field("value", "number"))
BY_RELEASE = Table("t/t", "T", "x", FIELDS, ("release", "iso3"), ("source",), lambda shelf: None)


def test_the_newest_is_told_by_release_or_edition():
    frame = pd.DataFrame({"release": [1, 2, 2], "edition": ["b", "a", "a"]})
    assert stamp_of(BY_RELEASE) == "release" and newest(frame, BY_RELEASE)["release"].tolist() == [2, 2]
    by_edition = Table("t/t", "T", "x", FIELDS, ("edition", "iso3"), ("source",), lambda shelf: None)
    assert stamp_of(by_edition) == "edition" and newest(frame, by_edition)["edition"].tolist() == ["b"]
    neither = Table("t/t", "T", "x", FIELDS, ("iso3",), ("source",), lambda shelf: None)
    assert stamp_of(neither) is None and len(newest(frame, neither)) == 3
    assert newest(frame.head(0), BY_RELEASE).empty


@pytest.mark.parametrize("state", ["ARM", "AZE", "RUS", "FJI"])
@pytest.mark.parametrize(("had", "has", "is_taken"), [(20, 18, True), (20, 17, False), (2, 1, True), (3, 1, False), (1, 0, True)])
def test_the_subject_may_lose_a_tenth_or_one_row(state, had, has, is_taken):
    def of(rows: int) -> pd.DataFrame:
        return pd.DataFrame({"iso3": [state] * rows + ["GEO"], "value": ["1"] * (rows + 1)})

    lost = not has  # a state that is gone is named in any case
    with taken_if((is_taken or state == "FJI") and not lost, "field iso3"):
        refuse_losses(of(had), of(has), BY_RELEASE, "before")


def test_every_column_of_codes_is_looked_at_and_the_worst_series_named():
    table = Table("t/t", "T", "x", (Field("partner_iso3", "string"),), ("partner_iso3",), ("source",), lambda shelf: None)
    old = pd.DataFrame({"partner_iso3": ["ARM"] * 2 + ["RUS"] * 3})
    with refused("field partner_iso3") as told:
        refuse_losses(old, old[old["partner_iso3"] == "RUS"], table, "before")
    assert "rows of ARM as before (2)" in str(told.value) and "more such" not in str(told.value)
    with refused(r"rows of ARM as before \(2\)\n.*0 \(and 1 more such series\)"):
        refuse_losses(old, old.tail(1), table, "before")


def pairs(*rows: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["before", "after"])


@pytest.mark.parametrize(("row", "is_named"), [
    ((1, 10), False), ((1, 10.1), True), ((10.1, 1), True), ((0.9, 9.9), False), ((-5, 60), True), ((0, 10), True), ((0, 9.9), False),
])  # fmt: skip
def test_beyond_tenfold_is_more_than_ten_times(row, is_named):
    assert len(beyond_tenfold(pairs(row))) == is_named


def test_the_largest_move_is_named_first():
    assert beyond_tenfold(pairs((1, 230), (-200, 50), (100, 1)))["after"].tolist() == [230, 1]
    assert beyond_tenfold(pairs((1, 230), (20, -240)))["after"].tolist() == [-240, 230]


@pytest.mark.parametrize(("moved", "kept", "is_taken"), [(10, 0, True), (11, 0, False), (11, 10, False), (11, 11, True), (12, 12, True)])
def test_another_unit_moves_more_than_ten_and_more_than_half(moved, kept, is_taken):
    frame = pairs(*[(100, 100_000)] * moved, *[(100, 100)] * kept, *[(0.1, 0.2)] * 30)
    with taken_if(is_taken, f"{moved} of {moved + kept} shared values beyond tenfold, such as 100 -> 100,000"):
        refuse_another_unit(frame, BY_RELEASE, "value")


# Files beside --------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    sources, _ = catalogue()
    return Shelf(tmp_path, sources)


def beside(shelf: Shelf, *names: str, groups: tuple[str, ...] = ("arms", "debt")) -> list[str]:
    """What is said of files of these names, where tables of two groups are made."""
    for name in names:
        path = shelf.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    chosen = [s for s in shelf.sources.values() if s.pattern.partition("/")[0] in groups]
    return [line.removeprefix("not read: ") for line in strays.not_read(shelf, chosen)]


@pytest.mark.parametrize(
    "name",
    ["README.md", "debt/notes_README.txt", "arms/SHA256SUMS", "debt/codebook.pdf", "debt/check_a.csv", "debt/mof_public_debt_dict.csv",
     "debt/reported_a.csv", "arms/sipri_tiv_a.csv", "arms/worldbank_ms_mil_a.csv", "alignment/unga_selected_votes_a.csv",
     "alignment/unga_ukraine_related_a.csv", "alignment/unga_votes_reported.csv", "alliances/csto_a.csv",
     "conflict/acled_country_month_a.csv", "conflict/arrivals_a.csv", "conflict/casualties_a.csv", "conflict/ceasefire_a.csv",
     "conflict/obligations_a.csv", "economy/reported_a.csv", "opinion/polls_a.csv"],
)  # fmt: skip
def test_what_stands_beside_on_purpose_is_passed_over(shelf, name):
    group = name.partition("/")[0]
    other = f"{group}/other.csv" if "/" in name else "arms/other.csv"
    assert [line.split(" (")[0] for line in beside(shelf, name, other, groups=(group, "arms"))] == [other]


def test_files_near_the_chosen_sources_are_named_with_the_pattern_they_are_like(shelf):
    said = beside(shelf, "arms/sipri_trade_registers.csv", "debt/ids_stock_by_creditors.csv", "economy/other.csv", "ids_stocks_by_creditor_2031.csv.gz")
    assert said == [
        "arms/sipri_trade_registers.csv (looked for arms/sipri_trade_register_*.csv)",
        "debt/ids_stock_by_creditors.csv (looked for debt/ids_stocks_by_creditor_*.csv.gz)",
        "ids_stocks_by_creditor_2031.csv.gz (looked for debt/ids_stocks_by_creditor_*.csv.gz)",
    ]
    assert strays.not_read(Shelf(None, {}), []) == []


def test_names_in_capitals_and_three_folders_are_looked_through_hidden_ones_are_not(shelf):
    said = beside(shelf, "ARMS/x.csv", "arms/one/x.csv", "arms/one/two/x.csv", "arms/.x.csv", "arms/.git/x.csv", "loose.csv")
    assert [line.split(" (")[0] for line in said] == ["ARMS/x.csv", "arms/one/x.csv", "loose.csv"]


def test_what_was_read_is_not_named_and_an_older_edition_with_its_newer_one(shelf):
    shelf.read = {shelf.folder / "arms/read.csv"}
    shelf.superseded = {shelf.folder / "arms/old.csv": shelf.folder / "arms/new.csv"}
    said = beside(shelf, "arms/read.csv", "arms/old.csv", "arms/other.csv")
    assert [line.split(" (l")[0] for line in said] == ["arms/old.csv (an older edition; new.csv is newer)", "arms/other.csv"]


def test_a_file_of_a_table_that_was_not_asked_for_is_passed_over(shelf):
    assert beside(shelf, "arms/sipri_milex_1949-2031.xlsx", groups=("debt",)) == []
    keys = ("sipri_register", "ids_stocks_by_creditor")
    (shelf.folder / "arms").mkdir(exist_ok=True)
    (shelf.folder / "arms/sipri_milex_1949-2031.xlsx").touch()
    (shelf.folder / "arms/one").mkdir()
    (shelf.folder / "arms/one/sipri_milex_1949-2031.xlsx").touch()
    chosen = [s for key, s in shelf.sources.items() if key in keys]
    assert [line.split(" (")[0] for line in strays.not_read(shelf, chosen)] == ["not read: arms/one/sipri_milex_1949-2031.xlsx"]


def test_of_the_files_read_only_those_of_the_folder_may_be_of_the_future(shelf, tmp_path):
    shelf.read = {tmp_path / "a_2031.csv", tmp_path / "b_2030.csv", tmp_path.parent / "c_2031.csv"}
    (said,) = strays.of_the_future(shelf, date(2030, 6, 1))
    assert said.endswith(": a_2031.csv")
    assert strays.of_the_future(Shelf(None, {}), date(2030, 6, 1)) == []


# The folder of a build -----------------------------------------------------------------------------------------------


def left(data: Path, name: str, **files: str) -> Path:
    """A folder as a build that was killed leaves it; names of files are those that every version of the program knows."""
    folder = data / name
    folder.mkdir()
    for file, text in files.items():
        (folder / {"mark": "at-work", "journal": "journal.json"}.get(file, file)).write_text(text, encoding="utf-8")
    return folder


def test_what_another_version_left_is_put_back_and_cleared(tmp_path):
    (tmp_path / "a.csv").write_text("new", encoding="utf-8")
    folder = left(tmp_path, ".building-x", mark="", journal='{"a.csv": "kept"}', kept="old")
    plain = tmp_path / ".building-file"
    plain.touch()
    said = []
    with workplace.workplace(tmp_path, said.append) as aside:
        assert aside.parent == tmp_path and aside.name.startswith(".building-") and (aside / "at-work").exists()
    assert said == ["cleared .building-x of a build that did not end; 1 old files put back"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old" and plain.exists()
    assert not folder.exists() and not aside.exists()


def test_without_a_journal_nothing_was_replaced(tmp_path):
    left(tmp_path, ".building-x", mark="")
    said = []
    with workplace.workplace(tmp_path, said.append):
        pass
    assert said == ["cleared .building-x of a build that did not end"]
    assert workplace.put_back(left(tmp_path, ".building-y", journal='{"a'), tmp_path) == 0


def test_a_folder_with_a_journal_outlives_its_build(tmp_path):
    with workplace.workplace(tmp_path) as aside:
        (aside / "journal.json").write_text("{}", encoding="utf-8")
    assert aside.exists()


@pytest.mark.parametrize(("age", "lives"), [(9.9, True), (10, False)])
def test_a_folder_without_a_mark_is_young_for_ten_seconds(tmp_path, monkeypatch, age, lives):
    os.utime(tmp_path, (1000, 1000))
    monkeypatch.setattr(workplace.time, "time", lambda: 1000 + age)
    assert workplace._lives(tmp_path) is lives
    assert workplace._lives(tmp_path / "gone") is False


def test_of_two_builds_the_later_gives_way_and_the_name_decides_between_equals(tmp_path):
    marks = []
    for name, begun in ((".building-b", 2), (".building-c", 2), (".building-a", 3)):
        marks.append(workplace._mark(left(tmp_path, name)))
        os.utime(tmp_path / name / "at-work", ns=(begun, begun))
    first, second, third = (tmp_path / name for name in (".building-b", ".building-c", ".building-a"))
    workplace._clear(tmp_path, first, print)
    for later in (second, third):
        with pytest.raises(workplace.Replacing, match="another build at work in .building-b"):
            workplace._clear(tmp_path, later, print)
    assert workplace._since(tmp_path / "gone")[0] > workplace._since(third)[0]
    for mark in marks:
        mark.close()
    assert not workplace._lives(first)


def test_without_locks_an_open_mark_tells_the_living(tmp_path, monkeypatch):
    """As on Windows; there a file that is open cannot be removed."""
    monkeypatch.setattr(workplace, "fcntl", None)
    with workplace._mark(tmp_path):
        assert (tmp_path / "at-work").exists()
        monkeypatch.setattr(Path, "unlink", lambda path: (_ for _ in ()).throw(PermissionError(path)))
        assert workplace._lives(tmp_path)
        monkeypatch.undo()
        monkeypatch.setattr(workplace, "fcntl", None)
    assert not workplace._lives(tmp_path) and not (tmp_path / "at-work").exists()
