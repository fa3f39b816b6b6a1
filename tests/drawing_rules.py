"""Rules for the cells of notebooks that draw: short, with seaborn, nothing random, ending with `house.publish`."""

import ast
from pathlib import Path

from evidence import drawings

MOST_LINES = 15
LONGEST_LINE = 152  # a title or an alt text is a sentence, and a sentence broken in two reads worse than a long line
DRAWN_BY_HAND = {path.stem for folder in drawings.__path__ for path in Path(folder).glob("*.py")}
MUST_BE_STILL = {  # a bootstrap or a jitter would draw another picture each time
    "errorbar": {"lineplot", "barplot", "pointplot"},
    "jitter": {"stripplot"},
    "saturation": {"barplot", "countplot", "boxplot", "boxenplot", "violinplot"},
    "ci": {"regplot", "lmplot"},
}
BY_KIND = {  # what the functions over panels draw, and what they draw without `kind`
    "catplot": ("strip", "{}plot"),
    "relplot": ("scatter", "{}plot"),
    "displot": ("hist", "{}plot"),
}
ALLOWED = {
    "errorbar": (lambda value: value is None or value == ("pi", 100), 'errorbar=None or ("pi", 100)'),
    "jitter": (lambda value: value is False, "jitter=False"),
    "saturation": (lambda value: value == 1, "saturation=1"),
    "ci": (lambda value: value is None, "ci=None"),
}


def static_problems(source: str) -> list[str]:
    """What is wrong with a code cell that draws; a cell that draws nothing has no problems here.

    Args:
        source: the cell.
    """
    tree = ast.parse("\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    drawn = [(name, call) for call in calls if (name := _seaborn(call))]
    publishes = [call for call in calls if _dotted(call.func) == "house.publish"]
    if not drawn and not publishes:
        return []
    options = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    problems = [problem for name, call in drawn for problem in _loose(name, _given(call, options))]
    if publishes and not drawn and not any(_dotted(call.func).split(".")[0] in {"drawings", *DRAWN_BY_HAND} for call in calls):
        problems.append("draw with seaborn")
    last = tree.body[-1] if tree.body else None
    if not (isinstance(last, ast.Expr) and last.value in publishes):
        problems.append("end with house.publish(...)")
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        problems.append(f"{len(lines)} lines, {MOST_LINES} at most")
    if any(len(line) > LONGEST_LINE for line in lines):
        problems.append(f"a line of {max(map(len, lines))} characters, {LONGEST_LINE} at most")
    return problems


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _seaborn(call: ast.Call) -> str | None:
    """Name of the seaborn function that draws, or None."""
    package, _, name = _dotted(call.func).partition(".")
    if package == "sns" and (name.endswith(("plot", "map")) or name == "FacetGrid"):
        return name
    return name if (package, name) == ("so", "Plot") else None


def _given(call: ast.Call, options: dict[str, ast.Dict]) -> dict[str, ast.expr]:
    """The named arguments of a call, with those that it takes from a dict written in the same cell (`**options`)."""
    given = {}
    for word in call.keywords:
        packed = options.get(_dotted(word.value)) if isinstance(word.value, ast.Name) else word.value
        if word.arg:
            given[word.arg] = word.value
        elif isinstance(packed, ast.Dict):
            pairs = zip(packed.keys, packed.values, strict=True)
            given |= {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    return given


def _loose(name: str, given: dict[str, ast.expr]) -> list[str]:
    """Arguments that leave something to chance, or to a default that changes colours."""
    if name in BY_KIND:
        default, pattern = BY_KIND[name]
        kind = given.get("kind")
        name = pattern.format(kind.value if isinstance(kind, ast.Constant) else default)
    problems = []
    for argument, functions in MUST_BE_STILL.items():
        untouched = argument == "errorbar" and "estimator" in given and _literal(given["estimator"]) is None
        if name in functions and not untouched:
            fits, wanted = ALLOWED[argument]
            if argument not in given or not fits(_literal(given[argument])):
                problems.append(f"{name}: {wanted}")
    return problems


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)
