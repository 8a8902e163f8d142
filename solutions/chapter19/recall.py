"""Attention that recalls a token, out of your own parts.

Here your answers train a small model on a task for which one must look back: at every step of a sequence of drawn
tokens, it is to name the token that stood two steps before. There is nothing to fill in: the program below is complete,
and imports what you wrote.

* Your embedding_forward turns tokens into rows of E, your positional_encoding tells where they stand: X = E[ids] + PE.
* Your scaled_dot_attention lets each step look back, with X Wq as queries, X Wk as keys and X Wv as values. Your
  causal_mask hides the future.
* Logits are Y Wo. Your sequence_cross_entropy is the loss; the first two steps of a sequence don't count.
* Your attention_backward leads the gradients back through the attention, your embedding_backward into E, and your
  adam_step, of chapter 11, moves E, Wq, Wk, Wv and Wo.

A token that is drawn can't be guessed: without looking at the right place, the perplexity is the number of tokens, or
not much less. Who looks two steps back, and nowhere else, has 1.

Two models of right parts that start from one Generator have the same losses, step by step. By that the parts are
compared: some wrong ones learn as well.

Once your answers are there, run it in your workspace, from the folder that holds chapter19:

    python -m chapter19.recall

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chapter11.adam_step import adam_step
from chapter19.attention_backward import attention_backward
from chapter19.causal_mask import causal_mask
from chapter19.embedding import embedding_backward, embedding_forward
from chapter19.positional_encoding import positional_encoding
from chapter19.scaled_dot_attention import scaled_dot_attention
from chapter19.sequence_cross_entropy import sequence_cross_entropy

Array = NDArray[np.float64]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]

BACK = 2
"""How many steps back the token stands that is asked for."""


class Recall:
    """One layer of attention, and what Adam remembers.

    Parameters
    ----------
    vocab : int
        Number of tokens.
    D : int
        Numbers at each step.
    rng : numpy.random.Generator
        Of which the parameters are drawn.

    Examples
    --------
    If Wo is 0, all tokens are equally likely, and the perplexity is their number.

    >>> model = Recall(5, 4, np.random.default_rng(0))
    >>> model.params["Wo"] = np.zeros((4, 5))
    >>> round(model.perplexity(np.array([[1, 2, 3, 4]])), 9)
    5.0
    """

    def __init__(self, vocab: int, D: int, rng: np.random.Generator) -> None:
        sizes = {"E": (vocab, D), "Wq": (D, D), "Wk": (D, D), "Wv": (D, D), "Wo": (D, vocab)}
        self.params: dict[str, Array] = {name: rng.normal(scale=D**-0.5, size=size) for name, size in sizes.items()}
        self.averages = {name: (np.zeros(size), np.zeros(size)) for name, size in sizes.items()}
        self.t = 0

    def train(self, batches: Sequence[Ids], lr: float) -> list[float]:
        """Take one step for each batch; return the losses, each from before its step."""
        return [self.step(ids, lr) for ids in batches]

    def step(self, ids: Ids, lr: float) -> float:
        """Take a step of Adam on a batch (N, T) of tokens; return its loss from before."""
        loss, grads = self.gradients(ids)
        self.t += 1
        for name, grad in grads.items():
            W, M, V = adam_step(self.params[name], *self.averages[name], grad, self.t, lr)
            self.params[name], self.averages[name] = W, (M, V)
        return loss

    def gradients(self, ids: Ids) -> tuple[float, dict[str, Array]]:
        """Return the loss on a batch (N, T) of tokens, and its gradient with respect to each parameter."""
        p = self.params
        X, Q, K, V, Y, mask = self._forward(ids)
        loss, dlogits, _ = sequence_cross_entropy(Y @ p["Wo"], *_asked(ids))
        dQ, dK, dV = attention_backward(dlogits @ p["Wo"].T, Q, K, V, mask)
        dX = dQ @ p["Wq"].T + dK @ p["Wk"].T + dV @ p["Wv"].T
        grads = {
            "E": embedding_backward(dX, ids, len(p["E"])),
            "Wq": _product(X, dQ),
            "Wk": _product(X, dK),
            "Wv": _product(X, dV),
            "Wo": _product(Y, dlogits),
        }
        return float(loss), grads

    def predict(self, ids: Ids) -> Array:
        """Return logits (N, T, vocab) for the tokens two steps back."""
        _, _, _, _, Y, _ = self._forward(ids)
        logits: Array = Y @ self.params["Wo"]
        return logits

    def perplexity(self, ids: Ids) -> float:
        """Return the perplexity on a batch (N, T) of tokens."""
        _, _, perplexity = sequence_cross_entropy(self.predict(ids), *_asked(ids))
        return float(perplexity)

    def _forward(self, ids: Ids) -> tuple[Array, Array, Array, Array, Array, Mask]:
        p = self.params
        T = ids.shape[1]
        X = embedding_forward(ids, p["E"]) + positional_encoding(T, p["E"].shape[1])
        Q, K, V, mask = X @ p["Wq"], X @ p["Wk"], X @ p["Wv"], causal_mask(T)
        Y, _ = scaled_dot_attention(Q, K, V, mask)
        return X, Q, K, V, Y, mask


def _asked(ids: Ids) -> tuple[Ids, Mask]:
    """Return the tokens that are asked for at each step, and which of them count."""
    y = np.full(ids.shape, -1)
    y[:, BACK:] = ids[:, :-BACK]
    return y, y >= 0


def _product(X: Array, dY: Array) -> Array:
    """Return the gradient of the W in X @ W: a sum over all steps of all sequences."""
    W: Array = np.einsum("nti,ntj->ij", X, dY)
    return W


def batches(vocab: int, N: int, T: int, count: int, rng: np.random.Generator) -> list[Ids]:
    """Draw batches of N sequences of T tokens."""
    return [rng.integers(vocab, size=(N, T)) for _ in range(count)]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    model, new = Recall(6, 16, rng), rng.integers(6, size=(100, 12))
    for done in range(50, 301, 50):
        losses = model.train(batches(6, 16, 12, 50, rng), lr=0.02)
        print(f"step {done}: mean loss {np.mean(losses):.3f}, perplexity of new ones {model.perplexity(new):.3f}")


### BEGIN EXPLANATION
"""
1. **Where to look.** The scores are products of x Wq and x Wk, and each x is a row of E plus a position. The position
   of step t − 2 is that of step t with every pair of sine and cosine turned by a fixed angle. A matrix can do that: if
   Wq Wkᵀ turns positions back by two steps and ignores tokens, each step looks exactly there.

2. **What to take from there.** Wv and Wo lead from the token's row of E to its logit. So the product Wq Wkᵀ learns
   where, Wv Wo learns what: the two questions of attention.

3. **Three ways back into X.** x is query, key and value at once, so its gradient is a sum, dQ Wqᵀ + dK Wkᵀ + dV Wvᵀ.
   The positions are constants, so what arrives at X goes to E as it is: a row of E hears from every place where its
   token stands.

4. **What is known at the start.** With logits of 0 all tokens have 1/vocab: the loss is log 6 = 1.79 for six tokens.
   A model that knows which token was there, but not where, does a little better.

>>> ids = np.array([[0, 1, 2, 3], [3, 3, 1, 0]])
>>> model = Recall(4, 6, np.random.default_rng(0))
>>> model.params["Wo"] = np.zeros((6, 4))
>>> loss, grads = model.gradients(ids)
>>> round(float(np.exp(loss)), 9), sorted(grads)
(4.0, ['E', 'Wk', 'Wo', 'Wq', 'Wv'])

5. **Nothing passes a Wo of 0**: only its own gradient is not 0. In each row of dlogits that counts, ¼ stands for every
   token, less 1 for the true one, over the 4 that count: so each row of the gradient sums to 0.

>>> [name for name in grads if np.any(grads[name] != 0.0)], np.abs(grads["Wo"].sum(axis=1)).round(9).max().tolist()
(['Wo'], 0.0)
"""
### END EXPLANATION
