"""What the prompt shows is asked of the learner's own code, before anything else."""

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.solution import Solution
from mdl_grade.records.evidence import WrongValue
from mdl_grade.records.model import Status
from mdl_grade.suite.example import example_check, examples_of
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
SUITE = """
import numpy as np
from mdl_grade.suite import Exercise, agrees, cases

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)


@cases("N", (3,), (2,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}


values = agrees("Twice.", batch, points=1)
"""
SOLUTION = '''"""Twice."""
import numpy as np


def twice(X):
    """Return twice X.

    >>> factor = 10.0
    >>> for x in twice(factor * np.ones(2)):
    ...     print(float(x))
    20.0
    20.0
    >>> [float(x) for x in twice(np.array([1.0, 500.0])) if x > 3]
    [1000.0]
    >>> twice(np.zeros(2)) if len(twice(np.zeros(2))) > 1 else None
    array([0., 0.])
    """
    ### BEGIN SOLUTION
    return 2.0 * X
    ### END SOLUTION
'''


@pytest.fixture
def verdicts(course, wall):
    """Return the verdicts on an answer, by check."""

    def by_check(expression):
        suite = Suite.load(course(SUITE, SOLUTION), "c/twice")
        answer = f"import numpy as np\ndef twice(X):\n    return {expression}\n"
        found = judge(suite, wall, answer, Seed.practice().of("c/twice", "")).verdicts
        return {verdict.check: verdict for verdict in found}

    return by_check


def test_the_example_is_the_first_check_and_gives_no_points(course, verdicts):
    """A right answer does what it shows, whatever statements it is made of."""
    suite = Suite.load(course(SUITE, SOLUTION), "c/twice")
    assert list(suite.checks) == ["example", "values"]
    assert suite.points == 1
    assert {verdict.status for verdict in verdicts("X + X").values()} == {Status.PASSED}


def test_an_answer_that_does_something_else_is_told_so_with_the_example_to_paste(verdicts):
    """Clipped far out, where no other check looks."""
    found = verdicts("2.0 * np.minimum(X, 400.0)")
    assert found["values"].status is Status.PASSED
    assert found["example"].status is Status.FAILED
    evidence = found["example"].evidence
    assert isinstance(evidence, WrongValue)
    assert (evidence.got, evidence.expected) == (800.0, 1000.0)
    assert evidence.case == "the example of twice"
    assert evidence.call.startswith("factor = 10.0\n")


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_every_example_of_the_course_can_be_asked_for(exercise):
    """None is left to doctest alone."""
    assert list(examples_of(Solution.read(COURSE.solution(exercise))))


def test_without_an_example_there_is_no_such_check(tmp_path):
    """A docstring may have none; `dev check` asks for one."""
    path = tmp_path / "c" / "twice.py"
    path.parent.mkdir()
    path.write_text('"""Twice."""\n\n\ndef twice(X):\n    return 2 * X\n')
    assert example_check(tuple(examples_of(Solution.read(path)))) is None
