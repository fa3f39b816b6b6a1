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
LEVEL = 0.95
PLAIN = "Russia, no logarithms"
PEERS = ("Germany", "China", "France", "United States")


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
        after_lower, after_upper: interval of `after`, from the same redrawn series.
        chance: share of series without any turn that gain as much from one.
    """

    year: int
    lower: int
    upper: int
    before: float
    after: float
    after_lower: float
    after_upper: float
    chance: float


@dataclass(frozen=True)
class SecondTurn:
    """What a second turn adds to the first.

    Args:
        first, second: the two years, each the last on a path.
        lower, upper: interval of the second.
        chance: share of series with a single turn that gain as much from a second.
    """

    first: int
    second: int
    lower: int
    upper: int
    chance: float


def turn(
    series: pd.Series, shape: str = "bend", log: bool = True, level: float = LEVEL, draws: int = 999, seed: int = 3
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
    again = _redrawn(design @ coefficients, values - design @ coefficients, draws, rng)
    chosen = _squares(again, designs).argmin(axis=0)
    slopes = np.array([(np.linalg.pinv(x) @ again)[-2:].sum(axis=0) for x in designs])[chosen, np.arange(draws)]
    null = _redrawn(flat, values - flat, draws, rng)
    lower, upper = _middle(years[chosen + MARGIN], level)
    slowest, fastest = _middle(slopes, level)
    return Turn(
        year=int(years[best + MARGIN]),
        lower=int(lower),
        upper=int(upper),
        before=float(coefficients[-2]),
        after=float(coefficients[-2] + coefficients[-1]),
        after_lower=float(slowest),
        after_upper=float(fastest),
        chance=float((_gain(null, plain, designs) >= _gain(values[:, None], plain, designs)).mean()),
    )


def second_turn(
    series: pd.Series, log: bool = True, level: float = LEVEL, draws: int = 999, seed: int = 3
) -> SecondTurn:
    """Two turns instead of one: three straight lines that meet, every pair of years three or more apart tried.

    Args: as in `turn`. `chance` redraws the residuals around the best single turn, where there is no second.
    """
    years = series.index.to_numpy()
    values = np.log(series.to_numpy(dtype=float)) if log else series.to_numpy(dtype=float)
    time = np.arange(len(values))
    tried = range(MARGIN, len(values) - MARGIN)
    pairs = np.array([(a, b) for a in tried for b in tried if b - a >= MARGIN])
    single = _designs(len(values), "bend")
    double = np.array(
        [np.c_[np.ones_like(time), time, np.clip(time - a, 0, None), np.clip(time - b, 0, None)] for a, b in pairs]
    )
    best = pairs[_squares(values[:, None], double)[:, 0].argmin()]
    rng = np.random.default_rng(seed)
    redrawn = []
    for designs in (double, single):
        design = designs[_squares(values[:, None], designs)[:, 0].argmin()]
        fitted = design @ np.linalg.lstsq(design, values, rcond=None)[0]
        redrawn.append(_redrawn(fitted, values - fitted, draws, rng))
    again, null = redrawn
    lower, upper = _middle(years[pairs[_squares(again, double).argmin(axis=0), 1]], level)
    gain, by_chance = (
        1 - _squares(v, double).min(axis=0) / _squares(v, single).min(axis=0) for v in (values[:, None], null)
    )
    return SecondTurn(*(int(y) for y in (*years[best], lower, upper)), chance=float((by_chance >= gain).mean()))


def turns(series: dict[str, pd.Series], shape: str = "bend") -> pd.DataFrame:
    """`turn` of several series, one row each; in logarithms where every year has a delivery, but for `PLAIN`."""
    rows = []
    for name, values in series.items():
        found = turn(values, shape, log=bool((values > 0).all()) and name != PLAIN)
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
                "after_lower": found.after_lower,
                "after_upper": found.after_upper,
                "chance": found.chance,
            }
        )
    return pd.DataFrame(rows).assign(row=range(1, len(rows) + 1))


def change(values: pd.Series, before: tuple[int, int], after: tuple[int, int]) -> float:
    """Relative change of the sum from one window to another."""
    return window(values, after) / window(values, before) - 1


def against_published(levels: dict[int, pd.Series], published: pd.Series, spans: dict[str, tuple]) -> pd.DataFrame:
    """Changes that SIPRI published, beside our calculation from each release.

    Args:
        levels: release -> Russia's exports by year.
        published: key -> change in per cent as published.
        spans: key -> (window before, window after).
    """
    rows = []
    for key, (before, after) in spans.items():
        row = {"windows": f"{before[0]}–{before[1]} to {after[0]}–{after[1]}", "published, %": published[key]}
        for release, values in levels.items():
            covered = values.index.max() >= after[1]
            row[f"ours, release {release}, %"] = 100 * change(values, before, after) if covered else None
        rows.append(row)
    return pd.DataFrame(rows)


def receivers(transfers: pd.DataFrame, n: int = 9) -> pd.DataFrame:
    """Who received most from Russia in 2022-24, Armenia always among them: million TIV a year, in that order.

    The last column comes from another release than the two before it.
    """
    level = transfers[transfers["supplier"].eq("Russia") & transfers["method"].eq("delivery-level")]
    spans = {"2020–21": (2025, 2020, 2021), "2022–24": (2025, 2022, 2024), "2025 (release 2026)": (2026, 2025, 2025)}
    columns = {
        name: level[level["release"].eq(release) & level["year"].between(first, last)]
        .groupby("recipient")["tiv_million"]
        .sum()
        / (last - first + 1)
        for name, (release, first, last) in spans.items()
    }
    table = pd.DataFrame(columns).fillna(0.0)
    ranked = {"volume": -table["2022–24"], "name": table.index}
    order = pd.DataFrame(ranked, index=table.index).sort_values(["volume", "name"])
    kept = [*order.index[:n], *(name for name in order.index[n:] if name == "Armenia")]
    member = [name in (*OTHER_MEMBERS, "Armenia") for name in kept]
    rows = table.loc[kept].rename_axis("recipient").reset_index()
    rows.insert(1, "CSTO", member)
    return rows


def gaps(volumes: pd.Series) -> pd.DataFrame:
    """Runs of years without a delivery after the first one, oldest first.

    Args:
        volumes: volume by year, zero where nothing was delivered.

    Returns:
        Columns first, last, years, is_open (the run lasts to the end of the series).
    """
    since = volumes.loc[volumes.gt(0).idxmax() :]
    run = since.gt(0).cumsum()[since.eq(0)]
    rows = [
        {"first": int(y.min()), "last": int(y.max()), "years": len(y)} for _, y in run.index.to_series().groupby(run)
    ]
    table = pd.DataFrame(rows, columns=["first", "last", "years"])
    return table.assign(is_open=table["last"].eq(int(volumes.index.max())))


def place_in_year(day: pd.Timestamp) -> float:
    """Where a day stands on an axis whose bars are centred on whole years: 1 July 2022 on the bar of 2022."""
    return day.year - 0.5 + (day.day_of_year - 1) / (366 if day.is_leap_year else 365)


def split_errors(level: pd.Series, split: pd.Series) -> dict[str, float]:
    """Largest relative error of the even split, as a share: in a year, and in a sum of five years."""
    both = pd.DataFrame({"level": level, "split": split}).dropna()
    sums = {"year": both, "five": both.rolling(5).sum()}
    return {name: float((t["split"] / t["level"] - 1).abs().max()) for name, t in sums.items()}


def parts(transfers: pd.DataFrame, meanings: dict[str, set[str]], years: tuple[int, int]) -> pd.DataFrame:
    """Part of Russia's exports that went to each of several sets of states, by release; as shares.

    Args:
        transfers: arms/transfers; deliveries of the releases of 2024 and 2025, and the even split of that of 2026.
        meanings: name -> ISO codes of the states counted.
        years: first and last year.

    Returns:
        One row a meaning, one column a release.
    """
    columns = {}
    for release, method in ((2024, "delivery-level"), (2025, "delivery-level"), (2026, "register-split")):
        rows = transfers[
            transfers["release"].eq(release)
            & transfers["method"].eq(method)
            & transfers["supplier_iso3"].eq("RUS")
            & transfers["year"].between(*years)
        ]
        whole = rows["tiv_million"].sum()
        columns[release] = {
            name: rows.loc[rows["recipient_iso3"].isin(states), "tiv_million"].sum() / whole
            for name, states in meanings.items()
        }
    return pd.DataFrame(columns)


def falls(tables: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """How far the volume of each group fell from the window before the last to the last, as a share; a column a release."""
    return pd.DataFrame({release: 1 - window(t, WINDOWS[2]) / window(t, WINDOWS[1]) for release, t in tables.items()})


def candidates(exports: pd.DataFrame, transfers: pd.DataFrame) -> dict[str, pd.Series]:
    """The series whose turning years stand beside each other: last in the dictionary is drawn on top."""
    of = {s: yearly(exports, 2025, "delivery-level", supplier=s) for s in ("World", *PEERS, "Russia")}
    to = by_group(transfers, 2025, "delivery-level").loc[2000:]
    return {
        **{s: of[s].loc[2000:] for s in ("World", *PEERS)},
        **{f"to {g}": to[g] for g in ("Armenia", "other CSTO members", "India", "China", REST)},
        "Russia, 2026 split": yearly(exports, 2026, "register-split", supplier="Russia").loc[2000:2024],
        "Russia, release 2024": yearly(exports, 2024, "delivery-level", supplier="Russia").loc[2000:],
        PLAIN: of["Russia"].loc[2000:],
        "Russia from 2005": of["Russia"].loc[2005:],
        "Russia from 1995": of["Russia"].loc[1995:],
        "Russia": of["Russia"].loc[2000:],
    }


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


def _middle(values: np.ndarray, level: float) -> tuple[float, float]:
    """Ends of the middle part of redrawn values."""
    tail, ordered = (1 - level) / 2, np.sort(values)
    return ordered[int(np.floor(tail * len(values)))], ordered[int(np.ceil((1 - tail) * len(values))) - 1]


def _gain(values: np.ndarray, plain: np.ndarray, designs: np.ndarray) -> np.ndarray:
    without = _squares(values, plain[None])[0]
    return 1 - _squares(values, designs).min(axis=0) / without


def _redrawn(
    fitted: np.ndarray, residuals: np.ndarray, draws: int, rng: np.random.Generator, block: int = 3
) -> np.ndarray:
    n = len(residuals)
    starts = rng.integers(0, n, size=(draws, -(-n // block)))
    picked = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n] % n
    return fitted[:, None] + (residuals - residuals.mean())[picked].T
