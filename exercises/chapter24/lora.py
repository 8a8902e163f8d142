"""A weight matrix with an update of low rank: LoRA.

To adapt a large model to a new task, its weights W (D, K) are frozen, and next to each of them two thin matrices are
trained, A (D, r) and B (r, K). With s = α/r the layer becomes

    Y = X W + s (X A) B,

with rows of X (N, D) for tokens. r is small, often 8, so that A and B have few entries and the update s A B has rank r
at most; α > 0 is a setting, so that r can be changed without tuning the rest anew.

* **Start.** A is drawn, A = rng.standard_normal((D, r)) / √D, in one call, and B is 0. So nothing changes at first.
* **Backward**, given dY = ∂L/∂Y (N, K): return dX, dA and dB, in this order. W is frozen and has no gradient, but dX
  passes through it. Sums go over the tokens; nothing is averaged.
* **Merge.** Once trained, A and B can be put into W: one matrix (D, K) that gives the same Y by X times it alone.

r is read off A's shape, and is at least 1. It may be larger than D or K. float64.

References
----------
Hu et al., LoRA: Low-Rank Adaptation of Large Language Models (2022), section 4.1. There Y = W x + s B A x: the
first matrix that x meets, which is drawn, is called A there, too.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lora_init(D: int, K: int, r: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return what A and B start from.

    Parameters
    ----------
    D, K, r : int
        W is (D, K), r the rank of the update.
    rng : numpy.random.Generator
        Gives rng.standard_normal((D, r)).

    Returns
    -------
    A : (D, r)
    B : (r, K)

    Examples
    --------
    >>> A, B = lora_init(4, 2, 1, np.random.default_rng(0))
    >>> A.round(3).tolist(), B.tolist()
    ([[0.063], [-0.066], [0.32], [0.052]], [[0.0, 0.0]])
    """
    raise NotImplementedError


def lora_forward(X: Array, W: Array, A: Array, B: Array, alpha: float) -> Array:
    """Return what the layer gives, with the update beside W.

    Parameters
    ----------
    X : (N, D)
        Tokens.
    W : (D, K)
        Frozen weights.
    A : (D, r)
    B : (r, K)
    alpha : float
        > 0.

    Returns
    -------
    Y : (N, K)

    Examples
    --------
    The rank is 2, so s = 4/2 = 2: Y = 1·10 + 2 (1·1 + 1·2).

    >>> A, B = np.array([[1.0, 1.0]]), np.array([[1.0], [2.0]])
    >>> lora_forward(np.array([[1.0]]), np.array([[10.0]]), A, B, 4.0).tolist()
    [[16.0]]
    """
    raise NotImplementedError


def lora_backward(dY: Array, X: Array, W: Array, A: Array, B: Array, alpha: float) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to X, A and B.

    Parameters
    ----------
    dY : (N, K)
        ∂L/∂Y.
    X : (N, D)
        Tokens.
    W : (D, K)
        Frozen weights.
    A : (D, r)
    B : (r, K)
    alpha : float
        > 0.

    Returns
    -------
    dX : (N, D)
    dA : (D, r)
    dB : (r, K)

    Examples
    --------
    s = 2 again. dX = dY (10 + 2·3); dA = 2 X dY Bᵀ and dB = 2 (X A)ᵀ dY.

    >>> A, B = np.array([[1.0, 1.0]]), np.array([[1.0], [2.0]])
    >>> dX, dA, dB = lora_backward(np.array([[1.0]]), np.array([[3.0]]), np.array([[10.0]]), A, B, 4.0)
    >>> dX.tolist(), dA.tolist(), dB.tolist()
    ([[16.0]], [[6.0, 12.0]], [[6.0], [6.0]])
    """
    raise NotImplementedError


def lora_merge(W: Array, A: Array, B: Array, alpha: float) -> Array:
    """Return the one matrix that does what W, A and B do.

    Parameters
    ----------
    W : (D, K)
        Frozen weights.
    A : (D, r)
    B : (r, K)
    alpha : float
        > 0.

    Returns
    -------
    merged : (D, K)

    Examples
    --------
    >>> A, B = np.array([[1.0, 1.0]]), np.array([[1.0], [2.0]])
    >>> lora_merge(np.array([[10.0]]), A, B, 4.0).tolist()
    [[16.0]]
    """
    raise NotImplementedError
