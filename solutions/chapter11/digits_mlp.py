"""A network that you train with your own means.

Three chapters come together here. There is nothing to fill in: the program below is complete, and imports what you
wrote. A network of dense layers with tanh between them learns to tell handwritten digits apart,

* its answers come from your mlp_forward (chapter 9),
* its gradients from your backprop_mlp (chapter 10),
* its minibatches from your minibatches, its steps from your adam_step, its learning rate from your exponential_decay,
  and which epoch's parameters are kept at the end is told by your early_stopping (chapter 11).

The loss is the mean of ½ (Ŷ − Y)², with one-hot rows Y, so the largest output is the network's answer. Adam keeps M and
V for each W and each b apart, and one count of steps for all of them. The learning rate falls from epoch to epoch.
After each epoch the loss on samples that are kept apart, X_val and Y_val, is noted; in the end the parameters of the
best epoch are handed back.

Once your answers are there, run it in your workspace, from the folder that holds chapter11:

    python -m chapter11.digits_mlp

References
----------
Kneusel, Math for Deep Learning, chapters 9 to 11. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapters 4 and 5. The digits: Alpaydin, Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
Repository.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chapter09.mlp_forward import mlp_forward
from chapter10.backprop_mlp import backprop_mlp
from chapter11.adam_step import adam_step
from chapter11.early_stopping import early_stopping
from chapter11.lr_schedules import exponential_decay
from chapter11.minibatches import minibatches

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Layer = tuple[Array, Array]


class Training:
    """A network on its way: its parameters, and what Adam remembers.

    Parameters
    ----------
    params : list of (W, b)
        One pair a layer: W (n_in, n_out) and b (n_out,).

    Examples
    --------
    One weight, one sample, x = 1 and y = 3: the first step of Adam is lr long, for the weight and for the bias.

    >>> training = Training([(np.array([[0.0]]), np.array([0.0]))])
    >>> training.epoch(np.array([[1.0]]), np.array([[3.0]]), [np.array([0])], lr=0.25)
    [4.5]
    >>> [(W, b)] = training.params
    >>> round(W.item(), 6), round(b.item(), 6)
    (0.25, 0.25)
    """

    def __init__(self, params: Sequence[Layer]) -> None:
        self.params = list(params)
        self.averages: dict[tuple[int, str], tuple[Array, Array]] = {}
        self.t = 0

    def epoch(self, X: Array, Y: Array, batches: Sequence[Indices], lr: float) -> list[float]:
        """Take one step for each batch; return the losses, each from before its step."""
        losses = []
        for batch in batches:
            loss, gradients = backprop_mlp(self.params, X[batch], Y[batch], "tanh")
            losses.append(float(loss))
            self.t += 1
            self.params = [
                (self._moved((i, "W"), W, dW, lr), self._moved((i, "b"), b, db, lr))
                for i, ((W, b), (dW, db)) in enumerate(zip(self.params, gradients, strict=True))
            ]
        return losses

    def _moved(self, name: tuple[int, str], p: Array, dp: Array, lr: float) -> Array:
        M, V = self.averages.get(name, (np.zeros_like(p), np.zeros_like(p)))
        p, M, V = adam_step(p, M, V, dp, self.t, lr)
        self.averages[name] = (M, V)
        return p


def initial(sizes: Sequence[int], rng: np.random.Generator) -> list[Layer]:
    """Draw weights from N(0, 1/n_in) for layers of so many units, the inputs first; biases start at zero."""
    return [(rng.normal(scale=a**-0.5, size=(a, b)), np.zeros(b)) for a, b in itertools.pairwise(sizes)]


def predict(params: Sequence[Layer], X: Array) -> Array:
    """Return Ŷ (N, K)."""
    return mlp_forward(params, X, np.tanh)


def train(
    params: Sequence[Layer],
    X: Array,
    Y: Array,
    X_val: Array,
    Y_val: Array,
    epochs: int,
    batch_size: int,
    lr: float,
    rng: np.random.Generator,
) -> list[Layer]:
    """Return the parameters of the epoch that did best on X_val and Y_val."""
    training = Training(params)
    after: list[list[Layer]] = []
    val_losses: list[float] = []
    for epoch in range(epochs):
        rate = float(exponential_decay(epoch, lr, 0.1))
        training.epoch(X, Y, minibatches(len(X), batch_size, rng), rate)
        after.append(list(training.params))
        val_losses.append(float(0.5 * np.mean((predict(training.params, X_val) - Y_val) ** 2)))
    _, best = early_stopping(np.array(val_losses), patience=3)
    return after[best]


if __name__ == "__main__":
    from mdl_grade.network import digits

    data = digits()
    X, Y = data.X.reshape(-1, 64), data.Y
    rng = np.random.default_rng(0)
    params = train(
        initial((64, 32, 10), rng), X[:1200], Y[:1200], X[1200:1500], Y[1200:1500], 12, batch_size=32, lr=0.02, rng=rng
    )
    right = predict(params, X[1500:]).argmax(axis=1) == Y[1500:].argmax(axis=1)
    print(f"Right: {right.mean():.0%} of {len(right)} digits that it has never seen.")


### BEGIN EXPLANATION
"""
1. **Adam's first step is lr long.** After one step M = (1 − β1) g and V = (1 − β2) g², and the corrections divide by
   just these factors: M̂ = g, V̂ = g². The step is lr g/√(g²) = ± lr, whatever the size of g, for each parameter by
   itself. With x = 1, y = 3 and all parameters 0, the error is −3, the loss ½ · 9 = 4.5, and both gradients are −3.

>>> training = Training([(np.array([[0.0]]), np.array([0.0]))])
>>> training.epoch(np.array([[1.0]]), np.array([[3.0]]), [np.array([0])], lr=0.1)
[4.5]
>>> [(W, b)] = training.params
>>> round(W.item(), 6), round(b.item(), 6)
(0.1, 0.1)

2. **One count of steps.** 1 − βᵗ corrects for averages that began at 0. All averages began at the same step, so all
   have one t; a count for each parameter would be right as well, one that grows with every parameter would not.

3. **Weights of variance 1/n_in.** A unit sums n_in products. If the inputs have the variance 1, so has the sum, and
   tanh neither saturates nor looks like a line.

4. **Which epoch is kept.** The loss on samples that are learnt from falls as long as one goes on. That on X_val falls
   first, and rises when noise is learnt. The parameters of its smallest value are kept: they are lists of new arrays,
   as no step changes an array in place, so to keep them is to keep the list.
"""
### END EXPLANATION
