"""The one error a builder raises: which file, where in it, what was expected, what to do."""

from pathlib import Path


class SourceProblem(Exception):
    """A publisher's file that cannot be used as it is.

    Args:
        file: the file at fault, as the reader knows it.
        where: row, field or column, in words ("row 14, field Delivery year").
        expected: what the parser needs to find there.
        found: what is there instead.
        remedy: what the reader can do about it.
    """

    def __init__(self, file: Path | str, where: str, expected: str, found: str, remedy: str) -> None:
        self.file = Path(file).name
        self.where = where
        self.expected = expected
        self.found = found
        self.remedy = remedy
        super().__init__(
            f"{self.file}: {where}\n  expected: {expected}\n  found:    {found}\n  remedy:   {remedy}"
        )
