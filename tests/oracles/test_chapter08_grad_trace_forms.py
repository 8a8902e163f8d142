"""chapter08/grad_trace_forms against automatic differentiation."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter08/grad_trace_forms").namespace


@pytest.mark.parametrize(("p", "n", "m"), [(2, 3, 4), (3, 3, 3), (1, 4, 2)])
def test_agrees_with_autograd(p: int, n: int, m: int) -> None:
    """To rounding, both forms."""
    rng = np.random.default_rng(p)
    A, X, B, S = (rng.normal(size=size) for size in ((p, n), (n, m), (m, p), (n, n)))
    linear = grad(lambda X: anp.trace(anp.dot(anp.dot(A, X), B)))(X)
    np.testing.assert_allclose(ANSWER["grad_trace_axb"](A, X, B), linear, rtol=1e-12, atol=1e-13)
    quadratic = grad(lambda X: anp.trace(anp.dot(anp.dot(X.T, S), X)))(X)
    np.testing.assert_allclose(ANSWER["grad_trace_xtmx"](S, X), quadratic, rtol=1e-12, atol=1e-13)
