"""The house of the figures: its look, the value guard, the comparison, and what a cell that draws must look like."""

import io
import json
import re
from itertools import combinations
from types import SimpleNamespace

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
import seaborn.objects as so
from drawing_rules import static_problems
from evidence import house, show
from evidence.house import layout, pictures
from evidence.house.credits import credit
from evidence.house.guard import refuse
from evidence.house.labels import _spread, push_apart
from evidence.house.pictures import FigureProblem
from evidence.places import FIGURES, NOTEBOOKS
from matplotlib.colors import to_rgb
from matplotlib.patches import Ellipse, Wedge
from matplotlib.text import Text
from PIL import Image

matplotlib.use("agg")
PNG_BYTES = pictures.png_bytes
TITLE, ALT = "Armenia owes less", "A line falls."


def no_png(*_):
    return b"\x89PNG"


@pytest.fixture(autouse=True)
def no_figure_left():
    yield
    plt.close("all")


@pytest.fixture
def chapter():
    return SimpleNamespace(number="06", figures=[], draft=False)


@pytest.fixture
def shown(monkeypatch):
    """What a reader's notebook would show: a list of (data, metadata)."""
    for name in ("ALLIANCE_CHECK", "ALLIANCE_SYNC", "ALLIANCE_PNG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pictures, "png_bytes", no_png)
    found = []
    monkeypatch.setattr(show, "display", lambda data, metadata, raw: found.append((data, metadata)))
    return found


@pytest.fixture
def rendered(shown, monkeypatch):
    """The picture is really made, which takes half a second."""
    monkeypatch.setattr(pictures, "png_bytes", PNG_BYTES)


@pytest.fixture
def folders(tmp_path, monkeypatch, shown):
    """A committed and a made folder in place of those of the project."""
    committed, made = tmp_path / "committed", tmp_path / "made"
    committed.mkdir()
    made.mkdir()
    monkeypatch.setattr(house, "FIGURES", committed)
    return SimpleNamespace(committed=committed, made=made)


def sync(monkeypatch, folders):
    monkeypatch.delenv("ALLIANCE_CHECK", raising=False)
    monkeypatch.setenv("ALLIANCE_SYNC", str(folders.committed))
    monkeypatch.setattr(house, "output_folder", lambda: folders.committed)


def check(monkeypatch, folders):
    monkeypatch.delenv("ALLIANCE_SYNC", raising=False)
    monkeypatch.setenv("ALLIANCE_CHECK", str(folders.made))
    monkeypatch.setattr(house, "output_folder", lambda: folders.made)


DEBT = pd.DataFrame(
    {
        "year": [*range(2015, 2021)] * 2,
        "owed": [8.0, 60, 250, 310, 395, 360, 20, 25, 30, 45, 50, 40],
        "what": ["owed"] * 6 + ["paid"] * 6,
        "sum": 400.0,
    }
)


def draw_debt(
    data=DEBT, colour=house.COLOURS["Armenia"], width=2.4, unit="{:,.0f}", label="owed", sum_label="400 million"
):
    fig, ax = house.canvas(3)
    look = {"owed": colour, "paid": house.GREY}
    sns.lineplot(
        data, x="year", y="owed", hue="what", palette=look, linewidth=width, errorbar=None, legend=False, ax=ax
    )
    house.label_ends(ax, data, "year", "owed", "what", {"owed": label, "paid": "paid"})
    house.level(ax, 400, sum_label, side="left")
    house.event(ax, 2018, "a change of power", side="left")
    house.gap(ax, 2015.2, 2015.8)
    house.thousands(ax, form=unit)
    ax.set(xlabel="", ylabel="", ylim=(0, None))
    return ax


def publish(chapter, ax, name="debt", data=DEBT, title=TITLE, alt=ALT, **kwargs):
    house.publish(
        chapter, ax, name, data, title, "Million dollars, 2015–20", "World Bank, December 2025", alt, **kwargs
    )


# The look.


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [*house.TEXT, "INK", "QUIET"])
def test_text_can_be_read_on_white(name):
    assert contrast(house.TEXT.get(name) or getattr(house, name), "white") >= 4.5


@pytest.mark.parametrize("pair", list(combinations(["Armenia", "Russia", "Azerbaijan"], 2)), ids="-".join)
def test_actors_stay_apart_in_greyscale(pair):
    """By light, and by the grey that a printer or an image program makes of a colour, from 0 to 255."""
    assert contrast(*(house.COLOURS[name] for name in pair)) >= 1.4
    greys = [255 * np.dot([0.299, 0.587, 0.114], to_rgb(house.COLOURS[name])) for name in pair]
    assert abs(np.diff(greys)).item() >= 30


def test_others_are_lighter_than_every_actor():
    assert min(contrast(house.COLOURS[name], house.PALE) for name in ("Armenia", "Russia", "Azerbaijan")) >= 1.8


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN_BY = {
    "all": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour, seen_by):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    xyz = TO_XYZ @ np.clip(np.asarray(SEEN_BY[seen_by]) @ linear, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("seen_by", SEEN_BY)
def test_fills_stay_apart_for_colour_blind_readers(seen_by):
    for one, other in combinations(house.COLOURS, 2):
        distance = np.linalg.norm(lab(house.COLOURS[one], seen_by) - lab(house.COLOURS[other], seen_by))
        assert distance >= 20, (one, other, distance)


def test_no_text_is_small(chapter, shown):
    ax = draw_debt()
    house.hide_legend(ax)
    publish(chapter, ax)
    assert min(t.get_fontsize() for t in ax.figure.findobj(Text) if t.get_text()) >= 11


def test_small_text_is_refused(chapter, folders, monkeypatch):
    sync(monkeypatch, folders)
    ax = draw_debt()
    ax.text(2016, 300, "whisper", fontsize=9)
    with pytest.raises(FigureProblem, match="under 11 points: whisper"):
        publish(chapter, ax)


def test_title_stands_left_bold_and_wrapped_within_the_canvas(chapter, shown):
    title = "Wonderful wide words: Armenia owes Russia much more than anybody ever knew"
    ax = draw_debt()
    publish(chapter, ax, title=title)
    fig = ax.figure
    lines = [t for t in fig.texts if t.get_fontweight() == "bold"]
    assert " ".join(t.get_text() for t in lines) == title and len(lines) >= 2
    renderer = fig._get_renderer()
    for text in fig.texts:
        box = text.get_window_extent(renderer)
        assert 0 <= box.x0 < 10 and box.x1 <= fig.bbox.x1 and box.y0 >= 0 and box.y1 <= fig.bbox.y1, text.get_text()
    assert {t.get_fontsize() for t in lines} == {16}


def test_nothing_stands_outside_the_canvas(chapter, shown):
    ax = draw_debt()
    publish(chapter, ax)
    fig = ax.figure
    for text in (*ax.texts, *ax.get_yticklabels()):
        box = Text.get_window_extent(text, fig._get_renderer())
        assert box.x0 >= 0 and box.x1 <= fig.bbox.x1, text.get_text()


def test_a_title_leaves_no_word_alone():
    lines = layout.balanced("Armenia owes Russia less than it owed before the", 16, "bold", 400)
    assert len(lines) == 2 and len(lines[1].split()) > 2


def test_labels_at_line_ends_do_not_overlap(chapter, shown):
    data = pd.concat([DEBT[DEBT["what"] == "owed"].assign(what=f"line {i}", owed=100.0 + i) for i in range(5)])
    fig, ax = house.canvas(3)
    sns.lineplot(data, x="year", y="owed", hue="what", palette="Greys", errorbar=None, legend=False, ax=ax)
    house.label_ends(ax, data, "year", "owed", "what")
    ax.set(ylim=(0, 400))
    publish(chapter, ax, data=data)
    boxes = [Text.get_window_extent(t, fig._get_renderer()) for t in ax.texts]
    boxes.sort(key=lambda box: box.y0)
    assert all(lower.y1 <= upper.y0 + 2 for lower, upper in zip(boxes, boxes[1:], strict=False))
    moved = [t.get_position() for t in ax.texts]
    push_apart(ax)  # a second time changes nothing
    assert np.allclose(moved, [t.get_position() for t in ax.texts])


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([0.0, 50.0], [0, 50]),
        ([20.0, 20.0], [15, 25]),
        ([20.0, 21.0, 22.0], [11, 21, 31]),
        ([0.0, 0.0], [0, 10]),
        ([99.0, 100.0], [90, 100]),
    ],
)
def test_spread_moves_as_little_as_possible(wanted, placed):
    assert np.allclose(_spread(np.array(wanted), np.full(len(wanted) - 1, 10.0), 0, 100), placed)


def test_years_are_whole_and_thousands_have_separators(chapter, shown):
    data = pd.DataFrame({"year": [2019, 2020, 2021], "v": [0.0, -1500.0, 12000.0]})
    fig, ax = house.canvas(2.4)
    sns.lineplot(data, x="year", y="v", errorbar=None, ax=ax)
    publish(chapter, ax, data=data)
    assert all(re.fullmatch(r"\d{4}", t.get_text()) for t in ax.get_xticklabels())
    assert "10,000" in [t.get_text() for t in ax.get_yticklabels()]


def test_values_on_bars_and_legend_on_top():
    data = pd.DataFrame({"n": ["a", "a", "b"], "v": [1234.0, -20, 3], "who": ["Armenia", "Russia", "Armenia"]})
    fig, ax = house.canvas()
    sns.barplot(data, x="n", y="v", hue="who", palette=house.COLOURS, saturation=1, errorbar=None, ax=ax)
    house.values_on_bars(ax)
    house.legend_on_top(ax)
    assert {"1,234", "−20", "3"} <= {t.get_text() for t in ax.texts}
    assert [t.get_color() for t in ax.get_legend().get_texts()] == [house.TEXT["Armenia"], house.TEXT["Russia"]]
    house.hide_legend(ax)
    assert ax.get_legend() is None
    with pytest.raises(FigureProblem, match="no legend"):
        house.legend_on_top(ax)


@pytest.mark.parametrize("kind", ["axes", "array", "figure", "grid", "plotter"])
def test_whatever_seaborn_returns_can_be_published(kind, chapter, shown, rendered):
    house.theme()
    data = DEBT.assign(panel="a")
    if kind == "grid":
        drawn = sns.relplot(data, x="year", y="owed", col="what", kind="line", errorbar=None, height=2)
    elif kind == "plotter":
        drawn = so.Plot(data, x="year", y="owed").facet("what").add(so.Line()).theme(house.style()).plot()
    else:
        fig, axes = house.canvas(2, columns=2)
        for ax, (_, rows) in zip(axes, data.groupby("what"), strict=True):
            sns.lineplot(rows, x="year", y="owed", errorbar=None, ax=ax)
        drawn = {"axes": axes[0], "array": axes, "figure": fig}[kind]
    publish(chapter, drawn, data=data)
    (data, metadata) = shown[0]
    assert data["image/png"].startswith(b"\x89PNG") and metadata["image/png"] == {"alt": ALT, "width": 800}


def test_something_else_is_refused():
    with pytest.raises(FigureProblem, match="cannot find panels in a str"):
        house.axes_of("a drawing")


# Publishing.


def test_a_reader_sees_the_figure_and_nothing_is_written(chapter, folders, shown):
    publish(chapter, draw_debt())
    assert shown[0][0]["text/plain"] == f"Figure 6.1. {TITLE}"
    assert shown[0][0]["image/png"].startswith(b"\x89PNG")
    assert not list(folders.committed.iterdir()) and not list(folders.made.iterdir())
    assert chapter.figures == [
        {
            "file": "06_debt",
            "number": "6.1",
            "title": TITLE,
            "subtitle": "Million dollars, 2015–20",
            "alt": ALT,
            "source": "World Bank, December 2025",
        }
    ]
    assert not plt.get_fignums()


def test_numbers_follow_the_calls(folders, shown):
    appendix = SimpleNamespace(number="10a", figures=[], draft=False)
    for name in ("a", "b"):
        publish(appendix, draw_debt(), name)
    assert [f["number"] for f in appendix.figures] == ["10a.1", "10a.2"]


def test_sources_are_joined_once(chapter, shown):
    house.publish(chapter, draw_debt(), "debt", DEBT, TITLE, "Dollars", ["World Bank", "SIPRI", "World Bank"], ALT)
    assert chapter.figures[0]["source"] == "World Bank; SIPRI"


SYNCED = {}  # what sync wrote, by the function that made the png: drawn once for all tests


@pytest.fixture
def committed(chapter, folders, monkeypatch):
    """A figure that sync wrote, and the tests' mode on."""
    sync(monkeypatch, folders)
    if pictures.png_bytes not in SYNCED:
        publish(chapter, draw_debt())
        chapter.figures.clear()
        SYNCED[pictures.png_bytes] = {p.name: p.read_bytes() for p in folders.committed.iterdir()}
    for name, content in SYNCED[pictures.png_bytes].items():
        (folders.committed / name).write_bytes(content)
    check(monkeypatch, folders)
    return folders


def test_the_same_figure_passes_and_is_identical(chapter, rendered, committed, monkeypatch):
    monkeypatch.setenv("ALLIANCE_PNG", "1")
    publish(chapter, draw_debt())
    for ending in ("svg", "csv"):
        made, old = (f / f"06_debt.{ending}" for f in (committed.made, committed.committed))
        assert made.read_bytes() == old.read_bytes(), ending
    assert not (committed.made / "06_debt.png").exists()  # compared pixel by pixel, and not packed


def drawn(chapter, monkeypatch):
    """Whether a figure's pixels are compared."""
    asked = []
    monkeypatch.setattr(pictures, "compare_png", lambda *told: asked.append(told[2]))
    publish(chapter, draw_debt())
    return asked == ["06_debt"]


@pytest.mark.parametrize(("setting", "number", "expected"), [("1", 1, True), ("1", 2, False), ("all", 2, True), ("", 1, False)])
def test_pixels_are_compared_of_the_first_figure_or_of_all(setting, number, expected, chapter, committed, monkeypatch):
    monkeypatch.setenv("ALLIANCE_PNG", setting)
    chapter.figures += [{}] * (number - 1)
    assert drawn(chapter, monkeypatch) == expected


@pytest.mark.parametrize("ending", ["csv", "png", "svg", "none listed"])
def test_a_figure_that_is_not_as_sync_left_it_is_drawn(ending, chapter, committed, monkeypatch):
    """A retouched png, and an svg that differs in its last digits, as one made on another system does."""
    monkeypatch.setenv("ALLIANCE_PNG", "1")
    monkeypatch.setattr(pictures, "compare", lambda *_: None)  # csv and svg would say so first
    chapter.figures.append({})
    path = committed.committed / (f"06_debt.{ending}" if ending in pictures.ENDINGS else pictures.SUMS)
    path.write_bytes(path.read_bytes() + b" " if ending in pictures.ENDINGS else b"")
    assert drawn(chapter, monkeypatch)


def test_sums_are_those_of_files_that_are_there(chapter, committed, monkeypatch):
    assert sorted(pictures.sums(committed.committed)) == ["06_debt.csv", "06_debt.png", "06_debt.svg"]
    assert pictures.altered(committed.committed, "06_debt") == []
    (committed.committed / "06_debt.csv").unlink()
    assert pictures.altered(committed.committed, "06_debt") == ["06_debt.csv"]
    sync(monkeypatch, committed)
    house.publish(chapter, draw_debt(), "again", DEBT, TITLE, "Dollars", "World Bank", ALT)
    assert sorted(pictures.sums(committed.committed)) == [
        "06_again.csv", "06_again.png", "06_again.svg", "06_debt.png", "06_debt.svg",
    ]  # fmt: skip


def test_under_test_no_png_is_rendered(chapter, committed, shown):
    shown.clear()
    publish(chapter, draw_debt())
    assert list(shown[0][0]) == ["text/plain"]
    assert sorted(p.suffix for p in committed.made.iterdir()) == [".csv", ".svg"]


def changed(**changes):
    return DEBT.assign(**changes)


FAULTS = {
    "value": lambda c: publish(c, draw_debt(moved := changed(owed=DEBT["owed"].replace(250, 251))), data=moved),
    "value drawn only": lambda c: publish(c, draw_debt(changed(owed=DEBT["owed"].replace(250, 20)))),
    "label": lambda c: publish(c, draw_debt(label="debt")),
    "digit in a label": lambda c: publish(c, draw_debt(sum_label="408 million")),
    "unit": lambda c: publish(c, draw_debt(unit="{:,.0f}%")),
    "colour": lambda c: publish(c, draw_debt(colour=house.COLOURS["Russia"])),
    "line width": lambda c: publish(c, draw_debt(width=2.5)),
    "dropped series": lambda c: publish(c, draw_debt(DEBT[DEBT["what"] == "owed"])),
    "title": lambda c: publish(c, draw_debt(), title="Armenia owes more"),
    "alt": lambda c: publish(c, draw_debt(), alt="A line rises."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_another_figure_is_caught_without_a_png(fault, chapter, committed):
    with pytest.raises(FigureProblem, match="06_debt"):
        FAULTS[fault](chapter)


SVG_FAULTS = {
    "digit": ("400 million", "408 million", "the text differs"),
    "description": (f"<desc>{ALT}", "<desc>A line rises.", "the text differs"),
    "colour": (house.COLOURS["Armenia"].lower(), "#c44e01", "a shape differs"),
    "line width": ("stroke-width: 2.4", "stroke-width: 2.41", "a shape differs"),
    "shape": ("</svg>", '<path d="M 0 0"/>\n</svg>', "shapes"),
    "place": (r're:<path d="M (\d+)\.', lambda m: f'<path d="M {int(m[1]) + 1}.', "a shape differs"),
}


@pytest.mark.parametrize("fault", SVG_FAULTS)
def test_a_changed_drawing_is_caught(fault, chapter, committed):
    old, new, message = SVG_FAULTS[fault]
    path = committed.committed / "06_debt.svg"
    text = path.read_text(encoding="utf-8")
    planted = re.sub(old[3:], new, text) if old.startswith("re:") else text.replace(old, new)
    assert planted != text
    path.write_text(planted, encoding="utf-8", newline="\n")
    with pytest.raises(FigureProblem, match=rf"06_debt\.svg.*{message}"):
        publish(chapter, draw_debt())


def test_the_last_digits_of_a_shape_may_differ(chapter, committed):
    path = committed.committed / "06_debt.svg"
    text = path.read_text(encoding="utf-8")
    planted = re.sub(r'<path d="M (\d+\.\d+) ', lambda m: f'<path d="M {float(m[1]) + 0.03:.6f} ', text)
    assert planted != text
    path.write_text(planted, encoding="utf-8", newline="\n")
    publish(chapter, draw_debt())


def test_a_changed_csv_is_caught(chapter, committed):
    path = committed.committed / "06_debt.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("395.0", "396.0"), encoding="utf-8", newline="\n")
    with pytest.raises(FigureProblem, match=r"06_debt\.csv.*from row 6"):
        publish(chapter, draw_debt())


@pytest.mark.parametrize("ending", ["svg", "csv"])
def test_a_missing_file_is_caught(ending, chapter, committed):
    (committed.committed / f"06_debt.{ending}").unlink()
    with pytest.raises(FigureProblem, match=rf"06_debt\.{ending} is not committed"):
        publish(chapter, draw_debt())


def test_a_digit_in_the_picture_is_caught(chapter, rendered, committed, monkeypatch):
    monkeypatch.setenv("ALLIANCE_PNG", "1")
    with plt.rc_context({}):
        ax = draw_debt(sum_label="408 million")
        layout.lay_out(ax.figure, TITLE, "Million dollars, 2015–20", "Source: World Bank, December 2025")
        with pytest.raises(FigureProblem, match=r"06_debt\.png: .* of the picture differs"):
            pictures.compare_png(ax.figure, committed.committed, "06_debt")


def test_a_heavy_committed_picture_is_caught(chapter, rendered, committed):
    with pytest.raises(FigureProblem, match=r"06_debt\.png has [\d,]+ bytes; the limit is 1,000: draw less"):
        pictures.compare_png(draw_debt().figure, committed.committed, "06_debt", 1000)


def test_what_is_too_long_or_does_not_hold_is_refused(chapter, committed):
    with pytest.raises(FigureProblem, match="77 characters, 76 at most"):
        publish(chapter, draw_debt(), title="x" * 77)
    with pytest.raises(FigureProblem, match="26 words, 25 at most"):
        publish(chapter, draw_debt(), alt="word " * 26)
    for holds in (False, [True, False], np.bool_(False), pd.Series([True, False])):
        with pytest.raises(FigureProblem, match=r"the title of figure 6\.1 no longer holds"):
            publish(chapter, draw_debt(), holds=holds)
    for holds in (1.5, "yes", pd.NA, [True, None]):
        with pytest.raises(FigureProblem, match="not true or false"):
            publish(chapter, draw_debt(), holds=holds)
    publish(chapter, draw_debt(), holds=[True, np.bool_(True)])


def test_a_reader_and_a_draft_get_a_note_instead(chapter, folders, capsys, monkeypatch):
    publish(chapter, draw_debt(), holds=False, title="x" * 77)
    assert capsys.readouterr().out.splitlines() == [
        "the title of figure 6.1 has 77 characters, 76 at most",
        "the title of figure 6.1 no longer holds",
    ]
    check(monkeypatch, folders)
    chapter.draft = True
    publish(chapter, draw_debt(), holds=False)
    assert capsys.readouterr().out == "the title of figure 6.2 no longer holds\n"
    assert not list(folders.made.iterdir())


def test_a_draft_may_draw_only_what_it_lists(chapter, folders, monkeypatch):
    check(monkeypatch, folders)
    chapter.draft = True
    with pytest.raises(FigureProblem, match="draws 395"):
        publish(chapter, draw_debt(), data=DEBT[DEBT["owed"] != 395])


# The files.


def test_svg_says_what_it_shows_and_keeps_words_as_words(chapter, committed):
    text = (committed.committed / "06_debt.svg").read_text(encoding="utf-8")
    assert f"<title>{TITLE}</title>" in text and f"<desc>{ALT}</desc>" in text
    assert "Verdana, sans-serif" in text and "dc:date" not in text
    for words in ("400 million", "a change of power", "no figure", "owed", "paid"):
        assert f">{words}</text>" in text, words
    assert len(ids := re.findall(r'\bid="([^"]*)"', text)) == len(set(ids))


def test_description_and_record_are_held_together(chapter, committed):
    publish(chapter, draw_debt())
    record = chapter.figures[0]
    assert pictures.description_problems(record, committed.committed) == []
    (problem,) = pictures.description_problems({**record, "alt": "A line rises."}, committed.committed)
    assert "A line rises." in problem


def test_png_is_opaque_light_and_keeps_its_colours(chapter, rendered, shown):
    publish(chapter, draw_debt())
    picture = Image.open(io.BytesIO(shown[0][0]["image/png"]))
    assert picture.mode == "P" and "transparency" not in picture.info and picture.width == 1600
    assert len(shown[0][0]["image/png"]) <= pictures.LIMIT
    counted = picture.convert("RGB").getcolors(10**7)
    colours = {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in counted}
    assert house.COLOURS["Armenia"].lower() in colours and house.GREY in colours


def test_fewer_colours_shift_no_hue():
    ax = draw_debt()
    full = pictures.png_bytes(ax.figure, "x", 10**7)
    fewer = pictures.png_bytes(ax.figure, "x", int(len(full) * 0.93))
    assert len(fewer) < len(full)
    a, b = (np.asarray(Image.open(io.BytesIO(p)).convert("HSV"), dtype=int) for p in (full, fewer))
    coloured = (a[..., 1] > 60) & (b[..., 1] > 60)
    turned = np.abs(a[..., 0] - b[..., 0])[coloured]
    assert np.minimum(turned, 256 - turned).max() <= 12


def test_a_heavy_picture_is_refused():
    with pytest.raises(FigureProblem, match="draw less"):
        pictures.png_bytes(draw_debt().figure, "x", 1000)


# The guard.

V = pd.DataFrame({"v": [1.0, 2.0, 4.0], "w": [2.5, 3.5, 5.5], "n": ["a", "b", "c"], "year": [2001, 2002, 2003]})
TALL = V.melt(["n", "year"], ["v", "w"], "k", "x")


def seaborn_on(function, data, **kwargs):
    fig, ax = house.canvas()
    function(data, ax=ax, **kwargs)
    return fig


def objects(data, mark, *moves, **kwargs):
    fig = plt.figure()
    so.Plot(data, **kwargs).add(mark, *moves).on(fig).plot()
    return fig


def band(data):
    fig, ax = house.canvas()
    ax.fill_between(data["year"], data["v"], data["w"])
    return fig


KINDS = {
    "line": lambda d: seaborn_on(sns.lineplot, d, x="year", y="v", errorbar=None),
    "line beside names": lambda d: seaborn_on(sns.lineplot, d, x="n", y="v", errorbar=None),
    "step": lambda d: seaborn_on(sns.lineplot, d, x="year", y="v", errorbar=None, drawstyle="steps-post"),
    "bars": lambda d: seaborn_on(sns.barplot, d, x="n", y="v", errorbar=None),
    "bars that lie": lambda d: seaborn_on(sns.barplot, d, x="v", y="n", errorbar=None),
    "bars at years": lambda d: seaborn_on(sns.barplot, d, x="year", y="v", errorbar=None, native_scale=True),
    "points": lambda d: seaborn_on(sns.scatterplot, d, x="year", y="v"),
    "points across": lambda d: seaborn_on(sns.stripplot, d, x="v", y="n", jitter=False),
    "points with ranges": lambda d: seaborn_on(sns.pointplot, d, x="v", y="n", errorbar=("pi", 100)),
    "heatmap": lambda d: seaborn_on(sns.heatmap, d.set_index("n")[["v"]]),
    "band": band,
    "so.Bar": lambda d: objects(d, so.Bar(), x="n", y="v"),
    "so.Bar lying": lambda d: objects(d, so.Bar(), x="v", y="n"),
    "so.Bars": lambda d: objects(d, so.Bars(), x="year", y="v"),
    "so.Area": lambda d: objects(d, so.Area(), x="year", y="v"),
    "so.Range": lambda d: objects(d, so.Range(), x="year", ymin="v", ymax="w"),
    "so.Dot": lambda d: objects(d, so.Dot(), x="v", y="n"),
    "so.Lines": lambda d: objects(d, so.Lines(), x="year", y="v"),
}
STACKS = {
    "histplot": lambda d: seaborn_on(sns.histplot, d, x="year", weights="x", hue="k", discrete=True, multiple="stack"),
    "so.Bar": lambda d: objects(d, so.Bar(), so.Stack(), x="n", y="x", color="k"),
    "so.Bars": lambda d: objects(d, so.Bars(), so.Stack(), x="year", y="x", color="k"),
    "so.Area": lambda d: objects(d, so.Area(), so.Stack(), x="year", y="x", color="k"),
    "bars below zero": lambda d: below_zero(d),
}


def below_zero(data):
    fig, ax = house.canvas()
    first, second = (rows["x"] for _, rows in data.groupby("k"))
    ax.bar(range(3), -first.to_numpy())
    ax.bar(range(3), -second.to_numpy(), bottom=-first.to_numpy())
    ax.set_xticks(range(3))
    return fig


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawn_value_that_the_csv_does_not_list_is_refused(kind):
    fig = KINDS[kind](V)
    refuse(fig, V, "x")
    with pytest.raises(FigureProblem, match=r"x: the figure draws (4|5\.5) \("):
        refuse(fig, V.replace({"v": {4.0: 4.01}, "w": {5.5: 5.51}}), "x")


@pytest.mark.parametrize("kind", STACKS)
def test_a_stack_is_read_part_by_part(kind):
    fig = STACKS[kind](TALL)
    listed = pd.concat([TALL, TALL.assign(x=-TALL["x"])]) if kind == "bars below zero" else TALL
    listed = listed.assign(place=listed["n"].map({"a": 0, "b": 1, "c": 2}))
    refuse(fig, listed, "x")
    with pytest.raises(FigureProblem, match="x: the figure draws"):
        refuse(fig, listed[listed["x"].abs() != 5.5], "x")
    with pytest.raises(FigureProblem, match="x: the figure draws"):
        refuse(fig, listed[listed["x"].abs() != 4], "x")


def test_a_stack_that_floats_is_refused():
    fig, ax = house.canvas()
    ax.bar(["a"], [1.0])
    ax.bar(["a"], [2.0], bottom=[1.3])
    with pytest.raises(FigureProblem, match="start of a bar"):
        refuse(fig, V, "x")


def test_a_bar_at_another_year_is_refused():
    fig = seaborn_on(sns.barplot, V, x="year", y="v", errorbar=None, native_scale=True)
    with pytest.raises(FigureProblem, match=r"2003 \(place of a bar\)"):
        refuse(fig, V.assign(year=[2001, 2002, 2009]), "x")


def test_a_level_must_be_a_value_and_an_event_need_not():
    fig = seaborn_on(sns.lineplot, V, x="year", y="v", errorbar=None)
    house.event(fig.axes[0], 2001.7, "an event")
    house.gap(fig.axes[0], 2002.1, 2002.4)
    refuse(fig, V, "x")
    house.level(fig.axes[0], 3.14, "a threshold")
    with pytest.raises(FigureProblem, match=r"3\.14 \(level\)"):
        refuse(fig, V, "x")


def test_dates_are_values():
    data = pd.DataFrame({"day": pd.to_datetime(["2020-09-27", "2020-11-10"]), "v": [1.0, 2.0]})
    fig = seaborn_on(sns.lineplot, data, x="day", y="v", errorbar=None)
    house.event(fig.axes[0], pd.Timestamp("2020-10-10"), "a truce")
    refuse(fig, data, "x")
    with pytest.raises(FigureProblem, match="draws"):
        refuse(fig, data.assign(day=data["day"] + pd.Timedelta(days=1)), "x")


def spoil(ax, kind):
    match kind:
        case "Wedge":
            ax.add_patch(Wedge((2002, 2), 1, 0, 90))
        case "Ellipse":
            ax.add_patch(Ellipse((2002, 2), 1, 1))
        case "AxesImage":
            ax.imshow([[1.0, 2.0]])
        case "Table":
            ax.table([["9"]])
        case "AxLine":
            ax.axline((2001, 1), (2002, 2))
        case "Quiver":
            ax.quiver([2001], [1], [1], [1])
        case "Line2D":
            ax.plot([0, 1], [0, 1], transform=ax.transAxes)
        case "Rectangle":
            ax.figure.add_artist(plt.Rectangle((0, 0), 1, 1))
        case "FancyArrow":
            ax.arrow(2001, 1, 1, 1)
        case "FancyArrowPatch":
            ax.add_patch(matplotlib.patches.FancyArrowPatch((2001, 1), (2002, 2)))


@pytest.mark.parametrize(
    "kind",
    [
        "Wedge",
        "Ellipse",
        "AxesImage",
        "Table",
        "AxLine",
        "Quiver",
        "Line2D",
        "Rectangle",
        "FancyArrow",
        "FancyArrowPatch",
    ],
)
def test_an_artist_that_cannot_be_read_is_refused_by_name(kind):
    fig = seaborn_on(sns.lineplot, V, x="year", y="v", errorbar=None)
    spoil(fig.axes[0], kind)
    with pytest.raises(FigureProblem, match=f"x: a {kind} "):
        refuse(fig, V, "x")


def test_lines_across_spans_insets_and_colours_are_read():
    for draw in (
        lambda ax: ax.axhline(9),
        lambda ax: ax.axvline(2009),
        lambda ax: ax.axvspan(2001, 2009),
        lambda ax: ax.inset_axes([0, 0, 0.5, 0.5]).plot([2001, 2002], [1, 9]),
        lambda ax: ax.scatter(V["year"], V["v"], c=[1, 2, 9]),
        lambda ax: ax.hlines([9], 2001, 2002),
    ):
        fig = seaborn_on(sns.lineplot, V, x="year", y="v", errorbar=None)
        draw(fig.axes[0])
        with pytest.raises(FigureProblem, match="draws (9|2009) "):
            refuse(fig, V, "x")


# Credits.


def test_credits_come_from_descriptor_and_rows():
    one = pd.DataFrame({"edition": ["2025-12", "2025-12"]})
    two = pd.DataFrame({"release": [2026, 2024, 2024]})
    assert credit("debt/owed_to_russia", one) == "World Bank, International Debt Statistics, December 2025"
    assert credit("arms/transfers", two) == "SIPRI Arms Transfers Database, releases of 2024 and 2026"
    assert credit("arms/transfers", two.iloc[:1]) == "SIPRI Arms Transfers Database, release of 2026"
    assert credit("arms/transfers") == "SIPRI Arms Transfers Database, releases of 2024, 2025 and 2026"
    imf = pd.DataFrame({"source": ["IMF WEO 2025-10"]})
    assert credit("economy/macro", imf) == "IMF, World Economic Outlook Database, October 2025"


def test_every_table_has_a_credit():
    described = json.loads((NOTEBOOKS.parent / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        line = credit(resource["name"])
        assert line and "http" not in line and not re.search(r"\b20\d\d-\d\d\b", line), line


# The cells.

DRAWS = """fig, ax = house.canvas()
sns.lineplot(data, x="year", y="owed", errorbar=None, ax=ax)
house.publish(chapter, ax, "debt", data, title, subtitle, source, alt)"""


@pytest.mark.parametrize(
    "source",
    [
        DRAWS,
        "owed = load('debt/owed_to_russia')",
        DRAWS.replace("errorbar=None", 'errorbar=("pi", 100)'),
        DRAWS.replace("errorbar=None", "units='release', estimator=None"),
        "options = {'errorbar': None}\n" + DRAWS.replace("errorbar=None", "**options"),
        DRAWS.replace("lineplot(data, x=", "barplot(data, saturation=1, x="),
        DRAWS.replace("sns.lineplot(", "sns.relplot(kind='scatter', data=").replace("errorbar=None, ", ""),
        "so.Plot(data).add(so.Bar()).plot()\nhouse.publish(chapter, p, 'x', data, t, s, source, alt)",
        "fig = drawings.network(data)\nhouse.publish(chapter, fig, 'x', data, t, s, source, alt)",
    ],
)
def test_a_good_cell_passes(source):
    assert static_problems(source) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (DRAWS.replace("errorbar=None, ", ""), "errorbar=None"),
        (DRAWS.replace("errorbar=None", "errorbar='sd'"), "errorbar=None"),
        (DRAWS.replace("errorbar=None", "errorbar=('ci', 95)"), "errorbar=None"),
        (DRAWS.replace("lineplot", "barplot"), "saturation=1"),
        (DRAWS.replace("lineplot", "stripplot"), "jitter=False"),
        (DRAWS.replace("lineplot", "catplot"), "jitter=False"),
        (DRAWS.replace("lineplot(", "catplot(kind='bar', data="), "saturation=1"),
        (DRAWS.replace("lineplot", "regplot"), "ci=None"),
        (DRAWS.replace("sns.lineplot", "ax.plot"), "draw with seaborn"),
        (DRAWS + "\nprint(1)", "end with house.publish"),
        (DRAWS.rpartition("\n")[0], "end with house.publish"),
        ("a = 1\n" * 13 + DRAWS, "16 lines"),
        (DRAWS + "  # " + "x" * 90, "a line of"),
    ],
)
def test_a_bad_cell_is_named(source, problem):
    assert any(problem in found for found in static_problems(source)), static_problems(source)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_cells_that_draw_follow_the_rules(path):
    cells = [c["source"] for c in nbformat.read(path, as_version=4)["cells"] if c["cell_type"] == "code"]
    assert {source: found for source in cells if (found := static_problems(source))} == {}


def test_committed_descriptions_are_those_of_the_records():
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((FIGURES / "findings").glob("*.json"))]
    figures = [figure for record in records for figure in record.get("figures", []) if "alt" in figure]
    problems = [problem for figure in figures for problem in pictures.description_problems(figure, FIGURES)]
    assert problems == []
