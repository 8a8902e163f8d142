"""A recurrent network, backward through time.

On the way forward N sequences X (N, T, D) went through a recurrent network, from the states h0 (N, K) on:

    h_t = tanh(x_t Wx + h_{t−1} Wh + b),    t = 1, …, T.

On the way back it is told how the loss L reacts to each state, dH (N, T, K). dH[:, t] is what h_t hears directly, from
what was made of this state alone (an output at this step). What it hears by way of h_{t+1}, and of all states after
that, is not in dH: to find it is what this exercise is about.

Return the gradients of L with respect to X, h0, Wx, Wh and b. There is no memory of the way forward: compute the states
again. Nothing is averaged; if L is a mean over the batch, that 1/N is already in dH.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (backpropagation through time). Werbos,
Backpropagation Through Time: What It Does and How to Do It (1990).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rnn_backward(
    dH: Array, X: Array, h0: Array, Wx: Array, Wh: Array, b: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Return the gradients of L with respect to X, h0, Wx, Wh and b.

    Parameters
    ----------
    dH : (N, T, K)
        What each state hears directly.
    X : (N, T, D)
        The sequences that went forward.
    h0 : (N, K)
        The states before.
    Wx : (D, K)
    Wh : (K, K)
    b : (K,)

    Returns
    -------
    dX : (N, T, D)
    dh0 : (N, K)
    dWx : (D, K)
    dWh : (K, K)
    db : (K,)

    Examples
    --------
    One unit at 0 reads 0, 0, and stays at 0, where tanh has the slope 1. L = h_2 hears the second input with Wx = 3,
    the first with Wh · Wx = 6, and h0 with Wh² = 4:

    >>> nothing, one = np.zeros((1, 2, 1)), np.array([[[0.0], [1.0]]])
    >>> dX, dh0, dWx, dWh, db = rnn_backward(
    ...     one, nothing, np.array([[0.0]]), np.array([[3.0]]), np.array([[2.0]]), np.array([0.0])
    ... )
    >>> dX.tolist(), dh0.tolist(), dWx.tolist(), dWh.tolist(), db.tolist()
    ([[[6.0], [3.0]]], [[4.0]], [[0.0]], [[0.0]], [3.0])
    """
    ### BEGIN SOLUTION
    T = X.shape[1]
    states = [h0]
    for t in range(T):
        states.append(np.tanh(X[:, t] @ Wx + states[t] @ Wh + b))
    dX, dWx, dWh, db = np.zeros_like(X), np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    dh = np.zeros_like(h0)
    for t in reversed(range(T)):
        dz = (dH[:, t] + dh) * (1 - states[t + 1] ** 2)
        dX[:, t] = dz @ Wx.T
        dWx += X[:, t].T @ dz
        dWh += states[t].T @ dz
        db += dz.sum(axis=0)
        dh = dz @ Wh.T
    return dX, dh, dWx, dWh, db
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Unroll it.** T steps are a network of T layers, one on top of the other, that share their weights. Layer t has two
   inputs, x_t and h_{t−1}, and its output goes to two places: to L directly, and into layer t + 1.

2. **What a state hears.** The sum of both:

       ∂L/∂h_t = dH[:, t] + dz_{t+1} Whᵀ,    and nothing comes from behind the last step.

   Through tanh it becomes dz_t = ∂L/∂h_t ∘ (1 − h_t²): the slope of tanh is written with its value, at the same step.

3. **One layer.** z_t = x_t Wx + h_{t−1} Wh + b is dense. So dx_t = dz_t Wxᵀ; h_{t−1} hears dz_t Whᵀ; and to the
   gradients of the weights the step contributes x_tᵀ dz_t, h_{t−1}ᵀ dz_t, and dz_t summed over the samples.

4. **Shared weights.** The same Wx, Wh and b stand in all layers: what the steps contribute adds up. X has a part for
   each step, and nothing to add up.

5. **In the end** what h_0 hears is dh0: the dz_1 Whᵀ that is left over when the loop is done.

6. **Why it is difficult to learn from far away.** From h_t to h_{t−m} the gradient is multiplied m times by Whᵀ and by
   slopes below 1. It vanishes like the m-th power of a number, or explodes.

>>> slopes = [float(rnn_backward(
...     np.array([[[0.0]] * 9 + [[1.0]]]), np.zeros((1, 10, 1)), np.zeros((1, 1)), np.eye(1), w * np.eye(1), np.zeros(1)
... )[1].item()) for w in (0.5, 2.0)]
>>> slopes  # 0.5 to the power of 10, and 2 to the power of 10
[0.0009765625, 1024.0]

A small step shows that it is true: x_1 grows by 10⁻⁶, and L = h_2 by dX[0, 0] times that.

>>> X, weights = np.array([[[0.5], [-0.3]]]), (np.array([[0.8]]), np.array([[1.5]]), np.array([0.1]))
>>> L = lambda x: np.tanh(X[0, 1, 0] * 0.8 + np.tanh(x * 0.8 + 0.1) * 1.5 + 0.1)
>>> dX = rnn_backward(np.array([[[0.0], [1.0]]]), X, np.zeros((1, 1)), *weights)[0]
>>> float(round(dX[0, 0, 0], 5)), float(round((L(0.500001) - L(0.5)) / 1e-6, 5))
(0.70506, 0.70506)
"""
### END EXPLANATION
