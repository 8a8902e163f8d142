"""Checks, known bugs and variants of chapter14/kfold_indices."""

from itertools import combinations

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("folds",),
    requires=("chapter01/train_test_split_indices",),
    minutes=15,
    hints=(
        "How would you deal n cards to k people, each as many as can be? Shuffle once.",
        "np.array_split(order, k) cuts an array into k pieces, of which the first n mod k have one entry more.",
        "For each piece, train is all the others: np.concatenate of those before it and those after it.",
    ),
)


@cases("n k", (12, 5), (12, 4), (7, 2), (6, 6), (9, 8), (2, 2))
def data(rng, n, k):
    return {"n": n, "k": k, "rng": np.random.default_rng(int(rng.integers(2**31)))}


shapes = shaped("There are k pairs, train and val; the first n mod k folds have one index more.", data)


@check(points=2)
def partition(student, data):
    """Each index from 0 to n − 1 stands in exactly one fold."""
    for case, folds in student.kfold_indices.on(data):
        dealt = np.sort(np.concatenate([val for _, val in folds]))
        assert_close(dealt, np.arange(case.n), names=("the sorted indices of all folds",), where=case)


@check(points=1)
def complements(student, data):
    """In each pair, train holds exactly what val doesn't."""
    for case, folds in student.kfold_indices.on(data):
        for train, val in folds:
            both = np.sort(np.concatenate([train, val]))
            assert_close(both, np.arange(case.n), names=("the sorted indices of a pair",), where=case)


@check(points=1, kind="error")
def impossible(student, rng):
    """Fewer than two folds raise ValueError, and so do more folds than samples."""
    n = int(rng.integers(5, 12))
    for k in (1, 0, -2, n + 1):
        generator = np.random.default_rng(int(rng.integers(2**31)))
        raises(student, ValueError, lambda m, k=k, g=generator: m.kfold_indices(n, k, g), where=f"n={n}, k={k}")


def deals(m, n, k, number, seed):
    """Deal several times with one Generator; the folds alone."""
    rng = constant(m, np.random.default_rng(seed))
    return [[m.kfold_indices(n, k, rng)[i][1] for i in range(k)] for _ in range(number)]


def first_folds(m, n, k, number, seed):
    rng = constant(m, np.random.default_rng(seed))
    return [m.kfold_indices(n, k, rng)[0][1] for _ in range(number)]


def all_folds(m, n, k, number, seed):
    rng = constant(m, np.random.default_rng(seed))
    found = [m.kfold_indices(n, k, rng) for _ in range(number)]
    return [[folds[i][1] for i in range(k)] for folds in found]


def ways_to_fill(sizes, left):
    """Return all ways to deal what is left into folds of these sizes, as the fold of each sample."""
    if not sizes:
        return [{}]
    return [
        dict.fromkeys(fold, len(sizes)) | rest
        for fold in combinations(left, sizes[0])
        for rest in ways_to_fill(sizes[1:], [sample for sample in left if sample not in fold])
    ]


def dealt_first(student, n, k, number, rng):
    """Return which samples are in the first fold in each of some deals: bools (number, n)."""
    found = student.run(first_folds, n, k, number, int(rng.integers(2**31)))
    assert_shapes(found, [np.zeros(-(-n // k), int)] * number, names=("val",))
    return np.stack([np.isin(np.arange(n), val) for val in found])


@check(points=1, kind="random", needs=[partition, complements])
def anew(student, rng):
    """The samples are dealt anew each time, and differently by another Generator."""
    # The first fold is one of C(200, 50) sets: that two are equal by chance does not happen.
    where = "n=200, k=4"
    first, second = dealt_first(student, 200, 4, 2, rng)
    (other,) = dealt_first(student, 200, 4, 1, rng)
    if first[:50].all() or first[::4].all():
        fail("The first fold holds neighbours, or every fourth sample: nothing has been shuffled.", where)
    if np.array_equal(first, second):
        fail("One Generator gave the same first fold twice.", where)
    if np.array_equal(first, other):
        fail("Two Generators in different states gave the same first fold.", where)


@check(points=1, kind="random", needs=[anew])
def fair(student, rng):
    """Every set of samples is equally likely to be the first fold, as 6 samples show, dealt again and again."""
    n, k, number = 6, 3, 3000
    taken = dealt_first(student, n, k, number, rng)
    first, second = np.triu_indices(n, 1)
    pairs = np.sum(taken[:, first] & taken[:, second], axis=0)
    chances = np.full(len(pairs), 1.0 / len(pairs))
    where = f"{number} deals, n={n}, k={k}"
    check_frequencies(pairs, number, chances, sees=0.9, what="how often each pair is the first fold", where=where)


@check(points=1, kind="random", needs=[fair])
def fair_all(student, rng):
    """All ways to fill the folds are equally likely: the last fold is as random as the first, and folds of one sample are."""
    for n, k, number in ((3, 2, 1000), (3, 3, 1000), (4, 3, 1500)):
        found = student.run(all_folds, n, k, number, int(rng.integers(2**31)))
        sizes = [n // k + (i < n % k) for i in range(k)]
        assert_shapes(found, [[np.zeros(size, int) for size in sizes]] * number, names=("val",))
        ways = ways_to_fill(sizes, list(range(n)))
        place = {tuple(k - way[sample] for sample in range(n)): w for w, way in enumerate(ways)}
        counts = np.zeros(len(ways), dtype=int)
        where = f"{number} deals, n={n}, k={k}"
        for folds in found:
            fold_of = {int(sample): i for i, val in enumerate(folds) for sample in val}
            way = place.get(tuple(fold_of.get(sample, -1) for sample in range(n)))
            if way is None:
                fail("An index from 0 to n − 1 is in no fold, or in two.", where)
            counts[way] += 1
        chances = np.full(len(ways), 1.0 / len(ways))
        check_frequencies(counts, number, chances, sees=1.2, what="how often each way comes up", where=where)


hygiene = hygiene_of(data, seeded=True, needs=[partition, complements])

GUARD, DRAW, CUT = "not 1 < k <= n", "rng.permutation(n)", "np.array_split(rng.permutation(n), k)"
TRAIN = "np.concatenate([*parts[:i], *parts[i + 1 :]])"
PAIR = f"({TRAIN}, parts[i])"
BUGS = [
    patch(
        "val is part of train, too",
        {TRAIN: "np.concatenate(parts)[: n - len(parts[i])]"},
        hint="Who is judged on what was learnt is not judged: train holds the other folds only.",
    ),
    patch(
        "train holds all samples",
        {TRAIN: "np.concatenate(parts)"},
        hint="train holds the other folds only, n − len(val) indices.",
    ),
    patch("train holds the next fold only", {TRAIN: "parts[(i + 1) % k]"}, hint="train holds all the other folds."),
    patch(
        "the samples that are left over are all in the last fold",
        {CUT: "np.split(rng.permutation(n), [n // k * i for i in range(1, k)])"},
        hint="Folds differ by one sample at most: np.array_split.",
    ),
    patch(
        "the last folds have one more, not the first",
        {CUT: "np.split(rng.permutation(n), np.cumsum([n // k + (i >= k - n % k) for i in range(k)])[:-1])"},
        hint="The first n mod k folds have one more.",
    ),
    patch(
        "the samples that are left over are in no fold",
        {CUT: "rng.permutation(n)[: n // k * k].reshape(k, -1)"},
        hint="Each sample is judged on once: the first n mod k folds have one more.",
    ),
    patch(
        "each fold is dealt from all samples",
        {CUT: "[rng.permutation(n)[: n // k + (i < n % k)] for i in range(k)]"}
        | {TRAIN: "np.setdiff1d(np.arange(n), parts[i])"},
        hint="One permutation is cut; a new one for each fold puts samples into two folds, and others into none.",
    ),
    patch(
        "a new permutation is drawn for each fold",
        {
            CUT: "[rng.permutation(n) for i in range(k)]",
            PAIR: "np.split(parts[i], [n // k + (i < n % k)])[::-1]",
        },
        hint="One permutation is cut; a new one for each fold puts samples into two folds, and others into none.",
    ),
    patch(
        "as many folds as samples are refused",
        {GUARD: "not 1 < k < n"},
        hint="With k = n each sample is a fold by itself.",
    ),
    patch(
        "folds are drawn with replacement",
        {DRAW: "rng.integers(n, size=n)"},
        hint="Some come twice, and others never: shuffle instead.",
    ),
    patch("nothing is shuffled", {DRAW: "np.arange(n)"}, hint="Data are often sorted: shuffle before you cut."),
    patch(
        "every so many samples one is dealt to a fold, without shuffling",
        {CUT: "[np.arange(n)[i::k] for i in range(k)]"},
        hint="Shuffle first: what is regular in the data may be regular in the folds.",
    ),
    patch(
        "the folds are the same each time",
        {DRAW: "np.random.default_rng(0).permutation(n)"},
        hint="A new Generator with a fixed seed starts over each time: draw from rng.",
    ),
    patch(
        "NumPy's global random state is used",
        {DRAW: "(np.random.seed(rng.integers(2**31)), np.random.permutation(n))[1]"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "the order is only rotated",
        {DRAW: "np.roll(np.arange(n), rng.integers(n))"},
        hint="Neighbours stay together: shuffle.",
    ),
    patch(
        "only the order of the folds is shuffled",
        {
            CUT: "(lambda parts: [parts[i] for i in rng.permutation(n % k)]"
            " + [parts[i] for i in n % k + rng.permutation(k - n % k)])(np.array_split(np.arange(n), k))"
        },
        hint="The same samples are together each time: shuffle the samples.",
    ),
    patch(
        "only the first fold is random, and the others hold neighbours",
        {
            CUT: "(lambda order, m: np.array_split(np.append(order[:m], np.sort(order[m:])), k))(rng.permutation(n), -(-n // k))"
        },
        hint="Shuffle once, and cut: no fold is sorted. "
        "This is what you get when one fold is drawn, and the rest is dealt as it comes.",
    ),
    patch(
        "with as many folds as samples nothing is shuffled",
        {DRAW: "(rng.permutation(n) if k < n else np.arange(n))"},
        hint="Also folds of one sample come in an order that is random.",
    ),
    patch(
        "samples that are left over always are the last ones",
        {
            CUT: "[np.append(part, n // k * k + i) if i < n % k else part "
            "for i, part in enumerate(np.split(rng.permutation(n // k * k), k))]"
        },
        hint="Shuffle all n samples, and only then see which are left over.",
    ),
    patch(
        "sample 0 is always in the last fold",
        {DRAW: "np.append(1 + rng.permutation(n - 1), 0)"},
        hint="Each of the n samples may be in any fold.",
    ),
    patch("indices count from 1", {DRAW: f"{DRAW} + 1"}, hint="Indices run from 0 to n − 1."),
    patch(
        "train and val are exchanged", {PAIR: f"(parts[i], {TRAIN})"}, hint="train comes first, and val is one fold."
    ),
    patch(
        "samples are told apart by masks instead of indices",
        {PAIR: "(~np.isin(np.arange(n), parts[i]), np.isin(np.arange(n), parts[i]))"},
        hint="Indices are asked for.",
    ),
    patch(
        "a single fold is let pass",
        {GUARD: "not 1 <= k <= n"} | {TRAIN: ("np.concatenate([np.arange(0), *parts[:i], *parts[i + 1 :]])")},
        hint="With one fold nothing is left to train with.",
    ),
    patch("more folds than samples are let pass", {GUARD: "k < 2"}, hint="Some folds would be empty."),
]

VARYING = {
    "anew": "Rotated orders, or whole folds in another order, may have the same first fold, or another.",
    "partition": "Folds that are dealt one by one may happen to be a partition where they are tiny, not in all cases.",
}


EQUIVALENT = {
    f"kfold_indices: 1 < k <= n → {least} < k <= n": "NumPy raises ValueError by itself for one fold, or none"
    for least in ("0", "0.5", "-1", "1.01")
}


@variant
def labels_of_the_folds(n, k, rng):
    if k <= 1 or k > n:
        raise ValueError("1 < k ≤ n")
    fold = rng.permutation(np.arange(n) % k)
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]


@variant
def dealt_one_by_one(n, k, rng):
    if not 2 <= k <= n:
        raise ValueError("1 < k ≤ n")
    cards, hands = list(range(n)), [[] for _ in range(k)]
    for turn in range(n):
        hands[turn % k].append(cards.pop(int(rng.integers(len(cards)))))
    return [(np.array(sorted(set(range(n)) - set(hand))), np.array(hand)) for hand in hands]


@variant
def sorted_keys(n, k, rng):
    if k < 2 or n < k:
        raise ValueError("1 < k ≤ n")
    order, folds, start = np.argsort(rng.random(n)), [], 0
    for i in range(k):
        stop = start + n // k + (1 if i < n % k else 0)
        folds.append([np.delete(order, np.arange(start, stop)), order[start:stop]])
        start = stop
    return folds
