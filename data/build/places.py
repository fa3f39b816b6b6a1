"""Places for the maps: Lake Sevan, towns for orientation, and the places that either side named in September 2022."""

import pandas as pd

from build.natural_earth import DECIMALS, TERMS
from build.natural_earth import PUBLISHER as NATURAL_EARTH
from build.problems import SourceProblem
from build.reading import read_rows, typed
from build.schema import Field, Source, Table
from build.shelf import Shelf

TOWN, YEREVAN, BAKU = "town", "named by Yerevan", "named by Baku"

SOURCES = (
    Source(
        key="natural_earth_lakes",
        publisher=NATURAL_EARTH,
        title="Lakes, 1:10 million, Lake Sevan",
        url="https://www.naturalearthdata.com/downloads/10m-physical-vectors/10m-lakes/",
        query="keep Lake Sevan alone; points in degrees, rounded to four decimals",
        pattern="curated:lake_sevan.csv",
        **TERMS,
    ),
    Source(
        key="geonames_places",
        publisher="GeoNames",
        title="coordinates of towns and villages; who named a place in September 2022 is from the report in the row",
        url="https://www.geonames.org/",
        pattern="curated:places.csv",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        allows="everything, with credit",
        credit="GeoNames, https://www.geonames.org/",
    ),
)

LON = Field(
    "lon", "number", "longitude, east is positive", "degrees (WGS 84)", minimum=-180, maximum=180, decimals=DECIMALS
)
LAT = Field(
    "lat", "number", "latitude, north is positive", "degrees (WGS 84)", minimum=-90, maximum=90, decimals=DECIMALS
)
LAKE = (
    Field("lake", "string", "name of the lake"),
    Field("point", "integer", "number of the point along the shore; the last one repeats the first", minimum=1),
    LON,
    LAT,
)
PLACES = (
    Field("place", "string", "name of the town or village"),
    Field("also_called", "string", "another name in use", required=False),
    Field(
        "role",
        "string",
        "a town for orientation; or a place where Yerevan reported Azerbaijani fire on 13 September 2022; or one in whose"
        " direction Baku reported Armenian fire or provocation",
        enum=(TOWN, YEREVAN, BAKU),
    ),
    Field("geonames_id", "integer", "number of the place in GeoNames", minimum=1),
    LON,
    LAT,
    Field("url", "string", "address of the report that names the place", required=False, pattern=r"^https?://\S+$"),
)


def lake(shelf: Shelf) -> pd.DataFrame:
    """Shore of Lake Sevan; 90 points, columns as in `LAKE`, degrees.

    Raises:
        SourceProblem: a broken cell, or a shore that does not close.
    """
    path = shelf.file("natural_earth_lakes")
    frame = typed(read_rows(path), LAKE, path, key=("lake", "point"))
    ends = frame.iloc[[0, -1]][["lon", "lat"]]
    if len(frame) < 4 or ends.nunique().ne(1).any():
        raise SourceProblem(path, "the last row", "the first point again", "another one", "close the shore")
    return frame


def places(shelf: Shelf) -> pd.DataFrame:
    """Towns and named places; 13 rows, columns as in `PLACES`, degrees.

    Raises:
        SourceProblem: a broken cell, or a place named by a side without the report that says so.
    """
    path = shelf.file("geonames_places")
    frame = typed(read_rows(path), PLACES, path, key=("place",))
    unsaid = frame[frame["role"].ne(TOWN) & frame["url"].isna()]
    if not unsaid.empty:
        raise SourceProblem(path, f"row {unsaid.index[0]}, field url", "a report", "an empty cell", "name the report")
    return frame


TABLES = (
    Table(
        name="map/lake",
        title="Shore of Lake Sevan",
        description=(
            "Points of the shore in drawing order, for the maps of where the fighting was. Natural Earth at 1:10 million,"
            " rounded to four decimals."
        ),
        fields=LAKE,
        key=("lake", "point"),
        sources=("natural_earth_lakes",),
        build=lake,
        edition="lakes 1:10m",
        notes="UCDP's point for the province of Gegharkunik, its middle, lies in the lake.",
    ),
    Table(
        name="map/places",
        title="Towns, and places named on 13 September 2022",
        description=(
            "Where towns lie, for orientation on a map; and the places under Azerbaijani fire by Yerevan's account, and"
            " those in whose direction Armenian fire or provocation went by Baku's account, on 13 September 2022."
        ),
        fields=PLACES,
        key=("place",),
        sources=("geonames_places",),
        build=places,
        edition="reports of September 2022",
        notes=(
            "Each side's list stands as that side gave it; neither is verified here, and no deaths are known by place."
            " Of the places that Yerevan named, Ishkhanasar is left out, having no coordinates there."
        ),
    ),
)
