"""chapter13/unbroadcast against autograd's gradient of a broadcast product."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
from autograd import grad
from hypothesis import given, settings
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

unbroadcast = Suite.load(builtin_course(), "chapter13/unbroadcast").namespace["unbroadcast"]


@settings(derandomize=True, deadline=None)
@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=4))
def test_agrees_with_autograd(shapes) -> None:
    """Whatever the shapes, it is the gradient of Σ g ∘ (x, broadcast)."""
    shape, full = shapes.input_shapes[0], shapes.result_shape
    rng = np.random.default_rng(0)
    g, x = rng.normal(size=full), rng.normal(size=shape)
    dx = grad(lambda x: anp.sum(g * x))(x)
    np.testing.assert_allclose(unbroadcast(g, shape), dx, rtol=1e-12, atol=1e-13)
    assert np.shape(unbroadcast(g, shape)) == shape
