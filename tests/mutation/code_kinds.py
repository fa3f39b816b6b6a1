"""Changes in code: operators, constants and functions of measures and rules, filters in cells, parsers, drawing.

Left alone: docstrings, annotations, error messages, f-strings (in Python 3.11 their parts have no reliable place).
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mutation import words
from mutation.mutants import Place, cells_of, read

COMPARED = {"<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="), "==": ("!=",), "!=": ("==",), "in": ("not in",), "not in": ("in",)}
COUNTED = {"+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "&": ("|",), "|": ("&",), "//": ("*",), "and": ("or",), "or": ("and",)}
SYMBOLS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in",
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitAnd: "&", ast.BitOr: "|", ast.FloorDiv: "//",
    ast.And: "and", ast.Or: "or",
}  # fmt: skip
TWINS = {
    "min": "max", "max": "min", "any": "all", "all": "any", "first": "last", "last": "first", "idxmin": "idxmax", "idxmax": "idxmin",
    "head": "tail", "tail": "head", "cumsum": "cummax", "sum": "max", "mean": "median", "median": "mean", "ffill": "bfill",
    "isna": "notna", "notna": "isna", "gt": "ge", "ge": "gt", "lt": "le", "le": "lt", "eq": "ne", "ne": "eq",
    "union": "intersection", "intersection": "union",
}  # fmt: skip
IN_QUERY = re.compile(r"<=|>=|==|!=|(?<![<>=!])[<>](?!=)|\b(?:and|or|not in)\b|(?<!not )\bin\b|(?<![\w'\"-])\d+(?:\.\d+)?(?![\w'\"-])")
DRAWS = re.compile(r"\bhouse\.|\bsns\.|\bax\b|\bfig\b|\bplt\.|\bso\.|\b(?:scorecard|timeline|caucasus|partner_page)\.")
TOLD = ("Field", "Source", "Table", "list_table", "hand_kept", "SourceProblem", "get_close_matches")  # descriptions and hints, not parsing
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
ACTOR = re.compile(r"(?:COLOURS|TEXT)\[\"(?P<name>\w+)\"\]")
NO_CHAPTER = re.compile(r"^(?:from|import) ")


def measure(root: Path, file: str) -> Iterator[Place]:
    """An operator, constant, function or filter of a measure or a rule's code."""
    yield from python_places(read(root / file))


def parser(root: Path, file: str) -> Iterator[Place]:
    """An operator or constant of a parser of publishers' files; descriptions of fields and sources, and hints in errors, are left alone."""
    yield from python_places(read(root / file), apart=TOLD, texts=True)


def filter_in_cell(root: Path, file: str) -> Iterator[Place]:
    """An operator, constant, function or filter in a notebook's cell, in statements that do not draw."""
    for number, cell in enumerate(cells_of(root, file)):
        if cell["cell_type"] == "code" and "knobs" not in cell["metadata"].get("tags", []):
            for place in python_places(cell["source"], skip=lambda segment: bool(DRAWS.search(segment))):
                yield replace(place, part=("cells", number, "source"))


def drawing(root: Path, file: str) -> Iterator[Place]:
    """A label, unit or colour: in a cell that publishes a figure, or in the code of house and drawings."""
    if file.endswith(".ipynb"):
        for number, cell in enumerate(cells_of(root, file)):
            if "house.publish(" in cell["source"]:
                for place in _labels(cell["source"]):
                    yield replace(place, part=("cells", number, "source"))
    else:
        yield from _labels(read(root / file), with_words="/drawings/" in file)


def python_places(source: str, apart: tuple[str, ...] = (), texts: bool = False, skip=lambda segment: False) -> Iterator[Place]:
    """Places in a piece of Python.

    Args:
        source: the code.
        apart: functions whose calls are left alone.
        texts: whether short strings that are compared, looked up or listed may change as well.
        skip: from the source of a statement at the top to whether it is left alone.
    """
    offsets = _Offsets(source)
    for statement in ast.parse(source).body:
        segment = source[offsets.of(statement.lineno, statement.col_offset) : offsets.end(statement)]
        if isinstance(statement, ast.Import | ast.ImportFrom) or skip(segment):
            continue
        for node in _walk(statement, apart):
            yield from _of_node(node, source, offsets, texts)


class _Offsets:
    """From a line and a column in bytes to an offset in the text."""

    def __init__(self, source: str) -> None:
        self.lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def of(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def start(self, node: ast.expr) -> int:
        return self.of(node.lineno, node.col_offset)

    def end(self, node: ast.stmt | ast.expr) -> int:
        return self.of(node.end_lineno or node.lineno, node.end_col_offset or 0)


def _walk(node: ast.AST, apart: tuple[str, ...]) -> Iterator[ast.AST]:
    """The node and all below it that compute something."""
    if isinstance(node, ast.JoinedStr | ast.Raise | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in apart:
        return
    if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "__all__" for t in node.targets):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child, apart)


def _of_node(node: ast.AST, source: str, offsets: _Offsets, texts: bool) -> Iterator[Place]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [left, *others]
            for one, op, other in zip(sides, ops, others, strict=False):
                yield from _operator(type(op), one, other, source, offsets, COMPARED)
        case ast.BinOp(left=left, op=op, right=right) if not (_is_text(left) or _is_text(right)):
            yield from _operator(type(op), left, right, source, offsets, COUNTED)
        case ast.BoolOp(op=op, values=values):
            for one, other in zip(values, values[1:], strict=False):
                yield from _operator(type(op), one, other, source, offsets, COUNTED)
        case ast.UnaryOp(op=ast.Not()):
            yield Place(offsets.start(node), "not ", ("",))
        case ast.UnaryOp(op=ast.Invert()):
            yield Place(offsets.start(node), "~", ("",))
        case ast.Constant(value=bool(value)):
            yield Place(offsets.start(node), str(value), (str(not value),))
        case ast.Constant(value=int(value)):
            written = source[offsets.start(node) : offsets.end(node)]
            yield Place(offsets.start(node), written, tuple(str(n) for n in (value + 1, value - 1) if n >= 0))
        case ast.Constant(value=float(value)):
            written = source[offsets.start(node) : offsets.end(node)]
            yield Place(offsets.start(node), written, (repr(value * 1.1), repr(value / 2)) if value else ("1.0",))
        case ast.Call(func=ast.Attribute(attr="query"), args=[ast.Constant(value=str()) as asked, *_]):
            start = offsets.start(asked)
            written = source[start : offsets.end(asked)]
            for match in IN_QUERY.finditer(written):
                yield Place(start + match.start(), match[0], COMPARED.get(match[0]) or COUNTED.get(match[0]) or words.other_number(match[0]))
        case ast.Call(func=ast.Attribute(attr=attr) as function) if attr in TWINS:
            yield Place(offsets.end(function) - len(attr), attr, (TWINS[attr],))
        case ast.Call(func=ast.Name(id=name) as function) if name in ("min", "max", "any", "all"):
            yield Place(offsets.start(function), name, (TWINS[name],))
        case ast.Constant(value=str(value)) if texts and re.fullmatch(r"[\w.-]{2,30}", value):
            start = offsets.start(node)
            written = source[start : offsets.end(node)]
            if written[1:-1] == value:
                yield Place(start + 1, value, (f"{value}x",))


def _operator(op: type, one: ast.expr, other: ast.expr, source: str, offsets: _Offsets, table: dict[str, tuple[str, ...]]) -> Iterator[Place]:
    symbol = SYMBOLS.get(op)
    if symbol is None:
        return
    left, right = offsets.end(one), offsets.start(other)
    found = re.search(rf"(?<![\w<>=!*/]){re.escape(symbol)}(?![\w=*/<>])", source[left:right])
    if found:
        yield Place(left + found.start(), symbol, table[symbol])


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _labels(source: str, with_words: bool = True) -> Iterator[Place]:
    """Words and units in strings of code, and colours; braces of f-strings, docstrings and errors are left alone.

    The strings of the house's own code are names and errors, so there only colours change.
    """
    offsets = _Offsets(source)
    silent = {
        line for node in ast.walk(ast.parse(source)) if _says_nothing(node) for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }  # fmt: skip
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.STRING or token.start[0] in silent:
            continue
        start = offsets.starts[token.start[0] - 1] + token.start[1]
        text = re.sub(r"\{[^{}]*\}", lambda m: "\0" * len(m[0]), token.string)
        if with_words and (" " in text or text.strip("\"'f").istitle()):
            for finder in (words.directions, words.names, lambda t: words.directions(t, words.MEASURES)):
                for place in finder(text):
                    yield replace(place, start=start + place.start)
        for match in HEX.finditer(token.string):
            red, green, blue = match[0][1:3], match[0][3:5], match[0][5:7]
            if not red == green == blue:
                yield Place(start + match.start(), match[0], (f"#{blue}{red}{green}",))
    for match in ACTOR.finditer(source):
        if source.count("\n", 0, match.start()) + 1 in silent:
            continue
        others = tuple(n for n in ("Armenia", "Russia", "Azerbaijan", "India") if n != match["name"])
        yield Place(match.start("name"), match["name"], others)


def _says_nothing(node: ast.AST) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return is_docstring or isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("Problem"))
