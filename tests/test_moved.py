"""What moved since a commit, in small repositories made for the purpose."""

import json
import os
import shutil
import subprocess

import pytest
from evidence.pages import moved as module
from evidence.pages.moved import MovedProblem, main, moved

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


def git(folder, *arguments):
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True, env=env)


def write(folder, path, content):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    target.write_text(text, encoding="utf-8", newline="\n")


def finding(text, value=None, form=""):
    return {"text": text, "value": text if value is None else value, "form": form}


def record(chapter, **found):
    return {"chapter": chapter, "tables": [], "figures": [], "findings": found}


@pytest.fixture
def project(tmp_path):
    """A project of a few files, all committed."""
    write(tmp_path, "figures/findings/02.json", record(
        "02", orders_without_volume=finding("three", 3), share_range=finding("112% to 128%"),
        verdict_C12=finding("partly supported"), part=finding("94%", 0.938), dropped=finding("nine", 9),
    ))
    write(tmp_path, "figures/findings/06.json", record("06", verdict_C19=finding("partly supported")))
    write(tmp_path, "figures/06_break_even.csv", "when,owed\n2021,359\n2022,356\n")
    write(tmp_path, "figures/02_volumes.csv", "year,tiv\n2020,1\n")
    write(tmp_path, "data/debt/owed.csv", "year,usd\n2022,319\n2023,279\n")
    write(tmp_path, "data/arms/deals.csv", 'deal,note\nD1,"two\nlines"\nD2,\n')
    write(tmp_path, "data/build/curated/events.csv", "event_id,date\nE001,1991-09-21\n")
    write(tmp_path, "notebooks/seminar/digests.json", {"02.1": {"answer": "a", "digits": 0}, "02.2": {"answer": "b"}})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    return tmp_path


def test_nothing_moved(project, capsys):
    assert moved("HEAD", project) == []
    assert main(["HEAD"], project) == 0
    assert capsys.readouterr().out == "nothing moved since HEAD\n"


def test_each_kind_of_change_has_its_line_and_the_groups_their_order(project, capsys):
    write(project, "figures/findings/02.json", record(
        "02", orders_without_volume=finding("two", 2), share_range=finding("112% to 130%"), added=finding("ten", 10),
        verdict_C12=finding("supported"), part=finding("94%", 0.941),
    ))
    write(project, "figures/findings/06.json", record("06", verdict_C19=finding("supported")))
    write(project, "figures/06_break_even.csv", "when,owed\n2021,359\n2022,357\n2023,319\n2024,279\n")
    write(project, "data/debt/owed.csv", "year,usd\n2022,319\n2023,279\n2024,239\n")
    write(project, "data/arms/deals.csv", 'deal,note\nD1,"two\nlines"\nD2,late\n')
    write(project, "notebooks/seminar/digests.json", {"02.1": {"answer": "c", "digits": 1}, "02.3": {"answer": "d"}})
    expected = [
        "verdict C12: partly supported -> supported",
        "verdict C19: partly supported -> supported",
        "new finding 02.added: ten",
        "gone finding 02.dropped: nine",
        "finding 02.orders_without_volume: three -> two",
        "finding 02.part: written alike (94%), value 0.938 -> 0.941",
        "interval 02.share_range: 112% to 128% -> 112% to 130%",
        "table arms/deals.csv: 2 rows, values changed (1 replaced by 1)",
        "table debt/owed.csv: 2 -> 3 rows, the others unchanged",
        "figure 06_break_even.csv: 2 -> 4 rows, values changed (1 replaced by 3)",
        "exercise 02.1: answer, digits changed",
        "gone exercise 02.2",
        "new exercise 02.3",
    ]
    assert moved("HEAD", project) == expected
    assert main(["HEAD"], project) == 0
    assert capsys.readouterr().out == "\n".join(expected) + "\n"


def test_files_that_came_and_went_are_named(project):
    (project / "figures/02_volumes.csv").unlink()
    (project / "figures/findings/06.json").unlink()
    write(project, "figures/03_new.csv", "year\n2020\n2021\n")
    write(project, "data/media/press.csv", "day\n1\n")
    assert moved("HEAD", project) == [
        "gone verdict C19: partly supported",
        "new table media/press.csv: 1 row",
        "gone figure 02_volumes.csv: 1 row",
        "new figure 03_new.csv: 2 rows",
    ]


def test_curated_tables_count_and_other_files_do_not(project):
    write(project, "data/build/curated/events.csv", "event_id,date\nE001,1991-09-23\n")
    write(project, "data/datapackage.json", {"resources": []})
    write(project, "figures/badges/one.csv", "a\n1\n")
    assert moved("HEAD", project) == ["table build/curated/events.csv: 1 row, values changed (1 replaced by 1)"]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("year,usd,note\n2022,319,\n2023,279,\n", "2 rows, columns changed (new note)"),
        ("usd,year\n319,2022\n279,2023\n", "2 rows, columns changed (their order)"),
        ("year,usd\n2023,279\n2022,319\n", "2 rows, same values in another order"),
        ('year,usd\n"2022",319\n2023,279\n', "2 rows, same values, written otherwise"),
        ("year,usd\n", "2 -> 0 rows, the others unchanged"),
        ("", "2 -> 0 rows, columns changed (gone year, usd)"),
    ],
)
def test_how_a_table_differs(project, after, said):
    write(project, "data/debt/owed.csv", after)
    assert moved("HEAD", project) == [f"table debt/owed.csv: {said}"]


def test_windows_line_ends_move_nothing(project):
    path = project / "data/debt/owed.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert moved("HEAD", project) == []


def test_a_verdict_of_two_chapters_has_one_line(project):
    for chapter in ("04", "05"):
        write(project, f"figures/findings/{chapter}.json", record(chapter, verdict_C10a=finding("contradicted")))
    assert moved("HEAD", project) == ["new verdict C10a: contradicted"]


@pytest.mark.parametrize(
    ("text", "is_range"),
    [
        ("112% to 128%", True), ("0.35 to 0.78", True), ("−0.31 to 0.05", True), ("1997 to 2003", True),
        ("2.6 billion to 3.1 billion", True), ("10 of 7,646", False), ("five or ten", False),
        ("partly supported", False),
        ("52%, 63% and 73%", False), ("three", False),
    ],
)
def test_what_counts_as_an_interval(text, is_range):
    assert bool(module.RANGE.match(text)) == is_range


def test_an_older_commit_and_a_project_below_the_top(tmp_path):
    below = tmp_path / "course" / "alliance"
    write(below, "data/debt/owed.csv", "year\n2022\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    write(below, "data/debt/owed.csv", "year\n2022\n2023\n")
    git(tmp_path, "commit", "--quiet", "-a", "-m", "second")
    assert moved("HEAD", below) == []
    assert moved("HEAD~1", below) == ["table debt/owed.csv: 1 -> 2 rows, the others unchanged"]


@pytest.mark.parametrize("ref", ["no-such-branch", "HEAD~9", "--all", "HEAD:data"])
def test_an_unknown_commit_is_one_clear_line(project, capsys, ref):
    with pytest.raises(MovedProblem, match="no such commit"):
        moved(ref, project)
    if not ref.startswith("-"):
        assert main([ref], project) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and captured.err == f"error: {ref}: no such commit in this checkout\n"


def test_a_folder_that_is_no_checkout(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["HEAD"], tmp_path) == 2
    assert "is not a git checkout" in capsys.readouterr().err
    assert main(["HEAD"], tmp_path / "missing") == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_checkout_of_something_else(tmp_path):
    write(tmp_path, "notes.txt", "nothing of ours\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    with pytest.raises(MovedProblem, match="holds none of the project's files"):
        moved("HEAD", tmp_path)


def test_without_git(project, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main(["HEAD"], project) == 2
    assert capsys.readouterr().err == "error: git is not installed, or not on the PATH\n"


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("figures/findings/02.json", "{", "not JSON"),
        ("figures/findings/02.json", "[]\n", "expected a JSON object, found list"),
        ("notebooks/seminar/digests.json", "{]", "not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(project, path, content, said):
    write(project, path, content)
    with pytest.raises(MovedProblem, match=f"{path}: {said}"):
        moved("HEAD", project)


def test_a_table_in_another_encoding_is_named(project):
    (project / "data/debt/owed.csv").write_bytes("year\nHäufung\n".encode("latin-1"))
    with pytest.raises(MovedProblem, match=r"owed\.csv: not text in UTF-8"):
        moved("HEAD", project)


def test_the_working_tree_is_left_alone(project):
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file() and ".git" not in path.parts}
    moved("HEAD", project)
    after = {path: path.read_bytes() for path in project.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert before == after
