"""An embedding, forward and backward.

A network can't compute with names: words, letters, products. So each name is a number, its id, from 0 to vocab − 1, and
has a row of its own in a table W (vocab, D), which is learned. Forward, ids (N, T) are replaced by their rows:

    Y[n, t] = W[ids[n, t]],    Y (N, T, D).

That is a matrix product, of one-hot rows with W, and needs no multiplication at all.

Backward, dW[v] is the sum of dY over all places where the id v stands. An id that stands nowhere has a row of zeros.

* An id below 0, or of vocab or more, is refused with a ValueError. NumPy would take −1 for the last row, and say
  nothing.
* Sequences are often filled up to the same length by an id that means nothing. If `padding_id` is given, its row of dW
  is zero: it is never learned. Forward, it is an id like all others. Every id may be the one, also 0; None means that
  there is none.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7 (word embeddings). Mikolov et al.,
Efficient Estimation of Word Representations in Vector Space (2013).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ids = NDArray[np.int64]


def embedding_forward(ids: Ids, W: Array) -> Array:
    """Return the rows of W that ids name.

    Parameters
    ----------
    ids : (N, T) int
    W : (vocab, D)

    Returns
    -------
    Y : (N, T, D)

    Raises
    ------
    ValueError
        If an id is below 0, or not below vocab.

    Examples
    --------
    >>> W = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    >>> embedding_forward(np.array([[2, 0]]), W).tolist()
    [[[4.0, 5.0], [0.0, 1.0]]]
    """
    raise NotImplementedError


def embedding_backward(dY: Array, ids: Ids, vocab: int, padding_id: int | None = None) -> Array:
    """Return the gradient of the loss with respect to W.

    Parameters
    ----------
    dY : (N, T, D)
        ∂L/∂Y.
    ids : (N, T) int
        What went forward: from 0 to vocab − 1.
    vocab : int
        Number of rows of W.
    padding_id : int, optional
        The id that is not learned.

    Returns
    -------
    dW : (vocab, D)

    Examples
    --------
    The id 1 stands in two places, the id 0 in none:

    >>> embedding_backward(np.array([[[1.0], [2.0], [4.0]]]), np.array([[1, 2, 1]]), 3).tolist()
    [[0.0], [5.0], [2.0]]
    >>> embedding_backward(np.array([[[1.0], [2.0], [4.0]]]), np.array([[1, 2, 1]]), 3, padding_id=2).tolist()
    [[0.0], [5.0], [0.0]]
    """
    raise NotImplementedError
