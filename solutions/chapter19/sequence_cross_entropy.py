"""Cross-entropy over sequences.

At every step of every sequence, a model gives logits (N, T, vocab) for the token that stands there: y (N, T). Sequences
have unequal lengths, and are filled up; mask (N, T) tells which tokens count, True = counts. The loss is the mean over
the M tokens that count,

    L = −1/M Σ_(n, t) counts log P[n, t, y[n, t]],    P = softmax of the logits, over the vocabulary,

so that each token weighs the same, whatever sequence it is in. Return L; dlogits = ∂L/∂logits (N, T, vocab), its exact
derivative; and the perplexity e^L: the number of faces that a fair die would need, to be as hard to guess.

* At least one token counts.
* Where a token does not count, its target may be any int, −100 for instance, and its logits may be any numbers: neither
  has a say. dlogits is 0 there, exactly.
* Logits reach from −1000 to 1000, at different heights at different steps. No eps is added, nothing is clipped. (A
  single token may cost 2000. The mean stays below 700, where e^L is a number still.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Kapoor, Gulli, Pal, Deep Learning with
TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = NDArray[np.int64]
Mask = NDArray[np.bool_]


def sequence_cross_entropy(logits: Array, y: Tokens, mask: Mask) -> tuple[float, Array, float]:
    """Return the mean loss of the tokens that count, its gradient, and the perplexity.

    Parameters
    ----------
    logits : (N, T, vocab) float64
    y : (N, T) int
        The true tokens, from 0 to vocab − 1 where they count; anything elsewhere.
    mask : (N, T) bool
        True = counts.

    Returns
    -------
    loss : float
    dlogits : (N, T, vocab) float64
        ∂L/∂logits.
    perplexity : float
        e^L.

    Examples
    --------
    One sequence of two tokens, of which the first counts. Logits 0 and log 3 mean ¼ and ¾; token 0 is true:

    >>> logits = np.array([[[0.0, np.log(3.0)], [5.0, 7.0]]])
    >>> loss, dlogits, perplexity = sequence_cross_entropy(logits, np.array([[0, -100]]), np.array([[True, False]]))
    >>> round(float(loss), 6), round(float(perplexity), 6)
    (1.386294, 4.0)
    >>> (dlogits.round(6) + 0.0).tolist()
    [[[-0.75, 0.75], [0.0, 0.0]]]
    """
    ### BEGIN SOLUTION
    Z, targets = logits[mask], y[mask]
    M = len(targets)
    rows = np.arange(M)
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    E = np.exp(shifted)
    total = np.sum(E, axis=1)
    loss = np.mean(np.log(total) - shifted[rows, targets])
    dZ = E / total[:, None]
    dZ[rows, targets] -= 1.0
    dlogits = np.zeros_like(logits)
    dlogits[mask] = dZ / M
    return float(loss), dlogits, float(np.exp(loss))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Take out what counts.** `logits[mask]` is (M, vocab), and y[mask] is (M,): no sequence and no filling any more, but
   a batch of M samples. A target of −100 would be a wrong index; or, worse, a right one from behind.

2. **Then it is cross-entropy of a softmax**, with logarithm and shift on paper as always:
   −log P[y] = log Σ e^z − z[y], each row's maximum taken off.

3. **The mean over tokens.** M is the number of tokens that count. Divided by N · T, filling would make a model look
   better; divided by N, long sequences would weigh more in each step of descent, and the loss of a model that guesses
   would depend on T.

4. **The gradient** is (P − onehot)/M where a token counts, and 0 elsewhere: what does not count in L can't change it.

5. **Perplexity** is e to the mean, not a mean of e to something: the geometric mean of 1/P[y]. Who gives each of V
   tokens 1/V has perplexity V; who is always sure and right has 1.

>>> loss, _, perplexity = sequence_cross_entropy(np.zeros((1, 3, 5)), np.array([[4, 0, 2]]), np.array([[True] * 3]))
>>> round(float(perplexity), 9)
5.0

With two tokens, of which one had the probability ½ and the other ⅛: L = (log 2 + log 8)/2 = log 4, perplexity 4. (The
mean of 2 and 8 would be 5.)

>>> logits = np.log(np.array([[[0.5, 0.5], [0.125, 0.875]]]))
>>> _, _, perplexity = sequence_cross_entropy(logits, np.array([[1, 0]]), np.array([[True, True]]))
>>> round(float(perplexity), 9)
4.0
"""
### END EXPLANATION
