"""Checks, known bugs and variants of chapter08/jacobian_softmax."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("J",),
    requires=("chapter08/jacobian_elementwise",),
    minutes=15,
    hints=(
        "First compute p; J is made of p alone.",
        "For i ≠ j only the denominator of p[i] knows z[j]. For i = j the numerator does, too.",
        "p[i] (δ[i, j] − p[j]): a diagonal matrix, less an outer product.",
        "Take the largest logit off before np.exp: p stays the same, and nothing overflows.",
    ),
)


@cases("k", 5, 3, 2)
def logits(rng, k):
    return {"z": rng.normal(scale=1.5, size=k)}


@cases("k offset", (4, 1000), (3, -1000), (5, -2e6), exact=True)
def huge(rng, k, offset):
    return {"z": offset + rng.normal(size=k)}


@cases("k", 4, 5)
def spread(rng, k):
    """Two or three logits that compete, and others that are thousands away."""
    z = 800.0 + rng.normal(size=k)
    z[1] -= 4000.0
    return {"z": rng.permutation(z)}


@cases("k below", (3, 45), (4, 60), exact=True)
def rare(rng, k, below):
    """Logits that compete, and one that is so far below them that its probability is next to nothing."""
    z = rng.normal(scale=0.5, size=k)
    z[0] -= below
    return {"z": rng.permutation(z)}


@cases("logit", "below 0", "above 0", "large")
def alone(rng, logit):
    size = {"below 0": -1.0, "above 0": 1.0, "large": 1e3}[logit]
    return {"z": size * rng.uniform(1.0, 2.0, size=1)}


@cases("k", 3, 5)
def close(rng, k):
    """Logits that hardly differ."""
    return {"z": rng.normal(scale=1e-4, size=k)}


@cases("k", 3, 4, exact=True)
def balanced(rng, k):
    """Logits whose sum is 0, to the last digit."""
    z = rng.integers(2, 9, size=k - 1) / 8
    return {"z": rng.permutation(np.append(z, -z.sum()))}


shapes = shaped("J has a row for each probability and a column for each logit.", logits)
values = agrees("Each logit acts on all probabilities, its own and the others.", logits, points=2)
overflow = agrees("Logits around 1000 or −1000 give a finite J.", huge, needs=[values])
far_apart = agrees("Some logits may be thousands below the others.", spread, needs=[overflow])
tails = agrees(
    "Next to nothing is not nothing: what is hardly probable has slopes of its own size.",
    rare,
    by="entry",
    needs=[values],
)
no_mean = agrees("Logits may sum to 0.", balanced)
equal = agrees("Logits that hardly differ compete as well.", close)
single = agrees("A single logit has the Jacobian [[0]].", alone, scale=lambda case: 1.0)


@check(points=1, kind="property")
def laws(student, logits):
    """Rows and columns sum to 0, J is symmetric, no direction goes down, and a shift of all logits changes nothing."""

    def shifted(m, case):
        return m.jacobian_softmax(case.z), m.jacobian_softmax(case.z + 7.0)

    for case, (J, other) in student.each(shifted, logits):
        zeros = np.zeros(len(case.z))
        assert_law("Σ_i J[i, j] = 0", J.sum(axis=0), zeros, scale=1.0, what="J", where=case)
        assert_law("Σ_j J[i, j] = 0", J.sum(axis=1), zeros, scale=1.0, what="J", where=case)
        assert_law("J = Jᵀ", J, J.T, what="J", where=case)
        assert_law("J(z + 7) = J(z)", other, J, what="J", where=case)
        if not np.linalg.eigvalsh(J)[0] > -1e-12:
            fail("In some direction v, vᵀJ v is negative.", case)


VARYING = {"laws": "Whether z and z + 7 are rounded to different logits depends on their digits."}
EQUIVALENT = {
    "jacobian_softmax: np.exp(z - z.max()) → -np.exp(z - z.max())": "The sign cancels in e / e.sum().",
    "jacobian_softmax: z.max() → z.max(axis=0)": "z has one axis.",
    "jacobian_softmax: e.sum() → e.sum(axis=0)": "e has one axis.",
}

hygiene = hygiene_of(logits)

E, J = "np.exp(z - z.max())", "np.diag(p) - np.outer(p, p)"
BUGS = [
    patch(
        "probabilities are kept above 1e-7",
        {"p = e / e.sum()": "p = np.maximum(e / e.sum(), 1e-7)"},
        hint="No logarithm is taken of p, nothing has to be kept away from 0: p as it is.",
    ),
    patch(
        "only the diagonal is filled",
        {J: "np.diag(p * (1 - p))"},
        hint="Logits compete: beside the diagonal stands −p[i] p[j].",
    ),
    patch("the outer product is added", {J: "np.diag(p) + np.outer(p, p)"}, hint="p[i] (δ[i, j] − p[j]): subtract it."),
    patch(
        "the sign is reversed", {J: "np.outer(p, p) - np.diag(p)"}, hint="Raising a logit raises its own probability."
    ),
    patch(
        "the derivative of the logarithm is returned",
        {J: "np.eye(len(p)) - p"},
        hint="log p[i] has the derivative δ[i, j] − p[j]; that of p[i] is p[i] times as large.",
    ),
    patch(
        "logits are taken for probabilities",
        {E: "z", "e / e.sum()": "z"},
        hint="z holds logits: softmax comes first.",
    ),
    patch(
        "softmax is taken twice",
        {"e / e.sum()": "np.exp(e / e.sum()) / np.exp(e / e.sum()).sum()"},
        hint="Once is enough.",
    ),
    patch(
        "nothing is subtracted, so that large logits overflow",
        {E: "np.exp(z)"},
        hint="e^1000 is ∞: take the largest logit off.",
    ),
    patch(
        "the smallest logit is taken off",
        {"z.max()": "z.min()"},
        hint="What remains has to be 0 or below, so that e to its power is 1 at most.",
    ),
    patch(
        "the largest modulus is taken off",
        {"z.max()": "np.abs(z).max()"},
        hint="Logits around −1000 are then at −2000, where all terms are 0: subtract the maximum itself.",
    ),
    patch(
        "the mean is taken off",
        {"z.max()": "z.mean()"},
        hint="A logit may be far above the mean: take off the largest.",
    ),
    patch("the sum is forgotten", {"e / e.sum()": "e"}, hint="Probabilities sum to 1."),
    patch("the probabilities are returned", {J: "p"}, hint="Their derivatives are asked for, k² of them."),
    patch("only the outer product is returned", {J: "-np.outer(p, p)"}, hint="On the diagonal p[i] is added."),
    patch(
        "on the diagonal stands p, not p (1 − p)",
        {J: "np.where(np.eye(len(p)) > 0, p, -np.outer(p, p))"},
        hint="For i = j the denominator counts as well: p[i] − p[i]².",
    ),
    patch("entries are paired instead of tabled", {"np.outer(p, p)": "p * p"}, hint="p pᵀ is a table: np.outer(p, p)."),
    patch(
        "logits are clipped to ±500", {E: "np.exp(np.clip(z, -500, 500))"}, hint="Clipping makes 1000 and 1001 equal."
    ),
    patch(
        "a single logit is treated like a sigmoid",
        {J: "np.diag(p) - np.outer(p, p) if len(p) > 1 else (p * (1 - p) + 0.25 / np.cosh(0.5 * z) ** 2)[None]"},
        hint="One logit alone has the probability 1, whatever it is.",
    ),
    patch(
        "logits are rounded",
        {E: "np.exp(np.round(z - z.max(), 3))"},
        hint="Logits are numbers like any others: leave them as they are.",
    ),
    patch(
        "p pᵀ is a number",
        {"np.outer(p, p)": "p @ p.T"},
        hint="Of vectors, .T changes nothing, and @ is the inner product: np.outer(p, p).",
    ),
]


@variant
def entry_by_entry(z):
    largest = max(z)
    e = [np.exp(v - largest) for v in z]
    p = [v / sum(e) for v in e]
    k = range(len(p))
    return np.array([[p[i] * ((i == j) - p[j]) for j in k] for i in k])


@variant
def broadcast(z):
    p = np.exp(z - np.logaddexp.reduce(z))
    return p[:, None] * (np.eye(z.size) - p[None, :])


@variant
def quotient_rule(z):
    e = np.exp(z - np.max(z))
    total = np.sum(e)
    J = -np.outer(e, e)
    J[np.diag_indices(len(e))] += e * total
    return J / total**2
