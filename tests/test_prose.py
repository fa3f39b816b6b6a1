"""Every number in prose is bound to a computed finding or a named source, and the binding is shown to bite."""

import json

import harness
import pytest
from evidence import book
from evidence.pages import badges, sync
from evidence.places import FIGURES, ROOT
from evidence.text import findings, prose
from evidence.text.marks import is_marked


def test_all_prose_is_bound(record_property):
    pages_read = [*book.guides(), *book.notebooks()]
    texts = [t for p in pages_read for t in book.markdown_cells(p)]
    texts += [p.read_text(encoding="utf-8") for p in (FIGURES / "descriptions").glob("*.md")]
    numbers, statements = (sum(text.count(mark) for text in texts) for mark in ("<!--=", "<!--?"))
    record_property(harness.TOLD, f"{numbers:,} numbers and {statements} statements bound; {len(prose.proper_names())} reviewed proper names")
    assert sync.wrong(p for p in pages_read if not is_marked(p)) == []  # the others: test_text
    assert badges.values()["numbers"][1] == f"{numbers:,}"


def test_answers_verdicts_and_readme_bind_their_comparisons():
    found = []
    for path in book.notebooks():
        if is_marked(path):
            continue  # held by its marks and pins
        cells = book.markdown_cells(path)
        judged = [*book.section(cells, "## Verdict"), *(text for text in cells if "**The answer" in text)]
        for text in judged:
            found += prose.unbound_comparatives(text, path.name)
    front = ROOT / "README.md"  # the seminar's guide speaks of plans, not of findings
    found += prose.unbound_comparatives(front.read_text(encoding="utf-8"), front.name)
    assert found == []


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    folder = tmp_path / "findings"
    folder.mkdir()
    content = {
        "findings": {
            "share": {"text": "94%", "value": 0.94},
            "owed": {"text": "319.5 million dollars", "value": 319465000},
            "credits": {"text": "two", "value": 2},
            "covers": {"text": "true", "value": True},
            "exceeds": {"text": "false", "value": False},
        }
    }
    (folder / "77.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(findings.read_record, "__defaults__", (tmp_path,))
    monkeypatch.setattr(findings.read, "__defaults__", (tmp_path,))


GOOD = [
    "Russia's share was 94%<!--=share-->.",
    "Armenia owed **319.5 million dollars<!--=owed-->** at the end of 2022.",
    "It took two<!--=credits--> credits, on 24 November 2023, in 2011–20, see claim C18.",
    "The debt covers the sum<!--?covers-->.",
    "From another chapter: 94%<!--=77.share-->.",
    "Officials said 400 million dollars<!--src:F08-->.",
    "Code such as `state('a', 3)` and [links](06_debt.ipynb) are free.",
]
BAD = {
    "unbound digit": "Russia's share was 94%.",
    "unbound word": "It took two credits.",
    "unbound fraction": "About half of it is arms credit.",
    "changed number": "Russia's share was 93%<!--=share-->.",
    "longer number": "Russia's share was 194%<!--=share-->.",
    "unknown finding": "Russia's share was 94%<!--=shares-->.",
    "unknown source": "Officials said 400 million dollars<!--src:F99999-->.",
    "source without number": "Officials said so<!--src:F08-->.",
    "comparison is false": "The debt exceeds the sum<!--?exceeds-->.",
    "percentage that looks like a year": "It was 2023%.",
}


@pytest.mark.parametrize("text", GOOD)
def test_bound_prose_passes(recorded, text):
    assert prose.problems(text, "77", "here") == []


@pytest.mark.parametrize("fault", BAD)
def test_planted_fault_is_found(recorded, fault):
    assert prose.problems(BAD[fault], "77", "here") != []


def test_unbound_comparison_is_found():
    assert prose.unbound_comparatives("The debt covers more than the sum.", "here") != []
    assert prose.unbound_comparatives("The debt covers the sum<!--?covers-->. It was said.", "here") == []


def test_rebinding_after_an_update(recorded):
    old = {"77": {"share": "93%", "owed": "300.0 million dollars"}}
    text = "It was 93%<!--=share--> and 300.0 million dollars<!--=owed-->."
    assert prose.rebind(text, "77", old) == "It was 94%<!--=share--> and 319.5 million dollars<!--=owed-->."
    assert prose.rebind("It was 90%<!--=share-->.", "77", {}) == "It was 94%<!--=share-->."


def test_a_range_is_never_mended_by_half(recorded, tmp_path):
    kept = json.loads((tmp_path / "findings" / "77.json").read_text(encoding="utf-8"))
    kept["findings"]["range"] = {"text": "0.30 to 0.80", "value": "0.30 to 0.80"}
    (tmp_path / "findings" / "77.json").write_text(json.dumps(kept), encoding="utf-8")
    was = "between 0.35 to 0.78<!--=range-->"
    assert prose.rebind(was, "77", {"77": {"range": "0.30 to 0.80"}}) == was, "left as it is, and reported as wrong"
    assert prose.problems(was, "77", "here") != []
    assert prose.rebind(was, "77", {"77": {"range": "0.35 to 0.78"}}) == "between 0.30 to 0.80<!--=range-->"
