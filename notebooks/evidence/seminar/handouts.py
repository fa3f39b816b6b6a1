"""Handouts to print for a class: claims, cards, roles, an empty matrix and exercises, without a verdict or an answer."""

import re

import pandas as pd

from evidence import book
from evidence.judging.forecasts import keys
from evidence.judging.rivals import NAMES
from evidence.places import NOTEBOOKS
from evidence.seminar import exercises
from evidence.tables import load
from evidence.text.findings import read_record
from evidence.text.prose import BINDING

PAGE = NOTEBOOKS / "seminar" / "HANDOUTS.md"
CLAIMS = ("C03", "C10b", "C15", "C22")
TRACED = ("E108", "E110", "E116", "E179", "E117")
FOUND_ON_THE_PAGE = "E117"  # what the rest of its description says is for the class to find
ON_RECORD = ("E049", "E053", "E057", "E160", "E064", "E065", "E067", "E068", "E070", "E108", "E139")
ASKED = ("M03", "M04", "M07", "M10", "M11", "M12")
AFTER_VERDICTS = ("09.1",)
PAPER = re.compile(r"^## \d\d\.\d (?:Without code|.*\(no code)")
LINE = "_" * 60
HEAD = """# Handouts

[Seminar guide](README.md)

To print, or to read on a screen, before a verdict is seen: nothing on this page gives one away. Made by
`python notebooks/evidence sync`; do not edit by hand.

*The article:* an English text, apparently a machine translation, found at <https://newsflash.city/2401/e868b6c803e16c8b.html>, about a
broadcast of Armenia's prime minister on 24 November 2023; its text is not reprinted. *CSTO:* the Collective Security Treaty
Organization, an alliance of Russia, Armenia and others. *Pashinyan:* Armenia's prime minister. *Peskov:* spokesman of Russia's
president. *The item on aid:* a draft decision of the CSTO of November 2022 that Armenia did not sign.
"""


def text(guide: str) -> str:
    """The page as Markdown.

    Args:
        guide: text of the seminar guide, from which the roles are taken.
    """
    return "\n".join([HEAD, *_argument(), *_claims(), *_cards(), *_roles(guide), *_matrix(), *_exercises()])


def write(guide: str) -> None:
    """Write notebooks/seminar/HANDOUTS.md."""
    PAGE.write_text(text(guide), encoding="utf-8", newline="\n")


def _argument() -> list[str]:
    steps = load("narrative/argument")
    rows = [f"| {s.title} | {s.says} | |" for s in steps.itertuples()]
    return [
        "## The argument", "",
        f"![{_described()}](../../figures/00_unmarked.png)", "",
        "| step | the article says | your guess: supported, partly, contradicted, not testable |", "| :--- | :--- | :--- |", *rows, "",
    ]  # fmt: skip


def _described() -> str:
    return next(c["description"] for c in read_record("00")["companions"] if c["file"] == "00_unmarked")


def _claims() -> list[str]:
    listed = load("narrative/claims").set_index("claim_id")
    parts = ["## Claims", ""]
    for key in CLAIMS:
        row = listed.loc[key]
        parts += [
            f"**{key}.** {row['paraphrase']} In the article: \u201c{row['quotation']}\u201d", "",
            *(f"{asked}: {LINE}\n" for asked in ("Supported if", "Partly if", "Contradicted if", "Not testable if", "We would look in")),
        ]  # fmt: skip
    return parts


def _cards() -> list[str]:
    parts = [
        "## Cards for tracing a sentence", "",
        "The sentence: Russia \u201cproposes to temporarily list Armenia as an \u2018observer country\u2019\u201d.", "",
    ]  # fmt: skip
    for key, row in _dated(TRACED).iterrows():
        more = " and ".join(f"<{u}>" for u in [row["url"], *keys(row["further_urls"])])
        parts += [
            f"**{key}, {row['day']}.** {_told(key, row['description'])} Told by {row['source_name']}: {more}", "",
            "Who speaks? Who reports? To whom is an idea ascribed? ____________________", "",
        ]  # fmt: skip
    return parts


def _told(key: str, description: str) -> str:
    return f"{description.partition(';')[0]}." if key == FOUND_ON_THE_PAGE else description


def _dated(chosen: tuple[str, ...]) -> pd.DataFrame:
    """Events by key, in the order of their dates, with the day in words."""
    events = load("narrative/events").set_index("event_id").loc[list(chosen)].sort_values("date", kind="stable")
    return events.assign(day=[f"{date.day} {date:%B %Y}" for date in events["date"]])


def _roles(guide: str) -> list[str]:
    rows = [line.strip("| ").split(" | ") for line in guide.splitlines() if re.match(r"\| (Yerevan|Moscow|Brussels|Baku) \|", line)]
    record = [f"- {r['day']}: {r['description']} ({r['source_name']}, {k})" for k, r in _dated(ON_RECORD).iterrows()]
    cards = [f"**{role}** holds: {holds}. What others will hold against it: ____________________\n" for role, holds, *_ in rows]
    return [
        "## Roles", "", "*In September 2022 the alliance failed Armenia.* Speak as the capital did on record.", "", *cards,
        "### The sheet of record", "", "The same for all roles.", "", *record, "",
    ]  # fmt: skip


def _matrix() -> list[str]:
    readings = load("narrative/readings").set_index("reading_id").loc[list(NAMES)]
    every = load("narrative/rival_evidence")
    items = every.query("item_id in @ASKED")
    said = [f"- **{key}** {row['reading']} Held by: {row['held_by']}." for key, row in readings.iterrows()]
    rows = [f"| {r.item_id} {r.question} |{' |' * (len(NAMES) + 1)}" for r in items.itertuples()]
    return [
        "## An empty matrix", "",
        f"{len(items)} of the {len(every)} questions of chapter 09. What would each reading lead you to expect: yes,"
        " no, or nothing (leave it empty)? Write that first, the answer last. None of the readings is held in Baku: how would one go?", "",
        *said, "",
        f"| question | {' | '.join(NAMES)} | answer |", f"| :--- |{' --- |' * (len(NAMES) + 1)}", *rows, "",
    ]  # fmt: skip


def _exercises() -> list[str]:
    parts = ["## Exercises on paper", "", "The first and the last of each set; the figures are in the gallery.", ""]
    for path in exercises.solutions():
        chosen = [t for t in book.markdown_cells(path) if PAPER.match(t) and not t.startswith(tuple(f"## {e}" for e in AFTER_VERDICTS))]
        parts += ["\n\n".join(["#" + BINDING.sub("", t).strip() for t in chosen]), ""]
    return parts


def spoilers(page: str) -> pd.Series:
    """Remarks on claims, events and garbled words that stand on the page: none should.

    Args:
        page: Markdown.
    """
    remarks = [*load("narrative/claims")["nuance"], *load("narrative/events")["note"].dropna(), *load("narrative/wording")["meaning"]]
    return pd.Series([r for r in remarks if len(r) > 20 and r in page], dtype=str)
