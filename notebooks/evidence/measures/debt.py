"""Debt measures: what is owed on a day, what the schedule leaves to pay, what that is worth, which loan it is.

Amounts are current US dollars. Stocks and flows are Series indexed by year; a stock stands at the end of its year.
Source of all inputs: World Bank, International Debt Statistics.
"""

from datetime import date

import pandas as pd

from evidence import show

YEAR_END = (12, 31)
SHORT = {  # names of the World Bank's list as readers know them
    "Egypt, Arab Rep.": "Egypt",
    "Yemen, Rep.": "Yemen",
    "Germany, Fed. Rep. of": "Germany",
    "Bondholders": "bondholders",
    "World Bank-IBRD": "World Bank, IBRD",
    "World Bank-IDA": "World Bank, IDA",
    "Asian Dev. Bank": "Asian Development Bank",
    "Russian Federation": "Russia",
}


def share_of_year(day: date) -> float:
    """Part of the year gone by at the end of a day, from 0 to 1."""
    length = (date(day.year, *YEAR_END) - date(day.year - 1, *YEAR_END)).days
    return (day - date(day.year - 1, *YEAR_END)).days / length


def on_year_ends(day: date) -> float:
    """Place of a day on an axis whose whole numbers are year ends: the end of 2022 is 2022, mid-2023 is 2022.5."""
    return day.year - 1 + share_of_year(date(day.year, day.month, day.day))


def owed_on(stock: pd.Series, day: date) -> float:
    """Debt outstanding on a day, on a straight line between the two year ends around it.

    The dates of instalments are not published; the two year ends bound the answer.

    Args:
        stock: debt outstanding at year ends.
        day: any day between two known year ends.

    Raises:
        KeyError: one of the two year ends is unknown.
    """
    before, after = stock[day.year - 1], stock[day.year]
    return float(before + (after - before) * share_of_year(day))


def path_ahead(stock: pd.Series, principal: pd.Series, until: int) -> pd.Series:
    """Known stocks, continued by subtracting the scheduled principal of each year after the last one.

    Args:
        stock: debt outstanding at year ends.
        principal: scheduled repayments of principal.
        until: last year of the path; the schedule must reach it.
    """
    last = int(stock.index.max())
    ahead = stock[last] - principal.loc[last + 1 : until].cumsum()
    return pd.concat([stock, ahead])


def year_of_crossing(path: pd.Series, level: float) -> int | None:
    """Year in the course of which a falling debt drops below a level; None where it never did or never reached it.

    No day can be named: the dates of instalments are not published.

    Args:
        path: debt at year ends.
        level: amount to be covered.
    """
    above = path[path >= level]
    if above.empty or above.index.max() == path.index.max():
        return None
    return int(above.index.max()) + 1


def with_final_years(service: pd.DataFrame, left: float, rate: float) -> pd.DataFrame:
    """Extend a payment schedule to the year in which nothing is left, at its last instalment.

    The published schedule stops some years ahead; what is still owed then is paid in equal instalments of the last
    published size, with interest on the balance at the start of the year.

    Args:
        service: columns principal_usd and interest_usd, indexed by year.
        left: debt outstanding after the last published year.
        rate: yearly interest, such as 0.03.

    Raises:
        ValueError: the last instalment is nothing, so what is left would never be paid.
    """
    instalment = float(service["principal_usd"].iloc[-1])
    if instalment <= 0 and left > 1:
        raise ValueError(f"the last instalment is {instalment:,.0f}: {left:,.0f} dollars would never be paid")
    rows, year = {}, int(service.index.max())
    while left > 1:
        year += 1
        paid = min(instalment, left)
        rows[year] = {"principal_usd": paid, "interest_usd": left * rate}
        left -= paid
    return pd.concat([service, pd.DataFrame.from_dict(rows, orient="index")])


def remaining(flows: pd.Series, year: int) -> float:
    """Sum of all payments after the end of a year."""
    return float(flows[flows.index > year].sum())


def present_value(flows: pd.Series, year: int, rate: float) -> float:
    """Value at the end of a year of all later payments, each taken at the end of its year.

    Args:
        flows: payments by year.
        year: the year at whose end they are valued.
        rate: yearly discount rate, such as 0.05.
    """
    later = flows[flows.index > year]
    return float((later / (1 + rate) ** (later.index - year)).sum())


def rate_at_which(flows: pd.Series, year: int, amount: float, low: float = 0.0, high: float = 1.0) -> float:
    """Yearly rate at which all payments after a year are worth an amount at its end, to a ten-thousandth.

    Args:
        flows: payments by year.
        year: the year at whose end they are valued.
        amount: between their worth at the rates `low` and `high`.

    Raises:
        ValueError: at none of the rates between `low` and `high` are they worth it.
    """
    if not present_value(flows, year, high) <= amount <= present_value(flows, year, low):
        raise ValueError(f"no rate from {low:.0%} to {high:.0%} makes payments after {year} worth {amount:,.0f}")
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if present_value(flows, year, middle) > amount else (low, middle)
    return (low + high) / 2


def years_of_payments(flows: pd.Series, year: int, amount: float) -> int | None:
    """How many years' payments after a year an amount would pay in full; None where it exceeds them all."""
    paid = flows[flows.index > year].cumsum()
    return int((paid <= amount).sum()) if paid.iloc[-1] >= amount else None


def inferred_loans(principal: pd.Series, disbursed: pd.Series, instalments: int = 10) -> pd.DataFrame:
    """Split of the debt into three loans, inferred from the steps of the repayment schedule.

    Nobody publishes the split. Each loan is repaid in equal yearly instalments, so the schedule rises by a step when
    the repayment of a loan begins: in 2018, 2020 and 2023, with a larger instalment from 2025 on. A step times the
    number of instalments gives each older loan; the third is what remains of all disbursements since 2015.

    Args:
        principal: repayments of principal by year in US dollars, reported and scheduled.
        disbursed: disbursements by year in US dollars.
        instalments: yearly instalments of the two older loans; ten were reported.

    Returns:
        Debt at year ends from 2019 by loan (`arms_credit_2015`, `nuclear_plant_2015`, `arms_credit_2017`), indexed by
        year, as far as the schedule reaches.
    """
    principal = principal.loc[2015:]
    steps = {
        "arms_credit_2015": (2018, principal[2018]),
        "nuclear_plant_2015": (2020, principal[2020] - principal[2018]),
    }
    years = range(2019, int(principal.index.max()) + 1)
    loans = {
        name: pd.Series({y: max(0.0, step * (instalments - max(0, y - first + 1))) for y in years})
        for name, (first, step) in steps.items()
    }
    drawn_before = {name: step * instalments for name, (_, step) in steps.items()}
    others = principal - sum(principal_of(step, first, principal.index, instalments) for first, step in steps.values())
    total = disbursed.reindex(range(2015, years[-1] + 1), fill_value=0.0).cumsum()
    loans["arms_credit_2017"] = pd.Series(
        {y: total[y] - sum(drawn_before.values()) - others[others.index <= y].sum() for y in years}
    )
    return pd.DataFrame(loans)


def principal_of(step: float, first: int, years: pd.Index, instalments: int) -> pd.Series:
    """Repayments of one loan: equal instalments from its first year on."""
    return pd.Series([step if first <= y < first + instalments else 0.0 for y in years], index=years)


def long_loans(loans: pd.DataFrame, owed: pd.Series) -> pd.DataFrame:
    """Inferred loans, one row a year and loan, beside the published total, in million US dollars.

    Returns:
        Columns year, loan, owed_musd, published_musd (unknown for years ahead).
    """
    rows = (loans / 1e6).rename_axis("year").reset_index().melt("year", var_name="loan", value_name="owed_musd")
    return rows.assign(published_musd=rows["year"].map(owed / 1e6))


def shares(owed: pd.Series, totals: dict[str, pd.Series]) -> pd.DataFrame:
    """Debt as a percentage of several totals; a year that either side lacks is left out.

    Returns:
        Columns year, measure, percent, in the order of `totals`.
    """
    parts = [
        (owed / total * 100).dropna().rename_axis("year").rename("percent").reset_index().assign(measure=measure)
        for measure, total in totals.items()
    ]
    return pd.concat(parts, ignore_index=True)[["year", "measure", "percent"]]


def ranking(rows: pd.DataFrame, who: str, highlight: str, top: int) -> pd.DataFrame:
    """The largest debtors or creditors, and one of interest wherever it stands.

    Args:
        rows: one year of a debt table, with outstanding_usd.
        who: column of names.
        highlight: the name that is always shown.
        top: how many of the largest are shown.

    Returns:
        Columns name, owed_musd, rank, of (how many owe anything), highlight; largest first.
    """
    summed = rows.groupby(who, as_index=False)["outstanding_usd"].sum().query("outstanding_usd > 0")
    ordered = summed.sort_values(["outstanding_usd", who], ascending=[False, True]).reset_index(drop=True)
    ranked = pd.DataFrame(
        {
            "name": ordered[who],
            "owed_musd": ordered["outstanding_usd"] / 1e6,
            "rank": ordered.index + 1,
            "of": len(ordered),
            "highlight": ordered[who] == highlight,
        }
    )
    return ranked[(ranked["rank"] <= top) | ranked["highlight"]].reset_index(drop=True)


def listing(rows: pd.DataFrame) -> str:
    """A ranking in a line: "1. Bangladesh 7,839; 2. Belarus 7,625".

    Args:
        rows: from `ranking`.
    """
    return "; ".join(f"{r.rank}. {SHORT.get(r.name, r.name)} {show.num(r.owed_musd)}" for r in rows.itertuples(index=False))


def budget_check(spent_amd: pd.Series, amd_per_usd: pd.Series, second_credit: pd.Series) -> pd.DataFrame:
    """Budget spending on a credit in dollars, beside what was drawn on it by the debt figures.

    Args:
        spent_amd: executed spending by year, drams.
        amd_per_usd: yearly average exchange rate.
        second_credit: inferred debt on the credit at year ends.
    """
    years = spent_amd.dropna().index
    drawn = second_credit.diff().fillna(second_credit).reindex(years)
    return pd.DataFrame(
        {
            "year": years,
            "spent, billion drams": spent_amd[years].to_numpy() / 1e9,
            "drams per dollar": amd_per_usd[years].to_numpy(),
            "spent, million dollars": (spent_amd[years] / amd_per_usd[years]).to_numpy() / 1e6,
            "drawn, million dollars": drawn.to_numpy() / 1e6,
        }
    )


def four_values(
    owed: pd.Series, loans: pd.DataFrame, payments: pd.Series, years: list[int], rates: list[float]
) -> pd.DataFrame:
    """The debt at some year ends under several valuations, in million US dollars.

    Returns:
        Columns "end of", principal, "arms credits", "payments to come", and one "worth at N%" for each rate.
    """
    arms = loans.filter(like="arms").sum(axis=1)
    rows = [
        {
            "end of": year,
            "principal": owed[year] / 1e6,
            "arms credits": arms[year] / 1e6,
            "payments to come": remaining(payments, year) / 1e6,
            **{f"worth at {rate:.0%}": present_value(payments, year, rate) / 1e6 for rate in rates},
        }
        for year in years
    ]
    return pd.DataFrame(rows)


def set_off(owed: float, sums: dict[str, float], on_credit: float) -> pd.DataFrame:
    """What a set-off leaves, if the arms were paid from the budget and if a credit paid what it could.

    Args:
        owed: debt on the day.
        sums: name -> value of the undelivered arms.
        on_credit: the most that Russian credit can have paid of it.

    Returns:
        One row for each sum and assumption, million US dollars: "credit for arms that never came" is debt drawn for them,
        as if no instalment on it had been paid; "refund due" is money that Armenia had paid; "debt left" and "still owed
        by Russia" are what remains of either side once one is used up.
    """
    rows = []
    for name, value in sums.items():
        for paid_by, credit in (("budget alone", 0.0), ("credit first", min(on_credit, value))):
            rows.append(
                {
                    "undelivered": name,
                    "paid by": paid_by,
                    "credit for arms that never came": credit / 1e6,
                    "refund due": (value - credit) / 1e6,
                    "debt left": max(0.0, owed - value) / 1e6,
                    "still owed by Russia": max(0.0, value - owed) / 1e6,
                }
            )
    return pd.DataFrame(rows)


def stock_and_flow(owed: pd.Series, repaid: pd.Series, earlier: pd.DataFrame, years: range) -> pd.DataFrame:
    """How the debt fell, beside what was recorded as repaid and what an earlier edition foresaw.

    Args:
        owed: debt outstanding at year ends.
        repaid: principal by year, as the newest edition records it.
        earlier: columns principal_usd and is_scheduled by year, as the edition of April 2024 has them.
        years: the years to look at.

    Returns:
        One row a year, in million US dollars; "foreseen in April 2024" is unknown where that edition records, not foresees.
    """
    foreseen = earlier["principal_usd"].where(earlier["is_scheduled"])
    return pd.DataFrame(
        {
            "year": years,
            "fall of the debt": [-owed.diff()[year] / 1e6 for year in years],
            "repaid": [repaid[year] / 1e6 for year in years],
            "foreseen in April 2024": [foreseen[year] / 1e6 for year in years],
        }
    )


def said_sums(reported: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Reported sums of undelivered arms for readers, by date, with what the list files them as.

    Args:
        reported: narrative/reported_figures, indexed by figure_id.
        keys: figures to show.
    """
    rows = reported.loc[keys].rename_axis("figure_id").reset_index().sort_values(["as_of", "figure_id"])
    table = show.sums(rows.set_index("figure_id")).rename(columns={"sum": "million US dollars, or words"})
    table.insert(3, "filed as", rows["quantity"].to_numpy())
    return table
