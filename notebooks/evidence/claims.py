"""The ledger: each claim of the article, the rule that judges it, and the verdict that follows from the findings.

A rule is written down before the numbers are looked at and stands here in words beside the code that applies it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

SUPPORTED = "supported"
PARTLY = "partly supported"
CONTRADICTED = "contradicted"
NOT_TESTABLE = "not testable"

Findings = Mapping[str, Mapping[str, Any]]


class ClaimProblem(Exception):
    """A claim without a rule, or a rule whose findings were not stated."""


@dataclass(frozen=True)
class Rule:
    """How a claim is judged.

    Args:
        claim_id: C01 to C37.
        needs: names of the true-or-false findings that the rule looks at.
        says: the rule in words, for readers.
        decide: from the values of `needs`, in their order, to a verdict.
    """

    claim_id: str
    needs: tuple[str, ...]
    says: str
    decide: Callable[..., str]


RULES = {
    rule.claim_id: rule
    for rule in (
        Rule(
            "C18",
            ("an_official_named_a_sum", "some_delivery_reported"),
            "Supported if an official named a paid sum and nobody reported a delivery; partly if a sum was named but"
            " deliveries were reported too; contradicted if no official named a sum.",
            lambda named, delivered: CONTRADICTED if not named else PARTLY if delivered else SUPPORTED,
        ),
        Rule(
            "C19",
            ("named_as_one_option", "covers_low_at_year_end", "covers_high_at_year_end"),
            "Supported if it was put as a demand and the debt covered both reported sums; contradicted if the debt"
            " covered neither; partly otherwise.",
            lambda option, low, high: (
                SUPPORTED if low and high and not option else PARTLY if low or high else CONTRADICTED
            ),
        ),
    )
}


def judge(claim_id: str, findings: Findings) -> str:
    """Verdict of a claim from the findings of a chapter.

    Raises:
        ClaimProblem: there is no rule, or a finding that it needs was not stated.
    """
    if claim_id not in RULES:
        raise ClaimProblem(f"{claim_id}: no rule; the ledger has {', '.join(RULES)}")
    rule = RULES[claim_id]
    lacking = [name for name in rule.needs if name not in findings]
    if lacking:
        raise ClaimProblem(f"{claim_id}: the rule needs {', '.join(lacking)}, which the chapter did not state")
    return rule.decide(*(findings[name]["value"] for name in rule.needs))


def ledger(claim_ids: list[str], findings: Findings) -> pd.DataFrame:
    """Rule, findings and verdict of some claims, one row each, for `show.table`."""
    rows = [
        {
            "claim": claim_id,
            "rule, fixed beforehand": RULES[claim_id].says,
            "found": "; ".join(f"{n.replace('_', ' ')}: {findings[n]['text']}" for n in RULES[claim_id].needs),
            "verdict": judge(claim_id, findings),
        }
        for claim_id in claim_ids
    ]
    return pd.DataFrame(rows)
