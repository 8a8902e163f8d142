"""Checks, known bugs and variants of chapter19/beam_search."""

import itertools

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=3,
    returns=("sequence", "logprob"),
    minutes=30,
    hints=(
        "Keep a list of pairs (sequence, score), at first [((bos,), 0.0)].",
        "In each round make one list of candidates, of all hypotheses together; sort it, and keep the first `beam`.",
        "A hypothesis that ends in eos is a candidate as it is: it is not extended, and not left out either.",
    ),
    no_hygiene="its arguments are a function and numbers",
)
GAP = 1e-4


# --- models, and searches that differ from the one that is asked for ----------------------------------------------------
def chain(rng, vocab, steps):
    """Return a model whose next token depends on the last one, and on how many there are: no two ways cost the same."""
    logits = rng.normal(scale=1.6, size=(steps + 1, vocab, vocab))
    return by_tables((logits - np.log(np.sum(np.exp(logits), axis=2, keepdims=True))).tolist())


def sure(rng, vocab, steps, eos):
    """Return a model that always knows what comes next, and that it is not the end: the logarithm is some −1e-13."""
    logs = -rng.uniform(30.0, 31.0, size=(steps + 1, vocab, vocab))
    known = rng.choice(np.delete(np.arange(vocab), eos), size=(steps + 1, vocab, 1))
    np.put_along_axis(logs, known, -np.inf, axis=2)
    np.put_along_axis(logs, known, np.log1p(-np.sum(np.exp(logs), axis=2, keepdims=True)), axis=2)
    return by_tables(logs.tolist())


def by_tables(tables):
    """Return a model that wants tuples: a list can't be looked up."""
    return lambda prefix: np.array({prefix: tables[(len(prefix) - 1) % len(tables)]}[prefix][prefix[-1]])


def searched(step, bos, eos, beam, max_len, reading="right"):
    """Return what one reading of beam search finds, or None if scores are nearly equal."""
    hypotheses, waiting, close = [((bos,), 0.0)], [], False
    rank = (lambda h: -h[1] / len(h[0])) if reading == "by length" else (lambda h: -h[1])
    width = {"greedy": 1, "wider": beam + 1}.get(reading, beam)
    for _ in range(max_len + (reading == "longer")):
        candidates = []
        for sequence, score in hypotheses:
            if sequence[-1] == eos:
                candidates += [(sequence, score)] if reading != "dropped" else []
                continue
            more = [((*sequence, k), score + float(s)) for k, s in enumerate(step(sequence))]
            candidates += sorted(more, key=rank)[:width] if reading == "apart" else more
        candidates.sort(key=rank)
        scores = np.array([rank(h) for h in candidates])
        close = close or np.any(np.diff(scores) < GAP)
        hypotheses = candidates if reading == "apart" else candidates[:width]
        if reading == "leaving":
            waiting += [h for h in hypotheses if h[0][-1] == eos]
            hypotheses = [h for h in hypotheses if h[0][-1] != eos]
        if reading == "first end" and any(h[0][-1] == eos for h in hypotheses):
            break
        if not hypotheses:
            break
    if reading == "unfinished last":
        hypotheses = [h for h in hypotheses if h[0][-1] != eos] or hypotheses
    if reading == "finished first":
        hypotheses = [h for h in hypotheses if h[0][-1] == eos] or hypotheses
    return None if close and reading == "right" else min([*hypotheses, *waiting], key=rank, default=None)


def drawn(rng, beam, vocab, max_len, *readings, knows=False):
    """Draw models until these readings find something else, and no scores are nearly equal."""
    while True:
        bos, eos = (int(token) for token in rng.permutation(vocab)[:2])
        step = sure(rng, vocab, max_len, eos) if knows else chain(rng, vocab, max_len)
        case = {"step_logprob": step, "bos": bos, "eos": eos, "beam": beam, "max_len": max_len}
        right = searched(*case.values())
        if right and all((searched(*case.values(), reading) or right)[0] != right[0] for reading in readings):
            return case


@cases("beam vocab max_len reading", (2, 4, 4, "greedy"), (3, 5, 3, "greedy"), exact=True)
def tempting(rng, beam, vocab, max_len, reading):
    return drawn(rng, beam, vocab, max_len, reading)


@cases(
    "beam vocab max_len reading",
    (2, 4, 5, "leaving"),
    (2, 4, 4, "dropped"),
    (2, 4, 4, "unfinished last"),
    (2, 4, 4, "finished first"),
    (3, 4, 5, "first end"),
    (2, 5, 4, "apart"),
    (3, 4, 5, "by length"),
    exact=True,
)
def telling(rng, beam, vocab, max_len, reading):
    return drawn(rng, beam, vocab, max_len, reading)


@cases(
    "beam vocab max_len reading knows",
    (1, 4, 5, "wider", False),
    (1, 3, 1, "longer", False),
    (1, 4, 4, "longer", True),
    exact=True,
)
def narrow(rng, beam, vocab, max_len, reading, knows):
    """One of the models always knows what comes next: scores hardly move, and are not 0."""
    return drawn(rng, beam, vocab, max_len, reading, knows=knows)


@cases("vocab max_len", (3, 3), (4, 3), (3, 4), exact=True)
def small_trees(rng, vocab, max_len):
    """Trees whose likeliest sentence has no end."""
    return drawn(rng, vocab ** (max_len - 1), vocab, max_len, "greedy", "longer", "finished first")


finds = agrees("A beam finds what the likeliest token at each step misses.", tempting, points=2)
ends = agrees(
    "Finished hypotheses are kept, compete, and are not extended; scores are sums as they are.", telling, points=2
)


@check(points=1, kind="property")
def greedy(student, narrow):
    """A beam of 1 takes the likeliest token at each step."""
    for case, (sequence, logprob) in student.beam_search.on(narrow):
        want, total = [case.bos], 0.0
        while want[-1] != case.eos and len(want) <= case.max_len:
            steps = case.step_logprob(tuple(want))
            want.append(int(np.argmax(steps)))
            total += float(np.max(steps))
        if list(sequence) != want:
            fail(f"The likeliest token at each step gives {tuple(want)}.", case)
        assert_law("logprob = sum of the log-probabilities", logprob, total, what="logprob", where=case)


@check(points=2, kind="property")
def exhaustive(student, small_trees):
    """A beam that drops nothing before the last step finds the likeliest of all sentences."""
    for case, (sequence, logprob) in student.beam_search.on(small_trees):
        best, total = None, -np.inf
        vocab = len(case.step_logprob((case.bos,)))
        for tokens in itertools.product(range(vocab), repeat=case.max_len):
            end = tokens.index(case.eos) + 1 if case.eos in tokens else case.max_len
            sentence = (case.bos, *tokens[:end])
            score = sum(float(case.step_logprob(sentence[:i])[sentence[i]]) for i in range(1, end + 1))
            if score > total:
                best, total = sentence, score
        if tuple(sequence) != best:
            fail(f"The likeliest of all sentences is {best}.", case)
        assert_law("logprob = sum of the log-probabilities", logprob, total, what="logprob", where=case)


TEMPTED = "In a model where nothing tempts it, a wrong search may find the right sentence: `ends` has models that do."
VARYING = {"finds": TEMPTED, "greedy": TEMPTED, "exhaustive": TEMPTED}
EQUIVALENT = {
    "beam_search: continue → pass": "What goes on after eos scores less than what ended there, and pushes out no winner.",
}
EXTEND = "candidates += [((*sequence, token), score + float(steps[token])) for token in range(len(steps))]"
FINISHED = "if sequence[-1] == eos:\n                candidates.append((sequence, score))\n                continue"
KEEP, BEST = "hypotheses = candidates[:beam]", "return hypotheses[0]"
SORT = "candidates.sort(key=lambda candidate: candidate[1], reverse=True)"
BUGS = [
    patch(
        "prefixes are handed over as lists",
        {"step_logprob(sequence)": "step_logprob(list(sequence))"},
        hint="step_logprob takes a tuple: a list can't be looked up in a dict.",
    ),
    patch(
        "finished hypotheses are dropped",
        {
            "candidates.append((sequence, score))\n                continue": "continue",
            KEEP: "hypotheses = candidates[:beam] or hypotheses",
        },
        hint="A hypothesis that ends in eos is a candidate as it is.",
    ),
    patch(
        "hypotheses are extended after eos",
        {FINISHED: "pass"},
        hint="A hypothesis that ends in eos is a candidate as it is.",
    ),
    patch(
        "a hypothesis is finished by bos, not by eos",
        {"sequence[-1] == eos": "len(sequence) > 1 and sequence[-1] == bos"},
        hint="It is finished if its last token is eos.",
    ),
    patch(
        "an unfinished hypothesis is preferred at the end",
        {BEST: "return next((h for h in hypotheses if h[0][-1] != eos), hypotheses[0])"},
        hint="The best of the last beam, finished or not.",
    ),
    patch(
        "a finished hypothesis is preferred at the end",
        {BEST: "return next((h for h in hypotheses if h[0][-1] == eos), hypotheses[0])"},
        hint="The best of the last beam, finished or not.",
    ),
    patch(
        "scores are divided by lengths, to choose",
        {"candidate[1],": "candidate[1] / len(candidate[0]),"},
        hint="Scores are sums as they are.",
    ),
    patch(
        "the score that is returned is divided by the length",
        {BEST: "return hypotheses[0][0], hypotheses[0][1] / len(hypotheses[0][0])"},
        hint="Scores are sums as they are.",
    ),
    patch(
        "the beam holds one hypothesis, whatever `beam` is",
        {KEEP: "hypotheses = candidates[:1]"},
        hint="The `beam` best stay.",
    ),
    patch(
        "the beam is one too small", {KEEP: "hypotheses = candidates[: max(beam - 1, 1)]"}, hint="The `beam` best stay."
    ),
    patch("the beam is one too large", {KEEP: "hypotheses = candidates[: beam + 1]"}, hint="The `beam` best stay."),
    patch(
        "each hypothesis keeps its own best extensions",
        {"range(len(steps))]": "np.argsort(steps)[::-1][:beam].tolist()]", KEEP: "hypotheses = candidates"},
        hint="All candidates compete, and `beam` of them stay.",
    ),
    patch(
        "finished hypotheses leave the beam, and wait until the end",
        {
            "candidates = []": "candidates = []\n        if _ == 0:\n            done = []",
            KEEP: "hypotheses = [c for c in candidates[:beam] if c[0][-1] != eos]\n        done += [c for c in candidates[:beam] if c[0][-1] == eos]\n        if not hypotheses:\n            break",
            BEST: "return max(hypotheses + done, key=lambda h: h[1])",
        },
        hint="What is finished takes up a place in the beam, and may be pushed out of it.",
    ),
    patch(
        "the search ends with the first hypothesis that is finished",
        {
            KEEP: "hypotheses = candidates[:beam]\n        if any(h[0][-1] == eos for h in hypotheses):\n            break"
        },
        hint="Others may still become better: end when the best is finished, or all.",
    ),
    patch(
        "the first finished hypothesis is returned",
        {
            KEEP: "hypotheses = candidates[:beam]\n        for h in hypotheses:\n            if h[0][-1] == eos:\n                return h"
        },
        hint="Others may still become better: end when the best is finished, or all.",
    ),
    patch(
        "probabilities are added, not their logarithms",
        {"float(steps[token])": "float(np.exp(steps[token]))"},
        hint="step_logprob gives logarithms: their sum is the logarithm of the product.",
    ),
    patch(
        "probabilities are multiplied, and the product is returned",
        {"((bos,), 0.0)": "((bos,), 1.0)", "score + float(steps[token])": "score * float(np.exp(steps[token]))"},
        hint="The score is a sum of logarithms.",
    ),
    patch(
        "the logarithm is taken twice",
        {"float(steps[token])": "float(-np.log(-steps[token]))"},
        hint="step_logprob gives logarithms already.",
    ),
    patch(
        "the score is that of the last token alone",
        {"score + float(steps[token])": "float(steps[token])"},
        hint="The score is the sum over all tokens after bos.",
    ),
    patch("the least likely are kept", {", reverse=True": ""}, hint="The best are those with the largest scores."),
    patch(
        "the model sees the last token alone",
        {"step_logprob(sequence)": "step_logprob(sequence[-1:])"},
        hint="The prefix is all that came so far, with bos.",
    ),
    patch(
        "bos counts for max_len",
        {"range(max_len)": "range(max(max_len - 1, 1))"},
        hint="max_len tokens may follow bos.",
    ),
    patch(
        "one token too many follows bos",
        {"range(max_len)": "range(max_len + 1)"},
        hint="max_len tokens may follow bos.",
    ),
    patch(
        "bos is missing in the result",
        {BEST: "return hypotheses[0][0][1:], hypotheses[0][1]"},
        hint="The sequence begins with bos.",
    ),
    patch(
        "eos is missing in the result",
        {BEST: "return tuple(t for t in hypotheses[0][0] if t != eos), hypotheses[0][1]"},
        hint="If eos was reached, it is the last token.",
    ),
    patch(
        "the last token of the vocabulary is never tried",
        {"range(len(steps))]": "range(len(steps) - 1)]"},
        hint="Every token, from 0 to vocab − 1.",
    ),
    patch("the last of the beam is returned", {BEST: "return hypotheses[-1]"}, hint="The best of the last beam."),
]


@variant
def by_heap(step_logprob, bos, eos, beam, max_len):
    import heapq

    heap = [(0.0, (bos,))]
    for _ in range(max_len):
        following = []
        for score, sequence in heap:
            if sequence[-1] == eos:
                following.append((score, sequence))
            else:
                following.extend((score + s, (*sequence, k)) for k, s in enumerate(step_logprob(sequence)))
        heap = heapq.nlargest(beam, following)
    score, sequence = max(heap)
    return tuple(int(token) for token in sequence), float(score)


@variant
def by_arrays(step_logprob, bos, eos, beam, max_len):
    sequences, scores = [(bos,)], np.zeros(1)
    for _ in range(max_len):
        rows = []
        for sequence, score in zip(sequences, scores, strict=True):
            if sequence[-1] == eos:
                stay = np.full(len(step_logprob((bos,))), -np.inf)
                stay[0] = score
                rows.append(stay)
            else:
                rows.append(score + np.asarray(step_logprob(sequence)))
        table = np.array(rows)
        best = np.argsort(table, axis=None)[::-1][:beam]
        best = best[np.isfinite(table.ravel()[best])]
        sequences = [
            sequences[i] if sequences[i][-1] == eos else (*sequences[i], int(k))
            for i, k in zip(*np.unravel_index(best, table.shape), strict=True)
        ]
        scores = table.ravel()[best]
    return sequences[0], float(scores[0])


@variant
def ends_when_nothing_can_overtake(step_logprob, bos, eos, beam, max_len):
    beams = {(bos,): 0.0}
    for _ in range(max_len):
        best = max(beams, key=beams.get)
        if best[-1] == eos:
            return best, beams[best]
        following = {}
        for sequence, score in beams.items():
            if sequence[-1] == eos:
                following[sequence] = score
                continue
            for token, logprob in enumerate(step_logprob(sequence)):
                following[(*sequence, token)] = score + logprob
        beams = dict(sorted(following.items(), key=lambda item: item[1])[-beam:])
    best = max(beams, key=beams.get)
    return best, float(beams[best])
