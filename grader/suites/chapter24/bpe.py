"""Checks, known bugs and variants of chapter24/bpe."""

import itertools
from collections import Counter

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=40,
    no_hygiene={"bpe_train": "its arguments are bytes and a number"},
    hints=(
        "list(data) are the bytes as numbers. zip(tokens, tokens[1:]) has all pairs of neighbours; a Counter counts them.",
        "min(counts, key=lambda pair: (-counts[pair], pair)) is the most frequent pair, of equal ones the smallest.",
        "One merge: go through the tokens with an index i. Where the pair stands, append the new token and go on by 2.",
        "To encode, make every merge in the order of the list, each on the whole text. To decode, put pieces together.",
    ),
)


def text(rng, letters, length):
    """A text of few letters, whose numbers are drawn, so that pairs occur again and again, and equally often."""
    alphabet = sorted(rng.choice(200, size=letters, replace=False) + 30)
    return bytes(int(alphabet[i]) for i in rng.integers(letters, size=length))


def merge(tokens, pair, new):
    out, i = [], 0
    while i < len(tokens):
        here = tuple(tokens[i : i + 2]) == pair
        out.append(new if here else tokens[i])
        i += 2 if here else 1
    return out


def rounds(data, merges):
    """Yield the counts of each round of the training."""
    tokens = list(data)
    for new in range(256, 256 + merges):
        counts = Counter(itertools.pairwise(tokens))
        if not counts or max(counts.values()) < 2:
            return
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        yield counts, best
        tokens = merge(tokens, best, new)


OTHER_ORDERS = (max, sum)
"""How pairs may be compared, too, before they are compared as tuples: by the newer token, or by the sum of both."""


def tied(case):
    """In some round several pairs are the most frequent; the first that was seen is neither the smallest nor the largest.

    In some round, each of the other orders puts another of them first.
    """
    found = list(rounds(case.data, case.merges))
    ties = [[p for p in counts if counts[p] == counts[best]] for counts, best in found]
    told = all(any(min(t, key=lambda p: (order(p), p)) != min(t) for t in ties) for order in OTHER_ORDERS)
    return told and len(found) == case.merges and any(len(t) > 2 and t[0] not in (min(t), max(t)) for t in ties)


@cases("letters length", (3, 30), (4, 40))
def unasked(rng, letters, length):
    """No merges at all, though pairs occur again and again."""
    return {"data": text(rng, letters, length), "merges": 0}


@cases("length pairs", (0, 2), (6, 0), (1, 1), exact=True)
def least(rng, length, pairs):
    """An empty text, or one that nothing was learned for."""
    letters = [int(x) for x in rng.choice(200, size=6, replace=False) + 30]
    return {"data": bytes(letters[:length]), "pairs": [(letters[0], letters[1]), (256, letters[2])][:pairs]}


@cases("letters length merges", (4, 60, 5), (5, 40, 4), (3, 80, 6), fit=tied)
def texts(rng, letters, length, merges):
    return {"data": text(rng, letters, length), "merges": merges}


@cases("runs", ((7, 4),), ((5, 6, 3),))
def repeated(rng, runs):
    """Runs of one letter, in which a pair overlaps itself, and another pair that does not."""
    a, b, c = (int(x) for x in rng.choice(200, size=3, replace=False) + 30)
    return {"data": b"".join(bytes([a] * n + [b]) for n in runs) + bytes([b, c] * 4), "merges": 3}


@cases("length", 0, 1, 6)
def used_up(rng, length):
    """More merges than there are pairs that occur twice: none, or one."""
    letters = [int(x) for x in rng.choice(200, size=6, replace=False) + 30]
    extra = letters[:2] if length > 1 else []
    return {"data": bytes(letters[:length] + extra), "merges": 4 + int(rng.integers(4))}


def learned(rng, letters, length, merges):
    data = text(rng, letters, length)
    return data, [best for _, best in rounds(data, merges)]


def longest_first(case):
    """Encode by the longest piece that fits."""
    pieces = [bytes([byte]) for byte in range(256)]
    for one, two in case.pairs:
        pieces.append(pieces[one] + pieces[two])
    i, tokens = 0, []
    while i < len(case.data):
        tokens.append(max(range(len(pieces)), key=lambda t: len(pieces[t]) * case.data.startswith(pieces[t], i)))
        i += len(pieces[tokens[-1]])
    return tokens


def in_order(case):
    tokens = list(case.data)
    for new, pair in enumerate(case.pairs, 256):
        tokens = merge(tokens, pair, new)
    return tokens


@cases("letters merges", (4, 6), (3, 8), (5, 7), fit=lambda case: in_order(case) != longest_first(case))
def unseen(rng, letters, merges):
    """Another text of the same letters, with a byte that did not occur."""
    data, pairs = learned(rng, letters, 70, merges)
    alphabet = sorted(set(data))
    other = bytes(int(alphabet[i]) for i in rng.integers(len(alphabet), size=40))
    return {"data": other[:20] + bytes([250]) + other[20:], "pairs": pairs}


@cases("length", 5, 8, 1)
def overlapping(rng, length):
    a, b = (int(x) for x in rng.choice(200, size=2, replace=False) + 30)
    return {"data": bytes([b] + [a] * length + [b]), "pairs": [(a, a), (256, a), (256, 256)]}


@cases("chunks", 5, 8)
def taken_away(rng, chunks):
    """What an early merge takes, a later one can't have: in abcd, b and c are merged, so that ab is never made."""
    a, b, c, d = (int(x) for x in rng.choice(200, size=4, replace=False) + 30)
    pieces = [[a, b, c, d], [a, b, c], [a, b, d], [b, c, d], [d, a, b]]
    chosen = [0, 1, *rng.integers(5, size=chunks - 2)]
    return {
        "data": bytes(x for i in rng.permutation(chosen) for x in pieces[i]),
        "pairs": [(b, c), (a, b), (256, d), (257, c)],
    }


@cases("letters merges count", (4, 6, 15), (3, 8, 15), (4, 5, 1), (3, 0, 15))
def tokens_of(rng, letters, merges, count):
    """In the last two there is one token alone, and no pair."""
    data, pairs = learned(rng, letters, 70, merges)
    if count == 1:
        return {"tokens": [255 + len(pairs)], "pairs": pairs}
    return {"tokens": [*rng.permutation(256 + len(pairs))[:12].tolist(), 255 + len(pairs), 0, 255], "pairs": pairs}


@cases("", (), exact=True)
def nothing(rng):
    return {"tokens": [], "pairs": [(int(rng.integers(256)), int(rng.integers(256)))]}


train = agrees("Each round merges the most frequent pair, of equal ones the smallest.", texts, of="bpe_train", points=3)
runs = agrees("Pairs are counted at every place, and merged from the left.", repeated, of="bpe_train", points=2)
stops = agrees("It stops when no pair occurs twice.", used_up, of="bpe_train")
none = agrees("With merges = 0 there are no pairs.", unasked, of="bpe_train")
encode = agrees("A text is encoded by the merges in their order.", unseen, of="bpe_encode", points=2)
left = agrees("What has been merged is not merged again in the same round.", overlapping, of="bpe_encode")
first = agrees("What an early merge took, a later one can't have.", taken_away, of="bpe_encode")
smallest = agrees("A text may be empty, and so may the list of pairs.", least, of="bpe_encode")
decode = agrees("A token stands for its bytes.", tokens_of, of="bpe_decode", points=2)
empty = agrees("No tokens are no bytes.", nothing, of="bpe_decode")


@check(points=2, kind="property")
def there_and_back(student, texts, rng):
    """What was encoded is decoded to the same bytes, whatever they are."""

    def both(m, case, other):
        pairs = m.bpe_train(case.data, case.merges)
        return [m.bpe_decode(m.bpe_encode(data, pairs), pairs) for data in (case.data, other)]

    for case in texts:
        other = bytes(rng.integers(256, size=30).tolist()) + case.data[::-1]
        if student.run(both, case, other) != [case.data, other]:
            fail("decode(encode(data)) is not data.", case)


encoding = hygiene_of(unseen, of="bpe_encode")
decoding = hygiene_of(tokens_of, of="bpe_decode")

EQUIVALENT = {
    "bpe_train: best is None or counts[best] < 2 → counts[best] < 2": "a Counter says 0 of what it does not know",
    "bpe_train: best is None → not best": "a pair of tokens is never empty",
}

BEST = "(-counts[pair], pair)"
TRAIN = "tokens = bpe_encode(data, pairs)"
MERGED = """joined = list[int]()
        for token in tokens:
            if joined and (joined[-1], token) == best:
                joined[-1] = 255 + len(pairs)
            else:
                joined.append(token)
        tokens = joined"""
BEGIN, LONGEST = (
    "    tokens = list(data)\n    for new, pair",
    """    pieces, found, i = dict[int, bytes](), list[int](), 0
    for new, pair in enumerate(pairs, 256):
        pieces[new] = b"".join(pieces[x] if x > 255 else bytes([x]) for x in pair)
    while i < len(data):
        fits = [new for new in pieces if data.startswith(pieces[new], i)]
        found.append(max(fits, key=lambda new: len(pieces[new]), default=data[i]))
        i += len(pieces.get(found[-1], b"x"))
    return found
""",
)
HERE, STEP = "tuple(tokens[i : i + 2]) == pair", "merged.append(new)\n                i += 2"
BUGS = [
    patch(
        "with merges = 0, a pair is merged all the same",
        {"while len(pairs) < merges:": "while not pairs or len(pairs) < merges:"},
        hint="Count before the first round: 0 rounds are allowed.",
    ),
    patch(
        "without pairs, the bytes themselves come back",
        {"    tokens = list(data)\n    for new, pair": "    tokens = data\n    for new, pair"},
        hint="tokens are a list of int, also if nothing is merged: begin with list(data).",
    ),
    patch(
        "an empty text has no first token, and IndexError is raised",
        {"    tokens = list(data)\n    for new, pair": "    tokens = [data[0], *data[1:]]\n    for new, pair"},
        hint="data may be empty: its tokens are [].",
    ),
    patch(
        "of equally frequent pairs, the one that was seen first is taken",
        {"key=lambda pair: (-counts[pair], pair)": "key=lambda pair: -counts[pair]"},
        hint="The smallest tuple of them.",
    ),
    patch(
        "of equally frequent pairs, the largest is taken",
        {BEST: "(-counts[pair], (-pair[0], -pair[1]))"},
        hint="The smallest tuple of them.",
    ),
    patch(
        "of equally frequent pairs, those of older tokens come first",
        {BEST: "(-counts[pair], max(pair), pair)"},
        hint="Compare tuples: the first token decides, however new the second is.",
    ),
    patch(
        "of equally frequent pairs, the one with the smallest sum is taken",
        {BEST: "(-counts[pair], sum(pair), pair)"},
        hint="Compare tuples: the first token decides.",
    ),
    patch("the rarest pair is merged", {BEST: "(counts[pair], pair)"}, hint="The most frequent."),
    patch("it goes on when no pair occurs twice", {" or counts[best] < 2": ""}, hint="Stop when no pair occurs twice."),
    patch(
        "it stops when no pair occurs three times", {"counts[best] < 2": "counts[best] < 3"}, hint="Twice is enough."
    ),
    patch(
        "new tokens begin with 0", {"enumerate(pairs, 256)": "enumerate(pairs)"}, hint="256 + i: below stand the bytes."
    ),
    patch("new tokens begin with 257", {"enumerate(pairs, 256)": "enumerate(pairs, 257)"}, hint="The first is 256."),
    patch(
        "merged tokens overlap",
        {STEP: "merged.append(new)\n                i += 1 if tokens[i + 1 : i + 3] == tokens[i : i + 2] else 2"},
        hint="Go on by 2: what has been merged is used up.",
    ),
    patch(
        "only the first occurrence is merged", {HERE: f"{HERE} and new not in merged"}, hint="Everywhere in the text."
    ),
    patch(
        "merges are made in the reverse order",
        {"in enumerate(pairs, 256):": "in reversed(list(enumerate(pairs, 256))):", TRAIN: MERGED},
        hint="In the order in which they were learned.",
    ),
    patch(
        "the longest piece that fits is taken, not what merging leads to",
        {BEGIN: LONGEST + BEGIN, TRAIN: MERGED},
        hint="Merges in their order, not the longest piece.",
    ),
    patch("only pairs of bytes are merged", {HERE: f"{HERE} and max(pair) < 256"}, hint="New tokens are merged again."),
    patch(
        "decoding goes one level down only",
        {
            "pieces.append(pieces[first] + pieces[second])": "pieces.append(b''.join(pieces[x] for x in (first, second) if x < 256))"
        },
        hint="A token may be made of tokens that are made of others.",
    ),
    patch(
        "decoding turns pairs round",
        {"pieces[first] + pieces[second]": "pieces[second] + pieces[first]"},
        hint="The first of a pair stands first.",
    ),
    patch("decoding adds a zero byte", {'b"".join(': 'b"\\0" + b"".join('}, hint="Nothing but the pieces."),
]


@bug("merges begin at the end of the text", of="bpe_encode", hint='From left to right: "aaa" becomes (256, a).')
def from_the_right(data, pairs):
    tokens = list(data)
    for new, pair in enumerate(pairs, 256):
        i = len(tokens) - 2
        while i >= 0:
            if (tokens[i], tokens[i + 1]) == pair:
                tokens[i : i + 2] = [new]
                i -= 1
            i -= 1
    return tokens


@bug("an end mark is left in the caller's list of pairs", of="bpe_encode", hint="Leave the list that was handed over.")
def marked(data, pairs):
    pairs.append((-1, -1))
    tokens = list(data)
    for new, pair in enumerate(pairs, 256):
        out = []
        for token in tokens:
            if out and (out[-1], token) == pair:
                out[-1] = new
            else:
                out.append(token)
        tokens = out
    return tokens


@bug("tokens are taken off the caller's list", of="bpe_decode", hint="pop changes the list that was handed over.")
def emptied(tokens, pairs):
    pieces = [bytes([byte]) for byte in range(256)]
    for first, second in pairs:
        pieces.append(pieces[first] + pieces[second])
    data = b""
    while tokens:
        data += pieces[tokens.pop(0)]
    return data


@bug(
    "pairs are counted once, and not in every round",
    of="bpe_train",
    hint="A merge changes the neighbours of what was merged: count anew.",
)
def counted_once(data, merges):
    counts = Counter(itertools.pairwise(data))
    return sorted((p for p in counts if counts[p] > 1), key=lambda p: (-counts[p], p))[:merges]


@bug("pairs are counted without overlaps", of="bpe_train", hint='At every place: "aaa" has (a, a) twice.')
def without_overlaps(data, merges):
    pairs = []
    for _ in range(merges):
        tokens, counts, last = bpe_encode(data, pairs), {}, {}
        for i, pair in enumerate(itertools.pairwise(tokens)):
            if last.get(pair, -2) < i - 1:
                counts[pair] = counts.get(pair, 0) + 1
                last[pair] = i
        best = min(counts, key=lambda pair: (-counts[pair], pair), default=None)
        if best is None or counts[best] < 2:
            break
        pairs.append(best)
    return pairs


@variant(of="bpe_train")
def with_a_dict(data, merges):
    tokens, pairs = list(data), []
    for new in range(256, 256 + merges):
        counts = {}
        for i in range(len(tokens) - 1):
            counts[tokens[i], tokens[i + 1]] = counts.get((tokens[i], tokens[i + 1]), 0) + 1
        most = max(counts.values(), default=0)
        if most < 2:
            return pairs
        pair = sorted(p for p in counts if counts[p] == most)[0]
        pairs.append(pair)
        i = 0
        while i < len(tokens) - 1:
            if (tokens[i], tokens[i + 1]) == pair:
                tokens[i : i + 2] = [new]
            i += 1
    return pairs


@variant(of="bpe_encode")
def best_rank_first(data, pairs):
    rank, tokens = {pair: i for i, pair in enumerate(pairs)}, list(data)
    while True:
        found = [rank[p] for p in itertools.pairwise(tokens) if p in rank]
        if not found:
            return tokens
        pair, out = pairs[min(found)], []
        for token in tokens:
            if out and (out[-1], token) == pair:
                out[-1] = 256 + min(found)
            else:
                out.append(token)
        tokens = out


@variant(of="bpe_decode")
def by_recursion(tokens, pairs):
    def spelt(token):
        if token < 256:
            return bytes([token])
        first, second = pairs[token - 256]
        return spelt(first) + spelt(second)

    return b"".join(spelt(token) for token in tokens)
