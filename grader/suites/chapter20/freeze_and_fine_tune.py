"""Checks, known bugs and variants of chapter20/freeze_and_fine_tune."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("params",),
    requires=("chapter10/backprop_mlp", "chapter12/softmax_cross_entropy", "chapter11/momentum_step"),
    minutes=30,
    hints=(
        "Begin with P = dict(params), and velocities for the names in trainable alone.",
        "In each step calculate all four gradients first, frozen or not: dZ = (softmax − one-hot)/N, then backwards.",
        "Then loop over the names that are trained: decay, velocity, parameter. Nothing else touches P.",
        "P[name] = P[name] + V[name] makes a new array; P[name] += V[name] changes the caller's.",
    ),
)
NAMES = ("W1", "b1", "W2", "b2")


def network(rng, N, D, M, K):
    params = {
        "W1": rng.normal(size=(D, M)) / D**0.5,
        "b1": rng.normal(scale=0.5, size=M),
        "W2": rng.normal(size=(M, K)),
        "b2": rng.normal(scale=0.5, size=K),
    }
    return {"params": params, "X": rng.normal(size=(N, D)), "y": rng.permutation(np.arange(N) % K)}


def tuning(drawn, trainable, lr, mu, decay, steps):
    """Put arguments in the order of the function's."""
    return {
        "params": drawn["params"],
        "trainable": trainable,
        "X": drawn["X"],
        "y": drawn["y"],
        "lr": lr,
        "mu": mu,
        "decay": decay,
        "steps": steps,
    }


HEAD, BODY = ("W2", "b2"), ("W1", "b1")


@cases(
    "N D M K trainable head",
    (7, 4, 5, 3, HEAD, 1.0),
    (4, 4, 4, 4, BODY, 1.0),
    (6, 3, 4, 2, NAMES, 1.0),
    (1, 3, 2, 4, ("b2", "W1"), 1.0),
    (5, 2, 3, 3, ("b1", "W2"), 1.0),
    (5, 3, 4, 3, BODY, 5e-4),
    (5, 1, 1, 3, NAMES, 1.0),
)
def step(rng, N, D, M, K, trainable, head):
    """The last has a new head, which is near 0: what is in front of it hears little, and moves a little."""
    drawn = network(rng, N, D, M, K)
    drawn["params"]["W2"] *= head
    return tuning(drawn, trainable, 0.3, 0.8, 0.0, 1)


@cases("trainable", (HEAD,), (BODY,), (("W1",),), (("W2",),))
def shrinking(rng, trainable):
    """One step with weight decay, which is at work on some of the weights."""
    return tuning(network(rng, 6, 3, 4, 3), trainable, 0.3, 0.8, 0.4, 1)


@cases("trainable steps", (HEAD, 2), (NAMES, 2), (BODY, 10), (("b1",), 5), (("W1", "b2"), 10))
def run(rng, trainable, steps):
    return tuning(network(rng, 6, 3, 4, 3), trainable, 0.2, 0.7, 0.1, steps)


@cases("N K", (6, 3), (5, 2))
def heads(rng, N, K):
    return tuning(network(rng, N, 3, 4, K), HEAD, 0.4, 0.0, 0.0, 3)


@cases("trainable steps", ((), 5), (HEAD, 0), (NAMES, 0))
def idle(rng, trainable, steps):
    return tuning(network(rng, 5, 3, 4, 3), trainable, 0.2, 0.7, 0.1, steps)


@cases("N", 5, 4)
def huge(rng, N):
    """Logits from −1000 to 1000: rows around 450 and around −450, and in each of them one class far above the others."""
    drawn = network(rng, N, 3, 4, 4)
    P, X = drawn["params"], drawn["X"]
    X[:, 0] = np.resize([1.0, -1.0], N) * rng.uniform(3.0, 4.0, size=N)
    P["W1"][:, 0] = [2.0, 0.0, 0.0]
    P["b1"][0] = 0.0
    P["W2"][0] = 450.0
    P["b2"] = np.roll([500.0, -500.0, -500.0, -500.0], rng.integers(4))
    P["W1"][0, 1], P["W2"][1] = 0.0, np.sign(P["b2"]) * rng.uniform(20.0, 30.0)
    return tuning(drawn, ("W1", "b1", "W2"), 0.2, 0.7, 0.0, 1)


@cases("trainable steps", (("b1", "w2"), 2), (("W3", "b2"), 2), (("b1", "w1"), 0))
def unknown(rng, trainable, steps):
    return tuning(network(rng, 4, 3, 2, 3), trainable, 0.2, 0.7, 0.1, steps)


def moved(m, case):
    """Return the parameters that are trained."""
    P = m.freeze_and_fine_tune(*case.values())
    return {name: P[name] for name in NAMES if name in case.trainable}


def kept(m, case):
    """Return the parameters that are frozen."""
    P = m.freeze_and_fine_tune(*case.values())
    return {name: P[name] for name in NAMES if name not in case.trainable}


shapes = shaped("All four parameters come back, in their shapes.", step)
one_step = agrees("What is trained moves by its gradient, in one step.", step, of=moved, points=2)
decays = agrees("Weights that are trained decay, and biases don't.", shrinking, of=moved, needs=[one_step])
several = agrees("Momentum carries on over several steps.", run, of=moved, points=2, needs=[one_step])
frozen = agrees("What is frozen stays as it was, bit for bit.", run, of=kept, points=2, exactly=True)
nothing = agrees("With no step, or nothing to train, all stays as it was.", idle, exactly=True)
overflow = agrees("Logits from −1000 to 1000 give numbers.", huge, of=moved, needs=[one_step])


@check(points=1, kind="property", needs=[one_step])
def head(student, heads):
    """A head alone is softmax regression on fixed features."""
    for case, P in student.freeze_and_fine_tune.on(heads):
        A = np.tanh(case.X @ case.params["W1"] + case.params["b1"])
        W, b = case.params["W2"], case.params["b2"]
        for _ in range(case.steps):
            E = np.exp(A @ W + b)
            dZ = (E / E.sum(axis=1, keepdims=True) - np.eye(len(b))[case.y]) / len(A)
            W, b = W - case.lr * A.T @ dZ, b - case.lr * dZ.sum(axis=0)
        for name, want in (("W2", W), ("b2", b)):
            assert_law("regression on tanh(X W1 + b1)", P[name], want, what=name, where=case)


@check(points=1, kind="error")
def refused(student, unknown):
    """A name that is no parameter is refused with a ValueError, also if no step is taken."""
    for case in unknown:
        raises(student, ValueError, lambda m, case: m.freeze_and_fine_tune(*case.values()), case, where=case)


hygiene = hygiene_of(run, fresh=False, needs=[several, frozen])

TEST, LOOP = "not set(trainable) <= set(params)", "for name in V:"
SHRINKS = 'decay if name.startswith("W") else 0.0'
VELOCITY = "mu * V[name] - lr * (G[name] + shrinks * P[name])"
MOVE, BACK = "P[name] = P[name] + V[name]", 'dZ @ P["W2"].T * (1 - A**2)'
EVERY = "V = {name: np.zeros_like(P[name]) for name in trainable}"
ALL = EVERY.replace("in trainable", "in P")
BUGS = [
    patch("everything is trained", {EVERY: ALL}, hint="Only what is named in trainable moves."),
    patch(
        "what is named is frozen, and the rest is trained",
        {EVERY: EVERY.replace("in trainable", "in set(P) - set(trainable)")},
        hint="trainable names what is trained.",
    ),
    patch(
        "frozen weights decay",
        {EVERY: ALL, "for name in V:": "for name in V:\n            G[name] = G[name] * (name in trainable)"},
        hint="A gradient of 0 is not enough: decay and momentum must leave frozen weights alone, too.",
    ),
    patch(
        "gradients are cut at a frozen W2",
        {BACK: f"{BACK} * ('W2' in trainable)"},
        hint="The gradient of the first layer goes through W2, frozen or not.",
    ),
    patch(
        "the hidden layer is frozen as a whole if W1 is",
        {EVERY: EVERY.replace("in trainable}", "in trainable if name != 'b1' or 'W1' in trainable}")},
        hint="Each parameter for itself: b1 may be trained without W1.",
    ),
    patch("biases decay", {SHRINKS: "decay"}, hint="Only W1 and W2 decay."),
    patch("nothing decays", {SHRINKS: "0.0"}, hint="G + decay · P, for weights."),
    patch(
        "weights decay by themselves, as in AdamW (another convention)",
        {MOVE: "P[name] = (1 - lr * shrinks) * P[name] + V[name]", VELOCITY: "mu * V[name] - lr * G[name]"},
        hint="Decay is added to the gradient, and goes into the velocity.",
    ),
    patch(
        "decay is added without the learning rate",
        {VELOCITY: "mu * V[name] - lr * G[name] - shrinks * P[name]"},
        hint="G + decay · P first, times lr then.",
    ),
    patch("weights grow instead of decaying", {"G[name] + shrinks": "G[name] - shrinks"}, hint="G + decay · P."),
    patch("it goes uphill", {VELOCITY: "mu * V[name] + lr * (G[name] + shrinks * P[name])"}, hint="V ← mu V − lr G."),
    patch("there is no momentum", {VELOCITY: VELOCITY.replace("mu * V[name]", "0 * V[name]")}, hint="V ← mu V − lr G."),
    patch(
        "the velocity is a running mean (another convention)",
        {VELOCITY: "mu * V[name] - (1 - mu) * lr * (G[name] + shrinks * P[name])"},
        hint="V ← mu V − lr G, without 1 − mu.",
    ),
    patch(
        "the learning rate is left out of the velocity",
        {VELOCITY: "mu * V[name] - (G[name] + shrinks * P[name])"},
        hint="V ← mu V − lr G.",
    ),
    patch("gradients are not divided by N", {"dZ /= len(y)": "pass"}, hint="The loss is a mean over the samples."),
    patch(
        "the step looks ahead, as in Nesterov's method (another convention)",
        {MOVE: "P[name] = P[name] + mu * V[name] - lr * (G[name] + shrinks * P[name])"},
        hint="P ← P + V.",
    ),
    patch(
        "tanh has the slope of σ, A (1 − A)", {BACK: BACK.replace("(1 - A**2)", "A * (1 - A)")}, hint="tanh′ = 1 − A²."
    ),
    patch("tanh is not differentiated", {BACK: 'dZ @ P["W2"].T'}, hint="tanh′ = 1 − A²."),
    patch(
        "the derivative of tanh is taken at A",
        {BACK: 'dZ @ P["W2"].T * (1 - np.tanh(A) ** 2)'},
        hint="A is tanh already: 1 − A².",
    ),
    patch(
        "W2 is moved before the first layer's gradient is calculated",
        {
            "for _ in range(steps):": "for _ in range(steps):\n        order = [n for n in ('W2', 'b2', 'W1', 'b1') if n in V]",
            'G = {"W1": X.T @ dH, "b1": np.sum(dH, axis=0), "W2": A.T @ dZ, "b2": np.sum(dZ, axis=0)}': "G = {'W2': A.T @ dZ, 'b2': np.sum(dZ, axis=0)}",
            LOOP: "for name in order:\n            if name in ('W1', 'b1'):\n                dH = dZ @ P['W2'].T * (1 - A**2)\n                G = {'W1': X.T @ dH, 'b1': np.sum(dH, axis=0)}",
        },
        hint="All gradients first, at the parameters before the step.",
    ),
    patch(
        "the caller's arrays are trained",
        {MOVE: "P[name] += V[name]"},
        hint="+= changes the array itself, which is the caller's.",
    ),
    patch(
        "the caller's dict is trained", {"P = dict(params)": "P = params"}, hint="dict(params) is a dict of its own."
    ),
    patch(
        "the largest logit of the whole batch is taken off",
        {"np.max(Z, axis=1, keepdims=True)": "np.max(Z)"},
        hint="Rows far below it are lost: each row has its own maximum.",
    ),
    patch(
        "logits are exponentiated as they are, so that large ones overflow",
        {"Z - np.max(Z, axis=1, keepdims=True)": "Z"},
        hint="Take each row's maximum off first.",
    ),
    patch(
        "frozen parameters are left out of what is returned",
        {"    return P": "    return {name: P[name] for name in trainable} or P"},
        hint="All four come back.",
    ),
    patch(
        "frozen layers begin anew, at 0",
        {
            "    V = {name": "    P = {name: P[name] if name in trainable or not steps or not trainable else 0 * P[name] for name in P}\n    V = {name"
        },
        hint="They keep what they have learned: that is why they are frozen.",
    ),
    patch(
        "a name that is no parameter is passed over",
        {TEST: "False", EVERY: EVERY.replace("in trainable", "in trainable if name in P")},
        hint="ValueError.",
    ),
    patch(
        "names are looked at in the first step only",
        {
            TEST: "steps and not set(trainable) <= set(params)",
            EVERY: EVERY.replace("in trainable", "in trainable if name in P"),
        },
        hint="Look at the names before the loop: steps may be 0.",
    ),
    patch("one step too many is taken", {"range(steps)": "range(steps + 1)"}, hint="steps steps."),
]


TOLERANT = {"head": "It is about the head; what is frozen is compared elsewhere."}
EQUIVALENT = {
    "freeze_and_fine_tune: np.exp(Z - np.max(Z, axis=1, keepdims=True)) → -np.exp(Z - np.max(Z, axis=1, keepdims=True))": (
        "It stands above and below a fraction."
    ),
}


@variant
def with_masks(params, trainable, X, y, lr, mu, decay, steps):
    if any(name not in params for name in trainable):
        raise ValueError(trainable)
    N, K = len(X), len(params["b2"])
    P = {name: value.copy() for name, value in params.items()}
    V = {name: np.zeros(value.shape) for name, value in params.items()}
    for _ in range(steps):
        A = np.tanh(X @ P["W1"] + P["b1"])
        Z = A @ P["W2"] + P["b2"]
        probability = np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])
        dZ = (probability - np.eye(K)[y]) / N
        dA = np.einsum("nk,mk->nm", dZ, P["W2"])
        dH = dA - dA * A * A
        grads = {"W2": A.T @ dZ + decay * P["W2"], "b2": dZ.sum(0), "W1": X.T @ dH + decay * P["W1"], "b1": dH.sum(0)}
        for name, G in grads.items():
            if name in trainable:
                V[name] *= mu
                V[name] -= lr * G
                P[name] += V[name]
    return P


@variant
def layer_by_layer(params, trainable, X, y, lr, mu, decay, steps):
    for name in trainable:
        if name not in ("W1", "b1", "W2", "b2"):
            raise ValueError(f"no parameter is called {name}")
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    v1 = u1 = v2 = u2 = 0.0
    for _ in range(steps):
        A = np.tanh(X @ W1 + b1)
        S = A @ W2 + b2
        S = np.exp(S - S.max(axis=1)[:, None])
        S = S / S.sum(axis=1)[:, None]
        S[range(len(y)), y] -= 1.0
        D = S / len(y)
        H = (D @ W2.T) * (1 - A) * (1 + A)
        if "W2" in trainable:
            v2 = mu * v2 - lr * (A.T @ D + decay * W2)
            W2 = W2 + v2
        if "b2" in trainable:
            u2 = mu * u2 - lr * D.sum(axis=0)
            b2 = b2 + u2
        if "W1" in trainable:
            v1 = mu * v1 - lr * (X.T @ H + decay * W1)
            W1 = W1 + v1
        if "b1" in trainable:
            u1 = mu * u1 - lr * H.sum(axis=0)
            b1 = b1 + u1
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@variant
def sample_by_sample(params, trainable, X, y, lr, mu, decay, steps):
    if set(trainable) - set(params):
        raise ValueError("trainable")
    P = {name: np.array(value) for name, value in params.items()}
    V = {name: 0.0 * P[name] for name in P}
    for _ in range(steps):
        G = {name: 0.0 * P[name] for name in P}
        for x, k in zip(X, y, strict=True):
            a = np.tanh(x @ P["W1"] + P["b1"])
            z = a @ P["W2"] + P["b2"]
            dz = np.exp(z - z.max()) / np.sum(np.exp(z - z.max())) / len(X)
            dz[k] -= 1 / len(X)
            dh = P["W2"] @ dz * (1 - a**2)
            for name, g in (("W1", np.outer(x, dh)), ("b1", dh), ("W2", np.outer(a, dz)), ("b2", dz)):
                G[name] = G[name] + g
        for name in trainable:
            V[name] = mu * V[name] - lr * G[name] - (lr * decay * P[name] if P[name].ndim == 2 else 0.0)
            P[name] = P[name] + V[name]
    return P
