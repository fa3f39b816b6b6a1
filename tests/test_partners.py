"""Chapter 10 for every partner: the notebook runs with the one line changed, and says what it lacks."""

import builtins
import json
from functools import cache

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from evidence import book, show
from evidence.drawings import partner_figures
from evidence.house import figures
from evidence.measures import partners
from evidence.pages import gallery
from evidence.places import FIGURES
from evidence.text.findings import Chapter, read_record

NOTEBOOK = book.notebook("10")
CELLS = [c["source"] for c in book.cells(NOTEBOOK) if c["cell_type"] == "code"]
SAME_FOR_ALL = ("side_by_side", "own_moves", "falls", "all_published")  # of measures.partners: whoever is chosen


@pytest.fixture(scope="module", autouse=True)
def computed_once():
    """What does not depend on the partner is computed once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SAME_FOR_ALL:
            patch.setattr(partners, name, once(getattr(partners, name)))
        for name in ("dependence", "own_moves"):
            patch.setattr(partner_figures, name, drawn_once(getattr(partner_figures, name)))
        yield


def once(whole):
    """A function of spans that remembers what it returned, and returns copies."""
    known = cache(lambda spans: whole(*map(list, spans)))
    return lambda *spans: known(tuple(map(tuple, spans))).copy()


def drawn_once(whole):
    """A function that draws, which hands the same figure out as long as the values are the same."""
    known = []

    def draw(values):
        if not known or not known[0].equals(values):
            known[:] = [values.copy(), whole(values)]
        return known[1]

    return draw


def run(name, monkeypatch, capsys):
    """All code cells with another name in the one line: what they printed and displayed, figures, and the variables.

    The partner's page is drawn and held against the committed files, picture and all; the other figures are the same for
    every partner and are compared where the notebook runs.
    """
    assert CELLS[0] == f'PARTNER = "{partners.DEFAULT}"', "the line that a reader changes is the first cell and nothing else"
    texts, drawn, space = [], [], {"__name__": "__main__"}

    def display(shown, **_):
        if isinstance(shown, dict):
            drawn.append(shown["text/plain"])
        else:
            texts.append(shown.data)

    def save(chapter, fig, stem, data, whole=figures._save):
        if stem == f"10_summary_{partners.find(name).slug}" or not chapter.draft:
            return whole(chapter, fig, stem, data)
        plt.close(fig)
        return None

    monkeypatch.setattr(figures, "_save", save)
    monkeypatch.chdir(NOTEBOOK.parent)
    for module in (figures, show):
        monkeypatch.setattr(module, "display", display)
    for source in [CELLS[0].replace(partners.DEFAULT, name), *CELLS[1:]]:
        builtins.exec(compile(source, "<cell>", "exec"), space)
    printed = capsys.readouterr()
    assert printed.err == ""
    return "\n".join([printed.out, *texts]), drawn, space


@pytest.mark.parametrize("name", partners.TEN)
def test_the_notebook_runs_for_every_partner(name, monkeypatch, capsys):
    text, drawn, space = run(name, monkeypatch, capsys)
    assert f"What ties {name} to Russia?" in text
    assert f"What the data do not say of {name}" in text
    assert "nan" not in text.lower().split() and "<NA>" not in text
    assert ("nothing saved" in text) == (name != partners.DEFAULT)
    assert len(drawn) == 3
    assert space["partner"].name == name


def test_a_partner_without_all_suppliers_gets_no_share(monkeypatch, capsys):
    text, _, space = run("Egypt", monkeypatch, capsys)
    assert "Russia's share is unknown" in text
    assert not partners.has_every_supplier(space["partner"])
    assert partners.by_window(space["partner"])["share"].isna().all()


@pytest.mark.parametrize(
    ("typed", "name"), [("kazakhstan", "Kazakhstan"), ("Vietnam", "Viet Nam"), (" Serbia ", "Serbia"), ("Kyrgyz Republic", "Kyrgyzstan")]
)
def test_other_names_of_a_state_are_understood(typed, name):
    assert partners.find(typed).name == name


def test_a_wrong_name_lists_near_matches():
    with pytest.raises(partners.UnknownPartner, match="near matches: Kazakhstan"):
        partners.find("Kazahstan")
    with pytest.raises(partners.UnknownPartner, match="near matches: none"):
        partners.find("Xyzzy")
    with pytest.raises(partners.UnknownPartner):
        partners.find("Russia")


def test_shares_agree_with_what_others_published():
    checks = partners.all_published()
    assert set(checks["partner"]) == set(partners.TEN)
    assert checks.groupby("partner")["passes"].any().all()
    assert checks["url"].str.startswith("http").all()


def test_kinds_of_promises():
    told = {name: partners.defence(partners.find(name)) for name in ("Belarus", "Azerbaijan", "Uzbekistan", "Serbia", "Algeria")}
    assert told == {
        "Belarus": "CST and bilateral treaty",
        "Azerbaijan": "CIS Charter only",
        "Uzbekistan": "bilateral treaty",
        "Serbia": "none",
        "Algeria": "none",
    }


def test_missing_is_never_zero():
    assert partners.debt_table(partners.find("Kazakhstan")).empty
    assert partners.debt(partners.find("Azerbaijan"))[2024] == 0, "repaid, and recorded as such"
    absent = partners.find("Azerbaijan")
    assert partners.with_russia(absent) == (0, 0)
    assert "absent from 6 of 6" in " ".join(partners.missing(absent))


def test_falls_compare_yearly_volumes():
    rows = partners.falls([(2015, 2019)], [(2022, 2024)]).set_index("country")
    t = partners.load("arms/transfers").query("release == 2025 and recipient == 'India' and supplier == 'Russia' and method == 'delivery-level'")
    by = t.set_index("year")["tiv_million"]
    expected = (by.loc[2022:2024].sum() / 3) / (by.loc[2015:2019].sum() / 5)
    assert rows.loc["India", "ratio_low"] == pytest.approx(expected) and rows.loc["India", "fell"] == 1


def test_a_gap_that_rises_from_below_is_a_smaller_distance():
    assert partners.distance_grew({"gap_before": -0.5, "gap_after": 0.1}) == pytest.approx(-0.4)
    assert partners.distance_grew({"gap_before": 0.1, "gap_after": 0.6}) == pytest.approx(0.5)
    table = partners.gap_table(partners.find("Algeria")).set_index("state")
    algeria = table.loc["Algeria"]
    assert algeria["gap 2022–24"] > algeria["gap 2019–21"] and algeria["from"] < algeria["distance grew by"] < algeria["to"] < 0
    assert algeria["it moved"] - algeria["Russia moved"] == pytest.approx(algeria["gap 2022–24"] - algeria["gap 2019–21"])
    assert "0.97 below Russia in 2019–21 and 0.35 below it in 2022–24: nearer (the distance grew by −0.62" in partners.in_words(partners.find("Algeria"))
    assert "nearer or farther is open" in partners.in_words(partners.find("India"))


def test_later_acts_are_those_of_both():
    assert "E160" in partners.later_acts(partners.find("Azerbaijan"))
    assert "E160" not in partners.later_acts(partners.find("Algeria"))


def test_special_means_outside_the_range():
    rows = partners.side_by_side()
    found = partners.special(rows).set_index("measure")
    share = found.loc["Russia's share of arms, 2011–20, %"]
    assert share["low"] <= share["armenia"] <= share["high"] and not share["is_outside"]
    pushed = rows.assign(own_move=rows["own_move"].mask(rows["country"].eq(partners.ARMENIA), 9.0))
    assert partners.special(pushed).set_index("measure").loc["its own move in votes", "is_outside"]


def test_the_gallery_has_a_page_for_each_partner():
    record = read_record("10")
    names = [record["figures"][0]["file"], *(c["file"] for c in record["companions"])]
    assert sorted(names) == sorted(f"10_summary_{partners.find(n).slug}" for n in partners.TEN)
    text = gallery.text()
    for name in names:
        assert f"({name}.png)" in text and (FIGURES / f"{name}.svg").exists()


def test_a_draft_saves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLIANCE_CHECK", str(tmp_path))
    chapter = Chapter("10", draft=True)
    chapter.record("some", pd.Series([1.0]).sum(), ".1f")
    chapter.close()
    assert list(tmp_path.iterdir()) == []
    assert json.loads((FIGURES / "findings" / "10.json").read_text(encoding="utf-8"))["chapter"] == "10"


def test_another_page_of_a_partner_is_caught(monkeypatch, capsys):
    """The nine pages that no notebook shows are compared here and nowhere else: their words, colours and shapes."""
    real = partner_figures.summary

    def spoiled(partner, values):
        fig = real(partner, values)
        fig.axes[0].patches[0].set_facecolor("#123456")
        return fig

    monkeypatch.setattr(partner_figures, "summary", spoiled)
    with pytest.raises(figures.FigureProblem, match="10_summary_serbia"):
        run("Serbia", monkeypatch, capsys)
