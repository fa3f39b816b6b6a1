"""How long orders wait: survival from counts, and the pace of deliveries against an earlier time.

Counts are those of arms/delivery_lags: orders at risk, delivered and censored by lag in calendar years.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight

from evidence.findings import WORDS

BASE = (2010, 2019)
LONGEST = 9
Z = 1.959963984540054
SUPPLIERS = ("Russia", "United States", "France", "Germany", "Other large exporters")


def pick(counts: pd.DataFrame, release: int, event: str, selection: str = "core", **where: object) -> pd.DataFrame:
    """Rows of one release, event and selection; the selections overlap and are never added up."""
    rows = counts[counts["release"].eq(release) & counts["event"].eq(event) & counts["selection"].eq(selection)]
    for column, value in where.items():
        rows = rows[rows[column].eq(value)]
    return rows


def survival(counts: pd.DataFrame) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share of orders still waiting after each lag.

    Args:
        counts: rows of arms/delivery_lags of any cohorts; those of one selection and event only.

    Returns:
        Columns lag_years, waiting, lower, upper (95 % on the log-log scale) and at_risk.
    """
    sums = counts.groupby("lag_years")[["at_risk", "delivered", "censored"]].sum()
    sums = sums[sums["at_risk"] > 0]
    lags = np.r_[sums.index, sums.index].repeat(np.r_[sums["delivered"], sums["censored"]])
    happened = np.r_[np.ones(len(sums)), np.zeros(len(sums))].repeat(np.r_[sums["delivered"], sums["censored"]])
    curve = SurvfuncRight(lags, happened)
    steps = pd.DataFrame({"p": curve.surv_prob, "se": curve.surv_prob_se}, index=curve.surv_times.astype(int))
    steps = steps.reindex(sums.index).ffill().fillna({"p": 1.0, "se": 0.0})
    inside = steps["p"].between(1e-12, 1 - 1e-12)
    share = steps["p"].where(inside, 0.5)
    spread = Z * steps["se"] / (share * np.log(share).abs())
    return pd.DataFrame(
        {
            "lag_years": sums.index,
            "waiting": steps["p"].where(inside, steps["p"].round()).to_numpy(),
            "lower": share.pow(np.exp(spread)).where(inside, steps["p"].round()).to_numpy(),
            "upper": share.pow(np.exp(-spread)).where(inside, steps["p"].round()).to_numpy(),
            "at_risk": sums["at_risk"].to_numpy(),
        }
    )


def curves(counts: pd.DataFrame, cohorts: dict[str, tuple[int, int]], release: int, longest: int = 6) -> pd.DataFrame:
    """Curves of every supplier, event and cohort of the core selection, for drawing."""
    parts = []
    for event in ("first", "full"):
        for supplier in SUPPLIERS:
            for cohort, years in cohorts.items():
                rows = pick(counts, release, event, supplier_group=supplier)
                curve = survival(rows[rows["order_year"].between(*years)])
                curve = curve[curve["lag_years"] <= min(longest, release - 1 - years[1])]
                parts.append(curve.assign(event=event, supplier=supplier, cohort=cohort))
    joined = pd.concat(parts, ignore_index=True)
    percent = (100 * joined[["waiting", "lower", "upper"]]).set_axis(["percent", "percent_low", "percent_high"], axis=1)
    return joined.join(percent).assign(old=joined["cohort"].eq(next(iter(cohorts))))


@dataclass(frozen=True)
class Pace:
    """Deliveries seen, as a multiple of those that the pace of the base years would have brought.

    Args:
        ratio: seen divided by expected; below 1 is slower.
        lower, upper: 95 % interval, of chance alone.
        seen: deliveries counted.
        expected: deliveries at the pace of the base years.
    """

    ratio: float
    lower: float
    upper: float
    seen: int
    expected: float


def pace(counts: pd.DataFrame, years: tuple[int, int], base: tuple[int, int] = BASE, waited: int = 0) -> Pace:
    """Pace of deliveries in some calendar years against the base years, order age by order age.

    Args:
        counts: rows of one release, event and selection.
        years: first and last calendar year judged.
        base: first and last calendar year of the yardstick.
        waited: look only at orders that have waited at least so many years.
    """
    rows = counts[counts["lag_years"].between(waited, LONGEST)]
    calendar = rows["order_year"] + rows["lag_years"]
    then, now = (
        rows[calendar.between(*span)]
        .groupby("lag_years")[["at_risk", "delivered"]]
        .sum()
        .reindex(range(waited, LONGEST + 1), fill_value=0)
        for span in (base, years)
    )
    ratio, lower, upper, expected = ratios(
        *(t[c].to_numpy(float) for t in (then, now) for c in ("at_risk", "delivered"))
    )
    return Pace(float(ratio), float(lower), float(upper), int(now["delivered"].sum()), float(expected))


def ratios(
    risk_then: np.ndarray, came_then: np.ndarray, risk_now: np.ndarray, came_now: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Seen over expected with a 95 % interval, over the last axis (lags); serves one register or many at once.

    The interval adds up the binomial variance of the deliveries (at the pace seen) and that of the base years' rates
    (delta method, on the log scale).
    """
    rate = np.divide(came_then, risk_then, out=np.zeros_like(came_then), where=risk_then > 0)
    expected = (risk_now * rate).sum(axis=-1)
    seen = came_now.sum(axis=-1)
    ratio = seen / expected
    at_pace = np.clip(rate * ratio[..., None], 0, 1)
    chance = (risk_now * at_pace * (1 - at_pace)).sum(axis=-1) / np.maximum(seen, 1) ** 2
    spread = risk_now**2 * rate * (1 - rate)
    base = np.divide(spread, risk_then, out=np.zeros_like(spread), where=risk_then > 0).sum(axis=-1) / expected**2
    error = np.sqrt(chance + base)
    return ratio, ratio * np.exp(-Z * error), ratio * np.exp(Z * error), expected


def paces(counts: pd.DataFrame, spans: dict[int, tuple[int, int]], waited: int = 0) -> pd.DataFrame:
    """`pace` of every supplier, event, selection and release, one row each.

    Args:
        counts: arms/delivery_lags.
        spans: release -> calendar years judged.
        waited: see `pace`.
    """
    rows = []
    for release, years in spans.items():
        for event in ("first", "full"):
            for selection in ("core", "all"):
                for supplier in SUPPLIERS:
                    found = pace(pick(counts, release, event, selection, supplier_group=supplier), years, waited=waited)
                    rows.append(
                        {
                            "supplier": supplier,
                            "event": event,
                            "selection": selection,
                            "release": release,
                            "ratio": found.ratio,
                            "lower": found.lower,
                            "upper": found.upper,
                            "seen": found.seen,
                        }
                    )
    return pd.DataFrame(rows)


def by_certainty(counts: pd.DataFrame, spans: dict[int, tuple[int, int]], suppliers: tuple[str, ...]) -> pd.DataFrame:
    """Pace of all orders of some suppliers, split by whether SIPRI marks the order year as an estimate."""
    rows = []
    for supplier in suppliers:
        for event in ("first", "full"):
            for estimate in (False, True):
                row = {
                    "supplier": supplier,
                    "delivery": event,
                    "order year": "an estimate" if estimate else "known",
                }
                for release, years in spans.items():
                    picked = pick(
                        counts, release, event, "all", supplier_group=supplier, order_year_is_estimate=estimate
                    )
                    found = pace(picked, years)
                    row |= {
                        f"pace, {release}": found.ratio,
                        f"low, {release}": found.lower,
                        f"high, {release}": found.upper,
                        f"deliveries, {release}": found.seen,
                    }
                rows.append(row)
    return pd.DataFrame(rows)


def orders(counts: pd.DataFrame, selection: str = "all") -> pd.DataFrame:
    """Number of orders listed by supplier, order year and release."""
    rows = counts[counts["lag_years"].eq(0) & counts["event"].eq("first") & counts["selection"].eq(selection)]
    return rows.pivot_table(index=["supplier_group", "order_year"], columns="release", values="at_risk", aggfunc="sum")


def mean_lag(counts: pd.DataFrame, years: tuple[int, int]) -> float:
    """Mean lag of the orders delivered so far: the naive figure, which leaves out all that still wait."""
    rows = counts[counts["order_year"].between(*years)]
    return float((rows["lag_years"] * rows["delivered"]).sum() / rows["delivered"].sum())


def share_delivered(counts: pd.DataFrame, years: tuple[int, int]) -> tuple[int, int]:
    """Orders of some years with a delivery, and all that are listed."""
    rows = counts[counts["order_year"].between(*years)]
    return int(rows["delivered"].sum()), int(rows.loc[rows["lag_years"].eq(0), "at_risk"].sum())


def revisions(counts: pd.DataFrame, years: range) -> pd.DataFrame:
    """Orders listed by order year in both releases, Russia beside the other suppliers."""
    table = orders(counts)
    russia = table.loc["Russia"]
    others = table.drop(index="Russia", level="supplier_group").groupby("order_year").sum(min_count=1)
    rows = pd.DataFrame({"order year": list(years)})
    for release in table.columns:
        rows[f"Russia, release {release}"] = russia[release].reindex(years).to_numpy()
        rows[f"others, release {release}"] = others[release].reindex(years).to_numpy()
    return rows


def entry_findings(counts: pd.DataFrame, curve: pd.DataFrame, release: int) -> dict[str, object]:
    """Mean lags, shares incomplete after four years, and the share of orders of 2020-22 that show a delivery."""
    first = pick(counts, release, "first", "all")
    russian, other = first[first["supplier_group"] == "Russia"], first[first["supplier_group"] != "Russia"]
    (came, listed), (others_came, others_listed) = (share_delivered(rows, (2020, 2022)) for rows in (russian, other))
    last = curve.loc[~curve["old"], "lag_years"].max()
    at = curve[curve["event"].eq("full") & curve["lag_years"].eq(last)].pivot(
        index="supplier", columns="old", values="waiting"
    )
    return {
        "mean_2020": f"{mean_lag(russian, (2020, 2020)):.1f}",
        "mean_2022": f"{mean_lag(russian, (2022, 2024)):.1f}",
        "curve_years": WORDS[int(last)],
        "open_old": f"{at.loc['Russia', True]:.0%}",
        "open_new": f"{at.loc['Russia', False]:.0%}",
        "all_later": (at[False] > at[True]).all(),
        "shown_orders": str(came),
        "listed_orders": str(listed),
        "shown_share": f"{came / listed:.0%}",
        "other_shown_share": f"{others_came / others_listed:.0%}",
    }


def pace_table(paces: pd.DataFrame) -> pd.DataFrame:
    """Paces with intervals as text, one column a selection and release."""
    text = [f"{r.ratio:.2f} ({r.lower:.2f}–{r.upper:.2f})" for r in paces.itertuples()]
    reading = paces["selection"] + ", release " + paces["release"].astype(str)
    wide = paces.assign(text=text, reading=reading).pivot(index=["event", "supplier"], columns="reading", values="text")
    return wide.reset_index().rename(columns={"event": "delivery"}).rename_axis(columns=None)


def certainty_table(certain: pd.DataFrame) -> pd.DataFrame:
    """Paces by whether the order year is known, with intervals as text."""
    table = certain[["supplier", "delivery", "order year"]].copy()
    for column in certain.filter(like="pace, "):
        release = column.removeprefix("pace, ")
        parts = zip(*(certain[f"{p}, {release}"] for p in ("pace", "low", "high", "deliveries")), strict=True)
        table[f"release {release}"] = [f"{p:.2f} ({a:.2f}–{b:.2f}), n = {n}" for p, a, b, n in parts]
    return table


def pace_findings(paces: pd.DataFrame, certain: pd.DataFrame) -> dict[str, object]:
    """What the chapter says of the pace of completion."""
    full = paces[paces["event"] == "full"].set_index("supplier")
    russia, usa = full.loc["Russia"], full.loc["United States"]
    split = certain[certain["supplier"].eq("Russia") & certain["delivery"].eq("full")].set_index("order year")
    known, guessed = (split.loc[k].filter(like="pace, ") for k in ("known", "an estimate"))
    return {
        "pace_full_range": f"{russia['ratio'].min():.2f} to {russia['ratio'].max():.2f}",
        "pace_full_reach": f"{russia['lower'].min():.2f} to {russia['upper'].max():.2f}",
        "usa_full_range": f"{usa['ratio'].min():.2f} to {usa['ratio'].max():.2f}",
        "register_shows_slower_pace": (russia["upper"] < 1).all(),
        "known_range": f"{known.min():.2f} to {known.max():.2f}",
        "estimate_range": f"{guessed.min():.2f} to {guessed.max():.2f}",
    }


def late_orders(register: pd.DataFrame, designations: list[str]) -> pd.DataFrame:
    """Russian orders of 2018 and 2019 of some types outside Armenia and Azerbaijan, release by release."""
    rows = register[
        register["supplier"].eq("Russia")
        & register["order_year"].isin([2018, 2019])
        & register["designation"].isin(designations)
        & ~register["recipient"].isin(["Armenia", "Azerbaijan"])
    ]
    kept = ["recipient", "order_year", "designation", "release", "ordered", "delivered", "delivery_years"]
    table = rows.sort_values(["recipient", "order_year", "designation", "release"])[kept]
    table["delivery_years"] = table["delivery_years"].str.replace(";", ", ")
    return table.rename(columns=lambda c: c.replace("_", " "))


def vanished(register: pd.DataFrame, order_year: int) -> pd.DataFrame:
    """Open Russian orders of a year in release 2025 whose recipient has none of that year in release 2026."""
    rows = register[register["supplier"].eq("Russia") & register["order_year"].eq(order_year)]
    then = rows[rows["release"].eq(2025) & rows["is_open"].fillna(True)]
    return then[~then["recipient"].isin(rows.loc[rows["release"].eq(2026), "recipient"])]


def revision_findings(register: pd.DataFrame, revised: pd.DataFrame, late: pd.DataFrame) -> dict[str, object]:
    """How the newest orders were revised, how many vanished, how far the air-defence order got."""
    table = revised.set_index("order year").astype("float")
    then, now = table["Russia, release 2025"], table["Russia, release 2026"]
    air = late[late["designation"] == "S-400 Triumf"]
    return {
        "orders_2021_then": f"{then[2021]:.0f}",
        "orders_2021_now": f"{now[2021]:.0f}",
        "vanished_2021": WORDS[len(vanished(register, 2021))],
        "newest_then": WORDS[int(then[2024])],
        "newest_now": WORDS[int(now[2025])],
        "year_later": f"{now[2024]:.0f}",
        "air_defence_delivered": WORDS[int(air["delivered"].max())],
        "air_defence_ordered": WORDS[int(air["ordered"].max())],
        "air_defence_stalled": air["delivered"].min() == air["delivered"].max(),
    }
