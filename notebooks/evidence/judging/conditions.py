"""Conditions of rules: read from a cell of a table, refused where they hold more than names, and, or, not and comparisons."""

import ast
import operator
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

Value = bool | int | float

ALLOWED = "names of findings, and, or, not, comparisons of a name with a number (a_name >= 3), parentheses"
COMPARISONS = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
MOST_CASES = 1 << 14


class Refused(Exception):
    """A condition that is not of the allowed form, or cannot be applied to the values given."""


def parsed(text: str) -> ast.expr:
    """A condition as a tree of allowed nodes.

    Raises:
        Refused: it cannot be read, or holds something else.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        _only_allowed(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Refused(f"{text[:80]!r} cannot be read") from None
    return tree


def _only_allowed(node: ast.expr) -> None:
    match node:
        case ast.BoolOp(values=parts):
            for part in parts:
                _only_allowed(part)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            _only_allowed(part)
        case ast.Compare(left=ast.Name(), ops=[op], comparators=[ast.Constant(value=value)]) if _compares(op, value):
            pass
        case ast.Compare(left=ast.Constant(value=value), ops=[op], comparators=[ast.Name()]) if _compares(op, value):
            pass
        case ast.Name():
            pass
        case _:
            raise Refused(f"{ast.unparse(node)!r} is not allowed")


def _compares(op: ast.cmpop, value: object) -> bool:
    return type(op) in COMPARISONS and is_number(value)


def is_number(value: object) -> bool:
    """A number that is no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def names(tree: ast.expr) -> list[str]:
    """The findings that a condition asks for, each once."""
    return list(dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)))


def holds(tree: ast.expr, values: Mapping[str, Value]) -> bool:
    """Whether a condition is true of some values.

    Raises:
        Refused: a finding that stands alone is no truth value, or one that is compared is no number.
    """
    match tree:
        case ast.BoolOp(op=op, values=parts):
            held = [holds(part, values) for part in parts]
            return all(held) if isinstance(op, ast.And) else any(held)
        case ast.UnaryOp(operand=part):
            return not holds(part, values)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return COMPARISONS[type(op)](_number(left, values), _number(right, values))
        case ast.Name(id=name):
            if not isinstance(values[name], bool):
                raise Refused(f"{name} is {values[name]!r}, no truth value: compare it with a number")
            return values[name]


def _number(node: ast.expr, values: Mapping[str, Value]) -> int | float:
    if isinstance(node, ast.Constant):
        return node.value
    if not is_number(values[node.id]):
        raise Refused(f"{node.id} is {str(values[node.id]).lower()}, no number: use the name alone")
    return values[node.id]


def cases(trees: list[ast.expr]) -> Iterator[dict[str, Value]]:
    """Every combination of values that some conditions can tell apart: true and false of each name that stands alone, and of
    each that is compared the thresholds and a value on both sides of each.

    Raises:
        Refused: one name is used in both ways, or there are too many combinations to try.
    """
    compared: dict[str, set[float]] = {}
    for tree in trees:
        for name, number, _ in comparisons(tree):
            compared.setdefault(name, set()).add(number)
    alone = _standing_alone(trees)
    both = sorted(alone & set(compared))
    if both:
        raise Refused(f"{both[0]} stands alone and is compared with a number")
    tried = {name: [True, False] for name in sorted(alone)} | {name: _around(sorted(c)) for name, c in compared.items()}
    if prod(map(len, tried.values())) > MOST_CASES:
        raise Refused(f"{len(tried)} findings make too many combinations to try")
    for combination in product(*tried.values()):
        yield dict(zip(tried, combination, strict=True))


def comparisons(tree: ast.expr) -> list[tuple[str, float, ast.Constant]]:
    """Every comparison of a condition: the finding, the number, and the node that holds it."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            name, number = sorted((node.left, node.comparators[0]), key=lambda part: isinstance(part, ast.Constant))
            found.append((name.id, number.value, number))
    return found


def _standing_alone(trees: list[ast.expr]) -> set[str]:
    inside = {id(part) for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Compare) for part in ast.walk(n)}
    return {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in inside}


def _around(thresholds: list[float]) -> list[float]:
    between = [(low + high) / 2 for low, high in zip(thresholds, thresholds[1:], strict=False)]
    return [thresholds[0] - 1, *sorted([*thresholds, *between]), thresholds[-1] + 1]
