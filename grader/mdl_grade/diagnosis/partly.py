"""What is right of an answer that nobody else's numbers explain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from mdl_grade.diagnosis.causes import Strength
from mdl_grade.diagnosis.conditions import dividing
from mdl_grade.diagnosis.nearness import TRIED, Pair, together
from mdl_grade.diagnosis.outcome import differing, value_at
from mdl_grade.diagnosis.probes import Probe
from mdl_grade.diagnosis.search import REFUSALS, Search
from mdl_grade.diagnosis.seen import Seen
from mdl_grade.diagnosis.terms import name_at, results_of
from mdl_grade.diagnosis.whereabouts import whereabouts
from mdl_grade.records.model import Confidence, Diagnosis

MAX_SAID = 2
MAX_KEYS = 12


Said: TypeAlias = tuple[str, str, tuple[str, ...]]
"""A statement, the function that it is about, and which of its results; () for all of them."""


def what_is_right(search: Search, failed: Mapping[str, str]) -> dict[str, Diagnosis]:
    """Return the simplest statements about where the answer is right, for the checks that fail by what they are about.

    `failed` are the checks, each with the name of what it found to be wrong, or "".
    """
    said = list(dict.fromkeys(_statements(search)))[:MAX_SAID]
    told = {check: [s[0] for s in said if _is_about(search, s, check, what)] for check, what in failed.items()}
    return {
        check: Diagnosis(labels=tuple(texts), confidence=Confidence.CERTAIN, source="where")
        for check, texts in told.items()
        if texts
    }


def _is_about(search: Search, said: Said, check: str, what: str) -> bool:
    """Tell whether a check fails by what is said: by this result, and by no other one that it names."""
    _, function, path = said
    names = {name_at(search.suite, function, (str(i),)) for i in range(len(results_of(search.suite, function)))}
    seen = what.partition("[")[0].partition(" (")[0]
    other = bool(path) and seen in names and seen != name_at(search.suite, function, path[:1])
    return not other and search.fails_by(check, function, path)


def _statements(search: Search) -> Iterator[Said]:
    """Yield what can be said of each function."""
    for function in search.seen.functions:
        yield from ((text, function, path) for text, path in _of_function(search, function))


def _of_function(search: Search, function: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    seen, calls = search.seen, search.seen.tried(function)
    if function in seen.drawing_elsewhere:
        rng = next(probe.generator for probe in calls if probe.generator)
        yield f"{function} gives other numbers if it is called again with the same {rng}: they come from elsewhere", ()
        return
    if _is_drawn(seen, calls):
        return
    if function in seen.unsteady:
        told = f"{function} gives other results for the same numbers after other calls: something is kept in between"
        yield told, ()
        return
    if any(probe.got.exception and probe.got.kind != probe.wanted.kind for probe in calls):
        yield from ((text, ()) for text in _working(seen, function))
        return
    found = [*((text, REFUSALS) for text in _letting_pass(calls)), *_tensors(search, function)]
    yield from found or ((text, ()) for text in _results(seen, function))


def _is_drawn(seen: Seen, calls: Sequence[Probe]) -> bool:
    """Tell whether each answer draws numbers of its own: where they agree with the reference's, it is by chance."""
    at_random = any(check.kind == "random" for check in seen.suite.checks.values())
    return at_random and any(probe.is_drawn for probe in calls)


def _working(seen: Seen, function: str) -> Iterator[str]:
    """Say which calls raise or, if that can't be said, which are right."""
    calls = [probe for probe in seen.tried(function) if not probe.wanted.exception]
    works, right = [not probe.got.exception for probe in calls], [probe.right for probe in calls]
    if any(works) and (condition := dividing(calls, works)):
        told = "is right" if right == works else "returns"
        yield f"{TRIED} {function} {told} in those where {condition.text}, and raises in all others"
    elif any(right) and (condition := dividing(calls, right)):
        yield f"{TRIED} {function} is right in those where {condition.text}; in others it raises, or is wrong"


def _letting_pass(calls: Sequence[Probe]) -> Iterator[str]:
    """Say which of the calls that should raise do."""
    due = [probe for probe in calls if probe.wanted.exception]
    passed = [not probe.got.exception for probe in due]
    if not any(passed) or any(probe.got.kind not in ("", probe.wanted.kind) for probe in due):
        return
    function, rest = due[0].function, "all others that were tried"
    if condition := dividing(due, passed):
        yield f"of the calls to refuse, {function} lets pass those where {condition.text}, and refuses {rest}"
    elif condition := dividing(due, [not p for p in passed]):
        if condition.negation:
            yield f"of the calls to refuse, {function} lets pass those where {condition.negation}, and refuses {rest}"
        else:
            yield f"of the calls to refuse, {function} refuses those where {condition.text}, and lets pass {rest}"


def _tensors(search: Search, function: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say where each result is wrong; not if some are judged by their worth, as two policies may be right."""
    calls = [probe for probe in search.seen.tried(function) if not probe.wanted.exception]
    causes = search.causes_of(function)
    wrong = dict.fromkeys(path for p in calls for _, path in differing(p.got, p.wanted))
    alone = any(path not in causes for path in wrong)  # what is true of some results explains no others
    if text := _of_two(search, function, calls, [path for path in wrong if path not in causes]):
        yield text, ()
        return
    for path in wrong:
        name = name_at(search.suite, function, path)
        if path in causes and (alone or causes[path].predict is None or causes[path].rank == Strength.WEAK):
            yield causes[path].label, path
            continue
        if search.seen.by_worth:
            continue
        pairs = [pair for pair in (_pair(p, path) for p in calls) if pair is not None]
        if len(pairs) == len(calls) and (text := whereabouts(name, pairs)):
            yield text, path


def _of_two(search: Search, function: str, calls: Sequence[Probe], wrong: Sequence[tuple[str, ...]]) -> str:
    """Say what is right of two results that are wrong, each by itself."""
    if len(wrong) != 2 or any(len(path) != 1 for path in wrong) or search.seen.by_worth:
        return ""
    one, other = sorted(wrong)
    pairs = [(a, b) for p in calls if (a := _pair(p, one)) is not None and (b := _pair(p, other)) is not None]
    names = name_at(search.suite, function, one), name_at(search.suite, function, other)
    return together(names, pairs) if len(pairs) == len(calls) else ""


def _pair(probe: Probe, path: tuple[str, ...]) -> Pair | None:
    got, wanted = value_at(probe.got, (0, path)), value_at(probe.wanted, (0, path))
    return None if got is None or wanted is None else Pair(probe, got, wanted)


def _results(seen: Seen, function: str) -> Iterator[str]:
    """Say which of several results are right in all calls.

    Where a check compares them in a normal form, one that is wrong may make the others look so.
    """
    if not seen.plain:
        return
    returns = results_of(seen.suite, function)
    wrong = {seen.group(function, path)[1] for p in seen.tried(function) for _, path in differing(p.got, p.wanted)}
    called = [name_at(seen.suite, function, (str(i),)) for i in range(len(returns))]
    right = [name for i, name in enumerate(called) if str(i) not in wrong]
    keys = list(dict.fromkeys(path[0] for p in seen.tried(function) for _, path in p.wanted.by_place if path))
    if not returns and wrong < set(keys) and len(keys) <= MAX_KEYS and not any(map(str.isdecimal, keys)):
        good = [repr(key) for key in keys if key not in wrong]
        bad = [repr(key) for key in keys if key in wrong]
        yield f"the entr{'ies' if len(good) > 1 else 'y'} {_listed(good)} right in all cases, and {_listed(bad)} wrong"
    if right and len(right) < len(returns) and all(key.isdecimal() for key in wrong):
        false = [name for i, name in enumerate(called) if str(i) in wrong]
        yield f"{_listed(right)} right in all cases, and {_listed(false)} wrong"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
