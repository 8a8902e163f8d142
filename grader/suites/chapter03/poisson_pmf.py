"""Checks, known bugs and variants of chapter03/poisson_pmf."""

import math

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("P",),
    requires=("chapter03/binomial_pmf",),
    minutes=10,
    hints=(
        "Three factors: e^−λ, λᵏ, and 1 / k!. Try it with λ = 2 and k = 0, 1, 2.",
        "The logarithm is a sum: k log λ − λ − log k!. What is e to the power of it?",
        "Before that: where is k negative, and is λ 0? log 0 is no number.",
    ),
)


@cases("lam shape", (2.0, (5,)), (0.5, (4,)), (6.0, (2, 3)), (9.0, (1,)))
def counts(rng, lam, shape):
    k = rng.permutation(np.arange(math.prod(shape) + 2))
    return {"k": np.resize(k, shape), "lam": lam * rng.uniform(0.8, 1.2)}


@cases("lam", 3.0, 0.8)
def one_number(rng, lam):
    return {"k": int(rng.integers(1, 6)), "lam": lam * rng.uniform(0.8, 1.2)}


@cases("number", 4, 7)
def partly_negative(rng, number):
    """A negative one comes first: its P decides of which type an array of all is, for some."""
    first, *others = rng.integers(-9, 0, size=3)
    k = rng.permutation(np.concatenate([np.arange(number), others]))
    return {"k": np.concatenate([[first], k]), "lam": rng.uniform(1.0, 4.0)}


@cases("number", 5, 2)
def never(rng, number):
    return {"k": rng.permutation(np.arange(-2, number)), "lam": 0.0}


@cases("lam place", (1000.0, 1.0), (1000.0, 0.4), (900.0, 1.8), (300.0, 0.0), (400.0, 0.01), (3.0, 40.0), (1500.0, 1.1))
def many(rng, lam, place):
    """One number of events, near the mean or far out: P is 0.01, or down to 1e-250."""
    return {"k": round(lam * place), "lam": lam * rng.uniform(0.95, 1.05)}


shapes = shaped("There is a probability for each k.", counts)
values = agrees("P is the probability of k events, where few are expected.", counts, points=2)
single = agrees("For one k, P is one number.", one_number)
negative = agrees("Less than no events have the probability 0.", partly_negative, needs=[values])
nothing = agrees("With λ = 0, no events are certain.", never, needs=[negative])
large = agrees("A thousand events are no more difficult, near λ as in the tails.", many, points=2, needs=[single])


@check(points=1, kind="property", needs=[values])
def distribution(student, counts):
    """All P together are 1, mean and variance are λ, and P(k) / P(k − 1) is λ / k."""

    def whole(m, case):
        return m.poisson_pmf(np.arange(100), case.lam)

    for case, P in student.each(whole, counts):
        k = np.arange(100)
        assert_law("Σ_k P(k) = 1", P.sum(), 1.0, what="P", where=case)
        assert_law("Σ_k k P(k) = λ", k @ P, case.lam, what="P", where=case)
        assert_law("Σ_k (k − λ)² P(k) = λ", (k - case.lam) ** 2 @ P, case.lam, what="P", where=case)
        assert_law("k P(k) = λ P(k − 1)", k[1:] * P[1:], case.lam * P[:-1], what="P", where=case)
    for case in counts:  # by themselves: a failure is about these numbers
        many = student.run(lambda m, lam=1000.0 + case.lam: m.poisson_pmf(np.arange(700, 1331), lam))
        where = f"lam={1000.0 + case.lam}, and k from 700 to 1330"
        assert_law("Σ_k P(k) = 1", many.sum(), 1.0, rtol=1e-10, what="P", where=where)


@check(points=1, kind="error", needs=[values])
def no_mean(student, counts):
    """A negative λ raises ValueError, whatever k is."""
    for case in counts:
        for k in (case.k, 0, -1):
            changed = case.replaced(k=k, lam=-case.lam)
            raises(student, ValueError, lambda m, c=changed: m.poisson_pmf(*c.values()), where=case)


hygiene = hygiene_of(partly_negative, needs=[negative])

LOG = "k * math.log(lam) - lam - math.lgamma(k + 1)"
EACH = "np.array([poisson_pmf(one, lam) for one in k.ravel().tolist()], dtype=np.float64).reshape(k.shape)"

BUGS = [
    patch("k! is missing", {" - math.lgamma(k + 1)": ""}, hint="k events can come in k! orders: divide by k!."),
    patch(
        "(k − 1)! is taken for k!",
        {LOG: LOG.replace("k + 1", "max(k, 1)")},
        hint="Γ(k) is (k − 1)!: log k! is lgamma(k + 1).",
    ),
    patch(
        "P is cumulative",
        {f"math.exp({LOG})": f"math.fsum(math.exp({LOG.replace('k', 'j')}) for j in range(k + 1))"},
        hint="Exactly k are asked for, not at most k.",
    ),
    patch("e^λ is taken for e^−λ", {"- lam -": "+ lam -"}, hint="The sum over k has to be 1: e^−λ."),
    patch("the factor e^−λ is missing", {" - lam -": " -"}, hint="Σ λᵏ / k! is e^λ: divide by it."),
    patch(
        "k and λ are exchanged",
        {LOG: "lam * math.log(max(k, 1)) - k - math.lgamma(lam + 1)"},
        hint="k is the exponent: λᵏ.",
    ),
    patch("the logarithm is returned", {f"math.exp({LOG})": LOG}, hint="exp makes a probability of it."),
    patch("a negative λ is let pass", {"if lam < 0": "if False", "lam == 0": "lam <= 0"}, hint="Raise ValueError."),
    patch(
        "λ = 0 is refused", {"if lam < 0": "if lam <= 0"}, hint="No event at all is possible: k = 0 is certain then."
    ),
    patch(
        "0 · log 0 is NaN",
        {"lam == 0": "False", f"math.exp({LOG})": f"float(np.exp({LOG.replace('math.log(', 'np.log(')}))"},
        hint="0⁰ is 1, but 0 · log 0 is NaN: treat λ = 0 by itself.",
    ),
    patch("log 0 is a ValueError", {"lam == 0": "False"}, hint="math.log(0) raises: treat λ = 0 by itself."),
    patch(
        "with λ = 0 everything has the probability 0",
        {"float(k == 0)": "0.0"},
        hint="No events are certain: P(0) = 1.",
    ),
    patch(
        "a negative k is taken for its modulus",
        {"    if k < 0:\n        return 0.0\n": "    k = abs(k)\n"},
        hint="Less than no events are impossible: 0.",
    ),
    patch(
        "a negative k raises ValueError",
        {"        return 0.0": '        raise ValueError("k")'},
        hint="It is no error to ask for it: the answer is 0.",
    ),
    patch(
        "factors are computed one by one, and overflow",
        {f"math.exp({LOG})": "math.exp(-lam) * lam**k / math.factorial(k)"},
        hint="1000¹⁰⁰⁰ is no float64: add logarithms instead.",
    ),
    patch(
        "a normal distribution is taken where λ is large",
        {
            f"math.exp({LOG})": (
                f"math.exp({LOG}) if lam < 30 else "
                "math.exp(-((k - lam) ** 2) / (2 * lam)) / math.sqrt(2 * math.pi * lam)"
            )
        },
        hint="It comes near, in the middle. In the tails it is far off: add logarithms.",
    ),
    patch(
        "what is returned for an array is a list",
        {EACH: "[poisson_pmf(one, lam) for one in k.ravel().tolist()]"},
        hint="An array is asked for: np.array.",
    ),
    patch(
        "a table of k loses its shape",
        {EACH: EACH.removesuffix(".reshape(k.shape)")},
        hint="P has the shape of k.",
    ),
    patch(
        "a negative k is moved into the array, in place",
        {f"return {EACH}": f"P = {EACH}\n        k[k < 0] = 0\n        return P"},
        hint="Whoever called still needs k: choose with a mask, and write to an array of your own.",
    ),
    patch(
        "for large λ the normal curve stands in for it",
        {
            f"math.exp({LOG})": (
                f"math.exp({LOG}) if lam < 700 else "
                "math.exp(-((k - lam) ** 2) / (2 * lam)) / math.sqrt(2 * math.pi * lam)"
            )
        },
        hint="The two agree in the middle to a few digits, and not in the tails: keep the formula, with logarithms.",
    ),
    patch(
        "a binomial distribution of a million throws stands in for it",
        {
            LOG: (
                "math.lgamma(1e6 + 1) - math.lgamma(k + 1) - math.lgamma(1e6 - k + 1)"
                " + k * math.log(lam / 1e6) + (1e6 - k) * math.log1p(-lam / 1e6)"
            )
        },
        hint="It comes near, as n grows. What is asked for is the limit itself: e^−λ λᵏ / k!.",
    ),
    patch(
        "P is the probability of k or more",
        {
            f"math.exp({LOG})": f"1.0 - sum(math.exp({LOG.replace('k', 'j')}) for j in range(k))",
            "float(k == 0)": "float(k <= 0)",
        },
        hint="Exactly k are asked for.",
    ),
    patch(
        "the exponential density λ e^(−λ k) is taken",
        {LOG: "math.log(lam) - lam * k"},
        hint="That is the law of the time between two events. Their number has e^−λ λᵏ / k!.",
    ),
    patch(
        "log k! is taken to be Stirling's k log k − k + ½ log(2πk)",
        {" - math.lgamma(k + 1)": " - (k * math.log(k) - k + 0.5 * math.log(2 * math.pi * k) if k else 0.0)"},
        hint="Its next term is 1 / (12 k), and counts: math.lgamma(k + 1) has all of them.",
    ),
    patch(
        "k! is multiplied up in NumPy's integers, which overflow",
        {
            f"math.exp({LOG})": "float(np.exp(-lam) * np.float64(lam) ** k / np.prod(np.arange(1, k + 1)))",
            "lam == 0": "False",
        },
        hint="21! is more than 64 bits hold, and np.prod doesn't tell: add logarithms, with math.lgamma(k + 1).",
    ),
    patch(
        "what overflows is taken for 0",
        {
            f"    return math.exp({LOG})\n": (
                "    try:\n        return math.exp(-lam) * lam**k / math.factorial(k)\n"
                "    except OverflowError:\n        return 0.0\n"
            )
        },
        hint="A factor that overflows says nothing about the product: add logarithms instead.",
    ),
    patch(
        "Γ itself is computed, which overflows",
        {" - math.lgamma(k + 1)": " - math.log(math.gamma(k + 1))"},
        hint="Γ(172) is more than a float64 holds: math.lgamma.",
    ),
    patch(
        "what is small is set to 0",
        {f"math.exp({LOG})": f"(math.exp({LOG}) if {LOG} > -50 else 0.0)"},
        hint="Tails count: a probability of 10⁻²⁰⁰ has its digits, too.",
    ),
    patch(
        "k = 0 is taken for impossible",
        {"if k < 0": "if k <= 0"},
        hint="That nothing happens has the probability e^−λ: only less than 0 is impossible.",
    ),
    patch(
        "one negative k makes all P 0",
        {
            "    if isinstance(k": "    if np.any(np.less(k, 0)):\n        return np.zeros(np.shape(k)) if np.ndim(k) else 0.0\n    if isinstance(k"
        },
        hint="Each k has a P of its own: choose entry by entry, with a mask.",
    ),
    patch(
        "a small number is added to λ",
        {"lam == 0": "False", "math.log(lam)": "math.log(lam + 1e-9)"},
        hint="With λ = 0 all but k = 0 is impossible, P is 0 there: treat λ = 0 by itself.",
    ),
    patch(
        "a negative λ is let pass where k is negative",
        {
            '    if lam < 0:\n        raise ValueError("λ must not be negative")\n': "",
            "    if lam == 0": '    if lam < 0:\n        raise ValueError("λ")\n    if lam == 0',
        },
        hint="It is refused whatever k is: test λ before you look at k.",
    ),
    patch(
        "P is divided by the sum over the k that are asked for",
        {EACH: f"(lambda P: P / P.sum())({EACH})"},
        hint="All k together have the probability 1, and not those that somebody asks for.",
    ),
    patch(
        "λ is cut to a whole number",
        {"    if isinstance(k": "    lam = int(lam)\n    if isinstance(k"},
        hint="A mean of whole numbers need not be one: λ is a float.",
    ),
    patch(
        "probabilities are cut to whole numbers where the first k is negative",
        {EACH: "np.vectorize(lambda one: poisson_pmf(int(one), lam))(k)", "return 0.0": "return 0"},
        hint="np.vectorize takes the type of the first result for all: return 0.0, or say otypes=[float].",
    ),
]


@bug(
    "probabilities are passed on from k to k + 1, from k = 0",
    hint="e^−1000 is 0 to a float64, and so is all that is made of it: start at the largest P, or take logarithms.",
)
def recurrence(k, lam):
    if lam < 0:
        raise ValueError("no mean")
    P = [math.exp(-lam)]
    for i in range(1, int(np.max(k)) + 1):
        P.append(P[-1] * lam / i)
    result = np.where(np.asarray(k) < 0, 0.0, np.array(P)[np.maximum(k, 0)])
    return result if np.ndim(k) else float(result)


@bug("for one k there is an array of one number", hint="For an int, return a float.")
def never_a_number(k, lam):
    if lam < 0:
        raise ValueError("no mean")
    k = np.atleast_1d(k)
    P = np.zeros(k.shape)
    for place, one in np.ndenumerate(k):
        if one >= 0:
            P[place] = math.exp(one * math.log(lam) - lam - math.lgamma(one + 1)) if lam else float(one == 0)
    return P


@variant
def factor_by_factor(k, lam):
    """Every λ / i meets its share of e^−λ at once, so that nothing overflows on the way."""
    if lam < 0:
        raise ValueError("no mean")
    if isinstance(k, np.ndarray):
        return np.vectorize(lambda one: factor_by_factor(int(one), lam), otypes=[float])(k)
    if k < 1:
        return math.exp(-lam) if k == 0 else 0.0
    P, share = 1.0, math.exp(-lam / k)
    for i in range(1, k + 1):
        P *= lam / i * share
    return P


@variant
def with_logarithms_of_factorials(k, lam):
    if not lam >= 0:
        raise ValueError("no mean")
    k = np.asarray(k)
    i = np.maximum(k, 0)
    logs = np.append(0.0, np.cumsum(np.log(np.arange(1, i.max() + 1))))
    with np.errstate(divide="ignore"):
        log_power = np.where(i == 0, 0.0, np.maximum(i, 1) * np.log(lam))
    P = np.where(k < 0, 0.0, np.exp(log_power - lam - logs[i]))
    return P if P.ndim else float(P)


@variant
def stirling_free(k, lam):
    """With whole numbers for the factorial, of any length."""
    if lam < 0:
        raise ValueError("no mean")

    def one(i):
        if i < 0 or lam == 0:
            return 1.0 if i == 0 else 0.0
        return math.exp(i * math.log(lam) - lam - math.log(math.factorial(i)))

    if np.ndim(k) == 0:
        return one(int(k))
    return np.array([one(i) for i in k.ravel().tolist()]).reshape(np.shape(k))
