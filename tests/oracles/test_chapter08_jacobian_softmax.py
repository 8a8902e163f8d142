"""chapter08/jacobian_softmax against automatic differentiation, and against mpmath."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import hessian, jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

jacobian_softmax = Suite.load(builtin_course(), "chapter08/jacobian_softmax").namespace["jacobian_softmax"]


@pytest.mark.parametrize("k", [1, 2, 6])
def test_agrees_with_autograd(k: int) -> None:
    """As a Jacobian, and as the Hessian of log Σ e^z, which it is, too."""
    z = np.random.default_rng(k).normal(size=k)
    softmax = jacobian(lambda z: anp.exp(z) / anp.sum(anp.exp(z)))(z)
    np.testing.assert_allclose(jacobian_softmax(z), softmax, rtol=0, atol=1e-15)
    np.testing.assert_allclose(
        jacobian_softmax(z), hessian(lambda z: anp.log(anp.sum(anp.exp(z))))(z), rtol=0, atol=1e-15
    )


def test_large_logits_agree_with_forty_digits() -> None:
    """Where float64 overflows, mpmath does not."""
    z = [1000.25, 999.5, -3000.0, 1001.0]
    with mpmath.workdps(40):
        e = [mpmath.exp(v) for v in z]
        p = [v / sum(e) for v in e]
        exact = [[float(p[i] * ((i == j) - p[j])) for j in range(4)] for i in range(4)]
    np.testing.assert_allclose(jacobian_softmax(np.array(z)), exact, rtol=0, atol=1e-15)
