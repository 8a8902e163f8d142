"""Checks, known bugs and variants of appendixA/lagrange_equality."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("x", "lam"),
    minutes=20,
    hints=(
        "Both lines are linear in x and λ: write them as one system with n + m unknowns.",
        "np.block([[Q, A.T], [A, zeros]]) is its matrix. What stands on the right, and with which sign?",
        "The first n unknowns are x, the others λ.",
    ),
)


def definite(rng, n):
    """A covariance-like matrix with eigenvalues from 0.3 to 3, in any direction."""
    V = np.linalg.qr(rng.normal(size=(n, n)))[0]
    Q = (V * np.geomspace(0.3, 3.0, n)) @ V.T
    return (Q + Q.T) / 2


def independent(rng, m, n):
    """m rows far from dependent, of different lengths."""
    V = np.linalg.qr(rng.normal(size=(n, n)))[0][:m]
    return (np.eye(m) + 0.4 * np.tri(m, k=-1)) @ (V * rng.uniform(0.6, 1.8, size=(m, 1)))


def signed(rng, n):
    return rng.choice((-1.0, 1.0), size=n) * rng.uniform(0.5, 2.0, size=n)


@cases("m n", (2, 4), (1, 3), (3, 5), (1, 2))
def problems(rng, m, n):
    return {"Q": definite(rng, n), "c": signed(rng, n), "A": independent(rng, m, n), "b": signed(rng, m)}


@cases("n", 3, 1)
def fixed_point(rng, n):
    """As many equations as unknowns."""
    Q = definite(rng, n) if n > 1 else rng.uniform(0.5, 2.0, size=(1, 1))
    return {"Q": Q, "c": signed(rng, n), "A": independent(rng, n, n), "b": signed(rng, n)}


shapes = shaped("x has n entries, and lam m.", problems)
minimum = agrees("x is the minimum.", problems, only=["x"], points=2, by="entry", separates=False)
multipliers = agrees("lam has the sign of L = f + λᵀ (A x − b).", problems, only=["lam"], points=2)
equations = agrees("n equations leave one x, and lam is as before.", fixed_point)
far = scaled(problems, scales=(-70, 70), rows=2, c=1, b=1)
steep = scaled(problems, scales=(-70, 70), rows=2, Q=1, c=1)
every_unit = agrees("Tiny c and b, and huge ones, are no different.", far, separates=False)
every_height = agrees("Tiny Q and c, and huge ones, are no different.", steep, separates=False)


@check(points=1, kind="property")
def optimal(student, problems):
    """A x = b and Q x + c + Aᵀ λ = 0."""
    for case, (x, lam) in student.lagrange_equality.on(problems):
        Q, c, A, b = case.values()
        assert_law("A x = b", A @ x, b, rtol=1e-10, scale=10.0, what="x", where=case)
        forces = Q @ x + c
        assert_law("Q x + c = −Aᵀ λ", forces, -A.T @ lam, rtol=1e-10, scale=10.0, what="lam", where=case)


@check(points=1, kind="property")
def prices(student, problems):
    """The smallest value grows by −λ_i for each unit of b_i."""

    def lowest(m, case):
        Q, c, A, b = case.values()
        steps = [step for e in np.eye(len(b)) for step in (b + e, b - e)]
        xs = [m.lagrange_equality(Q, c, A, step)[0] for step in steps]
        return m.lagrange_equality(Q, c, A, b)[1], xs

    for case, (lam, xs) in student.each(lowest, problems):
        values = [0.5 * x @ case.Q @ x + case.c @ x for x in xs]
        slopes = (np.array(values[::2]) - np.array(values[1::2])) / 2
        assert_law("∂f*/∂b = −λ", slopes, -lam, rtol=1e-9, scale=10.0, what="lam", where=case)


hygiene = hygiene_of(problems)

MATRIX, RIGHT = "np.block([[Q, A.T], [A, np.zeros((m, m))]])", "np.concatenate([-c, b])"
SOLVED, RETURN = f"np.linalg.solve(K, {RIGHT})", "return solved[:n], solved[n:]"
BUGS = [
    patch(
        "lam has the other sign", {RETURN: "return solved[:n], -solved[n:]"}, hint="Q x + c + Aᵀ λ = 0, with a plus."
    ),
    patch("c has the wrong sign", {RIGHT: "np.concatenate([c, b])"}, hint="On the right stands −c."),
    patch("b has the wrong sign", {RIGHT: "np.concatenate([-c, -b])"}, hint="A x = b."),
    patch("the ½ is forgotten: Q counts twice", {"[[Q, ": "[[2 * Q, "}, hint="The gradient of ½ xᵀ Q x is Q x."),
    patch("Q counts half", {"[[Q, ": "[[Q / 2, "}, hint="The gradient of ½ xᵀ Q x is Q x."),
    patch(
        "only the diagonal of Q counts",
        {"[[Q, ": "[[np.diag(np.diag(Q)), "},
        hint="Q is a full matrix.",
    ),
    patch("c is ignored", {RIGHT: "np.concatenate([0 * c, b])"}, hint="The gradient is Q x + c."),
    patch(
        "b is taken as 0",
        {RIGHT: "np.concatenate([-c, 0 * b])"},
        hint="A x = b, not A x = 0.",
    ),
    patch(
        "a penalty takes the place of the equations",
        {
            SOLVED: "np.linalg.solve(Q + 1e5 * A.T @ A, 1e5 * A.T @ b - c)",
            RETURN: "return solved, 1e5 * (A @ solved - b)",
        },
        hint="A penalty gives an approximation. Solve for x and λ together.",
    ),
    patch(
        "a small number stands on the diagonal of the zeros",
        {"np.zeros((m, m))": "-1e-6 * np.eye(m)"},
        hint="The block is 0: the system has a solution without any help.",
    ),
]


@bug(
    "f is minimised without the equations, and the nearest point that satisfies them is taken",
    hint="What is nearest in length is not lowest in f: solve for x and λ together.",
)
def projected(Q, c, A, b):
    x = -np.linalg.solve(Q, c)
    x = x + A.T @ np.linalg.solve(A @ A.T, b - A @ x)
    return x, -np.linalg.solve(A @ A.T, A @ (Q @ x + c))


@bug("of all x that satisfy the equations, the shortest is taken", hint="It is f that is smallest, and not |x|.")
def shortest(Q, c, A, b):
    x = np.linalg.lstsq(A, b, rcond=None)[0]
    return x, np.linalg.lstsq(A.T, -(Q @ x + c), rcond=None)[0]


@variant
def by_the_schur_complement(Q, c, A, b):
    lam = -np.linalg.solve(A @ np.linalg.solve(Q, A.T), b + A @ np.linalg.solve(Q, c))
    return -np.linalg.solve(Q, c + A.T @ lam), lam


@variant
def in_the_null_space(Q, c, A, b):
    m = len(b)
    basis, R = np.linalg.qr(A.T, mode="complete")
    x = basis[:, :m] @ np.linalg.solve(R[:m].T, b)
    Z = basis[:, m:]
    x = x - Z @ np.linalg.solve(Z.T @ Q @ Z, Z.T @ (Q @ x + c))
    return x, np.linalg.solve(R[:m], -basis[:, :m].T @ (Q @ x + c))


@variant
def by_elimination(Q, c, A, b):
    n, m = len(c), len(b)
    K = np.zeros((n + m, n + m + 1))
    for i in range(n):
        K[i, -1] = -c[i]
        for j in range(n):
            K[i, j] = Q[i, j]
        for j in range(m):
            K[i, n + j] = K[n + j, i] = A[j, i]
    K[n:, -1] = b
    for k in range(n + m):
        p = k + int(np.argmax(np.abs(K[k:, k])))
        K[[k, p]] = K[[p, k]]
        K[k] /= K[k, k]
        for i in range(n + m):
            if i != k:
                K[i] -= K[i, k] * K[k]
    return K[:n, -1], K[n:, -1]
