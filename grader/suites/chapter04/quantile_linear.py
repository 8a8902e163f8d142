"""Checks, known bugs and variants of chapter04/quantile_linear."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("quantile",),
    requires=("chapter04/median",),
    minutes=15,
    hints=(
        "Take 1, 2, 4, 8. Where in the list is q = 0, where is q = 1, and where should q = 1/2 be?",
        "np.floor of the rank is the place before, np.ceil the place behind. How far from the one to the other is it?",
        "np.sort(x)[places] takes an array of places: no loop is needed for an array q. Only a number has to leave as one.",
        "All in one: np.interp((N - 1) * q, np.arange(N), np.sort(x)). What has to be refused before?",
    ),
)


def all_different(case):
    """No two values are equal, also to three digits: what drops repeats drops nothing here."""
    return len(np.unique(case.x)) == len(case.x)


@cases("N", 7, 4, 10, 2, 1, fit=all_different)
def one_share(rng, N):
    return {"x": rng.normal(size=N), "q": rng.uniform(0.05, 0.95)}


@cases("N shape", (7, (4,)), (4, (2, 3)), (5, (1,)), (6, (3, 1)), exact="q", fit=all_different)
def many_shares(rng, N, shape):
    return {"x": rng.normal(size=N), "q": rng.uniform(0.02, 0.98, size=shape)}


@cases("N", 6, 5)
def whole_numbers(rng, N):
    return {"x": rng.choice(np.arange(-40, 40), size=N, replace=False), "q": rng.uniform(0.1, 0.9)}


@cases("N", 9, 6)
def repeated(rng, N):
    """A third of the values are the same; without the repeats, every quantile between is elsewhere."""
    x = rng.normal(size=N)
    x[: N // 3 + 1] = x.min() - 1.0
    return {"x": rng.permutation(x), "q": rng.uniform(0.55, 0.85)}


far_out = scaled(one_share, x=1)

values = agrees("At one share: between two places it is as far along as the rank is.", one_share, points=2)
arrays = agrees("At many shares: the quantiles have the shape of q.", many_shares, needs=[values])
integers = agrees("Of integers, too, quantiles are floats.", whole_numbers, needs=[values])
repeats = agrees("Values that are repeated count as often as they occur.", repeated, needs=[values])
extremes = agrees("They are right for tiny numbers and for huge ones.", far_out, by="entry", needs=[values])


@check(points=1, kind="property")
def landmarks(student, one_share):
    """q = 0 is the smallest value, q = 1 the largest, q = 1/2 the median; with −x for x, 1 − q takes the place of q."""

    def at_landmarks(m, case):
        quantile = m.quantile_linear
        return [quantile(case.x, q) for q in (0, 0.0, 0.5, 1.0, 1)], [quantile(-case.x, q) for q in (1, 0.9, 0.6)]

    for case, (found, turned) in student.each(at_landmarks, one_share):
        size = float(np.abs(case.x).max())
        known = np.array([case.x.min(), case.x.min(), np.median(case.x), case.x.max(), case.x.max()])
        law = "the quantiles of 0, 1/2 and 1 are the smallest value, the median and the largest"
        assert_law(law, np.array(found), known, scale=size, where=case)
        mirror = -np.quantile(case.x, [0.0, 0.1, 0.4])
        assert_law("quantile(−x, q) = −quantile(x, 1 − q)", np.array(turned), mirror, scale=size, where=case)


@check(points=1, kind="error")
def refused(student, rng):
    """An empty sample raises ValueError, and so does a share below 0 or above 1, alone or among others."""
    x = rng.integers(1, 90, size=5) / 4
    bad = {
        "x is empty": (np.array([]), 0.5),
        "q is −0.001": (x, -0.001),
        "q is 1.001": (x, 1.001),
        "q is [0.5, 1.25]": (x, np.array([0.5, 1.25])),
        "q is [−0.25, 0.5]": (x, np.array([-0.25, 0.5])),
        "q is [0.5, −0.25]": (x, np.array([0.5, -0.25])),
    }
    for where, (x, q) in bad.items():
        raises(student, ValueError, lambda m, x=x, q=q: m.quantile_linear(x, q), where=where)


hygiene = hygiene_of(many_shares)

SORTED, RANK = "np.sort(x)", "(len(x) - 1) * shares"
BELOW, ABOVE = "np.floor(rank).astype(int)", "np.ceil(rank).astype(int)"
RESULT = "ordered[below] + (rank - below) * (ordered[above] - ordered[below])"
EMPTY, OUTSIDE = "len(x) == 0 or ", "((shares < 0) | (shares > 1)).any()"
GUARD = f"if {EMPTY}{OUTSIDE}:"

BUGS = [
    patch(
        "it is sorted(x)[int(q N)]",
        {RESULT: "1.0 * ordered[(len(x) * shares).astype(int)]"},
        hint="The rank is (N − 1) q, and between two places the quantile lies between two values.",
    ),
    patch(
        "the rank is N q",
        {RANK: "np.minimum(len(x) * shares, len(x) - 1)"},
        hint="Places run from 0 to N − 1, so q = 1 has to be N − 1.",
    ),
    patch(
        "the rank is (N + 1) q, counted from 1",
        {RANK: "np.clip((len(x) + 1) * shares - 1, 0, len(x) - 1)"},
        hint="That is another of the nine conventions: here the rank is (N − 1) q, counted from 0.",
    ),
    patch(
        "the nearest rank is taken",
        {RESULT: "1.0 * ordered[np.round(rank).astype(int)]"},
        hint="Between two places the quantile lies between two values, as far along as the rank.",
    ),
    patch(
        "the place below is taken",
        {RESULT: "1.0 * ordered[below]"},
        hint="Between two places the quantile lies between two values, as far along as the rank.",
    ),
    patch(
        "the place above is taken",
        {RESULT: "1.0 * ordered[above]"},
        hint="Between two places the quantile lies between two values, as far along as the rank.",
    ),
    patch(
        "between two places, the middle is taken",
        {RESULT: "(ordered[below] + ordered[above]) / 2"},
        hint="r − k is how far along the quantile is, not always a half.",
    ),
    patch(
        "the weights of the two places are exchanged",
        {RESULT: "ordered[above] + (rank - below) * (ordered[below] - ordered[above])"},
        hint="Close to k, the value at k counts most.",
    ),
    patch("x is not sorted", {SORTED: "x"}, hint="Ranks are places in the sorted sample: np.sort(x)."),
    patch(
        "x itself is sorted",
        {f"ordered = {SORTED}": "x.sort()\n    ordered = x"},
        hint="x belongs to the caller: np.sort(x) makes a copy.",
    ),
    patch(
        "it is sorted from large to small",
        {SORTED: "np.sort(x)[::-1]"},
        hint="q = 0 is the smallest value.",
    ),
    patch(
        "repeated shares are dropped, and the others sorted",
        {"shares = np.asarray(q, dtype=np.float64)": "shares = np.unique(q) if np.ndim(q) else np.asarray(q)"},
        hint="Quantiles stand where their shares stand, in the shape of q.",
    ),
    patch(
        "q is taken for a percentage",
        {RANK: "(len(x) - 1) * shares / 100"},
        hint="q goes from 0 to 1.",
    ),
    patch(
        "q may only be a number",
        {"np.asarray(q, dtype=np.float64)": "np.float64(float(np.squeeze(q)))"},
        hint="float(q) and if q < 0 want one number: write it for arrays, np.any(q < 0).",
    ),
    patch(
        "many shares come back in one row",
        {"quantiles if shares.ndim": "quantiles.ravel() if shares.ndim"},
        hint="Quantiles have the shape of q.",
    ),
    patch(
        "a number comes back as an array of one",
        {"float(quantiles)": "np.array([quantiles])"},
        hint="For a number q the quantile is a number.",
    ),
    patch(
        "of integers, quantiles are cut to integers",
        {RESULT: f"({RESULT}).astype(x.dtype).astype(float)"},
        hint="Between two whole numbers lie others: quantiles are floats.",
    ),
    patch(
        "quantiles are rounded to nine decimals",
        {RESULT: f"np.round({RESULT}, 9)"},
        hint="Round when you print, and not before: small numbers may be all that there is.",
    ),
    patch(
        "a share outside of 0 to 1 is moved to the nearer end",
        {GUARD: f"shares = np.clip(shares, 0, 1)\n    if {EMPTY}False:"},
        hint="There is no such quantile: raise ValueError.",
    ),
    patch(
        "a negative share counts from the end",
        {OUTSIDE: "(shares > 1).any()"},
        hint="Negative places count from the end without a word: raise ValueError for a q below 0.",
    ),
    patch(
        "a share above 1 is let pass among others",
        {OUTSIDE: "((shares < 0) | (shares > 1)).all()"},
        hint="One wrong share is enough: any, not all.",
    ),
    patch(
        "an empty x gives NaN",
        {GUARD: f"if not len(x):\n        return np.full(shares.shape, np.nan)[()]\n    if {OUTSIDE}:"},
        hint="There are no quantiles of nothing: raise ValueError.",
    ),
    patch(
        "the rank is N q, counted from 1",
        {RANK: "np.clip(len(x) * shares - 1, 0, len(x) - 1)"},
        hint="That is another of the nine conventions: here the rank is (N − 1) q, counted from 0.",
    ),
    patch(
        "the rank is rounded to the nearest place, and it goes on from there",
        {BELOW: "np.rint(rank).astype(int)", ABOVE: "np.minimum(below + 1, len(x) - 1)"},
        hint="k is the place below, ⌊r⌋. From 1.7 to 2 is no way back along the step behind 2.",
    ),
    patch(
        "the two places are weighted with q itself",
        {
            BELOW: "np.minimum(np.floor(rank).astype(int), max(len(x) - 2, 0))",
            ABOVE: "np.minimum(below + 1, len(x) - 1)",
            RESULT: "ordered[below] * (1 - shares) + ordered[above] * shares",
        },
        hint="How far r is between its two places decides, r − k; q is how far it is along the whole sample.",
    ),
    patch(
        "the value above is taken from x as it came",
        {"(ordered[above] - ordered[below])": "(x[above] - ordered[below])"},
        hint="Both neighbours are those in the sorted sample.",
    ),
    patch(
        "the place above is looked up even where q is 1, and none is there",
        {ABOVE: "below + 1"},
        hint="At the last place there is no next one: np.minimum(below + 1, N − 1), or np.ceil of the rank.",
    ),
    patch(
        "0 and 1 are refused as shares",
        {OUTSIDE: "((shares <= 0) | (shares >= 1)).any()"},
        hint="The quantile of 0 is the smallest value, that of 1 the largest.",
    ),
    patch(
        "an array of one share comes back as a number",
        {
            "quantiles if shares.ndim else float(quantiles)": "quantiles if shares.size > 1 else float(quantiles.squeeze())"
        },
        hint="Quantiles have the shape of q, also if there is only one: ask for the axes of q, and not for its size.",
    ),
    patch(
        "the rank is N q − 1/2",
        {RANK: "np.clip(len(x) * shares - 0.5, 0, len(x) - 1)"},
        hint="That is another of the nine conventions: here the rank is (N − 1) q, counted from 0.",
    ),
    patch(
        "the rank is (N + 1/3) q − 2/3",
        {RANK: "np.clip((len(x) + 1 / 3) * shares - 2 / 3, 0, len(x) - 1)"},
        hint="That is another of the nine conventions: here the rank is (N − 1) q, counted from 0.",
    ),
    patch(
        "it is the first value that a share q of the sample does not exceed",
        {RESULT: "1.0 * ordered[np.maximum(np.ceil(len(x) * shares).astype(int) - 1, 0)]"},
        hint="That is another of the nine conventions, without any value in between: here the rank is (N − 1) q, and it is "
        "interpolated.",
    ),
    patch(
        "it is a share q of the way from the smallest value to the largest",
        {RESULT: "ordered[0] + shares * (ordered[-1] - ordered[0])"},
        hint="q is a share of the sample, and not of its range: go to the rank (N − 1) q, and take the values around it.",
    ),
    patch(
        "repeated values count once",
        {"ordered = np.sort(x)\n": "ordered = np.unique(x)\n", RANK: "(len(ordered) - 1) * shares"},
        hint="A value counts as often as it occurs: np.sort(x) keeps repeats.",
    ),
    patch(
        "a share above 1 is taken for a percentage",
        {f"if {EMPTY}{OUTSIDE}:": f"if (shares > 1).any():\n        shares = shares / 100\n    if {EMPTY}{OUTSIDE}:"},
        hint="q is a share, from 0 to 1: raise ValueError above 1.",
    ),
    patch(
        "shares are sorted before",
        {"np.asarray(q, dtype=np.float64)": "np.sort(np.asarray(q, dtype=np.float64), axis=None).reshape(np.shape(q))"},
        hint="Quantiles stand where their shares stand: only x is sorted.",
    ),
    patch(
        "only the first share is looked at before it is refused",
        {
            OUTSIDE: "not 0 <= shares.flat[0] <= 1",
            "    ordered = ": "    shares = np.clip(shares, 0, 1)\n    ordered = ",
        },
        hint="A wrong share may stand anywhere: np.any(q < 0) or np.any(q > 1).",
    ),
    patch(
        "shares a little below 0 or above 1 are let pass",
        {
            OUTSIDE: "((shares < -0.01) | (shares > 1.01)).any()",
            "    ordered = ": "    shares = np.clip(shares, 0, 1)\n    ordered = ",
        },
        hint="0 and 1 are the ends, without a margin: raise ValueError for what is below or above.",
    ),
    patch(
        "where the rank is a whole number, the quantile is 0",
        {RESULT: "(above - rank) * ordered[below] + (rank - below) * ordered[above]"},
        hint="There, the places below and above are one and the same, and both weights are 0: take 1 − (r − k) for the weight "
        "of the place below.",
    ),
]

EQUIVALENT = {
    "quantile_linear: shares.ndim → True": "a number of NumPy's is a number, too",
    "quantile_linear: np.floor(rank) → rank": "made an integer, a positive number loses what is behind the point",
}


@variant
def interpolated(x, q):
    if x.size == 0 or np.any(np.asarray(q) < 0) or np.any(np.asarray(q) > 1):
        raise ValueError("quantiles need a sample, and shares from 0 to 1")
    return np.interp(np.multiply(q, x.size - 1), np.arange(x.size), np.sort(x))


@variant
def share_by_share(x, q):
    if isinstance(q, np.ndarray):
        return np.array([share_by_share(x, float(share)) for share in q.ravel()]).reshape(q.shape)
    values = sorted(x.tolist())
    if not values or not 0 <= q <= 1:
        raise ValueError
    k = min(int((len(values) - 1) * q), max(len(values) - 2, 0))
    t = (len(values) - 1) * q - k
    return (1 - t) * values[k] + t * values[min(k + 1, len(values) - 1)]


@variant
def of_numpy(x, q):
    if not len(x):
        raise ValueError("empty")
    return np.quantile(x.astype(float), q)
