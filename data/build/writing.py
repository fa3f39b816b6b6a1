"""Write tables aside, check them, and only then put them in place, all or none."""

import shutil
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from build.problems import Replacing, SourceProblem, why
from build.schema import Table, checked
from build.workplace import JOURNAL, put_back, write_journal


def finish(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Order columns and rows, round numbers, and check the table against its own description.

    Raises:
        SourceProblem: the builder made something that its description does not allow.
    """
    names = [f.name for f in table.fields]
    if set(frame.columns) != set(names):
        odd = sorted(set(frame.columns) ^ set(names))
        raise SourceProblem(table.path, "columns", ", ".join(names), f"differs in {odd}", "mend the builder")
    frame = frame[names].copy()
    for field in table.fields:
        if field.type == "number":
            frame[field.name] = pd.to_numeric(frame[field.name]).astype("float64").round(field.decimals) + 0.0
    try:
        frame = checked(frame.reset_index(drop=True), table.fields)
    except pa.errors.SchemaErrors as cause:
        case = cause.failure_cases.iloc[0]
        field = next((f for f in table.fields if f.name == case["column"]), None)
        raise SourceProblem(
            table.path,
            f"row {case['index']}, field {case['column']}",
            field.expectation() if field else str(case["check"]),
            repr(case["failure_case"]),
            "the publisher's values left the range that the table was made for: look at the source row",
        ) from cause
    repeated = frame[frame.duplicated(list(table.key), keep=False)]
    if not repeated.empty:
        first = repeated.iloc[0]
        raise SourceProblem(
            table.path,
            f"key {', '.join(table.key)}",
            "each combination once",
            f"{len(repeated)} rows share one, such as " + ", ".join(str(first[k]) for k in table.key),
            "mend the builder or the key",
        )
    return frame.sort_values(list(table.key), kind="stable", na_position="first").reset_index(drop=True)


def as_csv(frame: pd.DataFrame, table: Table) -> str:
    """CSV text with a fixed spelling: \\n line ends, shortest numbers, true/false, empty for unknown."""
    text = frame.copy()
    for field in table.fields:
        column = frame[field.name]
        if field.type == "boolean":
            text[field.name] = column.map({True: "true", False: "false"}).astype(object)
        elif field.type == "number":
            text[field.name] = column.map(_spell, na_action="ignore").astype(object)
    return text.to_csv(index=False, lineterminator="\n", na_rep="")


def _spell(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def replace_together(staged: dict[Path, Path], aside: Path, data: Path) -> None:
    """Move each staged file to its place; whatever stops it, every old file is back afterwards.

    Each place holds either its old file or its new one at any moment: old files are copied aside, a journal is written,
    and each new file then takes its place in one step.

    Args:
        staged: finished temporary file -> final place.
        aside: the working folder, on the same file system.
        data: folder of the tables.

    Raises:
        Replacing: a place cannot be written; the old files are back.
    """
    kept = aside / "kept"
    places: dict[Path, Path | None] = {}
    try:
        kept.mkdir()
        for index, place in enumerate(staged.values()):
            place.parent.mkdir(parents=True, exist_ok=True)
            places[place] = kept / str(index) if place.exists() else None
            if place.exists():
                shutil.copy2(place, kept / str(index))
        write_journal(aside, places, data)
        for new, place in staged.items():
            new.replace(place)
        (aside / JOURNAL).unlink()
    except BaseException as cause:  # an interruption too must leave all old or all new
        put_back(aside, data)
        if isinstance(cause, OSError):
            raise Replacing(
                data, "putting the tables in place", "files that can be replaced", f"{why(cause)} ({Path(cause.filename or data).name})",
                "close any program that has a table open, see that the disk has room, and build again",
            ) from cause  # fmt: skip
        raise
