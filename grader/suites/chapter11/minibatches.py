"""Checks, known bugs and variants of chapter11/minibatches."""

import numpy as np

from mdl_grade.checks import CheckFailed, assert_close, assert_shapes, check_frequencies
from mdl_grade.records.evidence import Remark
from mdl_grade.suite import Exercise, battery, bug, cases, check, constant, patch, shaped, variant

EXERCISE = Exercise(
    tier=1,
    returns=("batches",),
    hints=(
        "How do you deal cards? Shuffle once, then hand them out from the top.",
        "rng.permutation(n) is a shuffled 0, …, n − 1. What does order[3:6] give, and what order[3:100]?",
        "range(0, n, batch_size) counts the places where batches begin.",
    ),
)


@cases("n batch_size", (12, 5), (12, 4), (10, 3), (5, 20), (6, 6), (4, 1), (1, 3))
def deck(rng, n, batch_size):
    return {"n": n, "batch_size": batch_size, "rng": np.random.default_rng(0)}


# --- checks -----------------------------------------------------------------------------------------------------------
shapes = shaped(
    "minibatches",
    deck,
    says="The batches are arrays of ints with batch_size entries; the last holds the rest, and may be shorter.",
)


@check(points=2, needs=[shapes])
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
        raise CheckFailed(Remark(text="The first batch holds the indices 0 to 7: nothing has been shuffled."), where)
    if len(set(firsts[:3])) < 3:
        raise CheckFailed(Remark(text="One Generator gave the same batch in two epochs."), where)
    if firsts[3] == firsts[0]:
        raise CheckFailed(Remark(text="Two Generators in different states gave the same batch."), where)


# --- fairness: 40 samples in batches of 8, dealt 800 times ---------------------------------------------------------------
N, B, EPOCHS = 40, 8, 800
PLACES = {"n": EPOCHS, "p": B / N, "degrees": (N - 1) * (N // B - 1)}
PARTNERS = {"n": EPOCHS, "p": (B - 1) / (N - 1), "degrees": N * (N - 3) // 2}
"""In each epoch a sample is in one batch, and a batch has B samples; a sample meets B − 1 others: these sums are fixed."""


def deals(student, rng):
    """Return the batches of all epochs, an array (EPOCHS, N/B, B) of indices."""

    def seen(m, seed):
        return epochs(m, N, B, EPOCHS, seed)

    dealt = student.run(seen, int(rng.integers(2**31)))
    assert_shapes(dealt, [[np.arange(B)] * (N // B)] * EPOCHS, names=("batches",))
    indices = np.array(dealt)
    if not np.array_equal(np.sort(indices.reshape(EPOCHS, N)), np.tile(np.arange(N), (EPOCHS, 1))):
        raise CheckFailed(Remark(text="An index is missing, or comes twice."), f"n={N}, batch_size={B}")
    return indices


def placed(dealt):
    """Return how often each sample was in each batch."""
    return np.bincount((dealt + N * np.arange(N // B)[:, None]).ravel(), minlength=N * (N // B))


def met(dealt):
    """Return how often any two samples were in a batch together."""
    batches, (i, j) = np.sort(dealt.reshape(-1, B)), np.triu_indices(B, 1)
    pairs = N * batches[:, i] + batches[:, j]
    return np.bincount(pairs.ravel(), minlength=N * N).reshape(N, N)[np.triu_indices(N, 1)]


@check(points=1, kind="random", needs=[anew])
def partners(student, rng):
    """Any two samples are equally likely to meet in a batch."""
    times, what = met(deals(student, rng)), "how often two samples meet in a batch"
    check_frequencies(times, **PARTNERS, sees=0.065, what=what, where=f"{EPOCHS} epochs, n={N}, batch_size={B}")


@check(points=1, kind="random", needs=[partners])
def places(student, rng):
    """Every sample is equally likely to be in any of the batches."""
    times, what = placed(deals(student, rng)), "how often a sample is in a batch, the first, the second, …"
    check_frequencies(times, **PLACES, sees=0.1, what=what, where=f"{EPOCHS} epochs, n={N}, batch_size={B}")


hygiene = battery("minibatches", deck, points=1, needs=[coverage])

# --- known bugs and variants --------------------------------------------------------------------------------------------
DRAW = "order = rng.permutation(n)"
CUT = "[order[start : start + batch_size] for start in range(0, n, batch_size)]"

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
