"""Export measures on made-up series whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence.measures import exports

YEARS = range(2000, 2025)


def bent(year: int, fall: float = 0.3, noise: float = 0.0) -> pd.Series:
    """A level series that falls by a constant rate after a year."""
    after = np.clip(np.array(YEARS) - year, 0, None)
    wobble = noise * np.resize([1, -1, 2, -2], len(YEARS))
    return pd.Series(6000 * np.exp(-fall * after + wobble), index=YEARS)


def rows(release: int, method: str, **volumes: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "release": release,
                "method": method,
                "supplier": "Russia",
                "recipient": recipient,
                "year": year,
                "tiv_million": volume,
                "covers_from": 2010,
                "covers_to": release - 1,
            }
            for recipient, by_year in volumes.items()
            for year, volume in by_year.items()
        ]
    )


@pytest.mark.parametrize("year", [2006, 2012, 2018])
def test_a_planted_bend_is_found_where_it_was_planted(year):
    found = exports.turn(bent(year, noise=0.02))
    assert found.year == year
    assert found.lower <= year <= found.upper
    assert found.after == pytest.approx(-0.3, abs=0.02)
    assert found.chance < 0.01


def test_a_straight_line_shows_no_turn_that_chance_would_not_produce():
    rng = np.random.default_rng(1)
    chances = [
        exports.turn(pd.Series(np.exp(8 + rng.normal(0, 0.2, len(YEARS))), index=YEARS), draws=199).chance
        for _ in range(20)
    ]
    assert np.mean([c < 0.05 for c in chances]) <= 0.2


def test_the_rate_of_fall_has_an_interval_around_what_was_planted():
    found = exports.turn(bent(2015, noise=0.1))
    assert found.after_lower < found.after < found.after_upper
    assert found.after_lower < -0.3 < found.after_upper


def test_two_planted_turns_are_found_and_a_single_one_needs_no_second():
    time = np.array(YEARS) - 2000
    path = 0.1 * time - 0.2 * np.clip(time - 8, 0, None) - 0.3 * np.clip(time - 17, 0, None)
    twice = exports.second_turn(pd.Series(np.exp(8 + path + 0.01 * np.resize([1, -1, 2, -2], 25)), index=YEARS))
    assert (twice.first, twice.second) == (2008, 2017)
    assert twice.lower <= 2017 <= twice.upper and twice.chance < 0.05
    rng = np.random.default_rng(5)
    once = bent(2015) * np.exp(rng.normal(0, 0.1, len(YEARS)))
    assert exports.second_turn(once).chance > 0.05


def test_two_turns_may_lie_three_years_apart():
    time = np.array(YEARS) - 2000
    path = 0.1 * time - 0.6 * np.clip(time - 10, 0, None) + 0.9 * np.clip(time - 13, 0, None)
    found = exports.second_turn(pd.Series(np.exp(8 + path), index=YEARS), draws=20)
    assert (found.first, found.second) == (2010, 2013)


def test_a_step_names_the_first_year_on_the_new_level():
    series = pd.Series([100.0] * 10 + [50.0] * 15, index=YEARS)
    assert exports.turn(series, "step").year == 2010


def test_the_interval_does_not_change_from_run_to_run():
    assert exports.turn(bent(2015, noise=0.1)) == exports.turn(bent(2015, noise=0.1))


def test_gaps_and_unknown_shapes_are_refused():
    with pytest.raises(ValueError, match="gaps"):
        exports.turn(bent(2015).drop(2010))
    with pytest.raises(ValueError, match="bend or step"):
        exports.turn(bent(2015), "curve")


def test_covered_years_without_a_delivery_are_zero_and_methods_stay_apart():
    table = pd.concat(
        [rows(2025, "delivery-level", India={2020: 5.0, 2023: 7.0}), rows(2025, "register-split", India={2021: 9.0})]
    )
    series = exports.yearly(table, 2025, "delivery-level", supplier="Russia")
    assert series.to_dict() == {2020: 5.0, 2021: 0.0, 2022: 0.0, 2023: 7.0, 2024: 0.0}
    with pytest.raises(ValueError, match="no rows"):
        exports.yearly(table, 2026, "delivery-level", supplier="Russia")


def test_a_window_beyond_the_values_is_refused():
    series = pd.Series(1.0, index=range(2010, 2024))
    assert exports.window(series, (2015, 2019)) == 5.0
    with pytest.raises(ValueError, match="not 2020 to 2024"):
        exports.window(series, (2020, 2024))


def test_shares_leave_out_windows_that_a_release_does_not_cover():
    volumes = {
        "India": {y: 60.0 for y in range(2010, 2025)},
        "Belarus": {y: 30.0 for y in range(2010, 2025)},
        "Armenia": {y: 10.0 for y in range(2010, 2025)},
    }
    old = {k: {y: v for y, v in by.items() if y < 2024} for k, by in volumes.items()}
    sources = {
        "new": exports.by_group(rows(2025, "delivery-level", **volumes), 2025, "delivery-level"),
        "old": exports.by_group(rows(2024, "delivery-level", **old), 2024, "delivery-level"),
    }
    shares = exports.window_shares(sources)
    assert set(shares[shares["source"] == "old"]["window"]) == {"2010–14", "2015–19"}
    partners = shares[shares["group"] == "other CSTO members"]
    assert partners["percent"].to_numpy() == pytest.approx(30.0)
    assert exports.largest_share(sources, ["other CSTO members", "Armenia"], 2021, 5) == pytest.approx((0.4, 0.4))


def test_gaps_are_runs_of_empty_years_after_the_first_delivery():
    volumes = pd.Series([0.0, 5, 0, 0, 2, 0, 3, 0, 0, 0], index=range(2010, 2020))
    assert exports.gaps(volumes).to_dict("records") == [
        {"first": 2012, "last": 2013, "years": 2, "is_open": False},
        {"first": 2015, "last": 2015, "years": 1, "is_open": False},
        {"first": 2017, "last": 2019, "years": 3, "is_open": True},
    ]


def test_receivers_are_ranked_by_a_column_that_is_shown():
    volumes = {
        "India": {2021: 20.0, 2022: 30.0},
        "Belarus": {2022: 3.0, 2024: 6.0},
        "Armenia": {2022: 0.3},
        "Mali": {2024: 90.0},
    }
    newest = rows(2026, "delivery-level", Belarus={2025: 500.0})
    table = exports.receivers(pd.concat([rows(2025, "delivery-level", **volumes), newest]), n=2)
    assert table["recipient"].tolist() == ["Mali", "India", "Armenia"]
    assert table["2022–24"].tolist() == pytest.approx([30.0, 10.0, 0.1])
    assert table["CSTO"].tolist() == [False, False, True]


def test_falls_compare_the_last_two_windows_group_by_group():
    volumes = {"India": {y: 60.0 if y < 2020 else 15.0 for y in range(2010, 2025)}, "Belarus": {2015: 4.0, 2024: 8.0}}
    fell = exports.falls({2025: exports.by_group(rows(2025, "delivery-level", **volumes), 2025, "delivery-level")})[2025]
    assert fell["India"] == pytest.approx(0.75)
    assert fell["other CSTO members"] == pytest.approx(-1.0)


def test_a_day_stands_within_the_bar_of_its_year():
    assert exports.place_in_year(pd.Timestamp("2022-01-01")) == 2021.5
    assert exports.place_in_year(pd.Timestamp("2024-07-02")) == pytest.approx(2024.0)
    assert exports.place_in_year(pd.Timestamp("2024-12-31")) < 2024.5


def test_the_even_split_is_judged_by_year_and_by_window():
    level, split = pd.Series(10.0, index=range(2010, 2016)), pd.Series(10.0, index=range(2010, 2016))
    split[2012], split[2013] = 12.0, 8.0
    assert exports.split_errors(level, split) == {"year": pytest.approx(0.2), "five": 0.0}


def test_parts_are_counted_by_set_of_states_and_release():
    table = pd.concat([
        rows(2024, "delivery-level", India={2012: 60.0}, Armenia={2012: 40.0, 2022: 99.0}),
        rows(2025, "delivery-level", India={2012: 90.0}, Armenia={2012: 10.0}),
        rows(2026, "register-split", India={2012: 80.0}, Armenia={2012: 20.0}),
    ]).assign(supplier_iso3="RUS")  # fmt: skip
    table["recipient_iso3"] = table["recipient"].map({"India": "IND", "Armenia": "ARM"})
    found = exports.parts(table, {"members": {"ARM"}, "all": {"ARM", "IND"}}, (2012, 2021))
    assert found.loc["members"].tolist() == pytest.approx([0.4, 0.1, 0.2])
    assert found.loc["all"].tolist() == pytest.approx([1.0, 1.0, 1.0])
