"""chapter19/sequence_cross_entropy against SciPy, autograd, and PyTorch's cross_entropy."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import log_softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAMESPACE = Suite.load(builtin_course(), "chapter19/sequence_cross_entropy").namespace
sequence_cross_entropy = NAMESPACE["sequence_cross_entropy"]
RNG = np.random.default_rng(0)
LOGITS, MASK = RNG.normal(size=(3, 4, 5)), np.arange(4) < np.array([4, 1, 2])[:, None]
Y = np.where(MASK, RNG.integers(5, size=(3, 4)), -100)


def test_is_a_mean_of_log_softmax() -> None:
    """Over the tokens that count, and the perplexity is one over the geometric mean of what they were given."""
    logs = [log_softmax(LOGITS[n, t])[Y[n, t]] for n in range(3) for t in range(4) if MASK[n, t]]
    loss, _, perplexity = sequence_cross_entropy(LOGITS, Y, MASK)
    assert loss == pytest.approx(-np.mean(logs), rel=1e-13)
    assert perplexity == pytest.approx(np.prod(np.exp(logs)) ** (-1 / len(logs)), rel=1e-12)


def test_gradient_agrees_with_autograd() -> None:
    """Of the loss as it is defined, with the tokens picked by a one-hot array that is 0 in the filling."""
    picked = MASK[:, :, None] * (np.arange(5) == Y[:, :, None])

    def loss(logits: np.ndarray) -> float:
        logs = logits - anp.log(anp.sum(anp.exp(logits), axis=2, keepdims=True))
        return -anp.sum(picked * logs) / MASK.sum()

    want = grad(loss)(LOGITS)
    np.testing.assert_allclose(sequence_cross_entropy(LOGITS, Y, MASK)[1], want, rtol=1e-11, atol=1e-15)


def test_follows_torch() -> None:
    """The same loss and gradient as PyTorch's, which ignores the target −100."""
    torch = pytest.importorskip("torch")
    logits = torch.tensor(LOGITS, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(logits.reshape(12, 5), torch.tensor(Y.ravel()), ignore_index=-100)
    theirs.backward()
    loss, dlogits, _ = sequence_cross_entropy(LOGITS, Y, MASK)
    assert loss == pytest.approx(theirs.item(), rel=1e-13)
    np.testing.assert_allclose(dlogits, logits.grad.numpy(), rtol=1e-11, atol=1e-15)
