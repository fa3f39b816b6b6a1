"""What the prose of chapter 07 quotes of its tables: by finding the value and the form in which `Chapter.state` writes it."""

import pandas as pd

from evidence.measures.alignment import (
    AFTER,
    BEFORE,
    COMPARED,
    DRAWN_AS,
    NEWEST,
    SERIES,
    by_wave,
    gap_parts,
    sampling_margin,
    span,
    with_russia,
)

Quoted = dict[str, tuple[float | str | bool, str]]


def gaps(parts: pd.DataFrame) -> Quoted:
    """What prose quotes of the gap between Armenia and Russia, by finding.

    Args:
        parts: from `by_periods`.
    """
    found: Quoted = {"series_in_edition": (parts["series"].nunique(), "word")}
    for name, key in NEWEST.items():
        last = parts[parts["series"].eq(SERIES[key])].iloc[-1]
        found[f"widened_{name}"] = (last["widened"], ".2f")
        found[f"widened_{name}_range"] = (span(last[["low", "high"]]), "")
    early = parts[parts["series"].eq(SERIES[NEWEST["fp"]])].iloc[0]
    return found | {"first_armenia": (-early["by_one"], ".2f"), "first_russia": (early["by_other"], ".2f")}


def moves(every: dict[str, pd.DataFrame], series: dict[tuple[str, str], pd.DataFrame]) -> Quoted:
    """What prose quotes of the moves of Armenia, Russia and the states they are compared with, by finding.

    Args:
        every: from `moves_by_series`.
        series: (edition, series) -> points from `series_of`.
    """
    found: Quoted = {}
    for label, name in DRAWN_AS.items():
        rows = every[label].set_index("iso3")
        mine = rows.loc["ARM"]
        found |= {f"{name}_{s}": (rows.loc[s, "move"], ".2f") for s in ("RUS", "ARM", *COMPARED)}
        found[f"{name}_widest"] = (span(mine[["low", "high"]]), "")
        found[f"{name}_independent"] = (span(mine[["low_independent", "high_independent"]]), "")
        found[f"net_{name}"] = (mine["move"] - rows["move"].median(), ".2f")
    rows = every["whole resolutions"].set_index("iso3")
    points = series[NEWEST["fp"]]
    shifted = {s: gap_parts(points, s, "RUS", BEFORE, AFTER)["widened"] for s in ("ARM", *COMPARED)}
    less = [s for s in COMPARED if abs(rows.loc[s, "move"]) < abs(rows.loc["ARM", "move"])]
    return (
        found
        | {f"fp_gap_{s}": (shifted[s], ".2f") for s in COMPARED}
        | {
            "fp_widest_RUS": (span(rows.loc["RUS", ["low", "high"]]), ""),
            "states_with_moves": (len(rows), "n"),
            "others_shifted_more": (min(shifted[s] for s in ("GEO", "KAZ", "AZE")) > shifted["ARM"], ""),
            "moved_less": (len(less), "word"),
            "compared_states": (len(COMPARED), "word"),
        }
    )


def distances(rows: pd.DataFrame) -> Quoted:
    """What prose quotes of the distances to Western states, by finding.

    Undecided is a change whose widest interval encloses zero in every series.

    Args:
        rows: from `distances`, of Armenia.
    """
    america, europe = rows[rows["iso3"].eq("USA")], rows[rows["iso3"].ne("USA")]
    names = ["fp", "all", "older"]
    undecided = rows["low"].lt(0) & rows["high"].gt(0)
    newest = america[america["edition"].eq("2025-07")]
    return {f"nearer_USA_{n}": (-c, ".2f") for n, c in zip(names, america["change"], strict=True)} | {
        "usa_moved_it": (bool((america["theirs"] < america["change"]).all()), ""),
        "usa_decided_if_independent": (bool(newest["high_independent"].lt(0).all()), ""),
        "west_range": (span(europe["change"]), ""),
        "west_undecided": (bool(undecided.all()), ""),
        "no_nearer_to_France": (bool(undecided[rows["iso3"].eq("FRA")].all()), ""),
    }


def agreement(table: pd.DataFrame, own: pd.DataFrame) -> Quoted:
    """What prose quotes of agreement: newest sessions, and Armenia beside the other states of the table, by finding.

    Args:
        table: alignment/agreement.
        own: `joined_agreement` of Armenia.
    """
    states = sorted(table.loc[table["partner_iso3"].eq("RUS"), "iso3"].unique())
    pairs = with_russia(table, states, BEFORE, AFTER).dropna().set_index("iso3")
    others = 100 * pairs["change"].drop("ARM")
    found: Quoted = {
        "others_fell": (int(others.lt(0).sum()), "n"),
        "others_compared": (len(others), "n"),
        "others_median": (others.median(), ".0f"),
    }
    chosen = ("ARM", "KAZ", "IND", "FRA", "GEO", "BLR", "AZE")
    found |= {f"with_russia_{s}": (100 * pairs.loc[s, "change"], ".0f") for s in chosen}
    found |= {f"level_{s}": (100 * pairs.loc[s, "before"], ".0f") for s in ("ARM", "FRA")}
    counted = (
        own.assign(alike=own["agreement"] * own["votes_compared"]).set_index(["year", "partner_iso3"]).sort_index()
    )
    newest = int(own["year"].max())
    for name, year in (("newest", newest), ("year_before", newest - 1)):
        at = counted.loc[year]
        found |= {f"{name}_{s}": (100 * share, ".0f") for s, share in at["agreement"].items()}
        found[f"alike_USA_{year}"] = (at.loc["USA", "alike"], ".0f")
        found[f"votes_with_russia_{year}"] = (at.loc["RUS", "votes_compared"], ".0f")
    return found


def polls(panels: dict[str, pd.DataFrame], table: pd.DataFrame) -> Quoted:
    """What prose quotes of the polls, by finding: single waves, the span of the margins, and the question of a path.

    Args:
        panels: from `asked`.
        table: opinion/polls, rows of Armenia.
    """
    friend, relations, partner = panels.values()
    waves = {
        "friend": (friend, ["Russia_2013", "Russia_2020_02_21", "Russia_2021", "France_2021"]),
        "partner": (partner, ["France_2023_01_23", "France_2026_02_03", "Russia_2026_02_03"]),
        "good": (
            relations[relations["answer"].str.startswith("good")],
            ["Russia_2019", "Russia_2019_05", "Russia_2023_12", "Russia_2025_06"],
        ),
    }
    found: Quoted = {
        f"{name}_{wave}": (by_wave(rows)[wave], "%") for name, (rows, chosen) in waves.items() for wave in chosen
    }
    path_rows = table[table["question_id"].eq("mpg_security_path") & table["field_start"].eq("2024-07-03")]
    found |= {
        f"path_{about.replace(' ', '_')}": (percent / 100, "%")
        for about, percent in zip(path_rows["about"], path_rows["percent"], strict=True)
    }
    return found | {
        "poll_margins": (span(pd.concat(panels.values())["margin"], ".1f"), ""),
        "path_asked": (int(path_rows["n"].max()), "n"),
        "path_margin": (sampling_margin(path_rows["percent"], path_rows["n"]).max(), ".1f"),
    }
