"""What is wrong with an answer, told once: the failed checks of an exercise, gathered by what makes them fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mdl_grade.records.evidence import Raised
from mdl_grade.records.model import CheckResult, Confidence, Finding, Status

WRONG = (Status.FAILED, Status.ERROR, Status.TIMEOUT)
"""How a check ends that the answer is to blame for."""
ORDER = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.UNKNOWN)


@dataclass
class _Group:
    labels: tuple[str, ...]
    confidence: Confidence
    hint: str = ""
    checks: list[CheckResult] = field(default_factory=list)

    def explains(self, other: _Group) -> bool:
        """Tell whether what this one names is all, or is one possibility, of what the other names."""
        mine, theirs = set(self.labels), set(other.labels)
        if self.confidence is Confidence.CERTAIN:
            return theirs < mine if other.confidence is Confidence.CERTAIN else bool(mine & theirs)
        return self.confidence is other.confidence is Confidence.LIKELY and mine < theirs


def causes_of(checks: Sequence[CheckResult]) -> tuple[Finding, ...]:
    """Gather the failed checks of one exercise.

    Parameters
    ----------
    checks : sequence of CheckResult
        All checks of the exercise, in their order.

    Returns
    -------
    tuple of Finding
        Each failed check belongs to exactly one: checks with the same diagnosis together, and those whose diagnosis
        is a part of another's (or leaves open what another is certain of) with that. Without a diagnosis, checks
        belong together if they fail with the same message, or raise the same exception in the same line.
    """
    groups = _merged(_grouped(checks))
    places = {check.id: i for i, check in enumerate(checks)}
    findings = [_finding(group, places) for group in groups]
    return tuple(sorted(findings, key=lambda found: (ORDER.index(found.confidence), places[found.checks[0]])))


def _grouped(checks: Iterable[CheckResult]) -> list[_Group]:
    groups: dict[object, _Group] = {}
    for check in checks:
        if check.status not in WRONG:
            continue
        named = check.diagnosis
        if named is None:
            group = groups.setdefault(_end(check), _Group((), Confidence.UNKNOWN))
        else:
            key = (frozenset(named.labels), named.confidence)
            group = groups.setdefault(key, _Group(named.labels, named.confidence))
            group.hint = group.hint or named.hint
        group.checks.append(check)
    return list(groups.values())


def _end(check: CheckResult) -> object:
    """Return how a check ended: where the same line raised the same, or what the message says."""
    evidence = check.evidence
    if isinstance(evidence, Raised) and evidence.line is not None:
        return evidence.exception, evidence.cell, evidence.line
    return check.message or check.id


def _merged(groups: Sequence[_Group]) -> list[_Group]:
    """Let each group that another explains go into the largest of those."""
    kept: list[_Group] = []
    for group in sorted(groups, key=_telling_most_first):
        home = next((other for other in kept if other.explains(group)), None)
        if home is None:
            kept.append(group)
        else:
            home.checks += group.checks
            home.hint = home.hint or group.hint
    return kept


def _telling_most_first(group: _Group) -> tuple[int, int]:
    """Order groups so that one comes before those that it may explain."""
    certain = group.confidence is Confidence.CERTAIN
    return ORDER.index(group.confidence), -len(group.labels) if certain else len(group.labels)


def _finding(group: _Group, places: dict[str, int]) -> Finding:
    checks = sorted(group.checks, key=lambda check: places[check.id])
    return Finding(
        labels=group.labels,
        confidence=group.confidence,
        hint=group.hint,
        checks=tuple(check.id for check in checks),
        points=sum(check.max_points - check.points for check in checks),
    )
