"""chapter01/train_test_split_indices: what scikit-learn splits, and every set equally likely."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats
from sklearn.model_selection import train_test_split

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

split = Suite.load(builtin_course(), "chapter01/train_test_split_indices").namespace["train_test_split_indices"]


@pytest.mark.parametrize(("n", "n_test"), [(2, 1), (10, 3), (7, 6), (20, 1)])
def test_parts_are_those_of_scikit_learn(n: int, n_test: int) -> None:
    """In size, in type, and in what they hold together."""
    ours = split(n, n_test, np.random.default_rng(0))
    theirs = train_test_split(np.arange(n), test_size=n_test, random_state=0)
    assert [part.shape for part in ours] == [part.shape for part in theirs]
    assert [part.dtype for part in ours] == [part.dtype for part in theirs]
    assert sorted(np.concatenate(ours)) == sorted(np.concatenate(theirs)) == list(range(n))


@pytest.mark.parametrize("n_test", [0, 5, 6])
def test_refuses_what_scikit_learn_refuses(n_test: int) -> None:
    """A part without samples."""
    with pytest.raises(ValueError, match="test_size"):
        train_test_split(np.arange(5), test_size=n_test)
    with pytest.raises(ValueError, match="set aside"):
        split(5, n_test, np.random.default_rng(0))


@pytest.mark.parametrize(("n", "n_test"), [(5, 2), (6, 3), (4, 1)])
def test_every_set_is_equally_likely(n: int, n_test: int) -> None:
    """χ² over all sets, from a fixed seed."""
    rng = np.random.default_rng(1)
    counts = dict.fromkeys(combinations(range(n), n_test), 0)
    for _ in range(200 * len(counts)):
        counts[tuple(sorted(split(n, n_test, rng)[1].tolist()))] += 1
    assert stats.chisquare(list(counts.values())).pvalue > 1e-3
