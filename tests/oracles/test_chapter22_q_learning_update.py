"""chapter22/q_learning_update against exact fractions, and against the best values of a world without chance."""

from fractions import Fraction

import numpy as np

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

update = Suite.load(builtin_course(), "chapter22/q_learning_update").namespace["q_learning_update"]


def test_single_updates_are_exact() -> None:
    """With sixteenths and halves, floating point is exact: every entry is that of fractions."""
    rng = np.random.default_rng(0)
    for _ in range(100):
        S, A = rng.integers(1, 5, size=2)
        Q = rng.integers(-64, 64, size=(S, A)) / 16
        s, a, s2, done = int(rng.integers(S)), int(rng.integers(A)), int(rng.integers(S)), bool(rng.integers(2))
        r = int(rng.integers(-8, 8)) / 4
        wanted = [[Fraction(x) for x in row] for row in Q.tolist()]
        future = Fraction(0) if done else Fraction(1, 2) * max(wanted[s2])
        wanted[s][a] += Fraction(1, 4) * (Fraction(r) + future - wanted[s][a])
        assert update(Q, s, a, r, s2, done, 0.25, 0.5).tolist() == [[float(x) for x in row] for row in wanted]


def test_converges_while_acting_at_random() -> None:
    """After 3000 random steps in a world without chance, the table obeys Bellman's equation to 1e-9."""
    rng = np.random.default_rng(1)
    S, A, gamma = 5, 3, 0.7
    follows, rewards = rng.integers(S, size=(S, A)), rng.normal(size=(S, A))
    Q, s = rng.normal(size=(S, A)), 0
    for t in range(3000):
        s = int(rng.integers(S)) if t % 10 == 0 else s
        a = int(rng.integers(A))
        s2 = int(follows[s, a])
        Q = update(Q, s, a, float(rewards[s, a]), s2, False, 0.8, gamma)
        s = s2
    np.testing.assert_allclose(Q, rewards + gamma * Q.max(axis=1)[follows], rtol=0, atol=1e-9)
