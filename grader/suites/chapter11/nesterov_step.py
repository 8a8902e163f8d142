"""Checks, known bugs and variants of chapter11/nesterov_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("W", "V"),
    requires=("chapter11/momentum_step",),
    hints=(
        "Write down the step with momentum. One thing in it changes: the place where the gradient is taken.",
        "If nothing pushed at all, where would W be after this step? Ask for the gradient there: grad(W + …).",
        "One call of grad does for all entries: grad(W + mu V). With it, V and then W go as in momentum_step.",
    ),
    rtol=1e-10,
)


# --- gradients of losses whose entries depend on each other ---------------------------------------------------------
def coupled(W):
    """Of ½ Σ w² + ½ (Σ w)²."""
    return W + np.sum(W)


def curved(W):
    """Of Σ log cosh w + sin Σ w."""
    return np.tanh(W) + np.cos(np.sum(W))


def steep(W):
    """Of 20 Σ w² + 5 (Σ w)²."""
    return 40.0 * W + 10.0 * np.sum(W)


def plain(W):
    """Of ½ Σ w²."""
    return 1.0 * W


def tilted(W):
    return np.array(A) @ W


GRADIENTS = {"coupled": coupled, "curved": curved, "steep": steep}


@cases(
    "gradient shape",
    ("coupled", (7,)),
    ("curved", (3, 5)),
    ("coupled", (4, 4)),
    ("steep", (2, 3)),
    ("curved", (1,)),
    ("coupled", (3, 1)),
    ("curved", ()),
)
def step(rng, gradient, shape):
    W, V = map(np.asarray, rng.normal(size=(2, *shape)))
    lr, mu = rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.9)
    return {"W": W, "V": V, "grad": GRADIENTS[gradient], "lr": lr, "mu": mu}


far = scaled(step, W=1, V=1)


@cases("shape scale", ((3, 4), 1.0), ((6,), 1e-4), ((5,), 1e20), ((2, 3), 1e-20))
def pair(rng, shape, scale):
    """Two parameters of one shape; `scale` is how steep their loss is."""
    A, B = rng.normal(size=(2, *shape))
    return {"A": A, "B": B, "scale": scale, "lr": 0.1 / scale, "mu": 0.8}


def scaled(W):
    return scale * (np.sinh(0.3 * W) + 0.1 * np.sum(W))


@cases("n", 4, exact=True)
def valley(rng, n):
    """A bowl ½ x·A x whose axes Q lie askew, and which is up to fifty times steeper along one than along another."""
    Q, lam = np.linalg.qr(rng.normal(size=(n, n)))[0], np.geomspace(0.1, 5.0, n)
    # Well away from the minimum along every axis: the gradient is 2.5 long at least, and whoever clips it is seen.
    away = rng.choice((-1, 1), size=n) * rng.uniform(0.5, 1.5, size=n)
    return {"x": Q @ away, "lam": lam, "Q": Q, "lr": 0.18, "mu": 0.8}


def interleaved(m, case):
    """Run three steps of two parameters in turn: each has its own velocity."""
    A, B, VA, VB = case.A, case.B, np.zeros_like(case.A), np.zeros_like(case.B)
    grad = code(scaled, scale=case.scale)
    seen = {}
    for k in (1, 2, 3):
        (A, VA), (B, VB) = (
            m.nesterov_step(A, VA, grad, case.lr, case.mu),
            m.nesterov_step(B, VB, grad, case.lr, case.mu),
        )
        seen |= {f"A after step {k}": A, f"V of A after step {k}": VA, f"B after step {k}": B}
    return seen


shapes = shaped("W and V come back, both in the shape of W.", step)
values = agrees(
    "One step gives the right W and V, also where the entries of the gradient depend on each other.", step, points=3
)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])
courses = agrees(
    "Two parameters that take turns follow each its own course, on a steep loss and on a flat one.",
    pair,
    of=interleaved,
    points=2,
    kind="state",
)


@check(points=1, kind="property")
def place_ahead(student, step):
    """The gradient is asked for at W + mu V: where it is W itself, the new velocity tells the place."""

    def ahead(m, case):
        return m.nesterov_step(case.W, case.V, plain, case.lr, case.mu)[1]

    for case, V in student.each(ahead, step):
        place = (case.mu * case.V - V) / case.lr
        assert_law("(mu V − V′) / lr = W + mu V", place, case.W + case.mu * case.V, rtol=1e-10, where=case)


@check(points=2, kind="convergence")
def oscillates(student, valley):
    """In a bowl each axis swings as its own damped oscillator does, of which it is known where it is when."""

    def descent(m, case):
        grad = code(tilted, A=(case.Q @ np.diag(case.lam) @ case.Q.T).tolist())
        W, V, path = case.x, 0.0 * case.x, [case.x]
        for _ in range(12):
            W, V = m.nesterov_step(W, V, grad, case.lr, case.mu)
            path.append(W)
        return path

    for case, path in student.each(descent, valley):
        exact = quadratic_modes(np.diag(case.lam), case.Q.T @ case.x, case.lr, 12, mu=case.mu, nesterov=True)
        check_trajectory(path, list(exact @ case.Q.T), what="W", where=case)


hygiene = hygiene_of(step)

VARYING = {"courses": "Only some walks meet gradients so steep that a clip shows."}
BUGS = [
    patch(
        "gradients beyond a million are clipped",
        {"lr * grad(W + mu * V)": "lr * np.clip(grad(W + mu * V), -1e6, 1e6)"},
        hint="The step goes as far as the gradient says. Who wants smaller steps takes a smaller lr.",
    ),
    patch(
        "the gradient is taken at W (plain momentum)",
        {"grad(W + mu * V)": "grad(W)"},
        hint="Look ahead first: the gradient is taken where the velocity will have led, at W + mu V.",
    ),
    patch(
        "the step looks back",
        {"grad(W + mu * V)": "grad(W - mu * V)"},
        hint="V points where W goes, so that the place ahead is W + mu V.",
    ),
    patch(
        "the learning rate measures how far the step looks ahead",
        {"grad(W + mu * V)": "grad(W + lr * V)"},
        hint="What will be left of the velocity is mu V; lr is already inside V.",
    ),
    patch(
        "the step looks ahead by the whole velocity",
        {"grad(W + mu * V)": "grad(W + V)"},
        hint="Only mu V will be left of it.",
    ),
    patch(
        "the gradient is clipped",
        {"grad(W + mu * V)": "np.clip(grad(W + mu * V), -1.0, 1.0)"},
        hint="Take the gradient as it is, however large.",
    ),
    patch(
        "W starts from the place ahead",
        {"V = mu * V - lr * grad(W + mu * V)": "W = W + mu * V; V = mu * V - lr * grad(W)"},
        hint="mu V is already in the new velocity: from the place ahead it would count twice.",
    ),
    patch(
        "the velocity is kept in another convention (v = mu v + g)",
        {"mu * V - lr * grad(W + mu * V)": "mu * V + grad(W - lr * mu * V)", "return W + V": "return W - lr * V"},
        hint="Here V is in the units of W and points downhill: lr belongs into V, with its minus sign.",
    ),
    patch(
        "the parameters returned are those ahead (another convention, Bengio's)",
        {"V = mu * V - lr * grad(W + mu * V)": "g = grad(W); V = mu * V - lr * g", "W + V": "W + mu * V - lr * g"},
        hint="That form keeps the place ahead as its W; here W is where the parameters stand.",
    ),
    patch(
        "the push is averaged in, with 1 − mu",
        {"lr * grad": "(1 - mu) * lr * grad"},
        hint="The push has full strength: 1 − mu does not appear.",
    ),
    patch(
        "W moves with the old velocity",
        {"V = mu * V - lr * grad(W + mu * V)": "old, V = V, mu * V - lr * grad(W + mu * V)", "W + V": "W + old"},
        hint="First the velocity, then W: W moves by the new one.",
    ),
    patch("the step goes uphill", {"- lr": "+ lr"}, hint="The push is −lr times the gradient."),
    patch(
        "the velocity is forgotten", {"mu * V - lr": "-lr"}, hint="Of the old velocity the fraction mu is left in V."
    ),
    patch("the learning rate is applied twice", {"W + V": "W + lr * V"}, hint="lr is already inside V: W + V."),
    patch(
        "W goes ahead in place",
        {
            "V = mu * V - lr * grad(W + mu * V)": "W += mu * V; g = grad(W); W -= mu * V; V = mu * V - lr * g",
        },
        hint="W belongs to the caller, and does not come back to the last bit: look ahead with a new array.",
    ),
    patch(
        "the first axis is gone through, which a single number does not have",
        {
            "V = mu * V - lr * grad(W + mu * V)": "g = grad(W + mu * V)\n    V = np.array([mu * v - lr * s for v, s in zip(V, g, strict=True)])"
        },
        hint="W may have any shape, also (): operators work on whole arrays, whatever their shape.",
    ),
]


@bug(
    "each entry looks ahead alone",
    hint="Move all of W ahead, then call grad once: its entries depend on each other.",
)
def one_at_a_time(W, V, grad, lr, mu):
    g = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        ahead = W.copy()
        ahead[i] += mu * V[i]
        g[i] = grad(ahead)[i]
    V = mu * V - lr * g
    return W + V, V


@bug(
    "the velocity is remembered inside the function",
    hint="Another parameter of the same shape would go on with this velocity: use the V that is passed in.",
)
def remembering(W, V, grad, lr, mu, kept={}):  # noqa: B006 (this is the bug)
    if not V.any():
        kept[W.shape] = V  # a new run begins
    V = kept.get(W.shape, V)
    V = mu * V - lr * grad(W + mu * V)
    if W.shape in kept:
        kept[W.shape] = V
    return W + V, V


@variant
def descent_from_ahead(W, V, grad, lr, mu):
    """Nesterov's own form: descend from the place ahead; the velocity is the way that W went."""
    ahead = W + mu * V
    W_new = ahead - lr * grad(ahead)
    return W_new, W_new - W


@variant
def bengio_and_back(W, V, grad, lr, mu):
    ahead = W + mu * V
    g = grad(ahead)
    V = mu * V - lr * g
    ahead = ahead - lr * g + mu * V
    return [ahead - mu * V, V]


@variant
def on_copies(W, V, grad, lr, mu):
    W_new, V_new = W.copy(), np.array(V)
    V_new *= mu
    V_new -= lr * grad(np.add(W, V_new))
    W_new += V_new
    return W_new, V_new
