"""Checks, known bugs and variants of chapter11/lr_schedules."""

from itertools import accumulate

import numpy as np

from mdl_grade.records.evidence import Unclean
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=15,
    no_hygiene="the check `forgets` asks for it, of all four schedules",
    returns=("lr",),
    requires=("chapter11/gd_1d",),
    hints=(
        "Make a table by hand for t = 0, 1, 2, … and compare: the edges of a period are where mistakes live.",
        "How many whole periods of 10 are over at t = 9, at t = 10, at t = 25? Python has an operator for it.",
        "Operators and NumPy's functions take numbers and arrays alike; `if t < steps` takes numbers only: np.minimum.",
    ),
)


# --- steps to ask for: a number, a row in some order, a table -----------------------------------------------------------
def some_of(rng, kind, steps):
    match kind:
        case "number":
            return int(rng.choice(steps))
        case "row":
            return rng.permutation(steps)
    return rng.choice(steps, size=(3, 2))


KINDS = (("number",), ("row",), ("table",))


@cases("t", *KINDS)
def stairs(rng, t):
    """Ask early in a period, but not for its first step: edges are for another check."""
    period = int(rng.integers(4, 8))
    early = np.add.outer(period * np.arange(1, 4), np.arange(1, (period + 1) // 2)).ravel()
    return {"t": some_of(rng, t, early), "lr0": rng.uniform(0.5, 2), "drop": rng.uniform(0.2, 0.45), "period": period}


@cases("t", *KINDS)
def exponential(rng, t):
    return {"t": some_of(rng, t, np.arange(2, 14)), "lr0": rng.uniform(0.5, 2), "rate": rng.uniform(0.05, 0.3)}


@cases("t", *KINDS)
def inverse(rng, t):
    return {"t": some_of(rng, t, np.arange(2, 14)), "lr0": rng.uniform(0.5, 2), "rate": rng.uniform(0.2, 2.0)}


@cases("t", *KINDS)
def line(rng, t):
    lr0, steps = rng.uniform(0.5, 2), int(rng.integers(5, 10))
    return {
        "t": some_of(rng, t, np.arange(1, steps)),
        "lr0": lr0,
        "lr_end": lr0 * rng.uniform(0.05, 0.5),
        "steps": steps,
    }


@cases("times", 1e-150, 1e150)
def far(rng, times):
    steps, period = (int(n) for n in rng.integers(4, 9, size=2))
    drawn = {"lr0": rng.uniform(0.5, 2), "lr_end": rng.uniform(0.05, 0.4)}
    drop, rate = rng.uniform(0.2, 0.45), rng.uniform(0.05, 0.3)
    rates = {name: times * lr for name, lr in drawn.items()}
    return {"t": rng.permutation(12), **rates, "drop": drop, "period": period, "rate": rate, "steps": steps}


def all_four(m, case):
    """Ask all four; for the two that have a rate, also a tiny one after many steps, and a huge one."""
    t, lr0, late = case.t, case.lr0, 1000 * case.t
    return {
        "step_decay": m.step_decay(t, lr0, case.drop, case.period),
        "exponential_decay": m.exponential_decay(t, lr0, case.rate),
        "exponential_decay, slow": m.exponential_decay(late, lr0, 1e-3 * case.rate),
        "inverse_decay": m.inverse_decay(t, lr0, case.rate),
        "inverse_decay, slow": m.inverse_decay(late, lr0, 1e-3 * case.rate),
        "inverse_decay, fast": m.inverse_decay(t, lr0, 1e12 * case.rate),
        "linear_decay": m.linear_decay(t, lr0, case.lr_end, case.steps),
    }


def edges(m, case):
    """Ask on both sides of each edge."""
    _, lr0, drop, period = case.values()
    asked = [t for k in (1, 2, 3) for t in (k * period - 1, k * period)]
    each_step = {f"lr at t = {t} with period 1": m.step_decay(t, lr0, drop, 1) for t in (0, 1, 3)}
    return {f"lr at t = {t}": m.step_decay(t, lr0, drop, period) for t in [0, *asked]} | each_step


def ends(m, case):
    """Ask before, at and after the end."""
    _, lr0, lr_end, steps = case.values()
    asked = {
        f"lr at t = {t}": m.linear_decay(t, lr0, lr_end, steps) for t in (0, steps - 1, steps, steps + 1, 10 * steps)
    }
    at_once = {f"lr at t = {t} with steps = 1": m.linear_decay(t, lr0, lr_end, 1) for t in (0, 1)}
    return asked | at_once | {"lr at t = 1 towards 0": m.linear_decay(1, lr0, 0.0, steps)}


REST = {"step_decay": (0.5, 4), "exponential_decay": (0.125,), "inverse_decay": (0.5,), "linear_decay": (0.25, 16)}


def schedules(m, t):
    """Ask all four for the same steps, from lr0 = 2."""
    return {name: getattr(m, name)(t, 2.0, *rest) for name, rest in REST.items()}


# --- checks -----------------------------------------------------------------------------------------------------------
@check(points=1, kind="shape")
def shapes(student, reference):
    """A number gives a number, an array an array of its shape, whichever schedule."""
    for name, t in {
        "t = 3": 3,
        "t (7,)": np.arange(7),
        "t (1,)": np.array([5]),
        "t (1, 1)": np.array([[6]]),
        "t (2, 5)": np.arange(30, 40).reshape(2, 5),
    }.items():
        assert_shapes(student.run(schedules, t), reference.run(schedules, t), where=name)


step_values = agrees("step_decay stays the same within a period, and drops with each.", stairs, of="step_decay")
step_edges = agrees(
    "step_decay drops when a period is over, not a step earlier or later.", stairs, of=edges, needs=[step_values]
)
exponential_values = agrees("exponential_decay falls like e^(−rate t).", exponential, of="exponential_decay")
inverse_values = agrees("inverse_decay falls like 1 / (1 + rate t).", inverse, of="inverse_decay")


@check(points=1, kind="convergence")
def averages(student):
    """Under inverse_decay, noisy gradients average out: the squared error of SGD falls like 1/k."""
    # A step x ← x − lr (x − minimum + noise) leaves the mean squared error (1 − lr)² E + lr² · variance.
    lr = student.run(lambda m: m.inverse_decay(np.arange(512), 1.0, 1.0))
    assert_shapes(lr, np.zeros(512), names=EXERCISE.returns)
    errors = list(accumulate(lr, lambda error, rate: (1 - rate) ** 2 * error + rate**2, initial=4.0))
    check_sublinear_rate(errors, 1.0, 512, what="the squared error of SGD, E(x − minimum)²", where="lr0 = 1, rate = 1")


linear_values = agrees("linear_decay goes straight from lr0 towards lr_end.", line, of="linear_decay")
linear_ends = agrees(
    "linear_decay arrives at lr_end at t = steps, and stays there.", line, of=ends, needs=[linear_values]
)


every_scale = agrees(
    "All four are right for tiny rates and for huge ones.",
    far,
    of=all_four,
    by="entry",
    needs=[step_values, exponential_values, inverse_values, linear_values],
)


@check(points=1, kind="property")
def falls(student):
    """All four begin with lr0 and never rise."""
    rates = student.run(schedules, np.arange(40))
    for name, lr in rates.items():
        assert_law("lr(0) = lr0", float(lr[0]), 2.0, what=name)
        if not np.all(np.diff(lr) <= 1e-12):
            t = int(np.argmax(np.diff(lr)))
            fail(f"{name} rises from t = {t} to t = {t + 1}.", "t = 0, …, 39")


@check(points=1, kind="state")
def forgets(student, reference):
    """Steps may be asked for in any order and often: nothing is remembered, and t is left alone."""

    def seen(m):
        _, before, _, after = [schedules(m, t) for t in (0, 5, 20, 5)]
        return before, after

    before, after = student.run(seen)
    for name, rest in REST.items():
        try:
            assert_close(after[name], before[name])
        except CheckFailed:
            raise CheckFailed(Unclean(fact="unrepeatable", what=name), "t = 0, 5, 20, 5") from None

        def ask(m, t, name=name, rest=rest):
            return getattr(m, name)(t, 2.0, *rest)

        t, where = np.arange(20), f"{name}, t = 0, …, 19"
        (watched,), facts = student.watch(ask, [t])
        for fact in facts:
            raise CheckFailed(Unclean(fact=fact.kind, what="t"), where)
        assert_close(watched, reference.run(ask, t), names=EXERCISE.returns, where=where)


# --- known bugs and variants --------------------------------------------------------------------------------------------
STAIRS = "return lr0 * drop ** (t // period)"
EXPONENTIAL = "return lr0 * np.exp(-rate * t)"
INVERSE = "return lr0 / (1 + rate * t)"
LINE = "return lr0 + (lr_end - lr0) * np.minimum(t / steps, 1)"

BUGS = [
    patch(
        "step_decay drops one step too early",
        {"t // period": "(t + 1) // period"},
        hint="Steps count from 0: the first period is t = 0 to period − 1.",
    ),
    patch(
        "step_decay drops one step too late",
        {"drop ** (t // period)": "drop ** (np.maximum(t - 1, 0) // period)"},
        hint="t = period is the first step of the second period.",
    ),
    patch(
        "step_decay rounds to the nearest period",
        {"t // period": "np.round(t / period)"},
        hint="Only periods that are over count: round down.",
    ),
    patch(
        "step_decay slides instead of stepping",
        {"t // period": "t / period"},
        hint="Within a period the learning rate is constant: count whole periods.",
    ),
    patch(
        "step_decay drops once and no more",
        {"drop ** (t // period)": "np.where(t < period, 1.0, drop)"},
        hint="After two periods it is drop², after k periods dropᵏ.",
    ),
    patch(
        "step_decay subtracts instead of multiplying",
        {STAIRS: "return lr0 - drop * (t // period)"},
        hint="Each period multiplies by drop; a rate below zero would go uphill.",
    ),
    patch(
        "step_decay removes the fraction drop instead of keeping it",
        {"drop ** (t": "(1 - drop) ** (t"},
        hint="drop is what is left: lr0 · dropᵏ.",
    ),
    patch(
        "exponential_decay uses another convention (lr0 · rateᵗ)",
        {EXPONENTIAL: "return lr0 * rate**t"},
        hint="Here rate stands in the exponent: e^(−rate · t).",
    ),
    patch(
        "exponential_decay grows",
        {"np.exp(-rate * t)": "np.exp(rate * t)"},
        hint="A minus sign in the exponent makes it fall.",
    ),
    patch(
        "exponential_decay compounds 1 − rate",
        {EXPONENTIAL: "return lr0 * (1 - rate) ** t"},
        hint="(1 − rate)ᵗ comes near e^(−rate · t) for small rates only.",
    ),
    patch("exponential_decay has the base 2", {"np.exp(-": "2.0 ** (-"}, hint="The base is e: np.exp."),
    patch(
        "inverse_decay takes a square root",
        {INVERSE: "return lr0 / np.sqrt(1 + rate * t)"},
        hint="1/√ is another schedule; here the reciprocal itself grows by the same amount each step.",
    ),
    patch(
        "inverse_decay lacks the 1",
        {INVERSE: "return lr0 / np.maximum(rate * t, 1.0)"},
        hint="1 + rate · t is 1 at t = 0, and grows from the first step on.",
    ),
    patch(
        "inverse_decay counts from 1",
        {INVERSE: "return lr0 / (1 + rate * (t + 1))"},
        hint="Steps count from 0, and lr(0) = lr0.",
    ),
    patch(
        "linear_decay divides ints",
        {"t / steps": "t // steps"},
        hint="t // steps is 0 until the end: divide with /.",
    ),
    patch(
        "linear_decay does not stop at the end",
        {"np.minimum(t / steps, 1)": "t / steps"},
        hint="After t = steps it stays at lr_end; a rate below zero would go uphill.",
    ),
    patch(
        "linear_decay arrives one step too early",
        {"t / steps": "t / (steps - 1)"},
        hint="At t = steps − 1 one step is still to go.",
    ),
    patch(
        "linear_decay arrives one step too late",
        {"t / steps": "t / (steps + 1)"},
        hint="At t = steps it has arrived.",
    ),
    patch("linear_decay goes to zero", {LINE: "return lr0 * np.maximum(1 - t / steps, 0)"}, hint="It ends at lr_end."),
    patch(
        "linear_decay is zero after the end",
        {LINE: "return np.where(t <= steps, lr0 + (lr_end - lr0) * t / steps, 0.0)[()]"},
        hint="From t = steps on it stays at lr_end.",
    ),
    patch(
        "linear_decay takes numbers only",
        {"np.minimum(t / steps, 1)": "min(t / steps, 1)"},
        hint="min compares two numbers; np.minimum compares entry by entry.",
    ),
    patch(
        "exponential_decay remembers the last step and never goes back",
        {
            EXPONENTIAL: (
                "memory, key = exponential_decay.__dict__, f'{lr0} {rate}'\n"
                "    if np.ndim(t) == 0:\n"
                "        memory[key] = t = max(t, memory.get(key, 0)) if t else 0\n"
                "    return lr0 * np.exp(-rate * t)"
            )
        },
        hint="The rate is a function of t alone: compute it from t, whatever was asked before.",
    ),
    patch(
        "t is changed in place",
        {LINE: "t = np.minimum(t, steps, out=t if np.ndim(t) else None)\n    " + LINE},
        hint="t belongs to the caller: make a new array.",
    ),
    patch(
        "an lr_end of 0 is taken for none",
        {"return lr0 + (lr_end - lr0)": "lr_end = lr_end or 0.01 * lr0\n    return lr0 + (lr_end - lr0)"},
        hint="0 is a rate to end at, like any other; only None would be none.",
    ),
]

VARIANTS = [
    patch(
        "repeated products",
        {
            STAIRS: (
                "rates = lr0 * np.cumprod(np.concatenate([[1.0], np.full(int(np.max(t)) // period + 1, drop)]))\n"
                "    return rates[np.floor_divide(t, period)]"
            ),
            EXPONENTIAL: (
                "rates = lr0 * np.cumprod([1.0] + int(np.max(t)) * [np.exp(-rate)])\n    return rates[np.asarray(t, int)]"
            ),
            INVERSE: "return 1 / (1 / lr0 + t * rate / lr0)",
            LINE: "return np.interp(t, [0, steps], [lr0, lr_end])",
        },
    ),
    patch(
        "entry by entry",
        {
            STAIRS: "return np.vectorize(lambda s: float(lr0 * drop ** int(s / period)))(t)[()]",
            EXPONENTIAL: "return np.vectorize(lambda s: float(lr0 / np.exp(rate) ** s))(t)[()]",
            INVERSE: "return np.vectorize(lambda s: float(lr0 * (1 + rate * s) ** -1))(t)[()]",
            LINE: (
                "return np.vectorize("
                "lambda s: float(lr_end if s >= steps else (lr0 * (steps - s) + lr_end * s) / steps))(t)[()]"
            ),
        },
    ),
]
