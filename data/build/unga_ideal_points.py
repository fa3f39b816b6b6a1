"""Ideal points of states in the General Assembly, and the agreement shares published with them."""

import re
from pathlib import Path

import pandas as pd

from build.completeness import SUBJECT
from build.memberships import country_names
from build.problems import SourceProblem
from build.reading import DOWNLOAD, expect_no_fewer, expect_no_shorter, expect_present, read_rows, typed
from build.schema import EDITION, ISO3, Field
from build.shelf import Shelf
from build.wartime_commitments import stata_rows

FIRST_YEAR = 1991
CALENDAR, SESSION = "calendar year", "session"
SERBIA_JOINED = 2000  # until then the code stands for the Yugoslavia that broke up in 1992

# The states of the tables of votes and agreement: the former Soviet republics; the permanent members; Russia's partners and rivals; regional
# powers and states near the conflicts.
WATCHED = (
    "ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB",
    "CHN", "FRA", "GBR", "USA", "SRB", "IND", "DZA", "VNM", "TUR", "IRN", "ISR", "GRC", "CYP", "POL", "BRA",
    "ZAF", "SAU", "EGY", "MMR", "CUB", "VEN", "SYR", "DEU", "HUN", "CZE", "MNG", "PAK", "PRK", "IRQ", "ARE",
    "IDN", "JPN", "NIC",
)  # fmt: skip

_QUANTILE = {"required": False, "minimum": -10, "maximum": 10}


def _estimates(series: str, point: str, lower: str, upper: str, votes: str) -> tuple[Field, ...]:
    return (
        *(
            Field(f"{name}_{series}", "number", header=header, **_QUANTILE)
            for name, header in (("ideal_point", point), ("lower", lower), ("upper", upper))
        ),
        Field(f"votes_{series}", "integer", header=votes, required=False, minimum=0),
    )


RAW_BY_YEAR = (
    Field("ccode", "integer", minimum=1, maximum=9999),
    Field("iso3", "string", header="iso3c", required=False, pattern=ISO3),
    Field("year", "year", minimum=1946, maximum=2100),
    *_estimates("fp", "idealpointfp", "q5fp", "q95fp", "nvotesfp"),
    *_estimates("all", "idealpointall", "q5all", "q95all", "nvotesall"),
)
RAW_BY_SESSION = (
    Field("ccode", "integer", minimum=1, maximum=9999),
    Field("iso3", "string", header="iso3c", pattern=ISO3),
    Field("session", "integer", minimum=1, maximum=200),
    *_estimates("all", "IdealPointAll", "Q5%All", "Q95%All", "NVotesAll"),
    *(
        Field(partner, "number", header=header, required=False, minimum=0, maximum=1, missing=("NA",))
        for partner, header in (
            ("RUS", "RUSSAgree"),
            ("USA", "USAgree"),
            ("CHN", "ChinaAgree"),
            ("IND", "IndiaAgree"),
        )
    ),
)
PUBLISHED_PARTNERS = ("RUS", "USA", "CHN", "IND")


def edition(path: Path) -> str:
    """Year and month in the name of the file.

    Raises:
        SourceProblem: the name has none.
    """
    found = re.search(r"_(\d{4}-\d{2})\.", path.name)
    if not found:
        raise SourceProblem(
            path, "the file's name", "the edition as _YYYY-MM before the ending", path.name, "rename the file"
        )
    return found.group(1)


def by_year(shelf: Shelf) -> dict[Path, pd.DataFrame]:
    """Every year-indexed file, checked: one row a state and calendar year."""
    return _read(shelf, "unga_ideal_points_by_year", stata_rows, RAW_BY_YEAR, ("ccode", "year"))


def by_session(shelf: Shelf) -> dict[Path, pd.DataFrame]:
    """Every session-indexed file, checked: one row a state and session; `year` is the year in which it opened."""
    frames = _read(shelf, "unga_ideal_points_by_session", read_rows, RAW_BY_SESSION, ("ccode", "session"))
    return {path: frame.assign(year=frame["session"] + 1945) for path, frame in frames.items()}


def _read(shelf: Shelf, key: str, reader, fields: tuple[Field, ...], row: tuple[str, ...]) -> dict[Path, pd.DataFrame]:
    def read() -> dict[Path, pd.DataFrame]:
        frames = {path: typed(reader(path), fields, path, key=row) for path in shelf.files(key)}
        expect_no_shorter([(path, len(frame)) for path, frame in frames.items()])
        expect_no_fewer([(path, frame["iso3"]) for path, frame in frames.items()], SUBJECT)
        for path, frame in frames.items():
            expect_present(path, frame["iso3"].dropna(), "iso3c", ("ARM", "RUS"))
            _refuse_crossed_bounds(frame, path)
        return frames

    return shelf.memo(("unga", key), read)


def _refuse_crossed_bounds(frame: pd.DataFrame, path: Path) -> None:
    for series in ("fp", "all"):
        if f"lower_{series}" not in frame:
            continue
        crossed = frame[f"lower_{series}"] > frame[f"upper_{series}"]
        if crossed.any():
            raise SourceProblem(
                path, f"row {frame.index[crossed][0]}, the 5 and 95 per cent quantiles of series {series}",
                "the lower not above the upper", "the reverse", DOWNLOAD,
            )


def serbia_by_its_own_code(frame: pd.DataFrame) -> pd.DataFrame:
    """The publisher keeps the code YUG for Serbia (and Montenegro) since it joined in November 2000."""
    serbia = (frame["iso3"] == "YUG") & (frame["year"] >= SERBIA_JOINED)
    return frame.assign(iso3=frame["iso3"].mask(serbia, "SRB"))


def named(frame: pd.DataFrame, shelf: Shelf) -> pd.DataFrame:
    """Rows of every state from 1991 on, with our name beside the code.

    Left out: rows without a code (a year in which a state that joined later had no vote), and the states that broke up in
    1992, whose codes the countries do not have.
    """
    frame, names = serbia_by_its_own_code(frame), country_names(shelf)
    kept = frame[frame["iso3"].isin(names.index) & (frame["year"] >= FIRST_YEAR)]
    return kept.assign(country=kept["iso3"].map(names))


def watched(frame: pd.DataFrame, shelf: Shelf) -> pd.DataFrame:
    """`named`, of the chosen states only."""
    frame = named(frame, shelf)
    return frame[frame["iso3"].isin(WATCHED)]


def _series(frame: pd.DataFrame, series: str) -> pd.DataFrame:
    names = {f"{n}_{series}": n for n in ("ideal_point", "lower", "upper", "votes")}
    picked = frame[["country", "iso3", "year", *names]].rename(columns=names)
    return picked.dropna(subset=["ideal_point"]).assign(series=series)


def ideal_points(shelf: Shelf) -> pd.DataFrame:
    """Estimates of every edition and state; shape (about 18,600, 10); points on the publisher's scale.

    Raises:
        SourceProblem: an unusable file.
    """
    made = [
        _series(named(frame, shelf), series).assign(edition=edition(path), period=CALENDAR)
        for path, frame in by_year(shelf).items()
        for series in ("fp", "all")
    ] + [
        _series(named(frame, shelf), "all").assign(edition=edition(path), period=SESSION)
        for path, frame in by_session(shelf).items()
    ]
    return pd.concat(made, ignore_index=True)[[f.name for f in IDEAL_POINTS]]


IDEAL_POINTS = (
    Field("edition", "string", "year and month of the release", pattern=EDITION),
    Field("country", "string", "name ours"),
    Field("iso3", "string", "ISO code; the publisher's YUG from 2000 on is Serbia here", pattern=ISO3),
    Field("year", "year", "calendar year, or the year in which the session opened: see period", minimum=FIRST_YEAR),
    Field(
        "series", "string", enum=("fp", "all"),
        description="fp: votes on resolutions as a whole; all: votes on paragraphs and amendments too, as labelled by"
        " the publisher (but see the notes for 2024-06)",
    ),
    Field("period", "string", "what one estimate covers", enum=(CALENDAR, SESSION)),
    Field(
        "ideal_point", "number", unit="points on the publisher's scale",
        description="where the state stood on the main line of division in that period's votes: the higher, the"
        " nearer to the United States",
    ),
    Field("lower", "number", "5 per cent quantile of the posterior distribution", "points on the publisher's scale"),
    Field("upper", "number", "95 per cent quantile: nine in ten draws lie between", "points on the publisher's scale"),
    Field("votes", "integer", "votes of this state behind the estimate", "votes", minimum=0, required=False),
)
