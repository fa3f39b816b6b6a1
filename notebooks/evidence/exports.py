"""Arms exports: windows, shares and the year in which a series turned.

Volumes are SIPRI trend-indicator values (TIV) in millions: a yardstick of volume, not money. All sums are our
calculation from SIPRI data.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

OTHER_MEMBERS = ("Belarus", "Kazakhstan", "Kyrgyzstan", "Tajikistan")
GROUPS = {
    "India": ("India",),
    "China": ("China",),
    "other CSTO members": OTHER_MEMBERS,
    "Armenia": ("Armenia",),
}
REST = "everyone else"
WINDOWS = ((2010, 2014), (2015, 2019), (2020, 2024))
MARGIN = 3


def yearly(table: pd.DataFrame, release: int, method: str, **where: str) -> pd.Series:
    """Volume by year of one release and one method; covered years without a row are zero.

    Args:
        table: arms/exports or arms/transfers.
        release: SIPRI's yearly release.
        method: "delivery-level" or "register-split"; the two are never added up.
        **where: further columns and the value they must have, such as supplier="Russia".

    Raises:
        ValueError: nothing is left.
    """
    rows = table[table["release"].eq(release) & table["method"].eq(method)]
    for column, value in where.items():
        rows = rows[rows[column].eq(value)]
    if rows.empty:
        raise ValueError(f"no rows for release {release}, {method}, {where}")
    sums = rows.groupby("year")["tiv_million"].sum()
    first, last = int(rows["covers_from"].min()), int(rows["covers_to"].max())
    return sums.reindex(range(max(first, int(sums.index.min())), last + 1), fill_value=0.0)


def by_group(transfers: pd.DataFrame, release: int, method: str) -> pd.DataFrame:
    """Russia's exports by year (rows) and group of recipients (columns)."""
    rows = transfers[
        transfers["release"].eq(release) & transfers["method"].eq(method) & transfers["supplier"].eq("Russia")
    ]
    group = {name: label for label, names in GROUPS.items() for name in names}
    named = rows.assign(group=rows["recipient"].map(group).fillna(REST))
    table = named.pivot_table(index="year", columns="group", values="tiv_million", aggfunc="sum", fill_value=0.0)
    return table.reindex(columns=[*GROUPS, REST], fill_value=0.0).sort_index()


def window(values: pd.Series | pd.DataFrame, years: tuple[int, int]) -> float | pd.Series:
    """Sum over a window, both ends included.

    Raises:
        ValueError: the values do not reach both ends of the window.
    """
    if values.index.min() > years[0] or values.index.max() < years[1]:
        raise ValueError(f"the values cover {values.index.min()} to {values.index.max()}, not {years[0]} to {years[1]}")
    return values.loc[years[0] : years[1]].sum()


def window_shares(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Volume and share of each group in each five-year window, for every source that covers the window.

    Args:
        tables: name of the source -> result of `by_group`.

    Returns:
        Columns source, window, group, tiv_million, percent.
    """
    rows = []
    for source, table in tables.items():
        for years in WINDOWS:
            if table.index.min() > years[0] or table.index.max() < years[1]:
                continue
            sums = window(table, years)
            rows += [
                {
                    "source": source,
                    "window": f"{years[0]}–{years[1] % 100:02d}",
                    "group": group,
                    "tiv_million": volume,
                    "percent": 100 * volume / sums.sum(),
                }
                for group, volume in sums.items()
            ]
    return pd.DataFrame(rows)


def largest_share(tables: dict[str, pd.DataFrame], groups: list[str], last: int, length: int) -> tuple[float, float]:
    """Smallest and largest share of some groups over all windows of a length that end by a year, in all sources."""
    shares = []
    for table in tables.values():
        parts = table[groups].sum(axis=1).rolling(length).sum() / table.sum(axis=1).rolling(length).sum()
        shares += parts.loc[last - 9 : last].dropna().tolist()
    return min(shares), max(shares)


@dataclass(frozen=True)
class Turn:
    """When a series turned.

    Args:
        year: best year; in a bend the last year on the old path, in a step the first year on the new level.
        lower, upper: interval of the bootstrap.
        before, after: yearly change before and after (bend), or mean level (step); on the log scale where logged.
        chance: share of series without any turn that gain as much from one.
    """

    year: int
    lower: int
    upper: int
    before: float
    after: float
    chance: float


def turn(
    series: pd.Series, shape: str = "bend", log: bool = True, level: float = 0.95, draws: int = 999, seed: int = 3
) -> Turn:
    """The year in which a yearly series turned, with its uncertainty.

    Every year at least three years from either end is tried; the one with the smallest sum of squares is taken. The
    interval comes from drawing the residuals again in blocks of three years (which keeps their dependence) around the
    fitted path and estimating anew. `chance` does the same around a straight line (bend) or a constant (step), where
    nothing turned.

    Args:
        series: one value a year, without gaps.
        shape: "bend" (two straight lines that meet) or "step" (two levels).
        log: take logarithms; needs positive values.
        level: coverage of the interval.
        draws: number of redrawn series.
        seed: of the random numbers.
    """
    years = series.index.to_numpy()
    if (np.diff(years) != 1).any():
        raise ValueError("a turn needs one value a year without gaps")
    values = np.log(series.to_numpy(dtype=float)) if log else series.to_numpy(dtype=float)
    designs = _designs(len(values), shape)
    squares = _squares(values[:, None], designs)[:, 0]
    best = int(squares.argmin())
    design = designs[best]
    coefficients = np.linalg.lstsq(design, values, rcond=None)[0]
    plain = design[:, :-1]
    flat = plain @ np.linalg.lstsq(plain, values, rcond=None)[0]
    rng = np.random.default_rng(seed)
    again = _squares(_redrawn(design @ coefficients, values - design @ coefficients, draws, rng), designs)
    found = np.sort(years[again.argmin(axis=0) + MARGIN])
    null = _redrawn(flat, values - flat, draws, rng)
    tail = (1 - level) / 2
    return Turn(
        year=int(years[best + MARGIN]),
        lower=int(found[int(np.floor(tail * draws))]),
        upper=int(found[int(np.ceil((1 - tail) * draws)) - 1]),
        before=float(coefficients[-2]),
        after=float(coefficients[-2] + coefficients[-1]),
        chance=float((_gain(null, plain, designs) >= _gain(values[:, None], plain, designs)).mean()),
    )


def path_of(series: pd.Series, year: int) -> pd.Series:
    """The two straight lines in logarithms that meet in a year, back in the unit of the series."""
    values = np.log(series.to_numpy(dtype=float))
    design = _designs(len(values), "bend")[int(year) - int(series.index[0]) - MARGIN]
    return pd.Series(np.exp(design @ np.linalg.lstsq(design, values, rcond=None)[0]), index=series.index)


def turns(series: dict[str, pd.Series], **options: object) -> pd.DataFrame:
    """`turn` of several series, one row each."""
    rows = []
    for name, values in series.items():
        found = turn(values, **options)
        rows.append(
            {
                "series": name,
                "first": int(values.index[0]),
                "last": int(values.index[-1]),
                "year": found.year,
                "lower": found.lower,
                "upper": found.upper,
                "before": found.before,
                "after": found.after,
                "chance": found.chance,
            }
        )
    return pd.DataFrame(rows)


def change(values: pd.Series, before: tuple[int, int], after: tuple[int, int]) -> float:
    """Relative change of the sum from one window to another."""
    return window(values, after) / window(values, before) - 1


def _designs(n: int, shape: str) -> np.ndarray:
    time = np.arange(n)
    ones = np.ones(n)
    turns = range(MARGIN, n - MARGIN)
    match shape:
        case "bend":
            return np.array([np.c_[ones, time, np.clip(time - k, 0, None)] for k in turns])
        case "step":
            return np.array([np.c_[ones, time >= k] for k in turns], dtype=float)
        case _:
            raise ValueError(f"{shape}: a shape is bend or step")


def _squares(values: np.ndarray, designs: np.ndarray) -> np.ndarray:
    """Sums of squared residuals, one row a candidate year, one column a series."""
    return np.array([((values - x @ (np.linalg.pinv(x) @ values)) ** 2).sum(axis=0) for x in designs])


def _gain(values: np.ndarray, plain: np.ndarray, designs: np.ndarray) -> np.ndarray:
    without = _squares(values, plain[None])[0]
    return 1 - _squares(values, designs).min(axis=0) / without


def _redrawn(fitted: np.ndarray, residuals: np.ndarray, draws: int, rng: np.random.Generator, block: int = 3) -> np.ndarray:
    n = len(residuals)
    starts = rng.integers(0, n, size=(draws, -(-n // block)))
    picked = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n] % n
    return fitted[:, None] + (residuals - residuals.mean())[picked].T
