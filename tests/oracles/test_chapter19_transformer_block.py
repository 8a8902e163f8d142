"""chapter19/transformer_block against PyTorch's TransformerEncoderLayer."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

transformer_block = Suite.load(builtin_course(), "chapter19/transformer_block").namespace["transformer_block"]
N, T, D, F = 2, 4, 6, 5
RNG = np.random.default_rng(0)
X = RNG.normal(size=(N, T, D))
PARAMS = {
    "W1": RNG.normal(size=(D, F)),
    "b1": RNG.normal(size=F),
    "W2": RNG.normal(size=(F, D)),
    "b2": RNG.normal(size=D),
}
PARAMS |= {f"{name}{i}": RNG.normal(size=D) for name in ("gamma", "beta") for i in (1, 2)}


def test_gradient_of_a_pre_norm_block_passes_straight() -> None:
    """What is added to X far away is added to Y, as norms take it off: the sums take X itself."""
    shifted = transformer_block(X + 1e3, lambda Z: Z[:, ::-1], PARAMS, True)
    np.testing.assert_allclose(shifted, transformer_block(X, lambda Z: Z[:, ::-1], PARAMS, True) + 1e3, rtol=1e-12)


def test_post_norm_ends_in_a_norm() -> None:
    """Without gamma2 and beta2, rows of Y have the mean 0 and the variance 1, but for eps."""
    plain = PARAMS | {"gamma2": np.ones(D), "beta2": np.zeros(D)}
    Y = transformer_block(X, np.tanh, plain, False)
    np.testing.assert_allclose(Y.mean(axis=2), 0.0, atol=1e-13)
    np.testing.assert_allclose(Y.var(axis=2), 1.0, rtol=1e-4)


@pytest.mark.parametrize("pre_norm", [True, False])
def test_follows_torch(pre_norm: bool) -> None:
    """The same numbers as PyTorch's layer, whose own attention is handed in."""
    torch = pytest.importorskip("torch")
    layer = torch.nn.TransformerEncoderLayer(
        D, 2, F, dropout=0.0, batch_first=True, norm_first=pre_norm, dtype=torch.float64
    ).eval()

    def attention(Z: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return layer.self_attn(*3 * [torch.tensor(Z)])[0].numpy()

    theirs = {"linear1.weight": PARAMS["W1"].T, "linear2.weight": PARAMS["W2"].T}
    theirs |= {"linear1.bias": PARAMS["b1"], "linear2.bias": PARAMS["b2"]}
    theirs |= {
        f"norm{i}.{their}": PARAMS[f"{our}{i}"]
        for i in (1, 2)
        for their, our in (("weight", "gamma"), ("bias", "beta"))
    }
    layer.load_state_dict({name: torch.tensor(value) for name, value in theirs.items()}, strict=False)
    with torch.no_grad():
        want = layer(torch.tensor(X)).numpy()
    np.testing.assert_allclose(transformer_block(X, attention, PARAMS, pre_norm), want, rtol=1e-10, atol=1e-12)
