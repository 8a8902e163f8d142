"""Claims about a wrong tensor, and when they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[Any]

RTOL = 1e-9
"""Two tensors agree if they differ by less than this, relative to the largest entry of both."""

ENOUGH_BITS = 12.0
GENERIC_BITS = 30.0


@dataclass(frozen=True)
class View:
    """One case: the learner's tensor, the right one, the sizes and the numeric inputs of the case."""

    got: Tensor
    expected: Tensor
    sizes: Mapping[str, int]
    inputs: Mapping[str, Tensor]


@dataclass(frozen=True)
class Claim:
    """A statement that can be wrong.

    Parameters
    ----------
    label, hint : str
        `label` has "{name}" where the tensor's name belongs.
    predict : callable
        ``predict(view)`` is what the learner's tensor would be, or None if that can't be.
    backwards : bool
        `predict` makes the right tensor from the learner's instead.
    tells : callable, optional
        ``tells(view)``: the case can tell this claim from a right answer. By default, if the prediction is neither.
    """

    label: str
    hint: str
    predict: Callable[[View], Tensor | None]
    backwards: bool = False
    tells: Callable[[View], bool] | None = None

    def telling(self, views: Sequence[View]) -> list[View]:
        """Return the cases that speak for the claim; none if a single one speaks against it."""
        telling = []
        for view in views:
            source = view.got if self.backwards else view.expected
            predicted = self._predicted(view)
            if predicted is None:
                return []
            if self.tells(view) if self.tells else not close(predicted, source):
                telling.append(view)
        return telling if _bits(telling) >= ENOUGH_BITS else []

    def fits(self, view: View) -> bool:
        """Tell whether a case does not speak against the claim."""
        return self._predicted(view) is not None

    def _predicted(self, view: View) -> Tensor | None:
        """Return the prediction; None if it is wrong."""
        with np.errstate(all="ignore"):
            predicted = self.predict(view)
        target = view.expected if self.backwards else view.got
        return predicted if predicted is not None and close(predicted, target) else None


def close(one: Tensor, other: Tensor) -> bool:
    """Tell whether two tensors have one shape and, up to rounding, the same numbers."""
    if one.shape != other.shape or not np.all(np.isfinite(one)):
        return False
    scale = max(np.max(np.abs(one), initial=0.0), np.max(np.abs(other), initial=0.0))
    return bool(np.max(np.abs(one - other), initial=0.0) <= RTOL * scale)


def _bits(views: Sequence[View]) -> float:
    """Return how much the right tensors of these cases hold that chance would not hit.

    Numbers such as 0.3712… are not hit by chance. A few small whole numbers or simple fractions are.
    """
    if not views:
        return 0.0
    values = np.concatenate([np.ravel(view.expected) for view in views])
    generic = np.abs(16.0 * values - np.rint(16.0 * np.real(values))) > RTOL * (1.0 + np.abs(values))
    plain = values[~generic]
    return float(GENERIC_BITS * generic.sum() + plain.size * np.log2(max(len(np.unique(plain)), 1)))
