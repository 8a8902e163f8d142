"""Checks, known bugs and variants of chapter07/chain_rule_multivariable."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("df_dr",),
    requires=("chapter07/partial_derivative",),
    minutes=10,
    hints=(
        "Write the sum down for n = 2 and m = 1: which two products are added?",
        "For one j, column j of dx_dr is multiplied by df_dx, entry by entry, and added up.",
        "All columns at once are a product of a row and a matrix: df_dx @ dx_dr.",
    ),
)


@cases("n m", (4, 3), (2, 5), (3, 3), (1, 4), (4, 1), (1, 1))
def chains(rng, n, m):
    return {"df_dx": rng.normal(size=n), "dx_dr": rng.normal(size=(n, m))}


far = scaled(chains, scales=(-150, 150), df_dx=1, dx_dr=1)

shapes = shaped("There is a slope for each r.", chains)
values = agrees(
    "Along all ways from r to f, the products of slopes add up: for n ≠ m, n = m, n = 1, m = 1.", chains, points=2
)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far)


@check(points=1, kind="gradient")
def differences(student, rng):
    """The slopes agree with central differences of f(x(r)), for f = Σ cᵢ xᵢ² and x = sin(A r)."""
    for n, m in ((3, 2), (2, 2)):
        A, r, c = rng.normal(size=(n, m)), rng.normal(size=m), rng.uniform(1.0, 2.0, size=n)
        df_dr = student.chain_rule_multivariable(2 * c * np.sin(A @ r), np.cos(A @ r)[:, None] * A)

        def f(t, A=A, c=c):
            return float(np.sum(c * np.sin(A @ t) ** 2))

        h = 1e-5
        slopes = np.array([(f(r + h * e) - f(r - h * e)) / (2 * h) for e in np.eye(m)])
        size = float(np.sum(2 * c) * np.abs(A).max())
        law = "∂f/∂r is the slope of f(x(r))"
        assert_law(law, df_dr, slopes, rtol=1e-7, scale=size, what="df_dr", where=f"n={n}, m={m}")


hygiene = hygiene_of(chains)

PRODUCT = "df_dx @ dx_dr"
EQUIVALENT = {"chain_rule_multivariable: df_dx @ dx_dr → (df_dx @ dx_dr).T": "With one axis there is nothing to turn."}

BUGS = [
    patch(
        "the sum runs over r, and not over x",
        {PRODUCT: "np.resize(dx_dr @ np.resize(df_dx, dx_dr.shape[1]), dx_dr.shape[1])"},
        hint="For each r_j, add over the rows i of dx_dr: df_dx @ dx_dr.",
    ),
    patch(
        "the table is turned over",
        {PRODUCT: "df_dx @ (dx_dr.T if len(set(dx_dr.shape)) == 1 else dx_dr)"},
        hint="Rows of dx_dr belong to x: df_dx @ dx_dr, without a transpose.",
    ),
    patch(
        "the products are not added up",
        {PRODUCT: "df_dx[:, None] * dx_dr"},
        hint="f moves by the sum of what each x contributes.",
    ),
    patch(
        "only the way through x_j is taken for r_j",
        {
            PRODUCT: "np.append(df_dx, np.zeros(dx_dr.shape[1]))[: dx_dr.shape[1]] * np.resize(np.diag(dx_dr), dx_dr.shape[1])"
        },
        hint="Each r may move each x: all ways count, not the diagonal alone.",
    ),
    patch(
        "only the way through the first x is taken",
        {PRODUCT: "df_dx[0] * dx_dr[0]"},
        hint="Add the ways through all x.",
    ),
    patch(
        "only the way through the last x is taken",
        {PRODUCT: "df_dx[-1] * dx_dr[-1]"},
        hint="Add the ways through all x.",
    ),
    patch(
        "the mean is taken over the ways",
        {PRODUCT: "df_dx @ dx_dr / len(df_dx)"},
        hint="The contributions add up: a sum, no mean.",
    ),
    patch(
        "the slopes of f are left out",
        {PRODUCT: "dx_dr.sum(axis=0)"},
        hint="Each slope of x is multiplied by that of f in this x.",
    ),
    patch(
        "slopes are added along a way, not multiplied",
        {PRODUCT: "np.sum(df_dx[:, None] + dx_dr, axis=0)"},
        hint="Along a way slopes multiply; over the ways they add up.",
    ),
    patch(
        "the sums of both are multiplied",
        {PRODUCT: "df_dx.sum() * dx_dr.sum(axis=0)"},
        hint="First multiply, way by way, then add up.",
    ),
    patch("signs are lost", {PRODUCT: "np.abs(df_dx) @ np.abs(dx_dr)"}, hint="Ways may cancel: keep the signs."),
    patch("a row comes back, with two axes", {PRODUCT: "df_dx[None] @ dx_dr"}, hint="(m,) is asked for, not (1, m)."),
    patch(
        "the norm stands for the sum",
        {PRODUCT: "np.sqrt(np.sum((df_dx[:, None] * dx_dr) ** 2, axis=0))"},
        hint="The contributions themselves add up, not their squares.",
    ),
]


@variant
def einsum(df_dx, dx_dr):
    return np.einsum("i,ij->j", df_dx, dx_dr)


@variant
def double_loop(df_dx, dx_dr):
    n, m = dx_dr.shape
    df_dr = np.zeros(m)
    for j in range(m):
        for i in range(n):
            df_dr[j] += df_dx[i] * dx_dr[i, j]
    return df_dr


@variant
def column_on_the_right(df_dx, dx_dr):
    return np.dot(dx_dr.T, df_dx)


@variant
def summed(df_dx, dx_dr):
    return (df_dx[:, np.newaxis] * dx_dr).sum(axis=0)
