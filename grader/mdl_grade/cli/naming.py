"""Learners, as they are named on the command line."""

from __future__ import annotations

from pathlib import Path


def known_learner(results: Path, text: str) -> str:
    """Return the learner in RESULTS that a text means, which may be what a terminal showed of the name."""
    from mdl_grade.batch.ledger import Ledger

    with Ledger.open(results) as ledger:
        return ledger.learner(text)
