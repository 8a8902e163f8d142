"""Checks, known bugs and variants of chapter10/activation_backward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=15,
    returns=("dZ",),
    requires=("chapter10/sigmoid_prime",),
    hints=(
        "A[n, k] depends on Z[n, k] alone, so the chain rule is one product for each entry.",
        "dZ = dA ∘ f′(Z). For σ and tanh, f′(Z) has a short form in A = f(Z).",
        "ReLU′ is 1 where Z > 0 and 0 elsewhere; σ′ = A (1 − A); tanh′ = 1 − A².",
        "If something is NaN where |Z| is large: np.tanh is safe, and so is 1 / (1 + e⁻ᶻ), which turns inf into 0.",
    ),
)
KINDS = ("relu", "sigmoid", "tanh")
FORWARD = {"relu": lambda Z: np.maximum(Z, 0.0), "sigmoid": lambda Z: 0.5 + 0.5 * np.tanh(0.5 * Z), "tanh": np.tanh}
SIZES = ((7, 3), (4, 4), (1, 5))


def inputs(rng, N, K, kind):
    """Draw pre-activations of both signs, away from the kink."""
    Z = rng.choice((-1.0, 1.0), size=(N, K)) * rng.uniform(0.2, 3.0, size=(N, K))
    Z.flat[:2] = np.abs(Z.flat[0]), -np.abs(Z.flat[1])
    return {"dA": rng.normal(size=(N, K)), "Z": Z, "kind": kind}


@cases("N K kind", *[(*sizes, kind) for kind in KINDS for sizes in SIZES], (4, 1, "relu"))
def every(rng, N, K, kind):
    return inputs(rng, N, K, kind)


@cases("N K", *SIZES)
def relu_layer(rng, N, K):
    return inputs(rng, N, K, "relu")


@cases("N K shift", *[(*sizes, 0.0) for sizes in SIZES], (2, 3, -17.0))
def sigmoid_layer(rng, N, K, shift):
    """In the last row all slopes are tiny, and have their digits."""
    drawn = inputs(rng, N, K, "sigmoid")
    return drawn | {"Z": drawn["Z"] + shift}


@cases("N K", *SIZES)
def tanh_layer(rng, N, K):
    return inputs(rng, N, K, "tanh")


@cases("N K", (3, 4))
def on_the_kink(rng, N, K):
    drawn = inputs(rng, N, K, "relu")
    drawn["Z"][0] = 0.0
    return drawn


@cases("N K kind", (2, 5, "sigmoid"), (2, 5, "tanh"))
def saturated(rng, N, K, kind):
    drawn = inputs(rng, N, K, kind)
    drawn["Z"][0] = 50.0, -50.0, 800.0, -800.0, -1e5
    return drawn


@cases("kind times", *[(kind, times) for kind in KINDS for times in (1e-150, 1e150)])
def far(rng, kind, times):
    """dA at every scale; for ReLU, of which nothing but the sign counts, Z as well."""
    drawn = inputs(rng, 4, 3, kind)
    return drawn | {"dA": times * drawn["dA"], "Z": drawn["Z"] * (times if kind == "relu" else 1.0)}


shapes = shaped("dZ has the shape of Z, for every kind.", every)
relu = agrees("relu is right away from 0.", relu_layer)
sigmoid = agrees("sigmoid is right.", sigmoid_layer)
tanh = agrees("tanh is right.", tanh_layer)
kink = agrees("relu hands nothing on where Z is exactly 0.", on_the_kink, needs=[relu])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[relu, sigmoid, tanh])
saturation = agrees("Saturated units hand nothing on, and nothing becomes NaN.", saturated, needs=[sigmoid, tanh])


@check(points=2, kind="gradient")
def finite_differences(student, every, rng):
    """dZ agrees with finite differences of L = Σ dA ∘ f(Z), for every kind."""
    for case, dZ in student.activation_backward.on(every):

        def loss(Z, dA=case.dA, f=FORWARD[case.kind]):
            return np.sum(dA * f(Z))

        check_grads(loss, {"Z": case.Z}, {"Z": dZ}, rng=rng, where=case)


@check(points=1, kind="property")
def linear_in_dA(student, every):
    """What is handed on is linear in dA: twice as much gives twice as much, and the sign goes through."""

    def scaled(m, case):
        return [m.activation_backward(c * case.dA, case.Z, case.kind) for c in (1.0, 2.0, -1.0)]

    for case, (once, twice, minus) in student.each(scaled, every):
        if not np.any(once):
            fail("Nothing is handed on at all.", case)
        assert_law("g(2 dA) = 2 g(dA)", twice, 2.0 * once, what="dZ", where=case)
        assert_law("g(−dA) = −g(dA)", minus, -once, what="dZ", where=case)


@check(points=1, kind="error")
def unknown(student):
    """A name that is none of the three raises ValueError."""
    ones = np.ones((2, 3))
    for kind in ("softplus", "ReLU", "identity", "sigmoid2", "tan", ""):
        raises(student, ValueError, lambda m, kind=kind: m.activation_backward(ones, ones, kind))


hygiene = hygiene_of(every, needs=[relu, sigmoid, tanh])
trains = transplant()
RELU, SIGMOID, TANH = "np.where(Z > 0, dA, 0.0)", "dA * A * (1.0 - A)", "dA * (1.0 - np.tanh(Z) ** 2)"

BUGS = [
    patch(
        "dA is clipped at ±1000",
        {"match kind:": "dA = np.clip(dA, -1e3, 1e3)\n    match kind:"},
        hint="The chain rule is a product: however large dA is, it is handed on.",
    ),
    patch(
        "f′ is taken at A, not at Z",
        {
            "A = 1 / (1 + np.exp(-Z))": "A = 1 / (1 + np.exp(-1 / (1 + np.exp(-Z))))",
            "np.tanh(Z)": "np.tanh(np.tanh(Z))",
        },
        hint="f′ belongs to Z. The short forms use A = f(Z), without a second f.",
    ),
    patch(
        "Z is taken for A",
        {SIGMOID: "dA * Z * (1.0 - Z)", TANH: "dA * (1.0 - Z**2)"},
        hint="A (1 − A) and 1 − A² need A = f(Z) first.",
    ),
    patch(
        "tanh′ is taken for 1 − tanh",
        {TANH: "dA * (1.0 - np.tanh(Z))"},
        hint="tanh′ = 1 − tanh²: it is the same on both sides of 0.",
    ),
    patch(
        "σ′ is taken for 1 − σ", {SIGMOID: "dA * (1.0 - A)"}, hint="σ′ = σ (1 − σ): it is the same on both sides of 0."
    ),
    patch(
        "σ is handed on in place of its slope",
        {SIGMOID: "dA * A"},
        hint="Going back, each entry is multiplied by the slope of f, not by its height.",
    ),
    patch(
        "dA is left out in sigmoid",
        {SIGMOID: "A * (1.0 - A)"},
        hint="The chain rule multiplies what comes from above with the slope.",
    ),
    patch(
        "the mask of relu looks at dA",
        {"Z > 0": "dA > 0"},
        hint="Which units were on was decided on the way forward, by Z.",
    ),
    patch(
        "relu hands on its mask, without dA",
        {RELU: "np.where(Z > 0, 1.0, 0.0)"},
        hint="Where Z > 0, dA goes through as it is.",
    ),
    patch("relu lets dA through where Z is 0", {"Z > 0": "Z >= 0"}, hint="Here ReLU′(0) = 0: the mask is Z > 0."),
    patch(
        "relu hands on Z, not dA",
        {RELU: "np.where(Z > 0, Z, 0.0)"},
        hint="max(0, Z) is the way forward; on the way back dA goes through.",
    ),
    patch("relu leaks", {"dA, 0.0)": "dA, 0.01 * dA)"}, hint="For Z < 0 the slope of ReLU is 0."),
    patch(
        "σ is written as eᶻ / (1 + eᶻ) and overflows",
        {"1 / (1 + np.exp(-Z))": "np.exp(Z) / (1 + np.exp(Z))"},
        hint="inf / inf is NaN; 1 / (1 + e⁻ᶻ) is 1 / inf = 0 at worst.",
    ),
    patch(
        "tanh is written out in exponentials and overflows",
        {"np.tanh(Z)": "((np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z)))"},
        hint="inf / inf is NaN; np.tanh knows what to do.",
    ),
    patch(
        "dA itself is returned, changed in place",
        {"return " + SIGMOID: "dA *= A * (1.0 - A); return dA"},
        hint="dA *= … changes the caller's array: write dA * …",
    ),
    patch(
        "the gradient is clipped",
        {RELU: "np.clip(np.where(Z > 0, dA, 0.0), -0.5, 0.5)"},
        hint="Clipping is a matter for the optimiser: backward hands on what the chain rule says.",
    ),
    patch("relu sums over the batch", {RELU: RELU + ".sum(axis=0)"}, hint="dZ has one entry for each entry of Z."),
    patch(
        "an unknown kind is let through as if f were the identity",
        {'raise ValueError(f"no activation is called {kind!r}")': "return dA.copy()"},
        hint="A misspelt name would train another network than was asked for: raise ValueError.",
    ),
    patch(
        "capitals are made small",
        {"match kind:": "match kind.lower():"},
        hint='"ReLU" is none of the three names: compare them as they are.',
    ),
    patch(
        "an unknown kind raises KeyError",
        {"raise ValueError(": "raise KeyError("},
        hint="ValueError is agreed.",
    ),
    patch("for tanh, Z is taken for A", {TANH: "dA * (1.0 - Z**2)"}, hint="1 − A² needs A = tanh(Z) first."),
    patch("for sigmoid, Z is taken for A", {SIGMOID: "dA * Z * (1.0 - Z)"}, hint="A (1 − A) needs A = σ(Z) first."),
]


@bug("every kind is treated as tanh", hint="Look at kind: each activation has a slope of its own.")
def only_tanh(dA, Z, kind):
    return dA * (1.0 - np.tanh(Z) ** 2)


EQUIVALENT = {"activation_backward: -Z → Z": "A becomes 1 − A, and A (1 − A) stays the same: σ′ is even"}


@variant
def from_activations(dA, Z, kind):
    if kind == "relu":
        A = np.maximum(Z, 0.0)
        return dA * (A > 0)
    if kind == "tanh":
        A = np.tanh(Z)
        return dA - dA * A * A
    if kind == "sigmoid":
        A = 0.5 * (1.0 + np.tanh(0.5 * Z))
        return dA * (A - A**2)
    raise ValueError(kind)


@variant
def table_of_slopes(dA, Z, kind):
    slopes = {
        "relu": lambda z: np.heaviside(z, 0.0),
        "sigmoid": lambda z: np.exp(-abs(z)) / (1.0 + np.exp(-abs(z))) ** 2,
        "tanh": lambda z: 4.0 * np.exp(-2.0 * abs(z)) / (1.0 + np.exp(-2.0 * abs(z))) ** 2,
    }
    if kind not in slopes:
        raise ValueError("unknown activation")
    return np.multiply(dA, slopes[kind](Z))


@variant
def masked_copy(dA, Z, kind):
    if kind not in ("relu", "sigmoid", "tanh"):
        raise ValueError("unknown activation")
    dZ = dA.copy()
    if kind == "relu":
        dZ[Z <= 0] = 0.0
    else:
        c = 1.0 if kind == "tanh" else 0.5
        dZ *= c * c * (1.0 - np.tanh(c * Z) ** 2)
    return dZ
