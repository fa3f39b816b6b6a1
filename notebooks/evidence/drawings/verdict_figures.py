"""Drawings and words of chapters 00 and 09.

A verdict is told by fill and mark together, so that it can be read without colour: dark with a tick, light with a half
circle, white with a cross, striped with a question mark.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from evidence.house.figures import ARMENIA, GREY, INK, PALE, canvas
from evidence.judging.claims import CONTRADICTED, NOT_TESTABLE, PARTLY, SUPPORTED
from evidence.judging.forecasts import keys
from evidence.judging.ledger import MARK, ORDER, counts
from evidence.judging.rivals import AGAINST, FITS, NAMES

FILL = {SUPPORTED: "#14406B", PARTLY: "#A9CCE8", CONTRADICTED: "#FFFFFF", NOT_TESTABLE: "#E4E4E4"}
TEXT = {SUPPORTED: "#FFFFFF", PARTLY: INK, CONTRADICTED: INK, NOT_TESTABLE: INK}
WIDTH, CHIP, GAP = 1.86, 0.55, 0.04
PLACES = {
    "S1": (0.05, 5.3),
    "S3": (0.05, 2.35),
    "S2": (2.09, 5.3),
    "S4": (2.09, 2.35),
    "S6": (4.13, 5.3),
    "S7": (4.13, 3.55),
    "S5": (4.13, 2.35),
    "S8": (6.17, 4.55),
    "S9": (6.17, 2.35),
}


def chips(book: pd.DataFrame) -> pd.DataFrame:
    """Place of every claim in the picture of the argument.

    Returns:
        One row a claim: claim_id, paraphrase, step, verdict, mark, x, y (inches on the picture).
    """
    rows = []
    for step, claims in book.groupby("step"):
        left, top = PLACES[step]
        for n, row in enumerate(claims.itertuples()):
            x = left + 0.065 + (n % 3) * (CHIP + GAP)
            y = top - 0.62 - (n // 3) * 0.3
            rows.append((row.claim_id, row.paraphrase, step, row.verdict, MARK[row.verdict], round(x, 3), round(y, 3)))
    columns = ["claim_id", "paraphrase", "step", "verdict", "mark", "x", "y"]
    return pd.DataFrame(rows, columns=columns).sort_values(["step", "claim_id"]).reset_index(drop=True)


def argument(placed: pd.DataFrame, steps: pd.DataFrame, marked: bool = True) -> Figure:
    """The article's argument as a flow of steps, each claim in it marked by its verdict.

    Args:
        placed: from `chips`.
        steps: narrative/argument.
        marked: False draws all claims alike, for a class that has not judged them yet.
    """
    bottom, height = (0.35, 5.3) if marked else (1.2, 4.45)
    fig, ax = canvas(height=height)
    ax.set(xlim=(0, 8.06), ylim=(bottom, 5.4))
    ax.set_axis_off()
    boxes = {}
    for row in steps.itertuples():
        claims = placed[placed["step"] == row.step]
        boxes[row.step] = _step(ax, row.step, row.title, len(claims))
        for claim in claims.itertuples():
            text, verdict = (f"{claim.claim_id} {claim.mark}", claim.verdict) if marked else (claim.claim_id, NOT_TESTABLE)
            _chip(ax, claim.x, claim.y, text, verdict)
    for row in steps.itertuples():
        for other in keys(row.leads_to):
            _arrow(ax, boxes[row.step], boxes[other])
    if marked:
        _key(ax, placed["verdict"].value_counts())
    return fig


def _step(ax: Axes, step: str, title: str, claims: int) -> tuple[float, float, float, float]:
    left, top = PLACES[step]
    height = 0.42 + 0.3 * -(-claims // 3)
    ax.add_patch(
        FancyBboxPatch(
            (left, top - height), WIDTH, height, boxstyle="round,pad=0,rounding_size=0.08", facecolor="#F7F7F7",
            edgecolor=GREY, linewidth=0.9,
        )
    )
    ax.annotate(title, (left + 0.07, top - 0.1), va="top", fontsize=9, fontweight="bold", color=INK)
    return left, top - height, WIDTH, height


def _chip(ax: Axes, x: float, y: float, text: str, verdict: str, width: float = CHIP) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (x, y), width, 0.24, boxstyle="round,pad=0,rounding_size=0.05", facecolor=FILL[verdict], edgecolor=INK,
            linewidth=1.3 if verdict == CONTRADICTED else 0.6,
        )
    )
    ax.annotate(text, (x + width / 2, y + 0.115), ha="center", va="center", fontsize=8.4, color=TEXT[verdict])


def _arrow(ax: Axes, start: tuple, end: tuple) -> None:
    """From the nearest side of one box to the nearest side of another."""
    (x0, y0, w0, h0), (x1, y1, w1, h1) = start, end
    if abs(x0 - x1) < 0.1:
        upper = y0 > y1
        a = (x0 + w0 / 2, y0 if upper else y0 + h0)
        b = (x1 + w1 / 2, y1 + h1 if upper else y1)
    else:
        a, b = (x0 + w0, y0 + h0 / 2), (x1, y1 + h1 / 2)
    ax.add_patch(FancyArrowPatch(a, b, arrowstyle="-|>", mutation_scale=11, color=GREY, linewidth=1.2, shrinkA=0, shrinkB=1))


def _key(ax: Axes, number: pd.Series) -> None:
    x = 0.05
    for verdict in ORDER:
        _chip(ax, x, 0.45, MARK[verdict], verdict, 0.3)
        ax.annotate(f"{verdict}: {number.get(verdict, 0)}", (x + 0.38, 0.565), va="center", fontsize=9.5, color=INK)
        x += 2.0


def argument_words(placed: pd.DataFrame, steps: pd.DataFrame) -> dict[str, Any]:
    """Title, caption and description of the argument map."""
    number = counts(placed)
    by_step = []
    for row in steps.itertuples():
        claims = placed[placed["step"] == row.step]
        told = ", ".join(f"{c.claim_id} {c.verdict}" for c in claims.itertuples())
        by_step.append(f"{row.title} ({told})")
    return {
        "title": "How does the article argue, and where does it hold?",
        "caption": (
            f"Of {len(placed)} claims (C10 in its parts) {number[SUPPORTED]} are supported, {number[PARTLY]} partly,"
            f" {number[CONTRADICTED]} contradicted and {number[NOT_TESTABLE]} cannot be tested. Arrows: what the article"
            " derives from what. Fill and mark say the same."
        ),
        "description": (
            f"A flow of boxes from left to right, joined by arrows. {_arrows(steps)}. Each box holds its claims: "
            + "; ".join(by_step) + "."
        ),
        "sources": ["narrative/claims", "narrative/argument"],
    }


def unmarked_words(placed: pd.DataFrame, steps: pd.DataFrame) -> dict[str, Any]:
    """Title, caption and description of the argument without verdicts."""
    held = [f"{row.title} ({', '.join(placed.loc[placed['step'] == row.step, 'claim_id'])})" for row in steps.itertuples()]
    return {
        "title": "How does the article argue? Without verdicts, to print for a class",
        "caption": f"The {len(placed)} claims (C10 in its parts) in their steps. Arrows: what the article derives from what.",
        "description": f"The same boxes and arrows as in the figure before, all claims alike. {_arrows(steps)}. Claims: {'; '.join(held)}.",
        "sources": ["narrative/claims", "narrative/argument"],
    }


def _arrows(steps: pd.DataFrame) -> str:
    names = steps.set_index("step")["title"]
    lines = []
    for row in steps.itertuples():
        if isinstance(row.leads_to, str):
            ends = [f"*{names[s]}*" for s in row.leads_to.split(";")]
            lines.append(f"*{row.title}* leads to {' and '.join(', '.join(ends).rsplit(', ', 1))}")
    return "; ".join(lines)


KINDS = {"factual": "facts", "interpretive": "interpretations", "causal": "causes", "prediction": "predictions"}


def kinds(book: pd.DataFrame) -> pd.DataFrame:
    """Claims by kind and verdict, with the place where each part of a bar begins.

    Returns:
        One row a kind and verdict: kind, claims, verdict, number, start.
    """
    table = pd.crosstab(book["type"], book["verdict"]).reindex(index=list(KINDS), columns=list(ORDER), fill_value=0)
    wide = table.rename(index=KINDS).rename_axis(index="kind", columns=None).reset_index()
    rows = wide.melt("kind", var_name="verdict", value_name="number")
    rows = rows.sort_values("kind", key=lambda k: k.map({n: i for i, n in enumerate(KINDS.values())}), kind="stable")
    whole = rows.groupby("kind")["number"].transform("sum")
    return rows.assign(claims=whole, start=rows.groupby("kind")["number"].cumsum() - rows["number"]).reset_index(drop=True)


def verdicts_by_kind(rows: pd.DataFrame) -> Figure:
    """Bars of claims by kind, each part marked with its verdict.

    Args:
        rows: from `kinds`.
    """
    fig, ax = canvas(height=2.9)
    order = list(dict.fromkeys(rows["kind"]))
    for row in rows[rows["number"] > 0].itertuples():
        y = len(order) - 1 - order.index(row.kind)
        ax.barh(y, row.number, left=row.start, height=0.62, color=FILL[row.verdict], edgecolor=INK, linewidth=0.8)
        ax.annotate(f"{MARK[row.verdict]} {row.number}", (row.start + row.number / 2, y - 0.02), ha="center", va="center",
                    fontsize=9.5, color=TEXT[row.verdict])
    ax.set_yticks(range(len(order)), [f"{k} ({rows.loc[rows['kind'] == k, 'claims'].iloc[0]})" for k in reversed(order)])
    top = len(order) - 0.35
    ax.set(xlim=(0, 23), ylim=(-0.55, top + 0.75), xlabel="claims", xticks=range(0, 24, 5))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for n, verdict in enumerate(ORDER):
        ax.add_patch(Rectangle((5.8 * n, top), 0.9, 0.45, facecolor=FILL[verdict], edgecolor=INK, linewidth=0.8))
        ax.annotate(MARK[verdict], (0.45 + 5.8 * n, top + 0.21), ha="center", va="center", fontsize=8.5, color=TEXT[verdict])
        ax.annotate(verdict, (1.1 + 5.8 * n, top + 0.21), va="center", fontsize=9, color=INK)
    return fig


def kind_words(rows: pd.DataFrame) -> dict[str, Any]:
    """Title, caption and description of the bars by kind."""
    told = []
    for kind, part in rows.groupby("kind", sort=False):
        parts = ", ".join(f"{r.number} {r.verdict}" for r in part.itertuples() if r.number)
        told.append(f"{kind}: {parts}")
    facts = rows[rows["kind"] == "facts"].set_index("verdict")["number"]
    others = rows[rows["kind"] != "facts"].groupby("verdict")["number"].sum()
    return {
        "title": "Which kind of claim stands?",
        "caption": (
            f"Of {facts.sum()} claims of fact {facts[SUPPORTED]} are supported; of {others.sum()} interpretations, causes and"
            f" predictions {others[SUPPORTED]}. Fill and mark say the same."
        ),
        "description": "Stacked horizontal bars, one a kind of claim. " + "; ".join(told) + ".",
        "sources": ["narrative/claims"],
    }


def neighbours(table: pd.DataFrame) -> Figure:
    """Verdicts at the threshold in each rule and at the two beside it.

    Args:
        table: from `thresholds.at_thresholds`, with a row number y.
    """
    rows = table.drop_duplicates(["claim_id", "what"])
    fig, ax = canvas(height=0.27 * len(rows) + 0.9)
    for row in table.itertuples():
        x = {-1: 1.0, 0: 2.0, 1: 3.0}[row.side]
        _cell(ax, x, row.y, f"{row.label} {MARK[row.verdict]}", row.verdict, row.is_used)
    for row in rows.itertuples():
        ax.annotate(f"{row.claim_id}  {row.what}", (-2.62, row.y), va="center", fontsize=9, color=INK)
        ax.annotate(row.measured_label, (0.28, row.y), va="center", ha="right", fontsize=9.5, fontweight="bold", color=ARMENIA)
    top = rows["y"].max() + 0.8
    heads = ((0.28, "measured"), (1.0, "lower"), (2.0, "in the rule"), (3.0, "higher"))
    for x, text in heads:
        ax.annotate(text, (x, top), ha="right" if x < 1 else "center", fontsize=9, color=INK)
    ax.set(xlim=(-2.65, 3.5), ylim=(-0.6, top + 0.45))
    ax.set_axis_off()
    return fig


def _cell(ax: Axes, x: float, y: float, text: str, verdict: str, thick: bool) -> None:
    ax.add_patch(
        Rectangle((x - 0.42, y - 0.38), 0.84, 0.76, facecolor=FILL[verdict], edgecolor=INK, linewidth=2.0 if thick else 0.4)
    )
    ax.annotate(text, (x, y), ha="center", va="center", fontsize=9, color=TEXT[verdict])


def neighbour_values(table: pd.DataFrame) -> pd.DataFrame:
    """The table of neighbouring thresholds with the place of each cell, the first claim on top."""
    keys = table[["claim_id", "what"]].drop_duplicates().reset_index(drop=True)
    rank = {(c, w): float(len(keys) - 1 - i) for i, (c, w) in enumerate(keys.itertuples(index=False))}
    return table.assign(y=[rank[pair] for pair in zip(table["claim_id"], table["what"], strict=True)])


def neighbour_words(table: pd.DataFrame) -> dict[str, Any]:
    """Title, caption and description of the figure of neighbouring thresholds."""
    moved = table[table["moves"]]
    claims = sorted(moved["claim_id"].unique())
    told = "; ".join(f"{r.claim_id}, {r.what}: {r.verdict} at {r.label} (measured {r.measured_label})" for r in moved.itertuples())
    rules = table[["claim_id", "what"]].drop_duplicates()
    return {
        "title": "Would a neighbouring threshold change the verdict?",
        "caption": (
            f"{len(rules)} numbers in the rules of {rules['claim_id'].nunique()} claims, each with two neighbours: shares ten"
            " points lower and higher, small counts one, other numbers half and double. Thick frame: as in the rule. Where the"
            f" rule says \"any fall\", the threshold is 0 and has no lower neighbour. The verdict moves for {', '.join(claims)}."
        ),
        "description": (
            f"A table of cells, one row a number in a rule, with the measured value in colour. In most rows all cells show"
            f" the same verdict. It moves in these: {told}."
        ),
        "sources": ["narrative/claims", "narrative/claim_evidence"],
    }


def evidence_matrix(drawn: pd.DataFrame) -> Figure:
    """Questions against readings, one panel a coder: as expected, against, or silent; strong tests ringed.

    Args:
        drawn: from `rivals.matrix` for both coders, with a column `coder`.
    """
    items = drawn.drop_duplicates("item_id").sort_values("y")
    fig, axes = canvas(1, 2, height=5.9, sharey=True, gridspec_kw={"wspace": 0.02})
    for ax, (coder, rows) in zip(axes, drawn.groupby("coder"), strict=True):
        ax.grid(axis="y", color=PALE, linewidth=0.6)
        ax.set_axisbelow(True)
        fits, against = rows[rows["score"] == FITS], rows[rows["score"] == AGAINST]
        for spoken, face in ((fits, FILL[SUPPORTED]), (against, "white")):
            ax.scatter(spoken["x"], spoken["y"], s=84, marker="s", facecolor=face, edgecolor=INK, linewidth=0.8, zorder=2)
        ax.scatter(against["x"], against["y"], s=26, marker="x", color=INK, linewidth=1.1, zorder=3)
        for test, marker, size in (("hoop", "s", 200), ("smoking gun", "o", 290)):
            strong = rows[rows["test"] == test]
            ax.scatter(strong["x"], strong["y"], s=size, marker=marker, facecolor="none", edgecolor=ARMENIA, linewidth=1.8,
                       zorder=4)
        ax.set(xlim=(-0.6, 6.6), ylim=(20.6, 0.4))
        ax.xaxis.tick_top()
        ax.set_xticks(range(7), list(NAMES.values()), rotation=90, fontsize=9)
        ax.set_xlabel(f"{coder} coder", fontsize=10.5)
        ax.tick_params(length=0)
        for side in ax.spines.values():
            side.set_visible(False)
    axes[0].set_yticks(items["y"], [f"{r.short}: {r.answer}" for r in items.itertuples()], fontsize=9)
    return fig


def matrix_words(drawn: pd.DataFrame, standings: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Title, caption and description of the evidence matrix."""
    told = []
    for coder, table in standings.items():
        rows = ", ".join(f"{r.reading} {r.fits} as expected and {r.against} against" for r in table.itertuples())
        told.append(f"{coder} coder: {rows}")
    return {
        "title": "What did each reading lead one to expect, and what was seen?",
        "caption": (
            "Dark: as the reading expected. White with a cross: against it. Empty: the reading is silent, or the answer is"
            " undecided. Orange square: a hoop test; orange circle: a smoking gun. The word after each question is the answer that was found."
        ),
        "description": (
            f"Two grids of {drawn['item_id'].nunique()} questions by {drawn['reading_id'].nunique()} readings, one a coder. "
            + "; ".join(told) + "."
        ),
        "sources": ["narrative/rival_evidence", "narrative/rival_predictions", "narrative/readings"],
    }


def left_out(left: pd.DataFrame, whole: pd.DataFrame) -> Figure:
    """Share of spoken predictions that failed, with all questions and with each one left out.

    Args:
        left: from `rivals.without_each` for both coders, with coder, percent and y.
        whole: with all questions: coder, reading_id, percent, y.
    """
    fig, ax = canvas(height=3.8)
    for coder, marker in (("first", "o"), ("second", "D")):
        rows, without = whole[whole["coder"] == coder], left[left["coder"] == coder]
        ax.scatter(without["percent"], without["y"], s=14, marker=marker, color=PALE, zorder=1)
        ax.scatter(rows["percent"], rows["y"], s=46, marker=marker, facecolor=INK if coder == "first" else "white",
                   edgecolor=INK, zorder=2)
    names = [NAMES[r] for r in NAMES]
    ax.set_yticks([6 - i for i in range(7)], names)
    ax.set(xlim=(-3, 83), ylim=(-0.6, 6.75), xlabel="predictions that failed, % of those made")
    ax.annotate("filled dot: first coder; hollow diamond: second; grey: one question left out", (0.99, 0.03),
                xycoords="axes fraction", ha="right", fontsize=9, color=INK)
    return fig


def left_out_words(whole: pd.DataFrame, stays: dict[str, list[str]], never: list[str]) -> dict[str, Any]:
    """Title, caption and description of the robustness figure."""
    wide = whole.pivot(index="reading_id", columns="coder", values="percent")
    told = ", ".join(f"{NAMES[r]} {row['first']:.0f} and {row['second']:.0f}" for r, row in wide.iterrows())
    least = " and ".join(NAMES[r] for r in stays["least"]) or "no reading"
    most = " and ".join(NAMES[r] for r in stays["most"]) or "no reading"
    return {
        "title": "Does the order of the readings hang on one piece of evidence?",
        "caption": (
            f"Whichever question is left out, and for both coders, {least} stays least contradicted and {most} stays most"
            f" contradicted: the order moves. Never least contradicted, for either coder: {' and '.join(NAMES[r] for r in never)}."
        ),
        "description": (
            f"Dots for seven readings on a scale of per cent, first and second coder: {told}. Grey dots around them show the"
            " share with one question left out at a time."
        ),
        "sources": ["narrative/rival_evidence", "narrative/rival_predictions"],
    }


def aftermath(cited: pd.DataFrame, scored: pd.DataFrame) -> Figure:
    """Events since the article, one row a forecast: those that bear it out above the line, those against below.

    Args:
        cited: from `forecasts.cited`, with y.
        scored: from `forecasts.scored`.
    """
    order = list(scored["forecast_id"])
    fig, ax = canvas(height=5.4)
    for row in scored.itertuples():
        y = len(order) - 1 - order.index(row.forecast_id)
        ax.hlines(y, pd.Timestamp("2023-11-01"), pd.Timestamp("2026-07-15"), color=PALE, linewidth=0.8, zorder=0)
        ax.annotate(f"{row.forecast}", (pd.Timestamp("2023-11-01"), y + 0.42), fontsize=9, color=INK, va="center")
        ax.annotate(row.score, (pd.Timestamp("2026-08-01"), y), fontsize=9.5, color=INK, va="center", fontweight="bold")
    for side, marker, face in (("for", "^", FILL[SUPPORTED]), ("against", "v", "white")):
        chosen = cited[cited["side"] == side]
        sure, weak = chosen[chosen["is_usable"]], chosen[~chosen["is_usable"]]
        ax.scatter(sure["date"], sure["y"], marker=marker, s=52, facecolor=face, edgecolor=INK, linewidth=1.1, zorder=2)
        ax.scatter(weak["date"], weak["y"], marker=marker, s=52, facecolor="white", edgecolor="#9A9A9A", linewidth=1.1, linestyle=":", zorder=2)
    ax.set(xlim=(pd.Timestamp("2023-10-20"), pd.Timestamp("2027-01-20")), ylim=(-0.6, len(order) - 0.35))
    ax.set_xticks([pd.Timestamp(f"{y}-01-01") for y in (2024, 2025, 2026)], ["2024", "2025", "2026"])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return fig


def aftermath_values(cited: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """Cited events with their height: a little above the line of the forecast for it, below against it.

    Of events on one side in one month the later ones stand higher or lower, so that none hides another.
    """
    order = list(scored["forecast_id"])
    base = cited["forecast_id"].map(lambda f: float(len(order) - 1 - order.index(f)))
    dated = cited.sort_values(["date", "event_id"])
    place = dated.groupby(["forecast_id", "side", dated["date"].dt.strftime("%Y-%m")]).cumcount().reindex(cited.index)
    step = cited["side"].map({"for": 1.0, "against": -1.0})
    return cited.assign(y=base + step * (0.11 + 0.13 * place))


def aftermath_words(cited: pd.DataFrame, scored: pd.DataFrame) -> dict[str, Any]:
    """Title, caption and description of the figure of forecasts."""
    told = "; ".join(
        f"{r.forecast.rstrip('.')}: {r.score}, {r.n_for} for and {r.n_against} against" for r in scored.itertuples()
    )
    weak = int((~cited["is_usable"]).sum())
    return {
        "title": "What became of the article's forecasts?",
        "caption": (
            "Dark triangles upwards: events that bear a forecast out. White triangles downwards: events against it. Dotted ones"
            f" ({weak}) rest on a weak page and do not count. Events of 2026 are the least sure."
        ),
        "description": f"{len(scored)} rows of triangles from December 2023 to June 2026. {told}.",
        "sources": ["narrative/forecasts", "narrative/events"],
    }


