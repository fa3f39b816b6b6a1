"""Drawings and words of chapter 03 on delays."""

import pandas as pd
from matplotlib.figure import Figure

from evidence.house.figures import ARMENIA, GREY, INK, RUSSIA, canvas
from evidence.measures.delays import Pace

DRAWN = ("Russia", "United States", "Other large exporters")
SHORT = {"Other large exporters": "Nine others"}
SIDE = {True: -0.07, False: 0.07}
PLANTED = {"no delay": GREY, "start halved": RUSSIA, "both halved": ARMENIA}


def waiting(values: pd.DataFrame) -> Figure:
    """Kaplan-Meier curves of two cohorts: three suppliers across, first and full delivery down.

    Args:
        values: result of `delays.curves` with columns old (true for the older cohort) and percentages.
    """
    fig, axes = canvas(rows=2, columns=len(DRAWN), height=5.0, sharex=True, sharey=True)
    for row, event in zip(axes, ("first", "full"), strict=True):
        for ax, supplier in zip(row, DRAWN, strict=True):
            part = values[(values["event"] == event) & (values["supplier"] == supplier)]
            for old, curve in part.groupby("old"):
                colour = GREY if old else RUSSIA if supplier == "Russia" else INK
                when = curve["lag_years"] + SIDE[bool(old)]
                ax.vlines(when, curve["percent_low"], curve["percent_high"], color=colour, linewidth=1)
                ax.plot(
                    when,
                    curve["percent"],
                    color=colour,
                    linewidth=1.5 if old else 2.2,
                    linestyle=(0, (3, 1.5)) if old else "-",
                )
            ax.set_title(SHORT.get(supplier, supplier) if event == "first" else "")
            ax.set(ylim=(0, 100), xlim=(-0.25, 6.2), xticks=(0, 2, 4, 6))
        row[0].set_ylabel(f"percent without\n{event} delivery")
    axes[0, 1].annotate("orders of\n2018–21", (2.2, 70), fontsize=9.5)
    axes[0, 1].annotate("orders of\n2013–17", (0.1, 10), fontsize=9.5)
    fig.supxlabel("calendar years after the order", fontsize=9.5)
    return fig


def waiting_words(values: pd.DataFrame) -> dict[str, str]:
    """Title, caption and description of the curves."""
    at = values[values["lag_years"] == 4].set_index(["event", "supplier", "old"])["percent"]
    told, began = (
        "; ".join(f"{SHORT.get(s, s)} {at[event, s, True]:.0f} and {at[event, s, False]:.0f}" for s in DRAWN)
        for event in ("full", "first")
    )
    return {
        "title": "How long do orders wait?",
        "caption": (
            "Dashed: orders of 2013–17; solid: of 2018–21, moved apart so that both bars can be seen. Others: nine exporters"
            " besides France and Germany. Kaplan-Meier estimates with 95 % bars, from counts of release 2026, without"
            " deliveries to Ukraine, aid and second-hand goods."
        ),
        "description": (
            "Six small panels of falling curves: share of orders without a first (above) and without full delivery"
            f" (below). Percent of orders without a first delivery four years on, older and newer orders: {began}. Not"
            f" complete: {told}. Only Russia's curves cross."
        ),
    }


def trial(values: pd.DataFrame, real: dict[str, Pace]) -> Figure:
    """Measured pace over the share of orders that enter on delivery, for each planted delay.

    Args:
        values: result of `registers.trial`.
        real: event -> measured pace of Russia.
    """
    fig, axes = canvas(columns=2, height=4.6, sharey=True)
    for ax, event, title in zip(axes, ("first", "full"), ("First delivery", "Full delivery"), strict=True):
        ax.axhline(1, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
        for name, colour in PLANTED.items():
            if event == "first" and name == "both halved":
                continue
            rows = values[(values["event"] == event) & (values["planted"] == name)]
            ax.fill_between(rows["percent"], rows["low"], rows["high"], color=colour, alpha=0.15, linewidth=0)
            ax.plot(rows["percent"], rows["median"], color=colour, linewidth=2.2, marker="o", markersize=4)
            start = rows.iloc[0]
            ax.annotate(
                name,
                (start["percent"], start["median"]),
                xytext=(4, 26 if name == "no delay" else -15),
                textcoords="offset points",
                fontsize=9.5,
            )
        ax.vlines(111, real[event].lower, real[event].upper, color=INK, linewidth=1.4)
        ax.scatter([111], [real[event].ratio], color=INK, s=34, zorder=3)
        ax.annotate(
            "Russia\nas listed",
            (111, real[event].upper),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
        ax.set(
            xlim=(0, 122), xticks=range(0, 101, 25), ylim=(0, 1.7), xlabel="percent of orders that enter on delivery"
        )
        ax.set_title(title)
    axes[0].set_ylabel("measured pace, 2022–25 (2010–19 = 1)")
    return fig


def trial_words(values: pd.DataFrame, real: dict[str, Pace]) -> dict[str, str]:
    """Title, caption and description of the trial."""
    rows = values.set_index(["planted", "event", "share"])["median"]
    faster = values.set_index(["planted", "event", "share"])["faster"]
    return {
        "title": "How far does entry on delivery hide a delay?",
        "caption": (
            f"{values['registers'].max()} synthetic registers a point, bands hold the middle 95 %. Right of each panel: what the"
            " real register gives for Russia, with its interval. Left panel: halving completion too changes no first delivery,"
            f" so there is no third line; with the start halved and every order entering on delivery,"
            f" {faster['start halved', 'first', 1.0]:.0%} of the registers lie above 1."
        ),
        "description": (
            "Two panels. With every order listed, the measure finds what was planted: for first deliveries"
            f" {rows['no delay', 'first', 0.0]:.2f} without a delay and {rows['start halved', 'first', 0.0]:.2f} with the"
            f" start halved. With 90 % of the orders entering on delivery it gives {rows['no delay', 'first', 0.9]:.2f} and"
            f" {rows['start halved', 'first', 0.9]:.2f}. For full deliveries the last figure is"
            f" {rows['start halved', 'full', 0.9]:.2f}, and {rows['both halved', 'full', 0.9]:.2f} if completion is halved"
            f" too. Russia as listed: {real['first'].ratio:.2f} for first and {real['full'].ratio:.2f} for full delivery."
        ),
    }


def trial_values(values: pd.DataFrame, real: dict[str, Pace]) -> pd.DataFrame:
    """Everything that the figure of the trial draws."""
    rows = [
        {"planted": "Russia as listed", "event": e, "percent": 111, "median": p.ratio, "low": p.lower, "high": p.upper}
        for e, p in real.items()
    ]
    return pd.concat([values, pd.DataFrame(rows)], ignore_index=True)
