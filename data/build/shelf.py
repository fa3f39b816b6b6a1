"""The folder of publishers' files: which ones are there, whether they are what they claim, who read them."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from build.editions import content, order
from build.problems import SourceProblem, unreadable, why
from build.reading import read_bytes
from build.schema import HAND_KEPT, Source

DATA = Path(__file__).resolve().parents[1]
CURATED = Path(__file__).resolve().parent / "curated"


class Shelf:
    """Files below a sources folder, by source key.

    Args:
        folder: the sources folder; None where only hand-kept inputs are used.
        sources: every `Source` of the collection.
        data: folder of the finished tables, for tables that are made from other tables.
    """

    def __init__(self, folder: Path | None, sources: dict[str, Source], data: Path = DATA) -> None:
        self.folder = folder
        self.sources = sources
        self.data = data
        self.built: dict[str, pd.DataFrame] = {}
        self.used: dict[str, dict[str, str]] = {}
        self.read: set[Path] = set()
        self.superseded: dict[Path, Path] = {}
        self._memo: dict[Any, Any] = {}

    def files(self, key: str) -> list[Path]:
        """Every file of a source, oldest edition first, each checked against its known sha256.

        Raises:
            SourceProblem: there is none; one cannot be read; a known edition has other content than it should; or the same
                content stands under two names.
        """
        source = self.sources[key]
        base = CURATED if source.is_hand_kept else self.folder
        pattern = source.pattern.removeprefix(HAND_KEPT)
        found = _matching(base, pattern) if base else []
        if not found:
            beside = _beside(base, pattern) if base else []
            raise SourceProblem(
                pattern,
                "the sources folder",
                f"a file like {pattern} ({source.publisher})",
                ("none" + (f"; under other names stand there: {', '.join(beside)}" if beside else ""))
                if base
                else "no sources folder given",
                f"get it from {source.url}" + (f" with these settings: {source.query}" if source.query else ""),
            )
        if not source.several and len(found) > 1:
            self.set_aside(found[:-1], found[-1])
            found = found[-1:]
        for path in found:
            self._verify(path, source)
        self._refuse_twins(found, source)
        return found

    def file(self, key: str) -> Path:
        """The newest edition of a source."""
        return self.files(key)[-1]

    def set_aside(self, older: Iterable[Path], newest: Path) -> None:
        """Note files in whose place a newer edition was used."""
        self.superseded |= {path: newest for path in older if path != newest}

    def _verify(self, path: Path, source: Source) -> None:
        if path in self.read and path.name in self.used.get(source.key, {}):
            return
        digest = hashlib.sha256(read_bytes(path)).hexdigest()
        expected = dict(source.known).get(path.name)
        if expected and digest != expected:
            raise SourceProblem(
                path,
                "the whole file",
                f"sha256 {expected}",
                f"sha256 {digest}",
                "the file was altered, cut short or encoded anew: download it again; if it is a newer edition,"
                " give it a name of its own with its date in it",
            )
        other = self._known_names.get(digest)
        if other and other != path.name:
            raise SourceProblem(
                path,
                "the whole file",
                "an edition that is not known yet",
                f"the same bytes as {other}",
                f"call it {other} again, or download the newer edition: what was saved is the old one",
            )
        self.used.setdefault(source.key, {})[path.name] = digest
        self.read.add(path)

    @cached_property
    def _known_names(self) -> dict[str, str]:
        """Digest of each edition that the collection was built from -> its name."""
        return {digest: name for source in self.sources.values() for name, digest in source.known}

    def _refuse_twins(self, found: list[Path], source: Source) -> None:
        """Refuse an edition that says the same as another, packed anew or under another name."""
        known = dict(source.known)
        if len(found) < 2 or all(path.name in known for path in found):
            return
        seen: dict[str, Path] = {}
        for path in found:
            said = self.memo(("content", path), lambda path=path: content(path, read_bytes(path)))
            if said in seen:
                raise SourceProblem(
                    path,
                    "the whole file",
                    "an edition of its own",
                    f"the same content as {seen[said].name}",
                    "remove one of the two, or download the newer edition: what was saved is the old one",
                )
            seen[said] = path

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """Result of `make()`, kept for the next table that asks under the same key."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def table(self, name: str) -> pd.DataFrame:
        """A finished table: the one just built, else the one on disk."""
        if name in self.built:
            return self.built[name]
        return self.memo(("table", name), lambda: self._on_disk(name))

    def _on_disk(self, name: str) -> pd.DataFrame:
        """Raises SourceProblem where the table is missing or damaged."""
        path = self.data / f"{name}.csv"
        try:
            return pd.read_csv(path)
        except OSError as cause:
            found = why(cause)
        except ValueError as cause:  # no columns, rows of unequal length, or bytes that are no UTF-8
            found = str(cause).strip().splitlines()[0]
        raise SourceProblem(
            f"{name}.csv", f"the table data/{name}.csv, from which another is made", "a whole table", found,
            f"make it anew together with the other: --only {name} and the table that you want",
        )  # fmt: skip

    @cached_property
    def newer_editions(self) -> list[str]:
        """Files read that are not among the known editions."""
        return sorted(
            name
            for key, files in self.used.items()
            for name in files
            if self.sources[key].known and name not in dict(self.sources[key].known)
        )


def _matching(base: Path, pattern: str) -> list[Path]:
    """Names below a folder that fit a pattern, oldest edition first; hidden ones (a Mac's twins on a stick) left out."""
    try:
        return sorted((path for path in base.glob(pattern) if not path.name.startswith(".")), key=order)
    except OSError as cause:
        raise unreadable(base, cause) from cause


def _beside(base: Path, pattern: str) -> list[str]:
    """Up to five other names in the folder where a pattern looks."""
    folder = (base / pattern).parent
    try:
        return sorted(p.name for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))[:5]
    except OSError:
        return []
