"""The figure test catches another plot under the same code."""

import shutil

import matplotlib
import pandas as pd
import pytest
import seaborn as sns
from evidence.house import figures, pictures
from evidence.pages import gallery
from evidence.places import FIGURES
from evidence.text.findings import Chapter

matplotlib.use("agg")


def draw(values, colour=figures.ARMENIA, title="Debt", width=2.0):
    fig, ax = figures.canvas(height=3)
    ax.plot(range(len(values)), values, color=colour, linewidth=width)
    ax.set_title(title)
    return fig


def save(folder, fig, values):
    folder.mkdir(exist_ok=True)
    (folder / "x.png").write_bytes(figures._png(fig))
    (folder / "x.svg").write_bytes(figures._svg(fig))
    (folder / "x.csv").write_bytes(pictures.csv_bytes(pd.DataFrame({"v": values})))


VALUES = [1.0, 3.0, 2.0, 5.0]


@pytest.fixture(scope="module")
def drawn_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn") / "committed"
    save(folder, draw(VALUES), VALUES)
    return folder


@pytest.fixture
def committed(tmp_path, drawn_once):
    return shutil.copytree(drawn_once, tmp_path / "committed")


def test_the_same_figure_passes_and_is_identical(tmp_path, committed):
    save(tmp_path / "made", draw(VALUES), VALUES)
    figures.compare(tmp_path / "made", committed, "x")
    for ending in ("png", "svg", "csv"):
        assert (tmp_path / "made" / f"x.{ending}").read_bytes() == (committed / f"x.{ending}").read_bytes()


FAULTS = {
    "one value": ([1.0, 3.0, 2.2, 5.0], {}),
    "title": (VALUES, {"title": "Credit"}),
    "colour": (VALUES, {"colour": figures.RUSSIA}),
    "line width": (VALUES, {"width": 4.0}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_another_picture_is_caught(tmp_path, committed, fault):
    values, changes = FAULTS[fault]
    save(tmp_path / "made", draw(values, **changes), VALUES)
    with pytest.raises(figures.FigureProblem, match="picture differs"):
        pictures.compare_png(tmp_path / "made", committed, "x")
    with pytest.raises(figures.FigureProblem, match=r"x\.svg: (the text|a shape) differs"):
        pictures.compare(tmp_path / "made", committed, "x")


def test_other_values_are_caught(tmp_path, committed):
    shutil.copytree(committed, tmp_path / "made")
    (tmp_path / "made" / "x.csv").write_bytes(pictures.csv_bytes(pd.DataFrame({"v": [1.0, 3.0, 2.0, 5.1]})))
    with pytest.raises(figures.FigureProblem, match=r"x\.csv.*row 5"):
        figures.compare(tmp_path / "made", committed, "x")


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_a_missing_file_is_caught(tmp_path, committed, ending):
    shutil.copytree(committed, tmp_path / "made")
    (committed / f"x.{ending}").unlink()
    with pytest.raises(figures.FigureProblem, match=rf"x\.{ending} is not committed"):
        figures.compare(tmp_path / "made", committed, "x")


@pytest.mark.parametrize("kind", ["line", "bar", "marker"])
def test_drawing_a_value_that_the_csv_does_not_list_is_refused(kind):
    fig, ax = figures.canvas(height=3)
    {"line": ax.plot, "bar": ax.bar, "marker": ax.scatter}[kind]([0, 1, 2], [1.0, 2.0, 9.0])
    with pytest.raises(figures.FigureProblem, match="draws 9"):
        figures._refuse_values_not_listed(fig, pd.DataFrame({"v": [1.0, 2.0]}), "x")
    figures._refuse_values_not_listed(fig, pd.DataFrame({"v": [1.0, 2.0, 9.0]}), "x")


def test_publish_numbers_figures_in_order(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLIANCE_CHECK", str(tmp_path))
    monkeypatch.setattr(figures, "compare", lambda *_: None)
    monkeypatch.setattr(figures, "source_line", lambda *_: "source")
    chapter = Chapter("06")
    data = pd.DataFrame({"v": VALUES})
    for name in ("a", "b"):
        figures.publish(chapter, draw(VALUES), name, "Title", "Caption.", "Description.", data, ["t"])
    assert [f["number"] for f in chapter.figures] == ["6.1", "6.2"]
    assert (tmp_path / "06_a.png").exists()


def test_a_figure_that_is_kept_undrawn_is_compared_by_its_values(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLIANCE_CHECK", str(tmp_path))
    monkeypatch.delenv("ALLIANCE_PNG", raising=False)
    monkeypatch.setattr(figures, "source_line", lambda *_: "source")
    name = sorted(FIGURES.glob("10_summary_*.csv"))[0].stem.removeprefix("10_")
    values = pd.read_csv(FIGURES / f"10_{name}.csv", dtype=str, keep_default_na=False)
    given = ("10.1", "Title", "Caption.", "Description.")
    figures.keep(Chapter("10"), lambda: pytest.fail("drawn"), name, *given, values, ["t"])
    values.iloc[3, 4] = "7"
    with pytest.raises(figures.FigureProblem, match="values differ"):
        figures.keep(Chapter("10"), lambda: pytest.fail("drawn"), name, *given, values, ["t"])


def test_pictures_are_opaque_and_in_palette():
    from PIL import Image

    for path in FIGURES.glob("*.png"):
        picture = Image.open(path)
        assert picture.mode == "P" and "transparency" not in picture.info, path.name
        assert picture.width == 2 * figures.WIDTH_PX, path.name


def test_gallery_is_current():
    assert (FIGURES / "README.md").read_text(encoding="utf-8") == gallery.text()


def test_words_in_drawings_stay_words():
    for path in FIGURES.glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        assert "<text" in drawn and "Verdana, sans-serif" in drawn, path.name


def test_the_look_is_the_one_that_seaborn_sets():
    """Typed, so that nobody waits for seaborn; no figure shows an image, so its colours for images are left out."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        sns.set_theme(style="ticks")
        theirs = dict(matplotlib.rcParams)
        matplotlib.rcdefaults()
        figures.house_style()
        ours = dict(matplotlib.rcParams)

    def colours(look):
        return [matplotlib.colors.to_hex(entry["color"]) for entry in look["axes.prop_cycle"]]

    assert colours(ours) == colours(theirs)
    chosen = {"axes.edgecolor", "axes.labelcolor", "text.color", "xtick.color", "ytick.color", "font.size", "axes.labelsize"}
    chosen |= {"axes.spines.right", "axes.spines.top", "axes.titlelocation", "axes.titlepad", "axes.titleweight", "font.family"}
    chosen |= {"savefig.facecolor", "svg.fonttype", "svg.hashsalt", "xtick.labelsize", "ytick.labelsize"}
    for key in theirs.keys() - chosen - {"axes.prop_cycle", "image.cmap"}:
        assert ours[key] == theirs[key], key
