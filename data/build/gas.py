"""UN Comtrade: whose gas Armenia imports, and what its exports of gold and stones are made of. Shares only.

The terms of Comtrade do not let others hand on its records, so amounts are read here and only shares of them leave.
"""

from pathlib import Path

import pandas as pd

from build.armstat import TVYAL
from build.countries import add_iso3
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

COMTRADE = {
    "publisher": "United Nations Statistics Division, UN Comtrade",
    "url": "https://comtradeplus.un.org/",
    "licence": "UN Comtrade terms: no redistribution of the records",
    "licence_url": "https://comtradeplus.un.org/",
    "allows": "own calculations such as shares, with credit; no amounts",
    "credit": "own calculations from UN Comtrade, https://comtradeplus.un.org/",
    "via": TVYAL,
}

SOURCES = (
    Source(
        key="comtrade_gas",
        title="Armenia's imports of natural gas by partner",
        query="reporter Armenia, imports, natural gas, monthly, every partner, summed by year with the number of"
        " months; columns year, partner, netweight_kg, trade_value_us, months; save it as"
        " comtrade_gas_imports_annual_FIRST-LAST.csv",
        pattern="economy/comtrade_gas_imports_annual_*.csv",
        known=(
            (
                "comtrade_gas_imports_annual_2010-2023.csv",
                "8f23aa55178d5027599d253dde84992f96ae9c6c143dd43bae97100ec9efa8b2",
            ),
        ),
        **COMTRADE,
    ),
    Source(
        key="comtrade_gold_regions",
        title="Armenia's exports of HS chapter 71 by region",
        query="reporter Armenia, exports, chapter 71, monthly, partners grouped into five regions, sums of twelve"
        " months; columns partner, year (first day of the last month), commodity_code_group, trade_value_us; save it as"
        " armenia_hs71_exports_by_region_FIRST-LAST.csv",
        pattern="economy/armenia_hs71_exports_by_region_*.csv",
        known=(
            (
                "armenia_hs71_exports_by_region_2010-2023jul.csv",
                "eec9556d69ce922f072395f1f12e94344538c4033851f2b8d2357138e9d34cb9",
            ),
        ),
        **COMTRADE,
    ),
    Source(
        key="comtrade_gold_reexports",
        title="Armenia's exports of HS chapter 71 by kind of goods, with estimated re-exports",
        query="reporter Armenia, exports of chapter 71 by kind of goods; columns year, hs_group, exports_musd,"
        " reexports_estimated_musd (A. Tavadyan's estimate); save it as armenia_hs71_exports_reexports_FIRST-LAST.csv",
        pattern="economy/armenia_hs71_exports_reexports_*.csv",
        known=(
            (
                "armenia_hs71_exports_reexports_2011-2024jan.csv",
                "bc3c6a0b651a3c20f713d3b6025fa83e6b046e1eae097ff32d18e5dfa3347d18",
            ),
        ),
        **COMTRADE,
    ),
)

RAW_GAS = (
    Field("year", "year", minimum=1995, maximum=2100),
    Field("partner", "string"),
    Field("netweight_kg", "number", minimum=0, maximum=1e11),
    Field("trade_value_us", "number", minimum=0, maximum=1e11),
    Field("months", "integer", minimum=1, maximum=12),
)
NOT_NAMED = ("Areas, nes",)
UNNAMED = "not specified"


def gas(shelf: Shelf) -> pd.DataFrame:
    """Shares of each year's gas imports; columns as in `GAS`, about 30 rows, fractions.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a partner stands twice in a year or is
            unknown, or the months of one year differ.

    Source: UN Comtrade.
    """
    path = shelf.file("comtrade_gas")
    frame = typed(read_rows(path), RAW_GAS, path, key=("year", "partner"))
    frame = add_iso3(frame, "partner", path, without=NOT_NAMED)
    differ = frame.groupby("year")["months"].nunique().loc[lambda n: n > 1]
    if not differ.empty:
        found = f"several numbers of months in {differ.index[0]}"
        raise SourceProblem(
            path, f"rows of {differ.index[0]}, field months", "one number of months a year", found, DOWNLOAD
        )
    return frame.assign(
        partner=frame["partner"].replace({"Areas, nes": UNNAMED}),
        share_of_volume=_share(frame, "netweight_kg", ["year"]),
        share_of_value=_share(frame, "trade_value_us", ["year"]),
        is_full_year=frame["months"] == 12,
    )[[f.name for f in GAS]]


def _share(frame: pd.DataFrame, column: str, by: list[str]) -> pd.Series:
    return frame[column] / frame.groupby(by)[column].transform("sum")


_FRACTION = {"unit": "fraction", "minimum": 0, "maximum": 1, "decimals": 4}
GAS = (
    Field("year", "year", "calendar year"),
    Field("partner", "string", "country that the gas came from, as Comtrade names it"),
    Field("iso3", "string", "code of the country; empty where it is not specified", required=False, pattern=ISO3),
    Field("share_of_volume", "number", "its part of the year's gas imports by weight", **_FRACTION),
    Field("share_of_value", "number", "its part of the year's gas imports by customs value", **_FRACTION),
    Field("months", "integer", "months in the sums", unit="months", minimum=1, maximum=12),
    Field("is_full_year", "boolean", "true where the sums have twelve months"),
)

REGIONS = ("EAEU", "EU", "Greater China", "Middle East", "Other countries")
RAW_REGIONS = (
    Field("item", "string", header="partner", enum=REGIONS),
    Field("first_day", "date", header="year"),
    Field("chapter", "string", header="commodity_code_group", enum=("71",)),
    Field("amount", "number", header="trade_value_us", minimum=0, maximum=1e11),
)
GROUPS = ("diamonds unworked", "diamonds worked", "gold unwrought", "jewellery precious metal", "other ch.71")
SPELLED = {"jewellery precious metal": "jewellery of precious metal", "other ch.71": "other"}
RAW_GROUPS = (
    Field("year", "year", minimum=1995, maximum=2100),
    Field("item", "string", header="hs_group", enum=GROUPS),
    Field("amount", "number", header="exports_musd", minimum=0, maximum=1e5),
    Field("again", "number", header="reexports_estimated_musd", minimum=0, maximum=1e5),
)
ALL = "all of chapter 71"


def gold(shelf: Shelf) -> pd.DataFrame:
    """Make-up of the exports of chapter 71; columns as in `GOLD`, about 150 rows, fractions."""
    both = [
        read_regions(shelf.file("comtrade_gold_regions")),
        read_groups(shelf.file("comtrade_gold_reexports")),
    ]
    return pd.concat(both, ignore_index=True)[[f.name for f in GOLD]].astype({"months": "Int64"})


def read_regions(path: Path) -> pd.DataFrame:
    """Shares of five regions in sums of twelve months, each named after its last month.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, or a region stands twice.
    """
    frame = typed(read_rows(path), RAW_REGIONS, path, key=("item", "first_day"))
    return frame.assign(
        breakdown="region",
        period_end=frame["first_day"].str[:7],
        share_of_exports=_share(frame, "amount", ["first_day"]),
        estimated_reexport_share=None,
        months=12,
    )


def read_groups(path: Path) -> pd.DataFrame:
    """Shares of five kinds of goods a year, the estimated re-exports in each and in all; the last year has no months.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a kind stands twice, or more went out
            again than went out at all.
    """
    frame = typed(read_rows(path), RAW_GROUPS, path, key=("year", "item"))
    more = frame[frame["again"] > frame["amount"] + 0.01]
    if not more.empty:
        found = f"{more['again'].iloc[0]:g} of {more['amount'].iloc[0]:g}"
        where = f"row {more.index[0]}, field reexports_estimated_musd"
        raise SourceProblem(path, where, "no more re-exports than exports", found, DOWNLOAD)
    total = frame.groupby("year", as_index=False)[["amount", "again"]].sum().assign(item=ALL)
    both = pd.concat([frame, total], ignore_index=True)
    last = both["year"] == both["year"].max()
    return both.assign(
        breakdown="goods",
        item=both["item"].replace(SPELLED),
        period_end=both["year"].astype(str).mask(~last, both["year"].astype(str) + "-12"),
        share_of_exports=both["amount"] / both["year"].map(total.set_index("year")["amount"]),
        estimated_reexport_share=(both["again"] / both["amount"].where(both["amount"] > 0)).clip(upper=1),
        months=pd.Series(12, index=both.index, dtype="Int64").mask(last),
    )


GOLD = (
    Field("breakdown", "string", "region: by destination; goods: by kind of goods", enum=("region", "goods")),
    Field(
        "period_end",
        "string",
        "last month of the period, or the year where that is unknown",
        pattern=r"^\d{4}(-\d{2})?$",
    ),
    Field(
        "item",
        "string",
        "region as its collector drew it (EAEU: Eurasian Economic Union; EU: European Union; Greater China: with"
        " Hong Kong), or kind of goods",
        enum=(*REGIONS, *(SPELLED.get(g, g) for g in GROUPS), ALL),
    ),
    Field("share_of_exports", "number", "its part of the period's exports of chapter 71", **_FRACTION),
    Field(
        "estimated_reexport_share",
        "number",
        (
            "part of the item's exports that was goods from abroad passed on, as one author (A. Tavadyan) estimates;"
            " empty for regions"
        ),
        required=False,
        **_FRACTION,
    ),
    Field(
        "months",
        "integer",
        "months in the period; empty where unknown",
        unit="months",
        required=False,
        minimum=1,
        maximum=12,
    ),
)

TABLES = (
    Table(
        name="economy/gas",
        title="Where Armenia's imported gas came from",
        description=(
            "Shares of the countries in Armenia's imports of natural gas, by weight and by customs value: our"
            " calculation from UN Comtrade, whose terms keep us from giving the amounts. A share says whose gas"
            " arrived, not who owns the pipes; and customs values need not be what was paid, since Iranian gas is"
            " exchanged for electricity."
        ),
        fields=GAS,
        key=("year", "partner"),
        sources=("comtrade_gas",),
        build=gas,
        edition="2010 to September 2023",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes="2010 covers ten months and 2023 nine. Border prices in reports stand in economy/reported.",
    ),
    Table(
        name="economy/gold",
        title="What Armenia's exports of precious stones and metals are made of",
        description=(
            "Shares in Armenia's exports of chapter 71 of the customs tariff (gold, diamonds, jewellery), by"
            " destination and by kind of goods, and the part that one author estimates to be re-exports: our"
            " calculation from UN Comtrade, whose terms keep us from giving the amounts. The growth itself is in"
            " economy/reported and economy/trade."
        ),
        fields=GOLD,
        key=("breakdown", "period_end", "item"),
        sources=("comtrade_gold_regions", "comtrade_gold_reexports"),
        build=gold,
        edition="2010 to early 2024",
        notes=(
            "By region, the period that ends in 2023-07 is twelve months and overlaps 2022. The two files do not"
            " agree on the whole: the goods add up to 84 % of the regions in 2022, and to between 42 % (2020) and 93"
            " % (2012) before. For 2023 the estimate calls 82 % of these exports re-exports, while official"
            " statistics recorded re-exports of $279.6m for all goods together. The months of 2024 are unknown: more"
            " than January, whose exports of everything (economy/trade's source: $949.8m) are less than the gold"
            " alone."
        ),
    ),
)
