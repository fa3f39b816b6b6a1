"""Measures of arms deliveries on made-up figures whose answers are known by hand."""

import math

import pandas as pd
import pytest
from evidence.measures import arms

COLUMNS = [
    "release",
    "deal_id",
    "supplier",
    "recipient",
    "designation",
    "category",
    "delivery_year",
    "number",
    "tiv_million",
]
DELIVERIES = pd.DataFrame(
    [
        (2025, 1, "Russia", "Armenia", "tank", "Armoured vehicles", 2001, 10, 30.0),
        (2025, 1, "Russia", "Armenia", "tank", "Armoured vehicles", 2002, 10, 30.0),
        (2025, 2, "France", "Armenia", "radar", "Sensors", 2002, 1, 40.0),
        (2025, 3, "Russia", "Azerbaijan", "gun", "Artillery", 2002, 5, 300.0),
        (2026, 1, "Russia", "Armenia", "tank", "Armoured vehicles", 2002, 12, 36.0),
        (2026, 2, "France", "Armenia", "radar", "Sensors", 2002, 1, 40.0),
    ],
    columns=COLUMNS,
).assign(supplier_iso3=lambda f: f["supplier"].map({"Russia": "RUS", "France": "FRA"}))
TO_ARMENIA = DELIVERIES[DELIVERIES["recipient"] == "Armenia"]
COVERED = pd.DataFrame({"covers_from": [2001, 2002], "covers_to": [2004, 2003]}, index=[2025, 2026])


def test_windows_lie_wholly_inside_a_release():
    assert arms.windows(COVERED, 2) == [(2025, 2001, 2002), (2025, 2002, 2003), (2025, 2003, 2004), (2026, 2002, 2003)]
    assert arms.windows(COVERED, 5) == []


def test_coverage_reads_delivery_level_rows_only_and_starts_in_1993():
    transfers = pd.DataFrame(
        {
            "method": ["delivery-level", "register-split"],
            "recipient": ["Armenia", "Armenia"],
            "release": [2024, 2026],
            "covers_from": [1990, 1990],
            "covers_to": [2023, 2025],
        }
    )
    assert arms.coverage(transfers, "Armenia").to_dict("index") == {2024: {"covers_from": 1993, "covers_to": 2023}}


def test_shares_by_volume_deals_and_items():
    found = arms.shares(TO_ARMENIA, ["Russia"], 2025, 2001, 2002)
    assert found == {"volume": 0.6, "deals": 0.5, "items": pytest.approx(20 / 21), "total_tiv": 100.0}


def test_a_window_without_deliveries_has_no_share():
    found = arms.shares(TO_ARMENIA, ["Russia"], 2025, 2003, 2004)
    assert math.isnan(found["volume"]) and math.isnan(found["deals"]) and found["total_tiv"] == 0


def test_window_shares_never_mix_releases_and_mark_thin_windows():
    rows = arms.window_shares(TO_ARMENIA, COVERED, "Russia", 2)
    assert rows["release"].tolist() == [2025, 2025, 2025, 2026]
    assert rows["volume"].tolist()[:2] == pytest.approx([60.0, 30 / 70 * 100])
    assert rows["is_thin"].tolist() == [False, False, True, False]


def test_multiples_and_one_supplier_to_both():
    rows = arms.multiples(DELIVERIES, COVERED, 2)
    assert rows["multiple"].tolist()[:2] == pytest.approx([3.0, 300 / 70])
    russian = DELIVERIES[DELIVERIES["supplier"] == "Russia"]
    assert arms.russia_to_both(russian, COVERED, 2001, 2002)["multiple"].tolist() == [5.0, 0.0]


def test_herfindahl():
    assert arms.herfindahl(pd.Series([5.0])) == 1
    assert arms.herfindahl(pd.Series([1.0, 1.0, 2.0])) == pytest.approx(0.375)
    assert math.isnan(arms.herfindahl(pd.Series([0.0])))


def test_concentration_takes_one_release_and_the_range_of_all():
    rows = [(2025, 2001, "Russia", 3.0), (2025, 2002, "France", 1.0), (2025, 2003, "Russia", 4.0)]
    transfers = pd.DataFrame(rows, columns=["release", "year", "supplier", "tiv_million"])
    transfers = pd.concat([transfers, transfers.assign(release=2026, supplier="Russia")])
    transfers = transfers.assign(method="delivery-level", recipient="Armenia", covers_from=2001, covers_to=2003)
    found = arms.concentration(transfers, ["Armenia"], 2, (2001, 2002), release=2025).iloc[0]
    assert (found["index"], found["russia_percent"], found["suppliers"], found["windows"]) == (0.625, 75.0, 2, 4)
    assert (found["index_low"], found["index_high"]) == (0.625, 1.0)


def test_a_member_counts_from_the_year_of_its_accession():
    members = pd.DataFrame({"atop_id": [1, 1], "iso3": ["FRA", "RUS"], "entry": [2000, 2002]})
    assert arms.members_part(TO_ARMENIA, members, 1, 2025, 2001, 2002) == 0.7
    assert arms.members_part(TO_ARMENIA, members, 9, 2025, 2001, 2002) == 0.0


def test_leaving_out_each_deal():
    found = arms.without_each_deal(TO_ARMENIA, "Russia", 2025, 2001, 2002)
    assert found.to_dict() == {"tank (1)": 0.0, "radar (2)": 1.0}


def test_what_a_release_revised():
    found = arms.revised(TO_ARMENIA, 2025, 2026, 2001, 2003)
    assert found[["designation", "number_older", "number_newer", "change"]].to_numpy().tolist() == [
        ["tank", 20, 12, -24.0]
    ]


def test_orders_and_what_is_outstanding():
    register = pd.DataFrame(
        {
            "release": [2026] * 3,
            "supplier": ["India", "India", "France"],
            "order_year": [2020, 2023, 2024],
            "is_open": pd.array([False, True, None], dtype="boolean"),
            "tiv_ordered_million": [9.0, 30.0, None],
            "tiv_delivered_million": [9.0, 10.0, 0.0],
        }
    )
    assert arms.outstanding(register, 2026).to_dict() == {"India": 20.0}
    assert arms.orders(register, 2026, 2021)["without_volume"].to_dict() == {"France": 1, "India": 0}
    after = arms.replaced(DELIVERIES.assign(delivery_year=2021), register, 2026)
    assert after["supplier"].tolist() == ["France", "Russia", "India"]
    assert after.set_index("supplier").loc["India", "on_order"] == 20.0


def test_spending_multiples_keep_the_marks_of_estimates():
    spending = pd.DataFrame(
        {
            "edition": ["2025-04"] * 3,
            "country": ["Armenia", "Azerbaijan", "Georgia"],
            "year": [2000] * 3,
            "measure": ["current_usd_million"] * 3,
            "value": [2.0, 5.0, 7.0],
            "is_estimate": pd.array([False, True, None], dtype="boolean"),
        }
    )
    assert arms.spending_multiples(spending, 1995)[["multiple", "is_estimate"]].to_numpy().tolist() == [[2.5, True]]


def test_volumes_fill_missing_groups_with_zero_and_name_the_window():
    found = arms.volumes(DELIVERIES, {"Russia": "Russia"}, [(2025, 2001, 2005)])
    table = found.set_index(["recipient", "group"])["tiv_million"].to_dict()
    assert table == {
        ("Armenia", "Russia"): 60.0,
        ("Armenia", "others"): 40.0,
        ("Azerbaijan", "Russia"): 300.0,
        ("Azerbaijan", "others"): 0.0,
    }
    assert found["window"].unique().tolist() == ["2001–05"]


def test_systems_join_the_years_of_a_deal():
    found = arms.systems(TO_ARMENIA, [(2025, 2001, 2005)])
    assert found[["designation", "first", "last", "number"]].to_numpy().tolist() == [
        ["tank", 2001, 2002, 20],
        ["radar", 2002, 2002, 1],
    ]


def test_suppliers_in_words_are_largest_first():
    found = arms.suppliers_in_words(DELIVERIES, [(2025, 2001, 2005)]).iloc[0]
    assert found.tolist() == ["2001–05", "2025", "100", "Russia 60%, France 40%", "300", "Russia 100%"]


def test_pieces_count_deals_and_items_and_their_sum():
    found = arms.pieces(TO_ARMENIA, 2025, 2001, 2002)
    assert found.loc["Russia"].tolist() == [1, 20, 60.0]
    assert found.loc["all"].tolist() == [2, 21, 100.0]


def test_index_without_each_deal():
    assert arms.index_without_each_deal(TO_ARMENIA, 2025, 2001, 2002).to_dict() == {1: 1.0, 2: 1.0}


def test_part_on_estimates_takes_unmarked_numbers_for_estimates():
    marked = TO_ARMENIA.assign(number_is_estimate=pd.array([True, False, None, False, False], dtype="boolean"))
    assert arms.part_on_estimates(marked, 2025, 2001, 2002) == 0.7


def test_split_share_reads_register_rows_of_the_span_only():
    rows = [("register-split", "Russia", 2001, 3.0), ("register-split", "France", 2002, 1.0)]
    rows += [("register-split", "France", 2009, 9.0), ("delivery-level", "France", 2001, 9.0)]
    transfers = pd.DataFrame(rows, columns=["method", "supplier", "year", "tiv_million"]).assign(recipient="Armenia")
    assert arms.split_share(transfers, "Armenia", "Russia", 2001, 2002) == 0.75


def test_customers_are_those_served_whose_other_suppliers_are_listed():
    rows = [("Armenia", "Russia", 2012), ("Armenia", "France", 1999), ("Algeria", "Russia", 2005)]
    rows += [("Algeria", "France", 2012), ("Peru", "Russia", 2012)]
    transfers = pd.DataFrame(rows, columns=["recipient", "supplier", "year"])
    transfers = transfers.assign(method="delivery-level", release=2025)
    assert arms.customers(transfers, 2025, 2011, 2020) == ["Armenia"]


def test_population_multiple_is_a_mean_of_years():
    rows = [("ARM", 2001, 1.0), ("AZE", 2001, 3.0), ("ARM", 2002, 2.0), ("AZE", 2002, 10.0), ("ARM", 2003, 1.0)]
    macro = pd.DataFrame(rows, columns=["iso3", "year", "value"]).assign(indicator="population")
    assert arms.population_multiple(macro, 2001, 2002) == 4.0


def test_reported_orders_show_valued_ones_with_all_pages():
    deals = pd.DataFrame(
        {
            "deal_id": ["D1", "D2"],
            "supplier_country": "India",
            "system": "radar",
            "date": pd.to_datetime(["2020-03-02", "2023-01-01"]),
            "value_low": [4e7, None],
            "value_high": [4e7, None],
            "urls": ["https://www.a.com/x;http://wap.b.in/y", "https://c.com"],
        }
    )
    found = arms.reported_orders(deals)
    assert found["key"].tolist() == ["D1"]
    assert found["source"].iloc[0] == "[a.com](https://www.a.com/x), [b.in](http://wap.b.in/y)"
