"""Checks, known bugs and variants of chapter05/tensor_contraction."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("R",),
    minutes=10,
    requires=("chapter05/batched_matmul",),
    hints=(
        "Fix i: T[i] is a matrix (b, c). What has v to do with its rows?",
        "v has to meet the middle axis. From the right, which shape must it have for that?",
        "T * v[:, np.newaxis], summed over axis 1; or einsum with the indices of the formula, 'ijk,j->ik'.",
        "Broadcasting and einsum stretch a length of 1: compare len(v) with T.shape[1] yourself.",
    ),
)


@cases("a b c", (2, 3, 4), (4, 3, 2), (3, 3, 3), (3, 3, 2), (2, 3, 3), (1, 3, 4), (4, 3, 1), (2, 1, 3), (1, 1, 1))
def tensors(rng, a, b, c):
    return {"T": rng.normal(size=(a, b, c)), "v": rng.normal(size=b)}


@cases("a b c most", (2, 3, 4, 9), (3, 3, 3, 9), (3, 2, 3, 10**9))
def whole_numbers(rng, a, b, c, most):
    return {"T": rng.integers(1, most, size=(a, b, c)), "v": rng.integers(-most, 0, size=b)}


@cases("a b c integers", (2, 3, 4, "T"), (3, 3, 3, "T"), (2, 3, 4, "v"), (3, 3, 3, "v"))
def mixed(rng, a, b, c, integers):
    """Integers in one of them, and fractions in the other, such that sums are no whole numbers."""
    T, v = 2 * rng.integers(1, 9, size=(a, b, c)) - 1, 2 * rng.integers(1, 9, size=b) - 1
    return {"T": T, "v": v + 0.125} if integers == "T" else {"T": T + 0.125, "v": v}


far = scaled(tensors, T=1, v=1)

shapes = shaped("R has the first and the last axis of T, also where they are of length 1.", tensors)
values = agrees("R sums over the middle axis, with the weights v, whatever sizes are alike.", tensors, points=3)
integers = agrees("Of integers R holds integers, right to the last digit.", whole_numbers, needs=[values])
both_kinds = agrees("Of integers and floats R holds floats, whichever come first.", mixed, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def slices(student, tensors):
    """A unit vector picks a slice, weights that are added add their results, and T upside down is R upside down."""

    def parts(m, case):
        T, v = case.T, case.v
        e = np.eye(len(v))[-1]
        return (
            m.tensor_contraction(T, e),
            [m.tensor_contraction(T, w) for w in (v, v + 2.0 * e)],
            m.tensor_contraction(T[::-1], v),
        )

    for case, (picked, (one, both), turned) in student.each(parts, tensors):
        size = float((np.abs(case.T) * (np.abs(case.v) + 2.0)[:, None]).sum(axis=1).max())
        assert_law("R(T, e_j) = T[:, j, :]", picked, case.T[:, -1, :], what="R", where=case)
        assert_law(
            "R(T, v + 2 e_j) = R(T, v) + 2 T[:, j, :]", both, one + 2.0 * picked, scale=size, what="R", where=case
        )
        assert_law("R(T upside down, v) = R(T, v) upside down", turned, one[::-1], scale=size, what="R", where=case)


@check(points=1, kind="error", needs=[values])
def no_fit(student, rng):
    """A v of another length raises ValueError, also if it has one entry, or the middle axis has."""
    for shape, length in (
        ((2, 3, 4), 1),
        ((2, 1, 4), 3),
        ((2, 3, 4), 4),
        ((2, 3, 4), 2),
        ((3, 2, 3), 3),
        ((2, 3, 2), 5),
    ):
        T, v = np.round(rng.normal(size=shape), 2), np.round(rng.normal(size=length), 2)
        where = f"T is {shape}, and v is ({length},)"
        raises(student, ValueError, lambda m, T=T, v=v: m.tensor_contraction(T, v), where=where)


hygiene = hygiene_of(tensors)

WRONG, WEIGHTED, RESULT = "len(v) != T.shape[1]", "T * v[:, np.newaxis]", "weighted.sum(axis=1)"
CUBE = "T.shape[0] == T.shape[1]"

BUGS = [
    patch(
        "the sum is over the first axis where that fits",
        {RESULT: f"(np.tensordot(v, T, 1) if {CUBE} else weighted.sum(axis=1))"},
        hint="v meets the middle axis, axis 1.",
    ),
    patch(
        "the sum is over the last axis where that fits",
        {RESULT: "(T @ v if T.shape[2] == len(v) else weighted.sum(axis=1))"},
        hint="T @ v takes the last axis: v meets the middle one, axis 1.",
    ),
    patch(
        "v is lined up with the last axis where that fits",
        {WEIGHTED: "T * v if T.shape[2] == len(v) else T * v[:, np.newaxis]"},
        hint="Shapes are lined up from the right: v[:, np.newaxis] meets the middle axis.",
    ),
    patch(
        "nothing is summed",
        {RESULT: "weighted"},
        hint="The middle axis goes: sum over it.",
    ),
    patch(
        "the middle axis stays, with length 1",
        {RESULT: "weighted.sum(axis=1, keepdims=True)"},
        hint="R is (a, c), without keepdims.",
    ),
    patch(
        "axes of length 1 are dropped",
        {RESULT: "weighted.sum(axis=1).squeeze()"},
        hint="R always has two axes: only the middle one goes.",
    ),
    patch(
        "R is transposed",
        {RESULT: "weighted.sum(axis=1).T"},
        hint="The two axes that stay, stay in their order.",
    ),
    patch(
        "all axes are reversed, and the last one is summed over, where that fits",
        {RESULT: f"(T.T @ v if {CUBE} else weighted.sum(axis=1))"},
        hint="T.T reverses all three axes, so that the last one was the first: np.moveaxis(T, 1, -1).",
    ),
    patch(
        "the middle axis is reshaped to the end, and not moved",
        {RESULT: "(T.reshape(T.shape[0], T.shape[2], T.shape[1]) @ v)"},
        hint="reshape keeps the order in memory, and cuts it anew: np.moveaxis(T, 1, -1).",
    ),
    patch(
        "the middle axis is reshaped to the front, and not moved",
        {RESULT: "(v @ T.reshape(len(v), -1)).reshape(T.shape[0], T.shape[2])"},
        hint="reshape keeps the order in memory, and cuts it anew: np.moveaxis(T, 1, 0).",
    ),
    patch(
        "the sum is divided by the number of terms",
        {RESULT: "weighted.mean(axis=1)"},
        hint="It is a sum, and no mean.",
    ),
    patch(
        "the weights are made to sum to 1",
        {WEIGHTED: "T * (v / v.sum())[:, np.newaxis]"},
        hint="v is taken as it is.",
    ),
    patch(
        "the weights are left out",
        {WEIGHTED: "T * np.ones_like(v)[:, np.newaxis]"},
        hint="Every slice T[:, j, :] counts v[j] times.",
    ),
    patch(
        "the weights come in reverse order",
        {WEIGHTED: "T * v[::-1, np.newaxis]"},
        hint="v[j] belongs to T[:, j, :]; it is no convolution.",
    ),
    patch(
        "products are summed over the last axis as well",
        {RESULT: "weighted.sum(axis=(1, 2))"},
        hint="Only the middle axis goes.",
    ),
    patch(
        "integers become floats",
        {RESULT: "1.0 * weighted.sum(axis=1)"},
        hint="Sums of products of integers are integers: np.result_type(T, v) for a table to be filled.",
    ),
    patch(
        "the table is of T's type",
        {RESULT: "weighted.sum(axis=1).astype(T.dtype)"},
        hint="A table of integers cuts fractions off: np.result_type(T, v).",
    ),
    patch(
        "the table is of v's type",
        {RESULT: "weighted.sum(axis=1).astype(v.dtype)"},
        hint="A table of integers cuts fractions off: np.result_type(T, v).",
    ),
    patch(
        "a length of 1 is stretched",
        {WRONG: f"{WRONG} and 1 not in (len(v), T.shape[1])"},
        hint="Broadcasting and einsum stretch 1: compare len(v) with T.shape[1].",
    ),
    patch(
        "a single weight is used for all",
        {WRONG: f"{WRONG} and len(v) != 1"},
        hint="Broadcasting and einsum stretch 1: compare len(v) with T.shape[1].",
    ),
    patch(
        "only a v that is too short is refused",
        {WRONG: "len(v) < T.shape[1]", WEIGHTED: "T * v[: T.shape[1], np.newaxis]"},
        hint="A v that is too long does not fit, either: raise ValueError.",
    ),
    patch(
        "v is compared with the last axis",
        {WRONG: "len(v) != T.shape[2]"},
        hint="v belongs to the middle axis, T.shape[1].",
    ),
    patch(
        "what is nearly 0 is made 0",
        {"return R": "return np.where(np.abs(R) < 1e-10, 0 * R, R)"},
        hint="Small is a matter of units.",
    ),
    patch(
        "integers are summed as floats, and cast back",
        {WEIGHTED: "1.0 * T * v[:, np.newaxis]", RESULT: "weighted.sum(axis=1).astype(np.result_type(T, v))"},
        hint="A float64 holds integers up to 2⁵³; an int64 holds larger ones. Multiply them as they are.",
    ),
]


@variant
def einsum(T, v):
    if T.shape[1] != v.shape[0]:
        raise ValueError("v does not fit")
    return np.einsum("ijk,j->ik", T, v)


@variant
def tensordot(T, v):
    return np.tensordot(T, v, axes=(1, 0))


@variant
def matrix_by_matrix(T, v):
    return np.stack([v @ matrix for matrix in T])


@variant
def moved(T, v):
    return np.moveaxis(T, 1, -1) @ v


@variant
def loops(T, v):
    a, b, c = T.shape
    if b != len(v):
        raise ValueError("v does not fit")
    R = np.zeros((a, c), dtype=np.result_type(T, v))
    for i in range(a):
        for j in range(b):
            for k in range(c):
                R[i, k] += T[i, j, k] * v[j]
    return R
