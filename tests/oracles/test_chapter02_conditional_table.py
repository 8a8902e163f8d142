"""chapter02/conditional_table against scikit-learn's normalisation, and exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from sklearn.preprocessing import normalize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

conditional_table = Suite.load(builtin_course(), "chapter02/conditional_table").namespace["conditional_table"]


@pytest.mark.parametrize(("given", "axis"), [("row", 1), ("col", 0)])
@pytest.mark.parametrize("shape", [(3, 5), (4, 4), (1, 6), (5, 1)])
def test_agrees_with_scikit_learn(shape: tuple[int, int], given: str, axis: int) -> None:
    """Rows and columns of zeros stay what they are there as well."""
    J = np.random.default_rng(0).random(shape)
    J[0], J[:, -1] = 0.0, 0.0
    J[-1, 0] = 1.0
    J /= J.sum()
    np.testing.assert_allclose(conditional_table(J, given), normalize(J, norm="l1", axis=axis), rtol=1e-14)


def test_agrees_with_fractions_where_conditions_are_rare() -> None:
    """An entry is off by three roundings of its row, however small that is."""
    counts = np.random.default_rng(1).integers(1, 1000, size=(4, 3))
    J = counts * np.array([[1.0], [2.0**-60], [2.0**-600], [1.0]]) / counts[[0, 3]].sum()
    exact = [[float(Fraction(int(n), int(row.sum()))) for n in row] for row in counts]
    np.testing.assert_allclose(conditional_table(J, "row"), exact, rtol=5 * 2.0**-53)
