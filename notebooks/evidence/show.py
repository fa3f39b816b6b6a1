"""Short tables and number formats for readers; tables are Markdown that renders the same everywhere."""

import pandas as pd
from IPython.display import Markdown, display
from tabulate import DataRow, TableFormat, tabulate

from evidence.forms import bnusd, day, listed, many, month, musd, num, ordinal, pct, span, times, usd, word

__all__ = [
    "bnusd", "bullets", "day", "listed", "many", "markdown", "month", "musd", "num", "ordinal", "pct", "quotes", "reports", "span", "sums",
    "table", "table_or", "text", "times", "usd", "word",
]  # fmt: skip
ROW = DataRow("| ", " | ", " |")
# The rule below the head is given as a row: tabulate's own "pipe" would pad every cell to the width of its column.
UNPADDED = TableFormat(None, None, None, None, headerrow=ROW, datarow=ROW, padding=0, with_header_hide=None)


def table(frame: pd.DataFrame, title: str, formats: dict[str, str] | None = None, note: str = "") -> None:
    """Display a titled table; the index is not shown.

    Args:
        frame: the rows in the order in which they should be read; at most 25.
        title: what the table shows, above it.
        formats: column -> format specification for its numbers (",.1f"); unknown values show as a dash.
        note: a line below it, for the source or a caveat.
    """
    if len(frame) > 25:
        raise ValueError(f"{title}: {len(frame)} rows are too many to read; show the ones that matter")
    display(Markdown(markdown(frame, title, formats, note)))


def table_or(frame: pd.DataFrame, title: str, formats: dict[str, str] | None = None, otherwise: str = "") -> None:
    """`table`, or a sentence in its place where there are no rows."""
    if frame.empty:
        text(f"**{title}:** {otherwise}")
    else:
        table(frame, title, formats)


def text(words: str) -> None:
    """Display a computed paragraph."""
    display(Markdown(words))


def bullets(items: list[str], title: str) -> None:
    """Display computed sentences as a titled list."""
    display(Markdown("\n".join([f"**{title}**", "", *(f"- {item}" for item in items)])))


def markdown(frame: pd.DataFrame, title: str, formats: dict[str, str] | None = None, note: str = "") -> str:
    """The Markdown text of `table`."""
    formats = formats or {}
    rule = ["---:" if _is_number(frame[c]) else ":---" for c in frame.columns]
    values = frame.itertuples(index=False, name=None)
    rows = [[_cell(v, formats.get(c, "")) for c, v in zip(frame.columns, row, strict=True)] for row in values]
    cells = tabulate([rule, *rows], [str(c) for c in frame.columns], UNPADDED, stralign=None, disable_numparse=True)
    return "\n".join([f"**{title}**", "", cells, *(["", f"*{note}*"] if note else [])])


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _cell(value: object, form: str) -> str:
    if pd.isna(value):
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, form).replace("-", "−") if form else str(value).replace("|", "\\|")


def reports(events: pd.DataFrame) -> pd.DataFrame:
    """Events as a short table: key, date as precise as the source, what was said, who published it, with a link.

    Args:
        events: rows of narrative/events, indexed by event_id.
    """
    return pd.DataFrame(
        {
            "key": events.index,
            "date": events["date_known"],
            "what": events["description"],
            "source": [f"[{name}]({url})" for name, url in zip(events["source_name"], events["url"], strict=True)],
        }
    )


def quotes(texts: pd.DataFrame) -> pd.DataFrame:
    """Quoted words as a short table of the shape of `reports`: who said what, in English, and where.

    Args:
        texts: rows of narrative/texts, indexed by text_id; where words stand in another language, the translation that
            follows them in brackets is shown.
    """
    english = texts["words"].str.extract(r"\[(.+)\]$", expand=False).fillna(texts["words"])
    known = texts["date_precision"].map({"day": 10, "month": 7, "year": 4})  # characters of an ISO date
    return pd.DataFrame(
        {
            "key": texts.index,
            "date": [str(date)[:length] for date, length in zip(texts["date"], known, strict=True)],
            "what": [f"{who}: “{words}”" for who, words in zip(texts["actor"], english, strict=True)],
            "source": [f"[{name}]({url})" for name, url in zip(texts["source_name"], texts["url"], strict=True)],
        }
    )


def sums(figures: pd.DataFrame) -> pd.DataFrame:
    """Reported figures as a short table, in millions; a report in words shows its words.

    Args:
        figures: rows of narrative/reported_figures, indexed by figure_id.
    """
    return pd.DataFrame(
        {
            "key": figures.index,
            "as of": figures["as_of"],
            "said by": figures["stated_by"],
            "sum": [
                _range(low, high, text)
                for low, high, text in zip(
                    figures["value_low"], figures["value_high"], figures["value_text"], strict=True
                )
            ],
            "source": [f"[{name}]({url})" for name, url in zip(figures["source_name"], figures["url"], strict=True)],
        }
    )


def _range(low: float, high: float, text: str) -> str:
    if pd.isna(low):
        return str(text)
    return f"{low / 1e6:,.0f}" if low == high else f"{low / 1e6:,.0f} to {high / 1e6:,.0f}"
