"""Checks, known bugs and variants of chapter19/bidirectional_rnn."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("H",),
    requires=("chapter19/rnn_forward",),
    minutes=10,
    hints=(
        "bwd reads from front to back, as fwd does. What must it be given, so that it reads from back to front?",
        "Its first state belongs to the last input. Turn its states round, too.",
        "Axis 1 is time. Side by side is axis 2.",
    ),
)


# --- networks: they travel to the answer as source --------------------------------------------------------------------
def recurrent(Wx, Wh, start):
    """Return a small recurrent network; lists, as constants of what travels are."""

    def network(X):
        h = np.zeros((X.shape[0], len(Wh))) + np.array(start)
        states = []
        for t in range(X.shape[1]):
            h = np.tanh(X[:, t] @ np.array(Wx) + h @ np.array(Wh))
            states.append(h)
        return np.stack(states, axis=1)

    return network


def adding(factor):
    """Return a network that adds up what it has read, and how often it has read."""

    def network(X):
        return factor * (np.cumsum(X, axis=1) + np.arange(1, X.shape[1] + 1)[:, None])

    return network


def drawn(rng, D, K):
    weights = (rng.normal(size=(D, K)), rng.normal(scale=0.7, size=(K, K)), rng.uniform(0.3, 0.9, size=K))
    return recurrent(*(each.round(2).tolist() for each in weights))


@cases("N T D K", (3, 5, 2, 4), (4, 4, 4, 4), (1, 3, 3, 2), (2, 6, 1, 1))
def sequences(rng, N, T, D, K):
    return {"X": rng.normal(size=(N, T, D)), "fwd": drawn(rng, D, K), "bwd": drawn(rng, D, K)}


@cases("N T D", (2, 4, 3), (1, 5, 1))
def sums(rng, N, T, D):
    a, b = float(rng.uniform(1.0, 3.0)), float(rng.uniform(-3.0, -1.0))
    return {"X": rng.normal(size=(N, T, D)), "fwd": adding(a), "bwd": adding(b)}


@cases("N T D power", (2, 4, 3, -150), (2, 4, 3, 150))
def far(rng, N, T, D, power):
    return {"X": rng.normal(size=(N, T, D)), "fwd": adding(2.5 * 10.0**power), "bwd": adding(-1.5 * 10.0**power)}


@cases("N D K", (3, 2, 4), (1, 1, 1))
def one_input(rng, N, D, K):
    return {"X": rng.normal(size=(N, 1, D)), "fwd": drawn(rng, D, K), "bwd": drawn(rng, D, K)}


shapes = shaped("H has 2K numbers at each place.", sequences)
values = agrees(
    "First stands the state of fwd, then that of bwd, which has read from the back up to this place.",
    sequences,
    points=2,
)
running = agrees("Running sums are sums so far, and sums from the place on.", sums)
any_scale = agrees("What networks say may be tiny or huge.", far, needs=[running], separates=False)
single = agrees("A sequence may be a single input.", one_input, separates=False)


@check(points=1, kind="property")
def both_ways(student, sequences, rng):
    """The first half does not hear what comes later, the second does not hear what came before."""
    for case in sequences:
        t, K = case.X.shape[1] // 2, case.sizes["K"]
        later, earlier = case.X.copy(), case.X.copy()
        later[:, t + 1 :] = rng.normal(size=later[:, t + 1 :].shape)
        earlier[:, :t] = rng.normal(size=earlier[:, :t].shape)

        def halves(m, case, later, earlier, t=t, K=K):
            H, changed, other = (m.bidirectional_rnn(X, case.fwd, case.bwd) for X in (case.X, later, earlier))
            return H[:, : t + 1, :K], changed[:, : t + 1, :K], H[:, t:, K:], other[:, t:, K:]

        first, first_changed, second, second_changed = student.run(halves, case, later, earlier)
        assert_law("fwd's half does not hear X[:, t + 1:]", first_changed, first, what="H", where=case)
        assert_law("bwd's half does not hear X[:, :t]", second_changed, second, what="H", where=case)


@check(points=1, kind="property")
def mirrored(student, sequences):
    """With the sequence turned round and the networks exchanged, H is turned round and its halves change places."""
    for case in sequences:

        def both(m, case):
            return (
                m.bidirectional_rnn(case.X, case.fwd, case.bwd),
                m.bidirectional_rnn(case.X[:, ::-1], case.bwd, case.fwd)[:, ::-1],
            )

        H, mirrored = student.run(both, case)
        K = H.shape[2] // 2
        assert_law(
            "H(R X; bwd, fwd) = R H(X; fwd, bwd), halves exchanged",
            np.concatenate([mirrored[:, :, K:], mirrored[:, :, :K]], axis=2),
            H,
            what="H",
            where=case,
        )


hygiene = hygiene_of(sequences)

FULL = "np.concatenate([fwd(X), bwd(X[:, ::-1])[:, ::-1]], axis=2)"
BUGS = [
    patch(
        "the states of bwd are not turned round again",
        {"[:, ::-1])[:, ::-1]": "[:, ::-1])"},
        hint="The first state of bwd belongs to the last input: turn its states round, too.",
    ),
    patch(
        "bwd reads from the front",
        {"bwd(X[:, ::-1])[:, ::-1]": "bwd(X)"},
        hint="Give bwd the sequences turned round in time.",
    ),
    patch(
        "bwd reads from the front, and its states are turned round",
        {"bwd(X[:, ::-1])[:, ::-1]": "bwd(X)[:, ::-1]"},
        hint="Give bwd the sequences turned round in time.",
    ),
    patch(
        "samples are turned round, not time",
        {"bwd(X[:, ::-1])[:, ::-1]": "bwd(X[::-1])[::-1]"},
        hint="Axis 0 counts the samples; axis 1 is time.",
    ),
    patch(
        "features are turned round, not time",
        {"bwd(X[:, ::-1])[:, ::-1]": "bwd(X[:, :, ::-1])[:, :, ::-1]"},
        hint="Axis 2 is the features; axis 1 is time.",
    ),
    patch(
        "states are turned round along features, too",
        {"[:, ::-1])[:, ::-1]": "[:, ::-1])[:, ::-1, ::-1]"},
        hint="Turn time alone: axis 1.",
    ),
    patch("both halves are read by fwd", {"bwd(": "fwd("}, hint="The second half is that of bwd."),
    patch("both halves are read by bwd", {"fwd(X)": "bwd(X)"}, hint="The first half is that of fwd."),
    patch(
        "the half of bwd comes first",
        {FULL: "np.concatenate([bwd(X[:, ::-1])[:, ::-1], fwd(X)], axis=2)"},
        hint="First fwd, then bwd.",
    ),
    patch(
        "fwd reads from the back, and bwd from the front",
        {FULL: "np.concatenate([fwd(X[:, ::-1])[:, ::-1], bwd(X)], axis=2)"},
        hint="fwd is given X, bwd the sequences turned round.",
    ),
    patch(
        "the halves are put one after the other in time",
        {"axis=2": "axis=1"},
        hint="Side by side at each place: along the features, axis 2.",
    ),
    patch(
        "the halves are added up",
        {FULL: "fwd(X) + bwd(X[:, ::-1])[:, ::-1]"},
        hint="Both are kept, side by side: (N, T, 2K).",
    ),
    patch(
        "the numbers of both are put alternately",
        {FULL: "np.stack([fwd(X), bwd(X[:, ::-1])[:, ::-1]], axis=3).reshape(*X.shape[:2], -1)"},
        hint="First all K numbers of fwd, then all of bwd.",
    ),
    patch(
        "states are rounded to ten digits after the point",
        {"fwd(X), bwd(X[:, ::-1])": "np.round(fwd(X), 10), np.round(bwd(X[:, ::-1]), 10)"},
        hint="What a network says is handed on as it is.",
    ),
    patch(
        "bwd reads the states of fwd, not X",
        {"bwd(X[:, ::-1])": "bwd(np.resize(fwd(X), X.shape)[:, ::-1])"},
        hint="Both read the sequences themselves.",
    ),
    patch(
        "X is turned round in place",
        {
            "    return ": "    X[:] = X[:, ::-1].copy()\n    behind = bwd(X)[:, ::-1]\n    return np.concatenate([fwd(X[:, ::-1]), behind], axis=2)\n    return "
        },
        hint="X[:, ::-1] is turned round and leaves X as it is.",
    ),
]


@variant
def flipped(X, fwd, bwd):
    behind = np.flip(bwd(np.flip(X, axis=1)), axis=1)
    return np.dstack([fwd(X), behind])


@variant
def by_index(X, fwd, bwd):
    T = X.shape[1]
    turned = np.arange(T - 1, -1, -1)
    ahead, behind = fwd(X), bwd(np.take(X, turned, axis=1))
    N, _, K = ahead.shape
    H = np.zeros((N, T, 2 * K))
    H[..., :K] = ahead
    H[..., K:] = behind[:, turned]
    return H


@variant
def place_by_place(X, fwd, bwd):
    T = X.shape[1]
    first, second = fwd(X), bwd(X[:, list(range(T))[::-1]].copy())
    return np.stack([np.hstack([first[:, t], second[:, T - 1 - t]]) for t in range(T)], axis=1)
