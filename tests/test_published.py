"""Published numbers, computed again from the tables as they are committed: no publisher's file is needed."""

import pandas as pd
import pytest
from build import narrative, published_checks
from build.published_checks import CHECKS, NotAtHand
from build.shelf import Shelf

BY_KEY = {s.key: s for module in (narrative, published_checks) for s in module.SOURCES}
SHELF = Shelf(None, BY_KEY)
AGAIN = published_checks.published_checks(SHELF).set_index("check_id")
COMMITTED = SHELF.table("narrative/published_checks").set_index("check_id")


def test_every_check_is_there():
    assert set(COMMITTED.index) == set(CHECKS) == set(AGAIN.index)


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_gives_what_the_table_holds(check):
    ours, held = AGAIN.loc[check, "ours"], COMMITTED.loc[check, "ours"]
    assert (pd.isna(ours) and pd.isna(held)) or ours == pytest.approx(held, rel=1e-5, abs=1e-4)
    assert bool(AGAIN.loc[check, "passes"]) == bool(COMMITTED.loc[check, "passes"])


def test_a_changed_cell_of_a_table_moves_its_check(monkeypatch):
    whole = SHELF.table("debt/owed_to_russia")
    doubled = whole.assign(outstanding_usd=whole["outstanding_usd"] * 2)
    monkeypatch.setitem(SHELF.built, "debt/owed_to_russia", doubled)
    moved = []
    for check, compute in CHECKS.items():
        try:
            moved.append(compute(SHELF) != pytest.approx(COMMITTED.loc[check, "ours"], rel=1e-5))
        except NotAtHand:
            continue
    assert any(moved)
