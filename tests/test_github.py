"""What GitHub's renderer leaves of a notebook: no script, style, frame, class or inline CSS, and nothing may be lost."""

import copy
import html
import re
from functools import cache

import bleach
import nbformat
import pytest
from bs4 import BeautifulSoup
from evidence import book
from evidence.text import prose
from nbconvert import HTMLExporter, TemplateExporter

TAG_NAMES = """
    h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot
    blockquote dl dt dd kbd q samp var hr li tr td th s strike summary details caption figure figcaption abbr
    small span
"""
TAGS = frozenset(TAG_NAMES.split())
ATTRIBUTES = {
    "a": ["href"], "img": ["src", "alt", "width", "height"], "td": ["align", "colspan"], "th": ["align", "colspan"],
}
HIDDEN = ("script", "style")


# exercises hold the solutions' cells, as test_seminar says
READ = [path for path in book.notebooks() if path.parent.name != "exercises"]
DOT = "iVBORw0KGgo="  # stands in for pictures, which are large and come through whole or not at all


def plain(code, language=None, metadata=None):
    """Code without colours: its words come through as they are, and a hundred thousand spans need not be parsed."""
    return f'<div class="highlight"><pre>{html.escape(code)}</pre></div>'


EXPORTER = HTMLExporter(template_name="basic", filters={"highlight_code": plain}, default_preprocessors=[])


def rendered(notebook):
    light = copy.deepcopy(notebook)
    for output in (o for c in light.cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})):
        output["data"]["image/png"] = DOT
    body, _ = TemplateExporter.from_notebook_node(EXPORTER, light)  # HTMLExporter's own parses the page to let keys focus it
    return body


@cache
def page(path):
    """A notebook, what nbconvert makes of it, and what GitHub leaves of that: rendered once for all tests."""
    notebook = nbformat.read(path, as_version=4)
    before = rendered(notebook)
    return notebook, before, as_on_github(before)


def as_on_github(page):
    if parsed(page).find(HIDDEN):
        soup = BeautifulSoup(page, "html.parser")
        for tag in soup.find_all(HIDDEN):
            tag.decompose()
        page = str(soup)
    return bleach.clean(page, tags=TAGS, attributes=ATTRIBUTES, protocols=["http", "https", "data"], strip=True)


@cache
def parsed(page):
    """A page's elements, parsed once for all tests; not to be changed."""
    return BeautifulSoup(page, "html.parser")


def words(soup):
    return soup.get_text(" ").split()


def tables(soup):
    return [["".join(c.get_text().split()) for c in t.find_all(["td", "th"])] for t in soup.find_all("table")]


def losses(notebook, before, after):
    """What a reader on GitHub would miss, in words."""
    wrong = []
    soups = [parsed(page) for page in (before, after)]
    had, has = (words(soup) for soup in soups)
    if "".join(had) != "".join(has):
        wrong.append(f"text is lost: {len(had)} words become {len(has)}")
    if tables(soups[0]) != tables(soups[1]):
        wrong.append("a table is lost or changed")
    pictures = sum("image/png" in o.get("data", {}) for c in notebook.cells for o in c.get("outputs", []))
    kept = soups[1].find_all("img", src=re.compile("^data:image/png"))
    if len(kept) != pictures:
        wrong.append(f"{pictures} pictures become {len(kept)}")
    if "<!--" in " ".join(has):
        wrong.append("a hidden comment shows")
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            made = output.get("data", {})
            if "text/html" in made and "text/markdown" not in made and 'class="dataframe"' not in made["text/html"]:
                wrong.append("an output is HTML, which loses its style")
    return wrong


@pytest.mark.parametrize("path", READ, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_nothing_is_lost_on_github(path):
    assert losses(*page(path)) == []


@pytest.mark.parametrize("path", READ, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_bound_number_and_caption_is_seen(path):
    notebook, _, after = page(path)
    seen = " ".join(words(parsed(after)))
    squeezed = re.sub(r"\W+", "", seen)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for bound in prose.bindings(cell.source):
                last = re.sub(r"\W+", "", bound.before.rstrip("*_ ").split()[-1].rpartition("-->")[2].rpartition("](")[0] or
                              bound.before.rstrip("*_ ").split()[-1].rpartition("-->")[2])
                assert last in squeezed, (cell.source[:60], bound.key)
        for output in cell.get("outputs", []):
            caption = output.get("data", {}).get("text/markdown", "")
            if caption.startswith("**Figure"):
                words_of_caption = re.sub(r"\W+", "", re.sub(r"\]\([^)]*\)", "", caption))
                assert words_of_caption in squeezed, caption[:60]


def planted(html="", markdown="Text."):
    cell = nbformat.v4.new_code_cell("x", execution_count=1)
    if html:
        cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": html, "text/plain": "x"})]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(markdown), cell])


@pytest.mark.parametrize(
    "notebook",
    [
        planted("<style>td {color: red}</style><table><tr><td>1</td></tr></table>"),
        planted("<script>document.write('94%')</script>"),
        planted("<iframe src='https://example.org'></iframe>"),
    ],
    ids=["style", "script", "frame"],
)
def test_planted_loss_is_found(notebook):
    before = rendered(notebook)
    assert losses(notebook, before, as_on_github(before)) != []


def test_the_cleaning_takes_styles_and_classes_away():
    cleaned = as_on_github('<p class="x" style="color:red" onclick="a()">94%</p><script>alert(1)</script>')
    assert cleaned == "<p>94%</p>"
