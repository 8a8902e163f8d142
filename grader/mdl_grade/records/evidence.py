"""What a check saw when it failed: facts only. All wording is made from these (see `wording`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from mdl_grade.records.numbers import Number

Source = Literal["float64", "float32", "exact", "conditioning", "author", "absolute"]
"""Where a tolerance comes from."""
Habit = Literal["mutated", "aliased", "unrepeatable", "global_random", "layout"]
End = Literal["timeout", "memory", "exit", "signal", "protocol", "output"]


class Curve(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for a figure: the learner's series and the reference's, over one axis."""

    axis: str
    quantity: str
    x: tuple[float, ...]
    yours: tuple[Number, ...]
    reference: tuple[Number, ...] = ()


class Contrast(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a tensor is right and where it is off; its last axis runs along rows, all others down.

    Parameters
    ----------
    off : tuple of str
        One text for each row, one digit for each entry: 0 is right, 9 is off by as much as the largest entry or more,
        each digit below stands for a tenth of that. Of a large tensor, a digit is the worst of several entries.
    got, expected : tuple of tuples
        The entries, row by row, if they are few; else empty.
    """

    off: tuple[str, ...]
    got: tuple[tuple[Number, ...], ...] = ()
    expected: tuple[tuple[Number, ...], ...] = ()


class Magnitude(StrEnum):
    """How far off a number is, in words, where neither it nor what it should be may be told."""

    THOUSANDS_TOO_LARGE = "is a thousand times too large, or more"
    HUNDREDS_TOO_LARGE = "is about a hundred times too large"
    TENS_TOO_LARGE = "is about ten times too large"
    TOO_LARGE = "is a few times too large"
    TOO_SMALL = "is a few times too small"
    TENS_TOO_SMALL = "is about ten times too small"
    HUNDREDS_TOO_SMALL = "is about a hundred times too small"
    THOUSANDS_TOO_SMALL = "is a thousand times too small, or more"
    ZERO = "is 0, and should not be"
    NOT_ZERO = "should be 0, and is not"
    SIGN = "has the wrong sign"
    FIRST = "is off in the first digit"
    SECOND = "is off in the second digit"
    THIRD = "is off in the third digit"
    FOURTH = "is off in the fourth digit"
    FIFTH = "is off in the fifth digit"
    SIXTH = "is off in the sixth digit"
    SEVENTH = "is off in the seventh digit"
    LATER = "is off in the eighth digit, or later"
    OTHER = "is not right"


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of all evidence.

    Parameters
    ----------
    case : str
        Which input: "N=7, D=5, K=3".
    call : str
        The failing call, to paste into Python. Empty under an official seed.
    """

    case: str = ""
    call: str = ""


class WrongType(Evidence, frozen=True, kw_only=True, tag="wrong_type"):
    """`what` should be an array, a number, a tuple of three …; it is something else."""

    what: str
    got: str
    expected: str


class WrongShape(Evidence, frozen=True, kw_only=True, tag="wrong_shape"):
    """`got` is None where a shape is too odd to be told."""

    what: str
    got: tuple[int, ...] | None
    expected: tuple[int, ...]


class WrongDtype(Evidence, frozen=True, kw_only=True, tag="wrong_dtype"):
    what: str
    got: str
    expected: str


class NotFinite(Evidence, frozen=True, kw_only=True, tag="not_finite"):
    """`count` of `size` entries of `what` are NaN or infinite where they should not be; the first is at `index`.

    `nan_is_asked_for` says that NaN is what some other input asks for, or stands in inputs: then it may be no accident.
    """

    what: str
    got: Number
    index: tuple[int, ...]
    count: int
    size: int
    nan_is_asked_for: bool = False


class WrongValue(Evidence, frozen=True, kw_only=True, tag="wrong_value"):
    """The worst entry of `what`; `error` and `tolerance` are relative to the largest entry of the tensor.

    Where the author says so they are relative to that of the row, to the entry itself, or absolute.

    `got` and `expected` are the worst entry's values, as text if they are no floats ("'relu'", "True", "1+2j");
    None where they must not be told, nor `error`: `magnitude` says in words how far off the entry is.
    `tolerance_from` says where the tolerance comes from: "float64", "float32", "exact",
    "conditioning", "author", or "absolute".
    """

    what: str
    index: tuple[int, ...]
    got: Number | None
    expected: Number | None
    error: Number | None
    tolerance: float
    tolerance_from: Source
    wrong: int
    size: int
    contrast: Contrast | None = None
    magnitude: Magnitude | None = None


class WrongGradient(Evidence, frozen=True, kw_only=True, tag="wrong_gradient"):
    """`what` against finite differences: ∂L/∂`of` along a random direction, or at one entry (`index`)."""

    what: str
    of: str
    got: Number | None
    measured: Number | None
    error: Number
    tolerance: float
    index: tuple[int, ...] | None = None
    curve: Curve | None = None


class WrongOrder(Evidence, frozen=True, kw_only=True, tag="wrong_order"):
    """An error that should shrink like h^`expected` shrinks like h^`got`."""

    what: str
    got: Number
    expected: float
    curve: Curve


class WrongDecay(Evidence, frozen=True, kw_only=True, tag="wrong_decay"):
    """An error that should shrink like 1/k^`expected` over the steps k of a run shrinks like 1/k^`got`."""

    what: str
    got: Number
    expected: float
    curve: Curve


class WrongRate(Evidence, frozen=True, kw_only=True, tag="wrong_rate"):
    """An error that each step should multiply by `expected`, in the long run, is multiplied by `got`.

    `error` and `tolerance` are relative to 1 − `expected`, which decides how many steps a digit takes.
    """

    what: str
    got: Number | None
    expected: Number | None
    error: Number
    tolerance: float
    curve: Curve


class Unstable(Evidence, frozen=True, kw_only=True, tag="unstable"):
    """A run with a step size `lr` below the limit of stability grows from `step` on, to `growth` times its size."""

    what: str
    lr: Number | None
    step: int
    growth: Number
    curve: Curve


class NoGrowth(Evidence, frozen=True, kw_only=True, tag="no_growth"):
    """A run with a step size `lr` above the limit of stability should grow; it ends at `growth` times its size."""

    what: str
    lr: Number | None
    growth: Number
    curve: Curve


class BrokenLaw(Evidence, frozen=True, kw_only=True, tag="broken_law"):
    """An identity that must hold, in words and symbols, and by how much it does not."""

    what: str
    law: str
    error: Number
    tolerance: float


class WrongCurve(Evidence, frozen=True, kw_only=True, tag="wrong_curve"):
    """A trajectory or a loss curve that leaves the reference's at `step`."""

    what: str
    step: int
    error: Number
    tolerance: float
    curve: Curve


class BeyondChance(Evidence, frozen=True, kw_only=True, tag="beyond_chance"):
    """The `quantity` of `what` (share, mean, variance) over `samples` samples, where chance explains `low` to `high`.

    `index` is the entry if there are several, `excess` how many times as far off it is as chance explains: infinite
    for what is certain, or can't happen.
    """

    what: str
    quantity: str
    got: Number | None
    expected: Number | None
    low: Number | None
    high: Number | None
    excess: Number
    samples: int
    index: tuple[int, ...] = ()


class WrongDistribution(Evidence, frozen=True, kw_only=True, tag="wrong_distribution"):
    """F_n of `what` and the F that was asked for are `error` apart at number `rank` of the sorted samples."""

    what: str
    rank: int
    error: Number
    tolerance: float
    samples: int
    curve: Curve


class BelowFloor(Evidence, frozen=True, kw_only=True, tag="below_floor"):
    """A result of training that is worse than the floor calibrated on the reference."""

    what: str
    got: Number
    floor: float
    curve: Curve | None = None


class Raised(Evidence, frozen=True, kw_only=True, tag="raised"):
    """The learner's code raised: `exception` and `text` as the worker told them.

    `line` is one of the learner's file, or of the `cell` of a notebook; `worked` are other cases that went through.
    """

    exception: str
    text: str
    line: int | None = None
    source: str = ""
    cell: int | None = None
    worked: tuple[str, ...] = ()


class WrongException(Evidence, frozen=True, kw_only=True, tag="wrong_exception"):
    """An exception was due: `got` is "" when nothing was raised."""

    got: str
    expected: str


class WrongSignature(Evidence, frozen=True, kw_only=True, tag="wrong_signature"):
    name: str
    got: str
    expected: str


class Missing(Evidence, frozen=True, kw_only=True, tag="missing"):
    """The file does not define `name`; `found` names something close to it, or is ""."""

    name: str
    found: str = ""


class NotLoaded(Evidence, frozen=True, kw_only=True, tag="not_loaded"):
    """The file could not be read (`reason` is a whole sentence), or raised while it was compiled or imported."""

    reason: str = ""
    exception: str = ""
    text: str = ""
    line: int | None = None
    source: str = ""
    cell: int | None = None


class Unclean(Evidence, frozen=True, kw_only=True, tag="unclean"):
    """Something besides the returned value: `fact` is mutated, aliased, unrepeatable, global_random or layout."""

    fact: Habit
    what: str


class Stopped(Evidence, frozen=True, kw_only=True, tag="stopped"):
    """The worker ended before it answered: `how` is timeout, memory, exit, signal, protocol or output."""

    how: End
    detail: str = ""


class Blocked(Evidence, frozen=True, kw_only=True, tag="blocked"):
    """Not run, because the check `needs` did not pass."""

    needs: str


class Fault(Evidence, frozen=True, kw_only=True, tag="fault"):
    """The grader's own failure, for its developers."""

    text: str


class Remark(Evidence, frozen=True, kw_only=True, tag="remark"):
    """A sentence that a suite's author wrote."""

    text: str


AnyEvidence = (
    WrongType
    | WrongShape
    | WrongDtype
    | NotFinite
    | WrongValue
    | WrongGradient
    | WrongOrder
    | WrongDecay
    | WrongRate
    | Unstable
    | NoGrowth
    | BrokenLaw
    | WrongCurve
    | BeyondChance
    | WrongDistribution
    | BelowFloor
    | Raised
    | WrongException
    | WrongSignature
    | Missing
    | NotLoaded
    | Unclean
    | Stopped
    | Blocked
    | Fault
    | Remark
)
