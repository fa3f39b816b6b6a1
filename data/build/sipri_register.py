"""SIPRI's register of deals: one row a deal, delivered or not, without the volume of each year."""

from pathlib import Path

import pandas as pd

from build.completeness import refuse_more_twins
from build.countries import add_iso3
from build.editions import order
from build.problems import SourceProblem
from build.reading import expect_no_fewer, expect_no_shorter, expect_present, typed
from build.schema import Field
from build.shelf import Shelf
from build.sipri_files import newest_per_release, read_export, release_of, without_code

STATES = ("Armenia", "Azerbaijan")
OPEN_FROM = 2010
STATUSES = ("New", "Second hand", "Second hand but modernized")
YEARS = r"^\d{4}(; ?\d{4})*$"
IDENTITY = ["supplier", "recipient", "order_year", "designation"]

DEAL = (
    Field("recipient", "string", header="Recipient"),
    Field("supplier", "string", header="Supplier"),
    Field("order_year", "year", header="Year of order", minimum=1900, maximum=2100),
    Field("order_year_is_estimate", "boolean", header="Year of order ?"),
    Field("ordered", "integer", header="Number ordered", required=False, minimum=0),
    Field("ordered_is_estimate", "boolean", header="Number ordered ?"),
    Field("designation", "string", header="Weapon designation"),
    Field("description", "string", header="Weapon description"),
    Field("delivered", "integer", header="Number delivered", minimum=0),
    Field("delivered_is_estimate", "boolean", header="Number delivered ?"),
    Field("delivery_years", "string", header="Year(s) of delivery", required=False, pattern=YEARS),
    Field("status", "string", header="status", enum=STATUSES),
    Field("comments", "string", header="Comments", required=False),
    Field("tiv_unit_million", "number", header="SIPRI TIV per unit", minimum=0),
    Field("tiv_ordered_million", "number", header="SIPRI TIV for total order", required=False, minimum=0),
    Field("tiv_delivered_million", "number", header="SIPRI TIV of delivered weapons", required=False, minimum=0),
)
NEEDED = ("Recipient", "Supplier", "Year of order", "Number ordered")


def registers(shelf: Shelf) -> dict[int, pd.DataFrame]:
    """Every register on the shelf by release.

    Raises:
        SourceProblem: a file that cannot be read, or one with far fewer deals than the release before it.
    """
    return shelf.memo("sipri registers", lambda: _registers(shelf))


def _registers(shelf: Shelf) -> dict[int, pd.DataFrame]:
    read = {path: read_register(path) for path in shelf.files("sipri_register")}
    chosen = newest_per_release((release, path) for path, (release, _) in read.items())
    for release, newest in chosen.items():
        older = [path for path, (of, _) in read.items() if of == release and path != newest]
        shelf.set_aside(older, newest)
        for path in older:
            _refuse_lost_orders((path, read[path][1]), (newest, read[newest][1]), release)
    editions = [(path, read[path][1]) for path in chosen.values()]
    expect_no_shorter([(path, len(deals)) for path, deals in editions])
    everything = [(path, deals) for path, (_, deals) in sorted(read.items(), key=lambda item: (item[1][0], order(item[0])))]
    expect_no_fewer([(path, deals["recipient"]) for path, deals in everything], STATES)
    expect_no_fewer([(path, deals["supplier"]) for path, deals in everything], ("Russia",))
    refuse_more_twins(editions, of_subject)
    _refuse_delivered_only(editions)
    return {release: read[path][1] for release, path in chosen.items()}


def of_subject(deals: pd.DataFrame) -> pd.Series:
    """True for deals of Armenia and Azerbaijan."""
    return deals["recipient"].isin(STATES)


def _undelivered(deals: pd.DataFrame) -> pd.DataFrame:
    """Orders of which nothing came, of Armenia and Azerbaijan or from Russia; one row an order."""
    wanted = deals["delivered"].eq(0) & (of_subject(deals) | deals["supplier"].eq("Russia"))
    return deals.loc[wanted, IDENTITY].drop_duplicates()


def _refuse_lost_orders(before: tuple[Path, pd.DataFrame], after: tuple[Path, pd.DataFrame], release: int) -> None:
    """Within a release an order stays listed, whether it was delivered since or not; a few may be taken back."""
    open_, now = _undelivered(before[1]), after[1][IDENTITY].drop_duplicates()
    lost = open_.merge(now, how="left", indicator=True).query("_merge == 'left_only'")
    if len(lost) > max(2, len(open_) / 3):
        raise _delivered_only(after[0], before[0], len(lost), f"of release {release} ")


def _refuse_delivered_only(editions: list[tuple[Path, pd.DataFrame]]) -> None:
    """Once a release lists orders of which nothing came, no later one is without any."""
    listed: tuple[Path, int] | None = None
    for path, deals in editions:
        orders = len(_undelivered(deals))
        if listed and not orders:
            raise _delivered_only(path, listed[0], listed[1], "")
        listed = (path, orders) if orders else listed


def _delivered_only(path: Path, earlier: Path, lost: int, which: str) -> SourceProblem:
    return SourceProblem(
        path,
        "the orders of which nothing came",
        f"the {lost} open order{'s' * (lost > 1)} of Armenia, Azerbaijan and from Russia that {earlier.name} {which}has",
        "no row of them",
        "this is a register of deliveries alone: choose all deals, with orders not yet delivered, as --list describes",
    )


def read_register(path: Path) -> tuple[int, pd.DataFrame]:
    """One register.

    Returns:
        (release, one row a deal: the fields of `DEAL`, but `is_aid` in place of the comments, and the first and last
        year of delivery; TIV in millions).

    Raises:
        SourceProblem: names file, row and field.

    Source: SIPRI Arms Transfers Database, trade register.
    """
    text, preamble = read_export(path, NEEDED)
    flags = [name for name in text.columns if name.endswith(" ?")]
    text = text.assign(**{name: text[name].str.strip().replace({"?": "yes", "": "no"}) for name in flags})
    deals = typed(text, DEAL, path)
    expect_present(path, deals["recipient"], "Recipient", STATES)
    expect_present(path, deals["supplier"], "Supplier", ("Russia",))
    years = deals["delivery_years"].str.findall(r"\d{4}")
    deals = deals.assign(
        is_aid=deals["comments"].str.contains(r"(?i)\baid\b").fillna(False).astype(bool),
        # No order is of 0 pieces and no weapon has the value 0: SIPRI writes 0 there for "not known".
        ordered=deals["ordered"].mask(deals["ordered"] == 0),
        tiv_unit_million=deals["tiv_unit_million"].mask(deals["tiv_unit_million"] == 0),
        tiv_ordered_million=deals["tiv_ordered_million"].mask(deals["tiv_ordered_million"] == 0),
        delivery_years=years.str.join(";"),
        first_year=years.map(min, na_action="ignore").astype("Int64"),
        last_year=years.map(max, na_action="ignore").astype("Int64"),
    ).drop(columns="comments")
    _agree(deals, path)
    return release_of(path, preamble, int(deals["last_year"].max())), deals


def _agree(deals: pd.DataFrame, path: Path) -> None:
    """Pieces delivered and years of delivery go together."""
    odd = deals[(deals["delivered"] > 0) != deals["first_year"].notna()]
    if not odd.empty:
        raise SourceProblem(
            path,
            f"row {odd.index[0]}, field Year(s) of delivery",
            f"years exactly where something was delivered (Number delivered is {odd['delivered'].iloc[0]})",
            repr(odd["delivery_years"].iloc[0]),
            "columns are shifted or the file was edited: download it again",
        )


def is_open(deals: pd.DataFrame) -> pd.Series:
    """True where pieces are outstanding; unknown where some came and the number ordered is unknown."""
    outstanding = (deals["delivered"] < deals["ordered"]).astype("boolean")
    return outstanding.mask(deals["ordered"].isna(), pd.NA).mask(deals["delivered"] == 0, True)


def register_excerpt(shelf: Shelf) -> pd.DataFrame:
    """Deals of Armenia and Azerbaijan, and Russian orders that stood open in some release.

    An order that is open in one release is kept in the others too, so that its later delivery can be seen.
    """
    deals = pd.concat(
        [d.assign(release=release, register_deals=len(d)) for release, d in registers(shelf).items()],
        ignore_index=True,
    )
    deals = deals.assign(is_open=is_open(deals))
    russian = (deals["supplier"] == "Russia") & (deals["order_year"] >= OPEN_FROM)
    late = deals.loc[russian & deals["is_open"].fillna(False), IDENTITY].drop_duplicates()
    of_late = deals[IDENTITY].merge(late, how="left", indicator=True)["_merge"].eq("both").to_numpy()
    kept = deals[deals["recipient"].isin(STATES) | of_late]
    path = shelf.file("sipri_register")
    kept = add_iso3(kept, "supplier", path, "supplier_iso3", without_code(kept["supplier"]))
    kept = add_iso3(kept, "recipient", path, "recipient_iso3", without_code(kept["recipient"]))
    return _numbered(kept).assign(method="register-split")[[f.name for f in REGISTER]]


def _numbered(deals: pd.DataFrame) -> pd.DataFrame:
    """SIPRI's register has no identifier: who, whom, when, what, and a running number among the like."""
    alike = ["release", *IDENTITY]
    content = ["description", "status", "first_year", "last_year", "ordered", "delivered", "tiv_unit_million"]
    deals = deals.sort_values([*alike, *content, "delivery_years", "tiv_delivered_million"], kind="stable")
    number = deals.groupby(alike).cumcount() + 1
    who = deals["recipient_iso3"].fillna(deals["recipient"]) + "-" + deals["supplier_iso3"].fillna(deals["supplier"])
    what = deals["order_year"].astype(str) + "-" + deals["designation"] + "-" + number.astype(str)
    return deals.assign(deal_key=who + "-" + what)


def split_by_year(deals: pd.DataFrame) -> pd.DataFrame:
    """Volume of each deal spread evenly over its years of delivery.

    The register does not say how much came in which year. Against the exact lists, Russia's single years since 1995
    are off by up to 21 %, its five-year sums by up to 11 %.

    Returns:
        supplier, recipient, year, tiv_million; one row a deal and year.
    """
    delivered = deals[deals["first_year"].notna()]
    years = delivered["delivery_years"].str.split(";")
    spread = delivered.assign(year=years, tiv_million=delivered["tiv_delivered_million"] / years.str.len())
    return spread.explode("year").astype({"year": "int64"})[["supplier", "recipient", "year", "tiv_million"]]


RELEASE = Field("release", "year", "SIPRI's yearly release; it ends with the deliveries of the year before")
METHOD = Field(
    "method",
    "string",
    "delivery-level: from SIPRI's list of deliveries with the exact volume of each year; register-split: from the"
    " register of deals, which lists the years of delivery without their volumes, so that a volume per year is an"
    " even split",
    enum=("delivery-level", "register-split"),
)
SUPPLIER = (
    Field("supplier", "string", "supplier as SIPRI names it; the Soviet Union stands apart from Russia"),
    Field("supplier_iso3", "string", "code of the supplier; empty for a former state or a group", required=False),
)
RECIPIENT = (
    Field("recipient", "string", "recipient as SIPRI names it"),
    Field("recipient_iso3", "string", "code of the recipient; empty for a former state or a group", required=False),
)
COUNTRY_KEYS = (("supplier_iso3", "map/countries", "iso3"), ("recipient_iso3", "map/countries", "iso3"))
TIV = "million SIPRI trend-indicator values"

REGISTER = (
    RELEASE,
    METHOD,
    Field("deal_key", "string", "recipient, supplier, order year, designation and a running number; ours, not SIPRI's"),
    *SUPPLIER,
    *RECIPIENT,
    Field("order_year", "year", "year of the order or of the licence"),
    Field("order_year_is_estimate", "boolean", "SIPRI marks the order year as uncertain"),
    Field("designation", "string", "type of weapon"),
    Field("description", "string", "kind of weapon, in the words of that release"),
    Field("ordered", "integer", "pieces ordered", "pieces", required=False, minimum=1),
    Field("ordered_is_estimate", "boolean", "SIPRI marks the number ordered as uncertain"),
    Field("delivered", "integer", "pieces delivered by the end of the year before the release", "pieces", minimum=0),
    Field("delivered_is_estimate", "boolean", "SIPRI marks the number delivered as uncertain"),
    Field("delivery_years", "string", "years of delivery, joined by ;", required=False, pattern=r"^\d{4}(;\d{4})*$"),
    Field("status", "string", "state of the goods", enum=STATUSES),
    Field(
        "is_open",
        "boolean",
        "nothing came yet, or fewer pieces than ordered; empty where the number ordered is unknown",
        required=False,
    ),
    Field(
        "tiv_unit_million",
        "number",
        "volume of one piece in this deal; empty where SIPRI has set none yet or it is below 0.005",
        TIV,
        required=False,
        minimum=0,
        decimals=4,
    ),
    Field(
        "tiv_ordered_million",
        "number",
        "volume of the whole order; empty where the number ordered or the volume of one piece is unknown",
        TIV,
        required=False,
        minimum=0,
        decimals=4,
    ),
    Field("tiv_delivered_million", "number", "volume delivered so far", TIV, required=False, minimum=0, decimals=4),
    Field(
        "register_deals",
        "integer",
        "number of deals in SIPRI's whole register of this release, of which this table may hold less than a tenth",
        "deals",
        minimum=1,
    ),
)
