"""The project as a stranger meets it: commands, links, style, and no trace of the machine it was made on."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from evidence import book
from project_files import project_files
from sources_here import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [block.strip() for block in re.findall(r"```\n(.*?)```", README, re.DOTALL)]
FILES = project_files()
TEXTS = [p for p in FILES if Path(p).suffix in {".md", ".py", ".ipynb", ".toml", ".txt", ".cfg", ".cff", ".json", ".yml", ".lock"}]


def test_exactly_two_commands_and_ci_runs_the_second_word_for_word():
    assert len(COMMANDS) == 2
    assert COMMANDS[1] == ".venv/bin/python -m pytest"
    assert f"\n{COMMANDS[1]}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_first_command_opens_a_notebook_that_exists():
    opened = re.search(r"jupyter lab .*?(\S+\.ipynb)", COMMANDS[0])[1]
    assert (ROOT / opened).exists()
    assert "-r requirements.txt" in COMMANDS[0]


def test_every_pin_is_exact():
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()]
    assert all(re.match(r"[A-Za-z0-9._-]+==[0-9][^ ]*( ;.*)?$", line) for line in lines if line)


def test_ruff_finds_nothing_notebooks_included():
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout


def pages_with_links():
    made = [ROOT / "notebooks" / name for name in ("LEDGER.md", "GLOSSARY.md")]
    about = [ROOT / "figures" / "README.md", ROOT / "data" / "README.md", *sorted((ROOT / ".github").glob("*.md"))]
    return [*book.guides(), *made, *about, *book.notebooks()]


@pytest.mark.parametrize("path", pages_with_links(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    for text in book.markdown_cells(path):
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if target.startswith("http"):
                assert urlsplit(target).netloc, target
                continue
            file, _, anchor = target.partition("#")
            leads_to = path.parent / file if file else path
            assert leads_to.exists(), f"{path.name} links to {target}, which does not exist"
            if anchor:
                assert leads_to.suffix == ".md", f"{target}: links inside a notebook are dead on GitHub"
                assert anchor in book.anchors(leads_to), f"{path.name} links to {target}: no such heading"
        for url in re.findall(r"<(https?://[^>]*)>", text):
            assert urlsplit(url).netloc and " " not in url, url


def test_the_page_for_contributors_names_files_and_commands_that_exist():
    page = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lists = {m for m in re.findall(r"`(\w+\.csv)`", page)}
    assert len(lists) > 5 and [n for n in lists if not (ROOT / "data" / "build" / "curated" / n).exists()] == []
    paths = [p for p in re.findall(r"`(\w[\w./]*/[\w./]*)`", page) if "/NN." not in p]
    assert paths and [p for p in paths if not (ROOT / p).exists()] == []
    commands = set(re.findall(r"`?python notebooks/evidence (\w+)", page))
    known = subprocess.run(
        [sys.executable, "notebooks/evidence", "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert commands >= {"sync", "check", "approve", "moved"} and [c for c in commands if c not in known] == []


FORBIDDEN = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp)/|/opt/|localhost:\d|file:///")


@pytest.mark.parametrize("name", [t for t in TEXTS if not t.startswith("tests/")])
def test_no_trace_of_a_machine(name):
    found = FORBIDDEN.search((ROOT / name).read_text(encoding="utf-8"))
    assert found is None, f"{name}: {found and found[0]}"


PLACES = {
    "from the notebook's folder": (ROOT / "notebooks", {}, "from evidence.tables import load"),
    "from the repository root": (ROOT, {"PYTHONPATH": "notebooks"}, "from evidence.tables import load"),
    "in another locale and time zone": (
        ROOT / "notebooks",
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Yerevan", "PYTHONHASHSEED": "7"},
        "from evidence.tables import load",
    ),
    "where Python does not assume UTF-8": (
        ROOT / "notebooks",
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        "from evidence.tables import load",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_tables_load(place):
    folder, environment, line = PLACES[place]
    code = f"{line}\nprint(len(load('narrative/events')), load('debt/owed_to_russia').query(\"iso3 == 'ARM'\").shape[0] > 0)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[1] == "True"


def test_places_are_found_on_windows_paths():
    code = (
        "import re, pathlib\n"
        "source = pathlib.Path('evidence/places.py').read_text(encoding='utf-8')\n"
        "assert not re.search(r\"['\\\"][a-z]+/[a-z]\", source), 'paths are joined, not spelled with slashes'\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "notebooks", check=True)


def test_the_network_is_blocked_here_and_in_child_processes():
    import socket

    with pytest.raises(PermissionError, match="without a network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    code = "import socket; socket.getaddrinfo('example.org', 80)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "without a network" in result.stderr


def test_top_level_is_the_design_card():
    allowed = {"README.md", "requirements.txt", "notebooks", "data", "figures", "tests", "LICENSE", "LICENSE-TEXT"}
    allowed |= {"CITATION.cff", "pyproject.toml"}
    top = {name.split("/")[0] for name in FILES if not name.startswith(".")}
    assert top <= allowed
