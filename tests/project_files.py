"""Which files are the project's: in a clone, in an unpacked ZIP, and with an environment of any name inside."""

import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from sources_here import ROOT


def project_files(root: Path = ROOT) -> list[str]:
    """Paths from the root, with slashes: what git tracks or, where git knows nothing of the folder, what it would not ignore."""
    tracked = [name for name in _git(root, "ls-files", "-z") or [] if (root / name).is_file()]
    return tracked or sorted(_unignored(root))


def changed_notebooks(root: Path = ROOT) -> list[str] | None:
    """Notebooks that differ from the last commit, None where git does not know."""
    if not _git(root, "ls-files", "-z", "pyproject.toml"):
        return None
    return _git(root, "diff", "HEAD", "--name-only", "-z", "--relative", "--", "notebooks/*.ipynb")


def _git(root: Path, *arguments: str) -> list[str] | None:
    """What git lists; None where it is not installed or the folder is not in a repository."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False)
    except OSError:
        return None
    return None if done.returncode else [name for name in done.stdout.split("\0") if name]


def _unignored(root: Path) -> Iterator[str]:
    lines = (root / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [".git", *(line.rstrip("/") for line in lines)]
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = [f for f in folders if not _matches(f, ignored) and not (here / f / "pyvenv.cfg").exists()]
        yield from ((here / f).relative_to(root).as_posix() for f in files if not _matches(f, ignored))


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
