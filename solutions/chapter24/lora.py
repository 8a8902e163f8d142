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
    ### BEGIN SOLUTION
    A: Array = rng.standard_normal((D, r)) / np.sqrt(D)
    return A, np.zeros((r, K))
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    Y: Array = X @ W + alpha / A.shape[1] * (X @ A @ B)
    return Y
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    s = alpha / A.shape[1]
    d_low = s * (dY @ B.T)
    return dY @ W.T + d_low @ A.T, X.T @ d_low, s * ((X @ A).T @ dY)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    scale = alpha / A.shape[1]
    merged: Array = W + scale * (A @ B)
    return merged
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **How few.** W with 4096 × 4096 entries has 16.8 million. A and B of rank 8 have 2 · 4096 · 8 = 65,536, that is
   0.4 %. Adam's two moments are kept for these alone.

2. **From the left.** (X A) B costs N r (D + K) products, X (A B) first makes a matrix as large as W. They are equal.

3. **Backward.** Y is a sum of two ways. By the first, dX hears dY Wᵀ. The second is two dense layers without bias,
   H = X A and s H B: dB = s Hᵀ dY, dH = s dY Bᵀ, dA = Xᵀ dH, and dX hears dH Aᵀ as well. All have the factor s.

4. **Who learns first.** At the start B = 0, so dH = s dY Bᵀ = 0, and with it dA. dB = s (X A)ᵀ dY is not 0, since A was
   drawn. After one step B is not 0 either, and A learns, too. If both were 0, neither would ever move; if both were
   drawn, the model would be damaged before it learned anything.

>>> rng = np.random.default_rng(0)
>>> A, B = lora_init(3, 2, 1, rng)
>>> X, W, dY = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=(4, 2))
>>> bool(np.all(lora_forward(X, W, A, B, 8.0) == X @ W))
True
>>> _, dA, dB = lora_backward(dY, X, W, A, B, 8.0)
>>> bool(np.all(dA == 0)), bool(np.all(dB != 0))
(True, True)

5. **Rank.** A B is a sum of r products of a column and a row. Whatever A and B learn, W changes by a matrix of rank r
   at most.

6. **Why α/r?** A B is a sum of r terms; dividing by r keeps its size when r is changed.

7. **Merged** it costs nothing when the model is used: W + s A B has the shape of W.

>>> A, B = rng.normal(size=(3, 1)), rng.normal(size=(1, 2))
>>> bool(np.allclose(X @ lora_merge(W, A, B, 8.0), lora_forward(X, W, A, B, 8.0)))
True
>>> int(np.linalg.matrix_rank(lora_merge(W, A, B, 8.0) - W))
1
"""
### END EXPLANATION
