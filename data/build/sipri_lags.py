"""How long orders took: counts from the registers that a survival curve can be rebuilt from."""

import pandas as pd

from build.schema import Field
from build.shelf import Shelf
from build.sipri_register import METHOD, RELEASE, registers

ORDERED_SINCE = 2000  # older cohorts are long closed and would double the table
OTHERS = "Other large exporters"
GROUPS = {name: name for name in ("Russia", "United States", "France", "Germany")} | {
    name: OTHERS
    for name in (
        "China",
        "Israel",
        "Italy",
        "Netherlands",
        "South Korea",
        "Spain",
        "Sweden",
        "Ukraine",
        "United Kingdom",
    )
}
COHORT = ["release", "supplier_group", "order_year", "order_year_is_estimate", "selection", "event"]
SELECTIONS = ("all", "core")
EVENTS = ("first", "full")


def delivery_lags(shelf: Shelf) -> pd.DataFrame:
    """Life table of each cohort of orders; lags in whole years.

    A release whose register lists delivered deals only would show every order as delivered: it is left out.
    """
    parts = []
    for release, deals in registers(shelf).items():
        if (deals["delivered"] == 0).any():
            parts += [
                waits(select(deals, selection), event, release - 1).assign(
                    release=release, selection=selection, event=event
                )
                for selection in SELECTIONS
                for event in EVENTS
            ]
    if not parts:
        return pd.DataFrame(columns=[f.name for f in LAGS])
    table = life_table(pd.concat(parts, ignore_index=True))
    return table.assign(method="register-split")[[f.name for f in LAGS]]


def select(deals: pd.DataFrame, selection: str) -> pd.DataFrame:
    """All orders, or those without wartime deliveries to Ukraine, gifts and goods taken from stock."""
    if selection == "all":
        return deals
    return deals[(deals["recipient"] != "Ukraine") & (deals["status"] == "New") & ~deals["is_aid"]]


def waits(deals: pd.DataFrame, event: str, last_year: int) -> pd.DataFrame:
    """One row an order: cohort, years until the event or until the register ends, and whether it happened.

    Args:
        deals: a register.
        event: "first", the first delivery, or "full", the last one of an order that is complete. Orders of unknown
            size cannot be complete or incomplete: "full" leaves them out.
        last_year: last year that the register covers.
    """
    deals = deals.assign(supplier_group=deals["supplier"].map(GROUPS))
    deals = deals[deals["supplier_group"].notna() & deals["order_year"].between(ORDERED_SINCE, last_year)]
    if event == "first":
        happened, year = deals["first_year"].notna(), deals["first_year"]
    else:
        deals = deals[deals["ordered"].notna()]
        happened, year = deals["delivered"] >= deals["ordered"], deals["last_year"]
    happened = happened.astype(bool)
    return deals[["supplier_group", "order_year", "order_year_is_estimate"]].assign(
        lag_years=year.where(happened, last_year) - deals["order_year"], happened=happened
    )


def life_table(orders: pd.DataFrame) -> pd.DataFrame:
    """At risk, delivered and censored by cohort and lag.

    Every lag from 0 to the last of the cohort has a row, so that the counts of cohorts may be added up.
    """
    counts = (
        orders.assign(delivered=orders["happened"].astype("int64"), censored=(~orders["happened"]).astype("int64"))
        .groupby([*COHORT, "lag_years"], as_index=False)[["delivered", "censored"]]
        .sum()
    )
    last = counts.groupby(COHORT, as_index=False)["lag_years"].max()
    every = last.assign(lag_years=last["lag_years"].map(lambda lag: range(lag + 1))).explode("lag_years")
    table = every.astype({"lag_years": "Int64"}).merge(counts, how="left", on=[*COHORT, "lag_years"])
    table[["delivered", "censored"]] = table[["delivered", "censored"]].fillna(0).astype("int64")
    leaving = (table["delivered"] + table["censored"])[::-1].groupby([table[c] for c in COHORT]).cumsum()[::-1]
    return table.assign(at_risk=leaving)


LAGS = (
    RELEASE,
    METHOD,
    Field(
        "supplier_group",
        "string",
        "supplier; the other large exporters are " + ", ".join(n for n, g in GROUPS.items() if g == OTHERS),
        enum=tuple(dict.fromkeys(GROUPS.values())),
    ),
    Field("order_year", "year", "year of the order: the cohort"),
    Field("order_year_is_estimate", "boolean", "SIPRI marks the order year as uncertain"),
    Field(
        "selection",
        "string",
        "all: every order; core: without recipient Ukraine, second-hand goods and orders that SIPRI calls aid",
        enum=SELECTIONS,
    ),
    Field(
        "event",
        "string",
        "first: the first delivery; full: the last delivery of an order that is complete (orders of unknown size are"
        " left out)",
        enum=EVENTS,
    ),
    Field("lag_years", "integer", "calendar year of the event less order year", "years", minimum=0),
    Field("at_risk", "integer", "orders still waiting when this lag begins", "orders", minimum=1),
    Field("delivered", "integer", "orders whose event falls in this lag", "orders", minimum=0),
    Field("censored", "integer", "orders still waiting at this lag when the register ends", "orders", minimum=0),
)
