"""Checks, known bugs and variants of chapter15/linear_autoencoder_pca."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("We", "Wd"),
    requires=("chapter06/pca", "chapter06/svd_low_rank"),
    minutes=30,
    seconds=30.0,
    rtol=1e-3,
    hints=(
        "If the decoder is known, the best encoder is a least-squares problem, and the other way round.",
        "np.linalg.lstsq(X @ We, X)[0] is the best decoder for We, and np.linalg.pinv(Wd) the best encoder for Wd. Take both in "
        "turn, from a random We, some fifty times.",
        "Or think first: X̂ has rank k. Which matrix of rank k is nearest to X, and what are We and Wd then?",
    ),
)


def spectrum_table(rng, N, D, singular):
    Z = rng.normal(size=(N, D))
    U = np.linalg.qr(Z - Z.mean(axis=0))[0]
    V = np.linalg.qr(rng.normal(size=(D, D)))[0]
    return U * (singular * rng.uniform(2.0, 4.0)) @ V.T


@cases("N D k", (12, 5, 2), (9, 4, 1), (10, 4, 3), (8, 6, 2), exact=True)
def gapped(rng, N, D, k):
    """A clear gap after the k-th singular value; the columns differ in size, and no single one is a component."""
    above = np.sort(rng.uniform(1.0, 2.0, size=k))[::-1]
    below = np.sort(rng.uniform(0.3, 0.45, size=D - k))[::-1]
    below[0] = 0.45
    return {"X": spectrum_table(rng, N, D, np.append(above, below)), "k": k}


@cases("N D", (9, 3), (6, 4), (1, 1), exact=True)
def complete(rng, N, D):
    """As many codes as features: nothing is lost."""
    return {"X": spectrum_table(rng, N, D, np.sort(rng.uniform(1.0, 2.0, size=D))[::-1]), "k": D}


far = scaled(gapped, X=1, scales=(-8, 8), rows=2)


def product(result):
    """Return the map from samples to what comes back: that is unique, and the weights are not."""
    We, Wd = result
    return We @ Wd


def span(Wd):
    """Return the projector on the rows."""
    return up_to_basis()(Wd.T)


shapes = shaped("The encoder is (D, k), and the decoder (k, D).", gapped)
values = agrees("W_e W_d is the projector on the first k components.", gapped, canonical=product, points=3)
subspace = agrees(
    "The rows of the decoder span the first k principal components.",
    gapped,
    only=["Wd"],
    canonical={"Wd": span},
    points=2,
)
nothing_lost = agrees("A code as long as the samples loses nothing.", complete, canonical=product, needs=[values])
units = agrees("It is right for small samples and for large ones.", far, canonical=product, needs=[values])


@check(points=1, kind="property")
def tail(student, gapped):
    """The squared error is what the first k components leave: the tail of the squared singular values."""
    for case, (We, Wd) in student.linear_autoencoder_pca.on(gapped):
        left = np.sum(np.linalg.svd(case.X, compute_uv=False)[case.k :] ** 2)
        J = np.sum((case.X @ We @ Wd - case.X) ** 2)
        assert_law("J = σ²[k+1] + σ²[k+2] + …", J, left, rtol=1e-3, what="J", where=case)


hygiene = hygiene_of(gapped, fresh=False, needs=[values])

SVD = "components = np.linalg.svd(X, full_matrices=False)[2][:k]"
RETURN = "return components.T, components"
BUGS = [
    patch(
        "a code as long as the samples is cut by one",
        {
            RETURN: (
                "components = components * (np.arange(k) < X.shape[1] - 1)[:, None]\n"
                "    return components.T, components"
            )
        },
        hint="k = D is allowed: then nothing need be lost.",
    ),
    patch(
        "k columns of X are kept, and the others are lost",
        {SVD: "components = np.eye(X.shape[1])[:k]"},
        hint="Directions of largest variance are seldom axes.",
    ),
    patch(
        "the last components are kept, those of smallest variance",
        {SVD: "components = np.linalg.svd(X)[2][-k:]"},
        hint="np.linalg.eigh sorts eigenvalues upwards: the last ones count.",
    ),
    patch(
        "component 1 is left out",
        {SVD: "components = np.linalg.svd(X)[2][1 : k + 1] if k < X.shape[1] else np.linalg.svd(X)[2]"},
        hint="The first k, from index 0.",
    ),
    patch(
        "the columns of V are taken for components, though they are rows",
        {SVD: "components = np.linalg.svd(X)[2].T[:k]"},
        hint="np.linalg.svd returns Vᵀ: its rows are the components.",
    ),
    patch(
        "features are standardised first",
        {SVD: "components = np.linalg.svd(X / X.std(axis=0))[2][:k]"},
        hint="The error is that of the features as they are.",
    ),
    patch(
        "the code is scaled, and the decoder does not undo it",
        {RETURN: "return 0.5 * components.T, components"},
        hint="We Wd has to be a projector.",
    ),
    patch(
        "only the encoder is trained: the decoder is random",
        {RETURN: "Wd = np.random.default_rng(0).normal(size=(k, X.shape[1]))\n    return np.linalg.pinv(Wd), Wd"},
        hint="Which subspace it is depends on the decoder: both have to be learnt.",
    ),
    patch(
        "only the decoder is trained: the encoder is random",
        {
            RETURN: "We = np.random.default_rng(0).normal(size=(X.shape[1], k))\n    return We, np.linalg.lstsq(X @ We, X)[0]"
        },
        hint="What the code does not hold, no decoder can find: both have to be learnt.",
    ),
    patch(
        "the training starts at zero, where it stays",
        {RETURN: "return 0.0 * components.T, 0.0 * components"},
        hint="With both at zero, both gradients are zero: start at random.",
    ),
    patch(
        "the training is far from its end",
        {
            RETURN: (
                "rng = np.random.default_rng(0)\n"
                "    We, Wd = 0.1 * rng.normal(size=(X.shape[1], k)), 0.1 * rng.normal(size=(k, X.shape[1]))\n"
                "    lr = 0.1 / np.linalg.norm(X, 2) ** 2\n"
                "    for _ in range(20):\n"
                "        E = X @ We @ Wd - X\n"
                "        We, Wd = We - lr * X.T @ E @ Wd.T, Wd - lr * (X @ We).T @ E\n"
                "    return We, Wd"
            )
        },
        hint="Go on until the error no longer falls, or take a larger learning rate.",
    ),
    patch(
        "the code is one number too short",
        {
            RETURN: "components = components * (np.arange(k) < max(k - 1, 1))[:, None]\n    "
            "return (components.T, components) if k > 1 else (0 * components.T, components)"
        },
        hint="All k numbers of the code are to be used.",
    ),
    patch(
        "directions of small variance are cut off at a fixed size",
        {RETURN: "kept = components * (np.std(X @ components.T, axis=0) > 1e-6)[:, None]\n    return kept.T, kept"},
        hint="Samples may be in any unit: compare variances with one another.",
    ),
    patch(
        "samples are whitened on the way, and not coloured again",
        {RETURN: "scales = np.linalg.svd(X, compute_uv=False)[:k]\n    return components.T / scales, components"},
        hint="What the encoder divides by, the decoder has to multiply with.",
    ),
]


@variant
def alternating_least_squares(X, k):
    We = np.random.default_rng(1).normal(size=(X.shape[1], k))
    for _ in range(200):
        Wd = np.linalg.lstsq(X @ We, X, rcond=None)[0]
        Wd = np.linalg.qr(Wd.T)[0].T
        We = Wd.T
    return We, Wd


@variant
def gradient_descent(X, k):
    D = X.shape[1]
    C = X.T @ X
    C = C / np.linalg.eigvalsh(C)[-1]
    rng = np.random.default_rng(2)
    We, Wd = 0.1 * rng.normal(size=(D, k)), 0.1 * rng.normal(size=(k, D))
    for _ in range(8000):
        R = We @ Wd - np.eye(D)
        We, Wd = We - 0.3 * C @ R @ Wd.T, Wd - 0.3 * We.T @ C @ R
    return We, Wd


@variant
def another_basis(X, k):
    values, vectors = np.linalg.eigh(X.T @ X)
    V = vectors[:, np.argsort(values)[-k:]]
    A = np.eye(k) + 0.3 * np.triu(np.ones((k, k)), 1)
    return V @ A, np.linalg.inv(A) @ V.T
