"""The folder in which a build works aside, beside the tables: one build at a time, and nothing left after a sudden end.

`data/.building-XXXX/` holds the finished tables, the old ones that they replace, and from the first replacement on a
journal of what is replaced. Whatever kills a build, the next one finds the journal and puts the old tables back.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from build.problems import Replacing, why

try:
    import fcntl
except ImportError:  # Windows: a file that is open there cannot be removed, which serves as well
    fcntl = None

PREFIX = ".building-"
AT_WORK = "at-work"
JOURNAL = "journal.json"
YOUNG = 10  # seconds in which a folder may still be without its mark


@contextmanager
def workplace(data: Path, say=print) -> Iterator[Path]:
    """A folder of one's own in `data`, removed at the end; folders that dead builds left are cleared first.

    Args:
        data: folder of the tables.
        say: receives a line for each folder cleared.

    Raises:
        Replacing: another build is at work, or the folder cannot be written.
    """
    try:
        aside = Path(tempfile.mkdtemp(prefix=PREFIX, dir=data))
        mark = _mark(aside)
    except OSError as cause:
        raise Replacing(
            data, "the folder of the tables", "a folder that can be written", why(cause),
            "copy the project to a place of your own, and build there",
        ) from cause  # fmt: skip
    try:
        _clear(data, aside, say)
        yield aside
    finally:
        mark.close()
        if not (aside / JOURNAL).exists():  # else putting back was cut off as well: the next build does it
            shutil.rmtree(aside, ignore_errors=True)


def _mark(aside: Path) -> IO[bytes]:
    """An open file that tells the living from the dead: the system lets go of it however a build ends."""
    if not fcntl:
        return (aside / AT_WORK).open("wb")
    mark = (aside / f"{AT_WORK}.new").open("wb")
    fcntl.flock(mark, fcntl.LOCK_EX)
    (aside / f"{AT_WORK}.new").replace(aside / AT_WORK)  # it bears the name only once it is held
    return mark


def _clear(data: Path, ours: Path, say) -> None:
    for other in sorted(data.glob(f"{PREFIX}*")):
        if other == ours or not other.is_dir():
            continue
        if _lives(other):
            if _since(other) <= _since(ours):
                raise Replacing(
                    data, "the folder of the tables", "one build at a time", f"another build at work in {other.name}",
                    "wait until it has ended, then start again",
                )  # fmt: skip
            continue
        restored = put_back(other, data)
        shutil.rmtree(other, ignore_errors=True)
        say(f"cleared {other.name} of a build that did not end" + (f"; {restored} old files put back" if restored else ""))


def _since(folder: Path) -> tuple[int, str]:
    """When a build began; its name decides between two that began together."""
    try:
        return (folder / AT_WORK).stat().st_mtime_ns, folder.name
    except OSError:
        return sys.maxsize, folder.name  # not marked yet: it will look for us in its turn


def _lives(folder: Path) -> bool:
    mark = folder / AT_WORK
    try:
        if fcntl:
            with mark.open("rb") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            mark.unlink()
    except FileNotFoundError:
        try:
            return time.time() - folder.stat().st_mtime < YOUNG
        except OSError:
            return False
    except OSError:
        return True
    return False


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
    places: dict[Path, Path | None] = {}
    try:
        for index, place in enumerate(staged.values()):
            place.parent.mkdir(parents=True, exist_ok=True)
            old = aside / f"{index}.old"
            places[place] = old if place.exists() else None
            if place.exists():
                shutil.copy2(place, old)
        _write_journal(aside, places, data)
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


def _write_journal(aside: Path, places: dict[Path, Path | None], data: Path) -> None:
    """Note which old file belongs where, and where there was none, before anything is replaced.

    Args:
        aside: the working folder.
        places: final place -> copy of the old file, None where there was none.
        data: folder of the tables.
    """
    noted = {p.relative_to(data).as_posix(): old and old.relative_to(aside).as_posix() for p, old in places.items()}
    with (aside / JOURNAL).open("w", encoding="utf-8") as journal:
        json.dump(noted, journal)
        journal.flush()
        os.fsync(journal.fileno())


def put_back(aside: Path, data: Path) -> int:
    """Put every old file back that a journal names, and remove what stands where there was none.

    Returns:
        the number of files put back; 0 without a journal, as nothing was replaced then.
    """
    try:
        noted = json.loads((aside / JOURNAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0
    for place, old in noted.items():
        if old is None:
            (data / place).unlink(missing_ok=True)
        elif (aside / old).exists():
            (aside / old).replace(data / place)
    (aside / JOURNAL).unlink(missing_ok=True)
    return len(noted)
