"""chapter22/replay_buffer against a plain list, and its draws against SciPy's chi-square test."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

Buffer = Suite.load(builtin_course(), "chapter22/replay_buffer").namespace["ReplayBuffer"]


@pytest.mark.parametrize(("capacity", "steps"), [(5, 3), (5, 5), (5, 17), (1, 4)])
def test_holds_the_last_steps(capacity: int, steps: int) -> None:
    """All that is stored, drawn at once, are the last `capacity` steps, row by row, in the Generator's order."""
    rng = np.random.default_rng(0)
    S, R, S2, done = (
        rng.normal(size=(steps, 2)),
        rng.normal(size=steps),
        rng.normal(size=(steps, 2)),
        rng.random(steps) < 0.5,
    )
    buffer, kept = Buffer(capacity, np.random.default_rng(1)), min(capacity, steps)
    for k in range(steps):
        buffer.add(S[k], k, float(R[k]), S2[k], bool(done[k]))
    rows = steps - kept + np.random.default_rng(1).choice(kept, kept, replace=False)
    for got, wanted in zip(buffer.sample(kept), (S, np.arange(steps), R, S2, done), strict=True):
        np.testing.assert_array_equal(got, wanted[rows])
    assert len(buffer) == kept
    with pytest.raises(ValueError, match="sample"):
        buffer.sample(kept + 1)


def test_all_steps_are_equally_likely() -> None:
    """In 4000 minibatches of 3 of 8 steps, each is there as often as the others."""
    buffer = Buffer(8, np.random.default_rng(2))
    for k in range(13):
        buffer.add(np.zeros(1), k, 0.0, np.zeros(1), False)
    counts = np.bincount(np.concatenate([buffer.sample(3)[1] for _ in range(4000)]), minlength=13)
    assert counts[:5].sum() == 0
    assert stats.chisquare(counts[5:]).pvalue > 1e-4
