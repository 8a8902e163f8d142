"""chapter13/dual_number against autograd and mpmath."""

from __future__ import annotations

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

DUAL = Suite.load(builtin_course(), "chapter13/dual_number").namespace
EXPRESSIONS = [
    lambda x: (x * x + 1) / (3 - x),
    lambda x: 2 / x - x**3 + x**-2 + x**0.5,
    lambda x: np.sin(x) * np.exp(-x / 2) + np.tanh(x * x) - 1,
    lambda x: np.log(x + 2) ** 3 / (1 + np.exp(-x)),
    lambda x: 3**x - x**x + (2 * x) ** np.sin(x),
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("x", [0.3, 0.9, 2.2])
def test_agrees_with_mpmath(expression, x: float) -> None:
    """The slope of each expression is what mpmath finds with fifty digits."""
    with mpmath.workdps(50):
        h = mpmath.mpf(10) ** -15
        plain = _with(expression, mpmath)
        slope = float((plain(mpmath.mpf(x) + h) - plain(mpmath.mpf(x) - h)) / (2 * h))
    assert DUAL["derivative"](expression, x) == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_agrees_with_autograd(expression) -> None:
    """Forward mode and autograd's reverse mode give the same slope."""
    with_anp = _with(expression, anp)
    for x in (0.4, 1.3):
        assert DUAL["derivative"](expression, x) == pytest.approx(grad(with_anp)(x), rel=1e-12)


def _with(expression, functions):
    return type(expression)(expression.__code__, {"np": functions})


def test_relu() -> None:
    """relu is flat below 0 and at 0."""
    assert [DUAL["derivative"](lambda x: x.relu(), x) for x in (-1.0, 0.0, 2.0)] == [0.0, 0.0, 1.0]
