"""Checks, known bugs and variants of chapter12/bce_with_logits."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("loss", "dz"),
    requires=("chapter09/sigmoid_stable",),
    minutes=20,
    hints=(
        "−log σ(z) = log(1 + e⁻ᶻ), and −log(1 − σ(z)) = z + log(1 + e⁻ᶻ). Put both into the loss.",
        "For negative z take e⁻ᶻ out of the logarithm: log(1 + e⁻ᶻ) = −z + log(1 + eᶻ).",
        "In one formula: max(z, 0) − y z + log1p(e^−|z|).",
        "∂L/∂z[n] = (σ(z[n]) − y[n]) / N: no slope of σ is left over.",
    ),
)


@cases("N", 7, 4, 1)
def batch(rng, N):
    """Soft labels, in a large batch hard ones too; logits of both signs, some near 0, one 0. A single one is nearly right."""
    z = rng.permutation(np.resize([1.0, -1.0], N)) * rng.uniform(0.2, 3.0, size=N)
    y = rng.uniform(0.1, 0.9, size=N)
    if N > 4:
        y[:2] = rng.permutation([0.0, 1.0])
        z[2:4] = rng.permutation([1.0, -1.0]) * rng.uniform(0.2, 0.8, size=2)
    if N == 4:
        z[2] = 0.0
    if N == 1:
        y = 1.0 / (1.0 + np.exp(-z)) + rng.choice([0.004, -0.004])
    return {"z": z, "y": y}


@cases("size y", *[(size, y) for size in (20.0, 38.0, 80.0, 300.0, 1000.0) for y in (0.0, 1.0)])
def wrong(rng, size, y):
    """One answer that is certain and wrong."""
    return {"z": size * rng.uniform(1.0, 1.4, size=1) * (1.0 - 2.0 * y), "y": np.array([y])}


@cases("size y", (1000.0, "right"), (800.0, "soft"), (1e5, "soft"))
def saturated(rng, size, y):
    z = rng.permutation([1.0, -1.0, 1.0]) * size * rng.uniform(1.0, 2.0, size=3)
    return {"z": z, "y": (z > 0) * 1.0 if y == "right" else rng.uniform(0.2, 0.8, size=3)}


shapes = shaped("The loss is one number, and the gradient has the shape of z.", batch)
loss = agrees(
    "The loss is the mean of the cross-entropies, for hard labels and soft ones.", batch, only=["loss"], points=2
)
gradient = agrees("The gradient is right.", batch, only=["dz"], points=2)
certain = agrees("What is certain and wrong costs as much as z is large.", wrong, only=["loss"], needs=[loss])
pulls = agrees("What is certain and wrong has its full gradient.", wrong, only=["dz"], needs=[gradient])
far = agrees("Logits of 1000 and more give numbers.", saturated, needs=[loss, gradient])


@check(points=1, kind="gradient")
def fits_together(student, batch, rng):
    """The gradient is the derivative of the very loss that comes with it."""

    def around(m, case):
        h = 1e-3
        up, down = (m.bce_with_logits(case.z + s * h * case.d, case.y)[0] for s in (1.0, -1.0))
        up2, down2 = (m.bce_with_logits(case.z + 2 * s * h * case.d, case.y)[0] for s in (1.0, -1.0))
        return (8.0 * (up - down) - (up2 - down2)) / (12.0 * h), m.bce_with_logits(case.z, case.y)[1]

    moved = [case.replaced(d=rng.choice([-1.0, 1.0], size=case.z.shape)) for case in batch]
    for (case, (slope, dz)), where in zip(student.each(around, moved), batch, strict=True):
        size = float(np.mean(np.abs(case.z)) + 1.0)
        assert_law(
            "dL/dt = Σ dz ∘ d along a line z + t d", slope, np.sum(dz * case.d), scale=size, what="dz", where=where
        )


@check(points=1, kind="property")
def yes_and_no(student, batch):
    """If yes and no change places, the loss stays and the gradient turns round; and y = 1 instead of 0 saves z."""

    def exchanged(m, case):
        z, y = case.z, case.y
        hard = [m.bce_with_logits(z, 0.0 * y + truth)[0] for truth in (0.0, 1.0)]
        return m.bce_with_logits(z, y), m.bce_with_logits(-z, 1.0 - y), hard

    for case, ((L, dz), (M, dm), (no, yes)) in student.each(exchanged, batch):
        assert_law("L(−z, 1 − y) = L(z, y)", M, L, what="loss", where=case)
        assert_law("dL(−z, 1 − y) = −dL(z, y)", dm, -dz, what="dz", where=case)
        size = float(np.mean(np.abs(case.z)))
        assert_law("L(z, 0) − L(z, 1) = mean of z", no - yes, np.mean(case.z), scale=size, what="loss", where=case)


hygiene = hygiene_of(batch)
LOSSES = "np.maximum(z, 0.0) - z * y + np.log1p(small)"
GRADIENT = "(p - y) / len(z)"


def with_p(p):
    return {LOSSES: f"-y * np.log({p}) - (1 - y) * np.log(1 - {p})"}


SIGMOID = "(1 / (1 + np.exp(-z)))"

BUGS = [
    patch(
        "a logit of 0 belongs to neither side, and gives p = 0",
        {"np.where(z > 0, 1.0, small)": "np.where(z > 0, 1.0, np.where(z < 0, small, 0.0))"},
        hint="σ(0) = ½: let one of the two sides have it, z ≥ 0.",
    ),
    patch(
        "p is computed first, and its logarithm is −∞",
        with_p(SIGMOID),
        hint="σ(40) is 1 to a float64: take the logarithm on paper.",
    ),
    patch(
        "p is clipped at 10⁻⁷",
        with_p(f"np.clip({SIGMOID}, 1e-7, 1 - 1e-7)"),
        hint="Then nothing costs more than 16: a wrong answer costs as much as z is large.",
    ),
    patch(
        "p is clipped at 10⁻¹⁵",
        with_p(f"np.clip({SIGMOID}, 1e-15, 1 - 1e-15)"),
        hint="Then nothing costs more than 34.5: a wrong answer costs as much as z is large.",
    ),
    patch(
        "logarithms are kept above −100",
        {LOSSES: "y * np.minimum(np.logaddexp(0, -z), 100.0) + (1 - y) * np.minimum(np.logaddexp(0, z), 100.0)"},
        hint="z = 1000 with y = 0 costs 1000.",
    ),
    patch(
        "log(1 + eᶻ) overflows",
        {LOSSES: "np.log(1.0 + np.exp(z)) - z * y"},
        hint="Take the larger of 0 and z out of the logarithm: max(z, 0) + log(1 + e^−|z|).",
    ),
    patch("the losses are summed", {"np.mean(losses)": "np.sum(losses)"}, hint="L is a mean over the N samples."),
    patch(
        "the gradient is not divided by N", {GRADIENT: "p - y"}, hint="The mean's 1/N is a factor of the gradient, too."
    ),
    patch(
        "loss and gradient are those of the sum",
        {"np.mean(losses)": "np.sum(losses)", GRADIENT: "p - y"},
        hint="The two fit together, but L is a mean.",
    ),
    patch(
        "the gradient has the wrong sign",
        {GRADIENT: "(y - p) / len(z)"},
        hint="It is σ(z) − y: where z is too high, L grows.",
    ),
    patch(
        "the loss has the wrong sign",
        {"float(np.mean(": "-float(np.mean("},
        hint="A loss is positive: minus the logarithm.",
    ),
    patch(
        "the gradient carries the slope of σ once more",
        {GRADIENT: "(p - y) * p * (1 - p) / len(z)"},
        hint="The slope of σ cancels against the derivative of the logarithm.",
    ),
    patch(
        "the gradient is the one with respect to p",
        {GRADIENT: "(p - y) / (p * (1 - p)) / len(z)"},
        hint="∂L/∂z is asked for: times the slope of σ, which cancels the denominator.",
    ),
    patch(
        "soft labels are cut to whole numbers",
        {"small = ": "y = y.astype(int)\n    small = "},
        hint="y may be anything from 0 to 1.",
    ),
    patch(
        "soft labels are rounded in the loss, and not in the gradient",
        {LOSSES: "np.maximum(z, 0.0) - z * np.round(y) + np.log1p(small)"},
        hint="Both terms count, each with its share: y log p and (1 − y) log(1 − p).",
    ),
    patch(
        "soft labels are rounded",
        {"small = ": "y = np.round(y)\n    small = "},
        hint="y may be anything from 0 to 1.",
    ),
    patch(
        "the gradient is 0 where p was clipped",
        {GRADIENT: "np.where(np.abs(z) > 16, 0.0, p - y) / len(z)"},
        hint="The worst answers must have the largest gradient.",
    ),
    patch(
        "what yes costs is left out",
        {LOSSES: "(1 - y) * (np.maximum(z, 0.0) + np.log1p(small))"},
        hint="Both terms count: y log p and (1 − y) log(1 − p).",
    ),
    patch(
        "z² is taken for the cost of certainty",
        {"np.maximum(z, 0.0)": "np.maximum(z, 0.0) ** 2"},
        hint="max(z, 0) itself.",
    ),
]

EQUIVALENT = {
    "bce_with_logits: np.mean(losses) → np.mean(losses, axis=0)": "there is one axis",
    "bce_with_logits: z > 0 → z >= 0": "at 0, e^−|z| is 1",
}


@variant
def by_logaddexp(z, y):
    return np.mean(np.logaddexp(0.0, z) - z * y), (0.5 + 0.5 * np.tanh(z / 2) - y) / z.size


@variant
def both_terms(z, y):
    loss = np.mean(y * np.logaddexp(0.0, -z) + (1 - y) * np.logaddexp(0.0, z))
    with np.errstate(over="ignore"):
        return float(loss), (1 / (1 + np.exp(-z)) - y) / len(y)


@variant
def sample_by_sample(z, y):
    import math

    total, dz = 0.0, np.zeros(len(z))
    for n, (a, b) in enumerate(zip(z.tolist(), y.tolist(), strict=True)):
        e = math.exp(-abs(a))
        total += (1 - b) * a + math.log1p(e) if a > 0 else -b * a + math.log1p(e)
        p = 1 / (1 + e) if a > 0 else e / (1 + e)
        dz[n] = (p - b) / len(z)
    return total / len(z), dz
