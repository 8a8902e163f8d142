"""Checks, known bugs and variants of chapter02/total_probability."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=10,
    requires=("chapter02/conditional_probability",),
    hints=(
        "Of 32 bulbs 8 come from the first factory and 24 from the second: how many of each are broken?",
        "P(B and A_i) is P(B | A_i) times P(A_i). B happens in one of these ways: add them.",
        "Before that: is an entry below 0 or above 1? Is p_A.sum() further from 1 than 1e-9?",
    ),
)


def partition(rng, k):
    """Draw k multiples of 1/128 that sum to 1 in any order, no two of them close to each other."""
    p = rng.permutation(np.arange(1.0, k + 1)) + rng.uniform(-0.3, 0.3, size=k)
    p = np.floor(128 * p / p.sum()) / 128
    return p + (p == p.max()) * (1.0 - p.sum())


def conditionals(rng, k):
    return rng.permutation((np.arange(k) + rng.uniform(0.1, 0.9, size=k)) / k)


@cases("k", 4, 2, 7, 3, 1, exact="p_A")
def partitions(rng, k):
    return {"p_B_given_A": conditionals(rng, k), "p_A": partition(rng, k)}


@cases("k certain", (4, False), (3, True), (2, True), exact="p_A")
def extremes(rng, k, certain):
    """Some cases never happen, and B never or always happens in some; or one case is certain."""
    p_A, p_B = partition(rng, k), conditionals(rng, k)
    if certain:
        p_A = np.eye(k)[rng.integers(k)]
    else:
        p_B[rng.permutation(k)[:2]] = 0.0, 1.0
    return {"p_B_given_A": p_B, "p_A": p_A}


@cases("k off", (5, 5e-10), (4, -5e-10), (10, 2e-10), (3, 9e-10), (6, 3e-14), exact="p_A")
def rounded_off(rng, k, off):
    """The sum is not quite 1."""
    return {"p_B_given_A": conditionals(rng, k), "p_A": partition(rng, k) * (1.0 + off)}


values = agrees("Each conditional probability counts as much as its case is likely.", partitions, points=3)
sure = agrees("Cases and events may be certain or impossible: 0 and 1 are probabilities.", extremes, needs=[values])
close = agrees("A sum that is as good as 1 is let pass, and changes nothing.", rounded_off, needs=[values], rtol=1e-11)


@check(points=1, kind="property")
def mean(student, partitions, rng):
    """If B is equally likely in all cases, it is so altogether; P(B) + P(not B) = 1; the cases have no order."""

    def ways(m, case, order, p):
        p_B, p_A = case.values()
        found = (p_B, p_A), (1.0 - p_B, p_A), (p_B[order], p_A[order]), (np.full(len(p_A), p), p_A)
        return [m.total_probability(*way) for way in found]

    for case in partitions:
        order, p = rng.permutation(len(case.p_A)), round(float(rng.uniform(0.1, 0.9)), 3)
        one, other, reordered, same = student.run(ways, case, order, p)
        assert_law("P(B) + P(not B) = 1", one + other, 1.0, rtol=1e-8, what="p", where=case)
        assert_law("P(B) for the cases in another order = P(B)", reordered, one, rtol=1e-8, what="p", where=case)
        assert_law("P(B) = c if all P(B | A_i) = c", same, p, rtol=1e-8, what="p", where=case)


def off_by(p_A, off):
    """Add to the least likely case, or take something from all of them."""
    return p_A + off * (p_A == p_A.min()) if off > 0 else p_A * (1.0 + off)


def refuses(student, case, sums):
    for off in sums:
        p_A = off_by(case.p_A, off)
        raises(student, ValueError, lambda m, b=case.p_B_given_A, a=p_A: m.total_probability(b, a), where=case)


@check(points=1, kind="error", needs=[values])
def no_partition(student, partitions):
    """Cases that are more than 1 together, or less, raise ValueError."""
    for case in partitions[:3]:
        refuses(student, case, (0.25, -0.25))


@check(points=1, kind="error", needs=[values])
def nearly(student, partitions):
    """A sum that is wrong by 1e-4, by 1e-7 or by 2e-9 only, raises ValueError as well."""
    for case in partitions[:3]:
        refuses(student, case, (1e-4, -1e-4, 3e-6, -3e-6, 1e-7, -1e-7, 2e-9, -2e-9))


@check(points=1, kind="error", needs=[values])
def no_probability(student, partitions):
    """What is negative, or larger than 1, raises ValueError in both lists."""
    for case in partitions:
        for wrong in (-0.125, 1.125, -0.001, 1.001, -1e-10, 1.0 + 1e-10):
            p_B = case.p_B_given_A.copy()
            p_B[-1] = wrong
            raises(student, ValueError, lambda m, b=p_B, a=case.p_A: m.total_probability(b, a), where=case)
        if len(case.p_A) > 1:
            p_A = case.p_A.copy()
            p_A[:2] += (-1.5, 1.5)  # the sum stays 1
            raises(student, ValueError, lambda m, b=case.p_B_given_A, a=p_A: m.total_probability(b, a), where=case)


hygiene = hygiene_of(partitions)

RANGE, LISTS, SUM = "(p < 0) | (p > 1)", "(p_B_given_A, p_A):", "abs(p_A.sum() - 1.0) > 1e-9"
RESULT = "float(p_B_given_A @ p_A)"

BUGS = [
    patch(
        "all cases are taken to be equally likely",
        {RESULT: "float(p_B_given_A.mean())"},
        hint="A case counts as much as it is likely: weight with p_A.",
    ),
    patch(
        "the sums of both lists are multiplied",
        {RESULT: "float(p_B_given_A.sum() * p_A.sum())"},
        hint="Multiply case by case, and add then.",
    ),
    patch(
        "the products are multiplied, not added",
        {RESULT: "float(np.prod(p_B_given_A * p_A))"},
        hint="The cases exclude each other: B happens in one of them. Add.",
    ),
    patch(
        "the products are averaged, not added",
        {RESULT: "float(np.mean(p_B_given_A * p_A))"},
        hint="p_A is a share already: add, without dividing by the number of cases.",
    ),
    patch(
        "the products are returned, and not added",
        {RESULT: "p_B_given_A * p_A"},
        hint="P(B) is one number: the sum of these.",
    ),
    patch(
        "the products are returned, divided by their sum",
        {RESULT: "p_B_given_A * p_A / (p_B_given_A @ p_A)"},
        hint="These are the P(A_i | B), Bayes' rule. P(B) is what you divide by.",
    ),
    patch(
        "the weights are those of the conditional probabilities",
        {RESULT: "float(p_B_given_A @ p_A / p_B_given_A.sum())"},
        hint="The P(B | A_i) need not sum to 1: don't divide by their sum.",
    ),
    patch(
        "the probability of the complement is returned",
        {RESULT: f"1.0 - {RESULT}"},
        hint="P(not B) is 1 − P(B).",
    ),
    patch(
        "the most likely case decides alone",
        {RESULT: "float(p_B_given_A[np.argmax(p_A)])"},
        hint="All cases can happen, the others as well: weight with p_A.",
    ),
    patch(
        "the most likely way is returned",
        {RESULT: "float(np.max(p_B_given_A * p_A))"},
        hint="B can happen in every case: add the cases.",
    ),
    patch(
        "the cases are taken to be independent",
        {RESULT: "1.0 - float(np.prod(1.0 - p_B_given_A * p_A))"},
        hint="The cases exclude each other, so they are added as they are.",
    ),
    patch(
        "cases of any sum are let pass",
        {SUM: "False"},
        hint="Without a partition the formula does not hold: ask for the sum of p_A.",
    ),
    patch(
        "cases of any sum are normalised",
        {f"if {SUM}:": "p_A = p_A / p_A.sum()\n    if False:"},
        hint="A sum that is wrong is somebody's mistake: raise ValueError.",
    ),
    patch(
        "the sum may be off by a thousandth",
        {SUM: "abs(p_A.sum() - 1.0) > 1e-3"},
        hint="More than 1e-9 is more than rounding.",
    ),
    patch(
        "the sum may be off by a hundred-thousandth",
        {SUM: "not np.isclose(p_A.sum(), 1.0)"},
        hint="The sum may be off by 1e-9: np.isclose allows 1e-5 unless it is told rtol=0, atol=1e-9.",
    ),
    patch(
        "only a sum that is too large is refused",
        {SUM: "p_A.sum() > 1.0 + 1e-9"},
        hint="A case that is missing makes the sum too small: compare both ways.",
    ),
    patch(
        "the sum has to be 1 to the last digit",
        {SUM: "p_A.sum() != 1.0"},
        hint="Rounding makes 0.9999999999999999 of ten tenths: allow 1e-9.",
    ),
    patch(
        "the conditional probabilities have to sum to 1 as well",
        {SUM: f"{SUM} or abs(p_B_given_A.sum() - 1.0) > 1e-9"},
        hint="Each P(B | A_i) belongs to a case of its own: their sum means nothing.",
    ),
    patch("negative probabilities are let pass", {RANGE: "p > 1"}, hint="Ask for p < 0 as well."),
    patch("probabilities above 1 are let pass", {RANGE: "p < 0"}, hint="Ask for p > 1 as well."),
    patch(
        "0 is no probability", {RANGE: RANGE.replace("p < 0", "p <= 0")}, hint="What can't happen has probability 0."
    ),
    patch("1 is no probability", {RANGE: RANGE.replace("p > 1", "p >= 1")}, hint="What is certain has probability 1."),
    patch(
        "conditional probabilities are not looked at",
        {LISTS: "(p_A,):"},
        hint="They are probabilities as well: from 0 to 1.",
    ),
    patch(
        "the cases are looked at for their sum only",
        {LISTS: "(p_B_given_A,):"},
        hint="1.5 and −0.5 sum to 1: ask for each of them.",
    ),
    patch(
        "the sum may be off by a hundred-millionth",
        {SUM: "abs(p_A.sum() - 1.0) > 1e-8"},
        hint="1e-8 is ten times 1e-9.",
    ),
    patch(
        "the sum is rounded to nine digits, and compared with 1",
        {SUM: "round(p_A.sum(), 9) != 1.0"},
        hint="round(…, 9) allows half of 1e-9: compare the distance from 1.",
    ),
    patch(
        "the sum may be off by 1e-12 only",
        {SUM: "abs(p_A.sum() - 1.0) > 1e-12"},
        hint="Closer to 1 than 1e-9 is let pass.",
    ),
    patch(
        "only a sum that is too small is refused",
        {SUM: "p_A.sum() < 1.0 - 1e-9"},
        hint="Cases that are counted twice make the sum too large: compare both ways.",
    ),
    patch(
        "what lies outside of 0 … 1 is clipped",
        {RANGE: "False", RESULT: "float(np.clip(p_B_given_A, 0, 1) @ np.clip(p_A, 0, 1))"},
        hint="What is no probability is somebody's mistake: raise ValueError.",
    ),
    patch(
        "conditional probabilities outside of 0 … 1 are clipped",
        {LISTS: "(p_A,):", RESULT: "float(np.clip(p_B_given_A, 0, 1) @ p_A)"},
        hint="What is no probability is somebody's mistake: raise ValueError.",
    ),
    patch(
        "probabilities may lie a little outside of 0 … 1",
        {RANGE: "(p < -1e-9) | (p > 1 + 1e-9)"},
        hint="A tolerance holds for the sum of p_A only: below 0 is below 0.",
    ),
    patch(
        "a list is refused only if all its entries are too small, or all too large",
        {f"np.any({RANGE})": "np.all(p < 0) or np.all(p > 1)"},
        hint="One entry that is no probability is enough: np.any.",
    ),
    patch(
        "only the first entry of each list is looked at",
        {f"np.any({RANGE})": "not 0 <= p[0] <= 1"},
        hint="Each entry has to be from 0 to 1: np.any asks for all of them.",
    ),
    patch(
        "only the result is asked whether it is a probability",
        {f"np.any({RANGE})": "not 0 <= p_B_given_A @ p_A <= 1"},
        hint="A sum can be from 0 to 1 with entries that are not: ask for each entry of both lists.",
    ),
    patch(
        "both lists are sorted first",
        {RESULT: "float(np.sort(p_B_given_A) @ np.sort(p_A))"},
        hint="Entry i of both belongs to case i: leave them where they are.",
    ),
    patch(
        "the last case is left out",
        {RESULT: "float(p_B_given_A[:-1] @ p_A[:-1])"},
        hint="range(k) ends with k − 1 by itself: add all cases.",
    ),
    patch("the first case is left out", {RESULT: "float(p_B_given_A[1:] @ p_A[1:])"}, hint="Indices begin with 0."),
    patch(
        "only the last product is returned",
        {RESULT: "float(p_B_given_A[-1] * p_A[-1])"},
        hint="`=` in a loop forgets what was before: add with `+=`.",
    ),
    patch(
        "conditional probabilities are divided by those of their cases",
        {RESULT: "float(np.sum(p_B_given_A / np.where(p_A > 0, p_A, 1.0)))"},
        hint="P(B | A) was divided by P(A) already: multiply, to get P(B and A).",
    ),
    patch(
        "the mean is geometric",
        {RESULT: "float(np.prod(p_B_given_A**p_A))"},
        hint="The cases exclude each other: add the products P(B | A) P(A).",
    ),
    patch(
        "there are two cases, and the second is the opposite of the first",
        {RESULT: "float(p_A[0] * p_B_given_A[0] + (1.0 - p_A[0]) * p_B_given_A[1 % len(p_A)])"},
        hint="There may be any number of cases: add all of them.",
    ),
    patch(
        "what does not happen in the other cases is added",
        {RESULT: "float(np.sum(p_B_given_A * p_A + (1.0 - p_B_given_A) * (1.0 - p_A)))"},
        hint="B happens with A₁, or with A₂, …: the P(B | A) P(A) are all there is to be added.",
    ),
    patch(
        "the conditional probabilities are added",
        {RESULT: "float(p_B_given_A.sum())"},
        hint="They belong to different cases: weight each with how likely its case is.",
    ),
    patch(
        "the conditional probabilities are added, and cut off at 1",
        {RESULT: "float(min(1.0, p_B_given_A.sum()))"},
        hint="They belong to different cases: weight each with how likely its case is.",
    ),
    patch(
        "the conditional probabilities are taken for those of independent events",
        {RESULT: "1.0 - float(np.prod(1.0 - p_B_given_A))"},
        hint="They belong to different cases, of which one happens: weight each with how likely its case is.",
    ),
    patch(
        "the largest conditional probability is returned",
        {RESULT: "float(p_B_given_A.max())"},
        hint="P(B) is an average of them, weighted by how likely the cases are.",
    ),
    patch("p is given in percent", {RESULT: "100.0 * float(p_B_given_A @ p_A)"}, hint="A probability is from 0 to 1."),
]

EQUIVALENT = {
    "total_probability: p_B_given_A @ p_A → (p_B_given_A @ p_A).T": "it is a number",
    "total_probability: p_B_given_A @ p_A → p_A @ p_B_given_A": "a · b = b · a",
    "total_probability: p_A.sum() - 1.0 → 1.0 - p_A.sum()": "it is the distance that is asked for",
    "total_probability: np.any((p < 0) | (p > 1)) → np.any((p < 0) | (p > 1), axis=0)": "the lists have one axis",
    "total_probability: p_A.sum() → p_A.sum(axis=0)": "the lists have one axis",
    "total_probability: abs(p_A.sum() - 1.0) > 1e-09 → abs(p_A.sum() - 1.0) >= 1e-09": (
        "a float64 between 1/2 and 2 is a multiple of 2⁻⁵³ away from 1, which the float64 1e-9 is not"
    ),
}


@variant
def added_one_by_one(p_B_given_A, p_A):
    p, certain = 0.0, 0.0
    for b, a in zip(p_B_given_A.tolist(), p_A.tolist(), strict=True):
        if not (0 <= b <= 1 and 0 <= a <= 1):
            raise ValueError("no probability")
        p += b * a
        certain += a
    if not -1e-9 <= certain - 1 <= 1e-9:
        raise ValueError("no partition")
    return p


@variant
def sum_of_products(p_B_given_A, p_A):
    both = np.concatenate([p_B_given_A, p_A])
    if both.min() < 0 or both.max() > 1 or not np.isclose(np.sum(p_A), 1, rtol=0, atol=1e-9):
        raise ValueError("no probabilities")
    return np.sum(p_A * p_B_given_A)


@variant
def from_the_complement(p_B_given_A, p_A):
    import math

    if any(not 0 <= p <= 1 for p in (*p_A, *p_B_given_A)) or abs(math.fsum(p_A) - 1) > 1e-9:
        raise ValueError("no probabilities")
    return math.fsum(p_A) - math.fsum(p_A * (1 - p_B_given_A))
