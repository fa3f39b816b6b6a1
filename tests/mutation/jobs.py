"""What is done inside a copy of the project, each in a process of its own whose folder is the copy. 0 is success."""

import json
import sys
import warnings
from pathlib import Path

LESSON = "lesson"  # in front of chapters whose notebooks of the seminar are made anew


def tests(*arguments: str) -> int:
    """Run pytest, in one process, up to the first failure. No test chosen counts as a fault of the harness."""
    import pytest

    return int(pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--tb=line", *arguments]))


def rebuild(table: str) -> int:
    """Make one table that is kept by hand anew, with descriptor and dictionary, as `python data/build --only` does."""
    sys.path.insert(0, str(Path.cwd() / "data"))
    from build import cli

    cli.build(None, [table], data=Path.cwd() / "data")
    return 0


def rehash(table: str) -> int:
    """Give the descriptor the new hash of a table that was changed where it lies, by the project's own functions."""
    sys.path.insert(0, str(Path.cwd() / "data"))
    from build import cli, package

    sources, tables = cli.catalogue()
    path = Path.cwd() / "data" / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    at, kept = next((n, r) for n, r in enumerate(described["resources"]) if r["name"] == table)
    used = {s["key"]: {f["name"]: f["sha256"] for f in s.get("files", [])} for s in kept["sources"]}
    text = (path.parent / kept["path"]).read_bytes().decode("utf-8")
    declared = next(t for t in tables if t.name == table)
    described["resources"][at] = package.resource(declared, sources, text, kept["rows"], used)
    path.write_text(package.as_json(described), encoding="utf-8", newline="\n")
    return 0


def sync(*chapters: str) -> int:
    """What `python notebooks/evidence sync` writes, for the chapters that the change can touch.

    Two things of the command are left out. It ends with a list of what is wrong with the prose, which writes nothing and which
    the tests repeat. And it runs the seminar's notebooks and the ten partners' pages, which no later stage looks at; those of
    the seminar are run if the change is in one of them.
    """
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    sys.path.insert(0, str(Path.cwd() / "notebooks"))
    from evidence.pages import sync as program

    if chapters[0] == LESSON:
        program.teach(list(chapters[1:]))
        return 0
    program.wrong = lambda: []
    program.teach = lambda *_: None
    program.partner_pages.write = lambda: None
    program.sync(list(chapters))
    return 0
