"""Pages that are made and not written: the ledger, the glossary, and the table of verdicts in the README."""

import re
from urllib.parse import urlsplit

import pandas as pd

from evidence.book import notebook, slug
from evidence.judging import ledger
from evidence.places import NOTEBOOKS, ROOT
from evidence.tables import load

MADE = "Made by `python notebooks/evidence sync`; do not edit by hand."
TABLE = re.compile(r"(<!--verdicts-->\n).*?(<!--/verdicts-->)", re.DOTALL)
BEARS = {"for": "for", "against": "against", "nuance": "nuance"}
LATER = "added after the second coding"


def glossary() -> str:
    """notebooks/GLOSSARY.md: every term as a heading, so that chapters can link to it."""
    parts = ["# Glossary", "", f"Terms as this collection uses them. {MADE}", ""]
    for row in load("narrative/glossary").sort_values("term", key=lambda t: t.str.casefold(), kind="stable").itertuples():
        more = f" [More]({row.url})." if isinstance(row.url, str) else ""
        parts += [f"## {row.term}", "", f"{row.definition}{more}", ""]
    return "\n".join(parts)


def ledger_page(book: pd.DataFrame) -> str:
    """notebooks/LEDGER.md: every claim with its rule, evidence, verdict, and what would change it.

    Args:
        book: from `ledger.whole_book`.
    """
    evidence = load("narrative/claim_evidence")
    second = load("narrative/second_coding").set_index("claim_id")
    addresses = _addresses()
    steps = load("narrative/argument").set_index("step")["title"]
    parts = [
        "# The ledger",
        "",
        "Every claim of the article: a few of its words, what it says in ours, the rule that judges it, what was found, what"
        f" the verdict rests on, a second coding, and what would change the verdict. {MADE}",
        "",
        "How the verdicts came about, and how far they can be trusted: [chapter 09](09_the_verdict.ipynb). The second coder"
        " was simulated and had not seen our verdicts. A source is named with the host of the page that we saw, which often"
        " passes on what an office or agency published.",
        "",
        " · ".join(f"[{row.claim_id}](#{slug(row.claim_id)}) {ledger.MARK[row.verdict]}" for row in book.itertuples()),
        "",
    ]
    for row in book.itertuples():
        rows = evidence[evidence["claim_id"] == row.claim_id]
        parts += _entry(row, rows, second.loc[row.claim_id], steps[row.step], addresses)
    return "\n".join(parts)


def _entry(row, rows: pd.DataFrame, second: pd.Series, step: str, addresses: pd.Series) -> list[str]:
    chapters = ", ".join(f"[{c}]({notebook(c).name})" for c in row.chapters.split(";") if notebook(c))
    origins = f"{row.origins} independent origins" if row.origins > 1 else "one origin only"
    checks = [
        _neighbours(row),
        origins,
        "the second coder agrees" if row.agrees else f"the second coder says {row.second}",
        *(["rests in part on what our chronology does not have, so at most medium"] if row.by_silence else []),
    ]
    moved = f" (first reading: {row.first})" if row.moved else ""
    limit = f" Threshold: {second['threshold']}." if isinstance(second["threshold"], str) else ""
    later = sorted(set(rows["key"]) & _added_later())
    unseen = f" It was made before {' and '.join(later)} stood in the chronology." if later else ""
    return [
        f"## {row.claim_id}",
        "",
        f"**{row.paraphrase}** \u201c{row.quotation}\u201d (paragraph {row.paragraph.replace(';', ', ')}). {row.type}; step: {step};"
        f" chapter {chapters}",
        "",
        f"- **Verdict:** {ledger.MARK[row.verdict]} {row.verdict}{moved}. Confidence {row.confidence}: {'; '.join(checks)}.",
        f"- **Rule:** {row.rule}",
        f"- **Found:** {_names(row.found)}",
        f"- **Rests on:** {'; '.join(_cited(e, addresses) for e in rows.itertuples())}.",
        f"- **To know:** {row.nuance}",
        f"- **Second coding:** {row.second}. {second['reason']} Its rule: {second['rule']}{limit}{unseen}",
        f"- **Would change it:** {row.would_change}.",
        "",
    ]


def _neighbours(row) -> str:
    if row.recounted:
        return "another count of the same thing would change it"
    if not row.varied:
        return "no number in the rule that could be varied"
    return "survives neighbouring thresholds" if row.survives else "a neighbouring threshold would change it"


def _names(found: str) -> str:
    return "; ".join(f"`{name}` {value}" for name, value in (part.split(" = ", 1) for part in found.split("; ")))


def _cited(row, addresses: pd.Series) -> str:
    if row.kind == "table":
        return f"{row.origin}, table [{row.key}](../data/{row.key}.csv) ({BEARS[row.bears]})"
    url = row.key if row.kind == "page" else addresses[row.key]
    key = "" if row.kind == "page" else f", {row.key}"
    return f"[{row.origin}]({url}), at {urlsplit(url).netloc.removeprefix('www.')}{key} ({BEARS[row.bears]})"


def _added_later() -> set[str]:
    events = load("narrative/events")
    return set(events.loc[events["note"].eq(LATER).fillna(False).astype(bool), "event_id"])


def _addresses() -> pd.Series:
    parts = (("narrative/events", "event_id"), ("narrative/reported_figures", "figure_id"))
    return pd.concat([load(table).set_index(key)["url"] for table, key in parts])


def verdict_table(book: pd.DataFrame) -> str:
    """The verdicts in short for the README: one row a step, each claim marked and linked to the ledger."""
    steps = load("narrative/argument").set_index("step")["title"]
    lines = ["| step of the argument | claims | tested in |", "| :--- | :--- | :--- |"]
    for row in ledger.by_step(book).itertuples():
        claims = ", ".join(
            f"[{c.split()[0]}](notebooks/LEDGER.md#{slug(c.split()[0])}) {c.split()[1]}" for c in row.claims.split(", ")
        )
        chapters = ", ".join(f"[{c}](notebooks/{notebook(c).name})" for c in row.chapters.split(", ") if notebook(c))
        lines.append(f"| {steps[row.step]} | {claims} | {chapters} |")
    return "\n".join(lines)


def readme(text: str, book: pd.DataFrame) -> str:
    """The README with the table of verdicts brought up to date."""
    return TABLE.sub(lambda m: f"{m[1]}{verdict_table(book)}\n{m[2]}", text)


def write() -> None:
    """Write the made pages."""
    book = ledger.whole_book()
    (NOTEBOOKS / "GLOSSARY.md").write_text(glossary(), encoding="utf-8", newline="\n")
    (NOTEBOOKS / "LEDGER.md").write_text(ledger_page(book), encoding="utf-8", newline="\n")
    front = ROOT / "README.md"
    front.write_text(readme(front.read_text(encoding="utf-8"), book), encoding="utf-8", newline="\n")
