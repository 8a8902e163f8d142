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
    raise NotImplementedError
