"""Checks, known bugs and variants of chapter13/matmul_vjp."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dA", "dB"),
    requires=("chapter10/dense_backward", "chapter13/unbroadcast"),
    minutes=20,
    hints=(
        "Take one pair of matrices first. A[i, p] occurs in row i of C: with which factors?",
        "dA = dC Bᵀ and dB = Aᵀ dC. For stacks, exchange the last two axes only: np.swapaxes(B, -1, -2).",
        "A matrix that was used in several products hears from all of them: sum over the axes that were broadcast.",
    ),
)


def drawn(rng, A, B):
    C = np.broadcast_shapes(A[:-2], B[:-2]) + (A[-2], B[-1])
    return {"A": rng.normal(size=A), "B": rng.normal(size=B), "dC": rng.normal(size=C)}


@cases("A B", ((5, 3), (3, 2)), ((4, 4), (4, 4)), ((1, 3), (3, 1)), ((2, 1), (1, 3)))
def matrices(rng, A, B):
    return drawn(rng, A, B)


@cases("A B", ((6, 2, 3), (6, 3, 4)), ((3, 3, 3), (3, 3, 3)), ((2, 3, 4, 2), (2, 3, 2, 5)), ((1, 2, 3), (1, 3, 2)))
def stacks(rng, A, B):
    return drawn(rng, A, B)


@cases("A B", ((6, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)), ((3, 3, 3), (3, 3)), ((2, 4, 3, 2), (2, 3)))
def one_for_all(rng, A, B):
    return drawn(rng, A, B)


@cases(
    "A B",
    ((1, 2, 3), (4, 3, 5)),
    ((4, 2, 3), (1, 3, 5)),
    ((2, 1, 2, 3), (3, 3, 4)),
    ((3, 1, 3, 3), (1, 3, 3, 3)),
    ((4, 1, 3), (3, 2)),
    ((4, 2, 1), (1, 1, 3)),
    ((2, 1, 1, 1), (3, 1, 1)),
    ((2, 3, 2, 1), (1, 3, 1, 1)),
)
def stretched(rng, A, B):
    """Counting axes of length 1; in the last two, matrices with one row or one column as well."""
    return drawn(rng, A, B)


shapes = shaped("dA has the shape of A, and dB that of B.", matrices)
values = agrees("dA and dB are right for one pair of matrices.", matrices, points=2)
batches = agrees("Stacks of the same length: each pair by itself.", stacks, needs=[values])
shared = agrees("One matrix for a whole stack hears from all products.", one_for_all, points=2, needs=[values])
ones = agrees("Counting axes of length 1 are stretched, and summed over; others are not.", stretched, needs=[shared])
far = scaled(matrices, scales=(-75, 75), A=1, B=1, dC=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False, needs=[values])


@check(points=1, kind="gradient")
def adjoint(student, one_for_all, rng):
    """Both are adjoints: ⟨X B, dC⟩ = ⟨X, dA⟩ for all X, and ⟨A Y, dC⟩ = ⟨Y, dB⟩ for all Y."""
    for case, (dA, dB) in student.matmul_vjp.on(one_for_all):
        X, Y = rng.normal(size=case.A.shape), rng.normal(size=case.B.shape)
        check_adjoint(X @ case.B, case.dC, X, dA, what="dA", where=case)
        check_adjoint(case.A @ Y, case.dC, Y, dB, what="dB", where=case)


hygiene = hygiene_of(matrices)
DA, DB = "dC @ np.swapaxes(B, -1, -2)", "np.swapaxes(A, -1, -2) @ dC"
RETURN = "_summed(dA, A.shape), _summed(dB, B.shape)"

BUGS = [
    patch(
        "nothing is summed where a matrix was used in several products",
        {RETURN: "dA, dB"},
        hint="What was used in several products hears from all of them: sum over the axes that were broadcast.",
    ),
    patch("dA and dB are exchanged", {RETURN: "_summed(dB, B.shape), _summed(dA, A.shape)"}, hint="dA comes first."),
    patch(
        "the factors of dA stand in the wrong order",
        {
            DA: "(np.swapaxes(dC, -1, -2) @ B if B.shape[-2] == dC.shape[-2] else np.swapaxes(B @ np.swapaxes(dC, -1, -2), -1, -2))"
        },
        hint="C = A B: dC times Bᵀ gives dA, from the right.",
    ),
    patch(
        "B is not transposed where it is square",
        {DA: "dC @ (B if B.shape[-1] == B.shape[-2] else np.swapaxes(B, -1, -2))"},
        hint="dA = dC Bᵀ, also for square matrices.",
    ),
    patch(
        "all axes are reversed, not the last two",
        {"np.swapaxes(B, -1, -2)": "B.T", "np.swapaxes(A, -1, -2)": "A.T"},
        hint=".T of a stack turns the counting axes round, too: np.swapaxes(B, -1, -2).",
    ),
    patch(
        "stacks are summed also where both factors have them",
        {
            RETURN: "tuple(np.broadcast_to(np.sum(_summed(g, X.shape), axis=tuple(range(X.ndim - 2)), keepdims=True), X.shape).copy() for g, X in ((dA, A), (dB, B)))"
        },
        hint="There each matrix was used in one product, and hears from that one alone.",
    ),
    patch(
        "the mean is taken over what is shared",
        {
            "g = np.sum(g, axis=tuple(range(g.ndim - len(shape))))": "g = np.mean(g, axis=tuple(range(g.ndim - len(shape))))"
        },
        hint="All that is heard adds up.",
    ),
    patch(
        "axes of length 1 are not summed over",
        {"if n != g.shape[i]": "if False"},
        hint="A counting axis of length 1 was stretched: sum over it, and keep it.",
    ),
    patch(
        "every axis of length 1 is squeezed out",
        {"keepdims=True)\n": "keepdims=False)\n"},
        hint="dA has the shape of A: keepdims=True.",
    ),
    patch(
        "dA does without dC",
        {DA: "np.ones_like(dC) @ np.swapaxes(B, -1, -2)"},
        hint="The chain rule: what is heard, times the other factor.",
    ),
    patch(
        "dC is clipped at ±1000",
        {"dA = dC": "dC = np.clip(dC, -1e3, 1e3)\n    dA = dC"},
        hint="However large dC is, it is handed on.",
    ),
    patch("dB has the wrong sign", {DB: "-np.swapaxes(A, -1, -2) @ dC"}, hint="dB = Aᵀ dC."),
]


@variant
def by_einsum(A, B, dC):
    dA, dB = np.einsum("...ij,...pj->...ip", dC, B), np.einsum("...ip,...ij->...pj", A, dC)
    results = []
    for g, X in ((dA, A), (dB, B)):
        while g.ndim > X.ndim:
            g = g.sum(axis=0)
        for axis in range(X.ndim - 2):
            if X.shape[axis] == 1:
                g = g.sum(axis=axis, keepdims=True)
        results.append(g)
    return tuple(results)


@variant
def pair_by_pair(A, B, dC):
    dA, dB = np.zeros(A.shape), np.zeros(B.shape)

    def place(X, i):
        own = i[len(i) - (X.ndim - 2) :]
        return tuple(j if n > 1 else 0 for j, n in zip(own, X.shape[:-2], strict=True))

    for i in np.ndindex(dC.shape[:-2]):
        a, b = place(A, i), place(B, i)
        dA[a] += dC[i] @ B[b].T
        dB[b] += A[a].T @ dC[i]
    return dA, dB


@variant
def transposed_twice(A, B, dC):
    def fit(g, X):
        lead = g.ndim - X.ndim
        axes = tuple(range(lead)) + tuple(lead + i for i in range(X.ndim - 2) if X.shape[i] == 1)
        return g.sum(axis=axes).reshape(X.shape)

    swap = lambda X: np.moveaxis(X, -1, -2)  # noqa: E731
    return fit(swap(B @ swap(dC)), A), fit(swap(swap(dC) @ A), B)
