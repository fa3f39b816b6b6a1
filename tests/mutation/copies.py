"""Copies of the committed project in which changes are made. Each change starts from the committed tree."""

import compileall
import py_compile
import subprocess
from pathlib import Path

from mutation.mutants import Mutant, applied, read


class Copy:
    """A clone of the project.

    Args:
        root: the project; only what is committed there counts.
        folder: where the clone goes.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(root), str(folder)], check=True)
        for part in ("data/build", "notebooks/evidence", "tests"):  # by content: a change within a second is noticed
            compileall.compile_dir(folder / part, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)

    def reset(self) -> None:
        """Back to the committed tree.

        Raises:
            RuntimeError: something is left that git cannot take back.
        """
        self._git("checkout", "-q", "--", ".")
        self._git("clean", "-fdq")
        if left := self.changed():
            raise RuntimeError(f"{self.folder} cannot be reset: {', '.join(left[:5])}")

    def make(self, mutant: Mutant) -> None:
        """Write the change."""
        path = self.folder / mutant.file
        path.write_bytes(applied(read(path), mutant).encode("utf-8"))

    def changed(self, *under: str) -> list[str]:
        """Files that differ from the committed ones."""
        return [line[3:] for line in self._git("status", "--porcelain", "--", *(under or ["."])).splitlines()]

    def difference(self, file: str) -> str:
        """The lines of a file that a change touches."""
        return self._git("diff", "--unified=0", "--word-diff=plain", "--", file)

    def _git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout
