"""Checks, known bugs and variants of chapter03/empirical_pmf."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("p",),
    minutes=10,
    hints=(
        "Count first: how many samples are 0, how many are 1, …? There are K counts, and some may be 0.",
        "np.bincount counts whole numbers up to the largest one. Which argument makes the result K long?",
        "Divide by the number of samples. And before all: are there samples, and is none below 0, or K or more?",
    ),
)


@cases("N K", (7, 5), (5, 5), (9, 3), (12, 7))
def samples(rng, N, K):
    """The last value occurs, and one before it does not."""
    x = rng.choice(np.delete(np.arange(K), rng.integers(K - 1)), size=N)
    x[rng.integers(N)] = K - 1
    return {"samples": x, "num_values": K}


@cases("N K", (7, 6), (4, 4), (10, 12), (1, 6))
def of_more_values(rng, N, K):
    """The last values don't occur."""
    return {"samples": rng.integers(K - 2, size=N), "num_values": K}


shapes = shaped("There is a probability for each of the K values.", samples)
values = agrees("p[k] is the share of the samples that are k, also where that is 0.", samples, points=2, by="entry")
more = agrees("Values at the end that don't occur have a place, too.", of_more_values, by="entry")


@check(points=1, kind="property")
def order_and_names(student, samples):
    """The order of the samples does not matter; samples twice over give the same; values renamed are moved."""

    def moved(m, case):
        x, K = case.samples, case.num_values
        return [m.empirical_pmf(y, K) for y in (x, np.sort(x), np.tile(x, 2), K - 1 - x)]

    for case, (p, ordered, twice, mirrored) in student.each(moved, samples):
        assert_law("Σ_k p[k] = 1", p.sum(), 1.0, what="p", where=case)
        assert_law("p of the sorted samples = p", ordered, p, what="p", where=case)
        assert_law("p of each sample twice = p", twice, p, what="p", where=case)
        assert_law("p of K − 1 − x, in reverse = p", mirrored[::-1], p, what="p", where=case)


@check(points=1, kind="error", needs=[values])
def no_value(student, samples):
    """A sample below 0, or of K or more, raises ValueError."""
    for case in samples:
        for wrong in (-1, case.num_values, case.num_values + 2):
            for place in (0, -1):
                x = case.samples.copy()
                x[place] = wrong
                raises(student, ValueError, lambda m, x=x, K=case.num_values: m.empirical_pmf(x, K), where=case)
        both = np.concatenate([case.samples, [-1, case.num_values]])
        raises(student, ValueError, lambda m, x=both, K=case.num_values: m.empirical_pmf(x, K), where=case)


@check(points=1, kind="error", needs=[values])
def no_samples(student, rng):
    """Without samples, ValueError is raised."""
    K = int(rng.integers(2, 9))
    raises(student, ValueError, lambda m: m.empirical_pmf(np.zeros(0, int), K), where=f"no samples, K={K}")


hygiene = hygiene_of(samples)

TEST = "len(samples) == 0 or len(counts) > num_values"
COUNT, N = "np.bincount(samples, minlength=num_values)", "return counts / len(samples)"

BUGS = [
    patch(
        "values after the largest sample are left out",
        {COUNT: "np.bincount(samples)"},
        hint="K counts are asked for, whatever the largest sample is: minlength=num_values.",
    ),
    patch(
        "values that don't occur are left out",
        {COUNT: "np.unique(samples, return_counts=True)[1]"},
        hint="A value that does not occur keeps its place, with the probability 0: what is counted are 0 … K − 1.",
    ),
    patch("counts are divided by K", {N: "return counts / num_values"}, hint="A share is of the samples: divide by N."),
    patch(
        "counts are returned", {N: "return counts * 1.0"}, hint="Divide by the number of samples: the sum has to be 1."
    ),
    patch(
        "counts are divided by N − 1",
        {N: "return counts / (len(samples) - (len(samples) > 1))"},
        hint="Shares of N samples sum to 1 if they are divided by N.",
    ),
    patch(
        "counts are divided by the largest of them",
        {N: "return counts / counts.max()"},
        hint="That makes the largest 1; the sum has to be 1.",
    ),
    patch(
        "one is added to each count",
        {N: "return (counts + 1) / (len(samples) + num_values)"},
        hint="That is Laplace's smoothing: here a value that does not occur has the probability 0.",
    ),
    patch(
        "shares are cut to whole numbers",
        {N: "return (counts // len(samples)).astype(float)"},
        hint="A share is no whole number: divide with /, into floats.",
    ),
    patch(
        "the range of the samples is cut into K bins",
        {COUNT: "np.histogram(samples, bins=num_values)[0]"},
        hint="Bins go from the smallest to the largest sample then: give the edges 0 … K, or use np.bincount.",
    ),
    patch(
        "the last two values are counted together",
        {COUNT: "np.histogram(samples, bins=np.arange(num_values + (num_values == 1)))[0]"},
        hint="K bins have K + 1 edges, and the last bin is closed on both sides: edges go up to K.",
    ),
    patch(
        "probabilities are cumulative",
        {N: "return np.cumsum(counts) / len(samples)"},
        hint="p[k] is about k alone, and not about all values up to k.",
    ),
    patch(
        "samples that are no value are not refused",
        {TEST: "len(samples) == 0", COUNT: "np.bincount(samples % num_values, minlength=num_values)"},
        hint="Look at the smallest and the largest sample, and raise ValueError.",
    ),
    patch(
        "samples that are no value are left out",
        {TEST: "len(samples) == 0", COUNT: "np.array([np.sum(samples == k) for k in range(num_values)])"},
        hint="Something is wrong with such data: raise ValueError, and don't leave them out silently.",
    ),
    patch(
        "value K is let pass",
        {"len(counts) > num_values": "len(counts) > num_values + 1", N: "return counts[:num_values] / len(samples)"},
        hint="The last value is K − 1.",
    ),
    patch(
        "value K gets a place of its own, behind the last",
        {"len(counts) > num_values": "len(counts) > num_values + 1"},
        hint="The last value is K − 1, and p has K entries: raise ValueError.",
    ),
    patch(
        "a negative sample counts from the end",
        {COUNT: "np.bincount(np.where(samples < 0, samples + num_values, samples), minlength=num_values)"},
        hint="−1 is no value: raise ValueError.",
    ),
    patch(
        "without samples all probabilities are 0",
        {TEST: "len(counts) > num_values", N: "return counts / max(len(samples), 1)"},
        hint="Zeros are no distribution. There is nothing to divide by: raise ValueError.",
    ),
    patch(
        "counts are divided by the number of different values that occur",
        {N: "return counts / len(np.unique(samples))"},
        hint="A share is of the samples: divide by N, how many they are.",
    ),
    patch(
        "the exponentials of the counts are divided by their sum",
        {N: "return np.exp(counts) / np.sum(np.exp(counts))"},
        hint="Softmax wants logarithms; what is at hand are counts: divide them by N.",
    ),
    patch(
        "probabilities are sorted by size",
        {N: "return np.sort(counts)[::-1] / len(samples)"},
        hint="p[k] belongs to the value k: its place says which value it is.",
    ),
    patch(
        "a value that does not occur gets a tiny probability",
        {N: "p = np.maximum(counts, 1e-6)\n    return p / p.sum()"},
        hint="A value that does not occur has p[k] = 0, and nothing else.",
    ),
    patch(
        "p[k] is the share of the samples that are k + 1",
        {N: "return np.append(counts[1:], 0) / len(samples)"},
        hint="The values are 0 to K − 1: count from 0, as range(K) does.",
    ),
    patch(
        "the last value is not counted",
        {N: "return np.append(counts[:-1], 0) / len(samples)"},
        hint="range(K − 1) ends with K − 2: the last value is K − 1.",
    ),
    patch(
        "counts move up to fill the places of values that don't occur",
        {N: "return np.append(counts[counts > 0], counts[counts == 0]) / len(samples)"},
        hint="np.unique leaves out what does not occur; its first result says to which values its counts belong.",
    ),
    patch(
        "the range of the samples is cut into K bins, and heights of bars are returned",
        {
            f"{COUNT}  #": "np.bincount(samples, minlength=num_values)  #",
            N: "return np.histogram(samples, bins=num_values, density=True)[0]",
        },
        hint="Such bins go from the smallest to the largest sample, and a height is a share per width: count 0 … K − 1.",
    ),
    patch(
        "samples that are no value are left out, and not counted in N, either",
        {
            COUNT: "np.bincount(np.array([n for n in samples if 0 <= n < num_values], int), minlength=num_values)",
            N: "return counts / counts.sum()",
        },
        hint="Something is wrong with such data: raise ValueError, and don't leave them out silently.",
    ),
    patch(
        "only the first sample is tested",
        {
            TEST: "len(samples) == 0 or not 0 <= samples[0] < num_values",
            COUNT: "np.array([np.sum(samples == k) for k in range(num_values)])",
        },
        hint="Any of the samples may be none of the values: look at the smallest and at the largest.",
    ),
    patch(
        "without samples all values are equally likely",
        {
            TEST: "len(counts) > num_values",
            N: "return counts / len(samples) if len(samples) else np.full(num_values, 1 / num_values)",
        },
        hint="Nothing is known then, and no frequencies are there: raise ValueError.",
    ),
    patch(
        "without samples p is NaN",
        {TEST: "len(counts) > num_values"},
        hint="0 / 0 is no share: raise ValueError before you divide.",
    ),
]


@bug("the samples are sorted in place", hint="Whoever called still needs their order: np.sort makes a new array.")
def sorted_in_place(samples, num_values):
    samples.sort()
    if len(samples) == 0 or samples[0] < 0 or samples[-1] >= num_values:
        raise ValueError("samples")
    return np.diff(np.searchsorted(samples, np.arange(num_values + 1))) / len(samples)


@bug(
    "samples are only refused if some are below 0 and others are too large",
    hint="One that is out of range, at either end, is enough: `or`, and not `and`.",
)
def out_at_both_ends(samples, num_values):
    if len(samples) == 0 or (np.min(samples) < 0 and np.max(samples) >= num_values):
        raise ValueError("no samples, or none of the values")
    counts = np.zeros(num_values)
    np.add.at(counts, samples, 1)
    return counts / len(samples)


@bug(
    "a value that occurs several times is counted once",
    hint="p[samples] += 1 adds to each place once, however often it is named: np.add.at, np.bincount or a loop.",
)
def counted_once(samples, num_values):
    if len(samples) == 0 or samples.min() < 0 or samples.max() >= num_values:
        raise ValueError("samples")
    p = np.zeros(num_values)
    p[samples] += 1
    return p / len(samples)


@bug(
    "all values that occur are equally likely",
    hint="How often a value occurs has to count: p[samples] += 1 adds to each place once, np.bincount as often as it comes.",
)
def equally_likely(samples, num_values):
    if len(samples) == 0 or samples.min() < 0 or samples.max() >= num_values:
        raise ValueError("samples")
    p = np.zeros(num_values)
    p[samples] += 1
    return p / p.sum()


@bug(
    "samples are used as indices without being tested",
    hint="An index of −1 is the last place, and one of K an IndexError: look at the samples first, and raise ValueError.",
)
def untested(samples, num_values):
    if len(samples) == 0:
        raise ValueError("no samples")
    counts = np.zeros(num_values)
    for sample in samples:
        counts[sample] += 1
    return counts / len(samples)


@bug(
    "a value that does not occur raises ValueError",
    hint="That some values don't occur is no mistake: p[k] is 0. Only samples below 0, or of K or more, are refused.",
)
def all_wanted(samples, num_values):
    if set(samples.tolist()) != set(range(num_values)):
        raise ValueError("samples")
    return np.bincount(samples, minlength=num_values) / len(samples)


@variant
def compared(samples, num_values):
    if not len(samples) or set(samples.tolist()) - set(range(num_values)):
        raise ValueError("samples")
    return np.mean(samples[:, None] == np.arange(num_values), axis=0)


@variant
def scattered(samples, num_values):
    k, counts = np.unique(samples, return_counts=True)
    if k.size == 0 or k[0] < 0 or k[-1] > num_values - 1:
        raise ValueError("samples")
    p = np.zeros(num_values)
    p[k] = counts
    return p / p.sum()


@variant
def by_histogram(samples, num_values):
    p, _ = np.histogram(samples, bins=num_values, range=(-0.5, num_values - 0.5), density=True)
    if len(samples) == 0 or not ((samples >= 0) & (samples < num_values)).all():
        raise ValueError("samples")
    return p


@variant
def one_by_one(samples, num_values):
    N = len(samples)
    if N == 0:
        raise ValueError("no samples")
    counts = [0] * num_values
    for sample in samples:
        if sample < 0 or sample >= num_values:
            raise ValueError(sample)
        counts[sample] += 1
    return np.array([count / N for count in counts])
