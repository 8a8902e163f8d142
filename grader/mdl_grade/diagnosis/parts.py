"""Which parts of an assembly are at fault.

What the reference's program asks of each part, and what the reference's part answers, is noted in this process. Then
the learner's part is asked the same, alone behind the wall: nothing that the course knows is in its process. What
answers otherwise, or with objects, which can't be compared, is at fault if its own exercise says so, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mdl_grade.checks.comparison import same_value
from mdl_grade.diagnosis.outcome import Outcome, outcome
from mdl_grade.records.model import Status
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.assembled import CallsOfParts, execute
from mdl_grade.suite.host import Behind
from mdl_grade.suite.judging import judge
from mdl_grade.suite.recorder import Recording
from mdl_grade.suite.runner import AnswerError, Exchange, InProcess, Reply, execute_source
from mdl_grade.suite.suite import Suite

MOST_CALLS = 400
"""Of each part: a training asks the same kind of thing thousands of times."""
RTOL = 1e-7
"""A right part may differ by so much from the reference's."""


@dataclass(frozen=True)
class PartCall:
    """What a part was asked, and what the reference's answers."""

    recording: Recording
    wanted: Outcome

    @property
    def comparable(self) -> bool:
        """Whether the reference's part answers with plain data: neither with an object, nor with an exception."""
        return not self.wanted.exception and not any(isinstance(v, wire.Foreign) for v in self.wanted.by_place.values())


def parts_at_fault(suite: Suite, wall: Wall, source: Script, key: bytes, exchanges: Sequence[Exchange]) -> list[str]:
    """Return the parts of `source` that answer otherwise than the reference's, and lose points in their own exercise.

    What that exercise asks is drawn from `key`.
    """
    told = b"".join(exchange.recording.key for exchange in exchanges)
    asked = _calls(suite, _Programs(told, tuple(exchange.recording for exchange in exchanges)))
    return [
        part
        for part, text in source.parts.items()
        if text != suite.solution.part(part).text and not _right(suite, wall, part, text, key, asked.get(part, ()))
    ]


@dataclass(frozen=True, eq=False)
class _Programs:
    key: bytes
    recordings: tuple[Recording, ...]

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Programs) and self.key == other.key


@lru_cache(maxsize=4)
def _calls(suite: Suite, programs: _Programs) -> dict[str, tuple[PartCall, ...]]:
    """Run the reference's program; return what was asked of each part, in the order of the calls."""
    heard = CallsOfParts(MOST_CALLS)
    host = InProcess(execute(suite.solution.whole, str(suite.solution.path), heard))
    for recording in programs.recordings:
        host.execute(recording)
    return {part: tuple(_answered(suite, part, recordings)) for part, recordings in heard.items()}


def _answered(suite: Suite, part: str, recordings: Sequence[Recording]) -> list[PartCall]:
    host = InProcess(execute_source(suite.solution.part(part).text, f"{part}.py"))
    return [PartCall(recording, _outcome(recording, host.execute(recording))) for recording in recordings]


def _right(suite: Suite, wall: Wall, part: str, text: str, key: bytes, calls: Sequence[PartCall]) -> bool:
    """Tell whether a part answers as the reference's does, or its own exercise finds it right.

    Where many answers are right, such as an order that was drawn, a right part may answer otherwise.
    """
    comparable = all(call.comparable for call in calls)
    return (comparable and _answers(suite, wall, part, text, calls)) or _holds(suite, wall, part, text, key)


@lru_cache(maxsize=32)
def _suite_of(suite: Suite, part: str) -> Suite | None:
    return suite.of_part(part)


@lru_cache(maxsize=8)
def _holds(suite: Suite, wall: Wall, part: str, text: str, key: bytes) -> bool:
    """Tell whether a part fails nothing in its own exercise; all checks of an assembly ask the same."""
    own = _suite_of(suite, part)
    verdicts = judge(own, wall, text, key, until_failure=True).verdicts if own is not None else ()
    return own is not None and all(verdict.status in (Status.PASSED, Status.GRADER_ERROR) for verdict in verdicts)


def _answers(suite: Suite, wall: Wall, part: str, text: str, calls: Sequence[PartCall]) -> bool:
    """Tell whether a part answers these calls as the reference's does."""
    host = Behind(wall, Script(text), f"{part}.py", suite.exercise.seconds, ())
    try:
        return all(_agree(_outcome(call.recording, host.execute(call.recording)), call.wanted) for call in calls)
    except (AnswerError, wire.WireError):
        return False
    finally:
        host.close()


def _outcome(recording: Recording, reply: Reply) -> Outcome:
    return outcome(Exchange(recording, reply))


def _agree(one: Outcome, other: Outcome) -> bool:
    """Tell whether an answer holds the reference's numbers, and left the same arguments alone.

    What holds them is free (True is as good as np.True_, and an int as a float), but a float is no int.
    """
    if one.exception or other.exception:
        return bool(one.exception) and bool(other.exception)
    if _changed(one) != _changed(other):
        return False
    left, right = one.by_place, other.by_place
    return left.keys() == right.keys() and all(
        same_value(_number(left[place]), _number(right[place]), RTOL)
        and not _is_float_for_int(left[place], right[place])
        for place in left
    )


def _is_float_for_int(got: Any, wanted: Any) -> bool:
    return np.asarray(wanted).dtype.kind in "iu" and np.asarray(got).dtype.kind == "f"


def _changed(found: Outcome) -> set[str]:
    return {fact.argument for fact in found.facts if fact.kind == "mutated"}


def _number(value: Any) -> Any:
    numeric = isinstance(value, np.ndarray | np.generic | bool | int | float)
    return np.asarray(value, dtype=float) if numeric and not np.iscomplexobj(value) else value
