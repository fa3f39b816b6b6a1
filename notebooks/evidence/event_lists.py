"""Which events a measure, a rule or a handout rests on: read from narrative/event_lists, so that no key stands in code.

>>> from evidence.event_lists import keys
>>> keys("finding", "karabakh_held_outside")
('E048', 'E144')
"""

from functools import cache

from evidence.tables import load, near


class ListProblem(Exception):
    """A list that the table does not hold."""


@cache
def groups(purpose: str) -> dict[str, tuple[str, ...]]:
    """All lists of one purpose, name -> keys of events in the order of the table.

    Raises:
        ListProblem: there is none; the message has near matches.
    """
    rows = load("narrative/event_lists")
    chosen = rows[rows["purpose"].eq(purpose)]
    if chosen.empty:
        raise ListProblem(f"narrative/event_lists has no purpose {purpose!r}; near: {near(purpose, [*rows['purpose'].unique()])}")
    return {name: tuple(part["event_id"]) for name, part in chosen.groupby("name", sort=False)}


def keys(purpose: str, name: str) -> tuple[str, ...]:
    """One list.

    Raises:
        ListProblem: there is none of that name; the message has near matches.
    """
    lists = groups(purpose)
    if name not in lists:
        raise ListProblem(f"narrative/event_lists has no {purpose} {name!r}; near: {near(name, [*lists])}")
    return lists[name]
