"""Drawings marked by what they show: the drawn values, an axis that begins at zero, a title that says what was found.

How a drawing is made does not matter: bars upright or lying, pandas, seaborn or matplotlib, in any order and colour.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from evidence.judging import ledger
from evidence.tables import load

LARGE = 14  # points: text of a figure from this size on is its title
FEWEST_WORDS = 4
SAYS = (
    r"\b(?:is|are|was|were|has|had|have|did|do|does|can|could|made|came|went|stood|stands?|held|holds?|took|takes?|gave|gives?|leads?|led"
    r"|armed|sold|bought|supplied|delivered|owed?s?|repaid|paid|peaked|peaks|rose|rises|grew|grows|fell|falls|shrank|shrinks"
    r"|dropped|drops|halved|doubled|ended|ends|stopped|turned|agrees?|agreed|disagrees?|differs?|more|most|less|least|fewer|fewest|over|under|only|half|none|no)\b"
)  # fmt: skip
FACTORS = {
    100.0: "Your values are {} times too large: are they per cent of a percentage?",
    0.01: "Your values are a hundredth of what is asked for: give them in per cent.",
    1e6: "Your values are in single units; give them in millions.",
    1e-6: "Your values are a millionth of what is asked for: they were in millions already.",
    -1.0: "Your values have the wrong sign.",
}


@dataclass(frozen=True)
class Drawing:
    """What an exercise asks to be drawn.

    Args:
        values: of the bars, in any order.
        about: words of which the title must have one.
        against: what the title must not say, since the values say the opposite.
        mistakes: values that are often drawn in their place, each with what to say.
    """

    values: Callable[[], Sequence[float]]
    about: tuple[str, ...]
    against: str = r"(?!)"
    mistakes: tuple[tuple[Callable[[], Sequence[float]], str], ...] = ()


def judged(exercise: str, drawn: Any) -> tuple[bool, str]:
    """Whether a drawing shows what the exercise asks for, and what came out.

    Raises:
        TypeError: what was handed over is no chart.
    """
    ax = _axes(drawn)
    asked = DRAWINGS[exercise]
    for problem in (_values(ax, asked), _baseline(ax), _title(ax, asked)):
        if problem:
            return False, problem
    return True, "the values, the axis and the title are in order."


def _axes(drawn: Any) -> Axes:
    ax = drawn if isinstance(drawn, Axes) else getattr(drawn, "ax", None)
    if not isinstance(ax, Axes):
        raise TypeError("no chart")
    return ax


def bars(ax: Axes) -> tuple[list[float], bool]:
    """Values of the bars of a chart, and whether they lie."""
    held = [c for c in ax.containers if isinstance(c, BarContainer)]
    lying = any(c.orientation == "horizontal" for c in held)
    sizes = [patch.get_width() if lying else patch.get_height() for c in held for patch in c.patches]
    return [float(size) for size in sizes if np.isfinite(size)], lying


def alike(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """Whether two sets of values are the same, in any order, but for rounding."""
    if len(ours) != len(theirs):
        return False
    return bool(np.allclose(sorted(ours), sorted(theirs), rtol=0.004, atol=0.5 if max(map(abs, theirs)) >= 20 else 0.02))


def _values(ax: Axes, asked: Drawing) -> str:
    shown, wanted = bars(ax)[0], [float(v) for v in asked.values()]
    if not shown:
        return "there are no bars in it; draw one for each value, for instance with `sns.barplot`."
    if alike(shown, wanted):
        return ""
    for values, words in asked.mistakes:
        if alike(shown, [float(v) for v in values()]):
            return words
    for factor, words in FACTORS.items():
        if alike([v / factor for v in shown], wanted):
            return words.format(f"{factor:.0f}")
    if len(shown) != len(wanted):
        return f"it has {len(shown)} bars; {len(wanted)} are asked for."
    wrong = sum(not any(alike([v], [w]) for w in wanted) for v in shown)
    return f"{wrong} of its {len(shown)} bars have another height than the data; check years, release and unit."


def _baseline(ax: Axes) -> str:
    low, high = sorted(ax.get_xlim() if bars(ax)[1] else ax.get_ylim())
    if low > 0 or high < 0:
        return f"the axis of the values begins at {low:,.0f}. A bar is read by its length: let it begin at zero."
    return ""


def title(ax: Axes) -> str:
    """The title of a chart, wherever it was written."""
    own = [ax.get_title(loc=place) for place in ("left", "center", "right")]
    figure = ax.get_figure(root=True)
    large = [text.get_text() for text in figure.texts if text.get_fontsize() >= LARGE]
    return " ".join(" ".join([*own, figure.get_suptitle(), *large]).split())


def _title(ax: Axes, asked: Drawing) -> str:
    said = title(ax)
    if not said:
        return "the values are right, and it has no title: say in it what you found."
    if said.endswith("?"):
        return "the values are right; the title asks. Let it answer."
    if len(said.split()) < FEWEST_WORDS or not re.search(SAYS, said, re.IGNORECASE):
        return f"the values are right; “{said}” names a topic. Say what you found, in a sentence with a verb."
    if not re.search("|".join(asked.about), said, re.IGNORECASE):
        return "the values are right; the title does not say whom or what it is about."
    if re.search(asked.against, said, re.IGNORECASE):
        return f"the values are right; but do they say “{said}”?"
    return ""


# what is asked for ----------------------------------------------------------------------------------------------------


def _israel(release: int | None = 2026) -> Sequence[float]:
    rows = load("arms/deliveries").query("supplier == 'Israel' and recipient == 'Azerbaijan' and delivery_year >= 2006")
    rows = rows if release is None else rows[rows["release"] == release]
    period = pd.cut(rows["delivery_year"], [2005, 2010, 2015, 2020, 2025])
    return rows.groupby(period, observed=False)["tiv_million"].sum().tolist()


def _owed(edition: str | None = "2025-12") -> Sequence[float]:
    rows = load("debt/owed_to_russia").query("debtor == 'Armenia' and 2019 <= year <= 2024")
    rows = rows if edition is None else rows[rows["edition"] == edition]
    return (rows.groupby("year")["outstanding_usd"].sum() / 1e6).tolist()


def _agreed(share: bool = False) -> Sequence[float]:
    book = ledger.whole_book()
    groups = book["verdict"].eq(book["second"]).groupby(book["verdict"])
    return (100 * groups.mean() if share else groups.sum()).tolist()


def _claims() -> Sequence[float]:
    return ledger.whole_book()["verdict"].value_counts().tolist()


STACKED = "these are several releases added up. Each release counts the same deliveries again: take the newest alone."
DRAWINGS: dict[str, Drawing] = {
    "02.5": Drawing(
        _israel, ("Israel",), r"\b(?:least|never|rose (?:ever|throughout)|kept rising)\b",
        ((lambda: _israel(None), STACKED), (lambda: _israel(2024), "that is the release of 2024, which ends in 2023."),
         (lambda: _israel(2025), "that is the release of 2025, which ends in 2024.")),
    ),
    "06.5": Drawing(
        _owed, ("debt", r"ow(?:e|ed|es|ing)\b", "Armenia"), r"\b(?:rose|rises|grew|grows|increased|doubled)\b",
        ((lambda: _owed(None), "these are several editions added up. Each counts the same debt again: take the newest alone."),),
    ),
    "09.5": Drawing(
        _agreed, ("coder", "agree", "reader"), r"\b(?:all|every|always|never)\b",
        ((lambda: _agreed(True), "those are per cent; the exercise asks for numbers of claims."),
         (_claims, "those are all claims; count those on which the second coder agrees.")),
    ),
}  # fmt: skip
