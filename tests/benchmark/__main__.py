"""What the tests cost: CPU and wall seconds of the chapters, beside a floor that no notebook with charts can fall below.

    python tests/benchmark            everything
    python tests/benchmark 06 06a     these chapters and the floor

The floor is as many notebooks as there are chapters, each of which only imports pandas, seaborn and matplotlib. It and the
chapters run under strict nbval in one process (`-n 0`), so that starting pytest counts once in each, every kernel as a new
process and without the pictures. Ratios above 2.8 are too slow. CPU seconds count what child processes used too and hardly
depend on what else the computer does; wall seconds do.

Nothing is written to the project: the floor's notebooks and what notebooks write go to temporary folders.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
SLOWEST = 2.8
IMPORTS = "import matplotlib.pyplot as plt\nimport pandas as pd\nimport seaborn as sns"


def chapters(chosen: Iterable[str] = ()) -> list[Path]:
    """Chapters and appendices, or those with the given numbers."""
    found = sorted(NOTEBOOKS.glob("[0-9][0-9]*_*.ipynb"))
    return [p for p in found if not chosen or p.name.partition("_")[0] in chosen]


def floor(folder: Path, number: int) -> list[Path]:
    """So many notebooks that only import."""
    import nbformat

    paths = [folder / f"floor_{n:02}.ipynb" for n in range(number)]
    for path in paths:
        cell = nbformat.v4.new_code_cell(IMPORTS, execution_count=1)
        notebook = nbformat.v4.new_notebook(cells=[cell])
        notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return paths


def timed(paths: list[Path], *options: str, cold: bool = True) -> tuple[float, float, bool]:
    """CPU and wall seconds of pytest over some paths, and whether all passed.

    Args:
        cold: each kernel is a new process and no picture is compared, so that chapters and floor are alike; otherwise as
            the suite runs.
    """
    before, start = _used(), time.perf_counter()
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]
    command += ["-c", str(ROOT / "pyproject.toml"), *options, *map(str, paths)]
    alike = {"ALLIANCE_COLD": "1", "ALLIANCE_PNG": ""} if cold else {}
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | alike
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return _used() - before, time.perf_counter() - start, done.returncode == 0


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def lines(chosen: list[str], folder: Path) -> Iterator[str]:
    """The table, a line at a time."""
    yield f"{'':34}{'CPU s':>8}{'wall s':>8}{'each':>7}{'ratio':>7}"
    paths = chapters(chosen)
    bare = floor(folder, len(paths))
    lowest, *_ = first = timed(bare, "-n", "0")
    yield _line(f"floor ({len(bare)} notebooks)", first, len(bare), lowest)
    for path in paths:
        yield _line(path.stem, timed([path], "-n", "0"))
    yield _line(f"all {len(paths)} chapters", timed(paths, "-n", "0"), len(paths), lowest)
    if not chosen:
        seminar = sorted(NOTEBOOKS.glob("seminar/[a-z]*/*.ipynb"))
        yield _line(f"{len(seminar)} seminar notebooks", timed(seminar, "-n", "0"), len(seminar))
        yield _line("tests/", timed([ROOT / "tests"], cold=False))
        yield _line("the README's command", timed([], cold=False))


def _line(name: str, result: tuple[float, float, bool], number: int = 0, lowest: float = 0.0) -> str:
    cpu, wall, passed = result
    each = f"{cpu / number:7.1f}" if number else " " * 7
    ratio = f"{cpu / lowest:7.2f}" if lowest else " " * 7
    return f"{name:34}{cpu:8.1f}{wall:8.1f}{each}{ratio}" + ("" if passed else "  FAILED")


def main() -> None:
    """Print the table as it is measured."""
    parser = argparse.ArgumentParser(prog="python tests/benchmark", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("chapters", nargs="*", help="numbers such as 06 or 06a; all where none is given")
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(parser.parse_args().chapters, Path(folder)):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
