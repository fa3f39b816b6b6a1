"""Two records of General Assembly votes: roll calls as data, and the resolutions as machine-readable records."""

import json
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from build.countries import add_iso3, iso3
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, read_text, typed
from build.schema import DATE, ISO3, Field
from build.shelf import Shelf

VOTES = ("yes", "no", "abstain")
LISTS = {"yes": "MS_in_favour", "no": "MS_against", "abstain": "MS_abstaining"}
COUNTS = {vote: f"{header}_count" for vote, header in LISTS.items()}
SPONSORS = ("sponsors", "additional_sponsors")
RECORDED, CONSENSUS = "By a recorded vote", "Without a vote"
SYMBOL = r"^A/RES/(?:\d+|ES-\d+|S-\d+)/\d+(?: [A-Z](?:-[A-Z])?)?$"
DATE_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d %B %Y")
SERBIA_JOINED = "2000-11-01"
NOT_STATES = ("Czechoslovakia", "Yugoslavia")

RAW_ROLLS = (
    Field("roll", "integer", header="rcid", minimum=1),
    Field("session", "integer", minimum=1, maximum=200),
    Field("important", "integer", header="importantvote", required=False, enum=(0, 1)),
    Field("date", "date"),
    Field("symbol", "string", header="unres", required=False),
    Field("on_amendment", "integer", header="amend", required=False, enum=(0, 1)),
    Field("on_paragraph", "integer", header="para", required=False, enum=(0, 1)),
)
RAW_ROLL_VOTES = (
    Field("roll", "integer", header="rcid", minimum=1),
    Field("country", "string"),
    Field("vote", "string", enum=VOTES),
)
RAW_RESOLUTIONS = (
    Field("symbol", "string", pattern=SYMBOL),
    Field("title", "string", required=False),
    Field("date", "string", header="adoption_date", pattern=DATE),
    Field("adoption", "string", header="adoption_type", required=False, enum=(RECORDED, CONSENSUS)),
    *(
        Field(vote, "integer", header=header, required=False, minimum=0, maximum=200, missing=("N.A.",))
        for vote, header in COUNTS.items()
    ),
)
MEMBERS = (
    Field("iso3", "string", pattern=ISO3),
    Field("member_since", "date", required=False),
    Field("url", "string", pattern=r"^https?://"),
)


def members(shelf: Shelf) -> pd.Series:
    """Day of admission by ISO code; empty for members since before 1990."""
    path = shelf.file("un_members")
    return shelf.memo(
        "un members",
        lambda: typed(read_rows(path), MEMBERS, path, key=("iso3",)).set_index("iso3")["member_since"].fillna(""),
    )


# --- roll calls as data


def rolls(shelf: Shelf) -> pd.DataFrame:
    """One row a roll call, `symbol` in the form A/RES/62/243; shape (2565, 8).

    `is_whole`: not flagged as a vote on an amendment or a paragraph. `may_be_amendment`: not flagged, but without the
    mark for importance that the session's votes on whole resolutions carry, as amendments and motions are.
    """

    def read() -> pd.DataFrame:
        path = shelf.file("unga_rolls")
        frame = typed(read_rows(path), RAW_ROLLS, path, key=("roll",))
        marked = frame.groupby("session")["important"].transform("count") > 0
        return frame.assign(
            symbol="A/RES/" + frame["symbol"].str.replace(r"^(?:A/RES/|R/)", "", regex=True),
            is_whole=(frame["on_amendment"] != 1).fillna(True) & (frame["on_paragraph"] != 1).fillna(True),
            may_be_amendment=marked & frame["important"].isna(),
        )

    return shelf.memo("unga rolls", read)


def _all_roll_votes(shelf: Shelf) -> pd.DataFrame:
    path = shelf.file("unga_roll_votes")
    text = read_rows(path)
    typed(text.head(0), RAW_ROLL_VOTES, path)  # the columns are there
    number = pd.to_numeric(text["rcid"], errors="coerce")
    # the full check is slow on half a million rows: only rows that a quick look finds odd go through it
    odd = ~text["vote"].isin(VOTES) | ~(number % 1 == 0) | (number < 1) | (text["country"].str.len() == 0)
    odd |= text.duplicated(["rcid", "country"], keep=False)
    typed(text[odd], RAW_ROLL_VOTES, path, key=("roll", "country"))
    frame = pd.DataFrame({"roll": number.astype("Int64"), "country": text["country"], "vote": text["vote"]})
    known = rolls(shelf)
    strays = frame[~frame["roll"].isin(known["roll"])]
    if not strays.empty:
        raise SourceProblem(
            path, f"row {strays.index[0]}, field rcid", "a roll call of the file of roll calls",
            str(strays["roll"].iloc[0]), "take both files from the same edition",
        )
    without = known[~known["roll"].isin(frame["roll"])]
    if not without.empty:
        raise SourceProblem(
            path, f"rcid {without['roll'].iloc[0]}", "votes for every roll call", f"none for {len(without)} of them",
            "the file is cut short: " + DOWNLOAD,
        )
    frame = add_iso3(frame, "country", path, without=NOT_STATES)
    joined = frame.merge(known[["roll", "session", "date"]], on="roll", how="left")
    serbia = (joined["country"] == "Yugoslavia") & (joined["date"] >= SERBIA_JOINED)
    return joined.assign(iso3=joined["iso3"].mask(serbia, "SRB"))


def roll_votes(shelf: Shelf) -> pd.DataFrame:
    """One row a roll call and state that voted: roll, country, vote, iso3, session, date; shape (431857, 6)."""
    return shelf.memo("unga roll votes", lambda: _all_roll_votes(shelf))


# --- machine-readable resolutions


def _record(line: str, number: int, path: Path) -> dict:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as cause:
        raise SourceProblem(path, f"row {number}", "one JSON record a line", str(cause), DOWNLOAD) from cause
    if not isinstance(record, dict):
        raise SourceProblem(path, f"row {number}", "one JSON record a line", f"a {type(record).__name__}", DOWNLOAD)
    needed = [f.header or f.name for f in RAW_RESOLUTIONS] + [*LISTS.values(), *SPONSORS]
    missing = [n for n in needed if n not in record]
    if missing:
        raise SourceProblem(
            path, f"row {number}", "the fields " + ", ".join(missing), ", ".join(record)[:200],
            "the publisher's format changed: compare with --list",
        )
    lists = [*LISTS.values(), *SPONSORS]
    broken = [n for n in lists if not isinstance(record[n], list) or not all(isinstance(name, str) for name in record[n])]
    if broken:
        raise SourceProblem(path, f"row {number}, field {broken[0]}", "a list of names", repr(record[broken[0]])[:80], DOWNLOAD)
    return record | {"adoption_date": _iso_date(str(record["adoption_date"]))}


def _iso_date(text: str) -> str:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(" ".join(text.split()), form).date().isoformat()
        except ValueError:
            continue
    return text


def _states(record: dict, number: int, path: Path) -> dict[str, str]:
    """Vote by ISO code; a state named twice in the same list counts once.

    Raises:
        SourceProblem: an unknown name, or a state in two lists.
    """
    votes: dict[str, str] = {}
    for vote, header in LISTS.items():
        for name in record[header]:
            code = iso3(name)
            if code is None:
                raise SourceProblem(
                    path, f"row {number}, field {header}",
                    "a country name that data/build/curated/countries.csv knows", repr(name),
                    "if the publisher changed its spelling, add it to the column also_written of that file",
                )
            if votes.setdefault(code, vote) != vote:
                raise SourceProblem(
                    path, f"row {number}, field {header}", "each state in one list only",
                    f"{name} in the lists {votes[code]} and {vote}", DOWNLOAD,
                )
    return votes


def _read_resolutions(path: Path) -> pd.DataFrame:
    lines = {n: line for n, line in enumerate(read_text(path).splitlines(), 1) if line.strip()}
    if not lines:
        raise SourceProblem(path, "the whole file", "at least one resolution", "none", DOWNLOAD)
    records = {n: _record(line, n, path) for n, line in lines.items()}
    text = pd.DataFrame.from_dict(records, orient="index").rename_axis("row")
    frame = typed(text, RAW_RESOLUTIONS, path)
    return frame.assign(
        votes=[_states(r, n, path) for n, r in records.items()],
        sponsors=[_names(r["sponsors"]) for r in records.values()],
        additional_sponsors=[_names(r["additional_sponsors"]) for r in records.values()],
    )


def _names(listed: list[str]) -> str:
    return " | ".join(" ".join(name.split()).casefold() for name in listed)


def resolutions(shelf: Shelf) -> pd.DataFrame:
    """One row a resolution: symbol, title, date, adoption, stated totals, `votes` (vote by code), sponsors.

    A resolution that stands in the files more than once counts once, by its last record. `lists_match_totals` is empty
    where no vote was recorded.

    Raises:
        SourceProblem: an unusable file or record.
    """

    def read() -> pd.DataFrame:
        frames = [_read_resolutions(path) for path in shelf.files("un_resolutions")]
        frame = pd.concat(frames, ignore_index=True).drop_duplicates("symbol", keep="last").reset_index(drop=True)
        recorded = frame["adoption"] == RECORDED
        listed = pd.DataFrame([{v: list(votes.values()).count(v) for v in VOTES} for votes in frame["votes"]])
        stated = frame[list(VOTES)].fillna(0)
        return frame.assign(
            session=frame["symbol"].str.split("/").str[2],
            is_recorded=recorded,
            lists_match_totals=(listed == stated).all(axis=1).astype("boolean").where(recorded),
        )

    return shelf.memo("unga resolutions", read)


def resolution_votes(shelf: Shelf) -> pd.DataFrame:
    """One row a recorded resolution and state that voted: symbol, session, date, iso3, vote."""
    frame = resolutions(shelf)
    rows = [
        (r.symbol, r.session, r.date, code, vote)
        for r in frame[frame["is_recorded"]].itertuples()
        for code, vote in r.votes.items()
    ]
    return pd.DataFrame(rows, columns=["symbol", "session", "date", "iso3", "vote"])


def absentees(shelf: Shelf, voted: set[str], day: str) -> list[str]:
    """Codes of the states that were members on that day and stand in no list."""
    date.fromisoformat(day)
    return [code for code, since in members(shelf).items() if since <= day and code not in voted]
