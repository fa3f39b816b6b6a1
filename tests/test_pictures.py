"""Pictures are compared where a notebook draws them; here, that another picture would be noticed.

In the whole suite every notebook runs with `ALLIANCE_PNG` set, so that each of its figures is held against the committed png.
"""

import os

import harness
import pytest
from evidence import book
from evidence.house import pictures
from evidence.text import running


def test_notebooks_of_this_run_compare_pictures():
    assert os.environ[harness.PICTURES] and pictures.compared()


def test_another_picture_is_caught(monkeypatch):
    """The same cells with another colour: the values stay, the picture does not."""
    monkeypatch.setattr(pictures, "compare", lambda *_: None)  # the svg would say so first
    source = running.source_of(book.notebook("06"))
    number = next(n for n, cell in enumerate(source.cells) if "house.publish(" in cell)
    source.cells[number] = source.cells[number].replace("linewidth=0)", "linewidth=3)", 1)
    with pytest.raises(pictures.FigureProblem, match=r"\.png: .* of the picture differs"):
        running.run(source, drawing=True)
