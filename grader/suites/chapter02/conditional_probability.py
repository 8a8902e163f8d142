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
            for event in ([*case.event, *given], []):
                scenario = lambda m, s=space, e=event, g=given: m.conditional_probability(s, e, g)  # noqa: E731
                raises(student, ValueError, scenario, where=case)
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


hygiene = hygiene_of(listed)

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
    patch(
        "a weight that is hardly negative is let pass",
        {TEST: TEST.replace("< 0", "< -1e-9")},
        hint="The unit does not matter: every weight below 0 is an error.",
    ),
    patch(
        "for the empty event nothing is refused",
        {f"if {TEST}:": f"if not event:\n        return 0.0\n    if {TEST}:"},
        hint="Weights and what is given are looked at first, whatever the event is.",
    ),
    patch(
        "for events that share nothing, nothing is refused",
        {f"if {TEST}:": f"if not set(event) & set(given):\n        return 0.0\n    if {TEST}:"},
        hint="Weights and what is given are looked at first, whatever the event is.",
    ),
    patch(
        "if nothing is given, P(A) is returned",
        {LEFT: f"given = given or list(space)\n    {LEFT}"},
        hint="The empty event never happens, so that it can't be given: raise ValueError.",
    ),
    patch(
        "what can't happen is given, and P(A) is returned",
        {'raise ValueError("what is given has probability 0")': f"return {OF_A} / {ALL} if space else 0.0"},
        hint="What can't happen can't be given: raise ValueError.",
    ),
    patch(
        "a small number is added below",
        {RESULT: f"{BOTH} / (total + 1e-12)"},
        hint="What is given may be as rare as that: raise ValueError if it is 0, and divide by it else.",
    ),
    patch(
        "weights of what is given are compared with 1e-9",
        {"total == 0": "total < 1e-9"},
        hint="The unit does not matter, and one in a billion happens: compare with 0.",
    ),
    patch(
        "below stands the rarer of the two events",
        {RESULT: f"{BOTH} / (min(total, {OF_A}) or 1.0)"},
        hint="Below stands what is given, be it the rarer one or not.",
    ),
    patch(
        "all of the event is divided by what is given, and cut off at 1",
        {RESULT: f"min(1.0, {OF_A} / total)"},
        hint="Above stands only what is in both: the rest of the event did not happen.",
    ),
    patch(
        "the opposite of what is given is given",
        {
            RESULT: (
                "sum(w for o, w in space.items() if o in event and o not in given)"
                " / (sum(w for o, w in space.items() if o not in given) or 1.0)"
            )
        },
        hint="Only outcomes that are in what is given are left, above and below.",
    ),
    patch(
        "what is in both is divided by the rest of what is given",
        {RESULT: f"({BOTH} / (total - {BOTH}) if total > {BOTH} else 1.0)"},
        hint="These are the odds. Below stands all that is given.",
    ),
    patch(
        "outcomes are counted above, and weights added below",
        {RESULT: "len(set(left) & set(event)) / total"},
        hint="Weights stand above as well: add them, instead of counting.",
    ),
    patch(
        "weights are divided by the number of outcomes that are given",
        {RESULT: f"{BOTH} / len(set(given))"},
        hint="Weights stand below as well: add those of what is given.",
    ),
    patch(
        "P(A and B) is multiplied by P(B)",
        {RESULT: f"{BOTH} / {ALL} * (total / {ALL})"},
        hint="P(A and B) is P(A | B) P(B) already: divide.",
    ),
    patch(
        "names are compared place by place",
        {RESULT: "sum(left.get(a, 0.0) for a, b in zip(event, given, strict=False) if a == b) / total"},
        hint="The lists are sets, and have no order: ask of each outcome whether it is in the other.",
    ),
    patch(
        "nothing counts any more after the first outcome that is not given",
        {
            f"    return {RESULT}": (
                "    both = 0.0\n"
                "    for outcome in dict.fromkeys(event):\n"
                "        if outcome not in given:\n"
                "            break\n"
                "        both += left.get(outcome, 0.0)\n"
                "    return both / total"
            )
        },
        hint="`break` ends the loop, `continue` goes on with the next outcome.",
    ),
    patch(
        "outcomes are removed from the list that the loop goes through",
        {
            f"    return {RESULT}": (
                "    both = list(event)\n"
                "    for outcome in both:\n"
                "        if outcome not in given:\n"
                "            both.remove(outcome)\n"
                "    return sum(space.get(outcome, 0.0) for outcome in set(both)) / total"
            )
        },
        hint="After each that is removed, the next one is skipped: make a new list of those that stay.",
    ),
    patch(
        "events that share something make each other certain",
        {RESULT: f"float({BOTH} > 0)"},
        hint="Only a part of what is given may be in the event: divide its weights by those of all that is given.",
    ),
    patch("p is given in percent", {RESULT: f"100.0 * {RESULT}"}, hint="A probability is a number from 0 to 1."),
    patch(
        "negative weights count as positive",
        {f"if {TEST}:": f"space = {{outcome: abs(weight) for outcome, weight in space.items()}}\n    if {TEST}:"},
        hint="A negative weight is somebody's mistake: raise ValueError.",
    ),
    patch(
        "only the sum of what is given is asked whether it is negative",
        {TEST: "False", "total == 0": "total <= 0"},
        hint="A sum can be positive with a negative weight in it: ask for each weight.",
    ),
    patch(
        "names that are no outcomes are put into the sample space",
        {LEFT: f"for outcome in [*event, *given]:\n        space.setdefault(outcome, 0)\n    {LEFT}"},
        hint="setdefault writes into the caller's dict: space.get(outcome, 0.0) only reads.",
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
