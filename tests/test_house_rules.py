"""The rooms of `evidence`: imports run downwards only, without circles, and every room is small."""

import ast
from pathlib import Path

import pytest
from evidence.places import NOTEBOOKS

EVIDENCE = NOTEBOOKS / "evidence"
FLOORS = [  # from the ground up; a module imports from its own room and from lower floors
    {"places", "forms"},
    {"tables", "show", "book", "templates"},
    {"event_lists"},
    {"text"},
    {"house", "measures"},
    {"judging"},
    {"drawings", "chapter"},
    {"seminar"},
    {"pages"},
    {"__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def modules():
    return sorted(EVIDENCE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The first folder below evidence, or the module itself."""
    return path.relative_to(EVIDENCE).parts[0].removesuffix(".py")


def imported(source: str) -> set[str]:
    """Rooms that a piece of code imports from, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "evidence":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evidence."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("evidence.")}
    return found


def upward(room: str, source: str) -> list[str]:
    """Imports that do not run downwards, in words."""
    return [
        f"{room} imports {other}"
        for other in sorted(imported(source))
        if other != room and FLOOR.get(other, len(FLOORS)) >= FLOOR[room]
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(EVIDENCE).as_posix())
def test_imports_run_downwards_only(path):
    if path != EVIDENCE / "__init__.py":
        assert upward(room_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["from evidence.pages import sync", "from evidence import judging", "def f():\n    from evidence.seminar import marking", "import evidence.house"],
)
def test_a_planted_upward_import_is_found(source):
    assert upward("measures", source) != [] or upward("text", source) != []


def test_no_two_modules_of_a_room_import_each_other():
    pairs = {}
    for path in modules():
        if path.parent == EVIDENCE:
            continue
        room, own = path.parent.name, path.stem
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"evidence.{room}"):
                part = node.module.split(".")[2:]
                pairs.setdefault((room, own), set()).update(part or {a.name for a in node.names})
    circles = {(room, a, b) for (room, a), others in pairs.items() for b in others if a in pairs.get((room, b), ())}
    assert circles == set()


def test_every_module_has_a_floor_and_says_what_it_is_for():
    assert {room_of(p) for p in modules()} - {"__init__"} == set(FLOOR)
    assert [p.name for p in modules() if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []
