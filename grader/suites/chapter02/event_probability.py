"""Checks, known bugs and variants of chapter02/event_probability."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=5,
    hints=(
        "An urn holds four red balls, three blue ones and a green one. What is P(red or green), and what did you add?",
        "Add the weights of the outcomes in the event, and divide by the sum of all weights.",
        "Go through the sample space, and not through the event: it has each outcome once, and no others.",
        "Before that: is a weight below 0, or is the sum of all 0? Then raise ValueError.",
    ),
)

OUTCOMES = ("red", "blue", "green", "black", "white", "gold", "pink", "grey")


def weighted(rng, n, kind):
    """Draw n outcomes with weights: counts, or floats of some unit."""
    names = [str(name) for name in rng.permutation(OUTCOMES)[:n]]
    if kind == "counts":
        return dict(zip(names, rng.choice(np.arange(2, 30), size=n, replace=False).tolist(), strict=True))
    return dict(zip(names, (kind * rng.uniform(1.0, 9.0, size=n)).tolist(), strict=True))


def some(rng, names, k):
    """Draw k of the names, in any order."""
    return [str(name) for name in rng.permutation(list(names))[:k]]


def all_different(case):
    """No two outcomes have the same weight: rounded to three digits, some would by chance."""
    return len(set(case["space"].values())) == len(case["space"])


@cases(
    "n k unit",
    (6, 3, 1.0),
    (5, 2, "counts"),
    (4, 1, 0.1),
    (8, 7, "counts"),
    (3, 2, 1e-150),
    (4, 3, 1e150),
    fit=all_different,
)
def experiment(rng, n, k, unit):
    space = weighted(rng, n, unit)
    return {"space": space, "event": some(rng, space, k)}


@cases("n k unit", (5, 3, 1.0), (3, 2, "counts"))
def with_a_zero(rng, n, k, unit):
    """An outcome of the event has the weight 0."""
    space = weighted(rng, n, unit)
    event = some(rng, space, k)
    return {"space": {**space, event[0]: 0}, "event": some(rng, event, k)}


@cases("n k repeats", (6, 3, 2), (5, 1, 4), (4, 2, 1))
def repeated(rng, n, k, repeats):
    """The first outcome that is listed is listed again."""
    space = weighted(rng, n, "counts")
    event = some(rng, space, k)
    return {"space": space, "event": some(rng, [*event, *event[:1] * repeats], k + repeats)}


@cases("n k", (5, 2), (4, 3))
def strangers(rng, n, k):
    """One of those that are listed is no outcome."""
    space = weighted(rng, n, 1.0)
    (other,) = some(rng, [name for name in OUTCOMES if name not in space], 1)
    return {"space": space, "event": some(rng, [*some(rng, space, k), other], k + 1)}


@cases("n", 4, 3)
def alike(rng, n):
    """The name of one outcome is part of another's: 1 is in 12."""
    names = ("1", "12", "2", "21")[:n]
    weights = rng.choice(np.arange(2, 30), size=n, replace=False).tolist()
    return {"space": dict(zip(names, weights, strict=True)), "event": ["12"]}


@cases("n k weight", (6, 3, 1), (7, 2, 0.25))
def fair(rng, n, k, weight):
    """All outcomes have the same weight; one is listed twice, and one that is none is listed."""
    space = dict.fromkeys(weighted(rng, n, 1.0), weight)
    event = some(rng, space, k)
    (other,) = some(rng, [name for name in OUTCOMES if name not in space], 1)
    return {"space": space, "event": some(rng, [*event, event[0], other], k + 2)}


values = agrees("The weights of the event's outcomes are added, and divided by the sum of all.", experiment, points=2)
zero = agrees("A weight may be 0.", with_a_zero, needs=[values])
once = agrees("An outcome that is listed twice counts once.", repeated, needs=[values])
names = agrees("An outcome whose name is part of another's is another one.", alike, needs=[values])
equal = agrees("Outcomes of the same weight count each, and nothing else does.", fair, needs=[values])
outside = agrees("What is no outcome of the experiment counts 0.", strangers, needs=[values])


@check(points=1, kind="property", needs=[values])
def laws(student, experiment, rng):
    """The empty event has probability 0, all outcomes have 1, so do an event and its complement, and parts add up."""

    def parts(m, case):
        names = list(case.space)
        rest = [name for name in names if name not in case.event]
        ways = ([], names, case.event, rest, case.event[:1], case.event[1:])
        return [m.event_probability(case.space, list(way)) for way in ways]

    for case, (nothing, everything, p, rest, one, others) in student.each(parts, experiment):
        assert_law("P(nothing) = 0", nothing, 0.0, scale=1.0, what="p", where=case)
        assert_law("P(everything) = 1", everything, 1.0, what="p", where=case)
        assert_law("P(A) + P(not A) = 1", p + rest, 1.0, what="p", where=case)
        assert_law("P(A) = P(first outcome of A) + P(the others)", one + others, p, scale=1.0, what="p", where=case)


@check(points=1, kind="error", needs=[values])
def refused(student, experiment):
    """A negative weight raises ValueError, whatever the event; so do weights of 0 only, and an empty sample space."""
    for case in (*experiment[:2], experiment[4]):  # the last one is tiny
        negative = [{**case.space, name: -0.25 * case.space[name]} for name in case.space]
        for space in (*negative, dict.fromkeys(case.space, 0.0), {}):
            for event in (case.event, [], ["none of them"]):
                raises(student, ValueError, lambda m, s=space, e=event: m.event_probability(s, e), where=case)


hygiene = hygiene_of(strangers)

TOTAL, TEST = "sum(space.values())", "total <= 0 or min(space.values()) < 0"
SUM = "sum(weight for outcome, weight in space.items() if outcome in event)"
RESULT = f"{SUM} / total"

BUGS = [
    patch(
        "all outcomes are taken to be equally likely",
        {RESULT: "len(set(event) & set(space)) / len(space)"},
        hint="Outcomes have weights: add those, instead of counting.",
    ),
    patch(
        "outcomes of the same weight count once",
        {SUM: "sum({weight for outcome, weight in space.items() if outcome in event})"},
        hint="It is outcomes that are listed once, whatever they weigh: a set of weights loses some.",
    ),
    patch(
        "where all weights are equal, names are counted that are no outcomes",
        {RESULT: f"len(set(event)) / len(space) if len(set(space.values())) == 1 else {RESULT}"},
        hint="What is no outcome counts 0 there as well: go through the sample space.",
    ),
    patch(
        "weights are not normalised",
        {RESULT: SUM},
        hint="All probabilities together are 1: divide by the sum of all weights.",
    ),
    patch(
        "weights are divided by the number of outcomes",
        {RESULT: f"{SUM} / len(space)"},
        hint="The sum of all weights makes the probabilities sum to 1, not their number.",
    ),
    patch(
        "weights are divided by the largest",
        {RESULT: f"{SUM} / max(space.values())"},
        hint="The sum of all weights makes the probabilities sum to 1.",
    ),
    patch(
        "the probabilities of the outcomes are multiplied",
        {
            f"    return {RESULT}": (
                "    p = 1.0\n"
                "    for outcome in dict.fromkeys(event):\n"
                "        p *= space.get(outcome, 0.0) / total\n"
                "    return p"
            )
        },
        hint="One of the outcomes is enough for the event: add.",
    ),
    patch(
        "the event is divided by what is not in it",
        {RESULT: f"{SUM} / max(total - {SUM}, 1e-300 * total)"},
        hint="These are the odds. The probability has all weights below.",
    ),
    patch(
        "the complement's probability is returned",
        {RESULT: f"1.0 - {RESULT}"},
        hint="What is listed happens: add the weights that are listed.",
    ),
    patch(
        "the mean over the event is returned",
        {RESULT: f"{RESULT} / max(len(set(event)), 1)"},
        hint="A larger event is more likely, not less: add.",
    ),
    patch(
        "an outcome that is listed twice counts twice",
        {SUM: "sum(space.get(outcome, 0.0) for outcome in event)"},
        hint="An event is a set: {red, red} is {red}. Go through the sample space instead.",
    ),
    patch(
        "what is no outcome raises KeyError",
        {SUM: "sum(space[outcome] for outcome in dict.fromkeys(event))"},
        hint="What can't happen counts 0: space.get(outcome, 0.0), or go through the sample space.",
    ),
    patch(
        "what is no outcome belongs to the weights of all",
        {RESULT: f"{SUM} / (total + total / len(space) * len(set(event) - set(space)))"},
        hint="What is no outcome has the weight 0, above and below.",
    ),
    patch(
        "the empty list raises ValueError",
        {TEST: f"not event or {TEST}"},
        hint="The empty set is an event as well: it never happens, and has probability 0.",
    ),
    patch(
        "a weight of 0 is refused",
        {TEST: TEST.replace("< 0", "<= 0")},
        hint="An outcome may be impossible: only negative weights are an error, and weights of 0 alone.",
    ),
    patch("a negative weight is let pass", {TEST: "total <= 0"}, hint="Ask for each weight, not for their sum alone."),
    patch(
        "only weights of the event are asked whether they are negative",
        {TEST: "total <= 0 or min(space.get(o, 0.0) for o in [*event, *event[:1]] or space) < 0"},
        hint="A negative weight spoils the sum of all, wherever it stands.",
    ),
    patch(
        "weights of 0 raise ZeroDivisionError",
        {TEST: "min(space.values(), default=0) < 0"},
        hint="Ask whether the sum is 0 before you divide by it, and raise ValueError.",
    ),
    patch(
        "weights of 0 only make every event impossible",
        {f"    if {TEST}": f"    if total == 0:\n        return 0.0\n    if {TEST}"},
        hint="Without any weight there are no probabilities: raise ValueError.",
    ),
    patch(
        "the weights are normalised in place",
        {
            f"total = {TOTAL}": f"total = {TOTAL}\n    for outcome in space if total > 0 else ():\n        space[outcome] /= total\n    total = {TOTAL}"
        },
        hint="Whoever called still needs the weights: make a new dict, or divide at the end.",
    ),
    patch(
        "outcomes are taken for independent events",
        {
            RESULT: "1.0 - math.prod(1.0 - w / total for outcome, w in space.items() if outcome in event)",
            "from collections.abc": "import math\nfrom collections.abc",
        },
        hint="Two outcomes never happen together, so their probabilities add up.",
    ),
    patch(
        "all outcomes that are possible are taken to be equally likely",
        {RESULT: "sum(space[o] > 0 for o in set(event) & set(space)) / sum(w > 0 for w in space.values())"},
        hint="Outcomes have weights: add those, instead of counting.",
    ),
    patch(
        "names are looked for in the text of the event",
        {"if outcome in event": "if outcome in ' '.join(event)"},
        hint='In a text, `in` asks whether letters stand in it, and "1" stands in "12": ask the list.',
    ),
    patch(
        "the event is divided by its own weights, and certain",
        {RESULT: f"float({SUM} > 0)"},
        hint="Below stands the sum of all weights of the sample space.",
    ),
    patch(
        "outcomes are counted, and divided by the sum of the weights",
        {RESULT: "len(set(event) & set(space)) / total"},
        hint="Above stand weights as well: add them, instead of counting.",
    ),
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
        "negative weights count as positive",
        {
            f"total = {TOTAL}": f"space = {{outcome: abs(weight) for outcome, weight in space.items()}}\n    total = {TOTAL}"
        },
        hint="A negative weight is somebody's mistake: raise ValueError.",
    ),
    patch(
        "negative weights count as 0",
        {
            f"total = {TOTAL}": f"space = {{outcome: max(weight, 0) for outcome, weight in space.items()}}\n    total = {TOTAL}"
        },
        hint="A negative weight is somebody's mistake: raise ValueError.",
    ),
    patch(
        "weights that are equal count once in the sum of all",
        {f"total = {TOTAL}": "total = sum(set(space.values()))"},
        hint="Outcomes of the same weight are different outcomes: add all the weights.",
    ),
    patch(
        "an outcome that is listed twice counts twice, unless both stand side by side",
        {
            SUM: (
                "sum(space.get(one, 0.0) for one, before in zip(event, [None, *event], strict=False) if one != before)"
            )
        },
        hint="The list has no order, and what is equal can stand anywhere in it: make a set of it.",
    ),
    patch(
        "one name that is no outcome makes the whole event impossible",
        {RESULT: f"{RESULT} if set(event) <= set(space) else 0.0"},
        hint="What is no outcome counts 0, and the others count what they weigh.",
    ),
    patch(
        "nothing is added any more after a name that is no outcome",
        {
            f"    return {RESULT}": (
                "    p = 0.0\n"
                "    for outcome in dict.fromkeys(event):\n"
                "        if outcome not in space:\n"
                "            break\n"
                "        p += space[outcome] / total\n"
                "    return p"
            )
        },
        hint="`break` ends the loop, `continue` goes on with the next: only this one counts 0.",
    ),
    patch(
        "a softmax of the weights is taken",
        {
            RESULT: (
                "sum(math.exp(w - max(space.values())) for o, w in space.items() if o in event)"
                " / sum(math.exp(w - max(space.values())) for w in space.values())"
            ),
            "from collections.abc": "import math\nfrom collections.abc",
        },
        hint="What has twice the weight is twice as likely: divide by the sum, without exponentials.",
    ),
    patch(
        "as many weights as the event has names are added, from the beginning",
        {SUM: "sum(list(space.values())[: len(event)])"},
        hint="zip pairs by place, and an event's first name need not be the first outcome: look its weight up.",
    ),
    patch(
        "p is given in percent",
        {RESULT: f"100.0 * {RESULT}"},
        hint="A probability is a number from 0 to 1.",
    ),
    patch(
        "weights are normalised only if their sum is above 1",
        {RESULT: f"{SUM} / max(total, 1.0)"},
        hint="The unit does not matter: divide by the sum, whatever it is.",
    ),
    patch(
        "only the most likely outcome of the event counts",
        {RESULT: "max((space.get(outcome, 0.0) for outcome in event), default=0.0) / total"},
        hint="Each of the outcomes is enough for the event: add.",
    ),
    patch(
        "only the last outcome that is listed counts",
        {RESULT: "([space[outcome] for outcome in event if outcome in space] or [0.0])[-1] / total"},
        hint="`=` in a loop forgets what was before: add with `+=`.",
    ),
    patch(
        "names that are no outcomes are put into the sample space",
        {f"total = {TOTAL}": f"for outcome in event:\n        space.setdefault(outcome, 0)\n    total = {TOTAL}"},
        hint="setdefault writes into the caller's dict: space.get(outcome, 0.0) only reads.",
    ),
]


@variant
def one_by_one(space, event):
    total, p = 0, 0
    for outcome, weight in space.items():
        if weight < 0:
            raise ValueError(outcome)
        total += weight
    if total == 0:
        raise ValueError("nothing can happen")
    for outcome, weight in space.items():
        if outcome in event:
            p += weight / total
    return p


@variant
def masked(space, event):
    names, weights = list(space), list(space.values())
    if not names or min(weights) < 0 or max(weights) == 0:
        raise ValueError("no weights")
    import numpy as np

    weights = np.array(weights, dtype=float)
    return np.sum(weights[np.isin(names, event)]) / weights.sum()


@variant
def by_the_complement(space, event):
    if any(weight < 0 for weight in space.values()) or not any(space.values()):
        raise ValueError("no weights")
    return 1 - sum(weight for outcome, weight in space.items() if outcome not in event) / sum(space.values())
