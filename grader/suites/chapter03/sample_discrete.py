"""Checks, known bugs and variants of chapter03/sample_discrete."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("i",),
    requires=("chapter03/empirical_pmf",),
    minutes=15,
    hints=(
        "Lay the probabilities side by side on a line of length 1. Where does each piece end? np.cumsum.",
        "For one u: which is the first end that is above u? np.searchsorted(ends, u, side=…) answers for all u at once.",
        "Try p = (0.25, 0, 0.75) with u = 0.25, and p = (0, 1) with u = 0: one of the two sides is wrong.",
        "Behind the last end, take the last value that has a probability: np.flatnonzero(p)[-1].",
    ),
)


def distribution(rng, K):
    p = rng.permutation(np.linspace(0.3, 2.0, K)) * rng.uniform(0.9, 1.1, size=K)
    return p / p.sum()


@cases("K n", (4, 9), (5, 5), (2, 7), (7, 1), (1, 3), exact=True)
def draws(rng, K, n):
    return {"p": distribution(rng, K), "u": rng.permutation((np.arange(n) + rng.uniform(0.1, 0.9, size=n)) / n)}


def in_eighths(rng, K):
    """Probabilities that are multiples of 1/8, none of them 0: every sum of them is exact."""
    cuts = np.sort(rng.choice(np.arange(1, 8), size=K - 3, replace=False))
    return np.diff(np.concatenate([[0], cuts, [8]])) / 8


@cases("K", 6, 5, exact=True)
def on_the_ends(rng, K):
    """u on the ends of pieces."""
    p = in_eighths(rng, K)
    return {"p": p, "u": rng.permutation(np.concatenate([[0.0], np.cumsum(p)[:-1]]))}


@cases("K", 6, 5, exact=True)
def with_zeros(rng, K):
    """Pieces of length 0 in front, in the middle and at the end."""
    pieces = in_eighths(rng, K)
    middle = rng.integers(1, len(pieces))
    p = np.concatenate([[0.0], pieces[:middle], [0.0], pieces[middle:], [0.0]])
    ends = np.cumsum(p)
    return {"p": p, "u": rng.permutation(np.unique(np.concatenate([[0.0], ends[ends < 1], [0.5, 0.875]])))}


@cases("K", 9, 12, exact=True)
def beside_the_ends(rng, K):
    """u a hundred roundings below and above the ends of pieces."""
    p = distribution(rng, K)
    ends = np.cumsum(p)[:-1]
    return {"p": p, "u": rng.permutation(np.concatenate([ends - 1e-14, ends + 1e-14]))}


@cases("K zeros", (9, 2), (12, 0), (10, 1), exact=True)
def behind_the_last_end(rng, K, zeros):
    """Sums that rounding leaves below 1, and the largest u that there is."""
    p = distribution(rng, K)
    while np.cumsum(p)[-1] >= 1.0:
        p = distribution(rng, K)
    return {"p": np.concatenate([p, np.zeros(zeros)]), "u": np.array([np.nextafter(1.0, 0.0), rng.random()])}


shapes = shaped("There is an integer for each u.", draws)
values = agrees("Each u gives the number of the piece that it falls into.", draws, points=2)
ends = agrees("A piece holds its left end, and not its right one.", on_the_ends, needs=[values])
without = agrees("A value without a probability is never drawn, and keeps its number.", with_zeros, needs=[values])
near = agrees("Pieces end where the sums of p do, to the last digits.", beside_the_ends, needs=[values])
last = agrees(
    "Where rounding leaves u behind the last end, the last value with a probability is drawn.",
    behind_the_last_end,
    needs=[values],
)


@check(points=1, kind="property")
def shares(student, draws):
    """Of numbers that are spread evenly, each value gets its share, up to one; and draws come in the order of u."""
    n = 1000
    even = (np.arange(n) + 0.5) / n

    def both(m, case):
        return m.sample_discrete(case.p, even), m.sample_discrete(case.p, even[::-1])

    for case, (i, backwards) in student.each(both, draws):
        if not np.all((i >= 0) & (i < len(case.p))):
            fail("There is a value that is none of 0 to K − 1.", case)
        counts = np.bincount(i, minlength=len(case.p)).astype(float)
        assert_within(counts, n * case.p, 1.0 + 1e-6, names=("how often each value is drawn",), where=case)
        assert_law("draws from u in reverse = draws in reverse", backwards[::-1], i, what="i", where=case)


@check(points=1, kind="error", needs=[values])
def no_distribution(student, draws):
    """Negative entries, and a sum that is not 1, raise ValueError."""
    for case in draws:
        negative = np.append([-0.25, case.p[0] + 0.25], case.p[1:])  # the sum is 1
        flipped = np.where(np.arange(len(case.p)) == 0, -case.p, case.p)  # without signs, the sum is 1
        behind = np.append(case.p, -0.25)  # without what is negative, the sum is 1
        scaled = [case.p * factor for factor in (0.5, 3.0, 1.0 + 1e-6, 1.0 - 1e-6)]
        for p in (negative, flipped, behind, *scaled):
            raises(student, ValueError, lambda m, p=p, u=case.u: m.sample_discrete(p, u), where=case)


@check(points=1, kind="property", needs=[values])
def rounded_sums(student, draws):
    """A sum that is 1 but for rounding is taken for 1."""

    def nearly(m, case):
        return m.sample_discrete(case.p * (1.0 - 1e-11), case.u), m.sample_discrete(case.p * (1.0 + 1e-11), case.u)

    for case, (less, more) in student.each(nearly, draws):
        assert_law("draws for p (1 − 1e-11) = draws for p (1 + 1e-11)", less, more, what="i", where=case)


hygiene = hygiene_of(draws)

TEST, ENDS, LAST = "p.min() < 0 or abs(p.sum() - 1) > 1e-9", "np.cumsum(p)", "np.flatnonzero(p)[-1]"
SEARCH = 'np.minimum(np.searchsorted(ends, u, side="right"), last)'

VARYING = {"near": "Whether a sum of rounded probabilities is 1 to the last digit hangs on the draw."}
BUGS = [
    patch(
        "the ends of the pieces belong to them",
        {'side="right"': 'side="left"'},
        hint='The first end > u is wanted: side="right". With u = 0, side="left" finds a value of probability 0.',
    ),
    patch(
        "behind the last end there is the value K",
        {SEARCH: 'np.searchsorted(ends, u, side="right")'},
        hint="A sum of probabilities may be a little below 1: take the last value that has one.",
    ),
    patch(
        "behind the last end K − 1 is drawn, whether or not it has a probability",
        {LAST: "len(p) - 1"},
        hint="The last values may have the probability 0: np.flatnonzero(p)[-1].",
    ),
    patch(
        "behind the last end 0 is drawn",
        {SEARCH: "np.argmax(ends[None, :] > u[:, None], axis=1)"},
        hint="Where the sum is a little below 1, a number may lie behind all ends: take the last value that has a probability.",
    ),
    patch(
        "values count from 1",
        {SEARCH: f"1 + {SEARCH}"},
        hint="The first value is 0.",
    ),
    patch(
        "the piece before is taken",
        {SEARCH: f"np.maximum({SEARCH} - 1, 0)"},
        hint="The first end above u is that of u's own piece.",
    ),
    patch(
        "probabilities are sorted, so that values are mixed up",
        {ENDS: "np.cumsum(np.sort(p))"},
        hint="Piece i belongs to value i: leave them in their order.",
    ),
    patch(
        "the largest come first, so that values are mixed up",
        {ENDS: "np.cumsum(np.sort(p)[::-1])"},
        hint="Piece i belongs to value i: leave them in their order.",
    ),
    patch(
        "probabilities are not added up",
        {SEARCH: "np.minimum(np.sum(p[None, :] <= u[:, None], axis=1), last)"},
        hint="The ends of the pieces are sums: np.cumsum.",
    ),
    patch(
        "the ends of pieces are rounded",
        {ENDS: "np.cumsum(p).round(9)"},
        hint="A u a hair beside an end falls into another piece then: take the sums as they are.",
    ),
    patch(
        "all values are equally likely",
        {ENDS: "np.arange(1, len(p) + 1) / len(p)"},
        hint="Piece i has the length p[i].",
    ),
    patch(
        "the most likely value is always drawn",
        {SEARCH: "np.full(len(u), p.argmax())"},
        hint="u decides which piece is hit.",
    ),
    patch(
        "the nearest end is taken",
        {SEARCH: "np.argmin(np.abs(ends[None, :] - u[:, None]), axis=1)"},
        hint="The first end above u, however far it is.",
    ),
    patch("u is sorted", {"ends, u,": "ends, np.sort(u),"}, hint="Draw n belongs to u[n]."),
    patch("1 − u is taken", {"ends, u,": "ends, 1 - u,"}, hint="The pieces begin at 0, with p[0]."),
    patch(
        "draws are floats",
        {SEARCH: f"{SEARCH}.astype(float)"},
        hint="Values are whole numbers, to be used as indices.",
    ),
    patch(
        "negative probabilities are let pass",
        {TEST: "abs(p.sum() - 1) > 1e-9"},
        hint="p.min() < 0 is no distribution: raise ValueError.",
    ),
    patch("any sum is let pass", {TEST: "p.min() < 0"}, hint="The sum has to be 1: raise ValueError."),
    patch("a sum above 1 is let pass", {"abs(p.sum() - 1)": "(1 - p.sum())"}, hint="Too large is wrong, too."),
    patch(
        "weights of any sum are normalised",
        {TEST: "p.min() < 0", ENDS: "np.cumsum(p / p.sum())"},
        hint="Whoever hands over weights by mistake has to be told: raise ValueError.",
    ),
    patch(
        "the sum has to be 1 to twelve digits",
        {"> 1e-9": "> 1e-12"},
        hint="Sums that differ from 1 by up to 10⁻⁹ are taken for rounding, and accepted.",
    ),
    patch(
        "a sum that is 1 but for 10⁻⁵ is let pass",
        {TEST: "p.min() < 0 or not np.isclose(p.sum(), 1)"},
        hint="np.isclose allows for 10⁻⁵ unless rtol is given: here 10⁻⁹ is the bound, abs(p.sum() - 1) > 1e-9.",
    ),
    patch(
        "the sum has to be 1 without any rounding",
        {TEST: "p.min() < 0 or p.sum() != 1"},
        hint="Sums that differ from 1 by up to 10⁻⁹ are taken for rounding, and accepted.",
    ),
    patch(
        "the sum is taken of p without its signs",
        {TEST: "abs(np.abs(p).sum() - 1) > 1e-9"},
        hint="A negative entry is wrong whatever the sum is: test p.min() < 0 by itself.",
    ),
    patch(
        "negative entries are taken for 0",
        {f"    if {TEST}": "    p = np.maximum(p, 0.0)\n    if abs(p.sum() - 1) > 1e-9"},
        hint="Something is wrong with such a p: raise ValueError, and don't mend it silently.",
    ),
    patch(
        "ValueError is only raised if an entry is negative and the sum is wrong, too",
        {TEST: "p.min() < 0 and abs(p.sum() - 1) > 1e-9"},
        hint="One of both is enough: `or`, and not `and`.",
    ),
    patch(
        "a value with the probability 0 is refused",
        {TEST: "p.min() <= 0 or abs(p.sum() - 1) > 1e-9"},
        hint="0 is a probability, of a value that is never drawn: only negative entries raise ValueError.",
    ),
    patch(
        "values with the probability 0 are left out, and the others are counted anew",
        {ENDS: "np.cumsum(p[p > 0])", LAST: "np.count_nonzero(p) - 1"},
        hint="A value keeps its number, whether or not those before it are ever drawn.",
    ),
    patch(
        "a 0 stands in front of the ends, and values count from 1",
        {ENDS: "np.append(0.0, np.cumsum(p))", LAST: "len(p) - 1"},
        hint="With 0 in front, piece i ends at index i + 1: take 1 off, or begin with p[0].",
    ),
    patch(
        "u times K is cut to a whole number",
        {SEARCH: "(u * len(p)).astype(int)"},
        hint="That makes all values equally likely: piece i has the length p[i].",
    ),
    patch(
        "the ends are moved by a small number",
        {ENDS: "np.cumsum(p) + 1e-12"},
        hint="A u that is an end, or a hair beside it, falls into another piece then: take the sums as they are.",
    ),
    patch(
        "the ends are in float32",
        {ENDS: "np.cumsum(p.astype(np.float32))"},
        hint="float32 has seven digits, and a u beside an end falls into another piece then: keep float64.",
    ),
    patch(
        "behind the last end the likeliest value is drawn",
        {SEARCH: 'np.where(u < ends[-1], np.searchsorted(ends, u, side="right"), p.argmax())'},
        hint="Behind the last end is its neighbour: the last value that has a probability.",
    ),
    patch(
        "how often each value is drawn is returned",
        {SEARCH: f"np.bincount({SEARCH}, minlength=len(p))"},
        hint="A value for each u is asked for, in the order of u.",
    ),
]


EQUIVALENT = {
    "sample_discrete: p.sum() - 1 → 1 - p.sum()": "abs takes the sign off",
    "sample_discrete: p.min() → p.min(axis=0)": "p has one axis",
    "sample_discrete: p.sum() → p.sum(axis=0)": "p has one axis",
    "sample_discrete: abs(p.sum() - 1) > 1e-09 → abs(p.sum() - 1) >= 1e-09": (
        "a float64 near 1 differs from 1 by a multiple of 2⁻⁵³, and the number 1e-9 is none"
    ),
}


@bug("u is ignored", hint="Chance comes from u, and from nothing else.")
def own_numbers(p, u):
    if p.min() < 0 or abs(p.sum() - 1) > 1e-9:
        raise ValueError("no distribution")
    ends, last = np.cumsum(p), np.flatnonzero(p)[-1]
    return np.minimum(np.searchsorted(ends, np.random.default_rng(0).random(len(u)), side="right"), last)


@bug("probabilities are multiplied by n and rounded", hint="How often a value comes is left to u.")
def allotted(p, u):
    if p.min() < 0 or abs(p.sum() - 1) > 1e-9:
        raise ValueError("no distribution")
    counts = np.round(p * len(u)).astype(int)
    return np.resize(np.repeat(np.arange(len(p)), np.maximum(counts, 0)), len(u))


@variant
def compared(p, u):
    if (p < 0).any() or not np.isclose(np.sum(p), 1.0, rtol=0, atol=1e-9):
        raise ValueError("no distribution")
    passed = np.cumsum(p)[None, :] <= u[:, None]
    return np.minimum(passed.sum(axis=1), max(np.nonzero(p)[0]))


@variant
def walked(p, u):
    if min(p) < 0 or abs(sum(p) - 1) > 1e-9:
        raise ValueError("no distribution")
    draws = []
    for number in u.tolist():
        end, drawn = 0.0, None
        for i, length in enumerate(p.tolist()):
            end += length
            if length > 0:
                drawn = i
            if number < end:
                break
        draws.append(drawn)
    return np.array(draws)


@variant
def by_bisection(p, u):
    import bisect
    import itertools

    if any(x < 0 for x in p) or abs(p.sum() - 1) > 1e-9:
        raise ValueError("no distribution")
    values = [i for i in range(len(p)) if p[i]]
    ends = list(itertools.accumulate(p[values].tolist()))
    return np.array([values[min(bisect.bisect_right(ends, x), len(values) - 1)] for x in u])


@variant
def by_digits(p, u):
    if not (np.all(p >= 0) and abs(p.sum() - 1) <= 1e-9):
        raise ValueError("no distribution")
    ends = np.cumsum(p)
    ends[np.flatnonzero(p)[-1] :] = 1.0
    return np.digitize(u, ends)
