"""The search for a suspect that explains an answer. What it may cost is counted in replays, never in seconds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations, groupby
from typing import Any

import numpy as np

from mdl_grade.checks.comparison import SAME_RTOL, same_value
from mdl_grade.diagnosis.arguments import suspects_of
from mdl_grade.diagnosis.causes import Cause, Observation, Strength, causes, conceivable
from mdl_grade.diagnosis.families import confusions, conventions, known_bugs, mutants_of_variants, plain_mutants
from mdl_grade.diagnosis.fuel import COUNTED_LINES_OF_ONE, Meter
from mdl_grade.diagnosis.outcome import Outcome, differing, same, spoilt_within, value_at
from mdl_grade.diagnosis.probes import Probe
from mdl_grade.diagnosis.results import restructured, spliced, stating
from mdl_grade.diagnosis.seen import Group, Seen, Sight
from mdl_grade.diagnosis.suspects import Suspect, merged
from mdl_grade.diagnosis.terms import name_at, results_of

MAX_REPLAYS = 2000
"""Of one answer, beside those of known bugs: 0.05 ms each, as a rule."""
ALL_KNOWN = 20_000
"""Replays for known bugs: all of them are asked, and each of them ends."""
MOST_OF_ONE = 150
"""Replays that one known bug is worth, if the question is whether it is there among other mistakes."""
TELLING = 3
"""Whole numbers that have to agree for that; other numbers, of many digits, tell as much by themselves."""
REST = re.compile(r"\b(only|alone)\b")
"""In a label: it says something of the rest, too."""
LARGE = 1e6
"""From here on whole numbers have many digits, too."""
REFUSALS = ("what is to be refused",)
"""In place of a result: what should raise."""
MAX_PAIRS = 250
MAX_MUTANTS = 300
"""Of variants: those that learners are likely to make are among the first."""
MAX_LABELS = 3


class Search:
    """Looks for who gives the learner's numbers, everywhere."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.suite = seen, seen.suite
        self.reference = seen.suite.solution.text
        self.left, self._lines, self._weight = ALL_KNOWN, Meter.lines, 0
        self._glances: dict[Suspect, frozenset[str] | None] = {}
        self._known_causes: dict[str, dict[tuple[str, ...], Cause]] = {}
        self._known_groups: dict[Suspect, tuple[frozenset[Group], frozenset[Group]]] = {}

    def explanations(self) -> Iterator[list[Suspect]]:
        """Yield, for each family of suspects in turn, those that explain all that was seen; of pairs, one is enough."""
        yield self._explaining(known_bugs(self.suite))
        self.left = MAX_REPLAYS
        for family in self._families():
            yield self._explaining(family)
        for family in (self._pairs(), self._spliced(self._partial, whole=True), self._transformed()):
            yield next(([suspect] for suspect in family if self.explains(suspect)), [])
        yield self._explaining(mutants_of_variants(self.suite)[:MAX_MUTANTS])

    def _families(self) -> Iterator[Iterable[Suspect]]:
        yield conventions(self.suite)
        yield confusions(self.suite)
        named = [*known_bugs(self.suite), *conventions(self.suite)]
        yield self._spliced(named, whole=True)
        if self.seen.functions:
            yield self.forms
            yield self.statements
            yield self.arguments
        yield self._spliced(named, whole=False)
        yield plain_mutants(self.suite)

    def _explaining(self, family: Iterable[Suspect]) -> list[Suspect]:
        found: list[Suspect] = []
        for suspect in family:
            if found and suspect.rank > found[0].rank:
                break
            if self.explains(suspect):
                found.append(suspect)
        return found

    # --- the one question
    def explains(self, suspect: Suspect) -> bool:
        """Tell whether a suspect gives the learner's numbers in every call and every program, right ones included."""
        met = self._glance(suspect)
        if met is not None and (self._first is None or len(met) < len(self._first.landmarks)):
            return False
        for probe in self.seen.ordered_probes if self.seen.plain else ():
            if not self._may(probe.weight) or not probe.shows(probe.of(suspect)):
                return False
        for sight in self.seen.programs:
            if not self._may(sight.weight) or not sight.shows(sight.of(suspect)):
                return False
        return True

    def _may(self, weight: int) -> bool:
        """Take a replay from the budget, and what the one before it ran beyond; tell whether it was still there."""
        ran = (Meter.lines - self._lines) // COUNTED_LINES_OF_ONE
        self.left -= weight + max(ran - self._weight, 0)
        self._lines, self._weight = Meter.lines, weight
        return self.left >= 0

    @cached_property
    def _first(self) -> Probe | None:
        """The call that everybody is asked first; none where results are compared in a normal form, or by worth."""
        if not self.seen.plain:
            return None
        return next((probe for probe in self.seen.wrong_probes if probe.landmarks), None)

    def _glance(self, suspect: Suspect) -> frozenset[str] | None:
        """Return the landmarks of the first call that a suspect meets; None if it can't be told so.

        Nearly everybody is ruled out by this, so it is asked once, and first.
        """
        if suspect not in self._glances:
            self._glances[suspect] = self._first_look(suspect)
        return self._glances[suspect]

    def _first_look(self, suspect: Suspect) -> frozenset[str] | None:
        if self._first is not None:
            return self._first.met_by(suspect) if self._may(self._first.weight) else frozenset()
        opening = self.seen.opening
        if opening is None:
            return None
        return None if self._may(opening.weight) and opening.met_by(suspect) else frozenset()

    def touches(self, suspect: Suspect, check: str) -> bool:
        """Tell whether a suspect makes anything that a check compares otherwise than the reference does."""
        sights = [sight for sight in self.seen.failed if sight.check == check]
        return any(self._is_touched(sight, sight.of(suspect)) for sight in sights)

    def _is_touched(self, sight: Sight, found: Outcome) -> bool:
        if found.exception or sight.wanted.exception or found.facts != sight.wanted.facts:
            return not same(found, sight.wanted, sight.rtol)
        return any(self._compares(sight.check, place) for place in differing(found, sight.wanted, sight.rtol))

    def _compares(self, check: str, place: tuple[int, tuple[str, ...]]) -> bool:
        """Tell whether a check looks at a place of its programs' results, or at some of the others `only`."""
        only, returns = self.suite.checks[check].only, self.suite.exercise.returns
        key = place[1][0] if place[1] else ""
        name = returns[int(key)] if key.isdecimal() and int(key) < len(returns) else key
        return not only or not name or name.startswith(only)

    def fails_by(self, check: str, function: str, path: tuple[str, ...]) -> bool:
        """Tell whether a check compares something that is wrong in this result of a function, as far as can be told."""
        sights = [sight for sight in self.seen.failed if sight.check == check]
        return not sights or any(self._shows(sight, function, path) for sight in sights)

    def _shows(self, sight: Sight, function: str, path: tuple[str, ...]) -> bool:
        if path == REFUSALS:
            return bool(sight.wanted.exception) and not sight.got.exception
        if sight.got.exception or sight.wanted.exception:
            return True
        places = list(differing(sight.got, sight.wanted, sight.rtol))
        for place in (place for place in places if self._compares(sight.check, place)):
            called, inner = sight.origin(place)
            if not called or (called == function and inner[: len(path)] == path):
                return True
        return not places

    # --- families that depend on what was seen
    @cached_property
    def forms(self) -> list[Suspect]:
        made = [
            restructured(self.reference, f, self.seen.probes, results_of(self.suite, f)) for f in self.seen.functions
        ]
        return [suspect for suspects in made for suspect in suspects]

    @cached_property
    def arguments(self) -> list[Suspect]:
        found = [s for f in self.seen.functions for s in suspects_of(self.reference, f, self.seen.probes)]
        return sorted(found, key=lambda suspect: suspect.rank)

    @cached_property
    def statements(self) -> list[Suspect]:
        return self._stated(strong=True)

    def _stated(self, *, strong: bool) -> list[Suspect]:
        """Make suspects of statements about tensors: one for each function, of all its tensors that are wrong."""
        made = []
        for function in self.seen.functions:
            found = {p: c for p, c in self.causes_of(function).items() if (c.rank < Strength.WEAK) is strong}
            if found and all(cause.predict for cause in found.values()):
                names = [name.partition("=")[0] for name in self.suite.signatures[function]]
                made.append(stating(self.reference, function, found, names, self.seen.readings.get(function, {})))
        return made

    def causes_of(self, function: str) -> dict[tuple[str, ...], Cause]:
        """Return what can be said of each tensor of a function's result, from all its calls."""
        if function not in self._known_causes:
            right = [probe.wanted for probe in self.seen.of_function(function)]
            self._known_causes[function] = self._causes(function, right)
        return self._known_causes[function]

    def _causes(
        self, function: str, bases: Sequence[Outcome], most: Strength = Strength.WEAK
    ) -> dict[tuple[str, ...], Cause]:
        """Return what the learner's tensors are, seen from others: the right ones, or those of a bug."""
        calls = [(p, b) for p, b in zip(self.seen.of_function(function), bases, strict=True) if not p.wanted.exception]
        found: dict[tuple[str, ...], Cause] = {}
        if any(probe.got.exception or base.exception for probe, base in calls):
            return found
        for path in dict.fromkeys(path for p, base in calls for _, path in differing(p.got, base)):
            name = name_at(self.suite, function, path)
            there = [(p, base) for p, base in calls if value_at(base, (0, path)) is not None]
            told = causes([_observation(name, p, base, path) for p, base in there], most)
            if told:
                found[path] = told[0]
        return found

    # --- several at once
    def _pairs(self) -> Iterator[Suspect]:
        """Yield programs with two mistakes, the likelier ones first."""
        known = [bug for bug in known_bugs(self.suite) if self._may_be_among(bug)]
        some = [s for s in self._partial if s.source != "known_bug"]
        near = [*known, *conventions(self.suite)]
        others = [*near, *self.arguments] if self.seen.functions else near
        pairs = [*combinations(known, 2), *((one, other) for one in some for other in others)]
        pairs += [(one, other) for one in known for other in conventions(self.suite)]
        for one, other in pairs[:MAX_PAIRS]:
            both = merged(self.reference, one, other)
            if both is not None:
                yield both

    def _may_be_among(self, bug: Suspect) -> bool:
        """Tell whether a bug spoils nothing in the first call that the learner has right: of two, few do."""
        probe = self._first
        if probe is None or not self._may(probe.weight):
            return True
        found = probe.of(bug)
        return not found.exception and all(
            spoilt_within(value_at(found, place), value_at(probe.got, place), value_at(probe.wanted, place))
            for place in differing(found, probe.wanted)
        )

    def _spliced(self, suspects: Iterable[Suspect], *, whole: bool) -> Iterator[Suspect]:
        """Yield the program whose wrong results come from several suspects, each of which explains some of them.

        Each is taken `whole`, with all that it spoils, or in some of its results alone.
        """
        culprits: dict[Group, Suspect] = {}
        for suspect in suspects:
            explained = self.explained_groups(suspect)
            if explained and (explained == self._spoilt_groups(suspect) if whole else self._may_stand_in(suspect)):
                for group in explained:
                    culprits.setdefault(group, suspect)
        if culprits and len(culprits) == len(self.seen.wrong_groups) and (len(culprits) > 1 or not whole):
            yield spliced(self.reference, culprits, self._qualified(culprits))

    def _may_stand_in(self, suspect: Suspect) -> bool:
        """Tell whether a clause stays true of some results alone: it names none of those that are right here."""
        others = self._spoilt_groups(suspect) - self.explained_groups(suspect)
        names = {name_at(self.suite, function, (key,)) for function, key in others if key}
        return not any(re.search(rf"\b{re.escape(name)}\b", label) for name in names for label in suspect.labels)

    def _qualified(self, culprits: Mapping[Group, Suspect]) -> dict[Suspect, tuple[str, ...]]:
        """Return the clauses of suspects that spoil more than is wrong: with where they are found."""
        said = {}
        for suspect in dict.fromkeys(culprits.values()):
            here = [group for group, culprit in culprits.items() if culprit is suspect]
            rest = self._spoilt_groups(suspect) - set(here)
            where = list(self._called(sorted(here), rest))
            said[suspect] = tuple(_in_alone(label, where) if rest else label for label in suspect.labels)
        return said

    def _called(self, groups: Sequence[Group], rest: Collection[Group]) -> Iterator[str]:
        """Yield what these results are called: by their function, if that has no others that are spoilt."""
        spared = {function for function, _ in rest}
        for function, keys in groupby(groups, key=lambda group: group[0]):
            names = [name_at(self.suite, function, (key,)) for _, key in keys if key]
            yield from names if names and (function in spared or len(self.suite.signatures) == 1) else [function]

    def _transformed(self) -> Iterator[Suspect]:
        """Yield known bugs whose results are transposed, scaled or the like on top of it."""
        for function in self.seen.functions:
            names = [name.partition("=")[0] for name in self.suite.signatures[function]]
            for bug in known_bugs(self.suite):
                found = self._on_top(function, bug)
                if found and all(cause.predict for cause in found.values()):
                    top = stating(bug.text, function, found, names, self.seen.readings.get(function, {}))
                    if self._spoils(bug, function, found):
                        yield replace(top, labels=(_on_top_of(bug, top),), hint="", source=bug.source, likely=True)
                    else:
                        yield replace(top, labels=(*bug.labels, *top.labels), parts=(bug, top), source=bug.source)

    def _spoils(self, bug: Suspect, function: str, places: Iterable[tuple[str, ...]]) -> bool:
        """Tell whether a bug changes what a function returns at one of these places."""
        spoilt = (differing(probe.of(bug), probe.wanted) for probe in self.seen.of_function(function))
        return not {path for found in spoilt for _, path in found}.isdisjoint(places)

    def _on_top(self, function: str, bug: Suspect) -> dict[tuple[str, ...], Cause]:
        """Return what became of a bug's results, if that is the same simple thing in every call.

        Nothing if some of what it spoils came back right: half of twice the right number is no bug's.
        """
        calls = self.seen.of_function(function)
        probe = next((p for p in self.seen.ordered_probes if p.function == function and not p.right), None)
        if probe is None or not self._may(probe.weight):
            return {}
        base = probe.of(bug)
        there = [_observation("", probe, base, path) for _, path in differing(probe.got, base)]
        if base.exception or not all(conceivable(one, Strength.FACTOR_OR_LAYOUT) for one in there):
            return {}
        if not self._may(sum(p.weight for p in calls)):
            return {}
        bases = [p.of(bug) for p in calls]
        undone = any(
            same_value(value_at(p.got, place), value_at(p.wanted, place))
            for p, of_bug in zip(calls, bases, strict=True)
            for place in differing(of_bug, p.wanted)
        )
        return {} if undone else self._causes(function, bases, Strength.FACTOR_OR_LAYOUT)

    @cached_property
    def _partial(self) -> list[Suspect]:
        """The suspects that explain some results, though not all."""
        if len(self.seen.wrong_groups) < 2:
            return []
        families = (known_bugs(self.suite), conventions(self.suite), self._single_statements(), self.arguments)
        everybody = [s for family in families for s in family] + list(plain_mutants(self.suite))
        return [suspect for suspect in everybody if self.explained_groups(suspect)]

    def _single_statements(self) -> Iterator[Suspect]:
        for function in self.seen.functions:
            names = [name.partition("=")[0] for name in self.suite.signatures[function]]
            for path, cause in self.causes_of(function).items():
                if cause.predict and cause.rank < Strength.WEAK:
                    yield stating(self.reference, function, {path: cause}, names, self.seen.readings.get(function, {}))

    def explained_groups(self, suspect: Suspect) -> frozenset[Group]:
        """Return the results that a suspect explains: it always gives the learner's, and not always the right one."""
        return self._of_groups(suspect)[0]

    def _spoilt_groups(self, suspect: Suspect) -> frozenset[Group]:
        """Return the results that a suspect spoils, of one that explains something."""
        return self._of_groups(suspect)[1]

    def _of_groups(self, suspect: Suspect) -> tuple[frozenset[Group], frozenset[Group]]:
        if suspect not in self._known_groups:
            self._known_groups[suspect] = self._explained_and_spoilt(suspect)
        return self._known_groups[suspect]

    def _explained_and_spoilt(self, suspect: Suspect) -> tuple[frozenset[Group], frozenset[Group]]:
        groups, nothing = self.seen.wrong_groups, (frozenset[Group](), frozenset[Group]())
        shown: set[Group] = set()
        out: set[Group] = set()
        for probe in self.seen.marked_probes:
            out |= self._missed(suspect, probe)
            if out.issuperset(groups):
                return nothing
        for probe in self.seen.ordered_probes:
            if not self._may(probe.weight):
                return nothing
            found = probe.of(suspect)
            if found.exception or probe.got.exception:
                if not probe.shows(found):
                    return nothing
                continue
            out |= {self.seen.group(probe.function, place[1]) for place in differing(found, probe.got)}
            shown |= {self.seen.group(probe.function, place[1]) for place in differing(found, probe.wanted)}
            if out.issuperset(groups):
                return nothing
        return frozenset(group for group in shown - out if group in groups), frozenset(shown)

    def _missed(self, suspect: Suspect, probe: Probe) -> set[Group]:
        """Return the results of a call that a suspect gives otherwise, as far as one look tells."""
        if probe is self._first:
            met = self._glance(suspect)
        else:
            met = probe.met_by(suspect) if probe.landmarks and self._may(probe.weight) else None
        return (
            set() if met is None else {self.seen.group(probe.function, (key,)) for key in probe.landmarks.keys() - met}
        )

    def contained(self) -> list[Suspect]:
        """Return the known bugs that are there among other mistakes: whatever they spoil is as the learner has it.

        Whole numbers may agree by chance, a single one is no evidence; bools never are. What a label says of the rest,
        as "only x is looked at" does, is not seen so.
        """
        if self.seen.yes_or_no:
            return []
        among = [suspect for suspect in known_bugs(self.suite) if not REST.search(suspect.label)]
        return [suspect for suspect in among if self._is_contained(suspect)]

    def _is_contained(self, suspect: Suspect) -> bool:
        spoilt: set[float] = set()
        left = MOST_OF_ONE
        for probe in self.seen.wrong_probes:
            left -= probe.weight
            if probe.got.exception or probe.wanted.exception or left < 0 or probe.leaves_alone(suspect):
                continue
            found = probe.of(suspect)
            if not found.exception:
                places = list(differing(found, probe.wanted))
                if any(not _agree(found, probe.got, place) for place in places):
                    return False
                spoilt.update(*(_evidence(value_at(found, place)) for place in places))
        for sight in sorted(self.seen.programs, key=lambda sight: sight.weight):
            left -= sight.weight
            if left < 0:
                return False
            found = sight.of(suspect)
            if found.exception or sight.got.exception or sight.wanted.exception or found.facts != sight.got.facts:
                if not sight.shows(found) and not same(found, sight.wanted):
                    return False
                continue
            places = list(differing(found, sight.wanted, sight.rtol))
            if any(not _agree(found, sight.got, place, sight.rtol) for place in places):
                return False
            spoilt.update(*(_evidence(value_at(found, place)) for place in places))
        return len(spoilt) >= TELLING or any(map(_tells, spoilt))


def _in_alone(label: str, names: Sequence[str]) -> str:
    """Say of which results a clause is true, unless it does so itself."""
    told = all(re.search(rf"\b{re.escape(name)}\b", label) for name in names)
    return label if told else f"{label}, in {' and '.join(names)} alone"


def _on_top_of(bug: Suspect, top: Suspect) -> str:
    """Say both in one clause: what is on top was read off the bug's results, and is no statement about right ones."""
    also = ", and ".join(label.replace("what it should be", "what comes of that") for label in top.labels)
    return f"{bug.label}, and {also}"


def _agree(one: Outcome, other: Outcome, place: tuple[int, tuple[str, ...]], rtol: float = SAME_RTOL) -> bool:
    theirs, own = value_at(one, place), value_at(other, place)
    return own is not None and same_value(theirs, own, rtol)


def _evidence(value: Any) -> set[float]:
    """Return the different numbers that a learner has where others are right; what is no number tells as a fraction.

    Zeros, bools, infinities and NaN tell nothing: many mistakes end so.
    """
    entries = np.asarray(value)
    if entries.dtype.kind not in "biuf":
        return {0.5}
    return {float(x) for x in entries.flat if x != 0 and np.isfinite(x)} if entries.dtype.kind != "b" else set()


def _tells(number: float) -> bool:
    """Tell whether a number is enough by itself: small whole ones agree by chance."""
    return abs(number) >= LARGE or number % 1 > 0


def _observation(name: str, probe: Probe, base: Outcome, path: tuple[str, ...]) -> Observation:
    got, wanted = value_at(probe.got, (0, path)), value_at(base, (0, path))
    return Observation(name, got, wanted, whole(probe.sizes), probe.inputs)


def whole(sizes: Mapping[str, Any]) -> dict[str, int]:
    """Return the sizes that are whole numbers."""
    return {name: size for name, size in sizes.items() if isinstance(size, int) and not isinstance(size, bool)}


def labels_of(found: Sequence[Suspect]) -> tuple[str, ...]:
    """Return the different labels of suspects."""
    return tuple(dict.fromkeys(label for suspect in found for label in suspect.labels))
