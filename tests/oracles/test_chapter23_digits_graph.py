"""chapter23/digits_graph against central differences, scikit-learn's neighbours, and the network without its graph."""

import numpy as np
from sklearn.neighbors import kneighbors_graph

from mdl_grade.checks import check_grads
from mdl_grade.course import builtin_course
from mdl_grade.network import digits
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter23/digits_graph").namespace
GraphNetwork, initial, nearest = PROGRAM["GraphNetwork"], PROGRAM["initial"], PROGRAM["nearest"]


def test_neighbours_are_those_of_scikit_learn() -> None:
    """On features without ties, made symmetric."""
    X = np.random.default_rng(0).normal(size=(40, 5))
    A = kneighbors_graph(X, 4).toarray()
    np.testing.assert_array_equal(nearest(X, 4), np.maximum(A, A.T))


def test_gradients_agree_with_differences() -> None:
    """Of all weights, with labels for some of the nodes."""
    rng = np.random.default_rng(1)
    X, labelled, y = rng.normal(size=(9, 4)), np.array([1, 4, 6, 8]), np.array([0, 2, 1, 2])
    A, params = nearest(X, 3), initial(4, 5, 3, rng)

    def loss(**at):
        return GraphNetwork(A, X, at).gradients(labelled, y)[0]

    check_grads(loss, params, GraphNetwork(A, X, params).gradients(labelled, y)[1], rng=rng)


def test_the_graph_tells_more_than_the_images() -> None:
    """With 20 labels for 400 digits, on each of two draws; the mean is better by a tenth."""
    data, gains = digits(), []
    for seed in range(2):
        rng = np.random.default_rng(seed)
        chosen = rng.choice(len(data.X), size=400, replace=False)
        X, y = data.X[chosen].reshape(400, -1), data.Y[chosen].argmax(axis=1)
        labelled = PROGRAM["two_of_each"](y)
        others, start, right = np.setdiff1d(np.arange(400), labelled), initial(64, 32, 10, rng), []
        for A in (np.zeros((400, 400)), nearest(X, 6)):
            network = GraphNetwork(A, X, start)
            network.train(labelled, y[labelled], 60, 0.02)
            right.append(np.mean(network.forward()["dense"].argmax(axis=1)[others] == y[others]))
        gains.append(right[1] - right[0])
    assert min(gains) > 0.0
    assert np.mean(gains) > 0.1
