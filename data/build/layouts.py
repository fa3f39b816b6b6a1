"""Layouts that publishers' own sites serve and that are not the ones read here: recognised, and told how to become ours."""

import re
from dataclasses import dataclass
from pathlib import Path

from build.problems import SourceProblem

HEAD = 4_000  # characters that a layout shows itself in


@dataclass(frozen=True)
class Layout:
    """A foreign layout.

    Args:
        name: whose it is.
        looks: regular expression that the beginning of such a file matches.
        becomes: how to make ours from it; a pair (beginning of a file's name, words) a kind of file, "" for any other.
    """

    name: str
    looks: str
    becomes: tuple[tuple[str, str], ...]

    def told(self) -> list[str]:
        """How to make ours, a line a kind of file, for the data dictionary."""
        return [(f"`{start}*`: " if start else "") + words for start, words in self.becomes]


LONG = (
    "drop the lines below the data, drop cells that say .., make one row a cell out of each column of a year"
    " (2024 [YR2024] is the year 2024)"
)
LAYOUTS = (
    Layout(
        "World Bank DataBank (one column a year)",
        r'[^\n]*\b\d{4} \[YR\d{4}\]',
        (
            (
                "ids_armenia_totals",
                "drop the lines below the data, rename Series Code to series_code and Series Name to series, and each column"
                " such as 2024 [YR2024] to 2024; leave empty what says ..; save it as CSV",
            ),
            (
                "ids_disbursements",
                f"{LONG}; name the columns country, counterpart_area, indicator, year, value and prices, where indicator is"
                " bilateral_concessional or bilateral_non_concessional and prices is current; save it as CSV and compress it"
                " with gzip",
            ),
            (
                "ids_bilateral",
                f"{LONG}; name the columns country, counterpart_area, series, series_code, year and value; save it as CSV and"
                " compress it with gzip",
            ),
            (
                "ids_",
                f"{LONG}; name the columns country (Country Name), counterpart-area (Counterpart-Area Name), series (Series"
                " Name), series_code (Series Code), time (the year) and value; save it as CSV and compress it with gzip",
            ),
            (
                "worldbank_gdp",
                f"{LONG}; name the columns Country Name, Country Code, Year and Value; save it as CSV",
            ),
            (
                "worldbank_population",
                f"{LONG}; name the columns iso_code, indicator_code, date (YYYY-01-01) and value; save it as CSV",
            ),
            ("", f"{LONG}; name the columns iso3, year, indicator and value; save it as CSV"),
        ),
    ),
    Layout(
        "World Bank indicator pages (one column a year below four lines)",
        r'"?Data Source"?,',
        (
            (
                "worldbank_gdp",
                "drop the lines above the header, make one row a cell out of each column of a year, leave empty cells out;"
                " name the columns Country Name, Country Code, Year and Value; save it as CSV",
            ),
            (
                "worldbank_population",
                "drop the lines above the header, make one row a cell out of each column of a year; name the columns iso_code,"
                " indicator_code, date (YYYY-01-01) and value; save it as CSV",
            ),
            (
                "",
                "drop the lines above the header, make one row a cell out of each column of a year; name the columns iso3, year,"
                " indicator (its code) and value; save it as CSV",
            ),
        ),
    ),
    Layout(
        "UNHCR Refugee Data Finder (named columns below a few lines)",
        r'"?Extracted:"?,|"?Date extracted:"?,|(?:[^\n]*\n){0,15}?"?Year"?,"?Country of [Oo]rigin"?,',
        (
            (
                "unhcr_flows",
                "drop the lines above the header; rename Year to year, Country of origin to coo_name and its ISO code to coo_iso,"
                " Country of asylum to coa_name and its ISO code to coa_iso, and the counts to refugees and refugee_like; save it"
                " as CSV and compress it with gzip",
            ),
            (
                "",
                "drop the lines above the header; rename Year to year, Country of origin to coo_name and its ISO code to coo_iso,"
                " Country of asylum to coa_name and its ISO code to coa_iso, and the counts to refugees, asylum_seekers,"
                " returned_refugees, idps, stateless and ooc (others of concern); save it as CSV and compress it with gzip",
            ),
        ),
    ),
    Layout(
        "IMF World Economic Outlook database (one column a year)",
        r'"?WEO Country Code"?[\t,]|[^\n]*WEO Subject Code',
        (
            (
                "",
                "make one row a cell out of each column of a year; name the columns ref_area (ISO), concept (WEO Subject Code),"
                " unit, scale (the power of ten: 9 for billions), lastactualdate (Estimates Start After), year and value, as"
                " --list describes; save it as CSV in UTF-8 and compress it with gzip",
            ),
        ),
    ),
    Layout(
        "SIPRI table of totals (one column a year)",
        r'"?(?:SIPRI )?[Tt]rend-?[Ii]ndicator [Vv]alues|"?Volume of transfers of major arms',
        (("", "take the trade register instead, with the settings that --list prints, and keep SIPRI's preamble"),),
    ),
    Layout(
        "Our World in Data (Entity, Code, Year)",
        r"Entity,Code,Year,",
        (("", "drop the column Code and keep the columns that --list names"),),
    ),
    Layout(
        "Harvard Dataverse (tabulators)",
        r'"?[A-Za-z_]*"?(?:\t"?[^\t\n]*"?){5,}\n',
        (("", "choose the original format at Dataverse, or save it as CSV with commas, with the same column names"),),
    ),
    Layout(
        "UN Comtrade (typeCode, freqCode, refPeriodId)",
        r'"?typeCode"?,"?freqCode"?,',
        (("", "sum it by the columns that --list names: one row a partner, commodity and year, values in US dollars"),),
    ),
)
# What stands in a file that is no table at all, by its first bytes.
NO_TABLE = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "open it and save the sheet, or unpack the file, as --list describes"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV in UTF-8"),
    (b"%PDF", "a PDF document", "download the data, not the page that describes them"),
    (b"version https://git-lfs", "a pointer of Git LFS in place of the file", "fetch the file itself (git lfs pull)"),
)
PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)


def refuse_no_table(path: Path, raw: bytes) -> None:
    """Say what stands there when the bytes are of another kind of file.

    Raises:
        SourceProblem: a workbook, an archive, a document, a web page or a pointer.
    """
    kind = next(((what, remedy) for sign, what, remedy in NO_TABLE if raw.startswith(sign)), None)
    if kind is None and raw.startswith(b"\x1f\x8b"):
        kind = "a gzip file under a name that does not say so", "let its name end in .gz, or unpack it"
    if kind is None and PAGE.match(raw[:HEAD].removeprefix(b"\xef\xbb\xbf")):
        kind = "a web page or other markup", "the download failed or asked for a login: download the file itself"
    if kind:
        raise SourceProblem(path, "the whole file", "text in columns", *kind)


def refuse_foreign(path: Path, text: str) -> None:
    """Name the layout of a publisher's own site, and say how ours is made from it.

    Args:
        path: the file; the beginning of its name tells which table it was meant for.
        text: its text.

    Raises:
        SourceProblem: the text begins as one of `LAYOUTS` does.
    """
    head = text[:HEAD].removeprefix("\ufeff")
    layout = next((known for known in LAYOUTS if re.match(known.looks, head)), None)
    if layout:
        becomes = next(words for start, words in layout.becomes if path.name.startswith(start))
        raise SourceProblem(
            path,
            "the layout",
            "the columns that --list describes",
            f"the site's own layout: {layout.name}",
            f"ours is made so: {becomes}",
        )
