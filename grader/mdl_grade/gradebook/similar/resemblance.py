"""Which answers to one exercise resemble each other: rare fingerprints point at the few pairs worth comparing.

Alike at `threshold` means: so large a share of the smaller answer's fingerprints is found in the other one. Such a pair
shares one of the rarest fingerprints of the smaller answer, for the others alone would be too few: looking these up
misses no pair (prefix filtering; Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", ICDE 2006).
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mdl_grade.gradebook.similar.fingerprints import GRAM, grams_of, winnowed
from mdl_grade.gradebook.similar.tokens import tokens_of

MOST_PLACES = 8
"""Of a passage that an answer repeats, so many places are tried when passages are laid side by side."""


@dataclass(frozen=True)
class SimilaritySettings:
    """What counts as alike.

    Parameters
    ----------
    threshold : float
        Share of the smaller answer's fingerprints that the other has too. Measured on the course's own right answers:
        independent ones share at most 0.47 (166 pairs long enough to tell); copies that were renamed, reordered,
        padded and given other comments, all at once, at least 0.53 (225 pairs, 221 of them 0.6 or more).
    common : float
        Fingerprints that a larger share of the learners have are discounted: the exercise itself suggests them.
    always : int
        So many learners may share a fingerprint in a class of any size: of ten learners, two are a large share.
    enough : int
        Answers with fewer fingerprints are too short to tell; 20 are about 50 tokens, or six lines of one's own.
    most : int
        So many pairs are kept, the most alike first.
    """

    threshold: float = 0.6
    common: float = 0.2
    always: int = 10
    enough: int = 20
    most: int = 1000


@dataclass(frozen=True)
class LineRange:
    """Line numbers, from 1, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Passage:
    """A run of tokens that two answers share, names apart."""

    one: LineRange
    other: LineRange
    tokens: int


@dataclass(frozen=True)
class AlikePair:
    """Two answers that are alike. `one` and `other` each name the learners who handed in that very answer."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    share: float
    shared: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Group:
    """Learners whose answers are equal but for names, comments and layout; `verbatim` if not even for these."""

    learners: tuple[str, ...]
    verbatim: bool


@dataclass(frozen=True)
class Resemblance:
    """What a class's answers to one exercise have in common. Nobody's mark depends on it.

    `compared` answers are long enough. Of the others, `short` add too little to the stub, and `common` too little that
    is not everywhere in the class. `omitted` pairs are left out: more than a person would look through.
    """

    groups: tuple[Group, ...]
    pairs: tuple[AlikePair, ...]
    compared: int
    short: int
    common: int
    omitted: int


@dataclass(frozen=True, eq=False)
class _Version:
    """One answer, names and layout apart: who handed it in, its k-grams, and the lines that its tokens stand on."""

    learners: tuple[str, ...]
    verbatim: bool
    grams: array[int]
    first: array[int]
    last: array[int]

    def lines(self, start: int, tokens: int) -> LineRange:
        return LineRange(self.first[start], self.last[start + tokens - 1])


@dataclass(frozen=True)
class _Found:
    one: _Version
    other: _Version
    share: float
    shared: int


_Prints: TypeAlias = Mapping[_Version, frozenset[int]]


def resemblance(answers: Mapping[str, str], stub: str, settings: SimilaritySettings | None = None) -> Resemblance:
    """Compare the answers of a class to one exercise.

    Parameters
    ----------
    answers : mapping
        Learner -> text.
    stub : str
        What everybody was given: passages of it say nothing.
    """
    settings = settings or SimilaritySettings()
    given = frozenset(grams_of(tokens_of(stub)))
    versions = _versions(answers)
    discounted = given | _everywhere([v for v in versions if not given.issuperset(v.grams)], settings)
    long = _telling(versions, given, settings)
    told = _telling(long, discounted, settings)
    alike = sorted(_alike(told, settings.threshold), key=lambda f: (-f.share, f.one.learners, f.other.learners))
    groups = [Group(version.learners, version.verbatim) for version in told if len(version.learners) > 1]
    return Resemblance(
        groups=tuple(sorted(groups, key=lambda group: (-len(group.learners), group.learners))),
        pairs=tuple(_pair(found, discounted) for found in alike[: settings.most]),
        compared=_count(told),
        short=len(answers) - _count(long),
        common=_count(long) - _count(told),
        omitted=max(len(alike) - settings.most, 0),
    )


def _versions(answers: Mapping[str, str]) -> list[_Version]:
    """Tell answers apart by their k-grams; each text is read once."""
    learners_of: dict[str, list[str]] = defaultdict(list)
    for learner, text in answers.items():
        learners_of[text].append(learner)
    versions: dict[bytes, _Version] = {}
    for text, learners in learners_of.items():
        tokens = tokens_of(text)
        grams = array("Q", grams_of(tokens))
        known = versions.get(grams.tobytes())
        versions[grams.tobytes()] = _Version(
            learners=tuple(sorted([*learners, *(known.learners if known else ())])),
            verbatim=known is None,
            grams=grams,
            first=array("L", (token.first for token in tokens)),
            last=array("L", (token.last for token in tokens)),
        )
    return list(versions.values())


def _telling(versions: Iterable[_Version], discounted: frozenset[int], settings: SimilaritySettings) -> _Prints:
    """Return the fingerprints of those versions that have enough of them."""
    prints = ((version, winnowed(version.grams, discounted)) for version in versions)
    return {version: own for version, own in prints if len(own) >= settings.enough}


def _count(versions: Iterable[_Version]) -> int:
    return sum(len(version.learners) for version in versions)


def _everywhere(versions: Sequence[_Version], settings: SimilaritySettings) -> frozenset[int]:
    """Return the k-grams that too many learners have for them to tell anything."""
    learners = Counter[int]()
    for version in versions:
        for gram in set(version.grams):
            learners[gram] += len(version.learners)
    most = max(settings.always, settings.common * _count(versions))
    return frozenset(gram for gram, count in learners.items() if count > most)


def _alike(prints: _Prints, threshold: float) -> Iterator[_Found]:
    versions = sorted(prints, key=lambda version: len(prints[version]))
    holders: dict[int, list[int]] = defaultdict(list)
    for i, version in enumerate(versions):
        for fingerprint in prints[version]:
            holders[fingerprint].append(i)
    for i, version in enumerate(versions):
        own = prints[version]
        needed = max(math.ceil(threshold * len(own) - 1e-9), 1)
        rarest = sorted(own, key=lambda fingerprint: len(holders[fingerprint]))[: len(own) - needed + 1]
        for j in {j for fingerprint in rarest for j in holders[fingerprint] if j > i}:
            shared = len(own & prints[versions[j]])
            if shared >= needed:
                one, other = sorted((version, versions[j]), key=lambda v: v.learners)
                yield _Found(one, other, shared / len(own), shared)


def _pair(found: _Found, discounted: frozenset[int]) -> AlikePair:
    passages = tuple(_passages(found.one, found.other, discounted))
    return AlikePair(found.one.learners, found.other.learners, round(found.share, 3), found.shared, passages)


def _passages(one: _Version, other: _Version, discounted: frozenset[int]) -> Iterator[Passage]:
    """Lay what two answers share side by side: from each place in `one` on, the longest run in `other`."""
    mine, theirs = (_own(version, discounted) for version in (one, other))
    places: dict[int, list[int]] = defaultdict(list)
    for j, gram in enumerate(theirs):
        if gram is not None and len(places[gram]) < MOST_PLACES:
            places[gram].append(j)
    given = {i + n for i, gram in enumerate(mine) if gram is None for n in range(GRAM)}
    i = 0
    while i < len(mine):
        starts = places.get(mine[i] or 0, ())
        if not starts:
            i += 1
            continue
        length, j = max((_run(mine, theirs, i, j), -j) for j in starts)
        kept = [n for n in range(length + GRAM - 1) if i + n not in given]  # its ends may reach into what was given
        if kept:
            first, tokens = kept[0], kept[-1] + 1 - kept[0]
            yield Passage(one.lines(i + first, tokens), other.lines(first - j, tokens), tokens)
        i += length + GRAM - 1


def _own(version: _Version, discounted: frozenset[int]) -> list[int | None]:
    return [None if gram in discounted else gram for gram in version.grams]


def _run(one: Sequence[int | None], other: Sequence[int | None], i: int, j: int) -> int:
    """Count the k-grams that two sequences have in common from two places on."""
    length = 0
    while i + length < len(one) and j + length < len(other) and one[i + length] == other[j + length] is not None:
        length += 1
    return length
