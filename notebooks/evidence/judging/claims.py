"""The rules: for each claim of the article the findings that decide it, and the verdict that follows from them.

Each rule stands in words beside the code that applies it, so that a reader can disagree with the rule and not only with the
verdict. The rules were written with first readings of the data at hand. Rules written without sight of any value, and
verdicts by them, stand in `narrative/second_coding`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

SUPPORTED = "supported"
PARTLY = "partly supported"
CONTRADICTED = "contradicted"
NOT_TESTABLE = "not testable"

Findings = Mapping[str, Mapping[str, Any]]


class ClaimProblem(Exception):
    """A claim without a rule, or a rule whose findings were not stated."""


@dataclass(frozen=True)
class Rule:
    """How a claim is judged.

    Args:
        claim_id: C01 to C37.
        needs: names of the true-or-false findings that the rule looks at.
        says: the rule in words, for readers.
        decide: from the values of `needs`, in their order, to a verdict.
    """

    claim_id: str
    needs: tuple[str, ...]
    says: str
    decide: Callable[..., str]


def _whose_army(defeated: bool, said_gone: bool, said_to_remain: bool) -> str:
    """Verdict on claims that it was Armenia's army that was beaten and had to go."""
    if not defeated or (said_gone and not said_to_remain):
        return CONTRADICTED
    return PARTLY if said_gone else SUPPORTED


RULES = {
    rule.claim_id: rule
    for rule in (
        Rule(
            "C01",
            ("vote_dated_3_october", "more_for_than_against"),
            "Supported if a well sourced report dates parliament's vote on the Rome Statute to 3 October 2023 and every"
            " published tally has more votes for than against; partly if only the date holds; contradicted otherwise.",
            lambda dated, carried: SUPPORTED if dated and carried else PARTLY if dated else CONTRADICTED,
        ),
        Rule(
            "C11",
            ("ties_led_before_2018", "majority_named_russia_before_2018"),
            '"Always" takes one long exception to refute. Contradicted if ties outnumber strains before 2018, even with'
            " every open event counted as a strain, and over half of those asked named Russia the main friend in every"
            " wave before 2018; partly if one of the two; supported if neither.",
            lambda ties, friends: CONTRADICTED if ties and friends else PARTLY if ties or friends else SUPPORTED,
        ),
        Rule(
            "C16",
            ("reports_say_broadcast", "reports_say_meeting"),
            "Supported if reports of 24 November 2023 place his words at a meeting; contradicted if they all place them"
            " in a live broadcast; partly if they disagree.",
            lambda live, meeting: PARTLY if live and meeting else CONTRADICTED if live else SUPPORTED,
        ),
        Rule(
            "C20",
            ("he_accused_channels", "he_named_the_clause"),
            "Supported if a report has him accuse Russian channels and name the clause on non-interference; partly if only"
            " one of the two; contradicted if neither.",
            lambda accused, clause: SUPPORTED if accused and clause else PARTLY if accused or clause else CONTRADICTED,
        ),
        Rule(
            "C21",
            ("that_day_offers_a_way_out", "harsher_words_that_autumn"),
            "Supported if his words of that day were harsh and offered no way out; partly if they offered one, but he or"
            " another official had been harsher in the autumn; contradicted if they offered one and nobody had.",
            lambda offered, harsher: SUPPORTED if not offered else PARTLY if harsher else CONTRADICTED,
        ),
        Rule(
            "C24",
            ("counts_come_by_month_only", "hostile_and_friendly_cancel", "more_contact_after"),
            "Not testable if the only series is monthly or lets hostile and friendly news cancel out, for then it can"
            " neither date nor measure attention; otherwise supported if it rose after the broadcast, contradicted if not.",
            lambda monthly, cancel, rose: NOT_TESTABLE if monthly or cancel else SUPPORTED if rose else CONTRADICTED,
        ),
        Rule(
            "C06",
            ("active_in_2023", "dead_on_both_sides"),
            "Supported if UCDP counts the conflict as active in 2023 and deaths of 19 and 20 September are reported for both"
            " sides; partly if only one of the two; contradicted if neither.",
            lambda active, dead: SUPPORTED if active and dead else PARTLY if active or dead else CONTRADICTED,
        ),
        Rule(
            "C07",
            ("defeat_agreed", "yerevan_says_army_had_left", "army_said_to_remain"),
            "Contradicted if no defeat is on record, or if the army had left and nobody says otherwise; supported if the"
            " defeat is on record and the army's presence undisputed; partly if its presence is disputed.",
            _whose_army,
        ),
        Rule(
            "C08",
            ("defeat_agreed", "yerevan_says_army_had_left", "army_said_to_remain"),
            "As C07: supported if a force had to go and it was undisputedly Armenia's army; partly if it is disputed whose it"
            " was; contradicted if no force had to go, or undisputedly not that army.",
            _whose_army,
        ),
        Rule(
            "C10a",
            ("no_request_over_karabakh", "karabakh_held_outside", "armenia_ready_to_recognise"),
            "By territory and invocation. Contradicted if no appeal over Karabakh under Article 4 is on record, Russia held it"
            " outside the treaty and Armenia was ready to recognise it as Azerbaijan's; supported if none of this holds;"
            " partly otherwise.",
            lambda *against: CONTRADICTED if all(against) else PARTLY if any(against) else SUPPORTED,
        ),
        Rule(
            "C10b",
            ("appeal_was_over_own_territory", "article_4_invoked", "no_troops_came", "aggression_disputed"),
            "By territory, invocation and answer, never by deaths. Contradicted if Article 4 was not invoked over Armenia's"
            " own territory or troops came; supported if it was, none came and the aggression is undisputed; partly if it is"
            " disputed.",
            lambda own, invoked, none_came, disputed: (
                CONTRADICTED if not (own and invoked and none_came) else PARTLY if disputed else SUPPORTED
            ),
        ),
        Rule(
            "C27",
            ("two_wars", "fought_in_ten_years"),
            "Supported if UCDP counts at least two spells of war (1,000 battle deaths a year) and ten active years since 1991;"
            " partly if one of the two; contradicted if neither.",
            lambda wars, years: SUPPORTED if wars and years else PARTLY if wars or years else CONTRADICTED,
        ),
        Rule(
            "C34",
            ("no_troops_came", "other_causes_measured"),
            "Contradicted if Russia or the CSTO did send troops to fight; not testable otherwise, since the claim compares with"
            " a war that was not fought. A second possible cause, the balance of military spending, is measured beside it.",
            lambda none_came, _: NOT_TESTABLE if none_came else CONTRADICTED,
        ),
        Rule(
            "C35",
            ("no_deaths_counted_2024", "treaty_only_initialled"),
            "Supported if UCDP counts no deaths after 2023 and a peace treaty is in force; contradicted if it counts deaths and"
            " there is no treaty; partly otherwise.",
            lambda quiet, no_treaty: (
                SUPPORTED if quiet and not no_treaty else CONTRADICTED if no_treaty and not quiet else PARTLY
            ),
        ),
        Rule(
            "C09",
            ("leader_called_systems_ineffective", "friend_share_fell_after_war"),
            "Supported if the head of government said in public that the allied systems had failed and fewer Armenians named"
            " Russia as the main friend in the first poll after the war of 2020 than in the last before it; partly if only"
            " one; contradicted if neither. Polls do not say why.",
            lambda said, fell: SUPPORTED if said and fell else PARTLY if said or fell else CONTRADICTED,
        ),
        Rule(
            "C25",
            ("defence_treaties_in_force", "listed_as_member", "russia_calls_it_a_member"),
            "Supported if a defence treaty of the two and the CST were in force when ATOP ends, Armenia stands on the CSTO's"
            " list of 2026, and Russia still calls it a member; partly if some of this holds; contradicted if none.",
            lambda *held: SUPPORTED if all(held) else PARTLY if any(held) else CONTRADICTED,
        ),
        Rule(
            "C26",
            ("no_end_of_membership_reported", "listed_as_member"),
            "Supported if no report dates an end of Armenia's membership and the list of 2026 has it; contradicted if an end"
            " is dated; partly otherwise.",
            lambda no_end, listed: SUPPORTED if no_end and listed else PARTLY if no_end else CONTRADICTED,
        ),
        Rule(
            "C28",
            ("motive_stated", "no_new_tie_promises_defence"),
            "Supported if Armenia's leaders gave security as the motive and a new tie promises defence; partly if they gave it"
            " and none does; contradicted if they did not give it.",
            lambda stated, none: CONTRADICTED if not stated else PARTLY if none else SUPPORTED,
        ),
        Rule(
            "C32",
            ("was_soviet_republic", "treaty_in_first_year"),
            "Supported if Armenia was a Soviet republic and had a treaty with Russia within a year of independence; partly if"
            " only one; contradicted if neither.",
            lambda soviet, treaty: SUPPORTED if soviet and treaty else PARTLY if soviet or treaty else CONTRADICTED,
        ),
        Rule(
            "C02",
            ("kremlin_objected_before_vote", "kremlin_objected_after_vote"),
            "Supported if the Kremlin is on record against it both before and after the vote; partly if only once;"
            " contradicted if never.",
            lambda before, after: SUPPORTED if before and after else PARTLY if before or after else CONTRADICTED,
        ),
        Rule(
            "C03",
            ("judgment_on_record", "warrant_on_record"),
            "Supported if a judgment of the court is on record by the article's date; contradicted if only a warrant is; not"
            " testable if neither.",
            lambda judged, warrant: SUPPORTED if judged else CONTRADICTED if warrant else NOT_TESTABLE,
        ),
        Rule(
            "C04",
            ("warrant_named", "no_objection_before_warrant", "armenia_began_before_warrant", "other_grounds_named"),
            "Contradicted if no Russian official on record names the warrant, or if Russia objected before there was one;"
            " supported if it was named, if Armenia too began after it, and Moscow named no other ground; partly otherwise."
            " The order of dates rules causes out, never in.",
            lambda named, none_before, began, others: (
                CONTRADICTED if not (named and none_before) else PARTLY if began or others else SUPPORTED
            ),
        ),
        Rule(
            "C05",
            ("kremlin_objected_after_vote", "rift_before_vote", "other_grounds_named"),
            "Not testable if Russia did not object in public after the vote; partly if it did but a rift is on record before"
            " it or other grounds were named; supported if it did and neither holds. Before and after decide nothing here.",
            lambda said, rift, others: NOT_TESTABLE if not said else PARTLY if rift or others else SUPPORTED,
        ),
        Rule(
            "C13",
            ("agreements_by_article", "greece_in_nato", "cyprus_in_nato"),
            "Contradicted if no agreement with Greece and Cyprus is on record by the article's date; supported if one is and"
            " both are members of NATO; partly if one of them is no member.",
            lambda signed, greece, cyprus: CONTRADICTED if not signed else SUPPORTED if greece and cyprus else PARTLY,
        ),
        Rule(
            "C14",
            ("officials_objected_to_west", "officials_named_a_danger"),
            "Supported if Russian officials on record call Armenia's Western contacts a danger or threat; partly if they object"
            " without that; contradicted if neither.",
            lambda objected, danger: SUPPORTED if danger else PARTLY if objected else CONTRADICTED,
        ),
        Rule(
            "C29",
            ("protection_most_frequent", "protection_over_half"),
            "By the listed public complaints of Armenia's officials up to the article. Supported if over half are about"
            " protection; partly if it is the most frequent ground without being over half; contradicted otherwise.",
            lambda first, half: SUPPORTED if half else PARTLY if first else CONTRADICTED,
        ),
        Rule(
            "C36",
            ("asked_for_more_after", "three_steps_back_after"),
            "Supported if Armenia is on record asking Russia or the CSTO for more after the article and did not step back;"
            " contradicted if at least three well-sourced steps back are listed and no such request; partly otherwise.",
            lambda asked, back: SUPPORTED if asked and not back else CONTRADICTED if back and not asked else PARTLY,
        ),
        Rule(
            "C12",
            ("nato_part_rose", "nato_leads_deliveries", "nato_leads_orders"),
            "Supported if the part of NATO members in deliveries rose from 2011-20 to 2021-25 and they lead deliveries or"
            " orders since 2021; partly if it rose but others lead both; contradicted if it did not rise.",
            lambda rose, deliveries, orders: (
                CONTRADICTED if not rose else SUPPORTED if deliveries or orders else PARTLY
            ),
        ),
        Rule(
            "C22a",
            ("ally_first_in_2012_21", "ally_first_since_1993", "azerbaijan_first_in_both"),
            "Armenia against Azerbaijan only. Supported if Russia delivered more to its ally Armenia in the ten years"
            " before the war and since 1993; contradicted if more to Azerbaijan in both, in every release; partly"
            " otherwise.",
            lambda decade, ever, neither: SUPPORTED if decade and ever else CONTRADICTED if neither else PARTLY,
        ),
        Rule(
            "C30",
            ("majority_in_every_decade", "majority_by_every_measure", "minority_by_volume"),
            "Supported if Russia supplied over half of the volume in every window of ten years that ended by 2023, in every"
            " release, and over half of volume, deals and items in 2011-20; contradicted if under half of the volume in"
            " 2011-20; partly otherwise.",
            lambda decades, measures, minority: (
                CONTRADICTED if minority else SUPPORTED if decades and measures else PARTLY
            ),
        ),
        Rule(
            "C17",
            ("he_had_complained", "he_had_named_russia", "another_had_named_russia"),
            "Supported if Pashinyan himself had complained of late arms before that day and had named Russia; partly if he"
            " had complained without the name or only another official had; contradicted if nobody had.",
            lambda he, named, other: SUPPORTED if he and named else PARTLY if he or other else CONTRADICTED,
        ),
        Rule(
            "C18",
            ("an_official_named_a_sum", "some_delivery_reported"),
            "Supported if an official named a paid sum and nobody reported a delivery; partly if a sum was named but"
            " deliveries were reported too; contradicted if no official named a sum.",
            lambda named, delivered: CONTRADICTED if not named else PARTLY if delivered else SUPPORTED,
        ),
        Rule(
            "C19",
            ("named_as_one_option", "covers_low_at_year_end", "covers_high_at_year_end"),
            "Supported if it was put as a demand and the debt covered both reported sums; contradicted if the debt"
            " covered neither; partly otherwise.",
            lambda option, low, high: (
                SUPPORTED if low and high and not option else PARTLY if low or high else CONTRADICTED
            ),
        ),
        Rule(
            "C22",
            ("russia_among_three_largest", "allies_took_most"),
            "Supported if Russia was among the three largest exporters before 2022 and members of its alliance took more"
            " than half of its exports in some window of five or ten years; partly if only the first; contradicted if not"
            " even that.",
            lambda large, most: SUPPORTED if large and most else PARTLY if large else CONTRADICTED,
        ),
        Rule(
            "C23",
            ("register_shows_slower_pace", "register_would_show_a_late_start", "both_sides_name_delays"),
            "Supported if the register shows slower completion since 2022 in every reading and officials of both sides name"
            " delays; partly if only one of the two; contradicted if neither although the register would show a late start;"
            " not testable otherwise. The cause is judged by what officials say, never by before and after.",
            lambda slower, could, said: (
                SUPPORTED if slower and said else PARTLY if slower or said else CONTRADICTED if could else NOT_TESTABLE
            ),
        ),
        Rule(
            "C31",
            ("three_complaints", "complaints_over_a_year", "no_delivery_meanwhile"),
            "Supported if Armenian officials complained in public on at least three dates spread over more than a year, and"
            " no Russian delivery is listed for the last full year before the article; partly if some of this holds;"
            " contradicted if none.",
            lambda *held: SUPPORTED if all(held) else PARTLY if any(held) else CONTRADICTED,
        ),
        Rule(
            "C33",
            ("armed_both_sides", "more_to_the_other_side"),
            "Only how Russia treated both sides can be tested, not why. Supported if it armed both in the same ten years and"
            " delivered no more to the other side than to its ally; partly if it armed both but the other side more, for"
            " balance, commerce and pressure all look like that; contradicted if it armed one side only.",
            lambda both, other: CONTRADICTED if not both else PARTLY if other else SUPPORTED,
        ),
        Rule(
            "C15",
            ("official_proposed_it", "called_full_member_then"),
            "Supported if a report up to the end of 2023 has an official of Russia or of the CSTO propose such a standing;"
            " contradicted if none has and officials of either spoke of full membership in those weeks; not testable"
            " otherwise. That nothing was found is weak evidence, whatever the verdict.",
            lambda proposed, full: SUPPORTED if proposed else CONTRADICTED if full else NOT_TESTABLE,
        ),
        Rule(
            "C37",
            ("votes_moved_apart", "some_ties_rose", "some_ties_fell"),
            'A norm ("has to") and a theory. Contradicted if the votes and every tie moved the same way, for then nothing was'
            " balanced; not testable otherwise, since hedging, a turn that is not finished and a trap all leave a mixed picture.",
            lambda apart, rose, fell: (
                CONTRADICTED if (apart and fell and not rose) or (rose and not apart and not fell) else NOT_TESTABLE
            ),
        ),
    )
}


def judge(claim_id: str, findings: Findings) -> str:
    """Verdict of a claim from the findings of a chapter.

    Raises:
        ClaimProblem: there is no rule, or a finding that it needs was not stated.
    """
    if claim_id not in RULES:
        raise ClaimProblem(f"{claim_id}: no rule; the ledger has {', '.join(RULES)}")
    rule = RULES[claim_id]
    lacking = [name for name in rule.needs if name not in findings]
    if lacking:
        raise ClaimProblem(f"{claim_id}: the rule needs {', '.join(lacking)}, which the chapter did not state")
    return rule.decide(*(findings[name]["value"] for name in rule.needs))


def ledger(claim_ids: list[str], findings: Findings) -> pd.DataFrame:
    """Verdict, rule and findings of some claims, one row each, for `show.table`."""
    rows = [
        {
            "claim": claim_id,
            "verdict": judge(claim_id, findings),
            "rule": RULES[claim_id].says,
            "found": "; ".join(f"{n.replace('_', ' ')}: {findings[n]['text']}" for n in RULES[claim_id].needs),
        }
        for claim_id in claim_ids
    ]
    return pd.DataFrame(rows)
