"""Seeds change inputs and not verdicts: what is the same for everybody, or judged by luck, is found."""

import pytest

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.steadiness import inputs_differ, inputs_stay, verdicts_agree
from mdl_grade.course.course import Course
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import Verdict

SOLUTION = '"""Twice."""\n\n\ndef twice(X):\n    ### BEGIN SOLUTION\n    return 2.0 * X\n    ### END SOLUTION\n'
SUITE = """
import numpy as np
from mdl_grade.suite import Exercise, agrees, cases

EXERCISE = Exercise(tier=1, returns=("Y",))


@cases("N", (3,), (2,){how})
def batch(rng, N):
    return {{"X": {X}}}


values = agrees("Twice.", batch)
"""


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


@pytest.fixture
def suite(tmp_path):
    """Return a function that makes a suite whose input is an expression."""

    def make(X, how="", more=""):
        course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
        for path, text in (
            (course.solution("c/twice"), SOLUTION),
            (course.suite("c/twice"), SUITE.format(X=X, how=how) + more),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Suite.load(course, "c/twice")

    return make


@pytest.mark.parametrize(
    ("X", "how", "same"),
    [
        ("rng.normal(size=N)", "", 0),
        ("np.arange(float(N))", "", 2),
        ("rng.normal(size=N) if N == 3 else np.ones(N)", "", 1),
        ("1e5 + rng.normal(size=N)", "", 2),
        ("1e5 + rng.normal(size=N)", ", exact=True", 0),
        ("np.arange(float(N))", ', fixed="It is the example."', 0),
    ],
)
def test_inputs_that_never_change_are_found(suite, X, how, same):
    """Typed in, or rounded until nothing is left of the draw; what is fixed is declared."""
    findings = Findings(1)
    inputs_differ(suite(X, how), findings)
    assert len(findings.told) == same


@pytest.mark.parametrize(
    ("X", "told"),
    [
        ("rng.normal(size=N)", 0),
        ("rng.normal(size=N) + time.time() // 86400 % 97", 1),
    ],
)
def test_what_is_asked_is_the_same_for_the_same_seed_whenever_it_is(suite, wall, X, told):
    """A regrade is exact: nothing comes from the clock. (Numbers from NumPy's global state break a rule.)"""
    findings = Findings(1)
    inputs_stay(Judge(suite(X, more="import time\n"), wall), 7, findings)
    assert len(findings.told) == told


def test_a_verdict_that_depends_on_the_seed_is_found(suite):
    """Failed under one seed and passed under another: unless it waits for another check, or the suite says why."""

    def told(*statuses, more=""):
        findings = Findings(len(statuses))
        by_seed = {seed: (Verdict("values", status),) for seed, status in enumerate(statuses)}
        verdicts_agree(suite("rng.normal(size=N)", more=more), "the bug", by_seed, findings)
        return findings.told

    assert told(Status.FAILED, Status.FAILED) == ()
    assert told(Status.PASSED, Status.PASSED) == ()
    assert len(told(Status.FAILED, Status.PASSED)) == 1
    assert len(told(Status.TIMEOUT, Status.PASSED)) == 1
    assert told(Status.FAILED, Status.BLOCKED) == ()
    assert told(Status.FAILED, Status.PASSED, more='VARYING = {"values": "Why."}\n') == ()
