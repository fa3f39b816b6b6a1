"""Every run has the safeguards, the shares and the summary of `harness.py`; and lists that several tests damage."""

import pytest
from harness import configure as pytest_configure  # noqa: F401 (a hook)


@pytest.fixture
def curated(tmp_path, monkeypatch):
    """The hand-kept lists in a folder of their own, from which tables are then built."""
    from build import shelf
    from sources_here import copied

    for path in shelf.CURATED.glob("*.csv"):
        copied(path, tmp_path)
    monkeypatch.setattr(shelf, "CURATED", tmp_path)
    return tmp_path
