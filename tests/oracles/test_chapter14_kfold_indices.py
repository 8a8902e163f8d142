"""chapter14/kfold_indices against the sizes of scikit-learn's folds, and against the count of all partitions."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats
from sklearn.model_selection import KFold

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

kfold_indices = Suite.load(builtin_course(), "chapter14/kfold_indices").namespace["kfold_indices"]


@pytest.mark.parametrize(("n", "k"), [(10, 3), (11, 4), (5, 5), (20, 2)])
def test_sizes_are_those_of_scikit_learn(n: int, k: int) -> None:
    """The first n mod k folds have one more."""
    theirs = [len(val) for _, val in KFold(k).split(np.zeros(n))]
    assert [len(val) for _, val in kfold_indices(n, k, np.random.default_rng(0))] == theirs


def test_every_way_to_fill_the_folds_is_equally_likely() -> None:
    """Of five samples in folds of 2, 2 and 1 there are 30: chi-squared over 6000 deals with a fixed seed."""
    rng = np.random.default_rng(0)
    deals = Counter(tuple(frozenset(val.tolist()) for _, val in kfold_indices(5, 3, rng)) for _ in range(6000))
    assert len(deals) == 30
    assert stats.chisquare(list(deals.values())).pvalue > 1e-3
