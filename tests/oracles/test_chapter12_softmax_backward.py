"""chapter12/softmax_backward against autograd."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

softmax_backward = Suite.load(builtin_course(), "chapter12/softmax_backward").namespace["softmax_backward"]


@pytest.mark.parametrize(("N", "K"), [(7, 5), (4, 4), (1, 5), (3, 1)])
def test_agrees_with_autograd(N: int, K: int) -> None:
    """dZ is autograd's gradient of Σ dP ∘ softmax(Z)."""
    rng = np.random.default_rng(N)
    Z, dP = rng.normal(size=(2, N, K))

    def total(Z):
        E = anp.exp(Z)
        return anp.sum(dP * E / anp.sum(E, axis=1, keepdims=True))

    dZ = softmax_backward(dP, special.softmax(Z, axis=1))
    np.testing.assert_allclose(dZ, grad(total)(Z), rtol=1e-10, atol=1e-14)
