"""What the prose of chapter 08 quotes of its tables: by finding the value and the form in which `Chapter.state` writes it."""

import pandas as pd

from evidence.forms import between
from evidence.measures.economy import EU_CODES, RUSSIA, amounts, contributions, index_of, rising, weightings

Quoted = dict[str, tuple[float | str | bool, str]]


def turns(table: pd.DataFrame, keys: pd.Index) -> Quoted:
    """In how many pairs of spans each tie rose, and which rose or fell in all.

    Args:
        table: from `economy.directions`.
        keys: names of its rows for findings.
    """
    rose, pairs = table["rose in"].set_axis(keys), table["of"].set_axis(keys)
    found: Quoted = {f"rose_in_{key}": (int(n), "word") for key, n in rose.items()}
    found |= {"pairs_of_spans": (int(pairs.max()), "word"), "pairs_with_gas": (int(pairs["gas"]), "word")}
    return found | {
        "imports_always_rose": (bool(rose["imports"] == pairs["imports"]), ""),
        "always_fell": (bool(rose[["labour_transfers", "arms_five_years"]].eq(0).all()), ""),
    }


def partners(shares: pd.DataFrame, trade: pd.DataFrame) -> Quoted:
    """Shares of the partners in single years, and amounts where a share misleads.

    Args:
        shares: from `economy.by_partner`.
        trade: full years of one edition.
    """
    at = shares.set_index(["partner", "flow", "year"])["percent"].sort_index() / 100
    exports = trade[trade["flow"] == "export"]
    union = tuple(trade.loc[trade["iso3"].isin(EU_CODES.split()), "partner"].unique())
    sold, to_union, all_sold = (amounts(exports, who) for who in (RUSSIA, union, "World"))
    wanted = {
        "exports": ("Russia", "exports", (2007, 2021, 2022, 2024)),
        "imports": ("Russia", "imports", (2007, 2021, 2023, 2024)),
        "eu_exports": ("European Union", "exports", (2007, 2021, 2024)),
        "gulf_exports": ("Emirates and Hong Kong", "exports", (2021, 2024)),
        "sent_from": ("Russia, by sender", "imports", (2021,)),
    }
    found: Quoted = {
        f"{name}_{year}": (at[who, flow, year], "%") for name, (who, flow, years) in wanted.items() for year in years
    }
    found |= {f"eu_sold_{year}": (to_union[year], "$m0") for year in (2007, 2021, 2024)}
    return found | {
        "exports_below_2021": (bool(at["Russia", "exports", 2024] < at["Russia", "exports", 2021]), ""),
        "exports_multiple": (sold[2024] / sold[2021], ".1f"),
        "all_exports_multiple": (all_sold[2024] / all_sold[2021], ".1f"),
        "new_since_2021": (1 - sold[2021] / sold[2024], "%"),
    }


def revisions(editions: pd.DataFrame) -> Quoted:
    """How far the trade of 2023 with Russia, and its shares, were revised between two editions.

    Args:
        editions: from `economy.vintages`, in million US dollars.
    """
    changed = editions[editions["revision"].abs() > 0.05]
    at = editions[editions["year"] == 2023].set_index(["partner", "flow"])
    found: Quoted = {"only_2023_revised": (set(changed["year"]) == {2023}, "")}
    for name, flow in (("exports", "export"), ("imports", "import_origin")):
        ours, world = at.loc[(RUSSIA, flow)], at.loc[("World", flow)]
        found[f"revised_{name}"] = (ours["revision"] * 1e6, "$m0")
        found[f"revised_{name}_part"] = (ours["revision"] / ours["older"], "%")
        found |= {f"share_{name}_{edition}": (ours[edition] / world[edition], "%1") for edition in ("older", "newer")}
    return found


def leaving_year(weapons: pd.DataFrame, year: int, until: int) -> float:
    """Part of Russia's volume in a span of years that was delivered to Armenia in its first year, newest release.

    Args:
        weapons: arms/deliveries.
        year, until: first and last year of the span.
    """
    newest = weapons[(weapons["release"] == weapons["release"].max()) & (weapons["recipient"] == "Armenia")]
    ours = newest[newest["supplier"] == "Russia"].groupby("delivery_year")["tiv_million"].sum()
    return float(ours.get(year, 0.0) / ours.loc[year:until].sum())


def index(ties: pd.DataFrame, variants: pd.DataFrame, weights: int) -> Quoted:
    """The index with equal weights, what arms add to its change, and in how many weightings it fell.

    Args:
        ties: one column a tie, indexed by year.
        variants: from `economy.index_variants`, 2021 and 2024.
        weights: number of weightings.
    """
    arms = "arms, five years"
    every = index_of(ties, weightings(len(ties.columns), 10))
    rows = variants.set_index("index")
    fell = rows["fell under, % of weightings"] / 100
    points = contributions(ties, 2023, 2024)
    one_out = fell[[name for name in fell.index if name.startswith("without")]]
    to_2023 = 1 - rising(every, 2021, 2023)
    gold = [f"trade without gold, {end}" for end in ("lowest", "highest")]
    found: Quoted = {f"equal_{y}": (100 * ties.loc[y].mean(), ".0f") for y in (2021, 2022, 2023, 2024)}
    found |= {f"bare_{y}": (100 * ties.drop(columns=arms).loc[y].mean(), ".0f") for y in (2021, 2022, 2023, 2024)}
    found |= {
        f"{n}_2024": (rows.loc[v, "2024"], ".0f")
        for n, v in (("held", "arms held at 2023"), ("ten", "arms of ten years"))
    }
    return found | {
        "weightings": (weights, "n"),
        "points_2024": (-points.sum(), ".0f"),
        "points_arms": (-points[arms], ".0f"),
        "arms_before": (ties.loc[2023, arms], "%"),
        "arms_after": (ties.loc[2024, arms], "%"),
        "fell_since_2021_2023": (to_2023, "%"),
        "fell_since_2021_2024": (fell["as drawn"], "%"),
        "fell_without_arms_five_years": (fell["without arms"], "%"),
        "fell_with_arms_held": (fell["arms held at 2023"], "%"),
        "fell_with_all_transfers": (fell["all transfers for labour transfers"], "%"),
        "fell_without_gas": (fell["without gas"], "%"),
        "fell_without_gold": (between(fell[gold], ".0%"), ""),
        "equal_without_gold": (between(rows.loc[gold, "2024"], ".0f"), ""),
        "index_fell": (bool(fell["as drawn"] > 0.5 and one_out.min() > 0.5), ""),
        "index_rose_to_2023": (bool(to_2023 < 0.5), ""),
    }
