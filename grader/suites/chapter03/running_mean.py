"""Checks, known bugs and variants of chapter03/running_mean."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("m",),
    minutes=5,
    hints=(
        "On paper: x = 3, 6, 0. What is the mean of the first, of the first two, of all three?",
        "np.cumsum gives the sums so far. By what is the sum with index t divided?",
        "For integers, ask for floats from the start: np.cumsum(x, dtype=float).",
    ),
)


@cases("N", 7, 4, 12, 1)
def numbers(rng, N):
    return {"x": rng.normal(2.0, 3.0, size=N)}


@cases("N", 7, 4)
def whole_numbers(rng, N):
    x = rng.integers(-9, 10, size=N)
    x[1] = x[0] + 1
    return {"x": x}


@cases("N", 9, 5)
def pixels(rng, N):
    return {"x": rng.integers(150, 256, size=N).astype(np.uint8)}


shapes = shaped("There is a mean for each number.", numbers)
values = agrees("m[t] is the mean of all numbers up to x[t], and of no others.", numbers, points=2)
integers = agrees("The mean of whole numbers need not be a whole number.", whole_numbers, needs=[values])
small_integers = agrees("Sums of bytes don't end at 255.", pixels, needs=[integers])
far = scaled(numbers, x=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="property")
def up_to_now(student, numbers):
    """What comes later changes no mean, each number is (t + 1) m[t] − t m[t − 1], and shifts and factors go through."""

    def other(m, case):
        x = case.x
        return m.running_mean(x), m.running_mean(np.concatenate([x, 3.0 + x])), m.running_mean(2.0 * x - 5.0)

    for case, (m, longer, moved) in student.each(other, numbers):
        t = np.arange(len(m))
        back = (t + 1) * m - t * np.concatenate([[0.0], m[:-1]])
        size = 5.0 + 2.0 * float(np.max(np.abs(case.x)))
        assert_law("(t + 1) m[t] − t m[t − 1] = x[t]", back, case.x, scale=size * len(m), what="m", where=case)
        assert_law("the first N means of a longer list = m", longer[: len(m)], m, what="m", where=case)
        assert_law("m(2 x − 5) = 2 m(x) − 5", moved, 2.0 * m - 5.0, scale=size, what="m", where=case)


hygiene = hygiene_of(numbers)

SUM, COUNT = "np.cumsum(x, dtype=np.float64)", " / np.arange(1, len(x) + 1)"

BUGS = [
    patch("every sum is divided by N", {COUNT: " / len(x)"}, hint="The sum with index t has t + 1 terms."),
    patch("sums are not divided", {COUNT: ""}, hint="A mean is a sum divided by the number of its terms."),
    patch(
        "divisors count from 0",
        {COUNT: " / np.maximum(np.arange(len(x)), 1)"},
        hint="The sum with index t has t + 1 terms, not t.",
    ),
    patch(
        "m[t] leaves x[t] out",
        {SUM: f"(np.concatenate([x[:1], {SUM}[:-1]]))", COUNT: " / np.maximum(np.arange(len(x)), 1)"},
        hint="Up to and including x[t].",
    ),
    patch(
        "the mean of the last three is taken",
        {f"{SUM}{COUNT}": ("np.array([np.mean(x[max(t - 2, 0) : t + 1], dtype=np.float64) for t in range(len(x))])")},
        hint="A window forgets: all numbers from the first on count.",
    ),
    patch(
        "means are taken from each number to the end",
        {f"{SUM}{COUNT}": "(np.cumsum(x[::-1], dtype=np.float64) / np.arange(1, len(x) + 1))[::-1]"},
        hint="m[0] is x[0]: begin at the front.",
    ),
    patch(
        "the mean of the means so far is taken",
        {f"{SUM}{COUNT}": f"np.cumsum({SUM}{COUNT}){COUNT}"},
        hint="Average the numbers, once.",
    ),
    patch(
        "the mean of all is repeated", {f"{SUM}{COUNT}": "np.full(len(x), x.mean())"}, hint="m[t] knows x[0] … x[t]."
    ),
    patch(
        "means are cut to whole numbers where x has them",
        {f"return {SUM}{COUNT}": f"m = np.zeros_like(x)\n    m[:] = {SUM}{COUNT}\n    return m.astype(float)"},
        hint="An array of x's type, such as np.zeros_like(x), cuts off what is behind the point: ask for dtype=float.",
    ),
    patch(
        "m has the type of x",
        {f"return {SUM}{COUNT}": f"return ({SUM}{COUNT}).astype(x.dtype)"},
        hint="m is float64, whatever x is.",
    ),
    patch(
        "sums are kept in the type of x",
        {SUM: "np.cumsum(x, dtype=x.dtype)"},
        hint="A byte ends at 255: sum up in float64.",
    ),
    patch(
        "sums are divided by the root of the number of their terms",
        {COUNT: " / np.sqrt(np.arange(1, len(x) + 1))"},
        hint="The root of t + 1 belongs to the standard deviation of a mean, and not to the mean: divide by t + 1.",
    ),
    patch(
        "numbers are cut to whole ones before they are summed",
        {SUM: "np.cumsum(x, dtype=np.int64)"},
        hint="x may hold floats, too: sum up in float64, which holds whole numbers as they are.",
    ),
    patch(
        "the numbers are sorted before they are averaged",
        {SUM: "np.cumsum(np.sort(x), dtype=np.float64)"},
        hint="m[t] is about the numbers that came first, in the order in which they came, and not about the smallest.",
    ),
    patch(
        "the median of the numbers so far is taken",
        {f"{SUM}{COUNT}": "np.array([np.median(x[: t + 1]) for t in range(len(x))])"},
        hint="The median is the one in the middle; a mean is the sum of all, divided by how many they are.",
    ),
]


@bug(
    "recent numbers count more", hint="Each of the t + 1 numbers counts 1 / (t + 1): the share of the new one shrinks."
)
def exponential_average(x):
    m = np.array(x, dtype=float)
    for t in range(1, len(x)):
        m[t] = 0.9 * m[t - 1] + 0.1 * x[t]
    return m


@bug("the new number has the weight 1 / t", hint="With x[t] there are t + 1 numbers: its share is 1 / (t + 1).")
def too_heavy(x):
    m = np.array(x, dtype=float)
    for t in range(1, len(x)):
        m[t] = m[t - 1] + (x[t] - m[t - 1]) / t
    return m


@bug("each mean is averaged with the next number", hint="The mean so far stands for t numbers, the new one for itself.")
def halved(x):
    m = np.array(x, dtype=float)
    for t in range(1, len(x)):
        m[t] = (m[t - 1] + x[t]) / 2
    return m


@bug("means overwrite numbers that later means are made of", hint="Read from x, and write to an array of its own.")
def overwritten(x):
    m = np.array(x, dtype=float)
    for t in range(1, len(m)):
        m[t] = np.mean(m[: t + 1])
    return m


@bug(
    "x[0] is counted twice, as the start of the sum and in the loop again",
    hint="Start the sum at 0, or the loop at index 1: each number is added once.",
)
def first_counted_twice(x):
    total = float(x[0])
    m = np.zeros(len(x))
    for t in range(len(x)):
        total += float(x[t])
        m[t] = total / (t + 1)
    return m


@bug(
    "a window slides over the numbers, and finds zeros before the first of them",
    hint="There are no zeros before x[0], and nothing is forgotten: divide the sum of all numbers so far by their number.",
)
def sliding(x):
    width = 3
    return np.convolve(x.astype(float), np.ones(width) / width, mode="full")[: len(x)]


@bug(
    "a fixed share 2 / (N + 1) of each new number is mixed in",
    hint="That is an exponential average, which forgets: the share of x[t] is 1 / (t + 1), smaller and smaller.",
)
def fixed_share(x):
    share = 2.0 / (len(x) + 1)
    m = np.array(x, dtype=float)
    for t in range(1, len(x)):
        m[t] = (1.0 - share) * m[t - 1] + share * x[t]
    return m


@bug(
    "the last entry of m is the last number instead of the mean of all",
    hint="The loop has to reach the last index, N − 1: the last entry is the mean of all N numbers.",
)
def last_left(x):
    m = np.array(x, dtype=float)
    for t in range(1, len(x) - 1):
        m[t] = np.mean(x[: t + 1])
    return m


EQUIVALENT = {"running_mean: len(x) + 1 → len(x) + 0.5": "a range that ends before N + 1 ends with N"}


@variant
def incremental(x):
    m = np.zeros(len(x))
    mean = 0.0
    for t, number in enumerate(x.astype(float)):
        mean += (number - mean) / (t + 1)
        m[t] = mean
    return m


@variant
def by_definition(x):
    return np.array([np.mean(x[: t + 1]) for t in range(len(x))])


@variant
def triangular(x):
    N = x.shape[0]
    weights = np.tril(np.ones((N, N)))
    return weights @ x / weights.sum(axis=1)


@variant
def in_python(x):
    total, means = 0, []
    for number in x.tolist():
        total += number
        means.append(total / (len(means) + 1))
    return np.asarray(means)
