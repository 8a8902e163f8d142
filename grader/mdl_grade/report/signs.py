"""What all renderings of a report share: words and signs for a status, and what belongs to a check."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mdl_grade.records.evidence import Curve
from mdl_grade.records.model import CheckResult, ExerciseResult, Report, SeedMode, Status, Trust
from mdl_grade.report.phrases import sentences, single_point

WRONG = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.GRADER_ERROR)
"""How a check ends that a learner should look at."""


class Sign(Struct, frozen=True):
    """A status in one character, the same in ASCII, and in words."""

    mark: str
    plain: str
    words: str


SIGNS = {
    Status.PASSED: Sign("✓", "+", "passed"),
    Status.FAILED: Sign("✗", "-", "failed"),
    Status.ERROR: Sign("✗", "-", "ended in an error"),
    Status.TIMEOUT: Sign("✗", "-", "took too long"),
    Status.BLOCKED: Sign("·", ".", "waits for another"),
    Status.NOT_ATTEMPTED: Sign("·", ".", "not started"),
    Status.GRADER_ERROR: Sign("!", "!", "a fault of the grader: not counted"),
}

TRUST = {
    Trust.PARTIAL: "Isolation was partial: some walls around the graded code could not be built on this machine.",
    Trust.COOPERATIVE: "Isolation was cooperative: this result is worth as much as your trust in the graded code.",
}


def points(part: ExerciseResult | CheckResult) -> str:
    """Write points as 2/8."""
    return f"{part.points}/{part.max_points}"


def stem(exercise: ExerciseResult) -> str:
    """Return the exercise's name without its chapter."""
    return exercise.id.rpartition("/")[2]


def chapter(exercise: ExerciseResult) -> str:
    """Return the exercise's chapter, or ""."""
    return exercise.id.rpartition("/")[0]


def said(check: CheckResult) -> str:
    """Return the message, with the case that it is about, and a curve that is a single point."""
    case = check.evidence.case if check.evidence is not None else ""
    message = f"For {case}: {check.message}" if case and check.message else check.message
    curve = _curve(check)
    return sentences(message, single_point(curve) if curve is not None and len(curve.x) == 1 else "")


def curve_of(check: CheckResult) -> Curve | None:
    """Return the curve that goes with a check, if it has more than one point."""
    curve = _curve(check)
    return curve if curve is not None and len(curve.x) > 1 else None


def _curve(check: CheckResult) -> Curve | None:
    curve = check.curve or getattr(check.evidence, "curve", None)
    return curve if isinstance(curve, Curve) else None


def part_at_fault(exercise: ExerciseResult) -> str:
    """Return the exercise whose answer makes this one wrong, or "" (see the diagnosis of assemblies)."""
    named = (check.diagnosis for check in exercise.checks if check.diagnosis is not None)
    return next((found.labels[0].partition(" ")[0] for found in named if found.source == "part"), "")


def progress(exercise: ExerciseResult) -> str:
    """Say what of an exercise is still to be written, or "" if that is nothing."""
    missing = [f"`{name}`" for name in exercise.unwritten]
    if not missing or not exercise.written:
        return ""
    names = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    count = len(exercise.written) + len(missing)
    told = f"{len(exercise.written)} of {count} functions written"
    return f"{told}; {names} {'is' if len(missing) == 1 else 'are'} still to be written."


def score(report: Report) -> str:
    """Tell the score in one sentence, without its full stop."""
    done = sum(exercise.status is Status.PASSED for exercise in report.exercises)
    told = report.score
    return f"{told.points} of {told.max_points} points, {done} of {len(report.exercises)} exercises done"


def notes(report: Report) -> Sequence[str]:
    """Return sentences about how the run was made that its reader has to know."""
    told = []
    if report.seed.mode is SeedMode.OFFICIAL and report.view == "learner":
        told.append("Official run: inputs and expected values are not shown.")
    if report.isolation.trust in TRUST:
        told.append(TRUST[report.isolation.trust])
    return told


def circumstances(report: Report) -> Sequence[str]:
    """Return sentences about versions, seed and isolation."""
    tool, seed = report.tool, report.seed
    value = "" if seed.value is None else f" {seed.value}"
    return (
        f"{tool.name} {tool.version}, Python {tool.python}, NumPy {tool.numpy}; {seed.mode.value} seed{value}.",
        " ".join((f"Isolation: {report.isolation.trust.value}.", *report.isolation.missing)),
    )
