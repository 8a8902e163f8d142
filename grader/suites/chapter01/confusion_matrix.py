"""Checks, known bugs and variants of chapter01/confusion_matrix."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("C",),
    minutes=15,
    requires=("chapter01/one_hot",),
    hints=(
        "Do the example by hand: which cell does each sample add 1 to?",
        "C = np.zeros((K, K), dtype=np.int64), and C[i, j] += 1 for each pair (i, j). Is a loop of all samples enough?",
        "C[y_true, y_pred] += 1 at once forgets pairs that come twice. np.add.at(C, (y_true, y_pred), 1) does not.",
        "Before that, in both lists: is a label below 0, or K or more? Then raise ValueError.",
    ),
)


def predicted(rng, y_true, K):
    """Predictions that are right about half of the time, and that err more often upwards."""
    guesses = np.maximum(rng.integers(K, size=len(y_true)), rng.integers(K, size=len(y_true)))
    return np.where(rng.random(len(y_true)) < 0.5, y_true, guesses)


@cases("N K", (20, 4), (9, 3), (5, 5), (1, 3), (30, 2))
def predictions(rng, N, K):
    y_true = rng.integers(K, size=N)
    return {"y_true": y_true, "y_pred": predicted(rng, y_true, K), "K": K}


@cases("N K never_true never_predicted", (12, 5, 4, 1), (12, 5, 1, 4), (10, 4, 3, 3), (6, 6, 0, 5), (8, 9, 8, 8))
def absent(rng, N, K, never_true, never_predicted):
    y_true = rng.choice(np.delete(np.arange(K), never_true), size=N)
    y_pred = rng.choice(np.delete(np.arange(K), never_predicted), size=N)
    return {"y_true": y_true, "y_pred": y_pred, "K": K}


@cases(
    "N K dtype",
    (700, 2, "uint8"),
    (300, 2, "int8"),
    (40, 20, "uint8"),
    (30, 100, "uint8"),
    (30, 100, "int8"),
    (20, 230, "uint8"),
    (20, 4, "int16"),
)
def narrow(rng, N, K, dtype):
    """Labels of short types, for which i K + j does not fit into 8 bits, or a count does not."""
    y_true = rng.integers(K, size=N)
    y_pred = predicted(rng, y_true, K)
    y_true[:2] = y_pred[1:3] = K - 1
    return {"y_true": y_true.astype(dtype), "y_pred": y_pred.astype(dtype), "K": K}


@cases("K", 3, 1, fixed="without samples there is nothing to draw")
def no_samples(rng, K):
    return {"y_true": np.zeros(0, dtype=np.int64), "y_pred": np.zeros(0, dtype=np.int64), "K": K}


shapes = shaped("There is a row and a column for each of the K classes, with whole numbers.", predictions)
values = agrees(
    "Each sample is counted in the row of its class and the column of its prediction.", predictions, points=2
)
missing = agrees("Classes that are never true, or never predicted, have rows and columns of zeros.", absent)
short = agrees("Labels of 8 or 16 bits are counted as others are.", narrow, needs=[values])
empty = agrees("Without samples all counts are 0.", no_samples)


@check(points=1, kind="property")
def sums(student, predictions):
    """Row sums count what is true, column sums what is predicted, and the diagonal what is right."""
    for case, C in student.confusion_matrix.on(predictions):
        true, pred = (np.bincount(y, minlength=case.K) for y in (case.y_true, case.y_pred))
        assert_law("Σ_j C[i, j] is the number of samples of class i", C.sum(axis=1), true, what="C", where=case)
        assert_law("Σ_i C[i, j] is the number of predictions j", C.sum(axis=0), pred, what="C", where=case)
        right = int(np.sum(case.y_true == case.y_pred))
        assert_law("tr C is the number of samples that are right", np.trace(C), right, what="C", where=case)


@check(points=1, kind="property")
def exchanged(student, predictions):
    """Truth and prediction exchanged transpose C; the order of the samples does not matter; data add up."""

    def again(m, case):
        t, p, K = case.y_true, case.y_pred, case.K
        return (
            m.confusion_matrix(t, p, K),
            m.confusion_matrix(p, t, K),
            m.confusion_matrix(t[::-1].copy(), p[::-1].copy(), K),
            m.confusion_matrix(np.concatenate([t, t]), np.concatenate([p, p]), K),
        )

    for case, (C, turned, reversed_, twice) in student.each(again, predictions):
        assert_law("C(pred, true) = C(true, pred)ᵀ", turned, C.T, what="C", where=case)
        assert_law("C of samples in reverse = C", reversed_, C, what="C", where=case)
        assert_law("C of each sample twice = 2 C", twice, 2 * C, what="C", where=case)


@check(points=1, kind="error", needs=[values])
def too_large(student, predictions):
    """A label of K or more raises ValueError, among the true ones as among the predicted."""
    for case in predictions:
        for name in ("y_true", "y_pred"):
            for label in (case.K, case.K + 2, case.K + 255):
                y = case[name].copy()
                y[0] = label
                wrong = case.replaced(**{name: y})
                raises(student, ValueError, lambda m, w=wrong: m.confusion_matrix(*w.values()), where=case)


@check(points=1, kind="error", needs=[values])
def negative(student, predictions):
    """A negative label raises ValueError, among the true ones as among the predicted."""
    for case in predictions:
        for name in ("y_true", "y_pred"):
            y = case[name].copy()
            y[-1] = -1
            wrong = case.replaced(**{name: y})
            raises(student, ValueError, lambda m, w=wrong: m.confusion_matrix(*w.values()), where=case)


hygiene = hygiene_of(predictions)

TEST, LISTS, ZEROS = "(y < 0) | (y >= K)", "(y_true, y_pred):", "np.zeros((K, K), dtype=np.int64)"
ADD = "np.add.at(C, (y_true, y_pred), 1)"

BUGS = [
    patch(
        "rows are predicted classes and columns true ones",
        {ADD: ADD.replace("y_true, y_pred", "y_pred, y_true")},
        hint="C[i, j] counts samples of class i that were called j: truth comes first.",
    ),
    patch(
        "pairs that come twice are counted once",
        {ADD: "C[y_true, y_pred] += 1"},
        hint="With lists of indices, += reads everything before it writes: np.add.at counts repeats.",
    ),
    patch(
        "cells are marked, not counted",
        {ADD: "C[y_true, y_pred] = 1"},
        hint="Each sample adds 1 to its cell.",
    ),
    patch(
        "counts are floats", {ZEROS: "np.zeros((K, K))"}, hint="np.zeros makes floats unless you say dtype=np.int64."
    ),
    patch(
        "rows are divided by their sums",
        {"return C": "return C / np.maximum(C.sum(axis=1, keepdims=True), 1)"},
        hint="Counts are asked for; shares come later.",
    ),
    patch(
        "counts are divided by the number of samples",
        {"return C": "return C / max(len(y_true), 1)"},
        hint="Counts are asked for; shares come later.",
    ),
    patch(
        "K is taken from the predictions",
        {ZEROS: "np.zeros((max(y_pred, default=K - 1) + 1,) * 2, dtype=np.int64)"},
        hint="A class need not be predicted: the table is (K, K).",
    ),
    patch(
        "K is taken from the true labels",
        {ZEROS: "np.zeros((max(y_true, default=K - 1) + 1,) * 2, dtype=np.int64)"},
        hint="A class need not occur: the table is (K, K).",
    ),
    patch(
        "K is taken from the labels that occur",
        {ZEROS: "np.zeros((max([*y_true, *y_pred], default=K - 1) + 1,) * 2, dtype=np.int64)"},
        hint="A class may occur nowhere, and still has its row and column: the table is (K, K).",
    ),
    patch(
        "empty rows and columns are left out",
        {"return C": "kept = (C.sum(axis=0) > 0) | (C.sum(axis=1) > 0); return C[kept][:, kept]"},
        hint="A class that occurs nowhere still has its row and column.",
    ),
    patch(
        "only what is right is counted",
        {ADD: "np.add.at(C, (y_true, y_true), y_true == y_pred)"},
        hint="Off the diagonal stands what is taken for something else.",
    ),
    patch(
        "only what is wrong is counted",
        {ADD: "np.add.at(C, (y_true, y_pred), y_true != y_pred)"},
        hint="What is right is counted, too, on the diagonal.",
    ),
    patch(
        "both of two classes that are confused are counted",
        {ADD: f"{ADD}; np.add.at(C, (y_pred, y_true), y_true != y_pred)"},
        hint="Taking 1 for 2 is not taking 2 for 1: one cell for each sample.",
    ),
    patch(
        "the last sample is left out",
        {ADD: "np.add.at(C, (y_true[:-1], y_pred[:-1]), 1)"},
        hint="All N samples are counted: the counts sum to N.",
    ),
    patch(
        "cells are numbered in the labels' own type",
        {
            f"C = {ZEROS}\n    {ADD}\n    return C": (
                "return np.bincount(y_true * K + y_pred, minlength=K * K)[: K * K].reshape(K, K)"
            )
        },
        hint="For uint8, 19 · 20 is 124: make the labels int64 before you compute with them.",
    ),
    patch(
        "the table ends with the last cell that is not empty",
        {
            f"C = {ZEROS}\n    {ADD}\n    return C": (
                "counts = np.bincount(y_true.astype(int) * K + y_pred)\n    return counts.reshape(K, K)"
            )
        },
        hint="There is a cell for each pair, whatever occurs: of np.bincount, ask for minlength=K * K.",
    ),
    patch(
        "columns are numbered with the number of samples",
        {
            f"C = {ZEROS}\n    {ADD}\n    return C": (
                "cells = y_true.astype(int) * len(y_true) + y_pred\n"
                "    return np.bincount(cells, minlength=K * K)[: K * K].reshape(K, K)"
            )
        },
        hint="A row has K cells: cell (i, j) is number i K + j.",
    ),
    patch(
        "without samples an error is raised",
        {"    C = ": "    y_true.max()\n    C = "},
        hint="max of nothing is an error; a table of zeros is not.",
    ),
    patch(
        "a negative label counts from the end",
        {TEST: "y >= K"},
        hint="−1 as an index is the last row. Refuse what is below 0.",
    ),
    patch("a label that is too large is an IndexError", {TEST: "y < 0"}, hint="Ask before you index: ValueError."),
    patch(
        "label K is let pass to the index",
        {TEST: "(y < 0) | (y > K)"},
        hint="The last class is K − 1.",
    ),
    patch(
        "only the true labels are looked at",
        {LISTS: "(y_true,):"},
        hint="A prediction may be no class as well: test both lists.",
    ),
    patch(
        "only the predicted labels are looked at",
        {LISTS: "(y_pred,):"},
        hint="A true label may be no class as well, −1 for an unknown one: test both lists.",
    ),
    patch(
        "samples with a label that is no class are left out",
        {
            f"if np.any({TEST}):": "if False:",
            "    C = ": (
                "    known = (y_true >= 0) & (y_true < K) & (y_pred >= 0) & (y_pred < K)\n"
                "    y_true, y_pred = y_true[known], y_pred[known]\n"
                "    C = "
            ),
        },
        hint="A wrong label is an error of somebody's: raise ValueError.",
    ),
    patch(
        "bins go from the smallest label that occurs to the largest",
        {ADD: "C += np.histogram2d(y_true.astype(int), y_pred.astype(int), bins=K)[0].astype(np.int64)"},
        hint="Rows and columns belong to the labels 0 … K − 1, whichever occur: count with np.add.at.",
    ),
    patch(
        "the number of the cell is tested, and not each label",
        {
            LISTS: "(K * y_true.astype(np.int64) + y_pred,):",
            TEST: "(y < 0) | (y >= K * K)",
            f"{ADD}\n    return C": "return np.bincount(y, minlength=K * K).reshape(K, K)",
        },
        hint="K more in one list makes up for 1 less in the other: ask both labels.",
    ),
    patch(
        "labels are put into eight bits",
        {
            "    for y in (y_true": "    y_true, y_pred = y_true.astype(np.int8), y_pred.astype(np.int8)\n    for y in (y_true"
        },
        hint="Eight bits with a sign end at 127: 200 becomes −56, and 256 becomes 0.",
    ),
    patch(
        "columns are divided by their sums",
        {"return C": "return C // np.maximum(C.sum(axis=0), 1)"},
        hint="Those are shares of what was called j. Counts are asked for, as they are.",
    ),
    patch(
        "what chance alone would give is returned, a product of margins",
        {ADD: "C += np.outer(np.bincount(y_true, minlength=K), np.bincount(y_pred, minlength=K))"},
        hint="Sample n is one pair, y_true[n] with y_pred[n]: one loop over samples, and not one inside another.",
    ),
    patch(
        "both lists are sorted first",
        {ADD: "np.add.at(C, (np.sort(y_true), np.sort(y_pred)), 1)"},
        hint="y_true[n] and y_pred[n] belong to one sample: leave them where they are.",
    ),
    patch(
        "running sums along the rows are returned",
        {"return C": "return np.cumsum(C, axis=1)"},
        hint="Each cell counts its own pairs, and not those of the cells before.",
    ),
    patch(
        "the first sample is left out",
        {ADD: "np.add.at(C, (y_true[1:], y_pred[1:]), 1)"},
        hint="Indices begin with 0: count all samples.",
    ),
    patch(
        "the classes stand in reverse order",
        {ADD: "np.add.at(C, (K - 1 - y_true.astype(int), K - 1 - y_pred.astype(int)), 1)"},
        hint="Row 0 and column 0 belong to class 0.",
    ),
    patch(
        "counting begins with 1 in each cell",
        {ZEROS: ZEROS.replace("zeros", "ones")},
        hint="What never occurs is counted 0 times: np.zeros.",
    ),
    patch(
        "it is not counted which of two classes was taken for the other",
        {ADD: "np.add.at(C, (np.minimum(y_true, y_pred), np.maximum(y_true, y_pred)), 1)"},
        hint="A taken for B is another cell than B taken for A: the true class is the row.",
    ),
    patch(
        "labels that are no class are moved to the nearest",
        {
            f"if np.any({TEST}):": "if False:",
            ADD: "np.add.at(C, (np.clip(y_true, 0, K - 1), np.clip(y_pred, 0, K - 1)), 1)",
        },
        hint="A wrong label is an error of somebody's: raise ValueError.",
    ),
    patch(
        "labels of K or more begin again with 0",
        {f"if np.any({TEST}):": "if False:", ADD: "np.add.at(C, (y_true.astype(int) % K, y_pred.astype(int) % K), 1)"},
        hint="A wrong label is an error of somebody's: raise ValueError.",
    ),
]

EQUIVALENT = {
    "confusion_matrix: np.any((y < 0) | (y >= K)) → np.any((y < 0) | (y >= K), axis=0)": "labels have one axis",
    "confusion_matrix: np.add.at(C, (y_true, y_pred), 1) → np.add.at(C, (y_true, y_pred), 1.01)": (
        "C holds integers: 1.01 is cut to 1 before it is added"
    ),
}


@variant
def numbered_cells(y_true, y_pred, K):
    t, p = y_true.astype(np.int64), y_pred.astype(np.int64)
    if len(t) and (min(t.min(), p.min()) < 0 or max(t.max(), p.max()) >= K):
        raise ValueError("no such class")
    return np.bincount(t * K + p, minlength=K * K).reshape(K, K)


@variant
def one_by_one(y_true, y_pred, K):
    C = np.zeros((K, K), dtype=int)
    for i, j in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        if i not in range(K) or j not in range(K):
            raise ValueError(f"({i}, {j}) is no cell")
        C[i, j] += 1
    return C


@variant
def product(y_true, y_pred, K):
    T, P = (np.equal.outer(y, np.arange(K)).astype(np.int64) for y in (y_true, y_pred))
    if np.sum(T) < len(y_true) or np.sum(P) < len(y_pred):
        raise ValueError("a label is no class")
    return T.T @ P


@variant
def cell_by_cell(y_true, y_pred, K):
    if not set(y_true.tolist()) | set(y_pred.tolist()) <= set(range(K)):
        raise ValueError("a label is no class")
    return np.array([[np.sum((y_true == i) & (y_pred == j)) for j in range(K)] for i in range(K)])
