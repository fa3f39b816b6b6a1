"""Synthetic registers: what a register shows when the truth is known.

Orders are drawn with the waiting times of a real supplier; a delay is planted from a year on; and a share of the
orders enters the register only when something was delivered. The measure of `delays.pace` is then put to the test.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.measures.delays import BASE, LONGEST, ratios

FIRST_YEAR = 2000
COMPLETE_AT_ONCE = 0.5
COMPLETE_LATER = 0.4
EVENTS = ("first", "full")


@dataclass(frozen=True)
class Orders:
    """Orders of many registers at once; -1 marks an event that the register's last year does not reach.

    Args:
        year: order year, as an index from the first year.
        first, full: lag to the first and to the last delivery; shape (registers, orders).
        last: the register's last year, as an index.
    """

    year: np.ndarray
    first: np.ndarray
    full: np.ndarray
    last: int


def rates(counts: pd.DataFrame, base: tuple[int, int] = BASE) -> np.ndarray:
    """Share of waiting orders that are first delivered at each lag, in the base years."""
    calendar = counts["order_year"] + counts["lag_years"]
    sums = counts[calendar.between(*base)].groupby("lag_years")[["at_risk", "delivered"]].sum()
    return (sums["delivered"] / sums["at_risk"]).reindex(range(LONGEST + 1)).ffill().to_numpy()


def placed(counts: pd.DataFrame) -> pd.Series:
    """Orders by order year, as a register lists them."""
    at_order = counts[counts["lag_years"].eq(0)]
    return at_order.groupby("order_year")["at_risk"].sum()


def draw(
    rate: np.ndarray,
    per_year: pd.Series,
    start: float,
    finish: float,
    since: int,
    registers: int = 200,
    seed: int = 7,
) -> Orders:
    """Draw registers in which deliveries begin and end more slowly from a year on.

    Args:
        rate: result of `rates`.
        per_year: number of orders by order year, without gaps; its last year is the register's last.
        start: pace of first deliveries from that year on; 1 plants no delay, 0.5 halves the yearly chance.
        finish: the same for the completion of what has begun.
        since: first calendar year of the delay.
        registers: how many.
        seed: of the random numbers.
    """
    rng = np.random.default_rng(seed)
    last = int(per_year.index.max()) - FIRST_YEAR
    year = np.repeat(per_year.index.to_numpy() - FIRST_YEAR, per_year.to_numpy())
    shape = (registers, year.size)
    first, full = np.full(shape, -1), np.full(shape, -1)
    for lag in range(last + 1):
        reached = year + lag <= last
        slow = year + lag + FIRST_YEAR >= since
        to_start, to_finish = np.where(slow, start, 1.0), np.where(slow, finish, 1.0)
        starts = (first < 0) & reached & (rng.random(shape) < rate[min(lag, LONGEST)] * to_start)
        chance = rng.random(shape)
        later = (first >= 0) & (full < 0) & reached & (chance < COMPLETE_LATER * to_finish)
        first[starts] = lag
        full[later | (starts & (chance < COMPLETE_AT_ONCE * to_finish))] = lag
    return Orders(year, first, full, last)


def listed(orders: Orders, share: float, seed: int = 11) -> np.ndarray:
    """Which orders the register holds: a share enters only once something was delivered."""
    late_entry = np.random.default_rng(seed).random(orders.first.shape) < share
    return ~late_entry | (orders.first >= 0)


def measure(orders: Orders, held: np.ndarray, event: str, years: tuple[int, int], waited: int = 0) -> np.ndarray:
    """Ratio, lower and upper end of the measure in each register; shape (3, registers)."""
    lag = getattr(orders, event)
    seen_until = np.where(lag >= 0, lag, orders.last - orders.year)
    risk, came = [], []
    for age in range(waited, LONGEST + 1):
        calendar = orders.year + age + FIRST_YEAR
        waiting = held & (seen_until >= age)
        arrived = held & (lag == age)
        spans = [(calendar >= a) & (calendar <= b) for a, b in (BASE, years)]
        risk.append([(waiting & s).sum(axis=1) for s in spans])
        came.append([(arrived & s).sum(axis=1) for s in spans])
    r, c = np.array(risk, dtype=float), np.array(came, dtype=float)
    ratio, lower, upper, _ = ratios(r[:, 0].T, c[:, 0].T, r[:, 1].T, c[:, 1].T)
    return np.array([ratio, lower, upper])


def trial(
    rate: np.ndarray,
    per_year: pd.Series,
    since: int,
    planted: dict[str, tuple[float, float]],
    shares: tuple[float, ...],
    registers: int = 200,
) -> pd.DataFrame:
    """Put the measure to the test over planted delays and shares of orders that enter on delivery.

    Args:
        rate: result of `rates`.
        per_year: number of orders by order year.
        since: first calendar year of the delay; the measure judges the years from it to the last.
        planted: name -> true pace of first deliveries and of completion.
        shares: shares of orders that enter the register only on delivery; the first must be 0.
        registers: how many a cell.

    Returns:
        One row a delay, share and event: median and middle 95 % of the measured pace; how often the interval covers
        what a complete register shows on average (coverage), lies below 1 (alarm), and the measure says "faster"; how
        often the mean lag of new orders is shorter than that of old ones (shorter); share of the orders placed three
        to five years before the end that show a delivery (shown, median).
    """
    rows = []
    for name, (start, finish) in planted.items():
        orders = draw(rate, per_year, start, finish, since, registers)
        years = (since, orders.last + FIRST_YEAR)
        truth: dict[str, float] = {}
        for share in shares:
            held = listed(orders, share)
            for event in EVENTS:
                ratio, lower, upper = measure(orders, held, event, years)
                true = truth.setdefault(event, float(ratio.mean()))
                rows.append(
                    {
                        "planted": name,
                        "share": share,
                        "event": event,
                        "median": float(np.median(ratio)),
                        "low": float(np.quantile(ratio, 0.025)),
                        "high": float(np.quantile(ratio, 0.975)),
                        "coverage": float(((lower <= true) & (true <= upper)).mean()),
                        "alarm": float((upper < 1).mean()),
                        "faster": float((ratio > 1).mean()),
                        "shorter": _shorter(orders, event),
                        "shown": _shown(orders, held),
                        "registers": int(ratio.size),
                        "percent": 100 * share,
                    }
                )
    return pd.DataFrame(rows)


def reader_table(trial: pd.DataFrame, shares: tuple[float, ...]) -> pd.DataFrame:
    """The rows of some shares under names for readers; a row that repeats another but for its name is left out.

    First deliveries do not depend on the pace of completion, so delays that differ in that alone share their row.
    """
    names = {
        "planted": "planted",
        "event": "delivery",
        "percent": "enter on delivery, %",
        "median": "measured pace",
        "coverage": "coverage",
        "alarm": "alarm",
        "faster": "reads faster",
        "shorter": "mean lag shorter",
    }
    rows = trial.loc[trial["share"].isin(shares), list(names)]
    return rows.drop_duplicates([*names][1:]).rename(columns=names)


def _shown(orders: Orders, held: np.ndarray) -> float:
    cohort = (orders.year >= orders.last - 5) & (orders.year <= orders.last - 3)
    return float(np.median((held & (orders.first >= 0) & cohort).sum(axis=1) / (held & cohort).sum(axis=1)))


def _shorter(orders: Orders, event: str) -> float:
    """How often the mean lag of what came is shorter for orders of the last years than for those ten years older."""
    lag = getattr(orders, event)
    means = []
    for oldest in (orders.last - 3, orders.last - 13):
        came = (lag >= 0) & (orders.year >= oldest) & (orders.year <= oldest + 2)
        means.append(np.where(came, lag, 0).sum(axis=1) / np.maximum(came.sum(axis=1), 1))
    return float((means[0] < means[1]).mean())
