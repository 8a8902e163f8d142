"""Wrong answers to chapters 5 to 8, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers, as in arrays.py: exercise, no base, nothing replaced, the text, what is wrong; then all that may be said
# of it: read, and found true and useful, or with "~" true and vague. Where nothing stands, nothing is said.
BANK = [
    (
        "batched_affine",
        "",
        "",
        """\
import numpy as np


def batched_affine(X, W, b):
    if len(b) != W.shape[1]:
        raise ValueError("b does not fit W")
    return X @ W + b
""",
        "only the length of b is looked at, so that a column gets through",
        "b is looked at with len alone",
    ),
    (
        "batched_matmul",
        "",
        "",
        """\
import numpy as np


def batched_matmul(A, C):
    if A.shape[2] != C.shape[1]:
        raise ValueError("inner sizes differ")
    B = max(len(A), len(C))
    return np.stack([A[s % len(A)] @ C[s % len(C)] for s in range(B)])
""",
        "stacks of different numbers are gone through again and again",
        "the shorter stack begins again from its first matrix",
    ),
    (
        "cross_product",
        "",
        "",
        """\
import numpy as np


def cross_product(u, v):
    w = np.zeros(3, dtype=u.dtype)
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        w[i] = u[j] * v[k] - u[k] * v[j]
    return w
""",
        "the result has the dtype of u, which cuts decimals off",
        "the components are of u's kind",
    ),
    (
        "inner_and_angle",
        "",
        "",
        """\
import numpy as np


def inner_and_angle(u, v):
    u, v = np.asarray(u, dtype=float), np.asarray(v, dtype=float)
    dot = float(np.sum(u * v))
    lengths = np.sqrt(np.sum(u**2)) * np.sqrt(np.sum(v**2))
    if lengths == 0:
        raise ValueError("no angle")
    return dot, float(np.arccos(min(1.0, dot / lengths)))
""",
        "the cosine is kept below 1, and not above -1",
        "the cosine is clipped from above only",
    ),
    (
        "kronecker",
        "",
        "",
        """\
import numpy as np


def kronecker(A, B):
    m, n = A.shape
    p, q = B.shape
    K = np.zeros((m * p, n * q), dtype=np.result_type(A, B))
    for i in range(m):
        for j in range(n):
            K[i * m : i * m + p, j * n : j * n + q] = A[i, j] * B
    return K
""",
        "blocks begin at multiples of A's size",
        "blocks begin at multiples of A's size",
    ),
    (
        "matmul_loops",
        "",
        "",
        """\
import numpy as np


def matmul_loops(A, B):
    n, k = A.shape
    if B.shape[0] != k:
        raise ValueError("inner sizes differ")
    m = B.shape[1]
    C = [[0] * m] * n
    for i in range(n):
        for j in range(m):
            C[i][j] = sum(A[i, s] * B[s, j] for s in range(k))
    return np.array(C, dtype=np.result_type(A, B))
""",
        "all rows of C are the same list",
        "all rows of C are one and the same",
    ),
    (
        "outer_product",
        "",
        "",
        """\
import numpy as np


def outer_product(u, v):
    O = np.zeros((len(u), len(v)))
    for i in range(len(u)):
        for j in range(len(v)):
            O[i, j] = (u[i] * v[j]).real
    return O
""",
        "the table holds floats, whatever u and v hold",
        "a loop fills a table of floats",
    ),
    (
        "project_onto",
        "",
        "",
        """\
import numpy as np


def project_onto(u, v):
    if np.allclose(v, 0):
        raise ValueError("v is zero")
    return np.dot(u, v) / np.dot(v, v) * v
""",
        "a short v is taken for zero",
        "a short v is taken for zero",
    ),
    (
        "tensor_contraction",
        "",
        "",
        """\
import numpy as np


def tensor_contraction(T, v):
    a, b, c = T.shape
    if len(v) != b:
        raise ValueError("v does not fit")
    return (T.reshape(a * c, b) @ v).reshape(a, c)
""",
        "the tensor is reshaped where its axes should be exchanged",
        "the middle axis is reshaped to the end, and not moved",
    ),
    (
        "unit_vector",
        "",
        "",
        """\
import numpy as np


def unit_vector(v):
    if v.all() == 0:
        raise ValueError("zero vector")
    return v / np.linalg.norm(v)
""",
        "a single zero entry is enough for an error",
        "a vector is taken for zero if one of its entries is 0",
    ),
    (
        "covariance_matrix",
        "",
        "",
        """\
import numpy as np


def covariance_matrix(X, ddof=1):
    N, D = X.shape
    if N <= ddof:
        raise ValueError("too few samples")
    Z = X - X.sum(axis=0) / (N - ddof)
    return Z.T @ Z / (N - ddof)
""",
        "the means are divided by N - ddof, too",
        "the means are divided by N − ddof, too",
    ),
    (
        "definiteness",
        "",
        "",
        """\
import numpy as np


def definiteness(A, tol):
    n = len(A)
    minors = [np.linalg.det(A[:i, :i]) for i in range(1, n + 1)]
    flipped = [m if i % 2 else -m for i, m in enumerate(minors)]
    if all(m > tol for m in minors):
        return "pd"
    if all(m >= -tol for m in minors):
        return "psd"
    if all(m > tol for m in flipped):
        return "nd"
    if all(m >= -tol for m in flipped):
        return "nsd"
    return "indefinite"
""",
        "the determinants of leading blocks decide about semidefinite matrices, too",
        "leading minors decide about semidefinite as well",
    ),
    (
        "determinant",
        "",
        "",
        """\
import numpy as np


def determinant(A):
    A = A.copy()
    n = len(A)
    det = 1.0
    for k in range(n):
        p = k + np.argmax(np.abs(A[k:, k]))
        if A[p, k] == 0:
            return 0.0
        if p != k:
            A[[k, p]] = A[[p, k]]
            det = -det
        det *= A[k, k]
        for i in range(k + 1, n):
            A[i] = A[i] - A[i, k] / A[k, k] * A[k]
    return float(det)
""",
        "integers stay integers during elimination",
        "rows of integers are eliminated in integers",
    ),
    (
        "inverse_gauss_jordan",
        "",
        "",
        """\
import numpy as np


def inverse_gauss_jordan(A):
    n = len(A)
    M = np.hstack([np.array(A, dtype=float), np.eye(n)])
    for k in range(n):
        p = k + np.argmax(np.abs(M[k:, k]))
        if M[p, k] == 0:
            raise ValueError("singular")
        M[[k, p]] = M[[p, k]]
        M[k] = M[k] / M[k, k]
        for i in range(n):
            if i != k:
                for j in range(2 * n):
                    M[i, j] -= M[i, k] * M[k, j]
    return M[:, n:]
""",
        "the factor is gone after the first column of the row",
        "nothing is subtracted where something should be",
    ),
    (
        "is_orthogonal",
        "",
        "",
        """\
import numpy as np


def is_orthogonal(Q, tol):
    G = Q.conj().T @ Q
    return bool(np.allclose(G, np.eye(Q.shape[1]), atol=tol))
""",
        "allclose adds its own relative tolerance",
        "np.allclose is given tol, and allows 1e-5 of a 1 as well",
    ),
    (
        "kl_divergence",
        "",
        "",
        """\
import numpy as np


def kl_divergence(p, q):
    for d in (p, q):
        if np.any(d < 0) or abs(d.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    keep = (p > 0) & (q > 0)
    return float(np.sum(p[keep] * np.log(p[keep] / q[keep])))
""",
        "what was believed impossible is left out",
        "outcomes are left out that were believed impossible",
    ),
    (
        "lp_norm",
        "",
        "",
        """\
import numpy as np


def lp_norm(x, p):
    if not (p == 0 or p >= 1):
        raise ValueError("no such norm")
    x = np.abs(np.asarray(x, dtype=float))
    m = x.max()
    if m == 0:
        return 0.0
    y = x / m
    if p == 0:
        return float(np.count_nonzero(y))
    if p == np.inf:
        return float(m)
    return float(m * np.sum(y**p) ** (1 / p))
""",
        "entries are counted after they were divided by the largest",
        "for p = 0, entries are counted after the division by the largest",
    ),
    (
        "mahalanobis",
        "",
        "",
        """\
import numpy as np


def mahalanobis(X, mu, S):
    L = np.linalg.cholesky(S)
    Z = np.linalg.solve(L.T, (X - mu).T)
    return np.sqrt(np.sum(Z**2, axis=0))
""",
        "the system is solved with the other triangle",
        "whitening is done with the wrong factor, Lᵀ",
    ),
    (
        "matrix_power",
        "",
        "",
        """\
import numpy as np


def matrix_power(A, k):
    if k < 0:
        raise ValueError("negative power")
    if k == 0:
        return np.eye(len(A), dtype=A.dtype)
    half = matrix_power(A, k // 2)
    if k % 2 == 0:
        return half @ half
    return half @ A
""",
        "odd powers lack one half",
        "a factor of a product is missing",
    ),
    (
        "pairwise_distances",
        "",
        "",
        """\
import numpy as np


def pairwise_distances(A, B):
    a = np.sum(A**2, axis=1)
    b = np.sum(B**2, axis=1)
    squares = a + b[:, None] - 2 * A @ B.T
    return np.sqrt(np.maximum(squares, 0))
""",
        "squares of A go across, and those of B down",
        "squares are multiplied out, and those of A go across",
    ),
    (
        "pca",
        "",
        "",
        """\
import numpy as np


def pca(X, k):
    N, D = X.shape
    if not 1 <= k <= min(N - 1, D):
        raise ValueError("no such k")
    Z = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(Z.T @ Z / (N - 1))
    order = np.argsort(variances)[::-1][:k]
    components = V[order]
    return Z @ components.T, components, variances[order]
""",
        "rows of the matrix of eigenvectors are put in order",
        "~of the calls that were tried, scores is right in those where D = 1, and wrong in all others",
        "~of the calls that were tried, components is right in those where D = 1, and wrong in all others",
    ),
    (
        "svd_low_rank",
        "",
        "",
        """\
import numpy as np


def svd_low_rank(A, k):
    if k < 0 or k > min(A.shape):
        raise ValueError("no such rank")
    U, s, V = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ np.diag(s[:k]) @ V[:, :k].T
""",
        "columns of the third factor are taken, which has the v in rows",
        "Vᵀ is transposed once more",
        "columns of Vᵀ are taken for rows",
    ),
    (
        "power_iteration",
        "",
        "",
        """\
import numpy as np


def power_iteration(A, v0, iters):
    A = np.array(A, dtype=float)
    v = np.array(v0, dtype=float)
    for step in range(iters + 1):
        m = np.max(np.abs(v))
        if m == 0:
            raise ValueError("zero vector")
        v = v / m
        v = v / np.linalg.norm(v)
        w = A @ v
        if step < iters:
            v = w
    i = np.argmax(np.abs(v))
    return float(w[i] / v[i]), v
""",
        "the eigenvalue is a quotient of two entries",
        "v is right in all cases, and λ is wrong",
    ),
    (
        "eig_2x2",
        "",
        "",
        """\
import numpy as np


def eig_2x2(A):
    (a, b), (c, d) = A.astype(complex)
    root = np.sqrt(((a - d) / 2) ** 2 + b * c)
    values = np.array([(a + d) / 2 - root, (a + d) / 2 + root])
    if b == 0 and c == 0:
        V = np.eye(2, dtype=complex)
        return (values, V) if a.real <= d.real else (values, V[:, ::-1])
    V = np.zeros((2, 2), dtype=complex)
    for k, value in enumerate(values):
        v = np.array([b, value - a]) if abs(b) > abs(c) else np.array([value - d, c])
        V[:, k] = v / np.sqrt(v[0] ** 2 + v[1] ** 2)
    return values, V
""",
        "the length of a complex vector is taken without moduli",
        "lengths are made of squares, not of moduli",
    ),
    (
        "pseudoinverse",
        "",
        "",
        """\
import numpy as np


def pseudoinverse(A, rcond=1e-6):
    return np.linalg.inv(A.T @ A) @ A.T
""",
        "the formula for independent columns is used for all matrices",
        "(AᵀA)⁻¹Aᵀ is taken for every matrix",
    ),
    (
        "chain_rule_multivariable",
        "",
        "",
        """\
import numpy as np


def chain_rule_multivariable(df_dx, dx_dr):
    return np.sum(df_dx * dx_dr, axis=0)
""",
        "slopes of f are multiplied along the rows of the table",
        "the new axis of `df_dx` is missing",
    ),
    (
        "classify_stationary_1d",
        "",
        "",
        """\
def classify_stationary_1d(df, d2f, x, h=1e-3, tol=1e-9):
    if abs(df(x)) > tol:
        return "not stationary"
    if d2f(x) > tol:
        return "minimum"
    if d2f(x) < -tol:
        return "maximum"
    left, right = df(x - h), df(x + h)
    if left < -tol and right > tol:
        return "minimum"
    if left > tol and right < -tol:
        return "maximum"
    return "inflection"
""",
        "slopes on both sides have to be larger than tol",
        "slopes beside it that are below tol count as 0",
    ),
    (
        "derivative_central",
        "",
        "",
        """\
import numpy as np


def derivative_central(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    points = np.array(x, dtype=float).ravel()
    return np.array([(f(p + h) - f(p - h)) / (2 * h) for p in points])
""",
        "the slopes of a matrix come back in a single row",
        "slope has lost its axes: all entries are in one row",
    ),
    (
        "derivative_complex_step",
        "",
        "",
        """\
import numpy as np


def derivative_complex_step(f, x, h=1e-20):
    z = f(x + 1j * h)
    return np.abs(z - np.real(z)) / h
""",
        "the modulus is taken for the imaginary part",
        "the slope loses its sign",
    ),
    (
        "derivative_limit",
        "",
        "",
        """\
import numpy as np


def derivative_limit(f, x, h):
    x = np.asarray(x, dtype=float)
    if h < 0:
        return (f(x) - f(x + h)) / h
    return (f(x + h) - f(x)) / h
""",
        "for a negative h, the order of the points is turned around",
        "only the run loses its sign",
    ),
    (
        "derivative_rules",
        "",
        "",
        """\
import numpy as np


def derivative_rules(u, du, v, dv, df):
    if np.any(np.asarray(v) == 0):
        raise ValueError("v is 0")
    return du + dv, du * v + u * dv, (du * v - u * dv) / v * v, df(u) * du
""",
        "the quotient is divided by v and multiplied with v again",
        "the division by `v ** 2` is missing in what `derivative_rules` returns",
    ),
    (
        "directional_derivative",
        "",
        "",
        """\
import numpy as np


def directional_derivative(grad, v):
    if not np.any(v):
        raise ValueError("no direction")
    return float(np.dot(grad, v) / np.dot(v, v))
""",
        "the length of v is divided out twice",
        "it is divided by |v|²",
        "v is divided by the sum of squares",
    ),
    (
        "gradient_of_book_surface",
        "",
        "",
        """\
import numpy as np


def gradient_of_book_surface(x, y):
    z = x**2 + x * y + y**2
    return z, 2 * x + 1, 2 * y + 1
""",
        "the slope of xy is taken for 1",
        "f is right in all cases, and f_x and f_y are wrong",
    ),
    (
        "mixed_partial",
        "",
        "",
        """\
import numpy as np


def mixed_partial(f, x, i, j, h=1e-3):
    def at(a, b):
        y = np.array(x, dtype=float)
        y[i] = x[i] + a
        y[j] = x[j] + b
        return f(y)

    return (at(h, h) - at(h, -h) - at(-h, h) + at(-h, -h)) / (4 * h**2)
""",
        "for i = j the second step overwrites the first",
        "of the calls that were tried, derivative is wrong in those where j = i, unless it is to be 0, and right in all others",
        "for i = j the step is not doubled",
    ),
    (
        "numerical_gradient",
        "",
        "",
        """\
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    g = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g
""",
        "whole rows of a matrix are moved",
        "len(x) is taken for the number of entries",
    ),
    (
        "partial_derivative",
        "",
        "",
        """\
import numpy as np


def partial_derivative(f, x, i, h=1e-5):
    e = np.zeros_like(x)
    e[i] = h
    return float((f(x + e) - f(x - e)) / (2 * h))
""",
        "the step is put into an array of the kind of x, where integers cut it off",
        "the step is made in x's own type, so that ints lose it",
    ),
    (
        "poly_derivative",
        "",
        "",
        """\
import numpy as np


def poly_derivative(c):
    return np.polynomial.Polynomial(c).deriv().coef
""",
        "integers come back as floats",
        "the 0 of a constant is a float always",
        "whole numbers become floats",
    ),
    (
        "symbolic_diff",
        "",
        "",
        """\
def symbolic_diff(formula):
    d = symbolic_diff
    if formula == "x":
        return 1
    if isinstance(formula, (int, float)):
        return 0
    op, u, *rest = formula
    v = rest[0] if rest else None
    if op == "+":
        return ("+", d(u), d(v))
    if op == "*":
        return ("+", ("*", d(u), v), ("*", u, d(v)))
    if op == "/":
        return ("/", ("+", ("*", d(u), v), ("*", -1, ("*", u, d(v)))), ("*", v, v))
    if op == "pow":
        return ("*", ("*", v, ("pow", u, ("+", v, -1))), d(u)) if not isinstance(v, (int, float)) else ("*", ("*", v, ("pow", u, v - 1)), d(u))
    if op == "sin":
        return ("*", ("cos", u), d(u))
    if op == "cos":
        return ("*", ("*", -1, ("sin", u)), d(u))
    if op == "exp":
        return ("*", formula, d(u))
    return ("/", d(u), u)
""",
        "the power rule is used for exponents with x as well",
        "a power with an exponent that holds x gets the power rule",
    ),
    (
        "grad_least_squares",
        "",
        "",
        """\
import numpy as np


def grad_least_squares(A, x, b):
    return A.T @ (A @ x) - b
""",
        "b is subtracted after the product with the transpose",
        "b is subtracted without Aᵀ",
    ),
    (
        "grad_logdet_inverse",
        "",
        "",
        """\
import numpy as np


def grad_logdet(X):
    if np.linalg.det(X) == 0:
        raise ValueError("singular")
    return np.linalg.inv(X).T


def d_inverse(A, dA):
    A_inv = np.linalg.inv(A)
    return -A_inv @ dA @ A_inv
""",
        "a matrix counts as singular if its determinant is rounded to 0",
        "a matrix is singular whose determinant is rounded to 0",
    ),
    (
        "grad_quadratic_form",
        "",
        "",
        """\
import numpy as np


def grad_quadratic_form(A, x):
    g = np.zeros(len(x))
    for i in range(len(x)):
        for j in range(len(x)):
            if i == j:
                g[i] += 2 * A[i, i] * x[i]
            else:
                g[i] += A[i, j] * x[j]
    return g
""",
        "beside the diagonal, only one of the two terms is counted",
        "only on the diagonal both factors are counted",
    ),
    (
        "grad_trace_forms",
        "",
        "",
        """\
import numpy as np


def grad_trace_axb(A, X, B):
    return A.T @ B.T


def grad_trace_xtmx(M, X):
    return M @ X + X.T @ M
""",
        "the second term is not turned back",
        "the second term is not turned back",
    ),
    (
        "jacobian_affine_params",
        "",
        "",
        """\
import numpy as np


def jacobian_affine_params(W, x):
    m, n = W.shape
    return W.copy(), np.tile(x, (m, m))
""",
        "x stands in all blocks",
        "x stands in every block",
    ),
    (
        "jacobian_elementwise",
        "",
        "",
        """\
import numpy as np


def jacobian_elementwise(df, x):
    return np.identity(len(x)) @ df(x)
""",
        "the diagonal is lost in a product",
        "the slopes are returned as a vector",
        "~np.diag is used twice, and gives the diagonal back",
    ),
    (
        "jacobian_numeric",
        "",
        "",
        """\
import numpy as np


def jacobian_numeric(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(f(x + e) - f(x - e)) / (2 * h) for e in steps]).T
""",
        "lists and numbers are not made arrays",
        "a number makes a row without its axis",
        "lists are subtracted as they are",
    ),
    (
        "jacobian_softmax",
        "",
        "",
        """\
import numpy as np


def jacobian_softmax(z):
    e = np.exp(z - np.max(z))
    p = e / e.sum()
    return np.diag(p) - p @ p.T
""",
        "p p' is a number",
        "p pᵀ is a number",
    ),
    (
        "hessian_numeric",
        "",
        "",
        """\
import numpy as np


def hessian_numeric(f, x, h=1e-3):
    n = len(x)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            ei, ej = np.eye(n)[i] * h, np.eye(n)[j] * h
            H[i, j] = (f(x + ei + ej) - f(x + ei) - f(x + ej) + f(x)) / h**2
    return H
""",
        "differences are taken forwards",
        "differences are one-sided",
    ),
    (
        "critical_point_type",
        "",
        "",
        """\
import numpy as np


def critical_point_type(g, H, tol=1e-8):
    if np.any(np.abs(g) > tol):
        return "not critical"
    D = np.linalg.det(H)
    if abs(D) <= tol:
        return "degenerate"
    if D < 0:
        return "saddle"
    return "min" if H[0, 0] > 0 else "max"
""",
        "the rule for two variables is used for all",
        "a saddle with a zero eigenvalue is called degenerate",
    ),
    (
        "relu_neuron_gradient",
        "",
        "",
        """\
import numpy as np


def relu_neuron_gradient(w, x, b):
    open = w * x + b > 0
    return open * x, open * w, float(open.sum())
""",
        "every input has a gate of its own",
        "each product opens or shuts a gate of its own",
    ),
    (
        "newton_1d",
        "",
        "",
        """\
import numpy as np


def newton_1d(f, df, x0, tol=1e-12, max_iter=50):
    x = float(x0)
    history = [x]
    for _ in range(max_iter):
        if abs(f(x)) <= tol:
            return x, np.array(history)
        slope = df(x)
        if slope == 0:
            raise ValueError("the tangent is level")
        x = x - f(x) / slope
        history.append(x)
    raise ValueError("no root")
""",
        "after the last step nobody looks",
        "one step too few is allowed",
    ),
    (
        "newton_system",
        "",
        "",
        """\
import numpy as np


def newton_system(F, J, x0, tol=1e-10, max_iter=50):
    x = np.array(x0, dtype=float)
    history = [x.copy()]
    for _ in range(max_iter + 1):
        if np.max(np.abs(F(x))) <= tol:
            return x, np.array(history)
        for i in range(len(x)):
            if J(x)[i, i] == 0:
                raise ValueError("singular")
            x[i] = x[i] - F(x)[i] / J(x)[i, i]
        history.append(x.copy())
    raise ValueError("no root")
""",
        "unknowns are improved one after another",
        "unknowns are improved one after another",
    ),
    (
        "cross_product",
        "",
        "",
        """\
import numpy as np


def cross_product(u, v):
    a, b, c = u
    x, y, z = v
    return np.array([b * z - c * y, c * x - a * z, a * y + b * x])
""",
        "the last component is turned round",
        "the sign of `u[1] * v[0]` is flipped",
    ),
    (
        "tensor_contraction",
        "",
        "",
        """\
import numpy as np


def tensor_contraction(T, v):
    if T.shape[1] != len(v):
        raise ValueError("v does not fit")
    if T.shape[0] == len(v):
        return np.tensordot(v, T, axes=(0, 0))
    return np.einsum("ijk,j->ik", T, v)
""",
        "the first axis is summed over where it fits",
        "the sum is over the first axis where that fits",
    ),
    (
        "batched_matmul",
        "",
        "",
        """\
import numpy as np


def batched_matmul(A, C):
    if A.shape[2] != C.shape[1] or (len(A) != len(C) and 1 not in (len(A), len(C))):
        raise ValueError("no fit")
    if len(A) == len(C):
        return np.einsum("sit,stj->sij", A, C)
    if len(A) == 1:
        return np.einsum("it,stj->ij", A[0], C)[None]
    return np.einsum("sit,tj->sij", A, C[0])
""",
        "a stack of one is summed over",
    ),
    (
        "project_onto",
        "",
        "",
        """\
import numpy as np


def project_onto(u, v):
    length = np.linalg.norm(v)
    if length == 0:
        raise ValueError("no line")
    direction = v / length
    return np.dot(u / np.linalg.norm(u), direction) * direction
""",
        "unit vectors are made twice",
        "u is made a unit vector as well",
    ),
    (
        "mahalanobis",
        "",
        "",
        """\
import numpy as np


def mahalanobis(X, mu, S):
    Z = (X - mu) @ np.linalg.inv(S)
    return np.sqrt(np.abs(np.sum(Z * Z, axis=1)))
""",
        "the roots of all entries are summed",
        "S is taken for standard deviations",
        "the norm is that of S⁻¹ (x − μ)",
    ),
    (
        "matrix_power",
        "",
        "",
        """\
import numpy as np


def matrix_power(A, k):
    if k < 0:
        raise ValueError("negative")
    P = np.eye(len(A), dtype=A.dtype)
    for _ in range(k):
        P = P * A if k > 2 else P @ A
    return P
""",
        "entries are raised to the power for k above 2",
    ),
    (
        "svd_low_rank",
        "",
        "",
        """\
import numpy as np


def svd_low_rank(A, k):
    if not 0 <= k <= min(A.shape):
        raise ValueError("k")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s[: len(s) - k] = 0
    return U @ np.diag(s) @ Vt
""",
        "the smallest singular values are kept",
        "the smallest singular values are kept",
    ),
    (
        "is_orthogonal",
        "",
        "",
        """\
import numpy as np


def is_orthogonal(Q, tol):
    lengths = np.sum(np.abs(Q) ** 2, axis=0)
    return bool(Q.shape[0] >= Q.shape[1] and np.all(np.abs(lengths - 1) <= tol))
""",
        "lengths are looked at, and right angles are not",
        "only the lengths of the columns are looked at",
    ),
    (
        "power_iteration",
        "",
        "",
        """\
import numpy as np


def power_iteration(A, v0, iters):
    A = np.array(A, dtype=float)
    v = np.array(v0, dtype=float)
    if not v.any():
        raise ValueError("zero")
    v = v / np.max(np.abs(v))
    for _ in range(iters):
        v = A @ v
        if not v.any():
            raise ValueError("zero")
        v = v / np.max(np.abs(v))
    return float(v @ A @ v / (v @ v)), v
""",
        "the vector is scaled to a largest entry of 1",
        "v is scaled by its largest entry, in v alone",
        "λ is right in all cases, and v is wrong",
    ),
    (
        "mixed_partial",
        "",
        "",
        """\
import numpy as np


def mixed_partial(f, x, i, j, h=1e-3):
    x = np.array(x, dtype=float)

    def slope(y):
        up, down = y.copy(), y.copy()
        up[j] += h
        down[j] -= h
        return (f(up) - f(down)) / (2 * h)

    z = x.copy()
    z[i] += h
    return (slope(z) - slope(x)) / h
""",
        "the outer difference is taken forwards",
        "one of the two differences is a forward one",
    ),
    (
        "poly_derivative",
        "",
        "",
        """\
import numpy as np


def poly_derivative(c):
    if len(c) == 1:
        return np.zeros(1, dtype=c.dtype)
    return c[1:] * np.arange(len(c) - 1, dtype=c.dtype)
""",
        "all coefficients are moved by one place too many",
        "each coefficient is multiplied by its new power",
    ),
    (
        "derivative_rules",
        "",
        "",
        """\
import numpy as np


def derivative_rules(u, du, v, dv, df):
    if np.any(np.asarray(v) == 0):
        raise ValueError("v")
    return du + dv, du * v + u * dv, (du * v - u * dv) / v**2, df(du) * du
""",
        "f' is asked at the slope of u",
        "f′ is asked at the inner slope, and multiplied by it",
    ),
    (
        "directional_derivative",
        "",
        "",
        """\
import numpy as np


def directional_derivative(grad, v):
    length = np.sqrt(np.sum(v * v))
    if length < 1e-10:
        raise ValueError("v is 0")
    return float(grad @ (v / length))
""",
        "a short v has no direction",
        "short vectors are taken for 0",
    ),
    (
        "chain_rule_multivariable",
        "",
        "",
        """\
import numpy as np


def chain_rule_multivariable(df_dx, dx_dr):
    return dx_dr @ df_dx if dx_dr.shape[0] == dx_dr.shape[1] else df_dx @ dx_dr
""",
        "the table is transposed",
        "the table is turned over",
    ),
    (
        "hessian_numeric",
        "",
        "",
        """\
import numpy as np


def hessian_numeric(f, x, h=1e-3):
    n = len(x)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            a, b = np.zeros(n), np.zeros(n)
            a[i] = b[j] = h
            if i == j:
                H[i, i] = (f(x + a) - 2 * f(x) + f(x - a)) / h**2
            else:
                H[i, j] = (f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (2 * h) ** 2 * 2
    return H
""",
        "beside the diagonal it is divided by 2 h squared",
        "2.0 is used in place of 4",
    ),
    (
        "jacobian_affine_params",
        "",
        "",
        """\
import numpy as np


def jacobian_affine_params(W, x):
    m, n = W.shape
    dW = np.zeros((m, m * n))
    for i in range(m):
        for j in range(n):
            dW[i, j * m + i] = x[j]
    return W.copy(), dW
""",
        "weights are numbered column by column",
        "weights are counted column by column",
    ),
    (
        "grad_least_squares",
        "",
        "",
        """\
import numpy as np


def grad_least_squares(A, x, b):
    return A.T @ (A @ x - b) / len(b)
""",
        "the mean is taken",
        "the gradient is divided by m",
    ),
    (
        "critical_point_type",
        "",
        "",
        """\
import numpy as np


def critical_point_type(g, H, tol=1e-8):
    if np.linalg.norm(g) > tol:
        return "not critical"
    lam = np.linalg.eigvalsh(H)
    zero = tol * np.abs(lam).max()
    if lam[0] > zero:
        return "min"
    if lam[-1] < -zero:
        return "max"
    if lam[0] < -zero and lam[-1] > zero and np.all(np.abs(lam) > zero):
        return "saddle"
    return "degenerate"
""",
        "the first eigenvalue decides",
        "the length of the gradient is held against tol",
        "a saddle with a zero eigenvalue is called degenerate",
    ),
    (
        "jacobian_numeric",
        "",
        "",
        """\
import numpy as np


def jacobian_numeric(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    columns = []
    for j in range(len(x)):
        step = np.zeros(len(x))
        step[j] = h * max(1.0, abs(x[j]))
        columns.append((np.atleast_1d(f(x + step)) - np.atleast_1d(f(x - step))) / (2 * step[j]))
    return np.stack(columns, axis=1)
""",
        "the step is scaled with x",
        "the step is scaled with the entry, and so is what it is divided by",
    ),
    (
        "newton_1d",
        "",
        "",
        """\
import numpy as np


def newton_1d(f, df, x0, tol=1e-12, max_iter=50):
    x = float(x0)
    history = []
    for _ in range(max_iter + 1):
        if abs(f(x)) <= tol:
            return x, np.array(history or [x])
        history.append(x)
        slope = df(x)
        if slope == 0:
            raise ValueError("level")
        x = x - f(x) / slope
    raise ValueError("no root")
""",
        "the history lacks the root where it is found early",
        "root is right in all cases, and history is wrong",
    ),
]
