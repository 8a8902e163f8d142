"""Checks, known bugs and variants of chapter13/unbroadcast."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("dx",),
    minutes=15,
    hints=(
        "Let x of shape (3,) be added to five rows. From how many places does x[0] hear?",
        "First sum over the axes in front that x does not have: g.ndim − len(shape) of them.",
        "Then sum over the axes of x that have length 1, and keep them: keepdims=True.",
    ),
)


@cases("full shape", ((5, 3), (3,)), ((4, 4), (4,)), ((2, 5, 3), (5, 3)), ((2, 3, 4), (4,)), ((3, 3, 3), (3,)))
def added(rng, full, shape):
    return {"g": rng.normal(1.0, 1.0, size=full), "shape": shape}


@cases("full shape", ((5, 3), (5, 1)), ((4, 4), (4, 1)), ((4, 4), (1, 4)), ((2, 5, 3), (1, 5, 1)), ((3, 4), (1, 1)))
def stretched(rng, full, shape):
    return {"g": rng.normal(1.0, 1.0, size=full), "shape": shape}


@cases(
    "full shape",
    ((2, 5, 3), (5, 1)),
    ((3, 3, 3), (3, 1)),
    ((2, 3, 4), (1, 4)),
    ((2, 3, 4, 5), (3, 1, 5)),
    ((2, 1, 1), (1, 1)),
)
def both(rng, full, shape):
    return {"g": rng.normal(1.0, 1.0, size=full), "shape": shape}


@cases("full", ((2, 3),), ((4,),), ((2, 3, 2),))
def to_a_number(rng, full):
    return {"g": rng.normal(1.0, 1.0, size=full), "shape": ()}


@cases("shape", ((3, 4),), ((4,),), ((1, 3),))
def alike(rng, shape):
    """Nothing was broadcast."""
    return {"g": rng.normal(size=shape), "shape": shape}


shapes = shaped("dx has the shape that is asked for.", both)
in_front = agrees("Axes that x does not have are summed over.", added, points=2, needs=[])
lengths = agrees("Axes of x with length 1 are summed over, and stay.", stretched, points=2, needs=[])
together = agrees("Both at once: axes are added, and others stretched.", both)
numbers = agrees("What was a number hears from every entry.", to_a_number, needs=[])
nothing = agrees("Where nothing was broadcast, nothing is summed.", alike, separates=False, needs=[])
far = scaled(both, g=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="property")
def adjoint(student, both, rng):
    """It is the adjoint of broadcasting: ⟨B x, g⟩ = ⟨x, dx⟩ for all x."""
    for case, dx in student.unbroadcast.on(both):
        x = rng.normal(size=case.shape)
        check_adjoint(np.broadcast_to(x, case.g.shape), case.g, x, dx, what="dx", where=case)


hygiene = hygiene_of(both, fresh=False)
LEADING, STRETCHED, LAST = (
    "np.sum(g, axis=tuple(range(added)))",
    "tuple(i for i, n in enumerate(shape) if n == 1)",
    "np.sum(left, axis=stretched, keepdims=True)",
)

BUGS = [
    patch(
        "only added axes are summed over",
        {LAST: "left"},
        hint="An axis of x that has length 1 was stretched: sum over it, too.",
    ),
    patch(
        "stretched axes get lost",
        {"keepdims=True": "keepdims=False"},
        hint="They have length 1 in x: keepdims=True.",
    ),
    patch(
        "the mean is taken",
        {"np.sum(g": "np.mean(g", "np.sum(left": "np.mean(left"},
        hint="What is used five times hears five times: all of it adds up.",
    ),
    patch(
        "the last axes are summed over, not the leading ones",
        {"range(added)": "range(len(shape), g.ndim)"},
        hint="Shapes are lined up at their last axes: what was added stands in front.",
    ),
    patch(
        "stretched axes are counted before the added ones are gone",
        {LEADING: f"np.sum(np.sum(g, axis={STRETCHED}, keepdims=True), axis=tuple(range(added)))", LAST: "left"},
        hint="Axis i of x is axis i + added of g: sum over the added ones first.",
    ),
    patch(
        "the first of the copies is taken",
        {LEADING: "g[(0,) * added]", LAST: "left[tuple(slice(0, 1) if n == 1 else slice(None) for n in shape)]"},
        hint="Every copy hears something: add all of it up.",
    ),
    patch(
        "the largest of the copies is taken",
        {"np.sum(g": "np.max(g", "np.sum(left": "np.max(left"},
        hint="Every copy hears something: add all of it up.",
    ),
    patch("g is returned as it is", {LAST: "g"}, hint="dx has the shape of x, not that of g."),
    patch(
        "the numbers are put into the new shape in the order in which they come",
        {LAST: "np.resize(g, shape)"},
        hint="It is a sum along axes, no new arrangement.",
    ),
    patch(
        "where nothing was broadcast, zeros come back",
        {LAST: "np.sum(left, axis=stretched, keepdims=True) * (g.shape != shape)"},
        hint="Then g is right as it is.",
    ),
    patch(
        "dx is clipped at ±1000",
        {LAST: "np.clip(np.sum(left, axis=stretched, keepdims=True), -1e3, 1e3)"},
        hint="A sum is as large as it is.",
    ),
    patch(
        "one added axis is summed over, however many there are",
        {LEADING: "np.sum(g, axis=0) if added else g"},
        hint="There are g.ndim − len(shape) of them.",
    ),
    patch(
        "only the first of the added axes is summed over, and the rest is cut off",
        {LEADING: "np.sum(g, axis=0)[(0,) * (added - 1)] if added else g"},
        hint="There are g.ndim − len(shape) of them.",
    ),
]


@variant
def axis_by_axis(g, shape):
    while np.ndim(g) > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] > 1:
            g = g.sum(axis=i, keepdims=True)
    return g


@variant
def padded(g, shape):
    full = (1,) * (g.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (n, m) in enumerate(zip(full, g.shape, strict=True)) if n != m)
    return np.add.reduce(g, axis=axes).reshape(shape)


@variant
def entry_by_entry(g, shape):
    dx = np.zeros(shape)
    for i in np.ndindex(g.shape):
        own = i[len(i) - len(shape) :]
        dx[tuple(j if n > 1 else 0 for j, n in zip(own, shape, strict=True))] += g[i]
    return dx
