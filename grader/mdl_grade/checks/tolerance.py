"""How far apart two right answers may lie.

The window is wide: on 25 exercises, right answers in float64 agreed to 1.8e-15 of a tensor's largest entry whatever
their order of operations, and the smallest bug was 3.1e-6 away. 1e-7 stands in the middle of it. float32 leaves less
room (1.1e-6 against 3.1e-6), so that 1e-5 lets the three smallest bugs pass; always feed float64.

An author's tolerance is meant for float64. Who holds float32 against an answer elsewhere can let everything else be
compared to five digits: `precision_apart`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
from msgspec import Struct

from mdl_grade.checks.form import as_held_by, is_narrow, magnitude, to_array
from mdl_grade.checks.structure import leaves
from mdl_grade.records.evidence import Source

UNIT = float(np.finfo(np.float64).eps)
FLOAT32_UNIT = float(np.finfo(np.float32).eps)
FLOAT64_RTOL = 1e-7
FLOAT32_RTOL = 1e-5
ZERO_RTOL = 1e-12

_single: ContextVar[bool] = ContextVar("single", default=False)


@contextmanager
def precision_apart(single: bool = False) -> Iterator[None]:
    """Let comparisons within be as wide as single precision needs, whatever their author says, once it is known that an
    answer is of it: if `single`, or from `in_single_precision()` on.
    """
    token = _single.set(single)
    try:
        yield
    finally:
        _single.reset(token)


def in_single_precision() -> None:
    """Say that what is compared from now on was calculated in single precision."""
    _single.set(True)


def told_apart() -> bool:
    """Tell whether it is known, and held against the answer elsewhere, that it is of single precision."""
    return _single.get()


def in_reach(got: Any, want: Any) -> Any:
    """Return what a reference is compared as: in single precision, if that is told apart, what that can hold of it."""
    return as_held_by(got, want) if _single.get() else want


def held_alike(got: Any, want: Any) -> Any:
    """Return what a reference is bit for bit: in single precision, if that is told apart and the answer is of it.

    What is too large for float32 is infinite in it.
    """
    if not (_single.get() and is_narrow(got)) or is_narrow(want):
        return want
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return want.astype(got.dtype)


def of_single_precision(*arrays: Any) -> bool:
    """Tell whether one of several arrays is of seven digits, or what it was calculated from."""
    return _single.get() or any(map(is_narrow, arrays))


class Tolerance(Struct, frozen=True):
    """Largest accepted error relative to a tensor's largest entry, and where the number comes from.

    Parameters
    ----------
    rtol : float
        For tensors that are not zero.
    source : str
        Where it comes from: the author, a dtype, or conditioning.
    zero : float
        The same for tensors that should be zero, relative to what surrounds them.

    Raises
    ------
    ValueError
        Unless 0 ≤ rtol < 1, and `zero` likewise: from 1 on, everything would pass.

    Notes
    -----
    See `assert_close` for the criterion.

    References
    ----------
    Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), §1.2.
    """

    rtol: float
    source: Source = "author"
    zero: float = ZERO_RTOL

    def __post_init__(self) -> None:
        require_fraction(self.rtol)
        require_fraction(self.zero, "zero")


def require_fraction(rtol: float, name: str = "rtol") -> None:
    """Refuse a relative tolerance under which everything would pass."""
    if not 0 <= rtol < 1:
        raise ValueError(f"{name} must lie in [0, 1), not {rtol}")


def require_scale(scale: float | None) -> None:
    """Refuse a size of terms, or of an absolute tolerance, under which everything would pass."""
    if scale is not None and not 0 <= scale < math.inf:
        raise ValueError(f"a scale must be finite and not negative, not {scale}")


def unit_for(rtol: object, *arrays: Any) -> float:
    """Return the unit roundoff of the least precise of the dtypes; of float64 if the author gives a tolerance."""
    return FLOAT32_UNIT if _single.get() or (rtol is None and any(map(is_narrow, arrays))) else UNIT


def rtol_for(rtol: float | None, default: float, *arrays: Any) -> float:
    """Return the author's tolerance, whatever the dtypes; else the default, or that of single precision.

    Raises
    ------
    ValueError
        If everything would pass.
    """
    if rtol is None:
        return FLOAT32_RTOL if of_single_precision(*arrays) else default
    require_fraction(rtol)
    if 0 < rtol < UNIT / 2:
        raise ValueError(f"rtol={rtol:g} is finer than float64 can tell, {UNIT:.1e}: leave it out, or take more")
    return max(rtol, FLOAT32_RTOL) if _single.get() else rtol


def tolerance_for(*arrays: Any, rtol: float | Tolerance | None = None) -> Tolerance:
    """Return the author's tolerance if there is one, else that of the least precise of the dtypes."""
    narrow = of_single_precision(*arrays)
    zero = FLOAT32_RTOL if narrow else ZERO_RTOL
    match rtol:
        case None:
            return Tolerance(FLOAT32_RTOL, "float32", zero) if narrow else Tolerance(FLOAT64_RTOL, "float64", zero)
        case Tolerance():
            own = rtol
        case _:
            own = Tolerance(float(rtol), "author", zero)
    return Tolerance(FLOAT32_RTOL, "float32", zero) if _single.get() and own.rtol < FLOAT32_RTOL else own


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

    An aid for authors, not for use while grading: where it exceeds 1e-9, choose a better point. The cost is `draws` + 1
    evaluations.

    Parameters
    ----------
    f : callable
        ``f(**at)`` returns an array or a structure of arrays.
    at : mapping of str to array
        Real inputs.
    rng : numpy.random.Generator
        Draws signs.
    draws : int
        Number of random sign patterns.
    factor : float
        Safety factor on T.
    unit : float
        Unit roundoff u of the dtype that an answer may use: 2.2e-16, or 1.2e-7 for float32.

    Returns
    -------
    tolerance : Tolerance
        For `assert_close(rtol=...)`. It allows what backward stable algorithms do (LU, QR, Cholesky, SVD); normal
        equations exceed it from a condition of 1e6 on.

    Raises
    ------
    ValueError
        If the problem is so badly conditioned that no digit is left, or a result is not finite, or nothing but
        rounding.

    Notes
    -----
    Every input is moved by its own rounding error, x ∘ (1 + u ξ) with random signs ξ = ±1 (zeros by that of the largest
    entry beside them), and the largest change of the results is taken, T. Right answers stayed below an eighth of

        rtol = (factor · T + 8 u max|f|) / max|f|,

    the worst such quotient over the tensors that `f` returns.

    References
    ----------
    Chaitin-Chatelin, Frayssé, Lectures on Finite Precision Computations (1996). Higham, Accuracy and Stability of
    Numerical Algorithms, 2nd ed. (2002), §1.6: conditioning.
    """
    reference = f(**at)
    change: dict[str, float] = {}
    size: dict[str, float] = {}
    for _ in range(draws):
        for leaf in leaves(f(**{name: _moved(x, unit, rng) for name, x in at.items()}), reference):
            near, here = to_array(leaf.got), to_array(leaf.want)
            if here is None or not here.size or here.dtype.kind not in "fc":
                continue
            if not np.all(np.isfinite(near - here)):
                raise ValueError(f"{leaf.name} is not finite at this point, or beside it: there is no tolerance for it")
            size[leaf.name] = magnitude(here)
            change[leaf.name] = max(change.get(leaf.name, 0.0), magnitude(near - here))
    lost = [name for name in size if size[name] <= change[name]]
    if any(change[name] > 0 for name in lost):
        raise ValueError(f"{lost[0]} is nothing but rounding at this point: give its comparison a scale, or move on")
    worst = max((factor * change[name] / size[name] for name in size if size[name] > 0), default=0.0)
    if worst + 8 * unit >= 1:
        raise ValueError("the problem is too badly conditioned here: rounding alone may change every digit of it")
    return Tolerance(worst + 8 * unit, "conditioning")


def _moved(x: Any, unit: float, rng: np.random.Generator) -> Any:
    """Move every entry by its own rounding error, and zeros by that of the largest entry."""
    array = np.asarray(x)
    signs = rng.choice((-1.0, 1.0), size=array.shape)
    moved = array * (1 + unit * signs)
    return moved if np.all(array) else np.where(array == 0, unit * signs * magnitude(array), moved)
