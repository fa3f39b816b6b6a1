"""Load a table of the data package, typed and checked.

>>> from evidence.tables import load
>>> load("debt/owed_to_russia")
"""

import difflib
import hashlib
import io
import json
from functools import cache

import pandas as pd

from evidence.places import DATA

REMEDY = "restore it with `git checkout -- data`, or rebuild it with `python data/build --sources DIR`"
_loaded: list[str] = []
_read: dict[tuple, pd.DataFrame] = {}  # by file, its time and size, and the hash that it should have: read once, handed out as copies


class TableProblem(Exception):
    """A table that is missing, cut short, altered or encoded anew; the message says where and what to do."""

    def __init__(self, file: str, where: str, expected: str, found: str, remedy: str = REMEDY) -> None:
        super().__init__(f"data/{file}: {where}\n  expected: {expected}\n  found:    {found}\n  remedy:   {remedy}")

    def _render_traceback_(self) -> list[str]:
        """In a notebook the message alone; what called what is of no help here."""
        return [f"{type(self).__name__}: {self}"]


def load(name: str) -> pd.DataFrame:
    """One table of the data package.

    Args:
        name: "group/table", such as "debt/owed_to_russia"; data/README.md lists them.

    Returns:
        A DataFrame with the columns and types that the descriptor gives: years and counts as integers, amounts as
        plain numbers in the unit that the column name says, dates as timestamps; unknown is NA and never 0.

    Raises:
        TableProblem: unknown name (with near matches), or a file whose bytes are not those that were built.
    """
    resource = _resource(name)
    path = DATA / resource["path"]
    try:
        state = path.stat()
    except FileNotFoundError:
        raise TableProblem(resource["path"], "the file", "the table", "no such file") from None
    stamp = (path, state.st_mtime_ns, state.st_size, resource["hash"])
    if stamp not in _read:
        _read[stamp] = _typed(_verified_text(resource), resource)
    if name not in _loaded:
        _loaded.append(name)
    return _read[stamp].copy()


def loaded() -> list[str]:
    """Names of the tables loaded so far, in alphabetical order."""
    return sorted(_loaded)


def description(name: str) -> str:
    """What the descriptor says of a table; nothing where there is no such table."""
    return _descriptor().get(name, {}).get("description", "")


def near(word: str, known: list[str]) -> str:
    """Near matches in words, for an error message."""
    matches = difflib.get_close_matches(word.casefold(), [k.casefold() for k in known], n=4, cutoff=0.5)
    originals = [k for m in matches for k in known if k.casefold() == m]
    return ", ".join(dict.fromkeys(originals)) or "none"


@cache
def _descriptor() -> dict[str, dict]:
    path = DATA / "datapackage.json"
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TableProblem("datapackage.json", "the file", "the descriptor of the tables", "no such file") from None
    except ValueError as cause:
        raise TableProblem("datapackage.json", "the file", "valid JSON in UTF-8", str(cause)) from None
    return {r["name"]: r for r in described["resources"]}


def _resource(name: str) -> dict:
    resources = _descriptor()
    if name not in resources:
        group = [known for known in resources if known.partition("/")[0] == name.strip("/ ").casefold()]
        raise TableProblem(
            name,
            "the name",
            "a table of the data package",
            "no such table",
            f"tables of that group: {', '.join(group)}" if group else f"near matches: {near(name, [*resources])}",
        )
    return resources[name]


def _verified_text(resource: dict) -> str:
    raw = (DATA / resource["path"]).read_bytes()
    if "sha256:" + hashlib.sha256(raw).hexdigest() != resource["hash"]:
        raise _altered(raw, resource)
    return raw.decode("utf-8")


def _altered(raw: bytes, resource: dict) -> TableProblem:
    """Say as exactly as possible how the file differs from the one that was built."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as cause:
        line = raw[: cause.start].count(b"\n") + 1
        return TableProblem(resource["path"], f"row {line}", "text encoded as UTF-8", f"byte 0x{raw[cause.start]:02x}")
    names = [f["name"] for f in resource["schema"]["fields"]]
    header = text.partition("\n")[0].strip("\r\ufeff").split(",")
    if header != names:
        return TableProblem(resource["path"], "the header row", ", ".join(names), ", ".join(header)[:300])
    rows = text.count("\n") - 1
    schema = {k: v for k, v in resource["schema"].items() if k != "foreignKeys"}
    from frictionless import Resource

    checked = Resource.from_descriptor(
        {k: resource[k] for k in ("name", "path", "type", "format", "encoding")} | {"schema": schema},
        basepath=str(DATA),
    ).validate(limit_errors=1)
    errors = checked.flatten(["rowNumber", "fieldName", "note"])
    if errors:
        row, field, note = errors[0]
        return TableProblem(resource["path"], f"row {row}, field {field}", "the value that was built", note)
    size = f"{resource['bytes']:,} bytes in {resource['rows']:,} lines, sha256 {resource['hash'][7:19]}..."
    return TableProblem(
        resource["path"],
        "the whole file",
        size,
        f"{len(raw):,} bytes in {rows:,} lines" + (", with Windows line ends" if b"\r\n" in raw else ""),
    )


def _typed(text: str, resource: dict) -> pd.DataFrame:
    cells = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[""])
    return pd.DataFrame({f["name"]: _column(cells[f["name"]], f) for f in resource["schema"]["fields"]})


def _column(cells: pd.Series, field: dict) -> pd.Series:
    match field["type"]:
        case "integer" | "year":
            return cells.astype("Int64") if cells.isna().any() else cells.astype("int64")
        case "number":
            return cells.astype("float64")
        case "date":
            return pd.to_datetime(cells, format="%Y-%m-%d")
        case "boolean":
            values = cells.map({"true": True, "false": False})
            return values.astype("boolean") if cells.isna().any() else values.astype(bool)
        case _:
            return cells
