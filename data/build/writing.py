"""Check finished tables against their descriptions, and spell them as text."""

import pandas as pd
import pandera.pandas as pa

from build.problems import SourceProblem
from build.schema import Table, checked


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
