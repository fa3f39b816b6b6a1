"""How often pairs of states vote alike: the publisher's shares, and our own from two records of votes."""

import pandas as pd

from build.memberships import country_names
from build.schema import DATE, ISO3, Field
from build.shelf import Shelf
from build.unga_ideal_points import PUBLISHED_PARTNERS, by_session, edition, watched
from build.unga_votes import resolution_votes, roll_votes, rolls

PUBLISHED, ROLLS, RESOLUTIONS = "published", "own, roll calls", "own, resolutions"
PARTNERS = ("RUS", "USA", "CHN", "IND", "FRA", "UKR")
STATES = (
    "ARM", "AZE", "BLR", "KAZ", "KGZ", "TJK", "UZB", "SRB", "IND", "DZA", "VNM", "GEO", "UKR", "MDA", "TKM",
    "RUS", "CHN", "FRA", "GBR", "USA", "TUR", "IRN",
)  # fmt: skip


def agreement(shelf: Shelf) -> pd.DataFrame:
    """Share of identical votes by pair and session; shape (about 7,000, 10); shares from 0 to 1.

    Raises:
        SourceProblem: an unusable file.
    """
    whole = rolls(shelf).query("is_whole")["roll"]
    by_roll = roll_votes(shelf)
    by_roll = by_roll[by_roll["roll"].isin(whole)].rename(columns={"roll": "symbol"})
    by_text = resolution_votes(shelf)
    by_text = by_text[by_text["session"].str.fullmatch(r"\d+")].assign(session=lambda d: d["session"].astype(int))
    made = pd.concat(
        [_published(shelf), _own(by_roll, ROLLS), _own(by_text, RESOLUTIONS)], ignore_index=True
    )
    names = country_names(shelf)
    return made.assign(
        country=made["iso3"].map(names),
        partner=made["partner_iso3"].map(names),
        year=made["session"] + 1945,
    )[[f.name for f in AGREEMENT]]


def _published(shelf: Shelf) -> pd.DataFrame:
    """The newest session-indexed file's columns, where the pair has a value."""
    path, frame = max(by_session(shelf).items(), key=lambda item: edition(item[0]))
    kept = watched(frame, shelf)
    long = (
        kept[kept["iso3"].isin(STATES)]
        .rename(columns={"votes_all": "country_votes"})
        .melt(["iso3", "session", "country_votes"], list(PUBLISHED_PARTNERS), "partner_iso3", "agreement")
    )
    return long[long["iso3"] != long["partner_iso3"]].dropna(subset=["agreement"]).assign(basis=PUBLISHED)


def _own(votes: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Share of the votes cast by both that were the same; absence drops a vote out, abstention is a vote like others.

    Args:
        votes: symbol, session, date, iso3, vote; one row a state and vote.
    """
    last = votes.groupby("session")["date"].max()
    ours = votes[votes["iso3"].isin(STATES)]
    cast = ours.groupby(["iso3", "session"]).size().rename("country_votes")
    made = []
    for partner in PARTNERS:
        theirs = votes.loc[votes["iso3"] == partner, ["symbol", "vote"]]
        both = ours[ours["iso3"] != partner].merge(theirs, on="symbol", suffixes=("", "_partner"))
        same = both["vote"] == both["vote_partner"]
        halfway = ~same & ((both["vote"] == "abstain") | (both["vote_partner"] == "abstain"))
        scored = both.assign(agreement=same.astype(float), agreement_half=same + 0.5 * halfway)
        made.append(
            scored.groupby(["iso3", "session"], as_index=False)
            .agg(
                agreement=("agreement", "mean"),
                agreement_half=("agreement_half", "mean"),
                votes_compared=("agreement", "size"),
            )
            .assign(partner_iso3=partner)
        )
    frame = pd.concat(made, ignore_index=True)
    return frame.join(cast, on=["iso3", "session"]).assign(basis=basis, last_vote=frame["session"].map(last))


_PART = {"minimum": 0, "maximum": 1, "unit": "share"}
AGREEMENT = (
    Field("basis", "string", "where the share comes from", enum=(PUBLISHED, ROLLS, RESOLUTIONS)),
    Field("country", "string", "name ours"),
    Field("iso3", "string", "ISO code", pattern=ISO3),
    Field("partner", "string", "the state that it is compared with; name ours"),
    Field("partner_iso3", "string", "ISO code of the partner", pattern=ISO3),
    Field("session", "integer", "regular session of the Assembly; the 74th opened in September 2019", minimum=1),
    Field("year", "year", "year in which the session opened: session + 1945"),
    Field("agreement", "number", "votes that were the same (both yes, both no or both abstain) out of those that both"
          " states cast", **_PART),
    Field("agreement_half", "number", "the same with half a point where one of the two abstained and the other did"
          " not; empty for published shares", required=False, **_PART),
    Field("votes_compared", "integer", "votes that both cast; not given for published shares", "votes",
          required=False, minimum=1),
    Field("country_votes", "integer", "votes that the country cast in the session, in that source", "votes", minimum=0),
    Field("last_vote", "date", "day of the session's last vote in the data; empty for published shares",
          required=False, pattern=DATE),
)
