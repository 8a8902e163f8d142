"""Fitness of draws: inputs that would blur a known bug are drawn again.

A bug is *clear* on some cases if its result differs from the reference's by ten tolerances or more on one of them,
and *blurred* if it does not but was clear on any of three fixed probe draws. Blurred draws judge nobody.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mdl_grade.checks import CheckFailed, assert_close
from mdl_grade.errors import GraderFault
from mdl_grade.sandbox import wire
from mdl_grade.suite.bugs import Change
from mdl_grade.suite.cases import Case
from mdl_grade.suite.check import Check, select
from mdl_grade.suite.recorder import record
from mdl_grade.suite.runner import InProcess, execute_source, values

if TYPE_CHECKING:
    from mdl_grade.suite.suite import Suite

MAX_DRAWS = 60
PROBES = 3
MARGIN = 10.0
DEFAULT_RTOL = 1e-7


def draw_fit_cases(suite: Suite, name: str, rng: np.random.Generator) -> list[Case]:
    """Draw until the cases are fit to judge.

    Raises
    ------
    GraderFault
        If they are not after 60 draws: the suite is to be mended.
    """
    draw = suite.draws[name]
    for _ in range(MAX_DRAWS):
        drawn = draw(rng)
        if all(map(draw.fit, drawn)) and _separates(suite, name, drawn):
            return drawn
    raise GraderFault(
        f"{suite.id}: no cases {name!r} fit to judge in {MAX_DRAWS} draws.", "Its author must widen `fit`."
    )


def _separates(suite: Suite, name: str, drawn: list[Case]) -> bool:
    return all(
        _clear(suite, check, bug, drawn) for check in _judging(suite, name) for bug in _visible(suite, check, name)
    )


def _judging(suite: Suite, name: str) -> list[Check]:
    """Return the checks that compare with the reference on these cases."""
    draw = suite.draws[name]
    return [c for c in suite.checks.values() if c.scenario and c.separates and c.draws.get("inputs") is draw]


@lru_cache(maxsize=2048)
def _visible(suite: Suite, check: Check, name: str) -> tuple[Change, ...]:
    """Return the known bugs that this check is there to see: clear on one of the probe draws."""
    draw = suite.draws[name]
    probes = [p for p in (draw(np.random.default_rng(seed)) for seed in range(3 * PROBES)) if all(map(draw.fit, p))]
    return tuple(bug for bug in suite.bugs if any(_clear(suite, check, bug, probe) for probe in probes[:PROBES]))


def _clear(suite: Suite, check: Check, bug: Change, drawn: list[Case]) -> bool:
    assert check.scenario is not None
    scenario = check.scenario
    recording = record(lambda m: [scenario(m, case) for case in drawn])
    wanted = InProcess(suite.namespace).execute(recording)
    got = program_of(suite, bug).execute(recording)
    if isinstance(got.message, wire.Raised):
        return True
    want, have = (
        [select(result, check.only) for result in recording.fill(values(recording, reply))] for reply in (wanted, got)
    )
    try:
        assert_close(have, want, rtol=MARGIN * (check.rtol or DEFAULT_RTOL))
    except CheckFailed:
        return True
    return False


@lru_cache(maxsize=4096)
def program_of(suite: Suite, bug: Change) -> InProcess:
    """Return a known bug as a host for programs."""
    return InProcess(execute_source(bug.source(suite.solution.text), str(suite.solution.path)))
