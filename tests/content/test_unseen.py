"""Bugs that no suite knows are named or narrowed down; noise has no name; of two known bugs one is named.

A sample: `python benchmarks/naming.py first` (second, noise, pairs, known) tries them all.
"""

import pytest
from unseen.answers import bank, judgements, noise, pairs, said

from mdl_grade.records.model import Confidence

EVERY = 12
LEAST = 0.8
LEAST_OF_WHOLE_ANSWERS = 0.75
VAGUE = "~"
WHOLE_ANSWERS = (
    *("arrays", "probability", "distributions", "statistics", "calculus"),
    *("learning", "outside", "practice", "architectures"),
)


def sample(answers, every, begin=0):
    """Take every so many answers, from all exercises."""
    flat = [(exercise, *answer) for exercise, found in answers.items() for answer in found]
    return flat[begin::every]


def told(rows):
    return [(exercise, said(exercise, [(what, text)])[0]) for exercise, what, text in rows]


@pytest.mark.parametrize("name", ["first", "second"])
def test_the_bank_is_judged(name):
    """Of both halves of the bank, what is said was judged, bug by bug: at least 80 % is said something true and useful."""
    judged = judgements(name)
    assert len(judged) >= 80
    assert len({exercise for exercise, _ in judged}) == 38
    useful = [clauses for clauses in judged.values() if any(not clause.startswith(VAGUE) for clause in clauses)]
    assert len(useful) >= LEAST * len(judged)


@pytest.mark.parametrize("name", WHOLE_ANSWERS)
def test_learners_answers_are_judged(name):
    """Whole answers, 12 to a chapter: of most, a clause says what is wrong, and of some, the sentence of the check."""
    judged = judgements(name)
    useful = [clauses for clauses in judged.values() if any(not clause.startswith(VAGUE) for clause in clauses)]
    assert len(judged) >= 36
    assert len(useful) >= LEAST_OF_WHOLE_ANSWERS * len(judged)


@pytest.mark.parametrize("name", ["first", "second", *WHOLE_ANSWERS])
def test_nothing_is_said_of_unseen_bugs_that_was_not_judged(name):
    """Each clause is one that stands beside the bug, read and found true; where none stands, nothing is said."""
    judged = judgements(name)
    found = told(sample(bank(name), EVERY))
    assert not any(one.passed for _, one in found)
    known = {about: {clause.lstrip(VAGUE) for clause in clauses} for about, clauses in judged.items()}
    unjudged = {(e, one.key): one.labels for e, one in found if not set(one.labels) <= known[e, one.key]}
    assert unjudged == {}


def test_noise_has_no_name():
    """A factor out of the air, an entry, a swap: it may be said where the answer is right, and no bug is named."""
    found = told(sample(noise(1), 19))
    assert found
    assert {d.source for _, one in found for d in one.diagnoses} <= {"where"}


SAME_NUMBERS = ("the mean modulus of deviations is taken",)
"""Known bugs that two others come to: the root of a squared mean of moduli is that mean."""


def test_of_two_known_bugs_one_is_named():
    """Two at once are no longer either of them; still one is named in 85 %, and no third for certain."""
    found = [one for _, one in told(sample(pairs(1, 5), 1)) if not one.passed]
    own = [one for one in found if set(one.key.split(" & ")) & set(one.labels)]
    assert len(own) >= 0.85 * len(found)
    for one in found:
        certain = [d for d in one.diagnoses if d.confidence is Confidence.CERTAIN and d.source == "known_bug"]
        assert {label for d in certain for label in d.labels} <= {*one.key.split(" & "), *SAME_NUMBERS}
