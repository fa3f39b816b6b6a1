"""Pictures of retold chapters, drawn anew in one process and held against the committed ones.

Under nbval a chapter renders no png, for nbval never compares one; svg and csv are compared there.
"""

import pytest
from evidence import book
from evidence.text import commands, running


@pytest.mark.parametrize("path", commands.marked(), ids=lambda p: p.stem)
def test_every_picture_is_the_committed_one(path, monkeypatch):
    monkeypatch.setenv("ALLIANCE_PNG", "1")
    running.run(running.source_of(path), drawing=True)


def test_another_picture_is_caught(monkeypatch):
    """The same cells with another colour: the values stay, the picture does not."""
    monkeypatch.setenv("ALLIANCE_PNG", "1")
    path = book.notebook("06")
    source = running.source_of(path)
    number = next(n for n, cell in enumerate(source.cells) if "house.publish(" in cell)
    source.cells[number] = source.cells[number].replace("linewidth=0)", "linewidth=3)", 1)
    with pytest.raises(Exception, match="differ"):
        running.run(source, drawing=True)
