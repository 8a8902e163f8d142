from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.stats import chisquare, kstest
from sklearn.utils import gen_batches

from mdl_grade.course import builtin_course
from mdl_grade.suite.runner import InProcess, Student
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


def test_statistics_have_the_law_that_limits_are_taken_from():
    """Ascents vary as Eulerian numbers say, and correlations with batches as 1/(n − 1): on 2000 fair orders of 100."""
    rng, n = np.random.default_rng(2), 100
    orders = rng.permuted(np.tile(np.arange(n), (2000, 1)), axis=1)
    ascents = (np.diff(orders, axis=1) > 0).sum(axis=1)
    assert (
        kstest((ascents - (n - 1) / 2) / np.sqrt((n + 1) / 12) + rng.uniform(-0.17, 0.17, 2000), "norm").pvalue > 1e-3
    )
    batch = np.repeat(np.arange(10), 10)
    correlations = [np.corrcoef(order, batch)[0, 1] for order in orders]
    assert kstest(np.array(correlations) * np.sqrt(n - 1), "norm").pvalue > 1e-3


def test_no_fair_shuffle_fails():
    """The checks of fairness pass NumPy's own shuffles under five seeds."""
    for seed in range(5):
        student = Student(SUITE.exercise, InProcess(SUITE.namespace), SUITE.signatures, SUITE.reference)
        module.mixed.function(student, np.random.default_rng(seed))
        module.fair.function(student, np.random.default_rng(seed))
