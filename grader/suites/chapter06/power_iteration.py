"""Checks, known bugs and variants of chapter06/power_iteration."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("λ", "v"),
    requires=("chapter05/unit_vector", "chapter05/matmul_loops"),
    minutes=20,
    hints=(
        "Do two steps on paper with A = diag(1, −2) and v0 = (3, 4). Which component grows, and what does its sign do?",
        "First v = v0 / np.linalg.norm(v0). In every step w = A @ v, then v = w / np.linalg.norm(w).",
        "After the last step, λ = v @ A @ v: with the v that is returned, not with the one before.",
        "Before you divide by a length, ask whether it is 0, and raise ValueError.",
    ),
)


def signs(rng, *shape):
    return rng.choice((-1, 1), size=shape)


def steady(case):
    return np.linalg.cond(case.A) < 15


@cases("n iters", (3, 1), (2, 2), (4, 5), (3, 0), (1, 3), fit=steady)
def short(rng, n, iters):
    A = signs(rng, n, n) * rng.uniform(0.3, 2.0, size=(n, n))
    return {"A": A, "v0": signs(rng, n) * rng.uniform(0.5, 3.0, size=n), "iters": iters}


def moving(case):
    """Every step changes the Rayleigh quotient."""
    v, quotients = case.v0 / np.linalg.norm(case.v0), []
    for _ in range(case.iters + 1):
        quotients.append(v @ case.A @ v)
        v = case.A @ v / np.linalg.norm(case.A @ v)
    return steady(case) and np.all(np.abs(np.diff(quotients)) > 1e-3)


@cases("n iters", (3, 3), (2, 4), fit=moving)
def whole_numbers(rng, n, iters):
    A = signs(rng, n, n) * rng.integers(1, 8, size=(n, n))
    return {"A": A, "v0": signs(rng, n) * rng.integers(1, 8, size=n), "iters": iters}


@cases("n first iters", (4, "negative", 40), (3, "negative", 41), (3, "positive", 40), (5, "positive", 25), exact=True)
def long(rng, n, first, iters):
    """A matrix that is not symmetric; one eigenvalue is twice as large as all others, or more."""
    V = np.eye(n) + rng.uniform(-0.5, 0.5, size=(n, n)) / n
    λ = np.concatenate([[4.0 if first == "positive" else -4.0], signs(rng, n - 1) * rng.uniform(0.5, 2.0, size=n - 1)])
    return {"A": V @ np.diag(λ) @ np.linalg.inv(V), "v0": V @ rng.uniform(0.5, 2.0, size=n), "iters": iters}


@cases("n λ iters", (2, 2.0, 85), (3, 2.0, 90), (3, -2.0, 85), (2, 2.0, 12))
def hidden_start(rng, n, λ, iters):
    """The start lies along another eigenvector, up to 1e-14. On the way from it, hardly anything moves for long."""
    order = rng.permutation(n)
    c = np.full(n, 0.0)
    c[order[:2]] = rng.uniform(1.0, 9.0) * 1e-14, rng.uniform(1.0, 3.0)
    diagonal = np.full(n, 0.25)
    diagonal[order[:2]] = λ, 1.0
    return {"A": np.diag(diagonal) * 1.5, "v0": c, "iters": iters}


@cases(
    "kind iters",
    *(
        (kind, k)
        for kind in ("other eigenvector", "λ₂ = −λ₁", "complex", "v sums to 0", "zero at last")
        for k in (7, 8)
    ),
)
def unsettled(rng, kind, iters):
    """There is nothing to converge to, or the start has no part of it."""
    a, b = rng.uniform(1.0, 3.0, size=2)
    v0 = signs(rng, 2) * np.array([rng.uniform(0.5, 1.0), rng.uniform(1.5, 3.0)])
    match kind:
        case "other eigenvector":
            return {"A": np.diag([a + 2, -a, b]), "v0": np.array([0.0, v0[1], 0.0]), "iters": iters}
        case "λ₂ = −λ₁":
            return {"A": np.array([[0.0, a], [a, 0.0]]), "v0": v0, "iters": iters}
        case "complex":
            return {"A": np.array([[a, -b], [b, a]]), "v0": v0, "iters": iters}
        case "v sums to 0":
            return {"A": np.array([[a, -b], [-b, a]]), "v0": np.array([v0[1], -v0[1]]), "iters": iters}
    return {"A": np.array([[0.0, a], [0.0, 0.0]]), "v0": v0, "iters": 1}


def size_of(case):
    return float(np.linalg.norm(case.A))


@cases("n first ρ", (3, 3.0, 0.5), (4, -3.0, 0.6), (3, 3.0, -0.5), hidden="λ Q")
def symmetric(rng, n, first, ρ):
    """The other eigenvalues are far smaller than the second."""
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    λ = first * np.concatenate([[1.0, ρ], rng.uniform(0.1, 0.2, size=n - 2)])
    A = Q @ np.diag(λ) @ Q.T
    return {"A": (A + A.T) / 2, "v0": Q @ (signs(rng, n) * rng.uniform(0.5, 1.5, size=n)), "λ": λ, "Q": Q}


@cases("n iters", (3, 5))
def further(rng, n, iters):
    A = np.diag(rng.uniform(1.0, 2.0, size=n)) + signs(rng, n, n) * rng.uniform(0.1, 0.3, size=(n, n))
    return {"A": -A, "v0": signs(rng, n) * rng.uniform(0.5, 2.0, size=n), "iters": iters}


far = scaled(further, A=1)
far_start = scaled(further, v0=1)


def in_units_of_A(m, case):
    λ, v = m.power_iteration(*case.values())
    return λ / case.sizes["times"], v


shapes = shaped("λ is a number, and v has the shape of v0.", short)
vectors = agrees("v is Aᵏ v0, scaled to length 1, with the sign that comes out.", short, only=["v"], points=2)
quotient = agrees("λ is the Rayleigh quotient of this v.", short, only=["λ"], needs=[vectors])
integers = agrees("Of integers, too, everything is float64.", whole_numbers, needs=[vectors, quotient])
dominant = agrees("After many steps, the dominant eigenvalue is found, with its sign, and its eigenvector.", long)
patient = agrees("No step is left out where hardly anything moves.", hidden_start, needs=[vectors, quotient])
hard = agrees(
    "It does what it should where nothing settles: two largest eigenvalues, or a start that has no part of the largest.",
    unsettled,
    scale=size_of,
    needs=[vectors, quotient],
)
extremes = agrees(
    "Matrices may be tiny or huge: powers that leave the range are never formed.",
    far,
    of=in_units_of_A,
    needs=[quotient],
)
starts = agrees("Starts may be tiny or huge.", far_start, needs=[quotient])


@check(points=1, kind="property")
def residual(student, long):
    """In the end, A v = λ v."""
    for case, (λ, v) in student.power_iteration.on(long[:3]):
        assert_law("A v = λ v", case.A @ v, λ * v, rtol=1e-6, what="v", where=case)
        assert_law("vᵀ v = 1", v @ v, 1.0, what="v", where=case)


STEPS = 26


@check(points=2, kind="convergence")
def modes(student, symmetric):
    """Of a symmetric matrix, the part along each eigenvector grows by its eigenvalue: errors of v shrink by |λ₂/λ₁| a
    step, those of λ by its square.
    """

    def runs(m, case):
        return [m.power_iteration(case.A, case.v0, k) for k in range(STEPS + 1)]

    for case, found in student.each(runs, symmetric):
        c, λ, Q = case.Q.T @ case.v0, case.λ, case.Q
        for k, (got, v) in enumerate(found):
            parts = (λ / λ[0]) ** k * c
            parts *= np.sign(λ[0]) ** k / np.linalg.norm(parts)
            where = f"{case}, after {k} steps"
            assert_close(v, Q @ parts, names=("v",), rtol=1e-9, where=where)
            assert_close(got, float(λ @ parts**2), names=("λ",), rtol=1e-9, where=where)
        across = [float(np.linalg.norm(v - Q[:, 0] * (Q[:, 0] @ v))) for _, v in found]
        check_linear_rate(across, abs(λ[1] / λ[0]), STEPS, floor=1e-5, what="the error of v", where=case)


@check(points=1, kind="error", needs=[vectors])
def no_direction(student, short, rng):
    """If v0 is 0, or a vector on the way is, ValueError is raised."""
    a, b = (float(x) for x in rng.integers(2, 9, size=2))
    nilpotent, kernel = np.array([[0, a, b], [0, 0, b], [0, 0, 0]]), np.array([[0, a], [0, -b]])
    for case in short:
        zero = np.zeros_like(case.v0)
        raises(
            student, ValueError, lambda m, A=case.A, v=zero, k=case.iters: m.power_iteration(A, v, k), where="v0 = 0"
        )
    bad = {
        "A is zero": (np.zeros((2, 2)), np.array([1.0, 2.0]), 1),
        "A v0 = 0": (kernel, np.array([2.0, 0.0]), 1),
        "A³ = 0": (nilpotent, np.array([1.0, -1.0, 2.0]), 3),
        "A³ = 0, and there are many steps": (nilpotent, np.array([1.0, -1.0, 2.0]), 30),
    }
    for where, (A, v, k) in bad.items():
        raises(student, ValueError, lambda m, A=A, v=v, k=k: m.power_iteration(A, v, k), where=where)


hygiene = hygiene_of(short, needs=[vectors, quotient])

START, TURNS = "w = v0.astype(np.float64)", "range(iters + 1)"
SIZE, ZERO, UNIT, STEP = "np.linalg.norm(w)", "size == 0", "v = w / size", "w = A @ v"
QUOTIENT, RESULT = "float(v @ w)", "return float(v @ w), v"

BUGS = [
    patch("λ has lost its sign", {QUOTIENT: "abs(float(v @ w))"}, hint="λ may be negative: vᵀ A v tells."),
    patch(
        "λ is the length of A v",
        {QUOTIENT: "float(np.linalg.norm(w))"},
        hint="A length has no sign, and is another number before the end: vᵀ A v.",
    ),
    patch(
        "λ is a quotient of single entries",
        {QUOTIENT: "float(w[0] / v[0]) if v[0] else 0.0"},
        hint="Before the end each entry gives another quotient: vᵀ A v takes all of them.",
    ),
    patch("a step is missing", {TURNS: "range(max(iters, 1))"}, hint="iters products with A lead from v₀ to v."),
    patch("there is a step too many", {TURNS: "range(iters + 2)"}, hint="iters products with A lead from v₀ to v."),
    patch(
        "v0 is not used",
        {START: "w = np.ones(len(v0)) * bool(np.any(v0))"},
        hint="Begin with v0: what comes out depends on it.",
    ),
    patch(
        "the sign of v is made positive",
        {RESULT: "return float(v @ w), v * np.sign(v[np.argmax(np.abs(v))])"},
        hint="The sign of Aᵏ v0 is left as it comes.",
    ),
    patch(
        "v is scaled by its largest entry",
        {SIZE: "np.max(np.abs(w))"},
        hint="Length 1 means Σ vᵢ² = 1: np.linalg.norm.",
    ),
    patch("v is scaled by the sum of its entries", {SIZE: "np.sum(np.abs(w))"}, hint="Length 1 means Σ vᵢ² = 1."),
    patch("A is transposed", {STEP: "w = A.T @ v"}, hint="A v: rows of A meet v."),
    patch(
        "entries are multiplied one by one, and added along columns",
        {STEP: "w = (A * v).sum(axis=0)"},
        hint="A @ v adds along the rows of A.",
    ),
    patch(
        "it stops when v hardly moves",
        {UNIT: "if _ and np.linalg.norm(w / size - v) < 1e-5:\n            break\n        v = w / size"},
        hint="Who starts near another eigenvector hardly moves for long: make all steps.",
    ),
    patch(
        "of integers, vectors are cut to integers",
        {UNIT: "v = (w / size).astype(v0.dtype)"},
        hint="A vector of length 1 has entries like 0.6: keep them in floats.",
    ),
    patch("a vector of zeros is divided by 0", {ZERO: "False"}, hint="0 has no direction: raise ValueError."),
    patch(
        "only v0 is looked at for zeros",
        {ZERO: "size == 0 and _ == 0"},
        hint="A v may be 0 on the way as well: ask in every step.",
    ),
    patch(
        "it ends where a vector is 0",
        {'raise ValueError("0 has no direction")': "return 0.0, w"},
        hint="0 is no vector of length 1: raise ValueError.",
    ),
    patch(
        "an eigenvalue 0 at last is refused",
        {RESULT: "if not np.any(w):\n        raise ValueError\n    return float(v @ w), v"},
        hint="If A v = 0 for the last v, then λ = 0: there is no division any more.",
    ),
    patch(
        "short vectors are taken for zeros",
        {ZERO: "size < 1e-12"},
        hint="With other units, all numbers are small: only 0 itself is 0.",
    ),
    patch(
        "a small number is added to the length",
        {SIZE: "np.linalg.norm(w) + 1e-10 * (np.linalg.norm(w) > 0)"},
        hint="Small lengths may be all that there is: ask whether it is 0.",
    ),
    patch(
        "v is not scaled in the end, but multiplied by A once more",
        {RESULT: "return float(v @ w), w"},
        hint="v has length 1: return it, not A v.",
    ),
]


EQUIVALENT = {
    "power_iteration: A @ v → (A @ v).T": "a vector has one axis",
    "power_iteration: v @ w → (v @ w).T": "it is a number",
    "power_iteration: v @ w → w @ v": "the inner product is symmetric",
    "power_iteration: np.linalg.norm(w) → np.linalg.norm(w, axis=0)": "a vector has one axis",
}


@bug("λ belongs to the vector before the last", hint="First the last step, then λ = vᵀ A v with the new v.")
def before_the_last(A, v0, iters):
    if not np.any(v0):
        raise ValueError
    v = v0 / np.linalg.norm(v0)
    λ = v @ A @ v
    for _ in range(iters):
        w = A @ v
        if not np.any(w):
            raise ValueError
        λ, v = v @ w, w / np.linalg.norm(w)
    return float(λ), v


VARYING = {"residual": "How far who stops early has come depends on when the estimate first stands still."}


@bug(
    "it stops when the estimate hardly changes",
    hint="Who starts near another eigenvector sees no change for long: make all steps.",
)
def settled(A, v0, iters):
    if not np.any(v0):
        raise ValueError
    v = v0 / np.linalg.norm(v0)
    λ = v @ A @ v
    for _ in range(iters):
        w = A @ v
        if not np.any(w):
            raise ValueError
        v, old = w / np.linalg.norm(w), λ
        λ = v @ A @ v
        if abs(λ - old) < 1e-9 * abs(λ):
            break
    return float(λ), v


@bug("v is scaled after the last step only", hint="Aᵏ v0 leaves the range of numbers: scale in every step.")
def scaled_at_last(A, v0, iters):
    w = v0 / (np.linalg.norm(v0) or 1.0)
    for _ in range(iters):
        w = A @ w
    size = np.linalg.norm(w)
    if size == 0:
        raise ValueError("zero")
    v = w / size
    return float(v @ A @ v), v


@bug("v is never scaled", hint="v has length 1: divide by np.linalg.norm in every step.")
def never_scaled(A, v0, iters):
    w = v0.astype(float)
    for _ in range(iters):
        w = A @ w
    if not np.any(w):
        raise ValueError
    return float(w @ A @ w / (w @ w)), w


@bug("v is scaled, and λ is not divided by the square of its length", hint="vᵀ A v is right for vᵀ v = 1 only.")
def undivided(A, v0, iters):
    w = v0.astype(float)
    for _ in range(iters):
        if not np.any(w):
            raise ValueError
        w = A @ (w / np.linalg.norm(w))
    if not np.any(w):
        raise ValueError
    return float(w @ A @ w), w / np.linalg.norm(w)


@bug("the eigenpair is returned that np.linalg.eig finds", hint="v is what comes out after iters steps from v0.")
def of_eig(A, v0, iters):
    λ, V = np.linalg.eig(A)
    i = np.argmax(np.abs(λ))
    if not np.any(v0) or not np.any(A):
        raise ValueError
    return float(λ[i].real), V[:, i].real.copy()


@variant
def step_by_step(A, v0, iters):
    n = len(v0)

    def scale(w):
        length = sum(x * x for x in w) ** 0.5
        if length == 0:
            raise ValueError("no direction")
        return [x / length for x in w]

    v = scale([float(x) for x in v0])
    for _ in range(iters):
        v = scale([sum(float(A[i, j]) * v[j] for j in range(n)) for i in range(n)])
    Av = [sum(float(A[i, j]) * v[j] for j in range(n)) for i in range(n)]
    return sum(x * y for x, y in zip(v, Av, strict=True)), np.array(v)


@variant
def quotient_divided(A, v0, iters):
    if np.all(v0 == 0):
        raise ValueError
    v = v0 / np.sqrt(np.sum(np.square(v0, dtype=float)))
    for _ in range(iters):
        v = np.dot(A, v)
        if not v.any():
            raise ValueError
        v /= np.sqrt(v.dot(v))
    return np.dot(v, np.dot(A, v)) / np.dot(v, v), v


@variant
def power_of_the_matrix(A, v0, iters):
    """A, divided by a size of its own, to the power iters."""
    start, B = v0 / (np.abs(v0).max() or 1), A / (np.abs(A).max() or 1)
    w = np.linalg.matrix_power(B, iters) @ start
    if not w.any():
        raise ValueError
    v = w / np.linalg.norm(w)
    return float(v @ (A @ v)), v
