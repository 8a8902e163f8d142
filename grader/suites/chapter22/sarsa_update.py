"""Checks, known bugs and variants of chapter22/sarsa_update."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Q_new",),
    minutes=10,
    requires=("chapter22/q_learning_update",),
    hints=(
        "First the target, a number: the reward, and what action a2 would bring in s2, discounted.",
        "If done, the target is r.",
        "Copy the table, and move one entry of it: Q_new[s, a] += alpha * (target − Q[s, a]).",
    ),
)


def table(rng, S, A):
    """Return a table of values of both signs, whose entries are apart from each other."""
    return rng.permutation(np.linspace(-5.0, 5.0, S * A) + rng.uniform(-0.05, 0.05, size=S * A)).reshape(S, A)


def step(rng, S, A, same):
    """Draw a step whose a2 is neither a nor the best action in s2, nor an action that is best in s."""
    while True:
        Q, s, a, a2 = table(rng, S, A), int(rng.integers(S)), int(rng.integers(A)), int(rng.integers(A))
        s2 = s if same else int((s + rng.integers(1, S)) % S)
        if a2 not in (a, int(np.argmax(Q[s2])), int(np.argmax(Q[s]))):
            r = float(rng.choice((-1.0, 1.0)) * rng.uniform(1.0, 3.0))
            return {"Q": Q, "s": s, "a": a, "r": r, "s2": s2, "a2": a2}


@cases("S A alpha gamma same", (4, 3, 0.3, 0.9, False), (3, 3, 0.1, 0.7, False), (3, 4, 0.6, 0.8, True))
def steps(rng, S, A, alpha, gamma, same):
    return {**step(rng, S, A, same), "done": False, "alpha": alpha, "gamma": gamma}


@cases("S A alpha gamma same", (4, 3, 0.3, 0.9, False), (3, 3, 0.6, 0.7, False), (3, 4, 0.4, 0.8, True))
def last_steps(rng, S, A, alpha, gamma, same):
    return {**step(rng, S, A, same), "done": True, "alpha": alpha, "gamma": gamma}


@cases("S A alpha gamma", (4, 3, 1.0, 0.9), (3, 4, 0.4, 0.0), (4, 4, 0.4, 1.0))
def corners(rng, S, A, alpha, gamma):
    """The whole way, no future, no discount."""
    return {**step(rng, S, A, False), "done": False, "alpha": alpha, "gamma": gamma}


@cases("S A", (4, 3), (3, 2))
def best(rng, S, A):
    """The action that is next is the best one, and all are worth less than 0."""
    Q, s = table(rng, S, A) - 8.0, int(rng.integers(S))
    s2 = int((s + rng.integers(1, S)) % S)
    a2 = int(np.argmax(Q[s2]))
    inputs = {"Q": Q, "s": s, "a": int((a2 + 1) % A), "r": float(rng.uniform(1.0, 3.0)), "s2": s2, "a2": a2}
    return {**inputs, "done": False, "alpha": 0.5, "gamma": 0.9}


@cases("S A alpha gamma", (4, 3, 0.3, 0.9), (2, 2, 0.6, 0.8), (1, 1, 0.5, 0.9))
def staying(rng, S, A, alpha, gamma):
    """The state stays the same, and so does the action: the target is made of the value that moves."""
    s, a = int(rng.integers(S)), int(rng.integers(A))
    Q = table(rng, S, A) + 8.0
    inputs = {"Q": Q, "s": s, "a": a, "r": float(rng.uniform(1.0, 3.0)), "s2": s, "a2": a}
    return {**inputs, "done": False, "alpha": alpha, "gamma": gamma}


far = scaled(steps, Q=1, r=1)

shapes = shaped("A table of the same shape comes back.", steps)
values = agrees("Q[s, a] goes the part alpha of its way to r + gamma Q[s2, a2].", steps, points=2)
ends = agrees("If the episode is over, the target is r alone, whatever Q[s2, a2] is.", last_steps, points=2)
edges = agrees("It is right for alpha = 1, for gamma = 0 and for gamma = 1.", corners)
greedy = agrees("If a2 is the best action, it is right, too, for values below 0.", best)
again = agrees("The next step may be the same again: its value is the one from before the update.", staying)
every_scale = agrees("Values and rewards may be tiny or huge.", far, needs=[values], separates=False)
hygiene = hygiene_of(steps, needs=[values])

VARYING = {"edges": "Of a mean over actions, the value of one may be near."}
EQUIVALENT = {"sarsa_update: Q[s, a] → Q_new[s, a]": "The copy holds the same until it is moved."}
TARGET, MOVE = "r if done else r + gamma * Q[s2, a2]", "Q_new[s, a] += alpha * (target - Q[s, a])"
BUGS = [
    patch(
        "the best action is taken in place of a2: that is Q-learning",
        {"gamma * Q[s2, a2]": "gamma * np.max(Q[s2])"},
        hint="The action that is really taken next: Q[s2, a2].",
    ),
    patch(
        "the mean over actions is taken in place of a2",
        {"gamma * Q[s2, a2]": "gamma * np.mean(Q[s2])"},
        hint="The action that is really taken next: Q[s2, a2].",
    ),
    patch(
        "the next action is taken to be a again", {"gamma * Q[s2, a2]": "gamma * Q[s2, a]"}, hint="In s2, a2 is taken."
    ),
    patch(
        "what a2 would bring is looked up in s, not in s2",
        {"gamma * Q[s2, a2]": "gamma * Q[s, a2]"},
        hint="a2 is taken in s2.",
    ),
    patch("done is ignored", {TARGET: "r + gamma * Q[s2, a2]"}, hint="If done, nothing comes after: the target is r."),
    patch(
        "if done, nothing is learned",
        {"    Q_new = Q.copy()": "    if done:\n        return Q.copy()\n    Q_new = Q.copy()"},
        hint="The last reward counts: then the target is r.",
    ),
    patch(
        "the entry of s2 and a2 is moved", {"Q_new[s, a] += ": "Q_new[s2, a2] += "}, hint="Q[s, a] is what was tried."
    ),
    patch(
        "the old value is not subtracted: alpha times the target is added",
        {MOVE: "Q_new[s, a] += alpha * target"},
        hint="Move towards the target: alpha (target − Q[s, a]).",
    ),
    patch(
        "alpha and 1 − alpha are exchanged",
        {MOVE: "Q_new[s, a] += (1 - alpha) * (target - Q[s, a])"},
        hint="alpha belongs to the target.",
    ),
    patch(
        "the old value is weighed with 1 − alpha before the target is made of it",
        {
            f"target = {TARGET}\n    Q_new = Q.copy()\n    {MOVE}": "Q_new = Q.copy()\n    Q_new[s, a] *= 1 - alpha\n"
            "    Q_new[s, a] += alpha * (r if done else r + gamma * Q_new[s2, a2])"
        },
        hint="If s2 is s and a2 is a, the target is made of the value that moves: take it from Q, not from what is half done.",
    ),
    patch(
        "where the same step comes again, it is taken for the end",
        {"r if done else": "r if done or (s2 == s and a2 == a) else"},
        hint="It is over only if done.",
    ),
    patch("gamma is forgotten", {TARGET: "r if done else r + Q[s2, a2]"}, hint="What comes later is discounted."),
    patch(
        "values below 0 are taken for 0",
        {"gamma * Q[s2, a2]": "gamma * max(0.0, Q[s2, a2])"},
        hint="A bad action is worth less than 0.",
    ),
    patch(
        "the table is rounded to eight digits",
        {"return Q_new": "return np.round(Q_new, 8)"},
        hint="Values may be tiny: leave them as they are.",
    ),
    patch(
        "the table is changed in place", {"Q.copy()": "Q"}, hint="Q_new = Q gives the same table another name: copy it."
    ),
]


@variant
def as_a_mean(Q, s, a, r, s2, a2, done, alpha, gamma):
    new = np.array(Q)
    new[s, a] = (1 - alpha) * new[s, a] + alpha * (r + gamma * (1 - done) * new[s2, a2])
    return new


@variant
def error_first(Q, s, a, r, s2, a2, done, alpha, gamma):
    delta = r - Q[s][a]
    if not done:
        delta = delta + gamma * Q[s2][a2]
    step = np.zeros_like(Q)
    step[s][a] = alpha * delta
    return Q + step


@variant
def in_lists(Q, s, a, r, s2, a2, done, alpha, gamma):
    rows = Q.tolist()
    future = 0.0 if done else rows[s2][a2]
    rows[s][a] += alpha * (r + gamma * future - rows[s][a])
    return np.array(rows)
