"""chapter03/bayes_sequential against exact fractions, and SciPy's softmax of sums of logarithms."""

from fractions import Fraction
from math import prod

import numpy as np
from scipy.special import softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

bayes_sequential = Suite.load(builtin_course(), "chapter03/bayes_sequential").namespace["bayes_sequential"]


def test_exact_products_agree() -> None:
    """Every row is prior times all likelihoods so far, divided by the sum; each step costs three roundings."""
    rng = np.random.default_rng(0)
    prior, L = rng.dirichlet(np.ones(4)), rng.uniform(0.1, 0.9, size=(12, 4))
    P = bayes_sequential(prior, L)
    for t in range(13):
        joint = [Fraction(prior[k]) * prod(map(Fraction, L[:t, k]), start=Fraction(1)) for k in range(4)]
        np.testing.assert_allclose(P[t], [float(j / sum(joint)) for j in joint], rtol=1e-15 * (t + 1) * 4)


def test_two_thousand_observations_agree_with_a_softmax() -> None:
    """A sum of 2000 logarithms of size ½ is off by 2000 · 1000 · 1e-16 at most."""
    rng = np.random.default_rng(1)
    prior, L = rng.dirichlet(np.ones(3)), rng.uniform(0.4, 0.6, size=(2000, 3))
    logs = np.log(prior) + np.vstack([np.zeros(3), np.cumsum(np.log(L), axis=0)])
    np.testing.assert_allclose(bayes_sequential(prior, L), softmax(logs, axis=1), atol=1e-10)
