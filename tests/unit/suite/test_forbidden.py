"""Operations that an exercise asks to do without are remarked on, with the line."""

import pytest

from mdl_grade.records.model import Status
from mdl_grade.suite.forbidden import uses
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

FORBIDDEN = ("@", "np.dot", "sum", ".dot")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A @ B", ["@"]),
        ("A @= B", ["@"]),
        ("np.dot(A, B)", ["np.dot", ".dot"]),
        ("import numpy\nnumpy.dot(A, B)", ["np.dot", ".dot"]),
        ("A.T.dot(B)", [".dot"]),
        ("(A + 1).dot(B)", [".dot"]),
        ("sum(x)", ["sum"]),
        ("np.sum(x)", []),
        ("dot(x)", []),
        ("@decorator\ndef f(): 'A @ B, sum(x)'  # np.dot", []),
    ],
)
def test_operations_are_found_where_they_stand(text, found):
    """Operators, functions and methods; not in comments, text or decorators."""
    assert [name for _, name in uses(text, FORBIDDEN)] == found


SUITE = """
from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("Y",))

@cases("N", 3)
def numbers(rng, N):
    return {"X": rng.normal(size=N)}


values = agrees("Y is twice X.", numbers)
single = does_without("Twice, by multiplication.", "+")
alone = does_without("Twice, without a power.", "**")
"""


def test_the_remark_tells_the_line(course, wall):
    """Where it stands, and what it is."""
    suite = Suite.load(course(SUITE), "c/twice")

    def verdict(answer):
        return judge(suite, wall, answer, Seed.practice(0).of(suite.id, "")).verdicts[2]

    assert verdict("def twice(X):\n    return 2 * X\n").status is Status.PASSED
    failed = verdict("def twice(X):\n    return X**1 * 2\n")
    assert failed.status is Status.FAILED
    assert "Line 2 uses **" in failed.evidence.text


def test_nothing_written_does_without_nothing(course, wall):
    """A stub that uses no operation has not earned the point."""
    suite = Suite.load(course(SUITE), "c/twice")
    stub = "def twice(X):\n    raise NotImplementedError\n"
    verdicts = judge(suite, wall, stub, Seed.practice(0).of(suite.id, "")).verdicts
    assert Status.PASSED not in [verdict.status for verdict in verdicts]
