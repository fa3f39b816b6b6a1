"""Command line of the build."""

import argparse
import difflib
import gc
import importlib
import os
import sys
import time
import traceback
from pathlib import Path

import pandas as pd

from build import package
from build.changes import between_editions, describe, tenfold
from build.completeness import newest, refuse_losses, stamp_of
from build.problems import Replacing, SourceProblem, told, why
from build.schema import Source, Table
from build.shelf import DATA, Shelf
from build.strays import not_read, of_the_future
from build.workplace import replace_together, workplace
from build.writing import as_csv, finish

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
    if old_descriptor is None:
        say("datapackage.json is damaged: every table is made anew")
        old_descriptor, chosen = package.descriptor([]), tables
    resources = {r["name"]: r for r in old_descriptor["resources"]}
    with workplace(data, say) as aside:
        staged: dict[Path, Path] = {}
        for number, table in enumerate(chosen, 1):
            start = time.perf_counter()
            frame = _made(table, shelf)
            shelf.built[table.name] = frame
            text = as_csv(frame, table)
            resources[table.name] = package.resource(table, sources, text, len(frame), shelf.used)
            _stage(staged, aside, data / table.path, text)
            change, remarks = _compare(data, aside, frame, table, sources)
            seconds = time.perf_counter() - start
            say(f"[{number:2}/{len(chosen)}] {table.name:34} {len(frame):7,} rows {seconds:5.1f} s  {change}")
            for remark in remarks:
                say(f"        {remark}")
        ordered = [resources[t.name] for t in tables if t.name in resources]
        described = package.descriptor(ordered)
        _stage(staged, aside, data / "datapackage.json", package.as_json(described))
        _stage(staged, aside, data / "README.md", package.dictionary(described))
        replace_together(staged, aside, data)
    for name in shelf.newer_editions:
        say(f"newer edition, checked by its shape alone: {name}")
    used = [sources[key] for key in dict.fromkeys(key for table in chosen for key in table.sources)]
    for line in (*of_the_future(shelf), *not_read(shelf, used)):
        say(line)
    return shelf.built


def _made(table: Table, shelf: Shelf) -> pd.DataFrame:
    """The finished table; whatever its parsers did not foresee becomes the one error, with the files they read."""
    try:
        return finish(table.build(shelf), table)
    except SourceProblem:
        raise
    except Exception as cause:  # a publisher's file can be wrong in more ways than parsers name
        files = sorted({name for key in table.sources for name in shelf.used.get(key, {})})
        raise SourceProblem(
            table.path, "the making of the table", "files as --list describes them",
            f"{told(cause)} ({type(cause).__name__}), from {', '.join(files) or 'no file'}",
            "one of these files is damaged or in another layout: download it again; --trace shows where it was met",
        ) from cause  # fmt: skip


def _compare(
    data: Path, aside: Path, frame: pd.DataFrame, table: Table, sources: dict[str, Source]
) -> tuple[str, list[str]]:
    """What changed since the table on disk, and what is worth a remark.

    Raises:
        SourceProblem: the new table has clearly less than the old one, or its values are of another size.
    """
    remarks = [between_editions(frame, table)]
    if _same_bytes(data / table.path, aside / table.path):
        return "unchanged", [r for r in remarks if r]
    old, new = _cells(data / table.path), _cells(aside / table.path)
    if old is None and (data / table.path).exists():
        return "the old table was damaged: made anew", [r for r in remarks if r]
    _refuse_shrinking(old, frame, table)
    if old is not None and list(old.columns) == list(new.columns):
        if not all(sources[key].is_hand_kept for key in table.sources):
            _refuse_losses(old, new, table)
        remarks += tenfold(old, new, table)
    return describe(old, new, table), [r for r in remarks if r]


def _refuse_losses(old: pd.DataFrame, new: pd.DataFrame, table: Table) -> None:
    """Against the table on disk: over all editions, and the newest with the newest.

    Where an excerpt may stand in for a release whose full list is not at hand, a newer release may rightly hold less.
    """
    refuse_losses(old, new, table, "the table on disk")
    stamp = stamp_of(table)
    if not stamp or old.empty or new.empty:
        return
    if old[stamp].max() == new[stamp].max() or not any(key.endswith("_excerpt") for key in table.sources):
        refuse_losses(newest(old, table), newest(new, table), table, f"{stamp} {old[stamp].max()} in the table on disk")


def _choose(tables: list[Table], groups: list[str] | None) -> list[Table]:
    if not groups:
        return tables
    known = {t.group for t in tables} | {t.name for t in tables}
    unknown = [g for g in groups if g not in known]
    if unknown:
        short = {name.partition("/")[2]: name for name in known if "/" in name}
        near = difflib.get_close_matches(unknown[0].casefold(), [*known, *short], n=4, cutoff=0.5)
        near = list(dict.fromkeys(short.get(name, name) for name in near))
        groups_ = ", ".join(sorted(name for name in known if "/" not in name))
        raise SourceProblem(
            "--only", repr(unknown[0]), "a group or a table", "no such name",
            (f"did you mean {' or '.join(near)}? " if near else "") + f"Groups are {groups_}; --list prints the tables",
        )  # fmt: skip
    return [t for t in tables if t.group in groups or t.name in groups]


def _stage(staged: dict[Path, Path], aside: Path, place: Path, text: str) -> None:
    temporary = aside / place.relative_to(aside.parent)
    try:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(text.encode())
    except OSError as cause:
        raise Replacing(
            place, "the finished table", "room to write it", why(cause), "make room on the disk, and build again"
        ) from cause
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


def _same_bytes(old: Path, new: Path) -> bool:
    try:
        return old.read_bytes() == new.read_bytes()
    except OSError:
        return False


def _cells(path: Path) -> pd.DataFrame | None:
    """Cells of a table as text; None where there is none, or where it is damaged."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError):  # a ValueError: no columns, rows of unequal length, bytes that are no UTF-8
        return None


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


def main(arguments: list[str] | None = None, data: Path = DATA) -> int:
    """Run the command; 0 is success, 1 a problem with a source, 2 nothing to build from, 130 stopped by hand."""
    parser = argparse.ArgumentParser(
        prog="python data/build", description="Make every table of the collection from the publishers' files."
    )
    parser.add_argument("--sources", type=Path, help="folder with the publishers' files (arms/, debt/, ...)")
    parser.add_argument("--only", nargs="+", metavar="GROUP", help="groups or tables to make, such as: arms debt")
    parser.add_argument("--list", action="store_true", help="print where every file comes from, and stop")
    parser.add_argument("--trace", action="store_true", help="show where in the program an error was met")
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name that the console cannot show is spelled out
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(chosen, data)
        sys.stdout.flush()
        return code
    except SourceProblem as problem:
        if chosen.trace:
            traceback.print_exc()
        sys.stderr.write(f"\n{problem}\n\nNothing was replaced: the tables in data/ are as they were.\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The tables in data/ are whole: all as they were, or all new.\n")
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be written goes nowhere
        return 0 if chosen.list else 1


def _run(chosen: argparse.Namespace, data: Path) -> int:
    if chosen.list:
        list_sources()
        return 0
    try:
        missing = None if chosen.sources and chosen.sources.is_dir() else _no_folder(chosen.sources)
    except OSError as cause:
        missing = f"{chosen.sources} cannot be opened: {told(cause)}"
    if missing:
        sys.stderr.write(f"{NOT_VERIFIED}: {missing}\n")
        sys.stderr.write("python data/build --list prints what to download and where to put it\n")
        return 2
    gc.disable()  # millions of short rows and no cycles: collecting costs a fifth of the time and frees nothing
    try:
        built = build(chosen.sources, chosen.only, data)
    finally:
        gc.enable()
    sys.stdout.write(f"{len(built)} tables built and put in place\n")
    return 0


def _no_folder(given: Path | None) -> str:
    if given is None:
        return "no --sources folder given"
    return f"{given} is a file, not a folder" if given.exists() else f"there is no folder {given}"
