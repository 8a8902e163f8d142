"""Mutants of the reference: each is rejected under every seed, or stands on the allow-list, and then gives the
reference's results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mdl_grade.authoring.fates import Fate, Fates
from mdl_grade.authoring.here import fails_here, host_here
from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.replies import Asked
from mdl_grade.diagnosis.mutation import Mutant
from mdl_grade.diagnosis.naming import reference_mutants
from mdl_grade.errors import GraderFault
from mdl_grade.records.model import Status


@dataclass(frozen=True)
class Kills:
    """Fate of the mutants: `survivors` are alive and not on the allow-list; `stale` keys of the list killed nothing."""

    rejected: int
    allowed: int
    survivors: tuple[str, ...]
    stale: tuple[str, ...]
    kinds: dict[str, Fate] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def live(self) -> int:
        return self.rejected + len(self.survivors)

    @property
    def rate(self) -> float:
        return self.rejected / self.live if self.live else 1.0


def hold_mutants(judge: Judge, seeds: Sequence[int], findings: Findings, doing: Callable[[str], None]) -> Kills:
    """Hold every live mutant to being rejected under each seed: by the first check that fails it."""
    allowed, everyone = judge.suite.equivalent, reference_mutants(judge.suite)
    fates, survivors, asked = Fates(), list[str](), Asked.by(judge.suite, seeds[0])
    for number, mutant in enumerate(everyone, 1):
        doing(f"mutant {number} of {len(everyone)}")
        passes = _passes_under(judge, mutant.source, seeds)
        if passes is None:
            fates.rejected(mutant.operator)
        elif mutant.key in allowed:
            fates.allowed(mutant.operator, mutant.key, allowed[mutant.key])
            text = f"EQUIVALENT lists {mutant.key!r}, which gives other results than the reference: reject it"
            findings.unless(_equivalent(judge, mutant, asked), text)
        else:
            fates.missed(mutant.operator)
            survivors.append(mutant.key)
            if passes != seeds[0]:
                findings.unless(False, f"the mutant {mutant.key!r} is rejected under some seeds only", seed=passes)
    stale = tuple(sorted(set(allowed) - set(fates.reasons)))
    lines = "".join(f'\n        {key!r}: "…",' for key in survivors)
    text = f"mutants survive, {len(survivors)} of them: reject them, or give the reason in EQUIVALENT:{lines}"
    findings.unless(not survivors, text)
    for key in stale:
        findings.unless(False, f"EQUIVALENT lists {key!r}, which is no surviving mutant")
    rejected = sum(fate.rejected for fate in fates.kinds.values())
    return Kills(rejected, len(fates.reasons), tuple(survivors), stale, fates.kinds, fates.reasons)


def _passes_under(judge: Judge, source: str, seeds: Sequence[int]) -> int | None:
    """Return the first seed under which a mutant passes everything; None if it is rejected under all of them.

    What does not end under one seed is not tried under the others. The check that rejected it last is asked first, in
    this process: only what passes it here is judged behind the wall again.
    """
    last = ""
    for seed in seeds:
        if last and fails_here(judge.suite, source, [last], seed):
            continue
        judged = judge.judged(source, seed, until_failure=True)
        if judged.passed:
            return seed
        if any(verdict.status is Status.TIMEOUT for verdict in judged.verdicts):
            return None
        last = judged.verdicts[-1].check
        if judge.suite.checks[last].looks_back:
            last = ""
    return None


def _equivalent(judge: Judge, mutant: Mutant, asked: Asked) -> bool:
    """Tell whether a mutant that nothing rejects gives the reference's results: a reason alone is no proof."""
    try:
        return asked.alike(host_here(judge.suite, mutant.source))
    except GraderFault:
        return False
