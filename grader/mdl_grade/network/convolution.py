"""Convolution and pooling, images as (N, C, H, W). A convolution is a dense layer on patches.

`patches` cuts X into all the windows that a filter visits; forward is then one matrix product, and the way back puts
the gradients of the windows where they were cut out, adding up where windows overlap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Array = Any


def patches(X: Array, p: int, q: int, stride: int) -> Array:
    """Return the windows of X, shape (N, C, Ho, Wo, p, q), as a view."""
    return sliding_window_view(X, (p, q), axis=(2, 3))[:, :, ::stride, ::stride]


def unpatch(dP: Array, shape: tuple[int, ...], stride: int) -> Array:
    """Add windows dP (N, C, Ho, Wo, p, q) up where `patches` cut them out of an array of `shape`: its adjoint."""
    dX = np.zeros(shape)
    _, _, Ho, Wo, p, q = dP.shape
    for i in range(p):
        for j in range(q):
            dX[:, :, i : i + stride * Ho : stride, j : j + stride * Wo : stride] += dP[..., i, j]
    return dX


def pad_images(X: Array, pad: int) -> Array:
    """Put `pad` rows and columns of zeros around each image."""
    return np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def conv(X: Array, W: Array, b: Array, stride: int = 1, pad: int = 0) -> Array:
    """Return Y[n, f, i, j] = Σ_cpq X[n, c, i s + p, j s + q] W[f, c, p, q] + b[f] (cross-correlation)."""
    p, q = W.shape[2:]
    P = patches(pad_images(X, pad), p, q, stride)
    return np.einsum("ncijpq,fcpq->nfij", P, W, optimize=True) + b[:, None, None]


def conv_backward(dY: Array, X: Array, W: Array, stride: int = 1, pad: int = 0) -> tuple[Array, Array, Array]:
    """Return dX, dW and db: those of a dense layer, window by window."""
    padded, (p, q) = pad_images(X, pad), W.shape[2:]
    P = patches(padded, p, q, stride)
    dW = np.einsum("nfij,ncijpq->fcpq", dY, P, optimize=True)
    dP = np.einsum("nfij,fcpq->ncijpq", dY, W, optimize=True)
    dX = unpatch(dP, padded.shape, stride)
    return dX[:, :, pad : pad + X.shape[2], pad : pad + X.shape[3]], dW, dY.sum(axis=(0, 2, 3))


def max_pool(X: Array, size: int, stride: int) -> Array:
    """Return the largest entry of each window."""
    return patches(X, size, size, stride).max(axis=(4, 5))


def max_pool_backward(dY: Array, X: Array, size: int, stride: int) -> Array:
    """Return dX: each dY goes to the largest entry of its window (the first, if several are)."""
    P = patches(X, size, size, stride)
    flat = P.reshape(*P.shape[:4], size * size)
    winner = np.arange(size * size) == flat.argmax(axis=-1)[..., None]
    return unpatch((dY[..., None] * winner).reshape(P.shape), X.shape, stride)


def avg_pool(X: Array, size: int, stride: int) -> Array:
    """Return the mean of each window."""
    return patches(X, size, size, stride).mean(axis=(4, 5))


def avg_pool_backward(dY: Array, X: Array, size: int, stride: int) -> Array:
    """Return dX: each dY is shared out equally over its window."""
    share = np.broadcast_to(dY[..., None, None] / size**2, (*dY.shape, size, size))
    return unpatch(share, X.shape, stride)
