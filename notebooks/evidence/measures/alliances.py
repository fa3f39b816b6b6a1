"""Alliance measures: who promises what to whom, how often members leave, how alliances end.

Promises, dates and causes are those of ATOP 5.1, which codes treaty texts and stops on 31 December 2018; what is in
force then is censored, not immortal.
"""

from itertools import combinations

import numpy as np
import pandas as pd

LAST_YEAR = 2018
LAST_DAY = "2018-12-31"
POLICY_DISPUTE = 4
PROMISES = {
    "defense": "defence",
    "offense": "offence",
    "neutrality": "neutrality",
    "nonaggression": "nonaggression",
    "consultation": "consultation",
}
ERAS = {"formed 1815–1944": (1815, 1944), "formed 1945–1990": (1945, 1990), "formed 1991–2018": (1991, 2018)}
CAUSES = {
    "broken by a member": "broken by a member",
    "renegotiated": "replaced by a new treaty",
    "terms fulfilled or run out": "fulfilled or run out",
    "ended with a member's independence, unrelated to the alliance": "a member state ceased",
}
SHORT = {
    "Helsinki Final Act (CSCE, OSCE)": "Helsinki Final Act",
    "Collective Security Treaty (CST, CSTO)": "Collective Security Treaty",
    "Charter of the Commonwealth of Independent States": "CIS Charter",
}
Z = 1.959963984540054


def of_state(members: pd.DataFrame, iso3: str) -> list[int]:
    """Numbers of the alliances that a state ever belonged to."""
    return sorted(members.loc[members["iso3"].eq(iso3), "atop_id"].unique().tolist())


def promises(alliances: pd.DataFrame, members: pd.DataFrame, iso3: str, name: str) -> pd.DataFrame:
    """One row an alliance of a state and promise, as this state's own rows have it.

    Args:
        alliances, members: tables alliances/alliances and alliances/members.
        iso3, name: the state; its name is cut from the labels.

    Returns:
        Columns row and column (positions, oldest alliance on top), label, begin, end, in_force, promise, promised.
    """
    mine = members[members["iso3"].eq(iso3)].groupby("atop_id")[[*PROMISES]].any()
    chosen = alliances[alliances["atop_id"].isin(mine.index)].sort_values(["begin_date", "atop_id"])
    rows = []
    for row, alliance in enumerate(chosen.itertuples()):
        label = alliance.label.replace(f" and {name}", "").replace(f"{name} and ", "")
        for column, (field, promise) in enumerate(PROMISES.items()):
            rows.append(
                {
                    "row": row,
                    "column": column,
                    "label": label,
                    "begin": int(alliance.begin),
                    "end": alliance.end,
                    "in_force": bool(alliance.is_in_force),
                    "promise": promise,
                    "promised": bool(mine.loc[alliance.atop_id, field]),
                }
            )
    return pd.DataFrame(rows)


def in_force_between(alliances: pd.DataFrame, members: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Alliances in force when coverage ends to which both states still belong."""
    still = members[members["exit"].isna()]
    both = set(still.loc[still["iso3"].eq(one), "atop_id"]) & set(still.loc[still["iso3"].eq(other), "atop_id"])
    return alliances[alliances["atop_id"].isin(both) & alliances["is_in_force"]]


def defence_ties(members: pd.DataFrame, focal: list[str], states: list[str]) -> pd.DataFrame:
    """Pairs of states that promised each other defence when coverage ended, and by which alliances.

    Args:
        members: table alliances/members.
        focal: a pair counts if one of its states is among these.
        states: the states looked at.

    Returns:
        Columns one, other, alliances (numbers), is_bilateral (a treaty of the two alone is among them).
    """
    bound = members[members["defense"] & members["exit"].isna() & members["iso3"].isin(states)]
    found: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for atop_id, rows in bound.groupby("atop_id"):
        for pair in combinations(sorted(rows["iso3"].unique()), 2):
            if set(pair) & set(focal):
                found.setdefault(pair, []).append((int(atop_id), bool(rows["is_bilateral"].all())))
    return pd.DataFrame(
        [
            {"one": one, "other": other, "alliances": [i for i, _ in by], "is_bilateral": any(b for _, b in by)}
            for (one, other), by in sorted(found.items())
        ]
    )


def member_years(members: pd.DataFrame, since: int = 1815, until: int = LAST_YEAR) -> int:
    """Sum of whole calendar years of membership, from a year to the end of coverage."""
    ends = members["exit"].fillna(until).clip(upper=until).astype(int)
    return int((ends - members["entry"].clip(lower=since)).clip(lower=0).sum())


def pact_years(members: pd.DataFrame, since: int = 1815, until: int = LAST_YEAR) -> int:
    """Sum of whole calendar years in which each pact had members, from a year to the end of coverage."""
    lasted = (
        members.assign(exit=members["exit"].fillna(until))
        .groupby("atop_id")
        .agg(entry=("entry", "min"), exit=("exit", "max"))
    )
    return member_years(lasted, since, until)


def departures(members: pd.DataFrame, since: int = 1815) -> pd.DataFrame:
    """Exits over a policy dispute; a change of phase is none."""
    left = members["exit"].notna() & ~members["is_phase_change"] & members["exit_cause_code"].eq(POLICY_DISPUTE)
    return members[left & members["exit"].ge(since)]


def decisions(exits: pd.DataFrame) -> int:
    """Exits from one alliance on one day count once."""
    return len(exits.drop_duplicates(["atop_id", "exit_date"]))


def poisson_interval(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact (Garwood) interval of an expected count."""
    from scipy.stats import chi2

    tail = (1 - confidence) / 2
    low = chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    return float(low), float(chi2.ppf(1 - tail, 2 * count + 2) / 2)


def binomial_interval(hits: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact (Clopper-Pearson) interval of a share."""
    from scipy.stats import beta

    tail = (1 - confidence) / 2
    low = beta.ppf(tail, hits, trials - hits + 1) if hits else 0.0
    high = beta.ppf(1 - tail, hits + 1, trials - hits) if hits < trials else 1.0
    return float(low), float(high)


def ratio_interval(count: int, years: float, other: int, other_years: float) -> tuple[float, float, float]:
    """Ratio of two rates with its exact interval, from the binomial share of the first among all events."""
    low, high = binomial_interval(count, count + other)
    scale = other_years / years
    upper = high / (1 - high) * scale if high < 1 else np.inf
    return count / years / (other / other_years), low / (1 - low) * scale, float(upper)


def rate_rows(counts: dict[str, tuple[str, str, int, int, str]]) -> pd.DataFrame:
    """Events per hundred years of exposure with exact intervals.

    Args:
        counts: key -> (label, group, events, years of exposure, unit: "member-years" or "pact-years").
    """
    rows = []
    for row, (key, (label, group, events, years, unit)) in enumerate(counts.items()):
        low, high = (bound / years * 100 for bound in poisson_interval(events))
        rows.append(
            {
                "row": row,
                "key": key,
                "label": label,
                "group": group,
                "events": events,
                "years": years,
                "unit": unit,
                "rate": events / years * 100,
                "lower": low,
                "upper": high,
            }
        )
    return pd.DataFrame(rows)


def exit_rates(pact: pd.DataFrame, reports: pd.DataFrame, others: pd.DataFrame, since: int, now: int) -> pd.DataFrame:
    """Rates of exit from one pact and from others: exits per member-year, decisions per pact-year.

    A decision, one or several members leaving a pact on one day, is something that happens to a pact once; a member's
    exit is something that each member can do.

    Args:
        pact: rows of the pact in alliances/members.
        reports: spells of the same pact as reported, from alliances/csto_membership.
        others: rows of the group that it is compared with.
        since: start of the like-for-like window.
        now: last year of the reports.
    """
    left, gone = departures(pact), departures(others)
    went_on = gone[gone["alliance_went_on"].fillna(False).astype(bool)]
    apart = others[~others["atop_id"].isin(pact["atop_id"])]
    recent = went_on[went_on["exit"].ge(since) & went_on["atop_id"].isin(apart["atop_id"])]
    years, all_years, recent_years = member_years(pact), member_years(others), member_years(apart, since)
    spells = reports.rename(columns={"from_year": "entry", "to_year": "exit"})
    left_reported = int(reports["to_year"].notna().sum())
    reported_years = member_years(spells, until=now)
    a_member, a_pact = "member-years", "pact-years"
    return rate_rows(
        {
            "cst": (f"CST/CSTO to {LAST_YEAR}", "pact", len(left), years, a_member),
            "cst_reported": (f"CST/CSTO as reported to {now}", "pact", left_reported, reported_years, a_member),
            "all": ("all defence pacts of three or more", "others", len(gone), all_years, a_member),
            "went_on": ("… of these from a pact that went on", "others", len(went_on), all_years, a_member),
            "recent": (f"… since {since}, without the CST", "others", len(recent), recent_years, a_member),
            "cst_decisions": (f"CST/CSTO to {LAST_YEAR}", "pact", decisions(left), pact_years(pact), a_pact),
            "went_on_decisions": (
                "all, from a pact that went on",
                "others",
                decisions(went_on),
                pact_years(others),
                a_pact,
            ),
            "recent_decisions": (
                f"… since {since}, without the CST",
                "others",
                decisions(recent),
                pact_years(apart, since),
                a_pact,
            ),
        }
    )


def ratios(ways: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """How many times as often one group loses members as another, counted in several ways.

    Args:
        ways: label -> (events in the first group, its years of exposure, events in the other, its years).

    Returns:
        One row a way: label, events, years, other_events, other_years, ratio, lower, upper (exact, 95 per cent).
    """
    return pd.DataFrame(
        [
            dict(zip(("label", "events", "years", "other_events", "other_years"), (label, *counts), strict=True))
            | dict(zip(("ratio", "lower", "upper"), ratio_interval(*counts), strict=True))
            for label, counts in ways.items()
        ]
    )


def lifetimes(alliances: pd.DataFrame) -> pd.DataFrame:
    """How long each alliance lasted, in years, and how it ended; in force when coverage ends is censored (no cause)."""
    begin, end = _day(alliances["begin_date"]), _day(alliances["end_date"].fillna(LAST_DAY))
    ended = alliances["end"].notna()
    return pd.DataFrame(
        {
            "atop_id": alliances["atop_id"],
            "begin": alliances["begin"],
            "kind": np.where(alliances["defense"], "defence promised", "no defence promised"),
            "era": pd.cut(alliances["begin"], [0, *(last for _, last in ERAS.values())], labels=list(ERAS)).astype(str),
            "years": ((end - begin).dt.days.clip(lower=1) / 365.25).to_numpy(),
            "ended": ended,
            "cause": alliances["termination"].where(ended).map(CAUSES),
        }
    )


def _day(dates: pd.Series) -> pd.Series:
    """Dates; a month without a day is taken at its middle."""
    return pd.to_datetime(dates.where(dates.str.len().eq(10), dates + "-15"), format="%Y-%m-%d")


def kaplan_meier(years: pd.Series, ended: pd.Series) -> pd.DataFrame:
    """Share still in force by age, with a 95 per cent band on the log-log scale.

    Returns:
        Columns years, in_force, lower, upper, at_risk; the first row is age zero.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    with np.errstate(divide="ignore", invalid="ignore"):
        curve = SurvfuncRight(years.to_numpy(float), ended.to_numpy(int))
    share = pd.Series(curve.surv_prob)
    inside = share.between(1e-12, 1 - 1e-12)
    middle = share.where(inside, 0.5)
    spread = Z * pd.Series(curve.surv_prob_se) / (middle * np.log(middle).abs())
    steps = pd.DataFrame(
        {
            "years": curve.surv_times,
            "in_force": share,
            "lower": middle.pow(np.exp(spread)).where(inside, share),
            "upper": middle.pow(np.exp(-spread)).where(inside, share),
            "at_risk": curve.n_risk,
        }
    )
    start = pd.DataFrame({"years": [0.0], "in_force": [1.0], "lower": [1.0], "upper": [1.0], "at_risk": [len(years)]})
    return pd.concat([start, steps.astype(float)], ignore_index=True)


def at_age(steps: pd.DataFrame, age: float) -> pd.Series:
    """The row of a step curve that holds at an age."""
    return steps[steps["years"].le(age)].iloc[-1]


def breach_bound(lives: pd.DataFrame, age: float, confidence: float = 0.95) -> float:
    """Share broken by an age that treaties without a single breach still allow, at a constant yearly rate."""
    return float(1 - np.exp(-poisson_interval(0, confidence)[1] / lives["years"].sum() * age))


def without_ends_in(lives: pd.DataFrame, alliances: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Lifetimes in which an end in some years counts as the end of observation."""
    ends = alliances.set_index("atop_id")["end"].reindex(lives["atop_id"]).between(first, last)
    spared = ends.fillna(False).to_numpy(dtype=bool)
    return lives.assign(ended=lives["ended"] & ~spared, cause=lives["cause"].mask(spared))


def survival_curves(lives: pd.DataFrame, longest: float, age: float = 20) -> pd.DataFrame:
    """Kaplan-Meier curves of every kind and era, cut at the longest age that coverage allows.

    Column `alliances` counts those formed, `watched` those that were seen in force at an age.
    """
    parts = []
    for (kind, era), group in lives.groupby(["kind", "era"]):
        steps = kaplan_meier(group["years"], group["ended"])
        reach = min(longest, float(group["years"].max()))
        last = at_age(steps, reach).copy()
        last["years"] = reach
        cut = pd.concat([steps[steps["years"].lt(reach)], last.to_frame().T], ignore_index=True)
        parts.append(cut.assign(kind=kind, era=era, alliances=len(group), watched=int(group["years"].ge(age).sum())))
    return pd.concat(parts, ignore_index=True)


def incidence_curves(lives: pd.DataFrame, ages: np.ndarray) -> pd.DataFrame:
    """Share of alliances ended by each cause up to an age (Aalen-Johansen), for every kind and era.

    The other causes compete: their shares and the share still in force add up to one.

    Returns:
        Columns kind, era, years, cause, share; ages beyond what coverage allows are left out.
    """
    from statsmodels.duration.survfunc import CumIncidenceRight

    causes = list(CAUSES.values())
    parts = []
    for (kind, era), group in lives.groupby(["kind", "era"]):
        status = group["cause"].map({cause: i + 1 for i, cause in enumerate(causes)}).fillna(0).astype(int)
        with np.errstate(divide="ignore", invalid="ignore"):
            curve = CumIncidenceRight(group["years"].to_numpy(float), status.to_numpy())
        reached = ages if group["ended"].all() else ages[ages <= group["years"].max()]
        for i, cause in enumerate(causes):
            steps = np.concatenate([[0.0], curve.cinc[i] if i < len(curve.cinc) else np.zeros(len(curve.times))])
            position = np.searchsorted(curve.times, reached, side="right")
            parts.append(
                pd.DataFrame({"kind": kind, "era": era, "years": reached, "cause": cause, "share": steps[position]})
            )
    return pd.concat(parts, ignore_index=True)


def spells(reports: pd.DataFrame, now: int) -> pd.DataFrame:
    """Spells of membership as bars: one row of the chart a state, founders first, then by year of joining.

    Args:
        reports: table alliances/csto_membership.
        now: the year at which bars of present members end.
    """
    first = reports.groupby("country")["from_year"].min().reset_index().sort_values(["from_year", "country"])
    places = {country: row for row, country in enumerate(first["country"])}
    until = reports["to_year"].fillna(now).astype(int)
    return pd.DataFrame(
        {
            "row": reports["country"].map(places),
            "country": reports["country"],
            "from_year": reports["from_year"],
            "to_year": until,
            "length": until - reports["from_year"],
            "is_member": reports["to_year"].isna(),
        }
    ).sort_values(["row", "from_year"], ignore_index=True)


def parties_on(statute: pd.DataFrame, day: str) -> int:
    """States bound by a treaty on a day."""
    bound = statute["in_force"].le(day) & ~statute["withdrawn"].le(day)
    return int(bound.sum())


def terms(alliances: pd.DataFrame, numbers: list[int]) -> pd.DataFrame:
    """What ATOP records of some treaties, one column a treaty, for readers."""
    fields = {
        "begin_date": "signed",
        "defense": "promise of defence",
        "promised_months": "agreed term",
        "renunciation": "leaving during the term",
        "integrated_command": "common command",
        "bases": "bases",
        "military_aid": "military aid (code)",
        "arms": "duty to limit or increase arms",
    }
    chosen = alliances.set_index("atop_id").loc[numbers]
    chosen = chosen.assign(
        promised_months=[None if pd.isna(m) else f"{m / 12:.0f} years" for m in chosen["promised_months"]],
        military_aid=[f"{w} ({c})" for w, c in zip(chosen["military_aid"], chosen["military_aid_code"], strict=True)],
    )
    table = chosen[[*fields]].rename(columns=fields).astype(object).T
    table.columns = [f"{label} ({begin})" for label, begin in zip(chosen["label"], chosen["begin"], strict=True)]
    shown = table.map(lambda v: v if isinstance(v, str) else "none" if pd.isna(v) else _plain(v))
    return shown.rename_axis("in ATOP 5.1").reset_index()


def _plain(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool | np.bool_) else f"{value:.0f}"


def old_promises(alliances: pd.DataFrame, members: pd.DataFrame, one: str, other: str) -> str:
    """Promises in force between two states when coverage ends, with the year of the treaty; "none" if there is none.

    A treaty of more than two states is named, since it may be older than one of the two.
    """
    told = []
    for alliance in in_force_between(alliances, members, one, other).itertuples():
        named = [promise for field, promise in PROMISES.items() if getattr(alliance, field)]
        treaty = "" if alliance.is_bilateral else f"{SHORT.get(alliance.label, alliance.label)}, "
        told.append(f"{', '.join(named)} ({treaty}{alliance.begin})")
    return "; ".join(told) or "none"


def new_ties(
    alliances: pd.DataFrame, members: pd.DataFrame, events: pd.DataFrame, partners: dict[str, tuple[str, list[str]]]
) -> pd.DataFrame:
    """What a state's newer partners had promised it by the end of coverage, and what was reported since.

    Args:
        alliances, members: tables of ATOP.
        events: narrative/events by event_id.
        partners: name -> (ISO code, or empty for a body that ATOP does not cover; keys of reported events).
    """
    return pd.DataFrame(
        [
            {
                "partner": name,
                f"promises in ATOP at the end of {LAST_YEAR}": old_promises(alliances, members, "ARM", iso3)
                if iso3
                else "not a state: not in ATOP",
                "reported since": " ".join(
                    f"{events.loc[key, 'date_known']}: {events.loc[key, 'description']} ([{key}]({events.loc[key, 'url']}))"
                    for key in keys
                ),
            }
            for name, (iso3, keys) in partners.items()
        ]
    )


REGARD = {"iri_relations": ("good (very or somewhat)", -1), "iri_threat_political": ("named", 1), "cb_main_friend": ("named", -1)}


def regard_across(polls: pd.DataFrame, before: str, since: str, until: str) -> pd.DataFrame:
    """How regard for Russia moved in each series of polls from the last wave before a day to the first wave after another.

    A series is one question with the same answers on offer (`comparable_group`). Dates are ISO text of any precision.

    Args:
        polls: table opinion/polls, rows of one country's respondents about Russia.
        before: fieldwork of the earlier wave had ended before this day.
        since, until: days within which the later wave began.

    Returns:
        One row a series that has both waves: question, answer, earlier_wave, later_wave (start of fieldwork), earlier,
        later (per cent), against (points by which the share moved against Russia).
    """
    asked = polls[polls["question_id"].isin(REGARD)]
    asked = asked[asked["answer"].eq(asked["question_id"].map({q: answer for q, (answer, _) in REGARD.items()}))]
    rows = []
    for _, waves in asked.sort_values("field_start", kind="stable").groupby("comparable_group"):
        early = waves[waves["field_end"].lt(before)]
        late = waves[waves["field_start"].between(since, until)]
        if early.empty or late.empty:
            continue
        one, other = early.iloc[-1], late.iloc[0]
        rows.append(
            {
                "question": other["question"],
                "answer": other["answer"],
                "earlier_wave": one["field_start"],
                "later_wave": other["field_start"],
                "earlier": one["percent"],
                "later": other["percent"],
                "against": REGARD[other["question_id"]][1] * (other["percent"] - one["percent"]),
            }
        )
    return pd.DataFrame(rows, columns=["question", "answer", "earlier_wave", "later_wave", "earlier", "later", "against"])
