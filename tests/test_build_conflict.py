"""Parsers of conflict, displacement and outlines: on samples, on broken files, and on the publishers' files."""

import csv
import gzip
import json
import re
from pathlib import Path

import pandas as pd
import pytest
import rebuilt
from build import conflict_reports, countries_table, natural_earth, places, shelf, ucdp, unhcr
from build.problems import SourceProblem
from build.shelf import CURATED, Shelf
from build.writing import as_csv, finish
from sources_here import ROOT, SAMPLES, SOURCES, copied, needs_sources, records, says

MODULES = (countries_table, ucdp, unhcr, conflict_reports, natural_earth, places)
SOURCES_BY_KEY = {s.key: s for module in MODULES for s in module.SOURCES}
TABLES = {t.name: t for module in MODULES for t in module.TABLES}
COUNTRY_YEAR = "conflict/ucdp_organizedviolencecy_v30_1.csv.gz"
ACD = "conflict/ucdp_acd_v30_1_conflict388.csv"
BRD = "conflict/ucdp_brd_v30_1_conflict388.csv"
CANDIDATE = "conflict/ucdp_candidate_2021_2030-01.csv"
OWID = "conflict/owid_ucdp_deaths_by_location_2030.csv"
ACLED = "conflict/acled_country_year_2030.csv"
POPULATION = "conflict/unhcr_population_2030.csv.gz"
FLOWS = "conflict/unhcr_flows_2030.csv.gz"
COUNTRIES = "map/caucasus_countries_2030.geojson"
AREA = "map/nagorno_karabakh_2030.geojson"


def table(name, folder=SAMPLES):
    """A finished table, with the tables that it is made from."""
    described = TABLES[name]
    here = Shelf(folder, SOURCES_BY_KEY)
    if name == "conflict/deaths_checks":
        here.built["conflict/deaths_by_location"] = table("conflict/deaths_by_location", folder)
    return finish(described.build(here), described)


@pytest.fixture
def copy(tmp_path):
    """A private copy of the samples."""
    for group in ("conflict", "map"):
        copied(SAMPLES / group, tmp_path / group)
    return tmp_path


def read(path):
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()


def write(path, text, encoding="utf-8"):
    raw = text.encode(encoding)
    path.write_bytes(gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def set_cell(folder, name, row, column, value):
    """Set one cell; the first row of data is row 2 of the file."""
    frame = pd.read_csv(folder / name, dtype=str, keep_default_na=False)
    frame.loc[row - 2, column] = value
    write(folder / name, frame.to_csv(index=False, lineterminator="\n"))


def drop_column(folder, name, column):
    frame = pd.read_csv(folder / name, dtype=str, keep_default_na=False).drop(columns=column)
    write(folder / name, frame.to_csv(index=False, lineterminator="\n"))


def keep_rows(folder, name, condition):
    frame = pd.read_csv(folder / name, dtype=str, keep_default_na=False).query(condition)
    write(folder / name, frame.to_csv(index=False, lineterminator="\n"))


def refused(folder, name, *parts):
    """The build of a table fails and the message holds every part."""
    with pytest.raises(SourceProblem) as caught:
        table(name, folder)
    for part in ("expected:", "found:", "remedy:", *parts):
        assert says(caught.value, part), str(caught.value)


# --- synthetic samples --------------------------------------------------------------------------------------------


def test_deaths_are_read_by_kind_and_an_inconsistent_range_is_kept_and_flagged():
    deaths = table("conflict/deaths_by_location")
    assert len(deaths) == 14 * 2 * 4 and set(deaths["version"]) == {"30.1"}
    armenia = deaths[deaths["iso3"] == "ARM"]
    assert records(
        armenia, "year", "violence", "deaths_best", "deaths_low", "deaths_high", "range_is_inconsistent"
    ) == [
        (2028, "all", 15, 15, 25, False),
        (2028, "non_state", 0, 0, 0, False),
        (2028, "one_sided", 5, 5, 5, False),
        (2028, "state_based", 10, 10, 20, False),
        (2029, "all", 100, 100, 90, True),
        (2029, "non_state", 0, 0, 0, False),
        (2029, "one_sided", 0, 0, 0, False),
        (2029, "state_based", 100, 100, 90, True),
    ]
    russia = deaths[deaths["iso3"] == "RUS"]
    assert set(russia["country"]) == {"Russia (Soviet Union)"}


def test_conflict_388_sums_dyads_reads_both_spellings_of_a_date_and_leaves_unknown_deaths_empty():
    years = table("conflict/conflict_388")
    columns = ("year", "intensity_level", "conflict_type", "side_b_support", "episode_start", "episode_end")
    assert records(years, *columns, "bd_best", "bd_low", "bd_high", "brd_version") == [
        (2028, 1, "intrastate", None, "2028-02-01", None, None, None, None, None),
        (
            2029,
            2,
            "internationalised intrastate",
            "Synthetic supporter",
            "2028-02-01",
            "2029-12-31",
            300,
            250,
            390,
            "30.1",
        ),
    ]


def test_events_keep_their_place_and_no_text_of_news_reports():
    events = table("conflict/events_2021")
    columns = (
        "event_id",
        "date_start",
        "iso3",
        "in_armenia",
        "in_karabakh",
        "deaths_best",
        "deaths_low",
        "deaths_high",
    )
    assert records(events, *columns, "source_count", "needs_checking") == [
        (9001, "2021-03-01", "ARM", True, False, 2, 2, 3, 2, False),
        (9002, "2021-03-02", "AZE", False, True, 5, 4, 9, 2, True),
        (9003, "2021-03-03", "AZE", False, None, 1, 1, 1, None, False),  # a whole country; number of reports unknown
        (9004, "2021-03-04", "AZE", False, False, 1, 0, 1, 2, False),  # in a hole of the area
    ]
    written = as_csv(events, TABLES["conflict/events_2021"])
    assert "headline" not in written and "invented" not in written


def test_checks_stand_beside_our_figures_and_unknown_differences_are_empty():
    checks = table("conflict/deaths_checks")
    assert records(checks, "series", "country", "iso3", "year", "deaths", "deaths_by_location", "difference") == [
        ("acled_fatalities", "Armenia", "ARM", 2022, 10, None, None),
        ("acled_fatalities", "Azerbaijan", "AZE", 2022, 20, None, None),
        ("owid_copy", "Armenia", "ARM", 1990, 8, None, None),
        ("owid_copy", "Armenia", "ARM", 2028, 0, 15, -15),
        ("owid_copy", "Azerbaijan", "AZE", 2029, 210, 200, 10),
        ("ucdp_battle_deaths", ucdp.BOTH, None, 2029, 300, 300, 0),
    ]


def test_stocks_keep_published_zeros_and_people_without_a_country_have_no_code():
    stock = table("conflict/displaced_stock")
    columns = ("origin_iso3", "asylum_iso3", "year", "refugees", "asylum_seekers", "idps", "stateless")
    assert records(stock, "origin", *columns, "others_of_concern") == [
        ("Armenia", "ARM", "DEU", 2029, 0, 5, 0, 0, 20),
        ("Azerbaijan", "AZE", "ARM", 2029, 1000, 0, 0, 0, 0),
        ("Azerbaijan", "AZE", "AZE", 2029, 0, 0, 6000, 0, 0),
        ("Stateless", None, "AZE", 2029, 0, 0, 0, 40, 0),
        ("Unknown", None, "ARM", 2029, 30, 0, 0, 0, 0),
    ]


def test_flows_leave_unknown_empty_and_asylum_claims_out():
    flow = table("conflict/displaced_flow")
    assert records(flow, "origin_iso3", "asylum_iso3", "year", "new_refugees", "new_refugee_like") == [
        ("AZE", "ARM", 2028, None, 70),
        ("AZE", "ARM", 2029, 900, None),
        (None, "AZE", 2029, 60, None),
    ]


def test_outlines_are_rounded_closed_and_without_repeats():
    points = table("map/outlines")
    first = points[(points["feature"] == "Armenia")]
    assert records(first, "part", "ring", "point", "lon", "lat") == [
        (1, 1, 1, 44.0, 39.5),
        (1, 1, 2, 45.0, 39.5),
        (1, 1, 3, 45.0, 40.5),
        (1, 1, 4, 44.0, 40.5),
        (1, 1, 5, 44.0, 39.5),
    ]
    assert set(points["feature"]) == {"Armenia", "Azerbaijan", "Georgia", natural_earth.HELD_AREA}
    assert points.groupby("feature")["part"].max().to_dict()["Azerbaijan"] == 2
    assert points.loc[points["kind"] == natural_earth.HELD, "iso3"].isna().all()
    assert 43.1235 in set(points["lon"])


def test_a_point_is_inside_an_area_but_not_in_its_hole():
    area = natural_earth.held_area(Shelf(SAMPLES, SOURCES_BY_KEY))
    assert natural_earth.inside(area, 46.5, 40.0)
    assert not natural_earth.inside(area, 47.0, 40.0)
    assert not natural_earth.inside(area, 45.9, 40.0)
    assert not natural_earth.inside(area, 46.5, 40.8)


def test_a_point_is_found_on_either_side_of_slanted_lines():
    ring = pd.DataFrame([(0, 0), (4, 2), (2, 6), (0, 0)], columns=["lon", "lat"]).assign(part=1, ring=1, point=range(1, 5))
    area = ring.sample(frac=1, random_state=0)
    within = [(1, 1), (2, 3), (3, 3), (3.4, 3), (1.2, 3), (2, 5.8), (3.4, 2)]
    outside = [(2, 0.9), (0.8, 3), (3.6, 3), (-1, 3), (5, 3), (2, 6.2), (1, -1), (3.9, 1), (0.1, 1), (2.8, 5)]
    assert [natural_earth.inside(area, *at) for at in within] == [True] * len(within)
    assert [natural_earth.inside(area, *at) for at in outside] == [False] * len(outside)


@pytest.mark.parametrize(("stated", "kept"), [("0", 0), ("1", 1), ("-1", None)])
def test_a_count_of_reports_below_nothing_is_unknown(copy, stated, kept):
    set_cell(copy, CANDIDATE, 2, "number_of_sources", stated)
    found = ucdp.read_candidate(copy / CANDIDATE)["source_count"].iloc[0]
    assert found == kept if kept is not None else pd.isna(found)


# --- broken files -------------------------------------------------------------------------------------------------

BROKEN = [
    (COUNTRY_YEAR, 4, "sb_total_deaths_best_cy", "many", "conflict/deaths_by_location"),
    (COUNTRY_YEAR, 4, "sb_total_deaths_best_cy", "-1", "conflict/deaths_by_location"),
    (COUNTRY_YEAR, 4, "year_cy", "1850", "conflict/deaths_by_location"),
    (COUNTRY_YEAR, 4, "cumulative_total_deaths_in_orgvio_best_cy", "14", "conflict/deaths_by_location"),
    (COUNTRY_YEAR, 4, "version", "thirty", "conflict/deaths_by_location"),
    (ACD, 3, "intensity_level", "3", "conflict/conflict_388"),
    (ACD, 3, "type_of_conflict", "", "conflict/conflict_388"),
    (ACD, 2, "start_date2", "31-2-2028", "conflict/conflict_388"),
    (ACD, 2, "start_date2", "spring 2028", "conflict/conflict_388"),
    (BRD, 2, "bd_low", "", "conflict/conflict_388"),
    (BRD, 2, "bd_high", "2.5", "conflict/conflict_388"),
    (CANDIDATE, 3, "latitude", "140", "conflict/events_2021"),
    (CANDIDATE, 3, "where_prec", "9", "conflict/events_2021"),
    (CANDIDATE, 3, "date_start", "2 March 2021", "conflict/events_2021"),
    (CANDIDATE, 3, "best", "", "conflict/events_2021"),
    (OWID, 3, "Deaths", "n/a", "conflict/deaths_checks"),
    (OWID, 3, "Entity", "Atlantis", "conflict/deaths_checks"),
    (ACLED, 3, "total_fatalities", "-4", "conflict/deaths_checks"),
    (POPULATION, 3, "refugees", "", "conflict/displaced_stock"),
    (POPULATION, 3, "idps", "some", "conflict/displaced_stock"),
    (POPULATION, 4, "coa_iso", "QQQ", "conflict/displaced_stock"),
    (FLOWS, 3, "refugee_like", "-70", "conflict/displaced_flow"),
    (FLOWS, 3, "year", "2029.5", "conflict/displaced_flow"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "target"), BROKEN, ids=lambda v: str(v).split("/")[-1])
def test_a_bad_cell_is_named(copy, name, row, column, value, target):
    set_cell(copy, name, row, column, value)
    shown = row + 1 if name == CANDIDATE and row > 2 else row  # its first record has a line break in it
    refused(copy, target, name.split("/")[-1], f"row {shown}", column)


COLUMNS = [
    (COUNTRY_YEAR, "os_total_deaths_low_cy", "conflict/deaths_by_location"),
    (ACD, "side_b_2nd", "conflict/conflict_388"),
    (BRD, "bd_best", "conflict/conflict_388"),
    (CANDIDATE, "deaths_unknown", "conflict/events_2021"),
    (OWID, "Deaths", "conflict/deaths_checks"),
    (ACLED, "total_fatalities", "conflict/deaths_checks"),
    (POPULATION, "ooc", "conflict/displaced_stock"),
    (FLOWS, "refugee_like", "conflict/displaced_flow"),
]


@pytest.mark.parametrize(("name", "column", "target"), COLUMNS, ids=lambda v: v.split("/")[-1])
def test_a_missing_column_is_named(copy, name, column, target):
    drop_column(copy, name, column)
    refused(copy, target, name.split("/")[-1], "header row", column)


@pytest.mark.parametrize(("name", "_", "target"), COLUMNS, ids=lambda v: v.split("/")[-1])
def test_a_row_cut_short_is_named(copy, name, _, target):
    text = read(copy / name).rstrip("\r\n")
    write(copy / name, text[: text.rindex(",")])
    refused(copy, target, name.split("/")[-1], "row ", "fields")


@pytest.mark.parametrize(("name", "_", "target"), COLUMNS, ids=lambda v: v.split("/")[-1])
def test_another_encoding_is_named(copy, name, _, target):
    write(copy / name, read(copy / name).replace("e", "é", 1), "latin-1")
    refused(copy, target, name.split("/")[-1], "row 1, byte", "utf-8")


@pytest.mark.parametrize("name", [COUNTRY_YEAR, POPULATION, FLOWS])
def test_a_truncated_gzip_file_is_named(copy, name):
    (copy / name).write_bytes((copy / name).read_bytes()[:-40])
    target = {COUNTRY_YEAR: "deaths_by_location", POPULATION: "displaced_stock", FLOWS: "displaced_flow"}[name]
    refused(copy, f"conflict/{target}", name.split("/")[-1], "compressed stream")


def test_a_repeated_year_is_named(copy):
    set_cell(copy, COUNTRY_YEAR, 5, "year_cy", "2028")
    refused(copy, "conflict/deaths_by_location", "row 5", "each combination once", "2028")


def test_a_missing_country_and_a_missing_year_are_named(copy):
    keep_rows(copy, COUNTRY_YEAR, "country_cy != 'Vietnam (North Vietnam)'")
    refused(copy, "conflict/deaths_by_location", "country_cy", "VNM")
    copied(SAMPLES / COUNTRY_YEAR, copy / COUNTRY_YEAR)
    keep_rows(copy, COUNTRY_YEAR, "not (country_cy == 'Georgia' and year_cy == '2029')")
    refused(copy, "conflict/deaths_by_location", "country GEO", "no 2029")


def test_mixed_versions_are_refused(copy):
    set_cell(copy, COUNTRY_YEAR, 4, "version", "29.1")
    refused(copy, "conflict/deaths_by_location", "field version", "29.1, 30.1")


def test_files_without_the_conflict_are_refused(copy):
    keep_rows(copy, ACD, "conflict_id == '1.0'")
    refused(copy, "conflict/conflict_388", ACD.split("/")[-1], "conflict 388")
    copied(SAMPLES / ACD, copy / ACD)
    keep_rows(copy, BRD, "conflict_id == '1'")
    refused(copy, "conflict/conflict_388", BRD.split("/")[-1], "conflict 388")
    keep_rows(copy, CANDIDATE, "conflict_new_id == '1'")
    refused(copy, "conflict/events_2021", CANDIDATE.split("/")[-1], "conflict 388")


def test_a_unhcr_file_queried_for_one_country_is_refused(copy):
    keep_rows(copy, POPULATION, "coo_iso != 'ARM'")
    refused(copy, "conflict/displaced_stock", "coo_iso and coa_iso", "no ARM")


def test_an_altered_known_file_and_a_missing_file_are_refused(copy):
    (copy / COUNTRY_YEAR).rename(copy / "conflict/ucdp_organizedviolencecy_v25_1.csv.gz")
    refused(copy, "conflict/deaths_by_location", "ucdp_organizedviolencecy_v25_1.csv.gz", "sha256")
    (copy / "conflict/ucdp_organizedviolencecy_v25_1.csv.gz").unlink()
    refused(copy, "conflict/deaths_by_location", "https://ucdp.uu.se/downloads/")


def damaged_map(folder, name, change):
    described = json.loads(read(folder / name))
    change(described["features"])
    write(folder / name, json.dumps(described))


def test_broken_outlines_are_named(copy):
    whole = read(copy / COUNTRIES)
    write(copy / COUNTRIES, whole[:-30])
    refused(copy, "map/outlines", COUNTRIES.split("/")[-1], "row ", "complete GeoJSON")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, COUNTRIES, lambda f: f.pop(0))
    refused(copy, "map/outlines", "property name", "no Georgia")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, COUNTRIES, lambda f: f[0]["properties"].clear())
    refused(copy, "map/outlines", "features", "name")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, COUNTRIES, lambda f: f[0]["geometry"]["coordinates"][0].pop())
    refused(copy, "map/outlines", "part 1, ring 1", "closed ring")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, COUNTRIES, lambda f: f[0]["geometry"]["coordinates"][0][1].__setitem__(0, 4_200_000))
    refused(copy, "map/outlines", "degrees", "4200000")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, COUNTRIES, lambda f: f[0]["geometry"]["coordinates"][0][1].__setitem__(0, "east"))
    refused(copy, "map/outlines", "part 1, ring 1", "east")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, COUNTRIES, lambda f: f[0]["geometry"].update(type="Point"))
    refused(copy, "map/outlines", "polygons", "Point")
    write(copy / COUNTRIES, whole)
    damaged_map(copy, AREA, lambda f: f.append(f[0] | {"properties": {"name": "second"}}))
    refused(copy, "map/outlines", AREA.split("/")[-1], "exactly one area")


# --- hand-kept inputs ---------------------------------------------------------------------------------------------

KEPT = {
    "arrivals_2023": "conflict/arrivals_2023",
    "casualties": "conflict/casualties",
    "ceasefire_violations": "conflict/ceasefire_violations",
    "commitment_timeline": "conflict/commitment_timeline",
    "third_parties_2022": "conflict/third_parties_2022",
    "places": "map/places",
}


@pytest.fixture
def curated(tmp_path, monkeypatch):
    """A private copy of the hand-kept inputs."""
    copied(CURATED, tmp_path / "curated")
    monkeypatch.setattr(shelf, "CURATED", tmp_path / "curated")
    return tmp_path / "curated"


CURATED_BROKEN = [
    ("arrivals_2023", 3, "url", "by telephone"),
    ("arrivals_2023", 3, "arrivals_cumulative", ""),
    ("arrivals_2023", 3, "arrivals_cumulative", "28,120"),
    ("arrivals_2023", 4, "arrivals_cumulative", "28119"),
    ("arrivals_2023", 3, "date", "26 September"),
    ("arrivals_2023", 3, "local_time", "25:00"),
    ("arrivals_2023", 22, "in_series", "true"),
    ("casualties", 4, "value", "95"),
    ("casualties", 2, "never_in_totals", "perhaps"),
    ("casualties", 2, "why_not_in_totals", "no flag beside it"),
    ("casualties", 7, "why_not_in_totals", ""),
    ("casualties", 2, "side", "Someone"),
    ("ceasefire_violations", 2, "violations", ""),
    ("ceasefire_violations", 2, "unit", "shots"),
    ("commitment_timeline", 7, "answers", "K01"),
    ("commitment_timeline", 7, "step", "betrayal"),
    ("commitment_timeline", 7, "what", ""),
    ("third_parties_2022", 2, "finding", "guilty"),
    ("third_parties_2022", 2, "words", "said twice"),
    ("third_parties_2022", 6, "url", ""),
    ("places", 5, "url", ""),
    ("places", 2, "role", "battlefield"),
    ("places", 2, "lat", "95"),
]


@pytest.mark.parametrize(("name", "row", "column", "value"), CURATED_BROKEN)
def test_a_mistyped_hand_kept_cell_is_named(curated, name, row, column, value):
    set_cell(curated, f"{name}.csv", row, column, value)
    refused(None, KEPT[name], f"{name}.csv", f"row {row}", column)


@pytest.mark.parametrize("value", ["31", "94"])
def test_a_figure_at_the_end_of_its_range_is_within(curated, value):
    set_cell(curated, "casualties.csv", 4, "value", value)
    assert len(table("conflict/casualties")) == 32


def test_a_count_that_does_not_rise_is_no_fall(curated):
    before = table("conflict/arrivals_2023").query("in_series")["arrivals_cumulative"].iloc[0]
    set_cell(curated, "arrivals_2023.csv", 3, "arrivals_cumulative", str(int(before)))
    assert len(table("conflict/arrivals_2023")) == 25


@pytest.mark.parametrize(("points", "closes", "is_taken"), [(4, True, True), (3, True, False), (4, False, False)])
def test_a_shore_has_four_points_and_closes(curated, points, closes, is_taken):
    rows = [f"Sevan,{n},{45 + n / 10},40.{n}" for n in range(1, points)] + [f"Sevan,{points},45.1,40.{1 if closes else 2}"]
    (curated / "lake_sevan.csv").write_text("\n".join(["lake,point,lon,lat", *rows]), encoding="utf-8")
    if is_taken:
        assert len(table("map/lake")) == points
    else:
        refused(None, "map/lake", "the first point again")


@pytest.mark.parametrize(("precision", "is_placed"), [(5, True), (6, False)])
def test_coordinates_of_a_whole_country_are_no_place(copy, precision, is_placed):
    set_cell(copy, CANDIDATE, 2, "where_prec", str(precision))
    assert table("conflict/events_2021", copy)["in_karabakh"].notna().iloc[0] == is_placed


def test_only_four_years_of_acled_are_used():
    checks = pd.read_csv(ROOT / "data/conflict/deaths_checks.csv")
    assert set(checks.loc[checks["series"] == "acled_fatalities", "year"]) == set(ucdp.ACLED_YEARS)


@pytest.mark.parametrize("code", ["UNK", "UKN", "XXA"])
def test_people_without_a_country_have_no_code_and_an_unknown_one_is_named(code):
    assert unhcr._codes(pd.Series([code, "ARM"]), "coo_iso", Path("f")).isna().tolist() == [True, False]
    with pytest.raises(SourceProblem, match=f"row 1, field coo_iso\n.*\n.*{code}x"):
        unhcr._codes(pd.Series(["ARM", f"{code}x"]), "coo_iso", Path("f"))


@pytest.mark.parametrize(("points", "said"), [
    ([[0, 0], [0, 1], [1, 1], [0, 0]], ""), ([[0, 0], [0, 1], [0, 0]], "3 points"), ([[0, 0], [0, 1], [1, 1], [1, 0]], "4 points"),
    ([[0, 0], [0, 0.00004], [0, 1], [1, 1], [0, 0]], ""), ([[0, 0], [0, 0.00004], [0, 1], [0, 0]], "3 points"),
    ([[-180, -90], [180, -90], [180, 90], [-180, -90]], ""), ([[-180.5, 0], [0, 1], [1, 1], [-180.5, 0]], "-180.5"),
    ([[180.5, 0], [0, 1], [1, 1], [180.5, 0]], "180.5"), ([[0, -90.5], [0, 1], [1, 1], [0, -90.5]], "-90.5"),
    ([[0, 90.5], [0, 1], [1, 1], [0, 90.5]], "90.5"),
])  # fmt: skip
def test_a_ring_is_closed_has_four_points_and_lies_on_the_globe(points, said):
    if said:
        with pytest.raises(SourceProblem, match=re.escape(said)):
            natural_earth._thin(points, "part 1", Path("f"))
    else:
        assert len(natural_earth._thin(points, "part 1", Path("f"))) == 4


@pytest.mark.parametrize("name", KEPT)
def test_a_hand_kept_input_without_a_column_or_a_row_end_is_named(curated, name):
    drop_column(curated, f"{name}.csv", "url")
    refused(None, KEPT[name], "header row", "url")
    text = (CURATED / f"{name}.csv").read_text(encoding="utf-8").rstrip("\n")
    write(curated / f"{name}.csv", text[: text.rindex(",")])
    refused(None, KEPT[name], f"{name}.csv", "row ", "fields")


def test_arrivals_hold_one_rising_series_and_both_rival_day_sums():
    arrivals = table("conflict/arrivals_2023", None)
    series = arrivals[arrivals["in_series"]].set_index("report_id")["arrivals_cumulative"]
    assert len(series) == 16 and series.is_monotonic_increasing
    assert (series.iloc[0], series.iloc[-2], series.iloc[-1]) == (9_000, 100_417, 100_490)
    days = arrivals[arrivals["basis"] == conflict_reports.PERIOD]
    assert records(days, "period_start", "date", "arrivals_in_period") == [
        ("2023-09-24", "2023-09-25", 9_000),
        ("2023-09-26", "2023-09-26", 22_800),
        ("2023-09-27", "2023-09-27", 26_600),
        ("2023-09-26", "2023-09-26", 26_600),
    ]
    by_clock = arrivals[arrivals["in_series"] & arrivals["local_time"].notna()]
    moments = by_clock["date"] + " " + by_clock["local_time"]
    assert list(moments) == sorted(moments)
    registered = arrivals[arrivals["basis"] == conflict_reports.REGISTERED]
    assert not registered["in_series"].any() and registered["arrivals_cumulative"].isna().all()


def test_both_rival_day_sums_fit_between_the_cumulative_counts():
    """So neither can be dropped: the note of the table says it."""
    count = table("conflict/arrivals_2023", None).set_index("report_id")["arrivals_cumulative"]
    assert count["A05"] < 9_000 + 22_800 + 26_600 < count["A06"]
    assert count["A02"] < 9_000 + 22_800 < count["A03"]
    assert count["A02"] < 9_000 + 26_600 < count["A03"]


def test_casualty_rows_that_count_twice_are_flagged():
    casualties = table("conflict/casualties", None)
    flagged = casualties[casualties["never_in_totals"]]
    assert list(flagged["figure_id"]) == ["C05", "C06", "C21", "C22", "C26", "C31", "C32"]
    assert (casualties.loc[casualties["unit"] != "persons", "never_in_totals"]).all()
    karabakh = casualties.set_index("figure_id")["value"]
    assert karabakh["C26"] == karabakh["C27"] + karabakh["C28"] == 223
    april = casualties.set_index("figure_id").loc["C03"]
    assert (april["value"], april["value_low"], april["value_high"]) == (31, 31, 94)


def test_every_answer_follows_its_request():
    entries = table("conflict/commitment_timeline", None).set_index("entry_id")
    answers = entries[entries["answers"].notna()]
    assert list(answers.index) == ["K06", "K11", "K12", "K18", "K20"]
    assert all(entries.loc[a.answers, "date"] <= a.date for a in answers.itertuples())
    assert (entries.loc[entries["date_precision"] == "month", "date"].str[-2:] == "01").all()


def test_the_lake_closes_and_a_broken_shore_is_refused(curated):
    lake = table("map/lake", None)
    assert len(lake) == 90 and lake[["lon", "lat"]].iloc[0].tolist() == lake[["lon", "lat"]].iloc[-1].tolist()
    set_cell(curated, "lake_sevan.csv", 91, "lat", "40.0")
    refused(None, "map/lake", "lake_sevan.csv", "last row", "close the shore")


def test_statements_stand_once_with_their_words_here_or_in_the_record():
    said = table("conflict/third_parties_2022", None)
    assert said["key"].isna().sum() == 1
    known = {*pd.read_csv(shelf.DATA / "narrative/events.csv")["event_id"], *pd.read_csv(shelf.DATA / "narrative/texts.csv")["text_id"]}
    assert set(said["key"].dropna()) <= known
    assert not said.duplicated(["key", "party"]).any()


PARTISAN = (
    r"\b(liberat\w*|occupiers?|aggressor\w*|terrorist\w*|separatist\w*|regime|betray\w*|ethnic cleansing|genocide)\b"
)


@pytest.mark.parametrize("name", KEPT.values())
def test_our_words_take_no_side(name):
    frame = table(name, None)
    words = frame.drop(columns=[c for c in frame if c.startswith("url")]).to_csv(index=False)
    described = " ".join([TABLES[name].description, TABLES[name].notes, *(f.description for f in TABLES[name].fields)])
    assert not re.findall(PARTISAN, words + described, flags=re.I)


# --- the publishers' files ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real():
    names = (
        "conflict/deaths_by_location conflict/conflict_388 conflict/events_2021 conflict/deaths_checks"
        " conflict/displaced_stock conflict/displaced_flow map/outlines"
    )
    return {name: rebuilt.table(name) for name in names.split()}


def best(deaths, iso3, year, violence="state_based"):
    row = deaths[(deaths["iso3"] == iso3) & (deaths["year"] == year) & (deaths["violence"] == violence)]
    return int(row["deaths_best"].iloc[0])


@needs_sources
def test_deaths_on_armenias_territory_are_the_known_shares(real):
    deaths = real["conflict/deaths_by_location"]
    assert len(deaths) == 1944
    pair = {y: (best(deaths, "ARM", y), best(deaths, "ARM", y) + best(deaths, "AZE", y)) for y in range(2020, 2024)}
    assert pair[2020] == (10, 7_646)
    assert pair[2022] == (154, 308)
    assert tuple(sum(pair[y][i] for y in (2021, 2022, 2023)) for i in (0, 1)) == (184, 810)
    assert best(deaths, "ARM", 2024, "all") == best(deaths, "AZE", 2024, "all") == 0
    assert best(deaths, "ARM", 2015) == 9 and best(deaths, "ARM", 2015, "one_sided") == 7


@needs_sources
def test_ranges_out_of_order_are_kept_and_flagged(real):
    odd = real["conflict/deaths_by_location"].query("range_is_inconsistent")
    armenia = odd[odd["iso3"] == "ARM"]
    assert records(armenia, "year", "violence", "deaths_low", "deaths_best", "deaths_high") == [
        (2022, "all", 154, 154, 153),
        (2022, "state_based", 154, 154, 153),
    ]
    assert set(zip(odd["iso3"], odd["year"], strict=True)) == {("ARM", 2022), ("IND", 2004), ("RUS", 2024)}


@needs_sources
def test_states_enter_with_independence(real):
    first = real["conflict/deaths_by_location"].groupby("iso3")["year"].min()
    assert first["ARM"] == first["AZE"] == 1991
    assert first["RUS"] == 1989
    assert best(real["conflict/deaths_by_location"], "RUS", 1990, "all") == 393


@needs_sources
def test_active_years_and_battle_deaths(real):
    years = real["conflict/conflict_388"].set_index("year")
    assert list(years.index[-4:]) == [2020, 2021, 2022, 2023] and len(years) == 17
    assert list(years.index[years["intensity_level"] == 2]) == [1992, 1993, 1994, 2020]
    assert (years.loc[2020, ["bd_best", "bd_low", "bd_high"]] == [7_646, 7_548, 9_077]).all()
    assert years.loc[2023, "episode_end"] == "2023-12-04"
    assert years["side_a_support"].dropna().to_dict() == {2020: "Government of Turkey"}


@needs_sources
def test_battle_deaths_equal_the_deaths_by_location_since_1997(real):
    checks = real["conflict/deaths_checks"].query("series == 'ucdp_battle_deaths'").set_index("year")["difference"]
    assert (checks.loc[1997:] == 0).all()
    assert checks.loc[1993] == -60 and checks.loc[1994] == -12


@needs_sources
def test_the_copy_differs_only_at_the_border_in_war_years_and_acled_stays_a_few_figures(real):
    checks = real["conflict/deaths_checks"].set_index(["series", "country", "year"])["difference"]
    copy = checks["owid_copy"]
    assert (copy["Armenia", 2020], copy["Azerbaijan", 2020]) == (2, -2)
    assert (copy["Armenia", 2022], copy["Azerbaijan", 2022]) == (-1, 1)
    assert (copy["Armenia", 1992], copy["Azerbaijan", 1992]) == (35, -35)
    assert copy["Azerbaijan", 2010] == -20  # left out, being under 25 deaths
    assert len(checks["acled_fatalities"]) == 8
    acled = real["conflict/deaths_checks"].query("series == 'acled_fatalities' and year == 2022")
    assert list(acled["deaths"]) == [217, 68]


@needs_sources
def test_events_of_2021(real):
    events = real["conflict/events_2021"]
    assert len(events) == 21
    assert events["deaths_best"].sum() == 36
    assert events.loc[events["in_armenia"], "deaths_best"].sum() == 10
    autumn = events[events["date_start"] == "2021-11-16"].iloc[0]
    assert (autumn["deaths_best"], autumn["deaths_high"], autumn["where_precision"], autumn["iso3"]) == (
        13,
        37,
        5,
        "AZE",
    )


@needs_sources
def test_our_test_of_place_agrees_with_the_one_in_the_copy(real):
    copy = pd.read_csv(SOURCES / "conflict/ucdp_candidate_2021_arm_aze_events.csv").set_index("id")
    events = real["conflict/events_2021"].set_index("event_id")
    placed = events[events["in_karabakh"].notna()]
    assert len(placed) == 18
    assert list(placed["in_karabakh"]) == list(copy["in_nk"].loc[placed.index])
    assert list(events["in_armenia"]) == list(copy["in_arm"].loc[events.index])


@needs_sources
def test_stocks_are_not_the_arrivals_of_2023(real):
    stock = real["conflict/displaced_stock"].set_index(["origin_iso3", "asylum_iso3", "year"])
    assert stock.loc[("AZE", "ARM", 2022), "refugees"] == 27_933
    assert stock.loc[("AZE", "ARM", 2023), "refugees"] == 143_054
    assert stock.loc[("AZE", "AZE", 2019), "idps"] == 652_326
    assert stock.loc[("ARM", "AZE", 1992), "refugees"] == 195_000
    assert len(stock) == 1740
    assert not stock[["refugees", "asylum_seekers"]].isin([1, 2, 3, 4]).any().any()
    flow = real["conflict/displaced_flow"].set_index(["origin_iso3", "asylum_iso3", "year"])
    assert flow.loc[("AZE", "ARM", 2023), "new_refugees"] == 141_942
    assert flow.loc[("AZE", "ARM", 2020), "new_refugee_like"] == 89_978


@needs_sources
def test_outlines_are_complete_and_small(real):
    points = real["map/outlines"]
    rings = points.groupby(["feature", "part", "ring"])
    assert rings.ngroups == 13
    ends = rings[["lon", "lat"]].first() == rings[["lon", "lat"]].last()
    assert ends.all().all()
    assert len(as_csv(points, TABLES["map/outlines"])) < 400_000
    repeated = rings[["lon", "lat"]].diff().abs().sum(axis=1, skipna=False) == 0
    assert not repeated.any()
    of = {name: frame for name, frame in points.groupby("feature")}
    assert natural_earth.inside(of["Armenia"], 44.51, 40.18)  # Yerevan
    assert natural_earth.inside(of["Azerbaijan"], 46.75, 39.82)  # Stepanakert (Khankendi), by recognised borders
    assert natural_earth.inside(of[natural_earth.HELD_AREA], 46.75, 39.82)
    assert not natural_earth.inside(of[natural_earth.HELD_AREA], 49.87, 40.41)  # Baku


def typed_rows(name):
    with (SOURCES / "conflict" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


COPIES = {  # the notes name copies of these pages; the tables name the pages
    "ww-w.pages.dev": "https://en.wikipedia.org/wiki/Casualties_of_the_Second_Nagorno-Karabakh_War",
    "home.cydlabs.com": "https://en.wikipedia.org/wiki/",
}


def address(noted):
    """The address that a table names for one in the notes."""
    for host, page in COPIES.items():
        if f"//{host}/" in noted:
            return page + noted.rsplit("/", 1)[1] if page.endswith("/") else page
    return noted


@needs_sources
def test_every_typed_arrival_casualty_and_violation_is_in_the_reports_with_its_address():
    arrivals = table("conflict/arrivals_2023", None)
    ours = set(records(arrivals, "date", "arrivals_cumulative", "url"))
    ours |= set(records(arrivals, "date", "registered_cumulative", "url"))
    noted = {(r["date"], int(r["cumulative_persons"]), address(r["url"])) for r in typed_rows("arrivals_from_karabakh_2023.csv")}
    assert len(noted) == 18 and noted <= ours
    casualties = table("conflict/casualties", None)
    figures = {(start, int(value), url) for start, value, url in records(casualties, "event_start", "value", "url")}
    first = {(r["start"], int(r["value"].split("-")[0]), address(r["url"])) for r in typed_rows("casualties_official.csv")}
    assert len(first) == 17 and first <= figures
    violations = table("conflict/ceasefire_violations", None)
    counted = sorted(records(violations, "violations", "url"))
    assert counted == sorted((int(r["value"]), r["url"]) for r in typed_rows("ceasefire_violations_reported.csv"))


@needs_sources
def test_every_figure_typed_from_a_remark_stands_in_that_remark():
    rows = typed_rows("casualties_official.csv")
    remarks = {}
    for r in rows:
        remarks.setdefault((r["start"], address(r["url"])), []).append(" ".join((r["value"], r["note"], r["reported_by"])))
    for start, value, url in records(table("conflict/casualties", None), "event_start", "value", "url"):
        text = " ".join(remarks[(start, url)]).replace(",", "")
        assert re.search(rf"\b{int(value)}\b", text), (start, value)


@needs_sources
def test_every_entry_of_the_timeline_is_kept_with_its_address():
    kept = set(table("conflict/commitment_timeline", None)["url"])
    assert {r["url"] for r in typed_rows("obligations_and_peacekeepers_timeline.csv")} <= kept
