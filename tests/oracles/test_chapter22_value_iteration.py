"""chapter22/value_iteration against all policies, and against SciPy's linear programme."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

iterate = Suite.load(builtin_course(), "chapter22/value_iteration").namespace["value_iteration"]
TOL, GAMMA = 1e-9, 0.9


def drawn(S: int, A: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(10 * S + A)
    return rng.dirichlet(np.ones(S), size=(S, A)), rng.normal(size=(S, A, S))


def value(P: np.ndarray, R: np.ndarray, policy: np.ndarray) -> np.ndarray:
    """The exact value of a policy."""
    s = np.arange(len(P))
    return np.linalg.solve(np.eye(len(P)) - GAMMA * P[s, policy], np.sum(P[s, policy] * R[s, policy], axis=1))


@pytest.mark.parametrize(("S", "A"), [(4, 2), (3, 4), (1, 3)])
def test_no_policy_is_better(S: int, A: int) -> None:
    """V is the largest value of all A^S policies, in every state at once, to tol/(1 − gamma); its policy has it."""
    P, R = drawn(S, A)
    V, policy = iterate(P, R, GAMMA, TOL)
    every = np.array([value(P, R, np.array(p)) for p in itertools.product(range(A), repeat=S)])
    np.testing.assert_allclose(V, every.max(axis=0), rtol=0, atol=TOL / (1 - GAMMA))
    np.testing.assert_allclose(value(P, R, policy), every.max(axis=0), rtol=1e-12)


@pytest.mark.parametrize(("S", "A"), [(8, 3), (12, 2)])
def test_is_the_least_that_promises_enough(S: int, A: int) -> None:
    """V* minimises Σ V[s], subject to V[s] ≥ r[s, a] + gamma Σ P V for all s and a."""
    P, R = drawn(S, A)
    r = np.sum(P * R, axis=2)
    left = np.repeat(np.eye(S), A, axis=0) - GAMMA * P.reshape(S * A, S)
    programme = linprog(np.ones(S), A_ub=-left, b_ub=-r.ravel(), bounds=(None, None))
    V, _ = iterate(P, R, GAMMA, TOL)
    np.testing.assert_allclose(V, programme.x, rtol=0, atol=1e-6)
