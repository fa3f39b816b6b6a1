"""The hand-kept lists (the samples are the real files) and the published numbers computed again."""

import re

import pandas as pd
import pytest
import rebuilt
from build import narrative, published_checks, shelf
from build.problems import SourceProblem
from build.shelf import CURATED, Shelf
from build.writing import as_csv, finish
from sources_here import copied, needs_sources

BY_KEY = {s.key: s for module in (narrative, published_checks) for s in module.SOURCES}
TABLES = {t.name.split("/")[1]: t for t in narrative.TABLES}
CHAPTERS = {
    "01": "C01 C11 C15 C16 C20 C21 C24",
    "02": "C12 C22 C30",
    "03": "C17 C18a C18b C22 C23 C31",
    "04": "C09 C10a C10b C10c C25 C26 C28 C32",
    "05": "C06 C07 C08 C10a C10b C10c C27 C34 C35",
    "06": "C19a C19b C19c",
    "07": "C02 C03 C04 C05 C12 C13 C14 C28 C29 C36 C37",
    "08": "C33 C37",
    "09": "C15",
}


def build(name):
    return finish(TABLES[name].build(Shelf(None, BY_KEY)), TABLES[name])


@pytest.fixture(scope="module")
def made():
    return {name: build(name) for name in TABLES}


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A private copy of the hand-kept lists, which the builders then read."""
    folder = tmp_path / "curated"
    folder.mkdir()
    for name in (*narrative.CURATED, "published_checks"):
        copied(CURATED / f"{name}.csv", folder)
    monkeypatch.setattr(shelf, "CURATED", folder)
    return folder


# the lists ----------------------------------------------------------------------------------------------------------


def test_no_claim_event_or_deal_is_missing_or_new(made):
    claims = {f"C{n:02}" for n in range(1, 38)} - {"C10", "C18", "C19"}
    claims |= {"C10a", "C10b", "C10c", "C18a", "C18b", "C19a", "C19b", "C19c"}
    assert set(made["claims"]["claim_id"]) == claims
    assert set(made["events"]["event_id"]) == {f"E{n:03}" for n in range(1, 734)}
    assert set(made["deals"]["deal_id"]) == {f"D{n:02}" for n in range(1, 28)}


def test_every_report_has_its_figures(made):
    bases = {i[:3] for i in made["reported_figures"]["figure_id"]}
    assert bases == {f"{k}{n:02}" for k, last in (("F", 63), ("B", 28), ("R", 24)) for n in range(1, last + 1)}
    assert made["reported_figures"]["figure_id"].is_unique


def test_every_claim_stands_in_its_chapters(made):
    claims = made["claims"].set_index("claim_id")["chapters"].str.split(";")
    found = {c: " ".join(i for i in claims.index if c in claims[i]) for c in CHAPTERS}
    assert found == CHAPTERS


def test_first_verdicts_are_those_of_the_reading(made):
    counts = made["claims"]["first_verdict"].value_counts().to_dict()
    assert counts == {"partly": 20, "supported": 13, "contradicted": 6, "not testable": 3}


def test_quotations_are_a_few_words(made):
    words = made["claims"]["quotation"].str.split().str.len()
    assert words.max() <= 9 and words.min() >= 1
    assert made["wording"]["in_article"].str.split().str.len().max() <= 9


@pytest.mark.parametrize(
    ("event", "sides"),
    [
        ("E053", ("Yerevan reports", "Baku speaks")),
        ("E064", ("Yerevan reports an Azerbaijani attack", "Baku an answer to a large-scale provocation")),
        ("E072", ("Yerevan speaks of a blockade", "Baku denies")),
        ("E090", ("what it calls an anti-terrorist operation", "the Armenian side speaks of an attack")),
        ("E096", ("Yerevan speaks of ethnic cleansing", "Baku of people who left by their own choice")),
    ],
)
def test_contested_events_carry_both_wordings(made, event, sides):
    text = made["events"].set_index("event_id").loc[event, "description"]
    assert all(side in text for side in sides)


def test_one_broadcast_is_counted_once(made):
    parts = made["events"].dropna(subset=["part_of"]).set_index("event_id")["part_of"].to_dict()
    assert {k for k, v in parts.items() if v == "E112"} == {"E113", "E114", "E589", "E590"}
    assert {"E161": "E066", "E177": "E099", "E140": "E134", "E146": "E141"}.items() <= parts.items()
    assert not set(parts.values()) & set(parts)
    assert made["events"]["description"].is_unique


def test_rumours_are_in_no_total(made):
    out = {i for i, within in zip(made["events"]["event_id"], made["events"]["in_totals"], strict=True) if not within}
    assert {"E101", "E109"} <= out
    found = made["events"].set_index("event_id")["search_id"].notna()
    assert found[sorted(out - {"E101", "E109"})].all()
    figures = made["reported_figures"]
    assert set(figures.loc[~figures["in_totals"], "figure_id"]) == {"F12", "F22", "B05b", "B26", "R15"}
    deals = made["deals"].set_index("deal_id")
    assert not deals.loc[["D05", "D08", "D14", "D16", "D18", "D23", "D24", "D25", "D27"], "counts_in_totals"].any()
    assert set(deals.loc[deals["counts_in_totals"], "kind"]) == set(narrative.PURCHASES)


def test_deals_are_in_plain_units(made):
    deals = made["deals"].set_index("deal_id")
    columns = ["value_low", "value_high", "value_currency"]
    assert deals.loc["D07", columns].tolist() == [250e6, 400e6, "USD"]
    assert deals.loc["D25", columns].tolist() == [170e9, 170e9, "AMD"]
    assert deals.loc["D24", columns].tolist() == [10e6, 10e6, "EUR"]
    assert deals.loc["D12", "value_low"] == 600e6 and pd.isna(deals.loc["D12", "value_high"])
    india = deals[(deals["supplier_iso3"] == "IND") & deals["counts_in_totals"]]
    assert india["value_low"].sum() == pytest.approx(1040.2e6)
    assert deals.loc["D11", ["quantity_low", "quantity_high"]].tolist() == [72, 100]


def test_figures_are_in_plain_units(made):
    figures = made["reported_figures"].set_index("figure_id")
    assert figures.loc[["F08", "F09", "F10"], "value_low"].tolist() == [400e6, 250e6, 250e6]
    assert figures.loc["F60", ["value_low", "unit"]].tolist() == [506e9, "AMD"]
    assert figures.loc["F54", ["value_low", "unit"]].tolist() == [53.22e6, "RUB"]
    assert figures.loc["F20", "value_high"] == -40e6
    assert pd.isna(figures.loc["F21", "value_low"]) and figures.loc["F21", "value_high"] == 1e9
    assert figures.loc["F23", "value_low"] == 11_322e6


def test_named_creditors_add_up_as_the_notes_say(made):
    value = made["reported_figures"].set_index("figure_id")["value_low"]
    assert value[["R03", "R04", "R05", "R06", "R07"]].sum() == pytest.approx(504.1e6)
    assert value["R08"] - value[["R09", "R10", "R11", "R12"]].sum() == pytest.approx(500e6)
    assert value["R23b"] + value["R23c"] == value["R23"]


@pytest.mark.parametrize(
    ("as_of", "fine"), [("2023-11-24", "day"), ("2023-11", "month"), ("2023", "year"), ("2011/2020", "period")]
)
def test_precision_of_a_time(as_of, fine):
    assert narrative.precision(as_of) == fine


def test_dates_are_no_finer_than_the_sources(made):
    events = made["events"].set_index("event_id")
    assert events.loc["E118", ["date", "date_known"]].tolist() == ["2023-12-04", "2023"]
    assert events.loc["E029", ["date", "date_precision", "date_known"]].tolist() == ["2015-02-05", "day", "2015-02-05"]
    assert (events["date_precision"].value_counts().to_dict()) == {"day": 671, "month": 47, "year": 15}


def test_every_item_has_a_page(made):
    pages = made["cited_pages"]
    for name, (_, key) in narrative.BUILDERS.items():
        listed = set(pages.loc[pages["table"] == f"narrative/{name}", "item"])
        missing = set(made[name][key]) - listed
        assert not missing or name in ("wording", "glossary"), missing
    assert pages["url"].nunique() == 1174
    assert set(pages.loc[pages["item"] == "E112", "host"]) == {"dunyanews.tv"}
    assert pages.loc[pages["item"] == "C18a", "url"].tolist()[0] == "https://azatutyun.am/a/32713283.html"


def test_no_table_names_what_it_should_not(made):
    text = "\n".join(as_csv(made[name], TABLES[name]) for name in TABLES)
    assert not re.search(r"/(?:work|tmp|home)/", text)


def test_glossary_has_both_names_of_places_and_the_terms_of_the_data(made):
    terms = set(made["glossary"]["term"])
    assert {
        "Khankendi and Stepanakert", "Shushi and Shusha", "Lachin corridor", "Syunik and Zangezur",
        "Nagorno-Karabakh, Artsakh, Garabagh", "TIV", "delivery-level", "register", "release", "edition", "HS 71",
        "debt outstanding and disbursed (DOD)", "bilateral creditor", "multilateral creditor", "present value",
        "principal", "grace period", "ideal point", "agreement score", "defence pact", "consultation pact",
        "nonaggression pact", "neutrality pact", "Herfindahl-Hirschman index", "Kaplan-Meier", "censoring",
        "confidence interval", "best estimate (UCDP)", "non-commercial transfers", "re-export",
        "consignment and origin",
    } <= terms


def test_a_second_build_is_the_same(made):
    for name in TABLES:
        assert as_csv(build(name), TABLES[name]) == as_csv(made[name], TABLES[name])


# damage -------------------------------------------------------------------------------------------------------------

EDITS = {  # list: (its row's first cell, column, new cell, what the message must say)
    "an unknown theme": ("events", "E058", "theme", "weather", "one of alignment"),
    "a day that is none": ("events", "E058", "date", "2022-02-30", "no such day"),
    "text for a date": ("events", "E058", "date", "February 2022", "written YYYY-MM-DD"),
    "a day for a month": ("events", "E063", "date", "2022-09-14", "first of the month"),
    "a date that contradicts": ("events", "E058", "date_known", "2021", "beginning of date"),
    "an address with a space": ("events", "E058", "url", "https://example.org/a b", "of the form"),
    "no address": ("events", "E058", "url", "", "an empty cell"),
    "an unknown occasion": ("events", "E113", "part_of", "E999", "an event of this list"),
    "a rumour counted": ("events", "E101", "in_totals", "true", "never enters a total"),
    "text for a number": ("deals", "D07", "value_low", "many", "a number"),
    "a negative value": ("deals", "D07", "value_low", "-1", "not below 0"),
    "a range upside down": ("deals", "D07", "value_low", "500000000", "not below value_low"),
    "a value without currency": ("deals", "D07", "value_currency", "", "set with a value"),
    "aid counted": ("deals", "D24", "counts_in_totals", "true", "no purchase"),
    "half a piece": ("deals", "D04", "quantity_low", "1.5", "a whole number"),
    "neither number nor words": ("reported_figures", "F13", "value_text", "", "words, where there is no number"),
    "a number without unit": ("reported_figures", "F08", "unit", "", "a unit, where there is a number"),
    "a figure of rumour counted": ("reported_figures", "F12", "in_totals", "true", "never enters a total"),
    "an odd period": ("reported_figures", "F36", "as_of", "2011-20", "of the form"),
    "a verdict that is none": ("claims", "C05", "first_verdict", "true", "one of supported"),
    "a chapter by name": ("claims", "C05", "chapters", "seven", "of the form"),
    "a definition without its page": ("glossary", "Pinaka", "url", "", "as tied_to_source says"),
    "an unknown reading": ("readings", "V01", "kind", "gossip", "one of rival reading"),
    "an unsure word": ("wording", "CSO", "confidence", "certain", "one of high"),
}


def edit(folder, name, first, column, cell):
    path = folder / f"{name}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = frame.index[frame.iloc[:, 0] == first][0]
    frame.loc[row, column] = cell
    frame.to_csv(path, index=False, lineterminator="\n")
    return int(row) + 2


@pytest.mark.parametrize("case", EDITS)
def test_a_wrong_cell_is_named_by_file_row_and_field(copy, case):
    name, first, column, cell, said = EDITS[case]
    row = edit(copy, name, first, column, cell)
    with pytest.raises(SourceProblem, match=re.escape(said)) as caught:
        build(name)
    assert caught.value.file == f"{name}.csv"
    assert caught.value.where.startswith(f"row {row}, field ")


def test_what_cannot_be_told_is_not_taken_for_right():
    frame = pd.DataFrame({"cell": ["a", None]}, index=[2, 3])
    narrative.expect(pd.Series([True, True], index=frame.index), frame, CURATED / "f.csv", "cell", "x")
    with pytest.raises(SourceProblem, match="row 3, field cell\n.*\n.*an empty cell"):
        narrative.expect(pd.Series([True, pd.NA], index=frame.index), frame, CURATED / "f.csv", "cell", "x")


def test_a_rumoured_deal_stays_out_whatever_its_kind(copy):
    edit(copy, "deals", "D08", "kind", "purchase")
    row = edit(copy, "deals", "D08", "counts_in_totals", "true")
    with pytest.raises(SourceProblem, match=f"row {row}, field counts_in_totals"):
        build("deals")


@pytest.mark.parametrize("name", narrative.CURATED)
def test_structural_damage_is_named(copy, name):
    path = copy / f"{name}.csv"
    whole = path.read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    path.write_text(whole.replace(lines[0], lines[0].replace(",", ",x_", 1)), encoding="utf-8")
    with pytest.raises(SourceProblem, match="the header row"):
        build(name)
    path.write_text("".join(lines) + "cut,short\n", encoding="utf-8")
    with pytest.raises(SourceProblem, match=rf"row {len(lines) + 1}\n.*fields"):
        build(name)
    path.write_text("".join(lines) + lines[1], encoding="utf-8")
    with pytest.raises(SourceProblem, match="each combination once"):
        build(name)
    path.write_bytes(whole.replace(lines[1][0], "é", 1).encode("latin-1", errors="replace"))
    with pytest.raises(SourceProblem, match="text encoded as utf-8"):
        build(name)
    path.unlink()
    with pytest.raises(SourceProblem, match=f"{name}.csv"):
        build(name)


# published numbers --------------------------------------------------------------------------------------------------


def arms(rows, release=2024):
    """Invented transfers: (supplier, recipient, recipient_iso3, year, tiv_million)."""
    columns = ["supplier", "recipient", "recipient_iso3", "year", "tiv_million"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(release=release, method="delivery-level", covers_from=1990, covers_to=2023)


@pytest.fixture
def invented():
    """A shelf with invented tables in round numbers."""
    here = Shelf(None, BY_KEY)
    here.built["arms/transfers"] = arms(
        [
            ("Russia", "Armenia", "ARM", 2011, 90.0),
            ("India", "Armenia", "ARM", 2012, 10.0),
            ("Russia", "Azerbaijan", "AZE", 2013, 300.0),
            ("Israel", "Azerbaijan", "AZE", 2014, 500.0),
            ("Russia", "Libya HoR*", None, 2013, 1.0),
        ]
    )
    here.built["arms/exports"] = pd.DataFrame(
        [("Russia", 2014, 100.0), ("Russia", 2019, 40.0), ("World", 2014, 500.0), ("World", 2019, 400.0)],
        columns=["supplier", "year", "tiv_million"],
    ).assign(release=2024, method="delivery-level", covers_from=1990, covers_to=2023)
    here.built["debt/owed_to_russia"] = pd.DataFrame(
        [("Armenia", "ARM", 2022, 30.0), ("Armenia", "ARM", 2023, 20.0), ("Belarus", "BLR", 2023, 80.0),
         ("Cuba", "CUB", 2023, 0.0)],
        columns=["debtor", "iso3", "year", "outstanding_usd"],
    ).assign(edition="2025-12", creditor_type="bilateral")
    here.built["debt/armenia_creditors"] = pd.DataFrame(
        [("Russian Federation", "RUS", "bilateral", 5.0), ("Bondholders", None, "bondholders", 95.0)],
        columns=["creditor", "iso3", "creditor_type", "outstanding_usd"],
    ).assign(edition="2025-12", year=2024)
    here.built["alliances/wartime_commitments"] = pd.DataFrame(
        {
            "is_tested": [True, True, True, True, False],
            "honoured": [True, False, False, True, None],
            "defense": [True, True, False, False, True],
            "era": ["1816-1944", "1816-1944", "1945-2003", "1945-2003", "1945-2003"],
        }
    )
    here.built["alliances/rome_statute"] = pd.DataFrame(
        {
            "iso3": ["ARM", "BDI", "AND", "AGO"],
            "signed": ["1999-10-01", "1999-01-13", "1998-07-18", "1998-10-07"],
            "in_force": ["2024-02-01", "2004-12-01", "2002-07-01", None],
            "withdrawn": [None, "2017-10-27", None, None],
        }
    )
    here.built["alignment/ukraine_votes"] = pd.DataFrame(
        {"resolution": ["ES-11/1"] * 4 + ["ES-11/2"], "vote": ["yes", "yes", "abstain", "absent", "no"]}
    )
    here.built["economy/trade"] = pd.DataFrame(
        [("2024-01", "export", 9.0), ("2025-01", "export", 3.0), ("2025-01", "import_origin", 4.0),
         ("2025-01", "import_consignment", 5.0)],
        columns=["edition", "flow", "value_usd"],
    ).assign(iso3="RUS", year=2023)
    return here


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda s: published_checks.change(s, 2024, (2014, 2018), (2019, 2023)), -60),
        (lambda s: published_checks.world_share(s, 2024, (2014, 2018)), 20),
        (lambda s: published_checks.supplier_share(s, 2024, (2011, 2020), "Armenia", "Russia"), 90),
        (lambda s: published_checks.supplier_share(s, 2024, (2011, 2020), "Azerbaijan", "Russia"), 37.5),
        (lambda s: published_checks.multiple(s, 2024, (2011, 2020)), 8),
        (lambda s: published_checks.customers(s, 2024, 2013), 1),
        (lambda s: published_checks.owed(s, 2023), 100),
        (lambda s: published_checks.owed_change(s, 2023, "ARM"), -10),
        (lambda s: published_checks.debtors(s, 2023), 2),
        (lambda s: published_checks.debtors(s, 2023, above=50), 1),
        (lambda s: published_checks.creditor_share(s, 2024, "RUS"), 5),
        (published_checks.commitments, 4),
        (published_checks.honoured, 2),
        (lambda s: published_checks.honoured_share(s, kind="defense"), 50),
        (lambda s: published_checks.rome_parties(s, "2024-02-01"), 2),
        (lambda s: published_checks.rome_parties(s, "2016-01-01"), 2),
        (lambda s: published_checks.rome_signature(s, "ARM"), 1999),
        (lambda s: published_checks.votes(s, "ES-11/1", "yes"), 2),
        (lambda s: published_checks.votes(s, "ES-11/1", "no"), 0),
        (lambda s: published_checks.turnover(s, 2023, "RUS"), 7),
    ],
)
def test_functions_on_invented_tables(invented, compute, expected):
    assert compute(invented) == pytest.approx(expected)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(SourceProblem, match="arms/exports"):
        published_checks.published_checks(Shelf(None, BY_KEY, data=tmp_path))


def test_an_edition_that_is_not_at_hand_gives_no_value(invented):
    with pytest.raises(published_checks.NotAtHand):
        published_checks.multiple(invented, 2026, (2011, 2020))
    assert published_checks._ours("P25", invented) is None
    frame = pd.DataFrame({"published_value": [8.0], "tolerance": [0.0], "comparison": ["at least"]})
    assert not published_checks.meets(frame, pd.Series([float("nan")])).any()


def test_an_edition_without_the_rows_of_a_check_is_named(invented):
    with pytest.raises(SourceProblem, match="Russia, release 2024, 2010-2012"):
        published_checks.exports(invented, 2024, (2010, 2012))
    with pytest.raises(SourceProblem, match="covers|2023-2024"):
        published_checks.exports(invented, 2024, (2023, 2024))
    with pytest.raises(SourceProblem, match="debt/owed_to_russia"):
        published_checks.owed(invented, 2023, "GEO")


def test_a_value_meets_another_within_the_tolerance():
    frame = pd.DataFrame(
        {
            "published_value": [-53.0, -53.0, 8.0, 8.0, 7.8],
            "tolerance": [1.0, 1.0, 0.0, 0.0, 0.1],
            "comparison": ["equals", "equals", "at least", "at least", "equals"],
        }
    )
    ours = pd.Series([-52.0, -51.9, 8.4, 7.74, 7.9])
    assert published_checks.meets(frame, ours).tolist() == [True, False, True, False, True]


def test_the_list_and_the_functions_match(copy, invented):
    edit(copy, "published_checks", "P01", "check_id", "P99")
    with pytest.raises(SourceProblem, match="row 2, field check_id"):
        published_checks.published_checks(invented)
    path = copy / "published_checks.csv"
    path.write_text("".join(line for line in path.open(encoding="utf-8") if not line.startswith("P99")), encoding="utf-8")
    with pytest.raises(SourceProblem, match="none for P01"):
        published_checks.published_checks(invented)


def test_a_check_repeats_its_reported_figure(made):
    figures = made["reported_figures"].set_index("figure_id")
    checks = pd.read_csv(CURATED / "published_checks.csv")
    for check in checks.dropna(subset=["figure_id"]).query("figure_id != 'F21'").itertuples():
        figure = figures.loc[check.figure_id]
        assert check.published_value in (figure["value_low"], figure["value_high"]), check.check_id
        assert check.url == figure["url"], check.check_id


# the real data ------------------------------------------------------------------------------------------------------

FAILS = {"P03", "P08", "P25", "P26", "P27", "P28", "P30", "P32", "P33", "P36", "P37", "P48", "P51", "P77", "P91"}


@pytest.fixture(scope="module")
def checked():
    return rebuilt.table("narrative/published_checks").set_index("check_id")


@needs_sources
def test_every_check_can_be_computed(checked):
    assert len(checked) == 91
    assert checked["ours"].notna().all()


@needs_sources
def test_failures_are_the_known_ones_and_explained(checked):
    failed = checked[~checked["passes"]]
    assert set(failed.index) == FAILS
    assert failed["note"].notna().all()


@needs_sources
@pytest.mark.parametrize(
    ("check", "value"),
    [
        ("P01", -52.5485), ("P02", -63.9), ("P05", 7.766), ("P17", 94.4545), ("P22", 59.3366), ("P25", 7.7355),
        ("P35", -40_067_000), ("P38", 8_237_147_999.3), ("P51", 3.7904), ("P55", 146), ("P56", 73), ("P63", 124),
        ("P65", 141), ("P66", 5), ("P67", 35), ("P70", 58), ("P77", 7646),
    ],
)
def test_values_worked_out_by_hand(checked, check, value):
    assert checked.loc[check, "ours"] == pytest.approx(value, rel=1e-4)
