"""Checks, known bugs and variants of chapter02/prob_none_selected."""

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=10,
    requires=("chapter02/birthday_collision", "chapter02/conditional_probability"),
    no_hygiene="its arguments are numbers",
    hints=(
        "Two of five balls are marked. The first that you take is not: how many are left, and how many unmarked?",
        "Given that i unmarked ones are gone, the next is unmarked with (N − K − i) / (N − i).",
        "Multiply that for i = 0, …, m − 1, or count sets: math.comb(N − K, m) / math.comb(N, m).",
        "Before that: K and m must be from 0 to N, or it is a ValueError.",
    ),
)


@cases("N_low N_high K m", (8, 14, 3, 2), (20, 40, 5, 4), (9, 12, 2, 5), (9, 12, 4, 3), (70, 77, 1, 10))
def urns(rng, N_low, N_high, K, m):
    return {"N": int(rng.integers(N_low, N_high)), "K": K, "m": m}


@cases("N K m", (20_000, 30, 400), (1000, 300, 250))
def warehouses(rng, N, K, m):
    """In the second one, it is nearly impossible: below 1e-15."""
    return {"N": N - int(rng.integers(N // 5)), "K": K, "m": m - int(rng.integers(100))}


@cases("N_low N_high left", (6, 15, 2), (15, 40, 3), (5, 9, 0))
def too_many(rng, N_low, N_high, left):
    """More are drawn than are unmarked: one more, or all that there are."""
    N = int(rng.integers(N_low, N_high))
    return {"N": N, "K": N - left, "m": left + 1 if left else N}


@cases("N K m", (5, 2, 3), (8, 3, 5), (12, 11, 1), (30, 27, 3), (70, 35, 35))
def just_enough(rng, N, K, m):
    """All that is unmarked is drawn."""
    more = int(rng.integers(3))
    return {"N": N + more, "K": K, "m": m + more}


values = agrees("What is drawn is not put back, and nothing of it is marked.", urns, points=3)
large = agrees("It holds for large numbers as well, and where it is nearly impossible.", warehouses, needs=[values])
last = agrees("Exactly as many may be drawn as are unmarked: that is rare, and possible.", just_enough, needs=[values])
exhausted = agrees("If more are drawn than are unmarked, it can't happen: 0.", too_many, needs=[values])


@check(points=1, kind="property", needs=[values])
def edges(student, urns):
    """If nothing is drawn, or nothing is marked, it is certain; if everything is drawn, a mark is found."""

    for case in urns:
        ways = (case.K, 0, 1.0), (0, case.m, 1.0), (0, case.N, 1.0), (1, case.N, 0.0)
        for K, m, right in ways:  # each by itself: what fails can be tried
            edge = case.replaced(K=K, m=m)
            p = student.run(lambda s, c=edge: s.prob_none_selected(*c.values()))
            assert_close(p, right, rtol=1e-9, scale=1.0, names=("p",), where=f"N={case.N}, K={K}, m={m}")


@check(points=1, kind="property")
def laws(student, urns):
    """Marked and drawn can be exchanged; one draw more multiplies by the share that is unmarked in what is left."""

    def exchanged(m, case):
        ways = (case.N, case.K, case.m), (case.N, case.m, case.K), (case.N, case.K, case.m + 1)
        return [m.prob_none_selected(*way) for way in ways]

    for case, (p, turned, more) in student.each(exchanged, urns):
        left = (case.N - case.K - case.m) / (case.N - case.m)
        assert_law("P(N, m, K) = P(N, K, m)", turned, p, rtol=1e-9, what="p", where=case)
        law = "P(N, K, m + 1) = P(N, K, m) (N − K − m) / (N − m)"
        assert_law(law, more, p * left, scale=1.0, rtol=1e-9, what="p", where=case)


@check(points=1, kind="error", needs=[values])
def refused(student, urns):
    """More marked or drawn than there are, and negative numbers, raise ValueError."""
    for case in urns:
        N, K, m = case.values()
        for wrong in ((N, N + 1, m), (N, K, N + 1), (N, -1, m), (N, K, -1), (N, N + 3, 0), (N, 0, N + 2), (-N, K, m)):
            where = f"N={wrong[0]}, K={wrong[1]}, m={wrong[2]}"
            raises(student, ValueError, lambda s, w=wrong: s.prob_none_selected(*w), where=where)


TEST = "not (0 <= K <= N and 0 <= m <= N)"
RESULT = "float(np.prod(np.maximum(N - K - drawn, 0) / (N - drawn)))"

BUGS = [
    patch(
        "everything is put back before the next is drawn",
        {RESULT: "((N - K) / N) ** m if m <= N - K else 0.0"},
        hint="One thing less is left after every draw, and one unmarked thing less.",
    ),
    patch(
        "the probability of at least one marked is returned",
        {RESULT: f"1.0 - {RESULT}"},
        hint="None is asked for, which is the opposite.",
    ),
    patch(
        "all that is drawn is marked",
        {RESULT: "float(np.prod(np.maximum(K - drawn, 0) / (N - drawn)))"},
        hint="C(K, m) counts sets of marked things. Unmarked are the other N − K.",
    ),
    patch(
        "not all that is drawn is marked",
        {RESULT: "1.0 - float(np.prod(np.maximum(K - drawn, 0) / (N - drawn)))"},
        hint="The opposite of “all” is “not all”. “None” means that each of them is unmarked.",
    ),
    patch(
        "only the unmarked things become fewer",
        {RESULT: RESULT.replace("(N - drawn)", "N")},
        hint="All things become fewer, too: N − i are left.",
    ),
    patch(
        "only all things become fewer",
        {RESULT: RESULT.replace("N - K - drawn", "N - K - 0 * drawn") + " * (m <= N - K)"},
        hint="What was drawn was unmarked: N − K − i of these are left.",
    ),
    patch(
        "only the last factor is returned",
        {RESULT: "float(np.prod((np.maximum(N - K - drawn, 0) / (N - drawn))[-1:]))"},
        hint="Every draw has to miss: multiply all m factors.",
    ),
    patch(
        "the factors are added up",
        {RESULT: "float(np.mean(np.maximum(N - K - drawn, 0) / (N - drawn))) if m else 1.0"},
        hint="All draws have to miss, one and the next: multiply.",
    ),
    patch(
        "there is a factor too many",
        {"drawn = np.arange(m)": "drawn = np.arange(min(m + 1, N))"},
        hint="m are drawn: i runs from 0 to m − 1.",
    ),
    patch(
        "the first draw is forgotten",
        {"drawn = np.arange(m)": "drawn = np.arange(1, m)"},
        hint="Before the first draw nothing is gone: i begins with 0.",
    ),
    patch(
        "sets of K are counted below, instead of sets of m",
        {RESULT: "math.comb(N - K, m) / math.comb(N, K)", "import numpy as np": "import math\n\nimport numpy as np"},
        hint="m things are drawn out of N: C(N, m) sets.",
    ),
    patch(
        "exactly one marked thing is drawn",
        {
            RESULT: "K * math.comb(N - K, m - 1) / math.comb(N, m) if m else 0.0",
            "import numpy as np": "import math\n\nimport numpy as np",
        },
        hint="None of the marked ones: C(K, 0) = 1 of them, and m of the others.",
    ),
    patch(
        "the factorials are too large for floats",
        {
            f"return {RESULT}": (
                "factorial = lambda n: float(np.prod(np.arange(1.0, n + 1)))\n"
                "    if m > N - K:\n"
                "        return 0.0\n"
                "    return factorial(N - K) / factorial(N - K - m) * (factorial(N - m) / factorial(N))"
            )
        },
        hint="171! is more than a float holds. Multiply quotients, or divide whole numbers with math.comb.",
    ),
    patch(
        "more drawn than unmarked is an error",
        {TEST: f"{TEST} or m > N - K"},
        hint="It is allowed to draw so many; then a marked one is among them for certain: 0.",
    ),
    patch(
        "the gamma function is asked where it has no value",
        {
            RESULT: (
                "math.exp(math.lgamma(N - K + 1) + math.lgamma(N - m + 1) - math.lgamma(N + 1)"
                " - math.lgamma(N - K - m + 1))"
            ),
            "import numpy as np": "import math\n\nimport numpy as np",
        },
        hint="lgamma(0) raises: return 0 if m > N − K.",
    ),
    patch(
        "as many drawn as unmarked is taken for impossible",
        {RESULT: f"{RESULT} if m < N - K or 0 in (K, m) else 0.0"},
        hint="There is one set of this kind, and C(N, m) sets: only if m > N − K it is 0.",
    ),
    patch(
        "more drawn than unmarked makes it certain",
        {RESULT: f"{RESULT} if m <= N - K else 1.0"},
        hint="Then a marked one is among them for certain: 0.",
    ),
    patch(
        "drawing nothing is an error",
        {TEST: TEST.replace("0 <= m", "0 < m")},
        hint="If nothing is drawn, nothing marked is drawn: 1.",
    ),
    patch(
        "marking nothing is an error",
        {TEST: TEST.replace("0 <= K", "0 < K")},
        hint="If nothing is marked, it is certain: 1.",
    ),
    patch(
        "drawing everything is an error",
        {TEST: TEST.replace("m <= N", "m < N")},
        hint="All N may be drawn.",
    ),
    patch(
        "more drawn than there are is let pass",
        {TEST: "not (0 <= K <= N and 0 <= m)", RESULT: f"{RESULT} if m <= N else 0.0"},
        hint="What is not there can't be drawn: raise ValueError.",
    ),
    patch(
        "more marked than there are is let pass",
        {TEST: "not (0 <= K and 0 <= m <= N)"},
        hint="What is not there can't be marked: raise ValueError.",
    ),
    patch(
        "negative numbers are let pass",
        {TEST: "not (K <= N and m <= N)"},
        hint="Nothing can be drawn or marked a negative number of times: raise ValueError.",
    ),
    patch(
        "whole numbers are multiplied up, until they are too large for int64",
        {RESULT: "float(np.prod(N - K - drawn) / np.prod(N - drawn)) if m <= N - K else 0.0"},
        hint="21! is more than 63 bits hold, and NumPy's integers wrap around without a word: multiply quotients.",
    ),
    patch(
        "one draw of unmarked things is enough, and things are put back",
        {RESULT: "1.0 - (K / N) ** m"},
        hint="The opposite of “all are marked” is “not all”. “None” means that each draw is unmarked: multiply these.",
    ),
    patch(
        "each mark is put on a thing anew, maybe on one that has a mark",
        {RESULT: "(1.0 - m / N) ** K if m <= N - K else 0.0"},
        hint="K different things are marked: after each of them, one less is left to be marked.",
    ),
    patch(
        "the exponential that comes near to it is returned",
        {RESULT: "float(np.exp(-m * K / N)) if m <= N - K else 0.0"},
        hint="exp(−m K / N) is an approximation for many things: take the product itself.",
    ),
    patch(
        "the expected number of marked things is taken off from 1",
        {RESULT: "1.0 - m * K / N"},
        hint="Two marked things may be drawn together, so that their chances can't be added: multiply draw by draw.",
    ),
    patch(
        "the expected number of marked things is taken off from 1, down to 0",
        {RESULT: "max(0.0, 1.0 - m * K / N)"},
        hint="Two marked things may be drawn together, so that their chances can't be added: multiply draw by draw.",
    ),
    patch(
        "orders count below, and not above",
        {RESULT: "math.comb(N - K, m) / math.perm(N, m)", "import numpy as np": "import math\n\nimport numpy as np"},
        hint="Sets above and below, or orders above and below: math.comb for both.",
    ),
    patch(
        "one set too few is counted below, C(N − 1, m)",
        {
            RESULT: "min(1.0, math.comb(N - K, m) / max(math.comb(N - 1, m), 1))",
            "import numpy as np": "import math\n\nimport numpy as np",
        },
        hint="m are drawn out of all N: C(N, m) sets.",
    ),
    patch(
        "all sets are counted below, of whatever size",
        {RESULT: "math.comb(N - K, m) / 2**N", "import numpy as np": "import math\n\nimport numpy as np"},
        hint="m things are drawn out of N: C(N, m) sets.",
    ),
    patch(
        "it is the marked things that become fewer",
        {RESULT: "float(np.prod(np.maximum(N - drawn - np.maximum(K - drawn, 0), 0) / (N - drawn)))"},
        hint="What was drawn was unmarked: all K marked things are left, and N − K − i others.",
    ),
    patch(
        "at most one marked thing is drawn",
        {
            RESULT: "(math.comb(N - K, m) + (K * math.comb(N - K, m - 1) if m else 0)) / math.comb(N, m)",
            "import numpy as np": "import math\n\nimport numpy as np",
        },
        hint="None of the marked ones: C(K, 0) = 1 of them, and m of the others.",
    ),
    patch(
        "draws are counted from 1 to m",
        {"drawn = np.arange(m)": "drawn = np.arange(1, min(m + 1, N))"},
        hint="Before the first draw nothing is gone, and before the last m − 1 things are: i runs from 0 to m − 1.",
    ),
    patch(
        "only one thing is drawn",
        {RESULT: "(N - K) / N"},
        hint="m things are drawn: multiply m factors.",
    ),
    patch("p is given in percent", {RESULT: f"100.0 * {RESULT}"}, hint="A probability is a number from 0 to 1."),
    patch(
        "if nothing is drawn or marked, nothing is refused",
        {f"if {TEST}:": f"if K == 0 or m == 0:\n        return 1.0\n    if {TEST}:"},
        hint="Ask first whether the numbers are possible, all three of them.",
    ),
    patch(
        "if more are drawn than are unmarked, nothing is refused",
        {f"if {TEST}:": f"if m > N - K:\n        return 0.0\n    if {TEST}:"},
        hint="Ask first whether the numbers are possible: m > N is an error, too.",
    ),
    patch(
        "p is 0 where it should be below 1e-12",
        {f"return {RESULT}": f"p = {RESULT}\n    return p if p > 1e-12 else 0.0"},
        hint="However small it is, it is not 0, unless m > N − K: round nothing, and compare with 0 itself.",
    ),
]

EQUIVALENT = {
    "prob_none_selected: np.prod(np.maximum(N - K - drawn, 0) / (N - drawn)) → "
    "np.prod(np.maximum(N - K - drawn, 0) / (N - drawn), axis=0)": "the factors have one axis",
    "prob_none_selected: 0 <= K <= N → 0 <= m <= N, and alike": "both numbers are still asked the same",
    "prob_none_selected: np.maximum(N - K - drawn, 0) → N - K - drawn": (
        "where a factor is negative, the one before it is 0: the product is 0 or −0"
    ),
}


@variant
def counted(N, K, m):
    import math

    if min(N, K, m) < 0 or max(K, m) > N:
        raise ValueError("not possible")
    return math.comb(N - K, m) / math.comb(N, m)


@variant
def draw_by_draw(N, K, m):
    if K < 0 or m < 0 or K > N or m > N:
        raise ValueError((N, K, m))
    p, unmarked, left = 1.0, N - K, N
    for _ in range(m):
        if unmarked == 0:
            return 0.0
        p *= unmarked / left
        unmarked, left = unmarked - 1, left - 1
    return p


@variant
def log_gamma(N, K, m):
    from math import exp, lgamma

    if K not in range(N + 1) or m not in range(N + 1):
        raise ValueError("not possible")
    if m > N - K:
        return 0.0
    return exp(lgamma(N - K + 1) + lgamma(N - m + 1) - lgamma(N + 1) - lgamma(N - K - m + 1))


@variant
def mark_by_mark(N, K, m):
    """Each of the K marks goes to one of those that are not drawn."""
    if not 0 <= min(K, m) <= max(K, m) <= N:
        raise ValueError("not possible")
    p = 1
    for i in range(K):
        p = p * max(N - m - i, 0) / (N - i)
    return p
