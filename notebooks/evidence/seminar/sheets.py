"""One-page sheets, taken from the chapters' own text, and the set that a class prints.

A sheet has a chapter's answer, one figure, one table, one doubt, what would flip it, and one question. Whatever a chapter
says next time, its sheet says too.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from evidence import book
from evidence.forms import ordinal
from evidence.judging import on_record, rules
from evidence.places import NOTEBOOKS
from evidence.seminar import classroom, handouts
from evidence.tables import load
from evidence.templates import render
from evidence.text.findings import read_record

FOLDER = NOTEBOOKS / "seminar" / "sheets"
CLASS = 15
SIDES = ("contradicted", "not testable", "partly", "contradicted", "not testable")  # of the debate, one a group
GROUPS = len(SIDES)
MOST_ROWS = 6
MOST_WORDS = 420  # what fits on a page beside a figure, at 10 points
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
DOUBT = re.compile(r"(?:One|The|A) doubt[:.] *(.*)", re.DOTALL)
JUDGED = re.compile(r"\bjudge\(([^)]*)\)")
CLAIM = re.compile(r"C\d\d[a-z]?")
DEBATED = re.compile(r"\*\*(.*?)\*\*")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def plain(text: str) -> str:
    """Prose without marks, links and emphasis, on one line."""
    return re.sub(r"\s+", " ", LINK.sub(r"\1", COMMENT.sub("", text)).replace("**", "").replace("*", "")).strip()


def of_chapter(path: Path, lead: str = "") -> dict[str, Any]:
    """What stands on the sheet of a chapter.

    Args:
        path: the chapter.
        lead: the claim that a class has dealt with, which then stands first.
    """
    cells = book.markdown_cells(path)
    answer, doubt = _answer(cells)
    number = book.number(path)
    record = read_record(number)
    shown = re.search(r"!\[[^\]]*\]\(\.\./figures/(\w+)\.png\)", cells[0])
    figure = next((f for f in record["figures"] if shown and f["file"] == shown[1]), record["figures"][0])
    claims = sorted(_claims(path, record["findings"]), key=lambda row: row[0] != lead)
    flip = _flip(claims, record["findings"])
    return {
        "number": number,
        "file": path.name,
        "title": cells[0].splitlines()[0].removeprefix("# ").strip(),
        "answer": answer,
        "figure": {"alt": figure["title"], **figure},
        "table": claims[:MOST_ROWS] or _first_table(path),
        "head": ("claim", "the article says", "verdict") if claims else None,
        "verdicts": [row[2] for row in claims],
        "more": max(0, len(claims) - MOST_ROWS),
        "doubt": doubt,
        "flip": flip or _limits(cells),
        "flips": bool(flip),
        "question": _question(cells),
    }


def _answer(cells: list[str]) -> tuple[str, str]:
    """The answer, and its doubt; where the answer has none, what comes first under "How sure is this?"."""
    told = plain(cells[0].split("**The answer.**")[1].split("\n\n")[0])
    found = DOUBT.search(told)
    if found:
        return told[: found.start()].strip(), found[1][:1].upper() + found[1][1:]
    sure = "\n".join(book.section(cells, "## How sure is this?")).partition("\n")[2]
    first = next((p for p in re.split(r"\n\s*\n|\n(?=- )", sure) if len(p.split()) > 8), "")
    return told, " ".join(SENTENCE.split(plain(first.removeprefix("- ")))[:3])


def _claims(path: Path, found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Claims that the chapter judges, in its order: number, what the article says, verdict."""
    judged = [name.removeprefix("verdict_") for name in found if CLAIM.fullmatch(name.removeprefix("verdict_"))]
    named = [c for call in JUDGED.findall("\n".join(_sources(path))) for c in CLAIM.findall(call)]
    order = [*dict.fromkeys(c for c in named if c in judged), *sorted(set(judged) - set(named))]
    says = load("narrative/claims").set_index("claim_id")["paraphrase"]
    return [(c, _says(c, says), found[f"verdict_{c}"]["text"]) for c in order if c in says or c[:3] in says]


def _says(claim_id: str, says: pd.Series) -> str:
    if claim_id in says:
        return says[claim_id]
    part = rules.committed()[claim_id].before if claim_id in rules.committed() else ""
    return f"{says[claim_id[:3]]} {part}".strip()


def _sources(path: Path) -> list[str]:
    return [c["source"] for c in book.cells(path) if c["cell_type"] == "code"]


def _flip(claims: list[tuple[str, str, str]], found: dict[str, Any]) -> str:
    """What would give the first claim another verdict; the next one's where nothing could."""
    for claim_id, *_ in claims:
        try:
            dated = {name: {"value": value} for name, value in on_record.of_claim(claim_id).items()}
            told = rules.flip(claim_id, {**dated, **found})
        except rules.ClaimProblem:
            continue  # a claim judged in parts
        if told != rules.NOWHERE:
            return f"{claim_id}: {told[0].lower()}{told[1:]}"
    return ""


def _limits(cells: list[str]) -> str:
    """For a chapter that judges no claim: what it does not show."""
    text = "\n\n".join(book.section(cells, "## Verdict"))
    found = re.search(r"What this does not show:?\W*(.*?)(?:\n\n|\Z)", text, re.DOTALL)
    told = plain(found[1]) if found else ""
    return told[:1].upper() + told[1:]


def _question(cells: list[str]) -> str:
    text = "\n".join(book.section(cells, "## To discuss"))
    found = re.search(r"(?m)^1\. (.*)$", text)
    return plain(found[1]) if found else ""


def _first_table(path: Path) -> list[tuple[str, ...]]:
    """Heading and first rows of the first short table that the chapter shows."""
    for cell in book.cells(path):
        for output in cell.get("outputs", []):
            lines = "".join(output.get("data", {}).get("text/markdown", "")).splitlines()
            rows = [tuple(plain(c) for c in line.strip("|").split(" | ")) for line in lines if line.startswith("|")]
            if len(rows) > 3 and len(rows[0]) <= 5 and sum(len(c) for row in rows[: MOST_ROWS + 2] for c in row) < 700:
                return [rows[0], *rows[2 : MOST_ROWS + 2]]
    return []


def words(sheet: dict[str, Any]) -> int:
    """Words on a sheet, without those in its figure."""
    cells = [c for row in sheet["table"] for c in row]
    return len(" ".join([sheet["title"], sheet["answer"], sheet["doubt"], sheet["flip"], sheet["question"], *cells]).split())


# the class's own sheet -------------------------------------------------------------------------------------------------


def worksheet() -> dict[str, Any]:
    """What stands on the two pages that a student without a computer fills in."""
    claim = load("narrative/claims").set_index("claim_id").loc["C22"]
    return {
        "paraphrase": claim["paraphrase"],
        "customers": classroom.on_paper(),
        "others": _others(),
        "parts": classroom.parts(),
        "place": classroom.place(),
        "branches": [{"verdict": row.verdict, "words": classroom.in_words(row.condition)} for row in classroom.rows("C22").itertuples()],
        "debate": DEBATED.sub(r"<b>\1</b>", classroom.DEBATE),
    }


def _others() -> dict[str, str]:
    """The larger ones of the two rows of others, in words: with a treaty and without one."""
    table = classroom.among_others()
    told = (table["recipient"] + table["percent"].map(" {:.1f}".format)).groupby(table["any treaty"]).agg(", ".join)
    return {"with": told.get(True, "none"), "without": told.get(False, "none")}


def plan(guide: str) -> list[tuple[str, ...]]:
    """Rows of the plan of one session, each with the minute at which it begins.

    Args:
        guide: text of the seminar guide.
    """
    part = guide.split("### One session")[1].split("###")[0]
    rows = [tuple(plain(c).replace("`", "") for c in line.strip("| ").split(" | ")) for line in part.splitlines() if re.match(r"\| \d", line)]
    starts = [sum(int(row[0]) for row in rows[:n]) for n in range(len(rows))]
    return [(str(start), *row) for start, row in zip(starts, rows, strict=True)]


def pages(guide: str) -> list[tuple[str, dict[str, Any]]]:
    """The pages of the set for a class, in the order in which they leave the printer; each is one side of A4.

    Args:
        guide: text of the seminar guide, from which the plan is taken.
    """
    asked = worksheet()
    third = of_chapter(book.notebook("03"), lead="C22")
    cards = {"cards": handouts.cards(), "sentence": handouts.SENTENCE}
    halves = [asked | {"side": side} for side in SIDES]
    told = {"number": CLASS, "groups": GROUPS, "parts": asked["parts"], "place": ordinal(asked["place"]), "plan": plan(guide), "late": late(guide)}
    told["first"] = classroom.exporters().index[: asked["place"] - 1].tolist()
    told |= {"opening": _paragraph(guide, "**The opening.**"), "early": _paragraph(guide, "**If it runs early**")}
    told["groups_said"] = _paragraph(guide, "**Groups.**")
    said = [_paragraph(guide, name) for name in ("**The debate.**", "*A good trace*")]
    second = load("narrative/second_coding").set_index("claim_id").loc["C22"].to_dict()
    every = [("teacher", told), ("key", {"parts": asked["parts"], **classroom.key(), "said": said, "second": second})]
    every += [(page, asked) for _ in range(CLASS) for page in ("count", "draw")]
    every += [("judge", {"halves": halves[n : n + 2], **cards}) for n in range(0, GROUPS, 2)]
    every += [("chapter", third) for _ in range(GROUPS)]
    told |= {"sides": len(every), "twofold": 2 + 2 * CLASS}
    told["leaves"] = told["twofold"] // 2 + len(every) - told["twofold"]
    return every


def late(guide: str) -> list[str]:
    """What a class that runs late leaves out, from the guide: one line for each place at which to look at the clock."""
    part = guide.split("**If it runs late**")[1].split("\n\n")[1]
    return [plain(line.removeprefix("- ")) for line in part.splitlines()]


def _paragraph(guide: str, start: str) -> str:
    """A paragraph of the guide, by how it begins."""
    return plain(next(line for line in guide.splitlines() if line.startswith(start)))


def made(guide: str) -> dict[str, str]:
    """File name -> text of everything in the folder.

    Args:
        guide: text of the seminar guide.
    """
    every = [of_chapter(path) for path in sorted(book.chapters())]
    files = {f"{sheet['number']}.md": render("sheet.md.j2", sheet=sheet) for sheet in every}
    files["in_class.md"] = render("in_class.md.j2", asked=worksheet())
    files["print.html"] = render("print.html.j2", title="The set for a class", pages=pages(guide))
    files["chapters.html"] = render("print.html.j2", title="A sheet for each chapter", pages=[("chapter", s) for s in every])
    return files


def write(guide: str) -> None:
    """Write notebooks/seminar/sheets."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in made(guide).items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
