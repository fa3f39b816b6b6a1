"""Central Bank of Armenia: money that individuals sent and received through banks; remittances of eight states."""

from pathlib import Path

import pandas as pd

from build.armstat import THOUSAND, TVYAL, WORLD
from build.countries import add_iso3
from build.problems import SourceProblem
from build.reading import DOWNLOAD, expect_no_fewer, expect_no_shorter, expect_present, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

CBA = "Central Bank of Armenia"

SOURCES = (
    Source(
        key="cba_transfers",
        publisher=CBA,
        title="money transfers of individuals by countries, monthly, thousand US$",
        url="https://www.cba.am/stat/stat_data_eng/5_Money_transfers_of_individuals_by_countries-eng.xlsx",
        query="the workbook, turned into one row a month, country, direction (Inflow, Outflow, Net inflow) and type"
        " (total, non-commercial); columns date (last day of the month), country, direction, type, K_USD; save it as"
        " cba_money_transfers_by_country_monthly_to_YYYY-MM.csv.gz",
        pattern="economy/cba_money_transfers_by_country_monthly_to_*.csv.gz",
        licence="official statistics, no licence text with the copy",
        licence_url="https://www.cba.am/",
        allows="sums and totals with credit to the Central Bank of Armenia",
        credit="Central Bank of Armenia, https://www.cba.am/",
        known=(
            (
                "cba_money_transfers_by_country_monthly_to_2025-02.csv.gz",
                "665d346f9cea45911d06137cd20219a544e56d8deb4583967b7899e22d4654da",
            ),
        ),
        via=TVYAL,
    ),
    Source(
        key="remittances_quarterly",
        publisher="National central banks, as collected for the Tvyal newsletter",
        title="remittances received by quarter, eight states",
        url="https://github.com/tavad/tvyal_newsletter",
        query="columns country, date (last day of the quarter), USD_Million, frequency; save it as"
        " remittances_from_russia_quarterly_FIRST-LAST.csv",
        pattern="economy/remittances_from_russia_quarterly_*.csv",
        licence="official statistics, no licence text with the copy",
        allows="figures with credit to the collector",
        credit="Tvyal newsletter, https://www.tvyal.com/",
        known=(
            (
                "remittances_from_russia_quarterly_2017-2023.csv",
                "cd174b71349db5f6453aa331df316de526e1ad6f751e55cc39230ba70496084c",
            ),
        ),
        via=TVYAL,
    ),
)

DIRECTIONS = {"Inflow": "inflow", "Outflow": "outflow", "Net inflow": "net"}
TYPES = ("total", "non-commercial")
RAW_TRANSFERS = (
    Field("date", "date"),
    Field("partner", "string", header="country"),
    Field("direction", "string", enum=tuple(DIRECTIONS)),
    Field("type", "string", enum=TYPES),
    Field("thousand_usd", "number", header="K_USD", required=False, minimum=-1e8, maximum=1e8, missing=("NA",)),
)
NO_STATE = ("Total", "Others")
IN_FULL = (WORLD, "Russian Federation")
MARGIN = 1.0  # thousand US$: fifty rounded parts against one rounded whole


def monthly(shelf: Shelf) -> pd.DataFrame:
    """Every month as published, in and out; columns partner, iso3, date, year, direction, type, value_usd."""
    return shelf.memo("cba_transfers", lambda: _newest(shelf))


def _newest(shelf: Shelf) -> pd.DataFrame:
    read = {path: read_transfers(path) for path in shelf.files("cba_transfers")}
    expect_no_shorter([(path, len(frame)) for path, frame in read.items()])
    expect_no_fewer([(path, frame["iso3"]) for path, frame in read.items()], ("RUS",))
    return list(read.values())[-1]


def read_transfers(path: Path) -> pd.DataFrame:
    """The bank's table in US$; the row Total becomes World, and net inflow serves as a check only.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a row stands twice, a country is unknown,
            the countries do not add up to the total, or inflow less outflow is not the net.

    Source: Central Bank of Armenia.
    """
    frame = typed(read_rows(path), RAW_TRANSFERS, path, key=("date", "partner", "direction", "type"))
    frame = add_iso3(frame, "partner", path, without=NO_STATE)
    expect_present(path, frame["iso3"].dropna(), "country", ("RUS",))
    frame = frame.assign(direction=frame["direction"].map(DIRECTIONS))
    _adds_up(frame, path)
    _nets(frame, path)
    flows = frame.assign(
        year=frame["date"].str[:4].astype(int),
        partner=frame["partner"].replace({"Total": WORLD}),
        value_usd=frame["thousand_usd"] * THOUSAND,
    )
    return flows[flows["direction"] != "net"].drop(columns="thousand_usd").reset_index(drop=True)


def _adds_up(frame: pd.DataFrame, path: Path) -> None:
    what = ["date", "direction", "type"]
    total = frame[frame["partner"] == "Total"].set_index(what)["thousand_usd"]
    parts = frame[frame["partner"] != "Total"].groupby(what)["thousand_usd"].sum()
    both = pd.DataFrame({"total": total, "parts": parts})
    odd = both[~((both["total"] - both["parts"]).abs() <= MARGIN)]
    if not odd.empty:
        where = "rows of " + ", ".join(odd.index[0])
        expected = f"countries that add up to the row Total ({odd['total'].iloc[0]:,.2f})"
        raise SourceProblem(path, where, expected, f"{odd['parts'].iloc[0]:,.2f}", "rows are missing: " + DOWNLOAD)


def _nets(frame: pd.DataFrame, path: Path) -> None:
    what = ["date", "partner", "type"]
    wide = frame.pivot(index=what, columns="direction", values="thousand_usd")
    if not set(DIRECTIONS.values()) <= set(wide.columns):
        expected = "the directions Inflow, Outflow and Net inflow"
        raise SourceProblem(path, "field direction", expected, ", ".join(wide.columns), DOWNLOAD)
    odd = wide[(wide["inflow"] - wide["outflow"] - wide["net"]).abs() > MARGIN]
    if not odd.empty:
        found = f"{odd['inflow'].iloc[0]:,.2f} less {odd['outflow'].iloc[0]:,.2f} against {odd['net'].iloc[0]:,.2f}"
        raise SourceProblem(
            path, "rows of " + ", ".join(odd.index[0]), "inflow less outflow equal to Net inflow", found, DOWNLOAD
        )


def transfers(shelf: Shelf) -> pd.DataFrame:
    """Yearly sums by partner, direction and type; columns as in `TRANSFERS`, about 2,700 rows, US$."""
    return (
        monthly(shelf)
        .dropna(subset=["value_usd"])
        .groupby(["partner", "iso3", "year", "direction", "type"], dropna=False)["value_usd"]
        .agg(value_usd="sum", months="size")
        .reset_index()
        .assign(is_full_year=lambda t: t["months"] == 12)
    )


def transfers_monthly(shelf: Shelf) -> pd.DataFrame:
    """Russia and the world by month; columns as in `TRANSFERS_MONTHLY`, about 1,200 rows, US$."""
    months = monthly(shelf)
    chosen = months[months["partner"].isin(IN_FULL)]
    return chosen.assign(month=chosen["date"].str[:7])[[f.name for f in TRANSFERS_MONTHLY]]


_PARTNER = (
    Field("partner", "string", "country as the bank names it; World is the bank's total, Others its remainder"),
    Field("iso3", "string", "code of the country; empty for World and Others", required=False, pattern=ISO3),
)
_WHAT = (
    Field("direction", "string", "inflow: to Armenia; outflow: from Armenia", enum=("inflow", "outflow")),
    Field(
        "type",
        "string",
        "total: every transfer of individuals through banks; non-commercial: the part of it that pays for nothing,"
        " such as money sent to relatives",
        enum=TYPES,
    ),
)
_VALUE = Field("value_usd", "number", "amount", unit="current US dollars", minimum=0, decimals=0)
TRANSFERS = (
    *_PARTNER,
    Field("year", "year", "calendar year"),
    *_WHAT,
    _VALUE,
    Field("months", "integer", "months with a figure in the sum", unit="months", minimum=1, maximum=12),
    Field("is_full_year", "boolean", "true where the sum has twelve months"),
)
TRANSFERS_MONTHLY = (
    *_PARTNER,
    Field("month", "string", "calendar month, YYYY-MM", pattern=r"^\d{4}-\d{2}$"),
    *_WHAT,
    Field("value_usd", "number", "amount", unit="current US dollars", required=False, minimum=0, decimals=0),
)

MILLION = 1_000_000
RAW_REMITTANCES = (
    Field("country", "string"),
    Field("quarter_end", "date", header="date", pattern=r"^\d{4}-(03-31|06-30|09-30|12-31)$"),
    Field("million_usd", "number", header="USD_Million", minimum=0, maximum=1e5),
    Field("frequency", "string", enum=("quarterly",)),
)
REMITTANCES = (
    Field("country", "string", "receiving country, as in the file"),
    Field("iso3", "string", "code of the country", pattern=ISO3),
    Field("quarter_end", "date", "last day of the quarter"),
    Field("value_usd", "number", "received in the quarter", unit="current US dollars", minimum=0, decimals=0),
)


def remittances(shelf: Shelf) -> pd.DataFrame:
    """Quarterly remittances; columns as in `REMITTANCES`, about 180 rows, US$.

    Raises:
        SourceProblem: a column is missing, a cell breaks its description, a quarter stands twice, a country is unknown.
    """
    path = shelf.file("remittances_quarterly")
    frame = typed(read_rows(path), RAW_REMITTANCES, path, key=("country", "quarter_end"))
    frame = add_iso3(frame, "country", path, without=())
    return frame.assign(value_usd=frame["million_usd"] * MILLION)[[f.name for f in REMITTANCES]]


FOREIGN = (("iso3", "map/countries", "iso3"),)
TRAP = (
    "In 2022 the total from Russia rose to four times that of 2021, as people who left Russia moved their money, and"
    " stayed there; the non-commercial part rose too in 2022 but was back at its 2021 level in 2023: use the"
    " non-commercial part for labour remittances. Transfers outside banks, such as cash, are not counted."
)

TABLES = (
    Table(
        name="economy/transfers",
        title="Money transfers of individuals to and from Armenia by country and year",
        description=(
            "What individuals sent and received through Armenian banks, by country, summed by us from the Central"
            " Bank's monthly figures. The country is the one that the payment comes from or goes to, which need not"
            " be where the money was earned."
        ),
        fields=TRANSFERS,
        key=("partner", "year", "direction", "type"),
        sources=("cba_transfers",),
        build=transfers,
        edition="2025-02 (January 2013 to February 2025)",
        foreign_keys=FOREIGN,
        notes=TRAP
        + " 2025 has two months. Two figures are missing in the source (total outflow to Iran and to the Isle of Man,"
        " November 2024), so those sums have eleven months.",
    ),
    Table(
        name="economy/transfers_monthly",
        title="Money transfers of individuals between Armenia and Russia, and the world, by month",
        description=(
            "The monthly figures behind economy/transfers for Russia and for all countries together (World), to date"
            " the changes of 2022 and after."
        ),
        fields=TRANSFERS_MONTHLY,
        key=("partner", "month", "direction", "type"),
        sources=("cba_transfers",),
        build=transfers_monthly,
        edition="2025-02 (January 2013 to February 2025)",
        foreign_keys=FOREIGN,
        notes=TRAP,
    ),
    Table(
        name="economy/remittances",
        title="Remittances received by eight states, by quarter",
        description=(
            "Remittances that households of eight post-Soviet states received, by quarter from the end of 2017. The"
            " file that the figures come from is named after Russia, but its figures cannot be money from Russia"
            " alone (see the notes), so the table claims no country of origin."
        ),
        fields=REMITTANCES,
        key=("iso3", "quarter_end"),
        sources=("remittances_quarterly",),
        build=remittances,
        edition="to September 2023",
        foreign_keys=FOREIGN,
        notes=(
            "Armenia's figure for 2018 ($1,452m) is above all transfers of individuals from Russia that the Central"
            " Bank of Armenia counted ($1,050m) and near the World Bank's remittances from every country ($1,488m);"
            " Kazakhstan's and Kyrgyzstan's also follow the World Bank's, and Russia stands among the receivers."
            " Where people earn much as short-term workers abroad (Belarus, Uzbekistan, Azerbaijan, Russia) the"
            " figures are far below the World Bank's, as they would be if they left out wages of such workers. For"
            " money from Russia to Armenia use economy/transfers. Coverage ends in 2021 for Russia, December 2022"
            " for Belarus, September 2023 for Georgia and June 2023 for the others."
        ),
    ),
)
