"""All that was seen of one answer: what it made of the programs of its checks, and of its single calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from typing import Any

import numpy as np

from mdl_grade.diagnosis.fuel import LINES, LINES_OF_ONE, fuel_beside, lines_run
from mdl_grade.diagnosis.landmarks import Landmark
from mdl_grade.diagnosis.outcome import Outcome, differing, identical, outcome, plain_outcome, same, value_at
from mdl_grade.diagnosis.probes import (
    NOTHING,
    Probe,
    Reading,
    SingleCall,
    calls_in,
    calls_with,
    probes,
    readings,
    sizes_of,
)
from mdl_grade.diagnosis.suspects import Suspect
from mdl_grade.records.model import Status
from mdl_grade.sandbox import wire
from mdl_grade.suite.example import calls_shown
from mdl_grade.suite.recorder import Node, Recording, Tape
from mdl_grade.suite.runner import Exchange, Host, InProcess, Reference, Reply, values
from mdl_grade.suite.suite import Suite
from mdl_grade.suite.verdict import NAMED, Verdict

LONG = 100
"""Steps of a program. Rounding grows along a longer one: two right programs may differ by `LONG_RTOL`."""
LONG_RTOL = 1e-6
RTOL = 1e-9
FAR = 1e-3
"""How far apart results of the same call are, by then not for rounding."""
MOST_WITHIN = 60
"""Calls of one program that are looked at by themselves."""
ASKED_AGAIN = 6
"""Calls that are made again: one of two outcomes comes twice by chance."""
CALLS_OF_ONE = 4
"""A program of so many calls counts as two replays."""

Group = tuple[str, str]
"""A function and one of its results: by position, by key, or "" for all that it returns."""


@dataclass(frozen=True)
class Opening:
    """A program up to its first output that is wrong, and the entry that tells most there."""

    recording: Recording
    landmark: Landmark
    weight: int
    fuel: int

    def met_by(self, suspect: Suspect) -> bool:
        found = suspect.replay(Exchange(self.recording, NOTHING), self.fuel)
        value = found.by_place.get((0, tuple(map(str, self.landmark.path))))
        return not found.exception and not replace(self.landmark, path=()).missed_by(value)


@dataclass(frozen=True)
class Sight:
    """One program of a check, what the learner's code made of it, and who knows what is right."""

    check: str
    passed: bool
    exchange: Exchange
    reference: Reference
    host: InProcess
    """The reference, which runs a program whenever it is asked."""
    calls: Mapping[int, SingleCall]
    """The single calls that the program is made of, by their steps."""
    ignored: frozenset[str]
    """Kinds of facts that cost nothing in its check, and so tell two answers apart no more."""

    @cached_property
    def got(self) -> Outcome:
        """What the learner's code made of the program."""
        return self._held(outcome(self.exchange))

    def of(self, suspect: Suspect) -> Outcome:
        """Return what a suspect makes of the program."""
        return self._held(suspect.replay(self.exchange, self.fuel if suspect.may_run_on else LINES))

    def _held(self, found: Outcome) -> Outcome:
        return self._counted(found.held_as(self.wanted) if found.has_whole_numbers else found)

    def _counted(self, found: Outcome) -> Outcome:
        facts = tuple(fact for fact in found.facts if fact.kind not in self.ignored)
        return found if facts == found.facts else replace(found, facts=facts)

    @cached_property
    def wanted(self) -> Outcome:
        """What the reference makes of the program."""
        return self._counted(outcome(self.exchange, self._right_reply))

    @cached_property
    def _right_reply(self) -> Reply:
        return self.reference.reply(self.exchange.recording)

    @property
    def rtol(self) -> float:
        """How far apart two runs of the same mistake may be."""
        return LONG_RTOL if self.passed or len(self.exchange.recording.steps) > LONG else RTOL

    def origin(self, place: tuple[int, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
        """Return which function's result a place of an output is a part of, and where in it; "" if that can't be said.

        An output may be an item of what a call returned.
        """
        (output, path), recording = place, self.exchange.recording
        step = recording.outputs[output]
        while step not in self.calls:
            match recording.steps[step]:
                case wire.Operate("getitem", [wire.Ref(of), int() as item]) if item >= 0:
                    step, path = of, (str(item), *path)
                case wire.Operate("unpack", [wire.Ref(of), _]):
                    step = of
                case _:
                    return "", path
        return self.calls[step].function, path

    def within(self) -> Iterator[Probe]:
        """Yield what its single calls gave, of those that it returns as they are."""
        if not isinstance(self.exchange.reply.message, wire.Finished) or not self.exchange.sameness.plain:
            return
        right = self._right_reply
        if not isinstance(right.message, wire.Finished):
            return
        got, wanted = values(self.exchange.recording, self.exchange.reply), values(self.exchange.recording, right)
        for step in list(self.calls)[:MOST_WITHIN]:
            if step in got and step in wanted:
                mine, due = plain_outcome(got[step]), plain_outcome(wanted[step])
                if mine is not None and due is not None:
                    call = self.calls[step]
                    yield Probe(call, call.sizes, mine.held_as(due), due, got[step], wanted[step])

    @property
    def weight(self) -> int:
        """What a replay takes from a budget: the more, the more calls it has."""
        return 1 + _calls(self.exchange.recording) // CALLS_OF_ONE

    @cached_property
    def fuel(self) -> int:
        """How many lines a suspect may run."""
        recording = self.exchange.recording
        return fuel_beside(self._lines(recording), _calls(recording))

    @cached_property
    def opening(self) -> Opening | None:
        """The program up to what is wrong first; None if that is no tensor of the right form."""
        recording, right = self.exchange.recording, self._right_reply
        if (
            not self.exchange.sameness.plain
            or not isinstance(self.exchange.reply.message, wire.Finished)
            or not isinstance(right.message, wire.Finished)
        ):
            return None
        got, wanted = values(recording, self.exchange.reply), values(recording, right)
        for step in recording.outputs:
            if landmarks := Landmark.of(got[step], wanted[step]):
                steps = recording.steps[: step + 1]
                alone = Recording(steps, [step], recording.buffers, Node(Tape(), step), False)
                lines = self._lines(alone)
                weight = 1 + _calls(alone) // CALLS_OF_ONE + lines // LINES_OF_ONE
                return Opening(alone, next(iter(landmarks.values())), weight, fuel_beside(lines, _calls(alone)))
        return None

    def _lines(self, recording: Recording) -> int:
        """Return how many lines the reference runs for a program, at most `MOST_LINES`."""
        _, lines = lines_run(lambda: self.host.execute(recording), str(self.host.namespace["__file__"]))
        return lines

    @cached_property
    def right(self) -> bool:
        return same(self.got, self.wanted, self.rtol)

    def is_told_by(self, probes: Mapping[bytes, Probe]) -> bool:
        """Tell whether the program is nothing but calls that were made by themselves, and went the same."""
        recording, message = self.exchange.recording, self.exchange.reply.message
        if recording.facts or not isinstance(message, wire.Finished) or self.calls.keys() != set(recording.outputs):
            return False
        if not all(isinstance(step, wire.Name | wire.Const | wire.Call) for step in recording.steps):
            return False
        made = [(step, probes.get(call.recording.key)) for step, call in self.calls.items()]
        if any(probe is None or probe.got.exception for _, probe in made) or not self.exchange.sameness.plain:
            return False
        here = values(recording, self.exchange.reply)
        return all(probe is not None and identical(here[step], probe.value) for step, probe in made)

    def shows(self, found: Outcome) -> bool:
        """Tell whether this is what the learner's code made of the program; of a due exception, its class is enough."""
        if self.passed and (self.got.kind or found.kind):
            return self.got.kind == found.kind
        noise = RTOL * max(self.got.scales.values(), default=0.0) if self.passed else 0.0  # of what should be 0
        return same(self.got, found, self.rtol, noise)


@dataclass(frozen=True)
class Seen:
    """What is known of one answer."""

    suite: Suite
    sights: tuple[Sight, ...]
    probes: tuple[Probe, ...]
    shown: tuple[Probe, ...] = ()
    """The calls of the example in the prompt, which nothing that is said of all calls may contradict."""
    within: tuple[Probe, ...] = ()
    """What single calls gave within the programs of checks: nor may it contradict these."""
    drawing_elsewhere: frozenset[str] = frozenset()
    """The functions that are handed a Generator, and give other results if the same call is made again."""

    @classmethod
    def of(cls, suite: Suite, key: bytes, verdicts: Iterable[Verdict], learner: Host) -> Seen:
        """Collect what was seen, and have the single calls made."""
        judged = [v for v in verdicts if v.exchanges and v.status in (*NAMED, Status.PASSED)]
        sights, host = [], InProcess(suite.namespace)
        for verdict in judged:
            passed, ignored = verdict.status is Status.PASSED, suite.checks[verdict.check].ignored
            for exchange in verdict.exchanges:
                calls = dict(calls_in(exchange, suite.signatures))
                sights.append(Sight(verdict.check, passed, exchange, suite.reference, host, calls, ignored))
        sights.sort(key=lambda sight: (sight.passed, len(sight.exchange.recording.steps)))
        single = [*(call for sight in sights for call in sight.calls.values()), *_drawn_for(suite, key)]
        looked_at = {s.calls[step].function for s in sights for step in s.exchange.recording.outputs if step in s.calls}
        decisive = {call.recording.key for sight in sights if not sight.passed for call in sight.calls.values()}
        made = probes(single, learner, suite.namespace, decisive)
        asked = tuple(p for p in made if p.function in looked_at or not p.is_text)
        within = tuple(probe for sight in sights for probe in sight.within())
        shown = tuple(probes(_shown(suite), learner, suite.namespace))
        return cls(suite, tuple(sights), asked, shown, within, _drawing_elsewhere(made, learner, suite))

    @cached_property
    def programs(self) -> tuple[Sight, ...]:
        """The programs that show more than the single calls do."""
        known = {probe.call.recording.key: probe for probe in self.probes} if self.plain else {}
        return tuple(sight for sight in self.sights if not sight.is_told_by(known))

    @cached_property
    def failed(self) -> tuple[Sight, ...]:
        return tuple(sight for sight in self.sights if not sight.passed)

    @cached_property
    def wrong_probes(self) -> tuple[Probe, ...]:
        """Those of each function that show most of what is wrong come first, and of these the short ones."""
        wrong = [probe for probe in self.probes if not probe.right]

        def order(probe: Probe) -> tuple[int, int, int]:
            shown = {self.group(probe.function, (key,)) for key in probe.landmarks}
            return -len(shown), probe.lines, len(probe.call.data)

        functions = dict.fromkeys(probe.function for probe in wrong)
        of_each = [sorted((p for p in wrong if p.function == name), key=order) for name in functions]
        return tuple(probe for together in zip_longest(*of_each) for probe in together if probe is not None)

    @cached_property
    def plain(self) -> bool:
        """Whether all results are compared as they are: then one entry tells that two are not the same."""
        return all(sight.exchange.sameness.plain for sight in self.sights)

    @cached_property
    def by_worth(self) -> bool:
        """Whether a check asks what an answer is worth: then one that differs from the reference's may be right."""
        return any(sight.exchange.sameness.worth is not None for sight in self.sights)

    @cached_property
    def marked_probes(self) -> tuple[Probe, ...]:
        """The wrong ones with landmarks for results that none before had; nothing if some wrong result has none."""
        known: set[Group] = set()
        found = []
        for probe in self.wrong_probes if self.plain else ():
            marked = {self.group(probe.function, (key,)) for key in probe.landmarks}
            if marked - known:
                found.append(probe)
            known |= marked
        return tuple(found) if known.issuperset(self.wrong_groups) else ()

    @cached_property
    def ordered_probes(self) -> tuple[Probe, ...]:
        """The wrong ones first: they tell most suspects apart."""
        return (*self.wrong_probes, *(probe for probe in self.probes if probe.right))

    @cached_property
    def opening(self) -> Opening | None:
        """The shortest way to something wrong, in the programs that failed."""
        found = [sight.opening for sight in self.failed if sight.opening is not None]
        return min(found, key=lambda opening: opening.weight, default=None)

    @cached_property
    def readings(self) -> Mapping[str, Mapping[str, Reading]]:
        return readings(self.probes)

    @property
    def nothing_wrong(self) -> bool:
        """Whether everything that came back is what the reference gives."""
        return not self.wrong_probes and all(sight.right for sight in self.failed)

    @cached_property
    def wrong_groups(self) -> tuple[Group, ...]:
        """The results that are wrong in some call."""
        found = {self.group(p.function, place[1]) for p in self.wrong_probes for place in differing(p.got, p.wanted)}
        return tuple(sorted(found))

    def group(self, function: str, path: Sequence[str]) -> Group:
        """Return which result of a function a place belongs to."""
        return function, path[0] if path and function in self._several else ""

    @cached_property
    def _several(self) -> frozenset[str]:
        """The functions that return several results, each of which may be wrong by itself."""
        right = {
            name: [p.right_value for p in self.of_function(name) if not p.wanted.exception]
            for name in {p.function for p in self.probes}
        }
        return frozenset(name for name, values in right.items() if values and _has_parts(values))

    @cached_property
    def faint(self) -> bool:
        """Whether all that is wrong are exceptions, NaN, infinities and zeros alone: many mistakes end so."""
        probes = ((probe.got, probe.wanted) for probe in self.wrong_probes)
        programs = ((sight.got, sight.wanted) for sight in self.failed if not sight.right)
        return all(_is_faint(got, wanted) for got, wanted in chain(probes, programs))

    @cached_property
    def yes_or_no(self) -> bool:
        """Whether all that is wrong are bools: what a program returns says as little of how it came to that."""
        wrong = [(probe.got, probe.wanted) for probe in self.wrong_probes]
        wanted = [value_at(right, place) for got, right in wrong for place in differing(got, right)]
        return bool(wanted) and all(isinstance(value, bool | np.bool_) for value in wanted)

    def of_function(self, function: str) -> Sequence[Probe]:
        return [probe for probe in self.probes if probe.function == function]

    def tried(self, function: str) -> Sequence[Probe]:
        """Return all calls of a function that were made, each once, those of the example and of programs as well.

        The sizes of those that come from no draw are read off their inputs, so that all can be asked for them.
        """
        made = {probe.call.recording.key: probe for probe in (*self.within, *self.shown, *self.probes)}
        known = self.readings.get(function, {})
        return [
            probe if probe.sizes else replace(probe, sizes=sizes_of(probe.inputs, known))
            for probe in made.values()
            if probe.function == function
        ]

    @cached_property
    def unsteady(self) -> frozenset[str]:
        """The functions that gave other results for the same numbers, after other calls."""
        alone = {probe.call.recording.key: probe for probe in self.probes}
        again = [(p, alone.get(p.call.recording.key)) for p in self.within if not p.is_drawn]
        return frozenset(p.function for p, one in again if one and not one.got.exception and _far(one.got, p.got))

    @property
    def functions(self) -> list[str]:
        return list(dict.fromkeys(probe.function for probe in self.wrong_probes))


def _drawing_elsewhere(made: Sequence[Probe], learner: Host, suite: Suite) -> frozenset[str]:
    """Return the functions that give something else if a few of their calls are made again."""
    handed = [probe for probe in made if probe.generator and not probe.got.exception]
    before = {p.call.recording.key: p for f in {p.function for p in handed} for p in _first(handed, f)}
    again = probes([probe.call for probe in before.values()], learner, suite.namespace)
    told = [(probe, before[probe.call.recording.key]) for probe in again if not probe.got.exception]
    return frozenset(probe.function for probe, first in told if _far(probe.got, first.got))


def _first(handed: Sequence[Probe], function: str) -> list[Probe]:
    return [probe for probe in handed if probe.function == function][:ASKED_AGAIN]


@lru_cache(maxsize=64)
def _shown(suite: Suite) -> tuple[SingleCall, ...]:
    """Return the calls of the examples."""
    programs = calls_shown(suite.solution, suite.namespace)
    return tuple(call for one in programs for _, call in calls_in(Exchange(one, NOTHING), suite.signatures))


@lru_cache(maxsize=64)
def _drawn_for(suite: Suite, key: bytes) -> tuple[SingleCall, ...]:
    """Return the calls that the cases of a suite are made for, once for all answers that are given them."""
    return tuple(call for name in suite.draws for call in calls_with(suite.cases(name, key), suite.signatures))


def _calls(recording: Recording) -> int:
    return sum(isinstance(step, wire.Call) for step in recording.steps)


def _far(one: Outcome, other: Outcome) -> bool:
    return not same(one, other, FAR, FAR * max(one.scales.values(), default=0.0))


def _is_faint(got: Outcome, wanted: Outcome) -> bool:
    return bool(got.exception) or (got.facts == wanted.facts and not _numbers(got, wanted))


def _numbers(got: Outcome, wanted: Outcome) -> bool:
    """Tell whether something is wrong in another way than by being NaN, infinite, or 0 everywhere."""
    return any(_is_number(value_at(got, p), value_at(wanted, p)) for p in differing(got, wanted))


def _is_number(got: Any, wanted: Any) -> bool:
    if not isinstance(got, float | np.ndarray) or np.shape(got) != np.shape(wanted):
        return True
    x, y = np.asarray(got), np.asarray(wanted)
    if x.dtype.kind not in "fc" or y.dtype.kind not in "fc":
        return True
    return bool(np.any(x)) and bool(np.any(np.isfinite(x) & (x != y)))


def _has_parts(values: Sequence[Any]) -> bool:
    """Tell whether a function returns several results, the same ones in every call."""
    if all(isinstance(value, dict) for value in values):
        return len({frozenset(value) for value in values}) == 1
    return any(isinstance(value, tuple) or _mixed(value) for value in values)


def _mixed(value: Any) -> bool:
    return isinstance(value, list) and len({type(item) for item in value}) > 1
