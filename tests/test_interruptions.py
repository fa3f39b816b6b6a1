"""What stops a build: it leaves the old tables or the new ones, never a mixture, and one line that says so."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from build import cli, workplace
from build.problems import Replacing, SourceProblem
from build.workplace import replace_together
from sources_here import ROOT, SAMPLES

TABLE = "map/countries"  # made from a hand-kept list: a build that needs no publisher's file


@pytest.fixture
def data(tmp_path):
    """A data folder with one finished table, its descriptor and dictionary."""
    out = tmp_path / "data"
    (out / "map").mkdir(parents=True)
    shutil.copy(ROOT / "data/map/countries.csv", out / "map/countries.csv")
    described = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [r for r in described["resources"] if r["name"] == TABLE]
    (out / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return out


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def build(data: Path, capsys, *more: str) -> tuple[int, str, str]:
    code = cli.main(["--sources", str(SAMPLES), "--only", TABLE, *more], data)
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return code, told.out, told.err


def staged(folder: Path, names: tuple[str, ...] = ("a.csv", "b.csv", "c.csv", "d.csv")) -> tuple[dict[Path, Path], Path, Path]:
    """New files in a working folder, old ones of the same names but the last in a data folder."""
    data = folder / "data"
    aside = data / ".building-test"
    aside.mkdir(parents=True)
    places = {}
    for name in names:
        if name != names[-1]:
            (data / name).write_text(f"old {name}", encoding="utf-8")
        (aside / name).write_text(f"new {name}", encoding="utf-8")
        places[aside / name] = data / name
    return places, aside, data


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("kind", [OSError, KeyboardInterrupt, SystemExit])
def test_an_interruption_at_any_replacement_leaves_every_old_file(tmp_path, monkeypatch, at, kind):
    places, aside, data = staged(tmp_path)
    victim = list(places)[at]
    before = {p.name: p.read_bytes() for p in data.glob("*.csv")}
    real = Path.replace

    def fails(path, target):
        if path == victim:
            raise kind("stopped")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(Replacing if kind is OSError else kind):
        replace_together(places, aside, data)
    assert {p.name: p.read_bytes() for p in data.glob("*.csv")} == before


def test_at_every_moment_each_place_holds_a_whole_file(tmp_path, monkeypatch):
    places, aside, data = staged(tmp_path)
    real = Path.replace

    def watched(path, target):
        assert all((data / f"{n}.csv").read_text(encoding="utf-8") in (f"old {n}.csv", f"new {n}.csv") for n in "abc")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    replace_together(places, aside, data)
    assert {p.name: p.read_text(encoding="utf-8") for p in data.glob("*.csv")} == {f"{n}.csv": f"new {n}.csv" for n in "abcd"}


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from build.workplace import replace_together, workplace
data, real, done = Path(sys.argv[2]), Path.replace, []
with workplace(data) as aside:
    places = {}
    for name in ("a.csv", "b.csv", "c.csv"):
        (aside / name).write_text("new", encoding="utf-8")
        places[aside / name] = data / name
    def killed(path, target):
        real(path, target)
        if path in places and len(done) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(path)
    Path.replace = killed
    replace_together(places, aside, data)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_the_next_build_puts_back_what_a_killed_one_had_replaced(data, capsys):
    for name in ("a.csv", "b.csv"):
        (data / name).write_text("old", encoding="utf-8")
    before = tree(data)
    command = [sys.executable, "-c", KILLED, str(ROOT / "data"), str(data)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert (data / "a.csv").read_text(encoding="utf-8") == "new" and list(data.glob(".building-*"))
    code, out, _ = build(data, capsys)
    assert code == 0 and "3 old files put back" in out and not list(data.glob(".building-*"))
    after = tree(data)
    assert {n: after[n] for n in ("a.csv", "b.csv")} == {n: before[n] for n in ("a.csv", "b.csv")} and "c.csv" not in after


def test_a_stale_folder_is_cleared_and_a_young_or_living_one_is_not(data, capsys):
    stale, young = data / ".building-stale", data / ".building-young"
    for folder in (stale, young):
        folder.mkdir()
        (folder / "map.csv").write_text("half", encoding="utf-8")
    long_ago = time.time() - 3600
    os.utime(stale, (long_ago, long_ago))
    code, out, _ = build(data, capsys)
    assert code == 0 and f"cleared {stale.name} of a build that did not end" in out
    assert not stale.exists() and young.exists()


def test_two_builds_at_once_are_one_too_many(data, capsys):
    before = tree(data)
    with workplace.workplace(data):
        code, _, err = build(data, capsys)
    assert code == 1 and "one build at a time" in err and "wait until it has ended" in err
    assert tree(data) == before


def test_of_two_that_begin_together_the_first_goes_on(data):
    with workplace.workplace(data) as first:
        second = data / ".building-zzzz"
        second.mkdir()
        mark = workplace._mark(second)
        later = time.time_ns() + 10**9
        os.utime(second / workplace.AT_WORK, ns=(later, later))
        workplace._clear(data, first, say=print)  # does not raise, and leaves the other alone
        mark.close()
        assert second.exists()


def test_where_putting_back_is_cut_off_the_next_build_does_it(tmp_path, monkeypatch):
    places, aside, data = staged(tmp_path)
    before = {p.name: p.read_bytes() for p in data.glob("*.csv")}
    real = Path.replace

    def stops(path, target):
        if path.name in ("c.csv", "1.old"):  # the third replacement, then the second putting back
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stops)
        with pytest.raises(KeyboardInterrupt):
            replace_together(places, aside, data)
    assert workplace.put_back(aside, data) == len(places)
    assert {p.name: p.read_bytes() for p in data.glob("*.csv")} == before


@pytest.mark.parametrize("where", ["a parser", "a progress line"])
def test_stopped_by_hand_it_says_so_and_changes_nothing(data, capsys, monkeypatch, where):
    before = tree(data)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("build.cli._made" if where == "a parser" else "build.cli.between_editions", stop)
    code, _, err = build(data, capsys)
    assert code == 130 and "Stopped." in err and tree(data) == before


@pytest.mark.parametrize("step", ["mkdtemp", "write_bytes", "copy2"])
def test_a_folder_that_cannot_be_written_is_one_error(data, capsys, monkeypatch, step):
    before = tree(data)

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied", "countries.csv")

    owner = {"mkdtemp": workplace.tempfile, "write_bytes": Path, "copy2": workplace.shutil}[step]
    monkeypatch.setattr(owner, step, denied)
    code, _, err = build(data, capsys)
    assert code == 1 and "permission denied" in err and err.count("remedy:") == 1
    monkeypatch.undo()
    assert tree(data) == before


DAMAGE = {
    "emptied": ("map/countries.csv", lambda raw: b""),
    "a byte that is no UTF-8": ("map/countries.csv", lambda raw: raw[:90] + b"\xf4" + raw[90:]),
    "rows of unequal length": ("map/countries.csv", lambda raw: raw + b"a,b,c,d,e,f,g\n"),
    "an open quote": ("map/countries.csv", lambda raw: raw.replace(b"ARM,", b'"ARM,', 1)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_old_table_is_made_anew(data, capsys, damage):
    name, change = DAMAGE[damage]
    whole = (data / name).read_bytes()
    (data / name).write_bytes(change(whole))
    code, _, err = build(data, capsys)
    assert code == 0, err
    assert (data / name).read_bytes() == whole


@pytest.mark.parametrize("text", ['{"resources": [{"na', "", "[]", '{"resources": [{}]}', "\udcf4"])
def test_a_damaged_descriptor_is_made_anew_with_every_table(data, capsys, monkeypatch, text):
    described = (data / "datapackage.json").read_bytes()
    (data / "datapackage.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    monkeypatch.setattr(cli, "MODULES", ("countries_table",))
    code, out, _ = build(data, capsys)
    assert code == 0 and "datapackage.json is damaged: every table is made anew" in out
    made, old = (json.loads(raw)["resources"] for raw in ((data / "datapackage.json").read_bytes(), described))
    assert made == old


def test_a_table_made_from_a_damaged_one_names_it(data, capsys, monkeypatch):
    (data / "map/countries.csv").write_bytes(b"")
    with pytest.raises(SourceProblem, match=r"data/map/countries\.csv") as told:
        cli.Shelf(None, {}, data).table("map/countries")
    assert "--only map/countries" in str(told.value)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_any_console_can_show_any_name(tmp_path, data, monkeypatch, encoding):
    sources = tmp_path / "sources"
    (sources / "map").mkdir(parents=True)
    for path in (SAMPLES / "map").iterdir():
        shutil.copy(path, sources / "map" / path.name.replace("2030", "Հայաստան_2031"))
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", console)
    code = cli.main(["--sources", str(sources), "--only", "map/outlines"], data)
    monkeypatch.undo()
    assert code == 0 and (data / "map/outlines.csv").exists()
    shown = console.buffer.getvalue().decode(encoding)
    assert "\\u0540" in shown and "1 tables built and put in place" in shown


@pytest.mark.parametrize(
    ("given", "near"),
    [("dept", "did you mean debt"), ("Arms", "did you mean arms"), ("owed_to_rusia", "debt/owed_to_russia"), ("zzz", "Groups are alignment")],
)
def test_an_unknown_name_gets_near_names(data, capsys, given, near):
    assert cli.main(["--sources", str(SAMPLES), "--only", given], data) == 1
    err = capsys.readouterr().err
    assert near in err and given in err and len(err) < 700


def test_a_file_in_place_of_the_sources_folder_is_told_apart(tmp_path, data, capsys):
    (tmp_path / "sources.zip").write_bytes(b"PK")
    assert cli.main(["--sources", str(tmp_path / "sources.zip")], data) == 2
    assert "is a file, not a folder" in capsys.readouterr().err
    assert cli.main(["--sources", str(tmp_path / "nowhere")], data) == 2
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a pipe is closed in another way there")
def test_a_reader_who_has_seen_enough_of_the_list_is_no_error():
    """As in `python data/build --list | head -1`; the list is longer than a pipe holds."""
    command = [sys.executable, "data/build", "--list"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read().decode()
    assert process.wait() == 0 and err == ""


def test_what_stands_where_nothing_stood_is_removed_and_the_rest_put_back(tmp_path):
    aside, data = tmp_path / "aside", tmp_path / "data"
    aside.mkdir()
    data.mkdir()
    for place, text in ((data / "old.csv", "half new"), (data / "new.csv", "half new"), (aside / "old.csv.0", "old")):
        place.write_text(text, encoding="utf-8")
    (aside / workplace.JOURNAL).write_text('{"old.csv": "old.csv.0", "new.csv": null}', encoding="utf-8")
    assert workplace.put_back(aside, data) == 2
    assert [(p.name, p.read_text(encoding="utf-8")) for p in sorted(data.iterdir())] == [("old.csv", "old")]
    assert workplace.put_back(aside, data) == 0, "nothing is noted any more"
