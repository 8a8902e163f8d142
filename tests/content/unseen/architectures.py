"""Bugs of chapters 18 to 20 and 24 that the suites' authors had not seen: whole answers, as learners would write them.

Written from the prompts alone, each a right answer first, and then one mistake of thought in it.
"""

# exercise, nothing, nothing, an answer, what is wrong with it; then all that may be said of it, as in `first`.
BANK = [
    (
        "avg_pool_backward",
        "",
        "",
        """\
import numpy as np


def avg_pool_backward(dY, x_shape, size, stride, pad):
    N, C, H, W = x_shape
    dX = np.zeros(x_shape)
    Ho, Wo = dY.shape[2:]
    for i in range(Ho):
        for j in range(Wo):
            top = max(stride * i - pad, 0)
            bottom = stride * i - pad + size
            left = max(stride * j - pad, 0)
            right = stride * j - pad + size
            m = (bottom - top) * (right - left)
            if m > 0:
                dX[:, :, top:bottom, left:right] += dY[:, :, i, j][:, :, None, None] / m
    return dX
""",
        "m counts pixels beyond the bottom and right border",
        "~`minimum` is not applied",
    ),
    (
        "avg_pool_backward",
        "",
        "",
        """\
import numpy as np


def avg_pool_backward(dY, x_shape, size, stride, pad):
    N, C, H, W = x_shape
    dX = np.zeros(x_shape)
    Ho, Wo = dY.shape[2:]
    for i in range(Ho):
        for j in range(Wo):
            top = max(stride * i - pad, 0)
            bottom = min(stride * i - pad + size, H)
            left = max(stride * j - pad, 0)
            right = min(stride * j - pad + size, W)
            m = (bottom - top) ** 2
            if m > 0:
                dX[:, :, top:bottom, left:right] += dY[:, :, i, j][:, :, None, None] / m
    return dX
""",
        "m takes the window inside the image for a square",
        "of the calls that were tried, dX is right in those where pad = 0, and wrong in all others",
    ),
    (
        "conv2d_backward",
        "",
        "",
        """\
import numpy as np


def conv2d_backward(dY, X, kernels, stride, pad):
    N, C, H, W = X.shape
    F, _, P, Q = kernels.shape
    Ho, Wo = dY.shape[2:]
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dZ = np.zeros_like(Z)
    dK = np.zeros_like(kernels)
    db = dY.sum(axis=(0, 2, 3))
    for i in range(Ho):
        for j in range(Wo):
            r = i * stride
            c = j
            window = Z[:, :, r : r + P, c : c + Q]
            g = dY[:, :, i, j]
            dK += np.tensordot(g, window, axes=(0, 0))
            dZ[:, :, r : r + P, c : c + Q] += np.tensordot(g, kernels, axes=(1, 0))
    return dZ[:, :, pad : pad + H, pad : pad + W], dK, db
""",
        "stride ignored in columns",
        "the factor `stride` is missing",
    ),
    (
        "conv2d_forward",
        "",
        "",
        """\
import numpy as np


def conv2d_forward(X, kernels, b, stride, pad, dilation):
    N, C, H, W = X.shape
    F, _, P, Q = kernels.shape
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Ho = (H + 2 * pad - dilation * (P - 1) - 1) // stride + 1
    Wo = (W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1
    Y = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            r, c = i * stride, j * stride
            window = Z[:, :, r : r + dilation * (P - 1) + 1 : dilation, c : c + dilation * (Q - 1) + 1 : dilation]
            for f in range(F):
                Y[:, f, i, j] = np.sum(window * kernels[f], axis=(1, 2, 3)) + b[f]
    return Y


def conv2d_matrix(kernel, H, W, stride, pad, dilation):
    P, Q = kernel.shape
    Ho = (H + 2 * pad - dilation * (P - 1) - 1) // stride + 1
    Wo = (W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1
    T = np.zeros((Ho * Wo, H * W))
    for i in range(Ho):
        for j in range(Wo):
            for u in range(P):
                for v in range(Q):
                    y = stride * i + dilation * u - pad
                    x = stride * j + dilation * v - pad
                    if 0 <= y < H and 0 <= x < W:
                        T[i * Wo + j, y * H + x] = kernel[u, v]
    return T
""",
        "matrix: column index y·H + x (wrong where not square)",
    ),
    (
        "conv2d_forward",
        "",
        "",
        """\
import numpy as np


def conv2d_forward(X, kernels, b, stride, pad, dilation):
    N, C, H, W = X.shape
    F, _, P, Q = kernels.shape
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Ho = (H + 2 * pad - dilation * (P - 1) - 1) // stride + 1
    Wo = (W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1
    Y = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            r, c = i * stride, j * stride
            window = Z[:, :, r : r + dilation * (P - 1) + 1 : dilation, c : c + dilation * (Q - 1) + 1 : dilation]
            for f in range(F):
                Y[:, f, i, j] = np.sum(window * kernels[f], axis=(1, 2, 3)) + b[f]
    return Y


def conv2d_matrix(kernel, H, W, stride, pad, dilation):
    P, Q = kernel.shape
    Ho = (H + 2 * pad - dilation * (P - 1) - 1) // stride + 1
    Wo = (W + 2 * pad - dilation * (Q - 1) - 1) // stride + 1
    T = np.zeros((Ho * Wo, H * W))
    for i in range(Ho):
        for j in range(Wo):
            for u in range(P):
                for v in range(Q):
                    y = stride * i + dilation * u - pad
                    x = stride * j + dilation * v - pad
                    if y >= 0 and x >= 0 and y * W + x < H * W:
                        T[i * Wo + j, y * W + x] = kernel[u, v]
    return T
""",
        "matrix: what lies beyond the right border spills into the next row",
        "of the calls that were tried, what conv2d_matrix returns is right in those where pad = 0, and wrong in all others",
    ),
    (
        "im2col_col2im",
        "",
        "",
        """\
import numpy as np


def im2col(X, P, Q, stride, pad):
    N, C, H, W = X.shape
    Z = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Ho = (H + 2 * pad - P) // stride + 1
    Wo = (W + 2 * pad - Q) // stride + 1
    rows = []
    for n in range(N):
        for i in range(Ho):
            for j in range(Wo):
                window = Z[n, :, stride * i : stride * i + P, stride * j : stride * j + Q]
                rows.append(window.transpose(1, 2, 0).reshape(-1))
    return np.array(rows)


def col2im(cols, x_shape, P, Q, stride, pad):
    N, C, H, W = x_shape
    Z = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    Ho = (H + 2 * pad - P) // stride + 1
    Wo = (W + 2 * pad - Q) // stride + 1
    row = 0
    for n in range(N):
        for i in range(Ho):
            for j in range(Wo):
                Z[n, :, stride * i : stride * i + P, stride * j : stride * j + Q] += cols[row].reshape(P, Q, C).transpose(2, 0, 1)
                row += 1
    return Z[:, :, pad : pad + H, pad : pad + W]
""",
        "columns in the order (u, v, c), both ways",
        "the channels come last in the columns: (u, v, c)",
        "col2im takes columns to be counted by (u, v, c)",
    ),
    (
        "inception_concat",
        "",
        "",
        """\
import numpy as np


def inception_forward(X, branches):
    N, C, H, W = X.shape
    outs = []
    for kernels, b in branches:
        F, _, P, Q = kernels.shape
        ph, pw = (P - 1) // 2, (Q - 1) // 2
        Z = np.pad(X, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        Y = np.zeros((N, F, H, W))
        for u in range(P):
            for v in range(Q):
                Y += np.einsum("nchw,fc->nfhw", Z[:, :, u : u + H, v : v + W], kernels[:, :, u, v])
        outs.append(Y + b[None, :, None, None])
    return np.concatenate(outs, axis=1)


def concat_backward(dY, channels):
    parts = []
    start = 0
    for c in channels:
        parts.append(dY[:, start : start + c].copy())
        start = c
    return parts
""",
        "concat_backward: start of a branch is the number before it alone (right for two branches)",
        "something is set (`=`) that should add up (`+=`), or the other way round",
    ),
    (
        "inception_concat",
        "",
        "",
        """\
import numpy as np


def inception_forward(X, branches):
    N, C, H, W = X.shape
    outs = []
    for kernels, b in branches:
        F, _, P, Q = kernels.shape
        ph, pw = (P - 1) // 2, (Q - 1) // 2
        Z = np.pad(X, ((0, 0), (0, 0), (0, 2 * ph), (0, 2 * pw)))
        Y = np.zeros((N, F, H, W))
        for u in range(P):
            for v in range(Q):
                Y += np.einsum("nchw,fc->nfhw", Z[:, :, u : u + H, v : v + W], kernels[:, :, u, v])
        outs.append(Y + b[None, :, None, None])
    return np.concatenate(outs, axis=1)


def concat_backward(dY, channels):
    parts = []
    start = 0
    for c in channels:
        parts.append(dY[:, start : start + c].copy())
        start += c
    return parts
""",
        "frame below and to the right only",
        "the frame lies behind alone, not on both sides",
    ),
    (
        "max_pool_backward",
        "",
        "",
        """\
import numpy as np


def max_pool_backward(dY, X, size, stride):
    dX = np.zeros_like(X)
    N, C, Ho, Wo = dY.shape
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    r, s = i * stride, j * stride
                    window = X[n, c, r : r + stride, s : s + stride]
                    k = np.argmax(window)
                    u, v = np.unravel_index(k, window.shape)
                    dX[n, c, r + u, s + v] += dY[n, c, i, j]
    return dX
""",
        "windows of stride × stride",
        "of the calls that were tried, dX is right in those where stride = size, and wrong in all others",
    ),
    (
        "residual_block",
        "",
        "",
        """\
import numpy as np


def residual_forward(X, W1, b1, W2, b2, P):
    H = np.maximum(X @ W1 + b1, 0)
    shortcut = X if P is None else X @ P
    return shortcut + H @ W2 + b2


def residual_backward(dY, X, W1, b1, W2, P):
    Z = X @ W1
    H = np.maximum(Z, 0)
    dW2 = H.T @ dY
    db2 = dY.sum(axis=0)
    dH = dY @ W2.T
    dZ = dH * (Z > 0)
    dW1 = X.T @ dZ
    db1 = dZ.sum(axis=0)
    dX = dZ @ W1.T
    if P is None:
        dX = dX + dY
        dP = None
    else:
        dX = dX + dY @ P.T
        dP = X.T @ dY
    return dX, dW1, db1, dW2, db2, dP
""",
        "backward: b1 forgotten when the hidden layer is recomputed",
        "b1 is left out",
    ),
    (
        "beam_search",
        "",
        "",
        """\
import numpy as np


def beam_search(step_logprob, bos, eos, beam, max_len):
    hyps = [((bos,), 0.0)]
    finished = []
    for _ in range(max_len):
        candidates = []
        for seq, score in hyps:
            if seq[-1] == eos:
                finished.append((seq, score))
                continue
            logp = step_logprob(seq)
            for tok in range(len(logp)):
                candidates.append((seq + (tok,), score + float(logp[tok])))
        candidates.sort(key=lambda h: h[1], reverse=True)
        hyps = candidates[:beam]
    return max(finished + hyps, key=lambda h: h[1])
""",
        "finished ones are put aside and take no place in the beam",
        "finished hypotheses leave the beam, and wait until the end",
    ),
    (
        "bidirectional_rnn",
        "",
        "",
        """\
import numpy as np


def bidirectional_rnn(X, fwd, bwd):
    forward = fwd(X)
    backward = bwd(X[::-1])[::-1]
    return np.concatenate([forward, backward], axis=2)
""",
        "turned round in the batch, not in time",
        "bwd reads from the front",
        "samples are turned round, not time",
    ),
    (
        "cosine_neighbours",
        "",
        "",
        """\
import numpy as np


def cosine_neighbours(E, i, k):
    norms = np.linalg.norm(E, axis=1)
    sims = E @ E[i] / (norms * norms[i])
    return np.argsort(-sims)[1 : k + 1]
""",
        "drops the first instead of i: wrong if another row is a multiple",
        "the first of the order is dropped instead of i",
    ),
    (
        "gru_step",
        "",
        "",
        """\
import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_step(X, h, Wx, Wh, b):
    K = h.shape[1]
    A = X @ Wx + b
    r = sigmoid(A[:, :K] + h @ Wh[:, :K])
    z = sigmoid(A[:, K : 2 * K] + (r * h) @ Wh[:, K : 2 * K])
    n = np.tanh(A[:, 2 * K :] + (r * h) @ Wh[:, 2 * K :])
    return (1 - z) * n + z * h
""",
        "the update gate sees the reset state",
        "the update gate looks at the state that was reset",
    ),
    (
        "lstm_backward",
        "",
        "",
        """\
import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gates(x, h, Wx, Wh, b):
    K = h.shape[1]
    z = x @ Wx + h @ Wh + b
    i = sigmoid(z[:, :K])
    f = sigmoid(z[:, K : 2 * K])
    o = sigmoid(z[:, 2 * K : 3 * K])
    g = np.tanh(z[:, 3 * K :])
    return i, f, o, g


def lstm_forward(X, h0, c0, Wx, Wh, b):
    N, T, D = X.shape
    K = h0.shape[1]
    H = np.zeros((N, T, K))
    C = np.zeros((N, T, K))
    h, c = h0, c0
    for t in range(T):
        i, f, o, g = gates(X[:, t], h, Wx, Wh, b)
        c = f * c + i * g
        h = o * np.tanh(c)
        H[:, t] = h
        C[:, t] = c
    return H, C


def lstm_backward(dH, X, h0, c0, Wx, Wh, b):
    N, T, D = X.shape
    H, C = lstm_forward(X, h0, c0, Wx, Wh, b)
    dX = np.zeros_like(X)
    dWx = np.zeros_like(Wx)
    dWh = np.zeros_like(Wh)
    db = np.zeros_like(b)
    dh = np.zeros_like(h0)
    dc = np.zeros_like(c0)
    for t in range(T - 1, -1, -1):
        h_prev = H[:, t - 1] if t > 0 else h0
        c_prev = C[:, t - 1] if t > 0 else np.zeros_like(c0)
        i, f, o, g = gates(X[:, t], h_prev, Wx, Wh, b)
        tc = np.tanh(C[:, t])
        dh = dh + dH[:, t]
        do = dh * tc
        dc = dc + dh * o * (1 - tc**2)
        di = dc * g
        df = dc * c_prev
        dg = dc * i
        dz = np.concatenate([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)], axis=1)
        dX[:, t] = dz @ Wx.T
        dWx += X[:, t].T @ dz
        dWh += h_prev.T @ dz
        db += dz.sum(axis=0)
        dh = dz @ Wh.T
        dc = dc * f
    return dX, dh, dc, dWx, dWh, db
""",
        "backward: memory before the first step taken for 0",
        "dX is wrong at the first index along axis 1, and right everywhere else",
    ),
    (
        "rnn_forward",
        "",
        "",
        """\
import numpy as np


def rnn_forward(X, h0, Wx, Wh, b):
    N, T, D = X.shape
    h = h0[0]
    H = np.zeros((N, T, h0.shape[1]))
    for n in range(N):
        for t in range(T):
            h = np.tanh(X[n, t] @ Wx + h @ Wh + b)
            H[n, t] = h
    return H
""",
        "state not reset between sequences",
        "in all calls that were tried, what is wrong in H lies at all indices but the first along axis 0",
    ),
    (
        "scaled_dot_attention",
        "",
        "",
        """\
import numpy as np


def scaled_dot_attention(Q, K, V, mask=None):
    d = V.shape[-1]
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(d)
    if mask is not None:
        S = np.where(mask, S, -np.inf)
    top = S.max(axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    E = np.exp(S - top)
    total = E.sum(axis=-1, keepdims=True)
    A = E / np.where(total > 0, total, 1.0)
    return A @ V, A
""",
        "scaled by √dv",
        "scores are divided by the root of dv",
    ),
    (
        "sequence_cross_entropy",
        "",
        "",
        """\
import numpy as np


def sequence_cross_entropy(logits, y, mask):
    N, T, V = logits.shape
    M = mask.sum(axis=1, keepdims=True)
    M = np.where(M == 0, 1, M) * N
    safe = np.where(mask, y, 0)
    Z = logits - logits.max(axis=2, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=2, keepdims=True))
    picked = np.take_along_axis(logp, safe[:, :, None], axis=2)[:, :, 0]
    loss = -np.sum(np.where(mask, picked, 0) / M)
    d = np.exp(logp)
    n, t = np.indices((N, T))
    d[n, t, safe] -= 1
    d[~mask] = 0
    return loss, d / M[:, :, None], np.exp(loss)
""",
        "mean of each sequence's mean, not of all tokens",
        "means are taken in each sequence first, and then over the sequences",
    ),
    (
        "transformer_block",
        "",
        "",
        """\
import numpy as np


def norm(x, gamma, beta):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + 1e-5) + beta


def transformer_block(X, attention, params, pre_norm):
    p = params

    def mlp(x):
        return np.maximum(x @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"]

    if pre_norm:
        n1 = norm(X, p["gamma1"], p["beta1"])
        Z = n1 + attention(n1)
        return Z + mlp(norm(Z, p["gamma2"], p["beta2"]))
    Z = norm(X + attention(X), p["gamma1"], p["beta1"])
    return norm(Z + mlp(Z), p["gamma2"], p["beta2"])
""",
        "pre-norm: the first residual adds what is normalised",
        "of the calls that were tried, Y is right in those where pre_norm is False, and wrong in all others",
    ),
    (
        "truncated_bptt",
        "",
        "",
        """\
import numpy as np


def truncated_bptt(dH, X, h0, Wx, Wh, b, k):
    if k < 1:
        raise ValueError("k must be at least 1")
    N, T, D = X.shape
    states = [h0]
    for t in range(T):
        states.append(np.tanh(X[:, t] @ Wx + states[-1] @ Wh + b))
    dX = np.zeros_like(X)
    dh0 = np.zeros_like(h0)
    dWx = np.zeros_like(Wx)
    dWh = np.zeros_like(Wh)
    db = np.zeros_like(b)
    for t in range(T):
        dh = dH[:, t]
        for s in range(t, max(t - k, -1), -1):
            dz = dh * (1 - states[s + 1] ** 2)
            dX[:, s] += dz @ Wx.T
            dWx += X[:, s].T @ dz
            dWh += states[s].T @ dz
            db += dz.sum(axis=0)
            dh = dz @ Wh.T
            if s == 0:
                dh0 = dh
    return dX, dh0, dWx, dWh, db
""",
        "dh0 is overwritten: only the last state that reaches it counts",
        "of the calls that were tried, dh0 is right in those where k = 1, and wrong in all others",
    ),
    (
        "augment_flip_crop",
        "",
        "",
        """\
import numpy as np


def augment_flip_crop(img, pad, rng):
    H, W, C = img.shape
    flip = rng.random() < 0.5
    i, j = rng.integers(0, 2 * pad + 1, size=2)
    framed = np.zeros((H + 2 * pad, W + 2 * pad, C))
    framed[pad : pad + H, pad : pad + W] = img
    out = framed[i : i + H, j : j + W]
    return out[:, ::-1].copy() if flip else out.copy()
""",
        "mirrored after it was cut",
        "it is cut first, and mirrored then",
    ),
    (
        "expected_improvement",
        "",
        "",
        """\
import math

import numpy as np


def expected_improvement(mu, sigma, best, minimise=True):
    if np.any(sigma < 0):
        raise ValueError("sigma is negative")
    out = np.zeros(len(mu))
    for k in range(len(mu)):
        gain = best - mu[k] if minimise else mu[k] - best
        if sigma[k] == 0:
            out[k] = max(gain, 0.0)
        else:
            z = (best - mu[k]) / sigma[k]
            Phi = 0.5 * (1 + math.erf(z / math.sqrt(2)))
            phi = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
            out[k] = gain * Phi + sigma[k] * phi
    return out
""",
        "maximising: z keeps the sign of minimising",
        "of the calls that were tried, EI is right in those where minimise is True, and wrong in all others",
    ),
    (
        "freeze_and_fine_tune",
        "",
        "",
        """\
import numpy as np


def freeze_and_fine_tune(params, trainable, X, y, lr, mu, decay, steps):
    for name in trainable:
        if name not in params:
            raise ValueError(f"{name} is no parameter")
    p = {name: value.copy() for name, value in params.items()}
    V = {name: np.zeros_like(p[name]) for name in trainable}
    N = len(X)
    for _ in range(steps):
        A = np.tanh(X @ p["W1"] + p["b1"])
        Z = A @ p["W2"] + p["b2"]
        Z = Z - Z.max(axis=1, keepdims=True)
        S = np.exp(Z)
        S /= S.sum(axis=1, keepdims=True)
        S[np.arange(N), y] -= 1
        S /= N
        grads = {"W2": A.T @ S, "b2": S.sum(axis=0)}
        dA = S @ p["W2"].T * (1 - A**2)
        grads["W1"] = X.T @ dA
        grads["b1"] = dA.sum(axis=0)
        for name in trainable:
            G = grads[name]
            if name.startswith("W"):
                p[name] = p[name] - lr * decay * p[name]
            V[name] = mu * V[name] - lr * G
            p[name] = p[name] + V[name]
    return p
""",
        "decay decoupled from the momentum",
        "weights decay by themselves, as in AdamW (another convention)",
    ),
    (
        "freeze_and_fine_tune",
        "",
        "",
        """\
import numpy as np


def freeze_and_fine_tune(params, trainable, X, y, lr, mu, decay, steps):
    for name in trainable:
        if name not in params:
            raise ValueError(f"{name} is no parameter")
    p = {name: value.copy() for name, value in params.items()}
    V = {name: np.zeros_like(p[name]) for name in trainable}
    N = len(X)
    for _ in range(steps):
        A = np.tanh(X @ p["W1"] + p["b1"])
        Z = A @ p["W2"] + p["b2"]
        Z = Z - Z.max(axis=1, keepdims=True)
        S = np.exp(Z)
        S /= S.sum(axis=1, keepdims=True)
        S[np.arange(N), y] -= 1
        S /= N
        grads = {"W2": A.T @ S, "b2": S.sum(axis=0)}
        dA = S @ p["W2"].T * (1 - A**2)
        grads["W1"] = X.T @ dA
        grads["b1"] = dA.sum(axis=0)
        for name in trainable:
            G = grads[name]
            if name.startswith("W"):
                G = G + decay * p[name]
            V[name] = mu * V[name] - lr * G
            p[name] = p[name] + mu * V[name] - lr * G
    return p
""",
        "Nesterov's momentum",
        "the step looks ahead, as in Nesterov's method (another convention)",
    ),
    (
        "label_smoothing",
        "",
        "",
        """\
import numpy as np


def label_smoothing(Z, y, eps):
    if eps < 0 or eps >= 1:
        raise ValueError("eps must be in [0, 1)")
    N, K = Z.shape
    t = np.full((N, K), eps / K)
    t[np.arange(N), y] += 1 - eps
    Zs = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Zs) / np.exp(Zs).sum(axis=1, keepdims=True)
    logP = np.log(P + 1e-12)
    loss = -(t * logP).sum() / N
    dZ = (np.exp(logP) - t) / N
    return loss, dZ
""",
        "log(P + 1e-12)",
        "a small number is added before the logarithm",
    ),
    (
        "label_smoothing",
        "",
        "",
        """\
import numpy as np


def label_smoothing(Z, y, eps):
    if eps < 0 or eps >= 1:
        raise ValueError("eps must be in [0, 1)")
    N, K = Z.shape
    t = np.full((N, K), eps / K)
    t[np.arange(N), y] += 1 - eps
    Zs = Z - Z.max(axis=1, keepdims=True)
    logP = Zs - np.log(np.exp(Zs).sum(axis=1, keepdims=True))
    loss = -(t * logP).mean()
    dZ = (np.exp(logP) - t) / N
    return loss, dZ
""",
        "loss is a mean over N K, gradient right",
        "the mean runs over all N K entries, in loss alone",
    ),
    (
        "mixup",
        "",
        "",
        """\
import numpy as np


def mixup(X, Y, alpha, rng):
    if alpha <= 0:
        raise ValueError("alpha must be positive")
    lam = rng.beta(alpha, alpha, size=len(X))
    perm = rng.permutation(len(X))
    lx = lam.reshape(-1, *[1] * (X.ndim - 1))
    lam = lam[:, None]
    Xm = lx * X + (1 - lx) * X[perm]
    Ym = lam * Y + (1 - lam) * Y[perm]
    return Xm, Ym
""",
        "a lam for each sample",
        "each sample has a lam of its own",
    ),
    (
        "patchify",
        "",
        "",
        """\
import numpy as np


def patchify(img, p):
    H, W, C = img.shape
    if H % p or W % p:
        raise ValueError("p does not divide the image")
    patches = []
    for i in range(0, H, p):
        for j in range(0, W, p):
            patches.append(img[i : i + p, j : j + p].reshape(-1))
    return np.array(patches)


def unpatchify(patches, H, W, p):
    if H % p or W % p:
        raise ValueError("p does not divide the image")
    C = patches.shape[1] // (p * p)
    img = np.zeros((H, W, C))
    per_row = H // p
    for k in range(len(patches)):
        i, j = divmod(k, per_row)
        img[i * p : (i + 1) * p, j * p : (j + 1) * p] = patches[k].reshape(p, p, C)
    return img
""",
        "unpatchify: patches per row from the height",
        "of the calls that were tried, unpatchify is right in those where W = H; in others it raises, or is wrong",
    ),
    (
        "successive_halving",
        "",
        "",
        """\
def successive_halving(configs, evaluate, eta, min_budget):
    if eta < 2 or not configs:
        raise ValueError("eta at least 2, and some configurations")
    left = list(range(len(configs)))
    budget = min_budget
    rounds = []
    while True:
        losses = [evaluate(configs[i], budget) for i in left]
        rounds.append((budget, list(left), losses))
        if len(left) == 1:
            return configs[left[0]], rounds
        keep = max(1, len(left) // eta)
        ranked = sorted(zip(losses, left))
        left = [i for _, i in ranked[:keep]]
        budget *= eta
""",
        "what is left stands by falling merit, not by position",
        "rounds list the configurations in the order of their losses",
    ),
    (
        "grouped_query_attention",
        "",
        "",
        """\
import numpy as np


def attend(q, k, mask):
    R = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    if mask is not None:
        R = np.where(mask, R, -np.inf)
    E = np.exp(R - R.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def gqa_forward(Q, K, V, mask=None):
    H, G = Q.shape[1], K.shape[1]
    if H % G:
        raise ValueError("G does not divide H")
    m = H // G
    Y = np.zeros_like(Q)
    for j in range(H):
        g = j % G
        Y[:, j] = attend(Q[:, j], K[:, g], mask) @ V[:, g]
    return Y


def gqa_backward(dY, Q, K, V, mask=None):
    H, G = Q.shape[1], K.shape[1]
    if H % G:
        raise ValueError("G does not divide H")
    m = H // G
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for j in range(H):
        g = j // m
        A = attend(Q[:, j], K[:, g], mask)
        dV[:, g] += A.swapaxes(-1, -2) @ dY[:, j]
        dA = dY[:, j] @ V[:, g].swapaxes(-1, -2)
        dR = A * (dA - (A * dA).sum(axis=-1, keepdims=True)) / np.sqrt(Q.shape[-1])
        dQ[:, j] = dR @ K[:, g]
        dK[:, g] += dR.swapaxes(-1, -2) @ Q[:, j]
    return dQ, dK, dV
""",
        "heads dealt out to groups in turn",
        "heads go round the groups: head j uses group j mod G, in gqa_forward alone",
    ),
    (
        "lora",
        "",
        "",
        """\
import math
import numpy as np


def lora_init(D, K, r, rng):
    A = rng.standard_normal((D, r)) / math.sqrt(D)
    B = np.array([[0.0 for _ in range(K)] for _ in range(r)])
    return A, B


def matmul(P, Q):
    n, m = P.shape
    m2, k = Q.shape
    assert m == m2
    out = np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            s = 0.0
            for l in range(m):
                s += P[i, l] * Q[l, j]
            out[i, j] = s
    return out


def lora_forward(X, W, A, B, alpha):
    rank = A.shape[1]
    s = alpha / rank
    base = matmul(X, W)
    down = matmul(X, A)
    up = matmul(down, B)
    Y = base.copy()
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] += s * up[i, j]
    return Y


def lora_backward(dY, X, W, A, B, alpha):
    rank = A.shape[1]
    s = alpha / rank
    N, D = X.shape
    K = W.shape[1]
    XA = matmul(X, A)
    dXA = matmul(dY, B.T)
    dB = matmul(XA.T, dY) * s
    dA = matmul(X.T, dXA)
    dX = matmul(dY, W.T)
    through = matmul(dXA, A.T)
    for n in range(N):
        for d in range(D):
            dX[n, d] = dX[n, d] + through[n, d]
    return dX, dA, dB


def lora_merge(W, A, B, alpha):
    s = alpha / A.shape[1]
    merged = W.copy()
    AB = matmul(A, B)
    for d in range(W.shape[0]):
        for k in range(W.shape[1]):
            merged[d, k] += s * AB[d, k]
    return merged
""",
        "scale forgotten in dA and in the low-rank part of dX (not in dB)",
        "the update is not scaled, in dX and dA alone",
    ),
    (
        "lora",
        "",
        "",
        """\
import math
import numpy as np


def lora_init(D, K, r, rng):
    A = rng.standard_normal((D, r)) / math.sqrt(D)
    B = np.array([[0.0 for _ in range(K)] for _ in range(r)])
    return A, B


def matmul(P, Q):
    n, m = P.shape
    m2, k = Q.shape
    assert m == m2
    out = np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            s = 0.0
            for l in range(m):
                s += P[i, l] * Q[l, j]
            out[i, j] = s
    return out


def lora_forward(X, W, A, B, alpha):
    rank = A.shape[1]
    s = alpha / rank
    base = matmul(X, W)
    down = matmul(X, A)
    up = matmul(down, B)
    Y = base.copy()
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] += s * up[i, j]
    return Y


def lora_backward(dY, X, W, A, B, alpha):
    rank = A.shape[1]
    s = alpha / A.shape[0]
    N, D = X.shape
    K = W.shape[1]
    XA = matmul(X, A)
    dXA = matmul(dY, B.T) * s
    dB = matmul(XA.T, dY) * s
    dA = matmul(X.T, dXA)
    dX = matmul(dY, W.T)
    through = matmul(dXA, A.T)
    for n in range(N):
        for d in range(D):
            dX[n, d] = dX[n, d] + through[n, d]
    return dX, dA, dB


def lora_merge(W, A, B, alpha):
    s = alpha / A.shape[1]
    merged = W.copy()
    AB = matmul(A, B)
    for d in range(W.shape[0]):
        for k in range(W.shape[1]):
            merged[d, k] += s * AB[d, k]
    return merged
""",
        "backward reads the rank off A's first axis (D)",
        "`A.shape[0]` is used in place of `A.shape[1]`",
    ),
    (
        "moe_top_k",
        "",
        "",
        """\
import numpy as np


def softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def route(Z, k):
    if not 1 <= k <= Z.shape[1]:
        raise ValueError("need 1 <= k <= E")
    chosen = np.zeros(Z.shape, bool)
    np.put_along_axis(chosen, np.argsort(-Z, axis=1, kind="stable")[:, :k], True, axis=1)
    return chosen, softmax(np.where(chosen, Z, -np.inf))


def moe_forward(X, R, W, k):
    return np.einsum("ne,nd,edk->nk", route(X @ R, k)[1], X, W)


def moe_backward(dY, X, R, W, k):
    G = route(X @ R, k)[1]
    dG = np.einsum("nk,nd,edk->ne", dY, X, W)
    dZ = G * (dG - (G * dG).sum(1, keepdims=True))
    return np.einsum("ne,nk,edk->nd", G, dY, W) + dZ @ R.T, X.T @ dZ, np.einsum("ne,nd,nk->edk", G, X, dY)


def balance_loss(Z, k):
    N, E = Z.shape
    route(Z, k)
    f = np.bincount(Z.argmax(1), minlength=E) / N
    P = softmax(Z)
    return E * f @ P.mean(0), E / N * P * (f - (P @ f)[:, None])
""",
        "balance loss: f counts each token's first choice only",
        "of the calls that were tried, dZ is right in those where k = 1, and wrong in all others",
    ),
    (
        "moe_top_k",
        "",
        "",
        """\
import numpy as np


def softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def route(Z, k):
    if not 1 <= k <= Z.shape[1]:
        raise ValueError("need 1 <= k <= E")
    chosen = np.zeros(Z.shape, bool)
    np.put_along_axis(chosen, np.argsort(Z, axis=1, kind="stable")[:, ::-1][:, :k], True, axis=1)
    return chosen, softmax(np.where(chosen, Z, -np.inf))


def moe_forward(X, R, W, k):
    return np.einsum("ne,nd,edk->nk", route(X @ R, k)[1], X, W)


def moe_backward(dY, X, R, W, k):
    G = route(X @ R, k)[1]
    dG = np.einsum("nk,nd,edk->ne", dY, X, W)
    dZ = G * (dG - (G * dG).sum(1, keepdims=True))
    return np.einsum("ne,nk,edk->nd", G, dY, W) + dZ @ R.T, X.T @ dZ, np.einsum("ne,nd,nk->edk", G, X, dY)


def balance_loss(Z, k):
    N, E = Z.shape
    f = route(Z, k)[0].mean(0) / k
    P = softmax(Z)
    return E * f @ P.mean(0), E / N * P * (f - (P @ f)[:, None])
""",
        "of equal logits the larger index comes first",
        "of equal logits, larger indices are chosen",
    ),
    (
        "ppo_gae",
        "",
        "",
        """\
import numpy as np


def ppo_gae(rewards, V, done, logp, logp_old, gamma, lam, eps):
    T = len(rewards)
    A = np.zeros(T)
    following = 0.0
    for t in reversed(range(T)):
        alive = 0.0 if done[t] else 1.0
        delta = rewards[t] + gamma * alive * V[t + 1] - V[t]
        following = delta + gamma * lam * alive * following
        A[t] = following
    rho = np.exp(logp - logp_old)
    plain = rho * A
    clipped = np.clip(rho, 1 - eps, 1 + eps) * A
    loss = -np.mean(np.minimum(plain, clipped))
    dlogp = np.where((rho > 1 - eps) & (rho < 1 + eps), -plain / T, 0.0)
    return A, loss, dlogp
""",
        "gradient 0 outside the clip on both sides",
        "the gradient is 0 on both sides of the clip",
    ),
    (
        "rms_norm",
        "",
        "",
        """\
import numpy as np


def rms_norm_forward(X, gamma, eps):
    r = np.sqrt(np.mean(X**2, axis=1, keepdims=True) + eps)
    return gamma * X / r


def rms_norm_backward(dY, X, gamma, eps):
    r = np.sqrt(np.mean(X**2, axis=1, keepdims=True) + eps)
    xhat = X / r
    dgamma = np.sum(dY * xhat, axis=0)
    dxhat = dY * gamma
    dX = (dxhat - xhat * np.mean(dY * xhat, axis=1, keepdims=True)) / r
    return dX, dgamma
""",
        "gamma forgotten in the mean of dX",
        "`dY` stands where something else belongs",
    ),
    (
        "rope",
        "",
        "",
        """\
import numpy as np


def angles(T, d, start, base):
    if d % 2:
        raise ValueError("d must be even")
    theta = base ** (-2 * np.arange(d // 2) / d)
    return (start + np.arange(T))[:, None] * theta


def rope_forward(X, start=0, base=10000.0):
    a = angles(X.shape[1], X.shape[2], start, base)
    c, s = np.cos(a), np.sin(a)
    Y = np.empty_like(X)
    Y[..., 0::2] = X[..., 0::2] * c - X[..., 1::2] * s
    Y[..., 1::2] = X[..., 0::2] * s + X[..., 1::2] * c
    return Y


def rope_backward(dY, start=0, base=10000.0):
    a = angles(dY.shape[1], dY.shape[2], 0, base)
    c, s = np.cos(a), np.sin(a)
    dX = np.empty_like(dY)
    dX[..., 0::2] = dY[..., 0::2] * c + dY[..., 1::2] * s
    dX[..., 1::2] = -dY[..., 0::2] * s + dY[..., 1::2] * c
    return dX
""",
        "start ignored backward",
        "start is ignored, in rope_backward alone",
    ),
    (
        "sliding_window_attention",
        "",
        "",
        """\
import math
import numpy as np


def _weights(q, keys, t, window, d):
    first = max(0, t - window + 1)
    scores = {}
    for s in range(first, t + 1):
        total = 0.0
        for j in range(d):
            total += q[j] * keys[s][j]
        scores[s] = total / math.sqrt(d)
    biggest = max(scores.values())
    exps = {s: math.exp(v - biggest) for s, v in scores.items()}
    z = sum(exps.values())
    return {s: e / z for s, e in exps.items()}


def window_forward(Q, K, V, window):
    if window < 1:
        raise ValueError("window must be at least 1")
    N, T, d = Q.shape
    Y = np.zeros((N, T, d))
    for n in range(N):
        for t in range(T):
            w = _weights(Q[n, t], K[n], t, window, d)
            for s, a in w.items():
                for j in range(d):
                    Y[n, t, j] += a * V[n, s, j]
    return Y


def window_backward(dY, Q, K, V, window):
    if window < 1:
        raise ValueError("window must be at least 1")
    N, T, d = Q.shape
    dQ = np.zeros_like(Q)
    dK = np.zeros_like(K)
    dV = np.zeros_like(V)
    for n in range(N):
        for t in range(T):
            w = _weights(Q[n, t], K[n], t, window, d)
            dw = {}
            for s in w:
                dw[s] = sum(dY[n, t, j] * V[n, s, j] for j in range(d))
                for j in range(d):
                    dV[n, s, j] += w[s] * dY[n, t, j]
            mean = sum(w[s] * dw[s] for s in w)
            for s in w:
                dscore = w[s] * (dw[s] - mean)
                for j in range(d):
                    dQ[n, t, j] += dscore * K[n, s, j]
                    dK[n, s, j] += dscore * Q[n, t, j]
    return dQ, dK, dV
""",
        "1/sqrt(d) forgotten in the backward scores",
        "dQ and dK lack the scale 1/√d",
    ),
    (
        "sliding_window_attention",
        "",
        "",
        """\
import numpy as np


def _attend(Q, K, window):
    if window < 1:
        raise ValueError(f"window {window} < 1")
    T = Q.shape[1]
    gap = np.subtract.outer(np.arange(T), np.arange(T))
    seen = (gap >= 0) & (gap < window)
    R = np.einsum("ntd,nsd->nts", Q, K) / Q.shape[-1] ** 0.5
    A = np.exp(R - R.max(-1, keepdims=True))
    return A / A.sum(-1, keepdims=True) * seen


def window_forward(Q, K, V, window):
    return _attend(Q, K, window) @ V


def window_backward(dY, Q, K, V, window):
    A = _attend(Q, K, window)
    dA = dY @ V.swapaxes(1, 2)
    dR = A * (dA - (A * dA).sum(-1, keepdims=True)) / np.sqrt(Q.shape[-1])
    return dR @ K, dR.swapaxes(1, 2) @ Q, A.swapaxes(1, 2) @ dY
""",
        "mask applied after softmax, not renormalised",
        "softmax goes over all tokens, and weights of what is not seen are taken away afterwards",
    ),
    (
        "speculative_step",
        "",
        "",
        """\
import numpy as np


def speculative_step(draft, Q, P, u):
    g = np.arange(len(draft))
    ok = u[:-1] < P[g, draft] / Q[g, draft]
    n = len(ok) if ok.all() else int(np.argmin(ok))
    law = P[n] if n == len(ok) else np.clip(P[n] - Q[n], 0, None)
    cdf = np.cumsum(law)
    a = u[n] if n == len(ok) else u[n]
    return np.append(draft[:n], np.searchsorted(cdf / cdf[-1], a, side="right"))
""",
        "rejected: u[i] used again instead of u[i+1]",
        "the number that rejected is used again",
    ),
    (
        "speculative_step",
        "",
        "",
        """\
import numpy as np


def draw(probabilities, a):
    total = 0.0
    for v, p in enumerate(probabilities):
        total += p
        if a < total:
            return v
    # rounding: the last one that is possible
    for v in reversed(range(len(probabilities))):
        if probabilities[v] > 0:
            return v


def speculative_step(draft, Q, P, u):
    gamma = len(draft)
    tokens = []
    for i in range(gamma):
        x = int(draft[i])
        ratio = P[i, x] / Q[i, x]
        if u[i] < ratio:
            tokens.append(x)
        else:
            lead = []
            for v in range(P.shape[1]):
                lead.append(max(P[i, v] - Q[i, v], 0.0))
            total = sum(lead)
            pass
            tokens.append(draw(lead, u[i + 1]))
            return np.array(tokens)
    tokens.append(draw(P[gamma], u[gamma]))
    return np.array(tokens)
""",
        "lead is not normalised",
        "~a division is missing",
    ),
    (
        "speculative_step",
        "",
        "",
        """\
import numpy as np


def speculative_step(draft, Q, P, u):
    g = np.arange(len(draft))
    ok = u[:-1] < P[g, draft] / Q[g, draft]
    n = int(ok.sum())
    law = P[n] if n == len(ok) else np.clip(P[n] - Q[n], 0, None)
    cdf = np.cumsum(law)
    a = u[n] if n == len(ok) else u[n + 1]
    return np.append(draft[:n], np.searchsorted(cdf / cdf[-1], a, side="right"))
""",
        "n counts all that would be accepted, also behind the first that is not",
        "tokens that would be accepted behind a rejected one count, too",
    ),
    (
        "swiglu",
        "",
        "",
        """\
import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def swiglu_forward(X, W, V, U):
    Z = X @ W
    return (Z * sigmoid(Z) * (X @ V)) @ U


def swiglu_backward(dY, X, W, V, U):
    Z = X @ W
    L = X @ V
    s = sigmoid(Z)
    silu = Z * s
    dG = dY @ U.T
    dU = (silu * L).T @ dY
    dL = dG * silu
    dZ = dG * L * (silu + s * (1 - s))
    return dZ @ W.T + dL @ V.T, X.T @ dZ, X.T @ dL, dU
""",
        "derivative of silu taken for silu + σ(1 − σ)",
        "dV and dU are right in all cases, and dX and dW are wrong",
    ),
    (
        "tiled_attention",
        "",
        "",
        """\
import functools

import numpy as np


def _shift(m, top):
    return np.exp(m - top)


def merge(first, second):
    m = np.maximum(first[0], second[0])
    f, g = _shift(first[0], m), _shift(second[0], m)
    return m, f * first[1] + g * second[1], f[:, None] * first[2] + g[:, None] * second[2]


def tile(Q, K, V, mask):
    R = np.where(mask, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    m = R.max(1)
    E = np.exp(R - np.where(np.isfinite(m), m, 0)[:, None])
    return m, E.sum(1), E @ V


def tiled_attention(Q, K, V, mask, size):
    if size < 1:
        raise ValueError
    mask = np.ones((len(Q), len(K)), bool) if mask is None else mask
    parts = [tile(Q, K[i : i + size], V[i : i + size], mask[:, i : i + size]) for i in range(0, len(K), size)]
    _, l, O = functools.reduce(merge, parts)
    return O / np.where(l, l, 1)[:, None]
""",
        "merge: two empty parts give exp(-inf - -inf) = NaN",
        "two parts that have seen nothing make NaN",
    ),
    (
        "tiled_attention",
        "",
        "",
        """\
import math
import numpy as np


def merge(first, second):
    m1, l1, O1 = first
    m2, l2, O2 = second
    T = len(m1)
    m = np.empty(T)
    l = np.empty(T)
    O = np.empty(np.shape(O1))
    for t in range(T):
        if m1[t] == -np.inf and m2[t] == -np.inf:
            m[t] = -np.inf
            l[t] = 0.0
            O[t] = 0.0
        elif m1[t] == -np.inf:
            m[t], l[t], O[t] = m2[t], l2[t], O2[t]
        elif m2[t] == -np.inf:
            m[t], l[t], O[t] = m1[t], l1[t], O1[t]
        else:
            top = max(m1[t], m2[t])
            f1 = math.exp(m1[t] - top)
            f2 = math.exp(m2[t] - top)
            m[t] = top
            l[t] = f1 * l1[t] + f2 * l2[t]
            O[t] = f1 * O1[t] + f2 * O2[t]
    return m, l, O


def tile(Q, K, V, mask):
    T, d = Q.shape
    S = K.shape[0]
    m = np.full(T, -np.inf)
    l = np.zeros(T)
    O = np.zeros((T, V.shape[1]))
    for t in range(T):
        seen = [s for s in range(S) if mask[t, s]]
        if not seen:
            continue
        r = [float(np.dot(Q[t], K[s])) / math.sqrt(d) for s in seen]
        m[t] = max(r)
        for s, score in zip(seen, r):
            e = math.exp(score - m[t])
            l[t] += e
            O[t] += e * V[s]
    return m, l, O


def tiled_attention(Q, K, V, mask, size):
    if size < 1:
        raise ValueError("a tile has at least one key")
    T = Q.shape[0]
    S = K.shape[0]
    if mask is None:
        mask = np.ones((T, S), dtype=bool)
    part = (np.full(T, -np.inf), np.zeros(T), np.zeros((T, V.shape[1])))
    start = 0
    while start < S:
        stop = min(start + size, S)
        new = tile(Q, K[start:stop], V[start:stop], mask[:, : stop - start])
        part = merge(part, new)
        start = stop
    m, l, O = part
    Y = np.zeros((T, V.shape[1]))
    for t in range(T):
        if l[t] > 0:
            Y[t] = O[t] / l[t]
    return Y
""",
        "each tile sees the first columns of the mask",
        "every tile sees the first columns of the mask",
    ),
]
