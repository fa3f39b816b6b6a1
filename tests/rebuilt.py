"""The publishers' files made into tables once a process, for all tests that need them.

Under xdist `conftest.py` keeps the files that use this (test_build*.py) on one worker, so it is once a run.
"""

import atexit
import gc
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd
from build import cli
from build.shelf import Shelf
from sources_here import ROOT, SOURCES, copied


@cache
def _made() -> tuple[Path, dict[str, pd.DataFrame], Shelf]:
    out = Path(tempfile.mkdtemp(prefix="alliance-rebuilt-"))
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    for name in ("datapackage.json", "README.md"):
        copied(ROOT / "data" / name, out / name)
    shelves = []

    def kept(*arguments) -> Shelf:
        shelves.append(Shelf(*arguments))
        return shelves[-1]

    real, cli.Shelf = cli.Shelf, kept
    gc.disable()  # as the command does: millions of short rows and no cycles
    try:
        tables = cli.build(SOURCES, data=out, say=lambda _: None)
    finally:
        cli.Shelf = real
        gc.enable()
    return out, tables, shelves[0]


def folder() -> Path:
    """A data folder that holds what a whole build writes."""
    return _made()[0]


def table(name: str) -> pd.DataFrame:
    """A copy of a finished table of the whole build, such as "debt/owed_to_russia"."""
    return _made()[1][name].copy()


def shelf() -> Shelf:
    """The shelf of the whole build, with what its parsers read; not to be changed."""
    return _made()[2]
