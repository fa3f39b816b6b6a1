"""Judge every claim again by a reader's own table of rules, and say which verdicts change.

`python notebooks/evidence judge --rules FILE`, where FILE is a copy of data/narrative/rules.csv with other cells.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
    theirs = rules.read(path)
    own = rules.committed()
    now = {claim_id: _verdict(rule, recorded, "narrative/rules") for claim_id, rule in own.items()}
    then = now | {claim_id: _verdict(rule, recorded, path.name) for claim_id, rule in theirs.items()}
    lines = []
    for claim_id in load("narrative/claims")["claim_id"]:
        parts = ledger.parts_of(claim_id)
        lines += _line(claim_id, ledger.whole([now[p] for p in parts]), ledger.whole([then[p] for p in parts]))
        if len(parts) > 1:
            lines += [line for p in parts for line in _line(f"{claim_id}, part {p}", now[p], then[p])]
    return lines


def _line(name: str, before: str, after: str) -> list[str]:
    return [f"{name}: {before} -> {after}"] if before != after else []


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
