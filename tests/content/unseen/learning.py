"""Wrong answers to chapters 12 to 14, written from the prompts alone, before their suites were read; some are known by now."""

# Whole answers, as in arrays.py: exercise, no base, nothing replaced, the text, what is wrong; then all that may be said
# of it: read, and found true and useful, or with "~" true and vague. Where nothing stands, nothing is said.
BANK = [
    (
        "activation_derivatives",
        "",
        "",
        """\
import numpy as np


def activation_derivatives(A, kind):
    if kind == "sigmoid":
        return A * (1 - A)
    if kind == "tanh":
        return (1 - A) * (1 + A)
    if kind == "relu":
        return np.where(A > 0, 1.0, 0.0)
    if kind == "softplus":
        # the derivative of softplus is the sigmoid
        return 1 / (1 + np.exp(-A))
    if kind == "elu":
        return np.where(A > 0, 1.0, A + 1)
    raise ValueError(kind)
""",
        "the slope of softplus is the sigmoid of its value",
        "softplus′ is taken for σ(A)",
    ),
    (
        "activation_derivatives",
        "",
        "",
        """\
import numpy as np


def activation_derivatives(A, kind):
    if kind == "sigmoid":
        slopes = A * (1 - A)
    elif kind == "tanh":
        slopes = 1 - np.tanh(A) ** 2
    elif kind == "relu":
        slopes = (A > 0).astype(float)
    elif kind == "softplus":
        slopes = -np.expm1(-A)
    elif kind == "elu":
        slopes = np.ones_like(A)
        slopes[A <= 0] = A[A <= 0] + 1
    else:
        raise ValueError("unknown activation")
    return slopes
""",
        "tanh is taken of what is a tanh already",
        "tanh is applied to A once more",
    ),
    (
        "bce_with_logits",
        "",
        "",
        """\
import numpy as np


def bce_with_logits(z, y):
    N = len(z)
    # log(1 + e^x) without overflow
    softplus = lambda x: np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    losses = np.where(y > 0.5, softplus(-z), softplus(z))
    s = np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))
    return losses.mean(), (s - y) / N
""",
        "soft labels are treated as hard ones in the loss",
        "soft labels are rounded in the loss, and not in the gradient",
    ),
    (
        "cross_entropy_from_probs",
        "",
        "",
        """\
import numpy as np


def cross_entropy_from_probs(P, y):
    N = len(y)
    loss = -np.mean(np.log(P[np.arange(N), y]))
    dP = P.copy()
    dP[np.arange(N), y] -= 1
    return loss, dP / N
""",
        "the gradient is that of softmax and cross-entropy together",
        "dP is the gradient for logits, divided by N",
    ),
    (
        "cross_entropy_from_probs",
        "",
        "",
        """\
import numpy as np


def cross_entropy_from_probs(P, y):
    N = P.shape[0]
    p = P[:, y]
    loss = -np.log(p).mean()
    dP = np.zeros_like(P)
    for n in range(N):
        dP[n, y[n]] = -1 / (N * P[n, y[n]])
    return loss, dP
""",
        "P[:, y] takes all labels in each row",
        "whole columns are taken instead of entries",
    ),
    (
        "huber_loss",
        "",
        "",
        """\
import numpy as np


def huber_loss(r, delta):
    small = r <= delta
    loss = np.where(small, 0.5 * r**2, delta * (np.abs(r) - 0.5 * delta))
    dr = np.where(small, r, delta * np.sign(r))
    return loss, dr
""",
        "only large positive residuals get the line",
        "negative residuals always count as small",
    ),
    (
        "huber_loss",
        "",
        "",
        """\
import numpy as np


def huber_loss(r, delta):
    loss = np.zeros(r.shape)
    dr = np.zeros(r.shape)
    for i in np.ndindex(r.shape):
        if abs(r[i]) <= delta:
            loss[i] = r[i] ** 2 / 2
            dr[i] = r[i]
        else:
            loss[i] = delta * abs(r[i]) - delta / 2
            dr[i] = delta if r[i] > 0 else -delta
    return loss, dr
""",
        "the line is delta |r| − ½ delta, with one delta too few",
        "½ is subtracted instead of ½ delta",
    ),
    (
        "logsumexp",
        "",
        "",
        """\
import numpy as np


def logsumexp(Z, axis=-1, keepdims=False):
    m = np.max(Z)
    if np.isinf(m):
        m = 0.0
    return np.log(np.sum(np.exp(Z - m), axis=axis, keepdims=keepdims)) + m
""",
        "one maximum for all lines",
        "the largest number of all lines is taken off",
        "the largest entry is taken over everything",
    ),
    (
        "logsumexp",
        "",
        "",
        """\
import numpy as np


def logsumexp(Z, axis=-1, keepdims=False):
    m = np.max(Z, axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0)
    s = np.sum(np.exp(Z - m), axis=axis)
    L = np.log(s) + m
    if not keepdims:
        L = L.reshape(s.shape) if L.size == s.size else L
    return L
""",
        "the sums have lost the axis that the maxima have kept",
    ),
    (
        "multiclass_hinge",
        "",
        "",
        """\
import numpy as np


def multiclass_hinge(W, X, y, reg):
    N = len(X)
    S = X @ W
    margins = np.maximum(0, S - S[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    loss = margins.sum() / N + reg * np.sum(W**2)
    dS = (margins > 0).astype(float)
    dS[np.arange(N), y] = -1 * (dS.sum(axis=1) > 0)
    dW = X.T @ dS / N + 2 * reg * W
    return loss, dW
""",
        "the true class is pulled once, however many classes lack margin",
        "the true class is pulled once, not once for each class that comes too near",
    ),
    (
        "softmax_backward",
        "",
        "",
        """\
import numpy as np


def softmax_backward(dP, P):
    return P * (dP - np.sum(dP * P))
""",
        "the sum runs over the whole batch",
        "there is one sum for the whole batch",
    ),
    (
        "softmax_cross_entropy",
        "",
        "",
        """\
import numpy as np


def softmax_cross_entropy(Z, y):
    N = len(Z)
    Z = Z - Z.max(axis=1, keepdims=True)
    logP = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logP[np.arange(N), y].mean()
    dZ = np.exp(logP)
    dZ[np.arange(N), y] -= 1 / N
    return loss, dZ
""",
        "the 1 is divided by N, and the probabilities are not",
        "of the calls that were tried, dZ is right in those where N = 1, and wrong in all others",
    ),
    (
        "dual_number",
        "",
        "",
        """\
import math


class Dual:
    def __init__(self, val, eps=0.0):
        self.val = float(val)
        self.eps = float(eps)

    def __add__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.val + other.val, self.eps + other.eps)

    __radd__ = __add__

    def __neg__(self):
        return Dual(-self.val, -self.eps)

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __mul__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.val * other.val, self.val * other.eps + self.eps * other.val)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = other if isinstance(other, Dual) else Dual(other)
        return Dual(self.val / other.val, (self.eps * other.val - self.val * other.eps) / other.val**2)

    def __rtruediv__(self, other):
        return Dual(other / self.val, -self.eps / self.val**2)

    def __pow__(self, other):
        if isinstance(other, Dual):
            return (other * self.log()).exp()
        if other == 0:
            return Dual(1.0)
        return Dual(self.val**other, other * self.val ** (other - 1) * self.eps)

    def __rpow__(self, other):
        return (self * math.log(other)).exp()

    def sin(self):
        return Dual(math.sin(self.val), math.cos(self.val) * self.eps)

    def exp(self):
        return Dual(math.exp(self.val), math.exp(self.val) * self.eps)

    def log(self):
        return Dual(math.log(self.val), self.eps / self.val)

    def tanh(self):
        t = math.tanh(self.val)
        return Dual(t, (1 - t * t) * self.eps)

    def relu(self):
        return Dual(self.val, self.eps) if self.val > 0 else Dual(0.0)


def derivative(f, x):
    y = f(Dual(x, 1.0))
    return y.eps if isinstance(y, Dual) else 0.0
""",
        "number / Dual forgets the number in the slope",
        "2 / x has the slope of 1 / x",
    ),
    (
        "dual_number",
        "",
        "",
        """\
import math


class Dual:
    def __init__(self, val, eps=0.0):
        self.val = float(val)
        self.eps = float(eps)

    def __add__(self, other):
        if isinstance(other, Dual):
            return Dual(self.val + other.val, self.eps + other.eps)
        return Dual(self.val + other, self.eps)

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        if isinstance(other, Dual):
            return Dual(self.val - other.val, self.eps - other.eps)
        return Dual(self.val - other, self.eps)

    def __rsub__(self, other):
        return Dual(other - self.val, -self.eps)

    def __mul__(self, other):
        if isinstance(other, Dual):
            return Dual(self.val * other.val, self.val * other.eps + self.eps * other.val)
        return Dual(self.val * other, self.eps * other)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        if isinstance(other, Dual):
            return Dual(self.val / other.val, (self.eps * other.val - self.val * other.eps) / other.val**2)
        return Dual(self.val / other, self.eps / other)

    def __rtruediv__(self, other):
        return Dual(other / self.val, -other * self.eps / self.val**2)

    def __pow__(self, other):
        n = other.val if isinstance(other, Dual) else other
        if n == 0:
            return Dual(1.0, 0.0)
        return Dual(self.val**n, n * self.val ** (n - 1) * self.eps)

    def __rpow__(self, other):
        return Dual(other**self.val, other**self.val * math.log(other) * self.eps)

    def __neg__(self):
        return Dual(-self.val, -self.eps)

    def sin(self):
        return Dual(math.sin(self.val), math.cos(self.val) * self.eps)

    def exp(self):
        return Dual(math.exp(self.val), math.exp(self.val) * self.eps)

    def log(self):
        return Dual(math.log(self.val), self.eps / self.val)

    def tanh(self):
        return Dual(math.tanh(self.val), (1 - math.tanh(self.val) ** 2) * self.eps)

    def relu(self):
        return Dual(max(0.0, self.val), self.eps * (self.val > 0))


def derivative(f, x):
    result = f(Dual(x, 1.0))
    if not isinstance(result, Dual):
        return 0.0
    return result.eps
""",
        "in Dual ** Dual the exponent's slope is left out",
        "a Dual exponent is treated like a number",
    ),
    (
        "hessian_vector_product",
        "",
        "",
        """\
import numpy as np


def hessian_vector_product(grad, x, v):
    if np.all(v == 0):
        return np.zeros_like(x)
    h = 1e-5
    return (grad(x + h * v) - grad(x - h * v)) / (2 * h)
""",
        "the step is not scaled by the length of v",
        "h is the same for every v",
    ),
    (
        "hessian_vector_product",
        "",
        "",
        """\
import numpy as np


def hessian_vector_product(grad, x, v):
    norm = np.linalg.norm(v)
    if norm == 0:
        return np.zeros_like(x)
    h = 1e-5
    u = v / norm
    return (grad(x + h * u) - grad(x - h * u)) / (2 * h)
""",
        "v is normalised, and its length not multiplied back",
        "~a factor of a product is missing",
    ),
    (
        "jvp_vjp_consistency",
        "",
        "",
        """\
import numpy as np


def jvp(layers, x, v):
    for name, *args in layers:
        if name == "linear":
            x, v = args[0] @ x, args[0] @ v
        elif name == "shift":
            x = x + args[0]
        elif name == "tanh":
            x = np.tanh(x)
            v = v * (1 - x**2)
        elif name == "exp":
            x = np.exp(x)
            v = v * x
        elif name == "square":
            x = x**2
            v = v * 2 * x
        else:
            raise ValueError(name)
    return v


def vjp(layers, x, u):
    inputs = []
    for name, *args in layers:
        inputs.append(x)
        if name == "linear":
            x = args[0] @ x
        elif name == "shift":
            x = x + args[0]
        elif name == "tanh":
            x = np.tanh(x)
        elif name == "exp":
            x = np.exp(x)
        elif name == "square":
            x = x**2
        else:
            raise ValueError(name)
    for (name, *args), x in zip(reversed(layers), reversed(inputs)):
        if name == "linear":
            u = args[0].T @ u
        elif name == "tanh":
            u = u * (1 - np.tanh(x) ** 2)
        elif name == "exp":
            u = u * np.exp(x)
        elif name == "square":
            u = u * 2 * x
    return u
""",
        "forwards, the slope of the square is taken behind it",
        "the slope of the square is taken after the layer, in jvp alone",
    ),
    (
        "jvp_vjp_consistency",
        "",
        "",
        """\
import numpy as np

FUNCTIONS = {"tanh": np.tanh, "exp": np.exp, "square": np.square}
SLOPES = {"tanh": lambda x: 1 - np.tanh(x) ** 2, "exp": np.exp, "square": lambda x: 2 * x}


def forward(layer, x):
    if layer[0] == "linear":
        return layer[1] @ x
    if layer[0] == "shift":
        return x + layer[1]
    return FUNCTIONS[layer[0]](x)


def jvp(layers, x, v):
    for layer in layers:
        if layer[0] == "linear":
            v = layer[1] @ v
        elif layer[0] != "shift":
            v = SLOPES[layer[0]](x) * v
        x = forward(layer, x)
    return v


def vjp(layers, x, u):
    values = [x]
    for layer in layers:
        values.append(forward(layer, values[-1]))
    for k in reversed(range(len(layers))):
        layer = layers[k]
        if layer[0] == "linear":
            u = layer[1].T @ u
        elif layer[0] != "shift":
            u = SLOPES[layer[0]](values[k]) * u
    return u
""",
        "a name that is unknown is a KeyError",
    ),
    (
        "matmul_vjp",
        "",
        "",
        """\
import numpy as np


def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    return g


def matmul_vjp(A, B, dC):
    dA = dC @ B.T
    dB = A.T @ dC
    return unbroadcast(dA, A.shape), unbroadcast(dB, B.shape)
""",
        ".T turns all axes of a stack around",
        "all axes are reversed, not the last two",
    ),
    (
        "matmul_vjp",
        "",
        "",
        """\
import numpy as np


def matmul_vjp(A, B, dC):
    dA = dC @ np.swapaxes(B, -1, -2)
    dB = np.swapaxes(A, -1, -2) @ dC
    while dA.ndim > A.ndim:
        dA = dA.sum(axis=0)
    while dB.ndim > B.ndim:
        dB = dB.sum(axis=0)
    return dA, dB
""",
        "stretched axes of length 1 are not summed",
        "axes of length 1 are not summed over",
    ),
    (
        "topological_order",
        "",
        "",
        """\
def topological_order(out, parents):
    order = []
    seen = {out}
    stack = [(out, iter(parents(out)))]
    while stack:
        node, rest = stack[-1]
        for p in rest:
            if p == node:
                raise ValueError(f"{node} is made of itself")
            if p not in seen:
                seen.add(p)
                stack.append((p, iter(parents(p))))
                break
        else:
            order.append(node)
            stack.pop()
    return order
""",
        "a cycle is noticed only where a node is its own parent",
        "of the calls to refuse, topological_order refuses those where graph is 'a loop', and lets pass all others that were tried",
    ),
    (
        "unbroadcast",
        "",
        "",
        """\
import numpy as np


def unbroadcast(g, shape):
    if g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] > 1:
            g = g.sum(axis=i, keepdims=True)
    return g
""",
        "one axis in front is summed, and no more",
        "one added axis is summed over, however many there are",
    ),
    (
        "value_reverse",
        "",
        "",
        """\
import math


class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return Value(-self.data, ((self, -1.0),))

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n != 0 else 0.0
        return Value(self.data**n, ((self, slope),))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t**2),))

    def relu(self):
        return Value(max(0.0, self.data), ((self, 1.0 if self.data > 0 else 0.0),))

    def backward(self):
        queue = [self]
        seen = {self}
        for v in queue:
            v.grad = 0.0
            for p, _ in v.parents:
                if p not in seen:
                    seen.add(p)
                    queue.append(p)
        self.grad = 1.0
        for v in queue:
            for p, slope in v.parents:
                p.grad += slope * v.grad
""",
        "numbers are visited in the order of their distance from the end",
        "numbers are walked in the order of their distance from the end",
    ),
    (
        "value_reverse",
        "",
        "",
        """\
import math


class Value:
    def __init__(self, data, children=()):
        self.data = float(data)
        self.grad = 0.0
        self._prev = children
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other):
        out = Value(self.data**other, (self,))

        def _backward():
            if other != 0:
                self.grad += other * self.data ** (other - 1) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(0.0 if self.data < 0 else self.data, (self,))

        def _backward():
            self.grad += (out.data >= 0 and self.data >= 0) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,))

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data), (self,))

        def _backward():
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)

        build(self)
        for v in topo:
            v.grad = 0.0
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * (other if isinstance(other, Value) else Value(other)) ** -1

    def __rtruediv__(self, other):
        return other * self**-1
""",
        "the slope of ReLU at 0 is 1",
        "relu lets the slope through at 0",
    ),
    (
        "bias_variance_mc",
        "",
        "",
        """\
import numpy as np


def bias_variance_mc(fit, predict, sampler, x_test, f_test, reps, rng):
    P = np.array([predict(fit(*sampler(rng)), x_test) for _ in range(reps)])
    mean = P.mean(axis=0)
    bias2 = np.mean(mean - f_test) ** 2
    variance = P.var(axis=0).mean()
    error = np.mean((P - f_test) ** 2)
    return bias2, variance, error
""",
        "the bias is averaged over the places, and then squared",
        "the bias is averaged over the places before it is squared",
    ),
    (
        "classification_scores",
        "",
        "",
        """\
import numpy as np


def classification_scores(y_true, y_pred, positive=1):
    tp = np.sum((y_true == positive) & (y_pred == positive))
    fp = np.sum((y_true == 0) & (y_pred == positive))
    fn = np.sum((y_true == positive) & (y_pred == 0))
    precision = tp / (tp + fp) if tp + fp > 0 else 0.0
    recall = tp / (tp + fn) if tp + fn > 0 else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
    return float(precision), float(recall), float(f1)
""",
        "the negative class is taken to be 0",
        "a negative is whatever is 0",
    ),
    (
        "kfold_indices",
        "",
        "",
        """\
import numpy as np


def kfold_indices(n, k, rng):
    if not 1 < k < n:
        raise ValueError("k must be between 1 and n")
    folds = np.array_split(rng.permutation(n), k)
    return [(np.concatenate(folds[:i] + folds[i + 1 :]), folds[i]) for i in range(k)]
""",
        "k = n is refused",
        "as many folds as samples are refused",
    ),
    (
        "kfold_indices",
        "",
        "",
        """\
import numpy as np


def kfold_indices(n, k, rng):
    if k < 2 or k > n:
        raise ValueError("k")
    result = []
    for i in range(k):
        order = rng.permutation(n)
        size = n // k + (1 if i < n % k else 0)
        result.append((order[size:], order[:size]))
    return result
""",
        "the samples are shuffled anew for each fold",
        "a new permutation is drawn for each fold",
    ),
    (
        "kmeans",
        "",
        "",
        """\
import numpy as np


def kmeans(X, centers0, iters):
    centers = centers0.copy()
    k = len(centers)
    history = []
    for _ in range(iters):
        d = ((X[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
        labels = d.argmin(axis=1)
        history.append(d.min(axis=1).sum())
        for j in range(k):
            centers[j] = X[labels == j].sum(axis=0) / max(1, (labels == j).sum())
    d = ((X[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    history.append(d.min(axis=1).sum())
    return centers, d.argmin(axis=1), np.array(history)
""",
        "a centre without samples goes to the origin",
        "a centre without samples moves to the origin",
    ),
    (
        "kmeans",
        "",
        "",
        """\
import numpy as np


def kmeans(X, centers0, iters):
    centers = np.array(centers0, dtype=float)
    history = []

    def label():
        labels = np.zeros(len(X), dtype=int)
        J = 0.0
        for i in range(len(X)):
            best = np.inf
            for j in range(len(centers)):
                d = np.sum((X[i] - centers[j]) ** 2)
                if d <= best:
                    best = d
                    labels[i] = j
            J += best
        return labels, J

    for _ in range(iters):
        labels, J = label()
        history.append(J)
        for j in range(len(centers)):
            members = X[labels == j]
            if len(members) > 0:
                centers[j] = members.mean(axis=0)
    labels, J = label()
    history.append(J)
    return centers, labels, np.array(history)
""",
        "of several centres that are equally near the last one is taken",
        "of centres that are equally near, the last is taken",
    ),
    (
        "least_squares_fit",
        "",
        "",
        """\
import numpy as np


def least_squares_fit(X, y):
    Xc = X - X.mean(axis=0)
    yc = y - y.mean()
    w, *_ = np.linalg.lstsq(Xc, yc, rcond=None)
    b = y.mean()
    return w, b
""",
        "the intercept is the mean of y",
        "b is the mean of y",
    ),
    (
        "linreg_gradient_descent",
        "",
        "",
        """\
import numpy as np


def linreg_gradient_descent(X, y, lr, steps, l1=0.0):
    N, D = X.shape
    w, b = np.zeros(D), 0.0
    losses = []
    for _ in range(steps):
        e = X @ w + b - y
        losses.append(e @ e / (2 * N) + l1 * np.abs(w).sum())
        w, b = w - lr * (X.T @ e / N + l1 * np.sign(w)), b - lr * e.mean()
    e = X @ w + b - y
    losses.append(e @ e / (2 * N) + l1 * np.abs(w).sum())
    return w, b, np.array(losses)
""",
        "the penalty's sign is added to the gradient, and nothing thresholded",
        "the penalty enters by its sub-gradient",
    ),
    (
        "linreg_gradient_descent",
        "",
        "",
        """\
import numpy as np


def linreg_gradient_descent(X, y, lr, steps, l1=0.0):
    N, D = X.shape
    w, b = np.zeros(D), 0.0
    losses = [np.sum(y**2) / (2 * N)]
    for _ in range(steps):
        e = X @ w + b - y
        w = w - lr * X.T @ e / N
        b = b - lr * e.sum() / N
        w = np.sign(w) * np.maximum(np.abs(w) - lr * l1, 0)
        losses.append(np.sum((X @ w + b - y) ** 2) / (2 * N))
    return w, b, np.array(losses)
""",
        "the losses lack the penalty",
        "losses lack the penalty",
    ),
    (
        "polynomial_features",
        "",
        "",
        """\
import numpy as np


def polynomial_features(x, degree):
    columns = []
    for j in range(degree + 1):
        columns.append(x**j)
    return np.column_stack(columns).astype(float)
""",
        "powers of integers are taken as integers",
        "floats are made only after whole numbers have overflowed",
    ),
    (
        "ridge_fit",
        "",
        "",
        """\
import numpy as np


def ridge_fit(X, y, lam):
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[std == 0] = 1
    Z = (X - mean) / std
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(X.shape[1]), Z.T @ (y - y.mean()))
    w = w / std
    return w, y.mean() - mean @ w
""",
        "the columns are divided by their standard deviations first, the weights in the end",
        "features are divided by their standard deviations first, and the weights in the end",
    ),
    (
        "roc_auc",
        "",
        "",
        """\
import numpy as np


def roc_curve(scores, y):
    P, N = np.sum(y == 1), np.sum(y == 0)
    if P == 0 or N == 0:
        raise ValueError("a class is missing")
    fpr, tpr = [0.0], [0.0]
    for t in np.unique(scores)[::-1]:
        found = scores > t
        fpr.append(np.sum(found & (y == 0)) / N)
        tpr.append(np.sum(found & (y == 1)) / P)
    return np.array(fpr), np.array(tpr)


def auc(fpr, tpr):
    return float(np.sum((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1]) / 2))
""",
        "only scores above the threshold count as positive",
        "a sample counts only above its own score",
    ),
]
