"""How one check ended on one answer."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mdl_grade.records.evidence import AnyEvidence, Curve, Stopped
from mdl_grade.records.model import Status
from mdl_grade.suite.runner import Exchange


class Verdict(Struct, frozen=True):
    """How one check ended, and the programs that led there."""

    check: str
    status: Status
    evidence: AnyEvidence | None = None
    exchanges: tuple[Exchange, ...] = ()
    where: object = None
    curve: Curve | None = None


NAMED = (Status.FAILED, Status.ERROR)
"""Verdicts behind which a bug is looked for."""


def everywhere(checks: Iterable[str], status: Status, evidence: AnyEvidence | None) -> tuple[Verdict, ...]:
    """Return the same verdict for all checks: what is said of an answer as a whole."""
    return tuple(Verdict(name, status, evidence) for name in checks)


def status_of(evidence: AnyEvidence) -> Status:
    """Return the status of a check that the answer itself ended."""
    return Status.TIMEOUT if isinstance(evidence, Stopped) and evidence.how == "timeout" else Status.ERROR
