"""Wrong answers to chapters 15 to 17, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers, as in arrays.py: exercise, no base, nothing replaced, the text, what is wrong; then all that may be said
# of it: read, and found true and useful, or with "~" true and vague. Where nothing stands, nothing is said.
BANK = [
    (
        "autoencoder_grads",
        "",
        "",
        """\
import numpy as np


def autoencoder_grads(W, b, c, X):
    H = np.tanh(X @ W + b)
    E = H @ W.T + c - X
    dE = E / E.size
    dH = dE @ W
    dZ = dH * (1 - np.tanh(H) ** 2)
    dW = X.T @ dZ + dE.T @ H
    return np.mean(E**2) / 2, dW, dZ.sum(axis=0), dE.sum(axis=0)
""",
        "the slope of tanh is taken at the code, which is tanh already",
        "the slope is taken at the code, not at what tanh was given",
    ),
    (
        "autoencoder_grads",
        "",
        "",
        """\
import numpy as np


def autoencoder_grads(W, b, c, X):
    Z = X @ W + b
    H = np.tanh(Z)
    E = H @ W.T + c - X
    dE = E / E.size
    dZ = (dE @ W) * (1 - H * H)
    dW = X.T @ dZ + dE.T @ Z
    return 0.5 * (E * E).mean(), dW, dZ.sum(axis=0), dE.sum(axis=0)
""",
        "the decoder's part of dW is made with what goes into tanh, instead of the code",
        "the decoder's contribution is made with what goes into tanh",
    ),
    (
        "denoising_corruption",
        "",
        "",
        """\
import numpy as np


def denoising_corruption(X, kind, level, rng):
    if kind == "mask":
        if not 0 <= level < 1:
            raise ValueError("level")
        keep = rng.random(X.shape[1]) >= level
        return X * keep
    if kind == "gauss":
        if level < 0:
            raise ValueError("level")
        return X + level * rng.standard_normal(X.shape)
    raise ValueError("kind")
""",
        "one mask for all rows: whole columns are spoilt",
        "columns are masked as wholes",
    ),
    (
        "denoising_corruption",
        "",
        "",
        """\
import numpy as np


def denoising_corruption(X, kind, level, rng):
    if kind not in ("mask", "gauss"):
        raise ValueError(f"unknown kind {kind}")
    if not 0 <= level < 1:
        raise ValueError("level must be at least 0 and below 1")
    if kind == "mask":
        return np.where(rng.random(X.shape) < level, 0.0, X)
    return X + rng.normal(0.0, level, size=X.shape)
""",
        "the range of a probability is asked of the noise as well",
        "noise of level 1 and more is refused",
    ),
    (
        "interaction_features",
        "",
        "",
        """\
from itertools import combinations

import numpy as np


def interaction_features(X):
    products = [X[:, i] * X[:, j] for i, j in combinations(range(X.shape[1]), 2)]
    return np.column_stack([X, X**2, *products])
""",
        "squares come first, and products of two different features after them",
        "all squares come before the other products",
    ),
    (
        "interaction_features",
        "",
        "",
        """\
import numpy as np


def interaction_features(X):
    i, j = np.tril_indices(X.shape[1])
    return np.concatenate([X, X[:, i] * X[:, j]], axis=1)
""",
        "products are those of the lower triangle: sorted by the larger index",
        "products are sorted by their second factor",
    ),
    (
        "logistic_fit",
        "",
        "",
        """\
import numpy as np


def logistic_fit(X, y, lr, steps, l2=0.0):
    N, D = X.shape
    w, b = np.zeros(D), 0.0
    for _ in range(steps):
        z = np.clip(X @ w + b, -700, 700)
        e = 1 / (1 + np.exp(-z)) - y
        dw = (X.T @ e + l2 * w) / N
        db = e.sum() / N
        w = w - lr * dw
        b = b - lr * db
    return w, b
""",
        "the penalty's gradient is divided by N with the rest",
        "the penalty is divided by N, too",
    ),
    (
        "logistic_fit",
        "",
        "",
        """\
import numpy as np


def logistic_fit(X, y, lr, steps, l2=0.0):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        error = 0.5 * (1 + np.tanh((X @ w + b) / 2)) - y
        w = w - lr * (X.T @ error / len(y) + l2 * w)
        b = b - lr * np.sum(error)
    return w, b
""",
        "the intercept moves by the sum of the errors, instead of their mean",
        "b moves by the sum of the errors, w by their mean",
    ),
    (
        "logistic_loss_grad",
        "",
        "",
        """\
import numpy as np


def logistic_loss_grad(w, b, X, y):
    t = 2 * y - 1
    margin = t * (X @ w + b)
    loss = np.mean(np.logaddexp(0.0, -margin))
    e = -t * np.exp(-np.logaddexp(0.0, -margin))
    return loss, X.T @ e / len(y), np.mean(e)
""",
        "with labels of -1 and 1, the gradient takes the sigmoid of the margin, not of minus the margin",
        "gradients take σ of the wrong sign, 1 − σ for σ",
    ),
    (
        "mse_vs_ce_landscape",
        "",
        "",
        """\
import numpy as np


def mse_vs_ce_landscape(x, y, w_grid, b_grid, kind):
    if kind not in ("mse", "ce"):
        raise ValueError(kind)
    w, b = np.meshgrid(w_grid, b_grid)
    z = w.ravel()[:, None] * x + b.ravel()[:, None]
    if kind == "mse":
        s = 0.5 * (1 + np.tanh(z / 2))
        losses = np.mean((s - y) ** 2, axis=1)
    else:
        losses = np.mean(np.logaddexp(0, np.where(y == 1, -z, z)), axis=1)
    return losses.reshape(len(w_grid), len(b_grid))
""",
        "a grid with b along the rows is read off into a table with w along the rows",
        "the table is filled in the wrong order: b changes from row to row of the list of points",
    ),
    (
        "redundant_softmax_equivalence",
        "",
        "",
        """\
import numpy as np


def redundant_softmax_equivalence(W, b):
    V = W - W.mean(axis=1, keepdims=True)
    c = b - b.mean()
    return V[:, 1:], c[1:]
""",
        "the mean over the classes is subtracted, instead of class 0",
        "the mean over the classes is subtracted",
    ),
    (
        "softmax_regression_fit",
        "",
        "",
        """\
import numpy as np


def softmax_regression_fit(X, y, W, lr, batch_size):
    W = W.copy()
    for start in range(0, len(X), batch_size):
        xb, yb = X[start : start + batch_size], y[start : start + batch_size]
        scores = xb @ W
        P = np.exp(scores - scores.max())
        P /= P.sum(axis=1, keepdims=True)
        P[np.arange(len(yb)), yb] -= 1
        W -= lr * xb.T @ P / len(yb)
    return W
""",
        "the largest score of the whole batch is subtracted, so that rows far below have 0/0",
        "the softmax overflows",
        "one score is subtracted from all rows",
        "the largest entry is taken over everything",
    ),
    (
        "adamw_step",
        "",
        "",
        """\
import numpy as np


def adamw_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, decay=1e-2):
    M = beta1 * M + (1 - beta1) * dW
    V = beta2 * V + (1 - beta2) * dW**2
    M_hat = M / (1 - beta1**t)
    root = np.sqrt(V) / (1 - beta2**t)
    return W - lr * (M_hat / (root + eps) + decay * W), M, V
""",
        "the root is taken before V is corrected",
        "the root is taken before V is corrected",
    ),
    (
        "backtracking_armijo",
        "",
        "",
        """\
import numpy as np


def backtracking_armijo(f, g, x, d, alpha0=1.0, c=1e-4, rho=0.5, max_iter=100):
    slope = float(np.dot(g, d))
    if slope >= 0:
        raise ValueError("not a descent direction")
    fx = f(x)
    alpha = alpha0
    for _ in range(max_iter):
        if f(x + alpha * d) <= fx + c * slope:
            return alpha
        alpha *= rho
    raise ValueError("no step found")
""",
        "the promised decrease is not multiplied by alpha",
        "alpha is missing in the condition",
    ),
    (
        "backtracking_armijo",
        "",
        "",
        """\
import numpy as np


def backtracking_armijo(f, g, x, d, alpha0=1.0, c=1e-4, rho=0.5, max_iter=100):
    slope = g @ d
    if slope >= 0:
        raise ValueError("d is no direction downhill")
    fx, alpha, tries = f(x), alpha0, 0
    while not f(x + alpha * d) <= fx + c * alpha * slope:
        if tries == max_iter:
            raise ValueError("too many tries")
        alpha = rho * alpha
        tries += 1
    return alpha
""",
        "alpha0 is not counted: one length more than max_iter is tried",
        "one length too many is tried",
    ),
    (
        "bfgs_inverse_update",
        "",
        "",
        """\
import numpy as np


def bfgs_inverse_update(H, s, y):
    sy = s @ y
    I = np.eye(len(s))
    if sy <= 0:
        return I
    rho = 1.0 / sy
    left = I - rho * np.outer(s, y)
    return left @ H @ left.T + rho * np.outer(s, s)
""",
        "where nothing was learned, the approximation starts anew from the identity",
        "the identity is returned if sᵀy ≤ 0",
    ),
    (
        "conjugate_gradient",
        "",
        "",
        """\
import numpy as np


def conjugate_gradient(matvec, b, tol=1e-10, max_steps=1000):
    x = np.zeros(len(b))
    r, p = b.copy(), b.copy()
    norms = [np.linalg.norm(r)]
    for _ in range(max_steps):
        if norms[-1] <= tol * norms[0]:
            break
        Ap = matvec(p)
        alpha = norms[-1] ** 2 / (p @ Ap)
        x = x + alpha * p
        r = r - alpha * Ap
        norms.append(np.linalg.norm(r))
        beta = norms[-1] / norms[-2]
        p = r + beta * p
    return x, np.array(norms)
""",
        "beta is the ratio of the norms, not of their squares",
        "beta is the ratio of norms, not of their squares",
    ),
    (
        "conjugate_gradient",
        "",
        "",
        """\
import numpy as np


def conjugate_gradient(matvec, b, tol=1e-10, max_steps=1000):
    x = np.zeros(len(b))
    r = np.array(b)
    p = np.array(b)
    norms = [np.sqrt(r @ r)]
    while norms[-1] > tol * np.linalg.norm(b) and len(norms) - 1 < max_steps:
        alpha = (r @ r) / (p @ matvec(p))
        x = x + alpha * p
        new = b - matvec(x)
        p = new + (new @ new) / (r @ r) * p
        r = new
        norms.append(np.sqrt(r @ r))
    return x, np.array(norms)
""",
        "the residual is computed anew from x, which takes a second product in each step",
        "matvec is called twice in a step",
    ),
    (
        "cosine_warmup",
        "",
        "",
        """\
import numpy as np


def cosine_warmup(t, T, warmup, lr_max, lr_min=0.0):
    t = np.asarray(t, dtype=float)
    share = (t - warmup) / T
    fall = lr_min + 0.5 * (lr_max - lr_min) * (1 + np.cos(np.pi * share))
    rate = np.where(t >= T, lr_min, fall)
    if warmup > 0:
        rate = np.where(t < warmup, lr_max * t / warmup, rate)
    return rate if rate.ndim else float(rate)
""",
        "the share of the cosine is a share of T, not of T - warmup",
        "the cosine takes T steps after the warm-up, and is cut off at T",
    ),
    (
        "exact_line_search_quadratic",
        "",
        "",
        """\
import numpy as np


def exact_line_search_quadratic(A, b, x):
    g = A @ x - b
    length = np.linalg.norm(g)
    if length == 0:
        return 0.0
    return length / (g @ A @ g)
""",
        "the length of the gradient is not squared",
        "the length of g is not squared",
    ),
    (
        "lbfgs_direction",
        "",
        "",
        """\
import numpy as np


def lbfgs_direction(g, S, Y):
    q = g.copy()
    pairs = [(s, y, 1 / (s @ y)) for s, y in zip(S, Y)]
    alphas = []
    for s, y, rho in pairs[::-1]:
        alpha = rho * (s @ q)
        alphas.append(alpha)
        q = q - alpha * y
    if pairs:
        s, y, _ = pairs[-1]
        q = q * (s @ y) / (y @ y)
    for (s, y, rho), alpha in zip(pairs[::-1], alphas):
        beta = rho * (y @ q)
        q = q + (alpha - beta) * s
    return -q
""",
        "the second loop goes from the newest pair to the oldest as well",
        "both loops go from the newest pair to the oldest",
    ),
    (
        "logistic_hessian",
        "",
        "",
        """\
import numpy as np


def logistic_hessian(w, b, X):
    N, D = X.shape
    s = 0.5 * (1 + np.tanh(0.5 * (X @ w + b)))
    r = s * (1 - s)
    H = np.empty((D + 1, D + 1))
    H[:D, :D] = (X.T * r) @ X / N
    H[:D, D] = H[D, :D] = X.T @ r / N
    H[D, D] = r.sum()
    return H
""",
        "the entry of b with itself is a sum, not a mean",
        "the last entry, of b with itself, is a sum",
    ),
    (
        "newton_logistic",
        "",
        "",
        """\
import numpy as np


def newton_logistic(X, y, l2, tol=1e-8, max_iter=50):
    N, D = X.shape
    w, b = np.zeros(D), 0.0
    Xt = np.column_stack([X, np.ones(N)])
    pen = np.append(np.full(D, l2), 0.0)
    history = []
    for step in range(max_iter + 1):
        s = 0.5 * (1 + np.tanh((X @ w + b) / 2))
        dw, db = X.T @ (s - y) / N + l2 * w, np.mean(s - y)
        history.append(np.linalg.norm(dw))
        if history[-1] <= tol:
            return w, b, np.array(history)
        H = Xt.T @ (Xt * (s * (1 - s))[:, None]) / N + np.diag(pen)
        d = np.linalg.solve(H, np.append(dw, db))
        w, b = w - d[:D], b - d[D]
    raise ValueError("no convergence")
""",
        "the norm of the gradient leaves the entry of b out",
        "the history holds the norm over w alone",
    ),
    (
        "newton_logistic",
        "",
        "",
        """\
import numpy as np


def newton_logistic(X, y, l2, tol=1e-8, max_iter=50):
    N, D = X.shape
    A = np.hstack([X, np.ones((N, 1))])
    penalty = np.append(np.full(D, l2), 0.0)
    v = np.zeros(D + 1)
    history = []
    for _ in range(max_iter):
        s = 0.5 * (1 + np.tanh(A @ v / 2))
        g = A.T @ (s - y) / N + penalty * v
        history.append(np.sqrt(g @ g))
        if history[-1] <= tol:
            return v[:-1], v[-1], np.array(history)
        H = (A * (s * (1 - s))[:, None]).T @ A / N + np.diag(penalty)
        v = v - np.linalg.solve(H, g)
    raise ValueError(f"no convergence in {max_iter} steps")
""",
        "after the last step that is allowed, the gradient is not looked at",
        "one step too few is allowed",
    ),
    (
        "activation_zoo",
        "",
        "",
        """\
import math

import numpy as np

SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772

erf = np.vectorize(math.erf, otypes=[float])


def sigmoid(Z):
    return np.where(Z >= 0, 1 / (1 + np.exp(-np.abs(Z))), np.exp(-np.abs(Z)) / (1 + np.exp(-np.abs(Z))))


def activation(Z, kind):
    neg = np.minimum(Z, 0)
    if kind == "leaky_relu":
        return np.where(Z > 0, Z, 0.01 * Z)
    if kind == "elu":
        return np.where(Z > 0, Z, np.expm1(neg))
    if kind == "selu":
        return SELU_SCALE * np.where(Z > 0, Z, SELU_ALPHA * np.expm1(neg))
    if kind == "softplus":
        return np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z)))
    if kind == "gelu":
        return 0.5 * Z * (1 + erf(Z / np.sqrt(2)))
    if kind == "silu":
        return Z * sigmoid(Z)
    raise ValueError(kind)


def activation_prime(Z, kind):
    neg = np.minimum(Z, 0)
    if kind == "leaky_relu":
        return np.where(Z > 0, 1.0, 0.01)
    if kind == "elu":
        return np.exp(neg)
    if kind == "selu":
        return SELU_SCALE * np.where(Z > 0, 1.0, SELU_ALPHA * np.exp(neg))
    if kind == "softplus":
        return sigmoid(Z)
    if kind == "gelu":
        return 0.5 * (1 + erf(Z / np.sqrt(2))) + np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi)
    if kind == "silu":
        s = sigmoid(Z)
        return s + Z * s * (1 - s)
    raise ValueError(kind)
""",
        "the slope of GELU has the density without the factor z",
        "GELU′ takes φ without the factor z",
    ),
    (
        "batchnorm_backward",
        "",
        "",
        """\
import numpy as np


def batchnorm_backward(dY, X, gamma, eps):
    std = np.sqrt(X.var(axis=0) + eps)
    xhat = (X - X.mean(axis=0)) / std
    dgamma = np.sum(dY * xhat, axis=0)
    dbeta = np.sum(dY, axis=0)
    dxhat = dY * gamma
    dX = gamma / std * (dxhat - dxhat.mean(axis=0) - xhat * np.mean(dxhat * xhat, axis=0))
    return dX, dgamma, dbeta
""",
        "gamma is multiplied in twice",
        "gamma is squared",
    ),
    (
        "batchnorm_forward",
        "",
        "",
        """\
import numpy as np


def batchnorm_forward(X, gamma, beta, running, decay, eps, train):
    mean, var = X.mean(axis=0), X.var(axis=0)
    new = {
        "mean": decay * running["mean"] + (1 - decay) * mean,
        "var": decay * running["var"] + (1 - decay) * var,
    }
    if not train:
        mean, var = running["mean"], running["var"]
    return gamma * (X - mean) / np.sqrt(var + eps) + beta, new
""",
        "the running averages are updated in evaluation as well",
        "evaluation updates the averages",
    ),
    (
        "clip_by_global_norm",
        "",
        "",
        """\
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = sum(np.linalg.norm(g) for g in grads)
    if norm <= max_norm:
        return [g.copy() for g in grads], norm
    return [g * (max_norm / norm) for g in grads], norm
""",
        "the norms of the arrays are added up, instead of their squares",
        "norms are added up",
    ),
    (
        "dropout_forward_backward",
        "",
        "",
        """\
import numpy as np


def dropout_forward(X, p_drop, train, rng):
    if not train:
        return X.copy(), np.ones_like(X)
    if not 0 <= p_drop < 1:
        raise ValueError("p_drop must be at least 0 and below 1")
    mask = (rng.random(X.shape) >= p_drop) / (1 - p_drop)
    return X * mask, mask


def dropout_backward(dY, mask):
    return dY * mask
""",
        "in evaluation, p_drop is not looked at",
        "p_drop is only looked at in training",
    ),
    (
        "gradient_norm_profile",
        "",
        "",
        """\
import numpy as np


def gradient_norm_profile(params, X, dY, activation):
    A, slopes = X, []
    for W, b in params[:-1]:
        Z = A @ W + b
        if activation == "relu":
            A = np.maximum(Z, 0)
            slopes.append(np.where(Z > 0, 1.0, 0.0))
        elif activation == "tanh":
            A = np.tanh(Z)
            slopes.append(1 - A**2)
        else:
            A = 0.5 * (1 + np.tanh(Z / 2))
            slopes.append(A * (1 - A))
    norms = [np.linalg.norm(dY, 2)]
    for (W, _), slope in zip(params[:0:-1], slopes[::-1]):
        dY = (dY @ W.T) * slope
        norms.append(np.linalg.norm(dY, 2))
    return np.array(norms[::-1])
""",
        "the norms are spectral, not Frobenius",
        "the spectral norm is returned",
    ),
    (
        "he_init",
        "",
        "",
        """\
import numpy as np


def he_init(n_in, n_out, slope, rng):
    std = np.sqrt(2 / ((1 + slope) * n_in))
    return rng.normal(0, std, (n_in, n_out))
""",
        "the slope is not squared",
        "slope is not squared",
    ),
    (
        "l2_regularised_loss",
        "",
        "",
        """\
import numpy as np


def l2_regularised_loss(loss, grads, params, lam):
    penalty = sum(np.linalg.norm(W) for W, b in params)
    new = [(dW + lam * W, db.copy()) for (dW, db), (W, b) in zip(grads, params)]
    return loss + 0.5 * lam * penalty, new
""",
        "the norms of the matrices are added up, and not squared",
        "the norms of the matrices are added up, not their squares",
    ),
    (
        "layernorm",
        "",
        "",
        """\
import numpy as np


def layernorm_forward(X, gamma, beta, eps):
    mean = X.mean(axis=1, keepdims=True)
    var = X.var(axis=1, keepdims=True)
    return gamma * (X - mean) / np.sqrt(var + eps) + beta


def layernorm_backward(dY, X, gamma, eps):
    mean = X.mean(axis=1, keepdims=True)
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    xhat = (X - mean) / std
    d = dY * gamma
    dX = (d - d.mean(axis=1, keepdims=True) - xhat * (d * xhat).mean(axis=1, keepdims=True)) / std
    return dX, np.sum(dY * X, axis=0), np.sum(dY, axis=0)
""",
        "dgamma is made with X, not with the normalised X",
        "dgamma is made with X, not x̂",
    ),
    (
        "multiplication_gate",
        "",
        "",
        """\
def multiplication_gate(x, y, lam, f, b, curvature):
    plus = f(lam * (b + x + y)) + f(lam * (b - x - y))
    minus = f(lam * (b + x - y)) + f(lam * (b - x + y))
    return (plus - minus) / (4 * lam**2 * curvature)
""",
        "the bias is scaled by lam as well",
        "the bias is multiplied by lam, too",
    ),
    (
        "relu_function_approx",
        "",
        "",
        """\
import numpy as np


def relu_function_approx(knots, heights):
    h = knots[1] - knots[0]
    slopes = (heights[1:] - heights[:-1]) / h
    w2 = np.concatenate([slopes[:1], slopes[1:] - slopes[:-1]])
    W1 = np.ones((1, len(w2)))
    return W1, -knots[:-1], w2, float(heights[0])
""",
        "all knots are taken to be as far apart as the first two",
        "all intervals are taken to be as long as the first",
    ),
    (
        "xavier_init",
        "",
        "",
        """\
import numpy as np


def xavier_init(n_in, n_out, kind, rng):
    if kind == "normal":
        return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))
    if kind == "uniform":
        a = np.sqrt(6 / (n_in + n_out))
        return a * (rng.random((n_in, n_out)) - 0.5)
    raise ValueError("kind must be normal or uniform")
""",
        "the uniform numbers reach from -a/2 to a/2",
        "uniform weights reach from −a/2 to a/2",
    ),
    (
        "redundant_softmax_equivalence",
        "",
        "",
        """\
import numpy as np


def redundant_softmax_equivalence(W, b):
    V = (W - W[:, [0]])[:, 1:]
    return V, b[1:].copy()
""",
        "the biases are cut, and that of class 0 is not subtracted",
        "biases are left as they are",
    ),
    (
        "softmax_regression_fit",
        "",
        "",
        """\
import numpy as np


def softmax_regression_fit(X, y, W, lr, batch_size):
    W = np.array(W)
    Z = X @ W
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    G = E / E.sum(axis=1, keepdims=True) - np.eye(W.shape[1])[y]
    for i in range(0, len(y), batch_size):
        batch = slice(i, i + batch_size)
        W = W - lr * X[batch].T @ G[batch] / len(X[batch])
    return W
""",
        "all probabilities are computed once, before the first step",
        "all gradients of the epoch are taken at the first W",
    ),
    (
        "mse_vs_ce_landscape",
        "",
        "",
        """\
import numpy as np


def mse_vs_ce_landscape(x, y, w_grid, b_grid, kind):
    if kind != "mse" and kind != "ce":
        raise ValueError("kind")
    losses = np.zeros((len(w_grid), len(b_grid)))
    for i in range(len(x)):
        z = w_grid[:, None] * x[i] + b_grid
        t = -z if y[i] == 1 else z
        if kind == "mse":
            losses = (0.5 * (1 + np.tanh(t / 2))) ** 2
        else:
            losses = np.logaddexp(0, t)
    return losses / len(x)
""",
        "only the last sample counts, as the sum over samples is written over",
        "`=` is used in place of `+=`",
    ),
    (
        "logistic_loss_grad",
        "",
        "",
        """\
import numpy as np


def logistic_loss_grad(w, b, X, y):
    N = len(y)
    z = X @ w - b
    t = np.where(y == 1, z, -z)
    loss = np.logaddexp(0, -t).sum() / N
    e = np.exp(-np.logaddexp(0, -z)) - y
    return loss, e @ X / N, e.sum() / N
""",
        "b is subtracted from the score, as a threshold",
        "b has the wrong sign",
    ),
    (
        "adamw_step",
        "",
        "",
        """\
import numpy as np


def adamw_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, decay=1e-2):
    M = beta1 * M + (1 - beta1) * dW
    V = beta2 * V + (1 - beta1) * dW * dW
    mhat = M / (1 - beta1**t)
    vhat = V / (1 - beta2**t)
    return W - lr * (mhat / (np.sqrt(vhat) + eps) + decay * W), M, V
""",
        "the squares are weighted with 1 - beta1",
        "`beta1` is used in place of `beta2` in `V`",
    ),
    (
        "bfgs_inverse_update",
        "",
        "",
        """\
import numpy as np


def bfgs_inverse_update(H, s, y):
    if s @ y <= 0:
        return H.copy()
    rho = 1.0 / (y @ y)
    A = np.eye(len(s)) - rho * np.outer(s, y)
    return A @ H @ A.T + rho * np.outer(s, s)
""",
        "rho is one over yTy",
        "rho is 1/(yᵀy)",
    ),
    (
        "cosine_warmup",
        "",
        "",
        """\
import numpy as np


def cosine_warmup(t, T, warmup, lr_max, lr_min=0.0):
    t = np.asarray(t)
    share = np.minimum((t - warmup) / (T - warmup), 1.0)
    rate = np.where(
        t < warmup,
        lr_max * t / max(warmup, 1),
        lr_min + (lr_max - lr_min) * np.cos(0.5 * np.pi * share),
    )
    return float(rate) if t.ndim == 0 else rate
""",
        "it falls along a quarter of a period of a cosine",
        "a quarter of a period is used",
    ),
    (
        "lbfgs_direction",
        "",
        "",
        """\
import numpy as np


def lbfgs_direction(g, S, Y):
    q = np.array(g)
    m = len(S)
    alpha = np.zeros(m)
    for i in reversed(range(m)):
        alpha[i] = (S[i] @ q) / (S[i] @ Y[i])
        q = q - alpha[i] * Y[i]
    if m:
        q = q * (S[-1] @ S[-1]) / (S[-1] @ Y[-1])
    for i in range(m):
        q = q + (alpha[i] - (Y[i] @ q) / (S[i] @ Y[i])) * S[i]
    return -q
""",
        "gamma is sTs / sTy",
        "γ is sᵀs / sᵀy",
    ),
    (
        "batchnorm_forward",
        "",
        "",
        """\
import numpy as np


def batchnorm_forward(X, gamma, beta, running, decay, eps, train):
    if not train:
        Xhat = (X - running["mean"]) / np.sqrt(running["var"] + eps)
        return gamma * Xhat + beta, {k: v.copy() for k, v in running.items()}
    mean = X.mean(axis=0)
    centred = X - mean
    Xhat = centred / np.sqrt((centred**2).mean(axis=0) + eps)
    new = {
        "mean": decay * running["mean"] + (1 - decay) * mean,
        "var": decay * running["var"] + (1 - decay) * (X**2).mean(axis=0),
    }
    return gamma * Xhat + beta, new
""",
        "the mean of the squares enters the running variance",
        "the running variance averages squares of X, the mean not subtracted",
    ),
    (
        "clip_by_global_norm",
        "",
        "",
        """\
import numpy as np


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        return [np.clip(g, -max_norm, max_norm) for g in grads], norm
    return list(grads), norm
""",
        "each entry is clipped by itself",
        "entries are clipped, not the norm",
    ),
    (
        "dropout_forward_backward",
        "",
        "",
        """\
import numpy as np


def dropout_forward(X, p_drop, train, rng):
    if p_drop < 0 or p_drop >= 1:
        raise ValueError("p_drop")
    if train:
        mask = (rng.random(X.shape) >= p_drop).astype(float) / (1 - p_drop)
    else:
        mask = np.ones(X.shape)
    return X * mask, mask


def dropout_backward(dY, mask):
    return np.where(mask > 0, dY, 0.0)
""",
        "backward, entries that were kept are passed on without the factor",
        "backward ignores the factor of the mask",
    ),
    (
        "gradient_norm_profile",
        "",
        "",
        """\
import numpy as np


def gradient_norm_profile(params, X, dY, activation):
    f = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}[activation]
    df = {
        "relu": lambda a: 1.0 * (a > 0),
        "tanh": lambda a: 1 - a**2,
        "sigmoid": lambda a: a * (1 - a),
    }[activation]
    A = [X]
    for W, b in params:
        A.append(f(A[-1] @ W + b))
    norms = []
    grad = dY
    for l in range(len(params) - 1, -1, -1):
        norms.append(np.sqrt(np.sum(grad**2)))
        dZ = grad if l == len(params) - 1 else grad * df(A[l + 1])
        grad = dZ @ params[l][0].T
    return np.array(norms[::-1])
""",
        "the norms are those of the gradients by A, before the slope is multiplied in",
        "the norms of dA are returned",
    ),
]
