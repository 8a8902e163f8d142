"""Wrong answers to chapter 2, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers, as in arrays.py.
BANK = [
    (
        "birthday_collision",
        "",
        "",
        """\
import math


def birthday_collision(m, days=365):
    if m < 0:
        raise ValueError("m")
    return 1 - math.comb(days, m) / days**m
""",
        "sets of days are counted, where orders of days had to be",
        "sets of days are counted in place of days person by person",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
def conditional_probability(space, event, given):
    if any(w < 0 for w in space.values()):
        raise ValueError("negative")
    if sum(space.get(o, 0) for o in set(given)) == 0:
        raise ValueError("P(B) = 0")
    both = sum(space.get(o, 0) for o in set(event) & set(given))
    either = sum(space.get(o, 0) for o in set(event) | set(given))
    return both / either
""",
        "what both share is divided by their union",
        "the share of what is in one event or the other is taken",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
def conditional_probability(space, event, given):
    if any(w < 0 for w in space.values()):
        raise ValueError("negative")
    if not given:
        return sum(space.get(o, 0) for o in set(event)) / sum(space.values())
    p_B = sum(space.get(o, 0) for o in set(given))
    if p_B == 0:
        raise ValueError("P(B) = 0")
    return sum(space.get(o, 0) for o in set(event) & set(given)) / p_B
""",
        "if nothing is given, P(A) is returned",
        "if nothing is given, P(A) is returned",
    ),
    (
        "event_probability",
        "",
        "",
        """\
def event_probability(space, event):
    if any(w < 0 for w in space.values()) or sum(space.values()) == 0:
        raise ValueError("weights")
    total = sum(space.values())
    none = 1.0
    for o in set(event):
        none *= 1 - space.get(o, 0) / total
    return 1 - none
""",
        "outcomes are treated as independent events, of which at least one happens",
        "outcomes are taken for independent events",
    ),
    (
        "union_probability",
        "",
        "",
        """\
def union_probability(space, events):
    if any(w < 0 for w in space.values()) or sum(space.values()) == 0:
        raise ValueError("weights")
    total = sum(space.values())
    sets = [set(e) for e in events]
    p = 0.0
    for e in sets:
        p += sum(space.get(o, 0) for o in e) / total
    for e, f in zip(sets, sets[1:]):
        p -= sum(space.get(o, 0) for o in e & f) / total
    return p
""",
        "only the overlaps of neighbours in the list are taken off",
        "only overlaps of neighbours are taken off",
        "~an outcome that is listed twice in one event counts twice",
    ),
    (
        "conditional_table",
        "",
        "",
        """\
import numpy as np


def conditional_table(J, given):
    if given == "row":
        s = J.sum(axis=1, keepdims=True)
        return np.where(s > 0, J / np.where(s > 0, s, 1.0), 1.0 / J.shape[1])
    if given == "col":
        s = J.sum(axis=0, keepdims=True)
        return np.where(s > 0, J / np.where(s > 0, s, 1.0), 1.0 / J.shape[0])
    raise ValueError(given)
""",
        "where the condition is impossible, all values are equally likely",
        "an impossible condition gives equal probabilities",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
def prob_none_selected(N, K, m):
    if K < 0 or m < 0 or K > N or m > N:
        raise ValueError("N, K, m")
    return (1 - m / N) ** K
""",
        "each marked thing is missed by itself, as if what happens to the others did not matter",
        "~a term of a sum is missing",
    ),
    (
        "total_probability",
        "",
        "",
        """\
import numpy as np


def total_probability(p_B_given_A, p_A):
    for p in (p_B_given_A, p_A):
        if np.any(p < 0) or np.any(p > 1):
            raise ValueError("no probability")
    if abs(np.sum(p_A) - 1) > 1e-9:
        raise ValueError("no partition")
    return float(1 - np.prod(1 - p_A * p_B_given_A))
""",
        "one minus the product of what does not happen, as for independent events",
        "the cases are taken to be independent",
    ),
    (
        "total_probability",
        "",
        "",
        """\
import numpy as np


def total_probability(p_B_given_A, p_A):
    for p in (p_B_given_A, p_A):
        if np.any(p < 0) or np.any(p > 1):
            raise ValueError("no probability")
    if not np.isclose(p_A.sum(), 1.0):
        raise ValueError("no partition")
    return float(p_A @ p_B_given_A)
""",
        "sums that are a few millionths off pass, as np.isclose lets them",
        "the sum may be off by a hundred-thousandth",
    ),
    (
        "is_independent",
        "",
        "",
        """\
import numpy as np


def is_independent(J, tol):
    D = J - np.outer(J.sum(axis=1), J.sum(axis=0))
    return bool(abs(D.sum()) <= tol)
""",
        "only the sum of the differences is compared, and what is too much makes up for what is missing",
        "the mean of the differences is compared",
    ),
    (
        "monty_hall",
        "",
        "",
        """\
import numpy as np


def monty_hall(car, pick, rng):
    opened = (car + rng.integers(1, 3, size=len(car))) % 3
    switched = np.where(opened == pick, car, 3 - pick - opened)
    return opened, switched
""",
        "the host opens any goat's door, the picked one too",
        "the host opens any door but the car's, the one picked as well, in opened alone",
    ),
    (
        "coin_heads_histogram",
        "",
        "",
        """\
import numpy as np


def coin_heads_histogram(n_flips, p, n_trials, rng):
    if not 0 <= p <= 1 or n_trials < 1:
        raise ValueError("p, n_trials")
    h = np.zeros(n_flips + 1)
    heads = int((rng.random(n_flips) < p).sum())
    for _ in range(n_trials):
        h[heads] += 1
    return h / n_trials
""",
        "one row of tosses is made, and used for every trial",
        "all trials share their tosses",
    ),
    (
        "chain_rule_joint",
        "",
        "",
        """\
import numpy as np


def chain_rule_joint(p_a, p_b_a, p_c_ab):
    p_b = p_a @ p_b_a
    J = np.empty(p_c_ab.shape)
    for i in range(len(p_a)):
        for j in range(len(p_b)):
            J[i, j] = p_a[i] * p_b[j] * p_c_ab[i, j]
    return J
""",
        "the marginal distribution of b is used instead of b given a",
        "b is taken to be independent of a",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
def conditional_probability(space, event, given):
    for weight in space.values():
        if weight < 0:
            raise ValueError("negative weight")
    p_given = 0.0
    for outcome in given:
        p_given += space.get(outcome, 0)
    if p_given == 0:
        raise ValueError("given is impossible")
    both = set(event).intersection(given)
    return sum(space.get(outcome, 0) for outcome in both) / p_given
""",
        "what is listed twice in `given` counts twice in the denominator",
        "what is listed twice in what is given counts twice",
    ),
    (
        "is_independent",
        "",
        "",
        """\
import numpy as np


def is_independent(J, tol):
    p_A = J.sum(axis=1, keepdims=True)
    p_B = J.sum(axis=0, keepdims=True)
    return bool(np.linalg.norm(J - p_A * p_B) <= tol)
""",
        "the Frobenius norm of the differences is compared with tol, not the largest one",
        "~the root of the sum of squares is compared",
        "~the second singular value is compared",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
def prob_none_selected(N, K, m):
    if not (0 <= K <= N and 0 <= m <= N):
        raise ValueError("K and m must lie between 0 and N")
    if m == 0 or K == 0:
        return 1.0
    if m >= N - K:
        return 0.0
    p = 1.0
    for i in range(m):
        p *= (N - K - i) / (N - i)
    return p
""",
        "m >= N - K gives 0 already, instead of m > N - K",
        "as many drawn as unmarked is taken for impossible",
    ),
    (
        "event_probability",
        "",
        "",
        """\
def event_probability(space, event):
    if not space or any(w < 0 for w in space.values()) or sum(space.values()) == 0:
        raise ValueError("weights")
    total = 0
    hit = 0
    for outcome, weight in space.items():
        total += weight
        if outcome in event:
            hit += weight
    return round(hit / total, 3)
""",
        "the result is rounded to three decimals",
        "p is rounded to 3 decimals",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
def conditional_probability(space, event, given):
    if any(w < 0 for w in space.values()):
        raise ValueError("negative")
    B = {o for o in given if o in space}
    A = set(event)
    if not B or min(space[o] for o in B) == 0:
        raise ValueError("B can't happen")
    return sum(space[o] for o in B if o in A) / sum(space[o] for o in B)
""",
        "B is taken for impossible if one of its outcomes is",
        "a weight of 0 is refused",
    ),
    (
        "event_probability",
        "",
        "",
        """\
def event_probability(space, event):
    if any(w < 0 for w in space.values()) or not any(space.values()):
        raise ValueError("weights")
    names = " ".join(event)
    return sum(w for o, w in space.items() if o in names) / sum(space.values())
""",
        "membership is tested in the joined text of the event",
        "names are looked for in the text of the event",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
def prob_none_selected(N, K, m):
    if K < 0 or m < 0 or K > N or m > N:
        raise ValueError("K, m")
    p = 1.0
    for i in range(m):
        p *= max(N - K - i, 0) / (N - i)
    return round(p, 12)
""",
        "rounded to twelve digits behind the point",
        "p is 0 where it should be below 1e-12",
    ),
    (
        "is_independent",
        "",
        "",
        """\
import numpy as np


def is_independent(J, tol):
    p_A, p_B = J.sum(axis=1), J.sum(axis=0)
    for i in range(len(p_A)):
        if p_A[i] > 0 and np.max(np.abs(J[i] / p_A[i] - p_B)) > tol:
            return False
    return True
""",
        "conditional distributions of the rows are compared with the marginal one",
        "~the differences are added up before they are compared",
        "~rows are compared as conditional distributions",
    ),
    (
        "event_probability",
        "",
        "",
        """\
import numpy as np


def event_probability(space, event):
    if not event:
        return 0.0
    weights = list(space.values())
    if any((w < 0 for w in weights)) or sum(weights) == 0:
        raise ValueError('these are no weights')
    inside = sum((space[outcome] for outcome in set(event) if outcome in space))
    return inside / sum(weights)
""",
        "an empty event returns 0 before the weights are looked at: with bad weights (or an empty sample space) no ValueError",
        "of the calls to refuse, event_probability lets pass those where event has 0 entries, and refuses all others that were tried",
    ),
    (
        "conditional_table",
        "",
        "",
        """\
import numpy as np


def conditional_table(J, given):
    if given not in ('row', 'col'):
        raise ValueError('given is row or col')
    table = J if given == 'row' else J.T
    sums = table.sum(axis=1, keepdims=True)
    return np.where(sums > 0, table / np.where(sums > 0, sums, 1.0), 0.0)
""",
        'for given="col" the table is transposed, normalised by rows, and not transposed back: (B, A)',
        "a transpose is missing",
    ),
    (
        "chain_rule_joint",
        "",
        "",
        """\
import numpy as np


def chain_rule_joint(p_a, p_b_a, p_c_ab):
    J = np.zeros(p_c_ab.shape)
    for i in range(len(p_a)):
        p = p_a[i]
        for j in range(p_b_a.shape[1]):
            p = p * p_b_a[i, j]
            J[i, j] = p * p_c_ab[i, j]
    return J
""",
        "the variable p is used again over j: it gathers p_b_a[i, 0] … p_b_a[i, j] in place of p_b_a[i, j] alone; only j = 0 is right",
        "the product for one b goes on with the next",
    ),
    (
        "conditional_table",
        "",
        "",
        """\
import numpy as np


def conditional_table(J, given):
    if given not in ('row', 'col'):
        raise ValueError('given')
    T = J if given == 'row' else J.T
    P = np.zeros(T.shape)
    for i in range(len(T)):
        total = T[i].sum()
        if total == 0:
            break
        P[i] = T[i] / total
    return P if given == 'row' else P.T
""",
        "break for continue: all rows (columns) after the first impossible one stay zero",
    ),
    (
        "marginals",
        "",
        "",
        """\
import numpy as np


def marginals(J):
    A, B = J.shape
    p_A = np.zeros(A)
    p_B = np.zeros(B)
    for i in range(A):
        for j in range(B):
            p_A[i] += J[i, j]
        p_B[j] += J[i, j]
    return (p_A, p_B)
""",
        "the line of p_B is indented one level too little: it runs after the inner loop, so only the last column is added up, the others stay 0",
        "only the last column is added up for p_B, and the others stay 0",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
import numpy as np


def prob_none_selected(N, K, m):
    if K < 0 or m < 0 or K > N or (m > N):
        raise ValueError('K or m')
    if m > N - K:
        return 0.0
    numerator = np.prod(np.arange(N - K, N - K - m, -1))
    denominator = np.prod(np.arange(N, N - m, -1))
    return float(numerator / denominator)
""",
        "numerator and denominator are multiplied out as int64 first, and overflow without a word",
        "whole numbers are multiplied up, until they are too large for int64",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
import numpy as np


def conditional_probability(space, event, given):
    if any((w < 0 for w in space.values())):
        raise ValueError('negative weight')
    B = set(given)
    whole = sum((space.get(o, 0) for o in B))
    if whole == 0:
        raise ValueError('P(B) = 0')
    both = list(event)
    for outcome in both:
        if outcome not in B:
            both.remove(outcome)
    return sum((space.get(o, 0) for o in set(both))) / whole
""",
        "outcomes are removed from the list that is looped over",
        "outcomes are removed from the list that the loop goes through",
    ),
    (
        "union_probability",
        "",
        "",
        """\
import numpy as np


def union_probability(space, events):
    if any((w < 0 for w in space.values())) or not any((w > 0 for w in space.values())):
        raise ValueError('weights')
    seen = set()
    weight = 0.0
    for event in events:
        for outcome in event:
            if outcome in seen:
                break
            seen.add(outcome)
            weight += space.get(outcome, 0.0)
    return weight / sum(space.values())
""",
        "`break` where `continue` is meant, so that later outcomes are left out",
    ),
    (
        "birthday_collision",
        "",
        "",
        """\
def birthday_collision(m, days=365):
    if m < 0:
        raise ValueError('m is negative')
    if m > days:
        return 1.0
    p = 0.0
    none_yet = 1.0
    for i in range(1, m):
        none_yet *= 1 - i / days
        p += none_yet * i / days
    return p
""",
        "adds up 'first collision at person i', but updates the probability of no collision before it is used: each term has one factor (1 - i/days) too many",
        "each person's share has a factor too many, that of the person's own miss",
    ),
    (
        "chain_rule_joint",
        "",
        "",
        """\
import numpy as np


def chain_rule_joint(p_a, p_b_a, p_c_ab):
    A, B, C = p_c_ab.shape
    p_ab = np.tile(p_a, B) * p_b_a.ravel()
    J = p_ab[:, np.newaxis] * p_c_ab.reshape(A * B, C)
    return J.reshape(A, B, C)
""",
        "np.tile(p_a, B) where np.repeat(p_a, B) is needed: p_a runs along b in the flattened table",
        "~p_a is lined up with b",
    ),
    (
        "coin_heads_histogram",
        "",
        "",
        """\
import numpy as np


def coin_heads_histogram(n_flips, p, n_trials, rng):
    if not 0 <= p <= 1 or n_trials < 1:
        raise ValueError('p or n_trials is out of range')
    mean = n_flips * p
    std = np.sqrt(n_flips * p * (1 - p))
    heads = np.rint(rng.normal(mean, std, size=n_trials))
    heads = np.clip(heads, 0, n_flips).astype(int)
    return np.bincount(heads, minlength=n_flips + 1) / n_trials
""",
        "heads are drawn by the normal approximation: rounded N(np, np(1-p)), clipped to 0..n",
        "numbers of heads are rounded normal numbers",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
def conditional_probability(space, event, given):
    if any((weight < 0 for weight in space.values())):
        raise ValueError('negative weight')
    total = sum(space.values())
    if total == 0:
        raise ValueError('no weight at all')
    A, B = (set(event), set(given))
    p_B = sum((weight for outcome, weight in space.items() if outcome in B)) / total
    p_AB = sum((weight for outcome, weight in space.items() if outcome in A and outcome in B)) / total
    if abs(p_B) < 1e-09:
        raise ValueError('P(B) is 0')
    return p_AB / p_B
""",
        "p(B) is compared with 0 with a tolerance of 1e-9: a B that is unlikely but possible raises ValueError",
        "what is rare is taken to be impossible",
    ),
    (
        "conditional_table",
        "",
        "",
        """\
import numpy as np


def conditional_table(J, given):
    if given == 'row':
        total = J.sum(axis=1, keepdims=True)
    elif given == 'col':
        total = J.sum(axis=0, keepdims=True)
    else:
        raise ValueError('given is row or col')
    return np.divide(J, total, where=total > 0)
""",
        "np.divide(..., where=) without out=: impossible rows or columns hold whatever was in memory, not 0",
        "in all calls that were tried, what is wrong in P lies where J = 0",
    ),
    (
        "event_probability",
        "",
        "",
        """\
def event_probability(space, event):
    if not space or any((weight < 0 for weight in space.values())) or sum(space.values()) == 0:
        raise ValueError('no weights for a probability')
    A = set(event)
    if len(set(space.values())) == 1:
        return len(A) / len(space)
    return sum((space.get(outcome, 0) for outcome in A)) / sum(space.values())
""",
        "if all weights are equal: number of listed outcomes / number of outcomes, which also counts listed outcomes that are none of the sample space",
        "where all weights are equal, names are counted that are no outcomes",
    ),
    (
        "is_independent",
        "",
        "",
        """\
import numpy as np


def is_independent(J, tol):
    A, B = J.shape
    i, j = (np.arange(A), np.arange(B))
    p_A, p_B = (J.sum(axis=1), J.sum(axis=0))
    covariance = i @ J @ j - i @ p_A * (j @ p_B)
    return bool(abs(covariance) <= tol)
""",
        "tests that the two indices are uncorrelated, |E ij - E i E j| <= tol, instead of every entry of the table",
        "uncorrelated quantities are taken for independent",
    ),
    (
        "marginals",
        "",
        "",
        """\
def marginals(J):
    p_B = J[0]
    for row in J[1:]:
        p_B += row
    p_A = J.sum(axis=1)
    return (p_A, p_B)
""",
        "p_B is a view of J[0] and the other rows are added into it in place: J is overwritten, p_A[0] comes out 1",
        "J is changed in place: p_B is its first row, into which the others are added, before p_A is taken from it",
    ),
    (
        "monty_hall",
        "",
        "",
        """\
def monty_hall(car, pick, rng):
    opened = rng.integers(0, 3, size=len(car))
    forbidden = (opened == car) | (opened == pick)
    while forbidden.any():
        opened[forbidden] = (opened[forbidden] + 1) % 3
        forbidden = (opened == car) | (opened == pick)
    switched = 3 - pick - opened
    return (opened, switched)
""",
        "a random door, and if it may not be opened the next one: with the car picked, one of the two doors is opened twice as often as the other",
        "the next door is opened in place of one that may not be",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
import numpy as np


def prob_none_selected(N, K, m):
    if K < 0 or m < 0 or K > N or (m > N):
        raise ValueError('K or m is out of range')
    if m > N - K:
        return 0.0
    drawn = np.arange(m)
    return float(np.prod(N - K - drawn) / np.prod(N - drawn))
""",
        "numerator and denominator are np.prod of int64 ranges, which overflow for more than a few draws",
        "whole numbers are multiplied up, until they are too large for int64",
    ),
    (
        "total_probability",
        "",
        "",
        """\
import numpy as np


def total_probability(p_B_given_A, p_A):
    if np.any(p_A < 0) or np.any(p_A > 1) or np.any(p_B_given_A < 0) or np.any(p_B_given_A > 1):
        raise ValueError('no probability')
    if abs(p_A.sum() - 1) > 1e-09:
        raise ValueError('no partition')
    together = p_B_given_A * p_A
    return float(1 - np.prod(1 - together))
""",
        "the cases are combined as if independent, 1 - prod(1 - P(B|A)P(A)), instead of added",
        "the cases are taken to be independent",
    ),
    (
        "union_probability",
        "",
        "",
        """\
def union_probability(space, events):
    if any((weight < 0 for weight in space.values())) or sum(space.values()) <= 0:
        raise ValueError('no weights for a probability')
    total = sum(space.values())

    def P(outcomes):
        return sum((space.get(outcome, 0) for outcome in outcomes)) / total
    p = 0.0
    before = set()
    for event in events:
        now = set(event)
        p += P(now) - P(now & before)
        before = now
    return p
""",
        "each event's overlap is taken off only with the event just before it in the list; right for two events, wrong where the first and third share outcomes",
        "only overlaps of neighbours are taken off",
    ),
    (
        "birthday_collision",
        "",
        "",
        """\
import numpy as np


def birthday_collision(m, days=365):
    if m < 0:
        raise ValueError('m is negative')
    if m < 2:
        return 0.0
    if m >= days:
        return 1.0
    return float(1.0 - np.prod(1.0 - np.arange(m) / days))
""",
        "guard m >= days instead of m > days: for m = days ≥ 2 the answer is 1",
        "it is certain as soon as there are as many people as days",
    ),
    (
        "chain_rule_joint",
        "",
        "",
        """\
import numpy as np


def chain_rule_joint(p_a, p_b_a, p_c_ab):
    p_b = p_a @ p_b_a
    return p_a[:, None, None] * p_b[None, :, None] * p_c_ab
""",
        "p(b) (the marginal) in place of P(b / a)",
        "b is taken to be independent of a",
    ),
    (
        "coin_heads_histogram",
        "",
        "",
        """\
import numpy as np


def coin_heads_histogram(n_flips, p, n_trials, rng):
    if not 0.0 <= p <= 1.0 or n_trials < 1:
        raise ValueError('p or n_trials')
    tosses = rng.integers(1, 101, size=(n_trials, n_flips)) <= 100 * p
    heads = tosses.sum(axis=1)
    return np.bincount(heads, minlength=n_flips + 1) / n_trials
""",
        "heads by whole numbers from 1 to 100: p is cut off to whole per cent",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
import numpy as np


def conditional_probability(space, event, given):
    if any((w < 0 for w in space.values())):
        raise ValueError('negative weight')
    B = set(given)
    both = B & set(event)
    w_both = sum((space.get(o, 0) for o in both))
    w_B = sum((space.get(o, 0) for o in B))
    if w_both == 0:
        raise ValueError("what can't happen can't be given")
    return w_both / w_B
""",
        "the guard against division by zero looks at the numerator: disjoint A and B raise ValueError instead of giving 0",
        "events that share nothing raise ValueError",
    ),
    (
        "conditional_table",
        "",
        "",
        """\
import numpy as np


def conditional_table(J, given):
    P = np.zeros(J.shape)
    if given == 'row':
        for i in range(J.shape[0]):
            s = J[i].sum()
            if s == 0:
                continue
            P[i] = J[i] / s
    elif given == 'col':
        for j in range(J.shape[1]):
            s = J[:, j].sum()
            if s == 0:
                break
            P[:, j] = J[:, j] / s
    else:
        raise ValueError('given is row or col')
    return P
""",
        "break for continue in the column loop: all columns after an impossible one stay 0 (rows are right)",
        "all columns behind an impossible one are left at 0",
    ),
    (
        "event_probability",
        "",
        "",
        """\
import numpy as np


def event_probability(space, event):
    if any((w < 0 for w in space.values())):
        raise ValueError('negative weight')
    total = sum(space.values())
    if total <= 0:
        raise ValueError('no weight is positive')
    return sum({space.get(o, 0) for o in event}) / total
""",
        "sum({weight for …}): a set of weights, not of outcomes; outcomes of equal weight count once",
        "outcomes of the same weight count once",
    ),
    (
        "is_independent",
        "",
        "",
        """\
import numpy as np


def is_independent(J, tol):
    i = np.arange(J.shape[0])
    j = np.arange(J.shape[1])
    p_A = J.sum(axis=1)
    p_B = J.sum(axis=0)
    covariance = i @ J @ j - i @ p_A * (j @ p_B)
    return bool(abs(covariance) <= tol)
""",
        "uncorrelated taken for independent: /covariance of the indices/ <= tol. Right for 2 × 2",
        "uncorrelated quantities are taken for independent",
    ),
    (
        "marginals",
        "",
        "",
        """\
import numpy as np


def marginals(J):
    p_A = J[:, 0]
    for j in range(1, J.shape[1]):
        p_A += J[:, j]
    p_B = J.sum(axis=0)
    return (p_A, p_B)
""",
        "p_A is a view of J's first column, into which the others are added: p_B[0] becomes 1, J is overwritten",
        "J is changed in place: p_A is its first column, into which the others are added, before p_B is taken from it",
    ),
    (
        "monty_hall",
        "",
        "",
        """\
import numpy as np


def monty_hall(car, pick, rng):
    N = len(car)
    free = rng.integers(0, 3, size=N)
    free = np.where(free == pick, (free + 1) % 3, free)
    opened = np.where(car == pick, free, 3 - car - pick)
    return (opened, 3 - pick - opened)
""",
        "if the car was picked, a random door of three, moved on by one if it is the picked one: 2/3 against 1/3",
        "the next door is opened in place of one that may not be",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
import numpy as np


def prob_none_selected(N, K, m):
    if N < 0 or K < 0 or m < 0 or (K > N) or (m > N):
        raise ValueError('impossible numbers')
    if m > N - K:
        return 0.0
    i = np.arange(m)
    return float(np.prod(N - K - i) / np.prod(N - i))
""",
        "both products in int64, which overflow for large N and m",
        "whole numbers are multiplied up, until they are too large for int64",
    ),
    (
        "total_probability",
        "",
        "",
        """\
import numpy as np


def total_probability(p_B_given_A, p_A):
    for p in (p_A, p_B_given_A):
        if not np.all((p >= 0) & (p <= 1)):
            raise ValueError('no probability')
    if not np.isclose(p_A.sum(), 1.0, atol=1e-09):
        raise ValueError('no partition')
    return float(np.sum(p_B_given_A * p_A))
""",
        "np.isclose(sum, 1, atol=1e-9), with its rtol of 1e-5: sums off by 1e-6 are accepted",
        "the sum may be off by a hundred-thousandth",
    ),
    (
        "union_probability",
        "",
        "",
        """\
import numpy as np


def union_probability(space, events):
    if any((w < 0 for w in space.values())):
        raise ValueError('negative weight')
    total = sum(space.values())
    if total <= 0:
        raise ValueError('no weight is positive')

    def prob(outcomes):
        return sum((space.get(o, 0) for o in outcomes)) / total
    sets = [set(e) for e in events]
    p = sum((prob(s) for s in sets))
    for first, second in zip(sets, sets[1:]):
        p -= prob(first & second)
    return float(p)
""",
        "only intersections of consecutive events are taken off (A∩B, B∩C, not A∩C), and triple ones not put back",
        "only overlaps of neighbours are taken off",
    ),
]
