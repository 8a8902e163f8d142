"""chapter24/sample_token against its definition by enumeration, and a chi-squared test."""

import itertools

import numpy as np
import pytest
from scipy import special, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

sample_token = Suite.load(builtin_course(), "chapter24/sample_token").namespace["sample_token"]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_kept_is_the_smallest_set_that_reaches_top_p(seed: int) -> None:
    """Of all sets of the k best tokens, by enumeration: none that is smaller has as much probability."""
    rng = np.random.default_rng(seed)
    logits, k, top_p = rng.normal(scale=2.0, size=7), int(rng.integers(1, 8)), float(rng.uniform(0.1, 0.95))
    _, P = sample_token(logits, 0.8, k, top_p, rng)
    best = np.argsort(-logits)[:k]
    p = dict(zip(best.tolist(), special.softmax(logits[best] / 0.8), strict=True))
    size = next(n for n in range(1, k + 1) if any(sum(p[i] for i in s) >= top_p for s in itertools.combinations(p, n)))
    kept = best[:size]
    np.testing.assert_allclose(P[kept], special.softmax(logits[kept] / 0.8), rtol=1e-12)
    assert np.count_nonzero(P) == size


def test_tokens_are_drawn_from_p() -> None:
    """A chi-squared test of 5,000 draws, with a fixed seed."""
    rng = np.random.default_rng(5)
    logits = np.array([0.3, 1.0, -0.5, 0.9, 0.1])
    drawn = [sample_token(logits, 1.2, 4, 0.9, rng) for _ in range(5000)]
    P = drawn[0][1]
    counts = np.bincount([token for token, _ in drawn], minlength=5)
    assert counts[P == 0].sum() == 0
    assert stats.chisquare(counts[P > 0], 5000 * P[P > 0]).pvalue > 1e-3
