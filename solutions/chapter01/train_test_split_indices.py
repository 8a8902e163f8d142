"""Splitting data for training and test.

A network that is judged on the samples it was trained with is asked what it remembers, not what it has learnt. So some
samples, n_test of n, are set aside before training begins, and looked at only at the end. Which ones is left to chance:
data are often sorted, by class or by date, and then the last n_test samples are not like the others.

Every set of n_test samples is to be equally likely, all C(n, n_test) of them. It follows that every sample has the same
chance n_test / n to be set aside; but that alone is not enough. A block of neighbours that begins at a random place
gives every sample the same chance, too, and sets aside neighbours only.

Return indices, so that X[train], y[train] and X[test], y[test] are the two parts of the data.

* Together the two hold each index from 0 to n − 1 exactly once. `test` has n_test of them, `train` has n − n_test. In
  which order they stand in each is left to you.
* Neither part may be empty: n_test below 1, or n or more, raises ValueError.
* Chance comes from rng alone: a Generator in the same state gives the same split, and as it moves on, another.

References
----------
Kneusel, Math for Deep Learning, chapter 1. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 2.3.
"""

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def train_test_split_indices(n: int, n_test: int, rng: np.random.Generator) -> tuple[Indices, Indices]:
    """Return the indices 0 to n − 1 in two parts that are chosen at random.

    Parameters
    ----------
    n : int
        Number of samples.
    n_test : int
        How many of them are set aside.
    rng : numpy.random.Generator

    Returns
    -------
    train : (n − n_test,), integers
    test : (n_test,), integers

    Raises
    ------
    ValueError
        If n_test is less than 1, or not less than n.

    Examples
    --------
    >>> train, test = train_test_split_indices(5, 2, np.random.default_rng(0))
    >>> train.shape, test.shape
    ((3,), (2,))
    >>> sorted(train.tolist() + test.tolist())
    [0, 1, 2, 3, 4]
    """
    ### BEGIN SOLUTION
    if not 0 < n_test < n:
        raise ValueError(f"of {n} samples, {n_test} can't be set aside")
    order = rng.permutation(n)
    return order[n_test:], order[:n_test]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Shuffle, then cut.** A permutation has all n! orders with equal chances. Its first n_test places hold a given set S
   in n_test! · (n − n_test)! of these orders: any order of S in front, any order of the rest behind. That is the same
   number for every S, so each has the chance

       n_test! (n − n_test)! / n! = 1 / C(n, n_test).

   What is cut off is disjoint from the rest, and nothing is lost: no index stands twice in a permutation.

2. **Each sample.** Of the C(n, t) sets of t samples, C(n − 1, t − 1) hold a given one:
   C(n − 1, t − 1) / C(n, t) = t / n. And a given pair is in C(n − 2, t − 2) of them, which makes
   t (t − 1) / (n (n − 1)): a little less than (t / n)², because one that is taken leaves less room for the other.

>>> from math import comb
>>> n, t = 5, 2
>>> comb(4, 1) / comb(5, 2), comb(3, 0) / comb(5, 2)
(0.4, 0.1)

3. **Why pairs are looked at.** A block of 2 neighbours out of 5, on a circle, holds each sample with the chance 2/5 as
   well. But 0 and 1 are together with the chance 1/5 instead of 1/10, and 0 and 2 never.

>>> blocks = [{i, (i + 1) % 5} for i in range(5)]
>>> sum(0 in b for b in blocks) / 5, sum({0, 1} <= b for b in blocks) / 5, sum({0, 2} <= b for b in blocks) / 5
(0.4, 0.2, 0.0)

4. **Drawing with replacement** takes samples twice: `rng.integers(n, size=t)` has t different entries with the chance
   (1 − 1/n)(1 − 2/n) … only. `rng.choice(n, t, replace=False)` has no repeats; the rest is what it leaves over.

5. **One Generator, handed over.** A seed of its own, inside the function, makes each split the same, and two
   experiments are no longer two. The global state of np.random belongs to everybody. With rng, whoever calls decides:

>>> one, same = np.random.default_rng(7), np.random.default_rng(7)
>>> train_test_split_indices(9, 3, one)[1].tolist() == train_test_split_indices(9, 3, same)[1].tolist()
True
"""
### END EXPLANATION
