"""What the judging of the article rests on: its steps, the evidence behind each verdict, a second coding, rival readings,
forecasts, and every page that the collection names. Kept by hand in `curated/`, checked and laid out here.
"""

import pandas as pd

from build.narrative import (
    ARTICLE,
    CLAIM,
    CONFIDENCE,
    READING,
    SEARCH,
    URL,
    VERDICTS,
    expect,
    hand_kept,
    list_table,
    read_list,
)
from build.schema import Field
from build.shelf import Shelf

RULE_VERDICTS = ("supported", "partly supported", "contradicted", "not testable")
STEP, ITEM, FORECAST = r"^S\d$", r"^M\d{2}$", r"^N\d$"
CLAIM_LIST = r"^C\d{2}[a-d]?(;C\d{2}[a-d]?)*$"
EVENT_LIST = r"^E\d{3}(;E\d{3})*$"
TESTS = ("hoop", "smoking gun", "straw in the wind", "none")
TITLES = {
    "argument": "steps of the article's argument",
    "claim_evidence": "what each verdict rests on",
    "second_coding": "a second coding, made without sight of the first",
    "rival_evidence": "questions on which the rival readings differ",
    "rival_predictions": "what each reading leads one to expect, by two coders",
    "forecasts": "what the article foresees",
    "pages": "every page that the collection names",
    "event_lists": "which events a measure, a rule or a handout rests on",
    "rules": "the rules of the verdicts",
    "rule_worlds": "findings under which each rule supports its claim, and contradicts it",
    "verdict_changes": "verdicts that moved when rules and record were renewed",
    "rule_evidence": "rows that bear out the findings of rules, and queries that looked for them",
}
SOURCES = tuple(
    hand_kept(name, title, "https://newsflash.city/2401/e868b6c803e16c8b.html") for name, title in TITLES.items()
)

ARGUMENT = (
    Field("step", "string", "S and a number, in the order of the argument", pattern=STEP),
    Field("title", "string", "the step in a few words, ours"),
    Field("says", "string", "what the article says in it, in our words"),
    Field("leads_to", "string", "steps that it leads to, joined by ;", required=False, pattern=r"^S\d(;S\d)*$"),
)
EVIDENCE = (
    Field("claim_id", "string", "claim", pattern=CLAIM),
    Field("key", "string", "event, figure, address of a page, or table"),
    Field("kind", "string", "what the key is", enum=("event", "figure", "page", "table")),
    Field("origin", "string", "newsroom, authority or data set that it goes back to: rows of one origin are one source"),
    Field("bears", "string", "how it bears on the claim", enum=("for", "against", "nuance")),
)
CODING = (
    Field("claim_id", "string", "claim", pattern=CLAIM),
    Field("rule", "string", "when the claim counts as borne out, written from the claim and the list of tables alone"),
    Field("threshold", "string", "numbers at which the verdict changes", required=False),
    Field("verdict", "string", "verdict of a further coder, who applied that rule", enum=VERDICTS),
    Field("confidence", "string", "how sure that coder was", enum=CONFIDENCE),
    Field("reason", "string", "that coder's reason in a line"),
)
RIVAL_EVIDENCE = (
    Field("item_id", "string", "M and a number", pattern=ITEM),
    Field("question", "string", "a question with a yes or a no, put without its answer"),
    Field("short", "string", "the question in a few words, as a statement that holds if the answer is yes"),
    Field("finding", "string", "true-or-false finding of chapter 09 that answers it"),
)
PREDICTIONS = (
    Field("coder", "string", "first: the authors, with the data at hand; second: without sight of any answer",
          enum=("first", "second")),
    Field("reading_id", "string", "rival reading", pattern=READING),
    Field("item_id", "string", "question", pattern=ITEM),
    Field("prediction", "string", "answer to expect if the reading is right; silent: none", enum=("yes", "no", "silent")),
    Field("test", "string", "hoop: the reading is in trouble if the answer is otherwise; smoking gun: the answer would"
          " surprise unless the reading is right; straw in the wind: weak", enum=TESTS),
)
FORECASTS = (
    Field("forecast_id", "string", "N and a number", pattern=FORECAST),
    Field("paragraph", "string", "paragraph(s) of the article, joined by ;", pattern=r"^\d(;\d)*$"),
    Field("quotation", "string", "a few words of the article"),
    Field("forecast", "string", "what it foresees, in our words"),
    Field("claims", "string", "claims that it belongs to, joined by ;", pattern=CLAIM_LIST),
    Field("is_explicit", "boolean", "said outright; false: implied by the argument"),
    Field("events_for", "string", "later events that bear it out, joined by ;", required=False, pattern=EVENT_LIST),
    Field("events_against", "string", "later events that speak against it, joined by ;", required=False, pattern=EVENT_LIST),
    Field("note", "string", "what to mind", required=False),
)
PAGES = (
    Field("url", "string", "address, once", pattern=URL),
    Field("seen_by", "date", "day by which the page, or a stored copy of it, had been seen; the exact day was not kept"),
    Field("seen_as", "string", "opening: its opening was read; copy: a stored copy of it was read; data: a file from there"
          " was used; address: the address is given for the reader and was not opened",
          enum=("opening", "copy", "data", "address")),
)
EVENT_LISTS = (
    Field("purpose", "string", "what the list is for: a finding of a rule, a ground of complaint, what is shown to readers, or a"
          " turning event named in the timeline",
          enum=("finding", "complaint", "shown", "timeline of ties", "timeline of strains")),
    Field("name", "string", "the finding, the ground, the list in words, or what the timeline calls the event"),
    Field("place", "integer", "place in the list, from 1", minimum=1),
    Field("event_id", "string", "event of the chronology", pattern=r"^E\d{3}$"),
)
RULES = (
    Field("claim_id", "string", "claim, or part of a claim that is judged apart", pattern=CLAIM),
    Field("place", "integer", "place of the branch in its rule, from 1: the first whose condition holds decides", minimum=1),
    Field("findings", "string", "on the first branch: findings that the rule asks for, in the order in which they are told,"
          " joined by ;", required=False, pattern=r"^[a-z]\w*(;[a-z]\w*)*$"),
    Field("condition", "string", "names of findings with and, or, not, comparisons to a number, parentheses; otherwise: the"
          " last branch"),
    Field("verdict", "string", "verdict where the branch decides", enum=RULE_VERDICTS),
    Field("words", "string", "the branch in words, to stand behind the verdict and after the branches before it"),
    Field("alone", "string", "the same said so that it can stand alone, after 'It would be supported'; empty where `words`"
          " can, and where no row of narrative/rule_worlds needs it", required=False),
    Field("note", "string", "on the first branch a remark before the rule, on the last one after it", required=False),
)
RULE_WORLDS = (
    Field("claim_id", "string", "claim or part of a claim, as in narrative/rules", pattern=CLAIM),
    Field("world", "string", "the verdict of the rule in that world", enum=("supported", "contradicted")),
    Field("finding", "string", "a finding that the rule asks for", pattern=r"^[a-z]\w*$"),
    Field("value", "string", "its value: true, false or a number", pattern=r"^(true|false|-?\d+(\.\d+)?)$"),
)
RULE_EVIDENCE = (
    Field("finding", "string", "a finding that a rule asks for", pattern=r"^[a-z]\w*$"),
    Field("claim_id", "string", "claim, or part of a claim that is judged apart", pattern=CLAIM),
    Field("kind", "string", "rows: true if a listed row counts; none found: true if queries are named and no listed row counts",
          enum=("rows", "none found")),
    Field("definition", "string", "when the finding is true, in words; written before anybody looked"),
    Field("keys", "string", "events, texts, reported figures and deals that bear it out, joined by ;; of a finding that"
          " nothing was found, the rows that break it", required=False, pattern=r"^[EXFBRD]\d{2,3}[a-z]?(;[EXFBRD]\d{2,3}[a-z]?)*$"),
    Field("since", "date", "first day of its period; empty: no first", required=False),
    Field("until", "date", "last day of its period; empty: no last", required=False),
    Field("searches", "string", "queries that looked for such rows, joined by ;", required=False,
          pattern=SEARCH[:-1] + "(;" + SEARCH[1:-1] + ")*$"),
    Field("note", "string", "what to mind", required=False),
)
CHANGES = (
    Field("claim_id", "string", "claim", pattern=CLAIM),
    Field("before", "string", "verdict by the old rule; empty: the part was not judged apart; of a claim that was split, that of"
          " the whole", required=False, enum=RULE_VERDICTS),
    Field("after", "string", "verdict by the present rule", enum=RULE_VERDICTS),
    Field("label", "string", "what moved it: new evidence, another coding of the same rows, or the rule alone",
          enum=("evidence", "coding", "rule")),
    Field("why", "string", "in a sentence or two"),
)
HOST = Field("host", "string", "its server, without www.")


def argument(shelf: Shelf) -> pd.DataFrame:
    """Steps of the argument; shape (9, 4)."""
    return read_list(shelf, "argument", ARGUMENT, ("step",))


def claim_evidence(shelf: Shelf) -> pd.DataFrame:
    """What each verdict rests on; shape (about 115, 5).

    Raises:
        SourceProblem: a claim without evidence, or a key that its table does not hold.
    """
    frame = read_list(shelf, "claim_evidence", EVIDENCE, ("claim_id", "key"))
    path = shelf.file("claim_evidence")
    known = {
        "event": set(shelf.table("narrative/events")["event_id"]),
        "figure": set(shelf.table("narrative/reported_figures")["figure_id"]),
    }
    fits = [
        k in known.get(kind, {k}) and (kind != "page" or k.startswith("http"))
        for k, kind in zip(frame["key"], frame["kind"], strict=True)
    ]
    expect(pd.Series(fits, index=frame.index), frame, path, "key", "a row of the narrative tables, an address or a table")
    return frame


def second_coding(shelf: Shelf) -> pd.DataFrame:
    """A second coding of all claims; shape (42, 6)."""
    return read_list(shelf, "second_coding", CODING, ("claim_id",))


def rival_evidence(shelf: Shelf) -> pd.DataFrame:
    """Questions on which the rival readings differ; shape (20, 4)."""
    return read_list(shelf, "rival_evidence", RIVAL_EVIDENCE, ("item_id",))


def rival_predictions(shelf: Shelf) -> pd.DataFrame:
    """What each of seven readings leads one to expect on each question, by coder; shape (280, 5).

    Raises:
        SourceProblem: a silent prediction with a test, or a prediction without one.
    """
    frame = read_list(shelf, "rival_predictions", PREDICTIONS, ("coder", "reading_id", "item_id"))
    silent = frame["prediction"].eq("silent")
    expect(silent.eq(frame["test"].eq("none")), frame, shelf.file("rival_predictions"), "test", "none where silent")
    return frame


def forecasts(shelf: Shelf) -> pd.DataFrame:
    """What the article foresees; shape (8, 9).

    Raises:
        SourceProblem: an event that the chronology does not hold, or that the article could have known.
    """
    frame = read_list(shelf, "forecasts", FORECASTS, ("forecast_id",))
    dates = shelf.table("narrative/events").set_index("event_id")["date"].astype(str)
    for column in ("events_for", "events_against"):
        later = [
            all(dates.get(e, "") > "2023-11-28" for e in keys.split(";")) if isinstance(keys, str) else True
            for keys in frame[column]
        ]
        expect(pd.Series(later, index=frame.index), frame, shelf.file("forecasts"), column, "events after 28 November 2023")
    return frame


def event_lists(shelf: Shelf) -> pd.DataFrame:
    """Which events a measure, a rule or a handout rests on; shape (about 120, 4).

    Raises:
        SourceProblem: an event that the chronology does not hold.
    """
    frame = read_list(shelf, "event_lists", EVENT_LISTS, ("purpose", "name", "event_id"))
    path = shelf.file("event_lists")
    known = set(shelf.table("narrative/events")["event_id"])
    expect(frame["event_id"].isin(known), frame, path, "event_id", "an event of narrative/events")
    return frame


def rules(shelf: Shelf) -> pd.DataFrame:
    """The rules of the verdicts, one branch a row; shape (about 115, 8). `evidence.judging.rules` reads the conditions.

    Raises:
        SourceProblem: places that are not 1, 2, 3 ..., no last branch `otherwise`, or a cell on a branch where it has no place.
    """
    frame = read_list(shelf, "rules", RULES, ("claim_id", "place"))
    path = shelf.file("rules")
    claims = frame["claim_id"]
    expect(frame["place"].eq(frame.groupby("claim_id").cumcount() + 1), frame, path, "place", "1, 2, 3 ... within a claim")
    first, last = ~claims.duplicated(), ~claims.duplicated(keep="last")
    expect(frame["condition"].eq("otherwise").eq(last), frame, path, "condition", "otherwise on the last branch and there only")
    norm = first & last  # a rule of one branch, which no finding decides
    expect(frame["findings"].notna().eq(first & ~norm), frame, path, "findings", "findings on the first branch and there only")
    expect(frame["note"].isna() | first | last, frame, path, "note", "a remark on the first or the last branch")
    return frame


def rule_worlds(shelf: Shelf) -> pd.DataFrame:
    """Findings under which a rule supports its claim, and such as contradict it; shape (about 180, 4).

    Raises:
        SourceProblem: a claim without a rule.
    """
    frame = read_list(shelf, "rule_worlds", RULE_WORLDS, ("claim_id", "world", "finding"))
    known = frame["claim_id"].isin(shelf.table("narrative/rules")["claim_id"])
    expect(known, frame, shelf.file("rule_worlds"), "claim_id", "a claim of narrative/rules")
    return frame


def rule_evidence(shelf: Shelf) -> pd.DataFrame:
    """Rows behind the findings of rules; columns as in `RULE_EVIDENCE`.

    Raises:
        SourceProblem: a key, a query or a claim that its table does not hold, or a row outside the finding's period.
    """
    frame = read_list(shelf, "rule_evidence", RULE_EVIDENCE, ("finding",))
    path = shelf.file("rule_evidence")
    tables = {"events": "event_id", "texts": "text_id", "deals": "deal_id", "reported_figures": "figure_id"}
    dates: dict[str, str] = {}
    for name, key in tables.items():
        rows = shelf.table(f"narrative/{name}")
        dates |= dict(zip(rows[key], rows["date"].astype(str) if "date" in rows else [""] * len(rows), strict=True))
    queries = set(shelf.table("narrative/searches")["search_id"])
    expect(_all_in(frame["keys"], dates), frame, path, "keys", "rows of events, texts, deals or reported_figures")
    expect(_all_in(frame["searches"], queries), frame, path, "searches", "queries of narrative/searches")
    known = frame["claim_id"].isin(shelf.table("narrative/rules")["claim_id"])
    expect(known, frame, path, "claim_id", "a claim of narrative/rules")
    inside = [
        all(not dates[k] or str(first or "") <= dates[k] <= str(last or "9999") for k in _split(cell))
        for cell, first, last in frame[["keys", "since", "until"]].astype(object).where(frame.notna(), None).itertuples(index=False)
    ]
    expect(pd.Series(inside, index=frame.index), frame, path, "keys", "rows dated inside the finding's period")
    return frame


def verdict_changes(shelf: Shelf) -> pd.DataFrame:
    """Verdicts that moved; columns as in `CHANGES`.

    Raises:
        SourceProblem: a claim that narrative/claims does not hold.
    """
    frame = read_list(shelf, "verdict_changes", CHANGES, ("claim_id",))
    known = frame["claim_id"].isin(shelf.table("narrative/claims")["claim_id"])
    expect(known, frame, shelf.file("verdict_changes"), "claim_id", "a claim of narrative/claims")
    return frame


def _split(cell: object) -> list[str]:
    return cell.split(";") if isinstance(cell, str) else []


def _all_in(cells: pd.Series, known) -> pd.Series:
    return pd.Series([all(k in known for k in _split(cell)) for cell in cells], index=cells.index)


def sources(shelf: Shelf) -> pd.DataFrame:
    """Every page that the collection names, once; columns as in `PAGES`, and `host`."""
    frame = read_list(shelf, "pages", PAGES, ("url",))
    host = frame["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False).str.rstrip(".")
    return frame.assign(host=host)


SIMULATED = "The second coder was simulated: no human took part."
TABLES = (
    list_table("argument", "Steps of the article's argument",
           "One step a row, from grievance to forecast, and the steps that it leads to. " + ARTICLE,
           ARGUMENT, ("step",), argument),
    list_table("claim_evidence", "What each verdict rests on",
           "One piece of evidence a row: an event, a figure, a page or a data table, and the origin that it goes back to."
           " The number of origins is the number of independent sources.",
           EVIDENCE, ("claim_id", "key"), claim_evidence,
           "Two reports of one speech by different newsrooms count as two sources of what was said, not of whether it is"
           " true."),
    list_table("second_coding", "A second coding of the claims",
           "One claim a row. The rules were written by a coder who had the claims and the list of tables but no value; a"
           " further coder, who had not seen our rules or verdicts, applied them.",
           CODING, ("claim_id",), second_coding, SIMULATED),
    list_table("rival_evidence", "Questions on which the rival readings differ",
           "One question a row, with a yes or a no for an answer. Chapter 09 computes the answers.",
           RIVAL_EVIDENCE, ("item_id",), rival_evidence),
    list_table("rival_predictions", "What each rival reading leads one to expect",
           "One prediction a row, for each of seven readings, each question and each of two coders. A reading may be silent.",
           PREDICTIONS, ("coder", "reading_id", "item_id"), rival_predictions,
           "The first coder had seen the data; the second had not. " + SIMULATED),
    list_table("forecasts", "What the article foresees",
           "One forecast a row, said outright or implied, with the dated events since that speak for and against it.",
           FORECASTS, ("forecast_id",), forecasts,
           "Chapter 09 scores them by a rule. Rows of 2026 are the least sure."),
    list_table("event_lists", "Which events a measure, a rule or a handout rests on",
           "One event of a list a row. The lists of findings name the reports that a rule's finding asks for. What binds and"
           " what strains stands in narrative/events, by two coders.",
           EVENT_LISTS, ("purpose", "name", "event_id"), event_lists,
           "The lists are ours, by one hand that knew how things went on; change them and run again."),
    list_table("rules", "The rules of the verdicts",
           "One branch of a rule a row; the first branch whose condition holds gives the verdict. The pages print the rules"
           " from these words, and the verdicts are computed from these conditions.",
           RULES, ("claim_id", "place"), rules,
           "Rules of facts that nobody disputes were written with first readings of the data at hand; those of C05, C09 to C19, C22,"
           " C24, C28, C29 and C31 to C37 by a coder who had the article's sentence alone. A second coder's rules stand in"
           " narrative/second_coding. `python notebooks/evidence judge --rules FILE` judges all claims by a table of your own."),
    list_table("rule_worlds", "Two worlds of each rule",
           "One finding a row: values that the tables could hold, under which the rule calls its claim supported, and such as"
           " make it contradicted. The nearer world of another verdict says what would flip a verdict.",
           RULE_WORLDS, ("claim_id", "world", "finding"), rule_worlds,
           "A world that a rule, or the tables, cannot reach has no rows."),
    list_table("rule_evidence", "Rows behind the findings of rules",
           "One finding a row: its definition, its period, the rows that bear it out, and the queries that looked for such rows."
           " A finding that nobody said or did a thing is true only where queries are named.",
           RULE_EVIDENCE, ("claim_id", "finding"), rule_evidence,
           "Definitions were written from the article's sentence alone; another coder then looked for the rows. Numbers that"
           " rules ask for are computed in the chapters. Coders were programs."),
    list_table("verdict_changes", "Verdicts that moved when rules and record were renewed",
           "One claim a row: the verdict by the old rule and by the present one, and whether evidence, coding or the rule moved it.",
           CHANGES, ("claim_id",), verdict_changes),
    list_table("sources", "Every page that the collection names",
           "One address a row, from the notebooks, the guides and the tables, with the day by which it had been seen and"
           " in what form.",
           (*PAGES, HOST), ("url",), sources, "Addresses are as found and may not last.", curated="pages"),
)
