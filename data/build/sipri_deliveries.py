"""SIPRI's deliveries broken down by year, and the sums made from them."""

import re
from pathlib import Path

import pandas as pd

from build.countries import add_iso3, iso3
from build.problems import SourceProblem
from build.reading import expect_no_fewer, expect_no_shorter, expect_present, read_rows, typed
from build.schema import Field
from build.shelf import Shelf
from build.sipri_files import newest_per_release, read_export, release_of, without_code
from build.sipri_register import (
    METHOD,
    RECIPIENT,
    RELEASE,
    STATES,
    STATUSES,
    SUPPLIER,
    TIV,
    registers,
    split_by_year,
)

SINCE = 1990
MOSCOW = ("Russia", "Soviet Union")
POST_SOVIET = (
    "ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LVA", "LTU", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB",
)  # fmt: skip
PARTNERS = (*POST_SOVIET, "SRB", "IND", "DZA", "VNM")
LARGE = 0.01
WORLD = "World"

DELIVERY = (
    Field("deal_id", "integer", header="SIPRI AT Database ID", minimum=1),
    Field("supplier", "string", header="Supplier"),
    Field("recipient", "string", header="Recipient"),
    Field("designation", "string", header="Designation"),
    Field("description", "string", header="Description"),
    Field("category", "string", header="Armament category"),
    Field("order_year", "year", header="Order date", minimum=1900, maximum=2100),
    Field("order_year_is_estimate", "boolean", header="Order date is estimate", required=False),
    Field("number", "integer", header="Numbers delivered", minimum=0),
    Field("number_is_estimate", "boolean", header="Numbers delivered is estimate", required=False),
    Field("delivery_year", "year", header="Delivery year", minimum=1900, maximum=2100),
    Field("delivery_year_is_estimate", "boolean", header="Delivery year is estimate", required=False),
    Field("status", "string", header="Status", enum=STATUSES),
    Field("tiv_unit_million", "number", header="TIV deal unit", minimum=0),
    Field("tiv_million", "number", header="TIV delivery values", minimum=0),
    Field("is_made_under_licence", "boolean", header="Local production"),
)
RUSSIA_TOTAL = (
    Field("year", "year", minimum=1950, maximum=2100),
    Field("supplier", "string", enum=("Russia",)),
    Field("recipient", "string"),
    Field("tiv_million", "number", header="tiv", minimum=0),
)
SPELLINGS = {
    "Deliveries in the Year Range": "Numbers delivered",
    "Deliveries in the Year Range is estimate": "Numbers delivered is estimate",
}
CATEGORIES = {"Air defence systems": "Air-defence systems"}
NEEDED = ("SIPRI AT Database ID", "Supplier", "Recipient", "Delivery year")


def read_deliveries(path: Path) -> tuple[int, pd.DataFrame]:
    """One file of deliveries, whole or an excerpt.

    Returns:
        (release, one row a deal and year of delivery: the fields of `DELIVERY`, TIV in millions).

    Raises:
        SourceProblem: names file, row and field.

    Source: SIPRI Arms Transfers Database, trade register with deliveries broken down by year.
    """
    text, preamble = read_export(path, NEEDED)
    rows = typed(text.rename(columns=SPELLINGS), DELIVERY, path, key=("deal_id", "delivery_year"))
    expect_present(path, rows["recipient"], "Recipient", STATES)
    expect_present(path, rows["supplier"], "Supplier", ("Russia",))
    rows = rows.assign(category=rows["category"].replace(CATEGORIES))
    return release_of(path, preamble, int(rows["delivery_year"].max()), _release_in_name(path)), rows


def _release_in_name(path: Path) -> int | None:
    """Release that the name of a transcribed excerpt says; the dated name of a download says none."""
    said = re.search(r"_(\d{4})_armenia|_recipient_(\d{4})\.", path.name)
    return int(said[1] or said[2]) if said else None


def full(shelf: Shelf) -> dict[int, pd.DataFrame]:
    """Deliveries of all suppliers to all recipients, by release."""
    return shelf.memo("sipri deliveries", lambda: _by_release(shelf, "sipri_deliveries", compare=True))


def excerpts(shelf: Shelf) -> dict[int, pd.DataFrame]:
    """Deliveries to Armenia and Azerbaijan, for releases without a file of all deliveries."""
    read = shelf.memo("sipri excerpts", lambda: _by_release(shelf, "sipri_deliveries_excerpt"))
    return {release: rows for release, rows in read.items() if release not in full(shelf)}


def _by_release(shelf: Shelf, key: str, compare: bool = False) -> dict[int, pd.DataFrame]:
    read = {path: read_deliveries(path) for path in shelf.files(key)}
    chosen = newest_per_release((release, path) for path, (release, _) in read.items())
    for path, (release, _) in read.items():
        shelf.set_aside([path], chosen[release])
    if compare:
        years = {path: read[path][1]["delivery_year"] for path in chosen.values()}
        first, last = max(y.min() for y in years.values()), min(y.max() for y in years.values())
        shared = {path: y.between(first, last) for path, y in years.items()}
        expect_no_shorter([(path, rows.sum()) for path, rows in shared.items()])
        for column, wanted in (("recipient", STATES), ("supplier", ("Russia",))):
            common = [(path, read[path][1].loc[rows, column]) for path, rows in shared.items()]
            expect_no_fewer(common, wanted)
    return {release: read[path][1] for release, path in chosen.items()}


def russia_totals(shelf: Shelf) -> dict[int, pd.DataFrame]:
    """Russia's exports by recipient in the last year, for releases without a file of all deliveries.

    Returns:
        release -> year, supplier, recipient, tiv_million.
    """
    read = {}
    for path in shelf.files("sipri_russia_exports"):
        rows = typed(read_rows(path), RUSSIA_TOTAL, path, key=("year", "recipient"))
        read[release_of(path, "", int(rows["year"].max()), _release_in_name(path))] = rows
    return {release: rows for release, rows in read.items() if release not in full(shelf)}


def deliveries(shelf: Shelf) -> pd.DataFrame:
    """Deliveries to Armenia and Azerbaijan in every release; one row a deal and year."""
    parts = [
        rows[rows["recipient"].isin(STATES)].assign(release=release)
        for release, rows in sorted({**excerpts(shelf), **full(shelf)}.items())
    ]
    return _coded(pd.concat(parts, ignore_index=True), shelf).assign(method="delivery-level")[_names(DELIVERIES)]


def transfers(shelf: Shelf) -> pd.DataFrame:
    """Yearly sums: Russia and the Soviet Union to each recipient, every supplier to Russia's partners.

    Where a release has no list of all deliveries, the even split of its register stands beside what is known exactly.
    """
    exact = [_sums(release, "delivery-level", _yearly(rows), True) for release, rows in full(shelf).items()]
    for release, rows in excerpts(shelf).items():
        exact.append(_sums(release, "delivery-level", _yearly(rows), True))
    for release, rows in russia_totals(shelf).items():
        exact.append(_sums(release, "delivery-level", _without_known(rows, excerpts(shelf).get(release)), True))
    split = [
        _sums(release, "register-split", split_by_year(deals), False)
        for release, deals in registers(shelf).items()
        if release not in full(shelf)
    ]
    return _coded(pd.concat([*exact, *split], ignore_index=True), shelf)[_names(TRANSFERS)]


def _yearly(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.rename(columns={"delivery_year": "year"})[["supplier", "recipient", "year", "tiv_million"]]


def _without_known(totals: pd.DataFrame, known: pd.DataFrame | None) -> pd.DataFrame:
    """Russia's totals without the recipients that the excerpt covers; where both speak they must agree."""
    if known is None:
        return totals
    russian = _yearly(known[known["supplier"] == "Russia"]).groupby(["recipient", "year"])["tiv_million"].sum()
    for row in totals[totals["recipient"].isin(STATES)].itertuples():
        there = float(russian.get((row.recipient, row.year), 0))
        if abs(there - row.tiv_million) > 0.01:
            raise SourceProblem(
                "sipri_russia_exports",
                f"row {row.Index}, field tiv",
                f"{there:g} for {row.recipient} in {row.year}, as in the list of its deliveries",
                f"{row.tiv_million:g}",
                "take both files from the same release",
            )
    return totals[~totals["recipient"].isin(STATES)]


def _sums(release: int, method: str, rows: pd.DataFrame, exact: bool) -> pd.DataFrame:
    """Sums of the pairs we publish, with the years that the file covers: a year in them without a row is a zero."""
    first = max(SINCE, int(rows["year"].min())) if exact else SINCE
    codes = {name: iso3(name) for name in rows["recipient"].unique()}
    wanted = rows["supplier"].isin(MOSCOW) | rows["recipient"].map(codes).isin(PARTNERS)
    return (
        rows[wanted & (rows["year"] >= SINCE)]
        .groupby(["supplier", "recipient", "year"], as_index=False)["tiv_million"]
        .sum()
        .assign(release=release, method=method, covers_from=first, covers_to=release - 1)
    )


def exports(shelf: Shelf) -> pd.DataFrame:
    """Yearly sums by supplier: the world, suppliers of at least 1 % of it, and the post-Soviet states."""
    parts = [_exports(release, "delivery-level", _yearly(rows)) for release, rows in full(shelf).items()]
    parts += [_exports(release, "register-split", split_by_year(deals)) for release, deals in registers(shelf).items()]
    for release, rows in russia_totals(shelf).items():
        total = rows.groupby(["supplier", "year"], as_index=False)["tiv_million"].sum()
        year = int(rows["year"].min())
        parts.append(
            total.assign(release=release, method="delivery-level", covers_from=year, covers_to=int(rows["year"].max()))
        )
    table = pd.concat(parts, ignore_index=True)
    path = shelf.file("sipri_deliveries")
    without = (*without_code(table["supplier"]), WORLD)
    return add_iso3(table, "supplier", path, "supplier_iso3", without)[_names(EXPORTS)]


def _exports(release: int, method: str, rows: pd.DataFrame) -> pd.DataFrame:
    first = max(SINCE, int(rows["year"].min()))
    rows = rows[rows["year"] >= SINCE]
    totals = rows.groupby("supplier")["tiv_million"].sum()
    codes = pd.Series({name: iso3(name) for name in totals.index})
    large = totals[totals >= LARGE * totals.sum()].index
    kept = set(large) | set(codes[codes.isin(POST_SOVIET)].index) | set(MOSCOW)
    world = rows.assign(supplier=WORLD)
    return (
        pd.concat([world, rows[rows["supplier"].isin(kept)]])
        .groupby(["supplier", "year"], as_index=False)["tiv_million"]
        .sum()
        .assign(release=release, method=method, covers_from=first, covers_to=release - 1)
    )


def _coded(table: pd.DataFrame, shelf: Shelf) -> pd.DataFrame:
    path = shelf.file("sipri_deliveries")
    for side in ("supplier", "recipient"):
        table = add_iso3(table, side, path, f"{side}_iso3", without_code(table[side]))
    return table


def _names(fields: tuple[Field, ...]) -> list[str]:
    return [f.name for f in fields]


COVERS = (
    Field("covers_from", "year", "first year that the source of this row covers"),
    Field("covers_to", "year", "last year that the source of this row covers; in between, no row means no delivery"),
)
DELIVERIES = (
    RELEASE,
    METHOD,
    Field("deal_id", "integer", "SIPRI's number of the deal"),
    *SUPPLIER,
    *RECIPIENT,
    Field("designation", "string", "type of weapon"),
    Field("description", "string", "kind of weapon, in the words of that release"),
    Field("category", "string", "SIPRI's category of arms"),
    Field("order_year", "year", "year of the order or of the licence"),
    Field("order_year_is_estimate", "boolean", "SIPRI marks the order year as uncertain", required=False),
    Field("delivery_year", "year", "year in which these pieces came"),
    Field("delivery_year_is_estimate", "boolean", "SIPRI marks the delivery year as uncertain", required=False),
    Field("number", "integer", "pieces delivered in that year", "pieces", minimum=0),
    Field("number_is_estimate", "boolean", "SIPRI marks the number as uncertain", required=False),
    Field("status", "string", "state of the goods", enum=STATUSES),
    Field("is_made_under_licence", "boolean", "made in the recipient's country"),
    Field("tiv_unit_million", "number", "volume of one piece in this deal", TIV, minimum=0, decimals=4),
    Field("tiv_million", "number", "volume delivered in that year", TIV, minimum=0, decimals=4),
)
TRANSFERS = (
    RELEASE,
    METHOD,
    *SUPPLIER,
    *RECIPIENT,
    Field("year", "year", "year of delivery"),
    Field("tiv_million", "number", "volume delivered", TIV, minimum=0, decimals=4),
    *COVERS,
)
EXPORTS = (
    RELEASE,
    METHOD,
    Field("supplier", "string", "supplier as SIPRI names it; World is the sum over all suppliers"),
    Field("supplier_iso3", "string", "code; empty for the Soviet Union and for World", required=False),
    Field("year", "year", "year of delivery"),
    Field("tiv_million", "number", "volume delivered", TIV, minimum=0, decimals=4),
    *COVERS,
)
