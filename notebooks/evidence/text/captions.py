"""Captions stand in the notebook's Markdown, below the figure; the gallery and the records take them from there."""

import re
from typing import Any

from evidence.text import descriptions
from evidence.text.marks import MarkProblem, bare

OPENS = re.compile(r"\A\*\*Figure (\d+[a-z]?\.\d+)\.\*\*\s*")
LINK = re.compile(r"\s*\[In words\]\([^)]*\)")
TARGET = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def of(texts: list[tuple[int, str]]) -> dict[str, str]:
    """Number of a figure -> its caption as readers see it, without links, from the Markdown cells that begin with it."""
    found = {}
    for _, text in texts:
        opened = OPENS.match(text)
        if opened:
            paragraph = text[opened.end() :].split("\n\n")[0]
            found[opened[1]] = TARGET.sub(r"\1", LINK.sub("", bare(paragraph)))
    return found


def with_alts(figures: list[dict[str, Any]], texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The texts, in which a committed picture of the same chapter that is shown early has the alt text of its figure."""
    changed = []
    for cell, text in texts:
        for figure in figures:
            shown = re.escape(f"](../figures/{figure['file']}.png)")
            text = re.sub(rf"!\[[^\]]*{shown}", lambda m, f=figure: f"![{f['alt']}](../figures/{f['file']}.png)", text)
        changed.append((cell, text))
    return changed


def joined(figures: list[dict[str, Any]], texts: list[tuple[int, str]], chapter: str) -> list[dict[str, Any]]:
    """Records of figures with caption and long description.

    Raises:
        MarkProblem: a figure has no caption below it or no description, or one of these belongs to no figure.
    """
    captions, words = of(texts), descriptions.sections(texts)
    names = {f["file"].partition("_")[2] for f in figures}
    numbers = {f["number"] for f in figures}
    for what, known, found in (("caption", numbers, set(captions)), ("description", names, set(words))):
        if known != found:
            raise MarkProblem(
                f"chapter {chapter}: every figure needs one {what}; without: {', '.join(sorted(known - found)) or 'none'};"
                f" left over: {', '.join(sorted(found - known)) or 'none'}"
            )
    return [
        {**f, "caption": captions[f["number"]], "description": words[f["file"].partition("_")[2]]} for f in figures
    ]
