"""Whether an edition is whole: judged by Armenia, Azerbaijan and Russia, by states and series, by the size of values."""

import contextlib
import gzip
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from build import cli
from build.changes import tenfold
from build.completeness import beyond_tenfold, refuse_losses, refuse_more_twins
from build.editions import content, is_of_the_future, order
from build.problems import SourceProblem
from build.reading import expect_no_fewer, expect_none_lost, expect_present
from build.schema import Field, Table
from sources_here import SAMPLES

FIELDS = (
    Field("edition", "string"),
    Field("iso3", "string"),
    Field("year", "year"),
    Field("measure", "string", enum=("gdp", "debt")),
    Field("value", "number"),
)
TABLE = Table("t/t", "T", "x", FIELDS, ("edition", "iso3", "year", "measure"), ("source",), lambda shelf: None)
STATES = ("ARM", "AZE", "RUS", "FJI")


def rows(**left_out) -> pd.DataFrame:
    """Ten years of two measures of four states, cells as text, without what is named."""
    every = pd.DataFrame(
        [("2025-01", s, str(2000 + y), m, str(100 + y)) for s in STATES for y in range(10) for m in ("gdp", "debt")],
        columns=[f.name for f in FIELDS],
    )
    for column, values in left_out.items():
        every = every[~every[column].isin(values)]
    return every


def test_the_same_and_more_are_taken():
    refuse_losses(rows(), rows(), TABLE, "before")
    refuse_losses(rows(iso3=["FJI"]), rows(), TABLE, "before")
    refuse_losses(rows().head(0), rows(), TABLE, "before")


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (rows(iso3=["ARM"]), "rows of ARM"),
        (rows(iso3=["FJI"]), "none of FJI"),
        (rows(measure=["debt"]), "(and 2 more such series)"),
        (rows(year=["2001", "2002"]), "10"),
        (rows().query("not (iso3 == 'AZE' and measure == 'gdp' and year > '2007')"), "rows of AZE, gdp as before (10)"),
    ],
)
def test_less_of_the_subject_is_refused(new, says):
    with pytest.raises(SourceProblem) as told:
        refuse_losses(rows(), new, TABLE, "before")
    assert says in str(told.value) and "delete data/t/t.csv first" in str(told.value)


def test_one_row_fewer_is_no_loss():
    refuse_losses(rows(), rows().query("not (iso3 == 'ARM' and measure == 'gdp' and year == '2009')"), TABLE, "before")


def test_revisions_beyond_tenfold_are_named_largest_first():
    new = rows()
    new.loc[new.index[:2], "value"] = ["5000", "9"]
    assert tenfold(rows(), new, TABLE) == [
        "value moved beyond tenfold: 2025-01, ARM, 2000, gdp: 100 -> 5,000; 2025-01, ARM, 2000, debt: 100 -> 9"
    ]
    assert tenfold(rows(), rows(), TABLE) == [] and tenfold(None, rows(), TABLE) == []


def test_more_than_three_are_counted():
    new = rows()
    new.loc[new.index[:9], "value"] = "1"
    (line,) = tenfold(rows(), new, TABLE)
    assert line.count("->") == 3 and line.endswith("(and 6 more)")


def test_rounding_of_small_values_is_no_revision():
    pairs = pd.DataFrame({"before": [0.0, 0.1, 9.0, 0.0], "after": [9.0, 5.0, 0.1, 10.0]})
    assert beyond_tenfold(pairs)["after"].tolist() == [10.0]


@pytest.mark.parametrize("factor", [1000, 0.001])
def test_another_unit_is_refused(factor):
    new = rows()
    new["value"] = (new["value"].astype(float) * factor).astype(str)
    with pytest.raises(SourceProblem, match="the unit changed"):
        tenfold(rows(), new, TABLE)


def test_twins_are_judged_by_the_editions_before():
    plain = pd.DataFrame({"who": [*"ABCDEFGH"], "what": range(8)})
    twice = pd.concat([plain, plain.iloc[[0, 1, 2]]], ignore_index=True)
    refuse_more_twins([("a", plain), ("b", twice)], lambda frame: frame["who"].isin(["H"]))  # three of others
    refuse_more_twins([("a", twice), ("b", twice)], lambda frame: frame["who"].isin([*"ABC"]))  # as many as before
    with pytest.raises(SourceProblem, match="3 of them of Armenia and Azerbaijan"):
        refuse_more_twins([("a", plain), ("b", twice)], lambda frame: frame["who"].isin([*"ABC"]))
    with pytest.raises(SourceProblem, match="row 8"):
        refuse_more_twins([("a", plain), ("b", pd.concat([plain, plain], ignore_index=True))], lambda frame: frame["who"].eq("A"))


@pytest.mark.parametrize(("rows", "twins", "is_taken"), [(999, 5, True), (999, 6, False), (1000, 7, True), (1000, 8, False)])
def test_a_first_edition_may_have_a_twin_in_a_thousand_rows(rows, twins, is_taken):
    plain = pd.DataFrame({"who": ["X"] * (rows - twins), "what": range(rows - twins)})
    edition = [("a", pd.concat([plain, plain.iloc[:twins]], ignore_index=True))]
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match=f"{twins} exact duplicates"):
        refuse_more_twins(edition, lambda frame: frame["who"].eq("A"))


def names(**times: int) -> pd.Series:
    return pd.Series([name for name, n in times.items() for _ in range(n)])


def test_a_file_with_fewer_rows_of_the_subject_is_refused_however_long_it_is():
    before, longer = names(ARM=20, USA=100), names(ARM=17, USA=900)
    with pytest.raises(SourceProblem, match=r"new\.csv: the rows of ARM\n.*old\.csv has \(20\)\n.*17"):
        expect_no_fewer([(Path("old.csv"), before), (Path("new.csv"), longer)], ["ARM"])
    expect_no_fewer([(Path("old.csv"), before), (Path("new.csv"), names(ARM=18))], ["ARM"])
    expect_no_fewer([(Path("old.csv"), names(ARM=2)), (Path("new.csv"), names(ARM=1))], ["ARM", "AZE"])


def test_a_file_that_lost_a_state_is_refused():
    with pytest.raises(SourceProblem, match=r"every state that old\.csv has\n.*none of BLR, YEM"):
        expect_none_lost([(Path("old.csv"), names(YEM=1, BLR=2, ARM=1)), (Path("new.csv"), names(ARM=9))], "country")
    expect_none_lost([(Path("old.csv"), names(ARM=1)), (Path("new.csv"), names(ARM=1, BLR=1))], "country")


def test_a_file_without_the_subject_is_refused():
    with pytest.raises(SourceProblem, match="none for AZE"):
        expect_present(Path("f.csv"), ["ARM", "RUS"], "iso3", ("ARM", "AZE"))
    expect_present(Path("f.csv"), ["ARM", "AZE"], "iso3", ("ARM",))


@pytest.mark.parametrize(
    "oldest_first",
    [
        ("ids_2000-2022.csv.gz", "ids_1990-2026.csv.gz"),
        ("ucdp_brd_v9_2_conflict388.csv", "ucdp_brd_v24_1_conflict388.csv", "ucdp_brd_v25_1_conflict388.csv"),
        ("atop_5.1_csv.zip", "atop_5.10_csv.zip", "atop_10.0_csv.zip"),
        ("sipri_2025-03-13.csv", "sipri_2026-05-18.csv", "sipri_2026-11-02.csv"),
        ("worldbank_wdi_11_countries.csv", "worldbank_wdi_2_countries_2030.csv"),
        ("hs71_2011-2023jul.csv", "hs71_2010-2023dec.csv", "hs71_2012-2024jan.csv"),
        ("unvotes_46-74.csv.gz", "unvotes_9-75.csv.gz"),
        ("mof_public_debt_monthly.csv", "mof_public_debt_monthly_2025.csv"),
    ],
)
def test_editions_stand_in_order(oldest_first):
    paths = [Path(name) for name in oldest_first]
    assert sorted(reversed(paths), key=order) == paths


def test_a_year_that_runs_is_not_of_the_future():
    today = date(2026, 11, 29)
    assert not any(is_of_the_future(Path(n), today) for n in ("x_1951-2026.csv", "x_2026-11-29.csv", "x_2026-11.csv", "x.csv"))
    assert all(is_of_the_future(Path(n), today) for n in ("x_2027.csv", "x_2026-11-30.csv", "x_2026-12.csv", "x_2027jan.csv"))


@pytest.mark.parametrize(("number", "month"), list(enumerate(("Jan", "feb", "Mar", "apr", "may", "jun", "JUL", "aug", "sep", "oct", "nov", "dec"), 1)))
def test_a_month_in_letters_is_a_month(number, month):
    def of(name: str) -> tuple:
        return order(Path(name))[1]

    assert of(f"prices_2022{month}.csv")[:2] == (2022, number) == of(f"votes_2022-{number:02}.csv")[:2]
    assert is_of_the_future(Path(f"prices_2026{month}.csv"), date(2026, number, 1)) is False
    if number > 1:
        assert is_of_the_future(Path(f"prices_2026{month}.csv"), date(2026, number - 1, 28))


def test_content_is_the_same_however_it_is_packed():
    plain = content(Path("a.csv"), b"a,b\n1,2\n")
    assert plain == content(Path("b.csv"), b"a,b\r\n1,2") == content(Path("c.csv.gz"), gzip.compress(b"a,b\n1,2\n"))
    assert plain != content(Path("a.csv"), b"a,b\n1,3\n")
    assert content(Path("d.csv.gz"), b"\x1f\x8bbroken") != plain


@pytest.fixture
def debt(tmp_path):
    """Invented debt files, a first build of them, and a way to change the newest one."""
    shutil.copytree(SAMPLES / "debt", tmp_path / "sources/debt")
    (tmp_path / "data").mkdir()
    place = tmp_path / "sources/debt/ids_stocks_by_creditor_2030-12.csv.gz"
    assert cli.main(["--sources", str(tmp_path / "sources"), "--only", "debt/owed_to_russia"], tmp_path / "data") == 0

    def change(edit) -> int:
        text = gzip.decompress(place.read_bytes()).decode()
        place.write_bytes(gzip.compress("".join(edit(text.splitlines(keepends=True))).encode()))
        return cli.main(["--sources", str(tmp_path / "sources"), "--only", "debt/owed_to_russia"], tmp_path / "data")

    return change


def test_a_debtor_that_is_lost_is_named(debt, capsys):
    assert debt(lambda lines: [line for line in lines if not line.startswith('"Yemen')]) == 1
    err = capsys.readouterr().err
    assert "owed_to_russia.csv: field iso3" in err and "none of YEM" in err


def test_a_debt_that_moves_beyond_tenfold_is_named(debt, capsys):
    assert debt(lambda lines: [line.replace("2029,7000000000.0", "2029,70.0") for line in lines]) == 0
    assert "outstanding_usd moved beyond tenfold: 2030-12, Belarus, 2029, bilateral: 7,000,000,000 -> 70" in capsys.readouterr().out


def test_a_debtor_that_a_newer_file_lost_is_named_at_the_first_build_too(tmp_path, capsys):
    shutil.copytree(SAMPLES / "debt", tmp_path / "sources/debt")
    (tmp_path / "data").mkdir()
    place = tmp_path / "sources/debt/ids_stocks_by_creditor_2030-12.csv.gz"
    lines = gzip.decompress(place.read_bytes()).decode().splitlines(keepends=True)
    kept = "".join(line.replace(",2029,", ",2030,") for line in lines if not line.startswith('"Yemen'))
    place.with_name("ids_stocks_by_creditor_2031-12.csv.gz").write_bytes(gzip.compress(kept.encode()))
    assert cli.main(["--sources", str(tmp_path / "sources"), "--only", "debt/owed_to_russia"], tmp_path / "data") == 1
    err = capsys.readouterr().err
    assert "ids_stocks_by_creditor_2031-12.csv.gz: field country (states that owe Russia)" in err and "none of YEM" in err
