"""Commands for those who write: `approve` a statement's words, `prove` that every statement can turn out false."""

import argparse
import sys
from pathlib import Path

from evidence import book
from evidence.places import ROOT
from evidence.text import descriptions, pins, running, unbound, words
from evidence.text.marks import Mark, is_marked, malformed, marks_of

NAMES = ("approve", "prove")
NEVER = "-"


def add(known: argparse._SubParsersAction) -> None:
    """Declare the commands."""
    approving = known.add_parser("approve", help="pin one statement after reading its sentence beside its expression, or all other words of a page")
    approving.add_argument("page", help=f"number of the chapter, such as 06; {', '.join((words.FRONT, words.SEMINAR, words.DRAWINGS))} with words")
    approving.add_argument("mark", help="part of its expression or words, enough to tell it from all others; words: what no statement holds")
    approving.add_argument("--because", required=True, help="why the words say what the expression says")
    approving.add_argument("--always", default="", help="why no perturbed table turns it false, if none does")
    proving = known.add_parser("prove", help="list statements that no perturbed table turns false")
    proving.add_argument("pages", nargs="*", help="numbers of chapters; all marked ones where none is given")


def run(chosen: argparse.Namespace) -> int:
    """Do what was asked; 0 if it could be done and nothing is left open."""
    if chosen.command == "approve":
        return _approve(chosen.page, chosen.mark, chosen.because, chosen.always)
    wanted = chosen.pages or [book.number(p) for p in marked()]
    left = [line for page in wanted for line in unproven(page)]
    sys.stdout.write("\n".join(left) + "\n" if left else "every statement turns false in some perturbed world\n")
    return 1 if left else 0


def marked() -> list[Path]:
    """Chapters and appendices whose text is held by marks."""
    return [p for p in (*book.chapters(), *book.appendices()) if is_marked(p)]


def texts_of(path: Path) -> list[tuple[int, str]]:
    """All text that a chapter answers for: its Markdown and the descriptions of its figures."""
    return descriptions.all_text(path, book.number(path))


def problems(path: Path) -> list[str]:
    """Everything wrong with a marked page that can be told without running it, in words."""
    page, texts, source = book.number(path), texts_of(path), running.source_of(path)
    wrong = malformed(texts)
    if not wrong:
        wrong = [*source.problems(marks_of(texts)), *unbound.in_text(texts, source), *unbound.in_code(source.cells)]
        wrong += [*pins.problems(all_pins(path)), *words.problems(page)]
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return [f"{name}: {w}" if not w.startswith(page) else w for w in wrong]


def all_pins(path: Path) -> list[pins.Pin]:
    """What has to be approved on a page: its statements, and the figures' titles."""
    page = book.number(path)
    return [*(p for p, _ in pins.of_text(page, texts_of(path))), *pins.of_figures(page, running.source_of(path).cells)]


def unproven(page: str) -> list[str]:
    """Statements of a page that no perturbed world turns false and for which no reason was given."""
    path = book.notebook(page)
    marks = [m for m in marks_of(texts_of(path)) if m.kind == "?"]
    turned = pins.worlds(path, marks)
    reasons = {k[1]: r["turned_false_by"] for k, r in pins.kept().items() if k[0] == page}
    return [
        f"{page}: {m.expr} \u201c{m.words}\u201d stays true in every perturbed world"
        for m in marks
        if m.expr not in turned and not reasons.get(m.expr, "").startswith(NEVER)
    ]


def _turned_by(path: Path, mark: Mark | None) -> str:
    """What would show that a pinned thing is wrong: a perturbed world, the row it reports, or the claim of a figure."""
    if mark is None:
        return "what the figure holds"
    return "its row" if mark.kind == "src:" else pins.worlds(path, [mark]).get(mark.expr, "")


def _approve(page: str, wanted: str, because: str, always: str) -> int:
    if wanted == words.NAME and page in words.pages():
        changed = words.approve(page, because)
        told = "".join(f"\n  {opening}" for opening in changed)
        sys.stdout.write(f"the words of {page} are kept as they stand; {len(changed)} paragraphs are new or changed{told}\n")
        return 0
    path = book.notebook(page)
    if path is None or path not in marked():
        sys.stderr.write(f"no marked chapter {page}; there are {', '.join(book.number(p) for p in marked())}\n")
        return 2
    pairs: list[tuple[pins.Pin, Mark | None]] = list(pins.of_text(page, texts_of(path)))
    pairs += [(p, None) for p in pins.of_figures(page, running.source_of(path).cells)]
    fits = [(p, m) for p, m in pairs if wanted in (p.mark, p.words, f"{p.mark} {p.words}")] or [
        (p, m) for p, m in pairs if wanted in p.mark or wanted in p.words
    ]
    if len({(p.mark, p.words) for p, _ in fits}) != 1:
        listed = "\n".join(f"  {p.mark}  \u201c{p.words}\u201d" for p, _ in fits or pairs)
        sys.stderr.write(f"{wanted!r} names {'several' if fits else 'none'} of these:\n{listed}\n")
        return 2
    pin, mark = fits[0]
    by = _turned_by(path, mark)
    if not by and not always:
        sys.stderr.write(f"{pin.mark} stays true in every perturbed world; say why with --always, or mark something that can fail\n")
        return 1
    stands = {(p.page, p.mark, p.words) for p, _ in pairs}
    gone = {k for k in pins.kept() if k[0] == page} - stands
    pins.approve(pin, by or f"{NEVER} {always}", because, gone)
    sys.stdout.write(f"approved: {pin.mark} \u201c{pin.words}\u201d (answers to {by or always})\n")
    return 0
