"""Answers that don't use the Generator that they are given: made of the reference, and let pass by weak suites alone."""

import pytest

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.randomness import EXCHANGES, deaf_answers, hold, takers
from mdl_grade.course.course import builtin_course, course_at
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.runner import execute_source
from mdl_grade.suite.suite import Suite

NAME = "chapter01/coin"

SOLUTION = '''"""A coin.

References
----------
Nobody.
"""

import numpy as np


def coin(n: int, rng: np.random.Generator) -> int:
    """Throw a coin n times, and count the heads. (An example would be a check with a Generator of its own.)"""
    ### BEGIN SOLUTION
    return int(rng.binomial(n, 0.5))
    ### END SOLUTION
'''

SUITE = '''"""Checks of a coin."""

import numpy as np

from mdl_grade.suite import Exercise, agrees, cases

EXERCISE = Exercise(tier=1)


@cases("n", 1000, 2000, 3000)
def throws(rng, n):
    return {"n": n, "rng": np.random.default_rng(SEED)}


right = agrees("The heads are counted.", throws)
'''


def broken(folder, seed):
    """Return what is noted of a coin whose suite hands over Generators of these seeds."""
    for part, text in (("solutions", SOLUTION), ("grader/suites", SUITE.replace("SEED", seed)), ("exercises", "")):
        path = folder / part / f"{NAME}.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    findings = Findings(1)
    with Wall() as wall:
        hold(Judge(Suite.load(course_at(folder), NAME), wall), [0, 1], findings)
    return list(findings.told)


@pytest.mark.parametrize(
    ("seed", "passing"),
    [
        ("int(rng.integers(2**31))", set()),
        ("0", {"is right for seed 0 only", "draws once, and repeats that"}),
        ("17", {"draws once, and repeats that"}),
    ],
)
def test_seeds_that_are_typed_in_let_wrong_answers_pass(tmp_path, seed, passing):
    """Where every case has a Generator of its own seed, nothing passes; what one seed can't tell apart is named."""
    found = broken(tmp_path, seed)
    assert {doing for doing in EXCHANGES if any(doing in text for text in found)} == passing
    assert not passing or all("A check has to see" in text for text in found)


def test_each_method_that_takes_a_generator_is_made_deaf_on_its_own():
    """Of a network, the draw of weights and the draw of minibatches; of a function, the function."""
    suite = Suite.load(builtin_course(), "chapter10/network_fit")
    assert takers(suite) == ("Network.__init__", "Network.fit")
    answers = dict(deaf_answers(suite))
    assert len(answers) == 2 * len(EXCHANGES)
    for source in answers.values():
        network = execute_source(source, "network_fit.py")["Network"]
        assert network.fit.__doc__ == suite.namespace["Network"].fit.__doc__
    assert takers(Suite.load(builtin_course(), "chapter10/dense_backward")) == ()
