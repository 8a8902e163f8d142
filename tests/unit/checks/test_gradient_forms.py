"""What is given as gradients, and what is not: all checks of gradients ask for the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gradient_table import (
    Array,
)
from verdicts import ALL_CHECKS, Check, failure

from mdl_grade.records.evidence import WrongDtype, WrongType


def sum_of_squares(x: Array, y: Array) -> Array:
    return np.sum(x**2) + np.sum(y**2)


@pytest.mark.parametrize("check", ALL_CHECKS)
@pytest.mark.parametrize(
    ("grads", "told"),
    [
        ({}, "an empty dict"),
        ({"x": 2 * np.ones(3)}, "a dict without key 'y'"),
        ({"x": 2 * np.ones(3), "y": 2 * np.ones(2), "z": np.ones(2)}, "a dict with the extra key 'z'"),
        ({"z": np.ones(2)}, "a dict without keys 'x', 'y', with the extra key 'z'"),
        (None, "None"),
        ((2 * np.ones(3), 2 * np.ones(2)), "a tuple of 2 arrays"),
        (2 * np.ones(3), "an array of shape (3,)"),
    ],
)
def test_a_gradient_that_is_missing_is_wrong(check: Check, grads: Any, told: str) -> None:
    """There must be one for every tensor of the point and no other, by every check of gradients."""
    at = {"x": np.ones(3), "y": np.ones(2)}
    evidence = failure(lambda: check(sum_of_squares, at, grads, rng=np.random.default_rng(0)))
    assert isinstance(evidence, WrongType)
    assert (evidence.what, evidence.got) == ("the gradients", told) or "without" in evidence.got


@pytest.mark.parametrize("check", ALL_CHECKS)
def test_tensors_can_be_chosen(check: Check) -> None:
    """With `of`, gradients are of these tensors alone; of none, or of others, they can't be."""
    at, rng = {"x": np.ones(3), "y": np.ones(2)}, np.random.default_rng(0)
    check(sum_of_squares, at, {"y": 2 * np.ones(2)}, of=["y"], rng=rng)
    assert isinstance(failure(lambda: check(sum_of_squares, at, {"x": 2 * np.ones(3)}, of=["y"], rng=rng)), WrongType)
    assert isinstance(failure(lambda: check(sum_of_squares, at, {"y": None}, of=["y"], rng=rng)), WrongType)
    for of in ([], ["z"]):
        with pytest.raises(ValueError, match="tensors of the point"):
            check(sum_of_squares, at, {}, of=of, rng=rng)


@pytest.mark.parametrize("check", ALL_CHECKS)
def test_double_precision_of_gradients_can_be_demanded(check: Check) -> None:
    """Float32 gradients meet a tolerance of their own, or are refused as such."""
    at, rng = {"x": np.ones(3), "y": np.ones(2)}, np.random.default_rng(0)
    grads = {name: np.float32(2 * x) for name, x in at.items()}
    check(sum_of_squares, at, grads, rng=rng)
    evidence = failure(lambda: check(sum_of_squares, at, grads, rng=rng, dtype="float64"))
    assert evidence == WrongDtype(what="dx", got="float32", expected="float64")


@pytest.mark.parametrize("check", ALL_CHECKS)
def test_imaginary_parts_are_not_dropped(check: Check) -> None:
    """A complex point or loss is a mistake of the author, a complex gradient one of the answer."""
    rng = np.random.default_rng(0)
    with pytest.raises(TypeError, match="complex"):
        check(lambda x: np.sum(np.abs(x)), {"x": 1j * np.ones(2)}, {"x": np.ones(2)}, rng=rng)
    with pytest.raises(TypeError, match=r"complex|real"):
        check(lambda x: np.sum(1j * x), {"x": np.ones(2)}, {"x": np.ones(2)}, rng=rng)
    evidence = failure(lambda: check(lambda x: np.sum(x), {"x": np.ones(2)}, {"x": np.ones(2) + 1j}, rng=rng))
    assert isinstance(evidence, WrongDtype)
