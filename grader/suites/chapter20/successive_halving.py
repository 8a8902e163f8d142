"""Checks, known bugs and variants of chapter20/successive_halving."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("best", "rounds"),
    minutes=20,
    hints=(
        "Keep a list of the indices that are left, and not the configurations themselves.",
        "sorted(range(n), key=lambda i: losses[i]) gives the order of the losses, and equal ones in their order.",
        "Keep max(1, n // eta) of them, and sort what is kept: positions in configs increase.",
        "Evaluate first, then look whether it was one alone: the last one is evaluated, too.",
    ),
)


def curves(rng, n, falls):
    """Return configurations whose losses are (x − u)² + y/b: x decides in the end, y in the beginning."""
    u = float(rng.uniform(0.3, 0.7))
    sign = 1.0 if falls else -1.0
    x, y = rng.permutation(np.linspace(0.0, 1.0, n) + rng.uniform(0.0, 0.01, size=n)), rng.uniform(0.1, 0.6, size=n)
    configs = [{"x": float(a), "y": float(sign * b)} for a, b in zip(x, y, strict=True)]
    return {"configs": configs, "evaluate": lambda c, budget: (c["x"] - u) ** 2 + c["y"] / budget}


ROWS = ((20, 3, 1, True), (7, 2, 3, True), (16, 4, 2, False), (5, 6, 1, True), (2, 2, 1, True), (23, 2, 2, True))


def misleads(case):
    """Tell whether losses that rise are smallest, in some early round, for another than the one that is left."""
    left, budget, told = list(range(len(case.configs))), case.min_budget, []
    while len(left) > 1:
        losses = {k: case.evaluate(case.configs[k], budget) for k in left}
        told += [(loss, k) for k, loss in losses.items()]
        left = sorted(left, key=losses.__getitem__)[: max(1, len(left) // case.eta)]
        budget *= case.eta
    return min(told)[1] != left[0]


@cases("n eta min_budget falls", *ROWS, fit=lambda case: case.sizes["falls"] or misleads(case))
def searches(rng, n, eta, min_budget, falls):
    return curves(rng, n, falls) | {"eta": eta, "min_budget": min_budget}


@cases("n eta min_budget", (1, 3, 2), (1, 2, 1))
def alone(rng, n, eta, min_budget):
    return curves(rng, n, True) | {"eta": eta, "min_budget": min_budget}


@cases("n eta", (27, 3), (16, 2), (25, 5), (16, 4))
def powers(rng, n, eta):
    """Losses whose order does not depend on the budget."""
    a = float(rng.uniform(0.5, 2.0))
    configs = [float(x) for x in rng.permutation(np.linspace(1.0, 9.0, n)) + rng.uniform(-0.1, 0.1, size=n)]
    return {
        "configs": configs,
        "evaluate": lambda c, b: c * (1 + a / b),
        "eta": eta,
        "min_budget": int(rng.integers(1, 4)),
    }


@cases("n eta", (9, 2), (10, 3), (8, 4))
def tied(rng, n, eta):
    """Some configurations are equal, and so are their losses; what is kept must be chosen among them."""
    low, high = (float(z) for z in rng.uniform((0.1, 0.6), (0.5, 1.0)))
    keep = n // eta
    values = [low] * (keep + 1) + [high] * (n - keep - 1)
    configs = [{"x": x} for x in rng.permutation(values).tolist()]
    return {"configs": configs, "evaluate": lambda c, b: c["x"] + 1 / b, "eta": eta, "min_budget": 1}


@cases("n eta", (8, 2), (9, 3))
def level(rng, n, eta):
    """Losses that differ with the smallest budget alone, and fall from the first to the last then."""
    falling = [float(x) for x in np.linspace(1.0, 0.5, n) + rng.uniform(0.0, 0.01, size=n)]
    return {
        "configs": [{"x": x} for x in falling],
        "evaluate": lambda c, b: c["x"] if b < 2 else 0.25,
        "eta": eta,
        "min_budget": 1,
    }


@cases("n eta", (4, 1), (4, 0), (0, 2), (4, -2))
def impossible(rng, n, eta):
    return curves(rng, n, True) | {"eta": eta, "min_budget": 1}


def found(m, case):
    """Return the best, and of each round what was evaluated."""
    best, rounds = m.successive_halving(*case.values())
    return best, apply(lambda rounds: [[int(b), [int(k) for k in ks]] for b, ks, _ in rounds], rounds)


class Diary:
    """A loss that writes down what it is asked for."""

    def __init__(self, evaluate):
        self.evaluate, self.pages = evaluate, []

    def asked(self, config, budget):
        self.pages.append([config["x"], budget])
        return self.evaluate(config, budget)


def diary(m, case):
    one = constant(m, Diary(case.evaluate))
    m.successive_halving(case.configs, one.asked, case.eta, case.min_budget)
    return one.pages


def losses(m, case):
    return m.successive_halving(*case.values())[1]


shapes = shaped("A configuration comes back, and a list of rounds: budget, indices, losses.", searches)
values = agrees("Each round keeps the best ⌊n/eta⌋, and the budget grows by eta.", searches, of=found, points=3)
history = agrees("The losses of each round are those of the configurations that were left.", searches, of=losses)
single = agrees("One alone is evaluated once, with the smallest budget.", alone)
ties = agrees("Of equal losses, the first is kept.", tied)

in_turn = agrees(
    "Each round evaluates what is left in the order of configs.", searches, of=diary, exactly=True, needs=[values]
)
later_ties = agrees("Of losses that are equal in a later round, the first in configs is kept as well.", level)


@check(points=1, kind="property", needs=[values])
def costs(student, searches):
    """Each configuration that is left is evaluated once a round, and nothing else is."""

    def played(m, case):
        f = counted(m, case.evaluate)
        _, rounds = m.successive_halving(case.configs, f, case.eta, case.min_budget)
        return calls(f), apply(lambda rounds: sum(len(ks) for _, ks, _ in rounds), rounds)

    for case, (number, told) in student.each(played, searches):
        if number != told:
            fail(f"evaluate was called {number} times, and the rounds tell of {told}.", case)


@check(points=1, kind="property")
def promise(student, powers):
    """If n is a power of eta, all rounds cost the same; if curves don't cross, the best of all is found."""
    for case, (best, rounds) in student.each(found, powers):
        prices = [budget * len(indices) for budget, indices in rounds]
        if prices != [len(case.configs) * case.min_budget] * len(prices):
            fail(
                f"The rounds cost {', '.join(map(str, prices))}, and not {len(case.configs) * case.min_budget} each.",
                case,
            )
        if best != min(case.configs):
            fail(f"The best is {min(case.configs)}, for all budgets, and {best} was found.", case)


@check(points=1, kind="error")
def refused(student, impossible):
    """An eta below 2, and no configurations at all, are refused with a ValueError."""
    for case in impossible:
        raises(student, ValueError, lambda m, case: m.successive_halving(*case.values()), case, where=case)


hygiene = hygiene_of(searches, fresh=False)

TEST = "eta < 2 or not configs"
KEPT, GROWS, BEST = "max(1, len(left) // eta)", "budget *= eta", "configs[left[0]]"
ORDER, LEFT = (
    "sorted(range(len(left)), key=lambda i: losses[i])",
    "sorted(left[i] for i in order[: max(1, len(left) // eta)])",
)
TOLERANT = {"promise": "What each round costs is looked at, and the best; which are kept is compared elsewhere."}
VARYING = {"values": "What is kept with another budget is the same where curves don't cross."}
BUGS = [
    patch(
        "of equal losses, the one that was better in the round before is kept",
        {
            "        rounds.append((budget, left, losses))": "        told = dict(zip(left, losses))\n"
            "        rounds.append((budget, sorted(left), [told[k] for k in sorted(left)]))",
            LEFT: f"[left[i] for i in order[: {KEPT}]]",
        },
        hint="Keep what is left in the order of configs: of equal losses, the first there is the better one.",
    ),
    patch("the budget does not grow", {GROWS: "pass"}, hint="What is left is trained longer: eta times the budget."),
    patch("the budget doubles, whatever eta is", {GROWS: "budget *= 2"}, hint="The budget grows by the factor eta."),
    patch("the budget grows by min_budget each round", {GROWS: "budget += min_budget"}, hint="b = min_budget · eta^r."),
    patch(
        "budgets of earlier rounds are added",
        {
            "rounds: list[Round] = []": "rounds: list[Round] = []\n    spent = 0",
            "losses = [eval": "spent += budget\n        losses = [eval",
            "[k], budget) for": "[k], spent) for",
        },
        hint="A loss is that after training with b, from the start.",
    ),
    patch("n/eta is rounded up", {KEPT: "max(1, -(-len(left) // eta))"}, hint="⌊n/eta⌋: n // eta."),
    patch("n/eta is rounded to the nearest", {KEPT: "max(1, round(len(left) / eta))"}, hint="⌊n/eta⌋: n // eta."),
    patch("half is kept, whatever eta is", {KEPT: "max(1, len(left) // 2)"}, hint="The share 1/eta is kept."),
    patch(
        "one in eta is dropped, and not kept",
        {KEPT: "max(1, min(len(left) - 1, len(left) - len(left) // eta))"},
        hint="The share 1/eta is kept.",
    ),
    patch(
        "one is kept in the end, but the last ⌊n/eta⌋ = 0 ends the search before",
        {"if len(left) == 1:\n": "if len(left) < eta:\n            left = [left[losses.index(min(losses))]]\n"},
        hint="If ⌊n/eta⌋ is 0, one is kept, and evaluated with its budget.",
    ),
    patch(
        "the last one is not evaluated",
        {"        budget *= eta": "        budget *= eta\n        if len(left) == 1:\n            break"},
        hint="The last one has a round of its own.",
    ),
    patch("the worst are kept", {"losses[i])": "-losses[i])"}, hint="Losses: smaller is better."),
    patch(
        "the first are kept, whatever their losses are",
        {ORDER: "list(range(len(left)))"},
        hint="Those with the smallest losses.",
    ),
    patch(
        "indices count within what is left",
        {LEFT: f"sorted(order[:{KEPT}])"},
        hint="left[i] is the position in configs.",
    ),
    patch(
        "what was dropped is evaluated again",
        {
            "losses = [evaluate(configs[k], budget) for k in left]\n        rounds.append((budget, left, losses))": (
                "everything = [evaluate(c, budget) for c in configs]\n        losses = [everything[k] for k in left]\n"
                "        rounds.append((budget, left, losses))"
            )
        },
        hint="What is dropped costs nothing any more.",
    ),
    patch(
        "each is evaluated again to be sorted",
        {"key=lambda i: losses[i]": "key=lambda i: evaluate(configs[left[i]], budget)"},
        hint="Once a round: an evaluation is a training.",
    ),
    patch(
        "each round begins with what was best in the one before",
        {
            "losses = [evaluate(configs[k], budget) for k in left]": "first = left if not rounds else kept\n"
            "        told = {k: evaluate(configs[k], budget) for k in first}\n        losses = [told[k] for k in left]",
            f"left = {LEFT}": f"kept = [left[i] for i in order[: {KEPT}]]\n        left = sorted(kept)",
        },
        hint="Sort what is kept before the next round: configurations are evaluated in their order in configs.",
    ),
    patch(
        "rounds list the configurations in the order of their losses",
        {LEFT: "[left[i] for i in order[: max(1, len(left) // eta)]]"},
        hint="Indices increase.",
    ),
    patch(
        "losses of the first round decide all rounds",
        {ORDER: "sorted(range(len(left)), key=lambda i: rounds[0][2][left[i]])"},
        hint="Each round is decided by its own losses.",
    ),
    patch(
        "the smallest loss of all rounds decides what is best",
        {
            f"return {BEST}, rounds": "every = [(loss, k) for _, ks, ls in rounds for k, loss in zip(ks, ls)]\n    return configs[min(every)[1]], rounds"
        },
        hint="Losses of different budgets can't be compared: the one that is left is the best.",
    ),
    patch(
        "one alone is returned without being evaluated",
        {f"    if {TEST}": f"    if eta > 1 and len(configs) == 1:\n        return configs[0], []\n    if {TEST}"},
        hint="It has its round, with min_budget.",
    ),
    patch(
        "what is dropped is taken out of the caller's list",
        {f"return {BEST}": f"configs[:] = [{BEST}]\n    return configs[0]"},
        hint="configs belongs to the caller: keep a list of indices.",
    ),
    patch("the index of the best is returned", {f"return {BEST}": "return left[0]"}, hint="The configuration itself."),
    patch(
        "of equal losses the last is kept",
        {ORDER: "sorted(range(len(left)), key=lambda i: (losses[i], -i))"},
        hint="sorted keeps the order of equals.",
    ),
    patch(
        "positions are looked up by value: equal configurations get that of the first",
        {"rounds.append((budget, left": "rounds.append((budget, [configs.index(configs[k]) for k in left]"},
        hint="list.index finds the first that is equal: keep positions, not configurations.",
    ),
    patch(
        "rounds tell of what is kept, and not of what was evaluated",
        {
            "        rounds.append((budget, left, losses))\n        if": "        tried, spent = losses, budget\n        if",
            f"return {BEST}, rounds": f"return {BEST}, [*rounds, (budget, left, losses)]",
            GROWS: "rounds.append((spent, left, [evaluate(configs[k], spent) for k in left]))\n        budget *= eta",
        },
        hint="Append a round as soon as it is evaluated.",
    ),
    patch(
        "eta = 1 is let pass",
        {TEST: "eta < 1 or not configs", "if len(left) == 1": "if len(left) == 1 or eta == 1"},
        hint="With eta = 1 nothing is ever dropped: ValueError.",
    ),
    patch(
        "any eta is let pass",
        {TEST: "not configs", "if len(left) == 1": "if len(left) == 1 or eta < 2"},
        hint="eta ≥ 2, or ValueError.",
    ),
    patch(
        "without configurations, None is the best",
        {f"    if {TEST}": f"    if not configs:\n        return None, []\n    if {TEST}"},
        hint="There is nothing to choose from: ValueError.",
    ),
]


EQUIVALENT = {"successive_halving: left[0] → left[-1]": "One is left."}


@variant
def by_numpy(configs, evaluate, eta, min_budget):
    import numpy as np

    if eta < 2 or len(configs) == 0:
        raise ValueError(eta)
    left, rounds, r = np.arange(len(configs)), [], 0
    while True:
        budget = min_budget * eta**r
        losses = np.array([evaluate(configs[k], budget) for k in left])
        rounds.append((budget, left.tolist(), losses.tolist()))
        if len(left) == 1:
            return configs[int(left[0])], rounds
        left = np.sort(left[np.argsort(losses, kind="stable")[: max(1, len(left) // eta)]])
        r += 1


@variant
def recursive(configs, evaluate, eta, min_budget):
    if eta < 2:
        raise ValueError("eta")

    def play(left, budget):
        scored = [(evaluate(configs[k], budget), k) for k in left]
        this = (budget, left, [loss for loss, _ in scored])
        if len(left) == 1:
            return configs[left[0]], [this]
        kept = [k for _, k in sorted(scored)[: max(len(left) // eta, 1)]]
        best, later = play(sorted(kept), budget * eta)
        return best, [this, *later]

    if not configs:
        raise ValueError("no configurations")
    return play(list(range(len(configs))), min_budget)


@variant
def with_a_heap(configs, evaluate, eta, min_budget):
    import heapq

    if not configs or eta < 2:
        raise ValueError("nothing to halve")
    alive, budget, rounds = dict(enumerate(configs)), min_budget, []
    while alive:
        losses = {k: evaluate(config, budget) for k, config in alive.items()}
        rounds.append((budget, list(losses), list(losses.values())))
        if len(alive) == 1:
            break
        kept = heapq.nsmallest(max(1, len(alive) // eta), losses.items(), key=lambda item: item[1])
        names = {k for k, _ in kept}
        alive = {k: config for k, config in alive.items() if k in names}
        budget = budget * eta
    (best,) = alive.values()
    return best, rounds
