"""An exercise may be called anything that Python allows."""

import pytest

from mdl_grade.authoring.template import new_exercise
from mdl_grade.errors import CourseError, UsageError
from mdl_grade.records.model import Status
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

NAMES = "add steps wire operate run each watch perform names begin exchanges definitions on exercise f student".split()
SUITE = """
import numpy as np
from mdl_grade.suite import Exercise, agrees, cases, check, hygiene_of, runner

EXERCISE = Exercise(tier=1, returns=("Y",))


@cases("N", 3, 2)
def batch(rng, N):
    return {"X": rng.normal(size=N)}


values = agrees("Twice.", batch)
clean = hygiene_of(batch)


@check(points=1)
def direct(student, batch):
    \"\"\"Called from a check.\"\"\"
    for case, Y in student.NAME.on(batch):
        assert (Y == 2 * case.X).all()
        assert (student.NAME(case.X) == Y).all()
    for case, (Y, Z) in runner(student).each(lambda m, case: (m.NAME(case.X), m.NAME(m.NAME(case.X))), batch):
        assert (Z == 2 * Y).all()
"""


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_may_have_any_name(course, wall, name):
    """Neither the recorder's machinery nor a runner's is in the way of a function of the same name."""
    solution = f'"""T."""\ndef {name}(X):\n    ### BEGIN SOLUTION\n    return 2.0 * X\n    ### END SOLUTION\n'
    suite = Suite.load(course(SUITE.replace("NAME", name), solution), "c/twice")
    found = judge(suite, wall, solution, Seed.practice(0).of("c/twice", "")).verdicts
    assert [verdict.status for verdict in found] == [Status.PASSED] * 3


@pytest.mark.parametrize("name", ["class", "lambda", "numpy", "np"])
def test_names_that_python_forbids_are_refused_by_a_sentence(course, name):
    """When an exercise is begun, and when its suite is loaded."""
    made = course(SUITE.replace("NAME", "twice"))
    with pytest.raises(UsageError, match="can't be the name of an exercise"):
        new_exercise(made, f"c/{name}")
    made.suite("c/twice").rename(made.suite(f"c/{name}"))
    made.solution("c/twice").rename(made.solution(f"c/{name}"))
    with pytest.raises(CourseError, match="can't be the name of an exercise"):
        Suite.load(made, f"c/{name}")
