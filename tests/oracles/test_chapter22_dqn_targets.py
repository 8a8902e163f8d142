"""chapter22/dqn_targets against exact fractions, and against SciPy's law of a largest value."""

from fractions import Fraction

import numpy as np
from scipy import integrate, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

targets = Suite.load(builtin_course(), "chapter22/dqn_targets").namespace["dqn_targets"]


def test_targets_are_exact() -> None:
    """With sixteenths and halves, floating point is exact: single and double targets are those of fractions."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        B, A = rng.integers(1, 6, size=2)
        r, done = rng.integers(-9, 9, size=B) / 4, rng.integers(2, size=B) == 1
        q, online = rng.integers(-64, 64, size=(2, B, A)) / 16
        for chooser in (q, online):
            wanted = []
            for i in range(B):
                choice = min(range(A), key=lambda a, row=chooser[i]: (-row[a], a))
                future = Fraction(0) if done[i] else Fraction(1, 2) * Fraction(q[i, choice])
                wanted.append(float(Fraction(r[i]) + future))
            got = targets(r, done, q, 0.5) if chooser is q else targets(r, done, q, 0.5, online)
            assert got.tolist() == wanted


def test_one_network_overestimates_and_two_do_not() -> None:
    """Of four values of pure noise, the mean target is that of the largest of four normals; with two networks, 0."""
    rng, N = np.random.default_rng(1), 40_000
    one, other = rng.normal(size=(2, N, 4))
    r, done = np.zeros(N), np.zeros(N, dtype=bool)
    largest, _ = integrate.quad(lambda x: 4 * x * stats.norm.pdf(x) * stats.norm.cdf(x) ** 3, -10, 10)
    assert abs(targets(r, done, one, 1.0).mean() - largest) < 5 / np.sqrt(N)
    assert abs(targets(r, done, one, 1.0, other).mean()) < 5 / np.sqrt(N)
