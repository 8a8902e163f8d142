"""Causes: each is named where it holds, and only there."""

import numpy as np
import pytest

from mdl_grade.diagnosis.causes import Observation, Strength, causes

SIZES = ((7, 5, 3), (4, 4, 4), (1, 5, 3))


def layers(seed=0, sizes=SIZES):
    """Cases of a dense layer: sizes and inputs."""
    rng = np.random.default_rng(seed)
    for N, D, K in sizes:
        inputs = {"dY": rng.normal(size=(N, K)), "X": rng.normal(size=(N, D)), "W": rng.normal(size=(D, K)), "lr": 0.15}
        yield {"N": N, "D": D, "K": K}, inputs


def right(inputs):
    dY, X, W = inputs["dY"], inputs["X"], inputs["W"]
    return {"dX": dY @ W.T, "dW": X.T @ dY, "db": dY.sum(axis=0), "A": np.maximum(X, 0), "loss": float(np.sum(dY**2))}


def observed(name, wrong, *, sizes=SIZES, expected=None):
    """What a check saw of an answer that makes `wrong(right value, sizes, inputs)` of a tensor."""
    seen = []
    for named, inputs in layers(sizes=sizes):
        value = expected(named, inputs) if expected else right(inputs)[name]
        got = wrong(value, named, inputs)
        seen.append(Observation(name=name, got=got, expected=value, sizes=named, inputs=inputs))
    return seen


def labels(*args, **kwargs):
    return [cause.label for cause in causes(observed(*args, **kwargs))]


def stacked(named, inputs):
    """A tensor of three axes."""
    return inputs["X"][:, :, None] * inputs["dY"][:, None, :]


def mean_product(named, inputs):
    return inputs["X"].T @ inputs["dY"] / named["N"]


def clipped(named, inputs):
    return np.clip(inputs["X"] @ inputs["W"], -0.3, 0.3)


def entries(named, inputs):
    return inputs["X"] @ inputs["W"] * 7.0


TRUE = [
    ("db has the wrong sign", "db", lambda e, s, i: -e, None),
    ("loss has the wrong sign", "loss", lambda e, s, i: -e, None),
    ("dW is twice what it should be", "dW", lambda e, s, i: 2 * e, None),
    ("dW is half of what it should be", "dW", lambda e, s, i: e / 2, None),
    ("dW is divided by N once too often", "dW", lambda e, s, i: e / s["N"], None),
    ("dW is N times too large", "dW", lambda e, s, i: i["X"].T @ i["dY"], mean_product),
    ("loss is divided by N·K once too often", "loss", lambda e, s, i: e / (s["N"] * s["K"]), None),
    ("loss is N·K times too large", "loss", lambda e, s, i: e * (s["N"] * s["K"]), None),
    ("dX is √D times too large", "dX", lambda e, s, i: e * s["D"] ** 0.5, None),
    ("dX is √D times too small", "dX", lambda e, s, i: e / s["D"] ** 0.5, None),
    ("dW is N/K times what it should be", "dW", lambda e, s, i: e * s["N"] / s["K"], None),
    ("dW is lr times what it should be", "dW", lambda e, s, i: e * 0.15, None),
    ("dW is 1/lr times what it should be", "dW", lambda e, s, i: e / 0.15, None),
    ("dW is 1 − lr times what it should be", "dW", lambda e, s, i: e * 0.85, None),
    ("dW is 1/(1 − lr) times what it should be", "dW", lambda e, s, i: e / 0.85, None),
    ("dW is transposed", "dW", lambda e, s, i: e.T, None),
    ("the axes of dX stand in the order (1, 2, 0)", "dX", lambda e, s, i: e.transpose(1, 2, 0), stacked),
    ("dX is flipped along axis 1", "dX", lambda e, s, i: e[:, ::-1], None),
    ("dX is shifted by one along axis 1", "dX", lambda e, s, i: np.roll(e, 1, axis=1), None),
    ("dX is shifted by one along axis 1", "dX", lambda e, s, i: np.roll(e, -1, axis=1), None),
    ("dW has lost its axes: all entries are in one row", "dW", lambda e, s, i: e.ravel(), None),
    ("db has an axis of length 1 too many", "db", lambda e, s, i: e[None], None),
    ("db lacks an axis of length 1", "db", lambda e, s, i: e[0], lambda s, i: i["dY"].sum(axis=0, keepdims=True)),
    ("dW is not summed over axis 0", "dW", lambda e, s, i: stacked(s, i), None),
    ("dW is not averaged over axis 0", "dW", lambda e, s, i: stacked(s, i), mean_product),
    ("dW is summed over axis 0 once too often", "dW", lambda e, s, i: e.sum(axis=0), None),
    ("dW is averaged over all its entries", "dW", lambda e, s, i: e.mean(), None),
    ("db is the mean of dY over axis 0, not the sum", "db", lambda e, s, i: i["dY"].mean(axis=0), None),
    ("db is the sum of dY over axis 1, not over axis 0", "db", lambda e, s, i: i["dY"].sum(axis=1), None),
    ("db is only the first entry of dY over axis 0, not the sum", "db", lambda e, s, i: i["dY"][0], None),
    ("dX is the input X, unchanged", "dX", lambda e, s, i: i["X"], None),
    ("dX has lost its minus signs", "dX", lambda e, s, i: np.abs(e), None),
    ("negative entries of dX are replaced by 0", "dX", lambda e, s, i: np.maximum(e, 0.0), None),
    ("negative entries of A are not replaced by 0", "A", lambda e, s, i: i["X"] * 1.0, None),
    ("Z is not clipped to its bounds", "Z", lambda e, s, i: i["X"] @ i["W"], clipped),
    ("Z is clipped", "Z", lambda e, s, i: np.clip(e, -3.0, 3.0), entries),
    ("dX is the square of what it should be", "dX", lambda e, s, i: e**2, None),
    ("loss is the square root of what it should be", "loss", lambda e, s, i: e**0.5, None),
    ("dX is the exponential of what it should be", "dX", lambda e, s, i: np.exp(e), None),
    ("loss is the logarithm of what it should be", "loss", lambda e, s, i: np.log(e), None),
    ("dX is one over what it should be", "dX", lambda e, s, i: 1.0 / e, None),
    ("dX is rounded to float32", "dX", lambda e, s, i: e.astype(np.float32), None),
    ("Z is cut to whole numbers", "Z", lambda e, s, i: e.astype(int), entries),
    ("all entries of dW are off by the same amount", "dW", lambda e, s, i: e + 0.37, None),
    ("all entries of dW are the same", "dW", lambda e, s, i: np.full_like(e, e.sum() + 1.0), None),
    ("the entries of dW stand in another order", "dW", lambda e, s, i: np.sort(e, axis=None).reshape(e.shape), None),
]


@pytest.mark.parametrize(("label", "name", "wrong", "expected"), TRUE)
def test_named(label, name, wrong, expected):
    """A cause that holds in all cases is named, alone, with a hint."""
    if label.startswith("negative entries of A"):
        observations = [
            Observation(o.name, o.got, o.expected, o.sizes, {}) for o in observed(name, wrong, expected=expected)
        ]
    else:
        observations = observed(name, wrong, expected=expected)
    (cause,) = causes(observations)
    assert cause.label == label
    assert cause.hint.endswith((".", "?"))


@pytest.mark.parametrize(("label", "name", "wrong", "expected"), TRUE)
def test_near_misses(label, name, wrong, expected):
    """One entry that is a millionth off, and the cause is not named."""

    def spoilt(e, s, i):
        got = np.array(wrong(e, s, i), dtype=np.float64)
        got.flat[-1] = got.flat[-1] * (1.0 + 1e-6) + 1e-6 * np.max(np.abs(got)) + 1e-6
        return got

    assert label not in labels(name, spoilt, expected=expected)


@pytest.mark.parametrize(("label", "name", "wrong", "expected"), TRUE)
def test_one_case_that_disagrees(label, name, wrong, expected):
    """A cause that holds in all cases but one is not named."""
    rng = np.random.default_rng(3)
    first, *rest = observed(name, wrong, expected=expected)
    other = Observation(name, rng.normal(size=np.shape(first.got)), first.expected, first.sizes, first.inputs)
    assert label not in [cause.label for cause in causes([other, *rest])]


@pytest.mark.parametrize(
    ("name", "wrong", "sizes"),
    [
        ("dW", lambda e, s, i: e / s["N"], ((4, 4, 4),)),
        ("dW", lambda e, s, i: e / s["N"], ((4, 5, 3),)),
        ("dW", lambda e, s, i: e / s["N"], ((7, 7, 3),)),
        ("dW", lambda e, s, i: e / s["N"], ((2, 5, 3),)),
        ("dW", lambda e, s, i: e / s["N"], ((1, 5, 3),)),
        ("db", lambda e, s, i: i["dY"], ((1, 5, 3),)),
        ("db", lambda e, s, i: e[::-1], ((7, 5, 2),)),
    ],
)
def test_ambiguity(name, wrong, sizes):
    """Square, composite, equal or trivial sizes can't tell a cause: nothing about a size is named."""
    found = labels(name, wrong, sizes=sizes)
    assert not any(word in label for label in found for word in ("once too often", "times", "along axis", "summed"))


def test_a_prime_size_suffices():
    """One case is enough if its N is a prime that no other size is."""
    assert labels("dW", lambda e, s, i: e / s["N"], sizes=((7, 5, 3),)) == ["dW is divided by N once too often"]


def test_symmetric_matrices_are_not_transposed():
    """What is equal to its transpose speaks for nothing."""
    S = np.array([[2.1, 0.3], [0.3, 1.7]])
    assert causes([Observation("S", S.T, S, {"N": 2}, {})]) == []


def test_zero_speaks_for_nothing():
    """If the right tensor is zero, no factor can be read off."""
    zero = np.zeros((3, 2))
    assert causes([Observation("dW", zero + 0.0, zero, {"N": 3}, {})]) == []
    assert [c.rank for c in causes([Observation("dW", zero + 0.3, zero, {"N": 3}, {})])] in ([], [Strength.WEAK])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (4, 2),
        (np.array([0, 1]), np.array([1, 0])),
        (1.0, 0.5),
        (None, 1.5),
        ("text", 1.5),
        (np.nan, 1.5),
        (np.array([1.5 + 1j]), np.array([0.5 + 1j])),
        (True, False),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ([0.37], np.array([0.74])),
    ],
)
def test_too_little_to_say(got, expected):
    """Small whole numbers agree by chance, and what is no finite real tensor can't be compared: silence."""
    assert causes([Observation("y", got, expected, {"N": 7}, {})]) == []


def test_nothing_is_wrong():
    """A right answer has no cause, and neither has no answer."""
    assert labels("dW", lambda e, s, i: e) == []
    assert causes([]) == []


def test_labels_tell_no_values():
    """No label or hint holds a number of the reference."""
    for _, name, wrong, expected in TRUE:
        for cause in causes(observed(name, wrong, expected=expected)):
            digits = {c for c in cause.label.replace("float32", "") if c.isdigit()}
            assert digits <= set("0123")
            assert "." not in cause.label


@pytest.mark.parametrize("noise", ["relative", "additive", "random", "one entry", "one row", "float32 noise"])
def test_noise_has_no_name(noise):
    """1800 wrong results that no mistake explains: not one is named."""
    named = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        for name in ("dX", "dW", "db"):
            seen = []
            for sizes, inputs in layers(seed):
                e = right(inputs)[name]
                seen.append(Observation(name, _noisy(e, noise, rng), e, sizes, inputs))
            named += causes(seen)
    assert named == []


def _noisy(e, noise, rng):
    match noise:
        case "relative":
            return e * (1.0 + 0.05 * rng.normal(size=e.shape))
        case "additive":
            return e + 0.05 * rng.normal(size=e.shape)
        case "random":
            return rng.normal(size=e.shape)
        case "one entry":
            got = e.copy()
            got.flat[rng.integers(e.size)] += 1.0
            return got
        case "one row":
            got = e.copy()
            got[0] = rng.normal(size=got[0].shape)
            return got
        case _:
            return (e * (1.0 + 0.05 * rng.normal(size=e.shape))).astype(np.float32)


def test_one_entry_beyond_a_bound_is_not_unclipped():
    """Of the entries that stand on a bound, all must go beyond it: one alone is some other mistake."""
    expected = np.array([0.3, 2.5, 2.5, 2.5, 2.5, -1.7, 0.9])
    got = expected.copy()
    got[2] += 1.37
    found = causes([Observation("Z", got, expected, {}, {})])
    assert not any("clipped" in cause.label for cause in found)
