"""A small language model out of your own parts.

It learns nursery rhymes, and writes some more. It is small, and whole: built, trained and made to write like those that
everybody knows. There is nothing to fill in: the program below is complete, and imports what you wrote. A text becomes
tokens, and each token becomes a row x of D numbers. It goes through blocks, each of which adds something to it:

    x ← x + attention(norm(x)),    x ← x + swiglu(norm(x)),    logits = norm(x) W_out.

* Your bpe makes tokens of text, and text of tokens. The vocabulary has the bytes of the text to learn from, and a token
  for each pair that your bpe_train merged.
* Your rms_norm is each norm, with a gamma of its own. Your rope turns queries and keys by their positions, your
  grouped_query_attention lets every token look back, and your swiglu is a small network for each token by itself.
* Logits say which token comes next; the loss is your softmax_cross_entropy, of chapter 12, over all tokens of a batch.
  The gradient goes back through your rms_norm_backward, swiglu_backward, gqa_backward and rope_backward.
* Your adamw_step, of chapter 16, moves all parameters. Matrices decay, gammas don't.
* To write, your kv_cache_step keeps keys and values of what stands there already, and your sample_token draws the next
  token. Without the cache all is computed anew for each token, and the text is the same.

Perplexity is e to the loss: a text of perplexity 3 is as hard to guess as the throws of a die with three faces. Who
knows nothing has the size of the vocabulary.

Two models of right parts that start from one Generator have the same losses and the same parameters, step by step. By
that the parts are compared: many a wrong one still learns, and writes.

Once your answers are there, run it in your workspace, from the folder that holds chapter24. It learns ten rhymes for
about half a minute, and writes:

    python -m chapter24.tiny_gpt

References
----------
Vaswani et al., Attention Is All You Need (2017). Radford et al., Language Models are Unsupervised Multitask Learners
(2019). Touvron et al., LLaMA: Open and Efficient Foundation Language Models (2023), section 2, for the blocks.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chapter12.softmax_cross_entropy import softmax_cross_entropy
from chapter16.adamw_step import adamw_step
from chapter24.bpe import bpe_decode, bpe_encode, bpe_train
from chapter24.grouped_query_attention import gqa_backward, gqa_forward
from chapter24.kv_cache_step import kv_cache_step
from chapter24.rms_norm import rms_norm_backward, rms_norm_forward
from chapter24.rope import rope_backward, rope_forward
from chapter24.sample_token import sample_token
from chapter24.swiglu import swiglu_backward, swiglu_forward

Array = NDArray[np.float64]
Ids = NDArray[np.int64]
Params = dict[str, Array]

EPS = 1e-5
"""What is added under the roots of norms."""
BASE = 100.0
"""Of rope: the slowest pair turns nearly as slowly as 1/BASE. Texts are short here."""
DECAY = 0.1
"""Share of a matrix that is lost in a step of lr = 1."""


class Vocabulary:
    """The tokens that a text is written in: ids from 0 to size − 1.

    Parameters
    ----------
    text : str
        To learn from.
    merges : int
        How many pairs are merged at most.

    Examples
    --------
    The bytes are a, b and c; ab becomes the token 3, c and ab the token 4:

    >>> vocabulary = Vocabulary("abcabcab", 2)
    >>> vocabulary.size, vocabulary.encode("abcaba").tolist()
    (5, [3, 4, 0])
    >>> vocabulary.decode([3, 4, 0])
    'abcaba'
    """

    def __init__(self, text: str, merges: int) -> None:
        data = text.encode()
        self.pairs = bpe_train(data, merges)
        self.tokens = sorted(set(data)) + [256 + i for i in range(len(self.pairs))]
        self.size = len(self.tokens)

    def encode(self, text: str) -> Ids:
        """Return the ids (M,) of a text of the same letters."""
        index = {token: i for i, token in enumerate(self.tokens)}
        return np.array([index[token] for token in bpe_encode(text.encode(), self.pairs)], dtype=np.int64)

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text that ids stand for."""
        return bpe_decode([self.tokens[i] for i in ids], self.pairs).decode()


class Sizes(NamedTuple):
    """Of a model: tokens, numbers at each token, heads of queries, heads of keys, width of swiglu, blocks."""

    vocab: int
    D: int
    heads: int
    groups: int
    hidden: int
    blocks: int


def initial(sizes: Sizes, rng: np.random.Generator) -> Params:
    """Draw the parameters: E (vocab, D), those of block b with .b behind the name, gamma (D,) and W_out.

    Examples
    --------
    >>> params = initial(Sizes(vocab=7, D=8, heads=4, groups=2, hidden=5, blocks=1), np.random.default_rng(0))
    >>> params["Wq.0"].shape, params["Wk.0"].shape, params["U.0"].shape, params["W_out"].shape
    ((8, 8), (8, 4), (5, 8), (8, 7))
    """
    D, keys = sizes.D, sizes.D // sizes.heads * sizes.groups
    block = {"gamma_attention": (D,), "Wq": (D, D), "Wk": (D, keys), "Wv": (D, keys), "Wo": (D, D)}
    block |= {"gamma_swiglu": (D,), "W": (D, sizes.hidden), "V": (D, sizes.hidden), "U": (sizes.hidden, D)}
    shapes = {f"{name}.{b}": shape for b in range(sizes.blocks) for name, shape in block.items()}
    shapes |= {"gamma": (D,), "W_out": (D, sizes.vocab)}
    drawn = {
        name: rng.normal(scale=shape[0] ** -0.5, size=shape) if len(shape) == 2 else np.ones(shape)
        for name, shape in shapes.items()
    }
    return {"E": rng.normal(size=(sizes.vocab, D)), **drawn}


# --- rows (N T, D) and heads (N, H, T, d) -----------------------------------------------------------------------------
def split(rows: Array, N: int, heads: int) -> Array:
    """Return rows (N T, H d) of N texts as heads (N, H, T, d)."""
    return rows.reshape(N, -1, heads, rows.shape[1] // heads).swapaxes(1, 2)


def join(heads: Array) -> Array:
    """Return heads (N, H, T, d) as rows (N T, H d)."""
    N, H, T, d = heads.shape
    return heads.swapaxes(1, 2).reshape(N * T, H * d)


def turn(heads: Array, start: int = 0) -> Array:
    """Return heads (N, H, T, d), each row turned by its position: for rope, every head is a sequence."""
    N, H, T, d = heads.shape
    return rope_forward(heads.reshape(N * H, T, d), start, BASE).reshape(N, H, T, d)


def turn_back(heads: Array) -> Array:
    """Return the gradient of heads before they were turned, from that of turned ones."""
    N, H, T, d = heads.shape
    return rope_backward(heads.reshape(N * H, T, d), 0, BASE).reshape(N, H, T, d)


class TinyGPT:
    """A language model on its way: its parameters, and what AdamW remembers.

    Parameters
    ----------
    sizes : Sizes
    rng : numpy.random.Generator
        Of which the parameters are drawn.

    Examples
    --------
    If W_out is 0, all tokens are equally likely, and the perplexity is their number. Trained on one text, it knows it.

    >>> model = TinyGPT(Sizes(vocab=5, D=8, heads=4, groups=2, hidden=8, blocks=1), np.random.default_rng(0))
    >>> ids = np.array([[1, 2, 1, 4, 1, 2, 1, 4, 1]])
    >>> kept = model.params["W_out"]
    >>> model.params["W_out"] = 0.0 * kept
    >>> round(model.perplexity(ids), 9)
    5.0
    >>> model.params["W_out"] = kept
    >>> losses = model.train([ids] * 60, 0.02)
    >>> losses[0] > 1.5, model.perplexity(ids) < 1.1
    (True, True)
    >>> model.write([1, 2, 1], 4, 0.0, 5, 1.0, np.random.default_rng(0))[0]
    [4, 1, 2, 1]
    """

    def __init__(self, sizes: Sizes, rng: np.random.Generator) -> None:
        self.sizes = sizes
        self.params = initial(sizes, rng)
        self.averages = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in self.params.items()}
        self.t = 0

    def block(self, b: int) -> Params:
        """Return the parameters of a block, without its number."""
        return {name.removesuffix(f".{b}"): p for name, p in self.params.items() if name.endswith(f".{b}")}

    # --- training -----------------------------------------------------------------------------------------------------
    def train(self, batches: Sequence[Ids], lr: float) -> list[float]:
        """Take one step for each batch (N, T + 1) of tokens; return the losses, each from before its step."""
        losses = []
        for ids in batches:
            loss, grads = self.gradients(ids)
            losses.append(loss)
            self.t += 1
            for name, grad in grads.items():
                W, decay = self.params[name], DECAY if grad.ndim == 2 else 0.0
                W, M, V = adamw_step(W, *self.averages[name], grad, self.t, lr, decay=decay)
                self.params[name], self.averages[name] = W, (M, V)
        return losses

    def perplexity(self, ids: Ids) -> float:
        """Return the perplexity on a batch (N, T + 1) of tokens."""
        loss, _ = softmax_cross_entropy(self.forward(ids[:, :-1])[0], ids[:, 1:].ravel())
        return float(np.exp(loss))

    def gradients(self, ids: Ids) -> tuple[float, Params]:
        """Return the loss on a batch (N, T + 1), and its gradient: each token but the last tells what comes next."""
        logits, ways, last = self.forward(ids[:, :-1])
        loss, dZ = softmax_cross_entropy(logits, ids[:, 1:].ravel())
        grads: Params = {"W_out": rms_norm_forward(last, self.params["gamma"], EPS).T @ dZ}
        dX, grads["gamma"] = rms_norm_backward(dZ @ self.params["W_out"].T, last, self.params["gamma"], EPS)
        for b in reversed(range(self.sizes.blocks)):
            before, between, way = ways[b]
            dX, feeding = feed_back(dX, self.block(b), between)
            dX, attending = attend_back(dX, self.block(b), before, way)
            grads |= {f"{name}.{b}": grad for name, grad in (feeding | attending).items()}
        grads["E"] = np.zeros_like(self.params["E"])
        np.add.at(grads["E"], ids[:, :-1].ravel(), dX)
        return float(loss), grads

    def forward(self, ids: Ids) -> tuple[Array, list[tuple[Array, Array, "Way"]], Array]:
        """Return logits (N T, vocab) for a batch (N, T) of tokens, what was made in each block, and the last rows."""
        X, ways = self.params["E"][ids.ravel()], []
        for b in range(self.sizes.blocks):
            between, way = attend(X, self.block(b), len(ids), self.sizes)
            ways.append((X, between, way))
            X = feed(between, self.block(b))
        return rms_norm_forward(X, self.params["gamma"], EPS) @ self.params["W_out"], ways, X

    # --- writing ------------------------------------------------------------------------------------------------------
    def read(self, ids: Sequence[int], cache: "Cache") -> tuple[Array, "Cache"]:
        """Return logits (c, vocab) for the next tokens of a text that the cache holds so far, and the new cache."""
        X, layers = self.params["E"][np.array(ids)], []
        for b in range(self.sizes.blocks):
            w = self.block(b)
            _, Q, K, V = look(X, w, 1, self.sizes, cache.length)
            Y, past_K, past_V = attend_cached(Q, K, V, *cache.layers[b], cache.length)
            X = feed(X + join(Y) @ w["Wo"], w)
            layers.append((past_K, past_V))
        logits = rms_norm_forward(X, self.params["gamma"], EPS) @ self.params["W_out"]
        return logits, Cache(layers, cache.length + len(ids))

    def nothing(self, room: int) -> "Cache":
        """Return an empty cache with room for so many tokens."""
        empty = np.zeros((self.sizes.groups, room, self.sizes.D // self.sizes.heads))
        return Cache([(empty, empty)] * self.sizes.blocks, 0)

    def write(
        self,
        prompt: Sequence[int],
        count: int,
        temperature: float,
        top_k: int,
        top_p: float,
        rng: np.random.Generator,
        cached: bool = True,
    ) -> tuple[list[int], list[float]]:
        """Return the next `count` tokens, drawn one by one, and the probability that each of them had."""
        text, chances = list(prompt), list[float]()
        cache = self.nothing(len(text) + count)
        new = text
        for _ in range(count):
            if cached:
                logits, cache = self.read(new, cache)
            else:
                logits, _, _ = self.forward(np.array([text]))
            token, P = sample_token(logits[-1], temperature, top_k, top_p, rng)
            new = [int(token)]
            text = text + new
            chances.append(float(P[token]))
        return text[len(prompt) :], chances


# --- the two halves of a block, forward and back ----------------------------------------------------------------------
class Way(NamedTuple):
    """What attention made on its way: normalised rows A, turned queries and keys, values, and what the heads gave."""

    A: Array
    Q: Array
    K: Array
    V: Array
    Y: Array


class Cache(NamedTuple):
    """Keys and values (G, L, d) of each block, and how many tokens of a text they hold."""

    layers: list[tuple[Array, Array]]
    length: int


def look(X: Array, w: Params, N: int, sizes: Sizes, start: int = 0) -> tuple[Array, Array, Array, Array]:
    """Return the normalised rows of N texts, and queries, keys and values as heads; the first stands at `start`."""
    A = rms_norm_forward(X, w["gamma_attention"], EPS)
    Q, K = turn(split(A @ w["Wq"], N, sizes.heads), start), turn(split(A @ w["Wk"], N, sizes.groups), start)
    return A, Q, K, split(A @ w["Wv"], N, sizes.groups)


def attend(X: Array, w: Params, N: int, sizes: Sizes) -> tuple[Array, Way]:
    """Return X + attention(norm(X)), and what was made on the way."""
    A, Q, K, V = look(X, w, N, sizes)
    Y = gqa_forward(Q, K, V, causal(Q.shape[2]))
    return X + join(Y) @ w["Wo"], Way(A, Q, K, V, Y)


def attend_back(dY: Array, w: Params, X: Array, way: Way) -> tuple[Array, Params]:
    """Return the gradient with respect to X, and to the parameters of the attention."""
    N, heads, T, _ = way.Q.shape
    dQ, dK, dV = gqa_backward(split(dY @ w["Wo"].T, N, heads), way.Q, way.K, way.V, causal(T))
    rows = {"Wq": join(turn_back(dQ)), "Wk": join(turn_back(dK)), "Wv": join(dV)}
    dA = sum((rows[name] @ w[name].T for name in rows), np.zeros_like(X))
    dX, dgamma = rms_norm_backward(dA, X, w["gamma_attention"], EPS)
    grads = {name: way.A.T @ rows[name] for name in rows} | {"Wo": join(way.Y).T @ dY, "gamma_attention": dgamma}
    return dY + dX, grads


def causal(T: int) -> NDArray[np.bool_]:
    """Return which tokens may be seen by which: those before it, and itself."""
    return np.tri(T, dtype=bool)


def attend_cached(
    Q: Array, K: Array, V: Array, past_K: Array, past_V: Array, length: int
) -> tuple[Array, Array, Array]:
    """Return what each head (1, H, c, d) of new queries gets, and the cache (G, L, d) with the new keys and values.

    Keys and values are kept once for each group: the first queries of all groups make a step, then the second ones.
    """
    groups, c, d = K.shape[1:]
    queries = Q.reshape(groups, -1, c, d)
    steps = [kv_cache_step(queries[:, i], K[0], V[0], past_K, past_V, length) for i in range(queries.shape[1])]
    return np.stack([Y for Y, _, _ in steps], axis=1).reshape(Q.shape), *steps[0][1:]


def feed(X: Array, w: Params) -> Array:
    """Return X + swiglu(norm(X))."""
    return X + swiglu_forward(rms_norm_forward(X, w["gamma_swiglu"], EPS), w["W"], w["V"], w["U"])


def feed_back(dY: Array, w: Params, X: Array) -> tuple[Array, Params]:
    """Return the gradient with respect to X, and to the parameters of swiglu and its norm."""
    B = rms_norm_forward(X, w["gamma_swiglu"], EPS)
    dB, dW, dV, dU = swiglu_backward(dY, B, w["W"], w["V"], w["U"])
    dX, dgamma = rms_norm_backward(dB, X, w["gamma_swiglu"], EPS)
    return dY + dX, {"W": dW, "V": dV, "U": dU, "gamma_swiglu": dgamma}


def pieces(ids: Ids, N: int, T: int, count: int, rng: np.random.Generator) -> Iterator[Ids]:
    """Yield batches (N, T + 1) of pieces of a text (M,), from places that are drawn."""
    for _ in range(count):
        yield ids[rng.integers(len(ids) - T, size=(N, 1)) + np.arange(T + 1)]


if __name__ == "__main__":
    from mdl_grade.network import nursery_rhymes

    rng, text = np.random.default_rng(0), nursery_rhymes()
    vocabulary = Vocabulary(text, 120)
    ids = vocabulary.encode(text)
    print(f"{len(text)} letters are {len(ids)} tokens of {vocabulary.size}")
    model = TinyGPT(Sizes(vocabulary.size, 32, 4, 2, 64, 2), rng)
    for done in range(100, 601, 100):
        losses = model.train(list(pieces(ids, 8, 32, 100, rng)), lr=0.01 if done <= 400 else 0.002)
        print(f"step {done}: perplexity {np.exp(np.mean(losses)):.2f}")
    for start in ("This is the ", "The king", "Jack "):
        written, _ = model.write(vocabulary.encode(start).tolist(), 60, 0.8, 20, 0.95, rng)
        print(f"\n{start}{vocabulary.decode(written)}")
