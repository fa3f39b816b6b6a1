"""The findings and figures that a chapter recorded, in figures/findings: read by rules and by other pages."""

import json
import math
from pathlib import Path
from typing import Any

from evidence.places import FIGURES


class FindingProblem(Exception):
    """A finding that is typed, stated twice, not a number, or not the one that is committed."""


def read(chapter: str, folder: Path = FIGURES) -> dict[str, dict[str, Any]]:
    """Findings of a chapter as committed, by name.

    Raises:
        FindingProblem: the chapter has none yet.
    """
    return read_record(chapter, folder)["findings"]


def read_record(chapter: str, folder: Path = FIGURES) -> dict[str, Any]:
    """Everything a chapter recorded: tables, figures, findings."""
    path = folder / "findings" / f"{chapter}.json"
    if not path.exists():
        raise FindingProblem(f"chapter {chapter} has no findings yet: run `python notebooks/evidence sync`")
    return json.loads(path.read_text(encoding="utf-8"))


def plain(name: str, value: Any) -> bool | int | float | str:
    """A JSON value; numbers keep ten significant digits, so that they do not depend on the processor."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool | str):
        return value
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise FindingProblem(f"{name}: expected a finite number, a truth value or a text, found {value!r}")
    return value if isinstance(value, int) else float(f"{value:.10g}")


def compare(made: dict[str, Any], number: str) -> None:
    committed = read_record(number)
    made = json.loads(json.dumps(made))
    for name in sorted(made["findings"].keys() | committed["findings"].keys()):
        ours, theirs = made["findings"].get(name), committed["findings"].get(name)
        if ours is None or theirs is None:
            state = "committed but no longer stated" if ours is None else "stated but not committed"
            raise FindingProblem(f"{number}.{name}: {state}; run `python notebooks/evidence sync`")
        if ours["text"] != theirs["text"]:
            raise FindingProblem(
                f"{number}.{name}: computed {ours['text']}, committed {theirs['text']};"
                " find out why, then run `python notebooks/evidence sync`"
            )
    # Companions of a retold chapter are drawn and compared apart from it.
    if any(made[part] != committed.get(part) for part in ("figures", "companions") if part in made):
        raise FindingProblem(
            f"chapter {number}: captions, titles or descriptions of figures differ from the committed ones"
        )
