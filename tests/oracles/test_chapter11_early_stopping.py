from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

early_stopping = Suite.load(builtin_course(), "chapter11/early_stopping").namespace["early_stopping"]
QUARTERS = st.integers(-20, 20).map(lambda k: k / 4) | st.just(np.nan) | st.just(np.inf)


def records(losses, min_delta):
    """Return the epochs that are better, from the definition: an epoch is compared with the last better one."""
    last = next((i for i, x in enumerate(losses) if np.isfinite(x)), None)
    found = []
    while last is not None:
        found.append(last)
        last = next((i for i in range(last + 1, len(losses)) if losses[last] - losses[i] > min_delta), None)
    return found


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    losses=st.lists(QUARTERS, min_size=1, max_size=25),
    patience=st.integers(1, 6),
    min_delta=st.sampled_from([0.0, 0.25, 1.0]),
)
def test_definition(losses, patience, min_delta):
    """It stops at the first epoch that the last better one lies `patience` behind."""
    stop, best = early_stopping(np.array(losses), patience, min_delta)
    better = records(losses, min_delta)
    behind = [epoch - max([i for i in better if i <= epoch], default=-1) for epoch in range(len(losses))]
    assert stop == next((e for e, b in enumerate(behind) if b == patience), len(losses) - 1)
    assert best == stop - behind[stop]


def test_without_min_delta_the_best_is_the_argmin():
    """With min_delta = 0, the best epoch is the first lowest until the stop."""
    for seed in range(50):
        losses = np.random.default_rng(seed).integers(0, 12, size=30) / 4
        stop, best = early_stopping(losses, 4)
        assert best == np.argmin(losses[: stop + 1])


@pytest.mark.parametrize("seed", range(6))
def test_scikit_learn_stops_with_the_same_patience(seed):
    """scikit-learn's networks, at tol = 0, stop by the same rule on the training loss, one epoch more patient."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(40, 3)), rng.integers(0, 2, size=40)
    theirs = MLPClassifier((4,), solver="sgd", learning_rate_init=2.0, tol=0.0, n_iter_no_change=3, random_state=seed)
    theirs.fit(X, y)
    assert theirs.n_iter_ < theirs.max_iter
    stop, _ = early_stopping(np.array(theirs.loss_curve_), 4)
    assert stop == theirs.n_iter_ - 1
