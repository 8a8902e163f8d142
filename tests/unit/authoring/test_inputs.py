"""What no check asks for is listed, argument by argument: a wrong answer may hide there."""

import pytest
from click.testing import CliRunner

from mdl_grade.authoring.inputs import untried
from mdl_grade.authoring.template import new_exercise
from mdl_grade.cli.dev import dev_group
from mdl_grade.course.course import Course
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.suite import Suite

EXERCISE = "chapter01/twice"
UNKIND = """

import numpy as np

ENTRIES = ([[0], [-5]], [[3, 3]], [[0.0]], [[1e9, 1e-9, -1e9]])


@cases("which", *range(len(ENTRIES)), fixed="kinds that are seldom tried", exact=True)
def unkind(rng, which):
    return {"X": np.array(ENTRIES[which])}


others = agrees("Y is twice X, whatever that holds.", unkind)
"""


@pytest.fixture
def course(tmp_path):
    course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
    new_exercise(course, EXERCISE)
    return course


def missing(course):
    with Wall() as wall:
        return untried(Suite.load(course, EXERCISE), wall).get("X of twice", ())


def test_what_no_call_holds_is_listed_until_one_does(course):
    """The cases of the template are of ordinary size, and have no whole numbers; one with such a tensor ends that."""
    before = missing(course)
    assert {"whole numbers", "an entry 0", "size 1 along axis 1 of 2"} <= set(before)
    assert "a negative entry" not in before
    suite = course.suite(EXERCISE)
    suite.write_text(suite.read_text() + UNKIND)
    assert set(before) - set(missing(course)) >= {"whole numbers", "an entry 0", "size 1 along axis 1 of 2"}


def test_the_command_has_a_line_for_each_argument():
    """Below the exercise: what is missing, argument by argument."""
    shown = CliRunner().invoke(dev_group, ["inputs", "chapter10/dense_backward"]).output.splitlines()
    assert shown[0] == "chapter10/dense_backward"
    assert [line.split(" is never given: ")[0] for line in shown[1:]] == [
        f"    {name} of dense_backward" for name in ("dY", "X", "W")
    ]
