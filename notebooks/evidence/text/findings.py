"""Record every number that prose quotes, so that a test can hold the two together.

A chapter states its numbers:

>>> chapter = Chapter("06")
>>> chapter.state("owed_2022", owed, "$m")
owed_2022 = 319.5 million dollars

and its prose names them in a comment that no reader sees: `319.5 million dollars<!--=owed_2022-->`.
"""

import ast
import json
import linecache
import math
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from evidence import tables
from evidence.forms import written
from evidence.places import FIGURES, checking, output_folder
from evidence.text.grounding import is_literal, stated_values


class FindingProblem(Exception):
    """A finding that is typed, stated twice, not a number, or not the one that is committed."""


class Chapter:
    """The findings and figures of one notebook.

    Args:
        number: the two digits that its file name begins with ("06").
        draft: True where a reader has changed what the committed notebook computes; nothing is saved or compared then.
    """

    def __init__(self, number: str, draft: bool = False) -> None:
        self.number = number
        self.draft = draft
        self.findings: dict[str, dict[str, Any]] = {}
        self.figures: list[dict[str, Any]] = []
        self.companions: list[dict[str, Any]] = []

    def state(self, name: str, value: Any, form: str = "") -> None:
        """Print a computed value as prose quotes it, and record it.

        Args:
            name: snake_case name, once a chapter.
            value: a number, truth value or short text that was computed from a loaded table.
            form: one of `FORMS`, or a format specification such as ".2f"; truth values need none.

        Raises:
            FindingProblem: the value was typed, is unknown, or the name was used already.
        """
        _refuse_typed_value(name)
        self.record(name, value, form)

    def record(self, name: str, value: Any, form: str = "") -> None:
        """`state` for the machinery: a value that code outside the notebook computed from findings or tables."""
        if name in self.findings:
            raise FindingProblem(f"{name}: stated twice in chapter {self.number}; give the second a name of its own")
        kept = plain(name, value)
        text = written(kept, form)
        self.findings[name] = {"text": text, "value": kept, "form": form}
        sys.stdout.write(f"{name} = {text}\n")

    def state_each(self, name: str, values: pd.Series, form: str = "") -> None:
        """State every value of a Series as `name_index`, such as `owed_2022` and `owed_2023`."""
        _refuse_typed_value(name)
        for key, value in values.items():
            self.record(f"{name}_{key}", value, form)

    def close(self) -> None:
        """Write the chapter's findings; under test, compare them with the committed ones instead. A draft does neither.

        Raises:
            FindingProblem: under test, a finding or a figure differs, is missing or is left over.
        """
        if self.draft:
            sys.stdout.write(f"chapter {self.number}: a draft, nothing saved\n")
            return
        record = {
            "chapter": self.number,
            "tables": tables.loaded(),
            "figures": self.figures,
            **({"companions": self.companions} if self.companions else {}),
            "findings": dict(sorted(self.findings.items())),
        }
        path = output_folder() / "findings" / f"{self.number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        if checking():
            compare(record, self.number)
        sys.stdout.write(f"chapter {self.number}: {len(self.findings)} findings, {len(self.figures)} figures\n")


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


def _refuse_typed_value(name: str) -> None:
    """Look at the calling cell: a typed number is refused where it stands."""
    frame = sys._getframe(2)
    source = "".join(linecache.getlines(frame.f_code.co_filename))
    if not source:
        return
    try:
        stated = stated_values(source)
    except SyntaxError:
        return
    if any(stated_name == name and is_literal(value) for stated_name, value in stated):
        typed = next(ast.unparse(v) for n, v in stated if n == name and is_literal(v))
        raise FindingProblem(f"{name}: {typed} was typed; state a value computed from a loaded table")


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
