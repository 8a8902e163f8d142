"""What learners get beside the prompt."""

import ast

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_a_stub_gives_no_helper_away(exercise):
    """What the solution only helps itself with stands between its markers; a program shows all that it has."""
    suite = Suite.load(COURSE, exercise)
    defined = [n.name for n in ast.parse(suite.solution.stub).body if isinstance(n, ast.FunctionDef)]
    assert suite.solution.parts or not [name for name in defined if name.startswith("_")]
