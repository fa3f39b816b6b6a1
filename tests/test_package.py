"""The data package is valid, current, and complete."""

import json
import re

import pandas as pd
import pytest
from build import package
from build.cli import catalogue
from evidence.places import DATA
from frictionless import Package

DESCRIBED = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
HEAD = 500  # rows of a table that frictionless reads
CONTRACT = {
    "arms/register": "release supplier recipient order_year order_year_is_estimate designation description ordered"
    " delivered delivery_years status tiv_unit_million tiv_ordered_million tiv_delivered_million method",
    "arms/deliveries": "release supplier recipient designation category order_year delivery_year number tiv_million method",
    "arms/transfers": "release supplier recipient year tiv_million method",
    "arms/exports": "release supplier year tiv_million method",
    "arms/delivery_lags": "release supplier_group order_year order_year_is_estimate event lag_years at_risk delivered"
    " censored method",
    "arms/military_expenditure": "edition country year measure value",
    "debt/owed_to_russia": "edition debtor year creditor_type outstanding_usd iso3",
    "debt/armenia_creditors": "edition creditor creditor_type year outstanding_usd",
    "debt/service_to_russia": "edition debtor year principal_usd interest_usd is_scheduled iso3",
    "debt/armenia_totals": "year series value_usd",
    "debt/russian_credit_in_budget": "year planned_amd spent_amd",
    "alliances/alliances": "atop_id begin end termination defense offense neutrality nonaggression consultation is_bilateral",
    "alliances/members": "atop_id member entry exit exit_cause",
    "alliances/wartime_commitments": "war atop_id honoured violated",
    "alliances/rome_statute": "country iso3 signed ratified in_force",
    "alliances/memberships": "organisation country iso3",
    "alignment/ideal_points": "country iso3 year series ideal_point lower upper",
    "alignment/agreement": "country iso3 year partner agreement",
    "alignment/ukraine_votes": "resolution country iso3 vote",
    "conflict/deaths_by_location": "country iso3 year deaths_best deaths_low deaths_high",
    "conflict/arrivals_2023": "date arrivals_cumulative",
    "conflict/casualties": "",
    "conflict/commitment_timeline": "date",
    "economy/trade": "partner year flow value_usd",
    "economy/transfers": "partner year",
    "economy/gas": "partner year",
    "economy/macro": "country iso3 year",
    "opinion/polls": "poll field_start question answer percent url",
    "narrative/claims": "claim_id",
    "narrative/events": "event_id date date_precision url",
    "narrative/deals": "deal_id",
    "narrative/reported_figures": "figure_id url",
    "narrative/published_checks": "url ours tolerance",
    "narrative/glossary": "term definition forms",
    "narrative/argument": "step title says leads_to",
    "narrative/claim_evidence": "claim_id key kind origin bears",
    "narrative/second_coding": "claim_id rule threshold verdict confidence reason",
    "narrative/rival_evidence": "item_id question finding",
    "narrative/rival_predictions": "coder reading_id item_id prediction test",
    "narrative/forecasts": "forecast_id forecast events_for events_against",
    "narrative/rules": "claim_id place condition verdict words note",
    "narrative/rule_worlds": "claim_id world finding value",
    "narrative/sources": "url host seen_by seen_as",
}


def resource(name):
    return next(r for r in DESCRIBED["resources"] if r["name"] == name)


def test_frictionless_finds_the_package_valid():
    """The head of each table: frictionless reads a hundred thousand rows slowly, and the build has judged every one."""
    report = Package.from_descriptor(DESCRIBED, basepath=str(DATA)).validate(limit_rows=HEAD)
    errors = [(t.name, *e) for t in report.tasks for e in t.flatten(["rowNumber", "fieldName", "note"])]
    assert report.valid, errors[:5]


@pytest.mark.parametrize("described", DESCRIBED["resources"], ids=lambda r: r["name"])
def test_no_key_stands_twice_and_no_needed_cell_is_empty(described):
    """In all rows."""
    rows = pd.read_csv(DATA / described["path"], dtype=str, keep_default_na=False)
    needed = [f["name"] for f in described["schema"]["fields"] if f.get("constraints", {}).get("required")]
    assert not rows.duplicated(described["schema"]["primaryKey"]).any()
    assert [n for n in needed if rows[n].eq("").any()] == []


def test_frictionless_would_notice_a_broken_key_and_a_wrong_hash():
    broken = json.loads(json.dumps(DESCRIBED))
    broken["resources"] = [r for r in broken["resources"] if r["name"] in ("map/countries", "debt/owed_to_russia")]
    broken["resources"][0]["hash"] = "sha256:" + "0" * 64
    broken["resources"][1]["schema"]["primaryKey"] = ["debtor"]
    report = Package.from_descriptor(broken, basepath=str(DATA)).validate()
    kinds = {e for t in report.tasks for (e,) in t.flatten(["type"])}
    assert {"hash-count", "primary-key"} <= kinds


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_is_kept(name):
    fields = {f["name"] for f in resource(name)["schema"]["fields"]}
    assert set(CONTRACT[name].split()) <= fields


def test_every_file_is_described_and_every_description_has_a_file():
    described = {r["path"] for r in DESCRIBED["resources"]}
    files = {p.relative_to(DATA).as_posix() for p in DATA.glob("*/*.csv") if p.parent.name != "build"}
    assert files == described


@pytest.mark.parametrize("described", DESCRIBED["resources"], ids=lambda r: r["name"])
def test_every_table_says_what_a_reader_must_know(described):
    assert len(described["description"].split()) >= 6
    assert described["licenses"] and described["sources"] and described["schema"]["primaryKey"]
    assert described["edition"]
    for source in described["sources"]:
        assert source["path"].startswith("https://") or source["path"].startswith("http://")
        assert source.get("allows")
    for field in described["schema"]["fields"]:
        assert field.get("description"), field["name"]
        if re.search(r"_(usd|amd|million|percent|years|persons)$", field["name"]) and field["type"] == "number":
            assert field.get("unit"), field["name"]


def test_the_descriptor_is_the_one_that_the_builders_describe():
    sources, tables = catalogue()
    assert [t.name for t in tables] == [r["name"] for r in DESCRIBED["resources"]]
    for table in tables:
        text = (DATA / table.path).read_bytes().decode("utf-8")
        made = package.resource(table, sources, text, resource(table.name)["rows"], {})
        kept = json.loads(json.dumps(resource(table.name)))
        for source in kept["sources"]:
            source.pop("files", None)
        assert json.loads(json.dumps(made)) == kept


def test_the_data_dictionary_is_current():
    assert (DATA / "README.md").read_text(encoding="utf-8") == package.dictionary(DESCRIBED)


def test_no_comments_column_and_no_carriage_returns():
    for described in DESCRIBED["resources"]:
        assert "comments" not in [f["name"].lower() for f in described["schema"]["fields"]]
        assert b"\r" not in (DATA / described["path"]).read_bytes(), described["name"]
