"""chapter08/relu_neuron_gradient against automatic differentiation, and mpmath's one-sided slopes at the kink."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

relu_neuron_gradient = Suite.load(builtin_course(), "chapter08/relu_neuron_gradient").namespace["relu_neuron_gradient"]


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_autograd(seed: int) -> None:
    """Away from the kink, for whatever sign z has."""
    rng = np.random.default_rng(seed)
    w, x, b = rng.normal(size=5), rng.normal(size=5), float(rng.normal())

    def y(w: object, x: object, b: object) -> object:
        return anp.maximum(0.0, anp.dot(w, x) + b)

    for which, ours in enumerate(relu_neuron_gradient(w, x, b)):
        np.testing.assert_allclose(ours, grad(y, which)(w, x, b), rtol=1e-14)


def test_at_the_kink_the_smallest_subgradient_is_taken() -> None:
    """The slopes of max(0, z) are 0 from the left and 1 from the right; 0 is what is returned."""
    left, right = (mpmath.diff(lambda z: max(mpmath.mpf(0), z), 0, direction=side) for side in (-1, 1))
    assert (left, right) == (0, 1)
    dw, dx, db = relu_neuron_gradient(np.array([0.5, -1.0]), np.array([2.0, 0.25]), -0.75)
    assert dw.tolist() == dx.tolist() == [0.0, 0.0]
    assert db == left
