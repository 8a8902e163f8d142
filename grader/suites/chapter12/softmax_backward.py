"""Checks, known bugs and variants of chapter12/softmax_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dZ",),
    requires=("chapter09/softmax_rows",),
    minutes=15,
    hints=(
        "Do one row first. How does p[j] react to z[k], for j = k and for j ≠ k?",
        "∂p[j]/∂z[k] = p[j] ([j = k] − p[k]). The chain rule sums over all j.",
        "What is left is p ∘ (dp − s), where s = Σ_j dp[j] p[j] is one number a row.",
    ),
)


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@cases("N K", (7, 5), (4, 4), (1, 5), (3, 2), exact="P")
def batch(rng, N, K):
    return {"dP": rng.normal(size=(N, K)) + 1.0, "P": softmax(rng.normal(size=(N, K)))}


@cases("size", 1e-4, 1e-8, 1e-12, 1e-150, exact="P")
def tiny(rng, size):
    """Two classes that are nearly impossible, and one that is nearly sure; two of the slopes are looked at."""
    p = size * rng.uniform(1.0, 5.0, size=2)
    return {
        "dP": rng.uniform(1.0, 4.0, size=(1, 3)) * np.array([[1.0, -1.0, 0.1]]),
        "P": np.array([[*p, 1.0 - p.sum()]]),
    }


@cases("N K", (3, 4), (4, 1), exact="P")
def sure(rng, N, K):
    """One class of each row is certain; or there is one class only."""
    return {"dP": rng.normal(size=(N, K)), "P": np.eye(K)[rng.integers(K, size=N)]}


def unlikely(m, case):
    return m.softmax_backward(case.dP, case.P)[0, :2]


shapes = shaped("dZ has the shape of P.", batch)
values = agrees("dZ is right: for a batch, for a square one, for one row.", batch, points=2)
digits = agrees(
    "Classes that are nearly impossible have slopes with all their digits.", tiny, of=unlikely, needs=[values]
)
certain = agrees("Where a class is certain, or the only one, dZ is 0.", sure, needs=[values])
far = scaled(batch, dP=1)
every_scale = agrees("It is right for tiny dP and for huge ones.", far, separates=False, needs=[values])


@check(points=2, kind="gradient")
def finite_differences(student, batch, rng):
    """dZ agrees with finite differences of L = Σ dP ∘ softmax(Z)."""
    for case, dZ in student.softmax_backward.on(batch):

        def total(Z, dP=case.dP):
            return np.sum(dP * softmax(Z))

        check_grads(total, {"Z": np.log(case.P)}, {"Z": dZ}, rng=rng, where=case)


@check(points=1, kind="property")
def balance(student, batch):
    """Every row of dZ sums to 0, and a number added to all of dP changes nothing."""

    def moved(m, case):
        return m.softmax_backward(case.dP, case.P), m.softmax_backward(case.dP + 3.0, case.P)

    for case, (dZ, shifted) in student.each(moved, batch):
        if not np.any(dZ):
            fail("Nothing is handed on at all.", case)
        size = float(np.max(np.abs(case.dP)) + 3.0)
        assert_law("Σ_k dZ[n, k] = 0", dZ.sum(axis=1), np.zeros(len(dZ)), scale=size, what="dZ", where=case)
        assert_law("dZ for dP + 3 = dZ for dP", shifted, dZ, scale=size, what="dZ", where=case)


hygiene = hygiene_of(batch)
INNER, RESULT = "np.sum(dP * P, axis=1, keepdims=True)", "P * (dP - inner)"

BUGS = [
    patch(
        "only the diagonal is used, dP P (1 − P)",
        {RESULT: "dP * P * (1.0 - P)"},
        hint="That is what K sigmoids would do. Every logit moves all probabilities of its row.",
    ),
    patch(
        "what the other probabilities give way has the wrong sign",
        {RESULT: "P * (dP * (1.0 - 2.0 * P) + inner)"},
        hint="If one logit grows, the others' probabilities fall: ∂P[j]/∂Z[k] = −P[j] P[k] for j ≠ k.",
    ),
    patch(
        "the sum runs over the batch",
        {INNER: "np.sum(dP * P, axis=0, keepdims=True)"},
        hint="Each row is a distribution of its own: sum over the classes.",
    ),
    patch(
        "there is one sum for the whole batch",
        {INNER: "np.sum(dP * P)"},
        hint="Each row is a distribution of its own: sum over the classes.",
    ),
    patch("the factor P is missing", {RESULT: "dP - inner"}, hint="∂p[j]/∂z[k] = p[j] ([j = k] − p[k])."),
    patch(
        "the sum lacks its P",
        {INNER: "np.sum(dP, axis=1, keepdims=True)"},
        hint="s is Σ_j dp[j] p[j]: a mean with the weights p.",
    ),
    patch(
        "the plain mean of dP is taken off",
        {INNER: "np.mean(dP, axis=1, keepdims=True)"},
        hint="s is Σ_j dp[j] p[j]: a mean with the weights p.",
    ),
    patch(
        "softmax is applied to P once more",
        {"inner: Array": "P = np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)\n    inner: Array"},
        hint="P holds the probabilities already.",
    ),
    patch("nothing is taken off", {RESULT: "P * dP"}, hint="If one logit grows, the other probabilities shrink."),
    patch("what is taken off is added", {RESULT: "P * (dP + inner)"}, hint="The other probabilities shrink."),
    patch("dZ has the wrong sign", {RESULT: "P * (inner - dP)"}, hint="A probability grows with its own logit."),
    patch(
        "the sums lose their axis",
        {INNER: "np.resize(np.sum(dP * P, axis=1), P.shape[1])"},
        hint="Sums of shape (N,) are lined up with the columns: keepdims=True makes them a column.",
    ),
    patch(
        "P is kept above 10⁻⁶",
        {"inner: Array": "P = np.maximum(P, 1e-6)\n    inner: Array"},
        hint="Nothing is divided here: probabilities may be as small as they like.",
    ),
    patch(
        "the gradient is averaged over the batch",
        {RESULT: "P * (dP - inner) / len(P)"},
        hint="If L is a mean, its 1/N is in dP already.",
    ),
    patch(
        "dP is clipped at ±1000",
        {"inner: Array": "dP = np.clip(dP, -1e3, 1e3)\n    inner: Array"},
        hint="The chain rule is a product: however large dP is, it is handed on.",
    ),
    patch(
        "P − one-hot of the largest is returned",
        {RESULT: "P - (P == P.max(axis=1, keepdims=True))"},
        hint="That is the gradient of one loss: here dP may be anything.",
    ),
]


@variant
def row_by_row(dP, P):
    dZ = np.zeros_like(P)
    for n in range(len(P)):
        J = np.diag(P[n]) - np.outer(P[n], P[n])
        dZ[n] = J @ dP[n]
    return dZ


@variant
def products_first(dP, P):
    G = dP * P
    return G - P * G.sum(axis=1)[:, None]


@variant
def by_einsum(dP, P):
    eye = np.eye(P.shape[1])
    return np.einsum("nj,nj,njk->nk", dP, P, eye - P[:, None, :])


@variant
def class_by_class(dP, P):
    N, K = P.shape
    return np.array(
        [[sum(P[n, j] * P[n, k] * (dP[n, k] - dP[n, j]) for j in range(K)) for k in range(K)] for n in range(N)]
    )
