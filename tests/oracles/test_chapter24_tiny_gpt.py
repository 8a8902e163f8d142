"""chapter24/tiny_gpt against central differences, and against the same model and optimiser of PyTorch's."""

import numpy as np
import pytest

from mdl_grade.checks import check_grads
from mdl_grade.course import builtin_course
from mdl_grade.network import nursery_rhymes
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter24/tiny_gpt").namespace
Sizes, TinyGPT, Vocabulary, pieces = (PROGRAM[name] for name in ("Sizes", "TinyGPT", "Vocabulary", "pieces"))
SIZES = Sizes(vocab=9, D=12, heads=6, groups=3, hidden=7, blocks=2)
IDS = np.random.default_rng(1).integers(9, size=(3, 8))


def test_gradients_agree_with_differences() -> None:
    """Of all parameters, in both blocks."""
    model = TinyGPT(SIZES, np.random.default_rng(0))

    def loss(**at):
        model.params = at
        return model.gradients(IDS)[0]

    params = model.params
    check_grads(loss, params, model.gradients(IDS)[1], rng=np.random.default_rng(2))


def test_text_does_not_depend_on_the_cache() -> None:
    """With the cache and without, at several temperatures."""
    model = TinyGPT(SIZES, np.random.default_rng(0))
    for temperature, top_k, top_p in ((0.0, 9, 1.0), (1.0, 9, 1.0), (1.5, 6, 0.8)):
        texts = [
            model.write([1, 2, 3], 20, temperature, top_k, top_p, np.random.default_rng(3), cached)
            for cached in (True, False)
        ]
        assert texts[0][0] == texts[1][0]
        np.testing.assert_allclose(texts[0][1], texts[1][1], rtol=1e-9)


def turned(torch, X):
    """Return heads (N, H, T, d), pairs of neighbours turned as complex numbers."""
    T, d = X.shape[2:]
    angles = torch.arange(T, dtype=torch.float64)[:, None] * 100.0 ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)
    pairs = torch.view_as_complex(X.unflatten(3, (d // 2, 2)).contiguous())
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(3)


def loss_of(torch, p, ids):
    """Return the mean cross-entropy of the model."""
    F = torch.nn.functional
    X = p["E"][ids[:, :-1]]
    for b in range(SIZES.blocks):
        A = F.rms_norm(X, (SIZES.D,), p[f"gamma_attention.{b}"], 1e-5)
        Q, K, V = (
            (A @ p[f"{name}.{b}"]).unflatten(2, (heads, -1)).transpose(1, 2)
            for name, heads in (("Wq", SIZES.heads), ("Wk", SIZES.groups), ("Wv", SIZES.groups))
        )
        Y = F.scaled_dot_product_attention(turned(torch, Q), turned(torch, K), V, is_causal=True, enable_gqa=True)
        X = X + Y.transpose(1, 2).flatten(2) @ p[f"Wo.{b}"]
        B = F.rms_norm(X, (SIZES.D,), p[f"gamma_swiglu.{b}"], 1e-5)
        X = X + (F.silu(B @ p[f"W.{b}"]) * (B @ p[f"V.{b}"])) @ p[f"U.{b}"]
    logits = F.rms_norm(X, (SIZES.D,), p["gamma"], 1e-5) @ p["W_out"]
    return F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())


def test_steps_are_those_of_pytorch() -> None:
    """Five steps of AdamW, by which matrices decay and gammas don't: losses, and all parameters after them."""
    torch = pytest.importorskip("torch")
    model = TinyGPT(SIZES, np.random.default_rng(0))
    p = {name: torch.tensor(value, requires_grad=True) for name, value in model.params.items()}
    matrices, gammas = ([q for q in p.values() if (q.ndim == 2) is matrix] for matrix in (True, False))
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": gammas, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=0.02)
    losses, ids = [], torch.tensor(IDS)
    for _ in range(5):
        optimiser.zero_grad()
        loss = loss_of(torch, p, ids)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    np.testing.assert_allclose(model.train([IDS] * 5, 0.02), losses, rtol=1e-9)
    for name, value in model.params.items():
        np.testing.assert_allclose(value, p[name].detach().numpy(), rtol=1e-7, atol=1e-9, err_msg=name)


def test_it_learns_what_stands_there() -> None:
    """A hundred steps on the first rhyme: what is written after a line's beginning is how the line ends."""
    text = nursery_rhymes()[:600]
    vocabulary, rng = Vocabulary(text, 40), np.random.default_rng(0)
    ids = vocabulary.encode(text)
    assert vocabulary.decode(ids.tolist()) == text
    model = TinyGPT(Sizes(vocabulary.size, 24, 4, 2, 32, 2), rng)
    model.train(list(pieces(ids, 6, 24, 100, rng)), 0.01)
    written, _ = model.write(vocabulary.encode("That ate the malt\nThat lay in").tolist(), 12, 0.0, 1, 1.0, rng)
    assert vocabulary.decode(written).startswith(" the house that Jack built.")
