"""chapter22/policy_evaluation against mpmath's solution of the system, and against walks of a chain."""

import itertools

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

evaluate = Suite.load(builtin_course(), "chapter22/policy_evaluation").namespace["policy_evaluation"]


@pytest.mark.parametrize(("S", "A"), [(3, 2), (2, 4), (1, 1)])
def test_solves_the_system_with_forty_digits(S: int, A: int) -> None:
    """(I − gamma P_pi) V = r_pi, summed in loops and solved by mpmath, to tol/(1 − gamma)."""
    rng = np.random.default_rng(S)
    P, pi, R = rng.dirichlet(np.ones(S), size=(S, A)), rng.dirichlet(np.ones(A), size=S), rng.normal(size=(S, A, S))
    with mpmath.workdps(40):
        system, r = mpmath.eye(S), mpmath.zeros(S, 1)
        for s, a, x in itertools.product(range(S), range(A), range(S)):
            weight = mpmath.mpf(pi[s, a]) * mpmath.mpf(P[s, a, x])
            system[s, x] -= mpmath.mpf(0.9) * weight
            r[s] += weight * mpmath.mpf(R[s, a, x])
        exact = [float(x) for x in mpmath.lu_solve(system, r)]
    np.testing.assert_allclose(evaluate(P, R, pi, 0.9, 1e-9), exact, rtol=0, atol=1e-8)


def test_is_the_mean_of_returns() -> None:
    """From state 0, 4000 walks of 60 steps have discounted returns whose mean is V[0], to five standard errors."""
    rng = np.random.default_rng(5)
    S, A, gamma, walks = 4, 2, 0.8, 4000
    P, pi, R = rng.dirichlet(np.ones(S), size=(S, A)), rng.dirichlet(np.ones(A), size=S), rng.normal(size=(S, A, S))
    s, total = np.zeros(walks, int), np.zeros(walks)
    for t in range(60):
        a = (rng.random(walks)[:, None] > np.cumsum(pi[s], axis=1)).sum(axis=1).clip(max=A - 1)
        x = (rng.random(walks)[:, None] > np.cumsum(P[s, a], axis=1)).sum(axis=1).clip(max=S - 1)
        total += gamma**t * R[s, a, x]
        s = x
    assert abs(total.mean() - evaluate(P, R, pi, gamma)[0]) < 5 * total.std() / np.sqrt(walks)
