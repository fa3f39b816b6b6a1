"""State the verdicts of a chapter and show the rules behind them."""

from evidence import show
from evidence.judging import on_record
from evidence.judging.claims import judge, ledger
from evidence.text.findings import Chapter


def declare(chapter: Chapter, claim_ids: list[str]) -> None:
    """Record `verdict_C01` and so on, and show each claim with its verdict, its rule, and what was found.

    Args:
        chapter: has stated every finding that the rules need.
        claim_ids: claims to judge, in the order in which readers should see them.

    Raises:
        ClaimProblem: a claim has no rule, or a finding that it needs was not stated.
    """
    for claim_id in claim_ids:
        for name, held in on_record.of_claim(claim_id).items():
            if name not in chapter.findings:
                chapter.state(name, held)
        chapter.record(f"verdict_{claim_id}", judge(claim_id, chapter.findings))
    show.table(ledger(claim_ids, chapter.findings), "Judged by rule")
