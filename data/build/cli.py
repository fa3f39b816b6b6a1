"""Command line of the build."""

import argparse
import gc
import importlib
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from build import package
from build.changes import between_editions, describe
from build.problems import SourceProblem
from build.schema import Source, Table
from build.shelf import DATA, Shelf
from build.writing import as_csv, finish, replace_together

MODULES = (
    "countries_table",
    "sipri",
    "worldbank_debt",
    "armenia_finance",
    "atop",
    "wartime_commitments",
    "memberships",
    "unga",
    "ucdp",
    "unhcr",
    "conflict_reports",
    "armstat",
    "central_bank",
    "gas",
    "macro",
    "polls",
    "natural_earth",
    "places",
    "narrative",
    "record",
    "judging",
    "published_checks",
)
NOT_VERIFIED = "rebuild NOT verified"


def catalogue() -> tuple[dict[str, Source], list[Table]]:
    """Every source by key, and every table in the order in which they are built."""
    sources: dict[str, Source] = {}
    tables: list[Table] = []
    for name in MODULES:
        module = importlib.import_module(f"build.{name}")
        sources |= {s.key: s for s in module.SOURCES}
        tables += module.TABLES
    return sources, tables


def build(
    folder: Path | None, groups: list[str] | None = None, data: Path = DATA, say=print
) -> dict[str, pd.DataFrame]:
    """Make the tables and put them in place together.

    Args:
        folder: the publishers' files.
        groups: table groups or table names to make; None makes all.
        data: folder that receives the tables.
        say: receives one progress line a table.

    Returns:
        The finished tables by name.

    Raises:
        SourceProblem: a source is missing or unusable; the old tables are left as they were.
    """
    sources, tables = catalogue()
    chosen = _choose(tables, groups)
    shelf = Shelf(folder, sources, data)
    old_descriptor = package.load_descriptor(data)
    resources = {r["name"]: r for r in old_descriptor["resources"]}
    with tempfile.TemporaryDirectory(prefix=".building-", dir=data) as aside:
        staged: dict[Path, Path] = {}
        for number, table in enumerate(chosen, 1):
            start = time.perf_counter()
            frame = finish(table.build(shelf), table)
            shelf.built[table.name] = frame
            text = as_csv(frame, table)
            resources[table.name] = package.resource(table, sources, text, len(frame), shelf.used)
            _stage(staged, Path(aside), data / table.path, text)
            _refuse_shrinking(_cells(data / table.path), frame, table)
            change = describe(_cells(data / table.path), _cells(Path(aside) / table.path), table)
            seconds = time.perf_counter() - start
            say(f"[{number:2}/{len(chosen)}] {table.name:34} {len(frame):7,} rows {seconds:5.1f} s  {change}")
            editions = between_editions(frame, table)
            if editions:
                say(f"        {editions}")
        ordered = [resources[t.name] for t in tables if t.name in resources]
        described = package.descriptor(ordered)
        _stage(staged, Path(aside), data / "datapackage.json", package.as_json(described))
        _stage(staged, Path(aside), data / "README.md", package.dictionary(described))
        kept = Path(aside) / ".kept"
        kept.mkdir()
        replace_together(staged, kept)
    for name in shelf.newer_editions:
        say(f"newer edition, checked by its shape alone: {name}")
    return shelf.built


def _choose(tables: list[Table], groups: list[str] | None) -> list[Table]:
    if not groups:
        return tables
    known = {t.group for t in tables} | {t.name for t in tables}
    unknown = [g for g in groups if g not in known]
    if unknown:
        raise SourceProblem(
            "--only", unknown[0], "a group or a table", "no such name", "choose from " + ", ".join(sorted(known))
        )
    return [t for t in tables if t.group in groups or t.name in groups]


def _stage(staged: dict[Path, Path], aside: Path, place: Path, text: str) -> None:
    temporary = aside / place.relative_to(aside.parent)
    temporary.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_bytes(text.encode())
    staged[temporary] = place


def _refuse_shrinking(old: pd.DataFrame | None, new: pd.DataFrame, table: Table) -> None:
    if old is not None and len(new) < 0.8 * len(old):
        raise SourceProblem(
            table.path,
            "the number of rows",
            f"about as many as the table on disk ({len(old):,})",
            f"{len(new):,}",
            f"a source is cut short, or a file is missing beside the newer one; to accept it, delete data/{table.path} first",
        )


def _cells(path: Path) -> pd.DataFrame | None:
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.exists() else None


def list_sources(say=print) -> None:
    """Per table: publisher, query settings, file name, address and expected sha256."""
    sources, tables = catalogue()
    for table in tables:
        say(f"\n{table.name}  ({table.title})")
        for source in (sources[key] for key in table.sources):
            say(f"  {source.publisher}: {source.title}")
            say(f"    address:  {source.url}")
            if source.via:
                say(f"    copy:     {source.via}")
            if source.query:
                say(f"    settings: {source.query}")
            say(f"    file:     {source.pattern}")
            say(f"    terms:    {source.licence}; {source.allows}")
            for name, digest in source.known:
                say(f"    sha256:   {digest}  {name}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 is success, 1 a problem with a source, 2 nothing to build from."""
    parser = argparse.ArgumentParser(
        prog="python data/build", description="Make every table of the collection from the publishers' files."
    )
    parser.add_argument("--sources", type=Path, help="folder with the publishers' files (arms/, debt/, ...)")
    parser.add_argument("--only", nargs="+", metavar="GROUP", help="groups or tables to make, such as: arms debt")
    parser.add_argument("--list", action="store_true", help="print where every file comes from, and stop")
    parser.add_argument("--measure", action="store_true", help="time the build and a ten-fold register, write nothing")
    chosen = parser.parse_args(arguments)
    if chosen.list:
        list_sources()
        return 0
    if chosen.sources is None or not chosen.sources.is_dir():
        given = "no --sources folder given" if chosen.sources is None else f"there is no folder {chosen.sources}"
        sys.stderr.write(f"{NOT_VERIFIED}: {given}\n")
        sys.stderr.write("python data/build --list prints what to download and where to put it\n")
        return 2
    if chosen.measure:
        from build.measure import measure

        return measure(chosen.sources)
    gc.disable()  # millions of short rows and no cycles: collecting costs a fifth of the time and frees nothing
    try:
        built = build(chosen.sources, chosen.only)
    except SourceProblem as problem:
        sys.stderr.write(f"\n{problem}\n\nNothing was replaced: the tables in data/ are as they were.\n")
        return 1
    sys.stdout.write(f"{len(built)} tables built and put in place\n")
    return 0
