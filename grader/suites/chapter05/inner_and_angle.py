"""Checks, known bugs and variants of chapter05/inner_and_angle."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dot", "angle"),
    requires=("chapter05/unit_vector",),
    minutes=10,
    hints=(
        "Do (1, 0) and (1, 1) on paper: the product, both lengths, the cosine, and the angle in a drawing.",
        "The cosine is the product, divided by both lengths. np.arccos gives the angle in radians.",
        "What does your function say of (1, 1, 1) and (1, 1, 1)? np.clip the cosine to what cosines can be.",
        "If one of the lengths is 0, raise ValueError before you divide.",
    ),
)


def added(products):
    """Return their sum, one after another."""
    total = 0.0
    for product in products:
        total += product
    return total


COSINES = (
    lambda u, v: u @ v / (np.linalg.norm(u) * np.linalg.norm(v)),
    lambda u, v: u @ v / np.linalg.norm(u) / np.linalg.norm(v),
    lambda u, v: u @ v / np.sqrt(u @ u * (v @ v)),
    lambda u, v: (u / np.linalg.norm(u)) @ (v / np.linalg.norm(v)),
    lambda u, v: np.sum(u * v) / (np.sqrt(np.sum(u**2)) * np.sqrt(np.sum(v**2))),
    lambda u, v: added(u * v) / (math.sqrt(added(u * u)) * math.sqrt(added(v * v))),
    lambda u, v: added(u * v) / math.sqrt(added(u * u) * added(v * v)),
)
"""Ways to calculate it, whose rounding is different."""


@cases("n side", (5, "acute"), (3, "obtuse"), (6, "acute"), (4, "obtuse"))
def pairs(rng, n, side):
    """Angles well away from 0, π/2 and π, between vectors of length about 1/2 and 1/4: no cosine is clipped."""
    along, across = rng.normal(size=(2, n))
    along /= np.linalg.norm(along)
    across -= (across @ along) * along
    t = rng.uniform(0.4, 1.1) + (side == "obtuse") * 1.6
    v = np.cos(t) * along + np.sin(t) * across / np.linalg.norm(across)
    return {"u": rng.uniform(0.5, 0.6) * along, "v": rng.uniform(0.2, 0.3) * v}


def plain(*vectors):
    """No sum of entries is 0, and no largest entry."""
    return all(w.sum() != 0 and w.max() != 0 for w in vectors)


@cases("n dtype", (2, "int64"), (4, "int64"), (3, "float64"), fit=lambda case: plain(case.u, case.v))
def upright(rng, n, dtype):
    """At right angles, exactly."""
    a, b, c, d = rng.permutation(np.arange(1, 9))[:4] * rng.choice([-1, 1], size=4)
    u, v = {2: ([a, b], [-b, a]), 3: ([a, b, 0], [-b, a, c]), 4: ([a, b, c, d], [-b, a, -d, c])}[n]
    return {"u": np.array(u, dtype), "v": np.array(v, dtype)}


def oblique(case):
    return 0.2 < abs(case.u @ case.v) / np.linalg.norm(case.u) / np.linalg.norm(case.v) < 0.95


@cases("n which", (3, "u"), (3, "v"), (2, "u"), (4, "v"), fit=oblique)
def balanced(rng, n, which):
    """Entries of one of them sum to 0; of the other, one is 0, and none is positive."""
    one, other = rng.permutation(np.arange(2.0, 9.0))[:n], -rng.permutation(np.arange(2.0, 9.0))[:n]
    one[-1], other[0 if which == "u" else -1] = -one[:-1].sum(), 0.0
    one = rng.permutation(one)
    return {"u": one, "v": other} if which == "u" else {"u": other, "v": one}


@cases("sign", 1, -1)
def single(rng, sign):
    """One entry each: there are but two directions."""
    u, v = rng.uniform(1.0, 5.0, size=(2, 1))
    return {"u": u, "v": sign * v}


@cases("n", 3, 4)
def whole_numbers(rng, n):
    u = rng.permutation(np.arange(1, 9))[:n]
    v = rng.permutation(u)
    v[rng.integers(n)] = 11
    return {"u": u, "v": v}


@cases("n", 3, 4)
def large_whole_numbers(rng, n):
    """As prices in cents: sums of squares fit into an int64, and products of these are other numbers there."""
    while True:
        u, v = rng.integers(25_000, 60_000, size=(2, n)) * rng.choice([-1, 1], size=(2, n))
        product, dot = int(u @ u) * int(v @ v), abs(int(u @ v))
        if 0.05 * product**0.5 < dot < 0.5 * max((product + 2**63) % 2**64 - 2**63, 0) ** 0.5:
            return {"u": u, "v": v}


@cases("n factor", (3, 3), (2, 7), (5, -3), (3, -7), (4, 3), (2, -3), exact=True)
def parallel(rng, n, factor):
    """Pairs whose cosine is beyond 1 or −1, whichever way it is calculated."""
    while True:
        u = np.round(rng.normal(scale=3.0, size=n), 1)
        v = np.round(factor * u, 1)
        if plain(u, v) and u.all() and all(abs(cosine(u, v)) > 1.0 for cosine in COSINES):
            return {"u": u, "v": v}


far = scaled(pairs, scales=(-60, 60), u=1, v=1)

product = agrees("dot is the sum of the products, entry by entry.", pairs, only=["dot"])
angles = agrees("angle is the arccos of dot, divided by both lengths, in radians.", pairs, points=2, only=["angle"])
right_angle = agrees("At right angles dot is 0, and the angle is π/2.", upright, needs=[product, angles])
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[product, angles])
large_integers = agrees("Integers may be large.", large_whole_numbers, needs=[integers])
no_nan = agrees(
    "Where rounding takes the cosine beyond 1 or −1, the angle is 0 or π, and never NaN.",
    parallel,
    only=["angle"],
    atol=1e-7,
    needs=[product, angles],
)
no_zero = agrees("Entries may be 0, and may sum to 0: only if all of them are 0 there is no angle.", balanced)
two_ways = agrees("Numbers, n = 1, have the angle 0 or π.", single, atol=1e-7, needs=[product, angles])
every_length = agrees(
    "Very short vectors have an angle, and very long ones.", far, only=["angle"], needs=[product, angles]
)
every_product = agrees("dot may be tiny, and it may be huge.", far, only=["dot"], needs=[product, angles])


@check(points=1, kind="property")
def geometry(student, pairs):
    """Neither the order nor lengths change the angle, and turned round it is what is missing to π."""

    def moved(m, case):
        u, v = case.u, case.v
        return [m.inner_and_angle(*pair) for pair in ((u, v), (v, u), (8.0 * u, 0.25 * v), (u, -v))]

    for case, found in student.each(moved, pairs):
        (dot, angle), (dot_swapped, swapped), (dot_longer, longer), (dot_turned, turned) = found
        assert_law("v · u = u · v", dot_swapped, dot, what="dot", where=case)
        assert_law("8 u · v/4 = 2 (u · v)", dot_longer, 2.0 * dot, what="dot", where=case)
        assert_law("u · (−v) = −(u · v)", dot_turned, -dot, what="dot", where=case)
        assert_law("∠(v, u) = ∠(u, v)", swapped, angle, what="angle", where=case)
        assert_law("∠(8 u, v/4) = ∠(u, v)", longer, angle, what="angle", where=case)
        assert_law("∠(u, −v) = π − ∠(u, v)", turned, np.pi - angle, what="angle", where=case)


@check(points=1, kind="error")
def nowhere(student, pairs):
    """If u or v is the zero vector, ValueError is raised."""
    for case in pairs[:2]:
        zero = np.zeros(len(case.u))
        raises(student, ValueError, lambda m, v=case.v, zero=zero: m.inner_and_angle(zero, v), where="u is 0")
        raises(student, ValueError, lambda m, u=case.u, zero=zero: m.inner_and_angle(u, zero), where="v is 0")
        raises(student, ValueError, lambda m, zero=zero: m.inner_and_angle(zero, zero), where="u and v are 0")
    whole = np.array([3, 4])
    for u, v in ((0 * whole, whole), (whole, 0 * whole)):
        raises(student, ValueError, lambda m, u=u, v=v: m.inner_and_angle(u, v), where="one is 0, of integers")


hygiene = hygiene_of(pairs)

DOT, LENGTHS, ZERO = "float(u @ v)", "np.linalg.norm(u) * np.linalg.norm(v)", "lengths == 0"
COSINE, ANGLE = "np.clip(dot / lengths, -1.0, 1.0)", "float(np.arccos(cosine))"
REFUSED = 'raise ValueError("the zero vector has no direction")'

BUGS = [
    patch(
        "a vector is taken for zero if its entries sum to 0",
        {ZERO: "u.sum() == 0 or v.sum() == 0"},
        hint="1 and −1 sum to 0: ask for the length.",
    ),
    patch(
        "a vector is taken for zero if its largest entry is 0",
        {ZERO: "u.max() == 0 or v.max() == 0"},
        hint="(−1, 0) has the largest entry 0, and a direction: ask for the length.",
    ),
    patch(
        "two numbers have the angle 0, whatever their signs",
        {COSINE: "np.clip(dot / lengths, -1.0, 1.0) if len(u) > 1 else 1.0"},
        hint="On a line there are two directions: 3 and −2 are opposite, and the angle is π.",
    ),
    patch(
        "the cosine is not clipped",
        {COSINE: "dot / lengths"},
        hint="Of (1, 1, 1) with itself it is 1.0000000000000002: np.clip(cosine, −1, 1).",
    ),
    patch(
        "the cosine is clipped from above only",
        {COSINE: "min(dot / lengths, 1.0)"},
        hint="Opposite vectors can come out beyond −1.",
    ),
    patch("the angle is in degrees", {ANGLE: "float(np.degrees(np.arccos(cosine)))"}, hint="Radians: π is 180°."),
    patch(
        "arcsin is taken for arccos",
        {ANGLE: "float(np.arcsin(cosine))"},
        hint="u · v = ‖u‖ ‖v‖ cos t: the cosine is undone by arccos.",
    ),
    patch(
        "arctan is taken for arccos",
        {ANGLE: "float(np.arctan(cosine))"},
        hint="u · v = ‖u‖ ‖v‖ cos t: the cosine is undone by arccos.",
    ),
    patch("the cosine is returned for the angle", {ANGLE: "float(cosine)"}, hint="The angle is its arccos."),
    patch(
        "the length of v is forgotten",
        {"dot / lengths": "dot / np.linalg.norm(u)"},
        hint="Divide by both lengths: a longer v does not change the angle.",
    ),
    patch(
        "the length of u is forgotten",
        {"dot / lengths": "dot / np.linalg.norm(v)"},
        hint="Divide by both lengths: a longer u does not change the angle.",
    ),
    patch(
        "it is divided by the squared lengths",
        {"dot / lengths": "dot / lengths**2"},
        hint="u · u is ‖u‖²: take the root, np.linalg.norm.",
    ),
    patch(
        "it is not divided by the lengths",
        {"dot / lengths": "dot"},
        hint="u · v is the cosine only if both lengths are 1.",
    ),
    patch(
        "the angle is that of two lines, π/2 at most",
        {COSINE: "np.clip(abs(dot) / lengths, -1.0, 1.0)"},
        hint="Vectors have a direction: between opposite ones it is π.",
    ),
    patch(
        "negative cosines are clipped to 0",
        {"-1.0, 1.0": "0.0, 1.0"},
        hint="Cosines go from −1 to 1: obtuse angles have negative ones.",
    ),
    patch(
        "the vectors are centred first",
        {COSINE: "np.clip(np.corrcoef(u, v)[0, 1], -1.0, 1.0)"},
        hint="That is their correlation: the angle is between the vectors as they are.",
    ),
    patch(
        "dot is the inner product of the unit vectors",
        {"return dot,": "return float(dot / lengths),"},
        hint="That is the cosine; dot is u · v itself.",
    ),
    patch(
        "the products are not added",
        {"return dot,": "return u * v * 1.0,"},
        hint="u * v holds the products: the inner product is their sum, a number.",
    ),
    patch(
        "the products are averaged",
        {"return dot,": "return float(np.mean(u * v)),"},
        hint="The products are added, without dividing by n.",
    ),
    patch(
        "the moduli of the products are added",
        {"return dot,": "return float(np.sum(np.abs(u * v))),"},
        hint="Products have signs, and they count.",
    ),
    patch(
        "a small dot is taken for 0",
        {"return dot,": "return 0.0 if abs(dot) < 1e-12 else dot,"},
        hint="Short vectors have small products, whatever their angle is: dot is u · v as it comes out.",
    ),
    patch(
        "the angle comes first", {f"dot, {ANGLE}": f"{ANGLE}, dot"}, hint="The inner product first, and the angle then."
    ),
    patch("the angle alone is returned", {f"dot, {ANGLE}": ANGLE}, hint="Both: the inner product and the angle."),
    patch("a zero vector gives NaN", {ZERO: "False"}, hint="Ask before you divide, and raise ValueError."),
    patch(
        "a zero vector is at right angles to everything",
        {REFUSED: "return 0.0, float(np.pi / 2)"},
        hint="The product is 0, and yet there is no angle: raise ValueError.",
    ),
    patch(
        "a zero vector has the angle 0",
        {REFUSED: "return 0.0, 0.0"},
        hint="There is no angle: raise ValueError.",
    ),
    patch(
        "only u is looked at for being zero",
        {ZERO: "not u.any()"},
        hint="v may be the zero vector as well.",
    ),
    patch(
        "only v is looked at for being zero",
        {ZERO: "not v.any()"},
        hint="u may be the zero vector as well.",
    ),
    patch(
        "only if both vectors are zero there is an error",
        {ZERO: "not (u.any() or v.any())"},
        hint="One of them is enough for there to be no angle.",
    ),
    patch(
        "vectors at right angles are refused",
        {ZERO: "dot == 0"},
        hint="u · v = 0 is the right angle. It is a length of 0 that leaves no angle.",
    ),
    patch(
        "short vectors are taken for zero",
        {ZERO: "lengths < 1e-8"},
        hint="Short is a matter of units: only the zero vector has no direction.",
    ),
    patch(
        "squares of integers are multiplied as integers",
        {"dot / lengths": "dot / np.sqrt((u @ u) * (v @ v))"},
        hint="u · u times v · v may be too large for an int64, and wraps around: take the roots first, or floats.",
    ),
    patch(
        "u and v are divided by their lengths in place",
        {COSINE: "1.0\n    u /= np.linalg.norm(u)\n    v /= np.linalg.norm(v)\n    cosine = np.clip(u @ v, -1.0, 1.0)"},
        hint="They belong to the caller, and if they hold integers /= fails: u / length makes a new array.",
    ),
    patch(
        "a small number is added below",
        {"dot / lengths": "dot / (lengths + 1e-12)"},
        hint="For short vectors that is all that stands there. Zero vectors are asked for before.",
    ),
    patch(
        "a vector is taken for zero if its first entry is 0",
        {ZERO: "u[0] == 0 or v[0] == 0"},
        hint="Only if all entries are 0 there is no direction.",
    ),
    patch(
        "a vector is taken for zero if its last entry is 0",
        {ZERO: "u[-1] == 0 or v[-1] == 0"},
        hint="Only if all entries are 0 there is no direction.",
    ),
]

AXIS_0 = "a vector has one axis"
EQUIVALENT = {
    "inner_and_angle: u @ v → (u @ v).T": "it is a number",
    "inner_and_angle: u @ v → v @ u": "an inner product is symmetric",
    "inner_and_angle: u @ v → v @ v, and alike": "u and v change places everywhere, and both results are symmetric",
    "inner_and_angle: np.linalg.norm(u) → np.linalg.norm(u, axis=0)": AXIS_0,
    "inner_and_angle: np.linalg.norm(v) → np.linalg.norm(v, axis=0)": AXIS_0,
}


@variant
def half_angles(u, v):
    """Stable everywhere: û − v̂ and û + v̂ are the diagonals of a rhombus."""
    if not u.any() or not v.any():
        raise ValueError("no angle")
    a, b = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return u.dot(v), 2.0 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))


@variant
def unit_vectors(u, v):
    long, other = np.sqrt(np.sum(u**2)), np.sqrt(np.sum(v**2))
    if long == 0 or other == 0:
        raise ValueError("no angle")
    return np.inner(u, v), np.arccos(np.minimum(1.0, np.maximum(-1.0, np.sum((u / long) * (v / other)))))


@variant
def loop(u, v):
    import math

    dot = uu = vv = 0
    for a, b in zip(u.tolist(), v.tolist(), strict=True):
        dot += a * b
        uu += a * a
        vv += b * b
    if uu == 0 or vv == 0:
        raise ValueError("zero")
    return dot, math.acos(max(-1.0, min(1.0, dot / math.sqrt(uu) / math.sqrt(vv))))


@variant
def law_of_cosines(u, v):
    """From the three sides of the triangle."""
    a, b = (w / np.linalg.norm(w) if w.any() else None for w in (u, v))
    if a is None or b is None:
        raise ValueError("no triangle")
    return sum(u * v), np.arccos(np.clip(1.0 - np.sum((a - b) ** 2) / 2.0, -1, 1))
