"""Armenian public finance: the Russian arms credit in the budget, the Ministry of Finance's debt bulletin, the dram.

The budget and the bulletin are the Ministry's, the exchange rate the Central Bank's; all are read from public copies.
"""

import calendar
import re
from pathlib import Path

import pandas as pd

from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, typed
from build.schema import Field, Source, Table
from build.shelf import Shelf

DEFENCE_MINISTRY = "ՀՀ պաշտպանության նախարարություն"
PROGRAMME, MEASURE = "1169", "31006"
SECOND_CREDIT = "պետական արտահանման երկրորդ վարկ"  # "second state export credit"
THOUSAND, MILLION, BILLION = 1e3, 1e6, 1e9

DRAM_UNIT, DOLLAR_UNIT = "մլրդ դրամ", "մլն ԱՄՆ դոլար"
RATE = "Փոխարկման համար կիրառված ԱՄՆ դոլար / ՀՀ դրամ փոխարժեքը"
# The bulletin's own rows, in its order.
DEBT = {
    "ՀՀ պետական պարտք": "public debt",
    "ՀՀ կառավարության պարտք": "government debt",
    "արտաքին պարտք": "government external debt",
    "արտաքին վարկեր և փոխառություններ": "government external loans",
    "ոչ ռեզիդենտների կողմից ձեռքբերված պետական գանձապետական պարտատոմսեր": "treasury bonds held by non-residents",
    "ոչ ռեզիդենտների կողմից ձեռքբերված արտարժութային պետական պարտատոմսեր": (
        "foreign currency bonds held by non-residents"
    ),
    "արտաքին երաշխիքներ": "external guarantees",
    "ներքին պարտք": "government domestic debt",
    "ներքին վարկեր և փոխառություններ": "government domestic loans",
    "ռեզիդենտների կողմից ձեռքբերված պետական գանձապետական պարտատոմսեր": "treasury bonds held by residents",
    "ռեզիդենտների կողմից ձեռքբերված արտարժութային պետական պարտատոմսեր": "foreign currency bonds held by residents",
    "ներքին երաշխիքներ": "domestic guarantees",
    "ՀՀ կենտրոնական բանկի արտաքին պարտք": "central bank external debt",
    "ՀՀ կառավարության երաշխիքով տրամադրված վարկեր": "central bank loans with a government guarantee",
}
# Further totals, whose unit stands in brackets after the name; the column of units is wrong for them.
BRACKETED = {
    "ՀՀ արտաքին պետական պարտք": "public external debt",
    "ՀՀ ներքին պետական պարտք": "public domestic debt",
    "ՀՀ դրամով ներգրավված պարտք": "public debt in drams",
    "արտարժույթով ներգրավված պարտք": "public debt in foreign currency",
}
REPEATED = "ՀՀ պետական պարտք"  # the total is repeated beside each of them
SERIES = (*DEBT.values(), *BRACKETED.values())

MINISTRY = "Ministry of Finance of the Republic of Armenia"
MINFIN = "https://minfin.am/hy/page/"
FREE = {
    "licence": "no licence text; official figures",
    "allows": "single figures and sums with credit to the publisher; the file itself is not passed on",
}

SOURCES = (
    Source(
        key="minfin_budget",
        publisher=MINISTRY,
        title="State budget laws and reports on their execution, lines of the Ministry of Defence",
        url=MINFIN + "petakan_byuj/",
        query="for each year the annex of the budget law with state bodies, programmes and measures, and the same"
        " annex of the"
        f" execution report ({MINFIN}hy_hashvetvutyunner/); rows of the Ministry of Defence in one CSV with the"
        " columns of the copy",
        pattern="debt/armenia_budget_defence_ministry_lines_*.csv.gz",
        credit=MINISTRY,
        known=(
            (
                "armenia_budget_defence_ministry_lines_2019-2026.csv.gz",
                "a3ec162a3ee0678406e2f537067b5e81d97d3a1f79e6ea896d19cda701711f3d",
            ),
        ),
        via="github.com/gituzh/armenian-budget-tools, commit fe3c7913",
        **FREE,
    ),
    Source(
        key="minfin_debt",
        publisher=MINISTRY,
        title="Public debt of the Republic of Armenia, monthly bulletin",
        url=MINFIN + "amsakan_vichakagrakan_teghekagrer/",
        query="every month from December 2016; one row a month and indicator, columns date, year, month, unit_FX,"
        " indicator, code, value",
        pattern="debt/mof_public_debt_monthly*.csv",
        credit=MINISTRY,
        known=(("mof_public_debt_monthly.csv", "ee120fdbd8f12ab8f629ef7ca904e9d5685655cef920d062df6f364ed51637cc"),),
        via="github.com/tavad/tvyal_newsletter, commit ebe9402a",
        **FREE,
    ),
    Source(
        key="cba_exchange_rate",
        publisher="Central Bank of Armenia",
        title="Exchange rate of the US dollar, daily",
        url="https://www.cba.am/en/SitePages/ExchangeArchive.aspx",
        query="US dollar, every day from 1 January 2000; columns date, year, FX_ISO, AMD; name it by its first and"
        " last year",
        pattern="economy/cba_usd_amd_daily_*.csv",
        credit="Central Bank of Armenia",
        known=(
            ("cba_usd_amd_daily_2000-2025.csv", "0e786b5176f7000b8648a970cb21ee1008d75d83110af5d6f78512b9efe00bd4"),
        ),
        via="github.com/tavad/tvyal_newsletter, commit ebe9402a",
        **FREE,
    ),
)


def russian_credit_in_budget(shelf: Shelf) -> pd.DataFrame:
    """Arms bought on the second Russian state export credit, in drams, one row a year that a document lists."""
    path = shelf.file("minfin_budget")
    text = read_rows(path)
    lines = typed(text, BUDGET_LINE, path)
    _expect_ministry(lines, path)
    credit = lines[
        (lines["body"].str.split().str.join(" ") == DEFENCE_MINISTRY)
        & (lines["programme"] == PROGRAMME)
        & (lines["measure"] == MEASURE)
    ]
    _expect_same_measure(credit, path)
    law = credit[credit["file"].str.contains("_BUDGET_LAW")].pipe(_once, path).set_index("year")
    report = credit[credit["file"].str.contains("_SPENDING_")].pipe(_once, path).set_index("year")
    joined = pd.DataFrame(index=pd.Index(sorted({*law.index, *report.index}), name="year")).assign(
        law_amd=law["total"] * THOUSAND,
        planned_amd=report["planned"] * THOUSAND,
        revised_amd=report["revised"] * THOUSAND,
        spent_amd=report["spent"] * THOUSAND,
        report_covers=report["file"].map(_months),
    )
    joined["planned_amd"] = joined["planned_amd"].fillna(joined["law_amd"])
    joined["report_covers"] = joined["report_covers"].astype(object).where(joined["report_covers"].notna(), None)
    listed = {(True, True): "law and report", (True, False): "law only", (False, True): "report only"}
    joined["listed_in"] = [listed[year in law.index, year in report.index] for year in joined.index]
    return joined.reset_index()


def _expect_ministry(lines: pd.DataFrame, path: Path) -> None:
    if DEFENCE_MINISTRY not in set(lines["body"].str.split().str.join(" ")):
        raise SourceProblem(
            path,
            "field state_body",
            DEFENCE_MINISTRY,
            ", ".join(sorted(set(lines["body"]))[:3]),
            "use the rows of that ministry",
        )
    odd = lines[~lines["file"].str.fullmatch(r"\d{4}_(BUDGET_LAW|SPENDING_Q1(2(3(4)?)?)?)\.csv")]
    if not odd.empty:
        raise SourceProblem(
            path,
            f"row {odd.index[0]}, field file",
            "YEAR_BUDGET_LAW.csv or YEAR_SPENDING_Q1234.csv",
            odd["file"].iloc[0],
            DOWNLOAD,
        )


def _expect_same_measure(credit: pd.DataFrame, path: Path) -> None:
    """Codes of measures may be given again: the name has to say that it is still the Russian credit."""
    other = credit[~credit["name"].str.contains(SECOND_CREDIT, regex=False)]
    if credit.empty or not other.empty:
        raise SourceProblem(
            path,
            "field subprogram_name" if credit.empty else f"row {other.index[0]}, field subprogram_name",
            f"measure {MEASURE} of programme {PROGRAMME}, the second Russian state export credit",
            "no such row" if credit.empty else other["name"].iloc[0],
            "the Ministry gave the code to another measure, or rows are missing: " + DOWNLOAD,
        )


def _once(lines: pd.DataFrame, path: Path) -> pd.DataFrame:
    """One document a year; of several reports the longest. The file names sort so."""
    lines = lines.assign(year=lines["file"].str[:4].astype(int)).sort_values(["year", "file"], kind="stable")
    repeated = lines[lines.duplicated("file", keep="first")]
    if not repeated.empty:
        where = f"row {repeated.index[0]}, field subprogram_code"
        raise SourceProblem(path, where, "the measure once a document", "again " + MEASURE, DOWNLOAD)
    return lines.drop_duplicates("year", keep="last")


def _months(file: str) -> str:
    quarters = len(re.search(r"_Q(\d+)", file)[1])
    return "whole year" if quarters == 4 else f"first {3 * quarters} months"


def public_debt(shelf: Shelf) -> pd.DataFrame:
    """Armenia's public debt at month ends by instrument, in drams and in US dollars, with the rate that joins them."""
    path = shelf.file("minfin_debt")
    cells = typed(read_rows(path), BULLETIN, path)
    cells["date"] = [_month_end(year, month) for year, month in zip(cells["year"], cells["month"], strict=True)]
    name = cells["indicator"].str.replace(r" \([^)]*\)$", "", regex=True)
    bracket = cells["indicator"].str.extract(r" \(([^)]*)\)$")[0]
    unknown = cells[~name.isin([*DEBT, *BRACKETED, RATE])]
    if not unknown.empty:
        where, found = f"row {unknown.index[0]}, field indicator", unknown["indicator"].iloc[0]
        raise SourceProblem(
            path, where, "an indicator of the bulletin", found, "add its translation to armenia_finance.py"
        )
    plain = bracket.isna()
    cells = cells.assign(
        series=name.map(DEBT | BRACKETED),
        unit=bracket.where(~plain, cells["unit"]).map({DRAM_UNIT: "value_amd", DOLLAR_UNIT: "value_usd"}),
    )
    rate = cells.loc[name == RATE].set_index("date")["value"]
    debt = cells[(name != RATE) & ~(~plain & (name == REPEATED))]
    odd = debt[debt["unit"].isna()]
    if not odd.empty:
        where = f"row {odd.index[0]}, field unit_FX"
        raise SourceProblem(path, where, f"{DRAM_UNIT} or {DOLLAR_UNIT}", repr(odd["indicator"].iloc[0]), DOWNLOAD)
    repeated = debt[debt.duplicated(["date", "series", "unit"])]
    if not repeated.empty:
        where = f"row {repeated.index[0]}, fields date, unit_FX, indicator"
        raise SourceProblem(path, where, "each combination once", "again " + repeated["indicator"].iloc[0], DOWNLOAD)
    wide = debt.pivot(index=["date", "series"], columns="unit", values="value").reset_index()
    return wide.assign(
        value_amd=wide["value_amd"] * BILLION, value_usd=wide["value_usd"] * MILLION, amd_per_usd=wide["date"].map(rate)
    )


def _month_end(year: int, month: int) -> str:
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"


def exchange_rate(shelf: Shelf) -> pd.DataFrame:
    """Drams to the US dollar by year: mean over the days listed, and the last day listed."""
    path = shelf.file("cba_exchange_rate")
    daily = typed(read_rows(path), DAILY, path, key=("date",)).sort_values("date", kind="stable")
    years = daily.groupby(daily["date"].str[:4].astype(int))
    frame = years.agg(
        amd_per_usd_average=("rate", "mean"),
        amd_per_usd_end=("rate", "last"),
        days=("rate", "size"),
        last_date=("date", "last"),
    )
    whole = [calendar.isleap(year) + 365 == days for year, days in frame["days"].items()]
    return frame.assign(is_whole_year=whole).rename_axis("year").reset_index()


BUDGET_LINE = (
    Field("file", "string"),
    Field("body", "string", header="state_body"),
    Field("programme", "string", header="program_code", pattern=r"^\d+$"),
    Field("measure", "string", header="subprogram_code", pattern=r"^\d+$"),
    Field("name", "string", header="subprogram_name"),
    Field("total", "number", header="subprogram_total", required=False),
    Field("planned", "number", header="subprogram_annual_plan", required=False),
    Field("revised", "number", header="subprogram_rev_annual_plan", required=False),
    Field("spent", "number", header="subprogram_actual", required=False),
)
BULLETIN = (
    Field("year", "year", minimum=1990, maximum=2100),
    Field("month", "integer", minimum=1, maximum=12),
    Field("unit", "string", header="unit_FX"),
    Field("indicator", "string"),
    Field("value", "number", minimum=0),
)
DAILY = (
    Field("date", "date"),
    Field("currency", "string", header="FX_ISO", enum=("USD",)),
    Field("rate", "number", header="AMD", minimum=100, maximum=2000),
)

DRAMS = {"unit": "Armenian drams", "required": False, "minimum": 0, "decimals": 0}
TABLES = (
    Table(
        name="debt/russian_credit_in_budget",
        title="Arms bought on Russia's second export credit, in Armenia's budget",
        description="A row is one year's line of the Armenian state budget for engineering equipment and vehicles of"
        " Russian make,"
        " bought on the second state export credit that Russia granted (programme 1169, measure 31006, Ministry of"
        " Defence)."
        " It does not show purchases from Armenia's own money, whose lines name no supplier, nor the first credit, nor"
        " deliveries.",
        fields=(
            Field("year", "year", "budget year", minimum=2000, maximum=2100),
            Field(
                "law_amd",
                "number",
                "sum in the budget law; empty where the law at hand does not list the measure",
                **DRAMS,
            ),
            Field(
                "planned_amd",
                "number",
                "original plan for the year as the execution report repeats it (without one, the law's sum)",
                **DRAMS,
            ),
            Field(
                "revised_amd",
                "number",
                "plan after the government's changes during the year; empty without a report",
                **DRAMS,
            ),
            Field("spent_amd", "number", "spent, as reported; empty without a report", **DRAMS),
            Field(
                "report_covers",
                "string",
                "months that the execution report covers; empty without a report",
                required=False,
            ),
            Field(
                "listed_in",
                "string",
                "documents that list the measure",
                enum=("law and report", "law only", "report only"),
            ),
        ),
        key=("year",),
        sources=("minfin_budget",),
        build=russian_credit_in_budget,
        edition="budget laws 2019-2026, execution reports 2019 to September 2025",
        notes="A year without a row: no document at hand lists the measure (none does after 2021). The law of 2021"
        " does not list it;"
        " the report for 2021 gives the original plan as 0 and a revised plan that was spent in full.",
    ),
    Table(
        name="debt/public_debt",
        title="Armenia's public debt, monthly, by instrument",
        description="A row is one part of Armenia's public debt at the end of a month. Public debt = government debt +"
        " external debt of"
        " the Central Bank; government debt = external + domestic. The bulletin names no creditors, so it cannot say"
        " what is owed to Russia.",
        fields=(
            Field("date", "date", "end of the month"),
            Field("series", "string", "what is counted, translated from Armenian", enum=SERIES),
            Field("value_amd", "number", "amount", **DRAMS),
            Field(
                "value_usd",
                "number",
                "amount",
                unit="US dollars at the rate of that day",
                required=False,
                minimum=0,
                decimals=0,
            ),
            Field(
                "amd_per_usd",
                "number",
                "rate that the Ministry used",
                unit="drams to the US dollar",
                required=False,
                minimum=100,
                decimals=4,
            ),
        ),
        key=("date", "series"),
        sources=("minfin_debt",),
        build=public_debt,
        edition="December 2016 to March 2025",
        notes="Debt by currency starts in January 2020. Guarantees are counted as debt. One month in the copy is dated"
        " 30 October 2020;"
        " here every date is the last day of its month.",
    ),
    Table(
        name="economy/exchange_rate",
        title="Armenian drams to the US dollar, by year",
        description="A row is one year: the mean of the Central Bank's rate over all days listed, holidays included,"
        " and the rate of the"
        " last day listed. Our calculation from the daily rates; it may differ by less than 1% from a mean over"
        " working days.",
        fields=(
            Field("year", "year", "calendar year", minimum=1993, maximum=2100),
            Field(
                "amd_per_usd_average",
                "number",
                "mean over the days listed",
                unit="drams to the US dollar",
                minimum=100,
                decimals=4,
            ),
            Field(
                "amd_per_usd_end",
                "number",
                "rate of the last day listed",
                unit="drams to the US dollar",
                minimum=100,
                decimals=4,
            ),
            Field("days", "integer", "days listed", unit="days", minimum=1, maximum=366),
            Field("last_date", "date", "last day listed"),
            Field("is_whole_year", "boolean", "true if every day of the year is listed"),
        ),
        key=("year",),
        sources=("cba_exchange_rate",),
        build=exchange_rate,
        edition="1 January 2000 to 2 March 2025",
    ),
)
