"""Measures of what ties Armenia to Russia: shares in trade, transfers, gas, debt and arms, an index, a first-round cost.

A share is Russia's part in Armenia's total, from 0 to 1. Years without a figure stay out; nothing is filled in unless the
name of the function says so. Amounts are current US dollars.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from evidence.forms import between as span

RUSSIA = "Russian Federation"
EU_CODES = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"


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


def by_partner(trade: pd.DataFrame) -> pd.DataFrame:
    """Shares of the partners that chapter 08 draws, in percent: columns flow, partner, year, percent."""
    union = tuple(trade.loc[trade["iso3"].isin(EU_CODES.split()), "partner"].unique())
    passing = ("United Arab Emirates", "Hong Kong")
    wanted = {
        ("exports", "Russia"): ("export", RUSSIA),
        ("exports", "European Union"): ("export", union),
        ("exports", "Emirates and Hong Kong"): ("export", passing),
        ("imports", "Russia"): ("import_origin", RUSSIA),
        ("imports", "Russia, by sender"): ("import_consignment", RUSSIA),
        ("imports", "European Union"): ("import_origin", union),
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


def transfer_lines(money: pd.DataFrame) -> pd.DataFrame:
    """Money received from Russia and from elsewhere: columns line, year, value_musd; full years only."""
    came = money[(money["direction"] == "inflow") & money["is_full_year"]]
    labour = came[came["type"] == "non-commercial"]
    lines = {
        "all from Russia": amounts(came[came["type"] == "total"], RUSSIA),
        "non-commercial from Russia": amounts(labour, RUSSIA),
        "non-commercial from elsewhere": amounts(labour, "World") - amounts(labour, RUSSIA),
    }
    rows = [pd.DataFrame({"line": n, "year": s.index, "value_musd": s.to_numpy() / 1e6}) for n, s in lines.items()]
    return pd.concat(rows, ignore_index=True)


def dashboard(panels: Mapping[str, pd.Series], first: int) -> pd.DataFrame:
    """Several shares as one tidy table in percent.

    Returns:
        Columns panel, year, percent, in the order of `panels`.
    """
    parts = [
        pd.DataFrame({"panel": name, "year": s.index.astype(int), "percent": s.to_numpy(dtype=float) * 100})
        for name, s in ((name, s[s.index >= first]) for name, s in panels.items())
    ]
    return pd.concat(parts, ignore_index=True)


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


def without_goods(whole: float, russian: float, goods: float, least: float, most: float) -> tuple[float, float]:
    """Russia's share once one kind of goods is taken out, when Russia's part in these goods is known only in bounds.

    Args:
        whole: all trade.
        russian: trade with Russia.
        goods: trade in the goods that are taken out, all partners.
        least, most: bounds of Russia's part in `goods`, as amounts.

    Returns:
        Lowest and highest share. The more of the goods is Russian, the lower what remains.
    """
    rest = whole - goods
    return max(0.0, russian - most) / rest, min(1.0, (russian - least) / rest)


def gold_cases(reported: pd.DataFrame, regions: pd.DataFrame) -> dict[tuple[str, int], tuple[float, float, float]]:
    """Goods of chapter 71 and the least and most of them that can be with Russia, as far as reports tell.

    Exports: none, or at most the part that went to the whole Eurasian Economic Union (of 2022; later the twelve months to
    July 2023). Imports: at most all; at least nothing in 2022, Russian diamonds in 2023, the gold of January to June in
    2024, of which a report says that nearly all came from Russia.

    Args:
        reported: economy/reported.
        regions: economy/gold, rows by region.
    """
    gold = reported[reported["topic"] == "gold"]
    union = regions[regions["item"] == "EAEU"].set_index("period_end")["share_of_exports"]
    diamonds = reported[(reported["topic"] == "diamonds") & reported["measure"].str.startswith("imports")].iloc[0]
    tonnes = gold[gold["measure"] == "gold imported"].iloc[0]
    russian_diamonds = diamonds["value"] * number_in(diamonds["note"], r"from Russia ([\d.]+) %") / 100
    least = {2022: 0.0, 2023: russian_diamonds, 2024: number_in(tonnes["note"], r"worth .([\d.]+)bn") * 1e9}
    cases = {}
    for year, window in ((2022, "2022-12"), (2023, "2023-07"), (2024, "2023-07")):
        of_year = gold[gold["period"] == str(year)]
        goods = pd.Series(of_year["value"].to_numpy(), index=of_year["measure"].str.split().str[0])
        cases["export", year] = (goods["exports"], 0.0, goods["exports"] * union[window])
        cases["import_origin", year] = (goods["imports"], least[year], goods["imports"])
    return cases


def gold_assumptions(cases: Mapping[tuple[str, int], tuple[float, float, float]]) -> pd.DataFrame:
    """The cases as a table for readers, in million US dollars."""
    names = {"export": "exports", "import_origin": "imports, by origin"}
    rows = [(names[flow], year, *(v / 1e6 for v in values)) for (flow, year), values in cases.items()]
    ordered = sorted(rows, key=lambda row: (row[0], row[1]))
    return pd.DataFrame(ordered, columns=["flow", "year", "chapter 71", "least with Russia", "most with Russia"])


def gold_bounds(trade: pd.DataFrame, cases: Mapping[tuple[str, int], tuple[float, float, float]]) -> pd.DataFrame:
    """Russia's share with and without goods of chapter 71.

    Args:
        trade: full years of one edition.
        cases: (flow, year) -> (goods of chapter 71, least and most of them with Russia), amounts.

    Returns:
        One row a case in percent: key, flow, year, recorded, lowest, highest, and the bounds in words.
    """
    rows = []
    for (flow, year), (goods, least, most) in cases.items():
        of_flow = trade[trade["flow"] == flow]
        whole, russian = amounts(of_flow, "World")[year], amounts(of_flow, RUSSIA)[year]
        low, high = without_goods(whole, russian, goods, least, most)
        rows.append(
            {
                "key": f"{flow.split('_')[0]}s_{year}",
                "flow": flow,
                "year": year,
                "recorded": russian / whole * 100,
                "lowest": low * 100,
                "highest": high * 100,
                "bounds": span([low, high], ".0%"),
            }
        )
    return pd.DataFrame(rows)


def goods_bounds(
    trade: pd.DataFrame, cases: Mapping[tuple[str, int], tuple[float, float, float]], years: Iterable[int]
) -> pd.DataFrame:
    """Bounds of Russia's part in exports and imports together once chapter 71 is taken out of both.

    Args:
        trade: full years of one edition.
        cases: from `gold_cases`.
        years: years with a case for either flow.

    Returns:
        Indexed by year: lowest, highest, as shares.
    """
    both = trade[trade["flow"].isin(["export", "import_origin"])]
    whole, russian = amounts(both, "World"), amounts(both, RUSSIA)
    rows = {}
    for year in years:
        goods = [cases["export", year][k] + cases["import_origin", year][k] for k in range(3)]
        rows[year] = without_goods(whole[year], russian[year], *goods)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["lowest", "highest"])


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


def index_band(index: pd.DataFrame, ties: pd.DataFrame, aside: str) -> pd.DataFrame:
    """The index by year: equal weights with and without one tie, and the range over all weightings.

    Args:
        index: from `index_of`.
        ties: one column a tie, indexed by year.
        aside: the tie that is left out of the second mean.
    """
    return pd.DataFrame(
        {
            "year": index.index,
            "equal": ties.mean(axis=1).to_numpy() * 100,
            "without": ties.drop(columns=aside).mean(axis=1).to_numpy() * 100,
            "lowest": index.min(axis=1).to_numpy(),
            "highest": index.max(axis=1).to_numpy(),
        }
    )


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
        goods: from `goods_bounds`; its years replace those of trade, earlier years stay as recorded.
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
                "% of GDP": span([low / gdp, high / gdp], ".1%") if pd.notna(low) else np.nan,
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
