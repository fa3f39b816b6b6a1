"""Trade, transfers, gas, gold and macro figures: parsers on synthetic samples, bad input, known values of real files."""

import contextlib
import gzip
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import rebuilt
from build import armstat, central_bank, countries_table, gas, macro
from build.countries import add_iso3
from build.problems import SourceProblem
from build.reading import typed
from build.shelf import Shelf
from build.writing import finish
from sources_here import SAMPLES, SOURCES, copied, needs_sources, says

MODULES = (countries_table, armstat, central_bank, gas, macro)
KEYS = {s.key: s for m in MODULES for s in m.SOURCES}
TABLES = {t.name: t for m in MODULES for t in m.TABLES}
TRADE_SAMPLE = "armstat_trade_by_partner_monthly_2030-02.csv.gz"
CBA_SAMPLE = "cba_money_transfers_by_country_monthly_to_2030-02.csv.gz"
WEO_SAMPLE = "imf_weo_2030-04_2_countries.csv.gz"


def made(name: str, folder: Path) -> pd.DataFrame:
    table = TABLES[name]
    return finish(table.build(Shelf(folder, KEYS)), table)


def sample(name: str) -> pd.DataFrame:
    return made(name, SAMPLES)


def only(frame: pd.DataFrame, column: str = "value_usd", **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return frame[column].iloc[0]


# --- samples ---


def test_trade_is_summed_by_year_in_dollars():
    trade = sample("economy/trade")
    assert only(trade, edition="2030-02", iso3="RUS", year=2028, flow="export") == 12 * 110_000
    assert only(trade, edition="2029-02", iso3="RUS", year=2028, flow="export") == 12 * 100_000
    assert only(trade, edition="2030-02", iso3="RUS", year=2028, flow="import_origin") == 12 * 220_000
    assert only(trade, edition="2030-02", iso3="RUS", year=2028, flow="import_consignment") == 12 * 230_000


def test_trade_joins_two_names_of_one_partner():
    trade = sample("economy/trade").query("edition == '2030-02' and flow == 'export'")
    assert only(trade, iso3="IRN", year=2028) == 120_000
    assert only(trade, iso3="IRN", year=2029) == 22_000
    assert set(trade.loc[trade["iso3"] == "IRN", "partner"]) == {"Iran"}
    assert only(trade, partner="Nagorno-Karabakh", year=2028) == 12_000
    assert only(trade, partner="Nagorno-Karabakh", year=2029) == 4_000


def test_an_unfinished_year_says_so():
    trade = sample("economy/trade").query("edition == '2030-02'")
    assert set(trade.loc[trade["year"] == 2029, "months"]) == {2}
    assert not trade.loc[trade["year"] == 2029, "is_full_year"].any()
    assert trade.loc[trade["year"] == 2028, "is_full_year"].all()


def test_world_counts_the_partners_that_are_left_out():
    trade = sample("economy/trade").query("edition == '2030-02' and flow == 'export' and year == 2028")
    assert "Fiji" not in set(trade["partner"])
    assert only(trade, partner="World") == 12 * 126_010
    assert trade.loc[trade["partner"] != "World", "value_usd"].sum() == 12 * 126_000


def test_a_partner_without_a_row_is_not_zero():
    trade = sample("economy/trade").query("edition == '2030-02' and year == 2029")
    assert "Georgia" not in set(trade["partner"])


def test_transfers_are_summed_and_the_missing_month_counts():
    transfers = sample("economy/transfers")
    russia = {"iso3": "RUS", "year": 2029, "direction": "inflow"}
    assert only(transfers, **russia, type="total") == 2_400_000
    assert only(transfers, **russia, type="non-commercial") == 1_200_000
    gap = {"iso3": "USA", "year": 2029, "direction": "outflow", "type": "total"}
    assert only(transfers, **gap) == 220_000
    assert only(transfers, "months", **gap) == 11
    assert not only(transfers, "is_full_year", **gap)
    assert set(transfers.loc[transfers["year"] == 2030, "months"]) == {2}
    assert set(transfers["direction"]) == {"inflow", "outflow"}
    assert only(transfers, partner="World", year=2029, direction="inflow", type="total") == 3_720_000


def test_monthly_transfers_hold_russia_and_the_world():
    months = sample("economy/transfers_monthly")
    assert set(months["partner"]) == {"Russian Federation", "World"}
    assert only(months, iso3="RUS", month="2030-02", direction="outflow", type="total") == 80_000


def test_remittances_are_in_dollars_by_quarter():
    remittances = sample("economy/remittances")
    assert only(remittances, iso3="ARM", quarter_end="2028-12-31") == 500_500_000
    assert only(remittances, iso3="KGZ", quarter_end="2028-12-31") == 700_000_000


def test_gas_leaves_as_shares_only():
    shares = sample("economy/gas")
    assert only(shares, "share_of_volume", iso3="RUS", year=2028) == 0.7
    assert only(shares, "share_of_value", iso3="RUS", year=2028) == 0.8
    assert only(shares, "share_of_volume", partner="not specified", year=2028) == 0.1
    assert not only(shares, "is_full_year", iso3="IRN", year=2029)
    for name in ("economy/gas", "economy/gold"):
        amounts = [f.name for f in TABLES[name].fields if "usd" in f.name or "value_" in f.name]
        assert not amounts, "Comtrade's amounts may not be handed on"


def test_gold_shares_and_the_months_of_the_last_year():
    gold = sample("economy/gold")
    assert only(gold, "share_of_exports", period_end="2028-12", item="Middle East") == 0.6
    assert only(gold, "share_of_exports", period_end="2029-07", item="Greater China") == 0.08
    assert only(gold, "estimated_reexport_share", period_end="2028-12", item="all of chapter 71") == 0.8
    assert only(gold, "estimated_reexport_share", period_end="2029", item="jewellery of precious metal") == 0.3
    assert gold.loc[gold["period_end"] == "2029", "months"].isna().all()
    assert gold.loc[gold["breakdown"] == "region", "estimated_reexport_share"].isna().all()


def test_macro_scales_marks_projections_and_names_its_source():
    macro_table = sample("economy/macro")
    weo = {"source": "IMF WEO 2030-04", "indicator": "gdp_current_usd"}
    assert only(macro_table, "value", iso3="ARM", year=2028, **weo) == 30e9
    assert not only(macro_table, "is_projection", iso3="ARM", year=2029, **weo)
    assert only(macro_table, "is_projection", iso3="ARM", year=2030, **weo)
    assert only(macro_table, "is_projection", iso3="KAZ", year=2029, **weo)
    assert only(macro_table, "value", iso3="ARM", year=2029, source="World Bank GDP") == 31e9
    assert only(macro_table, "value", iso3="ARM", year=2029, indicator="remittances_received") == 5
    assert only(macro_table, "value", iso3="RUS", year=2029, indicator="population") == 140_000_000
    assert macro_table["year"].min() >= macro.SINCE
    assert not set(macro_table["iso3"]) - set(macro.STATES)


def test_electricity_is_summed_anew():
    context = sample("economy/context")
    assert only(context, "value", series="electricity_total", year=2028) == 8202.5
    assert only(context, "months", series="electricity_total", year=2029) == 4
    assert only(context, "value", series="tourist_arrivals", year=2029) == 1_200_000


def test_reported_figures_keep_their_address_and_range():
    reported = sample("economy/reported")
    moved = {"topic": "migration", "measure": "Russian citizens who moved to Armenia less those who left"}
    assert only(reported, "value", **moved) == 108_000
    assert only(reported, "value_high", **moved) == 110_000
    assert only(reported, "value", topic="gas price", period="2024-04") == 165
    assert reported["url"].str.startswith("http").all()
    both = reported.dropna(subset=["value_high"])
    assert (both["value_high"] > both["value"]).all()


@pytest.mark.parametrize(("year", "is_kept"), [(1992, True), (1991, False)])
def test_figures_are_kept_from_1992_on(tmp_path, year, is_kept):
    copied(SAMPLES / "economy", tmp_path / "economy")
    spoiled(tmp_path / "economy", GDP, lambda text: text.replace("ARM,2028", f"ARM,{year}"))
    assert (year in set(made("economy/macro", tmp_path)["year"])) == is_kept


def test_what_is_no_state_is_known_by_its_name():
    names = ["American Saoma", "Channel Islands", "EU countries not specified", "Monako", "Nagorno Karabagh", "Nagorno-Karabakh",
             "Netherlands Antilles", "Saoma", "Serbia and Montenegro", "Unknown country"]  # fmt: skip
    frame = pd.DataFrame({"partner": names})
    assert add_iso3(frame, "partner", Path("f"), without=armstat.NOT_A_STATE)["iso3"].isna().all()


def test_a_partner_is_kept_from_half_a_per_cent_of_a_year_on():
    rows = [("Peru", "PER", 0.4, 0.6), ("Chile", "CHL", 0.8, 0.15), ("Armenia", "ARM", 0, 0), ("Unknown country", None, 0, 0),
            ("Nagorno-Karabakh", None, 0, 0), ("EU countries not specified", None, 0, 0), ("Elsewhere", None, 0, 0),
            ("Brazil", "BRA", 100, 98.05)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["partner", "iso3", "export", "import_origin"]).assign(edition="2030-02", year=2029)
    more = pd.concat([frame, frame.assign(year=2028, export=0.0, import_origin=1.0)[:1]])
    assert frame[["export", "import_origin"]].sum().sum() == 200
    kept = {"Peru", "Armenia", "Brazil", "Unknown country", "Nagorno-Karabakh", "EU countries not specified"}
    assert armstat._kept(frame) == kept == armstat._kept(more)


@pytest.mark.parametrize(("total", "is_taken"), [(101.0, True), (99.0, True), (101.05, False), (98.95, False)])
def test_transfers_may_miss_their_total_by_a_thousand_dollars(total, is_taken):
    what = {"date": "2029-01-31", "type": "total"}
    parts = pd.DataFrame({"partner": ["Others", "Total"], "direction": "inflow", "thousand_usd": [100.0, total], **what})
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="add up to the row Total"):
        central_bank._adds_up(parts, Path("f"))
    flows = pd.DataFrame({"direction": ["inflow", "outflow", "net"], "thousand_usd": [150.0, 50.0, total], "partner": "Total", **what})
    with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match="equal to Net inflow"):
        central_bank._nets(flows, Path("f"))


def test_re_exports_may_exceed_exports_by_rounding_and_none_of_nothing_is_unknown(tmp_path):
    head = "year,hs_group,exports_musd,reexports_estimated_musd\n"

    def read(*rows: str) -> pd.DataFrame:
        path = tmp_path / GROUPS
        path.write_text(head + "\n".join(f"2028,{row}" for row in rows), encoding="utf-8")
        return gas.read_groups(path).set_index("item")["estimated_reexport_share"]

    shares = read("gold unwrought,1.0,1.01", "diamonds worked,0.0,0.0", "other ch.71,0.5,0.25")
    assert shares["gold unwrought"] == 1 and shares["other"] == 0.5 and pd.isna(shares["diamonds worked"])
    with pytest.raises(SourceProblem, match="no more re-exports"):
        read("gold unwrought,1.0,1.0105")


@pytest.mark.parametrize(("name", "highest"), [("import_origin", 1e8), ("hydro", 1e5)])
def test_amounts_lie_between_nothing_and_a_limit(name, highest):
    field = next(f for f in (*armstat.RAW_TRADE, *armstat.RAW_ELECTRICITY) if f.name == name)
    for value, is_taken in ((0, True), (-0.5, False), (highest, True), (highest * 1.05, False), ("", False)):
        frame = pd.DataFrame({name: [str(value)]}, index=[2])
        with contextlib.nullcontext() if is_taken else pytest.raises(SourceProblem, match=f"row 2, field {name}"):
            typed(frame, (field,), Path("f"))


# --- bad input ---


def spoiled(tmp_path: Path, name: str, change) -> Path:
    """Copy of a sample whose text is changed."""
    source = SAMPLES / "economy" / name
    packed = name.endswith(".gz")
    text = (gzip.decompress(source.read_bytes()) if packed else source.read_bytes()).decode("utf-8-sig")
    wrong = change(text)
    assert wrong != text
    raw = wrong if isinstance(wrong, bytes) else wrong.encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if packed else raw)
    return path


GAS = "comtrade_gas_imports_annual_2028-2029.csv"
REGIONS = "armenia_hs71_exports_by_region_2028-2029jul.csv"
GROUPS = "armenia_hs71_exports_reexports_2028-2029jan.csv"
GDP = "worldbank_gdp_current_usd_to_2029.csv"
POPULATION = "worldbank_population_to_2029.csv"
WDI = "worldbank_wdi_2_countries_2030.csv"
ELECTRICITY = "armenia_electricity_generation_mkwh_by_year_2030.csv"
TOURISTS = "armenia_tourist_arrivals_2028-2029_armstat.csv"


def gas_of(path: Path) -> pd.DataFrame:
    shelf = Shelf(path.parent, KEYS)
    shelf.file = lambda key: path
    return gas.gas(shelf)


def remittances_of(path: Path) -> pd.DataFrame:
    shelf = Shelf(path.parent, KEYS)
    shelf.file = lambda key: path
    return central_bank.remittances(shelf)


REMITTANCES = "remittances_from_russia_quarterly_2028-2029.csv"
PARSERS = {
    TRADE_SAMPLE: armstat.read_trade,
    CBA_SAMPLE: central_bank.read_transfers,
    WEO_SAMPLE: macro.read_weo,
    GDP: macro.read_gdp,
    POPULATION: macro.read_population,
    WDI: macro.read_wdi,
    ELECTRICITY: armstat.read_electricity,
    TOURISTS: armstat.read_tourists,
    REGIONS: gas.read_regions,
    GROUPS: gas.read_groups,
    GAS: gas_of,
    REMITTANCES: remittances_of,
}
COLUMN = {
    TRADE_SAMPLE: "import_origin",
    CBA_SAMPLE: "K_USD",
    WEO_SAMPLE: "lastactualdate",
    GDP: "Country Code",
    POPULATION: "iso_code",
    WDI: "indicator",
    ELECTRICITY: "thermal",
    TOURISTS: "tourist_arrivals",
    REGIONS: "trade_value_us",
    GROUPS: "exports_musd",
    GAS: "netweight_kg",
    REMITTANCES: "USD_Million",
}


def refused(path: Path, *words: str) -> None:
    with pytest.raises(SourceProblem) as caught:
        PARSERS[path.name](path)
    for word in (path.name, *words):
        assert says(caught.value, word), str(caught.value)


@pytest.mark.parametrize("name", PARSERS)
def test_a_missing_column_is_named(name, tmp_path):
    path = spoiled(tmp_path, name, lambda text: text.replace(COLUMN[name], "elsewhere", 1))
    refused(path, "the header row", COLUMN[name])


@pytest.mark.parametrize("name", PARSERS)
def test_a_cut_row_is_named(name, tmp_path):
    last = len(gunzipped(name).splitlines())
    path = spoiled(tmp_path, name, lambda text: text.rstrip("\n").rsplit(",", 1)[0])
    refused(path, f"row {last}", "fields")


@pytest.mark.parametrize("name", PARSERS)
def test_a_wrong_encoding_is_named(name, tmp_path):
    path = spoiled(tmp_path, name, lambda text: text.encode() + "é".encode("latin-1") + b"\n")
    refused(path, "byte 0xe9", "utf-8")


@pytest.mark.parametrize("name", [n for n in PARSERS if n.endswith(".gz")])
def test_a_cut_archive_is_named(name, tmp_path):
    path = tmp_path / name
    path.write_bytes((SAMPLES / "economy" / name).read_bytes()[:-20])
    refused(path, "gzip")


def gunzipped(name: str) -> str:
    raw = (SAMPLES / "economy" / name).read_bytes()
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")


CELLS = {
    "trade: text for a number": (TRADE_SAMPLE, "2028,1,110,", "2028,1,many,", ("row 2", "field export")),
    "trade: month 13": (TRADE_SAMPLE, "2028,12,110,", "2028,13,110,", ("row 57", "field month")),
    "trade: negative": (TRADE_SAMPLE, "2028,1,110,", "2028,1,-110,", ("row 2", "field export", "not below 0")),
    "trade: an unknown country": (TRADE_SAMPLE, '"Georgia"', '"Gorgia"', ("field partner", "Gorgia", "georgia")),
    "trade: a month twice": (TRADE_SAMPLE, "2028,2,110,", "2028,1,110,", ("row 7", "each combination once")),
    "trade: two names at once": (
        TRADE_SAMPLE,
        '"Islamic Republic of Iran",2029,1',
        '"Islamic Republic of Iran",2028,1',
        ("row 63", "another name of the same partner"),
    ),
    "transfers: a date": (CBA_SAMPLE, "2029-01-31", "31.01.2029", ("row 2", "field date", "YYYY-MM-DD")),
    "transfers: a direction": (CBA_SAMPLE, '"Outflow"', '"Out"', ("row 3", "field direction")),
    "transfers: a changed cell": (
        CBA_SAMPLE,
        '"Russian Federation","Inflow","total",200',
        '"Russian Federation","Inflow","total",250',
        ("2029-01-31", "inflow", "add up"),
    ),
    "WEO: a unit": (WEO_SAMPLE, "USD,,ARM,A,2029,9.0", "XDC,,ARM,A,2029,9.0", ("row 2", "field unit", "USD for NGDPD")),
    "WEO: a concept gone": (WEO_SAMPLE, "GGXWDG_NGDP", "GGXWDN_NGDP", ("field concept", "GGXWDG_NGDP")),
    "WEO: a year": (WEO_SAMPLE, "NGDPD,2028", "NGDPD,20x8", ("row 2", "field year")),
    "GDP: no Armenia": (GDP, ",ARM,", ",AMR,", ("field Country Code", "none for ARM")),
    "GDP: negative": (GDP, "ARM,2028,3", "ARM,2028,-3", ("row 2", "field Value")),
    "population: another series": (POPULATION, "SP.POP.TOTL", "SP.POP.GROW", ("row 2", "field indicator_code")),
    "WDI: a series gone": (WDI, "NE.TRD.GNFS.ZS", "NE.EXP.GNFS.ZS", ("field indicator", "NE.TRD.GNFS.ZS")),
    "electricity: months": (ELECTRICITY, ",2.0,12", ",2.0,14", ("row 2", "field months", "not above 12")),
    "tourists: a fraction": (TOURISTS, "1200000", "1200000.5", ("row 3", "field tourist_arrivals", "whole number")),
    "gold: a region": (REGIONS, "Middle East", "Near East", ("row 5", "field partner")),
    "gold: another chapter": (REGIONS, "07-01,71", "07-01,72", ("row 7", "field commodity_code_group")),
    "gold: more out than in": (GROUPS, "40.0,30.0", "40.0,41.0", ("row 2", "reexports_estimated_musd")),
    "gold: a kind of goods": (GROUPS, "other ch.71", "others", ("row 4", "field hs_group")),
    "gas: months differ": (GAS, "150.0,12", "150.0,11", ("2028", "months")),
    "gas: a partner": (GAS, '"Areas, nes"', "Atlantis", ("field partner", "Atlantis")),
    "remittances: no quarter": (REMITTANCES, "2029-03-31", "2029-02-28", ("row 3", "field date")),
    "remittances: a country": (REMITTANCES, '"Kyrgyz Republic"', '"Kyrgyz"', ("field country", "Kyrgyz")),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_bad_cell_is_named(case, tmp_path):
    name, old, new, words = CELLS[case]
    refused(spoiled(tmp_path, name, lambda text: text.replace(old, new)), *words)


def test_a_file_name_without_an_edition_is_refused(tmp_path):
    for name, reader in (
        ("armstat_trade_by_partner_monthly_new.csv.gz", armstat.edition_of),
        ("imf_weo_new.csv.gz", macro.read_weo),
    ):
        with pytest.raises(SourceProblem, match="the file's name"):
            reader(tmp_path / name)


def test_a_shrinking_edition_is_refused(tmp_path):
    folder = tmp_path / "economy"
    folder.mkdir()
    copied(SAMPLES / "economy" / TRADE_SAMPLE, folder)
    lines = gunzipped(TRADE_SAMPLE).splitlines(keepends=True)
    (folder / "armstat_trade_by_partner_monthly_2031-02.csv.gz").write_bytes(
        gzip.compress("".join(lines[:30]).encode())
    )
    with pytest.raises(SourceProblem, match="the number of rows"):
        armstat.trade(Shelf(tmp_path, KEYS))


@pytest.mark.parametrize("source", [s for s in KEYS.values() if s.known], ids=lambda s: s.key)
def test_a_known_edition_with_other_content_is_refused(source, tmp_path):
    name, digest = source.known[0]
    (tmp_path / "economy").mkdir()
    (tmp_path / "economy" / name).write_text("altered", encoding="utf-8")
    with pytest.raises(SourceProblem) as caught:
        Shelf(tmp_path, KEYS).files(source.key)
    assert digest in str(caught.value) and name in str(caught.value)


def test_a_missing_file_says_where_to_get_it(tmp_path):
    with pytest.raises(SourceProblem) as caught:
        central_bank.monthly(Shelf(tmp_path, KEYS))
    assert "www.cba.am" in str(caught.value) and "cba_money_transfers" in str(caught.value)


# --- real sources ---


@pytest.fixture(scope="module")
def real():
    return cache(rebuilt.table)


def millions(value: float) -> float:
    return round(value / 1e6, 1)


@needs_sources
def test_trade_of_2023_in_two_editions(real):
    trade = real("economy/trade").query("year == 2023")
    world = {e: only(trade, edition=e, partner="World", flow="export") for e in ("2024-02", "2025-02")}
    russia = {e: only(trade, edition=e, iso3="RUS", flow="export") for e in ("2024-02", "2025-02")}
    assert {e: millions(v) for e, v in world.items()} == {"2024-02": 8415.2, "2025-02": 8552.0}
    assert {e: millions(v) for e, v in russia.items()} == {"2024-02": 3418.6, "2025-02": 3540.2}


@needs_sources
def test_only_2023_was_revised_and_exports_only_to_the_eurasian_union(real):
    wide = real("economy/trade").pivot(index=["partner", "year", "flow"], columns="edition", values="value_usd")
    both = wide.dropna().reset_index()
    changed = both[both["2024-02"] != both["2025-02"]]
    assert set(changed["year"]) == {2023}
    named = changed[changed["partner"] != "World"]
    exports = named[named["flow"] == "export"].set_index("partner")
    grew = (exports["2025-02"] - exports["2024-02"]).map(millions)
    assert grew.to_dict() == {"Russian Federation": 121.6, "Kazakhstan": 8.5, "Belarus": 5.4, "Kyrgyzstan": 1.4}
    origin = named[named["flow"] == "import_origin"].set_index("partner")
    moved = (origin["2025-02"] - origin["2024-02"]).map(millions)
    assert (moved["Russian Federation"], moved["Poland"], moved["China"]) == (496.4, -27.0, -24.8)
    world = changed[changed["partner"] == "World"].set_index("flow")
    assert millions(world.loc["import_origin", "2025-02"] - world.loc["import_origin", "2024-02"]) == 450.0


@needs_sources
def test_every_year_of_trade_is_full_and_world_covers_the_partners(real):
    trade = real("economy/trade")
    assert trade["is_full_year"].all()
    assert sorted(trade.query("edition == '2025-02'")["year"].unique()) == list(range(2007, 2025))
    parts = trade[trade["partner"] != "World"].groupby(["edition", "year", "flow"])["value_usd"].sum()
    world = trade[trade["partner"] == "World"].set_index(["edition", "year", "flow"])["value_usd"]
    share = parts / world
    assert share.max() <= 1 and share.min() > 0.87
    iran = trade.query("edition == '2025-02' and iso3 == 'IRN' and flow == 'export'")
    assert sorted(iran["year"]) == list(range(2007, 2025))


@needs_sources
def test_transfers_from_russia(real):
    russia = real("economy/transfers").query("iso3 == 'RUS' and direction == 'inflow'")
    total = {y: millions(only(russia, year=y, type="total")) for y in (2021, 2022, 2023)}
    assert total == {2021: 865.6, 2022: 3598.2, 2023: 3945.9}
    labour = {y: millions(only(russia, year=y, type="non-commercial")) for y in (2021, 2022, 2023, 2024)}
    assert labour == {2021: 740.3, 2022: 1396.9, 2023: 734.7, 2024: 418.3}
    assert only(russia, "months", year=2025, type="total") == 2


@needs_sources
def test_two_months_of_transfers_are_missing(real):
    transfers = real("economy/transfers").query("year < 2025")
    short = transfers[transfers["months"] < 12]
    assert set(short["partner"]) == {"Iran", "Isle of Man"}
    assert set(short["months"]) == {11}


@needs_sources
def test_the_remittances_cannot_be_from_russia_alone(real):
    by_year = real("economy/remittances").assign(year=lambda t: t["quarter_end"].str[:4].astype(int))
    armenia = by_year[by_year["iso3"] == "ARM"].groupby("year")["value_usd"].sum()
    russia = real("economy/transfers").query("iso3 == 'RUS' and direction == 'inflow' and type == 'total'")
    for year in (2018, 2019, 2020, 2021):
        assert armenia[year] > 1.35 * only(russia, year=year)
    world_bank = real("economy/macro").query("indicator == 'remittances_received_usd' and iso3 == 'ARM'")
    assert all(abs(armenia[y] / only(world_bank, "value", year=y) - 1) < 0.03 for y in (2018, 2019, 2020, 2021))
    assert "RUS" in set(by_year["iso3"])


@needs_sources
def test_gas_from_russia(real):
    russia = real("economy/gas").query("iso3 == 'RUS'")
    assert only(russia, "share_of_volume", year=2022) == pytest.approx(0.8726, abs=1e-4)
    assert only(russia, "share_of_value", year=2022) == pytest.approx(0.8792, abs=1e-4)
    assert dict(zip(russia["year"], russia["months"], strict=True))[2010] == 10
    assert only(russia, "months", year=2023) == 9
    sums = real("economy/gas").groupby("year")[["share_of_volume", "share_of_value"]].sum()
    assert ((sums - 1).abs() < 2e-4).all(axis=None)


@needs_sources
def test_gold_estimates_and_what_the_files_disagree_on(real):
    gold = real("economy/gold")
    assert only(gold, "estimated_reexport_share", period_end="2023-12", item="all of chapter 71") == pytest.approx(
        0.821
    )
    assert only(gold, "share_of_exports", period_end="2023-12", item="gold unwrought") == pytest.approx(0.562)
    assert only(gold, "share_of_exports", period_end="2023-07", item="Middle East") == pytest.approx(0.6169)
    goods = pd.read_csv(SOURCES / "economy" / "armenia_hs71_exports_reexports_2011-2024jan.csv")
    regions = pd.read_csv(SOURCES / "economy" / "armenia_hs71_exports_by_region_2010-2023jul.csv")
    ends_in_2022 = regions.loc[regions["year"] == "2022-12-01", "trade_value_us"].sum() / 1e6
    assert goods.loc[goods["year"] == 2022, "exports_musd"].sum() / ends_in_2022 == pytest.approx(0.839, abs=5e-4)
    gold_2024 = goods.loc[(goods["year"] == 2024) & (goods["hs_group"] == "gold unwrought"), "exports_musd"].iloc[0]
    months = pd.read_csv(SOURCES / "economy" / "armstat_trade_by_partner_monthly_2025-02.csv.gz")
    january = months.loc[(months["year"] == 2024) & (months["month"] == 1), "export"].sum() / 1000
    assert january < gold_2024, "the rows of 2024 would be January alone, as the file's name says"


@needs_sources
def test_macro_values(real):
    table = real("economy/macro")
    weo = {"source": "IMF WEO 2025-10", "iso3": "ARM"}
    assert only(table, "value", indicator="gdp_current_usd", year=2024, **weo) == pytest.approx(25.955e9)
    assert only(table, "value", indicator="government_debt", year=2024, **weo) == 49.961
    assert only(table, "value", indicator="gdp_growth", year=2024, **weo) == 5.851
    assert not only(table, "is_projection", indicator="gdp_growth", year=2024, **weo)
    assert only(table, "is_projection", indicator="gdp_growth", year=2025, **weo)
    early = table[(table["is_projection"]) & (table["year"] == 2024)]
    assert set(early["iso3"]) == {"KAZ", "TJK"}
    assert only(table, "value", iso3="ARM", year=2023, source="World Bank GDP") == pytest.approx(24.212e9, rel=1e-4)
    assert only(table, "value", iso3="ARM", year=2024, indicator="population") == 3_033_500
    assert only(table, "value", iso3="ARM", year=2021, indicator="remittances_received") == pytest.approx(11.2, abs=0.1)
    assert set(table.loc[table["source"] == "World Bank GDP", "iso3"]) == set(macro.STATES)


@needs_sources
def test_the_sources_own_electricity_total_leaves_out_solar_plants(real):
    ours = real("economy/context").query("series == 'electricity_total'").set_index("year")["value"]
    theirs = pd.read_csv(SOURCES / "economy" / "armenia_electricity_generation_mkwh_by_year.csv").set_index("y")[
        "total"
    ]
    assert ours[2022] == 9164.9 and theirs[2022] == 8907.9
    assert ours[2023] == theirs[2023] == 8845.1
    months = real("economy/context").query("series == 'electricity_hydro'").set_index("year")["months"]
    assert (months[2014], months[2015], months[2024]) == (1, 9, 7)


@needs_sources
def test_reported_figures_agree_with_the_files_they_name(real):
    reported = real("economy/reported")
    exports = only(
        reported,
        "value",
        topic="gold",
        period="2022",
        measure="exports of precious metals, stones and articles (chapter 71)",
    )
    regions = pd.read_csv(SOURCES / "economy" / "armenia_hs71_exports_by_region_2010-2023jul.csv")
    assert regions.loc[regions["year"] == "2022-12-01", "trade_value_us"].sum() == pytest.approx(exports, rel=1e-4)
    typed_in = pd.read_csv(SOURCES / "economy" / "reported_economy_figures.csv")
    added = reported[reported["url"].str.contains("/32148842.html|/report.az|kierunekkaukaz|alphanews|716738")]
    assert added["topic"].value_counts().to_dict() == {"gas price": 2, "trade": 2, "transfers": 2, "gold": 1, "railway": 1}
    left_out = len(typed_in) - (len(reported) - len(added))
    assert left_out == 2, "two rows on investment whose unit or direction is unclear were left out"


@needs_sources
@pytest.mark.parametrize("name", [n for n in TABLES if n.startswith("economy/")])
def test_tables_stay_lean(real, name):
    assert 25 <= len(real(name)) < 5000
