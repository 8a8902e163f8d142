"""chapter20/augment_flip_crop against SciPy's shifts, and by the frequencies of its outcomes."""

import numpy as np
from scipy import ndimage, stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

augment = Suite.load(builtin_course(), "chapter20/augment_flip_crop").namespace["augment_flip_crop"]


def test_agrees_with_shifts_of_scipy() -> None:
    """To cut from (i, j) of the frame is to shift by pad − i rows and pad − j columns, with zeros coming in."""
    rng = np.random.default_rng(0)
    for seed in range(40):
        img, pad, state = rng.normal(size=(5, 7, 3)), seed % 4, np.random.default_rng(seed)
        flip, (i, j) = state.random() < 0.5, state.integers(0, 2 * pad + 1, size=2)
        wanted = ndimage.shift(np.flip(img, axis=1) if flip else img, (pad - i, pad - j, 0), order=0)
        np.testing.assert_array_equal(augment(img, pad, np.random.default_rng(seed)), wanted)


def test_all_outcomes_are_equally_likely() -> None:
    """Of 18 outcomes for pad = 1, each occurs with the same frequency: chi-square over 9000 draws."""
    rng = np.random.default_rng(1)
    img = np.arange(1.0, 13.0).reshape(3, 4, 1)
    seen = [augment(img, 1, rng).tobytes() for _ in range(9000)]
    _, counts = np.unique(seen, return_counts=True)
    assert len(counts) == 18
    assert stats.chisquare(counts).pvalue > 1e-3
