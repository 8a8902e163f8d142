"""Checks, known bugs and variants of chapter22/policy_iteration."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("V", "policy"),
    minutes=25,
    requires=("chapter22/value_iteration",),
    hints=(
        "P[s, policy] with s = np.arange(S) is the chain (S, S) of a policy, and its rewards are picked in the same way.",
        "Evaluate: np.linalg.solve(np.eye(S) − gamma P_pi, r_pi). Improve: Q = r + gamma P V, an array (S, A).",
        "better = Q.max(axis=1) > Q[s, policy] + 1e-10: only there the action changes.",
        "If nothing is better, V belongs to the policy: return both.",
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
    """Tell whether one best policy stands out, and looking at rewards alone, or without a small gamma, misses it."""
    P, R, gamma = case.P, case.R, case.gamma
    V = np.zeros(len(P))
    for _ in range(100):
        Q = ahead(P, R, gamma, V)
        V = Q.max(axis=1)
    order = np.sort(Q, axis=1)
    mistaken = [ahead(P, R, g, V).argmax(axis=1) for g in ((0.0, 1.0, gamma**2) if gamma < 0.5 else (0.0,))]
    clear = order[:, -1] - order[:, -2] > 0.005 * np.abs(Q).max()
    return bool(np.all(clear)) and all(loses(Q, policy) for policy in mistaken)


@cases("S A gamma", (5, 3, 0.9), (4, 4, 0.8), (5, 3, 0.4), fit=tempting)
def worlds(rng, S, A, gamma):
    P, R = world(rng, S, A)
    return {"P": P, "R": R, "gamma": gamma}


@cases("S A gamma", (1, 3, 0.9), (4, 1, 0.8), (3, 2, 0.0), (4, 3, 0.995), (4, 2, 0.0))
def corners(rng, S, A, gamma):
    """One state, where the second of three actions is the best; one action, no future, a long one.

    In the last, rewards are tiny, and one action is better than the other by less than 1e-8.
    """
    P, R = world(rng, S, A)
    if S == 1:
        R = np.sort(R, axis=1)[:, [0, 2, 1]]
    if (S, A) == (4, 2):
        R[:] = 1e-8 * rng.uniform(1.0, 1.2, size=(S, 1, 1))
        R[np.arange(S), rng.permutation(S) % 2] += 5e-9
    return {"P": P, "R": R, "gamma": gamma}


@cases("S gamma", (7, 0.9), (5, 0.8), (48, 0.9))
def corridors(rng, S, gamma):
    """A goal far away: what a step costs is little, and the reward comes at the end alone. Going back leads nowhere.

    In the longest, action 0 leads forward in half of the states: each round corrects one.
    """
    names = rng.permutation(S)
    P, R = np.zeros((S, 2, S)), np.full((S, 2, S), -float(rng.uniform(0.05, 0.1)))
    forward = rng.permutation(S) % 2 if S > 7 else np.full(S, rng.integers(2))
    for k in range(S - 1):
        P[names[k], forward[k], names[k + 1]] = 1.0
        P[names[k], 1 - forward[k], names[max(k - 1, 0)]] = 1.0
    R[names[S - 2], forward[S - 2], names[S - 1]] = float(rng.uniform(5.0, 9.0))
    ended(P, R, names[S - 1])
    return {"P": P, "R": R, "gamma": gamma}


def restless(case):
    """Tell whether a policy that follows every argmax goes on for 300 rounds."""
    P, gamma, s = case.P, case.gamma, np.arange(len(case.P))
    r, policy = np.sum(P * case.R, axis=2), np.zeros(len(s), dtype=int)
    for _ in range(300):
        V = np.linalg.solve(np.eye(len(s)) - gamma * P[s, policy], r[s, policy])
        new = np.argmax(r + gamma * P @ V, axis=1)
        if np.array_equal(new, policy):
            return False
        policy = new
    return True


@cases("S A gamma", (5, 4, 0.9), fit=restless, exact="R")
def shaped_rewards(rng, S, A, gamma):
    """All policies have the value f, and rounding alone tells them apart."""
    P, _ = world(rng, S, A)
    f = rng.normal(size=S)
    return {"P": P, "R": np.tile((f[:, None] - gamma * f)[:, None, :], (1, A, 1)), "gamma": gamma}


@cases("gamma", 1.0, 1.004, 1.5, -0.5, exact="gamma")
def refusals(rng, gamma):
    P, R = world(rng, 3, 2)
    ended(P, R, 2)
    return {"P": P, "R": R, "gamma": gamma}


far = scaled(worlds, scales=(60, 150), R=1)
near = scaled(worlds, scales=(-4, -8), rows=3, R=1)


def rated(m, case):
    return m.policy_iteration(*case.values())[0]


def chosen(m, case):
    return m.policy_iteration(*case.values())[1]


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
policies = agrees(
    "The policy is worth what the best one is.", worlds, only=["policy"], worth=value_of_the_policy, points=2
)
edges = agrees("V is right for one state, for one action, for gamma = 0 and for gamma = 0.995.", corners, of=rated)
distant = agrees("V knows of a goal that is many steps away.", corridors, of=rated)


@check(points=1, kind="property", needs=[values, policies])
def rests(student, shaped_rewards):
    """Where all policies are equally good, but for rounding, it ends, and V is right."""
    for case, V in student.each(rated, shaped_rewards):
        wanted = value_of_the_policy(np.zeros(len(case.P), dtype=int), case)
        assert_close(V, wanted, names=("V",), where=case)


@check(points=1, kind="error")
def refused(student, refusals):
    """A gamma of 1 or more, and one below 0, are refused with a ValueError."""
    for case in refusals:
        raises(student, ValueError, lambda m, case: m.policy_iteration(*case.values()), case, where=case)


by_little = agrees(
    "An action that is better by little is taken as well: rewards may be small.",
    near,
    of=chosen,
    worth=value_of_the_policy,
    needs=[policies],
)
every_scale = agrees("Rewards may be huge.", far, of=rated, needs=[values], separates=False)
hygiene = hygiene_of(worlds, needs=[values, policies])

VARYING = dict.fromkeys(
    ("policies", "edges", "distant", "by_little"), "A mistaken improvement may find a best policy all the same."
)
FOR_EVER = "Rounds that change nothing, or change equals, are right; without the bound on rounds they would not end."
EQUIVALENT = {
    **dict.fromkeys(
        (
            "policy_iteration: Q[s, policy] + 1e-10 → Q[s, policy]",
            "policy_iteration: Q[s, policy] + 1e-10 → Q[s, policy] + 0.0",
            "policy_iteration: Q[s, policy] + 1e-10 → Q[s, policy] + 1e-13",
            "policy_iteration: np.where(better, Q.argmax(axis=1), policy) → Q.argmax(axis=1)",
        ),
        FOR_EVER,
    ),
    "policy_iteration: Q.max(axis=1) > Q[s, policy] + 1e-10 → Q.max(axis=1) >= Q[s, policy] + 1e-10": "Nothing is just so.",
    "policy_iteration: np.any(better) → np.any(better, axis=0)": "There is one axis.",
    "policy_iteration: range(A ** S) → range(A ** S + 1)": "It has ended before.",
}
REWARD, REFUSED, ROUNDS = "np.sum(P * R, axis=2)", "if not 0.0 <= gamma < 1.0:", "for _ in range(A**S):"
EVALUATE, LOOK = "np.linalg.solve(np.eye(S) - gamma * P[s, policy], r[s, policy])", "Q = r + gamma * P @ V"
BETTER, IMPROVE = (
    "better = Q.max(axis=1) > Q[s, policy] + 1e-10",
    "policy = np.where(better, Q.argmax(axis=1), policy)",
)
BUGS = [
    patch(
        "it improves by the rewards of one step alone",
        {LOOK: "Q = r"},
        hint="The next state has a value, too: r + gamma P V.",
    ),
    patch("it improves without a discount", {LOOK: "Q = r + P @ V"}, hint="Q = r + gamma P V."),
    patch(
        "one sweep stands for the evaluation",
        {EVALUATE: "r[s, policy] + gamma * P[s, policy] @ (V if _ else np.zeros(S))"},
        hint="Evaluate to the end, or go on until V has settled.",
    ),
    patch(
        "it ends after one improvement",
        {IMPROVE: f"{IMPROVE}\n        if _:\n            break"},
        hint="Go on until no state has a better action.",
    ),
    patch(
        "it ends after ten improvements",
        {ROUNDS: "for _ in range(10):"},
        hint="A goal may be many steps away: go on until no state has a better action.",
    ),
    patch(
        "an action has to be better by a millionth",
        {BETTER: "better = Q.max(axis=1) > Q[s, policy] + 1e-6"},
        hint="1e-10: that is for rounding, and nothing else.",
    ),
    patch(
        "an action has to be better by a thousandth",
        {BETTER: "better = Q.max(axis=1) > Q[s, policy] + 1e-3"},
        hint="1e-10: that is for rounding, and nothing else.",
    ),
    patch(
        "V is the value of the policy before the last one",
        {
            BETTER: "before, old = (old, V) if _ else (V, V)\n        better = Q.max(axis=1) > Q[s, policy] + 1e-10",
            "return V,": "return before,",
        },
        hint="V belongs to the policy that is returned.",
    ),
    patch(
        "it takes the worst actions, as if rewards were costs",
        {BETTER: "better = Q.min(axis=1) < Q[s, policy] - 1e-10", "Q.argmax(": "Q.argmin("},
        hint="Rewards, not costs: the largest Q.",
    ),
    patch(
        "rewards are not weighed by how likely they are",
        {REWARD: "np.sum(R, axis=2)"},
        hint="R[s, a, s2] is given with the probability P[s, a, s2].",
    ),
    patch(
        "it ends as soon as one state has no better action",
        {"if not np.any(better)": "if not np.all(better)"},
        hint="It ends if no state has a better one: not any.",
    ),
    patch(
        "the policy is a mixture: the old action and the better one take turns",
        {"return V, policy": "policy = np.where(s % 2 == 0, policy, 0)\n    return V, policy"},
        hint="One action for each state, the best.",
    ),
    patch(
        "values are cut off at a million",
        {"return V, policy": "return np.clip(V, -1e6, 1e6), policy"},
        hint="Rewards may be huge.",
    ),
    patch(
        "gamma = 1 is let pass",
        {REFUSED: f"if gamma == 1.0:\n        gamma = 0.9\n    {REFUSED}"},
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
    "it follows each argmax, and never comes to rest where actions are equally good",
    hint="An action stays unless another one is better by more than 1e-10.",
    times_out=True,
)
def restless_argmax(P, R, gamma):
    if not 0 <= gamma < 1:
        raise ValueError("gamma")
    S = len(P)
    r, s, policy = (P * R).sum(axis=2), np.arange(S), np.zeros(S, dtype=int)
    while True:
        V = np.linalg.solve(np.eye(S) - gamma * P[s, policy], r[s, policy])
        new = np.argmax(r + gamma * P @ V, axis=1)
        if np.array_equal(new, policy):
            return V, policy
        policy = new


@variant
def state_by_state(P, R, gamma):
    if gamma < 0 or gamma >= 1:
        raise ValueError("gamma")
    S, A, _ = P.shape
    policy = [A - 1] * S
    changed = True
    while changed:
        chain = np.array([P[s, policy[s]] for s in range(S)])
        gains = np.array([P[s, policy[s]] @ R[s, policy[s]] for s in range(S)])
        V = np.linalg.solve(np.eye(S) - gamma * chain, gains)
        changed = False
        for s in range(S):
            q = [float(P[s, a] @ (R[s, a] + gamma * V)) for a in range(A)]
            if max(q) > q[policy[s]] + 1e-10 * max(1.0, abs(max(q))):
                policy[s], changed = q.index(max(q)), True
    return V, np.array(policy)


@variant
def modified_to_the_end(P, R, gamma):
    if not 0 <= gamma < 1:
        raise ValueError(gamma)
    r, s = np.einsum("sax,sax->sa", P, R), np.arange(len(P))
    V, size = np.zeros(len(P)), np.abs(r).max()
    for _ in range(10_000):
        Q = r + gamma * P @ V
        policy = Q.argmax(axis=1)
        before = V
        for _ in range(10):
            V = r[s, policy] + gamma * P[s, policy] @ V
        if np.abs(V - before).max() <= 1e-13 * size:
            break
    return V, policy


@variant
def one_state_a_round(P, R, gamma):
    if not 0.0 <= gamma < 1.0:
        raise ValueError("gamma must be in [0, 1)")
    S = P.shape[0]
    states = np.arange(S)
    expected = (P * R).sum(axis=-1)
    policy = expected.argmax(axis=1)
    scale = 1e-10 * max(1.0, float(np.abs(expected).max()))
    while True:
        V = np.linalg.inv(np.eye(S) - gamma * P[states, policy]) @ expected[states, policy]
        gain = expected + gamma * (P @ V) - V[:, None]
        s, a = np.unravel_index(np.argmax(gain), gain.shape)
        if gain[s, a] <= scale:
            return V, policy
        policy = policy.copy()
        policy[s] = a
