"""Checks, known bugs and variants of chapter11/minibatches."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("batches",),
    hints=(
        "How do you deal cards? Shuffle once, then hand them out from the top.",
        "rng.permutation(n) is a shuffled 0, …, n − 1. What does order[3:6] give, and what order[3:100]?",
        "range(0, n, batch_size) counts the places where batches begin.",
    ),
)


@cases("n batch_size", (12, 5), (12, 4), (10, 3), (5, 20), (6, 6), (4, 1), (1, 3))
def deck(rng, n, batch_size):
    return {"n": n, "batch_size": batch_size, "rng": np.random.default_rng(int(rng.integers(2**31)))}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped(
    "The batches are arrays of ints with batch_size entries; the last holds the rest, and may be shorter.", deck
)


@check(points=2)
def coverage(student, deck):
    """Each index from 0 to n − 1 is dealt exactly once."""
    for case, batches in student.minibatches.on(deck):
        dealt = np.sort(np.concatenate(batches))
        assert_close(dealt, np.arange(case.n), names=("the sorted indices",), where=case)


def epochs(m, n, batch_size, number, seed):
    """Deal several epochs from one Generator."""
    rng = constant(m, np.random.default_rng(seed))
    return [m.minibatches(n, batch_size, rng) for _ in range(number)]


@check(points=1, kind="random", needs=[coverage])
def anew(student, reference, rng):
    """The next epoch is dealt anew, and so is one from another Generator."""

    def seen(m, seed):
        return [*epochs(m, 40, 8, 3, seed), *epochs(m, 40, 8, 1, seed + 1)]

    # The first batch is one of C(40, 8) sets. Five comparisons, each equal by chance once in 77 million: below 1e-7.
    dealt = student.run(seen, int(rng.integers(2**31)))
    assert_shapes(dealt, reference.run(seen, 0), names=("batches",))
    where = "n=40, batch_size=8"
    firsts = [tuple(sorted(map(int, batches[0]))) for batches in dealt]
    if firsts[0] == tuple(range(8)):
        fail("The first batch holds the indices 0 to 7: nothing has been shuffled.", where)
    if len(set(firsts[:3])) < 3:
        fail("One Generator gave the same batch in two epochs.", where)
    if firsts[3] == firsts[0]:
        fail("Two Generators in different states gave the same batch.", where)


# --- fairness -----------------------------------------------------------------------------------------------------------
def dealt(student, n, batch_size, number, rng):
    """Return the batches of some epochs: an array (number, n / batch_size, batch_size) of indices."""
    found = student.run(epochs, n, batch_size, number, int(rng.integers(2**31)))
    assert_shapes(found, [[np.zeros(batch_size, int)] * (n // batch_size)] * number, names=("batches",))
    return np.array(found)


@check(points=1, kind="random", needs=[anew])
def mixed(student, rng):
    """Where a sample stands in the data says nothing about when it is dealt."""
    n, batch_size, number = 1000, 50, 40
    order = dealt(student, n, 1, 1, rng).ravel()
    # The number of ascents of a random order has the law of a sum of n − 1 independent bits (Harper, 1967).
    ascents = (np.diff(order) > 0).astype(float)
    what, where = "samples that are followed by one from further back in the data", f"n={n}, batch_size=1"
    check_mean(ascents, 0.5, n - 1, bounds=(0, 1), sees=0.2, what=what, where=where)
    # A correlation of what is fixed with what is shuffled has the variance 1/(n − 1), ties or not.
    indices = dealt(student, n, batch_size, number, rng).reshape(number, n)
    index, batch = (a - a.mean() for a in (np.arange(n), np.repeat(np.arange(n // batch_size), batch_size)))
    correlations = (indices - index.size / 2 + 0.5) @ batch / np.sqrt((index @ index) * (batch @ batch))
    what, where = (
        "correlations of the indices of samples with those of their batches",
        f"n={n}, batch_size={batch_size}",
    )
    check_mean(correlations, 0.0, number, sd=(n - 1) ** -0.5, sees=0.05, what=what, where=where)


@check(points=1, kind="random", needs=[mixed])
def fair(student, rng):
    """Every order is equally likely, as four samples show, dealt again and again."""
    n, number = 4, 4000
    orders = dealt(student, n, 1, number, rng).reshape(number, n)
    check_arrangements(orders, n, number, ordered=True, sees=1.0, where=f"{number} epochs, n={n}, batch_size=1")


hygiene = hygiene_of(deck, seeded=True, needs=[coverage])

# --- known bugs and variants --------------------------------------------------------------------------------------------
DRAW = "order = rng.permutation(n)"
CUT = "[order[start : start + batch_size] for start in range(0, n, batch_size)]"

VARYING = {
    "anew": "Of two rotated orders, the first batches may be different sets or the same.",
    "mixed": "An order that is nearly fair shows in the one or in the other check of chance.",
    "fair": "An order that is nearly fair shows in the one or in the other check of chance.",
}
BUGS = [
    patch(
        "the rest is thrown away",
        {"range(0, n, batch_size)": "range(0, n - batch_size + 1, batch_size)"},
        hint="The last batch holds what is left, even if it is short.",
    ),
    patch(
        "the rest is filled up with samples from the front",
        {
            CUT: "[np.resize(order, -(-n // batch_size) * batch_size)[s : s + batch_size] for s in range(0, n, batch_size)]"
        },
        hint="No sample comes twice in an epoch: the last batch may be shorter.",
    ),
    patch(
        "batches are made equally large",
        {CUT: "np.array_split(order, -(-n // batch_size))"},
        hint="np.array_split evens sizes out; all batches but the last have batch_size entries.",
    ),
    patch(
        "the rest joins the last batch",
        {CUT: "np.split(order, range(batch_size, n - batch_size + 1, batch_size))"},
        hint="No batch has more than batch_size entries.",
    ),
    patch(
        "there are batch_size batches",
        {CUT: "np.array_split(order, batch_size)"},
        hint="batch_size counts the samples in a batch, not the batches.",
    ),
    patch(
        "samples are drawn with replacement",
        {DRAW: "order = rng.integers(n, size=n)"},
        hint="Some come twice, and others never: shuffle instead.",
    ),
    patch(
        "each batch is drawn from all samples",
        {CUT: "[rng.permutation(n)[:min(batch_size, n - s)] for s in range(0, n, batch_size)]"},
        hint="Within an epoch no sample comes twice: shuffle once, then cut.",
    ),
    patch("indices count from 1", {DRAW: f"{DRAW} + 1"}, hint="Indices run from 0 to n − 1."),
    patch("nothing is shuffled", {DRAW: "order = np.arange(n)"}, hint="Shuffle before you cut."),
    patch(
        "every epoch is the same",
        {DRAW: "order = np.random.default_rng(0).permutation(n)"},
        hint="A new Generator with a fixed seed starts over each time: draw from rng.",
    ),
    patch(
        "NumPy's global random state is seeded",
        {DRAW: "np.random.seed(0); order = np.random.permutation(n)"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "NumPy's global random state is used",
        {DRAW: "np.random.seed(rng.integers(2**31)); order = np.random.permutation(n)"},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "only the order of the batches is shuffled",
        {
            DRAW: "order = np.arange(n)",
            f"return {CUT}": f"batches = {CUT}; rng.shuffle(batches[: n // batch_size]); return batches",
        },
        hint="The same samples meet in every epoch: shuffle the samples.",
    ),
    patch(
        "the order is only rotated",
        {DRAW: "order = np.roll(np.arange(n), rng.integers(n))"},
        hint="Neighbours stay neighbours: shuffle the samples.",
    ),
    patch(
        "samples are sorted by keys that are often equal",
        {DRAW: 'order = np.argsort(rng.integers(n, size=n), kind="stable")'},
        hint="Equal keys keep their order: draw keys that are never equal, such as rng.random(n).",
    ),
    patch(
        "the keys are rounded",
        {DRAW: 'order = np.argsort(rng.random(n).round(2), kind="stable")'},
        hint="Rounded keys are often equal, and equal keys keep their order.",
    ),
    patch(
        "some samples are swapped, however many there are",
        {
            DRAW: (
                "order = np.arange(n)\n"
                "    for _ in range(100):\n"
                "        i, j = rng.integers(n, size=2)\n"
                "        order[[i, j]] = order[[j, i]]"
            )
        },
        hint="A shuffle gives every place its sample anew: n − 1 swaps, place by place.",
    ),
    patch(
        "an order that begins with sample 0 is drawn once more",
        {DRAW: f"{DRAW}\n    order = order if order[0] else rng.permutation(n)"},
        hint="A fair shuffle may leave a sample where it was.",
    ),
    patch(
        "the shuffle is biased",
        {
            DRAW: (
                "order = np.arange(n)\n"
                "    for i in range(n):\n"
                "        j = rng.integers(n)\n"
                "        order[[i, j]] = order[[j, i]]"
            )
        },
        hint="Swapping each place with any other has nⁿ equally likely ways, which n! does not divide: swap with j ≥ i only.",
    ),
]


@bug("the shuffle is Sattolo's: no sample stays in its place", hint="Swap place i with j ≤ i: j = i is allowed, too.")
def sattolo(n, batch_size, rng):
    order = np.arange(n)
    for i in range(n - 1, 0, -1):
        j = rng.integers(i)
        order[[i, j]] = order[[j, i]]
    return [order[s : s + batch_size] for s in range(0, n, batch_size)]


@bug("one sample never leaves its place", hint="Each of the n samples may be in any batch.")
def first_stays(n, batch_size, rng):
    order = np.concatenate([[0], 1 + rng.permutation(n - 1)])
    return [order[s : s + batch_size] for s in range(0, n, batch_size)]


@variant
def consumed(n, batch_size, rng):
    rest = np.arange(n)
    rng.shuffle(rest)
    batches = []
    while rest.size:
        batch, rest = rest[:batch_size], rest[batch_size:]
        batches.append(batch)
    return batches


@variant
def sorted_keys(n, batch_size, rng):
    order = np.argsort(rng.random(n))
    return tuple(np.split(order, range(batch_size, n, batch_size)))


@variant
def fisher_yates(n, batch_size, rng):
    cards = list(range(n))
    for i in reversed(range(n)):
        j = int(rng.integers(i + 1))
        cards[i], cards[j] = cards[j], cards[i]
    return [np.sort(cards[s : s + batch_size]) for s in range(0, n, batch_size)]
