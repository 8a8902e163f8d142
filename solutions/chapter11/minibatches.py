"""Minibatches of one epoch.

Stochastic gradient descent does not look at all samples before it moves, but at a handful, a minibatch. Within an
epoch each sample is looked at exactly once; so the n samples are dealt out, like cards, into batches of batch_size.
If n is not a multiple of it, the last batch holds the rest. Nothing is thrown away.

Which sample meets which is left to chance, anew in each epoch: every way to deal them is equally likely. Return the
batches of one epoch as indices, so that X[batch] and y[batch] fetch inputs and targets together.

* The indices are 0 to n − 1. The batches are a list of 1-D arrays of ints; all have batch_size entries, except perhaps
  the last.
* A batch_size above n gives one batch with everything.
* Chance comes from rng alone: a Generator in the same state gives the same batches, and as it moves on, others.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.2.
Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> list[Indices]:
    """Return the indices 0 to n − 1, dealt out at random.

    Parameters
    ----------
    n : int
        Number of samples, at least 1.
    batch_size : int
        At least 1.
    rng : numpy.random.Generator

    Returns
    -------
    batches : list of ⌈n / batch_size⌉ arrays of int

    Examples
    --------
    >>> batches = minibatches(5, 2, np.random.default_rng(0))
    >>> [len(batch) for batch in batches]
    [2, 2, 1]
    >>> sorted(int(i) for batch in batches for i in batch)
    [0, 1, 2, 3, 4]
    """
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Shuffle, then cut.** A permutation of 0, …, n − 1 in which all n! orders are equally likely, cut into pieces from
   the front, deals every sample once, and every way to deal is equally likely.

2. **The rest.** Pieces start at 0, B, 2B, … below n. A slice that reaches over the end stops there: the last piece has
   n − B ⌊(n − 1)/B⌋ entries. ⌈n/B⌉ pieces in all.

>>> [list(range(7))[start : start + 3] for start in range(0, 7, 3)]
[[0, 1, 2], [3, 4, 5], [6]]

3. **Why indices.** Inputs and targets have to be picked alike. X[batch] and y[batch] do so. Two arrays that are
   shuffled one after the other get two different orders.

4. **What is not the same.** `rng.choice(n, B)` draws with replacement: some samples come twice in an epoch, and others
   never. Drawing each batch afresh without replacement repeats samples between batches. Neither is an epoch.

5. **A tape.** The Generator that is handed over decides the order. `np.random.default_rng(0)` inside of the function
   would deal the same cards in every epoch.
"""
### END EXPLANATION
