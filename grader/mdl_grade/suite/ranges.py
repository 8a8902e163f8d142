"""Ranges: what passes through the reference is of the same kind under every seed.

Clipping at ±10 is seen where something is beyond 10, and a rest of nothing where something is nearly 0. Whether a draw
holds such a number must not be left to chance: a wrong answer would lose points under some seeds only. So cases are
drawn again until they show nothing that no draw of practice seed 0 shows, and until that draw of a suite which shows a
guard most often shows it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mdl_grade.suite.cases import Case
from mdl_grade.suite.guards import Guard, Passed, guards, watched
from mdl_grade.suite.recorder import record
from mdl_grade.suite.runner import InProcess, Respondent, execute_source
from mdl_grade.suite.seed import Seed, generator

if TYPE_CHECKING:
    from mdl_grade.suite.suite import Suite

TRIES = 3
"""Draws, beside that of practice seed 0, by which it is told which draw of a suite shows a guard most often."""


def surprises(suite: Suite, name: str, drawn: Sequence[Case]) -> int:
    """Count the guards that cases of a draw show, or don't, against what the draws of practice seed 0 let expect."""
    quiet, telling = _expected(suite)
    to_show = telling.get(name, frozenset())
    shown = _shown(suite, name, drawn, quiet | to_show)
    return len(shown & quiet) + len(to_show - shown)


@lru_cache(maxsize=16)
def _expected(suite: Suite) -> tuple[frozenset[Guard], dict[str, frozenset[Guard]]]:
    """Return the guards that no draw shows under practice seed 0, and for each draw those that it has to show."""
    everything = frozenset(_guards(suite))
    names = [name for name in suite.draws if suite.comparing(name)]
    often: dict[Guard, Counter[str]] = {guard: Counter() for guard in everything}
    first: dict[str, frozenset[Guard]] = {}
    for name in names:
        for drawn in _samples(suite, name):
            shown = _shown(suite, name, drawn, everything)
            first.setdefault(name, shown)
            for guard in shown:
                often[guard][name] += 1
    quiet = everything.difference(*first.values())
    telling = {
        name: frozenset(guard for guard in first[name] if often[guard].most_common(1)[0][0] == name) for name in names
    }
    return quiet, telling


def _samples(suite: Suite, name: str) -> list[list[Case]]:
    """Return the cases of a draw under practice seed 0, and a few other draws."""
    draw, reference = suite.draws[name], Respondent(suite.reference)
    found = [suite.cases(name, Seed.practice().of(suite.id, ""))]
    for number in range(0 if draw.fixed else TRIES):
        rng = generator(Seed.practice().of(suite.id, ""), "ranges", f"{name} {number}")
        found += [drawn for drawn in [draw.fit_for(rng, reference)] if drawn]
    return found


@lru_cache(maxsize=16)
def _guards(suite: Suite) -> tuple[Guard, ...]:
    """Return the guards on values that pass through the reference; none where there is no text, or one of parts."""
    if suite.excerpt is not None or suite.solution.parts:
        return ()
    return tuple(guard for guard in guards(suite.solution.text) if guard.place >= 0)


def _shown(suite: Suite, name: str, drawn: Sequence[Case], asked: frozenset[Guard]) -> frozenset[Guard]:
    """Return those guards that change something of what passes their sites."""
    if not asked:
        return frozenset()
    namespace = execute_source(_watched(suite), str(suite.solution.path))
    for scenario in dict.fromkeys(map(suite.scenario, suite.comparing(name))):
        InProcess(namespace).execute(record(lambda m, run=scenario: [run(m, case) for case in drawn]))
    passed = Passed(namespace["_passed"])
    namespace.clear()  # its functions hold it, and it holds all that passed
    return frozenset(guard for guard in asked if not guard.leaves(passed))


@lru_cache(maxsize=16)
def _watched(suite: Suite) -> str:
    return watched(suite.solution.text)
