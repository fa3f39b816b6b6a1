"""Number formats for readers: every helper returns text, so that a page can never print a raw float.

>>> from evidence.forms import pct, musd, span
>>> span([279.4e6, 319.5e6], musd)
'279 to 320 million dollars'

All refuse values that are unknown, and round halves up after ten significant digits, so that the text depends neither on
the processor nor on how a fraction is stored.
"""

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
MINUS = "\u2212"


class FormProblem(ValueError):
    """A value that no reader can be shown: unknown, infinite, or not a number."""


class Told(str):
    """Text for readers that keeps the number it was made from in `value`."""

    value: Any

    def __new__(cls, text: str, value: Any) -> "Told":
        made = super().__new__(cls, text)
        made.value = value
        return made


def num(value: float, digits: int = 0) -> Told:
    """A number with thousands separators and a proper minus sign."""
    return Told(_digits(value, digits), _number(value))


def pct(share: float, digits: int = 0) -> Told:
    """A share, 0.94, as a percentage: 94%."""
    return Told(_digits(_number(share) * 100, digits) + "%", _number(share))


def pct_of(percent: float, digits: int = 0) -> Told:
    """A number that counts per cent already, 94.0, as a percentage: 94%."""
    return Told(_digits(percent, digits) + "%", _number(percent))


def musd(dollars: float, digits: int = 0) -> Told:
    """An amount in dollars, in millions: 283 million dollars."""
    return Told(f"{_digits(_number(dollars) / 1e6, digits)} million dollars", _number(dollars))


def bnusd(dollars: float, digits: int = 1) -> Told:
    """An amount in dollars, in billions: 7.6 billion dollars."""
    return Told(f"{_digits(_number(dollars) / 1e9, digits)} billion dollars", _number(dollars))


def usd(dollars: float) -> Told:
    """An amount in dollars: 2,000 dollars."""
    return Told(f"{_digits(dollars, 0)} dollars", _number(dollars))


def times(ratio: float, digits: int = 1) -> Told:
    """A multiple, to be followed by the word: 4.4 (times)."""
    return num(ratio, digits)


def word(count: int) -> Told:
    """A count in words up to twelve, in digits beyond."""
    whole = _whole(count)
    return Told(WORDS[whole] if 0 <= whole <= 12 else _digits(whole, 0), whole)


def many(count: int, one: str, more: str) -> Told:
    """A count with its noun: one deal, four deals."""
    return Told(f"{word(count)} {one if _whole(count) == 1 else more}", _whole(count))


def ordinal(place: int) -> Told:
    """A place in an order: eighth, 14th."""
    whole = _whole(place)
    if 1 <= whole <= 12:
        return Told(ORDINALS[whole - 1], whole)
    ending = "th" if 10 <= whole % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return Told(f"{whole}{ending}", whole)


def span(values: Iterable[float], form: Callable[..., Told] = num, digits: int = 0) -> Told:
    """Smallest to largest known value; one value where both read alike. A unit in words stands once, at the end."""
    known = [float(v) for v in values if not pd.isna(v)]
    if not known:
        raise FormProblem("expected at least one known value, found none")
    low, high = form(min(known), digits), form(max(known), digits)
    if low == high:
        return Told(low, (min(known), max(known)))
    number, _, unit = low.partition(" ")
    shared = unit and high.endswith(f" {unit}")
    return Told(f"{number if shared else low} to {high}", (min(known), max(known)))


def listed(names: Iterable[str]) -> Told:
    """Names in a row: Egypt, Yemen and Serbia."""
    known = [str(n) for n in names]
    if not known:
        raise FormProblem("expected at least one name, found none")
    text = known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}"
    return Told(text, known)


def whole(value: int) -> Told:
    """A year or another whole number, without a thousands separator: 2022."""
    return Told(str(_whole(value)), _whole(value))


def years(first: int, last: int) -> Told:
    """A span of years: 2011–20, 1999–2008."""
    a, b = _whole(first), _whole(last)
    return Told(f"{a}–{b % 100:02}" if a // 100 == b // 100 else f"{a}–{b}", (a, b))


def day(date: Any) -> Told:
    """A day in words: 24 November 2023."""
    if pd.isna(date):
        raise FormProblem("expected a date, found none")
    return Told(f"{date.day} {date:%B %Y}", date)


def month(date: Any) -> Told:
    """A month in words: October 2023."""
    if pd.isna(date):
        raise FormProblem("expected a date, found none")
    return Told(f"{date:%B %Y}", date)


HELPERS: dict[str, Callable[..., Told]] = {
    f.__name__: f
    for f in (num, pct, pct_of, musd, bnusd, usd, times, word, many, ordinal, span, listed, whole, years, day, month)
}


def _number(value: Any) -> float:
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise FormProblem(f"expected a number, found {type(value).__name__}")
    if getattr(value, "size", 1) != 1 or pd.isna(value) or not math.isfinite(float(value)):
        raise FormProblem(f"expected a known number, found {str(value)[:40]}")
    return float(value)


def _whole(value: Any) -> int:
    number = _number(value)
    if abs(number - round(number)) > 1e-9:
        raise FormProblem(f"expected a whole number, found {number:g}")
    return round(number)


def _digits(value: float, digits: int) -> str:
    exact = Decimal(f"{_number(value):.10g}").quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{digits}f}"
    return f"{MINUS}{text}" if exact < 0 else text


def written(value: Any) -> str:
    """The text of a recorded value that no helper made: true or false, or the number, with a proper minus sign."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{MINUS if value < 0 else ''}{abs(value)}"
