"""Wrong answers to chapters 1 to 4 and 9 to 11, written from the prompts alone; most are known by now."""

# Whole answers, as in arrays.py: exercise, no base, nothing replaced, the text, what is wrong; then all that may be said
# of it: read, and found true and useful, or with "~" true and vague. Where nothing stands, nothing is said.
BANK = [
    (
        "array_io_roundtrip",
        "",
        "",
        """\
import io
import zipfile

import numpy as np


def save_arrays(arrays):
    f = io.BytesIO()
    with zipfile.ZipFile(f, "w") as z:
        for name, a in arrays.items():
            with z.open(name + ".npy", "w") as g:
                np.lib.format.write_array(g, a)
    return f.getvalue()


def load_arrays(data):
    out = {}
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for name in z.namelist():
            with z.open(name) as g:
                out[name[:-4]] = np.lib.format.read_array(g, allow_pickle=True)
    return out
""",
        "pickles are read, too",
        "pickles are read",
    ),
    (
        "array_io_roundtrip",
        "",
        "",
        """\
import io
import zipfile

import numpy as np


def save_arrays(arrays):
    f = io.BytesIO()
    with zipfile.ZipFile(f, "w") as z:
        for name, a in arrays.items():
            g = io.BytesIO()
            np.save(g, np.asarray(a, dtype=float))
            z.writestr(name + ".npy", g.getvalue())
    return f.getvalue()


def load_arrays(data):
    out = {}
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for name in z.namelist():
            out[name.strip(".npy")] = np.load(io.BytesIO(z.read(name)), allow_pickle=False)
    return out
""",
        'all is written as float64, and strip(".npy") takes letters off the names',
        "everything is written as float64",
        "letters of .npy are stripped off the names themselves",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    if len(y_true) and (y_true.min() < 0 or y_true.max() >= K or y_pred.min() < 0 or y_pred.max() >= K):
        raise ValueError("label")
    idx = y_true * K + y_pred
    return np.bincount(idx, minlength=K * K)[: K * K].reshape(K, K).astype(np.int64)
""",
        "cells are numbered in the labels' own type, which wraps around",
        "cells are numbered in the labels' own type",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    C = np.zeros((K, K), dtype=np.int64)
    for t, p in zip(y_true, y_pred):
        if t < 0 or p < 0 or t >= K or p >= K:
            raise ValueError("label out of range")
        if t != p:
            C[t, p] += 1
    return C
""",
        "samples that are right are not counted",
        "only what is wrong is counted",
    ),
    (
        "image_to_unit_float",
        "",
        "",
        """\
import numpy as np


def image_to_unit_float(img):
    return img.astype(np.float64) / 255.0


def unit_float_to_image(x):
    return np.clip(np.floor(x * 256), 0, 255).astype(np.uint8)
""",
        "bytes are floor(256 x)",
        "numbers are multiplied by 256",
    ),
    (
        "image_to_unit_float",
        "",
        "",
        """\
import numpy as np


def image_to_unit_float(img):
    img = img.astype(np.float64)
    lo, hi = img.min(), img.max()
    if hi == lo:
        return np.zeros_like(img)
    return (img - lo) / (hi - lo)


def unit_float_to_image(x):
    return np.rint(np.clip(x, 0.0, 1.0) * 255).astype(np.uint8)
""",
        "images are stretched to 0 … 1",
        "the image is stretched from its darkest to its lightest byte",
    ),
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    if y.min() < 0:
        raise ValueError("negative label")
    if num_classes is None:
        classes, y = np.unique(y, return_inverse=True)
        num_classes = len(classes)
    if y.max() >= num_classes:
        raise ValueError("label too large")
    return np.eye(num_classes)[y]
""",
        "without num_classes, columns are numbered by the labels that occur",
        "without num_classes, labels are numbered anew",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    return np.abs(a[:, np.newaxis] - b[np.newaxis, :])
""",
        "distances are returned",
        "absolute values are returned",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    a = a.astype(float)
    b = b.astype(float)
    A, B = np.meshgrid(a, b)
    return (A - B).reshape(len(a), len(b))
""",
        "np.meshgrid's table (m, n) is reshaped to (n, m)",
        "the transposed table is reshaped to (n, m)",
    ),
    (
        "select_submatrix",
        "",
        "",
        """\
import numpy as np


def select_submatrix(X, row_mask, cols):
    S = X if row_mask.all() else X[row_mask]
    k = len(cols)
    if k and np.array_equal(cols, np.arange(cols[0], cols[0] + k)) and cols[0] >= 0:
        return S[:, cols[0]:cols[0] + k]
    return S[:, cols]
""",
        "where nothing is dropped, a window on X is returned",
        "X itself is returned where everything is chosen",
        "a single column is taken as a slice, a window on X",
    ),
    (
        "standardize_columns",
        "",
        "",
        """\
import numpy as np


def standardize_columns(X):
    X = np.asarray(X, dtype=np.float64)
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    constant = (X == X[0]).all(axis=0)
    std[constant] = 0.0
    Z = (X - mean) / (std + 1e-8)
    Z[:, constant] = 0.0
    return Z, mean, std
""",
        "1e-8 is added to the deviation",
        "a small number is added to the deviation of columns that vary",
    ),
    (
        "train_test_split_indices",
        "",
        "",
        """\
def train_test_split_indices(n, n_test, rng):
    if n_test < 1 or n_test >= n:
        raise ValueError("n_test")
    test = rng.choice(n, size=n_test, replace=False)
    train = rng.choice(n, size=n - n_test, replace=False)
    return train, test
""",
        "train and test are drawn independently of each other",
        "train is drawn from all samples, the test set among them",
    ),
    (
        "birthday_collision",
        "",
        "",
        """\
def birthday_collision(m, days=365):
    if m < 0:
        raise ValueError("m")
    if m < 2:
        return 0.0
    if m > days:
        return 1.0
    return 1.0 - (1.0 - 1.0 / days) ** (m - 1)
""",
        "somebody has the birthday of the first person",
        "somebody is looked for who has one person's birthday",
    ),
    (
        "chain_rule_joint",
        "",
        "",
        """\
def chain_rule_joint(p_a, p_b_a, p_c_ab):
    p_b = p_a @ p_b_a
    return p_a[:, None, None] * p_b[None, :, None] * p_c_ab
""",
        "the marginal distribution of b stands for P(b | a)",
        "b is taken to be independent of a",
    ),
    (
        "coin_heads_histogram",
        "",
        "",
        """\
import numpy as np


def coin_heads_histogram(n_flips, p, n_trials, rng):
    if p < 0 or p > 1 or n_trials < 1:
        raise ValueError("bad arguments")
    flips = rng.random(n_flips + n_trials - 1) < p
    h = np.zeros(n_flips + 1)
    for i in range(n_trials):
        h[flips[i:i + n_flips].sum()] += 1
    return h / n_trials
""",
        "trials are windows of one long row of tosses",
        "trials are the windows of one row of tosses",
    ),
    (
        "conditional_probability",
        "",
        "",
        """\
def conditional_probability(space, event, given):
    if any(w < 0 for w in space.values()):
        raise ValueError("negative weight")
    A, B = set(event), set(given)
    p_B = sum(w for o, w in space.items() if o in B)
    if p_B == 0:
        raise ValueError("P(B) = 0")
    p_A = sum(w for o, w in space.items() if o in A)
    both = sum(w for o, w in space.items() if o in A and o in B)
    return both / p_A if p_A else 0.0
""",
        "it is divided by P(A)",
        "what is given and what is asked are exchanged",
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
    elif given == "col":
        s = J.sum(axis=0, keepdims=True)
    else:
        raise ValueError(given)
    return np.where(s > 1e-12, J / np.where(s > 1e-12, s, 1.0), 0.0)
""",
        "sums up to 1e-12 are taken for 0",
        "sums below 1e-12 are taken for 0",
    ),
    (
        "event_probability",
        "",
        "",
        """\
def event_probability(space, event):
    if any(w < 0 for w in space.values()) or not any(w > 0 for w in space.values()):
        raise ValueError("weights")
    possible = [o for o, w in space.items() if w > 0]
    favourable = [o for o in possible if o in event]
    return len(favourable) / len(possible)
""",
        "outcomes with a positive weight are counted",
        "all outcomes that are possible are taken to be equally likely",
    ),
    (
        "is_independent",
        "",
        "",
        """\
import numpy as np


def is_independent(J, tol):
    return bool(np.allclose(J, np.outer(J.sum(axis=1), J.sum(axis=0)), atol=tol))
""",
        "np.allclose adds its own rtol to tol",
        "a hundred-thousandth of each entry is added to tol",
    ),
    (
        "marginals",
        "",
        "",
        """\
def marginals(J):
    p_A = J.sum(axis=1)
    p_B = J.mean(axis=0)
    return p_A, p_B
""",
        "p_B is a mean",
        "p_B is the mean of J over axis 0, not the sum",
    ),
    (
        "monty_hall",
        "",
        "",
        """\
def monty_hall(car, pick, rng):
    step = rng.integers(1, 3, size=len(car))
    opened = (pick + step) % 3
    switched = 3 - pick - opened
    return opened, switched
""",
        "the host may open the door with the car",
        "the host opens any door but the one picked, the car's as well",
    ),
    (
        "prob_none_selected",
        "",
        "",
        """\
def prob_none_selected(N, K, m):
    if K < 0 or m < 0 or K > N or m > N:
        raise ValueError("bad")
    if m > N - K:
        return 0.0
    p = 1.0
    for i in range(1, m + 1):
        p *= (N - K - i) / (N - i) if N > i else 1.0
    return p
""",
        "the product begins with the second factor, and ends one later",
        "draws are counted from 1 to m",
    ),
    (
        "total_probability",
        "",
        "",
        """\
import numpy as np


def total_probability(p_B_given_A, p_A):
    for p in (p_A, p_B_given_A):
        if (p < 0).any() or (p > 1).any():
            raise ValueError("no probability")
    if not np.isclose(p_A.sum(), 1.0):
        raise ValueError("no partition")
    return float(p_B_given_A @ p_A)
""",
        "the sum is compared by np.isclose as it is",
        "the sum may be off by a hundred-thousandth",
    ),
    (
        "union_probability",
        "",
        "",
        """\
import itertools


def union_probability(space, events):
    if not space or min(space.values()) < 0 or sum(space.values()) == 0:
        raise ValueError("weights")
    total = sum(space.values())

    def P(A):
        return sum(space[o] for o in A if o in space) / total

    sets = [set(e) for e in events]
    p = sum(P(A) for A in sets)
    for A, B in itertools.combinations(sets, 2):
        p -= P(A & B)
    return p
""",
        "the sum rule ends with pairs",
        "overlaps of two are taken off, but those of three are not added back",
    ),
    (
        "bayes_posterior",
        "",
        "",
        """\
import numpy as np


def bayes_posterior(prior, likelihood):
    evidence = np.sum(prior * likelihood)
    if evidence == 0:
        raise ValueError("impossible")
    lik = likelihood / likelihood.sum()
    post = prior + lik
    return post / post.sum()
""",
        "prior and normalised likelihood are averaged",
        "the mean of the prior and of the likelihoods' shares is taken",
    ),
    (
        "bayes_sequential",
        "",
        "",
        """\
import numpy as np


def bayes_sequential(prior, likelihoods):
    T, K = likelihoods.shape
    P = np.zeros((T + 1, K))
    P[0] = prior
    for t in range(T):
        p = prior * likelihoods[t]
        s = p.sum()
        if s == 0:
            raise ValueError("impossible")
        P[t + 1] = p / s
    return P
""",
        "every observation meets the first prior",
        "every step starts from the prior again",
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
        raise ValueError("a, b")
    logB = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    x = np.asarray(x, dtype=float)
    f = np.zeros(x.shape)
    inside = (x > 0) & (x < 1)
    f[inside] = np.exp(a * np.log(x[inside]) + b * np.log1p(-x[inside]) - logB)
    for end, p, q in ((0.0, a, b), (1.0, b, a)):
        f[x == end] = np.inf if p < 1 else (q if p == 1 else 0.0)
    return f
""",
        "exponents are a and b",
        "a 1 is not added, or not subtracted",
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
        raise ValueError("n or p")
    def one(k):
        if k < 0 or k > n:
            return 0.0
        if p == 0:
            return float(k == 0)
        if p == 1:
            return float(k == n)
        if n > 100:
            var = n * p * (1 - p)
            return math.exp(-0.5 * (k - n * p) ** 2 / var) / math.sqrt(2 * math.pi * var)
        return math.comb(n, int(k)) * p**int(k) * (1 - p) ** (n - int(k))
    if np.ndim(k) == 0:
        return one(int(k))
    return np.array([one(int(v)) for v in np.ravel(k)], dtype=float).reshape(np.shape(k))
""",
        "above 100 throws the normal density stands in",
        "for many throws the normal curve stands in for it",
    ),
    (
        "clt_standardized_means",
        "",
        "",
        """\
import numpy as np


def clt_standardized_means(sampler, mu, sigma, n, reps, rng):
    x = sampler(rng, (reps, n))
    return (x.sum(axis=1) - mu) / (sigma * np.sqrt(n))
""",
        "μ is taken off a sum of n numbers once",
        "from a sum, μ is subtracted once",
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
    if samples.min() < 0 or samples.max() >= num_values:
        raise ValueError("no value")
    counts = np.bincount(samples, minlength=num_values) + 1.0
    return counts / counts.sum()
""",
        "one is added to each count",
        "one is added to each count",
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
        raise ValueError("shape, rate")
    x = np.asarray(x, dtype=float)
    f = np.zeros(x.shape)
    pos = x > 0
    f[pos] = np.exp(math.log(rate) + (shape - 1) * np.log(x[pos]) - rate * x[pos] - math.lgamma(shape))
    f[x == 0] = np.inf if shape < 1 else (rate if shape == 1 else 0.0)
    return f
""",
        "λ is not raised to k",
        "λ stands there once, not k times",
    ),
    (
        "gaussian_naive_bayes",
        "",
        "",
        """\
import numpy as np


def gaussian_naive_bayes(X, y, Q):
    classes = np.unique(y)
    eps = 1e-9 * X.var(axis=0).max()
    mu = np.array([X[y == k].mean(axis=0) for k in classes])
    resid = X - mu[np.searchsorted(classes, y)]
    var = (resid**2).mean(axis=0) + eps
    L = -0.5 * (((Q[:, None, :] - mu) ** 2) / var + np.log(2 * np.pi * var)).sum(axis=2)
    L = L - L.max(axis=1, keepdims=True)
    return L - np.log(np.exp(L).sum(axis=1, keepdims=True))
""",
        "one variance for all classes, and no prior",
        "all classes share one variance for each feature",
        "the prior is forgotten",
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
    z = (x - mu) / sigma
    return -0.5 * z**2 - 0.5 * np.log(sigma) - 0.5 * np.log(2 * np.pi)
""",
        "½ log σ stands for log σ",
        "log σ is halved",
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
        raise ValueError("lam")
    def one(k):
        if k < 0:
            return 0.0
        if lam == 0:
            return 1.0
        return min(1.0, sum(math.exp(j * math.log(lam) - lam - math.lgamma(j + 1)) for j in range(k + 1)))
    if np.ndim(k) == 0:
        return one(int(k))
    return np.array([one(int(v)) for v in np.ravel(k)], dtype=float).reshape(np.shape(k))
""",
        "probabilities are summed up to k",
        "P is cumulative",
    ),
    (
        "running_mean",
        "",
        "",
        """\
import numpy as np


def running_mean(x):
    x = np.asarray(x, dtype=float)
    m = np.empty(len(x))
    m[0] = x[0]
    for t in range(1, len(x)):
        m[t] = m[t - 1] + (x[t] - m[t - 1]) / t
    return m
""",
        "the new number has the weight 1/t, not 1/(t + 1)",
        "the new number has the weight 1 / t",
    ),
    (
        "sample_discrete",
        "",
        "",
        """\
import numpy as np


def sample_discrete(p, u):
    if (p < 0).any() or abs(p.sum() - 1) > 1e-9:
        raise ValueError("p")
    c = np.cumsum(p)
    last = np.nonzero(p)[0][-1]
    return np.minimum(np.searchsorted(c, u, side="left"), last)
""",
        "searchsorted takes the left side",
        "the ends of the pieces belong to them",
    ),
    (
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    x = np.sort(np.asarray(x, dtype=float))
    if len(x) == 0:
        raise ValueError("empty")
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    iqr = q3 - q1
    lo, hi = med - 1.5 * iqr, med + 1.5 * iqr
    inside = x[(x >= lo) & (x <= hi)]
    return q1, med, q3, inside[0], inside[-1], x[(x < lo) | (x > hi)]
""",
        "fences are 1.5 IQR away from the median",
        "fences are measured from the median",
        "~fences are one IQR away",
    ),
    (
        "cohens_d",
        "",
        "",
        """\
import numpy as np


def cohens_d(a, b):
    if len(a) < 2 or len(b) < 2:
        raise ValueError("too few")
    v = (np.var(a, ddof=1) + np.var(b, ddof=1)) / 2
    if v == 0:
        raise ValueError("constant")
    return float(abs(np.mean(a) - np.mean(b)) / np.sqrt(v))
""",
        "the modulus is returned",
        "the sign is lost",
    ),
    (
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    filled = X.copy()
    gaps = np.isnan(filled)
    whole = np.nanmedian(X) if not gaps.all() else np.nan
    filled[gaps] = whole
    filled[:, gaps.all(axis=0)] = np.nan
    return filled
""",
        "gaps get the median of the whole table",
        "the median of the whole table is filled in",
    ),
    (
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    filled = X.copy()
    N, D = X.shape
    for d in range(D):
        last = np.nan
        for n in range(N):
            if np.isnan(filled[n, d]):
                filled[n, d] = last
            else:
                last = filled[n, d]
        nxt = np.nan
        for n in range(N - 1, -1, -1):
            if np.isnan(filled[n, d]):
                filled[n, d] = nxt
            else:
                nxt = filled[n, d]
    return filled
""",
        "gaps get the last value before them",
        "the last value that was observed is carried on",
    ),
    (
        "mann_whitney_u",
        "",
        "",
        """\
import math

import numpy as np


def mann_whitney_u(a, b):
    n, m = len(a), len(b)
    if n == 0 or m == 0:
        raise ValueError("empty")
    both = np.concatenate([a, b])
    if (both == both[0]).all():
        return n * m / 2, 1.0
    ranks = np.empty(n + m)
    ranks[np.argsort(both, kind="stable")] = np.arange(1, n + m + 1)
    U = ranks[:n].sum() - n * (n + 1) / 2
    sigma = math.sqrt(n * m * (n + m + 1) / 12)
    z = max(0.0, (abs(U - n * m / 2) - 0.5) / sigma)
    return float(U), math.erfc(z / math.sqrt(2))
""",
        "ranks by argsort, without a word about ties",
        "equal values are ranked one after the other, and σ is not corrected for them",
    ),
    (
        "median",
        "",
        "",
        """\
import numpy as np


def median(x):
    if len(x) == 0:
        raise ValueError("empty")
    s = np.sort(x)
    k = len(s) // 2
    if len(s) % 2:
        return float(s[k])
    return float((s[k - 1] + s[k]) // 2)
""",
        "for even N the sum is divided by // 2",
        "for even N, halves are cut off",
    ),
    (
        "pearson_r",
        "",
        "",
        """\
import numpy as np


def pearson_r(x, y):
    if len(x) < 2:
        raise ValueError("too few")
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    if (x == x[0]).all() or (y == y[0]).all():
        return float("nan")
    dx, dy = x - x.mean(), y - y.mean()
    return float((dx @ dy) / (dx @ dx))
""",
        "the slope of the regression is returned",
        "it is divided by the variance of x alone",
    ),
    (
        "quantile_linear",
        "",
        "",
        """\
import numpy as np


def quantile_linear(x, q):
    if len(x) == 0:
        raise ValueError("empty")
    q = np.asarray(q, dtype=float)
    if (q < 0).any() or (q > 1).any():
        raise ValueError("q")
    s = np.sort(np.asarray(x, dtype=float))
    r = np.clip(len(s) * q - 1, 0, len(s) - 1)
    k = np.minimum(np.floor(r).astype(int), len(s) - 1)
    k1 = np.minimum(k + 1, len(s) - 1)
    out = s[k] + (r - k) * (s[k1] - s[k])
    return float(out) if q.ndim == 0 else out
""",
        "the rank is N q − 1",
        "the rank is N q, counted from 1",
    ),
    (
        "spearman_rho",
        "",
        "",
        """\
import numpy as np


def spearman_rho(x, y):
    if len(x) < 2:
        raise ValueError("too few")
    if (x == x[0]).all() or (y == y[0]).all():
        return float("nan")
    rx = np.argsort(x) + 1.0
    ry = np.argsort(y) + 1.0
    return float(np.corrcoef(rx, ry)[0, 1])
""",
        "argsort is taken for ranks",
        "argsort is taken for the ranks",
    ),
    (
        "spread_measures",
        "",
        "",
        """\
import numpy as np


def spread_measures(x):
    x = np.asarray(x, dtype=float)
    N = len(x)
    if N == 0:
        raise ValueError("empty")
    m = x.mean()
    ss = ((x - m) ** 2).sum()
    nan = float("nan")
    var1 = ss / (N - 1) if N > 1 else nan
    return {
        "mad_mean": float(np.abs(x - m).mean()),
        "mad_median": float(np.median(np.abs(x - np.median(x)))),
        "var0": ss / N,
        "var1": var1,
        "std1": var1**0.5,
        "sem": (var1 / (N - 1)) ** 0.5 if N > 1 else nan,
    }
""",
        "sem is std1 / √(N − 1)",
        "sem is divided by the root of N − 1",
    ),
    (
        "three_means",
        "",
        "",
        """\
import numpy as np


def three_means(x):
    x = np.asarray(x, dtype=float)
    if len(x) == 0 or (x <= 0).any():
        raise ValueError("x")
    return float(x.mean()), float(np.exp(np.log10(x).mean())), float(len(x) / (1 / x).sum())
""",
        "exp of a mean of log10",
        "exp is put on logarithms of base 10",
    ),
    (
        "welch_confidence_interval",
        "",
        "",
        """\
import numpy as np


def welch_confidence_interval(a, b, alpha, t_ppf):
    n, m = len(a), len(b)
    if not 0 < alpha < 1 or n < 2 or m < 2:
        raise ValueError("bad")
    va, vb = np.var(a, ddof=1) / n, np.var(b, ddof=1) / m
    if va + vb == 0:
        raise ValueError("constant")
    se2 = va + vb
    df = se2**2 / (va**2 / (n - 1) + vb**2 / (m - 1))
    half = t_ppf(1 - alpha, df) * se2
    d = np.mean(a) - np.mean(b)
    return float(d - half), float(d + half)
""",
        "SE² stands for SE, and α is not halved",
        "α is not halved",
        "SE is squared",
    ),
    (
        "avg_pool_forward",
        "",
        "",
        """\
import numpy as np


def avg_pool_forward(X, size, stride, pad):
    N, C, H, W = X.shape
    Ho = (H + 2 * pad - size) // stride + 1
    Wo = (W + 2 * pad - size) // stride + 1
    Y = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            r, c = i * stride - pad, j * stride - pad
            r0, c0 = max(r, 0), max(c, 0)
            window = X[:, :, r0:r + size, c0:c + size]
            Y[:, :, i, j] = window.sum(axis=(2, 3)) / ((r + size - r0) * (c + size - c0))
    return Y
""",
        "pixels are only counted right at the top and on the left",
        "windows that hang over the bottom or the right count as full",
    ),
    (
        "conv2d_valid",
        "",
        "",
        """\
import numpy as np


def conv2d_valid(image, kernel):
    P, Q = kernel.shape
    H, W = image.shape
    flipped = kernel[::-1]
    Y = np.zeros((H - P + 1, W - Q + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = np.sum(flipped * image[i:i + P, j:j + Q])
    return Y
""",
        "the kernel is turned around in one direction",
        "only the rows of the kernel are turned around",
    ),
    (
        "conv_layer_forward",
        "",
        "",
        """\
import numpy as np


def conv_layer_forward(X, kernels, b, stride, pad):
    N, C, H, W = X.shape
    F, _, P, Q = kernels.shape
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Ho = (H + 2 * pad - P) // stride + 1
    Wo = (W + 2 * pad - Q) // stride + 1
    Y = np.zeros((N, F, Ho, Wo))
    for f in range(F):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    patch = Z[:, c, i * stride:i * stride + P, j * stride:j * stride + Q]
                    Y[:, f, i, j] += (patch * kernels[f, c]).sum(axis=(1, 2)) + b[f]
    return Y
""",
        "the bias is added in the loop over channels",
        "the bias is added once for each channel",
    ),
    (
        "conv_output_shape",
        "",
        "",
        """\
def conv_output_shape(H, W, P, Q, stride, pad, dilation):
    P, Q = dilation * P, dilation * Q
    if P > H + 2 * pad or Q > W + 2 * pad:
        raise ValueError("does not fit")
    return (H + 2 * pad - P) // stride + 1, (W + 2 * pad - Q) // stride + 1
""",
        "a dilated kernel is d P long",
        "the dilated kernel is taken to span d · P pixels",
    ),
    (
        "count_parameters",
        "",
        "",
        """\
import math


def count_parameters(shape, layers):
    count = 0
    for layer in layers:
        kind = layer["kind"]
        if kind == "dense":
            D = math.prod(shape)
            count += D * layer["outputs"] + layer["outputs"] * layer.get("bias", True)
            shape = (layer["outputs"],)
        elif kind == "conv":
            C, H, W = shape
            P, Q = layer["kernel"]
            count += layer["filters"] * (C * P * Q + layer.get("bias", True))
            shape = (layer["filters"], H - P + 1, W - Q + 1)
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind in ("pool", "relu"):
            pass
        else:
            raise ValueError(kind)
    return count
""",
        "pooling does not change the shape",
        "pooling leaves the image as large as it was",
    ),
    (
        "cross_correlate2d_same",
        "",
        "",
        """\
import numpy as np


def cross_correlate2d_same(image, kernel):
    P, Q = kernel.shape
    H, W = image.shape
    padded = np.pad(image, ((P // 2, P // 2), (Q // 2, Q // 2)), mode="edge")
    Y = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            Y[i, j] = np.sum(kernel * padded[i:i + P, j:j + Q])
    return Y
""",
        "the border is repeated",
        "the pixels at the border are repeated outwards",
    ),
    (
        "mlp_forward",
        "",
        "",
        """\
def mlp_forward(params, X, f):
    A = X
    for W, b in params[:-1]:
        A = f(A @ W) + b
    W, b = params[-1]
    return A @ W + b
""",
        "the bias is added behind the activation",
        "f comes before the bias",
    ),
    (
        "softmax_rows",
        "",
        "",
        """\
import numpy as np


def softmax(Z, axis=-1):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=axis, keepdims=True)
""",
        "one maximum for all rows",
        "the largest logit of the whole batch is taken off",
        "the largest entry is taken over everything",
    ),
    (
        "activation_backward",
        "",
        "",
        """\
import numpy as np


def activation_backward(dA, Z, kind):
    if kind == "relu":
        return dA * (Z > 0)
    if kind == "sigmoid":
        with np.errstate(over="ignore"):
            s = 1 / (1 + np.exp(-Z))
        return dA * s * (1 - s)
    if kind == "tanh":
        return dA * (1 - Z**2)
    raise ValueError(kind)
""",
        "tanh's slope is 1 − Z²",
        "for tanh, Z is taken for A",
    ),
    (
        "backprop_mlp",
        "",
        "",
        """\
import numpy as np


def backprop_mlp(params, X, Y, activation):
    f = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}[activation]
    def slope(z):
        if activation == "relu":
            return (z > 0) * 1.0
        a = f(z)
        return 1 - a**2 if activation == "tanh" else a * (1 - a)
    A, Z = [X], []
    for l, (W, b) in enumerate(params):
        Z.append(A[-1] @ W + b)
        A.append(f(Z[-1]) if l < len(params) - 1 else Z[-1])
    E = A[-1] - Y
    loss = float(0.5 * np.mean(E**2))
    grads = []
    d = E / E.size
    for l in range(len(params) - 1, -1, -1):
        W, b = params[l]
        grads.append((A[l].T @ d, d.sum(axis=0)))
        if l > 0:
            d = (d @ W.T) * slope(A[l])
    return loss, grads[::-1]
""",
        "slopes are taken at activations",
        "f′ is taken at A, not at Z",
    ),
    (
        "dense_backward",
        "",
        "",
        """\
def dense_backward(dY, X, W):
    return dY @ W.T, X.T @ dY, dY.sum(axis=0, keepdims=True)
""",
        "db keeps its axis of length 1",
        "db has an axis too many",
    ),
    (
        "fully_connected_layer",
        "",
        "",
        """\
import numpy as np


class FullyConnectedLayer:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(scale=n_in**-0.5, size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.x = None
        self.n = 0
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x.copy()
        return x @ self.W + self.b

    def backward(self, dy):
        if self.x is None:
            raise RuntimeError("forward first")
        self.dW = self.x.T @ dy
        self.db = dy[0].copy()
        self.n += 1
        return dy @ self.W.T

    def step(self, lr):
        if self.n == 0:
            return
        self.W = self.W - lr * self.dW / self.n
        self.b = self.b - lr * self.db / self.n
        self.n = 0
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
""",
        "gradients are overwritten, and divided by the count",
        "only the last sample counts",
    ),
    (
        "gradient_check",
        "",
        "",
        """\
import numpy as np


def gradient_check(f, grad, x, h=1e-5):
    a = np.asarray(grad(x.copy()))
    if a.shape != x.shape:
        raise ValueError("shape")
    n = np.zeros(x.shape)
    f0 = f(x.copy())
    for i in np.ndindex(*x.shape):
        y = np.array(x, dtype=float)
        y[i] += h
        n[i] = (f(y) - f0) / h
    scale = max(np.abs(a).max(initial=0), np.abs(n).max(initial=0))
    return 0.0 if scale == 0 else float(np.abs(a - n).max() / scale)
""",
        "differences are one-sided",
        "the differences are one-sided",
    ),
    (
        "graph_backward",
        "",
        "",
        """\
import numpy as np


def graph_backward(nodes, out):
    v = {}
    for name, node in nodes.items():
        op = node[0]
        if op == "leaf":
            v[name] = np.asarray(node[1], dtype=float)
        elif op == "add":
            v[name] = v[node[1]] + v[node[2]]
        elif op == "mul":
            v[name] = v[node[1]] * v[node[2]]
        elif op == "matmul":
            v[name] = v[node[1]] @ v[node[2]]
        elif op == "relu":
            v[name] = np.maximum(v[node[1]], 0)
        else:
            v[name] = 1 / (1 + np.exp(-v[node[1]]))
    g = {name: np.zeros(np.shape(v[name])) for name in nodes}
    g[out] = np.ones(np.shape(v[out]))
    done = {out}

    def visit(name):
        op, *args = nodes[name]
        G = g[name]
        if op == "leaf":
            return
        if op == "add":
            parts = [G, G]
        elif op == "mul":
            parts = [G * v[args[1]], G * v[args[0]]]
        elif op == "matmul":
            parts = [G @ v[args[1]].T, v[args[0]].T @ G]
        elif op == "relu":
            parts = [G * (v[args[0]] > 0)]
        else:
            parts = [G * v[name] * (1 - v[name])]
        for a, p in zip(args, parts):
            g[a] = g[a] + p
            visit(a)

    visit(out)
    return g
""",
        "a node passes on all that it has heard whenever it hears something",
        "a node passes on what it has heard each time that it hears something",
    ),
    (
        "mse_with_grad",
        "",
        "",
        """\
import numpy as np


def mse_with_grad(Y_hat, Y):
    E = Y_hat - Y
    return float(0.5 * np.mean(E**2)), E / len(E)
""",
        "the gradient is divided by N alone",
        "the gradient is divided by the batch size alone",
    ),
    (
        "sigmoid_prime",
        "",
        "",
        """\
import numpy as np


def sigmoid_prime(Z):
    s = 1 / (1 + np.exp(-np.clip(Z, -700, 700)))
    return s * (1 - Z)
""",
        "the slope is σ(z) (1 − z)",
        "1 − z stands in place of 1 − σ(z)",
    ),
    (
        "adadelta_step",
        "",
        "",
        """\
import numpy as np


def adadelta_step(W, S, D, dW, rho, eps):
    S = rho * S + (1 - rho) * dW**2
    step = -dW * np.sqrt(D + eps) / np.sqrt(S + eps)
    D = rho * D + (1 - rho) * dW**2
    return W + step, S, D
""",
        "D averages the squares of gradients",
        "D averages squared gradients",
    ),
    (
        "adam_step",
        "",
        "",
        """\
import numpy as np


def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if t < 1:
        raise ValueError("t")
    M = beta1 * M + (1 - beta1) * dW
    V = beta2 * V + (1 - beta2) * dW**2
    m = M / (1 - beta1 ** (t + 1))
    v = V / (1 - beta2 ** (t + 1))
    return W - lr * m / (np.sqrt(v) + eps), M, V
""",
        "the corrections have t + 1",
        "steps are counted from 0",
    ),
    (
        "early_stopping",
        "",
        "",
        """\
import numpy as np


def early_stopping(val_losses, patience, min_delta=0.0):
    best, wait, prev = -1, 0, np.inf
    lowest = np.inf
    for t, loss in enumerate(val_losses):
        if np.isfinite(loss) and loss < prev - min_delta:
            wait = 0
            if loss < lowest:
                lowest, best = loss, t
        else:
            wait += 1
            if wait == patience:
                return t, best
        prev = loss
    return len(val_losses) - 1, best
""",
        "patience looks at the loss before, the best at all",
        "patience compares each loss with that of the epoch before",
    ),
    (
        "lr_schedules",
        "",
        "",
        """\
import numpy as np


def step_decay(t, lr0, drop, period):
    return lr0 * drop ** (t // period)


def exponential_decay(t, lr0, rate):
    return lr0 * np.exp(-rate * t)


def inverse_decay(t, lr0, rate):
    return lr0 / (1 + rate * t)


def linear_decay(t, lr0, lr_end, steps):
    share = np.minimum(t / max(steps - 1, 1), 1.0)
    return lr0 + (lr_end - lr0) * share
""",
        "linear_decay arrives at steps − 1",
        "linear_decay arrives one step too early",
    ),
    (
        "matthews_corrcoef",
        "",
        "",
        """\
import numpy as np


def matthews_corrcoef(C):
    C = C.astype(float)
    n = C.sum()
    if n == 0:
        return 0.0
    p0 = np.trace(C) / n
    pe = (C.sum(axis=0) @ C.sum(axis=1)) / n**2
    if np.count_nonzero(C.sum(axis=0)) < 2 or np.count_nonzero(C.sum(axis=1)) < 2:
        return 0.0
    return float((p0 - pe) / (1 - pe))
""",
        "Cohen's kappa is returned",
        "Cohen's kappa is returned",
    ),
    (
        "max_stable_step",
        "",
        "",
        """\
import numpy as np


def max_stable_step(A):
    return float(1.0 / np.linalg.eigvalsh(A)[-1])
""",
        "the limit is 1/λ",
        "the limit is 1/λ, half of what is stable",
    ),
    (
        "nesterov_step",
        "",
        "",
        """\
def nesterov_step(W, V, grad, lr, mu):
    V = mu * V - lr * grad(W + V)
    return W + V, V
""",
        "it looks ahead by V",
        "the step looks ahead by the whole velocity",
    ),
    (
        "sgd_linear_regression",
        "",
        "",
        """\
import numpy as np


def sgd_linear_regression(X, y, lr, epochs, batch_size, rng):
    N, D = X.shape
    w = np.zeros(D)
    b = 0.0
    for _ in range(epochs):
        order = rng.permutation(N)
        for i in range(0, N, batch_size):
            rows = order[i:i + batch_size]
            Xb, yb = X[rows], y[rows]
            w = w - lr * Xb.T @ (Xb @ w + b - yb) / batch_size
            b = b - lr * np.sum(Xb @ w + b - yb) / batch_size
    return w, b
""",
        "b sees the new w, and short batches are divided by batch_size",
    ),
]
