"""Checks, known bugs and variants of chapter22/dqn_targets."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("y",),
    minutes=15,
    requires=("chapter22/q_learning_update",),
    hints=(
        "Without a second network: the largest value of each row, discounted, on top of the reward.",
        "If done, the target is the reward alone: np.where(done, …, …), or a factor 1 − done.",
        "With two: argmax over the rows of q_next_online says which column of q_next counts, row by row.",
        "q_next[np.arange(B), best] takes one entry of each row.",
    ),
)


def ended(rng, B):
    """Return which steps end an episode: some, and not all, if there are several."""
    return rng.permutation(np.arange(B) % 3 == 0) if B > 1 else np.zeros(1, dtype=bool)


def batch(rng, B, A, gamma):
    r = rng.choice((-1.0, 1.0), size=B) * rng.uniform(0.5, 2.0, size=B)
    q_next = rng.permuted(np.tile(np.linspace(-6.0, 5.0, A), (B, 1)), axis=1) + rng.uniform(-0.5, 0.5, size=(B, A))
    return {"r": r, "done": ended(rng, B), "q_next": q_next, "gamma": gamma}


ROWS = ((6, 3, 0.9), (4, 4, 0.7), (1, 3, 0.8), (5, 2, 0.6), (3, 1, 0.7), (1, 1, 0.9))


@cases("B A gamma", *ROWS)
def single(rng, B, A, gamma):
    return batch(rng, B, A, gamma)


@cases("B A gamma", *ROWS)
def double(rng, B, A, gamma):
    """The two networks never agree on the best action, if there are several."""
    inputs = batch(rng, B, A, gamma)
    online = rng.permuted(np.tile(np.linspace(-4.0, 7.0, A), (B, 1)), axis=1) + rng.uniform(-0.5, 0.5, size=(B, A))
    if A == 1:
        return {**inputs, "q_next_online": online}
    rows, best, other = np.arange(B), inputs["q_next"].argmax(axis=1), online.argmax(axis=1)
    place = (best + rng.integers(1, A, size=B)) % A
    online[rows, other], online[rows, place] = online[rows, place], online[rows, other].copy()
    return {**inputs, "q_next_online": online}


@cases("B A gamma", (4, 3, 0.0), (5, 3, 1.0))
def ends(rng, B, A, gamma):
    return batch(rng, B, A, gamma)


@cases("B A over", (4, 3, True), (5, 3, False))
def alike(rng, B, A, over):
    """All episodes are over, or none is; all values are below 0."""
    inputs = batch(rng, B, A, 0.9)
    return {**inputs, "done": np.full(B, over), "q_next": inputs["q_next"] - 9.0}


@cases("B A", (5, 4), (4, 3))
def ties(rng, B, A):
    """In each row, two actions are the best for the network in training."""
    inputs = batch(rng, B, A, 0.9)
    online = rng.uniform(-3.0, 0.0, size=(B, A))
    for row in online:
        row[rng.choice(A, size=2, replace=False)] = rng.uniform(1.0, 2.0)
    return {**inputs, "done": np.zeros(B, dtype=bool), "q_next_online": online}


far = scaled(single, r=1, q_next=1)

shapes = shaped("y is an array of floats, one for each step.", single)
values = agrees("y is the reward, and what the best action would bring, discounted.", single, points=2)
both_ends = agrees("It is right for gamma = 0 and for gamma = 1.", ends)
all_or_none = agrees("It is right if all episodes are over, and if none is; also for values below 0.", alike)
doubles = agrees("With two networks, the one in training chooses, and the target network judges.", double, points=3)
first = agrees("Of equally good actions, the first is chosen.", ties, needs=[doubles])
every_scale = agrees("Values and rewards may be tiny or huge.", far, needs=[values], separates=False)
hygiene = hygiene_of(double, needs=[doubles])

CHOOSES, BEST = "q_next if q_next_online is None else q_next_online", "np.argmax(chooses, axis=1)"
ENTRY = "q_next[np.arange(len(r)), best]"
TARGETS = f"np.where(done, r, r + gamma * {ENTRY})"
BUGS = [
    patch(
        "the maximum is taken over the batch, not over actions",
        {ENTRY: "np.resize(np.max(q_next, axis=0), len(r))"},
        hint="Rows are steps: the maximum is along axis 1.",
    ),
    patch("done is ignored", {TARGETS: f"r + gamma * {ENTRY}"}, hint="If done, the target is the reward alone."),
    patch(
        "done is taken the wrong way round",
        {TARGETS: f"np.where(done, r + gamma * {ENTRY}, r)"},
        hint="What comes after counts where the episode goes on: 1 − done.",
    ),
    patch(
        "steps that end an episode have the target 0",
        {TARGETS: f"(1 - done) * (r + gamma * {ENTRY})"},
        hint="The last reward counts.",
    ),
    patch("gamma is squared", {"gamma * ": "gamma**2 * "}, hint="The next state is one step away: gamma, once."),
    patch(
        "rewards are discounted, too", {TARGETS: f"gamma * np.where(done, r, r + {ENTRY})"}, hint="r counts in full."
    ),
    patch("the mean over actions is taken", {ENTRY: "q_next.mean(axis=1)"}, hint="The best action: max, not mean."),
    patch(
        "the network in training is ignored",
        {CHOOSES: "q_next"},
        hint="If q_next_online is given, its argmax chooses the action.",
    ),
    patch(
        "the network in training chooses and judges",
        {ENTRY: "chooses[np.arange(len(r)), best]"},
        hint="It only chooses: the value is that of q_next.",
    ),
    patch(
        "the target network chooses, and the one in training judges",
        {BEST: "np.argmax(q_next, axis=1)", ENTRY: "chooses[np.arange(len(r)), best]"},
        hint="The other way round: q_next_online chooses, q_next judges.",
    ),
    patch(
        "the action of the first step is taken for all",
        {ENTRY: "q_next[:, best[0]]"},
        hint="One entry of each row: q_next[np.arange(B), best].",
    ),
    patch(
        "of equally good actions, the last is chosen",
        {BEST: "chooses.shape[1] - 1 - np.argmax(chooses[:, ::-1], axis=1)"},
        hint="np.argmax gives the first.",
    ),
    patch(
        "values below 0 are taken for 0",
        {f"gamma * {ENTRY}": f"gamma * np.maximum({ENTRY}, 0.0)"},
        hint="The best of bad actions is bad.",
    ),
    patch(
        "without a second network, values below 0 are taken for 0",
        {f"gamma * {ENTRY}": f"gamma * np.maximum({ENTRY}, 0.0 if q_next_online is None else -np.inf)"},
        hint="The best of bad actions is bad.",
    ),
    patch(
        "targets are rounded to eight digits",
        {f"return {TARGETS}": f"return np.round({TARGETS}, 8)"},
        hint="Values may be tiny: leave them as they are.",
    ),
]


@variant
def by_take_along_axis(r, done, q_next, gamma, q_next_online=None):
    if q_next_online is None:
        future = q_next.max(axis=1)
    else:
        best = q_next_online.argmax(axis=1, keepdims=True)
        future = np.take_along_axis(q_next, best, axis=1).squeeze(axis=1)
    return r + gamma * (1.0 - done) * future


@variant
def step_by_step(r, done, q_next, gamma, q_next_online=None):
    y = []
    for i in range(len(r)):
        row = list(q_next[i])
        choice = row if q_next_online is None else list(q_next_online[i])
        y.append(r[i] if done[i] else r[i] + gamma * row[choice.index(max(choice))])
    return np.array(y)


@variant
def with_one_hot_rows(r, done, q_next, gamma, q_next_online=None):
    chooser = q_next_online if q_next_online is not None else q_next
    chosen = np.eye(q_next.shape[1])[chooser.argmax(axis=1)]
    y = np.array(r, dtype=float)
    y[~done] += gamma * (q_next * chosen).sum(axis=1)[~done]
    return y
