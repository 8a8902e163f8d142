"""Checks, known bugs and variants of chapter03/binomial_pmf."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("P",),
    minutes=20,
    hints=(
        "Write it for one k first, with math.comb, and try it with n = 5. Then for every entry of an array.",
        "Where is k impossible? There the probability is 0, whatever the formula makes of it.",
        "For large n take the logarithm: a sum of three terms, with math.lgamma(n + 1) for log n!. Then exp.",
        "log 0 is no number: treat p = 0 and p = 1 by themselves, before you take logarithms.",
    ),
)


@cases("n shape", (5, (4,)), (9, (7,)), (7, (2, 3)), (1, (2,)), (6, (1,)))
def throws(rng, n, shape):
    k = rng.permutation(np.arange(n + 1))
    return {"k": np.resize(k, shape), "n": n, "p": rng.uniform(0.1, 0.4)}


@cases("n", 6, 11)
def one_number(rng, n):
    return {"k": int(rng.integers(1, n)), "n": n, "p": rng.uniform(0.6, 0.9)}


@cases("most", 4, 9)
def partly_impossible(rng, most):
    """An impossible one comes first: its P decides of which type an array of all is, for some."""
    n = int(rng.integers(most // 2, most))
    k = rng.permutation(np.concatenate([np.arange(n + 1), [-1, n + 1], rng.integers(-9, -1, size=1)]))
    k = np.concatenate([rng.integers(-9, -1, size=1), k, n + rng.integers(2, 9, size=1)])
    return {"k": k, "n": n, "p": rng.uniform(0.2, 0.8)}


@cases("p", 0.0, 1.0)
def certain(rng, p):
    n = int(rng.integers(3, 8))
    return {"k": rng.permutation(np.arange(-1, n + 2)), "n": n, "p": p}


@cases("p", 0.0, 0.3, 1.0)
def no_throws(rng, p):
    return {"k": rng.permutation(np.arange(-2, 3)), "n": 0, "p": p}


@cases("n place", (2000, 0.5), (2000, 0.56), (1500, 0.3), (1200, 0.9), (500, 0.0), (400, 1.0))
def many_throws(rng, n, place):
    """One number of heads, near the middle or far out: P is 0.02, or down to 1e-200."""
    return {"k": round(n * place), "n": n, "p": rng.uniform(0.4, 0.6)}


@cases("n size", (900, 1e-9), (10, 1e-30))
def rare(rng, n, size):
    """A tiny p: 1 − p has lost its digits."""
    return {"k": int(rng.integers(2, 5)), "n": n, "p": size * rng.uniform(1.0, 9.0)}


shapes = shaped("There is a probability for each k.", throws)
values = agrees("P is the probability of k heads, in a few throws.", throws, points=2)
single = agrees("For one k, P is one number.", one_number)
outside = agrees("Less than no heads, and more than n, have the probability 0.", partly_impossible, needs=[values])
sure = agrees("With p = 0 and p = 1, none and all are certain.", certain, by="entry", needs=[outside])
none = agrees("Without a throw, no heads are certain.", no_throws, needs=[sure])
large = agrees(
    "Thousands of throws are no more difficult, in the middle as in the tails.", many_throws, points=2, needs=[single]
)
tiny = agrees("Heads may be very unlikely.", rare, by="entry", needs=[single])


@check(points=1, kind="property", needs=[values])
def distribution(student, throws):
    """All P together are 1, their mean is n p, and heads and tails may change their roles."""

    def whole(m, case):
        n, p = case.n, case.p
        k = np.arange(n + 1)
        return m.binomial_pmf(k, n, p), m.binomial_pmf(n - k, n, 1.0 - p)

    for case, (P, mirrored) in student.each(whole, throws):
        k = np.arange(case.n + 1)
        assert_law("Σ_k P(k) = 1", P.sum(), 1.0, what="P", where=case)
        assert_law("Σ_k k P(k) = n p", k @ P, case.n * case.p, what="P", where=case)
        assert_law("P(n − k; n, 1 − p) = P(k; n, p)", mirrored, P, rtol=1e-10, what="P", where=case)
    for case in throws:  # by themselves: a failure is about these throws
        many = student.run(lambda m, p=case.p: m.binomial_pmf(np.arange(401), 400, p))
        where = f"n=400, p={case.p}, and k from 0 to 400"
        assert_law("Σ_k P(k) = 1", many.sum(), 1.0, rtol=1e-10, what="P", where=where)


@check(points=1, kind="error", needs=[values])
def no_coin(student, throws):
    """A negative n, and a p outside of [0, 1], raise ValueError, whatever k is."""
    for case in throws:
        for wrong in ({"p": -0.1}, {"p": 1.5}, {"p": 1.0 + 1e-9}, {"n": -1}, {"n": -3}):
            for k in (case.k, 0, -1):
                changed = case.replaced(k=k, **wrong)
                raises(student, ValueError, lambda m, c=changed: m.binomial_pmf(*c.values()), where=case)


hygiene = hygiene_of(partly_impossible, needs=[outside])

TEST, OUTSIDE, SURE = "n < 0 or not 0 <= p <= 1", "k < 0 or k > n", "p in (0, 1)"
WAYS = "math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)"
EXP = "math.exp(log_ways + k * math.log(p) + (n - k) * math.log1p(-p))"
EACH = "np.array([binomial_pmf(one, n, p) for one in k.ravel().tolist()], dtype=np.float64).reshape(k.shape)"
STIRLING = "({0} * math.log({0}) - {0} + 0.5 * math.log(2 * math.pi * {0}) if {0} else 0.0)"

BUGS = [
    patch(
        "the number of ways is missing",
        {WAYS: "0.0"},
        hint="pᵏ (1 − p)ⁿ⁻ᵏ is the probability of one row of throws; C(n, k) rows have k heads.",
    ),
    patch(
        "the exponents are exchanged",
        {EXP: "math.exp(log_ways + (n - k) * math.log(p) + k * math.log1p(-p))"},
        hint="k heads have the factor pᵏ.",
    ),
    patch(
        "rows are counted with their order: k! is missing",
        {" - math.lgamma(k + 1)": ""},
        hint="Which of the heads came first does not matter: divide by k!.",
    ),
    patch(
        "lgamma(n) is taken for log n!",
        {WAYS: "math.lgamma(max(n, 1)) - math.lgamma(max(k, 1)) - math.lgamma(max(n - k, 1))"},
        hint="Γ(n) is (n − 1)!: log n! is lgamma(n + 1).",
    ),
    patch(
        "the factor of the tails is missing",
        {" + (n - k) * math.log1p(-p)": ""},
        hint="The other n − k throws show tails: (1 − p)ⁿ⁻ᵏ.",
    ),
    patch(
        "the logarithm is returned",
        {EXP: EXP.removeprefix("math.exp")},
        hint="exp makes a probability of it.",
    ),
    patch(
        "p is squared",
        {"k * math.log(p)": "2 * k * math.log(p)"},
        hint="Each head has the factor p, once.",
    ),
    patch(
        "P is cumulative",
        {EXP: "sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k + 1)) if n < 99 else " + EXP},
        hint="Exactly k heads are asked for, not at most k.",
    ),
    patch(
        "one head more than n is let pass",
        {OUTSIDE: "k < 0 or k > n + 1", "math.lgamma(n - k + 1)": "math.lgamma(max(n - k, 0) + 1)"},
        hint="k is n at most.",
    ),
    patch(
        "a negative k is taken for its modulus",
        {OUTSIDE: "k > n or k < -n", "    if p in": "    k = abs(k)\n    if p in"},
        hint="Less than no heads are impossible: 0.",
    ),
    patch(
        "an impossible k raises ValueError",
        {"        return 0.0": '        raise ValueError("k")'},
        hint="It is no error to ask for it: the answer is 0.",
    ),
    patch(
        "0 · log 0 is NaN",
        {SURE: "False", EXP: "float(np.exp(log_ways + k * np.log(p) + (n - k) * np.log1p(-p)))"},
        hint="0⁰ is 1, but 0 · log 0 is NaN: treat p = 0 and p = 1 by themselves.",
    ),
    patch(
        "log 0 is a ValueError",
        {SURE: "False"},
        hint="math.log(0) raises: treat p = 0 and p = 1 by themselves.",
    ),
    patch(
        "with p = 0 and p = 1 everything has the probability 0",
        {"float(k == n * p)": "0.0"},
        hint="With p = 0, no heads are certain: 1 for k = 0.",
    ),
    patch(
        "a small number is added to p, to be safe",
        {SURE: "False", EXP: "math.exp(log_ways + k * math.log(p + 1e-9) + (n - k) * math.log1p(1e-12 - p))"},
        hint="A p of 10⁻⁹ is a p, too: treat 0 and 1 by themselves.",
    ),
    patch(
        "the number of ways is multiplied up in floats, which overflow",
        {
            f"log_ways = {WAYS}\n": "ways = float(np.prod(np.arange(n - k + 1, n + 1) / np.arange(1, k + 1)))\n",
            EXP: "ways * p**k * (1 - p) ** (n - k)",
        },
        hint="C(2000, 1000) is more than a float64 holds: add logarithms instead.",
    ),
    patch(
        "the number of ways becomes a float",
        {f"log_ways = {WAYS}\n": "ways = float(math.comb(n, k))\n", EXP: "ways * p**k * (1 - p) ** (n - k)"},
        hint="math.comb is exact and long; a float64 ends at 10³⁰⁸. Its logarithm is harmless.",
    ),
    patch(
        "what is returned for an array is a list",
        {EACH: "[binomial_pmf(one, n, p) for one in k.ravel().tolist()]"},
        hint="An array is asked for: np.array.",
    ),
    patch(
        "a table of k loses its shape",
        {EACH: EACH.removesuffix(".reshape(k.shape)")},
        hint="P has the shape of k.",
    ),
    patch(
        "any p is let pass",
        {TEST: "n < 0", SURE: "p <= 0 or p >= 1", "float(k == n * p)": "float(k == n * (p > 0.5))"},
        hint="A probability is from 0 to 1: raise ValueError.",
    ),
    patch("a negative n is let pass", {TEST: "not 0 <= p <= 1"}, hint="There are no −1 throws: raise ValueError."),
    patch(
        "an impossible k is moved into the array, in place",
        {f"return {EACH}": f"P = {EACH}\n        k[(k < 0) | (k > n)] = 0\n        return P"},
        hint="Whoever called still needs k: choose with a mask, and write to an array of your own.",
    ),
    patch(
        "for many throws the normal curve stands in for it",
        {
            EXP: (
                f"{EXP} if n <= 170 else "
                "math.exp(-((k - n * p) ** 2) / (2 * n * p * (1 - p))) / math.sqrt(2 * math.pi * n * p * (1 - p))"
            )
        },
        hint="The two agree in the middle to a few digits, and not in the tails: keep the formula, with logarithms.",
    ),
    patch(
        "log n! is taken to be n log n − n",
        {WAYS: " - ".join(f"({x} * math.log(max({x}, 1)) - {x})" for x in ("n", "k", "(n - k)"))},
        hint="Stirling's formula goes on with ½ log(2πn): take math.lgamma, which has all of it.",
    ),
    patch(
        "log n! is taken to be Stirling's n log n − n + ½ log(2πn)",
        {WAYS: " - ".join(STIRLING.format(x) for x in ("n", "k", "(n - k)"))},
        hint="Its next term is 1 / (12 n), and counts: math.lgamma(n + 1) has all of them.",
    ),
    patch(
        "log n! is taken to be Stirling's n log n − n + ½ log(2πn), from 20 on",
        {
            WAYS: " - ".join(
                f"({STIRLING.format(x)} if {x} >= 20 else math.lgamma({x} + 1))" for x in ("n", "k", "(n - k)")
            )
        },
        hint="Its next term is 1 / (12 n), and counts: math.lgamma(n + 1) has all of them, for any n.",
    ),
    patch(
        "factorials are multiplied up in NumPy's integers, which overflow",
        {
            EXP: (
                "float(np.prod(np.arange(1, n + 1)) / (np.prod(np.arange(1, k + 1)) * np.prod(np.arange(1, n - k + 1)))"
                " * np.float64(p) ** k * np.float64(1 - p) ** (n - k))"
            )
        },
        hint="21! is more than 64 bits hold, and np.prod doesn't tell: add logarithms, with math.lgamma(n + 1).",
    ),
    patch(
        "P is the probability of k heads or more",
        {EXP: "sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1)) if n < 99 else " + EXP},
        hint="Exactly k heads are asked for, not at least k.",
    ),
    patch(
        "the Poisson distribution with λ = n p stands for it",
        {EXP: "math.exp(k * math.log(n * p) - n * p - math.lgamma(k + 1))"},
        hint="That is what it becomes for many throws and a small p. For this n it is C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ.",
    ),
    patch(
        "the normal curve stands for it",
        {EXP: "math.exp(-((k - n * p) ** 2) / (2 * n * p * (1 - p))) / math.sqrt(2 * math.pi * n * p * (1 - p))"},
        hint="It comes near for many throws. For this n it is C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ, with logarithms.",
    ),
    patch(
        "one impossible k makes all P 0",
        {
            "    if isinstance(k": "    if np.any(np.less(k, 0) | np.greater(k, n)):\n        return np.zeros(np.shape(k)) if np.ndim(k) else 0.0\n    if isinstance(k"
        },
        hint="Each k has a P of its own: choose entry by entry, with a mask.",
    ),
    patch(
        "k = 0 is taken for impossible",
        {OUTSIDE: "k <= 0 or k > n"},
        hint="No heads at all have the probability (1 − p)ⁿ: only less than 0 is impossible.",
    ),
    patch(
        "k = n is taken for impossible",
        {OUTSIDE: "k < 0 or k >= n"},
        hint="All throws may be heads, with the probability pⁿ: only more than n is impossible.",
    ),
    patch(
        "n = 0 is refused",
        {TEST: "n <= 0 or not 0 <= p <= 1"},
        hint="Without a throw, no heads are certain: only n < 0 raises ValueError.",
    ),
    patch(
        "p = 0 and p = 1 are refused",
        {TEST: "n < 0 or not 0 < p < 1"},
        hint="[0, 1] holds 0 and 1: then k = 0 or k = n is certain.",
    ),
    patch(
        "only p = 0 is treated by itself",
        {SURE: "p == 0"},
        hint="1 − p has a logarithm, too, which p = 1 has not: then k = n is certain.",
    ),
    patch(
        "the factor 1 − p stands there n times",
        {"(n - k) * math.log1p(-p)": "n * math.log1p(-p)"},
        hint="k of the throws show heads, and n − k tails: (1 − p)ⁿ⁻ᵏ.",
    ),
    patch(
        "the last throw has to show heads",
        {WAYS: "(math.lgamma(n) - math.lgamma(k) - math.lgamma(n - k + 1) if k else -math.inf)"},
        hint="C(n − 1, k − 1) belongs to the negative binomial law. Here the k heads may be any of the n throws: C(n, k).",
    ),
    patch(
        "what overflows is taken for 0",
        {
            f"    return {EXP}\n": (
                "    try:\n        return math.comb(n, k) * p**k * (1 - p) ** (n - k)\n"
                "    except OverflowError:\n        return 0.0\n"
            )
        },
        hint="A factor that overflows says nothing about the product: add logarithms instead.",
    ),
    patch(
        "what is small is set to 0",
        {f"return {EXP}": f"L = {EXP.removeprefix('math.exp')}\n    return math.exp(L) if L > -100 else 0.0"},
        hint="Tails count: a probability of 10⁻²⁰⁰ has its digits, too.",
    ),
    patch(
        "probabilities are cut to whole numbers where the first k is impossible",
        {EACH: "np.vectorize(lambda one: binomial_pmf(int(one), n, p))(k)", "        return 0.0": "        return 0"},
        hint="np.vectorize takes the type of the first result for all: return 0.0, or say otypes=[float].",
    ),
    patch(
        "P is divided by the sum over the k that are asked for",
        {EACH: f"(lambda P: P / P.sum())({EACH})"},
        hint="All k together have the probability 1, and not those that somebody asks for.",
    ),
    patch(
        "n and p are only tested where k is possible",
        {
            f'    if {TEST}:\n        raise ValueError("n must not be negative, and p must be in [0, 1]")\n': "",
            f"    if {SURE}": f'    if {TEST}:\n        raise ValueError("no coin")\n    if {SURE}',
        },
        hint="They are refused whatever k is: test them before you look at k.",
    ),
    patch(
        "a p a little outside of [0, 1] is let pass",
        {f"    if {TEST}": "    if abs(p - 0.5) < 0.5 + 1e-6:\n        p = min(max(p, 0.0), 1.0)\n    if " + TEST},
        hint="A probability is from 0 to 1, without a tolerance: raise ValueError.",
    ),
    patch(
        "of an array with one k, P is a number",
        {"return np.array([": "return binomial_pmf(int(k.item()), n, p) if k.size == 1 else np.array(["},
        hint="An array of one k is an array still, and P has its shape: only an int gives a float.",
    ),
]

EQUIVALENT = {"binomial_pmf: n * p → n * p * p": "p is 0 or 1 there, and its own square"}


@bug(
    "probabilities are passed on from k to k + 1, from k = 0",
    hint="(1 − p)²⁰⁰⁰ is 0 to a float64, and so is all that is made of it: start at the largest P, or take logarithms.",
)
def recurrence(k, n, p):
    if n < 0 or not 0 <= p <= 1:
        raise ValueError("no coin")
    P = np.zeros(n + 1)
    P[0] = (1 - p) ** n
    for i in range(n):
        P[i + 1] = P[i] * (n - i) / (i + 1) * p / (1 - p) if p < 1 else float(i + 1 == n)
    result = np.where((np.asarray(k) >= 0) & (np.asarray(k) <= n), P[np.clip(k, 0, n)], 0.0)
    return result if np.ndim(k) else float(result)


@bug("for one k there is an array of one number", hint="For an int, return a float.")
def never_a_number(k, n, p):
    if n < 0 or not 0 <= p <= 1:
        raise ValueError("no coin")
    k = np.atleast_1d(k)
    possible = (k >= 0) & (k <= n)
    F = np.append(0.0, np.cumsum(np.log(np.arange(1, n + 1))))
    i = k[possible]
    P = np.zeros(k.shape)
    P[possible] = i == n * p
    if 0 < p < 1:
        P[possible] = np.exp(F[n] - F[i] - F[n - i] + i * math.log(p) + (n - i) * math.log1p(-p))
    return P


@variant
def exact(k, n, p):
    if n < 0 or p < 0 or p > 1:
        raise ValueError("no coin")
    p = float(p)
    if np.ndim(k):
        return np.vectorize(lambda one: exact(int(one), n, p), otypes=[float])(k)
    if k not in range(n + 1):
        return 0.0
    a, b = p.as_integer_ratio()
    return math.comb(n, k) * a**k * (b - a) ** (n - k) / b**n


@variant
def with_logarithms_of_factorials(k, n, p):
    if not (n >= 0 and 0 <= p <= 1):
        raise ValueError("no coin")
    k = np.asarray(k)
    P = np.zeros(k.shape)
    possible = (k >= 0) & (k <= n)
    i = k[possible]
    if p == 0:
        P[possible] = i == 0
    elif p == 1:
        P[possible] = i == n
    else:
        logs = np.append(0.0, np.cumsum(np.log(np.arange(1, n + 1))))
        P[possible] = np.exp(logs[n] - logs[i] - logs[n - i] + i * np.log(p) + (n - i) * np.log1p(-p))
    return P if P.ndim else P.item()


@variant
def from_the_middle(k, n, p):
    """Downwards and upwards from the most likely k, and normalised at the end."""
    if n < 0 or min(p, 1 - p) < 0:
        raise ValueError("no coin")
    P = {min(int((n + 1) * p), n): 1.0}
    (mode,) = P
    for i in range(mode, 0, -1):
        P[i - 1] = P[i] * i / (n - i + 1) * (1 - p) / p if p else 0.0
    for i in range(mode, n):
        P[i + 1] = P[i] * (n - i) / (i + 1) * p / (1 - p)
    total = math.fsum(P.values())
    if isinstance(k, int):
        return P.get(k, 0.0) / total
    return np.array([P.get(one, 0.0) / total for one in k.ravel().tolist()]).reshape(k.shape)
