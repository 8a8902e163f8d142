"""Clean habits are asked for on ordinary cases in full, and on those of other comparisons as far as arguments go."""

import pytest

from mdl_grade.records.evidence import Unclean
from mdl_grade.records.model import Status
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SUITE = """
import numpy as np
from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("Y",))


@cases("N", 3, 2)
def batch(rng, N):
    return {"X": rng.normal(size=N)}


far = scaled(batch, X=1)
values = agrees("Twice.", batch)
huge = agrees("Twice, of any size.", far)
clean = hygiene_of(batch)
"""
SOLUTION = (
    '"""T."""\nimport numpy as np\ndef twice(X):\n    ### BEGIN SOLUTION\n    return 2.0 * X\n    ### END SOLUTION\n'
)
BOTH = {"values": Status.PASSED, "huge": Status.PASSED}


def verdicts(course, wall, body):
    suite = Suite.load(course(SUITE, SOLUTION), "c/twice")
    answer = f"import numpy as np\ncalls = []\ndef twice(X):\n    {body}\n"
    return {v.check: v for v in judge(suite, wall, answer, Seed.practice(0).of("c/twice", "")).verdicts}


@pytest.mark.parametrize(
    ("body", "ends", "fact"),
    [
        ("return 2.0 * X", {**BOTH, "clean": Status.PASSED}, None),
        ("np.clip(X, -1e9, 1e9, out=X.copy()); return 2.0 * X", {**BOTH, "clean": Status.PASSED}, None),
        ("Y = 2.0 * X; np.clip(X, -1e9, 1e9, out=X); return Y", {**BOTH, "clean": Status.FAILED}, "mutated"),
        ("Y = 2.0 * X; X[np.abs(X) < 1e-9] = 0.0; return Y", {**BOTH, "clean": Status.FAILED}, "mutated"),
        (
            "big = abs(X[0]) > 1e9; calls.append(big); return (2.0 + (sum(calls) > 2) * big) * X",
            {**BOTH, "clean": Status.FAILED},
            "unrepeatable",
        ),
    ],
)
def test_arguments_are_left_alone_whatever_their_size(course, wall, body, ends, fact):
    """Also who clips an argument in place, where that changes no result, is told of it."""
    found = verdicts(course, wall, body)
    assert {name: found[name].status for name in ends} == ends
    if fact is not None:
        assert isinstance(found["clean"].evidence, Unclean)
        assert found["clean"].evidence.fact == fact


@pytest.mark.parametrize("wrong", ["raise ValueError", "return X * np.nan", "return X * np.inf"])
def test_what_is_wrong_far_out_is_no_matter_of_hygiene(course, wall, wrong):
    """Only the comparison fails."""
    found = verdicts(course, wall, f"\n    if abs(X[0]) > 1e9:\n        {wrong}\n    return 2.0 * X")
    assert found["values"].status is found["clean"].status is Status.PASSED
    assert found["huge"].status in (Status.FAILED, Status.ERROR)
