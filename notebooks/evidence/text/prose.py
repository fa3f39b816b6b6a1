"""Hold prose and computed numbers together.

A number in prose is followed by a comment that no reader sees:

- `94%<!--=russia_share-->`: a finding of this chapter; `<!--=02.russia_share-->` of another one;
- `400 million dollars<!--src:F08-->`: a reported number, by its key in the narrative tables;
- `covers<!--?covers_low_sum-->`: a comparison that must be true;
- `three<!--set:task--> years`: set by us in a task or a timetable of the seminar, and nowhere else.

Years, dates, claim numbers and a reviewed list of proper names need no comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evidence.book import notebook
from evidence.places import NOTEBOOKS
from evidence.tables import load
from evidence.text import findings, reading

BINDING = re.compile(r"<!--(=|\?|src:|set:)([A-Za-z0-9_.]+)-->")
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    "|half|halves|thirds?|quarters?|fifths?|twice|thrice|doubled?|tripled?|dozens?|one in|one per cent"
)
COMPARATIVES = (
    "more|less|fewer|larger|largest|smaller|smallest|higher|highest|lower|lowest|greater|greatest|most|least|above"
    "|below|exceeds?|exceeded|covers?|covered|rises?|rose|risen|falls?|fell|fallen|grew|grows?|grown|shrank|shrinks?"
    "|shrunk|longer|shorter|earlier|later|faster|slower|bigger|biggest|majority|minority|nearly all|almost all"
)
NUMBER = re.compile(
    rf"(?<![\w<])[−-]?[$€]?\d[\d,]*(?:\.\d+)?(?:[–-]\d[\d,]*(?:\.\d+)?)?(?:%| %|(?: million| billion| trillion)?(?: dollars)?)"
    rf"|\b(?:{NUMBER_WORDS})\b",
    re.IGNORECASE,
)
FREE = [
    re.compile(r"```.*?```", re.DOTALL),
    re.compile(r"(?<=\[)\d\d(?=\]\(| [A-Z])|\bchapters? \d\d\b", re.IGNORECASE),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"<https?://[^>]*>|https?://\S+"),
    re.compile(r"<[^>]+>"),
    re.compile(r"^\s*\d+\.\s", re.MULTILINE),
    re.compile(r"^#+ \d\d\.\d\b", re.MULTILINE),
    re.compile(rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})? (?:{MONTHS})\b(?: \d{{4}})?"),
    re.compile(r"\b(?:1[89]|20)\d\d(?:[–-](?:(?:1[89]|20)\d\d|\d\d))?s?\b(?!%|,\d| %| million| billion)"),
    re.compile(r"\b(?:C\d\d[ab]?|[EDFBRPX]\d{1,3}|Figures? \d+[a-z]?\.\d+)\b"),
]


SEMINAR = "seminar"


class ProseProblem(Exception):
    """A number in prose that is unbound, or does not match what was computed."""


@dataclass(frozen=True)
class Binding:
    """One bound number: what kind, which key, the text in front of it."""

    kind: str
    key: str
    before: str
    start: int


def bindings(text: str) -> Iterator[Binding]:
    """Every binding comment of a piece of prose."""
    for match in BINDING.finditer(text):
        yield Binding(match[1], match[2], text[: match.start()], match.start())


def problems(text: str, chapter: str, where: str) -> list[str]:
    """Everything wrong with a piece of prose, in words.

    Args:
        text: Markdown.
        chapter: two digits of the notebook it stands in; other chapters are named in the key.
        where: file and cell, for the message.
    """
    found = []
    covered: list[tuple[int, int]] = []
    for bound in bindings(text):
        try:
            if bound.kind == "set:" and SEMINAR not in where:
                raise ProseProblem("a number may be set by us in the seminar only; bind it to a finding or a source")
            span = _check(bound, chapter)
        except ProseProblem as problem:
            found.append(f"{where}: {problem}")
            continue
        if span:
            covered.append((bound.start - span, bound.start))
    bare = _blank(text, covered)
    found += [f"{where}: {m[0].strip()!r} is not bound to a finding or a source" for m in NUMBER.finditer(bare)]
    return found


def unbound_comparatives(text: str, where: str) -> list[str]:
    """Sentences that compare without a true-or-false finding behind them; for answers, verdicts and the README."""
    found = []
    plain = re.sub(r"`[^`\n]*`|\]\([^)]*\)|\"[^\"]*\"|“[^”]*”", " ", text)
    for sentence in re.split(r"(?<=[.!?])\s+|\n\n|\n(?=[-|#])", plain):
        word = re.search(rf"\b(?:{COMPARATIVES})\b", BINDING.sub("", sentence), re.IGNORECASE)
        if word and "<!--?" not in sentence:
            found.append(f"{where}: {word[0]!r} compares, but no true-or-false finding is bound to its sentence")
    return found


def rebind(text: str, chapter: str, old: dict[str, dict[str, str]]) -> str:
    """Prose with every bound number replaced by what is computed now.

    Args:
        text: Markdown.
        chapter: two digits of the notebook it stands in.
        old: chapter -> finding -> text before the update, which tells how far a number reaches.
    """
    pieces, done = [], 0
    for match in BINDING.finditer(text):
        if match[1] != "=":
            continue
        home, name = _split(match[2], chapter)
        before = text[done : match.start()]
        was, now = old.get(home, {}).get(name), current(home, name)
        if was and now and before.endswith(was):
            before = before[: len(before) - len(was)] + now
        elif now and not before.casefold().endswith(now.casefold()):
            last = [m for m in NUMBER.finditer(before)]
            single = NUMBER.fullmatch(now)  # of a range only one end would be found, and the other left as it was
            if single and last and not before[last[-1].end() :].strip():
                before = before[: last[-1].start()] + _spelled_like(last[-1][0], now)
        pieces += [before, match[0]]
        done = match.end()
    return "".join(pieces) + text[done:]


def _spelled_like(old: str, new: str) -> str:
    """The new text with a capital where the old one, at the head of a sentence, had one."""
    return new[0].upper() + new[1:] if old[:1].isupper() else new


@cache
def proper_names() -> tuple[str, ...]:
    """The reviewed list of names that contain a number."""
    lines = (NOTEBOOKS / "evidence" / "text" / "proper_names.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _check(bound: Binding, chapter: str) -> int:
    """Length of the bound text in front of the comment; raises when the two differ."""
    if bound.kind == "set:":
        return _length_of_number(bound)
    if bound.kind == "src:":
        return _check_source(bound)
    home, name = _split(bound.key, chapter)
    text = current(home, name)
    if text is None:
        raise ProseProblem(f"there is no finding {home}.{name}")
    if bound.kind == "?":
        if text != "true":
            raise ProseProblem(f"{home}.{name} should be true; it is {text}")
        return 0
    if not _ends_with(bound.before, text):
        raise ProseProblem(f"prose says {bound.before[-30:]!r}, computed {home}.{name} = {text}")
    return len(text)


def current(home: str, name: str) -> str | None:
    """Text of a finding as committed; reading times are counted on the spot."""
    if name == "reading_minutes":
        chapter = notebook(home)
        return str(reading.minutes(chapter)) if chapter else None
    return findings.read(home).get(name, {}).get("text")


def _ends_with(before: str, text: str) -> bool:
    """The text stands right before the comment, and is not the tail of a longer number."""
    if not before.casefold().endswith(text.casefold()):
        return False
    return not re.search(r"[\d.,$−-]$", before[: len(before) - len(text)]) or not text[0].isdigit()


def _check_source(bound: Binding) -> int:
    if bound.key not in source_keys():
        raise ProseProblem(f"there is no source {bound.key} in the narrative tables")
    return _length_of_number(bound)


def _length_of_number(bound: Binding) -> int:
    last = [m for m in NUMBER.finditer(bound.before) if not bound.before[m.end() :].strip(" *_")]
    if not last:
        raise ProseProblem(f"no number stands in front of {bound.key}")
    return len(bound.before) - last[-1].start()


@cache
def source_keys() -> frozenset[str]:
    """Keys of reported figures, events, deals, claims and published checks."""
    keys = {
        "narrative/reported_figures": "figure_id",
        "narrative/events": "event_id",
        "narrative/deals": "deal_id",
        "narrative/published_checks": "check_id",
    }
    return frozenset(key for table, column in keys.items() for key in load(table)[column])


def _split(key: str, chapter: str) -> tuple[str, str]:
    home, _, name = key.rpartition(".")
    return (home or chapter, name)


def _blank(text: str, covered: list[tuple[int, int]]) -> str:
    """The text with everything allowed blanked out, at unchanged length."""
    characters = list(text)
    for start, end in covered:
        characters[start:end] = " " * (end - start)
    blanked = "".join(characters)
    for name in proper_names():
        blanked = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda m: " " * len(m[0]), blanked)
    for pattern in FREE:
        blanked = pattern.sub(lambda m: " " * len(m[0]), blanked)
    return blanked
