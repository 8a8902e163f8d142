"""Checks, known bugs and variants of chapter04/welch_confidence_interval."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("low", "high"),
    requires=("chapter04/welch_t_test",),
    minutes=15,
    hints=(
        "SE and df are those of the test: start from what you have there.",
        "How much probability should lie below the upper end, if α is shared by both sides?",
        "reach = t_ppf(1 - alpha / 2, df) * SE, to both sides of the difference of the means, a's minus b's.",
    ),
)


def welch(a, b):
    """Return the difference of the means, its standard error, and df."""
    v, w = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    df = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
    return a.mean() - b.mean(), np.sqrt(v + w), df


def clear(case):
    """Neither end is close to 0, where all is rounding; df is no whole number."""
    centre, error, df = welch(case.a, case.b)
    reach = student_ppf(1 - case.alpha / 2, df) * error
    return abs(abs(centre) - reach) > 0.1 * reach and abs(centre) > 0.1 * error and 0.05 < df % 1 < 0.95


def in_doubt(case):
    """p has no more than a few zeros, and so have the alphas beside it."""
    centre, error, df = welch(case.a, case.b)
    return clear(case) and 2 * student_sf(abs(centre / error), df) > 1e-3


@cases("n m", (7, 4), (5, 9), (6, 6), (3, 2), fit=in_doubt)
def groups(rng, n, m):
    a = rng.normal(5.0, rng.uniform(1.0, 2.0), size=n)
    b = rng.normal(rng.choice([2.0, 9.0]), rng.uniform(2.5, 4.0), size=m)
    return {"a": a, "b": b, "alpha": rng.uniform(0.02, 0.1) if n > 3 else rng.uniform(0.1, 0.3), "t_ppf": student_ppf}


@cases("n m alpha", (6, 4, 0.1), (4, 7, 0.7), fit=clear)
def whole_numbers(rng, n, m, alpha):
    a, b = rng.integers(-20, 20, size=n), rng.integers(-15, 35, size=m)
    return {"a": a, "b": b, "alpha": alpha, "t_ppf": student_ppf}


def steep(q, df):
    """Grow with q and df as no quantile does: who asks for another df is far off."""
    return (q - 0.5) * df


def steeper(q, df):
    """Go far, as quantiles do for a tiny α and few degrees of freedom."""
    return 100.0 * (q - 0.5) * df


@cases("n m alpha t_ppf", (6, 4, 0.004, steep), (4, 7, 0.6, steep), (3, 3, 0.2, steeper), fit=clear)
def other_quantiles(rng, n, m, alpha, t_ppf):
    return {
        "a": rng.normal(5.0, rng.uniform(1.0, 2.0), size=n),
        "b": rng.normal(rng.choice([2.0, 9.0]), rng.uniform(2.5, 4.0), size=m),
        "alpha": alpha,
        "t_ppf": t_ppf,
    }


def apart(case):
    """The means differ, and so do the ends of the group that varies."""
    varying = case.a if np.ptp(case.a) else case.b
    return abs(case.a.mean() - case.b.mean()) > 0.1 and varying[0] not in (varying[1], varying[-1])


@cases("constant", "a", "b", fit=apart)
def one_constant(rng, constant):
    still, varying = np.full(4, rng.integers(1, 20) / 4), rng.normal(20.0, 1.0, size=5)
    a, b = (still, varying) if constant == "a" else (varying, still)
    return {"a": a, "b": b, "alpha": 0.2, "t_ppf": student_ppf}


@cases("n m odd", (5, 7, 0), (6, 5, 2), (4, 6, -1), fit=clear)
def nearly_constant(rng, n, m, odd):
    """Groups of equal values, but for the first, one in between, or the last."""
    return {"a": all_but_one(rng, n, odd), "b": all_but_one(rng, m, odd), "alpha": 0.3, "t_ppf": student_ppf}


far_out = scaled(groups, a=1, b=1, scales=(-70, 70), rows=2)

values = agrees("The interval reaches t* standard errors to both sides of ā − b̄.", groups, points=3)
integers = agrees("Integers give the same as floats, with little confidence, too.", whole_numbers, needs=[values])
asked = agrees(
    "Whatever the function says of q and df, its answer to 1 − α/2 and to df as it is decides.",
    other_quantiles,
    rtol=1e-10,
    needs=[values],
)
constants = agrees("One group alone may be constant.", one_constant, needs=[values])
nearly = agrees("A group in which a single value differs is not constant.", nearly_constant, needs=[values])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, by="entry", needs=[values])


@check(points=1, kind="property")
def dual(student, groups):
    """0 lies in the interval if α is below the p of the test, and does not if α is above; a larger α gives a shorter one."""

    def both(m, case, alphas):
        return [m.welch_confidence_interval(case.a, case.b, alpha, case.t_ppf) for alpha in alphas]

    for case in groups:
        centre, error, df = welch(case.a, case.b)
        p = 2 * student_sf(abs(centre / error), df)
        alphas = [float(f"{alpha:.2g}") for alpha in (0.75 * p, p + 0.25 * min(p, 1 - p))]
        longer, shorter = student.run(both, case, alphas)
        middles = np.mean([longer, shorter], axis=1)
        assert_law("the middle is ā − b̄", middles, np.full(2, centre), rtol=1e-9, what="the middle", where=case)
        if not longer[0] < shorter[0] < shorter[1] < longer[1]:
            fail("With a larger α the interval is not shorter.", case)
        if not longer[0] < 0 < longer[1] or shorter[0] < 0 < shorter[1]:
            fail(
                f"p of Welch's test is {p:.3g}: 0 must lie in the interval for a smaller α, and for no larger one.",
                case,
            )


@check(points=1, kind="property")
def exchanged(student, groups):
    """If the groups change places, the interval is turned over; a shift of a moves it along."""

    def both(m, case):
        interval = m.welch_confidence_interval
        rest = (case.alpha, case.t_ppf)
        return interval(case.a, case.b, *rest), interval(case.b, case.a, *rest), interval(case.a + 8.0, case.b, *rest)

    for case, (one, other, moved) in student.each(both, groups):
        turned = -np.array(other[::-1])
        assert_law("the interval of b − a is that of a − b, turned over", turned, np.array(one), rtol=1e-10, where=case)
        further = np.array(one) + 8.0
        assert_law("with a + 8 it is further by 8", np.array(moved), further, rtol=1e-10, where=case)


@check(points=1, kind="error")
def undefined(student, rng):
    """α outside of 0 to 1 raises ValueError, and so do a group of fewer than two and two groups that don't vary."""
    many = rng.integers(1, 60, size=5) / 4
    one, still, as_well = many[:1], np.full(4, 2.5), np.full(3, rng.integers(12, 40) / 4)
    bad = {
        "a has one value": (one, many, 0.05),
        "b has one value": (many, one, 0.05),
        "both groups are constant": (still, as_well, 0.05),
        "alpha is 0": (many, many + 1.0, 0.0),
        "alpha is 1": (many, many + 1.0, 1.0),
        "alpha is 5": (many, many + 1.0, 5),
        "alpha is −0.05": (many, many + 1.0, -0.05),
    }
    for where, (a, b, alpha) in bad.items():
        raises(
            student,
            ValueError,
            lambda m, a=a, b=b, alpha=alpha: m.welch_confidence_interval(a, b, alpha, forgiving_ppf),
            where=where,
        )


def forgiving_ppf(q, df):
    """Answer whatever is asked, so that nothing is raised here."""
    return 1.5


hygiene = hygiene_of(groups)

ALPHA, FEW, STILL = "not 0 < alpha < 1", "min(len(a), len(b)) < 2", "squared == 0"
ERRORS = "np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)"
DF = "float(squared**2 / (a_error**2 / (len(a) - 1) + b_error**2 / (len(b) - 1)))"
CENTRE, REACH = "np.mean(a) - np.mean(b)", "t_ppf(1 - alpha / 2, df) * np.sqrt(squared)"
RESULT = "float(centre - reach), float(centre + reach)"

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
        "α is not halved",
        {REACH: "t_ppf(1 - alpha, df) * np.sqrt(squared)"},
        hint="α is shared by both sides: 1 − α/2 lies below the upper end.",
    ),
    patch(
        "the quantile of α is taken",
        {REACH: "t_ppf(alpha, df) * np.sqrt(squared)"},
        hint="t* is far out: the quantile of 1 − α/2.",
    ),
    patch(
        "the ends are exchanged",
        {REACH: "t_ppf(alpha / 2, df) * np.sqrt(squared)"},
        hint="The quantile of α/2 is negative: the lower end comes first.",
    ),
    patch(
        "the normal quantile is taken for Student's",
        {REACH: "t_ppf(1 - alpha / 2, 1e6) * np.sqrt(squared)"},
        hint="SE is estimated, too: t_ppf with df.",
    ),
    patch(
        "1.96 is taken whatever α is",
        {REACH: "1.96 * np.sqrt(squared)"},
        hint="That is for α = 0.05 and very many samples: t_ppf(1 - alpha / 2, df).",
    ),
    patch(
        "df is n + m − 2",
        {DF: "float(len(a) + len(b) - 2)"},
        hint="That holds for pooled variances: use Welch's formula.",
    ),
    patch("df is rounded to eight decimals", {DF: f"round({DF}, 8)"}, hint="df stays as it is."),
    patch("df is rounded down", {DF: f"float(max(int({DF}), 1))"}, hint="df stays as it is."),
    patch(
        "df is the smaller of n − 1 and m − 1",
        {DF: "float(min(len(a), len(b)) - 1)"},
        hint="That is on the safe side; Welch's formula is asked for.",
    ),
    patch("SE is squared", {"* np.sqrt(squared)": "* squared"}, hint="SE is the root of s_a²/n + s_b²/m."),
    patch(
        "variances are divided by n and by m",
        {ERRORS: "np.var(a) / len(a), np.var(b) / len(b)"},
        hint="Sample variances have n − 1: ddof=1.",
    ),
    patch(
        "variances are not divided by the sizes",
        {ERRORS: "np.var(a, ddof=1), np.var(b, ddof=1)"},
        hint="It is the means that are compared: s²/n.",
    ),
    patch(
        "variances are pooled",
        {
            REACH: (
                "t_ppf(1 - alpha / 2, df) * np.sqrt((1 / len(a) + 1 / len(b))"
                " * (np.var(a) * len(a) + np.var(b) * len(b)) / (len(a) + len(b) - 2))"
            )
        },
        hint="Each variance has a term of its own: s_a²/n + s_b²/m.",
    ),
    patch(
        "the centre has the wrong sign",
        {CENTRE: "np.mean(b) - np.mean(a)"},
        hint="The interval is for ā − b̄.",
    ),
    patch("the interval lies around 0", {CENTRE: "0.0"}, hint="It lies around ā − b̄."),
    patch("the sign of the difference is lost", {CENTRE: "abs(np.mean(a) - np.mean(b))"}, hint="ā − b̄ has a sign."),
    patch(
        "centre and reach are returned",
        {RESULT: "float(centre), float(reach)"},
        hint="The two ends are asked for: centre − reach and centre + reach.",
    ),
    patch(
        "the interval is for t",
        {RESULT: "float((centre - reach) / np.sqrt(squared)), float((centre + reach) / np.sqrt(squared))"},
        hint="It is for the difference, in the unit of the groups.",
    ),
    patch(
        "of integers, means are cut to integers",
        {CENTRE: "a.dtype.type(np.mean(a)) - b.dtype.type(np.mean(b))"},
        hint="The mean of 1 and 2 is 1.5.",
    ),
    patch(
        "a small number is added under the root",
        {"np.sqrt(squared)": "np.sqrt(squared + 1e-12)"},
        hint="Small numbers may be all that there is.",
    ),
    patch(
        "a constant group is refused",
        {STILL: "a_error * b_error == 0"},
        hint="Only if neither varies, nothing is known.",
    ),
    patch("a group of one is let pass", {FEW: "False"}, hint="One value has no variance: ValueError."),
    patch("only the size of a is looked at", {FEW: "len(a) < 2"}, hint="Both groups need two values at least."),
    patch("two constant groups give a point, or NaN", {STILL: "False"}, hint="Raise ValueError."),
    patch("any α is let pass", {ALPHA: "False"}, hint="α is a probability, and neither 0 nor 1: ValueError."),
    patch("0 and 1 are let pass for α", {ALPHA: "not 0 <= alpha <= 1"}, hint="With α = 0, the interval is endless."),
    patch(
        "the standard errors of both groups are added, and not their squares",
        {"np.sqrt(squared)": "(np.sqrt(a_error) + np.sqrt(b_error))"},
        hint="Errors are independent: their squares add up, and the root is taken last.",
    ),
    patch(
        "each mean gets an interval of its own, and these are subtracted",
        {
            REACH: (
                "t_ppf(1 - alpha / 2, len(a) - 1) * np.sqrt(a_error)"
                " + t_ppf(1 - alpha / 2, len(b) - 1) * np.sqrt(b_error)"
            )
        },
        hint="That is too long, as both means are hardly ever at their far ends at once: t* · SE with SE² = s_a²/n + s_b²/m.",
    ),
    patch(
        "groups count as constant if they hardly vary",
        {STILL: "squared < 1e-12"},
        hint="Small numbers may be all that there is: only where all values are equal, nothing is known.",
    ),
    patch(
        "α is doubled, not halved",
        {REACH: "t_ppf(1 - 2 * alpha, df) * np.sqrt(squared)"},
        hint="α is shared by both sides: 1 − α/2 lies below the upper end.",
    ),
    patch(
        "the quantile of (1 − α)/2 is taken",
        {REACH: "t_ppf((1 - alpha) / 2, df) * np.sqrt(squared)"},
        hint="1 − α lies within, and α/2 below it: 1 − α/2 = (1 + (1 − α))/2 lies below the upper end.",
    ),
    patch(
        "α is taken for the confidence",
        {REACH: "t_ppf((1 + alpha) / 2, df) * np.sqrt(squared)"},
        hint="The confidence is 1 − α: α = 0.05 is for 95 %.",
    ),
    patch(
        "the interval has half of its length",
        {REACH: f"{REACH} / 2"},
        hint="It reaches t* · SE to each side.",
    ),
    patch(
        "df is rounded to the nearest whole number",
        {DF: f"float(max(round({DF}), 1))"},
        hint="df stays as it is.",
    ),
    patch(
        "the sum of the variances is divided by n + m",
        {"* np.sqrt(squared)": "* np.sqrt((a_error * len(a) + b_error * len(b)) / (len(a) + len(b)))"},
        hint="Each variance is divided by the size of its own group, and then they are added.",
    ),
    patch(
        "SE is not divided by the sizes, but df is right",
        {"* np.sqrt(squared)": "* np.sqrt(a_error * len(a) + b_error * len(b))"},
        hint="It is the means that are compared: SE² = s_a²/n + s_b²/m.",
    ),
    patch(
        "α of a half or more is refused",
        {ALPHA: "not 0 < alpha < 0.5"},
        hint="An interval of little confidence is one as well: α may be anything between 0 and 1.",
    ),
    patch(
        "α above 1 is let pass",
        {ALPHA: "alpha <= 0"},
        hint="α is a probability, between 0 and 1: raise ValueError on either side.",
    ),
    patch(
        "negative α, and 0, are let pass",
        {ALPHA: "alpha >= 1"},
        hint="α is a probability, between 0 and 1: raise ValueError on either side.",
    ),
    patch(
        "α from 1 on is taken for a percentage",
        {f"    if {ALPHA}": f"    alpha = alpha / 100 if alpha >= 1 else alpha\n    if {ALPHA}"},
        hint="α is a probability, 0.05 and not 5: raise ValueError from 1 on.",
    ),
    patch(
        "df has n and m where n − 1 and m − 1 belong",
        {DF: "float(squared**2 / (a_error**2 / len(a) + b_error**2 / len(b)))"},
        hint="Below stand (s²/n)² / (n − 1).",
    ),
    patch(
        "df has SE² above",
        {DF: "float(squared / (a_error**2 / (len(a) - 1) + b_error**2 / (len(b) - 1)))"},
        hint="Above stands the square of s_a²/n + s_b²/m, which is SE⁴.",
    ),
    patch(
        "n − 1 and m − 1 are exchanged in df",
        {DF: "float(squared**2 / (a_error**2 / (len(b) - 1) + b_error**2 / (len(a) - 1)))"},
        hint="The term with s_a⁴ has n − 1 below, the size of its own group.",
    ),
    patch(
        "variances are divided by n − 1 and m − 1 twice",
        {ERRORS: "np.var(a, ddof=1) / (len(a) - 1), np.var(b, ddof=1) / (len(b) - 1)"},
        hint="n − 1 is in s² already: the error of the mean is s²/n.",
    ),
]

VARYING = {"dual": "A wrong df is seen if it moves an end across 0: how far it moves depends on the draw."}
EQUIVALENT = {
    f"welch_confidence_interval: {call}({v}{rest}) → {call}({v}{rest}, axis=0)": (
        "groups have one axis: along it is over all"
    )
    for v in "ab"
    for call, rest in (("np.mean", ""), ("np.var", ", ddof=1"))
}


@variant
def step_by_step(a, b, alpha, t_ppf):
    if alpha <= 0 or alpha >= 1:
        raise ValueError("alpha")
    n, m = len(a), len(b)
    if n < 2 or m < 2:
        raise ValueError("two values each")
    a_mean, b_mean = sum(a) / n, sum(b) / m
    v = sum((x - a_mean) ** 2 for x in a) / (n - 1) / n
    w = sum((x - b_mean) ** 2 for x in b) / (m - 1) / m
    if v + w == 0:
        raise ValueError("constant")
    df = (v + w) ** 2 / (v**2 / (n - 1) + w**2 / (m - 1))
    ends = []
    for q in (alpha / 2, 1 - alpha / 2):
        ends.append(a_mean - b_mean + t_ppf(q, df) * (v + w) ** 0.5)
    return ends


@variant
def shares(a, b, alpha, t_ppf):
    """df by the shares of both terms."""
    if not (alpha > 0 and alpha < 1) or a.size == 1 or b.size == 1 or (np.ptp(a) == 0 and np.ptp(b) == 0):
        raise ValueError
    errors = np.array([a.var(ddof=1) / a.size, b.var(ddof=1) / b.size])
    c = errors / errors.sum()
    t = t_ppf(1 - 0.5 * alpha, 1 / np.sum(c**2 / [a.size - 1, b.size - 1]))
    return tuple(np.add(a.mean() - b.mean(), np.multiply([-t, t], np.sqrt(errors.sum()))))


@variant
def by_deviations(a, b, alpha, t_ppf):
    """Standard errors of both means, and the hypotenuse of them."""
    if not 0 < alpha < 1:
        raise ValueError("alpha")
    if len(a) < 2 or len(b) < 2:
        raise ValueError("two values each")
    v, w = np.std(a, ddof=1) / len(a) ** 0.5, np.std(b, ddof=1) / len(b) ** 0.5
    error = np.hypot(v, w)
    if not error:
        raise ValueError("constant")
    df = 1 / ((v / error) ** 4 / (len(a) - 1) + (w / error) ** 4 / (len(b) - 1))
    reach = -t_ppf(alpha / 2, df) * error
    return np.mean(a) - np.mean(b) - reach, np.mean(a) - np.mean(b) + reach
