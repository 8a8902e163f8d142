"""Checks, known bugs and variants of chapter12/huber_loss."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("loss", "dr"),
    minutes=15,
    hints=(
        "np.where(condition, inside, outside) chooses entry by entry. The condition is about |r|.",
        "The slope of the line is delta on the right and −delta on the left.",
        "The slope is r, clipped to [−delta, delta].",
    ),
)


def residuals(rng, shape, delta):
    """Draw residuals inside and outside, on both sides, none of them near the joint."""
    n = int(np.prod(shape))
    inside = rng.uniform(0.05, 0.9, size=n) * delta
    outside = rng.uniform(1.1, 4.0, size=n) * delta
    sign = np.resize([1.0, -1.0, -1.0, 1.0], n)
    return rng.permutation(sign * np.where(np.arange(n) % 2 == 0, inside, outside)).reshape(shape)


@cases("shape small", ((8,), True), ((4, 4), False), ((3, 5), True), ((2, 3, 4), False), ((1, 1), True))
def batch(rng, shape, small):
    delta = rng.uniform(0.2, 0.8) if small else rng.uniform(1.5, 4.0)
    return {"r": residuals(rng, shape, delta), "delta": delta}


@cases("small", True, False)
def joint(rng, small):
    """Residuals of exactly ±delta and 0, with others."""
    delta = float(rng.integers(1, 8) / 16 if small else rng.integers(3, 9) / 2)
    return {"r": rng.permutation([delta, -delta, 0.0, *rng.uniform(-2 * delta, 2 * delta, size=2)]), "delta": delta}


@cases("delta", 1e6, 1e-6)
def ends(rng, delta):
    """Nothing but a square; nothing but lines."""
    return {"r": rng.permutation([1.0, -1.0, 1.0, -1.0]) * rng.uniform(0.5, 3.0, size=4), "delta": delta}


@cases("size", 1e3, 1e9, 1e100, 1e-9)
def outliers(rng, size):
    """Residuals of one size each, beside a delta of usual size."""
    return {
        "r": size * rng.uniform(1.0, 4.0, size=4) * rng.permutation([1.0, -1.0, 1.0, -1.0]),
        "delta": rng.uniform(1.5, 4.0),
    }


shapes = shaped("There is a loss and a slope for each residual.", batch)
values = agrees("The loss is right: inside, outside, on both sides.", batch, only=["loss"], points=2)
slopes = agrees("The slope is right: inside, outside, on both sides.", batch, only=["dr"], points=2)
at_the_joint = agrees("At ±delta and at 0 value and slope are right.", joint, needs=[values, slopes])
both_ends = agrees("A huge delta leaves the square, a tiny one the lines.", ends, needs=[values, slopes])
far_out = agrees(
    "Outliers cost in proportion, however far out; and tiny residuals keep their digits.",
    outliers,
    needs=[values, slopes],
)
units = scaled(batch, scales=(-120, 120), r=1, delta=1)
every_scale = agrees("It is right in tiny units and in huge ones.", units, separates=False, needs=[values, slopes])


def huber(r, delta):
    c = np.minimum(np.maximum(r, -delta), delta)
    return c * (r - 0.5 * c)


@check(points=1, kind="gradient")
def finite_differences(student, batch, rng):
    """The slope agrees with finite differences of the loss."""
    for case, (_, dr) in student.huber_loss.on(batch):
        check_grads(lambda r, d=case.delta: np.sum(huber(r, d)), {"r": case.r}, {"r": dr}, rng=rng, where=case)


@check(points=1, kind="property")
def laws(student, batch):
    """Too much costs as much as too little; in units that are twice as small, the loss is four times as large."""

    def moved(m, case):
        return [
            m.huber_loss(*each) for each in ((case.r, case.delta), (-case.r, case.delta), (2 * case.r, 2 * case.delta))
        ]

    for case, ((L, dr), (M, dm), (four, two)) in student.each(moved, batch):
        if not np.all(L > 0):
            fail("An error costs nothing, or less.", case)
        assert_law("ℓ(−r) = ℓ(r)", M, L, what="loss", where=case)
        assert_law("ℓ′(−r) = −ℓ′(r)", dm, -dr, what="dr", where=case)
        assert_law("ℓ(2 r; 2 delta) = 4 ℓ(r; delta)", four, 4.0 * L, what="loss", where=case)
        assert_law("ℓ′(2 r; 2 delta) = 2 ℓ′(r; delta)", two, 2.0 * dr, what="dr", where=case)


hygiene = hygiene_of(batch)
SQUARE, LINE, SLOPE = "0.5 * r**2", "delta * (np.abs(r) - 0.5 * delta)", "np.where(inside, r, delta * np.sign(r))"

BUGS = [
    patch("the square lacks its ½", {SQUARE: "r**2"}, hint="½ r²: then its slope is r, and it meets the line."),
    patch(
        "everything is twice as large",
        {SQUARE: "r**2", LINE: f"2 * {LINE}", SLOPE: "2 * np.where(inside, r, delta * np.sign(r))"},
        hint="The square is ½ r².",
    ),
    patch("the slope is not clipped", {SLOPE: "r + 0.0"}, hint="Outside, the slope is ±delta, however large r is."),
    patch("the slope outside has lost its sign", {"delta * np.sign(r)": "delta"}, hint="On the left the line falls."),
    patch(
        "the slope outside is ±1",
        {"delta * np.sign(r)": "np.sign(r)"},
        hint="The line continues the square: slope ±delta.",
    ),
    patch(
        "negative residuals always count as small",
        {"np.abs(r) <= delta": "r <= delta"},
        hint="The condition is about |r|.",
    ),
    patch(
        "all is divided by delta, as in smooth L1",
        {
            SQUARE: "0.5 * r**2 / delta",
            LINE: "np.abs(r) - 0.5 * delta",
            SLOPE: "np.where(inside, r / delta, np.sign(r))",
        },
        hint="Huber's line has the slope delta.",
    ),
    patch(
        "delta is taken for 1 outside",
        {LINE: "np.abs(r) - 0.5", "delta * np.sign(r)": "np.sign(r)"},
        hint="delta (|r| − ½ delta): both places have a delta.",
    ),
    patch("the line lacks its −½ delta²", {LINE: "delta * np.abs(r)"}, hint="Then the loss jumps at ±delta."),
    patch(
        "½ is subtracted instead of ½ delta",
        {LINE: "delta * (np.abs(r) - 0.5)"},
        hint="Square and line meet at |r| = delta: delta (|r| − ½ delta).",
    ),
    patch(
        "pseudo-Huber is taken",
        {
            "loss = np.where(": "loss = delta**2 * (np.sqrt(1 + (r / delta) ** 2) - 1); _ = np.where(",
            SLOPE: "r / np.sqrt(1 + (r / delta) ** 2)",
        },
        hint="It has the same ends, and other values between: take the square and the lines.",
    ),
    patch(
        "inside and outside are exchanged",
        {"np.abs(r) <= delta": "np.abs(r) > delta"},
        hint="The square is for |r| ≤ delta.",
    ),
    patch("the mean is taken", {"return loss": "return np.mean(loss)"}, hint="One loss for each residual."),
    patch(
        "the square is taken everywhere",
        {"np.abs(r) <= delta": "np.abs(r) <= np.inf"},
        hint="From delta on it is a line.",
    ),
    patch(
        "residuals are clipped at ±100",
        {"inside = ": "r = np.clip(r, -100.0, 100.0)\n    inside = "},
        hint="The line goes on without end.",
    ),
    patch(
        "delta is kept between 0.001 and 1000",
        {"inside = ": "delta = min(max(delta, 1e-3), 1e3)\n    inside = "},
        hint="delta may be any positive number.",
    ),
    patch(
        "a slope of 0 is given at ±delta",
        {"delta * np.sign(r))": "delta * np.sign(r)) * (np.abs(r) != delta)"},
        hint="Both formulas give ±delta there.",
    ),
]

EQUIVALENT = {
    "huber_loss: delta * np.sign(r) → delta / np.sign(r)": "outside, the sign is 1 or −1",
    "huber_loss: np.abs(r) <= delta → np.abs(r) < delta": "both formulas agree at ±delta",
}


@variant
def by_clipping(r, delta):
    c = np.clip(r, -delta, delta)
    return c * (r - c / 2), c


@variant
def square_and_excess(r, delta):
    small = np.minimum(np.abs(r), delta)
    return 0.5 * small * small + delta * (np.abs(r) - small), small * np.sign(r)


@variant
def entry_by_entry(r, delta):
    loss, dr = np.zeros_like(r), np.zeros_like(r)
    for i in np.ndindex(*r.shape):
        if -delta < r[i] < delta:
            loss[i], dr[i] = r[i] ** 2 / 2, r[i]
        else:
            side = 1 if r[i] > 0 else -1
            loss[i], dr[i] = delta * abs(r[i]) - delta**2 / 2, side * delta
    return loss, dr
