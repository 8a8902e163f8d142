"""Scenarios that are run over cases: recorded once, whoever answers, since programs and cases are the same for all."""

from __future__ import annotations

from collections.abc import Hashable
from types import FunctionType
from typing import Any

from mdl_grade.suite.recorder import Recording, Scenario, record


def call(function: str) -> Scenario:
    """Return the scenario that calls `function` with the inputs of a case, in order."""

    def scenario(m: Any, case: Any) -> Any:
        return getattr(m, function)(*case.values())

    scenario.__name__ = function
    return scenario


class Recordings:
    """Scenarios over cases, recorded once: the program is the same for every answer, and for the reference.

    It keeps at most `most` programs, and `room` bytes of data; what was not asked for longest goes first.
    """

    def __init__(self, most: int = 512, room: int = 64 << 20) -> None:
        self._most, self._left = most, room
        self._known: dict[Hashable, tuple[Any, Recording]] = {}

    def over(self, scenario: Scenario, cases: tuple[Any, ...], *, facts: bool = False) -> Recording:
        """Return the program that runs `scenario(m, case)` for each case, and gives a list."""
        same = _identity(scenario)
        key = (same, facts, *map(id, cases))
        if same is not None and key in self._known:
            self._known[key] = known = self._known.pop(key)
            return known[1]
        recording = record(lambda m: [scenario(m, case) for case in cases], facts=facts)
        if same is not None:
            self._known[key] = cases, recording  # the cases are kept as well: an id is that of what is alive
            self._left -= _size(recording)
            while len(self._known) > self._most or (self._left < 0 and len(self._known) > 1):
                self._left += _size(self._known.pop(next(iter(self._known)))[1])
        return recording


def _size(recording: Recording) -> int:
    return sum(len(buffer) for buffer in recording.buffers)


def _identity(function: Scenario) -> Hashable:
    """Return what is equal for two functions that do the same; None if that can't be told."""
    if not isinstance(function, FunctionType) or function.__defaults__ or function.__kwdefaults__:
        return None
    seen: list[Hashable] = [function.__code__]
    for cell in function.__closure__ or ():
        match cell.cell_contents:
            case str() | int() | float() | None as value:
                seen.append((type(value), repr(value)))
            case FunctionType(__closure__=None) as used:
                seen.append(_identity(used))
            case _:
                return None
    return None if None in seen else tuple(seen)


RECORDINGS = Recordings()
"""Those of this process."""
