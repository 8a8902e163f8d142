"""chapter13/value_reverse against autograd."""

from __future__ import annotations

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

Value = Suite.load(builtin_course(), "chapter13/value_reverse").namespace["Value"]
EXPRESSIONS = [
    lambda x, w: (x * w + x) * (x * w) / (3 - x),
    lambda x, w: np.tanh(x * w - 1) ** 2 + x**-1 - 2 / w,
    lambda x, w: np.log(x * x + 1) * np.exp(-w) + (x + w) ** 3,
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_agrees_with_autograd(expression) -> None:
    """Both grads of each expression are autograd's, on many points."""
    same = type(expression)(expression.__code__, {"np": anp})
    for a, c in np.random.default_rng(0).uniform(0.4, 1.9, size=(20, 2)):
        x, w = Value(a), Value(c)
        expression(x, w).backward()
        assert [x.grad, w.grad] == pytest.approx([grad(same, 0)(a, c), grad(same, 1)(a, c)], rel=1e-11, abs=1e-12)
