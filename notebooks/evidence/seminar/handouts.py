"""Handouts to print for a class: claims, cards, roles, an empty matrix and exercises, without a verdict or an answer."""

import re
from pathlib import Path

import pandas as pd

from evidence import book, event_lists
from evidence.judging.forecasts import keys
from evidence.judging.rivals import NAMES
from evidence.places import NOTEBOOKS
from evidence.seminar import exercises
from evidence.tables import load
from evidence.templates import render
from evidence.text.findings import read_record
from evidence.text.prose import BINDING

PAGE = NOTEBOOKS / "seminar" / "HANDOUTS.md"
CLAIMS = ("C03", "C10b", "C15", "C22")
ASKED = ("M03", "M04", "M07", "M10", "M11", "M12")
AFTER_VERDICTS = ("09.1",)
SENTENCE = "that Russia suggests giving Armenia, for a time, the lower standing of an observer"  # paraphrased
PAPER = re.compile(r"^## \d\d\.\d (?:Without code|.*\(no code)")


def text(guide: str) -> str:
    """The page as Markdown.

    Args:
        guide: text of the seminar guide, from which the roles are taken.
    """
    every = load("narrative/rival_evidence")
    return render(
        "handouts.md.j2",
        diagram=next(f["alt"] for f in read_record("00")["figures"] if f["file"] == "00_unmarked"),
        steps=load("narrative/argument").itertuples(),
        claims=load("narrative/claims").set_index("claim_id", drop=False).loc[list(CLAIMS)].itertuples(),
        cards=cards(),
        sentence=SENTENCE,
        roles=re.findall(r"^\| (Yerevan|Moscow|Brussels|Baku) \| (.*?) \|", guide, re.MULTILINE),
        record=_dated(event_lists.keys("shown", "sheet of record")).itertuples(),
        questions=list(every.query("item_id in @ASKED").itertuples()),
        of_questions=len(every),
        readings=load("narrative/readings").set_index("reading_id", drop=False).loc[list(NAMES)].itertuples(),
        names=list(NAMES),
        exercises=[text for path in exercises.solutions() for text in _on_paper(path)],
    )


def write(guide: str) -> None:
    """Write notebooks/seminar/HANDOUTS.md."""
    PAGE.write_text(text(guide), encoding="utf-8", newline="\n")


def _dated(chosen: tuple[str, ...]) -> pd.DataFrame:
    """Events in the order of their dates, with the day in words."""
    events = load("narrative/events").set_index("event_id", drop=False).loc[list(chosen)]
    events = events.sort_values("date", kind="stable")
    return events.assign(day=[f"{date.day} {date:%B %Y}" for date in events["date"]])


def cards() -> list[dict]:
    """The cards for tracing a sentence: all that the record has of each event, so that the trace can be solved on paper."""
    events = _dated(event_lists.keys("shown", "cards for tracing a sentence")).to_dict("records")
    return [{**event, "urls": [event["url"], *keys(event["further_urls"])]} for event in events]


def _on_paper(path: Path) -> list[str]:
    """Exercises of a set that need no code, without what binds their numbers."""
    cells = [text for text in book.markdown_cells(path) if PAPER.match(text)]
    return [BINDING.sub("", t).strip() for t in cells if not t.startswith(tuple(f"## {e}" for e in AFTER_VERDICTS))]


def spoilers(page: str) -> pd.Series:
    """Remarks on claims, events and garbled words that stand on the page: none should.

    Args:
        page: Markdown.
    """
    remarks = [*load("narrative/claims")["nuance"], *load("narrative/events")["note"].dropna(), *load("narrative/wording")["meaning"]]
    return pd.Series([r for r in remarks if len(r) > 20 and r in page], dtype=str)
