"""Checks, known bugs and variants of chapter24/tiled_attention."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter19/scaled_dot_attention",),
    minutes=35,
    hints=(
        "What was summed against m₁ is measured against the new m by the factor e^(m₁ − m): l and O alike.",
        "Where m is −∞, take 0 off: −∞ − (−∞) is NaN, and e^(−∞ − 0) is 0, which is what nothing weighs.",
        "V[start : start + size] is shorter at the end by itself. Divide by l once, when all is merged.",
        "l is 0 for a query that may see nothing: divide by 1 there.",
    ),
)


def seeing(rng, T, S):
    """Draw a mask in whose rows something is seen, and something is hidden, if there are several keys."""
    if S == 1:
        return np.ones((T, S), dtype=bool)
    mask = rng.random((T, S)) < 0.5
    mask[:, 0], mask[:, 1] = True, False
    return rng.permuted(mask, axis=1)


def drawn(rng, T, S, d):
    return {"Q": rng.normal(scale=1.4, size=(T, d)), "K": rng.normal(size=(S, d)) + 0.4, "V": rng.normal(size=(S, d))}


def part(rng, T, d):
    return rng.normal(size=T), rng.uniform(1.0, 3.0, size=T), rng.normal(size=(T, d)) + 0.3


@cases("T d", (4, 3), (3, 3), (2, 1))
def parts(rng, T, d):
    """In some rows the first part has the larger maximum, in some the second."""
    first, second = part(rng, T, d), part(rng, T, d)
    gaps = rng.permutation(np.where(np.arange(T) % 2 == 0, 1.0, -1.0)) * rng.uniform(0.5, 2.0, size=T)
    return {"first": first, "second": (first[0] + gaps, *second[1:])}


@cases("d", 2, 3)
def empty_parts(rng, d):
    """In row 0 the first part is empty, in row 1 the second, in row 2 both, in row 3 none."""
    first, second = part(rng, 4, d), part(rng, 4, d)
    for rows, (top, total, out) in (([0, 2], first), ([1, 2], second)):
        top[rows], total[rows], out[rows] = -np.inf, 0.0, 0.0
    return {"first": first, "second": second}


@cases("T d", (3, 2), (1, 3), fixed="what has seen nothing is −∞, 0 and 0")
def both_empty(rng, T, d):
    first, second = ((np.full(T, -np.inf), np.zeros(T), np.zeros((T, d))) for _ in range(2))
    return {"first": first, "second": second}


@cases("height", 2e4, -2e4)
def far_parts(rng, height):
    """Maxima of some ten thousands, close to each other and far apart."""
    first, second = part(rng, 4, 2), part(rng, 4, 2)
    lift = np.array([0.0, 0.0, 900.0, -900.0])
    return {"first": (first[0] + height, *first[1:]), "second": (second[0] + height + lift, *second[1:])}


@cases("T S d", (3, 4, 2), (3, 3, 3), (1, 5, 2), (2, 4, 1), (3, 1, 2))
def pieces(rng, T, S, d):
    return {**drawn(rng, T, S, d), "mask": seeing(rng, T, S)}


@cases("T S d", (3, 2, 2), (4, 3, 3), (1, 3, 2), (3, 1, 2))
def blind(rng, T, S, d):
    """One query sees nothing of the tile, and one, if there are several, all of it."""
    mask = seeing(rng, T, S)
    dark, *bright = rng.permutation(T)[:2]
    mask[dark], mask[bright] = False, True
    return {**drawn(rng, T, S, d), "mask": mask}


@cases("T S d size", (3, 7, 2, 3), (4, 4, 4, 1), (2, 6, 3, 2), (3, 5, 2, 4), (1, 3, 2, 8), (2, 5, 1, 2), (2, 1, 3, 2))
def texts(rng, T, S, d, size):
    return {**drawn(rng, T, S, d), "mask": None, "size": size}


@cases("T S d size", (4, 7, 2, 3), (5, 4, 3, 2), (4, 3, 2, 5), (1, 5, 2, 2), (4, 1, 2, 2))
def masked(rng, T, S, d, size):
    """Of the first tile query 0 sees nothing, of the last one query 1, and query 2 sees nothing at all.

    A query alone sees nothing of the first tile.
    """
    mask = seeing(rng, T, S)
    if T == 1:
        mask[0, :size], mask[0, -1] = False, True
        return {**drawn(rng, T, S, d), "mask": mask, "size": size}
    mask[0], mask[1] = np.arange(S) >= size, np.arange(S) < (S - 1) // size * size
    mask[2] = False
    if size < S:
        mask[0, -1] = mask[1, 0] = True
    return {**drawn(rng, T, S, d), "mask": mask, "size": size}


@cases("size height", (2, 2e4), (2, -2e4))
def high(rng, size, height):
    """Scores around ±20,000 that differ by a few; the first query's are half as large, the second sees the last tile alone."""
    case = drawn(rng, 3, 5, 2)
    case["Q"][:, 0], case["K"][:, 0] = 100.0, height / 100.0 * np.sqrt(2.0)
    case["Q"][0, 0] = 50.0
    mask = seeing(rng, 3, 5)
    mask[1] = np.arange(5) == 4
    return {**case, "mask": mask, "size": size}


@cases("size", 0, -1, -2)
def nothing(rng, size):
    return {**drawn(rng, 2, 3, 2), "mask": None, "size": size}


far = scaled(texts, V=1)


def merging(m, case):
    top, total, out = m.merge(*case.values())
    return {"m": top, "l": total, "O": out}


def tiling(m, case):
    top, total, out = m.tile(*case.values())
    return {"m": top, "l": total, "O": out}


merge_shapes = shaped("A merged part is (m, l, O), of the shapes (T,), (T,) and (T, d).", parts, of="merge")
tile_shapes = shaped("A tile's part is (m, l, O), of the shapes (T,), (T,) and (T, d).", pieces, of="tile", needs=[])
shapes = shaped("Y is (T, d).", texts, of="tiled_attention", needs=[])
merged = agrees("l and O are measured against the larger maximum.", parts, of=merging, points=2, needs=[merge_shapes])
with_nothing = agrees(
    "Merging with a part that has seen nothing changes nothing.", empty_parts, of=merging, by="entry", needs=[merged]
)
still_nothing = agrees(
    "Two parts that have seen nothing make another one.", both_empty, of=merging, by="entry", needs=[merged]
)
lifted = agrees(
    "Maxima may be tens of thousands, close or far apart.", far_parts, of=merging, needs=[merged], separates=False
)
tiled = agrees("A tile has its maximum, its sum, and its sum with values.", pieces, of=tiling, needs=[tile_shapes])
dark = agrees("A query that sees nothing of a tile has −∞, 0 and 0.", blind, of=tiling, by="entry", needs=[tiled])
whole = agrees("Tiles make plain attention.", texts, of="tiled_attention", points=2, needs=[shapes])
hidden = agrees(
    "A query may see nothing of some tiles, and gets zeros if it sees nothing at all.",
    masked,
    of="tiled_attention",
    points=2,
    needs=[whole],
)
large = agrees(
    "Scores of 20,000 are no harm, above 0 or below.", high, of="tiled_attention", needs=[whole], separates=False
)
any_value = agrees("Values may be tiny or huge.", far, of="tiled_attention", needs=[whole], separates=False)


@check(points=1, kind="property", needs=[shapes])
def every_size(student, texts):
    """Tiles of every size give the same."""

    def sizes(m, case):
        return [m.tiled_attention(case.Q, case.K, case.V, None, size) for size in range(1, len(case.K) + 2)]

    for case, (*others, one) in student.each(sizes, texts):
        for size, Y in enumerate(others, 1):
            assert_law(f"Y by tiles of {size} = Y in one tile", Y, one, rtol=1e-9, what="Y", where=case)


@check(points=1, kind="property", needs=[merge_shapes])
def associative(student, parts, rng):
    """Three parts may be merged in any order."""

    def orders(m, case, third):
        first, second = case.values()
        left = m.merge(m.merge(first, second), third)
        right = m.merge(first, m.merge(second, third))
        turned = m.merge(third, m.merge(second, first))
        return left, right, turned

    for case in parts:
        third = part(rng, *case.first[2].shape)
        left, *others = student.run(orders, case, third)
        for name, *values in zip("mlO", left, *others, strict=True):
            for other in values[1:]:
                law = f"{name} of three parts, merged in another order = {name}"
                assert_law(law, other, values[0], rtol=1e-9, where=case)


@check(points=1, kind="error", needs=[shapes])
def refused(student, nothing):
    """A size below 1 raises ValueError."""
    for case in nothing:
        raises(student, ValueError, lambda m, case: m.tiled_attention(*case.values()), case, where=case)


merge_hygiene = hygiene_of(parts, of="merge", needs=[merged])
tile_hygiene = hygiene_of(pieces, of="tile", needs=[tiled])
hygiene = hygiene_of(masked, of="tiled_attention", needs=[hidden])

TOLERANT = {
    "every_size": "A law of replies: what is wrong in all of them alike is for other checks.",
    "associative": "A law of replies: what is wrong in all of them alike is for other checks.",
}
FINITE = "What is −∞ stays so, whatever finite number is taken off."
ZERO = "O is 0 where nothing is seen, whatever it is divided by."
EMPTY_TILE = "Sizes are whole numbers, and for 0 NumPy raises ValueError as well."
TURNED = "Merging is commutative."
EQUIVALENT = {
    "merge: np.where(m == -np.inf, 0.0, m) → np.where(m == -np.inf, 1, m)": FINITE,
    "merge: np.where(m == -np.inf, 0.0, m) → np.where(m == -np.inf, 2, m)": FINITE,
    "tile: np.where(np.isinf(m), 0.0, m) → np.where(np.isinf(m), 1, m)": FINITE,
    "tile: np.where(np.isinf(m), 0.0, m) → np.where(np.isinf(m), 2, m)": FINITE,
    "tiled_attention: size < 1 → size < 0": EMPTY_TILE,
    "tiled_attention: size < 1 → size < 0.5": EMPTY_TILE,
    "tiled_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 2.0, total)": ZERO,
    "tiled_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 0.5, total)": ZERO,
    "tiled_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, -1.0, total)": ZERO,
    "tiled_attention: np.where(total == 0.0, 1.0, total) → np.where(total == 0.0, 1.01, total)": ZERO,
    "tiled_attention: merge(part, tile(Q, K[here], V[here], mask[:, here])) → merge(tile(Q, K[here], V[here], mask[:, here]), part)": TURNED,
    "merge: (first, second) → (second, second), and alike": TURNED,
}
SUM, OUT = "c1 * l1 + c2 * l2", "c1[:, None] * O1 + c2[:, None] * O2"
C = "c1, c2 = np.exp(m1 - top), np.exp(m2 - top)"
R = "np.where(mask, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)"
SHARE = "return m, np.sum(E, axis=1), E @ V"
BUGS = [
    patch(
        "O is added up without the factors",
        {OUT: "O1 + O2"},
        hint="What was summed against m₁ is measured against m by e^(m₁ − m): l and O alike.",
    ),
    patch(
        "only what was there before is corrected, not the new part",
        {C: "c1, c2 = np.exp(m1 - top), np.ones(len(m2))"},
        hint="The new part may have the smaller maximum: both have a factor.",
    ),
    patch(
        "e^m is computed by itself, which overflows",
        {C: "c1, c2 = np.exp(m1) / np.exp(top), np.exp(m2) / np.exp(top)"},
        hint="Take the difference first: e^(m₁ − m) is at most 1.",
    ),
    patch(
        "two parts that have seen nothing make NaN",
        {"np.where(m == -np.inf, 0.0, m)": "m"},
        hint="−∞ − (−∞) is NaN: where m is −∞, take 0 off.",
    ),
    patch(
        "of what is hidden, the score is −10⁴",
        {R: R.replace("-np.inf", "-1e4")},
        hint="Scores may be −20,000, and a query may see nothing: hide with −∞.",
    ),
    patch(
        "a tile's O is divided by its l already",
        {SHARE: "l = np.sum(E, axis=1)\n    return m, l, E @ V / np.where(l > 0, l, 1.0)[:, None]"},
        hint="O is the sum; it is divided by l once, when all is merged.",
    ),
    patch(
        "what is left at the end is no tile of its own",
        {"range(size, len(K), size)": "range(size, len(K) - size + 1, size)"},
        hint="The last tile is shorter: K[start : start + size] ends with K by itself.",
    ),
    patch(
        "every tile sees the first columns of the mask",
        {"mask[:, here]": "np.roll(mask, start, axis=1)[:, here]"},
        hint="Cut the mask where keys and values are cut.",
    ),
    patch(
        "a query that sees nothing gets NaN",
        {"np.where(total == 0.0, 1.0, total)[:, None]": "total[:, None]"},
        hint="Where l is 0, Y is 0.",
    ),
    patch(
        "a size below 1 is taken for 1", {"if size < 1:": "size = max(size, 1)\n    if size < 1:"}, hint="ValueError."
    ),
    patch(
        "the first part is written over",
        {OUT: "np.multiply(O1, c1[:, None], out=O1) + c2[:, None] * O2"},
        hint="Functions leave their arguments as they were: whoever called may merge a part again.",
    ),
    patch("a merged part lacks m", {f"return m, {SUM}, {OUT}": f"return {SUM}, {OUT}"}, hint="(m, l, O)."),
    patch(
        "m and l are columns, (T, 1)",
        {SHARE: "return m[:, None], np.sum(E, axis=1, keepdims=True), E @ V"},
        hint="m and l are (T,).",
    ),
    patch(
        "1e-12 is added to the sum of weights when parts are merged",
        {SUM: f"{SUM} + 1e-12"},
        hint="l is the sum, and 0 where nothing was seen: a division by 0 is avoided at the end, where it is made.",
    ),
    patch(
        "1e-12 is added to the sum of weights of a tile",
        {"np.sum(E, axis=1)": "np.sum(E, axis=1) + 1e-12"},
        hint="l is the sum, and 0 where nothing is seen: a division by 0 is avoided at the end, where it is made.",
    ),
    patch("values are clipped at ±1000", {"E @ V": "E @ np.clip(V, -1e3, 1e3)"}, hint="Values are any numbers."),
]


@variant(of="merge")
def row_by_row(first, second):
    m, whole, out = np.full(len(first[0]), -np.inf), np.zeros(len(first[0])), np.zeros(first[2].shape)
    for t in range(len(m)):
        m[t] = max(first[0][t], second[0][t])
        for top, total, one in (first, second):
            if total[t] > 0:
                whole[t] += np.exp(top[t] - m[t]) * total[t]
                out[t] += np.exp(top[t] - m[t]) * one[t]
    return m, whole, out


@variant(of="merge")
def stacked(first, second):
    m, total, out = (np.stack(pair) for pair in zip(first, second, strict=True))
    top = m.max(axis=0)
    with np.errstate(invalid="ignore"):
        c = np.where(np.isneginf(m), 0.0, np.exp(m - top))
    return top, (c * total).sum(axis=0), (c[:, :, None] * out).sum(axis=0)


@variant(of="tile")
def key_by_key(Q, K, V, mask):
    T, d = Q.shape
    m, total, out = np.full(T, -np.inf), np.zeros(T), np.zeros((T, d))
    for t in range(T):
        seen = np.flatnonzero(mask[t])
        if len(seen):
            scores = [float(Q[t] @ K[s]) / d**0.5 for s in seen]
            m[t] = max(scores)
            for s, r in zip(seen, scores, strict=True):
                total[t] += np.exp(r - m[t])
                out[t] += np.exp(r - m[t]) * V[s]
    return m, total, out


@variant(of="tiled_attention")
def all_at_once(Q, K, V, mask, size):
    if size <= 0:
        raise ValueError("size")
    S = Q @ K.T / np.sqrt(Q.shape[1])
    if mask is not None:
        S = np.where(mask, S, -np.inf)
    top = np.maximum(S.max(axis=1, keepdims=True), -1e300)
    E = np.exp(S - top)
    total = E.sum(axis=1, keepdims=True)
    return np.divide(E @ V, total, out=np.zeros(Q.shape), where=total > 0)


@variant(of="tiled_attention")
def from_nothing(Q, K, V, mask, size):
    """The usual loop: running maximum, sum and output, which start from nothing."""
    if size < 1:
        raise ValueError(size)
    T, d = Q.shape
    m, total, out = np.full(T, -np.inf), np.zeros(T), np.zeros((T, d))
    for i in range(0, len(K), size):
        R = Q @ K[i : i + size].T * d**-0.5
        if mask is not None:
            R[~mask[:, i : i + size]] = -np.inf
        new = np.maximum(m, R.max(axis=1))
        safe = np.where(np.isfinite(new), new, 0.0)
        E, c = np.exp(R - safe[:, None]), np.exp(m - safe)
        total, out, m = c * total + E.sum(axis=1), c[:, None] * out + E @ V[i : i + size], new
    total[total == 0] = 1.0
    return out / total[:, None]
