"""chapter09/softmax_rows against SciPy, and against the gradient of log-sum-exp."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

softmax = Suite.load(builtin_course(), "chapter09/softmax_rows").namespace["softmax"]


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_agrees_with_scipy(data: st.DataObject) -> None:
    """Along any axis of any array, however large the logits, the probabilities are SciPy's."""
    shape = data.draw(array_shapes(min_dims=1, max_dims=3, max_side=5))
    Z = data.draw(arrays(float, shape, elements=st.floats(-1e6, 1e6)))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    np.testing.assert_allclose(softmax(Z, axis), special.softmax(Z, axis=axis), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(("N", "K"), [(7, 5), (4, 4), (1, 5)])
def test_is_the_gradient_of_log_sum_exp(N: int, K: int) -> None:
    """Row by row, softmax is the gradient of log Σ e^z."""
    Z = np.random.default_rng(N).normal(size=(N, K))
    gradient = grad(lambda Z: anp.sum(anp.log(anp.sum(anp.exp(Z), axis=1))))(Z)
    np.testing.assert_allclose(softmax(Z), gradient, rtol=1e-12)
