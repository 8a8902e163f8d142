"""Checks, known bugs and variants of chapter05/project_onto."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    requires=("chapter05/inner_and_angle",),
    minutes=8,
    hints=(
        "p = c v with some number c. Draw u = (3, 4) and v = (2, 0): what is c?",
        "u − c v has to be at right angles to v, (u − c v) · v = 0. Solve that for c.",
        "c = (u @ v) / (v @ v), and p = c * v. Before that: is v zero?",
    ),
)


@cases("n side", (5, "acute"), (3, "obtuse"), (2, "obtuse"), (4, "acute"))
def pairs(rng, n, side):
    """Oblique, of length 2 to 3 and 1.3 to 1.7."""
    along, across = rng.normal(size=(2, n))
    along /= np.linalg.norm(along)
    across -= (across @ along) * along
    t = rng.uniform(0.6, 0.9) + (side == "obtuse") * 1.6
    u = np.cos(t) * along + np.sin(t) * across / np.linalg.norm(across)
    return {"u": rng.uniform(2.0, 3.0) * u, "v": rng.uniform(1.3, 1.7) * along}


@cases("n", 3, 4)
def whole_numbers(rng, n):
    """Neither a multiple of the other, nor at right angles to it."""
    u = np.array([3, 1, 4, 7])[:n]
    return {"u": rng.permutation(u), "v": rng.permutation(u + rng.permutation(n))}


@cases("n what", (2, "upright"), (3, "upright"), (3, "along"), (1, "along"), (4, "zero"))
def special(rng, n, what):
    """At right angles to v exactly, a multiple of v, or zero."""
    v = rng.permutation(np.arange(2, 9))[:n] * rng.choice([-1.0, 1.0], size=n)
    u = np.zeros(n)
    if what == "upright":
        u[:2] = -v[1], v[0]
    elif what == "along":
        u = -1.5 * v
    return {"u": u, "v": v}


def oblique(case):
    return 0.2 < abs(case.u @ case.v) / np.linalg.norm(case.u) / np.linalg.norm(case.v) < 0.95


@cases("n what", (2, "sum 0"), (3, "sum 0"), (3, "a zero"), (4, "nothing positive"), fit=oblique)
def balanced(rng, n, what):
    """Lines along which entries sum to 0, or one of them is 0."""
    v = rng.permutation(np.arange(2.0, 9.0))[:n]
    if what == "sum 0":
        v[-1] = -v[:-1].sum()
    else:
        v[0] = 0.0
    return {"u": rng.normal(size=n), "v": rng.permutation(-v if what == "nothing positive" else v)}


far = scaled(pairs, scales=(-60, 60), v=1)
far_u = scaled(pairs, scales=(-60, 60), u=1)


def length_of_u(case):
    return float(np.linalg.norm(case.u)) or 1.0


shapes = shaped("p is a vector with as many entries as u.", pairs)
values = agrees("p is v times (u · v) / (v · v).", pairs, points=2)
places = agrees(
    "At right angles to v p is 0, and on the line it is u itself.", special, needs=[values], scale=length_of_u
)
integers = agrees("Of integers, too, p is float64.", whole_numbers, needs=[values])
any_line = agrees(
    "v may hold zeros, and its entries may sum to 0: only where all of them are 0 there is no line.", balanced
)
any_v = agrees("Very short and very long v have the line that they lie on.", far, needs=[values])
any_u = agrees("Very short and very long u have a shadow.", far_u, needs=[values])


@check(points=1, kind="property")
def shadow(student, pairs):
    """What is left is at right angles to v, projecting again changes nothing, and neither does another v of the line."""

    def moved(m, case):
        u, v = case.u, case.v
        p = m.project_onto(u, v)
        return (
            p,
            m.project_onto(p, v),
            m.project_onto(u - p, v),
            m.project_onto(u, -7.0 * v),
            m.project_onto(2.0 * u, v),
        )

    for case, (p, again, left, other, double) in student.each(moved, pairs):
        u, v = case.u, case.v
        size = float(np.linalg.norm(u))
        law = "(u − p) · v = 0"
        assert_law(law, float((u - p) @ v), 0.0, scale=size * float(np.linalg.norm(v)), what="p", where=case)
        assert_law("P(p) = p", again, p, what="p", where=case)
        assert_law("P(u − p) = 0", left, np.zeros(len(u)), scale=size, what="p", where=case)
        assert_law("onto −7 v as onto v", other, p, what="p", where=case)
        assert_law("P(2 u) = 2 P(u)", double, 2.0 * p, what="p", where=case)


@check(points=1, kind="error")
def no_line(student, pairs):
    """If v is the zero vector, ValueError is raised, whatever u is."""
    for case in pairs[:2]:
        zero = np.zeros(len(case.u))
        raises(student, ValueError, lambda m, u=case.u, zero=zero: m.project_onto(u, zero), where="v is 0")
        raises(student, ValueError, lambda m, zero=zero: m.project_onto(zero, zero), where="u and v are 0")
    whole = np.array([3, 4])
    raises(student, ValueError, lambda m: m.project_onto(whole, 0 * whole), where="v is 0, of integers")


hygiene = hygiene_of(pairs)

FACTOR, ZERO, RETURN = "(u @ v) / (v @ v)", "not np.any(v)", "return p"
REFUSED = 'raise ValueError("there is no projection onto the zero vector")'

VARYING = {"places": "Entries of a v that is drawn at random may sum to 0."}

BUGS = [
    patch(
        "a v whose entries sum to 0 is refused",
        {ZERO: "np.sum(v) == 0"},
        hint="1 and −1 sum to 0, and lie on a line: only the zero vector has none.",
    ),
    patch(
        "a v is refused if its largest entry is 0",
        {ZERO: "np.max(v) == 0"},
        hint="(−1, 0) has the largest entry 0, and a line: np.any(v) asks whether some entry is not 0.",
    ),
    patch(
        "it is divided by the length of v, and not by its square",
        {FACTOR: "(u @ v) / np.linalg.norm(v)"},
        hint="That is right for vectors of length 1 only: divide by v · v = ‖v‖².",
    ),
    patch(
        "it is not divided by v · v", {FACTOR: "u @ v"}, hint="Twice as long a v has the same line: divide by v · v."
    ),
    patch(
        "v is projected onto u",
        {FACTOR: "(u @ v) / (u @ u)", "factor * v": "factor * u"},
        hint="u is projected: p is a multiple of v.",
    ),
    patch("it is divided by u · u", {FACTOR: "(u @ v) / (u @ u)"}, hint="The length of the line's v has to cancel."),
    patch(
        "it is divided by both lengths",
        {FACTOR: "(u @ v) / (np.linalg.norm(u) * np.linalg.norm(v))"},
        hint="That is the cosine of the angle: a shadow grows with u.",
    ),
    patch(
        "u is made a unit vector as well",
        {FACTOR: "(u @ v) / (np.linalg.norm(u) * (v @ v))"},
        hint="A longer u has a longer shadow: only v is divided by its length, twice.",
    ),
    patch("p is a multiple of u", {"factor * v": "factor * u"}, hint="The shadow lies on the line through v."),
    patch(
        "what is left of u is returned",
        {RETURN: "return u - p"},
        hint="u − p is at right angles to v: p itself is asked for.",
    ),
    patch(
        "u is mirrored at the line",
        {RETURN: "return 2 * p - u"},
        hint="That goes twice the way: the shadow lies on the line.",
    ),
    patch(
        "the factor is returned",
        {RETURN: "return float(factor)"},
        hint="It says how much of v: p is the factor times v, a vector.",
    ),
    patch(
        "the length of the shadow is returned",
        {RETURN: "return float(u @ v / np.linalg.norm(v))"},
        hint="p is a vector: that length along v / ‖v‖.",
    ),
    patch(
        "the sign of u · v is lost",
        {FACTOR: "abs(u @ v) / (v @ v)"},
        hint="If the angle is obtuse the shadow falls behind 0, against v.",
    ),
    patch(
        "products are not added before they are divided",
        {FACTOR: "(u * v) / (v @ v)"},
        hint="u · v is one number: u @ v.",
    ),
    patch(
        "of integers it is divided to whole numbers",
        {FACTOR: "(u @ v) // (v @ v) if u.dtype.kind == 'i' else (u @ v) / (v @ v)", "factor * v": "1.0 * factor * v"},
        hint="// cuts to whole numbers: use /.",
    ),
    patch(
        "of integers p is cut to integers",
        {"factor * v": "(factor * v).astype(v.dtype)"},
        hint="A shadow of integers need not be of integers: p is float64.",
    ),
    patch(
        "p is rounded to nine decimals",
        {RETURN: "return np.round(p, 9)"},
        hint="Round when you print, and not before: small numbers may be all that there is.",
    ),
    patch("if v is zero, p is NaN", {ZERO: "False"}, hint="Ask before you divide, and raise ValueError."),
    patch(
        "if v is zero, p is zero",
        {REFUSED: "return np.zeros(len(v))"},
        hint="There is no line to project onto: raise ValueError.",
    ),
    patch(
        "u is asked for being zero, and v is not",
        {ZERO: "not np.any(u)"},
        hint="u = 0 has the shadow 0; it is v that must not be 0.",
    ),
    patch(
        "u = 0 is refused as well",
        {ZERO: "not np.any(v) or not np.any(u)"},
        hint="The shadow of 0 is 0: it is v that must not be 0.",
    ),
    patch(
        "u at right angles to v is refused",
        {ZERO: "abs(u @ v) <= 1e-12 * np.linalg.norm(u) * np.linalg.norm(v)"},
        hint="Then the shadow is 0: it is v that must not be 0.",
    ),
    patch(
        "a short v is taken for zero",
        {ZERO: "v @ v < 1e-12"},
        hint="Short is a matter of units: only the zero vector has no line.",
    ),
    patch(
        "a small number is added below",
        {"/ (v @ v)": "/ (v @ v + 1e-8)"},
        hint="For a short v that is all that stands there. The zero vector is asked for before.",
    ),
]

NUMBER = "it is a number"
EQUIVALENT = {
    "project_onto: u @ v → (u @ v).T": NUMBER,
    "project_onto: v @ v → (v @ v).T": NUMBER,
    "project_onto: u @ v → v @ u": "an inner product is symmetric",
    "project_onto: np.any(v) → np.any(v, axis=0)": "v has one axis",
}


@variant
def projection_matrix(u, v):
    if np.linalg.norm(v) == 0:
        raise ValueError("no line")
    P = np.outer(v, v) / np.dot(v, v)
    return P @ u


@variant
def along_the_unit_vector(u, v):
    length = np.sqrt(np.sum(v**2))
    if length == 0:
        raise ValueError("no line")
    unit = v / length
    return np.sum(u * unit) * unit


@variant
def loop(u, v):
    above, below = 0.0, 0.0
    for a, b in zip(u, v, strict=True):
        above += a * b
        below += b * b
    if below == 0.0:
        raise ValueError("no line")
    return np.array([above / below * b for b in v], dtype=float)


@variant
def least_squares(u, v):
    """The multiple of v that is nearest to u."""
    if all(b == 0 for b in v):
        raise ValueError("no line")
    size = np.abs(v).max()
    c = np.linalg.lstsq((v / size)[:, None], u, rcond=None)[0]
    return c[0] * (v / size)
