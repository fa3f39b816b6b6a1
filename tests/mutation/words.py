"""Words that may stand in each other's place, and patterns for what a sentence says: directions, states, dates, numbers."""

import re
from collections.abc import Iterator

from mutation.mutants import Place

OPPOSITES = """
rose fell|rise fall|rises falls|risen fallen|grew shrank|grows shrinks|more fewer|more less|most least|higher lower|highest lowest
larger smaller|largest smallest|greater smaller|longer shorter|earlier later|before after|above below|first last|up down|over under
increased decreased|increase decrease|gained lost|imports exports|import export|exported imported|supported contradicted
always never|all none|with without|inside outside|began ended|begins ends|joined left|bought sold|agreed refused|open closed
high low|large small|long short|early late|old new|strong weak|best worst|near far|true false|east west|north south
majority minority|toward against|for against|since until|from to|owed lent|friend enemy|ally rival|war peace|public private
alone together|known unknown|published secret|signed broken|supplier buyer|debt credit|arms gas|tie strain|many few|much little
"""
STATES = (
    "Armenia", "Azerbaijan", "Russia", "India", "France", "Israel", "Belarus", "China", "Germany", "Iran", "Georgia", "Greece",
    "Ukraine", "Kazakhstan", "Cyprus", "Turkey",
)  # fmt: skip
PEOPLE = ("Pashinyan", "Lavrov", "Peskov", "Zakharova", "Putin", "Mirzoyan", "Grigoryan", "Papikyan", "Aliyev", "Overchuk")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS = "million billion|dollars drams|per_cent percentage_points|TIV dollars|years months|days weeks|kilometres miles|pieces tonnes"
COLOURS = "orange blue|green grey|dark pale|solid dashed|red black|line bar|lines bars|left right|top bottom|rising falling"
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MARK = re.compile(r"<!--(?P<kind>=|\?|src:)(?P<expr>(?:(?!--).)*)-->(?P<text>(?:(?!<!--[=?/]|<!--src:).)*)<!--/-->", re.DOTALL)
STATEMENT = re.compile(r"<!--\?(?:(?!--).)*-->(?P<text>.*?)<!--/-->", re.DOTALL)
OUT_OF_SIGHT = (
    re.compile(r"```.*?```", re.DOTALL), re.compile(r"`[^`\n]*`"), re.compile(r"\]\([^)\s]*\)"), re.compile(r"<https?://[^>]*>"),
    re.compile(r"https?://\S+"), re.compile(r"<[^>!]+>"), COMMENT,
)  # fmt: skip
NEGATABLE = re.compile(r"\b(?:is|are|was|were|has|have|had|did|does|could|can|would|will)\b(?! not)")
DATE = re.compile(rf"\b(?:\d{{1,2}} )?(?P<month>{'|'.join(MONTHS)}) (?:1[89]|20)\d\d\b|\b\d{{1,2}} (?P<day_month>{'|'.join(MONTHS)})\b")


def _pairs(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in re.split(r"[|\n]", text.strip()):
        one, other = (side.replace("_", " ") for side in pair.split())
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return {word: tuple(others) for word, others in found.items()}


DIRECTIONS, MEASURES, SEEN = _pairs(OPPOSITES), _pairs(UNITS), _pairs(COLOURS)


def _either(words: dict[str, tuple[str, ...]] | tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b", re.IGNORECASE)


_DIRECTION, _MEASURE, _SEEN = _either(DIRECTIONS), _either(MEASURES), _either(SEEN)
_NAME = re.compile(rf"\b(?:{'|'.join((*STATES, *PEOPLE))})\b")
_NUMBER_WORD = _either(NUMBER_WORDS)


def hidden(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with what the patterns match blanked, offsets kept."""
    for pattern in patterns:
        text = pattern.sub(lambda m: "\0" * len(m[0]), text)
    return text


def unmarked(text: str) -> str:
    """Markdown without marks, comments, addresses and code, offsets kept."""
    return hidden(text, MARK, STATEMENT, *OUT_OF_SIGHT)


def directions(text: str, words: dict[str, tuple[str, ...]] = DIRECTIONS) -> Iterator[Place]:
    """Words of direction and comparison, each against its opposite."""
    pattern = {id(DIRECTIONS): _DIRECTION, id(MEASURES): _MEASURE, id(SEEN): _SEEN}[id(words)]
    for match in pattern.finditer(text):
        others = words.get(match[0].lower()) or words.get(match[0], ())
        yield Place(match.start(), match[0], tuple(o.capitalize() if match[0][0].isupper() and o.islower() else o for o in others))


def negations(text: str) -> Iterator[Place]:
    """A "not" that goes, or comes behind a verb."""
    for match in re.finditer(r"\b(?:not|no) (?=\w)", text):
        yield Place(match.start(), match[0], ("" if match[0] == "not " else "a ",))
    for match in NEGATABLE.finditer(text):
        yield Place(match.start(), match[0], (f"{match[0]} not",))


def names(text: str) -> Iterator[Place]:
    """States and officials, each against another one of the collection."""
    for match in _NAME.finditer(text):
        pool = STATES if match[0] in STATES else PEOPLE
        yield Place(match.start(), match[0], tuple(n for n in pool if n != match[0]))


def dates(text: str) -> Iterator[Place]:
    """Months of dates, each against the other eleven."""
    for match in DATE.finditer(text):
        group = "month" if match["month"] else "day_month"
        yield Place(match.start(group), match[group], tuple(m for m in MONTHS if m != match[group]))


def digits(text: str) -> Iterator[Place]:
    """Numbers, each with its first digit another one."""
    for match in re.finditer(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text):
        yield Place(match.start(), match[0], other_number(match[0]))


def number_words(text: str) -> Iterator[Place]:
    """Written numbers, each against its neighbours."""
    for match in _NUMBER_WORD.finditer(text):
        at = NUMBER_WORDS.index(match[0].lower())
        others = [NUMBER_WORDS[n] for n in (at - 1, at + 1) if 0 <= n < len(NUMBER_WORDS)]
        yield Place(match.start(), match[0], tuple(o.capitalize() if match[0][0].isupper() else o for o in others))


def other_number(text: str) -> tuple[str, ...]:
    """The number with one of its first two digits that are not zero another one, up or down."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    first = next((n for n in places if text[n] != "0"), places[-1])
    chosen = [n for n in places if n >= first][:2]
    found = []
    for n in chosen:
        for step in (1, -1):
            digit = (int(text[n]) + step) % 10
            if not (n == places[0] and digit == 0 and len(places) > 1):
                found.append(text[:n] + str(digit) + text[n + 1 :])
    return tuple(dict.fromkeys(found))
