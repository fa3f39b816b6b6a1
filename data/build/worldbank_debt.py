"""World Bank International Debt Statistics: what is owed to Russia, what Armenia owes, and what was paid and lent.

Every amount is public or publicly guaranteed long-term debt in current US dollars, as the debtor reported it.
"""

import re
from pathlib import Path

import pandas as pd

from build.countries import add_iso3, iso3
from build.problems import SourceProblem
from build.reading import DOWNLOAD, expect_no_fewer, expect_no_shorter, expect_none_lost, read_rows, typed
from build.schema import EDITION, ISO3, Field, Source, Table
from build.shelf import Shelf

CREDITOR_TYPES = {
    "BLAT": "bilateral",
    "MLAT": "multilateral",
    "PBND": "bondholders",
    "PCBK": "commercial banks",
    "PROP": "other private",
}
TYPES_WITHOUT_COUNTRY = ("multilateral", "bondholders")
WORLD = "World"
AGGREGATES = (
    "East Asia & Pacific (excluding high income)",
    "Europe & Central Asia (excluding high income)",
    "IDA blend",
    "IDA only",
    "IDA total",
    "Latin America & Caribbean (excluding high income)",
    "Least developed countries: UN classification",
    "Low & middle income",
    "Low income",
    "Lower middle income",
    "Middle East & North Africa (excluding high income)",
    "Middle East, North Africa, Afghanistan & Pakistan (excluding high income)",
    "Middle income",
    "South Asia",
    "South Asia (excluding high income)",
    "Sub-Saharan Africa (excluding high income)",
    "Upper middle income",
)
TOTALS = {
    "DT.DOD.DECT.CD": "external debt",
    "DT.DOD.DPPG.CD": "public and publicly guaranteed external debt",
    "DT.DOD.DPNG.CD": "private external debt without a guarantee",
    "DT.DOD.DSTC.CD": "short-term external debt",
    "DT.TDS.DPPG.CD": "service of public and publicly guaranteed debt",
    "DT.TDS.DECT.CD": "service of external debt",
    "DT.DFR.DPPG.CD": "forgiveness or reduction of public debt",
    "DT.DSF.DPPG.CD": "reduction of the stock of public debt",
    "NY.GNP.MKTP.CD": "gross national income",
    "BX.GSR.TOTL.CD": "exports of goods, services and primary income",
}
PUBLIC_DEBT = "DT.DOD.DPPG.CD"
BY_CREDITOR = {f"DT.DOD.{code}.CD": f"public debt to {kind} creditors" for code, kind in CREDITOR_TYPES.items()}
BY_CREDITOR["DT.DOD.PBND.CD"] = "public debt to bondholders"
BY_CREDITOR["DT.DOD.PCBK.CD"] = "public debt to commercial banks"
TOLERANCE = 10  # dollars; the Bank rounds each creditor on its own

# Files that one repository took from the Bank in 2023 and 2024 call the same columns by other names.
OLDER = {"counterpart_area": "counterpart-area", "year": "time"}
CELLS = (
    Field("debtor", "string", header="country"),
    Field("creditor", "string", header="counterpart-area"),
    Field("series", "string", header="series_code", pattern=r"^DT\.(DOD|AMT|INT)\.(BLAT|MLAT|PBND|PCBK|PROP)\.CD$"),
    Field("year", "year", header="time", minimum=1970, maximum=2100),
    Field("value", "number", minimum=0),
)
CELL_KEY = ("debtor", "creditor", "series", "year")

IDS = "https://databank.worldbank.org/source/international-debt-statistics"
TERMS = {
    "publisher": "World Bank",
    "url": IDS,
    "licence": "CC BY 4.0",
    "licence_url": "https://datacatalog.worldbank.org/public-licenses",
    "allows": "everything, with credit",
    "credit": "World Bank, International Debt Statistics",
}
LAYOUT = (
    "one row per debtor, counterpart area, series and year, columns country, counterpart-area, series, time, value,"
    " series_code"
)
OLDER_LAYOUT = (
    "one row per debtor, counterpart area and year, columns country, counterpart_area, series, year, value, series_code"
)

SOURCES = (
    Source(
        key="ids_stocks",
        title="International Debt Statistics: external debt stocks by creditor",
        query="every country and counterpart area, series DT.DOD.BLAT.CD, DT.DOD.MLAT.CD, DT.DOD.PBND.CD,"
        " DT.DOD.PCBK.CD and"
        f" DT.DOD.PROP.CD, years from 1990; {LAYOUT}; name it by the year and month of the Bank's edition",
        pattern="debt/ids_stocks_by_creditor_*.csv.gz",
        known=(
            (
                "ids_stocks_by_creditor_2025-12.csv.gz",
                "63dfcca255a099c6b1a4cbbfe8071b3a302e17b35ac442aad51d8d8cd80fd5a5",
            ),
        ),
        via="github.com/ONEcampaign/aftershocks_data, commit 87ddf2a8",
        several=True,
        **TERMS,
    ),
    Source(
        key="ids_stocks_bilateral",
        title="International Debt Statistics: bilateral external debt stocks, older edition",
        query=f"every country and counterpart area, series DT.DOD.BLAT.CD; {OLDER_LAYOUT}",
        pattern="debt/ids_bilateral_stocks_*.csv.gz",
        known=(
            (
                "ids_bilateral_stocks_2023-04.csv.gz",
                "00f71e1cae85ee2a4bab6891a2c85730e00814bee6e622fcf0286e35e92ed7f7",
            ),
        ),
        via="github.com/ONEcampaign/aftershocks_data, commit 5b80867",
        several=True,
        **TERMS,
    ),
    Source(
        key="ids_service",
        title="International Debt Statistics: debt service by creditor, paid and scheduled",
        query="every country and counterpart area, series DT.AMT.*.CD and DT.INT.*.CD (* = BLAT, MLAT, PBND, PCBK,"
        " PROP),"
        f" years from 2009 to the end of the schedule; {LAYOUT}",
        pattern="debt/ids_service_by_creditor_*.csv.gz",
        known=(
            (
                "ids_service_by_creditor_2025-12.csv.gz",
                "aad56e51dc79f08ed0116bc99eda6fcee7946da1af7f238d798f2359e7b2e7c8",
            ),
        ),
        via="github.com/ONEcampaign/aftershocks_data, commit 87ddf2a8",
        several=True,
        **TERMS,
    ),
    Source(
        key="ids_principal_bilateral",
        title="International Debt Statistics: principal on bilateral debt, older edition",
        query=f"every country and counterpart area, series DT.AMT.BLAT.CD; {OLDER_LAYOUT}",
        pattern="debt/ids_bilateral_principal_*.csv.gz",
        known=(
            (
                "ids_bilateral_principal_2024-04.csv.gz",
                "b2b1af5d84c1a492724e989f854c904a70eb63f97d50faf787230e255b16613e",
            ),
        ),
        via="github.com/ONEcampaign/aftershocks_data, commit c65d7bea",
        several=True,
        **TERMS,
    ),
    Source(
        key="ids_interest_bilateral",
        title="International Debt Statistics: interest on bilateral debt, older edition",
        query=f"every country and counterpart area, series DT.INT.BLAT.CD; {OLDER_LAYOUT}",
        pattern="debt/ids_bilateral_interest_*.csv.gz",
        known=(
            (
                "ids_bilateral_interest_2024-04.csv.gz",
                "9282ce3c86fd13f1fad78bda84d58dbe40fcd152e2f9d47756f85ca3f5a2b8c2",
            ),
        ),
        via="github.com/ONEcampaign/aftershocks_data, commit c65d7bea",
        several=True,
        **TERMS,
    ),
    Source(
        key="ids_disbursements",
        title="International Debt Statistics: disbursements by creditor",
        query="every country and counterpart area, series DT.DIS.*, as rearranged by the ONE Campaign: columns"
        " iso_code, country,"
        " year, counterpart_area, indicator, value, prices; name it by its first and last year",
        pattern="debt/ids_disbursements_by_creditor_*.csv.gz",
        known=(
            (
                "ids_disbursements_by_creditor_2000-2022.csv.gz",
                "a57227a3fc529848d865965d70a46ec071d97306a6f9c16cfa02bd695913097c",
            ),
        ),
        via="github.com/ONEcampaign/net_flows, commit 1532ea69",
        **TERMS,
    ),
    Source(
        key="ids_armenia_totals",
        title="International Debt Statistics: Armenia, all creditors together",
        query="Armenia, counterpart area World, the ten series "
        + ", ".join(TOTALS)
        + "; one row a series, one column a year",
        pattern="debt/ids_armenia_totals_transcribed_*.csv",
        known=(
            (
                "ids_armenia_totals_transcribed_2025.csv",
                "ed779685360764d73d5112e0061f3fc4ad136f70cf4ed01af88551890100f84c",
            ),
        ),
        via="github.com/rajanaga22-creator/international_debt_analysis, commit 5dd8fee9 (transcribed)",
        **TERMS,
    ),
)


def last_reported_year(edition: str) -> int:
    """Last year for which an edition holds what debtors reported; later years are the schedule.

    The yearly edition appears in December and reports the year before; updates until next November add no year.
    """
    year, month = map(int, edition.split("-"))
    return year - 1 if month == 12 else year - 2


def _edition(path: Path) -> str:
    found = re.search(r"_(\d{4}-(?:0[1-9]|1[0-2]))\.csv", path.name)
    if not found:
        raise SourceProblem(
            path, "the file name", "the edition's year and month, as in _2025-12.csv.gz", path.name, "rename the file"
        )
    return found[1]


def _is(names: pd.Series, code: str) -> pd.Series:
    """Where a publisher's spelling means the country `code`."""
    return names.isin([name for name in names.unique() if iso3(name) == code])


def _cells(path: Path) -> pd.DataFrame:
    """Rows on what Russia is owed or what Armenia owes; the Bank's groups of countries left out.

    Returns:
        edition, debtor, iso3, creditor, creditor_type, series, year, value (US dollars).
    """
    text = read_rows(path)
    if set(OLDER).issubset(text.columns):
        text = text.rename(columns=OLDER)
        text["time"] = text["time"].str.removesuffix("-01-01")
    if {"country", "counterpart-area"}.issubset(text.columns):
        to_russia, of_armenia = _is(text["counterpart-area"], "RUS"), _is(text["country"], "ARM")
        _expect(to_russia.any(), path, "counterpart-area", "rows with the creditor Russian Federation")
        _expect((to_russia & of_armenia).any(), path, "country", "rows with the debtor Armenia")
        text = text[to_russia | of_armenia]
    cells = add_iso3(typed(text, CELLS, path, CELL_KEY), "debtor", path, without=AGGREGATES)
    cells = cells.assign(edition=_edition(path), creditor_type=cells["series"].str[7:11].map(CREDITOR_TYPES))
    return cells[cells["iso3"].notna()]


def _expect(met: bool, path: Path, column: str, what: str) -> None:
    if not met:
        raise SourceProblem(
            path, f"field {column}", what, "none", "the download was limited to other countries: " + DOWNLOAD
        )


def _stocks(shelf: Shelf) -> pd.DataFrame:
    """Year-end stocks of every edition, as `_cells` gives them."""
    return shelf.memo(
        "ids stocks", lambda: pd.concat([*_checked(shelf, "ids_stocks"), *_checked(shelf, "ids_stocks_bilateral")])
    )


def _checked(shelf: Shelf, key: str) -> list[pd.DataFrame]:
    read = {path: _cells(path) for path in shelf.files(key)}
    expect_no_shorter([(path, len(frame)) for path, frame in read.items()])
    debtors = [(path, f.loc[_is(f["creditor"], "RUS"), "iso3"]) for path, f in read.items()]
    expect_none_lost(debtors, "country (states that owe Russia)")
    expect_no_fewer(debtors, ("ARM",))
    for path, frame in read.items():
        _expect_years_to(last_reported_year(_edition(path)), int(frame["year"].max()), path)
        _expect_sums(frame[frame["iso3"] == "ARM"], path)
    return list(read.values())


def _expect_years_to(expected: int, found: int, path: Path) -> None:
    if found != expected:
        raise SourceProblem(
            path,
            "the last year",
            str(expected),
            str(found),
            "the file name gives another edition than the file holds: rename it",
        )


def _expect_sums(armenia: pd.DataFrame, path: Path) -> None:
    """The Bank gives its own total beside the creditors: a file that lost rows shows here."""
    total = armenia[armenia["creditor"] == WORLD].set_index(["series", "year"])["value"]
    parts = armenia[armenia["creditor"] != WORLD].groupby(["series", "year"])["value"].sum()
    both = pd.concat([total.rename("total"), parts.rename("parts")], axis=1).sort_index()
    off = both[~((both["total"] - both["parts"]).abs() <= TOLERANCE)]
    if not off.empty:
        (series, year), row = off.index[0], off.iloc[0]
        raise SourceProblem(
            path,
            f"Armenia, {series}, {year}",
            f"creditors that sum to the counterpart World ({row['total']:,.1f})",
            f"{row['parts']:,.1f}",
            "rows are missing: " + DOWNLOAD,
        )


def owed_to_russia(shelf: Shelf) -> pd.DataFrame:
    """What each country owed Russia at year ends, in US dollars, by edition and kind of creditor."""
    stocks = _stocks(shelf)
    return stocks[_is(stocks["creditor"], "RUS")].rename(columns={"value": "outstanding_usd"})[_names(OWED)]


def armenia_creditors(shelf: Shelf) -> pd.DataFrame:
    """What Armenia owed each creditor at year ends, in US dollars; institutions and bondholders have no code."""
    stocks = _stocks(shelf)
    owed = stocks[(stocks["iso3"] == "ARM") & (stocks["creditor"] != WORLD)].drop(columns="iso3")
    states = ~owed["creditor_type"].isin(TYPES_WITHOUT_COUNTRY)
    coded = add_iso3(owed[states], "creditor", shelf.file("ids_stocks"), without=("Multiple Lenders",))
    return pd.concat([coded, owed[~states].assign(iso3=None)]).rename(columns={"value": "outstanding_usd"})[
        _names(CREDITORS)
    ]


def armenia_totals(shelf: Shelf) -> pd.DataFrame:
    """Armenia's totals for all creditors, from the Bank's country series and from its creditor files, in US dollars."""
    stocks = _stocks(shelf)
    summed = stocks[(stocks["iso3"] == "ARM") & (stocks["creditor"] == WORLD)]
    summed = summed.assign(basis="creditor file", series_name=summed["series"].map(BY_CREDITOR))
    frame = pd.concat(
        [_country_series(shelf.file("ids_armenia_totals")), summed.rename(columns={"value": "value_usd"})]
    )
    return frame[_names(ARMENIA_TOTALS)]


def _country_series(path: Path) -> pd.DataFrame:
    text = read_rows(path)
    years = [name for name in text.columns if re.fullmatch(r"\d{4}", name)]
    fields = (
        Field("series", "string", header="series_code", enum=tuple(TOTALS)),
        *(Field(year, "number", required=False) for year in years),
    )
    wide = typed(text, fields, path, ("series",))
    lost = sorted(set(TOTALS) - set(wide["series"]))
    if lost or not years:
        raise SourceProblem(
            path,
            "field series_code",
            "the ten series and a column a year",
            "without " + ", ".join(lost or ["years"]),
            DOWNLOAD,
        )
    long = wide.melt("series", var_name="year", value_name="value_usd").dropna(subset="value_usd")
    long["year"] = long["year"].astype(int)
    last = long.loc[long["series"] == PUBLIC_DEBT, "year"].max()
    return long.assign(basis="totals file", edition=f"{last + 1}-12", series_name=long["series"].map(TOTALS))


def service_to_russia(shelf: Shelf) -> pd.DataFrame:
    """Principal and interest on bilateral debt to Russia, paid and scheduled, in US dollars."""
    keys = ("ids_service", "ids_principal_bilateral", "ids_interest_bilateral")
    paths = [path for key in keys for path in shelf.files(key)]
    cells = pd.concat([_cells(path) for path in paths])
    cells = cells[_is(cells["creditor"], "RUS") & (cells["creditor_type"] == "bilateral")]
    cells["part"] = cells["series"].str[3:6].map({"AMT": "principal_usd", "INT": "interest_usd"})
    for edition, parts in cells.groupby("edition")["part"].unique().items():
        if len(parts) < 2:
            path = [path for path in paths if _edition(path) == edition][-1]
            both = f"principal (DT.AMT) and interest (DT.INT) in the files of edition {edition}"
            raise SourceProblem(path, "field series_code", both, f"only {parts[0]}", DOWNLOAD)
    wide = cells.pivot(index=["edition", "debtor", "iso3", "year"], columns="part", values="value").reset_index()
    return wide.assign(is_scheduled=wide["year"] > wide["edition"].map(last_reported_year))[_names(SERVICE)]


def disbursed_by_russia(shelf: Shelf) -> pd.DataFrame:
    """New lending by the Russian state, concessional and not together, in US dollars."""
    path = shelf.file("ids_disbursements")
    fields = (
        Field("debtor", "string", header="country"),
        Field("year", "year", minimum=1970, maximum=2100),
        Field("indicator", "string", enum=("bilateral_concessional", "bilateral_non_concessional")),
        Field("value", "number"),
        Field("prices", "string", enum=("current",)),
    )
    text = read_rows(path)
    last = 0
    if {"counterpart_area", "indicator", "year"}.issubset(text.columns):
        last = int(pd.to_numeric(text["year"], errors="coerce").max())
        _expect_years_to(int(re.search(r"(\d{4})\.csv", path.name)[1]), last, path)
        russian = _is(text["counterpart_area"], "RUS") & text["indicator"].str.startswith("bilateral")
        _expect(russian.any(), path, "counterpart_area", "rows with the creditor Russia")
        text = text[russian]
    cells = add_iso3(typed(text, fields, path, ("debtor", "year", "indicator")), "debtor", path, without=AGGREGATES)
    lent = cells.groupby(["debtor", "iso3", "year"], as_index=False)["value"].sum()
    return lent.rename(columns={"value": "disbursed_usd"}).assign(edition=f"{last + 1}-12")[_names(DISBURSED)]


def _names(fields: tuple[Field, ...]) -> list[str]:
    return [f.name for f in fields]


DOLLARS = {"unit": "current US dollars", "decimals": 1}
EDITION_FIELD = Field("edition", "string", "the World Bank's edition, year and month", pattern=EDITION)
DEBTOR = (
    Field("debtor", "string", "country that owes, in the World Bank's English name"),
    Field("iso3", "string", "its ISO 3166-1 alpha-3 code", pattern=ISO3),
)
YEAR_END = Field("year", "year", "the stock is that of 31 December", minimum=1990, maximum=2100)
CREDITOR_TYPE = Field(
    "creditor_type",
    "string",
    "who lent: a state or its agency (bilateral), an institution of several states (multilateral), holders of bonds,"
    " commercial banks, or other private lenders such as manufacturers and exporters",
    enum=tuple(CREDITOR_TYPES.values()),
)
OUTSTANDING = Field("outstanding_usd", "number", "disbursed and not yet repaid, principal only", minimum=0, **DOLLARS)

OWED = (EDITION_FIELD, *DEBTOR, YEAR_END, CREDITOR_TYPE, OUTSTANDING)
CREDITORS = (
    EDITION_FIELD,
    Field(
        "creditor",
        "string",
        "state (or the country of private lenders) or institution, in the World Bank's English name",
    ),
    Field(
        "iso3",
        "string",
        "code of the creditor's country, empty for institutions and bondholders",
        pattern=ISO3,
        required=False,
    ),
    CREDITOR_TYPE,
    YEAR_END,
    OUTSTANDING,
)
SERVICE = (
    EDITION_FIELD,
    *DEBTOR,
    Field("year", "year", "calendar year of the payment", minimum=1990, maximum=2100),
    Field(
        "principal_usd",
        "number",
        "repayment of the sum lent; empty if the Bank has no row",
        required=False,
        minimum=0,
        **DOLLARS,
    ),
    Field("interest_usd", "number", "interest; empty if the Bank has no row", required=False, minimum=0, **DOLLARS),
    Field(
        "is_scheduled",
        "boolean",
        "true for years after the last one reported in that edition: due by contract, not known to be paid",
    ),
)
DISBURSED = (
    EDITION_FIELD,
    *DEBTOR,
    Field("year", "year", "calendar year of the drawing", minimum=1990, maximum=2100),
    Field("disbursed_usd", "number", "drawn on loans of the Russian state, concessional and not together", **DOLLARS),
)
ARMENIA_TOTALS = (
    EDITION_FIELD,
    Field(
        "basis",
        "string",
        "totals file: the Bank's series for the whole country; creditor file: the counterpart World in the files by"
        " creditor",
        enum=("totals file", "creditor file"),
    ),
    Field("series", "string", "World Bank series code", enum=(*TOTALS, *BY_CREDITOR)),
    Field("series_name", "string", "what it is, in our words"),
    Field("year", "year", "calendar year; stocks are those of 31 December", minimum=1990, maximum=2100),
    Field("value_usd", "number", "amount; forgiveness is negative where debt was reduced", **DOLLARS),
)
CODE = (("iso3", "map/countries", "iso3"),)
MISSING = "A year without a row is unknown, not zero; a zero is the Bank's own."
GUARANTEED = (
    "Only public and publicly guaranteed long-term debt, as the debtor reported it: arms bought on other terms, debts"
    " of"
    " companies without a guarantee (gas bills among them) and credits kept secret are not in it."
)

TABLES = (
    Table(
        name="debt/owed_to_russia",
        title="Debt owed to Russia, by debtor and year",
        description="A row is what one country owed creditors of one kind in the Russian Federation on 31 December, in"
        " one edition"
        f" of the World Bank's International Debt Statistics. {GUARANTEED} {MISSING}",
        fields=OWED,
        key=("edition", "debtor", "year", "creditor_type"),
        sources=("ids_stocks", "ids_stocks_bilateral"),
        build=owed_to_russia,
        edition="2023-04 (bilateral only) and 2025-12",
        foreign_keys=CODE,
        notes="Low- and middle-income debtors only: rich countries do not report. The Bank's regional and income"
        " groups are left"
        " out. Claims that it lists under USSR (1990 only) are not counted as Russian: start series in 1991. Armenia"
        " has no row for"
        " 2007, 2008 and 2014. The Bank renames countries (Vietnam, then Viet Nam): compare editions by iso3."
        " Edition 2025-12 is inferred from the date of the download and the last year in the file.",
    ),
    Table(
        name="debt/armenia_creditors",
        title="Armenia's public external debt, by creditor and year",
        description="A row is what Armenia owed one creditor on 31 December. The creditors of a kind sum to the Bank's"
        " own total"
        f" (debt/armenia_totals) within a dollar or so. {GUARANTEED} {MISSING}",
        fields=CREDITORS,
        key=("edition", "creditor", "creditor_type", "year"),
        sources=("ids_stocks", "ids_stocks_bilateral"),
        build=armenia_creditors,
        edition="2023-04 (bilateral only) and 2025-12",
        foreign_keys=CODE,
        notes="One state may appear under several kinds of creditor: its government, its banks, its exporters.",
    ),
    Table(
        name="debt/service_to_russia",
        title="Payments on debt to the Russian state, paid and scheduled",
        description="A row is the principal and interest that one country paid, or is due to pay, in one calendar year"
        " on bilateral"
        f" loans from the Russian Federation. Loans from Russian banks and companies are left out. {GUARANTEED}"
        f" {MISSING}",
        fields=SERVICE,
        key=("edition", "debtor", "year"),
        sources=("ids_service", "ids_principal_bilateral", "ids_interest_bilateral"),
        build=service_to_russia,
        edition="2024-04 (paid to 2022, scheduled 2023-2029) and 2025-12 (paid to 2024, scheduled 2025-2030)",
        foreign_keys=CODE,
        notes="A schedule covers only what had been drawn by the last reported year, and stops after a few years even"
        " if"
        " the loan runs on. An old schedule and what was then paid can differ: compare the editions.",
    ),
    Table(
        name="debt/disbursed_by_russia",
        title="New lending by the Russian state, by debtor and year",
        description="A row is what one country drew in one year on loans of the Russian state. A year without a row is"
        " one with no drawing"
        f" reported or none known: the file does not tell them apart. {GUARANTEED}",
        fields=DISBURSED,
        key=("edition", "debtor", "year"),
        sources=("ids_disbursements",),
        build=disbursed_by_russia,
        edition="2023-12 (inferred: the first edition that reports 2022)",
        foreign_keys=CODE,
        notes="The edition is the earliest that can hold the last year in the file; it may be an update of the months"
        " after."
        " The copy starts in 2000 and leaves out zeros.",
    ),
    Table(
        name="debt/armenia_totals",
        title="Armenia's external debt, debt service, national income and exports",
        description="A row is one total for Armenia in one year, for all creditors together. Two bases stand side by"
        " side so that"
        f" they can be compared. {MISSING}",
        fields=ARMENIA_TOTALS,
        key=("edition", "basis", "series", "year"),
        sources=("ids_armenia_totals", "ids_stocks", "ids_stocks_bilateral"),
        build=armenia_totals,
        edition="2023-04 and 2025-12",
        notes="The five series of the creditor file sum to public and publicly guaranteed debt (DT.DOD.DPPG.CD) of the"
        " totals file."
        " The totals were transcribed from the Bank's file; their edition is inferred from their last year.",
    ),
)
