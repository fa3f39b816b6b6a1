"""Where people died, how commitments fared when tested, and who fled: the measures of chapter 05.

Deaths are UCDP's, by the country on whose territory they happened; Nagorno-Karabakh counts as Azerbaijan. Its low and
high counts are no confidence interval and are never treated as one.
"""

import re
from collections.abc import Mapping

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

SPELLS = {"1991–94": (1991, 1994), "2016": (2016, 2016)} | {str(y): (y, y) for y in range(2020, 2024)}
DUTIES = {"defence": "defense", "offence": "offense", "neutrality": "neutrality", "nonaggression": "nonaggression"}
REASSIGNABLE = pd.Timestamp("2021-11-16")
LAST_WAR_TO_1944 = 145
APPEALS = {
    "K04": "May 2021: troops at the border",
    "K05": "November 2021: fighting at the border",
    "K10": "September 2022: fighting at the border",
}
SAID = {
    "defeat_agreed": ["E091", "E095"],
    "yerevan_says_army_had_left": ["E060"],
    "karabakh_held_outside": ["E048", "E144"],
    "armenia_ready_to_recognise": ["E083"],
    "aggression_disputed": ["E064"],
    "treaty_only_initialled": ["E153"],
}
LEEDS_2000 = (
    "Leeds, Long and Mitchell (2000) print 74.5 per cent, from another file and wars to 1944"
    " ([abstract](https://econpapers.repec.org/RePEc:sae:jocore:v:44:y:2000:i:5:p:686-699))."
)


def by_country(deaths: pd.DataFrame) -> pd.DataFrame:
    """Deaths in state-based violence on either country's territory, one row a year.

    Args:
        deaths: conflict/deaths_by_location.

    Returns:
        Index year; columns armenia, azerbaijan, both, and the low and high counts of either country.
    """
    fought = deaths[deaths["violence"].eq("state_based") & deaths["iso3"].isin(["ARM", "AZE"])]
    wide = fought.pivot(index="year", columns="iso3", values=["deaths_best", "deaths_low", "deaths_high"])
    counts = pd.DataFrame(
        {
            f"{name}{ending}": wide[(column, iso3)]
            for name, iso3 in (("armenia", "ARM"), ("azerbaijan", "AZE"))
            for ending, column in (("", "deaths_best"), ("_low", "deaths_low"), ("_high", "deaths_high"))
        }
    )
    return counts.assign(both=counts["armenia"] + counts["azerbaijan"])


def shares(counts: pd.DataFrame, spells: Mapping[str, tuple[int, int]] = SPELLS) -> pd.DataFrame:
    """Part of the deaths of each spell that lie on Armenia's territory.

    Args:
        counts: from `by_country`.
        spells: label -> first and last year.
    """
    sums = {label: counts.loc[first:last, ["armenia", "both"]].sum() for label, (first, last) in spells.items()}
    frame = pd.DataFrame(sums).T.rename_axis("spell").astype("int64")
    return frame.assign(share=frame["armenia"] / frame["both"])


def with_bounds(shared: pd.DataFrame, moved: int, reported: int) -> pd.DataFrame:
    """Shares with the most that could lie on Armenia's territory where the placing is in doubt.

    Args:
        shared: from `shares`.
        moved: deaths of the event of 16 November 2021 that UCDP places at the centre of Karabakh.
        reported: deaths on 13 and 14 September 2022 by both governments' counts, were all of them on Armenia's soil.
    """
    most = shared["armenia"].astype("int64").copy()
    most["2021"] += moved
    most["2022"] = max(most["2022"], min(reported, shared.loc["2022", "both"]))
    return shared.assign(armenia_most=most, share_most=most / shared["both"])


def reported_deaths(casualties: pd.DataFrame, start: str) -> pd.DataFrame:
    """Reported deaths of one fighting that may be added up, each figure once.

    Args:
        casualties: conflict/casualties.
        start: first day of the fighting.
    """
    killed = casualties["measure"].str.contains("killed") & ~casualties["never_in_totals"]
    return casualties[killed & casualties["event_start"].eq(pd.Timestamp(start))]


def casualty_table(casualties: pd.DataFrame, starts: list[str]) -> pd.DataFrame:
    """Reported deaths side by side, for readers."""
    rows = pd.concat([reported_deaths(casualties, start) for start in starts])
    ends = [f" to {h:,.0f}" if pd.notna(h) else "" for h in rows["value_high"]]
    return pd.DataFrame(
        {
            "fighting": rows["event"],
            "whose dead": rows["side"],
            "what is counted": rows["measure"],
            "reported": [
                f"{'at least ' if least else ''}{v:,.0f}{end}"
                for v, end, least in zip(rows["value"], ends, rows["is_lower_bound"], strict=True)
            ],
            "by": [
                f"[{re.split('[,;]', who)[0]}]({url})"
                for who, url in zip(rows["reported_by"], rows["url"], strict=True)
            ],
        }
    )


def checks(deaths_checks: pd.DataFrame, counts: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Three counts of deaths on Armenia's territory and of all deaths, side by side."""
    wide = deaths_checks[deaths_checks["iso3"].notna()].pivot_table(
        index="year", columns=["series", "iso3"], values="deaths", aggfunc="sum"
    )

    def pair(series: str, year: int) -> str:
        known = (series, "ARM") in wide and year in wide.index and pd.notna(wide.loc[year, (series, "ARM")])
        if not known:
            return "—"
        here, there = wide.loc[year, (series, "ARM")], wide.loc[year, (series, "AZE")]
        return f"{here:,.0f} of {here + there:,.0f}"

    rows = [
        {
            "year": str(year),
            "UCDP 25.1": f"{counts.loc[year, 'armenia']:,} of {counts.loc[year, 'both']:,}",
            "Our World in Data": pair("owid_copy", year),
            "ACLED": pair("acled_fatalities", year),
        }
        for year in years
    ]
    return pd.DataFrame(rows)


def spells_of_war(conflict: pd.DataFrame) -> int:
    """How often the conflict rose to 1,000 battle deaths a year, years in a row counted once."""
    at_war = conflict.loc[conflict["intensity_level"].eq(2), "year"].sort_values(kind="stable")
    return int(at_war.diff().ne(1).sum())


def rate(honoured: pd.Series) -> dict[str, float]:
    """Kept commitments among those put to the test, with the exact (Clopper-Pearson) 95 % interval."""
    kept, tested = int(honoured.sum()), int(honoured.notna().sum())
    low, high = proportion_confint(kept, tested, method="beta")
    return {"kept": kept, "tested": tested, "share": kept / tested, "low": float(low), "high": float(high)}


def tested(commitments: pd.DataFrame) -> pd.DataFrame:
    """The cases in which war put a commitment to the test, with plain truth values."""
    cases = commitments[commitments["is_tested"]]
    return cases.assign(honoured=cases["honoured"].astype(bool), is_late=cases["era"].ne("1816-1944"))


def rates(cases: pd.DataFrame) -> pd.DataFrame:
    """Rates of commitments kept: all, by era, by duty, defence by era, and by number of members since 1945.

    Args:
        cases: from `tested`.
    """
    defence, late = cases["defense"], cases["is_late"]
    groups = {
        "all, 1816–2003": late.notna(),
        "all, 1816–1944": ~late,
        "all, 1945–2003": late,
        **{duty: cases[column] for duty, column in DUTIES.items()},
        "defence, 1816–1944": defence & ~late,
        "defence, 1945–2003": defence & late,
        "two members, 1945–2003": ~cases["is_multilateral"] & late,
        "many members, 1945–2003": cases["is_multilateral"] & late,
    }
    return pd.DataFrame({g: rate(cases.loc[rows, "honoured"]) for g, rows in groups.items()}).T.rename_axis("group")


def other_ways(cases: pd.DataFrame, leeds: pd.DataFrame) -> pd.DataFrame:
    """The same question under other rules and in an older file, for readers.

    Args:
        cases: from `tested`.
        leeds: alliances/wartime_commitments_leeds.
    """
    late, defence = cases["is_late"], cases["defense"]
    early_wars = leeds["cow_war_id"] <= LAST_WAR_TO_1944
    kept = {
        "2018 file: authors' rule": cases["honoured"],
        "2018 file: authors' other coding": cases["honoured_other_coding"],
        "2018 file: one faithful member is enough": cases["honoured_by_a_member"],
        "2018 file, defence since 1945: authors' rule": cases.loc[late & defence, "honoured"],
        "2018 file, defence since 1945: one faithful member is enough": cases.loc[
            late & defence, "honoured_by_a_member"
        ],
        "2005 file: all its cases": leeds["honoured"],
        "2005 file: wars to 1944": leeds.loc[early_wars, "honoured"],
        "2005 file: wars since 1945": leeds.loc[~early_wars, "honoured"],
    }
    return pd.DataFrame({way: rate(k) for way, k in kept.items()}).T.rename_axis("file and rule")


def rate_table(found: pd.DataFrame) -> pd.DataFrame:
    """Rates as a short table for readers."""
    return pd.DataFrame(
        {
            found.index.name: found.index,
            "kept": [f"{k:.0f} of {n:.0f}" for k, n in zip(found["kept"], found["tested"], strict=True)],
            "share": [f"{s:.0%}" for s in found["share"]],
            "95 % interval": [f"{a:.0%} to {b:.0%}" for a, b in zip(found["low"], found["high"], strict=True)],
        }
    )


def fraction(found: pd.DataFrame, group: str) -> str:
    """A rate as prose quotes it: kept of tested."""
    return f"{found.loc[group, 'kept']:.0f} of {found.loc[group, 'tested']:.0f}"


def interval(found: pd.DataFrame, group: str) -> str:
    """The exact interval of a rate as prose quotes it."""
    return f"{found.loc[group, 'low']:.0%} to {found.loc[group, 'high']:.0%}"


def cases_of(commitments: pd.DataFrame, war: str, alliances: pd.DataFrame) -> pd.DataFrame:
    """Every alliance that the file lists for one war, with its name, duties and what the file says of it."""
    rows = commitments[commitments["war"].eq(war)].merge(
        alliances[["atop_id", "label", "begin"]], on="atop_id", how="left", validate="one_to_one"
    )
    duty = {
        "defense": "defence",
        "neutrality": "neutrality",
        "nonaggression": "nonaggression",
        "consultation": "consultation",
    }
    return pd.DataFrame(
        {
            "alliance": rows["label"],
            "since": rows["begin"].astype("Int64").astype(str),
            "promises": [", ".join(word for d, word in duty.items() if row[d]) for _, row in rows.iterrows()],
            "in the file": [
                "not tested" if not t else "kept" if k else "broken"
                for t, k in zip(rows["is_tested"], rows["honoured"].fillna(False), strict=True)
            ],
        }
    )


def curve(arrivals: pd.DataFrame) -> pd.DataFrame:
    """The official cumulative counts in order of time.

    Args:
        arrivals: conflict/arrivals_2023.

    Returns:
        Columns when, arrived, hour_known. A count whose report gives no hour stands midway between its neighbours of
        the same day, or at the end of its day.
    """
    series = arrivals[arrivals["in_series"]].sort_values(["date", "arrivals_cumulative"]).reset_index(drop=True)
    known = series["local_time"].notna()
    hours = (
        series["local_time"].str.slice(0, 2).astype("float64")
        + series["local_time"].str.slice(3, 5).astype("float64") / 60
    )
    between = hours.groupby(series["date"]).transform(lambda h: (h.ffill() + h.bfill()) / 2).fillna(23.75)
    return pd.DataFrame(
        {
            "when": series["date"] + pd.to_timedelta(between, unit="h").dt.round("min"),
            "arrived": series["arrivals_cumulative"].astype("int64"),
            "hour_known": known,
        }
    )


def beside_arrivals(arrivals: pd.DataFrame, stock: pd.DataFrame, flow: pd.DataFrame) -> pd.DataFrame:
    """The last official count of arrivals beside registrations and UNHCR's figures, which count other people too.

    Args:
        arrivals, stock, flow: conflict/arrivals_2023, displaced_stock and displaced_flow.
    """
    reports = arrivals.set_index("report_id")
    present, new = (t[t["origin_iso3"].eq("AZE") & t["asylum_iso3"].eq("ARM")].set_index("year") for t in (stock, flow))
    rows = [
        ("arrived", "arrivals,\n1 Oct 2023", curve(arrivals)["arrived"].max()),
        ("october", "registered by\n20 Oct 2023", reports.loc["A20", "registered_cumulative"]),
        ("february", "registered by\nFeb 2024", reports.loc["A21", "registered_cumulative"]),
        ("flow", "UNHCR: new\nrefugees of 2023", new.loc[2023, "new_refugees"]),
        ("before", "UNHCR: refugees\nat end of 2022", present.loc[2022, "refugees"]),
        ("stock", "UNHCR: refugees\nat end of 2023", present.loc[2023, "refugees"]),
    ]
    frame = pd.DataFrame(rows, columns=["key", "what", "persons"])
    return frame.assign(persons=frame["persons"].astype("int64"), counts_arrivals=frame["key"].eq("arrived"))


def day_sums(arrivals: pd.DataFrame, ids: list[str], first: int) -> pd.DataFrame:
    """Running total at the end of each day by one agency's day sums.

    Args:
        arrivals: conflict/arrivals_2023.
        ids: reports of single days, in order.
        first: arrivals before the first of them.
    """
    rows = arrivals.set_index("report_id").loc[ids]
    total = first + rows["arrivals_in_period"].astype("int64").cumsum()
    return pd.DataFrame({"end_of": rows["date"].to_numpy(), "arrived": total.to_numpy()})


def rival_day_sums(arrivals: pd.DataFrame) -> pd.DataFrame:
    """The two ways in which agencies reported one official's day sums, as running totals at the end of each day."""
    first = int(arrivals.set_index("report_id").loc["A22", "arrivals_in_period"])
    ways = {"one agency": ["A23", "A24"], "other agencies": ["A25"]}
    return pd.concat(
        [day_sums(arrivals, ids, first).assign(reported_as=way) for way, ids in ways.items()], ignore_index=True
    )


def fits(sums: pd.DataFrame, counted: pd.DataFrame) -> bool:
    """Does every running total lie between the last cumulative count of its day and the first one after it?

    Args:
        sums: from `day_sums`.
        counted: from `curve`.
    """
    for row in sums.itertuples():
        midnight = row.end_of + pd.Timedelta(days=1)
        before, after = (
            counted.loc[rows, "arrived"] for rows in (counted["when"] < midnight, counted["when"] >= midnight)
        )
        if (len(before) and row.arrived < before.max()) or (len(after) and row.arrived > after.min()):
            return False
    return True


def appeals(timeline: pd.DataFrame) -> pd.DataFrame:
    """Each appeal of Armenia about its own territory, with the answer that the table links to it.

    Args:
        timeline: conflict/commitment_timeline.
    """
    entries = timeline.set_index("entry_id")
    rows = []
    for entry, what in APPEALS.items():
        answers = timeline[timeline["answers"].eq(entry)].sort_values(["date", "entry_id"])
        rows.append(
            {
                "when and what": what,
                "territory, as Armenia put it": entries.loc[entry, "territory"],
                "invoked": entries.loc[entry, "basis"],
                "answer": "; ".join(answers["what"].str.rstrip(".")) or "no answer in the table",
                "keys": ", ".join([entry, *answers["entry_id"]]),
            }
        )
    return pd.DataFrame(rows)


def asked(timeline: pd.DataFrame, territory: str, article: str = "") -> pd.DataFrame:
    """Requests about a territory, where wanted those that name an article."""
    wanted = timeline["step"].eq("request") & timeline["territory"].eq(territory)
    return timeline[wanted & timeline["basis"].str.contains(article, regex=False)]


def answered_with_troops(timeline: pd.DataFrame) -> pd.DataFrame:
    """Answers in which an ally or the organisation sent troops."""
    return timeline[timeline["step"].eq("answer") & timeline["what"].str.contains("sends troops")]
