"""chapter12/logsumexp against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import special

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

logsumexp = Suite.load(builtin_course(), "chapter12/logsumexp").namespace["logsumexp"]


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_agrees_with_scipy(data: st.DataObject) -> None:
    """Along any axes of any array, however large the numbers, infinite ones included, it is SciPy's."""
    shape = data.draw(array_shapes(min_dims=1, max_dims=3, max_side=4))
    numbers = st.floats(-1e6, 1e6) | st.sampled_from([np.inf, -np.inf])
    Z = data.draw(arrays(float, shape, elements=numbers))
    some = st.lists(st.integers(0, len(shape) - 1), unique=True, min_size=1).map(tuple)
    axis = data.draw(st.none() | st.integers(-len(shape), len(shape) - 1) | some)
    keepdims = data.draw(st.booleans())
    wanted = special.logsumexp(Z, axis=axis, keepdims=keepdims)
    np.testing.assert_allclose(logsumexp(Z, axis, keepdims), wanted, rtol=1e-13, atol=1e-13)
    assert np.shape(logsumexp(Z, axis, keepdims)) == np.shape(wanted)


@pytest.mark.parametrize("n", [1, 5])
def test_its_gradient_is_softmax(n: int) -> None:
    """Central differences give softmax."""
    z = np.random.default_rng(n).normal(size=n)
    h = 1e-6
    slopes = [(logsumexp(z + h * e) - logsumexp(z - h * e)) / (2 * h) for e in np.eye(n)]
    np.testing.assert_allclose(slopes, special.softmax(z), atol=1e-9)
