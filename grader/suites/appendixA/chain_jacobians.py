"""Checks, known bugs and variants of appendixA/chain_jacobians."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("J", "forward", "reverse"),
    minutes=15,
    hints=(
        "What stands on the right acts first: the list is in the order of the product already.",
        "Keep the shape of what has been multiplied so far. From the left, it always has n_L rows.",
        "From the right, it always has n_0 columns: each J_i but the last in the list costs n_i · n_{i−1} · n_0.",
    ),
)


SIZES = ((3, 5, 2, 4), (4, 2, 6), (1, 5, 7, 3), (6, 4, 3, 1), (2, 3, 5, 4, 1, 2), (2, 7, 5))


@cases("sizes", *[(sizes,) for sizes in SIZES])
def chains(rng, sizes):
    """Sizes are n_L, …, n_0; no two neighbours are alike, and the two costs differ."""
    return {"Js": [rng.normal(size=shape) for shape in itertools.pairwise(sizes)]}


@cases("n L", (3, 3), (2, 4), (4, 2))
def square(rng, n, L):
    return {"Js": [rng.normal(size=(n, n)) for _ in range(L)]}


@cases("m n", (3, 4), (5, 1))
def alone(rng, m, n):
    return {"Js": [rng.normal(size=(m, n))]}


shapes = shaped("J has a row for each output and a column for each input; the counts are integers.", chains)
values = agrees("J is the product, J_L on the left.", chains, only=["J"], points=2)
ordered = agrees("Square matrices are multiplied in the same order.", square, only=["J"])
costs = agrees(
    "Multiplications are counted from J_1 on, and from J_L on.", chains, only=["forward", "reverse"], points=2
)
single = agrees("A single Jacobian is its own product, and costs nothing.", alone)


@check(points=1, kind="property")
def transposed(student, chains):
    """Of the transposed Jacobians in reverse order, J is transposed, and the counts are exchanged."""

    def both(m, case):
        return m.chain_jacobians(case.Js), m.chain_jacobians([K.T.copy() for K in case.Js[::-1]])

    for case, ((J, forward, reverse), (back, there, here)) in student.each(both, chains):
        assert_law("J(J_1ᵀ, …, J_Lᵀ) = Jᵀ", back, J.T, what="J", where=case)
        assert_law("forward of the transposed chain = reverse", there, reverse, what="forward", where=case)
        assert_law("reverse of the transposed chain = forward", here, forward, what="reverse", where=case)


hygiene = hygiene_of(chains)

NEXT, COST = "J = J @ K", "J.shape[0] * K.shape[0] * K.shape[1]"
FORWARD, RETURN = "sum(K.shape[0] * K.shape[1] * n_0 for K in Js[:-1])", "return J, forward, reverse"
BUGS = [
    patch(
        "the factors are multiplied in the reverse order",
        {NEXT: "J = K @ J if J.shape[1] == K.shape[0] == J.shape[0] == K.shape[1] else J @ K"},
        hint="J_L stands on the left, and the list has it first.",
    ),
    patch(
        "square matrices are multiplied entry by entry",
        {NEXT: "J = J * K if J.shape == K.shape else J @ K"},
        hint="A product of matrices is @; * multiplies entries.",
    ),
    patch("J is transposed", {RETURN: "return J.T, forward, reverse"}, hint="A row for each output: (n_L, n_0)."),
    patch(
        "J is transposed, and reshaped to fit",
        {RETURN: "return J.T.reshape(J.shape), forward, reverse"},
        hint="reshape moves no entry to its place: multiply in the right order.",
    ),
    patch(
        "forward and reverse are exchanged",
        {RETURN: "return J, reverse, forward"},
        hint="Reverse begins at the output, J_L; forward at the input, J_1.",
    ),
    patch(
        "both counts are that of reverse",
        {RETURN: "return J, reverse, reverse"},
        hint="Forward multiplies J_2 J_1 first: what it carries along has n_0 columns.",
    ),
    patch(
        "both counts are that of forward",
        {RETURN: "return J, forward, forward"},
        hint="Reverse multiplies J_L J_{L−1} first: what it carries along has n_L rows.",
    ),
    patch(
        "additions are counted, too",
        {
            COST: "J.shape[0] * (2 * K.shape[0] - 1) * K.shape[1]",
            FORWARD: "sum(K.shape[0] * (2 * K.shape[1] - 1) * n_0 for K in Js[:-1])",
        },
        hint="Count multiplications alone: p q r for (p, q) times (q, r).",
    ),
    patch(
        "the entries of the results are counted, not the multiplications",
        {COST: "J.shape[0] * K.shape[1]", FORWARD: "sum(K.shape[0] * n_0 for K in Js[:-1])"},
        hint="Each entry of (p, q) times (q, r) takes q multiplications.",
    ),
    patch(
        "all Jacobians count, also the one to begin with",
        {FORWARD: "sum(K.shape[0] * K.shape[1] * n_0 for K in Js)", "reverse = 0": "reverse = J.shape[0] * J.size"},
        hint="L matrices take L − 1 products.",
    ),
    patch(
        "a vector is carried along, and not a matrix",
        {COST: "K.shape[0] * K.shape[1]", FORWARD: "sum(K.shape[0] * K.shape[1] for K in Js[:-1])"},
        hint="What has been multiplied so far is a matrix: with n_0 columns, or n_L rows.",
    ),
]


@bug("Jacobians are taken off the caller's list", hint="pop changes the list that was handed over: take Js[0].")
def popped(Js):
    n_0 = Js[-1].shape[1]
    forward = sum(K.size * n_0 for K in Js[:-1])
    J, reverse = Js.pop(0), 0
    while Js:
        K = Js.pop(0)
        reverse += J.shape[0] * K.size
        J = J @ K
    return J, forward, reverse


@variant
def by_reduce(Js):
    import functools

    n_L, n_0 = len(Js[0]), Js[-1].shape[1]
    return (
        functools.reduce(np.matmul, Js),
        n_0 * sum(K.size for K in Js) - n_0 * Js[-1].size,
        n_L * sum(K.size for K in Js) - n_L * Js[0].size,
    )


@variant
def from_both_ends(Js):
    def cost(A, B):
        return A.shape[0] * A.shape[1] * B.shape[1]

    left, reverse = Js[0], 0
    for K in Js[1:]:
        reverse, left = reverse + cost(left, K), left @ K
    right, forward = Js[-1], 0
    for K in reversed(Js[:-1]):
        forward, right = forward + cost(K, right), K @ right
    return right, forward, reverse


@variant
def path_by_path(Js):
    J = np.eye(Js[-1].shape[1]).tolist()
    forward, reverse = 0, 0
    for i, K in enumerate(Js[::-1]):
        n = len(J[0])
        J = [[sum(K[a, b] * J[b][c] for b in range(len(J))) for c in range(n)] for a in range(len(K))]
        if i > 0:
            forward += K.shape[0] * K.shape[1] * n
    for K in Js[1:]:
        reverse += len(Js[0]) * K.shape[0] * K.shape[1]
    return np.array(J), forward, reverse
