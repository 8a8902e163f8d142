"""chapter16/adamw_step against chapter11/adam_step, and PyTorch's AdamW."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

adamw_step = Suite.load(builtin_course(), "chapter16/adamw_step").namespace["adamw_step"]
adam_step = Suite.load(builtin_course(), "chapter11/adam_step").namespace["adam_step"]


def test_is_adam_and_a_shrinking() -> None:
    """Without decay it is Adam; with decay, W has lost lr · decay · W beside it."""
    rng = np.random.default_rng(0)
    W, M, dW = rng.normal(size=(3, 4, 3))
    V = rng.uniform(size=(4, 3))
    plain = adam_step(W, M, V, dW, 7, 0.1)
    for decay in (0.0, 0.3):
        found = adamw_step(W, M, V, dW, 7, 0.1, decay=decay)
        np.testing.assert_allclose(found[0], plain[0] - 0.1 * decay * W, rtol=1e-13)
        np.testing.assert_array_equal(found[1:], plain[1:])


def test_follows_torch() -> None:
    """Thirty steps are PyTorch's."""
    torch = pytest.importorskip("torch")
    gradients = np.random.default_rng(1).normal(size=(30, 5))
    start = np.linspace(-1, 2, 5)
    theirs = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.AdamW([theirs], lr=0.03, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.2)
    W, M, V = start, np.zeros(5), np.zeros(5)
    for t, dW in enumerate(gradients, 1):
        theirs.grad = torch.tensor(dW)
        optimizer.step()
        W, M, V = adamw_step(W, M, V, dW, t, 0.03, 0.8, 0.95, 1e-4, 0.2)
    np.testing.assert_allclose(W, theirs.detach().numpy(), rtol=1e-12)
