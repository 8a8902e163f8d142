"""chapter13/jvp_vjp_consistency against autograd's Jacobian."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

BOTH = Suite.load(builtin_course(), "chapter13/jvp_vjp_consistency").namespace
A, B, C = (np.random.default_rng(k).normal(size=shape) for k, shape in enumerate([(3, 4), (2, 3), (3,)]))
CHAINS = {
    "network": [("linear", A), ("shift", C), ("tanh",), ("linear", B), ("exp",)],
    "entries": [("square",), ("tanh",), ("exp",), ("linear", A), ("square",)],
    "nothing": [],
}
RULES = {
    "linear": lambda x, A: anp.dot(A, x),
    "shift": lambda x, c: x + c,
    "tanh": anp.tanh,
    "exp": anp.exp,
    "square": lambda x: x * x,
}


@pytest.mark.parametrize("name", CHAINS)
def test_both_are_products_with_autograds_jacobian(name: str) -> None:
    """J v and Jᵀ u agree with the whole Jacobian that autograd builds."""
    layers = CHAINS[name]

    def f(x):
        for kind, *of in layers:
            x = RULES[kind](x, *of)
        return x

    rng = np.random.default_rng(0)
    x, v = rng.normal(size=(2, 4))
    J = jacobian(f)(x) if layers else np.eye(4)
    u = rng.normal(size=len(J))
    np.testing.assert_allclose(BOTH["jvp"](layers, x, v), J @ v, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(BOTH["vjp"](layers, x, u), J.T @ u, rtol=1e-11, atol=1e-12)
