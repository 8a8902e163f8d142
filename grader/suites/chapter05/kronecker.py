"""Checks, known bugs and variants of chapter05/kronecker."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("K",),
    minutes=10,
    requires=("chapter05/outer_product", "chapter05/matmul_loops"),
    hints=(
        "Do (1, 10) and ((1, 2), (3, 4)) on paper: which block stands where?",
        "With loops: K[i p : (i + 1) p, j q : (j + 1) q] is the block A[i, j] B.",
        "Without: products with the four axes (i, r, j, s), and then reshape(m p, n q). Where does A need new axes?",
    ),
)


@cases("m n p q", (2, 3, 4, 5), (3, 2, 2, 4), (2, 2, 2, 2), (1, 3, 2, 1), (3, 1, 1, 4), (1, 1, 2, 3))
def matrices(rng, m, n, p, q):
    return {"A": rng.normal(size=(m, n)), "B": rng.normal(size=(p, q))}


@cases("m n p q most", (2, 3, 3, 2, 10), (2, 2, 2, 2, 10), (2, 2, 2, 3, 1_000_000_000))
def whole_numbers(rng, m, n, p, q, most):
    """Odd ones, so that no product of large ones is a float64."""
    A, B = rng.integers(most // 4, most // 2, size=(m, n)), rng.integers(most // 4, most // 2, size=(p, q))
    return {"A": 2 * A + 1, "B": -2 * B - 1}


@cases("m n p q integers", (2, 3, 3, 2, "A"), (2, 2, 2, 2, "A"), (2, 3, 2, 1, "B"), (2, 2, 2, 2, "B"))
def mixed(rng, m, n, p, q, integers):
    """Integers in one of them, and fractions in the other."""
    A, B = rng.integers(1, 9, size=(m, n)), rng.integers(1, 9, size=(p, q))
    return {"A": A, "B": B + 0.375} if integers == "A" else {"A": A + 0.375, "B": B}


far = scaled(matrices, A=1, B=1)

shapes = shaped("There are m p rows and n q columns.", matrices)
values = agrees("Block (i, j) is A[i, j] times B, whatever sizes are alike.", matrices, points=3)
integers = agrees("Of integers it holds integers, right to the last digit.", whole_numbers, needs=[values])
both_kinds = agrees("Of integers and floats it holds floats, whichever come first.", mixed, needs=[values])
every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=1, kind="property")
def mixed_products(student, matrices):
    """(A ⊗ B)(Aᵀ ⊗ Bᵀ) = A Aᵀ ⊗ B Bᵀ, and (A ⊗ B)ᵀ = Aᵀ ⊗ Bᵀ."""

    def products(m, case):
        A, B = case.A, case.B
        return m.kronecker(A, B), m.kronecker(A.T, B.T), m.kronecker(A @ A.T, B @ B.T)

    for case, (K, turned, of_products) in student.each(products, matrices):
        assert_law("(A ⊗ B)ᵀ = Aᵀ ⊗ Bᵀ", turned, K.T, what="K", where=case)
        assert_law("(A ⊗ B)(Aᵀ ⊗ Bᵀ) = A Aᵀ ⊗ B Bᵀ", K @ turned, of_products, what="K", where=case)


@check(points=1, kind="property")
def as_a_map(student, matrices):
    """(Bᵀ ⊗ A) vec X = vec(A X B), with the columns of X one below the other."""

    def transposed(m, case):
        return m.kronecker(case.B.T, case.A)

    for case, K in student.each(transposed, matrices):
        A, B = case.A, case.B
        X = np.cos(np.arange(1.0, A.shape[1] * B.shape[0] + 1.0)).reshape(A.shape[1], B.shape[0])
        size = float((np.abs(A) @ np.abs(X) @ np.abs(B)).max())
        left, right = K @ X.ravel(order="F"), (A @ X @ B).ravel(order="F")
        assert_law("(Bᵀ ⊗ A) vec X = vec(A X B)", left, right, scale=size, what="K", where=case)


hygiene = hygiene_of(matrices)

A4, B4 = "A[:, np.newaxis, :, np.newaxis]", "B[np.newaxis, :, np.newaxis, :]"
PRODUCTS, RESULT = f"{A4} * {B4}", "products.reshape(m * p, n * q)"

BUGS = [
    patch(
        "it is B ⊗ A: the blocks are copies of A",
        {PRODUCTS: "B[:, np.newaxis, :, np.newaxis] * A[np.newaxis, :, np.newaxis, :]"},
        hint="Every entry of A is replaced by itself times B: blocks are copies of B.",
    ),
    patch(
        "axes are joined without being exchanged before",
        {PRODUCTS: "A[:, :, np.newaxis, np.newaxis] * B"},
        hint="reshape joins neighbours: bring the axes into the order (i, r, j, s) first.",
    ),
    patch(
        "all axes are joined in the wrong order, (r, i, j, s)",
        {PRODUCTS: "A[np.newaxis, :, :, np.newaxis] * B[:, np.newaxis, np.newaxis, :]"},
        hint="Rows of a block are side by side: i before r, as j before s.",
    ),
    patch(
        "blocks are cut up across, (i, r, s, j)",
        {PRODUCTS: "A[:, np.newaxis, np.newaxis, :] * B[np.newaxis, :, :, np.newaxis]"},
        hint="Columns of a block are side by side: j before s, as i before r.",
    ),
    patch(
        "all four axes are left",
        {RESULT: "(A[:, :, np.newaxis, np.newaxis] * B)"},
        hint="K is a matrix: join i with r, and j with s.",
    ),
    patch(
        "it is the outer product of all entries, (m n, p q)",
        {RESULT: "np.outer(A, B)"},
        hint="Rows are made of i and r, columns of j and s: (m p, n q).",
    ),
    patch("it is transposed", {RESULT: "products.reshape(m * p, n * q).T"}, hint="A's rows go down."),
    patch(
        "B is transposed in the blocks where that fits",
        {PRODUCTS: f"{A4} * (B.T if p == q else B)[np.newaxis, :, np.newaxis, :]"},
        hint="Blocks are A[i, j] B, B as it is.",
    ),
    patch(
        "sums are made for products",
        {PRODUCTS: f"{A4} + {B4}"},
        hint="Block (i, j) is A[i, j] times B.",
    ),
    patch(
        "the blocks are copies of B, all of them",
        {RESULT: "np.tile(B, (m, n)).astype(products.dtype)"},
        hint="Every copy is multiplied with an entry of A.",
    ),
    patch(
        "A's entries are repeated, and B is missing",
        {RESULT: "np.repeat(np.repeat(A, p, axis=0), q, axis=1).astype(products.dtype)"},
        hint="Every block of A[i, j] is multiplied with B.",
    ),
    patch(
        "entries are multiplied where shapes are alike",
        {RESULT: "(A * B if A.shape == B.shape else products.reshape(m * p, n * q))"},
        hint="That is the entrywise product: here every entry meets every entry.",
    ),
    patch(
        "the blocks stand side by side in one row of blocks",
        {RESULT: "np.hstack([a * B for a in A.ravel()])"},
        hint="Blocks stand as the entries of A do: m rows of n blocks.",
    ),
    patch(
        "singleton axes are dropped",
        {RESULT: "products.reshape(m * p, n * q).squeeze()"},
        hint="A matrix of one row still is a matrix.",
    ),
    patch(
        "what is nearly 0 is made 0",
        {RESULT: "np.where(abs(products) < 1e-10, 0 * products, products).reshape(m * p, n * q)"},
        hint="Small is a matter of units.",
    ),
    patch(
        "integers become floats",
        {PRODUCTS: f"1.0 * {PRODUCTS}"},
        hint="Products of integers are integers: np.result_type(A, B) for a table to be filled.",
    ),
    patch(
        "the table is of A's type",
        {RESULT: "products.reshape(m * p, n * q).astype(A.dtype)"},
        hint="A table of integers cuts fractions off: np.result_type(A, B).",
    ),
    patch(
        "the table is of B's type",
        {RESULT: "products.reshape(m * p, n * q).astype(B.dtype)"},
        hint="A table of integers cuts fractions off: np.result_type(A, B).",
    ),
    patch(
        "integers are multiplied as floats, and cast back",
        {PRODUCTS: f"(1.0 * {PRODUCTS}).astype(np.result_type(A, B))"},
        hint="A float64 holds integers up to 2⁵³; an int64 holds larger ones. Multiply them as they are.",
    ),
]


@bug(
    "blocks begin at multiples of A's size",
    hint="Block (i, j) begins at row i p and column j q, for it is as large as B.",
)
def by_the_size_of_a(A, B):
    (m, n), (p, q) = A.shape, B.shape
    K = np.zeros((m * p, n * q), dtype=np.result_type(A, B))
    for i in range(m):
        for j in range(n):
            K[i * m : i * m + p, j * n : j * n + q] = A[i, j] * B
    return K


@variant
def of_numpy(A, B):
    return np.kron(A, B)


@variant
def einsum(A, B):
    return np.einsum("ij,rs->irjs", A, B).reshape(A.shape[0] * B.shape[0], -1)


@variant
def blocks(A, B):
    return np.block([[a * B for a in row] for row in A])


@variant
def loops(A, B):
    (m, n), (p, q) = A.shape, B.shape
    K = np.zeros((m * p, n * q), dtype=np.result_type(A, B))
    for i in range(m * p):
        for j in range(n * q):
            K[i, j] = A[i // p, j // q] * B[i % p, j % q]
    return K


@variant
def repeated_and_tiled(A, B):
    (m, n), (p, q) = A.shape, B.shape
    return A.repeat(p, axis=0).repeat(q, axis=1) * np.tile(B, (m, n))
