"""How often allies kept their word in war: two replication files."""

import io
import re
from pathlib import Path

import pandas as pd

from build.atop import named
from build.problems import SourceProblem, told
from build.reading import DOWNLOAD, read_bytes, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

SOURCES = (
    Source(
        key="berkemeier_fuhrmann",
        publisher="Molly Berkemeier and Matthew Fuhrmann",
        title="Reassessing the fulfillment of alliance commitments in war, replication file",
        url="https://doi.org/10.1177/2053168018779697",
        pattern="alliances/berkemeier_fuhrmann_*.dta",
        licence="replication file of an open-access article",
        licence_url="https://doi.org/10.1177/2053168018779697",
        allows="the fields that the analysis uses",
        query="the Stata file among the replication materials of the article",
        credit="Berkemeier and Fuhrmann (2018), Research & Politics 5(2)",
        known=(("berkemeier_fuhrmann_2018.dta", "92cbfdc40dd1cbb62afb45a11e9f8d21ff744ccb2ba4ffbec95538d9b2f52c41"),),
    ),
    Source(
        key="leeds_anac",
        publisher="Brett Ashley Leeds and Sezi Anac",
        title="Alliance institutionalization and alliance performance, replication file",
        url="http://www.atopdata.org/data.html",
        pattern="alliances/leeds_anac_*.dta",
        licence="replication file, free for research, with citation",
        licence_url="http://www.atopdata.org/data.html",
        allows="the fields that the analysis uses",
        credit="Leeds and Anac (2005), International Interactions 31: 183-202",
        known=(("leeds_anac_2005.dta", "4c8bda12f6022152e82b242daba61f875c84e9cb11d604e315b8d60a593ae518"),),
    ),
)

ERAS = {True: "1816-1944", False: "1945-2003"}
YEARLESS = {"WorldWarI": 1914, "WorldWarII": 1939}

_PROMISES = (
    ("defense", "defense", "promises active military support if a partner is attacked"),
    ("offense", "offense", "promises active military support in other cases"),
    ("neutrality", "neutral", "promises not to join or help a third party against a partner"),
    ("nonaggression", "nonagg", "promises not to use force against a partner"),
    ("consultation", "consul", "promises to consult in a crisis"),
)

RAW_BERKEMEIER = (
    Field("is_original_era", "boolean", header="sample"),
    Field("war_id", "integer", header="warid", minimum=1),
    Field("cow_war_id", "integer", header="cowwarid", required=False, minimum=1),
    Field("war", "string", header="warname"),
    Field("atop_id", "integer", header="atopid", minimum=1000, maximum=9999),
    Field("is_multilateral", "boolean", header="multilateral"),
    Field("honoured", "boolean", header="honorLLM", required=False),
    Field("violated", "boolean", header="violateLLM", required=False),
    Field("not_tested", "boolean", header="dnaLLM", required=False),
    Field("honoured_other_coding", "boolean", header="honorBF", required=False),
    Field("violated_other_coding", "boolean", header="violateBF", required=False),
    Field("honoured_by_a_member", "boolean", header="sabroskyhonorllm", required=False),
    *(Field(name, "boolean", header=header) for name, header, _ in _PROMISES),
)

RAW_LEEDS = (
    Field("cow_war_id", "integer", header="war", minimum=1),
    Field("atop_id", "integer", header="atopid", minimum=1000, maximum=9999),
    Field("ccode", "integer", header="ccode1", minimum=1, maximum=9999),
    Field("honoured", "boolean", header="honor2"),
    Field("honoured_other_coding", "boolean", header="honor3"),
    Field("is_active", "boolean", header="active"),
    Field("is_bilateral", "boolean", header="bilat"),
    Field("is_wartime", "boolean", header="wartime"),
    Field("formality", "integer", header="formal", enum=(0, 1, 2)),
    Field("military_institutions", "integer", header="milinst", enum=(0, 1, 2)),
)


def stata_rows(path: Path) -> pd.DataFrame:
    """Every cell of a Stata file as text; the index is the number of the observation, from 1.

    Raises:
        SourceProblem: not a Stata file, or cut short.
    """
    raw = read_bytes(path)
    try:
        frame = pd.read_stata(io.BytesIO(raw), convert_categoricals=False)
    except Exception as cause:  # the reader meets damage with a dozen kinds of error
        raise SourceProblem(path, "the whole file", "a complete Stata file (.dta)", told(cause), DOWNLOAD) from cause
    return frame.map(_cell).set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0)


def _cell(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _outcome(frame: pd.DataFrame, kept: str, broken: str) -> pd.Series:
    """True where kept, false where broken, empty where the commitment was not put to the test."""
    return frame[kept].mask(frame[broken].fillna(False).astype(bool), False)


def _refuse(frame: pd.DataFrame, odd: pd.Series, path: Path, fields: str, expected: str, found: str) -> None:
    if odd.any():
        raise SourceProblem(
            path, f"row {frame.index[odd][0]}, fields {fields}", expected, found,
            "the file was altered, or its coding changed: " + DOWNLOAD,
        )


def _war_name(name: str) -> str:
    """Legible form of names such as WarofAttrition_1969-70, without the years."""
    bare = re.sub(r"[_ ]?\d{4}.*$", "", name)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).replace("Warof", "War of")


def _war_year(name: str) -> int | None:
    stated = re.search(r"\d{4}", name)
    return int(stated.group()) if stated else YEARLESS.get(name)


def wartime_commitments(shelf: Shelf) -> pd.DataFrame:
    """One row an alliance and war; shape (576, 18). Source: Berkemeier and Fuhrmann (2018)."""
    path = shelf.file("berkemeier_fuhrmann")
    frame = typed(stata_rows(path), RAW_BERKEMEIER, path, key=("war_id", "atop_id"))
    flags = {n: frame[n].fillna(False).astype(bool) for n in ("honoured", "violated", "not_tested")}
    _refuse(
        frame, sum(f.astype(int) for f in flags.values()) != 1, path, "honorLLM, violateLLM, dnaLLM",
        "exactly one of the three set to 1", "none of them, or several",
    )
    tested = ~flags["not_tested"]
    honoured = _outcome(frame, "honoured", "violated")
    made = frame.assign(
        war=frame["war"].map(_war_name),
        war_began=frame["war"].map(_war_year).astype("Int64"),
        era=frame["is_original_era"].map(ERAS),
        is_tested=tested,
        honoured=honoured,
        violated=~honoured,
        honoured_other_coding=_outcome(frame, "honoured_other_coding", "violated_other_coding"),
        honoured_by_a_member=frame["honoured_by_a_member"].fillna(False).where(tested),
    )
    return made[[f.name for f in COMMITMENTS]]


def wartime_commitments_leeds(shelf: Shelf) -> pd.DataFrame:
    """One row an alliance, war and state that could call on it; shape (137, 12). Source: Leeds and Anac (2005)."""
    path = shelf.file("leeds_anac")
    frame = typed(stata_rows(path), RAW_LEEDS, path, key=("cow_war_id", "atop_id", "ccode"))
    return named(frame, shelf, path, "state", "ccode1")[[f.name for f in LEEDS]]


COMMITMENTS = (
    Field("war", "string", "the war, after the authors' name for it"),
    Field("war_id", "integer", "number in the Interstate War Data 1.1"),
    Field("cow_war_id", "integer", "number in the Correlates of War list; empty: not in it", required=False),
    Field("war_began", "year", "year in which it began; empty where the file does not say", required=False),
    Field("atop_id", "integer", "ATOP's number of the alliance, as of ATOP 3.0"),
    Field("era", "string", "the authors' two samples; see the notes for 1945", enum=tuple(ERAS.values())),
    Field("is_multilateral", "boolean", "more than two members"),
    *(Field(name, "boolean", words) for name, _, words in _PROMISES),
    Field("is_tested", "boolean", "the war put a commitment of this alliance to the test"),
    Field("honoured", "boolean", "kept: partners fought together, or stayed neutral, as promised", required=False),
    Field("violated", "boolean", "broken: fought each other, or did not come to help as promised", required=False),
    Field("honoured_other_coding", "boolean", "the same in the authors' alternative coding", required=False),
    Field(
        "honoured_by_a_member", "boolean", required=False,
        description="kept under a milder rule: of many partners one kept it and none fought an ally",
    ),
)

LEEDS = (
    Field("cow_war_id", "integer", "number of the war in the Correlates of War list that the authors used"),
    Field("atop_id", "integer", "ATOP's number of the alliance"),
    Field("state", "string", "the state named in the file's column ccode1; name ours"),
    Field("iso3", "string", "ISO code; empty for states that are no more", required=False, pattern=ISO3),
    Field("ccode", "integer", "Correlates of War number of that state"),
    Field("honoured", "boolean", "kept, by the file's column honor2"),
    Field("honoured_other_coding", "boolean", "kept, by the file's column honor3, which differs in two rows"),
    Field("is_active", "boolean", "promises active military support (defence or offence)"),
    Field("is_bilateral", "boolean", "two members"),
    Field("is_wartime", "boolean", "formed in war"),
    Field("formality", "integer", "how formal the alliance is, 0 to 2"),
    Field("military_institutions", "integer", "how much peacetime military coordination it asks for, 0 to 2"),
)

TABLES = (
    Table(
        name="alliances/wartime_commitments",
        title="Whether alliance commitments were kept in war, 1816-2003",
        description="One row an alliance and war in which a member fought. The authors judge whether the war put a"
        " promise to the test (146 of 576 cases) and, if so, whether it was kept. The unit is the alliance: the file"
        " does not say which member kept or broke it.",
        fields=COMMITMENTS,
        key=("war_id", "atop_id"),
        sources=("berkemeier_fuhrmann",),
        build=wartime_commitments,
        edition="2018",
        notes="An alliance may hold several promises, so the rates by promise overlap; an empty honoured is a"
        " commitment not put to the test, never a broken one. The era is the authors' sample: four alliances of 1945"
        " that were tested in the Second World War count as 1945-2003. Alliance 4660 is no longer in ATOP 5.1. A rate"
        " here says how often wars found alliances kept, not how often alliances deterred one. The article reports 50"
        " per cent kept overall, 66 before 1945 and 22 after.",
    ),
    Table(
        name="alliances/wartime_commitments_leeds",
        title="Whether alliance commitments were kept in war, an older coding of 1816-1991",
        description="One row an alliance and war of the data behind Leeds and Anac (2005): the older literature, which"
        " found alliances more reliable.",
        fields=LEEDS,
        key=("cow_war_id", "atop_id", "ccode"),
        sources=("leeds_anac", "cow_states"),
        build=wartime_commitments_leeds,
        edition="2005",
        foreign_keys=(("iso3", "map/countries", "iso3"), ("atop_id", "alliances/alliances", "atop_id")),
        notes="The often quoted 74.5 per cent of Leeds, Long and Mitchell (2000) is for wars up to 1944 and another"
        " selection of cases; this file gives 69 per cent over all its cases and 81 per cent up to 1944. The numbers"
        " of the wars are those of an older Correlates of War list: do not join them with cow_war_id of the other"
        " table.",
    ),
)
