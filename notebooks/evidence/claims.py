"""The ledger: each claim of the article, the rule that judges it, and the verdict that follows from the findings.

Each rule stands in words beside the code that applies it, so that a reader can disagree with the rule and not only with the
verdict. The rules were written with first readings of the data at hand; a coding made without sight of them is to follow.
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
            "C12",
            ("nato_part_rose", "nato_leads_deliveries", "nato_leads_orders"),
            "Supported if the part of NATO members in deliveries rose from 2011-20 to 2021-25 and they lead deliveries or"
            " orders since 2021; partly if it rose but others lead both; contradicted if it did not rise.",
            lambda rose, deliveries, orders: (
                CONTRADICTED if not rose else SUPPORTED if deliveries or orders else PARTLY
            ),
        ),
        Rule(
            "C22a",
            ("ally_first_in_2012_21", "ally_first_since_1993", "azerbaijan_first_in_both"),
            "Armenia against Azerbaijan only. Supported if Russia delivered more to its ally Armenia in the ten years"
            " before the war and since 1993; contradicted if more to Azerbaijan in both, in every release; partly"
            " otherwise.",
            lambda decade, ever, neither: SUPPORTED if decade and ever else CONTRADICTED if neither else PARTLY,
        ),
        Rule(
            "C30",
            ("majority_in_every_decade", "majority_by_every_measure", "minority_by_volume"),
            "Supported if Russia supplied over half of the volume in every window of ten years that ended by 2023, in every"
            " release, and over half of volume, deals and items in 2011-20; contradicted if under half of the volume in"
            " 2011-20; partly otherwise.",
            lambda decades, measures, minority: (
                CONTRADICTED if minority else SUPPORTED if decades and measures else PARTLY
            ),
        ),
        Rule(
            "C17",
            ("he_had_complained", "he_had_named_russia", "another_had_named_russia"),
            "Supported if Pashinyan himself had complained of late arms before that day and had named Russia; partly if he"
            " had complained without the name or only another official had; contradicted if nobody had.",
            lambda he, named, other: SUPPORTED if he and named else PARTLY if he or other else CONTRADICTED,
        ),
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
        Rule(
            "C22",
            ("russia_among_three_largest", "allies_took_most"),
            "Supported if Russia was among the three largest exporters before 2022 and members of its alliance took more"
            " than half of its exports in some window of five or ten years; partly if only the first; contradicted if not"
            " even that.",
            lambda large, most: SUPPORTED if large and most else PARTLY if large else CONTRADICTED,
        ),
        Rule(
            "C23",
            ("register_shows_slower_pace", "register_would_show_a_late_start", "both_sides_name_delays"),
            "Supported if the register shows slower completion since 2022 in every reading and officials of both sides name"
            " delays; partly if only one of the two; contradicted if neither although the register would show a late start;"
            " not testable otherwise. The cause is judged by what officials say, never by before and after.",
            lambda slower, could, said: (
                SUPPORTED if slower and said else PARTLY if slower or said else CONTRADICTED if could else NOT_TESTABLE
            ),
        ),
        Rule(
            "C31",
            ("three_complaints", "complaints_over_a_year", "no_delivery_meanwhile"),
            "Supported if Armenian officials complained in public on at least three dates spread over more than a year, and"
            " no Russian delivery is listed for the last full year before the article; partly if some of this holds;"
            " contradicted if none.",
            lambda *held: SUPPORTED if all(held) else PARTLY if any(held) else CONTRADICTED,
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
            "rule": RULES[claim_id].says,
            "found": "; ".join(f"{n.replace('_', ' ')}: {findings[n]['text']}" for n in RULES[claim_id].needs),
            "verdict": judge(claim_id, findings),
        }
        for claim_id in claim_ids
    ]
    return pd.DataFrame(rows)
