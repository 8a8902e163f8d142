# Every partial derivative gets a pigeonhole; each sample drops its share into all nine.
import math

HOLES = ("w4", "w5", "b2", "w0", "w2", "b0", "w1", "w3", "b1")


def squash(t):
    return 1.0 / (1.0 + math.exp(-t))


def share(net, first, second, target):
    h = squash(net["w0"] * first + net["w2"] * second + net["b0"])
    k = squash(net["w1"] * first + net["w3"] * second + net["b1"])
    miss = net["w4"] * h + net["w5"] * k + net["b2"] - target
    to_h = miss * net["w4"] * (h - h * h)
    to_k = miss * net["w5"] * (k - k * k)
    return miss * h, miss * k, miss, to_h * first, to_h * second, to_h, to_k * first, to_k * second, to_k


def nn221_gradients(net, X, y):
    totals = [0.0] * 9
    for (first, second), target in zip(X.tolist(), y.tolist()):
        totals = [t + s for t, s in zip(totals, share(net, first, second, target))]
    return {hole: total / len(y) for hole, total in zip(HOLES, totals)}
