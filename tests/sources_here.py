"""Where the publishers' files are, if they are here at all."""

import os
import re
import shutil
import zlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path(os.environ.get("ALLIANCE_SOURCES") or ROOT.parent / "shared" / "sources")
SAMPLES = ROOT / "tests" / "samples"

needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason=f"rebuild NOT verified: the publishers' files are not in {SOURCES.name}/ beside the project"
)


def copied(path: Path, to: Path) -> Path:
    """Copy a file or a whole folder for a test to damage; the copy can be written where the project is read-only."""
    if path.is_dir():
        to.mkdir(parents=True)
        for inside in path.iterdir():
            copied(inside, to / inside.name)
        return to
    return Path(shutil.copyfile(path, to / path.name if to.is_dir() else to))


def says(problem: object, word: str) -> bool:
    """Whether a message has the word or words as they stand, not as a part of longer ones."""
    return re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", str(problem)) is not None


def checksum(texts: Iterable[str]) -> str:
    """CRC-32 of texts, one a line: what nets keep of cells and words that have no sum."""
    return f"{zlib.crc32(chr(10).join(texts).encode()):08x}"


def records(frame, *columns):
    """Rows as tuples of plain values, None for empty."""
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame[list(columns)].itertuples(index=False)]
