"""Checks, known bugs and variants of chapter09/mlp_forward."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("Y_hat",),
    requires=("chapter09/dense_forward",),
    hints=(
        "Write it down for two layers, without a loop. What is the input of the second layer?",
        "In a loop over the layers one variable, A, is enough: it starts as X, and each layer replaces it.",
        "The last layer is different. Go through params[:-1] in the loop, and do params[-1] after it, without f.",
    ),
)


def relu(Z):
    return np.maximum(Z, 0.0)


def sigmoid(Z):
    return 1.0 / (1.0 + np.exp(-Z))


def tanh(Z):
    return np.tanh(Z)


def identity(Z):
    return 1.0 * Z


ACTIVATIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}


def drawn(rng, N, widths, f):
    params = [
        (rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), rng.normal(scale=0.5, size=n_out))
        for n_in, n_out in itertools.pairwise(widths)
    ]
    return {"params": params, "X": rng.normal(size=(N, widths[0])), "f": ACTIVATIONS[f]}


@cases("N widths f", (7, (5, 3), "tanh"), (4, (4, 4), "relu"), (1, (5, 2), "sigmoid"))
def single(rng, N, widths, f):
    return drawn(rng, N, widths, f)


@cases(
    "N widths f",
    (7, (5, 4, 3), "relu"),
    (5, (2, 3, 4, 7), "tanh"),
    (3, (4, 2, 5, 3, 6), "sigmoid"),
    (4, (4, 4, 4, 4), "tanh"),
    (1, (5, 6, 2), "sigmoid"),
    (4, (1, 3, 1), "tanh"),
)
def deep(rng, N, widths, f):
    return drawn(rng, N, widths, f)


@cases("N widths times", (3, (4, 3, 2), 1e-150), (3, (4, 3, 2), 1e150))
def far(rng, N, widths, times):
    """With ReLU, Ŷ grows as X and the biases do."""
    inputs = drawn(rng, N, widths, "relu")
    params = [(W, times * b) for W, b in inputs["params"]]
    return inputs | {"params": params, "X": times * inputs["X"]}


@check(points=1, kind="shape")
def shapes(student, reference, single, deep):
    """There is one row for each sample, as wide as the last layer."""
    networks = [*single, *deep]
    for (case, got), (_, want) in zip(
        student.mlp_forward.on(networks), reference.mlp_forward.on(networks), strict=True
    ):
        assert_shapes(got, want, names=EXERCISE.returns, where=case)


one_layer = agrees("A single layer is affine: nothing is done to X, nor to Z.", single)
values = agrees("With two layers, three and four, the answers are right.", deep, points=2)


every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def collapse(student, deep):
    """With the identity for f, all layers together are one affine map."""

    def both(m, case):
        product, offset = np.eye(case.X.shape[1]), np.zeros(case.X.shape[1])
        for W, b in case.params:
            product, offset = product @ W, offset @ W + b
        return m.mlp_forward(case.params, case.X, identity), m.mlp_forward([(product, offset)], case.X, identity)

    for case, (layers, one) in student.each(both, deep):
        law = "Y(W₁, b₁, …, W_M, b_M) = Y(W₁ ⋯ W_M, b₁ W₂ ⋯ W_M + … + b_M)"
        assert_law(law, layers, one, rtol=1e-10, what="Y_hat", where=case)


@check(points=1, kind="property")
def each_alone(student, deep):
    """A sample gives the same answer whether it comes alone or in company."""

    def together_and_alone(m, case):
        alone = [m.mlp_forward(case.params, case.X[n : n + 1], case.f) for n in range(len(case.X))]
        return m.mlp_forward(case.params, case.X, case.f), alone

    for case, (together, alone) in student.each(together_and_alone, deep):
        for n, row in enumerate(alone):
            assert_law("Y(X)[n] = Y(X[n])", row, together[n : n + 1], rtol=1e-10, what=f"row {n} of Y_hat", where=case)


hygiene = hygiene_of(deep, needs=[one_layer, values])
HIDDEN, OUT = "A = f(A @ V + c)", "return A @ W + b"

BUGS = [
    patch("f is applied to the output layer as well", {OUT: "return f(A @ W + b)"}, hint="The output layer is linear."),
    patch("f is applied to X", {"A = X": "A = f(X)"}, hint="X goes into the first layer as it is: A₀ = X."),
    patch(
        "f is applied before each layer, not after it",
        {HIDDEN: "A = f(A) @ V + c", OUT: "return f(A) @ W + b"},
        hint="f works on Z = A W + b. X itself goes into the first layer as it is.",
    ),
    patch(
        "f is worked out, but Z is handed on",
        {HIDDEN: "Z = A @ V + c; f(Z); A = Z"},
        hint="f returns a new array: the next layer needs that one, A = f(Z).",
    ),
    patch(
        "f is missing after the first layer",
        {"A = X": "A = X; first = True", HIDDEN: "A, first = (A @ V + c if first else f(A @ V + c)), False"},
        hint="Every hidden layer has its activation.",
    ),
    patch(
        "f is missing after the last hidden layer",
        {"A = X": "A, last = X, len(hidden)", HIDDEN: "last -= 1; A = f(A @ V + c) if last else A @ V + c"},
        hint="All layers but the output layer are hidden, also the one right before it.",
    ),
    patch("f is applied twice", {HIDDEN: "A = f(f(A @ V + c))"}, hint="One layer, one activation."),
    patch("f comes before the bias", {HIDDEN: "A = f(A @ V) + c"}, hint="The bias belongs to Z: f(A W + b)."),
    patch("the hidden layers have no bias", {HIDDEN: "A = f(A @ V)"}, hint="Every layer adds its b."),
    patch("the output layer has no bias", {OUT: "return A @ W"}, hint="Every layer adds its b, the last one too."),
    patch(
        "the layers come in reverse",
        {"*hidden, (W, b) = params": "*hidden, (W, b) = params[::-1]"},
        hint="params[0] is the layer that meets X.",
    ),
    patch(
        "W is transposed",
        {HIDDEN: "A = f(A @ V.T + c)", OUT: "return A @ W.T + b"},
        hint="W is (n_in, n_out): its rows belong to the columns of what comes in.",
    ),
    patch(
        "the output layer is left out", {OUT: "return A"}, hint="The last pair of params is a layer like the others."
    ),
    patch(
        "there are never more than two layers",
        {"for V, c in hidden": "for V, c in hidden[:1]"},
        hint="params says how many layers there are: loop over all of them.",
    ),
    patch(
        "every layer starts from X again",
        {HIDDEN: "A = f(X @ V + c)"},
        hint="What comes out of a layer goes into the next one.",
    ),
    patch(
        "hidden layers are centred over the batch",
        {HIDDEN: "Z = A @ V + c; A = f(Z - Z.mean(axis=0))"},
        hint="No sample takes notice of the others here; that would be batch normalisation.",
    ),
    patch(
        "params is used up",
        {"*hidden, (W, b) = params": "W, b = params.pop(); hidden = params"},
        hint="pop takes the layer out of the caller's list: read params[-1] in its place.",
    ),
]


@bug("relu is used, whatever f is", hint="f is an argument: call it.")
def own_activation(params, X, f):
    A = X
    for W, b in params[:-1]:
        A = np.maximum(A @ W + b, 0.0)
    W, b = params[-1]
    return A @ W + b


@variant
def reduced(params, X, f):
    from functools import reduce

    return reduce(lambda Z, layer: f(Z) @ layer[0] + layer[1], params[1:], X @ params[0][0] + params[0][1])


@variant
def recursive(params, X, f):
    W, b = params[0]
    Z = X @ W + b
    return Z if len(params) == 1 else recursive(params[1:], f(Z), f)


@variant
def counted(params, X, f):
    activations = [X]
    for i in range(len(params)):
        Z = np.dot(activations[-1], params[i][0]) + params[i][1].reshape(1, -1)
        activations.append(f(Z) if i < len(params) - 1 else Z)
    return activations[-1]


@variant
def sample_by_sample(params, X, f):
    rows = []
    for x in X:
        a = x
        for i, (W, b) in enumerate(params, start=1):
            a = W.T @ a + b
            if i != len(params):
                a = f(a)
        rows.append(a)
    return np.array(rows)
