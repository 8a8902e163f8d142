"""Checks, known bugs and variants of chapter05/cross_product."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("w",),
    requires=("chapter05/inner_and_angle",),
    minutes=8,
    hints=(
        "Do (2, 0, 0) and (1, 3, 0) on paper, one component after the other.",
        "Which indices are missing in component 0? In which order do they come? Then go round: 0 → 1 → 2 → 0.",
        "The middle component is u[2] v[0] − u[0] v[2]: going round, 2 comes before 0.",
    ),
)


@cases("kind", "oblique", "oblique")
def pairs(rng, kind):
    """Neither parallel nor at right angles; no two products are alike."""
    return {
        "u": rng.permutation([1.0, 2.0, 3.0]) * rng.uniform(0.8, 1.2, size=3) * [1, -1, 1],
        "v": rng.permutation([0.7, 1.6, 4.0]) * rng.uniform(0.8, 1.2, size=3) * [-1, -1, 1],
    }


@cases(
    "first other unit",
    ("int64", "int64", 1),
    ("int64", "float64", 1),
    ("float64", "int64", 1),
    ("int64", "int64", 10**8),
)
def whole_numbers(rng, first, other, unit):
    """Integers in one of them, or in both; they may be large."""
    u, v = unit * rng.permutation([2, 3, 5]), unit * rng.permutation([-4, 7, 9])
    if unit > 1:
        u, v = u + rng.integers(1, 999, size=3), v + rng.integers(1, 999, size=3)
    return {"u": u + 0.375 if first == "float64" else u, "v": v + 0.375 if other == "float64" else v}


@cases("factor", 3, -2, 0)
def parallel(rng, factor):
    u = rng.permutation(np.arange(1.0, 9.0))[:3]
    return {"u": u, "v": factor * u}


far = scaled(pairs, u=1, v=1, scales=(-90, 90))

shapes = shaped("The result has three components.", pairs)
values = agrees("The components are right, in their order and with their signs.", pairs, points=2)
integers = agrees(
    "Of integers they are integers, right to the last digit, and floats as soon as one vector holds floats.",
    whole_numbers,
)
nothing = agrees("Of parallel vectors it is the zero vector.", parallel, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def right_handed(student, rng):
    """e₀ × e₁ = e₂, and so on round: the axes make a right hand, however long they are."""

    def table(m, a, b):
        axes = [[a, 0.0, 0.0], [0.0, b, 0.0], [0.0, 0.0, 1.0]]
        e = [np.array(axis) for axis in axes]
        return [m.cross_product(e[i], e[j]) for i, j in ((0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2))]

    a, b = (float(rng.integers(2, 5)), float(rng.integers(5, 9)))
    found = student.run(table, a, b)
    wanted = np.array([[0, 0, a * b], [b, 0, 0], [0, a, 0]])
    where = f"axes of length {a:g}, {b:g} and 1"
    for row, w in enumerate(wanted):
        law = ("a e₀ × b e₁ = a b e₂", "b e₁ × e₂ = b e₀", "e₂ × a e₀ = a e₁")[row]
        assert_law(law, found[row], w, what="w", where=where)
        assert_law("v × u = −(u × v)", found[row + 3], -w, what="w", where=where)


@check(points=1, kind="property")
def geometry(student, pairs):
    """It is at right angles to both, changes its sign with the order, and is as long as the parallelogram is large."""

    def both_ways(m, case):
        return m.cross_product(case.u, case.v), m.cross_product(case.v, case.u), m.cross_product(case.u, 4.0 * case.v)

    for case, (w, back, longer) in student.each(both_ways, pairs):
        u, v = case.u, case.v
        size = float(np.linalg.norm(u) * np.linalg.norm(v))
        assert_law("u · (u × v) = 0", float(u @ w), 0.0, scale=size * float(np.linalg.norm(u)), what="w", where=case)
        assert_law("v · (u × v) = 0", float(v @ w), 0.0, scale=size * float(np.linalg.norm(v)), what="w", where=case)
        assert_law("v × u = −(u × v)", back, -w, what="w", where=case)
        assert_law("u × 4 v = 4 (u × v)", longer, 4.0 * w, what="w", where=case)
        area = float(u @ u * (v @ v) - (u @ v) ** 2)
        assert_law("‖u × v‖² = ‖u‖² ‖v‖² − (u · v)²", float(w @ w), area, scale=size**2, what="w", where=case)


hygiene = hygiene_of(pairs)

X, Y, Z = "u[1] * v[2] - u[2] * v[1]", "u[2] * v[0] - u[0] * v[2]", "u[0] * v[1] - u[1] * v[0]"
ALL = "np.array([x, y, z])"

BUGS = [
    patch(
        "the middle component has the wrong sign",
        {Y: "u[0] * v[2] - u[2] * v[0]"},
        hint="Going round, 2 comes before 0: u[2] v[0] − u[0] v[2].",
    ),
    patch(
        "the hand is the left one",
        {ALL: "-np.array([x, y, z])"},
        hint="u × v, and not v × u: e₀ × e₁ is e₂.",
    ),
    patch(
        "the components go round by a place",
        {ALL: "np.array([z, x, y])"},
        hint="Component 0 is the one that is made without entries 0.",
    ),
    patch(
        "the first and the last component are exchanged",
        {ALL: "np.array([z, y, x])"},
        hint="Component 0 is the one that is made without entries 0.",
    ),
    patch(
        "products are added where one is subtracted",
        {X: X.replace("-", "+"), Y: Y.replace("-", "+"), Z: Z.replace("-", "+")},
        hint="Every component is a difference.",
    ),
    patch(
        "only the first product of each component is there",
        {X: "u[1] * v[2]", Y: "u[2] * v[0]", Z: "u[0] * v[1]"},
        hint="Every component is a difference of two products.",
    ),
    patch(
        "an index of the last component is wrong",
        {Z: "u[0] * v[1] - u[1] * v[2]"},
        hint="Component 2 is made of entries 0 and 1 only.",
    ),
    patch(
        "entries are multiplied place by place",
        {ALL: "u * v"},
        hint="u * v is the entrywise product; each component here is made of the two other places.",
    ),
    patch(
        "the area of the parallelogram is returned",
        {ALL: "float(np.linalg.norm([x, y, z]))"},
        hint="‖u‖ ‖v‖ sin t is the length of u × v, which is a vector.",
    ),
    patch(
        "the components are made positive",
        {ALL: "np.abs(np.array([x, y, z]))"},
        hint="Signs say to which side it points.",
    ),
    patch(
        "it is made a unit vector",
        {ALL: "np.array([x, y, z]) / (np.linalg.norm([x, y, z]) or 1.0)"},
        hint="Its length is the area of the parallelogram.",
    ),
    patch(
        "only the last component is returned, as in the plane",
        {ALL: "z"},
        hint="In space it is a vector of three components.",
    ),
    patch(
        "an index runs beyond the last entry",
        {X: "u[2] * v[3] - u[3] * v[2]"},
        hint="Entries count from 0: the last one is number 2.",
    ),
    patch(
        "the components are floats, also of integers",
        {ALL: "np.array([x, y, z], dtype=float)"},
        hint="Products and differences of integers are integers.",
    ),
    patch(
        "the components are of u's kind",
        {ALL: "np.array([x, y, z]).astype(u.dtype)"},
        hint="If v holds floats, so does the result: np.result_type(u, v).",
    ),
    patch(
        "parallel vectors raise an exception",
        {
            "    x = ": '    if np.linalg.matrix_rank(np.array([u, v])) < 2:\n        raise ValueError("parallel")\n    x = '
        },
        hint="They span a parallelogram of area 0: the zero vector.",
    ),
    patch(
        "what is small is taken for 0",
        {ALL: "np.where(np.abs([x, y, z]) < 1e-10, 0 * x, np.array([x, y, z]))"},
        hint="Small is a matter of units.",
    ),
    patch(
        "integers are multiplied as floats, and cast back",
        {ALL: "np.cross(1.0 * u, 1.0 * v).astype(np.result_type(u, v))"},
        hint="A float64 holds integers up to 2⁵³; an int64 holds larger ones. Multiply them as they are.",
    ),
]


@variant
def skew_matrix(u, v):
    a, b, c = u
    return np.array([[0 * a, -c, b], [c, 0 * a, -a], [-b, a, 0 * a]]) @ v


@variant
def rolled(u, v):
    return np.roll(u, -1) * np.roll(v, 1) - np.roll(u, 1) * np.roll(v, -1)


@variant
def loop(u, v):
    w = np.zeros(3, dtype=np.result_type(u, v))
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        w[i] = u[j] * v[k] - u[k] * v[j]
    return w


@variant
def of_numpy(u, v):
    return np.cross(u, v)


@variant
def outer_and_its_transpose(u, v):
    """The three numbers above the diagonal of u vᵀ − v uᵀ."""
    S = np.outer(u, v) - np.outer(v, u)
    return np.array([S[1, 2], -S[0, 2], S[0, 1]])
