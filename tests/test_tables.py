"""Loading: typed values, and one clear error for every kind of damage."""

import dataclasses
import json

import pandas as pd
import pytest
from build import schema
from evidence import tables
from evidence.places import DATA
from sources_here import copied

RESOURCES = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
NAMES = [r["name"] for r in RESOURCES]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A data folder to damage: the descriptor, and each table that is asked for with `brought`."""
    copied(DATA / "datapackage.json", tmp_path)
    monkeypatch.setattr(tables, "DATA", tmp_path)
    tables._descriptor.cache_clear()
    yield tmp_path
    tables._descriptor.cache_clear()


def brought(folder, name):
    """A table of the collection, copied into a data folder."""
    path = folder / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    copied(DATA / f"{name}.csv", path)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_every_table_loads_with_its_types(name):
    frame = tables.load(name)
    resource = next(r for r in RESOURCES if r["name"] == name)
    assert len(frame) == resource["rows"]
    for field in resource["schema"]["fields"]:
        kind = frame[field["name"]].dtype
        if field["type"] in ("integer", "year"):
            assert pd.api.types.is_integer_dtype(kind)
        if field["type"] == "number":
            assert pd.api.types.is_float_dtype(kind)
        if field["type"] == "date":
            assert pd.api.types.is_datetime64_any_dtype(kind)


ONE_OF_EACH = list({name.partition("/")[0]: name for name in NAMES}.values())  # the same few lines refuse every table


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_one_altered_byte_in_a_table_is_refused(copy, name):
    path = brought(copy, name)
    raw = bytearray(path.read_bytes())
    middle = next(i for i in range(len(raw) // 2, len(raw)) if chr(raw[i]).isalnum())
    raw[middle] = ord("7") if raw[middle] != ord("7") else ord("8")
    path.write_bytes(bytes(raw))
    with pytest.raises(tables.TableProblem, match=f"data/{name}.csv") as caught:
        tables.load(name)
    assert "expected:" in str(caught.value) and "remedy:" in str(caught.value)


def damage(text, how):
    lines = text.splitlines(keepends=True)
    return {
        "truncated": lambda: "".join(lines[:-3]),
        "missing column": lambda: "".join(line.split(",", 1)[1] for line in lines),
        "text in a number": lambda: text.replace(lines[3], lines[3].rsplit(",", 1)[0] + ",many\n"),
        "windows line ends": lambda: text.replace("\n", "\r\n"),
        "byte-order mark": lambda: "\ufeff" + text,
    }[how]().encode()


EXPECTED = {
    "truncated": "lines",
    "missing column": "the header row",
    "text in a number": r"row 4, field outstanding_usd",
    "windows line ends": "Windows line ends",
    "byte-order mark": "sha256|header",
}


@pytest.mark.parametrize("how", EXPECTED)
def test_damage_is_named(copy, how):
    path = brought(copy, "debt/owed_to_russia")
    path.write_bytes(damage(path.read_text(encoding="utf-8"), how))
    with pytest.raises(tables.TableProblem, match=EXPECTED[how]):
        tables.load("debt/owed_to_russia")


def test_another_encoding_is_named(copy):
    path = brought(copy, "narrative/events")
    path.write_bytes(path.read_text(encoding="utf-8").replace("a", "é", 1).encode("latin-1", errors="replace"))
    with pytest.raises(tables.TableProblem, match="row 1.*\n.*UTF-8"):
        tables.load("narrative/events")


def test_a_missing_table_and_a_missing_descriptor_are_named(copy):
    brought(copy, "debt/owed_to_russia").unlink()
    with pytest.raises(tables.TableProblem, match="no such file"):
        tables.load("debt/owed_to_russia")
    (copy / "datapackage.json").unlink()
    tables._descriptor.cache_clear()
    with pytest.raises(tables.TableProblem, match="datapackage.json"):
        tables.load("debt/owed_to_russia")


def test_an_unknown_name_lists_near_matches():
    with pytest.raises(tables.TableProblem, match="near matches: debt/owed_to_russia"):
        tables.load("debt/owed_to_rusia")


@pytest.mark.parametrize("name", ["debt", "Debt", "debt/"])
def test_the_name_of_a_group_lists_its_tables(name):
    with pytest.raises(tables.TableProblem, match="tables of that group: debt/owed_to_russia, debt/armenia_creditors"):
        tables.load(name)


def test_a_table_is_read_once_and_handed_out_as_copies(copy, monkeypatch):
    brought(copy, "debt/owed_to_russia")
    first = tables.load("debt/owed_to_russia")
    first["year"] = 0
    monkeypatch.setattr(tables, "_typed", lambda *_: pytest.fail("read a second time"))
    second = tables.load("debt/owed_to_russia")
    second.loc[0, "debtor"] = "nobody"
    third = tables.load("debt/owed_to_russia")
    assert third["year"].min() > 1900 and "nobody" not in set(third["debtor"])


def test_a_table_that_is_altered_after_it_was_read_is_refused(copy):
    path = brought(copy, "debt/owed_to_russia")
    tables.load("debt/owed_to_russia")
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(tables.TableProblem):
        tables.load("debt/owed_to_russia")


# what is checked without pandera must be what pandera would check -----------------------------------------------------


FIELDS_TRIED = {
    "required": (schema.Field("x", "string"), ["a", None]),
    "enum": (schema.Field("x", "string", enum=("a",)), ["a", "b"]),
    "pattern": (schema.Field("x", "string", pattern="^a+$"), ["aa", "ab"]),
    "date": (schema.Field("x", "date"), ["2023-01-01", "2023"]),
    "minimum": (schema.Field("x", "number", minimum=0), [0.0, -1.0]),
    "maximum": (schema.Field("x", "integer", maximum=5), [5, 6]),
    "type": (schema.Field("x", "integer"), [1, "one"]),
}


@pytest.mark.parametrize("case", FIELDS_TRIED)
def test_the_quick_check_refuses_what_pandera_refuses(case):
    field, (good, bad) = FIELDS_TRIED[case]
    kept = pd.DataFrame({"x": pd.array([good], dtype=schema.DTYPES[field.type])})
    assert schema.checked(kept, (field,)).equals(schema.pandera_schema((field,)).validate(kept, lazy=True))
    wrong = pd.DataFrame({"x": [good, bad]}) if case == "type" else pd.DataFrame({"x": pd.array([good, bad], dtype=schema.DTYPES[field.type])})
    for check in (schema.checked, lambda frame, fields: schema.pandera_schema(fields).validate(frame, lazy=True)):
        with pytest.raises(Exception, match=r"(?s)."):
            check(wrong, (field,))


def test_every_property_of_a_field_is_known_to_the_quick_check():
    known = {"name", "type", "description", "unit", "required", "minimum", "maximum", "enum", "pattern", "decimals", "header", "missing"}
    assert {f.name for f in dataclasses.fields(schema.Field)} == known
