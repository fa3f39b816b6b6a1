"""What the article foresaw, scored against dated events since."""

import pandas as pd

CAME, MIXED, FAILED, OPEN = "came true", "mixed", "did not", "open"
NEEDED = 2


def keys(text: object) -> list[str]:
    """Keys out of a cell that joins them by semicolons; an empty cell has none."""
    return text.split(";") if isinstance(text, str) else []


def usable(events: pd.DataFrame, until: int | None = None) -> set[str]:
    """Events that may count: high or medium confidence, not of grade D, up to a year if one is given."""
    kept = events["confidence"].isin(["high", "medium"]) & events["source_grade"].ne("D")
    if until is not None:
        kept &= events["date"].dt.year <= until
    return set(events.index[kept])


def score(events_for: int, events_against: int, needed: int = NEEDED) -> str:
    """Came true with enough events for it and none against, did not with enough against and none for, else mixed or open."""
    if events_for and events_against:
        return MIXED
    if events_for >= needed:
        return CAME
    return FAILED if events_against >= needed else OPEN


def scored(forecasts: pd.DataFrame, events: pd.DataFrame, until: int | None = None, needed: int = NEEDED) -> pd.DataFrame:
    """Each forecast with the number of usable events on either side, and its score.

    Args:
        forecasts: narrative/forecasts.
        events: narrative/events, indexed by event_id.
        until: leave out events after this year.
        needed: events on one side that decide, with none on the other.

    Returns:
        The columns of `forecasts`, and n_for, n_against, score.
    """
    may = usable(events, until)
    n_for = [len(may & {*keys(cell)}) for cell in forecasts["events_for"]]
    n_against = [len(may & {*keys(cell)}) for cell in forecasts["events_against"]]
    scores = [score(a, b, needed) for a, b in zip(n_for, n_against, strict=True)]
    return forecasts.assign(n_for=n_for, n_against=n_against, score=scores)


def cited(forecasts: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Every event that a forecast is scored by, once a forecast: forecast_id, event_id, date, side, is_usable, year."""
    rows = [
        (row.forecast_id, key, side)
        for row in forecasts.itertuples()
        for side, cell in (("for", row.events_for), ("against", row.events_against))
        for key in keys(cell)
    ]
    table = pd.DataFrame(rows, columns=["forecast_id", "event_id", "side"])
    may = usable(events)
    return table.assign(date=table["event_id"].map(events["date"]), is_usable=table["event_id"].isin(may))
