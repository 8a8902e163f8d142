"""Checks, known bugs and variants of chapter09/relu."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=5,
    returns=("A",),
    hints=(
        "What should happen to −2, to 0.5 and to 3? Now find one NumPy function that does it to every entry.",
        "np.max finds the largest entry of one array; np.maximum compares two, entry by entry.",
        "If −∞ turns into NaN: somewhere it is multiplied by 0, or added to ∞. Choose between z and 0, without arithmetic.",
        "If NaN turns into 0: `NaN > 0` is False, and so is `NaN < 0`. Which of the two tests lets it through?",
    ),
)


def signed(rng, shape):
    """Draw numbers of both signs, away from the kink."""
    Z = np.asarray(rng.choice((-1.0, 1.0), size=shape) * rng.uniform(0.2, 9.0, size=shape))
    if Z.ndim:
        Z.flat[:2] = np.abs(Z.flat[0]), -np.abs(Z.flat[1])
    return Z


@cases("shape", ((7,),), ((3, 5),), ((4, 4),), ((2, 3, 5),), ((1, 6),))
def batch(rng, shape):
    return {"Z": signed(rng, shape)}


@cases("sign", 1, -1)
def number(rng, sign):
    return {"Z": np.asarray(sign * rng.uniform(0.5, 4.0))}


@cases("N", 5, 1)
def holes(rng, N):
    Z = signed(rng, (2, N))
    Z[rng.integers(2), rng.permutation(N)[:2]] = np.nan
    return {"Z": Z}


@cases("N", 5)
def endless(rng, N):
    return {"Z": rng.permutation([np.inf, -np.inf, 0.0, -0.0, *signed(rng, (N,))])}


@check(points=1, kind="shape")
def shapes(student, reference, batch, number):
    """The result has the shape of Z, whatever it is."""
    inputs = [*batch, *number]
    for (case, got), (_, want) in zip(student.relu.on(inputs), reference.relu.on(inputs), strict=True):
        assert_shapes(got, want, names=EXERCISE.returns, where=case)


values = agrees("Positive entries are let through as they are, negative ones become 0.", batch)
far = scaled(batch, Z=1)
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, separates=False)


@check(points=1, kind="property")
def laws(student, batch):
    """relu(z) − relu(−z) gives z back, a second relu changes nothing, and factors c > 0 go through."""

    def related(m, case):
        A = m.relu(case.Z)
        return A, m.relu(A), m.relu(-case.Z), m.relu(2.0 * case.Z)

    for case, (A, again, mirrored, doubled) in student.each(related, batch):
        assert_law("relu(z) − relu(−z) = z", A - mirrored, case.Z, what="A", where=case)
        assert_law("relu(relu(z)) = relu(z)", again, A, what="A", where=case)
        assert_law("relu(2z) = 2 relu(z)", doubled, 2.0 * A, what="A", where=case)


def and_one_alone(m, case):
    """Ask for Z, and for a NaN that is a single number, without axes."""
    return {"A": m.relu(case.Z), "A of a single NaN": m.relu(np.asarray(np.nan))}


infinities = agrees("∞ stays ∞, and −∞ becomes 0.", endless, needs=[values])
nans = agrees("A NaN stays NaN, where it is and nowhere else.", holes, of=and_one_alone, needs=[values])
hygiene = hygiene_of(batch)
RELU = "np.maximum(Z, 0.0)"

BUGS = [
    patch(
        "the absolute value is taken", {RELU: "np.abs(Z)"}, hint="Negative entries become 0, they don't change sign."
    ),
    patch("the smaller of z and 0 is taken", {RELU: "np.minimum(Z, 0.0)"}, hint="relu keeps what is above 0."),
    patch(
        "Z is multiplied by its mask, so that −∞ becomes NaN",
        {RELU: "Z * (Z > 0)"},
        hint="−∞ · 0 is NaN: choose between two values in place of multiplying by 0.",
    ),
    patch(
        "½ (z + |z|) turns −∞ into NaN",
        {RELU: "0.5 * (Z + np.abs(Z))"},
        hint="−∞ + ∞ is NaN: choose between two values in place of adding them.",
    ),
    patch(
        "NaN becomes 0",
        {RELU: "np.where(Z > 0, Z, 0.0)"},
        hint="NaN > 0 is False. Ask for Z < 0, and let through all that is not below 0.",
    ),
    patch(
        "NaN is ignored in the comparison",
        {RELU: "np.fmax(Z, 0.0)"},
        hint="np.fmax passes over NaN; np.maximum hands it on.",
    ),
    patch("negative entries leak through", {RELU: "np.where(Z < 0, 0.01 * Z, Z)"}, hint="Below 0, relu is flat."),
    patch(
        "the mask is returned",
        {RELU: "np.where(Z > 0, 1.0, 0.0)"},
        hint="The slope is 0 or 1; asked for is the height.",
    ),
    patch(
        "large entries are cut off at 6",
        {RELU: "np.clip(Z, 0.0, 6.0)"},
        hint="relu has no upper bound: that was ReLU6.",
    ),
    patch(
        "large entries are cut off at 1",
        {RELU: "np.clip(Z, 0.0, 1.0)"},
        hint="relu has no upper bound: entries above 1 stay as they are.",
    ),
    patch(
        "a smooth relative is computed",
        {RELU: "np.logaddexp(Z, 0.0)"},
        hint="log(1 + eᶻ) is softplus: relu has a kink.",
    ),
    patch(
        "the largest entry stands for all",
        {RELU: "np.asarray(max(0.0, np.max(Z)))"},
        hint="np.maximum compares entry by entry; np.max looks for one entry.",
    ),
    patch(
        "where Z is a single number, NaN becomes 0",
        {RELU: f"{RELU} if Z.ndim else np.asarray(max(0.0, float(Z)))"},
        hint="max(0.0, nan) is 0.0, since no comparison with NaN is true; np.maximum lets NaN through, in arrays without axes as well.",
    ),
]


@bug("the shape of Z is lost", hint="Every entry of the result stands where its z stood.")
def flattened(Z):
    return np.array([z if z > 0 else 0.0 for z in Z.ravel()])


@variant
def choice(Z):
    return np.where(Z < 0, 0.0, Z)


@variant
def masked_copy(Z):
    A = np.array(Z)
    A[A < 0] = 0.0
    return A


@variant
def clip(Z):
    return np.clip(Z, 0, None)


@variant
def loop(Z):
    A = np.zeros(Z.shape)
    for i in np.ndindex(Z.shape):
        A[i] = 0.0 if Z[i] < 0 else Z[i]
    return A
