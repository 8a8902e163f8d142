"""Texts of the authors' own, judged in this process: a proof asks thousands of them, and none is a stranger's."""

from __future__ import annotations

from collections.abc import Iterable

from mdl_grade.authoring.tampering import Tampering
from mdl_grade.errors import GraderFault
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.budget import OverBudget
from mdl_grade.suite.judging import run_check
from mdl_grade.suite.runner import InProcess
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.subject import Loading, Subject
from mdl_grade.suite.suite import Suite


def host_here(suite: Suite, source: str) -> Tampering:
    """Return a text of the authors' own as an answer that is run in this process.

    Raises
    ------
    GraderFault
        If it can't be loaded.
    """
    return Tampering(InProcess(execute(Script(source, {}), str(suite.solution.path))))


def fails_here(suite: Suite, source: str, checks: Iterable[str], seed: int) -> bool:
    """Tell whether a text does not pass some checks, or can't even be loaded."""
    try:
        return bool(rejected_by(checks, suite, host_here(suite, source), seed))
    except GraderFault:
        return True


def rejected_by(checks: Iterable[str], suite: Suite, host: Loading, seed: int) -> str:
    """Return the first of some checks that an answer does not pass, or ""."""
    name = next(iter(suite.checks))
    try:
        subject = Subject(suite, host, Seed.practice(seed).of(suite.id, ""))
        for name in checks:
            run_check(name, subject)
    except (Exception, OverBudget):  # whatever ends a check, but right answers
        return name
    return ""
