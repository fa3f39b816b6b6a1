"""Marks answer to data, and every planted fault turns a test red: a digit, a word, a name, a month, a literal."""

import re

import nbformat
import pandas as pd
import pytest
from evidence import book, forms
from evidence.chapter import Chapter
from evidence.pages import sync
from evidence.seminar import knobs
from evidence.text import commands, marks, pins, reported, running, truth, unbound
from evidence.text.grounds import Source

MARKED = commands.marked()
SOURCE = Source(
    [
        "from evidence.tables import load",
        "owed = load('debt/owed_to_russia').query(\"debtor == 'Armenia'\").set_index('year')['outstanding_usd']",
        "low = load('narrative/reported_figures').set_index('figure_id').loc['F09', 'value_low']\nproposal = load('narrative/events')",
    ]
)
NAMES = {"owed": pd.Series({2022: 319.5e6, 2023: 279.4e6}), "low": 250e6}
GOOD = (
    "At the end of 2023 Armenia owed Russia <!--=musd(owed[2023])-->279 million dollars<!--/-->,"
    " <!--?owed[2023] > low-->more than the lower sum<!--/-->."
)


def name(path):
    return path.stem


def problems(text, source=SOURCE):
    texts = [(0, text)]
    wrong = marks.malformed(texts)
    if wrong:
        return wrong
    found, false = truth.check(texts, NAMES)
    return [*source.problems(found), *unbound.in_text(texts, source), *(f"{m.expr}: {now}" for m, now in false)]


def test_a_sound_sentence_passes():
    assert problems(GOOD) == []
    assert truth.report(*truth.check([(0, GOOD)], NAMES)) == "1 numbers and 1 statements in the text agree with the data"


PLANTED = {
    "a digit": ("279 million", "278 million"),
    "an unbound number": ("At the end", "In 17 cases, at the end"),
    "a number word": ("At the end", "In seven cases, at the end"),
    "another country": ("Armenia owed", "Georgia owed"),
    "a statement that is false": ("owed[2023] > low", "owed[2023] < low"),
    "a literal": ("musd(owed[2023])", "musd(279e6)"),
    "a typed factor": ("musd(owed[2023])", "musd(owed[2023] * 1.0)"),
    "a raw number": ("musd(owed[2023])", "owed[2023]"),
    "a name bound nowhere": ("musd(owed[2023])", "musd(debt[2023])"),
    "rose for fell": (".", ". It rose to <!--=musd(owed[2022])-->320 million dollars<!--/-->."),
    "a mark that opens a line": ("At the end of 2023 Armenia owed Russia ", ""),
    "a mark that opens a list item": ("At the end of 2023 Armenia owed Russia ", "- "),
    "an unclosed mark": ("dollars<!--/-->", "dollars"),
    "a half mark": ("<!--=musd(owed[2023])-->", "<!-- =musd(owed--[2023])-->"),
    "no words": ("279 million dollars", ""),
    "a pipe": ("musd(owed[2023])", "musd(owed[2023] | owed[2022])"),
    "a long expression": ("owed[2023] > low", "owed[2023] > low and " + "owed[2023] > low and " * 3 + "True"),
    "an unmarked comparison": ("<!--?owed[2023] > low-->more than the lower sum<!--/-->", "more than the lower sum"),
    "a date that no row carries": ("At the end of 2023", "On 17 May 2023"),
    "an official that no row names": ("At the end of 2023", "As Peskov said, at the end of 2023"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault):
    old, new = PLANTED[fault]
    assert old in GOOD
    assert problems(GOOD.replace(old, new)) != []


def test_a_name_bound_in_two_cells_is_found():
    twice = Source([*SOURCE.cells, "owed = owed * 2"])
    assert any("bound in 2 cells" in p for p in problems(GOOD, twice))


def test_a_variable_that_was_typed_is_found():
    typed = Source(["owed = {2023: 279.4e6}", "low = 250e6"])
    assert any("no loaded table stands behind" in p for p in problems(GOOD, typed))


REPORT = "On 24 November 2023 <!--src:E113-->Pashinyan named a cut in the debt as one option<!--/-->."
SUM = "Officials spoke of <!--src:F08-->400 million dollars<!--/-->."


def test_sound_reports_pass():
    assert problems(REPORT) == [] and problems(SUM) == []


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (REPORT, "24 November", "24 December"),
        (REPORT, "24 November", "25 November"),
        (REPORT, "Pashinyan", "Lavrov"),
        (REPORT, "E113", "E99999"),
        (SUM, "400", "410"),
        (SUM, "million", "billion"),
        (SUM, "F08", "F09"),
    ],
    ids=["month", "day", "speaker", "unknown key", "digit", "unit", "another row"],
)
def test_a_report_that_differs_from_its_row_is_found(text, old, new):
    assert problems(text.replace(old, new)) != []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("more than the lower sum", "less than the lower sum"),
        lambda t: t.replace("Armenia owed Russia", "Russia owed Armenia"),
        lambda t: t.replace("At the end", "Before the end"),
        lambda t: t.replace("owed[2023] > low", "owed[2022] > low"),
    ],
    ids=["reversed clause", "swapped actors", "another word", "another expression"],
)
def test_changed_words_lose_their_approval(change):
    def digests(text):
        return {p.digest for p, _ in pins.of_text("77", [(0, text)])}

    assert digests(change(GOOD)) != digests(GOOD)


def test_a_number_that_was_brought_up_to_date_keeps_the_approval():
    newer = GOOD.replace("279 million", "281 million")
    assert [p for p, _ in pins.of_text("77", [(0, newer)])] == [p for p, _ in pins.of_text("77", [(0, GOOD)])]


def test_a_changed_title_or_claim_of_a_figure_loses_its_approval():
    cell = "title = 'Debt fell'\nhouse.publish(chapter, ax, 'debt', rows, title, 'unit', 'source', 'alt', [a > b])"
    first = pins.of_figures("77", [cell])[0].digest
    for old, new in (("fell", "rose"), ("a > b", "a < b"), ("alt", "alternative"), ("unit", "units")):
        assert pins.of_figures("77", [cell.replace(old, new)])[0].digest != first


def test_numbers_are_rewritten_and_statements_are_left():
    newer = NAMES | {"owed": NAMES["owed"] - 40e6}
    text = truth.rewritten(GOOD, newer)
    assert "239 million dollars" in text and "more than the lower sum" in text
    said = truth.report(*truth.check([(0, text)], newer))
    assert "no longer true (239,400,000 > 250,000,000)" in said and "more than the lower sum" in said


def test_the_report_names_heading_and_both_values():
    said = truth.report(*truth.check([(0, "## Debt\n\n" + GOOD)], NAMES | {"owed": NAMES["owed"] * 2}))
    assert said.splitlines()[0] == "1 of 2 marks, in 1 sentences, no longer hold:"
    assert "## Debt" in said and "\u201c279 million dollars\u201d -> 559 million dollars" in said


def test_a_capital_at_the_head_of_a_sentence_is_no_difference():
    text = "X. <!--=word(len(owed))-->Two<!--/--> year ends."
    assert truth.check([(0, "It says so. " + text)], NAMES)[1] == []


FORMS = [
    (forms.pct(0.945), "95%"), (forms.pct(-0.14, 1), "\u221214.0%"), (forms.musd(319.465e6), "319 million dollars"),
    (forms.musd(283.45e6, 1), "283.5 million dollars"), (forms.num(1234567.5), "1,234,568"), (forms.word(4), "four"),
    (forms.word(13), "13"), (forms.ordinal(8), "eighth"), (forms.ordinal(21), "21st"), (forms.ordinal(112), "112th"),
    (forms.span([279.4e6, 319.5e6], forms.musd), "279 to 320 million dollars"), (forms.span([0.7, 0.8], forms.pct), "70% to 80%"),
    (forms.span([1.0, 1.0], forms.num), "1"), (forms.listed(["a"]), "a"), (forms.listed(["a", "b", "c"]), "a, b and c"),
    (forms.years(2011, 2020), "2011\u201320"), (forms.years(1999, 2008), "1999\u20132008"), (forms.whole(2022), "2022"),
    (forms.many(1, "deal", "deals"), "one deal"), (forms.day(pd.Timestamp("2023-11-04")), "4 November 2023"),
    (forms.num(0.125, 2), "0.13"), (forms.num(2.675, 2), "2.68"), (forms.num(-0.004, 1), "0.0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=lambda v: str(v))
def test_forms_round_half_up_and_read_well(text, expected):
    assert text == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), pd.NA, None, pd.Series([1.0, 2.0]), "1", True])
def test_forms_refuse_what_no_reader_can_be_shown(value):
    with pytest.raises(forms.FormProblem):
        forms.num(value)


def test_a_form_keeps_the_number_that_it_was_made_from():
    chapter = Chapter("77")
    chapter.record(share=forms.pct(0.94123), flag=True, both=forms.span([1.0, 2.0]))
    assert chapter.findings["share"] == {"text": "94%", "value": 0.94123, "form": ""}
    assert chapter.findings["flag"]["text"] == "true" and chapter.findings["both"]["value"] == "1 to 2"


@pytest.mark.parametrize("path", MARKED, ids=name)
def test_every_marked_page_is_bound_grounded_and_approved(path):
    assert commands.problems(path) == []


KNOBS = [
    (path, knob, other)
    for path in MARKED
    for knob, (_, others) in running.source_of(path).knobs.items()
    for other in others
]


@pytest.mark.parametrize(("path", "knob", "other"), KNOBS, ids=lambda v: v if isinstance(v, str) else name(v))
def test_a_turned_knob_runs_to_the_end_and_is_noticed(path, knob, other):
    assert knobs.fallen(book.number(path), **{knob: other}), f"{knob} = {other}: no sentence answers to this knob"


def test_what_a_setting_does_not_reach_need_not_run_again():
    path = book.notebook("08")  # its tables are changed in place, column by column
    source, before, texts = running.source_of(path), knobs.turned("08"), commands.texts_of(path)
    for knob, (_, others) in source.knobs.items():
        anew, onwards = (truth.check(texts, running.run(source, {knob: others[0]}, before=b))[1] for b in (None, before))
        assert [(m.expr, str(now)) for m, now in onwards] == [(m.expr, str(now)) for m, now in anew] != []
    assert truth.check(texts, before)[1] == [], "what was run before is as it was"


def test_what_a_setting_reaches_is_read_from_the_code():
    cells = ["k = 1", "a = load('x').query('year > @k')", "b = 2\nc = []\nc.append(b)", "t['u'] = a\nfree = b", "show(t)"]
    assert running._reached(Source(cells), {"k"}) == {"k", "a", "t", "show"}


@pytest.mark.parametrize("path", [p for p in MARKED if p in book.chapters() and book.number(p) != "00"], ids=name)
def test_every_knob_has_two_other_settings(path):
    knobs = running.source_of(path).knobs
    assert knobs, "a chapter has one cell of settings worth turning"
    assert all(len(others) == 2 for _, others in knobs.values())


def test_planted_false_pages_fail_where_a_page_is_checked(tmp_path, monkeypatch):
    path = book.notebook("06")
    notebook = nbformat.read(path, as_version=4)
    for old, new in ((r"<!--/-->", "<!--/"), (r"more than the lowest sum", "less than the lowest sum")):
        copy = nbformat.from_dict(notebook)
        copy.cells = [nbformat.from_dict(c) for c in notebook.cells]
        number = next(n for n, c in enumerate(copy.cells) if re.search(old, c.source))
        copy.cells[number].source = re.sub(old, new, copy.cells[number].source, count=1)
        changed = tmp_path / path.name
        changed.write_text(nbformat.writes(copy), encoding="utf-8")
        assert commands.problems(changed) != []


def test_the_swapped_world_names_every_actor_anew():
    frame = pd.DataFrame({"debtor": ["Armenia", "India"], "year": [2000, 2004], "outstanding_usd": [1.0, 2.0]})
    assert running.swapped(frame)["debtor"].tolist() == ["Azerbaijan", "France"]
    assert running.reversed_in_time(frame)["year"].tolist() == [2004, 2000]
    assert running.scaled(frame, 10.0)["outstanding_usd"].tolist() == [10.0, 20.0]
    assert running.scaled(frame, 10.0)["year"].tolist() == [2000, 2004]


def test_drawing_is_left_out_and_what_the_text_needs_is_kept():
    cell = "share = 2\nfig, ax = house.canvas()\nsns.lineplot(x=share, ax=ax)\ntitle = f'{share}'\nwidth = ax.get_xlim()"
    drawn: set[str] = set()
    kept = running.without_drawing(cell, drawn)
    assert [n.lineno for n in kept.body] == [1, 4] and {"fig", "ax", "width"} <= drawn


def test_approving_takes_one_mark_and_a_reason(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pins, "FILE", tmp_path / "pins.csv")
    assert sync.main(["approve", "06", "no such words", "--because", "read"]) == 2
    assert sync.main(["approve", "77", "x", "--because", "read"]) == 2
    assert not pins.FILE.exists()
    assert sync.main(["approve", "06", "F16", "--because", "the row says 500 million"]) == 0
    assert [r["because"] for r in pins.kept().values()] == ["the row says 500 million"]
    with pytest.raises(SystemExit):
        sync.main(["approve", "06", "F16"])


def test_amounts_of_a_row_are_read_from_its_columns_and_words():
    assert 400e6 in reported.amounts("F08")
    assert {96.0, 10.0} <= reported.amounts("E132") and 250e6 in reported.amounts("E132")


def test_an_unknown_chapter_is_refused_with_the_list(capsys):
    assert sync.main(["sync", "66"]) == 2
    assert "no chapter 66; there are 00, 01" in capsys.readouterr().err


def test_what_moved_is_told_a_line_each():
    old = {"02": {"orders": "three", "same": "1"}, "03": {"gone": "x"}}
    new = {"02": {"orders": "two", "same": "1"}, "04": {"fresh": "y"}}
    assert sync.changes(old, new) == ["02.orders: three -> two", "03.gone: x -> none", "04.fresh: none -> y"]

