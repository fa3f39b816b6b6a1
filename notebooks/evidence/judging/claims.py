"""What chapters call to judge the article's claims; the rules themselves stand in the table narrative/rules."""

import pandas as pd

from evidence.judging.rules import (
    CONTRADICTED,
    NOT_TESTABLE,
    PARTLY,
    SUPPORTED,
    ClaimProblem,
    Findings,
    judge,
    needs,
    says,
)

__all__ = ["CONTRADICTED", "NOT_TESTABLE", "PARTLY", "SUPPORTED", "ClaimProblem", "judge", "ledger"]


def ledger(claim_ids: list[str], findings: Findings) -> pd.DataFrame:
    """Verdict, rule and findings of some claims, one row each, for `show.table`."""
    rows = [
        {
            "claim": claim_id,
            "verdict": judge(claim_id, findings),
            "rule": says(claim_id),
            "found": "; ".join(f"{n.replace('_', ' ')}: {findings[n]['text']}" for n in needs(claim_id)),
        }
        for claim_id in claim_ids
    ]
    return pd.DataFrame(rows)
