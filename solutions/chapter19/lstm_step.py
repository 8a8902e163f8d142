"""A step of an LSTM.

A recurrent network that makes its state anew at every step forgets quickly. A long short-term memory has, beside the
state h, a memory c, which is changed little by little; three gates, numbers between 0 and 1, decide what goes in, what
stays, and what is shown. With σ(z) = 1/(1 + e⁻ᶻ), and ∘ entry by entry,

    i, f, o = σ of one part each of Z = X Wx + h Wh + b
    g = tanh of the last part of Z
    c′ = f ∘ c + i ∘ g
    h′ = o ∘ tanh(c′)

All four parts come from one product: Wx is (D, 4K), Wh is (K, 4K), and there is one bias b (4K,). The columns stand in
four blocks of K, in the order **i, f, o, g**: input gate, forget gate, output gate, candidate. (PyTorch has i, f, g, o,
and two biases that are added up.)

X (N, D) is the input of this step for N sequences, h (N, K) and c (N, K) are what the step before left. Return h′ and
c′. Entries of Z may be as large as they like: a gate is open or shut then, and never NaN. (A warning of NumPy's about
overflow costs nothing.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (long short-term memory). Hochreiter,
Schmidhuber, Long Short-Term Memory (1997); Gers, Schmidhuber, Cummins, Learning to Forget (2000).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lstm_step(X: Array, h: Array, c: Array, Wx: Array, Wh: Array, b: Array) -> tuple[Array, Array]:
    """Return state and memory after one input.

    Parameters
    ----------
    X : (N, D)
    h, c : (N, K)
        State and memory before.
    Wx : (D, 4K)
        In blocks of K columns: i, f, o, g.
    Wh : (K, 4K)
    b : (4K,)

    Returns
    -------
    h, c : (N, K)
        State and memory after.

    Examples
    --------
    One unit; an input of 0 leaves Z = b. Its gates are all half open at 0, and the candidate is tanh 0 = 0: half of c
    stays, and half of its tanh is shown.

    >>> nothing = np.zeros((1, 1))
    >>> h, c = lstm_step(nothing, nothing, np.array([[2.0]]), np.ones((1, 4)), np.ones((1, 4)), np.zeros(4))
    >>> h.round(4).tolist(), c.tolist()
    ([[0.3808]], [[1.0]])
    """
    ### BEGIN SOLUTION
    i, f, o, g = np.split(X @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o = (0.5 + 0.5 * np.tanh(0.5 * z) for z in (i, f, o))
    c = f * c + i * np.tanh(g)
    return o * np.tanh(c), c
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Four layers in one.** Each gate and the candidate is a dense layer of x and h, with weights of its own. Side by
   side their weights make Wx (D, 4K) and Wh (K, 4K), and one product does the work of four. `np.split(Z, 4, axis=1)`
   cuts it again: block 0 is i, block 1 is f, block 2 is o, block 3 is g.

>>> Z = np.array([[1, 2, 3, 4, 5, 6, 7, 8]])
>>> [part.tolist() for part in np.split(Z, 4, axis=1)]
[[[1, 2]], [[3, 4]], [[5, 6]], [[7, 8]]]

   `Z.reshape(N, K, 4)` would cut it otherwise: 1, 2, 3, 4 are the four numbers of the first unit there.

2. **The memory.** c′ = f c + i g is a weighted sum. With f = 1 and i = 0 it is c itself, as exactly as numbers can be;
   with f = 0 and i = 1 it is the candidate, and the past is forgotten.

>>> K, nothing = 1, np.zeros((1, 1))
>>> keep = np.array([-40.0, 40.0, 0.0, 0.0])  # i shut, f open
>>> lstm_step(nothing, nothing, np.array([[0.7]]), np.ones((1, 4)), np.ones((1, 4)), keep)[1].round(12).tolist()
[[0.7]]

3. **What is shown.** h′ = o tanh(c′): the memory may grow beyond 1, what is shown of it may not. It is the new memory
   that is shown, not the old one.

4. **Why a sum?** ∂c′/∂c = f, entry by entry. If f is near 1, gradients go back through many steps nearly unchanged. In
   a plain recurrent network they are multiplied by a matrix and by slopes below 1 at every step.

5. **σ far out.** 1/(1 + e⁻ᶻ) overflows at z = −800, and is 0 after a warning: that is right. e^z/(1 + e^z) is ∞/∞ at
   z = 800: that is not. σ(z) = ½ + ½ tanh(z/2) is safe on both sides.

>>> (0.5 + 0.5 * np.tanh(0.5 * np.array([-800.0, 0.0, 800.0]))).tolist()
[0.0, 0.5, 1.0]
"""
### END EXPLANATION
