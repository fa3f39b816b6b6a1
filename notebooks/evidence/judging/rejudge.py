"""Judge every claim again by a reader's own table of rules, and say which verdicts change.

`python notebooks/evidence judge --rules FILE`, where FILE is a copy of data/narrative/rules.csv with other cells.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from evidence.judging import ledger, rules
from evidence.judging.conditions import is_number
from evidence.judging.rules import RuleProblem
from evidence.tables import load, near

SAME = "no verdict changes"


def changes(path: Path, recorded: ledger.Records) -> list[str]:
    """A line a verdict that the rules of a file would change; a claim of which it has no row keeps the collection's rule.

    Args:
        path: CSV file with the columns of narrative/rules.
        recorded: findings by chapter.

    Raises:
        RuleProblem: a cell of the file is not allowed, or names a finding that no chapter recorded for its claim.
    """
    changed = _changed(rules.read(path), recorded, path.name)
    return [f"{name}: {before} -> {after}" for name, before, after in changed]


def by_table(table: pd.DataFrame, recorded: ledger.Records) -> pd.DataFrame:
    """The verdicts that a changed copy of narrative/rules would change: claim, before, after.

    Args:
        table: the columns of narrative/rules, some cells changed.
        recorded: findings by chapter.

    Raises:
        RuleProblem: as `changes`.
    """
    text = table.astype(object).fillna("").astype(str)
    theirs = rules.checked(text.to_dict("records"), "your table", known=[*rules.committed()])
    return pd.DataFrame(_changed(theirs, recorded, "your table"), columns=["claim", "before", "after"])


def _changed(theirs: rules.Rules, recorded: ledger.Records, where: str) -> list[tuple[str, str, str]]:
    now = {claim_id: _verdict(rule, recorded, "narrative/rules") for claim_id, rule in rules.committed().items()}
    then = now | {claim_id: _verdict(rule, recorded, where) for claim_id, rule in theirs.items()}
    told = []
    for claim_id in load("narrative/claims")["claim_id"]:
        parts = ledger.parts_of(claim_id)
        told.append((claim_id, ledger.whole([now[p] for p in parts]), ledger.whole([then[p] for p in parts])))
        if len(parts) > 1:
            told += [(f"{claim_id}, part {p}", now[p], then[p]) for p in parts]
    return [row for row in told if row[1] != row[2]]


def _verdict(rule: rules.Rule, recorded: ledger.Records, where: str) -> str:
    """The verdict from all that the chapters recorded which judge the claim."""
    found: dict[str, Mapping[str, Any]] = {}
    for chapter in reversed(ledger.judged_in(rule.claim_id, recorded)):
        found |= recorded[chapter]
    usable = [name for name, finding in found.items() if isinstance(finding["value"], bool) or is_number(finding["value"])]
    for name in rule.needs:
        if name not in usable:
            allowed = f"findings recorded with {rule.claim_id}; near: {near(name, usable)}"
            raise RuleProblem(f"{where}: row {rule.branches[0].row}, column findings: {name!r} is none; allowed: {allowed}")
    return rule.decides(rules.values(rule, found)).verdict


def main(path: Path) -> int:
    """Print what changes; 2 and one line where the file is not allowed."""
    try:
        lines = changes(path, ledger.records())
    except RuleProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write("\n".join(lines or [SAME]) + "\n")
    return 0
