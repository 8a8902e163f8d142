"""chapter02/coin_heads_histogram against SciPy's binomial law."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

coin_heads_histogram = Suite.load(builtin_course(), "chapter02/coin_heads_histogram").namespace["coin_heads_histogram"]


@pytest.mark.parametrize(("n_flips", "p"), [(1, 0.6), (3, 0.3), (6, 0.5), (10, 0.9), (20, 0.02)])
def test_agrees_with_the_binomial_law(n_flips: int, p: float) -> None:
    """χ² over cells of 20 trials at least, from a fixed seed."""
    n_trials = 20_000
    h = coin_heads_histogram(n_flips, p, n_trials, np.random.default_rng(0))
    assert h.shape == (n_flips + 1,)
    expected = stats.binom.pmf(np.arange(n_flips + 1), n_flips, p)
    large = expected * n_trials >= 20
    counts = [*(h[large] * n_trials), h[~large].sum() * n_trials + 20]
    wanted = [*(expected[large] * n_trials), expected[~large].sum() * n_trials + 20]
    assert stats.chisquare(counts, wanted).pvalue > 1e-3


@pytest.mark.parametrize(("p", "n_trials"), [(-0.1, 5), (1.1, 5), (0.5, 0)])
def test_refuses_what_is_no_coin(p: float, n_trials: int) -> None:
    """As SciPy has no such distribution."""
    assert n_trials == 0 or np.isnan(stats.binom(3, p).pmf(1))
    with pytest.raises(ValueError, match="trial"):
        coin_heads_histogram(3, p, n_trials, np.random.default_rng(0))
