"""Checks, known bugs and variants of chapter22/value_iteration."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("V", "policy"),
    minutes=25,
    seconds=1.0,
    requires=("chapter22/policy_evaluation",),
    hints=(
        "Q[s, a] first, an array (S, A): the mean reward of the step, and gamma times the mean value of what follows.",
        "P @ V sums over the last axis of P, and gives (S, A). V[s] is the largest entry of row s of Q.",
        "Repeat until the largest change of any state is below tol: np.max(np.abs(new − V)).",
        "The policy is Q.argmax(axis=1), of the Q that is made of the V that you return.",
    ),
)


def world(rng, S, A):
    """Return transitions to at most three states each, and rewards, also of steps that never happen.

    All actions of a state have something in common, so that it matters where one gets.
    """
    likely = {1: [1.0], 2: [0.7, 0.3]}.get(S, [0.6, 0.3, 0.1] + [0.0] * (S - 3))
    P = rng.permuted(np.tile(likely, (S, A, 1)), axis=2)
    R = rng.choice((-1.0, 1.0), size=(S, A, S)) * rng.uniform(0.5, 3.0, size=(S, A, S))
    return P, R + rng.permutation(np.linspace(-6.0, 6.0, S))[:, None, None]


def ended(P, R, s):
    """Make s terminal."""
    P[s], R[s] = np.eye(len(P))[s], 0.0


def ahead(P, R, gamma, V):
    """Return Q (S, A) for the values V of what follows."""
    return np.sum(P * (R + gamma * V), axis=2)


def loses(Q, policy):
    """Tell whether a policy is clearly not greedy for Q."""
    return bool(np.any(Q.max(axis=1) - Q[np.arange(len(Q)), policy] > 0.02 * np.abs(Q).max()))


def tempting(case):
    """Tell whether one best policy stands out, and is missed with another gamma at the end.

    That is 0, which looks at rewards alone; where gamma is small also 1 and its square.
    """
    P, R, gamma = case.P, case.R, case.gamma
    V = np.zeros(len(P))
    for _ in range(100):
        Q = ahead(P, R, gamma, V)
        V = Q.max(axis=1)
    order = np.sort(Q, axis=1)
    mistaken = [ahead(P, R, g, V).argmax(axis=1) for g in ((0.0, gamma**2, 1.0) if gamma < 0.5 else (0.0,))]
    clear = order[:, -1] - order[:, -2] > 0.005 * np.abs(Q).max()
    return bool(np.all(clear)) and all(loses(Q, policy) for policy in mistaken)


@cases("S A gamma", (5, 3, 0.8), (4, 4, 0.7), (5, 3, 0.4), fit=tempting)
def worlds(rng, S, A, gamma):
    P, R = world(rng, S, A)
    return {"P": P, "R": R, "gamma": gamma, "tol": 1e-10}


@cases("S A gamma", (1, 3, 0.8), (4, 1, 0.7), (3, 2, 0.0), (3, 2, 0.97))
def corners(rng, S, A, gamma):
    """One state, one action, no future, a long one."""
    P, R = world(rng, S, A)
    return {"P": P, "R": R, "gamma": gamma, "tol": 1e-10 if gamma < 0.9 else 1e-9}


@cases("S gamma", (7, 0.8), (5, 0.7))
def corridors(rng, S, gamma):
    """A goal far away: what a step costs is little, and the reward comes at the end alone. Going back leads nowhere."""
    names = rng.permutation(S)
    P, R = np.zeros((S, 2, S)), np.full((S, 2, S), -float(rng.uniform(0.05, 0.1)))
    forward = int(rng.integers(2))
    for k in range(S - 1):
        P[names[k], forward, names[k + 1]] = 1.0
        P[names[k], 1 - forward, names[max(k - 1, 0)]] = 1.0
    R[names[S - 2], forward, names[S - 1]] = float(rng.uniform(5.0, 9.0))
    ended(P, R, names[S - 1])
    return {"P": P, "R": R, "gamma": gamma, "tol": 1e-10}


@cases("S A gamma", (4, 2, 0.8), (3, 3, 0.7))
def ties(rng, S, A, gamma):
    """Each action is there twice."""
    P, R = world(rng, S, A)
    order = rng.permuted(np.tile(np.arange(2 * A) % A, (S, 1)), axis=1)
    return {
        "P": np.take_along_axis(P, order[:, :, None], axis=1),
        "R": np.take_along_axis(R, order[:, :, None], axis=1),
        "gamma": gamma,
        "tol": 1e-10,
    }


@cases(
    "S A gamma tol",
    (30, 2, 0.8, 1e-2),
    (30, 1, 0.7, 1e-4),
    (4, 3, 0.8, 0.1),
    (5, 2, 0.83, 1e-11),
    (2, 1, 0.8, 1e-4),
    (2, 2, 0.99, 1e-9),
)
def bounds(rng, S, A, gamma, tol):
    """Of 30 states, 29 have their values after two sweeps; the first is seldom left, and goes on moving.

    Two states that are never left are as slow as gamma allows: one costs much, the other gives little.
    """
    P, R = world(rng, S, A)
    if S == 2 and A == 1:
        P[:], order = np.eye(S)[:, None], rng.permutation(S)
        R = np.array([-1.0, 0.01])[order, None, None] * rng.uniform(3.0, 5.0, size=(S, A, S))
    if S == 30:
        P[:], P[0] = np.eye(S)[-1], 0.0
        P[0, :, 0], P[0, :, int(rng.integers(1, S - 1))] = 0.95, 0.05
        R[0] = np.abs(R[0])
        ended(P, R, S - 1)
    return {"P": P, "R": R, "gamma": gamma, "tol": tol}


def undecided(case):
    """Tell whether the greedy policies for V = 0, T V and T T V clearly differ, while each V is good enough for tol."""
    Q = ahead(case.P, case.R, case.gamma, np.zeros(len(case.P)))
    Q2 = ahead(case.P, case.R, case.gamma, Q.max(axis=1))
    return loses(Q2, Q.argmax(axis=1)) and loses(Q, Q2.argmax(axis=1)) and np.max(np.abs(Q.max(axis=1))) < case.tol


@cases("S A gamma", (5, 3, 0.8), (4, 2, 0.7), fit=undecided)
def coarse(rng, S, A, gamma):
    """One sweep is enough for tol."""
    P, R = world(rng, S, A)
    return {"P": P, "R": R / 11, "gamma": gamma, "tol": 0.9}


@cases("gamma", 1.0, 1.004, 1.5, -0.5, exact="gamma")
def refusals(rng, gamma):
    P, R = world(rng, 3, 2)
    ended(P, R, 2)
    return {"P": P, "R": R, "gamma": gamma, "tol": 100.0}


far = scaled(worlds, R=1, tol=1)


def rated(m, case):
    return m.value_iteration(*case.values())[0]


def chosen(m, case):
    return m.value_iteration(*case.values())[1]


def looked_at(policy, case):
    """Return a policy whose form and actions have been looked at."""
    S, A, _ = case.P.shape
    if not isinstance(policy, np.ndarray) or policy.shape != (S,) or policy.dtype.kind not in "iu":
        fail(f"The policy has to be an array of {S} ints, one action for each state.", case)
    if np.any(policy < 0) or np.any(policy >= A):
        fail(f"The policy has something else than the actions 0 to {A - 1} in it.", case)
    return policy


def value_of_the_policy(policy, case):
    """Return the exact value of a policy: that of a linear system."""
    s, a = np.arange(len(case.P)), looked_at(policy, case)
    P, r = case.P[s, a], np.sum(case.P[s, a] * case.R[s, a], axis=1)
    return np.linalg.solve(np.eye(len(s)) - case.gamma * P, r)


shapes = shaped("V is an array of floats and the policy one of ints, with an entry for each state.", worlds)
values = agrees("V is the best value of each state.", worlds, only=["V"], points=2)
edges = agrees("V is right for one state, for one action, for gamma = 0 and for gamma = 0.97.", corners, of=rated)
distant = agrees("V knows of a goal that is many steps away.", corridors, of=rated)
policies = agrees(
    "The policy is worth what the best one is.", worlds, only=["policy"], worth=value_of_the_policy, points=2
)
tied = agrees(
    "Where actions are equally good, it is worth that, too.",
    ties,
    of=chosen,
    worth=value_of_the_policy,
    needs=[policies],
)


@check(points=1, kind="property")
def kept(student, bounds):
    """Bellman's equation holds up to tol in every single state: where tol is given, and by default up to 1e-8."""

    def asked(m, case):
        return m.value_iteration(*case.values())[0], m.value_iteration(case.P, case.R, case.gamma)[0]

    for case, found in student.each(asked, bounds):
        for V, tol, which in zip(found, (case.tol, 1e-8), ("tol", "the default tol"), strict=True):
            error = float(np.max(np.abs(ahead(case.P, case.R, case.gamma, V).max(axis=1) - V)))
            if not error < tol * (1 + 1e-6):
                fail(f"Bellman's equation is off by {error:.3g} in some state; {which} is {tol:g}.", case)


@check(points=1, kind="property", needs=[values, policies])
def belong_together(student, coarse):
    """The policy is greedy for the V that is returned, also where tol is coarse."""
    for case, (V, policy) in student.value_iteration.on(coarse):
        Q = ahead(case.P, case.R, case.gamma, V)
        lost = Q.max(axis=1) - Q[np.arange(len(Q)), looked_at(policy, case)]
        if np.any(lost > 1e-5):
            s = int(np.argmax(lost))
            said = f"In state {s}, Q of your V is {Q[s].round(3).tolist()}, and the policy takes action {policy[s]}."
            fail(said, case)


@check(points=1, kind="error")
def refused(student, refusals):
    """A gamma of 1 or more, and one below 0, are refused with a ValueError."""
    for case in refusals:
        raises(student, ValueError, lambda m, case: m.value_iteration(*case.values()), case, where=case)


every_scale = agrees(
    "Rewards may be tiny or huge, with a tol to match.", far, of=rated, needs=[values], separates=False
)
hygiene = hygiene_of(worlds, needs=[values, policies])

TOLERANT = {
    "belong_together": "Beside a V that is huge everywhere rewards are lost in rounding, and every policy is greedy."
}
EQUIVALENT = dict.fromkeys(
    (
        "value_iteration: range(int(40 / (1 - gamma))) → range(int(40 / (1 - gamma)) - 1)",
        "value_iteration: range(int(40 / (1 - gamma))) → range(int(40 / (1 - gamma)) + 1)",
        "value_iteration: range(int(40 / (1 - gamma))) → range(1, int(40 / (1 - gamma)))",
    ),
    "After 40/(1 − gamma) sweeps, nothing but rounding changes.",
)
VARYING = {
    "tied": "Who stops early may have found a best policy all the same.",
    "policies": "Values of a mean over actions may lead to the best policy all the same.",
}
REWARD, BACKUP, REFUSED = "np.sum(P * R, axis=2)", "V = np.max(r + gamma * P @ V, axis=1)", "if not 0.0 <= gamma < 1.0:"
GREEDY = "np.argmax(r + gamma * P @ V, axis=1)"
BUGS = [
    patch(
        "the policy is greedy for the rewards of one step alone",
        {GREEDY: "r.argmax(axis=1)"},
        hint="The next state has a value, too: argmax of r + gamma P V.",
    ),
    patch(
        "the policy does not discount the next state",
        {GREEDY: "np.argmax(r + P @ V, axis=1)"},
        hint="The Q of the policy is that of V: r + gamma P V.",
    ),
    patch(
        "the policy takes the worst actions",
        {GREEDY: "np.argmin(r + gamma * P @ V, axis=1)"},
        hint="Rewards, not costs: the largest Q.",
    ),
    patch(
        "the smallest Q is taken, as if rewards were costs",
        {"np.max(": "np.min(", "np.argmax": "np.argmin"},
        hint="Rewards, not costs: the largest Q.",
    ),
    patch("V is the mean over actions, not the best of them", {"np.max(": "np.mean("}, hint="V[s] = max_a Q[s, a]."),
    patch(
        "the best next state is taken for granted",
        {BACKUP: "V = np.max(r + gamma * np.max(np.where(P > 0, V, -np.inf), axis=2), axis=1)"},
        hint="The action is chosen, and the next state is not: average over it with P.",
    ),
    patch(
        "rewards are not weighed by how likely they are",
        {REWARD: "np.sum(R, axis=2)"},
        hint="R[s, a, s2] is given with the probability P[s, a, s2].",
    ),
    patch(
        "rewards are discounted, too",
        {REWARD: "gamma * np.sum(P * R, axis=2)"},
        hint="r + gamma V, not gamma (r + V).",
    ),
    patch(
        "where two actions are equally good, both are listed",
        {
            f"return V, {GREEDY}": "Q = r + gamma * P @ V\n"
            "    return V, np.argwhere(np.isclose(Q, Q.max(axis=1, keepdims=True)))[:, 1]"
        },
        hint="One action for each state: argmax takes the first.",
    ),
    patch("values are rounded to eight digits", {"return V,": "return np.round(V, 8),"}, hint="tol may be smaller."),
    patch(
        "gamma = 1 is let pass",
        {REFUSED: "if gamma == 1.0:\n        gamma = 0.9\n    if not 0.0 <= gamma < 1.0:"},
        hint="0 ≤ gamma < 1, or ValueError.",
    ),
    patch("a gamma below 0 is let pass", {REFUSED: "if gamma >= 1.0:"}, hint="0 ≤ gamma < 1, or ValueError."),
    patch(
        "a gamma above 1 is let pass",
        {REFUSED: "if gamma < 0.0 or gamma == 1.0:"},
        hint="0 ≤ gamma < 1, or ValueError.",
    ),
]


@bug(
    "the policy is that of the sweep before V",
    hint="Make a new Q of the V that you return, and take its argmax.",
)
def policy_of_the_sweep_before(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    r, V = (P * R).sum(axis=2), np.zeros(len(P))
    for _ in range(100_000):
        Q = r + gamma * P @ V
        V, old = Q.max(axis=1), V
        if np.max(np.abs(V - old)) < tol:
            break
    return V, Q.argmax(axis=1)


@bug(
    "it stops as soon as a sweep leaves the policy as it was",
    hint="The values may still be far from settled: look at how far they move.",
)
def until_the_policy_rests(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    r, V, policy = (P * R).sum(axis=2), np.zeros(len(P)), None
    for _ in range(100_000):
        Q = r + gamma * P @ V
        V, before, policy = Q.max(axis=1), policy, Q.argmax(axis=1)
        if before is not None and np.all(before == policy):
            break
    return V, (r + gamma * P @ V).argmax(axis=1)


@bug(
    "it stops when the mean change is below tol",
    hint="The bound is for every state: the largest change has to be below tol, not the mean.",
)
def mean_change(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    r, V = (P * R).sum(axis=2), np.zeros(len(P))
    for _ in range(100_000):
        Q = r + gamma * P @ V
        if np.mean(np.abs(Q.max(axis=1) - V)) < tol:
            break
        V = Q.max(axis=1)
    return V, Q.argmax(axis=1)


@bug(
    "values below 0 are taken for 0",
    hint="The best of bad actions is bad: begin with the first Q, or with −∞, and not with 0.",
)
def never_below_zero(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    V = np.zeros(len(P))
    for _ in range(100_000):
        Q = np.maximum(np.sum(P * (R + gamma * V), axis=2), 0.0)
        if np.max(np.abs(Q.max(axis=1) - V)) < tol:
            break
        V = Q.max(axis=1)
    return V, Q.argmax(axis=1)


@bug("it ends after 20 sweeps, whatever tol is", hint="Go on until the largest change is below tol.")
def twenty_sweeps(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    V = np.zeros(len(P))
    for _ in range(20):
        Q = np.sum(P * (R + gamma * V), axis=2)
        V = Q.max(axis=1)
    return V, np.sum(P * (R + gamma * V), axis=2).argmax(axis=1)


@bug("it ends after 1000 sweeps, whatever gamma is", hint="Go on until the largest change is below tol.")
def a_thousand_sweeps(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError(gamma)
    r, V = np.sum(P * R, axis=2), np.zeros(len(P))
    for _ in range(1000):
        V = np.max(r + gamma * P @ V, axis=1)
    return V, np.argmax(r + gamma * P @ V, axis=1)


@bug("it ends after 200 sweeps, whatever gamma is", hint="Go on until the largest change is below tol.")
def two_hundred_sweeps(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    V = np.zeros(len(P))
    for _ in range(200):
        V = np.sum(P * (R + gamma * V), axis=2).max(axis=1)
    return V, np.sum(P * (R + gamma * V), axis=2).argmax(axis=1)


@variant
def state_by_state(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError(gamma)
    S, A, _ = P.shape
    V, delta = [0.0] * S, tol
    while delta >= tol:
        delta = 0.0
        for s in range(S):
            old = V[s]
            V[s] = max(float(P[s, a] @ (R[s, a] + gamma * np.array(V))) for a in range(A))
            delta = max(delta, abs(V[s] - old))
    V = np.array(V)
    policy = [int(np.argmax([P[s, a] @ (R[s, a] + gamma * V) for a in range(A)])) for s in range(S)]
    return V, np.array(policy)


@variant
def with_q_alone(P, R, gamma, tol=1e-8):
    if gamma < 0 or gamma >= 1:
        raise ValueError("gamma")
    expected = np.einsum("ijk,ijk->ij", P, R)
    Q, change = np.zeros_like(expected), np.inf
    while change >= tol * (1 - gamma):
        new = expected + gamma * P @ Q.max(axis=1)
        change = np.abs(new - Q).max()
        Q = new
    V = Q.max(axis=1)
    return V, np.argmax(expected + gamma * P @ V, axis=1)


@variant
def from_above_last_action_of_equals(P, R, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    S, A, _ = P.shape
    V = np.full(S, R.max() / (1 - gamma))
    while True:
        Q = np.sum(P * (R + gamma * V[None, None, :]), axis=2)
        if max(abs(Q.max(axis=1) - V)) < tol:
            return V, A - 1 - np.argmax(Q[:, ::-1] >= Q.max(axis=1, keepdims=True) - 1e-12, axis=1)
        V = Q.max(axis=1)
