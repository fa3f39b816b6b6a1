"""What a chart's title says, held against its bars: what the bars refute is refused, what they cannot decide is left to readers.

A title is read clause by clause. A clause is judged where it names bars (or all of them) and says of them that they are the
highest or lowest, that they rose or fell, that they are so many times another, that they stand above or below another, or
gives a number. Where a clause hedges, denies or compares with what is not drawn, nothing is decided.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, permutations

import pandas as pd

from evidence.tables import load

ROUNDED = 0.035  # relative: 2,600 for 2,680 is rounded, 2,500 is another number
MULTIPLE = 0.15  # relative: "quadrupled" of 4.1 times; "about" and its like allow ROUGH
ROUGH = 0.25
VERBS = (
    r"\b(?:is|are|was|were|has|had|have|did|do|does|can|cannot|could|made|makes?|came|comes?|went|goes|stood|stands?|held|holds?|took|takes?|gave|gives?"
    r"|leads?|led|armed|sold|bought|owes?|paid|pays?|rose|rises|grew|grows|fell|falls|shrank|shrinks|drops|leapt|leaps|jumps|shot|sank|sinks|soars"
    r"|ends|binds?|bound|stays?|kept|keeps?|found|finds?|spent|spends?|sent|sends?|lies?|lay|remains?|agrees?|differs?|disagrees?|exceeds?|confirms?"
    r"|knows?|knew|says?|said|shows?|saw|sees?|got|gets?|won|wins?|lost|loses?|began|became|becomes|brought|brings|outdid|hit|reach(?:es)?|doubles?"
    r"|multiplies|varies|dwarfs|towers|promises|peaks|more|most|less|least|fewer|fewest|over|under|only|half|none|no|\w{2,}(?<!unit)(?<!relat)ed)\b"
)  # fmt: skip
TOPIC = (
    r"(?:the|an?|of|from|to|in|by|for|and|or|with|between|on|per|since|at|its|their|how|what|who|all|both|each|annual|yearly|total|net|number|numbers"
    r"|deliver(?:y|ies)|exports?|imports?|arms|weapons|volume|periods?|years?|million|billion|tiv|dollars?|usd|debts?|spending|budget|expenditure|military"
    r"|deaths?|dead|counts?|gap|range|difference|high|low|best|agreement|votes?|voting|change|points?|percentage|cent|gdp|transfers?|money|claims?|verdicts?"
    r"|coders?|second|first|share|shares|treaties|treaty|alliances?|defence|defense|searches|search|pages|record|neutral|un|ucdp|sipri|release|edition"
    r"|constant|states?|partners?|bars?|chart|figure|figures|data|overview|comparison|development|evolution|trends?|\W+|\d[\d\-–/.,]*)"
)  # fmt: skip
HIGH = (
    r"(?<!at )\b(?:most|highest|largest|biggest|tallest|greatest|farthest|furthest|widest|strongest|surest"
    r"|peak(?:s|ed)?|maximum|topped|outdid all)\b"
)
LOW = r"(?<!at )\b(?:least|fewest|lowest|smallest|narrowest|shortest|closest|nearest|weakest|minimum|bottomed)\b"
MORE = r"\b(?:more|higher|larger|bigger|wider|greater|farther|further|taller|surer)\b"
LESS = r"\b(?:less|fewer|lower|smaller|narrower|closer)\b"
UP = (
    r"\b(?:rose|rises?|rising|grew|grows?|growing|increas\w+|climb\w*|leapt|leaps?|jump\w*|soar\w*|surg\w+|shot up|went up|gain\w*"
    r"|doubl\w+|trebl\w+|tripl\w+|quadrupl\w+|multiplied)\b"
)
DOWN = (
    r"\b(?:fell|falls?|falling|fallen|shrank|shrinks?|drop\w*|declin\w+|decreas\w+|halv\w+|sank|sinks?|plung\w+|collaps\w+|dwindl\w+|slump\w*|went down)\b"
)
EVERY = (
    r"\b(?:every|each|always|all the time|all along|throughout|steadily|continu\w+|without (?:a )?(?:break|pause)|(?:year|period) (?:after|by|on) (?:year|period)|from (?:year to year|period to period))\b"
)
OPEN = (
    r"\b(?:not|\w+n't|nor|neither|never|nobody|nothing|except|but for|without|second(?! (?:coder|reader))|third|hardly|scarcely|may|might|if|unless|no|none|than expected"
    r"|relative|relatively|in relation|in proportion|per head|as a (?:share|part)|except(?:ing)?|besides|apart from)\b"
)  # what a clause hedges, denies or measures by something else
BOUND = r"\b(?:since|after|before|until|till|by|from|to|than|up to|as in)\s*$"
FACTORS = {"doubl": 2.0, "trebl": 3.0, "tripl": 3.0, "quadrupl": 4.0, "halv": 0.5}
WORDS = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "twenty": 20.0, "hundred": 100.0}
TIMES = rf"\b(\d+(?:\.\d+)?|{'|'.join(WORDS)})(?: times (?:as|more|what|the|less|higher|larger|bigger)\b|-?fold\b)"
NAMED = re.compile(r"«([\d,]+)»")


@dataclass(frozen=True)
class Reading:
    """How titles of a drawing are read.

    Args:
        names: other ways to write the name of a bar, as a pattern, by its name.
        states: states that a title may name besides those that have a bar; None where any will do.
        years: first and last year that are drawn; None where any will do.
        turns: words that turn the scale: of a high bar there is little of it.
        whole: what a bar has that stands for "all"; None where no bar can.
        is_change: whether bars are changes, so that "rose" means more than zero.
        millions: whether the bars count millions.
        beside: further measures by name of the bar, numbers of which a title may give, one column each.
    """

    names: dict[str, str] = field(default_factory=dict)
    states: tuple[str, ...] | None = None
    years: tuple[int, int] | None = None
    turns: str = r"(?!)"
    whole: float | None = None
    is_change: bool = False
    millions: bool = False
    beside: Callable[[], pd.DataFrame] | None = None


@dataclass(frozen=True)
class Clause:
    """A clause with the bars it names in angle quotes, and the places of these bars, a tuple for each mention."""

    text: str
    groups: tuple[tuple[int, ...], ...]

    def sure(self) -> bool:
        return not re.search(OPEN, self.text)

    def before(self, group: int) -> str:
        """The text up to a mention."""
        return self.text[: [m.start() for m in NAMED.finditer(self.text)][group]]


def finding(said: str, names: list[str]) -> bool | None:
    """Whether a title states something: False for a bare topic, None where no verb was recognised."""
    text = _even(said)
    for name in names:
        text = re.sub(rf"\b{re.escape(_even(name))}(?:'s)?", " ", text)
    if re.search(VERBS, text) or [m for m in re.findall(r"(?<![\w-])\d[\d.]*%?", text) if not re.fullmatch(r"(?:19|20)\d\d", m)]:
        return True
    words = [w.strip(",.:;()") for w in said.split()]
    return False if all(not w or w[0].isupper() or re.fullmatch(TOPIC, _even(w)) for w in words) else None


def refuted(said: str, values: pd.Series, reading: Reading, is_timed: bool) -> str:
    """What speaks against a title, "" where nothing surely does.

    Args:
        said: the title.
        values: of the bars, by name, in their order.
        reading: how titles of this drawing are read.
        is_timed: whether the bars follow each other in time.

    Returns:
        A sentence for the student.
    """
    names = [str(name) for name in values.index]
    strange = _strangers(said, names, reading)
    if strange:
        return strange
    marked = _marked(_even(said), names, reading)
    outside = _years(marked, names, reading)
    if outside:
        return outside
    judge = _Judge(values.astype(float).to_list(), names, reading, is_timed)
    return next((told for clause in _clauses(marked) if (told := judge.clause(clause))), "")


# reading -------------------------------------------------------------------------------------------------------------


def _even(text: str) -> str:
    """Text in small letters, with one kind of dash and apostrophe, no commas in numbers."""
    text = text.replace("–", "-").replace("—", " , ").replace("\u2212", "-").replace("’", "'").casefold()
    text = re.sub(r"\b(\d{1,3}),(\d{3})\b", r"\1\2.0", text)  # the point tells 2,000 deaths from the year 2000
    return " ".join(text.split())


def _half(typed: str) -> float:
    """Half of the last place to which a number was given: 50 of "900", 0.05 of "1.4"."""
    whole, _, decimals = typed.partition(".")
    if decimals.strip("0"):
        return 0.5 * 10 ** -len(decimals)
    return 0.5 * 10 ** (len(whole) - len(whole.rstrip("0")))


def _pattern(name: str, reading: Reading) -> str:
    """How a bar is named in a title: as it is, by its further names, a span of years with two or four digits at its end."""
    span = re.fullmatch(r"(\d{4})-(\d{2,4})", _even(name))
    if span:
        century = span[2][:-2] or span[1][:2]
        return rf"\b{span[1]}(?:-| to | until )(?:{century})?{span[2][-2:]}\b"
    return "|".join([rf"\b{re.escape(_even(name))}\b", *([reading.names[name]] if name in reading.names else [])])


def _marked(text: str, names: list[str], reading: Reading) -> str:
    """A title with its bars in angle quotes: «2», or «0,1,2» for several of which the same is said."""
    text = re.sub(r"\bbetween (\d{4}(?:-\d+)?) and (\d{4})", r"from \1 to \2", text)
    decades = {m: [n for n, name in enumerate(names) if re.fullmatch(rf"{m[:3]}\d", name)] for m in re.findall(r"\b(\d{4})s\b", text)}
    for decade, held in decades.items():
        text = text.replace(f"{decade}s", f"«{','.join(map(str, held))}»" if held else "then")
    for n in sorted(range(len(names)), key=lambda n: -len(names[n])):
        name = names[n]
        if re.fullmatch(r"\d{4}", name):  # a year, unless it is an end of a span
            text = re.sub(rf"(?<![\d\-«,]){name}(?![\d\-])", f"«{n}»", text)
        else:
            text = re.sub(rf"(?:{_pattern(name, reading)})(?![^«]*»)", f"«{n}»", text)
    joined = re.compile(r"«([\d,]+)»(?:'s)?(?:, and | and | or |, |/)(?:in |of |with |on |the )*«([\d,]+)»")
    while joined.search(text):
        text = joined.sub(r"«\1,\2»", text)
    return text


def _clauses(text: str) -> Iterator[Clause]:
    parts = re.split(r"[;:,!]\s|\.\s|\.$| but | while | whereas | though | although |, then | then ", text)
    for part in parts:
        halves = re.split(r" and ", part)
        if len(halves) > 1 and not all(re.search(VERBS, half) for half in halves):
            halves = [part]
        for half in halves:
            yield Clause(half, tuple(tuple(int(n) for n in m.split(",")) for m in NAMED.findall(half)))


def _strangers(said: str, names: list[str], reading: Reading) -> str:
    """A state that is named as if it had a bar; of another's neighbour ("Armenia's", "against Armenia") one may speak."""
    if reading.states is None:
        return ""
    known = {*names, *reading.states}
    states = sorted({*load("alliances/members")["member"], "Iran", "Israel"} - known, key=len, reverse=True)
    spoken = re.sub(r"’", "'", said)
    for state in states:
        if re.search(rf"(?<!against )(?<!\w){re.escape(state)}\b(?!')", spoken) and not any(state in name for name in known if name in spoken):
            return f"{state} is not in the chart. A title speaks of what is drawn."
    return ""


def _years(text: str, names: list[str], reading: Reading) -> str:
    if reading.years is None:
        return ""
    first, last = reading.years
    alone = all(re.fullmatch(r"\d{4}", name) for name in names)
    for m in re.finditer(r"(?<![\d.\-«,])((?:19|20)\d\d)(?![\d%«])(?!\.\d)", text):
        year = int(m[1])
        is_end = re.search(r"\b(?:since|before|after|from|to|until|till|between|and)\s*$", text[: m.start()]) or text[m.end() : m.end() + 1] == "-"
        if not first <= year <= last or (alone and str(year) not in names and not is_end):
            return f"{year} is not in the chart. A title speaks of what is drawn."
    return ""


# judging -------------------------------------------------------------------------------------------------------------


class _Judge:
    """Holds clauses against bars."""

    def __init__(self, values: list[float], names: list[str], reading: Reading, is_timed: bool) -> None:
        self.values, self.names, self.reading, self.is_timed = values, names, reading, is_timed
        beside = reading.beside() if reading.beside else pd.DataFrame()
        self.columns = [values, *(beside[c].astype(float).to_list() for c in beside)]

    def clause(self, clause: Clause) -> str:
        """What speaks against a clause."""
        rules = [self._whole, self._never]
        if clause.sure():
            rules += [self._change] if self.reading.is_change else [self._compared, self._extreme]
            rules += [self._moved] if self.is_timed and not self.reading.is_change else []
            rules += [self._multiple]
        return next((told for rule in [*rules, self._numbers] if (told := rule(clause))), "")

    def _is(self, n: int) -> str:
        value = self.values[n]
        return f"{self.names[n]} stands at {value:,.0f}" if abs(value) >= 20 else f"{self.names[n]} stands at {value:,.1f}".removesuffix(".0")

    def _two(self, n: int, other: int) -> str:
        return f"{self._is(n)}, {self._is(other).replace(' stands', '')}."

    def _sign(self, text: str, more: str, less: str) -> int:
        """1 for upwards, -1 for downwards, 0 where neither or both are said."""
        up, down = bool(re.search(more, text)), bool(re.search(less, text))
        return 0 if up == down else (1 if up else -1) * (-1 if re.search(self.reading.turns, text) else 1)

    def _extreme(self, clause: Clause) -> str:
        """Highest and lowest: the extreme must be among the bars named."""
        sign = self._sign(clause.text, HIGH, LOW)
        if not sign or len(clause.groups) != 1 or re.search(f"{UP}|{DOWN}", clause.text) or re.search(BOUND, clause.before(0)):
            return ""
        extreme = max(range(len(self.values)), key=lambda n: sign * self.values[n])
        if self.values[extreme] in [self.values[n] for n in clause.groups[0]]:
            return ""
        return self._two(clause.groups[0][0], extreme)

    def _compared(self, clause: Clause) -> str:
        """More or less than another bar, than before, than ever, than all others."""
        left, than, right = clause.text.partition(" than ")
        sign = self._sign(left, MORE, LESS)
        here = [tuple(int(n) for n in m.split(",")) for m in NAMED.findall(left)]
        if not than or not sign or len(here) != 1 or re.search(BOUND, clause.before(0)):
            return ""
        there = [int(n) for m in NAMED.findall(right) for n in m.split(",")]
        earlier = list(range(min(here[0]))) if self.is_timed else []
        if re.match(r"(?:ever|at any time before|in any (?:year|period) before)\b", right):
            there = earlier
        elif re.match(r"(?:before|previously|earlier)\b", right) and earlier:
            mean = sum(self.values[n] for n in earlier) / len(earlier)
            is_open = any(sign * (self.values[n] - mean) > 0 for n in here[0])
            there = [] if is_open else [earlier[-1]]
        elif re.match(r"(?:any|all|every|each|in any|in all|in every|the others?|in the others?)\b", right) and not there:
            there = [n for n in range(len(self.values)) if n not in here[0]]
        wrong = next(((n, m) for n in here[0] for m in there if sign * (self.values[n] - self.values[m]) < 0), None)
        return self._two(*wrong) if wrong else ""

    def _moved(self, clause: Clause) -> str:
        """Rose or fell: in every step, from one bar to another, after or since one, into one, or at all."""
        sign = self._sign(clause.text, UP, DOWN)
        steps = list(pairwise(range(len(self.values))))
        if not sign or " than " in clause.text:
            return ""

        def is_against(a: int, b: int) -> bool:
            return sign * (self.values[b] - self.values[a]) < 0

        told = [group for group in clause.groups if len(group) == 1]
        prefix = [clause.before(n).split()[-1:] for n in range(len(clause.groups))]
        if re.search(EVERY, clause.text):
            start = told[0][0] if len(told) == 1 and prefix[0] in (["since"], ["from"], ["after"]) else 0
            wrong = [step for step in steps if step[0] >= start and is_against(*step)]
        elif len(told) == 2 and prefix == [["from"], ["to"]]:
            wrong = [(told[0][0], told[1][0])] if is_against(told[0][0], told[1][0]) else []
        elif len(clause.groups) == 1 and prefix[0] == ["after"] and told and told[0][0] < len(steps):
            wrong = [(n, n + 1) for (n,) in told if is_against(n, n + 1)]
        elif len(clause.groups) == 1 and prefix[0] == ["since"] and told:
            n, last = told[0][0], len(steps)
            wrong = [(n, last)] if is_against(n, last) and is_against(max(n - 1, 0), last) else []
        elif len(clause.groups) == 1 and not re.search(BOUND, clause.before(0)):
            into = [(n - 1, n) for n in clause.groups[0] if n]
            wrong = into if into and all(is_against(*step) for step in into) else []
        elif not clause.groups:
            wrong = steps if all(is_against(*step) for step in steps) else []
        else:
            wrong = []
        return self._two(wrong[0][1], wrong[0][0]) if wrong else ""

    def _never(self, clause: Clause) -> str:
        """Never rose, never fell."""
        if not self.is_timed or self.reading.is_change or clause.groups:
            return ""
        said = re.search(rf"\bnever (?:once )?({UP}|{DOWN})", clause.text)
        sign = self._sign(said[1], UP, DOWN) if said else 0
        wrong = [(a, b) for a, b in pairwise(range(len(self.values))) if sign * (self.values[b] - self.values[a]) > 0]
        return self._two(wrong[0][1], wrong[0][0]) if wrong else ""

    def _change(self, clause: Clause) -> str:
        """Bars that are changes: which way they went, and which went farthest."""
        before = bool(re.search(r"\bthan (?:before|previously|earlier|in the past|ever)\b", clause.text))
        if " than " in clause.text and not before:
            return ""
        sign = self._sign(clause.text, f"{UP}|{MORE}", f"{DOWN}|{LESS}")
        if not sign:
            return ""
        held = [n for group in clause.groups for n in group]
        if not held and re.search(r"(?<!of )\b(?:all|every|each)\b", clause.text):
            held = list(range(len(self.values)))
        wrong = next((n for n in held if sign * self.values[n] < 0), None)
        if wrong is not None:
            return f"{self._is(wrong)}."
        extreme = max(range(len(self.values)), key=lambda n: sign * self.values[n])
        if len(clause.groups) == 1 and re.search(r"(?<!at )\bmost\b(?! of)", clause.text) and extreme not in held:
            return self._two(held[0], extreme)
        return ""

    def _whole(self, clause: Clause) -> str:
        """All of a bar, or none of it, where bars are shares."""
        whole = self.reading.whole
        if whole is None or re.search(r"\b(?:not|\w+n't|except|all but|nearly|almost|hardly)\b", clause.text) or re.search(f"{HIGH}|{LOW}|{MORE}|{LESS}", clause.text):
            return ""
        is_all, is_none = (bool(re.search(p, clause.text)) for p in (r"(?<!of )\b(?:all|every|each|always|everything|everywhere)\b", r"\b(?:no|none|never)\b"))
        if is_all == is_none:
            return ""
        due = whole if is_all != bool(re.search(self.reading.turns, clause.text)) else 0.0
        held = [n for group in clause.groups for n in group] or range(len(self.values))
        wrong = next((n for n in held if abs(self.values[n] - due) > 0.05), None)
        return f"{self._is(wrong)}." if wrong is not None else ""

    def _multiple(self, clause: Clause) -> str:
        """Doubled, halved, three times as much: some pair of values must have this ratio."""
        times = re.search(TIMES, clause.text)
        word = re.search(rf"\b({'|'.join(FACTORS)})\w+\b", clause.text)
        if self.reading.is_change or not (times or word):
            return ""
        due = (WORDS.get(times[1]) or float(times[1])) if times else FACTORS[word[1]]
        qualified = clause.text[: (times or word).start()]
        pairs = {(a, b) for column in self.columns for a, b in permutations(range(len(column)), 2)} if not times or self.is_timed else set()
        pairs = pairs or set(permutations(range(len(self.values)), 2))
        held = [n for group in clause.groups for n in group]
        ratios = [c[b] / c[a] for c in self.columns for a, b in pairs if c[a] and (not held or b in held or (times and a in held))]
        ratios += [c[n] / d[n] for c, d in permutations(self.columns, 2) for n in (held or range(len(self.values))) if d[n]]
        if not times and self.is_timed and held and not self.reading.beside:  # "doubled in 2023": from an earlier bar
            ratios = [self.values[b] / self.values[a] for b in held for a in range(b) if self.values[a]] or ratios
        if re.search(r"\b(?:more than|over|at least)\s*$", qualified):
            fits = any(r >= due * (1 - ROUNDED) for r in ratios)
        else:
            slack = ROUGH if re.search(r"\b(?:nearly|almost|about|some|roughly|around)\s*$", qualified) else MULTIPLE
            fits = any(abs(r / due - 1) <= slack for r in ratios)
        return "" if fits or not ratios else f"no two values in the chart have the ratio that “{(times or word)[0]}” says."

    def _numbers(self, clause: Clause) -> str:
        """Every number must be a value, or the sum, difference, share or change of values, of the one bar named where one is."""
        text = re.sub(rf"{TIMES}|\bmultiplied by \d+|\bfactor of \d+", " ", clause.text)
        held = list(clause.groups[0]) if len(clause.groups) == 1 and len(clause.groups[0]) == 1 else []
        for m in re.finditer(r"(?<![\w.\-«,])(\d+(?:\.\d+)?)(?![\d»]|,\d)\s*(%|per cent|percent|million|billion|thousand)?", text):
            number, unit, rest = float(m[1]), m[2] or "", text[m.end() :]
            if re.fullmatch(r"(?:19|20)\d\d", m[1]) or re.match(r"\s*-?(?:years?|states|countries|periods|bars|verdicts|days|months|st\b|nd\b|rd\b|th\b)", rest):
                continue
            if (unit in ("million", "billion", "thousand")) and (self.reading.millions != (unit != "thousand")):
                continue
            if number.is_integer() and number <= len(self.values) and not held and not unit:
                continue
            scale = 1000 if unit in ("billion", "thousand") else 1
            is_percent = unit in ("%", "per cent", "percent")
            is_step = is_percent and self.is_timed and bool(re.search(rf"(?:{UP}|{DOWN})\D*\bby (?:\w+ )?$", text[: m.start()]))
            pool = self._steps(held) if is_step else self._pool(held, is_percent, text)
            if not self._fits(number * scale, pool, text[: m.start()], _half(m[1]) * scale):
                return f"{m[0].strip().replace('.0', '')} is not {'the value of ' + self.names[held[0]] if held else 'among the values'}, nor follows from the bars."
        return ""

    def _steps(self, held: list[int]) -> list[float]:
        """Changes in per cent from a bar to a later one, or into the bar named."""
        into = held or range(len(self.values))
        return [100 * abs(c[b] / c[a] - 1) for c in self.columns for b in into for a in range(len(c)) if c[a] and (a < b or (held and a > b))]

    def _pool(self, held: list[int], is_percent: bool, text: str) -> list[float]:
        places = held or range(len(self.values))
        found = [abs(c[n]) for c in self.columns for n in places]
        others = [(c[n], c[m]) for c in self.columns for n in places for m in range(len(c)) if m != n]
        if is_percent:
            found += [100 * abs(a / b - 1) for a, b in others if b] + [100 * abs(b / a - 1) for a, b in others if a]
            found += [100 * c[n] / sum(c) for c in self.columns for n in places if sum(c)]
            found += [100 * abs(c[n] / d[n]) for c, d in permutations(self.columns, 2) for n in places if d[n]]
            found += [100 * abs(sum(c) / sum(d)) for c, d in permutations(self.columns, 2) if sum(d)]
        if re.search(rf"\b(?:more|less|fewer|than|by|apart|gap|differ\w*|between|additional)\b|{UP}|{DOWN}", text):
            found += [abs(self.values[n] - v) for n in places for m, v in enumerate(self.values) if m != n]
        return found + ([] if held else [abs(sum(c)) for c in self.columns])

    @staticmethod
    def _fits(number: float, pool: list[float], before: str, half: float) -> bool:
        if re.search(r"\b(?:more than|over|above|at least|within|exceeds?)\s*$", before):
            return any(v >= number * (1 - ROUNDED) for v in pool)
        if re.search(r"\b(?:less than|fewer than|under|below|at most|up to)\s*$", before):
            return any(v <= number * (1 + ROUNDED) for v in pool)
        slack = MULTIPLE if re.search(r"\b(?:nearly|almost|about|some|roughly|around)\s*$", before) else ROUNDED
        return any(abs(number - v) <= max(slack * v, half) for v in pool)
