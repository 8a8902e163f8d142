"""Checks, known bugs and variants of chapter23/gat_attention."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("alpha",),
    requires=("chapter23/gcn_forward", "chapter19/scaled_dot_attention"),
    minutes=25,
    hints=(
        "The score of a pair is a sum of two numbers, one of each node: H @ a[:d] and H @ a[d:].",
        "(n, 1) + (n,) is a table of all pairs: rows receive. Then LeakyReLU, then softmax along each row.",
        "What is no edge gets the score −∞ before softmax; the row's maximum is taken off.",
        "In a row of −∞ alone, take off 0 instead of the maximum, and divide by 1 instead of the sum.",
    ),
)


def drawn(rng, n, d):
    """Draw a directed graph with weights; everybody hears somebody, not everybody hears itself."""
    seen = rng.random((n, n)) < 0.5
    seen[:, :2], seen[:, 2:3] = True, False
    A = rng.permuted(seen, axis=1) * rng.uniform(0.3, 3.0, size=(n, n))
    A[0, 0], A[1:2, 1:2] = 0.0, 1.5
    A[0, -1] = 0.7
    return {"H": rng.normal(size=(n, d)), "a": rng.normal(size=2 * d), "A": A}


def sums(case):
    d = case.H.shape[1]
    return (case.H @ case.a[:d])[:, None] + case.H @ case.a[d:]


def both_signs(case):
    """Return whether some rows have scores on both sides of 0, not all but nothing: there the halves of a show."""
    Z, seen = sums(case), case.A > 0.0
    mixed = np.any(seen & (Z > 0.3), axis=1) & np.any(seen & (Z < -0.3), axis=1)
    return len(Z) == 1 or np.sum(mixed) >= 2


def small(rng):
    """Draw a number below 0.1 that has a fourth decimal, clearly not 0."""
    return float(rng.choice((-1.0, 1.0)) * (rng.integers(20, 90) / 1e3 + rng.integers(3, 8) / 1e4))


@cases("n d", (6, 3), (4, 4), (5, 1), (1, 4), fit=both_signs)
def batch(rng, n, d):
    """Where there is more than one feature, the last one of a node and its number in a are small: they count."""
    case = drawn(rng, n, d)
    if d > 1:
        case["H"][rng.integers(n), -1], case["a"][-1] = small(rng), small(rng)
    return case


@cases("n d", (5, 2), (3, 3))
def alone(rng, n, d):
    """One node hears nobody, and one hears nobody but itself."""
    case = drawn(rng, n, d)
    deaf, other = rng.permutation(n)[:2]
    case["A"][[deaf, other]] = 0.0
    case["A"][other, other] = 0.8
    return case


@cases("n least", (5, 1e-12), (4, 1e-200), exact="A")
def faint(rng, n, least):
    """Edges whose entries in A are tiny, beside others that are not."""
    case = drawn(rng, n, 2)
    case["A"] *= rng.permuted(np.resize([1.0, least], (n, n)), axis=1)
    return case


@cases("n height", (4, 2e5), (4, -2e6))
def steep(rng, n, height):
    """All scores lie around 200,000 or, after LeakyReLU, −400,000, and differ by a few."""
    case = drawn(rng, n, 3)
    case["H"][:, 0], case["a"][[0, 3]] = 500.0, height / 1000.0
    case["a"][[1, 2, 4, 5]] *= 3.0 if height < 0.0 else 1.0
    return case


@cases("n half", (4, 0), (6, 1))
def apart(rng, n, half):
    """Half of the nodes have scores around 3000, half around −3000; or they are heard with such, by their own half."""
    case = drawn(rng, n, 3)
    case["H"][:, 0], case["a"][[0, 3]] = np.where(np.arange(n) % 2 == 0, 1.0, -5.0), 3000.0 * (np.arange(2) == half)
    if half:
        own = np.arange(n)[:, None] % 2 == np.arange(n) % 2
        case["A"] = np.where(own, rng.uniform(0.3, 3.0, size=(n, n)), 0.0)
    return case


shapes = shaped("α is (n, n).", batch)
values = agrees("Each row is a softmax of the scores of its neighbours.", batch, points=2)
isolated = agrees(
    "A node without neighbours has a row of zeros; one that only hears itself gives itself 1.", alone, needs=[values]
)
any_edge = agrees("An edge is one, however small its entry in A.", faint, needs=[values])
large = agrees("Scores of 200,000 and of −400,000 are no harm.", steep, needs=[values])
both = agrees("Rows with scores of 3000 and of −3000 stand side by side.", apart, needs=[values])


@check(points=1, kind="property")
def weights(student, batch):
    """No weight is negative, each row sums to 1, and what is no edge has exactly 0."""
    for case, alpha in student.gat_attention.on(batch):
        assert_law("Σ_j α[i, j] = 1", alpha.sum(axis=1), np.ones(len(alpha)), what="alpha", where=case)
        if np.any(alpha < 0.0):
            fail("A weight is negative.", case)
        if np.any(alpha[case.A == 0.0] != 0.0):
            fail("What is no edge has a weight that is not 0.", case)


@check(points=1, kind="property")
def renumbered(student, batch, rng):
    """If the nodes are renumbered, so are rows and columns of α; and where all hear all, all rank the nodes alike."""

    def three(m, case, order):
        A = case.A[order][:, order]
        everybody = np.ones(case.A.shape)
        return (
            m.gat_attention(*case.values()),
            m.gat_attention(case.H[order], case.a, A),
            m.gat_attention(case.H, case.a, everybody),
        )

    for case in batch:
        order = rng.permutation(len(case.H))
        alpha, moved, complete = student.run(three, case, order)
        assert_law("α for nodes in another order", moved, alpha[order][:, order], what="alpha", where=case)
        d = case.H.shape[1]
        ranked = complete[:, np.argsort(case.H @ case.a[d:])]
        if np.any(np.diff(ranked, axis=1) < -1e-9):
            fail("All nodes hear all, and a node with a larger a_right · h gets less weight than another.", case)


hygiene = hygiene_of(batch)

TOLERANT = {
    "weights": "A sum on the scale of 1, and signs: entries are for the comparisons.",
    "renumbered": "Laws of replies: what is wrong in all of them alike is for other checks.",
}
ZERO = "Where the sum is 0, all of E is 0 as well, whatever it is divided by."
LOWEST = "From −∞ any number may be taken off: the exponential is 0."
EQUIVALENT = {
    "gat_attention: H @ a[:d] → (H @ a[:d]).T": "A vector is its own transpose.",
    "gat_attention: H @ a[d:] → (H @ a[d:]).T": "A vector is its own transpose.",
    "gat_attention: np.exp(S - np.where(top == -np.inf, 0.0, top)) → -np.exp(S - np.where(top == -np.inf, 0.0, top))": "In the quotient of E and its sum the sign cancels.",
    "gat_attention: Z < 0.0 → Z <= 0.0": "0 times any slope is 0.",
    "gat_attention: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 1, top)": LOWEST,
    "gat_attention: np.where(top == -np.inf, 0.0, top) → np.where(top == -np.inf, 2, top)": LOWEST,
    "gat_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 2.0, total)": ZERO,
    "gat_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 0.5, total)": ZERO,
    "gat_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, -1.0, total)": ZERO,
    "gat_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 1.01, total)": ZERO,
    "gat_attention: top == -np.inf → S == -np.inf": LOWEST,
    "gat_attention: total == 0.0 → A == 0.0": "What is no edge has an E of 0, and stays 0, whatever it is divided by.",
    "gat_attention: total == 0.0 → E == 0.0": "An E of 0 stays 0, whatever it is divided by.",
}
PAIRS, LEAKY = "(H @ a[:d])[:, None] + H @ a[d:]", "np.where(Z < 0.0, 0.2 * Z, Z)"
HIDE, TOP, SUM = "-np.inf)\n    top", "np.max(S, axis=1, keepdims=True)", "np.sum(E, axis=1, keepdims=True)"
FINITE, RESULT = "np.where(top == -np.inf, 0.0, top)", "E / np.where(total == 0.0, 1.0, total)"
NEVER_ONE = {"axis 0 of a": "it has two halves"}
BUGS = [
    patch(
        "edges with entries below a millionth are taken for none",
        {"A > 0.0": "A > 1e-6"},
        hint="A[i, j] > 0 is an edge, however small it is.",
    ),
    patch(
        "softmax runs along the columns",
        {TOP: TOP.replace("1", "0"), SUM: SUM.replace("1", "0")},
        hint="Each node shares its own 1 among its neighbours: rows sum to 1, axis=1.",
    ),
    patch(
        "softmax runs over all nodes, and what is no edge loses its weight afterwards",
        {"S = np.where(A > 0.0, ": "S = (", ", -np.inf)\n": ")\n", RESULT: f"(A > 0.0) * {RESULT}"},
        hint="Hide before softmax, with a score of −∞: then the neighbours share the 1.",
    ),
    patch(
        "the graph is ignored: everybody hears everybody",
        {"S = np.where(A > 0.0, ": "S = (", ", -np.inf)\n": ")\n"},
        hint="Only neighbours count, those with A[i, j] > 0.",
    ),
    patch(
        "what is no edge gets the score 0",
        {HIDE: "0.0)\n    top"},
        hint="e⁰ is 1: the score that weighs nothing is −∞.",
    ),
    patch(
        "what is no edge gets the score −10⁴, which may be more than an edge has",
        {HIDE: "np.where(np.any(A > 0.0, axis=1, keepdims=True), -1e4, -np.inf))\n    top"},
        hint="Scores may be −400,000: hide with −∞.",
    ),
    patch(
        "A is transposed: j receives from i",
        {"np.where(A > 0.0": "np.where(A.T > 0.0"},
        hint="Row i receives from column j.",
    ),
    patch(
        "the halves of a are exchanged",
        {PAIRS: "(H @ a[d:])[:, None] + H @ a[:d]"},
        hint="The first half meets h_i, the node of the row.",
    ),
    patch(
        "LeakyReLU is left out, or comes after softmax",
        {LEAKY: "Z"},
        hint="s_ij = LeakyReLU(…), before softmax; after it, all numbers are positive.",
    ),
    patch("the slope of LeakyReLU is 0.01", {"0.2 * Z": "0.01 * Z"}, hint="Below 0 it is 0.2 z."),
    patch("negative scores become 0", {"0.2 * Z": "0.0"}, hint="LeakyReLU: below 0 it is 0.2 z."),
    patch(
        "LeakyReLU acts on both terms before they are added",
        {
            PAIRS: "np.where(H @ a[:d] < 0.0, 0.2, 1.0)[:, None] * (H @ a[:d])[:, None] + np.where(H @ a[d:] < 0.0, 0.2, 1.0) * (H @ a[d:])",
            LEAKY: "Z",
        },
        hint="First the sum of the two, then LeakyReLU.",
    ),
    patch(
        "exponentials are multiplied by the weights of A",
        {"E = np.exp(": "E = A * np.exp("},
        hint="A is asked only whether there is an edge.",
    ),
    patch(
        "everybody hears itself as well",
        {"A > 0.0": "A + np.eye(len(A)) > 0.0"},
        hint="Only if A[i, i] > 0.",
    ),
    patch(
        "scores are divided by the root of d",
        {"    S =": "    Z = Z / np.sqrt(d)\n    S ="},
        hint="Here, scores are not scaled.",
    ),
    patch(
        "a node without neighbours gets NaN",
        {FINITE: "top", RESULT: "E / total"},
        hint="Its row has no maximum, and the sum 0.",
    ),
    patch(
        "a node without neighbours hears everybody alike",
        {HIDE: "-1e9)\n    top"},
        hint="Its row is 0.",
    ),
    patch("nothing is taken off, so that large scores overflow", {FINITE: "0.0"}, hint="Take each row's maximum off."),
    patch(
        "what is taken off is the largest score of all nodes, heard or not",
        {TOP: "np.max(np.where(Z < 0.0, 0.2 * Z, Z), axis=1, keepdims=True)"},
        hint="A node that is not heard may have a score far above: hide first, then take the maximum.",
    ),
    patch(
        "the largest of all scores is taken off",
        {TOP: "np.max(S)"},
        hint="Rows far below it are lost: each row has its own maximum.",
    ),
]


@variant
def all_pairs(H, a, A):
    n, d = H.shape
    pairs = np.concatenate([np.repeat(H[:, None], n, axis=1), np.repeat(H[None], n, axis=0)], axis=2)
    Z = pairs @ a
    S = np.maximum(Z, 0.2 * Z)
    S[A == 0] = np.finfo(float).min
    E = np.exp(S - S.max(axis=1, keepdims=True)) * (A != 0)
    total = E.sum(axis=1, keepdims=True)
    return np.divide(E, total, out=np.zeros_like(E), where=total > 0)


@variant
def node_by_node(H, a, A):
    n, d = H.shape
    alpha = np.zeros((n, n))
    for i in range(n):
        neighbours = [j for j in range(n) if A[i, j] > 0]
        scores = []
        for j in neighbours:
            z = float(np.dot(a[:d], H[i]) + np.dot(a[d:], H[j]))
            scores.append(z if z > 0 else 0.2 * z)
        weights = [np.exp(s - max(scores)) for s in scores]
        for j, w in zip(neighbours, weights, strict=True):
            alpha[i, j] = w / sum(weights)
    return alpha


@variant
def halves_reshaped(H, a, A):
    left, right = (H @ a.reshape(2, -1).T).T
    Z = np.add.outer(left, right)
    S = np.where(Z > 0, 1.0, 0.2) * Z
    seen = A.astype(bool)
    top = np.max(S, axis=1, keepdims=True, where=seen, initial=np.finfo(float).min)
    E = np.where(seen, np.exp(np.minimum(S - top, 0.0)), 0.0)
    return E / np.maximum(E.sum(axis=1, keepdims=True), 1e-300)
