"""chapter22/sarsa_update against exact fractions, and against the value of a policy, solved for."""

from fractions import Fraction

import numpy as np

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

update = Suite.load(builtin_course(), "chapter22/sarsa_update").namespace["sarsa_update"]


def test_single_updates_are_exact() -> None:
    """With sixteenths and halves, floating point is exact: every entry is that of fractions."""
    rng = np.random.default_rng(0)
    for _ in range(100):
        S, A = rng.integers(1, 5, size=2)
        Q = rng.integers(-64, 64, size=(S, A)) / 16
        (s, s2), (a, a2), done = (
            rng.integers(S, size=2).tolist(),
            rng.integers(A, size=2).tolist(),
            bool(rng.integers(2)),
        )
        r = int(rng.integers(-8, 8)) / 4
        wanted = [[Fraction(x) for x in row] for row in Q.tolist()]
        future = Fraction(0) if done else Fraction(1, 2) * wanted[s2][a2]
        wanted[s][a] += Fraction(1, 4) * (Fraction(r) + future - wanted[s][a])
        assert update(Q, s, a, r, s2, a2, done, 0.25, 0.5).tolist() == [[float(x) for x in row] for row in wanted]


def test_learns_the_value_of_its_own_policy() -> None:
    """In a world without chance, with a policy that always takes one action, Q becomes r + gamma V of that policy."""
    rng = np.random.default_rng(1)
    S, A, gamma = 5, 3, 0.7
    follows, rewards, policy = rng.integers(S, size=(S, A)), rng.normal(size=(S, A)), rng.integers(A, size=S)
    Q = rng.normal(size=(S, A))
    for _ in range(100):
        for s, a in np.ndindex(S, A):
            s2 = int(follows[s, a])
            Q = update(Q, s, a, float(rewards[s, a]), s2, int(policy[s2]), False, 0.8, gamma)
    here = np.arange(S)
    V = np.linalg.solve(np.eye(S) - gamma * np.eye(S)[follows[here, policy]], rewards[here, policy])
    np.testing.assert_allclose(Q, rewards + gamma * V[follows], rtol=0, atol=1e-9)
