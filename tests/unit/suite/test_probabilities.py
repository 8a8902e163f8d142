"""Probabilities for cases: rounding spoils nothing of them."""

import numpy as np
import pytest

from mdl_grade.errors import CourseError
from mdl_grade.suite import cases, probabilities
from mdl_grade.suite.rounding import readable


@pytest.mark.parametrize("shape", [(1,), (2,), (20,), (3, 5), (1, 4), (2, 3, 4)])
@pytest.mark.parametrize("seed", range(20))
def test_they_sum_to_one_before_and_after_rounding(shape, seed):
    """Along the last axis, or all together; what is drawn has three digits already, and no entry is 0."""
    for joint in (False, True):
        if joint and np.prod(shape) > 20:
            continue
        p = probabilities(np.random.default_rng(seed), *shape, joint=joint)
        assert p.shape == shape
        assert np.array_equal(readable(p), p)
        assert p.min() >= 0.003
        np.testing.assert_allclose(p.sum() if joint else p.sum(axis=-1), 1.0, rtol=1e-15)


@pytest.mark.parametrize("n", [2, 7, 20])
def test_no_two_are_equal(n):
    """The seed decides which is the largest."""
    drawn = [probabilities(np.random.default_rng(seed), n) for seed in range(50)]
    assert all(len(np.unique(p)) == n for p in drawn)
    assert len({int(p.argmax()) for p in drawn}) > 1


def test_a_draw_of_them_loses_nothing_by_rounding():
    """So it needs no `exact=`."""

    @cases("A B", (3, 5), (4, 4))
    def tables(rng, A, B):
        return {"J": probabilities(rng, A, B, joint=True)}

    assert tables.rounded(np.random.default_rng(0)) == ()


@pytest.mark.parametrize(("shape", "joint"), [((21,), False), ((5, 5), True), ((3, 0), False)])
def test_too_many_are_refused(shape, joint):
    """Of 21 the least likely could not be told from its neighbour; none can't sum to 1."""
    with pytest.raises(CourseError, match="three digits"):
        probabilities(np.random.default_rng(0), *shape, joint=joint)
