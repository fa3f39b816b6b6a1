"""Pictures are compared where a notebook draws them; here, that another picture would be noticed.

In the whole suite every notebook runs with `ALLIANCE_PNG` set: the first figure of each is drawn and held against the committed
png, and so is every other whose svg is not the committed one to the last byte.
"""

import os

import harness
import pytest
from evidence import book
from evidence.house import pictures
from evidence.places import FIGURES
from evidence.text import running


def test_notebooks_of_this_run_compare_pictures():
    assert os.environ[harness.PICTURES]


def test_every_file_of_a_figure_is_the_one_that_sync_wrote():
    drawn = {path.name for ending in pictures.ENDINGS for path in FIGURES.glob(f"*.{ending}")}
    assert set(pictures.sums(FIGURES)) == drawn
    assert [name for stem in {n.partition(".")[0] for n in drawn} for name in pictures.altered(FIGURES, stem)] == []


def test_another_picture_is_caught(monkeypatch):
    """The same cells with another colour: the values stay, the picture does not."""
    monkeypatch.setattr(pictures, "compare", lambda *_: None)  # the svg would say so first
    source = running.source_of(book.notebook("06"))
    number = next(n for n, cell in enumerate(source.cells) if "house.publish(" in cell)
    source.cells[number] = source.cells[number].replace("linewidth=0)", "linewidth=3)", 1)
    with pytest.raises(pictures.FigureProblem, match=r"\.png: .* of the picture differs"):
        running.run(source, drawing=True)
