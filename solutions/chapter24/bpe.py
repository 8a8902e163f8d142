"""Tokens by merging pairs of bytes.

A language model reads tokens: numbers that stand for pieces of text. Byte-pair encoding finds such pieces. At first,
each byte is a token, 0 to 255. Then, again and again, the pair of neighbours that occurs most often becomes a new
token.

1. `bpe_train(data, merges)` returns the list of pairs that were merged, at most `merges` of them. Each round counts how
   often each pair of neighbours occurs, at every place: in "aaa" the pair (a, a) occurs twice. It takes the most
   frequent pair; of equally frequent ones the smallest, compared as Python compares tuples. If no pair occurs twice,
   that is the end. The pair becomes the token 256 in the first round, 257 in the second, …, everywhere in the text,
   from left to right, and what has been merged is not merged again in the same round: "aaa" becomes (256, a).
2. `bpe_encode(data, pairs)` returns the tokens of a text, new or old: it begins with its bytes, and makes all the
   merges in the order in which they were learned, each everywhere in the text.
3. `bpe_decode(tokens, pairs)` returns the bytes that tokens stand for.

decode(encode(data)) is data, for any bytes, also if nothing of them was ever seen. data are bytes, which may be empty;
tokens are a list of int, pairs a list of tuples of two ints. (Real tokenizers split text into words first; not here.)

References
----------
Sennrich, Haddow, Birch, Neural machine translation of rare words with subword units (2016). Gage, A new algorithm for
data compression (1994).
"""

import itertools
from collections import Counter

Pair = tuple[int, int]


def bpe_train(data: bytes, merges: int) -> list[Pair]:
    """Return the pairs that are merged, in order.

    Parameters
    ----------
    data : bytes
        The text to learn from.
    merges : int
        How many rounds there are at most, ≥ 0.

    Returns
    -------
    pairs : list of (int, int)
        Pair i becomes the token 256 + i.

    Examples
    --------
    a is 97, b is 98, c is 99. (a, b) occurs three times, and becomes 256. Now the text is 256 c 256 c 256: (256, c) and
    (c, 256) both occur twice, and (99, 256) is the smaller tuple. Then no pair occurs twice.

    >>> [tuple(map(int, pair)) for pair in bpe_train(b"abcabcab", 5)]
    [(97, 98), (99, 256)]
    """
    ### BEGIN SOLUTION
    tokens, pairs = list(data), list[Pair]()
    while len(pairs) < merges:
        counts = Counter(itertools.pairwise(tokens))
        best = min(counts, key=lambda pair: (-counts[pair], pair), default=None)
        if best is None or counts[best] < 2:
            break
        pairs.append(best)
        tokens = bpe_encode(data, pairs)
    return pairs
    ### END SOLUTION


def bpe_encode(data: bytes, pairs: list[Pair]) -> list[int]:
    """Return the tokens of a text.

    Parameters
    ----------
    data : bytes
    pairs : list of (int, int)
        As bpe_train returns them.

    Returns
    -------
    tokens : list of int

    Examples
    --------
    c a b is merged in two steps; a at the end stays a byte.

    >>> [int(token) for token in bpe_encode(b"abcaba", [(97, 98), (99, 256)])]
    [256, 257, 97]
    """
    ### BEGIN SOLUTION
    tokens = list(data)
    for new, pair in enumerate(pairs, 256):
        merged, i = list[int](), 0
        while i < len(tokens):
            if tuple(tokens[i : i + 2]) == pair:
                merged.append(new)
                i += 2
            else:
                merged.append(tokens[i])
                i += 1
        tokens = merged
    return tokens
    ### END SOLUTION


def bpe_decode(tokens: list[int], pairs: list[Pair]) -> bytes:
    """Return the bytes that tokens stand for.

    Parameters
    ----------
    tokens : list of int
        From 0 to 255 + len(pairs).
    pairs : list of (int, int)

    Returns
    -------
    data : bytes

    Examples
    --------
    >>> bpe_decode([256, 257, 97], [(97, 98), (99, 256)])
    b'abcaba'
    """
    ### BEGIN SOLUTION
    pieces = [bytes([byte]) for byte in range(256)]
    for first, second in pairs:
        pieces.append(pieces[first] + pieces[second])
    return b"".join(pieces[token] for token in tokens)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **By hand.** In "abcabcab" (a, b) occurs three times, (b, c) and (c, a) twice. So (a, b) becomes 256, and the text
   256 c 256 c 256. Now (256, c) and (c, 256) occur twice; the smaller tuple is (99, 256), which becomes 257. The text
   is 256 257 257: no pair occurs twice.

>>> bpe_encode(b"abcabcab", [(97, 98), (99, 256)])
[256, 257, 257]

2. **Overlaps.** "aaaa" has three places for (a, a), and two merges: from the left, 256 256. Counting and merging are
   two things. "aaa" becomes (256, a).

>>> bpe_train(b"aaaa", 1), bpe_encode(b"aaa", [(97, 97)])
([(97, 97)], [256, 97])

3. **Order, not length.** A new text is encoded by repeating what was done in training. The longest piece that fits is
   not always what merging leads to: with (b, c) learned first and (a, b), then (256, d) after it, "abcd" becomes a,
   then bcd; ab can't be made any more, as its b is gone.

>>> bpe_encode(b"abcd", [(98, 99), (97, 98), (256, 100)])
[97, 258]

4. **Nothing is unknown.** All 256 bytes are tokens, so every text can be written down, in any script, and decoding only
   puts pieces one behind the other: decode(encode(data)) = data.

5. **Ties have to be settled.** Small texts are full of them. Whoever takes the pair that was seen first gets other
   tokens from the same text, and a model that was trained with the ones can't read the others.

6. **What it costs.** Each round goes through the text once: merges times length. Real ones keep the counts, and change
   only those around what was merged.
"""
### END EXPLANATION
