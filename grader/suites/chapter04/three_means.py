"""Checks, known bugs and variants of chapter04/three_means."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("arithmetic", "geometric", "harmonic"),
    minutes=8,
    hints=(
        "Take two numbers, 1 and 4. Which number has to stand in the place of both to keep their sum, 5; their product, "
        "4; the sum of their reciprocals, 5/4?",
        "The logarithm turns a product into a sum, and exp leads back: what is the logarithm of the geometric mean?",
        "np.exp(np.mean(np.log(x))) and 1 / np.mean(1 / x). Look at x before, and raise ValueError.",
    ),
)


@cases("N", 7, 4, 2, 1)
def sample(rng, N):
    return {"x": rng.uniform(0.5, 20.0, size=N)}


@cases("N", 6, 3)
def whole_numbers(rng, N):
    return {"x": rng.permutation(np.arange(2, 40))[:N]}


@cases("N about", (110, 5e3), (110, 2e-4))
def many(rng, N, about):
    return {"x": about * rng.uniform(0.6, 1.5, size=N)}


far_out = scaled(sample, x=1)

values = agrees("The three means are right, of several floats and of one.", sample, points=2)
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[values])
long_products = agrees(
    "The product of very many numbers may be larger than any float, or smaller.", many, needs=[values]
)
extremes = agrees("They are right for tiny numbers and for huge ones.", far_out, by="entry", needs=[values])


@check(points=1, kind="property")
def ordered(student, sample):
    """H ≤ G ≤ A, and in another unit all three are what they were."""

    def both(m, case):
        return m.three_means(case.x), m.three_means(8.0 * case.x), m.three_means(1.0 / case.x)

    for case, (means, times_8, of_reciprocals) in student.each(both, sample):
        A, G, H = means
        if not (H <= G * (1 + 1e-12) and G <= A * (1 + 1e-12)):
            fail("H ≤ G ≤ A does not hold.", case)
        assert_law("means of 8 x = 8 times the means of x", np.array(times_8), 8.0 * np.array(means), where=case)
        assert_law("means of 1/x = 1/H, 1/G, 1/A", np.array(of_reciprocals), 1.0 / np.array([H, G, A]), where=case)


@check(points=1, kind="error")
def positive(student, rng):
    """Without a number, and with one that is 0 or negative, ValueError is raised."""
    x = readable_numbers(rng)
    zero, first, negative, outweighing = x.copy(), x.copy(), x.copy(), x.copy()
    zero[rng.integers(1, len(x))] = 0.0
    first[0] = 0.0
    negative[np.sort(x)[1] >= x] *= -1.0  # the product is positive, and so is the sum
    outweighing[rng.integers(1, len(x))] = -120.0
    bad = {
        "x is empty": np.array([]),
        "one is 0": zero,
        "the first is 0": first,
        "two are negative": negative,
        "one is negative, and outweighs the others": outweighing,
        "all are negative": -x,
    }
    for where, given in bad.items():
        raises(student, ValueError, lambda m, given=given: m.three_means(given), where=where)


def readable_numbers(rng):
    """Return five that differ; neither of the two smallest comes first."""
    x = np.sort(rng.choice(np.arange(2, 90), size=5, replace=False)) / 4
    return np.array([x[4], *rng.permutation(x[:4])])


hygiene = hygiene_of(sample)

EMPTY, SMALL = "len(x) == 0 or ", "np.any(x <= 0)"
GEOMETRIC, HARMONIC = "np.exp(np.mean(np.log(x)))", "1 / np.mean(1 / x)"
RESULT = "float(arithmetic), float(geometric), float(harmonic)"

BUGS = [
    patch(
        "the product overflows, or vanishes",
        {GEOMETRIC: "np.prod(x.astype(float)) ** (1 / len(x))"},
        hint="Add logarithms instead of multiplying.",
    ),
    patch(
        "the square root is taken of the product, however many numbers there are",
        {GEOMETRIC: "np.exp(np.sum(np.log(x)) / 2)"},
        hint="The root is the N-th: the exponent is 1/N.",
    ),
    patch(
        "the geometric mean lacks its root",
        {GEOMETRIC: "np.exp(np.sum(np.log(x)))"},
        hint="That is the product. One number that N times multiplied gives it is its N-th root.",
    ),
    patch(
        "exp is put on logarithms of base 10",
        {"np.log(x)": "np.log10(x)"},
        hint="The way back from log₁₀ is a power of 10.",
    ),
    patch(
        "the mean of the logarithms is returned",
        {GEOMETRIC: "np.mean(np.log(x))"},
        hint="That is log G: exp leads back.",
    ),
    patch(
        "the harmonic mean is the reciprocal of the arithmetic one",
        {HARMONIC: "1 / np.mean(x)"},
        hint="Reciprocals first, then their mean, then the reciprocal of that.",
    ),
    patch(
        "the harmonic mean lacks the N",
        {HARMONIC: "1 / np.sum(1 / x)"},
        hint="N divided by the sum of reciprocals; of one repeated number it must be that number.",
    ),
    patch(
        "the mean of the reciprocals is returned",
        {HARMONIC: "np.mean(1 / x)"},
        hint="It has to be turned back: 1 divided by it.",
    ),
    patch(
        "reciprocals are weighted as for two numbers",
        {HARMONIC: "2 / np.sum(1 / x)"},
        hint="The 2 of F1 = 2 P R / (P + R) is N.",
    ),
    patch(
        "the harmonic mean is made of the other two, G²/A",
        {HARMONIC: "geometric**2 / arithmetic"},
        hint="That holds for two numbers, and not for three.",
    ),
    patch(
        "geometric and harmonic mean are exchanged",
        {RESULT: "float(arithmetic), float(harmonic), float(geometric)"},
        hint="The order is A, G, H.",
    ),
    patch(
        "the means are returned from small to large",
        {RESULT: "float(harmonic), float(geometric), float(arithmetic)"},
        hint="The order is A, G, H.",
    ),
    patch(
        "the means are divided by N − 1",
        {"np.mean(x)": "np.sum(x) / max(len(x) - 1, 1)"},
        hint="N − 1 belongs into variances; a mean is divided by N.",
    ),
    patch(
        "means of integers are cut to integers",
        {RESULT: "tuple(float(v.astype(x.dtype)) for v in (arithmetic, geometric, harmonic))"},
        hint="Means are floats whatever x is.",
    ),
    patch(
        "0 is let pass",
        {
            SMALL: "np.any(x < 0)",
            "np.log(x)": "np.log(np.maximum(x, 1e-300))",
            "(1 / x)": "(1 / np.maximum(x, 1e-300))",
        },
        hint="0 has no logarithm and no reciprocal: raise ValueError.",
    ),
    patch(
        "negative numbers are taken for positive ones",
        {SMALL: "np.any(x == 0)", "np.log(x)": "np.log(np.abs(x))"},
        hint="The means are for positive numbers: raise ValueError.",
    ),
    patch(
        "an empty x gives NaN",
        {
            "if len(x) == 0 or np.any(x <= 0):": "if len(x) == 0:\n        return np.nan, np.nan, np.nan\n    if np.any(x <= 0):"
        },
        hint="There is no mean of nothing: raise ValueError.",
    ),
    patch(
        "reciprocals of integers are integers",
        {HARMONIC: "len(x) / np.sum(np.reciprocal(x))"},
        hint="1/4 is 0 then: np.reciprocal keeps the type of x, and 1 / x makes floats.",
    ),
    patch(
        "x is refused only if none of its numbers is positive",
        {SMALL: "np.all(x <= 0)"},
        hint="One number that is 0 or negative is enough: any, not all.",
    ),
    patch(
        "x is refused only if the sum of its numbers is 0 or negative",
        {SMALL: "np.sum(x) <= 0"},
        hint="A sum says nothing of a single number: np.any(x <= 0).",
    ),
    patch(
        "x is refused only if the product of its numbers is 0 or negative",
        {SMALL: "np.prod(x) <= 0"},
        hint="Two negative numbers have a positive product, and that of many small ones is 0 to a float64: np.any(x <= 0).",
    ),
    patch(
        "only the first number of x is looked at before it is refused",
        {SMALL: "x[0] <= 0"},
        hint="What is 0 or negative may stand anywhere: np.any(x <= 0).",
    ),
    patch(
        "numbers that are not positive are left out",
        {f"if {EMPTY}{SMALL}:": "x = x[x > 0]\n    if len(x) == 0:"},
        hint="Without them it is another sample: raise ValueError.",
    ),
    patch(
        "tiny numbers are taken for 0, and refused",
        {SMALL: "np.any(x < 1e-8)"},
        hint="However small, a positive number has its means: x <= 0 is what is refused.",
    ),
    patch(
        "the geometric mean is made of the other two, √(A H)",
        {GEOMETRIC: "0.0", HARMONIC: f"{HARMONIC}\n    geometric = np.sqrt(arithmetic * harmonic)"},
        hint="That holds for two numbers, and not for three.",
    ),
    patch(
        "1 is added to the numbers before their logarithms are taken, and subtracted at the end",
        {GEOMETRIC: "np.expm1(np.mean(np.log1p(x)))"},
        hint="The geometric mean of x + 1 is not that of x, plus 1. All numbers are positive, so log x is there.",
    ),
    patch(
        "a small number is added to x in the logarithm and below the fraction",
        {"np.log(x)": "np.log(x + 1e-12)", "(1 / x)": "(1 / (x + 1e-12))"},
        hint="What is 0 has been refused, so nothing has to be avoided, and small numbers may be all that there is.",
    ),
    patch(
        "the median stands for the arithmetic mean",
        {"np.mean(x)\n": "np.median(x)\n"},
        hint="A is the sum, divided by N.",
    ),
    patch(
        "the root of the mean square stands for the geometric mean",
        {GEOMETRIC: "np.sqrt(np.mean(x**2))"},
        hint="That is the quadratic mean, and larger than A. G is the N-th root of the product.",
    ),
]

AXIS_0 = "x has one axis: along it is over all"
EQUIVALENT = {
    f"three_means: {call}) → {call}, axis=0)": AXIS_0
    for call in ("np.any(x <= 0", "np.mean(x", "np.mean(np.log(x)", "np.mean(1 / x")
}


@variant
def loop(x):
    total, logs, reciprocals, N = 0.0, 0.0, 0.0, 0
    for value in x.tolist():
        if value <= 0:
            raise ValueError
        total, logs, reciprocals, N = total + value, logs + np.log(value), reciprocals + 1 / value, N + 1
    if not N:
        raise ValueError
    return total / N, np.exp(logs / N), N / reciprocals


@variant
def roots_first(x):
    """Each number's own N-th root, before they are multiplied."""
    if x.size == 0 or x.min() <= 0:
        raise ValueError("positive numbers are asked for")
    return x.sum() / x.size, np.prod(x ** (1 / x.size)), x.size / (1 / x).sum()


@variant
def base_10(x):
    if not (len(x) and np.all(x > 0)):
        raise ValueError("positive numbers are asked for")
    return np.average(x), 10.0 ** np.log10(x).mean(), np.mean(np.float64(x) ** -1) ** -1
