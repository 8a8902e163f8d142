from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.differentiate import jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gradient_check = Suite.load(builtin_course(), "chapter10/gradient_check").namespace["gradient_check"]

FUNCTIONS = {
    "log-sum-exp": lambda x: anp.log(anp.sum(anp.exp(x))),
    "product": lambda x: anp.prod(2 + anp.tanh(x)),
    "quotient": lambda x: anp.sum(x**3) / (1 + anp.sum(x**2)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(5,), (2, 3), (1,)])
def test_accepts_what_autograd_derives(name, shape):
    """The gradients of automatic differentiation are right, and the reference says so."""
    x = np.random.default_rng(1).normal(size=shape)
    assert gradient_check(FUNCTIONS[name], grad(FUNCTIONS[name]), x) < 1e-8


@pytest.mark.parametrize("name", FUNCTIONS)
def test_measures_what_scipy_measures(name):
    """A wrong gradient is as far off as SciPy's adaptive differentiation says."""
    f, x = FUNCTIONS[name], np.random.default_rng(2).normal(size=6)
    columns = jacobian(lambda points: np.apply_along_axis(f, 0, points), x).df
    claimed = columns + np.linspace(-0.3, 0.2, x.size)
    expected = 0.3 / max(abs(columns).max(), abs(claimed).max())
    assert gradient_check(f, lambda _: claimed, x) == pytest.approx(expected, rel=1e-7)
