"""The ledger: all claims of the article in one table, with evidence, verdict, and how well the verdict stands.

Findings flow into verdicts here and nowhere else: a chapter records the findings, `rules` reads the rules, and this
module applies the rules to what the chapters recorded.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evidence.judging import on_record, rules, thresholds
from evidence.judging.rules import (
    CONTRADICTED,
    NOT_TESTABLE,
    PARTLY,
    SUPPORTED,
    VERDICTS,
    ClaimProblem,
    judge,
    needs,
    says,
)
from evidence.places import FIGURES
from evidence.tables import load
from evidence.text import findings

Records = Mapping[str, Mapping[str, Mapping[str, Any]]]

ORDER = VERDICTS
LOUDEST_FIRST = (CONTRADICTED, PARTLY, SUPPORTED, NOT_TESTABLE)
MARK = {SUPPORTED: "✓", PARTLY: "◐", CONTRADICTED: "✗", NOT_TESTABLE: "?"}
SHORT = {"partly": PARTLY}
OURS = ("our chronology", "dated line of appeals")  # lists made here: they point to origins and are none
GRADES = ("low", "low", "medium", "high")


def parts_of(claim_id: str) -> tuple[str, ...]:
    """Parts of a claim that are judged apart; the claim itself where it has none."""
    listed = load("narrative/claims").set_index("claim_id")["parts"]
    parts = listed.get(claim_id)
    return (claim_id,) if pd.isna(parts) else tuple(parts.split(";"))


def records(folder: Path = FIGURES) -> dict[str, dict[str, dict[str, Any]]]:
    """Findings of every chapter that has some, by chapter number."""
    paths = sorted((folder / "findings").glob("[0-9][0-9].json"))
    return {path.stem: findings.read(path.stem, folder) for path in paths}


def judged_in(claim_id: str, recorded: Records) -> list[str]:
    """Chapters that recorded a verdict on a claim."""
    return [chapter for chapter, found in recorded.items() if f"verdict_{claim_id}" in found]


def recomputed(claim_id: str, recorded: Records) -> str:
    """The verdict on a claim, computed again from what the chapters found.

    Raises:
        ClaimProblem: no chapter judges it, or chapters disagree with each other or with the verdict that they recorded.
    """
    return whole([_one(part, recorded) for part in parts_of(claim_id)])


def whole(verdicts: list[str]) -> str:
    """The verdict on a claim from those on its parts: supported if all are, contradicted if all are, partly otherwise."""
    return verdicts[0] if len({*verdicts}) == 1 else PARTLY


def _one(claim_id: str, recorded: Records) -> str:
    chapters = judged_in(claim_id, recorded)
    if not chapters:
        raise ClaimProblem(f"{claim_id}: no chapter judges it")
    again = {chapter: judge(claim_id, recorded[chapter]) for chapter in chapters}
    said = {chapter: recorded[chapter][f"verdict_{claim_id}"]["text"] for chapter in chapters}
    if again != said or len({*again.values()}) > 1:
        raise ClaimProblem(f"{claim_id}: recorded {said}, the rule gives {again}")
    return again[chapters[0]]


def found(claim_id: str, recorded: Records) -> str:
    """What the rule looked at, as `chapter.finding = text`; a finding of several chapters stands once, as `04+05.finding`."""
    parts = []
    for part in parts_of(claim_id):
        chapters = judged_in(part, recorded)
        parts += [f"{'+'.join(chapters)}.{name} = {recorded[chapters[0]][name]['text']}" for name in needs(part)]
    return "; ".join(parts)


def rule(claim_id: str) -> str:
    """The rule in words; a claim with parts has one for each."""
    parts = parts_of(claim_id)
    if len(parts) == 1:
        return says(claim_id)
    each = " ".join(f"{part}: {says(part)}" for part in parts)
    return f"In parts; supported or contradicted if all parts are, partly otherwise. {each}"


def flip(claim_id: str, recorded: Records) -> str:
    """What would give another verdict, in a sentence; a claim with parts has one for each."""
    parts = parts_of(claim_id)
    told = [rules.flip(part, recorded[judged_in(part, recorded)[0]]) for part in parts]
    return told[0] if len(parts) == 1 else " ".join(f"{part}: {text}" for part, text in zip(parts, told, strict=True))


def worlds(claim_id: str) -> list[tuple[str, str]]:
    """Both worlds of a claim, of each of its parts: the verdict, and the findings that the tables would then hold."""
    found = []
    for part in parts_of(claim_id):
        for world, values in rules.worlds().get(part, {}).items():
            held = [f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in values.items()]
            found.append((world, "; ".join(held)))
    return sorted(found, key=lambda row: VERDICTS.index(row[0]))


def _plain(value: rules.Value) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else f"{value:g}"


def rests_on_silence(claim_id: str, recorded: Records) -> bool:
    """Whether the verdict would be another one if a single thing that no row bears out were on record after all."""
    for part in parts_of(claim_id):
        found = recorded[judged_in(part, recorded)[0]]
        for name in [name for name, held in on_record.of_claim(part).items() if held == on_record.is_of_silence(name)]:
            turned = dict(found) | {name: {"value": not found[name]["value"]}}
            if name in needs(part) and judge(part, turned) != judge(part, found):
                return True
    return False


def whole_book(recorded: Records | None = None, claims: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every claim with its verdict and what the verdict rests on.

    Args:
        recorded: findings by chapter; None reads the committed ones.
        claims: narrative/claims; None loads it.

    Returns:
        One row a claim, in the order of the article: the columns of narrative/claims, and rule, found, flip (what would give
        another verdict), verdict, first (verdict from reading alone), second (verdict of the second coder), origins (independent sources), varied (the
        rule holds a number, so that neighbouring thresholds can be tried), recounted (another count of the same thing
        changes the verdict), survives (thresholds and other counts, or there are none), agrees (second coder), moved (from the
        first verdict), by_silence (one thing that a search did not meet would change it), confidence (high if no
        test failed, medium if one did, low if more; at most medium by silence).

    Raises:
        ClaimProblem: a claim without rule, verdict or evidence.
    """
    recorded = records() if recorded is None else recorded
    listed = load("narrative/claims") if claims is None else claims
    evidence = load("narrative/claim_evidence")
    origins = evidence[~evidence["origin"].isin(OURS)].groupby("claim_id")["origin"].nunique()
    second = load("narrative/second_coding").set_index("claim_id")["verdict"].replace(SHORT)
    holds = thresholds.survivors(recorded)
    without = sorted(set(listed["claim_id"]) - set(origins.index))
    if without:
        raise ClaimProblem(f"no evidence is listed for {', '.join(without)}")
    key = listed["claim_id"]
    book = listed.assign(
        rule=[rule(c) for c in key],
        found=[found(c, recorded) for c in key],
        flip=[flip(c, recorded) for c in key],
        verdict=[recomputed(c, recorded) for c in key],
        first=listed["first_verdict"].replace(SHORT),
        second=key.map(second),
        origins=key.map(origins).astype(int),
        varied=key.isin(holds.index),
        recounted=[changed_by_another_count(c, recorded) for c in key],
        by_silence=[silent or rests_on_silence(c, recorded) for c, silent in zip(key, listed["by_silence"], strict=True)],
    )
    book = book.assign(survives=key.map(holds).fillna(True).astype(bool) & ~book["recounted"])
    book = book.assign(agrees=book["second"] == book["verdict"], moved=book["first"] != book["verdict"])
    points = book["survives"].astype(int) + book["agrees"].astype(int) + (book["origins"] >= 2).astype(int)
    graded = book.assign(confidence=[GRADES[p] for p in points])
    capped = graded["by_silence"] & graded["confidence"].eq("high")
    return graded.assign(confidence=graded["confidence"].mask(capped, "medium"))


def changed_by_another_count(claim_id: str, recorded: Records) -> bool:
    """Whether a chapter found that another published count of the same thing would give another verdict."""
    counted = load("narrative/claims").set_index("claim_id").loc[claim_id, "other_count"]
    if pd.isna(counted):
        return False
    chapter, name = counted.split(".")
    return bool(recorded[chapter][name]["value"])


def far_apart(book: pd.DataFrame) -> int:
    """Claims that one coding supports and the other contradicts."""
    pairs = zip(book["verdict"], book["second"], strict=True)
    return sum({*pair} == {SUPPORTED, CONTRADICTED} for pair in pairs)


def counts(book: pd.DataFrame, column: str = "verdict") -> pd.Series:
    """Claims by verdict, in the order from supported to not testable."""
    return book[column].value_counts().reindex(list(ORDER), fill_value=0)


def agreement(one: pd.Series, other: pd.Series) -> dict[str, float]:
    """How far two codings agree.

    Args:
        one, other: verdicts of the same claims in the same order.

    Returns:
        share: part of claims with the same verdict; kappa: Cohen's kappa, agreement beyond chance; low, high: its 95 per
        cent interval.
    """
    from statsmodels.stats.inter_rater import cohens_kappa

    names = sorted({*one, *other})
    table = pd.crosstab(
        pd.Categorical(one, categories=names), pd.Categorical(other, categories=names), dropna=False
    ).to_numpy()
    kappa = cohens_kappa(table)
    return {
        "share": float((one.to_numpy() == other.to_numpy()).mean()),
        "kappa": float(kappa.kappa),
        "low": float(kappa.kappa_low),
        "high": float(kappa.kappa_upp),
    }
