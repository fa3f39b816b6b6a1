"""What a change can reach: the chapters that import a module or load a table, and the tests that read it."""

import json
import re
from functools import cache
from pathlib import Path

from mutation.mutants import read

IMPORT = re.compile(r"^\s*from evidence(?P<path>[.\w]*) import (?P<names>\([^)]*\)|[^\n]+)", re.MULTILINE)
CHAPTER = re.compile(r"\d\d[a-z]?_\w+")


@cache
def chapters(root: Path) -> dict[str, Path]:
    """Chapters and appendices by stem."""
    return {p.stem: p for p in sorted((root / "notebooks").glob("*.ipynb")) if CHAPTER.fullmatch(p.stem)}


@cache
def code_of(root: Path, path: Path) -> str:
    """The code of a module or of a notebook's cells."""
    if path.suffix == ".py":
        return read(path)
    return "\n".join("".join(c["source"]) for c in json.loads(read(path))["cells"] if c["cell_type"] == "code")


def by_module(root: Path, file: str) -> list[str]:
    """Chapters whose code reaches a module of evidence, the shortest way first."""
    wanted = file.removeprefix("notebooks/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    ways = {stem: _distance(root, path, wanted) for stem, path in chapters(root).items()}
    return sorted((s for s, way in ways.items() if way is not None), key=lambda s: (ways[s], s))


def by_table(root: Path, table: str) -> list[str]:
    """Chapters that load a table, those first that name it in their own code."""
    found = []
    for stem, path in chapters(root).items():
        record = json.loads(read(root / "figures/findings" / f"{stem.partition('_')[0]}.json"))
        if table in record["tables"]:
            found.append((f'"{table}"' not in code_of(root, path), stem))
    return [stem for _, stem in sorted(found)]


def tests_of_table(root: Path, table: str) -> list[str]:
    """Test files that load a table by name."""
    return [f"tests/{p.name}" for p in sorted((root / "tests").glob("test_*.py")) if f'"{table}"' in read(p)]


def number(stem: str) -> str:
    """The number of a chapter: "06" of 06_could_debt_pay_for_arms."""
    return stem.partition("_")[0]


@cache
def _imports(root: Path, path: Path) -> tuple[str, ...]:
    """Modules of evidence that a file imports, by dotted name; a name that is no module stands for the module that holds it."""
    found = []
    for match in IMPORT.finditer(code_of(root, path)):
        base = f"evidence{match['path']}"
        for name in re.findall(r"\w+", re.sub(r" as \w+", "", match["names"])):
            found.append(f"{base}.{name}" if _file(root, f"{base}.{name}") else base)
    return tuple(dict.fromkeys(found))


def _file(root: Path, module: str) -> Path | None:
    base = root / "notebooks" / module.replace(".", "/")
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.exists()), None)


def _distance(root: Path, path: Path, wanted: str) -> int | None:
    seen, front, way = {path}, [path], 0
    while front:
        way += 1
        modules = [m for p in front for m in _imports(root, p)]
        if wanted in modules:
            return way
        front = [f for m in dict.fromkeys(modules) if (f := _file(root, m)) and f not in seen]
        seen |= set(front)
    return None
