"""The Frictionless descriptor of the tables, and the data dictionary made from it."""

import hashlib
import json
from pathlib import Path

from build.schema import Field, Source, Table

TITLE = "The Price of an Alliance: data"


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
    lines = [
        "# Data dictionary",
        "",
        "Made from `datapackage.json` by `python data/build`; a test fails when the two differ. Do not edit by hand.",
        "",
        "Every table is UTF-8 CSV with one observation a row. An empty cell means unknown, never zero. Amounts are plain"
        " numbers in the unit that the column name says. `iso3` is the ISO 3166-1 alpha-3 code.",
        "",
        "To rebuild from the publishers' files: `python data/build --sources DIR`;"
        " `python data/build --list` prints where each file comes from, its query settings and its sha256.",
        "",
        "| table | what it holds | rows | edition | terms |",
        "| --- | --- | ---: | --- | --- |",
    ]
    for r in described["resources"]:
        terms = "; ".join(sorted({licence["title"] for licence in r["licenses"]}))
        lines.append(f"| [{r['name']}]({r['path']}) | {r['title']} | {r['rows']:,} | {r['edition']} | {terms} |")
    for r in described["resources"]:
        lines += ["", f"## {r['name']}", "", f"**{r['title']}.** {r['description']}", ""]
        if r["notes"]:
            lines += [f"*Mind:* {r['notes']}", ""]
        key = ", ".join(f"`{k}`" for k in r["schema"]["primaryKey"])
        lines += [f"One row per {key}. {r['rows']:,} rows.", ""]
        for ours in r["schema"].get("foreignKeys", []):
            reference = ours["reference"]
            lines += [f"`{ours['fields'][0]}` refers to `{reference['fields'][0]}` in `{reference['resource']}`.", ""]
        lines += ["| column | type | unit | meaning |", "| --- | --- | --- | --- |"]
        for f in r["schema"]["fields"]:
            empty = "" if f.get("constraints", {}).get("required") else " (may be empty)"
            meaning = (f["description"] + empty).replace("|", "\\|")
            lines.append(f"| `{f['name']}` | {f['type']} | {f.get('unit', '')} | {meaning} |")
        lines += ["", "Sources:", ""]
        for s in r["sources"]:
            parts = [f"[{s['title']}]({s['path']})"]
            if s.get("query"):
                parts.append(f"Query: {s['query']}.")
            if s.get("credit"):
                parts.append(f"Credit: {s['credit']}.")
            if s.get("allows"):
                parts.append(f"May be published: {s['allows']}.")
            if s.get("via"):
                parts.append(f"Copy read: {s['via']}.")
            if s.get("files"):
                parts.append("Files: " + ", ".join(f"`{f['name']}`" for f in s["files"]) + ".")
            lines.append("- " + " ".join(p.replace("..", ".") for p in parts))
    return "\n".join(lines) + "\n"


def load_descriptor(data: Path) -> dict:
    path = data / "datapackage.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else descriptor([])
