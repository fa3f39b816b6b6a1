"""Where the publishers' files are, if they are here at all."""

import os
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path(os.environ.get("ALLIANCE_SOURCES", ROOT.parent / "shared" / "sources"))
SAMPLES = ROOT / "tests" / "samples"

needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason=f"rebuild NOT verified: the publishers' files are not in {SOURCES.name}/ beside the project"
)


def records(frame, *columns):
    """Rows as tuples of plain values, None for empty."""
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame[list(columns)].itertuples(index=False)]
