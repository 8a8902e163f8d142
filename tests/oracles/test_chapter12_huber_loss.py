"""chapter12/huber_loss against SciPy's loss and autograd's slope."""

from __future__ import annotations

import numpy as np
import pytest
from autograd import elementwise_grad
from autograd import numpy as anp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

huber_loss = Suite.load(builtin_course(), "chapter12/huber_loss").namespace["huber_loss"]


@settings(derandomize=True, deadline=None)
@given(arrays(float, st.integers(1, 9), elements=st.floats(-1e6, 1e6)), st.floats(1e-6, 1e6))
def test_agrees_with_scipy(r: np.ndarray, delta: float) -> None:
    """The loss is SciPy's, whatever the sizes."""
    loss, dr = huber_loss(r, delta)
    np.testing.assert_allclose(loss, special.huber(delta, r), rtol=1e-13)
    np.testing.assert_allclose(dr, np.clip(r, -delta, delta), rtol=0)


@pytest.mark.parametrize("delta", [0.3, 1.0, 7.0])
def test_slope_is_autograds(delta: float) -> None:
    """The slope is the derivative of the two pieces, away from the joint."""
    r = np.random.default_rng(0).normal(scale=2 * delta, size=40)

    def loss(r):
        return anp.where(anp.abs(r) <= delta, r * r / 2, delta * anp.abs(r) - delta**2 / 2)

    np.testing.assert_allclose(huber_loss(r, delta)[1], elementwise_grad(loss)(r), rtol=1e-12)
