"""What every test run sets up, wherever it is started: no network, none of the user's settings, a temporary folder for
what notebooks write, Matplotlib's list of fonts, and a summary in a few lines.
"""

import atexit
import importlib.util
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import warm_kernels

TESTS = Path(__file__).resolve().parent
CHECK = "ALLIANCE_CHECK"
PICTURES = "ALLIANCE_PNG"  # set to nothing, it spares a run the pictures
REBUILD = "test_build"  # files whose names begin so share one rebuild of the tables, and so one worker
TOLD = "told"  # the property under which a test leaves a line for the summary
NOT_VERIFIED = (
    "rebuild NOT verified: the publishers' files are not beside the project, so the tables were checked against"
    " data/datapackage.json only"
)


def configure(config: pytest.Config) -> None:
    """Prepare the run and take part in it; `conftest.py` of tests and of notebooks both call this, once is enough."""
    prepare()
    chosen = config.getoption("nbval_sanitize_with", None)
    if chosen and not Path(chosen).exists():  # pytest was started in another folder
        config.option.nbval_sanitize_with = str(TESTS.parent / chosen)
    if not config.pluginmanager.has_plugin("alliance"):
        warm_kernels.prepare(Path(os.environ[CHECK]))
        config.pluginmanager.register(Run(), "alliance")


def prepare() -> None:
    """Idempotent; child processes, kernels among them, inherit all of it. A worker of xdist gets a folder of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if os.environ.get(CHECK):
        folder = Path(os.environ[CHECK])
        if worker and folder.name != worker:
            (folder / worker).mkdir(exist_ok=True)
            os.environ[CHECK] = str(folder / worker)
        _draw_without_a_screen()
        return
    folder = tempfile.mkdtemp(prefix="alliance-check-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[CHECK] = folder
    os.environ.setdefault(PICTURES, "1")
    _leave_out_the_users_settings(Path(folder))
    paths = [str(TESTS / "offline"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    spec = importlib.util.spec_from_file_location("alliance_offline", TESTS / "offline" / "sitecustomize.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    _list_fonts()
    _draw_without_a_screen()


def _leave_out_the_users_settings(folder: Path) -> None:
    """A user's line widths, start-up files, backend or wish for warnings would change what notebooks print; a home may be
    read-only, too. This process keeps the warnings that it was started with.
    """
    own = folder / "settings"
    own.mkdir()
    (own / "matplotlibrc").touch()
    os.environ |= {
        "MATPLOTLIBRC": str(own / "matplotlibrc"),
        "IPYTHONDIR": str(own / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
    }
    for name in ("MPLBACKEND", "PYTHONWARNDEFAULTENCODING", "PYTHONWARNINGS"):
        os.environ.pop(name, None)


def _list_fonts() -> None:
    """On its first run Matplotlib lists the fonts and says so on stderr, which would fail a notebook: let it do so here."""
    importlib.import_module("matplotlib.font_manager")


def _draw_without_a_screen() -> None:
    """In this process; a kernel draws into its notebook."""
    importlib.import_module("matplotlib").use("agg")


class Run:
    """How the tests are shared out, and what is said at the end."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log):
        """As `--dist loadfile`, so that no notebook is split; the files that rebuild the tables stay together as well."""
        from xdist.scheduler import LoadFileScheduling

        class Together(LoadFileScheduling):
            def _split_scope(self, nodeid: str) -> str:
                file = super()._split_scope(nodeid)
                return REBUILD if file.rpartition("/")[2].startswith(REBUILD) else file

        return Together(config, log)

    def pytest_terminal_summary(self, terminalreporter) -> None:
        """What tests have to tell, those that were skipped, and how to get back what was changed in play."""
        from project_files import changed_notebooks
        from sources_here import SOURCES

        stats = terminalreporter.stats
        reports = [r for kind in stats.values() for r in kind if isinstance(r, pytest.TestReport)]
        told = dict.fromkeys(v for r in reports for k, v in r.user_properties if k == TOLD)
        skipped = [r.longrepr[2] for r in reports if r.skipped and isinstance(r.longrepr, tuple)]
        for line in [*told, *skip_lines(skipped, SOURCES.is_dir())]:
            terminalreporter.write_line(line, yellow=line not in told)
        failed = [r.nodeid for kind in ("failed", "error") for r in stats.get(kind, [])]
        if failed and (way := way_back(failed, changed_notebooks())):
            terminalreporter.write_line(way, yellow=True)


def skip_lines(reasons: Iterable[str], sources: bool) -> list[str]:
    """Skipped tests, one line a reason.

    Args:
        reasons: of each skipped test, as pytest has them.
        sources: whether the publishers' files are here; if not, the tests that need them are one line, counted or not.
    """
    plain = Counter(r.removeprefix("Skipped: ") for r in reasons)
    unverified = sum(plain.pop(r) for r in list(plain) if not sources and r.startswith(NOT_VERIFIED.partition(":")[0]))
    lines = [f"{n} test{'s' * (n > 1)} skipped: {reason}" for reason, n in plain.items()]
    if not sources:
        lines.append(f"{unverified} tests skipped, {NOT_VERIFIED}" if unverified else NOT_VERIFIED)
    return lines


def way_back(failed: Iterable[str], changed: list[str] | None) -> str:
    """One line for who played with notebooks and then ran the tests, or nothing.

    Args:
        failed: ids of tests that failed.
        changed: notebooks that differ from the last commit; None where git does not know.
    """
    if changed:
        names = ", ".join(Path(c).name for c in changed)
        return f"changed since the last commit: {names}; if that was play, `git restore notebooks` brings them back"
    if changed is None and any("notebook" in f for f in failed):
        return "if you changed notebooks in play, unpack a fresh ZIP to get them back"
    return ""
