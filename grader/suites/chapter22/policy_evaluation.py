"""Checks, known bugs and variants of chapter22/policy_evaluation."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("V",),
    minutes=20,
    requires=("chapter22/discounted_returns",),
    hints=(
        "Average over the actions first: pi turns P and R into a chain, P_pi (S, S) and r_pi (S,).",
        "P_pi[s, s2] = Σ_a pi[s, a] P[s, a, s2], and r_pi[s] = Σ_a Σ_s2 pi[s, a] P[s, a, s2] R[s, a, s2].",
        "Either solve (I − gamma P_pi) V = r_pi, or repeat V ← r_pi + gamma P_pi V.",
        "Stop when no state at all moves by tol or more: np.max(np.abs(...)) < tol.",
    ),
)


def world(rng, S, A):
    """Return transitions to at most three states each, and rewards, also of steps that never happen."""
    likely = {1: [1.0], 2: [0.7, 0.3]}.get(S, [0.6, 0.3, 0.1] + [0.0] * (S - 3))
    P = rng.permuted(np.tile(likely, (S, A, 1)), axis=2)
    return P, rng.choice((-1.0, 1.0), size=(S, A, S)) * rng.uniform(0.5, 3.0, size=(S, A, S))


def ended(P, R, s):
    """Make s terminal."""
    P[s], R[s] = np.eye(len(P))[s], 0.0


@cases("S A gamma", (4, 3, 0.9), (3, 3, 0.8), (5, 2, 0.5), (4, 2, 0.0), (1, 2, 0.7), (3, 1, 0.9))
def worlds(rng, S, A, gamma):
    P, R = world(rng, S, A)
    return {"P": P, "R": R, "pi": probabilities(rng, S, A), "gamma": gamma, "tol": 1e-10}


@cases("S A gamma", (4, 2, 0.9), (3, 3, 0.6))
def with_an_end(rng, S, A, gamma):
    P, R = world(rng, S, A)
    ended(P, R, int(rng.integers(S)))
    return {"P": P, "R": R, "pi": probabilities(rng, S, A), "gamma": gamma, "tol": 1e-10}


@cases("S A gamma", (4, 3, 0.9), (3, 3, 0.7))
def decided(rng, S, A, gamma):
    """The policy always takes one action in each state, and not the same in all."""
    P, R = world(rng, S, A)
    pi = np.eye(A)[rng.permutation(np.arange(S) % A)]
    return {"P": P, "R": R, "pi": pi, "gamma": gamma, "tol": 1e-10}


@cases("S A", (3, 2))
def patient(rng, S, A):
    P, R = world(rng, S, A)
    return {"P": P, "R": R, "pi": probabilities(rng, S, A), "gamma": 0.995, "tol": 1e-10}


@cases(
    "S A gamma tol", (30, 2, 0.9, 1e-2), (30, 1, 0.8, 1e-4), (4, 3, 0.9, 0.1), (5, 2, 0.83, 1e-11), (2, 2, 0.999, 1e-6)
)
def bounds(rng, S, A, gamma, tol):
    """Of 30 states, 29 have their values after two sweeps; the first is seldom left, and goes on moving."""
    P, R = world(rng, S, A)
    if S == 30:
        P[:], P[0] = np.eye(S)[-1], 0.0
        P[0, :, 0], P[0, :, int(rng.integers(1, S - 1))] = 0.95, 0.05
        R[0] = np.abs(R[0])
        ended(P, R, S - 1)
    pi = probabilities(rng, S, A)
    return {"P": P, "R": R, "pi": pi, "gamma": gamma, "tol": tol}


@cases("gamma", 1.0, 1.004, 1.5, -0.5, exact="gamma")
def refusals(rng, gamma):
    P, R = world(rng, 3, 2)
    ended(P, R, 2)
    return {"P": P, "R": R, "pi": probabilities(rng, 3, 2), "gamma": gamma, "tol": 0.1}


far = scaled(worlds, R=1, tol=1)

shapes = shaped("V is an array of floats, one for each state.", worlds)
values = agrees("V is the expected discounted return of the policy.", worlds, points=2)
ends = agrees("It is right where there is a terminal state.", with_an_end)
certain = agrees("It is right for a policy that always takes one action.", decided)
near_one = agrees("It is right for gamma = 0.995.", patient)


def residual(V, case):
    """Return the largest error in Bellman's equation."""
    TV = np.einsum("sa,sax,sax->s", case.pi, case.P, case.R + case.gamma * V)
    return float(np.max(np.abs(TV - V)))


@check(points=1, kind="property")
def kept(student, bounds):
    """Bellman's equation holds up to tol in every single state: where tol is given, and by default up to 1e-8."""

    def asked(m, case):
        return m.policy_evaluation(*case.values()), m.policy_evaluation(case.P, case.R, case.pi, case.gamma)

    for case, found in student.each(asked, bounds):
        for V, tol, which in zip(found, (case.tol, 1e-8), ("tol", "the default tol"), strict=True):
            error = residual(V, case)
            if not error < tol * (1 + 1e-6):
                fail(f"Bellman's equation is off by {error:.3g} in some state; {which} is {tol:g}.", case)


@check(points=1, kind="error")
def refused(student, refusals):
    """A gamma of 1 or more, and one below 0, are refused with a ValueError."""
    for case in refusals:
        raises(student, ValueError, lambda m, case: m.policy_evaluation(*case.values()), case, where=case)


every_scale = agrees("Rewards may be tiny or huge, with a tol to match.", far, needs=[values], separates=False)
hygiene = hygiene_of(worlds)

P_PI, R_PI = 'np.einsum("sa,sax->sx", pi, P)', 'np.einsum("sa,sax,sax->s", pi, P, R)'
REFUSED = "if not 0.0 <= gamma < 1.0:"
BUGS = [
    patch(
        "actions count equally, whatever the policy is",
        {P_PI: "P.mean(axis=1)", R_PI: "(P * R).sum(axis=2).mean(axis=1)"},
        hint="pi[s, a] is the weight of action a in s.",
    ),
    patch(
        "the policy weighs transitions, and not rewards",
        {R_PI: "(P * R).sum(axis=2).mean(axis=1)"},
        hint="r_pi[s] = Σ_a pi[s, a] Σ_s2 P[s, a, s2] R[s, a, s2].",
    ),
    patch(
        "rewards are not weighed by how likely they are",
        {R_PI: 'np.einsum("sa,sax->s", pi, R)'},
        hint="R[s, a, s2] is given with the probability P[s, a, s2]: multiply, then sum over s2.",
    ),
    patch(
        "P is transposed: values come from where one came from",
        {"gamma * P_pi": "gamma * P_pi.T"},
        hint="V[s] asks for the states that follow on s: rows of P_pi, not columns.",
    ),
    patch(
        "rewards are discounted, too",
        {"gamma * P_pi, r_pi": "gamma * P_pi, gamma * r_pi"},
        hint="The reward of this step counts in full: r + gamma V[s2].",
    ),
    patch(
        "values are rounded to eight digits",
        {"return V": "return np.round(V, 8)"},
        hint="tol may be smaller than that.",
    ),
    patch(
        "gamma = 1 is let pass",
        {
            REFUSED: "if not 0.0 <= gamma <= 1.0:",
            "V: Array = np.linalg.solve(": "V: Array = np.linalg.pinv(",
            "P_pi, r_pi)": "P_pi) @ r_pi",
        },
        hint="With gamma = 1 the system is singular where an end is: ValueError.",
    ),
    patch("a gamma below 0 is let pass", {REFUSED: "if gamma >= 1.0:"}, hint="0 ≤ gamma < 1, or ValueError."),
    patch(
        "a gamma above 1 is let pass",
        {REFUSED: "if gamma < 0.0 or gamma == 1.0:"},
        hint="0 ≤ gamma < 1, or ValueError.",
    ),
]


@bug(
    "the best action is taken, not the policy's",
    hint="The value of this policy: an average over its actions, with the weights pi, and no max.",
)
def best_action(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    r, V = (P * R).sum(axis=2), np.zeros(len(P))
    for _ in range(100_000):
        old, V = V, np.max(r + gamma * (P @ V), axis=1)
        if np.max(np.abs(V - old)) < tol:
            break
    return V


@bug(
    "it stops when the mean change is below tol",
    hint="The bound is for every state: the largest change has to be below tol, not the mean.",
)
def mean_change(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    r, V = (P * R).sum(axis=2), np.zeros(len(P))
    for _ in range(100_000):
        old, V = V, np.sum(pi * (r + gamma * (P @ V)), axis=1)
        if np.mean(np.abs(V - old)) < tol:
            break
    return V


@bug(
    "it stops when the last state's change is below tol",
    hint="delta is the largest change of a sweep: delta = max(delta, |new − old|), and 0 before each sweep.",
)
def last_change(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    V = np.zeros(len(P))
    for _ in range(100_000):
        for s in range(len(V)):
            old = V[s]
            V[s] = np.sum(pi[s][:, None] * P[s] * (R[s] + gamma * V))
            delta = abs(V[s] - old)
        if delta < tol:
            break
    return V


@bug(
    "it ends after 2000 sweeps, whatever gamma is",
    hint="With gamma = 0.995, 2000 sweeps leave 4 in 100,000: go on until the largest change is below tol.",
)
def many_sweeps(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    P_pi, r_pi = np.einsum("sa,sax->sx", pi, P), np.einsum("sa,sax,sax->s", pi, P, R)
    V = np.zeros(len(P))
    for _ in range(2000):
        V = r_pi + gamma * P_pi @ V
    return V


@bug(
    "it ends after 10,000 sweeps, though the largest change is not below tol",
    hint="With gamma = 0.999, 10,000 sweeps leave 5 in 100,000 of the first change: go on until it is below tol.",
)
def limited_sweeps(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    P_pi, r_pi = np.einsum("sa,sax->sx", pi, P), np.einsum("sa,sax,sax->s", pi, P, R)
    V = np.zeros(len(P))
    for _ in range(10_000):
        old, V = V, r_pi + gamma * P_pi @ V
        if np.max(np.abs(V - old)) < tol:
            break
    return V


@bug("it ends after 20 sweeps, whatever tol is", hint="Go on until the largest change is below tol.")
def twenty_sweeps(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    V = np.zeros(len(P))
    for _ in range(20):
        V = np.einsum("sa,sax,sax->s", pi, P, R + gamma * V)
    return V


@variant
def by_iteration(P, R, pi, gamma, tol=1e-8):
    if gamma < 0 or gamma >= 1:
        raise ValueError("gamma")
    P_pi = (pi[:, :, None] * P).sum(axis=1)
    r_pi = (pi[:, :, None] * P * R).sum(axis=(1, 2))
    V, change = np.zeros(P.shape[0]), np.inf
    while change >= tol:
        old, V = V, r_pi + gamma * P_pi @ V
        change = np.max(np.abs(V - old))
    return V


@variant
def gauss_seidel(P, R, pi, gamma, tol=1e-8):
    if not 0 <= gamma < 1:
        raise ValueError(gamma)
    weights = pi[:, :, None] * P
    V = np.zeros(P.shape[0])
    delta = np.inf
    while delta >= tol:
        delta = 0.0
        for s in range(len(V)):
            old = V[s]
            V[s] = np.sum(weights[s] * (R[s] + gamma * V))
            delta = max(delta, abs(V[s] - old))
    return V


@variant
def as_the_equation_is_written(P, R, pi, gamma, tol=1e-8):
    if gamma >= 1 or gamma < 0:
        raise ValueError("gamma must lie in [0, 1)")
    expected = (P * R).sum(axis=2)
    V = np.zeros(len(P))
    while True:
        Q = expected + gamma * (P @ V)
        new = (pi * Q).sum(axis=1)
        if abs(new - V).max() < tol:
            return V
        V = new
