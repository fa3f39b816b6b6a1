"""Pages that are made are current, terms are linked at first use, and every address is listed once."""

import re

import pytest
from build import package
from evidence import book, templates
from evidence.judging import ledger
from evidence.pages import badges, glossary, guides
from evidence.places import DATA, FIGURES, NOTEBOOKS, ROOT
from evidence.tables import load
from jinja2 import UndefinedError

BOOK = ledger.whole_book()
CHAPTERS = [p for p in book.notebooks() if p.parent == NOTEBOOKS]
ADDRESS = re.compile(r"https?://[^\s<>\"'|;,\]\\]+")


def test_the_ledger_the_glossary_and_the_readme_are_current():
    assert (NOTEBOOKS / "LEDGER.md").read_text(encoding="utf-8") == guides.ledger_page(BOOK)
    assert (NOTEBOOKS / "GLOSSARY.md").read_text(encoding="utf-8") == guides.glossary()
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    assert guides.readme(front, BOOK) == front and front.count("<!--verdicts-->") == 1


def test_the_readme_shows_every_claim_in_words_with_its_mark():
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in BOOK.itertuples():
        assert f"{ledger.MARK[row.verdict]} [{row.short}](notebooks/LEDGER.md#{row.claim_id.lower()})" in front


def test_badges_are_current():
    for name, (label, value) in badges.values().items():
        assert (badges.FOLDER / f"{name}.svg").read_text(encoding="utf-8") == badges.svg(label, value)
    assert {p.stem for p in badges.FOLDER.iterdir()} == set(badges.values())


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_terms_are_linked_where_they_are_first_used(path):
    assert glossary.unlinked(book.markdown_cells(path)) == []


def test_an_unlinked_term_is_found():
    assert glossary.unlinked(["# TIV\n\nSIPRI counts in TIV."]) == ["tiv"]
    assert glossary.unlinked(["SIPRI counts in [TIV](GLOSSARY.md#tiv). A TIV is no dollar."]) == []
    assert glossary.unlinked(["A TIV is no dollar.", "See [TIV](GLOSSARY.md#tiv)."]) == ["tiv"]


TEMPLATES = sorted([*NOTEBOOKS.glob("evidence/*/templates/*"), *DATA.glob("build/templates/*")])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_a_template_that_is_not_given_a_value_is_an_error(path):
    with pytest.raises(UndefinedError, match="is undefined"):
        (package.render if DATA in path.parents else templates.render)(path.name)


def test_every_template_is_used_by_the_code_beside_it_and_has_a_name_of_its_own():
    for path in TEMPLATES:
        code = "".join(p.read_text(encoding="utf-8") for p in path.parents[1].glob("*.py"))
        assert re.search(rf'render\(\s*"{re.escape(path.name)}"', code), f"{path.name}: no code beside it renders it"
    assert len({p.name for p in TEMPLATES}) == len(TEMPLATES)


def test_anchors_are_those_of_github():
    assert book.slug("debt outstanding and disbursed (DOD)") == "debt-outstanding-and-disbursed-dod"
    assert book.slug("Nagorno-Karabakh, Artsakh, Garabagh") == "nagorno-karabakh-artsakh-garabagh"


def clean(address):
    address = address.rstrip(".,:*`")
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(".,")
    return address


def addresses():
    """Every address in notebooks, guides and tables, with a file that names it."""
    texts = {p.name: "\n".join(book.markdown_cells(p)) for p in [*book.notebooks(), *book.guides()]}
    texts |= {p.name: p.read_text(encoding="utf-8") for p in NOTEBOOKS.rglob("*.md")}
    texts |= {p.name: p.read_text(encoding="utf-8") for p in (FIGURES / "README.md", DATA / "README.md")}
    texts |= {p.name: p.read_text(encoding="utf-8") for p in DATA.glob("*/*.csv") if p.parent.name != "build"}
    texts |= {"datapackage.json": (DATA / "datapackage.json").read_text(encoding="utf-8")}
    return {clean(m): name for name, text in texts.items() for m in ADDRESS.findall(text)}


def test_every_address_is_listed_once_with_the_day_by_which_it_was_seen():
    listed = load("narrative/sources")
    used = addresses()
    missing = {a: name for a, name in used.items() if a not in set(listed["url"])}
    assert missing == {}, "add them to data/build/curated/pages.csv, then build"
    assert set(listed["url"]) - set(used) == set()
    without_slash = listed["url"].str.rstrip("/")
    assert without_slash.is_unique, listed.loc[without_slash.duplicated(), "url"].tolist()
    assert listed["seen_by"].notna().all()
