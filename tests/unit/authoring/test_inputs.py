"""What no check asks for is listed, argument by argument: a wrong answer may hide there."""

import pytest
from click.testing import CliRunner

from mdl_grade.authoring.inputs import hold_sizes, untried
from mdl_grade.authoring.judge import Findings, Judge
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
    assert {"whole numbers", "an entry 0", "no entries"} <= set(before)
    assert "a negative entry" not in before
    suite = course.suite(EXERCISE)
    suite.write_text(suite.read_text() + UNKIND)
    assert set(before) - set(missing(course)) >= {"whole numbers", "an entry 0"}


@pytest.mark.parametrize(
    ("rows", "table", "told"),
    [
        ("(7, 5), (4, 4), (1, 5), (5, 1)", "", ()),
        ("(7, 5), (1, 5)", "", ()),
        (
            "(7, 5), (4, 4), (1, 5)",
            "",
            (
                "in no call of twice the axis 1 of X is 1 (it is 4, 5): add a row of sizes in which it is, or say why "
                'not: NEVER_ONE = {"axis 1 of X": "…"}',
            ),
        ),
        ("(7, 5), (4, 4), (1, 5)", 'NEVER_ONE = {"axis 1 of X": "one column is no table"}', ()),
        (
            "(7, 5), (4, 4), (1, 5), (5, 1)",
            'NEVER_ONE = {"axis 1 of X": "one column is no table"}',
            ("NEVER_ONE speaks of 'axis 1 of X', which is 1 somewhere, or never varies: take it out",),
        ),
    ],
)
def test_a_size_that_varies_is_one_somewhere_or_the_suite_says_why_not(course, rows, table, told):
    """An axis that always has the same length is left alone; a reason that nothing needs is told."""
    suite = course.suite(EXERCISE)
    suite.write_text(suite.read_text().replace("(7, 5), (4, 4), (1, 5), (5, 1)", rows) + f"\n\n{table}\n")
    findings = Findings(1)
    with Wall() as wall:
        hold_sizes(Judge(Suite.load(course, EXERCISE), wall), 0, findings)
    assert findings.told == told


def test_the_command_has_a_line_for_each_argument():
    """Below the exercise: what is missing, argument by argument."""
    shown = CliRunner().invoke(dev_group, ["inputs", "chapter10/dense_backward"]).output.splitlines()
    assert shown[0] == "chapter10/dense_backward"
    assert [line.split(" is never given: ")[0] for line in shown[1:]] == [
        f"    {name} of dense_backward" for name in ("dY", "X", "W")
    ]
