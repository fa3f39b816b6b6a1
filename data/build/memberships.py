"""Who belongs to what: the Rome Statute, organisations, the Collective Security Treaty; and national capabilities."""

import re
from pathlib import Path

import pandas as pd

from build.atop import named
from build.countries_table import FIELDS as COUNTRY_FIELDS
from build.problems import SourceProblem
from build.reading import DOWNLOAD, read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

_OURS = {"publisher": "This project", "licence": "facts", "allows": "everything, with the address of each report"}

SOURCES = (
    Source(
        key="rome_statute",
        publisher="Global Governance Observatory, manytreaties",
        title="parties to the Rome Statute of the International Criminal Court",
        url="https://github.com/globalgov/manytreaties",
        pattern="alliances/rome_statute_parties*.csv",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        allows="everything, with credit",
        query="the rows of the memberships table whose treatyID is STTICC_1998A, as CSV",
        credit="Global Governance Observatory (manytreaties)",
        known=(("rome_statute_parties_ggo.csv", "5ae0fc3cad35d79db939e25f0309c917f6131412db2eb6b816b681ae825eed4e"),),
        via="globalgov/manytreaties 4bf79f94",
    ),
    Source(
        key="rome_statute_additions",
        title="ratifications of the Rome Statute later than the treaty data, typed from dated reports",
        url="https://www.icc-cpi.int/news/international-criminal-court-welcomes-armenia-new-state-party",
        pattern="curated:rome_statute_additions.csv",
        **_OURS,
    ),
    Source(
        key="memberships",
        publisher="The organisations named in the file; compiled at second hand",
        title="members of seven organisations",
        url="https://asp.icc-cpi.int/states-parties",
        pattern="alliances/memberships_*.csv",
        licence="facts",
        allows="everything",
        query="one row a member with the columns group, iso2, iso3, from the lists of members of the ICC, NATO, the EU,"
        " the CSTO, the EAEU, the SCO and the Council of Europe; the year of the lists stands in the file's name",
        known=(("memberships_2026.csv", "b261dd718aee83b78dc5f3de3c1304c037cf922a4184ead333ee0d5b2ff58c49"),),
    ),
    Source(
        key="csto_membership",
        title="who joined and left the Collective Security Treaty, typed from reports",
        url="https://en.odkb-csto.org/documents/documents/dogovor_o_kollektivnoy_bezopasnosti/",
        pattern="curated:csto_membership.csv",
        **_OURS,
    ),
    Source(
        key="acts_since_2018",
        title="treaties and declarations between Russia and some partners since 2018, typed from reports",
        url="http://www.atopdata.org/",
        pattern="curated:acts_since_2018.csv",
        **_OURS,
    ),
    Source(
        key="partner_notes",
        title="what the tables do not show of ten partners of Russia, typed from reports",
        url="https://www.arabnews.com/node/281633",
        pattern="curated:partner_notes.csv",
        **_OURS,
    ),
    Source(
        key="csto_record",
        title="Armenia's dues, documents and exercises in the CSTO, typed from reports",
        url="https://en.odkb-csto.org/",
        pattern="curated:csto_record.csv",
        **_OURS,
    ),
    Source(
        key="armenia_budget_fees",
        publisher="Ministry of Finance of Armenia",
        title="state budget laws and their execution: fees of membership, military representatives abroad",
        url="https://minfin.am/",
        pattern="alliances/armenia_budget_intl_membership_fees_*.csv",
        licence="official documents",
        allows="everything, with credit",
        query="programme 1118, measure 12001 and programme 1197, measure 11001, of each budget law and each report on"
        " spending",
        known=(
            (
                "armenia_budget_intl_membership_fees_and_military_representatives_2019-2026.csv",
                "7876a3a31e438800608e27f8fb1bbb0253b2a14bfa400038e58cdae1b24ab812",
            ),
        ),
        via="gituzh/armenian-budget-tools fe3c7913",
    ),
    Source(
        key="cow_nmc",
        publisher="Correlates of War project",
        title="National Material Capabilities 7.0",
        url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
        pattern="alliances/cow_nmc_*.csv",
        licence="free, with citation",
        licence_url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
        allows="an excerpt, with citation",
        query="the country-year file; rows of Russia (365), Armenia (371), Georgia (372), Azerbaijan (373), Iran"
        " (630) and Turkey (640) from 1988",
        credit="Singer, Bremer and Stuckey (1972); Singer (1987); Correlates of War National Material Capabilities",
        known=(
            ("cow_nmc_v7_caucasus_1988_2022.csv", "f5fea5cc60f5d4d659f7157019b915fa28807b60c20a71173334e0b8858768d7"),
        ),
    ),
)

NO_END = "9999-12-31"
TREATY_DATA, REPORT = "treaty data", "dated report"
# The treaty data codes one state otherwise than ISO 3166-1.
STATE_CODES = {"ALG": "DZA"}
FEES, MILITARY = "membership fees", "military representatives"
BUDGET_LINES = {("1118", "12001"): FEES, ("1197", "11001"): MILITARY}
BUDGET_FILE = r"(?P<year>\d{4})_(?:(?P<law>BUDGET_LAW)|SPENDING_Q(?P<quarters>1?2?3?4?))\.csv"

RAW_ROME = (
    Field("state", "string", header="stateID", pattern=ISO3),
    Field("signed", "date", header="StateSignature", required=False),
    Field("ratified", "date", header="StateRatification", required=False),
    Field("in_force", "date", header="StateForce", required=False),
    Field("withdrawn", "date", header="StateEnd", required=False, missing=(NO_END,)),
)
RAW_ROME_ADDITIONS = (
    Field("iso3", "string", pattern=ISO3),
    Field("ratified", "date"),
    Field("in_force", "date"),
    Field("url", "string", pattern=r"^https?://"),
)
RAW_MEMBERSHIPS = (
    Field("organisation", "string", header="group"),
    Field("iso3", "string", pattern=ISO3),
)
RAW_BUDGET = (
    Field("file", "string", pattern=BUDGET_FILE),
    Field("program_code", "string", enum=tuple(p for p, _ in BUDGET_LINES)),
    Field("subprogram_code", "string", enum=tuple(s for _, s in BUDGET_LINES)),
    Field("law", "number", header="law_total_thousand_amd", required=False, minimum=0),
    Field("planned", "number", header="annual_plan", required=False, minimum=0),
    Field("revised", "number", header="rev_annual_plan", required=False, minimum=0),
    Field("spent", "number", header="actual", required=False, minimum=0),
)
RAW_CAPABILITIES = (
    Field("ccode", "integer", minimum=1, maximum=9999),
    Field("year", "year", minimum=1816, maximum=2100),
    *(
        Field(name, "number", header=header, required=False, minimum=0, missing=("-9", "-9.0"))
        for name, header in (("expenditure", "milex"), ("personnel", "milper"), ("people", "tpop"), ("cinc", "cinc"))
    ),
)


def country_names(shelf: Shelf) -> pd.Series:
    """Our English name by ISO code."""

    def read() -> pd.Series:
        path = shelf.file("countries")
        return typed(read_rows(path), COUNTRY_FIELDS, path).set_index("iso3")["country"]

    return shelf.memo("country names", read)


def with_country(frame: pd.DataFrame, shelf: Shelf, path: Path, header: str = "iso3") -> pd.DataFrame:
    """Put our English name beside a column `iso3`.

    Raises:
        SourceProblem: a code that the list of countries lacks.
    """
    names = country_names(shelf)
    unknown = frame[~frame["iso3"].isin(names.index)]
    if not unknown.empty:
        raise SourceProblem(
            path,
            f"row {unknown.index[0]}, field {header}",
            "a code that data/build/curated/countries.csv knows",
            repr(unknown["iso3"].iloc[0]),
            "if it is a code of the publisher's own, add it to the parser",
        )
    return frame.assign(country=frame["iso3"].map(names))


def rome_statute(shelf: Shelf) -> pd.DataFrame:
    """Signature, ratification and force of the Rome Statute; shape (156, 8); ISO dates.

    The treaty data is completed, where it has no ratification, from dated reports.

    Raises:
        SourceProblem: an unusable file, or a withdrawal by a state that was never bound.
    """
    path = shelf.file("rome_statute")
    frame = typed(read_rows(path), RAW_ROME, path, key=("state",))
    frame = frame.assign(iso3=frame["state"].replace(STATE_CODES))
    never_bound = frame[frame["withdrawn"].notna() & frame["in_force"].isna()]
    if not never_bound.empty:
        raise SourceProblem(
            path, f"row {never_bound.index[0]}, field StateEnd", f"{NO_END} where StateForce is empty",
            str(never_bound["withdrawn"].iloc[0]), DOWNLOAD,
        )
    frame = with_country(frame, shelf, path, "stateID")
    later_path = shelf.file("rome_statute_additions")
    later = typed(read_rows(later_path), RAW_ROME_ADDITIONS, later_path, key=("iso3",)).set_index("iso3")
    completes = frame["ratified"].isna() & frame["iso3"].isin(later.index)
    from_later = {c: frame["iso3"].map(later[c]) for c in later.columns}
    made = frame.assign(
        **{c: frame[c].where(~completes, from_later[c]) for c in ("ratified", "in_force")},
        basis=completes.map({True: REPORT, False: TREATY_DATA}),
        url=from_later["url"].where(completes),
    )
    return made[[f.name for f in ROME_STATUTE]]


def memberships(shelf: Shelf) -> pd.DataFrame:
    """Members of seven organisations; shape (about 250, 4)."""
    path = shelf.file("memberships")
    year = re.search(r"\d{4}", path.stem)
    if not year:
        raise SourceProblem(path, "the file's name", "the year of the lists in it", path.name, "rename the file")
    frame = typed(read_rows(path), RAW_MEMBERSHIPS, path, key=("organisation", "iso3"))
    return with_country(frame, shelf, path).assign(as_of=int(year.group()))


def csto_membership(shelf: Shelf) -> pd.DataFrame:
    """Who belonged to the Collective Security Treaty, and when; shape (10, 7)."""
    path = shelf.file("csto_membership")
    inputs = tuple(f for f in CSTO_MEMBERSHIP if f.name != "country")
    frame = typed(read_rows(path), inputs, path, key=("iso3", "from_year"))
    backwards = frame[frame["to_year"] < frame["from_year"]]
    if not backwards.empty:
        raise SourceProblem(
            path, f"row {backwards.index[0]}, field to_year", "no year before from_year",
            str(backwards["to_year"].iloc[0]), "correct the typed year",
        )
    return with_country(frame, shelf, path)


def acts_since_2018(shelf: Shelf) -> pd.DataFrame:
    """What Russia signed with some partners since the treaty data end; shape (17, 10)."""
    path = shelf.file("acts_since_2018")
    inputs = tuple(f for f in ACTS_SINCE_2018 if f.name != "country")
    frame = typed(read_rows(path), inputs, path, key=("iso3", "signed"))
    early = frame[frame["in_force"] < frame["signed"]]
    if not early.empty:
        raise SourceProblem(
            path, f"row {early.index[0]}, field in_force", "no day before signed", str(early["in_force"].iloc[0]), "correct the typed day"
        )
    return with_country(frame, shelf, path)


def partner_notes(shelf: Shelf) -> pd.DataFrame:
    """What somebody who knows a partner of Russia would add to its page; shape (10, 5)."""
    path = shelf.file("partner_notes")
    inputs = tuple(f for f in PARTNER_NOTES if f.name != "country")
    return with_country(typed(read_rows(path), inputs, path, key=("iso3",)), shelf, path)


def csto_record(shelf: Shelf) -> pd.DataFrame:
    """Armenia's dues, documents and exercises in the CSTO, as reported; shape (24, 10)."""
    path = shelf.file("csto_record")
    return typed(read_rows(path), CSTO_RECORD, path, key=("topic", "period", "item"))


def membership_fees(shelf: Shelf) -> pd.DataFrame:
    """Two lines of Armenia's budget by year; shape (16, 6); drams.

    Raises:
        SourceProblem: an unusable file, or a budget line that stands twice in one document.
    """
    path = shelf.file("armenia_budget_fees")
    rows = read_rows(path)
    frame = typed(rows, RAW_BUDGET, path, key=("file", "program_code"))
    document = frame["file"].str.extract(BUDGET_FILE)
    pairs = zip(frame["program_code"], frame["subprogram_code"], strict=True)
    frame = frame.assign(
        year=document["year"].astype(int),
        line=[BUDGET_LINES.get(pair) for pair in pairs],
        months=document["quarters"].str.len() * 3,
        is_law=document["law"].notna(),
    )
    stray = frame[frame["line"].isna()]
    if not stray.empty:
        raise SourceProblem(
            path, f"row {stray.index[0]}, field subprogram_code", "1118 with 12001, or 1197 with 11001",
            f"{stray['program_code'].iloc[0]} with {stray['subprogram_code'].iloc[0]}", DOWNLOAD,
        )
    key = ["year", "line"]
    law = frame[frame["is_law"]].set_index(key)["law"]
    # Several reports on one year: the one that covers most months.
    reports = frame[~frame["is_law"]].sort_values([*key, "months"], kind="stable")
    spending = reports.drop_duplicates(key, keep="last").set_index(key)
    made = pd.concat([law.rename("law"), spending[["planned", "revised", "spent", "months"]]], axis=1)
    return pd.DataFrame(
        {
            "planned_amd": made["law"].fillna(made["planned"]) * 1000,
            "revised_amd": made["revised"] * 1000,
            "spent_amd": made["spent"] * 1000,
            "months_reported": made["months"].astype("Int64"),
        }
    ).reset_index()


def capabilities(shelf: Shelf) -> pd.DataFrame:
    """Military spending and strength of six states; shape (about 201, 7); US dollars and persons."""
    path = shelf.file("cow_nmc")
    frame = typed(read_rows(path), RAW_CAPABILITIES, path, key=("ccode", "year"))
    frame = named(frame, shelf, path, "country").assign(
        military_expenditure_usd=frame["expenditure"] * 1000,
        military_personnel=(frame["personnel"] * 1000).round().astype("Int64"),
        population=(frame["people"] * 1000).round().astype("Int64"),
    )
    return frame[[f.name for f in CAPABILITIES]]


_ISO3 = Field("iso3", "string", "ISO 3166-1 alpha-3 code", pattern=ISO3)
_COUNTRY = Field("country", "string", "English name; the source has codes only")
_URL = r"^https?://\S+$"

ROME_STATUTE = (
    _COUNTRY,
    _ISO3,
    Field("signed", "date", "date of signature; empty: acceded without signing", required=False),
    Field("ratified", "date", "date on which ratification or accession was deposited", required=False),
    Field("in_force", "date", "date from which it bound the state; empty: never a party", required=False),
    Field("withdrawn", "date", "date on which withdrawal took effect", required=False),
    Field("basis", "string", "where ratified and in_force come from", enum=(TREATY_DATA, REPORT)),
    Field("url", "string", "the report, for dates that the treaty data does not have", required=False, pattern=_URL),
)

MEMBERSHIPS = (
    Field("organisation", "string", "ICC, NATO, EU, CSTO, EAEU, SCO, or CoE for the Council of Europe"),
    _COUNTRY,
    _ISO3,
    Field("as_of", "year", "year of the list", minimum=1945, maximum=2100),
)

CSTO_MEMBERSHIP = (
    _COUNTRY,
    _ISO3,
    Field("from_year", "year", "year of joining the treaty", minimum=1992, maximum=2100),
    Field("to_year", "year", "year of leaving; empty: a member in 2026", required=False, minimum=1992, maximum=2100),
    Field("note", "string", "what happened, in our words", required=False),
    Field("url", "string", "source of the joining", pattern=_URL),
    Field("later_url", "string", "source of the leaving, or of the later state", required=False, pattern=_URL),
)

ACTS_SINCE_2018 = (
    _COUNTRY,
    _ISO3,
    Field("signed", "date", "day of signature"),
    Field("act", "string", "what was signed with Russia, in our words"),
    Field(
        "kind", "string", "what it is",
        enum=("treaty with a promise of defence", "treaty", "military agreement", "declaration", "consultations"),
    ),
    Field("promise", "string", "what is promised as far as the report says, in our words"),
    Field("in_force", "date", "day of its coming into force; empty: not reported, or a declaration", required=False),
    Field("source_name", "string", "who published the report"),
    Field("url", "string", "the report of signature or content", pattern=_URL),
    Field("in_force_url", "string", "the report of its coming into force", required=False, pattern=_URL),
)

PARTNER_NOTES = (
    _COUNTRY,
    _ISO3,
    Field("note", "string", "what the other tables do not show, in our words"),
    Field("source_name", "string", "who published the report"),
    Field("url", "string", "the report", pattern=_URL),
)

CSTO_RECORD = (
    Field("topic", "string", "dues, documents or exercise", enum=("dues", "documents", "exercise")),
    Field("period", "string", "date, year, or a word where the report gives neither"),
    Field("item", "string", "what was counted, decided or held; ours for dues and documents"),
    Field("place", "string", "where", required=False),
    Field("armenia", "string", "Armenia's part as reported, in our words", required=False),
    Field("value", "number", "a figure, where the report gives one", required=False, minimum=0),
    Field("unit", "string", "unit of the figure", required=False, enum=("RUB", "per cent", "documents")),
    Field("reported_by", "string", "who gave the figure or statement, where known", required=False),
    Field("url", "string", "the report", pattern=_URL),
    Field("note", "string", "what else to know, in our words", required=False),
)

_DRAMS = {"unit": "Armenian drams", "required": False, "minimum": 0, "decimals": 0}

MEMBERSHIP_FEES = (
    Field("year", "year", "budget year", minimum=2000, maximum=2100),
    Field(
        "line", "string", "fees to all international organisations, or military representatives abroad",
        enum=(FEES, MILITARY),
    ),
    Field("planned_amd", "number", "amount in the budget law, or else the plan in the spending report", **_DRAMS),
    Field("revised_amd", "number", "plan as revised during the year", **_DRAMS),
    Field("spent_amd", "number", "spent in the months reported", **_DRAMS),
    Field(
        "months_reported", "integer", "months that spent_amd covers; 12 is the full year", unit="months",
        required=False, enum=(3, 6, 9, 12),
    ),
)

CAPABILITIES = (
    Field("country", "string", "name of the state; the source has its number only"),
    _ISO3,
    Field("year", "year", "year", minimum=1816, maximum=2100),
    Field(
        "military_expenditure_usd", "number", "military spending", unit="current US dollars", required=False, minimum=0,
        decimals=0,
    ),
    Field("military_personnel", "integer", "troops under arms", "persons", False, minimum=0),
    Field("population", "integer", "total population", "persons", False, minimum=0),
    Field(
        "cinc", "number", unit="share, 0 to 1", required=False, minimum=0, maximum=1, decimals=9,
        description="Composite Index of National Capability: the mean of the state's shares in the world's military"
        " spending, troops, energy, iron and steel, and total and urban population",
    ),
)

_TO_COUNTRIES = (("iso3", "map/countries", "iso3"),)

TABLES = (
    Table(
        name="alliances/rome_statute",
        title="The Rome Statute of the International Criminal Court: signature, ratification, force",
        description="One row a state that signed or joined. A state is a party on a day if in_force is not later and"
        " withdrawn is empty or later. The treaty data ends before Armenia and Ukraine ratified; these two are added"
        " from dated reports.",
        fields=ROME_STATUTE,
        key=("iso3",),
        sources=("rome_statute", "rome_statute_additions", "countries"),
        build=rome_statute,
        edition="treaty data to about 2020, reports to 2025",
        foreign_keys=_TO_COUNTRIES,
        notes="123 parties in the treaty data, after Burundi (2017) and the Philippines (2019) left; 125 with Armenia"
        " and Ukraine. Hungary gave notice of withdrawal with effect on 2 June 2026; whether it took effect is not"
        " recorded here. Signatures that a state later disowned (Russia, the United States, Israel) still stand as"
        " signed. Montenegro was bound from independence, before its deposit; Saint Lucia's date of force is as in"
        " the treaty data, though the Statute's own rule gives 1 November 2010.",
    ),
    Table(
        name="alliances/memberships",
        title="Members of seven organisations in 2026",
        description="One row a member of the ICC, NATO, the EU, the CSTO, the EAEU, the SCO and the Council of Europe.",
        fields=MEMBERSHIPS,
        key=("organisation", "iso3"),
        sources=("memberships", "countries"),
        build=memberships,
        edition="2026",
        foreign_keys=_TO_COUNTRIES,
        notes="Lists at second hand. They say who is a member in law: Armenia is one of the CSTO's six, though it says"
        " that it has frozen its part.",
    ),
    Table(
        name="alliances/csto_membership",
        title="Who joined and left the Collective Security Treaty",
        description="One row a spell of membership in the treaty of 1992 and, from 2002, its organisation, as reported."
        " The founding of the organisation in 2002 neither starts nor ends a spell.",
        fields=CSTO_MEMBERSHIP,
        key=("iso3", "from_year"),
        sources=("csto_membership", "countries"),
        build=csto_membership,
        edition="2026",
        foreign_keys=_TO_COUNTRIES,
        notes="Typed from reports. alliances/members has the same spells in ATOP's dating, to 2018: it dates the"
        " exits of 1999 20 April, when the first term ran out, and Belarus's entry January 1994.",
    ),
    Table(
        name="alliances/acts_since_2018",
        title="What Russia signed with some partners since the treaty data end",
        description="Treaties, military agreements and declarations between Russia and one other state signed after 2018, one"
        " row an act, typed from reports: the ten partners of chapter 10, and the treaties of Iran, Mongolia, North Korea and"
        " Venezuela.",
        fields=ACTS_SINCE_2018,
        key=("iso3", "signed"),
        sources=("acts_since_2018", "countries"),
        build=acts_since_2018,
        edition="2026",
        foreign_keys=_TO_COUNTRIES,
        notes="Not complete: a partner without a row is one for which nothing was sought or found. A declaration binds less than"
        " a treaty, and the promise is what a report tells of it, not a coding of the text as in ATOP.",
    ),
    Table(
        name="alliances/partner_notes",
        title="What the tables do not show of ten partners of Russia",
        description="One remark a partner of chapter 10, with a report: a debt forgiven, an order not yet delivered, a promise"
        " kept. They keep a reader from taking an empty cell for an answer.",
        fields=PARTNER_NOTES,
        key=("iso3",),
        sources=("partner_notes", "countries"),
        build=partner_notes,
        edition="2026",
        foreign_keys=_TO_COUNTRIES,
        notes="Chosen, not collected: nothing can be counted from them.",
    ),
    Table(
        name="alliances/csto_record",
        title="Armenia in the CSTO: dues, documents and exercises as reported",
        description="Figures and statements typed from reports, one address each. A timeline, not a series: the"
        " exercises are those that the press mentions, and the CSTO does not publish its budget.",
        fields=CSTO_RECORD,
        key=("topic", "period", "item"),
        sources=("csto_record",),
        build=csto_record,
        edition="2026",
        notes="Do not count exercises from it. An exercise that was only announced is no proof that it was held.",
    ),
    Table(
        name="alliances/membership_fees",
        title="Armenia's budget for international membership fees and military representatives",
        description="Two lines of Armenia's state budget: the foreign ministry's fees to all the organisations that"
        " Armenia belongs to, and the defence ministry's upkeep of attachés and of representatives at the UN, the"
        " OSCE, the CSTO and NATO.",
        fields=MEMBERSHIP_FEES,
        key=("year", "line"),
        sources=("armenia_budget_fees",),
        build=membership_fees,
        edition="2019-2026",
        notes="Neither line is Armenia's dues to the CSTO: the fees of all organisations are one sum and the budget"
        " does not divide it. The only dues known are those of 2024, in alliances/csto_record. Years with fewer than"
        " 12 months reported are not over.",
    ),
    Table(
        name="alliances/capabilities",
        title="Military spending and strength of Russia and the states around the Caucasus",
        description="An excerpt of National Material Capabilities 7.0 for six states.",
        fields=CAPABILITIES,
        key=("iso3", "year"),
        sources=("cow_nmc", "cow_states"),
        build=capabilities,
        edition="7.0",
        foreign_keys=_TO_COUNTRIES,
        notes="Estimates from many sources, with breaks between years; SIPRI's series of military spending"
        " (arms/military_expenditure) is made to one definition. Early years of the new states have gaps. Russia before"
        " 1992 is the Soviet Union.",
    ),
)
