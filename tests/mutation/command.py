"""Would a wrong number be seen? Plan, run and report single changes of the collection.

    python tests/mutation plan --seed S              list the changes that a seed chooses
    python tests/mutation run --seed S               try them, each by itself; a run that was stopped goes on
    python tests/mutation run --seed S --after-sync  try them, each followed by a sync
    python tests/mutation report FILE                what was caught, by which net, and what survived

The default seed is the first eight hex digits of the commit's hash. Only what is committed is tried.
"""

import argparse
import multiprocessing
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mutation import forks, jobs, report
from mutation.copies import Copy
from mutation.mutants import Mutant
from mutation.plan import EACH, KINDS, plan
from mutation.trial import Bench

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


def main(arguments: list[str] | None = None) -> int:
    """0 if done, 1 if a report falls short of what is wanted, 2 for a command that cannot be followed."""
    parser = argparse.ArgumentParser(prog="python tests/mutation", description=__doc__.partition("\n")[0])
    known = parser.add_subparsers(dest="command", required=True)
    for name, told in (("plan", "list the changes that a seed chooses"), ("run", "try them and write down what became of each")):
        asked = known.add_parser(name, help=told)
        asked.add_argument("--seed", default="", help="any text; the first eight digits of the commit's hash if not given")
        asked.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND", help=", ".join(KINDS))
        asked.add_argument("--each", type=int, default=EACH, help=f"changes of each kind ({EACH} if not given)")
    asked.add_argument("--limit", type=int, default=0, help="stop after so many trials")
    asked.add_argument("--after-sync", action="store_true", help="each change is followed by a sync")
    asked.add_argument("--out", type=Path, help="results, a JSON line a trial; a run goes on where the file ends")
    asked.add_argument("--sources", type=Path, help="folder of the publishers' files, for what survives everything else")
    asked.add_argument("--workers", type=int, default=WORKERS, help=f"processes ({WORKERS} if not given)")
    reading = known.add_parser("report", help="what was caught, by which net, and what survived")
    reading.add_argument("files", nargs="+", type=Path, help="results of runs")
    working = known.add_parser("job")  # what a worker does where it cannot fork
    working.add_argument("job")
    working.add_argument("arguments", nargs="*")
    chosen = parser.parse_args(arguments)
    if chosen.command == "job":
        return getattr(jobs, chosen.job)(*chosen.arguments)
    if chosen.command == "report":
        return _report(chosen.files)
    seed = chosen.seed or _git("rev-parse", "HEAD")[:8]
    with tempfile.TemporaryDirectory(prefix="alliance-mutants-") as folder:
        pristine = Copy(ROOT, Path(folder) / "plan")
        mutants = plan(pristine.folder, seed, tuple(chosen.kinds), chosen.each)
        if chosen.command == "plan":
            sys.stdout.writelines(f"{m.key}  {m.kind:9} {m.where}: {m.before!r} -> {m.after!r}\n" for m in mutants)
            return 0
        if _git("status", "--porcelain"):
            sys.stderr.write("there are changes that are not committed; they are not tried\n")
        return _run(chosen, seed, mutants, Path(folder))


def _run(chosen: argparse.Namespace, seed: str, mutants: list[Mutant], folder: Path) -> int:
    out = chosen.out or Path(tempfile.gettempdir()) / f"mutants-{seed}.jsonl"
    done = {(r["key"], r["after_sync"]): r for r in report.read(out)}
    if chosen.after_sync:
        for mutant in mutants:
            _carry_over(done, mutant, out)
    left = [m for m in mutants if (m.key, chosen.after_sync) not in done]
    left = left[: chosen.limit] if chosen.limit else left
    sys.stdout.write(f"seed {seed}: {len(mutants)} mutants, {len(mutants) - len(left)} done or left out, {len(left)} to try; results in {out}\n")
    sys.stdout.flush()
    forks.warm()
    context = multiprocessing.get_context("fork" if forks.can_fork() else "spawn")
    taken = context.Value("i", 0)  # no queue: its thread would have to be forked
    workers = [context.Process(target=_work, args=(n, taken, left, chosen, out, folder)) for n in range(min(chosen.workers, len(left)))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return 0 if all(worker.exitcode == 0 for worker in workers) else 1


def _carry_over(done: dict, mutant: Mutant, out: Path) -> None:
    """A net that lasts, found red before sync, is red after it: such a mutant need not be tried twice."""
    before = done.get((mutant.key, False))
    if before and before["lasts"] and (mutant.key, True) not in done:
        row = {**before, "after_sync": True, "cpu": 0.0, "seconds": 0.0}
        report.add(out, row)
        done[mutant.key, True] = row


def _work(number: int, taken, left: list[Mutant], chosen: argparse.Namespace, out: Path, folder: Path) -> None:
    bench = Bench(Copy(ROOT, folder / f"copy{number}"), folder / f"log{number}.txt", chosen.sources)
    while True:
        with taken.get_lock():
            at, taken.value = taken.value, taken.value + 1
        if at >= len(left):
            return
        start = time.perf_counter()
        result = bench.trial(left[at], chosen.after_sync)
        report.add(out, result.as_row())
        sys.stdout.write(
            f"[{at + 1:3}/{len(left)}] {result.outcome:8} {result.mutant.kind:9} {result.net:10} {time.perf_counter() - start:5.1f} s"
            f" ({result.cpu:5.1f} CPU)  {result.mutant.where[:90]}\n"
        )
        sys.stdout.flush()


def _report(files: list[Path]) -> int:
    missing = [str(f) for f in files if not f.exists()]
    if missing:
        sys.stderr.write(f"no such file: {', '.join(missing)}; a run writes it, see its first line\n")
        return 2
    rows = [row for file in files for row in report.read(file)]
    harmless = report.equivalents()
    sys.stdout.write(report.told(rows, harmless))
    plain, synced = ([r for r in rows if r["after_sync"] is flag] for flag in (False, True))
    kinds = {r["kind"] for r in plain}
    good = (
        report.share(plain, harmless) >= report.WANTED
        and all(report.share([r for r in plain if r["kind"] == k], harmless) >= report.WANTED_IN_KIND for k in kinds)
        and report.share(synced, harmless) >= report.WANTED_AFTER_SYNC
    )
    return 0 if good else 1


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout.strip()
