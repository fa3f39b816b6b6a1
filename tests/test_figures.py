"""The committed pictures: opaque, in their sizes, with words that stay words, and described in the gallery."""

from evidence import house
from evidence.pages import gallery
from evidence.places import FIGURES


def test_pictures_are_opaque_and_in_palette():
    from PIL import Image

    for path in FIGURES.glob("*.png"):
        picture = Image.open(path)
        assert picture.mode == "P" and "transparency" not in picture.info, path.name
        assert picture.width == 2 * house.WIDTH_PX, path.name


def test_gallery_is_current():
    assert (FIGURES / "README.md").read_text(encoding="utf-8") == gallery.text()


def test_words_in_drawings_stay_words():
    for path in FIGURES.glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert "<text" in drawn and "Verdana, sans-serif" in drawn, path.name
