"""Checks, known bugs and variants of chapter11/adam_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    returns=("W", "M", "V"),
    requires=("chapter11/momentum_step", "chapter11/rmsprop_step"),
    hints=(
        "Both averages go as S does in RMSprop: one of dW with beta1, one of dW² with beta2.",
        "The correction is a division, of M by 1 − beta1ᵗ and of V by 1 − beta2ᵗ. Give the results new names.",
        "W goes by −lr M̂ / (√V̂ + eps); what is returned beside it is M and V, not M̂ and V̂.",
        "In the very first step M̂ = dW and V̂ = dW²: every entry moves by lr, whatever the gradient.",
    ),
    rtol=1e-10,
)
TINY = 1e-30
"""An eps that no check but the one about eps can see."""


@cases("shape t", ((7,), 1), ((3, 5), 2), ((4, 4), 10), ((2, 3, 5), 1000), ((1,), 3), ((4, 1), 2), ((), 5))
def step(rng, shape, t):
    W, M, dW = map(np.asarray, rng.normal(size=(3, *shape)))
    V, lr = np.asarray(rng.uniform(0.5, 4.0, size=shape)), rng.uniform(0.05, 0.3)
    beta1, beta2 = rng.uniform(0.75, 0.9), rng.uniform(0.95, 0.99)
    return {"W": W, "M": M, "V": V, "dW": dW, "t": t, "lr": lr, "beta1": beta1, "beta2": beta2, "eps": TINY}


@cases("shape scale", ((3, 4), 1.0), ((6,), 1e-4))
def pair(rng, shape, scale):
    """Two parameters of one shape; `scale` is how steep their loss is. Some entries have no gradient in some steps."""
    A, B = rng.normal(size=(2, *shape))
    C = scale * rng.uniform(0.5, 2.0, size=(10, *shape))
    C.reshape(10, -1)[1::3, ::4] = 0.0
    return {"A": A, "B": B, "C": C, "lr": rng.uniform(0.05, 0.2), "beta1": 0.9, "beta2": 0.99, "eps": TINY}


@cases("shape", ((9,),), ((2, 5),))
def steady(rng, shape):
    """Entries of the gradient from 1e-3 to 1e3."""
    W = rng.normal(size=shape)
    dW = rng.choice((-1.0, 1.0), size=shape) * 10.0 ** rng.uniform(-3, 3, size=shape)
    return {"W": W, "dW": dW, "lr": rng.uniform(0.05, 0.3), "beta1": 0.9, "beta2": 0.99, "eps": TINY}


@cases("shape", ((8,),), ((2, 4),))
def flat(rng, shape):
    """Gradients of two steps, as small as 1e-4, and in one entry always 0."""
    dW = 1e-4 * rng.choice((-1.0, 1.0), size=(2, *shape)) * rng.uniform(0.5, 2.0, size=(2, *shape))
    dW[:, *(0 for _ in shape)] = 0.0
    return {"W": rng.normal(size=shape), "dW": dW, "lr": 0.25, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8}


@cases("shape", ((5,),))
def tiny(rng, shape):
    """Numbers so small that a default for eps shows."""
    W, M, dW = 1e-3 * rng.normal(size=shape), 1e-6 * rng.normal(size=shape), 1e-6 * rng.normal(size=shape)
    return {"W": W, "M": M, "V": 1e-12 * rng.uniform(0.5, 4.0, size=shape), "dW": dW, "t": 3}


def interleaved(m, case):
    """Run ten steps of two parameters in turn: each has its own averages, and the gradients depend on both."""
    numbers = case.lr, case.beta1, case.beta2, case.eps
    A, B = case.A, case.B
    MA, VA, MB, VB = (np.zeros_like(A) for _ in range(4))
    seen = {}
    for t in range(1, 11):
        dA, dB = case.C[t - 1] * (A + 0.5 * B), case.C[t - 1] * (B + 0.5 * A)
        (A, MA, VA), (B, MB, VB) = m.adam_step(A, MA, VA, dA, t, *numbers), m.adam_step(B, MB, VB, dB, t, *numbers)
        seen |= {f"A after step {t}": A, f"B after step {t}": B}
    return seen


def creeping(m, case):
    """Take two steps with gradients that eps can be told beside."""
    numbers, zeros = (case.lr, case.beta1, case.beta2, case.eps), np.zeros_like(case.W)
    W1, M1, V1 = m.adam_step(case.W, zeros, zeros, case.dW[0], 1, *numbers)
    W2, _, _ = m.adam_step(W1, M1, V1, case.dW[1], 2, *numbers)
    return {"W after step 1": W1, "W after step 2": W2}


far = scaled(step, W=1, M=1, dW=1, V=2, lr=1, eps=1)

shapes = shaped("W, M and V come back, all in the shape of W.", step)
averages = agrees(
    "M and V are the moving averages of the gradients and of their squares, uncorrected.",
    step,
    points=2,
    only=["M", "V"],
)
values = agrees(
    "From any averages W goes to the right place, in an early step and in a late one.",
    step,
    only=["W"],
)
far_out = agrees("Steps are right at every scale.", far, needs=[values], separates=False)
courses = agrees(
    "Two parameters that take turns follow each its own course for ten steps, also where gradients pause.",
    pair,
    of=interleaved,
    points=2,
    kind="state",
)


@check(points=1, kind="convergence")
def even_steps(student, steady):
    """Under a constant gradient every step is lr long in every entry, from the first on, however large the gradient."""

    def steps(m, case):
        W, M, V, path = case.W, np.zeros_like(case.W), np.zeros_like(case.W), [case.W]
        for t in range(1, 11):
            W, M, V = m.adam_step(W, M, V, case.dW, t, case.lr, case.beta1, case.beta2, case.eps)
            path.append(W)
        return path

    for case, path in student.each(steps, steady):
        exact = [case.W - t * case.lr * np.sign(case.dW) for t in range(len(path))]
        check_trajectory(path, exact, what="W", where=case)


eps = agrees(
    "eps is added to the corrected root, and an entry whose gradient is always 0 stays where it is.", flat, of=creeping
)


@check(points=1, kind="property", needs=[values])
def defaults(student, tiny):
    """Left out, lr is 1e-3, beta1 is 0.9, beta2 is 0.999 and eps is 1e-8."""

    def both(m, case):
        short, told = m.adam_step(*case.values()), m.adam_step(*case.values(), 1e-3, 0.9, 0.999, 1e-8)
        return [(short[i], told[i]) for i in range(3)]

    for case, results in student.each(both, tiny):
        for name, (short, told) in zip(EXERCISE.returns, results, strict=True):
            assert_law("step(…) = step(…, 1e-3, 0.9, 0.999, 1e-8)", short, told, what=name, where=case)


@check(points=1, kind="error")
def counted_from_one(student, tiny):
    """Step number 0 is refused with a ValueError, and so is one below."""
    for t in (0, -1):
        for case in tiny:
            call = case.replaced(t=t)
            raises(student, ValueError, lambda m, case: m.adam_step(*case.values()), call, where=f"t={t}")


trains = optimises(remembers=2, counts=True, settings=(0.05, 0.9, 0.999, 1e-8))
hygiene = hygiene_of(step)

BUGS = [
    patch(
        "the averages are not corrected",
        {"M / (1.0 - beta1**t)": "M", "V / (1.0 - beta2**t)": "V"},
        hint="Averages that start from zeros are too small at first: divide by 1 − betaᵗ.",
    ),
    patch(
        "V is not corrected",
        {"V / (1.0 - beta2**t)": "V"},
        hint="V starts from zeros as M does, and is too small for much longer: divide it by 1 − beta2ᵗ.",
    ),
    patch(
        "the correction forgets the power t",
        {"1.0 - beta1**t": "1.0 - beta1", "1.0 - beta2**t": "1.0 - beta2"},
        hint="1 − beta is right in the first step only; after t steps it is 1 − betaᵗ.",
    ),
    patch(
        "the correction multiplies by t",
        {"1.0 - beta1**t": "1.0 - beta1 * t + 1e-9", "1.0 - beta2**t": "1.0 - beta2 * t + 1e-9"},
        hint="It is a power, betaᵗ: each step multiplies the zeros' share by beta.",
    ),
    patch(
        "steps are counted from 0",
        {"1.0 - beta1**t": "1.0 - beta1**(t + 1)", "1.0 - beta2**t": "1.0 - beta2**(t + 1)"},
        hint="t is 1 in the first step already.",
    ),
    patch(
        "beta1 and beta2 are swapped",
        {
            "beta1 * M + (1.0 - beta1)": "beta2 * M + (1.0 - beta2)",
            "beta2 * V + (1.0 - beta2)": "beta1 * V + (1.0 - beta1)",
            "M / (1.0 - beta1**t)": "M / (1.0 - beta2**t)",
            "V / (1.0 - beta2**t)": "V / (1.0 - beta1**t)",
        },
        hint="beta1 belongs to the first moment, M; beta2 to the second, V.",
    ),
    patch(
        "the weights of old and new are swapped",
        {
            "beta1 * M + (1.0 - beta1) *": "(1.0 - beta1) * M + beta1 *",
            "beta2 * V + (1.0 - beta2) *": "(1.0 - beta2) * V + beta2 *",
        },
        hint="beta is the weight of the old average, which changes slowly.",
    ),
    patch("V averages gradients, not squares", {"dW**2": "np.abs(dW)"}, hint="V is the average of dW²."),
    patch(
        "V averages the square of M",
        {"dW**2": "M**2"},
        hint="V knows the gradients themselves: it averages dW², before any smoothing.",
    ),
    patch(
        "the corrected averages are handed on",
        {"+ eps), M, V": "+ eps), M_hat, V_hat"},
        hint="The next step averages on from M and V; corrected twice, they would be too large.",
    ),
    patch(
        "the step uses dW, not the average M",
        {"M_hat = M / (1.0 - beta1**t)": "M_hat = dW"},
        hint="W follows the smoothed gradient M̂.",
    ),
    patch(
        "the step is Nesterov's (Nadam)",
        {"lr * M_hat": "lr * (beta1 * M_hat + (1.0 - beta1) * dW / (1.0 - beta1**t))"},
        hint="Adam does not look ahead: W goes along M̂.",
    ),
    patch(
        "the averages are old when they are used",
        {"M_hat = M /": "M_hat = (M - (1.0 - beta1) * dW) / beta1 /"},
        hint="This step's gradient counts already: first M and V, then W.",
    ),
    patch(
        "the root is missing",
        {"np.sqrt(V_hat)": "V_hat"},
        hint="V̂ is in units of the gradient squared; only its root can be set against M̂.",
    ),
    patch(
        "eps is added under the root",
        {"np.sqrt(V_hat) + eps": "np.sqrt(V_hat + eps)"},
        hint="Take the root first: √V̂ + eps. Under the root, eps = 1e-8 weighs like a gradient of 1e-4.",
    ),
    patch(
        "eps is added before the correction (another convention, the short form)",
        {"np.sqrt(V_hat) + eps": "(np.sqrt(V) + eps) / np.sqrt(1.0 - beta2**t)"},
        hint="In the short form eps has to be scaled by √(1 − beta2ᵗ) as well.",
    ),
    patch(
        "eps is left out",
        {"np.sqrt(V_hat) + eps": "np.sqrt(V_hat)"},
        hint="Where no gradient has come by yet, M̂ and V̂ are 0, and 0/0 is NaN.",
    ),
    patch(
        "eps is 1e-7 if left out (another convention, that of Keras)",
        {"eps: float = 1e-8": "eps: float = 1e-7"},
        hint="The paper's default is 1e-8, and so is this exercise's.",
    ),
    patch("the step goes uphill", {"W - lr": "W + lr"}, hint="Descent subtracts."),
    patch("the learning rate is applied twice", {"lr * M_hat": "lr * lr * M_hat"}, hint="One lr stands before M̂."),
    patch(
        "weight decay is mixed in",
        {"W - lr * M_hat": "W - lr * 0.01 * W - lr * M_hat"},
        hint="That is AdamW: here W goes by the gradient alone.",
    ),
    patch(
        "step 0 is let through",
        {'raise ValueError(f"steps are counted from 1, so t can\'t be {t}")': "t = 1"},
        hint="At t = 0 the correction divides by 1 − 1: say so with a ValueError.",
    ),
    patch(
        "M is changed in place",
        {"M = beta1 * M + (1.0 - beta1) * dW": "M *= beta1; M += (1.0 - beta1) * dW"},
        hint="M *= beta1 changes the caller's array: make a new one.",
    ),
    patch(
        "the first axis is gone through, which a single number does not have",
        {
            "M = beta1 * M + (1.0 - beta1) * dW": "M = np.array([beta1 * m + (1.0 - beta1) * g for m, g in zip(M, dW, strict=True)])"
        },
        hint="W may have any shape, also (): operators work on whole arrays, whatever their shape.",
    ),
]

EQUIVALENT = {"adam_step: t < 1 → t < 0.5": "t is a whole number"}


@bug(
    "entries without a gradient are left alone",
    hint="An average goes on when the gradient is 0: M and V decay, and W still moves by what is left in M.",
)
def lazy(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError
    touched = dW != 0
    M = np.where(touched, beta1 * M + (1.0 - beta1) * dW, M)
    V = np.where(touched, beta2 * V + (1.0 - beta2) * dW**2, V)
    step = lr * (M / (1.0 - beta1**t)) / (np.sqrt(V / (1.0 - beta2**t)) + eps)
    return W - np.where(touched, step, 0.0), M, V


@bug(
    "V never falls (AMSGrad)",
    hint="V is a plain moving average: it falls when gradients become small.",
)
def amsgrad(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError
    M = beta1 * M + (1.0 - beta1) * dW
    V = np.maximum(V, beta2 * V + (1.0 - beta2) * dW**2)
    return W - lr * (M / (1.0 - beta1**t)) / (np.sqrt(V / (1.0 - beta2**t)) + eps), M, V


@bug(
    "the averages are remembered inside the function",
    hint="Another parameter of the same shape would go on with these averages: use the M and V that are passed in.",
)
def remembering(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, kept={}):  # noqa: B006 (this is the bug)
    if t < 1:
        raise ValueError
    if not V.any():
        kept[W.shape] = M, V  # a new run begins
    M, V = kept.get(W.shape, (M, V))
    M = beta1 * M + (1.0 - beta1) * dW
    V = beta2 * V + (1.0 - beta2) * dW**2
    if W.shape in kept:
        kept[W.shape] = M, V
    return W - lr * (M / (1.0 - beta1**t)) / (np.sqrt(V / (1.0 - beta2**t)) + eps), M, V


@variant
def short_form(W, M, V, dW, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if t <= 0:
        raise ValueError("t starts at 1")
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    M = M + (1 - beta1) * (dW - M)
    V = V + (1 - beta2) * (dW * dW - V)
    return [W - rate * M / (np.sqrt(V) + eps * root), M, V]


@variant
def on_copies(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError(t)
    W, M, V = W.copy(), M.copy(), V.copy()
    M *= beta1
    M += (1 - beta1) * dW
    V *= beta2
    V += (1 - beta2) * np.square(dW)
    W -= lr / (np.sqrt(V / -np.expm1(t * np.log(beta2))) + eps) * (M / (1 - np.power(beta1, t)))
    return W, M, V


@variant
def entry_by_entry(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not t >= 1:
        raise ValueError("t")
    W, M, V = np.array(W), np.array(M), np.array(V)
    for i, g in np.ndenumerate(dW):
        M[i] = beta1 * M[i] + (1 - beta1) * g
        V[i] = beta2 * V[i] + (1 - beta2) * g * g
        W[i] -= lr * (M[i] / (1 - beta1**t)) / ((V[i] / (1 - beta2**t)) ** 0.5 + eps)
    return W, M, V
