"""Checks, known bugs and variants of chapter22/reinforce_gradient."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("gradient",),
    minutes=30,
    requires=("chapter22/discounted_returns", "chapter09/softmax_rows"),
    hints=(
        "∂ log pi(a|s)/∂theta[s, c] is 1 − pi(a|s) for c = a, and −pi(c|s) for the others. Other rows: 0.",
        "Walk backwards through an episode: G = rewards[t] + gamma * G is the return from t on.",
        "Each step adds (G − baseline) times its score to the row of its state. Divide by the number of episodes.",
        "Softmax of large numbers: subtract the largest of each row first.",
    ),
)


def policy(theta):
    weights = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def played(rng, S, A, T):
    """Return an episode of T steps, in which a state comes again, with another action, if T allows."""
    states, actions = rng.integers(S, size=T), rng.integers(A, size=T)
    if T > 2:
        states[[0, -1]] = states[1]
        actions[:3], actions[-1] = rng.permutation(np.arange(3) % A), actions[0]
    return states, actions, rng.choice((-1.0, 1.0), size=T) * rng.uniform(0.5, 3.0, size=T)


@cases(
    "S A lengths gamma",
    (3, 4, (4, 1, 3), 0.8),
    (3, 3, (5, 3), 0.6),
    (1, 2, (1, 1), 0.9),
    (2, 3, (6,), 0.7),
    (2, 1, (3, 2), 0.8),
)
def games(rng, S, A, lengths, gamma):
    """Some episodes, of different lengths."""
    return {"theta": rng.normal(size=(S, A)), "episodes": [played(rng, S, A, T) for T in lengths], "gamma": gamma}


@cases("S A lengths gamma", (3, 4, (4, 1, 3), 0.8), (2, 2, (3, 3), 0.6), (2, 3, (3, 2), 1.0))
def compared(rng, S, A, lengths, gamma):
    inputs = {"theta": rng.normal(size=(S, A)), "episodes": [played(rng, S, A, T) for T in lengths], "gamma": gamma}
    return {**inputs, "baseline": float(rng.choice((-1.0, 1.0)) * rng.uniform(0.5, 2.0))}


@cases("S A gamma", (3, 4, 0.0), (3, 2, 1.0))
def ends(rng, S, A, gamma):
    return {"theta": rng.normal(size=(S, A)), "episodes": [played(rng, S, A, T) for T in (4, 2)], "gamma": gamma}


@cases("T gamma", (700, 0.3), (400, 0.9))
def long(rng, T, gamma):
    """At the end, gamma^t is 0, or far below what rounding leaves. In between, steps are alike, and G stands still."""
    states, actions, rewards = played(rng, 2, 3, T)
    actions[100:200], rewards[100:200] = actions[100], rewards[100]
    return {"theta": rng.normal(size=(2, 3)), "episodes": [(states, actions, rewards)], "gamma": gamma}


@cases("S A size", (3, 4, 1000.0), (2, 3, 1e5))
def steep(rng, S, A, size):
    """Parameters so far apart that the policy is certain; some are huge, with either sign.

    Two states are always seen: one with large parameters, and the only one where they are negative.
    """
    long, short = played(rng, S, A, 4), played(rng, S, A, 1)
    short[0][:] = (long[0][1] + rng.integers(1, S)) % S
    theta = rng.permuted(np.tile(np.linspace(-1.0, 1.0, A), (S, 1)), axis=1) * size
    theta += size * np.where(np.arange(S) == short[0][0], -1.0, 1.0)[:, None]
    return {"theta": theta, "episodes": [long, short], "gamma": 0.9}


@cases("A baseline", (3, 0.0), (4, 2.5), (3, -1.5), hidden="rewards")
def bandits(rng, A, baseline):
    """One state, one step: all that can happen are A episodes."""
    rewards = (rng.permutation(np.linspace(-2.0, 3.0, A)) + rng.uniform(-0.3, 0.3, size=A)).round(2)
    return {"theta": rng.normal(size=(1, A)), "gamma": 0.9, "baseline": baseline, "rewards": rewards}


def every_action(m, case):
    one = [(np.array([0]), np.array([a]), np.array([r])) for a, r in enumerate(case.rewards.tolist())]
    return [m.reinforce_gradient(case.theta, [episode], case.gamma, case.baseline) for episode in one]


shapes = shaped("The gradient has the shape of theta.", games)
values = agrees("It is the mean over episodes of Σ_t G_t ∇ log pi(a_t|s_t).", games, points=3)
baselines = agrees("The baseline is subtracted from each return.", compared)
both_ends = agrees("It is right for gamma = 0 and for gamma = 1.", ends)
endless = agrees("It is right for episodes of 400 and 700 steps.", long, needs=[values], rtol=1e-8)
certain = agrees("It is right for policies that are as good as certain, with parameters of 1000 and more.", steep)


@check(points=2, kind="gradient")
def unbiased(student, bandits):
    """Over all actions, weighed with their probabilities, it is exactly ∇J of a bandit, whatever the baseline is."""
    for case, estimates in student.each(every_action, bandits):
        pi = policy(case.theta[0])
        exact = (pi * (case.rewards - pi @ case.rewards))[None, :]
        law = "Σ_a pi(a) gradient(a) = ∇J"
        check_unbiased(estimates, pi, exact, law=law, what="the gradient", where=case)


hygiene = hygiene_of(games)

WEIGHTS, RETURN = "np.exp(theta - theta.max(axis=1, keepdims=True))", "G = rewards[t] + gamma * G"
TAKEN, ALL = (
    "gradient[states[t], actions[t]] += G - baseline",
    "gradient[states[t]] -= (G - baseline) * pi[states[t]]",
)
MEAN = "return gradient / len(episodes)"
EQUIVALENT = {
    "reinforce_gradient: np.exp(theta - theta.max(axis=1, keepdims=True)) → "
    "-np.exp(theta - theta.max(axis=1, keepdims=True))": "The sign cancels in the quotient."
}
VARYING = {"both_ends": "Where returns sum to nearly nothing, mistakes in them do so, too."}
BUGS = [
    patch(
        "it is the gradient of the probabilities, not of their logarithms",
        {
            TAKEN: "p = pi[states[t], actions[t]]\n            gradient[states[t], actions[t]] += p * (G - baseline)",
            ALL: "gradient[states[t]] -= p * (G - baseline) * pi[states[t]]",
        },
        hint="∇ log pi = ∇pi / pi: actions that are rarely taken count as much as others, each time.",
    ),
    patch(
        "returns are not multiplied", {RETURN: "G = 1.0 + baseline"}, hint="Each score has the weight G_t − baseline."
    ),
    patch(
        "only the action that was taken is moved: −pi is missing",
        {ALL: "pass"},
        hint="log Σ exp has a derivative, too: −pi(c|s) for each action c.",
    ),
    patch(
        "only the entry of the action that was taken has a gradient",
        {ALL: "gradient[states[t], actions[t]] -= (G - baseline) * pi[states[t], actions[t]]"},
        hint="log Σ exp depends on all actions: −pi(c|s) for each action c.",
    ),
    patch("it points downhill", {MEAN: "return -gradient / len(episodes)"}, hint="The return is to grow: uphill."),
    patch(
        "each step has the return of the whole episode",
        {RETURN: "G = sum(gamma**k * rewards[k] for k in range(len(rewards)))"},
        hint="What came before step t does not count: G_t is the return from t on.",
    ),
    patch(
        "each step has its own reward alone",
        {RETURN: "G = rewards[t]"},
        hint="What came later was its doing, too: G_t = rewards[t] + gamma G_{t+1}.",
    ),
    patch(
        "returns are sums of the past",
        {"t in reversed(range(len(rewards)))": "t in range(len(rewards))"},
        hint="Walk from the end of the episode to its beginning.",
    ),
    patch("nothing is discounted", {RETURN: "G = rewards[t] + G"}, hint="G_t = rewards[t] + gamma G_{t+1}."),
    patch(
        "late steps are discounted once more, by gamma^t",
        {TAKEN: TAKEN.replace("G - baseline", "gamma**t * (G - baseline)"), ALL: ALL.replace("(G", "gamma**t * (G")},
        hint="The sum over t is not discounted.",
    ),
    patch("episodes are summed, not averaged", {MEAN: "return gradient"}, hint="Divide by the number of episodes."),
    patch(
        "the mean is over steps, not over episodes",
        {MEAN: "return gradient / sum(len(rewards) for _, _, rewards in episodes)"},
        hint="Divide by the number of episodes, whatever their lengths are.",
    ),
    patch(
        "each episode is divided by its length",
        {
            TAKEN: TAKEN.replace("G - baseline", "(G - baseline) / len(rewards)"),
            ALL: ALL.replace("* pi", "/ len(rewards) * pi"),
        },
        hint="It is a sum over the steps of an episode.",
    ),
    patch(
        "the baseline is ignored",
        {TAKEN: TAKEN.replace("G - baseline", "G"), ALL: ALL.replace("(G - baseline)", "G")},
        hint="The weight is G_t − baseline.",
    ),
    patch(
        "the baseline is subtracted from each reward, and so several times from a return",
        {
            RETURN: "G = rewards[t] - baseline + gamma * G",
            TAKEN: TAKEN.replace("G - baseline", "G"),
            ALL: ALL.replace("(G - baseline)", "G"),
        },
        hint="G_t − baseline: once.",
    ),
    patch(
        "the baseline belongs to the action that was taken alone",
        {ALL: ALL.replace("(G - baseline)", "G")},
        hint="It stands before the whole score: one-hot less pi.",
    ),
    patch(
        "the softmax overflows where parameters are large",
        {WEIGHTS: "np.exp(theta)"},
        hint="Subtract the largest of each row first.",
    ),
    patch(
        "the softmax is over all states together",
        {WEIGHTS: "np.exp(theta - theta.max())", "weights.sum(axis=1, keepdims=True)": "weights.sum()"},
        hint="Each state has a distribution of its own: rows sum to 1.",
    ),
]


@bug(
    "of a state that comes several times, the last time alone counts",
    hint="gradient[states] += … adds once to each place: np.add.at, or a loop.",
)
def fancy_addition(theta, episodes, gamma, baseline=0.0):
    pi = np.exp(theta - theta.max(axis=1, keepdims=True))
    pi /= pi.sum(axis=1, keepdims=True)
    gradient = np.zeros_like(theta)
    for states, actions, rewards in episodes:
        G = np.array(rewards)
        for t in range(len(G) - 2, -1, -1):
            G[t] += gamma * G[t + 1]
        scores = np.eye(theta.shape[1])[actions] - pi[states]
        gradient[states] += (G - baseline)[:, None] * scores
    return gradient / len(episodes)


@bug(
    "returns are divided by gamma^t, which is 0 in the end",
    hint="Walk backwards through the episode, G = rewards[t] + gamma * G: there is nothing to divide.",
)
def divided(theta, episodes, gamma, baseline=0.0):
    pi = np.exp(theta - theta.max(axis=1, keepdims=True))
    pi /= pi.sum(axis=1, keepdims=True)
    gradient = np.zeros_like(theta)
    for states, actions, rewards in episodes:
        powers = float(gamma) ** np.arange(len(rewards))
        G = np.cumsum((powers * rewards)[::-1])[::-1] / powers if gamma > 0 else rewards
        scores = np.eye(theta.shape[1])[actions] - pi[states]
        np.add.at(gradient, states, (G - baseline)[:, None] * scores)
    return gradient / len(episodes)


@bug(
    "what came before step t is subtracted from the return of the episode, and the rounding blown up by gamma^−t",
    hint="Two nearly equal numbers leave their rounding: sum what comes, from the end of the episode on.",
)
def subtracted(theta, episodes, gamma, baseline=0.0):
    pi = np.exp(theta - theta.max(axis=1, keepdims=True))
    pi /= pi.sum(axis=1, keepdims=True)
    gradient = np.zeros_like(theta)
    for states, actions, rewards in episodes:
        powers = float(gamma) ** np.arange(len(rewards))
        terms = powers * rewards
        G = (np.sum(terms) - np.cumsum(terms) + terms) / powers if gamma > 0 else rewards
        scores = np.eye(theta.shape[1])[actions] - pi[states]
        np.add.at(gradient, states, (G - baseline)[:, None] * scores)
    return gradient / len(episodes)


@variant
def with_add_at(theta, episodes, gamma, baseline=0.0):
    shifted = theta - theta.max(axis=1)[:, None]
    log_pi = shifted - np.log(np.exp(shifted).sum(axis=1))[:, None]
    total = np.zeros_like(theta)
    for states, actions, rewards in episodes:
        T = len(rewards)
        ahead = np.arange(T)[None, :] - np.arange(T)[:, None]
        G = np.where(ahead >= 0, float(gamma) ** np.maximum(ahead, 0), 0.0) @ rewards
        score = -np.exp(log_pi[states])
        score[np.arange(T), actions] += 1.0
        np.add.at(total, states, (G - baseline)[:, None] * score)
    return total / len(episodes)


@variant
def by_counts(theta, episodes, gamma, baseline=0.0):
    S, A = theta.shape
    taken = np.zeros((S, A))
    for states, actions, rewards in episodes:
        G = 0.0
        for s, a, r in zip(states[::-1], actions[::-1], rewards[::-1], strict=True):
            G = r + gamma * G
            taken[s, a] += (G - baseline) / len(episodes)
    pi = np.exp(theta - np.max(theta, axis=1, keepdims=True))
    pi = pi / pi.sum(axis=1, keepdims=True)
    return taken - taken.sum(axis=1, keepdims=True) * pi


@variant
def entry_by_entry(theta, episodes, gamma, baseline=0.0):
    S, A = theta.shape
    grads = []
    for states, actions, rewards in episodes:
        grad = np.zeros((S, A))
        for t in range(len(states)):
            weight = sum(gamma ** (k - t) * rewards[k] for k in range(t, len(rewards))) - baseline
            row = theta[states[t]]
            for c in range(A):
                p = 1.0 / np.sum(np.exp(np.minimum(row - row[c], 700.0)))
                grad[states[t], c] += weight * (float(c == actions[t]) - p)
        grads.append(grad)
    return np.mean(grads, axis=0)
