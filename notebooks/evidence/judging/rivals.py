"""Rival readings against the evidence: what each leads one to expect, what was seen, and how much hangs on one piece.

The readings do not exclude each other, and none is a model that gives probabilities. So nothing is multiplied here:
answers that a reading did not expect are counted, and failed hoop tests are named. Where the data point neither way an
answer is undecided, and every reading is silent on the question.
"""

from collections.abc import Mapping

import pandas as pd

from evidence import event_lists
from evidence.measures import record
from evidence.tables import load

NAMES = {
    "V01": "abandoned ally",
    "V02": "turn first, hedge later",
    "V03": "do not burn bridges",
    "V04": "no breach",
    "V05": "punishment",
    "V06": "trap of structure",
    "V07": "no substitute",
}
FITS, AGAINST, SILENT = 1, -1, 0
UNDECIDED = "undecided"
OTHER_MEMBERS = ("BLR", "KAZ", "KGZ", "TJK")
YEARS_AFTER = (2023, 2024)


def answered(items: pd.DataFrame, found: Mapping[str, Mapping[str, object]]) -> pd.Series:
    """Yes, no or undecided for every question, from the true-or-false finding that it names.

    A finding is undecided where another of the same name with `_undecided` at its end is true.

    Args:
        items: narrative/rival_evidence.
        found: findings of chapter 09.
    """
    answers = [
        UNDECIDED if found.get(f"{name}_{UNDECIDED}", {}).get("value") else "yes" if found[name]["value"] else "no"
        for name in items["finding"]
    ]
    return pd.Series(answers, index=pd.Index(items["item_id"], name="item_id"), name="answer")


def computed(recorded: Mapping[str, Mapping[str, Mapping[str, object]]], events: pd.DataFrame, deals: pd.DataFrame,
             transfers: pd.DataFrame, reported: pd.DataFrame) -> dict[str, bool]:
    """The answers to all questions, from the findings of the chapters and, where no chapter asked, from the tables.

    Args:
        recorded: findings by chapter.
        events: narrative/events, indexed by event_id.
        deals: narrative/deals.
        transfers: arms/transfers.
        reported: economy/reported.

    Returns:
        Finding name -> true or false; names as in narrative/rival_evidence, and three that say whether an answer is undecided.
    """

    def of(chapter: str, name: str) -> object:
        return recorded[chapter][name]["value"]

    told = events["confidence"].isin(["high", "medium"])
    listed = event_lists.groups("finding")
    elsewhere = deals[deals["counts_in_totals"] & deals["supplier_iso3"].ne("RUS") & deals["kind"].ne("domestic")]
    served = [years == list(YEARS_AFTER) for years in served_years(transfers).values()]
    stopped = bool(of("03", "last_russian_year") == "2022")
    prices = reported.query("topic == 'gas price'").set_index("period")["value"]
    return {
        "orders_before_complaint": bool(elsewhere["date"].min() < first_complaint()),
        "friend_fell_before_war": bool(of("04", "friend_2020") < of("04", "friend_2013")),
        "troops_came": not of("05", "no_troops_came"),
        "went_on_for_other_members": stopped and all(served),
        "went_on_for_other_members_undecided": stopped and any(served) and not all(served),
        "exports_fell_before_war": bool(of("03", "turn_before_war")),
        "more_to_azerbaijan": bool(of("02", "azerbaijan_first_in_both")),
        "help_promised_for_own_territory": bool(told[list(listed["help_promised_for_own_territory"])].all()),
        "ready_to_recognise": bool(of("05", "armenia_ready_to_recognise")),
        "russia_brokered_and_sent": bool(told[list(listed["russia_brokered_and_sent"])].all()),
        "new_tie_promises_defence": not of("04", "no_new_tie_promises_defence"),
        "left_formally": not of("04", "no_end_of_membership_reported"),
        "trade_share_rose": bool(of("08", "trade_shares_rose")),
        "other_shares_fell": bool(of("08", "labour_debt_arms_fell")),
        "three_steps_back": bool(record.after_the_article(_record())["step_back"].eq(True).sum() >= 3),
        "gas_price_rose": bool(prices["2024-04"] > prices["2022-11"]),
        "economic_steps": bool(told[list(listed["economic_steps"])].all()),
        "relations_recovered": bool(of("07", "good_Russia_2025_06") > of("07", "good_Russia_2023_12")),
        "france_fell_back": bool(of("07", "partner_France_2026_02_03") < of("07", "partner_France_2023_01_23")),
        "votes_moved_west": not of("07", "no_nearer_to_France"),
        "votes_moved_west_undecided": bool(of("07", "west_undecided")),
        "india_by_value": _india_by_value(deals),
        "india_by_value_undecided": not _values_known(deals),
    }


def first_complaint() -> pd.Timestamp:
    """The first day on record on which an office-holder of Armenia complained in public of Russia or of the alliance.

    That somebody did so is a fact whichever query found it, so rows of targeted queries count here.
    """
    rows = _record(targeted=True)
    return rows.loc[rows["ground"].notna(), "date"].min()


def _record(targeted: bool = False) -> pd.DataFrame:
    tables = [load(f"narrative/{name}") for name in ("events", "event_codes", "searches")]
    return record.counted(*tables, targeted=targeted)


def _values_known(deals: pd.DataFrame) -> bool:
    """Whether every order from France since 2020 has a reported value, so that suppliers can be ranked by value at all."""
    french = deals[deals["date"].dt.year.ge(2020) & deals["supplier_iso3"].eq("FRA") & deals["counts_in_totals"]]
    return bool(french["value_low"].notna().all())


def served_years(transfers: pd.DataFrame) -> dict[str, list[int]]:
    """In which years after the last Russian delivery to Armenia the other members of the alliance got Russian arms.

    Args:
        transfers: arms/transfers; the release of 2025 is used, the newest with every delivery of these states.

    Returns:
        ISO code -> those of the years 2023 and 2024 in which SIPRI lists a volume above zero.
    """
    rows = transfers[transfers["supplier_iso3"].eq("RUS") & transfers["release"].eq(2025) & transfers["year"].isin(YEARS_AFTER)]
    rows = rows[rows["tiv_million"].gt(0)]
    return {member: sorted({*rows.loc[rows["recipient_iso3"].eq(member), "year"]}) for member in OTHER_MEMBERS}


def _india_by_value(deals: pd.DataFrame) -> bool:
    """Known values since 2020: India's orders above those of NATO members, the EU and the United States, aid included.

    Euros are counted as one and a half dollars, so that the comparison leans against India.
    """
    kept = deals[deals["date"].dt.year.ge(2020) & deals["kind"].isin(["purchase", "credit-financed purchase", "aid"])]
    dollars = kept["value_low"].fillna(0) * kept["value_currency"].map({"USD": 1.0, "EUR": 1.5}).fillna(0)
    india = kept["supplier_iso3"].eq("IND")
    west = kept["supplier_country"].isin(["France", "Greece", "United States", "European Union", "Greece and Cyprus"])
    return bool(dollars[india].sum() > dollars[west].sum())


def scored(predictions: pd.DataFrame, answers: pd.Series) -> pd.DataFrame:
    """Predictions with the answer beside them and a score: 1 as expected, -1 against, 0 silent or undecided."""
    seen = predictions["item_id"].map(answers)
    score = (predictions["prediction"] == seen).map({True: FITS, False: AGAINST})
    return predictions.assign(answer=seen, score=score.where(predictions["prediction"].ne("silent") & seen.ne(UNDECIDED), SILENT))


def standing(rows: pd.DataFrame) -> pd.DataFrame:
    """How each reading fares: expected, against, share against, and the questions at which it failed a hoop test.

    Args:
        rows: from `scored`, one coder.

    Returns:
        One row a reading, the least contradicted first: reading_id, reading, fits, against, share, failed_hoops.
    """
    spoken = rows[rows["score"] != SILENT]
    counted = spoken.groupby("reading_id")["score"].agg(fits=lambda s: (s == FITS).sum(), against=lambda s: (s == AGAINST).sum())
    failed = rows[rows["score"].eq(AGAINST) & rows["test"].eq("hoop")].groupby("reading_id")["item_id"].agg(", ".join)
    table = counted.assign(share=counted["against"] / (counted["fits"] + counted["against"]))
    table = table.join(failed.rename("failed_hoops")).fillna({"failed_hoops": "none"}).reset_index()
    table.insert(1, "reading", table["reading_id"].map(NAMES))
    return table.sort_values(["share", "against", "reading_id"]).reset_index(drop=True)


def if_decided(predictions: pd.DataFrame, item: str) -> pd.DataFrame:
    """What the strong tests would say if a question were answered yes or no after all.

    Returns:
        One row a coder and a reading with a hoop or smoking-gun test at the question: coder, reading, test, if_yes, if_no
        ("passed", "failed", or "not passed" for a smoking gun that does not go off).
    """
    rows = predictions[predictions["item_id"].eq(item) & predictions["test"].isin(["hoop", "smoking gun"])]

    def outcome(row, answer: str) -> str:
        passed = row.prediction == answer
        return "passed" if passed else "failed" if row.test == "hoop" else "not passed"

    return pd.DataFrame(
        [
            {"coder": r.coder, "reading": NAMES[r.reading_id], "test": r.test, "if_yes": outcome(r, "yes"), "if_no": outcome(r, "no")}
            for r in rows.itertuples()
        ]
    ).sort_values(["coder", "reading"], ignore_index=True)


def shared_first(table: pd.DataFrame) -> list[str]:
    """Readings with the smallest share against them, in the order of their names; `table` is from `standing`."""
    return sorted(table.loc[table["share"].eq(table["share"].min()), "reading_id"])


def without_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The share against each reading when one question at a time is left out.

    Returns:
        One row a reading and question left out: left_out, reading_id, share, is_least, is_most.
    """
    parts = []
    for item in sorted(rows["item_id"].unique()):
        table = standing(rows[rows["item_id"] != item])[["reading_id", "share"]]
        ends = table["share"]
        parts.append(table.assign(left_out=item, is_least=ends.eq(ends.min()), is_most=ends.eq(ends.max())))
    return pd.concat(parts, ignore_index=True)


def always(left: pd.DataFrame, column: str) -> list[str]:
    """Readings that stay at one end whichever question is left out."""
    stays = left.groupby("reading_id")[column].all()
    return sorted(stays.index[stays])


def shares_left_out(coders: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares against each reading with all questions and with each left out, for all coders, ready to draw.

    Args:
        coders: coder -> rows from `scored`.

    Returns:
        With all questions: coder, reading_id, percent, y. With one left out: the same, and left_out, is_least, is_most.
    """
    order, lift = list(NAMES), {"first": 0.13, "second": -0.13}
    parts = []
    for make in (standing, without_each):
        table = pd.concat([make(rows).assign(coder=coder) for coder, rows in coders.items()], ignore_index=True)
        place = len(order) - 1.0 - table["reading_id"].map(order.index) + table["coder"].map(lift)
        kept = ["coder", "reading_id", *(c for c in ("left_out", "is_least", "is_most") if c in table)]
        parts.append(table[kept].assign(percent=100 * table["share"], y=place))
    return parts[0], parts[1]


def always_for_all(left: pd.DataFrame, column: str) -> list[str]:
    """Readings that stay at one end whichever question is left out, for every coder."""
    return sorted(set.intersection(*({*always(rows, column)} for _, rows in left.groupby("coder"))))


def agreement(predictions: pd.DataFrame) -> dict[str, float | int]:
    """How far the two coders agree on what the readings expect.

    Returns:
        cells: compared; same: equal predictions; opposite: one coder expects yes where the other expects no; spoken: cells
        in which at least one coder expects anything; same_spoken: of these, equal predictions.
    """
    wide = predictions.pivot(index=["reading_id", "item_id"], columns="coder", values="prediction")
    one, other = wide["first"], wide["second"]
    both = one.ne("silent") & other.ne("silent")
    either = one.ne("silent") | other.ne("silent")
    return {
        "cells": len(wide),
        "same": int(one.eq(other).sum()),
        "opposite": int((both & one.ne(other)).sum()),
        "spoken": int(either.sum()),
        "same_spoken": int((either & one.eq(other)).sum()),
    }


def fired(coders: Mapping[str, pd.DataFrame], items: pd.DataFrame) -> pd.DataFrame:
    """Smoking-gun tests that a reading passed: coder, reading, question (in short) and answer."""
    rows = pd.concat([rows.assign(coder=coder) for coder, rows in coders.items()], ignore_index=True)
    rows = rows[rows["test"].eq("smoking gun") & rows["score"].eq(FITS)].merge(items[["item_id", "short"]], on="item_id")
    return rows.assign(reading=rows["reading_id"].map(NAMES))[["coder", "reading", "short", "answer"]]


def never_for_any(left: pd.DataFrame, column: str) -> list[str]:
    """Readings that come to one end for no coder, whichever question is left out."""
    ever = left.groupby("reading_id")[column].any()
    return sorted(ever.index[~ever])


def discriminating(rows: pd.DataFrame) -> pd.Series:
    """Number of readings that each question speaks for and against: a question that all expect tells nothing."""
    counted = rows.groupby("item_id")["score"].agg(lambda s: min((s == FITS).sum(), (s == AGAINST).sum()))
    return counted.rename("smaller_side")


def matrix(rows: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The matrix as drawn: one row a question and reading, with places on a grid, questions in order of the answer."""
    order = list(NAMES)
    drawn = rows.merge(items[["item_id", "short"]], on="item_id")
    return drawn.assign(
        x=drawn["reading_id"].map(order.index).astype(float),
        y=drawn["item_id"].str[1:].astype(float),
    ).sort_values(["item_id", "reading_id"]).reset_index(drop=True)
