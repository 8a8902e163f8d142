"""Claims that are easily judged wrongly (the table is in `traps`)."""

from __future__ import annotations

import pytest
from traps import TRAPS, Trap


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.kind}: {trap.claim}")
def test_a_trap_is_seen(trap: Trap) -> None:
    """What is wrong is refused, what is right accepted, and what can't be told is undecided."""
    assert trap.outcome() == trap.ends


def test_all_kinds_of_ends_are_there() -> None:
    """A check that always says the same would not pass."""
    assert {trap.ends for trap in TRAPS} == {"accepted", "refused", "undecided", "the author's mistake"}
