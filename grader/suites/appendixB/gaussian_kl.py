"""Checks, known bugs and variants of appendixB/gaussian_kl."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("KL",),
    requires=("chapter06/mahalanobis",),
    minutes=20,
    hints=(
        "There are four terms. Whose covariance matrix is inverted in them? np.linalg.solve(S1, …) does it.",
        "The trace of S1⁻¹ S0 is a number, and so is (mu1 − mu0)ᵀ S1⁻¹ (mu1 − mu0).",
        "log(det S1 / det S0) is a difference: np.linalg.slogdet(S)[1] is log det S, where det S would be 0 or inf.",
    ),
)


def covariance(rng, d, height, condition=6.25):
    """A covariance matrix whose eigenvalues lie around `height`, times 0.4 to 2.5 mostly, in any direction."""
    Q = np.linalg.qr(rng.normal(size=(d, d)))[0]
    S = height * rng.uniform(0.8, 1.2) * (Q * np.geomspace(condition**-0.5, condition**0.5, d)) @ Q.T
    return (S + S.T) / 2


def divergence(mu0, S0, mu1, S1):
    apart = (mu1 - mu0) @ np.linalg.solve(S1, mu1 - mu0)
    log_ratio = np.linalg.slogdet(S1)[1] - np.linalg.slogdet(S0)[1]
    return 0.5 * (np.trace(np.linalg.solve(S1, S0)) + apart - len(mu0) + log_ratio)


def telling(case):
    """The two directions differ, and so do both distances; variables go together."""
    mu0, S0, mu1, S1 = case.values()
    one, other = divergence(mu0, S0, mu1, S1), divergence(mu1, S1, mu0, S0)
    shift = mu1 - mu0
    distances = shift @ np.linalg.solve(S0, shift), shift @ np.linalg.solve(S1, shift)
    together = [np.max(np.abs(np.triu(S, 1))) / S.max() > 0.1 or len(S) == 1 for S in (S0, S1)]
    return (
        min(one, other) > 0.1
        and abs(one - other) > 0.05 * one
        and min(distances) > 0.2
        and abs(distances[0] - distances[1]) > 0.1
        and all(together)
    )


@cases(
    "d h0 h1 condition",
    (3, 2.0, 0.7, 6.25),
    (2, 0.5, 1.5, 6.25),
    (4, 1.0, 3.0, 6.25),
    (1, 3.0, 1.2, 1.0),
    (3, 1.5, 1.0, 90.0),
    fit=telling,
)
def pairs(rng, d, h0, h1, condition):
    return {
        "mu0": rng.normal(size=d),
        "S0": covariance(rng, d, h0, condition),
        "mu1": rng.normal(size=d),
        "S1": covariance(rng, d, h1, condition),
    }


@cases("d", 3, 1)
def equal(rng, d):
    mu, S = rng.normal(size=d), covariance(rng, d, 2.0)
    return {"mu0": mu, "S0": S, "mu1": mu.copy(), "S1": S.copy()}


@cases("d", 3, 2)
def same_shape(rng, d):
    """Equal covariance matrices: only the means differ."""
    S = covariance(rng, d, 2.0)
    return {"mu0": rng.normal(size=d), "S0": S, "mu1": rng.normal(size=d) + 2.0, "S1": S.copy()}


far = scaled(pairs, scales=(-70, 70), rows=3, mu0=1, S0=2, mu1=1, S1=2)

# Terms that were rounded to six digits may add up to seven right ones.
values = agrees("KL averages over the first distribution, in nats.", pairs, rtol=1e-10, points=3)
means = agrees("Of equal covariance matrices, only the distance of the means is left.", same_shape)
same = agrees("Of equal distributions it is 0.", equal, atol=1e-12)
every_unit = agrees("It is right in tiny units and in huge ones.", far)


@check(points=1, kind="property")
def laws(student, pairs, rng):
    """An invertible map x → M x + c of both changes nothing, and independent parts add up."""

    def ways(m, case, M, c, other):
        mu0, S0, mu1, S1 = case.values()
        d, k = len(mu0), len(other["mu0"])
        joint = [np.zeros((d + k, d + k)) for _ in range(2)]
        for J, S, T in zip(joint, (S0, S1), (other["S0"], other["S1"]), strict=True):
            J[:d, :d], J[d:, d:] = S, T
        of = m.gaussian_kl
        return (
            of(mu0, S0, mu1, S1),
            of(M @ mu0 + c, M @ S0 @ M.T, M @ mu1 + c, M @ S1 @ M.T),
            of(*other.values()),
            of(np.append(mu0, other["mu0"]), joint[0], np.append(mu1, other["mu1"]), joint[1]),
        )

    for case in pairs:
        d = len(case.mu0)
        uneven = case.sizes["condition"] < 10  # condition numbers stay below 100
        M = np.linalg.qr(rng.normal(size=(d, d)))[0] * rng.uniform(0.5, 2.0, size=d if uneven else 1)
        other = {"mu0": np.zeros(1), "S0": np.array([[2.5]]), "mu1": np.ones(1), "S1": np.array([[0.75]])}
        KL, mapped, one, both = student.run(ways, case, M, rng.normal(size=d), other)
        law = "KL after x → M x + c = KL"
        assert_law(law, mapped, KL, rtol=1e-9, scale=1.0, what="KL", where=case)
        law = "KL of two independent parts = KL of the one + KL of the other"
        assert_law(law, both, KL + one, rtol=1e-9, scale=1.0, what="KL", where=case)


hygiene = hygiene_of(pairs)

SHIFT, SPREAD = "shift = mu1 - mu0", "np.trace(np.linalg.solve(S1, S0))"
DISTANCE = "shift @ np.linalg.solve(S1, shift)"
RATIO, SUM = "np.linalg.slogdet(S1)[1] - np.linalg.slogdet(S0)[1]", "spread + distance - len(mu0) + log_ratio"
VARYING = {"laws": "What is left out once may be left out both times."}
BUGS = [
    patch(
        "the two distributions have changed places",
        {SHIFT: f"mu0, S0, mu1, S1 = mu1, S1, mu0, S0\n    {SHIFT}"},
        hint="Averages are taken over the first; S1, of the second, is inverted.",
    ),
    patch("−d is missing", {" - len(mu0)": ""}, hint="Of equal distributions the trace is d: it has to be 0."),
    patch(
        "1 is subtracted in place of d", {" - len(mu0)": " - 1"}, hint="The trace of S1⁻¹ S0 is d if both are equal."
    ),
    patch("the ½ is missing", {"0.5 * (spread": "(spread"}, hint="½ stands before all four terms."),
    patch(
        "the ratio of determinants is upside down",
        {" + log_ratio": " - log_ratio"},
        hint="log(det S1 / det S0).",
    ),
    patch(
        "the logarithm of the determinants is halved once more",
        {" + log_ratio": " + 0.5 * log_ratio"},
        hint="The ½ stands before the bracket already.",
    ),
    patch(
        "directions in which N₁ hardly varies are left out of the trace",
        {SPREAD: "np.trace(np.linalg.pinv(S1, rcond=0.05) @ S0)"},
        hint="S1 is positive definite, and has an inverse: solve.",
    ),
    patch("the trace has S0 inverted", {"solve(S1, S0)": "solve(S0, S1)"}, hint="tr(S1⁻¹ S0): in units of the second."),
    patch(
        "the distance has S0 inverted", {DISTANCE: DISTANCE.replace("S1", "S0")}, hint="(mu1 − mu0)ᵀ S1⁻¹ (mu1 − mu0)."
    ),
    patch(
        "the distance of the means is missing", {"spread + distance": "spread"}, hint="Means that differ cost as well."
    ),
    patch("the distance is Euclid's", {DISTANCE: "shift @ shift"}, hint="S1⁻¹ stands in the middle."),
    patch(
        "determinants are taken before the logarithm",
        {RATIO: "np.log(np.linalg.det(S1) / np.linalg.det(S0))"},
        hint="In a small unit they are 0: np.linalg.slogdet gives the logarithm.",
    ),
    patch(
        "S0 and S1 are taken for standard deviations",
        {SHIFT: f"S0, S1 = S0 @ S0, S1 @ S1\n    {SHIFT}"},
        hint="They hold variances: take them as they are.",
    ),
    patch(
        "covariances are left out",
        {SHIFT: f"S0, S1 = np.diag(np.diag(S0)), np.diag(np.diag(S1))\n    {SHIFT}"},
        hint="The whole matrices count: variables go together.",
    ),
    patch(
        "S1 is inverted entry by entry",
        {SPREAD: "np.trace((1.0 / S1) @ S0)", DISTANCE: "shift @ (1.0 / S1) @ shift"},
        hint="1 / S1 divides 1 by each entry: np.linalg.solve(S1, …).",
    ),
]

EQUIVALENT = {
    "gaussian_kl: mu1 - mu0 → mu0 - mu1": "it is multiplied by itself",
    f"gaussian_kl: {DISTANCE} → ({DISTANCE}).T": "it is a number",
    f"gaussian_kl: {DISTANCE} → np.linalg.solve(S1, shift) @ shift": "a scalar product is symmetric",
    "gaussian_kl: spread + distance → distance + distance, and alike": "the two change places in a sum",
}


@variant
def by_cholesky(mu0, S0, mu1, S1):
    L0, L1 = np.linalg.cholesky(S0), np.linalg.cholesky(S1)
    A, z = np.linalg.solve(L1, L0), np.linalg.solve(L1, mu0 - mu1)
    logs = np.log(np.diag(L1)).sum() - np.log(np.diag(L0)).sum()
    return 0.5 * (np.sum(A**2) + z @ z - len(z)) + logs


@variant
def by_eigenvalues(mu0, S0, mu1, S1):
    values, V = np.linalg.eigh(S1)
    W = V / np.sqrt(values)
    ratios = np.linalg.eigvalsh(W.T @ S0 @ W)
    return 0.5 * np.sum(ratios - 1 - np.log(ratios)) + 0.5 * np.sum((W.T @ (mu1 - mu0)) ** 2)


@variant
def with_the_inverse(mu0, S0, mu1, S1):
    P, d = np.linalg.inv(S1), len(mu0)
    KL = -d - np.linalg.slogdet(S0).logabsdet + np.linalg.slogdet(S1).logabsdet
    for i in range(d):
        for j in range(d):
            KL += P[i, j] * (S0[j, i] + (mu1[i] - mu0[i]) * (mu1[j] - mu0[j]))
    return KL / 2
