"""Checks, known bugs and variants of chapter11/matthews_corrcoef."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=20,
    returns=("mcc",),
    requires=("chapter01/confusion_matrix",),
    hints=(
        "What do the row sums of C count, what the column sums, and what the trace?",
        "With one-hot vectors a and b, n² cov = n Σ a·b − (Σ a)·(Σ b). What are Σ a·b, Σ a and Σ b in terms of C?",
        "The variances are the same with a and a, or b and b: Σ a·a = n, so n² var = n² − Σₖ tₖ².",
        "Make floats of the counts before you multiply, and look whether a variance is 0 before you divide.",
    ),
)


def matrix(rng, K, most):
    """Draw a confusion matrix of a network that is often right, with classes of different sizes."""
    C = rng.integers(1, most, size=(K, K)) + np.diag(rng.integers(most, 3 * most, size=K))
    return C * rng.permutation(np.arange(1, K + 1))[:, None]


@cases("K", (2,), (3,), (5,), (10,))
def classes(rng, K):
    return {"C": matrix(rng, K, 20)}


@cases("K counts", (2, 10**6), (4, 10**5), (3, 10**10))
def large(rng, K, counts):
    """Counts of which products of four do not fit into 64 bits, and in the last case not even products of two."""
    return {"C": matrix(rng, K, counts)}


@cases("kind K", ("predicted", 2), ("predicted", 4), ("true", 3), ("both", 3), ("empty", 0), ("single", 1))
def constant(rng, kind, K):
    """Only one class is predicted, or only one is true, or both, or there is nothing at all."""
    K = int(rng.integers(2, 12)) if kind == "empty" else K  # nothing else of it can differ
    C = np.zeros((K, K), dtype=np.int64)
    k = rng.integers(K)
    if kind in ("predicted", "single"):
        C[:, k] = rng.integers(1, 50, size=K)
    elif kind == "true":
        C[k] = rng.integers(1, 50, size=K)
    elif kind == "both":
        C[k, k] = rng.integers(1, 50)
    return {"C": C}


shapes = shaped("The answer is one number, for two classes and for ten.", classes)
values = agrees("The coefficient is right for two classes and for more.", classes, points=3, rtol=1e-10)


@check(points=2, kind="property")
def correlation(student, classes, rng):
    """It is 1 if all is right, the same with truth and prediction exchanged, or classes renamed, or counts tripled."""

    def relabelled(m, case):
        C, order = case.C, rng.permutation(len(case.C))
        others = [C, C.T, C[np.ix_(order, order)], 3 * C, np.diag(np.diag(C))]
        return [m.matthews_corrcoef(np.ascontiguousarray(matrix)) for matrix in others]

    for case, (mcc, exchanged, renamed, tripled, perfect) in student.each(relabelled, classes):
        assert_law("mcc(Cᵀ) = mcc(C)", exchanged, mcc, what="mcc", where=case)
        assert_law("mcc(P C Pᵀ) = mcc(C)", renamed, mcc, what="mcc", where=case)
        assert_law("mcc(3 C) = mcc(C)", tripled, mcc, what="mcc", where=case)
        assert_law("mcc(diag C) = 1", perfect, 1.0, what="mcc", where=case)


@check(points=1, kind="property")
def sign(student, rng):
    """With two classes, predictions that are all wrong give −1, and blind ones give 0."""
    a, b = (int(k) for k in rng.integers(5, 50, size=2))
    c, d = rng.choice(np.arange(1, 5), size=2, replace=False).tolist()  # few samples: what is not quite 0 shows
    wrong, blind = np.array([[0, a], [b, 0]]), np.array([[2 * c, c], [2 * d, d]])
    worst, none = student.run(lambda m: [m.matthews_corrcoef(wrong), m.matthews_corrcoef(blind)])
    assert_close(worst, -1.0, names=EXERCISE.returns, rtol=1e-10, where=f"[[0, {a}], [{b}, 0]]")
    assert_close(none, 0.0, names=EXERCISE.returns, scale=1.0, where=f"[[{2 * c}, {c}], [{2 * d}, {d}]]")


millions = agrees("It stays right with very many samples: no product overflows.", large, rtol=1e-10)
undefined = agrees(
    "It is 0 where only one class is predicted, or only one is true, or there are no samples.", constant, points=2
)
hygiene = hygiene_of(classes)

VARYING = {"sign": "Cohen's kappa of two classes that are all wrong is −1, too, if both are equally large."}
BUGS = [
    patch(
        "the root is missing",
        {"np.sqrt(variances)": "variances"},
        hint="The covariance is divided by the root of the product of the variances.",
    ),
    patch(
        "counts overflow",
        {"C.astype(np.float64)": "C.astype(np.int64)"},
        hint="Integers wrap around without a word: make floats of the counts first.",
    ),
    patch(
        "the undefined case gives NaN",
        {" if variances > 0 else 0.0": ""},
        hint="If a variance is 0, the coefficient is 0 by definition: look before you divide.",
    ),
    patch(
        "the undefined case gives 1",
        {"else 0.0": "else 1.0"},
        hint="Someone who always says the same has shown nothing: the coefficient is 0 there.",
    ),
    patch(
        "the accuracy is returned",
        {"float(covariance / np.sqrt(variances))": "float(np.trace(counts) / n)"},
        hint="Accuracy does not ask how many would be right by chance; that is Σₖ tₖ pₖ.",
    ),
    patch(
        "Cohen's kappa is returned",
        {"np.sqrt(variances)": "(n**2 - true @ predicted)"},
        hint="Kappa has the same numerator; below it stand the two variances here, under a root.",
    ),
    patch(
        "chance is not subtracted",
        {"n * np.trace(counts) - true @ predicted": "n * np.trace(counts)"},
        hint="A covariance is a mean of products minus the product of means.",
    ),
    patch(
        "chance is added",
        {"np.trace(counts) - true": "np.trace(counts) + true"},
        hint="A covariance is a mean of products minus the product of means.",
    ),
    patch(
        "the variance of the truth serves twice",
        {"(n**2 - predicted @ predicted)": "(n**2 - true @ true)"},
        hint="One factor is for the row sums, the other for the column sums.",
    ),
    patch(
        "the total is not squared below the root",
        {"(n**2 - true @ true)": "(n - true @ true)", "(n**2 - predicted @ predicted)": "(n - predicted @ predicted)"},
        hint="Sums of squared counts are subtracted from the squared number of samples.",
    ),
    patch(
        "rows are normalised first",
        {"counts = C.astype(np.float64)": "counts = C / np.maximum(C.sum(axis=1, keepdims=True), 1)"},
        hint="How common a class is matters: use the counts.",
    ),
    patch(
        "the sign is lost",
        {"float(covariance /": "float(abs(covariance) /"},
        hint="A correlation has a sign: below 0, predictions are worse than blind ones.",
    ),
    patch(
        "negative coefficients are cut off",
        {"float(covariance /": "float(max(covariance, 0.0) /"},
        hint="A correlation has a sign: below 0, predictions are worse than blind ones.",
    ),
    patch(
        "the coefficient is shifted into 0 to 1",
        {"float(covariance / np.sqrt(variances))": "0.5 + 0.5 * float(covariance / np.sqrt(variances))"},
        hint="It goes from −1 to 1, as correlations do.",
    ),
    patch(
        "C is changed in place",
        {"counts = C.astype(np.float64)": "counts = C.astype(np.float64); C //= max(C.max(), 1)"},
        hint="C belongs to the caller: work on a copy.",
    ),
]

EQUIVALENT = {
    "matthews_corrcoef: true @ predicted → predicted @ true": "an inner product is symmetric",
    "matthews_corrcoef: true @ predicted → predicted @ predicted, and alike": (
        "truth and prediction change places everywhere, and the coefficient is symmetric"
    ),
    "matthews_corrcoef: true @ predicted → (true @ predicted).T": "a number is its own transpose",
    "matthews_corrcoef: true @ true → (true @ true).T": "a number is its own transpose",
    "matthews_corrcoef: predicted @ predicted → (predicted @ predicted).T": "a number is its own transpose",
    "matthews_corrcoef: C.astype(np.float64) → -C.astype(np.float64)": "counts appear in products of two only",
    "matthews_corrcoef: variances > 0 → variances > 1": "each variance is 0, or at least 2 (one sample of another class)",
    "matthews_corrcoef: variances > 0 → variances > 2": "each variance is 0, or at least 2 (one sample of another class)",
    "matthews_corrcoef: np.trace(counts) → np.trace(C)": "a sum of counts fits into 64 bits; n is a float already",
}


@bug(
    "one number for each class is returned", hint="One number for all classes: sum over the classes before you divide."
)
def for_each_class(C):
    tp, t, p, n = np.diag(C).astype(float), C.sum(axis=1), C.sum(axis=0), C.sum()
    return (n * tp - t * p) / np.sqrt(np.maximum(1.0 * t * p * (n - t) * (n - p), 1e-300))


@bug(
    "the coefficients of the classes are averaged",
    hint="Sum covariances and variances over the classes first, then divide once.",
)
def macro(C):
    C = C.astype(float)
    tp, t, p, n = np.diag(C), C.sum(axis=1), C.sum(axis=0), C.sum()
    below = np.sqrt(t * p * (n - t) * (n - p))
    return float(np.mean(np.divide(n * tp - t * p, below, out=np.zeros(len(C)), where=below > 0)))


@bug(
    "only the first two classes count", hint="TP, TN, FP and FN exist for two classes; K classes need Gorodkin's form."
)
def first_two(C):
    if len(C) < 2:
        return 0.0
    (tp, fn), (fp, tn) = C[:2, :2].astype(float)
    below = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return float((tp * tn - fp * fn) / below) if below else 0.0


@variant
def covariances(C):
    """Pearson's coefficient of one-hot vectors, each coordinate by itself."""
    n = C.sum()
    if n == 0:
        return 0.0
    P = C / n
    t, p = P.sum(axis=1), P.sum(axis=0)
    cov_tp, cov_tt, cov_pp = np.sum(np.diag(P) - t * p), np.sum(t * (1 - t)), np.sum(p * (1 - p))
    if np.count_nonzero(t) < 2 or np.count_nonzero(p) < 2:
        return 0
    return cov_tp / np.sqrt(cov_tt * cov_pp)


@variant
def in_whole_numbers(C):
    rows = C.tolist()
    t, p = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    n, right = sum(t), sum(rows[k][k] for k in range(len(rows)))
    above = n * right - sum(a * b for a, b in zip(t, p, strict=True))
    below = (n * n - sum(a * a for a in t)) * (n * n - sum(b * b for b in p))
    return above / below**0.5 if below else 0.0


@variant
def triple_sum(C):
    """Gorodkin's sum over triples of classes."""
    C = C.astype(float)
    above = np.einsum("kk,lm->", C, C) - np.einsum("kl,mk->", C, C)
    t, p = C.sum(axis=1), C.sum(axis=0)
    below = np.sqrt(np.sum(t * (t.sum() - t))) * np.sqrt(np.sum(p * (p.sum() - p)))
    return np.float64(above / below) if below != 0 else np.float64(0)
