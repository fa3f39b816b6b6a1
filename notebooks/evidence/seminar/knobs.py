"""Which sentences of a chapter fall when a reader turns one of its settings: what its last cell lists, without opening it."""

from evidence import book
from evidence.text import descriptions, running, truth
from evidence.text.marks import Mark


def fallen(number: str, **settings: str) -> list[Mark]:
    """Marks of a chapter that no longer hold.

    Args:
        number: of the chapter.
        **settings: setting -> what stands behind its equals sign, as text.
    """
    path = book.notebook(number)
    names = running.run(running.source_of(path), settings)
    return [mark for mark, _ in truth.check(descriptions.all_text(path, number), names)[1]]
