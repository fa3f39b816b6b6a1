"""Who died and where, who fled, who asked whom for help, and how commitments fared when tested: the measures of 05.

Deaths are UCDP's, by the country on whose territory they happened; Nagorno-Karabakh counts as Azerbaijan. They are
those of all state-based violence there; only `beside_the_conflict` has those of the conflict over Karabakh alone. Its low
and high counts are no confidence interval and are never treated as one.
"""

import re
from collections.abc import Mapping

import pandas as pd

from evidence import event_lists

SPELLS = {"1991–94": (1991, 1994), "2016": (2016, 2016)} | {str(y): (y, y) for y in range(2020, 2024)}
DUTIES = {"offence": "offense", "neutrality": "neutrality", "nonaggression": "nonaggression", "defence": "defense"}
REASSIGNABLE = pd.Timestamp("2021-11-16")
LAST_WAR_TO_1944 = 145
END_OF_DAY = 23 + 59 / 60
APPEALS = {
    "K04": "May 2021: Azerbaijan's troops in Armenia, says Yerevan; work on an unmarked border, says Baku",
    "K19": "May 2021, a day later: the same troops",
    "K05": "November 2021: fighting at the border",
    "K10": "September 2022: an attack, says Yerevan; an answer to provocation, says Baku",
}
SAID = (
    "defeat_agreed", "yerevan_says_army_had_left", "karabakh_held_outside", "armenia_ready_to_recognise",
    "aggression_disputed", "treaty_only_initialled",
)  # fmt: skip
PLACES = {"Azerbaijan": "in Azerbaijan,\nwith Karabakh", "Armenia": "in Armenia"}
SIDES = {
    "Armenia": "Armenia's and\nKarabakh's",
    "Karabakh Armenians": "Armenia's and\nKarabakh's",
    "Armenia and Karabakh Armenians": "Armenia's and\nKarabakh's",
    "Azerbaijan": "Azerbaijan's",
    "both": "others",
    "Russia": "others",
}
WHOSE = {"Armenia's and\nKarabakh's": "Armenia", "Azerbaijan's": "Azerbaijan", "others": "others"}
STEPS = (
    ("K04", "Armenia asks", "Article 2; a day later\ntreaty of 1997", 0, 20),
    ("K19", "Armenia asks", "", 0, 20),
    ("K05", "Armenia asks", "treaty\nof 1997", 8, 20),
    ("K10", "Armenia asks", "Article 4,\ntreaty of 1997", 0, 20),
    ("K21", "Russia", "border guards\nin Tavush", -22, 20),
    ("K06", "Russia", "ceasefire\nbrokered", 14, 20),
    ("K20", "Russia", "brief ceasefire\nbrokered", 0, 20),
    ("K18", "the CSTO", "“a border\nincident”", -18, 20),
    ("K08", "the CSTO", "troops to\nKazakhstan", 8, 20),
    ("K11", "the CSTO", "mission to\nfind facts", -30, 20),
    ("K13", "the CSTO", "draft on aid,\ndeclined", 30, 20),
)
LETTER_OF_2020 = "X016"
NO_ANSWER = "no answer is on record"
STRUCK = "names Azerbaijan, on Armenia's territory"
BEYOND = 0.6  # how far beyond the shore, as a part of the way to it
AREA, WHOLE_COUNTRY = 4, 6  # UCDP's precision of a place: a district or province from 4, a country from 6
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


def one_sided(deaths: pd.DataFrame) -> pd.Series:
    """Deaths of civilians killed by an armed side in either country, which `by_country` leaves out.

    Args:
        deaths: conflict/deaths_by_location.

    Returns:
        Deaths by year, years without any left out.
    """
    killed = deaths[deaths["violence"].eq("one_sided") & deaths["iso3"].isin(["ARM", "AZE"])]
    summed = killed.groupby("year")["deaths_best"].sum()
    return summed[summed.gt(0)]


def beside_the_conflict(counts: pd.DataFrame, active: pd.DataFrame) -> pd.DataFrame:
    """Deaths in both countries beside those that UCDP counts in the conflict over Karabakh, in its active years.

    Args:
        counts: from `by_country`.
        active: conflict/conflict_388.

    Returns:
        Index year; columns country (all state-based deaths in both countries), conflict, conflict_high, surplus (country
        less conflict: deaths in other fighting).
    """
    years = active.set_index("year")
    return pd.DataFrame(
        {"country": counts["both"].reindex(years.index), "conflict": years["bd_best"], "conflict_high": years["bd_high"]}
    ).assign(surplus=lambda frame: frame["country"] - frame["conflict"])


def first_war_shares(counts: pd.DataFrame, beside: pd.DataFrame, killed: pd.Series) -> pd.Series:
    """Armenia's part of the deaths of 1991 to 1994 by three totals.

    Args:
        counts: from `by_country`.
        beside: from `beside_the_conflict`; all its surplus is taken to lie in Azerbaijan.
        killed: from `one_sided`; none of it lay in Armenia in those years.
    """
    here, totals = counts.loc[1991:1994, "armenia"].sum(), beside.loc[1991:1994].sum()
    return here / pd.Series(
        {
            "by_country": totals["country"],
            "of_the_conflict": totals["conflict"],
            "with_one_sided": totals["country"] + killed.loc[1991:1994].sum(),
        }
    )



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
    """Shares with a second reading where the placing is in doubt; neither reading bounds the true share.

    Args:
        shared: from `shares`.
        moved: deaths of the event of 16 November 2021 that UCDP places at the centre of Karabakh.
        reported: deaths on 13 and 14 September 2022 by both governments' counts, were all of them on Armenia's side.
    """
    most = shared["armenia"].astype("int64").copy()
    most["2021"] += moved
    most["2022"] = max(most["2022"], min(reported, shared.loc["2022", "both"]))
    return shared.assign(armenia_most=most, share_most=most / shared["both"])


def whose_dead(casualties: pd.DataFrame, first: int) -> pd.DataFrame:
    """Deaths in the fighting as reported, by year and by whose dead they were; the missing are left out.

    Args:
        casualties: conflict/casualties.
        first: first year.

    Returns:
        Columns year, side (of `SIDES`), deaths; one row a year and side with a report.
    """
    killed = casualties["measure"].str.contains("killed") & ~casualties["never_in_totals"]
    rows = casualties[killed & casualties["event_start"].dt.year.ge(first)]
    by = [rows["event_start"].dt.year.rename("year"), rows["side"].map(SIDES).rename("side")]
    return rows.groupby(by)["value"].sum().astype("int64").rename("deaths").reset_index()


def bubbles(by_place: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """The deaths of each year twice, for two panels: by where they fell, and by whose they were.

    Args:
        by_place: deaths, index year, one column a country (of `PLACES`).
        whose: from `whose_dead`.

    Returns:
        Columns panel, row, year, deaths, actor (whose colour a mark has; places have none).
    """
    fell = by_place.melt(var_name="actor", value_name="deaths", ignore_index=False).reset_index()
    fell = fell.assign(panel="Where they fell, by UCDP", row=fell["actor"].map(PLACES), actor="others")
    told = whose.assign(panel="Whose dead they were, as reported", row=whose["side"], actor=whose["side"].map(WHOSE))
    order = [*PLACES.values(), *WHOSE]
    both = pd.concat([fell, told])[["panel", "row", "year", "deaths", "actor"]]
    return both.sort_values("row", key=lambda rows: rows.map(order.index), kind="stable").reset_index(drop=True)


def reported_deaths(casualties: pd.DataFrame, start: str) -> pd.DataFrame:
    """Reported deaths of one fighting that may be added up, each figure once.

    Args:
        casualties: conflict/casualties.
        start: first day of the fighting.
    """
    killed = casualties["measure"].str.contains("killed") & ~casualties["never_in_totals"]
    return casualties[killed & casualties["event_start"].eq(pd.Timestamp(start))]


def readings_of_2022(casualties: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """Shares of the deaths of 2022 in Armenia by three readings, none of which bounds the true share.

    Args:
        casualties: conflict/casualties.
        shared: from `with_bounds`.

    Returns:
        even (as UCDP splits them), own_side (Armenia's dead over UCDP's total), all_in_armenia (both sides' dead over it).
    """
    reported = reported_deaths(casualties, "2022-09-13")
    own = reported.loc[reported["side"].eq("Armenia"), "value"].sum()
    at = shared.loc["2022"]
    return pd.Series({"even": at["share"], "own_side": own / at["both"], "all_in_armenia": at["share_most"]})


def placings_of_2021(events: pd.DataFrame, counts: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """Deaths of 2021 in the candidate file and the yearly one, and what moving one event makes of Armenia's part.

    Args:
        events: conflict/events_2021.
        counts: from `by_country`.
        shared: from `with_bounds`.
    """
    november = events[events["date_start"].eq(REASSIGNABLE)]
    return pd.Series(
        {
            "candidate": events["deaths_best"].sum(),
            "yearly": counts.loc[2021, "both"],
            "moved": november["deaths_best"].sum(),
            "moved_high": november["deaths_high"].sum(),
            "armenia": shared.loc["2021", "armenia"],
            "armenia_moved": shared.loc["2021", "armenia_most"],
        }
    )


def inside(ring: pd.DataFrame, lon: float, lat: float) -> bool:
    """Whether a point lies within a closed line (even-odd rule).

    Args:
        ring: columns lon and lat, degrees, in drawing order; the last point repeats the first.
        lon, lat: the point.
    """
    points = list(ring[["lon", "lat"]].itertuples(index=False, name=None))
    pairs = zip(points, points[1:], strict=False)
    crossed = [(y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairs]
    return sum(crossed) % 2 == 1


def lies_in(outlines: pd.DataFrame, country: str, places: pd.DataFrame) -> pd.Series:
    """Whether each place lies within the outline of a country, its exclaves included.

    Args:
        outlines: map/outlines.
        country: a feature of it.
        places: columns lon and lat.
    """
    rings = [ring for _, ring in outlines[outlines["feature"].eq(country)].groupby(["part", "ring"])]
    hits = [sum(inside(ring, x, y) for ring in rings) % 2 == 1 for x, y in zip(places["lon"], places["lat"], strict=True)]
    return pd.Series(hits, index=places.index)


def placed(events: pd.DataFrame, lake: pd.DataFrame) -> pd.DataFrame:
    """Deaths of 2021 by place; what is known by country only, and what has no deaths, is left out.

    The middle of an area that lies in the lake is set on land, a little beyond the nearest point of its shore.

    Args:
        events: conflict/events_2021.
        lake: map/lake; its whole shore belongs to the province whose middle lies in it.

    Returns:
        Columns place, lon, lat, deaths, country, known ("place" or "area"), ashore (was set on land); largest first.
    """
    rows = events[events["where_precision"].lt(WHOLE_COUNTRY) & events["deaths_best"].gt(0)]
    found = rows.groupby(["place", "lon", "lat", "country"], as_index=False).agg(
        deaths=("deaths_best", "sum"), precision=("where_precision", "max")
    )
    wet = pd.Series([inside(lake, x, y) for x, y in zip(found["lon"], found["lat"], strict=True)], index=found.index)
    for i in found.index[wet]:
        away = (lake["lon"] - found.loc[i, "lon"]) ** 2 + (lake["lat"] - found.loc[i, "lat"]) ** 2
        middle, shore = found.loc[i, ["lon", "lat"]].astype(float), lake.loc[away.idxmin(), ["lon", "lat"]].astype(float)
        found.loc[i, ["lon", "lat"]] = (shore + BEYOND * (shore - middle)).round(4)
    known = found["precision"].lt(AREA).map({True: "place", False: "area"})
    found = found.assign(known=known, ashore=wet).drop(columns="precision")
    return found.sort_values(["deaths", "place"], ascending=[False, True], kind="stable").reset_index(drop=True)


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
    from statsmodels.stats.proportion import proportion_confint

    kept, tested = int(honoured.sum()), int(honoured.notna().sum())
    low, high = proportion_confint(kept, tested, method="beta")
    return {"kept": kept, "tested": tested, "share": kept / tested, "low": float(low), "high": float(high)}


def tested(commitments: pd.DataFrame) -> pd.DataFrame:
    """The cases in which war put a commitment to the test, with plain truth values."""
    cases = commitments[commitments["is_tested"]]
    return cases.assign(honoured=cases["honoured"].astype(bool), is_late=cases["era"].ne("1816-1944"))


def rates(cases: pd.DataFrame) -> pd.DataFrame:
    """Rates of commitments kept: any promise by era, by promise, and defence by era.

    Args:
        cases: from `tested`; a case is one alliance in one war.
    """
    defence, late = cases["defense"], cases["is_late"]
    groups = {
        "any promise, 1816–2003": late.notna(),
        "any promise, 1816–1944": ~late,
        "any promise, 1945–2003": late,
        **{f"{duty}, 1816–2003": cases[column] for duty, column in DUTIES.items()},
        "defence, 1816–1944": defence & ~late,
        "defence, 1945–2003": defence & late,
    }
    return pd.DataFrame({g: rate(cases.loc[rows, "honoured"]) for g, rows in groups.items()}).T.rename_axis("group")


def without_each_war(cases: pd.DataFrame) -> pd.Series:
    """Share of cases kept when the cases of one war are left out, by the war left out; cases of a war hang together.

    Args:
        cases: from `tested`, or a part of it.
    """
    wars = sorted(cases["war"].unique())
    return pd.Series({war: cases.loc[cases["war"].ne(war), "honoured"].mean() for war in wars}).rename_axis("war")


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





def cases_of(commitments: pd.DataFrame, war: str, alliances: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Every alliance that the file lists for one war, with its name, duties and what the file says of it.

    Args:
        commitments: alliances/wartime_commitments.
        war: name of the war.
        alliances, members: alliances/alliances and alliances/members.
    """
    rows = commitments[commitments["war"].eq(war)].merge(
        alliances[["atop_id", "label", "begin"]], on="atop_id", how="left", validate="one_to_one"
    )
    duty = {
        "defense": "defence",
        "neutrality": "neutrality",
        "nonaggression": "nonaggression",
        "consultation": "consultation",
    }
    fighting = members[members["iso3"].isin(["ARM", "AZE"])].groupby("atop_id")["iso3"].nunique()
    return pd.DataFrame(
        {
            "alliance": rows["label"],
            "since": rows["begin"].astype("Int64").astype(str),
            "promises": [", ".join(word for d, word in duty.items() if row[d]) for _, row in rows.iterrows()],
            "both fighting states in it": rows["atop_id"].map(fighting).eq(2).map({True: "yes", False: "no"}),
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
        Columns when, earliest, latest, arrived, hour_known. A count whose report gives no hour stands midway between the
        earliest and the latest hour that the counts around it, or the ends of its day, leave open; one reported for the
        end of a day stands there.
    """
    series = arrivals[arrivals["in_series"]].sort_values(["date", "arrivals_cumulative"]).reset_index(drop=True)
    hours = (
        series["local_time"].str.slice(0, 2).astype("float64")
        + series["local_time"].str.slice(3, 5).astype("float64") / 60
    ).mask(series["time_as_reported"].eq("end of day"), END_OF_DAY)
    earliest = hours.groupby(series["date"]).ffill().fillna(0.0)
    latest = hours.groupby(series["date"]).bfill().fillna(END_OF_DAY)
    hour_of = {"when": (earliest + latest) / 2, "earliest": earliest, "latest": latest}
    at = {name: series["date"] + pd.to_timedelta(hour, unit="h").dt.round("min") for name, hour in hour_of.items()}
    return pd.DataFrame(
        {**at, "arrived": series["arrivals_cumulative"].astype("int64"), "hour_known": series["local_time"].notna()}
    )


def by_day(arrivals: pd.DataFrame) -> pd.DataFrame:
    """People who crossed between the last official count of one day and the last one of the day before.

    Args:
        arrivals: conflict/arrivals_2023.

    Returns:
        Columns day, total (the last count of the day), crossed (since the last count of the day before). The first count
        covers the days before it too.
    """
    counted = curve(arrivals)
    total = counted.groupby(counted["when"].dt.normalize())["arrived"].max().rename_axis("day")
    return total.to_frame("total").assign(crossed=total.diff().fillna(total).astype("int64")).reset_index()


def crowd(days: pd.DataFrame, people: int, wide: int) -> pd.DataFrame:
    """A dot for every so many people, piled up by day.

    Args:
        days: from `by_day`.
        people: how many people a dot stands for; dots are rounded over the running total, so that none is lost.
        wide: dots side by side in a pile.

    Returns:
        One row a dot: day, x, y.
    """
    reached = (days["total"] / people).round().astype(int)
    rows = []
    for number, (day, dots) in enumerate(zip(days["day"], reached.diff().fillna(reached).astype(int), strict=True)):
        rows += [{"day": day, "x": number * (wide + 3) + dot % wide, "y": dot // wide} for dot in range(dots)]
    return pd.DataFrame(rows)


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
        ("before", "UNHCR: refugees\nat end of 2022", present.loc[2022, "refugees"]),
        ("flow", "UNHCR: new\nrefugees of 2023", new.loc[2023, "new_refugees"]),
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


def appeals(timeline: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Each appeal of Armenia to Russia or the CSTO from 2020 to 2022, as Armenia put it, with what followed.

    Few columns, so that the words are not squeezed on a telephone.

    Args:
        timeline: conflict/commitment_timeline.
        events: narrative/events; holds the request of 2020.
    """
    entries = timeline.set_index("entry_id")
    said = events.set_index("event_id")["description"]
    (consulted,) = event_lists.keys("finding", "consulted_in_2020")
    asked_in_2020, promised = said[consulted].split("; ")
    rows = [
        {
            "when and what": f"October 2020: war over Karabakh. {asked_in_2020}.",
            "invoked, and for which territory": "treaty of 1997 with Russia; fighting near its border, and encroachments on its territory",
            "what followed": promised.rstrip("."),
            "keys": f"{consulted}, {LETTER_OF_2020}",
        }
    ]
    for entry, what in APPEALS.items():
        answers = timeline[timeline["answers"].eq(entry)].sort_values(["date", "entry_id"])
        rows.append(
            {
                "when and what": what,
                "invoked, and for which territory": f"{entries.loc[entry, 'basis']}; {entries.loc[entry, 'territory']}",
                "what followed": "; ".join(text.rstrip(".") for text in answers["what"]) or NO_ANSWER,
                "keys": ", ".join([entry, *answers["entry_id"]]),
            }
        )
    return pd.DataFrame(rows)


def steps(timeline: pd.DataFrame) -> pd.DataFrame:
    """Chosen appeals, answers and other acts in lanes, for a dated figure.

    Args:
        timeline: conflict/commitment_timeline.

    Returns:
        Columns entry_id, date, lane, actor (Armenia, Russia or CSTO), label, dx and dy (offset of the label in points).
    """
    chosen = pd.DataFrame(STEPS, columns=["entry_id", "lane", "label", "dx", "dy"])
    told = timeline.set_index("entry_id").loc[chosen["entry_id"], ["date", "actor"]]
    return chosen.assign(date=told["date"].to_numpy(), actor=told["actor"].to_numpy())


def witnesses(coded: pd.DataFrame, events: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """What third parties said of September 2022, with words, day and page from wherever they stand, in order of time.

    Args:
        coded: conflict/third_parties_2022.
        events, texts: narrative/events and narrative/texts.

    Returns:
        Columns date, party, kind, finding, said, url, limits.
    """
    columns = ["words", "url", "said_on"]
    told = events[["event_id", "description", "url", "date"]].set_axis(["key", *columns], axis=1)
    written = texts[["text_id", "what", "url", "date"]].set_axis(["key", *columns], axis=1)
    pages = pd.concat([told, written]).set_index("key")
    own = coded.set_index("statement_id")[columns]
    there = pages.reindex(coded["key"]).set_index(own.index)
    found = there.where(coded.set_index("statement_id")["key"].notna(), own)
    rows = coded.set_index("statement_id")[["party", "kind", "finding", "limits"]]
    rows = rows.assign(date=pd.to_datetime(found["said_on"]), said=found["words"], url=found["url"])
    order = ["date", "party", "kind", "finding", "said", "url", "limits"]
    return rows.sort_values("date", kind="stable")[order].reset_index(drop=True)


def found_struck(statements: pd.DataFrame, until: str) -> pd.Series:
    """Third parties on record by a day with words that Azerbaijan struck or held Armenia's own territory.

    Args:
        statements: from `witnesses`.
        until: last day that counts, as text.

    Returns:
        Name of each party once, in order of time.
    """
    rows = statements[statements["finding"].eq(STRUCK) & statements["date"].le(pd.Timestamp(until))]
    return rows["party"].drop_duplicates()


def asked(timeline: pd.DataFrame, territory: str, article: str = "") -> pd.DataFrame:
    """Requests about a territory, where wanted those that name an article."""
    wanted = timeline["step"].eq("request") & timeline["territory"].eq(territory)
    return timeline[wanted & timeline["basis"].str.contains(article, regex=False)]


def answered_with_troops(timeline: pd.DataFrame) -> pd.DataFrame:
    """Answers in which an ally or the organisation sent troops."""
    return timeline[timeline["step"].eq("answer") & timeline["what"].str.contains("sends troops")]


def displaced_in_the_1990s(stock: pd.DataFrame) -> pd.Series:
    """UNHCR's year-end counts of those whom the first war drove out, on both sides.

    Args:
        stock: conflict/displaced_stock.

    Returns:
        Persons: within_azerbaijan_1993, within_azerbaijan_2023 and within_armenia_1993 (displaced in the country), from_armenia_1993 (refugees
        in Azerbaijan), from_azerbaijan_1993 (refugees in Armenia).
    """
    by = stock.set_index(["origin", "asylum", "year"])
    return pd.Series(
        {
            "within_azerbaijan_1993": by.loc[("Azerbaijan", "Azerbaijan", 1993), "idps"],
            "within_azerbaijan_2023": by.loc[("Azerbaijan", "Azerbaijan", 2023), "idps"],
            "within_armenia_1993": by.loc[("Armenia", "Armenia", 1993), "idps"],
            "from_armenia_1993": by.loc[("Armenia", "Azerbaijan", 1993), "refugees"],
            "from_azerbaijan_1993": by.loc[("Azerbaijan", "Armenia", 1993), "refugees"],
        }
    )
