"""Checks, known bugs and variants of chapter06/lp_norm."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("norm",),
    minutes=15,
    hints=(
        "What are the norms of (3, −4, 0) for p = 0, 1, 2 and ∞? Two of them need no powers at all.",
        "|x|⁰ is 1 for x = 0 as well: count what is not 0.",
        "With m = max |x|: m · (Σ (|x| / m)ᵖ)^(1/p). But m may be 0.",
        "Before all: if p is neither 0 nor ≥ 1, raise ValueError. NaN is neither.",
    ),
)


def entries(rng, n):
    """Draw numbers of both signs, from 0.5 to 5 in modulus."""
    signs = np.where(np.arange(n) % 2, -1, 1) * rng.choice((-1, 1))
    return rng.permutation(signs * rng.uniform(0.5, 5.0, size=n))


@cases("n p", (5, 1), (4, 2), (6, 3), (3, 2.5), (7, 1.5), (1, 3), (2, 7.0))
def vectors(rng, n, p):
    return {"x": entries(rng, n), "p": p}


@cases("n twice sign", (5, True, -1), (4, False, -1), (3, False, 1), (1, False, -1), (6, True, 1))
def limits(rng, n, twice, sign):
    """The largest modulus may be that of a negative number, and may be there twice."""
    x = entries(rng, n)
    x[0] = sign * rng.uniform(6.0, 9.0)
    if twice:
        x[-1] = -x[0]
    return {"x": x, "p": np.inf}


@cases("n kind p", (6, float, 0), (5, int, 0), (4, float, 0.0), (3, float, 0), (5, "far apart", 0), (3, "far apart", 0))
def counts(rng, n, kind, p):
    """Some are 0, and some are nearly; divided by others, they may vanish."""
    x = entries(rng, n) * 9
    x[:2] = 0.0, rng.integers(1, 5) if kind is int else 1e-9 * rng.uniform(1.0, 9.0)
    if kind == "far apart":
        x[1:3] *= 1e-180, 1e200
    return {"x": x.astype(int if kind is int else float), "p": p}


@cases("n p most", (4, 1, 50), (3, 3, 4_000_000), (4, 2, 4_000_000_000), (3, np.inf, 90))
def whole_numbers(rng, n, p, most):
    """Sums of squares and of cubes that do not fit into an int64."""
    return {"x": np.where(np.arange(n) % 2, -1, 1) * rng.integers(most * 3 // 4, most, size=n), "p": p}


@cases("n p", (4, 2), (5, 3), (3, 1.5), (4, 300), (3, 1), (4, np.inf))
def any_norm(rng, n, p):
    return {"x": entries(rng, n) * 20, "p": p}


@cases("n p", (3, 45), (4, 300), (5, 1000.0))
def ties(rng, n, p):
    """All moduli are the same, so that none of them can be left out."""
    return {"x": rng.uniform(1.0, 5.0) * np.where(np.arange(n) % 2, -1.0, 1.0), "p": p}


far = scaled(any_norm, x=1, scales=(-200, 0, 200), rows=6)

values = agrees("Moduli to the power p are added, and the pth root is taken: whole p and others.", vectors, points=2)
maximum = agrees("For p = ∞, it is the largest modulus.", limits)
nonzero = agrees("For p = 0, what is not 0 is counted, however small.", counts)
integers = agrees("Of integers it is a float, and no power wraps around.", whole_numbers, needs=[values, maximum])
alike = agrees("However large p is, moduli that are alike all count.", ties, needs=[values, maximum])
extremes = agrees("It is right for tiny numbers, for huge ones, and for large p.", far, needs=[values, maximum])


@check(points=1, kind="property")
def laws(student, any_norm, rng):
    """‖c x‖ = |c| ‖x‖ for every c, also 0; zeros beside x change nothing; no detour is shorter than the straight way."""

    def lengths(m, case, c, y):
        x, p = case.values()
        norms = [m.lp_norm(v, p) for v in (x, c * x, np.append(x, [0.0, 0.0]), y, x + y)]
        return norms, m.lp_norm(0.0 * x, p), m.lp_norm(0.0 * x, 0), m.lp_norm(x, 0), m.lp_norm(c * x, 0)

    for case in any_norm:
        c, y = -round(float(rng.uniform(2.0, 5.0)), 2), entries(rng, len(case.x)) * 20
        (one, times, padded, other, both), nothing, none, count, count_times = student.run(lengths, case, c, y)
        assert_law("‖c x‖ = |c| ‖x‖", times, abs(c) * one, what="norm", where=case)
        assert_law("‖0 x‖ = 0", nothing, 0.0, what="norm", where=case)
        assert_law("‖(x, 0, 0)‖ = ‖x‖", padded, one, what="norm", where=case)
        assert_law("‖0 x‖₀ = 0", none, 0.0, what="norm", where=case)
        assert_law("‖c x‖₀ = ‖x‖₀", count_times, count, what="norm", where=case)
        if both > (one + other) * (1 + 1e-9):
            fail(f"‖x + y‖ is {both:.6g}, more than ‖x‖ + ‖y‖, {one + other:.6g}: a detour is shorter.", case)


@check(points=1, kind="property")
def falling(student, vectors):
    """A larger p gives no larger norm: from p = 1 down to p = ∞."""
    ps = (1, 1.25, 2, 3, 8, 50, np.inf)
    for case, norms in student.each(lambda m, case: [m.lp_norm(case.x, p) for p in ps], vectors):
        for i in range(len(ps) - 1):
            if norms[i + 1] > norms[i] * (1 + 1e-9):
                text = (
                    f"The norm is {norms[i]:.6g} for p = {ps[i]}, and larger for p = {ps[i + 1]}: {norms[i + 1]:.6g}."
                )
                fail(text, case)


@check(points=1, kind="error", needs=[values])
def no_norm(student, vectors):
    """p between 0 and 1, a negative p and NaN raise ValueError."""
    for case in vectors[:3]:
        for p in (-1, -2.0, -np.inf, np.nan, 0.5, 0.99, 1e-3):
            raises(student, ValueError, lambda m, x=case.x, p=p: m.lp_norm(x, p), where=f"p = {p}")


hygiene = hygiene_of(vectors)

WRONG, SIZE = "not (p == 0 or p >= 1)", "np.abs(x.astype(np.float64))"
COUNT, ENDS = "float(np.count_nonzero(size))", "if largest == 0 or p == np.inf:\n        return largest\n"
SUM = "largest * float(np.sum((size / largest) ** p) ** (1 / p))"
ABOVE, BELOW = "if largest == 0 or p == np.inf:", "np.sum((size / largest) ** p)"

BUGS = [
    patch(
        "a large p is taken for ∞",
        {ABOVE: "if largest == 0 or p > 400:"},
        hint="‖(1, 1)‖ₚ is 2^(1/p), and not 1. Divided by the largest modulus, no power overflows, whatever p is.",
    ),
    patch(
        "signs are kept",
        {
            SIZE: "x.astype(np.float64)",
            SUM: SUM.replace("(size / largest) ** p", "np.sign(size) * np.abs(size / largest) ** p")
            .replace("np.sum(", "abs(np.sum(")
            .replace(" ** (1 / p))", ") ** (1 / p))"),
        },
        hint="Moduli are added: np.abs.",
    ),
    patch(
        "for p = ∞, the largest number is returned, not the largest modulus",
        {ABOVE: "if p == np.inf:\n        return float(x.max())\n    if largest == 0:"},
        hint="−9 is longer than 5: np.abs.",
    ),
    patch(
        "p = ∞ is replaced by p = 100",
        {ABOVE: "p = min(p, 100)\n    if largest == 0:"},
        hint="If two are equally large, that is off by 2^(1/100): take the maximum.",
    ),
    patch(
        "squares are added for every p",
        {BELOW: "np.sum((size / largest) ** 2)"},
        hint="|x| is raised to the power p.",
    ),
    patch("the root is a square root for every p", {"** (1 / p)": "** 0.5"}, hint="The pth root is the power 1/p."),
    patch("the root is missing", {SUM: "float(np.sum(size**p))"}, hint="At the end comes the power 1/p."),
    patch(
        "the power is missing",
        {"(size / largest) ** p)": "size / largest)"},
        hint="Each modulus is raised to the power p.",
    ),
    patch(
        "the powers are averaged",
        {BELOW: "np.mean((size / largest) ** p)"},
        hint="They are added: a mean would be another quantity.",
    ),
    patch(
        "the root is taken of each power before they are added",
        {SUM: "float(np.sum((size**p) ** (1 / p)))"},
        hint="First the sum, then the root.",
    ),
    patch(
        "for p = 0, |x|⁰ is added, which counts zeros as well",
        {COUNT: "float(np.sum(size**0))"},
        hint="0⁰ is 1 in NumPy: count what is not 0.",
    ),
    patch(
        "for p = 0, zeros are counted",
        {COUNT: "float(np.sum(size == 0))"},
        hint="What is not 0 is counted.",
    ),
    patch(
        "for p = 0, small numbers are not counted",
        {COUNT: "float(np.sum(size > 1e-8))"},
        hint="Only 0 itself is 0.",
    ),
    patch(
        "for p = 0, entries are counted after the division by the largest",
        {COUNT: "float(np.count_nonzero(size / (largest or 1.0)))"},
        hint="1e-200 / 1e200 is 0 in floats: count in x itself.",
    ),
    patch(
        "powers overflow, or vanish",
        {SUM: "float(np.sum(size**p) ** (1 / p))"},
        hint="1e200² is infinite: divide by the largest modulus first.",
    ),
    patch(
        "integers wrap around",
        {SIZE: "np.abs(x)", SUM: "float(np.sum(size**p) ** (1 / p)) if x.dtype.kind == 'i' else " + SUM},
        hint="Cubes of millions don't fit into an int64: make floats first.",
    ),
    patch(
        "the zero vector is divided by 0",
        {ABOVE: "if p == np.inf:"},
        hint="If the largest modulus is 0, so is the norm.",
    ),
    patch(
        "a small number is added below",
        {BELOW: "np.sum((size / (largest + 1e-12)) ** p)"},
        hint="Small numbers may be all that there is: look for 0 itself.",
    ),
    patch(
        "every p is let pass",
        {WRONG: "False"},
        hint="Below 1 there is no norm: ValueError, but for p = 0.",
    ),
    patch("p between 0 and 1 is let pass", {WRONG: "not p >= 0"}, hint="Below 1 there is no norm, but for p = 0."),
    patch("NaN is let pass", {WRONG: "p != 0 and p < 1"}, hint="No comparison with NaN holds: not (p >= 1) does."),
    patch("p = 0 is refused", {WRONG: "not p >= 1"}, hint="p = 0 counts what is not 0."),
    patch("p = 1 is refused", {WRONG: "not (p == 0 or p > 1)"}, hint="The sum of the moduli is a norm."),
]

ALL = "a vector has one axis"
ROOT = "1 to the power ∞ is 1, smaller powers are 0, and their sum to the power 1/∞ is 1: the largest modulus is left"
EQUIVALENT = {
    "lp_norm: largest == 0 or p == np.inf → largest == 0": ROOT,
    "lp_norm: p == np.inf → largest == np.inf": ROOT,
    "lp_norm: size.max() → size.max(axis=0)": ALL,
    "lp_norm: np.sum((size / largest) ** p) → np.sum((size / largest) ** p, axis=0)": ALL,
    "lp_norm: np.count_nonzero(size) → np.count_nonzero(x)": "x is 0 where its modulus is",
}
TOLERANT = {
    "laws": "how much shorter than the detour the straight way is, the triangle inequality does not say",
    "falling": "how far a norm falls, an inequality does not say",
}
VARYING = {"laws": "Whether a detour gets shorter depends on the vectors."}


@variant
def loop(x, p):
    if p != 0 and not 1 <= p <= np.inf:
        raise ValueError(f"no norm: {p}")
    moduli = [abs(float(v)) for v in x]
    if p == 0:
        return float(sum(v != 0 for v in moduli))
    m = max(moduli)
    if m == 0 or p == float("inf"):
        return m
    total = 0.0
    for v in moduli:
        total += (v / m) ** p
    return m * total ** (1.0 / p)


@variant
def of_numpy(x, p):
    if np.isnan(p) or p < 0 or 0 < p < 1:
        raise ValueError
    if p == 0:
        return np.linalg.norm(x != 0, 1)
    m = np.linalg.norm(x.astype(float), np.inf)
    return m if m == 0 else m * np.linalg.norm(x / m, p)


@variant
def logarithms(x, p):
    """log Σ |x|ᵖ by a sum of exponentials."""
    if not (p == 0 or p >= 1):
        raise ValueError("p")
    v = np.abs(x[x != 0].astype(float))
    if p == 0 or v.size == 0:
        return float(v.size)
    if np.isinf(p):
        return float(np.max(v))
    t = np.log(v)
    return float(np.exp(t.max() + np.log(np.sum(np.exp(p * (t - t.max())))) / p))
