"""Checks, known bugs and variants of chapter10/gradient_check."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=20,
    returns=("error",),
    hints=(
        "Start with x of shape (2,), and print n beside a.",
        "np.ndindex(x.shape) walks through the entries of an array of any shape. Which array do you step with?",
        "First collect all n_i in an array like x. Then the error is one maximum divided by another.",
    ),
)


# --- functions to differentiate, and gradients of them: right ones, and wrong ones ----------------------------------
def powers(x):
    return np.sum(x**3) / 3 + np.sum(x)


def powers_gradient(x):
    return x**2 + 1


def bowl(x):
    return np.mean((x - 1) ** 2)


def bowl_gradient(x):
    return 2 * (x - 1) / x.size


def bowl_without_mean(x):
    return 2 * (x - 1)


def bowl_uphill(x):
    return -2 * (x - 1) / x.size


def softplus(x):
    return np.sum(np.log1p(np.exp(x)))


def softplus_gradient(x):
    return 1 / (1 + np.exp(-x))


def softplus_doubled(x):
    return 2 / (1 + np.exp(-x))


def one_entry_wrong(x):
    g = 1 / (1 + np.exp(-x))
    g[np.unravel_index(2 * x.size // 3, x.shape)] *= 1.5
    return g


def weighted(x):
    return np.sum(np.sin(x) * np.arange(1, x.size + 1).reshape(x.shape))


def weighted_gradient(x):
    return np.cos(x) * np.arange(1, x.size + 1).reshape(x.shape)


def weighted_transposed(x):
    return (np.cos(x) * np.arange(1, x.size + 1).reshape(x.shape)).T


def nothing(x):
    return np.zeros_like(x)


def everything(x):
    return np.ones_like(x)


def constant(x):
    return 3.5


def as_a_column(x):
    return (2 * (x - 1) / x.size).reshape(-1, 1)


def an_axis_less(x):
    return (2 * (x - 1) / x.size).ravel()


def turned(x):
    return (2 * (x - 1) / x.size).T


def a_row(x):
    return 2 * (x[:1] - 1) / x.size


def one_alone(x):
    return 2 * (x[:1] - 1) / x.size


RIGHT = {
    "powers": (powers, powers_gradient, (7,)),
    "bowl": (bowl, bowl_gradient, (4, 3)),
    "softplus": (softplus, softplus_gradient, (1, 5)),
    "weighted": (weighted, weighted_gradient, (2, 3, 4)),
    "one entry": (powers, powers_gradient, (1,)),
    "one column": (bowl, bowl_gradient, (3, 1)),
    "a number": (powers, powers_gradient, ()),
}
WRONG = {
    "off by a factor of 2": (softplus, softplus_doubled, (7,)),
    "transposed": (weighted, weighted_transposed, (4, 4)),
    "one entry of 100": (softplus, one_entry_wrong, (5, 20)),
    "zero": (bowl, nothing, (4, 3)),
    "sign": (bowl, bowl_uphill, (5,)),
    "sum for mean": (bowl, bowl_without_mean, (2, 3)),
}


SLOPES = {f: gradient for f, gradient, _ in RIGHT.values()}


def sloping(case):
    """Tell whether no slope is nearly 0, so that what is relative to each of them is finite, and small where it is right."""
    slopes = np.abs(SLOPES[case.f](case.x))
    return bool(np.min(slopes) > 0.002 * np.max(slopes))


@cases("gradient", *((name,) for name in RIGHT), fit=sloping)
def right(rng, gradient):
    f, grad, shape = RIGHT[gradient]
    return {"f": f, "grad": grad, "x": np.asarray(rng.normal(size=shape))}


@cases("gradient", *((name,) for name in WRONG), fit=sloping)
def wrong(rng, gradient):
    """The largest slope of a bowl is negative; so is the x of the one wrong entry of 100, which has four decimals."""
    f, grad, shape = WRONG[gradient]
    x = rng.normal(size=shape)
    if f is bowl:
        x.flat[rng.integers(x.size)] = -rng.uniform(3.5, 4.0)
    if grad is one_entry_wrong:
        x.flat[2 * x.size // 3] = -(rng.integers(20, 90) / 1e3 + rng.integers(3, 8) / 1e4)
    return {"f": f, "grad": grad, "x": x}


@cases("n h", (5, 0.5), (4, 0.25))
def coarse(rng, n, h):
    return {"f": powers, "grad": powers_gradient, "x": rng.uniform(-2, 2, size=n), "h": h}


@cases("shape grad", ((3,), as_a_column), ((3, 2), turned), ((2, 3), a_row), ((4,), one_alone), ((1, 3), an_axis_less))
def crooked(rng, shape, grad):
    """Gradients of another number of axes, or of as many, which NumPy may stretch or not."""
    return {"f": bowl, "grad": grad, "x": rng.normal(size=shape)}


@cases("n", 8, exact=True)
def faint(rng, n):
    """Numbers far below the step, which are lost where the step is added and taken off again."""
    return {"f": powers, "grad": powers_gradient, "x": 1e-9 * rng.uniform(1.0, 2.0, size=n)}


# --- checks ---------------------------------------------------------------------------------------------------------
shapes = shaped("The answer is one number, whatever the shape of x.", right)


def accepted(error, case):
    if not 0 <= error < 1e-7:
        fail(f"A right gradient should give an error below 1e-7; yours is {error:.2g}.", case)


def refused(error, case):
    if not 1e-2 < error < np.inf:
        fail(f"This gradient is wrong by more than 1e-2; your error is {error:.2g}.", case)


@check(points=2)
def verdicts(student, right, wrong):
    """Right gradients are told from wrong ones: errors below 1e-7 and above 1e-2."""
    for case, error in student.gradient_check.on(right):
        accepted(error, case)
    for case, error in student.gradient_check.on(wrong):
        refused(error, case)


values = agrees(
    "The error of a wrong gradient is the right number, even if one entry of a hundred is wrong.", wrong, points=2
)


@check(points=1, kind="property", needs=[verdicts])
def at_a_minimum(student, rng):
    """Where single derivatives are zero, a right gradient is still accepted."""

    def resting(m, x):
        return m.gradient_check(bowl, bowl_gradient, x)

    for n in (6, 11):
        x = rng.uniform(1.5, 3, size=n)
        x[::2] = 1.0
        accepted(student.run(resting, x), f"f(x) = mean (x − 1)², half of the {n} entries at 1")


step = agrees("The slopes are central differences with the step h: f(x) = Σ x³/3 + x shows their error h²/3.", coarse)


def half(x):
    return scale * np.sum(x**2) / 2


def half_off(x):
    return scale * 0.75 * x


@check(points=1, kind="property", needs=[values])
def free_of_scale(student, rng):
    """The error is relative: f and its gradient may be much smaller or much larger, and it stays the same."""

    def scaled(m, x):
        scales = [1.0, 2.0**-100, 2.0**100]
        return [m.gradient_check(code(half, scale=c), code(half_off, scale=c), x) for c in scales]

    x = rng.normal(size=6)
    one, small, large = student.run(scaled, x)
    assert_law("error(c f, c ∇f) = error(f, ∇f)", small, one, rtol=1e-9, what="error", where="c = 2⁻¹⁰⁰")
    assert_law("error(c f, c ∇f) = error(f, ∇f)", large, one, rtol=1e-9, what="error", where="c = 2¹⁰⁰")


@check(points=1, kind="property")
def both_zero(student, reference, rng):
    """Of a constant function, a gradient of zeros is right (the error is 0, not NaN), and one of ones is wrong."""
    x = rng.normal(size=3)
    accepted(student.gradient_check(constant, nothing, x), "f(x) = 3.5, gradient 0")
    got, want = (who.gradient_check(constant, everything, x) for who in (student, reference))
    assert_close(got, want, names=EXERCISE.returns, where="f(x) = 3.5, gradient 1")


@check(points=1, kind="error")
def wrong_shape(student, crooked):
    """A gradient that does not have the shape of x is refused with a ValueError."""
    for case in crooked:
        raises(student, ValueError, lambda m, case: m.gradient_check(*case.values()), case, where=case)


hygiene = hygiene_of(wrong)
hygiene_of_faint = hygiene_of(faint, needs=[values])

# --- known bugs and variants ----------------------------------------------------------------------------------------
BUGS = [
    patch(
        "the errors of all entries are returned",
        {"float(np.abs(analytic - numeric).max() / largest)": "np.abs(analytic - numeric) / largest"},
        hint="One number is asked for: the largest.",
    ),
    patch(
        "the error is a mean over the entries",
        {"np.abs(analytic - numeric).max()": "np.abs(analytic - numeric).mean()"},
        hint="In a mean, one wrong entry of a hundred almost disappears: take the largest.",
    ),
    patch(
        "the error is absolute",
        {"numeric).max() / largest)": "numeric).max())"},
        hint="Half of a small gradient is a small number, too: divide by the largest entry.",
    ),
    patch(
        "each entry is compared with itself alone",
        {"np.abs(analytic - numeric).max() / largest": "np.max(np.abs(analytic - numeric) / np.abs(numeric))"},
        hint="Where the derivative is zero, noise is divided by noise: divide by the largest entry of all.",
    ),
    patch(
        "only the norms are compared",
        {"np.abs(analytic - numeric).max() / largest": "abs(np.abs(analytic).max() - np.abs(numeric).max()) / largest"},
        hint="Two gradients can have the same length and point elsewhere: compare entry by entry.",
    ),
    patch(
        "signs are lost",
        {"np.abs(analytic - numeric).max()": "np.abs(np.abs(analytic) - np.abs(numeric)).max()"},
        hint="A gradient with the wrong sign leads uphill: subtract first, then take the absolute value.",
    ),
    patch(
        "the error is a ratio of Euclidean norms",
        {"np.abs(analytic - numeric).max() / largest": "np.sqrt(np.sum((analytic - numeric)**2) / np.sum(numeric**2))"},
        hint="A norm adds up all entries; what is asked for is the largest entry, divided by the largest entry.",
    ),
    patch(
        "the error is relative to the claimed gradient alone",
        {"max(np.abs(analytic).max(), np.abs(numeric).max())": "np.abs(analytic).max()"},
        hint="A claimed gradient of zero must not get away: the scale is the larger of the two gradients.",
    ),
    patch(
        "a constant is added to the scale",
        {"max() / largest)": "max() / (largest + 1e-8))"},
        hint="Whatever is smaller than the constant goes unseen: treat the case of two zero gradients on its own.",
    ),
    patch(
        "two zero gradients give NaN",
        {" if largest > 0 else 0.0": ""},
        hint="0/0 is NaN, and NaN is neither small nor large: say 0 if both gradients vanish.",
    ),
    patch(
        "the differences are one-sided",
        {"f(x - step)) / (2 * h)": "f(x)) / h"},
        hint="A one-sided difference is off by order h, so that right gradients look wrong: step both ways.",
    ),
    patch(
        "the differences are divided by h, not by 2h",
        {"/ (2 * h)": "/ h"},
        hint="From x − h to x + h it is 2h.",
    ),
    patch("the step h is ignored", {"step[i] = h": "step[i] = h = 1e-5"}, hint="Step with the h that is passed in."),
    patch(
        "all entries move at once",
        {"step[i] = h": "step[...] = h"},
        hint="A partial derivative moves one entry and keeps the others.",
    ),
    patch(
        "rows move as a whole",
        {"np.ndindex(x.shape)": "range(len(x))"},
        hint="For a matrix, x[i] is a row: walk through all entries, for example with np.ndindex.",
    ),
    patch(
        "only the number of axes is compared",
        {"analytic.shape != x.shape": "analytic.ndim != x.ndim"},
        hint="(3, 2) and (2, 3) have two axes each: compare the shapes.",
    ),
    patch(
        "only the number of entries is compared",
        {
            "analytic.shape != x.shape": "analytic.size != x.size",
            "np.abs(analytic - numeric)": "np.abs(analytic.ravel() - numeric.ravel())",
        },
        hint="A column has as many entries as a row: compare the shapes.",
    ),
    patch(
        "a number is made an array of one axis",
        {"np.asarray(grad(x))": "np.atleast_1d(grad(x))"},
        hint="x may have the shape (): the gradient has it then, too.",
    ),
    patch(
        "a gradient of the wrong shape is stretched",
        {"analytic.shape != x.shape": "False"},
        hint="(3,) minus (3, 1) is (3, 3): compare the shapes before the entries.",
    ),
    patch(
        "a gradient that lacks an axis of length 1 is let pass",
        {"analytic.shape != x.shape": "analytic.size != x.size or analytic.ndim > x.ndim"},
        hint="(3,) is not (1, 3), though NumPy stretches it: compare the shapes.",
    ),
]


@bug(
    "the step is added to x and taken off again",
    hint="x + h − 2 h + h is not x where digits are lost: keep the entry, and put it back; or step from a copy.",
)
def there_and_back(f, grad, x, h=1e-5):
    analytic = np.asarray(grad(x))
    if analytic.shape != x.shape:
        raise ValueError("the gradient has another shape than x")
    numeric = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        ahead = f(x)
        x[i] -= h
        x[i] -= h
        behind = f(x)
        x[i] += h
        numeric[i] = (ahead - behind) / (2 * h)
    largest = max(np.abs(analytic).max(), np.abs(numeric).max())
    return float(np.abs(analytic - numeric).max() / largest) if largest > 0 else 0.0


VARYING = {"hygiene": "From numbers of usual size, a step may come off without a trace, or not."}
TOLERANT = {
    "verdicts": "An error below 1e-7 says that the gradient is right, whatever it is.",
    "at_a_minimum": "An error below 1e-7 says that the gradient is right, whatever it is.",
}
EQUIVALENT = {
    "gradient_check: numeric[i] = (f(x + step) - f(x - step)) / (2 * h) → numeric[i] += (f(x + step) - f(x - step)) / (2 * h)": "every entry is set, and once",
    "gradient_check: np.zeros_like(x) → np.ones_like(x)": "every entry is set, and once",
    "gradient_check: analytic - numeric → numeric - analytic": "The absolute value is the same.",
    "gradient_check: np.abs(analytic) → np.abs(numeric), and alike": "Both change places everywhere.",
    "gradient_check: step[i] = h → step[i] += h": "It was zero.",
}


@bug(
    "x does not come back to the last bit",
    hint="x + h − 2h + h is not x in floating point: copy x, or put back what was there.",
)
def moved(f, grad, x, h=1e-5):
    a = grad(x)
    if np.shape(a) != x.shape:
        raise ValueError
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        n[i] = (up - f(x)) / (2 * h)
        x[i] += h
    scale = max(np.abs(a).max(), np.abs(n).max())
    return np.abs(a - n).max() / scale if scale else 0.0


@bug("the gradient is taken where the last difference left x", hint="Call grad(x) before x moves, or put x back first.")
def elsewhere(f, grad, x, h=1e-5):
    x = x.copy()
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        n[i] = (up - f(x)) / (2 * h)
    a = grad(x)
    if np.shape(a) != x.shape:
        raise ValueError
    scale = max(np.abs(a).max(), np.abs(n).max())
    return np.abs(a - n).max() / scale if scale else 0.0


@variant
def restored(f, grad, x, h=1e-5):
    g = grad(x)
    if g.shape != x.shape:
        raise ValueError("shape")
    worst = size = 0.0
    for i in range(x.size):
        place = np.unravel_index(i, x.shape)
        old = x[place]
        x[place] = old + h
        up = f(x)
        x[place] = old - h
        down = f(x)
        x[place] = old
        n = (up - down) / (2.0 * h)
        worst, size = max(worst, abs(n - g[place])), max(size, abs(n), abs(g[place]))
    return worst / size if size else 0


@variant
def flat(f, grad, x, h=1e-5):
    g = grad(x)
    if np.shape(g) != np.shape(x):
        raise ValueError
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    n = np.array([f(x + e) - f(x - e) for e in steps]) / (2 * h)
    difference = np.linalg.norm(np.ravel(g) - n, np.inf)
    return difference and difference / np.linalg.norm([*np.ravel(g), *n], np.inf)
