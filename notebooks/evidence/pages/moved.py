"""What moved since a commit: verdicts, findings, intervals, tables, values behind figures, answers to exercises.

`python notebooks/evidence moved REF` compares the files of a commit with those of the working tree, and prints one line
for each difference. It runs nothing and writes nothing, so it tells of a change in data or code only once `sync` has run.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.places import ROOT

FINDINGS = "figures/findings/*.json"
FIGURE_VALUES = "figures/*.csv"
TABLES = "data/**/*.csv"
DIGESTS = "notebooks/seminar/digests.json"
KEPT = ("data", "figures", DIGESTS)
GROUPS = ("verdict", "finding", "interval", "table", "figure", "exercise")
RANGE = re.compile(r"^−?\d[\d.,]*\S*(?: [a-z]+)? to −?\d")
VERDICT = "verdict_"


class MovedProblem(Exception):
    """No comparison is possible: no git, no checkout, no such commit, or a file that cannot be read."""


@dataclass(frozen=True)
class Line:
    """One difference.

    Args:
        group: one of `GROUPS`.
        key: what moved, such as "02.volume_2011_20"; lines of a group stand in the order of their keys.
        text: the line as printed.
    """

    group: str
    key: str
    text: str


@dataclass(frozen=True)
class Side:
    """The files of one side of the comparison.

    Args:
        paths: "/"-separated paths relative to the project, with a digest of each file's bytes.
        read: from a path to the file's bytes.
    """

    paths: dict[str, str]
    read: Callable[[str], bytes]

    def matching(self, pattern: str) -> set[str]:
        """Paths that a pattern names; `*` stays within a folder, `**/` stands for any number of them."""
        inner = re.escape(pattern).replace(r"\*\*/", "(?:.+/)?").replace(r"\*", "[^/]*")
        return {path for path in self.paths if re.fullmatch(inner, path)}

    def text(self, path: str) -> str:
        """A file's text with plain line ends.

        Raises:
            MovedProblem: the bytes are not UTF-8.
        """
        try:
            return _plain(self.read(path)).decode("utf-8")
        except UnicodeDecodeError as cause:
            raise MovedProblem(f"{path}: not text in UTF-8 ({cause.reason})") from None

    def json(self, path: str) -> dict[str, Any]:
        """What a JSON file holds; empty where there is no such file.

        Raises:
            MovedProblem: the file is not JSON, or no object.
        """
        if path not in self.paths:
            return {}
        try:
            held = json.loads(self.text(path))
        except ValueError as cause:
            raise MovedProblem(f"{path}: not JSON ({cause})") from None
        if not isinstance(held, dict):
            raise MovedProblem(f"{path}: expected a JSON object, found {type(held).__name__}")
        return held


def moved(ref: str, root: Path = ROOT) -> list[str]:
    """Everything that differs between a commit and the working tree, one line each, in the order of `GROUPS`.

    Args:
        ref: whatever git takes for a commit: a hash, a branch, a tag, `HEAD~1`.
        root: folder of the project; it may lie below the top of its repository.

    Returns:
        Lines such as `finding 02.orders_without_volume: three -> two`; none if nothing differs.

    Raises:
        MovedProblem: no git, no checkout, no such commit, or a file that cannot be read.
    """
    old, new = _committed(ref, root), _present(root)
    lines = [*_findings(old, new), *_tables(old, new, TABLES, "table", "data/")]
    lines += [*_tables(old, new, FIGURE_VALUES, "figure", "figures/"), *_exercises(old, new)]
    return [line.text for line in sorted(set(lines), key=lambda line: (GROUPS.index(line.group), line.key, line.text))]


def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    """Print what moved. Returns 0, or 2 with one line on standard error where no comparison is possible."""
    about = str(__doc__).partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python notebooks/evidence moved", description=about)
    parser.add_argument("ref", help="the commit to compare with, such as HEAD or a tag")
    wanted = parser.parse_args(argv)
    try:
        lines = moved(wanted.ref, root)
    except MovedProblem as problem:
        sys.stderr.write(f"error: {problem}\n")
        return 2
    sys.stdout.write("\n".join(lines or [f"nothing moved since {wanted.ref}"]) + "\n")
    return 0


# the two sides -------------------------------------------------------------------------------------------------------


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        if not root.is_dir():
            raise MovedProblem(f"{root}: no such folder") from None
        raise MovedProblem("git is not installed, or not on the PATH") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line that git wrote about a failure."""
    return (done.stderr.decode("utf-8", "replace").strip() or "git gave no reason").splitlines()[0]


def _committed(ref: str, root: Path) -> Side:
    """The files of a commit, read from the repository that the project lies in."""
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode or inside.stdout.strip() != b"true":
        raise MovedProblem(f"{root} is not a git checkout: {_said(inside)}")
    # A leading hyphen would be read as an option.
    found = None if ref.startswith("-") else _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if found is None or found.returncode:
        raise MovedProblem(f"{ref}: no such commit in this checkout")
    commit = found.stdout.decode("ascii").strip()
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", *KEPT)
    if listed.returncode:
        raise MovedProblem(f"{ref}: {_said(listed)}")
    entries = (entry.split("\t", 1) for entry in listed.stdout.decode("utf-8").split("\0") if entry)
    paths = {path: about.split()[2] for about, path in entries}
    if not paths:
        raise MovedProblem(f"{ref} holds none of the project's files: {', '.join(KEPT)}")

    def read(path: str) -> bytes:
        shown = _git(root, "show", f"{commit}:./{path}")
        if shown.returncode:
            raise MovedProblem(f"{path} at {ref}: {_said(shown)}")
        return shown.stdout

    return Side(paths, read)


def _present(root: Path) -> Side:
    """The files of the working tree, new ones included, with the digests that git would give them."""
    held = [path for kept in KEPT for path in ([root / kept] if (root / kept).is_file() else (root / kept).rglob("*"))]
    found = [path for path in held if path.suffix in (".csv", ".json") and path.is_file()]
    paths = {path.relative_to(root).as_posix(): _blob(path.read_bytes()) for path in found}
    return Side(paths, lambda path: (root / path).read_bytes())


def _blob(raw: bytes) -> str:
    """Git's name for a file's content; SHA-1 names contents here and guards nothing."""
    plain = _plain(raw)
    return hashlib.sha1(b"blob %d\0" % len(plain) + plain, usedforsecurity=False).hexdigest()


def _plain(raw: bytes) -> bytes:
    """Windows line ends as git stores them."""
    return raw.replace(b"\r\n", b"\n")


# comparisons ---------------------------------------------------------------------------------------------------------


def _findings(old: Side, new: Side) -> Iterator[Line]:
    for path in sorted(old.matching(FINDINGS) | new.matching(FINDINGS)):
        if old.paths.get(path) == new.paths.get(path):
            continue
        chapter = Path(path).stem
        before, after = (side.json(path).get("findings", {}) for side in (old, new))
        for name in sorted(before.keys() | after.keys()):
            line = _finding(chapter, name, before.get(name), after.get(name))
            if line is not None:
                yield line


def _finding(chapter: str, name: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Line | None:
    """One finding's line; a verdict is named by its claim, so that chapters which share one share the line."""
    texts = [str(side["text"]) for side in (before, after) if side is not None]
    if name.startswith(VERDICT):
        group, key = "verdict", name.removeprefix(VERDICT)
    else:
        group, key = "interval" if any(map(RANGE.match, texts)) else "finding", f"{chapter}.{name}"
    if before is None or after is None:
        return Line(group, key, f"{'new' if before is None else 'gone'} {group} {key}: {texts[0]}")
    if before["text"] != after["text"]:
        return Line(group, key, f"{group} {key}: {before['text']} -> {after['text']}")
    if before["value"] != after["value"]:
        values = f"value {before['value']} -> {after['value']}"
        return Line(group, key, f"{group} {key}: written alike ({texts[0]}), {values}")
    return None


def _tables(old: Side, new: Side, pattern: str, group: str, above: str) -> Iterator[Line]:
    for path in sorted(old.matching(pattern) | new.matching(pattern)):
        if old.paths.get(path) == new.paths.get(path):
            continue
        key = path.removeprefix(above)
        before, after = (_rows(side, path) if path in side.paths else None for side in (old, new))
        if before is None or after is None:
            rows = after if before is None else before
            assert rows is not None
            yield Line(group, key, f"{'new' if before is None else 'gone'} {group} {key}: {_count(len(rows) - 1)}")
        elif _plain(old.read(path)) != _plain(new.read(path)):
            yield Line(group, key, f"{group} {key}: {_difference(before, after)}")


def _rows(side: Side, path: str) -> list[tuple[str, ...]]:
    """Header and rows of a table; a cell may hold line ends."""
    rows = [tuple(row) for row in csv.reader(io.StringIO(side.text(path), newline="")) if row]
    return rows or [()]


def _difference(before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> str:
    """In words: number of rows, columns that came and went, and how many rows have no equal on the other side."""
    old, new = len(before) - 1, len(after) - 1
    said = [_count(new) if old == new else f"{old:,} -> {_count(new)}"]
    if before[0] != after[0]:
        came = [f"{word} {', '.join(names)}" for word, names in _columns(before[0], after[0]) if names]
        return ", ".join([*said, f"columns changed ({'; '.join(came) or 'their order'})"])
    had, has = Counter(before[1:]), Counter(after[1:])
    gone, came_in = (had - has).total(), (has - had).total()
    if gone and came_in:
        said.append(f"values changed ({gone:,} replaced by {came_in:,})")
    elif gone or came_in:
        said.append("the others unchanged")
    else:
        said.append("same values in another order" if before != after else "same values, written otherwise")
    return ", ".join(said)


def _columns(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    return [("new", [c for c in after if c not in before]), ("gone", [c for c in before if c not in after])]


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _exercises(old: Side, new: Side) -> Iterator[Line]:
    if old.paths.get(DIGESTS) == new.paths.get(DIGESTS):
        return
    before, after = old.json(DIGESTS), new.json(DIGESTS)
    for key in sorted(before.keys() | after.keys()):
        if key not in before or key not in after:
            yield Line("exercise", key, f"{'new' if key not in before else 'gone'} exercise {key}")
        elif before[key] != after[key]:
            parts = sorted(p for p in before[key].keys() | after[key].keys() if before[key].get(p) != after[key].get(p))
            yield Line("exercise", key, f"exercise {key}: {', '.join(parts)} changed")
