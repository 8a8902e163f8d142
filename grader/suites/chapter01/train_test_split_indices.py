"""Checks, known bugs and variants of chapter01/train_test_split_indices."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("train", "test"),
    minutes=10,
    hints=(
        "How would you do it with cards? Shuffle, and take some off the top: what is left is the other part.",
        "rng.permutation(n) is a shuffled 0, …, n − 1. What do order[:n_test] and order[n_test:] hold?",
        "train comes first in what you return. And before anything else: is 0 < n_test < n?",
    ),
)


@cases("n n_test", (12, 4), (10, 3), (7, 6), (2, 1), (20, 1))
def data(rng, n, n_test):
    return {"n": n, "n_test": n_test, "rng": np.random.default_rng(int(rng.integers(2**31)))}


shapes = shaped("Two arrays of integers come back: n − n_test for training, n_test for the test.", data)


@check(points=2)
def coverage(student, data):
    """Together the two parts hold each index from 0 to n − 1 exactly once."""
    for case, (train, test) in student.train_test_split_indices.on(data):
        both = np.sort(np.concatenate([train, test]))
        assert_close(both, np.arange(case.n), names=("the sorted indices",), where=case)


@check(points=1, kind="error")
def neither_empty(student, rng):
    """A part without samples raises ValueError, and so does one with more samples than there are."""
    n = int(rng.integers(5, 12))
    for n_test in (0, -1, n, n + 1):
        generator = np.random.default_rng(int(rng.integers(2**31)))
        where = f"n={n}, n_test={n_test}"
        raises(student, ValueError, lambda m, t=n_test, g=generator: m.train_test_split_indices(n, t, g), where=where)


def splits(m, n, n_test, number, seed):
    """Split several times with one Generator; what is set aside."""
    rng = constant(m, np.random.default_rng(seed))
    return [m.train_test_split_indices(n, n_test, rng)[1] for _ in range(number)]


def set_aside(student, n, n_test, number, rng):
    """Return which samples are set aside in each of some splits: bools (number, n)."""
    found = student.run(splits, n, n_test, number, int(rng.integers(2**31)))
    assert_shapes(found, [np.zeros(n_test, int)] * number, names=("test",))
    return np.stack([np.isin(np.arange(n), test) for test in found])


@check(points=1, kind="random", needs=[coverage])
def anew(student, rng):
    """The next split is another, and so is the first one of another Generator."""
    # Each is one of C(40, 16) sets: that two are equal by chance happens once in 6e10.
    where = "n=40, n_test=16"
    first, second, _ = set_aside(student, 40, 16, 3, rng)
    (other,) = set_aside(student, 40, 16, 1, rng)
    for found in (first, second):
        if found[-16:].all() or found[:16].all():
            fail("The test set is one end of the data: nothing has been shuffled.", where)
    if np.array_equal(first, second):
        fail("One Generator gave the same test set twice.", where)
    if np.array_equal(first, other):
        fail("Two Generators in different states gave the same test set.", where)


@check(points=1, kind="random", needs=[anew])
def fair(student, rng):
    """Every set of samples is equally likely to be set aside: every pair, where 2 of 6 are."""
    n, n_test, number = 6, 2, 3000
    taken = set_aside(student, n, n_test, number, rng)
    first, second = np.triu_indices(n, 1)
    for sample in np.flatnonzero(~taken.any(axis=0)):
        fail(f"In {number} splits, sample {sample} was never set aside.", f"n={n}, n_test={n_test}")
    pairs = np.sum(taken[:, first] & taken[:, second], axis=0)
    chances = np.full(len(pairs), 1.0 / len(pairs))
    where = f"{number} splits, n={n}, n_test={n_test}"
    check_frequencies(pairs, number, chances, sees=0.9, what="how often each pair is set aside", where=where)


@check(points=1, kind="random", needs=[anew])
def mixed(student, rng):
    """Where a sample stands in the data says nothing about the part that it falls into, nor about its neighbours'."""
    n, n_test, number = 60, 20, 600
    taken = set_aside(student, n, n_test, number, rng)
    where = f"{number} splits, n={n}, n_test={n_test}"
    for place, which in ((0, "the first sample"), (n - 1, "the last sample")):
        what = f"splits in which {which} is set aside"
        check_frequencies(int(taken[:, place].sum()), number, n_test / n, sees=0.9, what=what, where=where)
    # Of n_test numbers out of n, drawn without replacement, the mean has this variance.
    places, sd = taken @ np.arange(n) / n_test, np.sqrt((n + 1) * (n - n_test) / (12 * n_test))
    what = "the mean index of what is set aside"
    check_mean(places, (n - 1) / 2, number, sd=float(sd), sees=1.4, what=what, where=where)
    together = np.sum(taken[:, 1:] & taken[:, :-1], axis=1) / (n - 1)
    expected = n_test * (n_test - 1) / (n * (n - 1))
    what = "the share of neighbours that are both set aside"
    check_mean(together, expected, number, bounds=(0, 1), sees=0.9, what=what, where=where)


hygiene = hygiene_of(data, seeded=True, needs=[coverage])

TEST, DRAW, CUT = "not 0 < n_test < n", "order = rng.permutation(n)", "order[n_test:], order[:n_test]"

VARYING = {
    "anew": "Two blocks of neighbours begin at the same place once in 40 times.",
    "shapes": "Coins may show n_test heads by chance, in all five cases.",
    "fair": "Of six samples, a shuffle that is nearly fair may look so.",
    "mixed": "One sample of sixty moves the mean index by as much as chance does.",
}
BUGS = [
    patch("train and test are exchanged", {CUT: "order[:n_test], order[n_test:]"}, hint="train comes first."),
    patch(
        "test is as large as train should be",
        {CUT: "order[: -(n - n_test)], order[-(n - n_test) :]"},
        hint="n_test counts the samples of the test set.",
    ),
    patch(
        "one sample is in both parts",
        {CUT: "order[n_test - 1 : -1], order[:n_test]"},
        hint="order[n_test] is the first that is not set aside: cut at the same place twice.",
    ),
    patch(
        "samples are drawn with replacement",
        {DRAW: "order = rng.integers(n, size=n)"},
        hint="Some come twice, and others never: shuffle instead.",
    ),
    patch(
        "the test set is drawn with replacement",
        {CUT: "order[n_test:], rng.choice(n, n_test)"},
        hint="choice repeats unless replace=False, and it knows nothing of train.",
    ),
    patch(
        "both parts are drawn from all samples",
        {CUT: "rng.permutation(n)[n_test:], order[:n_test]"},
        hint="What is set aside must not be trained with: cut one shuffled order.",
    ),
    patch("indices count from 1", {DRAW: f"{DRAW} + 1"}, hint="Indices run from 0 to n − 1."),
    patch(
        "samples are told apart by masks instead of indices",
        {CUT: "np.sort(order) >= n_test, np.sort(order) < n_test"},
        hint="Indices are asked for: integers, n_test of them.",
    ),
    patch(
        "the last samples are the test set",
        {DRAW: "order = np.arange(n)[::-1]"},
        hint="Data are often sorted: shuffle.",
    ),
    patch("the first samples are the test set", {DRAW: "order = np.arange(n)"}, hint="Data are often sorted: shuffle."),
    patch(
        "each split is the same",
        {DRAW: "order = np.random.default_rng(0).permutation(n)"},
        hint="A new Generator with a fixed seed starts over each time: draw from rng.",
    ),
    patch(
        "NumPy's global random state is seeded",
        {DRAW: "np.random.seed(42); order = np.random.permutation(n)"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "NumPy's global random state is used",
        {DRAW: "np.random.seed(rng.integers(2**31)); order = np.random.permutation(n)"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "a block of neighbours is set aside",
        {DRAW: "order = np.roll(np.arange(n), rng.integers(n))"},
        hint="Each sample has its chance, but neighbours stay together: shuffle.",
    ),
    patch(
        "every so many samples one is set aside, from a random place on",
        {
            DRAW: (
                "step = n // n_test\n"
                "    taken = (rng.integers(n) + step * np.arange(n_test)) % n\n"
                "    order = np.concatenate([taken, np.setdiff1d(np.arange(n), taken)])"
            )
        },
        hint="Samples at equal distances are always together: shuffle.",
    ),
    patch(
        "sample 0 is never set aside",
        {DRAW: "order = np.concatenate([1 + rng.permutation(n - 1), [0]])"},
        hint="Each of the n samples has the same chance.",
    ),
    patch(
        "the last sample is never set aside",
        {DRAW: "order = np.concatenate([rng.permutation(n - 1), [n - 1]])"},
        hint="Each of the n samples has the same chance: the end of a range is not part of it.",
    ),
    patch(
        "one sample is set aside in each part of the data",
        {
            DRAW: (
                "parts = [rng.permutation(part) for part in np.array_split(np.arange(n), n_test)]\n"
                "    order = np.concatenate([[part[0] for part in parts], *[part[1:] for part in parts]])"
            )
        },
        hint="Two samples of one part may be set aside together: shuffle all of them.",
    ),
    patch(
        "samples are sorted by keys that are often equal",
        {DRAW: 'order = np.argsort(rng.integers(4, size=n), kind="stable")'},
        hint="Equal keys keep their order: draw keys that are never equal, such as rng.random(n).",
    ),
    patch(
        "each place is swapped with any other, which makes some orders more likely",
        {
            DRAW: (
                "order = np.arange(n)\n"
                "    for i in range(n):\n"
                "        j = rng.integers(n)\n"
                "        order[[i, j]] = order[[j, i]]"
            )
        },
        hint="n to the power n ways can't be spread evenly over n! orders: swap place i with one from i on.",
    ),
    patch("an empty test set is let pass", {TEST: "not 0 <= n_test < n"}, hint="On no samples nothing can be tested."),
    patch("all samples may be set aside", {TEST: "not 0 < n_test <= n"}, hint="Then nothing is left to train with."),
    patch(
        "a test set that is too small or too large is let pass",
        {TEST: "False"},
        hint="Slices forgive every size: ask for 0 < n_test < n yourself.",
    ),
    patch(
        "a negative n_test counts from the end",
        {TEST: "n_test == 0 or n_test >= n"},
        hint="order[:-1] is nearly everything. What is below 1 has to raise ValueError.",
    ),
    patch(
        "train is drawn from all samples, the test set among them",
        {
            DRAW: "test = rng.choice(n, size=n_test, replace=False)",
            CUT: "rng.choice(n, size=n - n_test, replace=False), test",
        },
        hint="What is set aside must not be trained with: train is what is left over.",
    ),
    patch(
        "the last sample is lost if it is not set aside",
        {CUT: "(lambda train: train[train < n - 1])(order[n_test:]), order[:n_test]"},
        hint="Indices go from 0 to n − 1: np.arange(n).",
    ),
]


@bug(
    "each sample is thrown for by itself",
    hint="Then the size of the test set is left to chance, too: exactly n_test are asked for.",
)
def coins(n, n_test, rng):
    if not 0 < n_test < n:
        raise ValueError("a part is empty")
    heads = rng.random(n) < n_test / n
    return np.flatnonzero(~heads), np.flatnonzero(heads)


@variant
def left_over(n, n_test, rng):
    if n_test <= 0 or n_test >= n:
        raise ValueError("a part is empty")
    test = rng.choice(n, n_test, replace=False)
    return np.setdiff1d(np.arange(n), test), test


@variant
def by_keys(n, n_test, rng):
    if n_test not in range(1, n):
        raise ValueError
    keys = rng.random(n)
    limit = np.partition(keys, n_test)[n_test]
    return np.flatnonzero(keys >= limit), np.flatnonzero(keys < limit)


@variant
def drawn_one_by_one(n, n_test, rng):
    if min(n_test, n - n_test) < 1:
        raise ValueError("a part is empty")
    rest, test = list(range(n)), []
    for _ in range(n_test):
        test.append(rest.pop(int(rng.integers(len(rest)))))
    return np.array(rest), np.array(test)


@variant
def by_selection(n, n_test, rng):
    """Knuth's algorithm S: sample by sample, with the chance of what is still wanted among what is still there."""
    if not 1 <= n_test <= n - 1:
        raise ValueError("a part is empty")
    train, test = [], []
    for i in range(n):
        (test if rng.random() * (n - i) < n_test - len(test) else train).append(i)
    return np.array(train), np.array(test)
