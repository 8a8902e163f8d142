"""Checks, known bugs and variants of chapter19/causal_mask."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter19/scaled_dot_attention",),
    minutes=10,
    hints=(
        "Draw the mask for T = 3. Row 0 is the first query: what may it see?",
        "np.arange(T)[:, None] and np.arange(T) compare each step with each.",
        "A sequence of length ℓ ends at step ℓ − 1.",
    ),
    no_hygiene={"causal_mask": "its argument is a number"},
)


@cases("T", 3, 5, 4, 1, fixed="a mask depends on T alone")
def steps(rng, T):
    return {"T": T}


@cases("N T", (4, 6), (3, 3), (1, 5), (5, 1), (2, 4))
def sequences(rng, N, T):
    """Draw lengths of which one is 0 and one T, where there are enough of them; two are equal, and below T."""
    lengths = rng.integers(1, T + 1, size=N)
    if N > 2:
        lengths[:3] = 0, T, max(1, T - 1)
    elif N == 2:
        lengths[:] = rng.integers(1, T)
    return {"lengths": rng.permutation(lengths), "T": T}


@cases("N T", (3, 5), (2, 4), exact=True)
def worlds(rng, N, T):
    """Scores and values, and the step from which on another future comes."""
    S, V = rng.normal(size=(2, N, T, T)), rng.normal(size=(2, N, T, 3))
    s = int(rng.integers(1, T))
    V[1, :, :s] = V[0, :, :s]
    S[1, :, :s, :s] = S[0, :, :s, :s]
    return {"T": T, "S": S, "V": V, "s": s}


def attention(scores, values, mask):
    E = np.where(mask, np.exp(scores), 0.0)
    total = E.sum(axis=-1, keepdims=True)
    return E / np.where(total > 0.0, total, 1.0) @ values


shapes = shaped("The causal mask is (T, T), of bools.", steps, of="causal_mask")
triangle = agrees("Each step sees itself and what came before.", steps, of="causal_mask", exactly=True)
padding_shapes = shaped("The padding mask is (N, T), of bools.", sequences, of="padding_mask")
padded = agrees(
    "What was filled up is hidden, and nothing else: lengths of 0 and of T, too.",
    sequences,
    of="padding_mask",
    points=2,
    exactly=True,
    needs=[padding_shapes],
)


@check(points=2, kind="property", needs=[shapes])
def causality(student, worlds):
    """With this mask, attention gives the same up to a step if the future after it is another."""
    for case, mask in student.each(lambda m, case: m.causal_mask(case.T), worlds):
        one, other = (attention(case.S[k], case.V[k], mask) for k in range(2))
        s = case.s
        assert_law("Y before s, with another future = Y before s", other[:, :s], one[:, :s], what="Y", where=case)
        last = attention(case.S[0], case.V[0], np.arange(case.T) <= np.arange(case.T)[:, None])
        assert_law("Y with this mask = means over s ≤ t", one, last, what="Y", where=case)


hygiene = hygiene_of(sequences, of="padding_mask", needs=[padded])

CAUSAL, PADDING = "steps[:, None] >= steps", "np.arange(T) < lengths[:, None]"
BUGS = [
    patch(
        "lengths are counted down in place",
        {"return np.arange(T) < lengths[:, None]": "lengths -= 1\n    return np.arange(T) <= lengths[:, None]"},
        hint="lengths belongs to the caller: leave it as it was.",
    ),
    patch(
        "each step sees the next one, too",
        {CAUSAL: "steps[:, None] + 1 >= steps"},
        hint="s ≤ t: itself, and no later one.",
    ),
    patch(
        "the causal mask is transposed",
        {CAUSAL: "steps[:, None] <= steps"},
        hint="Rows are queries: row 0 sees one key, the last row sees all.",
    ),
    patch("True stands for hidden in the causal mask", {CAUSAL: "steps[:, None] < steps"}, hint="True = may be seen."),
    patch("a step does not see itself", {CAUSAL: "steps[:, None] > steps"}, hint="s ≤ t: itself, and no later one."),
    patch("each step sees itself alone", {CAUSAL: "steps[:, None] == steps"}, hint="s ≤ t: what came before, too."),
    patch(
        "a step sees itself and the one before, and nothing earlier",
        {CAUSAL: "(steps[:, None] >= steps) & (steps[:, None] <= steps + 1)"},
        hint="s ≤ t: all that came before.",
    ),
    patch("everything may be seen", {CAUSAL: "steps[:, None] >= 0 * steps"}, hint="s ≤ t: no later step."),
    patch("the causal mask holds numbers", {CAUSAL: "np.tril(np.ones((T, T)))"}, hint="Masks are bools."),
    patch(
        "sequences of the same length have no filling",
        {
            "return np.arange(T) <": "if len(lengths) > 1 and np.all(lengths == lengths[0]):\n        return np.ones((len(lengths), T), dtype=bool)\n    return np.arange(T) <"
        },
        hint="T may be more than the longest: look at each length, and at T.",
    ),
    patch(
        "the first step of the filling counts",
        {PADDING: "np.arange(T) <= lengths[:, None]"},
        hint="A sequence of length ℓ ends at step ℓ − 1: t < ℓ.",
    ),
    patch(
        "the last step of a sequence is left out",
        {PADDING: "np.arange(T) + 1 < lengths[:, None]"},
        hint="A sequence of length ℓ ends at step ℓ − 1: t < ℓ.",
    ),
    patch(
        "the first step of a sequence is left out",
        {PADDING: "(np.arange(T) < lengths[:, None]) & (np.arange(T) > 0)"},
        hint="Steps count from 0.",
    ),
    patch(
        "True stands for filled up in the padding mask",
        {PADDING: "np.arange(T) >= lengths[:, None]"},
        hint="True = belongs to the sequence.",
    ),
    patch(
        "sequences stand at the end, with the filling in front",
        {PADDING: "np.arange(T) >= T - lengths[:, None]"},
        hint="They are filled up behind.",
    ),
    patch(
        "the padding mask is transposed",
        {PADDING: "(np.arange(T) < lengths[:, None]).T"},
        hint="(N, T): a row for each sequence.",
    ),
    patch(
        "the padding mask holds numbers", {PADDING: "1 * (np.arange(T) < lengths[:, None])"}, hint="Masks are bools."
    ),
    patch(
        "a sequence of length 0 is seen whole",
        {PADDING: "(np.arange(T) < lengths[:, None]) | (lengths[:, None] == 0)"},
        hint="One of length 0 has no step at all.",
    ),
]


@variant(of="causal_mask")
def lower_triangle(T):
    return np.tril(np.ones((T, T), dtype=bool))


@variant(of="causal_mask")
def row_by_row(T):
    return np.array([[s <= t for s in range(T)] for t in range(T)])


@variant(of="padding_mask")
def filled_in(lengths, T):
    mask = np.zeros((len(lengths), T), dtype=bool)
    for n, length in enumerate(lengths):
        mask[n, :length] = True
    return mask


@variant(of="padding_mask")
def rows_of_a_triangle(lengths, T):
    return np.tri(T + 1, T, -1, dtype=bool)[lengths]
