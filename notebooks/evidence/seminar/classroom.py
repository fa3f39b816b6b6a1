"""What a class does with a rule: takes its rows, changes a cell, and sees whether the verdict moves."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from evidence import show
from evidence.judging import conditions, rules
from evidence.judging.conditions import Value
from evidence.tables import load, near

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


HALF = 50  # per cent
PLACE, HALVES = "russia_rank_among_exporters", "meanings_of_ally_with_half_of_exports"
WORDS = {  # finding -> what is said of it, and how a number is compared
    PLACE: ("Russia's place among exporters was {}", {ast.LtE: "{} or better", ast.Gt: "worse than {}", ast.Lt: "better than {}", ast.GtE: "{} or worse"}),
    HALVES: (
        "allies took half or more by {} of the meanings",
        {ast.LtE: "at most {}", ast.Gt: "more than {}", ast.Lt: "fewer than {}", ast.GtE: "at least {}"},
    ),
}  # fmt: skip


def in_words(condition: str) -> str:
    """A condition of the rule for C22 as the printed leaf has it: the same comparisons, clause by clause.

    On paper a row must give what the table gives, so its words are made from the condition. The words of narrative/rules lean
    on the rows before and are for reading alone.

    Raises:
        ClassProblem: a condition for which the leaf has no words.
    """
    if condition == rules.OTHERWISE:
        return condition
    tree = conditions.parsed(condition)
    clauses = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    return " and ".join(_clause(clause) for clause in clauses)


def _clause(node: ast.expr) -> str:
    match node:
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=number)]) if name in WORDS and type(op) in WORDS[name][1]:
            said, compared = WORDS[name]
            return said.format(compared[type(op)].format(number))
    raise ClassProblem(f"{ast.unparse(node)!r} has no words on the leaf; it has some for {PLACE} and {HALVES}, each with <, <=, > or >= a number")


def sheet(table: pd.DataFrame, title: str) -> None:
    """Show the rows of a rule as the leaf has them, and as the table writes them: the first from the top that holds decides."""
    shown = table.assign(**{"if": [in_words(c) for c in table["condition"]]})
    shown = shown.rename(columns={"verdict": "then", "condition": "as the table writes it"})[["if", "then", "as the table writes it"]]
    show.table(shown.rename_axis("row").reset_index(), title, note="The first row that holds decides.")


def changed(claim_id: str, row: int, old: str, new: str) -> pd.DataFrame:
    """The collection's rows with one of them changed, as by a pen: in its condition or its verdict, something for something else.

    Args:
        claim_id: the claim.
        row: which row, counted from the top.
        old: what is struck, as the table writes it; empty leaves the row as it is.
        new: what stands in its place; empty strikes only.

    Raises:
        ClassProblem: no such row, or what is to be struck does not stand in it.
    """
    table = rows(claim_id)
    if row not in table.index:
        raise ClassProblem(f"row {row}: the rule for {claim_id} has rows {table.index.min()} to {table.index.max()}")
    if not old:
        return table
    column = "verdict" if old == table.loc[row, "verdict"] else "condition"
    if old not in table.loc[row, column]:
        raise ClassProblem(f"row {row}: {old!r} does not stand in it; it says {table.loc[row, 'condition']!r}, then {table.loc[row, 'verdict']!r}")
    table.loc[row, column] = table.loc[row, column].replace(old, new)
    return table


def listed(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """The names of a list, all of which must be customers.

    Raises:
        ClassProblem: a name that the table does not have; it says which are near.
    """
    every = sorted(set(known))
    for name in names:
        if name not in every:
            raise ClassProblem(f"my_allies: {name!r} is no customer in the table; near: {near(name, every)}")
    return list(names)


def asked(percent: pd.Series, first: int, last: int, half: float = HALF) -> dict[str, Findings]:
    """What the rule for C22 is asked about, without the class's own list and with it.

    Args:
        percent: what allies took, by meaning; the class's own list stands last.
        first, last: the years.
        half: per cent that count as half.
    """
    large = percent >= half
    counted = {"three meanings, without yours": large.iloc[:-1], "with yours as well": large}
    return {name: {PLACE: place(first, last), HALVES: int(those.sum())} for name, those in counted.items()}


WAIT = "**Nothing is judged yet.** When the class has voted, write your sentence into `my_sentence` at the top, and run all cells."
DEBATE = (
    "In the plain sense allies took a small part: so the claim is **contradicted**. Or: a word with several meanings has no plain "
    "sense, and the claim is **not testable**. Or: the sentence says more than one thing, and **partly** says which of them holds."
)


def judge(claim_id: str, sentence: str, table: pd.DataFrame, found: Mapping[str, Findings], ours: Mapping[str, Findings]) -> None:
    """Rule, numbers and verdict, once the class has written its sentence; until then a line that says so.

    Args:
        claim_id: the claim.
        sentence: what the class would print; empty keeps all shut.
        table: rows of the class, from `changed`.
        found: what the rule is asked about, by the class's idea of half.
        ours: the same by the collection's.
    """
    if not sentence.strip():
        show.text(WAIT)
        return
    show.text(f"*Your sentence:* {sentence.strip()}")
    sheet(rows(claim_id), f"The rule for {claim_id}, from data/narrative/rules.csv")
    told = pd.DataFrame([{"counted": n, "Russia's place": f[PLACE], "meanings with half or more": f[HALVES]} for n, f in found.items()])
    show.table(told, "What the rule is asked about")
    moved(claim_id, table, found, ours)
    show.text(f"*To debate:* {DEBATE}")


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


def compare(claim_id: str, table: pd.DataFrame, found: Mapping[str, Findings], ours: Mapping[str, Findings] | None = None) -> pd.DataFrame:
    """Verdicts by the collection's rule and by the class's, for each set of findings.

    Args:
        claim_id: the claim.
        table: rows of the class, from `rows` or `changed`.
        found: what was found, by how it was counted.
        ours: the same by the collection's idea of half, where the class has another.

    Returns:
        Columns counted, the collection's rule, your rule.
    """
    own = rows(claim_id)
    return pd.DataFrame(
        {
            "counted": list(found),
            "the collection's rule": [_told(verdict(claim_id, own, values)) for values in (ours or found).values()],
            "your rule": [_told(verdict(claim_id, table, values)) for values in found.values()],
        }
    )


def _told(given: tuple[str, int]) -> str:
    return f"{given[0]} (row {given[1]})"


def moved(claim_id: str, table: pd.DataFrame, found: Mapping[str, Findings], ours: Mapping[str, Findings] | None = None) -> None:
    """Show the verdicts side by side, and say what moved them: the word, the rule, both together, or neither."""
    ours = ours or found
    show.table(compare(claim_id, table, found, ours), f"{claim_id}, judged by two rules")
    start, *others = (verdict(claim_id, rows(claim_id), values)[0] for values in ours.values())
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


@cache
def customers() -> pd.DataFrame:
    """Russia's customers of ten years, largest first: recipient, percent, and a truth value for each meaning of ally; not to be changed."""
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


@cache
def exporters(first: int = FIRST, last: int = LAST) -> pd.Series:
    """Volume by exporter in some years, largest first; not to be changed."""
    sellers = load("arms/exports").query("release == @RELEASE and method == 'delivery-level' and supplier != 'World'")
    return sellers.query("@first <= year <= @last").groupby("supplier")["tiv_million"].sum().sort_values(ascending=False)


def place(first: int = FIRST, last: int = LAST) -> int:
    """Russia's place among exporters in some years."""
    return int(exporters(first, last).rank(ascending=False)["Russia"])


@dataclass(frozen=True)
class Change:
    """A change to one row, as a pen makes it on the leaf and as a keyboard makes it in the table.

    Args:
        row: which row.
        old, new: words of the leaf; an empty `new` strikes.
        cell_old, cell_new: the same in the table.
    """

    row: int
    old: str
    new: str
    cell_old: str
    cell_new: str

    @property
    def told(self) -> str:
        """The change in a sentence, for the teacher."""
        struck = self.old.removesuffix(" and ").removeprefix(" and ")
        return f"row {self.row}: “{self.old}” becomes “{self.new}”" if self.new else f"row {self.row}: strike “{struck}”"


TRIED = (  # lists that a class may come up with: whether the members of the CSTO are on it, and who else
    (True, ("Viet Nam",)),
    (True, ("Syria", "Venezuela", "Serbia")),
    (True, ("Viet Nam", "Algeria")),
    (True, ("India",)),
    (True, ("India", "China")),
    (False, ("India", "China")),
)
CHANGES = (  # rows that a class may write
    Change(1, "at least 2", "at least 1", ">= 2", ">= 1"),
    Change(1, "at least 2", "at least 3", ">= 2", ">= 3"),
    Change(1, "5 or better", "1 or better", "<= 5", "<= 1"),
    Change(1, "Russia's place among exporters was 5 or better and ", "", f"{PLACE} <= 5 and ", ""),
    Change(1, " and allies took half or more by at least 2 of the meanings", "", f" and {HALVES} >= 2", ""),
    Change(2, "Russia's place among exporters was worse than 5 and ", "", f"{PLACE} > 5 and ", ""),
    Change(2, "worse than 5", "worse than 1", "> 5", "> 1"),
    Change(2, " and allies took half or more by at most 1 of the meanings", "", f" and {HALVES} <= 1", ""),
    Change(3, "partly supported", "not testable", "partly supported", "not testable"),
    Change(3, "partly supported", "contradicted", "partly supported", "contradicted"),
    Change(3, "partly supported", "supported", "partly supported", "supported"),
)
OTHER_HALVES = (75, 10, 5)  # per cent in place of half, in every row
NAMED = ("Iran", "Serbia")  # small customers that a class looks for
WORTH_NAMING = 0.5  # per cent; such states are named below the printed table


def findings(half: float = HALF, *more: float) -> Findings:
    """What the rule is asked about on paper: the three printed columns, and per cent of lists counted as further meanings."""
    return {PLACE: place(), HALVES: sum(part >= half for part in [*parts().values(), *more])}


def share(with_csto: bool, names: Iterable[str]) -> float:
    """Per cent that a list of allies took."""
    table = customers()
    return float(table.loc[(table["CSTO"] & with_csto) | table["recipient"].isin(listed(names, table["recipient"])), "percent"].sum())


def key() -> dict[str, Any]:
    """What comes out, for the teacher: sums of lists, and verdicts by changed rows."""
    lists = []
    for with_csto, names in TRIED:
        part = share(with_csto, names)
        told = verdict("C22", rows("C22"), findings(HALF, part))[0]
        who = f"{', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]}"
        name = f"the CSTO with {who}" if with_csto else f"{who} alone"
        lists.append((name, f"{part:.0f} per cent; as a fourth meaning: {told}"))
    written = [(c.told, verdict("C22", changed("C22", c.row, c.cell_old, c.cell_new), findings())[0]) for c in CHANGES]
    halves = [(f"row 1, or every row: “half” becomes “{half} per cent”", verdict("C22", rows("C22"), findings(half))[0]) for half in OTHER_HALVES]
    as_it_stands = ("as it stands", verdict("C22", rows("C22"), findings())[0])
    return {"largest": float(customers()["percent"].max()), "lists": lists, "changes": [as_it_stands, *written, *halves]}


def on_paper(table: pd.DataFrame | None = None, most: int = 10) -> pd.DataFrame:
    """Customers as the printed sheet has them: the largest, all that are owed defence, some looked for, the rest in two rows.

    Args:
        table: customers of other years, with the columns of `customers`.
        most: how many of the largest are named.
    """
    table = customers() if table is None else table
    named = _named(table, most)
    told = table[named].copy()
    rest = table[~named]
    for has, name in ((True, "all others with a treaty"), (False, "all others without one")):
        some = rest[rest["any treaty"] == has]
        told.loc[len(table) + int(not has)] = {
            "recipient": f"{name} ({len(some)})", "percent": some["percent"].sum(), "CSTO": False, "defence": False, "any treaty": has,
        }  # fmt: skip
    return told.reset_index(drop=True)


def _named(table: pd.DataFrame, most: int) -> pd.Series:
    return (table.index < most) | table["CSTO"] | table["defence"] | table["recipient"].isin(NAMED)


def among_others(most: int = 10) -> pd.DataFrame:
    """The larger ones of those that the printed sheet has in its two rows of others: recipient, percent, any treaty."""
    table = customers()
    rest = table[~_named(table, most)]
    return rest[rest["percent"] >= WORTH_NAMING][["recipient", "percent", "any treaty"]]
