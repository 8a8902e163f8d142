"""Checks, known bugs and variants of chapter21/elbo_bernoulli."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("value", "dlogits", "dmu", "dlogvar"),
    requires=("chapter21/kl_to_standard_normal", "chapter12/bce_with_logits"),
    minutes=25,
    hints=(
        "A pixel is worth x a − log(1 + eᵃ). For large a take it out of the logarithm: max(a, 0) + log1p(e^−|a|).",
        "Sum the pixels of each row, and subtract the divergence of that row, a sum as well. No mean is taken.",
        "The derivative of x a − log(1 + eᵃ) is x − σ(a).",
        "dmu and dlogvar are the gradients of the divergence, with a minus: −mu and ½ (1 − exp(logvar)).",
    ),
)


def laws(rng, N, D):
    """Draw means and logarithms of variances of both signs, none of them near 0."""
    signs = rng.permutation(np.resize([1.0, -1.0], N * D)).reshape(N, D)
    mu = rng.choice((-1.0, 1.0), size=(N, D)) * rng.uniform(0.6, 2.0, size=(N, D))
    return {"mu": mu, "logvar": signs * rng.uniform(0.8, 1.6, size=(N, D))}


def both_signs(rng, N, P):
    return rng.permutation(np.resize([1.0, -1.0], N * P)).reshape(N, P) * rng.uniform(0.3, 2.5, size=(N, P))


def balanced(half):
    return np.hstack([half, -half])


@cases("N P D", (5, 6, 3), (4, 4, 4), (1, 5, 2), (3, 2, 5))
def batch(rng, N, P, D):
    """Black and white pixels, and grey ones."""
    x = rng.uniform(0.1, 0.4, size=(N, P)) + 0.5 * rng.integers(2, size=(N, P))
    x[:, :2] = rng.permuted(np.tile([0.0, 1.0], (N, 1)), axis=1)
    return {"x": x, "logits": both_signs(rng, N, P), **laws(rng, N, D)}


@cases("size", 20.0, 60.0, 300.0, 1000.0, 1e5)
def wrong(rng, size):
    """Pixels that are certain and wrong, and a grey one.

    Among the logits that are about 60, one is about 14: e⁻¹⁴ is below 1e-6, as all the others together are, and counts.
    """
    logits = size * both_signs(rng, 2, 3)
    if size == 60.0:
        logits[0, 0] = rng.choice((-1.0, 1.0)) * rng.uniform(13.9, 14.4)
    x = (logits < 0) * 1.0
    x[:, 0] = rng.uniform(0.2, 0.8, size=2)
    return {"x": x, "logits": logits, **laws(rng, 2, 2)}


@cases("size", 30.0, 800.0)
def right(rng, size):
    """Pixels that are certain and right, and a grey one. What adds up to 0 is not 0: logits, mu and logvar do."""
    logits = balanced(size * both_signs(rng, 3, 2))
    x = (logits > 0) * 1.0
    x[:, 1] = rng.uniform(0.2, 0.8, size=3)
    return {"x": x, "logits": logits, **{name: balanced(half) for name, half in laws(rng, 3, 2).items()}}


@cases("size", -600.0, -30.0, 30.0, 600.0)
def extreme(rng, size):
    """Laws that are very narrow, or very wide."""
    logvar = size * rng.uniform(0.8, 1.0, size=(3, 2))
    mu = rng.normal(size=(3, 2))
    return {"x": rng.uniform(0.2, 0.8, size=(3, 4)), "logits": both_signs(rng, 3, 4), "mu": mu, "logvar": logvar}


SLOPES = ["dlogits", "dmu", "dlogvar"]

shapes = shaped("There is one value for each sample, and each gradient has the shape of its input.", batch)
values = agrees(
    "The value is what all pixels are worth, minus what the code costs.", batch, only=["value"], by="entry", points=3
)
slopes = agrees("Gradients are those of each sample's own value.", batch, only=SLOPES, kind="gradient", points=2)
certain = agrees(
    "A pixel that is certain and wrong costs as much as its logit is large.", wrong, needs=[values, slopes]
)
sure = agrees(
    "What is certain and right costs next to nothing.",
    right,
    needs=[values, slopes],
    separates=False,
)
wide = agrees(
    "Laws of codes may be very narrow or very wide.",
    extreme,
    only=["value", "dmu", "dlogvar"],
    by="entry",
    needs=[values, slopes],
    separates=False,
)


@check(points=1, kind="gradient")
def fits_together(student, batch, rng):
    """The gradients are the derivatives of the very value that comes with them, sample by sample."""

    def around(m, case, A, U, V, h):
        sides = [
            m.elbo_bernoulli(case.x, case.logits + s * h * A, case.mu + s * h * U, case.logvar + s * h * V)[0]
            for s in (1.0, -1.0, 2.0, -2.0)
        ]
        return sides, m.elbo_bernoulli(*case.values())[1:]

    h = 0.02  # an error of h⁴ / 30
    for case in batch:
        A, U, V = (rng.choice([-1.0, 1.0], size=array.shape) for array in (case.logits, case.mu, case.logvar))
        (up, down, up2, down2), (dlogits, dmu, dlogvar) = student.run(around, case, A, U, V, h)
        slope = (8.0 * (up - down) - (up2 - down2)) / (12.0 * h)
        found = np.sum(dlogits * A, axis=1) + np.sum(dmu * U + dlogvar * V, axis=1)
        law = "d/dt value(logits + t a, mu + t u, logvar + t v) = Σ dlogits a + Σ dmu u + Σ dlogvar v"
        size = float(np.sum(np.abs(case.logits)) + np.sum(case.mu**2 + np.exp(case.logvar)))
        assert_law(law, found, slope, rtol=1e-5, scale=size, what="the gradients", where=case)


@cases("P", 3, 1)
def decoder(rng, P):
    """A decoder of one dimension: logits = a z + b."""
    return {
        "x": rng.permutation(np.resize([0.4, 1.0, 0.0], P)),
        "a": rng.choice((-1.0, 1.0), size=P) * rng.uniform(0.4, 1.0, size=P),
        "b": rng.uniform(-1.0, 1.0, size=P),
        "mu": float(rng.uniform(-1.0, 1.0)),
        "logvar": float(rng.uniform(-1.2, -0.4)),
    }


@check(points=1, kind="property")
def bound(student, decoder):
    """On average over all codes the value falls short of log p(x), by just what the law of codes is off."""
    step = 0.25
    z = np.arange(-12.0, 12.01, step)  # the trapezoidal rule: its error is below 1e-20 here

    def on_grid(m, case):
        column = np.ones((len(z), 1))
        logits = z[:, None] * case.a + case.b
        return m.elbo_bernoulli(column * case.x, logits, column * case.mu, column * case.logvar)[0]

    for case, value in student.each(on_grid, decoder):
        logits = z[:, None] * case.a + case.b
        of_x = np.sum(case.x * logits - np.logaddexp(0.0, logits), axis=1)
        joint = of_x - 0.5 * z**2 - 0.5 * np.log(2 * np.pi)
        log_p = np.log(np.sum(np.exp(joint)) * step)
        log_q = -0.5 * ((z - case.mu) ** 2 / np.exp(case.logvar) + case.logvar + np.log(2 * np.pi))
        weights = np.exp(log_q) * step
        gap = weights @ (log_q - (joint - log_p))
        law = "E_q value = log p(x) − KL(q ‖ p(z | x))"
        assert_law(law, float(weights @ value), float(log_p - gap), rtol=1e-9, what="value", where=case)


hygiene = hygiene_of(batch)

PIXELS, PROBABILITY = (
    "x * logits - np.maximum(logits, 0.0) - np.log1p(small)",
    "np.where(logits > 0, 1.0, small) / (1.0 + small)",
)
KL, SUM = "0.5 * np.sum(mu**2 + var - 1.0 - logvar, axis=1)", "np.sum(pixels, axis=1)"
VALUE, DLOGITS, DCODE = "np.sum(pixels, axis=1) - KL,", " x - probability,", " -mu, 0.5 * (1.0 - var)"
SIGMOID = "(1 / (1 + np.exp(-logits)))"


def with_p(p):
    return {PIXELS: f"x * np.log({p}) + (1 - x) * np.log(1 - {p})"}


BUGS = [
    patch(
        "pixels are averaged, and the code's costs are summed",
        {VALUE: "np.mean(pixels, axis=1) - KL,"},
        hint="All pixels count: a sum, in nats, as the costs of the code.",
    ),
    patch(
        "pixels are averaged, in the gradient as well",
        {VALUE: "np.mean(pixels, axis=1) - KL,", DLOGITS: " (x - probability) / x.shape[1],"},
        hint="All pixels count: a sum, in nats, as the costs of the code.",
    ),
    patch(
        "the code's costs are averaged over the dimensions, and pixels are summed",
        {KL: KL.replace("np.sum", "np.mean")},
        hint="The costs of independent dimensions add up.",
    ),
    patch(
        "everything is averaged",
        {VALUE: "np.mean(pixels, axis=1) - KL,", KL: KL.replace("np.sum", "np.mean")},
        hint="Both are sums: over pixels, and over dimensions.",
    ),
    patch(
        "the value is −ELBO, a loss",
        {VALUE: "KL - np.sum(pixels, axis=1),", DLOGITS: " probability - x,", DCODE: " mu, 0.5 * (var - 1.0)"},
        hint="The bound is to go up: pixels minus costs, and its gradients.",
    ),
    patch(
        "gradients are those of −ELBO",
        {DLOGITS: " probability - x,", DCODE: " mu, 0.5 * (var - 1.0)"},
        hint="Gradients of value, not of −value.",
    ),
    patch("what the code costs is added", {VALUE: "np.sum(pixels, axis=1) + KL,"}, hint="Pixels minus costs."),
    patch("what the code costs is left out", {VALUE: "np.sum(pixels, axis=1),"}, hint="Subtract the divergence."),
    patch(
        "only logits have a gradient, the code's costs have none",
        {DCODE: " 0.0 * mu, 0.0 * logvar"},
        hint="The divergence depends on mu and logvar.",
    ),
    patch(
        "dmu and dlogvar are those of the divergence, without the minus",
        {DCODE: " mu, 0.5 * (var - 1.0)"},
        hint="The divergence is subtracted, and so are its gradients.",
    ),
    patch(
        "the value is the mean over the batch",
        {VALUE: "np.mean(np.sum(pixels, axis=1) - KL),"},
        hint="Each sample has a value of its own: (N,).",
    ),
    patch(
        "gradients are those of the mean over the batch",
        {DLOGITS: " (x - probability) / len(x),", DCODE: " -mu / len(x), 0.5 * (1.0 - var) / len(x)"},
        hint="Row n is the gradient of value[n] itself.",
    ),
    patch(
        "σ is applied twice",
        {PIXELS: f"np.log1p(0 * small) + x * {SIGMOID} - np.logaddexp(0.0, {SIGMOID})"},
        hint="logits go into σ as they are, once.",
    ),
    patch(
        "logits are taken for probabilities in the gradient",
        {DLOGITS: " x - logits,"},
        hint="x − σ(a): the probability, not the logit.",
    ),
    patch(
        "dlogits is the gradient with respect to the probabilities",
        {DLOGITS: " (x - probability) / (probability * (1 - probability)),"},
        hint="With respect to logits: the slope of σ cancels the denominator.",
    ),
    patch(
        "half the squared error is taken",
        {PIXELS: "-0.5 * (x - np.where(logits > 0, 1.0, small) / (1.0 + small))**2"},
        hint="Pixels are black or white with a probability: x log σ + (1 − x) log(1 − σ).",
    ),
    patch(
        "only white pixels count",
        {PIXELS: f"x * ({PIXELS.replace('x * logits', 'logits')})"},
        hint="Black pixels count, too: (1 − x) log(1 − σ).",
    ),
    patch(
        "dlogits has only the white part of each pixel",
        {DLOGITS: " x * (1.0 - probability),"},
        hint="The derivative of (1 − x) log(1 − σ) is −(1 − x) σ: together, x − σ.",
    ),
    patch(
        "grey pixels are rounded",
        {"small = np": "x = np.round(x)\n    small = np"},
        hint="x may be anything from 0 to 1.",
    ),
    patch(
        "probabilities are computed first, and their logarithm is −∞",
        with_p(SIGMOID),
        hint="σ(40) is 1 to a float64: take the logarithm on paper.",
    ),
    patch(
        "probabilities are kept away from 0 and 1",
        with_p(f"np.clip({SIGMOID}, 1e-12, 1 - 1e-12)"),
        hint="Then nothing costs more than 28 nats: a wrong pixel costs as much as its logit is large.",
    ),
    patch(
        "probabilities are kept away from 0 and 1, by 1e-7",
        with_p(f"np.clip({SIGMOID}, 1e-7, 1 - 1e-7)"),
        hint="Then nothing costs more than 16 nats: a wrong pixel costs as much as its logit is large.",
    ),
    patch(
        "logarithms are kept above −100",
        {
            PIXELS: "-x * np.minimum(np.logaddexp(0, -logits), 100.0) - (1 - x) * np.minimum(np.logaddexp(0, logits), 100.0)"
        },
        hint="A logit of 1000 for a black pixel costs 1000 nats.",
    ),
    patch(
        "logvar is taken for log σ",
        {KL: "0.5 * np.sum(mu**2 + var**2 - 1.0 - 2.0 * logvar, axis=1)", DCODE: " -mu, 1.0 - var**2"},
        hint="logvar is log σ²: exp(logvar) is the variance.",
    ),
    patch(
        "logvar is cut off at ±20",
        {"var = np.exp(logvar)": "logvar = np.clip(logvar, -20, 20)\n    var = np.exp(logvar)"},
        hint="A law may be narrower or wider than that: leave logvar as it is.",
    ),
    patch(
        "pixels are counted in bits, and the code's costs in nats",
        {VALUE: "np.sum(pixels, axis=1) / np.log(2.0) - KL,"},
        hint="Natural logarithms: nats, as the costs of the code.",
    ),
]

EQUIVALENT = {"elbo_bernoulli: logits > 0 → logits >= 0": "at 0, e^−|a| is 1"}


@variant
def by_logaddexp(x, logits, mu, logvar):
    pixels = -(x * np.logaddexp(0.0, -logits) + (1 - x) * np.logaddexp(0.0, logits))
    costs = (mu**2 + np.expm1(logvar) - logvar) / 2
    return pixels.sum(1) - costs.sum(1), x - (0.5 + 0.5 * np.tanh(logits / 2)), -1.0 * mu, -np.expm1(logvar) / 2


@variant
def minus_a_loss(x, logits, mu, logvar):
    with np.errstate(over="ignore"):
        p = 1.0 / (1.0 + np.exp(-logits))
    losses = np.sum(np.logaddexp(0.0, logits) - logits * x, axis=-1)
    losses += 0.5 * np.sum(np.exp(logvar) + mu**2 - 1 - logvar, axis=-1)
    return -losses, -(p - x), -mu, -(0.5 * np.exp(logvar) - 0.5)


@variant
def number_by_number(x, logits, mu, logvar):
    import math

    value, dlogits, dlogvar = np.zeros(len(x)), np.zeros(x.shape), np.zeros(mu.shape)
    for n in range(len(x)):
        for p in range(x.shape[1]):
            a = float(logits[n, p])
            e = math.exp(-abs(a))
            sigma = 1 / (1 + e) if a >= 0 else e / (1 + e)
            value[n] += x[n, p] * min(a, 0.0) - (1 - x[n, p]) * max(a, 0.0) - math.log1p(e)
            dlogits[n, p] = x[n, p] - sigma
        for d in range(mu.shape[1]):
            var = math.exp(logvar[n, d])
            value[n] -= 0.5 * (mu[n, d] ** 2 + var - 1 - logvar[n, d])
            dlogvar[n, d] = 0.5 - 0.5 * var
    return value, dlogits, -mu, dlogvar
