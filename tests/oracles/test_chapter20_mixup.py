"""chapter20/mixup against SciPy's beta distribution, and by expectation."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

mixup = Suite.load(builtin_course(), "chapter20/mixup").namespace["mixup"]


@pytest.mark.parametrize("alpha", [0.2, 1.0, 4.0])
def test_shares_are_beta(alpha: float) -> None:
    """What a sample keeps of itself is distributed by SciPy's beta(alpha, alpha)."""
    rng = np.random.default_rng(0)
    kept = []
    while len(kept) < 2000:
        Xm, Ym = mixup(np.array([[0.0], [1.0]]), np.eye(2), alpha, rng)
        assert Xm[0, 0] == pytest.approx(Ym[0, 1], abs=1e-15)
        if Xm[0, 0] > 0:  # the two have been mixed with each other
            kept.append(Ym[0, 0])
    assert stats.kstest(kept, stats.beta(alpha, alpha).cdf).pvalue > 1e-3


def test_a_sample_comes_half_way_to_the_mean_on_average() -> None:
    """E[Xm[n]] = (X[n] + mean of X)/2, and the like for labels, within 5 standard errors of 20,000 batches."""
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(4, 2)), np.eye(4)
    batches = [np.hstack(mixup(X, Y, 0.5, rng)) for _ in range(20000)]
    both = np.hstack([X, Y])
    error = np.std(batches, axis=0) / np.sqrt(len(batches))
    assert np.all(np.abs(np.mean(batches, axis=0) - (both + both.mean(axis=0)) / 2) < 5 * error)
