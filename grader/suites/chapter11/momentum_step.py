"""Checks, known bugs and variants of chapter11/momentum_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=8,
    returns=("W", "V"),
    requires=("chapter11/gd_nd",),
    hints=(
        "With mu = 0 your step has to be the one of plain gradient descent. What is V then?",
        "First the velocity: what is left of it, mu V, and a push downhill, −lr dW. W comes second.",
        "W moves by the velocity that you have just worked out, and that same velocity is returned.",
    ),
    rtol=1e-10,
)


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1,),), ((4, 1),), ((),))
def step(rng, shape):
    W, V, dW = map(np.asarray, rng.normal(size=(3, *shape)))
    return {"W": W, "V": V, "dW": dW, "lr": rng.uniform(0.05, 0.3), "mu": rng.uniform(0.6, 0.9)}


@cases("shape scale", ((3, 4), 1.0), ((6,), 1e-4))
def pair(rng, shape, scale):
    """Two parameters of one shape; `scale` is how steep their loss is."""
    A, B = rng.normal(size=(2, *shape))
    return {"A": A, "B": B, "C": scale * rng.uniform(0.5, 2.0, size=shape), "lr": 0.1 / scale, "mu": 0.8}


@cases("n", 5)
def bowl(rng, n):
    """A bowl ½ Σ λ x² that is up to a hundred times steeper in one direction than in another."""
    return {"x": rng.normal(size=n), "lam": np.geomspace(0.1, 10.0, n), "lr": 0.15, "mu": rng.uniform(0.6, 0.9)}


def interleaved(m, case):
    """Run three steps of two parameters in turn: each has its own velocity, and the gradients depend on both."""
    A, B, VA, VB = case.A, case.B, np.zeros_like(case.A), np.zeros_like(case.B)
    seen = {}
    for k in (1, 2, 3):
        dA, dB = case.C * (A + 0.5 * B), case.C * (B + 0.5 * A)
        (A, VA), (B, VB) = m.momentum_step(A, VA, dA, case.lr, case.mu), m.momentum_step(B, VB, dB, case.lr, case.mu)
        seen |= {f"A after step {k}": A, f"V of A after step {k}": VA, f"B after step {k}": B}
    return seen


shapes = shaped("W and V come back, both in the shape of W.", step)
values = agrees("From any velocity, one step gives the right W and V.", step)
far = scaled(step, scales=(-75, 75), W=2, V=2, dW=1, lr=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)
courses = agrees(
    "Two parameters that take turns follow each its own course, on a steep loss and on a flat one.",
    pair,
    of=interleaved,
    points=2,
    kind="state",
)


def descent(m, case, lr, steps):
    W, V, path = case.x, 0.0 * case.x, [case.x]
    for _ in range(steps):
        W, V = m.momentum_step(W, V, case.lam * W, lr, case.mu)
        path.append(W)
    return path


@check(points=1, kind="convergence")
def oscillates(student, bowl):
    """In a bowl every coordinate swings as its own damped oscillator does, of which it is known where it is when."""
    for case, path in student.each(lambda m, case: descent(m, case, case.lr, 12), bowl):
        exact = quadratic_modes(np.diag(case.lam), case.x, case.lr, 12, mu=case.mu)
        check_trajectory(path, list(exact), what="W", where=case)


@check(points=1, kind="convergence")
def both_sides(student, bowl):
    """Momentum bears longer steps than plain descent: in a bowl, all up to 2 (1 + mu) / max λ, and none beyond."""
    margin, steps = 0.02, 150

    def descents(m, case):
        limit = 2 * (1 + case.mu) / case.lam[-1]
        return [descent(m, case, c * limit, steps) for c in (1 - margin, 1 + margin)]

    for case, (below, above) in student.each(descents, bowl):
        assert_shapes([below, above], [[case.x] * (steps + 1)] * 2, names=("W",), where=case)
        limit = 2 * (1 + case.mu) / case.lam[-1]

        def run(lr, limit=limit, below=below, above=above):
            return below if lr < limit else above

        check_stability_limit(run, limit, steps, margin=margin, what="W", where=case)


@check(points=1, kind="property")
def terminal_velocity(student, step):
    """A constant gradient drives the velocity towards −lr dW / (1 − mu), where it stays; mu = 0 is plain descent."""

    def driven(m, case):
        W, V, dW, lr, mu = case.values()
        final = np.asarray(-lr * dW / (1.0 - mu))
        return [m.momentum_step(W, final, dW, lr, mu)[1], m.momentum_step(W, V, dW, lr, 0.0)[0]]

    for case, (V, W) in student.each(driven, step):
        final = -case.lr * case.dW / (1.0 - case.mu)
        assert_law("V = −lr dW / (1 − mu) stays", V, final, what="V", where=case)
        assert_law("W + V = W − lr dW if mu = 0", W, case.W - case.lr * case.dW, what="W", where=case)


trains = optimises(remembers=1, settings=(0.3, 0.9))
hygiene = hygiene_of(step)

VARYING = {"both_sides": "A run that is not damped keeps its size, and may pass for one that dies away slowly."}
BUGS = [
    patch(
        "the velocity is kept in another convention (v = mu v + g)",
        {"mu * V - lr * dW": "mu * V + dW", "return W + V": "return W - lr * V"},
        hint="Here V is in the units of W and already points downhill: lr belongs into V, with its minus sign.",
    ),
    patch(
        "the velocity is kept in another convention (v = mu v + lr g, subtracted from W)",
        {"mu * V - lr * dW": "mu * V + lr * dW", "return W + V": "return W - V"},
        hint="Here V points where W goes: −lr dW pushes it, and W + V is the new place.",
    ),
    patch(
        "the velocity is kept in another convention (v = mu v − (1 − mu) lr g)",
        {"lr * dW": "(1 - mu) * lr * dW"},
        hint="The push has full strength: no average is taken, so 1 − mu does not appear.",
    ),
    patch(
        "the velocity is an average of gradients (v = mu v + (1 − mu) g)",
        {"mu * V - lr * dW": "mu * V + (1 - mu) * dW", "return W + V": "return W - lr * V"},
        hint="V adds up steps, −lr dW each; an average of gradients is another method, and shorter steps.",
    ),
    patch(
        "W moves with the old velocity",
        {"V = mu * V - lr * dW": "old, V = V, mu * V - lr * dW", "W + V": "W + old"},
        hint="First the velocity, then W: W moves by the new one.",
    ),
    patch(
        "the old velocity is returned",
        {"V = mu * V - lr * dW": "old, V = V, mu * V - lr * dW", "W + V, V": "W + V, old"},
        hint="The next step needs the velocity of this one.",
    ),
    patch(
        "the step is Nesterov's",
        {"W + V": "W + mu * V - lr * dW"},
        hint="Here W moves by the new velocity, once; looking ahead is another method.",
    ),
    patch("the step goes uphill", {"mu * V - lr": "mu * V + lr"}, hint="The push is −lr dW: against the gradient."),
    patch("W moves against its velocity", {"W + V": "W - V"}, hint="V already points where W goes."),
    patch("the velocity is forgotten", {"mu * V - lr": "-lr"}, hint="The fraction mu of the old velocity lives on."),
    patch("the velocity is never damped", {"mu * V": "V"}, hint="Without mu the swings never die down."),
    patch(
        "mu damps the push as well",
        {"mu * V - lr * dW": "mu * (V - lr * dW)"},
        hint="mu weakens what was there before; this step's push comes on top of it.",
    ),
    patch("mu and 1 − mu are swapped", {"mu * V": "(1 - mu) * V"}, hint="mu is what is kept, not what is lost."),
    patch(
        "the learning rate is applied twice", {"W + V": "W + lr * V"}, hint="lr is already inside the velocity: W + V."
    ),
    patch("V and W are returned in the wrong order", {"return W + V, V": "return V, W + V"}, hint="W first, then V."),
    patch(
        "V is changed in place",
        {"V = mu * V - lr * dW": "V *= mu; V -= lr * dW"},
        hint="V *= mu changes the caller's array: make a new one, as V = mu * V does.",
    ),
    patch(
        "the first axis is gone through, which a single number does not have",
        {"V = mu * V - lr * dW": "V = np.array([mu * v - lr * g for v, g in zip(V, dW, strict=True)])"},
        hint="W may have any shape, also (): operators work on whole arrays, whatever their shape.",
    ),
]


@bug(
    "the velocity is remembered inside the function",
    hint="Another parameter of the same shape would go on with this velocity: use the V that is passed in.",
)
def remembering(W, V, dW, lr, mu, kept={}):  # noqa: B006 (this is the bug)
    if not V.any():
        kept[W.shape] = V  # a new run begins
    V = mu * kept.get(W.shape, V) - lr * dW
    if W.shape in kept:
        kept[W.shape] = V
    return W + V, V


@variant
def on_copies(W, V, dW, lr, mu):
    W, V = W.copy(), V.copy()
    V *= mu
    V -= lr * dW
    W += V
    return [W, V]


@variant
def entry_by_entry(W, V, dW, lr, mu):
    W_new, V_new = np.zeros(W.shape), np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        V_new[i] = mu * V[i] - lr * dW[i]
        W_new[i] = W[i] + V_new[i]
    return W_new, V_new


@variant
def heavy_ball(W, V, dW, lr, mu):
    """Polyak's form: a step of descent, and mu times the way that was gone last."""
    W_new = (W - lr * dW) + mu * V
    return W_new, V * mu + dW * -lr


@variant
def in_the_other_convention(W, V, dW, lr, mu):
    v = -V / lr
    v = mu * v + dW
    return W - lr * v, -lr * v
