"""Checks, known bugs and variants of chapter04/mann_whitney_u."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("U_a", "p"),
    requires=("chapter04/spearman_rho",),
    minutes=20,
    hints=(
        "Write a as a column and b as a row. In which cells is a > b, and where are they equal?",
        "np.sum(a[:, None] > b) counts pairs. np.unique(both, return_counts=True) has how often each value occurs.",
        "z = max(abs(U_a − n m / 2) − 0.5, 0) / σ, and p = math.erfc(z / math.sqrt(2)): both tails are in it already.",
    ),
)


def u_of(a, b):
    return np.sum(a[:, None] > b) + 0.5 * np.sum(a[:, None] == b)


def uneven(case):
    """U_a is clearly away from its mean, where p is 1."""
    n, m = len(case.a), len(case.b)
    U = u_of(case.a, case.b)
    return abs(U - n * m / 2) > max(1.5, 0.1 * n * m)


def distinct(case):
    return len(np.unique([*case.a, *case.b])) == len(case.a) + len(case.b) and uneven(case)


@cases("n m apart", (6, 4, 1.2), (5, 8, -1.2), (5, 5, 1.2), (7, 8, 4.0), (4, 6, -12.0), fit=distinct)
def groups(rng, n, m, apart):
    """No ties; a tends to be the larger one, or the smaller, or is so nearly always, with a small p, or never."""
    return {"a": rng.normal(apart, 1.0, size=n), "b": rng.normal(0.0, 1.5, size=m)}


@cases("n m more", (7, 5, True), (4, 8, False), fit=uneven)
def ties(rng, n, m, more):
    """Quarters, with ties within groups and between them."""
    a, b = np.resize([0, 1, 1, 2, 3], n), np.resize([0, 1, 2, 2, 2], m)
    return {"a": rng.permutation(a) / 4 + (0.5 if more else -0.25), "b": rng.permutation(b) / 4}


@cases("n m", (6, 5), (4, 9))
def whole_numbers(rng, n, m):
    """An odd number of equal pairs, and U_a away from its mean."""
    a, b = np.zeros(n, dtype=int), np.zeros(m, dtype=int)
    while abs(u_of(a, b) - n * m / 2) < 4 or u_of(a, b) % 1 == 0:
        a, b = rng.integers(2, 12, size=n), rng.integers(0, 9, size=m)
    return {"a": a, "b": b}


@cases("n m", (4, 4), (4, 6), (2, 1))
def level(rng, n, m):
    """U_a is at its mean, or half a step from it."""
    start = rng.integers(1, 30) / 4
    return {"a": start + np.array([0.0, 3.0, 4.0, 7.0][:n]), "b": start + np.array([1.0, 2.0, 5.0, 6.0, 1.5, 5.5][:m])}


@cases("n m", (3, 4), (1, 1), (5, 2))
def all_equal(rng, n, m):
    value = rng.normal()
    return {"a": np.full(n, value), "b": np.full(m, value)}


far_out = scaled(groups, a=1, b=1, rows=2)

counts = agrees("U_a counts the pairs in which a is the larger one.", groups, only=["U_a"], points=2)
halves = agrees("Equal pairs count a half.", ties, only=["U_a"], needs=[counts])
p_values = agrees("p is the normal law's, for both tails, half a step nearer.", groups, only=["p"], points=2)
corrected = agrees("Ties make σ smaller.", ties, only=["p"], needs=[p_values])
integers = agrees("Integers give the same as floats.", whole_numbers, needs=[halves, corrected])
balanced = agrees("Where U_a is at its mean or next to it, p is 1.", level, needs=[counts, p_values])
nothing = agrees("If all values are equal, p is 1.", all_equal, needs=[counts, p_values])
extremes = agrees("Only the order counts, of tiny numbers and of huge ones.", far_out, needs=[counts, p_values])


@check(points=1, kind="property")
def exchanged(student, groups, ties):
    """U_a and U_b sum to n m, with the same p, and an increasing function of all values changes nothing."""

    def moved(m, case):
        one, other = m.mann_whitney_u(case.a, case.b), m.mann_whitney_u(case.b, case.a)
        return one, other, m.mann_whitney_u(np.exp(case.a), np.exp(case.b)), m.mann_whitney_u(-case.a, -case.b)

    for case, (one, other, grown, turned) in student.each(moved, [*groups, *ties]):
        (U_a, p), (U_b, p_b) = one, other
        pairs = float(len(case.a) * len(case.b))
        assert_law("U_a + U_b = n m", U_a + U_b, pairs, what="U", where=case)
        assert_law("p(b, a) = p(a, b)", p_b, p, what="p", where=case)
        law = "exp of all values changes nothing"
        assert_law(law, np.array(grown), np.array(one), by="entry", what="U_a and p", where=case)
        assert_law("−x for x exchanges the groups", np.array(turned), np.array(other), by="entry", where=case)


@check(points=1, kind="error")
def empty(student, rng):
    """An empty group raises ValueError."""
    some, none = rng.integers(1, 60, size=4) / 4, np.array([])
    for where, a, b in (("a is empty", none, some), ("b is empty", some, none), ("both are empty", none, none)):
        raises(student, ValueError, lambda m, a=a, b=b: m.mann_whitney_u(a, b), where=where)


hygiene = hygiene_of(groups, needs=[counts, p_values])

MORE, SAME = "np.sum(a[:, np.newaxis] > b)", "0.5 * np.sum(a[:, np.newaxis] == b)"
U = f"{MORE} + {SAME}"
EMPTY, FIRST = "n == 0 or m == 0", "    return float(U_a), math.erfc"
VARIANCE = "n * m / 12 * (N + 1 - np.sum(t**3 - t) / (N * (N - 1)))"
Z = "max(abs(U_a - n * m / 2) - 0.5, 0) / np.sqrt(variance)"
P, EQUAL = "math.erfc(z / math.sqrt(2))", "len(t) == 1"

EXACT = """def _exact(a, b, U_a):
    from itertools import combinations

    n, both = len(a), np.concatenate([a, b])
    wins = (both[:, np.newaxis] > both) + 0.5 * (both[:, np.newaxis] == both)
    far = []
    for chosen in combinations(range(len(both)), n):
        i = np.isin(np.arange(len(both)), chosen)
        far.append(abs(wins[i][:, ~i].sum() - n * len(b) / 2) >= abs(U_a - n * len(b) / 2) - 1e-9)
    return float(np.mean(far))


def mann_whitney_u("""

BUGS = [
    patch(
        "U_b is returned",
        {FIRST: "    return float(n * m - U_a), math.erfc"},
        hint="U_a counts the pairs in which the value of a is the larger one.",
    ),
    patch(
        "the smaller one of U_a and U_b is returned",
        {FIRST: "    return float(min(U_a, n * m - U_a)), math.erfc"},
        hint="U_a is asked for, whether or not it is the smaller one.",
    ),
    patch(
        "the sum of the ranks of a is returned",
        {FIRST: "    return float(U_a + n * (n + 1) / 2), math.erfc"},
        hint="Take off what the values of a contribute among themselves, n (n + 1)/2.",
    ),
    patch(
        "from the ranks of a, m (m + 1)/2 is taken off",
        {FIRST: "    return float(U_a + n * (n + 1) / 2 - m * (m + 1) / 2), math.erfc"},
        hint="Take off what the values of a contribute among themselves, n (n + 1)/2.",
    ),
    patch(
        "U_a is made a share of the pairs",
        {FIRST: "    return float(U_a / (n * m)), math.erfc"},
        hint="That estimates a probability; U_a itself is asked for.",
    ),
    patch("equal pairs do not count", {SAME: "0.0"}, hint="a = b counts a half."),
    patch("equal pairs count whole", {SAME: SAME.replace("0.5 * ", "")}, hint="a = b counts a half."),
    patch(
        "σ is not corrected for ties",
        {VARIANCE: "n * m / 12 * (N + 1)"},
        hint="Σ (t³ − t) / (N (N − 1)) is taken off, t being how often a value occurs.",
    ),
    patch(
        "ties are counted within a alone",
        {"np.concatenate([a, b])": "a", EQUAL: "len(np.unique([*a, *b])) == 1"},
        hint="Ties between the groups count as well: t is for all N values together.",
    ),
    patch(
        "the correction for ties has t² for t³",
        {"t**3 - t": "t**2 - t"},
        hint="It is Σ (t³ − t).",
    ),
    patch(
        "the correction for ties is added",
        {"N + 1 - np.sum": "N + 1 + np.sum"},
        hint="Ties make σ smaller.",
    ),
    patch(
        "there is no correction for continuity",
        {Z: Z.replace(" - 0.5", "")},
        hint="A half is taken off |U_a − μ|.",
    ),
    patch(
        "half a step is taken off without regard to the side",
        {Z: "abs(U_a - n * m / 2 - 0.5) / np.sqrt(variance)"},
        hint="The half leads towards μ: take it off the modulus.",
    ),
    patch("σ has N for N + 1", {"(N + 1 -": "(N -"}, hint="Without ties σ² is n m (N + 1)/12."),
    patch("it is divided by the variance", {"np.sqrt(variance)": "variance"}, hint="z has σ below, the root."),
    patch("p has one side", {P: "math.erfc(z / math.sqrt(2)) / 2"}, hint="Both tails count: 2 (1 − Φ(z))."),
    patch("p lacks the root of 2", {P: "math.erfc(z)"}, hint="1 − Φ(z) = ½ erfc(z/√2)."),
    patch("p is what is missing to 1", {P: "1 - math.erfc(z / math.sqrt(2))"}, hint="p is small where U_a is far out."),
    patch(
        "p is above 1 next to the mean",
        {Z: "(abs(U_a - n * m / 2) - 0.5) / np.sqrt(variance)"},
        hint="z is at least 0.",
    ),
    patch(
        "if all values are equal, p is NaN",
        {"return float(U_a), 1.0": "return float(U_a), np.nan"},
        hint="Nothing speaks for a difference then: p = 1.",
    ),
    patch(
        "if all values are equal, p is 0",
        {"return float(U_a), 1.0": "return float(U_a), 0.0"},
        hint="Nothing speaks for a difference then: p = 1.",
    ),
    patch(
        "values that are close are taken for equal",
        {
            MORE: "np.sum((a[:, np.newaxis] > b) & ~np.isclose(a[:, np.newaxis], b))",
            SAME: "0.5 * np.sum(np.isclose(a[:, np.newaxis], b))",
        },
        hint="Small numbers may be all that there is: equal means ==.",
    ),
    patch(
        "halves are cut off for integers",
        {FIRST: "    return float(int(U_a) if a.dtype.kind == 'i' else U_a), math.erfc"},
        hint="U_a is a float whatever a is.",
    ),
    patch("an empty a is let pass", {EMPTY: "m == 0"}, hint="Neither group may be empty: ValueError."),
    patch("an empty b is let pass", {EMPTY: "n == 0"}, hint="Neither group may be empty: ValueError."),
    patch(
        "equal values are ranked one after the other, and σ is not corrected for them",
        {SAME: "(0.0 if len(np.unique([*a, *b])) > 1 else 0.5 * n * m)", VARIANCE: "n * m / 12 * (N + 1)"},
        hint="argsort gives equal values different ranks, those of a the lower ones: a = b counts a half, and σ is smaller.",
    ),
    patch(
        "ties are counted within each group by itself",
        {
            "np.unique(np.concatenate([a, b]), return_counts=True)": (
                "None, np.concatenate([np.unique(x, return_counts=True)[1] for x in (a, b)])"
            ),
            EQUAL: "len(np.unique(np.concatenate([a, b]))) == 1",
        },
        hint="t counts a value in both groups together: what is in a once and in b once is there twice.",
    ),
    patch(
        "the half is taken off after the division by σ",
        {Z: "max(abs(U_a - n * m / 2) / np.sqrt(variance) - 0.5, 0)"},
        hint="It is half a step of U_a: take it off first, and then divide.",
    ),
    patch(
        "z keeps the sign of U_a − μ, and a small U_a gets the p 1",
        {Z: "(U_a - n * m / 2 - 0.5) / np.sqrt(variance)", P: "min(1.0, math.erfc(z / math.sqrt(2)))"},
        hint="Both tails count: take the modulus |U_a − μ| before the half is taken off.",
    ),
    patch(
        "the correction for ties has N (N + 1) below",
        {"(N * (N - 1))": "(N * (N + 1))"},
        hint="It is Σ (t³ − t) / (N (N − 1)).",
    ),
    patch(
        "the correction for ties is taken off outside of the brackets",
        {VARIANCE: "n * m / 12 * (N + 1) - np.sum(t**3 - t) / (N * (N - 1))"},
        hint="It is taken off N + 1, and what is left is multiplied by n m / 12.",
    ),
    patch(
        "the correction for ties is a sum over all values, and not over the different ones",
        {VARIANCE: "n * m / 12 * (N + 1 - np.sum(t * (t**3 - t)) / (N * (N - 1)))"}
        | {"    if len(t) == 1:": "    if variance <= 0:"},
        hint="A value that occurs three times adds 3³ − 3 once: the sum runs over np.unique of both groups.",
    ),
    patch(
        "the half is added to |U_a − μ|",
        {Z: Z.replace("- 0.5", "+ 0.5")},
        hint="The half leads towards μ: it is taken off.",
    ),
    patch(
        "a whole step is taken off |U_a − μ|",
        {Z: Z.replace("- 0.5", "- 1")},
        hint="The correction for continuity is half a step.",
    ),
    patch(
        "p is doubled twice",
        {P: f"min(1.0, 2 * {P})"},
        hint="1 − Φ(z) = ½ erfc(z/√2), so erfc(z/√2) has both tails already.",
    ),
    patch(
        "μ is that of the sum of ranks, n (N + 1)/2",
        {Z: Z.replace("n * m / 2", "n * (N + 1) / 2")},
        hint="U_a is n m/2 on average: what the ranks of a contribute among themselves is not in it.",
    ),
    patch(
        "values are compared only with those at the same place of the other group",
        {MORE: "np.sum(a[:m] > b[:n])", SAME: "0.5 * np.sum(a[:m] == b[:n])"},
        hint="Every value of a meets every value of b, n · m pairs: a[:, None] > b.",
    ),
    patch(
        "a group of one is refused",
        {EMPTY: "n < 2 or m < 2"},
        hint="One value makes pairs, too: only an empty group is refused.",
    ),
    patch(
        "if all values are equal, U_a is 0",
        {"return float(U_a), 1.0": "return 0.0, 1.0"},
        hint="All pairs are equal then, and each counts a half: U_a = n m / 2.",
    ),
    patch(
        "next to the mean, the modulus is taken of a negative z",
        {Z: "abs(abs(U_a - n * m / 2) - 0.5) / np.sqrt(variance)"},
        hint="z is at least 0: max(…, 0).",
    ),
    patch(
        "p is Φ(z)",
        {P: "1 - math.erfc(z / math.sqrt(2)) / 2"},
        hint="That is the probability of less than z. p is small where z is large: 2 (1 − Φ(z)) = erfc(z/√2).",
    ),
    patch(
        "p is exp(−z²/2)",
        {P: "math.exp(-z * z / 2)"},
        hint="That is a density without its factor. A tail is asked for: erfc(z/√2).",
    ),
    patch(
        "equal values count as one rank",
        {U: "np.sum((np.unique(np.concatenate([a, b]), return_inverse=True)[1] + 1.0)[:n]) - n * (n + 1) / 2"},
        hint="Two equal values take up two ranks, and share their mean; or count pairs.",
    ),
    patch(
        "equal values get the smallest of their ranks",
        {U: "np.sum(np.searchsorted(np.sort(np.concatenate([a, b])), a) + 1.0) - n * (n + 1) / 2"},
        hint="They share: each gets the mean of the ranks that they take up together; or count pairs.",
    ),
    patch(
        "p is that of all ways to divide the values into two groups",
        {P: "_exact(a, b, U_a)", "def mann_whitney_u(": EXACT},
        hint="That is the exact test. Here p is that of the normal law, with the corrections for ties and for continuity.",
    ),
]

EQUIVALENT = {
    "mann_whitney_u: U_a - n * m / 2 → n * m / 2 - U_a": "its modulus is taken",
    "mann_whitney_u: n == 0 → m == 0, and alike": "n and m change places everywhere, and no formula minds",
    "mann_whitney_u: np.sum(t ** 3 - t) → np.sum(t ** 3 - t, axis=0)": "t has one axis: along it is over all",
}


@variant
def by_ranks(a, b):
    n, m = a.size, b.size
    if not n or not m:
        raise ValueError("empty")
    both = np.concatenate([a, b])
    _, group, t = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(t) - (t - 1) / 2)[group]
    U = ranks[:n].sum() - n * (n + 1) / 2
    N = n + m
    variance = n * m / (N * (N - 1)) * ((N**3 - N) / 12 - np.sum(t**3.0 - t) / 12)
    if variance <= 0:
        return U, 1.0
    z = (abs(U - n * m / 2) - 0.5) / np.sqrt(variance)
    return U, min(1.0, math.erfc(z / 2**0.5))


@variant
def pair_by_pair(a, b):
    if len(a) == 0 or len(b) == 0:
        raise ValueError
    U, times = 0.0, {}
    for x in a.tolist():
        for y in b.tolist():
            U += 1.0 if x > y else 0.5 if x == y else 0.0
    for x in [*a.tolist(), *b.tolist()]:
        times[x] = times.get(x, 0) + 1
    n, m, N = len(a), len(b), len(a) + len(b)
    correction = sum(t**3 - t for t in times.values()) / (N * (N - 1))
    sigma = (n * m / 12 * (N + 1 - correction)) ** 0.5 if len(times) > 1 else 0.0
    steps = abs(U - n * m / 2) - 0.5
    if sigma == 0 or steps <= 0:
        return U, 1.0
    return U, math.erfc(steps / sigma / math.sqrt(2))


@variant
def signs(a, b):
    """U_a by signs of differences, and σ by the variance of the shared ranks."""
    if min(a.size, b.size) == 0:
        raise ValueError
    U = float(np.sum(np.sign(a[:, None] - b)) / 2 + a.size * b.size / 2)
    both = np.r_[a, b]
    ranks = np.sign(both[:, None] - both).sum(axis=1) / 2
    sigma = np.sqrt(a.size * b.size * np.var(ranks) / (both.size - 1))
    z = np.maximum(np.abs(U - a.size * b.size / 2) - 0.5, 0.0) / sigma if sigma else 0.0
    return [U, float(math.erfc(z * math.sqrt(0.5)))]
