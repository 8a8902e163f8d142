"""chapter09/count_parameters against networks whose arrays are there to be counted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import correlate
from sklearn.neural_network import MLPRegressor

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

count_parameters = Suite.load(builtin_course(), "chapter09/count_parameters").namespace["count_parameters"]


@pytest.mark.parametrize("widths", [(196, 100, 50, 10), (7, 3), (5, 5, 5)])
def test_dense_networks_are_as_large_as_those_of_scikit_learn(widths: tuple[int, ...]) -> None:
    """The count is the number of entries of all coefficients and intercepts."""
    theirs = MLPRegressor(hidden_layer_sizes=widths[1:-1]).partial_fit(
        np.ones((2, widths[0])), np.ones((2, widths[-1]))
    )
    arrays = [*theirs.coefs_, *theirs.intercepts_]
    layers = [{"kind": "dense", "outputs": K} for K in widths[1:]]
    assert count_parameters(widths[:1], layers) == sum(array.size for array in arrays)


@pytest.mark.parametrize(("C", "H", "W", "size"), [(1, 28, 28, 2), (3, 17, 24, 3), (2, 14, 11, 1)])
def test_convolutional_networks_are_counted_on_a_real_image(C: int, H: int, W: int, size: int) -> None:
    """Sent through SciPy's correlations and cut into windows, an image leaves just so many inputs for a dense layer."""
    filters, kernel, K = 5, (3, 4), 6
    bank = np.ones((filters, C, *kernel))
    maps = np.array([correlate(np.ones((C, H, W)), f, mode="valid")[0] for f in bank])
    pooled = maps[:, size - 1 :: size, size - 1 :: size]  # the last pixel of each window that is full
    weights = np.ones((pooled.size, K))
    layers = [
        {"kind": "conv", "filters": filters, "kernel": kernel},
        {"kind": "relu"},
        {"kind": "pool", "size": size},
        {"kind": "flatten"},
        {"kind": "dense", "outputs": K, "bias": False},
    ]
    assert count_parameters((C, H, W), layers) == bank.size + filters + weights.size


def test_a_well_known_network_for_digits() -> None:
    """32 and 64 filters of 3 × 3, pooling, 128 and 10 units: 1 199 882 parameters, as is told everywhere."""
    layers = [
        {"kind": "conv", "filters": 32, "kernel": (3, 3)},
        {"kind": "relu"},
        {"kind": "conv", "filters": 64, "kernel": (3, 3)},
        {"kind": "relu"},
        {"kind": "pool", "size": 2},
        {"kind": "flatten"},
        {"kind": "dense", "outputs": 128},
        {"kind": "relu"},
        {"kind": "dense", "outputs": 10},
    ]
    assert count_parameters((1, 28, 28), layers) == 1_199_882
