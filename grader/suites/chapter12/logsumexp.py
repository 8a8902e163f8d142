"""Checks, known bugs and variants of chapter12/logsumexp."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("L",),
    requires=("chapter09/softmax_rows",),
    minutes=20,
    hints=(
        "Take e^c out of the sum: log Σ e^z = c + log Σ e^(z − c). Which c is safe?",
        "c is the maximum of each line, with keepdims=True so that it lines up with Z.",
        "np.max, np.sum and np.squeeze all take an int, a tuple or None for axis.",
        "∞ − ∞ is NaN: where the maximum is infinite, take c = 0.",
    ),
)


@cases("shape", ((7, 5),), ((4, 4),), ((1, 5),), ((6,),))
def lines(rng, shape):
    return {"Z": rng.normal(1.0, 2.0, size=shape)}


@cases(
    "shape axis keepdims",
    ((4, 3), 0, False),
    ((3, 3), 0, False),
    ((4, 3), 1, True),
    ((3, 3), 0, True),
    ((2, 3, 4), 1, False),
    ((2, 3, 4), (0, 2), False),
    ((2, 3, 4), (-1, 0), True),
    ((2, 3, 4), None, False),
    ((3, 4), None, True),
    ((4, 1, 1), 0, False),
)
def axes(rng, shape, axis, keepdims):
    return {"Z": rng.normal(1.0, 2.0, size=shape), "axis": axis, "keepdims": keepdims}


@cases("n offset", (3, 1000), (3, -1000), (1, 1000), (4, -2e6), (2, 1e9), exact=True)
def huge(rng, n, offset):
    return {"Z": offset + rng.normal(size=n)}


@cases("n", 3, 6, exact=True)
def wide(rng, n):
    """A line from −1000 to 1000."""
    return {"Z": rng.permutation(np.linspace(-1000.0, 1000.0, n) + rng.normal(size=n))}


@cases("N K axis", (3, 5, -1), (4, 4, -1), (3, 4, 0), (3, 4, (0, 1)))
def apart(rng, N, K, axis):
    """Lines around 0, and lines thousands below: rows, columns, or tables."""
    Z = rng.normal(3.0, 1.0, size=(N, K)) - 2000.0 * (np.arange(N) % 2)[:, None]
    if axis == (0, 1):
        Z = np.stack([Z.T, Z.T])
    return {"Z": Z if axis == -1 else Z.T.copy() if axis == 0 else Z, "axis": axis}


@cases("what", "one −∞", "+∞", "two +∞", "+∞ and −∞", "a line of −∞ among others", "a line with +∞ among others")
def infinite(rng, what):
    z = rng.uniform(0.5, 3.0, size=4)
    if "+∞" in what:
        z[:2] = np.where((np.arange(2) == rng.integers(2)) | (what == "two +∞"), np.inf, z[:2])
    if "−∞" in what and "others" not in what:
        z[int(rng.integers(2, 4))] = -np.inf
    if "others" in what:
        line = np.full(4, -np.inf) if "of" in what else z
        z = np.array([rng.uniform(0.5, 3.0, size=4), line, rng.uniform(0.5, 3.0, size=4)])
    return {"Z": z}


shapes = shaped("There is a number for each line; where no axis is left, there is one number.", lines)
values = agrees("L is the logarithm of the sum of the exponentials, line by line.", lines, points=2)
along = agrees("It sums along any axis, several, or all, and keeps them if asked.", axes, points=2, needs=[values])
overflow = agrees("Numbers around 1000 or −1000 give numbers, not ∞.", huge, needs=[values])
far_apart = agrees("A line may reach from −1000 to 1000.", wide, needs=[values])
rows_apart = agrees("Lines that are thousands apart don't harm each other.", apart, by="entry", needs=[overflow])
at_infinity = agrees(
    "A line of −∞ only gives −∞, one with +∞ gives +∞, and a single −∞ adds nothing.",
    infinite,
    needs=[values],
)


@check(points=1, kind="property")
def soft_maximum(student, lines):
    """It moves along with Z, lies between max z and max z + log n, and may be taken in parts."""

    def moved(m, case):
        Z = case.Z
        parts = np.stack([m.logsumexp(Z[..., :2]), m.logsumexp(Z[..., 2:])], axis=-1)
        return m.logsumexp(Z), m.logsumexp(Z + 5.0), m.logsumexp(parts)

    for case, (L, shifted, merged) in student.each(moved, lines):
        assert_law("logsumexp(z + 5) = logsumexp(z) + 5", shifted, L + 5.0, what="L", where=case)
        assert_law("logsumexp of two parts' logsumexp = logsumexp", merged, L, what="L", where=case)
        top = case.Z.max(axis=-1)
        if np.any(top - 1e-9 > L) or np.any(top + np.log(case.Z.shape[-1]) + 1e-9 < L):
            fail("L does not lie between max z and max z + log n.", case)


hygiene = hygiene_of(lines)
SHIFT, SUM = "np.where(np.isfinite(top), top, 0.0)", "np.sum(np.exp(Z - shift), axis=axis, keepdims=True)"

BUGS = [
    patch("nothing is subtracted, so that large numbers overflow", {SHIFT: "0.0"}, hint="e^1000 is ∞: take c out."),
    patch(
        "the largest number of all lines is taken off",
        {"np.max(Z, axis=axis, keepdims=True)": "np.max(Z)"},
        hint="A line far below it is lost: each line has its own maximum.",
    ),
    patch(
        "of several axes, the largest number of all lines is taken off",
        {
            "np.max(Z, axis=axis, keepdims=True)": "np.max(Z, axis=None if isinstance(axis, tuple) else axis, keepdims=True)"
        },
        hint="What is left of several axes are still many lines, each with a maximum of its own.",
    ),
    patch(
        "along the first axis, the largest number of all lines is taken off",
        {"np.max(Z, axis=axis, keepdims=True)": "np.max(Z, axis=None if axis == 0 else axis, keepdims=True)"},
        hint="Each line has a maximum of its own, whichever axis it lies along.",
    ),
    patch(
        "the largest modulus is taken off",
        {"np.max(Z,": "np.max(np.abs(Z),"},
        hint="Numbers around −1000 are then at −2000, where all terms are 0: take off the maximum itself.",
    ),
    patch(
        "the maximum is not added again",
        {"shift + np.log(": "np.log("},
        hint="What was taken out comes back as a summand: c + log Σ e^(z − c).",
    ),
    patch(
        "a line of −∞ only becomes NaN",
        {SHIFT: "np.where(top == np.inf, 0.0, top)", 'over="ignore", ': 'invalid="ignore", over="ignore", '},
        hint="−∞ − (−∞) is NaN: with c = 0 such a line gives log 0 = −∞.",
    ),
    patch(
        "a line with +∞ becomes NaN",
        {SHIFT: "np.where(top == -np.inf, 0.0, top)", 'over="ignore", ': 'invalid="ignore", over="ignore", '},
        hint="∞ − ∞ is NaN: with c = 0 such a line gives log ∞ = ∞.",
    ),
    patch(
        "the numbers are summed, not their exponentials",
        {SUM: "np.exp(np.sum(Z - shift, axis=axis, keepdims=True))"},
        hint="The logarithm of a sum is not the sum of the logarithms.",
    ),
    patch(
        "the smallest number of a line is taken off",
        {"np.max(Z,": "np.min(Z,"},
        hint="What remains has to be 0 or below, so that e to its power is 1 at most.",
    ),
    patch(
        "the mean of a line is taken off",
        {"np.max(Z,": "np.mean(Z,"},
        hint="Its largest number may lie far above the mean: take the largest off.",
    ),
    patch("the mean of the exponentials is taken", {"np.sum(": "np.mean("}, hint="It is a sum: nothing divides it."),
    patch(
        "the logarithm has base 2",
        {"shift + np.log(": "shift + np.log2("},
        hint="The natural logarithm undoes e: np.log.",
    ),
    patch(
        "the maxima have kept their axis, and the sums have not: each is added to each",
        {
            "axis=axis, keepdims=True))": "axis=axis))",
            "L if keepdims else L.squeeze(axis=axis)": "L",
        },
        hint="(7, 1) and (7,) broadcast to (7, 7): keep the axes of both, and drop them in the end.",
    ),
    patch(
        "all axes of length 1 are dropped",
        {"L.squeeze(axis=axis)": "L.squeeze()"},
        hint="Only the axes that are summed over disappear: np.squeeze takes axis=.",
    ),
    patch(
        "keepdims is ignored",
        {"L if keepdims else L.squeeze(axis=axis)": "L.squeeze(axis=axis)"},
        hint="With keepdims=True the axes stay, with length 1.",
    ),
    patch(
        "the axes that are summed over always stay",
        {"L if keepdims else L.squeeze(axis=axis)": "L"},
        hint="Unless keepdims is set, they disappear.",
    ),
    patch(
        "the axis is ignored",
        {"    top = ": "    axis = -1\n    top = "},
        hint="The sum is taken along `axis`, which need not be the last.",
    ),
    patch(
        "a small number is added before the logarithm",
        {"np.log(np.sum(": "np.log(1e-6 + np.sum("},
        hint="The sum is at least 1: nothing needs protection.",
    ),
]

EQUIVALENT = {
    "logsumexp: np.where(np.isfinite(top), top, 0.0) → np.where(np.isfinite(top), top, 1)": "∞ − 1 is ∞",
    "logsumexp: np.where(np.isfinite(top), top, 0.0) → np.where(np.isfinite(top), top, 2)": "∞ − 2 is ∞",
    "logsumexp: shift + np.log(np.sum(np.exp(Z - shift), axis=axis, keepdims=True)) → "
    "top + np.log(np.sum(np.exp(Z - shift), axis=axis, keepdims=True))": "they differ where both give ∞, or both −∞",
}


@bug(
    "two that are +∞ become NaN",
    hint="log(e^a + e^b) = max + log(1 + e^−|a − b|), and ∞ − ∞ is NaN: of two that are equal, the difference is 0.",
)
def in_pairs(Z, axis=-1, keepdims=False):
    axes = tuple(range(Z.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = sorted(a % Z.ndim for a in axes)
    lines = np.moveaxis(Z, axes, range(len(axes))).reshape(-1, *np.delete(Z.shape, axes))
    L = lines[0]
    for z in lines[1:]:
        top, low = np.maximum(L, z), np.minimum(L, z)
        with np.errstate(invalid="ignore"):
            L = np.where(low == -np.inf, top, top + np.log1p(np.exp(low - top)))
    return np.expand_dims(L, tuple(axes)) if keepdims else L


@variant
def by_pairs(Z, axis=-1, keepdims=False):
    return np.logaddexp.reduce(Z, axis=axis, keepdims=keepdims)


@variant
def moved_to_the_end(Z, axis=-1, keepdims=False):
    axes = tuple(range(Z.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    axes = tuple(a % Z.ndim for a in axes)
    kept = [a for a in range(Z.ndim) if a not in axes]
    flat = np.transpose(Z, (*kept, *axes)).reshape(*[Z.shape[a] for a in kept], -1)
    c = flat.max(axis=-1)
    c = np.where(np.abs(c) == np.inf, 0.0, c)
    with np.errstate(all="ignore"):
        L = np.log(np.exp(flat - c[..., None]).sum(axis=-1)) + c
    return L.reshape([1 if a in axes else n for a, n in enumerate(Z.shape)]) if keepdims else L


@variant
def one_at_a_time(Z, axis=-1, keepdims=False):
    import math

    def join(a, b):
        low, high = min(a, b), max(a, b)
        return high if low == -math.inf or high == math.inf else high + math.log1p(math.exp(low - high))

    axes = range(Z.ndim) if axis is None else [a % Z.ndim for a in (axis if isinstance(axis, tuple) else (axis,))]
    L = np.full([1 if a in axes else n for a, n in enumerate(Z.shape)], -np.inf)
    for i in np.ndindex(Z.shape):
        place = tuple(0 if a in axes else j for a, j in enumerate(i))
        L[place] = join(float(L[place]), float(Z[i]))
    return L if keepdims else L.squeeze(axis=tuple(axes))
