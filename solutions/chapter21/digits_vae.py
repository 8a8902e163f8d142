"""A variational autoencoder that has learned to write digits.

All parts are yours, and there is nothing to fill in: the program below is complete, and imports what you wrote. An
encoder looks at images X (N, P), P pixels each, and gives laws of codes of D numbers; a decoder gives the logits of
pixels for a code:

    X → dense → tanh → two dense layers: mu, logvar      z → dense → tanh → dense: logits

* Your reparameterize draws a code z for each image from its law; your reparameterize_backward takes the gradient back
  to mu and logvar.
* Your elbo_bernoulli says what a code is worth, pixels minus costs, and how that depends on logits, mu and logvar. The
  mean over the batch is to go up, so its negative is the loss.
* At first, codes are cheaper: their costs count with a weight beta, which grows from epoch to epoch, up to 1. Else the
  encoder may learn to say nothing at all, before the decoder has learned to listen. What is not charged, 1 − beta of
  the costs, comes from your kl_to_standard_normal. It also tells how many nats a code says.
* Your adam_step moves all parameters, with averages for each of them and one count of steps; your minibatches deal the
  images out.

Two networks of right parts that start from the same parameters and draw the same noise have the same losses and the
same parameters, step by step. By that the parts are compared: many a wrong one still learns, and some even seem to be
better.

Once your answers are there, run it in your workspace, from the folder that holds chapter21:

    python -m chapter21.digits_vae

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.1. Kingma, Welling, Auto-Encoding Variational
Bayes (2014). Bowman et al., Generating Sentences from a Continuous Space (2016), section 3.1, for beta. The digits:
Alpaydin, Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chapter11.adam_step import adam_step
from chapter11.minibatches import minibatches
from chapter21.elbo_bernoulli import elbo_bernoulli
from chapter21.kl_to_standard_normal import kl_to_standard_normal
from chapter21.reparameterize import reparameterize, reparameterize_backward

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Params = dict[str, Array]


def initial(X: Array, hidden: int, codes: int, rng: np.random.Generator) -> Params:
    """Draw the parameters of a network for such images.

    The last bias says of each pixel how often it is white in X, so that training starts where independent pixels end.
    (One image that is half white is added: so none is always or never.)

    Parameters
    ----------
    X : (N, P) float64
        Images to learn from, pixels from 0 to 1.
    hidden : int
        H, units in the hidden layer of the encoder and of the decoder.
    codes : int
        D, numbers in a code.
    rng : numpy.random.Generator

    Returns
    -------
    params : dict
        W1 (P, H), b1, W_mu (H, D), b_mu, W_logvar (H, D), b_logvar, W2 (D, H), b2, W3 (H, P), b3.

    Examples
    --------
    >>> params = initial(np.array([[1.0, 0.0, 0.5]]), 4, 2, np.random.default_rng(0))
    >>> params["W_mu"].shape, params["b3"].round(2).tolist()
    ((4, 2), [1.1, -1.1, 0.0])
    """
    P = X.shape[1]

    def dense(rows: int, columns: int) -> Array:
        return rng.normal(scale=rows**-0.5, size=(rows, columns))

    white = (X.sum(axis=0) + 0.5) / (len(X) + 1)
    return {
        "W1": dense(P, hidden),
        "b1": np.zeros(hidden),
        "W_mu": dense(hidden, codes),
        "b_mu": np.zeros(codes),
        "W_logvar": dense(hidden, codes),
        "b_logvar": np.zeros(codes),
        "W2": dense(codes, hidden),
        "b2": np.zeros(hidden),
        "W3": dense(hidden, P),
        "b3": np.log(white) - np.log1p(-white),
    }


def decode(params: Params, z: Array) -> tuple[Array, Array]:
    """Return the hidden layer and the logits of codes z (N, D)."""
    hidden = np.tanh(z @ params["W2"] + params["b2"])
    return hidden, hidden @ params["W3"] + params["b3"]


def forward(params: Params, X: Array, rng: np.random.Generator) -> dict[str, Array]:
    """Return what each layer makes of images X (N, P), by its name; noise is drawn from rng."""
    encoder = np.tanh(X @ params["W1"] + params["b1"])
    mu = encoder @ params["W_mu"] + params["b_mu"]
    logvar = encoder @ params["W_logvar"] + params["b_logvar"]
    z, eps = reparameterize(mu, logvar, rng)
    decoder, logits = decode(params, z)
    return {
        "encoder": encoder,
        "mu": mu,
        "logvar": logvar,
        "z": z,
        "eps": eps,
        "decoder": decoder,
        "logits": logits,
    }


def bounds(params: Params, X: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return the value of a code that is drawn for each image, and how many nats the code says, both (N,)."""
    layers = forward(params, X, rng)
    value, *_ = elbo_bernoulli(X, layers["logits"], layers["mu"], layers["logvar"])
    nats, *_ = kl_to_standard_normal(layers["mu"], layers["logvar"])
    return value, nats


def gradients(params: Params, X: Array, beta: float, rng: np.random.Generator) -> tuple[float, Params]:
    """Return the loss of a batch and its gradient with respect to each parameter.

    Parameters
    ----------
    params : dict
        As `initial` draws them.
    X : (N, P) float64
        Images.
    beta : float
        What is charged of the costs of codes, from 0 to 1.
    rng : numpy.random.Generator
        Where noise comes from.

    Returns
    -------
    loss : float
        Minus the mean of what codes are worth.
    slopes : dict
        ∂loss/∂params, by name.

    Examples
    --------
    Pixels of which nothing is known cost log 2 each, and codes as they are wanted cost nothing:

    >>> params = {name: 0 * p for name, p in initial(np.ones((1, 3)), 4, 2, np.random.default_rng(0)).items()}
    >>> loss, slopes = gradients(params, np.array([[1.0, 0.0, 1.0]]), 1.0, np.random.default_rng(0))
    >>> round(float(loss), 4), slopes["b3"].tolist()
    (2.0794, [-0.5, 0.5, -0.5])
    """
    N, layers = len(X), forward(params, X, rng)
    mu, logvar, z = layers["mu"], layers["logvar"], layers["z"]
    value, up_logits, up_mu, up_logvar = elbo_bernoulli(X, layers["logits"], mu, logvar)
    costs, costs_mu, costs_logvar = kl_to_standard_normal(mu, logvar)
    loss = -float(np.mean(value + (1.0 - beta) * costs))

    d_logits = -up_logits / N
    d_decoder = d_logits @ params["W3"].T * (1.0 - layers["decoder"] ** 2)
    of_code_mu, of_code_logvar = reparameterize_backward(d_decoder @ params["W2"].T, logvar, layers["eps"])
    d_mu = of_code_mu - (up_mu + (1.0 - beta) * costs_mu) / N
    d_logvar = of_code_logvar - (up_logvar + (1.0 - beta) * costs_logvar) / N
    d_encoder = (d_mu @ params["W_mu"].T + d_logvar @ params["W_logvar"].T) * (1.0 - layers["encoder"] ** 2)
    return loss, {
        "W1": X.T @ d_encoder,
        "b1": d_encoder.sum(axis=0),
        "W_mu": layers["encoder"].T @ d_mu,
        "b_mu": d_mu.sum(axis=0),
        "W_logvar": layers["encoder"].T @ d_logvar,
        "b_logvar": d_logvar.sum(axis=0),
        "W2": z.T @ d_decoder,
        "b2": d_decoder.sum(axis=0),
        "W3": layers["decoder"].T @ d_logits,
        "b3": d_logits.sum(axis=0),
    }


class Training:
    """A network on its way: its parameters, and what Adam remembers.

    Parameters
    ----------
    params : dict
        As `initial` draws them.

    Examples
    --------
    Two images that a code of one number can tell apart cost less and less:

    >>> X, rng = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]), np.random.default_rng(0)
    >>> training = Training(initial(X, 3, 1, rng))
    >>> losses = training.epoch(X, [np.array([0, 1])] * 200, 0.05, 1.0, rng)
    >>> losses[0] > 2.5, bool(np.mean(losses[-20:]) < 2.0)
    (True, True)
    """

    def __init__(self, params: Params) -> None:
        self.params = dict(params)
        self.averages = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in self.params.items()}
        self.t = 0

    def epoch(
        self, X: Array, batches: Sequence[Indices], lr: float, beta: float, rng: np.random.Generator
    ) -> list[float]:
        """Take one step for each batch; return the losses, each from before its step."""
        losses = []
        for batch in batches:
            loss, slopes = gradients(self.params, X[batch], beta, rng)
            losses.append(loss)
            self.t += 1
            for name, slope in slopes.items():
                M, V = self.averages[name]
                self.params[name], M, V = adam_step(self.params[name], M, V, slope, self.t, lr)
                self.averages[name] = (M, V)
        return losses


def train(
    params: Params,
    X: Array,
    epochs: int,
    batch_size: int,
    lr: float,
    deal: np.random.Generator,
    noise: np.random.Generator,
) -> Params:
    """Return the parameters after some epochs, of minibatches that are dealt out anew in each.

    The costs of codes count in full from half of the epochs on. Images are dealt with one Generator, and noise is drawn
    from another.
    """
    training = Training(params)
    for number in range(1, epochs + 1):
        batches = [np.sort(batch) for batch in minibatches(len(X), batch_size, deal)]
        training.epoch(X, batches, lr, min(1.0, 2 * number / epochs), noise)
    return training.params


if __name__ == "__main__":
    from mdl_grade.network import digits

    X = digits().X.reshape(-1, 64)
    rng = np.random.default_rng(0)
    params = initial(X[:1500], 32, 8, rng)
    independent = X[1500:] * params["b3"] - np.logaddexp(0.0, params["b3"])
    print(f"independent pixels: {independent.sum(axis=1).mean():.2f} nats for an image that was never seen")
    training = Training(params)
    for number in range(1, 31):
        training.epoch(X[:1500], minibatches(1500, 50, rng), 0.01, min(1.0, number / 10), rng)
        if number % 5 == 0:
            value, nats = bounds(training.params, X[1500:], rng)
            print(f"epoch {number}: at least {value.mean():.2f} nats, codes say {nats.mean():.2f} of them")
    print("\nWritten by the network, from codes that were drawn:\n")
    _, logits = decode(training.params, rng.standard_normal((8, 8)))
    white = (9 * (0.5 + 0.5 * np.tanh(logits / 2))).round().astype(int).reshape(8, 8, 8)
    for row in range(8):
        print("  ".join("".join(" .:-=+*#%@"[pixel] * 2 for pixel in image[row]) for image in white))


### BEGIN EXPLANATION
"""
1. **Two ways to mu.** mu moves the code z, and by it logits and pixels; and it stands in the costs of the code. The
   gradient is the sum over both ways: reparameterize_backward brings the first, elbo_bernoulli the second. The same for
   logvar.

2. **Up and down.** elbo_bernoulli gives gradients of what is to go up, one row for each image. The loss is minus the
   mean: −1/N stands in front of all three.

3. **beta.** The loss is −mean(pixels − beta · costs) = −mean(value + (1 − beta) costs): with beta = 1 the bound itself.
   With beta = 0 codes are free, and the network is an autoencoder with noise.

4. **The gradient of it all** agrees with a difference quotient, if both sides draw the same noise:

>>> X = np.array([[1.0, 0.0, 0.3], [0.0, 1.0, 0.6]])
>>> params = initial(X, 4, 2, np.random.default_rng(0))
>>> _, slopes = gradients(params, X, 0.5, np.random.default_rng(1))
>>> h, direction = 1e-5, np.random.default_rng(2).normal(size=(3, 4))
>>> def moved(t):
...     return gradients(params | {"W1": params["W1"] + t * direction}, X, 0.5, np.random.default_rng(1))[0]
>>> round((moved(h) - moved(-h)) / (2 * h), 6) == round(float(np.sum(slopes["W1"] * direction)), 6)
True

5. **Where it starts.** With W3 = 0 the logits are b3 whatever the code is: independent pixels, each as often white as
   in the images to learn from. Codes are of no use, and the best law of codes is the standard normal one, at no costs.
   What the network is worth beyond that, it has learned.

6. **More is not always better.** Codes with another spread than logvar says may give a larger value: then it is not a
   bound any more. Held against the reference's numbers, step by step, that shows at once.
"""
### END EXPLANATION
