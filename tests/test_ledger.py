"""Every claim has a verdict, every verdict evidence, and each follows from the committed findings by its rule."""

import copy
import re

import pandas as pd
import pytest
from evidence.judging import ledger, thresholds
from evidence.judging.rules import CONTRADICTED, NOT_TESTABLE, PARTLY, SUPPORTED, ClaimProblem, committed, judge, needs
from evidence.tables import load

RECORDED = ledger.records()
CHAPTERS = sorted(c for c in RECORDED if "01" <= c <= "09")
BOOK = ledger.whole_book(RECORDED)


def test_no_claim_without_verdict_and_no_verdict_without_evidence():
    assert list(BOOK["claim_id"]) == list(load("narrative/claims")["claim_id"])
    assert set(BOOK["verdict"]) <= set(ledger.ORDER)
    assert (BOOK["origins"] >= 1).all() and (BOOK["rule"].str.len() > 40).all() and BOOK["flip"].str.endswith(".").all()
    assert list(BOOK.loc[BOOK["found"].str.len() < 10, "claim_id"]) == ["C33", "C37"]  # norms, which no finding decides
    assert BOOK[["quotation", "paraphrase", "short", "type", "step", "would_change", "confidence"]].notna().all().all()


@pytest.mark.parametrize(
    ("chapter", "claim_id"),
    [(c, name.removeprefix("verdict_")) for c in CHAPTERS for name in RECORDED[c] if name.startswith("verdict_C")],
)
def test_recorded_verdicts_follow_from_the_recorded_findings(chapter, claim_id):
    assert judge(claim_id, RECORDED[chapter]) == RECORDED[chapter][f"verdict_{claim_id}"]["text"]


def test_every_rule_is_used_and_every_claim_judged():
    judged = {name.removeprefix("verdict_") for c in CHAPTERS for name in RECORDED[c] if name.startswith("verdict_C")}
    assert judged == set(committed())
    assert set(BOOK["claim_id"]) == judged - {"C22a"}


def test_claims_stand_in_the_chapters_that_judge_them():
    for row in BOOK.itertuples():
        assert set(ledger.judged_in(row.claim_id, RECORDED)) <= set(row.chapters.split(";")), row.claim_id


def test_source_verdicts_say_how_many_origins_they_have():
    single = set(BOOK.loc[BOOK["origins"] == 1, "claim_id"])
    text = ledger_text()
    for claim_id in BOOK["claim_id"]:
        entry = text.split(f"## {claim_id}\n")[1].split("\n## ")[0]
        assert ("one origin only" in entry) == (claim_id in single), claim_id


def ledger_text():
    from evidence.places import NOTEBOOKS

    return (NOTEBOOKS / "LEDGER.md").read_text(encoding="utf-8")


def test_another_count_of_the_same_deaths_lowers_the_confidence():
    assert not BOOK.set_index("claim_id").loc["C35", "recounted"]
    planted = copy.deepcopy(RECORDED)
    planted["05"]["contradicted_if_2024_counts"]["value"] = True
    row = ledger.whole_book(planted).set_index("claim_id").loc["C35"]
    assert row["recounted"] and not row["survives"] and row["confidence"] != "high"


def test_a_verdict_that_rests_on_what_was_not_found_has_no_high_confidence():
    silent = BOOK[BOOK["by_silence"]]
    assert {"C04", "C15", "C36"} < {*silent["claim_id"]} and not silent["confidence"].eq("high").any()
    text = ledger_text()
    for claim_id in BOOK["claim_id"]:
        entry = text.split(f"## {claim_id}\n")[1].split("\n## ")[0]
        assert ("what a search did not meet" in entry) == (claim_id in set(silent["claim_id"])), claim_id


def test_silence_is_told_from_what_somebody_said():
    assert ledger.rests_on_silence("C15", RECORDED)  # nothing was found: one proposal would turn it
    assert not ledger.rests_on_silence("C01", RECORDED)  # a dated vote


def test_each_entry_has_its_verdict_first_and_what_would_flip_it():
    text = ledger_text()
    for row in BOOK.itertuples():
        entry = text.split(f"## {row.claim_id}\n")[1].split("\n## ")[0].strip()
        assert entry.startswith(f"{ledger.MARK[row.verdict]} **{row.verdict.capitalize()}: ")
        assert row.flip in entry and row.rule in entry and ("**Its worlds:**" in entry) == bool(ledger.worlds(row.claim_id))


def test_both_worlds_of_every_part_are_told():
    assert [world for world, _ in ledger.worlds("C22")] == [SUPPORTED, SUPPORTED, CONTRADICTED, CONTRADICTED]
    assert ledger.worlds("C03")[1] == (CONTRADICTED, "judgment on record: no; warrant on record: yes")


def test_a_disagreement_between_chapters_is_refused():
    changed = copy.deepcopy(RECORDED)
    changed["05"]["verdict_C10a"]["text"] = SUPPORTED
    with pytest.raises(ClaimProblem, match="C10a: recorded"):
        ledger.recomputed("C10a", changed)


def test_a_finding_that_changed_without_its_verdict_is_refused():
    changed = copy.deepcopy(RECORDED)
    changed["06"]["set_off_only_one_option_in_talks"]["value"] = False
    with pytest.raises(ClaimProblem, match="C19b"):
        ledger.recomputed("C19b", changed)


def test_a_claim_that_nobody_judges_is_refused():
    with pytest.raises(ClaimProblem, match="C01: no chapter"):
        ledger.recomputed("C01", {"02": RECORDED["02"]})


def test_a_claim_with_parts_is_partly_supported_when_they_differ():
    assert ledger.recomputed("C22", RECORDED) == PARTLY
    changed = copy.deepcopy(RECORDED)
    changed["03"] |= {"russia_rank_among_exporters": {"value": 6, "text": "6"}}
    changed["03"]["verdict_C22"]["text"] = CONTRADICTED
    assert ledger.recomputed("C22", changed) == CONTRADICTED


def test_confidence_is_what_the_three_checks_give():
    points = BOOK["survives"].astype(int) + BOOK["agrees"].astype(int) + (BOOK["origins"] >= 2).astype(int)
    graded = pd.Series([ledger.GRADES[p] for p in points])
    assert list(graded.mask(BOOK["by_silence"] & graded.eq("high"), "medium")) == list(BOOK["confidence"])


def test_agreement_against_values_worked_out_by_hand():
    one = pd.Series([SUPPORTED] * 5 + [PARTLY] * 5)
    other = pd.Series([SUPPORTED] * 4 + [PARTLY] * 5 + [SUPPORTED])
    found = ledger.agreement(one, other)
    assert found["share"] == 0.8
    assert found["kappa"] == pytest.approx((0.8 - 0.5) / 0.5)
    assert found["low"] < 0.6 < found["high"]


def test_agreement_with_a_verdict_only_one_coder_uses():
    found = ledger.agreement(pd.Series([SUPPORTED, PARTLY, PARTLY]), pd.Series([SUPPORTED, PARTLY, NOT_TESTABLE]))
    assert found["share"] == pytest.approx(2 / 3)


# thresholds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trial", thresholds.TRIALS, ids=lambda t: f"{t.claim_id}-{t.finding}")
def test_the_threshold_in_the_rule_gives_the_recorded_finding(trial):
    found = RECORDED[trial.chapter]
    assert trial.holds(trial.measured(found), trial.used) == found[trial.finding]["value"]
    assert trial.finding in needs(trial.claim_id)


def test_neighbours_follow_one_recipe():
    tried = {t.kind: t for t in thresholds.TRIALS}
    assert tried["share"].tried == (pytest.approx(tried["share"].used - 0.1), pytest.approx(tried["share"].used + 0.1))
    assert tried["count"].tried == (tried["count"].used - 1, tried["count"].used + 1)
    assert tried["size"].tried == (tried["size"].used / 2, tried["size"].used * 2)


def test_a_measure_near_its_threshold_is_found_fragile():
    changed = copy.deepcopy(RECORDED)
    assert not thresholds.survivors(RECORDED)["C30"]
    changed["02"]["least_in_a_decade"]["value"] = 0.65
    assert thresholds.survivors(changed)["C30"]


def test_numbers_in_rules_are_all_tried():
    """A rule whose words compare with a number has a trial, or one of the reviewed reasons not to."""
    compares = re.compile(r"over half|at least (?:two|three|ten)|three largest|outnumber|more than half|within a year|over a year")
    with_number = {c for c, rule in committed().items() if compares.search(rule.says)}
    tried = set(thresholds.at_thresholds(RECORDED)["claim_id"])
    no_trial = {"C13", "C14", "C18b"}
    assert with_number - tried <= no_trial


def test_turning_a_decisive_finding_round_changes_the_verdict():
    table = thresholds.turned_round(RECORDED)
    row = table[(table["claim_id"] == "C26") & (table["chapter"] == "04")].iloc[0]
    assert row["decisive"] == 2 and "no_end_of_membership_reported" in row["names"]
