"""Run the chapters, write figures and findings, and bring every page up to date.

`python notebooks/evidence sync` after a change of data or code; `python notebooks/evidence sync 06` for one chapter with
its exercises; `python notebooks/evidence seminar` for exercises alone.
"""

import argparse
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from evidence import book
from evidence.book import chapters, markdown_cells, notebooks
from evidence.judging import rejudge
from evidence.pages import badges, gallery, guides, moved, partner_pages, slides
from evidence.places import FIGURES, ROOT, SYNC_FOLDER
from evidence.seminar import exercises, handouts, sheets
from evidence.text import commands, descriptions, findings, prose, words
from evidence.text.marks import is_marked

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
Texts = dict[str, dict[str, str]]


class SyncProblem(Exception):
    """A chapter that nobody wrote."""


def execute(path: Path) -> None:
    """Run a notebook in its own folder and store it with nothing that changes from run to run.

    The numbers in a marked text are brought up to date by its last cell, which hands the text over.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; the notebook on disk is left as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.id = f"{book.number(path) if is_marked(path) else path.name[:2]}-{number:03}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ[SYNC_FOLDER] = folder
        try:
            NotebookClient(
                notebook, timeout=180, kernel_name="python3", record_timing=False, coalesce_streams=True,
                extra_arguments=["--IPKernelApp.log_level=40"],  # a kernel says on start that it is not encrypted
                resources={"metadata": {"path": path.parent}},
            ).execute()
        finally:
            del os.environ[SYNC_FOLDER]
        _take_over(notebook, path, Path(folder))
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook, version=4) + "\n", encoding="utf-8", newline="\n")


def _take_over(notebook: nbformat.NotebookNode, path: Path, folder: Path) -> None:
    """Put the text that the last cell handed over into the notebook and the descriptions of its figures."""
    for file in sorted(folder.glob("*.json")):
        for cell, text in json.loads(file.read_text(encoding="utf-8")):
            if cell == descriptions.CELL:
                descriptions.path(book.number(path)).write_text(text, encoding="utf-8", newline="\n")
            else:
                notebook.cells[cell].source = text


def sync(chosen: list[str] | None = None, say=print) -> list[str]:
    """Run, record, rebind.

    Args:
        chosen: numbers of chapters and appendices ("06", "06a"); None runs all.
        say: receives a line a notebook, and one for each finding that moved.

    Returns:
        What is still wrong with the prose, in words.

    Raises:
        SyncProblem: there is no chapter of that number.
    """
    run = [*chapters(), *book.appendices()]
    known = [book.number(p) for p in run]
    unknown = sorted(set(chosen or []) - set(known))
    if unknown:
        raise SyncProblem(f"no chapter {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    old = _texts()
    for path in run:
        if not chosen or book.number(path) in chosen:
            execute(path)
            say(f"ran {path.relative_to(ROOT).as_posix()}")
    if not chosen or partner_pages.CHAPTER in chosen:
        partner_pages.write()
    for line in changes(old, _texts()):
        say(line)
    teach(chosen, old, say)
    gallery.write()
    guides.write()
    for path in notebooks():
        _rebind_notebook(path, old)
    for path in book.guides():
        text = path.read_text(encoding="utf-8")
        path.write_text(prose.rebind(text, "00", old), encoding="utf-8", newline="\n")
    handouts.write(book.SEMINAR_GUIDE.read_text(encoding="utf-8"))
    sheets.write(book.SEMINAR_GUIDE.read_text(encoding="utf-8"))
    badges.write()
    return wrong()


def _texts() -> Texts:
    """Chapter -> finding -> text, as the records hold them."""
    paths = sorted((FIGURES / "findings").glob("*.json"))
    return {p.stem: {n: f["text"] for n, f in findings.read(p.stem).items()} for p in paths}


def changes(old: Texts, new: Texts) -> list[str]:
    """Findings and verdicts that are other than before, a line each: `02.orders_without_volume: three -> two`."""
    keys = sorted({(c, n) for texts in (old, new) for c, found in texts.items() for n in found})
    pairs = [(c, n, old.get(c, {}).get(n, "none"), new.get(c, {}).get(n, "none")) for c, n in keys]
    return [f"{c}.{n}: {before} -> {after}" for c, n, before, after in pairs if before != after]


def teach(chosen: list[str] | None = None, old: Texts | None = None, say=print) -> None:
    """Bring the seminar's notebooks up to date: solutions run and rebound, exercises made from them."""
    for path in exercises.solutions():
        if not chosen or path.name[:2] in chosen:
            _rebind_notebook(path, old or {})
    for path in book.in_class():
        execute(path)
        say(f"ran {path.relative_to(ROOT).as_posix()}")
    for path in exercises.build(execute, chosen):
        say(f"ran {path.relative_to(ROOT).as_posix()}")


def wrong(paths: Iterable[Path] | None = None) -> list[str]:
    """Every number in the prose of some pages that is unbound or out of date; of all, with all words that nobody read as they stand."""
    found = []
    if paths is None:
        paths = [*book.guides(), *notebooks()]
        found = [p for page in (words.FRONT, words.SEMINAR, words.DRAWINGS) for p in words.problems(page)]
    for path in paths:
        if is_marked(path):
            found += commands.problems(path)
            continue
        for number, text in enumerate(markdown_cells(path)):
            found += prose.problems(text, path.name[:2], f"{path.relative_to(ROOT).as_posix()} [{number}]")
    return found


def _rebind_notebook(path: Path, old: Texts) -> None:
    if is_marked(path):
        return
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.rebind(cell.source, path.name[:2], old)
    path.write_text(nbformat.writes(notebook, version=4) + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """0 when all prose is bound and current, 1 otherwise."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    parser = argparse.ArgumentParser(prog="python notebooks/evidence", description=__doc__.splitlines()[0])
    known = parser.add_subparsers(dest="command", required=True)
    syncing = known.add_parser("sync", help="run chapters, write figures and findings, update every page")
    syncing.add_argument("chapters", nargs="*", help="numbers such as 06 or 06a; all where none is given")
    teaching = known.add_parser("seminar", help="run solutions, record digests, make exercises")
    teaching.add_argument("chapters", nargs="*", help="two-digit numbers; all where none is given")
    known.add_parser("check", help="only list what in the text is unbound, unapproved or out of date")
    commands.add(known)
    moving = known.add_parser("moved", help="list what differs from a commit: verdicts, findings, tables, figures, exercises")
    moving.add_argument("ref", help="a commit, tag or branch")
    projecting = known.add_parser("slides", help="slides of a chapter in one file that needs no network")
    projecting.add_argument("chapter", help="two digits, such as 03")
    judging = known.add_parser("judge", help="judge all claims by rules of your own, and list the verdicts that change")
    judging.add_argument("--rules", required=True, type=Path, metavar="FILE", help="a copy of data/narrative/rules.csv, changed")
    chosen = parser.parse_args(arguments)
    if chosen.command == "judge":
        return rejudge.main(chosen.rules)
    if chosen.command == "slides":
        return slides.main(chosen.chapter, Path.cwd())
    if chosen.command == "moved":
        return moved.main([chosen.ref])
    if chosen.command in commands.NAMES:
        return commands.run(chosen)
    if chosen.command == "seminar":
        teach(chosen.chapters or None)
    try:
        found = sync(chosen.chapters or None) if chosen.command == "sync" else wrong()
    except SyncProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write("\n".join(found) + "\n" if found else "all numbers and statements in the text are bound and current\n")
    return 1 if found else 0
