"""Checks, known bugs and variants of chapter24/info_nce."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dA", "dB"),
    requires=("chapter12/softmax_cross_entropy",),
    minutes=25,
    hints=(
        "S = A Bᵀ / τ is a table of logits, (N, N). Which class is right in row i, and in column j?",
        "Write log softmax along an axis once, and use it along both: of S, and of its transpose.",
        "∂L/∂S = (P + R − 2 I) / (2 N), and S = A Bᵀ / τ is a product of matrices.",
    ),
)


@cases("N D tau", (5, 3, 0.5), (4, 4, 2.0), (2, 5, 0.7), (6, 2, 1.5))
def batch(rng, N, D, tau):
    return {"A": rng.normal(size=(N, D)), "B": rng.normal(size=(N, D)), "tau": tau * rng.uniform(0.8, 1.2)}


@cases("D", 3, 1)
def single(rng, D):
    """Rows are long beside tau, so that a logit's gradient that is not quite 0 shows in theirs."""
    A, B = rng.choice((-1.0, 1.0), size=(2, 1, D)) * rng.uniform(1.0, 1.5, size=(2, 1, D))
    return {"A": A, "B": B, "tau": rng.uniform(0.2, 0.3)}


@cases("N D", (4, 3), (3, 4))
def equal_logits(rng, N, D):
    """All rows have the same in the one column that A and B share; in any other, A or B is 0."""
    A, B = np.zeros((N, D)), np.zeros((N, D))
    A[:, 0], B[:, 0] = rng.uniform(0.5, 1.5, size=2)
    A[:, 1::2], B[:, 2::2] = rng.normal(size=A[:, 1::2].shape), rng.normal(size=B[:, 2::2].shape)
    return {"A": A, "B": B, "tau": rng.uniform(0.2, 2.0)}


@cases("N offset tau", (4, 0.0, 1e-3), (3, 1.0, 1e-3), (3, -1.0, 1e-3))
def sharp(rng, N, offset, tau):
    """Logits of some thousands; with an offset, all are far above 0, or far below, and some pairs are certain."""
    A, B = rng.normal(size=(N, 2)), rng.normal(size=(N, 2))
    if offset:
        A[:, 0], B[:, 0] = rng.uniform(1.0, 1.5, size=N), offset * rng.uniform(1.0, 1.5, size=N)
        A[:, 1], B[:, 1] = rng.uniform(0.0, 0.01, size=(2, N))
        A[0] *= 3.0
        B[1] *= 2.0
    return {"A": A, "B": B, "tau": tau * rng.uniform(1.0, 1.5)}


@cases("N tau", (3, 1e-12))
def certain(rng, N, tau):
    """Every row is sure of a wrong one: each of B is what its neighbour in A is, and logits are of size 10¹²."""
    angles = 2.0 * np.pi * (np.arange(N) + rng.uniform()) / N
    A = rng.uniform(1.0, 1.5, size=(N, 1)) * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return {"A": A, "B": np.roll(A, 1, axis=0), "tau": tau * rng.uniform(1.0, 1.5)}


shapes = shaped("The loss is one number; dA has the shape of A, and dB that of B.", batch)
loss = agrees("The loss is the mean of both cross-entropies.", batch, only=["loss"], points=2)
gradients = agrees("dA and dB are right.", batch, only=["dA", "dB"], points=2)
guess = agrees("Equal logits cost log N, whatever the rows are.", equal_logits)
one_pair = agrees("A single pair costs nothing.", single, scale=lambda case: 1.0)
overflow = agrees("Logits of thousands, of both signs, give numbers.", sharp, only=["loss"], needs=[loss])
pulls = agrees("Gradients are numbers for logits of thousands as well.", sharp, only=["dA", "dB"], needs=[gradients])
cold = agrees("τ may be as small as it likes.", certain, needs=[loss, gradients])


def total(A, B, tau):
    S = A @ B.T / tau
    rows, columns = np.logaddexp.reduce(S, axis=1), np.logaddexp.reduce(S, axis=0)
    return 0.5 * np.mean(rows + columns - 2.0 * np.diag(S))


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """dA and dB agree with finite differences of the loss."""
    for case, (_, dA, dB) in student.info_nce.on(batch):
        at = {"A": case.A, "B": case.B}
        check_grads(lambda A, B, tau=case.tau: total(A, B, tau), at, {"A": dA, "B": dB}, rng=rng, where=case)


@check(points=1, kind="property")
def laws(student, batch, rng):
    """A and B may change places, and pairs have no order."""

    def ways(m, case, order):
        A, B, tau = case.values()
        return m.info_nce(A, B, tau), m.info_nce(B, A, tau), m.info_nce(A[order], B[order], tau)

    for case in batch:
        order = rng.permutation(len(case.A))
        (loss, dA, dB), (turned, dB2, dA2), (reordered, dA3, _) = student.run(ways, case, order)
        assert_law("L(B, A) = L(A, B)", turned, loss, rtol=1e-10, scale=1.0, what="loss", where=case)
        assert_law("dA is the same if A and B change places", dA2, dA, rtol=1e-10, scale=1.0, what="dA", where=case)
        assert_law("dB is the same if A and B change places", dB2, dB, rtol=1e-10, scale=1.0, what="dB", where=case)
        law = "L of the pairs in another order = L"
        assert_law(law, reordered, loss, rtol=1e-10, scale=1.0, what="loss", where=case)
        law = "dA of the pairs in another order = dA in that order"
        assert_law(law, dA3, dA[order], rtol=1e-10, scale=1.0, what="dA", where=case)


hygiene = hygiene_of(batch)

LOGITS, LOSS = "A @ B.T / tau", "-0.5 * (np.mean(np.diag(log_P)) + np.mean(np.diag(log_R)))"
DS, RETURN = "0.5 * (np.exp(log_P) + np.exp(log_R) - 2.0 * np.eye(N)) / N", "dS @ B / tau, dS.T @ A / tau"
BUGS = [
    patch(
        "a temperature below a thousandth is taken for a thousandth",
        {LOGITS: "A @ B.T / max(tau, 1e-3)"},
        hint="τ may be as small as it likes: the largest logit is taken off before anything is exponentiated.",
    ),
    patch(
        "only A asks which B: the columns are left out",
        {LOSS: "-np.mean(np.diag(log_P))", DS: "(np.exp(log_P) - np.eye(N)) / N"},
        hint="The mean of both: along rows, and along columns.",
    ),
    patch(
        "only B asks which A: the rows are left out",
        {LOSS: "-np.mean(np.diag(log_R))", DS: "(np.exp(log_R) - np.eye(N)) / N"},
        hint="The mean of both: along rows, and along columns.",
    ),
    patch(
        "both cross-entropies are added, not averaged",
        {LOSS: LOSS.replace("0.5 * ", "1.0 * "), DS: DS.replace("0.5 * ", "1.0 * ")},
        hint="½ stands before the two.",
    ),
    patch(
        "the loss is summed over the pairs, not averaged",
        {LOSS: LOSS.replace("np.mean", "np.sum"), DS: DS.replace(" / N", "")},
        hint="The mean over N pairs.",
    ),
    patch(
        "the temperature multiplies",
        {LOGITS: "A @ B.T * tau", RETURN: "dS @ B * tau, dS.T @ A * tau"},
        hint="S = A Bᵀ / τ: a small τ sharpens.",
    ),
    patch("the temperature is left out", {LOGITS: "A @ B.T", RETURN: "dS @ B, dS.T @ A"}, hint="S = A Bᵀ / τ."),
    patch("the gradients lack 1/τ", {RETURN: "dS @ B, dS.T @ A"}, hint="S = A Bᵀ / τ: the chain rule brings 1/τ."),
    patch(
        "rows are divided by their lengths first",
        {"N = len(A)": "N = len(A)\n    A, B = (M / np.linalg.norm(M, axis=1, keepdims=True) for M in (A, B))"},
        hint="Rows are compared as they are.",
    ),
    patch("dB lacks a transpose", {"dS.T @ A": "dS @ A"}, hint="dB = dSᵀ A / τ: columns of S belong to rows of B."),
    patch("the gradient has the wrong sign", {DS: f"-({DS})"}, hint="Softmax minus one-hot."),
    patch(
        "the gradients lack 1/N", {" * np.eye(N)) / N": " * np.eye(N))"}, hint="L is a mean: 1/N is in the gradient."
    ),
    patch(
        "the loss is one of all N² pairs in one softmax",
        {LOSS: "-np.mean(np.diag(S)) + np.logaddexp.reduce(S.ravel())"},
        hint="Each row has its own softmax, and each column.",
    ),
    patch(
        "the right pair is left out of the denominator",
        {
            LOSS: (
                "0.5 * np.mean(np.logaddexp.reduce(np.where(np.eye(N) > 0, -np.inf, S), axis=1)"
                " + np.logaddexp.reduce(np.where(np.eye(N) > 0, -np.inf, S), axis=0) - 2 * np.diag(S))"
            )
        },
        hint="It is one of the N classes: softmax over all of them.",
    ),
    patch(
        "the right pair is left out of the denominator, and its gradient is −1 alone",
        {
            "    loss = ": (
                "    others = np.where(np.eye(N) > 0, -np.inf, S)\n"
                "    log_P = S - np.logaddexp.reduce(others, axis=1)[:, None]\n"
                "    log_R = S - np.logaddexp.reduce(others, axis=0)\n    loss = "
            ),
            DS: "0.5 * ((np.exp(log_P) + np.exp(log_R)) * (1.0 - np.eye(N)) - 2.0 * np.eye(N)) / N",
        },
        hint="It is one of the N classes: softmax over all of them.",
    ),
    patch(
        "the logarithm is taken of a probability that has become 0",
        {"    loss = ": "    log_P, log_R = np.log(np.exp(log_P)), np.log(np.exp(log_R))\n    loss = "},
        hint="Take the logarithm on paper: S − log Σ e^S.",
    ),
    patch(
        "the largest logit of the whole table is taken off",
        {"S.max(axis=1, keepdims=True)": "S.max()", "S.max(axis=0, keepdims=True)": "S.max()"},
        hint="Rows far below it are lost: each row has its own maximum, and each column.",
    ),
    patch(
        "a small number is added before the logarithm",
        {
            LOSS: "-0.5 * (np.mean(np.log(np.exp(np.diag(log_P)) + 1e-12)) + np.mean(np.log(np.exp(np.diag(log_R)) + 1e-12)))"
        },
        hint="Then nothing costs more than 28. Take the logarithm on paper.",
    ),
]

VARYING = {"loss": "What 1e-12 adds to a probability shows where that is small, as it is in some draws."}
ONE_AXIS, ROWS = "the diagonal has one axis", "one number for each column is stretched over the rows anyhow"
EQUIVALENT = {
    "info_nce: 2.0 * np.eye(N) → 2.0 * np.eye(N) * np.eye(N)": "entries of I are 0 and 1",
    "info_nce: S.max(axis=0, keepdims=True) → S.max(axis=0)": ROWS,
    "info_nce: np.sum(np.exp(log_R), axis=0, keepdims=True) → np.sum(np.exp(log_R), axis=0)": ROWS,
    "info_nce: np.mean(np.diag(log_P)) → np.mean(np.diag(log_P), axis=0)": ONE_AXIS,
    "info_nce: np.mean(np.diag(log_R)) → np.mean(np.diag(log_R), axis=0)": ONE_AXIS,
}


@variant
def by_logaddexp(A, B, tau):
    S, N = A @ B.T / tau, len(A)
    rows, columns = np.logaddexp.reduce(S, axis=1), np.logaddexp.reduce(S, axis=0)
    dS = np.exp(S - rows[:, None]) + np.exp(S - columns)
    dS[np.diag_indices(N)] -= 2.0
    dS /= 2 * N * tau
    return np.mean((rows + columns) / 2 - np.diag(S)), dS @ B, dS.T @ A


@variant
def one_direction_twice(A, B, tau):
    def half(A, B):
        Z = A @ B.T / tau
        E = np.exp(Z - Z.max(axis=1)[:, None])
        P = E / E.sum(axis=1)[:, None]
        n = np.arange(len(Z))
        right = Z[n, n] - Z.max(axis=1) - np.log(E.sum(axis=1))
        dZ = (P - np.eye(len(Z))) / len(Z)
        return -right.mean(), dZ @ B / tau, dZ.T @ A / tau

    one, dA, dB = half(A, B)
    other, dB2, dA2 = half(B, A)
    return 0.5 * (one + other), 0.5 * (dA + dA2), 0.5 * (dB + dB2)


@variant
def pair_by_pair(A, B, tau):
    import math

    N, D = A.shape
    loss, dA, dB = 0.0, np.zeros((N, D)), np.zeros((N, D))
    S = [[sum(a * b for a, b in zip(x, y, strict=True)) / tau for y in B.tolist()] for x in A.tolist()]
    for i in range(N):
        for logits, others, mine, theirs, me in ((S[i], B, dA, dB, A[i]), ([row[i] for row in S], A, dB, dA, B[i])):
            top = max(logits)
            s = sum(math.exp(z - top) for z in logits)
            loss += (top + math.log(s) - logits[i]) / (2 * N)
            for j in range(N):
                g = (math.exp(logits[j] - top) / s - (i == j)) / (2 * N * tau)
                mine[i] += g * others[j]
                theirs[j] += g * me
    return loss, dA, dB
