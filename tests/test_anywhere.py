"""The project runs wherever it is unpacked: any folder, any system, with or without git; and play can be undone."""

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache

import harness
import nbformat
import pytest
import warm_kernels
from evidence import book
from jupyter_client.manager import KernelManager
from project_files import changed_notebooks, project_files
from sources_here import ROOT, copied

ENVIRONMENT = "an environment of the user"
BORROWED = ("ALLIANCE_CHECK", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "IPYTHONDIR", "MATPLOTLIBRC")


# every file is opened with an encoding, every date is written for every system -----------------------------------------

OPENERS = {"open", "fdopen", "read_text", "write_text", "TextIOWrapper"}
STARTERS = {"run", "Popen", "check_output", "check_call"}
CALLED = OPENERS | STARTERS
CALLS = re.compile(rf"\b(?:{'|'.join(CALLED)})\(")
BYTES = re.compile(r"[rwax]+b|[rwax]b\+?|b[rwax]")
GLIBC = re.compile(r"%[-_^#][a-zA-Z]")  # %-d: Windows has no such format


@cache
def code() -> list[tuple[str, str]]:
    """Each Python file and each cell of a notebook: the file's name, the code."""
    scripts = [(n, (ROOT / n).read_text(encoding="utf-8")) for n in project_files() if n.endswith(".py")]
    cells = [(n, c) for n in project_files() if n.endswith(".ipynb") for c in book.cells(ROOT / n)]
    return [*scripts, *((name, c["source"]) for name, c in cells if c["cell_type"] == "code")]


def naming(pattern: re.Pattern[str]) -> list[tuple[str, ast.Module]]:
    """Code in which a pattern occurs, parsed; the rest need not be."""
    return [(name, ast.parse(source)) for name, source in code() if pattern.search(source)]


def without_encoding(tree: ast.Module) -> list[str]:
    """Calls that would take the encoding of the system: files opened as text, and processes whose words are read."""
    found = []
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in CALLED:
            continue
        words = {k.arg for k in call.keywords}
        if "encoding" in words or None in words or ast.unparse(call.func) in ("Image.open", "os.open", "read_text"):
            continue  # Pillow reads pictures; read_text by itself is the build's own, which names one
        given = [str(a.value) for a in (*call.args, *(k.value for k in call.keywords)) if isinstance(a, ast.Constant)]
        opens = name in OPENERS and not any(BYTES.fullmatch(g) for g in given)
        if opens or (name in STARTERS and words & {"text", "universal_newlines"}):
            found.append(ast.unparse(call)[:100])
    return found


def glibc_formats(tree: ast.Module) -> list[str]:
    """Texts that hold a format of dates which only some systems know."""
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [text for text in texts if GLIBC.search(text)]


def test_every_file_is_opened_with_an_encoding():
    assert [(name, found) for name, tree in naming(CALLS) if (found := without_encoding(tree))] == []


def test_no_date_is_written_in_a_format_of_one_system():
    known = {"tests/test_anywhere.py"}  # the faults planted below
    assert [(name, found) for name, tree in naming(GLIBC) if name not in known and (found := glibc_formats(tree))] == []


@pytest.mark.parametrize("source", [
    "open('a')", "open('a', 'w')", "path.read_text()", "path.open()", "gzip.open('a', 'rt')", "path.write_text('x')",
    "subprocess.run(['git'], text=True)",
])  # fmt: skip
def test_a_call_without_an_encoding_is_found(source):
    assert without_encoding(ast.parse(source)) == [source]


@pytest.mark.parametrize("source", [
    "open('a', 'rb')", "path.open(mode='wb')", "path.read_text(encoding='utf-8')", "subprocess.run(['git'])",
    "Image.open('a.png')", "open('a', 'w', encoding='utf-8')",
])  # fmt: skip
def test_a_call_that_needs_none_is_left_alone(source):
    assert without_encoding(ast.parse(source)) == []


def test_a_format_of_one_system_is_found():
    assert glibc_formats(ast.parse("day.strftime('%-d %B'); f'{day:%-m}'")) == ["%-d %B", "%-m"]
    assert glibc_formats(ast.parse("day.strftime('%d %B'); '5% d'; f'{share:.0%}'")) == []


# unpacked from a ZIP, without git, in a folder with spaces and Armenian letters, with an environment inside -------------


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The project as a ZIP leaves it, without pictures, and in it an environment whose files break every rule of the house."""
    folder = tmp_path_factory.mktemp("stranger") / "Իմ ֆայլերը" / "The Price"
    for name in (n for n in project_files() if not (n.startswith("figures/") and n.endswith(".png"))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copied(ROOT / name, folder / name)
    inside = folder / ENVIRONMENT / "lib"
    inside.mkdir(parents=True)
    (inside.parent / "pyvenv.cfg").write_text("home = /usr/bin\n", encoding="utf-8")
    (inside / "theirs.py").write_text("import os\nopen('/tmp/x')\n", encoding="utf-8")
    return folder


def test_an_environment_inside_is_not_the_projects(unpacked):
    names = project_files(unpacked)
    assert "README.md" in names and "notebooks/seminar/in_class.ipynb" in names
    assert not [n for n in names if n.startswith((ENVIRONMENT, ".venv", ".git/")) or "__pycache__" in n]


def test_the_copy_has_the_files_of_the_clone(unpacked):
    assert set(project_files(unpacked)) == {n for n in project_files() if not (n.startswith("figures/") and n.endswith(".png"))}


def test_a_stranger_runs_tests_and_a_notebook_from_another_folder(unpacked, tmp_path):
    """First run, so no list of fonts; any time zone, any locale; a user with settings of his own."""
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "matplotlibrc").write_text("lines.linewidth: 9\naxes.facecolor: yellow\n", encoding="utf-8")
    theirs = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONWARNDEFAULTENCODING": "1", "MPLCONFIGDIR": str(settings)}
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    command += [str(unpacked / "notebooks" / "seminar" / "in_class.ipynb")]
    command += [f"{unpacked / 'tests' / 'test_project.py'}::{t}" for t in ("test_no_trace_of_a_machine", "test_top_level_is_the_design_card")]
    done = subprocess.run(
        command, cwd=unpacked.anchor, env={k: v for k, v in os.environ.items() if k not in BORROWED} | theirs,
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert re.search(r"(?m)^\d+ passed", done.stdout)
    opened = [line for line in done.stdout.splitlines() if "EncodingWarning" in line and str(unpacked) in line]
    assert opened == []


# opened, played with, brought back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", book.notebooks(), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_saving_unrun_in_jupyterlab_changes_nothing_but_the_language(path):
    """JupyterLab reads a notebook, adds what the kernel says of its language, and writes it; tests read nothing of that."""
    committed = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(committed, as_version=4)
    before = notebook.metadata.language_info
    notebook.metadata.language_info = nbformat.from_dict({
        "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py", "mimetype": "text/x-python",
        "name": "python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3", "version": sys.version.split()[0],
    })  # fmt: skip
    saved = nbformat.reads(nbformat.writes(notebook), as_version=4)
    assert saved.cells == notebook.cells
    saved.metadata.language_info = before
    assert nbformat.writes(saved) + "\n" == committed


def git(folder, *arguments):
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=env)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_notebooks_that_were_played_with_are_known(tmp_path):
    played = tmp_path / "notebooks" / "seminar" / "in class.ipynb"
    played.parent.mkdir(parents=True)
    for path in (played, tmp_path / "notebooks" / "00.ipynb", tmp_path / "pyproject.toml", tmp_path / ".gitignore"):
        path.write_text("{}\n", encoding="utf-8")
    assert changed_notebooks(tmp_path) is None
    git(tmp_path, "init", "--quiet")
    assert changed_notebooks(tmp_path) is None, "in a repository that does not hold the project"
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    assert changed_notebooks(tmp_path) == []
    played.write_text('{"played": 1}\n', encoding="utf-8")
    assert changed_notebooks(tmp_path) == ["notebooks/seminar/in class.ipynb"]


def test_the_way_back_is_one_line():
    failed = ["tests/test_notebooks.py::test_every_notebook_obeys[04-counts]"]
    told = harness.way_back(failed, ["notebooks/04_what.ipynb"])
    assert "04_what.ipynb" in told and "`git restore notebooks`" in told and "\n" not in told
    assert harness.way_back(failed, []) == "", "nothing was changed, so nothing is to be brought back"
    assert "fresh ZIP" in harness.way_back(failed, None)
    assert harness.way_back(["tests/test_debt.py::test_x"], None) == ""


def test_skipped_tests_take_a_line_a_reason():
    gone = "Skipped: rebuild NOT verified: the publishers' files are not in sources/ beside the project"
    lines = harness.skip_lines([gone] * 91 + ["Skipped: git is not installed"], sources=False)
    assert lines == ["1 test skipped: git is not installed", f"91 tests skipped, {harness.NOT_VERIFIED}"]
    assert harness.skip_lines([], sources=False) == [harness.NOT_VERIFIED]
    assert harness.skip_lines([], sources=True) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sockets in folders")
def test_kernels_ask_for_no_port_that_another_may_take(tmp_path, monkeypatch):
    from jupyter_client.provisioning import local_provisioner
    from nbval import kernel

    assert kernel.KernelManager().transport == "ipc"
    monkeypatch.setattr(kernel, "KernelManager", KernelManager)
    monkeypatch.setattr(local_provisioner, "launch_kernel", None)
    warm_kernels.prepare(tmp_path / ("long" * 20))
    assert kernel.KernelManager().transport == "tcp"  # a path too long for a socket
