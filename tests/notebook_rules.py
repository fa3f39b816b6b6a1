"""Rules that every committed notebook obeys. Each returns what is wrong, in words."""

import ast
import re
from pathlib import Path

import nbformat

MAX_BYTES = 500_000
MAX_LINES = 15
MEAN_LINES = 5.5  # of chapters that have not been retold; their imports name the rooms of evidence
MAX_CODE_CELLS = 30
MAX_FIGURES = 6
MAX_WORDS = 2500
MEAN_LINES_UNDRAWN = 7  # of a retold chapter: cells that draw follow tests/drawing_rules.py
MAX_WORDS_RETOLD = 2350  # some 2,000 of running prose; this count has headings, tables and the Sources section too
MAX_BYTES_RETOLD = 650_000
KNOWN_TAGS: frozenset[str] = frozenset({"solution", "aside", "knobs"})
SCRIPTED = ("application/javascript", "application/vnd.jupyter.widget-view+json", "text/html+script")


def counts(notebook: nbformat.NotebookNode) -> list[str]:
    """Code cells were run once, in order."""
    found = [c.execution_count for c in code(notebook)]
    expected = list(range(1, len(found) + 1))
    return [] if found == expected else [f"execution counts run {found}, not 1 to {len(found)}"]


def clean_outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """No stderr, no error, nothing that needs JavaScript, no memory address."""
    wrong = []
    for number, cell in enumerate(code(notebook), 1):
        for output in cell.outputs:
            if output.output_type == "error":
                wrong.append(f"cell {number} stores an error")
            if output.get("name") == "stderr":
                wrong.append(f"cell {number} stores stderr")
            data = output.get("data", {})
            if any(kind in SCRIPTED for kind in data) or "<script" in str(data.get("text/html", "")):
                wrong.append(f"cell {number} stores an output that needs JavaScript")
            if re.search(r"0x[0-9a-f]{6,}", str(data.get("text/plain", "")) + str(output.get("text", ""))):
                wrong.append(f"cell {number} shows a memory address")
    return wrong


def described_pictures(notebook: nbformat.NotebookNode) -> list[str]:
    """Every picture has a description of at least two sentences' length."""
    wrong = []
    for number, cell in enumerate(code(notebook), 1):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
                least, most = (8, 25) if is_retold(notebook) else (15, 1000)
                if not least <= len(alt.split()) <= most:
                    wrong.append(f"cell {number} shows a picture without a description in words")
            if {"image/svg+xml", "image/jpeg"} & set(output.get("data", {})):
                wrong.append(f"cell {number} shows a picture that is not a png")
    return wrong


def is_retold(notebook: nbformat.NotebookNode) -> bool:
    """A chapter of the new kind: marks in the text, charts in the cells."""
    return any("from evidence.chapter import" in c.source for c in code(notebook))


def short_cells(notebook: nbformat.NotebookNode) -> list[str]:
    """Cells a student can take in at one look, imports apart; of a retold chapter the mean counts those that draw nothing."""
    sources = [c.source for c in code(notebook)]
    lengths = [len([line for line in s.splitlines() if line.strip() and not line.startswith(("import ", "from "))]) for s in sources]
    wrong = [f"cell {n} has {length} lines" for n, length in enumerate(lengths, 1) if length > MAX_LINES]
    most = MEAN_LINES_UNDRAWN if is_retold(notebook) else MEAN_LINES
    counted = [n for n, s in zip(lengths, sources, strict=True) if "house.publish(" not in s]
    if counted and sum(counted) / len(counted) > most:
        wrong.append(f"cells have {sum(counted) / len(counted):.1f} lines on average, more than {most}")
    return wrong


def safe_code(notebook: nbformat.NotebookNode) -> list[str]:
    """No trailing semicolon, no in-place change, no wildcard, no sort that leaves ties to the processor."""
    wrong = []
    for number, cell in enumerate(code(notebook), 1):
        if cell.source.rstrip().endswith(";"):
            wrong.append(f"cell {number} ends with a semicolon")
        if re.search(r"inplace\s*=\s*True|import \*|^\s*[%!]", cell.source, re.MULTILINE):
            wrong.append(f"cell {number} uses inplace, a wildcard import, or a magic")
        else:
            wrong += [f"cell {number} {problem}" for problem in unstable_sorts(cell.source)]
    return wrong


def unstable_sorts(source: str) -> list[str]:
    """Sorts by one key without kind="stable", and the largest or smallest rows of ties."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        stable = any(k.arg == "kind" and getattr(k.value, "value", "") == "stable" for k in node.keywords)
        keys = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "by"), None)
        several = isinstance(keys, ast.List | ast.Tuple) and len(keys.elts) > 1
        if node.func.attr == "sort_values" and not stable and not several:
            wrong.append("sorts by one key: add a tie-break key or kind='stable'")
        if node.func.attr in ("nlargest", "nsmallest"):
            wrong.append("uses nlargest or nsmallest, which leave ties to the processor")
    return wrong


def known_tags(notebook: nbformat.NotebookNode) -> list[str]:
    """A mistyped tag is ignored silently, so none but reviewed ones."""
    tags = {t for c in notebook.cells for t in c.metadata.get("tags", [])}
    return [f"unknown cell tag {t!r}" for t in sorted(tags - KNOWN_TAGS)]


def no_accidental_mathematics(notebook: nbformat.NotebookNode) -> list[str]:
    """A dollar sign opens a formula on GitHub and in JupyterLab, and swallows the text up to the next one."""
    texts = [("text", c.source) for c in notebook.cells if c.cell_type == "markdown"]
    texts += [("output", str(o.get("data", {}).get("text/markdown", ""))) for c in code(notebook) for o in c.outputs]
    return [f"{where} with a dollar sign: {text[:60]!r}" for where, text in texts if "$" in text]


def first_screen(notebook: nbformat.NotebookNode) -> list[str]:
    """Question, answer and a figure before anything else."""
    opening = notebook.cells[0].source if notebook.cells else ""
    wrong = [] if re.match(r"# .+\?", opening) else ["the title is not a question"]
    wrong += [] if "**The answer" in opening else ["the first cell gives no answer"]
    if is_retold(notebook):
        return wrong + ([] if re.search(r"!\[[^\]]{30,}\]\(\.\./figures/\d\d\w*\.png\)", opening) else ["no figure under the answer"])
    early = [o for c in code(notebook)[:4] for o in c.outputs if "image/png" in o.get("data", {})]
    return wrong + ([] if early else ["no figure among the first four code cells"])


def within_limits(notebook: nbformat.NotebookNode, path: Path, words: int) -> list[str]:
    """A chapter reads in 15 to 25 minutes and opens on GitHub."""
    most_bytes, most_words = (MAX_BYTES_RETOLD, MAX_WORDS_RETOLD) if is_retold(notebook) else (MAX_BYTES, MAX_WORDS)
    pictures = sum("image/png" in o.get("data", {}) for c in code(notebook) for o in c.outputs)
    checks = [
        (path.stat().st_size < most_bytes, f"{path.stat().st_size:,} bytes, limit {most_bytes:,}"),
        (len(code(notebook)) <= MAX_CODE_CELLS, f"{len(code(notebook))} code cells, limit {MAX_CODE_CELLS}"),
        (pictures <= MAX_FIGURES, f"{pictures} figures, limit {MAX_FIGURES}"),
        (words <= most_words, f"{words} words, limit {most_words}"),
    ]
    return [message for kept, message in checks if not kept]


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [c for c in notebook.cells if c.cell_type == "code"]
