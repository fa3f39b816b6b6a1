"""Where the variables of a notebook come from, read from its code without running it.

A mark may lean only on variables that one cell alone binds and that a loaded table stands behind; and a sentence may name
only states that its marks are about. Both are read from how each name is made.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property

from evidence.forms import HELPERS
from evidence.text.marks import ELSEWHERE, Mark
from evidence.text.truth import SAFE

LOADERS = frozenset({"load", "judge"})
KNOBS = "knobs"
DRAWING = frozenset({"sns", "so", "plt", "house"})
TRIED = re.compile(r"#.*?\btry (.+)$")


@dataclass
class Source:
    """The code cells of a notebook, with their tags."""

    cells: list[str]
    tags: list[list[str]] = field(default_factory=list)

    @cached_property
    def trees(self) -> list[ast.Module]:
        """One syntax tree a cell."""
        return [ast.parse(cell) for cell in self.cells]

    @cached_property
    def bound_in(self) -> dict[str, set[int]]:
        """Name -> numbers of the cells that bind it; names local to comprehensions and functions are left out."""
        found: dict[str, set[int]] = {}
        for number, tree in enumerate(self.trees):
            for name in _stored(tree):
                found.setdefault(name, set()).add(number)
        return found

    @cached_property
    def makers(self) -> dict[str, list[ast.AST]]:
        """Name -> code that makes its value, wherever that stands."""
        found: dict[str, list[ast.AST]] = {}
        for tree in self.trees:
            for names, value in bindings(tree):
                for name in names:
                    found.setdefault(name, []).append(value)
        return found

    @cached_property
    def grounded(self) -> set[str]:
        """Names that reach a loaded table, and knobs by which such names are made."""
        found: set[str] = set()
        before = -1
        while len(found) > before:
            before = len(found)
            for name, values in self.makers.items():
                if any(_reaches(value, found) for value in values):
                    found.add(name)
        return found | set(self.knobs)

    @cached_property
    def knobs(self) -> dict[str, tuple[str, list[str]]]:
        """Settings worth turning: name -> what stands there, and what else to try (from the comment behind it)."""
        found = {}
        for cell, tags in zip(self.cells, self.tags or [[]] * len(self.cells), strict=True):
            if KNOBS not in tags:
                continue
            for line in cell.splitlines():
                name, _, rest = line.partition(" = ")
                tried = TRIED.search(rest)
                if tried and name.isidentifier():
                    found[name] = (rest.partition("#")[0].strip(), [t.strip() for t in tried[1].split(" or ")])
        return found

    @cached_property
    def strings(self) -> set[str]:
        """Every string in the code."""
        return {n.value for t in self.trees for n in ast.walk(t) if isinstance(n, ast.Constant) and isinstance(n.value, str)}

    def words_behind(self, names: set[str]) -> set[str]:
        """Every string in the code that makes some names, and the names that it uses in turn."""
        words: set[str] = set()
        seen: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for value in self.makers.get(name, []):
                for node in ast.walk(value):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        words.add(node.value)
                    elif isinstance(node, ast.Name):
                        waiting.append(node.id)
        return words

    def problems(self, marks: list[Mark]) -> list[str]:
        """Marks that lean on a name which is typed, bound nowhere, or bound in two cells."""
        found = [f"{name}: a variable has the name of a helper" for name in sorted(set(self.bound_in) & set(HELPERS))]
        for mark in marks:
            if mark.kind == "src:" or ELSEWHERE.match(mark.expr):
                continue
            names = names_in(mark.expr)
            if not names & self.grounded:
                found.append(f"cell {mark.cell}: {mark.expr}: no loaded table stands behind it")
            for name in sorted(names):
                places = self.bound_in.get(name, set())
                if len(places) != 1:
                    state = f"bound in {len(places)} cells" if places else "bound nowhere"
                    found.append(f"cell {mark.cell}: {mark.expr}: {name} is {state}")
        return found


def bindings(tree: ast.AST) -> list[tuple[list[str], ast.AST]]:
    """Names bound by assignments, loops, comprehensions and functions, each with the code that makes the value."""
    found: list[tuple[list[str], ast.AST]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                found.append(([n for t in targets for n in _names(t)], value))
            case ast.AnnAssign(target=target, value=value) | ast.AugAssign(target=target, value=value) if value:
                found.append((_names(target), value))
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                found.append((_names(target), value))
            case ast.FunctionDef(name=name):
                found.append(([name], node))
    return found


def _names(target: ast.AST) -> list[str]:
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]


def names_in(expr: str) -> set[str]:
    """Variables that an expression uses, without helpers and names of its own."""
    tree = ast.parse(expr, mode="eval")
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    own = {n.id for c in ast.walk(tree) if isinstance(c, ast.comprehension) for n in ast.walk(c.target) if isinstance(n, ast.Name)}
    return used - own - set(HELPERS) - set(SAFE)


def _stored(tree: ast.Module) -> set[str]:
    """Names that a cell binds at its own level."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda | ast.FunctionDef):
            inner |= {id(n) for n in ast.walk(node) if n is not node}
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and id(n) not in inner}
    return stored | {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


def _reaches(value: ast.AST, grounded: set[str]) -> bool:
    return any(
        (isinstance(n, ast.Name) and n.id in grounded)
        or (isinstance(n, ast.Call) and getattr(n.func, "id", getattr(n.func, "attr", "")) in LOADERS)
        for n in ast.walk(value)
    )
