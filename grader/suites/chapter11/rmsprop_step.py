"""Checks, known bugs and variants of chapter11/rmsprop_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=8,
    returns=("W", "S"),
    requires=("chapter11/adagrad_step",),
    hints=(
        "Only one line differs from Adagrad: how S is brought up to date.",
        "A moving average is a weighted mean of what it was and what is new, with the weights rho and 1 − rho.",
        "What is averaged is dW². Then W goes by −lr dW / (√S + eps), with the new S.",
    ),
    rtol=1e-10,
)
TINY = 1e-30
"""An eps that no check but the one about eps can see."""
DAMPING = 1e-2
"""An eps that keeps the rounding of a gradient near 0 as small as it is: divided by its own root, it would move W."""


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1,),), ((4, 1),), ((),))
def step(rng, shape):
    W, dW = map(np.asarray, rng.normal(size=(2, *shape)))
    S = np.asarray(rng.uniform(0.5, 4.0, size=shape))
    return {"W": W, "S": S, "dW": dW, "lr": rng.uniform(0.05, 0.3), "rho": rng.uniform(0.7, 0.95), "eps": TINY}


@cases("shape scale", ((3, 4), 1.0), ((6,), 1e-4))
def pair(rng, shape, scale):
    """Two parameters of one shape; `scale` is how steep their loss is."""
    A, B = rng.normal(size=(2, *shape))
    C = scale * rng.uniform(0.5, 2.0, size=shape)
    return {"A": A, "B": B, "C": C, "lr": rng.uniform(0.05, 0.2), "rho": 0.9, "eps": TINY}


@cases("shape", ((9,),), ((2, 5),))
def steady(rng, shape):
    W, dW = rng.normal(size=(2, *shape))
    return {"W": W, "dW": dW, "lr": rng.uniform(0.05, 0.3), "rho": rng.uniform(0.7, 0.95), "eps": TINY}


@cases("shape", ((8,),), ((2, 4),))
def flat(rng, shape):
    """Gradients of two steps, as small as 1e-4, and in one entry always 0."""
    dW = 1e-4 * rng.choice((-1.0, 1.0), size=(2, *shape)) * rng.uniform(0.5, 2.0, size=(2, *shape))
    dW[:, *(0 for _ in shape)] = 0.0
    return {"W": rng.normal(size=shape), "dW": dW, "lr": 0.25, "rho": 0.9, "eps": 1e-8}


def interleaved(m, case):
    """Run three steps of two parameters in turn: each has its own averages, and the gradients depend on both."""
    A, B, SA, SB = case.A, case.B, np.zeros_like(case.A), np.zeros_like(case.B)
    numbers = case.lr, case.rho, case.eps
    seen = {}
    for k in (1, 2, 3):
        dA, dB = case.C * (A + 0.5 * B), case.C * (B + 0.5 * A)
        (A, SA), (B, SB) = m.rmsprop_step(A, SA, dA, *numbers), m.rmsprop_step(B, SB, dB, *numbers)
        seen |= {f"A after step {k}": A, f"S of A after step {k}": SA, f"B after step {k}": B}
    return seen


def creeping(m, case):
    """Take two steps with gradients that eps can be told beside."""
    numbers = case.lr, case.rho, case.eps
    W1, S1 = m.rmsprop_step(case.W, np.zeros_like(case.W), case.dW[0], *numbers)
    W2, _ = m.rmsprop_step(W1, S1, case.dW[1], *numbers)
    return {"W after step 1": W1, "W after step 2": W2}


shapes = shaped("W and S come back, both in the shape of W.", step)
values = agrees("From any averages, one step gives the right W and S.", step)
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
def settles(student, steady):
    """Under a constant gradient, step number k is lr / √(1 − rhoᵏ) long in every entry, and in the end lr."""

    def steps(m, case):
        W, S, path = case.W, np.zeros_like(case.W), [case.W]
        for _ in range(9):
            W, S = m.rmsprop_step(W, S, case.dW, case.lr, case.rho, case.eps)
            path.append(W)
        final, _ = m.rmsprop_step(case.W, case.dW**2, case.dW, case.lr, case.rho, case.eps)
        return [*path, final]

    for case, (*path, final) in student.each(steps, steady):
        ways = np.cumsum([0.0, *(1.0 / np.sqrt(1.0 - case.rho**k) for k in range(1, len(path)))])
        downhill = -case.lr * np.sign(case.dW)
        check_trajectory(path, [case.W + way * downhill for way in ways], what="W", where=case)
        assert_law("W = W − lr sign(dW) once S = dW²", final, case.W + downhill, what="W", where=case)


@check(points=1, kind="property")
def free_of_scale(student, step):
    """The units of the loss do not matter: entries of the gradient may be multiplied by numbers, and W goes alike."""

    def rescaled(m, case):
        # Powers of two, another one for each entry: nothing is rounded.
        c = 2.0 ** (np.arange(case.W.size).reshape(case.W.shape) % 5 - 3)
        numbers = case.lr, case.rho, case.eps
        return [
            m.rmsprop_step(case.W, np.asarray(k**2 * case.S), np.asarray(k * case.dW), *numbers)[0]
            for k in (np.ones_like(c), c)
        ]

    for case, (one, other) in student.each(rescaled, step):
        assert_law("W(c² S, c dW) = W(S, dW)", other, one, what="W", where=case)


eps = agrees(
    "eps is added to the root, and an entry whose gradient is always 0 stays where it is.", flat, of=creeping, points=2
)
trains = optimises(remembers=1, settings=(0.02, 0.9, DAMPING))
hygiene = hygiene_of(step)

BUGS = [
    patch(
        "rho and 1 − rho are swapped",
        {"rho * S + (1.0 - rho) * dW**2": "(1.0 - rho) * S + rho * dW**2"},
        hint="rho is the weight of the old average, which changes slowly.",
    ),
    patch(
        "squares are summed (as Adagrad does)",
        {"rho * S + (1.0 - rho) * dW**2": "S + dW**2"},
        hint="RMSprop forgets: S is a moving average of the squares, not their sum.",
    ),
    patch(
        "the new square has weight 1",
        {"(1.0 - rho) * dW**2": "dW**2"},
        hint="In an average the weights add up to 1: the new square gets 1 − rho.",
    ),
    patch(
        "the old average is not weighted",
        {"rho * S": "S"},
        hint="In an average the weights add up to 1: the old average gets rho.",
    ),
    patch(
        "the average is corrected for its start (as in Adam)",
        {"np.sqrt(S)": "np.sqrt(S / (1.0 - rho))"},
        hint="RMSprop uses S as it is; dividing by 1 − rhoᵗ is Adam's idea.",
    ),
    patch(
        "the step uses the old S",
        {"S = rho": "old, S = S, rho", "np.sqrt(S)": "np.sqrt(old)"},
        hint="This step's gradient counts already: first S, then W.",
    ),
    patch(
        "the old S is returned",
        {"S = rho": "old, S = S, rho", "+ eps), S": "+ eps), old"},
        hint="The next step builds on this step's average.",
    ),
    patch(
        "the root of S is returned",
        {"+ eps), S": "+ eps), np.sqrt(S)"},
        hint="Hand back the mean square itself: the next step averages squares.",
    ),
    patch(
        "the root is missing",
        {"np.sqrt(S)": "S"},
        hint="S is in units of the gradient squared; only its root can be set against a gradient.",
    ),
    patch(
        "absolute values are averaged, not squares", {"dW**2": "np.abs(dW)"}, hint="S is an average of squares, dW²."
    ),
    patch(
        "gradients are averaged, not squares",
        {"dW**2": "dW"},
        hint="S is an average of squares, and never negative.",
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
        {"dW**2": "np.mean(dW**2)"},
        hint="Every entry has an average of its own, over the steps: no mean runs over the entries.",
    ),
    patch("the step goes uphill", {"W - lr": "W + lr"}, hint="Descent subtracts."),
    patch(
        "the learning rate is applied twice",
        {"return W - lr * dW": "return W - lr * lr * dW"},
        hint="One lr stands before the step.",
    ),
    patch(
        "S is changed in place",
        {"S = rho * S + (1.0 - rho) * dW**2": "S *= rho; S += (1.0 - rho) * dW**2"},
        hint="S *= rho changes the caller's array: make a new one.",
    ),
    patch(
        "the first axis is gone through, which a single number does not have",
        {
            "S = rho * S + (1.0 - rho) * dW**2": "S = np.array([rho * s + (1.0 - rho) * g**2 for s, g in zip(S, dW, strict=True)])"
        },
        hint="W may have any shape, also (): operators work on whole arrays, whatever their shape.",
    ),
]


@bug(
    "the averages are remembered inside the function",
    hint="Another parameter of the same shape would go on with these averages: use the S that is passed in.",
)
def remembering(W, S, dW, lr, rho, eps, kept={}):  # noqa: B006 (this is the bug)
    if not S.any():
        kept[W.shape] = S  # a new run begins
    S = rho * kept.get(W.shape, S) + (1.0 - rho) * dW**2
    if W.shape in kept:
        kept[W.shape] = S
    return W - lr * dW / (np.sqrt(S) + eps), S


@variant
def towards_the_square(W, S, dW, lr, rho, eps):
    S_new = S + (1 - rho) * (dW * dW - S)
    return [W - lr / (S_new**0.5 + eps) * dW, S_new]


@variant
def on_copies(W, S, dW, lr, rho, eps):
    W, S = np.array(W), np.array(S)
    S *= rho
    S += (1 - rho) * np.square(dW)
    W -= lr * np.divide(dW, np.sqrt(S) + eps)
    return W, S


@variant
def entry_by_entry(W, S, dW, lr, rho, eps):
    W_new, S_new = np.zeros_like(W), np.zeros_like(S)
    for i, g in np.ndenumerate(dW):
        S_new[i] = np.average([S[i], g**2], weights=[rho, 1 - rho])
        W_new[i] = W[i] - lr * g / (eps + np.sqrt(S_new[i]))
    return W_new, S_new
