"""Chapter 10's measures: the evidence of the other chapters for any partner of Russia, and eleven partners side by side.

Volumes are million SIPRI trend-indicator values (TIV), no money; debt is current US dollars at year ends. All sums of arms
are our calculation from SIPRI data. What a partner lacks in the data is empty and named by `missing`, never zero.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from evidence import tables
from evidence.forms import written
from evidence.measures import alignment, alliances, arms

ARMENIA = "Armenia"
TEN = (
    "Algeria", "Azerbaijan", "Belarus", "India", "Kazakhstan", "Kyrgyzstan", "Serbia", "Tajikistan", "Uzbekistan", "Viet Nam",
)  # fmt: skip
DEFAULT = "Kazakhstan"
MOSCOW = ("Russia", "Soviet Union")
NEWEST = {"arms": 2025, "register": 2026, "debt": "2025-12", "votes": ("2025-07", "fp")}
DECADE = (2011, 2020)
BEFORE, AFTER = (2015, 2019), (2020, 2024)
LAST_DEBT = 2024
FIVE_YEARS = ((2000, 2004), (2005, 2009), (2010, 2014), BEFORE, AFTER)
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


@cache
def load(name: str) -> pd.DataFrame:
    """`tables.load`, read once: a page asks for the same tables again and again, and changes none."""
    return tables.load(name)


class UnknownPartner(Exception):
    """A name that no recipient of Russian arms bears; the message lists near matches."""

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
        return self.name.lower().replace(" ", "_")

    @property
    def is_default(self) -> bool:
        """True for the partner with which the notebook is committed."""
        return self.name == DEFAULT


def find(name: str) -> Partner:
    """A partner by any of its names in the tables, upper and lower case alike.

    Raises:
        UnknownPartner: nobody of that name received Russian arms; with near matches.
    """
    known = _names()
    wanted = str(name).strip().casefold()
    if wanted in known.index:
        return Partner(*known.loc[wanted, ["recipient", "iso3"]])
    near = difflib.get_close_matches(wanted, list(known.index), n=4, cutoff=0.5)
    close = ", ".join(dict.fromkeys(known.loc[n, "recipient"] for n in near)) or "none"
    raise UnknownPartner(
        f"{name!r} is no recipient of Russian arms in table arms/transfers; near matches: {close}. "
        f"The summaries in the gallery are those of {', '.join(TEN)}."
    )


@cache
def _names() -> pd.DataFrame:
    """Every name under which a recipient of Russian arms goes in the tables, in lower case -> SIPRI's name and ISO code."""
    transfers = load("arms/transfers")
    ours = transfers[transfers["supplier"].eq("Russia") & transfers["recipient_iso3"].notna()]
    sipri = ours.drop_duplicates("recipient_iso3").set_index("recipient_iso3")["recipient"].drop("RUS", errors="ignore")
    others = [load(t)[[c, "iso3"]].set_axis(["name", "iso3"], axis=1).drop_duplicates() for t, c in NAMED_IN.items()]
    mine = sipri.rename("name").rename_axis("iso3").reset_index()
    every = pd.concat([mine, *others]).query("iso3 in @sipri.index").assign(name=lambda t: t["name"].str.casefold())
    return every.drop_duplicates("name").assign(recipient=lambda t: t["iso3"].map(sipri)).set_index("name")


NAMED_IN = {"alignment/ideal_points": "country", "debt/owed_to_russia": "debtor"}


@cache
def has_every_supplier(partner: Partner) -> bool:
    """Whether arms/transfers holds all suppliers of a partner, so that Russia's share can be told."""
    suppliers = load("arms/transfers").query("recipient == @partner.name")["supplier"]
    return not set(suppliers) <= set(MOSCOW)


def deliveries(partner: Partner, release: int) -> pd.DataFrame:
    """Yearly volumes of one partner by supplier, from the delivery-level lists of a release."""
    rows = load("arms/transfers")
    return rows[rows["release"].eq(release) & rows["method"].eq("delivery-level") & rows["recipient"].eq(partner.name)]


@cache
def _coverage(partner: Partner) -> pd.DataFrame:
    return arms.coverage(load("arms/transfers"), partner.name)


def releases(partner: Partner, first: int, last: int) -> list[int]:
    """Releases whose delivery-level lists cover a span of years for a partner."""
    covered = _coverage(partner)
    return [int(r) for r, c in covered.iterrows() if c["covers_from"] <= first and last <= c["covers_to"]]


@cache
def russia_share(partner: Partner, release: int, first: int, last: int) -> float:
    """Russia's part of a partner's arms in a span of years, 0 to 1; NA where nothing came or suppliers are unknown."""
    rows = arms.within(deliveries(partner, release), release, first, last, "year")
    whole = rows["tiv_million"].sum()
    if not has_every_supplier(partner) or whole <= 0:
        return float("nan")
    return float(rows.loc[rows["supplier"].eq("Russia"), "tiv_million"].sum() / whole)


def by_window(partner: Partner, windows: Sequence[tuple[int, int]] = FIVE_YEARS) -> pd.DataFrame:
    """Arms by window in the newest release that lists every delivery.

    Returns:
        Columns window, russia_a_year, others_a_year (million TIV a year), share (0 to 1), share_low and share_high over
        all releases that cover the window, whole (million TIV), is_thin (under ten million TIV came in all).
    """
    rows = []
    for first, last in windows:
        release = max(r for r in releases(partner, first, last) if r <= NEWEST["arms"])
        part = arms.within(deliveries(partner, release), release, first, last, "year")
        russia, whole = part.loc[part["supplier"].eq("Russia"), "tiv_million"].sum(), part["tiv_million"].sum()
        shares = pd.Series([russia_share(partner, r, first, last) for r in releases(partner, first, last)])
        years = last - first + 1
        rows.append(
            {"window": arms.window_name(first, last), "russia_a_year": russia / years, "others_a_year": (whole - russia) / years}
            | {"share": russia_share(partner, release, first, last), "share_low": shares.min(), "share_high": shares.max()}
            | {"whole": whole, "is_thin": whole < arms.THIN_MILLION_TIV}
        )
    return pd.DataFrame(rows)


def arms_table(partner: Partner) -> pd.DataFrame:
    """`by_window` for readers, with Armenia's share beside it."""
    mine, beside = by_window(partner), by_window(find(ARMENIA))
    shares = [
        "nothing came" if w.whole <= 0 else "unknown" if pd.isna(w.share) else arms.span([w.share_low, w.share_high])
        for w in mine.itertuples()
    ]
    return pd.DataFrame(
        {
            "window": mine["window"],
            "all suppliers, million TIV": mine["whole"],
            "Russia's share": [s + (" (thin)" if t and s != "nothing came" else "") for s, t in zip(shares, mine["is_thin"], strict=True)],
            "Russia's share of Armenia's": [arms.span([w.share_low, w.share_high]) for w in beside.itertuples()],
        }
    )


def open_orders(partner: Partner) -> pd.DataFrame:
    """Russian orders that SIPRI's register lists as unfinished, the largest rest first.

    Returns:
        Columns designation, description, order_year, ordered, delivered (units; NA unknown), rest_tiv (million TIV still to
        come, NA where SIPRI has set no volume).
    """
    rows = load("arms/register").query("release == @NEWEST['register'] and supplier == 'Russia'")
    rows = rows[rows["recipient"].eq(partner.name) & rows["is_open"].fillna(False).astype(bool)]
    rest = rows["tiv_ordered_million"] - rows["tiv_delivered_million"].fillna(0.0)
    kept = ["designation", "description", "order_year", "ordered", "delivered"]
    return rows[kept].assign(rest_tiv=rest).sort_values(["rest_tiv", "designation"], ascending=[False, True])


def readable_orders(orders: pd.DataFrame, most: int = 8) -> pd.DataFrame:
    """`open_orders` for readers, at most so many."""
    names = {"order_year": "ordered in", "ordered": "units ordered", "delivered": "units delivered", "rest_tiv": "rest, million TIV"}
    return orders.rename(columns=names).head(most)


def treaties(partner: Partner) -> pd.DataFrame:
    """Alliances with Russia in force at the end of 2018, with what they promise."""
    table, members = load("alliances/alliances"), load("alliances/members")
    found = alliances.in_force_between(table, members, partner.iso3, "RUS").sort_values(["begin", "atop_id"])
    promised = [
        ", ".join(words for field, words in alliances.PROMISES.items() if row[field]) or "consultation only"
        for _, row in found.iterrows()
    ]
    return pd.DataFrame({"treaty": found["label"], "since": found["begin"], "promises": pd.Series(promised, found.index, dtype=str)})


def defence(partner: Partner) -> str:
    """Which alliances of the partner and Russia promised defence when coverage ended, in words.

    Every member of the Commonwealth of Independent States is bound by its charter; that alone is named as such.
    """
    found = treaties(partner)
    promising = found.loc[found["promises"].str.contains(alliances.PROMISES["defense"]), "treaty"]
    kinds = {name for treaty in promising for sign, name in PACTS.items() if sign in treaty}
    named = [name for name in PACTS.values() if name in kinds and name != CHARTER]
    return " and ".join(named) or (f"{CHARTER} only" if CHARTER in kinds else "none")


CHARTER = "CIS Charter"
PACTS = {"Collective Security Treaty": "CST", "Russia and": "bilateral treaty", "Commonwealth": CHARTER}


def organisations(partner: Partner) -> list[str]:
    """Bodies of the table of memberships that the partner belongs to, in alphabetical order."""
    rows = load("alliances/memberships")
    return sorted(rows.loc[rows["iso3"].eq(partner.iso3), "organisation"])


def court(partner: Partner) -> str:
    """The partner's standing towards the Rome Statute in words."""
    rows = load("alliances/rome_statute")
    rows = rows[rows["iso3"].eq(partner.iso3)]
    if rows.empty:
        return "neither signed nor ratified"
    row = rows.iloc[0]
    if pd.notna(row["in_force"]):
        return f"party since {row['in_force']:%Y}"
    return f"signed in {row['signed']:%Y}, not ratified"


def points(partner: Partner) -> pd.DataFrame:
    """Ideal points of the partner, Armenia and Russia by year, with their published quantiles."""
    series = alignment.series_of(load("alignment/ideal_points"), *NEWEST["votes"])
    rows = series[series["iso3"].isin([partner.iso3, "ARM", "RUS"]) & series["year"].ge(1994)]
    rows = rows.assign(country=rows["country"].mask(rows["iso3"].eq(partner.iso3), partner.name))
    return rows[["iso3", "country", "year", "ideal_point", "lower", "upper"]].sort_values(["iso3", "year"])


@cache
def gap(partner: Partner) -> dict[str, float] | None:
    """The gap in votes between the partner and Russia around 2022, and what became of the distance; None without estimates.

    Returns:
        `alignment.gap_parts`, and russia_moved, grew (the distance), grew_low and grew_high (nine tenths).
    """
    series = alignment.series_of(load("alignment/ideal_points"), *NEWEST["votes"])
    years = series.loc[series["iso3"].eq(partner.iso3), "year"]
    if not (years.between(*alignment.BEFORE).any() and years.between(*alignment.AFTER).any()):
        return None
    around = (series, partner.iso3, "RUS", alignment.BEFORE, alignment.AFTER)
    parts, (low, high) = alignment.gap_parts(*around), alignment.distance_interval(*around)
    return parts | {"russia_moved": -parts["by_other"], "grew": distance_grew(parts), "grew_low": low, "grew_high": high}


def distance_grew(parts: dict[str, float]) -> float:
    """By how much the distance to Russia grew, whatever the side; below zero where the two came nearer.

    Args:
        parts: from `alignment.gap_parts`. A gap below zero that rises towards zero is a smaller distance.
    """
    return abs(parts["gap_after"]) - abs(parts["gap_before"])


def gap_table(partner: Partner) -> pd.DataFrame:
    """The gap to Russia, who changed it, and what became of the distance: the partner and Armenia, for readers."""
    rows = []
    for one in dict.fromkeys([partner, find(ARMENIA)]):
        parts = gap(one)
        if parts is not None:
            rows.append({"state": one.name} | {c: parts[k] for k, c in GAP_COLUMNS.items()})
    return pd.DataFrame(rows, columns=["state", *GAP_COLUMNS.values()])


GAP_COLUMNS = {
    "gap_before": "gap 2019–21",
    "gap_after": "gap 2022–24",
    "by_one": "it moved",
    "russia_moved": "Russia moved",
    "grew": "distance grew by",
    "grew_low": "from",
    "grew_high": "to",
}


def war_votes(states: Sequence[str]) -> pd.DataFrame:
    """Votes of some states on the six resolutions on Ukraine, from `alignment.vote_grid`; a state may lack rows."""
    return alignment.vote_grid(load("alignment/ukraine_votes"), states)


def with_russia(partner: Partner) -> tuple[int, int]:
    """On how many of the resolutions on Ukraine the partner voted no, as Russia did, and on how many it voted at all."""
    votes = war_votes([partner.iso3])["vote"]
    return int(votes.eq("no").sum()), int(votes.ne("absent").sum())


def debt(partner: Partner) -> pd.Series:
    """Public debt to Russian creditors of all kinds at year ends, US dollars; empty where none is recorded."""
    rows = load("debt/owed_to_russia").query("edition == @NEWEST['debt']")
    return rows[rows["iso3"].eq(partner.iso3)].groupby("year")["outstanding_usd"].sum()


def debt_table(partner: Partner, years: Iterable[int] = (2010, 2015, 2021, 2022, 2023, 2024)) -> pd.DataFrame:
    """Debt to Russia at some year ends, and as a part of the year's product, for readers; no rows where none is recorded."""
    owed, years = debt(partner), list(years)
    product = load("economy/macro").query("indicator == 'gdp_current_usd' and source == 'World Bank GDP'")
    product = product[product["iso3"].eq(partner.iso3)].set_index("year")["value"]
    if not owed[owed.index.isin(years)].gt(0).any():
        return pd.DataFrame()
    rows = [
        {
            "end of": year,
            "million dollars": owed.get(year, float("nan")) / 1e6,
            "per cent of GDP": 100 * owed.get(year, float("nan")) / product.get(year, float("nan")),
        }
        for year in years
    ]
    return pd.DataFrame(rows)


def missing(partner: Partner) -> list[str]:
    """What the data cannot say about a partner, a sentence each."""
    found = []
    ends = deliveries(partner, NEWEST["arms"])
    last = max(releases(partner, *AFTER), default=None)
    if not has_every_supplier(partner):
        found.append("Arms from suppliers other than Russia are not in the tables, so Russia's share is unknown.")
    elif ends.empty or last is None:
        found.append("No list of deliveries covers its latest years.")
    if not len(open_orders(partner)):
        found.append("SIPRI's register lists no open Russian order for it. It lists a deal only when it is verified, so this is no proof of none.")
    elif open_orders(partner)["rest_tiv"].isna().any():
        found.append("Some open orders have no volume yet, so what is still to come cannot be summed.")
    if gap(partner) is None:
        found.append("It has no estimated position in the votes before and after 2022.")
    votes = war_votes([partner.iso3])["vote"]
    if votes.empty:
        found.append("Its votes on Ukraine are not in the tables.")
    elif votes.eq("absent").any():
        found.append(f"It was absent from {int(votes.eq('absent').sum())} of {len(votes)} votes on Ukraine. An absence is not an abstention.")
    if LAST_DEBT not in debt(partner).index:
        found.append(
            f"The World Bank's data list no public debt to Russian creditors at the end of {LAST_DEBT}: there is none, or it is not"
            " reported. Private debt is not broken down by country."
        )
    found.append(f"Treaties are known to the end of {alliances.LAST_YEAR}; {later_acts(partner)}")
    found.append("Payments, promised dates, opinion, trade and fighting were collected for Armenia alone.")
    return found


def later_acts(partner: Partner) -> str:
    """What our chronology has of the partner and Russia since the treaty data end, as the end of a sentence."""
    events = load("narrative/events")
    both = events["actors"].str.split(";").map(lambda names: {partner.name, "Russia"} <= {*names})
    rows = events[both & events["theme"].eq("alliances") & events["date"].dt.year.gt(alliances.LAST_YEAR) & events["in_totals"]]
    if partner.name == ARMENIA or rows.empty:
        return "what was signed or left since then is not in the data."
    told = " ".join(f"{r.description} ({r.date.day} {r.date:%B %Y}, {r.event_id})" for r in rows.sort_values(["date", "event_id"]).itertuples())
    return f"of later acts our chronology, which is about Armenia, has: {told}"


def in_words(partner: Partner) -> str:
    """A few computed sentences about a partner, as Markdown."""
    decade = [russia_share(partner, r, *DECADE) for r in releases(partner, *DECADE)]
    window = by_window(partner, [AFTER]).iloc[0]
    said = []
    if has_every_supplier(partner):
        now = "nothing came" if window["whole"] <= 0 else arms.span([window["share_low"], window["share_high"]])
        thin = ", of a thin volume" if window["is_thin"] and window["whole"] > 0 else ""
        said.append(f"Russia sent {arms.span(decade)} of the volume of its arms in 2011–20 and {now} in 2020–24{thin}.")
    waiting = len(open_orders(partner))
    said.append(f"Open Russian orders in the register: {waiting or 'none'}.")
    said.append(f"Promises of defence with Russia at the end of 2018: {defence(partner)}. The Rome Statute: {court(partner)}.")
    parts = gap(partner)
    if parts:
        said.append(
            f"In the General Assembly it stood {_beside(parts['gap_before'])} Russia in 2019–21 and {_beside(parts['gap_after'])} it in"
            f" 2022–24: {_nearer(parts)}. It moved by {written(parts['by_one'], '.2f')} itself, Russia by"
            f" {written(parts['russia_moved'], '.2f')}."
        )
    no, cast = with_russia(partner)
    if cast:
        said.append(f"It voted with Russia on {no} of the {cast} resolutions on Ukraine on which it voted.")
    owed = debt(partner).get(LAST_DEBT)
    told = "no debt to Russian creditors is recorded" if owed is None else f"it owed Russian creditors {owed / 1e6:,.0f} million dollars"
    said.append(f"At the end of {LAST_DEBT} {told}.")
    return f"**{partner.name}.** " + " ".join(said)


def _beside(gap: float) -> str:
    return f"{abs(gap):.2f} {'above' if gap > 0 else 'below'}"


def _nearer(parts: dict[str, float]) -> str:
    grew, low, high = (written(parts[key], ".2f") for key in ("grew", "grew_low", "grew_high"))
    is_open = parts["grew_low"] < 0 < parts["grew_high"]
    way = "nearer or farther is open" if is_open else "farther" if parts["grew"] > 0 else "nearer"
    return f"{way} (the distance grew by {grew}, {low} to {high})"


def published(partner: Partner) -> pd.DataFrame:
    """Figures that others published about a partner, beside ours, for readers."""
    checks = load("narrative/published_checks").set_index("check_id")
    rows = checks.loc[list(CHECKS.get(partner.name, ()))]
    return _comparison(rows)


def all_published() -> pd.DataFrame:
    """The published figures about the ten partners, raw: columns of narrative/published_checks and partner."""
    checks = load("narrative/published_checks").set_index("check_id")
    return pd.concat([checks.loc[list(keys)].assign(partner=name) for name, keys in CHECKS.items()])


def _comparison(rows: pd.DataFrame) -> pd.DataFrame:
    scale = rows["unit"].map({"USD": 1e6}).fillna(1.0)
    unit = rows["unit"].replace({"USD": "million dollars", "%": "per cent"})
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


def everyone() -> list[Partner]:
    """Armenia and the ten."""
    return [find(name) for name in (ARMENIA, *TEN)]


def side_by_side() -> pd.DataFrame:
    """Armenia and ten partners by the same measures.

    Returns:
        One row a partner: country, iso3, share_decade, share_before, share_after (Russia's part of the volume in 2011–20,
        2015–19 and 2020–24, 0 to 1, newest release that lists every delivery of that window), before_is_thin,
        after_is_thin, defence, party (to the Rome Statute), grew, grew_low and grew_high (the distance to Russia in votes),
        own_move, with_russia and voted (resolutions on Ukraine), owed_usd (end of 2024; NA where no debt is recorded).
    """
    rows = []
    for partner in everyone():
        parts, window = gap(partner), by_window(partner, [BEFORE, AFTER])
        no, cast = with_russia(partner)
        rows.append(
            {"country": partner.name, "iso3": partner.iso3}
            | {"share_decade": by_window(partner, [DECADE])["share"].iloc[0]}
            | {"share_before": window["share"].iloc[0], "share_after": window["share"].iloc[1]}
            | {"before_is_thin": window["is_thin"].iloc[0], "after_is_thin": window["is_thin"].iloc[1]}
            | {"defence": defence(partner), "party": court(partner).startswith("party")}
            | {key: parts[key] for key in ("grew", "grew_low", "grew_high")}
            | {"own_move": parts["by_one"]}
            | {"with_russia": no, "voted": cast, "owed_usd": debt(partner).get(LAST_DEBT, float("nan"))}
        )
    return pd.DataFrame(rows)


def own_moves() -> pd.DataFrame:
    """`alignment.moves` of Russia, Armenia and the ten around 2022, with row numbers for drawing."""
    series = alignment.series_of(load("alignment/ideal_points"), *NEWEST["votes"])
    names = {p.iso3: p.name for p in everyone()}
    found = alignment.moves(series, ["RUS", *names]).assign(country=lambda t: t["iso3"].map(names).fillna(t["country"]))
    found = found.sort_values(["move", "iso3"]).reset_index(drop=True)
    return found.assign(row=range(len(found)))


def falls(befores: Sequence[tuple[int, int]], afters: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Whether Russia's yearly volume to each partner fell from one span to another, for every pair of spans and release.

    Returns:
        One row a partner: country, pairs (combinations tried), fell (of these), ratio_low and ratio_high (later yearly
        volume over the earlier one).
    """
    rows = []
    for partner in everyone():
        ratios = []
        for release in releases(partner, *AFTER):
            mine = deliveries(partner, release).query("supplier == 'Russia'").set_index("year")["tiv_million"]
            covered = deliveries(partner, release)["covers_from"].min()
            for before in (b for b in befores if b[0] >= covered):
                early = mine.loc[before[0] : before[1]].sum() / (before[1] - before[0] + 1)
                if early > 0:
                    ratios += [mine.loc[a : b].sum() / (b - a + 1) / early for a, b in afters]
        rows.append(
            {"country": partner.name, "pairs": len(ratios), "fell": sum(r < 1 for r in ratios)}
            | {"ratio_low": min(ratios), "ratio_high": max(ratios)}
        )
    return pd.DataFrame(rows)


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """`side_by_side` for readers, the most dependent on Russian arms in 2011–20 first."""
    ordered = rows.sort_values(["share_decade", "country"], ascending=[False, True])
    return pd.DataFrame(
        {
            "partner": ordered["country"],
            "arms 2011–20": ordered["share_decade"].map("{:.0%}".format),
            "arms 2020–24": [f"{s:.0%}{' (thin)' if t else ''}" for s, t in zip(ordered["share_after"], ordered["after_is_thin"], strict=True)],
            "defence promised by": ordered["defence"],
            "court": ordered["party"].map({True: "party", False: "no"}),
            "distance in votes grew by": [
                f"{written(g, '.2f')}{' (open)' if low < 0 < high else ''}"
                for g, low, high in zip(ordered["grew"], ordered["grew_low"], ordered["grew_high"], strict=True)
            ],
            "it moved": ordered["own_move"].map(lambda v: written(v, ".2f")),
            "with Russia on Ukraine": [f"{n} of {v}" if v else "absent" for n, v in zip(ordered["with_russia"], ordered["voted"], strict=True)],
            "owed in 2024, million dollars": ordered["owed_usd"].map(lambda v: "none recorded" if pd.isna(v) else f"{v / 1e6:,.0f}"),
        }
    )


MEASURES = {
    "Russia's share of arms, 2011–20, %": ("share_decade", 100),
    "Russia's share of arms, 2020–24, %": ("share_after", 100),
    "distance to Russia in votes grew by": ("grew", 1),
    "its own move in votes": ("own_move", 1),
    "owed to Russia at the end of 2024, million dollars": ("owed_usd", 1e-6),
}


def special(rows: pd.DataFrame) -> pd.DataFrame:
    """Armenia against the ten, measure by measure, from `side_by_side`.

    Returns:
        Columns measure, armenia, low and high (of the ten, as far as known), known (of the ten), above (of these, how many
        lie above Armenia), is_outside.
    """
    one = rows[rows["country"].eq(ARMENIA)].iloc[0]
    ten = rows[rows["country"].ne(ARMENIA)]
    found = []
    for measure, (column, scale) in MEASURES.items():
        others = ten[column].dropna() * scale
        mine = one[column] * scale
        found.append(
            {"measure": measure, "armenia": mine, "low": others.min(), "high": others.max(), "known": len(others)}
            | {"above": int((others > mine).sum()), "is_outside": bool(mine < others.min() or mine > others.max())}
        )
    return pd.DataFrame(found)


def readable_special(found: pd.DataFrame) -> pd.DataFrame:
    """`special` for readers."""
    form = [".2f" if abs(v) < 1 else ",.0f" for v in found["high"]]
    return pd.DataFrame(
        {
            "measure": found["measure"],
            "Armenia": [written(v, f) for v, f in zip(found["armenia"], form, strict=True)],
            "the ten, lowest": [written(v, f) for v, f in zip(found["low"], form, strict=True)],
            "highest": [written(v, f) for v, f in zip(found["high"], form, strict=True)],
            "known for": found["known"],
            "above Armenia": found["above"],
            "Armenia outside": found["is_outside"].map({True: "yes", False: "no"}),
        }
    )
