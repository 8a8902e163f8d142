"""Wrong answers to chapters 1 to 4, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers: exercise, no base, nothing replaced, the text, what is wrong; then all that may be said of it: read, and
# found true and useful, or with "~" true and vague (one of several that are joined by "or"). Where nothing stands,
# nothing is said.
BANK = [
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    classes, index = np.unique(y, return_inverse=True)
    K = len(classes) if num_classes is None else num_classes
    if np.any(y < 0) or np.any(y >= K) and num_classes is not None:
        raise ValueError("no such class")
    return np.eye(K)[index]
""",
        "labels are renumbered, so gaps between them close up",
        "labels are numbered anew, so that classes that don't occur are left out",
    ),
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    K = num_classes
    if K is None:
        K = int(y.max()) + 1
    if y.min() < 0 or y.max() > K:
        raise ValueError("no such class")
    Y = np.zeros((len(y), K + 1))
    Y[np.arange(len(y)), y] = 1.0
    return Y[:, :K]
""",
        "a label of K passes the test for what is a class",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    for y in (y_true, y_pred):
        if len(y) and (y.min() < 0 or y.max() >= K):
            raise ValueError("no such class")
    C, _, _ = np.histogram2d(y_true.astype(int), y_pred.astype(int), bins=K)
    return C.astype(np.int64)
""",
        "the bins go from the smallest label that occurs to the largest",
        "bins go from the smallest label that occurs to the largest",
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
    std = np.where(X[0] == X[-1], 0.0, std)
    Z = (X - mean) / np.where(std == 0, 1.0, std)
    Z[:, std == 0] = 0.0
    return Z, mean, std
""",
        "a column is taken for constant if its first and last entries are equal",
        "a column is taken for constant if it ends as it begins",
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
    constant = (X == X[0]).all(axis=0)
    std = np.where(constant, 0.0, np.sqrt((X**2).mean(axis=0)))
    Z = np.where(constant, 0.0, (X - mean) / np.where(constant, 1.0, std))
    return Z, mean, std
""",
        "the deviation is the root mean square of the values themselves",
        "~a term of a sum is missing",
    ),
    (
        "image_to_unit_float",
        "",
        "",
        """\
import numpy as np


def image_to_unit_float(img):
    return img / 255.0


def unit_float_to_image(x):
    spread = x.max() - x.min()
    if spread == 0:
        spread = 1.0
    x = (x - x.min()) / spread
    return np.round(255.0 * x).astype(np.uint8)
""",
        "on the way back, the image is stretched from black to white",
        "x is stretched to the full range on the way back",
    ),
    (
        "select_submatrix",
        "",
        "",
        """\
import numpy as np


def select_submatrix(X, row_mask, cols):
    return X[row_mask.astype(int)][:, cols]
""",
        "the mask is used as numbers, and takes rows 0 and 1 again and again",
        "the mask is used as a list of row numbers",
    ),
    (
        "train_test_split_indices",
        "",
        "",
        """\
import numpy as np


def train_test_split_indices(n, n_test, rng):
    if n_test < 1 or n_test >= n:
        raise ValueError("n_test")
    test = rng.permutation(n)[:n_test]
    train = rng.permutation(n)[n_test:]
    return train, test
""",
        "each part is taken from a permutation of its own",
        "both parts are drawn from all samples",
    ),
    (
        "train_test_split_indices",
        "",
        "",
        """\
import numpy as np


def train_test_split_indices(n, n_test, rng):
    if n_test < 1 or n_test >= n:
        raise ValueError("n_test")
    order = np.arange(n)
    for i in range(n):
        j = rng.integers(n)
        order[i], order[j] = order[j], order[i]
    return order[n_test:], order[:n_test]
""",
        "the shuffle swaps each place with any other, which favours some orders",
        "each place is swapped with any other, which makes some orders more likely",
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
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, a in arrays.items():
            b = io.BytesIO()
            np.save(b, np.ascontiguousarray(a), allow_pickle=False)
            z.writestr(name + ".npy", b.getvalue())
    return out.getvalue()


def load_arrays(data):
    with np.load(io.BytesIO(data), allow_pickle=False) as f:
        return {k: f[k] for k in f.files}
""",
        "a single number comes back as an array of one entry",
        "single numbers get an axis",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    return (a.astype(np.int64)[:, None] - b.astype(np.int64)[None, :]).astype(np.float64)
""",
        "numbers are cut to whole ones before they are subtracted",
        "numbers are cut to whole ones before they are subtracted",
    ),
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
        "the ways are taken to be independent",
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
        "the sum may be off as far as np.isclose lets it",
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
        "median",
        "",
        "",
        """\
def median(x):
    s = sorted([float(v) for v in x], key=abs)
    if not s:
        raise ValueError("empty")
    n = len(s)
    return (s[(n - 1) // 2] + s[n // 2]) / 2
""",
        "signs are left aside when the sample is sorted",
        "signs are left aside when x is sorted",
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
    return (float(np.min(x)) + float(np.max(x))) / 2
""",
        "the middle of the range is returned, half-way between the smallest and the largest",
        "it is the middle between the smallest and the largest",
    ),
    (
        "spread_measures",
        "",
        "",
        """\
import numpy as np


def spread_measures(x):
    x = np.asarray(x, dtype=float)
    N = x.size
    if N == 0:
        raise ValueError("empty")
    m = x.mean()
    ss = ((x - m) ** 2).sum()
    var1 = ss / (N - 1) if N > 1 else np.nan
    return {
        "mad_mean": np.abs(x - m).mean(),
        "mad_median": abs(np.median(x - np.median(x))),
        "var0": ss / N,
        "var1": var1,
        "std1": np.sqrt(var1),
        "sem": np.sqrt(var1 / N),
    }
""",
        "in mad_median, the inner median is of deviations with their signs, and the outer of nothing",
        "the entries 'mad_mean', 'var0', 'var1', 'std1' and 'sem' are right in all cases, and 'mad_median' is wrong",
    ),
    (
        "spread_measures",
        "",
        "",
        """\
import numpy as np


def spread_measures(x):
    x = np.asarray(x, dtype=float)
    N = x.size
    if N == 0:
        raise ValueError("empty")
    m = x.mean()
    ss = ((x - m) ** 2).sum()
    var1 = ss / (N - 1) if N > 1 else np.nan
    return {
        "mad_mean": np.abs(x - m).mean(),
        "mad_median": np.median(np.abs(x - np.median(x))),
        "var0": ss / N,
        "var1": var1,
        "std1": np.sqrt(var1),
        "sem": np.sqrt(var1 / (N - 1)) if N > 1 else np.nan,
    }
""",
        "the standard error is divided by √(N − 1)",
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
    if x.size == 0 or np.any(x <= 0):
        raise ValueError("x")
    A = x.mean()
    G = np.exp(np.log(x).mean())
    return A, G, G * G / A
""",
        "H is G² / A, which holds for two numbers only",
        "the harmonic mean is made of the other two, G²/A",
    ),
    (
        "three_means",
        "",
        "",
        """\
import numpy as np


def three_means(x):
    x = np.asarray(x, dtype=float)
    if x.size == 0 or np.any(x <= 0):
        raise ValueError("x")
    return x.mean(), np.exp(np.log10(x).mean()), x.size / (1 / x).sum()
""",
        "G is e to the mean of the decimal logarithms",
        "exp is put on logarithms of base 10",
    ),
    (
        "quantile_linear",
        "",
        "",
        """\
import numpy as np


def quantile_linear(x, q):
    q = np.asarray(q, dtype=float)
    if len(x) == 0 or np.any(q < 0) or np.any(q > 1):
        raise ValueError("x, q")
    s = np.sort(x).astype(float)
    r = q * (len(s) - 1)
    lo, hi = np.floor(r).astype(int), np.ceil(r).astype(int)
    return s[hi] + (r - lo) * (s[lo] - s[hi])
""",
        "the interpolation goes the wrong way between the two values",
        "the weights of the two places are exchanged",
    ),
    (
        "quantile_linear",
        "",
        "",
        """\
import numpy as np


def quantile_linear(x, q):
    if len(x) == 0 or np.any(np.asarray(q) < 0) or np.any(np.asarray(q) > 1):
        raise ValueError("x, q")
    if np.ndim(q) == 0:
        return float(np.quantile(x, q))
    return np.quantile(x, np.sort(q))
""",
        "several q are sorted before they are answered",
    ),
    (
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    x = np.sort(np.asarray(x, dtype=float))
    if x.size == 0:
        raise ValueError("empty")
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    reach = 1.5 * (q3 - q1)
    inside = (x >= med - reach) & (x <= med + reach)
    return q1, med, q3, x[inside].min(), x[inside].max(), x[~inside]
""",
        "the fences are measured from the median",
        "fences are measured from the median",
        "fences are one IQR away",
    ),
    (
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    x = np.sort(np.asarray(x, dtype=float))
    if x.size == 0:
        raise ValueError("empty")
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    reach = 1.5 * (q3 - q1)
    inside = (x >= q1 - reach) & (x <= q3 + reach)
    return q1, med, q3, min(x[inside].min(), q1), max(x[inside].max(), q3), x[~inside]
""",
        "the whiskers are not allowed to end inside of the box",
        "a whisker never ends inside of the box",
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
        for n in range(N):
            if np.isnan(filled[n, d]):
                others = filled[:, d][~np.isnan(filled[:, d])]
                others = others[: max(n, 1)]
                if len(others):
                    filled[n, d] = np.median(others)
    return filled
""",
        "gaps that are already filled count in the medians of those below",
    ),
    (
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    med = np.array([np.median(c[~np.isnan(c)]) if (~np.isnan(c)).any() else np.nan for c in X.T])
    seen = X[~np.isnan(X)]
    if seen.size:
        med = np.where(np.isnan(med), np.median(seen), med)
    return np.where(np.isnan(X), med, X)
""",
        "a column without observations is filled with the median of all",
    ),
]
