"""Checks, known bugs and variants of chapter02/chain_rule_joint."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("J",),
    minutes=10,
    requires=("chapter02/conditional_table",),
    hints=(
        "With which three numbers does the example make 0.125, the entry (0, 1, 1)?",
        "Entry (i, j, k) is p_a[i] · p_b_a[i, j] · p_c_ab[i, j, k]: write three loops first.",
        "Shapes are lined up from the right: make p_a (A, 1, 1) and p_b_a (A, B, 1), with np.newaxis.",
    ),
)


@cases("A B C", (2, 3, 4), (3, 3, 3), (4, 2, 2), (1, 5, 2), (5, 1, 3), (3, 2, 1), (2, 3, 2))
def chains(rng, A, B, C):
    return {"p_a": probabilities(rng, A), "p_b_a": probabilities(rng, A, B), "p_c_ab": probabilities(rng, A, B, C)}


@cases("A B C", (4, 3, 3), (2, 4, 3), (7, 2, 3), exact=True)
def with_impossible(rng, A, B, C):
    """Something can't happen at each step."""
    p_a, p_b_a, p_c_ab = probabilities(rng, A), probabilities(rng, A, B), probabilities(rng, A, B, C)
    p_a[rng.integers(A)] = 0.0
    p_b_a[np.arange(A), rng.integers(B, size=A)] = 0.0
    p_c_ab[:, :, rng.integers(C)] = 0.0
    found = (p / p.sum(axis=-1, keepdims=True) for p in (p_a, p_b_a, p_c_ab))
    return dict(zip(("p_a", "p_b_a", "p_c_ab"), found, strict=True))


shapes = shaped("J has the shape of p_c_ab.", chains)
values = agrees("Each entry is the product of what leads to it, step by step.", chains, points=3)
zeros = agrees("What can't happen at one of the steps has probability 0.", with_impossible, by="entry")


@check(points=1, kind="property")
def laws(student, chains):
    """J sums to 1, and the three factors are found again in it."""
    for case, J in student.chain_rule_joint.on(chains):
        ab, a = J.sum(axis=2), J.sum(axis=(1, 2))
        for law, left, right in (
            ("Σ J = 1", J.sum(), 1.0),
            ("Σ_j Σ_k J[i, j, k] = p_a[i]", a, case.p_a),
            ("Σ_k J[i, j, k] = p_a[i] p_b_a[i, j]", ab, case.p_a[:, None] * case.p_b_a),
            ("J[i, j, k] = p_c_ab[i, j, k] Σ_k′ J[i, j, k']", J, case.p_c_ab * ab[:, :, None]),
        ):
            assert_law(law, left, right, rtol=3e-11, what="J", where=case)


hygiene = hygiene_of(chains)

FIRST, SECOND = "p_a[:, np.newaxis, np.newaxis]", "p_b_a[:, :, np.newaxis]"
RESULT = f"{FIRST} * {SECOND} * p_c_ab"

BUGS = [
    patch(
        "the second step is left out",
        {RESULT: f"{FIRST} * p_c_ab"},
        hint="P(c | a, b) needs b to have happened: multiply by P(b | a).",
    ),
    patch(
        "the first step is left out",
        {RESULT: f"{SECOND} * p_c_ab"},
        hint="That is P(b, c | a): multiply by P(a).",
    ),
    patch(
        "the last step is left out",
        {RESULT: f"{FIRST} * {SECOND} * np.ones(p_c_ab.shape)"},
        hint="That is P(a, b), whatever c is: multiply by P(c | a, b).",
    ),
    patch(
        "the last step is c's share of equal parts",
        {RESULT: f"{FIRST} * {SECOND} * np.full(p_c_ab.shape, 1.0 / p_c_ab.shape[2])"},
        hint="c has a distribution of its own for every a and b: p_c_ab.",
    ),
    patch(
        "p_b_a is transposed where it is square",
        {SECOND: "(p_b_a.T if p_b_a.shape[0] == p_b_a.shape[1] else p_b_a)[:, :, np.newaxis]"},
        hint="p_b_a[i, j] is P(b = j | a = i): a comes first, as in J.",
    ),
    patch(
        "p_c_ab is indexed by b first and a second, where that fits",
        {
            RESULT: (
                f"{FIRST} * {SECOND} * (p_c_ab.transpose(1, 0, 2) if p_c_ab.shape[0] == p_c_ab.shape[1] else p_c_ab)"
            )
        },
        hint="p_c_ab[i, j] is given a = i and b = j, in this order.",
    ),
    patch(
        "p_a is lined up with c",
        {FIRST: "(p_a if p_a.size == p_c_ab.shape[2] else p_a[:, np.newaxis, np.newaxis])"},
        hint="Shapes are lined up from the right: p_a has to become (A, 1, 1).",
    ),
    patch(
        "p_a is lined up with b",
        {FIRST: "(p_a[:, np.newaxis] if p_a.size == p_b_a.shape[1] else p_a[:, np.newaxis, np.newaxis])"},
        hint="Two axes are missing behind that of a: (A, 1, 1).",
    ),
    patch(
        "p_b_a is lined up with b and c",
        {SECOND: "(p_b_a if p_b_a.shape == p_c_ab.shape[1:] else p_b_a[:, :, np.newaxis])"},
        hint="Shapes are lined up from the right: p_b_a has to become (A, B, 1).",
    ),
    patch(
        "the quantities are taken to be independent",
        {
            RESULT: (
                "p_a[:, np.newaxis, np.newaxis] * (p_a @ p_b_a)[np.newaxis, :, np.newaxis]"
                " * np.einsum('i,ij,ijk->k', p_a, p_b_a, p_c_ab)"
            )
        },
        hint="P(a) P(b) P(c) is right for independent quantities only: use what is given at each step.",
    ),
    patch(
        "b and c are taken to be independent once a is known",
        {RESULT: f"{FIRST} * {SECOND} * np.einsum('ij,ijk->ik', p_b_a, p_c_ab)[:, np.newaxis]"},
        hint="c depends on b as well: P(c | a, b), not P(c | a).",
    ),
    patch(
        "the factors are added",
        {RESULT: f"({FIRST} + {SECOND} + p_c_ab) / 3.0"},
        hint="Each step has to happen, one and the next: multiply.",
    ),
    patch(
        "the same b follows every a",
        {SECOND: "p_b_a[:1, :, np.newaxis]"},
        hint="Row i of p_b_a is for a = i: use all rows.",
    ),
    patch(
        "the axes are in the reverse order",
        {"return J": "return J.transpose()"},
        hint="J[i, j, k]: a, then b, then c.",
    ),
    patch(
        "c is summed out",
        {"return J": "return J.sum(axis=2)"},
        hint="That is P(a, b). All three are asked for: (A, B, C).",
    ),
    patch(
        "axes of length 1 get lost",
        {"return J": "return J.squeeze()"},
        hint="A quantity with one value still has its axis.",
    ),
    patch(
        "J is divided by its largest entry",
        {"return J": "return J / J.max()"},
        hint="J sums to 1 as it is.",
    ),
    patch(
        "b is taken to be independent of a",
        {SECOND: "(p_a @ p_b_a)[np.newaxis, :, np.newaxis]"},
        hint="P(b) is an average over all a; P(b = j | a = i) is asked for: row i of p_b_a.",
    ),
    patch(
        "c is averaged over a, as if it depended on b alone",
        {RESULT: f"{FIRST} * {SECOND} * np.tensordot(p_a, p_c_ab, axes=1)"},
        hint="P(c | a, b) is asked for: every a has a table of its own, p_c_ab[i].",
    ),
    patch(
        "each J[i, j] is divided by its sum, and is p_c_ab[i, j] again",
        {"return J": "return J / J.sum(axis=2, keepdims=True)"},
        hint="All entries of J together sum to 1, and they do so as they are: don't divide.",
    ),
    patch(
        "each J[i] is divided by its sum",
        {
            "return J": (
                "total = J.sum(axis=(1, 2), keepdims=True)\n"
                "    return np.divide(J, total, out=np.zeros(J.shape), where=total > 0)"
            )
        },
        hint="That is P(b, c | a): J[i] sums to p_a[i], not to 1.",
    ),
    patch(
        "J is divided by the probability of c",
        {
            "return J": (
                "total = J.sum(axis=(0, 1))\n    return np.divide(J, total, out=np.zeros(J.shape), where=total > 0)"
            )
        },
        hint="That is P(a, b | c), Bayes' rule. The joint distribution is the product as it is.",
    ),
    patch(
        "a table with the axes b, a, c is reshaped to (A, B, C)",
        {"return J": "return J.transpose(1, 0, 2).reshape(J.shape)"},
        hint="reshape puts entries into other places: exchange the axes with transpose, or line them up as a, b, c.",
    ),
    patch(
        "a small number is added before logarithms are taken",
        {RESULT: f"np.exp(np.log({FIRST} + 1e-9) + np.log({SECOND} + 1e-9) + np.log(p_c_ab + 1e-9))"},
        hint="What can't happen becomes possible, if hardly so: multiply, without logarithms.",
    ),
    patch(
        "the product for one b goes on with the next",
        {SECOND: "np.cumprod(p_b_a, axis=1)[:, :, np.newaxis]"},
        hint="`*=` in a loop over b keeps the factors of all b before: begin with p_a[i] for each of them.",
    ),
    patch(
        "the products are written into p_c_ab itself",
        {f"J: Array = {RESULT}": f"J = p_c_ab\n    J *= {FIRST} * {SECOND}"},
        hint="`J = p_c_ab` is a second name for the same array: make a new one.",
    ),
]


@variant
def einsum(p_a, p_b_a, p_c_ab):
    return np.einsum("a,ab,abc->abc", p_a, p_b_a, p_c_ab)


@variant
def normalised(p_a, p_b_a, p_c_ab):
    J = np.expand_dims(p_b_a, 2) * p_c_ab
    J = (J.T * p_a).T
    return J / J.sum()


@variant
def step_by_step(p_a, p_b_a, p_c_ab):
    J = np.zeros(p_c_ab.shape)
    for i, a in enumerate(p_a.tolist()):
        for j, b in enumerate(p_b_a[i].tolist()):
            for k, c in enumerate(p_c_ab[i, j].tolist()):
                J[i, j, k] = a * b * c
    return J


@variant
def scaled_rows(p_a, p_b_a, p_c_ab):
    ab = np.diag(p_a) @ p_b_a
    return np.stack([np.diag(row) @ given for row, given in zip(ab, p_c_ab, strict=True)])
