"""The Frictionless descriptor of the tables, and the data dictionary made from it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build.layouts import LAYOUTS
from build.schema import Field, Source, Table

TITLE = "The Price of an Alliance: data"
# A tag takes the line end after it away, so that one alone on its line leaves no line behind.
ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), undefined=StrictUndefined, autoescape=False,
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
)  # fmt: skip


def resource(table: Table, sources: dict[str, Source], text: str, rows: int, used: dict[str, dict[str, str]]) -> dict:
    """Descriptor of one table.

    Args:
        table: its description.
        sources: every `Source` by key.
        text: the finished CSV text.
        rows: number of rows.
        used: source key -> file name -> sha256 of the files that were read.
    """
    raw = text.encode()
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": table.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": "sha256:" + hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
        "rows": rows,
        "edition": table.edition,
        "notes": table.notes,
        "sources": [_source(sources[key], used.get(key, {})) for key in table.sources],
        "licenses": _licences([sources[key] for key in table.sources]),
        "schema": {
            "fields": [_field(f) for f in table.fields],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **(
                {
                    "foreignKeys": [
                        {"fields": [ours], "reference": {"resource": other, "fields": [theirs]}}
                        for ours, other, theirs in table.foreign_keys
                    ]
                }
                if table.foreign_keys
                else {}
            ),
        },
    }


def _field(field: Field) -> dict:
    constraints: dict = {"required": True} if field.required else {}
    for name in ("minimum", "maximum"):
        value = getattr(field, name)
        if value is not None:
            constraints[name] = int(value) if field.type in ("integer", "year") else value
    if field.enum:
        constraints["enum"] = list(field.enum)
    if field.pattern and field.type == "string":
        constraints["pattern"] = field.pattern if field.pattern.endswith("$") else field.pattern + ".*"
    described = {"name": field.name, "type": field.type, "description": field.description}
    if field.unit:
        described["unit"] = field.unit
    if constraints:
        described["constraints"] = constraints
    return described


def _source(source: Source, files: dict[str, str]) -> dict:
    described = {
        "title": f"{source.publisher}: {source.title}",
        "path": source.url,
        "key": source.key,
        "query": source.query,
        "credit": source.credit,
        "via": source.via,
        "allows": source.allows,
        "files": [{"name": name, "sha256": digest} for name, digest in sorted(files.items())],
    }
    return {k: v for k, v in described.items() if v}


def _licences(sources: list[Source]) -> list[dict]:
    by_name = {s.licence: s for s in sources}
    return [
        {"name": _slug(name), "title": name, **({"path": s.licence_url} if s.licence_url else {})}
        for name, s in sorted(by_name.items())
    ]


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() or c == "." else " " for c in text).split())


def descriptor(resources: list[dict]) -> dict:
    return {
        "name": "the-price-of-an-alliance",
        "title": TITLE,
        "description": (
            "Tidy tables behind the notebooks: arms deliveries, alliances, debt, voting, conflict, trade and opinion"
            " around Armenia and Russia. Each table keeps the terms of its publisher."
        ),
        "resources": resources,
    }


def as_json(described: dict) -> str:
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def dictionary(described: dict) -> str:
    """The data dictionary as Markdown."""
    return render("dictionary.md.j2", tables=described["resources"], layouts=LAYOUTS)


def render(name: str, **values: Any) -> str:
    """The text of a page made from a template in `templates/`; a name that it was not given is an error."""
    return ENVIRONMENT.get_template(name).render(values)


def load_descriptor(data: Path) -> dict | None:
    """The descriptor on disk, an empty one where there is no file, None where the file is damaged."""
    try:
        described = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
        return described if all(r["name"] and r["path"] for r in described["resources"]) else None
    except FileNotFoundError:
        return descriptor([])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
