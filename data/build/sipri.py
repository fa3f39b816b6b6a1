"""SIPRI (Stockholm International Peace Research Institute): arms transfers and military expenditure.

SIPRI allows excerpts for research and teaching of less than a tenth of a data set, and own calculations that are not
passed off as SIPRI's. So the tables hold the deals of Armenia and Azerbaijan and the open Russian ones, sums of our
own, and fifteen states' expenditure; SIPRI's comments are read for one flag and never published.
"""

from build.schema import Source, Table
from build.sipri_deliveries import DELIVERIES, EXPORTS, TRANSFERS, deliveries, exports, transfers
from build.sipri_lags import LAGS, delivery_lags
from build.sipri_milex import MILEX, military_expenditure
from build.sipri_register import COUNTRY_KEYS, REGISTER, register_excerpt

SIPRI = "Stockholm International Peace Research Institute (SIPRI)"
TRANSFERS_URL = "https://armstransfers.sipri.org/ArmsTransfer/TransferRegister"
TERMS = {
    "licence": "SIPRI terms of use: excerpts for non-commercial research and teaching",
    "licence_url": "https://www.sipri.org/databases/terms",
}
ALLOWS = "an excerpt of less than 10 % of the deals, without SIPRI's comments; own sums, not attributed to SIPRI"
CREDIT = "SIPRI Arms Transfers Database, https://www.sipri.org/databases/armstransfers"

SOURCES = (
    Source(
        key="sipri_register",
        publisher=SIPRI,
        title="Arms Transfers Database, trade register",
        url=TRANSFERS_URL,
        query="all suppliers, all recipients, all years, all weapons, register without deliveries broken down by year,"
        " as CSV; save it as sipri_trade_register_YYYY-MM-DD.csv with the date of the download",
        pattern="arms/sipri_trade_register_*.csv",
        **TERMS,
        allows=ALLOWS,
        credit=CREDIT,
        known=(
            (
                "sipri_trade_register_2024-10-13.csv",
                "bb5fca6953f7cf2cfbcc66daf4f6880e77db5eea9a79f596c86c1260f99748d3",
            ),
            (
                "sipri_trade_register_2025-03-13.csv",
                "915257da0889e15d59936dbdf756529c34ee33c3a0c2ae73183d9cd8fd4b9c92",
            ),
            (
                "sipri_trade_register_2026-05-18.csv",
                "42230eb8758d2b4f9041af8a74ee6f3c93e4b5da01b5503e349055ddecfa3314",
            ),
        ),
        via="https://github.com/MJHofmann/SIPRI_BRICS at 47613431 (2024);"
        " https://github.com/ColasDroin/SIPRI_arms_transfers_analysis at 3439ef7d (2025);"
        " https://github.com/alexarui/network-analysis at fefe838f (2026)",
        several=True,
    ),
    Source(
        key="sipri_deliveries",
        publisher=SIPRI,
        title="Arms Transfers Database, trade register with deliveries broken down by year",
        url=TRANSFERS_URL,
        query="all suppliers, all recipients, 1990 or 1995 to the last year, register with deliveries broken down by"
        " year, as CSV; save it as sipri_deliveries_YYYY-MM-DD_FIRST-LAST.csv with the date of the download",
        pattern="arms/sipri_deliveries_????-??-??_*.csv",
        **TERMS,
        allows=ALLOWS,
        credit=CREDIT,
        known=(
            (
                "sipri_deliveries_2024-04-13_1990-2023.csv",
                "c1e517315ae7132ed36bc4dd3dedf5e6876ababec4fc0af0e3b2b91ea9725c75",
            ),
            (
                "sipri_deliveries_2026-02-12_1995-2024.csv",
                "de974d8302efdeaad98d0b5a7d0ef020a3e5d1929b6406423cfe2ee2bad51868",
            ),
        ),
        via="https://github.com/Andrei-Teodor-Petre/InfoVizProject at 1b17ccce (2024);"
        " https://github.com/nagehanrdogan/Global-Arms-Trade-Network-Analysis-1995-2024- at 3bcd6c41 (2025)",
        several=True,
    ),
    Source(
        key="sipri_deliveries_excerpt",
        publisher=SIPRI,
        title="Arms Transfers Database, deliveries by year to Armenia and Azerbaijan",
        url=TRANSFERS_URL,
        query="recipients Armenia and Azerbaijan, all suppliers, register with deliveries broken down by year, as CSV;"
        " needed only for a release whose full list of deliveries is not at hand; save it as"
        " sipri_deliveries_RELEASE_armenia_azerbaijan_FIRST-LAST.csv",
        pattern="arms/sipri_deliveries_????_armenia_azerbaijan_*.csv",
        **TERMS,
        allows=ALLOWS,
        credit=CREDIT,
        known=(
            (
                "sipri_deliveries_2026_armenia_azerbaijan_2004-2025.csv",
                "2a0a0f6a44d3a852829eab56a9c91f9a64318bb72978b3bc2e55ceae1e3ae321",
            ),
        ),
        via="https://github.com/alexarui/network-analysis at f439944a, data/processed/deliveries_clean.csv"
        " (rows of the two recipients, transcribed)",
        several=True,
    ),
    Source(
        key="sipri_russia_exports",
        publisher=SIPRI,
        title="Arms Transfers Database, Russia's exports by recipient in the last year",
        url="https://armstransfers.sipri.org/ArmsTransfer/ImportExport",
        query="exports of Russia by recipient, the last year; columns year, supplier, recipient, tiv; needed only for a"
        " release whose full list of deliveries is not at hand; save it as"
        " sipri_russia_exports_YEAR_by_recipient_RELEASE.csv",
        pattern="arms/sipri_russia_exports_????_by_recipient_????.csv",
        **TERMS,
        allows=ALLOWS,
        credit=CREDIT,
        known=(
            (
                "sipri_russia_exports_2025_by_recipient_2026.csv",
                "53520a2b2dec2c761decfbaa553ff7e3288f4bf20bf1cc8a2b7182c6b508921e",
            ),
        ),
        via="https://github.com/alexarui/network-analysis at b00ec3e2 (transcribed)",
        several=True,
    ),
    Source(
        key="sipri_milex",
        publisher=SIPRI,
        title="Military Expenditure Database, yearly workbook",
        url="https://www.sipri.org/databases/milex",
        query="Excel file, all countries; save it as sipri_milex_FIRST-LAST.xlsx",
        pattern="arms/sipri_milex_*.xlsx",
        **TERMS,
        allows="an excerpt of less than 10 % of the workbook",
        credit="SIPRI Military Expenditure Database, https://www.sipri.org/databases/milex",
        known=(
            ("sipri_milex_1948-2023.xlsx", "20c9afbebd8e0111c5b38da36370c7e73e83a9d4c9078e10a7854d1fe6ba1360"),
            ("sipri_milex_1949-2024.xlsx", "9362c97ad1e36e3a577139d309d37de331ecb5849824167578c60692f789ffc4"),
        ),
        via="https://github.com/MJHofmann/SIPRI_BRICS at 47613431 (2024 edition);"
        " https://github.com/shruti-01-narwat/Global_Military_Expenditure_Dashboard at 5885c546 (2025 edition)",
        several=True,
    ),
)

ALL_LEVELS = ("sipri_register", "sipri_deliveries", "sipri_deliveries_excerpt", "sipri_russia_exports")
TIV_NOTE = (
    "A trend-indicator value (TIV) is SIPRI's yardstick of military capability, from the known production cost of core"
    " weapons; it is no price and must not be set against money. Small arms, most ammunition and services are outside"
    " it, so it can neither confirm nor rule out a dispute over goods of that kind."
)
OWN = "Our calculation from SIPRI data, not SIPRI's own figures."

TABLES = (
    Table(
        name="arms/register",
        title="Arms deals of Armenia and Azerbaijan, and open Russian orders",
        description=(
            "One deal a row, as SIPRI's register lists it in each release: every deal of Armenia and Azerbaijan with"
            " any supplier, and Russian orders of any recipient since 2010 of which something was outstanding in at"
            " least one release (with their rows in the other releases). An excerpt of less than a tenth of the"
            " register. " + TIV_NOTE
        ),
        fields=REGISTER,
        key=("release", "deal_key"),
        sources=("sipri_register",),
        build=register_excerpt,
        edition="releases 2024, 2025 and 2026",
        foreign_keys=COUNTRY_KEYS,
        notes=(
            "The register of release 2024 lists delivered deals only, so an order without a row there is not an order"
            " that was not placed. The register of release 2025 marks far fewer numbers delivered as estimates than the"
            " releases before and after it: do not read that flag across releases. SIPRI learns of orders late and"
            " drops cancelled ones. deal_key is ours: the running number can move when SIPRI adds a like deal."
        ),
    ),
    Table(
        name="arms/deliveries",
        title="Arms deliveries to Armenia and Azerbaijan, by deal and year",
        description=(
            "One deal and year of delivery a row, with the exact volume of that year. Release 2024 covers 1990-2023,"
            " release 2025 covers 1995-2024, release 2026 covers 2004-2025. Orders of which nothing came are not here. "
            + TIV_NOTE
        ),
        fields=DELIVERIES,
        key=("release", "deal_id", "delivery_year"),
        sources=("sipri_deliveries", "sipri_deliveries_excerpt"),
        build=deliveries,
        edition="releases 2024, 2025 and 2026",
        foreign_keys=COUNTRY_KEYS,
        notes="One category is spelled as in release 2025 throughout (Air-defence systems). Releases revise past years:"
        " compare within one release.",
    ),
    Table(
        name="arms/transfers",
        title="Arms transfers by supplier, recipient and year",
        description=(
            "Volume by pair and year: Russia and, under its own name, the Soviet Union to each recipient; every"
            " supplier to the fifteen post-Soviet states and to Serbia, India, Algeria and Viet Nam. "
            + OWN
            + " "
            + TIV_NOTE
        ),
        fields=TRANSFERS,
        key=("release", "method", "supplier", "recipient", "year"),
        sources=ALL_LEVELS,
        build=transfers,
        edition="releases 2024, 2025 and 2026",
        foreign_keys=COUNTRY_KEYS,
        notes=(
            "A year between covers_from and covers_to without a row is a year without an identified delivery. In"
            " release 2026 the method is delivery-level only for recipients Armenia and Azerbaijan (2004-2025) and for"
            " Russia's deliveries in 2025; the even split of its register stands beside that for all pairs and"
            " misplaces volume between years (Russia's single years since 1995 are off by up to a fifth, five-year sums"
            " by up to a ninth). Never add up the two methods."
        ),
    ),
    Table(
        name="arms/exports",
        title="Arms exports by supplier and year",
        description=(
            "Volume delivered to all recipients: the world, suppliers of at least 1 per cent of it in that release, and"
            " the post-Soviet states. " + OWN + " " + TIV_NOTE
        ),
        fields=EXPORTS,
        key=("release", "method", "supplier", "year"),
        sources=ALL_LEVELS,
        build=exports,
        edition="releases 2024, 2025 and 2026",
        foreign_keys=(("supplier_iso3", "map/countries", "iso3"),),
        notes=(
            "A year between covers_from and covers_to without a row is a year without an identified delivery. Release"
            " 2026 is delivery-level for Russia in 2025 only. Both methods stand beside each other for releases 2024"
            " and 2025, so that the error of the split can be seen. Never add up the two methods, nor World and"
            " suppliers."
        ),
    ),
    Table(
        name="arms/delivery_lags",
        title="How long arms orders took, by supplier and order year",
        description=(
            "Counts of orders since 2000 by years from order to first and to full delivery, as a life table: orders at"
            " risk, delivered and censored (still waiting when the register ends). Every lag from 0 to the last one of"
            " a cohort has a row, so cohorts may be added up and a Kaplan-Meier curve rebuilt for any group of them. "
            + OWN
        ),
        fields=LAGS,
        key=(
            "release",
            "supplier_group",
            "order_year",
            "order_year_is_estimate",
            "selection",
            "event",
            "lag_years",
        ),
        sources=("sipri_register",),
        build=delivery_lags,
        edition="releases 2025 and 2026",
        notes=(
            "Release 2024 lists delivered deals only and is left out. An order that SIPRI learns of when it is"
            " delivered has no waiting time to show, and cancelled orders are dropped, so lags are likely too short"
            " rather than too long, most of all in the newest cohorts. Where the order year is an estimate, so is the"
            " lag. A lag counts calendar years, not months. The selections overlap: use one at a time."
        ),
    ),
    Table(
        name="arms/military_expenditure",
        title="Military expenditure of fifteen states",
        description=(
            "Spending by state, year and measure since 1990, from two yearly editions. SIPRI counts armed forces,"
            " defence ministries, paramilitary forces and military pensions where it can; coverage differs by state"
            " (pensions are left out for Armenia). An excerpt of less than a tenth of the workbook."
        ),
        fields=MILEX,
        key=("edition", "iso3", "year", "measure"),
        sources=("sipri_milex",),
        build=military_expenditure,
        edition="2024-04 and 2025-04",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes=(
            "An empty value is a year for which SIPRI has no figure (Viet Nam after 2018, Uzbekistan in most years) or"
            " that lies before the state existed. Constant US$ of the two editions use different base years: do not mix"
            " them."
        ),
    ),
)
