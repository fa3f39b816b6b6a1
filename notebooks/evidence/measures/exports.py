"""Arms exports: windows, shares and the year in which a series turned.

Volumes are SIPRI trend-indicator values (TIV) in millions: a yardstick of volume, not money. All sums are our
calculation from SIPRI data.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.forms import WORDS

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
    series: pd.Series, log: bool = True, level: float = 0.95, draws: int = 999, seed: int = 3
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


def path_of(series: pd.Series, year: int) -> pd.Series:
    """The two straight lines in logarithms that meet in a year, back in the unit of the series."""
    values = np.log(series.to_numpy(dtype=float))
    design = _designs(len(values), "bend")[int(year) - int(series.index[0]) - MARGIN]
    return pd.Series(np.exp(design @ np.linalg.lstsq(design, values, rcond=None)[0]), index=series.index)


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


def arrivals(deliveries: pd.DataFrame, release: int, first: int) -> pd.DataFrame:
    """What reached Armenia each year from Russia and from others, in one release."""
    rows = deliveries[deliveries["release"].eq(release) & deliveries["recipient"].eq("Armenia")]
    years = range(first, release)
    russia, others = (
        rows[rows["supplier"].eq("Russia").eq(own)]
        .groupby("delivery_year")["tiv_million"]
        .sum()
        .reindex(years, fill_value=0.0)
        for own in (True, False)
    )
    table = pd.DataFrame({"russia": russia, "others": others, "total": russia + others})
    table.insert(0, "when", table.index + 0.5)
    return table.rename_axis("year").reset_index()


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


def gap_findings(shown: pd.Series, longest: pd.Series) -> dict[str, object]:
    """How long nothing has come from Russia, beside earlier gaps.

    Args:
        shown: what Russia delivered by year, in the span of the figure.
        longest: the same over the longest span that a release covers.
    """
    now = gaps(shown)
    before, ever = now[~now["is_open"]], gaps(longest)
    record = ever[~ever["is_open"]].sort_values(["years", "first"]).iloc[-1]
    return {
        "gap_now": WORDS[now.loc[now["is_open"], "years"].item()],
        "gap_before": WORDS[before["years"].max()],
        "gap_longer_than_before": now.loc[now["is_open"], "years"].item() > before["years"].max(),
        "gap_record": WORDS[record["years"]],
        "gap_record_years": f"{record['first']} to {record['last']}",
    }


def last_full_year(day: pd.Timestamp) -> int:
    """The last calendar year that was over on a day."""
    return day.year - 1


def statements(events: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Events as a table for readers, in the order of their dates."""
    rows = events.set_index("event_id").loc[ids].sort_values(["date", "description"])
    return pd.DataFrame(
        {
            "event": rows.index,
            "date": rows["date"].dt.strftime("%Y-%m-%d"),
            "confidence": rows["confidence"],
            "what was said": rows["description"],
            "source": rows["source_name"],
        }
    )


def complaints(events: pd.DataFrame, ids: list[str], day: str | pd.Timestamp) -> dict[str, object]:
    """Who had complained of Russian arms up to a day, how often, and whether Russia was named; for claims C17 and C31."""
    rows = events.set_index("event_id").loc[ids]
    he = rows["description"].str.startswith("Pashinyan")
    named = rows["description"].str.contains("Russia")
    before = rows["date"] < day
    span = (rows["date"].max() - rows["date"].min()).days
    return {
        "he_had_complained": (he & before).any(),
        "he_had_named_russia": (he & before & named).any(),
        "another_had_named_russia": (~he & before & named).any(),
        "three_complaints": rows["date"].nunique() >= 3,
        "days_of_complaint": rows["date"].nunique(),
        "complaints_over_a_year": span > 365,
        "months_of_complaints": round(span / 30.44),
    }


def split_errors(level: pd.Series, split: pd.Series) -> dict[str, str]:
    """Largest relative error of the even split, in a year and over five years."""
    both = pd.DataFrame({"level": level, "split": split}).dropna()
    sums = {"year": both, "five": both.rolling(5).sum()}
    return {f"split_error_{name}": f"{(t['split'] / t['level'] - 1).abs().max():.0%}" for name, t in sums.items()}


def fall_findings(
    level: pd.Series, splits: dict[int, pd.Series], published: pd.Series, spans: dict[str, tuple]
) -> dict[str, object]:
    """How far exports fell, with the range over releases, and what was published in 2023."""
    falls = [-change(s, *spans["F47"]) for s in (level, *splits.values())]
    first, last = splits.values()
    now = change(level, *spans["F48"])
    return {
        "fall_2025": f"{falls[0]:.0%}",
        "fall_range": f"{min(falls):.0%} to {max(falls):.0%}",
        "fell_in_every_release": min(falls) > 0,
        "newest_year_revised": f"{last[2024] / first[2024] - 1:.0%}",
        "change_known_2023": f"−{abs(published['F48']):.0f}%",
        "change_known_now": f"−{abs(now):.0%}",
    }


def drawn(series: pd.Series, found: Turn, split: pd.Series, level: pd.Series) -> pd.DataFrame:
    """Everything that the figure of the fall draws; the other release has columns of its own."""
    columns = {
        "tiv_million": series,
        "fitted": path_of(series, found.year),
        "next_split": split.loc[2018 : series.index.max()],
        "next_level": level,
    }
    return pd.DataFrame(columns).rename_axis("year").reset_index()


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


def turn_findings(found: Turn, turned: pd.DataFrame, step: Turn, second: SecondTurn) -> dict[str, object]:
    """What the chapter says of the turn."""
    rows = turned.set_index("series")
    russian = rows[rows.index.str.startswith("Russia")]
    limit = int(rows.loc["Russia", "last"]) - MARGIN
    reach = rows[["lower", "upper"]].astype(str).agg(" to ".join, axis=1)
    fell = -np.expm1(russian.drop(index=PLAIN)["after"])
    return {
        "turn_year": str(found.year),
        "turn_interval": f"{found.lower} to {found.upper}",
        "turn_range": f"{russian['lower'].min()} to {russian['upper'].max()}",
        "last_year_tried": str(limit),
        "turn_before_war": russian["upper"].max() < limit < 2022,
        "step_year": str(step.year),
        "turn_india": reach["to India"],
        "turn_rest": reach[f"to {REST}"],
        "no_other_exporter_turned": (rows.loc[list(PEERS), "chance"] >= 0.05).all(),
        "yearly_fall": f"{-np.expm1(found.after):.0%}",
        "yearly_fall_interval": f"{-np.expm1(found.after_upper):.0%} to {-np.expm1(found.after_lower):.0%}",
        "yearly_fall_range": f"{fell.min():.0%} to {fell.max():.0%}",
        "turn_china": reach["to China"],
        "china_turn_at_limit": rows.loc["to China", "year"] == limit,
        "first_of_two": str(second.first),
        "second_of_two": str(second.second),
        "second_interval": f"{second.lower} to {second.upper}",
        "second_reaches_limit": second.upper == limit,
        "second_by_chance": f"{second.chance:.0%}",
        "second_turn_not_shown": second.chance >= 0.05,
    }


def with_ranges(shares: pd.DataFrame) -> pd.DataFrame:
    """Shares with the smallest and largest of their window and group beside them."""
    ends = shares.groupby(["window", "group"])["percent"].agg(low="min", high="max")
    return shares.join(ends, on=["window", "group"])


def share_findings(shares: pd.DataFrame, main: str) -> dict[str, object]:
    """Shares and changes of the groups, each with its range over the sources."""
    found: dict[str, object] = {}
    rows = shares[shares["source"] == main].set_index(["window", "group"])
    for name in ("2010–14", "2015–19", "2020–24"):
        row = rows.loc[(name, "other CSTO members")]
        found[f"others_share_{name[:4]}"] = f"{row['percent']:.1f}%"
        found[f"others_range_{name[:4]}"] = f"{row['low']:.1f}% to {row['high']:.1f}%"
    volume = shares.pivot_table(index=["source", "group"], columns="window", values="tiv_million")
    falls = (1 - volume["2020–24"] / volume["2015–19"]).dropna().unstack("group")
    for group, name in (("other CSTO members", "others"), ("Armenia", "armenia"), (REST, "rest")):
        found[f"{name}_fall"] = f"{falls.loc[main, group]:.0%}"
        found[f"{name}_fall_range"] = f"{falls[group].min():.0%} to {falls[group].max():.0%}"
    return found


def lump_findings(table: pd.DataFrame, year: int = 2019) -> dict[str, object]:
    """How much of the change of Armenia's volume hangs on the one large year at the end of a window.

    Args:
        table: result of `by_group`.
        year: last year of the window before; its volume is moved into the next window.
    """
    armenia = table["Armenia"]
    before, after = window(armenia, WINDOWS[1]), window(armenia, WINDOWS[2])
    lump = float(armenia[year])
    return {
        "part_of_lump": f"{lump / before:.0%}",
        "armenia_if_a_year_later": f"{(after + lump) / (before - lump):.1f}",
    }


def allied_findings(tables: dict[str, pd.DataFrame], exports: pd.DataFrame) -> dict[str, object]:
    """How large a part allies took before 2022, and Russia's rank among exporters of 2012-21; for claim C22."""
    allied = ["other CSTO members", "Armenia"]
    lengths = (5, 10)
    ends = [e for n in lengths for e in largest_share(tables, allied, 2021, n)]
    both = [
        float(t.loc[2012:2021, ["India", "China"]].sum().sum() / t.loc[2012:2021].sum().sum()) for t in tables.values()
    ]
    rows = exports[
        exports["release"].eq(2025) & exports["method"].eq("delivery-level") & exports["supplier"].ne("World")
    ]
    sums = rows[rows["year"].between(2012, 2021)].groupby("supplier")["tiv_million"].sum()
    rank = int(sums.rank(ascending=False)["Russia"])
    return {
        "russia_rank": WORDS[rank],
        "russia_place": rank,
        "russia_among_three_largest": rank <= 3,
        "window_lengths": " or ".join(WORDS[n] for n in lengths),
        "allied_range": f"{min(ends):.1%} to {max(ends):.1%}",
        "largest_allied_part": round(max(ends), 3),
        "allies_took_most": max(ends) > 0.5,
        "allies_a_small_part": max(ends) < 0.1,
        "india_china_range": f"{min(both):.0%} to {max(both):.0%}",
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
