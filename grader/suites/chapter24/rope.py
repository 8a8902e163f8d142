"""Checks, known bugs and variants of chapter24/rope."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter19/positional_encoding",),
    minutes=25,
    hints=(
        "Angles are a table (T, d/2): positions as a column, times frequencies as a row.",
        "X[..., 0::2] are the first numbers of all pairs, X[..., 1::2] the second.",
        "What is the transpose of a rotation?",
    ),
)


@cases("N T d start base", (2, 5, 6, 3, 100.0), (3, 4, 4, 1, 50.0), (1, 3, 8, 2, 20.0))
def continued(rng, N, T, d, start, base):
    return {"X": rng.normal(size=(N, T, d)), "start": start + int(rng.integers(3)), "base": base}


@cases("N T d", (2, 6, 4), (1, 1, 2))
def plain(rng, N, T, d):
    """Neither start nor base is given."""
    return {"X": rng.normal(size=(N, T, d)) + 0.5}


@cases(
    "N T d start base",
    (2, 5, 6, 3, 100.0),
    (3, 4, 4, 1, 50.0),
    (1, 3, 8, 2, 20.0),
    (2, 1, 6, 3, 100.0),
    (1, 3, 4, 5000, 50.0),
)
def slopes(rng, N, T, d, start, base):
    return {"dY": rng.normal(size=(N, T, d)), "start": start + int(rng.integers(3)), "base": base}


@cases("N T d", (2, 4, 4), (1, 3, 6))
def plain_slopes(rng, N, T, d):
    return {"dY": rng.normal(size=(N, T, d)) + 0.5}


@cases("N T", (1, 3))
def long_text(rng, N, T):
    """Positions of some ten thousand."""
    return {"X": rng.normal(size=(N, T, 6)), "start": int(rng.integers(20000, 60000))}


@cases("d", 1, 3, 5)
def odd(rng, d):
    return {"X": rng.normal(size=(2, 3, d))}


far, steep = scaled(continued, X=1), scaled(slopes, dY=1)

forward_shapes = shaped("Y has the shape of X.", continued, of="rope_forward")
backward_shapes = shaped("dX has the shape of dY.", slopes, of="rope_backward", needs=[])
forward = agrees(
    "Every pair is turned by its own frequency and the row's position.",
    continued,
    of="rope_forward",
    points=3,
    needs=[forward_shapes],
)
defaults = agrees(
    "If nothing is said, the first row stands at 0, and base is 10000.",
    plain,
    of="rope_forward",
    needs=[forward_shapes],
)
backward = agrees(
    "Backward, every pair is turned the other way.",
    slopes,
    of="rope_backward",
    kind="gradient",
    points=2,
    needs=[backward_shapes],
)
backward_defaults = agrees(
    "Backward, start and base are the same if nothing is said.",
    plain_slopes,
    of="rope_backward",
    kind="gradient",
    needs=[backward_shapes],
)
late = agrees("Positions may be tens of thousands.", long_text, of="rope_forward", needs=[forward, defaults])
any_size = agrees("Rows may be tiny or huge.", far, of="rope_forward", needs=[forward], separates=False)
any_slope = agrees("Gradients may be tiny or huge.", steep, of="rope_backward", needs=[backward], separates=False)


@check(points=1, kind="property", needs=[forward_shapes])
def distance(student, continued):
    """Lengths stay, and q · k depends on the distance of the two positions alone."""

    def moved(m, case):
        return m.rope_forward(*case.values()), m.rope_forward(case.X, case.start + 7, case.base)

    for case, (Y, later) in student.each(moved, continued):
        assert_law("|y| = |x|", np.sum(Y**2, axis=2), np.sum(case.X**2, axis=2), what="Y", where=case)
        scores, moved_scores = (Z @ Z.transpose(0, 2, 1) for Z in (Y, later))
        assert_law("scores 7 positions later = scores", moved_scores, scores, what="Y Yᵀ", where=case)


@check(points=1, kind="property", needs=[forward_shapes, backward_shapes])
def adjoint(student, slopes, rng):
    """Backward is the adjoint of forward: ⟨Y, dY⟩ = ⟨X, dX⟩."""

    def both(m, case, X):
        return m.rope_forward(X, case.start, case.base), m.rope_backward(*case.values())

    for case in slopes:
        X = rng.normal(size=case.dY.shape)
        Y, dX = student.run(both, case, X)
        check_adjoint(Y, case.dY, X, dX, what="dX", where=case)


@check(points=1, kind="error", needs=[forward_shapes, backward_shapes])
def refused(student, odd):
    """An odd number of columns is refused with a ValueError, forward and backward."""
    for case in odd:
        raises(student, ValueError, lambda m, case: m.rope_forward(case.X), case, where=case)
        raises(student, ValueError, lambda m, case: m.rope_backward(case.X), case, where=case)


forward_hygiene = hygiene_of(continued, of="rope_forward", needs=[forward])
backward_hygiene = hygiene_of(slopes, of="rope_backward", needs=[backward])

TOLERANT = {
    "distance": "Laws of replies: what is wrong in all of them alike is for other checks.",
    "adjoint": "One sum over all entries: single ones are for the comparisons.",
}
REFUSED = "Halves of different lengths don't fit together: NumPy raises ValueError as well."
EQUIVALENT = {
    "rope_forward: Y[..., 0::2] = X[..., 0::2] * cos - X[..., 1::2] * sin → Y[..., 0::2] += X[..., 0::2] * cos - X[..., 1::2] * sin": "every entry is set, and once",
    "rope_forward: Y[..., 1::2] = X[..., 0::2] * sin + X[..., 1::2] * cos → Y[..., 1::2] += X[..., 0::2] * sin + X[..., 1::2] * cos": "every entry is set, and once",
    "rope_backward: dX[..., 0::2] = dY[..., 0::2] * cos + dY[..., 1::2] * sin → dX[..., 0::2] += dY[..., 0::2] * cos + dY[..., 1::2] * sin": "every entry is set, and once",
    "rope_backward: dX[..., 1::2] = dY[..., 1::2] * cos - dY[..., 0::2] * sin → dX[..., 1::2] += dY[..., 1::2] * cos - dY[..., 0::2] * sin": "every entry is set, and once",
    "rope_forward: np.zeros(X.shape) → np.ones(X.shape)": "every entry is set, and once",
    "rope_backward: np.zeros(dY.shape) → np.ones(dY.shape)": "every entry is set, and once",
    "rope_backward: d % 2 → d": REFUSED,
    "rope_forward: d % 2 != 0 → False": REFUSED,
    "rope_forward: d % 2 → d % 1": REFUSED,
    "rope_forward: d % 2 → d % -2": REFUSED,
    "rope_forward: X[..., 0::2] → X[..., ::2]": "A slice starts at 0 in any case.",
    "rope_forward: X[..., 0::2] → X[..., ::2] (2)": "A slice starts at 0 in any case.",
    "rope_backward: d % 2 == 1 → False": REFUSED,
    "rope_backward: d % 2 → d % 1": REFUSED,
    "rope_backward: d % 2 → d % 4": REFUSED,
    "rope_backward: d % 2 → d % -2": REFUSED,
    "rope_backward: d % 2 → d % 2.02": REFUSED,
    "rope_backward: d % 2 == 1 → d % 2 == 2": REFUSED,
    "rope_backward: d % 2 == 1 → d % 2 == 0.5": REFUSED,
    "rope_backward: d % 2 == 1 → d % 2 == -1": REFUSED,
    "rope_backward: d % 2 == 1 → d % 2 == 1.01": REFUSED,
    "rope_backward: dY[..., 0::2] → dY[..., ::2]": "A slice starts at 0 in any case.",
    "rope_backward: dY[..., 0::2] → dY[..., ::2] (2)": "A slice starts at 0 in any case.",
}
POSITIONS, AGAIN = "(start + np.arange(T))", "np.arange(start, start + T)"
FREQUENCIES, ONCE_MORE = "* base ** (-2.0 * np.arange(d // 2) / d)", "/ base ** (np.arange(0, d, 2) / d)"
EVEN, ODD = "X[..., 0::2] * cos - X[..., 1::2] * sin", "X[..., 0::2] * sin + X[..., 1::2] * cos"
EVEN_BACK, ODD_BACK = "dY[..., 0::2] * cos + dY[..., 1::2] * sin", "dY[..., 1::2] * cos - dY[..., 0::2] * sin"
PAIRS = "Pair i has the frequency base^(−2i/d): the exponent runs from 0 to nearly −1 in steps of 2/d."


def turning(text):
    """Return what takes the place of the frequencies, forward and backward."""
    return {FREQUENCIES: text, ONCE_MORE: text}


def standing(text):
    """Return what takes the place of the positions, forward and backward."""
    return {POSITIONS: text, AGAIN: text}


BUGS = [
    patch("all pairs turn with one frequency", turning("* np.ones(d // 2)"), hint=PAIRS),
    patch("the exponent is −i/d, half of what it should be", turning("* base ** (-np.arange(d // 2) / d)"), hint=PAIRS),
    patch(
        "the exponent is −4i/d, twice what it should be",
        turning("* base ** (-4.0 * np.arange(d // 2) / d)"),
        hint=PAIRS,
    ),
    patch("pairs are counted from 1", turning("* base ** (-2.0 * np.arange(1, d // 2 + 1) / d)"), hint=PAIRS),
    patch("later pairs turn faster, not slower", turning("* base ** (2.0 * np.arange(d // 2) / d)"), hint=PAIRS),
    patch("base is always 10000", turning("* 10000.0 ** (-2.0 * np.arange(d // 2) / d)"), hint=PAIRS),
    patch("positions start at 1", standing("(start + 1 + np.arange(T))"), hint="Row t stands at start + t, t from 0."),
    patch("start is ignored", standing("np.arange(T)"), hint="Row t stands at start + t."),
    patch("all rows stand at start", standing("(start + np.zeros(T))"), hint="Row t stands at start + t."),
    patch(
        "positions are cut off at 4095",
        standing("np.minimum(start + np.arange(T), 4095)"),
        hint="There is no largest position.",
    ),
    patch(
        "column i is paired with column i + d/2",
        {
            "    Y = np.zeros": "    X = np.stack([X[..., : d // 2], X[..., d // 2 :]], axis=-1).reshape(X.shape)\n    Y = np.zeros",
            "return Y": "return np.concatenate([Y[..., 0::2], Y[..., 1::2]], axis=-1)",
            "    dX = np.zeros": "    dY = np.stack([dY[..., : d // 2], dY[..., d // 2 :]], axis=-1).reshape(dY.shape)\n    dX = np.zeros",
            "return dX": "return np.concatenate([dX[..., 0::2], dX[..., 1::2]], axis=-1)",
        },
        hint="Here neighbours make a pair: columns 2i and 2i + 1.",
    ),
    patch(
        "forward turns the other way",
        {EVEN: EVEN.replace("-", "+"), ODD: "X[..., 1::2] * cos - X[..., 0::2] * sin"},
        hint="y_2i = x_2i cos − x_(2i+1) sin: mind the sign.",
    ),
    patch(
        "backward turns the same way as forward",
        {EVEN_BACK: "dY[..., 0::2] * cos - dY[..., 1::2] * sin", ODD_BACK: "dY[..., 1::2] * cos + dY[..., 0::2] * sin"},
        hint="The transpose of a rotation turns back.",
    ),
    patch(
        "pairs are mirrored, not turned",
        {ODD: "X[..., 0::2] * sin - X[..., 1::2] * cos"},
        hint="y_(2i+1) = x_2i sin + x_(2i+1) cos.",
    ),
    patch(
        "the second of a pair is made with the first of y, not of x",
        {ODD: "Y[..., 0::2] * sin + X[..., 1::2] * cos"},
        hint="Both lines use x as it was.",
    ),
    patch(
        "sines and cosines are added, as in a positional encoding",
        {EVEN: "X[..., 0::2] + sin", ODD: "X[..., 1::2] + cos"},
        hint="Rows are turned: products with cosines and sines.",
    ),
    patch(
        "an odd number of columns is no error: the last one becomes 0",
        {
            "d % 2 != 0": "False",
            "    Y = np.zeros": "    X, d = X[..., : d - d % 2], d - d % 2\n    angles = angles[:, : d // 2]\n    cos, sin = np.cos(angles), np.sin(angles)\n    Y = np.zeros",
        },
        hint="An odd d is refused: ValueError.",
    ),
    patch(
        "an odd number of columns is no error backward",
        {
            "d % 2 == 1": "False",
            "    dX = np.zeros": "    dY, d = dY[..., : d - d % 2], d - d % 2\n    cos, sin = cos[:, : d // 2], sin[:, : d // 2]\n    dX = np.zeros",
        },
        hint="An odd d is refused, backward as well: ValueError.",
    ),
    patch(
        "rows are clipped at ±1000",
        {"    Y = np.zeros": "    X = np.clip(X, -1e3, 1e3)\n    Y = np.zeros"},
        hint="To turn a row needs no limit.",
    ),
    patch(
        "gradients are clipped at ±1000",
        {"    dX = np.zeros": "    dY = np.clip(dY, -1e3, 1e3)\n    dX = np.zeros"},
        hint="To turn a row needs no limit.",
    ),
]


@variant(of="rope_forward")
def complex_numbers(X, start=0, base=10000.0):
    N, T, d = X.shape
    if d % 2:
        raise ValueError("odd")
    Z = X.reshape(N, T, d // 2, 2)
    turn = np.exp(1j * np.outer(np.arange(start, start + T), 1.0 / base ** (np.arange(0, d, 2) / d)))
    W = (Z[..., 0] + 1j * Z[..., 1]) * turn
    return np.stack([W.real, W.imag], axis=-1).reshape(N, T, d)


@variant(of="rope_forward")
def pair_by_pair(X, start=0, base=10000.0):
    N, T, d = X.shape
    if d % 2 == 1:
        raise ValueError(d)
    Y = np.zeros((N, T, d))
    for t in range(T):
        for i in range(d // 2):
            angle = (start + t) / base ** (2 * i / d)
            R = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            Y[:, t, 2 * i : 2 * i + 2] = X[:, t, 2 * i : 2 * i + 2] @ R.T
    return Y


@variant(of="rope_forward")
def rotate_half(X, start=0, base=10000.0):
    d = X.shape[-1]
    if d % 2 != 0:
        raise ValueError("d must be even")
    angles = np.repeat(np.arange(start, start + X.shape[1])[:, None] * base ** (-np.arange(0, d, 2) / d), 2, axis=1)
    swapped = np.stack([-X[..., 1::2], X[..., ::2]], axis=-1).reshape(X.shape)
    return X * np.cos(angles) + swapped * np.sin(angles)


@variant(of="rope_backward")
def conjugate(dY, start=0, base=10000.0):
    N, T, d = dY.shape
    if d % 2:
        raise ValueError("odd")
    angles = np.outer(start + np.arange(T), base ** (-np.arange(d // 2) * 2 / d))
    W = (dY[..., ::2] + 1j * dY[..., 1::2]) * np.exp(-1j * angles)
    dX = np.zeros_like(dY)
    dX[..., ::2], dX[..., 1::2] = W.real, W.imag
    return dX
