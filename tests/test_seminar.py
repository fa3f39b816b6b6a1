"""Exercises come from solutions and mark themselves; chapters project; the guide's plans add up."""

import builtins
import json
import re

import nbformat
import pytest
from evidence import book
from evidence.judging import ledger
from evidence.pages import slides
from evidence.places import NOTEBOOKS, ROOT
from evidence.seminar import exercises, handouts, marking
from nbconvert import SlidesExporter
from traitlets.config import Config

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
            calls = re.match(r'(check|prove)\("(\d\d\.\d)", answer(?:, digits=(\d))?\)', source)
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


def test_an_unanswered_exercise_prints_its_hint_and_nothing_else(answers, capsys):
    for exercise, (function, _, _) in answers.items():
        assert said(capsys, function, exercise, ...) == f"{exercise}: not answered yet. {KEPT[exercise]['hint']}\n"


def test_wrong_answers_are_wrong_and_leak_nothing(answers, capsys):
    wrong = {"a number": -123456.5, "a word": "nobody", "yes or no (True or False)": None, "several values": ["x"]}
    for exercise, (function, answer, digits) in answers.items():
        if function == "prove":
            assert "right" not in said(capsys, "prove", exercise, "nonsense")
            continue
        given = wrong[KEPT[exercise]["kind"]]
        given = (not answer) if given is None else given
        told = said(capsys, "check", exercise, given, digits=digits)
        assert told.startswith(f"{exercise}: not yet. "), exercise
        assert marking._plain(answer, digits) not in (told.split(". ", 1)[1], KEPT[exercise]["hint"])


def test_a_known_mistake_gets_its_own_hint(capsys):
    assert "deals" in " ".join(KEPT["02.2"]["mistakes"].values())
    told = said(capsys, "check", "02.1", "Russia")
    assert told == "02.1: not yet. It was, until 2020. Look at the panel in the middle.\n"


def test_another_kind_of_answer_is_named(capsys):
    assert "should be a number, to 1 decimals; this is a word" in said(capsys, "check", "02.2", "most", digits=1)
    assert "another form" in said(capsys, "prove", "02.3", 7)


def test_words_and_rounding_are_forgiving(answers, capsys):
    _, word, _ = answers["02.1"]
    _, number, digits = answers["02.2"]
    assert "right" in said(capsys, "check", "02.1", f"  {word.upper()} ")
    assert "right" in said(capsys, "check", "02.2", round(number, digits), digits=digits)


def test_an_exercise_that_nobody_wrote_is_refused():
    with pytest.raises(marking.MarkingProblem, match=r"99\.9"):
        marking.check("99.9", 1)


def test_digests_hold_no_answer(answers):
    text = marking.KEPT.read_text(encoding="utf-8")
    shown = "".join(exercises.exercise_path(p).read_text(encoding="utf-8") for p in SOLUTIONS)
    for exercise, (function, answer, digits) in answers.items():
        if function == "check" and digits:
            assert marking._plain(answer, digits) not in text + shown, exercise
    assert all(re.fullmatch(r"[0-9a-f]{32}", e["answer"]) for e in KEPT.values() if "answer" in e)


# slides --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_projects(path):
    cells = read(path).cells
    kinds = [c.metadata["slideshow"]["slide_type"] for c in cells]
    assert kinds == slides.types(cells), "run `python notebooks/evidence sync`"
    assert 8 <= kinds.count("slide") <= 15
    assert all(kind in ("slide", "-") for cell, kind in zip(cells, kinds, strict=True) if slides.has_figure(cell))
    config = json.loads((NOTEBOOKS / "seminar" / "slides" / "config.json").read_text(encoding="utf-8"))
    config["SlidesExporter"]["extra_template_basedirs"] = [str(NOTEBOOKS / "seminar" / "slides")]
    body, _ = SlidesExporter(config=Config(config)).from_notebook_node(read(path))
    assert body.count("<section><section") + body.count("<section>\n<section") >= 1
    assert len(re.findall(r"<section[ >]", body)) == 2 * kinds.count("slide")
    assert 'hl-ipython3"' not in body and "from evidence" not in body
    assert "No description has been provided" not in body


# guide ---------------------------------------------------------------------------------------------------------------


def plan(title):
    part = GUIDE.split(f"### {title}")[1].split("###")[0].split("## What each")[0]
    return [int(m) for m in re.findall(r"^\| (\d+)(?:<!--set:plan-->)? \|", part, re.MULTILINE)]


def test_plans_add_up():
    assert sum(plan("One session")) == 90
    assert 200 <= sum(plan("A morning")) <= 240
    assert plan("A course of some weeks") == [1, 2, 3, 4] or "| 4 |" in GUIDE
    assert "estimates" in GUIDE.split("## Before class")[0]


def test_the_guide_covers_what_a_teacher_needs():
    for part in ("A debate in roles", "Trace a sentence to its source", "To assess", "Access", "A sensitive subject",
                 "When laptops fail", "What each chapter teaches", "To discuss, and what good answers touch"):
        assert f"\n## {part}\n" in GUIDE
    for role in ("Yerevan", "Moscow", "Brussels", "Baku"):
        assert f"\n| {role} |" in GUIDE
    for path in CHAPTERS:
        assert f"(../{path.name})" in GUIDE


def test_handouts_are_current_and_give_nothing_away():
    page = handouts.PAGE.read_text(encoding="utf-8")
    assert page == handouts.text(GUIDE), "run `python notebooks/evidence sync`"
    assert handouts.spoilers(page).empty
    assert not any(mark in page for mark in ledger.MARK.values() if mark != "?")
    assert "*A good" not in page and "LEDGER.md" not in page and "watch country" not in page
    on_paper = r"(?m)^## \d\d\.\d (?:Without code|.*\(no code)"
    asked = sum(len(re.findall(on_paper, "\n".join(book.markdown_cells(p)))) for p in SOLUTIONS)
    assert page.count("### ") == 1 - len(handouts.AFTER_VERDICTS) + asked


def test_a_spoiler_on_the_handouts_is_found():
    remark = "perhaps a country under watch"
    assert handouts.spoilers(f"Card: {remark}.").tolist() == [remark]


def test_a_solution_tells_every_answer():
    for path in SOLUTIONS:
        sources = code(read(path))
        asked = [re.match(r'(?:check|prove)\("([\d.]+)"', s)[1] for s in sources if re.match(r"(?:check|prove)\(", s)]
        told = [re.match(r'told\("([\d.]+)"', s)[1] for s in sources if s.startswith("told(")]
        assert asked == told, path.name


def test_what_is_told_is_the_answer(capsys):
    assert said(capsys, "told", "02.2", 94.06, digits=1) == "02.2: the answer is 94.1\n"
    assert said(capsys, "told", "02.3", (2021, 2025)) == "02.3: the answer is (2021, 2025)\n"


def test_binder_installs_what_the_readme_installs():
    assert (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").strip() == "-r ../requirements.txt"
    version = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    assert version in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_number_outside_the_seminar_is_set_by_us():
    for path in [*book.chapters(), ROOT / "README.md"]:
        assert "<!--set:" not in "\n".join(book.markdown_cells(path)), path.name
