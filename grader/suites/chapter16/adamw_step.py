"""Checks, known bugs and variants of chapter16/adamw_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=12,
    returns=("W", "M", "V"),
    requires=("chapter11/adam_step",),
    hints=(
        "Begin with a step of Adam. dW goes into M and V as it is: without any decay.",
        "The decay stands beside Adam's direction, and both are multiplied by lr.",
        "W − lr (M̂ / (√V̂ + eps) + decay W), with the W that came in.",
    ),
    rtol=1e-10,
)


@cases("shape t", ((7,), 1), ((3, 5), 2), ((4, 4), 10), ((2, 3, 5), 5000), ((1,), 3), ((5, 1), 2))
def step(rng, shape, t):
    W = rng.choice((-1.0, 1.0), size=shape) * rng.uniform(0.5, 2.0, size=shape)
    M, dW = rng.normal(size=(2, *shape))
    V, lr, decay = rng.uniform(0.5, 4.0, size=shape), rng.uniform(0.05, 0.3), rng.uniform(0.2, 0.6)
    beta1, beta2 = rng.uniform(0.75, 0.9), rng.uniform(0.95, 0.99)
    if shape == (1,):
        lr = lr / 1000.0
    if t > 1000:  # V is still being corrected
        beta2 = rng.uniform(0.998, 0.999)
    numbers = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": 1e-3, "decay": decay}
    return {"W": W, "M": M, "V": V, "dW": dW, "t": t, **numbers}


@cases("shape", ((6,),), ((2, 4),))
def resting(rng, shape):
    """No gradient, now or before."""
    W, zeros = rng.choice((-1.0, 1.0), size=shape) * 10.0 ** rng.uniform(-3, 3, size=shape), np.zeros(shape)
    return {"W": W, "lr": rng.uniform(0.05, 0.2), "decay": rng.uniform(0.5, 2.0), "zeros": zeros}


@cases("shape", ((6,),), ((3, 2),))
def course(rng, shape):
    """Gradients from 1e-3 to 1e3, of a loss that is a parabola in each entry."""
    W = rng.choice((-1.0, 1.0), size=shape) * rng.uniform(0.5, 2.0, size=shape)
    return {
        "W": W,
        "C": 10.0 ** rng.uniform(-3, 3, size=shape),
        "lr": rng.uniform(0.02, 0.1),
        "decay": rng.uniform(0.3, 0.9),
    }


@cases("shape", ((5,),))
def tiny(rng, shape):
    """Numbers so small that a default for eps shows, beside weights whose decay shows."""
    M, dW = 1e-6 * rng.normal(size=(2, *shape))
    W = 1e-2 * rng.choice((-1.0, 1.0), size=shape) * rng.uniform(0.5, 2.0, size=shape)
    return {"W": W, "M": M, "V": 1e-12 * rng.uniform(0.5, 4.0, size=shape), "dW": dW, "t": 3}


@cases("zero", "beta1", "beta2", "decay")
def without(rng, zero):
    """One of the averages has no memory, or there is no decay."""
    return step.draw(rng, (5,), 4) | {zero: 0.0}


def shrinking(m, case):
    """Four steps without gradients."""
    W, M, V, seen = case.W, case.zeros, case.zeros, {}
    for t in range(1, 5):
        W, M, V = m.adamw_step(W, M, V, case.zeros, t, case.lr, 0.9, 0.99, 1e-8, case.decay)
        seen[f"W after step {t}"] = W
    return seen


def descending(m, case):
    """Eight steps; the gradient is C W."""
    W, M, V, seen = case.W, np.zeros_like(case.W), np.zeros_like(case.W), {}
    for t in range(1, 9):
        W, M, V = m.adamw_step(W, M, V, case.C * W, t, case.lr, 0.9, 0.99, 1e-8, case.decay)
        seen[f"W after step {t}"] = W
    return seen


far = scaled(step, rows=2, M=1, dW=1, V=2, eps=1)

shapes = shaped("W, M and V come back, all in the shape of W.", step)
averages = agrees("M and V are the averages of dW and dW², and know nothing of the decay.", step, only=["M", "V"])
values = agrees("W takes Adam's step, and decays beside it.", step, only=["W"], points=2)
pure_decay = agrees(
    "Without gradients, W shrinks by the factor 1 − lr decay in each step.", resting, of=shrinking, by="entry"
)
courses = agrees(
    "However steep the loss is, the decay is the same, on a way of eight steps.", course, of=descending, kind="state"
)
zeros = agrees("beta1, beta2 and decay may be 0.", without, needs=[averages, values])
far_out = agrees("Gradients may be tiny or huge.", far, needs=[averages, values], separates=False)


@check(points=1, kind="property", needs=[values])
def defaults(student, tiny):
    """Left out, lr is 1e-3, beta1 0.9, beta2 0.999, eps 1e-8 and decay 1e-2."""

    def both(m, case):
        short = m.adamw_step(*case.values())
        told = m.adamw_step(*case.values(), 1e-3, 0.9, 0.999, 1e-8, 1e-2)
        return [(short[i], told[i]) for i in range(3)]

    for case, results in student.each(both, tiny):
        for name, (short, told) in zip(EXERCISE.returns, results, strict=True):
            assert_law("step(…) = step(…, 1e-3, 0.9, 0.999, 1e-8, 1e-2)", short, told, what=name, where=case)


trains = optimises(remembers=2, counts=True, settings=(0.05, 0.9, 0.999, 1e-8, 0.1))
hygiene = hygiene_of(step, needs=[averages, values])

STEP = "W - lr * (M_hat / (np.sqrt(V_hat) + eps) + decay * W)"
FIRST = "M = beta1 * M"
BUGS = [
    patch(
        "the decay is added to the gradient (Adam with L2)",
        {FIRST: f"dW = dW + decay * W\n    {FIRST}", STEP: "W - lr * M_hat / (np.sqrt(V_hat) + eps)"},
        hint="That is what AdamW was made to avoid: leave dW as it is, and let W decay beside Adam's step.",
    ),
    patch(
        "the decay is in both places, in the gradient and beside it",
        {FIRST: f"dW = dW + decay * W\n    {FIRST}"},
        hint="Once is enough: beside Adam's step.",
    ),
    patch(
        "the decay is divided by the root of V as well",
        {STEP: "W - lr * (M_hat + decay * W) / (np.sqrt(V_hat) + eps)"},
        hint="Only M̂ is divided by √V̂ + eps.",
    ),
    patch(
        "the decay is not multiplied by lr (another convention, the paper's)",
        {STEP: "W - lr * M_hat / (np.sqrt(V_hat) + eps) - decay * W"},
        hint="Here lr stands before both: lr (M̂ / (√V̂ + eps) + decay W).",
    ),
    patch(
        "the decay is multiplied by lr twice", {"decay * W)": "lr * decay * W)"}, hint="lr stands before both, once."
    ),
    patch("there is no decay", {" + decay * W)": ")"}, hint="Beside Adam's step, W loses lr · decay · W."),
    patch("weights grow instead of decaying", {"+ decay * W)": "- decay * W)"}, hint="W loses lr · decay · W."),
    patch(
        "the decay depends on the sign of W alone",
        {"+ decay * W)": "+ decay * np.sign(W))"},
        hint="That is the gradient of Σ|W|; here W loses a share of itself.",
    ),
    patch(
        "the decay is 2 decay W",
        {"+ decay * W)": "+ 2.0 * decay * W)"},
        hint="The penalty is ½ decay ‖W‖²: its gradient has no 2.",
    ),
    patch(
        "the new W decays, after Adam's step",
        {STEP: "(W - lr * M_hat / (np.sqrt(V_hat) + eps)) * (1.0 - lr * decay)"},
        hint="The old W decays: Adam's step itself must not shrink.",
    ),
    patch(
        "M decays instead of W",
        {STEP: "W - lr * (M_hat / (np.sqrt(V_hat) + eps) + decay * M)"},
        hint="What decays are the weights.",
    ),
    patch(
        "the averages are not corrected",
        {"M / (1.0 - beta1**t)": "M", "V / (1.0 - beta2**t)": "V"},
        hint="Averages that start from zeros are too small at first: divide by 1 − betaᵗ.",
    ),
    patch(
        "the root is taken before V is corrected",
        {"np.sqrt(V_hat)": "np.sqrt(V) / (1.0 - beta2**t)"},
        hint="√V̂ is the root of V/(1 − β₂ᵗ): correct first.",
    ),
    patch(
        "parameters with a single axis do not decay",
        {"+ decay * W)": "+ (decay if W.ndim > 1 else 0.0) * W)"},
        hint="That is a habit for biases, and a decision of whoever calls: here everything that is handed over decays.",
    ),
    patch(
        "the corrected averages are handed on",
        {"decay * W), M, V": "decay * W), M_hat, V_hat"},
        hint="The next step averages on from M and V.",
    ),
    patch(
        "steps are counted from 0",
        {"beta1**t": "beta1**(t + 1)", "beta2**t": "beta2**(t + 1)"},
        hint="t is 1 in the first step already.",
    ),
    patch("V averages the square of M", {"dW**2": "M**2"}, hint="V averages dW²."),
    patch(
        "eps is added under the root",
        {"np.sqrt(V_hat) + eps": "np.sqrt(V_hat + eps)"},
        hint="Take the root first: √V̂ + eps.",
    ),
    patch(
        "the step goes uphill",
        {"W - lr * (M_hat": "W + lr * (M_hat", "+ decay * W)": "- decay * W)"},
        hint="Descent subtracts.",
    ),
    patch(
        "a decay of 0 is taken for none given, and is 1e-2",
        {FIRST: f"decay = decay or 1e-2\n    {FIRST}"},
        hint="0 is a number like others. This is what you get when `decay or 1e-2` looks for what was left out.",
    ),
    patch(
        "decay is 0 if left out",
        {"decay: float = 1e-2": "decay: float = 0.0"},
        hint="Left out, it is 0.01.",
    ),
    patch(
        "gradients are clipped to ±1",
        {FIRST: f"dW = np.clip(dW, -1.0, 1.0)\n    {FIRST}"},
        hint="Use the gradient as it is.",
    ),
    patch(
        "M and V are at least 1e-12",
        {"M_hat = M /": "V = np.maximum(V, 1e-12)\n    M_hat = M /"},
        hint="eps alone keeps from dividing by 0.",
    ),
]


@variant
def decay_first(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, decay=1e-2):
    W = W * (1 - lr * decay)
    M = M + (1 - beta1) * (dW - M)
    V = V + (1 - beta2) * (dW * dW - V)
    root = np.sqrt(1 - beta2**t)
    return W - lr * root / (1 - beta1**t) * M / (np.sqrt(V) + eps * root), M, V


@variant
def entry_by_entry(W, M, V, dW, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    W, M, V = W.copy(), M.copy(), V.copy()
    for i, g in np.ndenumerate(dW):
        M[i] = beta1 * M[i] + (1 - beta1) * g
        V[i] = beta2 * V[i] + (1 - beta2) * g * g
        W[i] -= lr * decay * W[i] + lr * (M[i] / (1 - beta1**t)) / ((V[i] / (1 - beta2**t)) ** 0.5 + eps)
    return W, M, V
