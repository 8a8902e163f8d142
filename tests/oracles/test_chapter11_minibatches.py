from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.stats import chi2, chisquare, kstest
from sklearn.utils import gen_batches

from mdl_grade.checks import FrequencyTest
from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SUITE = Suite.load(builtin_course(), "chapter11/minibatches")
minibatches, module = SUITE.namespace["minibatches"], SUITE.module


@pytest.mark.parametrize(("n", "batch_size"), [(12, 5), (12, 4), (3, 7), (1, 1)])
def test_sizes_are_those_of_scikit_learn(n, batch_size):
    """The batches are as large as scikit-learn's slices, and hold every index once."""
    batches = minibatches(n, batch_size, np.random.default_rng(0))
    assert [len(b) for b in batches] == [s.stop - s.start for s in gen_batches(n, batch_size)]
    assert sorted(np.concatenate(batches).tolist()) == list(range(n))


def test_all_ways_to_deal_are_equally_likely():
    """Five samples fall into 2, 2 and 1 in 30 ways, with equal frequencies."""
    rng = np.random.default_rng(1)
    ways = Counter(tuple(frozenset(map(int, b)) for b in minibatches(5, 2, rng)) for _ in range(6000))
    assert len(ways) == 30
    assert chisquare(list(ways.values())).pvalue > 1e-3


def fair_deals(rng):
    """Return what `deals` returns, for epochs of a shuffle that is known to be fair."""
    order = rng.permuted(np.tile(np.arange(module.N), (module.EPOCHS, 1)), axis=1)
    return order.reshape(module.EPOCHS, -1, module.B)


@pytest.mark.parametrize(("count", "design"), [("placed", module.PLACES), ("met", module.PARTNERS)])
def test_statistics_have_the_law_that_limits_are_taken_from(count, design):
    """Over fair shuffles, ν/k Σ (count − n p)² / (n p (1 − p)) is χ² with ν degrees of freedom, for both counts."""
    rng = np.random.default_rng(2)
    n, p, degrees = design["n"], design["p"], design["degrees"]
    counts = [getattr(module, count)(fair_deals(rng)) for _ in range(150)]
    found = [degrees * np.mean((c - n * p) ** 2) / (n * p * (1 - p)) for c in counts]
    assert kstest(found, chi2(degrees).cdf).pvalue > 1e-3
    low, high = FrequencyTest(**design).band.low, FrequencyTest(**design).band.high
    assert chi2.sf(degrees * high, degrees) == pytest.approx(5e-7, rel=1e-6)
    assert chi2.cdf(degrees * low, degrees) == pytest.approx(5e-7, rel=1e-6)
