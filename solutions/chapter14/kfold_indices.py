"""Folds for cross-validation.

How well will a model do on samples that it has not seen? A test set answers once, and costs samples that could have
been learnt from. k-fold cross-validation uses each sample for both, never at the same time: the samples are dealt into
k folds at random; k times, the model is fitted without one of the folds, and judged on this one. The mean of the k
scores is what one compares models by: degrees of a polynomial, strengths of a penalty.

For that the folds have to be a partition: each sample is in exactly one of them.

* There are k pairs (train, val) of arrays of indices, such that X[val] is one fold and X[train] all the others. In a
  pair, each index from 0 to n − 1 stands exactly once, in train or in val.
* Each index stands in exactly one of the k val.
* Folds are as equal as can be: each has ⌊n/k⌋ indices, and the first n mod k have one more.
* The samples are dealt at random, as data are often sorted: all ways to fill the folds are equally likely. Chance comes
  from rng alone: a Generator in the same state gives the same folds, and as it moves on, others.
* In which order indices stand in train and in val is left to you.
* 1 < k ≤ n; otherwise ValueError. With k = n each sample is a fold by itself ("leave one out").

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 2, on cross-validation. Stone,
Cross-validatory choice and assessment of statistical predictions (1974).
"""

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def kfold_indices(n: int, k: int, rng: np.random.Generator) -> list[tuple[Indices, Indices]]:
    """Return k ways to tell samples for training from samples for validation.

    Parameters
    ----------
    n : int
        Number of samples.
    k : int
        Number of folds.
    rng : numpy.random.Generator

    Returns
    -------
    folds : list of k pairs (train, val)
        Arrays of integers, n in each pair together.

    Raises
    ------
    ValueError
        If k is less than 2, or more than n.

    Examples
    --------
    >>> folds = kfold_indices(5, 2, np.random.default_rng(0))
    >>> [(len(train), len(val)) for train, val in folds]
    [(2, 3), (3, 2)]
    >>> sorted(int(i) for train, val in folds for i in val)
    [0, 1, 2, 3, 4]
    """
    ### BEGIN SOLUTION
    if not 1 < k <= n:
        raise ValueError(f"{n} samples can't be dealt into {k} folds")
    parts = np.array_split(rng.permutation(n), k)
    return [(np.concatenate([*parts[:i], *parts[i + 1 :]]), parts[i]) for i in range(k)]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Shuffle once, then cut.** Cutting one permutation into k pieces gives a partition, whatever the permutation is. A
   new permutation for each fold does not: some samples would be in two folds, and others in none.

2. **The sizes.** n = q k + r with 0 ≤ r < k. If q = ⌊n/k⌋ samples were taken for every fold, r would be left over, and
   were never judged on; if the last fold took them all, it could be nearly twice as large. One more for each of the
   first r folds is `np.array_split`.

>>> [len(val) for train, val in kfold_indices(11, 4, np.random.default_rng(0))]
[3, 3, 3, 2]

3. **Training sets overlap.** Two of them share all but two folds. So the k scores are not independent, and the usual
   standard error of their mean is too small, by how much nobody knows in general.

4. **How large is k?** With k = n the models are fitted to nearly all samples, but n of them have to be. With k = 2 each
   has seen only half, and does worse than the final one will. 5 and 10 are usual.

5. **The same folds for everybody.** If two models are compared, deal once, and judge both on the same folds: what is
   easy or hard about a fold then cancels from the difference.

>>> one, same = (kfold_indices(9, 3, np.random.default_rng(7)) for _ in range(2))
>>> all(np.array_equal(a, b) for (_, a), (_, b) in zip(one, same))
True
"""
### END EXPLANATION
