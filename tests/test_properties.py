"""Properties that hold for any input: parsers end in a frame or in the one error, and measures keep what must be kept.

Inputs are drawn by hypothesis, always the same ones; what it finds can be run again as it stands.
"""

import csv
import gzip
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from build import armstat, central_bank, gas, macro, sipri_deliveries, sipri_register, ucdp, unhcr, worldbank_debt
from build.atop import archived_rows
from build.editions import order
from build.natural_earth import read_polygons
from build.problems import SourceProblem
from build.reading import read_rows, typed
from build.schema import Field
from build.sipri_lags import life_table, waits
from build.sipri_milex import read_milex
from build.unga_votes import _read_resolutions
from build.wartime_commitments import stata_rows
from evidence.measures import alliances, arms, debt, delays
from hypothesis import HealthCheck, given, settings
from hypothesis.configuration import set_hypothesis_home_dir
from sources_here import SAMPLES

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "alliance-hypothesis")  # nothing is kept in the project

few = settings(
    derandomize=True, deadline=None, max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
some = settings(few, max_examples=8)

FIELDS = (
    Field("release", "integer", minimum=1900, maximum=2100),
    Field("name", "string"),
    Field("value", "number", required=False, minimum=-1e12, maximum=1e12),
    Field("day", "date", required=False),
    Field("known", "boolean", required=False),
)
PARSERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "SIPRI's register": (sipri_register.read_register, "arms/sipri_trade_register_2030-05-20.csv"),
    "SIPRI's deliveries": (sipri_deliveries.read_deliveries, "arms/sipri_deliveries_2030-02-10_2020-2028.csv"),
    "debt by creditor": (worldbank_debt._cells, "debt/ids_stocks_by_creditor_2030-12.csv.gz"),
    "debt totals": (worldbank_debt._country_series, "debt/ids_armenia_totals_transcribed_2030.csv"),
    "trade": (armstat.read_trade, "economy/armstat_trade_by_partner_monthly_2030-02.csv.gz"),
    "transfers": (central_bank.read_transfers, "economy/cba_money_transfers_by_country_monthly_to_2030-02.csv.gz"),
    "outlook": (macro.read_weo, "economy/imf_weo_2030-04_2_countries.csv.gz"),
    "product": (macro.read_gdp, "economy/worldbank_gdp_current_usd_to_2029.csv"),
    "population": (macro.read_population, "economy/worldbank_population_to_2029.csv"),
    "indicators": (macro.read_wdi, "economy/worldbank_wdi_2_countries_2030.csv"),
    "gold": (gas.read_regions, "economy/armenia_hs71_exports_by_region_2028-2029jul.csv"),
    "deaths": (ucdp.read_country_year, "conflict/ucdp_organizedviolencecy_v30_1.csv.gz"),
    "refugees": (lambda path: unhcr.read_pairs(path, unhcr.COUNTS), "conflict/unhcr_population_2030.csv.gz"),
}
WITH_PREAMBLE = ("SIPRI's register", "SIPRI's deliveries")
OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "workbook": (read_milex, "arms/sipri_milex_1949-2029.xlsx"),
    "Stata file": (stata_rows, "alliances/leeds_anac_2030.dta"),
    "archive": (lambda path: archived_rows(path, r"atop.*\.csv$"), "alliances/atop_9.9_csv.zip"),
    "outlines": (read_polygons, "map/caucasus_countries_2030.geojson"),
    "resolutions": (_read_resolutions, "alignment/un_resolutions/90.json.gz"),
}
ODD = (
    "", " ", "inf", "-inf", "NaN", "nan", "-1", "1e999", "1e300", "0.5", "99999999999999999999", "2023-13-45", "2023-02-30", "0x10",
    "1,5", '"', "?", "é", "\u0540", "\u202e", "true", "None", "..", "2024", "ARM", "Armenia", "=1+1", "a\nb", ";", "0", "1 234",
)  # fmt: skip


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")


def split(name: str, text: str) -> tuple[str, list[list[str]]]:
    """Preamble, and header with rows; a deal that the sample breaks over two lines is left out."""
    before = ""
    if name in WITH_PREAMBLE:
        lines = text.split("\n")
        at = next(i for i, line in enumerate(lines) if "Supplier" in line and "Recipient" in line)
        before, lines = "\n".join(lines[:at]) + "\n", [line.removesuffix(";") for line in lines[at:]]
        text = "\n".join(line for line in lines if line.count(",") == lines[0].count(","))
    return before, list(csv.reader(io.StringIO(text)))


def write(place: Path, before: str, rows: list[list[str]], **form) -> Path:
    out = io.StringIO()
    csv.writer(out, **({"lineterminator": "\n"} | form)).writerows(rows)
    raw = (before + out.getvalue()).encode()
    place.write_bytes(gzip.compress(raw, 1) if place.suffix == ".gz" else raw)
    return place


def ends_well(parse: Callable[[Path], object], path: Path) -> object | None:
    """The parser's frame, or nothing where it refused the file; any other error fails the test."""
    try:
        return parse(path)
    except SourceProblem as problem:
        assert problem.remedy and problem.expected and path.name.split(".")[0] in str(problem) or ".csv" in str(problem)
        return None


def frame_of(made: object) -> pd.DataFrame:
    """Rows in an order of their own, whatever order the file had."""
    frame = made[1] if isinstance(made, tuple) else made
    text = frame[sorted(frame.columns)].astype(str)
    return text.sort_values(list(text.columns)).reset_index(drop=True)


@pytest.mark.parametrize("name", [*PARSERS, *OTHERS])
@few
@given(raw=st.binary(max_size=200), at=st.floats(0, 1))
def test_arbitrary_bytes_end_in_a_frame_or_in_the_one_error(name, raw, at, tmp_path):
    parse, sample = (PARSERS | OTHERS)[name]
    path = tmp_path / Path(sample).name
    path.write_bytes(raw)
    ends_well(parse, path)
    whole = (SAMPLES / sample).read_bytes()
    cut = int(at * len(whole))
    path.write_bytes(whole[:cut] + raw[:20] + whole[cut + len(raw[:20]) :])  # some bytes overwritten
    ends_well(parse, path)
    path.write_bytes(whole[:cut])  # cut short
    ends_well(parse, path)


@pytest.mark.parametrize("name", PARSERS)
@few
@given(data=st.data())
def test_arbitrary_cells_end_in_a_frame_or_in_the_one_error(name, data, tmp_path):
    parse, sample = PARSERS[name]
    before, rows = split(name, text_of(SAMPLES / sample))
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        rows[row][column] = data.draw(st.sampled_from(ODD))
    if data.draw(st.booleans()):
        rows.insert(data.draw(st.integers(1, len(rows))), rows[data.draw(st.integers(0, len(rows) - 1))])
    if data.draw(st.booleans()):
        column = data.draw(st.integers(0, len(rows[0]) - 1))
        rows = [row[:column] + row[column + 1 :] for row in rows]
    ends_well(parse, write(tmp_path / Path(sample).name, before, rows))


@pytest.mark.parametrize("name", PARSERS)
@settings(few, max_examples=2)
@given(data=st.data())
def test_order_quoting_line_ends_and_a_byte_order_mark_change_nothing(name, data, tmp_path):
    parse, sample = PARSERS[name]
    before, (header, *rows) = split(name, text_of(SAMPLES / sample))
    path = tmp_path / Path(sample).name
    plain = frame_of(parse(write(path, before, [header, *rows])))
    rows = data.draw(st.permutations(rows))
    places = list(range(len(header)))
    if name not in WITH_PREAMBLE:  # there a column without a name belongs to the one before it
        places = data.draw(st.permutations(places))
    form = {
        "quoting": data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])),
        "lineterminator": data.draw(st.sampled_from(["\n", "\r\n"])),
    }
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    end = form["lineterminator"]
    shuffled = [[row[p] for p in places] for row in [header, *rows]]
    pd.testing.assert_frame_equal(frame_of(parse(write(path, mark + before.replace("\n", end), shuffled, **form))), plain)


@some
@given(rows=st.lists(st.tuples(*[st.one_of(st.sampled_from(ODD), st.text("aZ0-.,é\"\n\u0540", max_size=5))] * len(FIELDS)), max_size=4))
def test_typed_gives_its_types_or_the_one_error(rows, tmp_path):
    path = write(tmp_path / "f.csv", "", [[f.name for f in FIELDS], *map(list, rows)])
    made = ends_well(lambda p: typed(read_rows(p), FIELDS, p), path)
    if made is not None:
        assert len(made) <= len(rows)
        assert made["release"].between(1900, 2100).all() and np.isfinite(made["value"].dropna()).all()
        assert pd.to_datetime(made["day"].dropna(), format="%Y-%m-%d").notna().all()


@some
@given(year=st.integers(2001, 2098), month=st.integers(1, 12), first=st.integers(1950, 1989))
def test_the_newest_edition_is_the_newest_whatever_its_name(year, month, first):
    older, newer = (
        [f"x_{y}-{month:02}.csv", f"x_{first}-{y}.csv", f"x_v{y - 1980}_1.csv", f"x_to_{y}-{month:02}.csv.gz"] for y in (year, year + 1)
    )
    for a, b in zip(older, newer, strict=True):
        assert order(Path(a)) < order(Path(b)) and max([Path(b), Path(a)], key=order) == Path(b)
    assert order(Path(f"x_1990-{year + 1}.csv")) > order(Path(f"x_2000-{year}.csv"))


# --- measures

amounts = st.integers(0, 10**9).map(float)
schedules = st.lists(amounts, min_size=1, max_size=20).map(lambda paid: pd.Series(paid, index=range(2025, 2025 + len(paid))))


@some
@given(flows=schedules, rate=st.floats(0, 0.5), year=st.integers(2020, 2050))
def test_what_remains_is_worth_its_sum_without_interest_and_less_with(flows, rate, year):
    assert debt.present_value(flows, year, 0) == pytest.approx(debt.remaining(flows, year))
    assert debt.present_value(flows, year, rate) <= debt.remaining(flows, year) * (1 + 1e-12)
    assert debt.remaining(flows, 2024) == pytest.approx(flows.sum()) and debt.remaining(flows, 2100) == 0


@some
@given(flows=schedules, left=st.floats(0, 1e9), rate=st.floats(0, 0.2))
def test_a_schedule_continued_pays_exactly_what_is_left(flows, left, rate):
    last = max(float(flows.iloc[-1]), left / 50, 1.0)
    flows.iloc[-1] = last
    service = pd.DataFrame({"principal_usd": flows, "interest_usd": 0.0})
    longer = debt.with_final_years(service, left, rate)
    added = longer.loc[longer.index > flows.index[-1]]
    assert added["principal_usd"].sum() == pytest.approx(left, abs=1.01)
    assert (added["principal_usd"] <= last).all() and (added["interest_usd"] <= left * rate + 1e-9).all()
    pd.testing.assert_frame_equal(longer.loc[flows.index], service, check_dtype=False)


@some
@given(flows=schedules, owed=amounts)
def test_a_debt_ahead_falls_by_the_principal_and_to_nothing_where_all_is_paid(flows, owed):
    stock = pd.Series({2023: owed + 1, 2024: owed})
    path = debt.path_ahead(stock, flows, int(flows.index[-1]))
    assert (-path.diff().loc[2025:]).tolist() == pytest.approx(flows.tolist())
    assert path.iloc[-1] == pytest.approx(owed - flows.sum())


@some
@given(step=amounts, first=st.integers(2015, 2025), instalments=st.integers(1, 12))
def test_equal_instalments_sum_to_the_loan(step, first, instalments):
    paid = debt.principal_of(step, first, pd.Index(range(2010, 2045)), instalments)
    assert paid.sum() == pytest.approx(step * instalments) and (paid > 0).sum() == (instalments if step else 0)


@some
@given(flows=schedules, worth=st.floats(0, 1))
def test_the_rate_found_gives_the_amount_back(flows, worth):
    low, high = debt.present_value(flows, 2024, 1.0), debt.present_value(flows, 2024, 0.0)
    amount = low + worth * (high - low)
    rate = debt.rate_at_which(flows, 2024, amount)
    assert 0 <= rate <= 1
    assert debt.present_value(flows, 2024, rate) == pytest.approx(amount, rel=1e-3, abs=1e-3)


@some
@given(hits=st.integers(0, 60), more=st.integers(0, 60), confidence=st.floats(0.5, 0.99))
def test_intervals_of_shares_are_ordered_and_lie_in_the_unit(hits, more, confidence):
    trials = hits + more
    low, high = alliances.binomial_interval(hits, trials, confidence) if trials else (0.0, 1.0)
    assert 0 <= low <= high <= 1
    if trials:
        assert low <= hits / trials <= high
        wider = alliances.binomial_interval(hits, trials, (1 + confidence) / 2)
        assert wider[0] <= low and high <= wider[1]


@some
@given(count=st.integers(0, 200), confidence=st.floats(0.5, 0.99))
def test_intervals_of_counts_are_ordered_and_hold_the_count(count, confidence):
    low, high = alliances.poisson_interval(count, confidence)
    assert 0 <= low <= count <= high


waited = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40)


@few
@given(orders=waited)
def test_survival_falls_within_its_interval_and_within_the_unit(orders):
    lags, came = (pd.Series(x) for x in zip(*orders, strict=True))
    counts = pd.DataFrame({"lag_years": range(int(lags.max()) + 1)})
    counts["delivered"] = [int(((lags == lag) & came).sum()) for lag in counts["lag_years"]]
    counts["censored"] = [int(((lags == lag) & ~came).sum()) for lag in counts["lag_years"]]
    counts["at_risk"] = [int((lags >= lag).sum()) for lag in counts["lag_years"]]
    curve = delays.survival(counts)
    assert (curve["waiting"].diff().dropna() <= 1e-12).all() and curve["waiting"].between(0, 1).all()
    assert ((curve["lower"] <= curve["waiting"] + 1e-9) & (curve["waiting"] <= curve["upper"] + 1e-9)).all()
    assert curve[["lower", "upper"]].to_numpy().clip(0, 1).tolist() == curve[["lower", "upper"]].to_numpy().tolist()
    share, pace = 1.0, []
    for row in counts.itertuples():  # the estimate by hand
        share *= 1 - row.delivered / row.at_risk
        pace.append(share)
    assert curve["waiting"].tolist() == pytest.approx(pace)
    pd.testing.assert_frame_equal(delays.survival(counts.sample(frac=1, random_state=1)), curve)


@few
@given(lives=st.lists(st.tuples(st.integers(1, 80), st.booleans()), min_size=1, max_size=30))
def test_lifetimes_of_alliances_fall_likewise(lives):
    years, ended = (pd.Series(x) for x in zip(*lives, strict=True))
    steps = alliances.kaplan_meier(years.astype(float), ended)
    alive = steps["in_force"]
    assert alive.between(0, 1).all() and (alive.diff().dropna() <= 1e-12).all() and (steps["lower"] <= steps["upper"] + 1e-12).all()


deals = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(2000, 2006), st.integers(1, 50), st.integers(1, 500)), min_size=1, max_size=25
)


def deliveries(drawn: list[tuple]) -> pd.DataFrame:
    rows = pd.DataFrame(drawn, columns=["supplier", "delivery_year", "number", "tiv_million"])
    return rows.assign(
        release=2030, deal_id=range(len(rows)), supplier_iso3=rows["supplier"], number_is_estimate=False, designation="x",
        tiv_million=rows["tiv_million"] / 4,
    )  # fmt: skip


@few
@given(drawn=deals, seed=st.integers(0, 99))
def test_sums_by_supplier_add_up_and_the_order_of_rows_means_nothing(drawn, seed):
    rows = deliveries(drawn)
    parts = [arms.shares(rows, [s], 2030, 2000, 2006) for s in "ABC"]
    for what in ("volume", "deals", "items"):
        assert sum(p[what] for p in parts) == pytest.approx(1) and all(0 <= p[what] <= 1 for p in parts)
    assert parts[0]["total_tiv"] == pytest.approx(rows["tiv_million"].sum())
    table = arms.pieces(rows, 2030, 2000, 2006)
    pd.testing.assert_series_equal(table.drop("all").sum(), table.loc["all"], check_names=False, check_dtype=False)
    index = arms.herfindahl(rows.groupby("supplier")["tiv_million"].sum())
    assert 1 / rows["supplier"].nunique() - 1e-9 <= index <= 1 + 1e-9
    shuffled = rows.sample(frac=1, random_state=seed)
    assert arms.shares(shuffled, ["A"], 2030, 2000, 2006) == pytest.approx(parts[0])
    pd.testing.assert_frame_equal(arms.pieces(shuffled, 2030, 2000, 2006), table)


@few
@given(drawn=st.lists(st.tuples(st.integers(2000, 2010), st.integers(1, 9), st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=15))
def test_a_life_table_loses_no_order(drawn):
    rows = []
    for ordered, pieces, delivered, after in drawn:
        came = min(delivered, pieces)
        year = min(ordered + after, 2012) if came else None
        rows.append({"supplier": "Russia", "order_year": ordered, "order_year_is_estimate": False, "ordered": pieces,
                     "delivered": came, "first_year": year, "last_year": year})  # fmt: skip
    orders = pd.DataFrame(rows).astype({"first_year": "Int64", "last_year": "Int64", "ordered": "Int64", "order_year": "Int64"})
    waiting = waits(orders, "first", 2012)
    table = life_table(waiting.assign(release=2013, selection="all", event="first"))
    assert table["delivered"].sum() + table["censored"].sum() == len(orders)
    assert table["delivered"].sum() == (orders["delivered"] > 0).sum()
    first = table[table["lag_years"] == 0]
    assert first["at_risk"].sum() == len(orders)
    assert (table["at_risk"] >= table["delivered"] + table["censored"]).all()


@few
@given(drawn=deals)
def test_an_even_split_keeps_each_deal_s_volume(drawn):
    rows = pd.DataFrame(
        {
            "supplier": s, "recipient": "R", "first_year": year, "tiv_delivered_million": tiv / 4,
            "delivery_years": ";".join(str(year + i) for i in range(1 + number % 4)),
        }
        for s, year, number, tiv in drawn
    )  # fmt: skip
    spread = sipri_register.split_by_year(rows)
    pd.testing.assert_series_equal(
        spread.groupby("supplier")["tiv_million"].sum(), rows.groupby("supplier")["tiv_delivered_million"].sum(), check_names=False
    )
    assert len(spread) == rows["delivery_years"].str.split(";").str.len().sum()
