"""What the exercises in drawing ask for: the values of the bars, and what stands on a chart when a likely mistake was made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from evidence.judging import ledger
from evidence.measures import partners
from evidence.seminar.titles import Reading
from evidence.tables import load

Values = Callable[[], pd.Series]


@dataclass(frozen=True)
class Drawing:
    """What an exercise asks to be drawn.

    Args:
        values: of the bars, by what each bar is called, in the order in which they are asked for.
        about: words of which the title must have one.
        unit: a word of which the chart must have one, to say what the values count.
        against: what the title must not say and `reading` does not find out, since the values say the opposite.
        mistakes: values that are often drawn in their place, each with what to say.
        order: "time" or "size", the order along the axis; "" where any will do.
        is_named: whether the bars have to be called as in `values`; periods may be written in many ways.
        reading: how a title is held against the bars.
        other_units: units that are often named in place of the right one, as patterns, each with what to say.
        floats: whether bars may hang between two values, since the exercise asks for a distance.
    """

    values: Values
    about: tuple[str, ...]
    unit: str
    against: str = r"(?!)"
    mistakes: tuple[tuple[Values, str], ...] = ()
    order: str = ""
    is_named: bool = True
    reading: Reading = Reading()
    other_units: dict[str, str] = field(default_factory=dict)
    floats: bool = False


STACKED = "these are several {}s added up, and each counts the same {} again: take the newest alone."
RELEASES, EDITIONS = STACKED.format("release", "deliveries"), STACKED.format("edition", "debt")

# 01: what a search yields ----------------------------------------------------------------------------------------------


@cache
def _yields(kinds: tuple[str, ...] = ("neutral",), per: float = 100) -> pd.Series:
    """Pages kept of a hundred that were looked at, by part of the record; with `per` 0 the pages kept."""
    sums = load("narrative/searches").query("kind in @kinds and part != 'texts'").groupby("part")[["kept", "looked_at"]].sum()
    return per * sums["kept"] / sums["looked_at"] if per else sums["kept"].astype(float)


# 02: another seller ----------------------------------------------------------------------------------------------------


@cache
def israel(release: int | None = 2026, how: str = "sum") -> pd.Series:
    """Million TIV from Israel to Azerbaijan by period of five years; all releases added up for None."""
    rows = load("arms/deliveries").query("supplier == 'Israel' and recipient == 'Azerbaijan' and delivery_year >= 2006")
    rows = rows if release is None else rows[rows["release"] == release]
    period = pd.cut(rows["delivery_year"], [2005, 2010, 2015, 2020, 2025], labels=["2006–10", "2011–15", "2016–20", "2021–25"])
    return rows.groupby(period, observed=False)["tiv_million"].agg(how)


# 03: what Armenia spent ------------------------------------------------------------------------------------------------


@cache
def _spent(edition: str | None = "2025-04", measure: str = "constant_usd_million") -> pd.Series:
    """Armenia's military spending by year, 2018 to 2024."""
    rows = load("arms/military_expenditure").query("iso3 == 'ARM' and measure == @measure and 2018 <= year <= 2024")
    rows = rows if edition is None else rows[rows["edition"] == edition]
    return rows.groupby("year")["value"].sum(min_count=1).dropna()


# 04: who owes Armenia defence ------------------------------------------------------------------------------------------


@cache
def _bound(promise: str = "defense", ended: bool = False) -> pd.Series:
    """Alliances of each state with Armenia, most first: those with a promise, or all (promise "")."""
    rows = load("alliances/members")
    rows = rows if ended else rows[rows["exit"].isna()]
    rows = rows[rows[promise]] if promise else rows
    theirs = rows[rows["atop_id"].isin(rows.loc[rows["iso3"] == "ARM", "atop_id"])].query("iso3 != 'ARM'")
    return theirs.groupby("member")["atop_id"].nunique().astype(float).sort_values(ascending=False, kind="stable")


# 05: how far apart the counts are --------------------------------------------------------------------------------------

WARS = (1992, 1993, 1994, 2016, 2020)


@cache
def _unsure(high: str = "deaths_high", low: str = "deaths_low", states: tuple[str, ...] = ("ARM", "AZE"), violence: str = "all") -> pd.Series:
    """UCDP's higher count of deaths less its lower one, in years of heavy fighting; all sorts of violence twice for ""."""
    rows = load("conflict/deaths_by_location").query("year in @WARS and iso3 in @states")
    rows = rows[rows["violence"] == violence] if violence else rows
    return (rows[high] - (rows[low] if low else 0)).groupby(rows["year"]).sum().astype(float)


def _unsure_part() -> pd.Series:
    """The same in per cent of the lower count."""
    return 100 * _unsure() / _unsure("deaths_low", "")


def _unsure_beside() -> pd.DataFrame:
    """The three counts, numbers of which a title may give."""
    return pd.DataFrame({name: _unsure(name, "") for name in ("deaths_low", "deaths_best", "deaths_high")})


# 06: what was owed -----------------------------------------------------------------------------------------------------


@cache
def _owed(edition: str | None = "2025-12") -> pd.Series:
    rows = load("debt/owed_to_russia").query("debtor == 'Armenia' and 2019 <= year <= 2024")
    rows = rows if edition is None else rows[rows["edition"] == edition]
    return rows.groupby("year")["outstanding_usd"].sum() / 1e6


# 07: with whom Armenia votes -------------------------------------------------------------------------------------------


@cache
def _agreed_more(column: str = "agreement", per: float = 100, last: int = 2024) -> pd.Series:
    """Change of Armenia's agreement with each state, mean of 2022 to 2024 less mean of 2019 to 2021, in points."""
    rows = load("alignment/agreement").query("iso3 == 'ARM' and basis == 'own, resolutions'")
    early = rows.query("2019 <= year <= 2021").groupby("partner")[column].mean()
    late = rows.query("2022 <= year <= @last").groupby("partner")[column].mean()
    return (per * (late - early)).sort_values(kind="stable")


# 08: what stays in the country -----------------------------------------------------------------------------------------


@cache
def _stayed(less: str = "outflow", kinds: tuple[str, ...] = ("total",), per: tuple[str, ...] = ("IMF",)) -> pd.Series:
    """Money by banks from Russia less money to Russia, 2018 to 2024, in per cent of GDP; million dollars without a source of GDP."""
    rows = load("economy/transfers").query("iso3 == 'RUS' and 2018 <= year <= 2024 and type in @kinds")
    sums = rows.pivot_table("value_usd", index="year", columns="direction", aggfunc="sum")
    net = sums["inflow"] - (sums[less] if less else 0)
    macro = load("economy/macro").query("iso3 == 'ARM' and indicator == 'gdp_current_usd'")
    gdp = macro[macro["source"].str.startswith(per)].groupby("year")["value"].sum() if per else pd.Series()
    return (100 * net / gdp.reindex(net.index)).dropna() if per else net / 1e6


# 09: where coders agree ------------------------------------------------------------------------------------------------


@cache
def _book() -> pd.DataFrame:
    """All claims as judged; not to be changed. A title is held against it many times over."""
    return ledger.whole_book()


def _agreed(share: bool = True, other: bool = False) -> pd.Series:
    """Claims of each verdict on which the second coder agrees, in per cent; with `other` those on which she does not."""
    book = _book()
    agrees = book["verdict"].ne(book["second"]) if other else book["verdict"].eq(book["second"])
    groups = agrees.groupby(book["verdict"])
    return 100 * groups.mean() if share else groups.sum().astype(float)


def _claims(column: str = "verdict") -> pd.Series:
    return _book()[column].value_counts().astype(float).sort_index()


def _agreed_beside() -> pd.DataFrame:
    return pd.DataFrame({"agreed": _agreed(share=False), "claims": _claims()})


# 10: whose debt grew ---------------------------------------------------------------------------------------------------


@cache
def _grew(edition: str | None = "2025-12", lenders: str = "", zeros: bool = False) -> pd.Series:
    """Change of the debt to Russia from 2019 to 2024, million dollars, smallest first; with `zeros` no record is no debt."""
    names = partners.everyone()
    rows = load("debt/owed_to_russia").query("iso3 in @names and year in (2019, 2024)")
    rows = rows if edition is None else rows[rows["edition"] == edition]
    rows = rows[rows["creditor_type"] == lenders] if lenders else rows
    sums = rows.pivot_table("outstanding_usd", index="debtor", columns="year", aggfunc="sum") / 1e6
    change = sums[2024] - sums[2019]
    return (change.reindex(list(names.values()), fill_value=0) if zeros else change.dropna()).sort_values(kind="stable")


DRAWINGS: dict[str, Drawing] = {
    "01.5": Drawing(
        _yields, ("search", "quer", "found", "kept", "keep", "pages", "record"), r"%|per cent|percent|hundred|\b100\b",
        mistakes=((lambda: _yields(("neutral", "targeted")), "these are both kinds of search. Who follows a hint finds more: take the neutral ones alone."),
         (lambda: _yields(("targeted",)), "these are the searches that followed a hint; the exercise asks for the neutral ones."),
         (lambda: _yields(per=0), "these are pages kept. The parts were not searched equally hard: divide by the pages looked at.")),
        order="time",
        reading=Reading(years=(1991, 2026), turns=r"\b(?:discard|dropp?|reject|empty|vain|useless)\w*"),
    ),
    "02.5": Drawing(
        israel, ("Israel",), "TIV",
        mistakes=(
            (lambda: israel(None), RELEASES),
            (lambda: israel(2025), "that is an older release, which ends before 2025: take that of 2026."),
            (lambda: israel(how="mean"), "these are means of single rows: `sns.barplot` on rows draws their mean. Add up each period first."),
            (lambda: israel(how="count"), "these are numbers of rows; add up `tiv_million`.")),
        is_named=False,
        reading=Reading(states=("Israel", "Azerbaijan"), years=(2006, 2025), millions=True),
        other_units={r"dollar|\$|USD": "TIV is not dollars: it measures the worth of arms by a common scale, whatever was paid. Name it."},
    ),
    "03.5": Drawing(
        _spent, ("spen", "budget", "paid", "Armenia"), r"dollar|\$|USD",
        mistakes=((lambda: _spent(None), STACKED.format("edition", "spending")),
         (lambda: _spent("2024-04"), "that is the edition of 2024, in dollars of 2022, and it has no 2024."),
         (lambda: _spent(measure="current_usd_million"), "these are current dollars. Prices and the exchange rate moved, too: take constant ones."),
         (lambda: 100 * _spent(measure="share_of_gdp"), "these are per cent of GDP; the exercise asks for dollars."),
         (lambda: _spent(measure="share_of_gdp"), "these are shares of GDP; the exercise asks for dollars.")),
        order="time",
        reading=Reading(states=("Armenia",), years=(2018, 2024), millions=True),
    ),
    "04.5": Drawing(
        _bound, ("defen", "Russia", "Azerbaijan", "Armenia", "paper"), "treat|alliance|pact|promise",
        r"\bonly (?:Russia|allies)\b|\bno promise|Azerbaijan (?:promises|owes)\b[^.,;]*\b(?:nothing|none|no)\b",
        ((lambda: _bound(ended=True), "these count memberships that have ended: leave out rows with a year in `exit`."),
         (lambda: _bound(""), "these are all alliances; most promise less than defence."),
         (lambda: _bound("", ended=True), "these are all alliances, ended ones too; take those that promise defence and have no `exit`.")),
        order="size",
        reading=Reading(states=("Armenia",)),
    ),
    "05.5": Drawing(
        _unsure, ("count", r"\bdie[ds]?\b", "kill", "death", "dead", "sure", "certain", "range", "gap", "high", "apart"), "death|dead|people|persons|killed",
        r"\bcounts?(?: of deaths?)? (?:all )?(?:are|is) exact|\bcounts(?: of deaths?)? (?:all )?agree",
        ((lambda: _unsure(states=("AZE",)), "this is Azerbaijan alone, with Karabakh; add Armenia."),
         (lambda: _unsure(violence=""), "each death is counted twice: `all` holds the other sorts of violence. Take `all` alone."),
         (lambda: _unsure(low=""), "these are the higher counts; the exercise asks how far they lie above the lower ones."),
         (lambda: _unsure("deaths_best", ""), "these are the best counts; the exercise asks how far the higher lies above the lower."),
         (lambda: _unsure("deaths_high", "deaths_best"), "that is the higher count less the best one; take the lower one off."),
         (lambda: _unsure("deaths_best", "deaths_low"), "that is the best count less the lower one; begin with the higher one."),
         (_unsure_part, "these are per cent of the low count, the better answer to how sure it is; the exercise asks for persons first."),
         (lambda: _unsure() / 2, "these are means of two states; add them up.")),
        order="time",
        reading=Reading(
            states=("Armenia", "Azerbaijan"), years=(1992, 2020), beside=_unsure_beside,
            turns=r"\b(?:known|know|sure|surer|surest|certain|reliable|precise|exact|agree\w*|firm\w*)\b"),
        floats=True,
    ),
    "06.5": Drawing(
        _owed, ("debt", r"ow(?:e|ed|es|ing)\b", "Armenia"), r"dollar|\$|USD",
        mistakes=((lambda: _owed(None), EDITIONS),),
        order="time",
        reading=Reading(states=("Armenia", "Russia"), years=(2019, 2024), millions=True),
    ),
    "07.5": Drawing(
        _agreed_more, ("agree", "vote", "Armenia"), "point|%|per cent",
        mistakes=((lambda: _agreed_more("agreement_half"), "that counts an abstention as half a vote; take the column `agreement`."),
         (lambda: _agreed_more(last=2025), "the later years end with 2024: the session of 2025 is not over.")),
        order="size",
        reading=Reading(
            names={"United States": r"\b(?:us|usa|u\.s\.|america|washington)\b", "Russia": r"\bmoscow\b", "China": r"\bbeijing\b", "France": r"\bparis\b"},
            states=("Armenia",), years=(2019, 2024), is_change=True, turns=r"\b(?:disagree\w*|differ\w*)\b"),
    ),
    "08.5": Drawing(
        _stayed, ("money", "transfer", "net", "GDP", "Russia", "stay"), "GDP",
        mistakes=((lambda: _stayed(""), "this is all that came; take off what went back to Russia."),
         (lambda: _stayed(kinds=("total", "non-commercial")), "`total` holds the non-commercial transfers already: they are counted twice."),
         (lambda: _stayed(kinds=("non-commercial",)), "these are the non-commercial transfers alone; the exercise asks for the total."),
         (lambda: _stayed(per=()), "these are million dollars; divide by the GDP of the year."),
         (lambda: _stayed(per=("World",)), "that is the World Bank's GDP, which ends in 2023 here; take the IMF's."),
         (lambda: _stayed(per=("IMF", "World")), "GDP stands in the table twice, by the IMF and by the World Bank; you added both.")),
        order="time",
        reading=Reading(states=("Armenia", "Russia"), years=(2018, 2024)),
    ),
    "09.5": Drawing(
        _agreed, ("coder", "agree", "reader"), r"%|per cent|percent|hundred",
        mistakes=(
            (lambda: _agreed(share=False), "those are numbers of claims. Some verdicts have many claims and others few: divide by the claims of each."),
            (_claims, "those are all claims; take the part on which the second coder agrees."),
            (lambda: _claims("second"), "those are the second coder's verdicts; where do they agree with ours?"),
            (lambda: _agreed(other=True), "that is where the coders part; the exercise asks where they agree."),
            (lambda: _agreed(share=False, other=True), "those are claims on which the coders part; the exercise asks where they agree, in per cent.")),
        reading=Reading(
            names={"contradicted": r"\bcontradict\w*", "not testable": r"\b(?:not|un|non)[ -]?testable\b|\bcannot be tested\b",
                   "partly supported": r"\bpart(?:ly|ial\w*)\b", "supported": r"\bfull(?:y)? support\w*\b"},
            turns=r"\b(?:disagree\w*|differ\w*|part ways|contest\w*|quarrel\w*)\b", whole=100, beside=_agreed_beside),
    ),
    "10.5": Drawing(
        _grew, ("debt", r"ow(?:e|ed|es|ing)\b", "credit"), r"dollar|\$|USD",
        r"\b(?:no|none)\b[^.,;]*\b(?:grew|rose|more)",
        ((lambda: _grew(zeros=True), "four have no record in either year. No record is not no change: leave them out, and say so."),
         (lambda: _grew(None), EDITIONS),
         (lambda: _grew(lenders="bilateral"), "Uzbekistan owes Russian banks, too: add up the sorts of creditors.")),
        order="size",
        reading=Reading(
            names={"Viet Nam": r"\bvietnam\b"}, states=("Russia", *partners.TEN), years=(2019, 2024), is_change=True, millions=True),
    ),
}  # fmt: skip
