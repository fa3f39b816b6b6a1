"""Run a piece of work in a fresh process that already has the libraries: a fork of this one.

Starting Python and importing pandas, seaborn and pytest takes three seconds, more than most tests of one change. Where there
is no fork (Windows), a new process does the same.
"""

import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mutation import jobs

LIBRARIES = (
    "numpy", "pandas", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "seaborn",
    "PIL.Image", "jinja2", "nbformat", "nbclient", "nbval.plugin", "xdist.plugin", "pytest", "_pytest.assertion.rewrite",
    "jupyter_client.manager", "IPython.display", "IPython.core.interactiveshell", "frictionless", "pandera.pandas", "openpyxl", "scipy.stats",
)  # fmt: skip
TIMEOUT = 600  # seconds; a change may make a loop endless
MOST_MEMORY = 8 * 2**30  # bytes of address space, for each process of a test run: an endless loop may fill a list
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
RED_BY_TIME = 124


@dataclass(frozen=True)
class Outcome:
    """How a piece of work ended: exit code, CPU seconds with those of its children, wall seconds, and what it printed."""

    code: int
    cpu: float
    seconds: float
    said: str


def warm() -> None:
    """Import the libraries, none of the project's own modules, with one thread each: what has threads cannot be forked."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    for name in LIBRARIES:
        importlib.import_module(name)


def can_fork() -> bool:
    return hasattr(os, "fork") and sys.platform == "linux"


def run(job: str, arguments: tuple[str, ...], folder: Path, log: Path, env: Mapping[str, str], timeout: float = TIMEOUT) -> Outcome:
    """Do a job of `jobs` in a folder, in a process of its own.

    Args:
        job, arguments: name of a function of `jobs` and what it takes.
        folder: the copy of the project in which it runs.
        log: receives what it prints.
        env: variables beside those of this process.
        timeout: seconds after which it is stopped and counts as failed.
    """
    start = time.perf_counter()
    if not can_fork():
        return _in_new_process(job, arguments, folder, log, env, timeout)
    pid = os.fork()
    if pid == 0:
        _child(job, arguments, folder, log, env)
    code, cpu = _wait(pid, start + timeout)
    return Outcome(code, cpu, time.perf_counter() - start, _tail(log))


def _child(job: str, arguments: tuple[str, ...], folder: Path, log: Path, env: Mapping[str, str]) -> None:
    """Never returns."""
    code = 70
    import resource  # where there is a fork there is this

    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.chdir(folder)
        os.environ.update(env)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        tempfile.tempdir = None  # of the parent; TMPDIR in `env` counts
        sys.dont_write_bytecode = True
        own = str(Path(__file__).resolve().parents[1])
        sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != Path(own)]
        code = getattr(jobs, job)(*arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException as problem:
        sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait(pid: int, until: float) -> tuple[int, float]:
    while True:
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        if time.perf_counter() > until:
            os.killpg(pid, signal.SIGKILL)
            _, _, used = os.wait4(pid, 0)
            return RED_BY_TIME, used.ru_utime + used.ru_stime
        time.sleep(0.03)


def _in_new_process(job, arguments, folder, log, env, timeout) -> Outcome:
    command = [sys.executable, "-B", str(Path(__file__).parent), "job", job, *arguments]
    start = time.perf_counter()
    with log.open("wb") as file:
        try:
            code = subprocess.run(command, cwd=folder, env={**os.environ, **env}, stdout=file, stderr=file, timeout=timeout, check=False).returncode
        except subprocess.TimeoutExpired:
            code = RED_BY_TIME
    seconds = time.perf_counter() - start
    return Outcome(code, seconds, seconds, _tail(log))


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
