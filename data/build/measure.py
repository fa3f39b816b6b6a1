"""How long the build takes and how much memory, now and with ten times as many deals. Writes nothing to the tree."""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from build import cli
from build.problems import SourceProblem
from build.sipri_files import read_export
from build.sipri_register import NEEDED

REGISTERS = "sipri_trade_register_*.csv"
TIMES = 10
CHILD = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from build import cli
from build.problems import SourceProblem
cli.MODULES = tuple(sys.argv[4].split(","))
start = time.perf_counter()
try:
    built = cli.build(Path(sys.argv[2]), data=Path(sys.argv[3]), say=lambda line: None)
except SourceProblem as problem:
    sys.exit(str(problem))
seconds = time.perf_counter() - start
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
except ImportError:
    peak = None
print(json.dumps({"seconds": seconds, "peak_bytes": peak, "rows": sum(map(len, built.values()))}))
"""


def measure(sources: Path, out: TextIO = sys.stdout) -> int:
    """Run the whole build twice, in processes of their own and into temporary folders, and print what they took.

    The second run reads registers ten times as long; every other file is the same.

    Args:
        sources: the publishers' files.
        out: receives the report.

    Returns:
        0, or 1 if a build failed.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="measured-") as aside:
            plain = run(sources, Path(aside) / "plain")
            deals = enlarge(sources, Path(aside) / "sources")
            grown = run(Path(aside) / "sources", Path(aside) / "grown")
    except (OSError, RuntimeError, SourceProblem) as problem:
        sys.stderr.write(f"the build that was to be measured failed:\n{problem}\n")
        return 1
    out.write(f"{'':26}{'seconds':>9}{'peak memory':>16}{'rows written':>14}\n")
    for label, taken in (("as it is", plain), (f"register x {TIMES} ({deals:,} deals)", grown)):
        out.write(f"{label:26}{taken['seconds']:9.1f}{_mebibytes(taken):>16}{taken['rows']:14,}\n")
    out.write(f"{'ratio':26}{_ratio(plain, grown, 'seconds'):>9}{_ratio(plain, grown, 'peak_bytes'):>16}\n")
    return 0


def run(sources: Path, data: Path) -> dict:
    """Build once in a process of its own.

    Returns:
        seconds of wall time, peak_bytes of memory (None where the system does not tell, as on Windows), rows.

    Raises:
        RuntimeError: the build failed; the message is its own.
    """
    data.mkdir(parents=True)
    package = Path(cli.__file__).resolve().parents[1]
    command = [sys.executable, "-c", CHILD, str(package), str(sources.resolve()), str(data), ",".join(cli.MODULES)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"exit status {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def enlarge(sources: Path, target: Path) -> int:
    """A sources folder like the given one, with every deal of the registers ten times under ten designations.

    Returns:
        the number of deals in the longest of the new registers.
    """
    longest = 0
    for path in sorted(p for p in sources.rglob("*") if p.is_file()):
        place = target / path.relative_to(sources)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.match(REGISTERS):
            longest = max(longest, _repeat(path, place.with_name(f"{path.stem}_times_{TIMES}.csv")))
        else:
            _borrow(path, place)
    return longest


def _borrow(path: Path, place: Path) -> None:
    try:
        os.symlink(path.resolve(), place)
    except OSError:  # Windows lets few users make links
        shutil.copy(path, place)


def _repeat(path: Path, place: Path) -> int:
    deals, preamble = read_export(path, NEEDED)
    header = ["" if name.endswith(" ?") else name for name in deals.columns]
    with place.open("w", encoding="utf-8", newline="") as file:
        file.write(preamble + "\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for copy in range(TIMES):
            named = deals["Weapon designation"] + f" no. {copy}"
            writer.writerows(deals.assign(**{"Weapon designation": named}).itertuples(index=False, name=None))
    return TIMES * len(deals)


def _mebibytes(taken: dict) -> str:
    return "not available" if taken["peak_bytes"] is None else f"{taken['peak_bytes'] / 2**20:,.0f} MiB"


def _ratio(plain: dict, grown: dict, what: str) -> str:
    return "" if plain[what] is None else f"{grown[what] / plain[what]:.1f}"
