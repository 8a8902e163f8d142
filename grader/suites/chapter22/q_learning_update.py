"""Checks, known bugs and variants of chapter22/q_learning_update."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Q_new",),
    minutes=10,
    requires=("chapter22/value_iteration",),
    hints=(
        "First the target, a number: the reward, and what the best action in s2 would bring, discounted.",
        "If done, the target is r.",
        "Copy the table, and move one entry of it: Q_new[s, a] += alpha * (target − Q[s, a]).",
    ),
)


def table(rng, S, A):
    """Return a table of values of both signs, whose rows are apart from each other."""
    return rng.permutation(np.linspace(-5.0, 5.0, S * A) + rng.uniform(-0.1, 0.1, size=S * A)).reshape(S, A)


def step(rng, S, A, same):
    """Draw s, a and s2; the best action in s2 is not a, if there are others."""
    Q, s = table(rng, S, A), int(rng.integers(S))
    s2 = s if same else int((s + rng.integers(1, S)) % S)
    a = int((np.argmax(Q[s2]) + rng.integers(1, A)) % A) if A > 1 else 0
    return {"Q": Q, "s": s, "a": a, "r": float(rng.choice((-1.0, 1.0)) * rng.uniform(1.0, 3.0)), "s2": s2}


@cases(
    "S A alpha gamma same",
    (4, 3, 0.3, 0.9, False),
    (3, 3, 0.1, 0.7, False),
    (3, 4, 0.5, 0.8, True),
    (5, 1, 0.6, 0.9, False),
    (1, 3, 0.4, 0.6, True),
)
def steps(rng, S, A, alpha, gamma, same):
    return {**step(rng, S, A, same), "done": False, "alpha": alpha, "gamma": gamma}


@cases("S A alpha gamma same", (4, 3, 0.3, 0.9, False), (3, 3, 0.6, 0.7, False), (3, 3, 0.4, 0.8, True))
def last_steps(rng, S, A, alpha, gamma, same):
    return {**step(rng, S, A, same), "done": True, "alpha": alpha, "gamma": gamma}


@cases("S A alpha gamma", (4, 3, 1.0, 0.9), (3, 2, 0.4, 0.0), (3, 2, 0.4, 1.0))
def corners(rng, S, A, alpha, gamma):
    """The whole way, no future, no discount."""
    return {**step(rng, S, A, False), "done": False, "alpha": alpha, "gamma": gamma}


@cases("S A", (4, 3), (3, 2))
def bleak(rng, S, A):
    """Everything is worth less than 0."""
    drawn = step(rng, S, A, False)
    return {**drawn, "Q": drawn["Q"] - 8.0, "done": False, "alpha": 0.5, "gamma": 0.9}


far = scaled(steps, Q=1, r=1)


@cases("S A gamma", (3, 2, 0.5), (2, 3, 0.6), hidden="visits follows rewards")
def rounds(rng, S, A, gamma):
    """A world without chance, one pass after the other over all states and actions, each in another order."""
    pairs = [(s, a) for s in range(S) for a in range(A)]
    visits = [pairs[k] for _ in range(24) for k in rng.permutation(len(pairs))]
    follows, rewards = rng.integers(S, size=(S, A)), rng.uniform(-2.0, 2.0, size=(S, A)).round(2)
    return {
        "Q": table(rng, S, A),
        "alpha": 0.9,
        "gamma": gamma,
        "visits": visits,
        "follows": follows,
        "rewards": rewards,
    }


def learned(m, case):
    Q = case.Q
    for s, a in case.visits:
        s2, r = int(case.follows[s, a]), float(case.rewards[s, a])
        Q = m.q_learning_update(Q, s, a, r, s2, False, case.alpha, case.gamma)
    return Q


shapes = shaped("A table of the same shape comes back.", steps)
values = agrees("Q[s, a] goes the part alpha of its way to r + gamma max Q[s2].", steps, points=2)
ends = agrees("If the episode is over, the target is r alone, whatever row s2 holds.", last_steps, points=2)
edges = agrees("It is right for alpha = 1, for gamma = 0 and for gamma = 1.", corners)
negative = agrees("Values below 0 are values, too.", bleak)
every_scale = agrees("Values and rewards may be tiny or huge.", far, needs=[values], separates=False)


@check(points=1, kind="convergence", needs=[shapes])
def converges(student, rounds):
    """In a world without chance, update by update, the table becomes that of the best values."""
    for case, Q in student.each(learned, rounds):
        wanted = np.zeros_like(case.Q)
        for _ in range(200):
            wanted = case.rewards + case.gamma * wanted.max(axis=1)[case.follows]
        assert_close(Q, wanted, rtol=1e-3, names=("Q after 24 rounds",), where=case)


hygiene = hygiene_of(steps, needs=[values])

VARYING = {
    "edges": "Whether s2 holds the largest value of the table, or none above 0, is left to chance here.",
    "converges": "Where the best values are above 0, what is done below 0 makes no difference.",
}
EQUIVALENT = {
    "q_learning_update: np.max(Q[s2]) → np.max(Q[s2], axis=0)": "A row has one axis.",
    "q_learning_update: Q[s, a] → Q_new[s, a]": "The copy holds the same until it is moved.",
}
TARGET, MOVE = "r if done else r + gamma * np.max(Q[s2])", "Q_new[s, a] += alpha * (target - Q[s, a])"
BUGS = [
    patch(
        "the table is rounded to eight digits",
        {"return Q_new": "return np.round(Q_new, 8)"},
        hint="Values may be tiny: leave them as they are.",
    ),
    patch(
        "done is ignored", {TARGET: "r + gamma * np.max(Q[s2])"}, hint="If done, nothing comes after: the target is r."
    ),
    patch(
        "the next action is taken to be a again, not the best",
        {"np.max(Q[s2])": "Q[s2, a]"},
        hint="The best of all actions in s2: max Q[s2].",
    ),
    patch(
        "the maximum is taken in s, not in s2", {"np.max(Q[s2])": "np.max(Q[s])"}, hint="What comes next comes from s2."
    ),
    patch(
        "the maximum is over states, not actions",
        {"np.max(Q[s2])": "np.max(Q[:, a])"},
        hint="Row s2 of the table holds the values of its actions: Q[s2].",
    ),
    patch("the maximum is over the whole table", {"np.max(Q[s2])": "np.max(Q)"}, hint="Row s2 alone: Q[s2]."),
    patch(
        "the mean over actions is taken, not the best",
        {"np.max(Q[s2])": "np.mean(Q[s2])"},
        hint="max, not mean: the best policy is to be learned.",
    ),
    patch(
        "the old value is not subtracted: alpha times the target is added",
        {MOVE: "Q_new[s, a] += alpha * target"},
        hint="Move towards the target: alpha (target − Q[s, a]).",
    ),
    patch(
        "alpha is ignored: the target takes the old value's place",
        {MOVE: "Q_new[s, a] = target"},
        hint="A part alpha of the way.",
    ),
    patch(
        "alpha and 1 − alpha are exchanged",
        {MOVE: "Q_new[s, a] += (1 - alpha) * (target - Q[s, a])"},
        hint="alpha belongs to the target.",
    ),
    patch(
        "the reward is discounted, too",
        {TARGET: "gamma * r if done else gamma * (r + np.max(Q[s2]))"},
        hint="r counts in full.",
    ),
    patch("the move goes away from the target", {"target - Q[s, a]": "Q[s, a] - target"}, hint="target − Q[s, a]."),
    patch(
        "values below 0 are taken for 0",
        {"np.max(Q[s2])": "max(0.0, np.max(Q[s2]))"},
        hint="The best of bad actions is bad.",
    ),
    patch(
        "the table is changed in place", {"Q.copy()": "Q"}, hint="Q_new = Q gives the same table another name: copy it."
    ),
    patch(
        "the values of all actions in s are moved",
        {MOVE: "Q_new[s] += alpha * (target - Q[s])"},
        hint="One entry changes: Q[s, a].",
    ),
]


@variant
def as_a_mean(Q, s, a, r, s2, done, alpha, gamma):
    target = r + gamma * (1 - done) * max(Q[s2].tolist())
    table = np.array(Q)
    table[s][a] = (1 - alpha) * table[s][a] + alpha * target
    return table


@variant
def with_a_one_hot_table(Q, s, a, r, s2, done, alpha, gamma):
    here = np.zeros(Q.shape)
    here[s, a] = 1.0
    future = 0.0 if done else float(np.amax(Q[s2, :]))
    return Q + alpha * (r + gamma * future - Q[s, a]) * here


@variant
def entry_by_entry(Q, s, a, r, s2, done, alpha, gamma):
    best = -np.inf
    for value in Q[s2]:
        best = max(best, value)
    delta = r - Q[s, a]
    if not done:
        delta += gamma * best
    return np.array(
        [[Q[i, j] + alpha * delta if (i, j) == (s, a) else Q[i, j] for j in range(Q.shape[1])] for i in range(len(Q))]
    )
