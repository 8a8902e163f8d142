"""Naming the bug: whose numbers are these?

Candidates are replayed on the very programs of the failing check: the suite's known bugs, then generic causes, then
mutants of the reference. A candidate is named only if it reproduces the learner's numbers; "consistent with" if
several do; silence otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mdl_grade.checks.comparison import same_value
from mdl_grade.diagnosis.causes import Cause, Observation, Strength, causes
from mdl_grade.diagnosis.mutation import Mutant, mutants
from mdl_grade.diagnosis.outcome import Outcome, differing, outcome, same, value_at
from mdl_grade.diagnosis.parts import parts_at_fault
from mdl_grade.records.model import Confidence, Diagnosis, Status
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.bugs import Change
from mdl_grade.suite.fitness import program_of
from mdl_grade.suite.host import Behind
from mdl_grade.suite.runner import AnswerError, Exchange, InProcess, Reply
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import NAMED, Verdict

MAX_LABELS = 3
MAX_STOPS = 2
MUTANT_SECONDS = 1.0


class Namer:
    """Names the bugs behind the failed checks of one answer.

    Mutants are many, so they are tried on the first failed check that nothing else explains; what does not explain
    that one is not tried on the next. Of an assembly, the parts at fault are named: what is wrong in them is the
    business of their own exercises.
    """

    def __init__(self, suite: Suite, wall: Wall, source: Script | str = "") -> None:
        self._suite, self._wall, self._source = suite, wall, Script.of(source)
        self._plausible: tuple[Mutant, ...] | None = None

    def name(self, verdict: Verdict) -> Diagnosis | None:
        """Return the bug behind a failed check, or None."""
        exchanges = verdict.exchanges
        if verdict.status not in NAMED or not exchanges:
            return None
        got = [outcome(exchange) for exchange in exchanges]
        programs = Programs.of(exchanges)
        wanted = _replay(self._suite, None, programs)
        if _all_same(got, wanted):
            return None
        if self._suite.solution.parts:
            return _parts(parts_at_fault(self._suite, self._wall, self._source, programs.digest, exchanges))
        found = _known_bugs(self._suite, programs, got, wanted)
        if found is None and verdict.status is Status.FAILED:
            strong, weak = _generic_causes(self._suite, exchanges, got, wanted)
            found = strong or self._mutant(exchanges, got) or weak
        return found

    def _mutant(self, exchanges: Sequence[Exchange], got: list[Outcome]) -> Diagnosis | None:
        plausible = reference_mutants(self._suite) if self._plausible is None else self._plausible
        matching = _matching(self._suite, plausible, exchanges, got, self._wall)
        self._plausible = tuple(matching)
        best = [mutant for mutant in matching if mutant.rank == matching[0].rank]
        labels = tuple(dict.fromkeys(mutant.label for mutant in best))
        if not labels or len(labels) > MAX_LABELS:
            return None
        return Diagnosis(labels=labels, confidence=_sure(len(labels) == 1), source="mutant")


# --- known bugs -----------------------------------------------------------------------------------------------------
def _known_bugs(suite: Suite, programs: Programs, got: list[Outcome], wanted: list[Outcome]) -> Diagnosis | None:
    replays = [(bug, _replay(suite, bug, programs)) for bug in suite.bugs]
    whole = [bug for bug, replay in replays if _all_same(replay, got)]
    if whole:
        return _named(whole, _sure(len(whole) == 1))
    parts = [(bug, _wrong(replay, wanted)) for bug, replay in replays if _explains_part(replay, got, wanted)]
    if not parts:
        return None
    overlapping = any(a[1] & b[1] for i, a in enumerate(parts) for b in parts[i + 1 :])
    return _named([bug for bug, _ in parts], _sure(not overlapping))


def _named(bugs: Sequence[Change], confidence: Confidence) -> Diagnosis:
    labels = tuple(dict.fromkeys(bug.label for bug in bugs))[:MAX_LABELS]
    hint = bugs[0].hint if confidence is Confidence.CERTAIN else ""
    return Diagnosis(labels=labels, confidence=confidence, source="known_bug", hint=hint)


def _sure(alone: bool) -> Confidence:
    return Confidence.CERTAIN if alone else Confidence.LIKELY


def _explains_part(replay: list[Outcome], got: list[Outcome], wanted: list[Outcome]) -> bool:
    """Tell whether a bug is there among others: all the tensors that it spoils have the learner's numbers."""
    if any(o.exception for o in (*replay, *got, *wanted)) or any(
        r.facts != w.facts for r, w in zip(replay, wanted, strict=True)
    ):
        return False
    wrong = _wrong(replay, wanted)
    return bool(wrong) and all(same_value(value_at(replay[i], place), value_at(got[i], place)) for i, place in wrong)


def _wrong(found: list[Outcome], wanted: list[Outcome]) -> set[tuple[int, tuple[int, tuple[str, ...]]]]:
    return {(i, place) for i, (f, w) in enumerate(zip(found, wanted, strict=True)) for place in differing(f, w)}


# --- parts of an assembly ---------------------------------------------------------------------------------------------
def _parts(guilty: Sequence[str]) -> Diagnosis | None:
    if not guilty:
        return None
    labels = tuple(f"{part} is wrong" for part in guilty[:MAX_LABELS])
    hint = f"Grade it by itself, and it says more: mdl-grade {guilty[0]}."
    return Diagnosis(labels=labels, confidence=Confidence.CERTAIN, source="part", hint=hint)


# --- generic causes ---------------------------------------------------------------------------------------------------
def _generic_causes(
    suite: Suite, exchanges: Sequence[Exchange], got: list[Outcome], wanted: list[Outcome]
) -> tuple[Diagnosis | None, Diagnosis | None]:
    """Return what strong causes say, and what weak ones do: a mutant may know better than "all entries are 0"."""
    found: list[Cause] = []
    for exchange, mine, right in zip(exchanges, got, wanted, strict=True):
        if not exchange.cases or not exchange.sameness.plain or mine.exception or right.exception:
            continue
        known = {path for _, path in right.by_place}
        for path in dict.fromkeys(path for _, path in differing(mine, right) if path in known):
            found += causes(_observations(suite, exchange, mine, right, path))
    strong = [cause for cause in found if cause.rank < Strength.WEAK]
    return _caused(strong), _caused([cause for cause in found if cause.rank >= Strength.WEAK])


def _caused(found: list[Cause]) -> Diagnosis | None:
    if not found:
        return None
    labels = tuple(dict.fromkeys(cause.label for cause in found))[:MAX_LABELS]
    return Diagnosis(labels=labels, confidence=Confidence.CERTAIN, source="cause", hint=found[0].hint)


def _observations(
    suite: Suite, exchange: Exchange, mine: Outcome, right: Outcome, path: tuple[str, ...]
) -> list[Observation]:
    name = _tensor_name(suite, path)
    pairs = ((case, value_at(mine, (i, path)), value_at(right, (i, path))) for i, case in enumerate(exchange.cases))
    return [
        Observation(name=name, got=got, expected=expected, sizes=_whole(case.sizes), inputs=dict(case))
        for case, got, expected in pairs
        if expected is not None
    ]


def _whole(sizes: dict[str, object]) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if isinstance(size, int)}


def _tensor_name(suite: Suite, path: tuple[str, ...]) -> str:
    returns = suite.exercise.returns
    if len(path) == 1 and path[0].isdecimal() and int(path[0]) < len(returns):
        return returns[int(path[0])]
    return ".".join(path) or (returns[0] if len(returns) == 1 else "the result")


# --- mutants ----------------------------------------------------------------------------------------------------------
def _matching(
    suite: Suite,
    mutants: Sequence[Mutant],
    exchanges: Sequence[Exchange],
    got: list[Outcome],
    wall: Wall,
) -> list[Mutant]:
    """Return the mutants with the learner's numbers. They run behind the wall: a mutant may loop for ever."""
    matching: list[Mutant] = []
    stops = 0
    host = Behind(wall, Script(suite.solution.text), "reference.py", MUTANT_SECONDS, ())
    try:
        for mutant in mutants:
            try:
                host.replace(Script(mutant.source))
                replay = (outcome(exchange, host.execute(exchange.recording)) for exchange in exchanges)
                if all(same(a, b) for a, b in zip(replay, got, strict=True)):
                    matching.append(mutant)
            except (AnswerError, wire.WireError):
                stops += 1
                if stops > MAX_STOPS:
                    break
    finally:
        host.close()
    return matching


@lru_cache(maxsize=256)
def reference_mutants(suite: Suite) -> tuple[Mutant, ...]:
    """Return the mutants of a suite's reference, the most plausible mistakes first."""
    return tuple(sorted(mutants(suite.solution.text), key=lambda mutant: mutant.rank))


# --- replay -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Programs:
    """The programs of a check, without what the learner's code answered. Equal if they would run alike."""

    digest: bytes
    exchanges: tuple[Exchange, ...] = field(compare=False, repr=False)

    @classmethod
    def of(cls, exchanges: Iterable[Exchange]) -> Programs:
        asked = tuple(replace(e, reply=UNANSWERED) for e in exchanges)
        return cls(b"".join(e.recording.key + repr(id(e.sameness)).encode() for e in asked), asked)


UNANSWERED = Reply(wire.Finished(0, [], [], []), b"")


@lru_cache(maxsize=1024)
def _replay(suite: Suite, bug: Change | None, programs: Programs) -> list[Outcome]:
    """Return what a known bug, or the reference, makes of programs: under a practice seed, the same for everybody."""
    host = InProcess(suite.namespace) if bug is None else program_of(suite, bug)
    return [outcome(exchange, host.execute(exchange.recording)) for exchange in programs.exchanges]


def _all_same(one: Sequence[Outcome], other: Sequence[Outcome]) -> bool:
    return all(same(a, b) for a, b in zip(one, other, strict=True))
