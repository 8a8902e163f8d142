"""Checks, known bugs and variants of chapter19/cosine_neighbours."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("ids",),
    requires=("chapter05/unit_vector",),
    minutes=15,
    hints=(
        "Make every row 1 long first. What is then a cosine?",
        "np.argsort gives places, from small to large. You want the largest first.",
        "Take i out by its id, not by its place: a multiple of row i is just as similar.",
    ),
)


def similarities(E, i):
    return E @ E[i] / np.linalg.norm(E, axis=1) / np.linalg.norm(E[i])


def apart(case):
    """Tell whether all similarities are well apart: three digits keep them so."""
    return bool(np.diff(np.sort(np.delete(similarities(case.E, case.i), case.i))).min() > 2e-3)


@cases("vocab D i k", (12, 4, 2, 11), (9, 4, 2, 4), (5, 5, 4, 4), (12, 3, 0, 1), (7, 2, 3, 5), (3, 1, 1, 2), fit=apart)
def rows(rng, vocab, D, i, k):
    """Rows of very different lengths, some of them turned away; the longest is no neighbour of i."""
    E = rng.normal(size=(vocab, D)) * 4.0 ** rng.permutation(np.linspace(-1.5, 1.5, vocab))[:, None]
    away = (i + 1) % vocab
    E[away] = -E[i] + 0.3 * np.linalg.norm(E[i]) * rng.normal(size=D)
    crosswise = (i + 2) % vocab
    E[crosswise] = 30.0 * E[i] + 60.0 * np.linalg.norm(E[i]) * rng.normal(size=D)
    return {"E": E, "i": i, "k": k}


@cases(
    "vocab D i k before times",
    (8, 3, 5, 3, True, 2.0),
    (6, 4, 2, 5, True, 2.0),
    (7, 4, 2, 3, False, 2.0),
    (6, 3, 1, 3, False, 1.0),
    exact="E",
    fit=apart,
)
def with_multiple(rng, vocab, D, i, k, before, times):
    """Twice row i, or row i once more, stands before it, or behind it, and no row is as similar to it."""
    E = rng.normal(size=(vocab, D))
    other = rng.integers(i) if before else rng.integers(i + 1, vocab)
    E[int(other)] = times * E[i]
    return {"E": E, "i": i, "k": k}


@cases("vocab D i k", (12, 4, 2, 11), (9, 3, 5, 4), exact="E")
def close(rng, vocab, D, i, k):
    """All rows are about as similar to row i as each other: only the fourth digit or the fifth tells them apart.

    The steps from one similarity to the next are far above rounding errors, and far below what three digits show.
    """
    E = rng.normal(size=(vocab, D))
    u = E[i] / np.linalg.norm(E[i])
    across = E - np.outer(E @ u, u)
    others = np.delete(np.arange(vocab), i)
    across = across[others] / np.linalg.norm(across[others], axis=1, keepdims=True)
    steps = rng.uniform(2e-5, 6e-5, size=vocab - 1)
    cosines = (rng.uniform(0.3, 0.7) + rng.permutation(np.cumsum(steps)))[:, None]
    lengths = 4.0 ** rng.uniform(-1.0, 1.0, size=(vocab - 1, 1))
    E[others] = lengths * (cosines * u + np.sqrt(1.0 - cosines**2) * across)
    return {"E": E, "i": i, "k": k}


far = scaled(rows, scales=(-140, 140), E=1)


shapes = shaped("ids are k whole numbers.", rows)
nearest = agrees("The k most similar rows are found, the most similar first.", rows, exactly=True)
fine = agrees(
    "Rows that are almost equally similar are told apart.", close, exactly=True, needs=[nearest], separates=False
)
multiple = agrees(
    "A multiple of row i, or the same row once more, is a neighbour like others; i is not.", with_multiple, exactly=True
)
any_scale = agrees("Rows may be tiny or huge.", far, exactly=True, needs=[nearest], separates=False)


@check(points=1, kind="property")
def lengths_do_not_matter(student, rows, rng):
    """Each row may be made longer or shorter: the neighbours are the same."""
    for case in rows:
        factors = 10.0 ** rng.uniform(-2, 2, size=(len(case.E), 1))

        def both(m, case, E):
            return m.cosine_neighbours(case.E, case.i, case.k), m.cosine_neighbours(E, case.i, case.k)

        once, scaled = student.run(both, case, factors * case.E)
        assert_law("neighbours of (a_v E[v]) = neighbours of E", scaled, once, what="ids", where=case)


hygiene = hygiene_of(rows)

DIRECTIONS, ORDER = "E / np.linalg.norm(E, axis=1, keepdims=True)", 'np.argsort(-similarities, kind="stable")[:k]'
OUT = "    similarities[i] = -np.inf\n"
NEVER_ONE = {"axis 0 of E": "k is at least 1 and at most vocab − 1, so there are two rows"}
EQUIVALENT = {
    "cosine_neighbours: directions @ directions[i] → (directions @ directions[i]).T": "A vector's transpose is itself.",
    "cosine_neighbours: E / np.linalg.norm(E, axis=1, keepdims=True) → -(E / np.linalg.norm(E, axis=1, keepdims=True))": (
        "A cosine has two directions as factors: both signs change."
    ),
    "cosine_neighbours: similarities[i] = -np.inf → similarities[i] += -np.inf": "A number minus infinity is that, too.",
    "cosine_neighbours: directions[i] → E[i]": "The length of row i is the same factor in all similarities.",
}
BUGS = [
    patch("i itself is among its neighbours", {OUT: ""}, hint="Take i out."),
    patch(
        "all rows that are equal to row i are left out",
        {OUT: "    similarities[np.all(E == E[i], axis=1)] = -np.inf\n"},
        hint="Take i out by its id: another id with the same row is a neighbour.",
    ),
    patch(
        "the least similar come first",
        {"-similarities, kind": "similarities, kind", OUT: "    similarities[i] = np.inf\n"},
        hint="argsort goes from small to large.",
    ),
    patch(
        "the most similar come last",
        {ORDER: f"{ORDER}[::-1]"},
        hint="By falling similarity: the most similar first.",
    ),
    patch(
        "rows are compared by their distances",
        {"similarities = directions @ directions[i]": "similarities = -np.linalg.norm(E - E[i], axis=1)"},
        hint="Directions are compared: cosines.",
    ),
    patch(
        "rows are compared by their products, lengths included",
        {"directions @ directions[i]": "E @ E[i]"},
        hint="Divide by the length of each row.",
    ),
    patch(
        "products are divided by the length of row i alone",
        {"directions @ directions[i]": "E @ E[i] / np.linalg.norm(E[i])"},
        hint="That is the same factor for all: each row has a length of its own.",
    ),
    patch(
        "columns are made 1 long, not rows",
        {"axis=1, keepdims": "axis=0, keepdims"},
        hint="A row is a vector: axis=1.",
    ),
    patch(
        "the whole table is divided by one length",
        {DIRECTIONS: "E / np.linalg.norm(E)"},
        hint="Each row has a length of its own: axis=1.",
    ),
    patch(
        "opposite directions count as similar",
        {"directions @ directions[i]": "np.abs(directions @ directions[i])"},
        hint="A cosine of −1 is the least similar.",
    ),
    patch(
        "the first of the order is dropped instead of i",
        {OUT: "", ORDER: 'np.argsort(-similarities, kind="stable")[1 : k + 1]'},
        hint="A multiple of row i may come first: take i out by its id.",
    ),
    patch(
        "the most similar is dropped, whoever it is, instead of i",
        {OUT: "", ORDER: "np.argsort(similarities, kind='stable')[::-1][1 : k + 1]"},
        hint="A multiple of row i is as similar as i, and may come first: take i out by its id.",
    ),
    patch(
        "all rows as similar as i are dropped",
        {OUT: "    similarities[similarities > 1 - 1e-9] = -np.inf\n"},
        hint="Other rows stay, also multiples of row i.",
    ),
    patch(
        "ids count from the list without i",
        {
            f"{OUT}    return {ORDER}": '    similarities = np.delete(similarities, i)\n    return np.argsort(-similarities, kind="stable")[:k]'
        },
        hint="Behind i, ids have moved by one.",
    ),
    patch(
        "similarities are returned, not ids",
        {f"return {ORDER}": "return np.sort(similarities)[::-1][:k]"},
        hint="Which rows, not how similar: argsort.",
    ),
    patch(
        "rows are divided by their squared lengths",
        {DIRECTIONS: "E / np.sum(E**2, axis=1, keepdims=True)"},
        hint="A length is a root: divide by ‖v‖.",
    ),
    patch(
        "a small number is added to the lengths",
        {DIRECTIONS: "E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-8)"},
        hint="No row is zero: divide by its length.",
    ),
    patch(
        "similarities are rounded to three digits",
        {"similarities = directions @ directions[i]": "similarities = np.round(directions @ directions[i], 3)"},
        hint="Rounding makes ties of rows that are not equally similar.",
    ),
    patch(
        "E is changed",
        {f"directions = {DIRECTIONS}": "E /= np.linalg.norm(E, axis=1, keepdims=True)\n    directions = E"},
        hint="E /= … writes into the caller's array.",
    ),
]


@variant
def partitioned(E, i, k):
    cosines = (E @ E[i]) / (np.sqrt(np.sum(E * E, axis=1)) * np.sqrt(np.dot(E[i], E[i])))
    cosines[i] = -2.0
    top = np.argpartition(-cosines, k - 1)[:k]
    return top[np.argsort(-cosines[top])]


@variant
def one_by_one(E, i, k):
    found = []
    for j, row in enumerate(E):
        if j != i:
            unit, other = row / np.linalg.norm(row), E[i] / np.linalg.norm(E[i])
            found.append((float(unit @ other), j))
    found.sort(reverse=True)
    return np.array([j for _, j in found[:k]])


@variant
def without_i(E, i, k):
    others = np.delete(np.arange(len(E)), i)
    directions = E / np.sqrt(np.einsum("vd,vd->v", E, E))[:, None]
    return others[np.argsort(directions[others] @ directions[i])[::-1][:k]]
