"""What becomes of a chapter when a reader turns one of its settings: its variables, and the sentences that fall."""

from functools import cache
from typing import Any

from evidence import book
from evidence.text import descriptions, running, truth
from evidence.text.marks import Mark


def turned(number: str, **settings: str) -> dict[str, Any]:
    """Variables of a chapter after a run with other settings, without opening it.

    Args:
        number: of the chapter.
        **settings: setting -> what stands behind its equals sign, as text.
    """
    return dict(_run(number, tuple(settings.items())))


@cache
def _run(number: str, settings: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """A search turns a setting step by step, and a hint asks again for what was run a moment ago."""
    source = running.source_of(book.notebook(number))
    return running.run(source, dict(settings), before=_run(number, ()) if settings else None)


def fallen(number: str, **settings: str) -> list[Mark]:
    """Marks of a chapter that no longer hold; in its last cell a reader sees the sentences around them.

    Args:
        number: of the chapter.
        **settings: setting -> what stands behind its equals sign, as text.
    """
    texts = descriptions.all_text(book.notebook(number), number)
    return [mark for mark, _ in truth.check(texts, turned(number, **settings))[1]]
