"""Fitness of draws: inputs that would blur a known bug are drawn again.

A bug is *clear* on some cases if its result differs from the reference's by ten tolerances or more on one of them.
The draw of practice seed 0 is proved by `mdl-grade dev check`; every other draw must show clearly what that one does,
and what passes through the reference must be of the same kind, where it can be (see `ranges`).
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from mdl_grade.checks import CheckFailed
from mdl_grade.errors import GraderFault
from mdl_grade.sandbox import wire
from mdl_grade.suite.bugs import Change
from mdl_grade.suite.cases import MAX_DRAWS, Case
from mdl_grade.suite.check import Check
from mdl_grade.suite.likeness import select, selected
from mdl_grade.suite.ranges import surprises
from mdl_grade.suite.recorder import Recording, record
from mdl_grade.suite.runner import InProcess, Reply, Respondent, execute_source, values
from mdl_grade.suite.seed import Seed, generator

if TYPE_CHECKING:
    from mdl_grade.suite.suite import Suite

MARGIN = 10.0


def draw_fit_cases(suite: Suite, name: str, key: bytes) -> list[Case]:
    """Draw the cases `name` under a seed's key until they are fit to judge.

    Raises
    ------
    GraderFault
        If they are not after 60 draws: the suite is to be mended.
    """
    draw, practice = suite.draws[name], Seed.practice().of(suite.id, "")
    proved = bool(draw.fixed) or key == practice
    rng = generator(practice if draw.fixed else key, "draw", name)
    best, fewest = list[Case](), sys.maxsize
    for _ in range(MAX_DRAWS):
        drawn = draw.fit_for(rng, Respondent(suite.reference))
        if drawn and proved:
            return drawn
        if drawn and (count := surprises(suite, name, drawn)) < fewest and _separates(suite, name, drawn):
            best, fewest = drawn, count
        if not fewest:
            break
    if best:
        return best
    raise GraderFault(
        f"{suite.id}: no cases {name!r} fit to judge in {MAX_DRAWS} draws.", "Its author must widen `fit`."
    )


def _separates(suite: Suite, name: str, drawn: list[Case]) -> bool:
    return all(_visible(suite, check, name) <= _clear(suite, check, drawn) for check in _judging(suite, name))


def _judging(suite: Suite, name: str) -> list[Check]:
    """Return the checks by which a draw has to show known bugs."""
    return [check for check in suite.comparing(name) if check.separates]


@lru_cache(maxsize=2048)
def _visible(suite: Suite, check: Check, name: str) -> frozenset[str]:
    """Return the labels of the known bugs that this check is there to see."""
    return _clear(suite, check, suite.cases(name, Seed.practice().of(suite.id, "")))


def _clear(suite: Suite, check: Check, drawn: list[Case]) -> frozenset[str]:
    """Return the labels of the known bugs that these cases show clearly."""
    scenario = suite.scenario(check)
    recording = record(lambda m: [scenario(m, case) for case in drawn])
    wanted = _results(suite, check, drawn, recording, InProcess(suite.namespace).execute(recording))
    return frozenset(
        bug.label
        for bug in suite.ending_bugs
        if _differs(
            suite,
            check,
            drawn,
            _results(suite, check, drawn, recording, program_of(suite, bug).execute(recording)),
            wanted,
        )
    )


def _results(suite: Suite, check: Check, drawn: list[Case], recording: Recording, reply: Reply) -> list[object] | None:
    """Return what counts of the results; None if there are none, or they can't be judged."""
    if isinstance(reply.message, wire.Raised):
        return None
    returns = suite.exercise.returns
    names = selected(check.only, returns)
    results = [select(result, check.only, returns) for result in recording.fill(values(recording, reply))]
    try:
        return [check.sameness.of_answer(result, case, names) for case, result in zip(drawn, results, strict=True)]
    except CheckFailed:
        return None


def _differs(
    suite: Suite, check: Check, drawn: list[Case], got: list[object] | None, wanted: list[object] | None
) -> bool:
    if got is None or wanted is None:
        return got is not wanted
    return any(
        check.sameness.apart(mine, right, case, rtol=suite.exercise.rtol, margin=MARGIN)
        for case, mine, right in zip(drawn, got, wanted, strict=True)
    )


def program_of(suite: Suite, bug: Change) -> InProcess:
    """Return a known bug as a host for programs, with nothing remembered from earlier ones."""
    return InProcess(execute_source(_source_of(suite, bug), str(suite.solution.path)))


@lru_cache(maxsize=4096)
def _source_of(suite: Suite, bug: Change) -> str:
    return bug.source(suite.solution.text)
