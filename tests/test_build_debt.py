"""Debt, budget and exchange rate: parsers on invented samples, damage of every kind, known numbers on real files."""

import contextlib
import gzip
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import rebuilt
from build import armenia_finance, worldbank_debt
from build.problems import SourceProblem
from build.shelf import Shelf
from build.worldbank_debt import AGGREGATES, last_reported_year
from build.writing import finish
from sources_here import SAMPLES, SOURCES, copied, needs_sources

TABLES = {t.name: t for t in (*worldbank_debt.TABLES, *armenia_finance.TABLES)}
STOCKS = "ids_stocks_by_creditor_2030-12.csv.gz"
OLD_STOCKS = "ids_bilateral_stocks_2029-04.csv.gz"
SERVICE = "ids_service_by_creditor_2030-12.csv.gz"
INTEREST = "ids_bilateral_interest_2029-04.csv.gz"
LENT = "ids_disbursements_by_creditor_2000-2029.csv.gz"
TOTALS = "ids_armenia_totals_transcribed_2030.csv"
BUDGET = "armenia_budget_defence_ministry_lines_2028-2031.csv.gz"
BULLETIN = "mof_public_debt_monthly_2030.csv"
DAILY = "cba_usd_amd_daily_2029-2030.csv"
OWED, CREDITORS, PAID = "debt/owed_to_russia", "debt/armenia_creditors", "debt/service_to_russia"


def shelf_of(folder):
    return Shelf(folder, {s.key: s for s in (*worldbank_debt.SOURCES, *armenia_finance.SOURCES)})


def made(folder, *names):
    shelf = shelf_of(folder)
    return {name: finish(TABLES[name].build(shelf), TABLES[name]) for name in names or TABLES}


@pytest.fixture(scope="module")
def sample():
    return made(SAMPLES)


@pytest.fixture(scope="module")
def real():
    return {name: rebuilt.table(name) for name in TABLES}


@pytest.fixture
def folder(tmp_path):
    """A sources folder to damage."""
    for group in ("debt", "economy"):
        copied(SAMPLES / group, tmp_path / group)
    return tmp_path


def where(folder, name):
    return next(folder.glob(f"*/{name}"))


def text_of(path):
    return gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")


def rewrite(path, text, encoding="utf-8"):
    raw = text.encode(encoding)
    path.write_bytes(gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def damage(folder, name, old, new, count=-1):
    path = where(folder, name)
    text = text_of(path)
    assert old in text
    rewrite(path, text.replace(old, new, count))
    return path


def refused(folder, table):
    with pytest.raises(SourceProblem) as caught:
        made(folder, table)
    return caught.value


def rows(frame, *columns):
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame[list(columns)].itertuples(index=False)]


# Samples


def test_owed_keeps_countries_zeros_and_gaps(sample):
    assert rows(sample[OWED], "edition", "debtor", "iso3", "year", "creditor_type", "outstanding_usd") == [
        ("2029-04", "Armenia", "ARM", 2027, "bilateral", 310e6),
        ("2029-04", "Vietnam", "VNM", 2027, "bilateral", 1.4e9),
        ("2030-12", "Armenia", "ARM", 2026, "bilateral", 0.0),
        ("2030-12", "Armenia", "ARM", 2027, "bilateral", 300e6),
        ("2030-12", "Armenia", "ARM", 2029, "bilateral", 200_000_000.5),
        ("2030-12", "Belarus", "BLR", 2028, "bilateral", 8e9),
        ("2030-12", "Belarus", "BLR", 2029, "bilateral", 7e9),
        ("2030-12", "Belarus", "BLR", 2029, "commercial banks", 100e6),
        ("2030-12", "Yemen, Rep.", "YEM", 2029, "bilateral", 1e9),
    ]


def test_creditors_lose_the_world_and_the_blanks(sample):
    new = sample[CREDITORS].query("edition == '2030-12' and year == 2029")
    assert rows(new, "creditor", "iso3", "creditor_type", "outstanding_usd") == [
        ("Bondholders", None, "bondholders", 500e6),
        ("China", "CHN", "bilateral", 10e6),
        ("France", "FRA", "commercial banks", 20e6),
        ("Russian Federation", "RUS", "bilateral", 200_000_000.5),
        ("United States", "USA", "other private", 1e6),
        ("World Bank-IBRD", None, "multilateral", 400e6),
    ]


def test_service_leaves_unknown_halves_empty_and_marks_the_schedule(sample):
    assert rows(sample[PAID], "edition", "iso3", "year", "principal_usd", "interest_usd", "is_scheduled") == [
        ("2029-04", "ARM", 2027, 40e6, 9e6, False),
        ("2029-04", "ARM", 2028, 44e6, 7e6, True),
        ("2030-12", "ARM", 2027, None, 9e6, False),
        ("2030-12", "ARM", 2028, 40e6, None, False),
        ("2030-12", "ARM", 2029, 50e6, 8e6, False),
        ("2030-12", "ARM", 2030, 45e6, 6e6, True),
        ("2030-12", "ARM", 2031, 0.0, None, True),
        ("2030-12", "BLR", 2029, 900e6, None, False),
    ]


@pytest.mark.parametrize(
    ("edition", "year"), [("2025-12", 2024), ("2024-04", 2022), ("2023-04", 2021), ("2026-01", 2024), ("2026-11", 2024)]
)
def test_last_reported_year(edition, year):
    assert last_reported_year(edition) == year


def test_disbursements_add_the_two_kinds_and_leave_out_banks_and_groups(sample):
    assert rows(sample["debt/disbursed_by_russia"], "edition", "debtor", "iso3", "year", "disbursed_usd") == [
        ("2030-12", "Armenia", "ARM", 2027, 35e6),
        ("2030-12", "Belarus", "BLR", 2029, 600e6),
    ]


def test_totals_hold_both_bases_and_no_empty_value(sample):
    totals = sample["debt/armenia_totals"]
    assert totals.groupby(["edition", "basis"]).size().to_dict() == {
        ("2029-04", "creditor file"): 1,
        ("2030-12", "creditor file"): 7,
        ("2030-12", "totals file"): 27,
    }
    assert totals.query("series == 'DT.DFR.DPPG.CD' and year == 2028")["value_usd"].tolist() == [-5000.0]
    assert totals.query("series == 'DT.DSF.DPPG.CD'")["year"].tolist() == [2028]
    assert not totals["value_usd"].isna().any()


def test_budget_takes_only_the_credit_of_the_defence_ministry(sample):
    budget = sample["debt/russian_credit_in_budget"]
    columns = ("year", "law_amd", "planned_amd", "revised_amd", "spent_amd", "report_covers", "listed_in")
    assert rows(budget, *columns) == [
        (2028, 2e9, 2e9, 1e9, 0.0, "whole year", "law and report"),
        (2029, None, 0.0, 1_500_500.0, 1_500_500.0, "first 9 months", "report only"),
        (2030, 3e6, 3e6, None, None, None, "law only"),
    ]


def test_bulletin_is_translated_and_its_units_are_put_right(sample):
    assert rows(sample["debt/public_debt"], "date", "series", "value_amd", "value_usd", "amd_per_usd") == [
        ("2029-10-31", "government domestic loans", 0.0, 0.0, 400.0),
        ("2029-10-31", "public debt", 4e12, 1e10, 400.0),
        ("2029-10-31", "public external debt", 2e12, 5e9, 400.0),
        ("2029-11-30", "government domestic loans", 0.0, None, 400.0),
        ("2029-11-30", "public debt", 8e12, 2e10, 400.0),
        ("2029-11-30", "public debt in drams", 3e12, None, 400.0),
        ("2029-11-30", "public external debt", 4e12, 1e10, 400.0),
    ]


def test_exchange_rate_ends_with_the_last_day_whatever_the_order(sample):
    columns = ("year", "amd_per_usd_average", "amd_per_usd_end", "days", "last_date", "is_whole_year")
    assert rows(sample["economy/exchange_rate"], *columns) == [
        (2029, 405.0, 410.0, 2, "2029-12-31", False),
        (2030, 390.0, 391.0, 2, "2030-01-02", False),
    ]


@pytest.mark.parametrize(("days", "whole"), [(366, True), (365, False)])
def test_a_leap_year_is_whole_with_366_days(folder, days, whole):
    listed = [date(2028, 1, 1) + timedelta(days=n) for n in range(days)]
    lines = ["date,year,FX_ISO,AMD", *(f"{day},{day.year},USD,400" for day in listed)]
    rewrite(where(folder, DAILY), "\n".join(lines) + "\n")
    frame = made(folder, "economy/exchange_rate")["economy/exchange_rate"]
    assert rows(frame, "year", "days", "is_whole_year") == [(2028, days, whole)]


# Damage


@pytest.mark.parametrize(
    ("table", "name", "old", "new", "place", "found"),
    [
        (OWED, STOCKS, "series_code", "code", "the header row", "code"),
        (OWED, STOCKS, "counterpart-area", "creditor", "the header row", "creditor"),
        (OWED, OLD_STOCKS, "counterpart_area", "creditor", "the header row", "creditor"),
        (OWED, STOCKS, ",2027,300000000.0,", ",2027,many,", "row 4, field value", "'many'"),
        (OWED, STOCKS, ",2027,300000000.0,", ",2027,-3,", "row 4, field value", "-3"),
        (OWED, STOCKS, ",2027,300000000.0,", ",2027,,", "row 4, field value", "an empty cell"),
        (OWED, STOCKS, ",2027,300000000.0,", ",2027.5,300000000.0,", "row 4, field time", "2027.5"),
        (OWED, OLD_STOCKS, "2027-01-01", "2027-07-01", "row 2, field time", "'2027-07-01'"),
        (OWED, STOCKS, "DT.DOD.PCBK.CD", "DT.DOD.PXXX.CD", "row 13, field series_code", "'DT.DOD.PXXX.CD'"),
        (OWED, STOCKS, "Belarus,Russian", "Atlantis,Russian", "field debtor", "'Atlantis'"),
        (OWED, STOCKS, "IDA only", "IDA lonely", "field debtor", "'IDA lonely'"),
        (OWED, STOCKS, "Russian Federation", "Ruritania", "field counterpart-area", "none"),
        (OWED, STOCKS, "2029", "2028", "fields debtor, creditor, series, year", "again Belarus"),
        (CREDITORS, STOCKS, "Armenia,China,", "Armenia,Cathay,", "field creditor", "'Cathay'"),
        (CREDITORS, STOCKS, "2029,10000000.0", "2029,11000000.0", "Armenia, DT.DOD.BLAT.CD, 2029", "211,000,000.5"),
        (PAID, INTEREST, "DT.INT.BLAT", "DT.AMT.BLAT", "field series_code", "only principal_usd"),
        (PAID, SERVICE, "2028,40000000.0", "2028,forty", "row 2, field value", "'forty'"),
        (PAID, SERVICE, "Armenia,Russian", "Georgia,Russian", "field country", "none"),
        ("debt/disbursed_by_russia", LENT, "prices", "price", "the header row", "price"),
        ("debt/disbursed_by_russia", LENT, ",current", ",constant", "row 2, field prices", "'constant'"),
        (
            "debt/disbursed_by_russia",
            LENT,
            "bilateral_con",
            "bilateral_new_con",
            "row 2, field indicator",
            "bilateral_new_con",
        ),
        ("debt/disbursed_by_russia", LENT, ",2029,", ",2026,", "the last year", "2028"),
        ("debt/disbursed_by_russia", LENT, "Russia,", "Ruritania,", "field counterpart_area", "none"),
        (
            "debt/armenia_totals",
            TOTALS,
            "NY.GNP.MKTP.CD",
            "NY.GDP.MKTP.CD",
            "row 10, field series_code",
            "'NY.GDP.MKTP.CD'",
        ),
        (
            "debt/armenia_totals",
            TOTALS,
            "NY.GNP.MKTP.CD,GNI,20000000000,21000000000,22000000000\n",
            "",
            "field",
            "NY.GNP",
        ),
        ("debt/armenia_totals", TOTALS, "21000000000", "x", "row 10, field 2028", "'x'"),
        (
            "debt/russian_credit_in_budget",
            BUDGET,
            "subprogram_actual,",
            "actual,",
            "the header row",
            "file, state_body",
        ),
        ("debt/russian_credit_in_budget", BUDGET, "1500.5,1500.5", "1500.5,?", "row 6, field subprogram_actual", "'?'"),
        ("debt/russian_credit_in_budget", BUDGET, "երկրորդ", "երրորդ", "row 2, field subprogram_name", "երրորդ"),
        ("debt/russian_credit_in_budget", BUDGET, "31006", "31007", "field subprogram_name", "no such row"),
        (
            "debt/russian_credit_in_budget",
            BUDGET,
            "2028_BUDGET_LAW",
            "2028_DRAFT",
            "row 2, field file",
            "2028_DRAFT.csv",
        ),
        ("debt/russian_credit_in_budget", BUDGET, ",11001,Այլ", ",abc,Այլ", "row 3, field subprogram_code", "'abc'"),
        ("debt/public_debt", BULLETIN, '"unit_FX"', '"unit"', "the header row", "unit"),
        ("debt/public_debt", BULLETIN, "ՀՀ դրամով", "ՀՀ ռուբլով", "field indicator", "ռուբլով"),
        ("debt/public_debt", BULLETIN, ',"FX",400.0', ',"FX","much"', "row 9, field value", "'much'"),
        ("debt/public_debt", BULLETIN, "2029,10,", "2029,13,", "row 2, field month", "13"),
        ("debt/public_debt", BULLETIN, "2029,10,", "2029,11,", "fields date, unit_FX, indicator", "again"),
        ("debt/public_debt", BULLETIN, '"մլրդ դրամ","ՀՀ', '"մլն դրամ","ՀՀ', "row 2, field unit_FX", "ՀՀ պետական պարտք"),
        ("economy/exchange_rate", DAILY, "AMD", "rate", "the header row", "rate"),
        ("economy/exchange_rate", DAILY, "USD", "EUR", "row 2, field FX_ISO", "'EUR'"),
        ("economy/exchange_rate", DAILY, ",410.0", ",4.1", "row 3, field AMD", "4.1"),
        ("economy/exchange_rate", DAILY, "2029-12-31", "31.12.2029", "row 3, field date", "'31.12.2029'"),
        ("economy/exchange_rate", DAILY, "2029-12-31", "2029-12-30", "row 3, fields date", "2029-12-30"),
    ],
)
def test_damage_is_named(folder, table, name, old, new, place, found):
    damage(folder, name, old, new)
    problem = refused(folder, table)
    assert problem.file == name
    assert place in problem.where
    assert found in problem.found
    assert problem.remedy


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (OWED, STOCKS),
        (PAID, SERVICE),
        ("debt/disbursed_by_russia", LENT),
        ("debt/russian_credit_in_budget", BUDGET),
    ],
)
def test_truncated_download(folder, table, name):
    path = where(folder, name)
    path.write_bytes(path.read_bytes()[:-30])
    problem = refused(folder, table)
    assert (problem.file, problem.where) == (name, "the compressed stream")


@pytest.mark.parametrize(
    ("table", "name"),
    [("debt/public_debt", BULLETIN), ("economy/exchange_rate", DAILY), ("debt/armenia_totals", TOTALS)],
)
def test_row_cut_short(folder, table, name):
    path = where(folder, name)
    lines = text_of(path).splitlines()
    rewrite(path, "\n".join([*lines[:-1], lines[-1].rpartition(",")[0]]) + "\n")
    problem = refused(folder, table)
    assert problem.file == name and problem.where == f"row {len(lines)}" and "fields" in problem.found


@pytest.mark.parametrize(
    ("table", "name", "encoding"),
    [("debt/public_debt", BULLETIN, "utf-16"), ("debt/russian_credit_in_budget", BUDGET, "utf-16")],
)
def test_wrong_encoding(folder, table, name, encoding):
    path = where(folder, name)
    rewrite(path, text_of(path), encoding)
    problem = refused(folder, table)
    assert problem.file == name and "row 1" in problem.where and "utf-8" in problem.expected


def test_an_edition_that_lost_armenian_rows_does_not_sum(folder):
    path = where(folder, STOCKS)
    kept = [line for line in text_of(path).splitlines() if not line.startswith("Armenia,France")]
    rewrite(path, "\n".join(kept) + "\n")
    problem = refused(folder, CREDITORS)
    assert problem.where == "Armenia, DT.DOD.PCBK.CD, 2029"


@pytest.mark.parametrize(("parts", "is_taken"), [(110, True), (90, True), (110.5, False), (89.5, False)])
def test_creditors_may_miss_their_total_by_ten_dollars(parts, is_taken):
    rows = [("World", 100.0), ("France", parts - 50), ("Russia", 50)]
    frame = pd.DataFrame(rows, columns=["creditor", "value"]).assign(series="DT.DOD.BLAT.CD", year=2029)
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="Armenia, DT.DOD.BLAT.CD, 2029"):
        worldbank_debt._expect_sums(frame, Path("f"))


@pytest.mark.parametrize(("quarters", "words"), [("1", "first 3 months"), ("12", "first 6 months"), ("123", "first 9 months"), ("1234", "whole year")])
def test_a_report_covers_its_quarters(quarters, words):
    assert armenia_finance._months(f"2028_SPENDING_Q{quarters}.csv") == words


def test_an_edition_without_its_own_total_is_refused(folder):
    path = where(folder, STOCKS)
    kept = [line for line in text_of(path).splitlines() if 'Armenia,World,"PPG, bonds' not in line]
    rewrite(path, "\n".join(kept) + "\n")
    assert refused(folder, CREDITORS).where == "Armenia, DT.DOD.PBND.CD, 2029"


def test_an_edition_under_a_wrong_name_is_refused(folder):
    where(folder, STOCKS).rename(folder / "debt" / "ids_stocks_by_creditor_2031-12.csv.gz")
    problem = refused(folder, OWED)
    assert (problem.where, problem.expected, problem.found) == ("the last year", "2030", "2029")


def test_an_edition_without_a_month_is_refused(folder):
    where(folder, STOCKS).rename(folder / "debt" / "ids_stocks_by_creditor_2030.csv.gz")
    assert refused(folder, OWED).where == "the file name"


def test_a_second_edition_stands_beside_the_first_and_may_not_be_much_shorter(folder):
    path = where(folder, STOCKS)
    newer = folder / "debt" / "ids_stocks_by_creditor_2031-12.csv.gz"
    rewrite(newer, text_of(path).replace(",2029,", ",2030,").replace(",2028,", ",2029,"))
    both = made(folder, OWED)[OWED]
    assert both["edition"].unique().tolist() == ["2029-04", "2030-12", "2031-12"]
    assert both.query("edition == '2031-12'")["year"].max() == 2030
    kept = [line for line in text_of(newer).splitlines() if not line.startswith(("Belarus", "Yemen"))]
    rewrite(newer, "\n".join(kept) + "\n")
    assert refused(folder, OWED).where == "the number of rows"


def test_a_known_file_with_other_content_is_refused(folder):
    where(folder, STOCKS).rename(folder / "debt" / "ids_stocks_by_creditor_2025-12.csv.gz")
    problem = refused(folder, OWED)
    assert (problem.file, problem.where) == ("ids_stocks_by_creditor_2025-12.csv.gz", "the whole file")


def test_a_missing_file_says_where_to_get_it(folder):
    where(folder, DAILY).unlink()
    assert "https://www.cba.am/" in refused(folder, "economy/exchange_rate").remedy


def test_every_field_is_described():
    assert [(t.name, f.name) for t in TABLES.values() for f in t.fields if not f.description] == []


def test_queries_name_every_column_that_the_parser_needs():
    """A stranger prepares the file from these words."""
    for source in worldbank_debt.SOURCES:
        if source.key.startswith(("ids_stocks", "ids_service", "ids_principal", "ids_interest")):
            assert all(word in source.query for word in ("country", "counterpart", "series", "value, series_code"))


# The publishers' files


def series(frame, query, column, index="year"):
    return frame.query(query).set_index(index)[column]


@needs_sources
def test_armenia_owed_russia(real):
    owed = series(real[OWED], "iso3 == 'ARM' and edition == '2025-12'", "outstanding_usd")
    assert owed.loc[2022:].to_dict() == {2022: 319_465_000.0, 2023: 279_398_000.0, 2024: 239_332_000.0}
    assert sorted(set(range(1993, 2025)) - set(owed.index)) == [2007, 2008, 2014]
    assert owed.loc[[2004, 2005, 2006, 2013]].tolist() == [0.0] * 4
    worked_out = pd.read_csv(SOURCES / "debt/check_armenia_debt_to_russia_table.csv", index_col=0)[
        "debt_to_RU"
    ].dropna()
    assert worked_out.index.tolist() == owed.loc[2000:].index.tolist()
    assert (owed.loc[worked_out.index] / 1e6 - worked_out).abs().max() < 0.0006


@needs_sources
def test_what_a_reader_of_november_2023_saw_was_not_revised_for_armenia(real):
    owed = real[OWED].query("iso3 == 'ARM'").pivot(index="year", columns="edition", values="outstanding_usd")
    then = owed["2023-04"].dropna()
    assert (then.index.min(), then.index.max(), then[2021]) == (2009, 2021, 356_531_000.0)
    assert (then == owed["2025-12"].loc[then.index]).all()


@needs_sources
def test_all_that_russia_is_owed_beside_the_press(real):
    owed = real[OWED].query("edition == '2025-12'")
    totals = owed.groupby("year")["outstanding_usd"].sum()
    assert totals.loc[2022:].round(-6).to_dict() == {2022: 28_376e6, 2023: 30_008e6, 2024: 32_551e6}
    assert totals[2022] == pytest.approx(28.9e9, rel=0.02)  # the press of December 2023, from an earlier edition
    assert totals[2023] == pytest.approx(30.1e9, rel=0.005)  # the press of December 2024
    by_debtor = owed.pivot_table(index="debtor", columns="year", values="outstanding_usd", aggfunc="sum")
    press = {"Belarus": 8.24, "Bangladesh": 5.86, "India": 3.75, "Egypt, Arab Rep.": 1.82, "Viet Nam": 1.39}
    assert (by_debtor.loc[list(press), 2022] / 1e9).round(2).to_dict() == press
    assert [(by_debtor[year] > 0).sum() for year in (2022, 2023, 2024)] == [38, 39, 37]
    ranks = by_debtor.rank(ascending=False, method="min").loc["Armenia"]
    assert ranks.loc[2022:].tolist() == [15, 14, 14]


@needs_sources
def test_groups_of_countries_are_left_out(real):
    assert not set(real[OWED]["debtor"]) & set(AGGREGATES)
    assert real[OWED]["iso3"].notna().all()


@needs_sources
def test_years_from_1990_to_the_end_of_the_edition(real):
    years = real[OWED].groupby("edition")["year"].agg(["min", "max"])
    assert years.to_numpy().tolist() == [[2009, 2021], [1990, 2024]]


@needs_sources
def test_creditors_sum_to_both_of_the_banks_totals_within_a_dollar(real):
    totals = real["debt/armenia_totals"]
    creditors = real[CREDITORS].query("edition == '2025-12'")
    world = totals.query("basis == 'creditor file' and edition == '2025-12'").groupby("year")["value_usd"].sum()
    summed = creditors.groupby("year")["outstanding_usd"].sum()
    assert summed.index.tolist() == world.index.tolist() == list(range(1993, 2025))
    assert (summed - world).abs().max() <= 1
    public = series(totals, "basis == 'totals file' and series == 'DT.DOD.DPPG.CD'", "value_usd")
    assert public.index.tolist() == list(range(2000, 2025))
    assert (summed.loc[public.index] - public).abs().max() <= 1
    assert totals.query("basis == 'totals file'")["series"].nunique() == 10
    assert totals.query("basis == 'totals file'")["edition"].unique().tolist() == ["2025-12"]


@needs_sources
def test_bonds_and_institutions_have_no_country(real):
    codeless = real[CREDITORS][real[CREDITORS]["iso3"].isna()]
    assert set(codeless["creditor_type"]) == {"multilateral", "bondholders"}
    assert not real[CREDITORS]["creditor"].str.contains(r"^\s|\s$|^World$").any()
    top = (
        real[CREDITORS]
        .query("edition == '2025-12' and year == 2024")
        .nlargest(8, "outstanding_usd")["creditor"]
        .tolist()
    )
    assert (top[0], top.index("Russian Federation")) == ("Bondholders", 7)


@needs_sources
def test_the_schedule_of_armenian_payments(real):
    paid = real[PAID].query("iso3 == 'ARM' and edition == '2025-12'").set_index("year")
    total = (paid["principal_usd"] + paid["interest_usd"]) / 1e6
    assert total.loc[2025:].round(1).to_dict() == {
        2025: 51.1,
        2026: 49.8,
        2027: 48.3,
        2028: 27.3,
        2029: 26.6,
        2030: 8.9,
    }
    assert paid.index[paid["is_scheduled"]].tolist() == list(range(2025, 2031))
    assert pd.isna(paid.loc[2009, "principal_usd"]) and paid.loc[2009, "interest_usd"] == 10_583_000


@needs_sources
def test_stock_moves_by_what_was_lent_and_repaid(real):
    owed = series(real[OWED], "iso3 == 'ARM' and edition == '2025-12'", "outstanding_usd")
    repaid = series(real[PAID], "iso3 == 'ARM' and edition == '2025-12'", "principal_usd")
    lent = series(real["debt/disbursed_by_russia"], "iso3 == 'ARM'", "disbursed_usd")
    assert lent.to_dict() == {
        2009: 500e6,
        2015: 7_766e3,
        2016: 48_651e3,
        2017: 196_218e3,
        2018: 81_325e3,
        2019: 102_504e3,
        2021: 34.2e6,
    }
    for year in range(2016, 2025):
        change = owed[year] - owed[year - 1]
        assert change == pytest.approx(lent.get(year, 0) - repaid[year], abs=1000), year


@needs_sources
def test_the_edition_of_april_2024_had_reports_to_2022_and_a_schedule_after(real):
    """Shares of values, over all debtors to Russia, that the edition of December 2025 still gives."""
    wide = real[PAID].pivot_table(index=["iso3", "year"], columns="edition", values="interest_usd")
    same = (wide["2024-04"] - wide["2025-12"]).abs().lt(1)[wide.notna().all(axis=1)].groupby("year").mean()
    assert same.loc[2015:2021].min() > 0.9
    assert same[2022] > 0.85
    assert same.loc[2023:].max() < 0.4
    first = real[PAID].query("is_scheduled").groupby("edition")["year"].agg(["min", "max"])
    assert first.to_numpy().tolist() == [[2023, 2029], [2025, 2030]]


@needs_sources
def test_the_second_arms_credit_in_the_budget(real):
    columns = ("year", "law_amd", "planned_amd", "revised_amd", "spent_amd", "listed_in")
    assert rows(real["debt/russian_credit_in_budget"], *columns) == [
        (2019, 42_836_516e3, 42_836_516e3, 42_836_516e3, 31_389_005_800.0, "law and report"),
        (2020, 12_959_100_800.0, 12_959_100_800.0, 3_239_775_200.0, 0.0, "law and report"),
        (2021, None, 0.0, 16_372_726_600.0, 16_372_726_600.0, "report only"),
    ]


@needs_sources
def test_public_debt_adds_up_and_equals_what_the_deputy_minister_said(real):
    debt = real["debt/public_debt"]
    for unit in ("value_amd", "value_usd"):
        wide = debt.pivot(index="date", columns="series", values=unit)
        parts = wide["government debt"] + wide["central bank external debt"]
        assert (wide["public debt"] / parts - 1).abs().max() < 1e-6
        halves = wide["government external debt"] + wide["government domestic debt"]
        assert (wide["government debt"] / halves - 1).abs().max() < 1e-6
    said = debt.query("date == '2023-09-30'").set_index("series")["value_usd"] / 1e6
    names = ["public debt", "government debt", "central bank external debt"]
    assert said[names].round(1).tolist() == [11_322.3, 10_790.4, 531.9]
    assert debt["date"].nunique() == 100 and len(debt) == 16 * 100 + 2 * 63
    assert debt.loc[debt["value_usd"].isna(), ["date", "series"]].to_numpy().tolist() == [
        ["2022-11-30", "government domestic loans"],
        ["2022-12-31", "government domestic loans"],
    ]


@needs_sources
def test_exchange_rate_by_year(real):
    rate = real["economy/exchange_rate"].set_index("year")
    assert rate.loc[2021, "amd_per_usd_average"] == 503.7252
    assert rate.loc[2024, "amd_per_usd_end"] == 396.56
    assert rate.index[~rate["is_whole_year"]].tolist() == [2025]
    assert rate.loc[2025, ["days", "last_date"]].tolist() == [61, "2025-03-02"]
