"""Checks, known bugs and variants of chapter07/gradient_of_book_surface."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("f", "f_x", "f_y"),
    requires=("chapter07/partial_derivative",),
    minutes=5,
    hints=(
        "Along x, y is a constant: what is the slope of x y then, and what that of y²?",
        "NumPy's operators broadcast by themselves: write the three formulas down.",
    ),
)


@cases("x y", ((5,), (5,)), ((2, 3), (2, 3)), ((3, 3), (3, 3)), ((1,), (1,)), ((), ()))
def points(rng, x, y):
    return {"x": rng.normal(size=x or None), "y": rng.normal(size=y or None)}


@cases("x y", ((4,), (3, 1)), ((3,), (3, 1)), ((2, 1), (1, 3)), ((), (4,)), ((3, 2), ()))
def grids(rng, x, y):
    return {"x": rng.normal(size=x or None), "y": rng.normal(size=y or None)}


@cases("n", 3)
def plain(rng, n):
    return {"x": rng.uniform(0.5, 2.0, size=n), "y": rng.uniform(0.5, 2.0, size=n)}


far = scaled(plain, scales=(-120, 120), x=1, y=1)

shapes = shaped("There are three results, of the shape of x.", points)
heights = agrees("f is the height.", points, only=["f"])
slopes = agrees("f_x and f_y are its slopes along x and along y.", points, points=2, only=["f_x", "f_y"])
on_grids = agrees(
    "x and y are broadcast: all three results have the shape of the grid.", grids, needs=[heights, slopes]
)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, by="entry")


@check(points=1, kind="gradient")
def differences(student, points):
    """The slopes agree with differences of your own height, which are exact here."""

    def scenario(m, case):
        x, y, surface = case.x, case.y, m.gradient_of_book_surface
        right, left, up, down = surface(x + 0.5, y), surface(x - 0.5, y), surface(x, y + 0.5), surface(x, y - 0.5)
        here = surface(x, y)
        return (here[1], here[2]), right[0] - left[0], up[0] - down[0]

    for case, ((f_x, f_y), along_x, along_y) in student.each(scenario, points):
        law = "the slope is f(x + 1/2) − f(x − 1/2)"
        assert_law(law, f_x, along_x, scale=10.0, what="f_x", where=case)
        assert_law(law, f_y, along_y, scale=10.0, what="f_y", where=case)


hygiene = hygiene_of(points)

F, F_X, F_Y = "x * x + x * y + y * y", "2 * x + y", "x + 2 * y"
BOTH = f"{F_X}, {F_Y}"

BUGS = [
    patch(
        "the term x y is left out, in the height and in the slopes",
        {F: "x * x + y * y", BOTH: "2 * x + 0 * y, 0 * x + 2 * y"},
        hint="f = x² + x y + y²: the middle term couples x and y.",
    ),
    patch("the height has no term x y", {F: "x * x + y * y"}, hint="f = x² + x y + y²."),
    patch("the height has 2 x y", {F: "(x + y) ** 2"}, hint="(x + y)² has 2 x y; f has x y once."),
    patch("x y has a minus in the height", {F: "x * x - x * y + y * y"}, hint="f = x² + x y + y²."),
    patch(
        "x y has no slope",
        {BOTH: "2 * x + 0 * y, 0 * x + 2 * y"},
        hint="Along x, the slope of x y is y; along y, it is x.",
    ),
    patch("f_x and f_y are exchanged", {BOTH: "x + 2 * y, 2 * x + y"}, hint="f_x is the slope along x: 2x + y."),
    patch("the slope of x y along x is x", {F_X: "3 * x + 0 * y"}, hint="Along x, y is the factor that stays: y."),
    patch("the slope of x y along y is y", {F_Y: "0 * x + 3 * y"}, hint="Along y, x is the factor that stays: x."),
    patch("the slope of x² is x", {BOTH: "x + y, x + y"}, hint="x² has the slope 2x, and y² the slope 2y."),
    patch(
        "the terms of the other variable stay in the slopes",
        {BOTH: "2 * x + y + y * y, x + 2 * y + x * x"},
        hint="Along x, y² does not change: its slope is 0.",
    ),
    patch(
        "x and y are paired, not broadcast",
        {
            "return x": "x, y = np.ravel(x), np.ravel(y)\n    if np.size(x) != np.size(y):\n"
            "        x, y = (np.resize(a, max(x.size, y.size)) for a in (x, y))\n"
            "    return x"
        },
        hint="A row and a column make a grid: leave the shapes as they are.",
    ),
    patch(
        "the field is made of unit vectors",
        {BOTH: f"({F_X}) / np.hypot({F_X}, {F_Y}), ({F_Y}) / np.hypot({F_X}, {F_Y})"},
        hint="The slopes themselves are asked for, with their size.",
    ),
    patch("the field points downhill", {BOTH: f"-({F_X}), -({F_Y})"}, hint="The gradient points uphill."),
]


@bug("a loop runs over x alone, and y is cut to its length", hint="Write formulas of whole arrays: NumPy broadcasts.")
def loop_over_x(x, y):
    if np.ndim(x) == 0:
        return x * x + x * y + y * y, 2 * x + y, x + 2 * y
    pairs = list(zip(np.ravel(x).tolist(), np.resize(y, np.size(x)).tolist(), strict=True))
    columns = zip(*((a * a + a * b + b * b, 2 * a + b, a + 2 * b) for a, b in pairs), strict=True)
    return tuple(np.reshape(column, np.shape(x)) for column in columns)


@bug("the slopes on a grid keep the shape of x or of y", hint="Each point of the grid has a slope: add y to 2x.")
def of_one_shape(x, y):
    grid = np.broadcast_shapes(np.shape(x), np.shape(y))
    if np.shape(x) == grid:
        return x * x + x * y + y * y, 2 * x + y, x + 2 * y
    return x * x + x * y + y * y, 2 * x + np.mean(y), np.mean(x) + 2 * y


@variant
def matrix(x, y):
    """A (x, y), and half of (x, y) · A (x, y)."""
    p = np.stack(np.broadcast_arrays(x, y))
    g = np.tensordot(np.array([[2.0, 1.0], [1.0, 2.0]]), p, axes=1)
    return np.sum(p * g, axis=0) / 2, g[0], g[1]


@variant
def squares(x, y):
    s, d = x + y, x - y
    return 0.75 * s**2 + 0.25 * d**2, s + x, s + y


@variant
def point_by_point(x, y):
    X, Y = np.broadcast_arrays(x, y)
    if X.ndim == 0:
        x, y = float(x), float(y)
        return x**2 + x * y + y**2, 2 * x + y, 2 * y + x
    f, f_x, f_y = (np.zeros(X.shape) for _ in range(3))
    for i in np.ndindex(X.shape):
        a, b = X[i], Y[i]
        f[i], f_x[i], f_y[i] = a**2 + a * b + b**2, 2 * a + b, a + 2 * b
    return f, f_x, f_y
