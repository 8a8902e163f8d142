"""Checks, known bugs and variants of chapter16/cosine_warmup."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("lr",),
    requires=("chapter11/lr_schedules",),
    minutes=15,
    hints=(
        "Make a table by hand for T = 6 and warmup = 2, and look at t = 1, 2, 4, 6, 7.",
        "What fraction of the way from warmup to T has been gone at t? Don't let it grow beyond 1.",
        "(1 + cos(π · fraction)) / 2 goes from 1 to 0. Stretch it from lr_max to lr_min.",
        "np.where(t < warmup, line, cosine) takes numbers and arrays alike.",
    ),
)


def some_of(rng, kind, steps):
    match kind:
        case "number":
            return int(rng.choice(steps))
        case "row":
            return rng.permutation(steps)
        case "row of one":
            return rng.choice(steps, size=1)
    return rng.choice(steps, size=(2, 3))


def drawn(rng, warmup):
    rates = {"lr_max": rng.uniform(0.5, 2.0), "lr_min": rng.uniform(0.1, 0.4)}
    return {"T": warmup + int(rng.integers(6, 12)), "warmup": warmup, **rates}


@cases("t", "number", "row", "table", "row of one")
def rising(rng, t):
    case = drawn(rng, int(rng.integers(4, 8)))
    return {"t": some_of(rng, t, np.arange(1, case["warmup"])), **case}


@cases("t", "number", "row", "table")
def falling(rng, t):
    case = drawn(rng, int(rng.integers(3, 7)))
    middle = case["warmup"] + (case["T"] - case["warmup"]) // 2
    steps = [step for step in range(case["warmup"] + 1, case["T"]) if step != middle]
    return {"t": some_of(rng, t, np.array(steps)), **case}


@cases("warmup way", (3, 0), (8, 0), (1, 0), (4, 1))
def landmarks(rng, warmup, way):
    """The warm-up may be one step, and so may the way down."""
    case = drawn(rng, warmup)
    T = case["T"] = warmup + way if way else case["T"]
    return {"t": np.array([0, warmup - 1, warmup, warmup + 1, T - 1, T]), **case}


@cases("n", 4, 6)
def over(rng, n):
    """Steps after the end: one later, many later."""
    case = drawn(rng, int(rng.integers(1, 7)))
    return {"t": case["T"] + np.r_[1, rng.permutation(np.arange(2, 60))[:n]], **case}


@cases("t", "number", "row")
def cold(rng, t):
    """No warm-up; of the row, the first step is t = 0."""
    case = drawn(rng, 0)
    return {"t": 0 if t == "number" else np.arange(case["T"] + 2), **case}


@cases("T", 8, 11)
def to_zero(rng, T):
    return {"t": rng.permutation(T + 1), "T": T, "warmup": 3, "lr_max": rng.uniform(0.5, 2.0)}


@cases("times", 1e-150, 1e150)
def far(rng, times):
    case = drawn(rng, 4)
    case |= {name: times * case[name] for name in ("lr_max", "lr_min")}
    return {"t": rng.permutation(case["T"] + 3), **case}


shapes = shaped("A number gives a number, an array an array of its shape.", rising)
line = agrees("Up to warmup, the rate rises in a straight line from 0.", rising)
cosine = agrees("From warmup to T it falls along half a period of a cosine.", falling, points=2)
ends = agrees(
    "It is 0 at the start, lr_max at warmup, lr_min at T, and right on both sides of each.", landmarks, by="entry"
)
stays = agrees("After T it stays at lr_min.", over)
no_warmup = agrees("With warmup = 0 it starts at lr_max.", cold)
default = agrees("Left out, lr_min is 0.", to_zero, needs=[ends])
every_scale = agrees("Rates may be tiny or huge.", far, by="entry", needs=[line, cosine, stays])
hygiene = hygiene_of(falling, needs=[cosine])

LINE, PART = "np.divide(t, warmup or 1)", "np.subtract(t, warmup) / (T - warmup)"
COSINE = "0.5 * (lr_max - lr_min) * (1.0 + np.cos(np.pi * part))"
UNUSED = "If warmup is 0, no t is below it, and the line is not looked at."
EQUIVALENT = {
    **{
        f"cosine_warmup: warmup or 1 → {other}": UNUSED
        for other in ("warmup", "warmup or 0", "warmup or 2", "warmup or 0.5", "warmup or -1", "warmup or 1.01")
    },
    "cosine_warmup: np.minimum(np.subtract(t, warmup) / (T - warmup), 1.0) → "
    "-np.minimum(np.subtract(t, warmup) / (T - warmup), 1.0)": "cos(−x) = cos x.",
}
BUGS = [
    patch(
        "rates are rounded to eight digits",
        {"line, cosine)[()]": "line, cosine).round(8)[()]"},
        hint="In other units all rates are tiny: leave them as they are.",
    ),
    patch(
        "the cosine starts at t = 0, not at warmup",
        {PART: "np.divide(t, T)"},
        hint="At t = warmup the fraction of the way down is 0: subtract warmup from t and from T.",
    ),
    patch(
        "the cosine takes T steps after the warm-up",
        {PART: "np.subtract(t, warmup) / T"},
        hint="lr_min is reached at T; from warmup on, that is T − warmup steps.",
    ),
    patch(
        "the cosine takes T steps after the warm-up, and is cut off at T",
        {PART: "np.where(np.less(t, T), np.subtract(t, warmup) / T, 1.0)"},
        hint="lr_min is reached at T without a jump: from warmup on, that is T − warmup steps.",
    ),
    patch(
        "the rate ends above lr_min",
        {COSINE: "0.5 * lr_max * (1.0 + np.cos(np.pi * part))"},
        hint="Only the part above lr_min is scaled: (lr_max − lr_min) times the cosine's.",
    ),
    patch(
        "the whole of a period is used, and not half of it",
        {"np.pi * part": "2.0 * np.pi * part"},
        hint="cos goes from 1 to −1 over half a period, π.",
    ),
    patch(
        "a quarter of a period is used",
        {COSINE: "(lr_max - lr_min) * np.cos(0.5 * np.pi * part)"},
        hint="(1 + cos πu)/2 is flat at both ends; cos(πu/2) at one only.",
    ),
    patch(
        "the fall is a straight line",
        {"0.5 * (lr_max - lr_min) * (1.0 + np.cos(np.pi * part))": "(lr_max - lr_min) * (1.0 - part)"},
        hint="From warmup on, a cosine is asked for.",
    ),
    patch("the half is missing", {"0.5 * (lr_max": "(lr_max"}, hint="1 + cos goes from 2 to 0: take half of it."),
    patch(
        "the warm-up counts from 1",
        {LINE: "np.divide(np.add(t, 1), warmup or 1)"},
        hint="lr(0) = 0: the line goes through the origin.",
    ),
    patch(
        "the warm-up starts from lr_min",
        {f"lr_max * {LINE}": f"lr_min + (lr_max - lr_min) * {LINE}"},
        hint="The line starts from 0, whatever lr_min is.",
    ),
    patch(
        "the last step is T − 1",
        {PART: "np.subtract(t, warmup) / (T - 1 - warmup)"},
        hint="lr_min is reached at t = T, and not earlier.",
    ),
    patch(
        "the rate rises again after T",
        {f"np.minimum({PART}, 1.0)": PART},
        hint="A cosine comes back: keep the fraction at 1.",
    ),
    patch(
        "after T the rate is 0",
        {
            "np.where(np.less(t, warmup), line, cosine)": (
                "np.where(np.less(t, warmup), line, np.where(np.greater(t, T), 0.0, cosine))"
            )
        },
        hint="From T on it stays at lr_min.",
    ),
    patch(
        "with warmup = 0 the rate at t = 0 is 0",
        {"np.less(t, warmup)": "np.less(t, max(warmup, 1))"},
        hint="Without a warm-up the cosine begins at t = 0, with lr_max.",
    ),
    patch(
        "with warmup = 0 nothing but NaN comes out",
        {
            "warmup or 1": "warmup",
            "np.where(np.less(t, warmup), line, cosine)": (
                "np.less(t, warmup) * line + np.greater_equal(t, warmup) * cosine"
            ),
        },
        hint="0/0 is NaN, and 0 · NaN is NaN, too: never divide by warmup = 0.",
    ),
    patch(
        "a warm-up of one step is none",
        {"np.less(t, warmup)": "np.less(t, warmup) & (warmup > 1)"},
        hint="With warmup = 1 the rate is 0 at t = 0, and lr_max at t = 1.",
    ),
    patch(
        "there is no warm-up",
        {"np.where(np.less(t, warmup), line, cosine)": "cosine + 0.0 * line"},
        hint="Before warmup the rate rises from 0.",
    ),
    patch(
        "lr_min is 0.001 if left out",
        {"lr_min: float = 0.0": "lr_min: float = 1e-3"},
        hint="Left out, it is 0.",
    ),
    patch(
        "an array of one number comes back for a number",
        {"[()]": ".reshape(np.shape(t) or (1,))"},
        hint="For an int t, return a number.",
    ),
]


@bug("t is changed in place", hint="t -= warmup changes the caller's steps: write t - warmup.")
def in_place(t, T, warmup, lr_max, lr_min=0.0):
    line, early = lr_max * np.divide(t, warmup or 1), np.less(t, warmup)
    t -= warmup
    cosine = lr_min + 0.5 * (lr_max - lr_min) * (1.0 + np.cos(np.pi * np.minimum(t / (T - warmup), 1.0)))
    return np.where(early, line, cosine)[()]


@variant
def one_by_one(t, T, warmup, lr_max, lr_min=0.0):
    def rate(step):
        if step < warmup:
            return lr_max * step / warmup
        if step >= T:
            return lr_min
        return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * (step - warmup) / (T - warmup))) / 2

    if np.ndim(t) == 0:
        return float(rate(t))
    return np.array([rate(step) for step in t.ravel()], dtype=float).reshape(t.shape)


@variant
def squared_cosine(t, T, warmup, lr_max, lr_min=0.0):
    """cos² of half the angle is (1 + cos)/2."""
    u = np.clip((t - warmup) / (T - warmup), 0, 1)
    falls = lr_min + (lr_max - lr_min) * np.cos(np.pi * u / 2) ** 2
    return falls * np.minimum(1.0, t / warmup) if warmup else falls


@variant
def complex_exponential(t, T, warmup, lr_max, lr_min=0.0):
    u = np.minimum(np.maximum(t - warmup, 0) / (T - warmup), 1.0)
    turned = np.exp(1j * np.pi * u).real
    rise = np.minimum(t, warmup) / warmup if warmup > 0 else 1.0
    return ((lr_max + lr_min) / 2 + (lr_max - lr_min) / 2 * turned) * rise
