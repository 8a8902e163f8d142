"""Normal forms: equal for what counts as one answer, apart for what does not, and not turned by rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.checks import (
    CheckFailed,
    assert_close,
    numbered_as_they_appear,
    up_to_basis,
    up_to_labels,
    up_to_order,
    up_to_phase,
    up_to_rotation,
    up_to_scale,
    up_to_sign,
)

seeds = st.integers(0, 2**32 - 1)


def orthogonal(rng, n):
    return np.linalg.qr(rng.normal(size=(n, n)))[0]


def complex_normal(rng, *shape):
    return rng.normal(size=shape) + 1j * rng.normal(size=shape)


SAME = {
    "sign of the columns": (up_to_sign(axis=0), lambda r: r.normal(size=(5, 3)), lambda r, x: x * r.choice([-1, 1], 3)),
    "sign of the rows": (up_to_sign(axis=-1), lambda r: r.normal(size=(3, 4)), lambda r, x: -x),
    "sign of a vector": (up_to_sign(), lambda r: r.normal(size=4), lambda r, x: -x),
    "sign of integers": (up_to_sign(), lambda r: r.integers(1, 9, size=4), lambda r, x: -x),
    "phase": (up_to_phase(0), lambda r: complex_normal(r, 4, 3), lambda r, x: x * np.exp(1j * r.uniform(0, 7, 3))),
    "scale": (up_to_scale(0), lambda r: r.normal(size=(4, 3)), lambda r, x: x * r.choice([-3.0, 1e-9, 1e12], 3)),
    "order of numbers": (up_to_order(), lambda r: r.normal(size=6), lambda r, x: r.permutation(x)),
    "order of roots": (up_to_order(), lambda r: complex_normal(r, 6), lambda r, x: r.permutation(x)),
    "order of points": (up_to_order(0), lambda r: r.integers(3, size=(8, 3)) * 1.0, lambda r, x: r.permutation(x)),
    "order of columns": (up_to_order(1), lambda r: r.normal(size=(3, 4)), lambda r, x: r.permutation(x, axis=1)),
    "rotation": (up_to_rotation(), lambda r: r.normal(size=(6, 3)), lambda r, x: x @ orthogonal(r, 3)),
    "basis": (up_to_basis(), lambda r: r.normal(size=(6, 3)), lambda r, x: x @ r.normal(size=(3, 3))),
    "labels": (up_to_labels(), lambda r: r.integers(4, size=9), lambda r, x: r.permutation(4)[x]),
}


@pytest.mark.parametrize("what", SAME)
@settings(derandomize=True, deadline=None, max_examples=40)
@given(seeds)
def test_what_counts_as_one_answer_has_one_form(what, seed):
    """Also after every entry was rounded another way."""
    form, draw, other = SAME[what]
    rng = np.random.default_rng(seed)
    x = draw(rng)
    y = other(rng, x)
    if x.dtype.kind in "fc":
        y = y * (1 + 2e-16 * rng.choice([-1, 1], size=y.shape))
    assert_close(form(y), form(x), rtol=1e-5 if what == "basis" else 1e-9)


@pytest.mark.parametrize("what", SAME)
def test_what_is_another_answer_has_another_form(what):
    """One entry that is off is seen; a form is a form of itself."""
    form, draw, _ = SAME[what]
    x = draw(np.random.default_rng(3))
    wrong = x.copy()
    wrong.flat[1] += 1
    with pytest.raises(CheckFailed):
        assert_close(form(wrong), form(x))
    if what not in ("rotation", "basis"):
        assert_close(form(form(x)), form(x))


def test_entries_of_one_size_do_not_decide_by_rounding():
    """In (1, −1)/√2 rounding makes one or the other the largest: the first fixes the sign."""
    v = np.array([1.0, -1.0]) / np.sqrt(2)
    for i in (0, 1):
        moved = v.copy()
        moved[i] *= 1 + 1e-15
        assert_close(up_to_sign()(moved), up_to_sign()(v))
        assert_close(up_to_sign()(-moved), up_to_sign()(v))


def test_rows_that_begin_alike_are_not_put_in_order_by_rounding():
    """Two points above each other keep their order when one is moved by a rounding error."""
    points = np.array([[1 / 3, 5.0], [1 / 3, 2.0]])
    moved = points * np.array([[1 - 1e-15, 1], [1, 1]])
    assert_close(up_to_order()(moved), up_to_order()(points))


def test_clusters_and_their_centres_are_numbered_together():
    """Labels (2, 0, 2) with centres of 0, 1, 2 are labels (0, 1, 0) with the centres of 2, 0, and then the rest."""
    labels, centres = numbered_as_they_appear(np.array([2, 0, 2]), np.array([[0.0], [1.0], [2.0]]))
    assert labels.tolist() == [0, 1, 0]
    assert centres.tolist() == [[2.0], [0.0], [1.0]]


@pytest.mark.parametrize("form", [form for form, *_ in SAME.values()])
@pytest.mark.parametrize(
    "value",
    [None, "text", 3.0, [1.0], np.zeros(0), np.zeros((0, 3)), np.array([np.nan, 1.0]), np.array([[np.inf]]), np.zeros((2, 2)), np.array(True), np.array(5.0), np.array(5)],
    ids=repr,
)  # fmt: skip
def test_whatever_an_answer_gives_has_a_form(form, value):
    """No value breaks the trusted side; what is no array of finite numbers stays what it is."""
    form(value)
