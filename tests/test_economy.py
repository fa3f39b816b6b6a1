"""Measures of economic ties on made-up figures whose answers are known by hand."""

import numpy as np
import pandas as pd
import pytest
from evidence.measures import economy

TRADE = pd.DataFrame(
    [
        ("new", "Russian Federation", 2020, "export", 20.0, True),
        ("new", "World", 2020, "export", 100.0, True),
        ("new", "Russian Federation", 2020, "import_origin", 40.0, True),
        ("new", "World", 2020, "import_origin", 100.0, True),
        ("new", "World", 2021, "export", 50.0, False),
        ("old", "Russian Federation", 2020, "export", 15.0, True),
        ("old", "World", 2020, "export", 95.0, True),
    ],
    columns=["edition", "partner", "year", "flow", "value_usd", "is_full_year"],
)
ONE = {"a": pd.Series({2019: 0.2, 2020: 0.4, 2021: 0.6}), "b": pd.Series({2019: 0.5, 2021: 0.1})}


def test_shares_leave_out_years_without_twelve_months():
    rows = economy.full_years(TRADE, "new")
    assert economy.part(rows[rows["flow"] == "export"], economy.RUSSIA).to_dict() == {2020: 0.2}
    assert economy.goods_share(rows).to_dict() == {2020: 0.3}


def test_rolling_share_counts_years_without_deliveries_as_empty_years():
    rows = pd.DataFrame(
        {"supplier": ["Russia", "India", "India"], "delivery_year": [2000, 2000, 2003], "tiv_million": [3.0, 1.0, 5.0]}
    )
    assert economy.rolling_share(rows, "Russia", 2).to_dict() == {2001: 0.75, 2003: 0.0}


def test_moves_compare_means_and_skip_unknown_years():
    rows = economy.moves(ONE, (2019, 2020), (2021, 2021)).set_index("tie")
    assert rows["change"].to_dict() == pytest.approx({"a": 30.0, "b": -40.0})


def test_directions_count_the_pairs_in_which_a_share_rose():
    rows = economy.directions(ONE, [(2019, 2019), (2019, 2020)], [(2021, 2021)]).set_index("tie")
    assert rows["rose in"].to_dict() == {"a": 2, "b": 0}
    assert rows.loc["a", "largest change"] == pytest.approx(40)


def test_pairs_without_a_figure_do_not_count():
    rows = economy.directions(ONE, [(2019, 2019), (2020, 2020)], [(2021, 2021)]).set_index("tie")
    assert rows["of"].to_dict() == {"a": 2, "b": 1}


def test_vintages_show_the_revision():
    rows = economy.vintages(TRADE, "old", "new", "Russian Federation")
    assert rows["revision"].tolist() == pytest.approx([5e-6, 5e-6])


def test_taking_goods_out_gives_bounds():
    years = [2020, 2021]
    whole, russian, goods = (pd.Series(v, index=years) for v in ([100.0, 100.0], [40.0, 90.0], [20.0, 50.0]))
    rows = economy.without_goods(whole, russian, goods, 0, pd.Series([20.0, 100.0], index=years))
    assert rows.loc[2020].tolist() == [0.25, 0.5]
    assert rows.loc[2021].tolist() == [0.0, 1.0], "no share is under zero or over one"


def test_taking_goods_out_keeps_the_years_of_the_goods():
    whole, russian = pd.Series({2019: 90.0, 2020: 100.0}), pd.Series({2019: 30.0, 2020: 40.0})
    rows = economy.without_goods(whole, russian, pd.Series({2020: 20.0}), 0, 0)
    assert rows.to_dict("index") == {2020: {"lowest": 0.5, "highest": 0.5}}


def test_number_in_a_note():
    assert economy.number_in("worth 4.4bn, nearly all", r"worth ([\d.]+)bn") == 4.4
    with pytest.raises(ValueError, match="no number"):
        economy.number_in("nothing here", r"worth ([\d.]+)bn")


def test_weightings_cover_the_simplex():
    rows = economy.weightings(3, 2)
    assert len(rows) == 6
    assert np.allclose(rows.sum(axis=1), 1)
    assert {tuple(r) for r in rows} >= {(1.0, 0.0, 0.0), (0.0, 0.5, 0.5)}
    assert len(economy.weightings(5, 10)) == 1001


def test_direction_and_contributions_of_the_index():
    ties = pd.DataFrame({"a": [0.2, 0.6], "b": [0.5, 0.1]}, index=[2020, 2021])
    index = economy.index_of(ties, economy.weightings(2, 2))
    assert sorted(index.loc[2020]) == pytest.approx([20, 35, 50])
    assert economy.rising(index, 2020, 2021) == pytest.approx(1 / 3)
    assert economy.contributions(ties, 2020, 2021).to_dict() == pytest.approx({"a": 20, "b": -20})


def test_index_under_other_choices():
    ties = pd.DataFrame({"a": [0.2, 0.6], "b": [0.5, 0.1]}, index=[2020, 2021])
    assert economy.held(ties, "b", 2020)["b"].tolist() == [0.5, 0.5]
    variants = {"all": ties, "without a": ties.drop(columns="a"), "held": economy.held(ties, "b", 2020)}
    rows = economy.index_variants(variants, 2020, 2021, steps=2).set_index("index")
    assert rows["fell under, % of weightings"].to_dict() == pytest.approx({"all": 100 / 3, "without a": 100, "held": 0})
    assert rows.loc["held", ["2020", "2021", "change"]].tolist() == pytest.approx([35, 55, 20])


NAMES = ["trade", "labour transfers", "gas", "external public debt", "arms, five years"]


def test_choices_replace_one_tie_each():
    ties = pd.DataFrame([[0.3, 0.5, 0.8, 0.1, 0.8]] * 3 + [[0.4, 0.4, 0.8, 0.1, 0.3]], columns=NAMES)
    ties.index = [2021, 2022, 2023, 2024]
    steady = pd.Series(0.8, index=ties.index)
    bare = pd.DataFrame({"lowest": [0.1], "highest": [0.6]}, index=[2024])
    choices = economy.index_choices(ties, steady, steady, bare)
    assert all(list(t.index) == list(ties.index) and not t.isna().any().any() for t in choices.values())
    assert choices["arms held at 2023"].loc[2024, NAMES[-1]] == 0.8
    assert choices["trade without gold, lowest"]["trade"].tolist() == [0.3, 0.3, 0.3, 0.1]
    means = economy.index_variants(choices, 2021, 2024).set_index("index")["2024"]
    assert means["as drawn"] == pytest.approx(40)
    assert means[["trade without gold, lowest", "trade without gold, highest"]].tolist() == pytest.approx([34, 44])


def test_arms_are_counted_over_spans_of_years():
    rows = pd.DataFrame(
        {"supplier": ["Russia", "Russia", "India"], "delivery_year": [2019, 2022, 2019], "tiv_million": [3.0, 1.0, 9.0]}
    ).assign(release=2026, recipient="Armenia")
    assert economy.arms_share(rows, 2).to_dict() == {2020: 0.25, 2022: 1.0}


def test_index_refuses_a_gap_unless_it_is_carried_forward_by_name():
    gappy = pd.DataFrame({"a": [0.2, np.nan]}, index=[2020, 2021])
    with pytest.raises(ValueError, match="gap"):
        economy.index_of(gappy, np.array([[1.0]]))
    assert economy.carried(pd.Series({2020: 0.2}), 2022).to_dict() == {2020: 0.2, 2021: 0.2, 2022: 0.2}


def test_amounts_as_part_of_gdp_keep_unknown_years_unknown():
    rows = economy.of_gdp({"x": pd.Series({2020: 5.0})}, pd.Series({2020: 50.0, 2021: 60.0}), [2020, 2021])
    assert rows["2020"].tolist() == [10.0]
    assert rows["2021"].isna().all()


def test_first_round_keeps_the_unknown_unknown():
    rows = economy.first_round({"x": (1e6, 2e6, "a; b"), "gas": (float("nan"), float("nan"), "unknown")}, 1e8)
    assert rows["% of GDP"].iloc[0] == "1.0% to 2.0%"
    assert pd.isna(rows["low, million dollars"].iloc[1])


def test_to_both_sums_blocks_and_leaves_missing_debt_unknown():
    arms = pd.DataFrame(
        {"recipient_iso3": ["ARM", "AZE", "AZE"], "year": [2011, 2011, 2012], "tiv_million": [1.0, 2.0, 3.0]}
    )
    owed = pd.DataFrame(
        {"debtor": ["Armenia", "Azerbaijan"], "year": [2012, 2010], "outstanding_usd": [5e6, 7e6]}
    ).assign(edition="2025-12", creditor_type="bilateral")
    row = economy.to_both(arms, owed, [(2011, 2012)]).iloc[0]
    assert (row["arms to Armenia"], row["arms to Azerbaijan"], row["owed by Armenia"]) == (1.0, 5.0, 5.0)
    assert pd.isna(row["owed by Azerbaijan"])


def test_shares_by_partner_sum_the_members_of_the_union():
    columns = ["partner", "iso3", "year", "flow", "value_usd"]
    rows = [
        (p, i, 2020, f, v)
        for f in ("export", "import_origin", "import_consignment")
        for p, i, v in (
            ("World", "", 100.0),
            ("Russian Federation", "RUS", 40.0),
            ("Germany", "DEU", 5.0),
            ("Greece", "GRC", 5.0),
            ("China", "CHN", 8.0),
            ("Hong Kong", "HKG", 2.0),
        )
    ]
    shares = economy.by_partner(pd.DataFrame(rows, columns=columns)).set_index(["flow", "partner"])["percent"]
    assert shares["exports", "European Union"] == pytest.approx(10)
    assert shares["exports", "Emirates and Hong Kong"] == pytest.approx(2)
    assert shares["imports", "Russia, by sender"] == pytest.approx(40)


def test_ties_take_the_newest_edition_and_full_years():
    money = pd.DataFrame(
        [("World", 100.0, "total"), (economy.RUSSIA, 60.0, "total"), ("World", 50.0, "non-commercial")]
        + [(economy.RUSSIA, 10.0, "non-commercial")],
        columns=["partner", "value_usd", "type"],
    ).assign(direction="inflow", is_full_year=True, year=2020)
    gas = pd.DataFrame({"iso3": ["RUS", "IRN"], "year": [2020, 2020], "share_of_volume": [0.9, 0.1]})
    loans = pd.DataFrame({"edition": ["2023-04", "2025-12"], "outstanding_usd": [1.0, 2.0]}).assign(
        debtor="Armenia", year=2020, creditor_type="bilateral"
    )
    totals = pd.DataFrame({"series": ["DT.DOD.DPPG.CD"], "basis": ["totals file"], "year": [2020], "value_usd": [8.0]})
    weapons = pd.DataFrame(
        {"release": 2026, "recipient": "Armenia", "supplier": "Russia", "tiv_million": 1.0} for _ in "ab"
    )
    weapons["delivery_year"] = [2000, 2004]
    found = economy.ties(economy.full_years(TRADE, "new"), money, gas, loans, totals, weapons)
    assert {name: round(float(s.iloc[-1]), 2) for name, s in found.items()} == {
        "exports": 0.2,
        "imports": 0.4,
        "labour transfers": 0.2,
        "all transfers": 0.6,
        "gas": 0.9,
        "external public debt": 0.25,
        "arms, five years": 1.0,
    }


def test_gold_and_what_reports_say_of_russia():
    rows = [
        ("gold", str(y), f"{f} of gems", 100.0 * (y - 2021), "")
        for y in (2022, 2023, 2024)
        for f in ("exports", "imports")
    ]
    rows += [
        ("gold", "2024", "imports of precious stones and metals from Russia", 7.0, ""),
        ("diamonds", "2023", "exports, customs value", 50.0, "United Arab Emirates 60 %, Russia 10 %"),
        ("diamonds", "2023", "imports, customs value", 50.0, "from Russia 40 %, from India 31 %"),
        ("gold", "2024-01/2024-06", "gold imported", 66.0, "worth $4.4bn, nearly all of it from Russia"),
    ]
    reported = pd.DataFrame(rows, columns=["topic", "period", "measure", "value", "note"])
    regions = pd.DataFrame(
        {"item": ["EAEU", "EAEU"], "period_end": ["2022-12", "2023-07"], "share_of_exports": [0.2, 0.3]}
    )
    facts = economy.chapter_71(reported, regions)
    assert facts["imported"].to_dict() == {2022: 100.0, 2023: 200.0, 2024: 300.0}
    assert facts["least to Russia"].to_dict() == {2022: 0.0, 2023: 5.0, 2024: 0.0}
    assert facts.loc[2022, "most to Russia"] == 20.0
    assert facts.loc[2023:, "most to Russia"].isna().all(), "later ceilings are unknown, not carried"
    assert facts["least from Russia"].to_dict() == {2022: 0.0, 2023: 20.0, 2024: pytest.approx(4.4e9)}
