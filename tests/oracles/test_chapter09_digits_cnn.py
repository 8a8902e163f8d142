"""The loss and the way back of chapter09/digits_cnn against SciPy's convolution and numerical derivatives."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.signal import correlate2d
from scipy.special import log_softmax

from mdl_grade.course import builtin_course
from mdl_grade.network import digits
from mdl_grade.suite.suite import Suite

CNN = Suite.load(builtin_course(), "chapter09/digits_cnn").namespace
RNG = np.random.default_rng(0)
START = CNN["initial"]((8, 8), 3, 10, RNG)
X, Y = digits().X[:6], digits().Y[:6]


def flat(params):
    return np.concatenate([value.ravel() for value in params.values()])


def unflat(vector):
    pieces = np.split(vector, np.cumsum([value.size for value in START.values()])[:-1])
    return {name: piece.reshape(START[name].shape) for name, piece in zip(START, pieces, strict=True)}


def loss(vector):
    """The cross-entropy, image by image and kernel by kernel."""
    params, total = unflat(vector), 0.0
    for image, label in zip(X[:, 0], Y, strict=True):
        maps = [correlate2d(image, kernel[0], "valid") for kernel in params["kernels"]]
        rectified = np.clip(np.array(maps) + params["b"][:, None, None], 0, None)
        pooled = rectified.reshape(-1, 3, 2, 3, 2).max(axis=(2, 4))
        total -= log_softmax(pooled.ravel() @ params["W"] + params["c"]) @ label
    return total / len(X)


def test_forward_gives_scipys_loss():
    """−1/N Σ Y log P, from the probabilities that the network hands on."""
    P = CNN["forward"](START, X)["softmax"]
    assert -np.sum(Y * np.log(P)) / len(X) == pytest.approx(loss(flat(START)), rel=1e-12)


def test_backward_is_the_derivative():
    """All gradients at once, against forward differences."""
    gradients = CNN["backward"](START, X, Y, CNN["forward"](START, X))
    assert flat(gradients) == pytest.approx(approx_fprime(flat(START), loss, 1e-7), abs=2e-6)


def test_a_step_of_training_is_a_step_of_descent():
    """train notes the loss, then moves every parameter by −lr times its gradient; then the next batch comes."""
    params, losses = CNN["train"](START, X, Y, 2, 3, 0.1)
    first = CNN["backward"](START, X[:3], Y[:3], CNN["forward"](START, X[:3]))
    moved = {name: START[name] - 0.1 * first[name] for name in START}
    second = CNN["backward"](moved, X[3:], Y[3:], CNN["forward"](moved, X[3:]))
    assert flat(params) == pytest.approx(flat(moved) - 0.1 * flat(second), rel=1e-12)
    assert len(losses) == 2
