"""Pages that are made and not written: the ledger, the glossary, and the table of verdicts in the README."""

import re
from urllib.parse import urlsplit

import pandas as pd

from evidence.book import notebook, slug
from evidence.judging import ledger
from evidence.places import NOTEBOOKS, ROOT
from evidence.tables import load
from evidence.templates import render

TABLE = re.compile(r"(<!--verdicts-->\n).*?(<!--/verdicts-->)", re.DOTALL)


def glossary() -> str:
    """notebooks/GLOSSARY.md: every term as a heading, so that chapters can link to it."""
    terms = load("narrative/glossary").sort_values("term", key=lambda t: t.str.casefold(), kind="stable")
    return render("glossary.md.j2", terms=terms.itertuples())


def ledger_page(book: pd.DataFrame) -> str:
    """notebooks/LEDGER.md: every claim, its verdict first, with its rule, what would flip it, both worlds, and the evidence.

    Args:
        book: from `ledger.whole_book`.
    """
    evidence = _with_addresses(load("narrative/claim_evidence")).groupby("claim_id")
    second = load("narrative/second_coding").set_index("claim_id")
    steps = load("narrative/argument").set_index("step")["title"]
    entries = [
        {
            "claim": claim,
            "anchor": slug(claim.claim_id),
            "mark": ledger.MARK[claim.verdict],
            "step": steps[claim.step],
            "chapters": _files(claim.chapters.split(";")),
            "found": [part.split(" = ", 1) for part in claim.found.split("; ") if part],
            "worlds": ledger.worlds(claim.claim_id),
            "evidence": list(evidence.get_group(claim.claim_id).itertuples()),
            "second": second.loc[claim.claim_id].to_dict(),
        }
        for claim in book.itertuples()
    ]
    return render("ledger.md.j2", entries=entries)


def _with_addresses(evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence with the address that shows it and its host; a page is its own address, and a table stays a name."""
    parts = (("narrative/events", "event_id"), ("narrative/reported_figures", "figure_id"))
    known = pd.concat([load(table).set_index(key)["url"] for table, key in parts])
    url = evidence["key"].where(evidence["kind"].isin(["page", "table"]), evidence["key"].map(known))
    return evidence.assign(url=url, host=[urlsplit(u).netloc.removeprefix("www.") for u in url])


def _files(chapters: list[str]) -> list[tuple[str, str]]:
    """Chapters that are written, each with its file."""
    return [(chapter, notebook(chapter).name) for chapter in chapters if notebook(chapter)]


def verdict_table(book: pd.DataFrame) -> str:
    """The scorecard in words for the README: one row a step, the claims with their marks, what is contradicted first."""
    titles = load("narrative/argument").set_index("step")["title"]
    loudest = {verdict: place for place, verdict in enumerate(ledger.LOUDEST_FIRST)}
    steps = [
        {
            "title": titles[step],
            "claims": [
                (claim.short, slug(claim.claim_id), ledger.MARK[claim.verdict], claim.verdict == ledger.LOUDEST_FIRST[0])
                for claim in part.sort_values("verdict", key=lambda v: v.map(loudest), kind="stable").itertuples()
            ],
            "chapters": _files(sorted({c for text in part["chapters"] for c in text.split(";")})),
        }
        for step, part in book.groupby("step")
    ]
    return render("verdicts.md.j2", steps=steps)


def readme(text: str, book: pd.DataFrame) -> str:
    """The README with the table of verdicts brought up to date."""
    return TABLE.sub(lambda m: f"{m[1]}{verdict_table(book)}{m[2]}", text)


def write() -> None:
    """Write the made pages."""
    book = ledger.whole_book()
    (NOTEBOOKS / "GLOSSARY.md").write_text(glossary(), encoding="utf-8", newline="\n")
    (NOTEBOOKS / "LEDGER.md").write_text(ledger_page(book), encoding="utf-8", newline="\n")
    front = ROOT / "README.md"
    front.write_text(readme(front.read_text(encoding="utf-8"), book), encoding="utf-8", newline="\n")
