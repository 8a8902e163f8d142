"""Guards as mutants (see `suite.guards`): each is rejected under every seed, or makes no difference under any.

Whether it makes none is computed, never said (see `replies`). What survives and differs is a blind spot of the suite,
and what is rejected under some seeds only is judged by luck. All of it runs in this process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from mdl_grade.authoring.fates import Fates
from mdl_grade.authoring.here import host_here, rejected_by
from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.replies import Asked
from mdl_grade.authoring.steadiness import few
from mdl_grade.authoring.tampering import Tampering
from mdl_grade.errors import GraderFault
from mdl_grade.script import Script
from mdl_grade.suite.assembled import execute
from mdl_grade.suite.guards import Guard, Passed, guards, watched
from mdl_grade.suite.runner import InProcess
from mdl_grade.suite.suite import Suite

EDGE = 10.0
"""What is nearer to the reference than so many tolerances may be seen under some seeds, and not under others."""

HOW_TO_SEE = (
    "Each changes right results, and a right grade can't hang on the draw: compare on inputs where it always shows, "
    "such as `far = scaled(batch, X=1)`, or `tails(rng)`; or build the case in which it must show"
)


def hold_guards(judge: Judge, seeds: Sequence[int], findings: Findings, *, share: float = 1.0) -> Fates:
    """Hold a suite to seeing every guard that makes a difference; `share` of them, chosen by digest."""
    suite, fates, unseen = judge.suite, Fates(), list[str]()
    asked = cache(lambda seed: Asked.by(suite, seed))
    passed = cache(lambda seed: _passed(suite, asked(seed)))
    for guard in _chosen(guards(suite.solution.text), share):
        passes, differs = _passes(suite, guard, asked, passed, seeds)
        if not passes:
            fates.rejected(guard.family.name)
            continue
        blind = [seed for seed in differs if not _harmless(suite, guard, asked(seed))]
        if blind:
            unseen.append(f"{guard.key}: passes under {few(blind)}")
            fates.missed(guard.family.name)
        elif len(passes) == len(seeds) or all(_harmless(suite, guard, asked(seed), EDGE) for seed in seeds):
            fates.allowed(guard.family.name)
        else:
            fates.missed(guard.family.name)
            seen = next(seed for seed in seeds if seed not in passes)
            often = f"{len(passes)} of {len(seeds)} seeds ({few(passes)})"
            unseen.append(f"{guard.key}: passes under {often}, and is rejected under {seen}")
    lines = "".join(f"\n        {line}" for line in unseen)
    findings.unless(not unseen, f"guards that make a difference are not seen, or by luck. {HOW_TO_SEE}:{lines}")
    return fates


def _chosen(found: Iterable[Guard], share: float) -> list[Guard]:
    return [guard for guard in found if hashlib.sha256(guard.key.encode()).digest()[0] < 256 * share]


def _passed(suite: Suite, asked: Asked) -> Passed | None:
    """Return what passes the sites of guards while the reference is asked for everything; None if that disturbs it."""
    namespace = execute(Script(watched(suite.solution.text), {}), str(suite.solution.path))
    undisturbed = asked.identical(Tampering(InProcess(namespace)))
    passed = Passed(namespace["_passed"])
    namespace.clear()  # its functions hold it, and it holds all that passed
    return passed if undisturbed else None


def _passes(
    suite: Suite,
    guard: Guard,
    asked: Callable[[int], Asked],
    passed: Callable[[int], Passed | None],
    seeds: Sequence[int],
) -> tuple[list[int], list[int]]:
    """Return the seeds under which a guard passes all checks, and those of them under which some reply differs.

    Where every reply is the reference's, all checks pass. The check that rejected it last is asked first.
    """
    passes, differs, last = list[int](), list[int](), ""
    for seed in seeds:
        values = passed(seed)
        if values is not None and guard.leaves(values):
            passes.append(seed)
            continue
        try:
            host = host_here(suite, guard.source)
        except GraderFault:  # it can't even be loaded
            continue
        if last and rejected_by([last], suite, host, seed):
            continue
        if asked(seed).identical(host):
            passes.append(seed)
        elif not (found := rejected_by(suite.checks, suite, host, seed)):
            passes.append(seed)
            differs.append(seed)
        else:
            last = "" if suite.checks[found].looks_back else found
    return passes, differs


def _harmless(suite: Suite, guard: Guard, asked: Asked, tolerances: float = 1.0) -> bool:
    try:
        return asked.alike(host_here(suite, guard.source), tolerances)
    except GraderFault:
        return False
