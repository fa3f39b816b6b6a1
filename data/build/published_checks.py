"""What others published, computed again from our own tables.

The published side (number, page, tolerance) is kept by hand in `curated/published_checks.csv`; `ours` is never typed:
each check has a function below that computes it from finished tables. A check that fails stays in the table, with the
reason as far as it is known.
"""

from collections.abc import Callable
from functools import partial

import pandas as pd

from build.narrative import FIGURE, PARTIAL_DATE, URL, expect, hand_kept
from build.problems import SourceProblem
from build.reading import read_rows, typed
from build.schema import Field, Table
from build.shelf import Shelf

SOURCES = (
    hand_kept(
        "published_checks",
        "figures that others published, with page and tolerance",
        "https://sipri.org/commentary/topical-backgrounder/2021/arms-transfers-conflict-zones-case-nagorno-karabakh",
    ),
)

DELIVERY = "delivery-level"
IDS = "2025-12"
SHARE = 100
ARM, AZE = "Armenia", "Azerbaijan"
NEEDED = (
    "arms/transfers",
    "arms/exports",
    "arms/military_expenditure",
    "debt/owed_to_russia",
    "debt/armenia_creditors",
    "alliances/wartime_commitments",
    "alliances/rome_statute",
    "alignment/ukraine_votes",
    "conflict/deaths_by_location",
    "economy/trade",
)
MEASURED = (
    "sipri_deliveries",
    "sipri_deliveries_excerpt",
    "sipri_milex",
    "ids_stocks",
    "berkemeier_fuhrmann",
    "rome_statute",
    "un_resolutions",
    "ucdp_country_year",
    "armstat_trade",
)
Years = tuple[int, int]

PUBLISHED = (
    Field("check_id", "string", "P and a number", pattern=r"^P\d{2}$"),
    Field("statement", "string", "what was published, in our words"),
    Field("published_value", "number", "the published number", "see unit"),
    Field("comparison", "string", "how ours is held against it", enum=("equals", "at least")),
    Field("unit", "string", "unit of published_value, ours and tolerance"),
    Field("tolerance", "number", "difference still accepted; as a rule one unit of the last digit printed", "see unit",
          minimum=0),
    Field("published_by", "string", "who published it"),
    Field("published", "string", "when, as far as known", required=False, pattern=PARTIAL_DATE),
    Field("url", "string", "page that carries it", pattern=URL),
    Field("figure_id", "string", "the same figure in narrative/reported_figures", required=False, pattern=FIGURE),
    Field("release", "string", "release or edition of the data behind ours", pattern=r"^[\d.-]+$"),
    Field("window", "string", "years or date meant"),
    Field("note", "string", "why the two differ, or what to mind", required=False),
)
FIELDS = (
    *PUBLISHED[:6],
    Field("ours", "number", "our value, computed from the tables of this package; empty where the edition is not at hand",
          "see unit", required=False, decimals=4),
    Field("passes", "boolean", "ours meets the published value within the tolerance; false where ours is empty"),
    *PUBLISHED[6:],
)


class NotAtHand(Exception):
    """The release, edition or row that a check needs is not among the data; the check then has no value of ours."""


def some(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame, if it has rows.

    Raises:
        NotAtHand: it has none.
    """
    if frame.empty:
        raise NotAtHand
    return frame


def needed(frame: pd.DataFrame, name: str, wanted: str) -> pd.DataFrame:
    """The same frame, if it has rows.

    Raises:
        SourceProblem: it has none, although the edition is there.
    """
    if frame.empty:
        raise SourceProblem(f"{name}.csv", f"the table {name}", wanted, "no row", "build it from the full sources")
    return frame


def ratio(part: float, whole: float) -> float:
    """One value over another, for shares and multiples."""
    if not whole:
        raise NotAtHand
    return part / whole


def _covered(frame: pd.DataFrame, name: str, release: int, years: Years, column: str, who: str) -> pd.DataFrame:
    """Delivery-level rows of one state in a release, within years that the release covers."""
    rows = some(frame[(frame["release"] == release) & (frame["method"] == DELIVERY)])
    rows = needed(rows[rows[column] == who], name, f"{column} {who}, release {release}")
    covered = rows[(rows["covers_from"] <= years[0]) & (rows["covers_to"] >= years[1])]
    return needed(covered[covered["year"].between(*years)], name, f"{who}, release {release}, {years[0]}-{years[1]}")


def exports(shelf: Shelf, release: int, years: Years, supplier: str = "Russia") -> float:
    """Arms exports, TIV millions."""
    name = "arms/exports"
    rows = _covered(shelf.table(name), name, release, years, "supplier", supplier)
    return float(rows["tiv_million"].sum())


def imports(shelf: Shelf, release: int, years: Years, recipient: str, supplier: str | None = None) -> float:
    """Arms imports, TIV millions, from one supplier or from all."""
    name = "arms/transfers"
    rows = _covered(shelf.table(name), name, release, years, "recipient", recipient)
    return float(rows.loc[rows["supplier"] == supplier if supplier else slice(None), "tiv_million"].sum())


def change(shelf: Shelf, release: int, before: Years, after: Years) -> float:
    """Change in Russia's arms exports, per cent."""
    return SHARE * (ratio(exports(shelf, release, after), exports(shelf, release, before)) - 1)


def world_share(shelf: Shelf, release: int, years: Years) -> float:
    """Russia's share of the world's arms exports, per cent."""
    return SHARE * ratio(exports(shelf, release, years), exports(shelf, release, years, "World"))


def customer_share(shelf: Shelf, release: int, years: Years, recipient: str) -> float:
    """Share of a recipient in Russia's arms exports, per cent."""
    return SHARE * ratio(imports(shelf, release, years, recipient, "Russia"), exports(shelf, release, years))


def supplier_share(shelf: Shelf, release: int, years: Years, recipient: str, supplier: str) -> float:
    """Share of a supplier in a recipient's arms imports, per cent."""
    bought = imports(shelf, release, years, recipient, supplier)
    return SHARE * ratio(bought, imports(shelf, release, years, recipient))


def multiple(shelf: Shelf, release: int, years: Years) -> float:
    """Azerbaijan's arms imports over Armenia's."""
    return ratio(imports(shelf, release, years, AZE), imports(shelf, release, years, ARM))


def customers(shelf: Shelf, release: int, year: int) -> float:
    """States that received arms from Russia in a year; armed groups are left out."""
    name = "arms/transfers"
    rows = _covered(shelf.table(name), name, release, (year, year), "supplier", "Russia")
    return float(rows.loc[rows["tiv_million"] > 0, "recipient_iso3"].nunique())


def military_spending(shelf: Shelf, edition: str, iso3: str, year: int) -> float:
    """Military expenditure, current US$."""
    name = "arms/military_expenditure"
    frame = shelf.table(name)
    frame = some(frame[frame["edition"] == edition])
    mine = (frame["iso3"] == iso3) & (frame["year"] == year) & (frame["measure"] == "current_usd_million")
    return float(needed(frame[mine], name, f"{iso3} {year}, edition {edition}")["value"].iloc[0]) * 1e6


def owed(shelf: Shelf, year: int, iso3: str | None = None, kind: str | None = None) -> float:
    """Debt to Russia at the end of a year, US$, of one debtor or of all; to one kind of creditor or to all."""
    rows = _debtors(shelf, year)
    rows = rows[rows["creditor_type"] == kind] if kind else rows
    rows = needed(rows[rows["iso3"] == iso3], "debt/owed_to_russia", f"{iso3} {year}") if iso3 else rows
    return float(rows["outstanding_usd"].sum())


def debtors(shelf: Shelf, year: int, above: float = 0) -> float:
    """Number of debtors that owe Russia more than a sum, US$."""
    totals = _debtors(shelf, year).groupby("debtor")["outstanding_usd"].sum()
    return float((totals > above).sum())


def _debtors(shelf: Shelf, year: int) -> pd.DataFrame:
    name = "debt/owed_to_russia"
    frame = shelf.table(name)
    frame = some(frame[frame["edition"] == IDS])
    return needed(frame[frame["year"] == year], name, f"year {year}, edition {IDS}")


def owed_change(shelf: Shelf, year: int, iso3: str, kind: str | None = None) -> float:
    """Change in one debtor's debt to Russia during a year, US$."""
    return owed(shelf, year, iso3, kind) - owed(shelf, year - 1, iso3, kind)


def owed_growth(shelf: Shelf, year: int, iso3: str, kind: str | None = None) -> float:
    """Growth of one debtor's debt to Russia during a year, per cent."""
    return SHARE * ratio(owed_change(shelf, year, iso3, kind), owed(shelf, year - 1, iso3, kind))


def creditor(shelf: Shelf, year: int, iso3: str | None = None, kind: str | None = None) -> float:
    """Armenia's public external debt at the end of a year, US$: to one state, to one kind of creditor, or to all."""
    name = "debt/armenia_creditors"
    frame = shelf.table(name)
    frame = some(frame[frame["edition"] == IDS])
    rows = frame[frame["year"] == year]
    rows = rows[rows["iso3"] == iso3] if iso3 else rows
    rows = rows[rows["creditor_type"] == kind] if kind else rows
    return float(needed(rows, name, f"{year} {iso3 or ''} {kind or ''}".strip())["outstanding_usd"].sum())


def creditor_share(shelf: Shelf, year: int, iso3: str) -> float:
    """Share of one state in Armenia's public external debt, per cent."""
    return SHARE * ratio(creditor(shelf, year, iso3), creditor(shelf, year))


def _tested(shelf: Shelf, kind: str = "", era: str = "") -> pd.DataFrame:
    frame = shelf.table("alliances/wartime_commitments")
    frame = frame[frame["is_tested"].eq(True)]
    frame = frame[frame[kind].eq(True)] if kind else frame
    frame = frame[frame["era"] == era] if era else frame
    return some(frame)


def commitments(shelf: Shelf) -> float:
    """Alliance commitments that a war put to the test."""
    return float(len(_tested(shelf)))


def honoured(shelf: Shelf) -> float:
    """Of those, the ones that were honoured."""
    return float(_tested(shelf)["honoured"].eq(True).sum())


def honoured_share(shelf: Shelf, kind: str = "", era: str = "") -> float:
    """Share of tested commitments that were honoured, per cent."""
    return SHARE * float(_tested(shelf, kind, era)["honoured"].eq(True).mean())


def rome_parties(shelf: Shelf, on: str) -> float:
    """States Parties to the Rome Statute on a day."""
    frame = some(shelf.table("alliances/rome_statute"))
    inside = frame["in_force"].le(on).fillna(False) & ~frame["withdrawn"].le(on).fillna(False)
    return float(inside.sum())


def rome_signature(shelf: Shelf, iso3: str) -> float:
    """Year in which a state signed the Rome Statute."""
    frame = shelf.table("alliances/rome_statute")
    return float(some(frame[frame["iso3"] == iso3])["signed"].iloc[0][:4])


def votes(shelf: Shelf, resolution: str, vote: str) -> float:
    """States that voted so on a General Assembly resolution."""
    frame = shelf.table("alignment/ukraine_votes")
    return float(some(frame[frame["resolution"] == resolution])["vote"].eq(vote).sum())


def deaths(shelf: Shelf, year: int, places: tuple[str, ...]) -> float:
    """Deaths in state-based conflict in some countries, best estimate."""
    frame = shelf.table("conflict/deaths_by_location")
    rows = frame[frame["iso3"].isin(places) & (frame["year"] == year) & (frame["violence"] == "state_based")]
    return float(some(rows)["deaths_best"].sum())


def turnover(shelf: Shelf, year: int, iso3: str) -> float:
    """Armenia's exports to a state and imports made there, US$, newest edition."""
    frame = shelf.table("economy/trade")
    mine = (frame["iso3"] == iso3) & (frame["year"] == year) & frame["flow"].isin(("export", "import_origin"))
    rows = some(frame[mine])
    return float(rows.loc[rows["edition"] == rows["edition"].max(), "value_usd"].sum())


E1418, E1923, E1519, E2024 = (2014, 2018), (2019, 2023), (2015, 2019), (2020, 2024)
DECADE = (2011, 2020)
CHECKS: dict[str, Callable[[Shelf], float]] = {
    "P01": partial(change, release=2024, before=E1418, after=E1923),
    "P02": partial(change, release=2025, before=E1519, after=E2024),
    "P03": partial(change, release=2024, before=(2013, 2017), after=(2018, 2022)),
    "P04": partial(world_share, release=2025, years=E1519),
    "P05": partial(world_share, release=2025, years=E2024),
    "P06": partial(world_share, release=2024, years=E1923),
    "P07": partial(world_share, release=2024, years=(2013, 2017)),
    "P08": partial(world_share, release=2024, years=(2018, 2022)),
    "P09": partial(change, release=2024, before=(2022, 2022), after=(2023, 2023)),
    "P10": partial(customers, release=2024, year=2019),
    "P11": partial(customers, release=2024, year=2022),
    "P12": partial(customers, release=2024, year=2023),
    "P13": partial(customer_share, release=2024, years=E1923, recipient="India"),
    "P14": partial(customer_share, release=2024, years=E1923, recipient="China"),
    "P15": partial(supplier_share, release=2024, years=DECADE, recipient=ARM, supplier="Russia"),
    "P16": partial(supplier_share, release=2025, years=DECADE, recipient=ARM, supplier="Russia"),
    "P17": partial(supplier_share, release=2026, years=DECADE, recipient=ARM, supplier="Russia"),
    "P18": partial(supplier_share, release=2024, years=(2016, 2020), recipient=ARM, supplier="Russia"),
    "P19": partial(supplier_share, release=2026, years=(2016, 2020), recipient=ARM, supplier="Russia"),
    "P20": partial(supplier_share, release=2024, years=DECADE, recipient=AZE, supplier="Russia"),
    "P21": partial(supplier_share, release=2025, years=DECADE, recipient=AZE, supplier="Russia"),
    "P22": partial(supplier_share, release=2026, years=DECADE, recipient=AZE, supplier="Russia"),
    "P23": partial(multiple, release=2024, years=DECADE),
    "P24": partial(multiple, release=2025, years=DECADE),
    "P25": partial(multiple, release=2026, years=DECADE),
    "P26": partial(multiple, release=2024, years=DECADE),
    "P27": partial(multiple, release=2024, years=(2012, 2016)),
    "P28": partial(supplier_share, release=2024, years=(2010, 2014), recipient=AZE, supplier="Russia"),
    "P29": lambda shelf: SHARE / multiple(shelf, 2024, (2010, 2014)),
    "P30": lambda shelf: SHARE / multiple(shelf, 2026, (2010, 2014)),
    "P31": partial(supplier_share, release=2024, years=E1519, recipient=AZE, supplier="Israel"),
    "P32": partial(supplier_share, release=2024, years=E1519, recipient=AZE, supplier="Russia"),
    "P33": partial(supplier_share, release=2024, years=(2016, 2020), recipient=AZE, supplier="Israel"),
    "P34": partial(military_spending, edition="2025-04", iso3="ARM", year=2020),
    "P35": partial(owed_change, year=2023, iso3="ARM"),
    "P36": partial(owed, year=2022),
    "P37": partial(debtors, year=2022),
    "P38": partial(owed, year=2022, iso3="BLR"),
    "P39": partial(owed, year=2022, iso3="BGD"),
    "P40": partial(owed, year=2022, iso3="IND"),
    "P41": partial(owed, year=2022, iso3="EGY"),
    "P42": partial(owed, year=2022, iso3="VNM"),
    "P43": partial(owed, year=2023),
    "P44": partial(owed, year=2023, iso3="BLR"),
    "P45": partial(owed, year=2023, iso3="BGD"),
    "P46": partial(owed, year=2023, iso3="IND"),
    "P47": partial(owed, year=2023, iso3="EGY"),
    "P48": partial(debtors, year=2024, above=1e9),
    "P49": partial(owed, year=2009, iso3="ARM"),
    "P50": partial(owed, year=1997, iso3="ARM"),
    "P51": partial(creditor_share, year=2024, iso3="RUS"),
    "P52": partial(creditor, year=2014, kind="bilateral"),
    "P53": partial(creditor, year=2014, iso3="JPN", kind="bilateral"),
    "P54": partial(creditor, year=2014, iso3="DEU", kind="bilateral"),
    "P55": commitments,
    "P56": honoured,
    "P57": partial(honoured_share, era="1816-1944"),
    "P58": partial(honoured_share, era="1945-2003"),
    "P59": partial(honoured_share, kind="defense"),
    "P60": partial(honoured_share, kind="offense"),
    "P61": partial(honoured_share, kind="neutrality"),
    "P62": partial(honoured_share, kind="nonaggression"),
    "P63": partial(rome_parties, on="2024-02-01"),
    "P64": partial(rome_signature, iso3="ARM"),
    "P65": partial(votes, resolution="ES-11/1", vote="yes"),
    "P66": partial(votes, resolution="ES-11/1", vote="no"),
    "P67": partial(votes, resolution="ES-11/1", vote="abstain"),
    "P68": partial(votes, resolution="ES-11/3", vote="yes"),
    "P69": partial(votes, resolution="ES-11/3", vote="no"),
    "P70": partial(votes, resolution="ES-11/3", vote="abstain"),
    "P71": partial(votes, resolution="ES-11/4", vote="yes"),
    "P72": partial(votes, resolution="ES-11/4", vote="no"),
    "P73": partial(votes, resolution="ES-11/4", vote="abstain"),
    "P74": partial(votes, resolution="ES-11/6", vote="yes"),
    "P75": partial(votes, resolution="ES-11/6", vote="no"),
    "P76": partial(votes, resolution="ES-11/6", vote="abstain"),
    "P77": partial(deaths, year=2020, places=("ARM", "AZE")),
    "P78": partial(turnover, year=2023, iso3="RUS"),
    "P79": partial(supplier_share, release=2024, years=(2018, 2022), recipient="Belarus", supplier="China"),
    "P80": partial(supplier_share, release=2025, years=E2024, recipient="Kazakhstan", supplier="Russia"),
    "P81": partial(supplier_share, release=2025, years=E2024, recipient="India", supplier="Russia"),
    "P82": partial(supplier_share, release=2024, years=E1519, recipient="Algeria", supplier="Russia"),
    "P83": partial(supplier_share, release=2025, years=E2024, recipient="Serbia", supplier="Russia"),
    "P84": partial(supplier_share, release=2024, years=(2017, 2021), recipient="Viet Nam", supplier="Russia"),
    "P85": partial(owed, year=2012, iso3="KGZ"),
    "P86": partial(owed, year=2017, iso3="KGZ"),
    "P87": partial(imports, release=2024, years=(1992, 2020), recipient="Tajikistan", supplier="Russia"),
    "P88": partial(owed_growth, year=2021, iso3="UZB", kind="bilateral"),
    "P89": partial(owed_change, year=2023, iso3="SRB"),
    "P90": partial(owed_change, year=2023, iso3="AZE"),
    "P91": partial(owed_change, year=2023, iso3="UZB", kind="bilateral"),
}


def published_checks(shelf: Shelf) -> pd.DataFrame:
    """Published numbers beside ours; one check a row, columns as in `FIELDS`.

    Raises:
        SourceProblem: a table is missing, or has the edition of a check without its rows, or the list and the functions
            do not match.
    """
    path = shelf.file("published_checks")
    frame = typed(read_rows(path), PUBLISHED, path, key=("check_id",))
    expect(frame["check_id"].isin(CHECKS), frame, path, "check_id", "a check with a function in published_checks.py")
    unused = sorted(set(CHECKS) - set(frame["check_id"]))
    if unused:
        raise SourceProblem(path, "field check_id", "a row for each function", f"none for {', '.join(unused)}", "add it")
    ours = pd.Series([_ours(c, shelf) for c in frame["check_id"]], index=frame.index, dtype="float64")
    return frame.assign(ours=ours, passes=meets(frame, ours))


def _ours(check: str, shelf: Shelf) -> float | None:
    try:
        return CHECKS[check](shelf)
    except NotAtHand:
        return None


def meets(frame: pd.DataFrame, ours: pd.Series) -> pd.Series:
    """Whether ours equals the published value, or reaches it, within the tolerance; an empty value does neither."""
    gap = (ours - frame["published_value"]).round(6)
    return (gap.abs() <= frame["tolerance"]).where(frame["comparison"] == "equals", gap >= -frame["tolerance"])


TABLES = (
    Table(
        name="narrative/published_checks",
        title="Published numbers, computed again",
        description=(
            "One published number a row beside the same number computed from the tables of this package. A check that"
            " fails stays, with the reason as far as it is known: most failures are later revisions of the data. Sums of"
            " SIPRI data are our calculation."
        ),
        fields=FIELDS,
        key=("check_id",),
        sources=("published_checks", *MEASURED),
        build=published_checks,
        edition="2026-06",
        foreign_keys=(("figure_id", "narrative/reported_figures", "figure_id"),),
        notes=(
            "Made from " + ", ".join(NEEDED) + ". SIPRI corrects past years in each release, so a number of 2021 need not"
            " come out of a release of 2026. Several rows test one statement against several releases."
        ),
    ),
)
