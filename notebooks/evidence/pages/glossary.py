"""Terms of the glossary, linked where a chapter first uses them."""

import re
from functools import cache

from evidence.book import slug
from evidence.tables import load

PAGE = "GLOSSARY.md"
NOT_PROSE = re.compile(
    r"<!--[?s](?:(?!-->).)*-->.*?<!--/-->"  # the words of an approved statement stay as they are
    r"|(?s:<!--.*?-->)|`[^`\n]*`|!?\[[^\]]*\]\([^)]*\)|<https?://[^>]*>|^(?:#|previous:|\[Contents\])[^\n]*$", re.MULTILINE
)
LINK = re.compile(rf"\]\({re.escape(PAGE)}#([^)]+)\)")


@cache
def forms() -> dict[str, tuple[str, ...]]:
    """Anchor of every term that is linked -> the spellings by which a text uses it."""
    rows = load("narrative/glossary").dropna(subset=["forms"])
    return {slug(term): tuple(text.split(";")) for term, text in zip(rows["term"], rows["forms"], strict=True)}


def first_use(text: str, spellings: tuple[str, ...]) -> re.Match[str] | None:
    """The first place in prose, outside headings, links and code, where one of the spellings stands."""
    blank = NOT_PROSE.sub(lambda m: " " * len(m[0]), text)
    return re.search(r"(?<![\w-])(?:" + "|".join(map(re.escape, spellings)) + r")(?![\w-])", blank)


def unlinked(cells: list[str]) -> list[str]:
    """Anchors of terms that a chapter uses before it links them, or without linking them.

    Args:
        cells: Markdown of a chapter, in order.
    """
    text = "\n\n".join(cells)
    linked = {match[1]: match.start() for match in reversed(list(LINK.finditer(text)))}
    found = []
    for anchor, spellings in forms().items():
        use = first_use(text, spellings)
        if use and linked.get(anchor, len(text)) > use.start():
            found.append(anchor)
    return found
