"""What a page says and no mark answers for: numbers, comparisons, states, dates and people."""

import ast
import re
from functools import cache
from pathlib import Path

import pandas as pd

from evidence.tables import description, load
from evidence.text import reported
from evidence.text.grounds import Source, names_in
from evidence.text.marks import BREAK, ELSEWHERE, TOKEN, Mark, bare, parse
from evidence.text.prose import COMPARATIVES, FREE, MONTHS, NUMBER, proper_names

HERE = Path(__file__).parent
QUOTED = re.compile(r"\"[^\"\n]*\"|\u201c[^\u201d\n]*\u201d|(?m:^#+ .*\?$)")
ADDRESS = re.compile(r"\]\((https?://[^)\s]+)\)")
FULL_DATE = re.compile(rf"\b(?:(\d{{1,2}}) )?({MONTHS}) ((?:1[89]|20)\d\d)\b|\b(\d{{1,2}}) ({MONTHS})\b")
ASSUMES = re.compile(r"\s*(?:[*_-]\s*)*(?:\*\*[^*]*\*\*\s*)?(?:If|Had|Suppose)\b|\b(?:would|could|might)\b")
UNITS = re.compile(r"(?:(?<=\0)|(?<=\0 )|\b)(?:million|billion)\b(?=,| (?:US )?(?:dollars|TIV|drams)|\0| ?$)")
FIGURE_NAME = re.compile(r"(?m)^## \w+$")
EXEMPT = re.compile(r"(?m)^## (?:To discuss|Sources)\b")
DEMONYMS = {
    "Armenia": ("Armenian", "Armenians", "Yerevan"),
    "Azerbaijan": ("Azerbaijani", "Azerbaijanis", "Baku"),
    "Russia": ("Russian", "Russians", "Moscow"),
    "India": ("Indian",), "France": ("French",), "Israel": ("Israeli",), "Belarus": ("Belarusian",),
    "China": ("Chinese",), "Germany": ("German",), "United States": ("American",), "Iran": ("Iranian",),
    "Georgia": ("Georgian",), "Greece": ("Greek",), "Ukraine": ("Ukrainian",), "Kazakhstan": ("Kazakh",),
}  # fmt: skip
OTHER_NAMES = {"Russian Federation": "Russia", "Turkey": "T\u00fcrkiye", "Viet Nam": "Viet Nam"}


def in_text(texts: list[tuple[int, str]], source: Source) -> list[str]:
    """Everything in a page's Markdown that no mark answers for, in words.

    Args:
        texts: number and source of each Markdown cell.
        source: the code of the same page, for what its variables are about.
    """
    found = []
    on_page = {k for _, text in texts for k in _cited(text, parse(text))} | source.strings & set(reported.rows())
    editions = {pd.Timestamp(m) for s in source.strings for m in re.findall(r"\b(?:19|20)\d\d-[01]\d\b", s)}
    for cell, text in texts:
        judged = EXEMPT.split(text)[0]
        marks = parse(judged, cell)
        found += [f"cell {cell}: {p}" for p in (*numbers(judged), *comparisons(judged))]
        for sentence, inside in sentences(judged, marks):
            dated = dates_and_people(sentence, inside, on_page, editions)
            found += [f"cell {cell}: {p}" for p in (*states(sentence, inside, source), *dated)]
    return found


def numbers(text: str) -> list[str]:
    """Numbers and number words outside every mark."""
    bare_text = _without(text, ("=", "src:"))
    for pattern in (*_names(), *_phrases(), FIGURE_NAME, UNITS, *FREE):
        bare_text = pattern.sub(_blank, bare_text)
    stated = [range(m.start, m.end) for m in parse(text) if m.kind == "?"]  # a word there is pinned with its expression
    found = [m for m in NUMBER.finditer(bare_text) if re.search(r"\d", m[0]) or not any(m.start() in s for s in stated)]
    return [f"{m[0].strip()!r} is bound to nothing" for m in found]


def comparisons(text: str) -> list[str]:
    """Comparing words in sentences without a statement or a report, whose pin would hold them.

    Questions, assumptions, headings of figures and quotations assert nothing.
    """
    found = []
    for sentence, inside in sentences(text, parse(text)):
        plain = sentence
        for pattern in (QUOTED, *_phrases(), FIGURE_NAME, *FREE):
            plain = pattern.sub(_blank, plain)
        word = re.search(rf"\b(?:{COMPARATIVES})\b", plain, re.IGNORECASE)
        held = any(m.kind != "=" for m in inside)
        if word and not held and not ASSUMES.search(sentence) and not sentence.strip().rstrip("*_)").endswith("?"):
            found.append(f"{word[0]!r} compares, and no statement is marked: {bare(sentence)[:70]}")
    return found


def sentences(text: str, marks: list[Mark]) -> list[tuple[str, list[Mark]]]:
    """Each sentence that holds marks or links, with its marks; comments are kept out of it."""
    hidden = TOKEN.sub(lambda m: "\0" * len(m[0]), text)
    edges = [0, *(m.end() for m in BREAK.finditer(hidden)), len(text)]
    parts = []
    for left, right in zip(edges, edges[1:], strict=False):
        inside = [m for m in marks if left <= m.start < right]
        if text[left:right].strip():
            parts.append((TOKEN.sub("", text[left:right]), inside))
    return parts


def states(sentence: str, marks: list[Mark], source: Source) -> list[str]:
    """States that a sentence with findings names and that none of them is about, and the other way round."""
    own = [m for m in marks if m.kind != "src:" and not ELSEWHERE.match(m.expr)]
    if not own or len(own) < len([m for m in marks if m.kind != "src:"]):
        return []
    names = {n for m in own for n in names_in(m.expr)}
    direct = {c.value for m in own for c in ast.walk(ast.parse(m.expr, mode="eval")) if isinstance(c, ast.Constant) and isinstance(c.value, str)}
    about = _states_in(" ".join(_with_descriptions(source.words_behind(names)) | direct))
    told = _states_in(" ".join(reported.text_of(k) for m in marks if m.kind == "src:" for k in reported.keys_of(m) if k in reported.rows()))
    said = _states_in(_visible(sentence))
    cited = _states_in(" ".join(reported.text_of(k) for k in _cited(sentence, [])))
    pinned = len(own) < len(marks) or any(m.kind == "?" for m in own)
    strange = [] if pinned and not about else sorted(said - about - told - cited)
    missing = sorted(_states_in(" ".join(direct)) - said)
    return [f"{name} is named beside findings that are not about it: {bare(sentence)[:70]}" for name in strange] + [
        f"a finding about {name}, and the sentence does not name it: {bare(sentence)[:70]}" for name in missing
    ]


def dates_and_people(sentence: str, marks: list[Mark], on_page: set[str], editions: set[pd.Timestamp]) -> list[str]:
    """Dates with a month, and officials, that no cited row and no mark of the sentence carries.

    Args:
        sentence, marks: without comments, and what they held.
        on_page: keys that the page cites anywhere, for sentences that cite nothing themselves.
        editions: months that the code of the page names.
    """
    keys = _cited(sentence, marks) or sorted(on_page)
    bound = " ".join(m.words for m in marks if m.kind == "=")
    plain = _visible(sentence)
    found = []
    for match in FULL_DATE.finditer(plain):
        if match[0] in bound:
            continue
        if not any(_same_day(match, date) for key in keys for date in reported.dates_of(key)) and not any(
            match[0] in reported.text_of(key) for key in keys
        ) and not any(match[1] is None and _same_day(match, date) for date in editions):
            found.append(f"the date {match[0]} stands in no row that the sentence cites: {bare(plain)[:70]}")
    words = " ".join(reported.text_of(key) for key in keys)
    for person in people():
        if re.search(rf"\b{person}\b", plain) and person not in words:
            found.append(f"{person} stands in no row that the sentence cites: {bare(plain)[:70]}")
    return found


def in_code(cells: list[str]) -> list[str]:
    """Numbers typed into titles, subtitles, alt texts and notes; comparisons there that no `holds=` answers for."""
    found = []
    for number, cell in enumerate(cells):
        tree = ast.parse(cell)
        assigned = {t.id: n.value for n in ast.walk(tree) if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            if not (isinstance(call.func, ast.Attribute) and call.func.attr in ("publish", "table", "text", "bullets")):
                continue
            arguments = [*call.args, *(k.value for k in call.keywords)]
            written = [_written(assigned.get(a.id, a) if isinstance(a, ast.Name) else a) for a in arguments]
            words = " ".join(w for w in written if " " in w)
            holds = any(k.arg == "holds" for k in call.keywords) or len(call.args) >= 9
            wrong = numbers(words)
            if call.func.attr == "publish":
                wrong = [w for w in wrong if re.search(r"\d", w)] if holds else [*wrong, *comparisons(words)]
            found += [f"code cell {number}: {p}" for p in wrong]
    return found


def _written(node: ast.AST) -> str:
    """The typed part of a text; what stands in braces is computed."""
    if isinstance(node, ast.JoinedStr):
        return "\0".join(p.value for p in node.values if isinstance(p, ast.Constant))
    parts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return "\0".join(parts) if isinstance(node, ast.Constant | ast.BinOp) else ""


def _without(text: str, kinds: tuple[str, ...]) -> str:
    """The text with all comments, and what stands inside marks of some kinds, blanked out at unchanged length."""
    characters = list(text)
    for mark in parse(text):
        if mark.kind in kinds:
            characters[mark.start : mark.end] = "\0" * (mark.end - mark.start)
    blanked = "".join(characters)
    return re.sub(r"<!--.*?-->", _blank, blanked, flags=re.DOTALL)


def _visible(sentence: str) -> str:
    return re.sub(r"\]\([^)]*\)|`[^`\n]*`", " ", sentence)


def _cited(sentence: str, marks: list[Mark]) -> list[str]:
    keys = [k for m in marks if m.kind == "src:" for k in reported.keys_of(m) if k in reported.rows()]
    return keys + [k for m in ADDRESS.finditer(sentence) for k in reported.by_address().get(m[1], [])]


def _same_day(said: re.Match[str], date: pd.Timestamp) -> bool:
    day, month, year = (said[1], said[2], said[3]) if said[2] else (said[4], said[5], None)
    fits = f"{date:%B}".startswith(month[:3]) and (year is None or int(year) == date.year)
    return fits and (day is None or int(day) == date.day)


def _with_descriptions(words: set[str]) -> set[str]:
    """The strings behind a finding, and what the descriptor says of each table among them."""
    return words | {description(w) for w in words if "/" in w}


@cache
def _states_in(text: str) -> frozenset[str]:
    """States that a text names, by their names or adjectives; names of tables (owed_to_russia) are read too."""
    tables = {w.title() for w in re.findall(r"[a-z]+(?=_|/|\b)", text)} if "/" in text or "_" in text else set()
    spelled = f"{text} {' '.join(sorted(tables))}"
    named = (s for s, (forms, pattern) in _patterns().items() if any(f in spelled for f in forms) and pattern.search(spelled))
    return frozenset(named)


@cache
def _patterns() -> dict[str, tuple[tuple[str, ...], re.Pattern[str]]]:
    names = {OTHER_NAMES.get(n, n) for n in load("map/countries")["country"]}
    forms = {name: (name, *DEMONYMS.get(name, ())) for name in sorted(names)}
    for other, name in OTHER_NAMES.items():
        forms[name] = (*forms.get(name, (name,)), other)
    return {n: (f, re.compile(r"\b(?:" + "|".join(map(re.escape, f)) + r")\b")) for n, f in forms.items()}


@cache
def people() -> tuple[str, ...]:
    """The reviewed list of officials."""
    return _lines("people.txt")


@cache
def _phrases() -> tuple[re.Pattern[str], ...]:
    """Reviewed phrases that hold a comparing word and compare nothing that data could answer."""
    return tuple(re.compile(re.escape(p), re.IGNORECASE) for p in _lines("phrases.txt"))


@cache
def _names() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w){re.escape(n)}(?!\w)") for n in proper_names())


def _lines(file: str) -> tuple[str, ...]:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])
