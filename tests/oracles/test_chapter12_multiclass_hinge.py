"""chapter12/multiclass_hinge against autograd, scikit-learn (two classes) and PyTorch."""

from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad
from sklearn.metrics import hinge_loss

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

multiclass_hinge = Suite.load(builtin_course(), "chapter12/multiclass_hinge").namespace["multiclass_hinge"]


def drawn(N: int, D: int, K: int):
    rng = np.random.default_rng(N)
    return rng.normal(size=(D, K)), rng.normal(size=(N, D)), rng.integers(K, size=N)


@pytest.mark.parametrize(("N", "D", "K"), [(7, 3, 4), (4, 4, 4), (1, 2, 5), (40, 3, 2)])
def test_agrees_with_autograd(N: int, D: int, K: int) -> None:
    """Loss and gradient are those of the definition, summed class by class."""
    W, X, y = drawn(N, D, K)

    def definition(W):
        paid = 0.0
        for n in range(N):
            s = anp.dot(X[n], W)
            for j in range(K):
                if j != y[n]:
                    paid = paid + anp.maximum(0.0, s[j] - s[y[n]] + 1)
        return paid / N + 0.3 * anp.sum(W**2)

    wanted, gradient = value_and_grad(definition)(W)
    loss, dW = multiclass_hinge(W, X, y, 0.3)
    assert loss == pytest.approx(wanted, rel=1e-12)
    np.testing.assert_allclose(dW, gradient, rtol=1e-10, atol=1e-13)


def test_two_classes_are_scikit_learns() -> None:
    """With two classes there is one wrong one, and the forms of Weston and Watkins and of Crammer and Singer agree."""
    W, X, y = drawn(40, 3, 2)
    scores = X @ W
    assert multiclass_hinge(W, X, y, 0.0)[0] == pytest.approx(hinge_loss(y, scores[:, 1] - scores[:, 0]), rel=1e-12)


def test_agrees_with_pytorch() -> None:
    """PyTorch's multi_margin_loss is the same, divided by K."""
    torch = pytest.importorskip("torch")
    W, X, y = drawn(20, 3, 5)
    wanted = torch.nn.functional.multi_margin_loss(torch.tensor(X @ W), torch.tensor(y))
    assert multiclass_hinge(W, X, y, 0.0)[0] == pytest.approx(5 * wanted.item(), rel=1e-12)
