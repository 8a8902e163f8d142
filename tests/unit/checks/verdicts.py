"""How a check ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mdl_grade.checks import (
    CheckFailed,
    Inconclusive,
    check_grads,
    check_subgradient,
    check_taylor,
    check_vjp,
    gradcheck,
)

Check = Callable[..., object]


def failure(check: Callable[[], object]) -> Any:
    """Return the evidence of a check that has to fail."""
    with pytest.raises(CheckFailed) as caught:
        check()
    return caught.value.evidence


def outcome(check: Check, loss: Any, x: Any, g: Any, seed: int, **options: Any) -> str:
    try:
        check(loss, {"x": x}, {"x": g}, rng=np.random.default_rng(seed), **options)
    except CheckFailed:
        return "refused"
    except Inconclusive:
        return "undecided"
    return "accepted"


def as_vjp(loss: Any, at: Any, grads: Any, **options: Any) -> None:
    check_vjp(loss, at, 1.0, grads, **options)


def without_rng(loss: Any, at: Any, grads: Any, rng: Any, **options: Any) -> None:
    gradcheck(loss, at, grads, **options)


ALL_CHECKS: tuple[Check, ...] = (check_grads, as_vjp, without_rng, check_subgradient, check_taylor)
