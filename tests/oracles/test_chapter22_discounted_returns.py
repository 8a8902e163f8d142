"""chapter22/discounted_returns against SciPy's linear filter, and against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.signal import lfilter

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

returns = Suite.load(builtin_course(), "chapter22/discounted_returns").namespace["discounted_returns"]
RNG = np.random.default_rng(0)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.97, 1.0])
@pytest.mark.parametrize("T", [1, 7, 1500])
def test_is_a_filter_that_runs_backwards(T: int, gamma: float) -> None:
    """Returns are the rewards in reverse, sent through 1 / (1 − gamma z⁻¹), in reverse."""
    r = RNG.normal(size=T)
    wanted = lfilter([1.0], [1.0, -gamma], r[::-1])[::-1]
    np.testing.assert_allclose(
        returns(r, gamma), wanted, rtol=1e-12, atol=1e-12 * max(1.0, float(np.abs(wanted).max()))
    )


def test_episodes_are_apart() -> None:
    """With done, the returns are those of each episode by itself, as fractions."""
    r, done, gamma = [3, -1, 4, 1, -5], np.array([False, True, True, False, False]), Fraction(1, 4)
    wanted = [
        sum((gamma**k * x for k, x in enumerate(r[t:end])), Fraction(0))
        for t, end in [(0, 2), (1, 2), (2, 3), (3, 5), (4, 5)]
    ]
    assert returns(np.array(r), 0.25, done).tolist() == [float(x) for x in wanted]
