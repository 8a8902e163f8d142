"""chapter03/iris_naive_bayes against scikit-learn, on irises divided at random."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix
from sklearn.naive_bayes import GaussianNB

from mdl_grade.course import builtin_course
from mdl_grade.network import iris
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter03/iris_naive_bayes").namespace
X, Y = iris().X, iris().Y.argmax(axis=1)


@pytest.mark.parametrize("seed", range(3))
def test_scikit_learn_agrees(seed: int) -> None:
    """What is learnt, what is believed in the end, in both ways, and what is taken for what."""
    order = np.random.default_rng(seed).permutation(150)
    known, new = order[:90], order[90:]
    peer = GaussianNB().fit(X[known], Y[known])
    shares, means, deviations = PROGRAM["learn"](X[known], Y[known], 3)
    np.testing.assert_allclose(shares, peer.class_prior_, rtol=1e-13)
    np.testing.assert_allclose(means, peer.theta_, rtol=1e-11)
    np.testing.assert_allclose(deviations**2, peer.var_, rtol=1e-11)
    wanted = peer.predict_proba(X[new])
    np.testing.assert_allclose(PROGRAM["classify"]((shares, means, deviations), X[new]), wanted, atol=1e-11)
    np.testing.assert_allclose(PROGRAM["at_once"](X[known], Y[known], X[new]), wanted, atol=1e-11)
    C = PROGRAM["tell_apart"](X[known], Y[known], X[new], Y[new], 3)
    np.testing.assert_array_equal(C, confusion_matrix(Y[new], peer.predict(X[new]), labels=range(3)))
    assert np.trace(C) >= 54


def test_features_change_the_belief_one_by_one() -> None:
    """Row d is what a classifier would say that knows the first d features alone; the first row are the shares."""
    model = PROGRAM["learn"](X, Y, 3)
    P = PROGRAM["beliefs"](model, X[70])
    np.testing.assert_allclose(P[0], 1 / 3, rtol=1e-13)
    for d in range(1, 5):
        some = GaussianNB(var_smoothing=1e-9 * X.var(axis=0).max() / X[:, :d].var(axis=0).max()).fit(X[:, :d], Y)
        np.testing.assert_allclose(P[d], some.predict_proba(X[70:71, :d])[0], atol=1e-11)
