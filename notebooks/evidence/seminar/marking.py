"""Exercises that mark themselves without holding the answer.

A solution states the answer once; what is kept of it is a digest, so that an exercise can say right or wrong and give a
hint, and nobody can read the answer out of the repository. Some exercises have many right answers: these are tried for
a property instead (`evidence.seminar.properties`).
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable
from numbers import Real
from pathlib import Path
from typing import Any

from evidence.places import NOTEBOOKS

KEPT = NOTEBOOKS / "seminar" / "digests.json"
RECORD = "ALLIANCE_RECORD"
ROUNDS = 20_000
UNANSWERED = 'not answered yet. For a hint set answer = "hint".'
SLIPS = {  # what a number was multiplied with by mistake, undone
    -1: "The number is right and the sign is wrong: which one is subtracted from which?",
    100: "That is a share; the exercise asks for per cent, a hundred times as much.",
    0.01: "That is a hundred times what is asked for; it was in per cent already.",
    1e-6: "That is in single units; give it in millions.",
    1e6: "That is a millionth of what is asked for.",
}


class MarkingProblem(Exception):
    """An exercise that nobody wrote a solution for."""


def check(exercise: str, answer: Any, digits: int = 0) -> None:
    """Say whether an answer is right, with a hint where it is not, or where the answer is "hint".

    Args:
        exercise: its number, such as "02.2".
        answer: a number, a word, or several of these in any order; an ellipsis while there is none.
        digits: decimals to which numbers are compared.

    Raises:
        MarkingProblem: there is no such exercise.
    """
    if os.environ.get(RECORD):
        _record(exercise, answer=digest(exercise, answer, digits), kind=kind(answer), digits=digits)
        _record_coarser(exercise, answer, digits)
    kept = _kept(exercise)
    answer = _typed(answer, kept["kind"])
    if answer is ...:
        _say(exercise, UNANSWERED)
    elif _asks(answer):
        _say(exercise, kept["hint"])
    elif kind(answer) != kept["kind"]:
        wanted = f"{kept['kind']}, to {kept['digits']} decimals" if kept["kind"] == "a number" and kept["digits"] else kept["kind"]
        _say(exercise, f"the answer should be {wanted}; this is {kind(answer)}.")
    else:
        given = digest(exercise, answer, kept["digits"])
        known = kept.get("mistakes", {})
        told = "right." if given == kept["answer"] else known.get(given) or _slip(exercise, answer, kept)
        _say(exercise, told or f"not yet. {kept['hint']}")


def _slip(exercise: str, answer: Any, kept: dict[str, Any]) -> str:
    """What to say to a number that would be right with another sign or another unit; nothing otherwise."""
    if kept["kind"] != "a number":
        return ""
    tried = ((words, digest(exercise, float(answer) * factor, kept["digits"])) for factor, words in SLIPS.items())
    return next((f"not yet. {words}" for words, given in tried if given == kept["answer"]), "")


def draw(exercise: str, answer: Any) -> None:
    """Look at a drawing: its values, its axis and its title, and say what came out.

    Args:
        exercise: its number.
        answer: the Axes that were drawn on; an ellipsis while there are none.
    """
    from evidence.seminar import plots

    _opened(exercise, "a drawing", answer)
    if answer is ... or _asks(answer):
        return
    try:
        holds, told = plots.judged(exercise, answer)
    except TypeError:
        _say(exercise, "the answer should be the chart: `fig, ax = plt.subplots()`, draw on `ax`, then `answer = ax`.")
        return
    _say(exercise, f"right: {told}" if holds else f"not yet: {told}")


def prove(exercise: str, answer: Any) -> None:
    """Try an answer for the property that the exercise asks for, and say what came out.

    Args:
        exercise: its number.
        answer: what `evidence.seminar.properties` wants for it; an ellipsis while there is none.
    """
    from evidence.seminar.properties import PROPERTIES

    words = _opened(exercise, "a property", answer)
    if answer is ... or _asks(answer):
        return
    try:
        holds, told = PROPERTIES[exercise](answer)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        _say(exercise, f"the answer has another form than asked for. {words}")
        return
    _say(exercise, f"right: {told}" if holds else f"not yet: {told}")


def _opened(exercise: str, sort: str, answer: Any) -> str:
    """The hint of an exercise without one answer, said to who asks for it; keeps its sort while recording."""
    if os.environ.get(RECORD):
        _record(exercise, kind=sort)
    words = _kept(exercise)["hint"]
    if answer is ...:
        _say(exercise, UNANSWERED)
    elif _asks(answer):
        _say(exercise, words)
    return words


def _asks(answer: Any) -> bool:
    """Whether a student asks for the hint in place of an answer."""
    return isinstance(answer, str) and answer.strip().casefold() == "hint"


def _typed(answer: Any, wanted: str) -> Any:
    """An answer as it was meant: a number in quotes, with or without a sign of per cent, is that number."""
    if wanted != "a number" or not isinstance(answer, str):
        return answer
    found = re.fullmatch(r"([-+\u2212]?\d+(?:\.\d+)?)\s*(?:%|per ?cent)?", answer.strip().replace(",", ""))
    return float(found[1].replace("\u2212", "-")) if found else answer


def _record_coarser(exercise: str, answer: Any, digits: int) -> None:
    """Keep what to say to the right number with too few decimals: a slip of typing, not of thought."""
    if kind(answer) != "a number":
        return
    words = f"not yet. Rounded too far: give {digits} decimal{'s' if digits > 1 else ''}."
    for fewer in range(digits):
        coarse = digest(exercise, round(float(answer), fewer), digits)
        if coarse != digest(exercise, answer, digits):
            _record(exercise, mistake=(coarse, words))


def hint(exercise: str, words: str) -> None:
    """What the exercise says to who asks for a hint, and to an answer that is wrong in no known way."""
    _record_and_show(exercise, words, hint=words)


def mistake(exercise: str, answer: Any, words: str) -> None:
    """A wrong answer that is often given, and what to say to it; stands after the check of the right one.

    Raises:
        MarkingProblem: it rounds to the right answer, so the exercise would mark a mistake as right.
    """
    kept = _kept(exercise)
    given = digest(exercise, answer, kept.get("digits", 0))
    if given == kept.get("answer"):
        raise MarkingProblem(f"{exercise}: the mistake {answer!r} would be marked right; ask for something that tells them apart")
    _record_and_show(exercise, words, mistake=(given, f"not yet. {words}"))


def told(exercise: str, answer: Any, digits: int | None = None) -> None:
    """Print the answer in a solution: a number to so many decimals, anything else as it is."""
    _say(exercise, f"the answer is {answer if digits is None or not isinstance(answer, Real) else _plain(answer, digits)}")


def digest(exercise: str, answer: Any, digits: int = 0) -> str:
    """A fingerprint of an answer from which it cannot be read."""
    text = json.dumps(_plain(answer, digits), ensure_ascii=False)
    return hashlib.pbkdf2_hmac("sha256", text.encode(), exercise.encode(), ROUNDS).hex()[:32]


def kind(answer: Any) -> str:
    """What sort of thing an answer is, in words."""
    if isinstance(answer, bool):
        return "yes or no (True or False)"
    if isinstance(answer, Real):
        return "a number"
    if isinstance(answer, str):
        return "a word"
    if isinstance(answer, Iterable):
        return "several values"
    return f"something else ({type(answer).__name__})"


def _plain(answer: Any, digits: int) -> Any:
    if hasattr(answer, "item") and getattr(answer, "ndim", 0) == 0:
        answer = answer.item()
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, Real):
        return f"{round(float(answer), digits) + 0.0:.{digits}f}"
    if isinstance(answer, str):
        return " ".join(answer.casefold().split()).strip(" .!\"'")
    if isinstance(answer, Iterable):
        return sorted(str(_plain(a, digits)) for a in answer)
    return repr(answer)


def _kept(exercise: str) -> dict[str, Any]:
    path = Path(os.environ.get(RECORD) or KEPT)
    found = json.loads(path.read_text(encoding="utf-8")).get(exercise) if path.exists() else None
    if found is None or "kind" not in found:
        raise MarkingProblem(f"{exercise}: no solution is recorded; run `python notebooks/evidence seminar`")
    return {"hint": ""} | found


def _record(exercise: str, **said: Any) -> None:
    path = Path(os.environ[RECORD])
    book = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    entry = book.setdefault(exercise, {})
    if "mistake" in said:
        given, words = said.pop("mistake")
        entry.setdefault("mistakes", {})[given] = words
    entry.update(said)
    store(path, book)


def store(path: Path, book: dict[str, Any]) -> None:
    """Write a book of digests and hints, exercises in order."""
    path.write_text(json.dumps(dict(sorted(book.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _record_and_show(exercise: str, words: str, **said: Any) -> None:
    if os.environ.get(RECORD):
        _record(exercise, **said)
    _say(exercise, words)


def _say(exercise: str, words: str) -> None:
    sys.stdout.write(f"{exercise}: {words}\n")
