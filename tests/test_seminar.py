"""The class's notebook, sheets, exercises that mark themselves, slides, and a guide whose plans add up."""

import builtins
import html
import io
import json
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from drawing_rules import static_problems
from evidence import book, show
from evidence.house import look
from evidence.judging import ledger
from evidence.pages import slides
from evidence.places import NOTEBOOKS, ROOT
from evidence.seminar import asked, classroom, exercises, handouts, knobs, marking, plots, sheets
from evidence.tables import load
from evidence.text import running
from evidence.text.findings import read_record
from PIL import Image

SOLUTIONS = exercises.solutions()
NUMBERS = [p.name[:2] for p in SOLUTIONS]
KEPT = json.loads(marking.KEPT.read_text(encoding="utf-8"))
GUIDE = (NOTEBOOKS / "seminar" / "README.md").read_text(encoding="utf-8")
CHAPTERS = sorted(book.chapters())


def read(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [c.source for c in notebook.cells if c.cell_type == "code"]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Every right answer, from the solutions run in one process: exercise -> (function, answer, digits)."""
    found = {}
    for path in SOLUTIONS:
        space = {"__name__": "__main__"}
        for source in code(read(path)):
            if source.startswith("import sys"):
                continue
            calls = re.match(r'(check|prove|draw)\("(\d\d\.\d)", answer(?:, digits=(\d))?\)', source)
            if calls:
                found[calls[2]] = (calls[1], space["answer"], int(calls[3] or 0))
            elif not source.startswith(("hint(", "mistake(", "told(")):
                builtins.exec(compile(source, path.name, "exec"), space)
    return found


def test_every_chapter_from_01_on_has_exercises():
    assert [p.name[:2] for p in CHAPTERS if p.name[:2] != "00"] == NUMBERS
    for path in SOLUTIONS:
        headings = [h for h in book.headings(path) if re.match(r"## \d\d\.\d ", h)]
        assert len(headings) >= 3, path.name
        assert any("Without code" in h for h in headings) and any("no code" in h for h in headings), path.name


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda p: p.stem)
def test_exercises_are_those_of_the_solutions(path):
    made, kept = exercises.exercises(read(path)), read(exercises.exercise_path(path))
    assert [(c.cell_type, c.source) for c in made.cells] == [(c.cell_type, c.source) for c in kept.cells], (
        "run `python notebooks/evidence seminar`"
    )
    assert exercises.UNANSWERED in code(kept) and "hint(" not in "".join(code(kept))


def test_every_exercise_has_a_hint_and_nothing_is_left_over(answers):
    assert set(answers) == set(KEPT)
    assert all(entry["hint"] for entry in KEPT.values())
    assert set(answers) >= {f"{n}.{k}" for n in NUMBERS for k in (1, 2, 3)}


def said(capsys, function, *arguments, **more):
    getattr(marking, function)(*arguments, **more)
    return capsys.readouterr().out


def test_right_answers_are_right(answers, capsys):
    for exercise, (function, answer, digits) in answers.items():
        more = {"digits": digits} if function == "check" else {}
        assert said(capsys, function, exercise, answer, **more).startswith(f"{exercise}: right"), exercise


def test_an_unanswered_exercise_prints_no_hint_until_it_is_asked_for(answers, capsys):
    for exercise, (function, _, _) in answers.items():
        assert said(capsys, function, exercise, ...) == f"{exercise}: {marking.UNANSWERED}\n"
        assert said(capsys, function, exercise, "hint") == f"{exercise}: {KEPT[exercise]['hint']}\n"
    for path in SOLUTIONS:
        stored = exercises.exercise_path(path).read_text(encoding="utf-8")
        assert not [key for key, entry in KEPT.items() if key[:2] == path.name[:2] and json.dumps(entry["hint"], ensure_ascii=False)[1:-1] in stored]


def test_slips_of_typing_are_no_errors_of_thought(answers, capsys):
    assert said(capsys, "check", "02.6", f"{answers['02.6'][1]:.0f}%") == "02.6: right.\n"
    assert said(capsys, "check", "09.1", f"{answers['09.1'][1].capitalize()}.") == "09.1: right.\n"
    assert "That is it" in said(capsys, "check", "09.1", "partly")
    for exercise, (function, answer, digits) in answers.items():
        if function == "check" and digits and round(answer, digits) != round(answer):
            assert "Rounded too far" in said(capsys, "check", exercise, round(answer), digits=digits), exercise
    assert "with brackets" in said(capsys, "prove", "09.3", "M11")


def test_breaking_it_takes_what_moves_most(capsys):
    for near, words in (("Aouzou Strip", "another war moves it farther"), ("Sinai", "another war moves it farther")):
        told = said(capsys, "prove", "05.3", near)
        assert told.startswith("05.3: not yet") and words in told
    assert "as often is not less often" in said(capsys, "prove", "09.3", ["M02"])
    assert "A single question would do" in said(capsys, "prove", "09.3", ["M02", "M11", "M17"])


def test_wrong_answers_are_wrong_and_leak_nothing(answers, capsys):
    wrong = {"a number": -123456.5, "a word": "nobody", "yes or no (True or False)": None, "several values": ["x"]}
    for exercise, (function, answer, digits) in answers.items():
        if function in ("prove", "draw"):
            assert f"{exercise}: right" not in said(capsys, function, exercise, "nonsense")
            continue
        given = wrong[KEPT[exercise]["kind"]]
        given = (not answer) if given is None else given
        told = said(capsys, "check", exercise, given, digits=digits)
        assert told.startswith(f"{exercise}: not yet. "), exercise
        assert marking._plain(answer, digits) not in (told.split(". ", 1)[1], KEPT[exercise]["hint"])


def test_a_known_mistake_gets_its_own_hint(capsys):
    assert "deals" in " ".join(KEPT["02.2"]["mistakes"].values())
    told = said(capsys, "check", "02.1", "Russia")
    assert told == "02.1: not yet. It was, in 2011–15 and over all. Look down the column of 2016–20.\n"


def test_no_likely_mistake_is_marked_right(answers, capsys):
    for exercise, (function, answer, digits) in answers.items():
        if function != "check":
            continue
        assert KEPT[exercise]["answer"] not in KEPT[exercise].get("mistakes", {}), exercise
        if KEPT[exercise]["kind"] != "a number" or not answer:
            continue
        slips = {-1: "sign is wrong", 0.01: "That is a share", 100: "a hundred times what is asked", 1e6: "single units"}
        for factor, words in slips.items():
            told = said(capsys, "check", exercise, answer * factor, digits=digits)
            assert told.startswith(f"{exercise}: not yet"), (exercise, factor)
            if digits:
                assert words in told or answer * factor in (0, answer) or "not yet. " in told, (exercise, factor, told)
        assert "sign" in said(capsys, "check", exercise, -answer, digits=digits)


def test_stacked_releases_are_never_right(answers, capsys):
    rows = load("arms/deliveries").query("recipient == 'Armenia' and 2006 <= delivery_year <= 2015")
    stacked = 100 * rows.query("supplier == 'Russia'")["tiv_million"].sum() / rows["tiv_million"].sum()
    assert "Three releases are added up" in said(capsys, "check", "02.2", stacked, digits=1)


def test_a_mistake_that_rounds_to_the_right_answer_is_refused(answers, capsys):
    with pytest.raises(marking.MarkingProblem, match="would be marked right"):
        marking.mistake("02.2", answers["02.2"][1] + 0.001, "words")


def test_another_kind_of_answer_is_named(capsys):
    assert "should be a number, to 1 decimals; this is a word" in said(capsys, "check", "02.2", "most", digits=1)
    assert "another form" in said(capsys, "prove", "02.3", 7)
    assert "should be the chart" in said(capsys, "draw", "02.5", 7)


def stands_in(answer, digits, opening):
    """Whether an answer stands in a text: a number with any sign, or as a word from two to twelve; names in any case."""
    told = marking._plain(answer, digits)
    if isinstance(told, list):
        return all(re.search(rf"\b{re.escape(part)}\b", opening) for part in told)
    forms = {str(told).lstrip("-").replace("_", " ")}
    if re.fullmatch(r"-?\d+", str(told)) and 2 <= abs(int(told)) <= 12:
        forms.add(show.word(abs(int(told))))
    return any(re.search(rf"\b{re.escape(form)}\b", opening) for form in forms)


def test_answers_do_not_stand_in_the_opening(answers):
    for exercise, (function, answer, digits) in sorted(answers.items()):
        if function == "check" and not KEPT[exercise]["kind"].startswith("yes"):
            opening = re.sub(r"\b\d{4}–\d\d\b", "", sheets.plain(book.markdown_cells(book.notebook(exercise[:2]))[0]).casefold())
            assert not stands_in(answer, digits, opening), exercise


def test_an_answer_in_an_opening_is_found():
    opening = "they fell by 64%, after 2013, in belarus and three other states"
    assert all(stands_in(answer, 0, opening) for answer in (-64.2, 2013, "Belarus", 3, [2013, 64]))
    assert not any(stands_in(answer, 0, opening) for answer in (6, 201, "Serbia", 4, [2013, 2014]))


# drawings ------------------------------------------------------------------------------------------------------------

DRAWN = sorted(plots.DRAWINGS)
TITLES = {
    "01.5": "Neutral searches kept most of what they saw on 1991–2017", "02.5": "Israel armed Azerbaijan most in 2016–20",
    "03.5": "Armenia spent more in 2023 than ever", "04.5": "On paper Russia owes Armenia defence three times over",
    "05.5": "The counts of deaths in 1994 lie farthest apart", "06.5": "Armenia's debt to Russia fell every year",
    "07.5": "Armenia agrees less with Russia than before", "08.5": "Net money from Russia leapt in 2022",
    "09.5": "The coders agree most often on what is contradicted", "10.5": "India's debt to Russia grew most",
}  # fmt: skip
AGAINST = {
    "01.5": "Neutral searches kept most on 2018–22", "02.5": "Israel delivered least in 2016–20", "03.5": "Armenia's spending fell each year",
    "04.5": "Azerbaijan owes Armenia no defence", "05.5": "Deaths of 2020 are the least sure", "06.5": "Armenia's debt to Russia rose all the time",
    "07.5": "Armenia agrees less with the US than before", "08.5": "Net money from Russia fell in 2022",
    "09.5": "The coders agree on all claims", "10.5": "Every debt to Russia grew since 2019",
}  # fmt: skip
UNITS = {"01.5": "per cent", "02.5": "million TIV", "04.5": "treaties", "05.5": "deaths", "07.5": "points", "08.5": "% of GDP", "09.5": "% of claims"}


def bars(values, title="", base=0, lying=False, unit="", names=None):
    """A chart as a student might draw it."""
    fig, ax = plt.subplots()
    names = [str(name) for name in (values.index if names is None and isinstance(values, pd.Series) else names or range(len(values)))]
    (ax.barh if lying else ax.bar)(names, list(values))
    if base:
        (ax.set_xlim if lying else ax.set_ylim)(base, max(values) * 1.1)
    (ax.set_xlabel if lying else ax.set_ylabel)(unit)
    ax.set_title(title)
    plt.close(fig)
    return ax


def right(exercise, values=None, **more):
    """A chart that differs from a right one by what is given."""
    told = {"title": TITLES[exercise], "unit": UNITS.get(exercise, "million dollars")} | more
    return bars(plots.DRAWINGS[exercise].values() if values is None else values, **told)


def test_each_chapter_has_an_exercise_to_draw_and_one_to_turn_and_six_at_most():
    assert {exercise[:2] for exercise in DRAWN} == set(NUMBERS)
    for path in SOLUTIONS:
        headings = [h for h in book.headings(path) if re.match(r"## \d\d\.\d ", h)]
        assert len(headings) <= 6 and sum("Draw it" in h for h in headings) == sum("Turn a setting" in h for h in headings) == 1, path.name


@pytest.mark.parametrize("exercise", DRAWN)
def test_a_right_drawing_is_right_however_it_is_made(exercise, capsys):
    values = plots.DRAWINGS[exercise].values()
    rounded = values.round() if values.abs().max() >= 20 else values.round(1)
    for ax in (right(exercise), right(exercise, lying=True), right(exercise, rounded)):
        assert said(capsys, "draw", exercise, ax).startswith(f"{exercise}: right")


def test_years_on_an_axis_of_numbers_and_seaborn_and_pandas_will_do(capsys):
    values = plots.DRAWINGS["08.5"].values()
    fig, (plain, drawn, framed) = plt.subplots(3)
    plain.bar(values.index, values)
    sns.barplot(x=values.index, y=values.to_numpy(), errorbar=None, saturation=1, ax=drawn)
    values.plot.bar(ax=framed)
    for ax in (plain, drawn, framed):
        ax.set(title=TITLES["08.5"], ylabel="% of GDP")
        assert said(capsys, "draw", "08.5", ax).startswith("08.5: right")
    plt.close(fig)


@pytest.mark.parametrize("exercise", DRAWN)
def test_a_likely_mistake_is_never_marked_right_and_is_named(exercise, capsys):
    asked = plots.DRAWINGS[exercise]
    for values, words in asked.mistakes:
        assert words in said(capsys, "draw", exercise, right(exercise, values())), words
    values = asked.values()
    factors = {-1: "wrong sign", 100: "100 times too large", 0.01: "hundredth", 1e6: "single units"}
    for factor, words in factors.items():
        told = said(capsys, "draw", exercise, right(exercise, values * factor))
        assert words in told or any(plots.alike(values * factor, mistaken()) for mistaken, _ in asked.mistakes), (factor, told)
    assert "asked for" in said(capsys, "draw", exercise, right(exercise, values.iloc[1:]))
    if values.min() > 0:
        told = said(capsys, "draw", exercise, right(exercise, base=values.min() / 2))
        assert "let it begin at zero" in told
    assert "but do they say" in said(capsys, "draw", exercise, right(exercise, title=AGAINST[exercise]))
    assert "Name the unit" in said(capsys, "draw", exercise, right(exercise, unit="", title=re.sub(asked.unit, "", TITLES[exercise], flags=re.I)))


@pytest.mark.parametrize("exercise", [e for e in DRAWN if plots.DRAWINGS[e].order])
def test_bars_out_of_order_are_refused(exercise, capsys):
    values = plots.DRAWINGS[exercise].values()
    mixed = values.iloc[[*range(1, len(values), 2), *range(0, len(values), 2)]]
    assert re.search("stand in no order|time should run", said(capsys, "draw", exercise, right(exercise, mixed)))


@pytest.mark.parametrize("exercise", [e for e in DRAWN if plots.DRAWINGS[e].is_named])
def test_names_that_do_not_go_with_their_values_are_refused(exercise, capsys):
    values = plots.DRAWINGS[exercise].values()
    assert "is another's" in said(capsys, "draw", exercise, right(exercise, names=list(values.index[::-1])))
    told = said(capsys, "draw", exercise, right(exercise, names=[f"bar {n}" for n in range(len(values))]))
    assert "Call each by its name" in told


def test_a_second_scale_and_a_crooked_one_are_refused(capsys):
    twofold, crooked = right("06.5"), right("06.5")
    twofold.twinx().plot(range(6), range(6))
    crooked.set_yscale("log")
    assert "a second scale" in said(capsys, "draw", "06.5", twofold)
    assert "not linear" in said(capsys, "draw", "06.5", crooked)


SAID_OF_CHARTS = pd.read_csv(ROOT / "tests" / "titles.csv", encoding="utf-8", dtype=str)


@pytest.mark.parametrize("exercise", DRAWN)
def test_titles_are_held_against_the_bars(exercise):
    """No true title is refused; false ones pass only where the table of titles says that they are known to."""
    chart = right(exercise, unit="TIV, deaths, points, dollars, treaties, % of GDP")
    for row in SAID_OF_CHARTS[SAID_OF_CHARTS["exercise"].eq(exercise)].itertuples():
        chart.set_title(row.title)
        holds, told = plots.judged(exercise, chart)
        assert holds == (row.passes == "yes"), (row.title, told)
        assert ("let a neighbour decide" if holds else "values are right") in told


def test_the_students_false_titles_are_refused_and_the_known_gaps_are_few():
    hers = SAID_OF_CHARTS[SAID_OF_CHARTS["by"].eq("student 2")]
    assert hers["is_true"].eq(hers["passes"]).all() and set(hers["is_true"]) == {"yes", "no"}
    false = SAID_OF_CHARTS[SAID_OF_CHARTS["is_true"].eq("no")]
    assert SAID_OF_CHARTS.loc[SAID_OF_CHARTS["is_true"].eq("yes"), "passes"].eq("yes").all()
    assert false["passes"].eq("yes").mean() < 0.1


def test_a_title_without_a_known_verb_is_asked_about_and_not_refused(capsys):
    told = said(capsys, "draw", "02.5", right("02.5", title="Israel, Azerbaijan's armourer"))
    assert told.startswith("02.5: right") and "Is “Israel, Azerbaijan's armourer” a sentence?" in told


def test_dollars_are_not_tiv_and_a_range_may_float(capsys):
    assert "TIV is not dollars" in said(capsys, "draw", "02.5", right("02.5", unit="million dollars"))
    values, lows = plots.DRAWINGS["05.5"].values(), asked._unsure("deaths_low", "")
    fig, ax = plt.subplots()
    ax.bar([str(y) for y in values.index], values, bottom=lows)
    ax.set(ylim=(140, 9500), title=TITLES["05.5"], ylabel="deaths")
    plt.close(fig)
    assert said(capsys, "draw", "05.5", ax).startswith("05.5: right")


WRONG = {
    "a share of the axis": (lambda v: bars(v, "Israel armed Azerbaijan most in 2016–20", base=30), "let it begin at zero"),
    "the same, lying": (lambda v: bars(v, "Israel armed Azerbaijan most in 2016–20", base=30, lying=True), "let it begin at zero"),
    "a bar too few": (lambda v: bars(v[:3], "Israel armed Azerbaijan most"), "it has 3 bars; 4 are asked for"),
    "another height": (lambda v: bars([*v[:3], v.iloc[3] * 2], "Israel armed Azerbaijan most"), "1 of its 4 bars"),
    "no bars": (lambda v: bars([], "Israel armed Azerbaijan most"), "no bars in it"),
    "no title": (lambda v: bars(v), "no title"),
    "a topic": (lambda v: bars(v, "Deliveries from Israel by period"), "names a topic"),
    "a question": (lambda v: bars(v, "Did Israel arm Azerbaijan?"), "Let it answer"),
    "about nothing": (lambda v: bars(v, "It was most in the third period"), "whom or what"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_drawing_is_told_what_is_wrong(fault, capsys):
    make, words = WRONG[fault]
    told = said(capsys, "draw", "02.5", make(plots.DRAWINGS["02.5"].values()))
    assert told.startswith("02.5: not yet") and words in told


@pytest.mark.parametrize("number", NUMBERS)
def test_a_turned_setting_makes_sentences_fall(number):
    task = next(t for t in book.markdown_cells(exercises.SOLUTIONS / f"{number}_solutions.ipynb") if "Turn a setting" in t)
    name, value = re.search(r"`(\w+) = ([^`]+)`", task).groups()
    settings = next(c["source"] for c in book.cells(book.notebook(number)) if "knobs" in c["metadata"].get("tags", []))
    held = re.search(rf"(?m)^{name} = (.+?)  #", settings)
    assert held and held[1] != value, f"{name} is a setting of chapter {number}, and is turned"
    assert knobs.fallen(number, **{name: value}), "the last cell lists what falls"


def test_no_sentence_falls_while_the_settings_stand():
    assert knobs.fallen("06") == []  # the others' last cells say so, each in its own run


def test_words_and_rounding_are_forgiving(answers, capsys):
    _, word, _ = answers["02.1"]
    _, number, digits = answers["02.2"]
    assert "right" in said(capsys, "check", "02.1", f"  {word.upper()} ")
    assert "right" in said(capsys, "check", "02.2", round(number, digits), digits=digits)


def test_an_exercise_that_nobody_wrote_is_refused():
    with pytest.raises(marking.MarkingProblem, match=r"99\.9"):
        marking.check("99.9", 1)


def test_digests_hold_no_answer(answers):
    for exercise, (function, answer, digits) in answers.items():
        if function == "check" and digits:
            own = [entry["hint"] + str([*entry.get("mistakes", {}).values()]) for key, entry in KEPT.items() if key[:2] == exercise[:2]]
            shown = exercises.exercise_path(exercises.SOLUTIONS / f"{exercise[:2]}_solutions.ipynb").read_text(encoding="utf-8")
            told = re.escape(marking._plain(answer, digits))
            assert not re.search(rf"(?<![\d.]){told}(?!\d)", "".join([*own, shown])), exercise
    assert all(re.fullmatch(r"[0-9a-f]{32}", e["answer"]) for e in KEPT.values() if "answer" in e)


# slides --------------------------------------------------------------------------------------------------------------


PLAYER = {"script": "/* player */", "notes": "/* notes */", "style": "/* style */"}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_projects(path):
    deck = slides.slides(path, {})
    record = read_record(book.number(path))
    assert 4 <= len(deck) <= 16
    assert [d["title"] for d in deck if d["kind"] == "figure"] == [f["title"] for f in record["figures"]]
    assert not [d["title"] for d in deck if d["title"].endswith(".") or d["title"].isdigit()]
    assert all(d["title"] and d["kind"] in ("words", "figure", "table") for d in deck)
    assert all(len(d["rows"]) <= slides.MOST_ROWS for d in deck if d["kind"] == "table")
    assert all(len(" ".join([*d["paragraphs"], *d["points"]]).split()) <= 130 for d in deck)
    page = slides.page(path, deck, PLAYER)
    shown = re.sub(r'<aside.*?</aside>|base64,[^"]*', "", page, flags=re.DOTALL)
    assert "previous:" not in shown and "Contents" not in shown, "no lines of navigation"
    assert "http" not in shown and "<!--" not in page, "nothing comes from the network, no mark is seen"


def test_text_on_slides_has_18_points_at_720_lines():
    smallest = 18 * 96 / 72  # pixels
    style = slides.page(CHAPTERS[0], slides.slides(CHAPTERS[0], {}), PLAYER)
    assert min(int(size) for size in re.findall(r"font(?:-size)?: (\d+)px", style)) >= smallest
    assert smallest <= look.SIZE / 72 * 960 / look.WIDTH, "a figure as wide as the slide"


def test_figures_are_drawn_anew_at_full_height():
    pictures = slides.drawn(book.notebook("06"))
    assert set(pictures) == {f["file"] for f in read_record("06")["figures"]}
    assert {Image.open(io.BytesIO(png)).size for parts in pictures.values() for png in parts} == {(1600, 1200)}


def png_of(rows):
    """A picture from strips, each a height and whether there is ink in it."""
    strips = [np.full((height, 400), 0 if inked else 255, dtype=np.uint8) for height, inked in rows]
    buffer = io.BytesIO()
    Image.fromarray(np.vstack(strips)).save(buffer, "PNG")
    return buffer.getvalue()


def inked(piece):
    """Rows with ink of a picture."""
    return int((np.asarray(Image.open(io.BytesIO(piece)).convert("L")) < 100).any(axis=1).sum())


def test_a_figure_that_is_taller_than_a_slide_is_cut_and_no_row_is_lost():
    one_panel = png_of([(60, True), *[(20, True), (10, False)] * 14])  # a head and 14 rows of names, on slides 300 high
    parts = slides.pieces(one_panel, [60 / 480])
    assert len(parts) == 2 and {Image.open(io.BytesIO(p)).size for p in parts} == {(400, 300)}
    assert sum(inked(part) for part in parts) == 14 * 20 + 2 * 60, "every row once, the head on each"
    panels = slides.pieces(png_of([(60, False), (150, True), (150, True)]), [60 / 360, 210 / 360])
    assert [inked(part) for part in panels] == [150, 150], "panels stay whole"
    assert slides.pieces(png_of([(300, True)]), [0.2]) == [png_of([(300, True)])]


def test_a_figure_that_no_slide_can_hold_is_told_in_words():
    assert slides.pieces(png_of([(200, True), (300, True)]), [0.4]) == []
    deck = slides._figure({"title": "A finding", "number": "9.2", "alt": "A grid."}, [])
    assert [d["kind"] for d in deck] == ["words"] and "A grid." in deck[0]["paragraphs"] and "9.2" in str(deck)


def test_a_table_of_verdicts_says_what_came_out():
    assert slides._count(["supported", "contradicted", "supported"]) == "2 of 3 claims stand in full"
    assert slides._count(["contradicted"]) == "The claim that this chapter judges is contradicted"


def test_the_player_is_pinned_and_asked_for_in_one_line(monkeypatch, capsys, tmp_path):
    pinned = (NOTEBOOKS / "seminar" / "slides" / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"(?m)^sphinx-revealjs==[\d.]+$", pinned)
    assert slides.REMEDY.partition("once: ")[2] in GUIDE
    monkeypatch.setattr(slides.importlib.util, "find_spec", lambda name: None)
    assert slides.main("06", tmp_path) == 2 and slides.REMEDY in capsys.readouterr().err
    assert slides.main("77", tmp_path) == 2 and "no chapter 77" in capsys.readouterr().err


# the class -----------------------------------------------------------------------------------------------------------

IN_CLASS = NOTEBOOKS / "seminar" / "in_class.ipynb"


def played(**settings):
    source = running.source_of(IN_CLASS)
    return running.run(running.Source([*source.cells, ""], [*source.tags, []]), settings)


CSTO = ["Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Tajikistan"]


def test_the_class_counts_what_the_sheets_and_chapter_03_count():
    held = played()
    assert held["shares"]["percent"].iloc[:3].round(6).tolist() == [round(v, 6) for v in classroom.parts().values()]
    kept = read_record("03")["findings"]
    counted = held["found"]["three meanings, without yours"]
    assert counted == classroom.findings() and counted[classroom.PLACE] == classroom.place()
    for name, value in counted.items():
        assert kept[name]["value"] == value


@pytest.mark.parametrize("settings", [{"my_allies": "['India', 'China']"}, {"my_allies": "[]", "my_first": "2002", "my_last": "2011"}])
def test_the_class_may_turn_its_settings(settings):
    held = played(**settings)
    assert len(held["shares"]) == 4 and held["shares"]["percent"].between(0, 100).all()


def test_a_list_is_the_same_on_paper_and_on_screen():
    printed = classroom.on_paper().set_index("recipient")["percent"].round(1)
    assert printed.index[printed.index.isin(CSTO)].size == len(CSTO) == classroom.customers()["CSTO"].sum()
    told = dict(classroom.key()["lists"])
    for (with_csto, names), (name, announced) in zip(classroom.TRIED, told.items(), strict=True):
        mine = [*(CSTO if with_csto else []), *names]
        assert set(mine) <= set(printed.index), f"{name}: who counts one of these as an ally can mark it"
        held = played(my_allies=repr(mine))
        on_screen = held["shares"]["percent"].iloc[3]
        assert abs(printed[mine].sum() - on_screen) < 0.3, name
        assert announced.startswith(f"{on_screen:.0f} per cent")
        by_screen = classroom.compare("C22", classroom.rows("C22"), held["found"])["your rule"].iloc[1]
        on_paper = by_hand(printed_rule(), [*classroom.parts().values(), printed[mine].sum()])
        assert by_screen.startswith(f"{on_paper} (") and announced.endswith(f": {on_paper}"), name


def test_who_is_an_ally_to_some_can_be_marked_on_paper():
    assert {"Syria", "Venezuela", "Serbia"} <= set(classroom.on_paper()["recipient"])
    page = (sheets.FOLDER / "print.html").read_text(encoding="utf-8")
    for row in classroom.among_others().itertuples():
        assert f"{row.recipient} {row.percent:.1f}" in page


def test_a_name_that_the_table_does_not_have_is_refused():
    with pytest.raises(classroom.ClassProblem, match=r"'Vietnam' is no customer in the table; near: Viet Nam"):
        played(my_allies="['Vietnam']")


def printed_rule():
    """Rows of the printed leaf: pairs of a condition in words and a verdict, without the empty last one."""
    leaf = (sheets.FOLDER / "print.html").read_text(encoding="utf-8").split("5. The rule")[1].split("</table>")[0]
    return [(if_, then) for if_, then in re.findall(r"<tr><td>\d</td><td>(.*?)</td><td>(.*?)</td></tr>", html.unescape(leaf))]


def by_hand(rows, parts):
    """The verdict as somebody with a pen finds it: reads English, and knows nothing of conditions in the table."""
    for if_, then in rows:
        clauses = [] if if_ == "otherwise" else if_.split(" and ")
        if all(holds_by_hand(clause, parts) for clause in clauses):
            return then
    raise AssertionError("no row holds")


def holds_by_hand(clause, parts):
    exporters = re.fullmatch(r"Russia's place among exporters was (?:(\d+) or better|worse than (\d+))", clause)
    if exporters:
        return classroom.place() <= int(exporters[1]) if exporters[1] else classroom.place() > int(exporters[2])
    allies = re.fullmatch(r"allies took (half|(\d+) per cent) or more by at (least|most) (\d+) of the meanings", clause)
    counted = sum(part >= float(allies[2] or 50) for part in parts)
    return counted >= int(allies[4]) if allies[3] == "least" else counted <= int(allies[4])


@pytest.mark.parametrize("change", [None, *classroom.CHANGES], ids=lambda c: c.told if c else "as it stands")
def test_a_changed_row_gives_on_paper_and_on_screen_what_the_leaf_announces(change):
    written, screen = printed_rule(), classroom.rows("C22")
    assert [if_ for if_, _ in written] == [classroom.in_words(c) for c in screen["condition"]], "the leaf says what the table says"
    if change:
        line = "\t".join(written[change.row - 1])
        assert line.count(change.old) == 1, "what the pen strikes stands there once"
        written[change.row - 1] = tuple(line.replace(change.old, change.new).split("\t"))
        screen = classroom.changed("C22", change.row, change.cell_old, change.cell_new)
        assert written[change.row - 1][0] == classroom.in_words(screen.loc[change.row, "condition"])
    announced = dict(classroom.key()["changes"])[change.told if change else "as it stands"]
    printed = classroom.on_paper()
    sums = [printed.loc[printed[name], "percent"].round(1).sum() for name in classroom.MEANINGS]
    assert by_hand(written, sums) == announced
    assert classroom.compare("C22", screen, played()["found"])["your rule"].iloc[0].startswith(f"{announced} (")


@pytest.mark.parametrize("half", classroom.OTHER_HALVES)
def test_another_half_gives_on_paper_and_on_screen_what_the_leaf_announces(half):
    first, *others = [(if_.replace("half", f"{half} per cent"), then) for if_, then in printed_rule()]
    announced = next(verdict for told, verdict in classroom.key()["changes"] if f"“{half} per cent”" in told)
    for rows in ([first, *others], [first, *printed_rule()[1:]]):
        assert by_hand(rows, classroom.parts().values()) == announced
    assert classroom.compare("C22", classroom.rows("C22"), played(my_half=str(half))["found"])["your rule"].iloc[0].startswith(announced)


def test_the_guide_announces_what_the_leaf_does():
    part = GUIDE.split("**What moves the verdict.**")[1].split("**Vote first")[0]
    said = [sheets.plain(line.removeprefix("- ")) for line in part.splitlines() if line.startswith("- ")]
    changes, lists = dict(classroom.key()["changes"]), dict(classroom.key()["lists"])
    for line in said:
        told, verdict = re.match(r"(.*): ([a-z ]+)", line).groups()
        name = told[0].lower() + told[1:]
        if name in changes:
            assert verdict == changes[name], line
        else:
            name = told.partition(", as a")[0].replace("The CSTO", "the CSTO")
            assert lists[name].endswith(f": {verdict}"), line
    assert len(said) == 5 and "row 3, partly supported" in sheets.plain(part)
    assert classroom.verdict("C22", classroom.rows("C22"), classroom.findings()) == ("partly supported", 3)


def test_the_leaf_has_words_for_what_a_class_may_write_and_says_so_otherwise():
    assert classroom.in_words(f"{classroom.PLACE} < 3") == "Russia's place among exporters was better than 3"
    assert classroom.in_words(f"{classroom.HALVES} > 1") == "allies took half or more by more than 1 of the meanings"
    for condition in ("russia_is_nice", f"{classroom.PLACE} < 3 or {classroom.HALVES} > 1"):
        with pytest.raises(classroom.ClassProblem, match="has no words on the leaf"):
            classroom.in_words(condition)


def test_word_or_rule_moves_the_verdict():
    ours, theirs = played()["found"], played(my_allies=repr([*CSTO, "India", "China"]))["found"]
    own = classroom.rows("C22")
    assert set(classroom.compare("C22", own, ours).iloc[:, 1:].to_numpy().ravel()) == {"partly supported (row 3)"}
    assert classroom.compare("C22", own, theirs)["your rule"].tolist() == ["partly supported (row 3)", "supported (row 1)"]


def test_what_moved_is_said(monkeypatch):
    told = []
    ours, theirs = played()["found"], played(my_allies=repr([*CSTO, "India", "China"]))["found"]
    twentieth = played(my_half="5")["found"]
    monkeypatch.setattr(classroom.show, "text", told.append)
    monkeypatch.setattr(classroom.show, "table", lambda *_, **__: None)
    own = classroom.rows("C22")
    one = classroom.changed("C22", 1, ">= 2", ">= 1")
    classroom.moved("C22", own, ours)
    classroom.moved("C22", one, ours)
    classroom.moved("C22", own, theirs)
    classroom.moved("C22", own, twentieth, ours)
    assert told == [
        "**The verdict stands:** partly supported.",
        "**Your rule moves the verdict:** partly supported → supported.",
        "**Your word moves the verdict:** partly supported → supported.",
        "**Your rule moves the verdict:** partly supported → supported.",
    ]


def test_a_change_that_cannot_be_made_is_named():
    with pytest.raises(classroom.ClassProblem, match=r"row 4: the rule for C22 has rows 1 to 3"):
        classroom.changed("C22", 4, ">= 2", ">= 1")
    with pytest.raises(classroom.ClassProblem, match=r"row 1: '>= 3' does not stand in it; it says 'russia_rank"):
        classroom.changed("C22", 1, ">= 3", ">= 1")


RULE = ("exporters", "half or more", "otherwise", "meanings_of_ally", "(row ", "the rule for C22")


def test_the_class_notebook_shows_neither_rule_nor_verdict_before_a_sentence_is_written():
    notebook = read(IN_CLASS)
    shown = "\n".join(c.source + "".join(str(o.get("data", {}).get("text/markdown", "")) for o in c.get("outputs", [])) for c in notebook.cells)
    assert classroom.WAIT in shown
    assert [word for word in RULE if word.casefold() in shown.casefold()] == []
    assert 'my_sentence = ""' in shown and 'my_title = ""' in shown


@pytest.mark.parametrize(("sentence", "is_open"), [("", False), ("  ", False), ("About 6 per cent went to allies.", True)])
def test_the_class_notebook_judges_when_a_sentence_is_written(sentence, is_open, monkeypatch):
    told = []
    monkeypatch.setattr(classroom.show, "text", told.append)
    monkeypatch.setattr(classroom.show, "table", lambda frame, *_, **__: told.append(str(frame.to_dict("records"))))
    found = classroom.asked(pd.Series([*classroom.parts().values(), 14]), classroom.FIRST, classroom.LAST)
    classroom.judge("C22", sentence, classroom.rows("C22"), found, found)
    text = "\n".join(told)
    assert (told == [classroom.WAIT]) is not is_open
    assert all((words in text) is is_open for words in ("partly supported (row 3)", "exporters was 5 or better", classroom.DEBATE))


def test_a_row_that_is_not_allowed_is_named():
    bad = classroom.rows("C22")
    bad.loc[1, "condition"] = "russia_is_nice"
    with pytest.raises(classroom.ClassProblem, match=r"row 2, column condition.*russia_is_nice"):
        classroom.verdict("C22", bad, played()["found"]["with yours as well"])


def test_the_class_notebook_draws_by_the_rules_and_teaches_what_the_sheet_has():
    assert [p for c in code(read(IN_CLASS)) for p in static_problems(c)] == []
    text = "\n".join(book.markdown_cells(IN_CLASS))
    assert [h.partition(":")[0] for h in book.headings(IN_CLASS)][:5] == [f"## {s}" for s in ("Define", "Count", "Draw", "Write", "Judge")]
    for route in ("*No computer:*", "*On a telephone:*", "*On a laptop:*", "**Stop here until the class has voted:**"):
        assert route in text


# sheets --------------------------------------------------------------------------------------------------------------


def test_sheets_are_current():
    made = sheets.made(GUIDE)
    assert {p.name for p in sheets.FOLDER.iterdir()} == set(made)
    for name, text in made.items():
        assert (sheets.FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: run `python notebooks/evidence sync`"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_sheet_has_all_its_parts_and_fits_a_page(path):
    sheet = sheets.of_chapter(path)
    for part in ("title", "answer", "doubt", "flip", "question", "table"):
        assert sheet[part], part
    assert sheets.words(sheet) <= sheets.MOST_WORDS
    assert "<!--" not in str(sheet) and "](" not in sheet["answer"] + sheet["doubt"] + sheet["question"]
    assert sheet["answer"].split(".")[0] in sheets.plain(book.markdown_cells(path)[0])
    page = (sheets.FOLDER / f"{sheet['number']}.md").read_text(encoding="utf-8")
    assert (sheets.FOLDER / re.search(r"!\[.*?\]\((.*?)\)", page)[1]).exists()


class Sections(HTMLParser):
    """Classes of the pages of a file to print, and whether its tags close."""

    def __init__(self):
        super().__init__()
        self.pages, self.open = [], 0

    def handle_starttag(self, tag, attributes):
        if tag == "section":
            self.open += 1
            self.pages.append(dict(attributes)["class"].split()[1])

    def handle_endtag(self, tag):
        self.open -= tag == "section"


def test_the_set_for_a_class_has_at_most_40_sides_of_a4():
    parser = Sections()
    text = (sheets.FOLDER / "print.html").read_text(encoding="utf-8")
    parser.feed(text)
    assert parser.open == 0 and len(parser.pages) <= 40
    assert parser.pages.count("count") == parser.pages.count("draw") == text.count("My vote, without a name") == sheets.CLASS
    assert text.count("5. The rule") == text.count("6. To debate") == sheets.GROUPS
    assert parser.pages.count("chapter") == sheets.GROUPS
    assert f"({len(parser.pages)} sides of A4)" in text
    assert parser.pages[:4] == ["teacher", "key", "count", "draw"], "printed on both sides, each student has one leaf"
    assert "grayscale(1)" in text and "size: A4" in text and "http" not in text


def test_the_students_sheet_holds_neither_rule_nor_verdict():
    text = (sheets.FOLDER / "print.html").read_text(encoding="utf-8")
    pages = re.findall(r'<section class="page (?:count|draw)">.*?</section>', text, re.DOTALL)
    assert len(pages) == 2 * sheets.CLASS
    for page in [*pages, (sheets.FOLDER / "in_class.md").read_text(encoding="utf-8")]:
        assert [word for word in RULE if word.casefold() in page.casefold()] == [] and "partly supported" not in page
    assert text.index("5. The rule") > text.rindex('class="page draw"'), "the rule stands on a leaf of its own, after the sheets"
    assert all("nuance" not in str(held) for _, held in sheets.pages(GUIDE))


def test_the_teachers_leaf_has_the_second_coders_words_and_the_minutes_for_cuts():
    text = html.unescape((sheets.FOLDER / "print.html").read_text(encoding="utf-8"))
    second = load("narrative/second_coding").set_index("claim_id").loc["C22"]
    assert second["rule"] in text and second["reason"] in text
    begins = {row[2].partition(".")[0].partition(" a bar")[0].partition(":")[0].partition(" goes")[0]: row[0] for row in sheets.plan(GUIDE)}
    for line in sheets.late(GUIDE):
        step, minute = re.match(r"(.*?) begins at minute (\d+)\.", line).groups()
        assert begins[step] == minute, line
        assert line in text and "saves" in line
    assert len(sheets.late(GUIDE)) == 4


def test_sums_on_paper_are_those_of_the_notebook():
    table = classroom.on_paper()
    assert abs(table["percent"].sum() - 100) < 1e-9
    for name, part in classroom.parts().items():
        assert abs(table.loc[table[name], "percent"].sum() - part) < 1e-9
        assert abs(table.loc[table[name], "percent"].round(1).sum() - part) < 0.3, "as a student adds them up"


# guide ---------------------------------------------------------------------------------------------------------------


def plan(title):
    part = GUIDE.split(f"### {title}")[1].split("###")[0].split("## What each")[0]
    return [int(m) for m in re.findall(r"^\| (\d+)(?:<!--set:plan-->)? \|", part, re.MULTILINE)]


def test_plans_add_up():
    assert sum(plan("One session")) == 90
    judge = next(line for line in GUIDE.splitlines() if "| Judge. " in line)
    assert sum(int(m) for m in re.findall(r"\((\d+)<!--set:plan-->\)", judge)) == int(re.match(r"\| (\d+)", judge)[1])
    assert 200 <= sum(plan("A morning")) <= 240
    assert plan("A course of some weeks") == [1, 2, 3, 4] or "| 4 |" in GUIDE
    assert "estimates" in GUIDE.split("## Before class")[0]


def test_the_guide_covers_what_a_teacher_needs():
    for part in ("Sheets", "A debate in roles", "Trace a sentence to its source", "To assess", "Access", "A sensitive subject",
                 "When laptops fail", "What each chapter teaches", "To discuss, and what good answers touch"):
        assert f"\n## {part}\n" in GUIDE
    for room in ("With Armenian students", "With Azerbaijani students", "With Russian students", "With Ukrainian students"):
        assert f"**{room} in the room.**" in GUIDE
    for role in ("Yerevan", "Moscow", "Brussels", "Baku"):
        assert f"\n| {role} |" in GUIDE
    for path in CHAPTERS:
        assert f"(../{path.name})" in GUIDE


def test_handouts_are_current_and_give_nothing_away():
    page = handouts.PAGE.read_text(encoding="utf-8")
    assert page == handouts.text(GUIDE), "run `python notebooks/evidence sync`"
    assert handouts.spoilers(page).empty
    assert not any(mark in page for mark in ledger.MARK.values() if mark != "?")
    assert "*A good" not in page and "LEDGER.md" not in page
    on_paper = r"(?m)^## \d\d\.\d (?:Without code|.*\(no code)"
    asked = sum(len(re.findall(on_paper, "\n".join(book.markdown_cells(p)))) for p in SOLUTIONS)
    assert page.count("### ") == 1 - len(handouts.AFTER_VERDICTS) + asked


def test_the_trace_can_be_solved_on_paper():
    last = handouts.cards()[-1]
    assert last["event_id"] == "E117" and "to Russian media" in last["description"]
    for page in (handouts.PAGE, sheets.FOLDER / "print.html"):
        text = page.read_text(encoding="utf-8")
        assert handouts.SENTENCE in text and "watch country" in text and "proposes to temporarily" not in text


def test_a_spoiler_on_the_handouts_is_found():
    remark = "perhaps a country under watch"
    assert handouts.spoilers(f"Card: {remark}.").tolist() == [remark]


def test_a_solution_tells_every_answer():
    for path in SOLUTIONS:
        sources = code(read(path))
        asked = [m[1] for s in sources if (m := re.match(r'(?:check|prove|draw)\("([\d.]+)"', s))]
        told = [re.match(r'told\("([\d.]+)"', s)[1] for s in sources if s.startswith("told(")]
        assert asked == told, path.name


def test_what_is_told_is_the_answer(capsys):
    assert said(capsys, "told", "02.2", 94.06, digits=1) == "02.2: the answer is 94.1\n"
    assert said(capsys, "told", "02.3", (2021, 2025)) == "02.3: the answer is (2021, 2025)\n"


def test_binder_installs_what_the_readme_installs():
    assert (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").strip() == "-r ../requirements.txt"
    version = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    first, last = re.search(r"Python 3\.(\d+) to 3\.(\d+)", (ROOT / "README.md").read_text(encoding="utf-8")).groups()
    assert int(first) <= int(version.removeprefix("3.")) <= int(last)


def test_no_number_outside_the_seminar_is_set_by_us():
    for path in [*book.chapters(), ROOT / "README.md"]:
        assert "<!--set:" not in "\n".join(book.markdown_cells(path)), path.name
