"""Checks, known bugs and variants of chapter08/jacobian_affine_params."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("dy_dx", "dy_dW"),
    requires=("chapter08/jacobian_numeric",),
    minutes=15,
    hints=(
        "Write y[0] and y[1] out for m = 2, n = 2. Which of the four weights are in y[0], and with which factor?",
        "Start from zeros (m, m, n), where entry (i, k, l) is ∂y[i]/∂W[k, l], and fill in what is not zero.",
        "reshape(m, m * n) then puts the weights in a row, row by row.",
    ),
)


@cases("m n", (3, 4), (4, 2), (3, 3), (1, 3), (3, 1), (1, 1))
def layer(rng, m, n):
    return {"W": rng.normal(size=(m, n)), "x": rng.normal(size=n)}


far = scaled(layer, W=1, x=1)
shapes = shaped("∂y/∂x is (m, n), and ∂y/∂vec(W) is (m, m n).", layer)
by_x = agrees("∂y/∂x is right, for m < n, m = n and m > n.", layer, only=["dy_dx"])
by_W = agrees(
    "Each weight stands in its own column, row by row, and zeros where it does not act.",
    layer,
    only=["dy_dW"],
    by="entry",
    points=2,
)
every_scale = agrees("Both are right for tiny numbers and for huge ones.", far, by="entry", needs=[by_x, by_W])


@check(points=1, kind="property")
def moves(student, layer, rng):
    """y is linear in x and in W: ∂y/∂x · v is W v, and ∂y/∂vec(W) · vec(E) is E x."""
    for case, (dy_dx, dy_dW) in student.jacobian_affine_params.on(layer):
        v, E = rng.normal(size=len(case.x)), rng.normal(size=case.W.shape)
        size = float(np.max(np.abs(case.W) @ np.abs(v)))
        assert_law("∂y/∂x · v = W v", dy_dx @ v, case.W @ v, scale=size, what="dy_dx", where=case)
        size = float(np.max(np.abs(E) @ np.abs(case.x)))
        assert_law("∂y/∂vec(W) · vec(E) = E x", dy_dW @ E.ravel(), E @ case.x, scale=size, what="dy_dW", where=case)


EQUIVALENT = {"jacobian_affine_params: dy_dW[i, i] = x → dy_dW[i, i] += x": "It was zero."}

hygiene = hygiene_of(layer)

RETURN = "W.copy(), dy_dW.reshape(m, m * n)"
BUGS = [
    patch(
        "weights are counted column by column",
        {RETURN: "W.copy(), dy_dW.transpose(0, 2, 1).reshape(m, m * n)"},
        hint="Row by row: W[k, l] is number k · n + l, as in W.ravel().",
    ),
    patch("∂y/∂x is transposed", {"W.copy(),": "W.T.copy(),"}, hint="∂y[i]/∂x[j] is W[i, j]: a row for each output."),
    patch(
        "x is multiplied into ∂y/∂x",
        {"W.copy(),": "W * x,"},
        hint="y is linear in x: its Jacobian by x is W alone.",
    ),
    patch(
        "x stands in every block",
        {RETURN: "W.copy(), np.tile(x, (m, m))"},
        hint="y[i] depends on row i of W alone: all other blocks are zero.",
    ),
    patch(
        "the weights keep two axes",
        {RETURN: "W.copy(), dy_dW"},
        hint="The weights are put in a row: (m, m n).",
    ),
    patch(
        "∂y/∂vec(W) is transposed",
        {RETURN: "W.copy(), dy_dW.reshape(m, m * n).T.copy()"},
        hint="A row for each output, a column for each weight.",
    ),
    patch(
        "weights stand where x belongs",
        {"= x": "= W[i]"},
        hint="The factor of W[k, l] in y[k] is x[l].",
    ),
    patch("ones stand where x belongs", {"= x": "= 1.0"}, hint="The factor of W[k, l] in y[k] is x[l]."),
    patch(
        "blocks stand in the wrong order",
        {"[i, i]": "[i, m - 1 - i]"},
        hint="y[i] belongs to row i of W: the blocks go down from the top left.",
    ),
    patch(
        "only the block of the first output is filled",
        {"range(m)": "range(1)"},
        hint="Each output has a row of weights of its own.",
    ),
    patch("x is reversed", {"= x": "= x[::-1]"}, hint="W[k, l] is multiplied with x[l]."),
    patch(
        "the results are exchanged",
        {RETURN: "dy_dW.reshape(m, m * n), W.copy()"},
        hint="∂y/∂x comes first, then ∂y/∂vec(W).",
    ),
    patch(
        "the gradient of the sum of y is returned",
        {RETURN: "W.sum(axis=0), np.tile(x, m)"},
        hint="Every output has a row of its own: don't add them up.",
    ),
    patch(
        "numbers are rounded",
        {"= x": "= np.round(x, 8)"},
        hint="Keep numbers as they are.",
    ),
]


@variant
def kronecker(W, x):
    return np.array(W), np.kron(np.eye(len(W)), x)


@variant
def weight_by_weight(W, x):
    m, n = W.shape
    dy_dx, dy_dW = np.zeros((m, n)), np.zeros((m, m * n))
    for k in range(m):
        for l in range(n):  # noqa: E741
            dy_dx[k, l] = W[k, l]
            dy_dW[k, k * n + l] = x[l]
    return dy_dx, dy_dW


@variant
def one_weight_at_a_time(W, x):
    columns = []
    for number in range(W.size):
        unit = np.zeros(W.size)
        unit[number] = 1.0
        columns.append(unit.reshape(W.shape) @ x)
    return np.array([W @ e for e in np.eye(W.shape[1])]).T, np.stack(columns, axis=-1)
