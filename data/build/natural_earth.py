"""Natural Earth: outlines of three countries and of the area that Armenian forces held before September 2020."""

import json
from pathlib import Path

import pandas as pd

from build.countries import iso3
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_text
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

COUNTRIES = ("Armenia", "Azerbaijan", "Georgia")
HELD_AREA = "Area held by Armenian forces before September 2020"
COUNTRY, HELD = "country", "area held before September 2020"
DECIMALS = 4
PUBLISHER = "Natural Earth"
TERMS = {
    "licence": "Public domain",
    "licence_url": "https://www.naturalearthdata.com/about/terms-of-use/",
    "allows": "everything",
    "credit": "Made with Natural Earth, https://www.naturalearthdata.com/",
}

SOURCES = (
    Source(
        key="natural_earth_countries",
        publisher=PUBLISHER,
        title="Admin 0, countries, 1:10 million",
        url="https://www.naturalearthdata.com/downloads/10m-cultural-vectors/10m-admin-0-countries/",
        query="keep Armenia, Azerbaijan and Georgia with one property called name, as GeoJSON in degrees; save it as"
        " caucasus_countries_10m.geojson",
        pattern="map/caucasus_countries_*.geojson",
        known=(
            (
                "caucasus_countries_10m.geojson",
                "548432c340b98e9f950cfdf8c9055562396e31c9fdaf7f923eaef3ce11a67fe9",
            ),
        ),
        **TERMS,
    ),
    Source(
        key="natural_earth_held_area",
        publisher=PUBLISHER,
        title="Admin 0, breakaway and disputed areas, 1:10 million, area B38",
        url="https://www.naturalearthdata.com/downloads/10m-cultural-vectors/10m-admin-0-breakaway-disputed-areas/",
        query="keep area B38 of a version from before September 2020, as GeoJSON in degrees; save it as"
        " nagorno_karabakh_ne10m_YEAR.geojson with the year of the version",
        pattern="map/nagorno_karabakh_*.geojson",
        known=(
            (
                "nagorno_karabakh_ne10m_2014.geojson",
                "b4b4babed40fe3b3db8b955438b1e0344d0f89f8825f3344d01c31b3cbdf7a4b",
            ),
        ),
        **TERMS,
    ),
)

FIELDS = (
    Field("feature", "string", "name of the country, or a neutral label of the area"),
    Field(
        "iso3",
        "string",
        "ISO 3166-1 alpha-3 code; empty for the area, which is no country",
        required=False,
        pattern=ISO3,
    ),
    Field(
        "kind", "string", "a country, or the area that Armenian forces held before September 2020", enum=(COUNTRY, HELD)
    ),
    Field("part", "integer", "number of the polygon within the feature; exclaves are parts of their own", minimum=1),
    Field("ring", "integer", "1 is the outer line of the part; higher numbers are holes in it", minimum=1),
    Field("point", "integer", "number of the point along the ring; the last one repeats the first", minimum=1),
    Field(
        "lon",
        "number",
        "longitude, east is positive",
        unit="degrees (WGS 84)",
        minimum=-180,
        maximum=180,
        decimals=DECIMALS,
    ),
    Field(
        "lat",
        "number",
        "latitude, north is positive",
        unit="degrees (WGS 84)",
        minimum=-90,
        maximum=90,
        decimals=DECIMALS,
    ),
)


def outlines(shelf: Shelf) -> pd.DataFrame:
    """Points of every outline; about 2,100 rows, columns as in `FIELDS`, degrees.

    Raises:
        SourceProblem: no GeoJSON, a country is missing, or a ring is no ring.

    Source: Natural Earth, 1:10 million.
    """
    return shelf.memo("outlines", lambda: pd.concat([_countries(shelf), held_area(shelf)], ignore_index=True))


def held_area(shelf: Shelf) -> pd.DataFrame:
    """Outline of the area held by Armenian forces before September 2020; columns as in `FIELDS`."""
    path = shelf.file("natural_earth_held_area")
    features = read_polygons(path)
    if len(features) != 1:
        raise SourceProblem(path, "features", "exactly one area", f"{len(features)}", "keep area B38 alone")
    return _points(next(iter(features.values())), path).assign(feature=HELD_AREA, iso3=None, kind=HELD)


def _countries(shelf: Shelf) -> pd.DataFrame:
    path = shelf.file("natural_earth_countries")
    features = read_polygons(path)
    missing = [name for name in COUNTRIES if name not in features]
    if missing:
        raise SourceProblem(
            path, "property name", "features " + ", ".join(COUNTRIES), "no " + ", ".join(missing), DOWNLOAD
        )
    return pd.concat(
        [_points(features[n], path).assign(feature=n, iso3=iso3(n), kind=COUNTRY) for n in COUNTRIES], ignore_index=True
    )


def read_polygons(path: Path) -> dict[str, list]:
    """Feature name -> list of polygons, each a list of rings of [longitude, latitude].

    Raises:
        SourceProblem: the file is no GeoJSON of named polygons.
    """
    try:
        features = json.loads(read_text(path))["features"]
        named = {f["properties"]["name"]: f["geometry"] for f in features}
        return {name: _polygons(shape) for name, shape in named.items()}
    except json.JSONDecodeError as cause:
        where = f"row {cause.lineno}, character {cause.colno}"
        raise SourceProblem(path, where, "complete GeoJSON", cause.msg, "the file is cut short: " + DOWNLOAD) from cause
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as cause:
        expected = "a feature collection of polygons with the property name"
        raise SourceProblem(path, "features", expected, f"no {cause}", "export it again as --list describes") from cause


def _polygons(shape: dict) -> list:
    return {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}[shape["type"]]


def _points(polygons: list, path: Path) -> pd.DataFrame:
    rows = [
        (part, ring, number, lon, lat)
        for part, rings in enumerate(polygons, 1)
        for ring, line in enumerate(rings, 1)
        for number, (lon, lat) in enumerate(_thin(line, f"part {part}, ring {ring}", path), 1)
    ]
    return pd.DataFrame(rows, columns=["part", "ring", "point", "lon", "lat"])


def _thin(line: list, where: str, path: Path) -> list[tuple[float, float]]:
    """The ring rounded to `DECIMALS`, without points that rounding made equal to the one before."""
    try:
        whole = [(round(float(lon), DECIMALS), round(float(lat), DECIMALS)) for lon, lat, *_ in line]
    except (TypeError, ValueError) as cause:
        raise SourceProblem(path, where, "pairs of longitude and latitude", str(cause), DOWNLOAD) from cause
    outside = [p for p in whole if not (-180 <= p[0] <= 180 and -90 <= p[1] <= 90)]
    if outside:
        remedy = "export it in degrees (WGS 84), not in metres"
        raise SourceProblem(path, where, "degrees of longitude and latitude", str(outside[0]), remedy)
    kept = [p for i, p in enumerate(whole) if i == 0 or p != whole[i - 1]]
    if len(kept) < 4 or kept[0] != kept[-1]:
        raise SourceProblem(path, where, "a closed ring of four points or more", f"{len(kept)} points", DOWNLOAD)
    return kept


def inside(area: pd.DataFrame, lon: float, lat: float) -> bool:
    """Whether a point lies in an area (even-odd rule over all its rings); columns part, ring, point, lon, lat."""
    crossings = 0
    for _, ring in area.groupby(["part", "ring"], sort=True):
        points = list(ring.sort_values("point")[["lon", "lat"]].itertuples(index=False, name=None))
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


TABLES = (
    Table(
        name="map/outlines",
        title="Outlines of Armenia, Azerbaijan, Georgia and the formerly held area",
        description=(
            "Points of polygons, in drawing order, for maps of where the fighting was. Made from Natural Earth at"
            " 1:10 million; coordinates are rounded to four decimals (about ten metres) and points that rounding made"
            " equal to the one before are left out, nothing else is simplified. The area is what Armenian forces held"
            " from the 1990s until September 2020: Nagorno-Karabakh and districts around it."
        ),
        fields=FIELDS,
        key=("feature", "part", "ring", "point"),
        sources=("natural_earth_countries", "natural_earth_held_area"),
        build=outlines,
        edition="countries 1:10m; area 2014",
        foreign_keys=(("iso3", "map/countries", "iso3"),),
        notes=(
            "The lines show no view on any territory's status. Internationally the area is recognised as part of"
            " Azerbaijan and lies within its outline here; the Armenian name of the unrecognised republic was Artsakh."
            " Much of the border between Armenia and Azerbaijan was not marked on the ground in these years, and lines"
            " at this scale cannot decide on which side of it an event took place."
        ),
    ),
)
