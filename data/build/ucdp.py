"""Uppsala Conflict Data Program: deaths by country and year, the Karabakh conflict, events of 2021, checks.

Two other counts stand beside UCDP's own as checks only: a copy that Our World in Data made of UCDP events, and a few
yearly totals of ACLED, whose terms forbid passing on its data.
"""

from pathlib import Path

import pandas as pd

from build.countries import add_iso3
from build.natural_earth import held_area, inside
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

STATES = (
    "ARM", "AZE", "BLR", "DZA", "GEO", "IND", "KAZ", "KGZ", "RUS", "SRB", "TJK", "UKR", "UZB", "VNM",
)  # fmt: skip
CONFLICT = 388
ARMENIA, AZERBAIJAN = 371, 373  # Gleditsch and Ward's numbers of states, which UCDP uses
VIOLENCE = {
    "all": "cumulative_total_deaths_in_orgvio",
    "state_based": "sb_total_deaths",
    "non_state": "ns_total_deaths",
    "one_sided": "os_total_deaths",
}
ESTIMATES = ("best", "low", "high")
CONFLICT_TYPES = {1: "extrasystemic", 2: "interstate", 3: "intrastate", 4: "internationalised intrastate"}
BOTH = "Armenia and Azerbaijan (conflict 388)"
ACLED_YEARS = (2020, 2021, 2022, 2023)  # few on purpose: its terms forbid giving access to the data
WHOLE_COUNTRY = 6  # from this precision on the coordinates stand for a country, not a place

UPPSALA = "Uppsala Conflict Data Program (UCDP), Uppsala University"
UCDP_URL = "https://ucdp.uu.se/downloads/"
UCDP_TERMS = {
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    "allows": "everything, with credit",
}
GED = "Sundberg and Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50(4)"
VIOLENCE_2025 = (
    "Davies, Pettersson, Sollenberg and Öberg (2025), Organized violence 1989-2024, Journal of Peace Research 62(4)"
)
VIOLENCE_2024 = (
    "Davies, Engström, Pettersson and Öberg (2024), Organized violence 1989-2023, Journal of Peace Research 61(4)"
)

SOURCES = (
    Source(
        key="ucdp_country_year",
        publisher=UPPSALA,
        title="Country-Year Dataset on Organized Violence within Country Borders",
        url=UCDP_URL,
        query="CSV of the whole world, compressed with gzip; save it as ucdp_organizedviolencecy_vNN_N.csv.gz",
        pattern="conflict/ucdp_organizedviolencecy_v*.csv.gz",
        credit=f"{VIOLENCE_2025}; {GED}",
        known=(
            (
                "ucdp_organizedviolencecy_v25_1.csv.gz",
                "3f0e99ca70c29a2deabaf87ccd75bf6f40862b86a829917cb80bf6194ed4c3f6",
            ),
        ),
        **UCDP_TERMS,
    ),
    Source(
        key="ucdp_conflict",
        publisher=UPPSALA,
        title="UCDP/PRIO Armed Conflict Dataset",
        url=UCDP_URL,
        query="CSV; the rows of other conflicts may stay; save it as ucdp_acd_vNN_N_conflict388.csv",
        pattern="conflict/ucdp_acd_v*.csv",
        credit="Gleditsch and others (2002), Armed Conflict 1946-2001, Journal of Peace Research 39(5);"
        f" {VIOLENCE_2025}",
        known=(("ucdp_acd_v25_1_conflict388.csv", "0bab86ec659809d790635433f752ee8547a791e9f0d9358444223375935e99d4"),),
        **UCDP_TERMS,
    ),
    Source(
        key="ucdp_battle_deaths",
        publisher=UPPSALA,
        title="Battle-Related Deaths Dataset, by dyad",
        url=UCDP_URL,
        query="CSV of the dyadic version; the rows of other conflicts may stay;"
        " save it as ucdp_brd_vNN_N_conflict388.csv",
        pattern="conflict/ucdp_brd_v*.csv",
        credit=VIOLENCE_2024,
        known=(("ucdp_brd_v24_1_conflict388.csv", "8dab8fb15333b20dd3e929215a000cc2c7bf60dee5d26216ac24d4dcfb842bd0"),),
        **UCDP_TERMS,
    ),
    Source(
        key="ucdp_candidate_2021",
        publisher=UPPSALA,
        title="Candidate Events Dataset, 2021",
        url=UCDP_URL,
        query="CSV of the whole year 2021; the rows of other countries may stay;"
        " save it as ucdp_candidate_2021_arm_aze_events.csv",
        pattern="conflict/ucdp_candidate_2021*.csv",
        credit="Hegre, Croicu, Eck and Högbladh (2020), Introducing the UCDP Candidate Events Dataset,"
        " Research & Politics 7(3)",
        known=(
            (
                "ucdp_candidate_2021_arm_aze_events.csv",
                "e931189b3c17bb69a1d0174bde1b31c9a370612542350b78c91681ccaef5f4f8",
            ),
        ),
        **UCDP_TERMS,
    ),
    Source(
        key="owid_ucdp_copy",
        publisher="Our World in Data",
        title="Deaths in armed conflicts based on where they occurred (processed from UCDP events)",
        url="https://ourworldindata.org/grapher/deaths-in-armed-conflicts-by-country",
        query="Armenia and Azerbaijan, all years, all conflict types, best estimate; columns Entity, Year, Deaths;"
        " save it as owid_ucdp_deaths_by_location_arm_aze.csv",
        pattern="conflict/owid_ucdp_deaths_by_location_*.csv",
        credit="Uppsala Conflict Data Program, processed by Our World in Data; " + GED,
        known=(
            (
                "owid_ucdp_deaths_by_location_arm_aze.csv",
                "6f4c7fa02818172aa95e4e9154352631e458a110133912ba7fd95ae9837bb019",
            ),
        ),
        **UCDP_TERMS,
    ),
    Source(
        key="acled_totals",
        publisher="Armed Conflict Location & Event Data (ACLED)",
        title="events and fatalities by country and year",
        url="https://acleddata.com/",
        query="Armenia and Azerbaijan by year; columns country, year, total_fatalities;"
        " save it as acled_country_year_by_type_arm_aze_FIRST-LAST.csv",
        pattern="conflict/acled_country_year_*.csv",
        licence="ACLED terms of use",
        licence_url="https://acleddata.com/",
        allows="a few yearly totals as a cross-check, with credit and a link; never the data themselves",
        credit="ACLED, https://acleddata.com/",
        known=(
            (
                "acled_country_year_by_type_arm_aze_2018-2024.csv",
                "4e51dc4adbee04c6c7b8c437372d1683da7d98b37db9476fba41e826dd290837",
            ),
        ),
    ),
)

VERSION = r"^\d{2}\.\d$"
NAME = Field("country", "string", "country on whose territory people died, as the publisher names it")
CODE = Field("iso3", "string", "ISO 3166-1 alpha-3 code of that country", pattern=ISO3)
YEAR = Field("year", "year", "calendar year of the deaths", minimum=1946, maximum=2100)


def _deaths(name: str, description: str, header: str = "", required: bool = True) -> Field:
    return Field(name, "integer", description, unit="deaths", required=required, minimum=0, header=header)


def _estimates(prefix: str, header: str = "{}") -> tuple[Field, ...]:
    words = {
        "best": "UCDP's best estimate",
        "low": "UCDP's low count, from the most cautious reports; no lower end of a confidence interval",
        "high": "UCDP's high count, from the widest reports; no upper end of a confidence interval",
    }
    return tuple(_deaths(f"{prefix}_{e}", words[e], header.format(e)) for e in ESTIMATES)


# --- deaths by location -------------------------------------------------------------------------------------------

DEATHS = (
    NAME,
    CODE,
    Field("year", "year", "calendar year of the deaths", minimum=1989, maximum=2100),
    Field(
        "violence",
        "string",
        "state_based: a government is at least one of two armed sides; non_state: organised groups, none a government;"
        " one_sided: armed actors kill civilians; all: the three together",
        enum=tuple(VIOLENCE),
    ),
    *_estimates("deaths"),
    Field(
        "range_is_inconsistent",
        "boolean",
        "the published counts are out of order (low above best, or best above high) and are kept as they stand",
    ),
    Field("version", "string", "UCDP's version of the data set", pattern=VERSION),
)
COUNTRY_YEAR = (
    Field("country", "string", header="country_cy"),
    Field("year", "year", header="year_cy", minimum=1989, maximum=2100),
    *(_deaths(f"{kind}:{e}", "", f"{stem}_{e}_cy") for kind, stem in VIOLENCE.items() for e in ESTIMATES),
    Field("version", "string", pattern=VERSION),
)


def deaths_by_location(shelf: Shelf) -> pd.DataFrame:
    """Deaths by country, year and kind of violence for `STATES`; about 1,900 rows, columns as in `DEATHS`."""
    path = shelf.file("ucdp_country_year")
    wide = read_country_year(path)
    parts = [
        wide[["country", "iso3", "year", "version"]].assign(
            violence=kind, **{f"deaths_{e}": wide[f"{kind}:{e}"] for e in ESTIMATES}
        )
        for kind in VIOLENCE
    ]
    return pd.concat(parts, ignore_index=True).assign(
        range_is_inconsistent=lambda t: (t["deaths_low"] > t["deaths_best"]) | (t["deaths_best"] > t["deaths_high"])
    )


def read_country_year(path: Path) -> pd.DataFrame:
    """Rows of `STATES` in UCDP's country-year file, one a country and year, in deaths.

    Raises:
        SourceProblem: besides a broken cell, a state or a year is missing, the three kinds of violence do not add up,
            or the file mixes versions.

    Source: UCDP Country-Year Dataset on Organized Violence within Country Borders.
    """
    frame = typed(read_rows(path), COUNTRY_YEAR, path, key=("country", "year"))
    frame = add_iso3(frame, "country", path).loc[lambda t: t["iso3"].isin(STATES)]
    _refuse_gaps(frame, path)
    _refuse_wrong_sums(frame, path)
    versions = sorted(frame["version"].unique())
    if len(versions) > 1:
        found = ", ".join(versions)
        raise SourceProblem(
            path, "field version", "one version of the data set", found, "keep versions in files of their own"
        )
    return frame


def _refuse_gaps(frame: pd.DataFrame, path: Path) -> None:
    last = frame["year"].max()
    for state in STATES:
        years = frame.loc[frame["iso3"] == state, "year"]
        if years.empty:
            raise SourceProblem(
                path, "field country_cy", f"rows for {state}", "none", "the file is cut short: " + DOWNLOAD
            )
        missing = sorted(set(range(years.min(), last + 1)) - set(years))
        if missing:
            where = f"field year_cy, country {state}"
            raise SourceProblem(path, where, f"each year from {years.min()} to {last}", f"no {missing[0]}", DOWNLOAD)


def _refuse_wrong_sums(frame: pd.DataFrame, path: Path) -> None:
    for estimate in ESTIMATES:
        parts = sum(frame[f"{kind}:{estimate}"] for kind in VIOLENCE if kind != "all")
        wrong = frame[parts != frame[f"all:{estimate}"]]
        if not wrong.empty:
            row = wrong.index[0]
            raise SourceProblem(
                path,
                f"row {row}, field {VIOLENCE['all']}_{estimate}_cy",
                f"the sum of the three kinds of violence ({parts[row]})",
                str(wrong[f"all:{estimate}"].iloc[0]),
                "the file was altered: " + DOWNLOAD,
            )


# --- conflict 388 -------------------------------------------------------------------------------------------------

CONFLICT_388 = (
    Field(
        "year",
        "year",
        "calendar year in which UCDP counts at least 25 battle-related deaths",
        minimum=1946,
        maximum=2100,
    ),
    Field(
        "intensity_level", "integer", "1: 25 to 999 battle-related deaths in the year; 2: 1,000 or more", enum=(1, 2)
    ),
    Field("conflict_type", "string", "UCDP's type in that year", enum=tuple(CONFLICT_TYPES.values())),
    Field("side_a", "string", "UCDP's name of the government side"),
    Field("side_a_support", "string", "state that UCDP codes as fighting on side A with troops", required=False),
    Field("side_b", "string", "UCDP's name of the side opposed to it"),
    Field("side_b_support", "string", "state that UCDP codes as fighting on side B with troops", required=False),
    Field("episode_start", "date", "day on which the current episode of fighting passed UCDP's threshold"),
    Field(
        "episode_start_precision", "integer", "1: the day is known; higher numbers are less exact", minimum=1, maximum=5
    ),
    Field("episode_end", "date", "last day of the episode, in its last year only", required=False),
    *(
        Field(f.name, f.type, f.description + "; empty where the older file has no row", f.unit, False, minimum=0)
        for f in _estimates("bd")
    ),
    Field("acd_version", "string", "version of the Armed Conflict Dataset", pattern=VERSION),
    Field("brd_version", "string", "version of the Battle-Related Deaths Dataset", required=False, pattern=VERSION),
)
UCDP_DATE = r"^(\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{1,2}-\d{1,2})$"
ACD = (
    Field("conflict_id", "integer"),
    Field("year", "year", minimum=1946, maximum=2100),
    Field("intensity_level", "integer", enum=(1, 2)),
    Field("type_of_conflict", "integer", enum=tuple(CONFLICT_TYPES)),
    Field("side_a", "string"),
    Field("side_a_support", "string", header="side_a_2nd", required=False),
    Field("side_b", "string"),
    Field("side_b_support", "string", header="side_b_2nd", required=False),
    Field("episode_start", "string", header="start_date2", pattern=UCDP_DATE),
    Field("episode_start_precision", "integer", header="start_prec2", minimum=1, maximum=5),
    Field("episode_end", "string", header="ep_end_date", required=False, pattern=UCDP_DATE),
    Field("acd_version", "string", header="version", pattern=VERSION),
)
BRD = (
    Field("conflict_id", "integer"),
    Field("dyad_id", "integer"),
    Field("year", "year", minimum=1989, maximum=2100),
    *_estimates("bd", "bd_{}"),
    Field("brd_version", "string", header="version", pattern=VERSION),
)


def conflict_388(shelf: Shelf) -> pd.DataFrame:
    """Active years of conflict 388 with battle deaths beside them; 17 rows to 2024, columns as in `CONFLICT_388`.

    Raises:
        SourceProblem: as `typed`, or a file has no row of the conflict.

    Source: UCDP/PRIO Armed Conflict Dataset; UCDP Battle-Related Deaths Dataset.
    """
    path = shelf.file("ucdp_conflict")
    years = _conflict_rows(typed(read_rows(path), ACD, path, key=("conflict_id", "year")), path)
    return (
        years.assign(
            conflict_type=years["type_of_conflict"].map(CONFLICT_TYPES),
            episode_start=_iso_dates(years["episode_start"], "start_date2", path),
            episode_end=_iso_dates(years["episode_end"], "ep_end_date", path),
        )
        .drop(columns=["conflict_id", "type_of_conflict"])
        .merge(battle_deaths(shelf), on="year", how="left", validate="one_to_one")
    )


def battle_deaths(shelf: Shelf) -> pd.DataFrame:
    """Battle-related deaths of conflict 388 by year, summed over its dyads; columns year, bd_*, brd_version."""
    path = shelf.file("ucdp_battle_deaths")
    rows = _conflict_rows(typed(read_rows(path), BRD, path, key=("conflict_id", "dyad_id", "year")), path)
    sums = {f"bd_{e}": (f"bd_{e}", "sum") for e in ESTIMATES}
    return rows.groupby("year", as_index=False).agg(**sums, brd_version=("brd_version", "first"))


def _conflict_rows(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    rows = frame[frame["conflict_id"] == CONFLICT]
    if rows.empty:
        expected = f"rows of conflict {CONFLICT}, over Nagorno-Karabakh"
        raise SourceProblem(path, "field conflict_id", expected, "none", "the file is cut short: " + DOWNLOAD)
    return rows


def _iso_dates(dates: pd.Series, header: str, path: Path) -> pd.Series:
    """Dates written day first or year first as YYYY-MM-DD; empty stays empty."""
    parts = dates.str.split("-")
    year_first = parts.str[0].str.len() == 4
    iso = (
        parts.str[0].where(year_first, parts.str[2])
        + "-"
        + parts.str[1].str.zfill(2)
        + "-"
        + parts.str[2].where(year_first, parts.str[0]).str.zfill(2)
    )
    wrong = dates[pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").isna() & dates.notna()]
    if not wrong.empty:
        where = f"row {wrong.index[0]}, field {header}"
        raise SourceProblem(path, where, "a date of the calendar", repr(wrong.iloc[0]), DOWNLOAD)
    return iso


# --- candidate events of 2021 -------------------------------------------------------------------------------------

PRECISION = (
    "how exact the place is: 1 the place itself, 2 within about 25 km of it, 3 a district, 4 a province, 5 a line or a"
    " loosely named area, 6 a country"
)
EVENTS = (
    Field("event_id", "integer", "UCDP's number of the event"),
    Field("date_start", "date", "first day"),
    Field("date_end", "date", "last day"),
    Field("date_precision", "integer", "1: the day is known; higher numbers are less exact", minimum=1, maximum=5),
    Field("place", "string", "name of the place that the coordinates stand for"),
    Field("lat", "number", "latitude, north is positive", unit="degrees (WGS 84)", minimum=-90, maximum=90),
    Field("lon", "number", "longitude, east is positive", unit="degrees (WGS 84)", minimum=-180, maximum=180),
    Field("where_precision", "integer", PRECISION, minimum=1, maximum=7),
    Field("country", "string", "country to whose territory UCDP assigns the event"),
    Field("iso3", "string", "ISO 3166-1 alpha-3 code of that country", pattern=ISO3),
    Field("in_armenia", "boolean", "UCDP assigns the event to Armenia's territory"),
    Field(
        "in_karabakh",
        "boolean",
        "our own test: the coordinates lie in the area that Armenian forces held before September 2020 (map/outlines);"
        " empty where they stand for a whole country",
        required=False,
    ),
    *_estimates("deaths"),
    _deaths("deaths_side_a", "deaths on the side of Azerbaijan's government"),
    _deaths("deaths_side_b", "deaths on the side that UCDP calls Republic of Artsakh, Armenia's soldiers included"),
    _deaths("deaths_civilians", "civilian deaths"),
    _deaths("deaths_unknown", "deaths of people whose side or status is unknown"),
    Field("source_count", "integer", "number of news reports that UCDP read", required=False, minimum=0),
    Field("needs_checking", "boolean", "UCDP had marked the event for another look when the file was issued"),
)
DAY = r"^\d{4}-\d{2}-\d{2}( 00:00:00(\.0+)?)?$"
CANDIDATE = (
    Field("event_id", "integer", header="id"),
    Field("conflict_new_id", "integer"),
    Field("date_start", "string", pattern=DAY),
    Field("date_end", "string", pattern=DAY),
    Field("date_precision", "integer", header="date_prec", minimum=1, maximum=5),
    Field("place", "string", header="where_coordinates"),
    Field("lat", "number", header="latitude", minimum=-90, maximum=90),
    Field("lon", "number", header="longitude", minimum=-180, maximum=180),
    Field("where_precision", "integer", header="where_prec", minimum=1, maximum=7),
    Field("country", "string"),
    Field("country_id", "integer"),
    *_estimates("deaths", "{}"),
    _deaths("deaths_side_a", "", "deaths_a"),
    _deaths("deaths_side_b", "", "deaths_b"),
    _deaths("deaths_civilians", ""),
    _deaths("deaths_unknown", ""),
    Field("source_count", "integer", header="number_of_sources", minimum=-1),
    Field("code_status", "string"),
)


def events_2021(shelf: Shelf) -> pd.DataFrame:
    """Candidate events of conflict 388 in Armenia and Azerbaijan in 2021; 21 rows, columns as in `EVENTS`."""
    path = shelf.file("ucdp_candidate_2021")
    events = read_candidate(path)
    area = held_area(shelf)
    placed = events["where_precision"] < WHOLE_COUNTRY
    within = [inside(area, lon, lat) for lon, lat in zip(events["lon"], events["lat"], strict=True)]
    return events.assign(
        in_armenia=events["country_id"] == ARMENIA,
        in_karabakh=pd.Series(within, index=events.index, dtype="boolean").where(placed),
    ).drop(columns=["country_id", "conflict_new_id", "code_status"])


def read_candidate(path: Path) -> pd.DataFrame:
    """Events of conflict 388 in Armenia or Azerbaijan, one a row, in deaths; the texts of news reports are not read.

    Raises:
        SourceProblem: as `typed`, or the file has no such event.

    Source: UCDP Candidate Events Dataset.
    """
    frame = typed(read_rows(path), CANDIDATE, path, key=("event_id",))
    here = frame["country_id"].isin((ARMENIA, AZERBAIJAN)) & (frame["conflict_new_id"] == CONFLICT)
    frame = frame[here]
    if frame.empty:
        expected = f"events of conflict {CONFLICT} in Armenia or Azerbaijan"
        raise SourceProblem(path, "fields country_id and conflict_new_id", expected, "none", DOWNLOAD)
    frame = frame.assign(
        date_start=frame["date_start"].str[:10],
        date_end=frame["date_end"].str[:10],
        source_count=frame["source_count"].mask(frame["source_count"] < 0),
        needs_checking=frame["code_status"] != "Clear",
    )
    return add_iso3(frame, "country", path, without=())


# --- checks -------------------------------------------------------------------------------------------------------

CHECKS = (
    Field(
        "series",
        "string",
        "owid_copy: Our World in Data's sums of UCDP events; ucdp_battle_deaths: UCDP's battle deaths of conflict 388;"
        " acled_fatalities: ACLED's yearly total",
        enum=("acled_fatalities", "owid_copy", "ucdp_battle_deaths"),
    ),
    Field("country", "string", "country of the deaths, or both countries together for the conflict"),
    Field("iso3", "string", "ISO 3166-1 alpha-3 code; empty for the conflict as a whole", required=False, pattern=ISO3),
    YEAR,
    _deaths("deaths", "the figure to compare with"),
    _deaths(
        "deaths_by_location",
        "best estimate in conflict/deaths_by_location: all violence for one country, state-based violence of Armenia"
        " and Azerbaijan together for the conflict; empty where that table has no row",
        required=False,
    ),
    Field(
        "difference",
        "integer",
        "deaths less deaths_by_location; empty where either is unknown",
        unit="deaths",
        required=False,
    ),
)
OWID = (
    Field("country", "string", header="Entity", enum=("Armenia", "Azerbaijan")),
    Field("year", "year", header="Year", minimum=1989, maximum=2100),
    _deaths("deaths", "", "Deaths"),
)
ACLED = (
    Field("country", "string", enum=("Armenia", "Azerbaijan")),
    Field("year", "year", minimum=1989, maximum=2100),
    _deaths("deaths", "", "total_fatalities"),
)


def deaths_checks(shelf: Shelf) -> pd.DataFrame:
    """Other counts beside UCDP's deaths by location; about 95 rows, columns as in `CHECKS`."""
    owid, acled = (_other(shelf, key, fields) for key, fields in (("owid_ucdp_copy", OWID), ("acled_totals", ACLED)))
    battle = battle_deaths(shelf)[["year", "bd_best"]].rename(columns={"bd_best": "deaths"})
    parts = pd.concat(
        [
            owid.assign(series="owid_copy"),
            acled[acled["year"].isin(ACLED_YEARS)].assign(series="acled_fatalities"),
            battle.assign(series="ucdp_battle_deaths", country=BOTH, iso3=None),
        ],
        ignore_index=True,
    )
    ours = _ours(shelf.table("conflict/deaths_by_location"))
    return parts.merge(ours, on=["country", "year"], how="left", validate="many_to_one").assign(
        difference=lambda t: t["deaths"] - t["deaths_by_location"]
    )


def _other(shelf: Shelf, key: str, fields: tuple[Field, ...]) -> pd.DataFrame:
    path = shelf.file(key)
    return add_iso3(typed(read_rows(path), fields, path, key=("country", "year")), "country", path, without=())


def _ours(location: pd.DataFrame) -> pd.DataFrame:
    """Columns country, year, deaths_by_location for Armenia, Azerbaijan and the conflict as a whole."""
    pair = location[location["iso3"].isin(("ARM", "AZE"))]
    alone = pair[pair["violence"] == "all"][["country", "year", "deaths_best"]]
    together = pair[pair["violence"] == "state_based"].groupby("year", as_index=False)["deaths_best"].sum()
    ours = pd.concat([alone, together.assign(country=BOTH)], ignore_index=True)
    return ours.rename(columns={"deaths_best": "deaths_by_location"}).astype(
        {"year": "Int64", "deaths_by_location": "Int64"}
    )


RANGE_NOTE = "UCDP's low and high are counts from more cautious and from wider reports, not a confidence interval."
LOCATION_NOTE = (
    "Nagorno-Karabakh counts as Azerbaijan. Where an event lies is UCDP's reading of news reports, so fighting along"
    " the border may stand under either country; deaths by location alone do not settle whether an alliance's duty"
    " applied."
)

TABLES = (
    Table(
        name="conflict/deaths_by_location",
        title="Deaths in organised violence by country and year",
        description=(
            "People killed in organised violence on the territory of Armenia, Azerbaijan, Georgia, Russia, Ukraine and"
            " nine other partners of Russia, by kind of violence. UCDP counts deaths of fighters and civilians that it"
            " can tie to an event, from news and other reports, and assigns them to the country where they happened,"
            " not to the nationality of the dead. Events count whether or not their conflict reached 25 deaths in the"
            " year."
        ),
        fields=DEATHS,
        key=("iso3", "year", "violence"),
        sources=("ucdp_country_year",),
        build=deaths_by_location,
        edition="version 25.1",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes=(
            f"{RANGE_NOTE} In a few rows they are out of order (Armenia 2022: low 154, high 153; Russia 2024): see"
            f" range_is_inconsistent. {LOCATION_NOTE} Zero is UCDP's zero: no death found. States enter with"
            " independence: deaths in Armenia and Azerbaijan in 1989 and 1990 stand under Russia (Soviet Union)."
            " Serbia's rows before its independence are Yugoslavia's. Armenia's seven one-sided deaths of 2015 are"
            " attributed by UCDP to the government of Russia, not to Azerbaijan, so for the conflict over Karabakh use"
            " state_based."
        ),
    ),
    Table(
        name="conflict/conflict_388",
        title="Active years of the conflict over Nagorno-Karabakh",
        description=(
            "The years in which UCDP counts conflict 388 (government of Azerbaijan against the Republic of Artsakh,"
            " over the territory) as active, with its intensity, the supporting states that UCDP codes and the"
            " battle-related deaths. A year without a row had fewer than 25 such deaths, not none."
        ),
        fields=CONFLICT_388,
        key=("year",),
        sources=("ucdp_conflict", "ucdp_battle_deaths"),
        build=conflict_388,
        edition="versions 25.1 and 24.1",
        notes=(
            "Names of sides and support are UCDP's coding and no view on status or responsibility."
            " The deaths come from an older version that ends in 2023. " + RANGE_NOTE
        ),
    ),
    Table(
        name="conflict/events_2021",
        title="Fighting in 2021, event by event",
        description=(
            "Events of 2021 in Armenia and Azerbaijan from UCDP's candidate file, which is issued within weeks and"
            " revised later. Our own selection of columns, without the texts and titles of news reports."
        ),
        fields=EVENTS,
        key=("date_start", "event_id"),
        sources=("ucdp_candidate_2021", "natural_earth_held_area"),
        build=events_2021,
        edition="candidate events of 2021",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes=(
            "Not final: the year has 36 deaths here and 40 in conflict/deaths_by_location. Coordinates with"
            " where_precision above 3 stand for an area. The fighting of 16 November (13 deaths, high count 37) is"
            " placed at the centre of Nagorno-Karabakh with precision 5 and counted as Azerbaijan, while press reports"
            " put it at the border and Armenia appealed to Russia over it (conflict/commitment_timeline): that one"
            " choice decides whether the year's deaths inside Armenia are 10 or 23. UCDP names the Republic of Artsakh"
            " as side B even at Armenia's own border."
        ),
    ),
    Table(
        name="conflict/deaths_checks",
        title="Deaths in other counts, to check against",
        description=(
            "The same years in Our World in Data's copy, in UCDP's own battle-death file and in four yearly totals of"
            " ACLED per country, each beside our main table. For comparison only: never add series up or join them in"
            " time."
        ),
        fields=CHECKS,
        key=("series", "country", "year"),
        sources=("owid_ucdp_copy", "ucdp_battle_deaths", "acled_totals", "ucdp_country_year"),
        build=deaths_checks,
        edition="to 2023",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes=(
            "Our World in Data leaves out conflicts below 25 deaths in a year, so many of its zeros are not zero in"
            " UCDP's file; it assigns coordinates to countries by its own map, which fits the 35 deaths of 1992, two"
            " of 2020 and one of 2022 that it has on the other side of the border; and it carries deaths before"
            " independence back to today's countries. ACLED counts other events from other sources: for 2022 it places"
            " 217 of 285 deaths in Armenia, UCDP 154 of 308, though by the sides' own reports nearly all died on the"
            " same two days, so the split between the countries is the least certain part of either."
        ),
    ),
)
