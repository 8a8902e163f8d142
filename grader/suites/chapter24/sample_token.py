"""Checks, known bugs and variants of chapter24/sample_token."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    returns=("token", "P"),
    requires=("chapter03/sample_discrete", "chapter09/softmax_rows"),
    minutes=30,
    hints=(
        'np.argsort(-logits, kind="stable") has the tokens by falling logit, equal ones by index. [:top_k] cuts.',
        "Softmax of what is left, in this order. What is the sum of the probabilities before each token?",
        "Keep a token if the sum before it is below top_p: so the one that reaches top_p is kept, and the first always.",
        "P[order[kept]] = … puts probabilities back to where their tokens are. Then rng.choice(V, p=P) will do.",
    ),
)


def generator(rng):
    return np.random.default_rng(int(rng.integers(2**31)))


def kept_by(case, *, temperature=None, top_k=None):
    """Return the sums of probabilities after each token, by falling probability, as step 4 sees them."""
    temperature = case.temperature if temperature is None else temperature
    z = np.sort(case.logits)[::-1][: case.top_k if top_k is None else top_k]
    w = np.exp((z - z[0]) / temperature)
    return np.cumsum(w / w.sum())


def count(sums, top_p):
    return int(np.sum(np.append(0.0, sums[:-1]) < top_p))


def decided(case):
    """No sum is close to top_p."""
    return case.temperature == 0 or case.top_p == 1 or np.min(np.abs(kept_by(case) - case.top_p)) > 1e-4


def telling(case):
    """Both cuts bite, and each is another one at temperature 1, or without top k."""
    if not decided(case):
        return False
    kept = count(kept_by(case), case.top_p)
    others = count(kept_by(case, temperature=1.0), case.top_p), count(kept_by(case, top_k=99), case.top_p)
    return 1 < kept < case.top_k < len(case.logits) and kept not in others


def spread(rng, V, width):
    """Logits that are well apart, in any order."""
    return rng.permutation(np.linspace(0.0, width, V) + rng.uniform(-0.1, 0.1, size=V))


@cases(
    "V width temperature top_k top_p",
    (9, 5.0, 2.2, 5, 0.8),
    (12, 9.0, 2.5, 6, 0.8),
    (8, 2.0, 0.5, 5, 0.93),
    fit=telling,
)
def batch(rng, V, width, temperature, top_k, top_p):
    return {
        "logits": spread(rng, V, width),
        "temperature": temperature * rng.uniform(0.9, 1.1),
        "top_k": top_k,
        "top_p": top_p,
        "rng": generator(rng),
    }


@cases("V top_k top_p", (7, 7, 0.6), (7, 3, 1.0), (6, 9, 1.0), (5, 1, 0.5), (6, 6, 0.02), (1, 1, 0.9), fit=decided)
def one_cut(rng, V, top_k, top_p):
    """Only one of the cuts, or none, or all but one token."""
    return {"logits": spread(rng, V, 3.0), "temperature": 1.5, "top_k": top_k, "top_p": top_p, "rng": generator(rng)}


@cases("V top offset", (5, 2, 0.0), (6, 3, -3000.0), (5, 1, 3000.0), exact=True)
def greedy(rng, V, top, offset):
    """Temperature 0; the largest logit occurs several times. Where all are far from 0, it is not the first token's."""
    logits = spread(rng, V, 3.0)
    logits[rng.permutation(V)[:top] if offset == 0.0 else 1 + rng.permutation(V - 1)[:top]] = 5.0
    return {"logits": offset + logits, "temperature": 0.0, "top_k": V, "top_p": 1.0, "rng": generator(rng)}


@cases(
    "levels top_k top_p",
    ((3, 4), 5, 1.0),
    ((2, 6), 8, 0.72),
    ((6,), 4, 1.0),
    ((7,), 7, 0.4),
    ((4, 4), 6, 0.62),
    fit=decided,
)
def ties(rng, levels, top_k, top_p):
    """Equal logits where a cut goes through: first a level of large ones, then a lower one."""
    logits = np.concatenate([np.full(n, 1.0 - 0.8 * i) for i, n in enumerate(levels)])
    return {
        "logits": rng.permutation(logits),
        "temperature": 1.0,
        "top_k": top_k,
        "top_p": top_p,
        "rng": generator(rng),
    }


@cases("u", 0.03, 0.3, 0.6, 0.97)
def walks(rng, u):
    """The number that is drawn, from small to large."""
    logits = rng.permutation(np.log([0.15, 0.2, 0.25, 0.4])) + rng.uniform(-0.02, 0.02, size=4)
    number = u + rng.uniform(-0.02, 0.02)
    return {"logits": logits, "temperature": 1.0, "top_k": 4, "top_p": 1.0, "rng": generator_with([number])}


@cases("V top_k", (4, 3), (5, 2))
def lowest(rng, V, top_k):
    """The number that is drawn is 0, and the first token has been cut off."""
    logits = spread(rng, V, 3.0)
    least = np.argmin(logits)
    logits[[0, least]] = logits[[least, 0]]
    return {"logits": logits, "temperature": 1.0, "top_k": top_k, "top_p": 1.0, "rng": generator_with([0.0])}


@cases(
    "offset temperature width",
    (3000.0, 0.8, 1.0),
    (-3000.0, 1.3, 1.0),
    (0.0, 1e-3, 1.0),
    (0.0, 1e-3, 1e-3),
    (0.0, 1e-6, 1e-6),
    exact=True,
    fit=decided,
)
def far(rng, offset, temperature, width):
    """Temperatures may be so low that one token is certain, or logits as close to each other as they are low."""
    return {
        "logits": offset + width * spread(rng, 6, 3.0),
        "temperature": temperature,
        "top_k": 5,
        "top_p": 0.75,
        "rng": generator(rng),
    }


shapes = shaped("token is an integer, and P has an entry for each token of the vocabulary.", batch)
cuts = agrees("P has what temperature, top k and top p leave, in this order.", batch, only=["P"], points=3)
alone = agrees("Either cut alone, none, or all but one token.", one_cut, only=["P"])
first = agrees("A temperature of 0 stands for the first of the largest logits.", greedy)
equal = agrees("Of equal logits, those with smaller indices are kept.", ties, only=["P"])
overflow = agrees("Logits of thousands and low temperatures give numbers.", far, only=["P"], needs=[cuts])
drawn = agrees("The token is where u falls, by index.", walks, only=["token"], points=2)
none = agrees("A u of 0 takes the first token that was kept.", lowest, only=["token"], needs=[cuts, drawn])
seeded = agrees("Whatever was cut off is not drawn.", batch, only=["token"], needs=[cuts, drawn])


@check(points=1, kind="property")
def relabelled(student, batch, rng):
    """Tokens in another order have their probabilities in that order, and a number added to all logits drops out."""

    def ways(m, case, order, shift):
        logits, *rest = case.values()
        return [m.sample_token(z, *rest)[1] for z in (logits, logits[order], logits + shift)]

    for case in batch:
        order, shift = rng.permutation(len(case.logits)), round(float(rng.uniform(-20.0, 20.0)), 1)
        P, there, shifted = student.run(ways, case, order, shift)
        assert_law("P of the tokens in another order = P in that order", there, P[order], what="P", where=case)
        assert_law("P(z + c) = P(z)", shifted, P, rtol=1e-10, what="P", where=case)


@check(points=1, kind="random", needs=[cuts, drawn])
def anew(student, rng):
    """One number is drawn a call, and the next call draws the next: over 20 calls with one Generator."""

    def written(m, logits, seed):
        g = constant(m, np.random.default_rng(seed))
        return [m.sample_token(logits, 1.0, 4, 1.0, g)[0] for _ in range(20)], g.random()

    logits, seed = rng.permutation(np.log([0.15, 0.2, 0.25, 0.4])), int(rng.integers(2**31))
    tokens, after = student.run(written, logits, seed)
    fresh, where = np.random.default_rng(seed), "4 tokens, 20 calls with one rng"
    ends = np.cumsum(np.exp(logits))
    for k, token in enumerate(tokens):
        u = fresh.random()
        wanted = int(np.sum(ends[:-1] <= u))
        if np.min(np.abs(ends - u)) > 1e-9 and token != wanted:
            fail(f"Call {k + 1} gives token {token}, and should give {wanted}: u is {u:.4f} there.", where)
    if after != fresh.random():
        fail("After 20 calls the Generator is not where it should be: one number is drawn a call.", where)


hygiene = hygiene_of(batch)

EQUIVALENT = {
    "sample_token: np.exp((logits[order] - logits[order[0]]) / temperature) → "
    "-np.exp((logits[order] - logits[order[0]]) / temperature)": "signs cancel in the fraction",
    "sample_token: P[order[kept]] = weights[kept] / weights[kept].sum() → "
    "P[order[kept]] += weights[kept] / weights[kept].sum()": "P was 0",
    "sample_token: np.argmax(logits) → np.argmax(logits, axis=0)": "it has one axis",
    "sample_token: np.argmax(logits) → np.argmax(logits, axis=0) (2)": "it has one axis",
    "sample_token: weights.sum() → weights.sum(axis=0)": "it has one axis",
    "sample_token: weights[kept].sum() → weights[kept].sum(axis=0)": "it has one axis",
    "sample_token: np.cumsum(weights) - weights < top_p → np.cumsum(weights) - weights <= top_p": "no sum is top_p",
}

ORDER, WEIGHTS = (
    'np.argsort(-logits, kind="stable")[:top_k]',
    "np.exp((logits[order] - logits[order[0]]) / temperature)",
)
KEPT, PUT = "np.cumsum(weights) - weights < top_p", "weights[kept] / weights[kept].sum()"
DRAW = "int(rng.choice(V, p=P))"
NORMAL = "    weights /= weights.sum()\n"
BUGS = [
    patch(
        "a small number is added to the temperature",
        {"/ temperature": "/ (temperature + 1e-8)"},
        hint="Where it is 0 nothing is divided; else it may be as low as it likes.",
    ),
    patch(
        "a low temperature is taken for 0",
        {"temperature == 0": "temperature < 1e-4"},
        hint="Only 0 stands for the largest logit: logits may be as close as the temperature is low.",
    ),
    patch(
        "something more is drawn",
        {f"return {DRAW}, P": f"token = {DRAW}\n    rng.random()\n    return token, P"},
        hint="One number, u = rng.random().",
    ),
    patch(
        "u is drawn from a copy of rng, so that the next call draws it again",
        {DRAW: DRAW.replace("rng.choice", "__import__('copy').deepcopy(rng).choice")},
        hint="Draw from the rng that is handed over: it goes on.",
    ),
    patch("top p is ignored", {KEPT: "weights > -1.0"}, hint="Step 4 is missing."),
    patch("top k is ignored", {"[:top_k]": ""}, hint="Step 2 is missing."),
    patch(
        "the token that reaches top p is cut off",
        {KEPT: "np.cumsum(weights) <= max(top_p + 1e-9, weights[0] + 1e-12)"},
        hint="The smallest number with a sum of top_p or more: keep a token if the sum before it is below top_p.",
    ),
    patch(
        "one token too many is kept",
        {KEPT: "np.cumsum(weights) - weights - np.append(0.0, weights[:-1]) < top_p"},
        hint="Stop at the first token that reaches top_p.",
    ),
    patch(
        "top p is a limit for single probabilities",
        {KEPT: "(weights >= 1.0 - top_p) | (weights == weights[0])"},
        hint="It is a limit for the sum, by falling probability.",
    ),
    patch(
        "at a temperature of 0, the last of the largest logits is taken",
        {
            "int(np.argmax(logits)), np.eye(V)[np.argmax(logits)]": "int(V - 1 - np.argmax(logits[::-1])), np.eye(V)[V - 1 - np.argmax(logits[::-1])]"
        },
        hint="np.argmax gives the first.",
    ),
    patch(
        "at a temperature of 0, one of the largest logits is drawn",
        {"np.eye(V)[np.argmax(logits)]": "(logits == logits.max()) / np.sum(logits == logits.max())"},
        hint="The first of them has probability 1.",
    ),
    patch("the temperature is ignored", {" / temperature)": " / 1.0)"}, hint="Divide the logits by it."),
    patch("the temperature multiplies", {" / temperature)": " * temperature)"}, hint="Divide the logits by it."),
    patch(
        "the temperature comes after the cuts",
        {
            WEIGHTS: "np.exp(logits[order] - logits[order[0]])",
            PUT: "weights[kept] ** (1 / temperature) / np.sum(weights[kept] ** (1 / temperature))",
        },
        hint="Temperature first: a sharper distribution reaches top_p with fewer tokens.",
    ),
    patch(
        "top p is measured before top k's cut is made up for",
        {NORMAL: "    weights /= np.sum(np.exp((logits - logits[order[0]]) / temperature))\n"},
        hint="Step 3: what top k left is divided by its sum, then comes top p.",
    ),
    patch(
        "top p comes before top k",
        {
            "[:top_k]": "",
            KEPT: "(np.cumsum(weights) - weights < top_p) & (np.arange(len(weights)) < top_k)",
        },
        hint="Top k first, then softmax of what is left, then top p.",
    ),
    patch(
        "P is not divided by its sum",
        {PUT: "weights[kept]", DRAW: "int(rng.choice(V, p=P / P.sum()))"},
        hint="Step 5: P sums to 1.",
    ),
    patch(
        "of equal logits, larger indices come first",
        {ORDER: 'np.argsort(logits, kind="stable")[::-1][:top_k]'},
        hint='Smaller indices first: np.argsort(-logits, kind="stable").',
    ),
    patch(
        "all that equal the last of top k are kept",
        {ORDER: 'np.array([i for i in np.argsort(-logits, kind="stable") if np.sum(logits > logits[i]) < top_k])'},
        hint="Exactly top_k are kept, of equal ones those with smaller indices.",
    ),
    patch(
        "P stands in the order of falling probability",
        {"P[order[kept]]": "P[: np.sum(kept)]"},
        hint="P[i] is the probability of token i: put each back to its place.",
    ),
    patch(
        "at a temperature of 0, the largest logit is searched from 0 upwards",
        {
            "int(np.argmax(logits)), np.eye(V)[np.argmax(logits)]": "int(np.argmax(np.maximum(logits, 0.0))), np.eye(V)[np.argmax(np.maximum(logits, 0.0))]"
        },
        hint="All logits may be negative: begin with the first of them, not with 0.",
    ),
    patch(
        "at a temperature of 0, the largest exponential is looked for, and overflows",
        {
            "int(np.argmax(logits)), np.eye(V)[np.argmax(logits)]": "int(np.argmax(np.exp(logits))), np.eye(V)[np.argmax(np.exp(logits))]"
        },
        hint="Logits may be ±3000: compare the logits themselves.",
    ),
    patch(
        "the first i with u ≤ P[0] + … + P[i] is taken, so that a token that was cut off is drawn if u is 0",
        {DRAW: "min(int(np.searchsorted(np.cumsum(P), rng.random())), V - 1)"},
        hint='u < P[0] + … + P[i], strictly: np.searchsorted(…, side="right").',
    ),
    patch("the largest is always taken", {DRAW: "int(order[0])"}, hint="Draw: the first i with u < P[0] + … + P[i]."),
    patch(
        "the draw goes through tokens by falling probability",
        {DRAW: "int(order[kept][np.searchsorted(np.cumsum(P[order[kept]]), rng.random(), side='right')])"},
        hint="By index: P[0], P[1], ….",
    ),
    patch(
        "the token is a number among those kept",
        {DRAW: "int(np.searchsorted(np.cumsum(P[np.flatnonzero(P)]), rng.random(), side='right'))"},
        hint="The index in the vocabulary, not in what is left of it.",
    ),
    patch(
        "the token is drawn before anything is cut off",
        {
            DRAW: (
                "int(np.searchsorted(np.cumsum(np.exp((logits - logits.max()) / temperature)"
                " / np.sum(np.exp((logits - logits.max()) / temperature))), rng.random(), side='right'))"
            )
        },
        hint="Draw from P.",
    ),
    patch(
        "nothing is taken off, so that large logits overflow",
        {WEIGHTS: "np.exp(logits[order] / temperature)"},
        hint="Take the largest logit off before the exponential.",
    ),
]


@variant
def by_choice(logits, temperature, top_k, top_p, rng):
    V = len(logits)
    if temperature == 0:
        P = np.eye(V)[np.argmax(logits)]
        return int(rng.choice(V, p=P)), P
    z = logits / temperature
    z = z - z.max()
    order = np.lexsort((np.arange(V), -z))
    z[order[top_k:]] = -np.inf
    P = np.exp(z) / np.exp(z).sum()
    reached = np.searchsorted(np.cumsum(P[order]), top_p) if top_p < 1 else V
    P[order[reached + 1 :]] = 0.0
    P /= P.sum()
    return int(rng.choice(V, p=P)), P


@variant
def token_by_token(logits, temperature, top_k, top_p, rng):
    import math

    z = logits.tolist()
    order = sorted(range(len(z)), key=lambda i: (-z[i], i))[:top_k]
    if temperature == 0:
        order = order[:1]
    w = {i: math.exp((z[i] - z[order[0]]) / temperature) if temperature else 1.0 for i in order}
    total, kept, mass = sum(w.values()), [], 0.0
    for i in order:
        kept.append(i)
        mass += w[i] / total
        if mass >= top_p:
            break
    P = np.zeros(len(z))
    for i in kept:
        P[i] = w[i] / sum(w[j] for j in kept)
    u, reached, token = rng.random(), 0.0, kept[0]
    for i in sorted(kept):
        reached += P[i]
        if u < reached:
            token = i
            break
    return token, P
