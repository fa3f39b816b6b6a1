"""The structure of every committed notebook, and each rule shown to fail on a planted fault."""

import base64
import copy
import re

import nbformat
import notebook_rules as rules
import pytest
from evidence import book
from evidence.places import FIGURES
from evidence.text import reading
from evidence.text.findings import read_record
from project_files import project_files
from sources_here import ROOT

NOTEBOOKS = book.notebooks()
CHAPTERS = book.chapters()
WITH_FIGURES = [*CHAPTERS, *book.appendices()]
SIMPLE = [
    rules.counts,
    rules.clean_outputs,
    rules.described_pictures,
    rules.short_cells,
    rules.safe_code,
    rules.known_tags,
    rules.no_accidental_mathematics,
]


def read(path):
    return nbformat.read(path, as_version=4)


def name(value):
    return getattr(value, "__name__", getattr(value, "stem", None))


@pytest.mark.parametrize("rule", SIMPLE, ids=name)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_every_notebook_obeys(path, rule):
    assert rule(read(path)) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_first_screen_and_limits(path):
    assert rules.first_screen(read(path)) == []
    assert rules.within_limits(read(path), path, reading.words(path)) == []


@pytest.mark.parametrize("path", WITH_FIGURES, ids=name)
def test_notebook_embeds_the_pictures_that_figures_holds(path):
    embedded = [
        base64.b64decode(o.data["image/png"])
        for c in book.code_cells(path)
        for o in c.outputs
        if "image/png" in o.get("data", {})
    ]
    record = read_record(book.number(path))
    kept, pages = ([(FIGURES / f"{f['file']}.png").read_bytes() for f in record.get(part, [])] for part in ("figures", "companions"))
    assert [picture for picture in embedded if picture not in pages or picture in kept] == kept


def test_no_figure_is_left_over():
    records = [read_record(book.number(p)) for p in WITH_FIGURES]
    recorded = {f["file"] for r in records for f in [*r["figures"], *r.get("companions", [])]}
    files = {p.stem for p in FIGURES.iterdir() if p.suffix in (".png", ".svg", ".csv")}
    assert files == recorded
    assert {p.stem for p in (FIGURES / "findings").glob("*.json")} == {book.number(p) for p in WITH_FIGURES}


def test_pictures_stay_light():
    heavy = {p.name: p.stat().st_size for p in FIGURES.glob("*.png") if p.stat().st_size > 80_000}
    assert all(size <= 180_000 for size in heavy.values())
    assert set(heavy) <= {f"{name}.png" for name in (*TALL, *PARTNERS)}


@pytest.fixture
def good():
    cell = nbformat.v4.new_code_cell("load('a')\nframe.sort_values(['b', 'c'])", execution_count=1)
    cell.outputs = [
        nbformat.v4.new_output(
            "display_data",
            data={"image/png": "", "text/plain": "Figure"},
            metadata={"image/png": {"alt": "word " * 20}},
        )
    ]
    opening = nbformat.v4.new_markdown_cell("# Is it so?\n\n**The answer:** yes.")
    return nbformat.v4.new_notebook(cells=[opening, cell])


def plant(good, change):
    bad = copy.deepcopy(good)
    change(bad.cells[1])
    return bad


FAULTS = {
    "counts": (rules.counts, lambda c: c.update(execution_count=2)),
    "missing count": (rules.counts, lambda c: c.update(execution_count=None)),
    "stderr": (
        rules.clean_outputs,
        lambda c: c.outputs.append(nbformat.v4.new_output("stream", name="stderr", text="warning")),
    ),
    "address": (
        rules.clean_outputs,
        lambda c: c.outputs.append(nbformat.v4.new_output("stream", name="stdout", text="<Axes at 0x7f00aa11>")),
    ),
    "script": (
        rules.clean_outputs,
        lambda c: c.outputs[0].data.update({"application/javascript": "alert(1)"}),
    ),
    "no alt text": (rules.described_pictures, lambda c: c.outputs[0].metadata.clear()),
    "long cell": (rules.short_cells, lambda c: c.update(source="a = 1\n" * 16)),
    "semicolon": (rules.safe_code, lambda c: c.update(source="plt.plot([1]);")),
    "inplace": (rules.safe_code, lambda c: c.update(source="frame.drop(columns='a', inplace=True)")),
    "single-key sort": (rules.safe_code, lambda c: c.update(source="frame.sort_values('a')")),
    "nlargest": (rules.safe_code, lambda c: c.update(source="frame.nlargest(5, 'a')")),
    "dollar sign": (
        rules.no_accidental_mathematics,
        lambda c: c.outputs[0].data.update({"text/markdown": "from $3 to $5"}),
    ),
    "tag": (rules.known_tags, lambda c: c.metadata.update(tags=["naval-ignore-output"])),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(good, fault):
    rule, change = FAULTS[fault]
    assert rule(good) == []
    assert rule(plant(good, change)) != []


def test_an_appendix_leads_back_to_its_chapter():
    for path in book.appendices():
        chapter = book.notebook(book.number(path)[:2])
        assert f"appendix to [{book.number(path)[:2]}]({chapter.name})" in read(path).cells[0].source
        assert f"]({path.name})" in "\n".join(book.markdown_cells(chapter))


def test_first_screen_fault_is_found(good):
    assert rules.first_screen(good) == []
    bad = copy.deepcopy(good)
    bad.cells[0].source = "# A statement\n\nText."
    bad.cells[1].outputs = []
    assert len(rules.first_screen(bad)) == 3


PARTNERS = tuple(p.stem for p in FIGURES.glob("10_summary_*.png"))  # a page of three panels each
TALL = ("00_argument", "00_unmarked", "01_relation", "05_map", "06a_who_owes_whom", "07_ideal_points", "07_recurring", "09_rivals", "09a_rivals_second")  # a map, a timeline or a scorecard that may be heavier
SKELETON = ["## How sure is this?", "## Verdict", "## To discuss", "## Sources"]
LONGEST_ANSWER = 70
NUMBERED = sorted(p for p in CHAPTERS if p.name[:2].isdigit())


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_one_skeleton(path):
    assert [h for h in book.headings(path) if h in SKELETON] == SKELETON
    opening = read(path).cells[0].source
    assert re.match(r"# [^\n]+\?\n\n[^\n]*\[Contents\]\(\.\./README\.md\)[^\n]*\n\n\*\*The answer\.\*\*", opening)
    answer = re.sub(r"<!--.*?-->", "", opening.split("**The answer.**")[1].split("\n\n")[0])
    assert len(answer.split()) <= LONGEST_ANSWER, "the answer is too long for a first screen"
    assert "What this does not show" in "\n".join(book.section(book.markdown_cells(path), "## Verdict"))


@pytest.mark.parametrize("number", range(len(NUMBERED)), ids=lambda n: NUMBERED[n].stem)
def test_chapters_lead_to_their_neighbours(number):
    line = read(NUMBERED[number]).cells[0].source.split("\n\n")[1]
    before = f"previous: [{NUMBERED[number - 1].name[:2]}]({NUMBERED[number - 1].name})" if number else ""
    last = number == len(NUMBERED) - 1
    after = "" if last else f"next: [{NUMBERED[number + 1].name[:2]}]({NUMBERED[number + 1].name})"
    assert line == " · ".join(filter(None, [before, "[Contents](../README.md)", after]))


def test_the_whole_stays_light():
    size = sum((ROOT / name).stat().st_size for name in project_files() if name.startswith(("figures/", "notebooks/")))
    assert size < 20_000_000  # eight appendices and ten pages of partners: twice the pictures of the first edition
