"""Checks, known bugs and variants of chapter17/l2_regularised_loss."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "grads"),
    minutes=10,
    hints=(
        "First the loss: one sum over all entries of all W, times ½ lam.",
        "The derivative of ½ lam w² is lam w: add it to dW, layer by layer.",
        "The biases and their gradients stay as they are.",
    ),
)


def layers(rng, widths):
    return [(rng.normal(size=(i, o)), rng.normal(size=o)) for i, o in itertools.pairwise(widths)]


@cases("widths", ((5, 3),), ((2, 4, 3),), ((3, 3, 3, 3),), ((1, 1),))
def network(rng, widths):
    return {
        "loss": rng.uniform(0.5, 3.0),
        "grads": layers(rng, widths),
        "params": layers(rng, widths),
        "lam": rng.uniform(0.1, 0.8),
    }


@cases("widths", ((2, 3, 1),))
def free(rng, widths):
    """No penalty at all."""
    return {"loss": rng.uniform(0.5, 3.0), "grads": layers(rng, widths), "params": layers(rng, widths), "lam": 0.0}


@cases("times", 1e-100, 1e100)
def far(rng, times):
    """Weights and gradients are tiny or huge, and the loss is as their squares."""
    scaled_layers = [[(times * W, times * b) for W, b in layers(rng, (3, 2, 2))] for _ in range(2)]
    return {
        "loss": times**2 * rng.uniform(0.5, 3.0),
        "grads": scaled_layers[0],
        "params": scaled_layers[1],
        "lam": 0.25,
    }


@cases("lam", 1e-9, 1e6)
def strength(rng, lam):
    """Nothing but the penalty, weak or strong."""
    zeros = [(0 * W, 0 * b) for W, b in layers(rng, (3, 2))]
    return {"loss": 0.0, "grads": zeros, "params": layers(rng, (3, 2)), "lam": lam}


def loss_alone(m, case):
    return m.l2_regularised_loss(*case.values())[0]


def weights(m, case):
    result = m.l2_regularised_loss(*case.values())
    return {f"dW{i + 1}": result[1][i][0] for i in range(len(case.params))}


def biases(m, case):
    result = m.l2_regularised_loss(*case.values())
    return {f"db{i + 1}": result[1][i][1] for i in range(len(case.params))}


shapes = shaped("The loss is a number, and the gradients are built as before.", network)
loss = agrees("The loss has grown by ½ lam times the sum of all squared weights.", network, of=loss_alone)
gradients = agrees("Each dW has grown by lam W.", network, of=weights, kind="gradient", points=2)
untouched = agrees("The gradients of the biases stay as they are.", network, of=biases, kind="gradient")
no_penalty = agrees("With lam = 0 nothing changes.", free)
every_scale = agrees("Weights may be tiny or huge.", far, needs=[loss, gradients, untouched], separates=False)
any_strength = agrees("lam may be weak or strong.", strength, needs=[loss, gradients, untouched], separates=False)


@check(points=1, kind="gradient")
def fits(student, network, rng):
    """What was added to the gradients is the derivative of what was added to the loss."""

    def both(m, case, D, h):
        moved = [[(W + t * dW, b + t * db) for (W, b), (dW, db) in zip(case.params, D, strict=True)] for t in (h, -h)]
        losses = [m.l2_regularised_loss(case.loss, case.grads, params, case.lam)[0] for params in moved]
        return losses, m.l2_regularised_loss(*case.values())[1]

    h = 0.5
    for case in network:
        D = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in case.params]
        (up, down), new = student.run(lambda m, case=case, D=D: both(m, case, D, h))
        slope = sum(
            float(np.sum((got - given) * d))
            for pair, old, along in zip(new, case.grads, D, strict=True)
            for got, given, d in zip(pair, old, along, strict=True)
        )
        scale = abs(up) + abs(down) + 1.0
        assert_law(
            "(L(θ + h d) − L(θ − h d)) / 2h = ∇L · d",
            slope,
            (up - down) / (2 * h),
            scale=scale,
            what="∇L · d",
            where=case,
        )


hygiene = hygiene_of(network, needs=[loss, gradients, untouched])
free_hygiene = hygiene_of(free, needs=[no_penalty])

GRAD, PENALTY = "dW + lam * W", "0.5 * lam * squares"
BUGS = [
    patch(
        "weights are rounded to eight digits",
        {"np.sum(W**2)": "np.sum(np.round(W, 8) ** 2)", GRAD: "dW + lam * np.round(W, 8)"},
        hint="Weights are numbers like any others: leave them as they are.",
    ),
    patch(
        "lam is never below 1e-6",
        {GRAD: "dW + max(lam, 1e-6) * W", PENALTY: "0.5 * max(lam, 1e-6) * squares"},
        hint="lam may be as small as it likes, and 0.",
    ),
    patch(
        "the caller's dW are changed",
        {GRAD: "np.add(dW, lam * W, out=dW).copy()"},
        hint="Return new arrays: dW += … writes into the caller's.",
    ),
    patch(
        "the gradient is 2 lam W, the loss has the ½",
        {GRAD: "dW + 2 * lam * W"},
        hint="The derivative of ½ lam w² is lam w.",
    ),
    patch(
        "the loss has no ½, the gradient is lam W",
        {PENALTY: "lam * squares"},
        hint="½ lam Σ W²: the derivative of lam w² would be 2 lam w.",
    ),
    patch("neither has the ½", {PENALTY: "lam * squares", GRAD: "dW + 2 * lam * W"}, hint="The penalty is ½ lam Σ W²."),
    patch(
        "the biases are penalised, too",
        {
            "np.sum(W**2) for W, _ in params": "np.sum(W**2) + np.sum(b**2) for W, b in params",
            "db.copy()) for (dW, db), (W, _)": "db + lam * b) for (dW, db), (W, b)",
        },
        hint="Only the weights cost.",
    ),
    patch(
        "the gradients of the biases get lam b",
        {"db.copy()) for (dW, db), (W, _)": "db + lam * b) for (dW, db), (W, b)"},
        hint="Only the weights cost: db stays as it is.",
    ),
    patch(
        "biases count in the loss",
        {"np.sum(W**2) for W, _ in params": "np.sum(W**2) + np.sum(b**2) for W, b in params"},
        hint="The sum goes over the weights alone.",
    ),
    patch(
        "all layers get the first W's penalty",
        {"sum(np.sum(W**2) for W, _ in params)": "len(params) * np.sum(params[0][0] ** 2)"},
        hint="Each layer has a W of its own.",
    ),
    patch(
        "only the last layer counts in the loss",
        {"sum(np.sum(W**2) for W, _ in params)": "np.sum(params[-1][0] ** 2)"},
        hint="The sum goes over all layers.",
    ),
    patch(
        "the root of the sum of squares is penalised",
        {"sum(np.sum(W**2) for W, _ in params)": "np.sqrt(sum(np.sum(W**2) for W, _ in params))"},
        hint="The squared norm costs, not the norm.",
    ),
    patch(
        "the norms of the matrices are added up, not their squares",
        {"np.sum(W**2)": "np.linalg.norm(W)"},
        hint="Σ W² is the square of the Frobenius norm.",
    ),
    patch(
        "with lam = 0 the caller's arrays are returned",
        {"    squares =": "    if lam == 0:\n        return float(loss), list(grads)\n    squares ="},
        hint="New arrays in any case: whoever writes into the result must not change what was handed over.",
    ),
    patch(
        "the moduli are penalised (L1)",
        {"np.sum(W**2)": "np.sum(np.abs(W))", GRAD: "dW + lam * np.sign(W)"},
        hint="L2 means squares.",
    ),
    patch(
        "means are taken instead of sums",
        {"np.sum(W**2)": "np.mean(W**2)"},
        hint="The penalty is a sum over all entries.",
    ),
    patch(
        "the gradients stay without penalty",
        {GRAD: "dW.copy()"},
        hint="The penalty depends on W: its derivative is lam W.",
    ),
    patch("the loss stays without penalty", {f" + {PENALTY}": ""}, hint="½ lam Σ W² is a part of the loss."),
    patch(
        "the penalty's gradient is subtracted", {GRAD: "dW - lam * W"}, hint="dW + lam W: descent subtracts it later."
    ),
    patch(
        "the penalty is subtracted from the loss", {f"+ {PENALTY}": f"- {PENALTY}"}, hint="Large weights cost: add it."
    ),
    patch("only the gradient of the penalty is returned", {GRAD: "lam * W"}, hint="It is added to dW."),
]


@variant
def loop(loss, grads, params, lam):
    new = []
    for layer, (W, _) in enumerate(params):
        for w in W.ravel():
            loss = loss + lam * w * w / 2
        dW, db = grads[layer]
        new.append((dW + W * lam, 1.0 * db))
    return loss, new


@variant
def dot_products(loss, grads, params, lam):
    flat = np.concatenate([W.ravel() for W, _ in params])
    new = [(np.add(g[0], lam * p[0]), np.array(g[1])) for g, p in zip(grads, params, strict=True)]
    return loss + lam / 2 * np.vdot(flat, flat), new
