"""chapter09/mlp_forward against scikit-learn's network."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mlp_forward = Suite.load(builtin_course(), "chapter09/mlp_forward").namespace["mlp_forward"]


@pytest.mark.parametrize(
    ("name", "f"), [("relu", lambda Z: np.where(Z > 0, Z, 0.0)), ("tanh", np.tanh), ("logistic", expit)]
)
@pytest.mark.parametrize("widths", [(5, 4, 3), (2, 3, 4, 7), (3, 3, 3, 3, 3)])
def test_predicts_what_scikit_learn_predicts(widths: tuple[int, ...], name: str, f: Callable[[Any], Any]) -> None:
    """With the same weights, the answers are those of scikit-learn's network."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(9, widths[0])), rng.normal(size=(9, widths[-1]))
    params = [(rng.normal(size=(i, o)), rng.normal(size=o)) for i, o in itertools.pairwise(widths)]
    theirs = MLPRegressor(hidden_layer_sizes=widths[1:-1], activation=name, max_iter=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs.fit(X, Y)
    theirs.coefs_, theirs.intercepts_ = [W for W, _ in params], [b for _, b in params]
    np.testing.assert_allclose(mlp_forward(params, X, f), theirs.predict(X), rtol=1e-10, atol=1e-12)


def test_one_layer_is_linear_regression() -> None:
    """A single layer gives back a plane that was fitted by least squares."""
    rng = np.random.default_rng(1)
    X, W, b = rng.normal(size=(20, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    Y = mlp_forward([(W, b)], X, np.tanh)
    fitted, residual, *_ = np.linalg.lstsq(np.column_stack([X, np.ones(20)]), Y, rcond=None)
    np.testing.assert_allclose(fitted, np.vstack([W, b]), rtol=1e-10, atol=1e-12)
    assert np.all(residual < 1e-20)
