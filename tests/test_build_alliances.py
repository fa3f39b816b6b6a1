"""Parsers of the alliance sources: on synthetic samples, on broken files, and on the publishers' files."""

import io
import zipfile

import pandas as pd
import pytest
import rebuilt
from build import atop, countries_table, memberships, wartime_commitments
from build.problems import SourceProblem
from build.shelf import CURATED, Shelf
from build.writing import finish
from sources_here import SAMPLES, SOURCES, copied, needs_sources, records, says

MODULES = (countries_table, atop, wartime_commitments, memberships)
SOURCES_BY_KEY = {s.key: s for module in MODULES for s in module.SOURCES}
TABLES = {t.name: t for module in MODULES for t in module.TABLES}
ARCHIVE = "atop_9.9_csv.zip"
BERKEMEIER = "berkemeier_fuhrmann_2030.dta"
LEEDS = "leeds_anac_2030.dta"
ROME = "rome_statute_parties_2030.csv"
MEMBERSHIPS = "memberships_2030.csv"
BUDGET = "armenia_budget_intl_membership_fees_2028-2030.csv"
CAPABILITIES = "cow_nmc_v9_caucasus_2028_2030.csv"


def table(name, folder=SAMPLES):
    described = TABLES[f"alliances/{name}"]
    return finish(described.build(Shelf(folder, SOURCES_BY_KEY)), described)


@pytest.fixture
def copy(tmp_path):
    """A private copy of the samples."""
    copied(SAMPLES / "alliances", tmp_path / "alliances")
    return tmp_path


def edit(folder, name, old, new, encoding="utf-8"):
    path = folder / "alliances" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(encoding))


def edit_zip(folder, inner, change):
    """Apply `change` to the text of the archive's file that ends in `inner`; None removes the file."""
    path = folder / "alliances" / ARCHIVE
    with zipfile.ZipFile(path) as archive:
        texts = {n: archive.read(n).decode() for n in archive.namelist()}
    name = next(n for n in texts if n.endswith(inner))
    old = texts.pop(name)
    if change is not None:
        texts[name] = change(old)
        assert texts[name] != old
    with zipfile.ZipFile(path, "w") as archive:
        for n, text in texts.items():
            archive.writestr(n, text)


def edit_cell(folder, inner, row, column, value):
    """Set one cell of a CSV file in the archive; the first row of data is row 2 of the file."""

    def change(text):
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        frame.loc[row - 2, column] = value
        return frame.to_csv(index=False, lineterminator="\n")

    edit_zip(folder, inner, change)


def edit_dta(folder, name, change):
    path = folder / "alliances" / name
    frame = pd.read_stata(path, convert_categoricals=False)
    change(frame).to_stata(path, write_index=False, version=117)


def refused(name, folder, *words):
    with pytest.raises(SourceProblem) as caught:
        table(name, folder)
    for word in words:
        assert says(caught.value, word)


# --- on the samples


def test_alliances_of_the_sample():
    frame = table("alliances")
    assert records(frame, "atop_id", "label", "begin", "begin_date", "end", "end_date", "members") == [
        (9001, "Russia and 2 others", 2001, "2001-05-15", None, None, 3),
        (9002, "Russia and Azerbaijan", 2003, "2003-06", 2009, "2009-09", 2),
        (9003, "Austria-Hungary and Türkiye", 2004, "2004-01-01", 2010, "2010-02-28", 2),
    ]
    assert records(frame, "termination_code", "termination", "is_in_force", "coverage_end") == [
        (0, "in force", True, 2028),
        (3, "renegotiated", False, 2028),
        (2, "broken by a member", False, 2028),
    ]
    assert records(frame, "defense", "offense", "neutrality", "nonaggression", "consultation", "is_bilateral") == [
        (True, False, False, True, True, False),
        (False, False, False, True, False, True),
        (False, True, True, False, False, True),
    ]


def test_a_treaty_whose_text_was_not_found_has_empty_provisions_not_none():
    provisions = ("military_aid_code", "military_aid", "organisation", "bases", "arms", "integrated_command")
    frame = table("alliances")
    assert records(frame, *provisions) == [
        (0, "none", "permanent bureaucracy", "none", "none", True),
        (3, "technology, training or supplies", "none", "one-sided", "coordinated increase", False),
        (None, None, None, None, None, None),
    ]
    assert frame["is_from_treaty_text"].tolist() == [True, True, False]
    assert records(frame, "promised_months", "renunciation") == [
        (60, "at any time, with notice"),
        (None, "not mentioned"),
        (None, None),
    ]


@pytest.mark.parametrize(("column", "value", "promised"), [("length", "48", 48), ("length", "0", None), ("speclgth", "3", None), ("speclgth", "", None)])
def test_months_are_promised_where_a_term_is_fixed(copy, column, value, promised):
    edit_cell(copy, "atop9_9a.csv", 2, column, value)
    assert records(table("alliances", copy), "promised_months")[0] == (promised,)


def test_members_of_the_sample_tell_exits_from_changes_of_phase():
    frame = table("members")
    columns = ("member", "phase", "entry_date", "exit_date", "is_phase_change", "alliance_went_on", "exit_cause")
    renewed, dispute = "new agreement among the members", "policy dispute"
    assert records(frame[frame["atop_id"] == 9001], *columns) == [
        ("Russia", 1, "2001-05-15", "2007-12-31", True, None, renewed),
        ("Armenia", 1, "2001-05-15", "2007-12-31", True, None, renewed),
        ("Uzbekistan", 1, "2001-05-15", "2005-04-20", False, True, dispute),
        ("Russia", 2, "2008-01-01", None, False, None, None),
        ("Armenia", 2, "2008-01-01", None, False, None, None),
        ("Uzbekistan", 2, "2010-08-17", "2012-06-28", False, True, dispute),
    ]
    assert records(frame[frame["atop_id"] == 9002], "exit", "exit_date", "is_phase_change", "alliance_went_on") == [
        (2009, "2009-09", False, False)
    ] * 2
    assert records(frame[frame["atop_id"] == 9003], "iso3", "ccode", "exit_mode", "exit_cause_code") == [
        (None, 300, "broken before its scheduled end", None),
        ("TUR", 640, "broken before its scheduled end", None),
    ]


def test_commitments_of_the_sample():
    frame = table("wartime_commitments")
    columns = ("war", "war_began", "atop_id", "era", "is_tested", "honoured", "violated", "honoured_other_coding")
    assert records(frame, *columns) == [
        ("Invented War of Tests", 1901, 9001, "1816-1944", True, True, False, True),
        ("Invented War of Tests", 1901, 9002, "1816-1944", True, False, True, None),
        ("World War II", 1939, 9001, "1816-1944", True, False, True, False),
        ("Synthetic", 1990, 9001, "1945-2003", False, None, None, None),
        ("Unnamed", None, 9003, "1945-2003", True, True, False, True),
    ]
    assert records(frame, "cow_war_id", "honoured_by_a_member") == [
        (10, True), (10, False), (None, True), (12, None), (None, True)
    ]


def test_older_commitments_of_the_sample():
    frame = table("wartime_commitments_leeds")
    columns = ("cow_war_id", "atop_id", "state", "iso3", "honoured", "honoured_other_coding", "is_active", "formality")
    assert records(frame, *columns) == [
        (10, 9001, "Russia", "RUS", True, True, True, 1),
        (10, 9003, "Austria-Hungary", None, True, False, True, 0),
        (12, 9002, "Azerbaijan", "AZE", False, False, False, 2),
    ]


def test_rome_statute_of_the_sample():
    frame = table("rome_statute").set_index("iso3")
    dates = ["signed", "ratified", "in_force", "withdrawn", "basis"]
    assert frame.loc["DZA", "country"] == "Algeria"
    assert records(frame.loc[["BDI", "COK", "RUS"]], *dates) == [
        ("1999-01-13", "2004-09-21", "2004-12-01", "2017-10-27", "treaty data"),
        (None, "2008-07-18", "2008-10-01", None, "treaty data"),
        ("2000-09-13", None, None, None, "treaty data"),
    ]
    assert records(frame.loc[["ARM", "UKR"]], *dates) == [
        ("1999-10-01", "2023-11-14", "2024-02-01", None, "dated report"),
        ("2000-01-20", "2024-10-25", "2025-01-01", None, "dated report"),
    ]
    assert frame["url"].notna().equals(frame["basis"] == "dated report")


def test_treaty_data_that_has_caught_up_is_preferred_to_a_report(copy):
    edit(copy, ROME, "1999-10-01,,2002-07-01,,,9999", "1999-10-01,2023-11-15,2002-07-01,2024-02-02,,9999")
    row = table("rome_statute", copy).set_index("iso3").loc[["ARM"]]
    assert records(row, "ratified", "in_force", "basis", "url") == [("2023-11-15", "2024-02-02", "treaty data", None)]


def test_memberships_of_the_sample():
    assert records(table("memberships"), "organisation", "country", "as_of") == [
        ("CSTO", "Armenia", 2030), ("CSTO", "Russia", 2030), ("EU", "France", 2030), ("ICC", "Armenia", 2030)
    ]


def test_membership_fees_are_drams_and_an_unfinished_year_says_so():
    assert records(table("membership_fees"), *[f.name for f in memberships.MEMBERSHIP_FEES]) == [
        (2028, "membership fees", 900_000, 800_000, 700_000, 9),
        (2029, "membership fees", 1_000_500, 900_000, 800_000, 12),
        (2029, "military representatives", 500_500, 400_000, 300_000, 12),
        (2030, "membership fees", 1_100_000, None, None, None),
        (2030, "military representatives", 600_000, None, None, None),
    ]


def test_capabilities_are_in_dollars_and_persons_and_minus_nine_is_empty():
    columns = ("iso3", "year", "military_expenditure_usd", "military_personnel", "population", "cinc")
    assert records(table("capabilities"), *columns) == [
        ("ARM", 2028, 600e6, 45_000, 3_000_000, 0.0005),
        ("ARM", 2029, None, None, 3_000_000, 0.0005),
        ("GEO", 2028, None, 7_000, 3_700_000, 0.0004),
        ("RUS", 2028, 50e9, 1_000_000, 140_000_000, 0.04),
    ]


# --- hand-typed inputs


def test_spells_in_the_collective_security_treaty():
    frame = table("csto_membership", None)
    assert records(frame, "iso3", "from_year", "to_year") == [
        ("ARM", 1992, None), ("AZE", 1993, 1999), ("BLR", 1993, None), ("GEO", 1993, 1999), ("KAZ", 1992, None),
        ("KGZ", 1992, None), ("RUS", 1992, None), ("TJK", 1992, None), ("UZB", 1992, 1999), ("UZB", 2006, 2012),
    ]
    assert frame.loc[frame["to_year"].notna(), "later_url"].notna().all()


def test_one_year_or_one_day_is_a_spell_too(curated):
    spells = curated / "csto_membership.csv"
    spells.write_text(spells.read_text(encoding="utf-8").replace("AZE,1993,1999", "AZE,1993,1993"), encoding="utf-8")
    assert ("AZE", 1993, 1993) in records(table("csto_membership", None), "iso3", "from_year", "to_year")
    acts = pd.read_csv(curated / "acts_since_2018.csv", dtype=str, keep_default_na=False)
    acts.assign(in_force=acts["signed"]).to_csv(curated / "acts_since_2018.csv", index=False)
    assert table("acts_since_2018", None)["in_force"].notna().all()


def test_record_in_the_csto_has_an_address_for_every_row():
    frame = table("csto_record", None)
    assert frame["topic"].value_counts().to_dict() == {"exercise": 13, "dues": 6, "documents": 5}
    assert frame["url"].str.startswith("http").all()
    dues = frame[frame["item"] == "contribution assessed for Armenia"]
    assert records(dues, "period", "value", "unit") == [("2024", 53_220_000.0, "RUB")]
    shares = frame[frame["unit"] == "per cent"]["value"].tolist()
    assert sorted(shares) == [10.0, 50.0]
    assert min(shares) * 5 + max(shares) == 100


def test_state_numbers_are_unique_and_their_codes_are_known():
    states = pd.read_csv(CURATED / "cow_states.csv", keep_default_na=False)
    countries = pd.read_csv(CURATED / "countries.csv", keep_default_na=False)
    assert states["ccode"].is_unique
    assert set(states["iso3"]) - {""} <= set(countries["iso3"])
    shared = states[states["iso3"] != ""]["iso3"].value_counts()
    assert shared[shared > 1].to_dict() == {"DEU": 2}


# --- broken files


def test_archive_cut_short_is_refused(copy):
    path = copy / "alliances" / ARCHIVE
    path.write_bytes(path.read_bytes()[:2000])
    refused("alliances", copy, ARCHIVE, "a complete zip file")


def test_archive_with_a_damaged_file_is_refused(copy):
    path = copy / "alliances" / ARCHIVE
    raw = bytearray(path.read_bytes())
    raw[200:260] = bytes(60)
    path.write_bytes(bytes(raw))
    refused("alliances", copy, ARCHIVE, "a complete zip file")


def test_archive_without_the_file_of_members_is_refused(copy):
    edit_zip(copy, "9m.csv", None)
    refused("members", copy, ARCHIVE, "the list of files")


def test_twin_file_does_not_stand_in_for_the_full_one(copy):
    edit_zip(copy, "9a.csv", None)
    refused("alliances", copy, ARCHIVE, "atop9_9a_NNA.csv")


def test_missing_column_is_named(copy):
    edit_zip(copy, "9a.csv", lambda text: text.replace(",milaid,", ",aid,", 1))
    refused("alliances", copy, "atop9_9a.csv", "header row", "milaid")


def test_file_without_a_column_on_its_source_is_refused(copy):
    edit_zip(copy, "9a.csv", lambda text: text.replace(",source,", ",sourced,", 1))
    refused("alliances", copy, "atop9_9a.csv", "header row", "source")


def test_row_cut_short_is_named(copy):
    edit_zip(copy, "9m.csv", lambda text: text[:-40])
    refused("members", copy, "atop9_9m.csv", "row 11", "fields")


@pytest.mark.parametrize(
    ("inner", "row", "column", "value", "name"),
    [
        ("9a.csv", 3, "begyr", "MMIII", "alliances"),
        ("9a.csv", 3, "begyr", "1715", "alliances"),
        ("9a.csv", 4, "term", "9", "alliances"),
        ("9a.csv", 2, "defense", "2", "alliances"),
        ("9a.csv", 2, "milaid", "7", "alliances"),
        ("9a.csv", 3, "begmo", "13", "alliances"),
        ("9a.csv", 4, "atopid", "", "alliances"),
        ("9m.csv", 5, "termcaus", "9", "members"),
        ("9m.csv", 5, "yrent", "", "members"),
        ("9sy.csv", 3, "year", "20x8", "alliances"),
    ],
)
def test_bad_cell_is_named_with_file_row_and_field(copy, inner, row, column, value, name):
    edit_cell(copy, inner, row, column, value)
    refused(name, copy, f"atop9_{inner}", f"row {row}, field {column}")


@pytest.mark.parametrize(
    ("inner", "name", "column"), [("9a.csv", "alliances", "endyr"), ("9m.csv", "members", "yrexit")]
)
def test_an_end_and_in_force_contradict_each_other(copy, inner, name, column):
    edit_cell(copy, inner, 2, "ineffect", {"9a.csv": "0", "9m.csv": "1"}[inner])
    refused(name, copy, f"atop9_{inner}", f"row 2, field {column}", "ineffect")


def test_repeated_alliance_is_refused(copy):
    edit_cell(copy, "9a.csv", 3, "atopid", "9001")
    refused("alliances", copy, "row 3, fields atop_id", "each combination once")


def test_member_of_an_unknown_alliance_is_refused(copy):
    edit_cell(copy, "9m.csv", 9, "atopid", "9009")
    refused("members", copy, "row 9, field atopid", "9009", "different editions")


@pytest.mark.parametrize(
    ("inner", "name", "column", "words"),
    [("9a.csv", "alliances", "mem2", "field mem1, mem2"), ("9m.csv", "members", "member", "row 2, field member")],
)
def test_unknown_state_number_is_named(copy, inner, name, column, words):
    edit_cell(copy, inner, 2, column, "999")
    refused(name, copy, words, "999", "cow_states.csv")


def test_alliance_of_one_state_is_refused(copy):
    edit_cell(copy, "9a.csv", 3, "mem2", "")
    refused("alliances", copy, "atop9_9a.csv", "row 3, fields mem1", "fewer than two")


@pytest.mark.parametrize(("file", "name"), [(BERKEMEIER, "wartime_commitments"), (LEEDS, "wartime_commitments_leeds")])
def test_stata_file_cut_short_or_of_another_format_is_refused(copy, file, name):
    path = copy / "alliances" / file
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(name, copy, file, "a complete Stata file")
    path.write_text("war,atopid\n1,2\n", encoding="utf-8")
    refused(name, copy, file, "a complete Stata file")
    path.write_bytes(b"")
    refused(name, copy, file, "a complete Stata file")


def test_stata_file_without_a_variable_is_refused(copy):
    edit_dta(copy, BERKEMEIER, lambda frame: frame.drop(columns="honorLLM"))
    refused("wartime_commitments", copy, BERKEMEIER, "header row", "honorLLM")


def test_commitment_both_kept_and_broken_is_refused(copy):
    edit_dta(copy, BERKEMEIER, lambda frame: frame.assign(violateLLM=frame["violateLLM"].fillna(1.0)))
    refused("wartime_commitments", copy, BERKEMEIER, "row 1, fields honorLLM, violateLLM, dnaLLM")


def test_commitment_without_a_verdict_is_refused(copy):
    edit_dta(copy, BERKEMEIER, lambda frame: frame.assign(honorLLM=frame["honorLLM"].mask(frame["warid"] == 4)))
    refused("wartime_commitments", copy, BERKEMEIER, "row 5, fields honorLLM, violateLLM, dnaLLM")


def test_repeated_war_and_alliance_is_refused(copy):
    edit_dta(copy, BERKEMEIER, lambda frame: pd.concat([frame, frame.tail(1)]))
    refused("wartime_commitments", copy, BERKEMEIER, "row 6, fields war_id, atop_id")


@pytest.mark.parametrize(("column", "value"), [("honor2", 2.0), ("formal", 3.0), ("atopid", float("nan"))])
def test_value_out_of_range_in_the_older_file_is_named(copy, column, value):
    edit_dta(copy, LEEDS, lambda frame: frame.assign(**{column: frame[column].where(frame.index != 1, value)}))
    refused("wartime_commitments_leeds", copy, LEEDS, f"row 2, field {column}")


def test_unknown_state_in_the_older_file_is_named(copy):
    edit_dta(copy, LEEDS, lambda frame: frame.assign(ccode1=frame["ccode1"].where(frame.index != 2, 999.0)))
    refused("wartime_commitments_leeds", copy, LEEDS, "row 3, field ccode1", "999")


@pytest.mark.parametrize(
    ("file", "old", "new", "name", "words"),
    [
        (ROME, "StateForce", "ForceDate", "rome_statute", "StateForce"),
        (ROME, "2000-05-05", "05.05.2000", "rome_statute", "row 6, field StateRatification"),
        (ROME, "TJK", "XQX", "rome_statute", "row 6, field stateID"),
        (ROME, "TJK", "BDI", "rome_statute", "row 6, fields state"),
        (ROME, "2002-07-01,,,9999-12-31", "2002-07-01,,,2019-03-17", "rome_statute", "row 2, field StateEnd"),
        (MEMBERSHIPS, "EU,FR,FRA", "EU,FR", "memberships", "row 5"),
        (MEMBERSHIPS, "EU,FR,FRA", "EU,FR,FRX", "memberships", "row 5, field iso3"),
        (MEMBERSHIPS, "CSTO,RU,RUS", "CSTO,AM,ARM", "memberships", "row 3, fields organisation, iso3"),
        (MEMBERSHIPS, "group", "body", "memberships", "group"),
        (BUDGET, "2029_BUDGET_LAW.csv", "budget.csv", "membership_fees", "row 2, field file"),
        (BUDGET, "12001", "11001", "membership_fees", "row 2, field subprogram_code"),
        (BUDGET, "12001", "99999", "membership_fees", "row 2, field subprogram_code"),
        (BUDGET, "1000.5", "1 000,5", "membership_fees", "row 2"),
        (BUDGET, "1000.5", "-1000.5", "membership_fees", "row 2, field law_total_thousand_amd"),
        (BUDGET, "2029_SPENDING_Q12.csv", "2029_BUDGET_LAW.csv", "membership_fees", "row 3, fields file"),
        (CAPABILITIES, "milex", "spending", "capabilities", "milex"),
        (CAPABILITIES, "50000000.0", "fifty", "capabilities", "row 2, field milex"),
        (CAPABILITIES, "1.0,0.04", "1.0,-0.04", "capabilities", "row 2, field cinc"),
        (CAPABILITIES, "372.0", "999.0", "capabilities", "row 5, field ccode"),
        (CAPABILITIES, "371.0,2029.0", "371.0,2028.0", "capabilities", "row 4, fields ccode, year"),
    ],
)
def test_bad_cell_in_a_csv_file_is_named(copy, file, old, new, name, words):
    edit(copy, file, old, new)
    refused(name, copy, file, words)


def test_budget_in_another_encoding_is_refused(copy):
    path = copy / "alliances" / BUDGET
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    refused("membership_fees", copy, BUDGET, "text encoded as utf-8")


def test_list_of_members_without_a_year_in_its_name_is_refused(copy):
    (copy / "alliances" / MEMBERSHIPS).rename(copy / "alliances" / "memberships_new.csv")
    refused("memberships", copy, "memberships_new.csv", "year")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("alliances", "atop_5.1_csv.zip"),
        ("wartime_commitments", "berkemeier_fuhrmann_2018.dta"),
        ("wartime_commitments_leeds", "leeds_anac_2005.dta"),
        ("rome_statute", "rome_statute_parties_ggo.csv"),
        ("memberships", "memberships_2026.csv"),
        (
            "membership_fees",
            "armenia_budget_intl_membership_fees_and_military_representatives_2019-2026.csv",
        ),
        ("capabilities", "cow_nmc_v7_caucasus_1988_2022.csv"),
    ],
)
def test_altered_known_file_and_absent_file_are_refused(copy, name, known):
    ours = SOURCES_BY_KEY[TABLES[f"alliances/{name}"].sources[0]]
    sample = next((copy / "alliances").glob(ours.pattern.removeprefix("alliances/")))
    sample.rename(copy / "alliances" / known)
    refused(name, copy, known, "sha256")
    (copy / "alliances" / known).unlink()
    refused(name, copy, "the sources folder", ours.url)


# --- on the publishers' files


@pytest.fixture(scope="module")
def real():
    return {name: rebuilt.table(name) for name in TABLES}


@needs_sources
def test_hashes_are_those_of_the_sources():
    lines = (SOURCES / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {path.removeprefix("./alliances/"): digest for digest, path in map(str.split, lines)}
    known = dict(pair for source in SOURCES_BY_KEY.values() for pair in source.known)
    assert len(known) == 7
    assert known == {name: listed[name] for name in known}


@needs_sources
def test_no_file_of_the_sources_is_taken_for_a_newer_edition():
    assert set(rebuilt.shelf().used) >= set(SOURCES_BY_KEY)
    assert rebuilt.shelf().newer_editions == []


@needs_sources
def test_atop_has_the_published_number_of_rows(real):
    assert len(real["alliances/alliances"]) == 789
    assert len(real["alliances/members"]) == 2510
    assert set(real["alliances/alliances"]["coverage_end"]) == {2018}
    assert real["alliances/members"]["exit"].max() == 2018


@needs_sources
def test_treaties_of_armenia_and_russia(real):
    frame = real["alliances/alliances"].set_index("atop_id")
    columns = ("label", "begin_date", "end_date", "defense", "nonaggression", "consultation", "military_aid", "bases")
    assert records(frame.loc[[4130, 4220, 4890]], *columns) == [
        ("Russia and Armenia", "1991-12-29", "1997-08-29", False, True, True, "none", "one-sided"),
        ("Collective Security Treaty (CST, CSTO)", "1992-05-15", None, True, True, True, "none", "none"),
        ("Russia and Armenia", "1997-08-29", None, True, True, True, "technology, training or supplies", "none"),
    ]
    assert frame.loc[4890, "promised_months"] == 300
    assert frame.loc[4220, "renunciation"] == "at any time, with notice"
    assert frame.loc[3180, "label"] == "North Atlantic Treaty"
    assert frame.loc[3180, "begin"] == 1949


@needs_sources
def test_ends_of_alliances(real):
    frame = real["alliances/alliances"]
    assert frame["termination"].value_counts().to_dict() == {
        "in force": 372,
        "broken by a member": 162,
        "renegotiated": 122,
        "terms fulfilled or run out": 84,
        "ended with a member's independence, unrelated to the alliance": 49,
    }
    assert frame["end"].isna().equals(frame["is_in_force"].astype(bool))


@needs_sources
def test_exit_rates_can_be_recomputed_from_the_members_alone(real):
    frame = real["alliances/members"]
    pacts = frame[~frame["is_bilateral"] & frame["defense"]]
    years = pacts["exit"].fillna(2018) - pacts["entry"]
    disputes = pacts[pacts["exit_cause_code"] == 4]
    assert (years.sum(), len(disputes)) == (11_380, 70)
    assert not disputes["is_phase_change"].any()
    assert disputes["alliance_went_on"].sum() == 30
    treaty = pacts[pacts["atop_id"] == 4220]
    exits = treaty[treaty["exit"].notna() & ~treaty["is_phase_change"]]
    assert years[treaty.index].sum() == 179
    assert records(exits.sort_values(["exit", "iso3"]), "iso3", "exit_date", "exit_cause", "alliance_went_on") == [
        ("AZE", "1999-04-20", "policy dispute", True),
        ("GEO", "1999-04-20", "policy dispute", True),
        ("UZB", "1999-04-20", "policy dispute", True),
        ("UZB", "2012-06-28", "policy dispute", True),
    ]
    assert set(treaty[treaty["is_phase_change"]]["exit_date"]) == {"2002-10-07"}


@needs_sources
def test_typed_spells_agree_with_atop_but_for_belarus(real):
    ours = real["alliances/csto_membership"]
    rows = real["alliances/members"].query("atop_id == 4220")
    first = rows[~rows["entry_date"].eq("2002-10-07")].set_index(["iso3", "entry"])
    ended = first["exit"].mask(first["is_phase_change"])
    theirs = {(i, y): None if pd.isna(e) else int(e) for (i, y), e in ended.items()}
    typed = {(r[0], r[1]): r[2] for r in records(ours, "iso3", "from_year", "to_year")}
    assert theirs.pop(("BLR", 1994)) == typed.pop(("BLR", 1993)) is None
    assert theirs == typed


@needs_sources
def test_published_rates_of_kept_commitments(real):
    frame = real["alliances/wartime_commitments"]
    tested = frame[frame["is_tested"]]

    def rate(rows):
        return int(rows["honoured"].sum()), len(rows)

    assert len(frame) == 576
    assert rate(tested) == (73, 146)
    assert rate(tested[tested["defense"]]) == (42, 102)
    assert rate(tested[tested["offense"]]) == (31, 42)
    assert rate(tested[tested["neutrality"]]) == (35, 45)
    assert rate(tested[tested["nonaggression"]]) == (18, 49)
    eras = {era: rate(rows) for era, rows in tested.groupby("era")}
    assert eras == {"1816-1944": (61, 92), "1945-2003": (12, 54)}
    defence = {era: rate(rows) for era, rows in tested[tested["defense"]].groupby("era")}
    assert defence == {"1816-1944": (36, 59), "1945-2003": (6, 43)}
    assert frame["honoured"].isna().equals(~frame["is_tested"].astype(bool))
    assert (frame["honoured_other_coding"].sum(), frame["honoured_other_coding"].notna().sum()) == (69, 139)
    assert frame["honoured_by_a_member"].sum() == 80


@needs_sources
def test_era_follows_the_sample_not_the_calendar(real):
    frame = real["alliances/wartime_commitments"]
    late = frame[(frame["era"] == "1945-2003") & (frame["war_began"] < 1945)]
    assert records(late, "war", "atop_id") == [("World War II", i) for i in (3005, 3010, 3020, 3030)]
    assert frame["war_began"].notna().all()
    assert set(frame["atop_id"]) - set(real["alliances/alliances"]["atop_id"]) == {4660}


@needs_sources
def test_older_coding(real):
    frame = real["alliances/wartime_commitments_leeds"]
    early = frame[frame["cow_war_id"] <= 142]
    assert (len(frame), frame["honoured"].sum(), frame["honoured_other_coding"].sum()) == (137, 95, 93)
    assert (len(early), early["honoured"].sum()) == (109, 88)
    assert set(frame["atop_id"]) <= set(real["alliances/alliances"]["atop_id"])


@needs_sources
def test_parties_to_the_rome_statute(real):
    frame = real["alliances/rome_statute"]

    def parties(day, rows):
        bound = rows["in_force"].notna() & (rows["in_force"] <= day)
        return rows[bound & ~(rows["withdrawn"].notna() & (rows["withdrawn"] <= day))]

    from_treaty_data = frame[frame["basis"] == "treaty data"]
    assert len(frame) == 156
    assert len(parties("2023-10-03", frame)) == 123
    assert len(parties("2025-12-31", from_treaty_data)) == 123
    assert len(parties("2025-12-31", frame)) == 125
    assert records(frame[frame["withdrawn"].notna()], "iso3", "withdrawn") == [
        ("BDI", "2017-10-27"),
        ("PHL", "2019-03-17"),
    ]
    assert frame.set_index("iso3").loc["TJK", "in_force"] == "2002-07-01"
    listed = real["alliances/memberships"].query("organisation == 'ICC'")["iso3"]
    assert set(parties("2025-12-31", frame)["iso3"]) == set(listed)


@needs_sources
def test_sizes_of_the_organisations(real):
    assert real["alliances/memberships"]["organisation"].value_counts().to_dict() == {
        "ICC": 125, "CoE": 46, "NATO": 32, "EU": 27, "SCO": 10, "CSTO": 6, "EAEU": 5
    }
    spells = real["alliances/csto_membership"]
    today = real["alliances/memberships"].query("organisation == 'CSTO'")["iso3"]
    assert set(spells[spells["to_year"].isna()]["iso3"]) == set(today)


@needs_sources
def test_armenian_budget_lines(real):
    frame = real["alliances/membership_fees"]
    fees = frame[frame["line"] == "membership fees"].set_index("year")
    assert len(frame) == 16
    assert records(fees.loc[[2019, 2024]], "planned_amd", "revised_amd", "spent_amd", "months_reported") == [
        (2_539_988_700, 2_539_988_700, 2_432_801_600, 12),
        (1_818_291_100, 1_818_291_100, 1_613_893_600, 12),
    ]
    assert fees["months_reported"].isna().loc[2026]
    assert fees.loc[2025, "months_reported"] == 9


@needs_sources
def test_capabilities_of_the_caucasus(real):
    frame = real["alliances/capabilities"].set_index(["iso3", "year"])
    assert len(frame) == 201
    assert frame.loc[("ARM", 2022), "military_expenditure_usd"] == 781e6
    assert frame.loc[("AZE", 2022), "military_expenditure_usd"] == 2641e6
    assert frame.loc[("RUS", 2022), "military_personnel"] == 1_190_000
    assert pd.isna(frame.loc[("ARM", 1991), "military_personnel"])
    assert (frame["military_expenditure_usd"].isna().sum(), frame["military_personnel"].isna().sum()) == (4, 3)
