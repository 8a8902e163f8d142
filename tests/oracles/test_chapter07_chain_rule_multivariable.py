"""chapter07/chain_rule_multivariable against autograd's gradient of the composed function, and exact fractions."""

from fractions import Fraction

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad, jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

chain_rule = Suite.load(builtin_course(), "chapter07/chain_rule_multivariable").namespace["chain_rule_multivariable"]


@pytest.mark.parametrize(("n", "m"), [(3, 2), (2, 4), (3, 3), (1, 1)])
def test_is_the_gradient_of_the_composition(n: int, m: int) -> None:
    """autograd differentiates both parts, and the whole."""
    rng = np.random.default_rng(n + 10 * m)
    A, r = rng.normal(size=(n, m)), rng.normal(size=m)

    def x(r):
        return anp.sin(anp.dot(A, r)) + anp.sum(r) ** 2

    def f(x):
        return anp.sum(anp.exp(x / 3) * anp.arange(1, n + 1))

    got = chain_rule(grad(f)(x(r)), jacobian(x)(r))
    np.testing.assert_allclose(got, grad(lambda r: f(x(r)))(r), rtol=1e-12, atol=1e-13)


def test_sums_are_right_to_rounding() -> None:
    """Each sum of n products in exact arithmetic: the error is below n u Σ |terms|."""
    rng = np.random.default_rng(0)
    g, J = rng.normal(size=5), rng.normal(size=(5, 4))
    for j, got in enumerate(chain_rule(g, J)):
        terms = [Fraction(a) * Fraction(b) for a, b in zip(g, J[:, j], strict=True)]
        assert abs(Fraction(got) - sum(terms)) <= 5 * Fraction(2) ** -52 * sum(map(abs, terms))
