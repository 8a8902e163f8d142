"""Naming the bug: whose numbers are these?

A name is given to a whole answer, from all that was seen of it: the programs of the checks that it failed and of those
that it passed, and its single calls, made once more by themselves (`probes`). Suspects (known bugs, other conventions,
mutants of the reference, arguments taken for something else, results in another form, and pairs of these) are replayed
on all of it: a suspect is named only if it gives the learner's numbers everywhere, right ones and wrong ones.
If nobody does, it is said where the answer is right (`whereabouts`), if that can be said; silence otherwise.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import islice

import numpy as np

from mdl_grade.diagnosis.mutation import Mutant, mutants
from mdl_grade.diagnosis.outcome import outcome, same
from mdl_grade.diagnosis.partly import what_is_right
from mdl_grade.diagnosis.parts import parts_at_fault
from mdl_grade.diagnosis.search import MAX_LABELS, Search, labels_of
from mdl_grade.diagnosis.seen import Seen
from mdl_grade.diagnosis.suspects import Suspect
from mdl_grade.diagnosis.terms import EMPTY, VAGUE, is_possible
from mdl_grade.records.model import Confidence, Diagnosis, Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.script import Script
from mdl_grade.suite.budget import LEAST, memory_kept
from mdl_grade.suite.judging import host_of
from mdl_grade.suite.runner import Host, InProcess
from mdl_grade.suite.subject import Lasting
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import NAMED, Verdict

OUTPUT = (1, 2)
"""The descriptors of standard output and standard error."""
FAMILIES_OF_FAINT = 3
"""Families of suspects that are asked where evidence is faint: known bugs, conventions, confusions."""


def names(
    suite: Suite, wall: Wall, source: Script | str, key: bytes, verdicts: Sequence[Verdict], host: Lasting | None = None
) -> dict[str, Diagnosis]:
    """Name the bugs behind all verdicts on one answer.

    Of an assembly, the parts at fault are named: what is wrong in them is the business of their own exercises.

    Parameters
    ----------
    source : Script or str
        The answer.
    key : bytes
        What its inputs were drawn from.
    verdicts : sequence of Verdict
        All of them, with their exchanges.
    host : Lasting
        Where it was judged, if it is still there: single calls are made there then, of the answer loaded anew.

    Returns
    -------
    dict
        Diagnoses by check, for those that have one.
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"), unheard():  # what wrong numbers do is nobody's business
        warnings.simplefilter("ignore")
        return _names(suite, wall, Script.of(source), key, verdicts, host)


@contextmanager
def unheard() -> Iterator[None]:
    """Let nobody hear what LAPACK itself writes to the process's output where numbers are none."""
    kept: dict[int, int] = {}
    for fd in OUTPUT:
        with suppress(OSError):  # there is none
            kept[fd] = os.dup(fd)
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        for fd in kept:
            os.dup2(null, fd)
        yield
    finally:
        os.close(null)
        for fd, own in kept.items():
            os.dup2(own, fd)
            os.close(own)


def _names(
    suite: Suite, wall: Wall, source: Script, key: bytes, verdicts: Sequence[Verdict], host: Lasting | None
) -> dict[str, Diagnosis]:
    late = [verdict.check for verdict in verdicts if verdict.status is Status.TIMEOUT]
    if late and (endless := _endless(suite)) is not None:
        return dict.fromkeys(late, endless)
    failed = [verdict for verdict in verdicts if verdict.status in NAMED and verdict.exchanges]
    if not failed:
        return {}
    if suite.solution.parts:
        guilty = {verdict.check: _parts(suite, wall, source, key, verdict) for verdict in failed}
        return {check: diagnosis for check, diagnosis in guilty.items() if diagnosis is not None}
    learner = host or host_of(suite, wall, source)
    learner.start_afresh()
    try:
        seen = Seen.of(suite, key, verdicts, learner)
    finally:
        if host is None:
            learner.close()
    checks = {verdict.check: getattr(verdict.evidence, "what", "") for verdict in failed}
    if seen.nothing_wrong:
        return {}
    with memory_kept(LEAST.memory):
        return _named(Search(seen), learner, checks)


def _endless(suite: Suite) -> Diagnosis | None:
    """Name the known bugs that never end: which of them it is, nobody can tell."""
    labels = tuple(bug.label for bug in suite.bugs if bug.times_out)[:MAX_LABELS]
    return Diagnosis(labels=labels, confidence=Confidence.LIKELY, source="known_bug") if labels else None


def _named(search: Search, answer: Host, failed: Mapping[str, str]) -> dict[str, Diagnosis]:
    if search.seen.faint:
        return _consistent(search, failed)
    for explaining in search.explanations():
        found = [suspect for suspect in explaining if all(is_possible(label, answer) for label in suspect.labels)]
        labels = labels_of(found)
        if found and (len(labels) <= MAX_LABELS or len(found) == 1):
            if EMPTY.issuperset(labels):
                continue
            if VAGUE.issuperset(labels) and (told := what_is_right(search, failed)):
                return told
            return {check: _diagnosis(search, found, check) for check in failed}
    if contained := search.contained():
        likely = Diagnosis(labels=labels_of(contained)[:MAX_LABELS], confidence=Confidence.LIKELY, source="known_bug")
        return {check: likely for check in failed if any(search.touches(s, check) for s in contained)}
    return what_is_right(search, failed)


def _consistent(search: Search, failed: Mapping[str, str]) -> dict[str, Diagnosis]:
    """Name what may be behind exceptions, NaN and zeros alone: equal ones are no proof."""
    if found := [suspect for family in islice(search.explanations(), FAMILIES_OF_FAINT) for suspect in family]:
        told = Diagnosis(labels=labels_of(found)[:MAX_LABELS], confidence=Confidence.LIKELY, source=found[0].source)
        if not EMPTY.issuperset(told.labels):
            return dict.fromkeys(failed, told)
    return what_is_right(search, failed)


def _diagnosis(search: Search, found: Sequence[Suspect], check: str) -> Diagnosis:
    """Return the diagnosis of one check: of several mistakes, those that show there."""
    alone = len(labels_of([s for s in found if not s.parts])) + sum(bool(s.parts) for s in found) == 1
    labels = labels_of(found)
    if alone and found[0].parts:
        here = [part for part in found[0].parts if search.touches(part, check)]
        labels = labels_of(here) or labels
    hint = next((s.hint for s in (*found[0].parts, found[0]) if s.label == labels[0]), "") if alone else ""
    apart = not found[0].parts or found[0].parts_apart
    doubtful = found[0].likely or search.seen.yes_or_no or VAGUE.issuperset(labels)
    sure = Confidence.CERTAIN if alone and apart and not doubtful else Confidence.LIKELY
    return Diagnosis(labels=labels[:MAX_LABELS], confidence=sure, source=found[0].source, hint=hint)


# --- parts of an assembly ---------------------------------------------------------------------------------------------
def _parts(suite: Suite, wall: Wall, source: Script, key: bytes, verdict: Verdict) -> Diagnosis | None:
    got = [outcome(exchange) for exchange in verdict.exchanges]
    reference = InProcess(suite.namespace)
    wanted = [outcome(exchange, reference.execute(exchange.recording)) for exchange in verdict.exchanges]
    if all(same(a, b) for a, b in zip(got, wanted, strict=True)):
        return None
    guilty = parts_at_fault(suite, wall, source, key, verdict.exchanges)
    if not guilty:
        return None
    labels = tuple(f"{part} is wrong" for part in guilty[:MAX_LABELS])
    hint = f"Grade {guilty[0]} by itself, and the report says more."
    return Diagnosis(labels=labels, confidence=Confidence.CERTAIN, source="part", hint=hint)


@lru_cache(maxsize=256)
def reference_mutants(suite: Suite) -> tuple[Mutant, ...]:
    """Return the mutants of a suite's reference, the most plausible mistakes first."""
    return tuple(sorted(mutants(suite.solution.text), key=lambda mutant: mutant.rank))
