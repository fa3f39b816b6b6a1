"""The committed pictures: opaque, in their sizes, with words that stay words, and described in the gallery."""

from evidence import house
from evidence.drawings import scorecard
from evidence.house import layout
from evidence.judging import ledger
from evidence.pages import gallery
from evidence.places import FIGURES
from evidence.tables import load


def test_pictures_are_opaque_and_in_palette():
    from PIL import Image

    for path in FIGURES.glob("*.png"):
        picture = Image.open(path)
        assert picture.mode == "P" and "transparency" not in picture.info, path.name
        assert picture.width == 2 * house.WIDTH_PX, path.name
        assert cut_off(picture) == [], path.name


def cut_off(picture):
    """Edges that something dark touches: a name or a legend goes on beyond them."""
    grey = picture.convert("L")
    wide, high = grey.size
    edges = {"left": (0, 0, 1, high), "right": (wide - 1, 0, wide, high), "top": (0, 0, wide, 1), "bottom": (0, high - 1, wide, high)}
    return [edge for edge, box in edges.items() if grey.crop(box).getextrema()[0] < 200]


def test_words_that_go_on_beyond_an_edge_are_seen():
    from PIL import Image, ImageDraw

    picture = Image.new("L", (60, 40), "white")
    assert cut_off(picture) == []
    ImageDraw.Draw(picture).text((20, 10), "edition of 2025", fill="black")
    assert cut_off(picture) == ["right"]


def test_gallery_is_current():
    assert (FIGURES / "README.md").read_text(encoding="utf-8") == gallery.text()


def test_words_in_drawings_stay_words():
    for path in FIGURES.glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert "<text" in drawn and "Verdana, sans-serif" in drawn, path.name


def spilling(book):
    """Claims whose words do not end within their tile."""
    tiles = scorecard.placed(book, load("narrative/argument")).dropna(subset=["claim_id"])
    fig = scorecard.draw(tiles)
    layout.lay_out(fig, "A title", "What it shows", "Source: this project")
    (ax,) = fig.axes
    back = ax.transData.inverted()
    ends = {t.get_text(): back.transform(t.get_window_extent().max)[0] for t in ax.texts}
    return [t.words for t in tiles.itertuples() if ends[t.words] > t.right - 0.5]


def test_words_of_the_scorecard_end_within_their_tiles():
    book = ledger.whole_book()
    assert spilling(book) == []
    long = book.assign(short=book["short"].where(book["claim_id"].ne("C15"), "Russia proposed observer status"))
    assert spilling(long) == ["Russia proposed observer status"]
