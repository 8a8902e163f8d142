"""chapter04/impute_column against scikit-learn."""

import warnings

import numpy as np
import pytest
from sklearn.impute import SimpleImputer

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

impute_column = Suite.load(builtin_course(), "chapter04/impute_column").namespace["impute_column"]


@pytest.mark.parametrize("seed", range(20))
def test_scikit_learn_agrees(seed: int) -> None:
    """To the last bit, ties and columns without gaps included; where nothing was observed, NaN stays."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-5, 6, size=(rng.integers(1, 9), 5)) / 2
    X[rng.random(X.shape) < 0.4] = np.nan
    filled = impute_column(X)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which columns it leaves out
        theirs = SimpleImputer(strategy="median").fit_transform(X)
    known = ~np.isnan(X).all(axis=0)
    np.testing.assert_array_equal(filled[:, known], theirs)
    assert np.isnan(filled[:, ~known]).all()
