"""Chapter 07's measures: who moved in the General Assembly, who voted how, who joined the court, what people said."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from evidence import event_lists, forms
from evidence.forms import written

Window = tuple[int, int]

NINE_TENTHS = 1.6448536269514722
WAR = pd.Timestamp("2022-02-24")
ARTICLE = pd.Timestamp("2023-11-28")
BEFORE: Window = (2019, 2021)
AFTER: Window = (2022, 2024)
PERIODS = ((1992, 1999), (2000, 2009), (2010, 2018), BEFORE, AFTER)
NEWEST = {"fp": ("2025-07", "fp"), "all": ("2025-07", "all")}
DRAWN_AS = {"whole resolutions": "fp", "paragraphs too (to 2023)": "all"}
CSTO = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
COMPARED = ("GEO", "KAZ", "BLR", "AZE")
WEST = ("USA", "FRA", "DEU", "GRC")
SERIES = {
    ("2025-07", "fp"): "whole resolutions",
    ("2025-07", "all"): "paragraphs and amendments too",
    ("2024-06", "all"): "edition of 2024",
}
FAMILIES = {
    "crimea human rights": "Human rights in Crimea",
    "georgia idps": "Georgia's displaced persons",
    "un-csto": "UN and CSTO",
    "icc report": "Report of the ICC",
    "un-council of europe": "UN and Council of Europe",
    "nazism glorification": "Glorification of Nazism",
}


def span(values: Iterable[float], form: str = ".2f") -> str:
    """`forms.between`, by default with decimals."""
    return forms.between(values, form)


def listed(values: Iterable[float], form: str = ".2f") -> str:
    """Values in their order, with commas and an "and" before the last."""
    texts = [written(v, form) for v in values]
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else texts[0]


def half_width(weights: Sequence[float], deviations: Sequence[float], correlation: float | None) -> float:
    """Half the width of the interval that holds nine tenths, for a weighted sum of estimates.

    Only quantiles of each estimate are published, not how the estimates go together.

    Args:
        weights: of the estimates; a change has negative ones for the earlier years.
        deviations: standard deviations of the estimates.
        correlation: the same for every pair; None for the widest interval that correlations from 0 to 1 allow: full
            among estimates of like sign in the sum, none between those of opposite sign.
    """
    parts = np.asarray(weights, dtype=float) * np.asarray(deviations, dtype=float)
    if correlation is None:
        variance = parts[parts > 0].sum() ** 2 + parts[parts < 0].sum() ** 2
    else:
        variance = (1 - correlation) * (parts**2).sum() + correlation * parts.sum() ** 2
    return float(NINE_TENTHS * np.sqrt(variance))


def series_of(points: pd.DataFrame, edition: str, series: str) -> pd.DataFrame:
    """One published series, with a standard deviation read off its quantiles as if the posterior were normal."""
    chosen = points[points["edition"].eq(edition) & points["series"].eq(series)]
    return chosen.assign(deviation=(chosen["upper"] - chosen["lower"]) / (2 * NINE_TENTHS))


def _change(rows: pd.DataFrame, sign: float, before: Window, after: Window) -> tuple[np.ndarray, pd.DataFrame]:
    early, late = (rows[rows["year"].between(*window)] for window in (before, after))
    used = pd.concat([late, early])
    weights = np.r_[np.full(len(late), sign / len(late)), np.full(len(early), -sign / len(early))]
    return weights, used


def moves(points: pd.DataFrame, states: Sequence[str], before: Window = BEFORE, after: Window = AFTER) -> pd.DataFrame:
    """How far each state moved between the means of two windows, years without an estimate left out.

    Args:
        points: from `series_of`.
        states: ISO codes.
        before, after: first and last year.

    Returns:
        One row a state: before, after, move; low and high enclose nine tenths under the widest interval that any
        correlation from 0 to 1 allows; low_independent and high_independent under none.
    """
    rows, places = [], points.groupby("iso3").indices
    narrow = points[["country", "year", "ideal_point", "deviation"]]
    for state in states:
        weights, used = _change(narrow.iloc[places.get(state, [])], 1.0, before, after)
        move = float(weights @ used["ideal_point"])
        widest, independent = (half_width(weights, used["deviation"], c) for c in (None, 0.0))
        late = used["year"].between(*after)
        rows.append(
            {
                "iso3": state,
                "country": used["country"].iloc[0],
                "before": used.loc[~late, "ideal_point"].mean(),
                "after": used.loc[late, "ideal_point"].mean(),
                "move": move,
                "low": move - widest,
                "high": move + widest,
                "low_independent": move - independent,
                "high_independent": move + independent,
            }
        )
    return pd.DataFrame(rows)


def moves_of_all(points: pd.DataFrame, before: Window = BEFORE, after: Window = AFTER) -> pd.DataFrame:
    """`moves` of every state of a series that has an estimate in both windows; their median is the common drift."""
    years = points.groupby("iso3")["year"]
    known = pd.concat([years.agg(lambda y, w=w: y.between(*w).any()) for w in (before, after)], axis=1).all(axis=1)
    return moves(points, sorted(known.index[known]), before, after)


def gap_parts(points: pd.DataFrame, one: str, other: str, before: Window, after: Window) -> dict[str, float]:
    """The change of the gap between two states, split into what each moved.

    The gap is the first state's point less the other's. It widens by the first one's move plus what the other moved
    the opposite way, so that `by_one + by_other = widened` exactly; either may be negative.
    """
    moved = moves(points, [one, other], before, after).set_index("iso3")
    pieces = [_change(points[points["iso3"].eq(s)], sign, before, after) for s, sign in ((one, 1.0), (other, -1.0))]
    weights = np.concatenate([w for w, _ in pieces])
    deviations = np.concatenate([used["deviation"].to_numpy() for _, used in pieces])
    widened = moved.loc[one, "move"] - moved.loc[other, "move"]
    widest = half_width(weights, deviations, None)
    return {
        "gap_before": moved.loc[one, "before"] - moved.loc[other, "before"],
        "gap_after": moved.loc[one, "after"] - moved.loc[other, "after"],
        "widened": widened,
        "low": widened - widest,
        "high": widened + widest,
        "by_one": moved.loc[one, "move"],
        "by_other": -moved.loc[other, "move"],
        "uniform_0": half_width(weights, deviations, 0.0),
        "uniform_1": half_width(weights, deviations, 1.0),
    }


GRID = 801


def distance_interval(points: pd.DataFrame, one: str, other: str, before: Window, after: Window) -> tuple[float, float]:
    """Nine tenths of the change of the distance between two states, whatever side they stand on.

    A distance is no weighted sum, so its distribution is read off a grid of two normal gaps: with errors of different years
    independent, with those of each state the same in all years, and with those the same within a window and independent
    between windows, the widest case of `half_width`. The widest ends of all three are returned. Errors of the two states are
    taken as independent of each other.
    """
    moments = []
    for state in (one, other):
        rows = points[points["iso3"].eq(state)]
        spreads = [rows.loc[rows["year"].between(*window), "deviation"].to_numpy() for window in (before, after)]
        moments.append([(np.sqrt((s**2).sum()) / len(s), s.mean()) for s in spreads])
    gaps = gap_parts(points, one, other, before, after)
    first, last = gaps["gap_before"], gaps["gap_after"]
    alone = [np.sqrt(sum(state[window][0] ** 2 for state in moments)) for window in (0, 1)]
    same = [np.sqrt(sum(state[window][1] ** 2 for state in moments)) for window in (0, 1)]
    shared = sum(state[0][1] * state[1][1] for state in moments) / (same[0] * same[1])
    cases = ((alone, 0.0), (same, shared), (same, 0.0))
    ends = [_quantiles_of_distance(first, last, *spreads, correlation) for spreads, correlation in cases]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _quantiles_of_distance(first: float, last: float, spread: float, later_spread: float, correlation: float) -> tuple[float, float]:
    """Fifth and ninety-fifth per cent of |last| - |first| for two normal gaps, from a grid of equal weights."""
    from scipy.stats import norm

    steps = norm.ppf((np.arange(GRID) + 0.5) / GRID)
    early, own = np.meshgrid(steps, steps)
    late = correlation * early + np.sqrt(max(0.0, 1 - correlation**2)) * own
    change = np.abs(last + later_spread * late) - np.abs(first + spread * early)
    low, high = np.quantile(change, [0.05, 0.95])
    return float(low), float(high)


def distances(
    series: dict[tuple[str, str], pd.DataFrame],
    states: Sequence[str] = WEST,
    one: str = "ARM",
    before: Window = BEFORE,
    after: Window = AFTER,
) -> pd.DataFrame:
    """How the distance from one state up the scale to others changed, by state and published series.

    Args:
        series: (edition, series) -> points from `series_of`.
        states: ISO codes of states that stand higher on the scale than `one` throughout.
        one: ISO code of the state whose distance is measured.
        before, after: first and last year.

    Returns:
        One row a state and series: iso3, to (name of the state), series (name for readers), edition, before, after,
        change (below zero: nearer), low and high (the widest interval), low_independent and high_independent, own and
        theirs (what each moved; change is theirs less own).
    """
    rows = []
    for state in states:
        for (edition, name), points in series.items():
            parts = gap_parts(points, state, one, before, after)
            rows.append(
                {
                    "iso3": state,
                    "to": points.loc[points["iso3"].eq(state), "country"].iloc[0],
                    "series": SERIES[edition, name],
                    "edition": edition,
                    "before": parts["gap_before"],
                    "after": parts["gap_after"],
                    "change": parts["widened"],
                    "low": parts["low"],
                    "high": parts["high"],
                    "low_independent": parts["widened"] - parts["uniform_0"],
                    "high_independent": parts["widened"] + parts["uniform_0"],
                    "own": -parts["by_other"],
                    "theirs": parts["by_one"],
                }
            )
    return pd.DataFrame(rows)


def readable_distances(rows: pd.DataFrame, one: str = "Armenia") -> pd.DataFrame:
    """`distances` with column names for readers."""
    names = {"to": "distance to", "series": "series", "before": "before", "after": "after", "change": "change"}
    names |= {"own": f"{one} moved", "theirs": "the other moved", "low": "interval from", "high": "interval to"}
    return rows[list(names)].rename(columns=names)


def by_period(points: pd.DataFrame, periods: Sequence[Window], one: str = "ARM", other: str = "RUS") -> pd.DataFrame:
    """`gap_parts` from each period to the next; the last period is cut where the series ends."""
    rows = []
    for before, after in zip(periods[:-1], periods[1:], strict=True):
        parts = gap_parts(points, one, other, before, after)
        end = min(after[1], int(points["year"].max()))
        rows.append({"from": f"{before[0]}–{before[1] % 100:02}", "to": f"{after[0]}–{end % 100:02}"} | parts)
    return pd.DataFrame(rows)


def by_periods(series: dict[tuple[str, str], pd.DataFrame], one: str = "ARM", other: str = "RUS") -> pd.DataFrame:
    """`by_period` over `PERIODS` for both series of the newest edition under each other, with a column series."""
    tables = [by_period(series[key], PERIODS, one, other).assign(series=SERIES[key]) for key in NEWEST.values()]
    return pd.concat(tables, ignore_index=True)


def moves_by_series(series: dict[tuple[str, str], pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """`moves_of_all` for both series of the newest edition, by the name under which the figure draws them."""
    return {label: moves_of_all(series[NEWEST[name]]) for label, name in DRAWN_AS.items()}


def readable_parts(parts: pd.DataFrame, one: str = "Armenia") -> pd.DataFrame:
    """`by_period` with column names for readers.

    Args:
        parts: from `by_period`, with or without a column series.
        one: name of the first state, as the column of its moves shows it.
    """
    names = {"series": "series", "from": "years before", "to": "years after"}
    names |= {"gap_before": "gap before", "gap_after": "gap after", "widened": "change of gap"}
    names |= {"by_one": f"{one} moved", "by_other": "Russia moved away", "low": "interval from", "high": "interval to"}
    return parts[[n for n in names if n in parts]].rename(columns=names)


def other_windows(points: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """Moves under other windows before and after, for every published series."""
    rows = []
    for (edition, series), label in SERIES.items():
        one = series_of(points, edition, series)
        last = int(one["year"].max())
        for start in (2012, 2015, 2017, 2019, 2021):
            for first in (2022, 2023):
                moved = moves(one, states, (start, 2021), (first, last))
                rows.append(moved.assign(series=label, window=f"{start}-21 to {first}-{last % 100}"))
    return pd.concat(rows, ignore_index=True)


def counted_totals(votes: pd.DataFrame) -> pd.DataFrame:
    """Yes, no and abstentions counted from the lists, beside the totals as stated, one row a resolution."""
    full = votes[votes["basis"].eq("UN record")]
    counted = full.groupby(["resolution", "vote"]).size().unstack(fill_value=0)
    stated = full.groupby("resolution")[["yes", "no", "abstain"]].first()
    return counted.join(stated.add_suffix("_stated"))


def totals_agree(totals: pd.DataFrame) -> bool:
    """True where every counted total is the stated one."""
    return all((totals[v] == totals[f"{v}_stated"]).all() for v in ("yes", "no", "abstain"))


def vote_grid(votes: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """Votes of some states on the fully recorded resolutions, with row and column numbers for drawing."""
    full = votes[votes["basis"].eq("UN record") & votes["iso3"].isin(states)].copy()
    rows, columns = list(states), sorted(full["resolution"].unique())
    full["row"] = full["iso3"].map(rows.index)
    full["column"] = full["resolution"].map(columns.index)
    kept = ["row", "column", "country", "iso3", "resolution", "date", "title_short", "vote"]
    return full[kept].sort_values(["row", "column"]).reset_index(drop=True)


def recurring_grid(recurring: pd.DataFrame, states: Sequence[str], first: int = 2016) -> pd.DataFrame:
    """Votes on resolutions that come back, one row a family and state, with numbers for drawing."""
    whole = recurring[recurring["part"].eq("whole") & recurring["iso3"].isin(states)]
    chosen = whole[whole["family"].isin(FAMILIES) & whole["date"].dt.year.ge(first)].copy()
    chosen["year"] = chosen["date"].dt.year.astype(int)
    family = chosen["family"].map(list(FAMILIES).index)
    chosen["row"] = family * (len(states) + 0.6) + chosen["iso3"].map(list(states).index)
    kept = ["row", "year", "family", "country", "iso3", "date", "symbol", "vote"]
    return chosen[kept].sort_values(["row", "date"]).reset_index(drop=True)


def stance_changes(
    recurring: pd.DataFrame, states: Sequence[str], since: int = 2016, absences: bool = True
) -> pd.DataFrame:
    """Last vote before the full-scale war and latest vote since, by family and state.

    A text adopted without a vote counts as yes for everybody: nobody asked for a vote against it.

    Args:
        recurring: alignment/recurring_votes.
        states: ISO codes.
        since: first year that counts.
        absences: an absence counts as a stance; otherwise it is passed over for the last vote that was cast.

    Returns:
        Columns family, iso3, before, now, moved; moved is true where the two differ. A pair without a vote on either
        side of the war has no row.
    """
    whole = recurring[
        recurring["part"].eq("whole") & recurring["iso3"].isin(states) & recurring["family"].isin(FAMILIES)
    ]
    whole = whole[whole["date"].dt.year.ge(since) & (whole["vote"].ne("absent") | absences)]
    whole = whole.sort_values(["iso3", "family", "date"])
    early, late = (
        whole[w].groupby(["family", "iso3"])["vote"].last() for w in (whole["date"] < WAR, whole["date"] >= WAR)
    )
    both = pd.DataFrame({"before": early, "now": late}).dropna()
    plain = both.replace({"no vote taken": "yes"})
    return both.assign(moved=plain["before"].ne(plain["now"])).reset_index()


def who_moved(
    changes: pd.DataFrame, without_absences: pd.DataFrame, one: str = "ARM", other: str = "RUS"
) -> pd.DataFrame:
    """For each family what the two states did, and which of them moved, with absences as stances and without them.

    Args:
        changes: from `stance_changes`.
        without_absences: the same with `absences=False`.
        one, other: ISO codes of Armenia and Russia, or of states that stand in for them.
    """

    def movers(table: pd.DataFrame, family: str) -> str:
        moved = table[table["family"].eq(family) & table["moved"]]["iso3"]
        names = [name for name, state in (("Armenia", one), ("Russia", other)) if state in set(moved)]
        return " and ".join(names) or "neither"

    rows = []
    for family, label in FAMILIES.items():
        pair = changes[changes["family"].eq(family)].set_index("iso3")
        arrows = [f"{pair.loc[s, 'before']} → {pair.loc[s, 'now']}" for s in (one, other)]
        rows.append(
            {
                "resolution": label,
                "Armenia": arrows[0],
                "Russia": arrows[1],
                "moved": movers(changes, family),
                "moved, absences left out": movers(without_absences, family),
            }
        )
    return pd.DataFrame(rows)


def joined_agreement(agreement: pd.DataFrame, iso3: str, partners: Sequence[str], seam: int = 74) -> pd.DataFrame:
    """Our own shares of identical votes: roll-call data before the seam, resolutions from it on."""
    pair = agreement[agreement["iso3"].eq(iso3) & agreement["partner_iso3"].isin(partners)]
    old = pair[pair["basis"].eq("own, roll calls") & pair["session"].lt(seam)]
    new = pair[pair["basis"].eq("own, resolutions") & pair["session"].ge(seam)]
    both = pd.concat([old, new])[["iso3", "partner", "partner_iso3", "session", "year", "agreement", "votes_compared"]]
    enough = both[both["votes_compared"].gt(1)]
    return enough.sort_values(["partner_iso3", "session"]).reset_index(drop=True)


def with_russia(agreement: pd.DataFrame, states: Sequence[str], before: Window, after: Window) -> pd.DataFrame:
    """Mean agreement with Russia in two windows of sessions' opening years, by state, and the change."""
    rows = []
    for state in states:
        line = joined_agreement(agreement, state, ["RUS"]).set_index("year")["agreement"]
        early, late = line.loc[slice(*before)].mean(), line.loc[slice(*after)].mean()
        rows.append({"iso3": state, "before": early, "after": late, "change": late - early})
    return pd.DataFrame(rows)


def parties(rome: pd.DataFrame, basis: str | None = None) -> pd.DataFrame:
    """States bound by the Rome Statute that have not left it; optionally only from one basis."""
    bound = rome[rome["in_force"].notna() & rome["withdrawn"].isna()]
    return bound if basis is None else bound[bound["basis"].eq(basis)]


def statute_table(rome: pd.DataFrame, states: Sequence[str], names: pd.Series) -> pd.DataFrame:
    """Signature, deposit and force for some states; a state without a row neither signed nor joined."""
    known = rome.set_index("iso3")
    rows = []
    for state in states:
        row = {"state": names[state]}
        for column, label in (("signed", "signed"), ("ratified", "deposited"), ("in_force", "party since")):
            day = known[column].get(state, pd.NaT)
            row[label] = "no" if pd.isna(day) else f"{day:%Y-%m-%d}"
        rows.append(row)
    return pd.DataFrame(rows)


def new_ties(deals: pd.DataFrame, since: int = 2020) -> pd.DataFrame:
    """What was reported from each supplier but Russia and Armenia's own makers: orders, values, and other ties.

    Rumours and denied deals are left out; a supplier without a reported value has none, not zero.
    """
    kept = deals[deals["date"].dt.year.ge(since) & ~deals["supplier_country"].isin(["Russia", "Armenia"])]
    kept = kept[~kept["kind"].isin(["rumour", "denied"])]
    rows = []
    for supplier, ties in kept.groupby("supplier_country"):
        orders = ties[ties["counts_in_totals"]]
        dollars = orders.loc[orders["value_currency"].eq("USD"), "value_low"].dropna()
        rows.append(
            {
                "from": supplier,
                "orders": len(orders),
                "with a value": len(dollars),
                "at least, million dollars": dollars.sum() / 1e6 if len(dollars) else np.nan,
                "other ties": ", ".join(dict.fromkeys(ties.loc[~ties["counts_in_totals"], "kind"])) or "none listed",
            }
        )
    return pd.DataFrame(rows).sort_values(["orders", "from"], ascending=[False, True]).reset_index(drop=True)


def path(events: pd.DataFrame) -> pd.DataFrame:
    """Armenia's way into the court as dated, the warrant among the steps."""
    steps = events.loc[list(event_lists.keys("shown", "the path to the court"))].sort_values(["date", "description"])
    return pd.DataFrame({"key": steps.index, "date": steps["date_known"], "what": steps["description"]})


def well_sourced(events: pd.DataFrame, keys: Sequence[str]) -> bool:
    """True where every event is listed with high or medium confidence and counts."""
    rows = events.loc[list(keys)]
    return bool(rows["confidence"].isin(["high", "medium"]).all() and rows["in_totals"].all())


def acting(
    events: pd.DataFrame, actors: Sequence[str], since: pd.Timestamp | None, until: pd.Timestamp | None
) -> pd.DataFrame:
    """Events in which all actors act; since and until included, None is open."""
    acts = pd.concat([events["actors"].str.split(";").map(lambda a, n=n: n in a) for n in actors], axis=1).all(axis=1)
    return events[acts & events["date"].between(since or events["date"].min(), until or events["date"].max())]


def mentions(
    events: pd.DataFrame, actors: Sequence[str], words: str, since: pd.Timestamp | None, until: pd.Timestamp | None
) -> int:
    """Events in which all actors act and one of the words stands; since and until included, None is open."""
    return int(acting(events, actors, since, until)["description"].str.contains(words, case=False).sum())


def grounds_of_complaint(events: pd.DataFrame, leave_out: Sequence[str] = ()) -> pd.Series:
    """Number of listed complaints by ground; an entry that one may sort otherwise can be left out."""
    kept = {ground: [k for k in keys if k not in leave_out] for ground, keys in event_lists.groups("complaint").items()}
    return pd.Series({ground: len(events.loc[keys]) for ground, keys in kept.items()})


def on_record(events: pd.DataFrame, nato: Iterable[str]) -> dict[str, bool | int]:
    """What the chronology and the list of NATO's members say for the claims on the court and the West, by finding.

    A search for words finds what the list describes, not what was said elsewhere.
    """
    listed = event_lists.groups("finding")
    warrant = events.loc[listed["warrant_on_record"][0], "date"]
    older = events.loc[list(listed["agreements_by_article"])]
    back = list(listed["three_steps_back_after"])
    members, bilateral = set(nato), ["Russia", "Armenia"]
    day_before = warrant - pd.Timedelta(days=1)
    steps_back = int((events.loc[back, "date"] > ARTICLE).sum())
    asks = [mentions(events, ["Armenia", a], "asks|appeal|invoke|request", ARTICLE, None) for a in ("Russia", "CSTO")]
    later = [acting(events, ["Armenia", a], ARTICLE, None).index for a in ("Russia", "CSTO")]
    return {
        "kremlin_objected_before_vote": well_sourced(events, listed["kremlin_objected_before_vote"]),
        "kremlin_objected_after_vote": well_sourced(events, listed["kremlin_objected_after_vote"]),
        "warrant_on_record": well_sourced(events, listed["warrant_on_record"]),
        "judgment_on_record": mentions(events, ["ICC"], "judgment|sentenc|convict", None, ARTICLE) > 0,
        "warrant_named": well_sourced(events, listed["warrant_named"]),
        "no_objection_before_warrant": mentions(events, bilateral, "Rome Statute", None, day_before) == 0,
        "armenia_began_before_warrant": bool(events.loc[listed["armenia_began_before_warrant"][0], "date"] < warrant),
        "other_grounds_named": well_sourced(events, listed["other_grounds_named"]),
        "rift_before_vote": well_sourced(events, listed["rift_before_vote"]),
        "agreements_by_article": well_sourced(events, older.index) and bool(older["date"].max() < ARTICLE),
        "greece_in_nato": "GRC" in members,
        "cyprus_in_nato": "CYP" in members,
        "officials_objected_to_west": well_sourced(events, listed["officials_objected_to_west"]),
        "entries_to_article": len(acting(events, bilateral, None, ARTICLE)),
        "officials_named_a_danger": mentions(events, bilateral, "danger|threat", None, ARTICLE) > 0,
        "steps_back": steps_back,
        "three_steps_back_after": well_sourced(events, back) and steps_back >= 3,
        "entries_since_article": len(later[0].union(later[1])),
        "asked_for_more_after": sum(asks) > 0,
    }


def sampling_margin(percent: pd.Series, respondents: pd.Series) -> pd.Series:
    """Percentage points on either side that enclose 95 of 100 simple random samples; unknown where the number asked is."""
    share = percent / 100
    return 196 * np.sqrt(share * (1 - share) / respondents.astype("float64"))


def poll_points(polls: pd.DataFrame, question: str, answer: str, about: Sequence[str]) -> pd.DataFrame:
    """Poll figures of one question with decimal dates, the way of asking, and the margin that sampling alone makes.

    A wave dated only by year is put in the middle of it; where the same question has a dated wave in that year too, it
    is marked as a second report. The margin is `sampling_margin`; the mode is unknown where none was reported.
    """
    question_rows = polls[polls["question_id"].eq(question) & polls["about"].isin(about)]
    parts = question_rows["field_start"].str.split("-")
    year, month = parts.str[0].astype(int), parts.str[1].astype(float)
    has_dated = (
        month.notna().groupby([question_rows["comparable_group"], question_rows["about"], year]).transform("any")
    )
    timed = question_rows.assign(
        when=year + (month.fillna(7.0) - 0.5) / 12,
        is_second_report=month.isna() & has_dated,
        mode=question_rows["mode"].fillna("unknown"),
        margin=sampling_margin(question_rows["percent"], question_rows["n"]),
    )
    kept = ["question_id", "answer", "about", "comparable_group", "field_start", "when", "is_second_report", "percent"]
    chosen = timed[timed["answer"].eq(answer)][[*kept, "margin", "mode"]]
    return chosen.sort_values(["about", "comparable_group", "when", "percent"]).reset_index(drop=True)


def by_wave(points: pd.DataFrame) -> pd.Series:
    """Shares of one poll question by "about_first day", for stating them one by one."""
    keys = points["about"].str.replace(" ", "_") + "_" + points["field_start"].str.replace("-", "_")
    return pd.Series((points["percent"] / 100).to_numpy(), index=keys)


def asked(polls: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The poll questions that were put often enough to compare waves, by title, in the order of the figure."""
    answers = ("good (very or somewhat)", "bad (very or somewhat)")
    relations = [poll_points(polls, "iri_relations", answer, ["Russia"]) for answer in answers]
    return {
        "Main friend\n(Caucasus Barometer)": poll_points(polls, "cb_main_friend", "named", ["Russia", "France"]),
        "Relations with Russia\n(IRI)": pd.concat(relations, ignore_index=True),
        "Important political partner\n(IRI, several answers)": poll_points(
            polls, "iri_partner_political", "named", ["Russia", "France"]
        ),
    }
