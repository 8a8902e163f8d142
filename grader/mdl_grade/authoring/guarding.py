"""Guards as mutants (see `diagnosis.guards`): each is rejected under every seed, or makes no difference under any.

Whether it makes none is computed, never said (see `replies`). What survives and differs is a blind spot of the suite,
and what is rejected under some seeds only is judged by luck. All of it runs in this process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from mdl_grade.authoring.fates import Fates
from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.replies import Asked
from mdl_grade.authoring.tampering import Tampering
from mdl_grade.diagnosis.guards import Guard, guards
from mdl_grade.errors import GraderFault
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.budget import OverBudget
from mdl_grade.suite.judging import run_check
from mdl_grade.suite.runner import InProcess
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite

EDGE = 10.0
"""What is nearer to the reference than so many tolerances may be seen under some seeds, and not under others."""


def hold_guards(judge: Judge, seeds: Sequence[int], findings: Findings, *, share: float = 1.0) -> Fates:
    """Hold a suite to seeing every guard that makes a difference; `share` of them, chosen by digest."""
    suite, fates = judge.suite, Fates()
    asked = {seed: Asked.by(suite, seed) for seed in seeds}
    for guard in _chosen(guards(suite.solution.text), share):
        passes = [seed for seed in seeds if _passes(suite, guard, asked[seed], seed)]
        if not passes:
            fates.rejected(guard.family)
            continue
        blind = [seed for seed in passes if not _harmless(suite, guard, asked[seed])]
        for seed in blind:
            findings.unless(False, f"a guard makes a difference, and is not seen: {guard.key}", seed=seed)
        if blind:
            fates.missed(guard.family)
        elif len(passes) == len(seeds) or all(_harmless(suite, guard, asked[seed], EDGE) for seed in seeds):
            fates.allowed(guard.family)
        else:
            fates.missed(guard.family)
            findings.unless(False, f"a guard is seen under some seeds only: {guard.key}", seed=passes[0])
    return fates


def _chosen(found: Iterable[Guard], share: float) -> list[Guard]:
    return [guard for guard in found if hashlib.sha256(guard.key.encode()).digest()[0] < 256 * share]


def _host(suite: Suite, guard: Guard) -> Tampering:
    return Tampering(InProcess(execute(Script(guard.source, {}), str(suite.solution.path))))


def _passes(suite: Suite, guard: Guard, asked: Asked, seed: int) -> bool:
    """Tell whether a guard passes all checks: as it does if every reply is the reference's."""
    try:
        host = _host(suite, guard)
        if asked.identical(host):
            return True
        subject = Subject(suite, host, Seed.practice(seed).of(suite.id, ""))
        for name in suite.checks:
            run_check(name, subject)
    except (Exception, OverBudget):  # whatever ends a check, but right answers
        return False
    return True


def _harmless(suite: Suite, guard: Guard, asked: Asked, tolerances: float = 1.0) -> bool:
    try:
        return asked.alike(_host(suite, guard), tolerances)
    except GraderFault:
        return False
