"""The rules as a table: they give the verdicts they gave as code, each reaches both answers, and a wrong cell is named."""

import csv
import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from evidence.judging import conditions, ledger, rejudge, rules
from evidence.judging.rules import CONTRADICTED, NOT_TESTABLE, PARTLY, SUPPORTED, ClaimProblem, RuleProblem
from evidence.places import DATA, NOTEBOOKS, ROOT
from evidence.tables import load

TABLE = DATA / "narrative" / "rules.csv"
RECORDED = ledger.records()
CLAIMS = [*rules.committed()]

NORMS = ("C33", "C37")  # what a state should weigh: no finding could decide it, so no world can be told


def truth() -> list[tuple[str, dict[str, conditions.Value], str]]:
    """Assignments of every rule's findings, with the verdict that follows from the rule's words; no command writes them."""
    with Path(__file__).with_name("rules_truth.csv").open(encoding="utf-8", newline="") as file:
        return [(row["claim_id"], read(row["assignment"]), row["verdict"]) for row in csv.DictReader(file)]


def read(assignment: str) -> dict[str, conditions.Value]:
    pairs = [pair.split("=") for pair in assignment.split(";") if pair]
    return {name: {"true": True, "false": False}[value] if value in ("true", "false") else float(value) for name, value in pairs}


TRUTH = truth()


def cells() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def otherwise_than_before(read: dict[str, rules.Rule]) -> list[str]:
    return [claim for claim, values, verdict in TRUTH if read[claim].decides(values).verdict != verdict]


def test_every_truth_assignment_gives_the_verdict_that_the_words_give():
    assert otherwise_than_before(rules.committed()) == []


def test_the_proof_covers_every_case_that_a_rule_can_tell_apart():
    held = {claim_id: [values for claim, values, _ in TRUTH if claim == claim_id] for claim_id in CLAIMS}
    for claim_id, rule in rules.committed().items():
        trees = [b.condition for b in rule.branches if b.condition is not None]
        asked = {name for tree in trees for name in conditions.names(tree)}
        cases = [*conditions.cases(trees)] if trees else [{}]
        told = [{name: value for name, value in values.items() if name in asked} for values in held[claim_id]]
        lacking = [case for case in cases if not any(alike(trees, case, one) for one in told)]
        assert not lacking, (claim_id, lacking[:2])
    assert {claim for claim, _, _ in TRUTH} == set(CLAIMS) and len(CLAIMS) == 43


def alike(trees, one: dict, other: dict) -> bool:
    """Whether no condition can tell two assignments apart, part by part."""
    for tree in trees:
        for name, number, _ in conditions.comparisons(tree):
            if (one[name] > number, one[name] == number) != (other[name] > number, other[name] == number):
                return False
    return all(one[name] == other[name] for name in one if isinstance(one[name], bool))


@pytest.mark.parametrize(
    ("claim_id", "place", "column", "cell"),
    [
        ("C01", "1", "condition", "more_for_than_against"),
        ("C19c", "3", "condition", "debt_as_percent_of_lowest_reported_sum >= 101"),
        ("C36", "3", "verdict", NOT_TESTABLE),
        ("C10b", "2", "condition", "armenia_appealed_under_a_treaty_in_2022"),
    ],
)
def test_a_changed_row_fails_the_proof(claim_id, place, column, cell):
    rows = cells()
    row = next(r for r in rows if (r["claim_id"], r["place"]) == (claim_id, place))
    row[column] = cell
    assert {*otherwise_than_before(rules.checked(rows, "planted"))} == {claim_id}


def test_what_is_printed_follows_the_branches():
    assert rules.says("C03") == (
        "Supported if a judgment of the court is on record by the article's date; contradicted if only a warrant is; not"
        " testable if neither."
    )
    assert rules.says("C08").startswith("As C07: supported if ")
    assert rules.says("C05").endswith("A cause is judged by what those who acted said, never by before and after.")
    assert rules.says("C33").startswith("Not testable in every case, since it says what Russia needs to consider")


def test_findings_of_the_rules_are_recorded_where_the_claims_are_judged():
    for claim_id in CLAIMS:
        for chapter in ledger.judged_in(claim_id, RECORDED):
            rules.values(rules.rule_of(claim_id), RECORDED[chapter])


def test_findings_that_decide_nothing():
    idle = {
        (claim_id, name)
        for claim_id, rule in rules.committed().items()
        for name in rule.needs
        if name not in {n for b in rule.branches if b.condition is not None for n in conditions.names(b.condition)}
    }
    assert idle == {("C12", "search_found_no_nato_member_arms_deal")} & idle  # told where it stands first, and decides nothing else


# worlds --------------------------------------------------------------------------------------------------------------


def test_every_rule_has_its_two_worlds_but_norms():
    held = {(claim_id, world) for claim_id, both in rules.worlds().items() for world in both}
    assert held == {*itertools.product(set(CLAIMS) - {*NORMS}, (SUPPORTED, CONTRADICTED))}


def test_norms_are_not_testable_by_both_coders_and_say_why():
    second = load("narrative/second_coding").set_index("claim_id")["verdict"]
    for claim_id in NORMS:
        rule = rules.rule_of(claim_id)
        assert [b.verdict for b in rule.branches] == [NOT_TESTABLE] and rule.needs == ()
        assert second[claim_id] == NOT_TESTABLE and "norm" in rule.says


@pytest.mark.parametrize(("claim_id", "world"), [(c, w) for c, both in rules.worlds().items() for w in both])
def test_a_world_has_its_verdict_and_every_finding(claim_id, world):
    values = rules.worlds()[claim_id][world]
    rule = rules.rule_of(claim_id)
    assert {*values} == {*rule.needs}
    assert rule.decides(values).verdict == world
    assert rule.decides(values).alone.startswith(("if ", "if, "))


def test_every_rule_reaches_supported_and_contradicted():
    reached = {(claim, verdict) for claim, _, verdict in TRUTH}
    assert {*itertools.product(set(CLAIMS) - {*NORMS}, (SUPPORTED, CONTRADICTED))} <= reached


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_what_would_flip_a_verdict_names_another_one(claim_id):
    found = RECORDED[ledger.judged_in(claim_id, RECORDED)[0]]
    told, verdict = rules.flip(claim_id, found), rules.judge(claim_id, found)
    if claim_id in NORMS:
        assert told == rules.NOWHERE
    else:
        assert told.startswith("It would be ") and told.endswith(".")
        assert f"be {verdict} " not in told


def test_the_nearer_world_is_told_and_both_where_they_are_equally_near():
    named = {"debt_as_percent_of_highest_reported_sum": 80, "debt_as_percent_of_lowest_reported_sum": 128, "a_sum_was_reported": True}
    found = {name: {"value": value} for name, value in named.items()}
    assert rules.flip("C19c", found) == (
        "It would be supported if the debt covered even the highest reported sum; it would be contradicted if the debt were"
        " smaller than every reported sum."
    )
    covered = found | {"debt_as_percent_of_highest_reported_sum": {"value": 101}}
    assert rules.flip("C19c", covered) == "It would be contradicted if the debt were smaller than every reported sum."


# conditions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a and not b", {"a": True, "b": False}, True),
        ("a and (b or c)", {"a": True, "b": False, "c": False}, False),
        ("not (a or b)", {"a": False, "b": False}, True),
        ("x >= 3", {"x": 3}, True),
        ("0.5 < x and a", {"x": 0.5, "a": True}, False),
        ("x != 2 or a", {"x": 2, "a": False}, False),
    ],
)
def test_conditions_by_hand(text, values, expected):
    assert conditions.holds(conditions.parsed(text), values) is expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "a.b", "a[0]", "a + 1 > 2", "lambda: a", "[a]", "a if b else c", "True", "a > True", "a > 'x'",
        "a > b", "1 < a < 3", "a is b", "a in b", "-a", "x > -1", "f'{a}'", "a := b", "(a := 1) > 0", "", "a b", "a = b", "a\x00",
        "a; b", "2 > 1", "not " * 5000 + "a", "(" * 500 + "a" + ")" * 500, "*a", "await a", "a or 1",
    ],
)
def test_everything_else_is_refused(text):
    with pytest.raises(conditions.Refused):
        conditions.parsed(text)


@pytest.mark.parametrize(("text", "values"), [("a", {"a": 1}), ("a or b", {"a": True, "b": 0.5}), ("a > 1", {"a": True})])
def test_a_finding_of_the_wrong_kind_is_refused(text, values):
    with pytest.raises(conditions.Refused):
        conditions.holds(conditions.parsed(text), values)


def test_cases_lie_on_both_sides_of_every_threshold():
    tried = [*conditions.cases([conditions.parsed("x > 0.5 and a"), conditions.parsed("0.7 <= x")])]
    assert sorted({case["x"] for case in tried}) == [-0.5, 0.5, pytest.approx(0.6), 0.7, 1.7] and len(tried) == 10


# a reader's table ----------------------------------------------------------------------------------------------------


def write(folder: Path, rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    path = folder / "mine.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def changed(claim_id: str, place: str, columns: dict[str, str]) -> list[dict[str, str]]:
    rows = cells()
    next(r for r in rows if (r["claim_id"], r["place"]) == (claim_id, place)).update(columns)
    return rows


def judge(path: Path, capsys) -> tuple[int, str, str]:
    code = rejudge.main(path)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_committed_table_changes_no_verdict(capsys):
    assert judge(TABLE, capsys) == (0, "no verdict changes\n", "")


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (("C19c", "2", {"condition": "debt_as_percent_of_highest_reported_sum >= 60"}), ["C19c: partly supported -> supported"]),
        (("C36", "2", {"verdict": CONTRADICTED}), []),
        (("C22a", "2", {"verdict": PARTLY}), ["C22, part C22a: contradicted -> partly supported"]),
        (("C22", "3", {"verdict": CONTRADICTED}),
         ["C22: partly supported -> contradicted", "C22, part C22: partly supported -> contradicted"]),
        (("C10a", "2", {"verdict": NOT_TESTABLE}), ["C10a: partly supported -> not testable"]),
    ],
)
def test_verdicts_that_change_are_printed(tmp_path, capsys, edit, lines):
    claim_id, place, columns = edit
    path = write(tmp_path, changed(claim_id, place, columns))
    assert judge(path, capsys) == (0, "\n".join(lines or [rejudge.SAME]) + "\n", "")


def test_a_number_may_decide_and_claims_left_out_keep_their_rule(tmp_path, capsys):
    own = {"findings": "least_in_a_decade;minority_by_volume", "condition": "least_in_a_decade > 0.99"}
    rows = [row for row in changed("C30", "1", own) if row["claim_id"] == "C30"]
    assert judge(write(tmp_path, rows), capsys) == (0, "C30: supported -> partly supported\n", "")


def test_what_spreadsheets_make_of_the_file_is_read(tmp_path, capsys):
    path = write(tmp_path, [*reversed(cells())], delimiter=";", encoding="utf-8-sig")
    assert judge(path, capsys) == (0, "no verdict changes\n", "")


WRONG = {
    "an unknown finding in a condition": (
        ("C14", "2", {"condition": "danger_statments >= 1"}),
        "row {row}, column condition: danger_statments is no finding of the rule (near: danger_statements",
    ),
    "a finding that nobody recorded": (
        ("C14", "1", {"findings": "danger_statements;concern_statements;search_found_no_russian_alarm;danger_statement"}),
        "row {row}, column findings: 'danger_statement' is none; allowed: findings recorded with C14; near: danger_statements",
    ),
    "a verdict that is none": (
        ("C01", "1", {"verdict": "true"}),
        "row {row}, column verdict: 'true'; allowed: supported, partly supported, contradicted, not testable",
    ),
    "a place twice": (("C01", "2", {"place": "1"}), "row {row}, column place: '1'; allowed: 1 to 3, each once"),
    "a gap": (("C01", "3", {"place": "4"}), "row {row}, column place: '4'; allowed: 1 to 3, each once"),
    "no otherwise": (
        ("C01", "3", {"condition": "more_for_than_against"}),
        "row {row}, column condition: 'more_for_than_against'; allowed: otherwise on the last branch",
    ),
    "otherwise too early": (("C01", "2", {"condition": "otherwise"}), "row {row}, column condition: 'otherwise'; allowed: otherwise on"),
    "a branch that nothing reaches": (
        ("C01", "2", {"condition": "vote_dated_3_october and more_for_than_against"}),
        "row {row}, column condition: no findings reach this branch",
    ),
    "code": (("C01", "1", {"condition": "open('x')"}), "row {row}, column condition: \"open('x')\" is not allowed; allowed: names"),
    "a number compared with a truth value": (
        ("C01", "1", {"condition": "vote_dated_3_october > 1 and more_for_than_against"}),
        "column condition: vote_dated_3_october stands alone and is compared with a number",
    ),
    "a truth value compared": (
        ("C06", "1", {"findings": "active_in_2023;dead_on_both_sides;battle_deaths_2023", "condition": "battle_deaths_2023"}),
        "row {row}, column condition: battle_deaths_2023 is ",
    ),
    "a claim that is none": (("C35", "1", {"claim_id": "C53"}), "row {row}, column claim_id: 'C53' has no rule; allowed: a claim of"),
    "findings on a later branch": (("C01", "2", {"findings": "x"}), "row {row}, column findings: 'x'; allowed: the findings of C01"),
    "no findings": (("C01", "1", {"findings": ""}), "row {row}, column findings: ''; allowed: the findings of C01"),
    "no words": (("C01", "2", {"words": " "}), "row {row}, column words: empty; allowed: the branch in words"),
    "a note in the middle": (("C01", "2", {"note": "x"}), "row {row}, column note: 'x'; allowed: a note on the first or the last"),
}


@pytest.mark.parametrize("case", WRONG)
def test_errors_name_row_column_and_what_is_allowed(tmp_path, capsys, case):
    (claim_id, place, columns), says = WRONG[case]
    row = next(n for n, r in enumerate(cells(), start=2) if (r["claim_id"], r["place"]) == (claim_id, place))
    rows = changed(claim_id, place, columns)
    code, out, err = judge(write(tmp_path, rows), capsys)
    assert code == 2 and out == "" and err.count("\n") == 1, err
    assert says.format(row=row) in err and len(err) < 500, err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"claim,verdict\nC01,supported\n", "row 1, the columns: claim, verdict; allowed: claim_id, place"),
        (b"", "row 1, the columns: none; allowed: claim_id"),
        (b"claim_id,place,findings,condition,verdict,words\nC01,1\n", "row 2: 2 cells; allowed: 6"),
        (b"\xff\xfe\x00", "expected a CSV file in UTF-8"),
        (None, "expected a CSV file in UTF-8, found"),
    ],
)
def test_a_file_that_is_no_table_of_rules_is_refused(tmp_path, capsys, content, says):
    path = tmp_path / "mine.csv"
    if content is not None:
        path.write_bytes(content)
    code, out, err = judge(path, capsys)
    assert code == 2 and out == "" and err.count("\n") == 1 and says in err, err


def test_the_command(tmp_path):
    path = write(tmp_path, changed("C19c", "2", {"condition": "debt_as_percent_of_highest_reported_sum >= 60"}))
    command = [sys.executable, str(NOTEBOOKS / "evidence"), "judge", "--rules", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "C19c: partly supported -> supported\n"), done.stderr


def test_a_rule_or_a_finding_that_is_lacking_is_named():
    with pytest.raises(ClaimProblem, match="C99: no rule; the ledger has C01"):
        rules.judge("C99", {})
    with pytest.raises(ClaimProblem, match=r"C03: the rule needs warrant_on_record \(near: warrant_on_recrd"):
        rules.judge("C03", {"judgment_on_record": {"value": True}, "warrant_on_recrd": {"value": True}})
    with pytest.raises(RuleProblem, match="C03, row .*, column condition: judgment_on_record is 'yes'"):
        rules.judge("C03", {"judgment_on_record": {"value": "yes"}, "warrant_on_record": {"value": True}})
