"""Landmarks: the one entry of a wrong result that tells most. Who has another number there did not write the answer.

Most suspects are told from a learner by one number, which costs a hundredth of comparing all that they return.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdl_grade.checks.comparison import SAME_RTOL


@dataclass(frozen=True)
class Landmark:
    """One entry of a learner's tensor, and where it stands.

    Parameters
    ----------
    path : tuple of (int or str)
        Where in the result the tensor is.
    shape, index : tuple of int
        Of the tensor, and of the entry in it.
    value : float
        The entry.
    slack : float
        Whoever is further away at this entry is not the same in the sense of `same_value`: tensors t and g are the same
        only if max|t − g| ≤ rtol · max(max|t|, max|g|), and so only if |t − g| ≤ 2 rtol · max|g| in each entry.
    """

    path: tuple[int | str, ...]
    shape: tuple[int, ...]
    index: tuple[int, ...]
    value: float
    slack: float

    @classmethod
    def of(cls, got: Any, wanted: Any) -> Mapping[str, Landmark]:
        """Return the landmarks of the results that are wrong, by position or key; of an only one, by ""."""
        found: dict[str, Landmark] = {}
        for path, one, other in _tensors((), got, wanted):
            error = np.abs(one - other)
            index = tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))
            largest = float(np.max(np.abs(one)))
            if error[index] > 4 * SAME_RTOL * max(largest, float(np.max(np.abs(other)))):
                mark = cls(path, error.shape, index, float(one[index]), 2 * SAME_RTOL * largest)
                found.setdefault(str(path[0]) if path else "", mark)
        return found

    def missed_by(self, value: Any) -> bool:
        """Tell whether a result certainly has another number here; where something odd stands, that is not judged."""
        try:
            for step in self.path:
                value = value[step]
        except (TypeError, LookupError):
            return value is None or isinstance(value, float | tuple | dict)
        if isinstance(value, float):  # NumPy's float64, too
            return self.shape != () or not abs(value - self.value) <= self.slack
        if type(value) is not np.ndarray or value.dtype.kind not in "fiub":
            return False
        if value.shape != self.shape or value.dtype != np.float64:
            return True
        return not abs(value[self.index] - self.value) <= self.slack


def _tensors(path: tuple[int | str, ...], got: Any, wanted: Any) -> Iterator[tuple[tuple[int | str, ...], Any, Any]]:
    """Yield the pairs of finite real tensors of one shape that stand at the same place."""
    match got, wanted:
        case (list() | tuple(), list() | tuple()) if len(got) == len(wanted):
            for i, (one, other) in enumerate(zip(got, wanted, strict=True)):
                yield from _tensors((*path, i), one, other)
        case dict(), dict():
            for key in got.keys() & wanted.keys():
                if isinstance(key, str):
                    yield from _tensors((*path, key), got[key], wanted[key])
        case (float() | np.ndarray(), float() | np.ndarray()) if isinstance(got, float) is isinstance(wanted, float):
            one, other = np.asarray(got), np.asarray(wanted)
            fit = one.dtype == other.dtype == np.float64 and one.shape == other.shape and one.size
            if fit and np.all(np.isfinite(one)) and np.all(np.isfinite(other)):
                yield path, one, other
