"""Alliances, their members and what they promise: Alliance Treaty Obligations and Provisions (ATOP)."""

import io
import re
import tempfile
import zipfile
from pathlib import Path

import pandas as pd

from build.problems import SourceProblem, told
from build.reading import DOWNLOAD, read_bytes, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

SOURCES = (
    Source(
        key="atop",
        publisher="Alliance Treaty Obligations and Provisions project (ATOP), Rice University",
        title="ATOP, alliance, member and state-year files",
        url="http://www.atopdata.org/data.html",
        pattern="alliances/atop_*_csv.zip",
        licence="free for research, with citation",
        licence_url="http://www.atopdata.org/data.html",
        allows="the fields that the analysis uses",
        query="the zip of CSV files; the files whose names end in a.csv, m.csv and sy.csv are read, their _NNA twins"
        " (which leave out pure nonaggression pacts) are not",
        credit="Leeds, Ritter, Mitchell and Long (2002), Alliance Treaty Obligations and Provisions, 1815-1944,"
        " International Interactions 28: 237-260",
        known=(("atop_5.1_csv.zip", "387e1960cd3341432d433c68e2ca73f24fd245d780530c19fb137a7dd5e30e89"),),
    ),
    Source(
        key="cow_states",
        publisher="Correlates of War project",
        title="numbers of the states, with the names and ISO codes that this project gives them",
        url="https://correlatesofwar.org/data-sets/state-system-membership/",
        pattern="curated:cow_states.csv",
        licence="facts",
        allows="everything",
    ),
)

ARCHIVED = {
    "alliances": r"^atop[\d_]+a\.csv$",
    "members": r"^atop[\d_]+m\.csv$",
    "state_years": r"^atop[\d_]+sy\.csv$",
}
PARTIAL_DATE = r"^\d{4}-\d{2}(-\d{2})?$"
LABELS = {
    3150: "Charter of the Organization of American States",
    3180: "North Atlantic Treaty",
    3285: "Warsaw Pact",
    3740: "Helsinki Final Act (CSCE, OSCE)",
    3755: "Treaty of Amity and Cooperation in Southeast Asia",
    4220: "Collective Security Treaty (CST, CSTO)",
    4400: "Charter of the Commonwealth of Independent States",
    4810: "Shanghai Five and Shanghai Cooperation Organisation",
    6020: "Treaty of Good-Neighbourliness of the Shanghai Cooperation Organisation",
}

IN_FORCE = "in force"
TERMINATION = {
    0: "ended with a member's independence, unrelated to the alliance",
    1: "terms fulfilled or run out",
    2: "broken by a member",
    3: "renegotiated",
}
EXIT_MODE = {
    1: "not renewed at its scheduled end",
    2: "replaced by a new agreement",
    3: "broken before its scheduled end",
    4: "a member lost independence",
    5: "occasion ceased to exist",
    6: "war lost",
}
EXIT_CAUSE = {
    1: "new agreement among the members",
    2: "a member lost independence",
    3: "problem resolved",
    4: "policy dispute",
    5: "dispute over the alliance's management",
    6: "fighting among the members",
    7: "war with a third party",
    8: "violation short of war",
}
MILITARY_AID = {
    0: "none",
    1: "unspecified",
    2: "grants or loans",
    3: "technology, training or supplies",
    4: "grants or loans, and technology or training",
}
ORGANISATION = {0: "none", 1: "regular meetings", 2: "named body with regular meetings", 3: "permanent bureaucracy"}
BASES = {0: "none", 1: "joint, on neutral territory", 2: "mutual", 3: "one-sided"}
ARMS = {0: "none", 1: "limits on arms or rules of warfare", 2: "coordinated increase"}
MILITARY_CONTACT = {0: "none", 1: "in hostilities only", 2: "in peacetime", 3: "common defence policy"}
RENUNCIATION = {
    0: "not mentioned",
    1: "at any time, with notice",
    2: "if another member attacks",
    3: "after a set period",
    4: "forbidden",
}


def _code(name: str, header: str, words: dict[int, str], required: bool = False) -> Field:
    return Field(name, "integer", header=header, required=required, enum=tuple(words))


def _date_parts(stem: str, year: str, month: str, day: str, required: bool) -> tuple[Field, ...]:
    """Year, month and day of a date; ATOP writes 0 where the alliance was in force when coverage ended."""
    return (
        Field(stem, "year", header=year, required=required, minimum=1815, maximum=2100, missing=("0",)),
        Field(f"{stem}_month", "integer", header=month, required=required, minimum=1, maximum=12, missing=("0",)),
        Field(f"{stem}_day", "integer", header=day, required=False, minimum=1, maximum=31, missing=("0",)),
    )


_PROMISES = tuple(
    Field(name, "boolean", header=header)
    for name, header in (
        ("defense", "defense"),
        ("offense", "offense"),
        ("neutrality", "neutral"),
        ("nonaggression", "nonagg"),
        ("consultation", "consul"),
    )
)

RAW_ALLIANCES = (
    Field("atop_id", "integer", header="atopid", minimum=1000, maximum=9999),
    *_date_parts("begin", "begyr", "begmo", "begday", required=True),
    *_date_parts("end", "endyr", "endmo", "endday", required=False),
    Field("is_in_force", "boolean", header="ineffect"),
    Field("is_bilateral", "boolean", header="bilat"),
    Field("phases", "integer", header="maxphase", minimum=0, maximum=9),
    Field("is_wartime", "boolean", header="wartime"),
    Field("length_kind", "integer", header="speclgth", required=False, enum=(0, 1, 2, 3)),
    Field("promised_months", "integer", header="length", required=False, minimum=0),
    _code("renunciation", "renounce", RENUNCIATION),
    _code("termination_code", "term", TERMINATION, required=True),
    *_PROMISES,
    Field("is_conditional", "boolean", header="conditio"),
    _code("military_contact", "milcon", MILITARY_CONTACT),
    _code("military_aid_code", "milaid", MILITARY_AID),
    Field("integrated_command", "boolean", header="intcom", required=False),
    _code("organisation", "organ1", ORGANISATION),
    _code("bases", "base", BASES),
    Field("contributions", "boolean", header="contrib", required=False),
    _code("arms", "armred", ARMS),
    Field("is_from_treaty_text", "boolean", header="source"),
)

RAW_MEMBERS = (
    Field("atop_id", "integer", header="atopid", minimum=1000, maximum=9999),
    Field("ccode", "integer", header="member", minimum=1, maximum=9999),
    *_date_parts("entry", "yrent", "moent", "dayent", required=True),
    *_date_parts("exit", "yrexit", "moexit", "dayexit", required=False),
    Field("is_in_force", "boolean", header="ineffect"),
    Field("is_bilateral", "boolean", header="bilat"),
    Field("phase", "integer", header="phase", minimum=0, maximum=9),
    _code("exit_mode", "termmode", {0: "", **EXIT_MODE}, required=True),
    _code("exit_cause_code", "termcaus", {0: "", **EXIT_CAUSE}),
    *_PROMISES,
)

COW_STATES = (
    Field("ccode", "integer", minimum=1, maximum=9999),
    Field("country", "string"),
    Field("iso3", "string", required=False, pattern=ISO3),
)


def cow_states(shelf: Shelf) -> pd.DataFrame:
    """Name and ISO code by Correlates of War number; shape (about 220, 2), index ccode."""

    def read() -> pd.DataFrame:
        path = shelf.file("cow_states")
        return typed(read_rows(path), COW_STATES, path, key=("ccode",)).set_index("ccode")

    return shelf.memo("cow_states", read)


def named(frame: pd.DataFrame, shelf: Shelf, path: Path, into: str, header: str = "ccode") -> pd.DataFrame:
    """Put a state's name and ISO code beside its Correlates of War number.

    Args:
        frame: table with a column `ccode`, indexed by the row of the file.
        shelf: the files.
        path: file to name if a number is unknown.
        into: name of the column that receives the state's name; `iso3` receives the code.
        header: what the publisher calls the column of numbers.

    Raises:
        SourceProblem: a number that the list of states lacks.
    """
    states = cow_states(shelf)
    unknown = frame[~frame["ccode"].isin(states.index)]
    if not unknown.empty:
        raise SourceProblem(
            path,
            f"row {unknown.index[0]}, field {header}",
            "a Correlates of War state number that data/build/curated/cow_states.csv knows",
            str(unknown["ccode"].iloc[0]),
            "add the state's number, name and ISO code to that file",
        )
    return frame.assign(**{into: frame["ccode"].map(states["country"]), "iso3": frame["ccode"].map(states["iso3"])})


def archived_rows(path: Path, wanted: str) -> tuple[pd.DataFrame, Path]:
    """Text cells of one CSV file in a zip archive, and its name for messages.

    Args:
        path: the archive.
        wanted: regular expression for the file's own name, without folders.

    Raises:
        SourceProblem: a broken archive, or not exactly one file of that name in it.
    """
    packed = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            found = [n for n in archive.namelist() if re.match(wanted, Path(n).name)]
            if len(found) != 1:
                raise SourceProblem(
                    path,
                    "the list of files in the archive",
                    f"one file named like {wanted}",
                    ", ".join(Path(n).name for n in archive.namelist())[:300] or "none",
                    "take the zip of CSV files, not of another format: " + DOWNLOAD,
                )
            raw = archive.read(found[0])
    except SourceProblem:
        raise
    except Exception as cause:  # cut, damaged, encrypted or packed in a way of its own
        raise SourceProblem(path, "the whole archive", "a complete zip file", told(cause), DOWNLOAD) from cause
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / Path(found[0]).name
        inner.write_bytes(raw)
        return read_rows(inner), inner


def _partial_date(frame: pd.DataFrame, stem: str) -> pd.Series:
    """ISO date as far as it is known: 1992-05-15, or 1992-05 where the day is not."""
    year, month, day = (frame[c] for c in (stem, f"{stem}_month", f"{stem}_day"))
    text = year.astype("string") + "-" + month.astype("string").str.zfill(2)
    return (text + ("-" + day.astype("string").str.zfill(2)).fillna("")).astype(object)


def _check_ends(frame: pd.DataFrame, stem: str, header: str, path: Path) -> None:
    """An end date exactly where the treaty was no longer in force when coverage ended."""
    odd = frame[frame[stem].isna() != frame["is_in_force"]]
    if not odd.empty:
        raise SourceProblem(
            path,
            f"row {odd.index[0]}, field {header}",
            "a year where ineffect is 0, and 0 where ineffect is 1",
            "an empty year" if pd.isna(odd[stem].iloc[0]) else str(odd[stem].iloc[0]),
            "the file was altered, or the publisher's format changed: " + DOWNLOAD,
        )


def _read_alliances(shelf: Shelf) -> pd.DataFrame:
    """One row an alliance, typed, with the names of its members as a list in `names`."""

    def read() -> pd.DataFrame:
        rows, path = archived_rows(shelf.file("atop"), ARCHIVED["alliances"])
        # The file says 1 for coded from the treaty and 2 for coded from secondary sources.
        rows = rows.assign(source=rows["source"].replace({"2": "0"})) if "source" in rows else rows
        frame = typed(rows, RAW_ALLIANCES, path, key=("atop_id",))
        _check_ends(frame, "end", "endyr", path)
        slots = [c for c in rows.columns if re.fullmatch(r"mem\d+", c)]
        return frame.assign(names=_member_names(rows[slots], shelf, path))

    return shelf.memo("atop alliances", read)


def _member_names(slots: pd.DataFrame, shelf: Shelf, path: Path) -> pd.Series:
    """Names of the members in the columns mem1, mem2 ..., as one list a row."""
    filled = slots.melt(ignore_index=False, var_name="slot", value_name="ccode").query("ccode != ''")
    numbers = typed(filled, (Field("ccode", "integer", minimum=1, maximum=9999),), path)
    listed = named(numbers, shelf, path, "name", "mem1, mem2 ...")
    alone = slots.index[listed.groupby(level=0).size().reindex(slots.index).fillna(0) < 2]
    if len(alone):
        raise SourceProblem(
            path, f"row {alone[0]}, fields mem1, mem2 ...", "two members or more", "fewer than two", DOWNLOAD
        )
    return listed.groupby(level=0, sort=False)["name"].agg(list).reindex(slots.index)


def _coverage_end(shelf: Shelf) -> int:
    """Last year of the state-year file, which has a row for every year that ATOP covers."""

    def read() -> int:
        rows, path = archived_rows(shelf.file("atop"), ARCHIVED["state_years"])
        return int(typed(rows, (Field("year", "year", minimum=1815, maximum=2100),), path)["year"].max())

    return shelf.memo("atop coverage", read)


def _label(row: pd.Series) -> str:
    if row["atop_id"] in LABELS:
        return LABELS[row["atop_id"]]
    if row["is_bilateral"]:
        return ", ".join(row["names"][:-1]) + " and " + row["names"][-1]
    return f"{row['names'][0]} and {len(row['names']) - 1} others"


def alliances(shelf: Shelf) -> pd.DataFrame:
    """Every alliance with its dates, promises and end; shape (about 790, 30); years and months."""
    frame = _read_alliances(shelf)
    has_term = frame["length_kind"].eq(1).fillna(False) & frame["promised_months"].gt(0).fillna(False)
    words = frame["termination_code"].map(TERMINATION).mask(frame["is_in_force"].astype(bool), IN_FORCE)
    made = frame.assign(
        label=frame.apply(_label, axis=1),
        members=frame["names"].map(len).astype("Int64"),
        begin_date=_partial_date(frame, "begin"),
        end_date=_partial_date(frame, "end"),
        termination=words,
        promised_months=frame["promised_months"].where(has_term),
        renunciation=frame["renunciation"].map(RENUNCIATION),
        military_contact=frame["military_contact"].map(MILITARY_CONTACT),
        military_aid=frame["military_aid_code"].map(MILITARY_AID),
        organisation=frame["organisation"].map(ORGANISATION),
        bases=frame["bases"].map(BASES),
        arms=frame["arms"].map(ARMS),
        coverage_end=_coverage_end(shelf),
    )
    return made[[f.name for f in ALLIANCES]]


def _went_on(frame: pd.DataFrame) -> pd.Series:
    """Whether the alliance outlived this exit, compared on as much of both dates as is known."""

    def outlived(left: str, ended: str) -> bool:
        if pd.isna(ended):
            return True
        known = min(len(left), len(ended))
        return left[:known] < ended[:known]

    gone = frame["exit_date"].notna() & ~frame["is_phase_change"]
    answers = [
        outlived(left, ended) if counts else pd.NA
        for left, ended, counts in zip(frame["exit_date"], frame["alliance_end"], gone, strict=True)
    ]
    return pd.Series(answers, index=frame.index, dtype="boolean")


def _is_phase_change(frame: pd.DataFrame) -> pd.Series:
    """Whether the same member starts again in the same alliance on the day of the exit or the day after."""
    starts = set(zip(frame["atop_id"], frame["ccode"], frame["entry_date"], strict=True))
    full = frame["exit_date"].where(frame["exit_day"].notna())
    after = (pd.to_datetime(full, format="%Y-%m-%d") + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    continues = [
        (alliance, member, same) in starts or (alliance, member, next_day) in starts
        for alliance, member, same, next_day in zip(frame["atop_id"], frame["ccode"], full, after, strict=True)
    ]
    return pd.Series(continues, index=frame.index) & full.notna()


def members(shelf: Shelf) -> pd.DataFrame:
    """Every membership in every phase of an alliance; shape (about 2,510, 19).

    Raises:
        SourceProblem: a membership of an alliance that the file of alliances lacks, or an unknown state.
    """
    known = _read_alliances(shelf)
    rows, path = archived_rows(shelf.file("atop"), ARCHIVED["members"])
    frame = typed(rows, RAW_MEMBERS, path, key=("atop_id", "phase", "ccode", "entry"))
    _check_ends(frame, "exit", "yrexit", path)
    stray = frame[~frame["atop_id"].isin(known["atop_id"])]
    if not stray.empty:
        raise SourceProblem(
            path,
            f"row {stray.index[0]}, field atopid",
            "an alliance that the file of alliances lists",
            str(stray["atop_id"].iloc[0]),
            "the two files are of different editions: take both from one archive",
        )
    ends = known.assign(end_date=_partial_date(known, "end")).set_index("atop_id")["end_date"]
    frame = named(frame, shelf, path, "member", "member")
    frame = frame.assign(
        entry_date=_partial_date(frame, "entry"),
        exit_date=_partial_date(frame, "exit"),
        alliance_end=frame["atop_id"].map(ends),
        exit_cause_code=frame["exit_cause_code"].mask(frame["exit_cause_code"].eq(0).fillna(False)),
    )
    frame = frame.assign(is_phase_change=_is_phase_change(frame))
    frame = frame.assign(
        alliance_went_on=_went_on(frame),
        exit_mode=frame["exit_mode"].map(EXIT_MODE),
        exit_cause=frame["exit_cause_code"].map(EXIT_CAUSE),
    )
    return frame[[f.name for f in MEMBERS]]


_PROMISE_WORDS = {
    "defense": "promises active military support if a partner's territory or sovereignty is attacked",
    "offense": "promises active military support in other cases than an attack on a partner",
    "neutrality": "promises not to join, or help, a third party in a conflict with a partner",
    "nonaggression": "promises not to use force against a partner",
    "consultation": "promises to consult in a crisis that may become military",
}


def _promises(of_whom: str) -> tuple[Field, ...]:
    return tuple(Field(n, "boolean", f"{of_whom} {words}") for n, words in _PROMISE_WORDS.items())


def _words(name: str, description: str, words: dict[int, str], required: bool = False, more: tuple = ()) -> Field:
    return Field(name, "string", description, required=required, enum=(*more, *words.values()))


ALLIANCES = (
    Field("atop_id", "integer", "ATOP's number of the alliance", minimum=1000, maximum=9999),
    Field("label", "string", "a name for the reader: the treaty's for nine well-known ones, else its members; ours"),
    Field("begin", "year", "year of signature by at least two members", minimum=1815, maximum=2100),
    Field("begin_date", "string", "date of signature; year and month where the day is unknown", pattern=PARTIAL_DATE),
    Field("end", "year", "year in which it ended; empty: in force at the end of coverage", required=False),
    Field("end_date", "string", "date of the end, as far as known", required=False, pattern=PARTIAL_DATE),
    Field("is_in_force", "boolean", "in force on 31 December of the year in coverage_end"),
    Field("coverage_end", "year", "last year that ATOP covers; later years are unknown"),
    Field("termination_code", "integer", "ATOP's code TERM: how it ended", enum=tuple(TERMINATION)),
    _words("termination", "how it ended, in our words", TERMINATION, required=True, more=(IN_FORCE,)),
    *_promises("at least one member"),
    Field("is_conditional", "boolean", "a promise holds only against some adversaries, places or circumstances"),
    Field("is_bilateral", "boolean", "never more than two members at a time; succession may list a third or fourth"),
    Field("members", "integer", "states that ever belonged to it", minimum=2),
    Field("phases", "integer", "phases with differing terms; 0: the terms never changed", minimum=0),
    Field("is_wartime", "boolean", "a member was at war when it was signed"),
    Field(
        "promised_months", "integer", "length agreed; empty: none, indefinite or unknown", unit="months",
        required=False, minimum=1,
    ),
    _words("renunciation", "whether a member may leave during the term", RENUNCIATION),
    _words("military_contact", "contact of the armed forces that the treaty asks for", MILITARY_CONTACT),
    Field(
        "military_aid_code", "integer", "ATOP's code MILAID; empty: text not found", required=False,
        enum=tuple(MILITARY_AID),
    ),
    _words("military_aid", "military aid that the treaty provides for, in our words", MILITARY_AID),
    Field("integrated_command", "boolean", "common command in peace and war", required=False),
    _words("organisation", "the most important body that the treaty sets up (ORGAN1)", ORGANISATION),
    _words("bases", "troops of one member on the soil of another, or joint bases", BASES),
    Field("contributions", "boolean", "says what each contributes in troops, supplies or money", required=False),
    _words("arms", "a duty to limit or to increase arms (ARMRED); not a duty to sell arms", ARMS),
    Field("is_from_treaty_text", "boolean", "coded from the treaty itself, not from secondary sources only"),
)

MEMBERS = (
    Field("atop_id", "integer", "ATOP's number of the alliance"),
    Field("phase", "integer", "phase of the alliance; 0: it has one only", minimum=0),
    Field("member", "string", "name of the state; ATOP has its number only"),
    Field("iso3", "string", "ISO code; empty for states that are no more", required=False, pattern=ISO3),
    Field("ccode", "integer", "Correlates of War number of the state"),
    Field("entry", "year", "year of entry into this phase", minimum=1815, maximum=2100),
    Field("entry_date", "string", "date of entry, as far as known", pattern=PARTIAL_DATE),
    Field("exit", "year", "year of exit from this phase; empty: a member when coverage ended", required=False),
    Field("exit_date", "string", "date of exit, as far as known", required=False, pattern=PARTIAL_DATE),
    Field("is_phase_change", "boolean", "the member went on in the next phase within a day: not an exit"),
    Field("alliance_went_on", "boolean", "the alliance outlived this exit; empty where nobody left", required=False),
    _words("exit_mode", "how membership ended (TERMMODE), in our words", EXIT_MODE),
    Field("exit_cause_code", "integer", "ATOP's code TERMCAUS", required=False, enum=tuple(EXIT_CAUSE)),
    _words("exit_cause", "why, in the coders' judgment (TERMCAUS), in our words", EXIT_CAUSE),
    Field("is_bilateral", "boolean", "this phase never has more than two members"),
    *_promises("this member"),
)

COVERAGE_NOTE = (
    "Coverage ends on 31 December 2018: an empty end or exit says nothing about later years. Dates are those of"
    " signature, not of entry into force. Pacts that promise nonaggression and nothing else are included;"
    " they are about a quarter of all."
)

TABLES = (
    Table(
        name="alliances/alliances",
        title="Military alliances and what they promise, 1815-2018",
        description="One row an alliance of ATOP 5.1: dates, promises, institutions, end. A promise is coded if any"
        " member makes it in any phase. The file codes texts, not deeds.",
        fields=ALLIANCES,
        key=("atop_id",),
        sources=("atop", "cow_states"),
        build=alliances,
        edition="5.1",
        notes=COVERAGE_NOTE + " Alliance 3433, once of Czechoslovakia, is in force through one successor, although its"
        " code is that of a renegotiated one. Empty provisions: the coders did not find the text.",
    ),
    Table(
        name="alliances/members",
        title="Members of military alliances: entry, exit and why, 1815-2018",
        description="One row a member, alliance and phase of ATOP 5.1, with what this member promised.",
        fields=MEMBERS,
        key=("atop_id", "phase", "ccode", "entry"),
        sources=("atop", "cow_states"),
        build=members,
        edition="5.1",
        foreign_keys=(("iso3", "map/countries", "iso3"), ("atop_id", "alliances/alliances", "atop_id")),
        notes=COVERAGE_NOTE + " A row ends when a phase ends, so count only rows with is_phase_change false as exits."
        " Rates of exit: member-years are the sum of exit (2018 where empty) minus entry, in whole calendar years;"
        " exits over a policy dispute are those with exit_cause_code 4, many of which ended the whole alliance at once"
        " (alliance_went_on false). In nine alliances of Czechoslovakia the phases 2 and 3 run side by side, one for"
        " each successor, so that the partner has two rows. iso3 follows the state's number through changes of"
        " regime: Russia is the Empire, the Soviet Union and the Federation, and DEU stands for West Germany too.",
    ),
)
