"""Synthetic registers: what was planted must be in them, and the measure must find it where nothing is hidden."""

import numpy as np
import pandas as pd
import pytest
from evidence.measures import registers

RATE = np.array([0.15, 0.5, 0.5, 0.4, 0.4, 0.4, 0.3, 0.3, 0.3, 0.3])
PER_YEAR = pd.Series(60, index=range(2000, 2026))


def draw(start: float = 1.0, finish: float = 1.0, n: int = 60) -> registers.Orders:
    return registers.draw(RATE, PER_YEAR, start, finish, since=2022, registers=n)


def test_no_delivery_lies_beyond_the_last_year_and_none_ends_before_it_begins():
    orders = draw()
    assert (orders.year + orders.first <= orders.last).all()
    done = orders.full >= 0
    assert (orders.full[done] >= orders.first[done]).all()
    assert (orders.first[done] >= 0).all()


def test_the_same_seed_draws_the_same_registers():
    assert (draw().first == draw().first).all()


def test_rates_are_read_from_the_base_years_only():
    counts = pd.DataFrame({"order_year": [2012, 2020], "lag_years": [0, 0], "at_risk": [10, 10], "delivered": [3, 9]})
    assert registers.rates(counts)[0] == pytest.approx(0.3)


def test_a_complete_register_shows_what_was_planted():
    for start in (1.0, 0.5):
        orders = draw(start)
        held = registers.listed(orders, 0.0)
        assert held.all()
        ratio = registers.measure(orders, held, "first", (2022, 2025))[0]
        assert np.mean(ratio) == pytest.approx(start, abs=0.03)


def test_entry_on_delivery_keeps_waiting_orders_out_and_hides_the_delay():
    orders = draw(0.5)
    held = registers.listed(orders, 1.0)
    assert (held == (orders.first >= 0)).all()
    hidden = registers.measure(orders, held, "first", (2022, 2025))[0]
    assert np.median(hidden) > 0.9


def test_the_trial_reports_false_alarms_coverage_and_hiding():
    table = registers.trial(RATE, PER_YEAR, 2022, {"none": (1.0, 1.0), "late": (0.5, 1.0)}, (0.0, 0.9), registers=100)
    cell = table[table["event"] == "first"].set_index(["planted", "share"])
    assert cell.loc[("none", 0.0), "alarm"] <= 0.08
    assert cell.loc[("none", 0.0), "coverage"] >= 0.88
    assert cell.loc[("late", 0.0), "alarm"] == 1.0
    assert cell.loc[("late", 0.9), "alarm"] < cell.loc[("late", 0.0), "alarm"] / 2
    assert (table["registers"] == 100).all()


def test_the_table_for_readers_repeats_no_row_and_a_milder_delay_is_found_less_often():
    planted = {
        "no delay": (1.0, 1.0),
        "start slowed": (0.75, 1.0),
        "start halved": (0.5, 1.0),
        "both slowed": (0.75, 0.75),
        "both halved": (0.5, 0.5),
    }
    table = registers.trial(RATE, PER_YEAR, 2022, planted, (0.0, 0.9, 1.0), registers=50)
    told = registers.reader_table(table, (0.0, 0.9))
    assert len(told) == 16
    assert set(told.loc[told["planted"].str.startswith("both"), "delivery"]) == {"full"}
    alarm = table.set_index(["planted", "share", "event"])["alarm"]
    assert alarm["start slowed", 0.0, "first"] <= alarm["start halved", 0.0, "first"]
