"""How far apart two right answers may lie.

The window is wide: on 25 exercises, right answers in float64 agreed to 1.8e-15 of a tensor's largest entry whatever
their order of operations, and the smallest bug was 3.1e-6 away. 1e-7 stands in the middle of it. float32 leaves less
room (1.1e-6 against 3.1e-6), so that 1e-5 lets the three smallest bugs pass; always feed float64.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.form import magnitude, to_array
from mdl_grade.checks.structure import leaves

UNIT = float(np.finfo(np.float64).eps)
FLOAT64_RTOL = 1e-7
FLOAT32_RTOL = 1e-5
ZERO_RTOL = 1e-12


@dataclass(frozen=True)
class Tolerance:
    """Largest accepted error relative to a tensor's largest entry, and where the number comes from.

    `zero` is the same for tensors that should be zero, relative to what surrounds them.

    Raises
    ------
    ValueError
        Unless 0 ≤ rtol < 1: from 1 on, everything would pass.
    """

    rtol: float
    source: str = "author"
    zero: float = ZERO_RTOL

    def __post_init__(self) -> None:
        if not 0 <= self.rtol < 1:
            raise ValueError(f"rtol must lie in [0, 1), not {self.rtol}")


def tolerance_for(*arrays: Any, rtol: float | Tolerance | None = None) -> Tolerance:
    """Return the author's tolerance if there is one, else that of the least precise of the dtypes."""
    narrow = any(array.dtype in (np.float32, np.complex64) for array in arrays)
    zero = FLOAT32_RTOL if narrow else ZERO_RTOL
    match rtol:
        case None:
            return Tolerance(FLOAT32_RTOL, "float32", zero) if narrow else Tolerance(FLOAT64_RTOL, "float64", zero)
        case Tolerance():
            return rtol
    return Tolerance(float(rtol), "author", zero)


def perturbation_tolerance(
    f: Callable[..., Any],
    at: Mapping[str, Any],
    *,
    rng: np.random.Generator,
    draws: int = 8,
    factor: float = 8.0,
    unit: float = UNIT,
) -> Tolerance:
    """Measure how badly conditioned `f` is at a point, and return a tolerance that allows for it.

    Every input is moved by its own rounding error, x ∘ (1 + u ξ) with random signs ξ = ±1, and the largest change of
    the results is taken, T. Right answers stayed below an eighth of

        rtol = (factor · T + 8 u max|f|) / max|f|,

    the worst such quotient over the tensors that `f` returns. An aid for authors, not for use while grading: where it
    exceeds 1e-9, choose a better point.

    Parameters
    ----------
    f : callable
        ``f(**at)`` returns an array or a structure of arrays.
    at : mapping of str to array
        Real inputs.
    rng : numpy.random.Generator
    draws : int
        Number of random sign patterns.
    factor : float
        Safety factor on T.
    unit : float
        Unit roundoff u of the dtype that an answer may use: 2.2e-16, or 1.2e-7 for float32.
    """
    reference = f(**at)
    change: dict[str, float] = {}
    size: dict[str, float] = {}
    for _ in range(draws):
        moved = {name: x * (1 + unit * rng.choice((-1.0, 1.0), size=np.shape(x))) for name, x in at.items()}
        for leaf in leaves(f(**moved), reference):
            near, here = to_array(leaf.got), to_array(leaf.want)
            if here is not None and here.size and here.dtype.kind in "fc":
                size[leaf.name] = magnitude(here)
                change[leaf.name] = max(change.get(leaf.name, 0.0), magnitude(near - here))
    worst = max((factor * change[name] / size[name] for name in size if size[name] > 0), default=0.0)
    return Tolerance(worst + 8 * unit, "conditioning")
