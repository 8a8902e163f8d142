"""Checks, known bugs and variants of chapter16/lbfgs_direction."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("d",),
    requires=("chapter16/bfgs_inverse_update",),
    minutes=25,
    hints=(
        "Begin with one pair: (I − rho s yᵀ) γ (I − rho y sᵀ) times a vector, from right to left, without any matrix.",
        "On the way in: a = rho sᵀq, q ← q − a y, from the newest pair to the oldest. Keep all a.",
        "Then multiply by γ. On the way out, from the oldest to the newest: r ← r + (a − rho yᵀr) s.",
        "Compare with BFGS: start from γ I, update it by all pairs, the oldest first, and multiply by −g.",
    ),
)


def positive_definite(rng, n):
    B = rng.normal(size=(n, n))
    return B @ B.T + np.diag(rng.uniform(0.5, 2.0, size=n))


def pairs(rng, n, k):
    """Steps of very different length, each in a landscape of its own."""
    S, Y = [], []
    while len(S) < k:
        s = rng.normal(size=n) * 2.0 ** -len(S)
        y = positive_definite(rng, n) @ s
        if s @ y > 0.2 * np.linalg.norm(s) * np.linalg.norm(y):
            S.append(s)
            Y.append(y)
    return S, Y


@cases("n k", (6, 3), (4, 4), (5, 5), (2, 3))
def memory(rng, n, k):
    S, Y = pairs(rng, n, k)
    return {"g": rng.normal(size=n), "S": S, "Y": Y}


@cases("n", 3)
def many(rng, n):
    """A dozen pairs."""
    drawn = [pairs(rng, n, 3) for _ in range(4)]
    S, Y = ([vector for part in drawn for vector in part[i]] for i in (0, 1))
    return {"g": rng.normal(size=n), "S": S, "Y": Y}


@cases("n", 5, 1, fit=lambda case: case["S"][0] @ case["Y"][0] > 0.1)
def single(rng, n):
    S, Y = pairs(rng, n, 1)
    return {"g": rng.normal(size=n), "S": S, "Y": Y}


@cases("n", 5, 2)
def empty(rng, n):
    return {"g": rng.normal(size=n), "S": [], "Y": []}


@cases("times", 1e-9, 1e-70, 1e70)
def far(rng, times):
    """Steps and gradients are tiny, or huge."""
    S, Y = pairs(rng, 4, 3)
    return {"g": times * rng.normal(size=4), "S": [times * s for s in S], "Y": [times * y for y in Y]}


@cases("g", "orthogonal", "sums to zero", "little curvature")
def special(rng, g):
    """The gradient is orthogonal to the newest step, or its entries sum to 0; or a step and its y are nearly orthogonal."""
    S, Y = pairs(rng, 4, 3)
    if g == "little curvature":
        Y[1] = Y[1] - S[1] * (S[1] @ Y[1]) / (S[1] @ S[1]) * rng.uniform(0.97, 0.99)
        return {"g": rng.normal(size=4), "S": S, "Y": Y}
    if g == "orthogonal":
        S[2] = np.array([1.0, 2.0, 0.0, 0.0])
        Y[2] = np.array([1.0, 1.0, *rng.integers(1, 4, size=2)])
        return {"g": np.array([2.0, -1.0, *rng.integers(1, 4, size=2)]), "S": S, "Y": Y}
    a, b = rng.integers(1, 9, size=2)
    return {"g": np.array([a, -a, b, -b], dtype=float), "S": S, "Y": Y}


shapes = shaped("d has the shape of g.", memory)
without = agrees("Without any pair, d is −g.", empty)
one = agrees("One pair updates γ I once.", single)
values = agrees("All pairs count, the oldest first.", memory, points=2)
dozen = agrees("However many pairs there are, all count.", many, needs=[values])
no_exception = agrees("A gradient that is orthogonal to a step, or whose entries cancel, is no different.", special)
every_scale = agrees("Steps and gradients may be tiny or huge.", far, needs=[values])


@check(points=1, kind="property")
def secant(student, memory):
    """If g is the newest y, d is minus the newest s."""
    for case, d in student.each(lambda m, case: m.lbfgs_direction(case.Y[-1], case.S, case.Y), memory):
        size = float(max(np.abs(s).max() for s in case.S))
        assert_law("H y = s", d, -case.S[-1], scale=size, rtol=1e-8, what="d", where=case)


hygiene = hygiene_of(memory, needs=[values])

PRODUCT = "A number is its own transpose, and the product of two vectors has no order."
EQUIVALENT = {
    f"lbfgs_direction: {old} → {new}": PRODUCT
    for old, swapped in (
        ("s @ y", "y @ s"),
        ("s @ d", "d @ s"),
        ("S[-1] @ Y[-1]", "Y[-1] @ S[-1]"),
        ("y @ d", "d @ y"),
        ("Y[-1] @ Y[-1]", ""),
    )
    for new in (f"({old}).T", swapped)
    if new
}

PAIRS, GAMMA = "zip(S, Y, strict=True)]", "(S[-1] @ Y[-1]) / (Y[-1] @ Y[-1])"
OUT = "zip(pairs, reversed(shares), strict=True)"
BUGS = [
    patch("the direction leads uphill", {"d = -g": "d = 1.0 * g"}, hint="d = −H g."),
    patch(
        "the lists are read from the wrong end",
        {PAIRS: "zip(S[::-1], Y[::-1], strict=True)]"},
        hint="The oldest pair stands first: the way in begins with the last.",
    ),
    patch(
        "both loops go from the newest pair to the oldest",
        {OUT: "zip(pairs[::-1], shares, strict=True)"},
        hint="The way out goes from the oldest to the newest.",
    ),
    patch(
        "in the second loop the shares belong to other pairs",
        {OUT: "zip(pairs, shares, strict=True)"},
        hint="Each pair needs the a that was computed with it: shares were collected from the newest on.",
    ),
    patch("γ is missing", {f"{GAMMA} * d": "d"}, hint="Between the loops, multiply by γ = sᵀy/yᵀy."),
    patch(
        "γ is that of the oldest pair",
        {GAMMA: "(S[0] @ Y[0]) / (Y[0] @ Y[0])"},
        hint="The newest pair tells of the curvature here: S[-1] and Y[-1].",
    ),
    patch(
        "γ is upside down", {GAMMA: "(Y[-1] @ Y[-1]) / (S[-1] @ Y[-1])"}, hint="γ = sᵀy / yᵀy: H is an inverse Hessian."
    ),
    patch(
        "γ is sᵀs / sᵀy",
        {GAMMA: "(S[-1] @ S[-1]) / (S[-1] @ Y[-1])"},
        hint="That is the other mean; here γ = sᵀy / yᵀy.",
    ),
    patch("rho is 1/(yᵀy)", {"1 / (s @ y)": "1.0 / (y @ y)"}, hint="rho = 1/(sᵀy)."),
    patch(
        "y is projected in the first loop with y, not with s",
        {"rho * (s @ d)": "rho * (y @ d)"},
        hint="On the way in a = rho sᵀq.",
    ),
    patch(
        "on the way in s is subtracted, not y",
        {"d - shares[-1] * y": "d - shares[-1] * s"},
        hint="On the way in: q ← q − a y.",
    ),
    patch(
        "on the way out y is added, not s",
        {"(y @ d)) * s": "(y @ d)) * y"},
        hint="On the way out: r ← r + (a − rho yᵀr) s.",
    ),
    patch(
        "on the way out the product is with s",
        {"rho * (y @ d)": "rho * (s @ d)"},
        hint="On the way out rho yᵀr is subtracted from a.",
    ),
    patch(
        "the second loop is missing",
        {"d = d + (share - rho * (y @ d)) * s": "pass"},
        hint="Each pair acts from both sides.",
    ),
    patch(
        "the second loop adds instead of subtracting",
        {"share - rho": "share + rho"},
        hint="r ← r + (a − rho yᵀr) s.",
    ),
    patch(
        "only the newest pair counts",
        {PAIRS: "zip(S[-1:], Y[-1:], strict=True)]"},
        hint="All pairs that are handed over update H.",
    ),
    patch(
        "only the last three pairs count",
        {PAIRS: "zip(S[-3:], Y[-3:], strict=True)]"},
        hint="All pairs that are handed over update H, however many they are.",
    ),
    patch(
        "only the last ten pairs count",
        {PAIRS: "zip(S[-10:], Y[-10:], strict=True)]"},
        hint="Who calls decides how many pairs are kept: all that are handed over update H.",
    ),
    patch(
        "without any pair the gradient itself is returned",
        {"if len(S) == 0:\n        return d": "if len(S) == 0:\n        return 1.0 * g"},
        hint="H is the identity then, and d = −H g.",
    ),
    patch(
        "an empty memory is not thought of",
        {"if len(S) == 0:\n        return d": "pass"},
        hint="At the very first step there is no pair: return −g.",
    ),
    patch(
        "pairs with a small sᵀy are left out",
        {PAIRS: "zip(S, Y, strict=True) if s @ y > 1e-10]"},
        hint="Near the minimum all steps are short; all sᵀy are positive.",
    ),
    patch(
        "a small number is added to sᵀy",
        {"1 / (s @ y)": "1.0 / (s @ y + 1e-10)"},
        hint="Near the minimum sᵀy is small itself.",
    ),
    patch(
        "the lists are reversed in place",
        {"shares = []": "shares = []\n    S.reverse()\n    Y.reverse()", GAMMA: "(S[0] @ Y[0]) / (Y[0] @ Y[0])"},
        hint="The next step expects the oldest first: reversed(S) leaves S alone.",
    ),
]


@variant
def dense(g, S, Y):
    n = len(g)
    H = np.eye(n)
    if S:
        H *= np.dot(S[-1], Y[-1]) / np.dot(Y[-1], Y[-1])
    for s, y in zip(S, Y, strict=True):
        E = np.eye(n) - np.outer(s, y) / (s @ y)
        H = E @ H @ E.T + np.outer(s, s) / (s @ y)
    return -H @ g


@variant
def by_index(g, S, Y):
    q, k = np.array(g, dtype=float), len(S)
    a = np.zeros(k)
    for i in range(k - 1, -1, -1):
        a[i] = (S[i] @ q) / (Y[i] @ S[i])
        q -= a[i] * Y[i]
    r = q if k == 0 else q * (S[-1] @ Y[-1]) / (Y[-1] @ Y[-1])
    for i in range(k):
        r = r + S[i] * (a[i] - (Y[i] @ r) / (Y[i] @ S[i]))
    return -r


@variant
def calling_itself(g, S, Y):
    def times(q, k):
        """Multiply by H after k pairs."""
        if k == 0:
            return q if not S else q * ((S[-1] @ Y[-1]) / (Y[-1] @ Y[-1]))
        s, y = S[k - 1], Y[k - 1]
        a = (s @ q) / (s @ y)
        r = times(q - a * y, k - 1)
        return r + (a - (y @ r) / (s @ y)) * s

    return -times(g, len(S))
