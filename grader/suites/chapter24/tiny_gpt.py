"""Checks of chapter24/tiny_gpt, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.network import nursery_rhymes
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
        "If the text with the cache is another than without, begin with kv_cache_step, and with start of rope_forward.",
    ),
    seconds=30.0,
)

BLOCK = ("gamma_attention", "Wq", "Wk", "Wv", "Wo", "gamma_swiglu", "W", "V", "U")
VERSES, MERGES = 330, 20
"""Letters of the rhyme that is learned here: the house, the malt, the rat, the cat and the dog."""


def verses():
    return nursery_rhymes()[:VERSES]


def names(blocks):
    return ["E", *(f"{name}.{b}" for b in range(blocks) for name in BLOCK), "gamma", "W_out"]


# --- cases ------------------------------------------------------------------------------------------------------------
@cases("words merges", (24, 9), (16, 6))
def texts(rng, words, merges):
    """Words of the rhyme in two orders: one to learn from, and one to encode."""
    known = nursery_rhymes().split()
    chosen = rng.choice(known[100:300], size=words)
    text, other = (" ".join(rng.permutation(chosen).tolist()) for _ in range(2))
    return {"text": text, "merges": merges, "other": other, "ids": rng.integers(len(set(text)) + 4, size=9).tolist()}


@cases(
    "N T vocab D heads groups hidden blocks",
    (2, 5, 7, 8, 4, 2, 5, 2),
    (1, 4, 5, 12, 3, 1, 4, 1),
    (3, 3, 6, 4, 2, 2, 4, 1),
)
def model(rng, N, T, vocab, D, heads, groups, hidden, blocks):
    """Draw pieces of text of three tokens and more, in which one stands twice: of equal ones, attention has no slope."""
    tokens = rng.permutation(vocab)[np.arange(T + 1) % min(T, vocab)]
    ids = rng.permuted(np.tile(tokens, (N, 1)), axis=1)
    sizes = (vocab, D, heads, groups, hidden, blocks)
    return {"model": sizes, "ids": ids, "rng": np.random.default_rng(int(rng.integers(2**31)))}


@cases(
    "T count temperature top_k top_p",
    (3, 6, 1.0, 9, 1.0),
    (2, 6, 0.7, 6, 0.8),
    (1, 5, 1.5, 4, 0.9),
    (2, 4, 0.0, 9, 1.0),
)
def prompts(rng, T, count, temperature, top_k, top_p):
    """Draw the beginning of a text, and how to go on."""
    start, draws = (np.random.default_rng(int(rng.integers(2**31))) for _ in range(2))
    return {
        "model": (9, 8, 4, 2, 6, 2),
        "rng": start,
        "prompt": rng.integers(9, size=T).tolist(),
        "count": count,
        "temperature": temperature,
        "top_k": top_k,
        "top_p": top_p,
        "draws": draws,
    }


# --- scenarios --------------------------------------------------------------------------------------------------------
def start(m, case):
    return m.TinyGPT(m.Sizes(*case.model), case.rng)


def written_in_tokens(m, case):
    vocabulary = m.Vocabulary(case.text, case.merges)
    return {
        "size": vocabulary.size,
        "ids": vocabulary.encode(case.text),
        "ids of another text": vocabulary.encode(case.other),
        "text of ids": vocabulary.decode(case.ids),
    }


def way_forward(m, case):
    result = start(m, case).forward(case.ids[:, :-1])
    return {"rows after the last block": result[2], "logits": result[0]}


def slopes(m, case):
    result = start(m, case).gradients(case.ids)
    return {"loss": result[0], **{f"d{name}": result[1][name] for name in names(case.model[-1])}}


def three_steps(m, case):
    """Take two steps, and one more with another rate on the text backwards."""
    net = start(m, case)
    losses = [net.train([case.ids, case.ids], 0.1), net.train([case.ids[:, ::-1]], 0.05)]
    params = {name: net.params[name] for name in names(case.model[-1])}
    return {"losses": losses, **params, "perplexity": net.perplexity(case.ids)}


def read_in_chunks(m, case):
    """Read a text in chunks; before the last of them, read another one from the same cache."""
    net, text = start(m, case), case.ids[0]
    first = net.read(text[:2], net.nothing(6))
    net.read(text[1:3], first[1])
    second = net.read(text[2:3], first[1])
    net.read(text[:1], second[1])
    third = net.read(text[3:], second[1])
    whole = net.forward(text[None, :])[0]
    return {"in one piece": whole, "in chunks": np.concatenate([first[0], second[0], third[0]])}


def goes_on(m, case, cached=True):
    rest = (case.prompt, case.count, case.temperature, case.top_k, case.top_p, case.draws, cached)
    result = start(m, case).write(*rest)
    return {"tokens": result[0], "probabilities": result[1]}


def both_ways(m, case):
    return goes_on(m, case), goes_on(m, case, cached=False)


def pieces_of(m, N, T, count, rng):
    """Return the size of the vocabulary, pieces of the rhyme to learn from, and all of it in pieces."""
    vocabulary = m.Vocabulary(verses(), MERGES)
    ids = vocabulary.encode(verses())
    whole = apply(lambda ids, T: np.lib.stride_tricks.sliding_window_view(ids, T + 1)[::T], ids, T)
    return vocabulary.size, apply(list, m.pieces(ids, N, T, count, rng)), whole


def little(perplexity):
    assert_shapes(perplexity, 0.0, names=("the perplexity",))
    return -perplexity


@floor(score=little, runs=9, rank=1)
def learned(m, seed):
    """minus the perplexity of the rhyme"""
    rng = np.random.default_rng(seed)
    size, batches, whole = pieces_of(m, 3, 8, 24, rng)
    net = m.TinyGPT(m.Sizes(size, 8, 2, 1, 8, 1), rng)
    net.train(batches, 0.05)
    return net.perplexity(whole)


# --- checks -----------------------------------------------------------------------------------------------------------
tokens = agrees("Your bpe makes the right tokens of a text, and text of tokens.", texts, of=written_in_tokens, points=2)
right_forward = agrees(
    "Put together, your parts hand on the right numbers, through all blocks to the logits.", model, of=way_forward
)
right_slopes = agrees(
    "Put together, your way back gives the right gradient for each parameter.",
    model,
    of=slopes,
    kind="gradient",
    points=2,
    needs=[right_forward],
)
steps = agrees(
    "Your AdamW moves all parameters as it should, step by step.", model, of=three_steps, needs=[right_slopes]
)


@check(points=2, kind="property", needs=[right_forward])
def cached(student, model):
    """Read in chunks, with keys and values kept, a text has the logits that it has in one piece."""
    for case, logits in student.each(read_in_chunks, model):
        assert_law("logits in chunks = logits in one piece", *list(logits.values())[::-1], what="logits", where=case)


right_text = agrees(
    "Token by token, with your cache and your sampler, your model writes what the reference's writes.",
    prompts,
    of=goes_on,
    points=2,
    needs=[cached],
)


@check(points=1, kind="property", needs=[cached])
def same_text(student, prompts):
    """The text that is written with the cache is the one that is written without."""
    law = "probabilities of the tokens with the cache = those without"
    for case, (with_cache, without) in student.each(both_ways, prompts):
        if with_cache["tokens"] != without["tokens"]:
            fail("With the cache, other tokens are written.", case)
        one, other = (np.array(each["probabilities"]) for each in (with_cache, without))
        assert_law(law, one, other, what="probabilities", where=case)


@check(points=2, kind="training", needs=[tokens, right_forward])
def curve(student, reference, rng):
    """On a nursery rhyme in your own tokens, your model follows the reference's loss curve, step by step."""
    seed = int(rng.integers(2**31))

    def losses(m):
        draws = np.random.default_rng(seed)
        size, batches, _ = pieces_of(m, 4, 12, 12, draws)
        return m.TinyGPT(m.Sizes(size, 16, 4, 2, 16, 2), draws).train(batches, 0.02)

    return check_curve(student.run(losses), reference.run(losses), where="five verses, 4 pieces of 12 tokens at a time")


@check(points=1, kind="training", needs=[tokens, right_slopes])
def learns(student, rng):
    """After 24 steps, your model has learned so much of the rhyme that its perplexity is low."""
    learned.hold(student, rng, where="five verses")
