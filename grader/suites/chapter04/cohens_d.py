"""Checks, known bugs and variants of chapter04/cohens_d."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("d",),
    requires=("chapter04/spread_measures",),
    minutes=8,
    hints=(
        "d is a difference, measured with a ruler. What is the ruler, and what is its unit?",
        "Average the two variances first, then take the root. np.var(a, ddof=1) is one of them.",
        "The sizes of the groups appear nowhere but in these variances, and in the lengths that have to be refused.",
    ),
)


def moderate(case):
    """d is neither rounding nor far out, and the variances differ."""
    v, w = np.var(case.a, ddof=1), np.var(case.b, ddof=1)
    return 0.1 < abs(case.a.mean() - case.b.mean()) / np.sqrt(v + w) < 5 and (v < w / 2 or w < v / 2)


def varying(case):
    """Two values may become one by rounding."""
    return moderate(case) and np.ptp(case.a) > 0 and np.ptp(case.b) > 0


@cases("n m", (7, 4), (5, 9), (6, 6), (2, 3), fit=varying)
def groups(rng, n, m):
    a = rng.normal(rng.choice([2.0, 9.0]), rng.uniform(0.7, 1.5), size=n)
    return {"a": a, "b": rng.normal(5.0, rng.uniform(3.0, 5.0), size=m)}


def clearly_varying(case):
    """Nobody could take the group that varies for constant by looking at its ends or its first two values."""
    varying = case.a if np.ptp(case.a) else case.b
    return moderate(case) and varying[0] not in (varying[1], varying[-1])


@cases("n m", (6, 4), (3, 5), fit=clearly_varying)
def whole_numbers(rng, n, m):
    return {"a": rng.integers(-5, 5, size=n), "b": rng.integers(-30, 50, size=m)}


@cases("constant", "a", "b", fit=clearly_varying)
def one_constant(rng, constant):
    still, varying = np.full(4, rng.integers(1, 20) / 4), rng.normal(10.0, 3.0, size=5)
    return {"a": still, "b": varying} if constant == "a" else {"a": varying, "b": still}


@cases("n", 4, 8)
def alike(rng, n):
    """Quarters, b as a but for a shift and the order: both variances are the same, to the last bit."""
    a = rng.choice(np.arange(40), size=n, replace=False) / 4
    return {"a": a, "b": rng.permutation(a) + rng.choice([-3.0, 2.0])}


@cases("n m odd", (5, 7, 0), (6, 5, 2), (4, 6, -1), fit=moderate)
def nearly_constant(rng, n, m, odd):
    """Groups of equal values, but for the first, one in between, or the last."""
    return {"a": all_but_one(rng, n, odd), "b": all_but_one(rng, m, odd)}


far_out = scaled(groups, a=1, b=1, rows=2)

values = agrees("d is the difference of the means, measured by the root of the average variance.", groups, points=2)
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[values])
constants = agrees("One group alone may be constant.", one_constant, needs=[values])
same = agrees("Both groups may vary alike.", alike, needs=[values])
nearly = agrees("A group in which a single value differs is not constant.", nearly_constant, needs=[values])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, needs=[values])


@check(points=1, kind="property")
def without_unit(student, groups):
    """Other units change nothing, exchanged groups change the sign; every value twice makes d larger, as N − 1 demands."""

    def moved(m, case):
        a, b = case.a, case.b
        twice = m.cohens_d(np.concatenate([a, a]), np.concatenate([b, b]))
        return m.cohens_d(a, b), m.cohens_d(4.0 * a + 3.0, 4.0 * b + 3.0), m.cohens_d(b, a), twice

    for case, (d, rescaled, exchanged, twice) in student.each(moved, groups):
        assert_law("d(4 a + 3, 4 b + 3) = d(a, b)", rescaled, d, rtol=1e-10, what="d", where=case)
        assert_law("d(b, a) = −d(a, b)", exchanged, -d, rtol=1e-10, what="d", where=case)
        n, m = len(case.a), len(case.b)
        v, w = np.var(case.a, ddof=1), np.var(case.b, ddof=1)
        smaller = 2 * (n - 1) / (2 * n - 1) * v + 2 * (m - 1) / (2 * m - 1) * w
        law = "with each value twice, s² is 2 (n − 1) / (2 n − 1) times what it was"
        assert_law(law, twice, d * np.sqrt((v + w) / smaller), rtol=1e-10, what="d", where=case)


@check(points=1, kind="error")
def undefined(student, rng):
    """A group of fewer than two raises ValueError, and so do two groups that don't vary."""
    many = rng.integers(1, 60, size=5) / 4
    one, none = many[:1], np.array([])
    still, as_well = np.full(4, 2.5), np.full(3, rng.integers(12, 40) / 4)
    bad = {
        "a has one value": (one, many),
        "b has one value": (many, one),
        "both have one value": (one, many[-1:]),
        "a is empty": (none, many),
        "b is empty": (many, none),
        "both groups are constant": (still, as_well),
    }
    for where, (a, b) in bad.items():
        raises(student, ValueError, lambda m, a=a, b=b: m.cohens_d(a, b), where=where)


hygiene = hygiene_of(groups)

FEW, STILL = "min(len(a), len(b)) < 2", "variance == 0"
VARIANCE = "(np.var(a, ddof=1) + np.var(b, ddof=1)) / 2"
DIFFERENCE = "(np.mean(a) - np.mean(b))"

BUGS = [
    patch(
        "groups count as constant if their first two values are equal",
        {STILL: "a[0] == a[1] and b[0] == b[1]"},
        hint="All values must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "groups count as constant if they end as they begin",
        {STILL: "a[0] == a[-1] and b[0] == b[-1]"},
        hint="All values must be equal: one that differs may stand anywhere.",
    ),
    patch(
        "variances are pooled, with the weights n − 1 and m − 1",
        {VARIANCE: "(np.var(a) * len(a) + np.var(b) * len(b)) / (len(a) + len(b) - 2)"},
        hint="Both variances have the same weight here.",
    ),
    patch(
        "variances are weighted by n and m",
        {VARIANCE: "(len(a) * np.var(a, ddof=1) + len(b) * np.var(b, ddof=1)) / (len(a) + len(b))"},
        hint="Both variances have the same weight here.",
    ),
    patch(
        "variances are divided by n and by m",
        {VARIANCE: "(np.var(a) + np.var(b)) / 2"},
        hint="Sample variances have n − 1: ddof=1.",
    ),
    patch(
        "the deviations are averaged",
        {VARIANCE: "((np.std(a, ddof=1) + np.std(b, ddof=1)) / 2) ** 2"},
        hint="Average the variances, then take the root.",
    ),
    patch(
        "the variances are added, not averaged",
        {VARIANCE: "np.var(a, ddof=1) + np.var(b, ddof=1)"},
        hint="Half of the sum stands below the root.",
    ),
    patch("the root is missing", {"np.sqrt(variance)": "variance"}, hint="The ruler is a deviation: d has no unit."),
    patch(
        "it is divided by the standard error",
        {VARIANCE: "np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b)"},
        hint="That is t: sizes of groups don't belong into an effect size.",
    ),
    patch(
        "the deviation of a is the ruler",
        {VARIANCE: "np.var(a, ddof=1) + 0 * np.var(b, ddof=1)", STILL: "variance + np.var(b) == 0"},
        hint="That is Glass's Δ: both groups count.",
    ),
    patch(
        "the deviation of all values together is the ruler",
        {VARIANCE: "np.var(np.concatenate([a, b]), ddof=1)", STILL: "np.var(a) + np.var(b) == 0"},
        hint="That contains the difference itself: take the deviations within the groups.",
    ),
    patch(
        "the sign is lost",
        {DIFFERENCE: "abs(np.mean(a) - np.mean(b))"},
        hint="d is negative if a is the smaller one.",
    ),
    patch("d has the wrong sign", {DIFFERENCE: "(np.mean(b) - np.mean(a))"}, hint="d has the sign of ā − b̄."),
    patch("medians are compared", {DIFFERENCE: "(np.median(a) - np.median(b))"}, hint="Means are compared."),
    patch(
        "of integers, means are cut to integers",
        {DIFFERENCE: "(a.dtype.type(np.mean(a)) - b.dtype.type(np.mean(b)))"},
        hint="The mean of 1 and 2 is 1.5.",
    ),
    patch(
        "a small number is added to the variance",
        {"np.sqrt(variance)": "np.sqrt(variance + 1e-12)"},
        hint="Small numbers may be all that there is: look whether both groups are constant before.",
    ),
    patch(
        "a constant group is refused",
        {STILL: "min(np.var(a), np.var(b)) == 0"},
        hint="Only if neither varies, there is nothing to divide by.",
    ),
    patch(
        "a group of one is let pass", {FEW: "min(len(a), len(b)) < 1"}, hint="One value has no variance: ValueError."
    ),
    patch("only the size of a is looked at", {FEW: "len(a) < 2"}, hint="Both groups need two values at least."),
    patch("only the size of b is looked at", {FEW: "len(b) < 2"}, hint="Both groups need two values at least."),
    patch("two constant groups give infinity, or NaN", {STILL: "False"}, hint="Raise ValueError."),
    patch(
        "the squares of both groups are divided by n − 1, that of a",
        {VARIANCE: "(np.var(a, ddof=1) + len(b) * np.var(b) / (len(a) - 1)) / 2"},
        hint="Each group has its own size: m − 1 for b.",
    ),
    patch(
        "groups count as constant if they hardly vary",
        {STILL: "np.sqrt(variance) < 1e-8"},
        hint="Small numbers may be all that there is: only where all values are equal, there is no ruler.",
    ),
    patch(
        "groups count as constant if both vary alike",
        {STILL: "np.var(a) == np.var(b)"},
        hint="Equal variances are a ruler as good as any: only two that are 0 are none.",
    ),
    patch(
        "d is made a little smaller, against the bias of small groups",
        {f"float({DIFFERENCE}": f"float((1 - 3 / (4 * (len(a) + len(b)) - 9)) * {DIFFERENCE}"},
        hint="That is Hedges' g: Cohen's d stays as it is.",
    ),
    patch(
        "the deviation of b is the ruler",
        {VARIANCE: "np.var(b, ddof=1) + 0 * np.var(a, ddof=1)", STILL: "variance + np.var(a) == 0"},
        hint="That is Glass's Δ: both groups count.",
    ),
    patch(
        "two constant groups give 0",
        {'raise ValueError("if neither group varies, there is nothing to measure the difference with")': "return 0.0"},
        hint="Their means may differ all the same, and there is no ruler: raise ValueError.",
    ),
    patch(
        "the squares of all deviations are averaged, over n + m",
        {VARIANCE: "(len(a) * np.var(a) + len(b) * np.var(b)) / (len(a) + len(b))"},
        hint="Each group has its own sample variance, divided by n − 1 or m − 1, and both have the same weight.",
    ),
    patch(
        "variances are pooled, with the weights n − 1 and m − 1, and divided by n and by m before",
        {VARIANCE: "((len(a) - 1) * np.var(a) + (len(b) - 1) * np.var(b)) / (len(a) + len(b) - 2)"},
        hint="Sample variances have n − 1, ddof=1, and both have the same weight here.",
    ),
    patch(
        "the ruler is the root of the product of both deviations",
        {VARIANCE: "np.std(a, ddof=1) * np.std(b, ddof=1)", STILL: "np.var(a) + np.var(b) == 0"},
        hint="Variances are added and halved, s_a² + s_b² over 2, and then comes the root.",
    ),
    patch(
        "the variance of b is divided by m",
        {VARIANCE: "(np.var(a, ddof=1) + np.var(b)) / 2"},
        hint="Both are sample variances: ddof=1 belongs into both calls.",
    ),
    patch(
        "the variance of a is divided by n",
        {VARIANCE: "(np.var(a) + np.var(b, ddof=1)) / 2"},
        hint="Both are sample variances: ddof=1 belongs into both calls.",
    ),
    patch(
        "the ruler is the deviation of the differences of pairs",
        {
            VARIANCE: "np.var((a - b) if len(a) == len(b) else a[: len(b)] - b[: len(a)], ddof=1)",
            STILL: "np.var(a) + np.var(b) == 0",
        },
        hint="The values of two groups are no pairs: each group has its own variance.",
    ),
    patch(
        "deviations of b are taken from the mean of a",
        {VARIANCE: "(np.var(a, ddof=1) + np.sum((b - np.mean(a)) ** 2) / (len(b) - 1)) / 2"}
        | {STILL: "np.var(a) + np.var(b) == 0"},
        hint="Each group varies about its own mean.",
    ),
    patch(
        "the sizes of the groups are not looked at",
        {f"if {FEW}:\n        raise": "if False:\n        raise"},
        hint="Fewer than two values have no sample variance: raise ValueError for either group.",
    ),
    patch(
        "only the number of all values together is looked at",
        {FEW: "len(a) + len(b) < 4"},
        hint="Each group needs two values: one of 1 and one of 5 are too few, though they are 6 together.",
    ),
]

EQUIVALENT = {
    f"cohens_d: {call}({v}{rest}) → {call}({v}{rest}, axis=0)": "groups have one axis: along it is over all"
    for v in "ab"
    for call, rest in (("np.mean", ""), ("np.var", ", ddof=1"))
}


@variant
def loops(a, b):
    ends = []
    for group in (a.tolist(), b.tolist()):
        if len(group) < 2:
            raise ValueError("two values each")
        mean = sum(group) / len(group)
        ends.append((mean, sum((x - mean) ** 2 for x in group) / (len(group) - 1)))
    (a_mean, v), (b_mean, w) = ends
    if v == w == 0:
        raise ValueError("constant")
    return (a_mean - b_mean) / ((v + w) / 2) ** 0.5


@variant
def hypotenuse(a, b):
    if a.size < 2 or b.size < 2 or (np.ptp(a) == 0 and np.ptp(b) == 0):
        raise ValueError
    return np.sqrt(2) * (a.mean() - b.mean()) / np.hypot(np.std(a, ddof=1), np.std(b, ddof=1))


@variant
def of_numpy(a, b):
    n, m = np.size(a), np.size(b)
    if n <= 1 or m <= 1:
        raise ValueError("two values each")
    ruler = np.sqrt(np.mean([np.cov(a), np.cov(b)]))
    if ruler == 0:
        raise ValueError("constant")
    return np.average(a) / ruler - np.average(b) / ruler
