"""Checks, known bugs and variants of chapter17/clip_by_global_norm."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("clipped", "norm"),
    minutes=10,
    hints=(
        "First the norm alone: a sum of squares over all arrays, and one root at the end.",
        "Is it above max_norm? If not, nothing has to change.",
        "If it is, all arrays are multiplied by the same number, max_norm / norm.",
    ),
)


def drawn(rng, shapes):
    """Arrays of very different lengths."""
    return [rng.normal(size=shape) * 4.0**-k for k, shape in enumerate(shapes)]


def length_of(grads):
    return float(np.sqrt(sum(np.sum(g**2) for g in grads)))


@cases("shapes", (((5, 3), (3,)),), (((2, 2), (2,), (4,)),), (((7,),),), (((1,), (1,)),))
def long(rng, shapes):
    grads = drawn(rng, shapes)
    return {"grads": grads, "max_norm": length_of(grads) * rng.uniform(0.2, 0.6)}


@cases("shapes", (((4, 3), (3,)),), (((2,), (3, 2), (2,)),), (((1,),),))
def short(rng, shapes):
    grads = drawn(rng, shapes)
    return {"grads": grads, "max_norm": length_of(grads) * rng.uniform(1.5, 3.0)}


@cases("shapes", (((2,), (3, 2)),), (((1,),),))
def still(rng, shapes):
    return {"grads": [np.zeros(shape) for shape in shapes], "max_norm": rng.uniform(0.5, 2.0)}


@cases("n", 2, 3)
def just(rng, n):
    """The norm is exactly max_norm."""
    k = float(rng.integers(1, 9))
    return {"grads": [np.array([3.0 * k] + [0.0] * n), np.array([4.0 * k])], "max_norm": 5.0 * k}


@cases("k", 2, 3)
def between(rng, k):
    """All arrays together are too long, though none is by itself."""
    grads = [rng.choice((-1, 1), size=4) * rng.uniform(0.5, 1.0, size=4) for _ in range(k)]
    return {"grads": grads, "max_norm": 1.1 * max(length_of([g]) for g in grads)}


@cases("times", 1e-120, 1e120)
def far(rng, times):
    """Tiny gradients above a tinier limit, and huge ones."""
    grads = [times * g for g in drawn(rng, ((3, 2), (2,)))]
    return {"grads": grads, "max_norm": 0.3 * length_of(grads)}


shapes = shaped("The arrays come back in their order and shapes, and the norm is a number.", long)
norm = agrees("norm is the length of all gradients together, before clipping.", long, only=["norm"])
clipped = agrees(
    "Gradients that are too long are shortened to max_norm, all by the same factor.", long, only=["clipped"], points=2
)
untouched = agrees("Gradients that are short enough stay as they are.", short)
together = agrees("It is the length of all together that counts.", between)
zeros = agrees("Gradients of zeros stay zeros.", still)
at_the_limit = agrees("Gradients exactly max_norm long stay as they are.", just, exactly=True)
every_scale = agrees("Gradients may be tiny or huge.", far, needs=[norm, clipped], separates=False)
hygiene = hygiene_of(long, needs=[norm, clipped])

NORM, FACTOR = "np.sqrt(sum(np.sum(grad**2) for grad in grads))", "grad * (max_norm / norm)"
EQUIVALENT = {
    "clip_by_global_norm: norm <= max_norm → norm < max_norm": "At the limit the factor is 1.",
    "clip_by_global_norm: grad.copy() → grad": "What does not change may be handed back.",
}
BUGS = [
    patch(
        "each array is clipped by itself",
        {
            f"return [{FACTOR} for grad in grads], norm": "return [grad * min(1.0, max_norm / np.sqrt(np.sum(grad**2))) for grad in grads], norm"
        },
        hint="One factor for all arrays: otherwise the direction changes.",
    ),
    patch(
        "entries are clipped, not the norm",
        {FACTOR: "np.clip(grad, -max_norm, max_norm)"},
        hint="All entries are multiplied by max_norm / norm.",
    ),
    patch(
        "short gradients are made longer",
        {"norm <= max_norm": "norm == 0"},
        hint="Only what is longer than max_norm changes: min(1, max_norm / norm).",
    ),
    patch("gradients are scaled to length 1", {"(max_norm / norm)": "(1.0 / norm)"}, hint="They become max_norm long."),
    patch(
        "the factor is upside down",
        {"(max_norm / norm)": "(norm / max_norm)"},
        hint="Longer gradients are made shorter: max_norm / norm.",
    ),
    patch("the factor is max_norm alone", {"(max_norm / norm)": "max_norm"}, hint="The factor is max_norm / norm."),
    patch(
        "zeros give NaN",
        {
            "if norm <= max_norm:\n        return [grad.copy() for grad in grads], norm": "if 0 < norm <= max_norm:\n        return [grad.copy() for grad in grads], norm"
        },
        hint="0/0 is NaN: a gradient of zeros is short enough.",
    ),
    patch(
        "the norm after clipping is returned",
        {f"{FACTOR} for grad in grads], norm": f"{FACTOR} for grad in grads], max_norm"},
        hint="The norm before clipping is asked for.",
    ),
    patch(
        "the root is missing",
        {NORM: "sum(np.sum(grad**2) for grad in grads)"},
        hint="A length is the root of a sum of squares.",
    ),
    patch(
        "norms are added up",
        {NORM: "sum(np.sqrt(np.sum(grad**2)) for grad in grads)"},
        hint="The squares are added up, and the root is taken once, at the end.",
    ),
    patch(
        "the largest norm of an array counts",
        {NORM: "max(np.sqrt(np.sum(grad**2)) for grad in grads)"},
        hint="All arrays together are one vector.",
    ),
    patch(
        "the largest entry counts",
        {NORM: "max(np.abs(grad).max() for grad in grads)"},
        hint="The Euclidean norm of all entries is asked for.",
    ),
    patch("the norm is that of the first array", {NORM: "np.sqrt(np.sum(grads[0] ** 2))"}, hint="All arrays count."),
    patch(
        "the norm is a mean over the entries",
        {"np.sum(grad**2)": "np.mean(grad**2)"},
        hint="Sums, not means: the length of one long vector.",
    ),
    patch(
        "a small number is added to the norm (another convention, PyTorch's)",
        {"norm <= max_norm": "norm + 1e-6 <= max_norm", "(max_norm / norm)": "(max_norm / (norm + 1e-6))"},
        hint="The norm is not 0 here: divide by it as it is.",
    ),
    patch(
        "very short gradients are left alone",
        {"norm <= max_norm": "norm <= max(max_norm, 1e-8)"},
        hint="max_norm may be tiny itself: compare with it.",
    ),
    patch(
        "the caller's arrays are shortened",
        {FACTOR: "np.multiply(grad, max_norm / norm, out=grad).copy()"},
        hint="Leave grads alone: grad * factor makes a new array.",
    ),
    patch(
        "the order of the arrays is reversed",
        {f"{FACTOR} for grad in grads]": f"{FACTOR} for grad in grads[::-1]]"},
        hint="The arrays come back in their order.",
    ),
    patch(
        "the norm is left out of what is returned",
        {f"return [{FACTOR} for grad in grads], norm": f"return [{FACTOR} for grad in grads]"},
        hint="Return the arrays and the norm.",
    ),
]


@variant
def one_vector(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return [factor * g for g in grads], norm


@variant
def hypotenuses(grads, max_norm):
    from math import hypot

    norm = hypot(*(float(v) for g in grads for v in g.flat))
    if norm > max_norm:
        grads = [g / norm * max_norm for g in grads]
    return list(grads), norm
