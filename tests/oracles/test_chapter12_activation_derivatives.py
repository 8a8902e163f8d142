"""chapter12/activation_derivatives against autograd's derivatives, and mpmath's where digits are easily lost."""

from __future__ import annotations

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import elementwise_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

activation_derivatives = Suite.load(builtin_course(), "chapter12/activation_derivatives").namespace[
    "activation_derivatives"
]
FORWARD = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0.0),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(z) - 1),
}


@pytest.mark.parametrize("kind", FORWARD)
def test_agrees_with_autograd(kind: str) -> None:
    """At A = f(z), the slope is what autograd finds at z."""
    z = np.random.default_rng(0).normal(scale=2.0, size=(50, 4))
    slopes = activation_derivatives(FORWARD[kind](z), kind)
    np.testing.assert_allclose(slopes, elementwise_grad(FORWARD[kind])(z), rtol=1e-11)


@pytest.mark.parametrize("A", [1e-3, 1e-8, 1e-12, 1e-200, 0.5, 30.0])
def test_softplus_keeps_its_digits(A: float) -> None:
    """1 − e^−A agrees with fifty digits of mpmath's."""
    with mpmath.workdps(250):
        exact = float(1 - mpmath.exp(-mpmath.mpf(A)))
    assert activation_derivatives(np.array([A]), "softplus").item() == pytest.approx(exact, rel=1e-15)
