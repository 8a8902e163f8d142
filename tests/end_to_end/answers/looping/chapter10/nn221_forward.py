# My network, one sample after the other, as on paper.
from math import exp


def squash(t):
    return 1.0 / (1.0 + exp(-t))


def one(net, x):
    top = squash(net["w0"] * x[0] + net["w2"] * x[1] + net["b0"])
    bottom = squash(net["w1"] * x[0] + net["w3"] * x[1] + net["b1"])
    return top * net["w4"] + bottom * net["w5"] + net["b2"]


def nn221_forward(net, X):
    import numpy as np

    answers = np.zeros(X.shape[0])
    for row in range(X.shape[0]):
        answers[row] = one(net, X[row])
    return answers


if __name__ == "__main__":
    print(nn221_forward(dict.fromkeys("w0 w1 w2 w3 w4 w5 b0 b1 b2".split(), 0.5), [[1, 2]]))
