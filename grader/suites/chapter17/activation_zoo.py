"""Checks, known bugs and variants of chapter17/activation_zoo."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    requires=("chapter12/activation_derivatives",),
    minutes=30,
    hints=(
        "Write the six values first. np.where(Z > 0, right, left) puts two sides together.",
        "np.expm1 is eᶻ − 1 with all its digits; log(1 + eᶻ) = max(z, 0) + log1p(e^−|z|) is np.logaddexp(0, z).",
        "GELU and SiLU are products: f′ = Φ + z φ, with the normal density φ, and f′ = σ + z σ (1 − σ).",
        "If something is NaN where |z| is large: inf / inf and 0 · inf are. 1 / (1 + e⁻ᶻ) is safe.",
    ),
)
KINDS = ("leaky_relu", "elu", "selu", "softplus", "gelu", "silu")
SHAPES = ((7, 3), (4, 4), (1, 5), (6,), (5, 1))


def phi(Z):
    return np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in np.ravel(Z)]).reshape(np.shape(Z))


FORWARD = {
    "leaky_relu": lambda Z: np.where(Z > 0, Z, 0.01 * Z),
    "elu": lambda Z: np.where(Z > 0, Z, np.expm1(np.minimum(Z, 0.0))),
    "selu": lambda Z: 1.0507009873554805 * np.where(Z > 0, Z, 1.6732632423543772 * np.expm1(np.minimum(Z, 0.0))),
    "softplus": lambda Z: np.logaddexp(0.0, Z),
    "gelu": lambda Z: Z * phi(Z),
    "silu": lambda Z: Z * (0.5 + 0.5 * np.tanh(0.5 * Z)),
}


@cases("kind shape", *[(kind, shape) for kind in KINDS for shape in SHAPES])
def every(rng, kind, shape):
    """Numbers of both signs, away from the kink."""
    Z = rng.uniform(0.2, 3.0, size=shape)
    signs = rng.permutation(np.arange(Z.size) % 2).reshape(shape)
    return {"Z": np.where(signs == 1, Z, -Z), "kind": kind}


@cases("kind", *KINDS)
def at_zero(rng, kind):
    """Zero among others."""
    return {"Z": rng.permutation([0.0, *rng.uniform(0.5, 2.0, size=2), *rng.uniform(-2.0, -0.5, size=2)]), "kind": kind}


@cases("kind", *KINDS)
def large(rng, kind):
    far = 10.0 ** rng.uniform([2.9, 3.0, 10.0], [3.0, 10.0, 140.0])
    return {"Z": rng.permutation([*far, *-far, *rng.uniform(-2.0, 2.0, size=2)]), "kind": kind}


@cases("kind size", *[(kind, size) for kind in KINDS for size in (1e-3, 1e-8, 1e-12, 1e-200)])
def near_zero(rng, kind, size):
    return {"Z": size * rng.uniform(1.0, 5.0, size=4) * np.array([1, -1, 1, -1]), "kind": kind}


@cases("kind z", *[(kind, z) for kind in KINDS if kind != "gelu" for z in (-10.0, -29.0, -34.0, -100.0, -300.0)])
def left_tail(rng, kind, z):
    """Results of one size, so that none hides the others; some of which 1 + eᶻ still has a digit or two."""
    return {"Z": z + rng.uniform(-1.0, 1.0, size=4), "kind": kind}


def both(m, case):
    return {"A": m.activation(case.Z, case.kind), "slopes": m.activation_prime(case.Z, case.kind)}


value_shapes = shaped("There is a value for each entry, for every kind.", every, of="activation")
slope_shapes = shaped("There is a slope for each entry, for every kind.", every, of="activation_prime")
SHAPED = [value_shapes, slope_shapes]
values = agrees("The values of all six are right.", every, of="activation", points=2, needs=[value_shapes])
slopes = agrees(
    "The slopes of all six are right.",
    every,
    of="activation_prime",
    kind="gradient",
    points=2,
    needs=[slope_shapes],
)


@check(points=1, kind="gradient", needs=[slope_shapes])
def finite_differences(student, every, rng):
    """The slopes are those that finite differences find."""
    for case, found in student.activation_prime.on(every):

        def total(Z, f=FORWARD[case.kind]):
            return np.sum(f(Z))

        check_grads(total, {"Z": case.Z}, {"Z": found}, rng=rng, where=case)


kink = agrees("At 0 the slope is that of the left side.", at_zero, of=both, needs=[values, slopes], separates=False)
far = agrees(
    "Far out, on both sides, nothing becomes infinite or NaN.", large, of=both, needs=[values, slopes], separates=False
)
tiny = agrees(
    "Near 0, values and slopes keep their digits.",
    near_zero,
    of=both,
    by="entry",
    needs=[values, slopes],
    separates=False,
)
tail = agrees(
    "Far to the left, what is tiny keeps its digits.",
    left_tail,
    of=both,
    by="entry",
    needs=[values, slopes],
    separates=False,
)


@check(points=1, kind="error", needs=[])
def unknown(student):
    """A name that is none of the six raises ValueError, in both functions."""
    for kind in ("mish", "relu", "swish", "GELU", ""):
        raises(student, ValueError, lambda m, kind=kind: m.activation(np.full((2, 3), 0.5), kind))
        raises(student, ValueError, lambda m, kind=kind: m.activation_prime(np.full((2, 3), 0.5), kind))


value_hygiene = hygiene_of(every, of="activation", needs=[values])
slope_hygiene = hygiene_of(every, of="activation_prime", needs=[slopes])

ERROR = 'raise ValueError(f"no activation is called {kind!r}")'
LEAKY, ELU, SELU = (
    "np.where(Z > 0, Z, 0.01 * Z)",
    "np.where(Z > 0, Z, np.expm1(Z))",
    "SELU_SCALE * np.where(Z > 0, Z, SELU_ALPHA * np.expm1(Z))",
)
SOFTPLUS, SILU = "np.logaddexp(0.0, Z)", "Z * (1 / (1 + np.exp(-Z)))"
SELU_SLOPE = "SELU_SCALE * np.where(Z > 0, 1.0, SELU_ALPHA * np.exp(Z))"
GELU_SLOPE = "Phi + Z * np.exp(-0.5 * Z**2) / math.sqrt(2 * math.pi)"
FIRST = 'match kind:\n        case "leaky_relu":\n            return np.where(Z > 0, Z,'
SILU_SLOPE = "s * (1 + Z * (1 - s))"
TANH = "0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3)))"

BUGS = [
    patch(
        "leaky ReLU leaks on the wrong side",
        {LEAKY: "np.where(Z < 0, Z, 0.01 * Z)"},
        hint="z stays as it is where it is positive.",
    ),
    patch("leaky ReLU leaks a tenth", {"0.01 * Z": "0.1 * Z"}, hint="The slope on the left is 0.01."),
    patch("leaky ReLU is a ReLU", {"0.01 * Z": "0.0 * Z"}, hint="0.01 z on the left."),
    patch(
        "the slope of leaky ReLU is on the wrong side",
        {"np.where(Z > 0, 1.0, 0.01)": "np.where(Z > 0, 0.01, 1.0)"},
        hint="1 where z > 0, and 0.01 elsewhere.",
    ),
    patch(
        "at 0 leaky ReLU has the slope of the right side",
        {"np.where(Z > 0, 1.0, 0.01)": "np.where(Z >= 0, 1.0, 0.01)"},
        hint="At the kink the left side's slope is agreed on.",
    ),
    patch("ELU lacks its − 1", {ELU: "np.where(Z > 0, Z, np.exp(Z))"}, hint="eᶻ − 1, so that it is 0 at 0."),
    patch(
        "eᶻ − 1 loses its digits near 0",
        {ELU: "np.where(Z > 0, Z, np.exp(Z) - 1)"},
        hint="np.expm1 is eᶻ − 1 with all its digits.",
    ),
    patch(
        "the two sides of ELU are multiplied by masks, and 0 · ∞ is NaN",
        {ELU: "(Z > 0) * Z + (Z <= 0) * np.expm1(Z)"},
        hint="Where z is large, eᶻ is ∞, and 0 · ∞ is NaN: np.where chooses without multiplying.",
    ),
    patch(
        "ELU′ is the value, eᶻ − 1",
        {"return np.where(Z > 0, 1.0, np.exp(Z))": "return np.where(Z > 0, 1.0, np.expm1(Z))"},
        hint="The slope of eᶻ − 1 is eᶻ.",
    ),
    patch(
        "ELU′ is told from the value, and loses its digits",
        {"return np.where(Z > 0, 1.0, np.exp(Z))": "return np.where(Z > 0, 1.0, np.expm1(Z) + 1)"},
        hint="eᶻ − 1 + 1 has no digits left where eᶻ is tiny: write eᶻ.",
    ),
    patch(
        "SELU's λ stands on the right side only",
        {SELU: "np.where(Z > 0, SELU_SCALE * Z, SELU_ALPHA * np.expm1(Z))"},
        hint="λ belongs to both sides.",
    ),
    patch(
        "SELU's λ stands on the left side only",
        {SELU: "np.where(Z > 0, Z, SELU_SCALE * SELU_ALPHA * np.expm1(Z))"},
        hint="λ belongs to both sides.",
    ),
    patch(
        "SELU's α and λ are exchanged",
        {SELU: "SELU_ALPHA * np.where(Z > 0, Z, SELU_SCALE * np.expm1(Z))"},
        hint="λ = 1.0507… stands before both sides, α = 1.6732… on the left.",
    ),
    patch(
        "λ is missing on the left of SELU′",
        {SELU_SLOPE: "np.where(Z > 0, SELU_SCALE, SELU_ALPHA * np.exp(Z))"},
        hint="The slope on the left is λ α eᶻ.",
    ),
    patch(
        "at 0 SELU has the slope of the right side",
        {SELU_SLOPE: SELU_SLOPE.replace(">", ">=")},
        hint="At the kink the left side's slope is agreed on.",
    ),
    patch(
        "softplus overflows",
        {SOFTPLUS: "np.log(1 + np.exp(Z))"},
        hint="For large z, eᶻ is ∞: np.logaddexp(0, z), or max(z, 0) + log1p(e^−|z|).",
    ),
    patch(
        "softplus is log1p(eᶻ), and overflows",
        {SOFTPLUS: "np.log1p(np.exp(Z))"},
        hint="log1p helps on the left; for large z, eᶻ is ∞: max(z, 0) + log1p(e^−|z|).",
    ),
    patch(
        "softplus is cut off on the left",
        {SOFTPLUS: "np.where(Z < -20, 0.0, np.logaddexp(0.0, Z))"},
        hint="At −40 softplus is 4.2e-18, not 0.",
    ),
    patch(
        "softplus loses its digits on the left",
        {SOFTPLUS: "np.maximum(Z, 0.0) + np.log(1 + np.exp(-np.abs(Z)))"},
        hint="1 + e⁻⁴⁰ is 1: np.log1p keeps the digits.",
    ),
    patch(
        "softplus′ is written as eᶻ / (1 + eᶻ), and overflows",
        {"return 1 / (1 + np.exp(-Z))": "return np.exp(Z) / (1 + np.exp(Z))"},
        hint="inf / inf is NaN; 1 / (1 + e⁻ᶻ) is 0 at worst.",
    ),
    patch(
        "softplus′ is σ(−z)",
        {"return 1 / (1 + np.exp(-Z))": "return 1 / (1 + np.exp(Z))"},
        hint="Softplus rises like z on the right: its slope goes to 1 there.",
    ),
    patch(
        "GELU is the approximation with tanh",
        {"return Z * Phi": f"return Z * {TANH}"},
        hint="Φ is asked for exactly: ½ (1 + erf(z/√2)), by math.erf.",
    ),
    patch(
        "GELU is the approximation with σ(1.702 z)",
        {"return Z * Phi": "return Z / (1 + np.exp(-1.702 * Z))"},
        hint="Φ is asked for exactly: ½ (1 + erf(z/√2)), by math.erf.",
    ),
    patch(
        "Φ lacks the root of 2",
        {"Phi: Array = np.array([0.5 * math.erfc(-z / math.sqrt(2.0))": "Phi: Array = np.array([0.5 * math.erfc(-z)"},
        hint="Φ(z) = ½ (1 + erf(z/√2)).",
    ),
    patch(
        "GELU′ is that of the approximation with tanh",
        {
            GELU_SLOPE: "(lambda t: 0.5 * (1 + t) + 0.5 * Z * (1 - t**2) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * Z**2))"
            "(np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3)))"
        },
        hint="The slope has to be that of the function: Φ + z φ.",
    ),
    patch("GELU′ is Φ alone", {GELU_SLOPE: "Phi"}, hint="A product has two terms: Φ + z φ."),
    patch(
        "GELU′ takes φ without the factor z",
        {"+ Z * np.exp(-0.5 * Z**2)": "+ np.exp(-0.5 * Z**2)"},
        hint="The product rule: Φ + z φ.",
    ),
    patch(
        "φ lacks its 1/√(2π)",
        {" / math.sqrt(2 * math.pi)": ""},
        hint="φ(z) = e^(−z²/2)/√(2π).",
    ),
    patch("SiLU is σ, without z", {SILU: "1 / (1 + np.exp(-Z))"}, hint="SiLU is z σ(z)."),
    patch("SiLU′ is σ alone", {SILU_SLOPE: "s"}, hint="A product has two terms: σ + z σ (1 − σ)."),
    patch("SiLU′ is z σ (1 − σ) alone", {SILU_SLOPE: "Z * s * (1 - s)"}, hint="A product has two terms."),
    patch("SiLU′ is 1 + z (1 − σ)", {SILU_SLOPE: "1 + Z * (1 - s)"}, hint="σ (1 + z (1 − σ)): σ is before all of it."),
    patch(
        "z is kept between −20 and 20",
        {FIRST: "Z = np.clip(Z, -20.0, 20.0)\n    " + FIRST},
        hint="z may be as large as it likes.",
    ),
    patch("the values sum over the batch", {LEAKY: LEAKY + ".sum(axis=0)"}, hint="A value for each entry."),
    patch(
        "the slopes sum over the batch",
        {"np.where(Z > 0, 1.0, 0.01)": "np.where(Z > 0, 1.0, 0.01).sum(axis=0)"},
        hint="A slope for each entry.",
    ),
    patch(
        "an unknown kind gives Z itself",
        {f"{SILU}\n    {ERROR}": f"{SILU}\n    return Z.copy()"},
        hint="A misspelt name is an error.",
    ),
    patch(
        "an unknown kind has slope 1",
        {f"{SILU_SLOPE}\n    {ERROR}": f"{SILU_SLOPE}\n    return np.ones_like(Z)"},
        hint="A misspelt name is an error, in both functions.",
    ),
    patch(
        "an unknown kind raises KeyError",
        {f"{SILU}\n    {ERROR}": f"{SILU}\n    raise KeyError(kind)"},
        hint="ValueError is agreed.",
    ),
]

EQUIVALENT = {
    "activation: Z > 0 → Z >= 0": "both sides of leaky ReLU are 0 at 0",
    "activation: Z > 0 → Z >= 0 (2)": "both sides of ELU are 0 at 0",
    "activation: Z > 0 → Z >= 0 (3)": "both sides of SELU are 0 at 0",
    "activation_prime: Z > 0 → Z >= 0 (2)": "ELU has the slope 1 on both sides of 0",
}


@variant(of="activation")
def by_table(Z, kind):
    rules = {
        "leaky_relu": lambda z: np.maximum(z, 0.01 * z),
        "elu": lambda z: np.maximum(z, 0) + np.expm1(np.minimum(z, 0)),
        "selu": lambda z: 1.0507009873554805 * np.maximum(z, 0) + 1.7580993408473766 * np.expm1(np.minimum(z, 0)),
        "softplus": lambda z: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))),
        "gelu": lambda z: 0.5 * z * (1 + np.vectorize(math.erf, otypes=[float])(z / np.sqrt(2))),
        "silu": lambda z: z * np.exp(-np.logaddexp(0, -z)),
    }
    if kind not in rules:
        raise ValueError("unknown")
    return rules[kind](Z)


@variant(of="activation_prime")
def slopes_by_masks(Z, kind):
    right = Z > 0
    if kind == "leaky_relu":
        return 0.01 + 0.99 * right
    if kind == "elu":
        return np.exp(np.minimum(Z, 0.0))
    if kind == "selu":
        slopes = np.full(Z.shape, SELU_SCALE)
        slopes[~right] = SELU_SCALE * SELU_ALPHA * np.exp(Z[~right])
        return slopes
    e = np.exp(-np.abs(Z))
    s = np.where(right, 1.0, e) / (1.0 + e)
    if kind == "softplus":
        return s
    if kind == "silu":
        return s + Z * e / (1.0 + e) ** 2
    if kind == "gelu":
        Phi = 0.5 * (1.0 + np.vectorize(math.erf, otypes=[float])(Z / 2**0.5))
        return Phi + Z * (np.exp(-(Z**2) / 2) / (2 * np.pi) ** 0.5)
    raise ValueError(kind)


@variant(of="activation")
def entry_by_entry(Z, kind):
    def value(z):
        if kind == "leaky_relu":
            return z if z > 0 else 0.01 * z
        if kind in ("elu", "selu"):
            scale, alpha = (1.0, 1.0) if kind == "elu" else (SELU_SCALE, SELU_ALPHA)
            return scale * z if z > 0 else scale * alpha * math.expm1(z)
        if kind == "softplus":
            return max(z, 0.0) + math.log1p(math.exp(-abs(z)))
        if kind == "gelu":
            return z * (1 + math.erf(z / math.sqrt(2))) / 2
        if kind == "silu":
            return z / (1 + math.exp(-z)) if z > 0 else z * math.exp(z) / (1 + math.exp(z))
        raise ValueError(kind)

    return np.array([value(float(z)) for z in Z.flat]).reshape(Z.shape)
