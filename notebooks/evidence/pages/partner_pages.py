"""The gallery's pages of the ten partners of chapter 10, which the chapter itself does not draw one by one."""

import json
import os

from evidence.drawings import partner_page
from evidence.measures import partners
from evidence.places import FIGURES, SYNC_FOLDER
from evidence.text import findings

CHAPTER = "10"


def write() -> None:
    """Draw the ten pages and add them to the record of the chapter."""
    os.environ[SYNC_FOLDER] = str(FIGURES)  # figures are kept, as where a notebook is made
    try:
        pages = [partner_page.record(partners.find(name)) for name in partners.TEN]
    finally:
        del os.environ[SYNC_FOLDER]
    record = findings.read_record(CHAPTER)
    made = {k: record[k] for k in ("chapter", "tables", "figures")} | {"companions": pages, "findings": record["findings"]}
    path = FIGURES / "findings" / f"{CHAPTER}.json"
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
