"""Would the verdict be another one if the line had been drawn a little higher or lower?

Every rule that compares a number with a threshold is applied again at two neighbouring thresholds, chosen by one recipe
for all: a share ten points lower and higher, a count below ten one lower and higher, any other number half and double.
Numbers that stand in the table of rules are read from there; those behind a true-or-false finding are listed below.
Rules without a number are tested by turning each of their findings round, one at a time.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.judging import conditions
from evidence.judging.rules import Branch, Rule, committed, judge, values

Findings = Mapping[str, Mapping[str, Any]]
Records = Mapping[str, Findings]


@dataclass(frozen=True)
class Trial:
    """One number in a rule, and other values that it might have had.

    Args:
        claim_id: the claim.
        chapter: where its findings were recorded.
        finding: the true-or-false finding that the number decides.
        what: what is compared with the threshold, in a few words.
        measured: from the chapter's findings to the measured value.
        used: the threshold in the rule.
        kind: "share" (0.5 is half), "points" (0 is none), "count" or "size"; decides the neighbours.
        holds: from measured value and threshold to the finding.
    """

    claim_id: str
    chapter: str
    finding: str
    what: str
    measured: Callable[[Findings], float]
    used: float
    kind: str
    holds: Callable[[float, float], bool] = lambda value, threshold: value > threshold

    @property
    def tried(self) -> tuple[float, ...]:
        """The neighbours of the threshold, by the recipe."""
        match self.kind:
            case "share":
                return (self.used - 0.1, self.used + 0.1)
            case "points":
                return (self.used + 10,)
            case "count":
                return (self.used - 1, self.used + 1)
            case _:
                return (self.used / 2, self.used * 2)

    def written(self, value: float) -> str:
        """A value as readers see it."""
        return format(value, ".0%" if self.kind == "share" else ".1f" if self.used == 1 else ",.0f")


def _value(name: str) -> Callable[[Findings], float]:
    return lambda found: float(found[name]["value"])


def _at_least(value: float, threshold: float) -> bool:
    return value >= threshold


TRIALS = (
    Trial("C06", "05", "active_in_2023", "battle deaths in 2023", _value("battle_deaths_2023"), 25, "size", _at_least),
    Trial("C27", "05", "two_wars", "spells of war", _value("wars"), 2, "count", _at_least),
    Trial("C27", "05", "fought_in_ten_years", "active years", _value("active_years"), 10, "size", _at_least),
    Trial("C30", "02", "majority_in_every_decade", "least part in ten years", _value("least_in_a_decade"), 0.5, "share"),
    Trial("C30", "02", "majority_by_every_measure", "least part by any measure", _value("least_by_a_measure"), 0.5, "share"),
)


def at_thresholds(recorded: Records, trials: tuple[Trial, ...] = TRIALS) -> pd.DataFrame:
    """Verdicts at the threshold in the rule and at its neighbours.

    Args:
        recorded: findings by chapter.
        trials: numbers behind true-or-false findings; those in the table of rules come with them.

    Returns:
        One row a trial and threshold: claim_id, what, measured, threshold, is_used, label, measured_label, verdict, moves (the
        verdict is another one than at the threshold in the rule).
    """
    rows = _in_the_table(recorded)
    for trial in trials:
        found = recorded[trial.chapter]
        measured = trial.measured(found)
        for threshold in sorted((trial.used, *trial.tried)):
            turned = {trial.finding: {"value": trial.holds(measured, threshold)}}
            rows.append(
                {
                    "claim_id": trial.claim_id,
                    "what": trial.what,
                    "measured": measured,
                    "threshold": threshold,
                    "is_used": threshold == trial.used,
                    "label": trial.written(threshold),
                    "measured_label": trial.written(measured),
                    "verdict": judge(trial.claim_id, dict(found) | turned),
                }
            )
    table = pd.DataFrame(rows)
    used = table[table["is_used"]].set_index(["claim_id", "what"])["verdict"]
    keys = zip(table["claim_id"], table["what"], table["verdict"], strict=True)
    return table.assign(moves=[verdict != used[claim, what] for claim, what, verdict in keys])


def _in_the_table(recorded: Records) -> list[dict[str, Any]]:
    """Rows of `at_thresholds` for the numbers that stand in the conditions of rules."""
    rows = []
    for claim_id, rule in committed().items():
        chapter = next((c for c, found in recorded.items() if f"verdict_{claim_id}" in found), None)
        if chapter is None:
            continue
        now = values(rule, recorded[chapter])
        told = dict.fromkeys((n, x) for b in rule.branches if b.condition is not None for n, x, _ in conditions.comparisons(b.condition))
        for name, number in told:
            kind = "points" if "percent" in name else "count" if number < 10 else "size"
            near = {"points": (number - 10, number + 10), "count": (number - 1, number + 1)}.get(kind, (number / 2, number * 2))
            rows += [
                {
                    "claim_id": claim_id, "what": f"{name.replace('_', ' ')} ({number:g})", "measured": float(now[name]),
                    "threshold": float(threshold), "is_used": threshold == number,
                    "label": f"{threshold:,.0f}", "measured_label": f"{now[name]:,.0f}",
                    "verdict": _moved(rule, name, number, threshold).decides(now).verdict,
                }
                for threshold in sorted((number, *near))
            ]  # fmt: skip
    return rows


def _moved(rule: Rule, name: str, number: float, threshold: float) -> Rule:
    """A rule with one of its numbers at another value."""
    branches = []
    for branch in rule.branches:
        condition = copy.deepcopy(branch.condition)
        for found, value, node in conditions.comparisons(condition) if condition is not None else ():
            if (found, value) == (name, number):
                node.value = threshold
        branches.append(Branch(branch.row, condition, branch.verdict, branch.words, branch.alone))
    return Rule(rule.claim_id, rule.needs, tuple(branches), rule.before, rule.after)


def turned_round(recorded: Records) -> pd.DataFrame:
    """How many of a rule's findings would change the verdict if that finding alone were otherwise.

    Returns:
        One row a claim and chapter: claim_id, chapter, findings (number), decisive (number), names of the decisive ones.
    """
    rows = []
    for claim_id, rule in committed().items():
        for chapter, found in recorded.items():
            if f"verdict_{claim_id}" not in found:
                continue
            now = judge(claim_id, found)
            decisive = [
                name
                for name in rule.needs
                if isinstance(found[name]["value"], bool)
                and judge(claim_id, dict(found) | {name: {"value": not found[name]["value"]}}) != now
            ]
            rows.append(
                {
                    "claim_id": claim_id,
                    "chapter": chapter,
                    "findings": len(rule.needs),
                    "decisive": len(decisive),
                    "names": ", ".join(decisive),
                }
            )
    return pd.DataFrame(rows)


def survivors(recorded: Records) -> pd.Series:
    """For each claim with a number in its rule: True if no neighbouring threshold gives another verdict."""
    chapters = {trial.chapter for trial in TRIALS} & set(recorded)
    trials = tuple(trial for trial in TRIALS if trial.chapter in chapters)
    return ~at_thresholds(recorded, trials).groupby("claim_id")["moves"].any()
