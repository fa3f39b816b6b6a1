"""The hand-kept lists behind the verdicts: what a good list gives, and what a damaged one is told."""

import pandas as pd
import pytest
from build import judging, narrative
from build.problems import SourceProblem
from build.shelf import CURATED, Shelf
from build.writing import finish

BY_KEY = {s.key: s for module in (narrative, judging) for s in module.SOURCES}
TABLES = {t.name.split("/")[1]: t for t in judging.TABLES}


def build(name, folder=None):
    return finish(TABLES[name].build(Shelf(folder, BY_KEY)), TABLES[name])


@pytest.fixture(scope="module")
def made():
    return {name: build(name) for name in TABLES}


def test_every_claim_has_a_step_and_evidence(made):
    claims = pd.read_csv(CURATED / "claims.csv")
    assert set(claims["step"]) == set(made["argument"]["step"])
    assert set(claims["claim_id"]) == set(made["claim_evidence"]["claim_id"]) == set(made["second_coding"]["claim_id"])


def test_supported_claims_have_no_slip_and_the_others_have_one():
    claims = pd.read_csv(CURATED / "claims.csv").set_index("claim_id")
    from evidence.judging import ledger

    book = ledger.whole_book().set_index("claim_id")
    supported = set(book.index[book["verdict"] == "supported"])
    assert supported == set(claims.index[claims["slip"] == "none"])


def test_both_coders_predict_every_cell(made):
    cells = made["rival_predictions"].groupby("coder").size().to_dict()
    assert cells == {"first": 140, "second": 140}
    pairs = made["rival_predictions"].groupby("coder")[["reading_id", "item_id"]].nunique()
    assert pairs.to_numpy().tolist() == [[7, 20], [7, 20]]
    assert set(made["rival_evidence"]["item_id"]) == set(made["rival_predictions"]["item_id"])


def test_forecasts_are_scored_by_events_the_article_could_not_know(made):
    dates = pd.read_csv(CURATED / "events.csv").set_index("event_id")["date"]
    keys = [k for c in ("events_for", "events_against") for cell in made["forecasts"][c].dropna() for k in cell.split(";")]
    assert dates[keys].min() > "2023-11-28"


def test_every_page_stands_once(made):
    pages = made["sources"]
    assert pages["url"].is_unique and pages["host"].notna().all()
    assert set(pages["seen_as"]) == {"opening", "copy", "data", "address"}


EDITS = {  # list: (its row's first cell, column, new cell, what the message must say)
    "an event that is none": ("claim_evidence", "C01", "key", "E999", "a row of the narrative tables"),
    "an unknown bearing": ("claim_evidence", "C01", "bears", "maybe", "one of for"),
    "a silent prediction with a test": ("rival_predictions", "first", "prediction", "silent", "none where silent"),
    "an unknown verdict": ("second_coding", "C01", "verdict", "true", "one of supported"),
    "an event before the article": ("forecasts", "N1", "events_for", "E058", "after 28 November 2023"),
    "a step that is none": ("argument", "S1", "leads_to", "somewhere", "of the form"),
    "a verdict of a rule that is none": ("rules", "C01", "verdict", "partly", "one of supported, partly supported"),
    "a rule that begins with its second branch": ("rules", "C01", "place", "4", "1, 2, 3 ... within a claim"),
    "a rule that ends at once": ("rules", "C01", "condition", "otherwise", "otherwise on the last branch and there only"),
    "a rule without findings": ("rules", "C01", "findings", "", "findings on the first branch and there only"),
    "a world of a claim without a rule": ("rule_worlds", "C01", "claim_id", "C99", "a claim of narrative/rules"),
    "a value that is none": ("rule_worlds", "C01", "value", "yes", "of the form"),
    "a row outside its finding's period": ("rule_evidence", "adverse_act_tied_to_court_decision", "since", "2023-09-09", "dated inside"),
    "a row after its finding's period": ("rule_evidence", "adverse_act_tied_to_court_decision", "until", "2023-09-07", "dated inside"),
    "a row of evidence that is none": ("rule_evidence", "adverse_act_tied_to_court_decision", "keys", "E088;E999", "rows of events, texts"),
    "a query that is none": ("rule_evidence", "search_found_no_adverse_reaction", "searches", "C-T33;C-Q999", "queries of narrative"),
    "evidence of a claim without a rule": ("rule_evidence", "search_found_no_adverse_reaction", "claim_id", "C99", "a claim of narrative/rules"),
    "a verdict that moved of no claim": ("verdict_changes", "C05", "claim_id", "C99", "a claim of narrative/claims"),
    "an event of a list that is none": ("event_lists", "finding", "event_id", "E999", "an event of narrative/events"),
    "a page that is no address": ("claim_evidence", "C01", "kind", "page", "a row of the narrative tables, an address"),
    "findings on the second branch": ("rules", "C01,2", "findings", "vote_dated_3_october", "findings on the first branch and there only"),
    "a remark in the middle": ("rules", "C01,2", "note", "a remark", "a remark on the first or the last branch"),
    "a page without a day": ("pages", "http://panarmenian.net/eng/news/16588", "seen_by", "", "YYYY-MM-DD"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_damage_is_named(curated, edit):
    name, key, column, cell, says = EDITS[edit]
    path = curated / f"{name}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    first, _, place = key.partition(",")
    row = frame.index[(frame.iloc[:, 0] == first) & (frame.iloc[:, 1].eq(place) | (place == ""))][0]
    frame.loc[row, column] = cell
    frame.to_csv(path, index=False)
    with pytest.raises(SourceProblem) as told:
        build("sources" if name == "pages" else name)
    assert path.name in str(told.value) and says in str(told.value) and f"row {row + 2}" in str(told.value)
