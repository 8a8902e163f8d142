"""Checks, known bugs and variants of chapter10/mse_with_grad."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("loss", "dY_hat"),
    hints=(
        "Change one entry of Ŷ a little: one term of the loss changes, all the others stay.",
        "A mean over N K entries is their sum divided by N K. The derivative keeps that divisor.",
        "The derivative of ½ e² is e, so every entry of the gradient is its error over N K.",
    ),
)


@cases("N K", (7, 3), (4, 4), (1, 5), (4, 1), (1, 1))
def batch(rng, N, K):
    Y = rng.normal(size=(N, K))
    return {"Y_hat": Y + rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.2, 2.0, size=(N, K)), "Y": Y}


shapes = shaped("The loss is one number, and the gradient has the shape of Ŷ.", batch)
loss = agrees("The loss is the mean of the halved squares.", batch, points=2, only=["loss"])
gradient = agrees(
    "The gradient is right: for a batch, for as many outputs as samples, for a single sample.",
    batch,
    only=["dY_hat"],
)
far = scaled(batch, scales=(-75, 75), Y_hat=1, Y=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=2, kind="gradient")
def fits_together(student, batch, rng):
    """The gradient is the derivative of the very loss that comes with it."""
    moved = [case.replaced(D=(case.Y_hat - case.Y) * rng.uniform(0.2, 2.0, size=case.Y.shape)) for case in batch]

    def around(m, case):
        (ahead, _), (_, dY_hat), (behind, _) = (m.mse_with_grad(case.Y_hat + c * case.D, case.Y) for c in (1, 0, -1))
        return ahead, dY_hat, behind

    law = "L(Ŷ + D) − L(Ŷ − D) = 2 Σ dŶ ∘ D, exactly, for squares"
    for (case, (ahead, dY_hat, behind)), where in zip(student.each(around, moved), batch, strict=True):
        if not ahead > behind:
            fail("The loss does not grow when every prediction moves away from the truth.", where)
        assert_law(law, ahead - behind, 2.0 * np.sum(dY_hat * case.D), what="dY_hat", where=where)


@check(points=1, kind="property")
def symmetry(student, batch):
    """Exchanging Ŷ and Y keeps the loss and turns the gradient round; a perfect prediction costs nothing."""

    def exchanged(m, case):
        pairs = ((case.Y_hat, case.Y), (case.Y, case.Y_hat), (case.Y, case.Y))
        return [m.mse_with_grad(Y_hat, Y) for Y_hat, Y in pairs]

    for case, ((loss, dY_hat), (other_loss, other_grad), (no_loss, no_grad)) in student.each(exchanged, batch):
        if not loss > no_loss:
            fail("Wrong predictions do not cost more than perfect ones.", case)
        assert_law("L(Y, Ŷ) = L(Ŷ, Y)", other_loss, loss, what="loss", where=case)
        assert_law("dL(Y, Ŷ) = −dL(Ŷ, Y)", other_grad, -dY_hat, what="dY_hat", where=case)
        assert_law("L(Y, Y) = 0", no_loss, 0.0 * loss, what="loss", where=case)
        assert_law("dL(Y, Y) = 0", no_grad, 0.0 * dY_hat, what="dY_hat", where=case)


hygiene = hygiene_of(batch)
trains = transplant()
LOSS, GRADIENT = "0.5 * float(np.mean(error**2))", "error / error.size"

BUGS = [
    patch(
        "the gradient is not divided by the number of entries",
        {GRADIENT: "error"},
        hint="The loss is a mean: each entry counts for one part in N K, in the gradient too.",
    ),
    patch(
        "the gradient is divided by the batch size alone",
        {GRADIENT: "error / len(error)"},
        hint="The mean runs over all N K entries, not over the N rows.",
    ),
    patch(
        "the gradient is divided by the number of outputs alone",
        {GRADIENT: "error / error.shape[1]"},
        hint="The mean runs over all N K entries, not over the K columns.",
    ),
    patch(
        "the gradient is twice too large",
        {GRADIENT: "2.0 * error / error.size"},
        hint="The 2 that comes down from the square cancels the ½.",
    ),
    patch(
        "the gradient has the wrong sign",
        {GRADIENT: "-error / error.size"},
        hint="A prediction that is too high makes the loss grow with it: there the gradient is positive.",
    ),
    patch(
        "the ½ is missing in the loss", {LOSS: "float(np.mean(error**2))"}, hint="This loss is the mean of ½ (Ŷ − Y)²."
    ),
    patch(
        "the ½ is missing in the loss and in its gradient",
        {LOSS: "float(np.mean(error**2))", GRADIENT: "2.0 * error / error.size"},
        hint="The two fit together, but this loss is the mean of ½ (Ŷ − Y)².",
    ),
    patch(
        "the loss is summed over all entries, and its gradient fits the sum",
        {LOSS: "0.5 * float(np.sum(error**2))", GRADIENT: "error"},
        hint="The two fit together, but this loss is a mean over all N K entries.",
    ),
    patch(
        "the outputs are summed and only the samples averaged",
        {LOSS: "0.5 * float(np.sum(error**2)) / len(error)", GRADIENT: "error / len(error)"},
        hint="The two fit together, but this loss is a mean over all N K entries.",
    ),
    patch(
        "the loss is summed over all entries",
        {LOSS: "0.5 * float(np.sum(error**2))"},
        hint="Divide by N K, as the gradient does.",
    ),
    patch(
        "there is one loss for each sample",
        {LOSS: "0.5 * np.mean(error**2, axis=1)"},
        hint="The loss is one number, the mean over samples and outputs.",
    ),
    patch(
        "the gradient is averaged over the batch",
        {GRADIENT: "error.mean(axis=0)"},
        hint="Every prediction has its own entry in the gradient, (N, K).",
    ),
    patch(
        "the root of the mean is taken",
        {LOSS: "0.5 * float(np.sqrt(np.mean(error**2)))"},
        hint="The loss is the mean of squares itself, without a root.",
    ),
    patch(
        "the errors are not squared",
        {LOSS: "0.5 * float(np.mean(error))"},
        hint="Without the square, errors of opposite sign would cancel.",
    ),
    patch(
        "the gradient has lost the signs of the errors",
        {GRADIENT: "np.abs(error) / error.size"},
        hint="The gradient tells each prediction which way to go.",
    ),
]


@bug("loss and gradient are exchanged", hint="The loss comes first.")
def exchanged_pair(Y_hat, Y):
    return (Y_hat - Y) / Y.size, 0.5 * np.mean((Y_hat - Y) ** 2)


@variant
def inner_product(Y_hat, Y):
    e = (Y_hat - Y).ravel()
    return (e @ e / (2 * e.size), (e / e.size).reshape(Y.shape))


@variant
def entry_by_entry(Y_hat, Y):
    N, K = Y.shape
    loss, gradient = 0.0, np.zeros((N, K))
    for n in range(N):
        for k in range(K):
            loss += (Y_hat[n, k] - Y[n, k]) ** 2 / 2 / (N * K)
            gradient[n, k] = (Y_hat[n, k] - Y[n, k]) / (N * K)
    return [loss, gradient]


@variant
def mean_of_row_means(Y_hat, Y):
    rows = np.mean(np.square(Y - Y_hat), axis=1)
    return 0.5 * rows.mean(), -(Y - Y_hat) / np.prod(Y.shape)
