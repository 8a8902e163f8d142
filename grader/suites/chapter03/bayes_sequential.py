"""Checks, known bugs and variants of chapter03/bayes_sequential."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("P",),
    requires=("chapter03/bayes_posterior",),
    minutes=15,
    hints=(
        "One step is Bayes' rule. What is the prior of the second step?",
        "Begin with a list that holds the prior, and append a row for each observation: T + 1 rows.",
        "Divide by the sum in every step: a product of 2000 likelihoods is 0 on a computer.",
        "Before you divide: is anything left of the joint probabilities? If all are 0, raise ValueError.",
    ),
)


def shares(rng, K):
    p = rng.uniform(0.3, 2.0, size=K)
    return p / p.sum()


@cases("T K", (3, 4), (4, 4), (1, 3), (6, 2), (3, 1), (1, 1), exact="prior")
def observations(rng, T, K):
    return {"prior": shares(rng, K), "likelihoods": rng.uniform(0.1, 0.9, size=(T, K))}


@cases("T K", (2000, 3), (1500, 2), exact=True)
def many(rng, T, K):
    """Hypotheses that take turns in being the better one: none of them ever wins for good."""
    good = rng.uniform(0.45, 0.55, size=(T, K))
    turns = np.resize([[0.8], [1.25]], (T, 1)) ** np.linspace(-1.0, 1.0, K)
    return {"prior": shares(rng, K), "likelihoods": good * turns}


@cases("T K", (4, 4), (3, 5), exact="prior")
def excluded(rng, T, K):
    """One hypothesis has no prior, and another is excluded by one of the observations."""
    first, second = rng.permutation(K)[:2]
    prior, likelihoods = shares(rng, K), rng.uniform(0.1, 0.9, size=(T, K))
    prior[first] = 0.0
    likelihoods[rng.integers(1, T), second] = 0.0
    return {"prior": prior / prior.sum(), "likelihoods": likelihoods}


@cases("K tiny", (3, 1e-13), (4, 1e-60), exact="prior")
def from_behind(rng, K, tiny):
    """All but one or two hypotheses that hardly anybody believed in are excluded by the first observation."""
    prior, likelihoods = shares(rng, K), rng.uniform(0.1, 0.9, size=(3, K))
    behind = rng.permutation(K)[: K - 2]
    prior[behind] *= tiny
    likelihoods[0, np.delete(np.arange(K), behind)] = 0.0
    return {"prior": prior / prior.sum(), "likelihoods": likelihoods}


@cases("K", 3, 5, exact="prior")
def contradiction(rng, K):
    """Each observation excludes one hypothesis and fits all others, until none is left."""
    likelihoods = rng.uniform(0.2, 0.8, size=(K, K))
    likelihoods[np.arange(K), rng.permutation(K)] = 0.0
    return {"prior": shares(rng, K), "likelihoods": likelihoods}


shapes = shaped("There is a row before the first observation, and one after each.", observations)
values = agrees("Every row is Bayes' rule, applied to the row before.", observations, points=2)
zeros = agrees("What is excluded once is excluded for good.", excluded, needs=[values])
behind = agrees("What is hardly believed may be all that an observation leaves.", from_behind, by="row", needs=[values])
long = agrees("Two thousand observations don't underflow.", many, by="row", needs=[values])
far = scaled(observations, scales=(-200, 200), likelihoods=1)
every_scale = agrees("Likelihoods may be tiny or huge.", far, separates=False)


@check(points=1, kind="property")
def order_does_not_matter(student, observations):
    """The first row is the prior, rows sum to 1, and the last row is the same in any order, and for all at once."""

    def other(m, case):
        prior, L = case.prior, case.likelihoods
        once = np.prod(L, axis=0)[None]
        return m.bayes_sequential(prior, L), m.bayes_sequential(prior, L[::-1]), m.bayes_sequential(prior, once)

    for case, (P, backwards, once) in student.each(other, observations):
        for each in (P, backwards, once):
            assert_law("P[0] = prior", each[0], case.prior, what="P", where=case)
            assert_law("Σ_k P[t, k] = 1", each.sum(axis=1), np.ones(len(each)), what="P", where=case)
        assert_law("the last row in reverse order = P[T]", backwards[-1], P[-1], what="P", where=case)
        assert_law("the product of all, as one observation, gives P[T]", once[-1], P[-1], what="P", where=case)


@check(points=1, kind="error", needs=[values])
def nothing_left(student, contradiction, observations):
    """An observation that is impossible under all that is still believed raises ValueError."""
    for case in observations:
        L = case.likelihoods.copy()
        L[-1] = 0.0
        raises(student, ValueError, lambda m, c=case, L=L: m.bayes_sequential(c.prior, L), where=case)
    for case in contradiction:
        raises(student, ValueError, lambda m, c=case: m.bayes_sequential(*c.values()), where=case)


hygiene = hygiene_of(observations)

FOR, JOINT, DIVIDE = "for likelihood in likelihoods:", "joint = P[-1] * likelihood", "joint / joint.sum()"
RAISE = 'raise ValueError("an observation is impossible under every hypothesis that is left")'

VARYING = {"long": "A hypothesis that is hardly believed may come back, or not: that hangs on the observations."}
BUGS = [
    patch(
        "every step starts from the prior again",
        {JOINT: "joint = prior * likelihood"},
        hint="What is believed after one observation is the prior of the next.",
    ),
    patch(
        "the row of the prior is missing",
        {"np.array(P)": "np.array(P[1:])"},
        hint="Row 0 is the prior: T observations make T + 1 rows.",
    ),
    patch(
        "only the last row is returned",
        {"np.array(P)": "P[-1]"},
        hint="All rows are asked for, the prior first.",
    ),
    patch(
        "rows are not divided by their sums",
        {DIVIDE: "joint"},
        hint="Every row is a distribution: divide by the sum of the joint probabilities.",
    ),
    patch(
        "it is divided by the sum of the likelihoods",
        {DIVIDE: "joint / likelihood.sum()"},
        hint="The evidence is Σ P · likelihood over the hypotheses.",
    ),
    patch(
        "products are only normalised at the end, and underflow",
        {
            DIVIDE: "joint",
            "return np.array(P)": "P = np.array(P)\n    return P / P.sum(axis=1, keepdims=True)",
        },
        hint="0.5²⁰⁰⁰ is 0 on a computer: divide by the sum in every step.",
    ),
    patch(
        "likelihoods are normalised over time",
        {FOR: "for likelihood in likelihoods / likelihoods.sum(axis=0):"},
        hint="Each row of likelihoods belongs to one observation: the sum runs over the hypotheses.",
    ),
    patch(
        "each step uses the next observation's likelihood",
        {FOR: "for likelihood in np.roll(likelihoods, -1, axis=0):"},
        hint="Row t is what is believed after t observations: the first of them is likelihoods[0].",
    ),
    patch(
        "the last observation is left out",
        {FOR: "for likelihood in [*likelihoods[:-1], np.ones_like(prior)]:"},
        hint="T observations make T steps.",
    ),
    patch(
        "observations are taken in reverse order",
        {FOR: "for likelihood in likelihoods[::-1]:"},
        hint="The last row is the same; those before are not.",
    ),
    patch(
        "likelihoods of all observations so far are averaged",
        {FOR: "for likelihood in np.cumsum(likelihoods, axis=0) / np.arange(1, len(likelihoods) + 1)[:, None]:"},
        hint="Independent observations multiply.",
    ),
    patch(
        "likelihoods so far are multiplied into every step again",
        {FOR: "for likelihood in np.cumprod(likelihoods, axis=0):"},
        hint="What was seen before is in the prior already.",
    ),
    patch(
        "P is transposed",
        {"np.array(P)": "np.array(P).T"},
        hint="One row for each time, one column for each hypothesis.",
    ),
    patch(
        "a small number keeps hypotheses alive",
        {DIVIDE: "np.maximum(joint, 1e-6) / np.maximum(joint, 1e-6).sum()"},
        hint="What is excluded once is excluded for good.",
    ),
    patch(
        "a small number is added to the sum",
        {DIVIDE: "joint / (joint.sum() + 1e-12)"},
        hint="Likelihoods may be tiny: divide by the sum itself.",
    ),
    patch(
        "what is impossible becomes NaN",
        {f"            {RAISE}": "            pass"},
        hint="0 / 0 is no belief: raise ValueError.",
    ),
    patch(
        "what is impossible is passed over",
        {f"            {RAISE}": "            continue"},
        hint="Something is wrong with the hypotheses then: raise ValueError.",
    ),
    patch(
        "ValueError is only raised if all likelihoods are 0",
        {"if not joint.any()": "if not likelihood.any()"},
        hint="A likelihood helps nobody who is excluded already: look at the joint probabilities.",
    ),
    patch(
        "ValueError is raised as soon as one hypothesis is excluded",
        {"if not joint.any()": "if not joint.all()"},
        hint="One that is excluded has the probability 0 from then on; only if nothing is left, there is an error.",
    ),
    patch(
        "evidence below a bound is taken for none",
        {"if not joint.any()": "if joint.sum() < 1e-12"},
        hint="Likelihoods may be tiny, and who is left may be one whom hardly anybody believed in: only 0 is impossible.",
    ),
    patch(
        "the prior is only shown in row 0, and then left out",
        {JOINT: "joint = (P[-1] if len(P) > 1 else np.ones_like(prior)) * likelihood"},
        hint="The first step multiplies the prior with the first likelihood, and the prior stays in all that follows.",
    ),
    patch(
        "equal probabilities stand for the prior",
        {"P = [prior]": "P = [np.full(len(prior), 1.0 / len(prior))]"},
        hint="What is believed at first is handed over: begin with prior.",
    ),
    patch(
        "the prior is multiplied into every step again",
        {JOINT: "joint = prior * P[-1] * likelihood"},
        hint="The prior of a step is the row before, P[t − 1], and the first prior is in it already.",
    ),
    patch(
        "the first observation is used twice, and the last one never",
        {FOR: "for likelihood in likelihoods[np.maximum(np.arange(len(likelihoods)) - 1, 0)]:"},
        hint="Row t of P belongs to row t − 1 of likelihoods: the first step uses likelihoods[0], and the last step the last row.",
    ),
    patch(
        "all rows are divided by one sum",
        {DIVIDE: "joint", "return np.array(P)": "P = np.array(P)\n    return P / P.sum()"},
        hint="Every row is a distribution, and has its own sum: sum(axis=1, keepdims=True).",
    ),
    patch(
        "columns are divided by their sums, and rows are not",
        {DIVIDE: "joint", "return np.array(P)": "P = np.array(P)\n    return P / P.sum(axis=0)"},
        hint="The hypotheses of one row exclude each other, and their probabilities sum to 1: the sum runs along a row.",
    ),
    patch(
        "each row is the mean of the row before and of its posterior",
        {DIVIDE: "(P[-1] + joint / joint.sum()) / 2"},
        hint="What was believed is in the product already: the posterior takes its place.",
    ),
    patch(
        "only the first observation is tested for being impossible",
        {"if not joint.any()": "if len(P) == 1 and not joint.any()"},
        hint="Each observation may exclude the last of those that are left: test in every step.",
    ),
    patch(
        "where nothing is left, all hypotheses are equally likely",
        {RAISE: "joint = np.ones_like(prior)"},
        hint="Something is wrong with the hypotheses then: raise ValueError.",
    ),
    patch(
        "where nothing is left, all probabilities are 0",
        {DIVIDE: "joint / (joint.sum() or 1.0)", f"            {RAISE}": "            pass"},
        hint="Zeros are no distribution: raise ValueError.",
    ),
]


@bug(
    "a small number is added before logarithms are taken",
    hint="log 0 is −∞, and exp makes 0 of it again: what is excluded stays excluded, and what is tiny keeps its size.",
)
def logarithms_kept_finite(prior, likelihoods):
    logs = np.cumsum(np.log(np.vstack([prior, likelihoods]) + 1e-12), axis=0)
    E = np.exp(logs - logs.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@bug(
    "the geometric mean of the likelihoods so far is taken for their product",
    hint="Every observation counts in full: with more of them belief becomes firmer. Multiply, without a root.",
)
def geometric_mean(prior, likelihoods):
    P = [prior]
    for t in range(1, len(likelihoods) + 1):
        joint = prior * np.prod(likelihoods[:t], axis=0) ** (1.0 / t)
        if not joint.any():
            raise ValueError("impossible")
        P.append(joint / joint.sum())
    return np.array(P)


@bug(
    "prior is changed in place while it is row 0",
    hint="belief *= likelihood changes prior itself, which P holds: belief = belief * likelihood makes a new array.",
)
def row_changed(prior, likelihoods):
    P, belief = [prior], prior
    for likelihood in likelihoods:
        belief *= likelihood
        if not belief.any():
            raise ValueError("impossible")
        belief /= belief.sum()
        P.append(belief.copy())
    return np.array(P)


EQUIVALENT = {
    "bayes_sequential: P[-1] * likelihood → -(P[-1] * likelihood)": "the sign drops out, divided by the sum",
    "bayes_sequential: joint.any() → joint.any(axis=0)": "joint has one axis",
    "bayes_sequential: joint.sum() → joint.sum(axis=0)": "joint has one axis",
}


@bug(
    "the rows share one array, which is changed in place",
    hint="Each row needs an array of its own: P[-1] * likelihood makes one, and what is changed in place stays what it is.",
)
def one_array(prior, likelihoods):
    P, belief = [prior], prior.copy()
    for likelihood in likelihoods:
        belief *= likelihood
        if not belief.any():
            raise ValueError("impossible")
        belief /= belief.sum()
        P.append(belief)
    return np.array(P)


@bug(
    "the largest logarithm of all rows is taken off, and not that of each row",
    hint="Rows differ by hundreds of powers of ten: each has a largest entry of its own, max(axis=1, keepdims=True).",
)
def one_shift(prior, likelihoods):
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.cumsum(np.vstack([np.log(prior), np.log(likelihoods)]), axis=0)
        if np.isinf(logs.max(axis=1)).any():
            raise ValueError("impossible")
        E = np.exp(logs - logs.max())
        return E / E.sum(axis=1, keepdims=True)


@variant
def cumulative_logarithms(prior, likelihoods):
    with np.errstate(divide="ignore"):
        logs = np.cumsum(np.vstack([np.log(prior), np.log(likelihoods)]), axis=0)
    top = logs.max(axis=1, keepdims=True)
    if np.isinf(top).any():
        raise ValueError("impossible")
    E = np.exp(logs - top)
    return E / E.sum(axis=1, keepdims=True)


@variant
def filled_in(prior, likelihoods):
    T, K = likelihoods.shape
    P = np.zeros((T + 1, K))
    P[0] = prior
    for t in range(T):
        evidence = P[t] @ likelihoods[t]
        if evidence == 0:
            raise ValueError(f"observation {t} is impossible")
        P[t + 1] = P[t] * likelihoods[t] / evidence
    return P


@variant
def in_python(prior, likelihoods):
    rows = [prior.tolist()]
    for likelihood in likelihoods.tolist():
        joint = [p * L for p, L in zip(rows[-1], likelihood, strict=True)]
        evidence = sum(joint)
        if evidence == 0.0:
            raise ValueError("impossible")
        rows.append([j / evidence for j in joint])
    return np.array(rows)
