"""chapter07/mixed_partial against mpmath's partial derivatives, and autograd's Hessian."""

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import hessian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mixed_partial = Suite.load(builtin_course(), "chapter07/mixed_partial").namespace["mixed_partial"]
X = np.array([0.7, 1.1, -0.4])


def f(x, m=anp):
    return m.sin(x[0] * x[1]) * m.exp(x[2]) + x[0] ** 3 * x[1]


@pytest.mark.parametrize("i", range(3))
@pytest.mark.parametrize("j", range(3))
def test_is_an_entry_of_the_hessian(i: int, j: int) -> None:
    """autograd's, and the one that mpmath differentiates in fifty digits; without an h to five digits."""
    want = hessian(f)(X)[i, j]
    with mpmath.workdps(50):
        order = tuple((k == i) + (k == j) for k in range(3))
        fine = float(mpmath.diff(lambda *x: f(x, mpmath), tuple(X), order))
    assert want == pytest.approx(fine, rel=1e-13, abs=1e-14)
    assert mixed_partial(f, X, i, j) == pytest.approx(want, abs=1e-5)
