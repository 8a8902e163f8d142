"""Checks, known bugs and variants of chapter05/batched_matmul."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Y",),
    minutes=8,
    requires=("chapter05/matmul_loops",),
    hints=(
        "Write the loop first: for s in range(B), which matrices are multiplied, and where does the product go?",
        "Which axes does A @ C take for rows and columns, if A and C have three?",
        "A stack of one is stretched by @. Stacks of 2 and 3 have no product: what does your code say of them?",
    ),
)


@cases("B n k m", (2, 3, 5, 4), (3, 3, 3, 3), (4, 2, 3, 3), (2, 4, 1, 3), (1, 3, 2, 4), (3, 1, 3, 1), (1, 1, 1, 1))
def stacks(rng, B, n, k, m):
    return {"A": rng.normal(size=(B, n, k)), "C": rng.normal(size=(B, k, m))}


@cases("one other n k m", (1, 3, 2, 4, 3), (3, 1, 2, 4, 3), (1, 3, 3, 3, 3), (3, 1, 3, 3, 3))
def single(rng, one, other, n, k, m):
    """One matrix in one of the stacks."""
    return {"A": rng.normal(size=(one, n, k)), "C": rng.normal(size=(other, k, m))}


far = scaled(stacks, A=1, C=1)

shapes = shaped("Y holds a matrix (n, m) for each pair.", stacks)
values = agrees("Matrix s of A meets matrix s of C, whatever sizes are alike.", stacks, points=3)
stretched = agrees("A single matrix meets all matrices of the other stack.", single, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def transposed(student, stacks):
    """Products of transposed matrices are transposed products, and other matrices of the stack don't matter."""

    def turned(m, case):
        A, C = case.A, case.C
        back = m.batched_matmul(np.swapaxes(C, 1, 2), np.swapaxes(A, 1, 2))
        return m.batched_matmul(A, C), back, m.batched_matmul(A[:1], C[:1])

    for case, (Y, back, alone) in student.each(turned, stacks):
        size = float((np.abs(case.A) @ np.abs(case.C)).max())
        assert_law("Cᵀ Aᵀ = (A C)ᵀ", back, np.swapaxes(Y, 1, 2), scale=size, what="Y", where=case)
        assert_law("Y(A[0], C[0]) = Y(A, C)[0]", alone, Y[:1], scale=size, what="Y", where=case)


def refused(student, rng, pairs):
    for one, other in pairs:
        A, C = np.round(rng.normal(size=one), 2), np.round(rng.normal(size=other), 2)
        where = f"A is {one}, and C is {other}"
        raises(student, ValueError, lambda m, A=A, C=C: m.batched_matmul(A, C), where=where)


@check(points=1, kind="error", needs=[values])
def other_number(student, rng):
    """Stacks of different numbers, neither of which is 1, raise ValueError."""
    refused(student, rng, [((2, 3, 4), (3, 4, 2)), ((4, 3, 2), (2, 2, 3)), ((3, 2, 2), (2, 2, 2))])


@check(points=1, kind="error", needs=[values])
def no_fit(student, rng):
    """Inner sizes that differ raise ValueError, also if one of them is 1."""
    pairs = [((2, 3, 4), (2, 3, 4)), ((2, 3, 1), (2, 4, 2)), ((2, 3, 4), (2, 1, 3)), ((1, 2, 5), (2, 4, 3))]
    refused(student, rng, [*pairs, ((2, 3, 4), (2, 5, 3))])


hygiene = hygiene_of(stacks)

NUMBER = "len(A) != len(C) and 1 not in (len(A), len(C))"
INNER, PRODUCT = "A.shape[2] != C.shape[1]", "A @ C"
WORD = 'raise ValueError(f"A holds {len(A)} matrices, and C {len(C)}")'

BUGS = [
    patch(
        "every matrix of A meets every matrix of C",
        {PRODUCT: "np.dot(A, C)"},
        hint="np.dot makes (B, n, B, m): matrix s meets matrix s only, as with A @ C.",
    ),
    patch(
        "the products are summed over the stack",
        {PRODUCT: 'np.einsum("sil,slj->ij", A, C)'},
        hint="The first axis counts the products: it stays.",
    ),
    patch(
        "the sum over the stack stands in every place",
        {PRODUCT: "np.repeat((A @ C).sum(axis=0, keepdims=True), max(len(A), len(C)), axis=0)"},
        hint="The first axis counts the products: nothing is summed over it.",
    ),
    patch(
        "the matrices of C are transposed where that fits",
        {PRODUCT: "A @ (np.swapaxes(C, 1, 2) if C.shape[1] == C.shape[2] else C)"},
        hint="Rows of A meet columns of C.",
    ),
    patch(
        "the products are transposed",
        {PRODUCT: "np.swapaxes(A @ C, 1, 2)"},
        hint="Y[s, i, j]: rows of A go down, columns of C across.",
    ),
    patch(
        "the order of the factors is C A where that fits",
        {PRODUCT: "C @ A if A.shape[1] == A.shape[2] == C.shape[2] else A @ C"},
        hint="Rows of A meet columns of C: A comes first.",
    ),
    patch(
        "entries are multiplied where shapes are alike",
        {PRODUCT: "A * C if A.shape == C.shape else A @ C"},
        hint="A * C pairs entries and sums nothing.",
    ),
    patch(
        "the first matrix of A is used for all",
        {PRODUCT: "np.repeat(A[:1], len(A), axis=0) @ C"},
        hint="Matrix s of C meets matrix s of A.",
    ),
    patch(
        "the first matrix of C is used for all",
        {PRODUCT: "A @ np.repeat(C[:1], len(C), axis=0)"},
        hint="Matrix s of A meets matrix s of C.",
    ),
    patch(
        "the matrices of C come in reverse order",
        {PRODUCT: "A @ C[::-1]"},
        hint="Matrix s of A meets matrix s of C.",
    ),
    patch(
        "the stack is the last axis of the result",
        {PRODUCT: "np.moveaxis(A @ C, 0, -1)"},
        hint="Y is (B, n, m): the first axis counts.",
    ),
    patch(
        "a stack of one loses its axis",
        {PRODUCT: "np.squeeze(A @ C)"},
        hint="One matrix still is a stack: (1, n, m).",
    ),
    patch(
        "the products are averaged over the inner size",
        {PRODUCT: "A @ C / A.shape[2]"},
        hint="They are sums, and no means.",
    ),
    patch(
        "a single matrix of A gives a single product",
        {PRODUCT: "np.stack([A[s] @ C[s % len(C)] for s in range(len(A))])"},
        hint="There are as many products as the larger stack has matrices.",
    ),
    patch(
        "a single matrix of C gives a single product",
        {PRODUCT: "np.stack([A[s % len(A)] @ C[s] for s in range(len(C))])"},
        hint="There are as many products as the larger stack has matrices.",
    ),
    patch(
        "a single matrix is refused",
        {NUMBER: "len(A) != len(C)"},
        hint="A stack of one meets every matrix of the other.",
    ),
    patch(
        "matrices that are left over are dropped",
        {WORD: "A, C = A[: len(C)], C[: len(A)]"},
        hint="zip ends with the shorter stack, and says nothing: raise ValueError.",
    ),
    patch(
        "the shorter stack begins again from its first matrix",
        {
            WORD: "A, C = np.resize(A, (max(len(A), len(C)), *A.shape[1:])), np.resize(C, (max(len(A), len(C)), *C.shape[1:]))"
        },
        hint="Only a single matrix is used again: raise ValueError.",
    ),
    patch(
        "an inner size of 1 is stretched",
        {INNER: f"{INNER} and 1 not in (A.shape[2], C.shape[1])", PRODUCT: 'np.einsum("sil,slj->sij", A, C)'},
        hint="einsum stretches 1, and broadcasting does: compare A.shape[2] with C.shape[1].",
    ),
    patch(
        "inner sizes that differ are cut to the smaller one",
        {f"if {INNER}:": "if False:", PRODUCT: "A[:, :, : C.shape[1]] @ C[:, : A.shape[2]]"},
        hint="Without equal inner sizes there is no product: raise ValueError.",
    ),
    patch(
        "what is nearly 0 is made 0",
        {PRODUCT: "np.where(np.abs(A @ C) < 1e-10, 0.0, A @ C)"},
        hint="Small is a matter of units.",
    ),
    patch(
        "matrices of one column lose an axis",
        {PRODUCT: "(A @ C if C.shape[2] > 1 else (A @ C)[:, :, 0])"},
        hint="A column is a matrix (n, 1): it keeps both of its axes.",
    ),
]

BY_ITSELF = "A @ C raises ValueError by itself"
EQUIVALENT = {
    "batched_matmul: len(A) != len(C) and 1 not in (len(A), len(C)) → False": BY_ITSELF,
    "batched_matmul: A.shape[2] != C.shape[1] → False": BY_ITSELF,
}


@variant
def matmul(A, C):
    return np.matmul(A, C)


@variant
def einsum(A, C):
    if A.shape[-1] != C.shape[-2]:
        raise ValueError("inner sizes differ")
    return np.einsum("bik,bkj->bij", A, C)


@variant
def loop(A, C):
    B = max(A.shape[0], C.shape[0])
    if A.shape[0] not in (1, B) or C.shape[0] not in (1, B):
        raise ValueError("stacks don't fit")
    Y = np.zeros((B, A.shape[1], C.shape[2]))
    for s in range(B):
        one = A[s] if len(A) > 1 else A[0]
        other = C[s] if len(C) > 1 else C[0]
        Y[s] = one.dot(other)
    return Y


@variant
def broadcast(A, C):
    if A.shape[2] != C.shape[1]:
        raise ValueError("inner sizes differ")
    return np.sum(A[:, :, :, None] * C[:, None, :, :], axis=2)
