"""Wrong answers to chapter 1, written from the prompts alone, before their suites were read; some are known by now."""

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
]
