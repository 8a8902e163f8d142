"""chapter18/digits_convnet against central differences, and PyTorch's network and Adam."""

import numpy as np
import pytest

from mdl_grade.checks import check_grads
from mdl_grade.course import builtin_course
from mdl_grade.network import digits
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter18/digits_convnet").namespace


def labelled_digits():
    data = digits()
    return data.X - 0.3, data.Y.argmax(axis=1)


def test_gradients_agree_with_differences():
    """Of every parameter, on random images: no two pixels tie."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(4, 1, 7, 6)), np.array([0, 2, 1, 1])
    params = PROGRAM["initial"]((7, 6), (2, 3), 3, rng)

    def loss(**at):
        return PROGRAM["gradients"](at, X, y)[0]

    check_grads(loss, params, PROGRAM["gradients"](params, X, y)[1], rng=rng)


def test_agrees_with_pytorch():
    """Thirty steps on digits: the losses and all parameters are those of the same network in PyTorch."""
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    X, y = labelled_digits()
    params = PROGRAM["initial"]((8, 8), (5, 6), 10, np.random.default_rng(1))
    at = {name: torch.tensor(p, requires_grad=True) for name, p in params.items()}
    adam = torch.optim.Adam(list(at.values()), lr=0.01)
    batches = [np.arange(i, i + 16) for i in range(0, 480, 16)]
    want = []
    for batch in batches:
        A = functional.conv2d(torch.from_numpy(X[batch]), at["kernels1"], at["b1"], stride=2, padding=1)
        A = functional.max_pool2d(torch.relu(A), 2, 1)
        A = torch.relu(functional.conv2d(A, at["kernels2"], at["b2"], padding=1))
        loss = functional.cross_entropy(A.flatten(1) @ at["W"] + at["c"], torch.from_numpy(y[batch]))
        want.append(loss.item())
        adam.zero_grad()
        loss.backward()
        adam.step()
    training = PROGRAM["Training"](params)
    np.testing.assert_allclose(training.epoch(X, y, batches, 0.01), want, rtol=1e-7)
    for name, p in training.params.items():
        np.testing.assert_allclose(p, at[name].detach().numpy(), rtol=1e-5, atol=1e-7)


def test_it_reads_digits():
    """Six epochs read eight of ten unseen digits: the first 1500 are seen, the last 297 are not."""
    X, y = labelled_digits()
    rng = np.random.default_rng(0)
    params = PROGRAM["initial"]((8, 8), (8, 12), 10, rng)
    params = PROGRAM["train"](params, X[:1500], y[:1500], 6, 50, 0.01, rng)
    assert np.mean(PROGRAM["forward"](params, X[1500:])["dense"].argmax(axis=1) == y[1500:]) > 0.8
