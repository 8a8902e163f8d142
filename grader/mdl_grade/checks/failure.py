"""How a check says no."""

from __future__ import annotations

from mdl_grade.records.evidence import AnyEvidence


class CheckFailed(AssertionError):
    """The answer is wrong, and `evidence` shows where. `where` is the case that showed it."""

    def __init__(self, evidence: AnyEvidence, where: object = "") -> None:
        super().__init__(repr(evidence))
        self.evidence, self.where = evidence, where


class Inconclusive(Exception):
    """The check could not decide at these points: never a pass, never a mark lost."""
