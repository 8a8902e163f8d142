"""chapter10/activation_backward against autograd's vector-Jacobian products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import make_vjp
from autograd.scipy.special import expit

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

activation_backward = Suite.load(builtin_course(), "chapter10/activation_backward").namespace["activation_backward"]
FORWARD: dict[str, Callable[[Any], Any]] = {
    "relu": lambda Z: anp.maximum(Z, 0.0),
    "sigmoid": expit,
    "tanh": anp.tanh,
}


@pytest.mark.parametrize("kind", sorted(FORWARD))
@pytest.mark.parametrize(("N", "K"), [(7, 3), (4, 4), (1, 5)])
def test_gradients_are_those_of_autograd(kind: str, N: int, K: int) -> None:
    """dZ is the vector-Jacobian product of the activation."""
    rng = np.random.default_rng(N)
    dA, Z = rng.normal(size=(N, K)), rng.normal(scale=3.0, size=(N, K))
    vjp, _ = make_vjp(FORWARD[kind])(Z)
    np.testing.assert_allclose(activation_backward(dA, Z, kind), vjp(dA), rtol=1e-11, atol=1e-15)


def test_relu_at_its_kink() -> None:
    """At 0 and at −0 the convention of the chapter holds: nothing is handed on."""
    assert activation_backward(np.array([[3.0, 3.0]]), np.array([[0.0, -0.0]]), "relu").tolist() == [[0.0, 0.0]]
