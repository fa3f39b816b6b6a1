"""The build as a whole: repeatable, all or nothing, honest about what it did not see."""

import csv
import difflib
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import rebuilt
from build import cli
from build.changes import between_editions, describe
from build.countries import add_iso3, iso3
from build.problems import SourceProblem
from build.reading import expect_no_shorter, read_rows, typed
from build.schema import Field, Table
from build.writing import as_csv, finish
from sources_here import ROOT, SAMPLES, SOURCES, checksum, copied, needs_sources

DATA = ROOT / "data"
MADE = Path(__file__).with_name("made_of_samples")  # what every parser makes of the invented samples; kept by hand, no command writes it
MOST_LINES = 150  # of a longer table a checksum a column is kept


def by_whom() -> tuple[list[str], list[str]]:
    """Tables that need no publisher's file, and the others; of the figures checked against print there are tests elsewhere."""
    sources, tables = cli.catalogue()
    by_hand = [t.name for t in tables if all(sources[key].is_hand_kept for key in t.sources)]
    return by_hand, [t.name for t in tables if t.name not in (*by_hand, "narrative/published_checks")]


BY_HAND, FROM_FILES = by_whom()


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def sample_build(tmp_path_factory):
    out = tmp_path_factory.mktemp("sample") / "data"
    out.mkdir()
    lines = []
    cli.build(SAMPLES, data=out, say=lines.append)
    return out, lines


def test_every_parser_runs_on_the_samples(sample_build):
    out, lines = sample_build
    _, tables = cli.catalogue()
    assert {t.path for t in tables} <= set(tree(out))
    assert len([line for line in lines if line.startswith("[")]) == len(tables)


def kept_of(name: str, text: str) -> list[str]:
    """Lines of a table without those of the committed one, which come from a list kept by hand; of a long one checksums."""
    lines = text.splitlines()
    if len(lines) <= MOST_LINES:
        committed = set((DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:])
        return [line for line in lines if line not in committed]
    rows = list(csv.DictReader(lines))
    return [f"{column},{checksum(row[column] for row in rows)}" for column in rows[0]]


@pytest.mark.parametrize("name", FROM_FILES)
def test_samples_become_these_rows(sample_build, name):
    """Whoever changes a sample or a parser reads the difference, and puts the lines with a plus in place of the others."""
    made = kept_of(name, (sample_build[0] / f"{name}.csv").read_text(encoding="utf-8"))
    held = (MADE / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert made == held, "\n".join(difflib.unified_diff(held, made, "held", "made", lineterm="", n=0))


def test_no_table_of_samples_is_left_over():
    assert {p.relative_to(MADE).with_suffix("").as_posix() for p in MADE.rglob("*.csv")} == set(FROM_FILES)


@pytest.mark.parametrize("name", BY_HAND)
def test_lists_kept_by_hand_become_the_committed_tables(sample_build, name):
    assert (sample_build[0] / f"{name}.csv").read_bytes() == (DATA / f"{name}.csv").read_bytes()


def test_samples_are_read_as_newer_editions(sample_build):
    _, lines = sample_build
    assert any(line.startswith("newer edition, checked by its shape alone") for line in lines)
    assert any("->" in line and "revised" in line for line in lines)


def test_a_second_build_is_byte_identical_and_says_so(sample_build):
    out, _ = sample_build
    before, lines = tree(out), []
    cli.build(SAMPLES, data=out, say=lines.append)
    assert tree(out) == before
    progress = [line for line in lines if line.startswith("[")]
    assert progress and all(line.endswith("unchanged") for line in progress)


def test_a_failed_build_leaves_the_old_tables_untouched(sample_build, tmp_path):
    out, _ = sample_build
    broken = tmp_path / "sources"
    copied(SAMPLES, broken)
    victim = next(broken.glob("arms/*register*.csv"))
    victim.write_bytes(victim.read_bytes()[:-40])
    before = tree(out)
    with pytest.raises(SourceProblem) as caught:
        cli.build(broken, data=out, say=lambda _: None)
    assert victim.name in str(caught.value)
    assert tree(out) == before
    assert not list(out.glob(".building-*"))


def test_only_builds_what_a_reader_holds(sample_build):
    out, _ = sample_build
    built = cli.build(SAMPLES, ["debt"], data=out, say=lambda _: None)
    assert built and all(name.startswith("debt/") for name in built)
    described = {r["name"] for r in json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]}
    assert len(described) > len(built)
    with pytest.raises(SourceProblem, match="arms"):
        cli.build(SAMPLES, ["weapons"], data=out, say=lambda _: None)


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "data/build", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_without_sources_it_says_not_verified_and_fails(capsys):
    result = run()
    assert result.returncode == 2
    assert "rebuild NOT verified" in result.stderr
    assert "built" not in result.stdout
    assert cli.main(["--sources", "no/such/folder"]) == 2  # not a second process: one shows that the command runs
    told = capsys.readouterr()
    assert "rebuild NOT verified" in told.err
    assert "built" not in told.out


def test_list_says_where_every_file_comes_from():
    listed = run("--list").stdout
    sources, tables = cli.catalogue()
    for table in tables:
        assert table.name in listed
    for source in sources.values():
        assert source.url in listed and source.publisher in listed
        for name, digest in source.known:
            assert f"{digest}  {name}" in listed
            assert re.fullmatch(r"[0-9a-f]{64}", digest)


def test_every_source_states_its_terms():
    for source in cli.catalogue()[0].values():
        assert source.allows and source.licence and source.url.startswith("http"), source.key


def test_shrinking_tables_are_refused(sample_build, tmp_path):
    out, _ = sample_build
    table = next(t for t in cli.catalogue()[1] if t.name == "map/countries")
    old = pd.read_csv(out / table.path, dtype=str)
    with pytest.raises(SourceProblem, match="number of rows"):
        cli._refuse_shrinking(old, old.head(10), table)


FIELDS = (
    Field("release", "integer", "x"),
    Field("name", "string", "x"),
    Field("value", "number", "x", required=False, minimum=0),
)
TABLE = Table("t/t", "T", "x", FIELDS, ("release", "name"), (), lambda shelf: None)


def write(tmp_path, text, name="f.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("release,name\n1,a\n", "the columns value"),
        ("release,name,value\n1,a,2\n1,b\n", "row 3"),
        ("release,name,value\n1,a,2\n1,b,many\n", "row 3, field value"),
        ("release,name,value\n1,a,-2\n", "row 2, field value"),
        ("release,name,value\n1.5,a,2\n", "row 2, field release"),
        ("release,name,value\n,a,2\n", "row 2, field release"),
        ("release,name,value\n1,a,2\n1,a,3\n", "row 3, fields release, name"),
        ("", "a header row"),
    ],
)
def test_bad_input_is_named(tmp_path, text, where):
    path = write(tmp_path, text)
    with pytest.raises(SourceProblem) as caught:
        typed(read_rows(path), FIELDS, path, key=("release", "name"))
    message = str(caught.value)
    assert where in message and "f.csv" in message and "remedy" in message


def test_wrong_encoding_and_broken_gzip_are_named(tmp_path):
    path = write(tmp_path, "release,name,value\n1,café,2\n", encoding="latin-1")
    with pytest.raises(SourceProblem, match="row 2, byte"):
        read_rows(path)
    path = tmp_path / "f.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00broken")
    with pytest.raises(SourceProblem, match="complete gzip file"):
        read_rows(path)


def test_an_edition_that_shrinks_is_refused(tmp_path):
    expect_no_shorter([(tmp_path / "a", 100), (tmp_path / "b", 95)])
    with pytest.raises(SourceProblem, match="number of rows"):
        expect_no_shorter([(tmp_path / "a", 100), (tmp_path / "b", 50)])


def test_tables_are_spelled_the_same_everywhere():
    frame = pd.DataFrame({"release": [2, 1], "name": ["b", "ä,"], "value": [0.1 + 0.2, None]})
    assert as_csv(finish(frame, TABLE), TABLE) == 'release,name,value\n1,"ä,",\n2,b,0.3\n'


def test_builders_cannot_make_what_their_description_forbids():
    frame = pd.DataFrame({"release": [1], "name": ["a"], "value": [-1.0]})
    with pytest.raises(SourceProblem, match="field value"):
        finish(frame, TABLE)
    with pytest.raises(SourceProblem, match="each combination once"):
        finish(pd.DataFrame({"release": [1, 1], "name": ["a", "a"], "value": [1.0, 2.0]}), TABLE)


def test_changes_are_counted():
    old = pd.DataFrame({"release": ["1", "1"], "name": ["a", "b"], "value": ["1", "2"]})
    new = pd.DataFrame({"release": ["1", "1"], "name": ["a", "c"], "value": ["5", "2"]})
    assert describe(old, new, TABLE) == "+1 rows, -1, 1 changed"
    assert describe(old, old, TABLE) == "unchanged"
    assert describe(None, old, TABLE) == "new"
    editions = pd.DataFrame({"release": [1, 1, 2, 2], "name": ["a", "b", "a", "c"], "value": [1.0, 2.0, 5.0, 3.0]})
    assert between_editions(editions, TABLE) == (
        "release 1 -> 2: 1 rows new, 1 gone, 1 of 1 shared values of value revised"
    )


def test_country_names_and_near_matches(tmp_path):
    assert iso3("Viet Nam") == iso3("Vietnam") == iso3("VIET NAM") == "VNM"
    assert iso3("Soviet Union") is None
    frame = pd.DataFrame({"country": ["Armenia", "Kazakstan"]})
    with pytest.raises(SourceProblem, match="kazakhstan"):
        add_iso3(frame, "country", tmp_path / "f.csv", without=())


@needs_sources
def test_the_committed_tables_are_what_the_sources_make():
    made, kept = tree(rebuilt.folder()), tree(DATA)
    differing = [name for name in made if made[name] != kept.get(name)]
    assert differing == []


@needs_sources
def test_an_altered_known_file_is_refused(tmp_path):
    sources, _ = cli.catalogue()
    source = next(s for s in sources.values() if s.known and not s.is_hand_kept)
    name = source.known[0][0]
    folder = tmp_path / Path(source.pattern).parent
    folder.mkdir(parents=True)
    original = next(SOURCES.rglob(name))
    (folder / name).write_bytes(original.read_bytes() + b"\n")
    from build.shelf import Shelf

    with pytest.raises(SourceProblem, match="sha256"):
        Shelf(tmp_path, sources).files(source.key)
