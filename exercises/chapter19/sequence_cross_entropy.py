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
    raise NotImplementedError
