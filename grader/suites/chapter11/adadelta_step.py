"""Checks, known bugs and variants of chapter11/adadelta_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=12,
    returns=("W", "S", "D"),
    requires=("chapter11/rmsprop_step",),
    hints=(
        "Four lines in this order: S, the step, D, W. Which of them needs which?",
        "S goes as in RMSprop. The step is −√(D + eps) / √(S + eps) dW, with the new S and the old D.",
        "D averages step² with the weights that S averages dW² with. W moves by the step, which has its sign already.",
    ),
    rtol=1e-10,
)
TINY = 1e-30
"""An eps that no check but the one about first steps can see."""


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1,),), ((4, 1),), ((),))
def step(rng, shape):
    W, dW = map(np.asarray, rng.normal(size=(2, *shape)))
    S, D = np.asarray(rng.uniform(0.5, 4.0, size=shape)), np.asarray(rng.uniform(0.01, 0.2, size=shape))
    return {"W": W, "S": S, "D": D, "dW": dW, "rho": rng.uniform(0.7, 0.95), "eps": TINY}


@cases("shape scale", ((3, 4), 1.0), ((6,), 1e-4))
def pair(rng, shape, scale):
    """Two parameters of one shape that have moved before; `scale` is how steep their loss is."""
    A, B = rng.normal(size=(2, *shape))
    C = scale * rng.uniform(0.5, 2.0, size=shape)
    return {"A": A, "B": B, "C": C, "D": rng.uniform(0.001, 0.01, size=shape), "rho": 0.9, "eps": TINY}


@cases("shape scale", ((8,), 1.0), ((2, 4), 1e-4))
def start(rng, shape, scale):
    """Gradients of the first two steps, and in one entry always 0."""
    dW = scale * rng.choice((-1.0, 1.0), size=(2, *shape)) * rng.uniform(0.5, 2.0, size=(2, *shape))
    dW[:, *(0 for _ in shape)] = 0.0
    return {"W": 0.01 * rng.normal(size=shape), "dW": dW, "rho": 0.9, "eps": 1e-6 * scale}


def interleaved(m, case):
    """Run three steps of two parameters in turn: each has its own averages, and the gradients depend on both."""
    A, B, DA, DB, rho, eps = case.A, case.B, case.D, 2.0 * case.D, case.rho, case.eps
    SA, SB = np.zeros_like(A), np.zeros_like(B)
    seen = {}
    for k in (1, 2, 3):
        dA, dB = case.C * (A + 0.5 * B), case.C * (B + 0.5 * A)
        (A, SA, DA), (B, SB, DB) = m.adadelta_step(A, SA, DA, dA, rho, eps), m.adadelta_step(B, SB, DB, dB, rho, eps)
        seen |= {f"A after step {k}": A, f"D of A after step {k}": DA, f"B after step {k}": B}
    return seen


def starting(m, case):
    """Take the first two steps, from averages of zeros."""
    zeros = np.zeros_like(case.W)
    W1, S1, D1 = m.adadelta_step(case.W, zeros, zeros, case.dW[0], case.rho, case.eps)
    W2, _, _ = m.adadelta_step(W1, S1, D1, case.dW[1], case.rho, case.eps)
    return {"W after step 1": W1, "D after step 1": D1, "W after step 2": W2}


shapes = shaped("W, S and D come back, all in the shape of W.", step)
values = agrees("From any averages, one step gives the right W, S and D.", step, points=2)
far = scaled(step, scales=(-75, 75), W=1, S=2, D=2, dW=1, eps=2)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
courses = agrees(
    "Two parameters that take turns follow each its own course, on a steep loss and on a flat one.",
    pair,
    of=interleaved,
    points=2,
    kind="state",
)


@check(points=1, kind="property")
def free_of_units(student, step):
    """Measure W in another unit, c times as small, and its numbers are c times as large after the step, too."""

    def converted(m, case):
        # Powers of two, another one for each entry: nothing is rounded.
        c = 2.0 ** (np.arange(case.W.size).reshape(case.W.shape) % 5 - 3)
        W, S, D, dW, rho, eps = case.values()
        return [
            m.adadelta_step(*(np.asarray(a) for a in (k * W, S / k**2, k**2 * D, dW / k)), rho, eps)[0] / k
            for k in (np.ones_like(c), c)
        ]

    for case, (one, other) in student.each(converted, step):
        assert_law("W(c W, S/c², c² D, dW/c) = c W(W, S, D, dW)", other, one, what="W", where=case)


first_steps = agrees(
    "eps, under both roots, makes the first steps; an entry whose gradient is always 0 stays where it is.",
    start,
    of=starting,
    points=2,
)
trains = optimises(remembers=2, settings=(0.9, 1e-4))
hygiene = hygiene_of(step)

BUGS = [
    patch(
        "D is brought up to date before the step, with the gradient",
        {
            "step = -": "D = rho * D + (1.0 - rho) * dW**2\n    step = -",
            "\n    D = rho * D + (1.0 - rho) * step**2": "",
        },
        hint="D averages squared steps. This one is not known yet: the step uses the old D.",
    ),
    patch(
        "the step is taken again with the new D",
        {"return W + step": "step = -np.sqrt(D + eps) / np.sqrt(S + eps) * dW\n    return W + step"},
        hint="The step is found once, with the old D; the new D is for the next one.",
    ),
    patch(
        "eps is missing above: from D = 0 nothing ever moves",
        {"np.sqrt(D + eps)": "np.sqrt(D)"},
        hint="D starts at 0, and 0 times anything is no step: eps stands under both roots.",
    ),
    patch(
        "eps is left out",
        {"np.sqrt(D + eps)": "np.sqrt(D)", "np.sqrt(S + eps)": "np.sqrt(S)"},
        hint="D starts at 0, and 0 times anything is no step: eps stands under both roots.",
    ),
    patch(
        "eps is added to the roots, not under them",
        {"np.sqrt(D + eps)": "(np.sqrt(D) + eps)", "np.sqrt(S + eps)": "(np.sqrt(S) + eps)"},
        hint="RMS(A) = √(A + eps): first add, then take the root.",
    ),
    patch(
        "eps is added to the root below, not under it",
        {"np.sqrt(S + eps)": "(np.sqrt(S) + eps)"},
        hint="RMS(A) = √(A + eps): first add, then take the root.",
    ),
    patch(
        "a learning rate is left in the step",
        {"return W + step": "return W + 1e-3 * step"},
        hint="The step has its length already, from D: no learning rate.",
    ),
    patch(
        "the step uses the old S",
        {"S = rho * S": "old, S = S, rho * S", "np.sqrt(S + eps)": "np.sqrt(old + eps)"},
        hint="This step's gradient counts already: first S, then the step.",
    ),
    patch(
        "D averages squared gradients",
        {"step**2": "dW**2"},
        hint="S is the average for gradients; D is the one for steps.",
    ),
    patch("D averages steps, not squares", {"step**2": "step"}, hint="Both averages are of squares."),
    patch("S averages gradients, not squares", {"dW**2": "np.abs(dW)"}, hint="Both averages are of squares."),
    patch(
        "the roots are missing",
        {"-np.sqrt(D + eps) / np.sqrt(S + eps)": "-(D + eps) / (S + eps)"},
        hint="RMS is a root: √(A + eps).",
    ),
    patch(
        "rho and 1 − rho are swapped",
        {"rho * S + (1.0 - rho) * dW": "(1.0 - rho) * S + rho * dW", "rho * D + (1.0 - rho)": "(1.0 - rho) * D + rho"},
        hint="rho is the weight of the old average, which changes slowly.",
    ),
    patch(
        "squares are summed, not averaged",
        {"rho * S + (1.0 - rho) * dW": "S + dW", "rho * D + (1.0 - rho) * step": "D + step"},
        hint="Both are moving averages: rho for the old, 1 − rho for the new.",
    ),
    patch(
        "D stays what it was", {"D = rho * D + (1.0 - rho) * step**2": "pass"}, hint="This step's square belongs to D."
    ),
    patch(
        "the ratio stands upside down",
        {"np.sqrt(D + eps) / np.sqrt(S + eps)": "np.sqrt(S + eps) / np.sqrt(D + eps)"},
        hint="The RMS of the steps stands above: it gives the step its units.",
    ),
    patch("the step goes uphill", {"W + step": "W - step"}, hint="The step has its minus sign already: add it to W."),
    patch(
        "one average serves all entries",
        {"dW**2": "np.mean(dW**2)"},
        hint="Every entry has an average of its own, over the steps: no mean runs over the entries.",
    ),
    patch(
        "S and D are returned in the wrong order",
        {"return W + step, S, D": "return W + step, D, S"},
        hint="Gradients first: W, S, D.",
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
    hint="Another parameter of the same shape would go on with these averages: use what is passed in.",
)
def remembering(W, S, D, dW, rho, eps, kept={}):  # noqa: B006 (this is the bug)
    if not S.any():
        kept[W.shape] = S, D  # a new run begins
    S, D = kept.get(W.shape, (S, D))
    S = rho * S + (1.0 - rho) * dW**2
    step = -np.sqrt(D + eps) / np.sqrt(S + eps) * dW
    D = rho * D + (1.0 - rho) * step**2
    if W.shape in kept:
        kept[W.shape] = S, D
    return W + step, S, D


@variant
def with_rms(W, S, D, dW, rho, eps):
    def rms(A):
        return (A + eps) ** 0.5

    S_new = S + (1 - rho) * (dW * dW - S)
    d = dW * rms(D) / rms(S_new)
    return [W - d, S_new, D + (1 - rho) * (d * d - D)]


@variant
def entry_by_entry(W, S, D, dW, rho, eps):
    W, S, D = W.copy(), S.copy(), D.copy()
    for i, g in np.ndenumerate(dW):
        S[i] = rho * S[i] + (1 - rho) * g * g
        d = -g * np.sqrt((D[i] + eps) / (S[i] + eps))
        D[i] = rho * D[i] + (1 - rho) * d * d
        W[i] += d
    return W, S, D
