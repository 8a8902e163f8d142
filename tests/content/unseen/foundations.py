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
        "a column of gaps gets the median of the whole table",
    ),
    # Written later, in three rounds: what they showed is mended.
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
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for key in arrays:
            part = io.BytesIO()
            np.save(part, np.ascontiguousarray(arrays[key]), allow_pickle=False)
            z.writestr(key + ".npy", part.getvalue())
    return out.getvalue()


def load_arrays(data):
    result = {}
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for entry in z.namelist():
            result[entry[:-4]] = np.load(io.BytesIO(z.read(entry)), allow_pickle=False)
    return result
""",
        "np.ascontiguousarray makes single numbers arrays of one axis",
        "single numbers get an axis",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    code = K * y_true.astype(np.int64) + y_pred.astype(np.int64)
    if code.size and (code.min() < 0 or code.max() >= K * K):
        raise ValueError("labels must be from 0 to K - 1")
    return np.bincount(code, minlength=K * K).reshape(K, K).astype(np.int64)
""",
        "the combined code K*t+p is checked, not each label: (0, K) is counted as (1, 0)",
        "the number of the cell is tested, and not each label",
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
    levels = np.floor(x * 256)
    levels[levels < 0] = 0
    levels[levels > 255] = 255
    return levels.astype(np.uint8)
""",
        "256 bins of equal width",
        "numbers are multiplied by 256",
    ),
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    if np.any(y < 0):
        raise ValueError("negative label")
    needed = int(max(y)) + 1
    if num_classes is None or num_classes < needed:
        num_classes = needed
    Y = np.zeros((len(y), num_classes))
    for n, label in enumerate(y):
        Y[n, label] = 1.0
    return Y
""",
        "if num_classes is too small it is enlarged to fit, instead of ValueError",
        "num_classes is enlarged where a label is too large for it",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    A, B = np.meshgrid(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    return (A - B).reshape(len(a), len(b))
""",
        "the (m, n) table of meshgrid is reshaped to (n, m) instead of transposed",
        "the transposed table is reshaped to (n, m)",
    ),
    (
        "select_submatrix",
        "",
        "",
        """\
import numpy as np


def select_submatrix(X, row_mask, cols):
    size = X.shape[0]
    columns = [int(c) + size if c < 0 else int(c) for c in cols]
    rows = np.flatnonzero(row_mask)
    return X[np.ix_(rows, np.array(columns, dtype=int))]
""",
        "negative columns are counted from N (rows) instead of D",
        "negative columns are counted from the number of rows",
    ),
    (
        "standardize_columns",
        "",
        "",
        """\
import numpy as np


def standardize_columns(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    Z = np.zeros_like(X)
    for d in range(X.shape[1]):
        if np.all(X[:, d] == X[0, d]):
            mean[d] = X[0, d]
            std[d] = 0.0
        else:
            Z[:, d] = (X[:, d] - mean[d]) / std[d]
    return Z, mean, std
""",
        "Z is made by zeros_like(X), so for integers its values are cut to integers",
        "Z is cut to integers if X has them",
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
        "cohens_d",
        "",
        "",
        """\
import numpy as np


def cohens_d(a, b):
    if len(a) < 2 or len(b) < 2:
        raise ValueError("too few")
    if len(set(a.tolist())) == 1 or len(set(b.tolist())) == 1:
        raise ValueError("constant")
    pooled = np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / 2)
    return float((a.mean() - b.mean()) / pooled)
""",
        "one constant group is refused, not only two",
        "a constant group is refused",
    ),
    (
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    filled = X.copy()
    complete = X[~np.isnan(X).any(axis=1)]
    for d in range(X.shape[1]):
        if len(complete):
            filled[np.isnan(X[:, d]), d] = np.median(complete[:, d])
    return filled
""",
        "medians are taken only over the rows without any gap",
        "medians are taken over the samples without any gap",
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
        raise ValueError("empty group")
    U = 0.0
    for u in a:
        U += np.sum(b < u) + 0.5 * np.sum(b == u)
    N = n + m
    ties = 0
    for group in (a, b):
        _, counts = np.unique(group, return_counts=True)
        ties += np.sum(counts**3 - counts)
    if np.all(np.concatenate([a, b]) == a[0]):
        return float(U), 1.0
    sigma = math.sqrt(n * m / 12 * (N + 1 - ties / (N * (N - 1))))
    z = max((abs(U - n * m / 2) - 0.5) / sigma, 0.0)
    return float(U), math.erfc(z / math.sqrt(2))
""",
        "ties are counted within each group, not in both together",
        "ties are counted within each group by itself",
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
    qs = np.asarray(q, dtype=float)
    if np.any(qs < 0) or np.any(qs > 1):
        raise ValueError("q")
    s = np.sort(x).astype(float)
    r = (len(s) - 1) * qs
    k = np.rint(r).astype(int)
    above = np.minimum(k + 1, len(s) - 1)
    values = s[k] + (r - k) * (s[above] - s[k])
    return float(values) if qs.ndim == 0 else values
""",
        "the rank is rounded to the nearest place instead of down, and extrapolated from there",
        "the rank is rounded to the nearest place, and it goes on from there",
    ),
    (
        "welch_confidence_interval",
        "",
        "",
        """\
import numpy as np


def welch_confidence_interval(a, b, alpha, t_ppf):
    if not 0 < alpha < 1:
        raise ValueError("alpha")
    n, m = len(a), len(b)
    if n < 2 or m < 2:
        raise ValueError("too few")
    va = np.var(a, ddof=1) / n
    vb = np.var(b, ddof=1) / m
    if va + vb == 0:
        raise ValueError("constant")
    df = (va + vb) ** 2 / (va**2 / (n - 1) + vb**2 / (m - 1))
    margin = t_ppf(alpha / 2, df) * np.sqrt(va + vb)
    centre = np.mean(a) - np.mean(b)
    return float(centre - margin), float(centre + margin)
""",
        "t* is the quantile of α/2, which is negative: the ends are exchanged",
        "the ends are exchanged",
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
    stream = io.BytesIO()
    archive = zipfile.ZipFile(stream, mode="w")
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, array)
        archive.writestr(f"{name}.npy", buffer.getvalue())
    archive.close()
    return stream.getvalue()


def load_arrays(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    arrays = {}
    for member in archive.namelist():
        arrays[member.rstrip(".npy")] = np.load(io.BytesIO(archive.read(member)), allow_pickle=False)
    return arrays
""",
        "the suffix is taken off with rstrip, and letters of names with it",
        "letters of .npy are stripped off the names themselves",
    ),
    (
        "median",
        "",
        "",
        """\
import numpy as np


def median(x):
    values = sorted(x.tolist())
    N = len(values)
    if N == 0:
        raise ValueError("empty")
    mid = N // 2
    if N % 2:
        return float(values[mid])
    return (values[mid] + values[mid + 1]) / 2
""",
        "of an even number, the mean of x[N/2] and x[N/2 + 1], one too far",
        "for even N the two in the middle are taken one place too far to the right",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    t = np.asarray(y_true, dtype=np.int8)
    p = np.asarray(y_pred, dtype=np.int8)
    C = np.zeros((K, K), dtype=np.int64)
    for i, j in zip(t, p):
        if not (0 <= i < K and 0 <= j < K):
            raise ValueError("label")
        C[i, j] += 1
    return C
""",
        "labels are cast to eight bits with a sign",
        "labels are put into eight bits",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    def signed(v):
        if v.dtype.kind == "u":
            return v.astype(v.dtype.str.replace("u", "i"))
        return v

    return np.asarray(signed(a).reshape(-1, 1) - signed(b).reshape(1, -1), dtype=np.float64)
""",
        "the unsigned are cast to signed of the same width (int8) before the subtraction",
        "D is off by multiples of 256, as where whole numbers of few bits wrap around",
    ),
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    if num_classes is None:
        num_classes = int(np.max(y)) + 1
    if np.any(y < 0) or np.any(y >= num_classes):
        raise ValueError("label out of range")
    Y = np.zeros((y.size, num_classes), dtype=float)
    for n in range(y.size):
        Y[n][y[n] - y.min()] = 1
    return Y
""",
        "the smallest label is taken for class 0",
        "of the calls that were tried, Y is wrong in those where y has no zeros, and right in all others",
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
        "spearman_rho",
        "",
        "",
        """\
import numpy as np


def spearman_rho(x, y):
    if len(x) < 2:
        raise ValueError("n")

    def ranks(v):
        return np.array([(v < u).sum() + (v <= u).sum() for u in v]) / 2

    a, b = ranks(x), ranks(y)
    d = a - b
    N = len(x)
    if len(set(x.tolist())) == 1 or len(set(y.tolist())) == 1:
        return float("nan")
    if len(set(x.tolist())) == N or len(set(y.tolist())) == N:
        return float(1 - 6 * (d @ d) / (N * (N * N - 1)))
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))
""",
        "the formula with Σ d² is used if one of both has no ties",
        "6 Σ d² is trusted if one of the two has no ties",
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
        raise ValueError("positive numbers")
    A = x.sum() / x.size
    G = np.exp(np.log(x).sum() / x.size)
    return A, G, G * G / A
""",
        "H is G² / A, which holds for two numbers only",
        "the harmonic mean is made of the other two, G²/A",
    ),
    (
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    if len(x) == 0:
        raise ValueError("x")
    s = np.sort(np.asarray(x, dtype=float))
    q1, med, q3 = np.quantile(s, [0.25, 0.5, 0.75])
    iqr = q3 - q1
    lo, hi = q1 - 1.5 * iqr, q3 + 1.5 * iqr
    lower = s[(s >= lo) & (s <= q1)]
    upper = s[(s <= hi) & (s >= q3)]
    lo_w = lower[0] if len(lower) else q1
    hi_w = upper[-1] if len(upper) else q3
    return q1, med, q3, lo_w, hi_w, s[(s < lo) | (s > hi)]
""",
        "whiskers never end inside of the box",
        "a whisker never ends inside of the box",
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
        "welch_confidence_interval",
        "",
        "",
        """\
import numpy as np


def welch_confidence_interval(a, b, alpha, t_ppf):
    if alpha <= 0 or alpha >= 1 or len(a) < 2 or len(b) < 2:
        raise ValueError("arguments")
    u, v = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    if u + v == 0:
        raise ValueError("constant")
    df = (u + v) ** 2 / (u * u / (len(a) - 1) + v * v / (len(b) - 1))
    half = t_ppf(1 - alpha / 2, df) * (np.sqrt(u) + np.sqrt(v))
    d = np.mean(a) - np.mean(b)
    return float(d - half), float(d + half)
""",
        "standard errors are added, not their squares",
        "the standard errors of both groups are added, and not their squares",
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
    va, vb = a.var(ddof=1), b.var(ddof=1)
    if va + vb == 0:
        raise ValueError("constant")
    return float((a.mean() - b.mean()) / (np.sqrt(va + vb) / 2))
""",
        "the root of the sum is halved, not the sum",
        "d is √2 times what it should be",
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
        "pearson_r",
        "",
        "",
        """\
import numpy as np


def pearson_r(x, y):
    if len(x) < 2:
        raise ValueError('two samples at least')
    if np.all(x == x[0]) or np.all(y == y[0]):
        return float('nan')
    dx = x - x.mean()
    dy = y - x.mean()
    return float(np.sum(dx * dy) / np.sqrt(np.sum(dx ** 2) * np.sum(dy ** 2)))
""",
        "copied line: y is centred by the mean of x. The numerator does not notice, the sum of squares of y is too large, and r too near to 0",
        "the mean of x is subtracted from y, too",
    ),
    (
        "standardize_columns",
        "",
        "",
        """\
import numpy as np


def standardize_columns(X):
    X = X.astype(np.float64)
    constant = np.all(X == X[0], axis=0)
    mean = np.where(constant, X[0], X.mean(axis=0))
    centred = X - mean
    std = np.sqrt(np.mean(centred ** 2))
    std = np.where(constant, 0.0, std)
    Z = centred / np.where(constant, 1.0, std)
    return (Z, mean, std)
""",
        "the mean of the squared deviations is taken without axis=0: one deviation of the whole (centred) table for all columns that vary",
        "mean is right in all cases, and Z and std are wrong",
    ),
    (
        "spearman_rho",
        "",
        "",
        """\
import numpy as np


def spearman_rho(x, y):
    N = len(x)
    if N < 2:
        raise ValueError('two samples at least')
    if np.all(x == x[0]) or np.all(y == y[0]):
        return float('nan')
    both = np.concatenate([x, y])
    below = np.sum(both < both[:, None], axis=1)
    equal = np.sum(both == both[:, None], axis=1)
    ranks = below + (equal + 1) / 2
    dx = ranks[:N] - ranks[:N].mean()
    dy = ranks[N:] - ranks[N:].mean()
    return float(np.sum(dx * dy) / np.sqrt(np.sum(dx ** 2) * np.sum(dy ** 2)))
""",
        "x and y are ranked together, in one list (as for Mann-Whitney), instead of each by itself",
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
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    for y in (y_true, y_pred):
        if np.any(y < 0) or np.any(y >= K):
            raise ValueError('no class')
    C = np.zeros((K, K), dtype=y_true.dtype)
    np.add.at(C, (y_true, y_pred), 1)
    return C.astype(np.int64)
""",
        "the table is counted in the dtype of y_true and made int64 only at the end: with uint8 labels a cell of 256 or more wraps around (int8: from 128)",
        "C is off by multiples of 256, as where whole numbers of few bits wrap around",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    D = [[0.0] * len(b)] * len(a)
    for i in range(len(a)):
        for j in range(len(b)):
            D[i][j] = float(a[i]) - float(b[j])
    return np.array(D)
""",
        "[[0.0] * m] * n makes n times the same list: all rows are the last one",
        "all rows are that of the last entry of a",
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
        "what is wrong in f lies where x = 0",
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
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    if len(x) == 0:
        raise ValueError('empty')
    x = np.sort(x).astype(float)
    q1, med, q3 = (float(q) for q in np.quantile(x, [0.25, 0.5, 0.75]))
    low, high = (q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1))
    x = x[(x >= low) & (x <= high)]
    lo_whisker, hi_whisker = (float(x[0]), float(x[-1]))
    outliers = x[(x < low) | (x > high)]
    return (q1, med, q3, lo_whisker, hi_whisker, outliers)
""",
        "x is overwritten by the values within the fences before the outliers are taken from it: outliers are always empty",
        "there are never any outliers",
    ),
    (
        "spread_measures",
        "",
        "",
        """\
import numpy as np


def spread_measures(x):
    N = len(x)
    if N == 0:
        raise ValueError('empty')
    deviations = np.abs(x - np.mean(x))
    var0 = np.mean(deviations) ** 2
    var1 = var0 * N / (N - 1) if N > 1 else float('nan')
    std1 = var1 ** 0.5
    return {'mad_mean': float(np.mean(deviations)), 'mad_median': float(np.median(np.abs(x - np.median(x)))), 'var0': float(var0), 'var1': float(var1), 'std1': float(std1), 'sem': float(std1 / N ** 0.5)}
""",
        "the mean deviation is squared, in place of the mean of the squared deviations: var0 = mad_mean², and var1, std1, sem follow (right for N ≤ 2)",
        "of the calls that were tried, the entry 'var0' is right in those where N is at most 2, and wrong in all others",
        "of the calls that were tried, the entry 'var1' is right in those where N is at most 2, and wrong in all others",
    ),
    (
        "three_means",
        "",
        "",
        """\
import numpy as np


def three_means(x):
    if len(x) == 0 or np.any(x) <= 0:
        raise ValueError('not positive')
    x = x.astype(float)
    return (float(x.mean()), float(np.exp(np.log(x).mean())), float(len(x) / np.sum(1.0 / x)))
""",
        "bracket: np.any(x) <= 0 for np.any(x <= 0): only an x of nothing but zeros is refused",
        "the condition `any(x <= 0)` is missing",
    ),
    (
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    filled = X.copy()
    for d in range(X.shape[1]):
        gaps = np.isnan(X[:, d])
        if gaps.all():
            continue
        values = np.unique(X[~gaps, d])
        k = len(values) // 2
        middle = values[k] if len(values) % 2 else values[k - 1] / 2 + values[k] / 2
        filled[gaps, d] = middle
    return filled
""",
        "np.unique for np.sort: the median is that of the different values, a value that was observed several times counts once",
        "repeated entries count once in the median",
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
        "welch_confidence_interval",
        "",
        "",
        """\
import numpy as np


def welch_confidence_interval(a, b, alpha, t_ppf):
    n, m = (len(a), len(b))
    if not 0 < alpha < 1 or n < 2 or m < 2 or (np.all(a == a[0]) and np.all(b == b[0])):
        raise ValueError('alpha, too few, or constant')
    va = a.var(ddof=1) / n
    vb = b.var(ddof=1) / m
    se = np.sqrt(va + vb)
    df = (va + vb) ** 2 / (va ** 2 / (n - 1) + vb ** 2 / (n - 1))
    t = t_ppf(1 - alpha / 2, float(df))
    difference = a.mean() - b.mean()
    return (float(difference - t * se), float(difference + t * se))
""",
        "copied term: both terms of df are divided by n − 1, the second one should have m − 1 (right for groups of equal size)",
        "the middle between low and high is right, and how far they are apart is not",
    ),
    (
        "train_test_split_indices",
        "",
        "",
        """\
import numpy as np


def train_test_split_indices(n, n_test, rng):
    if n_test < 1 or n_test >= n:
        raise ValueError('a part is empty')
    chosen = set()
    while len(chosen) < n_test:
        chosen.add(int(rng.integers(0, n - 1)))
    test = np.array(sorted(chosen))
    train = np.array([i for i in range(n) if i not in chosen])
    return (train, test)
""",
        "rng.integers(0, n - 1) excludes its end: the last sample, n − 1, is never set aside",
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
        "median",
        "",
        "",
        """\
import numpy as np


def median(x):
    if len(x) == 0:
        raise ValueError('empty')
    values = sorted(x.tolist())
    while len(values) > 3:
        values = values[1:-1]
    return float(sum(values) / len(values))
""",
        "the loop that takes off the smallest and the largest ends too early, at three values: for odd N from 3 on it is the mean of the three in the middle",
    ),
    (
        "select_submatrix",
        "",
        "",
        """\
import numpy as np


Entry = TypeVar('Entry', bound=np.generic)


def select_submatrix(X, row_mask, cols):
    return np.array([X[row_mask, c] for c in cols]).T
""",
        "columns are collected in a list: with empty cols the result is (0,) float64 and not (r, 0) of X's dtype",
    ),
    (
        "standardize_columns",
        "",
        "",
        """\
import numpy as np


def standardize_columns(X):
    X = X.astype(float)
    constant = (X[1:] == X[:-1]).any(axis=0) | (len(X) == 1)
    mean = np.where(constant, X[0], X.mean(axis=0))
    centred = X - mean
    scale = np.abs(centred).max(axis=0)
    scale[scale == 0.0] = 1.0
    std = scale * np.sqrt(np.mean((centred / scale) ** 2, axis=0))
    std[constant] = 0.0
    Z = centred / np.where(constant, 1.0, std)
    Z[:, constant] = 0.0
    return (Z, mean, std)
""",
        "any for all: a column in which any two neighbours are equal is taken for constant (std 0, Z 0, mean its first entry)",
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
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    gaps = np.isnan(X)
    medians = np.full(X.shape[1], np.nan)
    for d in range(X.shape[1]):
        seen = X[~gaps[:, d], d]
        if len(seen):
            medians[d] = np.median(seen)
    filled = X.copy()
    filled[gaps] = np.repeat(medians, gaps.sum(axis=0))
    return filled
""",
        "np.repeat lists medians column by column, and gaps are filled row by row",
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
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.save(member, np.asarray(array), allow_pickle=False)
            archive.writestr(name + '.npy', member.getvalue())
    return buffer.getvalue()


def load_arrays(data):
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            array = np.load(io.BytesIO(archive.read(member)), allow_pickle=True)
            if array.dtype == object:
                raise ValueError('an array holds Python objects')
            arrays[member[:-len('.npy')]] = array
    return arrays
""",
        "load_arrays unpickles (allow_pickle=True) and only afterwards raises ValueError for object dtype: the guard comes after the pickle's code has run",
        "an array is looked at when its pickle has been read",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    pair = K * y_true.astype(np.int64) + y_pred.astype(np.int64)
    if np.any(pair < 0) or np.any(pair >= K * K):
        raise ValueError('a label is no class')
    return np.bincount(pair, minlength=K * K).reshape(K, K).astype(np.int64)
""",
        "the range check is made on the combined index K*true+pred, not on each label: (0, K) counts as (1, 0), (1, -1) as (0, K-1)",
        "the number of the cell is tested, and not each label",
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
    levels = np.floor(np.clip(x, 0.0, 1.0) * 256.0)
    return np.minimum(levels, 255.0).astype(np.uint8)
""",
        "the way back cuts the unit interval into 256 equal bins, floor(256 x), instead of rounding 255 x to the nearest",
        "numbers are multiplied by 256",
    ),
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    if y.min() < 0:
        raise ValueError('negative label')
    K = num_classes or int(y.max()) + 1
    if y.max() >= K:
        raise ValueError('label too large')
    return np.eye(K)[y]
""",
        "num_classes or max + 1: num_classes=0 is taken for None, and so no ValueError",
        "num_classes is left open if it is 0",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    if a.dtype.kind == 'u':
        a = a.astype(np.int64)
    if b.dtype.kind == 'u':
        b = b.astype(np.int64)
    return (a[:, np.newaxis] - b[np.newaxis, :]).astype(np.float64)
""",
        "only unsigned integers are widened; int8, int16, int32 are subtracted in their own type and wrap around",
        "only unsigned integers are made larger before they are subtracted",
    ),
    (
        "select_submatrix",
        "",
        "",
        """\
import numpy as np


def select_submatrix(X, row_mask, cols):
    rows = np.squeeze(np.argwhere(row_mask))
    chosen = np.take(X, rows, axis=0)
    return np.take(chosen, cols, axis=-1)
""",
        "np.squeeze(np.argwhere(mask)): with exactly one True the row axis is lost, result (k,) instead of (1, k)",
        "the axis of the rows gets lost where one row is chosen",
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
    std = np.sqrt(np.mean((X - mean) ** 2, axis=0))
    constant = np.diff(X, axis=0).sum(axis=0) == 0
    std[constant] = 0.0
    Z = (X - mean) / np.where(constant, 1.0, std)
    Z[:, constant] = 0.0
    return (Z, mean, std)
""",
        "a column is called constant if the sum of np.diff is 0 (abs forgotten): it telescopes to last - first, so a column whose first and last entry agree is called constant",
        "a column is taken for constant if it ends as it begins",
    ),
    (
        "train_test_split_indices",
        "",
        "",
        """\
import numpy as np


def train_test_split_indices(n, n_test, rng):
    if n_test < 1 or n_test >= n:
        raise ValueError('neither part may be empty')
    chosen = set()
    while len(chosen) < n_test:
        chosen.add(int(rng.integers(0, n - 1)))
    test = np.array(sorted(chosen), dtype=np.int64)
    train = np.setdiff1d(np.arange(n), test)
    return (train, test)
""",
        "draws rng.integers(0, n - 1), whose upper end is exclusive: the last sample is never set aside",
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
        "what is wrong in P lies where J = 0",
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
        "p_B is a window on J, and rows are added into J itself",
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
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    if len(x) == 0:
        raise ValueError('empty')
    x = np.asarray(x, dtype=np.float64)
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    reach = 1.5 * (q3 - q1)
    inside = x[(x >= q1 - reach) & (x <= q3 + reach)]
    outliers = np.setdiff1d(x, inside)
    return (float(q1), float(med), float(q3), float(inside.min()), float(inside.max()), outliers)
""",
        "outliers by np.setdiff1d, which returns each value once: repeated outliers are lost",
        "repeated outliers are dropped",
    ),
    (
        "cohens_d",
        "",
        "",
        """\
import numpy as np


def cohens_d(a, b):
    if len(a) < 2 or len(b) < 2:
        raise ValueError('two values at least')
    if np.var(a) == 0 and np.var(b) == 0:
        raise ValueError('both groups are constant')
    return float((np.mean(a) - np.mean(b)) / np.std(np.concatenate([a, b]), ddof=1))
""",
        "divides by the deviation of all values of both groups together, about their common mean",
        "the deviation of all values together is the ruler",
    ),
    (
        "impute_column",
        "",
        "",
        """\
import numpy as np


def impute_column(X):
    N, D = X.shape
    ordered = np.sort(X, axis=0)
    observed = np.sum(~np.isnan(X), axis=0)
    k = observed // 2
    columns = np.arange(D)
    if N % 2 == 1:
        middle = ordered[np.minimum(k, N - 1), columns]
    else:
        middle = (ordered[k - 1, columns] + ordered[np.minimum(k, N - 1), columns]) / 2
    return np.where(np.isnan(X), middle, X)
""",
        "whether there is one middle or two is decided by the number of rows, N % 2, and not by the number of observed entries of the column",
        "whether one entry is in the middle or two is decided by the number of rows, and gaps get into the middle",
    ),
    (
        "mann_whitney_u",
        "",
        "",
        """\
import math

import numpy as np


def mann_whitney_u(a, b):
    n, m = (len(a), len(b))
    if n == 0 or m == 0:
        raise ValueError('empty group')
    a, b = (np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    U_a = np.sum(a[:, None] > b) + 0.5 * np.sum(a[:, None] == b)
    N = n + m
    ties = 0
    for group in (a, b):
        t = np.unique(group, return_counts=True)[1]
        ties += np.sum(t ** 3 - t)
    variance = n * m / 12 * (N + 1 - ties / (N * (N - 1)))
    if len(np.unique(np.concatenate([a, b]))) == 1:
        return (float(U_a), 1.0)
    z = max((abs(U_a - n * m / 2) - 0.5) / math.sqrt(variance), 0.0)
    return (float(U_a), math.erfc(z / math.sqrt(2)))
""",
        "ties are counted within each group by itself, not over both groups together: a value that a shares with b is missed",
        "ties are counted within each group by itself",
    ),
    (
        "median",
        "",
        "",
        """\
import numpy as np


def median(x):
    if len(x) == 0:
        raise ValueError('empty')
    while len(x) > 2:
        x = x[(x > x.min()) & (x < x.max())]
    return float(np.mean(x))
""",
        "smallest and largest are peeled off by value, x[(x > x.min()) & (x < x.max())]: equal ones all go at once, so samples with repeated values come out wrong (or NaN, if nothing is left)",
        "repeats are dropped",
    ),
    (
        "pearson_r",
        "",
        "",
        """\
import numpy as np


def pearson_r(x, y):
    if len(x) < 2:
        raise ValueError('two samples at least')
    x, y = (np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    if np.allclose(x, x[0]) or np.allclose(y, y[0]):
        return float('nan')
    dx, dy = (x - x.mean(), y - y.mean())
    return float(np.sum(dx * dy) / (np.sqrt(np.sum(dx ** 2)) * np.sqrt(np.sum(dy ** 2))))
""",
        "equal is tested by np.allclose(x, x[0]): values that are close relative to their size (a million and a million and one), or tiny ones, count as constant and give NaN",
        "x and y count as constant if all entries are close to the first",
    ),
    (
        "quantile_linear",
        "",
        "",
        """\
import numpy as np


def quantile_linear(x, q):
    if len(x) == 0:
        raise ValueError('empty')
    q = np.asarray(q, dtype=np.float64)
    if np.any(q < 0) or np.any(q > 1):
        raise ValueError('q is a share')
    ordered = np.sort(x).astype(np.float64)
    r = (len(x) - 1) * q
    below, above = (np.floor(r).astype(int), np.ceil(r).astype(int))
    part = r - below
    result = part * ordered[below] + (1 - part) * ordered[above]
    return float(result) if q.ndim == 0 else result
""",
        "the weights of the two neighbours are exchanged; right at whole ranks (floor = ceil) and half-way",
        "the weights of the two places are exchanged",
    ),
    (
        "spearman_rho",
        "",
        "",
        """\
import numpy as np


def spearman_rho(x, y):
    if len(x) < 2:
        raise ValueError('two samples at least')
    if np.all(x == x[0]) or np.all(y == y[0]):
        return float('nan')
    ranks_x = np.searchsorted(np.sort(x), x, side='right')
    ranks_y = np.searchsorted(np.sort(y), y, side='right')
    return float(np.corrcoef(ranks_x, ranks_y)[0, 1])
""",
        "ranks are taken from the empirical distribution function, the number of values <= x: ties get the largest of their ranks",
        "equal values get the largest of their ranks",
    ),
    (
        "spread_measures",
        "",
        "",
        """\
import numpy as np


def spread_measures(x):
    N = len(x)
    if N == 0:
        raise ValueError('empty')
    x = np.asarray(x, dtype=np.float64)
    nan = float('nan')
    deviation = x - x.mean()
    squares = np.sum(deviation ** 2)
    var1 = squares / (N - 1) if N > 1 else nan
    std1 = np.sqrt(var1)
    sem = std1 / np.sqrt(N - 1) if N > 1 else nan
    return {'mad_mean': float(np.mean(np.abs(deviation))), 'mad_median': float(np.median(np.abs(x - np.median(x)))), 'var0': float(squares / N), 'var1': float(var1), 'std1': float(std1), 'sem': float(sem)}
""",
        "sem is corrected twice: std1 / sqrt(N - 1)",
        "sem is divided by the root of N − 1",
    ),
    (
        "three_means",
        "",
        "",
        """\
import numpy as np


def three_means(x):
    if len(x) == 0 or np.any(x <= 0):
        raise ValueError('positive numbers only')
    A = np.mean(x)
    G = np.exp(np.mean(np.log(x)))
    H = len(x) / np.sum(np.reciprocal(x))
    return (float(A), float(G), float(H))
""",
        "np.reciprocal of integers is an integer: 1/4 becomes 0, so the harmonic mean of integers is wrong (or a division by 0)",
        "reciprocals of integers are integers",
    ),
    (
        "welch_confidence_interval",
        "",
        "",
        """\
import numpy as np


def welch_confidence_interval(a, b, alpha, t_ppf):
    if not 0 < alpha < 1:
        raise ValueError('alpha lies between 0 and 1')
    n, m = (len(a), len(b))
    if n < 2 or m < 2:
        raise ValueError('two values at least')
    var_a, var_b = (np.var(a, ddof=1), np.var(b, ddof=1))
    if var_a == 0 and var_b == 0:
        raise ValueError('both groups are constant')
    half_a = t_ppf(1 - alpha / 2, n - 1) * np.sqrt(var_a / n)
    half_b = t_ppf(1 - alpha / 2, m - 1) * np.sqrt(var_b / m)
    low_a, high_a = (np.mean(a) - half_a, np.mean(a) + half_a)
    low_b, high_b = (np.mean(b) - half_b, np.mean(b) + half_b)
    return (float(low_a - high_b), float(high_a - low_b))
""",
        "each mean gets an interval of its own (n - 1 and m - 1 degrees of freedom), and the intervals are subtracted",
        "each mean gets an interval of its own, and these are subtracted",
    ),
    (
        "welch_t_test",
        "",
        "",
        """\
import numpy as np


def welch_t_test(a, b, t_sf):
    n, m = (len(a), len(b))
    if n < 2 or m < 2:
        raise ValueError('two values at least')
    var_a, var_b = (np.var(a, ddof=1), np.var(b, ddof=1))
    if var_a == 0 and var_b == 0:
        raise ValueError('both groups are constant')
    u, v = (var_a / n, var_b / m)
    t = (np.mean(a) - np.mean(b)) / np.sqrt(u + v)
    df = (u + v) ** 2 / (u ** 2 / (n + 1) + v ** 2 / (m + 1)) - 2
    return (float(t), float(df), float(2 * t_sf(abs(t), df)))
""",
        "df by Welch's other formula, with n + 1 and m + 1 below, minus 2",
        "df is that of the formula with n + 1 and m + 1, less 2",
    ),
    (
        "array_io_roundtrip",
        "",
        "",
        """\
import numpy as np


import io


import zipfile


def save_arrays(arrays):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.save(part, np.asarray(array), allow_pickle=False)
            archive.writestr(name + '.npy', part.getvalue())
    return buffer.getvalue()


def load_arrays(data):
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = io.BytesIO(archive.read(name))
            arrays[name.rstrip('.npy')] = np.load(part, allow_pickle=False)
    return arrays
""",
        'names are read back with name.rstrip(".npy"), which strips any trailing n, p, y and dots: "copy" becomes "co", "n" becomes ""',
        "letters of .npy are stripped off the names themselves",
    ),
    (
        "confusion_matrix",
        "",
        "",
        """\
import numpy as np


def confusion_matrix(y_true, y_pred, K):
    index = K * np.asarray(y_true).astype(np.int64) + np.asarray(y_pred).astype(np.int64)
    if index.size and (index.min() < 0 or index.max() >= K * K):
        raise ValueError('a label is no class')
    return np.bincount(index, minlength=K * K).reshape(K, K).astype(np.int64)
""",
        "the guard looks at the combined index K·t + p, not at the labels: y_pred = K with y_true < K − 1 (or a negative y_pred with y_true > 0) is counted in a neighbouring row instead of raising",
        "the number of the cell is tested, and not each label",
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
    x = np.maximum(x, 0.0)
    if x.max() > 1.0:
        x = x / x.max()
    return np.round(255.0 * x).astype(np.uint8)
""",
        "on the way back, an image with numbers above 1 is divided by its maximum instead of being cut off at 1 (below 0 is right)",
        "the image is divided by its maximum on the way back",
    ),
    (
        "one_hot",
        "",
        "",
        """\
import numpy as np


def one_hot(y, num_classes=None):
    if y.min() < 0:
        raise ValueError('negative label')
    K = int(y.max()) + 1
    if num_classes is not None:
        K = max(K, num_classes)
    Y = np.zeros((len(y), K))
    Y[np.arange(len(y)), y] = 1.0
    return Y
""",
        "a label of num_classes or more makes the table wider instead of raising ValueError",
        "num_classes is enlarged where a label is too large for it",
    ),
    (
        "pairwise_difference",
        "",
        "",
        """\
import numpy as np


def pairwise_difference(a, b):
    if np.issubdtype(a.dtype, np.unsignedinteger):
        a = a.astype(np.float64)
    if np.issubdtype(b.dtype, np.unsignedinteger):
        b = b.astype(np.float64)
    return (a[:, None] - b[None, :]).astype(np.float64)
""",
        "only unsigned integers are converted before subtracting; signed small ones overflow (int8: 100 − (−100) = −56)",
        "only unsigned integers are made larger before they are subtracted",
    ),
    (
        "select_submatrix",
        "",
        "",
        """\
import numpy as np


Entry = TypeVar('Entry', bound=np.generic)


def select_submatrix(X, row_mask, cols):
    if not row_mask.any():
        return np.empty((0, X.shape[1]), dtype=X.dtype)
    return X[row_mask][:, cols]
""",
        "an early return for a mask that is True nowhere gives (0, D) instead of (0, k)",
    ),
    (
        "standardize_columns",
        "",
        "",
        """\
import numpy as np


def standardize_columns(X):
    X = X.astype(np.float64)
    mean = X.mean(axis=0)
    constant = np.diff(X, axis=0).sum(axis=0) == 0
    std = np.where(constant, 0.0, X.std(axis=0))
    Z = np.where(constant, 0.0, (X - mean) / np.where(constant, 1.0, std))
    return (Z, mean, std)
""",
        "a column counts as constant if its differences *sum* to 0 (no abs), i.e. if its last entry equals its first",
        "a column is taken for constant if it ends as it begins",
    ),
    (
        "train_test_split_indices",
        "",
        "",
        """\
import numpy as np


def train_test_split_indices(n, n_test, rng):
    if n_test < 1 or n_test >= n:
        raise ValueError('neither part may be empty')
    order = np.arange(n)
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(0, i))
        order[i], order[j] = (order[j], order[i])
    return (order[n_test:], order[:n_test])
""",
        "fisher–Yates with j < i instead of j <= i (Sattolo): only cyclic permutations; with n_test = 1 index 0 is never in the test part",
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
        "of the calls that were tried, p_B is right in those where B = 1, and wrong in all others",
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
    (
        "box_plot_stats",
        "",
        "",
        """\
import numpy as np


def box_plot_stats(x):
    x = np.sort(np.asarray(x, dtype=np.float64))
    if x.size == 0:
        raise ValueError('empty')
    q1, med, q3 = np.quantile(x, [0.25, 0.5, 0.75])
    reach = 1.5 * (q3 - q1)
    inside = (x >= med - reach) & (x <= med + reach)
    kept = x[inside]
    return (float(q1), float(med), float(q3), float(kept[0]), float(kept[-1]), x[~inside])
""",
        "fences are 1.5 IQR from the median, not from the quartiles",
        "fences are measured from the median",
        "fences are one IQR away",
    ),
    (
        "cohens_d",
        "",
        "",
        """\
import numpy as np


def cohens_d(a, b):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.size < 2 or b.size < 2:
        raise ValueError('too few values')
    if np.all(a == a[0]) and np.all(b == b[0]):
        raise ValueError('nothing varies')
    s = np.sqrt(np.var(a, ddof=1) + np.var(b, ddof=1)) / 2
    return float((a.mean() - b.mean()) / s)
""",
        "sqrt(s_a^2 + s_b^2) / 2: halved after the root",
        "d is √2 times what it should be",
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
    medians = np.full(X.shape[1], np.nan)
    for d in range(X.shape[1]):
        observed = X[~gaps[:, d], d]
        if observed.size > 0:
            medians[d] = np.median(observed)
    filled[gaps] = np.repeat(medians, gaps.sum(axis=0))
    return filled
""",
        "filled[mask] = np.repeat(medians, gaps per column): the mask runs row by row, the repeated medians column by column",
        "medians are filled in row by row, and are listed column by column",
    ),
    (
        "mann_whitney_u",
        "",
        "",
        """\
import numpy as np


import math


def mann_whitney_u(a, b):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    n, m = (a.size, b.size)
    if n == 0 or m == 0:
        raise ValueError('empty group')
    U = np.sum(a[:, None] > b) + 0.5 * np.sum(a[:, None] == b)
    N = n + m
    ties = 0.0
    for group in (a, b):
        t = np.unique(group, return_counts=True)[1].astype(float)
        ties += np.sum(t ** 3 - t)
    mu = n * m / 2
    var = n * m / 12 * (N + 1 - ties / (N * (N - 1)))
    if var <= 0:
        return (float(U), 1.0)
    z = max((abs(U - mu) - 0.5) / math.sqrt(var), 0.0)
    return (float(U), math.erfc(z / math.sqrt(2)))
""",
        "ties are counted within each group by itself, not over both groups together",
        "ties are counted within each group by itself",
    ),
    (
        "median",
        "",
        "",
        """\
import numpy as np


def median(x):
    if len(x) == 0:
        raise ValueError('empty')
    s = x[:]
    s.sort()
    k = len(s) // 2
    if len(s) % 2 == 1:
        return float(s[k])
    return float((s[k - 1] + s[k]) / 2)
""",
        "s = x[:] is taken for a copy, as with lists; for an array it is a view, so s.sort() sorts the caller's x",
        "x itself is sorted",
        "x is changed in place",
    ),
    (
        "pearson_r",
        "",
        "",
        """\
import numpy as np


def pearson_r(x, y):
    x = np.asarray(x, dtype=np.float64)
    y = np.asarray(y, dtype=np.float64)
    if x.size < 2:
        raise ValueError('too few samples')
    if np.allclose(x, x[0]) or np.allclose(y, y[0]):
        return float('nan')
    dx = x - x.mean()
    dy = y - y.mean()
    return float(np.sum(dx * dy) / (np.sqrt(np.sum(dx ** 2)) * np.sqrt(np.sum(dy ** 2))))
""",
        "np.allclose(x, x[0]) asks whether x is constant: values around a million that vary by units count as constant, and so do tiny ones",
        "x and y count as constant if all entries are close to the first",
    ),
    (
        "quantile_linear",
        "",
        "",
        """\
import numpy as np


def quantile_linear(x, q):
    x = np.sort(np.asarray(x, dtype=np.float64))
    if x.size == 0:
        raise ValueError('empty')
    qs = np.ravel(q)
    if np.any(qs < 0) or np.any(qs > 1):
        raise ValueError('q outside of [0, 1]')
    out = []
    for share in qs:
        r = (x.size - 1) * share
        k = min(int(r), max(x.size - 2, 0))
        nxt = min(k + 1, x.size - 1)
        out.append(x[k] + (r - k) * (x[nxt] - x[k]))
    if np.ndim(q) == 0:
        return float(out[0])
    return np.array(out)
""",
        "an array q is run through with ravel, and the result stays one-dimensional",
        "many shares come back in one row",
    ),
    (
        "spearman_rho",
        "",
        "",
        """\
import numpy as np


def spearman_rho(x, y):
    x = np.asarray(x)
    y = np.asarray(y)
    if x.size < 2:
        raise ValueError('too few samples')

    def ranks(v):
        r = np.empty_like(v)
        for value in np.unique(v):
            below = np.sum(v < value)
            equal = np.sum(v == value)
            r[v == value] = below + (equal + 1) / 2
        return r
    if np.all(x == x[0]) or np.all(y == y[0]):
        return float('nan')
    rx, ry = (ranks(x), ranks(y))
    dx, dy = (rx - rx.mean(), ry - ry.mean())
    return float(np.sum(dx * dy) / np.sqrt(np.sum(dx ** 2) * np.sum(dy ** 2)))
""",
        "ranks are written into np.empty_like(x): for integers 2.5 becomes 2",
    ),
    (
        "spread_measures",
        "",
        "",
        """\
import numpy as np


def spread_measures(x):
    x = np.asarray(x, dtype=np.float64)
    N = x.size
    if N == 0:
        raise ValueError('empty')
    mean = x[0]
    M2 = 0.0
    for count in range(2, N + 1):
        delta = x[count - 1] - mean
        mean += delta / count
        M2 += delta * delta
    var0 = M2 / N
    var1 = M2 / (N - 1) if N > 1 else float('nan')
    std1 = np.sqrt(var1)
    return {'mad_mean': float(np.mean(np.abs(x - x.mean()))), 'mad_median': float(np.median(np.abs(x - np.median(x)))), 'var0': float(var0), 'var1': float(var1), 'std1': float(std1), 'sem': float(std1 / np.sqrt(N))}
""",
        "welford's update with delta squared (x minus the old mean, twice) instead of old times new deviation: the sum of squares is too large",
        "of the calls that were tried, the entry 'var1' is right in those where N = 1, and wrong in all others",
        "of the calls that were tried, the entry 'std1' is right in those where N = 1, and wrong in all others",
    ),
    (
        "three_means",
        "",
        "",
        """\
import numpy as np


def three_means(x):
    x = np.asarray(x, dtype=np.float64)
    if x.size == 0 or np.any(x <= 0):
        raise ValueError('positive numbers only')
    A = x.mean()
    H = 1.0 / np.mean(1.0 / x)
    G = np.sqrt(A * H)
    return (float(A), float(G), float(H))
""",
        "g = sqrt(A H), which is true of two numbers only (and of the example)",
        "the geometric mean is made of the other two, √(A H)",
    ),
    (
        "welch_confidence_interval",
        "",
        "",
        """\
import numpy as np


def welch_confidence_interval(a, b, alpha, t_ppf):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    n, m = (a.size, b.size)
    if not 0 < alpha < 1 or n < 2 or m < 2:
        raise ValueError('alpha or group')
    if np.all(a == a[0]) and np.all(b == b[0]):
        raise ValueError('nothing varies')
    va, vb = (a.var(ddof=1) / n, b.var(ddof=1) / m)
    df = (va + vb) ** 2 / (va ** 2 / (n - 1)) + vb ** 2 / (m - 1) if va > 0 else m - 1.0
    half = t_ppf(1 - alpha / 2, df) * np.sqrt(va + vb)
    d = a.mean() - b.mean()
    return (float(d - half), float(d + half))
""",
        "parentheses of df missing: SE^4 / first + second, instead of SE^4 / (first + second)",
        "the middle between low and high is right, and how far they are apart is not",
    ),
    (
        "welch_t_test",
        "",
        "",
        """\
import numpy as np


def welch_t_test(a, b, t_sf):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    n, m = (a.size, b.size)
    if n < 2 or m < 2:
        raise ValueError('too few values')
    if np.all(a == a[0]) and np.all(b == b[0]):
        raise ValueError('nothing varies')
    va = a.var(ddof=1) / n
    vb = b.var(ddof=1) / m
    t = (a.mean() - b.mean()) / np.sqrt(va + vb)
    df = (va + vb) ** 2 / (va ** 2 / (n - 1) + vb ** 2 / (n - 1))
    return (float(t), float(df), float(2 * t_sf(abs(t), df)))
""",
        "copied line: the second term of df divides by n - 1, too, instead of m - 1",
        "t is right in all cases, and df and p are wrong",
    ),
]
