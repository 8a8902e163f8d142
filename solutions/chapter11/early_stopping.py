"""Early stopping.

While a network trains, the loss on its training data keeps falling. The loss on data that it never learns from, the
validation loss, falls as well, and one day begins to rise: the network has begun to learn by heart. So watch the
validation loss, keep the weights of the best epoch, and stop when nothing has got better for a while.

Given the validation losses, epoch by epoch, say after which epoch the training stops, and which epoch was the best.
Epochs count from 0.

* An epoch is better if its loss is below that of the best so far by MORE than min_delta. The first finite loss is
  better than nothing.
* What is better becomes the best. What is not does not, even if it is a little lower: several small gains in a row add
  up, against the best, until they count.
* Training stops at the epoch that makes it `patience` epochs in a row, none of them better. If that never happens, it
  stops at the last epoch. What comes after the stop is never seen.
* A loss of NaN or +∞ is not better than anything. If no epoch was better, the best epoch is −1.

References
----------
Kneusel, Math for Deep Learning, chapter 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 4.2
and 5.7.
"""

from math import inf

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def early_stopping(val_losses: Array, patience: int, min_delta: float = 0.0) -> tuple[int, int]:
    """Return the epoch at which training stops, and the best epoch until then.

    Parameters
    ----------
    val_losses : (T,)
        Validation loss after each epoch; T is at least 1.
    patience : int
        At least 1.
    min_delta : float
        Not negative.

    Returns
    -------
    stop_epoch : int
    best_epoch : int

    Examples
    --------
    Epoch 1 is the best. Epochs 2 and 3 are not better, and that is enough; the 1 in epoch 4 is never seen:

    >>> early_stopping(np.array([5.0, 2.0, 3.0, 4.0, 1.0]), patience=2)
    (3, 1)
    """
    ### BEGIN SOLUTION
    best_loss, best_epoch, waited = inf, -1, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best_loss - min_delta:
            best_loss, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return epoch, best_epoch
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Three things to remember.** The best loss, its epoch, and how many epochs in a row were not better. The first is ∞
   to begin with: then any finite loss is better than nothing.

2. **More than min_delta.** Better means loss < best − min_delta. A loss that is lower, but not by enough, does not
   become the best: compared with the *best*, small gains add up until they count. Compared with the *last* one they
   never would.

>>> early_stopping(np.array([1.0, 0.95, 0.9, 0.85]), patience=9, min_delta=0.08)
(3, 2)

3. **In a row.** Whenever an epoch is better, the count starts again from 0. Training stops at the epoch that makes it
   `patience`.

4. **Never seen.** After the stop nothing is looked at, not even if it would have been the best of all. That is the risk
   that one takes.

5. **NaN.** Every comparison with NaN is false: it is never better, and counts as waiting. That is right here. Written
   the other way round, "if loss >= best: wait, else: new best", NaN would become the best, and nothing would ever be
   better again.

>>> early_stopping(np.array([2.0, np.nan, np.nan, 1.0]), patience=2)
(2, 0)
"""
### END EXPLANATION
