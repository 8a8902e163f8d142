"""chapter18/im2col_col2im against scikit-learn's patches, SciPy's correlation, and PyTorch's unfold and fold."""

import numpy as np
import pytest
from scipy.signal import correlate2d
from sklearn.feature_extraction.image import extract_patches_2d

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

ANSWER = Suite.load(builtin_course(), "chapter18/im2col_col2im").namespace
im2col, col2im = ANSWER["im2col"], ANSWER["col2im"]
NAMES = ("N", "C", "H", "W", "P", "Q", "stride", "pad")
SIZES = [(2, 3, 5, 4, 2, 3, 1, 0), (3, 2, 6, 5, 3, 2, 2, 1), (1, 2, 5, 8, 3, 2, 2, 0), (2, 1, 4, 3, 1, 2, 2, 2)]


def test_agrees_with_scikit_learn():
    """At stride 1, rows are the patches that scikit-learn extracts."""
    X = np.random.default_rng(0).normal(size=(1, 1, 6, 5))
    want = extract_patches_2d(X[0, 0], (2, 3)).reshape(-1, 6)
    np.testing.assert_array_equal(im2col(X, 2, 3, 1, 0), want)


@pytest.mark.parametrize(NAMES, SIZES)
def test_convolution_is_one_product(N, C, H, W, P, Q, stride, pad):
    """cols times the kernels as columns are SciPy's correlations, place by place."""
    rng = np.random.default_rng(H)
    X, kernels = rng.normal(size=(N, C, H, W)), rng.normal(size=(4, C, P, Q))
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    want = np.array(
        [
            [
                sum(correlate2d(Z[n, c], kernel[c], mode="valid") for c in range(C))[::stride, ::stride]
                for kernel in kernels
            ]
            for n in range(N)
        ]
    )
    got = im2col(X, P, Q, stride, pad) @ kernels.reshape(4, -1).T
    np.testing.assert_allclose(got.reshape(N, *want.shape[2:], 4).transpose(0, 3, 1, 2), want, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(NAMES, SIZES)
def test_agrees_with_pytorch(N, C, H, W, P, Q, stride, pad):
    """Row by row they are torch.nn.functional.unfold and fold, which keep the images in an axis of their own."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(W)
    X = rng.normal(size=(N, C, H, W))
    unfolded = torch.nn.functional.unfold(torch.from_numpy(X), (P, Q), padding=pad, stride=stride)
    cols = im2col(X, P, Q, stride, pad)
    np.testing.assert_array_equal(cols.reshape(N, -1, C * P * Q), unfolded.numpy().transpose(0, 2, 1))
    M = rng.normal(size=cols.shape)
    given = torch.from_numpy(np.ascontiguousarray(M.reshape(N, -1, C * P * Q).transpose(0, 2, 1)))
    want = torch.nn.functional.fold(given, (H, W), (P, Q), padding=pad, stride=stride).numpy()
    np.testing.assert_allclose(col2im(M, X.shape, P, Q, stride, pad), want, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(NAMES, SIZES)
def test_col2im_is_the_transposed_matrix(N, C, H, W, P, Q, stride, pad):
    """With im2col written out as a matrix, image by image of a single 1, col2im is its transpose."""
    shape = (N, C, H, W)
    units = np.eye(N * C * H * W).reshape(-1, *shape)
    A = np.array([im2col(unit, P, Q, stride, pad).ravel() for unit in units]).T
    M = np.random.default_rng(1).normal(size=(A.shape[0] // (C * P * Q), C * P * Q))
    got = col2im(M, shape, P, Q, stride, pad).ravel()
    np.testing.assert_allclose(got, A.T @ M.ravel(), rtol=1e-12, atol=1e-13)
