"""Run the chapters, write figures and findings, and bring prose, README and gallery up to date.

`python notebooks/evidence sync` after a change of data or code; `python notebooks/evidence sync 06` for one chapter with
its exercises; `python notebooks/evidence seminar` for exercises alone.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from evidence import badges, findings, gallery, guides, handouts, pages, prose, seminar, slides
from evidence.pages import chapters, markdown_cells, notebooks
from evidence.places import FIGURES, ROOT

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def execute(path: Path) -> None:
    """Run a notebook in its own folder and store it with nothing that changes from run to run.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; the notebook on disk is left as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.id = f"{path.name[:2]}-{number:03}"
    NotebookClient(
        notebook, timeout=180, kernel_name="python3", record_timing=False, coalesce_streams=True,
        resources={"metadata": {"path": path.parent}},
    ).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    if path in chapters():
        slides.mark(notebook)
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook, version=4) + "\n", encoding="utf-8", newline="\n")


def sync(chosen: list[str] | None = None, say=print) -> list[str]:
    """Run, record, rebind.

    Args:
        chosen: two-digit numbers of chapters; None runs all.
        say: receives a line a notebook.

    Returns:
        What is still wrong with the prose, in words.
    """
    old = {p.stem: findings.read(p.stem) for p in sorted((FIGURES / "findings").glob("[0-9][0-9].json"))}
    texts = {c: {n: f["text"] for n, f in recorded.items()} for c, recorded in old.items()}
    for path in chapters():
        if chosen and path.name[:2] not in chosen:
            continue
        execute(path)
        _rebind_notebook(path, texts)
        say(f"ran {path.relative_to(ROOT).as_posix()}")
    teach(chosen, texts, say)
    gallery.write()
    guides.write()
    for path in pages.guides():
        text = path.read_text(encoding="utf-8")
        path.write_text(prose.rebind(text, "00", texts), encoding="utf-8", newline="\n")
    handouts.write(pages.SEMINAR_GUIDE.read_text(encoding="utf-8"))
    badges.write()
    return wrong()


def teach(chosen: list[str] | None = None, old: dict[str, dict[str, str]] | None = None, say=print) -> None:
    """Bring the seminar's notebooks up to date: solutions run and rebound, exercises made from them."""
    for path in seminar.solutions():
        if not chosen or path.name[:2] in chosen:
            _rebind_notebook(path, old or {})
    for path in seminar.build(execute, chosen):
        say(f"ran {path.relative_to(ROOT).as_posix()}")


def wrong() -> list[str]:
    """Every number in the collection's prose that is unbound or out of date."""
    found = []
    for path in [*pages.guides(), *notebooks()]:
        for number, text in enumerate(markdown_cells(path)):
            found += prose.problems(text, path.name[:2], f"{path.relative_to(ROOT).as_posix()} [{number}]")
    return found


def _rebind_notebook(path: Path, old: dict[str, dict[str, str]]) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.rebind(cell.source, path.name[:2], old)
    path.write_text(nbformat.writes(notebook, version=4) + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """0 when all prose is bound and current, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python notebooks/evidence", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    syncing = commands.add_parser("sync", help="run chapters, write figures and findings, update prose")
    syncing.add_argument("chapters", nargs="*", help="two-digit numbers; all where none is given")
    teaching = commands.add_parser("seminar", help="run solutions, record digests, make exercises")
    teaching.add_argument("chapters", nargs="*", help="two-digit numbers; all where none is given")
    commands.add_parser("check", help="only list numbers in prose that are unbound or out of date")
    chosen = parser.parse_args(arguments)
    if chosen.command == "seminar":
        teach(chosen.chapters or None)
    found = sync(chosen.chapters or None) if chosen.command == "sync" else wrong()
    sys.stdout.write("\n".join(found) + "\n" if found else "all numbers in prose are bound and current\n")
    return 1 if found else 0
