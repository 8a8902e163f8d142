"""Checks, known bugs and variants of chapter02/conditional_probability."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=10,
    requires=("chapter02/union_probability",),
    hints=(
        "A die shows an even number. Cross out what did not happen: which share of the rest is larger than 3?",
        "Add the weights of what is in both, and divide by the weights of what is given.",
        "Go through the sample space, and not through the events: it has each outcome once, and no others.",
        "Is a weight negative, or the sum of what is given 0? Then raise ValueError.",
    ),
)

OUTCOMES = tuple("ABCDEFGHIJKL")


def weighted(rng, n, unit):
    """Draw n outcomes with weights: counts, floats of some unit, or all the same."""
    names = [str(name) for name in rng.permutation(OUTCOMES)[:n]]
    if unit == "fair":
        return dict.fromkeys(names, 1)
    weights = rng.choice(np.arange(2, 40), size=n, replace=False)
    return dict(zip(names, (weights if unit == "counts" else unit * weights).tolist(), strict=True))


def shuffled(rng, names):
    return [str(name) for name in rng.permutation(names)]


def weighed(case):
    """A share between 0 and 1 is not the one that outcomes of equal weights would have."""
    left = {name: weight for name, weight in case["space"].items() if name in case["given"]}
    share = sum(weight for name, weight in left.items() if name in case["event"]) / sum(left.values())
    count = sum(name in case["event"] for name in left)
    return count in (0, len(left)) or abs(share - count / len(left)) > 0.01


@cases(
    "n only_a both only_b unit",
    (8, 2, 2, 1, 0.125),
    (9, 1, 3, 2, "counts"),
    (7, 0, 2, 3, 1e-150),
    (8, 3, 1, 2, 1e150),
    (6, 2, 1, 0, 0.5),
    fit=weighed,
)
def two_events(rng, n, only_a, both, only_b, unit):
    space = weighted(rng, n, unit)
    names = list(space)
    event, given = names[: only_a + both], names[only_a : only_a + both + only_b]
    return {"space": space, "event": shuffled(rng, event), "given": shuffled(rng, given)}


@cases("n only_a both only_b", (8, 2, 2, 1), (9, 1, 3, 2))
def fair(rng, n, only_a, both, only_b):
    return two_events.draw(rng, n, only_a, both, only_b, "fair")


@cases("n rarity", (6, 1e-12), (7, 1e-100), (8, 1e-300))
def rare(rng, n, rarity):
    """What is given hardly ever happens; but it may."""
    space = weighted(rng, n, "counts")
    a, b, c, *_ = space
    space |= {name: rarity * space[name] for name in (b, c)}
    return {"space": space, "event": shuffled(rng, [a, b]), "given": shuffled(rng, [b, c])}


@cases("n", 7, 8)
def listed(rng, n):
    """Outcomes are listed twice in both events, and ones that are none are listed; one of both has the weight 0."""
    space = weighted(rng, n, "counts")
    a, b, c, d, *_ = space
    (stranger,) = rng.choice([name for name in OUTCOMES if name not in space], size=1).tolist()
    event, given = [a, b, b, stranger, c], [b, b, c, d, d, d, stranger]
    return {"space": {**space, c: 0}, "event": shuffled(rng, event), "given": shuffled(rng, given)}


@cases("n", 4, 3)
def alike(rng, n):
    """The name of one outcome is part of another's: 1 is in 12."""
    weights = rng.choice(np.arange(2, 30), size=n, replace=False).tolist()
    return {"space": dict(zip(("1", "12", "2", "21")[:n], weights, strict=True)), "event": ["2"], "given": ["12", "2"]}


values = agrees("It is the share that the event has in what is given.", two_events, points=3)
sets = agrees("An outcome that is listed twice counts once, and what is no outcome counts 0.", listed, needs=[values])
equal = agrees("Outcomes of the same weight count each.", fair, needs=[values])
seldom = agrees("However rare what is given is: if it is possible, it may be given.", rare, needs=[values])
names = agrees("An outcome whose name is part of another's is another one.", alike, needs=[values])


@check(points=1, kind="property")
def laws(student, two_events):
    """P(A | B) P(B) = P(A and B); of an event and its complement one happens, whatever is given."""

    def parts(m, case):
        names = list(case.space)
        rest = [name for name in names if name not in case.event]
        both = [name for name in case.event if name in case.given]
        ways = (
            (case.event, case.given),
            (case.given, names),
            (both, names),
            (rest, case.given),
            (case.given, case.given),
        )
        return [m.conditional_probability(case.space, *map(list, way)) for way in ways]

    for case, (p, given, both, rest, certain) in student.each(parts, two_events):
        assert_law("P(A | B) P(B) = P(A and B)", p * given, both, what="p", where=case)
        assert_law("P(A | B) + P(not A | B) = 1", p + rest, 1.0, what="p", where=case)
        assert_law("P(B | B) = 1", certain, 1.0, what="p", where=case)


@check(points=1, kind="property", needs=[values])
def excluded(student, two_events):
    """What excludes what is given has probability 0, and so has the empty event."""

    def parts(m, case):
        apart = [name for name in case.space if name not in case.given]
        return [m.conditional_probability(case.space, list(way), case.given) for way in (apart, [])]

    for case, (apart, nothing) in student.each(parts, two_events):
        assert_law("P(A | B) = 0 if A and B share nothing", apart, 0.0, scale=1.0, what="p", where=case)
        assert_law("P(nothing | B) = 0", nothing, 0.0, scale=1.0, what="p", where=case)


@check(points=1, kind="error", needs=[values])
def impossible(student, two_events):
    """What has probability 0 can't be given: that raises ValueError."""
    for case in two_events:
        last = list(case.space)[-1]
        space = {**case.space, last: 0}
        for given in ([], ["no outcome"], [last]):
            event = [*case.event, *given]
            raises(
                student, ValueError, lambda m, s=space, e=event, g=given: m.conditional_probability(s, e, g), where=case
            )
        raises(
            student, ValueError, lambda m, e=case.event, g=case.given: m.conditional_probability({}, e, g), where=case
        )


@check(points=1, kind="error", needs=[values])
def negative(student, two_events):
    """A negative weight raises ValueError, whether or not it is in one of the events."""
    for case in two_events:
        for name in case.space:
            space = {**case.space, name: -0.25 * case.space[name]}
            scenario = lambda m, s=space, e=case.event, g=case.given: m.conditional_probability(s, e, g)  # noqa: E731
            raises(student, ValueError, scenario, where=case)


hygiene = hygiene_of(two_events)

LEFT = "left = {outcome: weight for outcome, weight in space.items() if outcome in given}"
BOTH = "sum(weight for outcome, weight in left.items() if outcome in event)"
RESULT = f"{BOTH} / total"
OF_A = "sum(weight for outcome, weight in space.items() if outcome in event)"
EITHER = "sum(weight for outcome, weight in space.items() if outcome in event or outcome in given)"
ALL = "sum(space.values())"
TEST = "any(weight < 0 for weight in space.values())"

BUGS = [
    patch(
        "outcomes of the same weight count once",
        {BOTH: "sum({weight for outcome, weight in left.items() if outcome in event})"},
        hint="It is outcomes that are listed once, whatever they weigh: a set of weights loses some.",
    ),
    patch(
        "names are looked for in the text of what is given",
        {"if outcome in given": "if outcome in ' '.join(given)"},
        hint='In a text, `in` asks whether letters stand in it, and "1" stands in "12": ask the list.',
    ),
    patch(
        "the probability that both happen is returned",
        {RESULT: f"{BOTH} / {ALL}"},
        hint="What is given is certain: divide by its weights, not by all.",
    ),
    patch(
        "what is given and what is asked are exchanged",
        {RESULT: f"{BOTH} / max({OF_A}, 1e-300)"},
        hint="That is P(B | A). Below stands the probability of what is given.",
    ),
    patch(
        "what is given is ignored",
        {RESULT: f"{OF_A} / {ALL}"},
        hint="Outcomes outside of what is given are out of the question, above and below.",
    ),
    patch(
        "all of the event is divided by what is given",
        {RESULT: f"{OF_A} / total"},
        hint="Above stands only what is in both: the rest of the event did not happen.",
    ),
    patch(
        "the probabilities of both are multiplied",
        {RESULT: f"{OF_A} / {ALL} * (total / {ALL})"},
        hint="A product is P(A and B) of independent events. P(A | B) is a quotient.",
    ),
    patch(
        "one or the other is taken for both",
        {RESULT: f"{EITHER} / total"},
        hint="Above stands what is in A and in B.",
    ),
    patch(
        "P(A and B) is divided by the weights of what is given, which are not normalised",
        {RESULT: f"{BOTH} / {ALL} / total"},
        hint="Weights or probabilities: above and below the same.",
    ),
    patch(
        "the share of what is in one event or the other is taken",
        {RESULT: f"{BOTH} / {EITHER}"},
        hint="Below stands what is given, all of it and nothing else.",
    ),
    patch(
        "outcomes are counted, instead of their weights added",
        {RESULT: "len(set(left) & set(event)) / len(left)"},
        hint="Outcomes are not equally likely: add their weights.",
    ),
    patch(
        "the probability of the complement is returned",
        {RESULT: f"1.0 - {RESULT}"},
        hint="Above stands what is in both, not what is in B only.",
    ),
    patch(
        "what is listed twice in the event counts twice",
        {RESULT: "sum(left.get(outcome, 0.0) for outcome in event) / total"},
        hint="An event is a set: {A, A} is {A}.",
    ),
    patch(
        "what is listed twice in what is given counts twice",
        {"sum(left.values())": "sum(space.get(outcome, 0.0) for outcome in given)"},
        hint="An event is a set: {A, A} is {A}.",
    ),
    patch(
        "what is no outcome raises KeyError",
        {LEFT: "left = {outcome: space[outcome] for outcome in given}"},
        hint="What can't happen counts 0: space.get(outcome, 0.0), or go through the sample space.",
    ),
    patch(
        "what can't happen is given, and the answer is 0",
        {'raise ValueError("what is given has probability 0")': "return 0.0"},
        hint="0 / 0 is no number: raise ValueError.",
    ),
    patch(
        "what is rare is taken to be impossible",
        {"total == 0": f"total <= 1e-9 * {ALL}"},
        hint="One in a billion happens. Only what has probability 0 can't be given: compare with 0.",
    ),
    patch(
        "what can't happen is given, and nothing but ZeroDivisionError tells",
        {"total == 0": "not left"},
        hint="A condition may list outcomes and still have probability 0: ask for the sum.",
    ),
    patch(
        "the empty event raises ValueError",
        {"total == 0": "total == 0 or not event"},
        hint="The empty set is an event as well: it never happens, and has probability 0. Only the condition must be possible.",
    ),
    patch(
        "events that share nothing raise ValueError",
        {"total == 0": "total == 0 or not any(outcome in event for outcome in left)"},
        hint="They exclude each other, so the probability is 0. Only the condition must be possible.",
    ),
    patch("a negative weight is let pass", {TEST: "False"}, hint="Ask for each weight whether it is negative."),
    patch(
        "only weights of what is given are asked whether they are negative",
        {TEST: "any(space.get(outcome, 0.0) < 0 for outcome in given)"},
        hint="A negative weight is no weight, wherever it stands.",
    ),
    patch(
        "a weight of 0 is refused",
        {TEST: TEST.replace("< 0", "<= 0")},
        hint="An outcome may be impossible. Only negative weights are an error, and a condition that is impossible.",
    ),
    patch(
        "what did not happen is deleted from the sample space",
        {LEFT: f"{LEFT}\n    for outcome in [o for o in space if o not in given]:\n        del space[outcome]"},
        hint="Whoever called still needs the sample space: make a new dict.",
    ),
]


@variant
def smaller_space(space, event, given):
    if any(weight < 0 for weight in space.values()):
        raise ValueError("negative")
    left = {outcome: weight for outcome, weight in space.items() if outcome in given}
    total = sum(left.values())
    if not total:
        raise ValueError("impossible")
    return sum(weight / total for outcome, weight in left.items() if outcome in event)


@variant
def quotient_of_probabilities(space, event, given):
    def P(some):
        return sum(w / total for outcome, w in space.items() if outcome in some)

    total = sum(space.values())
    if any(w < 0 for w in space.values()) or total == 0 or P(given) == 0:
        raise ValueError("no such probability")
    return P([outcome for outcome in event if outcome in given]) / P(given)


@variant
def two_counters(space, event, given):
    both = alone = 0
    for outcome, weight in space.items():
        if weight < 0:
            raise ValueError(outcome)
        if outcome in given:
            if outcome in event:
                both += weight
            else:
                alone += weight
    if both + alone == 0:
        raise ValueError("impossible")
    return both / (both + alone)


@variant
def masks(space, event, given):
    import numpy as np

    weights = np.array([*space.values(), 0.0], dtype=np.float64)
    if weights.min() < 0:
        raise ValueError("negative")
    A, B = (np.array([*(outcome in some for outcome in space), False]) for some in (event, given))
    if weights[B].sum() == 0:
        raise ValueError("impossible")
    return np.average(A[B], weights=weights[B])
