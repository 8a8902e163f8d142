"""Checks, known bugs and variants of chapter24/speculative_step."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("tokens",),
    requires=("chapter24/sample_token",),
    minutes=35,
    hints=(
        "How many tokens n are accepted? Stop at the first i with u[i] ≥ P[i, x]/Q[i, x].",
        "If n = γ, draw from P[γ] with u[γ]; otherwise from max(P[n] − Q[n], 0), divided by its sum, with u[n + 1].",
        "np.searchsorted(np.cumsum(p), a, side='right') is the first v with a < p[0] + … + p[v].",
    ),
)


def distributions(rng, n, V):
    P = rng.permuted(np.tile(np.linspace(0.4, 2.5, V), (n, 1)), axis=1) * rng.uniform(0.9, 1.1, size=(n, V))
    return P / P.sum(axis=1, keepdims=True)


def ends_of(case, accepted):
    """Return where pieces end, and the number that falls among them, for the token that is drawn."""
    if accepted == len(case.draft):
        return np.cumsum(case.P[accepted]), case.u[accepted]
    rest = np.maximum(case.P[accepted] - case.Q[accepted], 0.0)
    return np.cumsum(rest) / rest.sum(), case.u[accepted + 1]


NEAR = ("barely refused", "below an end", "above an end")
"""Draws of which the target likes tokens less, and a number lies near to where the answer changes."""


def accepted_of(case):
    steps = np.arange(len(case.draft))
    return accepted(case.u[:-1], case.Q[steps, case.draft], case.P[steps, case.draft])


def accepted(u, q, p):
    """Return how many tokens are accepted that the draft drew with probabilities q, and to which the target gives p."""
    refused = np.flatnonzero(u >= p / q)
    return int(refused[0]) if len(refused) else len(u)


def clear(case):
    """The drawn token is not the one that P, the same number again, or the largest probability would give.

    Where numbers are near to where the answer changes, that is what shows; of one token alone, only that it is.
    """
    if case.sizes["likes"] in NEAR or case.sizes["V"] == 1:
        return True
    n = accepted_of(case)
    ends, a = ends_of(case, n)
    v = int(np.searchsorted(ends, a, side="right"))
    others = [np.argmax(case.P[n])]
    if n < len(case.draft):
        others += [
            np.searchsorted(np.cumsum(case.P[n]), a, side="right"),
            np.searchsorted(ends, case.u[n], side="right"),
        ]
    return v not in others and np.min(np.abs(ends - a)) > 1e-4


def in_place(case):
    """It is clear; where places are to tell, rows or tokens of one before would accept another number of tokens."""
    if case.sizes["likes"] != "in place":
        return clear(case)
    x, steps = case.draft, np.arange(len(case.draft))
    q, p = case.Q[steps, x], case.P[steps, x]
    misread = [(case.Q[steps - 1, x], p), (case.Q[steps, x[steps - 1]], p)]
    misread += [(q, case.P[steps - 1, x]), (q, case.P[steps, x[steps - 1]])]
    return clear(case) and all(accepted(case.u[:-1], *pair) != accepted_of(case) for pair in misread)


def case_of(rng, gamma, V, n, likes):
    """Draw a draft of which n tokens are accepted, though the target likes them less, or more."""
    Q, P = distributions(rng, gamma, V), distributions(rng, gamma + 1, V)
    ratio = P[:-1] / Q
    pick = np.argmax if likes == "more" else np.argmin
    draft = np.array([pick(row) for row in ratio])
    if likes == "in place":
        draft[n - 1 : n + 1] = rng.permutation(V)[:2]
        contrast(Q, P, draft, n)
        ratio = P[:-1] / Q
    u = rng.uniform(0.05, 0.95, size=gamma + 1)
    for i in range(min(n + 1, gamma)):
        if i == n and likes != "in place":
            draft[i] = np.argmin(ratio[i])
        least = min(1.0, ratio[i, draft[i]])
        u[i] = least + (1.0 - least) * u[i] if i == n else least * u[i]
    return {"draft": draft, "Q": Q, "P": P, "u": u}


def contrast(Q, P, draft, n):
    """Exchange entries so that tokens n − 1 and n have most of Q and least of P in their own row, and not in the other."""
    for i, other in ((n, n - 1), (n - 1, n)):
        for row, own, others in ((Q[i], np.argmax, np.argmin), (P[i], np.argmin, np.argmax)):
            for token, which in ((draft[i], own), (draft[other], others)):
                place = which(row)
                row[[token, place]] = row[[place, token]]


def longer(rng):
    """Return four probabilities with more than six digits, of which rounding to three, or to six, makes all smaller."""
    first, second, third = rng.integers((150, 200, 200), (240, 260, 260))
    return (np.array([first, second, third, 999 - first - second - third]) + [0.3994, 0.2002, 0.2002, 0.2002]) / 1000


@cases(
    "gamma V n likes",
    (3, 5, 0, "less"),
    (3, 6, 1, "less"),
    (4, 5, 2, "more"),
    (4, 5, 3, "less"),
    (2, 5, 1, "more"),
    (3, 5, 1, "in place"),
    (1, 6, 0, "less"),
    (1, 4, 0, "barely refused"),
    exact=True,
    fit=in_place,
)
def rejected(rng, gamma, V, n, likes):
    """In one draft, one place before tells otherwise; one would be accepted if Q were rounded to six digits."""
    case = case_of(rng, gamma, V, n, likes)
    if likes in NEAR:
        P, Q = case["P"][0], longer(rng)
        least = np.argmin(P)
        P[[0, least]] = P[[least, 0]]
        case["draft"][0], case["Q"][0], case["u"][0] = 0, Q, P[0] / Q[0] * (1.0 + 2e-7)
    return case


@cases(
    "gamma V likes",
    (3, 5, "less"),
    (2, 6, "more"),
    (1, 4, "less"),
    (4, 4, "more"),
    (2, 4, "below an end"),
    (1, 4, "above an end"),
    (2, 1, "less"),
    exact=True,
    fit=clear,
)
def all_accepted(rng, gamma, V, likes):
    """In two of them, the last number is so near to the end of a piece that six digits don't tell which is less."""
    case = case_of(rng, gamma, V, gamma, likes)
    if likes in NEAR:
        case["P"][gamma] = longer(rng)
        case["u"][gamma] = case["P"][gamma, 0] + (5e-8 if likes == "above an end" else -5e-8)
    return case


@cases("V", 4, 5, exact=True)
def certain(rng, V):
    """The target rules out the second token of the draft: it is never accepted, however small u is."""
    case = case_of(rng, 2, V, 2, "more")
    x = int(rng.integers(V))
    case["draft"][1], case["u"][1] = x, rng.uniform(0.0, 1e-4)
    case["P"][1, x] = 0.0
    case["P"][1] /= case["P"][1].sum()
    return case


BASES = {4: ((4, 2, 1, 1), (1, 1, 3, 3)), 5: ((4, 2, 1, 1), (1, 0, 5, 2)), 3: ((2, 4, 1, 1), (3, 1, 1, 3))}


@cases("shift", 4, 5, 3)
def eighths(rng, shift):
    """Distributions in eighths. What the target has more is `shift` eighths."""
    order = rng.permutation(4)
    Q, P = (np.array(weights)[order] / 8.0 for weights in BASES[shift])
    return {"Q": Q[None], "P": np.stack([P, rng.permutation([0.125, 0.25, 0.25, 0.375])])}


shapes = shaped("tokens are integers, 1 to γ + 1 of them.", rejected)
replaced = agrees(
    "At the first rejection, the target's lead decides, and the draft ends.", rejected, points=3, exactly=True
)
one_more = agrees("If all are accepted, one more comes from P[γ].", all_accepted, points=2, exactly=True)
ruled_out = agrees("What the target rules out is never accepted.", certain, exactly=True)


@check(points=3, kind="property")
def law_of_the_target(student, eighths):
    """The first token has the target's law exactly: by enumeration of all drafts, and of all numbers on a grid."""

    # With probabilities in eighths, ratios are multiples of ¼ for what is likelier in the draft, and P′ of 1/shift: the
    # answer is constant on each cell of a grid of 4 × shift numbers.
    def all_of_them(m, case, numbers):
        return [[m.speculative_step(np.array([x]), case.Q, case.P, pair)[0] for pair in numbers] for x in range(4)]

    for case in eighths:
        parts = case.sizes["shift"]
        numbers = [np.array([(i + 0.5) / 4, (j + 0.5) / parts]) for i in range(4) for j in range(parts)]
        law = np.zeros(4)
        for x, tokens in enumerate(student.run(all_of_them, case, numbers)):
            for token in tokens:
                if not 0 <= token < 4:
                    fail("A token is none of the vocabulary.", case)
                law[token] += case.Q[0, x] / len(numbers)
        assert_law("law of the first token = P[0]", law, case.P[0], what="law", where=case)


hygiene = hygiene_of(rejected, needs=[replaced])

ALL = "There n is γ."
EQUIVALENT = {
    "speculative_step: u[n] * Q[n, draft[n]] < P[n, draft[n]] → u[n] * Q[n, draft[n]] <= P[n, draft[n]]": "No number is where the answer changes.",
    "speculative_step: P[n] → P[gamma]": ALL,
    "speculative_step: u[n] → u[gamma] (2)": ALL,
}
ACCEPT = "u[n] * Q[n, draft[n]] < P[n, draft[n]]"
LOOP = f"while n < gamma and {ACCEPT}:\n        n += 1"
REST, MORE = "np.maximum(P[n] - Q[n], 0.0), u[n + 1]", "rest, number = P[n], u[n]"
DRAW, RETURN = 'np.searchsorted(ends, number * ends[-1], side="right")', "return np.append(draft[:n], last)"
LEAD = "Draw from max(P − Q, 0), divided by its sum: what the draft has given already is not given again."
RATIO = "Accepted if u < P[i, x] / Q[i, x]."
NEVER_ONE = dict.fromkeys(("axis 0 of P", "axis 0 of u"), "they have an entry more than the draft has tokens")
BUGS = [
    patch("after a rejection, the target's whole distribution is drawn from", {REST: "P[n], u[n + 1]"}, hint=LEAD),
    patch(
        "after a rejection, the draft's lead is drawn from",
        {REST: REST.replace("P[n] - Q[n]", "Q[n] - P[n]")},
        hint=LEAD,
    ),
    patch("P − Q is taken without its sign", {REST: "np.abs(P[n] - Q[n]), u[n + 1]"}, hint=LEAD),
    patch(
        "the target's lead is not divided by its sum",
        {
            "number * ends[-1]": "min(number, 1 - 1e-9)",
            "ends = np.cumsum(rest)": "ends = np.cumsum(rest)\n    ends[-1] = 1.0",
        },
        hint=LEAD,
    ),
    patch(
        "after a rejection, the target's favourite is taken",
        {DRAW: f"{DRAW} if n == gamma else np.argmax(P[n])"},
        hint=LEAD,
    ),
    patch(
        "the number that rejected is used again",
        {REST: REST.replace("u[n + 1]", "u[n]")},
        hint="Given the rejection, it is not uniform any more: u[i + 1].",
    ),
    patch("the ratio is upside down", {ACCEPT: "u[n] * P[n, draft[n]] < Q[n, draft[n]]"}, hint=RATIO),
    patch(
        "a token is accepted with its probability P, not divided by Q", {ACCEPT: "u[n] < P[n, draft[n]]"}, hint=RATIO
    ),
    patch("only what the target likes as much is accepted", {ACCEPT: "Q[n, draft[n]] <= P[n, draft[n]]"}, hint=RATIO),
    patch("only the target's favourite is accepted", {ACCEPT: "draft[n] == np.argmax(P[n])"}, hint=RATIO),
    patch("everything is accepted", {ACCEPT: "True"}, hint=RATIO),
    patch(
        "what the target rules out may be accepted",
        {ACCEPT: "u[n] * Q[n, draft[n]] < P[n, draft[n]] + 1e-3"},
        hint=RATIO,
    ),
    patch(
        "the rest of the draft is kept behind a replaced token",
        {RETURN: "return np.concatenate([draft[:n], [last], draft[n + 1 :]])"},
        hint="It was drawn behind a token that is not there.",
    ),
    patch(
        "tokens that would be accepted behind a rejected one count, too",
        {LOOP: "n = sum(u[i] * Q[i, draft[i]] < P[i, draft[i]] for i in range(gamma))"},
        hint="At the first that is not accepted, the draft ends: all after it are thrown away.",
    ),
    patch(
        "a rejected token is kept, too",
        {RETURN: "return np.append(draft[: n + 1], last)"},
        hint="Another one is drawn in its place.",
    ),
    patch(
        "nothing is drawn behind the draft",
        {RETURN: "return np.append(draft[:n], last)[:gamma]"},
        hint="If all are accepted, one more comes from P[γ].",
    ),
    patch(
        "behind the draft, the last row but one is drawn from",
        {MORE: "rest, number = P[n - 1], u[n]"},
        hint="P[γ] is behind the whole draft.",
    ),
    patch(
        "the tokens are a row of a table, (1, n)",
        {RETURN: "return np.append(draft[:n], last)[None]"},
        hint="One axis: (n,).",
    ),
]


@variant
def token_by_token(draft, Q, P, u):
    def drawn(p, a):
        total, reached = sum(p), 0.0
        for v, weight in enumerate(p):
            reached += weight / total
            if a < reached:
                return v
        return max(v for v, weight in enumerate(p) if weight > 0)

    tokens = []
    for i, x in enumerate(draft.tolist()):
        if u[i] >= P[i, x] / Q[i, x]:
            lead = [max(float(p - q), 0.0) for p, q in zip(P[i], Q[i], strict=True)]
            return np.array([*tokens, drawn(lead, u[i + 1])])
        tokens.append(x)
    return np.array([*tokens, drawn(P[-1].tolist(), u[-1])])


@variant
def all_ratios_first(draft, Q, P, u):
    gamma = len(draft)
    i = np.arange(gamma)
    kept = np.cumprod(u[:-1] < np.minimum(1.0, P[i, draft] / Q[i, draft])).sum()
    padded = np.vstack([Q, np.zeros(Q.shape[1])])
    p = np.clip(P[kept] - padded[kept], 0.0, None)
    p = p / p.sum()
    a = u[min(kept + 1, gamma)]
    return np.concatenate([draft[:kept], [int(np.argmax(a < np.cumsum(p)))]])
