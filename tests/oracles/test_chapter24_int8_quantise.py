"""chapter24/int8_quantise against exact fractions, and its bounds."""

from fractions import Fraction

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

namespace = Suite.load(builtin_course(), "chapter24/int8_quantise").namespace
int8_quantise, int8_matmul = namespace["int8_quantise"], namespace["int8_matmul"]


@pytest.mark.parametrize("seed", range(5))
def test_fractions_are_rounded_to_the_same_integers(seed: int) -> None:
    """Python rounds fractions to the nearest integer, halves to even, exactly."""
    W = np.random.default_rng(seed).normal(size=(6, 3)) * [1.0, 1e-3, 1e3]
    Q, scale = int8_quantise(W)
    for column, integers, s in zip(W.T.tolist(), Q.T.tolist(), scale.tolist(), strict=True):
        most = max(abs(Fraction(x)) for x in column)
        assert integers == [round(Fraction(x) * 127 / most) for x in column]
        assert s == pytest.approx(float(most / 127), rel=1e-15)


@pytest.mark.parametrize("D", [3, 400])
def test_products_keep_their_bound(D: int) -> None:
    """Each factor is off by half a scale at most."""
    rng = np.random.default_rng(D)
    X, W = rng.normal(size=(5, D)), rng.normal(size=(D, 4))
    Q, scale = int8_quantise(W)
    s = np.abs(X).max(axis=1, keepdims=True) / 127
    bound = np.abs(X).sum(axis=1, keepdims=True) * scale / 2 + s * np.abs(W).sum(axis=0) / 2 + D * s * scale / 4
    assert np.all(np.abs(int8_matmul(X, Q, scale) - X @ W) <= bound)
