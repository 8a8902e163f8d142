"""chapter08/critical_point_type against exact signs, and against functions that are looked at all around."""

from itertools import product

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

critical_point_type = Suite.load(builtin_course(), "chapter08/critical_point_type").namespace["critical_point_type"]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_congruent_matrices_are_of_one_kind(n: int) -> None:
    """Sylvester's law of inertia: SᵀD S has as many positive, negative and zero eigenvalues as D, for whole numbers."""
    rng = np.random.default_rng(n)
    for signs in product((-1, 0, 1), repeat=n):
        S = np.triu(rng.integers(-2, 3, size=(n, n)), 1) + np.diag(rng.choice((-1, 1), size=n))
        positive, negative = signs.count(1), signs.count(-1)
        expected = "min" if positive == n else "max" if negative == n else "degenerate"
        expected = "saddle" if positive and negative else expected
        assert critical_point_type(np.zeros(n), (S.T @ np.diag(signs) @ S).astype(float)) == expected


@pytest.mark.parametrize(
    ("H", "expected"), [([[3, 1], [1, 2]], "min"), ([[-3, 1], [1, -2]], "max"), ([[1, 3], [3, 2]], "saddle")]
)
def test_a_walk_around_the_point_sees_the_same(H: list[list[float]], expected: str) -> None:
    """f is above, below or on both sides of f(0) on a circle around 0."""
    angles = np.linspace(0, 2 * np.pi, 1000)
    d = np.stack([np.cos(angles), np.sin(angles)])
    heights = np.einsum("ik,ij,jk->k", d, np.array(H), d)
    seen = "min" if heights.min() > 0 else "max" if heights.max() < 0 else "saddle"
    assert critical_point_type(np.zeros(2), np.array(H, dtype=float)) == seen == expected
