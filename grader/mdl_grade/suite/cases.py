"""Inputs: drawn by functions of `rng`, once for each row of sizes, again until they are fit to judge."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct, field

from mdl_grade.course.loader import place_of
from mdl_grade.errors import CourseError
from mdl_grade.suite.literals import Unwritable, literal
from mdl_grade.suite.rounding import MAX_LITERAL, lost_by_rounding, readable, written

Failure = TypeVar("Failure", bound=Exception)
MAX_DRAWS = 60
"""How often cases are drawn until they are fit."""


class Case(dict[str, Any]):
    """Named inputs; `case.X` is `case["X"]`; `str(case)` is what a report calls it.

    What is `hidden` can be had as an attribute alone: it is no argument, and no part of the call that a report shows.
    """

    def __init__(
        self,
        inputs: Mapping[str, Any],
        label: str = "",
        sizes: Mapping[str, Any] | None = None,
        hidden: Mapping[str, Any] | None = None,
    ) -> None:
        if taken := sorted({*inputs, *(hidden or ())} & RESERVED):
            raise CourseError(
                f"An input can't be called {taken[0]!r}: a Case has something of that name.", "Rename it."
            )
        super().__init__(inputs)
        self.__dict__.update(_label=label, _sizes=dict(sizes or {}), _hidden=dict(hidden or {}))

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        try:
            return self.__dict__["_hidden"][name]
        except KeyError:
            raise AttributeError(f"the case has no {name!r}, only {', '.join(self)}") from None

    def __str__(self) -> str:
        return str(self.__dict__["_label"])

    @property
    def sizes(self) -> dict[str, Any]:
        """The row of sizes that this case was drawn with."""
        return dict(self.__dict__["_sizes"])

    def replaced(self, **inputs: Any) -> Case:
        """Return this case with some inputs changed."""
        return Case({**self, **inputs}, str(self), self.sizes, self.__dict__["_hidden"])

    def as_call(self, function: str, parameters: Collection[str] | None = None) -> str:
        """Return Python that repeats the call; "" if it would be too long to read, or can't be written.

        `parameters` are those of the function: inputs that are called otherwise are given by position.
        """
        if sum(value.size for value in self.values() if isinstance(value, np.ndarray)) > MAX_LITERAL:
            return ""
        by_name = parameters is None or set(self) <= set(parameters)
        try:
            given = [f"{name}={literal(value)}" if by_name else literal(value) for name, value in self.items()]
        except Unwritable:
            return ""
        return f"{function}({', '.join(given)})"


def called(value: Any) -> str:
    """Return what a case calls a size: a function or a class by its name."""
    name = getattr(value, "__name__", "")
    return name if name and "<" not in name else str(value)


def to_try(failures: Sequence[tuple[object, Failure]]) -> Failure:
    """Return the first failure on a case that can be written out, for whoever wants to try it; or else the first."""
    return next((failed for case, failed in failures if isinstance(case, Case) and case.as_call("f")), failures[0][1])


RESERVED = frozenset(name for name in dir(Case) if not name.startswith("_"))


class Draw(Struct, frozen=True):
    """How to draw the inputs of one or more checks (see `cases`)."""

    names: tuple[str, ...]
    sizes: tuple[tuple[Any, ...], ...]
    draw: Callable[..., dict[str, Any]]
    fit: Callable[[Case], bool] = field(default=lambda case: True)
    exact: frozenset[str] | bool = False
    hidden: frozenset[str] = frozenset()
    fixed: str = ""

    @property
    def name(self) -> str:
        return self.draw.__name__

    def __call__(self, rng: np.random.Generator, reference: object = None) -> list[Case]:
        """Draw a case for each row of sizes; `reference` is for draws that ask for it."""
        return [self._case(row, self._drawn(rng, row, reference)) for row in self.sizes]

    def fit_for(self, rng: np.random.Generator, reference: object) -> list[Case]:
        """Draw the cases, and those that are not fit again, each at most 60 times; [] if one of them never is."""
        drawn = self(rng, reference)
        for _ in range(MAX_DRAWS):
            if all(fit := [self.fit(case) for case in drawn]):
                return drawn
            again = zip(self.sizes, drawn, fit, strict=True)
            drawn = [case if fits else self._case(row, self._drawn(rng, row, reference)) for row, case, fits in again]
        return []

    def rounded(self, rng: np.random.Generator, reference: object = None) -> tuple[str, ...]:
        """Return the names of the inputs that rounding changes, with what it takes from them if they had it."""
        found: dict[str, str] = {}
        for row in self.sizes:
            drawn = self._drawn(rng, row, reference)
            for name, after in self._case(row, drawn).items():
                if written(drawn[name]) != written(after):
                    lost = lost_by_rounding(drawn[name], after)
                    found[name] = found.get(name) or lost
        return tuple(f"{name} ({lost})" if lost else name for name, lost in found.items())

    def _drawn(self, rng: np.random.Generator, row: tuple[Any, ...], reference: object) -> dict[str, Any]:
        given = {"reference": reference} if "reference" in inspect.signature(self.draw).parameters else {}
        try:
            with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
                warnings.simplefilter("error")
                drawn = self.draw(rng, *row, **given)
        except CourseError:
            raise
        except Exception as error:
            place = place_of(error, Path(inspect.getfile(self.draw)))
            what = f"{place}: the draw {self.name} raises {type(error).__name__}: {error}."
            raise CourseError(what, "Mend this line.") from error
        if not isinstance(drawn, dict):
            raise CourseError(
                f"The draw {self.name} returns {type(drawn).__name__}, not a dict.", 'return {"X": …}: inputs by name.'
            )
        declared = self.hidden if isinstance(self.exact, bool) else self.hidden | self.exact
        if missing := sorted(declared - set(drawn)):
            raise CourseError(f"The draw {self.name} declares {missing[0]!r}, and does not return it.", "Rename it.")
        return drawn

    def _case(self, row: tuple[Any, ...], drawn: Mapping[str, Any]) -> Case:
        sizes = dict(zip(self.names, row, strict=True))
        inputs = {name: self._shown(name, value) for name, value in drawn.items() if name not in self.hidden}
        hidden = {name: value for name, value in drawn.items() if name in self.hidden}
        given = {name: value for name, value in inputs.items() if isinstance(value, int | float)}
        label = ", ".join(f"{name}={called(given.get(name, value))}" for name, value in sizes.items())
        return Case(inputs, label, sizes, hidden)

    def _shown(self, name: str, value: Any) -> Any:
        exact = self.exact if isinstance(self.exact, bool) else name in self.exact
        return value if exact or self.hidden else readable(value)


def cases(
    names: str,
    *sizes: Any,
    fit: Callable[[Case], bool] | None = None,
    exact: bool | str = False,
    hidden: str = "",
    fixed: str = "",
) -> Callable[[Callable[..., dict[str, Any]]], Draw]:
    """Declare the cases of checks: pairwise distinct sizes, a square case, a batch of one.

    What is decorated is ``draw(rng, *sizes) -> dict`` of named inputs, in the order of the function's parameters. Every
    entry is an argument, but for those that are `hidden`. If it has a parameter `reference`, it is given the reference,
    to be called like `student` in a check.

    Parameters
    ----------
    names : str
        Names of the sizes: ``"N D"``.
    *sizes
        One row of sizes for each case.
    fit : callable
        ``fit(case) -> bool``: away from kinks, well conditioned. A case that is not fit is drawn again.
    exact : bool or str
        Inputs are rounded to three significant digits, so that a failing call can be read and typed: numbers, arrays of
        at most 120 entries, and the constants of callbacks. That spoils what a draw is made to have (rows that sum to
        1, orthogonal columns, equal eigenvalues, a known root): say `exact=True`, or name the inputs that are to stay
        as drawn, ``exact="P Q"``. `dev check` tells what is rounded.
    hidden : str
        Names of entries that only checks see, as `case.name`: a root, the right answer. Nothing of such a draw is
        rounded: what is hidden belongs to the inputs as they were drawn.
    fixed : str
        Why these cases are the same under every seed, also in official runs: drawn once, whether or not they separate
        known bugs.

    Returns
    -------
    declare : callable
        Decorates the draw, and returns the `Draw`.

    Raises
    ------
    CourseError
        If there is no row of sizes, a row has not as many as there are names, or the draw takes other arguments.

    Examples
    --------
    >>> @cases("N D K", (7, 5, 3), (4, 4, 4), (1, 5, 3))
    ... def layer(rng, N, D, K):
    ...     return {"X": rng.normal(size=(N, D)), "W": rng.normal(size=(D, K))}
    >>> str(layer(np.random.default_rng(0))[0])
    'N=7, D=5, K=3'
    """
    rows = tuple(row if isinstance(row, tuple) else (row,) for row in sizes)
    kept = exact if isinstance(exact, bool) else frozenset(exact.split())
    called = tuple(names.split())
    if not rows:
        raise CourseError(f"@cases({names!r}) has no row of sizes.", "Each further argument is one: (7, 5), (4, 4).")
    if wrong := [row for row in rows if len(row) != len(called)]:
        raise CourseError(f"@cases({names!r}) has the row {wrong[0]}.", f"A row has {len(called)} of them: {names}.")

    def declare(draw: Callable[..., dict[str, Any]]) -> Draw:
        parameters = [name for name in inspect.signature(draw).parameters if name != "reference"]
        if len(parameters) != 1 + len(called):
            asked = ", ".join(("rng", *called))
            raise CourseError(
                f"The draw {draw.__name__} takes ({', '.join(parameters)}).", f"It is called with ({asked})."
            )
        return Draw(called, rows, draw, fit or (lambda case: True), kept, frozenset(hidden.split()), fixed)

    return declare


def freeze(value: Any) -> None:
    """Make all arrays in `value` read-only: a check that changes its inputs would change those of the next."""
    match value:
        case np.ndarray():
            value.setflags(write=False)
        case Case():
            freeze(dict(value))
            freeze(value.__dict__["_hidden"])
        case dict():
            for item in value.values():
                freeze(item)
        case list() | tuple():
            for item in value:
                freeze(item)
