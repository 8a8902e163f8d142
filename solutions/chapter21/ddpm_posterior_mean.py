"""One step back.

A diffusion adds noise to a sample x0, step by step. Going back from x_t to x_{t−1} would be easy if x0 were known: all
laws are normal, and by Bayes' rule the law of x_{t−1}, given x_t and x0, is normal, too. Its variance is
posterior_var[t]; its mean is

    √alpha_bar[t−1] beta[t] / (1 − alpha_bar[t]) · x0  +  √alpha[t] (1 − alpha_bar[t−1]) / (1 − alpha_bar[t]) · xt,

which `posterior_mean` returns. A model doesn't know x0; it guesses the noise eps that was added altogether, xt =
√alpha_bar[t] x0 + √(1 − alpha_bar[t]) eps. With x0 replaced by what xt and eps say of it, the same mean is

    (xt − beta[t] / √(1 − alpha_bar[t]) · eps) / √alpha[t],

which `mean_from_eps` returns. A step back, finally, is drawn from the law: `sample_step` returns

    mean_from_eps(xt, eps_hat, t, sched) + √posterior_var[t] · noise.

* Each sample has a step of its own: t (N,) holds whole numbers from 1 to T. The first step back comes from t = T, the
  last from t = 1.
* sched is a dict of tables with T + 1 entries, as `noise_schedule` makes it: "beta", "alpha", "alpha_bar" and
  "posterior_var". The entry of step t stands at [t], and alpha_bar[0] is 1.
* For t = 1 the posterior mean is x0 itself, and posterior_var[1] is 0: the last step adds no noise.
* noise (N, D) has been drawn already. Nothing is cut off: samples may be as small or as large as they like.
* The file stands alone: what you need of other exercises, write once more; `sample_step` may call `mean_from_eps`.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.2. Ho, Jain, Abbeel, Denoising Diffusion
Probabilistic Models (2020), equations 7 and 11, algorithm 2.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Steps = NDArray[np.int64]


def posterior_mean(xt: Array, x0: Array, t: Steps, sched: Mapping[str, Array]) -> Array:
    """Return the mean of the samples one step back, if the samples at the start are known.

    Parameters
    ----------
    xt : (N, D) float64
        Samples after t steps.
    x0 : (N, D) float64
        The same samples before any step.
    t : (N,) int
        Steps, from 1 to T.
    sched : dict of str to (T + 1,) float64
        The tables of the diffusion.

    Returns
    -------
    mean : (N, D) float64

    Examples
    --------
    With steps of ¼ and ½: alpha_bar[2] = 3/8, so x0 gets √¾ · ½/(5/8) = 0.693 and xt gets √½ · ¼/(5/8) = 0.283.

    >>> sched = {"beta": np.array([0.0, 0.25, 0.5]), "alpha": np.array([1.0, 0.75, 0.5])}
    >>> sched |= {"alpha_bar": np.array([1.0, 0.75, 0.375]), "posterior_var": np.array([0.0, 0.0, 0.2])}
    >>> xt, x0 = np.array([[10.0, 0.0], [9.0, 9.0]]), np.array([[0.0, 10.0], [3.0, 4.0]])
    >>> posterior_mean(xt, x0, np.array([2, 1]), sched).round(2).tolist()
    [[2.83, 6.93], [3.0, 4.0]]
    """
    ### BEGIN SOLUTION
    beta, alpha, after = (sched[name][t][:, None] for name in ("beta", "alpha", "alpha_bar"))
    before = sched["alpha_bar"][t - 1][:, None]
    of_x0 = np.sqrt(before) * beta / (1.0 - after)
    of_xt = np.sqrt(alpha) * (1.0 - before) / (1.0 - after)
    return of_x0 * x0 + of_xt * xt
    ### END SOLUTION


def mean_from_eps(xt: Array, eps: Array, t: Steps, sched: Mapping[str, Array]) -> Array:
    """Return the same mean, from the noise that was added altogether.

    Parameters
    ----------
    xt : (N, D) float64
        Samples after t steps.
    eps : (N, D) float64
        The noise in them, of variance 1.
    t : (N,) int
        Steps, from 1 to T.
    sched : dict of str to (T + 1,) float64
        The tables of the diffusion.

    Returns
    -------
    mean : (N, D) float64

    Examples
    --------
    One step of 0.36: (1 − 0.36/0.6 · 0.5)/0.8 = 0.7/0.8.

    >>> sched = {"beta": np.array([0.0, 0.36]), "alpha": np.array([1.0, 0.64]), "alpha_bar": np.array([1.0, 0.64])}
    >>> mean_from_eps(np.array([[1.0]]), np.array([[0.5]]), np.array([1]), sched).round(6).tolist()
    [[0.875]]
    """
    ### BEGIN SOLUTION
    beta, alpha, after = (sched[name][t][:, None] for name in ("beta", "alpha", "alpha_bar"))
    return (xt - beta / np.sqrt(1.0 - after) * eps) / np.sqrt(alpha)
    ### END SOLUTION


def sample_step(xt: Array, eps_hat: Array, t: Steps, sched: Mapping[str, Array], noise: Array) -> Array:
    """Take one step back.

    Parameters
    ----------
    xt : (N, D) float64
        Samples after t steps.
    eps_hat : (N, D) float64
        What a model takes for the noise in them.
    t : (N,) int
        Steps, from 1 to T.
    sched : dict of str to (T + 1,) float64
        The tables of the diffusion.
    noise : (N, D) float64
        Standard normal numbers.

    Returns
    -------
    x : (N, D) float64
        Samples after t − 1 steps.

    Examples
    --------
    The second sample takes its last step: no noise is added.

    >>> sched = {"beta": np.array([0.0, 0.36, 0.36]), "alpha": np.array([1.0, 0.64, 0.64])}
    >>> sched |= {"alpha_bar": np.array([1.0, 0.64, 0.4096]), "posterior_var": np.array([0.0, 0.0, 0.2195])}
    >>> xt, eps_hat, noise = np.ones((2, 1)), np.array([[0.0], [0.5]]), np.ones((2, 1))
    >>> sample_step(xt, eps_hat, np.array([2, 1]), sched, noise).round(4).tolist()
    [[1.7185], [0.875]]
    """
    ### BEGIN SOLUTION
    spread = np.sqrt(sched["posterior_var"][t])[:, None]
    return mean_from_eps(xt, eps_hat, t, sched) + spread * noise
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two sources.** Of x_{t−1} two things are known. From the start, it is √alpha_bar[t−1] x0 with noise of the variance
   1 − alpha_bar[t−1]. From behind, xt = √alpha x_{t−1} with noise of the variance beta, so x_{t−1} is xt/√alpha with
   noise of the variance beta/alpha.

2. **Weigh them by their precision.** The product of two normal densities is normal; precisions add up, and the mean is
   weighed with them:

       mean = posterior_var · (√alpha_bar[t−1] x0/(1 − alpha_bar[t−1]) + √alpha xt/beta).

   With posterior_var = beta (1 − alpha_bar[t−1])/(1 − alpha_bar[t]) put in, both fractions cancel to what stands above.

3. **From the noise.** x0 = (xt − √(1 − alpha_bar[t]) eps)/√alpha_bar[t]. Put in, with alpha_bar[t] = alpha
   alpha_bar[t−1], xt gets

       beta/((1 − alpha_bar[t]) √alpha) + √alpha (1 − alpha_bar[t−1])/(1 − alpha_bar[t])
       = (beta + alpha − alpha_bar[t])/((1 − alpha_bar[t]) √alpha) = 1/√alpha,

   and eps gets −beta/(√(1 − alpha_bar[t]) √alpha).

4. **At t = 1** alpha_bar[0] = 1, so xt has the weight 0, and x0 the weight beta[1]/(1 − alpha_bar[1]) = 1.

5. **With numbers.** Steps of ¼ and ½, x0 = 2, eps = 1, t = 2: xt = √0.375 · 2 + √0.625 = 2.0153. From x0 the mean is
   0.6928 · 2 + 0.2828 · 2.0153 = 1.9557, from eps it is (2.0153 − 0.5/0.7906)/0.7071 = 1.9557.

>>> sched = {"beta": np.array([0.0, 0.25, 0.5]), "alpha": np.array([1.0, 0.75, 0.5])}
>>> sched |= {"alpha_bar": np.array([1.0, 0.75, 0.375]), "posterior_var": np.array([0.0, 0.0, 0.2])}
>>> x0, eps, t = np.array([[2.0]]), np.array([[1.0]]), np.array([2])
>>> xt = np.sqrt(0.375) * x0 + np.sqrt(0.625) * eps
>>> [round(float(mean[0, 0]), 4) for mean in (posterior_mean(xt, x0, t, sched), mean_from_eps(xt, eps, t, sched))]
[1.9557, 1.9557]

6. **From noise to a sample.** With the best guess of eps, T steps back turn noise into samples. If all samples are 2,
   the best guess is the noise that leads from 2 to xt, and 2 is what comes out, from anywhere:

>>> x, rng = np.array([[-5.0]]), np.random.default_rng(0)
>>> for step in (2, 1):
...     a = sched["alpha_bar"][step]
...     eps_hat = (x - np.sqrt(a) * 2.0) / np.sqrt(1 - a)
...     x = sample_step(x, eps_hat, np.array([step]), sched, rng.standard_normal((1, 1)))
>>> x.round(10).tolist()
[[2.0]]
"""
### END EXPLANATION
