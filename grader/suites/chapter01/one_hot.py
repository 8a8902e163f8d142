"""Checks, known bugs and variants of chapter01/one_hot."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("Y",),
    minutes=10,
    hints=(
        "Do it on paper for the labels 2 and 0: which shape has Y, and which of its entries are 1?",
        "np.zeros((N, K)) is nearly right: N entries have to become 1, at the places (0, y[0]), (1, y[1]), …",
        "Y[rows, columns] = 1 pairs two lists of indices; the rows are np.arange(N).",
        "First of all: is there a label below 0, or one of K or more? Then raise ValueError.",
    ),
)


@cases("N K", (7, 5), (4, 4), (6, 3))
def labels(rng, N, K):
    """The last class occurs; one of the others does not."""
    y = rng.choice(np.delete(np.arange(K), rng.integers(K - 1)), size=N)
    y[rng.integers(N)] = K - 1
    return {"y": y}


@cases("N", 1, 1)
def single(rng, N):
    return {"y": rng.integers(2, 9, size=N)}


@cases("N K", (7, 6), (5, 5), (1, 4), (3, 10))
def of_known_classes(rng, N, K):
    """The last class does not occur."""
    return {"y": rng.integers(K - 1, size=N), "num_classes": K}


@cases("N K", (6, 5), (4, 4))
def all_classes(rng, N, K):
    """The first and the last class occur, and K is given."""
    y = rng.integers(K, size=N)
    y[rng.permutation(N)[:2]] = 0, K - 1
    return {"y": y, "num_classes": K}


shapes = shaped("There is a row for each label, and a column for each class up to the largest label.", labels)
values = agrees("Row n is the unit vector of class y[n].", labels, points=2)
alone = agrees("A single label is one row.", single, needs=[values])
given = agrees(
    "num_classes says how many columns there are, whether or not the last ones are needed.", of_known_classes
)


@check(points=1, kind="property")
def there_and_back(student, of_known_classes):
    """The largest entry of each row stands at its label, rows sum to 1, and columns to the sizes of the classes."""
    for case, Y in student.one_hot.on(of_known_classes):
        sizes = np.bincount(case.y, minlength=case.num_classes).astype(float)
        assert_law("argmax_k Y[n, k] = y[n]", Y.argmax(axis=1), case.y, what="Y", where=case)
        assert_law("Σ_k Y[n, k] = 1", Y.sum(axis=1), np.ones(len(Y)), what="Y", where=case)
        assert_law("Σ_n Y[n, k] is the number of labels k", Y.sum(axis=0), sizes, what="Y", where=case)


@check(points=1, kind="error", needs=[given])
def too_large(student, all_classes):
    """A label of K or more raises ValueError: for K = 0, that is any."""
    for case in all_classes:
        raises(student, ValueError, lambda m, y=case.y: m.one_hot(y, 0), where=case)
        for above in (0, 3):
            y = np.where(case.y == case.num_classes - 1, case.num_classes + above, case.y)
            raises(student, ValueError, lambda m, y=y, K=case.num_classes: m.one_hot(y, K), where=case)


@check(points=1, kind="error", needs=[given])
def negative(student, all_classes):
    """A negative label raises ValueError, whether or not num_classes is given."""
    for case in all_classes:
        y = np.where(case.y == 0, -1, case.y)
        raises(student, ValueError, lambda m, y=y: m.one_hot(y), where=case)
        raises(student, ValueError, lambda m, y=y, K=case.num_classes: m.one_hot(y, K), where=case)


hygiene = hygiene_of(labels)

K, TEST = "int(y.max()) + 1 if num_classes is None else num_classes", "y.min() < 0 or y.max() >= K"
ZEROS, SET = "np.zeros((len(y), K))", "Y[np.arange(len(y)), y] = 1.0"

VARYING = {
    "too_large": "It may be the first label that is no class.",
    "negative": "It may be the first label that is no class.",
}
BUGS = [
    patch(
        "the largest label is taken for the number of classes",
        {K: K.replace(" + 1", "")},
        hint="Classes count from 0: if the largest label is 4, there are 5 of them.",
    ),
    patch(
        "the different labels are counted for K",
        {K: K.replace("int(y.max()) + 1", "len(np.unique(y))")},
        hint="A class that does not occur is still a class: K is the largest label plus 1.",
    ),
    patch(
        "labels are numbered anew, so that classes that don't occur are left out",
        {"    K = ": "    y = np.unique(y, return_inverse=True)[1]\n    K = "},
        hint="Label k belongs to column k, whatever other labels there are.",
    ),
    patch(
        "num_classes is left open if it is 0",
        {K: "num_classes or int(y.max()) + 1"},
        hint="Only None means that K is open; where it is asked for by `or` or by `if K`, 0 is taken for nothing, too.",
    ),
    patch(
        "num_classes is ignored",
        {K: "int(y.max()) + 1"},
        hint="If num_classes is given, it is K: the last classes may not occur in these labels.",
    ),
    patch(
        "there is a column too many",
        {K: K.replace("else num_classes", "else num_classes + 1")},
        hint="num_classes already is the number of columns: classes 0 to num_classes − 1.",
    ),
    patch("Y is transposed", {"return Y": "return Y.T"}, hint="One label is one row: Y is (N, K)."),
    patch(
        "an axis of length 1 gets lost",
        {"return Y": "return Y.squeeze()"},
        hint="One label still is a row: (1, K).",
    ),
    patch(
        "every label is one column too far to the left",
        {SET: SET.replace("y]", "y - 1]")},
        hint="Classes count from 0: label 0 belongs to column 0.",
    ),
    patch(
        "entries are bools",
        {ZEROS: "np.zeros((len(y), K), dtype=bool)"},
        hint="Y is float64: astype(float).",
    ),
    patch("entries are ints", {ZEROS: "np.zeros((len(y), K), dtype=int)"}, hint="Y is float64, np.zeros' own dtype."),
    patch(
        "every row has a 1 for all the labels",
        {SET: "Y[:, y] = 1.0"},
        hint="Row n has one 1, for y[n]: each row must be an array of its own, and each label belong to one row.",
    ),
    patch(
        "the labels themselves are entered",
        {SET: SET.replace("1.0", "y")},
        hint="A label says where the 1 stands; it is no amount.",
    ),
    patch(
        "zeros and ones are exchanged",
        {SET: f"{SET}\n    Y = 1.0 - Y"},
        hint="1 at the class, 0 elsewhere.",
    ),
    patch(
        "labels are compared with classes one by one, without an axis of their own",
        {SET: "Y = Y + (y == np.arange(K)) if len(y) == K else Y"},
        hint="y[:, None] is a column: against a row of classes it gives every pair.",
    ),
    patch(
        "a negative label counts from the end",
        {TEST: "y.max() >= K"},
        hint="−1 as an index is the last column. Refuse what is below 0.",
    ),
    patch(
        "a label that is too large is an IndexError",
        {TEST: "y.min() < 0"},
        hint="Ask before you index, and raise ValueError.",
    ),
    patch(
        "label K is let pass",
        {TEST: "y.min() < 0 or y.max() > K"},
        hint="The last class is K − 1.",
    ),
    patch(
        "labels that are no class are moved to the nearest",
        {f"if {TEST}:": "y = np.clip(y, 0, K - 1)\n    if False:"},
        hint="A wrong label is an error of somebody's: raise ValueError.",
    ),
    patch(
        "labels are only tested if num_classes is given",
        {TEST: f"num_classes is not None and ({TEST})"},
        hint="Without num_classes, too, a label can be negative.",
    ),
    patch(
        "without num_classes, labels are numbered anew",
        {f"K = {K}": "if num_classes is None:\n        y = np.unique(y, return_inverse=True)[1]\n    K = " + K},
        hint="Label k belongs to column k, whether or not the classes below it occur.",
    ),
    patch(
        "num_classes is enlarged where a label is too large for it",
        {K: "int(y.max()) + 1 if num_classes is None else max(int(y.max()) + 1, num_classes)"},
        hint="Whoever says how many classes there are wants to hear of a label that is none: raise ValueError.",
    ),
    patch(
        "without num_classes, labels are counted for K",
        {K: "len(y) if num_classes is None else num_classes"},
        hint="N is how many labels there are. How many classes, the largest label tells: y.max() + 1.",
    ),
    patch(
        "the last class has no column of its own entries",
        {SET: "Y[np.arange(len(y)), y] = y < K - 1"},
        hint="Classes are 0 to K − 1, and so are the columns: range(K).",
    ),
    patch(
        "all columns up to the label are 1",
        {SET: "Y[:] = y[:, None] >= np.arange(K)"},
        hint="That says “at least”, for classes that have an order. One-hot has one 1 in a row: ==, not >=.",
    ),
    patch(
        "all columns below the label are 1",
        {SET: "Y[:] = y[:, None] > np.arange(K)"},
        hint="That counts up to the label. One-hot has one 1 in a row, at the label: ==, not >.",
    ),
    patch(
        "what is not the class is −1",
        {SET: "Y[:] = np.where(y[:, None] == np.arange(K), 1.0, -1.0)"},
        hint="As probabilities: 1 at the class, and 0 elsewhere.",
    ),
    patch(
        "columns are divided by their sums",
        {"return Y": "return Y / np.maximum(Y.sum(axis=0), 1.0)"},
        hint="Row n says: certainly class y[n], however many others there are of it. Leave the 1.",
    ),
    patch(
        "class 0 has no 1",
        {SET: f"{SET}\n    Y[:, 0] = 0.0"},
        hint="Each class has a coordinate of its own, and class 0 is one: K of them, none left out.",
    ),
    patch(
        "labels are sorted first",
        {SET: SET.replace("y]", "np.sort(y)]")},
        hint="Row n belongs to label y[n]: leave the order alone.",
    ),
    patch(
        "there is a row for each different label",
        {ZEROS: "np.zeros((len(np.unique(y)), K))", SET: "Y[np.arange(len(Y)), np.unique(y)] = 1.0"},
        hint="Each label is a row, also if another is the same.",
    ),
    patch(
        "the last row stays 0",
        {SET: "Y[np.arange(len(y) - 1), y[:-1]] = 1.0"},
        hint="range(N) ends with N − 1 by itself: all rows have a 1.",
    ),
    patch(
        "what is set for one label stays for the next",
        {SET: "Y[:] = np.maximum.accumulate(np.eye(K)[y], axis=0)"},
        hint="Each row begins with zeros: make a new row for each label.",
    ),
    patch(
        "labels are written as binary numbers",
        {SET: "Y[:] = y[:, None] >> np.arange(K) & 1"},
        hint="Label k becomes the k-th unit vector: one 1 in a row.",
    ),
    patch(
        "some of the 1 goes to the other classes",
        {"return Y": "return 0.9 * Y + 0.1 / K"},
        hint="That is label smoothing. One-hot vectors are certain: 1 and 0.",
    ),
    patch(
        "a table (K, N) is reshaped to (N, K)",
        {"return Y": "return Y.T.reshape(Y.shape)"},
        hint="From (K, N) to (N, K) it takes a transpose: reshape puts entries into other places.",
    ),
    patch(
        "labels are refused only if all are too small, or all too large",
        {TEST: "np.all(y < 0) or np.all(y >= K)", SET: "Y[:] = y[:, None] == np.arange(K)"},
        hint="One label that is no class is enough: np.any, or y.min() and y.max().",
    ),
    patch(
        "only the first label is tested",
        {TEST: "not 0 <= y[0] < K", SET: "Y[:] = y[:, None] == np.arange(K)"},
        hint="Each label has to be a class: y.min() and y.max() ask for all of them.",
    ),
    patch(
        "negative labels lose their sign",
        {"    K = ": "    y = np.abs(y)\n    K = "},
        hint="A negative label is somebody's mistake: raise ValueError.",
    ),
    patch(
        "labels are counted from the smallest one",
        {"    K = ": "    y = y - y.min()\n    K = "},
        hint="Class 0 is column 0, whether or not it occurs: leave the labels as they are.",
    ),
    patch(
        "labels of K or more begin again with 0",
        {TEST: "K < 1", SET: SET.replace("y]", "y % K]")},
        hint="A label that is no class is somebody's mistake: raise ValueError.",
    ),
    patch(
        "labels that are no class are left out",
        {f"if {TEST}:": "y = y[(y >= 0) & (y < K)]\n    if False:"},
        hint="Then rows no longer belong to labels: raise ValueError.",
    ),
]

EQUIVALENT = {
    "one_hot: Y[np.arange(len(y)), y] = 1.0 → Y[np.arange(len(y)), y] += 1.0": (
        "each row is met once, and what is added to is 0"
    ),
    "one_hot: y.max() → y.max(axis=0)": "labels have one axis",
    "one_hot: y.max() → y.max(axis=0) (2)": "labels have one axis",
    "one_hot: y.min() → y.min(axis=0)": "labels have one axis",
}


@bug("a label that is no class becomes a row of zeros", hint="A row without a 1 belongs to no class: raise ValueError.")
def silent_zeros(y, num_classes=None):
    K = y.max() + 1 if num_classes is None else num_classes
    return (y[:, None] == np.arange(K)).astype(float)


@bug("nothing is asked about the labels", hint="As an index, −1 is the last class: test the labels first.")
def rows_of_eye(y, num_classes=None):
    return np.eye(y.max() + 1 if num_classes is None else num_classes)[y]


@variant
def unit_vectors(y, num_classes=None):
    K = np.max(y) + 1 if num_classes is None else num_classes
    if not all(0 <= label < K for label in y):
        raise ValueError("no such class")
    return np.eye(K)[y]


@variant
def every_pair(y, num_classes=None):
    if num_classes is None:
        num_classes = max(y) + 1
    Y = np.equal.outer(y, np.arange(num_classes)).astype(np.float64)
    if not Y.any(axis=1).all():
        raise ValueError("a row without a 1")
    return Y


@variant
def one_by_one(y, num_classes=None):
    K = 1 + int(max(y)) if num_classes is None else num_classes
    rows = []
    for label in y.tolist():
        if label not in range(K):
            raise ValueError(label)
        rows.append([0.0] * label + [1.0] + [0.0] * (K - 1 - label))
    return np.array(rows)
