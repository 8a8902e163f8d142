"""chapter19/truncated_bptt against chapter19/rnn_backward, and autograd with states that are cut off from the past."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

truncated_bptt = Suite.load(builtin_course(), "chapter19/truncated_bptt").namespace["truncated_bptt"]
rnn_backward = Suite.load(builtin_course(), "chapter19/rnn_backward").namespace["rnn_backward"]


def drawn(N: int, T: int, D: int, K: int) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    rng = np.random.default_rng(N)
    shapes = ((N, T, D), (N, K), (D, K), (K, K), (K,))
    return rng.normal(size=(N, T, K)), tuple(rng.normal(scale=0.7, size=shape) for shape in shapes)


@pytest.mark.parametrize("k", [5, 6, 50])
def test_nothing_is_cut_from_T_on(k: int) -> None:
    """Then it is backpropagation through time."""
    dH, given = drawn(3, 5, 2, 4)
    for got, want in zip(truncated_bptt(dH, *given, k), rnn_backward(dH, *given), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_each_window_is_the_gradient_of_a_short_network(k: int) -> None:
    """For each t, autograd of a network that starts at the constant state before the window; h0 only from the start."""
    dH, (X, h0, Wx, Wh, b) = drawn(3, 5, 2, 4)
    states = [h0]
    for t in range(5):
        states.append(np.tanh(X[:, t] @ Wx + states[t] @ Wh + b))
    sums = [np.zeros_like(each) for each in (X, h0, Wx, Wh, b)]
    for t in range(5):
        first = max(t - k + 1, 0)

        def loss(X, h0, Wx, Wh, b, t=t, first=first):
            h = h0 if first == 0 else states[first]
            for s in range(first, t + 1):
                h = anp.tanh(anp.dot(X[:, s], Wx) + anp.dot(h, Wh) + b)
            return anp.sum(dH[:, t] * h)

        for i, total in enumerate(sums):
            if i != 1 or first == 0:
                total += grad(loss, i)(X, h0, Wx, Wh, b)
    for got, want in zip(truncated_bptt(dH, X, h0, Wx, Wh, b, k), sums, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-11, atol=1e-12)
