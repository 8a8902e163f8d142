"""Checks, known bugs and variants of chapter15/denoising_corruption."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("noisy",),
    minutes=15,
    hints=(
        "rng.random(X.shape) is a number for each entry, uniform between 0 and 1. How many of them are below level?",
        "level is a standard deviation: multiply rng.normal(size=X.shape) by it.",
        "np.where makes a new array; X[mask] = 0 spoils the target.",
    ),
)


@cases(
    "kind N D level",
    ("mask", 5, 4, 0.3),
    ("gauss", 4, 4, 0.7),
    ("mask", 1, 3, 0.8),
    ("gauss", 3, 1, 2.5),
    ("gauss", 2, 5, 0.0),
    ("mask", 4, 2, 0.0),
    exact=True,
)
def tables(rng, kind, N, D, level):
    """Without zeros."""
    X = rng.choice([-1.0, 1.0], size=(N, D)) * rng.uniform(0.5, 2.0, size=(N, D))
    return {"X": X, "kind": kind, "level": level, "rng": np.random.default_rng(int(rng.integers(2**31)))}


@cases("kind", "mask", "gauss")
def untouched(rng, kind):
    X = rng.normal(size=(4, 3))
    return {"X": X, "kind": kind, "level": 0.0, "rng": np.random.default_rng(int(rng.integers(2**31)))}


def corrupted(m, X, kind, level, seed, number=1):
    """Spoil the same samples several times with one Generator."""
    rng = constant(m, np.random.default_rng(seed))
    return [m.denoising_corruption(X, kind, level, rng) for _ in range(number)]


shapes = shaped("A table of the same shape comes back.", tables)
nothing = agrees("With level 0 nothing is changed.", untouched)


@check(points=1)
def kept(student, tables):
    """What is not masked stays as it is; X itself is not changed."""
    for case, noisy in student.denoising_corruption.on(tables):
        rounding = 1e-6 if noisy.dtype == np.float32 else 1e-14
        if case.kind == "mask" and not np.all((noisy == 0) | (np.abs(noisy - case.X) <= rounding * np.abs(case.X))):
            fail("An entry is neither 0 nor what it was.", case)


@check(points=1, kind="error")
def refused(student, rng):
    """Other kinds, and levels out of range, raise ValueError."""
    X = rng.uniform(1.0, 2.0, size=(2, 3))
    for kind, level in (
        *(("mask", 1.0), ("mask", -0.1), ("mask", 1.5), ("gauss", -0.5)),
        *(("salt", 0.2), ("salt", 0.0), ("gaussian", 0.3), ("Mask", 0.2), ("", 0.1)),
    ):
        generator = np.random.default_rng(int(rng.integers(2**31)))

        def spoil(m, kind=kind, level=level, generator=generator):
            return m.denoising_corruption(X, kind, level, generator)

        raises(student, ValueError, spoil, where=f"kind={kind!r}, level={level}")


@check(points=2, kind="random", needs=[kept])
def masks(student, rng):
    """Each entry is masked by itself, with the probability level."""
    N, D, number = 40, 25, 20
    X = rng.uniform(1.0, 2.0, size=(N, D))
    for level in (0.3, 0.7):
        found = student.run(corrupted, X, "mask", level, int(rng.integers(2**31)), number)
        assert_shapes(found, [X] * number, names=("noisy",))
        zeros, where = np.stack(found) == 0, f"kind='mask', level={level}, {number} times {N} samples of {D}"
        share = float(np.mean(zeros))
        n = zeros.size
        check_frequencies(int(zeros.sum()), n, level, sees=0.2, what="how many entries are masked", where=where)
        # Pairs of neighbours in a row, in a column, half a table or a row apart, and from one call to the next, are masked with probability level².
        pairs = {
            "neighbours in a row that are both masked": zeros[:, :, 0:24:2] & zeros[:, :, 1:24:2],
            "neighbours in a column that are both masked": zeros[:, 0::2] & zeros[:, 1::2],
            "entries that are masked in two calls in a row": zeros[0::2] & zeros[1::2],
            "entries half a table apart that are both masked": zeros[:, : N // 2] & zeros[:, N // 2 :],
            "entries half a row apart that are both masked": zeros[:, :, :12] & zeros[:, :, 13:],
        }
        for what, both in pairs.items():
            check_frequencies(int(both.sum()), both.size, level**2, sees=0.5, what=what, where=where)
        # Of masks that have exactly as many zeros in each table, or in each row, the counts don't vary at all.
        for what, counts in {"tables": zeros.sum(axis=(1, 2)), "rows": zeros.sum(axis=2).ravel()}.items():
            if np.ptp(counts) == 0:
                fail(f"All {what} have exactly {int(counts[0])} zeros: a share of {share:.2f} to the digit.", where)


@check(points=2, kind="random", needs=[shapes])
def noise(student, rng):
    """The noise of each entry is normal, independent of the others, and has the standard deviation level."""
    N, D = 100, 100
    X = rng.uniform(1.0, 2.0, size=(N, D)) * (rng.random((N, D)) < 0.7)  # some entries are 0
    for level, unit in ((0.4, 1.0), (30.0, 1.0), (1e-7, 1e-7)):
        (noisy,) = student.run(corrupted, unit * X, "gauss", level, int(rng.integers(2**31)))
        assert_shapes(noisy, X, names=("noisy",))
        scaled_noise, where = (noisy - unit * X) / level, f"kind='gauss', level={level}, {N} samples of {D}"
        what = "the noise, divided by level"
        check_cdf(scaled_noise, normal_cdf(), N * D, sees=0.08, what=what, where=where)
        check_variance(scaled_noise, 1.0, N * D, sees=0.2, mean=0.0, what=what, where=where)
        check_independence(scaled_noise, N * D, median=0.0, sees=0.25, what=what, where=where)


@check(points=1, kind="random", needs=[shapes])
def anew(student, rng):
    """Each call draws anew from the Generator, and another Generator gives other numbers."""
    X = rng.uniform(1.0, 2.0, size=(12, 12))
    for kind in ("mask", "gauss"):
        first, second = student.run(corrupted, X, kind, 0.5, int(rng.integers(2**31)), 2)
        (other,) = student.run(corrupted, X, kind, 0.5, int(rng.integers(2**31)))
        if np.array_equal(first, second):
            fail("One Generator spoilt the same entries in the same way twice.", f"kind={kind!r}")
        if np.array_equal(first, other):
            fail("Two Generators in different states spoilt the same entries in the same way.", f"kind={kind!r}")


hygiene = hygiene_of(tables, seeded=True, needs=[kept])

MASK, NOISE = "np.where(rng.random(X.shape) < level, 0.0, X)", "rng.normal(X, level)"
TOLERANT = dict.fromkeys(("shapes", "kept"), "what noise makes of an entry is a matter of chance: its law is judged")
VARYING = {
    "kept": "Of few entries, chance may mask all of a table, or none.",
    "masks": "It shows in one of several counts.",
    "anew": "It shows where masks or noise are compared.",
    "noise": "It shows in one of several tests.",
}
BUGS = [
    patch(
        "level is the share that is kept",
        {"< level, 0.0": ">= level, 0.0"},
        hint="An entry is masked with probability level.",
    ),
    patch(
        "rows are masked as wholes",
        {"rng.random(X.shape) < level": "rng.random((len(X), 1)) < level"},
        hint="Each entry by itself: rng.random(X.shape).",
    ),
    patch(
        "columns are masked as wholes",
        {"rng.random(X.shape) < level": "rng.random(X.shape[1]) < level"},
        hint="Each entry by itself: rng.random(X.shape).",
    ),
    patch(
        "the same share of entries is masked each time, to the digit",
        {"rng.random(X.shape) < level": "rng.permutation(X.size).reshape(X.shape) < level * X.size"},
        hint="Each entry by itself: how many are masked is left to chance.",
    ),
    patch(
        "what stays is divided by 1 − level",
        {"0.0, X)": "0.0, X / (1 - level))"},
        hint="That is dropout: here, entries that stay are left as they are.",
    ),
    patch("masked entries become the mean of the table", {"0.0, X)": "X.mean(), X)"}, hint="They become 0."),
    patch(
        "level is the variance of the noise",
        {NOISE: "X + level**0.5 * rng.normal(size=X.shape)"},
        hint="level is the standard deviation.",
    ),
    patch(
        "the noise is uniform", {NOISE: "X + level * rng.uniform(-1.0, 1.0, size=X.shape)"}, hint="Normal: rng.normal."
    ),
    patch(
        "the noise is uniform, with the right standard deviation",
        {NOISE: "X + level * 3**0.5 * rng.uniform(-1.0, 1.0, size=X.shape)"},
        hint="Normal: rng.normal.",
    ),
    patch(
        "all entries of a row get the same noise",
        {NOISE: "X + level * rng.normal(size=(len(X), 1))"},
        hint="Each entry has its own noise: size=X.shape.",
    ),
    patch(
        "the noise is multiplied with the entries",
        {NOISE: "X * (1 + level * rng.normal(size=X.shape))"},
        hint="The noise is added, whatever the entry is.",
    ),
    patch(
        "entries that are 0 get no noise",
        {NOISE: f"np.where(X == 0, X, {NOISE})"},
        hint="Noise is added to each entry, whatever it is.",
    ),
    patch(
        "there is noise only, without the sample", {NOISE: "level * rng.normal(size=X.shape)"}, hint="It is added to X."
    ),
    patch(
        "each call spoils in the same way",
        {'    if kind == "mask"': '    rng = np.random.default_rng(0)\n    if kind == "mask"'},
        hint="Draw from the rng that is handed over.",
    ),
    patch(
        "NumPy's global random state is used",
        {'    if kind == "mask"': '    np.random.seed(rng.integers(2**31))\n    if kind == "mask"'},
        hint="Leave np.random alone: it belongs to others as well. Draw from rng.",
    ),
    patch(
        "X is spoilt in place",
        {f"return {MASK}": "X[rng.random(X.shape) < level] = 0.0\n        return X"},
        hint="X is the target, and has to stay clean: np.where, or a copy.",
    ),
    patch(
        "noise of level 1 and more is refused",
        {'kind == "gauss" and level >= 0': 'kind == "gauss" and 0 <= level < 1'},
        hint="A probability is below 1, a standard deviation may be anything from 0 on.",
    ),
    patch(
        "with level 0, X itself is returned",
        {
            '    if kind == "mask"': '    if level == 0 and kind in ("mask", "gauss"):\n        return X\n    if kind == "mask"'
        },
        hint="Whoever writes into the result would spoil the target: return a copy.",
    ),
    patch("level 1 is let pass", {"0 <= level < 1": "0 <= level <= 1"}, hint="Then nothing would be left."),
    patch(
        "negative levels are let pass",
        {'kind == "gauss" and level >= 0': 'kind == "gauss"', NOISE: "rng.normal(X, abs(level))"},
        hint="level ≥ 0.",
    ),
    patch(
        "any other kind is taken for gauss",
        {'kind == "gauss" and level >= 0': 'kind != "mask" and level >= 0'},
        hint="Two kinds are known; others raise ValueError.",
    ),
    patch(
        "with level 0 any kind is let pass",
        {'    if kind == "mask"': '    if level == 0:\n        return X.copy()\n    if kind == "mask"'},
        hint="Other kinds raise ValueError, whatever the level is. "
        "This is what you get when level 0 is looked for before the kind is.",
    ),
    patch(
        "kinds that begin alike are let pass",
        {
            'kind == "mask" and': 'kind.lower().startswith("mask") and',
            'kind == "gauss" and': 'kind.startswith("gauss") and',
        },
        hint="Two kinds are known, by these very names; gaussian is another.",
    ),
    patch(
        "with level 0, masking returns X itself",
        {'    if kind == "mask"': '    if kind == "mask" and level == 0:\n        return X\n    if kind == "mask"'},
        hint="Whoever writes into the result would spoil the target: return a copy.",
    ),
    patch(
        "even with level 0 a little noise is added",
        {NOISE: "X + max(level, 1e-3) * rng.normal(size=X.shape)"},
        hint="Level 0 changes nothing.",
    ),
]


EQUIVALENT = {
    "denoising_corruption: rng.random(X.shape) < level → rng.random(X.shape) <= level": "none is equal to level",
    "denoising_corruption: kind == 'gauss' and level >= 0 → kind == 'gauss'": "rng.normal refuses what is negative itself",
}


@variant
def binomial_mask(X, kind, level, rng):
    if kind == "mask":
        if not 0 <= level < 1:
            raise ValueError(level)
        return X * rng.binomial(1, 1 - level, size=X.shape)
    if kind != "gauss" or level < 0:
        raise ValueError(kind)
    return X + level * rng.standard_normal(X.shape)


@variant
def entry_by_entry(X, kind, level, rng):
    if kind not in ("mask", "gauss") or level < 0 or (kind == "mask" and level >= 1):
        raise ValueError("no such corruption")
    noisy = np.array(X, dtype=float)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            if kind == "gauss":
                noisy[i, j] += level * rng.standard_normal()
            elif rng.random() >= 1 - level:
                noisy[i, j] = 0.0
    return noisy
