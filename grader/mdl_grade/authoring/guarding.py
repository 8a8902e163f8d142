"""Guards as mutants (see `diagnosis.guards`): each is rejected, or makes no difference that could be one.

Whether it makes none is computed, never said: its results on all programs of the suite, extremes included, are as close
to the reference's as two right answers may lie apart. What survives and differs is a blind spot of the suite. All of it
runs in this process.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.tampering import BY_TENDENCY, Tampering
from mdl_grade.checks import CheckFailed, Inconclusive, assert_close
from mdl_grade.checks.tolerance import FLOAT64_RTOL
from mdl_grade.diagnosis.guards import Guard, guards
from mdl_grade.errors import GraderFault
from mdl_grade.sandbox import wire
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.budget import OverBudget
from mdl_grade.suite.judging import run_check
from mdl_grade.suite.recorder import Recording
from mdl_grade.suite.runner import InProcess, Reply, values
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Subject
from mdl_grade.suite.suite import Suite


@dataclass
class Fates:
    """How many guards of each family were rejected, and how many make no difference."""

    rejected: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    blind: list[str] = field(default_factory=list)


def hold_guards(judge: Judge, seed: int, findings: Findings, *, share: float = 1.0) -> Fates:
    """Hold a suite to seeing every guard that makes a difference under a seed; `share` of them, chosen by digest."""
    suite, fates = judge.suite, Fates()
    key = Seed.practice(seed).of(suite.id, "")
    programs = _programs(suite, key)
    harmless = getattr(suite.module, "HARMLESS", {})  # guards that only change what is rounding anyway: key -> reason
    for guard in _chosen(guards(suite.solution.text), share):
        if _rejects(suite, guard, key):
            fates.rejected[guard.family] += 1
        elif guard.key not in harmless and _differs(suite, guard, programs):
            fates.blind.append(guard.key)
        else:
            fates.harmless[guard.family] += 1
    for blind in fates.blind:
        findings.unless(False, f"a guard makes a difference, and is not seen: {blind}", seed=seed)
    return fates


def _chosen(found: Iterable[Guard], share: float) -> list[Guard]:
    return [guard for guard in found if hashlib.sha256(guard.key.encode()).digest()[0] < 256 * share]


def _host(suite: Suite, guard: Guard) -> Tampering:
    return Tampering(InProcess(execute(Script(guard.source, {}), str(suite.solution.path))))


def _rejects(suite: Suite, guard: Guard, key: bytes) -> bool:
    try:
        subject = Subject(suite, _host(suite, guard), key)
        for name in suite.checks:
            run_check(name, subject)
    except (Exception, OverBudget):  # whatever ends a check, but right answers
        return True
    return False


def _differs(suite: Suite, guard: Guard, programs: dict[bytes, tuple[Recording, Reply]]) -> bool:
    try:
        host = _host(suite, guard)
        for recording, reply in programs.values():
            mine = host.execute(recording)
            if isinstance(reply.message, wire.Raised) or isinstance(mine.message, wire.Raised):
                if type(reply.message) is not type(mine.message):
                    return True
                continue
            with np.errstate(all="ignore"), suppress(Inconclusive):
                assert_close(values(recording, mine), values(recording, reply), rtol=FLOAT64_RTOL)
    except (CheckFailed, GraderFault):
        return True
    return False


def _programs(suite: Suite, key: bytes) -> dict[bytes, tuple[Recording, Reply]]:
    """Return what is asked by checks that look at every value by itself, and what the reference says to it."""
    subject = Subject(suite, Tampering(InProcess(suite.namespace)), key)
    asked: dict[bytes, tuple[Recording, Reply]] = {}
    for name, check in suite.checks.items():
        run_check(name, subject)
        if check.kind not in ("shape", "hygiene", *BY_TENDENCY) and name not in suite.tolerant:
            asked |= {e.recording.key: (e.recording, e.reply) for e in subject.student.exchanges}
    return asked
