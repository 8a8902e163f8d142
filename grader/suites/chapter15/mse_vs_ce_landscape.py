"""Checks, known bugs and variants of chapter15/mse_vs_ce_landscape."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("losses",),
    requires=("chapter15/logistic_loss_grad",),
    minutes=20,
    hints=(
        "Start with two loops, over w and over b. Which of them counts rows?",
        "All scores at once: w_grid[:, None, None] * x + b_grid[:, None] has the shape (P, Q, N).",
        "np.logaddexp(0, t) is log(1 + e^t) for any t. With which t is it the cross-entropy for y = 1, and for y = 0?",
    ),
)


def data(rng, N):
    """More of class 1 than of class 0, and no sample at the mirror image of another."""
    x = rng.permutation(np.sign(np.arange(N) % 2 - 0.5) * rng.uniform(0.4, 2.5, size=N)) + 0.3
    return x, rng.permutation(np.arange(N) % 3 != 0).astype(int)


def out_of_order(grid):
    """Return the points of a grid such that they neither rise nor fall all the way."""
    return np.roll(np.sort(grid), 1)


def landscape(rng, kind, N, P, Q):
    x, y = data(rng, N)
    grids = {
        "w_grid": out_of_order(rng.uniform(-3.0, 3.0, size=P)),
        "b_grid": out_of_order(rng.uniform(-1.0, 2.5, size=Q)),
    }
    return {"x": x, "y": y, **grids, "kind": kind}


@cases("N P Q", (7, 4, 3), (5, 3, 3), (1, 1, 2))
def squares(rng, N, P, Q):
    return landscape(rng, "mse", N, P, Q)


@cases("N P Q", (6, 4, 3), (5, 3, 3), (1, 1, 2))
def entropies(rng, N, P, Q):
    return landscape(rng, "ce", N, P, Q)


@cases("kind", "ce", "mse")
def edges(rng, kind):
    """A grid far beyond where the sigmoid is level."""
    x, y = data(rng, 5)
    w = np.array([-1000.0, 0.5, 1000.0]) * rng.uniform(0.5, 1.0)
    return {"x": x, "y": y, "w_grid": w, "b_grid": np.array([-2.0, 40.0]) * rng.uniform(0.5, 1.0), "kind": kind}


@cases("kind z y", ("ce", -40.0, 0), ("ce", 40.0, 1), ("mse", -9.0, 0), ("mse", 11.0, 1), ("ce", 5000.0, 0), exact=True)
def alone(rng, kind, z, y):
    """One sample that is right beyond doubt, or wrong beyond doubt: its loss is all there is."""
    x, w = rng.uniform(0.5, 1.0, size=1), rng.uniform(0.5, 1.0, size=1)
    return {"x": x, "y": np.array([y]), "w_grid": w, "b_grid": z + rng.uniform(0.1, 0.9, size=1), "kind": kind}


shapes = shaped("There is a row for each w, and a column for each b.", squares)
mse = agrees("Mean squares are right all over the grid.", squares, points=2)
ce = agrees("Cross-entropies are right all over the grid.", entropies, points=2)
level = agrees("Far out it is right, too, and finite.", edges, by="entry", needs=[mse, ce], rtol=1e-6)
small = agrees("A loss that is tiny is not 0, and one that is large is not cut.", alone, needs=[mse, ce])


@check(points=1, kind="error")
def other_kinds(student, rng):
    """Other kinds of losses raise ValueError."""
    x, y = data(rng, 4)
    grid = np.array([0.0, 1.0])
    for kind in ("mae", "CE", ""):
        raises(
            student,
            ValueError,
            lambda m, kind=kind: m.mse_vs_ce_landscape(x, y, grid, grid, kind),
            where=f"kind={kind!r}",
        )


hygiene = hygiene_of(squares)

SCORES = "z = w_grid[:, None, None] * x + b_grid[:, None]"
TOWARDS = "towards = np.where(y == 1, -z, z)"
MSE, CE = "np.mean((0.5 * (1.0 + np.tanh(0.5 * towards))) ** 2, axis=2)", "np.mean(np.logaddexp(0.0, towards), axis=2)"
S = "s = 0.5 * (1.0 + np.tanh(0.5 * z))"
VARYING = {"level": "If all samples are right at an edge of the grid, what is left of the loss is tiny there, too."}
BUGS = [
    patch(
        "rows are for b, and columns for w",
        {SCORES: "z = w_grid[:, None] * x + b_grid[:, None, None]"},
        hint="losses[p, q] belongs to w_grid[p] and b_grid[q].",
    ),
    patch(
        "both grids are sorted first",
        {SCORES: f"w_grid, b_grid = np.sort(w_grid), np.sort(b_grid)\n    {SCORES}"},
        hint="losses[p, q] belongs to w_grid[p] and b_grid[q], in whatever order they come.",
    ),
    patch(
        "the landscape is mirrored: it is that of σ(−w x − b)",
        {SCORES: f"{SCORES}\n    z = -z"},
        hint="The sigmoid is 1/(1 + e^{−z}), with a minus.",
    ),
    patch(
        "w and b have changed places in the score",
        {SCORES: "z = w_grid[:, None, None] + b_grid[:, None] * x"},
        hint="The score is w x + b.",
    ),
    patch("squares are summed", {MSE: MSE.replace("mean", "sum")}, hint="Both losses are means over the samples."),
    patch(
        "cross-entropies are summed", {CE: CE.replace("mean", "sum")}, hint="Both losses are means over the samples."
    ),
    patch("squares are halved", {MSE: f"0.5 * {MSE}"}, hint="The mean square is not halved here."),
    patch(
        "the root of the mean square is told",
        {MSE: f"np.sqrt({MSE})"},
        hint="The mean square itself, without a root.",
    ),
    patch(
        "squares are those of scores, without a sigmoid",
        {MSE: "np.mean((z - y) ** 2, axis=2)"},
        hint="What is compared with y is s = σ(z).",
    ),
    patch(
        "labels are taken for −1 and 1 in the mean squares",
        {MSE: "np.mean((0.5 * (1.0 + np.tanh(0.5 * z)) - (2 * y - 1)) ** 2, axis=2)"},
        hint="A probability is compared with 0 or 1.",
    ),
    patch(
        "only the term of class 1 counts in the cross-entropy",
        {CE: "np.mean(y * np.logaddexp(0.0, -z), axis=2)"},
        hint="A sample of class 0 costs −log(1 − s).",
    ),
    patch(
        "the cross-entropy is NaN or infinite at the edges of the grid",
        {CE: f"(lambda s: np.mean(-y * np.log(s) - (1 - y) * np.log(1 - s), axis=2))({S[4:]})"},
        hint="0 · log 0 is NaN: work with log(1 + e^t) instead, np.logaddexp(0, t).",
    ),
    patch(
        "probabilities are clipped before the logarithm",
        {
            CE: (
                f"(lambda s: np.mean(-y * np.log(s) - (1 - y) * np.log(1 - s), axis=2))"
                f"(np.clip({S[4:]}, 1e-12, 1 - 1e-12))"
            )
        },
        hint="Beyond the clip the loss no longer grows: work with log(1 + e^t) instead, np.logaddexp(0, t).",
    ),
    patch(
        "small losses are lost beside 1",
        {CE: "np.mean(np.maximum(towards, 0.0) + np.log(1.0 + np.exp(-np.abs(towards))), axis=2)"},
        hint="1 + 4e-18 is 1: np.log1p keeps what is small.",
    ),
    patch(
        "small losses are lost in the difference log(1 + e^z) − y z",
        {CE: "np.mean(np.logaddexp(0.0, z) - y * z, axis=2)"},
        hint="40 + 4e-18 is 40: take log(1 + e^t) with t = −z where y is 1, and t = z where it is 0.",
    ),
    patch(
        "the table is filled in the wrong order: b changes from row to row of the list of points",
        {SCORES: "z = np.reshape([[w * x + b for w in w_grid] for b in b_grid], (len(w_grid), len(b_grid), len(x)))"},
        hint="np.meshgrid puts w_grid along columns: indexing='ij' puts it along rows. A reshape exchanges nothing.",
    ),
    patch("the kinds are exchanged", {'if kind == "mse"': 'if kind == "ce"'}, hint="mse are mean squares."),
    patch(
        "any other kind is taken for cross-entropy",
        {'if kind not in ("mse", "ce")': "if False"},
        hint="What is neither mse nor ce has to raise ValueError.",
    ),
]


EQUIVALENT = {
    "mse_vs_ce_landscape: 0.5 * (1.0 + np.tanh(0.5 * towards)) → -0.5 * (1.0 + np.tanh(0.5 * towards))": "it is squared"
}


@variant
def two_loops(x, y, w_grid, b_grid, kind):
    if kind not in {"mse", "ce"}:
        raise ValueError(kind)
    losses = np.zeros((len(w_grid), len(b_grid)))
    for p, w in enumerate(w_grid):
        for q, b in enumerate(b_grid):
            z = w * x + b
            if kind == "mse":
                losses[p, q] = np.mean((np.exp(-np.logaddexp(0, -z)) - y) ** 2)
            else:
                losses[p, q] = np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))
    return losses


@variant
def meshgrid(x, y, w_grid, b_grid, kind):
    W, B = np.meshgrid(w_grid, b_grid, indexing="ij")
    total = np.zeros_like(W)
    for feature, label in zip(x, y, strict=True):
        z = W * feature + B
        tail = np.exp(-np.abs(z))
        if kind == "mse":
            total += (np.where(z >= 0, 1 / (1 + tail), tail / (1 + tail)) - label) ** 2
        elif kind == "ce":
            total += np.log1p(tail) + np.maximum(-z if label else z, 0)
        else:
            raise ValueError(kind)
    return total / len(x)
