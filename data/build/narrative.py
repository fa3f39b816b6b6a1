"""The article's claims and the reports around them: hand-kept inputs, one address a statement.

No publisher issues these tables. They were read out of press reports, official texts and one news article, put into
the project's own words, and are kept in `curated/`; here they are checked and laid out.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from build.problems import SourceProblem
from build.reading import read_rows, typed
from build.schema import ISO3, Field, Source, Table
from build.shelf import Shelf

URL = r"^https?://[\w.-]+\.([a-z]{2,}|\d{1,3})\.?(:\d+)?(/[^\s;|<>]*)?$"
URLS = r"^https?://[^\s;|<>]+(;https?://[^\s;|<>]+)*$"
PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?$"
AS_OF = r"^\d{4}((-(0[1-9]|1[0-2])(-\d{2})?)?|/\d{4})$"
CLAIM, EVENT, DEAL = r"^C\d{2}[a-d]?$", r"^E\d{3}$", r"^D\d{2}$"
SEARCH = r"^[A-E]-\w+(-\d+)?$"
FIGURE, READING = r"^[FBR]\d{2}[a-z]?$", r"^V\d{2}$"
CHAPTERS = r"^\d{2}(;\d{2})*$"
DATE_FORMAT = "%Y-%m-%d"

PRECISIONS = ("day", "month", "year")
THEMES = ("alignment", "alliances", "arms", "conflict", "debt", "economy", "icc", "media")
CONFIDENCE = ("high", "medium", "low")
VERDICTS = ("supported", "partly", "contradicted", "not testable")
PURCHASES = ("purchase", "credit-financed purchase")
KINDS = (*PURCHASES, "letter of intent", "aid", "training", "denied", "domestic", "rumour")
NEVER_IN_TOTALS = ("D05", "D08", "E101", "E109", "F12")
ARTICLE_PAGE = "https://newsflash.city/2401/e868b6c803e16c8b.html"
CURATED = {
    "claims": ("the article's claims, in our words", ARTICLE_PAGE),
    "events": (
        "chronology 1991-2026, from reports",
        "https://en.odkb-csto.org/documents/documents/dogovor_o_kollektivnoy_bezopasnosti/",
    ),
    "deals": ("Armenia's arms deals as reported", "https://azatutyun.am/a/32713283.html"),
    "reported_figures": ("figures as reported, rival ones side by side", "https://abcmedia.am/en/news/117049"),
    "readings": (
        "rival readings, theory and the article's origin",
        "https://www.russiamatters.org/analysis/long-standing-ties-between-armenia-and-russia-are-fraying-fast",
    ),
    "wording": ("garbled words of the article and what they mean", ARTICLE_PAGE),
    "glossary": ("terms", "https://en.odkb-csto.org/documents/documents/dogovor_o_kollektivnoy_bezopasnosti/"),
}


def hand_kept(name: str, title: str, url: str) -> Source:
    """A list that this project keeps by hand in `data/build/curated`; `url` is one of the pages it was read from."""
    return Source(
        key=name,
        publisher="This project",
        title=title,
        url=url,
        query="a list kept by hand: every row names its own page, this is one of them",
        pattern=f"curated:{name}.csv",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        allows="everything, with credit; the pages linked keep their own terms",
    )


SOURCES = tuple(hand_kept(name, title, url) for name, (title, url) in CURATED.items())

CONFIDENCE_FIELD = Field(
    "confidence", "string", "how sure the statement itself is, whatever the outlet", enum=CONFIDENCE
)
FURTHER = Field("further_urls", "string", "further pages on the same statement, joined by ;", required=False, pattern=URLS)
SOURCE_DATE = Field(
    "source_date", "string", "date of the page, as far as known: year, year-month or day", required=False,
    pattern=PARTIAL_DATE,
)
SOURCE_DATE_INFERRED = Field(
    "source_date_is_inferred", "boolean", "the page shows no date; it was inferred from the text or the address",
    required=False,
)
NOTE = Field("note", "string", "what to mind, in our words", required=False)

CLAIMS = (
    Field("claim_id", "string", "C and a number; C10 has two parts", pattern=CLAIM),
    Field("paragraph", "string", "paragraph(s) of the article, joined by ;", pattern=r"^\d(;\d)*$"),
    Field("paraphrase", "string", "the claim in our words"),
    Field("short", "string", "the claim in three to six words, for pictures", pattern=r"^\S+( \S+){2,5}$"),
    Field("quotation", "string", "a few words of the article, to find the place"),
    Field("type", "string", "kind of claim", enum=("factual", "causal", "interpretive", "prediction")),
    Field("theme", "string", "subject", enum=THEMES),
    Field("chapters", "string", "notebook(s) that test it, by number, joined by ;", pattern=CHAPTERS),
    Field("step", "string", "step of the argument that it belongs to", pattern=r"^S\d$"),
    Field("would_support", "string", "what evidence would bear it out"),
    Field("first_verdict", "string", "verdict from reading alone, before any data; the notebooks compute their own",
          enum=VERDICTS),
    Field("first_confidence", "string", "how sure that first verdict is", enum=CONFIDENCE),
    Field("nuance", "string", "corrections and what the claim leaves out; contested points in both sides' words"),
    Field("urls", "string", "pages that the first verdict rests on, joined by ;", pattern=URLS),
    Field("slip", "string", "what keeps the sentence from being supported: an error of fact, a fact that the sides dispute, or"
          " a cause or motive that the evidence cannot carry; errors of translation stand in narrative/wording",
          enum=("none", "fact", "disputed", "overreach")),
    Field("would_change", "string", "what evidence would change the verdict"),
    Field("parts", "string", "parts that are judged apart, joined by ;, where the claim has some", required=False,
          pattern=r"^C\d{2}[a-d]?(;C\d{2}[a-d]?)+$"),
    Field("by_silence", "boolean", "the verdict rests in part on what a search did not meet"),
    Field("other_count", "string", "chapter and finding that is true if another published count of the same thing gives another"
          " verdict", required=False, pattern=r"^\d\d\.\w+$"),
)
EVENTS = (
    Field("event_id", "string", "E and a number, in the order of collection", pattern=EVENT),
    Field("date", "date", "day of the event; the first of the month or year where only that is known"),
    Field("date_precision", "string", "how far to trust the date", enum=PRECISIONS),
    Field("date_known", "string", "the part of the date that the sources bear out: year, year-month or day",
          pattern=PARTIAL_DATE),
    Field("actors", "string", "states, organisations and groups that act or are acted upon, joined by ;"),
    Field("theme", "string", "subject", enum=THEMES),
    Field("description", "string", "what happened or was said, in our words; contested events in both sides' words"),
    Field("source_name", "string", "outlet of the page"),
    Field("url", "string", "page that reports it", pattern=URL),
    FURTHER,
    SOURCE_DATE,
    SOURCE_DATE_INFERRED,
    Field("source_grade", "string", "A primary or official text, B established press, agency or research body,"
          " C regional or partisan outlet or repost, D aggregator, mirror or encyclopaedia", enum=tuple("ABCD")),
    CONFIDENCE_FIELD,
    Field("part_of", "string", "event with which this one forms a single occasion: count once", required=False,
          pattern=EVENT),
    Field("in_totals", "boolean", "false for rumours, which enter no count and no total"),
    NOTE,
    Field("code", "string", "tie, strain or open, as two coders agree; open where they differ (narrative/event_codes)",
          enum=("tie", "strain", "open")),
    Field("coder", "string", "whether the two coders agree on the code", enum=("both", "they differ")),
    Field("search_id", "string", "query that found it (narrative/searches); empty: picked by hand around the article's claims",
          required=False, pattern=SEARCH),
    Field("words", "string", "deciding words of the page, quoted, where a second reader noted them", required=False),
)
DEALS = (
    Field("deal_id", "string", "D and a number", pattern=DEAL),
    Field("supplier_country", "string", "state or union that supplies"),
    Field("supplier_iso3", "string", "its code; empty for a union or for two states", required=False, pattern=ISO3),
    Field("supplier", "string", "firm or body"),
    Field("system", "string", "what was ordered"),
    Field("quantity_low", "integer", "lowest quantity reported; empty where none is", "pieces", required=False, minimum=1),
    Field("quantity_high", "integer", "highest quantity reported", "pieces", required=False, minimum=1),
    Field("date", "date", "see date_marks; the first of the month or year where only that is known"),
    Field("date_precision", "string", "how far to trust the date", enum=PRECISIONS),
    Field("date_marks", "string", "what happened on that date",
          enum=("signature", "announcement", "disclosure", "confirmation", "first display", "first sighting", "adoption",
                "approval", "statement", "reported order", "reported talks", "report")),
    Field("value_low", "number", "lowest value reported; empty where none is", "units of value_currency", required=False,
          minimum=0),
    Field("value_high", "number", "highest value reported; empty where it is open", "units of value_currency",
          required=False, minimum=0),
    Field("value_currency", "string", "ISO 4217 code; empty where no value is reported", required=False,
          enum=("USD", "EUR", "AMD")),
    Field("kind", "string", "what the row is; only purchases, with or without credit, may be added up", enum=KINDS),
    Field("counts_in_totals", "boolean", "may enter a total of purchases"),
    Field("armenian_confirmation", "string", "whether officials in Armenia confirmed it; empty where unknown",
          required=False, enum=("yes", "no", "denied")),
    Field("delivery_status", "string", "delivery as last reported"),
    Field("status_as_of", "string", "time of that report", pattern=PARTIAL_DATE),
    Field("urls", "string", "pages, joined by ;", pattern=URLS),
    CONFIDENCE_FIELD,
    Field("caveat", "string", "what to mind, in our words", required=False),
)
CURATED_FIGURES = (
    Field("figure_id", "string", "F general reports, B citations on debt and arms money, R debt figures; a letter behind"
          " the number marks a further figure of the same page", pattern=FIGURE),
    Field("group", "string", "what it is about: rival reports share a group"),
    Field("quantity", "string", "what was counted or valued"),
    Field("value_low", "number", "the value, or the lower end of a range; empty where the report has words or no lower end",
          "see unit", required=False),
    Field("value_high", "number", "the value, or the upper end; empty where the report has words or no upper end",
          "see unit", required=False),
    Field("unit", "string", "unit of both; money in plain units of the currency; empty where there is no number",
          required=False),
    Field("value_text", "string", "the report's words where it gives no number, or how it qualifies the number",
          required=False),
    Field("as_of", "string", "date, month, year or period (first/last year) that the value is for", required=False,
          pattern=AS_OF),
    Field("stated_by", "string", "who gave the figure"),
    Field("source_name", "string", "outlet of the page"),
    Field("url", "string", "page", pattern=URL),
    FURTHER,
    SOURCE_DATE,
    SOURCE_DATE_INFERRED,
    CONFIDENCE_FIELD,
    Field("in_totals", "boolean", "false for rumours and for figures known to be wrong: in no range and no total"),
    NOTE,
)
AS_OF_PRECISION = Field(
    "as_of_precision", "string", "how fine as_of is", required=False, enum=("day", "month", "year", "period")
)
FIGURES = (*CURATED_FIGURES[:8], AS_OF_PRECISION, *CURATED_FIGURES[8:])
READINGS = (
    Field("reading_id", "string", "V and a number", pattern=READING),
    Field("kind", "string", "what it is for",
          enum=("rival reading", "theory", "origin of the article", "no observer status")),
    Field("reading", "string", "the position, in our words"),
    Field("held_by", "string", "who holds or published it"),
    Field("published", "string", "when, as far as known", required=False, pattern=PARTIAL_DATE),
    Field("urls", "string", "pages, joined by ;", pattern=URLS),
)
WORDING = (
    Field("in_article", "string", "words of the article"),
    Field("meaning", "string", "what they stand for"),
    Field("explanation", "string", "how they came about"),
    Field("confidence", "string", "how sure the explanation is", enum=CONFIDENCE),
    Field("url", "string", "page that shows it", required=False, pattern=URL),
    Field("claims", "string", "claims in whose sentences it stands, joined by ;", pattern=r"^C\d{2}[ab]?(;C\d{2}[ab]?)*$"),
    Field("changes_claim", "boolean", "the garbled words say something else than what was meant, so that the claim changes"),
)
GLOSSARY = (
    Field("term", "string", "the term"),
    Field("kind", "string", "field that it belongs to",
          enum=("arms", "debt", "event", "idea", "law", "measure", "organisation", "place", "trade")),
    Field("definition", "string", "what it means here, in our words"),
    Field("chapter_first_used", "string", "notebook, by number", required=False, pattern=r"^\d{2}$"),
    Field("url", "string", "page to read on", required=False, pattern=URL),
    Field("tied_to_source", "boolean", "true where the page in url bears the definition out; false: general knowledge"),
    Field("forms", "string", "spellings by which a chapter uses the term, joined by ;; empty where it is not linked",
          required=False),
)
CITED = (
    Field("item", "string", "id of the claim, event, deal, figure or reading, or the garbled words or term"),
    Field("table", "string", "table that the item stands in",
          enum=tuple(f"narrative/{name}" for name in CURATED)),
    Field("position", "integer", "1 for the page named first", minimum=1),
    Field("url", "string", "page", pattern=URL),
    Field("host", "string", "its server, without www."),
)


def _read(shelf: Shelf, name: str, fields: tuple[Field, ...], key: str) -> tuple[pd.DataFrame, Path]:
    path = shelf.file(name)
    return typed(read_rows(path), fields, path, key=(key,)), path


def read_list(shelf: Shelf, name: str, fields: tuple[Field, ...], key: tuple[str, ...]) -> pd.DataFrame:
    """A list that is kept by hand, typed and with its key tried."""
    path = shelf.file(name)
    return typed(read_rows(path), fields, path, key=key)


def list_table(name: str, title: str, description: str, fields: tuple[Field, ...], key: tuple[str, ...], build, notes: str = "",
               curated: str = "", edition: str = "2026-11") -> Table:
    """A table laid out from a list that is kept by hand, under the list's own name or another."""
    return Table(
        name=f"narrative/{name}", title=title, description=description, fields=fields, key=key,
        sources=(curated or name,), build=build, edition=edition, notes=notes,
    )


def expect(right: pd.Series, frame: pd.DataFrame, path: Path, field: str, expected: str) -> None:
    """Raise a SourceProblem that names the first row (line of the file) where `right` does not hold."""
    wrong = frame.index[~right.fillna(False).astype(bool)]
    if len(wrong):
        found = frame.loc[wrong[0], field]
        raise SourceProblem(
            path,
            f"row {wrong[0]}, field {field}",
            expected,
            "an empty cell" if pd.isna(found) else repr(found),
            "mend the hand-kept list",
        )


def _dates_fit(frame: pd.DataFrame, path: Path) -> None:
    """Real days, and the first of the month or year where only that is known."""
    real = pd.to_datetime(frame["date"], format=DATE_FORMAT, errors="coerce").notna()
    expect(real, frame, path, "date", "a day of the calendar")
    ends = frame["date_precision"].map({"day": "", "month": "-01", "year": "-01-01"})
    fits = pd.Series([d.endswith(e) for d, e in zip(frame["date"], ends, strict=True)], index=frame.index)
    expect(fits, frame, path, "date", "the first of the month or year, as date_precision says")




def _range_fits(frame: pd.DataFrame, path: Path, low: str, high: str) -> None:
    given = frame[low].notna() & frame[high].notna()
    expect(~given | (frame[low] <= frame[high]), frame, path, high, f"not below {low}")


def _rumours_stay_out(frame: pd.DataFrame, path: Path, key: str, flag: str) -> None:
    rumour = frame[key].isin(NEVER_IN_TOTALS)
    expect(~(rumour & frame[flag]), frame, path, flag, "false: this row never enters a total")


def claims(shelf: Shelf) -> pd.DataFrame:
    """The article's claims; shape (42, 19)."""
    return _read(shelf, "claims", CLAIMS, "claim_id")[0]


def events(shelf: Shelf) -> pd.DataFrame:
    """Chronology; shape (176, 17).

    Raises:
        SourceProblem: a date against its precision, an unknown event in `part_of`, a rumour in totals.
    """
    frame, path = _read(shelf, "events", EVENTS, "event_id")
    _dates_fit(frame, path)
    begins = [d.startswith(k) for d, k in zip(frame["date"], frame["date_known"], strict=True)]
    expect(pd.Series(begins, index=frame.index), frame, path, "date_known", "the beginning of date")
    known = frame["part_of"].isna() | frame["part_of"].isin(frame["event_id"])
    expect(known, frame, path, "part_of", "an event of this list")
    _rumours_stay_out(frame, path, "event_id", "in_totals")
    return frame


def deals(shelf: Shelf) -> pd.DataFrame:
    """Arms deals as reported; shape (27, 20).

    Raises:
        SourceProblem: a date against its precision, a range upside down, a value without currency, or a row in totals
            that is no purchase.
    """
    frame, path = _read(shelf, "deals", DEALS, "deal_id")
    _dates_fit(frame, path)
    _range_fits(frame, path, "value_low", "value_high")
    _range_fits(frame, path, "quantity_low", "quantity_high")
    expect(
        frame["value_low"].isna() == frame["value_currency"].isna(), frame, path, "value_currency", "set with a value"
    )
    bought = frame["kind"].isin(PURCHASES)
    expect(bought | ~frame["counts_in_totals"], frame, path, "counts_in_totals", "false: the row is no purchase")
    _rumours_stay_out(frame, path, "deal_id", "counts_in_totals")
    return frame


def reported_figures(shelf: Shelf) -> pd.DataFrame:
    """Figures as reported, rival ones side by side; shape (169, 18).

    Raises:
        SourceProblem: a range upside down, a figure without number and words, a number without unit, a rumour in totals.
    """
    frame, path = _read(shelf, "reported_figures", CURATED_FIGURES, "figure_id")
    _range_fits(frame, path, "value_low", "value_high")
    number = frame["value_low"].notna() | frame["value_high"].notna()
    expect(number | frame["value_text"].notna(), frame, path, "value_text", "words, where there is no number")
    expect(~number | frame["unit"].notna(), frame, path, "unit", "a unit, where there is a number")
    _rumours_stay_out(frame, path, "figure_id", "in_totals")
    return frame.assign(as_of_precision=frame["as_of"].map(precision, na_action="ignore"))


def precision(as_of: str) -> str:
    """How fine a date, month, year or period is."""
    return "period" if "/" in as_of else PRECISIONS[::-1][as_of.count("-")]


def _plain(name: str, fields: tuple[Field, ...], key: str) -> Callable[[Shelf], pd.DataFrame]:
    def build(shelf: Shelf) -> pd.DataFrame:
        return _read(shelf, name, fields, key)[0]

    return build


readings = _plain("readings", READINGS, "reading_id")
wording = _plain("wording", WORDING, "in_article")


def glossary(shelf: Shelf) -> pd.DataFrame:
    """Terms; shape (about 80, 6).

    Raises:
        SourceProblem: a definition said to rest on a page that is not named.
    """
    frame, path = _read(shelf, "glossary", GLOSSARY, "term")
    expect(~frame["tied_to_source"] | frame["url"].notna(), frame, path, "url", "a page, as tied_to_source says")
    return frame


BUILDERS = {
    "claims": (claims, "claim_id"),
    "events": (events, "event_id"),
    "deals": (deals, "deal_id"),
    "reported_figures": (reported_figures, "figure_id"),
    "readings": (readings, "reading_id"),
    "wording": (wording, "in_article"),
    "glossary": (glossary, "term"),
}


def cited_pages(shelf: Shelf) -> pd.DataFrame:
    """Every page that a row of this group names, one a row; columns as in `CITED`."""
    return pd.concat([_pages(build(shelf), name, key) for name, (build, key) in BUILDERS.items()], ignore_index=True)


def _pages(frame: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    listed = frame.reindex(columns=["url", "urls", "further_urls"]).astype(object).fillna("").agg(";".join, axis=1)
    pages = (
        pd.DataFrame({"item": frame[key], "table": f"narrative/{name}", "url": listed.str.split(";")})
        .explode("url")
        .query("url != ''")
        .drop_duplicates(["item", "url"])
    )
    return pages.assign(
        position=pages.groupby("item").cumcount() + 1,
        host=pages["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False).str.rstrip("."),
    )


ARTICLE = "The article itself is not published here."
TABLES = (
    Table(
        name="narrative/claims",
        title="The article's claims",
        description=(
            "One checkable claim a row, in our words, with a few words of the article to find the place, what would"
            " support it, and a first verdict from reading alone. " + ARTICLE
        ),
        fields=CLAIMS,
        key=("claim_id",),
        sources=("claims",),
        build=claims,
        edition="2026-06",
        notes="first_verdict is a starting point: the notebooks judge each claim by what they compute.",
    ),
    Table(
        name="narrative/events",
        title="Chronology 1991-2026",
        description=(
            "One event or statement a row, from reports and official texts. Contested events carry the words of both"
            " sides; a statement is evidence that it was made, not that it is true. The list is a selection around the"
            " article's claims, dense from 2022 on: counts by year show attention rather than how much happened."
        ),
        fields=EVENTS,
        key=("date", "event_id"),
        sources=("events",),
        build=events,
        edition="2026-06",
        notes=(
            "Of most pages only the opening was read. Rows of 2025 are less sure than those before, rows of 2026 least:"
            " many rest on a single page. Rows with part_of belong to another row's occasion; rows with in_totals false"
            " are rumours."
        ),
    ),
    Table(
        name="narrative/deals",
        title="Armenia's arms deals as reported",
        description=(
            "One deal a row, 2015 to 2026, with what was reported of quantity, value and delivery. Aid, training plans,"
            " letters of intent, denied deals and rumours stand here so that nobody counts them: see counts_in_totals."
            " Most values are unknown, so totals are lower bounds, and values by press reports are no prices paid."
        ),
        fields=DEALS,
        key=("deal_id",),
        sources=("deals",),
        build=deals,
        edition="2026-06",
        foreign_keys=(("supplier_iso3", "map/countries", "iso3"),),
        notes=(
            "Never add up currencies, nor a credit and the arms bought on it. D14 repeats the sum of D11. The value of"
            " D10 is for a whole package, that of D25 for contracts in force. Not to be set against SIPRI's volumes."
        ),
    ),
    Table(
        name="narrative/reported_figures",
        title="Figures as reported, rival ones side by side",
        description=(
            "One figure a row as officials, agencies or newspapers gave it. Reports that disagree stand in one group on"
            " purpose: none of them is corrected here. Several rows may go back to one statement (see note)."
        ),
        fields=FIGURES,
        key=("figure_id",),
        sources=("reported_figures",),
        build=reported_figures,
        edition="2026-06",
        notes=(
            "A count of rows is not a count of independent sources. Shares of contracts signed (F40, F41) are not SIPRI's"
            " shares of deliveries. Rows with in_totals false are rumours or known errors."
        ),
    ),
    Table(
        name="narrative/readings",
        title="Rival readings, theory, and where the article comes from",
        description=(
            "One position or finding a row, with who holds it: the explanations that compete with the article's, texts"
            " on theory for the seminar, and pages that show how the article came about."
        ),
        fields=READINGS,
        key=("reading_id",),
        sources=("readings",),
        build=readings,
        edition="2026-06",
    ),
    Table(
        name="narrative/wording",
        title="Garbled words of the article",
        description="One expression a row that machine translation or a filter garbled, and what it stands for.",
        fields=WORDING,
        key=("in_article",),
        sources=("wording",),
        build=wording,
        edition="2026-06",
    ),
    Table(
        name="narrative/glossary",
        title="Glossary",
        description=(
            "Terms of the notebooks, defined in our words. Places that the sides call by different names have one row"
            " with all of them."
        ),
        fields=GLOSSARY,
        key=("term",),
        sources=("glossary",),
        build=glossary,
        edition="2026-06",
    ),
    Table(
        name="narrative/cited_pages",
        title="Every page cited",
        description=(
            "One page a row for each claim, event, deal, figure, reading, garbled word and term, in the order in which"
            " it is named. A page may serve several items."
        ),
        fields=CITED,
        key=("table", "item", "position"),
        sources=tuple(CURATED),
        build=cited_pages,
        edition="2026-06",
        notes="Addresses are as found; mirrors and reposts are used where no better page was, and may not last.",
    ),
)
