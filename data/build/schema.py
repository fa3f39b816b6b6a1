"""What a table or a publisher's file looks like, said once.

A `Field` describes one column. The same description checks a publisher's columns on the way in, checks our tables on
the way out, and becomes the schema in `datapackage.json` and the data dictionary.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa

if TYPE_CHECKING:
    from build.shelf import Shelf

DTYPES = {
    "string": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "str",
}
DATE = r"^\d{4}-\d{2}-\d{2}$"
EDITION = r"^\d{4}-\d{2}$"
ISO3 = r"^[A-Z]{3}$"


@dataclass(frozen=True)
class Field:
    """One column.

    Args:
        name: column name, with the unit in it where there is one (`outstanding_usd`).
        type: a Frictionless type: string, integer, year, number, boolean or date (ISO 8601).
        description: what the value means, for the data dictionary.
        unit: unit in words ("current US dollars"), empty where there is none.
        required: False where a value may be unknown, which is written as an empty cell and never as 0.
        minimum, maximum: inclusive bounds.
        enum: the only values allowed.
        pattern: regular expression a string must match.
        decimals: numbers are rounded to so many places when written, so that sums do not depend on the processor.
        header: the publisher's column name where it differs from `name`.
        missing: further spellings of "unknown" in this column of the publisher's file.
    """

    name: str
    type: str
    description: str = ""
    unit: str = ""
    required: bool = True
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple = ()
    pattern: str = ""
    decimals: int = 6
    header: str = ""
    missing: tuple[str, ...] = ()

    def checks(self) -> list[pa.Check]:
        checks = []
        if self.minimum is not None:
            checks.append(pa.Check.ge(self.minimum))
        if self.maximum is not None:
            checks.append(pa.Check.le(self.maximum))
        if self.enum:
            checks.append(pa.Check.isin(list(self.enum)))
        pattern = self.pattern or (DATE if self.type == "date" else "")
        if pattern:
            checks.append(pa.Check.str_matches(pattern))
        return checks

    def expectation(self) -> str:
        """The rule in words, for an error message."""
        parts = [{"year": "a year", "integer": "a whole number", "number": "a number"}.get(self.type, f"a {self.type}")]
        if self.enum:
            parts = ["one of " + ", ".join(map(str, self.enum[:12]))]
        if self.minimum is not None:
            parts.append(f"not below {self.minimum:g}")
        if self.maximum is not None:
            parts.append(f"not above {self.maximum:g}")
        if self.type == "date":
            parts.append("written YYYY-MM-DD")
        if self.pattern:
            parts.append(f"of the form {self.pattern}")
        if not self.required:
            parts.append("or empty")
        return ", ".join(parts)


@cache
def pandera_schema(fields: tuple[Field, ...]) -> pa.DataFrameSchema:
    """Strict pandera schema for already typed columns."""
    return pa.DataFrameSchema(
        {
            f.name: pa.Column(DTYPES[f.type], f.checks(), nullable=not f.required, coerce=True)
            for f in fields
        },
        strict=True,
    )


def checked(frame: pd.DataFrame, fields: tuple[Field, ...]) -> pd.DataFrame:
    """The frame, its columns in their types; pandera is asked only where it has something to change or to refuse.

    Raises:
        pa.errors.SchemaErrors: cells that break their description.
    """
    if [*frame.columns] == [f.name for f in fields]:
        ready = _in_types(frame, fields)
        if all(_sound(ready[f.name], f) for f in fields):
            return ready
    return pandera_schema(fields).validate(frame, lazy=True)


def _in_types(frame: pd.DataFrame, fields: tuple[Field, ...]) -> pd.DataFrame:
    """The frame with its columns in their types, or as it is where a cell forbids that."""
    wanted = {f.name: DTYPES[f.type] for f in fields if str(frame[f.name].dtype) != DTYPES[f.type]}
    try:
        return frame.astype(wanted) if wanted else frame
    except (TypeError, ValueError, OverflowError):
        return frame


def _sound(column: pd.Series, field: Field) -> bool:
    """Whether a column has its type already and every value keeps to the description: what pandera would check."""
    known = [cell for cell, empty in zip(column.tolist(), column.array.isna(), strict=True) if not empty]
    pattern = field.pattern or (DATE if field.type == "date" else "")
    return bool(
        str(column.dtype) == DTYPES[field.type]
        and (len(known) == len(column) or not field.required)
        and (field.minimum is None or not known or min(known) >= field.minimum)
        and (field.maximum is None or not known or max(known) <= field.maximum)
        and (not field.enum or set(known) <= set(field.enum))
        and (not pattern or all(re.match(pattern, text) for text in known))
    )


HAND_KEPT = "curated:"  # how the pattern of a hand-kept list begins


@dataclass(frozen=True)
class Source:
    """One kind of file from one publisher.

    Args:
        key: short name that tables refer to ("sipri_register").
        publisher: who measured it.
        title: what the publisher calls it.
        url: where a stranger gets it.
        query: the settings to choose there, in words; empty for a plain download.
        pattern: glob below the sources folder, or below `curated/` behind `HAND_KEPT`; every match is read, so a newer
            edition only has to be put there.
        licence: name of the licence or terms.
        licence_url: where the terms stand.
        allows: what may be published under them, in our words.
        credit: how the publisher asks to be cited.
        known: file name -> sha256 of the editions the collection was built from. A known name with other
            content is refused; an unknown name is a newer edition and is checked by shape alone.
        via: public repository that kept the copy, where the publisher's own page no longer serves that edition.
        several: True where more than one edition may stand side by side.
    """

    key: str
    publisher: str
    title: str
    url: str
    pattern: str
    licence: str
    allows: str
    query: str = ""
    licence_url: str = ""
    credit: str = ""
    known: tuple[tuple[str, str], ...] = ()
    via: str = ""
    several: bool = False

    @property
    def is_hand_kept(self) -> bool:
        """Whether it is a list of our own in `curated/`, not a publisher's file."""
        return self.pattern.startswith(HAND_KEPT)


@dataclass(frozen=True)
class Table:
    """One tidy table of the data package.

    Args:
        name: "group/table"; the file is data/group/table.csv.
        title: one line.
        description: what a row is, how it was made, what it cannot show.
        fields: columns in order.
        key: columns that identify a row; rows are sorted by them.
        sources: keys of the `Source`s it is made from.
        build: function from a `Shelf` to a DataFrame with exactly these columns.
        edition: the publisher's edition(s) in words ("2025-12", "releases 2024, 2025 and 2026").
        foreign_keys: (our column, other table, its column); empty cells are allowed.
        notes: traps for the user of the table.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    sources: tuple[str, ...]
    build: "Callable[[Shelf], pd.DataFrame]"
    edition: str = ""
    foreign_keys: tuple[tuple[str, str, str], ...] = ()
    notes: str = ""

    @property
    def group(self) -> str:
        return self.name.split("/")[0]

    @property
    def path(self) -> str:
        return f"{self.name}.csv"
