"""One mutant tried: made, tested stage by stage up to the first red one, with or without a sync in between."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mutation import forks, jobs, nets, table_kinds, touched
from mutation.copies import Copy
from mutation.mutants import Mutant
from mutation.nets import Stage

CAUGHT, SURVIVED, MENDED = "caught", "survived", "mended"
NO_TESTS = 5  # pytest's code where nothing was chosen
BUILD, SYNC = "build", "sync"


@dataclass
class Result:
    """What became of a mutant.

    Args:
        outcome: caught, survived, or mended (sync wrote the committed tree again).
        net: the kind of net that caught it.
        by: the command that was red.
        said: its last line.
        lasts: it would be red after a sync too.
    """

    mutant: Mutant
    after_sync: bool
    outcome: str = SURVIVED
    net: str = ""
    by: str = ""
    said: str = ""
    lasts: bool = False
    cpu: float = 0.0
    seconds: float = 0.0
    difference: str = ""
    stages: int = field(default=0)

    def as_row(self) -> dict[str, Any]:
        told = {k: v for k, v in vars(self).items() if k != "mutant"}
        return {**self.mutant.as_row(), **told, "cpu": round(self.cpu, 2), "seconds": round(self.seconds, 2)}


class Bench:
    """A copy in which one mutant after the other is tried, and what is known to be green in it without any change.

    Args:
        copy: the copy.
        log: file for what tests print.
        sources: folder of the publishers' files; None runs without them.
    """

    def __init__(self, copy: Copy, log: Path, sources: Path | None = None) -> None:
        self.copy = copy
        self.log = log
        self.sources = sources
        self.green: dict[tuple[str, ...], bool] = {}

    def trial(self, mutant: Mutant, after_sync: bool = False) -> Result:
        """Make the change, look for a red stage, and put everything back."""
        result = Result(mutant, after_sync)
        self.copy.reset()
        root = self.copy.folder
        stages = nets.stages(root, mutant)
        pages = [touched.number(stem) for stem in nets.pages(root, mutant)]
        if mutant.file.startswith(nets.SEMINAR) and mutant.file.endswith(".ipynb"):
            pages.insert(0, jobs.LESSON)
        later = nets.after_sync(root, mutant)
        self.copy.make(mutant)
        result.difference = self.copy.difference(mutant.file)[-600:]
        if not self._derived(mutant, result):
            return result
        if after_sync:
            last = [s for s in stages if s.net == nets.CHECKSUM]
            if not self._any_red([s for s in stages if s.lasts and s not in last], result):
                self._synced(mutant, pages, [*later, *last], result)
        elif not self._any_red(stages, result):
            self._with_sources(mutant, result)
        self.copy.reset()
        return result

    def _derived(self, mutant: Mutant, result: Result) -> bool:
        """What belongs to the change itself: the table made from a list, the hash of a table. False if that already failed."""
        root = self.copy.folder
        by_list = {path: name for name, path in table_kinds.kept_by_hand(root).items()}
        if mutant.file in by_list:
            return self._green("rebuild", (by_list[mutant.file],), BUILD, result, lasts=True)
        if mutant.file.startswith("data/") and not mutant.file.startswith("data/build/"):
            return self._green("rehash", (table_kinds.table_of(root, mutant.file),), BUILD, result, lasts=True)
        return True

    def _any_red(self, stages: list[Stage], result: Result) -> bool:
        tried = set()
        for stage in stages:
            if stage.arguments not in tried and not self._green("tests", stage.arguments, stage.net, result, stage.lasts):
                return True
            tried.add(stage.arguments)
        return False

    def _synced(self, mutant: Mutant, pages: list[str], later: list[Stage], result: Result) -> None:
        if pages and not self._green("sync", tuple(pages), SYNC, result):
            return
        told = [n for n in ("09", "00", "09a") if n not in pages]
        if self.copy.changed("figures/findings") and told and not self._green("sync", tuple(told), SYNC, result):
            return
        if not self.copy.changed():
            result.outcome = MENDED
            return
        self._any_red(later, result)

    def _with_sources(self, mutant: Mutant, result: Result) -> None:
        """With the publishers' files at hand all tables are made anew."""
        if self.sources and mutant.file.startswith("data/"):
            self._green("tests", ("tests/test_build.py",), nets.SOURCES, result)

    def _green(self, job: str, arguments: tuple[str, ...], net: str, result: Result, lasts: bool = False) -> bool:
        """Whether a piece of work succeeds; where it does not, and did so without the change, that is written down."""
        outcome = self._run(job, arguments, net == nets.SOURCES)
        result.cpu += outcome.cpu
        result.seconds += outcome.seconds
        result.stages += 1
        if outcome.code == 0 or (job == "tests" and outcome.code == NO_TESTS):
            return True
        if job == "tests" and not self._known_green(arguments, net):
            return True
        result.outcome, result.net, result.by, result.lasts = CAUGHT, net, " ".join((job, *arguments)), lasts
        result.said = _telling(outcome.said)
        return False

    def _known_green(self, arguments: tuple[str, ...], net: str) -> bool:
        """A stage counts only if it is green on the committed tree. Tried once, in the same copy, with the change put aside."""
        if arguments not in self.green:
            self.copy._git("stash", "-q", "--include-untracked")
            self.green[arguments] = self._run("tests", arguments, net == nets.SOURCES).code == 0
            self.copy._git("stash", "pop", "-q")
        return self.green[arguments]

    def _run(self, job: str, arguments: tuple[str, ...], with_sources: bool) -> forks.Outcome:
        folder = str(self.sources) if with_sources else str(self.log.parent / "no sources")
        with tempfile.TemporaryDirectory(dir=self.log.parent) as aside:  # a child that is forked leaves its temporary folders behind
            env = {"ALLIANCE_SOURCES": folder, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": aside}
            return forks.run(job, arguments, self.copy.folder, self.log, env)


def _telling(said: str) -> str:
    """The line of a test run's end that says what failed."""
    lines = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR", "E ")) or "Problem" in line or "Error" in line]
    return (lines[-1] if lines else said.splitlines()[-1] if said else "")[:400]
