"""A mixture of experts: few of many are asked.

A layer can have more weights without more work for each token: it has E experts, and a router asks k of them for each
token. Rows of X (N, D) are tokens. The router is a matrix R (D, E), and here each expert is one matrix, W[e] of W
(E, D, K):

    Z = X R,    G = weights of Z,    y_n = Σ_e G[n, e] x_n W[e].

The weights of a token are softmax of its k largest logits, over these k alone, so that they sum to 1. All other experts
have the weight 0, exactly, and are not asked. Each token chooses for itself. Of equal logits, those with smaller
indices come first.

Write

* **moe_forward(X, R, W, k)**: Y (N, K).
* **moe_backward(dY, X, R, W, k)**: dX, dR and dW, given dY = ∂L/∂Y. Which experts were chosen is held fixed; their
  weights are not. There is no memory of the way forward: compute it again. Sums go over the tokens.
* **balance_loss(Z, k)**: a router likes to ask the same few again and again. So a loss is added,

      B = E Σ_e f[e] p[e],

  with f[e] the share of expert e in all N k choices, and p[e] the mean over tokens of softmax of Z, over all E experts.
  Return B and dZ = ∂B/∂Z (N, E). f makes steps and has no gradient: only p has one.

1 ≤ k ≤ E; any other k raises ValueError, in all three. Logits may be thousands, of either sign.

References
----------
Shazeer et al., Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer (2017). Fedus, Zoph,
Shazeer, Switch Transformers (2022), section 2.2. Jiang et al., Mixtral of Experts (2024), section 2.1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def moe_forward(X: Array, R: Array, W: Array, k: int) -> Array:
    """Return what the chosen experts say, weighted.

    Parameters
    ----------
    X : (N, D)
        Tokens.
    R : (D, E)
        Router.
    W : (E, D, K)
        Experts.
    k : int
        How many are asked for each token, from 1 to E.

    Returns
    -------
    Y : (N, K)

    Raises
    ------
    ValueError
        If k is not from 1 to E.

    Examples
    --------
    Logits log 3, 0 and −9: two are asked, with the weights ¾ and ¼.

    >>> R, W = np.array([[np.log(3.0), 0.0, -9.0]]), np.array([[[4.0]], [[8.0]], [[1000.0]]])
    >>> moe_forward(np.array([[1.0]]), R, W, 2).round(6).tolist()
    [[5.0]]
    """
    ### BEGIN SOLUTION
    Z = X @ R
    G = _softmax(np.where(_chosen(Z, k), Z, -np.inf))
    Y: Array = np.einsum("ne,nd,edk->nk", G, X, W)
    return Y


def _chosen(Z: Array, k: int) -> NDArray[np.bool_]:
    """Return which experts each token asks, (N, E)."""
    if not 1 <= k <= Z.shape[1]:
        raise ValueError(f"{k} of {Z.shape[1]} experts can't be asked")
    chosen = np.zeros(Z.shape, dtype=bool)
    np.put_along_axis(chosen, np.argsort(-Z, axis=1, kind="stable")[:, :k], True, axis=1)
    return chosen


def _softmax(Z: Array) -> Array:
    """Return softmax of each row; −∞ has the weight 0."""
    powers = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P: Array = powers / np.sum(powers, axis=1, keepdims=True)
    return P
    ### END SOLUTION


def moe_backward(dY: Array, X: Array, R: Array, W: Array, k: int) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to tokens, router and experts.

    Parameters
    ----------
    dY : (N, K)
        ∂L/∂Y.
    X : (N, D)
        Tokens.
    R : (D, E)
        Router.
    W : (E, D, K)
        Experts.
    k : int
        How many are asked for each token, from 1 to E.

    Returns
    -------
    dX : (N, D)
    dR : (D, E)
    dW : (E, D, K)

    Raises
    ------
    ValueError
        If k is not from 1 to E.

    Examples
    --------
    The third expert was not asked: it learns nothing, and neither does its column of the router.

    >>> R, W = np.array([[np.log(3.0), 0.0, -9.0]]), np.array([[[4.0]], [[8.0]], [[1000.0]]])
    >>> one = np.ones((1, 1))
    >>> dX, dR, dW = moe_backward(one, one, R, W, 2)
    >>> dR.round(6).tolist(), dW.round(6).ravel().tolist()
    ([[-0.75, 0.75, 0.0]], [0.75, 0.25, 0.0])
    """
    ### BEGIN SOLUTION
    logits = X @ R
    G = _softmax(np.where(_chosen(logits, k), logits, -np.inf))
    dG = np.einsum("nk,nd,edk->ne", dY, X, W)
    dZ = G * (dG - np.sum(G * dG, axis=1, keepdims=True))
    dX = dZ @ R.T + np.einsum("ne,nk,edk->nd", G, dY, W)
    dW = np.einsum("ne,nd,nk->edk", G, X, dY)
    return dX, X.T @ dZ, dW
    ### END SOLUTION


def balance_loss(Z: Array, k: int) -> tuple[float, Array]:
    """Return how unevenly experts are used, and its gradient.

    Parameters
    ----------
    Z : (N, E)
        The router's logits.
    k : int
        How many are asked for each token, from 1 to E.

    Returns
    -------
    loss : float
    dZ : (N, E)

    Raises
    ------
    ValueError
        If k is not from 1 to E.

    Examples
    --------
    Even logits cost 1. Of two tokens with the logits log 3 and 0, both ask the first expert: 2 · 1 · ¾.

    >>> loss, dZ = balance_loss(np.zeros((2, 4)), 1)
    >>> float(loss)
    1.0
    >>> loss, dZ = balance_loss(np.array([[np.log(3.0), 0.0], [np.log(3.0), 0.0]]), 1)
    >>> round(float(loss), 6), dZ.round(6).tolist()
    (1.5, [[0.1875, -0.1875], [0.1875, -0.1875]])
    """
    ### BEGIN SOLUTION
    N, E = Z.shape
    f = np.sum(_chosen(Z, k), axis=0) / (N * k)
    P = _softmax(Z)
    loss = E * np.sum(f * np.mean(P, axis=0))
    return float(loss), E / N * P * (f - np.sum(P * f, axis=1, keepdims=True))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **The weights sum to 1** because softmax is taken over the k chosen logits. Softmax over all E, cut off afterwards,
   sums to less, and what a token gets shrinks with every expert that is added. With k = E the two are the same: the
   dense mixture.

2. **Backward.** With h[e] = x W[e], y = Σ G[e] h[e]: dG[e] = dy · h[e], and through softmax dZ[e] = G[e] (dG[e] − Σ G
   dG). Where G is 0, dZ is: an expert that was not asked says nothing about whether it should have been. dR = Xᵀ dZ,
   dW[e] = Σ G[n, e] x_n ⊗ dy_n, and x hears the experts, and the router as well.

3. **Why a second loss.** Experts that are asked learn, get better, and are asked more. Those that are never asked have
   the gradient 0 forever.

4. **Why the product.** The shares f are what should be even, but they are counts, without a gradient. p has one: f[e]
   says how hard p[e] is pushed down. If the shares are what the probabilities say, f = p, then B = E Σ p², which is 1
   for p = 1/E and more everywhere else. If all logits are equal, B is 1, whatever f is.

5. **By hand**: Z = (log 3, 0), P = (¾, ¼), f = (1, 0), N = 1: B = 2 · ¾, and dZ = 2 · ¾ (1 − ¾) = 0.375 for the first.

>>> loss, dZ = balance_loss(np.array([[np.log(3.0), 0.0]]), 1)
>>> dZ.round(6).tolist()
[[0.375, -0.375]]
"""
### END EXPLANATION
