"""Checks, known bugs and variants of chapter24/lora."""

from copy import deepcopy

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter10/dense_backward",),
    minutes=20,
    no_hygiene={"lora_init": "its arguments are numbers"},
    hints=(
        "The update is two dense layers without bias, one after the other, times s = α/r.",
        "r = A.shape[1]. (X @ A) @ B never makes a matrix as large as W.",
        "Backward, with H = X A: dB = s Hᵀ dY, dH = s dY Bᵀ, dA = Xᵀ dH; X hears both ways.",
    ),
)


@cases("D K r", (5, 3, 2), (4, 4, 1), (3, 6, 4), (1, 3, 2))
def starts(rng, D, K, r):
    return {"D": D, "K": K, "r": r, "rng": np.random.default_rng(int(rng.integers(2**31)))}


def layer(rng, N, D, K, r):
    return {
        "X": rng.normal(size=(N, D)) + 0.2,
        "W": rng.normal(size=(D, K)),
        "A": rng.normal(size=(D, r)),
        "B": rng.normal(size=(r, K)) + 0.2,
        "alpha": r * rng.uniform(1.5, 4.0),
    }


@cases("N D K r", (4, 5, 3, 2), (3, 3, 3, 3), (1, 4, 2, 3), (5, 2, 6, 1), (3, 1, 2, 2), (2, 4, 1, 3))
def batch(rng, N, D, K, r):
    return layer(rng, N, D, K, r)


@cases("N D K r", (4, 5, 3, 2), (3, 3, 3, 3), (1, 4, 2, 3), (5, 2, 6, 1), (3, 1, 2, 2), (2, 4, 1, 3))
def slopes(rng, N, D, K, r):
    return {"dY": rng.normal(size=(N, K)) + 0.3, **layer(rng, N, D, K, r)}


@cases("D K r", (5, 3, 2), (3, 3, 3), (2, 6, 1))
def weights(rng, D, K, r):
    _, *rest = layer(rng, 1, D, K, r).items()
    return dict(rest)


@cases("N D K r", (4, 5, 3, 2), (3, 4, 4, 3))
def fresh(rng, N, D, K, r):
    """A layer, and a Generator for its start."""
    case = layer(rng, N, D, K, r)
    return {
        "dY": rng.normal(size=(N, K)) + 0.3,
        "X": case["X"],
        "W": case["W"],
        "r": r,
        "alpha": case["alpha"],
        "rng": np.random.default_rng(int(rng.integers(2**31))),
    }


@cases("D K r", (5, 4, 2), (4, 5, 1), (6, 3, 2))
def thin(rng, D, K, r):
    _, *rest = layer(rng, 1, D, K, r).items()
    return dict(rest)


far, steep, heavy = scaled(batch, X=1), scaled(slopes, dY=1), scaled(weights, W=1, A=1)


def back(m, case):
    dX, dA, dB = m.lora_backward(*case.values())
    return {"dX": dX, "dA": dA, "dB": dB}


def start(m, case):
    A, B = m.lora_init(*case.values())
    return {"A": A, "B": B}


init_shapes = shaped("A is (D, r), and B is (r, K).", starts, of="lora_init")
forward_shapes = shaped("Y is (N, K).", batch, of="lora_forward", needs=[])
backward_shapes = shaped("dX, dA and dB have the shapes of X, A and B.", slopes, of="lora_backward", needs=[])
merge_shapes = shaped("What is merged has the shape of W.", weights, of="lora_merge", needs=[])
started = agrees("A is drawn, with the deviation 1/√D, and B is 0.", starts, of=start, needs=[init_shapes])
forward = agrees("Y is X W + α/r X A B.", batch, of="lora_forward", points=2, needs=[forward_shapes])
dX = agrees("dX hears both ways.", slopes, of=back, only=["dX"], kind="gradient", needs=[backward_shapes])
dAB = agrees(
    "dA and dB go through the update.",
    slopes,
    of=back,
    only=["dA", "dB"],
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
merged = agrees("W, A and B become one matrix.", weights, of="lora_merge", needs=[merge_shapes])
any_value = agrees("Entries may be tiny or huge.", far, of="lora_forward", needs=[forward], separates=False)
any_slope = agrees("Gradients may be tiny or huge.", steep, of=back, kind="gradient", needs=[dX, dAB], separates=False)
any_weight = agrees("Weights may be tiny or huge.", heavy, of="lora_merge", needs=[merged], separates=False)


@check(points=1, kind="gradient", needs=[backward_shapes])
def finite_differences(student, slopes, rng):
    """All three gradients agree with finite differences of L = Σ dY ∘ Y."""
    for case, gradients in student.lora_backward.on(slopes):

        def loss(X, A, B, case=case):
            return np.sum(case.dY * (X @ case.W + case.alpha / A.shape[1] * (X @ A @ B)))

        at = {name: case[name] for name in "XAB"}
        check_grads(loss, at, dict(zip("XAB", gradients, strict=True)), rng=rng, where=case)


@check(points=1, kind="property", needs=[init_shapes, forward_shapes, backward_shapes])
def nothing_changes_at_first(student, fresh):
    """At the start Y is X W, dA is 0, and dB is not."""

    def begun(m, case):
        g = constant(m, case.rng)
        A, B = m.lora_init(case.X.shape[1], case.W.shape[1], case.r, g)
        _, dA, dB = m.lora_backward(case.dY, case.X, case.W, A, B, case.alpha)
        return A, B, m.lora_forward(case.X, case.W, A, B, case.alpha), dA, dB, g.random()

    for case, (A, B, Y, dA, dB, after) in student.each(begun, fresh):
        if np.any(B) and not np.any(A):
            fail("At the start A is 0 and B is drawn: it is the other way round.", case)
        assert_law("Y at the start = X W", Y, case.X @ case.W, what="Y", where=case)
        assert_law("dA at the start = 0", dA, np.zeros(dA.shape), scale=1.0, what="dA", where=case)
        if not np.any(dB):
            fail("At the start dB is 0, as dA is: nothing would ever be learned.", case)
        draws = deepcopy(case.rng)
        draws.standard_normal(A.shape)
        if after != draws.random():
            fail(
                "After the start the Generator is not where it should be: A is drawn in one call, and nothing else.",
                case,
            )


@check(points=1, kind="property", needs=[forward_shapes, merge_shapes])
def one_matrix(student, batch):
    """X times what is merged equals Y of the three."""

    def twice(m, case):
        X, W, A, B, alpha = case.values()
        return m.lora_forward(X, W, A, B, alpha), X @ m.lora_merge(W, A, B, alpha)

    for case, (Y, of_merged) in student.each(twice, batch):
        assert_law("X merged = Y", of_merged, Y, what="Y", where=case)


@check(points=1, kind="property", needs=[merge_shapes])
def low_rank(student, thin):
    """Merging changes W by a matrix of rank r at most."""
    for case, merged in student.lora_merge.on(thin):
        r = case.A.shape[1]
        sizes = np.linalg.svd(merged - case.W, compute_uv=False)
        if not sizes[r] <= 1e-9 * (sizes[0] + np.max(np.abs(case.W))):
            fail(f"W changed by a matrix whose rank is larger than r = {r}.", case)


forward_hygiene = hygiene_of(batch, of="lora_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="lora_backward", needs=[dX, dAB])
merge_hygiene = hygiene_of(weights, of="lora_merge", needs=[merged])

TOLERANT = {
    "one_matrix": "A law of two replies: what is wrong in both alike is for other checks.",
    "low_rank": "Only the rank is looked at.",
    "nothing_changes_at_first": "Of dB it only says that it is not 0.",
}
A, Z = "rng.standard_normal((D, r)) / np.sqrt(D)", "np.zeros((r, K))"
FORWARD, BACK, MERGE = "alpha / A.shape[1] * (X @ A @ B)", "s = alpha / A.shape[1]", "scale = alpha / A.shape[1]"
DX, DA, DB = "dY @ W.T + d_low @ A.T", "X.T @ d_low", "s * ((X @ A).T @ dY)"
SCALE = "The update has the factor α/r, forward, backward and merged."
START = "A is drawn, and B is 0: nothing changes at first, and B learns first."
BUGS = [
    patch(
        "B is drawn as well, and multiplied by 0",
        {"return A, np.zeros((r, K))": "return A, 0.0 * rng.standard_normal((r, K))"},
        hint="One call draws A, and nothing else is drawn: who shares rng counts on it.",
    ),
    patch(
        "the scale is α, without the division by r",
        {FORWARD: "alpha * (X @ A @ B)", BACK: "s = alpha", MERGE: "scale = alpha"},
        hint=SCALE,
    ),
    patch(
        "the scale is α/√r",
        {
            FORWARD: "alpha / np.sqrt(A.shape[1]) * (X @ A @ B)",
            BACK: "s = alpha / np.sqrt(A.shape[1])",
            MERGE: "scale = alpha / np.sqrt(A.shape[1])",
        },
        hint=SCALE,
    ),
    patch(
        "the update is not scaled",
        {FORWARD: "X @ A @ B", BACK: "s = 1.0", MERGE: "scale = 1.0"},
        hint=SCALE,
    ),
    patch("A and B both start at 0, so that nothing is learned", {A: "0.0 * rng.standard_normal((D, r))"}, hint=START),
    patch(
        "A starts at 0, and B is drawn",
        {A: "np.zeros((D, r))", Z: "rng.standard_normal((r, K)) / np.sqrt(r)"},
        hint=START,
    ),
    patch("B is drawn as well, so that Y changes at once", {Z: "rng.standard_normal((r, K)) / np.sqrt(r)"}, hint=START),
    patch("A's deviation is 1/√r", {A: "rng.standard_normal((D, r)) / np.sqrt(r)"}, hint="D numbers are summed: 1/√D."),
    patch("dA and dB lack the scale", {BACK: "s = 1.0", DX: "dY @ W.T + alpha / A.shape[1] * d_low @ A.T"}, hint=SCALE),
    patch(
        "A is (r, D) and B is (K, r), as where Y = W x",
        {A: "rng.standard_normal((r, D)) / np.sqrt(D)", Z: "np.zeros((K, r))"},
        hint="Rows are tokens: X A B, with A (D, r) and B (r, K).",
    ),
    patch(
        "dA and dB are transposed",
        {DA: "d_low.T @ X", DB: "s * (dY.T @ (X @ A))"},
        hint="dA has the shape of A, dB that of B.",
    ),
    patch("dX only passes through W", {DX: "dY @ W.T"}, hint="X goes both ways: dX = dY Wᵀ + s dY Bᵀ Aᵀ."),
    patch(
        "dX does not pass through W, as it is frozen",
        {DX: "d_low @ A.T"},
        hint="A frozen matrix has no gradient, but hands it on: dX = dY Wᵀ + s dY Bᵀ Aᵀ.",
    ),
    patch(
        "dA and dB are divided by the number of tokens",
        {DA: "X.T @ d_low / len(X)", DB: "s * ((X @ A).T @ dY) / len(X)"},
        hint="If the loss is a mean, dY says so already.",
    ),
    patch("what is merged lacks the scale", {MERGE: "scale = 1.0"}, hint=SCALE),
    patch("what is merged is the update without W", {"W + scale *": "scale *"}, hint="W + s A B."),
    patch("the update is taken off", {"W + scale *": "W - scale *"}, hint="W + s A B."),
    patch(
        "the update is multiplied with W entry by entry, so that its rank grows",
        {"W + scale * (A @ B)": "W * (1.0 + scale * (A @ B))"},
        hint="W + s A B.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"d_low = s *": "dY = np.clip(dY, -1e3, 1e3)\n    d_low = s *"},
        hint="However large dY is, it is handed on.",
    ),
    patch(
        "tokens are clipped at ±1000",
        {FORWARD: "alpha / A.shape[1] * (np.clip(X, -1e3, 1e3) @ A @ B)"},
        hint="Tokens are any numbers.",
    ),
    patch(
        "weights are clipped at ±1000",
        {"W + scale *": "np.clip(W, -1e3, 1e3) + scale *"},
        hint="Weights are any numbers.",
    ),
]


@variant(of="lora_init")
def by_normal(D, K, r, rng):
    return rng.normal(0.0, D**-0.5, size=(D, r)), np.zeros(r * K).reshape(r, K)


@variant(of="lora_forward")
def with_one_matrix(X, W, A, B, alpha):
    return X @ (W + A @ B * (alpha / len(B)))


@variant(of="lora_forward")
def rank_by_rank(X, W, A, B, alpha):
    Y = X @ W
    for a, b in zip(A.T, B, strict=True):
        Y += alpha / len(B) * np.outer(X @ a, b)
    return Y


@variant(of="lora_backward")
def through_the_whole_matrix(dY, X, W, A, B, alpha):
    s = alpha / len(B)
    d_whole = X.T @ dY
    return dY @ (W + s * A @ B).T, s * d_whole @ B.T, s * A.T @ d_whole


@variant(of="lora_backward")
def token_by_token(dY, X, W, A, B, alpha):
    r = len(B)
    dX, dA, dB = np.zeros(X.shape), np.zeros(A.shape), np.zeros(B.shape)
    for n in range(len(X)):
        dX[n] = W @ dY[n]
        for i in range(r):
            low, back = float(X[n] @ A[:, i]), float(B[i] @ dY[n]) * alpha / r
            dB[i] += alpha / r * low * dY[n]
            dA[:, i] += back * X[n]
            dX[n] += back * A[:, i]
    return dX, dA, dB


@variant(of="lora_merge")
def entry_by_entry(W, A, B, alpha):
    D, K = W.shape
    r = A.shape[1]
    return np.array(
        [[W[i, j] + alpha * sum(A[i, q] * B[q, j] for q in range(r)) / r for j in range(K)] for i in range(D)]
    )
