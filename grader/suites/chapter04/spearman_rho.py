"""Checks, known bugs and variants of chapter04/spearman_rho."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("rho",),
    requires=("chapter04/pearson_r",),
    minutes=15,
    hints=(
        "Write the values 30, 10, 40, 20 in a row and their ranks below. Then two that are equal: which ranks do they take "
        "up together?",
        "How many values are smaller than this one, and how many are equal? The rank can be counted.",
        "rank = smaller + (equal + 1) / 2, with smaller = np.sum(x < x[:, None], axis=1) and equal alike.",
        "Then it is Pearson's coefficient. If a deviation of ranks is 0 everywhere, return NaN.",
    ),
)


def ranks_of(x):
    return np.sum(x < x[:, None], axis=1) + (np.sum(x == x[:, None], axis=1) + 1) / 2


def uneven(case):
    """ρ is neither close to 0 nor to 1, and not what the values themselves give."""
    rho = np.corrcoef(ranks_of(case.x), ranks_of(case.y))[0, 1]
    return 0.05 < abs(rho) < 0.99 and abs(rho - np.corrcoef(case.x, case.y)[0, 1]) > 1e-3


@cases("N", 8, 5, 6, 4, fit=uneven)
def pairs(rng, N):
    """No ties: a permutation, stretched."""
    x, y = 1.0 + rng.permutation(N), 1.0 + rng.permutation(N)
    return {"x": np.round(x**2.5, 1), "y": np.round(np.sqrt(y) * rng.uniform(2.0, 5.0), 2)}


def tied(case):
    rho = np.corrcoef(ranks_of(case.x), ranks_of(case.y))[0, 1]
    return 0.05 < abs(rho) < 0.99


def not_alike_at_the_ends(case):
    return tied(case) and all(z[0] not in (z[1], z[-1]) for z in (case.x, case.y))


@cases("N most", (8, "small"), (7, "small"), (8, "large"), fit=not_alike_at_the_ends)
def ties(rng, N, most):
    """Pairs and triples of equal values, in x and in y: among the smallest, or among the largest."""
    x = rng.permutation([-2, -2, 1, 1, 1, 3, 4, 5][:N]) / 4
    y = rng.permutation([7, 7, 7, 8, 9, 9, 12, 15][:N]) / 2
    return {"x": x, "y": y} if most == "small" else {"x": 3.0 - x, "y": 12.0 - y}


@cases("N", 9, 6, fit=not_alike_at_the_ends)
def whole_numbers(rng, N):
    return {"x": rng.permutation(np.arange(N) // 2 * 7), "y": rng.permutation(np.arange(N) * 3 - 8)}


@cases("constant", "x", "y", "both")
def one_constant(rng, constant):
    x, y = rng.normal(size=(2, 7))
    c, d = rng.uniform(0.1, 1.0, size=2)
    return {"x": np.full(7, c) if constant != "y" else x, "y": np.full(7, d) if constant != "x" else y}


@cases("N odd which", *((N, odd, which) for which in "xy" for N, odd in ((6, 0), (5, 2), (7, -1))), fit=tied)
def nearly_constant(rng, N, odd, which):
    """All entries of x or of y are equal, but for the first, one in between, or the last."""
    still, other = all_but_one(rng, N, odd), 1.0 * rng.permutation(N)
    return {"x": still, "y": other} if which == "x" else {"x": other, "y": still}


far_out = scaled(pairs, x=1, y=1)

values = agrees("ρ is Pearson's coefficient of the ranks.", pairs, points=2)
shared = agrees("Equal values share the mean of their ranks.", ties, points=2)
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[values, shared])
constants = agrees("If x or y is constant, ρ is NaN.", one_constant, needs=[values])
nearly = agrees(
    "If a single entry differs from all others, nothing is constant.", nearly_constant, needs=[values, shared]
)
extremes = agrees("Values that differ are told apart, however small or large they are.", far_out, needs=[values])


@check(points=1, kind="property")
def order_alone(student, pairs):
    """Increasing functions leave ρ as it is, decreasing ones turn its sign; a growing y gives 1, a falling one −1."""

    def moved(m, case):
        x, y = case.x, case.y
        same = m.spearman_rho(np.sqrt(x), y), m.spearman_rho(x, y**3), m.spearman_rho(y, x)
        ends = [m.spearman_rho(x, np.log(x)), m.spearman_rho(x, 1.0 / x), m.spearman_rho(x[:2], -x[:2])]
        return m.spearman_rho(x, y), same, m.spearman_rho(x, -y), ends

    for case, (rho, same, turned, ends) in student.each(moved, pairs):
        for changed, found in zip(("√x, y", "x, y³", "y, x"), same, strict=True):
            assert_law(f"ρ({changed}) = ρ(x, y)", found, rho, what="rho", where=case)
        assert_law("ρ(x, −y) = −ρ(x, y)", turned, -rho, what="rho", where=case)
        pairs_ = ("ρ(x, log x) = 1", 1.0), ("ρ(x, 1/x) = −1", -1.0), ("ρ(x, −x) = −1 for the first two", -1.0)
        for (law, right), found in zip(pairs_, ends, strict=True):
            assert_law(law, found, right, what="rho", where=case)


@check(points=1, kind="error")
def too_few(student):
    """Fewer than two samples raise ValueError."""
    for N, where in ((0, "x and y are empty"), (1, "x and y hold one number each")):
        given = np.full(N, 2.5)
        raises(student, ValueError, lambda m, given=given: m.spearman_rho(given, given), where=where)


hygiene = hygiene_of(ties, needs=[values, shared])

FEW, CONSTANT = "len(x) < 2", " if norms else np.nan"
X_RANKS, Y_RANKS, MEAN = "_ranks(x) - (", "_ranks(y) - (", "(len(x) + 1) / 2"
R = "float(dx @ dy) / norms"
SHARE = "smaller + (equal + 1) / 2"
RAISE = '"a correlation needs two samples at least"'

BUGS = [
    patch(
        "x and y count as constant if their first two entries are equal",
        {CONSTANT: " if x[0] != x[1] and y[0] != y[1] else np.nan"},
        hint="All entries must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "x and y count as constant if they end as they begin",
        {CONSTANT: " if x[0] != x[-1] and y[0] != y[-1] else np.nan"},
        hint="All entries must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "argsort is taken for the ranks",
        {X_RANKS: "1.0 * np.argsort(x) + 1 - (", Y_RANKS: "1.0 * np.argsort(y) + 1 - ("},
        hint="argsort says who has a rank, not which rank one has: take argsort of it once more, and mind ties.",
    ),
    patch(
        "equal values get different ranks, one after the other",
        {
            SHARE: "np.argsort(np.argsort(x, kind='stable')) + 1.0 + 0 * equal",
        },
        hint="They share: each gets the mean of the ranks that they take up together.",
    ),
    patch(
        "equal values get the smallest of their ranks",
        {
            SHARE: "smaller + 1.0 + 0 * equal",
            X_RANKS: "_ranks(x) - np.mean(_ranks(x)) + 0 * (",
            Y_RANKS: "_ranks(y) - np.mean(_ranks(y)) + 0 * (",
        },
        hint="They share: each gets the mean of the ranks that they take up together.",
    ),
    patch(
        "equal values get the largest of their ranks",
        {
            SHARE: "smaller + 1.0 * equal",
            X_RANKS: "_ranks(x) - np.mean(_ranks(x)) + 0 * (",
            Y_RANKS: "_ranks(y) - np.mean(_ranks(y)) + 0 * (",
        },
        hint="They share: each gets the mean of the ranks that they take up together.",
    ),
    patch(
        "equal values count as one rank",
        {
            SHARE: "np.unique(x, return_inverse=True)[1] + 1.0 + 0 * equal",
            X_RANKS: "_ranks(x) - np.mean(_ranks(x)) + 0 * (",
            Y_RANKS: "_ranks(y) - np.mean(_ranks(y)) + 0 * (",
        },
        hint="Two equal values take up two ranks: the next one is two further.",
    ),
    patch(
        "the values themselves are correlated",
        {X_RANKS: "x - np.mean(x) + 0 * (", Y_RANKS: "y - np.mean(y) + 0 * ("},
        hint="That is Pearson's coefficient: make ranks of x and of y first.",
    ),
    patch(
        "only x is ranked",
        {Y_RANKS: "y - np.mean(y) + 0 * ("},
        hint="Both are replaced by their ranks.",
    ),
    patch(
        "one of the two is ranked downwards",
        {Y_RANKS: "_ranks(-y) - ("},
        hint="Both are ranked in the same direction, or the sign turns.",
    ),
    patch(
        "it is 1 − 6 Σ d² / (N (N² − 1)), with ties, too",
        {R: "1 - 6 * np.sum((dx - dy) ** 2) / (len(x) * (len(x) ** 2 - 1))"},
        hint="With ties that formula is wrong: take Pearson's coefficient of the ranks.",
    ),
    patch(
        "the short formula lacks its 6",
        {R: "1 - np.sum((dx - dy) ** 2) / (len(x) * (len(x) ** 2 - 1))"},
        hint="Take Pearson's coefficient of the ranks: there is nothing to remember.",
    ),
    patch(
        "the mean rank is taken for N/2",
        {
            "_ranks(x) - (len(x) + 1) / 2, _ranks(y) - (len(x) + 1) / 2": "_ranks(x) - len(x) / 2, _ranks(y) - len(x) / 2"
        },
        hint="Ranks go from 1 to N: their mean is (N + 1)/2.",
    ),
    patch("ρ is squared", {R: f"({R}) ** 2"}, hint="ρ has a sign."),
    patch(
        "the sign is lost",
        {"float(dx @ dy)": "float(abs(dx @ dy))"},
        hint="ρ is negative where one grows and the other falls.",
    ),
    patch(
        "values that are close are taken for equal",
        {
            "x == x[:, np.newaxis]": "np.isclose(x, x[:, np.newaxis])",
            "x < x[:, np.newaxis]": "x < x[:, np.newaxis] - 1e-8",
        },
        hint="Small numbers may be all that there is: equal means ==.",
    ),
    patch(
        "ranks of integers are cut to integers",
        {SHARE: "(smaller + (equal + 1) / 2).astype(x.dtype)"},
        hint="The mean of the ranks 2 and 3 is 2.5.",
    ),
    patch("a constant gives 0", {CONSTANT: " if norms else 0.0"}, hint="Nothing is known then: NaN."),
    patch("a constant raises an exception", {CONSTANT: ""}, hint="ρ is NaN then."),
    patch(
        "fewer than two samples give NaN",
        {f"raise ValueError({RAISE})": "return np.nan"},
        hint="Raise ValueError.",
    ),
    patch("one sample gives NaN", {FEW: "len(x) < 1"}, hint="Fewer than two samples raise ValueError."),
    patch(
        "6 Σ d² is trusted if one of the two has no ties",
        {
            R: (
                f"({R} if len(np.unique(x)) < len(x) and len(np.unique(y)) < len(x)"
                " else 1 - 6 * float((dx - dy) @ (dx - dy)) / (len(x) * (len(x) ** 2 - 1)))"
            )
        },
        hint="That formula needs both of them without ties.",
    ),
    patch(
        "pairs in order are counted against pairs out of order, among all pairs",
        {
            R: "float(np.sum(np.sign(x[:, None] - x) * np.sign(y[:, None] - y))) / (len(x) * (len(x) - 1))",
        },
        hint="That is Kendall's τ, another rank correlation: ρ is Pearson's coefficient of the ranks.",
    ),
    patch(
        "pairs in order are counted against pairs out of order, among those that are no ties",
        {
            R: "(lambda p, q: float(np.sum(p * q) / np.sqrt(np.sum(p * p) * np.sum(q * q))))"
            "(np.sign(x[:, None] - x), np.sign(y[:, None] - y))",
        },
        hint="That is Kendall's τ, another rank correlation: ρ is Pearson's coefficient of the ranks.",
    ),
    patch(
        "the covariance of the ranks is divided by N − 1, and their deviations by N",
        {R: f"{R} * len(x) / (len(x) - 1)"},
        hint="Take the same divisor for all three, or none: it cancels. np.cov has N − 1 and np.std has N.",
    ),
    patch(
        "the covariance of the ranks is divided by N, and their deviations by N − 1",
        {R: f"{R} * (len(x) - 1) / len(x)"},
        hint="Take the same divisor for all three, or none: it cancels.",
    ),
    patch(
        "it is divided by N (N² − 1) / 12, with ties, too",
        {R: "float(dx @ dy) / (len(x) * (len(x) ** 2 - 1) / 12)"},
        hint="That is the sum of squares of ranks without ties. With ties it is smaller: compute both from the ranks.",
    ),
    patch(
        "only x is looked at for being constant",
        {CONSTANT: " if norms else np.nan if not dx.any() else 0.0"},
        hint="If y is constant there is no ρ, either: NaN.",
    ),
    patch(
        "a constant gives 0 where only one of x and y is one",
        {CONSTANT: " if norms else 0.0 if dx.any() or dy.any() else np.nan"},
        hint="One of them is enough: or, not and.",
    ),
    patch(
        "two that have the same ranks give 1, constants, too",
        {CONSTANT: " if norms else 1.0 if np.all(dx == dy) else np.nan"},
        hint="Of constants nothing is known: ask for them first, NaN.",
    ),
    patch(
        "x and y are sorted, each by itself, before they are correlated",
        {"_ranks(x) - (": "_ranks(np.sort(x)) - (", "_ranks(y) - (": "_ranks(np.sort(y)) - ("},
        hint="Ranks stay with their samples: what belongs together has to stay together.",
    ),
    patch(
        "halves of ranks are cut off",
        {
            SHARE: "(smaller + (equal + 1) // 2).astype(float)",
            X_RANKS: "_ranks(x) - np.mean(_ranks(x)) + 0 * (",
            Y_RANKS: "_ranks(y) - np.mean(_ranks(y)) + 0 * (",
        },
        hint="The mean of the ranks 2 and 3 is 2.5: divide with /, and keep what is behind the point.",
    ),
    patch(
        "values are cut to whole numbers before they are ranked",
        {X_RANKS: "_ranks(x.astype(int)) - (", Y_RANKS: "_ranks(y.astype(int)) - ("},
        hint="2.2 and 2.7 are no tie: rank the values as they are.",
    ),
    patch(
        "two samples are refused",
        {FEW: "len(x) < 3"},
        hint="Two samples have a ρ, 1 or −1: fewer than two are refused.",
    ),
]

SYMMETRIC = "x and y change places everywhere, and ρ is symmetric"
FROM_ABOVE = "x and y are both ranked from the largest on, which changes nothing in ρ"
EQUIVALENT = {
    **{
        f"spearman_rho: np.linalg.norm({d}) → np.linalg.norm({d}, axis=0)": "ranks have one axis: along it is over all"
        for d in ("dx", "dy")
    },
    "spearman_rho: dx @ dy → (dx @ dy).T": "a number is its own transpose",
    "spearman_rho: dx @ dy → dy @ dx": "an inner product is symmetric",
    "spearman_rho: np.linalg.norm(dx) → np.linalg.norm(dy), and alike": SYMMETRIC,
    "spearman_rho: _ranks(x) → _ranks(y), and alike": SYMMETRIC,
    "_ranks: np.sum(x < x[:, np.newaxis], axis=1) → np.sum(x < x[:, np.newaxis], axis=0)": FROM_ABOVE,
    "_ranks: np.sum(x < x[:, np.newaxis], axis=1) → np.sum(x < x[:, np.newaxis], axis=0), and alike": FROM_ABOVE,
    "_ranks: x < x[:, np.newaxis] → x > x[:, np.newaxis]": FROM_ABOVE,
    "_ranks: np.sum(x == x[:, np.newaxis], axis=1) → np.sum(x == x[:, np.newaxis], axis=0)": (
        "the table of equal pairs is symmetric"
    ),
}


@bug(
    "argsort is taken for the ranks, of which equal values share the mean",
    hint="argsort says who has a rank, not which rank one has.",
)
def who_has_a_rank(x, y):
    def ranks(z):
        found = np.argsort(z) + 1.0
        for value in np.unique(z):
            found[z == value] = np.mean(found[z == value])
        return found

    if len(x) < 2:
        raise ValueError("a correlation needs two samples at least")
    dx, dy = ranks(x) - (len(x) + 1) / 2, ranks(y) - (len(y) + 1) / 2
    norms = float(np.linalg.norm(dx) * np.linalg.norm(dy))
    return float(dx @ dy) / norms if norms else np.nan


@bug(
    "it is 1 − 6 Σ d² / (N (N² − 1)), with equal values ranked one after the other",
    hint="Equal values share the mean of their ranks, and with ties that formula is wrong: take Pearson's coefficient of "
    "the ranks.",
)
def one_after_the_other(x, y):
    if len(x) < 2:
        raise ValueError("a correlation needs two samples at least")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return np.nan
    d = np.argsort(np.argsort(x)) - np.argsort(np.argsort(y))
    return float(1 - 6 * np.sum(d**2) / (len(x) * (len(x) ** 2 - 1)))


@bug(
    "the short formula has N (N − 1)² below",
    hint="It is N (N² − 1), and true only without ties: take Pearson's coefficient of the ranks.",
)
def misremembered(x, y):
    if len(x) < 2:
        raise ValueError("a correlation needs two samples at least")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return np.nan
    d = np.argsort(np.argsort(x)) - np.argsort(np.argsort(y))
    return float(1 - 6 * np.sum(d**2) / (len(x) * (len(x) - 1) ** 2))


@bug(
    "ranks are shared by two neighbours at a time",
    hint="Three that are equal share the mean of three ranks: look for all values that are equal to this one.",
)
def two_at_a_time(x, y):
    def ranks(z):
        order, found = np.argsort(z, kind="stable"), np.zeros(len(z))
        found[order] = np.arange(1.0, len(z) + 1)
        for k in range(len(z) - 1):
            i, j = order[k], order[k + 1]
            if z[i] == z[j]:
                found[i] = found[j] = (found[i] + found[j]) / 2
        return found - np.mean(found)

    if len(x) < 2:
        raise ValueError("a correlation needs two samples at least")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return np.nan
    dx, dy = ranks(x), ranks(y)
    return float(dx @ dy / (np.linalg.norm(dx) * np.linalg.norm(dy)))


@variant
def averaged(x, y):
    """Positions in the sorted list, averaged over equal values."""
    if x.size < 2:
        raise ValueError

    def ranks(v):
        _, group, counts = np.unique(v, return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        return (last - (counts - 1) / 2)[group]

    with np.errstate(invalid="ignore"):
        return np.corrcoef(ranks(x), ranks(y))[0, 1]


@variant
def loops(x, y):
    def ranks(values):
        found = []
        for v in values:
            below = above = 0
            for w in values:
                below += w < v
                above += w <= v
            found.append((below + above + 1) / 2)
        return found

    a, b, N = ranks(x.tolist()), ranks(y.tolist()), len(x)
    if N < 2:
        raise ValueError("two samples at least")
    mean = sum(a) / N
    cov = sum((p - mean) * (q - mean) for p, q in zip(a, b, strict=True))
    squares = sum((p - mean) ** 2 for p in a) * sum((q - mean) ** 2 for q in b)
    return cov / squares**0.5 if squares else float("nan")


@variant
def signs(x, y):
    """Without ranks: sums of the signs of differences are twice the deviations of the ranks."""
    if len(x) <= 1:
        raise ValueError("two samples at least")
    dx = np.sign(x[:, None] - x).sum(axis=1)
    dy = np.sign(y[:, None] - y).sum(axis=1)
    if np.all(dx == 0) or np.all(dy == 0):
        return np.nan
    return np.sum(dx * dy) / np.sqrt(np.sum(dx * dx) * np.sum(dy * dy))
