"""`dev new`: the two files of an exercise, ready to be filled in."""

from __future__ import annotations

from pathlib import Path

from mdl_grade.course.course import IDENTIFIER, Course, objection_to
from mdl_grade.errors import UsageError

SOLUTION = '''"""Title in one line.

What is given, what is asked, and the conventions that decide the answer: shapes, mean or sum.

References
----------
Author, Title, chapter.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def {name}(X: Array) -> Array:
    """Return twice X.

    Parameters
    ----------
    X : (N, D)
        The batch.

    Returns
    -------
    Y : (N, D)

    Examples
    --------
    >>> {name}(np.array([[1.0, 2.0]])).tolist()
    [[2.0, 4.0]]
    """
    ### BEGIN SOLUTION
    return 2.0 * X
    ### END SOLUTION


### BEGIN EXPLANATION
"""
Why it is so, in steps; then an example with numbers.

1. Each entry is doubled by itself: Y[n, d] = 2 X[n, d].

>>> {name}(np.array([[0.5, -3.0]]))
array([[ 1., -6.]])
"""
### END EXPLANATION
'''

SUITE = '''"""Checks, known bugs and variants of {exercise}."""

from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("Y",), hints=("What happens to one entry?",))


@cases("N D", (7, 5), (4, 4), (1, 5), (5, 1))
def batch(rng, N, D):
    return {{"X": rng.normal(size=(N, D))}}


values = agrees("Y is twice X.", batch, points=2)
hygiene = hygiene_of(batch)

BUGS = [
    patch("Y is X itself", {{"2.0 * X": "X"}}),
    patch("Y is X squared", {{"2.0 * X": "X**2"}}),
    patch("Y has the wrong sign", {{"2.0 * X": "-2.0 * X"}}),
    patch("Y is twice the first row alone", {{"2.0 * X": "2.0 * X[:1] + 0.0 * X"}}),
]


@variant
def sum_of_two(X):
    return X + X


@variant
def loop(X):
    Y = X.copy()
    for i in range(len(X)):
        Y[i] = X[i] + X[i]
    return Y
'''


def new_exercise(course: Course, exercise: str) -> list[Path]:
    """Write a small exercise that proves itself, to be replaced by the real one.

    Raises
    ------
    UsageError
        If the id is malformed or taken.
    """
    parts = exercise.split("/")
    if len(parts) != 2 or not all(map(IDENTIFIER.fullmatch, parts)):
        raise UsageError(f"{exercise!r} is no id.", "Ids look like chapter10/dense_backward.")
    if objection := objection_to(exercise):
        raise UsageError(objection, "Choose another name.")
    solution, suite = course.solution(exercise), course.suite(exercise)
    if solution.exists() or suite.exists():
        raise UsageError(f"{exercise} exists already.", f"Edit {solution} and {suite}.")
    written = {solution: SOLUTION.format(name=parts[1]), suite: SUITE.format(name=parts[1], exercise=exercise)}
    page = course.introduction(parts[0])
    if not page.exists():
        written[page] = f"# {parts[0].capitalize()}\n\nWhat the chapter is about, and its conventions.\n"
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(written)
