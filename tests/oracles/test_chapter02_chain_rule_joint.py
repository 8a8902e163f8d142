"""chapter02/chain_rule_joint against exact fractions, and back from a joint distribution to itself."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

chain_rule_joint = Suite.load(builtin_course(), "chapter02/chain_rule_joint").namespace["chain_rule_joint"]


@pytest.mark.parametrize("shape", [(2, 3, 4), (3, 3, 3), (1, 4, 2)])
def test_agrees_with_fractions(shape: tuple[int, int, int]) -> None:
    """Two products are rounded."""
    rng = np.random.default_rng(0)
    p_a, p_b_a, p_c_ab = (rng.dirichlet(np.ones(shape[n]), size=shape[:n]) for n in range(3))
    J = chain_rule_joint(p_a, p_b_a, p_c_ab)
    for i, j, k in product(*map(range, shape)):
        exact = Fraction(p_a[i]) * Fraction(p_b_a[i, j]) * Fraction(p_c_ab[i, j, k])
        assert J[i, j, k] == pytest.approx(float(exact), rel=3 * 2.0**-53, abs=0)


def test_a_joint_distribution_is_the_chain_of_its_conditionals() -> None:
    """Whatever it is."""
    J = np.random.default_rng(1).dirichlet(np.ones(24)).reshape(2, 3, 4)
    ab = J.sum(axis=2)
    a = ab.sum(axis=1)
    np.testing.assert_allclose(chain_rule_joint(a, ab / a[:, None], J / ab[:, :, None]), J, rtol=1e-15)
