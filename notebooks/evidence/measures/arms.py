"""Measures of arms deliveries: shares over windows, concentration, multiples, orders.

Volumes are million SIPRI trend-indicator values (TIV), no money. Deliveries come from SIPRI's delivery-level lists; each
release covers its own years and is compared with itself. All sums are our calculation from SIPRI data.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from evidence import forms

FIRST_YEAR = 1993
THIN_MILLION_TIV = 10.0
MEASURES = {"volume": "by volume", "deals": "by deals", "items": "by items"}


def coverage(transfers: pd.DataFrame, recipient: str) -> pd.DataFrame:
    """First and last year that the delivery-level lists of each release cover for a recipient.

    Args:
        transfers: arms/transfers.
        recipient: name as SIPRI writes it.

    Returns:
        Columns covers_from and covers_to, indexed by release; no year before 1993, none after the release.
    """
    rows = transfers[(transfers["method"] == "delivery-level") & (transfers["recipient"] == recipient)]
    found = rows.groupby("release").agg(covers_from=("covers_from", "min"), covers_to=("covers_to", "max"))
    last = found[["covers_to"]].assign(release=found.index).min(axis=1)
    return found.assign(covers_from=found["covers_from"].clip(lower=FIRST_YEAR), covers_to=last)


def windows(covered: pd.DataFrame, length: int) -> list[tuple[int, int, int]]:
    """Every run of `length` years that lies wholly inside a release: release, first year, last year."""
    return [
        (int(release), first, first + length - 1)
        for release, span in covered.iterrows()
        for first in range(int(span["covers_from"]), int(span["covers_to"]) - length + 2)
    ]


def within(deliveries: pd.DataFrame, release: int, first: int, last: int, year: str = "delivery_year") -> pd.DataFrame:
    """Rows of one release whose year lies in a window, both ends included."""
    return deliveries[(deliveries["release"] == release) & deliveries[year].between(first, last)]


def shares(deliveries: pd.DataFrame, suppliers: Iterable[str], release: int, first: int, last: int) -> dict:
    """Part of some suppliers in the deliveries of one window, by volume, by deals and by items.

    Args:
        deliveries: rows of arms/deliveries of one recipient.
        suppliers: names that count together.
        release, first, last: which window of which release.

    Returns:
        volume, deals, items (0 to 1; NA where nothing came) and total_tiv, the window's whole volume.
    """
    rows = within(deliveries, release, first, last)
    ours = rows[rows["supplier"].isin(list(suppliers))]
    return {
        "volume": _part(ours["tiv_million"].sum(), rows["tiv_million"].sum()),
        "deals": _part(ours["deal_id"].nunique(), rows["deal_id"].nunique()),
        "items": _part(ours["number"].sum(), rows["number"].sum()),
        "total_tiv": float(rows["tiv_million"].sum()),
    }


def members_part(
    deliveries: pd.DataFrame, members: pd.DataFrame, alliance: int, release: int, first: int, last: int
) -> float:
    """Part of an alliance's members in the volume of a window; a supplier counts from the year of its accession.

    Args:
        deliveries: rows of arms/deliveries of one recipient.
        members: alliances/members.
        alliance: its atop_id.
        release, first, last: which window of which release.
    """
    joined = members[members["atop_id"] == alliance].groupby("iso3")["entry"].min()
    rows = within(deliveries, release, first, last)
    inside = rows["supplier_iso3"].map(joined).astype("Float64").le(rows["delivery_year"]).fillna(False)
    return _part(rows.loc[inside.astype(bool), "tiv_million"].sum(), rows["tiv_million"].sum())


def without_each_deal(deliveries: pd.DataFrame, supplier: str, release: int, first: int, last: int) -> pd.Series:
    """A supplier's part of the volume with one deal left out at a time, indexed by the designation left out."""
    rows = within(deliveries, release, first, last)
    parts = {}
    for deal, mine in rows.groupby("deal_id"):
        rest = rows[rows["deal_id"] != deal]
        part = _part(rest.loc[rest["supplier"] == supplier, "tiv_million"].sum(), rest["tiv_million"].sum())
        parts[f"{mine['designation'].iloc[0]} ({deal})"] = part
    return pd.Series(parts)


def index_without_each_deal(deliveries: pd.DataFrame, release: int, first: int, last: int) -> pd.Series:
    """Herfindahl-Hirschman index of suppliers in a window with one deal left out at a time, indexed by deal."""
    rows = within(deliveries, release, first, last)
    left = {deal: rows[rows["deal_id"] != deal] for deal in rows["deal_id"].unique()}
    return pd.Series({deal: herfindahl(rest.groupby("supplier")["tiv_million"].sum()) for deal, rest in left.items()})


def part_on_estimates(deliveries: pd.DataFrame, release: int, first: int, last: int) -> float:
    """Part of a window's volume whose numbers SIPRI marks as estimates or leaves unmarked."""
    rows = within(deliveries, release, first, last)
    guessed = rows["number_is_estimate"].ne(False).fillna(True)
    return _part(rows.loc[guessed.astype(bool), "tiv_million"].sum(), rows["tiv_million"].sum())


def split_share(transfers: pd.DataFrame, recipient: str, supplier: str, first: int, last: int) -> float:
    """A supplier's part of the volume where each deal is spread evenly over its years of delivery."""
    rows = transfers[(transfers["method"] == "register-split") & (transfers["recipient"] == recipient)]
    by = rows[rows["year"].between(first, last)].groupby("supplier")["tiv_million"].sum()
    return _part(by[supplier], by.sum())


def pieces(deliveries: pd.DataFrame, release: int, first: int, last: int) -> pd.DataFrame:
    """How few deals a window rests on: deals, items and volume (million TIV) by supplier, and of all."""
    rows = within(deliveries, release, first, last)
    sums = {"deals": ("deal_id", "nunique"), "items": ("number", "sum"), "tiv_million": ("tiv_million", "sum")}
    return pd.concat(
        [rows.groupby("supplier").agg(**sums), rows.assign(supplier="all").groupby("supplier").agg(**sums)]
    )


def customers(transfers: pd.DataFrame, release: int, first: int, last: int) -> list[str]:
    """States that got arms from Russia in a window and of which the release lists every supplier, in alphabetical order.

    For other states the table has Russia's deliveries alone, which would make Russia their only supplier.
    """
    rows = transfers[(transfers["method"] == "delivery-level") & (transfers["release"] == release)]
    whole = set(rows.loc[rows["supplier"] != "Russia", "recipient"])
    served = rows[(rows["supplier"] == "Russia") & rows["year"].between(first, last)]
    return sorted(whole & set(served["recipient"]))


def share_table(deliveries: pd.DataFrame, covered: pd.DataFrame, supplier: str, spans: list[tuple]) -> pd.DataFrame:
    """Range over releases of a supplier's part in some windows, a measure a column, for readers."""
    rows = []
    for first, last in spans:
        releases = [r for r, c in covered.iterrows() if c["covers_from"] <= first and last <= c["covers_to"]]
        parts = [shares(deliveries, [supplier], r, first, last) for r in releases]
        cells = {words: forms.span((p[measure] for p in parts), forms.pct) for measure, words in MEASURES.items()}
        volume = forms.span(p["total_tiv"] for p in parts)
        rows.append(
            {"window": f"{first}–{last}"} | cells | {"whole volume, million TIV": volume, "releases": len(parts)}
        )
    return pd.DataFrame(rows)


def revised(deliveries: pd.DataFrame, older: int, newer: int, first: int, last: int) -> pd.DataFrame:
    """Deliveries of a window whose number or volume differs between releases, by designation and supplier."""
    keys = ["designation", "supplier"]
    sums = {
        release: within(deliveries, release, first, last).groupby(keys)[["number", "tiv_million"]].sum()
        for release in (older, newer)
    }
    both = pd.concat([sums[older].add_suffix("_older"), sums[newer].add_suffix("_newer")], axis=1).fillna(0)
    both["change"] = both["tiv_million_newer"] - both["tiv_million_older"]
    return (
        both[both["change"].abs() > 0.005].reset_index().sort_values(["change", "designation"], ascending=[False, True])
    )


def orders(register: pd.DataFrame, release: int, since: int) -> pd.DataFrame:
    """Volume ordered since a year by supplier, and how many orders have no volume yet."""
    rows = register[(register["release"] == release) & (register["order_year"] >= since)]
    by = rows.groupby("supplier")["tiv_ordered_million"]
    return pd.DataFrame({"tiv_million": by.sum(), "orders": by.size(), "without_volume": by.size() - by.count()})


def window_shares(deliveries: pd.DataFrame, covered: pd.DataFrame, supplier: str, length: int) -> pd.DataFrame:
    """`shares` of a supplier over every window of a length in every release.

    Returns:
        One row a release and window: release, first, last, years, the measures in percent, total_tiv, is_thin (under
        ten million TIV came in the whole window, so that one small order decides).
    """
    rows, used = [], ["release", "delivery_year", "supplier", "tiv_million", "deal_id", "number"]
    editions = dict(tuple(deliveries[used].groupby("release")))
    for release, first, last in windows(covered, length):
        part = shares(editions.get(release, deliveries.head(0)), [supplier], release, first, last)
        rows.append(
            {"release": release, "first": first, "last": last, "years": length}
            | {measure: part[measure] * 100 for measure in MEASURES}
            | {"total_tiv": part["total_tiv"], "is_thin": part["total_tiv"] < THIN_MILLION_TIV}
        )
    return pd.DataFrame(rows)


def window_name(first: int, last: int) -> str:
    """2016–20, but 1996–2000."""
    return f"{first}–{last % 100:02d}" if first // 100 == last // 100 else f"{first}–{last}"


def volumes(deliveries: pd.DataFrame, groups: dict[str, str], blocks: list[tuple[int, int, int]]) -> pd.DataFrame:
    """Volume by recipient, window and group of suppliers.

    Args:
        deliveries: arms/deliveries.
        groups: supplier -> group; the rest is "others".
        blocks: release, first and last year of each window.
    """
    names = [*dict.fromkeys(groups.values()), "others"]
    rows = []
    for release, first, last in blocks:
        part = within(deliveries, release, first, last)
        for recipient in ("Armenia", "Azerbaijan"):
            mine = part[part["recipient"] == recipient]
            by_group = mine["tiv_million"].groupby(mine["supplier"].map(groups).fillna("others")).sum()
            for group in names:
                tiv = float(by_group.get(group, 0.0))
                rows.append(
                    {
                        "key": f"{recipient.lower()}_{first}_{last % 100:02d}",
                        "recipient": recipient,
                        "release": release,
                        "window": window_name(first, last),
                        "group": group,
                        "tiv_million": tiv,
                    }
                )
    return pd.DataFrame(rows)


def suppliers_in_words(deliveries: pd.DataFrame, blocks: list[tuple[int, int, int]]) -> pd.DataFrame:
    """Volume to Armenia and to Azerbaijan, and the suppliers with their parts of it, largest first, for readers.

    Parts under one per cent are summed up as others.
    """
    rows = []
    for release, first, last in blocks:
        row = {"window": window_name(first, last), "release": str(release)}
        for recipient in ("Armenia", "Azerbaijan"):
            part = within(deliveries, release, first, last)
            tiv = part[part["recipient"] == recipient].groupby("supplier")["tiv_million"].sum()
            row[f"to {recipient}, million TIV"] = f"{tiv.sum():,.0f}"
            found = (tiv / tiv.sum()).sort_values(ascending=False, kind="stable")
            named = [f"{name} {value:.0%}" for name, value in found.items() if value >= 0.01]
            rest = found[found < 0.01].sum()
            row[f"suppliers of {recipient}"] = ", ".join([*named, *([f"others {rest:.0%}"] if rest >= 0.005 else [])])
        rows.append(row)
    return pd.DataFrame(rows)


def multiples(deliveries: pd.DataFrame, covered: pd.DataFrame, length: int) -> pd.DataFrame:
    """Azerbaijan's volume as a multiple of Armenia's over every window of a length in every release."""
    rows = []
    for release, first, last in windows(covered, length):
        by = within(deliveries, release, first, last).groupby("recipient")["tiv_million"].sum()
        armenia, azerbaijan = float(by.get("Armenia", 0.0)), float(by.get("Azerbaijan", 0.0))
        rows.append(
            {"release": release, "first": first, "last": last, "years": length}
            | {"armenia_tiv": armenia, "azerbaijan_tiv": azerbaijan, "multiple": _part(azerbaijan, armenia)}
        )
    return pd.DataFrame(rows)


def herfindahl(volume_by_supplier: pd.Series) -> float:
    """Herfindahl-Hirschman index: the sum of squared shares, 1 for a single supplier; NA where nothing came."""
    total = volume_by_supplier.sum()
    return float(((volume_by_supplier / total) ** 2).sum()) if total > 0 else float("nan")


def concentration(
    transfers: pd.DataFrame, recipients: list[str], length: int, main: tuple[int, int], release: int
) -> pd.DataFrame:
    """Concentration of suppliers beside Russia's share, over every window of a length, delivery-level data only.

    Args:
        transfers: arms/transfers.
        recipients: names as SIPRI writes them.
        length: years of a window.
        main: first and last year of the window that is compared.
        release: the one release by which all recipients are compared in that window.

    Returns:
        One row a recipient, most concentrated first: index and Russia's share in the main window by that release,
        lowest and highest index over windows and releases, volume and number of suppliers.
    """
    rows = []
    for name in recipients:
        covered, mine = coverage(transfers, name), _delivery_level(transfers, name)
        found = []
        for edition, part in mine.groupby("release"):
            codes, names = pd.factorize(part["supplier"], sort=True)
            years, volumes = part["year"].to_numpy(), part["tiv_million"].fillna(0.0).to_numpy()
            for _, first, last in windows(covered.loc[[edition]], length):
                chosen = (years >= first) & (years <= last)
                came = np.bincount(codes[chosen], minlength=len(names)) > 0
                by = pd.Series(np.bincount(codes[chosen], volumes[chosen], len(names))[came], names[came])
                total = by.sum()
                if total > 0:
                    found.append((edition, first, herfindahl(by), by.get("Russia", 0.0) / total, total, len(by)))
        every = pd.DataFrame(found, columns=["release", "first", "index", "russia", "tiv_million", "suppliers"])
        ours = every[(every["first"] == main[0]) & (every["release"] == release)].iloc[0]
        rows.append(
            {"recipient": name, "release": release}
            | {"index": ours["index"], "index_low": every["index"].min(), "index_high": every["index"].max()}
            | {"russia_percent": ours["russia"] * 100, "tiv_million": ours["tiv_million"]}
            | {"suppliers": int(ours["suppliers"]), "windows": len(every)}
        )
    found = pd.DataFrame(rows).sort_values(["index", "recipient"], ascending=[False, True]).reset_index(drop=True)
    return found.assign(row=range(len(found) - 1, -1, -1))


def spending_multiples(expenditure: pd.DataFrame, first: int) -> pd.DataFrame:
    """Azerbaijan's military spending as a multiple of Armenia's, by edition and measure of money.

    Returns:
        edition, measure, year, multiple, is_estimate (SIPRI marks either figure as its own estimate).
    """
    money = expenditure[expenditure["measure"] != "share_of_gdp"]
    both = money[money["country"].isin(["Armenia", "Azerbaijan"]) & (money["year"] >= first)]
    keys = ["edition", "measure", "year"]
    value = both.pivot(index=keys, columns="country", values="value")
    flags = both.assign(flag=both["is_estimate"].fillna(False).astype(bool)).groupby(keys)["flag"].max()
    found = pd.DataFrame({"multiple": value["Azerbaijan"] / value["Armenia"], "is_estimate": flags})
    return found.reset_index()


def systems(deliveries: pd.DataFrame, blocks: list[tuple[int, int, int]]) -> pd.DataFrame:
    """What came to a recipient, a deal a row, without the parts of SIPRI's register that are not needed.

    Args:
        deliveries: rows of arms/deliveries of one recipient.
        blocks: release, first and last year; each year is read from one release only.
    """
    part = pd.concat([within(deliveries, *block) for block in blocks])
    found = part.groupby(["release", "deal_id"], as_index=False).agg(
        supplier=("supplier", "first"),
        designation=("designation", "first"),
        category=("category", "first"),
        first=("delivery_year", "min"),
        last=("delivery_year", "max"),
        number=("number", "sum"),
        tiv_million=("tiv_million", "sum"),
    )
    return found.sort_values(["first", "deal_id"]).drop(columns="deal_id").reset_index(drop=True)


def outstanding(register: pd.DataFrame, release: int) -> pd.Series:
    """Volume ordered and not delivered yet by supplier, as far as SIPRI has set a volume."""
    rows = register[(register["release"] == release) & register["is_open"].fillna(False).astype(bool)]
    return (rows["tiv_ordered_million"] - rows["tiv_delivered_million"].fillna(0.0)).groupby(rows["supplier"]).sum()


def replaced(deliveries: pd.DataFrame, register: pd.DataFrame, release: int) -> pd.DataFrame:
    """Suppliers of a recipient before and after 2020 and what is on order, one row each."""
    found = pd.DataFrame(
        {
            "delivered_2016_20": within(deliveries, release, 2016, 2020).groupby("supplier")["tiv_million"].sum(),
            "delivered_2021_25": within(deliveries, release, 2021, 2025).groupby("supplier")["tiv_million"].sum(),
            "on_order": outstanding(register, release),
        }
    ).fillna(0.0)
    found = found[found.sum(axis=1) > 0].rename_axis("supplier").reset_index()
    found["supplier_note"] = found["supplier"].replace({"France": "France (NATO)"})
    return found.sort_values(["delivered_2021_25", "delivered_2016_20", "supplier"], ascending=[False, False, True])


def russia_to_both(deliveries: pd.DataFrame, covered: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """One supplier's volume to Armenia and to Azerbaijan and their quotient, by release, in the years that it covers."""
    rows = []
    for release, years in covered.iterrows():
        start = max(first, int(years["covers_from"]))
        by = within(deliveries, release, start, last).groupby("recipient")["tiv_million"].sum()
        armenia, azerbaijan = float(by.get("Armenia", 0.0)), float(by.get("Azerbaijan", 0.0))
        rows.append({"release": release, "first": start, "multiple": _part(azerbaijan, armenia)})
    return pd.DataFrame(rows)


def population_multiple(macro: pd.DataFrame, first: int, last: int) -> float:
    """Azerbaijan's inhabitants as a multiple of Armenia's, mean over a span of years.

    Args:
        macro: economy/macro.
        first, last: years, both included.
    """
    people = macro[(macro["indicator"] == "population") & macro["year"].between(first, last)]
    by = people.pivot(index="year", columns="iso3", values="value")
    return float((by["AZE"] / by["ARM"]).mean())


def reported_orders(deals: pd.DataFrame) -> pd.DataFrame:
    """Reported orders of which a value is known, in millions of their currency, with links to all pages.

    Args:
        deals: rows of narrative/deals.
    """
    valued = deals[deals["value_low"].notna()]
    return pd.DataFrame(
        {
            "key": valued["deal_id"],
            "from": valued["supplier_country"],
            "what": valued["system"],
            "date": valued["date"].dt.year.astype(str),
            "lowest": valued["value_low"] / 1e6,
            "highest": valued["value_high"] / 1e6,
            "source": [", ".join(f"[{_site(url)}]({url})" for url in urls.split(";")) for urls in valued["urls"]],
        }
    )


def _site(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.").removeprefix("wap.")


def _delivery_level(transfers: pd.DataFrame, recipient: str) -> pd.DataFrame:
    return transfers[(transfers["method"] == "delivery-level") & (transfers["recipient"] == recipient)]


def _part(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else float("nan")
