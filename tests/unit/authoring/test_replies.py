"""Whether an answer gives the reference's results: as the suite's comparisons declare, and no further."""

import pytest

from mdl_grade.authoring.replies import Asked
from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course
from mdl_grade.suite.runner import InProcess
from mdl_grade.suite.suite import Suite

EXERCISE = "chapter01/twice"


@pytest.mark.parametrize(
    ("old", "new", "alike", "apart"),
    [
        ("", "", 2.0 + 1e-9, 2.001),
        ("tier=1", "tier=1, rtol=1e-3", 2.001, 2.01),
        ("batch, points=2", "batch, points=2, canonical=lambda Y: abs(np.asarray(Y))", -2.0, 2.001),
    ],
    ids=["nothing is declared", "a tolerance", "a normal form"],
)
def test_results_are_alike_as_comparisons_declare(tmp_path, old, new, alike, apart):
    """By default to 1e-7; to a tolerance if one is declared; and in a normal form of the whole result."""
    course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
    new_exercise(course, EXERCISE)
    path = course.suite(EXERCISE)
    assert old in path.read_text()
    path.write_text("import numpy as np\n\n" + path.read_text().replace(old, new, 1))
    suite = Suite.load(course, EXERCISE)
    asked = Asked.by(suite, 0)

    def told(factor):
        return asked.alike(InProcess({**suite.namespace, "twice": lambda X: factor * X}))

    assert [told(factor) for factor in (2.0, alike, apart)] == [True, True, False]
