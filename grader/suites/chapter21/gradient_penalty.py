"""Checks, known bugs and variants of chapter21/gradient_penalty."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("penalty",),
    requires=("chapter21/wasserstein_1d",),
    minutes=15,
    hints=(
        "u[:, None] is a column: it takes each row its own share of the way.",
        "np.linalg.norm(…, axis=1) is one length for each sample.",
        "Subtract 1 from the lengths, square, take the mean, and multiply by lam.",
    ),
)


def pairs(rng, N, D):
    """Draw pairs that are far from each other, and shares that are not near ½, nor all on one side of it."""
    real = rng.normal(size=(N, D)) + 1.0
    sides = rng.permutation(np.resize([1.0, -1.0], N))
    u = 0.5 + sides * rng.uniform(0.15, 0.4, size=N)
    return {"real": real, "fake": -1.5 * rng.normal(size=(N, D)) - 1.0, "u": u, "lam": float(rng.uniform(2.0, 9.0))}


@cases("N D", (5, 3), (4, 4), (1, 6), (6, 2), (3, 1))
def bowls(rng, N, D):
    """The gradient of a bowl: it varies from point to point."""
    a, b = float(rng.uniform(0.8, 1.6)), float(rng.uniform(0.3, 0.9))
    return {"critic_grad": lambda X: a * X + b, **pairs(rng, N, D)}


@cases("N D", (4, 3), (2, 2), (1, 3))
def rows(rng, N, D):
    """A critic that asks for the shape of the points: rows of a matrix."""
    a, b = float(rng.uniform(0.8, 1.6)), float(rng.uniform(0.3, 0.9))
    return {"critic_grad": lambda X: a * X[:, ::-1] + b, **pairs(rng, N, D)}


@cases("N", 3, 4)
def level(rng, N):
    """A critic that says the same of all points: its slope is 0."""
    return {"critic_grad": lambda X: 0.0 * X, **pairs(rng, N, 2)}


@cases("N D", (4, 3), (5, 2))
def waves(rng, N, D):
    """A gradient that is not linear."""
    a, b = float(rng.uniform(1.5, 2.5)), float(rng.uniform(0.5, 1.0))
    return {"critic_grad": lambda X: a * np.sin(b * X) + 0.2 * X**2, **pairs(rng, N, D)}


@cases("N slope", (4, 0.5), (3, 0.05), (5, 3.0))
def planes(rng, N, slope):
    """The same gradient everywhere, flat or steep."""
    angle = rng.uniform(0.3, 1.2)
    slope = slope * rng.uniform(0.9, 1.1)
    a, b = float(slope * np.cos(angle)), float(slope * np.sin(angle))
    return {"critic_grad": lambda X: 0.0 * X + np.array([a, b]), **pairs(rng, N, 2)}


@cases("N", 4, 3)
def unit(rng, N):
    """A slope of 1 along the third coordinate."""
    k = int(rng.integers(3))
    return {"critic_grad": lambda X: 0.0 * X + np.eye(3)[k], **pairs(rng, N, 3)}


@cases("N factor", (4, 1e-100), (3, 1e100))
def extreme(rng, N, factor):
    """Critics that are flat or steep beyond measure."""
    factor = float(factor * rng.uniform(1.0, 3.0))
    return {"critic_grad": lambda X: factor * X, **pairs(rng, N, 2)}


shapes = shaped("The penalty is one number.", bowls)
values = agrees("Slopes are taken on the segments, each sample its own share of the way.", bowls, points=3)
curved = agrees("The critic may be any function.", waves)
flat = agrees("A slope that is too small is punished, too.", planes, points=2)
matrix = agrees("critic_grad is given points as rows, and gives gradients as rows.", rows, needs=[values])
nowhere = agrees("A slope of 0 is punished like others.", level, needs=[flat])
zero = agrees("A slope of 1 costs nothing.", unit, scale=lambda case: case.lam)
far = agrees("A critic may be flat or steep beyond measure.", extreme, needs=[values], separates=False)


@check(points=1, kind="property")
def ends(student, bowls):
    """With u = 1 only real samples count, with u = 0 only made ones; exchanged with 1 − u, nothing changes."""

    def four(m, case, one):
        critic_grad, real, fake, u, lam = case.critic_grad, case.real, case.fake, case.u, case.lam
        p = m.gradient_penalty
        return (
            p(critic_grad, real, fake, u, lam),
            p(critic_grad, fake, real, one - u, lam),
            p(critic_grad, real, fake, one, lam),
            p(critic_grad, real, fake, 0.0 * one, lam),
            p(critic_grad, real, fake, u, 3.0 * lam),
        )

    for case in bowls:
        one = np.ones(len(case.u))
        penalty, exchanged, real, made, threefold = student.run(four, case, one)
        law = "penalty(fake, real, 1 − u) = penalty(real, fake, u)"
        assert_law(law, exchanged, penalty, rtol=1e-10, what="penalty", where=case)
        assert_law("three times lam, three times the penalty", threefold, 3 * penalty, what="penalty", where=case)
        for got, points, which in ((real, case.real, "u = 1: real"), (made, case.fake, "u = 0: made")):
            slopes = np.sqrt(np.sum(case.critic_grad(points) ** 2, axis=1))
            want = float(case.lam * np.mean((slopes - 1) ** 2))
            assert_law(f"{which} samples alone", got, want, rtol=1e-10, what="penalty", where=case)


hygiene = hygiene_of(bowls)

POINTS = "share * real + (1.0 - share) * fake"
SLOPES = f"np.linalg.norm(critic_grad({POINTS}), axis=1)"
PENALTY = "float(lam * np.mean((slopes - 1.0) ** 2))"
BUGS = [
    patch(
        "the critic is given points one by one, as (D,)",
        {SLOPES: f"np.array([np.linalg.norm(critic_grad(x)) for x in {POINTS}])"},
        hint="critic_grad takes points (K, D), also if K is 1: give it all of them at once.",
    ),
    patch(
        "a slope of 0 costs nothing",
        {PENALTY: "float(lam * np.mean(np.where(slopes > 0, slopes - 1.0, 0.0) ** 2))"},
        hint="(0 − 1)² is 1: a critic that says nothing is punished, too.",
    ),
    patch(
        "the length is that of the whole array",
        {"), axis=1)": "))"},
        hint="Each sample has a slope of its own: axis=1.",
    ),
    patch(
        "lengths are taken along the batch",
        {"), axis=1)": "), axis=0)"},
        hint="Rows are samples: axis=1.",
    ),
    patch("all pairs have the share of the first", {"u[:, None]": "u[0]"}, hint="u[n] belongs to pair n: a column."),
    patch(
        "shares of pairs are taken for those of coordinates",
        {"u[:, None]": "u"},
        hint="(N,) against (N, D) goes along the coordinates: make a column of it, [:, None].",
    ),
    patch(
        "u stands at the made samples",
        {POINTS: "(1.0 - share) * real + share * fake"},
        hint="u = 1 is the real sample.",
    ),
    patch(
        "slopes are taken at real samples",
        {POINTS: "real + 0.0 * share * fake"},
        hint="On the segment: u real + (1 − u) fake.",
    ),
    patch(
        "slopes are taken at made samples",
        {POINTS: "fake + 0.0 * share * real"},
        hint="On the segment: u real + (1 − u) fake.",
    ),
    patch(
        "slopes are taken in the middle",
        {"u[:, None]": "0.5 + 0.0 * u[:, None]"},
        hint="Each pair goes its own share of the way, u[n].",
    ),
    patch(
        "the gradients at both ends are mixed, not the points",
        {SLOPES: "np.linalg.norm(share * critic_grad(real) + (1.0 - share) * critic_grad(fake), axis=1)"},
        hint="First the point between, then the gradient there.",
    ),
    patch(
        "only slopes above 1 are punished (the one-sided penalty)",
        {"(slopes - 1.0) ** 2": "np.maximum(slopes - 1.0, 0.0) ** 2"},
        hint="A slope below 1 is punished, too: (‖∇f‖ − 1)².",
    ),
    patch(
        "the squared length is compared with 1",
        {"(slopes - 1.0) ** 2": "(slopes**2 - 1.0) ** 2"},
        hint="(‖∇f‖ − 1)²: the length itself.",
    ),
    patch("the distance from 1 is not squared", {"(slopes - 1.0) ** 2": "np.abs(slopes - 1.0)"}, hint="(‖∇f‖ − 1)²."),
    patch(
        "steepness itself is punished",
        {"(slopes - 1.0) ** 2": "slopes**2"},
        hint="Slopes other than 1 are punished: subtract 1.",
    ),
    patch(
        "the mean is squared",
        {"np.mean((slopes - 1.0) ** 2)": "(np.mean(slopes) - 1.0) ** 2"},
        hint="Square first, then take the mean: slopes of 0 and 2 are not right.",
    ),
    patch("penalties are added up over the batch", {"np.mean(": "np.sum("}, hint="The mean over the N pairs."),
    patch("lam is left out", {"lam * np": "np"}, hint="lam times the mean."),
    patch("lam is squared", {"lam * np": "lam * lam * np"}, hint="lam times the mean."),
    patch(
        "the mean goes over coordinates, too",
        {"np.mean((slopes": "real.shape[1] ** -1 * np.mean((slopes"},
        hint="The mean over the N pairs.",
    ),
    patch(
        "coordinates are added up without squares",
        {SLOPES: f"np.sum(np.abs(critic_grad({POINTS})), axis=1)"},
        hint="The Euclidean length: the root of the sum of squares.",
    ),
    patch(
        "1e-12 is added below the root",
        {SLOPES: f"np.sqrt(np.sum(critic_grad({POINTS}) ** 2, axis=1) + 1e-12)"},
        hint="A root of 0 does no harm here, as it is not differentiated: a flat critic has slopes of 0.",
    ),
    patch("penalties come back pair by pair", {PENALTY: "lam * (slopes - 1.0) ** 2"}, hint="One number: the mean."),
    patch(
        "the penalty has no part above 1e6",
        {PENALTY: "float(lam * np.mean((np.minimum(slopes, 1e6) - 1.0) ** 2))"},
        hint="A critic may be steep: nothing is cut off.",
    ),
    patch(
        "points are written over the real samples",
        {SLOPES: "np.linalg.norm(critic_grad(np.add(share * real, (1.0 - share) * fake, out=real)), axis=1)"},
        hint="out=real changes the caller's array: make a new one.",
    ),
]


EQUIVALENT = {
    "gradient_penalty: slopes - 1.0 → 1.0 - slopes": "it is squared",
    "gradient_penalty: np.mean((slopes - 1.0) ** 2) → np.mean((slopes - 1.0) ** 2, axis=0)": "there is one axis",
}


@variant
def by_einsum(critic_grad, real, fake, u, lam):
    G = critic_grad(fake + np.einsum("n,nd->nd", u, real - fake))
    return lam * np.mean((np.sqrt(np.einsum("nd,nd->n", G, G)) - 1) ** 2)


@variant
def pair_by_pair(critic_grad, real, fake, u, lam):
    total = 0.0
    for n in range(len(u)):
        point = u[n] * real[n] + (1 - u[n]) * fake[n]
        (gradient,) = critic_grad(point[None, :])
        total += (sum(g * g for g in gradient.tolist()) ** 0.5 - 1) ** 2
    return lam * total / len(u)


@variant
def expanded(critic_grad, real, fake, u, lam):
    G = critic_grad((u * real.T + (1 - u) * fake.T).T)
    slopes = np.hypot.reduce(G, axis=1)
    return float(np.average(np.square(slopes - 1.0)) * lam)
