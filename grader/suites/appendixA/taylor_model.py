"""Checks, known bugs and variants of appendixA/taylor_model."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("m",),
    minutes=10,
    hints=(
        "Take one step d first: g · d and dᵀ H d are numbers.",
        "dX @ g has g · d for each step. Which product has a row dᵀ H for each step?",
        "Multiply dX @ H entry by entry with dX, and sum over each row. Mind the ½.",
    ),
)


@cases("K n", (5, 3), (4, 4), (1, 3), (3, 1), (2, 5))
def steps(rng, K, n):
    """No step is small; H is not symmetric, and has a large diagonal."""
    size = rng.choice((-1.0, 1.0), size=(K, n)) * rng.uniform(0.4, 1.6, size=(K, n))
    H = rng.normal(size=(n, n)) + np.diag(rng.choice((-1.0, 1.0), size=n) * rng.uniform(1.0, 3.0, size=n))
    return {"f0": rng.uniform(1.0, 3.0), "g": rng.uniform(0.5, 2.0, size=n), "H": H, "dX": size}


@cases("n", 2, 3, 4, exact=True, hidden="a x wanted")
def smooth(rng, n):
    """exp(a · x) + Σ 3 x³, and what it is at steps that are halved."""
    a, x = rng.uniform(0.3, 0.9, size=n), rng.uniform(0.3, 0.9, size=n)
    direction = rng.uniform(0.2, 0.5, size=n)
    dX = direction * np.array(HALVED)[:, None]
    e = np.exp(a @ x)
    H = e * np.outer(a, a) + np.diag(18.0 * x)
    values = np.exp((x + dX) @ a) + 3.0 * np.sum((x + dX) ** 3, axis=1)
    return {"f0": e + 3.0 * np.sum(x**3), "g": e * a + 9.0 * x**2, "H": H, "dX": dX, "a": a, "x": x, "wanted": values}


HALVED = (0.5, 0.25, 0.125, 0.0625)


def terms(case):
    return case.f0 + float(np.sum(np.abs(case.dX) @ np.abs(case.g)) + np.sum(np.abs(case.dX) @ np.abs(case.H)))


shapes = shaped("There is a value for each step, also if there is only one.", steps)
values = agrees("m is f0 + g · d + ½ dᵀ H d, for each step by itself.", steps, points=3, scale=terms)
far = scaled(steps, f0=2, g=1, dX=1)
every_unit = agrees("It is right in tiny units and in huge ones.", far, by="entry", separates=False)


@check(points=1, kind="convergence")
def third_order(student, smooth):
    """With half the step, what is left of a smooth function is an eighth: it is of order 3."""
    answers = student.taylor_model.on(smooth)
    errors = np.stack([case.wanted - m for case, m in answers], axis=1)
    seen = check_order(errors, HALVED, 3, points=3, exactly=True, floor=1e-12, what="the error of m", where=smooth[0])
    return seen.curve(3)


@check(points=1, kind="property")
def symmetric_part(student, steps):
    """H may be transposed; without H and g, m is f0."""

    def ways(m, case):
        f0, g, H, dX = case.values()
        return m.taylor_model(f0, g, H, dX), m.taylor_model(f0, g, H.T.copy(), dX), m.taylor_model(f0, 0 * g, 0 * H, dX)

    for case, (one, other, flat) in student.each(ways, steps):
        scale = terms(case)
        assert_law("m is the same with Hᵀ for H", other, one, scale=scale, what="m", where=case)
        assert_law("m = f0 if g and H are 0", flat, np.full(len(case.dX), case.f0), what="m", where=case)


hygiene = hygiene_of(steps)

LINEAR, QUADRATIC = "dX @ g", "0.5 * np.sum((dX @ H) * dX, axis=1)"
MODEL = f"f0 + {LINEAR} + {QUADRATIC}"
BUGS = [
    patch("the ½ is missing", {"0.5 * ": ""}, hint="The second derivative of ½ a t² is a."),
    patch("the linear term is halved, too", {LINEAR: f"0.5 * {LINEAR}"}, hint="½ belongs to dᵀ H d alone."),
    patch("the quadratic term has the wrong sign", {" + 0.5": " - 0.5"}, hint="f0 + g · d + ½ dᵀ H d."),
    patch("the linear term has the wrong sign", {f"+ {LINEAR}": f"- {LINEAR}"}, hint="f0 + g · d + ½ dᵀ H d."),
    patch("f0 is missing", {"m: Array = f0 + ": "m: Array = "}, hint="At d = 0 the model is f0."),
    patch("the quadratic term is missing", {f" + {QUADRATIC}": ""}, hint="Degree two: ½ dᵀ H d belongs to it."),
    patch(
        "the quadratic term is the square of the linear one",
        {QUADRATIC: f"0.5 * ({LINEAR}) ** 2"},
        hint="dᵀ H d asks for H: it is no square of g · d.",
    ),
    patch(
        "the second d is missing in the quadratic term",
        {QUADRATIC: "0.5 * np.sum(dX @ H, axis=1)"},
        hint="d stands on both sides of H.",
    ),
    patch(
        "only the diagonal of H counts",
        {QUADRATIC: "0.5 * dX**2 @ np.diag(H)"},
        hint="Mixed derivatives count: d[i] H[i, j] d[j] for all i and j.",
    ),
    patch(
        "the quadratic term is summed over all steps",
        {"* dX, axis=1)": "* dX)"},
        hint="Each step has its own: sum over axis 1.",
    ),
    patch(
        "a table of all pairs of steps is returned",
        {QUADRATIC: "0.5 * dX @ H @ dX.T"},
        hint="Of dX H dXᵀ only the diagonal is wanted.",
    ),
]


EQUIVALENT = {"taylor_model: dX @ g → (dX @ g).T": "it has one axis"}


@variant
def nested(f0, g, H, dX):
    return f0 + np.sum(dX * (g + 0.5 * dX @ H), axis=1)


@variant
def by_einsum(f0, g, H, dX):
    return f0 + np.einsum("ki,i->k", dX, g) + np.einsum("ki,ij,kj->k", dX, H, dX) / 2


@variant
def step_by_step(f0, g, H, dX):
    m = np.zeros(len(dX))
    for k, d in enumerate(dX):
        m[k] = f0
        for i in range(len(d)):
            m[k] += g[i] * d[i]
            for j in range(len(d)):
                m[k] += 0.5 * d[i] * H[i, j] * d[j]
    return m


@variant
def with_the_diagonal_of_a_table(f0, g, H, dX):
    S = (H + H.T) / 4
    return f0 + (g @ dX.T) + np.diag(dX @ S @ dX.T)
