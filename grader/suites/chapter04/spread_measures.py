"""Checks, known bugs and variants of chapter04/spread_measures."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter04/median",),
    minutes=15,
    hints=(
        "Make one array of deviations first, x − np.mean(x). Three of the six are made of it, and of nothing else.",
        "var0 and var1 differ in what the sum of squares is divided by: N, and N − 1.",
        "np.var(x) and np.std(x) divide by N if nothing else is said; ddof=1 makes it N − 1.",
        "The median absolute deviation is np.median(np.abs(x - np.median(x))).",
    ),
)


@cases("N", 7, 4, 2)
def sample(rng, N):
    """Numbers of either sign, more of them positive."""
    x = rng.normal(5.0, 3.0, size=N) + rng.exponential(4.0, size=N)
    x[0] = rng.uniform(-4.0, -1.0)
    return {"x": x}


@cases("N", 6, 5)
def whole_numbers(rng, N):
    return {"x": rng.choice(np.arange(-30, 30), size=N, replace=False)}


@cases("scale", 1.0, 0.01)
def one(rng, scale):
    return {"x": scale * rng.normal(5.0, 3.0, size=1)}


@cases("N offset", (9, 1e6), (6, -1e6), exact=True)
def far_from_zero(rng, N, offset):
    return {"x": offset + rng.normal(size=N)}


far_out = scaled(sample, x=1)


def spreads(m, case):
    return m.spread_measures(case.x)


shapes = shaped("A dict of six numbers comes back, with the six names.", sample)
absolute = agrees(
    "mad_mean is the mean distance from the mean, mad_median the median distance from the median.",
    sample,
    of=spreads,
    only=["mad"],
)
variances = agrees("var0 is divided by N, var1 by N − 1.", sample, of=spreads, only=["var"])
errors = agrees("std1 is the root of var1, and sem is that divided by √N.", sample, of=spreads, only=["std1", "sem"])
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[absolute, variances, errors])
alone = agrees(
    "One value has no spread, and says nothing of the spread of others.", one, needs=[absolute, variances, errors]
)
offset = agrees("Samples around a million are not spoilt by rounding.", far_from_zero, needs=[variances, errors])
extremes = agrees(
    "They are right for tiny numbers and for huge ones.", far_out, by="entry", needs=[absolute, variances, errors]
)


@check(points=1, kind="property")
def units(student, sample):
    """A shift changes nothing; in another unit, deviations change as lengths do, and variances as squares."""

    def moved(m, case):
        return m.spread_measures(case.x), m.spread_measures(case.x + 3.0), m.spread_measures(-4.0 * case.x)

    for case, (spread, shifted, rescaled) in student.each(moved, sample):
        for name, value in spread.items():
            power = 2 if name.startswith("var") else 1
            law = f"{name}(−4 x) = {4**power} {name}(x)"
            assert_law(f"{name}(x + 3) = {name}(x)", shifted[name], value, rtol=1e-10, what=name, where=case)
            assert_law(law, rescaled[name], 4.0**power * value, rtol=1e-10, what=name, where=case)


@check(points=1, kind="error")
def empty(student):
    """An empty sample raises ValueError."""
    raises(student, ValueError, lambda m: m.spread_measures(np.array([])), where="x is empty")


hygiene = hygiene_of(sample, needs=[absolute, variances, errors])

MAD_MEAN, MAD_MEDIAN = "np.mean(np.abs(deviations))", "np.median(np.abs(x - np.median(x)))"
VAR0, VAR1, STD1, SEM = "float(squares / N)", '"var1": float(var1)', "float(np.sqrt(var1))", "float(np.sqrt(var1 / N))"
SQUARES, ONE = "np.sum(deviations**2)", "squares / (N - 1) if N > 1 else np.nan"

VARYING = {"units": "Without moduli nothing is left of the deviations, or what rounding leaves."}
BUGS = [
    patch(
        "the divisors of var0 and var1 are exchanged",
        {VAR0: "float(var1)", VAR1: '"var1": float(squares / N)'},
        hint="The digit is what is subtracted from N: var1 is divided by N − 1.",
    ),
    patch(
        "var1 is divided by N",
        {ONE: "squares / N if N > 1 else np.nan"},
        hint="The digit is what is subtracted from N: divide by N − 1, which np.var does if it is told ddof=1.",
    ),
    patch("std1 is divided by N", {STD1: "float(np.sqrt(squares / N) + 0 * var1)"}, hint="std1 is the root of var1."),
    patch(
        "sem is made of the deviation with N",
        {SEM: "float(np.sqrt(squares / N / N) + 0 * var1)"},
        hint="sem is std1 / √N, and std1 is the one with N − 1.",
    ),
    patch(
        "sem is divided by N instead of its root",
        {SEM: "float(np.sqrt(var1) / N)"},
        hint="The variance of a mean is σ²/N: its root has √N.",
    ),
    patch(
        "sem is divided by the root of N − 1",
        {SEM: "float(np.sqrt(var1 / max(N - 1, 1)))"},
        hint="N − 1 is in std1 already: divide by √N.",
    ),
    patch(
        "sem is the variance of the mean",
        {SEM: "float(var1 / N)"},
        hint="The root is missing: sem has the unit of x.",
    ),
    patch(
        "of integers, the mean is cut to an integer",
        {"x - np.mean(x)": "x - x.dtype.type(np.mean(x))"},
        hint="The mean of 1 and 2 is 1.5: a float whatever x is.",
    ),
    patch(
        "a small number is added under the root of sem",
        {SEM: "float(np.sqrt(var1 / N + 1e-12))"},
        hint="Nothing is divided by it, so nothing has to be avoided: small spreads may be all that there is.",
    ),
    patch("the variance is returned for std1", {STD1: "float(var1)"}, hint="std1 is the root of var1."),
    patch(
        "mad_mean is taken about the median",
        {MAD_MEAN: "np.mean(np.abs(x - np.median(x)))"},
        hint="mad_mean is about the mean.",
    ),
    patch(
        "mad_median is taken about the mean",
        {MAD_MEDIAN: "np.median(np.abs(deviations))"},
        hint="mad_median is about the median: the median is taken twice.",
    ),
    patch(
        "mad_median is the mean distance from the median",
        {MAD_MEDIAN: "np.mean(np.abs(x - np.median(x)))"},
        hint="The median is taken twice: of x, and of the distances from it.",
    ),
    patch(
        "mad_mean and mad_median are exchanged",
        {
            '"mad_mean": float(np.mean(': '"mad_median": float(np.mean(',
            '"mad_median": float(np.median(': '"mad_mean": float(np.median(',
        },
        hint="mad_mean is the mean distance from the mean.",
    ),
    patch(
        "mad_median is multiplied by 1.4826",
        {MAD_MEDIAN: "1.4826 * np.median(np.abs(x - np.median(x)))"},
        hint="That estimates the deviation of a normal distribution: leave it away.",
    ),
    patch(
        "moduli are missing in mad_mean",
        {MAD_MEAN: "np.mean(deviations)"},
        hint="Deviations from the mean sum to 0: take their moduli.",
    ),
    patch(
        "moduli are missing in mad_median",
        {MAD_MEDIAN: "np.median(x - np.median(x))"},
        hint="Half of the deviations are negative: take their moduli.",
    ),
    patch(
        "moduli are summed, not averaged",
        {MAD_MEAN: "np.sum(np.abs(deviations))"},
        hint="Divide by N: it is a mean.",
    ),
    patch(
        "squares are summed, not averaged",
        {VAR0: "float(squares)"},
        hint="var0 is the mean of the squares.",
    ),
    patch(
        "the variance is computed as a difference of mean squares",
        {SQUARES: "np.abs(np.sum(x * 1.0 * x) - N * np.mean(x) ** 2)"},
        hint="Around a million the squares are 10¹², and their difference is lost: subtract the mean first.",
    ),
    patch(
        "one value gets the variance 0 where it is unknown",
        {ONE: "squares / max(N - 1, 1)"},
        hint="0 / 0: nothing is known of the spread from one value. NaN says so.",
    ),
    patch(
        "one value is refused",
        {"N == 0": "N < 2"},
        hint="Three of the six are 0 for N = 1, and three are NaN: return them.",
    ),
    patch(
        "one value makes everything NaN",
        {"deviations = x - np.mean(x)": "deviations = x - np.mean(x) if N > 1 else x * np.nan"},
        hint="Its distance from its own mean is 0: only what is divided by N − 1 is unknown.",
    ),
    patch(
        "an empty x gives NaN",
        {
            'raise ValueError("an empty sample has no spread")': (
                'return dict.fromkeys(("mad_mean", "mad_median", "var0", "var1", "std1", "sem"), np.nan)'
            )
        },
        hint="Nothing can be said of nothing: raise ValueError.",
    ),
    patch("sem is called se", {'"sem": float': '"se": float'}, hint="The six names are those of the prompt."),
    patch(
        "mad_mean is the mean of the moduli of x itself",
        {MAD_MEAN: "np.mean(np.abs(x)) * (N > 1)"},
        hint="The mean of x has to be subtracted before the moduli are taken.",
    ),
    patch(
        "mad_mean is divided by N − 1",
        {MAD_MEAN: "np.sum(np.abs(deviations)) / max(N - 1, 1)"},
        hint="N − 1 belongs into var1: mad_mean is a mean of N moduli.",
    ),
    patch(
        "mad_mean is the mean distance of all pairs",
        {MAD_MEAN: "np.mean(np.abs(x[:, np.newaxis] - x))"},
        hint="Distances are those from the mean, N of them.",
    ),
    patch(
        "var1 is var0 times (N − 1)/N",
        {
            ONE: "squares / N * (N - 1) / N if N > 1 else np.nan",
            STD1: "float(np.sqrt(squares / (N - 1)) if N > 1 else np.nan)",
        }
        | {SEM: "float(np.sqrt(squares / (N - 1) / N) if N > 1 else np.nan)"},
        hint="It is the other way round: var1 is larger than var0, N/(N − 1) times.",
    ),
    patch(
        "in mad_median, both medians are the upper one of the two in the middle",
        {MAD_MEDIAN: "np.sort(np.abs(x - np.sort(x)[N // 2]))[N // 2]"},
        hint="For even N a median is the mean of the two in the middle.",
    ),
    patch(
        "one value gets infinity where it is unknown",
        {ONE: "squares / (N - 1) if N > 1 else np.inf"},
        hint="0 / 0: nothing is known of the spread from one value. NaN says so.",
    ),
    patch(
        "the median is cut to a whole number before it is subtracted",
        {MAD_MEDIAN: "np.median(np.abs(x - int(np.median(x)))) * (N > 1)"},
        hint="The median of 1 and 2 is 1.5: subtract it as it is.",
    ),
    patch(
        "of integers, deviations are cut to integers",
        {"x - np.mean(x)": "(x - np.mean(x)).astype(x.dtype)"},
        hint="The mean of 1 and 2 is 1.5: keep deviations in floats, which np.zeros_like(x) of integers does not.",
    ),
    patch(
        "variances are taken about the median",
        {SQUARES: "np.sum((x - np.median(x)) ** 2)"},
        hint="The squares are those of deviations from the mean.",
    ),
    patch(
        "sem is the mean, divided by the root of N",
        {SEM: "float(np.mean(x) / np.sqrt(N) if N > 1 else np.nan)"},
        hint="sem is the standard deviation divided by √N: how far the mean is off, and not how large it is.",
    ),
    patch(
        "the moduli of the deviations are summed first, and then squared",
        {SQUARES: "np.sum(np.abs(deviations)) ** 2"},
        hint="Each deviation is squared by itself, and then they are summed.",
    ),
    patch(
        "var0 is divided by N − 1, too",
        {VAR0: "float(squares / max(N - 1, 1))"},
        hint="The digit is what is subtracted from N: var0 is divided by N.",
    ),
]

AXIS_0 = "x has one axis: along it is over all"
REDUCTIONS = ("np.mean(x", "np.median(x", "np.sum(deviations ** 2", "np.mean(np.abs(deviations)", f"{MAD_MEDIAN[:-1]}")
EQUIVALENT = {
    **{f"spread_measures: {call}) → {call}, axis=0)": AXIS_0 for call in REDUCTIONS},
    "spread_measures: x - np.mean(x) → np.mean(x) - x": "only moduli and squares are made of the deviations",
    "spread_measures: N > 1 → N > 1.01": "N is a whole number",
    "spread_measures: x - np.median(x) → np.median(x) - x": "only moduli are made of these deviations",
}


@variant
def of_numpy(x):
    if x.size == 0:
        raise ValueError("empty")
    std0, N = np.std(x), x.size
    one = {"var1": np.nan, "std1": np.nan, "sem": np.nan}
    if N > 1:
        one = {"sem": std0 / np.sqrt(N - 1), "std1": np.std(x, ddof=1), "var1": np.var(x, ddof=1)}
    distances = np.abs(np.median(x) - x)
    return {"var0": std0**2, "mad_mean": np.abs(x - x.mean()).mean(), "mad_median": np.median(distances), **one}


@variant
def welford(x):
    """Value by value: the mean and the sum of squares that were right for those before are corrected."""
    mean, squares, N = 0.0, 0.0, 0
    for value in x:
        N += 1
        step = value - mean
        mean += step / N
        squares += step * (value - mean)
    if N == 0:
        raise ValueError("empty")
    var1 = squares / (N - 1) if N != 1 else float("nan")
    return {
        "mad_mean": sum(abs(value - mean) for value in x) / N,
        "mad_median": np.median(abs(x - np.median(x))),
        "var0": squares / N,
        "var1": var1,
        "std1": var1**0.5,
        "sem": var1**0.5 / N**0.5,
    }


@variant
def lists(x):
    values = sorted(x.tolist())
    if not values:
        raise ValueError("empty")
    N = len(values)

    def middle(ordered):
        return (ordered[(N - 1) // 2] + ordered[N // 2]) / 2

    m = sum(values) / N
    squares = sum((v - m) ** 2 for v in values)
    try:
        var1 = squares / (N - 1)
    except ZeroDivisionError:
        var1 = float("nan")
    spread = {"mad_mean": sum(abs(v - m) for v in values) / N, "var0": squares / N, "var1": var1}
    spread["mad_median"] = middle(sorted(abs(v - middle(values)) for v in values))
    return spread | {"std1": var1**0.5, "sem": (var1 / N) ** 0.5}
