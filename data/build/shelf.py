"""The folder of publishers' files: which ones are there, whether they are what they claim, who read them."""

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from build.problems import SourceProblem
from build.schema import Source

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
        self._memo: dict[Any, Any] = {}

    def files(self, key: str) -> list[Path]:
        """Every file of a source, oldest name first, each checked against its known sha256.

        Raises:
            SourceProblem: there is none, or a known edition has other content than it should.
        """
        source = self.sources[key]
        base = CURATED if source.pattern.startswith("curated:") else self.folder
        pattern = source.pattern.removeprefix("curated:")
        found = sorted(base.glob(pattern)) if base else []
        if not found:
            raise SourceProblem(
                pattern,
                "the sources folder",
                f"a file like {pattern} ({source.publisher})",
                "none" if base else "no sources folder given",
                f"get it from {source.url}" + (f" with these settings: {source.query}" if source.query else ""),
            )
        if not source.several and len(found) > 1:
            found = found[-1:]
        for path in found:
            self._verify(path, source)
        return found

    def file(self, key: str) -> Path:
        """The newest file of a source (by name)."""
        return self.files(key)[-1]

    def _verify(self, path: Path, source: Source) -> None:
        if path.name in self.used.get(source.key, {}):
            return
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
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
        self.used.setdefault(source.key, {})[path.name] = digest

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """Result of `make()`, kept for the next table that asks under the same key."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def table(self, name: str) -> pd.DataFrame:
        """A finished table: the one just built, else the one on disk."""
        if name in self.built:
            return self.built[name]
        return self.memo(("table", name), lambda: pd.read_csv(self.data / f"{name}.csv"))

    @cached_property
    def newer_editions(self) -> list[str]:
        """Files read that are not among the known editions."""
        return sorted(
            name
            for key, files in self.used.items()
            for name in files
            if self.sources[key].known and name not in dict(self.sources[key].known)
        )
