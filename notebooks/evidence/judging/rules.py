"""The rules of the verdicts: read from narrative/rules, one branch a row, checked, applied, and told in words.

What a page prints as the rule is composed from the branches that decide. A reader's own table of the same columns is read by
the same code, and errors name row, column and what is allowed.
"""

import ast
import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from evidence.judging import conditions
from evidence.judging.conditions import Refused, Value
from evidence.tables import load, near

SUPPORTED = "supported"
PARTLY = "partly supported"
CONTRADICTED = "contradicted"
NOT_TESTABLE = "not testable"
VERDICTS = (SUPPORTED, PARTLY, CONTRADICTED, NOT_TESTABLE)
PRINTED = {PARTLY: "partly"}
OTHERWISE = "otherwise"
REQUIRED = ("claim_id", "place", "findings", "condition", "verdict", "words")
OPTIONAL = ("alone", "note")
NOWHERE = "No findings that the tables could hold would give another verdict."

Findings = Mapping[str, Mapping[str, Any]]


class ClaimProblem(Exception):
    """A claim without a rule, or a rule whose findings were not stated."""


class RuleProblem(ClaimProblem):
    """A table of rules with a cell that is not allowed; one line says where, what, and what is allowed."""


@dataclass(frozen=True)
class Branch:
    """One row of a rule.

    Args:
        row: line of the table, the header being the first.
        condition: None where all that is left falls here.
        verdict: one of `VERDICTS`.
        words: clause behind the verdict, which may lean on the branches before.
        alone: the same for a sentence that stands alone.
    """

    row: int
    condition: ast.expr | None
    verdict: str
    words: str
    alone: str


@dataclass(frozen=True)
class Rule:
    """How a claim is judged: the first branch whose condition holds.

    Args:
        claim_id: claim, or part of a claim that is judged apart.
        needs: findings that the rule asks for, in the order in which they are told.
        branches: in order; the last has no condition.
        before, after: remarks around the rule.
    """

    claim_id: str
    needs: tuple[str, ...]
    branches: tuple[Branch, ...]
    before: str = ""
    after: str = ""

    @property
    def says(self) -> str:
        """The rule in words, for readers."""
        told = "; ".join(f"{PRINTED.get(b.verdict, b.verdict)} {b.words}" for b in self.branches) + "."
        if not self.before.endswith(":"):
            told = told[0].upper() + told[1:]
        return " ".join(part for part in (self.before, told, self.after) if part)

    def decides(self, values: Mapping[str, Value]) -> Branch:
        """The branch that gives the verdict.

        Raises:
            RuleProblem: a finding is of another kind than its condition takes.
        """
        for branch in self.branches:
            try:
                if branch.condition is None or conditions.holds(branch.condition, values):
                    return branch
            except Refused as cause:
                raise RuleProblem(f"{self.claim_id}, row {branch.row}, column condition: {cause}") from None
        raise AssertionError("the last branch has no condition")


Rules = Mapping[str, Rule]


@cache
def committed() -> dict[str, Rule]:
    """The collection's rules, by claim."""
    rows = load("narrative/rules").astype(object).fillna("").astype(str)
    return checked(rows.to_dict("records"), "narrative/rules")


def read(path: Path) -> dict[str, Rule]:
    """A reader's own rules, from a CSV file with the columns of narrative/rules; a claim without rows is left out.

    Raises:
        RuleProblem: no such file, another header, or a cell that is not allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise RuleProblem(f"{path.name}: expected a CSV file in UTF-8, found {cause}") from None
    first = text.partition("\n")[0]
    header, *rows = [*csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")] or [[]]
    if set(header) - {*OPTIONAL} != {*REQUIRED} or len({*header}) < len(header):
        allowed = f"{', '.join(REQUIRED)}, and if wanted {', '.join(OPTIONAL)}"
        raise RuleProblem(f"{path.name}: row 1, the columns: {', '.join(header) or 'none'}; allowed: {allowed}")
    for number, row in enumerate(rows, start=2):
        if row and len(row) != len(header):
            raise RuleProblem(f"{path.name}: row {number}: {len(row)} cells; allowed: {len(header)}, as in the first row")
    cells = [dict(zip(header, row, strict=True)) if row else {} for row in rows]
    return checked(cells, path.name, known=[*committed()])


def checked(rows: Iterable[Mapping[str, str]], where: str, known: list[str] | None = None) -> dict[str, Rule]:
    """Rules from rows as text.

    Args:
        rows: in the order of the table; an empty one is a blank line.
        where: the table, for messages.
        known: claims that may have a rule; None allows all.

    Raises:
        RuleProblem: a cell is not allowed.
    """
    numbered = [{"row": n} | {k: v.strip() for k, v in row.items()} for n, row in enumerate(rows, start=2)]
    written = [{**dict.fromkeys(OPTIONAL, ""), **row} for row in numbered if len(row) > 1]
    by_claim = groupby(sorted(written, key=lambda row: row["claim_id"]), key=lambda row: row["claim_id"])
    try:
        _known_claims(written, known)
        return {claim_id: _rule(claim_id, list(part)) for claim_id, part in by_claim}
    except _Cell as cell:
        raise RuleProblem(f"{where}: {cell}") from None


class _Cell(Exception):
    def __init__(self, row: Mapping[str, Any], column: str, found: str, allowed: str) -> None:
        super().__init__(f"row {row['row']}, column {column}: {found}; allowed: {allowed}")


def _known_claims(rows: list[dict[str, Any]], known: list[str] | None) -> None:
    for row in rows:
        claim_id = row["claim_id"]
        if known is not None and claim_id not in known:
            raise _Cell(row, "claim_id", f"{claim_id!r} has no rule", f"a claim of narrative/rules; near: {near(claim_id, known)}")


def _rule(claim_id: str, rows: list[dict[str, Any]]) -> Rule:
    places = [str(n + 1) for n in range(len(rows))]
    for n, row in enumerate(rows):
        if row["place"] not in places or row["place"] in [r["place"] for r in rows[:n]]:
            raise _Cell(row, "place", repr(row["place"]), f"1 to {len(rows)}, each once, for the rows of {claim_id}")
    rows = sorted(rows, key=lambda row: int(row["place"]))
    needs = _needs(claim_id, rows)
    branches = tuple(_branch(row, needs, is_last=row is rows[-1]) for row in rows)
    for row in rows[1:-1]:
        if row["note"]:
            raise _Cell(row, "note", repr(row["note"]), "a note on the first or the last branch")
    rule = Rule(claim_id, needs, branches, rows[0]["note"], rows[-1]["note"] if len(rows) > 1 else "")
    _all_reached(rule, rows)
    return rule


def _needs(claim_id: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    allowed = f"the findings of {claim_id} joined by ; on its first branch, each once"
    if len(rows) == 1 and not rows[0]["findings"]:
        return ()  # a norm: no finding could decide it
    names = [name.strip() for name in rows[0]["findings"].split(";")]
    for n, name in enumerate(names):
        if not name.isidentifier() or name in names[:n]:
            raise _Cell(rows[0], "findings", repr(name), allowed)
    for row in rows[1:]:
        if row["findings"]:
            raise _Cell(row, "findings", repr(row["findings"]), allowed)
    return tuple(names)


def _branch(row: dict[str, Any], needs: tuple[str, ...], is_last: bool) -> Branch:
    if row["verdict"] not in VERDICTS:
        raise _Cell(row, "verdict", repr(row["verdict"]), ", ".join(VERDICTS))
    if not row["words"]:
        raise _Cell(row, "words", "empty", "the branch in words")
    if (row["condition"] == OTHERWISE) != is_last:
        raise _Cell(row, "condition", repr(row["condition"]), "otherwise on the last branch of a claim and there only")
    tree = None
    if not is_last:
        try:
            tree = conditions.parsed(row["condition"])
        except Refused as cause:
            raise _Cell(row, "condition", str(cause), conditions.ALLOWED) from None
        for name in conditions.names(tree):
            if name not in needs:
                raise _Cell(row, "condition", f"{name} is no finding of the rule (near: {near(name, [*needs])})", ", ".join(needs))
    return Branch(row["row"], tree, row["verdict"], row["words"], row["alone"] or row["words"])


def _all_reached(rule: Rule, rows: list[dict[str, Any]]) -> None:
    try:
        tried = conditions.cases([b.condition for b in rule.branches if b.condition is not None])
        reached = {rule.decides(values).row for values in tried}
    except Refused as cause:
        raise _Cell(rows[0], "condition", str(cause), conditions.ALLOWED) from None
    for row in rows:
        if row["row"] not in reached:
            raise _Cell(row, "condition", "no findings reach this branch", "a condition that the branches before it leave open")


# applied ---------------------------------------------------------------------------------------------------------------


def rule_of(claim_id: str) -> Rule:
    """The collection's rule for a claim.

    Raises:
        ClaimProblem: there is none.
    """
    if claim_id not in committed():
        raise ClaimProblem(f"{claim_id}: no rule; the ledger has {', '.join(committed())}")
    return committed()[claim_id]


def needs(claim_id: str) -> tuple[str, ...]:
    """Findings that the rule of a claim asks for, in the order in which they are told."""
    return rule_of(claim_id).needs


def says(claim_id: str) -> str:
    """The rule of a claim in words."""
    return rule_of(claim_id).says


def judge(claim_id: str, findings: Findings) -> str:
    """Verdict of a claim by the collection's rule, from the findings of a chapter.

    Raises:
        ClaimProblem: there is no rule, or a finding that it needs was not stated.
    """
    rule = rule_of(claim_id)
    return rule.decides(values(rule, findings)).verdict


def values(rule: Rule, findings: Findings) -> dict[str, Value]:
    """Values of the findings that a rule asks for.

    Raises:
        ClaimProblem: one was not stated.
    """
    lacking = [name for name in rule.needs if name not in findings]
    if lacking:
        told = ", ".join(f"{name} (near: {near(name, [*findings])})" for name in lacking)
        raise ClaimProblem(f"{rule.claim_id}: the rule needs {told}, which the chapter did not state")
    return {name: findings[name]["value"] for name in rule.needs}


def _told_apart(rule: Rule, name: str, one: Value, other: Value) -> bool:
    """Whether two values of a finding differ for a rule: truth values by themselves, numbers where a comparison tells them apart."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one != other
    nodes = [node for b in rule.branches if b.condition is not None for node in ast.walk(b.condition)]
    asked = [node for node in nodes if isinstance(node, ast.Compare) and conditions.names(node) == [name]]
    return any(conditions.holds(node, {name: one}) != conditions.holds(node, {name: other}) for node in asked)


@cache
def worlds() -> dict[str, dict[str, dict[str, Value]]]:
    """Findings that the tables could hold: claim -> supported or contradicted -> finding -> value."""
    found: dict[str, dict[str, dict[str, Value]]] = {}
    for row in load("narrative/rule_worlds").itertuples():
        value = {"true": True, "false": False}.get(row.value)
        found.setdefault(row.claim_id, {}).setdefault(row.world, {})[row.finding] = float(row.value) if value is None else value
    return found


def flip(claim_id: str, findings: Findings) -> str:
    """What would give another verdict, in a sentence: the nearer of the two worlds, counted in findings turned; both where
    they are equally near.

    Raises:
        ClaimProblem: there is no rule, or a finding that it needs was not stated.
    """
    rule = rule_of(claim_id)
    now = values(rule, findings)
    verdict = rule.decides(now).verdict
    turned = {
        world: sum(_told_apart(rule, name, now[name], value) for name, value in held.items())
        for world, held in worlds().get(claim_id, {}).items()
        if world != verdict
    }
    nearest = [world for world in VERDICTS if world in turned and turned[world] == min(turned.values())]
    told = [f"{world} {rule.decides(worlds()[claim_id][world]).alone}" for world in nearest]
    return f"It would be {'; it would be '.join(told)}." if told else NOWHERE
