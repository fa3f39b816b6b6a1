"""Results of a run: a JSON line a trial, added as it ends, and the table made from them."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from mutation.plan import KINDS

EQUIVALENTS = Path(__file__).with_name("equivalents.csv")
WANTED, WANTED_IN_KIND, WANTED_AFTER_SYNC, MOST_EQUIVALENT = 0.95, 0.90, 0.80, 0.05
APART = ("checksum", "publishers' files")
Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """Rows of a results file; a last line that was cut short is left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def add(path: Path, row: Row) -> None:
    """Write one row at the end; a short line is written in one piece, so that two workers may share the file."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def equivalents(path: Path = EQUIVALENTS) -> dict[str, str]:
    """Key of a mutant that changes nothing anybody could see -> why."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["argument"] for row in csv.DictReader(file)}


def told(rows: list[Row], harmless: dict[str, str]) -> str:
    """The report in Markdown: one table before and one after sync, then every survivor."""
    parts = [_table(part, harmless, title) for title, part in (
        ("Each change by itself", [r for r in rows if not r["after_sync"]]),
        ("Each change followed by sync", [r for r in rows if r["after_sync"]]),
    ) if part]  # fmt: skip
    left = [r for r in rows if r["outcome"] == "survived" and r["key"] not in harmless]
    parts += ["## Survivors\n\n" + "\n\n".join(_survivor(r) for r in left)] if left else []
    return "\n\n".join(parts) + "\n"


def share(rows: list[Row], harmless: dict[str, str], apart: bool = False) -> float:
    """Part of the mutants that were caught; equivalents and what sync mended do not count, `apart` leaves checksums out."""
    counted = [r for r in rows if r["outcome"] != "mended" and not (r["outcome"] == "survived" and r["key"] in harmless)]
    caught = [r for r in counted if r["outcome"] == "caught" and not (apart and r["net"] in APART)]
    return len(caught) / len(counted) if counted else 1.0


def _table(rows: list[Row], harmless: dict[str, str], title: str) -> str:
    lines = [f"## {title}", "", "| kind | mutants | caught | without checksums and publishers' files | mended | equivalent | survived | by which net |",
             "| :--- | ---: | ---: | ---: | ---: | ---: | ---: | :--- |"]  # fmt: skip
    for kind in [k for k in KINDS if any(r["kind"] == k for r in rows)]:
        lines.append(_line(f"{kind}: {KINDS[kind].what}", [r for r in rows if r["kind"] == kind], harmless))
    lines.append(_line("**all**", rows, harmless))
    cpu = sum(r["cpu"] for r in rows) / len(rows)
    return "\n".join([*lines, "", f"{cpu:.1f} CPU seconds a mutant, {sum(r['seconds'] for r in rows) / 60:.0f} minutes of work."])


def _line(name: str, rows: list[Row], harmless: dict[str, str]) -> str:
    count = Counter(r["outcome"] for r in rows)
    same = sum(r["outcome"] == "survived" and r["key"] in harmless for r in rows)
    nets = Counter(r["net"] for r in rows if r["outcome"] == "caught")
    return (
        f"| {name} | {len(rows)} | {count['caught']} ({share(rows, harmless):.0%}) | {share(rows, harmless, apart=True):.0%} | {count['mended']}"
        f" | {same} | {count['survived'] - same} | {', '.join(f'{net} {n}' for net, n in nets.most_common())} |"
    )


def _survivor(row: Row) -> str:
    where = " ".join([row["file"], *(str(p) for p in row["part"])])
    when = " (after sync)" if row["after_sync"] else ""
    return f"- `{row['key']}` {row['kind']}{when}: {where} at {row['start']}: `{row['before'][:120]}` -> `{row['after'][:120]}`"
