"""A long short-term memory, through a sequence and back.

An LSTM reads N sequences X (N, T, D) step by step, from the states h0 (N, K) and the memories c0 (N, K) on. With
z_t = x_t Wx + h_{t−1} Wh + b, whose columns stand in four blocks of K in the order i, f, o, g,

    i, f, o = σ(their blocks),    g = tanh(its block),
    c_t = f ∘ c_{t−1} + i ∘ g,    h_t = o ∘ tanh(c_t).

Forward, return all states and all memories, H and C (N, T, K); h0 and c0 are not among them.

Backward, it is told what each state hears directly, dH (N, T, K): not what it hears by way of later steps. The memories
are heard by nobody but the states. Return the gradients of the loss with respect to X, h0, c0, Wx, Wh and b. There is
no memory of the way forward: compute what is needed again, by your own lstm_forward or otherwise. Nothing is averaged.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (long short-term memory). Hochreiter,
Schmidhuber, Long Short-Term Memory (1997). Graves, Schmidhuber, Framewise Phoneme Classification with Bidirectional
LSTM (2005), the full gradient.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lstm_forward(X: Array, h0: Array, c0: Array, Wx: Array, Wh: Array, b: Array) -> tuple[Array, Array]:
    """Return states and memories after each input.

    Parameters
    ----------
    X : (N, T, D)
        N sequences of T inputs.
    h0, c0 : (N, K)
        States and memories before.
    Wx : (D, 4K)
        In blocks of K columns: i, f, o, g.
    Wh : (K, 4K)
    b : (4K,)

    Returns
    -------
    H, C : (N, T, K)

    Examples
    --------
    Without weights and biases all gates are half open, and the candidate is 0: the memory is halved at each step.

    >>> nothing = np.zeros((1, 1))
    >>> weights = np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> H, C = lstm_forward(np.zeros((1, 3, 1)), nothing, np.array([[4.0]]), *weights)
    >>> C.tolist(), H.round(4).tolist()
    ([[[2.0], [1.0], [0.5]]], [[[0.482], [0.3808], [0.2311]]])
    """
    ### BEGIN SOLUTION
    H, C = np.zeros((2, *X.shape[:2], h0.shape[1]))
    h, c = h0, c0
    for t in range(X.shape[1]):
        i, f, o, g = np.split(X[:, t] @ Wx + h @ Wh + b, 4, axis=1)
        i, f, o = (0.5 + 0.5 * np.tanh(0.5 * z) for z in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        H[:, t], C[:, t] = h, c
    return H, C
    ### END SOLUTION


def lstm_backward(
    dH: Array, X: Array, h0: Array, c0: Array, Wx: Array, Wh: Array, b: Array
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Return the gradients of the loss with respect to X, h0, c0, Wx, Wh and b.

    Parameters
    ----------
    dH : (N, T, K)
        What each state hears directly.
    X, h0, c0, Wx, Wh, b
        As they went forward.

    Returns
    -------
    dX : (N, T, D)
    dh0, dc0 : (N, K)
    dWx : (D, 4K)
    dWh : (K, 4K)
    db : (4K,)

    Examples
    --------
    As above, with a memory of 0. The loss is the last of two states: it is o tanh(c) with o = ½, and c is a quarter of
    c0. So c0 is heard with ½ · ¼.

    >>> nothing, weights = np.zeros((1, 1)), (np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4))
    >>> dH = np.array([[[0.0], [1.0]]])
    >>> dX, dh0, dc0, dWx, dWh, db = lstm_backward(dH, np.zeros((1, 2, 1)), nothing, nothing, *weights)
    >>> dc0.tolist(), dh0.tolist()
    ([[0.125]], [[0.0]])

    Of b, only the candidate's part counts here, once by each step: ½ · ½ · ½ by the first, ½ · ½ by the last.

    >>> db.tolist()
    [0.0, 0.0, 0.0, 0.375]
    """
    ### BEGIN SOLUTION
    H, C = lstm_forward(X, h0, c0, Wx, Wh, b)
    dX, dWx, dWh, db = np.zeros_like(X), np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    dh, dc = np.zeros_like(h0), np.zeros_like(c0)
    for t in reversed(range(X.shape[1])):
        h, c = (H[:, t - 1], C[:, t - 1]) if t else (h0, c0)
        i, f, o, g = np.split(X[:, t] @ Wx + h @ Wh + b, 4, axis=1)
        i, f, o = (0.5 + 0.5 * np.tanh(0.5 * z) for z in (i, f, o))
        g, shown = np.tanh(g), np.tanh(C[:, t])
        dh = dH[:, t] + dh
        dc = dc + dh * o * (1 - shown**2)
        di, df, do, dg = dc * g, dc * c, dh * shown, dc * i
        dz = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)])
        dX[:, t] = dz @ Wx.T
        dWx += X[:, t].T @ dz
        dWh += h.T @ dz
        db += dz.sum(axis=0)
        dh, dc = dz @ Wh.T, dc * f
    return dX, dh, dc, dWx, dWh, db
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two things are handed on**, h and c, so two gradients come back from the step after: dh and dc. At the last step
   both are 0.

2. **What the state hears** is dH[:, t] + dh, as in a plain recurrent network.

3. **What the memory hears.** c_t acts on L in two ways: by h_t = o tanh(c_t), and by c_{t+1} = f_{t+1} c_t + …. So

       dc_t = (what c_{t+1} sends back) + dh_t ∘ o ∘ (1 − tanh²(c_t)).

   Only now, when both are together, may it be used.

4. **Into the gates.** c_t = f c_{t−1} + i g and h_t = o tanh(c_t) are products, and in a product each factor hears the
   gradient times the other one:

       di = dc g,   dg = dc i,   df = dc c_{t−1},   do = dh tanh(c_t),

   and c_{t−1} hears dc f. That is what goes back to the step before: one product with a number between 0 and 1, no
   matrix, no slope of tanh. As long as f is near 1, it arrives nearly as it was.

5. **Through σ and tanh.** With their values, slopes are i (1 − i), f (1 − f), o (1 − o), and 1 − g². Side by side, in
   the order of the columns, they make dz (N, 4K).

6. **A dense layer.** z = x Wx + h_{t−1} Wh + b: dX[:, t] = dz Wxᵀ, dh = dz Whᵀ for the step before, and the weights
   hear the sum over all steps.

The example's numbers: with c = 0 the slopes of tanh are 1, and g = 0, so i, f and o hear nothing. At the last step
dc = ½, and the candidate hears dc · i = ¼. Back through f = ½, dc = ¼ at the first step, and its candidate hears ⅛.

With f = 1 the gradient of c0 is the same after ten steps as after one:

>>> keep = np.array([-40.0, 40.0, 40.0, 0.0])  # i shut, f and o open
>>> nothing, dH = np.zeros((1, 1)), np.zeros((1, 10, 1))
>>> dH[:, -1] = 1.0
>>> _, _, dc0, *_ = lstm_backward(dH, np.zeros((1, 10, 1)), nothing, nothing, np.ones((1, 4)), np.ones((1, 4)), keep)
>>> dc0.round(9).tolist()
[[1.0]]
"""
### END EXPLANATION
