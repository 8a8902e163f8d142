"""Checks, known bugs and variants of chapter08/critical_point_type."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("kind",),
    requires=("chapter08/hessian_numeric",),
    minutes=20,
    hints=(
        "Look at the gradient first. It may be below zero in an entry, or cancel in a sum.",
        "np.linalg.eigvalsh(H) gives all eigenvalues of a symmetric matrix.",
        "Count those above tol · max|λ| and those below −tol · max|λ|. What is neither is zero.",
        "Ask for the saddle before anything else: a zero beside + and − changes nothing.",
    ),
)

ZERO = 1e-10


def hessian(rng, eigenvalues):
    """Return a symmetric matrix with these eigenvalues, and eigenvectors at random."""
    n = len(eigenvalues)
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    H = Q @ np.diag(eigenvalues) @ Q.T
    return (H + H.T) / 2


def flat(rng, n):
    """Return a gradient that is zero but for rounding."""
    return 1e-12 * rng.normal(size=n)


def eigenvalues(rng, signs):
    """Draw different eigenvalues with these signs; for 0 there is 1e-10, of either sign in turn."""
    n = len(signs)
    sizes = rng.permutation(np.arange(1, n + 1)) * rng.uniform(0.6, 0.9)
    return np.array(
        [
            sign * size if sign else (-1) ** k * ZERO * size
            for k, (sign, size) in enumerate(zip(signs, sizes, strict=True))
        ]
    )


REGULAR = ((1, 1), (-1, -1), (1, -1), (1, 1, 1), (-1, -1, -1), (1, -1, -1), (1, 1, -1), (1,), (-1,), (1, 1, -1, -1))
WITH_ZEROS = ((1, 0), (-1, 0), (0, 1, -1), (1, 0, 1), (0, -1, -1), (-1, 0, -1), (1, 0, -1, 0), (0, 1, 0))


@cases("signs", *[(signs,) for signs in (*REGULAR, (-1, -1, -1, -1))], exact=True)
def regular(rng, signs):
    """No eigenvalue is zero; with three and more, the determinant says little."""
    return {"g": flat(rng, len(signs)), "H": hessian(rng, eigenvalues(rng, signs))}


TRAPS = {
    "a saddle with a positive diagonal": lambda a, b: [[a, a + b], [a + b, a]],
    "a saddle with a negative diagonal": lambda a, b: [[-a, a + b], [a + b, -a]],
    "a saddle with zeros on the diagonal": lambda a, b: [[0, b], [b, 0]],
    "a minimum with negative entries": lambda a, b: [[2 * a + b, -a, 0], [-a, 2 * a + b, -a], [0, -a, 2 * a + b]],
    "a maximum with positive entries": lambda a, b: [[-a - b, a], [a, -a - b]],
    "the trace is zero": lambda a, b: [[a, 0], [0, -a]],
    "all entries equal": lambda a, b: [[a, a], [a, a]],
    "the leading minors are zero": lambda a, b: [[0, 0], [0, -a]],
    "no curvature at all": lambda a, b: [[0, 0], [0, 0]],
    "no curvature, for n = 1": lambda a, b: [[0]],
}


@cases("where", *TRAPS)
def traps(rng, where):
    a, b = rng.integers(2, 9, size=2)
    H = np.array(TRAPS[where](a, b), dtype=float)
    return {"g": flat(rng, len(H)), "H": H}


@cases("signs", *[(signs,) for signs in WITH_ZEROS], exact=True)
def with_zeros(rng, signs):
    """Zero is 1e-10 beside numbers near 1, now above and now below."""
    return {"g": flat(rng, len(signs)), "H": hessian(rng, eigenvalues(rng, signs))}


@cases(
    "g signs",
    ("one entry below 0", (1, 1)),
    ("one entry above 0", (-1, -1, -1)),
    ("of sum 0", (1, -1)),
    ("small", (1, 1, 1)),
    ("of rounding", (-1, -1)),
    ("of rounding", (1, 1, 1)),
    ("small in every entry", (1, 1, 1, 1, 1, 1)),
    ("small in every entry", (-1, -1, -1)),
    exact=True,
)
def slopes(rng, g, signs):
    """Points that are critical, and others that are not, whatever the Hessian says."""
    n = len(signs)
    size, gradient = rng.uniform(0.5, 2.0), np.zeros(n)
    if g == "one entry below 0":
        gradient[-1] = -size
    elif g == "one entry above 0":
        gradient[1] = size
    elif g == "of sum 0":
        gradient[0], gradient[1] = size, -size
    elif g == "small":
        gradient[0] = 1e-5 * size
    elif g == "small in every entry":  # than tol, 1e-8: the length of six is not, nor the sum of three
        gradient = rng.uniform(4.3e-9, 4.9e-9, size=n) * (-1.0) ** np.arange(n)
    else:
        gradient = 1e-10 * rng.normal(size=n)
    return {"g": gradient, "H": hessian(rng, eigenvalues(rng, signs))}


@cases(
    "signs size",
    *[(signs, size) for size in (1e-20, 3e12) for signs in ((1, 1), (-1, -1, -1), (1, -1, -1), (1, 0), (0, -1, -1))],
    exact=True,
)
def units(rng, signs, size):
    """Functions in tiny and in huge units."""
    return {"g": np.zeros(len(signs)), "H": size * hessian(rng, eigenvalues(rng, signs))}


@cases("signs", ((1, 1, 1),), ((1, 1, -1),), ((-1, -1, -1),), exact=True)
def measured(rng, signs):
    """Eigenvalues that coincide, and digits that differ between H[i, j] and H[j, i]."""
    noise = 1e-11 * rng.normal(size=(3, 3))
    return {"g": flat(rng, 3), "H": rng.uniform(0.5, 2.0) * np.diag(np.array(signs, dtype=float)) + noise - noise.T}


@cases(
    "n g ratio tol",
    (2, 1e-4, 0.5, 1e-2),
    (2, 1e-12, 1e-3, 1e-2),
    (2, 1e-3, 1e-3, 1e-5),
    (2, 0.0, 1e-3, 1e-5),
    (2, 0.0, -1e-3, 1e-2),
    (2, 0.0, -1e-3, 1e-5),
    (2, 0.0, 1e-7, 1e-9),
    (2, 0.0, -1e-7, 1e-9),
    (5, 0.0, 4e-3, 1e-2),
    (5, 2.5e-3, 0.5, 1e-3),
    exact=True,
)
def other_tolerances(rng, n, g, ratio, tol):
    """All eigenvalues but one are about `ratio` of it, on one side of the tolerance or on the other."""
    gradient, λ = np.zeros(n), ratio * np.linspace(0.8, 1.0, n)
    gradient[-1], λ[0] = -g, 1.0
    return {"g": gradient, "H": hessian(rng, rng.uniform(0.5, 2.0) * λ), "tol": tol}


kinds = agrees("The signs of the eigenvalues tell minimum, maximum and saddle, for n = 1 to 4.", regular, points=2)
tricks = agrees("It is the eigenvalues that decide, and not the diagonal, the trace or single entries.", traps)
zeros = agrees("A zero eigenvalue makes a point degenerate, but a saddle stays one.", with_zeros, points=2)
gradients = agrees("Where the gradient is not zero, the point is not critical.", slopes)
any_unit = agrees("The unit of f does not matter.", units)
noisy = agrees("H may be symmetric up to rounding only, with eigenvalues that coincide.", measured)
tolerance = agrees("tol decides what is zero, for the gradient and for the eigenvalues.", other_tolerances)

hygiene = hygiene_of(regular, needs=[kinds])

VARYING = {"kinds": "The diagonal of a saddle has both signs or not, as its eigenvectors are."}
EQUIVALENT = {
    f"critical_point_type: {vector}.{reduction}() → {vector}.{reduction}(axis=0)": "A vector has one axis."
    for vector, reduction in (
        ("np.abs(g)", "max"),
        ("np.abs(eigenvalues)", "max"),
        ("up", "any"),
        ("down", "any"),
        ("up", "all"),
        ("down", "all"),
    )
}
EQUIVALENT["critical_point_type: np.abs(g).max() > tol → np.abs(g).max() >= tol"] = "No entry of g is so near to tol."

TEST, LIMIT = "np.abs(g).max() > tol", "tol * np.abs(eigenvalues).max()"
BUGS = [
    patch(
        "eigenvalues count as zero far above tol",
        {LIMIT: "max(tol, 1e-6) * np.abs(eigenvalues).max()"},
        hint="tol is used as it is handed over, however small.",
    ),
    patch(
        "the trace decides",
        {"eigenvalues = np.linalg.eigvalsh(H)": "eigenvalues = np.full(len(H), np.trace(H))"},
        hint="The trace is the sum of the eigenvalues: look at each of them.",
    ),
    patch(
        "the diagonal takes the place of the eigenvalues",
        {"np.linalg.eigvalsh(H)": "np.diag(H)"},
        hint="The diagonal holds the curvature along the axes alone.",
    ),
    patch(
        "minimum and maximum are exchanged",
        {'return "min"': 'return "max"', 'return "max" if': 'return "min" if'},
        hint="Where all eigenvalues are positive, every way leads up.",
    ),
    patch(
        "a zero eigenvalue is taken for a minimum",
        {"if up.all():": "if not down.any():"},
        hint="With a zero among them, second derivatives don't decide: degenerate.",
    ),
    patch(
        "a zero eigenvalue is taken for a maximum",
        {"if down.all()": "if not up.any()"},
        hint="With a zero among them, second derivatives don't decide: degenerate.",
    ),
    patch(
        "a saddle with a zero eigenvalue is called degenerate",
        {"if up.any() and down.any():": "if up.any() and down.any() and np.all(up | down):"},
        hint="A way up and a way down make a saddle, whatever the others are.",
    ),
    patch("zero means exactly zero", {LIMIT: "0.0"}, hint="A zero eigenvalue comes out as 1e-16, with either sign."),
    patch(
        "tol is not relative to the largest eigenvalue",
        {LIMIT: "tol"},
        hint="In other units all eigenvalues are tiny, and none of them is zero.",
    ),
    patch(
        "tol is relative to the largest eigenvalue with its sign",
        {LIMIT: "tol * eigenvalues.max()"},
        hint="If all are negative, that limit is, too: take the largest modulus.",
    ),
    patch(
        "tol is relative to the smallest eigenvalue",
        {LIMIT: "tol * np.abs(eigenvalues).min()"},
        hint="Relative to the largest modulus.",
    ),
    patch("tol is ignored for eigenvalues", {LIMIT: "1e-8 * np.abs(eigenvalues).max()"}, hint="tol is an argument."),
    patch("tol is ignored for the gradient", {TEST: "np.abs(g).max() > 1e-8"}, hint="tol is an argument."),
    patch(
        "the gradient is not looked at", {TEST: "False"}, hint="If the gradient is not zero, the point is not critical."
    ),
    patch("the gradient must be exactly zero", {TEST: "np.any(g != 0)"}, hint="tol says what is as good as zero."),
    patch("a negative gradient is taken for zero", {TEST: "g.max() > tol"}, hint="Take moduli: |g[i]| > tol."),
    patch(
        "entries of the gradient may cancel",
        {TEST: "abs(g.sum()) > tol"},
        hint="Every entry has to be zero, not their sum.",
    ),
    patch(
        "the length of the gradient is held against tol",
        {TEST: "np.linalg.norm(g) > tol"},
        hint="Every entry by itself: |g[i]| ≤ tol. The length of many small entries may be above tol.",
    ),
    patch(
        "the moduli of the gradient are added before they are held against tol",
        {TEST: "np.abs(g).sum() > tol"},
        hint="Every entry by itself: |g[i]| ≤ tol. The sum of many small entries may be above tol.",
    ),
    patch(
        "all entries of the gradient must be above tol",
        {TEST: "np.abs(g).min() > tol"},
        hint="One entry that is not zero is enough.",
    ),
]


@bug("the determinant decides as for n = 2", hint="For n = 3 two minus signs hide in the determinant: look at all λ.")
def determinant(g, H, tol=1e-8):
    if np.abs(g).max() > tol:
        return "not critical"
    D = np.linalg.det(H / (np.abs(H).max() or 1.0))
    if abs(D) <= tol:
        return "degenerate"
    if D < 0:
        return "saddle"
    return "min" if H[0, 0] > 0 else "max"


@bug(
    "leading minors decide, where they are zero as well",
    hint="Minors tell a minimum and a maximum. With a zero among them they tell nothing: take eigenvalues.",
)
def minors(g, H, tol=1e-8):
    if np.abs(g).max() > tol:
        return "not critical"
    A = H / (np.abs(H).max() or 1.0)
    D = [np.linalg.det(A[:k, :k]) for k in range(1, len(A) + 1)]
    if any(abs(d) <= tol for d in D):
        return "degenerate"
    if all(d > 0 for d in D):
        return "min"
    return "max" if all((-1) ** k * d > 0 for k, d in enumerate(D, 1)) else "saddle"


@bug(
    "H is not taken to be symmetric",
    hint="eigvals may return complex numbers for H with rounding errors: eigvalsh knows that H is symmetric.",
)
def complex_numbers(g, H, tol=1e-8):
    if np.abs(g).max() > tol:
        return "not critical"
    values = np.linalg.eigvals(H).tolist()
    limit = tol * max(abs(value) for value in values)
    positive, negative = sum(value > limit for value in values), sum(value < -limit for value in values)
    if positive and negative:
        return "saddle"
    return "min" if positive == len(H) else "max" if negative == len(H) else "degenerate"


@variant
def counted_signs(g, H, tol=1e-8):
    if any(abs(slope) > tol for slope in g):
        return "not critical"
    values = [float(value) for value in np.linalg.eigvalsh(0.5 * (H + H.T))]
    size = max(map(abs, values))
    positive = sum(value > tol * size for value in values)
    negative = sum(value < -tol * size for value in values)
    if positive and negative:
        return "saddle"
    if positive == len(values):
        return "min"
    if negative == len(values):
        return "max"
    return "degenerate"


@variant
def signs(g, H, tol=1e-8):
    if np.linalg.norm(g, np.inf) > tol:
        return "not critical"
    values = np.linalg.eigh(H)[0]
    found = set(np.where(np.abs(values) <= tol * np.max(np.abs(values)), 0.0, np.sign(values)).tolist())
    if {1.0, -1.0} <= found:
        return "saddle"
    return {frozenset({1.0}): "min", frozenset({-1.0}): "max"}.get(frozenset(found), "degenerate")


@variant
def smallest_and_largest(g, H, tol=1e-8):
    if not (np.abs(g) <= tol).all():
        return "not critical"
    values = np.sort(np.linalg.eigvals((H + H.T) / 2).real)
    low, high = values[0], values[-1]
    zero = tol * max(-low, high)
    if low < -zero and high > zero:
        return "saddle"
    if low > zero:
        return "min"
    return "max" if high < -zero else "degenerate"
