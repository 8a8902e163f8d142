"""Checks, known bugs and variants of chapter04/box_plot_stats."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("q1", "med", "q3", "lo_whisker", "hi_whisker", "outliers"),
    requires=("chapter04/quantile_linear",),
    minutes=15,
    hints=(
        "Draw the values 0, 3, 4, 5, 20 on a line, then the box, then the fences. Which values lie between the fences?",
        "np.quantile(x, [0.25, 0.5, 0.75]) is the box. The whiskers are the smallest and the largest of what is within.",
        "A mask tells what is beyond: (x < q1 − reach) | (x > q3 + reach), with < and >, for the fence itself is within.",
    ),
)


def fences(x):
    q1, q3 = np.quantile(x, [0.25, 0.75])
    return np.array([q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)])


def off_the_fences(case):
    """No value is so close to a fence that rounding decides on which side it is."""
    gaps = np.abs(case.x[:, None] - fences(case.x))
    return gaps.min() > 1e-6 * np.abs(case.x).max()


def inconspicuous(case):
    low, high = fences(case.x)
    return len(case.x) == 1 or (off_the_fences(case) and low < case.x.min() and case.x.max() < high)


def conspicuous(case):
    """There are two outliers on both sides, and they would be outliers if fences were three IQR away, too."""
    low, high = fences(case.x)
    further = 0.4 * (high - low)  # of four IQR in all: from 1.5 to 3.1
    near = (case.x < low) & (case.x > low - further) | (case.x > high) & (case.x < high + further)
    return off_the_fences(case) and np.sum(case.x < low) > 1 and np.sum(case.x > high) > 1 and not near.any()


def telling(x):
    """One value is within the fence, and would not be if that were one IQR away, or measured from the median."""
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    closer = max(q3 + 1.05 * (q3 - q1), med + 1.55 * (q3 - q1))
    return np.any((x > closer) & (x < q3 + 1.45 * (q3 - q1)))


def calm(x, values):
    """None of some values of x would be beyond a fence that is one IQR away, or measured from the median."""
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    low, high = max(q1 - (q3 - q1), med - 1.5 * (q3 - q1)), min(q3 + (q3 - q1), med + 1.5 * (q3 - q1))
    return len(x) == 1 or (low < values.min() - 0.01 and values.max() + 0.01 < high)


@cases("N", 9, 6, 4, 2, 1, fit=inconspicuous)
def plain(rng, N):
    x = rng.uniform(-4.0, 7.0, size=N)
    while not calm(x, x):
        x = rng.uniform(-4.0, 7.0, size=N)
    return {"x": x}


@cases("N", 14, 17, 12, fit=conspicuous)
def with_outliers(rng, N):
    x = np.zeros(N)
    while not telling(x):
        out = [-30.0, -20.0, 20.0, 30.0] + rng.uniform(-2.0, 2.0, size=4)
        x = rng.permutation([*rng.normal(size=N - 5), rng.uniform(2.0, 4.0), *out])
    return {"x": x}


JUST = 1 / 64


@cases(
    "side beyond",
    ("below", 0.0),
    ("above", 0.0),
    ("both", 0.0),
    ("above", JUST),
    ("below", JUST),
    exact=True,
)
def on_the_fence(rng, side, beyond):
    """Nine multiples of 1/64, for which quartiles and fences are exact: one is on a fence or just beyond, or two."""
    half = int(rng.integers(2, 7))
    inner = rng.integers(1, 2 * half, size=3) / 2
    low = -half / 2 if side == "above" else -3.0 * half - beyond
    high = 2.5 * half if side == "below" else 5.0 * half + beyond
    x = np.array([low, -half / 4, 0.0, *inner, 2.0 * half, 2.25 * half, high])
    return {"x": rng.permutation(x) + rng.integers(4, 20) / 4}


def far_out_alone(case):
    """Two outliers on both sides, and all others are within fences that are one IQR away, or measured from the median."""
    return conspicuous(case) and calm(case.x, case.x[np.abs(case.x) < 30])


@cases("N", 12, 15, fit=far_out_alone)
def repeated(rng, N):
    """Outliers that occur twice, and integers."""
    out = rng.integers(30, 60, size=2) * [1, -1]
    return {"x": rng.permutation([*rng.integers(-6, 7, size=N - 4), *out, *out])}


@cases("N sign", (4, 1), (4, -1), (5, 1), fit=off_the_fences)
def one_far_out(rng, N, sign):
    """All but one are close together, and a quartile lies between them and the one."""
    return {"x": sign * rng.permutation([*rng.uniform(0.0, 1.0, size=N - 1), rng.uniform(80.0, 120.0)])}


far_out = scaled(with_outliers, x=1)

shapes = shaped("Five numbers and an array come back.", plain)
box = agrees("The box is q1, the median and q3.", plain, only=["q1", "med", "q3"])
whiskers = agrees(
    "Where no value is far out, whiskers end at the smallest one and at the largest.",
    plain,
    only=["lo_whisker", "hi_whisker", "outliers"],
)
outliers = agrees("What is beyond the fences is an outlier, and no whisker reaches it.", with_outliers, points=2)
repeats = agrees("Outliers are in ascending order, each as often as it occurs, for integers, too.", repeated)
border = agrees(
    "A value that is exactly on a fence is no outlier, and one that is just beyond it is.",
    on_the_fence,
    needs=[box, outliers],
)
inside = agrees("A whisker may end inside of the box.", one_far_out, needs=[box, outliers])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, by="entry", needs=[box, outliers])


@check(points=1, kind="property")
def mirrored(student, with_outliers):
    """With x turned over, upper and lower change places, and a shift moves everything along."""

    def moved(m, case):
        return m.box_plot_stats(case.x), m.box_plot_stats(-case.x), m.box_plot_stats(case.x + 4.0)

    for case, (one, other, shifted) in student.each(moved, with_outliers):
        q1, med, q3, low, high, out = one
        mirror = -np.array([q3, med, q1, high, low, *out[::-1]])
        assert_law("box(−x) = −box(x), turned over", np.array([*other[:5], *other[5]]), mirror, where=case)
        after = np.array([*shifted[:5], *shifted[5]])
        assert_law("box(x + 4) = box(x) + 4", after, np.array([*one[:5], *out]) + 4.0, where=case)


@check(points=1, kind="error")
def empty(student):
    """An empty sample raises ValueError."""
    raises(student, ValueError, lambda m: m.box_plot_stats(np.array([])), where="x is empty")


hygiene = hygiene_of(with_outliers)

QUARTILES, REACH = "np.quantile(ordered, (0.25, 0.5, 0.75))", "1.5 * (q3 - q1)"
SUSPICIOUS = "(ordered < q1 - reach) | (ordered > q3 + reach)"
LOW, HIGH, OUT = "float(within[0])", "float(within[-1])", "ordered[suspicious]\n"

BUGS = [
    patch(
        "whiskers end at the fences",
        {LOW: "float(q1 - reach)", HIGH: "float(q3 + reach)"},
        hint="A fence is a limit: the whisker ends at the last value within it.",
    ),
    patch(
        "whiskers end at the smallest and the largest of all",
        {LOW: "float(ordered[0])", HIGH: "float(ordered[-1])"},
        hint="Outliers don't count: take the extremes of what is within the fences.",
    ),
    patch(
        "a whisker never ends inside of the box",
        {LOW: "float(min(within[0], q1))", HIGH: "float(max(within[-1], q3))"},
        hint="Whiskers end at values of the sample, and a quartile may be none.",
    ),
    patch(
        "a value on the fence is an outlier",
        {SUSPICIOUS: "(ordered <= q1 - reach) | (ordered >= q3 + reach)"},
        hint="Suspicious is what lies beyond: < and >.",
    ),
    patch(
        "fences are measured from the median",
        {SUSPICIOUS: "(ordered < med - reach) | (ordered > med + reach)"},
        hint="They are 1.5 IQR away from the quartiles.",
    ),
    patch(
        "fences are one IQR away",
        {REACH: "q3 - q1"},
        hint="Tukey's rule has 1.5 IQR.",
    ),
    patch(
        "fences are 1.5 deviations away",
        {REACH: "1.5 * np.std(ordered)"},
        hint="The range between the quartiles is the measure, not the standard deviation.",
    ),
    patch(
        "only large values are outliers",
        {SUSPICIOUS: "ordered > q3 + reach"},
        hint="There are two fences.",
    ),
    patch(
        "quartiles are the medians of the halves",
        {
            QUARTILES: (
                "[np.median(part) for part in "
                "(ordered[: max(len(x) // 2, 1)], ordered, ordered[min((len(x) + 1) // 2, len(x) - 1) :])]"
            )
        },
        hint="That is another convention: use quantiles, interpolated at (N − 1) q.",
    ),
    patch(
        "quartiles are values, not interpolated",
        {QUARTILES: 'np.quantile(ordered, (0.25, 0.5, 0.75), method="lower")'},
        hint="Between two places a quantile lies between two values.",
    ),
    patch(
        "the quartiles are exchanged",
        {QUARTILES: "np.quantile(ordered, (0.75, 0.5, 0.25))", REACH: "1.5 * (q1 - q3)"}
        | {SUSPICIOUS: "(ordered < q3 - reach) | (ordered > q1 + reach)"},
        hint="q1 is the lower one.",
    ),
    patch(
        "the mean stands for the median",
        {"float(med)": "float(np.mean(ordered))"},
        hint="The line in the box is the quantile of 1/2.",
    ),
    patch(
        "the whiskers are exchanged",
        {LOW: HIGH, f"{HIGH}, ordered": f"{LOW}, ordered"},
        hint="The lower one comes first.",
    ),
    patch(
        "repeated outliers are dropped",
        {OUT: "np.unique(ordered[suspicious])\n"},
        hint="Each is returned as often as it occurs.",
    ),
    patch(
        "outliers come as they stand in x",
        {OUT: "np.array(x[(x < q1 - reach) | (x > q3 + reach)], float)\n"},
        hint="Ascending order is asked for: sort first.",
    ),
    patch(
        "outliers keep the integers",
        {OUT: "ordered[suspicious].astype(x.dtype)\n"},
        hint="outliers is float64 whatever x is.",
    ),
    patch(
        "what is within is returned for the outliers",
        {OUT: "within\n"},
        hint="Outliers are what lies beyond the fences.",
    ),
    patch(
        "outliers come as a mask",
        {OUT: "suspicious\n"},
        hint="The values are asked for: x[mask].",
    ),
    patch(
        "x itself is sorted",
        {"np.sort(x).astype(np.float64)": "x\n    ordered.sort()"},
        hint="x belongs to the caller: np.sort(x) makes a copy.",
    ),
    patch(
        "small numbers are rounded away",
        {"np.sort(x).astype(np.float64)": "np.round(np.sort(x).astype(np.float64), 9)"},
        hint="Round when you print, and not before.",
    ),
    patch(
        "fences are widened a little, against rounding",
        {SUSPICIOUS: "(ordered < q1 - reach - 1e-9) | (ordered > q3 + reach + 1e-9)"},
        hint="Small numbers may be all that there is: compare as it says.",
    ),
    patch(
        "an empty x gives NaN",
        {'raise ValueError("there is no box plot of nothing")': "return (np.nan,) * 5 + (np.array([]),)"},
        hint="There is no box of nothing: raise ValueError.",
    ),
    patch(
        "whiskers end at the fences, unless no value lies as far out",
        {LOW: "float(max(q1 - reach, ordered[0]))", HIGH: "float(min(q3 + reach, ordered[-1]))"},
        hint="A fence is hardly ever a value: the whisker ends at the last value within it.",
    ),
    patch(
        "whiskers end at the fences where nothing is beyond them",
        {
            LOW: "float(within[0] if ordered[0] < q1 - reach else q1 - reach)",
            HIGH: "float(within[-1] if ordered[-1] > q3 + reach else q3 + reach)",
        },
        hint="Without an outlier, too, a whisker ends at a value: the smallest one, or the largest.",
    ),
    patch(
        "a value on the fence is no outlier, and no whisker ends at it, either",
        {"ordered[~suspicious]": "ordered[(ordered > q1 - reach) & (ordered < q3 + reach)]"}
        | {LOW: "float(within[0] if len(within) else ordered[0])"}
        | {HIGH: "float(within[-1] if len(within) else ordered[-1])"},
        hint="What is no outlier is within: >= and <=, or ~ of the mask of the outliers.",
    ),
    patch(
        "a value on the fence is no outlier, and no whisker ends at it, either, and x of one value is left with none",
        {"ordered[~suspicious]": "ordered[(ordered > q1 - reach) & (ordered < q3 + reach)]"}
        | {LOW: "float(within.min())", HIGH: "float(within.max())"},
        hint="What is no outlier is within: >= and <=, or ~ of the mask of the outliers.",
    ),
    patch(
        "fences are three deviations from the mean",
        {
            SUSPICIOUS: "(ordered < np.mean(ordered) - 3 * np.std(ordered))"
            " | (ordered > np.mean(ordered) + 3 * np.std(ordered))"
        },
        hint="Outliers move mean and deviation themselves: Tukey's fences are 1.5 IQR away from the quartiles.",
    ),
    patch(
        "fences are two deviations from the mean",
        {
            SUSPICIOUS: "(ordered < np.mean(ordered) - 2 * np.std(ordered))"
            " | (ordered > np.mean(ordered) + 2 * np.std(ordered))"
        },
        hint="Outliers move mean and deviation themselves: Tukey's fences are 1.5 IQR away from the quartiles.",
    ),
    patch(
        "fences are three IQR away",
        {REACH: "3 * (q3 - q1)"},
        hint="That is where values are called far out. What is suspicious begins at 1.5 IQR.",
    ),
    patch(
        "quartiles are the medians of the halves, and for odd N the middle belongs to both",
        {QUARTILES: "[np.median(part) for part in (ordered[: (len(x) + 1) // 2], ordered, ordered[len(x) // 2 :])]"},
        hint="Tukey's hinges are another convention: use quantiles, interpolated at (N − 1) q.",
    ),
    patch(
        "quartiles stand at the place (N + 1) q, counted from 1",
        {QUARTILES: 'np.quantile(ordered, (0.25, 0.5, 0.75), method="weibull")'},
        hint="That is another convention: counted from 0, q stands at the place (N − 1) q.",
    ),
    patch(
        "q1 and q3 are the values at the places N // 4 and 3 N // 4",
        {QUARTILES: "(ordered[len(x) // 4], np.median(ordered), ordered[3 * len(x) // 4])"},
        hint="The places are (N − 1) / 4 and 3 (N − 1) / 4, and between two places it is interpolated.",
    ),
    patch(
        "between two places a quartile is in the middle of both values",
        {QUARTILES: 'np.quantile(ordered, (0.25, 0.5, 0.75), method="midpoint")'}
        | {LOW: "float(within.min())", HIGH: "float(within.max())"},
        hint="A quartile is as far between the two values as (N − 1) q is between the two places, a quarter, for example.",
    ),
    patch(
        "the box is that of what is left without the outliers",
        {"    return float(q1)": "    q1, med, q3 = np.quantile(within, (0.25, 0.5, 0.75))\n    return float(q1)"},
        hint="Quartiles and median are those of all of x: outliers stay in the sample.",
    ),
    patch(
        "large outliers come first, and small ones behind them",
        {OUT: "np.concatenate([ordered[ordered > q3 + reach], ordered[ordered < q1 - reach]])\n"},
        hint="Ascending order is asked for: those below the lower fence first.",
    ),
    patch(
        "outliers come in descending order",
        {OUT: "ordered[suspicious][::-1]\n"},
        hint="Ascending order is asked for.",
    ),
    patch(
        "there are never any outliers",
        {OUT: "ordered[(ordered < q1 - reach) & (ordered > q3 + reach)]\n"},
        hint="What is below the lower fence, or (|) above the upper one, is asked for: of all of x, and not of what is within.",
    ),
    patch(
        "of integers, quartiles are cut to integers",
        {QUARTILES: f"{QUARTILES}.astype(x.dtype)"},
        hint="Between two whole numbers lie others: the five numbers are floats whatever x is.",
    ),
    patch(
        "one value is refused",
        {"len(x) == 0": "len(x) < 2"},
        hint="One value is its own box and whiskers: only an empty x is refused.",
    ),
    patch(
        "the middle of the box stands for the median",
        {"float(med)": "float((q1 + q3) / 2)"},
        hint="The median is the quantile of 1/2, and seldom in the middle between the quartiles.",
    ),
]

VARYING = {
    "mirrored": "With other quartiles there are as many outliers, or more, as it happens.",
    "repeats": "Whether a value is beyond a fence that is elsewhere hangs on the draw.",
}
EQUIVALENT = {
    "box_plot_stats: np.quantile(ordered, (0.25, 0.5, 0.75)) → np.quantile(x, (0.25, 0.5, 0.75))": (
        "np.quantile sorts by itself"
    ),
}


@variant
def masked(x):
    if x.size == 0:
        raise ValueError("empty")
    q1, med, q3 = np.percentile(x, [25, 50, 75])
    inside = (x >= q1 - 1.5 * (q3 - q1)) & (x <= q3 + 1.5 * (q3 - q1))
    return q1, med, q3, float(x[inside].min()), float(x[inside].max()), np.sort(x[~inside]).astype(float)


@variant
def from_both_ends(x):
    """Two fingers go inwards from the ends of the sorted list, until each is within its fence."""
    values = sorted(float(value) for value in x)
    if not values:
        raise ValueError("empty")

    def quantile(q):
        k = int((len(values) - 1) * q)
        rest = (len(values) - 1) * q - k
        return values[k] + rest * (values[min(k + 1, len(values) - 1)] - values[k])

    q1, med, q3 = quantile(0.25), quantile(0.5), quantile(0.75)
    low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    i, j = 0, len(values) - 1
    while values[i] < low:
        i += 1
    while values[j] > high:
        j -= 1
    return q1, med, q3, values[i], values[j], np.array(values[:i] + values[j + 1 :])


@variant
def value_by_value(x):
    if len(x) == 0:
        raise ValueError("empty")
    q1, med, q3 = (float(np.quantile(x, k / 4)) for k in (1, 2, 3))
    within, out = [], []
    for value in sorted(x.tolist()):
        (out if value < q1 - 1.5 * (q3 - q1) or value > q3 + 1.5 * (q3 - q1) else within).append(float(value))
    return [q1, med, q3, within[0], within[-1], np.array(out, dtype=np.float64)]
