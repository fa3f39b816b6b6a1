"""What the exercises with many right answers ask for: each property tries an answer and says what came out."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from evidence.judging import rivals
from evidence.measures import alignment, arms, chronology, conflict, debt, economy, partners
from evidence.tables import load
from evidence.text import findings

Span = tuple[int, int]
Property = Callable[[Any], tuple[bool, str]]


def no_strain_on_record(answer: Span) -> tuple[bool, str]:
    """01.3: a span of three years or more since 2000 without a strain on record."""
    first, last = answer
    record = chronology.on_record(load("narrative/events"))
    strained = sorted({int(y) for y in record.loc[record["code"].eq("strain"), "year"] if first <= y <= last})
    if last - first < 2 or first < 2000:
        return False, "take at least three years, beginning in 2000 or after."
    return not strained, f"in {first}-{last} strains are on record in {', '.join(map(str, strained)) or 'no year'}."


def small_russian_part(answer: Span) -> tuple[bool, str]:
    """02.3: five years of release 2026 in which Russia's part is under one third."""
    first, last = answer
    if last - first != 4:
        return False, f"{first} to {last} are {last - first + 1} years; take five."
    if first < 2004 or last > 2025:
        return False, "release 2026 covers Armenia from 2004 to 2025; take five years within."
    rows = load("arms/deliveries").query("recipient == 'Armenia'")
    part = arms.shares(rows, ["Russia"], 2026, first, last)
    if part["total_tiv"] < arms.THIN_MILLION_TIV:
        return False, f"under ten million TIV came in {first}-{last}."
    return part["volume"] < 1 / 3, f"Russia's part of {first}-{last} is {part['volume']:.0%}."


def exports_rose(answer: Span) -> tuple[bool, str]:
    """03.3: spans of five years between which Russia's exports rose."""
    early, late = answer
    rows = load("arms/exports").query("release == 2025 and method == 'delivery-level' and supplier == 'Russia'")
    russia = rows.set_index("year")["tiv_million"]
    if late < early + 5 or late + 4 > 2024 or early < russia.index.min():
        return False, f"the later span must begin after the earlier one ends, within {russia.index.min()}-2024."
    change = russia.loc[late : late + 4].mean() / russia.loc[early : early + 4].mean() - 1
    return change > 0, f"from {early}-{early + 4} to {late}-{late + 4} exports changed by {100 * change:+.0f} per cent."


def young_pact_that_ended(answer: int) -> tuple[bool, str]:
    """04.3: a bilateral defence pact that began since 1991 and had ended."""
    known = load("alliances/alliances").set_index("atop_id")
    if int(answer) not in known.index:
        return False, f"there is no alliance with the number {answer}."
    row = known.loc[int(answer)]
    told = f"{row['label']}, {row['begin']}, {'in force' if row['is_in_force'] else 'ended'}"
    fits = row["defense"] and row["is_bilateral"] and row["begin"] >= 1991 and not row["is_in_force"]
    return bool(fits), f"{told}{'' if row['defense'] else ', without a promise of defence'}."


def war_that_moves_the_share_most(answer: str) -> tuple[bool, str]:
    """05.3: a war without which the share of kept promises of defence since 1945 changes most; several may tie."""
    tested = conflict.tested(load("alliances/wartime_commitments"))
    recent = tested[tested["defense"] & tested["is_late"]]
    names = {war.casefold(): war for war in recent["war"]}
    named = names.get(answer.strip().casefold())
    if named is None:
        return False, f"no case of a war named {answer!r}; copy a name from the column war."
    whole, without = recent["honoured"].mean(), conflict.without_each_war(recent)
    moves = (without - whole).abs()
    holds = bool(moves[named] >= moves.max() - 1e-9)
    told = f"with all {whole:.1%}, without {named} {without[named]:.1%}"
    return holds, f"{told}; no war moves it farther. Is that enough to break it?" if holds else f"{told}; another war moves it farther."


def worth_less_than_the_lower_sum(answer: float) -> tuple[bool, str]:
    """06.3: a rate at which the payments after 2023 are worth less than the lower sum."""
    if not 0 <= answer <= 0.3:
        return False, "take a rate between 0 and 0.3, such as 0.04."
    service = load("debt/service_to_russia").query("debtor == 'Armenia' and edition == '2025-12'").set_index("year")
    flows = service["principal_usd"] + service["interest_usd"]
    worth = debt.present_value(flows, 2023, answer)
    low = load("narrative/reported_figures").set_index("figure_id").loc["F09", "value_low"]
    told = f"at {answer:.0%} they are worth {worth / 1e6:.0f} million dollars, the lower sum is {low / 1e6:.0f} million."
    return worth < low, told


def armenia_moved_up(answer: Sequence[Span]) -> tuple[bool, str]:
    """07.3: windows between which Armenia's ideal point rose."""
    before, after = answer
    if before[1] - before[0] < 1 or after[1] - after[0] < 1 or after[0] <= 2021 or before[1] > 2021:
        return False, "two windows of at least two years, the earlier by 2021, the later after 2021."
    points = alignment.series_of(load("alignment/ideal_points"), "2025-07", "fp")
    move = alignment.moves(points, ["ARM"], tuple(before), tuple(after))["move"].iloc[0]
    return move > 0, f"Armenia's point changed by {move:+.2f}."


def index_rose(answer: Sequence[float]) -> tuple[bool, str]:
    """08.3: weights for exports, imports, labour transfers, gas and arms under which the index rose from 2021 to 2023."""
    if len(answer) != 5 or min(answer) < 0 or not math.isclose(sum(answer), 1, abs_tol=1e-6):
        return False, "give five weights, none negative, that add up to one."
    trade = economy.full_years(load("economy/trade"), "2025-02")
    sources = ("economy/transfers", "economy/gas", "debt/owed_to_russia", "debt/armenia_totals", "arms/deliveries")
    ties = economy.ties(trade, *(load(name) for name in sources))
    chosen = pd.DataFrame({n: ties[n] for n in ("exports", "imports", "labour transfers", "gas", "arms, five years")})
    index = 100 * (chosen.loc[[2021, 2023]] * list(answer)).sum(axis=1)
    return index[2023] > index[2021], f"with these weights the index is {index[2021]:.1f} in 2021 and {index[2023]:.1f} in 2023."


def less_contradicted_than_bridges(answer: Sequence[str]) -> tuple[bool, str]:
    """09.3: questions without which V01 is contradicted less than V03 in the first coding."""
    rows = load("narrative/rival_predictions").query("coder == 'first'")
    scored = rivals.scored(rows, rivals.answered(load("narrative/rival_evidence"), findings.read("09")))
    if isinstance(answer, str):
        return False, 'give a list, with brackets even around one question: answer = ["M01"].'
    unknown = sorted(set(answer) - set(scored["item_id"]))
    if unknown or len(answer) > 4:
        return False, f"at most four questions, M01 to M20{'; not known: ' + ', '.join(unknown) if unknown else ''}."

    def shares(out: Sequence[str]) -> tuple[float, float]:
        share = rivals.standing(scored[~scored["item_id"].isin(list(out))]).set_index("reading_id")["share"]
        return share["V01"], share["V03"]

    abandoned, bridges = shares(answer)
    told = f"without these, {abandoned:.1%} of V01's expectations failed and {bridges:.1%} of V03's"
    if abandoned >= bridges:
        return False, f"{told}{'; as often is not less often' if abandoned == bridges else ''}."
    alone = len(answer) > 1 and any(one < other for one, other in (shares([item]) for item in scored["item_id"].unique()))
    return True, f"{told}.{' A single question would do: which?' if alone else ''}"


def volume_rose(answer: str) -> tuple[bool, str]:
    """10.3: a partner whose yearly volume from Russia was higher in 2022-24 than in 2015-19."""
    try:
        partner = partners.find(answer)
    except partners.UnknownPartner as problem:
        return False, str(problem)
    if partner.name not in partners.TEN:
        return False, f"{partner.name} is not one of the ten."
    russian = partners.of(load("arms/transfers"), partner).query("release == 2025 and supplier == 'Russia'")
    mine = russian.set_index("year")["tiv_million"]
    before, after = mine.loc[2015:2019].sum() / 5, mine.loc[2022:2024].sum() / 3
    return after > before, f"{partner.name}: {before:,.0f} million TIV a year in 2015-19, {after:,.0f} in 2022-24."


PROPERTIES: dict[str, Property] = {
    "01.3": no_strain_on_record,
    "02.3": small_russian_part,
    "03.3": exports_rose,
    "04.3": young_pact_that_ended,
    "05.3": war_that_moves_the_share_most,
    "06.3": worth_less_than_the_lower_sum,
    "07.3": armenia_moved_up,
    "08.3": index_rose,
    "09.3": less_contradicted_than_bridges,
    "10.3": volume_rose,
}
