"""chapter22/policy_iteration against all policies, in fractions, and against rewards that are shaped."""

import itertools
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

iterate = Suite.load(builtin_course(), "chapter22/policy_iteration").namespace["policy_iteration"]


@pytest.mark.parametrize(("S", "A"), [(3, 3), (4, 2), (1, 4)])
def test_no_policy_is_better(S: int, A: int) -> None:
    """V is the largest value of all A^S policies, each solved by mpmath with 30 digits."""
    rng = np.random.default_rng(S)
    P, R, gamma = rng.dirichlet(np.ones(S), size=(S, A)), rng.normal(size=(S, A, S)), 0.95
    best = np.full(S, -np.inf)
    with mpmath.workdps(30):
        for policy in itertools.product(range(A), repeat=S):
            chain = mpmath.matrix([P[s, a].tolist() for s, a in enumerate(policy)])
            gains = mpmath.matrix([mpmath.fdot(P[s, a].tolist(), R[s, a].tolist()) for s, a in enumerate(policy)])
            value = mpmath.lu_solve(mpmath.eye(S) - mpmath.mpf(gamma) * chain, gains)
            best = np.maximum(best, [float(x) for x in value])
    np.testing.assert_allclose(iterate(P, R, gamma)[0], best, rtol=1e-11)


@pytest.mark.parametrize("seed", range(50))
def test_ends_where_rounding_decides(seed: int) -> None:
    """Of rewards f(s) − gamma f(s2), V is f, whatever the policy is."""
    rng = np.random.default_rng(seed)
    f, P = rng.normal(size=6), rng.dirichlet(np.ones(6), size=(6, 4))
    V, _ = iterate(P, np.tile((f[:, None] - 0.9 * f)[:, None, :], (1, 4, 1)), 0.9)
    np.testing.assert_allclose(V, f, rtol=0, atol=1e-12)


def test_its_first_example_in_fractions() -> None:
    """Staying for 1 a step is worth 1 / (1 − gamma)."""
    P = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
    R = np.array([[[1.0, 0.0], [0.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]])
    for gamma in (Fraction(3, 4), Fraction(7, 8)):
        assert iterate(P, R, float(gamma))[0].tolist() == [float(1 / (1 - gamma)), 0.0]
