"""Estimators that are unbiased, by all outcomes: right ones pass, and classical biases don't."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import CheckFailed, check_unbiased
from mdl_grade.records.evidence import BrokenLaw, NotFinite, WrongDtype, WrongShape, WrongType

SEEDS = range(10)


def is_unbiased(estimates: Any, p: Any, expected: Any, **options: Any) -> bool:
    try:
        check_unbiased(estimates, p, expected, **options)
    except CheckFailed as failed:
        evidence = failed.evidence
    else:
        return True
    assert isinstance(evidence, BrokenLaw)
    assert float(evidence.error) > evidence.tolerance
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_a_policy_gradient(seed: int) -> None:
    """REINFORCE is unbiased with any baseline that does not depend on the action, and with none that does."""
    rng = np.random.default_rng(seed)
    theta, reward = rng.normal(size=5), rng.normal(size=5)
    pi = np.exp(theta) / np.exp(theta).sum()
    gradient = pi * (reward - pi @ reward)

    def estimates(baseline: Any, score: Any) -> list[Any]:
        return [(reward[a] - baseline[a]) * score(np.eye(5)[a]) for a in range(5)]

    for b in (0.0, 0.7, 1e6):
        tolerance = 1e-10 if b < 1e6 else 1e-8
        assert is_unbiased(estimates(np.full(5, b), lambda hot: hot - pi), pi, gradient, rtol=tolerance)
    assert not is_unbiased(estimates(0.1 * reward**2, lambda hot: hot - pi), pi, gradient)
    assert not is_unbiased(estimates(np.zeros(5), lambda hot: hot), pi, gradient)
    assert not is_unbiased(estimates(np.zeros(5), lambda hot: hot - pi), np.full(5, 0.2), gradient)


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_of_minibatches(seed: int) -> None:
    """Averaged over all minibatches of two out of six, a mean is the gradient of all; a sum, or one over N, is not."""
    rng = np.random.default_rng(seed)
    X, y, w = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=3)
    each = X * (X @ w - y)[:, None]
    batches = [list(batch) for batch in itertools.combinations(range(6), 2)]
    p = np.full(len(batches), 1 / len(batches))
    assert is_unbiased(np.stack([each[batch].mean(axis=0) for batch in batches]), p, each.mean(axis=0))
    for wrong in (lambda g: g.sum(axis=0), lambda g: g.sum(axis=0) / 6, lambda g: g[0]):
        assert not is_unbiased([wrong(each[batch]) for batch in batches], p, each.mean(axis=0))


@pytest.mark.parametrize("seed", SEEDS)
def test_variances_of_samples(seed: int) -> None:
    """Over all 4³ samples with replacement, the sum of squares over n − 1 is unbiased, over n it is not."""
    x = np.random.default_rng(seed).normal(size=4)
    samples = np.array(list(itertools.product(x, repeat=3)))
    p = np.full(len(samples), 1 / len(samples))
    assert is_unbiased(samples.var(axis=1, ddof=1), p, x.var())
    assert not is_unbiased(samples.var(axis=1), p, x.var())


@pytest.mark.parametrize("seed", SEEDS)
def test_dropout(seed: int) -> None:
    """Over all masks, what is kept and divided by its probability has the mean x; undivided it has not."""
    x, keep = np.random.default_rng(seed).normal(size=6), 0.7
    masks = np.array(list(itertools.product([0.0, 1.0], repeat=6)))
    p = np.prod(np.where(masks == 1, keep, 1 - keep), axis=1)
    assert is_unbiased(masks * x / keep, p, x)
    assert not is_unbiased(masks * x, p, x)
    assert not is_unbiased(masks * x / (1 - keep), p, x)


def test_gaussian_noise() -> None:
    """By Gauss and Hermite: the reparametrized gradient of E (μ + σ ε)⁴ by σ, and what forgets ε."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(8)
    p, mu, sigma = weights / np.sqrt(2 * np.pi), 0.3, 0.8
    expected = 12 * mu**2 * sigma + 12 * sigma**3
    assert is_unbiased([4 * (mu + sigma * e) ** 3 * e for e in nodes], p, expected)
    assert not is_unbiased([4 * (mu + sigma * e) ** 3 for e in nodes], p, expected)


def test_an_expectation_of_zero_is_met_to_rounding_of_its_terms() -> None:
    """The score function has the mean zero; what is left of it is rounding, and anything else is not."""
    pi = np.array([0.1, 0.2, 0.7])
    scores = 1e8 * (np.eye(3) - pi)
    assert is_unbiased(scores, pi, np.zeros(3))
    assert not is_unbiased(scores + 1e-4, pi, np.zeros(3))
    assert is_unbiased(np.zeros((3, 2)), pi, np.zeros(2))
    assert not is_unbiased(np.full((3, 2), 1e-300), pi, np.zeros(2))


def test_float32_has_a_tolerance_of_its_own() -> None:
    """Unless the author gives one, or demands float64."""
    pi = np.array([0.25, 0.75])
    near = np.array([1.0 + 3e-6, 1.0])
    assert is_unbiased(near.astype(np.float32), pi, 1.0)
    assert not is_unbiased(near, pi, 1.0)
    assert not is_unbiased(near.astype(np.float32), pi, 1.0, rtol=1e-8)
    with pytest.raises(CheckFailed) as caught:
        check_unbiased(near.astype(np.float32), pi, 1.0, dtype="float64")
    assert isinstance(caught.value.evidence, WrongDtype)


@pytest.mark.parametrize(
    ("estimates", "kind"),
    [
        (None, WrongType),
        ("gg", WrongType),
        ([1.0], WrongType),
        ([1.0, None], WrongType),
        ([1.0, "1"], WrongType),
        ([1.0, 1j], WrongDtype),
        ([1.0, np.ones(2)], WrongType),
        (np.ones(3), WrongShape),
        (np.array([1.0, np.nan]), NotFinite),
        ([1.0, np.inf], NotFinite),
    ],
)
def test_form_comes_first(estimates: Any, kind: type) -> None:
    """What is not one finite estimate for each outcome is refused as such."""
    with pytest.raises(CheckFailed) as caught:
        check_unbiased(estimates, [0.5, 0.5], 1.0)
    assert isinstance(caught.value.evidence, kind)


def test_huge_estimates_fail_quietly() -> None:
    """Without a warning."""
    assert not is_unbiased([1.7e308, 1.7e308], [0.5, 0.5], -1.7e308)


@pytest.mark.parametrize("p", [[0.5, 0.4], [1.5, -0.5], [[0.5, 0.5]], [np.nan, 0.5], 1.0])
def test_probabilities_are_the_authors_matter(p: Any) -> None:
    """They add up to one, and none is negative."""
    with pytest.raises(ValueError, match="add up to one"):
        check_unbiased([1.0, 1.0], p, 1.0)
