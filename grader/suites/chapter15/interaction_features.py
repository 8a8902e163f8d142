"""Checks, known bugs and variants of chapter15/interaction_features."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Z",),
    minutes=15,
    hints=(
        "Write the row for three features down. How many products are there, and in which order?",
        "Two loops will do: i over all features, j from i on. Or np.triu_indices(D) gives all such i and j at once.",
        "X[:, i] * X[:, j] multiplies columns; np.hstack puts tables side by side.",
    ),
)


@cases("N D", (5, 3), (2, 2), (1, 4), (6, 1), (9, 3))
def samples(rng, N, D):
    """Of both signs, and of sizes that differ."""
    return {"X": rng.choice([-1.0, 1.0], size=(N, D)) * rng.uniform(0.3, 3.0, size=(N, D))}


far = scaled(samples, X=1, scales=(-60, 60), rows=1)


def apart(m, case):
    Z, D = m.interaction_features(case.X), case.X.shape[1]
    return {"features": Z[:, :D], "products": Z[:, D:]}


shapes = shaped("There are D + D (D + 1) / 2 columns.", samples)
features = agrees("First come the features as they are.", samples, of=apart, only=["features"], exactly=True)
products = agrees(
    "Behind the features come the products, each once, row by row.", samples, of=apart, only=["products"], points=2
)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, of=apart, by="entry", needs=[products])


@check(points=1, kind="property")
def quadratic(student, samples, rng):
    """A plane in the new features is a quadric in the old ones."""
    for case, Z in student.interaction_features.on(samples):
        D = case.X.shape[1]
        A, w = np.triu(rng.uniform(0.5, 2.0, size=(D, D))), rng.uniform(0.5, 2.0, size=D)
        right = case.X @ w + np.sum(case.X @ A * case.X, axis=1)
        weights = np.concatenate([w, *(A[i, i:] for i in range(D))])
        assert_law("Z v = X w + xᵀ A x", Z @ weights, right, scale=float(np.sum(np.abs(Z) @ weights)), where=case)


hygiene = hygiene_of(samples)

PRODUCTS, PAIRS = "X[:, i] * X[:, j]", "np.triu_indices(X.shape[1])"
ALL = f"np.hstack([X, {PRODUCTS}])"
BUGS = [
    patch(
        "products of two different features come twice",
        {f"i, j = {PAIRS}": "i, j = (index.ravel() for index in np.indices((X.shape[1], X.shape[1])))"},
        hint="x_1 x_2 and x_2 x_1 are the same: only i ≤ j.",
    ),
    patch("squares are missing", {PAIRS: "np.triu_indices(X.shape[1], 1)"}, hint="i = j is allowed, too."),
    patch(
        "there are squares, but no products of different features",
        {f"i, j = {PAIRS}": "i = j = np.arange(X.shape[1])"},
        hint="Without products XOR is not separated: all i ≤ j.",
    ),
    patch(
        "only products of neighbours are there",
        {PAIRS: "(np.array([p for p in zip(*np.triu_indices(X.shape[1])) if p[1] - p[0] < 2]).T)"},
        hint="Every feature is multiplied with every other: all i ≤ j.",
    ),
    patch(
        "there is a column of ones", {"[X, ": "[np.ones((len(X), 1)), X, "}, hint="The intercept is not a feature here."
    ),
    patch("the features themselves are missing", {ALL: PRODUCTS}, hint="First come x_1, …, x_D as they are."),
    patch("the products come first", {ALL: f"np.hstack([{PRODUCTS}, X])"}, hint="First come x_1, …, x_D as they are."),
    patch(
        "squares are halved",
        {PRODUCTS: f"{PRODUCTS} * np.where(i == j, 0.5, 1.0)"},
        hint="The products as they are: a factor is the classifier's to choose.",
    ),
    patch(
        "products of different features are doubled",
        {PRODUCTS: f"{PRODUCTS} * np.where(i == j, 1.0, 2.0)"},
        hint="The products as they are, as they come but once.",
    ),
    patch(
        "all squares come before the other products",
        {PRODUCTS: "np.hstack([X**2, (X[:, i] * X[:, j])[:, i != j]])"},
        hint="Sorted by i, then by j: x_1 x_1, x_1 x_2, …, then x_2 x_2, …",
    ),
    patch(
        "products are sorted by their second factor",
        {PAIRS: "np.tril_indices(X.shape[1])"},
        hint="Sorted by i, then by j ≥ i: for three features 11, 12, 13, 22, 23, 33.",
    ),
    patch(
        "features are added, not multiplied", {PRODUCTS: "X[:, i] + X[:, j]"}, hint="Sums are linear, and help nothing."
    ),
    patch(
        "features below 1e-12 count as 0",
        {ALL: "np.hstack([X, np.where(np.abs(X[:, i]) < 1e-12, 0.0, X[:, i] * X[:, j])])"},
        hint="Small numbers have small products, which are not 0.",
    ),
]


@variant
def two_loops(X):
    columns = [X[:, i] for i in range(X.shape[1])]
    for i in range(X.shape[1]):
        for j in range(i, X.shape[1]):
            columns.append(X[:, i] * X[:, j])
    return np.stack(columns, axis=1)


@variant
def outer_products(X):
    N, D = X.shape
    outer = np.einsum("ni,nj->nij", X, X)
    return np.concatenate([X, outer[:, np.triu(np.ones((D, D), dtype=bool))]], axis=1)


@variant
def combinations(X):
    from itertools import combinations_with_replacement

    rows = []
    for x in X.tolist():
        rows.append(x + [a * b for a, b in combinations_with_replacement(x, 2)])
    return np.array(rows)
