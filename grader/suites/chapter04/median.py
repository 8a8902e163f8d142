"""Checks, known bugs and variants of chapter04/median."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("med",),
    minutes=8,
    hints=(
        "Write five numbers on cards, and four: which cards are in the middle once they are sorted?",
        "Counted from 0, the middle is at (N − 1) / 2. If that is no whole number, the two places around it count.",
        "np.sort(x) sorts a copy. The places are (N − 1) // 2 and N // 2, also if N is odd.",
    ),
)


def all_different(case):
    """No two values are equal, also to three digits: what drops repeats drops nothing here."""
    return len(np.unique(case.x)) == len(case.x)


def telling(case):
    """Of many values, the one closest to the mean is not in the middle, and one pass of exchanges does not bring it there."""
    x, N = case.x, len(case.x)
    passed = x.copy()
    for i in range(N - 1):
        passed[i : i + 2] = np.sort(passed[i : i + 2])
    wrong = {x[np.argmin(np.abs(x - x.mean()))], passed[N // 2]}
    return all_different(case) and (N < 4 or np.median(x) not in wrong)


@cases("N", 7, 3, 1, fit=telling)
def odd(rng, N):
    return {"x": rng.normal(size=N)}


def none_tiny(rng, N):
    """Return numbers that six decimals are enough for, and for their means: who rounds to that is wrong elsewhere."""
    x = rng.normal(size=N)
    return x + 0.1 * np.sign(x)


@cases("N", 8, 4, 2, fit=all_different)
def even(rng, N):
    return {"x": none_tiny(rng, N)}


@cases("N", 8, 4)
def whole_numbers(rng, N):
    """The two in the middle differ by an odd number."""
    x = np.sort(rng.choice(np.arange(-20, 20), size=N, replace=False)) * 2
    x[N // 2 :] += 1
    return {"x": rng.permutation(x)}


@cases("N", 7, 3, 1)
def odd_whole_numbers(rng, N):
    return {"x": rng.choice(np.arange(-40, 41), size=N, replace=False)}


@cases("N", 9, 8)
def repeated(rng, N):
    """The smallest value comes again and again; without the repeats, the middle is elsewhere."""
    x = np.sort(none_tiny(rng, N))
    x[: N // 2 - 1] = x[0]
    return {"x": rng.permutation(x)}


far_out = scaled(even, x=1)

of_odd = agrees("For odd N, and values that all differ, it is the one in the middle of the sorted sample.", odd)
of_even = agrees("For even N, and values that all differ, it is the mean of the two in the middle.", even)
repeats = agrees("Values that are repeated count as often as they occur.", repeated, needs=[of_odd, of_even])
integers = agrees("Of integers it is a float, halves included.", whole_numbers, needs=[of_even])
extremes = agrees("It is right for tiny numbers and for huge ones.", far_out, needs=[of_even])


def kind_of(number):
    """Return how a number is held: "f" for a float, "i" for a whole number."""
    return np.asarray(number).dtype.kind


@check(points=1, kind="shape", needs=[of_odd])
def one_float(student, odd_whole_numbers):
    """Of an odd number of integers, too, it is one float."""
    kinds = student.each(lambda m, case: apply(kind_of, m.median(case.x)), odd_whole_numbers)
    for case, kind in kinds:
        if kind != "f":
            fail("The median is no float.", case)


@check(points=1, kind="property")
def middle(student, odd, even):
    """It goes along with shifts and changes of sign, in whatever order x is, however large the largest value is."""

    def moved(m, case):
        larger = np.where(case.x == case.x.max(), case.x + 100.0, case.x) if len(case.x) > 2 else case.x
        return (
            m.median(case.x),
            m.median(case.x + 2.0),
            m.median(-case.x),
            m.median(larger),
            m.median(np.roll(case.x, 1)),
        )

    for case, (med, shifted, reversed_, robust, turned) in student.each(moved, [*odd, *even]):
        assert_law("median(x + 2) = median(x) + 2", shifted, med + 2.0, what="med", where=case)
        assert_law("median(−x) = −median(x)", reversed_, -med, what="med", where=case)
        assert_law("the median of x, begun with the last value, is that of x", turned, med, what="med", where=case)
        if robust != med:
            fail("Where the largest value becomes larger, the median changes.", case)


@check(points=1, kind="error")
def empty(student):
    """An empty sample raises ValueError."""
    raises(student, ValueError, lambda m: m.median(np.array([])), where="x is empty")


hygiene = hygiene_of(even)

SORTED, LOWER, UPPER = "np.sort(x)", "ordered[(N - 1) // 2]", "ordered[N // 2]"
MEAN = f"float(({LOWER} + {UPPER}) / 2)"

BUGS = [
    patch(
        "for even N it is the lower one of the middle",
        {UPPER: LOWER},
        hint="Two are in the middle if N is even: take their mean.",
    ),
    patch(
        "for even N it is the upper one of the middle",
        {LOWER: UPPER},
        hint="Two are in the middle if N is even: take their mean.",
    ),
    patch(
        "x is not sorted",
        {SORTED: "x"},
        hint="The middle of the list as it comes says nothing: sort first.",
    ),
    patch(
        "x itself is sorted",
        {f"ordered = {SORTED}": "x.sort()\n    ordered = x"},
        hint="x belongs to the caller: np.sort(x) makes a copy.",
    ),
    patch(
        "halves are cut off",
        {MEAN: f"float(({LOWER} + {UPPER}) // 2)"},
        hint="The mean of 1 and 2 is 1.5: divide with /, and keep what is behind the point.",
    ),
    patch(
        "of integers the median is cut to an integer",
        {MEAN: f"float(x.dtype.type(({LOWER} + {UPPER}) / 2))"},
        hint="The median of 1 and 2 is 1.5: a float whatever x is.",
    ),
    patch(
        "of an odd number of whole numbers an int comes back",
        {MEAN: f"{UPPER} if N % 2 else {MEAN}"},
        hint="The median of 1, 2 and 4 is 2.0, a float whatever x is: float(…).",
    ),
    patch(
        "the median is rounded to six decimals",
        {MEAN: f"round(float(({LOWER} + {UPPER}) / 2), 6)"},
        hint="Round when you print, and not before: small numbers may be all that there is.",
    ),
    patch("the mean is returned", {MEAN: "float(np.mean(x))"}, hint="Sort, and take the middle."),
    patch(
        "it is the middle between the smallest and the largest",
        {MEAN: "float((ordered[0] + ordered[-1]) / 2)"},
        hint="What is asked for is the middle of the list, not of the range.",
    ),
    patch(
        "repeats are dropped",
        {f"ordered = {SORTED}": "ordered = np.unique(x)\n    N = len(ordered)"},
        hint="Equal values count each: of 1, 1, 1, 7 and 9 the median is 1.",
    ),
    patch(
        "it is a place too far to the right",
        {LOWER: "ordered[min((N + 1) // 2, N - 1)]", UPPER: "ordered[min(N // 2 + 1, N - 1)]"},
        hint="Places count from 0: of three, the middle is number 1.",
    ),
    patch(
        "it is a place too far to the left",
        {LOWER: "ordered[max((N - 1) // 2 - 1, 0)]", UPPER: "ordered[max(N // 2 - 1, 0)]"},
        hint="Places count from 0: of three, the middle is number 1.",
    ),
    patch(
        "for odd N, too, two values are averaged",
        {LOWER: "ordered[max(N // 2 - 1, 0)]"},
        hint="If N is odd, one value has as many before it as behind.",
    ),
    patch(
        "the sum of the two in the middle is not halved",
        {MEAN: f"float({UPPER} if N % 2 else {LOWER} + {UPPER})"},
        hint="The mean of two is half of their sum.",
    ),
    patch(
        "the place of the middle is returned",
        {MEAN: "(N - 1) / 2"},
        hint="That is where it stands: what stands there?",
    ),
    patch(
        "an empty x gives NaN",
        {'raise ValueError("an empty sample has no middle")': "return np.nan"},
        hint="There is no middle of nothing: raise ValueError.",
    ),
    patch(
        "an empty x gives 0",
        {'raise ValueError("an empty sample has no middle")': "return 0.0"},
        hint="There is no middle of nothing: raise ValueError.",
    ),
    patch(
        "signs are left aside when x is sorted",
        {SORTED: "np.array(sorted(x.tolist(), key=abs))"},
        hint="Negative values come before positive ones, the largest in modulus first.",
    ),
    patch(
        "for even N, halves are cut off",
        {MEAN: f"float({UPPER} if N % 2 else ({LOWER} + {UPPER}) // 2)"},
        hint="The mean of 1 and 2 is 1.5: divide with /, and keep what is behind the point.",
    ),
    patch(
        "for even N the two in the middle are taken one place too far to the right",
        {f"{LOWER} + {UPPER}": f"{UPPER} + ordered[N // 2 + 1 - N % 2]"},
        hint="Counted from 0, the two in the middle are N/2 − 1 and N/2.",
    ),
    patch(
        "for even N, half of the gap is cut to a whole number",
        {MEAN: f"float({LOWER} + ({UPPER} - {LOWER}) // 2)"},
        hint="Half of a whole number may be none: divide with /, which // is not for floats, either.",
    ),
    patch(
        "for even N three values are averaged",
        {MEAN: f"float({UPPER} if N % 2 else np.mean(ordered[N // 2 - 1 : N // 2 + 2]))"},
        hint="A slice ends before its end: [N // 2 - 1 : N // 2 + 1] are the two in the middle.",
    ),
    patch(
        "for even N it is the geometric mean of the two in the middle",
        {MEAN: f"float({UPPER} if N % 2 else np.sqrt({LOWER} * {UPPER}))"},
        hint="The mean of two is half of their sum; values may be negative, too.",
    ),
    patch(
        "for even N the place of the middle is rounded to a whole one",
        {MEAN: "float(ordered[round((N - 1) / 2)])"},
        hint="1.5 is between two places: take the mean of what stands at both.",
    ),
    patch(
        "the quarters at both ends are cut off, and what is left is averaged",
        {MEAN: "float(np.mean(ordered[N // 4 : N - N // 4]))"},
        hint="That is a trimmed mean. In the middle there is one value, or two.",
    ),
    patch(
        "the value that occurs most often is returned",
        {MEAN: "float((lambda v, c: v[np.argmax(c)])(*np.unique(x, return_counts=True)))"},
        hint="That is the mode. The median has as many values before it as behind.",
    ),
    patch(
        "the value that is closest to the mean is returned",
        {MEAN: "float(x[np.argmin(np.abs(x - np.mean(x)))])"},
        hint="The mean plays no part: sort, and count to the middle.",
    ),
    patch(
        "the values of x are cut to whole numbers",
        {SORTED: "np.sort(x.astype(int))"},
        hint="int drops what is behind the point: sort the values as they are.",
    ),
    patch(
        "for even N the median is rounded to a whole number",
        {MEAN: f"float({UPPER} if N % 2 else np.round(({LOWER} + {UPPER}) / 2))"},
        hint="The median of 1 and 2 is 1.5: nothing is rounded.",
    ),
    patch(
        "argsort's places are taken for the sorted values",
        {SORTED: "np.argsort(x)"},
        hint="np.argsort(x) says where the values stand in x; np.sort(x) has the values.",
    ),
    patch(
        "for even N the two are taken from the middle of x as it came",
        {MEAN: f"float({UPPER} if N % 2 else (x[N // 2 - 1] + x[N // 2]) / 2)"},
        hint="Both come from the sorted sample, and not from x.",
    ),
    patch(
        "x is gone through only once to sort it",
        {
            f"ordered = {SORTED}": (
                "ordered = x.copy()\n    for i in range(N - 1):\n"
                "        ordered[i : i + 2] = sorted(ordered[i : i + 2].tolist())"
            )
        },
        hint="One pass takes the largest value to the end, and no more: as many passes as values are needed, or np.sort(x).",
    ),
    patch(
        "of the two in the middle, only the lower one is halved",
        {MEAN: f"float({UPPER} if N % 2 else {UPPER} + {LOWER} / 2)"},
        hint="a + b / 2 halves b alone: the sum needs brackets, (a + b) / 2.",
    ),
    patch(
        "of the two in the middle, only the upper one is halved",
        {MEAN: f"float({UPPER} if N % 2 else {LOWER} + {UPPER} / 2)"},
        hint="a + b / 2 halves b alone: the sum needs brackets, (a + b) / 2.",
    ),
    patch(
        "for even N they are the upper one of the middle and the next one, if there is a next one",
        {f"{LOWER} + {UPPER}": f"{UPPER} + ordered[min(N // 2 + 1 - N % 2, N - 1)]"},
        hint="Counted from 0, the two in the middle are N/2 − 1 and N/2.",
    ),
]

EQUIVALENT = {"median: N - 1 → -N - 1": "(−N − 1) // 2 counts from the end, and leads to the same place"}


@variant
def partitioned(x):
    if x.size < 1:
        raise ValueError
    k = x.size // 2
    if x.size % 2 == 1:
        return np.float64(np.partition(x, k)[k])
    low, high = np.partition(x, [k - 1, k])[k - 1 : k + 1].tolist()
    return low + 0.5 * (high - low)


@variant
def sorted_list(x):
    values = sorted(x.tolist())
    if not values:
        raise ValueError("empty")
    k, odd = divmod(len(values), 2)
    return float(values[k]) if odd else (values[k - 1] + values[k]) / 2


@variant
def from_both_ends(x):
    """Take away the smallest and the largest, until one or two are left."""
    left = list(x)
    if len(left) == 0:
        raise ValueError("empty")
    while len(left) > 2:
        left.remove(min(left))
        left.remove(max(left))
    return sum(left) / len(left)
