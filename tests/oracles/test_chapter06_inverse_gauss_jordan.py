"""chapter06/inverse_gauss_jordan against exact fractions, SciPy's Hilbert matrices and the tolerance of conditioning."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import linalg

from mdl_grade.checks import perturbation_tolerance
from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SUITE = Suite.load(builtin_course(), "chapter06/inverse_gauss_jordan")
inverse = SUITE.namespace["inverse_gauss_jordan"]


@pytest.mark.parametrize("n", [2, 4, 6])
def test_hilberts_inverse_is_known(n: int) -> None:
    """Its entries are integers, in closed form; rounding moves them by a few u times the condition number."""
    H = linalg.hilbert(n)
    exact = linalg.invhilbert(n, exact=True).astype(float)
    tolerance = 8 * np.finfo(float).eps * np.linalg.cond(H) * np.abs(exact).max()
    assert np.abs(inverse(H) - exact).max() <= tolerance


def test_two_by_two_is_the_adjugate_over_the_determinant() -> None:
    """In exact fractions."""
    rng = np.random.default_rng(0)
    for A in rng.integers(-9, 10, size=(50, 2, 2)):
        (a, b), (c, d) = A.tolist()
        if det := a * d - b * c:
            exact = [[float(Fraction(x, det)) for x in row] for row in ([d, -b], [-c, a])]
            np.testing.assert_allclose(inverse(A), exact, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("seed", range(5))
def test_draws_are_conditioned_for_the_tolerance_of_values(seed: int) -> None:
    """Where entries are compared, right answers differ by less than a hundredth of the 1e-7 that is let pass."""
    for name in ("squares", "whole_numbers", "zero_pivots", "tiny_pivots", "permutations"):
        for case in filter(SUITE.draws[name].fit, SUITE.draws[name](np.random.default_rng(seed))):
            tolerance = perturbation_tolerance(inverse, {"A": case.A}, rng=np.random.default_rng(0))
            assert tolerance.rtol < 1e-9


@pytest.mark.parametrize("A", [[[0.0]], [[0, 0], [1, 2]], [[0, 1], [0, 2]], [[1, 2], [2, 4]]])
def test_singular_ones_raise_here_and_in_scipy(A: list[list[float]]) -> None:
    """ValueError; LinAlgError is one."""
    for solve in (inverse, linalg.inv):
        with pytest.raises(ValueError, match="singular"):
            solve(np.array(A))
