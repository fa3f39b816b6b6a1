"""Does a stated number come from a table, or did somebody type it?

A value is grounded when the expression that makes it reaches, through the names it uses, a call that loads a table, reads
what the chapters found, or counts the collection's own pages.
"""

import ast

LOADERS = {"load", "judge", "records", "whole_book", "routes", "side_by_side", "falls", "own_moves", "all_published"}
STATING = {"state", "state_each", "each"}


def stated_values(source: str) -> list[tuple[str, ast.expr]]:
    """Name and value expression of every `state(...)` call in a piece of code."""
    calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and _called(n) in STATING]
    return [(_text(c.args[0]), c.args[1]) for c in calls if len(c.args) >= 2]


def is_literal(value: ast.expr) -> bool:
    """True for a number that was typed: no name, attribute or call in the expression."""
    return not any(isinstance(n, ast.Name | ast.Call | ast.Attribute) for n in ast.walk(value))


def ungrounded(cells: list[str]) -> list[str]:
    """Names of stated findings that no loaded table stands behind, over all code cells of a notebook in order."""
    grounded: set[str] = set()
    trees = [ast.parse(cell) for cell in cells]
    changed = True
    while changed:
        before = len(grounded)
        for tree in trees:
            for targets, value in bindings(tree):
                if _reaches_table(value, grounded):
                    grounded.update(targets)
        changed = len(grounded) > before
    return [
        name
        for cell in cells
        for name, value in stated_values(cell)
        if is_literal(value) or not _reaches_table(value, grounded)
    ]


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


def _reaches_table(value: ast.AST, grounded: set[str]) -> bool:
    return any(
        (isinstance(n, ast.Name) and n.id in grounded) or (isinstance(n, ast.Call) and _called(n) in LOADERS)
        for n in ast.walk(value)
    )


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)
