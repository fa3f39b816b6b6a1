"""What a class does with a rule: takes its rows, changes a cell, and sees whether the verdict moves."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from evidence import show
from evidence.judging import rules
from evidence.judging.conditions import Value
from evidence.tables import load

Findings = Mapping[str, Value]


class ClassProblem(Exception):
    """A row that the class changed and that is not allowed; the message says where and what is."""

    def _render_traceback_(self) -> list[str]:
        """In a notebook the message alone; what called what is of no help here."""
        return [f"{type(self).__name__}: {self}"]


class Page:
    """A notebook of the seminar that draws: its charts are shown, and neither saved nor numbered among the figures.

    Args:
        number: what its charts are called by ("class": figure class.1).
    """

    def __init__(self, number: str = "class") -> None:
        self.number = number
        self.draft = True
        self.figures: list[dict[str, Any]] = []


def rows(claim_id: str) -> pd.DataFrame:
    """The rows of a claim's rule as the collection has them, to be changed: index place, one row a branch."""
    table = load("narrative/rules").query("claim_id == @claim_id").astype(object).fillna("").astype(str)
    return table.set_index(table["place"].astype(int).rename("row"))


def sheet(table: pd.DataFrame, title: str) -> None:
    """Show the rows of a rule as they are read: from the top, and the first that holds decides."""
    shown = table[["condition", "verdict"]].rename(columns={"condition": "if", "verdict": "then"})
    show.table(shown.rename_axis("row").reset_index(), title, note="The first row that holds decides.")


def verdict(claim_id: str, table: pd.DataFrame, found: Findings) -> tuple[str, int]:
    """The verdict by some rows, and the number of the row that gives it.

    Raises:
        ClassProblem: a cell is not allowed, or asks for what was not found.
    """
    try:
        rule = rules.checked(table.to_dict("records"), "your rows, the heading counted as row 1")[claim_id]
        values = rules.values(rule, {name: {"value": value} for name, value in found.items()})
        branch = rule.decides(values)
    except (rules.ClaimProblem, KeyError) as cause:
        raise ClassProblem(str(cause)) from None
    return branch.verdict, rule.branches.index(branch) + 1


def compare(claim_id: str, table: pd.DataFrame, found: Mapping[str, Findings]) -> pd.DataFrame:
    """Verdicts by the collection's rule and by the class's, for each set of findings.

    Args:
        claim_id: the claim.
        table: rows of the class, from `rows`.
        found: what was found, by how it was counted.

    Returns:
        Columns counted, the collection's rule, your rule.
    """
    own = rows(claim_id)
    return pd.DataFrame(
        {
            "counted": list(found),
            "the collection's rule": [_told(verdict(claim_id, own, values)) for values in found.values()],
            "your rule": [_told(verdict(claim_id, table, values)) for values in found.values()],
        }
    )


def _told(given: tuple[str, int]) -> str:
    return f"{given[0]} (row {given[1]})"


def moved(claim_id: str, table: pd.DataFrame, found: Mapping[str, Findings]) -> None:
    """Show the verdicts side by side, and say what moved them: the word, the rule, both together, or neither."""
    compared = compare(claim_id, table, found)
    show.table(compared, f"{claim_id}, judged by two rules")
    start, *others = (verdict(claim_id, rows(claim_id), values)[0] for values in found.values())
    by_word = next((v for v in others if v != start), start)
    by_rule = verdict(claim_id, table, next(iter(found.values())))[0]
    ends = [verdict(claim_id, table, values)[0] for values in found.values()]
    told = [f"**Your {what} moves the verdict:** {start} → {end}." for what, end in (("word", by_word), ("rule", by_rule)) if end != start]
    if not told and any(end != start for end in ends):
        told = [f"**Only word and rule together move the verdict:** {start} → {next(e for e in ends if e != start)}."]
    show.text(" ".join(told) or f"**The verdict stands:** {start}.")


# the same sums on paper ------------------------------------------------------------------------------------------------

FIRST, LAST, RELEASE = 2012, 2021, 2025
CSTO = 4220  # number of the treaty in ATOP
MEANINGS = ("CSTO", "defence", "any treaty")


def customers() -> pd.DataFrame:
    """Russia's customers of ten years, largest first: recipient, percent, and a truth value for each meaning of ally."""
    sold = load("arms/transfers").query("release == @RELEASE and method == 'delivery-level' and supplier == 'Russia'")
    sold = sold.query("@FIRST <= year <= @LAST")
    volume = sold.groupby(["recipient", "recipient_iso3"], as_index=False, dropna=False)["tiv_million"].sum()
    members = load("alliances/members").query("exit.isna()")
    theirs = members[members["atop_id"].isin(members.query("iso3 == 'RUS'")["atop_id"])].query("iso3 != 'RUS'")
    bound = (theirs.query("atop_id == @CSTO"), theirs.query("is_bilateral and defense"), theirs.query("is_bilateral"))
    for name, rows_ in zip(MEANINGS, bound, strict=True):
        volume[name] = volume["recipient_iso3"].isin(set(rows_["iso3"]))
    volume["percent"] = 100 * volume["tiv_million"] / volume["tiv_million"].sum()
    return volume.sort_values(["percent", "recipient"], ascending=[False, True]).reset_index(drop=True)


def parts() -> dict[str, float]:
    """Per cent of Russia's deliveries that went to allies, by meaning."""
    table = customers()
    return {name: float(table.loc[table[name], "percent"].sum()) for name in MEANINGS}


def place() -> int:
    """Russia's place among exporters in the same years."""
    sellers = load("arms/exports").query("release == @RELEASE and method == 'delivery-level' and supplier != 'World'")
    volume = sellers.query("@FIRST <= year <= @LAST").groupby("supplier")["tiv_million"].sum()
    return int(volume.rank(ascending=False)["Russia"])


TRIED = (("Viet Nam",), ("Viet Nam", "Algeria"), ("India",), ("India", "China"))  # lists that a class may come up with
CHANGES = (  # rows that a class may write, in words: row, what is replaced, by what
    ("the first row asks for one meaning in place of two", 1, ">= 2", ">= 1"),
    ("the second row asks for allies alone", 2, "russia_rank_among_exporters > 5 and ", ""),
)


def key() -> dict[str, Any]:
    """What comes out, for the teacher: sums of lists added to the CSTO, and verdicts by changed rows."""
    table = customers()
    half = sum(part >= 50 for part in parts().values())
    lists, changed = [], []
    for names in TRIED:
        part = table.loc[table["CSTO"] | table["recipient"].isin(names), "percent"].sum()
        found = {"russia_rank_among_exporters": place(), "meanings_of_ally_with_half_of_exports": half + int(part >= 50)}
        told = f"{part:.0f} per cent; counted as a fourth meaning: {verdict('C22', rows('C22'), found)[0]}"
        lists.append((f"the CSTO and {' and '.join(names)}", told))
    found = {"russia_rank_among_exporters": place(), "meanings_of_ally_with_half_of_exports": half}
    for words, row, old, new in CHANGES:
        mine = rows("C22")
        mine.loc[row, "condition"] = mine.loc[row, "condition"].replace(old, new)
        changed.append((words, verdict("C22", mine, found)[0]))
    return {"largest": float(table["percent"].max()), "lists": lists, "changes": [("as it stands", verdict("C22", rows("C22"), found)[0]), *changed]}


def on_paper(most: int = 8) -> pd.DataFrame:
    """Customers as the printed sheet has them: the largest, all that are owed defence, and the rest in two rows."""
    table = customers()
    named = (table.index < most) | table["CSTO"] | table["defence"]
    told = table[named].copy()
    rest = table[~named]
    for has, name in ((True, "all others with a treaty"), (False, "all others without one")):
        some = rest[rest["any treaty"] == has]
        told.loc[len(table) + int(not has)] = {
            "recipient": f"{name} ({len(some)})", "percent": some["percent"].sum(), "CSTO": False, "defence": False, "any treaty": has,
        }  # fmt: skip
    return told.reset_index(drop=True)
