"""Checks, known bugs and variants of chapter02/union_probability."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=10,
    requires=("chapter02/event_probability",),
    hints=(
        "Draw two circles that overlap. What does P(A) + P(B) count twice?",
        "For three events you would add, take off, and add again. Which set has every outcome once, whatever overlaps?",
        "{outcome for event in events for outcome in event} is the union, also if there are no events.",
        "Then go through the sample space, and add the weights of the outcomes that are in the union.",
    ),
)

OUTCOMES = tuple("ABCDEFGHIJKL")


def weighted(rng, n, unit=0.125):
    """Draw n outcomes with weights: counts, floats of some unit, or all the same."""
    names = [str(name) for name in rng.permutation(OUTCOMES)[:n]]
    if unit == "fair":
        return dict.fromkeys(names, 1)
    weights = rng.choice(np.arange(10, 40), size=n, replace=False)
    return dict(zip(names, (weights if unit == "counts" else unit * weights).tolist(), strict=True))


def overlapping(rng, names, kind):
    """Draw events that overlap as `kind` tells, out of at least nine names."""
    a, b, c, d, e, f, g, h, *_ = (str(name) for name in rng.permutation(names))
    match kind:
        case "alone":
            events = [[a, b, c]]
        case "disjoint":
            events = [[a, b], [c, d, e]]
        case "nested":
            events = [[a, b, c, d], [b, d]]
        case "equal":
            events = [[a, b, c], [c, a, b]]
        case "two":
            events = [[a, b, c], [c, d]]
        case "three":
            events = [[a, b, c, d], [c, d, e], [d, a, f]]
        case _:
            events = [[a, b, c, d], [d, e, a, f], [d, g, a, b], [h, a, d, g]]
    return [[str(name) for name in rng.permutation(event)] for event in events]


@cases(
    "n kind unit",
    (10, "two", 0.125),
    (11, "three", 0.125),
    (9, "disjoint", 1e150),
    (9, "nested", "counts"),
    (12, "four", 0.001),
    (10, "equal", 1e-150),
    (9, "alone", 1.0),
)
def several(rng, n, kind, unit):
    space = weighted(rng, n, unit)
    return {"space": space, "events": overlapping(rng, list(space), kind)}


@cases("n kind", (10, "two"), (11, "three"), (9, "disjoint"))
def fair(rng, n, kind):
    return several.draw(rng, n, kind, "fair")


@cases("n kind", (9, "two"), (10, "three"))
def listed(rng, n, kind):
    """Outcomes are listed twice, and one that is none is listed; one has the weight 0."""
    space = weighted(rng, n, "counts")
    first, *others = overlapping(rng, list(space), kind)
    (stranger,) = rng.choice([name for name in OUTCOMES if name not in space], size=1).tolist()
    alone = next(name for name in space if not any(name in event for event in (first, *others)))
    last = [stranger, first[-1], alone]
    return {"space": {**space, first[0]: 0}, "events": [[*first, first[-1]], *others, last]}


@cases("n unit", (9, 0.125), (10, 1e-150))
def sample_spaces(rng, n, unit):
    return {"space": weighted(rng, n, unit), "events": []}


@cases("n", 4, 3)
def alike(rng, n):
    """The name of one outcome is part of another's: 1 is in 12."""
    weights = rng.choice(np.arange(2, 30), size=n, replace=False).tolist()
    return {"space": dict(zip(("2", "12", "1", "21")[:n], weights, strict=True)), "events": [["12"], ["12"]]}


values = agrees("Each outcome that is in an event is counted once, however many events it is in.", several, points=3)
sets = agrees("An outcome that is listed twice counts once, and what is no outcome counts 0.", listed, needs=[values])
equal = agrees("Outcomes of the same weight count each.", fair, needs=[values])
names = agrees("An outcome whose name is part of another's is another one.", alike, needs=[values])


@check(points=1, kind="property")
def sum_rule(student, several):
    """P(A or B) = P(A) + P(B) − P(A and B), and events that are joined to one are as likely as before."""

    def parts(m, case):
        a, b = case.events[0], case.events[-1]
        both = [name for name in a if name in b]
        joined = [name for name in case.space if any(name in event for event in case.events)]
        return [m.union_probability(case.space, way) for way in ([a, b], [a], [b], [both], [joined], case.events)]

    for case, (union, a, b, both, joined, p) in student.each(parts, several):
        assert_law("P(A or B) = P(A) + P(B) − P(A and B)", union, a + b - both, scale=1.0, what="p", where=case)
        assert_law("P of events that are joined to one = P of the events", joined, p, what="p", where=case)


@check(points=1, kind="property", needs=[values])
def nothing(student, sample_spaces):
    """Without any event the probability is 0, and so it is for the empty one; an event and its complement have 1."""

    def scenario(m, case):
        names = list(case.space)
        ways = [], [[]], [["no outcome"], []], [names[:4], names[4:]], [[], names]
        return [m.union_probability(case.space, list(way)) for way in ways]

    for case, (none, empty, strange, everything, whole) in student.each(scenario, sample_spaces):
        assert_law("P(no event) = 0", none, 0.0, scale=1.0, what="p", where=case)
        assert_law("P(the empty event) = 0", empty, 0.0, scale=1.0, what="p", where=case)
        assert_law("P(what is no outcome) = 0", strange, 0.0, scale=1.0, what="p", where=case)
        assert_law("P(A or not A) = 1", everything, 1.0, what="p", where=case)
        assert_law("P(nothing or everything) = 1", whole, 1.0, what="p", where=case)


@check(points=1, kind="error", needs=[values])
def refused(student, sample_spaces):
    """A negative weight raises ValueError, in an event or not; so do weights of 0 only, and an empty sample space."""
    for case in sample_spaces:
        names = list(case.space)
        events = [names[:3], names[2:5]]
        for name in names[2:7]:
            space = {**case.space, name: -0.25 * case.space[name]}
            for e in (events, []):
                raises(student, ValueError, lambda m, s=space, e=e: m.union_probability(s, e), where=case)
        for space in (dict.fromkeys(names, 0.0), {}):
            raises(student, ValueError, lambda m, s=space, e=events: m.union_probability(s, e), where=case)


hygiene = hygiene_of(listed)

TEST = "total <= 0 or min(space.values()) < 0"
UNION = "union = {outcome for event in events for outcome in event}"
SUM = "sum(weight for outcome, weight in space.items() if outcome in union)"
P = "sum(weight for outcome, weight in space.items() if outcome in {}) / total"


def instead(formula):
    """Replace the result by a formula of `ps`, the probabilities of the events, and of `both(i, j, …)`."""
    lines = (
        "from itertools import combinations",
        "from math import prod",
        f"ps = [{P.format('event')} for event in events]",
        f"both = lambda *which: {P.format('set.intersection(*map(set, which))')}",
        f"return {formula}",
    )
    return {f"{UNION}\n    return {SUM} / total": "\n    ".join(lines)}


BUGS = [
    patch(
        "outcomes of the same weight count once",
        {SUM: "sum({weight for outcome, weight in space.items() if outcome in union})"},
        hint="It is outcomes that are listed once, whatever they weigh: a set of weights loses some.",
    ),
    patch(
        "names are looked for in the text of the union",
        {"if outcome in union": "if outcome in ' '.join(union)"},
        hint='In a text, `in` asks whether letters stand in it, and "1" stands in "12": ask the set.',
    ),
    patch(
        "probabilities are added, and overlaps are counted twice",
        instead("sum(ps)"),
        hint="P(A) + P(B) has the outcomes that are in both twice: take the union of the sets.",
    ),
    patch(
        "probabilities are added, and cut off at 1",
        instead("min(1.0, sum(ps))"),
        hint="What is counted twice stays wrong, also below 1: take the union of the sets.",
    ),
    patch(
        "overlaps of two are taken off, but those of three are not added back",
        instead("sum(ps) - sum(both(a, b) for a, b in combinations(events, 2))"),
        hint="What is in three events is added three times and taken off three times: it is gone.",
    ),
    patch(
        "only overlaps of neighbours are taken off",
        instead("sum(ps) - sum(both(a, b) for a, b in zip(events, events[1:]))"),
        hint="Any two events can overlap, not only one and the next.",
    ),
    patch(
        "only what all events have in common is taken off",
        instead("sum(ps) - (both(*events) if len(events) > 1 else 0.0)"),
        hint="Two events can share what the third does not have.",
    ),
    patch(
        "overlaps are left out altogether",
        instead("sum(ps) - 2 * sum(both(a, b) for a, b in combinations(events, 2))"),
        hint="That is “one or the other, but not both”. Here both together count as well.",
    ),
    patch(
        "events are taken to be independent",
        instead("1.0 - prod(1.0 - p for p in ps)"),
        hint="1 − Π (1 − P) holds for independent events only: look at the outcomes that they share.",
    ),
    patch(
        "the probabilities of the events are multiplied",
        instead("prod(ps) if ps else 0.0"),
        hint="That is “all of them”, if they are independent. One of them is enough: take the union.",
    ),
    patch(
        "the probability of the most likely event is returned",
        instead("max(ps, default=0.0)"),
        hint="The other events add what is not in this one.",
    ),
    patch(
        "the probability that all events happen is returned",
        {UNION: "union = set.intersection(*map(set, events)) if events else set()"},
        hint="“Or” means at least one of them: the union, not the intersection.",
    ),
    patch(
        "the probability that no event happens is returned",
        {f"return {SUM} / total": f"return 1.0 - {SUM} / total"},
        hint="Outside of the union nothing happens: return the rest.",
    ),
    patch(
        "only the first two events are looked at",
        {UNION: UNION.replace("in events", "in events[:2]")},
        hint="There can be any number of events.",
    ),
    patch(
        "outcomes are counted, instead of their weights added",
        {f"{SUM} / total": "len(union & set(space)) / len(space)"},
        hint="Outcomes are not equally likely: add their weights.",
    ),
    patch("weights are not normalised", {f"{SUM} / total": SUM}, hint="Divide by the sum of all weights."),
    patch(
        "an outcome that is listed twice in one event counts twice",
        {SUM: "sum(space.get(o, 0.0) * max(list(event).count(o) for event in events) for o in sorted(union))"},
        hint="An event is a set: {A, A} is {A}.",
    ),
    patch(
        "what is no outcome raises KeyError",
        {SUM: "sum(space[outcome] for outcome in union)"},
        hint="What can't happen counts 0: space.get(outcome, 0.0), or go through the sample space.",
    ),
    patch(
        "without events an error is raised",
        {UNION: "union = set.union(*map(set, events))"},
        hint="set.union needs a set to begin with: set().union(*events).",
    ),
    patch("a negative weight is let pass", {TEST: "total <= 0"}, hint="Ask for each weight, not for their sum alone."),
    patch(
        "a weight of 0 is refused",
        {TEST: TEST.replace("< 0", "<= 0")},
        hint="An outcome may be impossible: only negative weights are an error, and weights of 0 alone.",
    ),
    patch(
        "weights of 0 raise ZeroDivisionError",
        {TEST: "min(space.values(), default=0) < 0"},
        hint="Ask whether the sum is 0 before you divide by it, and raise ValueError.",
    ),
    patch(
        "the other events are emptied into the first",
        {
            UNION: "union = events[0] if events else []\n    for event in events[1:]:\n        union += [o for o in event if o not in union]\n    union = set(union)"
        },
        hint="Whoever called still needs the events: begin with a new set.",
    ),
    patch(
        "only the last event is looked at",
        {UNION: "union = set(events[-1]) if events else set()"},
        hint="`=` in a loop forgets the events before: union |= set(event).",
    ),
    patch(
        "what is in an even number of events is left out",
        {UNION: "union = {o for o in space if sum(o in event for event in events) % 2}"},
        hint="`^` keeps what is in one of two sets only, and what is in both goes: the union is `|`.",
    ),
    patch(
        "exactly one of the events is to happen",
        {UNION: "union = {o for o in space if sum(o in event for event in events) == 1}"},
        hint="At least one is asked for: outcomes that are in two events or more count as well.",
    ),
    patch(
        "probabilities are averaged",
        instead("sum(ps) / max(len(ps), 1)"),
        hint="One event more never makes the union less likely: take the union of the sets.",
    ),
    patch(
        "the union is divided by the sum over all events",
        instead("(sum(w for o, w in space.items() if o in set().union(*events)) / total) / (sum(ps) or 1.0)"),
        hint="Below stands the sum of all weights of the sample space.",
    ),
    patch(
        "the lists are joined, and every mention of an outcome counts",
        {SUM: "sum(space.get(outcome, 0.0) for event in events for outcome in event)"},
        hint="A union has each outcome once, however often it is listed: make a set of it.",
    ),
    patch(
        "nothing counts any more after an empty event",
        {UNION: f"events = events[: [*map(len, events), 0].index(0)]\n    {UNION}"},
        hint="`break` ends the loop, `continue` goes on with the next: the empty event adds nothing, and that is all.",
    ),
    patch(
        "an event that lists what is no outcome counts nothing at all",
        {UNION: "union = {o for event in events if set(event) <= set(space) for o in event}"},
        hint="What is no outcome counts 0, and the others of its event count what they weigh.",
    ),
    patch(
        "inclusion and exclusion stops at three events",
        instead("sum((-1) ** (k + 1) * sum(both(*some) for some in combinations(events, k)) for k in range(1, 4))"),
        hint="What is in four events is counted 4 − 6 + 4 times: the sum goes on to all of them together.",
    ),
    patch(
        "what all events have in common is taken off for each of them but one",
        instead("sum(ps) - (len(events) - 1) * (both(*events) if events else 0.0)"),
        hint="Two events can share what the third does not have: take the union of the sets.",
    ),
    patch(
        "overlaps of three and more are taken off, too",
        instead("sum(ps) - sum(both(*some) for k in range(2, len(events) + 1) for some in combinations(events, k))"),
        hint="Signs alternate: what is in three events was added three times and taken off three times: add it back.",
    ),
    patch("p is given in percent", {f"{SUM} / total": f"100.0 * {SUM} / total"}, hint="A probability is from 0 to 1."),
    patch(
        "a small sum of weights is taken for 0",
        {TEST: TEST.replace("<= 0", "< 1e-12")},
        hint="The unit does not matter: only weights that are all 0 are an error.",
    ),
    patch(
        "a weight that is hardly negative is let pass",
        {TEST: TEST.replace("< 0", "< -1e-9")},
        hint="The unit does not matter: every weight below 0 is an error.",
    ),
    patch(
        "only weights of the union are asked whether they are negative",
        {TEST: "total <= 0 or any(space.get(o, 0.0) < 0 for event in events for o in event)"},
        hint="A negative weight spoils the sum of all, wherever it stands.",
    ),
    patch(
        "without events nothing is refused",
        {"total = sum": "if not events:\n        return 0.0\n    total = sum"},
        hint="Weights are looked at first, whatever the events are.",
    ),
    patch(
        "negative weights count as positive",
        {"total = sum": "space = {outcome: abs(weight) for outcome, weight in space.items()}\n    total = sum"},
        hint="A negative weight is somebody's mistake: raise ValueError.",
    ),
    patch(
        "negative weights count as 0",
        {"total = sum": "space = {outcome: max(weight, 0) for outcome, weight in space.items()}\n    total = sum"},
        hint="A negative weight is somebody's mistake: raise ValueError.",
    ),
    patch(
        "weights that are equal count once in the sum of all",
        {"total = sum(space.values())": "total = sum(set(space.values()))"},
        hint="Outcomes of the same weight are different outcomes: add all the weights.",
    ),
    patch(
        "names that are no outcomes are put into the sample space",
        {UNION: f"{UNION}\n    for outcome in union:\n        space.setdefault(outcome, 0)"},
        hint="setdefault writes into the caller's dict: space.get(outcome, 0.0) only reads.",
    ),
]


@variant
def the_complement(space, events):
    if not space or any(weight < 0 for weight in space.values()) or max(space.values()) == 0:
        raise ValueError("no weights")
    outside = [w for outcome, w in space.items() if not any(outcome in event for event in events)]
    return 1 - sum(outside) / sum(space.values())


@variant
def inclusion_and_exclusion(space, events):
    from itertools import combinations

    if min(space.values(), default=-1) < 0 or not sum(space.values()):
        raise ValueError("no weights")
    p = 0.0
    for k in range(1, len(events) + 1):
        for some in combinations(events, k):
            shared = set(some[0]).intersection(*some[1:])
            p -= (-1) ** k * sum(space.get(outcome, 0) for outcome in shared) / sum(space.values())
    return p


@variant
def event_by_event(space, events):
    total, seen, p = 0.0, [], 0.0
    for weight in space.values():
        if weight < 0:
            raise ValueError(weight)
        total += weight
    if total == 0:
        raise ValueError("no weights")
    for event in events:
        for outcome in event:
            if outcome in space and outcome not in seen:
                p += space[outcome] / total
                seen.append(outcome)
    return p


@variant
def indicators(space, events):
    import numpy as np

    weights = np.array(list(space.values()), dtype=float)
    if weights.size == 0 or np.any(weights < 0) or not weights.any():
        raise ValueError("no weights")
    inside = np.array([[outcome in event for event in events] for outcome in space], dtype=bool)
    return float(weights @ inside.any(axis=1) / weights.sum())
