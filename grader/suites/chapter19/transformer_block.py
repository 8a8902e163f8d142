"""Checks, known bugs and variants of chapter19/transformer_block."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("Y",),
    requires=("chapter19/multi_head_attention", "chapter17/layernorm"),
    minutes=25,
    hints=(
        "Write norm(Z, gamma, beta) and mlp(Z) as functions of their own: both work along the last axis.",
        "Pre-norm: Z = X + attention(norm1(X)), Y = Z + mlp(norm2(Z)). What is added to is never normalised.",
        "Post-norm: Z = norm1(X + attention(X)), Y = norm2(Z + mlp(Z)).",
    ),
)


# --- attentions: tokens hear from each other, with drawn weights ------------------------------------------------------
def mixing(rng, T, D):
    """Return a mean over the steps with fixed weights, and a matrix: what attention is if scores do not depend on X."""
    A, W = rng.dirichlet(np.ones(T), size=T), rng.normal(scale=D**-0.5, size=(D, D))
    return lambda X: A @ X @ W


def looking(rng, T, D):
    """Return attention of one head."""
    Wq, Wv = rng.normal(scale=D**-0.5, size=(D, D)), rng.normal(scale=1.5 * D**-0.5, size=(D, D))

    def attention(X):
        S = X @ Wq @ X.transpose(0, 2, 1)
        E = np.exp(S - S.max(axis=2, keepdims=True))
        return E / E.sum(axis=2, keepdims=True) @ X @ Wv

    return attention


def causal(rng, T, D):
    """Return attention that looks back: the mean of what came so far."""
    Wv = rng.normal(scale=1.5 * D**-0.5, size=(D, D))
    return lambda X: np.cumsum(X, axis=1) / np.arange(1, X.shape[1] + 1)[:, None] @ Wv


ATTENTIONS = {f.__name__: f for f in (mixing, looking, causal)}


def weights(rng, D, F):
    return {
        "W1": rng.normal(scale=1.5 * D**-0.5, size=(D, F)),
        "b1": rng.normal(size=F),
        "W2": rng.normal(scale=1.5 * F**-0.5, size=(F, D)),
        "b2": rng.normal(size=D),
        **{f"gamma{i}": rng.choice((-1, 1), size=D) * rng.uniform(1.2, 2.5, size=D) for i in (1, 2)},
        **{f"beta{i}": rng.normal(size=D) for i in (1, 2)},
    }


def inputs(rng, N, T, D):
    return rng.normal(size=(N, T, D)) * rng.uniform(0.5, 2.0, size=(N, T, 1)) + rng.normal(scale=2.0, size=(N, T, 1))


def drawn(rng, N, T, D, F, attention, pre_norm):
    given = {"attention": ATTENTIONS[attention](rng, T, D), "params": weights(rng, D, F)}
    return {"X": inputs(rng, N, T, D), **given, "pre_norm": pre_norm}


@cases(
    "N T D F attention",
    (3, 4, 6, 5, "mixing"),
    (2, 3, 4, 9, "looking"),
    (4, 4, 4, 4, "mixing"),
    (1, 1, 3, 2, "mixing"),
    (2, 3, 1, 4, "mixing"),
)
def pre(rng, N, T, D, F, attention):
    return drawn(rng, N, T, D, F, attention, True)


@cases(
    "N T D F attention",
    (3, 4, 6, 5, "mixing"),
    (2, 3, 4, 9, "looking"),
    (4, 4, 4, 4, "mixing"),
    (1, 1, 3, 2, "mixing"),
    (2, 3, 1, 4, "mixing"),
)
def post(rng, N, T, D, F, attention):
    """The first sequence is in another unit, which norms take away: its numbers reach ten thousands."""
    case = drawn(rng, N, T, D, F, attention, False)
    case["X"][0] *= 5e4 / np.max(np.abs(case["X"][0]))
    return case


@cases("N T D F pre_norm", (2, 4, 5, 3, True), (2, 4, 5, 3, False))
def real(rng, N, T, D, F, pre_norm):
    return drawn(rng, N, T, D, F, "looking", pre_norm)


@cases("N T D F pre_norm", (2, 4, 5, 3, True), (2, 4, 5, 3, False))
def faint(rng, N, T, D, F, pre_norm):
    """Samples that hardly vary, where eps is most of the variance, and an attention that adds no more than that."""
    case = drawn(rng, N, T, D, F, "mixing", pre_norm)
    return {**case, "X": 1e-3 * rng.normal(size=(N, T, D))}


shapes = shaped("Y has the shape of X.", pre)
before = agrees("Pre-norm: norms stand before attention and before mlp, and the sums take what came in.", pre, points=2)
after = agrees("Post-norm: norms stand after the two sums.", post, points=2)
small = agrees("eps = 1e-5 stands under the root, beside the variance.", faint, needs=[before, after])


@check(points=1, kind="property")
def identity(student, pre):
    """Pre-norm, with an attention and an mlp that say nothing, is the identity."""

    def silent(m, case):
        params = {**case.params, "W2": 0.0 * case.params["W2"], "b2": 0.0 * case.params["b2"]}
        return m.transformer_block(case.X, lambda X: 0.0 * X, params, True)

    for case, Y in student.each(silent, pre):
        assert_law("Y = X", Y, case.X, what="Y", where=case)


@check(points=1, kind="property")
def places(student, real):
    """If the steps change places, those of Y do, too; and no sequence hears of another."""

    def turned(m, case):
        rest = case.attention, case.params, case.pre_norm
        return m.transformer_block(case.X, *rest), m.transformer_block(case.X[::-1, ::-1], *rest)

    for case, (Y, other) in student.each(turned, real):
        assert_law("Y of steps in another order = Y in that order", other, Y[::-1, ::-1], what="Y", where=case)


@check(points=1, kind="property")
def causality(student, rng):
    """With an attention that looks back, another future changes nothing before it."""
    T, D = 5, 4
    s, attention, params = int(rng.integers(1, T)), causal(rng, T, D), weights(rng, D, 3)
    X = inputs(rng, 2, T, D)
    future = np.concatenate([X[:, :s], inputs(rng, 2, T - s, D)], axis=1)

    def both(m):
        return [m.transformer_block(x, attention, params, norm) for norm in (True, False) for x in (X, future)]

    Y, other, Y_post, other_post = student.run(both)
    for mine, changed, form in ((Y, other, "pre-norm"), (Y_post, other_post, "post-norm")):
        assert_law("Y before s, with another future = Y before s", changed[:, :s], mine[:, :s], what="Y", where=form)


hygiene = hygiene_of(pre)

TOLERANT = {
    "places": "A law of two replies: what is wrong in both alike is for other checks.",
    "causality": "Only steps before s are looked at, in two replies.",
}
STATISTICS = "mean, var = Z.mean(axis=2, keepdims=True), Z.var(axis=2, keepdims=True)"
ROOT, HIDDEN = "np.sqrt(var + 1e-5)", 'np.maximum(Z @ params["W1"] + params["b1"], 0.0)'
PRE_ONE, PRE_TWO = "Z = X + attention(norm(X, 1))", "return Z + mlp(norm(Z, 2))"
POST_ONE, POST_TWO = "Z = norm(X + attention(X), 1)", "return norm(Z + mlp(Z), 2)"
BUGS = [
    patch(
        "variances below 10⁻⁴ are taken for 10⁻⁴",
        {ROOT: "np.sqrt(np.maximum(var, 1e-4) + 1e-5)"},
        hint="√(var + 1e-5), whatever var is.",
    ),
    patch(
        "mlp hears the last step alone, and every step gets what it says",
        {PRE_TWO: "return Z + mlp(norm(Z, 2)[:, -1:])", POST_TWO: "return norm(Z + mlp(Z[:, -1:]), 2)"},
        hint="mlp takes each step by itself.",
    ),
    patch(
        "norms go over the steps",
        {STATISTICS: STATISTICS.replace("2", "1")},
        hint="Over the D numbers of one step, the last axis.",
    ),
    patch(
        "norms go over steps and numbers of a sequence together",
        {STATISTICS: STATISTICS.replace("2", "(1, 2)")},
        hint="Over the D numbers of one step, the last axis.",
    ),
    patch(
        "norms go over the batch",
        {STATISTICS: STATISTICS.replace("2", "0")},
        hint="Over the D numbers of one step, the last axis.",
    ),
    patch(
        "pre-norm and post-norm are exchanged",
        {"if pre_norm": "if not pre_norm"},
        hint="pre_norm=True: norms stand before attention and mlp.",
    ),
    patch(
        "pre_norm is ignored, and norms always stand before",
        {"if pre_norm": "if pre_norm or True"},
        hint="pre_norm=False: norms stand after the sums.",
    ),
    patch(
        "pre_norm is ignored, and norms always stand after",
        {"if pre_norm": "if pre_norm and False"},
        hint="pre_norm=True: norms stand before attention and mlp.",
    ),
    patch(
        "both norms have the first gamma and beta",
        {"norm(Z, 2)": "norm(Z, 1)", "norm(Z + mlp(Z), 2)": "norm(Z + mlp(Z), 1)"},
        hint="The second norm has gamma2 and beta2.",
    ),
    patch(
        "the two norms are exchanged",
        {"gamma{which}": "gamma{3 - which}", "beta{which}": "beta{3 - which}"},
        hint="norm1 belongs to attention, norm2 to mlp.",
    ),
    patch(
        "the sums take the normed input",
        {PRE_ONE: "Z = norm(X, 1) + attention(norm(X, 1))", PRE_TWO: "return norm(Z, 2) + mlp(norm(Z, 2))"},
        hint="X + attention(norm1(X)): what is added to is X as it came.",
    ),
    patch(
        "the second norm, of pre-norm, normalises X, not Z",
        {PRE_TWO: "return Z + mlp(norm(X, 2))"},
        hint="Y = Z + mlp(norm2(Z)).",
    ),
    patch(
        "the last sum of pre-norm adds to X, not to Z",
        {PRE_TWO: "return X + mlp(norm(Z, 2))"},
        hint="Y = Z + mlp(norm2(Z)).",
    ),
    patch(
        "pre-norm has a norm after its last sum",
        {PRE_TWO: "return norm(Z + mlp(norm(Z, 2)), 2)"},
        hint="That stands at the end of the stack, not of the block.",
    ),
    patch("pre-norm forgets the norm before mlp", {PRE_TWO: "return Z + mlp(Z)"}, hint="Y = Z + mlp(norm2(Z))."),
    patch(
        "pre-norm forgets the norm before attention",
        {PRE_ONE: "Z = X + attention(X)"},
        hint="Z = X + attention(norm1(X)).",
    ),
    patch("post-norm forgets its last norm", {POST_TWO: "return Z + mlp(Z)"}, hint="Y = norm2(Z + mlp(Z))."),
    patch(
        "post-norm normalises before it adds",
        {POST_ONE: "Z = X + norm(attention(X), 1)", POST_TWO: "return Z + norm(mlp(Z), 2)"},
        hint="The sum is normalised: norm1(X + attention(X)).",
    ),
    patch(
        "nothing is added to what attention says",
        {PRE_ONE: "Z = attention(norm(X, 1))", POST_ONE: "Z = norm(attention(X), 1)"},
        hint="Around each of the two stands a sum with its own input.",
    ),
    patch(
        "nothing is added to what mlp says",
        {PRE_TWO: "return mlp(norm(Z, 2))", POST_TWO: "return norm(mlp(Z), 2)"},
        hint="Around each of the two stands a sum with its own input.",
    ),
    patch(
        "mlp comes before attention",
        {
            PRE_ONE: "Z = X + mlp(norm(X, 1))",
            PRE_TWO: "return Z + attention(norm(Z, 2))",
            POST_ONE: "Z = norm(X + mlp(X), 1)",
            POST_TWO: "return norm(Z + attention(Z), 2)",
        },
        hint="First attention, then mlp.",
    ),
    patch(
        "attention and mlp stand side by side, both hearing X",
        {PRE_TWO: "return Z + mlp(norm(X, 2))", POST_TWO: "return norm(Z + mlp(X), 2)"},
        hint="mlp hears what attention has made: Z.",
    ),
    patch("ReLU is missing", {HIDDEN: 'Z @ params["W1"] + params["b1"]'}, hint="relu(x W1 + b1) W2 + b2."),
    patch(
        "tanh stands for ReLU", {HIDDEN: 'np.tanh(Z @ params["W1"] + params["b1"])'}, hint="relu(x W1 + b1) W2 + b2."
    ),
    patch(
        "ReLU comes after the second layer, too",
        {'hidden @ params["W2"] + params["b2"]': 'np.maximum(hidden @ params["W2"] + params["b2"], 0.0)'},
        hint="relu(x W1 + b1) W2 + b2.",
    ),
    patch("b2 is forgotten", {' + params["b2"]': ""}, hint="relu(x W1 + b1) W2 + b2."),
    patch("b1 is forgotten", {' + params["b1"]': ""}, hint="relu(x W1 + b1) W2 + b2."),
    patch(
        "the variance is unbiased",
        {"Z.var(axis=2, keepdims=True)": "Z.var(axis=2, keepdims=True, ddof=1)"},
        hint="Divide by D, not by D − 1.",
    ),
    patch("eps is added outside of the root", {ROOT: "(np.sqrt(var) + 1e-5)"}, hint="√(var + 1e-5)."),
    patch("eps is 1e-8", {ROOT: "np.sqrt(var + 1e-8)"}, hint="√(var + 1e-5)."),
    patch("eps is 1e-6", {ROOT: "np.sqrt(var + 1e-6)"}, hint="√(var + 1e-5)."),
    patch("eps is left out", {ROOT: "np.sqrt(var)"}, hint="√(var + 1e-5)."),
    patch(
        "steps hear of each other in mlp",
        {"hidden = ": "Z = Z - Z.mean(axis=1, keepdims=True)\n        hidden = "},
        hint="mlp takes each step by itself.",
    ),
]


@variant
def step_by_step(X, attention, params, pre_norm):
    def norm(z, gamma, beta):
        d = z - np.sum(z) / len(z)
        return gamma * d / (np.mean(d * d) + 1e-5) ** 0.5 + beta

    def mlp(z):
        h = z @ params["W1"] + params["b1"]
        return params["b2"] + np.where(h > 0, h, 0) @ params["W2"]

    one, two = ((params[f"gamma{i}"], params[f"beta{i}"]) for i in (1, 2))
    heard = attention(np.apply_along_axis(norm, 2, X, *one) if pre_norm else X)
    Y = np.zeros_like(X)
    for n in range(X.shape[0]):
        for t in range(X.shape[1]):
            z = X[n, t] + heard[n, t]
            if pre_norm:
                Y[n, t] = z + mlp(norm(z, *two))
            else:
                z = norm(z, *one)
                Y[n, t] = norm(z + mlp(z), *two)
    return Y


@variant
def a_sublayer_twice(X, attention, params, pre_norm):
    def norm(Z, i):
        centred = Z - Z.mean(-1)[..., None]
        scale = (
            params["gamma" + str(i)]
            / np.sqrt(np.einsum("ntd,ntd->nt", centred, centred) / Z.shape[-1] + 1e-5)[..., None]
        )
        return scale * centred + params["beta" + str(i)]

    def feed_forward(Z):
        flat = Z.reshape(-1, Z.shape[-1])
        return (np.clip(flat @ params["W1"] + params["b1"], 0, None) @ params["W2"] + params["b2"]).reshape(Z.shape)

    for i, part in enumerate((attention, feed_forward), 1):
        X = X + part(norm(X, i)) if pre_norm else norm(X + part(X), i)
    return X
