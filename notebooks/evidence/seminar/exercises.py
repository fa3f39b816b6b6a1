"""Exercise notebooks, made from the solutions: one command, so that the two never part.

A solution notebook holds texts that students see too, cells tagged `solution` (an answer, or what a good answer touches)
and cells tagged `aside` (hints and common mistakes). In the exercise notebook an answer becomes `answer = ...`, a text
becomes a place to write, and asides go.
"""

import copy
import json
import os
import re
import tempfile
from pathlib import Path

import nbformat

from evidence.places import NOTEBOOKS
from evidence.seminar.marking import KEPT, RECORD, store

SOLUTIONS = NOTEBOOKS / "seminar" / "solutions"
EXERCISES = NOTEBOOKS / "seminar" / "exercises"
UNANSWERED = "answer = ..."
PLACE = "*Your answer:*"


def solutions() -> list[Path]:
    """Solution notebooks in the order of the chapters."""
    return sorted(SOLUTIONS.glob("[0-9][0-9]_solutions.ipynb"))


def exercise_path(solution: Path) -> Path:
    """Where the exercises made from a solution notebook stand."""
    return EXERCISES / solution.name.replace("_solutions", "_exercises")


def exercises(solution: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The exercise notebook of a solution notebook, not run yet."""
    made = nbformat.v4.new_notebook(metadata=copy.deepcopy(solution.metadata))
    for cell in solution.cells:
        tags = cell.metadata.get("tags", [])
        if "aside" in tags:
            continue
        source = cell.source
        if "solution" in tags:
            source = UNANSWERED if cell.cell_type == "code" else PLACE
        source = _opening(source) if not made.cells else source
        new = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        made.cells.append(new(source))
    return made


def _opening(source: str) -> str:
    """The first cell with another title, and without the link from the solutions to the exercises."""
    return re.sub(r"\[Exercises\]\([^)]*\) · ", "", source.replace("# Solutions", "# Exercises", 1))


def build(run, chosen: list[str] | None = None) -> list[Path]:
    """Run solutions, record digests and hints, make the exercises and run them.

    Args:
        run: executes a notebook in place.
        chosen: two-digit numbers of chapters; None takes all.

    Returns:
        The notebooks that were run.
    """
    done = []
    for path in solutions():
        if chosen and path.name[:2] not in chosen:
            continue
        _record(path, run)
        made = exercise_path(path)
        made.parent.mkdir(exist_ok=True)
        notebook = exercises(nbformat.read(path, as_version=4))
        made.write_text(nbformat.writes(notebook, version=4) + "\n", encoding="utf-8", newline="\n")
        run(made)
        done += [path, made]
    return done


def _record(path: Path, run) -> None:
    """Run a solution notebook with recording on, then put its entries in place of the older ones."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[RECORD] = str(Path(folder) / "digests.json")
        try:
            run(path)
            fresh = json.loads(Path(os.environ[RECORD]).read_text(encoding="utf-8"))
        finally:
            del os.environ[RECORD]
    book = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept = {key: entry for key, entry in book.items() if key[:2] != path.name[:2]}
    store(KEPT, kept | fresh)
