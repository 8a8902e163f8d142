"""chapter24/speculative_step: its law, by exact integration over the numbers, and by a chi-squared test."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

speculative_step = Suite.load(builtin_course(), "chapter24/speculative_step").namespace["speculative_step"]


@pytest.mark.parametrize("seed", range(5))
def test_the_law_of_the_first_token_is_the_targets(seed: int) -> None:
    """Over all drafts, and all cells of numbers in which the answer does not change, with fractions."""
    rng = np.random.default_rng(seed)
    q, p, behind = (rng.multinomial(24, np.ones(3) / 3) + 1 for _ in range(3))
    Q, P = q[None] / 27, np.stack([p, behind]) / 27
    lead = np.maximum(p - q, 0)
    law = [Fraction(0)] * 3
    for x in range(3):
        first = sorted({Fraction(0), min(Fraction(1), Fraction(int(p[x]), int(q[x]))), Fraction(1)})
        ends = {Fraction(int(c), 27) for c in np.cumsum(behind)} | {Fraction(0), Fraction(1)}
        if lead.sum():
            ends |= {Fraction(int(c), int(lead.sum())) for c in np.cumsum(lead)}
        for (a, b), (c, d) in product(pairwise(first), pairwise(sorted(ends))):
            token = speculative_step(np.array([x]), Q, P, np.array([float(a + b) / 2, float(c + d) / 2]))[0]
            law[token] += Fraction(int(q[x]), 27) * (b - a) * (d - c)
    assert law == [Fraction(int(w), 27) for w in p]


def test_two_tokens_have_the_targets_law() -> None:
    """A chi-squared test of 5,000 steps with a draft of two, continued by the target where they end early."""
    rng = np.random.default_rng(3)
    Q, P = np.array([[0.5, 0.5], [0.3, 0.7]]), np.array([[0.2, 0.8], [0.6, 0.4], [0.5, 0.5]])
    counts = np.zeros((2, 2))
    for _ in range(5000):
        draft = (rng.random(2) >= Q[:, 0]).astype(np.int64)
        tokens = speculative_step(draft, Q, P, rng.random(3))
        second = tokens[1] if len(tokens) > 1 else int(rng.random() >= P[1, 0])
        counts[tokens[0], second] += 1
    assert stats.chisquare(counts.ravel(), 5000 * np.outer(P[0], P[1]).ravel()).pvalue > 1e-3
