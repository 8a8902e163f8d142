"""What a prompt shows is what a right answer prints, by `python -m doctest` as well as here."""

import ast
import doctest
import functools

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()


def as_numpy(value):
    """Return what NumPy's functions give in place of Python's own numbers and bools."""
    match value:
        case bool():
            return np.bool_(value)
        case float():
            return np.float64(value)
        case tuple():
            return tuple(map(as_numpy, value))
    return value


def answering(function):
    @functools.wraps(function)
    def answer(*args, **kwargs):
        return as_numpy(function(*args, **kwargs))

    return answer


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_examples_print_the_same_for_numbers_of_numpy(exercise):
    """np.float64(0.5) is as right as 0.5: an example prints neither, but float(…), or what is rounded and made a list."""
    suite = Suite.load(COURSE, exercise)
    if suite.solution.parts:
        return
    namespace = dict(suite.namespace)
    for node in suite.solution.tree.body:
        if not isinstance(node, ast.FunctionDef) or not (text := ast.get_docstring(node)):
            continue
        names = namespace | {node.name: answering(namespace[node.name])}
        example = doctest.DocTestParser().get_doctest(text, names, node.name, f"{exercise}.py", 0)
        told = []
        doctest.DocTestRunner(verbose=False).run(example, out=told.append)
        assert not told, "".join(told)


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_a_stub_gives_no_helper_away(exercise):
    """What the solution only helps itself with stands between its markers; a program shows all that it has."""
    suite = Suite.load(COURSE, exercise)
    defined = [n.name for n in ast.parse(suite.solution.stub).body if isinstance(n, ast.FunctionDef)]
    assert suite.solution.parts or not [name for name in defined if name.startswith("_")]
