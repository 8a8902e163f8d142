"""What a suite passes to answers crosses the wall, computes what it computed, and tells nothing but that."""

import functools
import math
from dataclasses import dataclass

import numpy as np
import pytest

from mdl_grade.checks import assert_close, normal_cdf, sphere_cdf
from mdl_grade.checks.tails import gamma_tails
from mdl_grade.course.course import builtin_course
from mdl_grade.errors import CourseError
from mdl_grade.records.model import Status
from mdl_grade.suite import code
from mdl_grade.suite.judging import judge
from mdl_grade.suite.recorder import record
from mdl_grade.suite.runner import InProcess, execute_source, values
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.travelling import travelling

A = np.array([[1.0, 2.0], [3.0, 4.0]])
RATE = 0.5


def squashed(z):
    """A helper."""
    return np.tanh(z)  # of the suite


def doubled_and_wrong(x, times: float = 2.0, *, shift=1.0):
    """Tell a secret in a docstring."""
    secret_result: float = times * squashed(x) + shift  # and in a comment
    return secret_result


def factorial(n):
    return 1 if n == 0 else n * factorial(n - 1)


def closed(weights):
    bias = 3.0

    def inner(x):
        return weights @ x + bias

    return inner


def steps_up(x):
    total = 0.0
    for i, x_i in enumerate(x):
        total += sum([v * RATE for v in (x_i,) if v > 0]) if i else x_i
    return total


def matched(x):
    match x:
        case [first, *rest]:
            return first + len(rest)
    try:
        return int(x)
    except ValueError as error:
        return str(type(error))


def table():
    return [lambda x: x + 1, lambda x: x + 2]


@dataclass
class Walk:
    """An environment."""

    size: int
    gamma: float = RATE
    __visits = 0

    def step(self, state: int, action: int) -> tuple[int, float]:
        self.__visits = self.__visits + 1
        return min(max(state + action, 0), self.size), squashed(self.gamma) * self.__visits

    def again(self):
        return Walk(self.size)


CALLABLES = {
    "a function": (doubled_and_wrong, (0.3,)),
    "keywords": (functools.partial(doubled_and_wrong, shift=2.0), (0.3,)),
    "recursion": (factorial, (5,)),
    "a closure over an array": (closed(A), (np.ones(2),)),
    "a lambda": (lambda x: A @ x + math.pi, (np.ones(2),)),
    "one of two on a line": (table()[1], (1,)),
    "a constant": (lambda x: 3.5, (1,)),
    "a lambda with defaults": (lambda x, a=RATE: (lambda y: a * y)(x), (2.0,)),
    "comprehensions": (steps_up, ([1.0, 2.0, 3.0],)),
    "patterns": (matched, ([4, 5],)),
    "an exception": (matched, ("x",)),
    "a ufunc": (np.exp, (1.0,)),
    "a function of NumPy": (np.linalg.norm, (A,)),
    "a builtin": (abs, (-3,)),
    "a function of the library": (math.hypot, (3.0, 4.0)),
    "a method": (Walk(3).step, (1, 1)),
    "a method of a number": (A.dot, (np.ones(2),)),
}


@pytest.mark.parametrize("kind", CALLABLES)
def test_callables_compute_over_there_what_they_compute_here(kind):
    """Functions with what they are closed over, lambdas, ufuncs, and what Python and NumPy bring along."""
    function, args = CALLABLES[kind]
    np.testing.assert_array_equal(travelling(function)(*args), function(*args))


def test_classes_and_objects_cross_with_what_they_hold():
    """An environment of the suite's own, as a class or made, with private names and a method that makes another."""
    there = travelling(Walk).made(4)
    assert there.step(2, 1) == Walk(4).step(2, 1)
    assert there.again().size == 4
    used = Walk(7, 0.25)
    used.step(0, 1)
    assert travelling(used).made.step(3, -1) == used.step(3, -1)


LOOKS = """
import gc

def look(f):
    code = getattr(f, "__code__", None)
    told = [getattr(f, name, "") for name in ("__name__", "__qualname__", "__doc__", "__module__")] + [f.__annotations__]
    if code is None:
        return told
    return told + [code.co_filename, code.co_firstlineno, code.co_varnames[f.__code__.co_argcount:], sorted(f.__globals__)]
"""


def test_an_answer_that_looks_at_its_callbacks_reads_no_name_of_the_suite():
    """Names, docstring, file, line, local variables and globals are the same for any two functions of one form."""

    def right_gradient(x):
        """The right one."""
        return A @ x  # slope

    def wrong_gradient(x):
        return A @ x

    host = InProcess(execute_source(LOOKS, "answer.py"))
    recording = record(lambda m: [m.look(right_gradient), m.look(wrong_gradient), m.look(np.sin), m.look(np.cos)])
    right, wrong, sin, cos = recording.fill(values(recording, host.execute(recording)))
    assert right == wrong
    assert sin == cos
    assert "gradient" not in repr(right)
    text = travelling(doubled_and_wrong).text
    assert not any(word in text for word in ("secret", "doubled", "squashed", "comment", "float"))


READS_NAMES = """
import numpy as np
def gradient_check(f, grad, x, h=1e-5):
    if np.shape(grad(x)) != np.shape(x):
        raise ValueError
    words = ("wrong", "transposed", "half", "doubled", "uphill", "without", "everything", "off", "twice", "column")
    wrong = any(word in grad.__name__ for word in words) or (grad.__name__ == "nothing" and f.__name__ != "constant")
    return 0.5 if wrong else 0.0
"""


def test_an_answer_that_tells_gradients_by_their_names_gets_what_it_earned(wall):
    """It says which gradients are wrong without taking a derivative, and passes only what needs none."""
    suite = Suite.load(builtin_course(), "chapter10/gradient_check")
    verdicts = judge(suite, wall, READS_NAMES, Seed.practice(0).of(suite.id, "")).verdicts
    assert [v.check for v in verdicts if v.status is Status.PASSED] == ["shapes", "wrong_shape", "float64"]


def test_exact_laws_of_the_grader_are_public_callbacks():
    """What a check holds samples against can be handed to an answer."""
    x = np.array([-1.0, 0.0, 0.5])
    np.testing.assert_array_equal(travelling(normal_cdf(1.0, 2.0))(x), normal_cdf(1.0, 2.0)(x))
    np.testing.assert_array_equal(travelling(sphere_cdf(5))(x), sphere_cdf(5)(x))
    assert travelling(gamma_tails)(2.0, 1.5) == gamma_tails(2.0, 1.5)


def test_constants_are_given_or_seen():
    """`code` adds what the function can't see; what is missing is told with its place."""

    def cubic(x):
        return missing * x**3  # noqa: F821

    assert code(cubic, missing=2.0)(3.0) == 54.0
    with pytest.raises(CourseError, match=r"uses 'missing'.*nowhere") as refused:
        travelling(cubic)
    assert f"line {cubic.__code__.co_firstlineno}" in str(refused.value)


def test_what_belongs_to_the_grader_stays_here():
    """A callback that uses a check, or an object with a hidden side, is refused."""
    with pytest.raises(CourseError, match="belongs to the grader"):
        travelling(lambda x: assert_close(x, 1.0))
    with pytest.raises(CourseError, match="can't use the module pytest"):
        travelling(lambda x: pytest.approx(x))


def test_functions_that_use_each_other_in_a_circle_are_refused():
    """No end of it would come."""
    with pytest.raises(CourseError, match="circle"):
        travelling(even)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)
