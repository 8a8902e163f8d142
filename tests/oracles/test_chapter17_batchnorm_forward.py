"""chapter17/batchnorm_forward against SciPy's zscore, and PyTorch's batch_norm."""

import numpy as np
import pytest
from scipy.stats import zscore

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

forward = Suite.load(builtin_course(), "chapter17/batchnorm_forward").namespace["batchnorm_forward"]


def test_is_a_zscore() -> None:
    """For a tiny eps, each column is standardised."""
    X = np.random.default_rng(0).normal(size=(9, 4)) * [1, 2, 3, 4] + 5
    running = {"mean": np.zeros(4), "var": np.ones(4)}
    Y, _ = forward(X, np.ones(4), np.zeros(4), running, 0.9, 1e-14, True)
    np.testing.assert_allclose(Y, zscore(X, axis=0), rtol=1e-11)


@pytest.mark.parametrize("train", [True, False])
def test_follows_torch(train: bool) -> None:
    """Its momentum is 1 − decay, and its running variance unbiased: N/(N − 1) of the batch's."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    X, gamma, beta = rng.normal(size=(6, 3)), rng.normal(size=3), rng.normal(size=3)
    mean, var = torch.tensor(rng.normal(size=3)), torch.tensor(rng.uniform(1, 2, size=3))
    before = {"mean": mean.numpy().copy(), "var": var.numpy().copy()}
    parts = [torch.tensor(v) for v in (X, gamma, beta)]
    theirs = torch.nn.functional.batch_norm(parts[0], mean, var, parts[1], parts[2], train, 0.2, 0.01)
    Y, after = forward(X, gamma, beta, before, 0.8, 0.01, train)
    np.testing.assert_allclose(Y, theirs.numpy(), rtol=1e-11)
    np.testing.assert_allclose(after["mean"], mean.numpy(), rtol=1e-12)
    unbiased = (
        before["var"] + (after["var"] - 0.8 * before["var"]) * 6 / 5 - 0.2 * before["var"] if train else before["var"]
    )
    np.testing.assert_allclose(unbiased, var.numpy(), rtol=1e-12)
