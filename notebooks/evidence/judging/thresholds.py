"""Would the verdict be another one if the line had been drawn a little higher or lower?

Every rule that compares a number with a threshold is applied again at two neighbouring thresholds, chosen by one recipe
for all: a share ten points lower and higher, a count below ten one lower and higher, any other number half and double.
Rules without a number are tested by turning each of their findings round, one at a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.judging.rules import committed, judge

Findings = Mapping[str, Mapping[str, Any]]
Records = Mapping[str, Findings]


@dataclass(frozen=True)
class Trial:
    """One number in a rule, and other values that it might have had.

    Args:
        claim_id: the claim.
        chapter: where its findings were recorded.
        finding: the true-or-false finding that the number decides.
        what: what is compared with the threshold, in a few words.
        measured: from the chapter's findings to the measured value.
        used: the threshold in the rule.
        kind: "share" (0.5 is half), "points" (0 is none), "count" or "size"; decides the neighbours.
        holds: from measured value and threshold to the finding.
    """

    claim_id: str
    chapter: str
    finding: str
    what: str
    measured: Callable[[Findings], float]
    used: float
    kind: str
    holds: Callable[[float, float], bool] = lambda value, threshold: value > threshold

    @property
    def tried(self) -> tuple[float, ...]:
        """The neighbours of the threshold, by the recipe."""
        match self.kind:
            case "share":
                return (self.used - 0.1, self.used + 0.1)
            case "points":
                return (self.used + 10,)
            case "count":
                return (self.used - 1, self.used + 1)
            case _:
                return (self.used / 2, self.used * 2)

    def written(self, value: float) -> str:
        """A value as readers see it."""
        return format(value, ".0%" if self.kind == "share" else ".1f" if self.used == 1 else ",.0f")


def _value(name: str) -> Callable[[Findings], float]:
    return lambda found: float(found[name]["value"])


def _at_least(value: float, threshold: float) -> bool:
    return value >= threshold


def _at_most(value: float, threshold: float) -> bool:
    return value <= threshold


def _friend_fall(found: Findings) -> float:
    return 100 * (found["friend_2020"]["value"] - found["friend_2021"]["value"])


def _protection_part(found: Findings) -> float:
    return found["complaints_protection"]["value"] / found["complaints"]["value"]


TRIALS = (
    Trial("C06", "05", "active_in_2023", "battle deaths in 2023", _value("battle_deaths_2023"), 25, "size", _at_least),
    Trial("C09", "04", "friend_share_fell_after_war", "fall of the friend share, points", _friend_fall, 0, "points"),
    Trial("C11", "01", "poll_majority_saw_russia_as_friend_for_years", "second largest friend share to 2017",
          _value("friend_for_years"), 0.6, "share", _at_least),
    Trial("C12", "02", "nato_leads_orders", "NATO's part of orders", _value("nato_orders"), 0.5, "share"),
    Trial("C19", "06", "covers_low_at_year_end", "debt over the lower sum", _value("least_of_low"), 1, "share", _at_least),
    Trial("C22", "03", "allies_took_most", "largest part that allies took", _value("largest_allied_part"), 0.5, "share"),
    Trial("C22", "03", "russia_among_three_largest", "Russia's place among exporters", _value("russia_place"), 3, "count",
          _at_most),
    Trial("C27", "05", "two_wars", "spells of war", _value("wars"), 2, "count", _at_least),
    Trial("C27", "05", "fought_in_ten_years", "active years", _value("active_years"), 10, "size", _at_least),
    Trial("C29", "07", "protection_over_half", "complaints about protection", _protection_part, 0.5, "share"),
    Trial("C30", "02", "majority_in_every_decade", "least part in ten years", _value("least_in_a_decade"), 0.5, "share"),
    Trial("C30", "02", "majority_by_every_measure", "least part by any measure", _value("least_by_a_measure"), 0.5, "share"),
    Trial("C31", "03", "three_complaints", "days with a complaint", _value("days_of_complaint"), 3, "count", _at_least),
    Trial("C31", "03", "complaints_over_a_year", "months between complaints", _value("months_of_complaints"), 12, "size"),
    Trial("C32", "04", "treaty_in_first_year", "days to the first treaty", _value("days_to_first_treaty"), 366, "size",
          _at_most),
    Trial("C33", "08", "more_to_the_other_side", "arms to Azerbaijan over Armenia's", _value("arms_ratio"), 1, "size"),
    Trial("C36", "07", "three_steps_back_after", "steps back", _value("steps_back"), 3, "count", _at_least),
)


def at_thresholds(recorded: Records, trials: tuple[Trial, ...] = TRIALS) -> pd.DataFrame:
    """Verdicts at the threshold in the rule and at its neighbours.

    Args:
        recorded: findings by chapter.

    Returns:
        One row a trial and threshold: claim_id, what, measured, threshold, is_used, side (-1 lower, 0 as in the rule, 1
        higher), label, measured_label, verdict, moves (the verdict is another one than at the threshold in the rule).
    """
    rows = []
    for trial in trials:
        found = recorded[trial.chapter]
        measured = trial.measured(found)
        for threshold in sorted((trial.used, *trial.tried)):
            turned = {trial.finding: {"value": trial.holds(measured, threshold)}}
            rows.append(
                {
                    "claim_id": trial.claim_id,
                    "what": trial.what,
                    "measured": measured,
                    "threshold": threshold,
                    "is_used": threshold == trial.used,
                    "side": 0 if threshold == trial.used else 1 if threshold > trial.used else -1,
                    "label": trial.written(threshold),
                    "measured_label": trial.written(measured),
                    "verdict": judge(trial.claim_id, dict(found) | turned),
                }
            )
    table = pd.DataFrame(rows)
    used = table[table["is_used"]].set_index(["claim_id", "what"])["verdict"]
    keys = zip(table["claim_id"], table["what"], table["verdict"], strict=True)
    return table.assign(moves=[verdict != used[claim, what] for claim, what, verdict in keys])


def turned_round(recorded: Records) -> pd.DataFrame:
    """How many of a rule's findings would change the verdict if that finding alone were otherwise.

    Returns:
        One row a claim and chapter: claim_id, chapter, findings (number), decisive (number), names of the decisive ones.
    """
    rows = []
    for claim_id, rule in committed().items():
        for chapter, found in recorded.items():
            if f"verdict_{claim_id}" not in found:
                continue
            now = judge(claim_id, found)
            decisive = [
                name
                for name in rule.needs
                if judge(claim_id, dict(found) | {name: {"value": not found[name]["value"]}}) != now
            ]
            rows.append(
                {
                    "claim_id": claim_id,
                    "chapter": chapter,
                    "findings": len(rule.needs),
                    "decisive": len(decisive),
                    "names": ", ".join(decisive),
                }
            )
    return pd.DataFrame(rows)


def survivors(recorded: Records) -> pd.Series:
    """For each claim with a number in its rule: True if no neighbouring threshold gives another verdict."""
    chapters = {trial.chapter for trial in TRIALS} & set(recorded)
    trials = tuple(trial for trial in TRIALS if trial.chapter in chapters)
    return ~at_thresholds(recorded, trials).groupby("claim_id")["moves"].any()
