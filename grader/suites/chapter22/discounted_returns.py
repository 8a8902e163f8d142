"""Checks, known bugs and variants of chapter22/discounted_returns."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("G",),
    minutes=10,
    hints=(
        "What is the return of the last step? And of the one before it, if you know that one?",
        "Walk from the end to the beginning: G_t = r_t + gamma G_{t+1}.",
        "If done[t], forget what came later before you add r_t: G_t = r_t.",
    ),
)


def rewards(rng, T):
    """Rewards of both signs, none of them near 0."""
    return rng.choice((-1.0, 1.0), size=T) * rng.uniform(0.5, 2.0, size=T)


@cases("T gamma", (6, 0.9), (4, 0.5), (2, 0.8), (1, 0.7))
def episode(rng, T, gamma):
    return {"r": rewards(rng, T), "gamma": gamma}


@cases("T gamma", (5, 0.0), (5, 1.0))
def ends(rng, T, gamma):
    return {"r": rewards(rng, T), "gamma": gamma}


@cases(
    "T gamma over first",
    (9, 0.9, True, 2),
    (7, 0.6, False, 3),
    (5, 1.0, True, 1),
    (6, 0.8, False, 0),
    (1, 0.9, True, 0),
    (1, 0.9, False, 0),
)
def episodes(rng, T, gamma, over, first):
    """Several episodes, the second of one step, or the first as well; the last of them is over, or broken off."""
    done = np.zeros(T, dtype=bool)
    done[first : first + 2] = T > 1
    done[-1] = over
    return {"r": rewards(rng, T), "gamma": gamma, "done": done}


@cases("T gamma ended", (5, 0.9, "last"), (4, 0.6, "none"), (4, 0.7, "all"))
def marked(rng, T, gamma, ended):
    """One episode, which is over or not; or as many as there are steps."""
    done = np.full(T, ended == "all")
    done[-1] = ended != "none"
    return {"r": rewards(rng, T), "gamma": gamma, "done": done}


@cases("T gamma several", (1200, 0.5, False), (400, 0.9, False), (700, 1.0, False), (1300, 0.5, True))
def long(rng, T, gamma, several):
    """Of several episodes, the second is nearly all."""
    return {"r": rewards(rng, T), "gamma": gamma, "done": np.arange(T) == 4 if several else None}


@cases("T gamma ended", (6, 0.5, False), (4, 0.9, False), (5, 0.7, True), (4, 1.0, False), (4, 0.0, False))
def whole(rng, T, gamma, ended):
    done = np.arange(T) == 2 if ended else None
    return {"r": rng.choice((-3, -2, -1, 1, 2, 3), size=T), "gamma": gamma, "done": done}


far = scaled(episode, r=1)

shapes = shaped("G is an array of floats, one for each step.", episode)
values = agrees("G_t is r_t and, discounted by gamma a step, all that came after it.", episode, points=2)
both_ends = agrees("gamma = 0 gives the rewards themselves, gamma = 1 their plain sums.", ends)
apart = agrees("Where an episode ends, nothing of the next one counts.", episodes, points=2)
any_marks = agrees("done may be True for the last step alone, for no step, and for all of them.", marked)
endless = agrees(
    "It is right for recordings of 400, 700 and 1200 steps, and for a long episode behind a short one.", long
)
integers = agrees("Rewards that are ints have returns that are floats.", whole)
every_scale = agrees("Rewards may be tiny or huge.", far, needs=[values], separates=False)
hygiene = hygiene_of(episodes)

WALK = "for t in reversed(range(len(r))):"
ADD, CUT = "later = r[t] + gamma * later", "if done is not None and done[t]:\n            later = 0.0"
BUGS = [
    patch(
        "rewards of the past are summed, not those to come",
        {WALK: "for t in range(len(r)):"},
        hint="What an action led to comes after it: walk from the end to the beginning.",
    ),
    patch(
        "the step's own reward is left out",
        {f"{ADD}\n        G[t] = later": "G[t] = later\n        later = r[t] + gamma * later"},
        hint="G_t begins with r_t, undiscounted.",
    ),
    patch(
        "the step's own reward is discounted already",
        {ADD: "later = gamma * (r[t] + later)"},
        hint="r_t counts in full: gamma¹ belongs to r_{t+1}.",
    ),
    patch("nothing is discounted", {ADD: "later = r[t] + later"}, hint="Each step further away costs a factor gamma."),
    patch(
        "discounts count from the first step, not from step t",
        {ADD: "later = gamma**t * r[t] + later"},
        hint="Of G_t, the reward of step k has the discount gamma^(k − t).",
    ),
    patch("done is ignored", {CUT: "pass"}, hint="done[t] cuts: what comes after step t belongs to another episode."),
    patch(
        "where no step ends an episode, the first is taken for the end",
        {
            "    G = np.zeros(len(r))": "    if done is not None and not np.any(done):\n"
            "        done = np.arange(len(r)) == np.argmax(done)\n    G = np.zeros(len(r))"
        },
        hint="done may hold no True: np.argmax gives 0 for that.",
    ),
    patch(
        "where every step ends an episode, they are taken for one",
        {
            "    G = np.zeros(len(r))": "    if done is not None and len(r) > 1 and np.all(done):\n"
            "        done = None\n    G = np.zeros(len(r))"
        },
        hint="If every step is an episode by itself, returns are the rewards.",
    ),
    patch(
        "the reward of the step that ends an episode is lost",
        {CUT: CUT.replace("later = 0.0", "later = 0.0\n            G[t] = 0.0\n            continue")},
        hint="The last reward counts: (1 − done[t]) stands at G_{t+1} alone.",
    ),
    patch(
        "an episode is cut one step too early",
        {"done[t]:": "t + 1 < len(r) and done[t + 1]:"},
        hint="done[t] cuts between t and t + 1.",
    ),
    patch(
        "an episode is cut one step too late",
        {"done[t]:": "t > 0 and done[t - 1]:"},
        hint="done[t] cuts between t and t + 1.",
    ),
    patch(
        "returns are whole numbers where rewards are",
        {"np.zeros(len(r))": "np.zeros_like(r)"},
        hint="np.zeros_like(r) has r's dtype: of ints, it cuts off what stands behind the point.",
    ),
    patch(
        "returns are whole numbers where rewards are, if gamma is 1",
        {
            "    G = np.zeros(len(r))": "    if gamma == 1 and done is None:\n        return np.cumsum(r[::-1])[::-1]\n    G = np.zeros(len(r))"
        },
        hint="A sum of ints is an int, and returns are floats: begin with np.asarray(r, dtype=float).",
    ),
    patch(
        "returns are the whole numbers that rewards are, if gamma is 0",
        {"    G = np.zeros(len(r))": "    if gamma == 0:\n        return r.copy()\n    G = np.zeros(len(r))"},
        hint="Returns are floats, whatever gamma is.",
    ),
    patch(
        "an episode of one step at the beginning does not end",
        {"done[t]:": "done[t] and t:"},
        hint="done[0] may be True: the first step is an episode by itself, then.",
    ),
    patch(
        "returns are rounded to eight digits",
        {"return G": "return np.round(G, 8)"},
        hint="Rewards may be tiny: leave returns as they are.",
    ),
]


@bug("a cumulated sum is divided by gamma^t, which is 0 in the end", hint="Walk backwards: there is nothing to divide.")
def divided(r, gamma, done=None):
    ends = [len(r)] if done is None else [*(np.flatnonzero(done) + 1), len(r)]
    G, start = [], 0
    for end in ends:
        powers = gamma ** np.arange(end - start)
        G.extend(np.cumsum((powers * r[start:end])[::-1])[::-1] / powers)
        start = end
    return np.array(G)


@bug(
    "what came before is subtracted from the total, and the rounding blown up by gamma^−t",
    hint="Two nearly equal numbers leave their rounding: sum what comes, and do not subtract what came.",
)
def subtracted(r, gamma, done=None):
    ends = [len(r)] if done is None else [*(np.flatnonzero(done) + 1), len(r)]
    G, start = [], 0
    for end in ends:
        powers = gamma ** np.arange(end - start)
        terms = powers * r[start:end]
        G.extend((np.sum(terms) - np.cumsum(terms) + terms) / powers)
        start = end
    return np.array(G)


@bug(
    "episodes that are marked by done are summed up with gamma^t, and divided by it, which is 0 after a thousand steps",
    hint="gamma^t is 0 in floating point as soon as t is large enough: walk from the back.",
)
def divided_where_done(r, gamma, done=None):
    G, later = np.zeros(len(r)), 0.0
    if done is None:
        for t in reversed(range(len(r))):
            G[t] = later = r[t] + gamma * later
        return G
    start = 0
    for end in [*(np.flatnonzero(done) + 1), len(r)]:
        powers = gamma ** np.arange(end - start)
        G[start:end] = np.cumsum((powers * r[start:end])[::-1])[::-1] / np.where(powers == 0.0, 1.0, powers)
        start = end
    return G


EQUIVALENT = {
    "discounted_returns: G[t] = later → G[t] += later": "every entry is set, and once",
    "discounted_returns: np.zeros(len(r)) → np.ones(len(r))": "every entry is set, and once",
}


@variant
def as_a_matrix(r, gamma, done=None):
    T = len(r)
    steps = np.arange(T)
    ahead = steps[None, :] - steps[:, None]
    L = np.where(ahead >= 0, float(gamma) ** np.maximum(ahead, 0), 0.0)
    if done is not None:
        number = np.concatenate([[0], np.cumsum(done)[:-1]])
        L = L * (number[None, :] == number[:, None])
    return L @ r


@variant
def going_on(r, gamma, done=None):
    goes_on = np.ones(len(r)) if done is None else 1.0 - np.asarray(done, dtype=float)
    G = np.array(r, dtype=float)
    for t in range(len(G) - 2, -1, -1):
        G[t] += gamma * goes_on[t] * G[t + 1]
    return G


@variant
def episode_by_episode(r, gamma, done=None):
    last = np.zeros(len(r), dtype=bool) if done is None else np.array(done)
    last[-1] = True
    G, start = [], 0
    for end in np.flatnonzero(last):
        returns = [0.0]
        for reward in r[start : end + 1][::-1]:
            returns.append(float(reward) + gamma * returns[-1])
        G += returns[:0:-1]
        start = end + 1
    return np.array(G)
