"""Debt measures on made-up figures whose answers are known by hand."""

from datetime import date

import pandas as pd
import pytest
from evidence.measures import debt
from evidence.tables import load

STOCK = pd.Series({2020: 120.0, 2021: 100.0, 2022: 60.0})
PRINCIPAL = pd.Series({2021: 20.0, 2022: 40.0, 2023: 30.0, 2024: 30.0})


def test_owed_on_a_day_lies_on_the_line_between_year_ends():
    assert debt.owed_on(STOCK, date(2021, 12, 31)) == 100.0
    assert debt.owed_on(STOCK, date(2022, 7, 2)) == pytest.approx(100 - 40 * 183 / 365)
    with pytest.raises(KeyError):
        debt.owed_on(STOCK, date(2023, 6, 1))


def test_leap_years_are_a_day_longer():
    assert debt.share_of_year(date(2024, 12, 31)) == 1.0
    assert debt.share_of_year(date(2024, 3, 1)) == pytest.approx(61 / 366)


def test_path_ahead_subtracts_the_schedule():
    assert debt.path_ahead(STOCK, PRINCIPAL, 2024).tolist() == [120.0, 100.0, 60.0, 30.0, 0.0]


def test_year_in_which_a_level_is_crossed():
    path = debt.path_ahead(STOCK, PRINCIPAL, 2024)
    assert debt.year_of_crossing(path, 80.0) == 2022
    assert debt.year_of_crossing(path, 100.0) == 2022
    assert debt.year_of_crossing(path, 200.0) is None
    assert debt.year_of_crossing(path.loc[:2021], 80.0) is None


def test_final_years_pay_off_the_rest_with_interest_on_the_balance():
    service = pd.DataFrame({"principal_usd": [30.0], "interest_usd": [3.0]}, index=[2024])
    ahead = debt.with_final_years(service, 50.0, 0.1)
    assert ahead.loc[[2025, 2026]].to_dict("list") == {"principal_usd": [30.0, 20.0], "interest_usd": [5.0, 2.0]}
    assert ahead.index.max() == 2026


def test_present_value_and_remaining():
    flows = pd.Series({2023: 10.0, 2024: 110.0, 2025: 121.0})
    assert debt.remaining(flows, 2023) == 231.0
    assert debt.present_value(flows, 2023, 0.1) == pytest.approx(200.0)
    assert debt.present_value(flows, 2023, 0.0) == 231.0


def test_only_years_paid_in_full_count():
    flows = pd.Series({2023: 10.0, 2024: 110.0, 2025: 121.0})
    assert debt.years_of_payments(flows, 2023, 109.0) == 0
    assert debt.years_of_payments(flows, 2023, 110.0) == 1
    assert debt.years_of_payments(flows, 2023, 230.0) == 1
    assert debt.years_of_payments(flows, 2023, 231.0) == 2
    assert debt.years_of_payments(flows, 2023, 500.0) is None


def test_a_year_that_an_edition_records_is_not_foreseen():
    earlier = pd.DataFrame({"principal_usd": [20e6, 45e6], "is_scheduled": [False, True]}, index=[2021, 2022])
    moves = debt.stock_and_flow(STOCK * 1e6, PRINCIPAL * 1e6, earlier, range(2021, 2023))
    assert moves["fall of the debt"].tolist() == moves["repaid"].tolist() == [20.0, 40.0]
    assert moves["foreseen in April 2024"].isna().tolist() == [True, False]
    assert moves["foreseen in April 2024"].iloc[1] == 45.0


def test_sums_said_stand_in_order_of_date():
    reported = load("narrative/reported_figures").set_index("figure_id")
    table = debt.said_sums(reported, ["F09", "F08", "B03", "F13"])
    assert table["key"].tolist() == ["B03", "F08", "F13", "F09"]
    assert table["million US dollars, or words"].tolist()[::3] == ["400", "250"]


def test_inferred_loans_are_recovered_from_a_schedule_made_of_three():
    years = range(2016, 2031)
    first = {y: 20.0 if 2018 <= y < 2028 else 0.0 for y in years}
    second = {y: 17.0 if 2020 <= y < 2030 else 0.0 for y in years}
    third = {y: 3.0 if y in (2023, 2024) else 7.0 if y >= 2025 else 0.0 for y in years}
    principal = pd.Series({y: first[y] + second[y] + third[y] for y in years})
    disbursed = pd.Series({2016: 200.0, 2018: 170.0, 2019: 60.0, 2021: 40.0})
    loans = debt.inferred_loans(principal, disbursed)
    assert loans.loc[2024].to_dict() == pytest.approx(
        {"arms_credit_2015": 60.0, "nuclear_plant_2015": 85.0, "arms_credit_2017": 94.0}
    )
    assert loans.loc[2020, "arms_credit_2017"] == pytest.approx(60.0)
    assert loans.loc[2028, "arms_credit_2015"] == 0.0


def test_the_rate_at_which_payments_are_worth_an_amount():
    flows = pd.Series({2023: 10.0, 2024: 110.0, 2025: 121.0})
    assert debt.rate_at_which(flows, 2023, 200.0) == pytest.approx(0.1, abs=1e-5)
    assert debt.rate_at_which(flows, 2023, 231.0) == pytest.approx(0.0, abs=1e-5)
    with pytest.raises(ValueError, match="no rate from 0% to 100%"):
        debt.rate_at_which(flows, 2023, 500.0)


def test_days_on_an_axis_of_year_ends():
    assert debt.on_year_ends(date(2022, 12, 31)) == 2022.0
    assert debt.on_year_ends(pd.Timestamp("2023-07-02")) == pytest.approx(2022 + 183 / 365)


def test_a_schedule_that_pays_nothing_has_no_end():
    service = pd.DataFrame({"principal_usd": [0.0], "interest_usd": [3.0]}, index=[2024])
    with pytest.raises(ValueError, match="would never be paid"):
        debt.with_final_years(service, 50.0, 0.1)
