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


class Replacing(SourceProblem):
    """The finished tables could not be put in place, or the folder that holds them cannot be written."""


def why(cause: OSError) -> str:
    """An error of the operating system in words."""
    words = {
        FileNotFoundError: "no such file, or a link that leads nowhere",
        IsADirectoryError: "a folder of that name",
        PermissionError: "permission denied, or another program has it open",
    }
    return next((said for kind, said in words.items() if isinstance(cause, kind)), cause.strerror or str(cause) or type(cause).__name__)


def told(cause: BaseException) -> str:
    """What an error says, in one line; its kind where it says nothing."""
    return " ".join(str(cause).split())[:300] or type(cause).__name__


def unreadable(path: Path, cause: OSError) -> SourceProblem:
    """What is said of a file that the system does not let us read."""
    return SourceProblem(
        path, "the whole file", "a file that can be read", "a folder of that name" if path.is_dir() else why(cause),
        "put the publisher's file there, close any program that has it open, or remove the name",
    )  # fmt: skip
