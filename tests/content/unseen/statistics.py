"""Wrong answers to chapter 4, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers, as in arrays.py.
BANK = [
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
