"""Drawings marked by what they show: the drawn values, an axis that begins at zero, a title that the bars do not refute.

How a drawing is made does not matter: bars upright or lying, pandas, seaborn or matplotlib, in any colour.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from evidence.seminar import titles
from evidence.seminar.asked import DRAWINGS, Drawing

IN_ORDER = (
    "values, axis, names and unit are in order, and the title names what is drawn. "
    "This cell refuses what it sees the bars refute; whether the title is true, let a neighbour decide, with the bars in sight."
)
NO_VERB = " Is “{}” a sentence? This cell found no verb in it; a title says what was found."
LARGE = 14  # points: text of a figure from this size on is its title
FACTORS = {
    100.0: "Your values are {} times too large: are they per cent of a percentage?",
    0.01: "Your values are a hundredth of what is asked for: give them in per cent.",
    1e6: "Your values are in single units; give them in millions.",
    1e-6: "Your values are a millionth of what is asked for: they were in millions already.",
    -1.0: "Your values have the wrong sign.",
}


@dataclass(frozen=True)
class Bar:
    """A bar as it stands: what it is called, where its middle is along the axis of names, its length, and where it begins."""

    name: str
    place: float
    value: float
    foot: float = 0.0


def judged(exercise: str, drawn: Any) -> tuple[bool, str]:
    """Whether a drawing shows what the exercise asks for, and what came out.

    Raises:
        TypeError: what was handed over is no chart.
    """
    ax = _axes(drawn)
    asked = DRAWINGS[exercise]
    wanted = asked.values()
    held, lying = bars(ax)
    for problem in (
        _values(held, asked, wanted), _scales(ax), _baseline(ax, held, lying, asked), _names(held, asked, wanted),
        _order(ax, held, lying, asked, wanted), _title(ax, asked, wanted), _unit(ax, asked),
    ):  # fmt: skip
        if problem:
            return False, problem
    said = title(ax)
    return True, IN_ORDER + ("" if titles.finding(said, [str(name) for name in wanted.index]) else NO_VERB.format(said))


def _axes(drawn: Any) -> Axes:
    ax = drawn if isinstance(drawn, Axes) else getattr(drawn, "ax", None)
    if not isinstance(ax, Axes):
        raise TypeError("no chart")
    return ax


def bars(ax: Axes) -> tuple[list[Bar], bool]:
    """The bars of a chart in the order of their places, and whether they lie."""
    held = [c for c in ax.containers if isinstance(c, BarContainer)]
    lying = any(c.orientation == "horizontal" for c in held)
    axis = ax.yaxis if lying else ax.xaxis
    ticks = [(at, tick.get_text()) for at, tick in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)]
    found = []
    for patch in (patch for c in held for patch in c.patches):
        value = float(patch.get_width() if lying else patch.get_height())
        place = patch.get_y() + patch.get_height() / 2 if lying else patch.get_x() + patch.get_width() / 2
        if np.isfinite(value):
            foot = float(patch.get_x() if lying else patch.get_y())
            found.append(Bar(_name_at(ticks, place), float(place), value, foot))
    return sorted(found, key=lambda bar: bar.place), lying


def _name_at(ticks: list[tuple[float, str]], place: float) -> str:
    """What stands on the axis at a bar: its tick, or on an axis of numbers, such as years, the number."""
    near = [text for at, text in ticks if abs(at - place) < 0.3]
    return next((name for name in near if name), "" if near or abs(place) < 1000 else f"{place:.0f}")


def alike(ours: Iterable[float], theirs: Iterable[float], largest: float | None = None) -> bool:
    """Whether two sets of values are the same, in any order, but for rounding.

    Args:
        ours: values of a chart.
        theirs: values that are asked for.
        largest: largest value of the chart, where a part of it is compared; by it one sees how finely one may round.
    """
    ours, theirs = sorted(ours), sorted(theirs)
    if len(ours) != len(theirs):
        return False
    large = max(map(abs, theirs), default=0) if largest is None else largest
    return bool(np.allclose(ours, theirs, rtol=0.004, atol=0.5 if large >= 20 else 0.06))


def _values(held: list[Bar], asked: Drawing, wanted: pd.Series) -> str:
    shown = [bar.value for bar in held]
    if not shown:
        return "there are no bars in it; draw one for each value, for instance with `sns.barplot`."
    if alike(shown, wanted):
        return ""
    for values, words in asked.mistakes:
        if alike(shown, values()):
            return words
    for factor, words in FACTORS.items():
        if alike([v / factor for v in shown], wanted):
            return words.format(f"{factor:.0f}")
    if len(shown) != len(wanted):
        return f"it has {len(shown)} bars; {len(wanted)} are asked for."
    large = wanted.abs().max()
    wrong = [bar for bar in held if not any(alike([bar.value], [w], large) for w in wanted)]
    names = ", ".join(bar.name for bar in wrong if bar.name) if len(wrong) <= len(held) / 2 else ""
    told = f"{len(wrong)} of its {len(held)} bars {'has' if len(wrong) == 1 else 'have'} another height than asked for{f' ({names})' if names else ''}"
    return f"{told}. Which rows does it hold, and were they added up before you drew?"


def _scales(ax: Axes) -> str:
    """A second axis laid over the first lets the eye compare what has no common measure."""
    held = ax.get_figure(root=True).axes
    twins = [other for other in held if other is not ax and np.allclose(other.get_position().bounds, ax.get_position().bounds)]
    return "the values are right; a second scale is laid over them. Where it begins and ends is your choice, and so is what the eye sees: leave it out." if twins else ""


def _names(held: list[Bar], asked: Drawing, wanted: pd.Series) -> str:
    if not asked.is_named:
        return ""
    for bar in held:
        key = _key(bar.name, wanted)
        if key is None:
            return f"the values are right; a bar is called {f'“{bar.name}”' if bar.name else 'nothing'}. Call each by its name in the table."
        if not alike([bar.value], [wanted[key]], wanted.abs().max()):
            return f"the values are right; the bar called “{bar.name}” is another's. Were values sorted and names not?"
    return ""


def _key(name: str, wanted: pd.Series) -> Any:
    """Which of the names asked for a bar has; dashes and capitals do not matter."""
    told = {_plain(key): key for key in wanted.index}
    return told.get(_plain(name))


def _plain(name: Any) -> str:
    return " ".join(str(name).replace("–", "-").replace("\u2212", "-").split()).casefold()


def _order(ax: Axes, shown: list[Bar], lying: bool, asked: Drawing, wanted: pd.Series) -> str:
    if asked.order == "size":
        values = pd.Series([bar.value for bar in shown])
        if not (values.is_monotonic_increasing or values.is_monotonic_decreasing):
            return "the values are right; the bars stand in no order. Sort them by size, and the eye finds the first and the last."
    if asked.order == "time":
        keys, due = [_key(bar.name, wanted) for bar in shown], list(wanted.index)
        backwards = not lying and ax.get_xlim()[0] > ax.get_xlim()[1]
        if (keys != due and not (lying and keys == due[::-1])) or backwards:
            return "the values are right; time should run from left to right, or from top to bottom."
    return ""


def _baseline(ax: Axes, held: list[Bar], lying: bool, asked: Drawing) -> str:
    if asked.floats and all(bar.foot for bar in held):  # from the low count to the high one: read by its ends
        return ""
    if (ax.get_xscale() if lying else ax.get_yscale()) != "linear":
        return "the axis of the values is not linear, so that no bar begins at zero. A bar is read by its length."
    low, high = sorted(ax.get_xlim() if lying else ax.get_ylim())
    if low > 0 or high < 0:
        return f"the axis of the values begins at {low:,.0f}. A bar is read by its length: let it begin at zero."
    return ""


def title(ax: Axes) -> str:
    """The title of a chart, wherever it was written."""
    own = [ax.get_title(loc=place) for place in ("left", "center", "right")]
    figure = ax.get_figure(root=True)
    large = [text.get_text() for text in figure.texts if text.get_fontsize() >= LARGE]
    return " ".join(" ".join([*own, figure.get_suptitle(), *large]).split())


def _title(ax: Axes, asked: Drawing, wanted: pd.Series) -> str:
    said = title(ax)
    if not said:
        return "the values are right, and it has no title: say in it what you found."
    if said.endswith("?"):
        return "the values are right; the title asks. Let it answer."
    if titles.finding(said, [str(name) for name in wanted.index]) is False:
        return f"the values are right; “{said}” names a topic. What did you find? Say it in a sentence with a verb."
    if not re.search("|".join(asked.about), said, re.IGNORECASE):
        return "the values are right; the title does not say whom or what it is about."
    if re.search(asked.against, said, re.IGNORECASE):
        return f"the values are right; but do they say “{said}”?"
    against = titles.refuted(said, wanted, asked.reading, asked.order == "time" or not asked.is_named)
    return f"the values are right; but do they say “{said}”? {against}" if against else ""


def _unit(ax: Axes, asked: Drawing) -> str:
    figure = ax.get_figure(root=True)
    said = " ".join([*(text.get_text() for text in [*figure.texts, *ax.texts]), title(ax), ax.get_xlabel(), ax.get_ylabel()])
    if not re.search(asked.unit, said, re.IGNORECASE):  # "20%" at a tick names its unit, too; laying ticks out takes its time
        said = " ".join([said, *(tick.get_text() for tick in [*ax.get_xticklabels(), *ax.get_yticklabels()])])
    if re.search(asked.unit, said, re.IGNORECASE):
        return ""
    other = next((words for pattern, words in asked.other_units.items() if re.search(pattern, said, re.IGNORECASE)), "")
    if other:
        return f"values and title are right; {other}"
    return "values and title are right; nothing says what the values count. Name the unit on the axis or under the title."
