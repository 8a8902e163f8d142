"""Claims about single entries: a function applied or left out, precision lost, all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mdl_grade.diagnosis.causes.claims import Claim, Tensor, View, close

INPUT_HINT = "What you compute does not reach the result."
ABS_HINT = "A square, an absolute value or a norm takes the sign away."
RELU_HINT = "Look for a maximum with 0, and for what it is applied to."
CLIP_HINT = "Clipping moves values outside of the bounds onto them: is it asked for, and with these bounds?"
POWER_HINT = "Compare the units: is a square, or a square root, missing or there once too often?"
LOG_HINT = "Look for a logarithm or an exponential that is missing, or there once too often."
RECIPROCAL_HINT = "A fraction is upside down."
PRECISION_HINT = "Arrays made with dtype=np.float32, or cast to it, keep 7 digits: float64 keeps 16."
WHOLE_HINT = "Integer arrays cut off what is put into them: make the array with a float dtype, and divide with /."
OFFSET_HINT = "A term that is the same for all entries is missing, or there once too often."
SAME_HINT = "One number was spread over all entries: look for a sum over too many axes, or an overwritten loop."
ORDER_HINT = "The numbers are right and stand in the wrong places: follow one index from beginning to end."
FEWEST = 3


def copy_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims that an input is handed back."""
    for name in views[0].inputs:
        yield Claim(f"{{name}} is the input {name}, unchanged", INPUT_HINT, _input(name))


def _input(name: str) -> Callable[[View], Tensor | None]:
    return lambda view: view.inputs.get(name)


def value_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims about what happened to every entry alike."""
    yield Claim("{name} has lost its minus signs", ABS_HINT, lambda view: np.abs(view.expected))
    yield Claim("negative entries of {name} are replaced by 0", RELU_HINT, _rectified_expected)
    yield Claim("negative entries of {name} are not replaced by 0", RELU_HINT, _rectified_got, backwards=True)
    yield Claim("{name} is not clipped to its bounds", CLIP_HINT, _clipped_got, backwards=True, tells=_shows_unclipped)
    yield Claim("{name} is clipped", CLIP_HINT, _clipped_expected, tells=_shows_clipped)
    yield Claim("{name} is the square of what it should be", POWER_HINT, lambda view: view.expected**2)
    yield Claim("{name} is the square root of what it should be", POWER_HINT, lambda view: np.sqrt(view.expected))
    yield Claim("{name} is the exponential of what it should be", LOG_HINT, lambda view: np.exp(view.expected))
    yield Claim("{name} is the logarithm of what it should be", LOG_HINT, lambda view: np.log(view.expected))
    yield Claim("{name} is one over what it should be", RECIPROCAL_HINT, lambda view: 1.0 / view.expected)
    yield Claim("{name} is rounded to float32", PRECISION_HINT, _in_single_precision, backwards=True, tells=_is_rounded)
    yield Claim("{name} is cut to whole numbers", WHOLE_HINT, _cut)


def _rectified_expected(view: View) -> Tensor | None:
    return np.maximum(view.expected, 0.0) if np.any(view.expected > 0.0) else None


def _rectified_got(view: View) -> Tensor | None:
    return np.maximum(view.got, 0.0) if np.any(view.expected > 0.0) else None


def _clipped_got(view: View) -> Tensor | None:
    return np.clip(view.got, view.expected.min(), view.expected.max())


def _clipped_expected(view: View) -> Tensor | None:
    return np.clip(view.expected, view.got.min(), view.got.max()) if view.got.size else None


UNDERFLOW = 1e-30
"""What is smaller than this, beside the largest entry, is no bound that anybody clips to."""


def _shows_unclipped(view: View) -> bool:
    return _shows_bounds(view.got, view.expected)


def _shows_clipped(view: View) -> bool:
    return _shows_bounds(view.expected, view.got)


def _shows_bounds(x: Tensor, clipped: Tensor) -> bool:
    """Tell whether several entries stand on each bound that x goes beyond, all of which do, and others between.

    0 alone is no bound, nor is what is next to nothing: numbers may underflow there.
    """
    low, high = clipped.min(), clipped.max()
    nothing = UNDERFLOW * max(abs(low), abs(high))
    crossed = [(bound, beyond) for bound, beyond in ((low, x < low), (high, x > high)) if np.any(beyond)]
    several = all(np.sum(beyond) >= FEWEST and np.all(beyond[clipped == bound]) for bound, beyond in crossed)
    between = bool(np.any((clipped > low) & (clipped < high)))
    return bool(crossed) and any(abs(bound) > nothing for bound, _ in crossed) and several and between


def _in_single_precision(view: View) -> Tensor | None:
    """Return the right tensor if the learner's entries have no more digits than float32 holds, and are near."""
    got = view.got.astype(np.float64)
    if not np.array_equal(got, got.astype(np.float32)) or got.shape != view.expected.shape:
        return None
    scale = np.max(np.abs(view.expected), initial=0.0)
    near = np.max(np.abs(got - view.expected), initial=0.0) <= 1e-4 * scale
    return view.expected if near else None


def _is_rounded(view: View) -> bool:
    return not close(view.got, view.expected)


def _cut(view: View) -> Tensor | None:
    if not np.any(view.got):
        return None
    whole = (np.trunc(view.expected), np.floor(view.expected), np.rint(view.expected))
    return next((w for w in whole if close(w, view.got)), None)


def weak_claims(views: Sequence[View]) -> Iterator[Claim]:
    """Yield the claims that say little, and are made only where nothing better holds."""
    yield Claim("all entries of {name} are off by the same amount", OFFSET_HINT, _offset)
    yield Claim("all entries of {name} are the same", SAME_HINT, _spread)
    yield Claim("the entries of {name} stand in another order", ORDER_HINT, _sorted_alike)


def _offset(view: View) -> Tensor | None:
    if view.got.shape != view.expected.shape or view.got.size < FEWEST:
        return None
    return np.asarray(view.expected + np.mean(view.got - view.expected))


def _spread(view: View) -> Tensor | None:
    if view.got.size < FEWEST or not np.any(view.got):
        return None
    return np.full_like(view.expected, view.got.flat[0])


def _sorted_alike(view: View) -> Tensor | None:
    """Return the right tensor in the order of the learner's; of few different numbers, many orders are the same."""
    if len(np.unique(view.expected)) < FEWEST or view.got.shape != view.expected.shape:
        return None
    found = np.empty(view.expected.size, dtype=view.expected.dtype)
    found[np.argsort(view.got, axis=None)] = np.sort(view.expected, axis=None)
    return found.reshape(view.expected.shape)
