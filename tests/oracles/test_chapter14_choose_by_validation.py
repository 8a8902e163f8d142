"""chapter14/choose_by_validation against scikit-learn's pipeline, on the same folds."""

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter14/choose_by_validation").namespace


def test_scikit_learn_agrees_on_the_same_folds() -> None:
    """The error of each candidate, to rounding; and which of them is the best."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, size=30)
    y = np.sin(4 * x) + 0.2 * rng.normal(size=30)
    degrees, lams = [1, 3, 5], [0.01, 1.0]
    folds, errors, degree, lam = PROGRAM["choose"](x, y, degrees, lams, 5, rng)
    theirs = np.array(
        [
            [
                -cross_val_score(
                    make_pipeline(PolynomialFeatures(d, include_bias=False), Ridge(alpha=a, solver="svd")),
                    x[:, None],
                    y,
                    cv=folds,
                    scoring="neg_mean_squared_error",
                ).mean()
                for a in lams
            ]
            for d in degrees
        ]
    )
    np.testing.assert_allclose(errors, theirs, rtol=1e-10)
    row, column = np.unravel_index(theirs.argmin(), theirs.shape)
    assert (degree, lam) == (degrees[row], lams[column])
