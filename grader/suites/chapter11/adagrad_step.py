"""Checks, known bugs and variants of chapter11/adagrad_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=8,
    returns=("W", "S"),
    requires=("chapter11/gd_nd",),
    hints=(
        "First bring S up to date, then take the step with the new S. Everything happens entry by entry.",
        "In the first step S = dW², and its root is |dW|: the step is lr long in every entry, whatever the gradient.",
        "The rate of an entry is lr / (√S + eps): take the root first, add eps after it.",
    ),
    rtol=1e-10,
)
TINY = 1e-30
"""An eps that no check but the one about eps can see."""


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1,),), ((4, 1),), ((),))
def step(rng, shape):
    W, dW = map(np.asarray, rng.normal(size=(2, *shape)))
    return {
        "W": W,
        "S": np.asarray(rng.uniform(0.5, 4.0, size=shape)),
        "dW": dW,
        "lr": rng.uniform(0.05, 0.3),
        "eps": TINY,
    }


@cases("shape scale", ((3, 4), 1.0), ((6,), 1e-4))
def pair(rng, shape, scale):
    """Two parameters of one shape; `scale` is how steep their loss is."""
    A, B = rng.normal(size=(2, *shape))
    C = scale * rng.uniform(0.5, 2.0, size=shape)
    return {"A": A, "B": B, "C": C, "lr": rng.uniform(0.2, 0.4), "eps": TINY}


@cases("shape", ((9,),), ((2, 5),))
def steady(rng, shape):
    W, dW = rng.normal(size=(2, *shape))
    return {"W": W, "dW": dW, "lr": rng.uniform(0.05, 0.3), "eps": TINY}


@cases("shape", ((8,),), ((2, 4),))
def flat(rng, shape):
    """Gradients of two steps, as small as 1e-4, and in one entry always 0."""
    dW = 1e-4 * rng.choice((-1.0, 1.0), size=(2, *shape)) * rng.uniform(0.5, 2.0, size=(2, *shape))
    dW[:, *(0 for _ in shape)] = 0.0
    return {"W": rng.normal(size=shape), "dW": dW, "lr": 0.25, "eps": 1e-8}


def interleaved(m, case):
    """Run three steps of two parameters in turn: each has its own sums, and the gradients depend on both."""
    A, B, SA, SB = case.A, case.B, np.zeros_like(case.A), np.zeros_like(case.B)
    seen = {}
    for k in (1, 2, 3):
        dA, dB = case.C * (A + 0.5 * B), case.C * (B + 0.5 * A)
        (A, SA), (B, SB) = m.adagrad_step(A, SA, dA, case.lr, case.eps), m.adagrad_step(B, SB, dB, case.lr, case.eps)
        seen |= {f"A after step {k}": A, f"S of A after step {k}": SA, f"B after step {k}": B}
    return seen


def creeping(m, case):
    """Take two steps with gradients that eps can be told beside."""
    W1, S1 = m.adagrad_step(case.W, np.zeros_like(case.W), case.dW[0], case.lr, case.eps)
    W2, _ = m.adagrad_step(W1, S1, case.dW[1], case.lr, case.eps)
    return {"W after step 1": W1, "W after step 2": W2}


shapes = shaped("W and S come back, both in the shape of W.", step)
values = agrees("From any sums, one step gives the right W and S.", step)
far = scaled(step, scales=(-75, 75), W=1, S=2, dW=1, lr=1, eps=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
courses = agrees(
    "Two parameters that take turns follow each its own course, on a steep loss and on a flat one.",
    pair,
    of=interleaved,
    points=2,
    kind="state",
)


@check(points=1, kind="convergence")
def fades(student, steady):
    """Under a constant gradient, step number k is lr / √k long in every entry."""

    def steps(m, case):
        W, S, path = case.W, np.zeros_like(case.W), [case.W]
        for _ in range(9):
            W, S = m.adagrad_step(W, S, case.dW, case.lr, case.eps)
            path.append(W)
        return path

    for case, path in student.each(steps, steady):
        ways = np.cumsum([0.0, *(1.0 / np.sqrt(k) for k in range(1, len(path)))])
        check_trajectory(path, [case.W - case.lr * way * np.sign(case.dW) for way in ways], what="W", where=case)


@check(points=1, kind="property")
def free_of_scale(student, step):
    """The units of the loss do not matter: entries of the gradient may be multiplied by numbers, and W goes alike."""

    def rescaled(m, case):
        # Powers of two, another one for each entry: nothing is rounded.
        c = 2.0 ** (np.arange(case.W.size).reshape(case.W.shape) % 5 - 3)
        S, dW = case.S, case.dW
        return [
            m.adagrad_step(case.W, np.asarray(k**2 * S), np.asarray(k * dW), case.lr, case.eps)[0]
            for k in (np.ones_like(c), c)
        ]

    for case, (one, other) in student.each(rescaled, step):
        assert_law("W(c² S, c dW) = W(S, dW)", other, one, what="W", where=case)


eps = agrees(
    "eps is added to the root, and an entry whose gradient is always 0 stays where it is.", flat, of=creeping, points=2
)
trains = optimises(remembers=1, settings=(0.1, 1e-8))
hygiene = hygiene_of(step)

BUGS = [
    patch(
        "a mean of squares is kept (as RMSprop does)",
        {"S + dW**2": "0.9 * S + 0.1 * dW**2"},
        hint="Adagrad forgets nothing: S is the sum of all squares.",
    ),
    patch(
        "only the last gradient is kept",
        {"S + dW**2": "dW**2"},
        hint="S adds up: what earlier steps have put there stays.",
    ),
    patch(
        "the root is missing",
        {"np.sqrt(S)": "S"},
        hint="S is in units of the gradient squared; only its root can be set against a gradient.",
    ),
    patch(
        "absolute values are summed, not squares",
        {"S + dW**2": "S + np.abs(dW)"},
        hint="S is a sum of squares, dW².",
    ),
    patch("gradients are summed, not squares", {"S + dW**2": "S + dW"}, hint="S is a sum of squares, and never falls."),
    patch(
        "the step uses the old S",
        {"S = S + dW**2": "old, S = S, S + dW**2", "np.sqrt(S)": "np.sqrt(old)"},
        hint="This step's gradient counts already: first S, then W.",
    ),
    patch(
        "the old S is returned",
        {"S = S + dW**2": "old, S = S, S + dW**2", "+ eps), S": "+ eps), old"},
        hint="The next step builds on this step's sum.",
    ),
    patch(
        "the root of S is returned",
        {"+ eps), S": "+ eps), np.sqrt(S)"},
        hint="Hand back the sum of squares itself: the next step adds to it.",
    ),
    patch(
        "eps is added under the root (another convention, that of Keras)",
        {"np.sqrt(S) + eps": "np.sqrt(S + eps)"},
        hint="Take the root first: √S + eps. Under the root, eps = 1e-8 weighs like a gradient of 1e-4.",
    ),
    patch(
        "eps is left out",
        {"np.sqrt(S) + eps": "np.sqrt(S)"},
        hint="Where no gradient has come by yet, S is 0, and 0/0 is NaN.",
    ),
    patch(
        "one rate is used for all entries",
        {"S + dW**2": "S + np.sum(dW**2)"},
        hint="Every entry has a sum of its own: no sum runs over the entries.",
    ),
    patch(
        "only the sign of the gradient is used",
        {"lr * dW / (np.sqrt(S) + eps)": "lr * np.sign(dW)"},
        hint="Divide dW itself by the root of S: how large it is beside those before decides the step.",
    ),
    patch("the step goes uphill", {"W - lr": "W + lr"}, hint="Descent subtracts."),
    patch(
        "the learning rate is applied twice",
        {"S + dW**2": "S + dW**2; dW = lr * dW"},
        hint="One lr stands before the step; S and dW know nothing of it.",
    ),
    patch("S is changed in place", {"S = S + dW**2": "S += dW**2"}, hint="S += … changes the caller's array."),
    patch(
        "the first axis is gone through, which a single number does not have",
        {"S = S + dW**2": "S = np.array([s + g**2 for s, g in zip(S, dW, strict=True)])"},
        hint="W may have any shape, also (): operators work on whole arrays, whatever their shape.",
    ),
]


@bug(
    "the sums are remembered inside the function",
    hint="Another parameter of the same shape would go on with these sums: use the S that is passed in.",
)
def remembering(W, S, dW, lr, eps, kept={}):  # noqa: B006 (this is the bug)
    if not S.any():
        kept[W.shape] = S  # a new run begins
    S = kept.get(W.shape, S) + dW**2
    if W.shape in kept:
        kept[W.shape] = S
    return W - lr * dW / (np.sqrt(S) + eps), S


@variant
def on_copies(W, S, dW, lr, eps):
    W, S = W.copy(), S.copy()
    S += np.square(dW)
    W -= np.divide(lr, np.sqrt(S) + eps) * dW
    return [W, S]


@variant
def entry_by_entry(W, S, dW, lr, eps):
    W_new, S_new = np.zeros_like(W), np.zeros_like(S)
    for i, g in np.ndenumerate(dW):
        S_new[i] = S[i] + g * g
        W_new[i] = W[i] - lr * g / (S_new[i] ** 0.5 + eps)
    return W_new, S_new


@variant
def by_hypot(W, S, dW, lr, eps):
    root = np.hypot(np.sqrt(S), dW)
    return W - lr * (dW / (eps + root)), dW * dW + S
