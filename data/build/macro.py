"""IMF World Economic Outlook and World Bank: size, growth, debt and openness of Armenia and Russia's other partners."""

import re
from pathlib import Path

import pandas as pd

from build.problems import SourceProblem
from build.reading import expect_present, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import CURATED, Shelf

STATES = tuple(" ".join(("ARM AZE BLR GEO KAZ KGZ MDA RUS TJK UKR UZB", "DZA IND IRN SRB TUR VNM")).split())
SINCE = 1992
CC_BY = {
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "allows": "everything, with credit",
}

SOURCES = (
    Source(
        key="imf_weo",
        publisher="International Monetary Fund (IMF)",
        title="World Economic Outlook database",
        url="https://www.imf.org/en/Publications/WEO",
        query="one row a country, concept and year, with unit, scale (power of ten) and lastactualdate; save it as"
        " imf_weo_YYYY-MM_N_countries.csv.gz with the month of the edition",
        pattern="economy/imf_weo_*.csv.gz",
        licence="IMF terms of use",
        licence_url="https://www.imf.org/en/about/copyright-and-terms",
        allows="figures with credit to the IMF",
        credit="International Monetary Fund, World Economic Outlook Database",
        known=(
            (
                "imf_weo_2025-10_11_countries.csv.gz",
                "fc5aab009fcc27bf692570c83e13ca956aed2cae9ada8c60e3cb2293300b6483",
            ),
        ),
        via="https://github.com/mitsuoxv/imf-weo at 735c2b40",
    ),
    Source(
        key="worldbank_gdp",
        publisher="World Bank",
        title="GDP, current US$ (NY.GDP.MKTP.CD)",
        url="https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        query="columns Country Name, Country Code, Year, Value; save it as worldbank_gdp_current_usd_to_YYYY.csv",
        pattern="economy/worldbank_gdp_current_usd_to_*.csv",
        **CC_BY,
        credit="World Bank, World Development Indicators",
        known=(
            (
                "worldbank_gdp_current_usd_to_2023.csv",
                "bb704e8ce2468719ae9f7d9c435091aac63266b95f82ce22b8d39d07e7008eab",
            ),
        ),
        via="https://github.com/datasets/gdp at 1cdcd2eb",
    ),
    Source(
        key="worldbank_population",
        publisher="World Bank",
        title="Population, total (SP.POP.TOTL)",
        url="https://data.worldbank.org/indicator/SP.POP.TOTL",
        query="columns date (first day of the year), iso_code, indicator_code, value; save it as"
        " worldbank_population_to_YYYY.csv",
        pattern="economy/worldbank_population_to_*.csv",
        **CC_BY,
        credit="World Bank, World Development Indicators",
        known=(
            (
                "worldbank_population_to_2024.csv",
                "cb99ab14be894b48845119f5ca5b35bda2daed4fe9f0697016b6401d1af313f9",
            ),
        ),
        via="https://github.com/ONEcampaign/aftershocks_data at faa42615",
    ),
    Source(
        key="worldbank_wdi",
        publisher="World Bank",
        title="World Development Indicators, selected series for eleven countries",
        url="https://databank.worldbank.org/source/world-development-indicators",
        query="MS.MIL.XPND.GD.ZS, NE.TRD.GNFS.ZS and BX.TRF.PWKR.CD.DT; columns iso3, year, value, indicator; save it"
        " as worldbank_wdi_N_countries*.csv",
        pattern="economy/worldbank_wdi_*_countries*.csv",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        allows="everything, with credit; of military expenditure, which is SIPRI's series, only excerpts",
        credit="World Bank, World Development Indicators; military expenditure: SIPRI Military Expenditure Database",
        known=(
            (
                "worldbank_wdi_11_countries.csv",
                "ef4857e1cb8d3bcf6b30be44a591f1c17cd4675c0b02fc4430ebd1a8233c7637",
            ),
        ),
    ),
)

OF_GDP = "per cent of GDP"
DOLLARS = "current US dollars"
WEO_CONCEPTS = {
    "NGDPD": ("gdp_current_usd", DOLLARS, "USD"),
    "NGDPDPC": ("gdp_per_capita_usd", DOLLARS, "USD"),
    "NGDP_RPCH": ("gdp_growth", "per cent", "PT"),
    "GGXWDG_NGDP": ("government_debt", OF_GDP, "PT"),
    "BCA_NGDPD": ("current_account", OF_GDP, "PT"),
}
WDI_SERIES = {
    "MS.MIL.XPND.GD.ZS": ("military_expenditure", OF_GDP),
    "NE.TRD.GNFS.ZS": ("trade", OF_GDP),
    "BX.TRF.PWKR.CD.DT": ("remittances_received_usd", DOLLARS),
}
REMITTANCES = ("remittances_received", OF_GDP)
INDICATORS = (
    *(c[0] for c in WEO_CONCEPTS.values()), "population", *(c[0] for c in WDI_SERIES.values()), REMITTANCES[0],
)  # fmt: skip
WDI, WB_GDP, WB_POPULATION = "World Bank WDI", "World Bank GDP", "World Bank population"

_CODE = Field("iso3", "string", header="ref_area", pattern=ISO3)
RAW_WEO = (
    _CODE,
    Field("concept", "string"),
    Field("unit_code", "string", header="unit"),
    Field("frequency", "string", header="freq", enum=("A",)),
    Field("last_actual", "year", header="lastactualdate", required=False, minimum=1980, maximum=2100),
    Field("scale", "number", required=False, minimum=0, maximum=12),
    Field("year", "year", minimum=1980, maximum=2100),
    Field("value", "number", required=False),
)
RAW_GDP = (
    Field("iso3", "string", header="Country Code"),
    Field("year", "year", header="Year", minimum=1960, maximum=2100),
    Field("value", "number", header="Value", minimum=0, maximum=1e15),
)
RAW_POPULATION = (
    Field("iso3", "string", header="iso_code"),
    Field("date", "date", pattern=r"^\d{4}-01-01$"),
    Field("series", "string", header="indicator_code", enum=("SP.POP.TOTL",)),
    Field("value", "number", required=False, minimum=0, maximum=2e10),
)
RAW_WDI = (
    Field("iso3", "string", pattern=ISO3),
    Field("year", "year", minimum=1960, maximum=2100),
    Field("series", "string", header="indicator"),
    Field("value", "number"),
)


def macro(shelf: Shelf) -> pd.DataFrame:
    """Yearly figures of seventeen states since 1992; columns as in `MACRO`, about 4,500 rows."""
    gdp = read_gdp(shelf.file("worldbank_gdp"))
    wdi = read_wdi(shelf.file("worldbank_wdi"))
    parts = [
        read_weo(shelf.file("imf_weo")),
        gdp,
        read_population(shelf.file("worldbank_population")),
        wdi,
        remittance_share(wdi, gdp),
    ]
    both = pd.concat([part[part["iso3"].isin(STATES) & (part["year"] >= SINCE)] for part in parts], ignore_index=True)
    return both.assign(country=both["iso3"].map(_names()))[[f.name for f in MACRO]]


def _names() -> pd.Series:
    table = pd.read_csv(CURATED / "countries.csv", usecols=["iso3", "country"], keep_default_na=False)
    return table.set_index("iso3")["country"]


def read_weo(path: Path) -> pd.DataFrame:
    """Five concepts of one edition, scaled to units; a year after the last actual one is a projection.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a figure stands twice, a concept is missing
            or has another unit, or the file's name has no edition.

    Source: IMF World Economic Outlook.
    """
    edition = re.search(r"imf_weo_(\d{4}-\d{2})", path.name)
    if not edition:
        raise SourceProblem(
            path, "the file's name", "imf_weo_YYYY-MM_…", path.name, "put the month of the edition in it"
        )
    frame = typed(read_rows(path), RAW_WEO, path, key=("iso3", "concept", "year"))
    expect_present(path, frame["concept"], "concept", WEO_CONCEPTS)
    expect_present(path, frame["iso3"], "ref_area", ("ARM",))
    frame = frame[frame["concept"].isin(WEO_CONCEPTS)].dropna(subset=["value"])
    odd = frame[frame["unit_code"] != frame["concept"].map({k: v[2] for k, v in WEO_CONCEPTS.items()})]
    if not odd.empty:
        concept = odd["concept"].iloc[0]
        found = repr(odd["unit_code"].iloc[0])
        where = f"row {odd.index[0]}, field unit"
        raise SourceProblem(
            path, where, f"{WEO_CONCEPTS[concept][2]} for {concept}", found, "the IMF changed the unit: see --list"
        )
    return frame.assign(
        indicator=frame["concept"].map({k: v[0] for k, v in WEO_CONCEPTS.items()}),
        unit=frame["concept"].map({k: v[1] for k, v in WEO_CONCEPTS.items()}),
        value=frame["value"] * 10 ** frame["scale"].fillna(0),
        is_projection=(frame["year"] > frame["last_actual"]).astype("boolean"),
        source=f"IMF WEO {edition[1]}",
    )


def read_gdp(path: Path) -> pd.DataFrame:
    """GDP in current US$ by code and year.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a year stands twice, or Armenia is missing.
    """
    frame = typed(read_rows(path), RAW_GDP, path, key=("iso3", "year"))
    expect_present(path, frame["iso3"], "Country Code", ("ARM", "RUS"))
    return _observed(frame, "gdp_current_usd", DOLLARS, WB_GDP)


def read_population(path: Path) -> pd.DataFrame:
    """Persons by code and year.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a year stands twice, or Armenia is missing.
    """
    frame = typed(read_rows(path), RAW_POPULATION, path, key=("iso3", "date")).dropna(subset=["value"])
    expect_present(path, frame["iso3"], "iso_code", ("ARM", "RUS"))
    return _observed(frame.assign(year=frame["date"].str[:4].astype("Int64")), "population", "persons", WB_POPULATION)


def read_wdi(path: Path) -> pd.DataFrame:
    """Three series; the file's fourth, foreign investment, ends in 2021 and is not used.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a figure stands twice, or no series.
    """
    frame = typed(read_rows(path), RAW_WDI, path, key=("iso3", "year", "series"))
    expect_present(path, frame["series"], "indicator", WDI_SERIES)
    expect_present(path, frame["iso3"], "iso3", ("ARM",))
    frame = frame[frame["series"].isin(WDI_SERIES)]
    names, units = ({k: v[i] for k, v in WDI_SERIES.items()} for i in (0, 1))
    return _observed(frame, frame["series"].map(names), frame["series"].map(units), WDI)


def _observed(frame: pd.DataFrame, indicator: str | pd.Series, unit: str | pd.Series, source: str) -> pd.DataFrame:
    return frame.assign(
        indicator=indicator, unit=unit, is_projection=pd.array([False] * len(frame), dtype="boolean"), source=source
    )


def remittance_share(wdi: pd.DataFrame, gdp: pd.DataFrame) -> pd.DataFrame:
    """Remittances received in per cent of GDP: our quotient of two World Bank series."""
    received = wdi[wdi["indicator"] == WDI_SERIES["BX.TRF.PWKR.CD.DT"][0]]
    joined = received.merge(gdp[["iso3", "year", "value"]], on=["iso3", "year"], suffixes=("", "_gdp"))
    return joined.assign(
        value=100 * joined["value"] / joined["value_gdp"], indicator=REMITTANCES[0], unit=REMITTANCES[1]
    )


MACRO = (
    Field("country", "string", "short English name"),
    Field("iso3", "string", "code of the country", pattern=ISO3),
    Field("year", "year", "calendar year"),
    Field(
        "indicator",
        "string",
        "gdp_growth: change of GDP at constant prices; government_debt: gross, of general government;"
        " current_account: balance; trade: exports and imports of goods and services; military_expenditure: SIPRI's,"
        " as the World Bank gives it; remittances_received: personal transfers and wages of short-term workers"
        " abroad, from every country",
        enum=INDICATORS,
    ),
    Field("value", "number", "see unit", decimals=4),
    Field("unit", "string", "unit of the value", enum=(DOLLARS, "per cent", OF_GDP, "persons")),
    Field(
        "is_projection",
        "boolean",
        "true for years after the last one for which the IMF had actual data; empty where it does not say",
        required=False,
    ),
    Field(
        "source",
        "string",
        "IMF WEO with its edition, or the World Bank's series",
        pattern=r"^(IMF WEO \d{4}-\d{2}|World Bank .+)$",
    ),
)

TABLES = (
    Table(
        name="economy/macro",
        title="Size, growth, debt and openness of seventeen economies",
        description=(
            "Yearly figures since 1992 for Armenia, its neighbours, Russia and Russia's partners, from the IMF's"
            " World Economic Outlook and the World Bank. GDP comes from both, side by side: take one source for one"
            " calculation."
        ),
        fields=MACRO,
        key=("indicator", "source", "iso3", "year"),
        sources=("imf_weo", "worldbank_gdp", "worldbank_population", "worldbank_wdi"),
        build=macro,
        edition="IMF October 2025; World Bank GDP to 2023, population to 2024, other series of 2023 and 2026",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes=(
            "The IMF's figures for 2025 to 2030 are projections, and for Kazakhstan and Tajikistan those for 2024"
            " too. The IMF's file has eleven post-Soviet states only; Algeria, India, Iran, Serbia, Turkey and"
            " Vietnam have GDP and population, Serbia the other World Bank series as well. Remittances end in 2021;"
            " their share of GDP is our quotient. arms/military_expenditure has SIPRI's own, newer figures."
        ),
    ),
)
