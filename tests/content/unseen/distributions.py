"""Wrong answers to chapter 3, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers, as in arrays.py.
BANK = [
    (
        "binomial_pmf",
        "",
        "",
        """\
import math

import numpy as np


def one(k, n, p):
    if k < 0 or k > n:
        return 0.0
    if n <= 170 or p in (0.0, 1.0):
        return math.comb(n, k) * p**k * (1 - p) ** (n - k)
    var = n * p * (1 - p)
    return math.exp(-((k - n * p) ** 2) / (2 * var)) / math.sqrt(2 * math.pi * var)


def binomial_pmf(k, n, p):
    if n < 0 or not 0 <= p <= 1:
        raise ValueError("n, p")
    if np.ndim(k) == 0:
        return one(int(k), n, p)
    return np.array([one(int(v), n, p) for v in np.ravel(k)]).reshape(np.shape(k))
""",
        "from 171 throws on, the normal curve stands in for it",
        "for many throws the normal curve stands in for it",
    ),
    (
        "binomial_pmf",
        "",
        "",
        """\
import math

import numpy as np


def log_factorial(n):
    return n * math.log(n) - n if n > 20 else math.log(math.factorial(n))


def one(k, n, p):
    if k < 0 or k > n:
        return 0.0
    if p == 0.0 or p == 1.0:
        return float(k == n * p)
    log_C = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
    return math.exp(log_C + k * math.log(p) + (n - k) * math.log1p(-p))


def binomial_pmf(k, n, p):
    if n < 0 or not 0 <= p <= 1:
        raise ValueError("n, p")
    if np.ndim(k) == 0:
        return one(int(k), n, p)
    return np.array([one(int(v), n, p) for v in np.ravel(k)]).reshape(np.shape(k))
""",
        "logarithms of factorials are n log n − n, without the rest of Stirling's formula",
    ),
    (
        "empirical_pmf",
        "",
        "",
        """\
import numpy as np


def empirical_pmf(samples, num_values):
    if samples.size == 0 or samples.min() < 0 or samples.max() >= num_values:
        raise ValueError("samples")
    counts, _ = np.histogram(samples, bins=num_values)
    return counts / samples.size
""",
        "the bins go from the smallest sample to the largest",
        "the range of the samples is cut into K bins",
    ),
    (
        "empirical_pmf",
        "",
        "",
        """\
import numpy as np


def empirical_pmf(samples, num_values):
    if samples.size == 0 or samples.min() < 0 or samples.max() >= num_values:
        raise ValueError("samples")
    counts = np.bincount(samples, minlength=num_values) + 1
    return counts / counts.sum()
""",
        "every value is counted once more than it occurs",
        "one is added to each count",
    ),
    (
        "normal_logpdf",
        "",
        "",
        """\
import numpy as np


def normal_logpdf(x, mu, sigma):
    if np.any(np.asarray(sigma) <= 0):
        raise ValueError("sigma")
    return np.sum(-(((x - mu) / sigma) ** 2) / 2 - np.log(sigma) - np.log(2 * np.pi) / 2)
""",
        "the logarithms are added up already",
        "L is summed up",
    ),
    (
        "normal_logpdf",
        "",
        "",
        """\
import numpy as np


def normal_logpdf(x, mu, sigma):
    if np.all(np.asarray(sigma) <= 0):
        raise ValueError("sigma")
    return -(((x - mu) / sigma) ** 2) / 2 - np.log(sigma) - np.log(2 * np.pi) / 2
""",
        "ValueError only comes if all deviations are 0 or negative",
        "~only a σ that is one number is tested",
        "ValueError is only raised if all σ are wrong",
        "`all` and `any` are exchanged",
        "~`max` is used in place of `min`",
        "~`mean` is used in place of `min`",
    ),
    (
        "pmf_moments",
        "",
        "",
        """\
import numpy as np


def pmf_moments(x, p):
    mean = np.sum(x * p)
    return float(mean), float(np.sum(((x - mean) * p) ** 2))
""",
        "the weights of the squared deviations are squared as well",
        "probabilities are squared with the deviations",
    ),
    (
        "poisson_pmf",
        "",
        "",
        """\
import math

import numpy as np


def one(k, lam):
    if k < 0:
        return 0.0
    if lam == 0:
        return float(k == 0)
    if lam >= 700:
        return math.exp(-((k - lam) ** 2) / (2 * lam)) / math.sqrt(2 * math.pi * lam)
    return math.exp(k * math.log(lam) - lam - math.lgamma(k + 1))


def poisson_pmf(k, lam):
    if lam < 0:
        raise ValueError("lam")
    if np.ndim(k) == 0:
        return one(int(k), lam)
    return np.array([one(int(v), lam) for v in np.ravel(k)]).reshape(np.shape(k))
""",
        "from a mean of 700 on, the normal curve stands in for it",
        "for large λ the normal curve stands in for it",
    ),
    (
        "poisson_pmf",
        "",
        "",
        """\
import math

import numpy as np


def one(k, lam):
    k = max(k, 0)
    if lam == 0:
        return float(k == 0)
    return math.exp(k * math.log(lam) - lam - math.lgamma(k + 1))


def poisson_pmf(k, lam):
    if lam < 0:
        raise ValueError("lam")
    if np.ndim(k) == 0:
        return one(int(k), lam)
    return np.array([one(int(v), lam) for v in np.ravel(k)]).reshape(np.shape(k))
""",
        "a negative k is taken for 0",
        "the condition `k < 0` is taken to be false everywhere in `P`",
    ),
    (
        "running_mean",
        "",
        "",
        """\
import numpy as np


def running_mean(x):
    m = [float(x[0])]
    for t in range(1, len(x)):
        m.append(float(np.mean(x[:t])))
    return np.array(m)
""",
        "each mean is of what came before, and leaves out the number itself",
        "m[t] leaves x[t] out",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    joint = prior * likelihood
    if not joint.sum() > 0:
        raise ValueError("impossible observation")
    return joint / likelihood.sum()
""",
        "divided by the sum of the likelihoods instead of the evidence",
        "it is divided by the sum of the likelihoods",
    ),
    (
        "bayes_sequential",
        "",
        "",
        """\
import numpy as np


def bayes_sequential(prior, likelihoods):
    with np.errstate(divide="ignore", invalid="ignore"):
        log_prior = np.log(prior)
        log_like = np.log(likelihoods)
        L = np.vstack([log_prior, log_prior + np.cumsum(log_like, axis=0)])
        if np.any(np.all(np.isneginf(L), axis=1)):
            raise ValueError("impossible observation")
        W = np.exp(L - L.max())
        return W / W.sum(axis=1, keepdims=True)
""",
        "in logarithms, the largest of the whole table is taken off, and late rows underflow",
        "the largest logarithm of all rows is taken off, and not that of each row",
    ),
    (
        "beta_pdf",
        "",
        "",
        """\
import math

import numpy as np


def beta_pdf(x, a, b):
    if a <= 0 or b <= 0:
        raise ValueError("a and b must be positive")
    x = np.asarray(x, dtype=float)
    f = np.zeros(x.shape)
    inside = (x > 0) & (x < 1)
    log_B = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    t = x[inside]
    f[inside] = np.exp((a - 1) * np.log(t) + (b - 1) * np.log1p(-t) - log_B)
    at_end = (x == 0) | (x == 1)
    if a == 1:
        f[at_end] = b
    elif a < 1:
        f[at_end] = np.inf
    return f
""",
        "at x = 1 the rule of x = 0 is used without exchanging a and b",
        "at x = 1 the rule of x = 0 is used",
    ),
    (
        "binomial_pmf",
        "",
        "",
        """\
import math

import numpy as np


def binomial_pmf(k, n, p):
    if n < 0 or p < 0 or p > 1:
        raise ValueError("n or p")

    def one(j):
        if j > n:
            return 0.0
        ways = math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1)
        if p == 0:
            return 1.0 if j == 0 else 0.0
        if p == 1:
            return 1.0 if j == n else 0.0
        return math.exp(ways + j * math.log(p) + (n - j) * math.log1p(-p))

    if np.ndim(k) == 0:
        return one(int(k))
    k = np.asarray(k)
    return np.array([one(int(j)) for j in k.ravel()], dtype=float).reshape(k.shape)
""",
        "negative k is not caught: lgamma of a negative integer fails",
        "of the calls that were tried, binomial_pmf is right in those where nothing in k is negative, and raises in all others",
    ),
    (
        "clt_standardized_means",
        "",
        "",
        """\
import numpy as np


def clt_standardized_means(sampler, mu, sigma, n, reps, rng):
    data = sampler(rng, (n,))
    Z = np.zeros(reps)
    for r in range(reps):
        sample = rng.choice(data, size=n)
        Z[r] = np.sqrt(n) * (sample.mean() - mu) / sigma
    return Z
""",
        "one sample is drawn, and all means are bootstrapped from it",
        "all means are made of the same n numbers, drawn again and again",
    ),
    (
        "empirical_pmf",
        "",
        "",
        """\
import numpy as np


def empirical_pmf(samples, num_values):
    if len(samples) == 0:
        raise ValueError("no samples")
    if samples.min() < 0 or samples.max() > num_values:
        raise ValueError("not a value")
    return np.bincount(samples, minlength=num_values) / len(samples)
""",
        "a sample equal to K is let through, and p gets K + 1 entries",
        "of the calls to refuse, empirical_pmf lets pass those where an entry of samples is num_values, and refuses all others that were tried",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    evidence = 0.0
    for k in range(len(prior)):
        evidence += prior[k] * likelihood[k]
    if evidence <= 1e-300:
        raise ValueError("impossible")
    return prior * likelihood / (evidence + 1e-12)
""",
        "1e-12 is added to the evidence",
        "a small number is added to the evidence",
    ),
    (
        "sample_discrete",
        "",
        "",
        """\
import numpy as np


def sample_discrete(p, u):
    if np.any(p < 0) or abs(p.sum() - 1) > 1e-9:
        raise ValueError("p")
    c = np.cumsum(p)
    last = np.flatnonzero(p > 0)[-1]
    result = []
    for v in u:
        i = 0
        while i < last and (v > c[i] or p[i] == 0):
            i += 1
        result.append(i)
    return np.array(result)
""",
        "a border belongs to the piece on its left",
    ),
    (
        "pmf_moments",
        "",
        "",
        """\
import numpy as np


def pmf_moments(x, p):
    mean = np.mean(x * p)
    return float(mean), float(np.sum(p * (x - mean) ** 2))
""",
        "the mean of x p instead of the sum",
        "mean is divided by K once too often",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    if not np.any((prior > 0) & (likelihood > 0)):
        raise ValueError("impossible")
    posterior = prior * (likelihood / likelihood.max())
    return posterior / np.linalg.norm(posterior)
""",
        "normalised to length 1, not to sum 1",
        "posterior is right up to a factor, which is not the same in all cases",
    ),
    (
        "bayes_sequential",
        "",
        "",
        """\
import numpy as np


def bayes_sequential(prior, likelihoods):
    p = prior.copy()
    P = [p]
    for likelihood in likelihoods:
        p *= likelihood
        evidence = p.sum()
        if evidence == 0:
            raise ValueError('an observation is impossible')
        p /= evidence
        P.append(p)
    return np.array(P)
""",
        "aliasing: p is updated in place and the same array is appended each time, so all T + 1 rows are the last posterior",
        "every row of P is the last one, as when one array is kept in all places and changed on the way",
    ),
    (
        "normal_logpdf",
        "",
        "",
        """\
import numpy as np


def normal_logpdf(x, mu, sigma):
    if np.any(np.asarray(sigma) <= 0):
        raise ValueError('sigma has to be positive')
    z = (x - mu) / sigma
    return -z ** 2 / 2 - np.log(sigma) - 0.5 * np.log(2) * np.pi
""",
        "misplaced bracket in the constant: 0.5 * log(2) * pi instead of 0.5 * log(2 pi), so everything is 0.17 too low",
        "L is what it should be plus about -0.169855",
    ),
    (
        "poisson_pmf",
        "",
        "",
        """\
import math

import numpy as np


def poisson_pmf(k, lam):
    if lam < 0:
        raise ValueError('lambda is negative')
    if lam == 0:
        return 1.0 if np.all(k == 0) else 0.0

    def pmf(j):
        if j < 0:
            return 0.0
        return math.exp(j * math.log(lam) - lam - math.lgamma(j + 1))
    if np.ndim(k) == 0:
        return pmf(int(k))
    return np.array([pmf(int(j)) for j in k.ravel()], dtype=np.float64).reshape(k.shape)
""",
        "the special case lambda = 0 returns one number also if k is an array",
        "of the calls that were tried, P is right in those where lam > 0, and wrong in all others",
    ),
    (
        "uniform_law",
        "",
        "",
        """\
import numpy as np


def uniform_law(x, a, b):
    if b <= a:
        raise ValueError('no interval')
    f = np.where((a <= x) & (x <= b), 1.0 / (b - a), 0.0)
    F = np.clip(x, a, b) / (b - a)
    return (f, F)
""",
        "f forgets to subtract a: clip(x, a, b) / (b - a), too large by a / (b - a) everywhere (right for a = 0)",
        "the term `a` is missing",
    ),
    (
        "clt_standardized_means",
        "",
        "",
        """\
import numpy as np


def clt_standardized_means(sampler, mu, sigma, n, reps, rng):
    means = sampler(rng, (reps, n)).mean(axis=1)
    return np.sqrt(len(means)) * (means - mu) / sigma
""",
        "the root is taken of the number of means (reps), not of the n numbers in each",
        "`reps` is used in place of `n` in `Z`",
    ),
    (
        "gamma_pdf",
        "",
        "",
        """\
import math

import numpy as np


def gamma_pdf(x, shape, rate):
    if shape <= 0 or rate <= 0:
        raise ValueError('shape and rate have to be positive')
    f = np.zeros(np.shape(x))
    positive = x > 0
    t = rate * x[positive]
    f[positive] = np.exp((shape - 1) * np.log(t) - t - math.lgamma(shape))
    if shape == 1:
        f[x == 0] = rate
    elif shape < 1:
        f[x == 0] = np.inf
    return f
""",
        "the density of t = rate * x is returned without the factor rate that belongs to the change of variable (rate^(k-1) instead of rate^k), for x > 0",
        "a term of a sum is missing",
    ),
    (
        "sample_discrete",
        "",
        "",
        """\
import numpy as np


def sample_discrete(p, u):
    if np.any(p < 0) or abs(p.sum() - 1.0) > 1e-09:
        raise ValueError('no distribution')
    pieces = p[p > 0]
    edges = np.cumsum(pieces)
    i = np.searchsorted(edges, u, side='right')
    return np.minimum(i, len(pieces) - 1)
""",
        "values of probability 0 are dropped, and the numbers of the pieces that are left are returned, not those of the values",
        "values with the probability 0 are left out, and the others are counted anew",
    ),
    (
        "beta_pdf",
        "",
        "",
        """\
import math

import numpy as np


def beta_pdf(x, a, b):
    if a <= 0 or b <= 0:
        raise ValueError('a or b')
    f = np.zeros(x.shape)
    inside = (x > 0) & (x < 1)
    v = x[inside]
    log_B = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    f[inside] = np.exp((a - 1) * np.log(v) + (b - 1) * np.log1p(-v) - log_B)
    f[x == 0] = np.inf if a < 1 else a if a == 1 else 0.0
    f[x == 1] = np.inf if b < 1 else a if b == 1 else 0.0
    return f
""",
        "copied line: at x = 0 with a = 1 the density is a (= 1) in place of b",
        "in all calls that were tried, what is wrong in f lies where x = 0",
    ),
    (
        "empirical_pmf",
        "",
        "",
        """\
import numpy as np


def empirical_pmf(samples, num_values):
    if len(samples) == 0 or samples.min() < 0 or samples.max() >= num_values:
        raise ValueError('samples')
    p = np.zeros(num_values)
    for k in range(num_values):
        p[k] = np.count_nonzero(samples[samples == k]) / len(samples)
    return p
""",
        "np.count_nonzero counts the selected values, not the mask: the zeros among the samples are not counted, p[0] is 0",
        "of the calls that were tried, p is right in those where samples has no zeros, and wrong in all others",
    ),
    (
        "gaussian_naive_bayes",
        "",
        "",
        """\
import numpy as np


def gaussian_naive_bayes(X, y, Q):
    classes = np.unique(y)
    eps = 1e-09 * X.var(axis=0).max()
    J = np.empty((len(Q), len(classes)))
    for column, k in enumerate(classes):
        Xk = X[y == k]
        mu = Xk.mean(axis=0)
        var = Xk.var(axis=0) + eps
        J[:, column] = np.log(len(Xk) / len(X)) + np.sum(-0.5 * np.log(2 * np.pi * var) - (Q - mu) ** 2 / 2 * var, axis=1)
    J -= J.max(axis=1, keepdims=True)
    return J - np.log(np.exp(J).sum(axis=1, keepdims=True))
""",
        "missing brackets: (Q - mu) ** 2 / 2 * var multiplies by the variance in place of dividing by it",
        "one operation stands where another belongs",
    ),
    (
        "poisson_pmf",
        "",
        "",
        """\
import math

import numpy as np


_known = {}


def _one(k, lam):
    if k < 0:
        return 0.0
    if lam == 0:
        return 1.0 if k == 0 else 0.0
    if k not in _known:
        _known[k] = math.exp(k * math.log(lam) - lam - math.lgamma(k + 1))
    return _known[k]


def poisson_pmf(k, lam):
    if lam < 0:
        raise ValueError('lam')
    if isinstance(k, np.ndarray):
        return np.array([_one(int(v), lam) for v in k.ravel()], dtype=float).reshape(k.shape)
    return _one(int(k), lam)
""",
        "results are remembered in a module-level dict by k alone: a later call with another λ gets the old λ's probabilities",
        "poisson_pmf gives other results for the same numbers after other calls: something is kept in between",
    ),
    (
        "uniform_law",
        "",
        "",
        """\
import numpy as np


def uniform_law(x, a, b):
    if b <= a:
        raise ValueError('no interval')
    f = np.where((x >= a) & (x <= b), 1.0 / (b - a), 0.0)
    F = np.clip((x - a) / (b - a), a, b)
    return (f, F)
""",
        "f is clipped to the interval's ends a and b in place of 0 and 1 (right for [0, 1])",
        "f is right in all cases, and F is wrong",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    joint = prior * np.clip(likelihood, 0.0, 1.0)
    evidence = joint.sum()
    if evidence == 0:
        raise ValueError('impossible')
    return joint / evidence
""",
        "likelihoods are clipped to 0 … 1, as if they were probabilities: densities above 1 count as 1",
        "likelihoods above 1 are taken for 1",
    ),
    (
        "binomial_pmf",
        "",
        "",
        """\
import numpy as np


import math


def binomial_pmf(k, n, p):
    if n < 0 or not 0 <= p <= 1:
        raise ValueError('n or p')
    ks = np.asarray(k)
    if p == 0:
        P = np.where(ks == n, 1.0, 0.0)
    elif p == 1:
        P = np.where(ks == n, 1.0, 0.0)
    else:
        P = np.zeros(ks.shape)
        for index in np.ndindex(ks.shape):
            j = int(ks[index])
            if 0 <= j <= n:
                log_C = math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1)
                P[index] = math.exp(log_C + j * math.log(p) + (n - j) * math.log1p(-p))
    return float(P) if ks.ndim == 0 else P
""",
        "the special case p = 0 asks for k = n",
        "the factor `p` is missing in what `binomial_pmf` returns where `p in (0, 1)`",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    if np.sum(prior * likelihood) == 0:
        raise ValueError('impossible observation')
    joint = prior * likelihood
    evidence = joint + (1 - prior) * (1 - likelihood)
    return joint / evidence
""",
        "each hypothesis against its negation, whose likelihood is taken as 1 - likelihood[k] (formula of a medical test with equal sensitivity and specificity); evidence differs for each k",
        "each hypothesis is weighed against its own opposite",
    ),
    (
        "bayes_sequential",
        "",
        "",
        """\
import numpy as np


def bayes_sequential(prior, likelihoods):
    rows = [prior]
    belief = prior.copy()
    for likelihood in likelihoods:
        belief *= likelihood
        evidence = belief.sum()
        if evidence == 0:
            raise ValueError('impossible observation')
        belief /= evidence
        rows.append(belief)
    return np.array(rows)
""",
        "one array is updated in place and appended again and again: rows 1..T are all the last posterior",
        "the rows share one array, which is changed in place",
    ),
    (
        "beta_pdf",
        "",
        "",
        """\
import math

import numpy as np


def beta_pdf(x, a, b):
    if a <= 0 or b <= 0:
        raise ValueError('a and b are positive')
    log_B = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    with np.errstate(all='ignore'):
        log_f = (a - 1) * np.log(x) + (b - 1) * np.log(1 - x) - log_B
        f = np.exp(log_f)
    return np.nan_to_num(f)
""",
        "np.nan_to_num as a bandage: 0 * log 0 (a = 1 or b = 1 at the end) becomes 0 instead of b or a, and +inf becomes 1.8e308",
        "NaN is replaced by 0, and infinity by a large number",
    ),
    (
        "binomial_pmf",
        "",
        "",
        """\
import math

import numpy as np


def binomial_pmf(k, n, p):
    if n < 0 or not 0 <= p <= 1:
        raise ValueError('n or p is out of range')

    def log_factorial(i):
        if i < 20:
            return math.log(math.factorial(i))
        return i * math.log(i) - i + 0.5 * math.log(2 * math.pi * i)

    def one(k):
        k = int(k)
        if k < 0 or k > n:
            return 0.0
        if p == 0:
            return 1.0 if k == 0 else 0.0
        if p == 1:
            return 1.0 if k == n else 0.0
        log_C = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
        return math.exp(log_C + k * math.log(p) + (n - k) * math.log1p(-p))
    if np.ndim(k) == 0:
        return one(k)
    return np.array([one(i) for i in np.ravel(k)], dtype=np.float64).reshape(np.shape(k))
""",
        "log n! by Stirling's formula without its 1/(12 n) term from 20 on: off by up to 0.4 per cent (and exact below)",
        "log n! is taken to be Stirling's n log n − n + ½ log(2πn), from 20 on",
    ),
    (
        "clt_standardized_means",
        "",
        "",
        """\
import numpy as np


def clt_standardized_means(sampler, mu, sigma, n, reps, rng):
    pool = sampler(rng, (n * reps,))
    x = rng.choice(pool, size=(reps, n))
    return np.sqrt(n) * (x.mean(axis=1) - mu) / sigma
""",
        "the n numbers of each mean are resampled with replacement from a pool of n * reps draws (rng.choice), so they are not its own: numbers are shared and repeated",
        "numbers are drawn again and again from as many as are needed",
    ),
    (
        "empirical_pmf",
        "",
        "",
        """\
import numpy as np


def empirical_pmf(samples, num_values):
    N = len(samples)
    if N == 0:
        raise ValueError('no samples')
    if np.min(samples) < 0 and np.max(samples) >= num_values:
        raise ValueError('a sample is none of the values')
    counts = np.zeros(num_values)
    np.add.at(counts, samples, 1)
    return counts / N
""",
        "and for or in the guard: samples out of range on one side pass it; negative ones count from the end, too large ones are an IndexError",
        "samples are only refused if some are below 0 and others are too large",
    ),
    (
        "gamma_pdf",
        "",
        "",
        """\
import math

import numpy as np


def gamma_pdf(x, shape, rate):
    if shape <= 0 or rate <= 0:
        raise ValueError('shape and rate are positive')
    log_gamma = np.sum(np.log(np.arange(1, int(shape))))
    x = np.asarray(x, dtype=np.float64)
    f = np.zeros(x.shape)
    inside = x > 0
    f[inside] = np.exp(shape * np.log(rate) + (shape - 1) * np.log(x[inside]) - rate * x[inside] - log_gamma)
    if shape == 1:
        f[x == 0] = rate
    elif shape < 1:
        f[x == 0] = np.inf
    return f
""",
        "log Gamma(k) is the sum of log 1 ... log(int(k) - 1): right for whole k, wrong for all others",
        "Γ(k) is the factorial of a whole number, whatever is behind the point of k",
    ),
    (
        "gaussian_naive_bayes",
        "",
        "",
        """\
import numpy as np


def gaussian_naive_bayes(X, y, Q):
    classes = np.unique(y)
    epsilon = 1e-09 * X.var(axis=0).max()
    J = np.empty((len(Q), len(classes)))
    for k, c in enumerate(classes):
        mine = X[y == c]
        mu = mine.mean(axis=0)
        var = mine.var(axis=0) + epsilon
        log_f = -0.5 * np.log(2 * np.pi * var) - (Q - mu) ** 2 / (2 * var)
        J[:, k] = np.log(len(mine) / len(X)) + log_f.sum(axis=1)
    J = J - J.max()
    return J - np.log(np.exp(J).sum(axis=1, keepdims=True))
""",
        "the shift of the log-sum-exp is the maximum of the whole table, not of each row: rows far below the best row underflow, log 0 (infinite results)",
        "the largest entry of all rows is taken off",
    ),
    (
        "normal_logpdf",
        "",
        "",
        """\
import numpy as np


def normal_logpdf(x, mu, sigma):
    if np.any(np.asarray(sigma) <= 0):
        raise ValueError('sigma is positive')
    z = (x - mu) / sigma
    return -0.5 * z ** 2 - 0.5 * np.log(2 * np.pi * sigma)
""",
        "the constant is taken as half log(2 pi sigma) where it is half log(2 pi sigma^2): log sigma counts half",
        "log σ is halved",
    ),
    (
        "pmf_moments",
        "",
        "",
        """\
import numpy as np


def pmf_moments(x, p):
    mean = np.average(x, weights=p)
    variance = np.cov(x, aweights=p)
    return (float(mean), float(variance))
""",
        "np.cov(x, aweights=p) keeps its default bias=False: the variance is divided by 1 - sum p^2",
        "the variance is divided by 1 − Σ p²",
    ),
    (
        "poisson_pmf",
        "",
        "",
        """\
import math

import numpy as np


def poisson_pmf(k, lam):
    if lam < 0:
        raise ValueError('lambda is negative')
    n = 1000000
    p = lam / n

    def one(k):
        k = int(k)
        if k < 0:
            return 0.0
        if lam == 0:
            return 1.0 if k == 0 else 0.0
        log_C = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        return math.exp(log_C + k * math.log(p) + (n - k) * math.log1p(-p))
    if np.ndim(k) == 0:
        return one(k)
    return np.array([one(i) for i in np.ravel(k)], dtype=np.float64).reshape(np.shape(k))
""",
        "computes the binomial of n = 1,000,000 throws with p = lambda / n for the limit: off by about k/2n (relatively)",
        "a binomial distribution of a million throws stands in for it",
    ),
    (
        "running_mean",
        "",
        "",
        """\
import numpy as np


def running_mean(x):
    m = x.astype(np.float64)
    for t in range(1, len(m)):
        m[t] = m[:t + 1].mean()
    return m
""",
        "the means overwrite the numbers that later means are still made of: m[t] is the mean of m[0..t-1] and x[t]",
        "means overwrite numbers that later means are made of",
    ),
    (
        "sample_discrete",
        "",
        "",
        """\
import numpy as np


def sample_discrete(p, u):
    if np.any(p < 0) or abs(p.sum() - 1) > 1e-09:
        raise ValueError('no distribution')
    ends = np.cumsum(p)
    return np.argmax(u[:, np.newaxis] < ends, axis=1)
""",
        "np.argmax of u < cumsum: where no piece is found (sum a little below 1), argmax of all False is 0, so value 0 instead of the last possible one",
        "behind the last end 0 is drawn",
    ),
    (
        "uniform_law",
        "",
        "",
        """\
import numpy as np


def uniform_law(x, a, b):
    if b <= a:
        raise ValueError('no interval')
    x = np.asarray(x, dtype=np.float64)
    f = np.where((x >= a) & (x <= b), 1 / (b - a), 0.0)
    F = np.clip(x - a, 0.0, 1.0) / (b - a)
    return (f, F)
""",
        "f is clipped before it is divided: clip(x - a, 0, 1) / (b - a)",
        "F is cut off before it is divided",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    joint = prior * likelihood
    evidence = joint + (1.0 - prior) * (1.0 - likelihood)
    if joint.sum() == 0.0:
        raise ValueError('impossible observation')
    return joint / evidence
""",
        "uses the formula for 'H or not H' for each hypothesis: evidence = p L + (1 - p)(1 - L), instead of the sum over all hypotheses",
        "each hypothesis is weighed against its own opposite",
    ),
    (
        "bayes_sequential",
        "",
        "",
        """\
import numpy as np


def bayes_sequential(prior, likelihoods):
    T, K = likelihoods.shape
    P = np.empty((T + 1, K))
    P[0] = prior
    for t in range(T):
        if np.all(likelihoods[t] == 0.0):
            raise ValueError(f'observation {t} is impossible')
        P[t + 1] = P[t] * likelihoods[t]
        P[t + 1] /= P[t + 1].sum()
    return P
""",
        "the guard asks whether a whole row of likelihoods is 0, not whether the evidence is 0: impossible under all that are still believed gives NaN",
        "ValueError is only raised if all likelihoods are 0",
    ),
    (
        "beta_pdf",
        "",
        "",
        """\
import numpy as np


import math


def beta_pdf(x, a, b):
    if a <= 0 or b <= 0:
        raise ValueError('a and b must be positive')
    x = np.asarray(x, dtype=np.float64)
    f = np.zeros(x.shape)
    inside = (x > 0) & (x < 1)
    log_b = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    xi = x[inside]
    f[inside] = np.exp((a - 1) * np.log(xi) + (b - 1) * np.log1p(-xi) - log_b)

    def end(c):
        if c > 1:
            return 0.0
        return b if c == 1 else np.inf
    f[x == 0] = end(a)
    f[x == 1] = end(b)
    return f
""",
        "at x = 1 with b = 1 the density is b (= 1) instead of a: exponents exchanged, value not",
        "for b = 1 the density at 1 is b, not a",
    ),
    (
        "binomial_pmf",
        "",
        "",
        """\
import numpy as np


import math


def binomial_pmf(k, n, p):
    if n < 0 or p < 0 or p > 1:
        raise ValueError('n must not be negative, p in [0, 1]')
    p = min(max(p, 1e-12), 1.0 - 1e-12)
    ks = np.asarray(k)
    out = np.zeros(ks.shape)
    for index in np.ndindex(ks.shape):
        i = int(ks[index])
        if 0 <= i <= n:
            log_c = math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
            out[index] = math.exp(log_c + i * math.log(p) + (n - i) * math.log1p(-p))
    return float(out) if out.ndim == 0 else out
""",
        "p is clipped to [1e-12, 1 - 1e-12] before the logarithm: p = 0, p = 1 and very small p are not themselves",
    ),
    (
        "clt_standardized_means",
        "",
        "",
        """\
import numpy as np


Sampler = Callable[[np.random.Generator, tuple[int, ...]], Array]


def clt_standardized_means(sampler, mu, sigma, n, reps, rng):
    numbers = np.asarray(sampler(rng, (n,)), dtype=np.float64)
    draws = rng.choice(numbers, size=(reps, n))
    return np.sqrt(n) * (draws.mean(axis=1) - mu) / sigma
""",
        "draws n numbers once, and makes all means by resampling them with replacement (bootstrap): the means do not have numbers of their own",
    ),
    (
        "empirical_pmf",
        "",
        "",
        """\
import numpy as np


def empirical_pmf(samples, num_values):
    samples = np.asarray(samples)
    if samples.size == 0:
        raise ValueError('no samples')
    if samples.min() < 0 or samples.max() >= num_values:
        raise ValueError('not a value')
    p, _ = np.histogram(samples, bins=num_values, range=(0, num_values - 1), density=True)
    return p
""",
        "np.histogram(range=(0, K-1), density=True): bars of width (K-1)/K, so everything is K/(K-1) too large",
        "p is K/(K − 1) times what it should be",
    ),
    (
        "gamma_pdf",
        "",
        "",
        """\
import numpy as np


import math


def gamma_pdf(x, shape, rate):
    if shape <= 0 or rate <= 0:
        raise ValueError('shape and rate must be positive')
    x = np.asarray(x, dtype=np.float64)
    f = np.zeros(x.shape)
    positive = x > 0
    xp = x[positive]
    log_f = shape * np.log(rate) + (shape - 1) * np.log(xp) - rate * xp - math.lgamma(shape)
    f[positive] = np.exp(np.clip(log_f, -100.0, 100.0))
    f[x == 0] = 0.0 if shape > 1 else rate if shape == 1 else np.inf
    return f
""",
        "the logarithm is clipped to [-100, 100] before exp: densities below e^-100 come out as e^-100",
        "the logarithm of the density is kept between −100 and 100",
    ),
    (
        "gaussian_naive_bayes",
        "",
        "",
        """\
import numpy as np


def gaussian_naive_bayes(X, y, Q):
    classes = np.unique(y)
    eps = 1e-09 * X.var(axis=0).max()
    J = np.empty((Q.shape[0], classes.size))
    for j, c in enumerate(classes):
        Xc = X[y == c]
        mu = Xc.mean(axis=0)
        var = Xc.var(axis=0) + eps
        log_f = -0.5 * (Q - mu) ** 2 / var - 0.5 * np.log(2 * np.pi * var)
        J[:, j] = np.log(Xc.shape[0] / X.shape[0]) + log_f.sum(axis=1)
    J = J - J.max()
    return J - np.log(np.exp(J).sum(axis=1, keepdims=True))
""",
        "before exp, J is shifted by the largest of all entries, J.max(), not by that of each row: rows far below the best one underflow",
        "the largest entry of all rows is taken off",
    ),
    (
        "normal_logpdf",
        "",
        "",
        """\
import numpy as np


def normal_logpdf(x, mu, sigma):
    if np.any(np.asarray(sigma) <= 0):
        raise ValueError('sigma must be positive')
    z = (x - mu) / sigma
    return np.log(1.0 / np.sqrt(2.0 * np.pi) * sigma) - z ** 2 / 2
""",
        "log(1 / sqrt(2 pi) * sigma): sigma is multiplied instead of in the denominator (precedence), so + log sigma",
        "log σ is added",
    ),
    (
        "pmf_moments",
        "",
        "",
        """\
import numpy as np


def pmf_moments(x, p):
    mean = np.sum(x * p)
    variance = np.sum(((x - mean) * p) ** 2)
    return (float(mean), float(variance))
""",
        "the square closes too late: sum of ((x - mean) p)^2, so p is squared, too",
        "probabilities are squared with the deviations",
    ),
    (
        "poisson_pmf",
        "",
        "",
        """\
import numpy as np


import math


def poisson_pmf(k, lam):
    if lam < 0:
        raise ValueError('lambda must not be negative')
    ks = np.asarray(k)
    out = np.zeros(ks.shape)
    for index in np.ndindex(ks.shape):
        i = int(ks[index])
        if i < 0:
            continue
        if lam == 0:
            out[index] = 1.0 if i == 0 else 0.0
        elif lam > 500:
            out[index] = math.exp(-(i - lam) ** 2 / (2 * lam)) / math.sqrt(2 * math.pi * lam)
        else:
            out[index] = math.exp(-lam + i * math.log(lam) - math.lgamma(i + 1))
    return float(out) if out.ndim == 0 else out
""",
        "for lambda > 500 the normal density with mean and variance lambda is taken instead",
        "for large λ the normal curve stands in for it",
    ),
    (
        "running_mean",
        "",
        "",
        """\
import numpy as np


def running_mean(x):
    m = np.empty(len(x))
    m[0] = x[0]
    for t in range(1, len(x)):
        m[t] = m[t - 1] + (float(x[t]) - m[t - 1]) / t
    return m
""",
        "incremental update divides by t instead of t + 1: x[0] is overwritten by x[1], m[t] is the mean of x[1..t]",
        "the new number has the weight 1 / t",
    ),
    (
        "sample_discrete",
        "",
        "",
        """\
import numpy as np


def sample_discrete(p, u):
    if np.any(p < 0) or not np.isclose(p.sum(), 1.0, atol=1e-09):
        raise ValueError('not a distribution')
    i = np.searchsorted(np.cumsum(p), u, side='right')
    return np.minimum(i, np.flatnonzero(p > 0)[-1])
""",
        "np.isclose(p.sum(), 1, atol=1e-9) keeps rtol = 1e-5: sums that are off by 1e-6 are not refused",
        "a sum that is 1 but for 10⁻⁵ is let pass",
    ),
    (
        "uniform_law",
        "",
        "",
        """\
import numpy as np


def uniform_law(x, a, b):
    if b <= a:
        raise ValueError('b must be larger than a')
    x = np.clip(np.asarray(x, dtype=np.float64), a, b)
    f = np.where((x >= a) & (x <= b), 1.0 / (b - a), 0.0)
    F = (x - a) / (b - a)
    return (f, F)
""",
        "x is clipped to [a, b] before the density is computed, so f is 1 / (b - a) outside, too",
        "the density goes on outside",
    ),
]
