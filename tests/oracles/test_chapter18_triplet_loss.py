"""chapter18/triplet_loss against autograd, SciPy's distances, and PyTorch."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.spatial.distance import sqeuclidean

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

triplet_loss = Suite.load(builtin_course(), "chapter18/triplet_loss").namespace["triplet_loss"]


def points(seed):
    return np.random.default_rng(seed).normal(size=(3, 9, 4))


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_scipy_and_autograd(seed):
    """The loss is made of scipy's squared distances; the gradients are autograd's."""
    a, p, n = points(seed)

    def loss(a, p, n):
        return anp.mean(anp.maximum(anp.sum((a - p) ** 2, axis=1) - anp.sum((a - n) ** 2, axis=1) + 1.5, 0.0))

    value, *got = triplet_loss(a, p, n, 1.5)
    terms = [max(0.0, sqeuclidean(a[i], p[i]) - sqeuclidean(a[i], n[i]) + 1.5) for i in range(9)]
    assert 0 < np.count_nonzero(terms) < 9
    assert value == pytest.approx(np.mean(terms), rel=1e-13)
    for k in range(3):
        np.testing.assert_allclose(got[k], grad(loss, k)(a, p, n), rtol=1e-12, atol=1e-14)


def test_agrees_with_pytorch():
    """It is torch's triplet loss with a distance that is squared."""
    torch = pytest.importorskip("torch")
    at = [torch.from_numpy(array).requires_grad_() for array in points(5)]
    loss = torch.nn.functional.triplet_margin_with_distance_loss(
        *at, distance_function=lambda x, y: ((x - y) ** 2).sum(dim=1), margin=1.5
    )
    loss.backward()
    value, *got = triplet_loss(*points(5), 1.5)
    assert value == pytest.approx(loss.item(), rel=1e-13)
    for mine, theirs in zip(got, at, strict=True):
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-12, atol=1e-14)
