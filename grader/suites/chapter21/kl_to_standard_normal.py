"""Checks, known bugs and variants of chapter21/kl_to_standard_normal."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("KL", "dmu", "dlogvar"),
    requires=("chapter21/reparameterize", "chapter06/kl_divergence"),
    minutes=15,
    hints=(
        "Write down the bracket for all entries first, an array (N, D). Which axis is summed?",
        "Each row has a divergence of its own: KL is (N,), and no mean is taken anywhere.",
        "In KL[n] only mu[n, d]² depends on mu[n, d], and only exp(logvar[n, d]) − logvar[n, d] on logvar[n, d].",
    ),
)


@cases("N D", (5, 3), (4, 4), (1, 6), (6, 1))
def laws(rng, N, D):
    """Means and logarithms of both signs, none of them near 0, and no variance near 2."""
    signs = rng.permutation(np.resize([1.0, -1.0], N * D)).reshape(N, D)
    mu = rng.choice((-1.0, 1.0), size=(N, D)) * rng.uniform(0.6, 2.5, size=(N, D))
    return {"mu": mu, "logvar": signs * rng.uniform(0.9, 2.0, size=(N, D))}


@cases("size", -600.0, -30.0, 30.0, 600.0)
def extreme(rng, size):
    """Laws that are very narrow, or very wide."""
    return {"mu": rng.normal(size=(3, 2)), "logvar": size * rng.uniform(0.8, 1.0, size=(3, 2))}


@cases("N D", (3, 4), fixed="there is one standard normal law")
def standard(rng, N, D):
    return {"mu": np.zeros((N, D)), "logvar": np.zeros((N, D))}


far = scaled(laws, mu=1)

shapes = shaped("KL is one number for each sample; dmu and dlogvar have the shape of mu.", laws)
values = agrees("KL is summed over the dimensions of each sample.", laws, only=["KL"], by="entry", points=3)
slopes = agrees(
    "dmu and dlogvar are the gradients of each sample's own KL.",
    laws,
    only=["dmu", "dlogvar"],
    by="entry",
    kind="gradient",
    points=2,
)
wide = agrees("Laws may be very narrow or very wide.", extreme, by="entry", needs=[values, slopes], separates=False)
away = agrees("Means may be tiny or huge.", far, by="entry", needs=[values, slopes], separates=False)
same = agrees("For the standard normal law itself, KL and its gradients are 0.", standard, scale=lambda case: 1.0)


@check(points=1, kind="property")
def additive(student, laws):
    """The nats of independent dimensions add up, and each is what log q(z) − log p(z) is on average."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(4)  # exact: a polynomial of the second degree

    def apart(m, case):
        columns = [m.kl_to_standard_normal(case.mu[:, [d]], case.logvar[:, [d]])[0] for d in range(case.mu.shape[1])]
        return m.kl_to_standard_normal(case.mu, case.logvar)[0], columns

    for case, (KL, columns) in student.each(apart, laws):
        assert_law("KL of all dimensions = Σ_d KL of dimension d", KL, sum(columns), by="entry", what="KL", where=case)
        z = case.mu[..., None] + np.exp(case.logvar[..., None] / 2) * nodes
        log_ratio = 0.5 * (z**2 - nodes**2 - case.logvar[..., None])
        mean = np.sum(log_ratio * weights / np.sqrt(2 * np.pi), axis=(1, 2))
        assert_law("KL = E[log q(z) − log p(z)]", KL, mean, rtol=1e-10, by="entry", what="KL", where=case)


@check(points=1, kind="gradient")
def fits_together(student, laws, rng):
    """The gradients are the derivatives of the very KL that comes with them, sample by sample."""

    def around(m, case, U, V, h):
        sides = [
            m.kl_to_standard_normal(case.mu + s * h * U, case.logvar + s * h * V)[0] for s in (1.0, -1.0, 2.0, -2.0)
        ]
        return sides, m.kl_to_standard_normal(case.mu, case.logvar)[1:]

    h = 0.02  # an error of h⁴ / 30
    for case in laws:
        U, V = rng.choice([-1.0, 1.0], size=(2, *case.mu.shape))
        (up, down, up2, down2), (dmu, dlogvar) = student.run(around, case, U, V, h)
        slope = (8.0 * (up - down) - (up2 - down2)) / (12.0 * h)
        found, size = np.sum(dmu * U + dlogvar * V, axis=1), float(np.sum(case.mu**2 + np.exp(case.logvar)))
        law = "d/dt KL(mu + t u, logvar + t v) = Σ_d (dmu u + dlogvar v)"
        assert_law(law, found, slope, rtol=1e-5, scale=size, what="the gradients", where=case)


hygiene = hygiene_of(laws, fresh=False)

BRACKET, KL = "mu**2 + var - 1.0 - logvar", "0.5 * np.sum(mu**2 + var - 1.0 - logvar, axis=1)"
SLOPES = "mu, 0.5 * (var - 1.0)"
BUGS = [
    patch("KL has the wrong sign", {KL: f"-{KL}"}, hint="A divergence is never negative: check the sign in front."),
    patch(
        "KL and its gradients are negative, as they stand in the ELBO",
        {KL: f"-{KL}", SLOPES: "-mu, 0.5 * (1.0 - var)"},
        hint="The divergence itself is asked for, which is never negative.",
    ),
    patch(
        "KL is averaged over the dimensions",
        {KL: KL.replace("np.sum", "np.mean")},
        hint="The nats of independent dimensions add up.",
    ),
    patch(
        "KL and its gradients are those of the mean over the dimensions",
        {KL: KL.replace("np.sum", "np.mean"), SLOPES: "mu / mu.shape[1], 0.5 * (var - 1.0) / mu.shape[1]"},
        hint="The nats of independent dimensions add up.",
    ),
    patch(
        "KL is summed over the samples, too",
        {"axis=1)": "axis=None)"},
        hint="Each sample keeps its own: KL is (N,).",
    ),
    patch(
        "KL is summed over the samples, and not over the dimensions",
        {"axis=1)": "axis=0)"},
        hint="Rows are samples: sum along axis 1.",
    ),
    patch(
        "logvar is taken for log σ",
        {BRACKET: "mu**2 + var**2 - 1.0 - 2.0 * logvar", SLOPES: "mu, var**2 - 1.0"},
        hint="logvar is log σ²: exp(logvar) is the variance.",
    ),
    patch(
        "logvar is taken for σ",
        {BRACKET: "mu**2 + logvar**2 - 1.0 - np.log(logvar**2)"},
        hint="logvar is log σ²: exp(logvar) is the variance, and logvar its logarithm.",
    ),
    patch("the factor ½ is missing", {KL: KL.replace("0.5 * ", "")}, hint="½ stands in front of the sum."),
    patch("logvar is added", {BRACKET: "mu**2 + var - 1.0 + logvar"}, hint="− logvar: narrow laws cost more."),
    patch("the 1 is forgotten", {BRACKET: "mu**2 + var - logvar"}, hint="For the standard normal law KL is 0."),
    patch(
        "σ is taken for σ²",
        {BRACKET: "mu**2 + np.sqrt(var) - 1.0 - logvar"},
        hint="The variance stands in the bracket: exp(logvar).",
    ),
    patch(
        "the divergence is the other way round, from the standard normal law",
        {BRACKET: "(mu**2 + 1.0) / var - 1.0 + logvar"},
        hint="z is drawn from the law of the encoder: ½ Σ (mu² + σ² − 1 − log σ²).",
    ),
    patch(
        "KL and its gradients are those of the other way round, from the standard normal law",
        {BRACKET: "(mu**2 + 1.0) / var - 1.0 + logvar", SLOPES: "mu / var, 0.5 * (1.0 - (mu**2 + 1.0) / var)"},
        hint="z is drawn from the law of the encoder: ½ Σ (mu² + σ² − 1 − log σ²).",
    ),
    patch("dmu is halved", {SLOPES: "0.5 * mu, 0.5 * (var - 1.0)"}, hint="The 2 of mu² cancels the ½."),
    patch("dlogvar lacks the factor ½", {SLOPES: "mu, var - 1.0"}, hint="½ stands in front of the sum."),
    patch("dlogvar lacks the −1", {SLOPES: "mu, 0.5 * var"}, hint="The derivative of −logvar is −1."),
    patch(
        "dlogvar is the gradient with respect to the variance",
        {SLOPES: "mu, 0.5 * (1.0 - 1.0 / var)"},
        hint="∂/∂logvar: times the derivative of the variance, exp(logvar).",
    ),
    patch(
        "gradients are those of the mean over the batch",
        {SLOPES: "mu / len(mu), 0.5 * (var - 1.0) / len(mu)"},
        hint="Row n is the gradient of KL[n] itself.",
    ),
    patch(
        "logvar is cut off at ±20",
        {"var = np.exp(logvar)": "logvar = np.clip(logvar, -20, 20)\n    var = np.exp(logvar)"},
        hint="A law may be narrower or wider than that: leave logvar as it is.",
    ),
    patch(
        "means are cut off at 1e6",
        {"var = np.exp(logvar)": "var = np.exp(logvar)\n    mu = np.clip(mu, -1e6, 1e6)"},
        hint="A mean may be far away: leave it as it is.",
    ),
    patch(
        "dlogvar is written over logvar",
        {SLOPES: "mu, np.multiply(0.5, var - 1.0, out=logvar)"},
        hint="out=logvar changes the caller's array: make a new one.",
    ),
    patch(
        "a small number is left over at the standard normal law",
        {BRACKET: "mu**2 + var + 1e-11 - 1.0 - logvar"},
        hint="exp is never 0: nothing has to be added.",
    ),
]


@variant
def of_general_laws(mu, logvar):
    D = mu.shape[1]
    KL = np.zeros(len(mu))
    for n in range(len(mu)):
        cov = np.diag(np.exp(logvar[n]))
        KL[n] = (np.trace(cov) + mu[n] @ mu[n] - D - np.linalg.slogdet(cov)[1]) / 2
    return KL, 1.0 * mu, (np.exp(logvar) - 1) / 2


@variant
def by_expm1(mu, logvar):
    terms = np.expm1(logvar) - logvar + np.square(mu)
    return terms.sum(axis=-1) / 2, mu.copy(), np.expm1(logvar) / 2


@variant
def number_by_number(mu, logvar):
    import math

    N, D = mu.shape
    KL, dlogvar = [0.0] * N, np.zeros((N, D))
    for n in range(N):
        for d in range(D):
            std = math.exp(0.5 * logvar[n, d])
            KL[n] += 0.5 * (mu[n, d] ** 2 + std**2 - 1) - 0.5 * float(logvar[n, d])
            dlogvar[n, d] = 0.5 * std * std - 0.5
    return np.array(KL), mu, dlogvar
