"""Survival and pace on made-up counts whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence.measures import delays

HAND = pd.DataFrame(
    {"lag_years": [0, 1, 2], "at_risk": [10, 8, 4], "delivered": [2, 3, 1], "censored": [0, 1, 3], "order_year": 2020}
)


def cohorts(rates: dict[int, float], since: int, factor: float, size: int = 1000) -> pd.DataFrame:
    """Orders of 2000-2024, delivered at the same rates until a year and at a multiple of them from it on."""
    rows = []
    for year in range(2000, 2025):
        waiting = float(size)
        for lag in range(2025 - year):
            rate = rates.get(lag, 0.5) * (factor if year + lag >= since else 1)
            came = waiting * rate
            rows.append((year, lag, waiting, came))
            waiting -= came
    return pd.DataFrame(rows, columns=["order_year", "lag_years", "at_risk", "delivered"])


def test_kaplan_meier_is_the_product_of_the_shares_that_stay():
    curve = delays.survival(HAND)
    assert curve["waiting"].to_numpy() == pytest.approx([0.8, 0.8 * 5 / 8, 0.8 * 5 / 8 * 3 / 4])
    greenwood = 0.8 * np.sqrt(2 / (10 * 8))
    spread = delays.Z * greenwood / (0.8 * abs(np.log(0.8)))
    assert curve.loc[0, "lower"] == pytest.approx(0.8 ** np.exp(spread))
    assert (curve["lower"] <= curve["waiting"]).all() and (curve["waiting"] <= curve["upper"]).all()


def test_a_curve_that_reaches_zero_has_no_undefined_band():
    counts = pd.DataFrame({"lag_years": [0, 1], "at_risk": [4, 2], "delivered": [2, 2], "censored": [0, 0]})
    curve = delays.survival(counts)
    assert curve["waiting"].tolist() == [0.5, 0.0]
    assert curve.notna().all().all()


@pytest.mark.parametrize("factor", [1.0, 0.5, 0.8])
def test_pace_recovers_a_planted_factor_exactly(factor):
    found = delays.pace(cohorts({0: 0.2, 1: 0.4}, 2022, factor), (2022, 2024))
    assert found.ratio == pytest.approx(factor)
    assert found.lower < factor < found.upper


def test_pace_of_orders_that_have_waited_looks_at_those_only():
    table = cohorts({0: 0.2, 1: 0.4}, 2022, 0.5)
    waited = delays.pace(table, (2022, 2024), waited=2)
    assert waited.ratio == pytest.approx(0.5)
    assert waited.seen < delays.pace(table, (2022, 2024)).seen


def test_ratios_serve_many_registers_at_once():
    one = delays.ratios(*(np.array(v, dtype=float) for v in ([100, 50], [50, 25], [40, 20], [10, 5])))
    two = delays.ratios(*(np.array([v, v], dtype=float) for v in ([100, 50], [50, 25], [40, 20], [10, 5])))
    assert one[0] == pytest.approx(0.5)
    assert two[0].tolist() == pytest.approx([0.5, 0.5])
    assert two[1][0] == pytest.approx(one[1])


def test_the_mean_lag_leaves_out_what_still_waits():
    assert delays.mean_lag(HAND, (2020, 2020)) == pytest.approx((0 * 2 + 1 * 3 + 2 * 1) / 6)
    assert delays.share_delivered(HAND, (2020, 2020)) == (6, 10)


def test_orders_that_vanish_are_found_by_recipient():
    register = pd.DataFrame(
        {
            "release": [2025, 2025, 2026, 2025],
            "supplier": "Russia",
            "recipient": ["Serbia", "Iran", "Iran", "India"],
            "order_year": [2021, 2021, 2021, 2022],
            "is_open": pd.array([True, True, True, True], dtype="boolean"),
        }
    )
    assert delays.vanished(register, 2021)["recipient"].tolist() == ["Serbia"]


def order(release, designation, order_year, delivered, ordered=10, recipient="India"):
    return {
        "release": release,
        "supplier": "Russia",
        "recipient": recipient,
        "order_year": order_year,
        "designation": designation,
        "ordered": ordered,
        "delivered": delivered,
        "is_open": delivered < ordered,
        "delivery_years": "2020;2021" if delivered else None,
    }


def test_an_order_dated_anew_is_no_new_order():
    register = pd.DataFrame(
        [
            order(2025, "Boat", 2019, 0),
            order(2026, "Boat", 2021, 0),
            order(2025, "Gun", 2021, 0),
            order(2026, "Gun", 2021, 0),
        ]
    )
    assert delays.redated(register, 2021)["designation"].tolist() == ["Boat"]


def test_late_orders_are_all_that_stood_open_one_row_each():
    register = pd.DataFrame(
        [
            order(2024, "S-400", 2018, 6),
            order(2025, "S-400", 2018, 6),
            order(2026, "S-400", 2018, 8),
            order(2025, "T-90S", 2019, 1),
            order(2026, "T-90MS", 2019, 5),
            order(2025, "Done", 2018, 10),
            order(2025, "Ours", 2018, 0, recipient="Armenia"),
        ]
    )
    late = delays.late_orders(register).set_index("designation")
    assert late.index.tolist() == ["S-400", "T-90S"]
    assert late.loc["S-400"].filter(like="delivered,").tolist() == [6, 6, 8]
    assert late.loc["T-90S", "delivered, release 2026"] == 5 and pd.isna(late.loc["T-90S", "delivered, release 2024"])
