"""Chapter 07's measures: deeds by field, who moved in the General Assembly, who voted how, what people said."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evidence import event_lists
from evidence.measures.record import agreed

Window = tuple[int, int]

LEVEL = 0.90  # of every interval of this module, and of the published quantiles (5 and 95 per cent)
NINE_TENTHS = 1.6448536269514722  # half the width of that interval for a normal error of one
WAR = pd.Timestamp("2022-02-24")
ARTICLE = pd.Timestamp("2023-11-28")
BEFORE: Window = (2019, 2021)
AFTER: Window = (2022, 2024)
PERIODS = ((1992, 1999), (2000, 2009), (2010, 2018), BEFORE, AFTER)
CSTO = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
WEST = ("USA", "FRA", "DEU", "GRC")
SERIES = {
    ("2025-07", "fp"): "whole resolutions",
    ("2025-07", "all"): "paragraphs and amendments too",
    ("2024-06", "all"): "edition of 2024",
}
GOOD, PARTNER = "Relations with Russia are good", "Most important political partners"
CONSENSUS = "no vote taken"
FIELDS = ["arms from others", "alliance", "criminal court", "pacts with the West", "guards, loans ended", "still with Russia"]
FAMILIES = {
    "crimea human rights": "Human rights in Crimea",
    "georgia idps": "Georgia's displaced persons",
    "un-csto": "UN and CSTO",
    "icc report": "Report of the ICC",
    "un-council of europe": "UN and Council of Europe",
    "nazism glorification": "Glorification of Nazism",
}


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
    return _weights(len(late), len(early), sign), used


def _weights(late: int, early: int, sign: float = 1.0) -> np.ndarray:
    """Of the estimates of two windows, the later one first, in the change of their means."""
    return np.r_[np.full(late, sign / late), np.full(early, -sign / early)]


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
    spans = [points["year"].between(*window) for window in (before, after)]
    chosen = points[(spans[0] | spans[1]) & points["iso3"].isin(states)]
    is_late = chosen["year"].between(*after).to_numpy()
    estimates, deviations, names = (chosen[c].to_numpy() for c in ("ideal_point", "deviation", "country"))
    of_state = chosen.groupby("iso3").indices
    rows = []
    for state in states:
        late, early = (of_state[state][is_late[of_state[state]] == when] for when in (True, False))
        weights = _weights(len(late), len(early))
        used = np.r_[late, early]
        move = float(weights @ estimates[used])
        widest, independent = (half_width(weights, deviations[used], c) for c in (None, 0.0))
        rows.append(
            {
                "iso3": state,
                "country": names[used[0]],
                "before": estimates[early].mean(),
                "after": estimates[late].mean(),
                "move": move,
                "low": move - widest,
                "high": move + widest,
                "low_independent": move - independent,
                "high_independent": move + independent,
            }
        )
    return pd.DataFrame(rows)


def moves_of_all(points: pd.DataFrame, before: Window = BEFORE, after: Window = AFTER) -> pd.DataFrame:
    """`moves` of every state of a series that has an estimate in both windows, from the lowest to the highest move.

    Returns:
        The columns of `moves`, and rank: 1 for the state that moved farthest down the scale. The median of move is the
        common drift.
    """
    seen = {i: points["year"].between(*w).groupby(points["iso3"]).any() for i, w in enumerate((before, after))}
    known = pd.DataFrame(seen).all(axis=1)
    rows = moves(points, sorted(known.index[known]), before, after).sort_values(["move", "iso3"], ignore_index=True)
    return rows.assign(rank=rows.index + 1)


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


def distance_change(
    points: pd.DataFrame, one: str, other: str, before: Window = BEFORE, after: Window = AFTER
) -> dict[str, float]:
    """How much farther apart two states stand, whatever the side, with the interval of `gap_parts` (at `LEVEL`).

    On which side a state stands is taken from the estimates. Where it stays on one side this is the change of the gap, with
    the same interval or its mirror image. Where it crosses, the gaps before and after have opposite signs, and their sum
    counts. Errors of different years and states are not taken as independent: the interval is the widest that any
    correlation from 0 to 1 allows.

    Returns:
        gap_before, gap_after (`one` less `other`), grew (below zero: nearer), low, high, level.
    """
    sides = {window: np.sign(_gap(points, one, other, window)) for window in (before, after)}
    weights, deviations = [], []
    for state, sign in ((one, 1.0), (other, -1.0)):
        for window, turn in ((before, -sides[before]), (after, sides[after])):
            rows = points[points["iso3"].eq(state) & points["year"].between(*window)]
            weights += [sign * turn / len(rows)] * len(rows)
            deviations += list(rows["deviation"])
    first, last = _gap(points, one, other, before), _gap(points, one, other, after)
    grew, half = abs(last) - abs(first), half_width(weights, deviations, None)
    return {"gap_before": first, "gap_after": last, "grew": grew, "low": grew - half, "high": grew + half, "level": LEVEL}


def _gap(points: pd.DataFrame, one: str, other: str, window: Window) -> float:
    chosen = points[points["year"].between(*window)]
    means = chosen[chosen["iso3"].isin([one, other])].groupby("iso3")["ideal_point"].mean()
    return float(means[one] - means[other])


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


def by_period(points: pd.DataFrame, periods: Sequence[Window], one: str = "ARM", other: str = "RUS") -> pd.DataFrame:
    """`gap_parts` from each period to the next; the last period is cut where the series ends."""
    rows = []
    for before, after in zip(periods[:-1], periods[1:], strict=True):
        parts = gap_parts(points, one, other, before, after)
        end = min(after[1], int(points["year"].max()))
        rows.append({"from": f"{before[0]}–{before[1] % 100:02}", "to": f"{after[0]}–{end % 100:02}"} | parts)
    return pd.DataFrame(rows)


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


def joined_agreement(agreement: pd.DataFrame, iso3: str, partners: Sequence[str], seam: int = 74) -> pd.DataFrame:
    """Our own shares of identical votes: roll-call data before the seam, resolutions from it on."""
    pair = agreement[agreement["iso3"].eq(iso3) & agreement["partner_iso3"].isin(partners)]
    old = pair[pair["basis"].eq("own, roll calls") & pair["session"].lt(seam)]
    new = pair[pair["basis"].eq("own, resolutions") & pair["session"].ge(seam)]
    both = pd.concat([old, new])[["iso3", "partner", "partner_iso3", "session", "year", "agreement", "votes_compared"]]
    enough = both[both["votes_compared"].gt(1)]
    return enough.sort_values(["partner_iso3", "session"]).reset_index(drop=True)


def with_russia(
    agreement: pd.DataFrame, states: Sequence[str] | None = None, before: Window = BEFORE, after: Window = AFTER
) -> pd.DataFrame:
    """Mean agreement with Russia in two windows of sessions' opening years, by state, and the change.

    Args:
        agreement: alignment/agreement.
        states: ISO codes; all that the table compares with Russia, in order of their codes, when left out.
        before, after: first and last year.
    """
    if states is None:
        states = sorted(agreement.loc[agreement["partner_iso3"].eq("RUS"), "iso3"].unique())
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


def relations(polls: pd.DataFrame) -> pd.DataFrame:
    """Two questions that were put often enough to compare waves, for a chart.

    Args:
        polls: opinion/polls, rows of respondents in Armenia.

    Returns:
        Columns of `poll_points`, and heading and line (names for readers), low and high (percent less and plus margin; the
        percentage itself where the number asked is unknown). Second reports of a wave are left out.
    """
    good = poll_points(polls, "iri_relations", "good (very or somewhat)", ["Russia"]).assign(heading=GOOD)
    partner = poll_points(polls, "iri_partner_political", "named", ["Russia", "France"]).assign(heading=PARTNER)
    rows = pd.concat([good, partner], ignore_index=True).rename(columns={"about": "line"})
    rows = rows[~rows["is_second_report"]]
    margin = rows["margin"].fillna(0)
    return rows.assign(low=rows["percent"] - margin, high=rows["percent"] + margin)


def recurring(votes: pd.DataFrame, states: Sequence[str], first: int) -> pd.DataFrame:
    """Votes of some states on whole resolutions that come back, from the first year on, one row a text and state.

    Args:
        votes: alignment/recurring_votes.
        states: ISO codes.
        first: year of adoption.
    """
    whole = votes[votes["part"].eq("whole") & votes["iso3"].isin(states) & votes["family"].isin(FAMILIES)]
    whole = whole[whole["date"].dt.year.ge(first)]
    whole = whole.assign(
        text=whole["family"].map(FAMILIES), year=whole["date"].dt.year, vote=whole["vote"].replace(CONSENSUS, "consensus")
    )
    whole = whole.assign(place=whole["family"].map(list(FAMILIES).index), row=whole["iso3"].map(list(states).index))
    return whole.sort_values(["place", "row", "date"])[["text", "country", "iso3", "year", "date", "symbol", "vote"]]


def who_moved(panel: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """`recurring` votes of Armenia and Russia, each text's name followed by who of the two moved on it.

    Args:
        panel: from `recurring`.
        changes: from `stance_changes`. Where both moved on a text, both are named.
    """
    moved = changes[changes["iso3"].isin(panel["iso3"]) & changes["moved"]]
    names = panel.groupby("iso3")["country"].first()
    movers = moved["iso3"].map(names).groupby(moved["family"].map(FAMILIES)).agg(" and ".join) + " moved"
    return panel.assign(text=panel["text"] + ": " + panel["text"].map(movers).fillna("neither moved"))


def well_sourced(events: pd.DataFrame) -> pd.Series:
    """Which events are told with high or medium confidence and may be counted."""
    return events["confidence"].isin(["high", "medium"]) & events["in_totals"]


def coded(events: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Well-sourced events with the codes on which both coders agree.

    Args:
        events: narrative/events, by event_id.
        codes: narrative/event_codes, a row an event and coder.

    Returns:
        Events in the order of time with columns tie, act, step_back, asks (true where both coders say so), danger (both read
        the words as naming a danger), concern (both read danger or concern), ground (where both give the same) and side
        (the first coder's).
    """
    by, both = codes.pivot(index="event_id", columns="coder").reindex(events.index), agreed(codes).reindex(events.index)
    rows = events.assign(
        asks=both["asks"].eq(True), step_back=both["step_back"].eq(True), tie=both["code"].eq("tie"), act=both["kind"].eq("act"),
        danger=both["west"].eq("danger"), concern=by["west"].notna().all(axis=1), ground=both["ground"], side=by["side"]["first"],
    )  # fmt: skip
    return rows[well_sourced(events)].sort_values("date")


def deeds(rows: pd.DataFrame, orders: pd.DataFrame, since: int = 2020) -> pd.DataFrame:
    """What Armenia did, by field: dated acts for a chart, no census.

    Args:
        rows: from `coded`.
        orders: narrative/deals.
        since: first year.

    Returns:
        One row an act: field, date, when (decimal year; what is known by its year alone stands in the middle of it), key, what.
    """
    own = rows[rows["act"] & rows["side"].isin(["Armenia", "both"])]
    alliance = own["actors"].str.contains("CSTO")
    picked = {
        "criminal court": rows.loc[rows.index.isin(event_lists.keys("shown", "the path to the court")) & rows["side"].eq("Armenia")],
        "alliance": own[own["step_back"] & alliance],
        "guards, loans ended": own[own["step_back"] & ~alliance],
        "pacts with the West": rows[rows.index.isin(event_lists.keys("shown", "missions and pacts with the West"))],
        "still with Russia": own[own["tie"]],
    }
    listed = [part.assign(field=field, key=part.index, what=part["description"]) for field, part in picked.items()]
    bought = orders[orders["counts_in_totals"] & ~orders["supplier_country"].isin(["Russia", "Armenia"])]
    arms = bought.assign(field="arms from others", key=bought["deal_id"], what=bought["supplier_country"] + ": " + bought["system"])
    made = pd.concat([*listed, arms], ignore_index=True)
    made = made[made["date"].dt.year.ge(since)]
    into_the_year = (made["date"].dt.day_of_year - 1) / 365.25
    return made[["field", "date", "key", "what"]].assign(
        when=made["date"].dt.year + into_the_year.mask(made["date_precision"].eq("year"), 0.5),
        field=pd.Categorical(made["field"], FIELDS, ordered=True),
    ).sort_values(["field", "date", "key"], ignore_index=True)


def steps_back(rows: pd.DataFrame, after: pd.Timestamp) -> pd.DataFrame:
    """Armenia's steps back after a day, by `coded`; later steps of an act that is on the list already do not count."""
    return rows[rows["step_back"] & rows["side"].eq("Armenia") & rows["date"].gt(after) & rows["part_of"].isna()]


def asked_for_more(rows: pd.DataFrame, after: pd.Timestamp) -> pd.DataFrame:
    """What Armenia asked of Russia or the CSTO after a day, by `coded`."""
    other = rows["actors"].str.contains("Russia|CSTO")
    return rows[rows["asks"] & rows["side"].isin(["Armenia", "both"]) & other & rows["date"].gt(after)]


def objections(rows: pd.DataFrame, until: pd.Timestamp, theme: str | None = None) -> pd.DataFrame:
    """Russian objections to Armenia's turn to the West or the court up to a day, by `coded`; optionally of one theme."""
    chosen = rows["concern"] & rows["side"].eq("Russia") & rows["date"].le(until)
    return rows[chosen & (rows["theme"].eq(theme) if theme else True)]


def on_record(events: pd.DataFrame) -> dict[str, bool]:
    """What single dated events say for the claims on the court, the vote and the agreements, by finding.

    Args:
        events: narrative/events, by event_id; narrative/event_lists names the events of each finding.
    """
    told, listed = well_sourced(events), event_lists.groups("finding")
    warrant = events.loc[listed["warrant_on_record"][0], "date"]
    names = ["kremlin_objected_before_vote", "kremlin_objected_after_vote", "warrant_on_record", "warrant_named"]
    names += ["other_grounds_named", "rift_before_vote"]
    older = list(listed["agreements_by_article"])
    return {name: bool(told[list(listed[name])].all()) for name in names} | {
        "judgment_on_record": "judgment_on_record" in listed,
        "armenia_began_before_warrant": bool(events.loc[listed["armenia_began_before_warrant"][0], "date"] < warrant),
        "agreements_by_article": bool(told[older].all() and events.loc[older, "date"].max() < ARTICLE),
    }
