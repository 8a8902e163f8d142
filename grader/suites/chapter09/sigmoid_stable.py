"""Checks, known bugs and variants of chapter09/sigmoid_stable."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("A",),
    hints=(
        "Try both forms at z = 800 and at z = −800. Which one is safe on which side?",
        "1 / (1 + ∞) is 0, as it should be. It is ∞ / ∞ that has to be avoided.",
        "e^−|z| never overflows. With it, σ is 1 / (1 + e^−|z|) for z ≥ 0; what is it for z < 0, where σ(z) = 1 − σ(−z)?",
        "np.where takes one form for z < 0 and another elsewhere. Or: tanh never overflows, and σ(z) = ½ (1 + tanh(z/2)).",
    ),
)


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1, 6),), ((4, 1),), ((),))
def batch(rng, shape):
    return {"Z": np.asarray(rng.choice((-1.0, 1.0), size=shape) * rng.uniform(0.3, 4.0, size=shape))}


@cases("N", 4, 1, exact=True)
def far(rng, N):
    """Entries where e^−z or e^z overflows, where both are tiny beside 1, and where they are equal."""
    return {"Z": np.concatenate([tails(rng), rng.uniform(-3.0, 3.0, size=N)])}


@cases("shape", ((6,),), ((2, 5),))
def whole(rng, shape):
    return {"Z": rng.permuted(np.resize(np.arange(-4, 5), shape))}


shapes = shaped("The result has the shape of Z, whatever it is.", batch)
values = agrees("σ is right where nothing overflows.", batch, points=2)


@check(points=1, kind="property")
def symmetric(student, batch):
    """σ(−z) = 1 − σ(z), and σ(0) = 1/2."""

    def mirrored(m, case):
        return [m.sigmoid(np.asarray(Z)) for Z in (case.Z, -case.Z, 0.0 * case.Z)]

    for case, (right, left, middle) in student.each(mirrored, batch):
        assert_law("σ(−z) = 1 − σ(z)", left, np.asarray(1.0 - right), what="A", where=case)
        assert_law("σ(0) = 1/2", middle, np.full(case.Z.shape, 0.5), what="A", where=case)


extremes = agrees(
    "σ stays right where e⁻ᶻ or eᶻ overflows: it is 0 or 1 there, never NaN.", far, points=2, needs=[values], rtol=1e-15
)
integers = agrees("Whole numbers are welcome, and give floats.", whole, needs=[values])
hygiene = hygiene_of(batch)
SIGMA = "np.where(Z < 0, E, 1.0) / (1.0 + E)"

BUGS = [
    patch(
        "eᶻ / (1 + eᶻ) overflows where z is far above 0",
        {SIGMA: "np.exp(Z) / (1.0 + np.exp(Z))"},
        hint="At z = 800 eᶻ is ∞, and ∞ / ∞ is NaN; 1 / (1 + e⁻ᶻ) is 1 / 1 there.",
    ),
    patch(
        "both sides are worked out and one is multiplied by 0",
        {SIGMA: "(Z >= 0) / (1.0 + np.exp(-Z)) + (Z < 0) * np.exp(Z) / (1.0 + np.exp(Z))"},
        hint="NaN · 0 is NaN: where a form is not wanted it must not be used, not even times 0.",
    ),
    patch(
        "z is clipped to ±5",
        {"np.abs(Z)": "np.minimum(np.abs(Z), 5.0)"},
        hint="At |z| = 5 σ is still 0.0067 from its limit.",
    ),
    patch("the sign of z is flipped", {"Z < 0": "Z > 0"}, hint="σ rises: it is near 1 for large z."),
    patch(
        "z < 0 is treated like z > 0",
        {"np.where(Z < 0, E, 1.0)": "1.0"},
        hint="With e^−|z| both sides look alike: for z < 0 the answer is 1 − σ(|z|).",
    ),
    patch(
        "the 1 below the fraction is missing", {"(1.0 + E)": "E"}, hint="Below stands 1 + e⁻ᶻ: that keeps σ below 1."
    ),
    patch("1 − e⁻ᶻ stands below the fraction", {"(1.0 + E)": "(1.0 - E)"}, hint="Below stands a sum: σ(0) = 1/2."),
    patch(
        "tanh is not moved up and halved",
        {SIGMA: "np.tanh(Z / 2.0)"},
        hint="tanh goes from −1 to 1: ½ (1 + tanh(z/2)).",
    ),
    patch(
        "z is not halved inside tanh",
        {SIGMA: "0.5 * (1.0 + np.tanh(Z))"},
        hint="tanh z = 2 σ(2z) − 1, so σ(z) needs tanh(z/2).",
    ),
    patch("powers of 2 are taken", {"np.exp(-np.abs(Z))": "np.exp2(-np.abs(Z))"}, hint="The base is e: np.exp."),
    patch("the slope is returned", {SIGMA: "E / (1.0 + E) ** 2"}, hint="The height is asked for, not the derivative."),
    patch("the entries are averaged", {SIGMA: f"np.mean({SIGMA})"}, hint="Every entry of Z has a σ of its own."),
]


@bug(
    "whole numbers make the result whole",
    hint="zeros_like(Z) has the dtype of Z: ints cut 0.73 down to 0. Ask for floats.",
)
def like_Z(Z):
    A = np.zeros_like(Z)
    A[Z >= 0] = 1.0 / (1.0 + np.exp(-Z[Z >= 0]))
    A[Z < 0] = np.exp(Z[Z < 0]) / (1.0 + np.exp(Z[Z < 0]))
    return A


@bug("z = 0 is on neither side", hint="One of the two sides has to take z = 0, where σ is 1/2.")
def gap(Z):
    A = np.zeros(Z.shape)
    A[Z > 0] = 1.0 / (1.0 + np.exp(-Z[Z > 0]))
    A[Z < 0] = np.exp(Z[Z < 0]) / (1.0 + np.exp(Z[Z < 0]))
    return A


@bug("the shape of Z is lost", hint="Every entry of the result stands where its z stood.")
def flattened(Z):
    return np.array([0.5 + 0.5 * np.tanh(z / 2.0) for z in Z.ravel()])


EQUIVALENT = {"sigmoid: Z < 0 → Z <= 0": "at z = 0 both sides agree: E is 1"}


@variant
def textbook(Z):
    return 1.0 / (1.0 + np.exp(-Z))


@variant
def by_tanh(Z):
    return 0.5 * (1.0 + np.tanh(Z / 2.0))


@variant
def by_sign(Z):
    A = np.zeros(Z.shape)
    A[Z >= 0] = 1.0 / (1.0 + np.exp(-Z[Z >= 0]))
    A[Z < 0] = np.exp(Z[Z < 0]) / (1.0 + np.exp(Z[Z < 0]))
    return A


@variant
def by_logarithm(Z):
    return np.exp(-np.logaddexp(0.0, -Z))


@variant
def clipped_far_out(Z):
    return 1.0 / (1.0 + np.exp(-np.clip(Z, -500, 500)))


@variant
def loop(Z):
    A = np.zeros(Z.shape)
    for i, z in np.ndenumerate(Z):
        e = np.exp(-abs(z))
        A[i] = 1.0 / (1.0 + e) if z >= 0 else e / (1.0 + e)
    return A
