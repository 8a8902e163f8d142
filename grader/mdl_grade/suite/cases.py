"""Inputs: drawn by functions of `rng`, once for each row of sizes, again until they are fit to judge."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mdl_grade.errors import CourseError

MAX_LITERAL = 120
"""A call is told to learners as code if its arrays have at most so many entries together."""


class Case(dict[str, Any]):
    """Named inputs; `case.X` is `case["X"]`; `str(case)` is what a report calls it."""

    def __init__(self, inputs: Mapping[str, Any], label: str = "", sizes: Mapping[str, Any] | None = None) -> None:
        if taken := sorted(set(inputs) & RESERVED):
            raise CourseError(
                f"An input can't be called {taken[0]!r}: a Case has something of that name.", "Rename it."
            )
        super().__init__(inputs)
        self.__dict__.update(_label=label, _sizes=dict(sizes or {}))

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __str__(self) -> str:
        return str(self.__dict__["_label"])

    @property
    def sizes(self) -> dict[str, Any]:
        """The row of sizes that this case was drawn with."""
        return dict(self.__dict__["_sizes"])

    def replaced(self, **inputs: Any) -> Case:
        """Return this case with some inputs changed."""
        return Case({**self, **inputs}, str(self), self.sizes)

    def as_call(self, function: str) -> str:
        """Return Python that repeats the call, or "" if it would be too long to read."""
        arrays = [value for value in self.values() if isinstance(value, np.ndarray)]
        if sum(array.size for array in arrays) > MAX_LITERAL or any(callable(v) for v in self.values()):
            return ""
        return f"{function}({', '.join(f'{name}={literal(value)}' for name, value in self.items())})"


def literal(value: Any) -> str:
    """Return a Python expression for a value, with `np` for NumPy."""
    match value:
        case np.ndarray():
            dtype = "" if value.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{value.dtype.name}"
            return f"np.array({literal(value.tolist())}{dtype})"
        case np.generic():
            return literal(value.item())
        case float() if not math.isfinite(value):
            return f"float({str(value)!r})"
        case dict():
            return "{" + ", ".join(f"{key!r}: {literal(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case tuple():
            return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
        case np.random.Generator():
            return f"np.random.default_rng({value.bit_generator.seed_seq.entropy})"  # type: ignore[attr-defined]
    return repr(value)


RESERVED = frozenset(name for name in dir(Case) if not name.startswith("_"))


@dataclass(frozen=True)
class Draw:
    """How to draw the inputs of one or more checks.

    Parameters
    ----------
    names, sizes : tuples
        Names of the sizes, and one row of sizes for each case.
    draw : callable
        ``draw(rng, *sizes) -> dict`` of named inputs, in the order of the function's parameters.
    fit : callable
        ``fit(case) -> bool``: away from kinks, well conditioned. What is not fit is drawn again.
    exact : bool
        Inputs are rounded to three significant digits, so that a failing call can be read and typed; not if `exact`
        (they sum to one, are orthogonal, …).
    """

    names: tuple[str, ...]
    sizes: tuple[tuple[Any, ...], ...]
    draw: Callable[..., dict[str, Any]]
    fit: Callable[[Case], bool] = field(default=lambda case: True)
    exact: bool = False

    @property
    def name(self) -> str:
        return self.draw.__name__

    def __call__(self, rng: np.random.Generator) -> list[Case]:
        return [self._case(rng, row) for row in self.sizes]

    def _case(self, rng: np.random.Generator, row: tuple[Any, ...]) -> Case:
        sizes = dict(zip(self.names, row, strict=True))
        label = ", ".join(f"{name}={value}" for name, value in sizes.items())
        drawn = self.draw(rng, *row)
        return Case(drawn if self.exact else {name: readable(value) for name, value in drawn.items()}, label, sizes)


def cases(
    names: str, *sizes: tuple[Any, ...], fit: Callable[[Case], bool] | None = None, exact: bool = False
) -> Callable[[Callable[..., dict[str, Any]]], Draw]:
    """Declare the cases of checks: pairwise distinct sizes, a square case, a batch of one.

    Examples
    --------
    >>> @cases("N D K", (7, 5, 3), (4, 4, 4), (1, 5, 3))
    ... def layer(rng, N, D, K):
    ...     return {"X": rng.normal(size=(N, D)), "W": rng.normal(size=(D, K))}
    >>> str(layer(np.random.default_rng(0))[0])
    'N=7, D=5, K=3'
    """
    rows = tuple(row if isinstance(row, tuple) else (row,) for row in sizes)

    def declare(draw: Callable[..., dict[str, Any]]) -> Draw:
        return Draw(tuple(names.split()), rows, draw, fit or (lambda case: True), exact)

    return declare


def readable(value: Any) -> Any:
    """Round floats to three significant digits, in arrays of a size that a report would show, lists, tuples, dicts."""
    match value:
        case np.ndarray() if value.dtype == np.float64 and value.size <= MAX_LITERAL:
            rounded = [float(f"{x:.2e}") for x in value.ravel().tolist()]
            return np.array(rounded, dtype=np.float64).reshape(value.shape)
        case float() if type(value) is float:
            return float(f"{value:.2e}")
        case dict():
            return {key: readable(item) for key, item in value.items()}
        case list():
            return [readable(item) for item in value]
        case tuple():
            return tuple(readable(item) for item in value)
    return value


def freeze(value: Any) -> None:
    """Make all arrays in `value` read-only: a check that changes its inputs would change those of the next."""
    match value:
        case np.ndarray():
            value.setflags(write=False)
        case dict():
            for item in value.values():
                freeze(item)
        case list() | tuple():
            for item in value:
                freeze(item)
