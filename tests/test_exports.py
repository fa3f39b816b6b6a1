"""Export measures on made-up series whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence import exports

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


def test_the_fitted_path_returns_the_unit_of_the_series():
    path = exports.path_of(bent(2018), 2018)
    assert path.to_numpy() == pytest.approx(bent(2018).to_numpy())


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
    shares = exports.with_ranges(exports.window_shares(sources))
    assert set(shares[shares["source"] == "old"]["window"]) == {"2010–14", "2015–19"}
    partners = shares[shares["group"] == "other CSTO members"]
    assert partners["percent"].to_numpy() == pytest.approx(30.0)
    assert partners["low"].tolist() == partners["high"].tolist()
    assert exports.largest_share(sources, ["other CSTO members", "Armenia"], 2021, 5) == pytest.approx((0.4, 0.4))


def test_arrivals_keep_russia_and_the_others_apart():
    table = pd.DataFrame(
        {
            "release": 2026,
            "recipient": ["Armenia", "Armenia", "Azerbaijan"],
            "supplier": ["Russia", "India", "Russia"],
            "delivery_year": [2022, 2024, 2022],
            "tiv_million": [29.0, 21.0, 99.0],
        }
    )
    came = exports.arrivals(table, 2026, 2021).set_index("year")
    assert came["russia"].to_dict() == {2021: 0.0, 2022: 29.0, 2023: 0.0, 2024: 0.0, 2025: 0.0}
    assert came.loc[2024, "total"] == 21.0


def test_complaints_tell_who_complained_and_whether_russia_was_named():
    events = pd.DataFrame(
        {
            "event_id": ["E1", "E2", "E3"],
            "date": pd.to_datetime(["2022-09-29", "2023-05-01", "2023-11-24"]),
            "description": ["Pashinyan complains of allies.", "An official names Russia.", "Pashinyan names Russia."],
        }
    )
    found = exports.complaints(events, ["E1", "E2", "E3"], "2023-11-24")
    assert found["he_had_complained"] and found["another_had_named_russia"] and not found["he_had_named_russia"]
    assert found["complaints_over_a_year"] and found["months_of_complaints"] == 14
