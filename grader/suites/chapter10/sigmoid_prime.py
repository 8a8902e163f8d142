"""Checks, known bugs and variants of chapter10/sigmoid_prime."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("slopes",),
    requires=("chapter09/sigmoid_stable",),
    hints=(
        "Write σ as (1 + e⁻ᶻ)⁻¹ and use the chain rule, twice: the minus signs cancel.",
        "e⁻ᶻ / (1 + e⁻ᶻ)² is a product of two fractions. One is σ(z); what has to be added to it to make 1?",
        "σ′(z) = σ(z) (1 − σ(z)). It needs Z, so σ(Z) has to be worked out first.",
        "If something is inf / inf at |z| = 800: σ′ is even, so e^−|z| can stand for e⁻ᶻ.",
    ),
)


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1, 1),), ((),))
def batch(rng, shape):
    return {"Z": np.asarray(rng.uniform(-4.0, 4.0, size=shape))}


@cases("N", 4, 1, exact=True)
def far(rng, N):
    """Entries where e^−z or e^z overflows, where both are tiny beside 1, and where they are equal."""
    return {"Z": np.concatenate([tails(rng), rng.uniform(-3.0, 3.0, size=N)])}


shapes = shaped("The slopes have the shape of Z, whatever it is.", batch)
values = agrees("The slopes are right.", batch, points=2)


@check(points=2, kind="gradient")
def finite_differences(student, batch, rng):
    """The slopes agree with finite differences of σ."""
    for case, slopes in student.sigmoid_prime.on(batch):
        dA = rng.normal(size=case.Z.shape)

        def loss(Z, dA=dA):
            return np.sum(dA / (1.0 + np.exp(-Z)))

        check_grads(loss, {"Z": case.Z}, {"Z": dA * slopes}, rng=rng, where=case)


@check(points=1, kind="property")
def even(student, batch):
    """The curve is as steep at −z as it is at z, and nowhere as steep as at 0, where its slope is 1/4."""

    def mirrored(m, case):
        return [m.sigmoid_prime(np.asarray(Z)) for Z in (case.Z, -case.Z, 0.0 * case.Z)]

    for case, (right, left, middle) in student.each(mirrored, batch):
        assert_law("σ′(−z) = σ′(z)", left, right, what="slopes", where=case)
        assert_law("σ′(0) = 1/4", middle, np.full(case.Z.shape, 0.25), what="slopes", where=case)
        assert_law("σ′(z) ≤ σ′(0)", np.maximum(right, middle), middle, what="slopes", where=case)


extremes = agrees(
    "The slopes stay right where e⁻ᶻ or eᶻ overflows: they are 0 there, never NaN.",
    far,
    points=2,
    needs=[values],
    rtol=4e-15,
)
hygiene = hygiene_of(batch)

BUGS = [
    patch(
        "e⁻ᶻ overflows where z is far below 0",
        {"-np.abs(Z)": "-Z"},
        hint="At z = −800 e⁻ᶻ is inf, and inf / inf is NaN; e^−|z| never overflows.",
    ),
    patch(
        "the square is missing below the fraction",
        {"(1.0 + E) ** 2": "(1.0 + E)"},
        hint="The derivative of 1/u is −1/u².",
    ),
    patch(
        "the inner derivative of −z is forgotten",
        {"return E /": "return -E /"},
        hint="σ rises, so its slope is never below 0: the chain rule brings a second minus sign.",
    ),
    patch(
        "the slopes are averaged",
        {"E / (1.0 + E) ** 2": "np.mean(E / (1.0 + E) ** 2)"},
        hint="Every entry of Z has a slope of its own.",
    ),
]


@bug(
    "1 + σ stands in place of 1 − σ",
    hint="Where σ is nearly 1 the curve is flat: one of the factors must vanish there.",
)
def plus(Z):
    S = 0.5 + 0.5 * np.tanh(Z / 2.0)
    return S * (1.0 + S)


@bug("σ is squared", hint="σ² goes to 1 for large z, and the slope has to go to 0.")
def squared(Z):
    return (0.5 + 0.5 * np.tanh(Z / 2.0)) ** 2


@bug("it is 1 − σ²", hint="1 − a² is the slope where a = tanh z: of σ it is σ (1 − σ).")
def by_the_formula_of_tanh(Z):
    return 1.0 - (0.5 + 0.5 * np.tanh(Z / 2.0)) ** 2


@bug("Z is taken for σ(Z)", hint="z (1 − z) is right if z is already an activation; here it is the pre-activation.")
def of_activation(Z):
    return Z * (1.0 - Z)


@bug("1 − z stands in place of 1 − σ(z)", hint="σ′ = σ (1 − σ): σ(z) in both places.")
def half_of_activation(Z):
    return (0.5 + 0.5 * np.tanh(Z / 2.0)) * (1.0 - Z)


@bug("σ is applied twice", hint="σ′(z) = s (1 − s) with s = σ(z): apply σ once.")
def twice(Z):
    S = 0.5 + 0.5 * np.tanh((0.5 + 0.5 * np.tanh(Z / 2.0)) / 2.0)
    return S * (1.0 - S)


@bug("the slope of tanh is returned", hint="tanh z = 2 σ(2z) − 1: its slope at 0 is 1, not 1/4.")
def of_tanh(Z):
    return 1.0 - np.tanh(Z) ** 2


@bug("σ itself is returned", hint="The slope is asked for, not the height.")
def value(Z):
    return 0.5 + 0.5 * np.tanh(Z / 2.0)


@bug("Z is clipped to ±5", hint="At |z| = 5 the slope is still 0.0066: clip beyond 700, or not at all.")
def clipped(Z):
    S = 1.0 / (1.0 + np.exp(-np.clip(Z, -5.0, 5.0)))
    return S * (1.0 - S)


@bug("the shape of Z is lost", hint="Every entry of Z has one slope, and it stands at the same place.")
def flattened(Z):
    return np.array([0.25 / np.cosh(min(abs(z), 1000.0) / 2.0) ** 2 for z in Z.ravel()])


@variant
def from_sigma(Z):
    S = 1.0 / (1.0 + np.exp(-Z))
    return S * (1.0 - S)


@variant
def by_tanh(Z):
    return 0.25 * (1.0 - np.tanh(0.5 * Z) ** 2)


@variant
def by_cosh(Z):
    return 0.25 / np.cosh(np.minimum(np.abs(Z), 1000.0) / 2.0) ** 2


@variant
def by_sign(Z):
    S = np.zeros(Z.shape)
    S[Z >= 0] = 1.0 / (1.0 + np.exp(-Z[Z >= 0]))
    S[Z < 0] = np.exp(Z[Z < 0]) / (1.0 + np.exp(Z[Z < 0]))
    return S - S**2


@variant
def loop(Z):
    slopes = np.zeros(Z.shape)
    for i, z in np.ndenumerate(Z):
        s = 1.0 / (1.0 + np.exp(-z))
        slopes[i] = s * (1.0 - s)
    return slopes
