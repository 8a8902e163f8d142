"""Checks, known bugs and variants of chapter02/birthday_collision."""

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=10,
    requires=("chapter02/union_probability",),
    no_hygiene="its arguments are numbers",
    hints=(
        "Ask for the opposite: with which probability do all of three people have different birthdays?",
        "The second person misses one day, the third two, … Which factor belongs to the last of m people?",
        "1 − i / days for i = 0, …, m − 1, all multiplied, is the probability that all are different.",
    ),
)


@cases("days low high", (365, 3, 15), (365, 20, 60), (12, 4, 8), (1000, 30, 60), (10_000, 80, 150), (30, 3, 9))
def rooms(rng, days, low, high):
    return {"m": int(rng.integers(low, high)), "days": days}


@cases("low high", (10, 60), (3, 10))
def usual(rng, low, high):
    return {"m": int(rng.integers(low, high))}


@cases("low high", (4, 7), (7, 10))
def one_for_each_day(rng, low, high):
    """As many people as days."""
    days = int(rng.integers(low, high))
    return {"m": days, "days": days}


@cases("more low high", (1, 3, 9), (1, 9, 20), (5, 20, 60), (40, 60, 99))
def crowds(rng, more, low, high):
    """More people than days."""
    days = int(rng.integers(low, high))
    return {"m": days + more, "days": days}


@cases("days low high", (99_000, 367, 500), (40_000, 367, 400))
def many_days(rng, days, low, high):
    """More people than a year has days, but not this one."""
    return {"m": int(rng.integers(low, high)), "days": days}


values = agrees("It is 1 minus the probability that all birthdays are different.", rooms, points=3)
year = agrees("If nothing is said, a year has 365 days.", usual, needs=[values])
full = agrees("With one person for each day it is not certain yet.", one_for_each_day, needs=[values])
long_year = agrees("Of 400 people no two need to agree, if there are days enough.", many_days, needs=[values])
certain = agrees("With more people than days it is certain.", crowds, needs=[values])


@check(points=1, kind="property")
def one_more(student, rooms):
    """One more person multiplies the probability that all are different by that of missing the days of the others."""

    def next_one(m, case):
        return m.birthday_collision(case.m, case.days), m.birthday_collision(case.m + 1, case.days)

    for case, (p, more) in student.each(next_one, rooms):
        law = "1 − P(m + 1) = (1 − P(m)) (1 − m / days)"
        assert_law(law, 1.0 - more, (1.0 - p) * (1.0 - case.m / case.days), rtol=1e-9, scale=1.0, what="p", where=case)


@check(points=1, kind="property", needs=[values])
def nobody(student, rng):
    """With one person or nobody it can't happen."""
    for days in (365, int(rng.integers(2, 99)), 1):
        for people, p in enumerate(student.run(lambda m, d=days: [m.birthday_collision(k, d) for k in (0, 1)])):
            assert_close(p, 0.0, names=("p",), scale=1.0, where=f"m={people}, days={days}")


@check(points=1, kind="error", needs=[values])
def negative(student, rng):
    """A negative number of people raises ValueError."""
    for people in (-1, -int(rng.integers(2, 40))):
        raises(student, ValueError, lambda m, k=people: m.birthday_collision(k), where=f"m={people}")


PRODUCT, FACTORS = "1.0 - float(np.prod(1.0 - np.arange(m) / days))", "np.arange(m)"

BUGS = [
    patch(
        "it is certain for more than 365 people, whatever days is",
        {PRODUCT: f"1.0 if m > 365 else {PRODUCT}"},
        hint="The number of days is an argument: it is certain for m > days.",
    ),
    patch(
        "all pairs are taken to be independent",
        {PRODUCT: "1.0 - (1.0 - 1.0 / days) ** (m * (m - 1) // 2) if m <= days else 1.0"},
        hint="Pairs that share a person depend on others: multiply person by person instead.",
    ),
    patch(
        "the exponential that comes near to it is returned",
        {PRODUCT: "1.0 - float(np.exp(-m * (m - 1) / (2 * days))) if m <= days else 1.0"},
        hint="exp(−m (m − 1) / (2 days)) is an approximation: take the product itself.",
    ),
    patch(
        "the expected number of pairs is returned",
        {PRODUCT: "m * (m - 1) / (2 * days)"},
        hint="Every pair agrees with 1/days, but pairs don't exclude each other, so they can't be added.",
    ),
    patch(
        "the expected number of pairs is returned, cut off at 1",
        {PRODUCT: "min(1.0, m * (m - 1) / (2 * days))"},
        hint="Pairs don't exclude each other, so they can't be added.",
    ),
    patch(
        "the product has a factor too many",
        {FACTORS: "np.arange(m + 1)"},
        hint="The last of m people misses the days of m − 1 others.",
    ),
    patch(
        "the product has a factor too few",
        {FACTORS: "np.arange(m - 1)"},
        hint="The last of m people misses the days of all m − 1 others.",
    ),
    patch(
        "the probability that all are different is returned",
        {PRODUCT: "float(np.prod(1.0 - np.arange(m) / days))"},
        hint="That two agree is the opposite: 1 minus it.",
    ),
    patch(
        "somebody is looked for who has one person's birthday",
        {PRODUCT: "1.0 - (1.0 - 1.0 / days) ** max(m - 1, 0) if m <= days else 1.0"},
        hint="Any two of them may agree, not only one person with the others.",
    ),
    patch(
        "somebody is looked for who was born on one day of the year",
        {PRODUCT: "1.0 - (1.0 - 1.0 / days) ** m if 1 < m <= days else float(m > 1)"},
        hint="No day is given: any two people may agree, on any day.",
    ),
    patch(
        "people are divided by days",
        {PRODUCT: "min(1.0, m / days) if m > 1 else 0.0"},
        hint="What counts are the pairs. Multiply the probabilities that the next person misses all before.",
    ),
    patch(
        "every year has 365 days",
        {PRODUCT: PRODUCT.replace("days", "365")},
        hint="The number of days is an argument: use it.",
    ),
    patch("a year has 366 days", {"days: int = 365": "days: int = 366"}, hint="Without leap years: 365 unless told."),
    patch(
        "it is certain as soon as there are as many people as days",
        {PRODUCT: f"1.0 if m >= days > 1 else {PRODUCT}"},
        hint="Each of them may have a day of their own. Certain it is for m > days.",
    ),
    patch(
        "more people than days are an error",
        {"m < 0": "not 0 <= m <= days"},
        hint="Then two must agree: the probability is 1.",
    ),
    patch(
        "more people than days make it impossible",
        {PRODUCT: f"{PRODUCT} if m <= days else 0.0"},
        hint="Then two must agree: the probability is 1.",
    ),
    patch(
        "with more people than days, logarithms give NaN",
        {PRODUCT: "1.0 - float(np.exp(np.sum(np.log(1.0 - np.arange(m) / days))))"},
        hint="log of a negative number is NaN: for m > days return 1 before you take logarithms.",
    ),
    patch(
        "with one person or nobody an error is raised",
        {"m < 0": "m < 2"},
        hint="There may be nobody in the room. Then the probability is 0.",
    ),
    patch(
        "with nobody the probability is 1",
        {PRODUCT: f"{PRODUCT} if m else 1.0"},
        hint="An empty product is 1: nobody agrees with anybody, P = 0.",
    ),
    patch(
        "a negative number of people is let pass",
        {"m < 0": "False"},
        hint="np.arange and range of a negative number are empty, and say nothing: ask yourself.",
    ),
    patch(
        "a negative number of people is taken for nobody",
        {'if m < 0:\n        raise ValueError("there can\'t be a negative number of people")': "m = max(m, 0)"},
        hint="A negative number is somebody's mistake: raise ValueError.",
    ),
    patch(
        "sets of days are counted in place of days person by person",
        {PRODUCT: "1.0 - float(np.prod((1.0 - np.arange(m) / days) / (1.0 + np.arange(m))))"},
        hint="daysᵐ counts who has which day: so count days!/(days − m)!, and not C(days, m).",
    ),
    patch(
        "each person's share has a factor too many, that of the person's own miss",
        {
            PRODUCT: "sum(i / days * float(np.prod(1.0 - np.arange(i + 1) / days)) for i in range(1, m)) if m <= days else 1.0"
        },
        hint="The first hit is person i's with i/days times the probability of no hit before: only then multiply by 1 − i/days.",
    ),
    patch(
        "the exponential of −m² / (2 days) is returned",
        {PRODUCT: "1.0 - float(np.exp(-(m**2) / (2 * days))) if m <= days else 1.0"},
        hint="exp(−m² / (2 days)) is an approximation for many days: take the product itself.",
    ),
    patch(
        "whole numbers are multiplied up, until they are too large for int64",
        {PRODUCT: "1.0 - float(np.prod(days - np.arange(m))) / float(days**m)"},
        hint="NumPy's integers wrap around without a word: multiply quotients, (days − i) / days.",
    ),
    patch(
        "the factorials are too large for floats",
        {
            PRODUCT: "1.0 - math.factorial(days) / math.factorial(days - m) / days**m if m <= days else 1.0",
            "import numpy as np": "import math\n\nimport numpy as np",
        },
        hint="171! is more than a float holds: multiply quotients, or divide whole numbers once, math.perm(days, m) / days**m.",
    ),
    patch(
        "exactly one pair is looked for, and all others are different",
        {PRODUCT: "m * (m - 1) / (2 * days) * float(np.prod(1.0 - np.arange(m - 1) / days))"},
        hint="There may be several pairs, and three of one day: take 1 minus the probability of no pair.",
    ),
    patch(
        "two people are looked for who were born on one given day",
        {
            PRODUCT: "1.0 - (1.0 - 1.0 / days) ** m - m / days * (1.0 - 1.0 / days) ** max(m - 1, 0) if m <= days else 1.0"
        },
        hint="No day is given: any two people may agree, on any day.",
    ),
    patch(
        "the days are taken to be independent",
        {
            PRODUCT: (
                "1.0 - ((1.0 - 1.0 / days) ** m + m / days * (1.0 - 1.0 / days) ** max(m - 1, 0)) ** days"
                " if m <= days else 1.0"
            )
        },
        hint="Who was born on one day was not born on another, so days depend on each other: multiply person by person.",
    ),
    patch(
        "the expected number of days with several birthdays is returned",
        {
            PRODUCT: (
                "days * (1.0 - (1.0 - 1.0 / days) ** m - m / days * (1.0 - 1.0 / days) ** max(m - 1, 0))"
                " if m <= days else 1.0"
            )
        },
        hint="Days don't exclude each other, so that their probabilities can't be added.",
    ),
    patch(
        "the factors are averaged, not multiplied",
        {PRODUCT: "1.0 - float(np.mean(1.0 - np.arange(m) / days)) if 0 < m <= days else float(m > 0)"},
        hint="All have to be different, the second and the third and so on: multiply.",
    ),
    patch(
        "only the last factor is taken, 1 − (m − 1) / days",
        {PRODUCT: "(m - 1) / days if m else 0.0"},
        hint="Each person has to miss the days of those before, not the last one alone: multiply all m factors by 1 / days.",
    ),
    patch(
        "each day is divided by the days that are left, not by all of them",
        {
            PRODUCT: "1.0 - float(np.prod((days - np.arange(1, m)) / (days + 1 - np.arange(1, m)))) if m <= days else 1.0"
        },
        hint="Days are not used up: each person may be born on any of the `days` days, and misses i of them.",
    ),
    patch(
        "p is given in percent",
        {PRODUCT: f"100.0 * ({PRODUCT})"},
        hint="A probability is a number from 0 to 1.",
    ),
    patch(
        "all pairs are taken to be independent, and each is counted twice",
        {PRODUCT: "1.0 - (1.0 - 1.0 / days) ** (m * (m - 1)) if m <= days else 1.0"},
        hint="Anna with Ben is Ben with Anna. And pairs that share a person depend on each other: multiply person by person.",
    ),
    patch(
        "each person is in one pair only",
        {PRODUCT: "1.0 - (1.0 - 1.0 / days) ** (m // 2) if m <= days else 1.0"},
        hint="m people have m (m − 1) / 2 pairs: multiply the probabilities that the next person misses all before.",
    ),
    patch(
        "everybody is to have the same birthday",
        {PRODUCT: "float(days) ** (1 - m) if m > 1 else 0.0"},
        hint="Two who agree are enough.",
    ),
]

EQUIVALENT = {
    "birthday_collision: np.prod(1.0 - np.arange(m) / days) → np.prod(1.0 - np.arange(m) / days, axis=0)": (
        "the factors have one axis"
    ),
}


@variant
def running_product(m, days=365):
    if m < 0:
        raise ValueError(m)
    different = 1.0
    for i in range(m):
        different *= (days - i) / days
        if different <= 0:
            break
    return 1 - different


@variant
def logarithms(m, days=365):
    import math

    if m < 0:
        raise ValueError("negative")
    if m > days:
        return 1.0
    return -math.expm1(sum(math.log1p(-i / days) for i in range(m)))


@variant
def log_gamma(m, days=365):
    from math import exp, lgamma, log

    if m < 0:
        raise ValueError("negative")
    if m > days:
        return 1.0
    return 1.0 - exp(lgamma(days + 1) - lgamma(days - m + 1) - m * log(days))


@variant
def counted_exactly(m, days=365):
    import math

    if not m >= 0:
        raise ValueError("negative")
    return 1 - math.perm(days, m) / days**m


@variant
def person_by_person(m, days=365):
    """Either two agree already, or the next one is the first to hit a day that is taken."""
    if m < 0:
        raise ValueError("negative")
    p = 0.0
    for taken in range(min(m, days + 1)):
        p += (1.0 - p) * (taken / days)
    return p
