"""A chapter whose text answers to its variables: what it records, and the last line that says whether all holds."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from evidence import show, tables
from evidence.book import notebook
from evidence.forms import Told, written
from evidence.judging import on_record
from evidence.judging.claims import judge, ledger
from evidence.places import checking, handover_folder, output_folder, syncing
from evidence.text import captions, descriptions, findings
from evidence.text.marks import MarkProblem
from evidence.text.truth import check, report, rewritten


class Chapter:
    """The findings, figures and marks of one notebook.

    Args:
        number: the two digits that its file name begins with ("06"); an appendix has a letter behind them ("06a").
    """

    def __init__(self, number: str) -> None:
        self.number = number
        self.draft = False
        self.findings: dict[str, dict[str, Any]] = {}
        self.figures: list[dict[str, Any]] = []

    def record(self, **values: Any) -> None:
        """Keep findings that rules or other pages quote.

        Args:
            **values: name -> a truth value, a number, or a text from a helper of `evidence.forms`, which keeps its number.

        Raises:
            FindingProblem: recorded twice, or not a known number, truth value or text.
        """
        for name, value in values.items():
            if name in self.findings:
                raise findings.FindingProblem(f"{name}: recorded twice in chapter {self.number}")
            text = str(value) if isinstance(value, Told) else None
            number = value.value if isinstance(value, Told) else value
            if isinstance(number, tuple | list) or (text and not isinstance(number, int | float)):
                number = text
            plain = findings.plain(name, number)
            self.findings[name] = {"text": text or written(plain), "value": plain, "form": ""}

    def judge(self, *claim_ids: str) -> dict[str, str]:
        """Judge claims by their rules from the findings recorded, and show each rule beside what was found.

        Findings that rest on dated rows alone are taken from the record (narrative/rule_evidence).

        Returns:
            Claim -> verdict, for the marks of the text.
        """
        for claim_id in claim_ids:
            self.record(**{name: held for name, held in on_record.of_claim(claim_id).items() if name not in self.findings})
        verdicts = {claim_id: judge(claim_id, self.findings) for claim_id in claim_ids}
        show.table(ledger(list(claim_ids), self.findings), "Judged by rule")
        self.record(**{f"verdict_{claim_id}": verdict for claim_id, verdict in verdicts.items()})
        return verdicts

    def close(self) -> None:
        """Say whether every mark of the notebook's text, as it stands on disk, agrees with the variables.

        A reader gets the list of sentences that no longer hold; nothing is written. While pages are made, numbers in the
        text are brought up to date first and findings are kept; under test, both must be what is committed.

        Raises:
            MarkProblem: under test, a mark does not hold.
            FindingProblem: under test, a finding or a figure's record differs.
        """
        loaded = tables.loaded()  # before the marks look up what they report
        names = _kernel_names()
        texts = descriptions.all_text(notebook(self.number), self.number)
        if syncing():
            texts = captions.with_alts(self.figures, [(cell, rewritten(text, names, cell)) for cell, text in texts])
            _hand_over(self.number, texts)
        marks, wrong = check(texts, names)
        said = report(marks, wrong)
        if checking() and wrong:
            raise MarkProblem(said)
        if checking() and captions.with_alts(self.figures, texts) != texts:
            raise MarkProblem(f"chapter {self.number}: a picture shown early has not the alt text of its figure")
        self._keep(texts, loaded)
        sys.stdout.write(said + "\n")

    def _keep(self, texts: list[tuple[int, str]], loaded: list[str]) -> None:
        if not (syncing() or checking()):
            return
        record = {
            "chapter": self.number,
            "tables": loaded,
            "figures": captions.joined(self.figures, texts, self.number),
            "findings": dict(sorted(self.findings.items())),
        }
        path = output_folder() / "findings" / f"{self.number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        if checking():
            findings.compare(record, self.number)


def _kernel_names() -> Mapping[str, Any]:
    from IPython import get_ipython

    return get_ipython().user_ns


def _hand_over(number: str, texts: list[tuple[int, str]]) -> None:
    """Leave the current texts where the program that makes the pages picks them up."""
    (handover_folder() / f"{number}.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
