"""Country names as publishers spell them, turned into ISO 3166-1 alpha-3 codes."""

import difflib
from functools import cache
from pathlib import Path

import pandas as pd

from build.problems import SourceProblem
from build.shelf import CURATED


@cache
def _codes() -> dict[str, str]:
    table = pd.read_csv(CURATED / "countries.csv", keep_default_na=False)
    codes = {}
    for row in table.itertuples():
        for name in (row.country, *filter(None, row.also_written.split("|"))):
            codes[_fold(name)] = row.iso3
    return codes


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("*", "").replace("’", "'").split())


def iso3(name: str) -> str | None:
    """Code of a country name, or None for a group, an aggregate or a state that is no more."""
    return _codes().get(_fold(name))


def add_iso3(
    frame: pd.DataFrame, column: str, path: Path, into: str = "iso3", without: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """Put the code beside a column of names.

    Args:
        frame: table with publishers' names.
        column: the column of names.
        path: file to name if a country is unknown.
        into: name of the new column.
        without: names that rightly have no code; None lets every unknown name through with an empty code.

    Raises:
        SourceProblem: a name that is neither known nor listed in `without`, with its near matches.
    """
    names = pd.Series(frame[column].dropna().unique())
    codes = {name: iso3(name) for name in names}
    if without is not None:
        unknown = [n for n, code in codes.items() if code is None and n not in without]
        if unknown:
            near = difflib.get_close_matches(_fold(unknown[0]), _codes(), n=3)
            raise SourceProblem(
                path,
                f"field {column}",
                "a country name that data/build/curated/countries.csv knows",
                repr(unknown[0]) + (f" (near matches: {', '.join(near)})" if near else ""),
                "if the publisher changed its spelling, add it to the column also_written of that file",
            )
    return frame.assign(**{into: frame[column].map(codes)})
