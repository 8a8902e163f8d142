"""Checks, known bugs and variants of chapter22/epsilon_greedy."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("action",),
    minutes=10,
    hints=(
        "Two questions, in this order: does one explore? And if so, which action is it?",
        "rng.random() < eps is true with the probability eps.",
        "rng.integers(A) draws one of 0, …, A − 1; np.argmax(q) is the first of the largest.",
    ),
)


def generator(rng, A, eps, best, explores):
    """Draw a Generator that explores, or does not, and whose first number is near neither end.

    If it explores, it draws an action that is not the best, and not what other calls would draw.
    """
    while True:
        seed = int(rng.integers(2**31))
        trial = np.random.default_rng(seed)
        number, action, late = trial.random(), int(trial.integers(A)), trial.random()
        early = int(np.random.default_rng(seed).integers(A))
        other = np.random.default_rng(seed)
        other.random()
        fewer = int(other.integers(A - 1))
        different = action not in (best, early, fewer, int(late * A))
        if (number < eps) == explores and 0.02 < number < 0.98 and (not explores or different):
            return np.random.default_rng(seed)


def values_of(rng, A):
    """Return values of actions, whose best is neither the first nor the last, nor the one of the largest modulus."""
    q = rng.permutation(np.linspace(-4.0, 2.0, A) + rng.uniform(-0.2, 0.2, size=A))
    best = int(np.argmax(q))
    place = int(rng.integers(1, A - 1))
    q[[best, place]] = q[[place, best]]
    return q, place


@cases(
    "A eps explores", (4, 0.3, False), (4, 0.3, True), (5, 0.6, True), (5, 0.6, False), (6, 0.8, True), (3, 0.2, False)
)
def choices(rng, A, eps, explores):
    """Of three actions, all values are below 0."""
    q, best = values_of(rng, A)
    if A == 3:
        q -= 5.0
    return {"q": q, "eps": eps, "rng": generator(rng, A, eps, best, explores)}


@cases("A explores", (4, False), (5, True))
def ends(rng, A, explores):
    """eps is 0 or 1; the first number is so small, or so large, that any other eps would do otherwise."""
    q, best = values_of(rng, A)
    eps = 1.0 if explores else 0.0
    while True:
        seed = int(rng.integers(2**31))
        trial = np.random.default_rng(seed)
        number, action = trial.random(), int(trial.integers(A))
        early = int(np.random.default_rng(seed).integers(A))
        if action not in (best, early) and (number > 0.9 if explores else number < 0.1):
            return {"q": q, "eps": eps, "rng": np.random.default_rng(seed)}


@cases("A ahead", (5, 0.0), (4, 0.0), (5, 1e-9), exact="q")
def ties(rng, A, ahead):
    """The best value is there twice, and not at the front, or the second of the two is ahead by a hair."""
    q = rng.uniform(-3.0, 0.0, size=A)
    first, second = np.sort(rng.choice(np.arange(1, A), size=2, replace=False))
    q[first] = rng.uniform(1.0, 2.0)
    q[second] = q[first] + ahead
    return {"q": q, "eps": 0.2, "rng": generator(rng, A, 0.2, int(np.argmax(q)), False)}


@cases("A best", (5, 0), (4, 3), (2, 0), (2, 1))
def edges(rng, A, best):
    """The best action is the first of all, or the last."""
    q = rng.permutation(np.linspace(-4.0, 2.0, A) + rng.uniform(-0.2, 0.2, size=A))
    place = int(np.argmax(q))
    q[[best, place]] = q[[place, best]]
    return {"q": q, "eps": 0.2, "rng": generator(rng, A, 0.2, best, False)}


@cases("A zero", (5, True), (4, True), (6, False))
def level(rng, A, zero):
    """All values are the same, as before anything has been learned."""
    q = np.full(A, 0.0 if zero else rng.uniform(-2.0, 2.0))
    return {"q": q, "eps": 0.2, "rng": generator(rng, A, 0.2, 0, False)}


@cases("eps", 0.25, 0.5)
def limit(rng, eps):
    """The number that is drawn is exactly eps: that is not below eps."""
    q, _ = values_of(rng, 5)
    return {"q": q, "eps": eps, "rng": generator_with([eps])}


kinds = shaped("The action is an int.", choices)
chosen = agrees("The best action is taken, or any, as rng decides.", choices, points=3, exactly=True)
both_ends = agrees("eps = 0 never explores, and eps = 1 always does.", ends, exactly=True, needs=[chosen])
first = agrees(
    "Of equally good actions, the first is taken; one that is better by a hair is better.",
    ties,
    exactly=True,
    needs=[chosen],
)
anywhere = agrees("The best action may be the first of all, or the last.", edges, exactly=True, needs=[chosen])
nothing_known = agrees("Where all values are the same, the first action is taken.", level, exactly=True, needs=[chosen])
strict = agrees("A number that is exactly eps does not explore.", limit, exactly=True, needs=[chosen])


@check(points=1, kind="random", needs=[chosen])
def drawn(student, rng):
    """One number is drawn a call, whatever eps and A are, and an action only if one explores: over 40 calls."""

    def acts(m, q, seed, eps):
        g = constant(m, np.random.default_rng(seed))
        return [m.epsilon_greedy(q, eps, g) for _ in range(40)], g.random()

    for A, eps in ((6, 0.5), (6, 0.0), (6, 1.0), (1, 0.5)):
        q, seed = values_of(rng, A)[0] if A > 1 else rng.normal(size=1), int(rng.integers(2**31))
        actions, after = student.run(acts, q, seed, eps)
        fresh, where = np.random.default_rng(seed), f"{A} action{'s' * (A > 1)}, eps={eps}, 40 calls with one Generator"
        for k, action in enumerate(actions):
            wanted = int(fresh.integers(A)) if fresh.random() < eps else int(np.argmax(q))
            if action != wanted:
                fail(
                    f"Call {k + 1} gives action {action}, and should give {wanted}: "
                    "what was drawn before is not as agreed.",
                    where,
                )
        if after != fresh.random():
            fail("After 40 calls the Generator is not where it should be: something else was drawn, or less.", where)


hygiene = hygiene_of(choices, seeded=True)

EQUIVALENT = {"epsilon_greedy: np.argmax(q) → np.argmax(q, axis=0)": "q has one axis."}
EXPLORE, ANY, BEST = "if rng.random() < eps:", "int(rng.integers(len(q)))", "int(np.argmax(q))"
VARYING = {
    "drawn": "Of forty numbers none may be so small that a little more exploring shows, or it may choose the best.",
    "first": "Where one is better by a hair, it may be the last action, or stand before that.",
}
BUGS = [
    patch(
        "it explores with the probability 1 − eps", {EXPLORE: "if rng.random() > eps:"}, hint="Below eps, one explores."
    ),
    patch(
        "it explores among the other actions only",
        {ANY: "int(rng.choice(np.delete(np.arange(len(q)), np.argmax(q))))"},
        hint="Exploring is among all actions: P(best) = 1 − eps + eps/A.",
    ),
    patch(
        "the last action is never explored",
        {ANY: "int(rng.integers(len(q) - 1))"},
        hint="rng.integers(A) ends below A by itself.",
    ),
    patch(
        "the action of the smallest value is taken", {BEST: "int(np.argmin(q))"}, hint="The largest value is the best."
    ),
    patch("the action of the largest modulus is taken", {BEST: "int(np.argmax(np.abs(q)))"}, hint="Values have signs."),
    patch(
        "values below 0 are never the best",
        {BEST: "int(np.argmax(np.maximum(q, 0.0)))"},
        hint="The best of bad actions is the best: begin with q[0], not with 0.",
    ),
    patch(
        "of equally good actions, the last is taken",
        {BEST: "len(q) - 1 - int(np.argmax(q[::-1]))"},
        hint="np.argmax gives the first.",
    ),
    patch(
        "ties are broken at random",
        {BEST: "int(rng.choice(np.flatnonzero(q == q.max())))"},
        hint="The first of the best.",
    ),
    patch(
        "what is nearly the best is taken for the best, if it comes first",
        {BEST: "int(np.argmax(np.isclose(q, q.max())))"},
        hint="The largest value, by however little: np.argmax.",
    ),
    patch(
        "where all values are the same, any action is taken",
        {f"    return {BEST}": f"    if np.all(q == q[0]):\n        return {ANY}\n    return {BEST}"},
        hint="Before anything is learned, all are equally good, too: the first of them.",
    ),
    patch(
        "the first action is never the best",
        {BEST: "1 + int(np.argmax(q[1:])) if len(q) > 1 else 0"},
        hint="Look at all of q: a loop that begins at 1 has to begin with q[0] as the largest so far.",
    ),
    patch(
        "the last action is never the best",
        {BEST: "int(np.argmax(q[:-1])) if len(q) > 1 else 0"},
        hint="Look at all of q: range(A) ends below A by itself.",
    ),
    patch("the value of the action is returned", {BEST: "float(np.max(q))"}, hint="The action: argmax, not max."),
    patch(
        "the action is drawn first, and then whether one explores",
        {EXPLORE: "action = int(rng.integers(len(q)))\n    if rng.random() < eps:", f"return {ANY}": "return action"},
        hint="First rng.random(), and rng.integers(A) only if one explores.",
    ),
    patch(
        "an action is drawn in each call, whether one explores or not",
        {
            EXPLORE: "explore, action = rng.random() < eps, int(rng.integers(len(q)))\n    if explore:",
            f"return {ANY}": "return action",
        },
        hint="rng.integers(A) only if one explores.",
    ),
    patch("a number that is exactly eps explores", {EXPLORE: "if rng.random() <= eps:"}, hint="Below eps: <."),
    patch(
        "eps = 0 explores a little all the same",
        {EXPLORE: "if rng.random() < max(eps, 0.1):"},
        hint="With eps = 0, nothing is left to chance.",
    ),
    patch(
        "with eps = 0, no number is drawn",
        {EXPLORE: "if eps > 0 and rng.random() < eps:"},
        hint="First draw one number, whatever eps is: who shares rng counts on it. `and` does not look further if eps is 0.",
    ),
    patch(
        "with eps = 1, no number is drawn before the action",
        {EXPLORE: "if eps >= 1 or rng.random() < eps:"},
        hint="First draw one number, whatever eps is, and only then the action.",
    ),
    patch(
        "where there is one action only, nothing is drawn",
        {EXPLORE: f"if len(q) == 1:\n        return 0\n    {EXPLORE}"},
        hint="First draw one number, whatever A is.",
    ),
    patch(
        "every call draws the same",
        {EXPLORE: "rng = np.random.default_rng(0)\n    if rng.random() < eps:"},
        hint="Draw from the rng that is handed over.",
    ),
]


@variant
def loop_for_the_best(q, eps, rng):
    explore = rng.random() < eps
    if explore:
        return rng.integers(0, len(q)).item()
    best = 0
    for a in range(1, len(q)):
        if q[a] > q[best]:
            best = a
    return best


@variant
def exploit_first(q, eps, rng):
    A = q.shape[0]
    return int(q.argmax()) if rng.random() >= eps else int(rng.integers(A))


@variant
def from_python_lists(q, eps, rng):
    number = float(rng.random())
    values = q.tolist()
    return int(rng.integers(len(values))) if number < eps else values.index(max(values))
