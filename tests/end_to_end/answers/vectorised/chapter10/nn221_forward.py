import numpy as np


def nn221_forward(net, X):
    p = {k: np.float64(v) for k, v in net.items()}
    hidden = np.array([[p["w0"], p["w2"]], [p["w1"], p["w3"]]])
    pre = np.einsum("hd,nd->nh", hidden, X) + [p["b0"], p["b1"]]
    return np.hstack([np.tanh(pre / 2) / 2 + 0.5, np.ones((len(X), 1))]) @ [p["w4"], p["w5"], p["b2"]]
