"""Chapter 10's measures: the evidence of the other chapters for any partner of Russia, and eleven partners side by side.

Volumes are million SIPRI trend-indicator values (TIV), no money; debt is current US dollars at year ends. All sums of arms
are our calculation from SIPRI data. What a partner lacks in the data is empty and named by `missing`, never zero.
"""

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from evidence import tables
from evidence.forms import bnusd, day, listed, many, musd, num, pct, span, word, years
from evidence.measures import alignment, alliances, arms

ARMENIA = "Armenia"
TEN = (
    "Algeria", "Azerbaijan", "Belarus", "India", "Kazakhstan", "Kyrgyzstan", "Serbia", "Tajikistan", "Uzbekistan", "Viet Nam",
)  # fmt: skip
MOSCOW = {"Russia", "Soviet Union"}
RELEASE, REGISTER = 2025, 2026  # SIPRI's deliveries and register
VOTES = ("2025-07", "fp")
DEBT, LAST_DEBT = "2025-12", 2024
DECADE = (2011, 2020)
BEFORE, AFTER = (2015, 2019), (2020, 2024)
FIVE_YEARS = ((2000, 2004), (2005, 2009), (2010, 2014), BEFORE, AFTER)
NEAR, BEST = 0.72, 0.1  # a near match is at least so alike, and not much less alike than the best one
CHECKS = {
    "Algeria": ("P82",),
    "Azerbaijan": ("P20", "P21", "P28", "P32", "P90"),
    "Belarus": ("P79", "P38", "P44"),
    "India": ("P81", "P40", "P46"),
    "Kazakhstan": ("P80",),
    "Kyrgyzstan": ("P85", "P86"),
    "Serbia": ("P83", "P89"),
    "Tajikistan": ("P87",),
    "Uzbekistan": ("P88", "P91"),
    "Viet Nam": ("P84", "P42"),
}
NO_PAGE = {
    "RUS": "Russia stands on the other side of every page. Choose one of its partners.",
    "UKR": "There is no page for Ukraine. SIPRI lists no Russian arms for its government, only some of 2014 for armed groups"
    " in its east; and Russia is at war with Ukraine. This chapter compares states that bought arms from Russia.",
}


class UnknownPartner(Exception):
    """A name that no recipient of Russian arms bears; the message says what to type instead."""

    def _render_traceback_(self) -> list[str]:
        """In a notebook the message alone."""
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class Partner:
    """A partner of Russia: its name as SIPRI writes it, and its ISO code."""

    name: str
    iso3: str

    @property
    def slug(self) -> str:
        """The name as file names have it."""
        return fold(self.name).replace(" ", "_")


@cache
def fold(name: str) -> str:
    """A name without accents, capitals, signs and a leading article, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", str(name)).encode("ascii", "ignore").decode().casefold()
    words = "".join(c if c.isalnum() else "" if c == "'" else " " for c in plain).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def find(name: str) -> Partner:
    """A partner by its ISO code of three letters, or by any name or spelling that a table has.

    Raises:
        UnknownPartner: no country, or one that received no Russian arms by SIPRI's list.
    """
    codes, partners = _codes(), recipients()
    wanted = fold(name)
    iso3 = codes.get(wanted)
    if iso3 in partners:
        return partners[iso3]
    if iso3 in NO_PAGE:
        raise UnknownPartner(NO_PAGE[iso3])
    if iso3:
        raise UnknownPartner(f"SIPRI lists no Russian arms for {str(name).strip()}, so it has no page. {_try()}")
    known = {spelt: partners[code].name for spelt, code in codes.items() if code in partners and len(spelt) > 3}
    likeness = {s: difflib.SequenceMatcher(None, wanted, s).ratio() for s in known}
    best = max(likeness.values())
    near = [s for s, r in likeness.items() if r >= max(NEAR, best - BEST) or (len(wanted) > 3 and s.startswith(wanted))]
    close = list(dict.fromkeys(known[s] for s in sorted(near, key=lambda s: (-likeness[s], s))))
    said = f"Did you mean {' or '.join(close[:3])}?" if close else "No name of a partner is near."
    raise UnknownPartner(f"{str(name).strip()!r} is not on the list of countries. {said} {_try()}")


def _try() -> str:
    return f"Type a name or an ISO code of three letters, such as {TEN[0]} or DZA. Pages are ready for {listed(TEN)}."


def recipients() -> dict[str, Partner]:
    """ISO code -> partner, for every state that SIPRI lists as a recipient of Russian arms; its newest name for each."""
    transfers, ours = tables.load("arms/transfers"), tables.load("map/countries").set_index("iso3")["country"]
    rows = transfers[transfers["supplier"].eq("Russia") & transfers["recipient_iso3"].notna()]
    newest = rows.sort_values("release", kind="stable").groupby("recipient_iso3")["recipient"].last().drop("RUS", errors="ignore")
    return {i: Partner(ours[i] if fold(ours[i]) == fold(n) else n, i) for i, n in newest.items()}


def _codes() -> dict[str, str]:
    """Every name, spelling and code in the tables, folded -> ISO code."""
    countries = tables.load("map/countries")
    spelt = countries.assign(name=countries["also_written"].fillna("").str.split("|")).explode("name")[["name", "iso3"]]
    named = {"alignment/ideal_points": "country", "debt/owed_to_russia": "debtor", "arms/transfers": "recipient"}
    parts = [spelt, *(countries[[c, "iso3"]].set_axis(["name", "iso3"], axis=1) for c in ("country", "iso3"))]
    for table, column in named.items():
        code = "recipient_iso3" if column == "recipient" else "iso3"
        parts.append(tables.load(table)[[column, code]].set_axis(["name", "iso3"], axis=1).drop_duplicates())
    every = pd.concat(parts).dropna()
    return {fold(n): i for n, i in zip(every["name"], every["iso3"], strict=True) if fold(n)}


def everyone() -> dict[str, str]:
    """Armenia and the ten: ISO code -> name."""
    codes = {p.name: code for code, p in recipients().items()}
    return {codes[name]: name for name in (ARMENIA, *TEN)}


def of(transfers: pd.DataFrame, partner: Partner) -> pd.DataFrame:
    """A partner's rows of arms/transfers, from the delivery-level lists of every release."""
    return transfers[transfers["method"].eq("delivery-level") & transfers["recipient_iso3"].eq(partner.iso3)]


def has_every_supplier(mine: pd.DataFrame) -> bool:
    """Whether the table holds all suppliers of a partner, so that Russia's share can be told."""
    return not set(mine["supplier"]) <= MOSCOW


def by_window(mine: pd.DataFrame, windows: Sequence[tuple[int, int]] = FIVE_YEARS) -> pd.DataFrame:
    """Arms by window in the newest release that lists every delivery.

    Args:
        mine: from `of`.
        windows: first and last years.

    Returns:
        Columns window, russia, others (million TIV), share (0 to 1; NA where nothing came or suppliers are unknown),
        share_low and share_high over all releases that cover the window, is_thin (under ten million TIV came in all).
    """
    rows = []
    for first, last in windows:
        shares = {}
        for release, listed_ in mine.groupby("release"):
            if listed_["covers_from"].min() <= first and last <= listed_["covers_to"].max():
                part = listed_[listed_["year"].between(first, last)]
                russia, whole = part.loc[part["supplier"].eq("Russia"), "tiv_million"].sum(), part["tiv_million"].sum()
                known = has_every_supplier(mine) and whole > 0
                shares[release] = (russia, whole, russia / whole if known else float("nan"))
        if not shares:
            continue
        russia, whole, share = shares[max(shares)]
        every = pd.Series([s for _, _, s in shares.values()])
        rows.append(
            {"window": years(first, last), "russia": russia, "others": whole - russia, "share": share}
            | {"share_low": every.min(), "share_high": every.max(), "is_thin": whole < arms.THIN_MILLION_TIV}
        )
    return pd.DataFrame(rows)


def falls(
    transfers: pd.DataFrame, names: dict[str, str], befores: Sequence[tuple[int, int]], afters: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Whether Russia's yearly volume to each partner fell from one span to another, for every pair of spans and release.

    Args:
        transfers: arms/transfers.
        names: ISO code -> name.
        befores, afters: first and last years.

    Returns:
        One row a partner, by name: pairs (combinations tried), fell (of these), ratio_low and ratio_high (later yearly
        volume over the earlier one).
    """
    rows = {}
    for iso3, name in names.items():
        ratios = []
        for _, one in of(transfers, Partner(name, iso3)).groupby("release"):
            if one["covers_to"].max() < max(b for _, b in afters):
                continue
            russian = one[one["supplier"].eq("Russia")].set_index("year")["tiv_million"].sort_index()
            for a, b in befores:
                early = russian.loc[a:b].sum() / (b - a + 1)
                if one["covers_from"].min() <= a and early > 0:
                    ratios += [russian.loc[c:d].sum() / (d - c + 1) / early for c, d in afters]
        ends = {"ratio_low": min(ratios, default=float("nan")), "ratio_high": max(ratios, default=float("nan"))}
        rows[name] = {"pairs": len(ratios), "fell": sum(r < 1 for r in ratios)} | ends
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")


def open_orders(register: pd.DataFrame, partner: Partner) -> pd.DataFrame:
    """Russian orders that SIPRI's register lists as unfinished, the largest rest first.

    Returns:
        Columns designation, description, order_year, ordered, delivered (units; NA unknown), rest (million TIV still to
        come, NA where SIPRI has set no volume).
    """
    rows = register[register["release"].eq(REGISTER) & register["supplier"].eq("Russia")]
    rows = rows[rows["recipient_iso3"].eq(partner.iso3) & rows["is_open"].fillna(False).astype(bool)]
    rest = rows["tiv_ordered_million"] - rows["tiv_delivered_million"].fillna(0.0)
    kept = ["designation", "description", "order_year", "ordered", "delivered"]
    return rows[kept].assign(rest=rest).sort_values(["rest", "designation"], ascending=[False, True])


def treaties(table: pd.DataFrame, members: pd.DataFrame, iso3: str) -> pd.DataFrame:
    """Alliances with Russia in force at the end of 2018: treaty, signed, both since (the later of the two entries), promises.

    Args:
        table, members: alliances/alliances and alliances/members.
        iso3: code of the partner.
    """
    found = alliances.in_force_between(table, members, iso3, "RUS").sort_values(["begin", "atop_id"])
    entries = members[members["iso3"].isin([iso3, "RUS"])].groupby(["atop_id", "iso3"])["entry"].min().groupby("atop_id").max()
    promised = [
        ", ".join(words for field, words in alliances.PROMISES.items() if row[field]) or "consultation only"
        for _, row in found.iterrows()
    ]
    texts = pd.Series(promised, found.index, dtype=str)
    return pd.DataFrame({"treaty": found["label"], "signed": found["begin"], "both since": found["atop_id"].map(entries), "promises": texts})


CHARTER = "CIS Charter"
PACTS = {"Collective Security Treaty": "CST", "Russia and": "bilateral treaty", "Commonwealth": CHARTER}

IN_FULL = {
    "CST and bilateral treaty": "the Collective Security Treaty and a treaty between the two",
    "bilateral treaty": "a treaty between the two",
    "CST": "the Collective Security Treaty",
    f"{CHARTER} only": "the charter of the Commonwealth of Independent States alone",
}


def defence(found: pd.DataFrame) -> str:
    """Which alliances of a partner and Russia promised defence when coverage ended, in words.

    Every member of the Commonwealth of Independent States is bound by its charter; that alone is named as such.

    Args:
        found: from `treaties`.
    """
    promising = found.loc[found["promises"].str.contains(alliances.PROMISES["defense"]), "treaty"]
    kinds = {name for treaty in promising for sign, name in PACTS.items() if sign in treaty}
    named = [name for name in PACTS.values() if name in kinds and name != CHARTER]
    return " and ".join(named) or (f"{CHARTER} only" if CHARTER in kinds else "none")


def court(statute: pd.DataFrame, iso3: str) -> str:
    """A state's standing towards the Rome Statute in words, from alliances/rome_statute."""
    rows = statute[statute["iso3"].eq(iso3)]
    if rows.empty:
        return "neither signed nor ratified"
    row = rows.iloc[0]
    if pd.notna(row["withdrawn"]):
        return f"party from {row['in_force']:%Y} to {row['withdrawn']:%Y}"
    if pd.notna(row["in_force"]):
        return f"party since {row['in_force']:%Y}"
    return f"signed in {row['signed']:%Y}, not ratified"


def votes_with_russia(votes: pd.DataFrame, iso3: str) -> tuple[int, int, int]:
    """Of the six resolutions on Ukraine in full record: noes (Russia's vote), votes cast, and absences."""
    mine = alignment.vote_grid(votes, [iso3])["vote"]
    return int(mine.eq("no").sum()), int(mine.ne("absent").sum()), int(mine.eq("absent").sum())


def debt(owed: pd.DataFrame, iso3: str) -> pd.Series:
    """Public debt to Russian creditors of all kinds at year ends, US dollars; empty where none is recorded."""
    rows = owed[owed["edition"].eq(DEBT) & owed["iso3"].eq(iso3)]
    return rows.groupby("year")["outstanding_usd"].sum()


def bonds(
    names: dict[str, str], table: pd.DataFrame, members: pd.DataFrame, statute: pd.DataFrame, votes: pd.DataFrame, owed: pd.DataFrame
) -> pd.DataFrame:
    """What else ties some states to Russia.

    Args:
        names: ISO code -> name.
        table, members, statute, votes, owed: alliances/alliances, alliances/members, alliances/rome_statute,
            alignment/ukraine_votes, debt/owed_to_russia.

    Returns:
        One row a state, by name: defence (who promised it), court, with_russia and voted (resolutions on Ukraine), owed
        (US dollars at the end of 2024; NA where no debt is recorded).
    """
    rows = {}
    for iso3, name in names.items():
        no, cast, _ = votes_with_russia(votes, iso3)
        rows[name] = {"defence": defence(treaties(table, members, iso3)), "court": court(statute, iso3)}
        rows[name] |= {"with_russia": no, "voted": cast, "owed": debt(owed, iso3).get(LAST_DEBT, float("nan"))}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")


def readable_bonds(found: pd.DataFrame, since_2018: pd.DataFrame, codes: dict[str, str]) -> pd.DataFrame:
    """`bonds` for readers, with the latest act of alliances/acts_since_2018 beside the treaties of 2018.

    Args:
        found: from `bonds`.
        since_2018: alliances/acts_since_2018.
        codes: ISO code -> name.
    """
    latest = since_2018.sort_values("signed").groupby("iso3").last()
    told = {codes.get(a.Index): f"{a.kind} ({a.signed.year})" for a in latest.itertuples()}
    return pd.DataFrame(
        {
            "partner": found.index,
            "defence promised by (2018)": found["defence"].to_numpy(),
            "signed since": [told.get(name, "none listed") for name in found.index],
            "International Criminal Court": found["court"].to_numpy(),
            "voted as Russia on Ukraine": [f"{n} of {v}" if v else "always absent" for n, v in zip(found["with_russia"], found["voted"], strict=True)],
            "owed to Russia, end of 2024": ["none recorded" if pd.isna(v) else str(musd(v)) for v in found["owed"]],
        }
    )


def note(notes: pd.DataFrame, partner: Partner) -> str:
    """What somebody who knows the country would add, with its source, from alliances/partner_notes; empty where there is none."""
    rows = notes[notes["iso3"].eq(partner.iso3)]
    return "".join(f"**What these tables do not show of {partner.name}.** {r.note} ([{r.source_name}]({r.url}))" for r in rows.itertuples())


def came(change: dict[str, float] | pd.Series) -> str:
    """A change of distance in words, from `alignment.distance_change`: 0.62 nearer, 0.48 farther, or open."""
    way = "nearer" if change["grew"] < 0 else "farther"
    return "open" if change["low"] < 0 < change["high"] else f"{num(abs(change['grew']), 2)} {way}"


def acts(since_2018: pd.DataFrame, partner: Partner) -> pd.DataFrame:
    """What a partner and Russia signed since the treaty data end, for readers, from alliances/acts_since_2018."""
    rows = since_2018[since_2018["iso3"].eq(partner.iso3)].sort_values("signed")
    return pd.DataFrame(
        {
            "signed": [str(day(d)) for d in rows["signed"]],
            "what": rows["act"],
            "kind": rows["kind"],
            "promise": rows["promise"],
            "in force": ["" if pd.isna(d) else f"[{day(d)}]({u})" for d, u in zip(rows["in_force"], rows["in_force_url"], strict=True)],
            "source": [f"[{n}]({u})" for n, u in zip(rows["source_name"], rows["url"], strict=True)],
        }
    )


def points(series: pd.DataFrame, partner: Partner) -> pd.DataFrame:
    """Ideal points of the partner, Armenia and Russia by year, with their published quantiles.

    Args:
        series: from `alignment.series_of`.
    """
    rows = series[series["iso3"].isin([partner.iso3, "ARM", "RUS"]) & series["year"].ge(1994)]
    rows = rows.assign(country=rows["country"].mask(rows["iso3"].eq(partner.iso3), partner.name))
    return rows[["iso3", "country", "year", "ideal_point", "lower", "upper"]].sort_values(["iso3", "year"])


def change_in_votes(series: pd.DataFrame, partner: Partner) -> dict[str, float] | None:
    """`alignment.distance_change` between a partner and Russia around 2022; None without estimates on both sides of it."""
    mine = series.loc[series["iso3"].eq(partner.iso3), "year"]
    known = all(mine.between(*window).any() for window in (alignment.BEFORE, alignment.AFTER))
    return alignment.distance_change(series, partner.iso3, "RUS") if known else None


def missing(partner: Partner) -> list[str]:
    """What the data cannot say about a partner, a sentence each."""
    found = []
    mine = of(tables.load("arms/transfers"), partner)
    if not has_every_supplier(mine):
        found.append("Arms from suppliers other than Russia are not in the tables, so Russia's share is unknown.")
    orders = open_orders(tables.load("arms/register"), partner)
    if orders.empty:
        found.append("SIPRI's register lists no open Russian order. It lists a deal only when it is verified, so this is no proof of none.")
    elif orders["rest"].isna().any():
        found.append("Some open orders have no volume yet, so what is still to come cannot be summed.")
    series = alignment.series_of(tables.load("alignment/ideal_points"), *VOTES)
    if change_in_votes(series, partner) is None:
        found.append("Its position in UN votes before and after 2022 is not in the tables.")
    _, cast, absent = votes_with_russia(tables.load("alignment/ukraine_votes"), partner.iso3)
    if not cast and not absent:
        found.append("Its votes on Ukraine are not in the tables.")
    elif absent:
        found.append(f"It was absent from {absent} of {cast + absent} votes on Ukraine. An absence is not an abstention.")
    if LAST_DEBT not in debt(tables.load("debt/owed_to_russia"), partner.iso3).index:
        found.append(
            f"The World Bank lists no public debt to Russian creditors at the end of {LAST_DEBT}: there is none, or it is not"
            " reported. Private debt is not broken down by country."
        )
    if acts(tables.load("alliances/acts_since_2018"), partner).empty:
        found.append(f"Treaties are known to the end of {alliances.LAST_YEAR}. For later ones of this partner we have no row; that is no proof of none.")
    found.append("Payments, promised dates, opinion, trade and fighting were collected for Armenia alone.")
    return found


def in_words(partner: Partner) -> str:
    """A few computed sentences about a partner, as Markdown."""
    windows = by_window(of(tables.load("arms/transfers"), partner), [*FIVE_YEARS, DECADE]).set_index("window")
    said = [*_arms_in_words(windows), _orders_in_words(open_orders(tables.load("arms/register"), partner))]
    found = treaties(tables.load("alliances/alliances"), tables.load("alliances/members"), partner.iso3)
    promised = defence(found)
    said.append(
        "At the end of 2018 no treaty promised defence between it and Russia." if promised == "none"
        else f"At the end of 2018 defence was promised by {IN_FULL.get(promised, promised)}."
    )  # fmt: skip
    later = tables.load("alliances/acts_since_2018").query("iso3 == @partner.iso3").sort_values("signed")
    if not later.empty:
        last = later.iloc[-1]
        said.append(f"The latest act that we list is of {day(last['signed'])}: {last['act']} ({last['kind']}).")
    standing = court(tables.load("alliances/rome_statute"), partner.iso3)
    said.append(f"International Criminal Court: {standing}.")
    series = alignment.series_of(tables.load("alignment/ideal_points"), *VOTES)
    change = change_in_votes(series, partner)
    if change:
        said.append(_votes_in_words(change))
    no, cast, _ = votes_with_russia(tables.load("alignment/ukraine_votes"), partner.iso3)
    if cast:
        said.append(f"Of the {many(cast, 'resolution', 'resolutions')} on Ukraine on which it voted, it voted as Russia did on {word(no) if no else 'none'}.")
    owed = debt(tables.load("debt/owed_to_russia"), partner.iso3).get(LAST_DEBT)
    if owed is not None:
        amount = bnusd(owed) if owed >= 1e9 else musd(owed)
        said.append(f"At the end of {LAST_DEBT} it owed Russian creditors {amount if owed else 'nothing'}.")
    else:
        said.append(f"At the end of {LAST_DEBT} no debt to Russian creditors is recorded.")
    return f"**{partner.name}.** " + " ".join(said)


def _arms_in_words(windows: pd.DataFrame) -> list[str]:
    before, after = (windows.loc[str(years(*w))] if str(years(*w)) in windows.index else None for w in (DECADE, AFTER))
    if before is None or after is None:
        return ["SIPRI's lists do not cover its latest years."]
    if pd.isna(windows["share"]).all():
        return [f"Russia sent it {num(before['russia'])} million TIV of arms in {before.name} and {num(after['russia'])} in {after.name}."]
    shares = []
    for row in (before, after):
        nothing = row["russia"] + row["others"] <= 0
        share = "none, for nothing came" if nothing else str(span([row["share_low"], row["share_high"]], pct))
        shares.append(share + (" (of a thin volume)" if row["is_thin"] and not nothing else ""))
    return [f"Of the volume of its arms Russia sent {shares[0]} in {before.name} and {shares[1]} in {after.name}."]


def _orders_in_words(orders: pd.DataFrame) -> str:
    if orders.empty:
        return "The register lists no open Russian order."
    kinds = listed(list(dict.fromkeys(orders["designation"]))[:4])
    return f"The register lists {many(len(orders), 'open Russian order', 'open Russian orders')}, among them {kinds}."


def _votes_in_words(change: dict[str, float]) -> str:
    first, last = change["gap_before"], change["gap_after"]
    at = f"In UN votes it stood {_beside(first)} Russia in 2019–21 and {_beside(last)} it in 2022–24"
    told, level = came(change), pct(alignment.LEVEL)
    if told == "open":
        return f"{at}; whether it came nearer is open (from {_way(change['low'])} to {_way(change['high'])}, at {level})."
    return f"{at}: {told} ({span([abs(change['low']), abs(change['high'])], num, 2)}, at {level})."


def _beside(gap: float) -> str:
    return "level with" if abs(gap) < 0.05 else f"{num(abs(gap), 2)} points {'above' if gap > 0 else 'below'}"


def _way(change: float) -> str:
    return f"{num(abs(change), 2)} {'nearer' if change < 0 else 'farther'}"


def published(checks: pd.DataFrame, partner: Partner) -> pd.DataFrame:
    """Figures that others published about a partner, beside ours, for readers, from narrative/published_checks."""
    rows = checks.set_index("check_id").loc[list(CHECKS.get(partner.name, ()))]
    scale = rows["unit"].map({"USD": 1e6}).fillna(1.0)
    unit = rows["unit"].replace({"USD": "million dollars"})
    return pd.DataFrame(
        {
            "published": rows["statement"],
            "number": [f"{v:,.1f}".replace(".0", "").replace("-", "−") for v in rows["published_value"] / scale],
            "ours": [f"{v:,.1f}".replace("-", "−") for v in rows["ours"] / scale],
            "in": unit,
            "same": rows["passes"].map({True: "yes", False: "no"}),
            "source": [f"[{n}]({u})" for n, u in zip(rows["published_by"], rows["url"], strict=True)],
        }
    ).reset_index(drop=True)


def all_published(checks: pd.DataFrame) -> pd.DataFrame:
    """The published figures about the ten partners, raw: columns of narrative/published_checks and partner."""
    rows = checks.set_index("check_id")
    return pd.concat([rows.loc[list(keys)].assign(partner=name) for name, keys in CHECKS.items()])
