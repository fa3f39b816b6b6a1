"""Measures of what ties Armenia to Russia: shares in trade, transfers, gas, debt and arms, an index, a first-round cost.

A share is Russia's part in Armenia's total, from 0 to 1. Years without a figure stay out; nothing is filled in unless the
name of the function says so. Amounts are current US dollars.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from evidence.forms import pct, span

RUSSIA = "Russian Federation"
EU_CODES = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"

PLAIN_NAMES = {
    "gas": "gas",
    "exports": "exports, without gold",
    "imports": "imports, without gold",
    "all transfers": "all money sent",
    "labour transfers": "workers' money",
    "arms, five years": "arms",
    "external public debt": "public debt abroad",
}

def full_years(trade: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Rows of one edition whose years have twelve months."""
    return trade[(trade["edition"] == edition) & trade["is_full_year"]]


def amounts(rows: pd.DataFrame, partners: str | Iterable[str]) -> pd.Series:
    """Value by year, summed over one or several partners."""
    wanted = [partners] if isinstance(partners, str) else list(partners)
    return rows[rows["partner"].isin(wanted)].groupby("year")["value_usd"].sum()


def part(rows: pd.DataFrame, partners: str | Iterable[str], whole: str = "World") -> pd.Series:
    """Part of some partners in the whole, by year; years that either side lacks are left out."""
    return (amounts(rows, partners) / amounts(rows, whole)).dropna()


def goods_share(trade: pd.DataFrame, partner: str = RUSSIA) -> pd.Series:
    """Part of a partner in exports and imports together, imports by country of origin."""
    return part(trade[trade["flow"].isin(["export", "import_origin"])], partner)


def union(trade: pd.DataFrame) -> list[str]:
    """Names under which economy/trade lists the 27 members of the European Union."""
    return sorted(trade.loc[trade["iso3"].isin(EU_CODES.split()), "partner"].unique())


def by_partner(trade: pd.DataFrame) -> pd.DataFrame:
    """Shares of Armenia's main partners in percent: columns flow, partner, year, percent."""
    members = union(trade)
    passing = ("United Arab Emirates", "Hong Kong")
    wanted = {
        ("exports", "Russia"): ("export", RUSSIA),
        ("exports", "European Union"): ("export", members),
        ("exports", "Emirates and Hong Kong"): ("export", passing),
        ("imports", "Russia"): ("import_origin", RUSSIA),
        ("imports", "Russia, by sender"): ("import_consignment", RUSSIA),
        ("imports", "European Union"): ("import_origin", members),
        ("imports", "China"): ("import_origin", "China"),
    }
    rows = []
    for (flow, name), (kind, who) in wanted.items():
        share = part(trade[trade["flow"] == kind], who) * 100
        rows.append(pd.DataFrame({"flow": flow, "partner": name, "year": share.index, "percent": share.to_numpy()}))
    return pd.concat(rows, ignore_index=True)


def rolling_share(deliveries: pd.DataFrame, supplier: str, length: int) -> pd.Series:
    """Part of a supplier in the arms volume of each span of years, by its last year.

    Args:
        deliveries: rows of one release and one recipient, with supplier, delivery_year, tiv_million.
        supplier: its name.
        length: years in a span; spans that reach back before the first year are left out.
    """
    first, last = int(deliveries["delivery_year"].min()), int(deliveries["delivery_year"].max())
    years = range(first, last + 1)
    total = deliveries.groupby("delivery_year")["tiv_million"].sum().reindex(years, fill_value=0.0)
    ours = deliveries[deliveries["supplier"] == supplier].groupby("delivery_year")["tiv_million"].sum()
    sums = ours.reindex(years, fill_value=0.0).rolling(length).sum() / total.rolling(length).sum()
    return sums.replace([np.inf, -np.inf], np.nan).dropna()


def arms_share(weapons: pd.DataFrame, length: int) -> pd.Series:
    """`rolling_share` of Russia in Armenia's arms, newest release of arms/deliveries."""
    newest = weapons[(weapons["release"] == weapons["release"].max()) & (weapons["recipient"] == "Armenia")]
    return rolling_share(newest, "Russia", length)


def ties(
    trade: pd.DataFrame,
    money: pd.DataFrame,
    gas: pd.DataFrame,
    loans: pd.DataFrame,
    totals: pd.DataFrame,
    weapons: pd.DataFrame,
) -> dict[str, pd.Series]:
    """Russia's part in seven totals of Armenia, by year.

    Args:
        trade: full years of one edition of economy/trade.
        money: economy/transfers; only inflows of full years are used.
        gas: economy/gas, by weight.
        loans: debt/owed_to_russia; bilateral, newest edition.
        totals: debt/armenia_totals; external public debt.
        weapons: arms/deliveries; newest release, spans of five years.
    """
    came = money[(money["direction"] == "inflow") & money["is_full_year"]]
    public = totals[(totals["series"] == "DT.DOD.DPPG.CD") & (totals["basis"] == "totals file")]
    return {
        "exports": part(trade[trade["flow"] == "export"], RUSSIA),
        "imports": part(trade[trade["flow"] == "import_origin"], RUSSIA),
        "labour transfers": part(came[came["type"] == "non-commercial"], RUSSIA),
        "all transfers": part(came[came["type"] == "total"], RUSSIA),
        "gas": gas[gas["iso3"] == "RUS"].set_index("year")["share_of_volume"],
        "external public debt": (owed_by(loans, "Armenia") / public.set_index("year")["value_usd"]).dropna(),
        "arms, five years": arms_share(weapons, 5),
    }


def owed_by(loans: pd.DataFrame, debtor: str) -> pd.Series:
    """Bilateral debt to Russia at year ends, newest edition."""
    newest = loans[(loans["edition"] == loans["edition"].max()) & (loans["creditor_type"] == "bilateral")]
    return newest[newest["debtor"] == debtor].set_index("year")["outstanding_usd"]


def votes_alike(agreement: pd.DataFrame) -> dict[str, pd.Series]:
    """Part of the votes that Armenia and Russia cast alike, as published and in our count of the resolutions."""
    pair = agreement[(agreement["iso3"] == "ARM") & (agreement["partner_iso3"] == "RUS")]
    names = {"same votes at the UN": "published", "same votes, own count": "own, resolutions"}
    return {name: pair[pair["basis"] == basis].set_index("year")["agreement"] for name, basis in names.items()}


def moves(panels: Mapping[str, pd.Series], before: tuple[int, int], after: tuple[int, int]) -> pd.DataFrame:
    """Mean of each share in two spans of years, and the change in percentage points.

    Args:
        panels: name -> share by year.
        before, after: first and last year of a span; years without a figure are left out of its mean.
    """
    rows = []
    for name, share in panels.items():
        then, now = (float(share[(share.index >= a) & (share.index <= b)].mean()) * 100 for a, b in (before, after))
        key = name.replace(",", "").replace(" ", "_")
        rows.append({"key": key, "tie": name, "before": then, "after": now, "change": now - then})
    return pd.DataFrame(rows)


def directions(panels: Mapping[str, pd.Series], befores: list[tuple], afters: list[tuple]) -> pd.DataFrame:
    """How often each share rose over several pairs of spans.

    Returns:
        Columns tie, rose in (pairs in which the mean rose), of (pairs with figures on both sides), smallest and largest
        change in percentage points.
    """
    every = pd.concat([moves(panels, b, a) for b in befores for a in afters], ignore_index=True)
    grouped = every.groupby("tie", sort=False)["change"]
    return pd.DataFrame(
        {
            "tie": list(panels),
            "rose in": grouped.apply(lambda c: int((c > 0).sum())).to_numpy(),
            "of": grouped.count().to_numpy(),
            "smallest change": grouped.min().to_numpy(),
            "largest change": grouped.max().to_numpy(),
        }
    )


def vintages(trade: pd.DataFrame, older: str, newer: str, partner: str) -> pd.DataFrame:
    """Trade with a partner and the world in two editions, for the years that both have, in million US dollars."""
    keys = ["partner", "flow", "year"]
    rows = trade[trade["partner"].isin([partner, "World"])]
    then, now = (full_years(rows, e).set_index(keys)["value_usd"] for e in (older, newer))
    both = pd.DataFrame({"older": then / 1e6, "newer": now / 1e6}).dropna().reset_index()
    return both.assign(revision=both["newer"] - both["older"])


def number_in(text: str, pattern: str) -> float:
    """A number that stands in the note of a report.

    Args:
        text: the note.
        pattern: a regular expression with one group around the number.
    """
    found = pd.Series([text]).str.extract(pattern)[0].item()
    if pd.isna(found):
        raise ValueError(f"no number of the form {pattern} in {text!r}")
    return float(found)


def chapter_71(reported: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Trade in gold, stones and jewellery (chapter 71 of the customs tariff), and what reports say of Russia's part in it.

    Args:
        reported: economy/reported; topics gold and diamonds, with parts that stand in the notes.
        regions: economy/gold, rows by region; Russia is in the Eurasian Economic Union (EAEU).

    Returns:
        Indexed by year, 2022 to 2024, in dollars: exported, imported, least to Russia (its diamonds of 2023), most to
        Russia (the part of the whole EAEU in 2022; unknown later), least from Russia (its diamonds of 2023; the gold of
        January to June 2024, of which a report says that nearly all was Russian).
    """
    years = [2022, 2023, 2024]
    gold, diamonds = (reported[reported["topic"] == topic] for topic in ("gold", "diamonds"))
    whole = gold[gold["measure"].str.contains("chapter 71|gems")].set_index(["period", "measure"])["value"]
    stones = {r["measure"].split(",")[0]: r for r in diamonds.to_dict("records")}
    sent = stones["exports"]["value"] * number_in(stones["exports"]["note"], r"Russia ([\d.]+) %") / 100
    came = stones["imports"]["value"] * number_in(stones["imports"]["note"], r"from Russia ([\d.]+) %") / 100
    half = number_in(gold.loc[gold["measure"] == "gold imported", "note"].iloc[0], r"worth .([\d.]+)bn") * 1e9
    union_part = regions[(regions["item"] == "EAEU") & (regions["period_end"] == "2022-12")]["share_of_exports"].iloc[0]
    exported, imported = (
        pd.Series({y: whole.loc[str(y)].filter(regex=f"^{flow} of").iloc[0] for y in years}) for flow in ("exports", "imports")
    )
    return pd.DataFrame(
        {
            "exported": exported,
            "imported": imported,
            "least to Russia": pd.Series({2023: sent}).reindex(years, fill_value=0.0),
            "most to Russia": exported * pd.Series({2022: union_part}),
            "least from Russia": pd.Series({2023: came, 2024: half}).reindex(years, fill_value=0.0),
        }
    )


def without_goods(
    whole: pd.Series, russian: pd.Series, goods: pd.Series, least: pd.Series | float, most: pd.Series | float
) -> pd.DataFrame:
    """Russia's share once one kind of goods is taken out, when Russia's part in these goods is known only in bounds.

    Args:
        whole: all trade by year, in dollars like the other amounts.
        russian: trade with Russia.
        goods: trade in the goods that are taken out, all partners; its years are kept.
        least, most: bounds of Russia's part in `goods`.

    Returns:
        Columns lowest, highest, shares by year. The more of the goods is Russian, the lower what remains.
    """
    rest = (whole - goods).dropna()
    shares = {"lowest": (russian - most) / rest, "highest": (russian - least) / rest}
    return pd.DataFrame(shares).loc[rest.index].clip(0, 1)


def weightings(count: int, steps: int) -> np.ndarray:
    """Every way to share out `steps` equal parts of weight among `count` components: the grid on the simplex."""
    bars = combinations(range(steps + count - 1), count - 1)
    rows = [np.diff([-1, *b, steps + count - 1]) - 1 for b in bars]
    return np.array(rows, dtype=float) / steps


def carried(share: pd.Series, until: int) -> pd.Series:
    """A share whose last known value is repeated up to a year; an assumption, to be named wherever it is used."""
    last = int(share.index.max())
    return pd.concat([share, pd.Series({y: share[last] for y in range(last + 1, until + 1)}, dtype=float)])


def index_of(ties: pd.DataFrame, weights: np.ndarray) -> pd.DataFrame:
    """The index of exposure, a weighted mean of shares, under every weighting.

    Args:
        ties: one column a tie, indexed by year, no gaps.
        weights: one row a weighting.

    Returns:
        One column a weighting, indexed by year, in percent.
    """
    if ties.isna().any().any():
        raise ValueError("a tie has a gap; the index needs every component in every year")
    return pd.DataFrame(ties.to_numpy() @ weights.T * 100, index=ties.index)


def contributions(ties: pd.DataFrame, before: int, after: int) -> pd.Series:
    """Percentage points that each tie adds to the change of the index with equal weights; they add up to the change."""
    return (ties.loc[after] - ties.loc[before]) * 100 / len(ties.columns)


def held(ties: pd.DataFrame, name: str, year: int) -> pd.DataFrame:
    """The ties, with one of them kept after a year at the value that it had in it: a what-if, not an estimate."""
    kept = ties[name].where(ties.index <= year, ties.loc[year, name])
    return ties.assign(**{name: kept})


def index_choices(
    ties: pd.DataFrame, all_transfers: pd.Series, arms_ten_years: pd.Series, goods: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The ties of the index as drawn, and under other choices, by a name for readers.

    Args:
        ties: columns trade, labour transfers, gas, external public debt and arms, five years; indexed by year.
        all_transfers: Russia's share in all transfers, in place of labour transfers.
        arms_ten_years: Russia's share in the arms of ten years, in place of five.
        goods: trade without gold, from `without_goods`; its years replace those of trade, earlier ones stay as recorded.
    """
    years = ties.index
    arms = "arms, five years"
    return {
        "as drawn": ties,
        "without arms": ties.drop(columns=arms),
        "arms held at 2023": held(ties, arms, 2023),
        "arms of ten years": ties.assign(**{arms: arms_ten_years.reindex(years)}),
        "without labour transfers": ties.drop(columns="labour transfers"),
        "all transfers for labour transfers": ties.assign(**{"labour transfers": all_transfers.reindex(years)}),
        "without gas": ties.drop(columns="gas"),
        "without debt": ties.drop(columns="external public debt"),
        "without trade": ties.drop(columns="trade"),
        "trade without gold, lowest": ties.assign(trade=goods["lowest"].reindex(years).fillna(ties["trade"])),
        "trade without gold, highest": ties.assign(trade=goods["highest"].reindex(years).fillna(ties["trade"])),
    }


def index_variants(variants: Mapping[str, pd.DataFrame], before: int, after: int, steps: int = 10) -> pd.DataFrame:
    """The index with equal weights under other choices of ties, and in how many weightings it fell.

    Args:
        variants: name -> ties, one column a tie, indexed by year.
        before, after: years that are compared.
        steps: of the grid of weightings.

    Returns:
        One row a variant: index, the equal-weight value in both years and their change in percentage points, and the
        part of all weightings on the grid under which the index fell, in percent. That part counts weightings; it is no
        probability.
    """
    rows = []
    for name, ties in variants.items():
        mean, every = ties.mean(axis=1) * 100, index_of(ties, weightings(len(ties.columns), steps))
        fell = float((every.loc[after] < every.loc[before] - 1e-9).mean())
        rows.append(
            {
                "index": name,
                str(before): mean[before],
                str(after): mean[after],
                "change": mean[after] - mean[before],
                "fell under, % of weightings": 100 * fell,
            }
        )
    return pd.DataFrame(rows)


def rising(index: pd.DataFrame, before: int, after: int) -> float:
    """Part of all weightings under which the index is higher in the later year."""
    return float((index.loc[after] > index.loc[before] + 1e-9).mean())


def of_gdp(flows: Mapping[str, pd.Series], gdp: pd.Series, years: list[int]) -> pd.DataFrame:
    """Amounts as a percentage of GDP in some years, one row a tie."""
    rows = [{"tie": name} | {str(y): s.get(y, np.nan) / gdp[y] * 100 for y in years} for name, s in flows.items()]
    return pd.DataFrame(rows)


def first_round(cases: Mapping[str, tuple[float, float, str]], gdp: float) -> pd.DataFrame:
    """What a year without a tie would take away at first, at the low and the high end of stated assumptions.

    Args:
        cases: tie -> (low, high, assumption in words), amounts; NA where nothing can be said.
        gdp: GDP of the year.
    """
    return pd.DataFrame(
        [
            {
                "tie": name,
                "low, million dollars": low / 1e6,
                "high, million dollars": high / 1e6,
                "% of GDP": span([low / gdp, high / gdp], pct, 1) if pd.notna(low) else np.nan,
                "low end; high end": words,
            }
            for name, (low, high, words) in cases.items()
        ]
    )


def to_both(transfers: pd.DataFrame, owed: pd.DataFrame, blocks: list[tuple[int, int]]) -> pd.DataFrame:
    """What Russia delivered and had lent to Armenia and to Azerbaijan, by block of years.

    Args:
        transfers: rows of arms/transfers of one release and method, supplier Russia.
        owed: debt/owed_to_russia.
        blocks: first and last year.

    Returns:
        Columns years, arms to either (million TIV), debt of either at the end of the last year (million dollars; unknown
        where there is no row).
    """
    volume = transfers.pivot_table(index="year", columns="recipient_iso3", values="tiv_million", aggfunc="sum")
    rows = []
    for first, last in blocks:
        came = volume[(volume.index >= first) & (volume.index <= last)].sum()
        rows.append({"years": f"{first}-{last}", "arms to Armenia": came["ARM"], "arms to Azerbaijan": came["AZE"]})
        rows[-1] |= {
            f"owed by {name}": owed_by(owed, name).get(last, np.nan) / 1e6 for name in ("Armenia", "Azerbaijan")
        }
    return pd.DataFrame(rows)
