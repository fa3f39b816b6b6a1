"""Chapter 10 for any partner: names in any spelling, what is said of a partner and what it lacks, and the ten pages."""

import pandas as pd
import pytest
from evidence import book
from evidence.drawings import partner_page
from evidence.house import pictures
from evidence.measures import alignment, partners
from evidence.pages import gallery
from evidence.places import FIGURES
from evidence.tables import load
from evidence.text import running
from evidence.text.findings import read_record

SOURCE = running.source_of(book.notebook("10"))
TYPED = {
    "kazakhstan": "Kazakhstan", "KAZ": "Kazakhstan", " Serbia ": "Serbia", "Vietnam": "Viet Nam", "viet-nam": "Viet Nam",
    "Kyrgyz Republic": "Kyrgyzstan", "blr": "Belarus", "Turkey": "Türkiye", "TÜRKİYE": "Türkiye", "Cote d Ivoire": "Côte d'Ivoire",
    "Ivory Coast": "Côte d'Ivoire", "UAE": "United Arab Emirates", "Iran (Islamic Republic of)": "Iran", "The Sudan": "Sudan",
    "Syrian Arab Rep.": "Syria", "Czech Republic": "Czechia", "Egypt, Arab Rep.": "Egypt", "Lao PDR": "Laos",
}  # fmt: skip
MISSPELT = {
    "Kazahstan": "Kazakhstan", "Kyrgistan": "Kyrgyzstan", "Uzbekistn": "Uzbekistan", "Tadjikistan": "Tajikistan",
    "Azerbaidjan": "Azerbaijan", "Algerie": "Algeria", "Serbija": "Serbia", "Vietnem": "Viet Nam", "Indai": "India", "Bellarus": "Belarus",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "name"), TYPED.items())
def test_any_spelling_of_a_state_is_understood(typed, name):
    assert partners.find(typed).name == name


def test_every_name_and_code_of_the_list_of_countries_is_understood():
    """Whoever is on the list gets a page or a plain reason, never "not on the list"."""
    countries = load("map/countries")
    spelt = countries["also_written"].fillna("").str.split("|").explode()
    known = partners._codes()
    assert [n for n in [*countries["country"], *countries["iso3"], *spelt] if n and partners.fold(n) not in known] == []


@pytest.mark.parametrize(("typed", "name"), MISSPELT.items())
def test_a_misspelt_name_brings_up_the_one_that_was_meant(typed, name):
    with pytest.raises(partners.UnknownPartner, match=rf"Did you mean {name}\?"):
        partners.find(typed)


@pytest.mark.parametrize("typed", ["Xyzzy", "Atlantis", "KZ", "", "Ru", 7])
def test_nothing_far_fetched_is_offered(typed):
    with pytest.raises(partners.UnknownPartner, match="No name of a partner is near"):
        partners.find(typed)


def test_close_names_are_offered_together_and_no_others():
    with pytest.raises(partners.UnknownPartner, match=r"Did you mean Iran or Iraq\?"):
        partners.find("Iraqn")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Russian Federation", "Russia stands on the other side of every page"),
        ("UKR", "no Russian arms for its government.*at war with Ukraine"),
        ("Japan", "SIPRI lists no Russian arms for Japan"),
    ],
)
def test_a_state_without_a_page_gets_plain_words(typed, said):
    with pytest.raises(partners.UnknownPartner, match=said):
        partners.find(typed)


def test_what_is_said_of_ukraine_is_what_sipri_lists():
    russian = load("arms/transfers").query("supplier == 'Russia'")
    assert "UKR" not in set(russian["recipient_iso3"].dropna())
    assert set(russian.loc[russian["recipient"].str.contains("Ukraine"), "year"]) == {2014}


@pytest.mark.parametrize("name", [*partners.TEN, "Armenia", "Egypt", "Finland", "United Arab Emirates"])
def test_every_partner_is_told_in_words(name):
    partner = partners.find(name)
    text = f"{partners.in_words(partner)} {partners.missing(partner)}"
    assert name in text and "nan" not in text.lower().split() and "<NA>" not in text
    assert bool(partners.note(load("alliances/partner_notes"), partner)) == (name in partners.TEN)


def test_the_notebook_runs_to_the_end_for_another_partner():
    names = running.run(SOURCE, {"choice": '"Viet Nam"'})
    assert names["partner"].name == "Viet Nam"
    assert names["treaties"].set_index("treaty").loc["Treaty of Amity and Cooperation in Southeast Asia", "both since"] == 2004


@pytest.mark.parametrize("name", partners.TEN)
def test_every_page_is_the_committed_one(name):
    """The ten pages are drawn here and by the program that makes them; the notebook shows one and compares none."""
    committed = {c["file"]: c for c in read_record("10")["companions"]}
    made = partner_page.record(partners.find(name))
    assert made == committed[made["file"]]


def test_another_page_is_caught(monkeypatch):
    real = partner_page.draw

    def spoiled(partner, page):
        fig = real(partner, page)
        fig.axes[0].patches[0].set_facecolor("#123456")
        return fig

    monkeypatch.setattr(partner_page, "draw", spoiled)
    with pytest.raises(pictures.FigureProblem, match="10_summary_serbia"):
        partner_page.record(partners.find("Serbia"))


def test_the_gallery_has_a_page_for_each_partner():
    names = [c["file"] for c in read_record("10")["companions"]]
    assert names == [f"10_summary_{partners.find(n).slug}" for n in partners.TEN]
    text = gallery.text()
    assert all(f"({name}.png)" in text and (FIGURES / f"{name}.svg").exists() for name in names)


def test_a_partner_without_all_suppliers_gets_no_share():
    mine = partners.of(load("arms/transfers"), partners.find("Egypt"))
    assert not partners.has_every_supplier(mine)
    assert partners.by_window(mine)["share"].isna().all()


def test_a_share_is_taken_from_the_newest_release_that_covers_the_years():
    mine = partners.by_window(partners.of(load("arms/transfers"), partners.find("Armenia")), [partners.AFTER]).iloc[0]
    rows = load("arms/transfers").query("recipient == 'Armenia' and method == 'delivery-level' and year >= 2020 and year <= 2024")
    newest = rows[rows["release"].eq(rows["release"].max())]
    assert mine["share"] == pytest.approx(newest.loc[newest["supplier"].eq("Russia"), "tiv_million"].sum() / newest["tiv_million"].sum())
    assert mine["share_low"] <= mine["share"] <= mine["share_high"]


def test_falls_compare_yearly_volumes():
    rows = partners.falls(load("arms/transfers"), {"IND": "India"}, [(2015, 2019)], [(2022, 2024)])
    t = load("arms/transfers").query("release == 2025 and recipient == 'India' and supplier == 'Russia' and method == 'delivery-level'")
    by = t.set_index("year")["tiv_million"]
    expected = (by.loc[2022:2024].sum() / 3) / (by.loc[2015:2019].sum() / 5)
    assert rows.loc["India", "ratio_low"] == pytest.approx(expected) and rows.loc["India", "fell"] == 1


def test_shares_agree_with_what_others_published():
    checks = partners.all_published(load("narrative/published_checks"))
    assert set(checks["partner"]) == set(partners.TEN)
    assert checks.groupby("partner")["passes"].any().all()
    assert checks["url"].str.startswith("http").all()


def test_kinds_of_promises():
    tables = load("alliances/alliances"), load("alliances/members")
    told = {code: partners.defence(partners.treaties(*tables, code)) for code in ("BLR", "AZE", "UZB", "SRB", "DZA")}
    assert told == {"BLR": "CST and bilateral treaty", "AZE": "CIS Charter only", "UZB": "bilateral treaty", "SRB": "none", "DZA": "none"}


def test_no_treaty_of_a_partner_goes_without_a_name():
    """Readers could not tell what "Russia and 7 others (1996)" was."""
    tables = load("alliances/alliances"), load("alliances/members")
    labels = {label for code in partners.everyone() for label in partners.treaties(*tables, code)["treaty"]}
    assert not [label for label in labels if label.endswith("others")]


def test_acts_since_2018_stand_beside_the_old_treaties():
    acts = load("alliances/acts_since_2018")
    assert acts["signed"].dt.year.min() > 2018
    assert {partners.find(n).iso3 for n in partners.TEN} <= set(acts["iso3"])
    (belarus,) = partners.acts(acts, partners.find("Belarus")).to_dict("records")
    assert belarus["signed"] == "6 December 2024" and "13 March 2025" in belarus["in force"]


def test_missing_is_never_zero():
    owed = load("debt/owed_to_russia")
    assert partners.LAST_DEBT not in partners.debt(owed, "KAZ").index
    assert partners.debt(owed, "AZE")[2024] == 0, "repaid, and recorded as such"
    assert partners.votes_with_russia(load("alignment/ukraine_votes"), "AZE") == (0, 0, 6)
    assert "absent from 6 of 6" in " ".join(partners.missing(partners.find("Azerbaijan")))


@pytest.mark.parametrize(
    ("low", "high", "grew", "said"), [(-1.0, -0.2, -0.6, "0.60 nearer"), (0.1, 0.9, 0.48, "0.48 farther"), (-0.6, 0.3, -0.1, "open")]
)
def test_a_change_of_distance_is_told_without_a_sign(low, high, grew, said):
    assert partners.came({"low": low, "high": high, "grew": grew}) == said


def test_the_distance_of_armenia_is_the_number_of_chapter_07():
    series = alignment.series_of(load("alignment/ideal_points"), *partners.VOTES)
    change = partners.change_in_votes(series, partners.find("Armenia"))
    parts = alignment.gap_parts(series, "ARM", "RUS", alignment.BEFORE, alignment.AFTER)
    assert [change[k] for k in ("grew", "low", "high")] == pytest.approx([parts[k] for k in ("widened", "low", "high")])
    assert [round(change[k], 2) for k in ("grew", "low", "high")] == [0.48, 0.10, 0.87]


def test_special_means_outside_the_range():
    names = running.run(SOURCE)
    found = names["found"].loc["Russia's share of arms, 2011–20"]
    assert found["lowest of the ten"] <= found["Armenia"] <= found["highest"] and not names["outside"].any()

    def raised(table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """A world in which Armenia owes more than anybody."""
        if table != "debt/owed_to_russia":
            return frame
        return frame.assign(outstanding_usd=frame["outstanding_usd"].mask(frame["iso3"].eq("ARM"), 1e12))

    assert running.run(SOURCE, change=raised)["outside"].sum() == 1
