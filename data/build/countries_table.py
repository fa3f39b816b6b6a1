"""Country codes: the hand-kept list that every `iso3` column refers to."""

import pandas as pd

from build.reading import read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

SOURCES = (
    Source(
        key="countries",
        publisher="This project",
        title="country codes and the spellings that the publishers use",
        url="https://www.iso.org/iso-3166-country-codes.html",
        pattern="curated:countries.csv",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        allows="everything, with credit",
    ),
)

FIELDS = (
    Field("iso3", "string", "ISO 3166-1 alpha-3 code; XKX for Kosovo", pattern=ISO3),
    Field("country", "string", "short English name"),
    Field("post_soviet", "boolean", "one of the fifteen states that were Soviet republics"),
    Field("also_written", "string", "other spellings that the publishers use, with | between them", required=False),
)


def countries(shelf: Shelf) -> pd.DataFrame:
    """Codes, names and other spellings; shape (about 240, 4)."""
    path = shelf.file("countries")
    frame = typed(read_rows(path), FIELDS, path, key=("iso3",))
    return frame


TABLES = (
    Table(
        name="map/countries",
        title="Country codes",
        description="The codes that every `iso3` column refers to, with the spellings that the publishers use.",
        fields=FIELDS,
        key=("iso3",),
        sources=("countries",),
        build=countries,
        edition="2026",
    ),
)
