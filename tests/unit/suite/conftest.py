"""A course of one small exercise, and a wall."""

import pytest

from mdl_grade.course.course import Course
from mdl_grade.sandbox.wall import Wall

SOLUTION = '''"""Twice.

References
----------
None.
"""
import numpy as np


def twice(X):
    ### BEGIN SOLUTION
    return 2.0 * X
    ### END SOLUTION
'''


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


@pytest.fixture
def course(tmp_path):
    """Return a function that makes a course of the exercise c/twice out of the text of its suite."""

    def make(suite, solution=SOLUTION):
        course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
        for path, text in ((course.solution("c/twice"), solution), (course.suite("c/twice"), suite)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return course

    return make
