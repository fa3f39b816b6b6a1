"""UNHCR: people under its mandate who come from, or live in, Armenia and Azerbaijan; stocks and yearly flows."""

from pathlib import Path

import pandas as pd

from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import CURATED, Shelf

STATES = ("ARM", "AZE")
NO_COUNTRY = ("UNK", "UKN", "XXA")
NO_COUNTRY_WORDS = "unknown origin, other, or stateless"
PUBLISHER = "United Nations High Commissioner for Refugees (UNHCR)"
TERMS = {
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "allows": "everything, with credit",
    "credit": "UNHCR Refugee Population Statistics Database, https://www.unhcr.org/refugee-statistics",
}
LAYOUT = (
    "origin or asylum Armenia or Azerbaijan, all years; columns year, coo_name, coo, coo_iso, coa_name, coa, coa_iso"
    " and the population types"
)

SOURCES = (
    Source(
        key="unhcr_population",
        publisher=PUBLISHER,
        title="Refugee Data Finder, population figures",
        url="https://www.unhcr.org/refugee-statistics/download",
        query=LAYOUT + "; save it as unhcr_population_arm_aze_FIRST-LAST.csv.gz",
        pattern="conflict/unhcr_population_*.csv.gz",
        known=(
            (
                "unhcr_population_arm_aze_1951-2025.csv.gz",
                "cc5393151df6ef5b1a2877c598e3758a388aa4cf89d2532a1c2f9184dc9d8a8d",
            ),
        ),
        **TERMS,
    ),
    Source(
        key="unhcr_flows",
        publisher=PUBLISHER,
        title="Refugee Data Finder, forced displacement flows",
        url="https://www.unhcr.org/refugee-statistics/download",
        query=LAYOUT + "; save it as unhcr_flows_arm_aze.csv.gz",
        pattern="conflict/unhcr_flows_*.csv.gz",
        known=(("unhcr_flows_arm_aze.csv.gz", "8383fcee049f85c68c9e55916d389b907c1407dac6e5a1e996bf312a5a7ca7e4"),),
        **TERMS,
    ),
)

PAIR = (
    Field("year", "year", minimum=1951, maximum=2100),
    Field("origin", "string", header="coo_name"),
    Field("origin_code", "string", header="coo_iso"),
    Field("asylum", "string", header="coa_name"),
    Field("asylum_code", "string", header="coa_iso"),
)


def _persons(name: str, description: str, header: str = "", required: bool = True) -> Field:
    return Field(name, "integer", description, unit="persons", required=required, minimum=0, header=header)


COUNTS = (
    _persons("refugees", "refugees, people in refugee-like situations included"),
    _persons("asylum_seekers", "people whose claim was still undecided"),
    _persons("returned_refugees", "refugees who went back during the year"),
    _persons("idps", "people displaced within their own country whom UNHCR protects or assists"),
    _persons("stateless", "stateless people"),
    _persons("others_of_concern", "other people of concern to UNHCR", header="ooc"),
)
FLOWS = (
    _persons("new_refugees", "people recognised as refugees in the year, one by one or as a group", "refugees", False),
    _persons("new_refugee_like", "people newly in a refugee-like situation in the year", "refugee_like", False),
)
NAMES = (
    Field("origin", "string", "country that the people come from, as UNHCR names it"),
    Field(
        "origin_iso3",
        "string",
        f"its ISO 3166-1 alpha-3 code; empty for {NO_COUNTRY_WORDS}",
        required=False,
        pattern=ISO3,
    ),
    Field("asylum", "string", "country that they are in, as UNHCR names it"),
    Field(
        "asylum_iso3",
        "string",
        f"its ISO 3166-1 alpha-3 code; empty for {NO_COUNTRY_WORDS}",
        required=False,
        pattern=ISO3,
    ),
)
YEAR = Field("year", "year", "year that the figure is given for")
PAIR_KEY = ("origin", "asylum", "year")
FOREIGN = (("origin_iso3", "map/countries", "iso3"), ("asylum_iso3", "map/countries", "iso3"))
SMALL = "The file holds no count from one to four; UNHCR appears to show them as 5, so small sums are not exact."


def displaced_stock(shelf: Shelf) -> pd.DataFrame:
    """People by origin, asylum and year; about 1,700 rows, persons, zeros as published."""
    return read_pairs(shelf.file("unhcr_population"), COUNTS)


def displaced_flow(shelf: Shelf) -> pd.DataFrame:
    """Refugees and people in refugee-like situations new in each year; about 150 rows, persons, unknown is empty."""
    path = shelf.file("unhcr_flows")
    return read_pairs(path, FLOWS).dropna(subset=[f.name for f in FLOWS], how="all")


def read_pairs(path: Path, counts: tuple[Field, ...]) -> pd.DataFrame:
    """One UNHCR file: rows with Armenia or Azerbaijan on either side, with codes that this collection knows.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a pair stands twice in a year, or a code is
            unknown.

    Source: UNHCR Refugee Data Finder.
    """
    frame = typed(read_rows(path), PAIR + counts, path, key=("origin_code", "asylum_code", "year"))
    frame = frame[frame["origin_code"].isin(STATES) | frame["asylum_code"].isin(STATES)]
    absent = [s for s in STATES if s not in set(frame["origin_code"]) or s not in set(frame["asylum_code"])]
    if absent:
        expected = "Armenia and Azerbaijan (ARM, AZE) as origin and as asylum"
        raise SourceProblem(path, "fields coo_iso and coa_iso", expected, "no " + ", ".join(absent), DOWNLOAD)
    return (
        frame.assign(
            origin_iso3=_codes(frame["origin_code"], "coo_iso", path),
            asylum_iso3=_codes(frame["asylum_code"], "coa_iso", path),
        )
        .drop(columns=["origin_code", "asylum_code"])
        .reset_index(drop=True)
    )


def _codes(codes: pd.Series, column: str, path: Path) -> pd.Series:
    known = set(pd.read_csv(CURATED / "countries.csv", usecols=["iso3"])["iso3"])
    odd = codes[~codes.isin(known) & ~codes.isin(NO_COUNTRY)]
    if not odd.empty:
        remedy = "add the country to data/build/curated/countries.csv, or to NO_COUNTRY if it is none"
        raise SourceProblem(path, f"row {odd.index[0]}, field {column}", "a known ISO3 code", repr(odd.iloc[0]), remedy)
    return codes.mask(codes.isin(NO_COUNTRY))


TABLES = (
    Table(
        name="conflict/displaced_stock",
        title="Refugees, asylum-seekers and displaced people of Armenia and Azerbaijan",
        description=(
            "How many people of concern to UNHCR were in each country of asylum, by country of origin, where one of"
            " the two is Armenia or Azerbaijan. These are numbers of people present when counted, not arrivals: the row"
            " Azerbaijan to Armenia for 2023 holds earlier refugees beside those of September 2023. For people"
            " displaced within their own country, origin and asylum are the same."
        ),
        fields=(*NAMES, YEAR, *COUNTS),
        key=PAIR_KEY,
        sources=("unhcr_population",),
        build=displaced_stock,
        edition="to 2025",
        foreign_keys=FOREIGN,
        notes=(
            "Zeros are UNHCR's: its table fills every cell of a row and does not tell none from not counted. A pair"
            " without a row in some year is unknown, not zero. Refugees from Azerbaijan in Armenia fall from 219,324"
            " (2005) to 3,815 (2007) and jump in 1998; the file does not say why, and changes of legal status and of"
            " counting look the same as journeys. Nor does it say whether its last year is a mid-year count. " + SMALL
        ),
    ),
    Table(
        name="conflict/displaced_flow",
        title="New refugees from and in Armenia and Azerbaijan by year",
        description=(
            "People recognised as refugees, or newly in a refugee-like situation, during the year, by origin and"
            " country of asylum. Asylum claims are left out. Recognition is a legal act, so the figures need not equal"
            " border crossings."
        ),
        fields=(*NAMES, YEAR, *FLOWS),
        key=PAIR_KEY,
        sources=("unhcr_flows",),
        build=displaced_flow,
        edition="to 2025",
        foreign_keys=FOREIGN,
        notes=(
            "An empty cell is unknown, and a missing row is no zero. The 141,942 new refugees from Azerbaijan in"
            " Armenia in 2023 are not the 100,617 who were reported to have crossed by early October 2023"
            " (conflict/arrivals_2023). " + SMALL
        ),
    ),
)
