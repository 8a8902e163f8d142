"""Checks, known bugs and variants of chapter21/reparameterize."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    requires=("chapter03/normal_logpdf",),
    minutes=20,
    hints=(
        "rng.standard_normal(mu.shape) gives one number for each entry. How wide should it be, and where should it lie?",
        "The standard deviation is the root of the variance: √exp(logvar) = exp(logvar / 2).",
        "Backward, eps is a constant. z is linear in mu, and an exponential in logvar: what is the derivative of each?",
        "dmu is dz. dlogvar is dz times the derivative of exp(logvar / 2) · eps, in which ½ comes out in front.",
    ),
)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


def means(rng, N, D):
    return rng.choice((-1.0, 1.0), size=(N, D)) * rng.uniform(0.5, 2.0, size=(N, D))


def widths(rng, N, D):
    """Draw logarithms of variances of both signs, none of them near 0."""
    signs = rng.permutation(np.resize([1.0, -1.0], N * D)).reshape(N, D)
    return signs * rng.uniform(0.6, 1.8, size=(N, D))


@cases("N D", (7, 3), (4, 4), (1, 5), (5, 1))
def batch(rng, N, D):
    return {"mu": means(rng, N, D), "logvar": widths(rng, N, D), "rng": generator(rng)}


@cases("logvar", -600.0, -80.0, -20.0, 20.0, 600.0)
def extreme(rng, logvar):
    """Laws that are very narrow, or very wide."""
    mu = 1e-3 * means(rng, 3, 2) if logvar > -80.0 else np.zeros((3, 2))
    return {"mu": mu, "logvar": logvar * rng.uniform(0.8, 1.0, size=(3, 2)), "rng": generator(rng)}


@cases("N D", (3, 2))
def settled(rng, N, D):
    """Laws so narrow that z is nearly mu."""
    return {"mu": means(rng, N, D), "logvar": -rng.uniform(60.0, 90.0, size=(N, D)), "rng": generator(rng)}


@cases("N D", (7, 3), (4, 4), (1, 5), (5, 1))
def slopes(rng, N, D):
    return {"dz": means(rng, N, D), "logvar": widths(rng, N, D), "eps": means(rng, N, D)}


@cases("logvar", -600.0, -80.0, 80.0, 600.0, exact="eps")
def steep(rng, logvar):
    return {"dz": means(rng, 3, 2), "logvar": logvar * rng.uniform(0.8, 1.0, size=(3, 2)), "eps": means(rng, 3, 2)}


far = scaled(slopes, dz=1)


def forward(m, case):
    z, eps = m.reparameterize(*case.values())
    return {"z": z, "eps": eps}


def backward(m, case):
    dmu, dlogvar = m.reparameterize_backward(*case.values())
    return {"dmu": dmu, "dlogvar": dlogvar}


shapes = shaped("z and eps have the shape of mu.", batch, of="reparameterize")
noise = agrees("eps is rng.standard_normal(mu.shape), as it was drawn.", batch, of=forward, only=["eps"])
values = agrees("z is mu + exp(logvar / 2) · eps.", batch, of=forward, only=["z"], by="entry", points=2)
wide = agrees(
    "The law may be as narrow or as wide as it likes.", extreme, of=forward, by="entry", needs=[values, noise]
)
narrow = agrees("eps keeps its digits where z is nearly mu.", settled, of=forward, by="entry", needs=[values, noise])
back_shapes = shaped("dmu and dlogvar have the shape of dz.", slopes, of="reparameterize_backward")
dmu = agrees(
    "dmu is dz: z moves as mu does.",
    slopes,
    of=backward,
    only=["dmu"],
    by="entry",
    kind="gradient",
    needs=[back_shapes],
)
dlogvar = agrees(
    "dlogvar is dz times the derivative of exp(logvar / 2) · eps.",
    slopes,
    of=backward,
    only=["dlogvar"],
    by="entry",
    kind="gradient",
    points=2,
    needs=[back_shapes],
)
any_width = agrees(
    "Gradients are right for narrow laws and for wide ones.",
    steep,
    of=backward,
    by="entry",
    kind="gradient",
    needs=[dmu, dlogvar],
    separates=False,
)
every_scale = agrees(
    "dz may be tiny or huge.",
    far,
    of=backward,
    by="entry",
    kind="gradient",
    needs=[dmu, dlogvar],
    separates=False,
)


@check(points=1, kind="gradient", needs=[shapes, back_shapes])
def fits_together(student, batch, rng):
    """With the noise held, the gradients are the derivatives of your own z."""

    def around(m, case, h):
        mu, logvar = case.mu, case.logvar
        sides = [
            m.reparameterize(mu + s * h * case.u, logvar + s * h * case.v, case.rng)[0] for s in (1.0, -1.0, 2.0, -2.0)
        ]
        eps = m.reparameterize(mu, logvar, case.rng)[1]
        return sides, m.reparameterize_backward(case.dz, logvar, eps)

    moved = [
        case.replaced(
            dz=rng.normal(size=case.mu.shape),
            u=rng.choice([-1.0, 1.0], size=case.mu.shape),
            v=rng.choice([-1.0, 1.0], size=case.mu.shape),
        )
        for case in batch
    ]
    h = 0.02  # an error of h⁴ / 30
    for case, where in zip(moved, batch, strict=True):
        sides, (dmu, dlogvar) = student.run(around, case, h)
        up, down, up2, down2 = (float(np.sum(case.dz * z)) for z in sides)
        slope = (8.0 * (up - down) - (up2 - down2)) / (12.0 * h)
        found = np.sum(dmu * case.u) + np.sum(dlogvar * case.v)
        law = "d/dt Σ dz ∘ z(mu + t u, logvar + t v) = Σ dmu ∘ u + Σ dlogvar ∘ v"
        size = float(np.sum(np.abs(case.dz) * (1.0 + np.exp(case.logvar))))
        assert_law(law, found, slope, rtol=1e-7, scale=size, what="the gradients", where=where)


@check(points=1, kind="random", needs=[values, noise])
def anew(student, rng):
    """The next call with the same rng draws other noise, and nothing else has been drawn."""

    def twice(m, mu, logvar, seed):
        g = constant(m, np.random.default_rng(seed))
        return m.reparameterize(mu, logvar, g)[1], m.reparameterize(mu, logvar, g)[1], g.random()

    mu, logvar, seed = means(rng, 4, 3), widths(rng, 4, 3), int(rng.integers(2**31))
    *found, after = student.run(twice, mu, logvar, seed)
    fresh, where = np.random.default_rng(seed), "mu (4, 3), two calls with one rng"
    for eps, which in zip(found, ("first", "second"), strict=True):
        assert_close(eps, fresh.standard_normal((4, 3)), names=(f"eps of the {which} call",), where=where)
    if after != fresh.random():
        fail("After two calls the Generator is not where it should be: something else was drawn.", where)


forward_hygiene = hygiene_of(batch, of="reparameterize", seeded=True, needs=[values, noise])
backward_hygiene = hygiene_of(slopes, of="reparameterize_backward", needs=[dmu, dlogvar], fresh=False)

DRAW, Z = "eps = rng.standard_normal(mu.shape)\n", "mu + np.exp(logvar / 2) * eps"
DMU, DLOGVAR = "return dz,", "dz * np.exp(logvar / 2) * eps / 2"
BUGS = [
    patch(
        "exp(logvar) is taken for the standard deviation",
        {Z: "mu + np.exp(logvar) * eps"},
        hint="exp(logvar) is the variance: its root is exp(logvar / 2).",
    ),
    patch(
        "logvar itself is taken for the standard deviation",
        {Z: "mu + logvar * eps"},
        hint="logvar is a logarithm: exp(logvar / 2) is the standard deviation.",
    ),
    patch(
        "the noise is subtracted",
        {Z: "mu - np.exp(logvar / 2) * eps"},
        hint="As likely, but other codes: mu + exp(logvar / 2) · eps.",
    ),
    patch(
        "all samples share their noise",
        {DRAW: "eps = np.tile(rng.standard_normal(mu.shape[1]), (len(mu), 1))\n"},
        hint="Each entry has noise of its own: rng.standard_normal(mu.shape).",
    ),
    patch(
        "all dimensions share their noise",
        {DRAW: "eps = np.repeat(rng.standard_normal((len(mu), 1)), mu.shape[1], axis=1)\n"},
        hint="Each entry has noise of its own: rng.standard_normal(mu.shape).",
    ),
    patch(
        "the noise is drawn column by column",
        {DRAW: "eps = rng.standard_normal(mu.shape[::-1]).T\n"},
        hint="One call gives it row by row: rng.standard_normal(mu.shape).",
    ),
    patch(
        "eps is the noise of one sample",
        {DRAW: "eps = rng.standard_normal(mu.shape[1])\n"},
        hint="Each entry has noise of its own: rng.standard_normal(mu.shape).",
    ),
    patch(
        "the noise is uniform",
        {DRAW: "eps = rng.random(mu.shape)\n"},
        hint="rng.random is uniform on [0, 1): rng.standard_normal.",
    ),
    patch(
        "the noise that is returned is stretched already",
        {f"return {Z}, eps": f"return {Z}, np.exp(logvar / 2) * eps"},
        hint="Return eps as it was drawn.",
    ),
    patch(
        "the noise is got back from z",
        {f"return {Z}, eps": f"z = {Z}\n    return z, (z - mu) / np.exp(logvar / 2)"},
        hint="Where the law is narrow, z − mu has lost its digits: keep the eps that was drawn.",
    ),
    patch(
        "each call draws the same noise",
        {DRAW: "eps = np.random.default_rng(0).standard_normal(mu.shape)\n"},
        hint="Draw from the rng that is handed over.",
    ),
    patch(
        "NumPy's global random state is used",
        {DRAW: "np.random.seed(rng.integers(2**31))\n    eps = np.random.standard_normal(mu.shape)\n"},
        hint="Leave np.random alone: draw from rng.",
    ),
    patch("something more is drawn", {DRAW: f"{DRAW}    rng.random()\n"}, hint="One call, and nothing else."),
    patch(
        "logvar is cut off at ±10",
        {Z: "mu + np.exp(np.clip(logvar, -10, 10) / 2) * eps"},
        hint="A law may be narrower or wider than that: leave logvar as it is.",
    ),
    patch(
        "a small number is added to the standard deviation",
        {Z: "mu + (np.exp(logvar / 2) + 1e-12) * eps"},
        hint="exp is never 0: nothing has to be added.",
    ),
    patch("dlogvar lacks the factor ½", {DLOGVAR: "dz * np.exp(logvar / 2) * eps"}, hint="(e^(a/2))′ = ½ e^(a/2)."),
    patch(
        "dlogvar forgets the noise",
        {DLOGVAR: "dz * np.exp(logvar / 2) / 2"},
        hint="exp(logvar / 2) is multiplied by eps, and so is its derivative.",
    ),
    patch(
        "dlogvar is the gradient with respect to the standard deviation",
        {DLOGVAR: "dz * eps"},
        hint="One step is missing: the derivative of exp(logvar / 2) with respect to logvar.",
    ),
    patch(
        "dlogvar uses the variance",
        {DLOGVAR: "dz * np.exp(logvar) * eps / 2"},
        hint="The standard deviation stands in z: exp(logvar / 2).",
    ),
    patch(
        "backward draws new noise",
        {DLOGVAR: "dz * np.exp(logvar / 2) * np.random.default_rng(0).standard_normal(eps.shape) / 2"},
        hint="The noise of the way forward is handed over: eps.",
    ),
    patch(
        "dmu is stretched by the standard deviation",
        {DMU: "return dz * np.exp(logvar / 2),"},
        hint="mu is added to z as it is: its derivative is 1.",
    ),
    patch(
        "backward cuts logvar off at ±10",
        {DLOGVAR: "dz * np.exp(np.clip(logvar, -10, 10) / 2) * eps / 2"},
        hint="A law may be narrower or wider than that: leave logvar as it is.",
    ),
    patch(
        "backward rounds to ten digits",
        {DMU: "return np.round(dz, 10),", DLOGVAR: f"np.round({DLOGVAR}, 10)"},
        hint="Gradients may be tiny: leave them as they are.",
    ),
    patch(
        "gradients are summed over the batch",
        {DMU: "return dz.sum(axis=0),", DLOGVAR: f"({DLOGVAR}).sum(axis=0)"},
        hint="Each sample has means and variances of its own: gradients are (N, D).",
    ),
    patch(
        "dlogvar is written over dz",
        {f"{DMU} {DLOGVAR}": "dmu = dz.copy()\n    dz *= np.exp(logvar / 2) * eps / 2\n    return dmu, dz"},
        hint="dz *= … changes the caller's array: make a new one.",
    ),
    patch("dmu is 1 everywhere", {DMU: "return np.ones_like(dz),"}, hint="That is ∂z/∂mu: times ∂L/∂z, which is dz."),
    patch(
        "gradients are averaged over the batch",
        {DMU: "return dz / len(dz),", DLOGVAR: f"{DLOGVAR} / len(dz)"},
        hint="If L is a mean, its 1/N is in dz already.",
    ),
]


@variant(of="reparameterize")
def by_normal(mu, logvar, rng):
    eps = rng.normal(0.0, 1.0, size=mu.shape)
    std = np.sqrt(np.exp(logvar))
    return eps * std + mu, eps


@variant(of="reparameterize")
def number_by_number(mu, logvar, rng):
    import math

    z, eps = np.zeros_like(mu), np.zeros_like(mu)
    for i, j in np.ndindex(mu.shape):
        eps[i, j] = rng.standard_normal()
        z[i, j] = mu[i, j] + math.exp(0.5 * logvar[i, j]) * eps[i, j]
    return z, eps


@variant(of="reparameterize_backward")
def through_the_deviation(dz, logvar, eps):
    std = np.exp(0.5 * logvar)
    dstd = dz * eps
    return 1.0 * dz, dstd * 0.5 * std


@variant(of="reparameterize_backward")
def as_lists(dz, logvar, eps):
    import math

    dmu, dlogvar = np.zeros(dz.shape), np.zeros(dz.shape)
    for i in range(dz.shape[0]):
        for j in range(dz.shape[1]):
            dmu[i, j] = dz[i, j]
            dlogvar[i, j] = 0.5 * dz[i, j] * eps[i, j] * math.sqrt(math.exp(logvar[i, j]))
    return dmu, dlogvar
