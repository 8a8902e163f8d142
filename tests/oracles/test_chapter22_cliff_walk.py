"""chapter22/cliff_walk against SciPy's shortest paths, and against what is known of both methods."""

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter22/cliff_walk").namespace
Cliff, walk = PROGRAM["Cliff"], PROGRAM["walk"]


@pytest.mark.parametrize(("rows", "columns"), [(4, 12), (2, 3), (3, 6)])
def test_best_values_are_those_of_shortest_paths(rows: int, columns: int) -> None:
    """From n steps away, V is −(1 − gamma^n)/(1 − gamma): on a graph without the cliff, n is SciPy's distance."""
    cliff, gamma = Cliff(rows, columns), 0.9
    steps = np.zeros((cliff.states, cliff.states))
    for s in range(cliff.states):
        for a in range(4):
            s2, r, _ = cliff.step(s, a)
            steps[s, s2] = max(steps[s, s2], float(r == -1.0))
    there = np.setdiff1d(np.arange(cliff.states), np.arange(cliff.start + 1, cliff.goal))
    n = shortest_path(steps, unweighted=True)[there, cliff.goal]
    V, policy = PROGRAM["best"](cliff, gamma)
    np.testing.assert_allclose(V[there], -(1 - gamma**n) / (1 - gamma), rtol=1e-9, atol=1e-12)
    assert walk(cliff, policy) == -(columns + 1)


def test_what_sutton_and_barto_report() -> None:
    """After 500 episodes Q-learning's greedy walk is the shortest; SARSA's returns while learning are better."""
    cliff, better = Cliff(4, 12), []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        Q, of_q = PROGRAM["q_learning"](cliff, rng.normal(size=(48, 4)), 500, 0.1, 0.5, 0.9, rng)
        _, of_sarsa = PROGRAM["sarsa"](cliff, rng.normal(size=(48, 4)), 500, 0.1, 0.5, 0.9, rng)
        assert walk(cliff, np.argmax(Q, axis=1)) == -13.0
        better.append(np.mean(of_sarsa[-100:]) - np.mean(of_q[-100:]))
    assert np.median(better) > 5
