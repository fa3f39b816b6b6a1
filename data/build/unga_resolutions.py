"""Votes on named resolutions: the emergency session on Ukraine, and texts that come back year after year."""

import re

import pandas as pd

from build.memberships import country_names
from build.reading import read_rows, typed
from build.schema import ISO3, Field
from build.shelf import Shelf
from build.unga_ideal_points import WATCHED
from build.unga_votes import CONSENSUS, RECORDED, VOTES, absentees, resolutions, roll_votes, rolls

UN_RECORD, ROLL_CALL, REPORT = "UN record", "roll-call data", "report"
ABSENT, NO_VOTE, NOT_AGAINST = "absent", "no vote taken", "not against"
WHOLE = "whole"
ADOPTION = {RECORDED: "recorded vote", CONSENSUS: "without a vote"}
EMERGENCY = r"A/RES/ES-11/\d+"
ADDRESS = "https://undocs.org/"

# family -> (what its titles say, title in our words, the state that is certain to vote yes)
FAMILIES = {
    "crimea militarization": (r"^Problem of the militarization of .*Crimea", "militarization of Crimea", "UKR"),
    "crimea human rights": (
        r"^Situation of human rights in .*(?:Crimea|territories of Ukraine)",
        "human rights in Crimea and other territory of Ukraine held by Russia", "UKR",
    ),
    "georgia idps": (
        r"^Status of internally displaced persons and refugees from Abkhazia",
        "displaced persons from Abkhazia and South Ossetia, Georgia", "GEO",
    ),
    "icc report": (r"^Report of the International Criminal Court", "report of the International Criminal Court", ""),
    "un-csto": (
        r"^Cooperation between the United Nations and the Collective Security Treaty",
        "cooperation with the Collective Security Treaty Organization", "RUS",
    ),
    "un-council of europe": (
        r"^Cooperation between the United Nations and the Council of Europe",
        "cooperation with the Council of Europe", "",
    ),
    "nazism glorification": (r"^Combating glorification of Nazism", "against the glorification of Nazism", "RUS"),
    "other on ukraine": (r"Ukraine|Crimea", "other resolution on Ukraine", "UKR"),
    "karabakh": (r"^The situation in the occupied territories of Azerbaijan", "Nagorno-Karabakh and around it", "AZE"),
    "ukraine territorial integrity": (r"^Territorial integrity of Ukraine", "territorial integrity of Ukraine", "UKR"),
}
EMERGENCY_FAMILY = "ukraine es-11"
EMERGENCY_TITLES = {
    "A/RES/ES-11/1": "aggression against Ukraine",
    "A/RES/ES-11/2": "humanitarian consequences of the war in Ukraine",
    "A/RES/ES-11/3": "Russia suspended from the Human Rights Council",
    "A/RES/ES-11/4": "territorial integrity of Ukraine, after the annexations",
    "A/RES/ES-11/5": "reparation to Ukraine",
    "A/RES/ES-11/6": "principles of a just and lasting peace in Ukraine",
}
OTHER_TITLES = {"A/RES/78/316": "safety of Ukraine's nuclear facilities"}
ALL_FAMILIES = (*FAMILIES, EMERGENCY_FAMILY)

RAW_EARLIER = (
    Field("symbol", "string", pattern=r"^A/RES/\d+/\d+$"),
    Field("family", "string", enum=tuple(FAMILIES)),
    *(Field(vote, "integer", required=False, minimum=0, maximum=200) for vote in VOTES),
    Field("url", "string", pattern=r"^https?://"),
)
RAW_REPORTED = (
    Field("symbol", "string"),
    Field("part", "string"),
    Field("date", "date"),
    Field("title_short", "string"),
    *(Field(vote, "integer", required=False, minimum=0, maximum=200) for vote in VOTES),
    Field("iso3", "string", pattern=ISO3),
    Field("vote", "string", enum=(*VOTES, ABSENT, NOT_AGAINST)),
    Field("url", "string", pattern=r"^https?://"),
)


def family(symbol: str, title: str) -> str | None:
    """Family of a resolution, by its symbol and title."""
    if re.fullmatch(EMERGENCY, symbol):
        return EMERGENCY_FAMILY
    return next((name for name, (pattern, *_) in FAMILIES.items() if re.search(pattern, title)), None)


def title_short(symbol: str, name: str) -> str:
    """What the resolution is about, in our words."""
    if name == EMERGENCY_FAMILY:
        return EMERGENCY_TITLES.get(symbol, "war in Ukraine")
    return OTHER_TITLES.get(symbol, FAMILIES[name][1])


def _reported(shelf: Shelf) -> pd.DataFrame:
    path = shelf.file("unga_votes_reported")
    return typed(read_rows(path), RAW_REPORTED, path, key=("symbol", "part", "iso3")).assign(basis=REPORT)


def _by_state(shelf: Shelf, frame: pd.DataFrame) -> pd.DataFrame:
    """One row a member state: its vote, absent, or no vote taken; `frame` has `votes`, a dict by code."""
    absent = frame["adoption"].eq(ADOPTION[RECORDED])
    rows = []
    for index, votes in frame["votes"].items():
        day = frame.loc[index, "date"]
        missing = ABSENT if absent[index] else NO_VOTE
        # the totals are stated but no state is named: the votes were cast and are unknown, nobody was absent
        missing = missing if votes or not absent[index] else None
        rows += [(index, code, vote) for code, vote in votes.items()]
        rows += [(index, code, missing) for code in absentees(shelf, set(votes), day)]
    states = pd.DataFrame(rows, columns=["at", "iso3", "vote"])
    return states.join(frame.drop(columns="votes"), on="at").drop(columns="at")


def _machine_readable(shelf: Shelf) -> pd.DataFrame:
    frame = resolutions(shelf)
    families = [family(s, t) for s, t in zip(frame["symbol"], frame["title"].fillna(""), strict=True)]
    frame = frame.assign(family=families).dropna(subset=["family", "adoption"])
    recorded = frame["is_recorded"]
    return frame.assign(
        title_short=[title_short(s, f) for s, f in zip(frame["symbol"], frame["family"], strict=True)],
        adoption=frame["adoption"].map(ADOPTION),
        part=WHOLE,
        basis=UN_RECORD,
        **{v: frame[v].fillna(0).where(recorded) for v in VOTES},
        armenia_sponsor=_armenia(frame["sponsors"]),
        armenia_additional_sponsor=_armenia(frame["additional_sponsors"]),
        url=ADDRESS + frame["symbol"],
    ).drop(columns=["title", "sponsors", "additional_sponsors", "is_recorded"])


def _armenia(names: pd.Series) -> pd.Series:
    return names.str.contains(r"\barmenia\b").astype("boolean")


def ukraine_votes(shelf: Shelf) -> pd.DataFrame:
    """Votes of all members in the eleventh emergency special session; shape (6 x 193 and a few, 12).

    Raises:
        SourceProblem: an unusable file.
    """
    frame = _machine_readable(shelf)
    frame = frame[frame["family"] == EMERGENCY_FAMILY]
    reported = _reported(shelf)
    reported = reported[reported["symbol"].str.match("(?:A/RES/)?ES-11") & (reported["part"] == WHOLE)]
    reported = reported[~reported["symbol"].isin(frame["symbol"])]
    made = pd.concat([_by_state(shelf, frame), reported], ignore_index=True)
    return made.assign(
        resolution=made["symbol"].str.removeprefix("A/RES/"),
        country=made["iso3"].map(country_names(shelf)),
    )[[f.name for f in UKRAINE_VOTES]]


def _earlier(shelf: Shelf, known: set[str]) -> pd.DataFrame:
    """Roll calls of listed resolutions that the machine-readable records do not reach back to.

    An unmarked amendment can stand under the resolution's symbol. Two signs keep it out: the missing mark for
    importance, and a vote of the resolution's own author that is not yes.
    """
    path = shelf.file("unga_earlier_resolutions")
    listed = typed(read_rows(path), RAW_EARLIER, path, key=("symbol",))
    listed = listed[~listed["symbol"].isin(known)]
    found = rolls(shelf).query("is_whole and not may_be_amendment")
    frame = listed.merge(found[["roll", "session", "date", "symbol"]], on="symbol")
    cast = roll_votes(shelf)
    cast = cast[cast["roll"].isin(frame["roll"]) & cast["iso3"].notna()]
    by_roll = {roll: dict(zip(g["iso3"], g["vote"], strict=True)) for roll, g in cast.groupby("roll")}
    counted = pd.crosstab(cast["roll"], cast["vote"]).reindex(columns=list(VOTES), fill_value=0)
    votes = frame["roll"].map(by_roll)
    author = frame["family"].map({name: state for name, (*_, state) in FAMILIES.items()})
    frame = frame.assign(votes=votes)[[v.get(a) == "yes" for v, a in zip(votes, author, strict=True)]]
    stated = frame["yes"].notna()
    counts = counted.reindex(frame["roll"]).set_axis(frame.index).astype("Int64")
    same = (frame[list(VOTES)] == counts).all(axis=1).astype("boolean").where(stated)
    return frame.assign(
        **{v: frame[v].where(stated, counts[v]) for v in VOTES},
        lists_match_totals=same,
        session=frame["session"].astype(str),
        title_short=[title_short(s, f) for s, f in zip(frame["symbol"], frame["family"], strict=True)],
        adoption=ADOPTION[RECORDED],
        part=WHOLE,
        basis=ROLL_CALL,
    ).drop(columns="roll")


def _reported_parts(shelf: Shelf, resolved: pd.DataFrame) -> pd.DataFrame:
    """Reported votes on a part of a resolution that the records hold only as a whole."""
    reported = _reported(shelf)
    parts = reported[(reported["part"] != WHOLE) & reported["symbol"].isin(resolved["symbol"])]
    whole = resolved.set_index("symbol")[["family", "session", "adoption"]]
    return parts.join(whole, on="symbol")


def recurring_votes(shelf: Shelf) -> pd.DataFrame:
    """Votes of chosen states on resolutions that come back; shape (about 3,600, 17).

    Raises:
        SourceProblem: an unusable file.
    """
    new = _machine_readable(shelf)
    old = _earlier(shelf, set(resolutions(shelf)["symbol"]))
    states = pd.concat([_by_state(shelf, new), _by_state(shelf, old)], ignore_index=True)
    made = pd.concat([states, _reported_parts(shelf, new)], ignore_index=True)
    made = made[made["iso3"].isin(WATCHED)]
    return made.assign(country=made["iso3"].map(country_names(shelf)))[[f.name for f in RECURRING_VOTES]]


def _totals(words: str) -> tuple[Field, ...]:
    return tuple(
        Field(vote, "integer", f"states {did}; {words}", "states", required=False, minimum=0)
        for vote, did in (("yes", "in favour"), ("no", "against"), ("abstain", "abstaining"))
    )


_STATE = (
    Field("country", "string", "name ours"),
    Field("iso3", "string", "ISO code", pattern=ISO3),
)
UKRAINE_VOTES = (
    Field("resolution", "string", "number in the eleventh emergency special session; the draft's day where a report"
          " gives no number"),
    Field("date", "date", "day of the vote"),
    Field("title_short", "string", "what it is about, in our words"),
    *_STATE,
    Field(
        "vote", "string", enum=(*VOTES, ABSENT, NOT_AGAINST), required=False,
        description="absent: a member state that stands in no list, whether it stayed away or had lost its vote for"
        " unpaid dues; not against: a report names the states against, and this is none of them",
    ),
    *_totals("as stated by the source"),
    Field("lists_match_totals", "boolean", "the lists of names are as long as the totals say", required=False),
    Field("basis", "string", "UN record: machine-readable resolution; report: typed from the page in url",
          enum=(UN_RECORD, REPORT)),
    Field("url", "string", "the resolution, or the report", pattern=r"^https?://"),
)
RECURRING_VOTES = (
    Field("symbol", "string", "the resolution's symbol; its text is at https://undocs.org/ and the symbol"),
    Field("part", "string", "whole: the resolution; otherwise a vote on that part alone"),
    Field("date", "date", "day of adoption"),
    Field("session", "string", "regular session, or ES-11"),
    Field("family", "string", "which series of texts it belongs to", enum=ALL_FAMILIES),
    Field("title_short", "string", "what it is about, in our words"),
    Field("adoption", "string", "how it was adopted", enum=tuple(ADOPTION.values())),
    *_totals("stated by the source, or counted from the roll call where nothing is stated"),
    Field("lists_match_totals", "boolean", "the lists of names are as long as stated; empty: nothing to compare",
          required=False),
    *_STATE,
    Field(
        "vote", "string", enum=(*VOTES, ABSENT, NO_VOTE), required=False,
        description="absent: a member state in no list; no vote taken: adopted without a vote",
    ),
    Field("armenia_sponsor", "boolean", "Armenia is among the sponsors of the draft; unknown before 2019",
          required=False),
    Field("armenia_additional_sponsor", "boolean", "Armenia joined the sponsors later; unknown before 2019",
          required=False),
    Field("basis", "string", "UN record: machine-readable resolution; roll-call data: older votes; report: typed",
          enum=(UN_RECORD, ROLL_CALL, REPORT)),
    Field("url", "string", "the resolution, or the report", pattern=r"^https?://"),
)
