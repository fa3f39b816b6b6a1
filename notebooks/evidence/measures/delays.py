"""How long orders wait: survival from counts, and the pace of deliveries against an earlier time.

Counts are those of arms/delivery_lags: orders at risk, delivered and censored by lag in calendar years.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

BASE = (2010, 2019)
LONGEST = 9
Z = 1.959963984540054
RENAMED = {"T-90MS": "T-90S"}
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
    from statsmodels.duration.survfunc import SurvfuncRight

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
    sums = []
    for span in (base, years):
        within = rows[calendar.between(*span)]
        sums += [np.bincount(within["lag_years"], within[c], LONGEST + 1)[waited:] for c in ("at_risk", "delivered")]
    ratio, lower, upper, expected = ratios(*sums)
    return Pace(float(ratio), float(lower), float(upper), int(sums[-1].sum()), float(expected))


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
    keys = ["release", "event", "selection", "supplier_group"]
    apart = dict(tuple(counts.groupby(keys)))
    none = counts.iloc[:0]
    rows = []
    for release, event, selection, supplier in product(spans, ("first", "full"), ("core", "all"), SUPPLIERS):
        found = pace(apart.get((release, event, selection, supplier), none), spans[release], waited=waited)
        told = {"supplier": supplier, "event": event, "selection": selection, "release": release}
        rows.append(told | {"ratio": found.ratio, "lower": found.lower, "upper": found.upper, "seen": found.seen})
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


def late_orders(register: pd.DataFrame, seen_in: int = 2025) -> pd.DataFrame:
    """Every Russian order of 2018 and 2019 for others than Armenia and Azerbaijan that was open in one release.

    Returns:
        One row an order: recipient, order year, designation, pieces ordered, pieces delivered by release (missing where
        a release has no such row), delivery years in the newest release. Orders of unknown size are left out.
    """
    rows = register[
        register["supplier"].eq("Russia")
        & register["order_year"].isin([2018, 2019])
        & ~register["recipient"].isin(["Armenia", "Azerbaijan"])
    ].replace({"designation": RENAMED})
    key = ["recipient", "order_year", "designation"]
    rows = rows.merge(rows.loc[rows["release"].eq(seen_in) & rows["is_open"].fillna(True), key], on=key)
    wide = rows.pivot_table(index=[*key, "ordered"], columns="release", values="delivered", aggfunc="sum", min_count=1)
    newest = rows[rows["release"].eq(rows["release"].max())].set_index([*key, "ordered"])["delivery_years"]
    table = wide.rename(columns=lambda release: f"delivered, release {release}").join(newest).reset_index()
    table["delivery_years"] = table["delivery_years"].str.replace(";", ", ")
    return table.sort_values(key, ignore_index=True).rename(columns=lambda c: c.replace("_", " "))


def vanished(register: pd.DataFrame, order_year: int) -> pd.DataFrame:
    """Open Russian orders of a year in release 2025 whose recipient has none of that year in release 2026."""
    rows = register[register["supplier"].eq("Russia") & register["order_year"].eq(order_year)]
    then = rows[rows["release"].eq(2025) & rows["is_open"].fillna(True)]
    return then[~then["recipient"].isin(rows.loc[rows["release"].eq(2026), "recipient"])]


def redated(register: pd.DataFrame, order_year: int) -> pd.DataFrame:
    """Russian orders of a year in release 2026 that release 2025 lists under another year and not under this one."""
    rows = register[register["supplier"].eq("Russia")]
    now = rows[rows["release"].eq(2026) & rows["order_year"].eq(order_year)]
    then = rows[rows["release"].eq(2025)].groupby(["recipient", "designation"])["order_year"].agg(set)
    before = [then.get((r.recipient, r.designation), set()) for r in now.itertuples()]
    return now[[bool(years) and order_year not in years for years in before]]
