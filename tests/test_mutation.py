"""A sample of `python tests/mutation`: plans are reproducible, a change is one change, and some are caught by the first test."""

import ast
import csv
import io
import json
import re
from xml.etree import ElementTree

import nbformat
import pytest
from mutation import nets, plan, report, table_kinds, touched
from mutation.mutants import Mutant, applied, read
from mutation.trial import Result
from sources_here import ROOT

CHEAP = tuple(k for k in plan.KINDS if k not in ("cell", "output", "svg"))  # of the others places alone take seconds
SAMPLE = plan.plan(ROOT, "sample", CHEAP, 2)
STORED = plan.plan(ROOT, "sample", ("svg",), 1)


def of_kind(mutants):
    return [pytest.param(m, id=f"{m.kind} {m.key}") for m in mutants]


def test_a_seed_gives_one_plan_and_another_seed_another():
    kinds = ("word", "rule", "threshold", "event")
    first = plan.plan(ROOT, "1", kinds, 4)
    assert plan.plan(ROOT, "1", kinds, 4) == first
    assert plan.plan(ROOT, "2", kinds, 4) != first
    assert plan.plan(ROOT, "1", kinds, 2) == [m for n, m in enumerate(first) if n % 4 < 2]
    assert len({m.key for m in first}) == len(first)


def test_there_are_enough_kinds_for_three_hundred():
    assert len(plan.KINDS) * plan.EACH >= 300
    assert {m.kind for m in SAMPLE} == set(CHEAP)


@pytest.mark.parametrize("mutant", of_kind([*SAMPLE, *STORED]))
def test_a_mutant_changes_one_place_and_its_file_can_still_be_read(mutant):
    before = read(ROOT / mutant.file)
    after = applied(before, mutant)
    assert mutant.before != mutant.after
    if mutant.file.endswith(".ipynb"):
        nbformat.validate(nbformat.reads(after, as_version=4))
        old, new = json.loads(before), json.loads(after)
        changed = [path for path in _leaves(old) if _at(old, path) != _at(new, path)]
        assert changed == [list(mutant.part)]
        code = [c for c in new["cells"] if c["cell_type"] == "code"]
        assert all(ast.parse("".join(c["source"])) for c in code if c["source"])
        return
    end = mutant.start + len(mutant.before)
    assert before[: mutant.start] == after[: mutant.start] and before[end:] == after[mutant.start + len(mutant.after) :]
    if mutant.file.endswith(".py"):
        assert ast.dump(ast.parse(before)) != ast.dump(ast.parse(after))
    if mutant.file.endswith(".csv"):
        rows = [list(csv.reader(io.StringIO(text))) for text in (before, after)]
        differ = [(a, b) for a, b in zip(*rows, strict=True) if a != b]
        assert len(differ) == 1 and len(differ[0][0]) == len(differ[0][1])
    if mutant.file.endswith(".svg"):
        assert ElementTree.fromstring(after) is not None


def test_a_change_that_no_longer_fits_is_refused():
    mutant = Mutant("word", "README.md", (), 0, "not what it opens with", "x")
    with pytest.raises(ValueError, match="expected"):
        applied(read(ROOT / mutant.file), mutant)


@pytest.mark.parametrize("mutant", of_kind([*SAMPLE, *STORED]))
def test_every_mutant_has_tests_that_exist_and_chapters_to_sync(mutant):
    stages = nets.stages(ROOT, mutant)
    assert stages
    for stage in stages:
        for argument in stage.arguments:
            if argument.startswith(("tests/", "notebooks/")):
                assert (ROOT / argument.partition("::")[0]).exists(), argument
    assert mutant.file.startswith(nets.SEMINAR) or set(nets.pages(ROOT, mutant)) <= set(touched.chapters(ROOT))


def test_a_table_reaches_the_chapters_that_load_it_and_a_module_those_that_import_it():
    assert "06_could_debt_pay_for_arms" in touched.by_table(ROOT, "debt/owed_to_russia")
    assert touched.by_module(ROOT, "notebooks/evidence/measures/debt.py")[:2] == ["06_could_debt_pay_for_arms", "06a_the_debt_in_detail"]
    assert touched.by_module(ROOT, "notebooks/evidence/measures/record.py"), "reached by way of chronology"
    assert set(touched.by_module(ROOT, "notebooks/evidence/judging/rules.py")) == set(touched.chapters(ROOT))


# some mutants, each caught by the first test that looks ------------------------------------------------------------------


def first(kind, file, number=2):
    """The first mutants of a kind in a file: always the same ones, while the file stays."""
    places = [p for p in plan.places(ROOT, kind, file) if p.afters][:number]
    assert len(places) == number, f"{file} has too few places of the kind {kind}"
    return of_kind([Mutant(kind, file, p.part, p.start, p.before, p.afters[0]) for p in places])


def markdown(mutant):
    after = json.loads(applied(read(ROOT / mutant.file), mutant))
    return [(n, "".join(c["source"])) for n, c in enumerate(after["cells"]) if c["cell_type"] == "markdown"]


PAGE = "notebooks/06_could_debt_pay_for_arms.ipynb"


@pytest.mark.parametrize("mutant", [*first("word", PAGE), *first("name", PAGE), *first("date", PAGE, 1), *first("caption", PAGE), *first("clause", PAGE)])
def test_changed_words_of_a_chapter_lose_their_approval(mutant):
    from evidence.text import pins, words

    held = {row["digest"] for row in words.kept()} | {row["digest"] for row in pins.kept().values()}
    texts = markdown(mutant)
    stands = [*words.of_texts("06", [text for _, text in texts]), *(pin for pin, _ in pins.of_text("06", texts))]
    assert [p for p in stands if p.digest not in held]


@pytest.mark.parametrize("mutant", first("event", "data/build/curated/events.csv", 3))
def test_a_changed_event_moves_a_typed_row(mutant):
    import test_nets

    rows = list(csv.DictReader(io.StringIO(applied(read(ROOT / mutant.file), mutant))))
    assert test_nets.moved("narrative/events", test_nets.told("narrative/events", rows), checksums=False) != []


@pytest.mark.parametrize("mutant", first("rule", "data/build/curated/rules.csv", 4))
def test_a_changed_rule_fails_its_truth_table_or_is_refused(mutant):
    import test_rules
    from evidence.judging import rules

    rows = list(csv.DictReader(io.StringIO(applied(read(ROOT / mutant.file), mutant))))
    try:
        checked = rules.checked(rows, "mutant")
    except rules.RuleProblem:
        return
    assert test_rules.otherwise_than_before(checked) != []


@pytest.mark.parametrize("mutant", first("bound", PAGE, 3))
def test_a_changed_number_is_another_one_than_its_expression_gives(mutant):
    from evidence.text import running, truth

    names = running.run(running.source_of(ROOT / PAGE))
    assert truth.check(markdown(mutant), names)[1] != []


# the report --------------------------------------------------------------------------------------------------------------


def result(outcome, net="", key=0, after_sync=False):
    mutant = Mutant("word", "README.md", (), key, "more", "less")
    return Result(mutant, after_sync, outcome, net, cpu=1.0).as_row()


def test_shares_leave_out_what_changes_nothing():
    rows = [result("caught", "pins", 1), result("caught", "checksum", 2), result("survived", key=3), result("mended", key=4)]
    harmless = {rows[2]["key"]: "the same words"}
    assert report.share(rows, {}) == pytest.approx(2 / 3)
    assert report.share(rows, harmless) == 1.0
    assert report.share(rows, harmless, apart=True) == 0.5
    assert "| 4 | 2 (67%) | 33% | 1 | 0 | 1 |" in report.told(rows, {}) and rows[2]["key"] in report.told(rows, {})


def test_a_results_file_that_was_cut_short_is_read_to_its_last_whole_line(tmp_path):
    path = tmp_path / "run.jsonl"
    report.add(path, result("caught", "pins"))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"kind": "wo')
    assert [row["outcome"] for row in report.read(path)] == ["caught"]


def test_equivalents_are_argued():
    with report.EQUIVALENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(len(row["key"]) == 10 and len(row["argument"].split()) >= 6 for row in rows)


def test_a_table_is_changed_in_its_list_where_it_has_one():
    by_hand = table_kinds.kept_by_hand(ROOT)
    assert by_hand["narrative/events"] == "data/build/curated/events.csv" and "debt/owed_to_russia" not in by_hand


def _leaves(value, path=()):
    """Paths of texts in a JSON value; a list of texts is one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and not (value and all(isinstance(v, str) for v in value)):
        for n, inner in enumerate(value):
            yield from _leaves(inner, (*path, n))
    else:
        yield [*path]


def _at(value, path):
    for step in path:
        value = value[step]
    return value


def test_the_tests_that_the_nets_name_exist():
    """A stage that finds no test is red with and without the change, and silently counts for nothing."""
    named = re.findall(r"tests/(test_\w+)\.py(?:::(test_\w+))?", (ROOT / "tests" / "mutation" / "nets.py").read_text(encoding="utf-8"))
    files = {file: (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8") for file, _ in named}
    assert len(files) > 5 and [t for file, t in named if t and f"def {t}(" not in files[file]] == []
