"""Voting in the United Nations General Assembly: ideal points, agreement, and votes on named resolutions."""

from build.schema import Source, Table
from build.unga_agreement import AGREEMENT, agreement
from build.unga_ideal_points import IDEAL_POINTS, ideal_points
from build.unga_resolutions import RECURRING_VOTES, UKRAINE_VOTES, recurring_votes, ukraine_votes

DATAVERSE = "https://doi.org/10.7910/DVN/LEJUQZ"
VOETEN = {
    "publisher": "Michael Bailey, Anton Strezhnev and Erik Voeten",
    "url": DATAVERSE,
    "licence": "free, with citation",
    "licence_url": DATAVERSE,
    "allows": "the fields that the analysis uses, and our own calculations, with citation",
    "credit": "Bailey, Strezhnev and Voeten (2017), Estimating Dynamic State Preferences from United Nations Voting"
    " Data, Journal of Conflict Resolution 61(2): 430-456; Harvard Dataverse, DVN/LEJUQZ",
}
ROLL_CALLS = VOETEN | {
    "publisher": "Michael Bailey, Anton Strezhnev and Erik Voeten",
    "title": "United Nations General Assembly Voting Data, in the edition of the unvotes package",
    "query": "the tables un_roll_calls and un_votes, sessions 46 on, as CSV, without the texts; absences are left out",
    "via": "dgrtwo/unvotes",
}
TYPED = {"publisher": "This project", "licence": "facts", "allows": "everything, with the address of each report"}

SOURCES = (
    Source(
        key="unga_ideal_points_by_year",
        title="United Nations General Assembly ideal points, by calendar year",
        query="the Stata file; save it as unga_ideal_points_YYYY-MM.dta with the month of the codebook's version",
        pattern="alignment/unga_ideal_points_*.dta",
        known=(
            ("unga_ideal_points_2025-07.dta", "fea7fa9414e3643586dbdf95baa1100ceb418e56684d79d801a146cad79443ce"),
        ),
        several=True,
        **VOETEN,
    ),
    Source(
        key="unga_ideal_points_by_session",
        title="United Nations General Assembly ideal points and agreement, by session",
        query="the CSV file of the editions up to 2024; save it as unga_ideal_points_YYYY-MM.csv",
        pattern="alignment/unga_ideal_points_*.csv",
        known=(
            ("unga_ideal_points_2024-06.csv", "adaeca9a9d617afaf463f892a868fbfe17b33bbd6bdb613688d67f1b8dd6887d"),
        ),
        several=True,
        **VOETEN,
    ),
    Source(
        key="unga_rolls",
        pattern="alignment/unvotes_roll_calls_*.csv.gz",
        known=(
            (
                "unvotes_roll_calls_sessions_46-74.csv.gz",
                "1cf734dcfdc84bc74e7e8bbc961e9bb44ed2576c2abbca4b964b3045e6f450fc",
            ),
        ),
        **ROLL_CALLS,
    ),
    Source(
        key="unga_roll_votes",
        pattern="alignment/unvotes_votes_*.csv.gz",
        known=(
            (
                "unvotes_votes_sessions_46-74.csv.gz",
                "eb737df981afcf83c8c9ae4ec6e837cc913ec447f4b73de36f64143382fdfceb",
            ),
        ),
        **ROLL_CALLS,
    ),
    Source(
        key="un_resolutions",
        publisher="United Nations",
        title="resolutions of the General Assembly as machine-readable records, from session 74",
        url="https://www.un.org/en/ga/documents/voting.asp",
        query="one JSON record a line and resolution, one file a session, compressed with gzip; a newer copy of a"
        " session gets its date in its name (ES-11_2027-01.json.gz)",
        pattern="alignment/un_resolutions/*.json.gz",
        licence="United Nations terms of use, acknowledgement asked",
        licence_url="https://www.un.org/en/about-us/terms-of-use",
        allows="the facts of the votes, with the United Nations acknowledged as the source",
        credit="United Nations, records of the General Assembly",
        known=(
            ("74.json.gz", "e5e063587f8059f55074f67faacc99c97ec4a3dfb6e9cf79e73115702b8e45d3"),
            ("75.json.gz", "bc553ab6e86daad0a4c06a68eaf897e77f355f0d6859f7cd62caa7e8bb9e8617"),
            ("76.json.gz", "0c6c5eff6d8308ed879b1f3fd281d992f28702ea23df086eb686764b4ea1c622"),
            ("77.json.gz", "c45f88080a2384f20a51c374323329f509141adf0aaca9838c32b0f53ef671a3"),
            ("78.json.gz", "9e49a73d0056ba566ae702db8a4f03fe345ffb0069503072a99d9cdcafb97560"),
            ("79.json.gz", "e19fd5b8984a4bc5a1a5e2e03580c1073aa0988159ae6b7a35e3ab7dad9614de"),
            ("80.json.gz", "4c753d3b8e03f9f2f14a896fc6216d62b6112ce6528e2af22cc0f967e81ffe97"),
            ("ES-10.json.gz", "c0e24eb22fb5f74994103caad6181ae5c7e641dc0a1fab55296830b424477d12"),
            ("ES-11.json.gz", "12e6026afbfaca29f727e8c00ca068fe698eac950b11410e237bc0e1b840e657"),
            ("S-32.json.gz", "100ba19463e8b6d5be33ee914f23bc614399d0c719f30515054a2d983413a6f1"),
        ),
        via="UNxml/GAresolutions 42a69b67",
        several=True,
    ),
    Source(
        key="un_members",
        title="members of the United Nations, with the day of admission from 1990 on",
        url="https://www.un.org/en/about-us/growth-in-un-membership",
        pattern="curated:un_members.csv",
        **TYPED,
    ),
    Source(
        key="unga_earlier_resolutions",
        title="symbols of resolutions before 2019 that belong to the recurring families",
        url="https://digitallibrary.un.org/",
        pattern="curated:unga_earlier_resolutions.csv",
        **TYPED,
    ),
    Source(
        key="unga_votes_reported",
        title="votes in the General Assembly typed from reports",
        url="https://en.wikipedia.org/wiki/United_Nations_General_Assembly_Resolution_ES-11/7",
        pattern="curated:unga_votes_reported.csv",
        **TYPED,
    ),
)

PLACES = (("iso3", "map/countries", "iso3"),)
TABLES = (
    Table(
        name="alignment/ideal_points",
        title="Where states stand in the votes of the General Assembly, 1991-2024",
        description="Estimates from all recorded votes of each state, on one scale over the years. A row is one state,"
        " period and series of one edition. The estimate is the mean of its posterior distribution; lower and upper"
        " enclose nine tenths of it. All member states with a code. It measures votes on the Assembly's agenda, not"
        " treaties, trade or trust.",
        fields=IDEAL_POINTS,
        key=("edition", "series", "iso3", "year"),
        sources=("unga_ideal_points_by_year", "unga_ideal_points_by_session", "countries"),
        build=ideal_points,
        edition="2024-06 and 2025-07",
        foreign_keys=PLACES,
        notes="The two series labelled all are different things: in 2024-06 it rests on about as many votes as fp of"
        " 2025-07 (and returns there as the legacy column), while all of 2025-07 has 1.6 to 2.5 times as many votes"
        " from 2018 on. Russia in 2021 reads 0.11 in 2024-06, -0.03 (fp) and -0.78 (all) in 2025-07: do not chain"
        " editions or series. fp ends in 2024, all of 2025-07 in 2023, 2024-06 with the session opened in 2023. An"
        " estimate from few votes says little: Armenia's session of 1991 rests on one; Türkiye's of 2023 (2024-06)"
        " on two and its 2024 (fp) on seven, though it voted throughout: the files lose most of its votes there."
        " Serbia includes Montenegro until 2006. Czechoslovakia, the Yugoslavia that broke up and eleven rows without a"
        " code and an estimate are left out.",
    ),
    Table(
        name="alignment/agreement",
        title="How often two states vote alike in the General Assembly, sessions 46-80",
        description="The share of identical votes by pair of states and regular session, three times over: published"
        " with the ideal points (sessions 46-78, four partners), computed by us from roll-call data (46-74), and"
        " computed by us from the machine-readable resolutions (74-80). Only votes that both states cast count, so an"
        " absence drops the vote; an abstention is a third answer. Votes flagged as on a paragraph or an amendment are"
        " left out of our own shares.",
        fields=AGREEMENT,
        key=("basis", "iso3", "partner_iso3", "session"),
        sources=("unga_ideal_points_by_session", "unga_rolls", "unga_roll_votes", "un_resolutions", "countries"),
        build=agreement,
        edition="2024-06, roll calls to session 74, resolutions to session 80",
        foreign_keys=(*PLACES, ("partner_iso3", "map/countries", "iso3")),
        notes="The share follows the agenda: the codebook advises to use ideal points instead. Its text describes an"
        " index that gives half a point for an abstention, but the published columns follow the plain share of"
        " identical votes (equal to our share from roll calls in 69 per cent of pairs, 0.003 apart on average);"
        " agreement_half is the index described. Published shares and ours from resolutions differ by up to 0.05 in"
        " session 75 and by 0.03 for Armenia and Russia in session 78. Roll-call data is incomplete in sessions 70"
        " and 72-74: it ends in December or January, as last_vote shows. Türkiye's published shares of session 78"
        " rest on two votes (country_votes): leave them out. Emergency special sessions are left out, session 80 is"
        " not over. 75/254 A-C has totals but no lists and cannot count; 75/290 A lists every state twice and counts"
        " once.",
    ),
    Table(
        name="alignment/ukraine_votes",
        title="Votes of every member state on Ukraine in the eleventh emergency special session",
        description="A row is a resolution and a member state of the United Nations. ES-11/1 to ES-11/6 come from the"
        " machine-readable records; later ones are typed from reports and only for the states that these name.",
        fields=UKRAINE_VOTES,
        key=("resolution", "iso3"),
        sources=("un_resolutions", "unga_votes_reported", "un_members", "countries"),
        build=ukraine_votes,
        edition="2022-2023; reports to December 2025",
        foreign_keys=PLACES,
        notes="Absent is not abstaining: it says only that the state stands in no list, be it by choice, by chance or"
        " because unpaid dues had cost it its vote. After ES-11/6 there is no full record here.",
    ),
    Table(
        name="alignment/recurring_votes",
        title="Votes on resolutions that come back, and on Ukraine, 2005-2026",
        description="A row is a resolution and a state of the chosen set: Crimea, displaced persons from Abkhazia and"
        " South Ossetia, the International Criminal Court's report, cooperation with the CSTO and with the Council of"
        " Europe, the glorification of Nazism, the emergency session on Ukraine. From 2019 on from the machine-readable"
        " records, before that from roll-call data for resolutions on a list of symbols that this project keeps.",
        fields=RECURRING_VOTES,
        key=("symbol", "part", "iso3"),
        sources=(
            "un_resolutions", "unga_rolls", "unga_roll_votes", "unga_earlier_resolutions", "unga_votes_reported",
            "un_members", "countries",
        ),
        build=recurring_votes,
        edition="to June 2026",
        foreign_keys=PLACES,
        notes="Votes on amendments share the symbol of the resolution in roll-call data: a roll call counts only if"
        " it is not flagged, carries the mark for importance that its session's other votes carry, and the resolution's"
        " own author voted yes. The list of older symbols was typed by hand and not looked up one by one. Not in the"
        " roll-call data, and so missing: 63/307, 66/283, 67/268, 70/265, 72/280, 73/298. Texts adopted without a"
        " vote before 2019 are missing too. Days in the roll-call data are not all right: 57/58 carries two, and a"
        " vote of Switzerland's is dated a week before it joined. 77/293 states 59 abstentions and lists 58, so one"
        " of the states shown absent there abstained. The totals of 62/243 are the press release's (39-7-100); the"
        " roll call lists 38-7-101.",
    ),
)
