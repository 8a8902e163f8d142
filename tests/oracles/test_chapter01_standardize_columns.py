"""chapter01/standardize_columns against exact fractions, scikit-learn and SciPy."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from sklearn.preprocessing import StandardScaler

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

standardize_columns = Suite.load(builtin_course(), "chapter01/standardize_columns").namespace["standardize_columns"]


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e6])
@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_exact_arithmetic_agrees(offset: float, unit: float) -> None:
    """Means and variances of the very numbers, as fractions: rounding costs no more than a few ulps of the offset."""
    X = unit * (offset + np.random.default_rng(0).normal(size=(7, 3)))
    Z, mean, std = standardize_columns(X)
    for d in range(3):
        column = [Fraction(x) for x in X[:, d]]
        m = sum(column) / 7
        variance = sum((x - m) ** 2 for x in column) / 7
        s = float(variance) ** 0.5
        np.testing.assert_allclose(mean[d], float(m), rtol=1e-14)
        np.testing.assert_allclose(std[d], s, rtol=1e-9)
        np.testing.assert_allclose(Z[:, d], [float(x - m) / s for x in column], atol=1e-9)


@pytest.mark.parametrize("shape", [(7, 5), (4, 4), (1, 5), (30, 1)])
def test_scikit_learn_and_scipy_agree(shape: tuple[int, int]) -> None:
    """Also on integers, where a column is constant by chance."""
    X = np.random.default_rng(1).integers(0, 3, size=shape)
    scaler = StandardScaler().fit(X.astype(float))
    Z, mean, std = standardize_columns(X)
    np.testing.assert_allclose(Z, scaler.transform(X.astype(float)), atol=1e-12)
    np.testing.assert_allclose(mean, scaler.mean_, atol=1e-14)
    np.testing.assert_allclose(std, np.sqrt(scaler.var_), atol=1e-14)
    varied = std > 0
    if varied.any():
        np.testing.assert_allclose(Z[:, varied], stats.zscore(X[:, varied], axis=0), atol=1e-12)


def test_constant_columns_are_found_whatever_rounding_does() -> None:
    """Of all constants of three digits, many have a computed deviation that is not 0; Z and std are 0 for each."""
    X = np.tile(np.arange(1, 1000) / 100, (7, 1))
    assert np.mean(X.std(axis=0) != 0) > 0.2
    Z, _, std = standardize_columns(X)
    assert not Z.any()
    assert not std.any()
