"""chapter10/nn221_gradients against autograd on the network in matrix form."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

nn221_gradients = Suite.load(builtin_course(), "chapter10/nn221_gradients").namespace["nn221_gradients"]
NAMES = ("w0", "w1", "w2", "w3", "w4", "w5", "b0", "b1", "b2")


def loss(p: Any, X: Any, y: Any) -> Any:
    """Return the mean halved square, for the nine parameters in the order of NAMES."""
    A = 0.5 * (1.0 + anp.tanh(0.5 * (anp.dot(X, p[:4].reshape(2, 2)) + p[6:8])))
    return 0.5 * anp.mean((anp.dot(A, p[4:6]) + p[8] - y) ** 2)


@pytest.mark.parametrize("N", [1, 2, 7, 50])
def test_partial_derivatives_are_those_of_autograd(N: int) -> None:
    """All nine agree, for networks and batches drawn at random."""
    rng = np.random.default_rng(N)
    for _ in range(10):
        p, X, y = rng.normal(scale=2.0, size=9), rng.normal(size=(N, 2)), rng.normal(size=N)
        got = nn221_gradients(dict(zip(NAMES, p.tolist(), strict=True)), X, y)
        want = grad(loss)(p, X, y)
        assert set(got) == set(NAMES)
        np.testing.assert_allclose([got[name] for name in NAMES], want, rtol=1e-10, atol=1e-14)
