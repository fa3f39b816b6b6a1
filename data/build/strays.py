"""Files in the sources folder that no table is made from: older editions, and names that nearly fit."""

import difflib
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from build.editions import is_of_the_future
from build.schema import Source
from build.shelf import Shelf

# What stands beside the publishers' files on purpose: codebooks, and reports from which the hand-kept lists were typed.
BESIDE = (
    "*README*", "*SHA256SUMS*", "*codebook*", "debt/check_*", "debt/mof_public_debt_dict.csv", "debt/reported_*",
    "arms/sipri_tiv_*", "arms/worldbank_ms_mil_*", "alignment/unga_selected_votes_*", "alignment/unga_ukraine_related_*",
    "alignment/unga_votes_reported*", "alliances/csto_*", "conflict/acled_country_month_*", "conflict/arrivals_*",
    "conflict/casualties_*", "conflict/ceasefire_*", "conflict/obligations_*", "economy/reported_*", "opinion/polls_*",
)  # fmt: skip
DEEPEST = 3  # folders below the sources folder that are looked through


def not_read(shelf: Shelf, chosen: list[Source]) -> list[str]:
    """A line for every file near those of the chosen sources that was not read, with the reason.

    Args:
        shelf: after the build.
        chosen: the sources of the tables that were made.
    """
    if shelf.folder is None:
        return []
    patterns = sorted({s.pattern for s in chosen if not s.is_hand_kept})
    every = sorted({s.pattern for s in shelf.sources.values() if not s.is_hand_kept})
    lines = [
        f"not read: {_shown(old, shelf.folder)} (an older edition; {new.name} is newer)"
        for old, new in sorted(shelf.superseded.items())
    ]
    for path in _near(shelf.folder, {Path(p).parts[0] for p in patterns}):
        shown = _shown(path, shelf.folder)
        if path in shelf.read or path in shelf.superseded or any(fnmatch(shown, kept) for kept in BESIDE):
            continue
        if any(Path(shown).match(pattern) and Path(shown).parent == Path(pattern).parent for pattern in every):
            continue  # a file of a table that was not asked for
        lines.append(f"not read: {shown} (looked for {_nearest(shown, patterns)})")
    return lines


def of_the_future(shelf: Shelf, today: date | None = None) -> list[str]:
    """A line for every file that was read and whose name gives a day still to come."""
    today = today or date.today()
    return [
        f"dated later than today, which makes it the newest: {path.name}"
        for path in sorted(shelf.read)
        if shelf.folder and path.is_relative_to(shelf.folder) and is_of_the_future(path, today)
    ]


def _near(folder: Path, groups: set[str]) -> list[Path]:
    """Files in the folder itself and in the folders of the chosen groups; a name in capitals is the same group."""
    wanted = {group.casefold() for group in groups}
    found = []
    for path in _files(folder, DEEPEST):
        parts = path.relative_to(folder).parts
        if len(parts) == 1 or parts[0].casefold() in wanted:
            found.append(path)
    return sorted(found)


def _files(folder: Path, deeper: int) -> list[Path]:
    try:
        names = [p for p in folder.iterdir() if not p.name.startswith(".")]
    except OSError:
        return []
    found = [p for p in names if not p.is_dir()]
    return found + [f for p in names if p.is_dir() and deeper > 1 for f in _files(p, deeper - 1)]


def _nearest(shown: str, patterns: list[str]) -> str:
    """The pattern most like a name; a name that fits in another folder goes first."""
    name = Path(shown).name.casefold()

    def likeness(pattern: str) -> float:
        wanted = Path(pattern).name
        fits = fnmatch(name, wanted.casefold())
        return fits + difflib.SequenceMatcher(None, name, wanted.replace("*", "").casefold()).ratio()

    same = [p for p in patterns if Path(p).parts[0].casefold() == Path(shown).parts[0].casefold()]
    return max(same or patterns, key=likeness)


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
