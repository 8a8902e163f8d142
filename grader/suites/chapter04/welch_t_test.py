"""Checks, known bugs and variants of chapter04/welch_t_test."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("t", "df", "p"),
    requires=("chapter04/spread_measures",),
    minutes=20,
    hints=(
        "Compute s_a²/n and s_b²/m first, each with a name of its own: t and df are made of these two.",
        "np.var(a, ddof=1) is the sample variance. Below t stands the root of the sum; in df there is no root at all.",
        "p = 2 * t_sf(abs(t), df). Before anything else, look at the lengths; before you divide, at the sum.",
    ),
)


def statistics_of(a, b):
    """Return t, and the squared errors of both means."""
    errors = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    return (a.mean() - b.mean()) / np.sqrt(sum(errors)), *errors


def moderate(case):
    """p is neither 1 nor so small that what is missing to 1 is all rounding; df is no whole number."""
    t, x, y = statistics_of(case.a, case.b)
    df = (x + y) ** 2 / (x**2 / (len(case.a) - 1) + y**2 / (len(case.b) - 1))
    return 0.3 < abs(t) < 6 and 0.02 < x / y < 50 and 0.05 < df % 1 < 0.95


@cases("n m about", (7, 4, -2.0), (5, 9, 1.5), (18, 20, -4.9), (20, 18, 4.9), (19, 17, -4.9), (3, 2, 0.8), fit=moderate)
def groups(rng, n, m, about):
    """Unequal sizes and unequal variances; t is about what is asked for, so that three p are small under every seed."""
    a, b = rng.normal(0.0, rng.uniform(1.0, 2.0), size=n), rng.normal(5.0, rng.uniform(2.5, 4.0), size=m)
    error = np.sqrt(np.var(a, ddof=1) / n + np.var(b, ddof=1) / m)
    return {"a": a - a.mean() + b.mean() + about * rng.uniform(0.9, 1.1) * error, "b": b, "t_sf": student_sf}


@cases("n m", (6, 4), (5, 5), fit=moderate)
def whole_numbers(rng, n, m):
    a, b = rng.integers(-20, 20, size=n), rng.integers(-15, 35, size=m)
    return {"a": a, "b": b, "t_sf": student_sf}


def varied(case):
    return 0.3 < abs(statistics_of(case.a, case.b)[0]) < 6


@cases("constant", "a", "b", fit=varied)
def one_constant(rng, constant):
    still, varying = np.full(4, rng.integers(1, 20) / 4), rng.normal(3.0, 2.0, size=5)
    a, b = (still, varying) if constant == "a" else (varying, still)
    return {"a": a, "b": b, "t_sf": student_sf}


@cases("n m odd", (5, 7, 0), (6, 5, 2), (4, 6, -1), fit=varied)
def nearly_constant(rng, n, m, odd):
    """Groups of equal values, but for the first, one in between, or the last."""
    return {"a": all_but_one(rng, n, odd), "b": all_but_one(rng, m, odd), "t_sf": student_sf}


far_out = scaled(groups, a=1, b=1, scales=(-70, 70), rows=2)

statistic = agrees("t is the difference of the means, in standard errors.", groups, only=["t"], points=2)
freedom = agrees("df is Welch's, and no whole number.", groups, only=["df"], rtol=1e-9)
two_sided = agrees("p counts both tails, whatever the sign of t.", groups, only=["p"], needs=[statistic, freedom])
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[statistic, freedom])
constants = agrees("One group alone may be constant.", one_constant, needs=[statistic, freedom])
nearly = agrees("A group in which a single value differs is not constant.", nearly_constant, needs=[statistic, freedom])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, by="entry", needs=[statistic, freedom])


@check(points=1, kind="property")
def exchanged(student, groups):
    """If the groups change places, t changes its sign, and nothing else does; other units change nothing."""

    def both(m, case):
        a, b, t_sf = case.a, case.b, case.t_sf
        moved = m.welch_t_test(4.0 * a + 3.0, 4.0 * b + 3.0, t_sf)
        return m.welch_t_test(a, b, t_sf), m.welch_t_test(b, a, t_sf), moved

    for case, (one, other, moved) in student.each(both, groups):
        turned = np.array([-other[0], other[1], other[2]])
        assert_law("t(b, a) = −t(a, b), df and p stay", turned, np.array(one), rtol=1e-10, where=case)
        assert_law("4 x + 3 for x changes nothing", np.array(moved), np.array(one), rtol=1e-9, where=case)


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
        raises(student, ValueError, lambda m, a=a, b=b: m.welch_t_test(a, b, forgiving_sf), where=where)


def forgiving_sf(t, df):
    """Answer whatever is asked, so that nothing is raised here."""
    return 0.25


hygiene = hygiene_of(groups, needs=[statistic, freedom, two_sided])

FEW, STILL = "min(len(a), len(b)) < 2", "squared == 0"
ERRORS = "np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)"
T = "float((np.mean(a) - np.mean(b)) / np.sqrt(squared))"
DF = "float(squared**2 / (a_error**2 / (len(a) - 1) + b_error**2 / (len(b) - 1)))"
P = "float(2 * t_sf(abs(t), df))"

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
        "variances are pooled",
        {
            T: (
                "float((np.mean(a) - np.mean(b)) / np.sqrt((1 / len(a) + 1 / len(b))"
                " * (np.var(a) * len(a) + np.var(b) * len(b)) / (len(a) + len(b) - 2)))"
            ),
            DF: "float(len(a) + len(b) - 2)",
        },
        hint="That is Student's test for equal variances: each has a term of its own here.",
    ),
    patch(
        "variances are divided by n and by m",
        {ERRORS: "np.var(a) / len(a), np.var(b) / len(b)"},
        hint="Sample variances have n − 1: ddof=1.",
    ),
    patch(
        "variances are not divided by the sizes",
        {ERRORS: "np.var(a, ddof=1), np.var(b, ddof=1)"},
        hint="A mean of n values varies n times less than one of them: s²/n.",
    ),
    patch(
        "deviations are added instead of variances",
        {ERRORS: "np.std(a, ddof=1) / len(a), np.std(b, ddof=1) / len(b)"},
        hint="Variances add up, deviations don't: s², not s.",
    ),
    patch(
        "both are divided by the size of a",
        {ERRORS: "np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(a)"},
        hint="Each variance is divided by the size of its own group.",
    ),
    patch("the root is missing", {"np.sqrt(squared)": "squared"}, hint="SE is the root of the sum."),
    patch(
        "t has the wrong sign",
        {"np.mean(a) - np.mean(b)": "np.mean(b) - np.mean(a)"},
        hint="t has the sign of ā − b̄.",
    ),
    patch("the sign of t is lost", {"float((np.mean(a)": "float(abs(np.mean(a)"}, hint="t has the sign of ā − b̄."),
    patch(
        "medians are compared",
        {"np.mean(a) - np.mean(b)": "np.median(a) - np.median(b)"},
        hint="The t test compares means.",
    ),
    patch(
        "df is n + m − 2",
        {DF: "float(len(a) + len(b) - 2)"},
        hint="That holds for pooled variances: use Welch's formula.",
    ),
    patch(
        "df is the smaller of n − 1 and m − 1",
        {DF: "float(min(len(a), len(b)) - 1)"},
        hint="That is on the safe side; Welch's formula is asked for.",
    ),
    patch(
        "n − 1 and m − 1 are exchanged in df",
        {DF: "float(squared**2 / (a_error**2 / (len(b) - 1) + b_error**2 / (len(a) - 1)))"},
        hint="The term with s_a⁴ has n − 1 below, the size of its own group.",
    ),
    patch("df is rounded down", {DF: f"float(int({DF}))"}, hint="Tables need whole numbers: here df stays as it is."),
    patch(
        "df has n and m where n − 1 and m − 1 belong",
        {DF: "float(squared**2 / (a_error**2 / len(a) + b_error**2 / len(b)))"},
        hint="Below stand (s²/n)² / (n − 1).",
    ),
    patch(
        "df has the sum of the squares above",
        {"float(squared**2 /": "float((a_error**2 + b_error**2) /"},
        hint="Above stands the square of the sum.",
    ),
    patch("p has one side", {P: "float(t_sf(abs(t), df))"}, hint="Both tails count: 2 P(T > |t|)."),
    patch("the sign of t gets into p", {P: "float(2 * t_sf(t, df))"}, hint="p is a probability: take |t|."),
    patch("p is what is missing to 1", {P: "1 - float(2 * t_sf(abs(t), df))"}, hint="p is small where |t| is large."),
    patch(
        "p is taken with n + m − 2 degrees of freedom",
        {P: "float(2 * t_sf(abs(t), len(a) + len(b) - 2))"},
        hint="p has the df that is returned.",
    ),
    patch("t and df are exchanged for t_sf", {P: "float(2 * t_sf(df, abs(t)))"}, hint="t_sf(t, df), in this order."),
    patch(
        "of integers, means are cut to integers",
        {"np.mean(a) - np.mean(b)": "a.dtype.type(np.mean(a)) - b.dtype.type(np.mean(b))"},
        hint="The mean of 1 and 2 is 1.5.",
    ),
    patch(
        "a small number is added below",
        {"np.sqrt(squared)": "np.sqrt(squared + 1e-12)"},
        hint="Small numbers may be all that there is: look whether both groups are constant before.",
    ),
    patch(
        "a constant group is refused",
        {STILL: "a_error * b_error == 0"},
        hint="Only if neither varies, there is nothing to divide by.",
    ),
    patch(
        "a group of one is let pass", {FEW: "min(len(a), len(b)) < 1"}, hint="One value has no variance: ValueError."
    ),
    patch("only the size of a is looked at", {FEW: "len(a) < 2"}, hint="Both groups need two values at least."),
    patch("only the size of b is looked at", {FEW: "len(b) < 2"}, hint="Both groups need two values at least."),
    patch(
        "two constant groups give infinity, or NaN",
        {STILL: "False"},
        hint="There is nothing to compare the difference with: raise ValueError.",
    ),
    patch(
        "df is that of the formula with n + 1 and m + 1, less 2",
        {DF: "float(squared**2 / (a_error**2 / (len(a) + 1) + b_error**2 / (len(b) + 1)) - 2)"},
        hint="That is Welch's first formula. The one in use has n − 1 and m − 1, and nothing is subtracted.",
    ),
    patch(
        "groups count as constant if they hardly vary",
        {STILL: "squared < 1e-12"},
        hint="Small numbers may be all that there is: only where all values are equal, there is nothing to divide by.",
    ),
    patch(
        "df has the variances below without their sizes, s⁴ / (n − 1)",
        {DF: "float(squared**2 / ((a_error * len(a)) ** 2 / (len(a) - 1) + (b_error * len(b)) ** 2 / (len(b) - 1)))"},
        hint="Below stand (s²/n)² / (n − 1): the same terms as above, each squared.",
    ),
    patch(
        "nothing is squared in df",
        {DF: "float(squared / (a_error / (len(a) - 1) + b_error / (len(b) - 1)))"},
        hint="Above stands the square of the sum, below the squares of both terms.",
    ),
    patch(
        "df has SE² above",
        {DF: "float(squared / (a_error**2 / (len(a) - 1) + b_error**2 / (len(b) - 1)))"},
        hint="Above stands the square of s_a²/n + s_b²/m, which is SE⁴.",
    ),
    patch(
        "the sign of t gets into p, which is cut at 1",
        {P: "float(min(1.0, 2 * t_sf(t, df)))"},
        hint="A p above 1 says that |t| is missing: t_sf(abs(t), df).",
    ),
    patch(
        "df is cut to a whole number for p",
        {P: "float(2 * t_sf(abs(t), int(df)))"},
        hint="t_sf takes df as it is.",
    ),
    patch(
        "df is rounded to the nearest whole number",
        {DF: f"float(round({DF}))"},
        hint="Tables need whole numbers: here df stays as it is.",
    ),
    patch(
        "p is that of the normal law",
        {P: "math.erfc(abs(t) / 2**0.5)", "import numpy as np\n": "import math\n\nimport numpy as np\n"},
        hint="That holds for very many samples: use t_sf, with df.",
    ),
    patch(
        "the standard errors of both groups are added, and not their squares",
        {"np.sqrt(squared)": "(np.sqrt(a_error) + np.sqrt(b_error))"},
        hint="Errors are independent: their squares add up, and the root is taken last.",
    ),
    patch(
        "variances are divided by n − 1 and m − 1 twice",
        {ERRORS: "np.var(a, ddof=1) / (len(a) - 1), np.var(b, ddof=1) / (len(b) - 1)"},
        hint="n − 1 is in s² already: the error of the mean is s²/n.",
    ),
    patch(
        "variances are pooled for t alone",
        {
            T: (
                "float((np.mean(a) - np.mean(b)) / np.sqrt((1 / len(a) + 1 / len(b))"
                " * (np.var(a) * len(a) + np.var(b) * len(b)) / (len(a) + len(b) - 2)))"
            ),
        },
        hint="Pooling is Student's test for equal variances: SE² = s_a²/n + s_b²/m.",
    ),
    patch(
        "the sum of the variances is divided by n + m",
        {"np.sqrt(squared)": "np.sqrt((a_error * len(a) + b_error * len(b)) / (len(a) + len(b)))"},
        hint="Each variance is divided by the size of its own group, and then they are added.",
    ),
    patch(
        "the sizes of the groups are exchanged in SE",
        {ERRORS: "np.var(a, ddof=1) / len(b), np.var(b, ddof=1) / len(a)"},
        hint="Each variance is divided by the size of its own group.",
    ),
    patch(
        "only the number of all values together is looked at",
        {FEW: "len(a) + len(b) < 4"},
        hint="Each group needs two values: one of 1 and one of 5 are too few, though they are 6 together.",
    ),
    patch(
        "two constant groups give t = 0 and p = 1",
        {
            'raise ValueError("if neither group varies, there is nothing to compare the difference with")': (
                "return 0.0, float(len(a) + len(b) - 2), 1.0"
            )
        },
        hint="Their means may differ all the same, and nothing says how much that is: raise ValueError.",
    ),
    patch(
        "the variance of b is divided by m, and that of a by n − 1",
        {ERRORS: "np.var(a, ddof=1) / len(a), np.var(b) / len(b)"},
        hint="Both are sample variances: ddof=1 belongs into both calls.",
    ),
    patch(
        "p is twice what is missing to 1",
        {P: "float(2 * (1 - t_sf(abs(t), df)))"},
        hint="t_sf is the upper tail already, P(T > t): nothing is subtracted from 1.",
    ),
]

EQUIVALENT = {
    f"welch_t_test: {call}({v}{rest}) → {call}({v}{rest}, axis=0)": ("groups have one axis: along it is over all")
    for v in "ab"
    for call, rest in (("np.mean", ""), ("np.var", ", ddof=1"))
}


@variant
def step_by_step(a, b, t_sf):
    n, m = len(a), len(b)
    if n < 2 or m < 2:
        raise ValueError("two values each")
    a_mean, b_mean = sum(a) / n, sum(b) / m
    v = sum((x - a_mean) ** 2 for x in a) / (n - 1) / n
    w = sum((x - b_mean) ** 2 for x in b) / (m - 1) / m
    if v + w == 0:
        raise ValueError("constant")
    t = (a_mean - b_mean) / (v + w) ** 0.5
    df = (v + w) ** 2 / (v**2 / (n - 1) + w**2 / (m - 1))
    tail = t_sf(t, df)
    return t, df, 2 * min(tail, 1 - tail)


@variant
def shares(a, b, t_sf):
    """df by the shares of both terms: 1/df = c²/(n − 1) + (1 − c)²/(m − 1)."""
    if a.size <= 1 or b.size <= 1:
        raise ValueError
    errors = np.array([a.std(ddof=1) ** 2 / a.size, b.std(ddof=1) ** 2 / b.size])
    if not errors.any():
        raise ValueError
    c = errors / errors.sum()
    df = 1 / np.sum(c**2 / [a.size - 1, b.size - 1])
    t = (a.mean() - b.mean()) / np.sqrt(errors.sum())
    return t, df, t_sf(np.abs(t), df) + t_sf(np.abs(t), df)


@variant
def covariance(a, b, t_sf):
    if np.minimum(len(a), len(b)) < 2 or (np.ptp(a) == 0 and np.ptp(b) == 0):
        raise ValueError("no variance")
    v, w = np.cov(a) / len(a), np.cov(b) / len(b)
    t = np.subtract(np.mean(a), np.mean(b)) / np.hypot(np.sqrt(v), np.sqrt(w))
    df = np.square(v + w) / (v * v / (len(a) - 1) + w * w / (len(b) - 1))
    return [float(t), float(df), 2 * t_sf(float(np.sqrt(t * t)), float(df))]
