"""Checks, known bugs and variants of chapter07/derivative_rules."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("sum", "product", "quotient", "composition"),
    minutes=10,
    hints=(
        "A rectangle u by v grows by a strip along each of two sides. How large are the strips?",
        "For the quotient, the minus stands before the term with dv, and all is divided by v².",
        "f reacts to u, and u reacts to x: ask f′ at u, and multiply by du.",
    ),
)


# --- outer functions: their derivatives travel to the answer as source ------------------------------------------------
def cube(u):
    return 3 * u**2


def wave(u):
    return np.cos(u)


def growth(u):
    return np.exp(u / 2) / 2


def straight(u):
    return 3 * u


OUTER = {"u³": cube, "sin u": wave, "e^(u/2)": growth}


def signed(rng, shape, low=0.5, high=2.0):
    """Numbers of both signs, away from 0; of several, some are negative."""
    size = rng.uniform(low, high, size=shape or None)
    if not shape:
        return float(size * rng.choice((-1, 1)))
    return size * rng.permutation(np.where(np.arange(size.size) % 2, -1, 1)).reshape(shape)


def point(rng, f, shape):
    u, du, v, dv = (signed(rng, shape) for _ in range(4))
    return {"u": u, "du": du, "v": v, "dv": dv, "df": f}


@cases("f shape", ("u³", (5,)), ("sin u", (2, 3)), ("e^(u/2)", (1,)), ("u³", ()), ("sin u", ()))
def places(rng, f, shape):
    """Of several, the slope of sin u is negative in the first."""
    case = point(rng, OUTER[f], shape)
    if f == "sin u" and shape:
        case["u"].flat[0] = rng.uniform(1.8, 2.5)
    return case


@cases("f shape zero", ("sin u", (4,), "u"), ("sin u", (), "u"), ("e^(u/2)", (3,), "slopes"), ("e^(u/2)", (), "slopes"))
def zeros(rng, f, shape, zero):
    """u is 0, somewhere or at all; or du is, and dv at another place."""
    case = point(rng, OUTER[f], shape)
    for k, name in enumerate(("u",) if zero == "u" else ("du", "dv") if shape else ("du",)):
        if shape:
            case[name][k] = 0.0
        else:
            case[name] = 0.0
    return case


@cases("n", 3)
def plain(rng, n):
    """Nothing cancels: entries can be compared one by one."""
    small, large = rng.uniform(0.5, 1.0, size=(2, n)), rng.uniform(2.0, 3.0, size=(2, n))
    return {"u": small[0], "du": large[0], "v": large[1], "dv": small[1], "df": straight}


far = scaled(plain, scales=(-100, 100), u=1, du=1, v=1, dv=1)

shapes = shaped("There are four slopes, of the shape of u.", places)
sums = agrees("The slopes of a sum add up.", places, only=["sum"])
products = agrees("The product rule has two terms.", places, only=["product"])
quotients = agrees("The quotient rule has a minus, and is divided by v².", places, only=["quotient"])
compositions = agrees(
    "The chain rule asks f′ at the inner value, and multiplies by the inner slope.",
    places,
    only=["composition"],
    points=2,
)
no_denominators = agrees("Only v may not be 0: u may be, and slopes may.", zeros)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, by="entry")


@check(points=1, kind="property", needs=[quotients])
def one_point(student, places):
    """Points don't mix: one of them alone gives the same as among others."""

    def alone(m, case):
        u, du, v, dv, df = case.values()
        i = (-1,) * np.ndim(u)
        return m.derivative_rules(u, du, v, dv, df), m.derivative_rules(u[i], du[i], v[i], dv[i], df)

    for case in places:
        if np.ndim(case.u):
            among, single = student.run(alone, case)
            last = (-1,) * np.ndim(case.u)
            for name, many, one in zip(EXERCISE.returns, among, single, strict=True):
                assert_law("at one point = at this point of many", float(one), float(many[last]), what=name, where=case)


TOLERANT = {"one_point": "It is about one point, the last: what stands at the others is compared elsewhere."}


@check(points=1, kind="error")
def no_denominator(student, places):
    """If v is 0, at one point or at all, there is no quotient: ValueError."""
    for case in places:
        v = np.array(case.v)
        v.flat[-1] = 0.0
        changed = case.replaced(v=v if v.ndim else 0.0)
        raises(student, ValueError, lambda m, c=changed: m.derivative_rules(*c.values()), where=case)


hygiene = hygiene_of(places)

# --- known bugs and variants --------------------------------------------------------------------------------------------
PRODUCT, QUOTIENT, CHAIN = "du * v + u * dv", "(du * v - u * dv) / v**2", "df(u) * du"

BUGS = [
    patch(
        "u = 0 is refused, too",
        {"np.any(np.equal(v, 0))": "np.any(np.equal(v, 0)) or np.any(np.equal(u, 0))"},
        hint="u / v is 0 where u is 0, and has a slope: only v is divided by.",
    ),
    patch(
        "products and quotients are differentiated through their logarithms",
        {PRODUCT: "u * v * (np.divide(du, u) + dv / v)", QUOTIENT: "u / v * (np.divide(du, u) - dv / v)"},
        hint="u has no logarithm where it is 0, and the product has a slope there all the same.",
    ),
    patch("the sum has the slope of a product", {"du + dv": "du * v + u * dv + 0 * v"}, hint="(u + v)′ = u′ + v′."),
    patch("the slopes of the sum are subtracted", {"du + dv": "du - dv"}, hint="(u + v)′ = u′ + v′."),
    patch(
        "the slope of the product is the product of the slopes",
        {PRODUCT: "du * dv"},
        hint="Each factor moves while the other stays: u′ v + u v′.",
    ),
    patch("the product rule has a minus", {PRODUCT: "du * v - u * dv"}, hint="u′ v + u v′: both strips are added."),
    patch(
        "each slope is multiplied by its own function",
        {PRODUCT: "du * u + v * dv"},
        hint="While u moves, v stays: u′ goes with v, and v′ with u.",
    ),
    patch("one term of the product rule is missing", {PRODUCT: "du * v"}, hint="v moves as well: add u v′."),
    patch(
        "the slope of the quotient is the quotient of the slopes",
        {QUOTIENT: "du / dv"},
        hint="(u′ v − u v′) / v².",
    ),
    patch(
        "the numerator of the quotient rule is turned round",
        {QUOTIENT: "(u * dv - du * v) / v**2"},
        hint="A growing denominator makes the quotient fall: u′ v − u v′.",
    ),
    patch("the quotient rule has a plus", {QUOTIENT: "(du * v + u * dv) / v**2"}, hint="u′ v − u v′."),
    patch("the quotient is divided by v, not by v²", {QUOTIENT: "(du * v - u * dv) / v"}, hint="(u′ v − u v′) / v²."),
    patch(
        "the quotient is divided by u²", {QUOTIENT: "(du * v - u * dv) / u**2"}, hint="The denominator's square: v²."
    ),
    patch(
        "only the last term of the quotient is divided by v²",
        {QUOTIENT: "du * v - u * dv / v**2"},
        hint="All of the numerator is divided: parentheses around u′ v − u v′.",
    ),
    patch(
        "the inner derivative is missing",
        {CHAIN: "df(u)"},
        hint="u moves du times as far as x: multiply by du.",
    ),
    patch("f′ is asked at the inner slope", {CHAIN: "df(du)"}, hint="f sees the value u: f′(u), times du."),
    patch(
        "f′ is asked at the inner slope, and multiplied by it",
        {CHAIN: "df(du) * du"},
        hint="f sees the value u: f′(u), times du.",
    ),
    patch("f′ is multiplied by u", {CHAIN: "df(u) * u"}, hint="The factor is the inner slope, du."),
    patch(
        "f′ is asked at the product of value and slope",
        {CHAIN: "df(u * du)"},
        hint="f sees the value u: f′(u), times du.",
    ),
    patch("the inner slope is added", {CHAIN: "df(u) + du"}, hint="Slopes of a chain multiply, as gears do."),
    patch("f is composed with v", {CHAIN: "df(v) * dv"}, hint="f(u): the inner function is u."),
    patch(
        "v = 0 gives infinity or NaN",
        {'    if np.any(np.equal(v, 0)):\n        raise ValueError("v is 0: there is no quotient")\n': ""},
        hint="NumPy divides by 0 with a warning: ask for v = 0 first, and raise ValueError.",
    ),
    patch(
        "v = 0 is noticed only if it is so everywhere",
        {"np.any(np.equal": "np.all(np.equal"},
        hint="One point without a quotient is enough: np.any.",
    ),
    patch(
        "v = 0 is noticed only at the first point",
        {"np.any(np.equal(v, 0))": "np.ravel(v)[0] == 0"},
        hint="Look at all points: np.any(v == 0).",
    ),
    patch("a v that is negative is refused", {"np.equal(v, 0)": "np.less_equal(v, 0)"}, hint="Only 0 has no quotient."),
    patch(
        "a small number is added to the denominator",
        {"/ v**2": "/ (v**2 + 1e-8)"},
        hint="v = 0 is refused; whatever else v is, v² it is divided by.",
    ),
    patch(
        "the slopes of all points are added up",
        {CHAIN: "np.sum(df(u) * du) + 0 * u"},
        hint="Each point has slopes of its own.",
    ),
]


@variant
def point_by_point(u, du, v, dv, df):
    """A loop over plain numbers."""

    def rules(u, du, v, dv):
        if v == 0:
            raise ValueError("no quotient")
        return du + dv, du * v + u * dv, (du * v - u * dv) / (v * v), float(df(u)) * du

    if np.ndim(u) == 0:
        return rules(u, du, v, dv)
    slopes = [rules(*each) for each in zip(*(a.ravel().tolist() for a in (u, du, v, dv)), strict=True)]
    return tuple(np.array(column).reshape(u.shape) for column in zip(*slopes, strict=True))


@variant
def product_with_the_reciprocal(u, du, v, dv, df):
    if not np.all(v):
        raise ValueError("v vanishes")
    w, dw = 1 / v, -dv / (v * v)
    return du + dv, u * dv + v * du, du * w + u * dw, du * df(u)


@variant
def quotient_by_itself(u, du, v, dv, df):
    if np.min(np.abs(v)) == 0:
        raise ValueError("v")
    q = u / v
    return np.add(du, dv), v * du + u * dv, (du - q * dv) / v, np.multiply(df(u), du)
