"""chapter11/adadelta_step against its definition as a whole: averages are filters, and a step obeys an equation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

adadelta_step = Suite.load(builtin_course(), "chapter11/adadelta_step").namespace["adadelta_step"]


@pytest.mark.parametrize(("scale", "eps"), [(1.0, 1e-6), (1e-3, 1e-6), (1.0, 0.1)])
def test_a_run_obeys_the_equations_of_the_method(scale: float, eps: float) -> None:
    """S filters the squared gradients, D the squared steps, and step² (S + eps) = g² (D before it + eps)."""
    rng, rho = np.random.default_rng(3), 0.9
    gradients = scale * rng.normal(size=(25, 6))
    W, S, D = [np.zeros(6)], [np.zeros(6)], [np.zeros(6)]
    for dW in gradients:
        for kept, new in zip((W, S, D), adadelta_step(W[-1], S[-1], D[-1], dW, rho, eps), strict=True):
            kept.append(new)
    steps = np.diff(W, axis=0)
    filtered = [lfilter([1.0 - rho], [1.0, -rho], x**2, axis=0) for x in (gradients, steps)]
    np.testing.assert_allclose(S[1:], filtered[0], rtol=1e-11)
    np.testing.assert_allclose(D[1:], filtered[1], rtol=1e-7)
    np.testing.assert_allclose(
        steps**2 * (np.array(S[1:]) + eps), gradients**2 * (np.array(D[:-1]) + eps), rtol=1e-7, atol=1e-18 * scale**2
    )
    assert np.array_equal(np.sign(steps), -np.sign(gradients))
