"""Source lines of figures, made from the descriptor of the data and from the rows that a figure uses."""

import re
from calendar import month_name
from collections.abc import Iterable
from typing import Any

import pandas as pd

from evidence import tables

_HELPERS = re.compile("country codes|numbers of the states")  # tables of names, which no figure shows
_LONG = 40


def credit(table: str, frame: pd.DataFrame | None = None) -> str:
    """Whom a figure owes its data to, in a line: publisher, database and the editions that the rows come from.

    Args:
        table: name in the data package ("debt/owed_to_russia").
        frame: the rows used; their `release` or `edition` is named, and of a table with a column `source` only the
            sources used are. Without such columns the descriptor's edition is named.

    Returns:
        "World Bank, International Debt Statistics, December 2025", or
        "SIPRI Arms Transfers Database, releases of 2024 and 2026"; several sources of a table are joined with "; ".

    Raises:
        TableProblem: there is no such table.
    """
    resource = tables._resource(table)
    sources = [s for s in resource["sources"] if not _HELPERS.search(s["title"])] or resource["sources"]
    said = _sources_said(frame)
    sources = [s for s in sources if any(_plain(v).startswith(_plain(s["key"])) for v in said)] or sources
    names = _joined(dict.fromkeys(_publisher(source) for source in sources))
    edition = _edition(resource["edition"], frame)
    return names if not edition or edition in names else f"{names}, {edition}"


def _joined(publishers: Iterable[tuple[str, str]]) -> str:
    """Each publisher once, with what is his; a name that begins another's ("ideal points") says nothing more."""
    works: dict[str, list[str]] = {}
    for who, what in publishers:
        works.setdefault(who, []).append(what)
    for who, titles in works.items():
        works[who] = [a for a in titles if not any(b != a and b.startswith(a) for b in titles)]
    return "; ".join(f"{who}, {_listed(titles)}" if any(titles) else who for who, titles in works.items())


def _sources_said(frame: pd.DataFrame | None) -> list[str]:
    return [] if frame is None or "source" not in frame else sorted(set(frame["source"].dropna()))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _publisher(source: dict[str, Any]) -> tuple[str, str]:
    """The credit that the publisher asks for, unless that is a citation or lacking; then publisher and first words.

    A publisher with an abbreviation in the descriptor, "International Monetary Fund (IMF)", goes by it.
    """
    who, _, what = source["title"].partition(": ")
    short = re.search(r"\(([A-Z]\w+)\)", who)
    asked = re.sub(r",? https?://\S+", "", source.get("credit", ""))
    if asked and not re.search(r"\((19|20)\d\d\)", asked):
        return asked.replace(who.partition(" (")[0], short[1]) if short else asked, ""
    who = short[1] if short else who.replace("This project", "this project")
    what = _dashed(re.split(", |; ", what)[0])
    return who, "" if what == who else what


def _edition(stated: str, frame: pd.DataFrame | None) -> str:
    for column, one, many in (("release", "release of ", "releases of "), ("edition", "", "")):
        if frame is not None and column in frame:
            values = sorted({str(v) for v in frame[column].dropna()})
            return (many if len(values) > 1 else one) + _listed([_months(v) for v in values])
    if said := _sources_said(frame):
        return _listed([_months(m) for m in sorted(set(re.findall(r"\b\d{4}-\d\d\b", " ".join(said))))])
    stated = stated.split(";")[0]
    if len(stated) > _LONG and frame is not None and "year" in frame:
        return f"{frame['year'].min()}–{frame['year'].max()}"
    return _dashed(_months(re.sub(r"^releases\b", "releases of", stated)))


def _months(text: str) -> str:
    """Year-months in words: "2025-12" becomes "December 2025"."""
    pattern = r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])\b"
    return re.sub(pattern, lambda found: f"{month_name[int(found[2])]} {found[1]}", text)


def _dashed(text: str) -> str:
    return re.sub(r"\b(\d{4})-(\d{4})\b", r"\1–\2", text)


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
